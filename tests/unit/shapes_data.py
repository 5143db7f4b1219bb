"""Geometries as WKB, and the distance to them as the definition says: point by point, edge by edge."""

from __future__ import annotations

import struct

import numpy as np


def point(x, y):
    return struct.pack("<BIdd", 1, 1, x, y)


def line(*vertices):
    return struct.pack("<BII", 1, 2, len(vertices)) + _packed(vertices)


def polygon(*rings):
    """A polygon of rings that are not closed yet."""
    closed = [[*ring, ring[0]] for ring in rings]
    out = struct.pack("<BII", 1, 3, len(closed))
    return out + b"".join(struct.pack("<I", len(ring)) + _packed(ring) for ring in closed)


def collection(kind, *parts):
    """A multi-geometry or a collection (kind 4 to 7)."""
    return struct.pack("<BII", 1, kind, len(parts)) + b"".join(parts)


def box(left, bottom, right, top):
    return [(left, bottom), (right, bottom), (right, top), (left, top)]


def _packed(vertices):
    return b"".join(struct.pack("<dd", *vertex) for vertex in vertices)


def measured(parts, x, y):
    """The distance of one point to an object of parts `("point"|"line"|"polygon", rings)`, 0 inside a polygon."""
    best = np.inf
    for kind, rings in parts:
        odd = False
        for ring in rings:
            vertices = [*ring, ring[0]] if kind == "polygon" else list(ring)
            pairs = list(zip(vertices, vertices[1:])) or [(vertices[0], vertices[0])]
            for (ax, ay), (bx, by) in pairs:
                best = min(best, _to_segment(x, y, ax, ay, bx, by))
                if kind == "polygon" and (ay <= y) != (by <= y):
                    odd ^= x < ax + (bx - ax) * (y - ay) / (by - ay)
        if kind == "polygon" and odd:
            return 0.0
    return best


def wkb_of(parts):
    """The WKB of such an object."""
    made = []
    for kind, rings in parts:
        made.append(
            {
                "point": lambda r: point(*r[0][0]),
                "line": lambda r: line(*r[0]),
                "polygon": lambda r: polygon(*r),
            }[kind](rings)
        )
    return made[0] if len(made) == 1 else collection(7, *made)


def _to_segment(x, y, ax, ay, bx, by):
    length = (bx - ax) ** 2 + (by - ay) ** 2
    share = 0.0 if length == 0 else min(max(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length, 0.0), 1.0)
    return float(np.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay)))
