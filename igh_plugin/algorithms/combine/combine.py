"""igh:combine: events by area or cell, period and category."""

from __future__ import annotations

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...core.text import QT_TRANSLATE_NOOP
from ...translation import tr
from ..base import IghAlgorithm, new_field

PERIODS = ("day", "week", "month", "quarter", "year", "all")
PERIOD_TITLES = (
    QT_TRANSLATE_NOOP("core", "Day"),
    QT_TRANSLATE_NOOP("core", "ISO week"),
    QT_TRANSLATE_NOOP("core", "Month"),
    QT_TRANSLATE_NOOP("core", "Quarter"),
    QT_TRANSLATE_NOOP("core", "Year"),
    QT_TRANSLATE_NOOP("core", "All together, undated events too"),
)


class Combine(IghAlgorithm):
    """Counts events and sums their measures; the table is also stored in the workspace as a cube."""

    NAME = "combine"
    TITLE = QT_TRANSLATE_NOOP("core", "Combine events by area, period and category")
    GROUP = "combine"
    WORKSPACE, SOURCE, DIVISION, CELL_SIZE, PERIOD, OUTPUT = (
        "WORKSPACE", "SOURCE", "DIVISION", "CELL_SIZE", "PERIOD", "OUTPUT",
    )  # fmt: skip

    def initAlgorithm(self, config=None):  # noqa: N802
        optional = QgsProcessingParameterString.Flag.FlagOptional
        workspace = QgsProcessingParameterFile(self.WORKSPACE, tr("Workspace"), extension="gpkg")
        workspace.setHelp(tr("The GeoPackage that holds the events."))
        source = QgsProcessingParameterString(self.SOURCE, tr("Source"), "", optional=True)
        source.setHelp(tr("The id of one source; empty for all sources of the workspace."))
        division = QgsProcessingParameterString(self.DIVISION, tr("Level of areas"), "", optional=True)
        division.setHelp(
            tr(
                "The name of a level of areas, such as neighbourhoods, or `cell` for a grid. Empty for the finest areas, or for the places named in the source when the workspace has no areas."
            )
        )
        size = QgsProcessingParameterNumber(
            self.CELL_SIZE, tr("Cell size in metres"), defaultValue=125, optional=True, minValue=25
        )
        size.setHelp(tr("Used with `cell` only: a multiple of 25 m."))
        period = QgsProcessingParameterEnum(
            self.PERIOD, tr("Period"), [tr(title) for title in PERIOD_TITLES], defaultValue=2, optional=True
        )
        period.setHelp(tr("Periods are taken from the local wall time of the events."))
        output = QgsProcessingParameterFeatureSink(
            self.OUTPUT, tr("Combined table"), QgsProcessing.SourceType.TypeVector, None, True
        )
        output.setHelp(
            tr(
                "A row for each place, period, category and measure. Empty: the table is stored in the workspace only."
            )
        )
        for parameter in (workspace, source, division, size, period, output):
            if parameter in (source, division, size, period):
                parameter.setFlags(parameter.flags() | optional)
            self.addParameter(parameter)

    def compute(self, parameters, context, progress):
        from ...core import periods
        from ...pipeline.combine import CELL, combine
        from ...workspace.geopackage import GeoPackageWorkspace

        source = self.parameterAsString(parameters, self.SOURCE, context)
        division = self.parameterAsString(parameters, self.DIVISION, context)
        if division == "cell":
            division = f"{CELL}{self.parameterAsInt(parameters, self.CELL_SIZE, context)}"
        kind = PERIODS[self.parameterAsEnum(parameters, self.PERIOD, context)]
        with GeoPackageWorkspace.open(self.parameterAsFile(parameters, self.WORKSPACE, context)) as workspace:
            result = combine(
                workspace, (source,) if source else (), (division,) if division else (), (kind,), progress
            )
            names = [str(item["source"]) for item in result.cubes]
            rows = workspace.cube(names, str(result.cubes[0]["division"]), kind) if result.cubes else None
        cells = sum(int(str(item["cells"])) for item in result.cubes)
        outputs = {
            "RUN": result.run,
            "EVENTS": sum(int(str(item["events"])) for item in result.cubes),
            "CELLS": cells,
        }
        sink, target = self.parameterAsSink(
            parameters, self.OUTPUT, context, _fields(), QgsWkbTypes.Type.NoGeometry
        )
        if sink is None or rows is None:
            return outputs
        starts, ends = periods.bounds(rows["period"], kind) if kind != periods.ALL else (None, None)
        for number in range(len(rows["period"])):
            if number % 10_000 == 0:
                progress.step(number / max(len(rows["period"]), 1))
            feature = QgsFeature()
            feature.setAttributes(
                [
                    str(rows["source"][number]),
                    str(rows["place"][number]),
                    "" if starts is None else periods.date_text(starts[number]),
                    "" if ends is None else periods.date_text(ends[number]),
                    str(rows["category"][number]),
                    str(rows["measure"][number]),
                    float(rows["value"][number]),
                ]
            )
            sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        outputs[self.OUTPUT] = target
        return outputs


def _fields() -> QgsFields:
    fields = QgsFields()
    for name in ("source", "place", "period_first", "period_last", "category", "measure"):
        fields.append(new_field(name, "text"))
    fields.append(new_field("value", "real"))
    return fields
