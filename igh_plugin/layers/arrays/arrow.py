"""Columns through Arrow: the fastest way, for what it tells rightly."""

from __future__ import annotations

from typing import Dict, Tuple

import numpy as np

from ...core.progress import Progress
from .columns import (
    ARROW,
    DATE,
    DTYPES,
    NONE,
    POINTS,
    REAL,
    WHOLE,
    Columns,
    DirectAccess,
    Gathered,
    Untrusted,
    batch_size,
)
from .points import Blobs

THROUGH_ARROW = {
    "GPKG": (WHOLE, REAL, DATE),
    "ESRI Shapefile": (WHOLE, REAL),
    "FlatGeobuf": (WHOLE, REAL),
}


def from_arrow(direct: DirectAccess, kinds: Dict[str, str], geometry: str, progress: Progress) -> Columns:
    """Read columns of a file; raises `Untrusted` where its Arrow stream does not tell everything."""
    from osgeo import gdal

    dataset = gdal.OpenEx(direct.path, gdal.OF_VECTOR | gdal.OF_READONLY)
    layer = None if dataset is None else _layer_of(dataset, direct.layer)
    if layer is None or not hasattr(layer, "GetArrowStreamAsNumPy"):
        raise Untrusted
    definition = layer.GetLayerDefn()
    held = {definition.GetFieldDefn(at).GetName() for at in range(definition.GetFieldCount())}
    identity = layer.GetFIDColumn() or "OGC_FID"
    if set(kinds) - held - {identity}:
        raise Untrusted
    ignored = sorted(held - set(kinds))
    layer.SetIgnoredFields(ignored + (["OGR_GEOMETRY"] if geometry == NONE else []))
    size = batch_size(8, len(kinds), geometry)
    total, done = max(layer.GetFeatureCount(), 1), 0
    out = Gathered(kinds, geometry, ARROW)
    stream = layer.GetArrowStreamAsNumPy([f"MAX_FEATURES_IN_BATCH={size}"])
    for batch in stream:
        if identity not in batch:
            raise Untrusted
        ids = np.array(batch[identity], np.int64)
        columns = {name: _plain(batch[name], kind) for name, kind in kinds.items()}
        out.add(ids, columns, _arrow_geometry(batch, layer, len(ids), geometry) if geometry != NONE else None)
        done += len(ids)
        progress.step(min(done / total, 1.0))
    return out.columns()


def _layer_of(dataset, name: str):
    return dataset.GetLayerByName(name) if name else dataset.GetLayer(0)


def _plain(column: np.ndarray, kind: str) -> Tuple[np.ndarray, np.ndarray]:
    """Return a copy of a column of a batch, whose memory ends with it, and its mask."""
    mask = np.array(np.ma.getmaskarray(column), bool)
    values = np.ma.getdata(column)
    if (kind == WHOLE and values.dtype.kind not in "iu") or (kind == DATE and values.dtype.kind != "M"):
        raise Untrusted
    if kind == REAL and values.dtype.kind not in "iuf":
        raise Untrusted
    values = values.astype(DTYPES[kind])
    if mask.any():
        values[mask] = (
            np.zeros(1, DTYPES[kind])[0]
            if kind == WHOLE
            else (np.nan if kind == REAL else np.datetime64("NaT"))
        )
    return values, mask | np.isnan(values) if kind == REAL else mask


def _arrow_geometry(batch: Dict[str, np.ndarray], layer, count: int, geometry: str) -> Blobs:
    name = layer.GetGeometryColumn() or "wkb_geometry"
    if name not in batch:
        raise Untrusted
    column = batch[name]
    mask, values = np.ma.getmaskarray(column), np.ma.getdata(column)
    if values.dtype.kind not in "VO" or len(values) != count:
        raise Untrusted
    if geometry == POINTS and values.dtype.kind == "V" and not mask.any():
        return values
    blobs = [bytes(one) if one is not None else None for one in values.tolist()]
    if not mask.any() and all(blobs):
        return blobs
    return [None if gone or not blob else blob for blob, gone in zip(blobs, mask.tolist())]
