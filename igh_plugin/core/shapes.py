"""Geometries taken apart into what distances are measured to: segments, and polygons for what lies inside."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import List, Sequence, Tuple

import numpy as np

_POINT, _LINE, _POLYGON = 1, 2, 3
_COLLECTIONS = (4, 5, 6, 7)


@dataclass(frozen=True)
class Shapes:
    """The parts of `count` objects.

    `start`, `end` (s, 2) float64 are the ends of their segments; a point is a segment without length. `owner` (s,) int64
    is the object of each, never decreasing. `surfaces` are the polygons as WKB, `surface_owner` (k,) int64 the object of
    each, never decreasing. An object without a coordinate has no part.
    """

    start: np.ndarray
    end: np.ndarray
    owner: np.ndarray
    surfaces: List[bytes]
    surface_owner: np.ndarray
    count: int


def shapes_of_wkb(geometries: Sequence[bytes]) -> Shapes:
    """Take apart points, lines, polygons and collections of them in WKB, with or without Z and M.

    `ValueError` for another type, such as a curve.
    """
    reader = _Reader()
    for number, wkb in enumerate(geometries):
        if wkb:
            reader.read(bytes(wkb), 0, number)
    chains = reader.chains or [np.zeros((0, 2))]
    lengths = np.array([len(chain) for chain in chains])
    vertices = np.concatenate(chains)
    chain = np.repeat(np.arange(len(chains)), lengths)
    owners = np.array(reader.owners or [0], np.int64)
    first = np.flatnonzero(chain[1:] == chain[:-1])
    alone = np.cumsum(lengths)[lengths == 1] - 1
    start, end = np.concatenate((first, alone)), np.concatenate((first + 1, alone))
    owner = owners[chain[start]]
    order = np.argsort(owner, kind="stable")
    return Shapes(
        vertices[start[order]],
        vertices[end[order]],
        owner[order],
        reader.surfaces,
        np.array(reader.surface_owners, np.int64),
        len(geometries),
    )


class _Reader:
    def __init__(self) -> None:
        self.chains: List[np.ndarray] = []
        self.owners: List[int] = []
        self.surfaces: List[bytes] = []
        self.surface_owners: List[int] = []

    def read(self, wkb: bytes, at: int, owner: int) -> int:
        """Read the geometry at a place of the bytes and return where it ends."""
        begin = at
        order = "<" if wkb[at] else ">"
        (kind,) = struct.unpack_from(order + "I", wkb, at + 1)
        flags, base = kind & 0xE0000000, kind & 0x1FFFFFFF
        more = (
            bool(flags & 0x80000000) + bool(flags & 0x40000000) if flags else (0, 1, 1, 2)[base // 1000 % 4]
        )
        flat = base % 1000
        at += 5
        if flat == _POINT:
            return self._chain(wkb, at, order, 1, 2 + more, owner)
        if flat not in (_LINE, _POLYGON, *_COLLECTIONS):
            raise ValueError(f"geometry of type {base} is neither point, line nor polygon")
        (count,) = struct.unpack_from(order + "I", wkb, at)
        at += 4
        if flat == _LINE:
            return self._chain(wkb, at, order, count, 2 + more, owner)
        for _ in range(count):
            if flat == _POLYGON:
                (length,) = struct.unpack_from(order + "I", wkb, at)
                at = self._chain(wkb, at + 4, order, length, 2 + more, owner)
            else:
                at = self.read(wkb, at, owner)
        if flat == _POLYGON and count:
            self.surfaces.append(wkb[begin:at])
            self.surface_owners.append(owner)
        return at

    def _chain(self, wkb: bytes, at: int, order: str, length: int, dimensions: int, owner: int) -> int:
        values = np.frombuffer(wkb, order + "f8", length * dimensions, at).reshape(length, dimensions)
        xy = values[:, :2].astype(float)
        xy = xy[np.isfinite(xy).all(1)]
        if len(xy):
            self.chains.append(xy)
            self.owners.append(owner)
        return at + 8 * length * dimensions


def boxes_around(points: np.ndarray, first: np.ndarray, last: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """Return lower left and upper right corners, (n, 2) each, of stretches `first` up to `last` of points (m, 2).

    Stretches are not empty, increase and do not overlap.
    """
    low, high = int(first[0]), int(last[-1])
    part = np.concatenate((points[low:high], points[high - 1 : high]))
    edges = np.column_stack((first, last)).ravel() - low
    return np.minimum.reduceat(part, edges)[::2], np.maximum.reduceat(part, edges)[::2]
