"""Events that are counted by place: squares, hexagons, or the areas of a layer; and features made of these places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional

from qgis.core import (
    QgsGeometry,
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from .events import EventsAlgorithm
from .given import (
    NO_POINTS,
    SHAPES,
    check_extent,
    named_polygons_in,
)

AREAS = "areas"
PLACES = {**SHAPES, AREAS: QT_TRANSLATE_NOOP("core", "Areas of the boundary")}
NO_AREAS = QT_TRANSLATE_NOOP("core", "Choose the boundary: its areas are what is counted by.")
OVERLAP = QT_TRANSLATE_NOOP(
    "core",
    "Caution: {n} events lie in several areas of the boundary, which overlap: each is counted in the first of these alone.",
)
OUTSIDE = QT_TRANSLATE_NOOP("core", "{n} events are left out: no place, or outside the boundary.")


@dataclass(frozen=True)
class Places:
    """Places (m,) that events are counted by.

    `at` (n,) is the place of each point, -1 for one in none; `numbers` (m,) the packed cell, or 1 to m; `names` (m,) text, None
    without names; `wkb` (m,) polygons; `x`, `y` (m,) the centres.
    """

    shape: str
    at: object
    numbers: object
    names: Optional[List[str]]
    wkb: object
    x: object
    y: object

    @property
    def column(self) -> str:
        """The name of the field with the number."""
        return "unit" if self.shape == AREAS else "cell"

    @property
    def geometry_type(self):
        """The type of the features."""
        return QgsWkbTypes.Type.MultiPolygon if self.shape == AREAS else QgsWkbTypes.Type.Polygon

    def shapes(self, order):
        """Give the WKB of places in an order of positions."""
        for row in order.tolist():
            yield bytes(self.wkb[row])


class PlacesAlgorithm(EventsAlgorithm):
    """Points in, places with what was found of their events out. Subclasses add their own parameters after `add_places`."""

    SHAPE, CELL_SIZE = "SHAPE", "CELL_SIZE"
    BOUNDARY, BOUNDARY_NAME, OUTPUT = "BOUNDARY", "BOUNDARY_NAME", "OUTPUT"

    def add_places(self) -> None:
        """Declare what points are counted by."""
        self.add_group_by()
        kinds = QgsProcessing.SourceType
        shape = QgsProcessingParameterEnum(
            self.SHAPE, tr("Count by"), [tr(title) for title in PLACES.values()], False, 0, True
        )
        shape.setHelp(tr("Squares or hexagons of one size, or the areas of the layer below."))
        size = QgsProcessingParameterNumber(
            self.CELL_SIZE, tr("Cell size in metres"), defaultValue=250, optional=True, minValue=25
        )
        size.setHelp(tr("Width of a cell; of squares a multiple of 25 m."))
        self.addParameter(shape)
        self.addParameter(size)
        self.add_layer(
            self.BOUNDARY, tr("Boundary"),
            tr("Polygons within which events are counted, and every cell counts, also one without events. Without it: the cells with events and those around them."),
            kinds.TypeVectorPolygon, True,
        )  # fmt: skip
        self.add_field(
            self.BOUNDARY_NAME, tr("Name in the boundary"), self.BOUNDARY, QgsProcessingParameterField.DataType.Any,
            tr("A column with the name of the area, which each place gets."),
        )  # fmt: skip

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """Refuse a size that no cell of the shape has, and areas without a layer of them."""
        refused = ""
        if self.shape(parameters, context) == AREAS:
            refused = "" if parameters.get(self.BOUNDARY) else tr(NO_AREAS)
        else:
            from ...core.cells import KINDS

            try:
                KINDS[self.shape(parameters, context)].check(self.size(parameters, context))
            except UserError as error:
                refused = tr(error.message)
        return (False, refused) if refused else super().checkParameterValues(parameters, context)

    def shape(self, parameters, context) -> str:
        """Return what is counted by."""
        return list(PLACES)[self.parameterAsEnum(parameters, self.SHAPE, context)]

    def size(self, parameters, context) -> int:
        """Return the size of a cell in metres."""
        return self.parameterAsInt(parameters, self.CELL_SIZE, context)

    def places(self, parameters, context, crs, x, y, progress) -> Places:
        """Return the places and where in them points (n,) in metres lie; tells how many lie in none, and raises `UserError` for all."""
        import numpy as np

        from ...core.assignment import AreaIndex

        shape, index, polygons, names = self.shape(parameters, context), None, [], []
        boundary = self.parameterAsSource(parameters, self.BOUNDARY, context)
        if boundary is not None:
            field = self.parameterAsString(parameters, self.BOUNDARY_NAME, context)
            polygons, found = named_polygons_in(boundary, field, crs, context)
            index, names = AreaIndex(polygons), found if field else []
        there = np.isfinite(x) & np.isfinite(y)
        if index is not None:
            inside = index.locate(x[there], y[there])
            there[there] = inside >= 0
        if not there.any():
            raise UserError(NO_POINTS)
        if not there.all():
            progress.report(Text(OUTSIDE, {"n": int((~there).sum())}))
        at = np.full(len(x), -1, np.int64)
        if shape == AREAS:
            point = index.locate_all(x[there], y[there])[0]
            several = len(point) - len(np.unique(point))
            if several:
                progress.report(Text(OVERLAP, {"n": int((np.bincount(point) > 1).sum())}))
            at[there] = inside[inside >= 0]
            centres = index.vertices.centroids(len(polygons))
            shapes = [as_several(wkb) for wkb in polygons]
            return Places(shape, at, np.arange(1, len(polygons) + 1), names or None, shapes, *centres)
        return self._cells(shape, self.size(parameters, context), at, there, x, y, index, names)

    @staticmethod
    def _cells(shape, size, at, there, x, y, index, names) -> Places:
        import numpy as np

        from ...core.cells import KINDS, place_in_cells

        if index is not None:
            check_extent(index, size)
        kind = KINDS[shape]
        cells, at[there] = place_in_cells(kind, size, x[there], y[there], index)
        centres = kind.centres(cells, size)
        named = np.append(np.array(names, object), "")[index.locate(*centres)].tolist() if names else None
        return Places(shape, at, cells, named, kind.wkb(cells, size), *centres)


def as_several(wkb: bytes) -> bytes:
    """Return a polygon as a multi-polygon."""
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    geometry.convertToMultiType()
    return bytes(geometry.asWkb())
