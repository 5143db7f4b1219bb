"""igh:combine: events by area or cell, period and category."""

from __future__ import annotations

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...core.text import QT_TRANSLATE_NOOP
from ...translation import tr
from ..base import IghAlgorithm, new_field, workspace_parameter

CALENDAR_DAYS = "calendar"
PERIODS = ("day", "week", "month", "quarter", "year", "all", "hour", CALENDAR_DAYS)
PERIOD_TITLES = (
    QT_TRANSLATE_NOOP("core", "Day"),
    QT_TRANSLATE_NOOP("core", "ISO week"),
    QT_TRANSLATE_NOOP("core", "Month"),
    QT_TRANSLATE_NOOP("core", "Quarter"),
    QT_TRANSLATE_NOOP("core", "Year"),
    QT_TRANSLATE_NOOP("core", "All together, undated events too"),
    QT_TRANSLATE_NOOP("core", "Hour"),
    QT_TRANSLATE_NOOP("core", "School holidays or other days of a calendar"),
)


class Combine(IghAlgorithm):
    """Counts events and sums their measures; the table is also stored in the workspace as a cube."""

    NAME = "combine"
    TITLE = QT_TRANSLATE_NOOP("core", "Combine events by area, period and category")
    GROUP = "combine"
    WORKSPACE, SOURCE, DIVISION, CELL_SIZE, PERIOD, CALENDAR, ATTRIBUTE, AORISTIC, OUTPUT = (
        "WORKSPACE", "SOURCE", "DIVISION", "CELL_SIZE", "PERIOD", "CALENDAR", "ATTRIBUTE", "AORISTIC", "OUTPUT",
    )  # fmt: skip

    def initAlgorithm(self, config=None):  # noqa: N802
        optional = QgsProcessingParameterString.Flag.FlagOptional
        workspace = workspace_parameter(self.WORKSPACE)
        source = QgsProcessingParameterString(self.SOURCE, tr("Source"), "", optional=True)
        source.setHelp(tr("The id of one source; empty for all sources of the workspace."))
        division = QgsProcessingParameterString(self.DIVISION, tr("Level of areas"), "", optional=True)
        division.setHelp(
            tr(
                "The name of a level of areas, such as neighbourhoods, or `cell` or `hexagon`. Empty for the finest areas, or for the places named in the source when the workspace has no areas."
            )
        )
        size = QgsProcessingParameterNumber(
            self.CELL_SIZE, tr("Cell size in metres"), defaultValue=125, optional=True, minValue=10
        )
        size.setHelp(
            tr(
                "Used with `cell`, a multiple of 25 m, and with `hexagon`, the distance between opposite sides in whole metres."
            )
        )
        period = QgsProcessingParameterEnum(
            self.PERIOD, tr("Period"), [tr(title) for title in PERIOD_TITLES], defaultValue=2, optional=True
        )
        period.setHelp(tr("Periods are taken from the local wall time of the events."))
        calendar = QgsProcessingParameterString(
            self.CALENDAR, tr("Days of the calendar"), "school_holiday", optional=True
        )
        calendar.setHelp(
            tr(
                "Used with the days of a calendar only: their kind, as the calendar's source calls them. Days one after the other are one period; all other days together are the period “other”."
            )
        )
        attribute = QgsProcessingParameterString(self.ATTRIBUTE, tr("Attribute"), "", optional=True)
        attribute.setHelp(
            tr(
                "The name of an attribute of the events, by whose values they are counted apart. Empty: not by an attribute."
            )
        )
        aoristic = QgsProcessingParameterBoolean(
            self.AORISTIC, tr("Spread events over their interval"), False, optional=True
        )
        aoristic.setHelp(
            tr(
                "An event that is known only as from-to counts in each period for the part of the interval that lies in it. Measures are then left out."
            )
        )
        output = QgsProcessingParameterFeatureSink(
            self.OUTPUT, tr("Combined table"), QgsProcessing.SourceType.TypeVector, None, True
        )
        output.setHelp(
            tr(
                "A row for each place, period, category and measure. Empty: the table is stored in the workspace only."
            )
        )
        choices = (source, division, size, period, calendar, attribute, aoristic)
        for parameter in (workspace, *choices, output):
            if parameter in choices:
                parameter.setFlags(parameter.flags() | optional)
            self.addParameter(parameter)

    def compute(self, parameters, context, progress):
        from ...core import periods
        from ...core.aoristic import WHOLE
        from ...pipeline.combine import AORISTIC, combine
        from ...pipeline.divisions import CELL, HEXAGON
        from ...workspace.opening import open_workspace

        source = self.parameterAsString(parameters, self.SOURCE, context)
        division = self.parameterAsString(parameters, self.DIVISION, context)
        if division in (CELL[:-1], HEXAGON[:-1]):
            division = f"{division}:{self.parameterAsInt(parameters, self.CELL_SIZE, context)}"
        kind = PERIODS[self.parameterAsEnum(parameters, self.PERIOD, context)]
        named = self.parameterAsString(parameters, self.CALENDAR, context)
        kind = periods.CALENDAR + named if kind == CALENDAR_DAYS else kind
        attribute = self.parameterAsString(parameters, self.ATTRIBUTE, context)
        aoristic = self.parameterAsBool(parameters, self.AORISTIC, context)
        with open_workspace(self.parameterAsFile(parameters, self.WORKSPACE, context)) as workspace:
            result = combine(
                workspace,
                (source,) if source else (),
                (division,) if division else (),
                (kind,),
                progress,
                attribute,
                aoristic,
            )
            names = [str(item["source"]) for item in result.cubes]
            rows = (
                workspace.cube(
                    names,
                    str(result.cubes[0]["division"]),
                    kind,
                    attribute or None,
                    AORISTIC if aoristic else None,
                )
                if result.cubes
                else None
            )
            days = workspace.calendar(named) if kind.startswith(periods.CALENDAR) else None
        cells = sum(int(str(item["cells"])) for item in result.cubes)
        outputs = {
            "RUN": result.run,
            "EVENTS": sum(int(str(item["events"])) for item in result.cubes),
            "CELLS": cells,
        }
        sink, target = self.parameterAsSink(
            parameters, self.OUTPUT, context, _fields(attribute), QgsWkbTypes.Type.NoGeometry
        )
        if sink is None or rows is None:
            return outputs
        starts, ends = periods.texts(rows["period"], kind, days)
        texts = [rows["source"], rows["place"], starts, ends, rows["category"]]
        texts += [rows["attribute_value"]] if attribute else []
        values = (rows["value"] / (WHOLE if aoristic else 1)).tolist()
        for number, row in enumerate(zip(*texts, rows["measure"], values)):
            if number % 10_000 == 0:
                progress.step(number / len(starts))
            feature = QgsFeature()
            feature.setAttributes([*map(str, row[:-1]), row[-1]])
            sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        outputs[self.OUTPUT] = target
        return outputs


def _fields(attribute: str) -> QgsFields:
    fields = QgsFields()
    split = ["attribute_value"] if attribute else []
    for name in ("source", "place", "period_first", "period_last", "category", *split, "measure"):
        fields.append(new_field(name, "text"))
    fields.append(new_field("value", "real"))
    return fields
