"""Rows of a layer of GDAL as texts: what files and databases have in common."""

from __future__ import annotations

from typing import Callable, Iterator, List

from osgeo import gdal, ogr

Reader = Callable[[ogr.Feature], str]


class LayerEnded(Exception):
    """GDAL gave up before the end of a layer: after `row` rows, for a `reason` in its own words."""

    def __init__(self, row: int, reason: str):
        super().__init__(reason)
        self.row, self.reason = row, reason.rstrip(".")


def features(layer: ogr.Layer) -> Iterator[ogr.Feature]:
    """Give every feature; an error of GDAL underway is `LayerEnded`, not the end of the layer."""
    row = 0
    gdal.ErrorReset()
    while True:
        try:
            feature = layer.GetNextFeature()
        except RuntimeError as error:
            raise LayerEnded(row, str(error)) from error
        if feature is None:
            if gdal.GetLastErrorType() >= gdal.CE_Failure:
                raise LayerEnded(row, gdal.GetLastErrorMsg())
            return
        row += 1
        yield feature


def field_names(layer: ogr.Layer) -> List[str]:
    """Return the names of the fields, without the geometry."""
    definition = layer.GetLayerDefn()
    return [definition.GetFieldDefn(at).GetName() for at in range(definition.GetFieldCount())]


def field_readers(layer: ogr.Layer, sheet: bool = False) -> List[Reader]:
    """Return for each field what reads it as text; a spreadsheet's numbers have 15 digits, the rest is rounding."""
    definition = layer.GetLayerDefn()
    found = []
    for at in range(definition.GetFieldCount()):
        real = definition.GetFieldDefn(at).GetType() == ogr.OFTReal

        def read(feature, at=at, real=real) -> str:
            if not feature.IsFieldSetAndNotNull(at):
                return ""
            if not real:
                return feature.GetFieldAsString(at)
            value = feature.GetFieldAsDouble(at)
            return f"{value:.15g}" if sheet else repr(value)

        found.append(read)
    return found


def authority(layer: ogr.Layer) -> str:
    """Return the CRS of a layer as authority and code, empty for none that is known."""
    reference = layer.GetSpatialRef()
    if reference is None:
        return ""
    reference = reference.Clone()
    reference.AutoIdentifyEPSG()
    code = reference.GetAuthorityCode(None)
    return f"{reference.GetAuthorityName(None)}:{code}" if code else ""


def point(feature: ogr.Feature, srid: str) -> str:
    """Return a point as EWKT, another geometry as WKT, nothing as the empty text."""
    geometry = feature.GetGeometryRef()
    if geometry is None or geometry.IsEmpty():
        return ""
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbMultiPoint and geometry.GetGeometryCount() == 1:
        geometry = geometry.GetGeometryRef(0)
    if ogr.GT_Flatten(geometry.GetGeometryType()) == ogr.wkbPoint:
        return f"{srid}POINT ({geometry.GetX()!r} {geometry.GetY()!r})"
    return srid + geometry.ExportToIsoWkt()
