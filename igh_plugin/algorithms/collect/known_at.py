"""igh:knownat: the events as they were known at a moment."""

from __future__ import annotations

from functools import partial
from math import nan

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureSink,
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import IghAlgorithm, new_field, workspace_parameter
from ..points import finish_points, point_feature

ZONE = "Europe/Amsterdam"
NAME_OF_LAYER = QT_TRANSLATE_NOOP("core", "Events as known on {moment}")
ABSTRACT = QT_TRANSLATE_NOOP(
    "core",
    "{count} events as the workspace knew them after run {run}: reports that were closed, changed or withdrawn later "
    "stand here as they were.",
)
FOUND = QT_TRANSLATE_NOOP("core", "{count} events were known after run {run}, which ended at {finished}.")


class KnownAt(IghAlgorithm):
    """Writes the events of a workspace as they were known at a moment."""

    NAME = "knownat"
    TITLE = QT_TRANSLATE_NOOP("core", "Events as they were known")
    GROUP = "collect"
    NEEDS = ("numpy", "pandas")
    WORKSPACE, MOMENT, SOURCE, OUTPUT = "WORKSPACE", "MOMENT", "SOURCE", "OUTPUT"

    def initAlgorithm(self, config=None):  # noqa: N802
        workspace = workspace_parameter(self.WORKSPACE)
        moment = QgsProcessingParameterDateTime(
            self.MOMENT, tr("Moment"), QgsProcessingParameterDateTime.Type.DateTime, None, True
        )
        moment.setHelp(tr("In the time of Amsterdam. Empty: now."))
        source = QgsProcessingParameterString(self.SOURCE, tr("Source"), "", optional=True)
        source.setHelp(tr("The id of one source; empty for all."))
        output = QgsProcessingParameterFeatureSink(
            self.OUTPUT, tr("Events"), QgsProcessing.SourceType.TypeVectorPoint
        )
        output.setHelp(tr("The events with the values they had then."))
        for parameter in (workspace, moment, source, output):
            self.addParameter(parameter)
        self.add_numbers(
            EVENTS=QT_TRANSLATE_NOOP("core", "Events known"), RUN=QT_TRANSLATE_NOOP("core", "Run")
        )

    def compute(self, parameters, context, progress):
        import numpy as np

        from ...pipeline.known import columns_known, rows_known, run_at
        from ...workspace.opening import open_workspace

        asked = self.parameterAsDateTime(parameters, self.MOMENT, context)
        text = asked.toString("yyyy-MM-ddTHH:mm:ss") if asked.isValid() else ""
        source = self.parameterAsString(parameters, self.SOURCE, context).strip()
        path = self.parameterAsString(parameters, self.WORKSPACE, context)
        with open_workspace(path, read_only=True) as workspace:
            run = run_at(workspace, np.datetime64(text) if text else None, ZONE)
            columns = columns_known(workspace)
            fields = QgsFields()
            for name, kind in columns:
                fields.append(new_field(name, kind))
            crs = QgsCoordinateReferenceSystem(workspace.crs)
            sink, target = self.parameterAsSink(
                parameters, self.OUTPUT, context, fields, QgsWkbTypes.Type.Point, crs
            )
            count = 0
            for count, row in enumerate(rows_known(workspace, run, source, progress), 1):  # noqa: B007
                sink.addFeature(_feature(fields, columns, row), QgsFeatureSink.Flag.FastInsert)
            finished = next(one["finished"] for one in workspace.runs() if one["id"] == run)
        progress.report(
            Text(FOUND, {"count": count, "run": run, "finished": finished[:16].replace("T", " ") + " UTC"})
        )
        shown = text[:16].replace("T", " ") or finished[:16].replace("T", " ")
        name = tr(Text(NAME_OF_LAYER, {"moment": shown}))
        finish = partial(
            finish_points, tip="events", name=name, abstract=tr(Text(ABSTRACT, {"count": count, "run": run}))
        )
        self.finish(context, target, name, finish)
        return {self.OUTPUT: target, "EVENTS": count, "RUN": run}


def _feature(fields, columns, row):
    values = ((row.get(name), kind) for name, kind in columns)
    return point_feature(fields, values, row.get("x", nan), row.get("y", nan))
