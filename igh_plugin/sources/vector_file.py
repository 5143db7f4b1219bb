"""Files that GDAL reads: Excel, ODS, GeoPackage, Shapefile, GeoJSON, FlatGeobuf, Parquet where GDAL has it, zipped too."""

from __future__ import annotations

import uuid
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, List, Optional, Sequence, Tuple

import numpy as np
from osgeo import gdal, ogr

from ..core.cleaning.records import RawBatch
from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from .delimited import TEXTS
from .layer_rows import LayerEnded, authority, features, field_names, field_readers, point
from .records import BATCH, GEOMETRY, batch_of_rows, srid_prefix

SUFFIXES = (
    ".xlsx",
    ".xls",
    ".ods",
    ".gpkg",
    ".shp",
    ".geojson",
    ".json",
    ".fgb",
    ".parquet",
    ".gml",
    ".sqlite",
)
_SHEETS = ("XLSX", "ODS", "XLS")
_NESTED = (".xlsx", ".ods")
"""Kinds of files that are zips themselves, which GDAL does not open inside another zip."""
_MOST_NESTED = 256 * 2**20

NOT_READ = QT_TRANSLATE_NOOP("core", "{file} cannot be read by this GDAL: {reason}.")
NO_LAYER = QT_TRANSLATE_NOOP("core", "{file} has no layer {layer}; it has: {layers}.")
MANY = QT_TRANSLATE_NOOP(
    "core",
    "{file} has several layers with records: {layers}. State in the mapping which one: layer: {first}.",
)
CUT = QT_TRANSLATE_NOOP("core", "{file} cannot be read after record {row}: {reason}.")


@dataclass(frozen=True)
class VectorFile:
    """One layer or sheet of a file. `inner` is the file inside a zip."""

    path: Path
    layer: str
    header: Tuple[str, ...]
    kind: str
    count: int
    crs: str = ""
    inner: str = ""

    @property
    def name(self) -> str:
        """The name by which users know it; no folder, so that it can be stored."""
        whole = f"{self.path.name}/{self.inner}" if self.inner else self.path.name
        return whole if self.layer == Path(whole).stem else f"{whole} ({self.layer})"

    def said(self) -> Text:
        """Return how the file is read, in words."""
        template = QT_TRANSLATE_NOOP("core", "{file}: {kind}, {rows} records, {columns} columns, CRS {crs}.")
        values = {"file": self.name, "kind": self.kind, "rows": self.count, "columns": len(self.header)}
        return Text(template, {**values, "crs": self.crs or "?"})

    def batches(
        self, number: int, columns: Optional[Sequence[str]] = None, whole: bool = True, size: int = BATCH
    ) -> Iterator[RawBatch]:
        """Give batches of texts; a point becomes EWKT, a missing value the empty text."""
        with _Opened(self.path, self.inner) as dataset:
            layer = dataset.GetLayerByName(self.layer)
            readers = field_readers(layer, dataset.GetDriver().GetDescription() in _SHEETS)
            srid = srid_prefix(self.crs)
            spatial = GEOMETRY in self.header and (whole or columns is None or GEOMETRY in columns)
            begin, rows = 1, []
            layer.ResetReading()
            try:
                for feature in features(layer):
                    row = [read(feature) for read in readers]
                    if GEOMETRY in self.header:
                        row.append(point(feature, srid) if spatial else "")
                    rows.append(row)
                    if len(rows) == size:
                        yield self._batch(number, rows, begin, columns, whole)
                        begin, rows = begin + len(rows), []
            except LayerEnded as error:
                values = {"file": self.name, "row": error.row, "reason": error.reason}
                raise UserError(Text(CUT, values)) from error
            if rows:
                yield self._batch(number, rows, begin, columns, whole)

    def _batch(self, number, rows, begin, columns, whole) -> RawBatch:
        lines = np.arange(begin, begin + len(rows), dtype=np.int64)
        share = (begin + len(rows)) / max(self.count, 1)
        return batch_of_rows(self.name, number, self.header, rows, lines, columns, (), share, whole)


def open_vector_files(path: Path, wanted: str = "") -> List[VectorFile]:
    """Open the layer of a file that holds its records; a zip counts as the files in it.

    `wanted` names the layer; without it a file has to have a single one that is not empty.
    """
    members = [""]
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            names = sorted(name for name in archive.namelist() if name.lower().endswith(SUFFIXES))
        members = [name for name in names if ".." not in Path(name).parts and not name.startswith("/")]
    return [_file(path, member, wanted) for member in members]


def holds_vectors(path: Path) -> bool:
    """Whether a file is one for GDAL: by its name, or by the names in a zip that has no text file."""
    name = path.name.lower()
    if name.endswith(".zip"):
        try:
            with zipfile.ZipFile(path) as archive:
                names = [one.lower() for one in archive.namelist()]
        except (zipfile.BadZipFile, OSError):
            return False
        texts = any(one.endswith(TEXTS) for one in names)
        return not texts and any(one.endswith(SUFFIXES) for one in names)
    return name.endswith(SUFFIXES)


def _file(path: Path, inner: str, wanted: str) -> VectorFile:
    shown = f"{path.name}/{inner}" if inner else path.name
    with _Opened(path, inner) as dataset:
        layers = [dataset.GetLayer(at) for at in range(dataset.GetLayerCount())]
        names = [layer.GetName() for layer in layers]
        if wanted and wanted not in names:
            raise UserError(Text(NO_LAYER, {"file": shown, "layer": wanted, "layers": ", ".join(names)}))
        filled = [
            layer for layer in layers if (layer.GetName() == wanted if wanted else layer.GetFeatureCount())
        ]
        if len(filled) > 1:
            several = [layer.GetName() for layer in filled]
            values = {"file": shown, "layers": ", ".join(several), "first": several[0]}
            raise UserError(Text(MANY, values))
        if not filled:
            raise UserError(Text(QT_TRANSLATE_NOOP("core", "{file} is empty."), {"file": shown}))
        layer = filled[0]
        header = field_names(layer)
        if layer.GetGeomType() != ogr.wkbNone:
            header.append(GEOMETRY)
        return VectorFile(
            path, layer.GetName(), tuple(header), dataset.GetDriver().GetMetadataItem(gdal.DMD_LONGNAME), layer.GetFeatureCount(),
            authority(layer), inner,
        )  # fmt: skip


class _Opened:
    """A dataset that is let go of at the end."""

    def __init__(self, path: Path, inner: str):
        self._path, self._inner = path, inner
        self._dataset: Optional[gdal.Dataset] = None
        self._memory = ""

    def __enter__(self) -> gdal.Dataset:
        shown = f"{self._path.name}/{self._inner}" if self._inner else self._path.name
        gdal.ErrorReset()
        try:
            place = self._place()
            driver = gdal.IdentifyDriverEx(place, gdal.OF_VECTOR)
            sheet = driver is not None and driver.GetDescription() in _SHEETS
            options = ["HEADERS=AUTO"] if sheet else []
            self._dataset = gdal.OpenEx(place, gdal.OF_VECTOR | gdal.OF_READONLY, open_options=options)
            reason = gdal.GetLastErrorMsg()
        except (RuntimeError, OSError, zipfile.BadZipFile, zlib.error) as error:
            reason = str(error)
        if self._dataset is None:
            plain = reason.replace(str(self._path), self._path.name).rstrip(".") or "?"
            raise UserError(Text(NOT_READ, {"file": shown, "reason": plain}))
        return self._dataset

    def __exit__(self, kind, error, trace) -> None:
        self._dataset = None
        if self._memory:
            gdal.Unlink(self._memory)

    def _place(self) -> str:
        """Return where GDAL finds the file; one that is nested is held in memory."""
        if not self._inner:
            return str(self._path)
        if not self._inner.lower().endswith(_NESTED):
            return f"/vsizip/{{{self._path}}}/{self._inner}"
        with zipfile.ZipFile(self._path) as archive:
            size = archive.getinfo(self._inner).file_size
            if size > _MOST_NESTED:
                raise RuntimeError(f"{size} bytes")
            data = archive.read(self._inner)
        self._memory = f"/vsimem/igh-{uuid.uuid4().hex}{Path(self._inner).suffix}"
        gdal.FileFromMemBuffer(self._memory, data)
        return self._memory
