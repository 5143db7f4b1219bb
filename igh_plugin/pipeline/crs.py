"""Coordinate systems: which one a place is measured in, and turning coordinates into it."""

from __future__ import annotations

from functools import lru_cache
from typing import Optional, Tuple

import numpy as np
from osgeo import osr

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text

NETHERLANDS = (3.2, 50.74, 7.23, 53.7)
_MARGIN = 0.02
_STRETCHED = "mercator_"
"""The Mercator of the whole world (web maps): its metres are not metres on the ground away from the equator."""


def spatial_reference(crs: str) -> osr.SpatialReference:
    """Return the CRS of an authority code, with x before y; `UserError` when it is not known."""
    reference = osr.SpatialReference()
    try:
        failed = reference.SetFromUserInput(crs)
    except RuntimeError:
        failed = 1
    if failed:
        template = QT_TRANSLATE_NOOP("core", "The CRS {crs} is not known. Use a code such as EPSG:28992.")
        raise UserError(Text(template, {"crs": crs}))
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return reference


def is_metric(crs: str) -> bool:
    """Whether a CRS is projected and counts in metres on the ground."""
    reference = spatial_reference(crs)
    projection = (reference.GetAttrValue("PROJECTION") or "").casefold()
    stretched = projection.startswith(_STRETCHED)
    return bool(reference.IsProjected()) and not stretched and abs(reference.GetLinearUnits() - 1.0) < 1e-9


def is_geographic(crs: str) -> bool:
    """Whether a CRS counts in degrees."""
    return bool(spatial_reference(crs).IsGeographic())


def projected_crs_for(longitude: float, latitude: float) -> str:
    """Return the CRS in metres for a place: RD New in the Netherlands, else the UTM zone."""
    if not (
        np.isfinite(longitude) and np.isfinite(latitude) and abs(longitude) <= 180 and abs(latitude) <= 84
    ):
        template = QT_TRANSLATE_NOOP(
            "core", "No CRS in metres fits the place at longitude {lon}, latitude {lat}."
        )
        raise UserError(Text(template, {"lon": f"{longitude:g}", "lat": f"{latitude:g}"}))
    west, south, east, north = NETHERLANDS
    if west <= longitude <= east and south <= latitude <= north:
        return "EPSG:28992"
    zone = min(int((longitude + 180) // 6) + 1, 60)
    return f"EPSG:{(32600 if latitude >= 0 else 32700) + zone}"


class Transformer:
    """Turns coordinates of one CRS into another; what cannot be turned becomes NaN."""

    def __init__(self, source: str, target: str):
        source_reference, target_reference = spatial_reference(source), spatial_reference(target)
        self._same = bool(source_reference.IsSame(target_reference))
        self._transformation = osr.CoordinateTransformation(source_reference, target_reference)

    def __call__(self, x: np.ndarray, y: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
        """Return x and y in the target CRS, (n,) float64 each."""
        if self._same or not len(x):
            return np.asarray(x, float), np.asarray(y, float)
        points = np.asarray(self._points(np.column_stack((x, y)).astype(float)), float)
        points[~np.isfinite(points)] = np.nan
        return points[:, 0], points[:, 1]

    def _points(self, points: np.ndarray):
        try:
            return self._transformation.TransformPoints(points)
        except RuntimeError:
            return [self._one(*point) for point in points.tolist()]

    def _one(self, x: float, y: float):
        try:
            return self._transformation.TransformPoint(x, y)
        except RuntimeError:
            return (np.nan, np.nan, np.nan)


@lru_cache(maxsize=32)
def valid_bounds(crs: str) -> Optional[Tuple[float, float, float, float]]:
    """Return where a CRS is valid, (xmin, ymin, xmax, ymax) in its own coordinates; `None` when not known."""
    reference = spatial_reference(crs)
    if reference.IsGeographic():
        return (-180.0, -90.0, 180.0, 90.0)
    area = reference.GetAreaOfUse()
    if area is None or area.west_lon_degree < -180 or area.west_lon_degree >= area.east_lon_degree:
        return None
    longitude = np.linspace(area.west_lon_degree, area.east_lon_degree, 41)
    latitude = np.linspace(area.south_lat_degree, area.north_lat_degree, 41)
    grid_x, grid_y = (part.ravel() for part in np.meshgrid(longitude, latitude))
    x, y = Transformer("EPSG:4326", crs)(grid_x, grid_y)
    if not np.isfinite(x).any():
        return None
    margin_x = _MARGIN * (np.nanmax(x) - np.nanmin(x))
    margin_y = _MARGIN * (np.nanmax(y) - np.nanmin(y))
    return (
        float(np.nanmin(x) - margin_x),
        float(np.nanmin(y) - margin_y),
        float(np.nanmax(x) + margin_x),
        float(np.nanmax(y) + margin_y),
    )
