"""Geometries of records, in EWKT or WKT, as WKB in the CRS of a workspace."""

from __future__ import annotations

import re
from typing import Dict, Optional, Tuple

from osgeo import ogr, osr

from .crs import spatial_reference

_EWKT = re.compile(r"\s*(?:SRID\s*=\s*(\d+)\s*;)?\s*(.*)", re.IGNORECASE | re.DOTALL)
STORED = {"point": "POINT", "line": "MULTILINESTRING", "polygon": "MULTIPOLYGON", "any": "GEOMETRY"}
"""The type of geometry a layer of a shape is stored as."""
_FLAT = {
    "point": (ogr.wkbPoint, ogr.wkbMultiPoint),
    "line": (ogr.wkbLineString, ogr.wkbMultiLineString),
    "polygon": (ogr.wkbPolygon, ogr.wkbMultiPolygon),
}


class GeometryReader:
    """Reads texts into a CRS; `crs` is that of texts that do not state one."""

    def __init__(self, crs: str, target: str, shape: str = "any"):
        self._crs, self._target, self.shape = crs, target, shape
        self._ways: Dict[str, Optional[osr.CoordinateTransformation]] = {}

    def read(self, text: str) -> Tuple[Optional[ogr.Geometry], str]:
        """Return a geometry and the empty text, or nothing and the reason: that of `core.cleaning.records.REASONS`."""
        match = _EWKT.fullmatch(text)
        if not text.strip() or match is None:
            return None, "missing_geometry"
        try:
            geometry = ogr.CreateGeometryFromWkt(match[2])
            if geometry is None or geometry.IsEmpty():
                return None, "missing_geometry" if geometry is not None else "wrong_geometry"
            geometry = geometry.GetLinearGeometry() if geometry.HasCurveGeometry() else geometry
            geometry.FlattenTo2D()
            way = self._way(f"EPSG:{match[1]}" if match[1] else self._crs)
            if way is not None and geometry.Transform(way) != 0:
                return None, "wrong_geometry"
        except RuntimeError:
            return None, "wrong_geometry"
        geometry = self._shaped(geometry)
        return geometry, "" if geometry is not None else "wrong_geometry"

    def _way(self, crs: str) -> Optional[osr.CoordinateTransformation]:
        if crs not in self._ways:
            source, target = spatial_reference(crs), spatial_reference(self._target)
            same = bool(source.IsSame(target))
            self._ways[crs] = None if same else osr.CoordinateTransformation(source, target)
        return self._ways[crs]

    def _shaped(self, geometry: ogr.Geometry) -> Optional[ogr.Geometry]:
        """Return the geometry as its layer stores it; None where it is of another kind."""
        kind = geometry.GetGeometryType()
        if self.shape != "any" and kind not in _FLAT[self.shape]:
            return None
        if self.shape == "point" and kind == ogr.wkbMultiPoint:
            return geometry.GetGeometryRef(0).Clone() if geometry.GetGeometryCount() == 1 else None
        if self.shape == "line":
            return ogr.ForceToMultiLineString(geometry)
        if self.shape == "polygon":
            return ogr.ForceToMultiPolygon(geometry)
        return geometry


def wkb_of(geometry: ogr.Geometry) -> bytes:
    """Return little-endian WKB."""
    return bytes(geometry.ExportToWkb(ogr.wkbNDR))


def put_in_order(geometry: ogr.Geometry) -> ogr.Geometry:
    """Return a polygon whose rings do not cross, and anything else as it is: of one that crosses itself nothing can be cut.

    Parts that lie over each other become one; what encloses no surface falls away.
    """
    if ogr.GT_Flatten(geometry.GetGeometryType()) not in _FLAT["polygon"] or geometry.IsValid():
        return geometry
    surfaces = ogr.Geometry(ogr.wkbMultiPolygon)
    for polygon in ogr.ForceToMultiPolygon(geometry.Clone()):
        mended = polygon.MakeValid()
        parts = (
            mended if mended is not None and mended.GetGeometryName() == "GEOMETRYCOLLECTION" else [mended]
        )
        for part in parts:
            if part is not None and part.GetDimension() == 2:
                for one in ogr.ForceToMultiPolygon(part.Clone()):
                    surfaces.AddGeometry(one)
    together = None if surfaces.IsEmpty() else surfaces.UnionCascaded()
    return surfaces if together is None else together
