"""Near repeats: are events closer to each other in space and in time than chance explains?

The Knox test (Knox 1964, "The detection of space-time interactions", Applied Statistics 13; for crime Johnson et al. 2007,
"Space-time patterns of risk", Journal of Quantitative Criminology 23; Ratcliffe & Rengert 2008, "Near-repeat patterns in
Philadelphia shootings", Security Journal 21) counts the pairs of events in each band of distance and time, and compares them
with what comes when the times are dealt out anew over the places. The Knox ratio is the observed number divided by the mean
of the permutations, p = (1 + #{permuted >= observed}) / (permutations + 1), one-sided: more pairs than chance.

Bands hold their lower bound and not their upper one; the first band of distance can be that of the same place, which holds
its bound. Only pairs within the largest distance are ever looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Sequence, Tuple

import numpy as np

from .errors import UserError
from .progress import Progress, Silent
from .text import QT_TRANSLATE_NOOP, Text

MANHATTAN, EUCLIDEAN = "manhattan", "euclidean"
MOST_PAIRS = 40_000_000
TOO_MANY = QT_TRANSLATE_NOOP(
    "core",
    "{n} pairs of events lie within {distance} m of each other, more than {most}: choose a smaller distance.",
)


@dataclass(frozen=True)
class NearRepeat:
    """Pairs by band of distance and time, (distances, times) each.

    `observed` int64, `expected` the mean of the permutations, `margin` what follows from the margins alone, N_s N_t / N over
    all pairs, `ratio` observed to expected (NaN where nothing is expected), `p` one-sided. `pairs` (m, 2) int32 are those
    within the largest distance with their band of `distance` and `time` (m,) int16, -1 beyond the largest time.
    """

    observed: np.ndarray
    expected: np.ndarray
    margin: np.ndarray
    ratio: np.ndarray
    p: np.ndarray
    pairs: np.ndarray
    distance: np.ndarray
    time: np.ndarray
    permutations: int


def near_repeat(
    x: np.ndarray,
    y: np.ndarray,
    moment: np.ndarray,
    distances: Sequence[float],
    times: Sequence[float],
    permutations: int = 999,
    seed: int = 20260101,
    metric: str = MANHATTAN,
    same_place: float = 0.0,
    progress: Progress = Silent(),
) -> NearRepeat:
    """Test events at `x`, `y` (n,) metres and a `moment` (n,) in any unit of time.

    `distances` and `times` are the upper bounds of the bands, rising, in metres and in the unit of the moments. With a
    `same_place` in metres, smaller than the first bound, pairs no further apart than that are the first band. Raises
    `UserError` for too many pairs.
    """
    bounds = [same_place, *distances] if same_place > 0 else list(distances)
    pairs, apart = _close_pairs(x, y, bounds[-1], metric)
    band = np.searchsorted(bounds, apart, "right").astype(np.int16)
    if same_place > 0:
        band[apart == same_place] = 0
    kept = band < len(bounds)
    order = np.argsort(band[kept], kind="stable")
    pairs, band = pairs[kept][order], band[kept][order]
    edges = np.searchsorted(band, np.arange(len(bounds) + 1))
    first, second = np.ascontiguousarray(pairs[:, 0]), np.ascontiguousarray(pairs[:, 1])
    moment = np.asarray(moment, float)
    limits = np.asarray(times, float)
    observed = _counted(moment, first, second, edges, limits)
    total = np.zeros(observed.shape)
    reached = np.zeros(observed.shape, np.int64)
    rng = np.random.default_rng(seed)
    for number in range(permutations):
        progress.check()
        if number % 10 == 0:
            progress.step(number / permutations)
        found = _counted(rng.permutation(moment), first, second, edges, limits)
        total += found
        reached += found >= observed
    expected = total / max(permutations, 1)
    ratio = np.divide(observed, expected, out=np.full(observed.shape, np.nan), where=expected > 0)
    n = len(moment)
    time = np.searchsorted(limits, np.abs(moment[first] - moment[second]), "right")
    return NearRepeat(
        observed,
        expected,
        np.diff(edges)[:, None] * _pairs_in_time(moment, limits) / max(n * (n - 1) / 2, 1),
        ratio,
        (1 + reached) / (permutations + 1),
        pairs,
        band,
        np.where(time < len(limits), time, -1).astype(np.int16),
        permutations,
    )


def _close_pairs(x: np.ndarray, y: np.ndarray, distance: float, metric: str) -> Tuple[np.ndarray, np.ndarray]:
    """Return the pairs of points no further apart than a distance, (m, 2) int32, and how far apart they are, (m,)."""
    from scipy.spatial import cKDTree

    points = np.column_stack((x, y))
    norm = 1 if metric == MANHATTAN else 2
    tree = cKDTree(points)
    count = (int(tree.count_neighbors(tree, distance, p=norm)) - len(points)) // 2
    if count > MOST_PAIRS:
        raise UserError(Text(TOO_MANY, {"n": count, "distance": float(distance), "most": MOST_PAIRS}))
    pairs = tree.query_pairs(distance, p=norm, output_type="ndarray").astype(np.int32)
    step = np.abs(points[pairs[:, 0]] - points[pairs[:, 1]])
    return pairs, step.sum(1) if norm == 1 else np.hypot(step[:, 0], step[:, 1])


def _counted(
    moment: np.ndarray, first: np.ndarray, second: np.ndarray, edges: np.ndarray, limits: np.ndarray
) -> np.ndarray:
    """Return the pairs by band of distance and time, (distances, times) int64; pairs are sorted by distance."""
    apart = np.abs(moment[first] - moment[second])
    below = np.zeros((len(edges) - 1, len(limits)), np.int64)
    for at, limit in enumerate(limits):
        near = apart < limit
        below[:, at] = [np.count_nonzero(near[low:high]) for low, high in zip(edges[:-1], edges[1:])]
    return np.diff(below, prepend=0, axis=1)


def _pairs_in_time(moment: np.ndarray, limits: np.ndarray) -> np.ndarray:
    """Return how many of all pairs lie in each band of time, (times,)."""
    ranked = np.sort(moment)
    below: List[int] = []
    for limit in limits:
        reach = np.searchsorted(ranked, ranked + limit, "left")
        below.append(int((reach - np.arange(len(ranked)) - 1).sum()))
    return np.diff(below, prepend=0)
