"""igh:joinsources: reports beside inspections beside sanctions, each with a denominator of its own."""

from __future__ import annotations

from functools import partial

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import IghAlgorithm, new_field, workspace_parameter
from .combine import PERIOD_TITLES, PERIODS

DAYS_TO_ALL = slice(0, 6)
"""The kinds of period that need no more than the day of an event."""
LAYER = QT_TRANSLATE_NOOP("core", "Sources side by side")
ABSTRACT = QT_TRANSLATE_NOOP(
    "core",
    "{sources} by {level} and period. Where a source tells nothing of a period the field is empty, which is not zero; where "
    "it covers a part of one, “complete” is no. {rates}",
)
RATE = QT_TRANSLATE_NOOP("core", "The rate of {source} is per {per} {denominator}.")
PER = QT_TRANSLATE_NOOP("core", "{source} per {per} {denominator}")
COMPLETE = QT_TRANSLATE_NOOP("core", "{source} complete")
EVENTS_OF = QT_TRANSLATE_NOOP("core", "{source}: events")
DONE = QT_TRANSLATE_NOOP("core", "{rows} rows: {places} areas in {periods} periods.")


class JoinSources(IghAlgorithm):
    """Counts several sources by the same areas and periods and divides each by its own denominator."""

    NAME = "joinsources"
    TITLE = QT_TRANSLATE_NOOP("core", "Put sources side by side")
    GROUP = "combine"
    WORKSPACE, SOURCES, LEVEL, PERIOD, OUTPUT = "WORKSPACE", "SOURCES", "LEVEL", "PERIOD", "OUTPUT"

    def initAlgorithm(self, config=None):  # noqa: N802
        sources = QgsProcessingParameterString(self.SOURCES, tr("Sources and denominators"), None, True)
        sources.setHelp(
            tr(
                "Ids of sources, separated by semicolons, each with its denominator after a colon: a statistic of the areas "
                "(per 1,000), km2, or another of the sources (per 100). For example reports: inhabitants; sanctions: "
                "inspections; inspections."
            )
        )
        level = QgsProcessingParameterString(self.LEVEL, tr("Level of areas"), "", optional=True)
        level.setHelp(tr("The name of a level of the workspace; empty for the finest areas."))
        period = QgsProcessingParameterEnum(
            self.PERIOD,
            tr("Period"),
            [tr(title) for title in PERIOD_TITLES[DAYS_TO_ALL]],
            defaultValue=2,
            optional=True,
        )
        period.setHelp(tr("Periods are taken from the local wall time of the events."))
        output = QgsProcessingParameterFeatureSink(
            self.OUTPUT, tr(LAYER), QgsProcessing.SourceType.TypeVectorPolygon
        )
        output.setHelp(tr("An area for each period, with events, rate and completeness of each source."))
        for parameter in (workspace_parameter(self.WORKSPACE), sources, level, period, output):
            self.addParameter(parameter)
        self.add_numbers(ROWS=QT_TRANSLATE_NOOP("core", "Rows"))

    def compute(self, parameters, context, progress):
        from ...core import periods
        from ...core.progress import Part
        from ...pipeline.joining import join_sources, read_sides
        from ...workspace.opening import open_workspace

        sides = read_sides(self.parameterAsString(parameters, self.SOURCES, context))
        level = self.parameterAsString(parameters, self.LEVEL, context).strip()
        kind = PERIODS[self.parameterAsEnum(parameters, self.PERIOD, context)]
        with open_workspace(self.parameterAsString(parameters, self.WORKSPACE, context)) as workspace:
            table = join_sources(workspace, sides, level, kind, Part(progress, 0.0, 0.7))
            shapes, crs = workspace.area_geometries(table.level), workspace.crs
        for note in table.notes:
            progress.report(note)
        fields, titles = _fields(table)
        target_crs = QgsCoordinateReferenceSystem(crs)
        sink, target = self.parameterAsSink(
            parameters, self.OUTPUT, context, fields, QgsWkbTypes.Type.MultiPolygon, target_crs
        )
        starts, ends = periods.texts(table.period, table.kind)
        joined = table.joined
        for row, (code, name, wkb) in enumerate(zip(table.places, table.names, shapes)):
            progress.step(0.7 + 0.3 * row / len(table.places))
            shape = QgsGeometry()
            shape.fromWkb(wkb)
            for column, (first, last) in enumerate(zip(starts, ends)):
                values = [code, name, first, last]
                for source in joined.events:
                    values.append(_number(joined.events[source][row, column], whole=True))
                    if source in joined.rate:
                        values.append(_number(joined.rate[source][row, column]))
                    values.append(int(joined.complete[source][row, column]))
                feature = QgsFeature(fields)
                feature.setAttributes(values)
                feature.setGeometry(shape)
                sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        rows = len(table.places) * len(table.period)
        told = {"rows": rows, "places": len(table.places), "periods": len(table.period)}
        progress.report(Text(DONE, told))
        finish = partial(_finish, table=table, titles=titles)
        self.finish(context, target, tr(LAYER), finish)
        return {self.OUTPUT: target, "ROWS": rows}


def _number(value: float, whole: bool = False):
    return None if value != value else int(value) if whole else float(value)


def _fields(table):
    """Return the fields, and their titles by name."""
    fields, titles = QgsFields(), {}
    for name in ("code", "name", "period_first", "period_last"):
        fields.append(new_field(name, "text"))
    for source in table.joined.events:
        fields.append(new_field(f"{source}_events", "whole"))
        titles[f"{source}_events"] = tr(Text(EVENTS_OF, {"source": source}))
        if source in table.per:
            per, denominator = table.per[source]
            fields.append(new_field(f"{source}_rate", "real"))
            told = {"source": source, "per": f"{per:g}", "denominator": denominator}
            titles[f"{source}_rate"] = tr(Text(PER, told))
        fields.append(new_field(f"{source}_complete", "whole"))
        titles[f"{source}_complete"] = tr(Text(COMPLETE, {"source": source}))
    return fields, titles


def _finish(layer, table, titles) -> None:
    from ...layers.fields import name_fields, set_map_tip
    from ...layers.metadata import describe
    from ...layers.styles import apply_style

    first = next(iter(table.joined.events))
    lead = f"{first}_rate" if first in table.per else f"{first}_events"
    rates = " ".join(
        tr(Text(RATE, {"source": source, "per": f"{per:g}", "denominator": denominator}))
        for source, (per, denominator) in table.per.items()
    )
    told = {"sources": ", ".join(table.joined.events), "level": table.level, "rates": rates}
    layer.setName(tr(LAYER))
    apply_style(layer, {"style": "rate_classes", "field": lead})
    name_fields(layer, titles)
    set_map_tip(layer, "areas", lead, titles)
    describe(layer, tr(LAYER), tr(Text(ABSTRACT, told)))
