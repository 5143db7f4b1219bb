"""Names on the map: quiet, with a halo, never on top of one another, and only where there is room."""

from __future__ import annotations

from qgis.core import QgsPalLayerSettings, QgsVectorLayer, QgsVectorLayerSimpleLabeling

from . import colours, symbols

WRAP_AT = 16


def label_areas(
    layer: QgsVectorLayer,
    field: str = "name",
    size: float = 7.5,
    value: str = colours.LABEL,
    bold: bool = False,
    smallest_scale: float = 0,
    largest_scale: float = 0,
    expression: bool = False,
) -> None:
    """Label polygons with a field; shown between two scales (denominators; 0: no bound).

    `smallest_scale` is the farthest the reader may be (1:150,000 -> 150000), `largest_scale` the nearest.
    """
    settings = QgsPalLayerSettings()
    settings.enabled = True
    settings.fieldName = field
    settings.isExpression = expression
    settings.placement = QgsPalLayerSettings.Placement.Horizontal
    settings.setFormat(symbols.text_format(size, value, bold, halo=0.7))
    settings.autoWrapLength = WRAP_AT
    settings.multilineAlign = QgsPalLayerSettings.MultiLineAlign.MultiCenter
    settings.priority = 7 if bold else 5
    settings.mergeLines = False
    settings.obstacle = False
    if smallest_scale or largest_scale:
        settings.scaleVisibility = True
        settings.minimumScale = smallest_scale
        settings.maximumScale = largest_scale
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def label_lines(layer: QgsVectorLayer, field: str, value: str) -> None:
    """Write the value of a line along it."""
    settings = QgsPalLayerSettings()
    settings.enabled = True
    settings.fieldName = field
    settings.placement = QgsPalLayerSettings.Placement.Line
    settings.setFormat(symbols.text_format(7.0, value, halo=0.7))
    settings.priority = 3
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)


def number_points(layer: QgsVectorLayer, field: str = "rank") -> None:
    """Put the number of a hot spot on its marker."""
    settings = QgsPalLayerSettings()
    settings.enabled = True
    settings.fieldName = field
    settings.placement = QgsPalLayerSettings.Placement.OverPoint
    settings.setFormat(symbols.text_format(7.5, "#ffffff", True))
    settings.priority = 10
    settings.displayAll = True
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
