"""igh:indicators: the key figures of a theme, the same numbers as in map, panel and briefing."""

from __future__ import annotations

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import language, tr
from ..base import LEVELS, IghAlgorithm, level_parameter, new_field, theme_parameter, workspace_parameter

INDICATOR = QT_TRANSLATE_NOOP("core", "{name}: {value}")


class Indicators(IghAlgorithm):
    """Computes the indicators of a theme for the whole or for one area."""

    NAME = "indicators"
    TITLE = QT_TRANSLATE_NOOP("core", "Indicators of a theme")
    GROUP = "indicators"
    NEEDS = ("numpy", "pandas", "scipy", "yaml")
    WORKSPACE, THEME, LEVEL, AREA, OUTPUT = "WORKSPACE", "THEME", "LEVEL", "AREA", "OUTPUT"

    def initAlgorithm(self, config=None):  # noqa: N802
        workspace = workspace_parameter(self.WORKSPACE)
        theme, level = theme_parameter(self.THEME), level_parameter(self.LEVEL)
        area = QgsProcessingParameterString(self.AREA, tr("Area"), "", optional=True)
        area.setHelp(tr("Code or name of an area; empty for the whole."))
        output = QgsProcessingParameterFeatureSink(
            self.OUTPUT, tr("Indicators"), QgsProcessing.SourceType.TypeVector, None, True
        )
        output.setHelp(
            tr(
                "A row for each indicator: value, numerator, denominator, change on the period before and its p."
            )
        )
        for parameter in (workspace, theme, level, area, output):
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputNumber("EVENTS", tr("Events in the period")))
        self.addOutput(QgsProcessingOutputString("PERIOD", tr("Period")))
        self.addOutput(QgsProcessingOutputString("VALUES", tr("Values as JSON")))

    def compute(self, parameters, context, progress):
        import json
        from pathlib import Path

        from ...briefing.sentences import wording_for
        from ...settings import Settings
        from ...themes.catalogue import find_theme
        from ...themes.figures import compute_figures

        settings = Settings.load()
        theme = find_theme(
            self.parameterAsString(parameters, self.THEME, context), Path(settings.user_folder)
        )
        level = LEVELS[self.parameterAsEnum(parameters, self.LEVEL, context)]
        figures = compute_figures(
            self.parameterAsFile(parameters, self.WORKSPACE, context),
            theme,
            level,
            self.parameterAsString(parameters, self.AREA, context) or None,
            language(),
            progress,
            own_sources=settings.sources_folder,
        )
        outputs = {
            "EVENTS": figures.events,
            "PERIOD": tr(figures.period_title),
            "VALUES": json.dumps({item.id: item.value for item in figures.indicators}),
        }
        sink, target = self.parameterAsSink(
            parameters, self.OUTPUT, context, _fields(), QgsWkbTypes.Type.NoGeometry
        )
        wording = wording_for(language())
        for item in figures.indicators:
            progress.report(_sentence(item, wording))
            if sink is None:
                continue
            feature = QgsFeature()
            feature.setAttributes(
                [
                    item.id, item.title, item.value, item.unit, item.numerator, item.denominator, item.previous,
                    item.change, item.p_value, item.event_count, tr(item.reason) if item.reason else "", *_beside(item),
                ]
            )  # fmt: skip
            sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        if sink is not None:
            outputs[self.OUTPUT] = target
        return outputs


def _sentence(item, wording) -> Text:
    value = tr(item.reason)
    if item.value is not None:
        value = wording.quantity(item.value, item.unit, item.decimals)
    return Text(INDICATOR, {"name": item.title, "value": value})


def _beside(item) -> list:
    """Return what stands beside a value, None where it cannot be told."""
    year, latest, slope, target = item.year_before, item.latest, item.slope, item.target
    return [
        *((year.value, year.change, year.p_value) if year is not None else [None] * 3),
        *((latest.value, latest.expected, latest.lower, latest.upper, latest.signal) if latest is not None else [None] * 5),
        *((slope.direction, slope.p) if slope is not None else [None] * 2),
        *((target.value, target.distance, target.source) if target is not None else [None] * 3),
    ]  # fmt: skip


def _fields() -> QgsFields:
    fields = QgsFields()
    text, number = "text", "real"
    for name, kind in (
        ("indicator", text), ("title", text), ("value", number), ("unit", text), ("numerator", number),
        ("denominator", number), ("previous", number), ("change", number), ("p_value", number),
        ("events", "whole"), ("reason", text), ("year_before", number), ("year_change", number), ("year_p", number),
        ("latest", number), ("expected", number), ("lower", number), ("upper", number), ("signal", "whole"),
        ("trend", "whole"), ("trend_p", number), ("target", number), ("to_target", number), ("target_source", text),
    ):  # fmt: skip
        fields.append(new_field(name, kind))
    return fields
