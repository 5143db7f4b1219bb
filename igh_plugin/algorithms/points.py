"""Rows of a workspace as points in the output of an algorithm, and what such a layer looks like."""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Optional, Tuple

from qgis.core import QgsFeature, QgsFields, QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QDateTime, Qt

STYLE = {"style": "points_by_category", "field": "category"}


def point_feature(fields: QgsFields, values: Iterable[Tuple[Any, str]], x: float, y: float) -> QgsFeature:
    """Return a feature of values with their kind (see `new_field`), without a geometry where `x` or `y` is NaN."""
    feature = QgsFeature(fields)
    feature.setAttributes([_attribute(value, kind) for value, kind in values])
    if x == x and y == y:
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
    return feature


def _attribute(value, kind: str):
    if value is None:
        return None
    if kind == "time":
        moment = QDateTime.fromString(str(value)[:19], Qt.DateFormat.ISODate)
        return moment if moment.isValid() else None
    return int(value) if kind == "whole" else value


def finish_points(
    layer,
    name: str,
    abstract: str,
    tip: str,
    style: Optional[Mapping[str, Any]] = None,
    titles: Optional[Mapping[str, str]] = None,
    words: Optional[Mapping[str, Mapping[str, str]]] = None,
) -> None:
    """Name, style and describe a layer of points; `tip` is the template of its map tips.

    `titles` are those of columns of its own, which the map tips show too; `words` are
    those for codes, by column. Without a style, points by category.
    """
    from ..layers.fields import name_fields, name_values, set_map_tip
    from ..layers.metadata import describe
    from ..layers.styles import apply_style

    layer.setName(name)
    apply_style(layer, style or STYLE)
    name_fields(layer, titles or {})
    name_values(layer, words or {})
    set_map_tip(layer, tip, titles=titles, more=tuple(titles or ()))
    describe(layer, name, abstract)
