"""igh:enrich: events with the distance to objects, the zones they lie in and the statistics of their area."""

from __future__ import annotations

from functools import partial

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureSink,
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...core.progress import Part
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import IghAlgorithm, new_field, workspace_parameter
from ..points import finish_points, point_features

RADIUS = 100.0
NAME_OF_LAYER = QT_TRANSLATE_NOOP("core", "Events: {what}")
ABSTRACT = QT_TRANSLATE_NOOP("core", "{count} events.")
STATES = {
    "yes": QT_TRANSLATE_NOOP("core", "In a zone that held then"),
    "partly": QT_TRANSLATE_NOOP("core", "In a zone that held for part of the time"),
    "unknown": QT_TRANSLATE_NOOP("core", "Unknown"),
    "no": QT_TRANSLATE_NOOP("core", "In a zone that did not hold then"),
    "outside": QT_TRANSLATE_NOOP("core", "In no zone"),
}
CHOICES = (
    (
        "SOURCES",
        QT_TRANSLATE_NOOP("core", "Sources"),
        QT_TRANSLATE_NOOP("core", "The ids of sources, separated by semicolons; empty for all."),
    ),
    (
        "LAYERS",
        QT_TRANSLATE_NOOP("core", "Layers with objects"),
        QT_TRANSLATE_NOOP(
            "core",
            "The ids of layers for reference of the workspace, such as containers, separated by semicolons: of each the distance to the nearest object, and the number within the radius.",
        ),
    ),
    (
        "ZONES",
        QT_TRANSLATE_NOOP("core", "Layer with zones"),
        QT_TRANSLATE_NOOP(
            "core", "The id of a layer for reference with polygons, such as areas where alcohol is banned."
        ),
    ),
    (
        "ZONE_NAME",
        QT_TRANSLATE_NOOP("core", "Zones: code or name"),
        QT_TRANSLATE_NOOP("core", "The column that names a zone; empty for its id."),
    ),
    (
        "ZONE_FROM",
        QT_TRANSLATE_NOOP("core", "Zones: first day"),
        QT_TRANSLATE_NOOP(
            "core",
            "The column with the first day on which a zone holds, or a date for all of them, such as 2026-01-31. Empty, or an empty cell: no bound.",
        ),
    ),
    (
        "ZONE_TO",
        QT_TRANSLATE_NOOP("core", "Zones: last day"),
        QT_TRANSLATE_NOOP(
            "core",
            "The column with the last day on which a zone holds, or a date for all of them. Empty, or an empty cell: no bound.",
        ),
    ),
    (
        "ZONE_DAYS",
        QT_TRANSLATE_NOOP("core", "Zones: weekdays"),
        QT_TRANSLATE_NOOP(
            "core",
            "The column with the weekdays, or the weekdays of all zones, such as fri-sun or 1-5 (Monday is 1). Where hours reach across midnight, the day on which they begin. Empty: all days.",
        ),
    ),
    (
        "ZONE_HOURS",
        QT_TRANSLATE_NOOP("core", "Zones: hours of the day"),
        QT_TRANSLATE_NOOP(
            "core",
            "The column with the hours, or the hours of all zones, such as 22:00-06:00, in the time on the clock; 00:00-24:00 for zones that always hold. Empty: all hours.",
        ),
    ),
    (
        "STATISTICS",
        QT_TRANSLATE_NOOP("core", "Statistics"),
        QT_TRANSLATE_NOOP(
            "core",
            "The names of statistics of areas, such as inhabitants, separated by semicolons: the value of the event's area in its year, or else in the nearest earlier year.",
        ),
    ),
    (
        "LEVEL",
        QT_TRANSLATE_NOOP("core", "Level of areas"),
        QT_TRANSLATE_NOOP("core", "The level whose statistics are taken; empty for the finest that has any."),
    ),
)


class Enrich(IghAlgorithm):
    """Writes the events of a workspace with what lies around them; the workspace stays as it is."""

    NAME = "enrich"
    TITLE = QT_TRANSLATE_NOOP("core", "Add to events what lies around them")
    GROUP = "combine"
    NEEDS = ("numpy", "pandas")
    WORKSPACE, RADIUS, OUTPUT = "WORKSPACE", "RADIUS", "OUTPUT"

    def initAlgorithm(self, config=None):  # noqa: N802
        self.addParameter(workspace_parameter(self.WORKSPACE))
        for name, title, text in CHOICES:
            parameter = QgsProcessingParameterString(name, tr(title), "", optional=True)
            parameter.setHelp(tr(text))
            self.addParameter(parameter)
            if name == "LAYERS":
                self.addParameter(self._radius())
        output = QgsProcessingParameterFeatureSink(
            self.OUTPUT, tr("Events"), QgsProcessing.SourceType.TypeVectorPoint
        )
        output.setHelp(tr("The events with the columns that were added."))
        self.addParameter(output)
        self.add_numbers(EVENTS=QT_TRANSLATE_NOOP("core", "Events"))

    def _radius(self):
        kind = QgsProcessingParameterNumber.Type.Double
        radius = QgsProcessingParameterNumber(
            self.RADIUS, tr("Radius in metres"), kind, RADIUS, True, minValue=0.0
        )
        radius.setHelp(tr("Objects at most so far away are counted; a polygon around the event too."))
        return radius

    def compute(self, parameters, context, progress):
        from ...pipeline.enrich import enrich
        from ...workspace.opening import open_workspace

        given = {name: self.parameterAsString(parameters, name, context).strip() for name, _, _ in CHOICES}
        radius = self.parameterAsDouble(parameters, self.RADIUS, context)
        path = self.parameterAsString(parameters, self.WORKSPACE, context)
        with open_workspace(path, read_only=True) as workspace:
            made = enrich(workspace, _wanted(given, radius), Part(progress, 0.0, 0.6))
            crs = QgsCoordinateReferenceSystem(workspace.crs)
        fields = QgsFields()
        for name, kind in made.fields:
            fields.append(new_field(name, kind))
        sink, target = self.parameterAsSink(
            parameters, self.OUTPUT, context, fields, QgsWkbTypes.Type.Point, crs
        )
        _write(sink, fields, made, Part(progress, 0.6, 1.0))
        for sentence in made.sentences:
            progress.report(sentence)
        style = _style(made)
        name = tr(Text(NAME_OF_LAYER, {"what": made.titles[style["field"]]}))
        told = (Text(ABSTRACT, {"count": made.count}), *made.sentences)
        finish = partial(
            finish_points,
            tip="events",
            name=name,
            abstract=" ".join(map(tr, told)),
            style=style,
            titles={name: tr(title) for name, title in made.titles.items()},
            licences=made.licences,
            attribution="; ".join(made.attributions),
            words={style["field"]: style["titles"]} if "titles" in style else {},
        )
        self.finish(context, target, name, finish)
        return {self.OUTPUT: target, "EVENTS": made.count}


def _wanted(given, radius):
    from ...pipeline.enrich import Wanted, ZoneColumns

    listed = {
        name: tuple(part.strip() for part in given[name].split(";") if part.strip())
        for name in ("SOURCES", "LAYERS", "STATISTICS")
    }
    columns = ("ZONES", "ZONE_NAME", "ZONE_FROM", "ZONE_TO", "ZONE_DAYS", "ZONE_HOURS")
    zones = ZoneColumns(*(given[name] for name in columns)) if given["ZONES"] else None
    return Wanted(listed["SOURCES"], listed["LAYERS"], radius, zones, listed["STATISTICS"], given["LEVEL"])


def _write(sink, fields, made, progress) -> None:
    columns = [(made.columns[name], kind) for name, kind in made.fields]
    features = point_features(fields, columns, made.columns["x"], made.columns["y"])
    for row, feature in enumerate(features):
        if row % 5_000 == 0:
            progress.step(row / made.count)
        sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)


def _style(made):
    """Return the style that shows what was added first: zones, distances, or values of a statistic."""
    from ...layers.colours import ZONE_STATES
    from ...pipeline.enrich import DISTANCE, VALUE, ZONE_APPLIED

    names = list(made.titles)
    if ZONE_APPLIED in names:
        titles = {state: tr(title) for state, title in STATES.items()}
        return {"style": "points_by_category", "field": ZONE_APPLIED, "categories": list(STATES), "titles": titles,
                "colours": ZONE_STATES}  # fmt: skip
    leading = next((name for name in names if name.startswith(DISTANCE)), "")
    if leading:
        return {"style": "rate_classes", "field": leading, "ramp": "blue", "unit": "m", "low_is_dark": True}
    value = next(name for name in names if name.startswith(VALUE))
    return {"style": "rate_classes", "field": value, "ramp": "purple"}
