"""Running a hot spot algorithm in a test."""

from __future__ import annotations

from qgis.core import QgsProcessingContext, QgsProject, QgsVectorLayer

from tests.qgis.test_getis_ord_algorithm import Feedback


def runner(make, target, **defaults):
    """Return a function that runs the algorithm `make` into a file, with defaults for its parameters.

    It returns the outputs with the `layer` that was made and what was `told`; with `fails` the sentence that refused it.
    """

    def call(fails=False, **parameters):
        algorithm, context, feedback = make().create(), QgsProcessingContext(), Feedback()
        context.setProject(QgsProject.instance())
        given = {"OUTPUT": str(target), **defaults, **parameters}
        fine, why = algorithm.checkParameterValues(given, context)
        if not fine:
            assert fails, why
            return why
        outputs, fine = algorithm.run(given, context, feedback)
        assert fine is not fails, feedback.errors
        if fails:
            return " ".join(feedback.errors)
        layer = QgsVectorLayer(outputs["OUTPUT"], target.stem, "ogr")
        assert layer.isValid()
        return {**outputs, "layer": layer, "told": " ".join(feedback.told)}

    return call
