"""What every test in QGIS leaves behind."""

from __future__ import annotations

import gc

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject

from igh_plugin.provider import IghProvider
from igh_plugin.workspace.geopackage import GeoPackageWorkspace


@pytest.fixture(scope="session", autouse=True)
def closed_projects(qgis_app):
    """Clear the projects that outlive their tests: QGIS crashes when Python lets go of one after QGIS has ended."""
    yield
    for project in [item for item in gc.get_objects() if isinstance(item, QgsProject)]:
        project.clear()


class Feedback(QgsProcessingFeedback):
    """Keeps what was said."""

    def __init__(self):
        super().__init__(False)
        self.said = []

    def pushInfo(self, info):  # noqa: N802
        self.said.append(info)

    def reportError(self, error, fatalError=False):  # noqa: N802, N803
        self.said.append(error)


@pytest.fixture(scope="module")
def provider(qgis_app, qgis_processing):
    registry = QgsApplication.processingRegistry()
    added = IghProvider()
    registry.addProvider(added)
    yield added
    registry.removeProvider(added)


@pytest.fixture
def run(provider):
    """Run an algorithm of ours as Processing does; give its outputs and what was said, with `fails` the latter alone."""

    def call(name, fails=False, **parameters):
        algorithm = provider.algorithm(name).create()
        context, feedback = QgsProcessingContext(), Feedback()
        context.setProject(QgsProject())
        right, message = algorithm.checkParameterValues(parameters, context)
        assert right, message
        results, fine = algorithm.run(parameters, context, feedback)
        assert fine is not fails, "\n".join(feedback.said)
        return "\n".join(feedback.said) if fails else {**results, "said": feedback.said}

    return call


@pytest.fixture
def empty_workspace(qgis_app, tmp_path):
    with GeoPackageWorkspace.create(tmp_path / "w.gpkg", "EPSG:28992") as made:
        yield made


def pytest_terminal_summary(terminalreporter):
    """Print what happened to each connector under each fault."""
    from tests.qgis import fault_table

    if fault_table.ROWS:
        terminalreporter.section("connector x fault")
        for line in fault_table.lines():
            terminalreporter.line(line)
