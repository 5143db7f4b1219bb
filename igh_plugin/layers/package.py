"""A new GeoPackage with layers and tables, row by row."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

from osgeo import gdal, ogr, osr


class Package:
    """A new GeoPackage in a CRS, written in one transaction, and with a date of its own where its rows are to repeat."""

    def __init__(self, path: Path, crs: str, made: Optional[str] = None) -> None:
        self._path = path
        self._made = made
        self._reference = osr.SpatialReference()
        self._reference.SetFromUserInput(crs)

    def __enter__(self) -> Package:
        self._before = gdal.GetThreadLocalConfigOption("OGR_CURRENT_DATE", None)
        gdal.SetThreadLocalConfigOption("OGR_CURRENT_DATE", self._made or self._before)
        self._source = ogr.GetDriverByName("GPKG").CreateDataSource(str(self._path))
        if self._source is None:
            gdal.SetThreadLocalConfigOption("OGR_CURRENT_DATE", self._before)
            raise OSError(gdal.GetLastErrorMsg())
        self._source.StartTransaction()
        return self

    def __exit__(self, kind, error, trace) -> None:
        if kind is None:
            self._source.CommitTransaction()
        self._source = None
        gdal.SetThreadLocalConfigOption("OGR_CURRENT_DATE", self._before)

    def layer(self, name: str, geometry: int, fields: tuple[tuple[str, int], ...], title: str, rows) -> None:
        """Add a layer; rows are (values, WKB or None)."""
        reference = self._reference if geometry != ogr.wkbNone else None
        made = self._source.CreateLayer(
            name, reference, geometry, [f"DESCRIPTION={title}", "GEOMETRY_NAME=geom", f"IDENTIFIER={name}"]
        )
        for field, kind in fields:
            made.CreateField(ogr.FieldDefn(field, kind))
        for values, wkb in rows:
            feature = ogr.Feature(made.GetLayerDefn())
            for index, value in enumerate(values):
                if value is None:
                    feature.SetFieldNull(index)
                else:
                    feature.SetField(index, value)
            if wkb is not None:
                feature.SetGeometry(ogr.CreateGeometryFromWkb(wkb))
            if made.CreateFeature(feature) != 0:
                raise OSError(gdal.GetLastErrorMsg())
