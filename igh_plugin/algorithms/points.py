"""Rows of a workspace as points in the output of an algorithm, and what such a layer looks like."""

from __future__ import annotations

from typing import Any, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

from qgis.core import QgsFeature, QgsFields, QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime

ROWS = 10_000
"""Rows that are turned into objects of Python at a time."""
STYLE = {"style": "points_by_category", "field": "category"}


def point_feature(fields: QgsFields, values: Iterable[Tuple[Any, str]], x: float, y: float) -> QgsFeature:
    """Return a feature of values with their kind (see `new_field`), without a geometry where `x` or `y` is NaN."""
    feature = QgsFeature(fields)
    feature.setAttributes([_attribute(value, kind) for value, kind in values])
    if x == x and y == y:
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(x, y)))
    return feature


def point_features(fields: QgsFields, columns: Iterable[Tuple[Any, str]], x, y) -> Iterator[QgsFeature]:
    """Give a feature for each row of columns, arrays (n,) with their kind, where None, NaN and NaT are missing.

    Several times as fast as `point_feature`, which takes what a cursor gives. Without a geometry where `x` or `y`, (n,)
    float64, is NaN.
    """
    columns = list(columns)
    for start in range(0, len(x), ROWS):
        part = slice(start, start + ROWS)
        listed = [_attributes(values[part], kind) for values, kind in columns]
        for left, up, row in zip(x[part].tolist(), y[part].tolist(), zip(*listed)):
            feature = QgsFeature(fields)
            feature.setAttributes(list(row))
            if left == left and up == up:
                feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(left, up)))
            yield feature


def _attributes(values, kind: str) -> List[Any]:
    """Return a column as values of its fields."""
    listed = values.tolist()
    if kind == "whole":
        return [None if value != value else int(value) for value in listed]
    if kind == "real":
        return [None if value != value else value for value in listed]
    if kind == "time":
        return [
            None
            if at is None
            else QDateTime(QDate(at.year, at.month, at.day), QTime(at.hour, at.minute, at.second))
            for at in listed
        ]
    return listed


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
    licences: Sequence[str] = (),
    attribution: str = "",
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
    describe(layer, name, abstract, licences=licences, attribution=attribution)
