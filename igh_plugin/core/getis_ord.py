"""Local Getis-Ord Gi* with conditional permutation and false discovery control.

Formula (Ord & Getis 1995, eq. 14; Getis & Ord 1996), binary weights with the unit itself included:

    z_i = (sum_j w_ij x_j - W_i xbar) / (s sqrt((n S1_i - W_i^2) / (n - 1))),

`W_i = sum_j w_ij`, `S1_i = sum_j w_ij^2`, `s^2 = sum x^2 / n - xbar^2`. For binary weights W_i = S1_i, and the
value does not change when the rows are standardised.

Inference: x_i is kept, its k_i neighbours are drawn without replacement from the other n - 1 values. The draw
depends on a unit only through k_i, so one set of draws serves all units with the same number of neighbours; in
the draws that hold the unit itself it is replaced by a spare, which makes each unit's distribution exactly the
conditional one. Two-sided p = min(1, 2 min(upper, lower)), each tail (1 + #{as extreme}) / (draws + 1), ties
counted in both tails. False discovery rate: Benjamini & Hochberg (1995).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple, Union

import numpy as np

from .neighbours import Neighbours, SpaceTimeNeighbours
from .progress import Progress, Silent
from .text import QT_TRANSLATE_NOOP, Text

FORMULA = "Getis & Ord (1996), Gi*; Ord & Getis (1995), eq. 14"
MINIMUM_UNITS = 30
MAXIMUM_DRAWS = 999_999
Links = Union[Neighbours, SpaceTimeNeighbours]
LEVELS = ((0.01, 3), (0.05, 2), (0.10, 1))


@dataclass(frozen=True)
class GetisOrdResult:
    """Gi* of n units.

    `z` and `p` are (n,), NaN where the unit has no value; `bins` (n,) int8 is -3 to 3: cold or hot at 99, 95
    and 90 % confidence after the correction; `neighbours` (n,) the number of neighbours. `draws` is the number of permutations
    (0: analytic), `smallest_p` the smallest two-sided p that can come out of them. `reason` is filled when
    nothing could be computed.
    """

    z: np.ndarray
    p: np.ndarray
    bins: np.ndarray
    neighbours: np.ndarray
    units: int
    islands: int
    draws: int
    smallest_p: float
    fdr: bool
    seed: int
    reason: Optional[Text] = None


def analytic_z(values: np.ndarray, neighbours: Links) -> np.ndarray:
    """Return Gi* z-scores, (n,), of finite values; 0 where the variance of the local sum is nil."""
    x = np.asarray(values, float)
    n = len(x)
    weight = neighbours.counts + 1.0
    mean = x.mean()
    deviation = np.sqrt(max(float(np.mean((x - mean) ** 2)), 0.0))
    spread = deviation * np.sqrt(np.maximum(n * weight - weight**2, 0.0) / max(n - 1, 1))
    local = neighbours.sums(x - mean) + (x - mean)
    return np.divide(local, spread, out=np.zeros(n), where=spread > 0)


def permutation_p(
    values: np.ndarray, neighbours: Links, draws: int, seed: int, progress: Progress = Silent()
) -> np.ndarray:
    """Return two-sided conditional permutation p-values, (n,); an island's p is 1 (it has nothing to draw)."""
    return _two_sided(*permutation_tails(values, neighbours, draws, seed, progress))


def permutation_tails(
    values: np.ndarray, neighbours: Links, draws: int, seed: int, progress: Progress = Silent()
) -> Tuple[np.ndarray, np.ndarray]:
    """Return the upper and the lower conditional permutation p-value of each unit, (n,) each; 1 for an island."""
    x = np.asarray(values, float)
    n = len(x)
    counts = neighbours.counts
    observed = neighbours.sums(x)
    upper, lower = np.ones(n), np.ones(n)
    kinds = np.unique(counts[counts > 0])
    for step, k in enumerate(kinds):
        progress.check()
        progress.step(step / len(kinds))
        units = np.flatnonzero(counts == k)
        if k >= n - 1:
            continue
        rng = np.random.default_rng([seed, int(k)])
        larger, smaller = _tail_counts(x, units, observed[units], int(k), draws, rng, progress)
        upper[units], lower[units] = (1 + larger) / (draws + 1), (1 + smaller) / (draws + 1)
    return upper, lower


def _two_sided(upper: np.ndarray, lower: np.ndarray) -> np.ndarray:
    return np.minimum(1.0, 2.0 * np.minimum(upper, lower))


def _tail_counts(
    x: np.ndarray,
    units: np.ndarray,
    observed: np.ndarray,
    k: int,
    draws: int,
    rng: np.random.Generator,
    progress: Progress,
) -> Tuple[np.ndarray, np.ndarray]:
    """Count the draws at least as large and at least as small as each unit's observed neighbour sum."""
    n = len(x)
    tolerance = 1e-12 * max(float(np.abs(x).sum()), 1.0)
    above, below = observed - tolerance, observed + tolerance
    larger = np.zeros(len(units), np.int64)
    smaller = np.zeros(len(units), np.int64)
    row_of = np.full(n, -1, np.int64)
    row_of[units] = np.arange(len(units))
    block = max(1, min(draws, 2_000_000 // (n if _is_dense(n, k + 1) else k + 1)))
    for start in range(0, draws, block):
        progress.check()
        size = min(block, draws - start)
        drawn = _distinct(rng, n, k + 1, size)
        chosen, spare = drawn[:, :k], x[drawn[:, k]]
        sums = x[chosen].sum(1)
        ranked = np.sort(sums)
        larger += size - np.searchsorted(ranked, above, "left")
        smaller += np.searchsorted(ranked, below, "right")
        rows = row_of[chosen]
        draw, column = np.nonzero(rows >= 0)
        unit = rows[draw, column]
        was = sums[draw]
        now = was - x[chosen[draw, column]] + spare[draw]
        larger += np.bincount(
            unit, (now >= above[unit]).astype(float) - (was >= above[unit]), len(units)
        ).astype(np.int64)
        smaller += np.bincount(
            unit, (now <= below[unit]).astype(float) - (was <= below[unit]), len(units)
        ).astype(np.int64)
    return larger, smaller


def _distinct(rng: np.random.Generator, n: int, k: int, rows: int) -> np.ndarray:
    """Draw `rows` ordered samples of `k` distinct indices below `n`."""
    if _is_dense(n, k):
        return rng.random((rows, n)).argsort(1)[:, :k]
    drawn = rng.integers(0, n, (rows, k))
    bad = np.arange(rows)
    while len(bad):
        ordered = np.sort(drawn[bad], 1)
        bad = bad[(ordered[:, 1:] == ordered[:, :-1]).any(1)]
        drawn[bad] = rng.integers(0, n, (len(bad), k))
    return drawn


def _is_dense(n: int, k: int) -> bool:
    """Tell whether drawing with rejection would reject too often."""
    return k * k * 2 > n


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Return p-values adjusted by the step-up procedure of Benjamini & Hochberg (1995); NaN stays NaN."""
    p = np.asarray(p, float)
    adjusted = np.full(len(p), np.nan)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    m = len(order)
    if m:
        scaled = p[order] * m / np.arange(1, m + 1)
        adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted


def draws_needed(units: int, fdr: bool, draws: int, alpha: float = 0.05) -> int:
    """Return the number of draws with which the smallest p can pass the correction, at least `draws`.

    With the false discovery rate a single finding among n needs p <= alpha / n, and the smallest two-sided
    p is 2 / (draws + 1); bounded by `MAXIMUM_DRAWS`.
    """
    if not fdr:
        return draws
    return int(min(max(draws, np.ceil(2 * units / alpha)), max(MAXIMUM_DRAWS, draws)))


def getis_ord_g_star(
    values: np.ndarray,
    neighbours: Links,
    permutations: int = 999,
    fdr: bool = True,
    seed: int = 20260101,
    progress: Progress = Silent(),
) -> GetisOrdResult:
    """Compute Gi* of `values`, (n,); NaN values are left out of mean, deviation and every neighbourhood.

    The statistic holds the unit itself, the permutation its neighbours alone: where these point to different
    sides (a busy unit among quiet neighbours) the unit is neither hot nor cold, whatever its p.

    `permutations=0` takes the normal approximation. Fewer than 30 units and constant values are reported in
    `reason` instead of computed.
    """
    x = np.asarray(values, float)
    known = ~np.isnan(x)
    if not known.all():
        if not isinstance(neighbours, Neighbours):
            raise ValueError("every bin of a cube needs a value")
        return _spread(
            getis_ord_g_star(x[known], restrict(neighbours, known), permutations, fdr, seed, progress), known
        )
    n = len(x)
    counts = neighbours.counts
    reason = None
    if n < MINIMUM_UNITS:
        reason = Text(
            QT_TRANSLATE_NOOP("core", "Only {n} places have a value; hot spots need at least {minimum}."),
            {"n": n, "minimum": MINIMUM_UNITS},
        )
    elif np.ptp(x) == 0:
        reason = Text(
            QT_TRANSLATE_NOOP("core", "All {n} places have the same value: there are no hot spots to find."),
            {"n": n},
        )
    if reason is not None:
        nothing = np.full(n, np.nan)
        return GetisOrdResult(
            nothing,
            nothing,
            np.zeros(n, np.int8),
            counts,
            n,
            int((counts == 0).sum()),
            0,
            1.0,
            fdr,
            seed,
            reason,
        )
    z = analytic_z(x, neighbours)
    draws = draws_needed(n, fdr, permutations) if permutations else 0
    if draws:
        upper, lower = permutation_tails(x, neighbours, draws, seed, progress)
        p, agree = _two_sided(upper, lower), np.where(z > 0, upper < lower, lower < upper)
        smallest = 2.0 / (draws + 1)
    else:
        from scipy.special import ndtr

        p, agree = 2 * ndtr(-np.abs(z)), np.ones(n, bool)
        smallest = 0.0
    judged = benjamini_hochberg(p) if fdr else p
    bins = np.zeros(n, np.int8)
    for alpha, confidence in reversed(LEVELS):
        bins[(judged <= alpha) & agree] = confidence
    bins = np.where(z < 0, -bins, bins).astype(np.int8)
    return GetisOrdResult(z, p, bins, counts, n, int((counts == 0).sum()), draws, smallest, fdr, seed)


def restrict(neighbours: Neighbours, keep: np.ndarray) -> Neighbours:
    """Return the neighbours among the units where `keep`, (n,) bool, is true."""
    new = np.cumsum(keep) - 1
    owner = np.repeat(np.arange(len(keep)), neighbours.counts)
    links = keep[owner] & keep[neighbours.indices]
    counts = np.bincount(new[owner[links]], minlength=int(keep.sum()))
    return Neighbours(
        np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
        new[neighbours.indices[links]],
        neighbours.rule,
    )


def _spread(result: GetisOrdResult, known: np.ndarray) -> GetisOrdResult:
    z, p = np.full(len(known), np.nan), np.full(len(known), np.nan)
    bins, counts = np.zeros(len(known), np.int8), np.zeros(len(known), np.int64)
    z[known], p[known], bins[known], counts[known] = result.z, result.p, result.bins, result.neighbours
    return GetisOrdResult(
        z,
        p,
        bins,
        counts,
        result.units,
        result.islands,
        result.draws,
        result.smallest_p,
        result.fdr,
        result.seed,
        result.reason,
    )
