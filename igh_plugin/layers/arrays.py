"""Columns and geometry of a vector layer as numpy arrays: the one way from a layer to arrays.

Three ways lead there, and they give the same arrays:

* Arrow (`ogr.Layer.GetArrowStreamAsNumPy`, GDAL 3.6 and newer): whole numbers, reals, dates and geometry of a file.
  Measured on GDAL 3.6: booleans come back wrong, offsets of times are lost, one long text swells a batch, and dates
  before 1970 are a day late but for GeoPackages. So none of these goes through it, masks are kept, and batches are
  bounded in rows and bytes.
* SQL on a GeoPackage: everything else that its columns hold. (QGIS 3.22 drops the offset of a time; this does not.)
* A loop over features: every other provider, and any layer of which the file does not tell all: filters, selections,
  edits, joins, virtual fields, or a value that is not what its column says.

The first two open the file themselves, so that a job in the background touches no layer of the main thread: ask
`direct_access` for a `DirectAccess` there, and hand it to `read_columns`.
"""

from __future__ import annotations

import sqlite3
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Sequence, Tuple

import numpy as np
from qgis.core import QgsFeatureRequest, QgsFeatureSource, QgsProviderRegistry, QgsVectorLayer
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime, QVariant

from ..core.errors import UserError
from ..core.progress import Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text

BOOLEAN, WHOLE, REAL, TEXT, DATE, TIME, MOMENT = "boolean", "whole", "real", "text", "date", "time", "moment"
KINDS = {
    1: BOOLEAN,
    2: WHOLE,
    3: WHOLE,
    4: WHOLE,
    6: REAL,
    10: TEXT,
    14: DATE,
    15: TIME,
    16: MOMENT,
    32: WHOLE,
    38: REAL,
}
DTYPES = {
    BOOLEAN: "?", WHOLE: "i8", REAL: "f8", TEXT: "O", TIME: "O", DATE: "datetime64[D]", MOMENT: "datetime64[ms]",
}  # fmt: skip
THROUGH_ARROW = {
    "GPKG": (WHOLE, REAL, DATE),
    "ESRI Shapefile": (WHOLE, REAL),
    "FlatGeobuf": (WHOLE, REAL),
}
NONE, POINTS, WKB = "none", "points", "wkb"
ARROW, SQL, FEATURES = "arrow", "sql", "features"
MOST_ROWS, MOST_BYTES = 65_536, 32 * 2**20
ROW_BYTES = {NONE: 8, POINTS: 64, WKB: 2_048}
DAY_MS, EPOCH_JULIAN = 86_400_000, 2_440_588
ENVELOPES = (0, 32, 48, 48, 64)

NO_COLUMN = QT_TRANSLATE_NOOP("core", "The layer has no column “{column}”. It has: {columns}.")
NOT_POINTS = QT_TRANSLATE_NOOP(
    "core", "The feature with id {id} is no point. Take a layer of points, or centroids of this one."
)
SEVERAL = QT_TRANSLATE_NOOP(
    "core", "The feature with id {id} has {n} points. Split it first, with “Multipart to singleparts”."
)


class _Untrusted(Exception):
    """A way does not tell everything; the next one must."""


@dataclass(frozen=True)
class DirectAccess:
    """A file that holds exactly what a layer shows: its path, the layer in it, and its format."""

    path: str
    layer: str
    format: str


@dataclass(frozen=True)
class Columns:
    """Columns of n features.

    `ids` (n,) int64. `values` by name, (n,): bool, int64, float64, object (text; times of day as ISO text),
    `datetime64[D]`, or `datetime64[ms]` in UTC (a time without an offset is taken as written). `missing` by name,
    (n,) bool: there a value is False, 0, NaN, None or NaT. `x`, `y` (n,) float64, NaN without geometry, or `wkb`,
    bytes or None, in the CRS of the layer. `way` tells how they were read.
    """

    ids: np.ndarray
    values: Dict[str, np.ndarray]
    missing: Dict[str, np.ndarray]
    x: Optional[np.ndarray] = None
    y: Optional[np.ndarray] = None
    wkb: Optional[List[Optional[bytes]]] = None
    way: str = FEATURES

    def __len__(self) -> int:
        return len(self.ids)

    def numbers(self, name: str) -> np.ndarray:
        """Return a numeric column as (n,) float64, NaN where missing."""
        numbers = self.values[name].astype(float)
        numbers[self.missing[name]] = np.nan
        return numbers


def direct_access(layer: Optional[QgsVectorLayer]) -> Optional[DirectAccess]:
    """Return where a layer's features can be read without it, `None` when only the layer knows them.

    Call it where the layer lives: in `prepareAlgorithm` or the main thread.
    """
    if layer is None or not layer.isValid() or layer.providerType() != "ogr":
        return None
    if layer.isEditable() or layer.subsetString() or layer.vectorJoins():
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path, name = str(parts.get("path") or ""), str(parts.get("layerName") or "")
    told = {key for key, value in parts.items() if value not in (None, "", [], {})}
    if told - {"path", "layerName", "layerId"} or not Path(path).is_file():
        return None
    form = layer.dataProvider().storageType()
    if not name and ("layerId" in told or form == "GPKG"):
        sublayers = layer.dataProvider().subLayers()
        if len(sublayers) != 1:
            return None
        name = sublayers[0].split(layer.dataProvider().sublayerSeparator())[1]
    return DirectAccess(path, name, form)


def read_columns(
    source: QgsFeatureSource,
    columns: Sequence[str],
    geometry: str = NONE,
    direct: Optional[DirectAccess] = None,
    progress: Progress = Silent(),
) -> Columns:
    """Read columns and, with `geometry` POINTS or WKB, geometry of all features of a source, in its order.

    `direct` must stand for the whole of the source: leave it out for a selection or a filtered source. Raises
    `UserError` for a column that is not there, and with POINTS for a feature that is no single point.
    """
    kinds = _kinds(source, columns)
    for way in _ways(direct, kinds):
        try:
            found = way(direct, kinds, geometry, progress)
            if source.featureCount() not in (-1, len(found)):
                raise _Untrusted
            return found
        except (_Untrusted, RuntimeError, sqlite3.Error, ImportError, OverflowError, UnicodeDecodeError):
            continue
    return _from_features(source, kinds, geometry, progress)


def _kinds(source: QgsFeatureSource, columns: Sequence[str]) -> Dict[str, str]:
    fields = source.fields()
    kinds = {}
    for name in columns:
        at = fields.indexOf(name)
        if at < 0:
            values = {"column": name, "columns": ", ".join(one.name() for one in fields)}
            raise UserError(Text(NO_COLUMN, values))
        kind = fields.at(at).type()
        kinds[name] = KINDS.get(int(getattr(kind, "value", kind)), TEXT)
    return kinds


def _ways(direct: Optional[DirectAccess], kinds: Dict[str, str]) -> Iterator[Callable[..., Columns]]:
    if direct is None:
        return
    if direct.format in THROUGH_ARROW and set(kinds.values()) <= set(THROUGH_ARROW[direct.format]):
        yield _from_arrow
    if direct.format == "GPKG":
        yield _from_geopackage


@dataclass
class _Gathered:
    """Parts of columns, batch after batch."""

    kinds: Dict[str, str]
    geometry: str
    way: str
    ids: List[np.ndarray] = field(default_factory=list)
    parts: Dict[str, List[Tuple[np.ndarray, np.ndarray]]] = field(default_factory=dict)
    points: List[np.ndarray] = field(default_factory=list)
    wkb: List[Optional[bytes]] = field(default_factory=list)

    def add(self, ids: np.ndarray, columns: Dict[str, Tuple[np.ndarray, np.ndarray]], blobs: Any) -> None:
        """Add a batch; `columns` are values and masks by name, `blobs` WKB or None for each row."""
        self.ids.append(ids)
        for name, part in columns.items():
            self.parts.setdefault(name, []).append(part)
        if self.geometry == POINTS:
            self.points.append(points_of_wkb(blobs, ids))
        elif self.geometry == WKB:
            self.wkb += [None if blob is None or _is_empty(blob) else bytes(blob) for blob in blobs]

    def columns(self) -> Columns:
        """Return all that was gathered."""
        empty = np.zeros(0, np.int64)
        values, missing = {}, {}
        for name, kind in self.kinds.items():
            parts = self.parts.get(name, [])
            values[name] = np.concatenate([np.zeros(0, DTYPES[kind]), *(part[0] for part in parts)])
            missing[name] = np.concatenate([np.zeros(0, bool), *(part[1] for part in parts)])
        points = np.concatenate([np.zeros((0, 2)), *self.points])
        x, y = (points[:, 0], points[:, 1]) if self.geometry == POINTS else (None, None)
        wkb = self.wkb if self.geometry == WKB else None
        return Columns(np.concatenate([empty, *self.ids]), values, missing, x, y, wkb, self.way)


# ---------------------------------------------------------------- Arrow


def _from_arrow(direct: DirectAccess, kinds: Dict[str, str], geometry: str, progress: Progress) -> Columns:
    from osgeo import gdal

    dataset = gdal.OpenEx(direct.path, gdal.OF_VECTOR | gdal.OF_READONLY)
    layer = None if dataset is None else _layer_of(dataset, direct.layer)
    if layer is None or not hasattr(layer, "GetArrowStreamAsNumPy"):
        raise _Untrusted
    definition = layer.GetLayerDefn()
    held = {definition.GetFieldDefn(at).GetName() for at in range(definition.GetFieldCount())}
    identity = layer.GetFIDColumn() or "OGC_FID"
    if set(kinds) - held - {identity}:
        raise _Untrusted
    ignored = sorted(held - set(kinds))
    layer.SetIgnoredFields(ignored + (["OGR_GEOMETRY"] if geometry == NONE else []))
    size = max(1_000, min(MOST_ROWS, MOST_BYTES // (8 * len(kinds) + ROW_BYTES[geometry])))
    total, done = max(layer.GetFeatureCount(), 1), 0
    out = _Gathered(kinds, geometry, ARROW)
    stream = layer.GetArrowStreamAsNumPy([f"MAX_FEATURES_IN_BATCH={size}"])
    for batch in stream:
        if identity not in batch:
            raise _Untrusted
        ids = np.array(batch[identity], np.int64)
        columns = {name: _plain(batch[name], kind) for name, kind in kinds.items()}
        out.add(ids, columns, _arrow_geometry(batch, layer, len(ids)) if geometry != NONE else None)
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
        raise _Untrusted
    if kind == REAL and values.dtype.kind not in "iuf":
        raise _Untrusted
    values = values.astype(DTYPES[kind])
    if mask.any():
        values[mask] = (
            np.zeros(1, DTYPES[kind])[0]
            if kind == WHOLE
            else (np.nan if kind == REAL else np.datetime64("NaT"))
        )
    return values, mask | np.isnan(values) if kind == REAL else mask


def _arrow_geometry(batch: Dict[str, np.ndarray], layer, count: int) -> List[Optional[bytes]]:
    name = layer.GetGeometryColumn() or "wkb_geometry"
    if name not in batch:
        raise _Untrusted
    column = batch[name]
    mask, values = np.ma.getmaskarray(column), np.ma.getdata(column)
    if values.dtype.kind not in "VO" or len(values) != count:
        raise _Untrusted
    blobs = [bytes(one) if one is not None else None for one in values.tolist()]
    return [None if gone or not blob else blob for blob, gone in zip(blobs, mask.tolist())]


# ---------------------------------------------------------------- GeoPackage


def _from_geopackage(
    direct: DirectAccess, kinds: Dict[str, str], geometry: str, progress: Progress
) -> Columns:
    connection = sqlite3.connect(Path(direct.path).resolve().as_uri() + "?mode=ro", uri=True, timeout=5.0)
    table = _quoted(direct.layer)
    try:
        about = connection.execute(_joined("PRAGMA table_info(", table, ")")).fetchall()
        held = {row[1] for row in about}
        keys = [row[1] for row in about if row[5]]
        if len(keys) != 1 or set(kinds) - held:
            raise _Untrusted
        shape = connection.execute(
            "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (direct.layer,)
        ).fetchone()
        if geometry != NONE and shape is None:
            raise _Untrusted
        wanted = [keys[0], *kinds, *([shape[0]] if geometry != NONE else [])]
        named = ", ".join(_quoted(name) for name in wanted)
        total = connection.execute(_joined("SELECT count(*) FROM", table)).fetchone()[0]
        cursor = connection.execute(_joined("SELECT", named, "FROM", table, "ORDER BY", _quoted(keys[0])))
        out, done = _Gathered(kinds, geometry, SQL), 0
        size = max(1_000, min(MOST_ROWS, MOST_BYTES // (64 * len(kinds) + ROW_BYTES[geometry])))
        while True:
            rows = cursor.fetchmany(size)
            if not rows:
                return out.columns()
            listed = list(zip(*rows))
            columns = {name: _stored(part, kind) for (name, kind), part in zip(kinds.items(), listed[1:])}
            blobs = [_wkb_of(blob) for blob in listed[-1]] if geometry != NONE else None
            out.add(np.array(listed[0], np.int64), columns, blobs)
            done += len(rows)
            progress.step(min(done / max(total, 1), 1.0))
    finally:
        connection.close()


def _joined(*parts: str) -> str:
    return " ".join(parts)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _stored(part: Sequence[Any], kind: str) -> Tuple[np.ndarray, np.ndarray]:
    """Return a column of SQLite as values and mask; a value of another type than the column's is not trusted."""
    allowed = {BOOLEAN: (int,), WHOLE: (int,), REAL: (int, float)}.get(kind, (str,))
    if any(value is not None and not isinstance(value, allowed) for value in part):
        raise _Untrusted
    missing = np.fromiter((value is None for value in part), bool, len(part))
    if kind in (TEXT, TIME):
        if kind == TIME:
            raise _Untrusted
        return _objects(part), missing
    if kind == BOOLEAN:
        return np.array([bool(value) for value in part], bool), missing
    if kind == WHOLE:
        return np.array([0 if value is None else value for value in part], np.int64), missing
    if kind == REAL:
        return np.array([np.nan if value is None else value for value in part], float), missing
    try:
        if kind == DATE:
            if any(value is not None and len(value) != 10 for value in part):
                raise _Untrusted
            return np.array([value or "NaT" for value in part], DTYPES[DATE]), missing
        return np.array([_moment(value) for value in part], "i8").view(DTYPES[MOMENT]), missing
    except ValueError as error:
        raise _Untrusted from error


def _moment(text: Optional[str]) -> int:
    """Return milliseconds since 1970 in UTC of `YYYY-MM-DDTHH:MM[:SS[.SSS]]` with `Z`, an offset, or none."""
    if text is None:
        return int(np.iinfo(np.int64).min)
    body, offset = text, 0
    if text.endswith("Z"):
        body = text[:-1]
    elif len(text) > 6 and text[-6] in "+-" and text[-3] == ":" and "T" in text[:-6]:
        offset = (int(text[-5:-3]) * 60 + int(text[-2:])) * 60_000 * (-1 if text[-6] == "-" else 1)
        body = text[:-6]
    if len(body) < 16 or body[10] != "T":
        raise _Untrusted
    return int(np.datetime64(body, "ms").astype(np.int64)) - offset


def _wkb_of(blob: Any) -> Optional[bytes]:
    """Return the WKB in a GeoPackage geometry, None for none and for an empty one."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        raise _Untrusted
    kind = (blob[3] >> 1) & 0b111
    if kind >= len(ENVELOPES) or blob[3] & 0b100000:
        raise _Untrusted
    return None if blob[3] & 0b10000 else blob[8 + ENVELOPES[kind] :]


# ---------------------------------------------------------------- features


def _from_features(
    source: QgsFeatureSource, kinds: Dict[str, str], geometry: str, progress: Progress
) -> Columns:
    request = QgsFeatureRequest()
    request.setSubsetOfAttributes(list(kinds), source.fields())
    if geometry == NONE:
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    at = {name: source.fields().indexOf(name) for name in kinds}
    total, done = max(source.featureCount(), 1), 0
    out = _Gathered(kinds, geometry, FEATURES)
    size = min(MOST_ROWS, 5_000)
    ids: List[int] = []
    rows: List[List[Any]] = []
    blobs: List[Optional[bytes]] = []

    def flush() -> None:
        listed = list(zip(*rows)) if rows else [()] * len(kinds)
        columns = {name: _shown(part, kind) for (name, kind), part in zip(kinds.items(), listed)}
        out.add(np.array(ids, np.int64), columns, blobs)
        progress.step(min(done / total, 1.0))
        ids.clear(), rows.clear(), blobs.clear()

    for feature in source.getFeatures(request):
        ids.append(feature.id())
        rows.append([feature.attribute(number) for number in at.values()])
        if geometry != NONE:
            shape = feature.geometry()
            blobs.append(None if shape.isNull() else bytes(shape.asWkb()))
        done += 1
        if len(ids) >= size:
            flush()
    flush()
    return out.columns()


def _shown(part: Iterable[Any], kind: str) -> Tuple[np.ndarray, np.ndarray]:
    """Return attributes of features as values and mask."""
    plain = [_value(one, kind) for one in part]
    missing = np.fromiter((one is None for one in plain), bool, len(plain))
    if kind in (TEXT, TIME):
        return _objects(plain), missing
    nothing = {BOOLEAN: False, WHOLE: 0, REAL: np.nan}.get(kind, int(np.iinfo(np.int64).min))
    filled = [nothing if one is None else one for one in plain]
    stored = {BOOLEAN: "?", REAL: "f8"}.get(kind, "i8")
    return np.array(filled, stored).view(DTYPES[kind]), missing


def _value(value: Any, kind: str) -> Any:
    if value is None or (isinstance(value, QVariant) and value.isNull()):
        return None
    if isinstance(value, QDateTime):
        return _milliseconds(value) if value.isValid() else None
    if isinstance(value, QDate):
        return value.toJulianDay() - EPOCH_JULIAN if value.isValid() else None
    if isinstance(value, QTime):
        return value.toString("HH:mm:ss.zzz") if value.isValid() else None
    if kind == REAL:
        return None if float(value) != float(value) else float(value)
    return str(value) if kind in (TEXT, TIME) else value


def _milliseconds(moment: QDateTime) -> int:
    """Return milliseconds since 1970 in UTC; a local time is one without an offset and taken as written."""
    days = moment.date().toJulianDay() - EPOCH_JULIAN
    written = days * DAY_MS + moment.time().msecsSinceStartOfDay()
    offset = 0 if moment.timeSpec() == Qt.TimeSpec.LocalTime else moment.offsetFromUtc()
    return written - 1_000 * offset


def _objects(part: Sequence[Any]) -> np.ndarray:
    out = np.empty(len(part), object)
    out[:] = part
    return out


# ---------------------------------------------------------------- geometry


def points_of_wkb(blobs: Sequence[Optional[bytes]], ids: Sequence[int]) -> np.ndarray:
    """Return (n, 2) coordinates of WKB points, NaN for None and empty ones; heights and measures are left out.

    A multi-point of one point is that point. Raises `UserError` with the id of a feature that is no single point.
    """
    out = np.full((len(blobs), 2), np.nan)
    plain = [
        at
        for at, blob in enumerate(blobs)
        if blob is not None and len(blob) == 21 and blob[:5] == b"\1\1\0\0\0"
    ]
    if plain:
        packed = np.frombuffer(b"".join([blobs[at] for at in plain]), np.uint8)  # type: ignore[misc]
        out[plain] = packed.reshape(-1, 21)[:, 5:].copy().view("<f8")
    for at in sorted(set(range(len(blobs))) - set(plain)):
        blob = blobs[at]
        if blob is not None:
            out[at] = _point(blob, int(ids[at]))
    return out


def _is_empty(blob: bytes) -> bool:
    """Whether WKB holds nothing: a point that is no number, or no part at all."""
    order = "<" if blob[0] == 1 else ">"
    if (struct.unpack_from(order + "I", blob, 1)[0] & 0x0FFFFFFF) % 1000 == 1:
        return bool(np.isnan(struct.unpack_from(order + "d", blob, 5)[0]))
    return struct.unpack_from(order + "I", blob, 5)[0] == 0


def _point(blob: bytes, feature: int) -> Tuple[float, float]:
    order = "<" if blob[0] == 1 else ">"
    kind = (struct.unpack_from(order + "I", blob, 1)[0] & 0x0FFFFFFF) % 1000
    if kind == 1:
        return struct.unpack_from(order + "dd", blob, 5)
    if kind != 4:
        raise UserError(Text(NOT_POINTS, {"id": feature}))
    count = struct.unpack_from(order + "I", blob, 5)[0]
    if count > 1:
        raise UserError(Text(SEVERAL, {"id": feature, "n": count}))
    return _point(blob[9:], feature) if count else (np.nan, np.nan)
