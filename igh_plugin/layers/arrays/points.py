"""Coordinates out of WKB points, many at a time."""

from __future__ import annotations

import struct
from typing import Optional, Sequence, Tuple, Union

import numpy as np

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text

NOT_POINTS = QT_TRANSLATE_NOOP(
    "core", "The feature with id {id} is no point. Take a layer of points, or centroids of this one."
)
SEVERAL = QT_TRANSLATE_NOOP(
    "core", "The feature with id {id} has {n} points. Split it first, with “Multipart to singleparts”."
)
PLAIN = 21
HEAD = np.frombuffer(b"\1\1\0\0\0", np.uint8)
"""Length and beginning of a point of two coordinates, little-endian."""
Blobs = Union[Sequence[Optional[bytes]], np.ndarray]
"""WKB of features: texts of bytes, None for none, or one array of them that are all as long, of type void."""


def points_of_wkb(blobs: Blobs, ids: Sequence[int]) -> np.ndarray:
    """Return (n, 2) coordinates of WKB points, NaN for None and empty ones; heights and measures are left out.

    A multi-point of one point is that point. Raises `UserError` with the id of a feature that is no single point.
    """
    if isinstance(blobs, np.ndarray):
        packed = np.ascontiguousarray(blobs).view(np.uint8).reshape(len(blobs), blobs.dtype.itemsize)
        if packed.shape[1] == PLAIN and (packed[:, :5] == HEAD).all():
            return packed[:, 5:].copy().view("<f8")
        blobs = [blob.tobytes() for blob in blobs]
    if None not in blobs and set(map(len, blobs)) == {PLAIN}:
        packed = np.frombuffer(b"".join(blobs), np.uint8).reshape(-1, PLAIN)
        if (packed[:, :5] == HEAD).all():
            return packed[:, 5:].copy().view("<f8")
    out = np.full((len(blobs), 2), np.nan)
    plain = [
        at
        for at, blob in enumerate(blobs)
        if blob is not None and len(blob) == PLAIN and blob[:5] == HEAD.tobytes()
    ]
    if plain:
        packed = np.frombuffer(b"".join([blobs[at] for at in plain]), np.uint8)  # type: ignore[misc]
        out[plain] = packed.reshape(-1, PLAIN)[:, 5:].copy().view("<f8")
    for at in sorted(set(range(len(blobs))) - set(plain)):
        blob = blobs[at]
        if blob is not None:
            out[at] = _point(blob, int(ids[at]))
    return out


def is_empty(blob: bytes) -> bool:
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
