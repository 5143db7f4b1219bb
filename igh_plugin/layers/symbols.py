"""Symbols out of named colours."""

from __future__ import annotations

from typing import Tuple, Union

from qgis.core import (
    QgsFillSymbol,
    QgsFontUtils,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsPointPatternFillSymbolLayer,
    QgsSimpleLineSymbolLayer,
    QgsSymbol,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QColor, QFont

from . import colours

Colour = Union[str, Tuple[int, int, int]]
FAMILIES = ("Open Sans", "DejaVu Sans")


def unit(code: str):
    """Return the render unit of a short code ("MM", "Point", "MapUnit") in every version of QGIS."""
    return QgsUnitTypes.decodeRenderUnit(code)[0]


def colour(value: Colour, opacity: float = 1.0) -> QColor:
    """Return a colour from "#rrggbb" or numbers."""
    made = QColor(value) if isinstance(value, str) else QColor(*value)
    made.setAlphaF(opacity)
    return made


def _coded(value: Colour, opacity: float) -> str:
    made = colour(value, opacity)
    return f"{made.red()},{made.green()},{made.blue()},{made.alpha()}"


def fill(
    value: Colour, opacity: float = 1.0, edge: Colour | None = None, width: float = 0.1
) -> QgsFillSymbol:
    """Return a plain fill; without `edge` neighbours touch without a line between them."""
    properties = {"color": _coded(value, opacity), "outline_style": "no", "joinstyle": "miter"}
    if edge is not None:
        properties.update(
            outline_style="solid",
            outline_color=_coded(edge, 1.0),
            outline_width=str(width),
            joinstyle="round",
        )
    return QgsFillSymbol.createSimple(properties)


def border(value: Colour = colours.BORDER, width: float = 0.2) -> QgsFillSymbol:
    """Return a border without a fill."""
    return QgsFillSymbol.createSimple(
        {
            "style": "no",
            "outline_style": "solid",
            "outline_color": _coded(value, 1.0),
            "outline_width": str(width),
            "joinstyle": "round",
        }
    )


def line(value: Colour, width: float = 0.3) -> QgsLineSymbol:
    """Return a plain line."""
    return QgsLineSymbol.createSimple({"color": _coded(value, 1.0), "width": str(width)})


def hatched(edge: Colour | None = colours.RULE) -> QgsFillSymbol:
    """Return thin slanted lines on nothing: the sign for "no data"."""
    lines = QgsLinePatternFillSymbolLayer()
    lines.setDistance(1.6)
    lines.setDistanceUnit(unit("MM"))
    lines.setLineAngle(45)
    lines.setSubSymbol(QgsLineSymbol.createSimple({"color": _coded(colours.HATCH, 1.0), "width": "0.18"}))
    symbol = QgsFillSymbol.createSimple({"style": "no", "outline_style": "no"})
    symbol.changeSymbolLayer(0, lines)
    if edge is not None:
        line = QgsSimpleLineSymbolLayer(colour(edge), 0.1)
        symbol.appendSymbolLayer(line)
    return symbol


def dotted(edge: Colour | None = colours.RULE) -> QgsFillSymbol:
    """Return rows of dots on grey: the sign for what is known but withheld."""
    dots = QgsPointPatternFillSymbolLayer()
    for distance, its_unit in (
        (dots.setDistanceX, dots.setDistanceXUnit),
        (dots.setDistanceY, dots.setDistanceYUnit),
    ):
        distance(1.5)
        its_unit(unit("MM"))
    mark = {"name": "circle", "size": "0.5", "color": _coded(colours.MUTED, 1.0), "outline_style": "no"}
    dots.setSubSymbol(QgsMarkerSymbol.createSimple(mark))
    symbol = fill(colours.WITHHELD, 1.0, edge)
    symbol.appendSymbolLayer(dots)
    return symbol


def marker(value: Colour, size: float = 1.8, opacity: float = 0.9) -> QgsMarkerSymbol:
    """Return a small dot with a thin light edge, so that dots on top of one another stay countable."""
    return QgsMarkerSymbol.createSimple(
        {
            "name": "circle",
            "color": _coded(value, opacity),
            "outline_color": _coded(colours.HALO, 0.9),
            "outline_width": "0.15",
            "size": str(size),
        }
    )


def disc(value: Colour = colours.INK, size: float = 4.2) -> QgsMarkerSymbol:
    """Return a dark disc with a light edge, large enough for a number of two digits."""
    return QgsMarkerSymbol.createSimple(
        {
            "name": "circle",
            "color": _coded(value, 1.0),
            "outline_color": _coded(colours.HALO, 1.0),
            "outline_width": "0.35",
            "size": str(size),
        }
    )


def ring(value: Colour = colours.MUTED, size: float = 1.8) -> QgsMarkerSymbol:
    """Return an open dot: the sign for "no data" among points."""
    return QgsMarkerSymbol.createSimple(
        {
            "name": "circle",
            "color": _coded(colours.HALO, 0.0),
            "outline_color": _coded(value, 0.9),
            "outline_width": "0.25",
            "size": str(size),
        }
    )


LINE_WIDTH = 1.0
"""Millimetres of a line that has a class of its own."""


def for_geometry(geometry_type, value: Colour, opacity: float = 1.0, edge: Colour | None = None) -> QgsSymbol:
    """Return the plain symbol of a colour for polygons, points or lines; lines are thinner where they are paler."""
    if geometry_type == QgsWkbTypes.GeometryType.PointGeometry:
        return marker(value, 2.4, opacity)
    if geometry_type == QgsWkbTypes.GeometryType.LineGeometry:
        return line(value, LINE_WIDTH if opacity >= 0.5 else LINE_WIDTH / 3)
    return fill(value, opacity, edge)


def no_data(geometry_type, edge: Colour | None = colours.RULE) -> QgsSymbol:
    """Return the "no data" symbol for polygons, points or lines."""
    if geometry_type == QgsWkbTypes.GeometryType.PointGeometry:
        return ring()
    if geometry_type == QgsWkbTypes.GeometryType.LineGeometry:
        return line(colours.RULE, LINE_WIDTH / 3)
    return hatched(edge)


def font(size: float = 8.0, bold: bool = False) -> QFont:
    """Return the type of maps and paper: Open Sans, or DejaVu Sans where it is missing. Size in points."""
    family = next((name for name in FAMILIES if QgsFontUtils.fontFamilyOnSystem(name)), "Sans Serif")
    made = QFont(family)
    made.setPointSizeF(size)
    made.setBold(bold)
    return made


def text_format(
    size: float = 8.0,
    value: Colour = colours.INK,
    bold: bool = False,
    halo: float = 0.0,
    opacity: float = 1.0,
) -> QgsTextFormat:
    """Return a text format; `halo` in millimetres around the letters."""
    made = QgsTextFormat()
    made.setFont(font(size, bold))
    made.setSize(size)
    made.setSizeUnit(QgsUnitTypes.decodeRenderUnit("Point")[0])
    made.setColor(colour(value))
    made.setOpacity(opacity)
    if halo:
        buffer = QgsTextBufferSettings()
        buffer.setEnabled(True)
        buffer.setSize(halo)
        buffer.setSizeUnit(unit("MM"))
        buffer.setColor(colour(colours.HALO))
        buffer.setOpacity(0.85)
        made.setBuffer(buffer)
    return made
