"""Events on streets: pieces of streets, the events on each, their density along the network, and who is near whom along it.

Streets are cut into pieces of about the same length ("lixels": Xie & Yan 2008, "Kernel density estimation of traffic accidents in a
network space", Computers, Environment and Urban Systems 32); an event counts at the middle of the piece it is nearest to, and in
equal parts where several are nearest because they meet. Pieces are joined where their ends are the same, to a millimetre: streets
must meet at their ends, as those of a network do.

The density is that of the equal-split discontinuous kernel (Okabe, Satoh & Sugihara 2009, "A kernel density estimation method for
networks", IJGIS 23): along the street it is a quartic kernel of the network distance; at a junction of n streets what arrives is
divided equally over the n - 1 others. So nothing is lost or counted twice but at dead ends, where it stops. Each piece holds the
mean over its length, from the integral of the kernel

    K(d) = 15 / (16 h) (1 - (d / h)^2)^2,    F(d) = 15 / 16 (u - 2 u^3 / 3 + u^5 / 5),  u = d / h,  F(h) = 1 / 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Sequence, Tuple

import numpy as np

from .neighbours import Neighbours
from .progress import Progress, Silent

SOURCES = 2_000
"""Pieces whose events are followed at a time."""
MERGED = 2_000
"""Parts of the bandwidth within which what arrives in one place is taken together: without it paths would be without number."""
AT_A_TIME = 20_000_000
AT_END = 1e-6
"""Metres within which an event is as near to the end of a piece as to the piece."""


@dataclass(frozen=True)
class Pieces:
    """Pieces of streets, n of them: `lines` their vertices, (k, 2) metres each; `street` (n,) which street each is of; `length`
    (n,) metres; `ends` (n, 2) int64 the numbers of the `nodes` at its ends.
    """

    lines: List[np.ndarray]
    street: np.ndarray
    length: np.ndarray
    ends: np.ndarray
    nodes: int


def cut(streets: Sequence[np.ndarray], longest: float) -> Pieces:
    """Cut lines, (k, 2) metres each, into pieces of equal length that are no longer than `longest`; those without length are left out."""
    lines: List[np.ndarray] = []
    owner: List[int] = []
    for number, street in enumerate(streets):
        steps = np.hypot(*np.diff(street, axis=0).T)
        along = np.concatenate(([0.0], np.cumsum(steps)))
        whole = float(along[-1])
        if not whole > 0:
            continue
        ring = (np.round(street[0] * 1000) == np.round(street[-1] * 1000)).all()
        count = max(int(np.ceil(whole / longest - 1e-9)), 2 if ring else 1)
        at = np.linspace(0.0, whole, count + 1)
        x, y = np.interp(at, along, street[:, 0]), np.interp(at, along, street[:, 1])
        x[[0, -1]], y[[0, -1]] = street[[0, -1], 0], street[[0, -1], 1]
        for piece in range(count):
            inner = street[(along > at[piece] + 1e-9) & (along < at[piece + 1] - 1e-9)]
            ends = np.column_stack((x[piece : piece + 2], y[piece : piece + 2]))
            lines.append(np.concatenate((ends[:1], inner, ends[1:])))
            owner.append(number)
    length = np.array([np.hypot(*np.diff(line, axis=0).T).sum() for line in lines])
    tips = np.array([(line[0], line[-1]) for line in lines]).reshape(-1, 2)
    _, node = np.unique(np.round(tips * 1000).astype(np.int64), axis=0, return_inverse=True)
    ends = node.reshape(-1, 2).astype(np.int64)
    return Pieces(lines, np.array(owner, np.int64), length, ends, int(ends.max(initial=-1)) + 1)


def shared(
    pieces: Pieces, piece: np.ndarray, x: np.ndarray, y: np.ndarray, away: np.ndarray
) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return rows (events, pieces, parts) of which event counts on which piece for how much.

    `piece` (k,) is the nearest of each event and `away` (k,) how far that is, in metres. An event nearest to the end of a piece is
    as near to all pieces that meet there: these share it equally.
    """
    order, start, degree = _at_nodes(pieces)
    tips = np.array([(line[0], line[-1]) for line in pieces.lines])
    off = np.linalg.norm(tips[piece] - np.column_stack((x, y))[:, None], axis=2)
    at_end = off <= away[:, None] + AT_END
    meeting = at_end.any(1)
    node = pieces.ends[piece, at_end.argmax(1)]
    count = np.where(meeting, degree[node], 1)
    row = np.repeat(np.arange(len(piece)), count)
    within = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
    on = np.where(meeting[row], order[start[node[row]] + within] // 2, piece[row])
    return row, on, 1 / count[row]


def network_density(
    pieces: Pieces, events: np.ndarray, bandwidth: float, progress: Progress = Silent()
) -> np.ndarray:
    """Return the mean density of each piece in events per metre, (n,) float64; `events` (n,) is the number, or weight, on each."""
    events = np.asarray(events, float)
    at_node, start, degree = _at_nodes(pieces)
    nodes = pieces.ends.ravel()
    found = events * 2 * _below(pieces.length / 2, bandwidth) / pieces.length
    sources = np.flatnonzero(events > 0)
    for begin in range(0, len(sources), SOURCES):
        progress.step(begin / len(sources))
        own = sources[begin : begin + SOURCES]
        side = (
            2 * own[:, None] + (0, 1)
        ).ravel()  # an end of a piece: twice its number, and one more for its second end
        away, mass = np.repeat(pieces.length[own] / 2, 2), np.repeat(events[own], 2)
        while len(side):
            progress.check()
            others = degree[nodes[side]] - 1
            onward = (others > 0) & (away < bandwidth)
            side, away, mass = side[onward], away[onward], mass[onward] / others[onward]
            count = degree[nodes[side]]
            row = np.repeat(np.arange(len(side)), count)
            within = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
            there = at_node[start[nodes[side[row]]] + within]
            other = there != side[row]
            row, there = row[other], there[other]
            piece, reached = there // 2, away[row]
            end = reached + pieces.length[piece]
            part = mass[row] * (_below(end, bandwidth) - _below(reached, bandwidth))
            found += np.bincount(piece, part, len(found)) / pieces.length
            side, away, mass = _merged(there ^ 1, end, mass[row], bandwidth)
    return found


def _merged(
    side: np.ndarray, away: np.ndarray, mass: np.ndarray, bandwidth: float
) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return what arrives at the same end of a piece from as far, but for a small part of the bandwidth, taken together."""
    step = np.minimum(away / bandwidth * MERGED, MERGED).astype(np.int64)
    _, first, inverse = np.unique(side * (MERGED + 1) + step, return_index=True, return_inverse=True)
    inverse = inverse.reshape(-1)
    together = np.bincount(inverse, mass)
    return side[first], np.bincount(inverse, mass * away) / together, together


def near_along(pieces: Pieces, distance: float, progress: Progress = Silent()) -> Neighbours:
    """Return the pieces whose middles are within a distance of each other along the streets, the bound included."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import dijkstra

    n = len(pieces.length)
    middle = np.repeat(np.arange(n), 2)
    tip = n + pieces.ends.ravel()
    half = np.maximum(np.repeat(pieces.length / 2, 2), 1e-9)
    graph = coo_matrix((half, (middle, tip)), (n + pieces.nodes, n + pieces.nodes)).tocsr()
    indices: List[np.ndarray] = []
    counts: List[np.ndarray] = []
    size = max(AT_A_TIME // max(n + pieces.nodes, 1), 1)
    for begin in range(0, n, size):
        progress.step(begin / n)
        own = np.arange(begin, min(begin + size, n))
        away = dijkstra(graph, directed=False, indices=own, limit=distance * (1 + 1e-12))[:, :n]
        near = np.isfinite(away)
        near[np.arange(len(own)), own] = False
        counts.append(near.sum(1))
        indices.append(np.nonzero(near)[1])
    empty = np.zeros(0, np.int64)
    indptr = np.concatenate(([0], np.cumsum(np.concatenate([empty, *counts])))).astype(np.int64)
    return Neighbours(indptr, np.concatenate([empty, *indices]).astype(np.int64), f"network {distance:g}")


def _at_nodes(pieces: Pieces) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the ends of pieces at each node, node after node, where those of each begin, and how many it has."""
    tips = pieces.ends.ravel()
    order = np.argsort(tips, kind="stable")
    degree = np.bincount(tips, minlength=pieces.nodes)
    return order, np.concatenate(([0], np.cumsum(degree)))[:-1], degree


def _below(distance: np.ndarray, bandwidth: float) -> np.ndarray:
    """Return F, the part of the kernel up to a distance on one side."""
    u = np.minimum(np.asarray(distance) / bandwidth, 1.0)
    return 15 / 16 * (u - 2 * u**3 / 3 + u**5 / 5)
