"""GeoPackage geometries from and to arrays.

A GeoPackage blob is `GP`, a version, flags, the SRS id, an optional envelope and the WKB. Points carry no
envelope (29 bytes), areas carry `minx, maxx, miny, maxy`.
"""

from __future__ import annotations

import struct
from typing import List, Optional, Sequence, Tuple, Union

import numpy as np

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text

POINT, POLYGON, MULTIPOLYGON = 1, 3, 6
EWKB_SRS = 0x20000000
POINT_BLOB = np.dtype(
    [
        ("magic", "S2"),
        ("version", "u1"),
        ("flags", "u1"),
        ("srs", "<i4"),
        ("order", "u1"),
        ("type", "<u4"),
        ("xy", "<f8", 2),
    ]
)
ENVELOPE_SIZES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}

Wkbs = Union[Sequence[Optional[bytes]], np.ndarray]


def point_blobs(x: np.ndarray, y: np.ndarray, srs_id: int) -> List[Optional[bytes]]:
    """Return (n,) coordinates as blobs; None where a coordinate is not finite."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    packed = np.zeros(len(x), POINT_BLOB)
    packed["magic"], packed["flags"], packed["srs"] = b"GP", 1, srs_id
    packed["order"], packed["type"] = 1, POINT
    packed["xy"][:, 0], packed["xy"][:, 1] = x, y
    blobs = packed.view(f"V{POINT_BLOB.itemsize}").tolist()
    for row in np.flatnonzero(~(np.isfinite(x) & np.isfinite(y))):
        blobs[row] = None
    return blobs


def point_coordinates(blobs: Sequence[Optional[bytes]]) -> Tuple[np.ndarray, np.ndarray]:
    """Return x and y, (n,) float64, of point blobs; NaN for None and for empty points."""
    packed = _packed_points(blobs)
    if packed is None:
        filler = b"\0" * POINT_BLOB.itemsize
        ours = [
            blob if blob is not None and len(blob) == POINT_BLOB.itemsize and blob[3] == 1 else filler
            for blob in blobs
        ]
        packed = np.frombuffer(b"".join(ours), POINT_BLOB)
    x, y = packed["xy"][:, 0].copy(), packed["xy"][:, 1].copy()
    for row in np.flatnonzero(packed["version"].astype(bool) | (packed["magic"] != b"GP")):
        x[row], y[row] = point_of(blobs[row])
    return x, y


def _packed_points(blobs: Sequence[Optional[bytes]]) -> Optional[np.ndarray]:
    """Return blobs as one array when all are points as they are written here, else None."""
    if None in blobs or set(map(len, blobs)) != {POINT_BLOB.itemsize}:  # type: ignore[arg-type]
        return None
    packed = np.frombuffer(b"".join(blobs), POINT_BLOB)  # type: ignore[arg-type]
    return packed if (packed["flags"] == 1).all() else None


def point_of(blob: Optional[bytes]) -> Tuple[float, float]:
    """Return x and y of one blob, whoever wrote it: any byte order, with an envelope or a height; NaN for none."""
    if blob is None or blob[3] & 0b10000:
        return float("nan"), float("nan")
    wkb = wkb_of(blob)
    return struct.unpack_from("<dd" if wkb[0] == 1 else ">dd", wkb, 5)


def boxes(blobs: Sequence[Optional[bytes]]) -> np.ndarray:
    """Return the envelopes of blobs, (n, 4) float64 `minx, maxx, miny, maxy`, NaN where there is no geometry."""
    if all(blob is None or len(blob) == POINT_BLOB.itemsize for blob in blobs):
        x, y = point_coordinates(blobs)
        return np.column_stack([x, x, y, y])
    found = np.full((len(blobs), 4), np.nan)
    for row, blob in enumerate(blobs):
        if blob is None or blob[3] & 0b10000:
            continue
        if blob[3] & 0b1110:
            found[row] = struct.unpack_from("<4d" if blob[3] & 1 else ">4d", blob, 8)
        else:
            found[row] = pack([wkb_of(blob)], "MultiPolygon", 0)[1][0]
    return found


def wkb_of(blob: bytes) -> bytes:
    """Return the WKB inside a GeoPackage blob."""
    return bytes(blob[8 + ENVELOPE_SIZES[(blob[3] >> 1) & 0b111] :])


def ewkb_of(blob: bytes) -> bytes:
    """Return a GeoPackage blob as PostGIS reads it: WKB that names its SRS."""
    (srs_id,) = struct.unpack_from("<i" if blob[3] & 1 else ">i", blob, 4)
    wkb = wkb_of(blob)
    order = "<" if wkb[0] == 1 else ">"
    (kind,) = struct.unpack_from(order + "I", wkb, 1)
    return wkb[:1] + struct.pack(order + "Ii", kind | EWKB_SRS, srs_id) + wkb[5:]


def of_ewkb(ewkb: bytes) -> bytes:
    """Return what PostGIS gives as a GeoPackage blob without an envelope."""
    order = "<" if ewkb[0] == 1 else ">"
    kind, srs_id = struct.unpack_from(order + "Ii", ewkb, 1)
    at = 9 if kind & EWKB_SRS else 5
    header = struct.pack("<2sBBi", b"GP", 0, 1, srs_id if at == 9 else 0)
    return header + ewkb[:1] + struct.pack(order + "I", kind & ~EWKB_SRS) + ewkb[at:]


def pack(wkbs: Wkbs, geometry_type: str, srs_id: int) -> Tuple[List[Optional[bytes]], np.ndarray]:
    """Return WKB geometries as blobs of `Point` or `MultiPolygon`, and their envelopes.

    Single polygons become multi-polygons; heights are left out. The envelopes are (n, 4) float64
    `minx, maxx, miny, maxy`, NaN where there is no geometry. An (n,) array of fixed-length bytes (`V93` squares)
    is packed without a loop. Raises `UserError` for another kind of geometry.
    """
    if geometry_type.upper() == "POINT":
        x, y = _points(wkbs)
        return point_blobs(x, y, srs_id), np.column_stack([x, x, y, y])
    if isinstance(wkbs, np.ndarray) and wkbs.dtype.kind == "V":
        return _pack_squares(wkbs, srs_id)
    envelopes = np.full((len(wkbs), 4), np.nan)
    blobs: List[Optional[bytes]] = []
    for row, wkb in enumerate(wkbs):
        if wkb is None:
            blobs.append(None)
            continue
        rings = multipolygon_rings(bytes(wkb))
        outlines = [polygon[0] for polygon in rings if polygon and len(polygon[0])]
        if not outlines:
            blobs.append(None)
            continue
        points = np.concatenate(outlines)
        low, high = points.min(axis=0), points.max(axis=0)
        envelopes[row] = low[0], high[0], low[1], high[1]
        blobs.append(_header(srs_id, envelopes[row]) + write_multipolygon(rings))
    return blobs, envelopes


def pack_any(wkbs: Sequence[bytes], envelopes: np.ndarray, srs_id: int) -> List[bytes]:
    """Return little-endian WKB of any kind as blobs; `envelopes` are (n, 4) float64 `minx, maxx, miny, maxy`."""
    return [_header(srs_id, envelope) + wkb for wkb, envelope in zip(wkbs, envelopes)]


def _points(wkbs: Wkbs) -> Tuple[np.ndarray, np.ndarray]:
    xy = np.full((len(wkbs), 2), np.nan)
    for row, wkb in enumerate(wkbs):
        if wkb is None:
            continue
        wkb = bytes(wkb)
        order = "<" if wkb[0] == 1 else ">"
        code = struct.unpack_from(order + "I", wkb, 1)[0]
        if (code & 0xFFFF) % 1000 != POINT:
            raise _wrong_type("Point")
        xy[row] = struct.unpack_from(order + "dd", wkb, 9 if code & 0x20000000 else 5)
    return xy[:, 0], xy[:, 1]


def _pack_squares(wkbs: np.ndarray, srs_id: int) -> Tuple[List[Optional[bytes]], np.ndarray]:
    """Pack polygons of one ring and equal length, little-endian, as `core.grid.square_wkb` makes them."""
    size = wkbs.dtype.itemsize
    corners = (size - 13) // 16
    inner = np.dtype(
        [("order", "u1"), ("type", "<u4"), ("rings", "<u4"), ("points", "<u4"), ("xy", "<f8", (corners, 2))]
    )
    polygons = np.ascontiguousarray(wkbs).view(inner) if inner.itemsize == size else None
    if (
        polygons is None
        or len(polygons)
        and not (
            (polygons["type"] == POLYGON) & (polygons["rings"] == 1) & (polygons["points"] == corners)
        ).all()
    ):
        raise _wrong_type("MultiPolygon")
    outer = np.dtype(
        [("magic", "S2"), ("version", "u1"), ("flags", "u1"), ("srs", "<i4"), ("envelope", "<f8", 4)]
        + [("order", "u1"), ("type", "<u4"), ("count", "<u4"), ("polygon", inner)]
    )
    packed = np.zeros(len(polygons), outer)
    packed["magic"], packed["flags"], packed["srs"] = b"GP", 3, srs_id
    packed["order"], packed["type"], packed["count"], packed["polygon"] = 1, MULTIPOLYGON, 1, polygons
    x, y = polygons["xy"][:, :, 0], polygons["xy"][:, :, 1]
    envelopes = np.column_stack([x.min(axis=1), x.max(axis=1), y.min(axis=1), y.max(axis=1)])
    packed["envelope"] = envelopes
    return packed.view(f"V{outer.itemsize}").tolist(), envelopes


def _header(srs_id: int, envelope: Sequence[float]) -> bytes:
    return struct.pack("<2sBBi4d", b"GP", 0, 3, srs_id, *envelope)


def multipolygon_rings(wkb: bytes) -> List[List[np.ndarray]]:
    """Return the polygons of a WKB polygon or multi-polygon, each a list of rings, each ring (m, 2) float64.

    Takes both byte orders, ISO and extended WKB; heights and measures are left out. Raises `UserError` for
    another kind of geometry.
    """
    polygons, _ = _read_geometry(wkb, 0)
    return polygons


def _read_geometry(wkb: bytes, at: int) -> Tuple[List[List[np.ndarray]], int]:
    order = "<" if wkb[at] == 1 else ">"
    code, at = struct.unpack_from(order + "I", wkb, at + 1)[0], at + 5
    if code & 0x20000000:
        at += 4
    iso = (code & 0xFFFF) // 1000
    dimensions = 2 + (iso in (1, 3) or bool(code & 0x80000000)) + (iso in (2, 3) or bool(code & 0x40000000))
    kind = (code & 0xFFFF) % 1000
    count, at = struct.unpack_from(order + "I", wkb, at)[0], at + 4
    if kind == MULTIPOLYGON:
        polygons = []
        for _ in range(count):
            part, at = _read_geometry(wkb, at)
            polygons.extend(part)
        return polygons, at
    if kind != POLYGON:
        raise _wrong_type("MultiPolygon")
    rings = []
    for _ in range(count):
        points, at = struct.unpack_from(order + "I", wkb, at)[0], at + 4
        ring = np.frombuffer(wkb, order + "f8", points * dimensions, at).reshape(points, dimensions)
        rings.append(ring[:, :2].astype("<f8"))
        at += points * dimensions * 8
    return [rings], at


def write_multipolygon(polygons: List[List[np.ndarray]]) -> bytes:
    """Return polygons, as `multipolygon_rings` gives them, as a little-endian WKB multi-polygon."""
    parts = [struct.pack("<BII", 1, MULTIPOLYGON, len(polygons))]
    for rings in polygons:
        parts.append(struct.pack("<BII", 1, POLYGON, len(rings)))
        for ring in rings:
            parts.append(struct.pack("<I", len(ring)))
            parts.append(np.ascontiguousarray(ring, "<f8").tobytes())
    return b"".join(parts)


def _wrong_type(expected: str) -> UserError:
    return UserError(
        Text(
            QT_TRANSLATE_NOOP("core", "A geometry is not a {expected}: choose a layer of that kind."),
            {"expected": expected},
        )
    )
