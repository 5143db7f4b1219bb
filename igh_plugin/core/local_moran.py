"""Local Moran's I: places that are like their neighbours, and places that stand out from them; and the global I.

Formula (Anselin 1995, "Local indicators of spatial association", Geographical Analysis 27), with row-standardised weights:

    I_i = z_i / m2 * (mean of z_j over the neighbours of i),   z = x - xbar,   m2 = sum z^2 / n

so that the mean of I_i over all units is the global I when none is an island. With a second variable the neighbours have that
one, and each is divided by its own deviation (bivariate). The conditional moments of I_i (Sokal, Oden & Thomson 1998, "Local
spatial autocorrelation in a biological model", Geographical Analysis 30), of a unit with k neighbours:

    E_i = -z_i^2 / ((n - 1) m2)
    V_i = (z_i / m2)^2 n / (n - 2) (1 / k - 1 / (n - 1)) (m2 - z_i^2 / (n - 1))

Inference is that of `core.getis_ord`: x_i is kept, its neighbours are drawn from all others; given z_i the I of a unit rises or
falls with the sum of its neighbours, so that the two-sided p of that sum is the p of I_i.

The moments of the global I under randomisation: Cliff & Ord (1981), "Spatial Processes", 2.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from .getis_ord import MINIMUM_UNITS, benjamini_hochberg, draws_needed, permutation_tails, restrict
from .neighbours import Neighbours
from .progress import Progress, Silent
from .text import QT_TRANSLATE_NOOP, Text

FORMULA = "Anselin (1995), local Moran's I"
NOT_SIGNIFICANT, HIGH_HIGH, LOW_LOW, HIGH_LOW, LOW_HIGH = 0, 1, 2, 3, 4
TOO_FEW = QT_TRANSLATE_NOOP(
    "core", "Only {n} places have a value; clusters and outliers need at least {minimum}."
)
CONSTANT = QT_TRANSLATE_NOOP(
    "core", "All {n} places have the same value: there is nothing to compare with the neighbours."
)


@dataclass(frozen=True)
class LocalMoranResult:
    """Local Moran's I of n units.

    `i`, `z` and `p` are (n,), NaN where the unit has no value; `z` by the conditional moments, `p` two-sided by permutation,
    or by `z` without draws. `cluster` (n,) int8 is one of `NOT_SIGNIFICANT` .. `LOW_HIGH` at 5 % after the correction;
    `neighbours` (n,) the number of neighbours. `moran`, `moran_z`, `moran_p` are the global I and its test by
    randomisation, NaN for two variables. `reason` is filled when nothing could be computed.
    """

    i: np.ndarray
    z: np.ndarray
    p: np.ndarray
    cluster: np.ndarray
    neighbours: np.ndarray
    units: int
    islands: int
    draws: int
    smallest_p: float
    fdr: bool
    seed: int
    moran: float
    moran_z: float
    moran_p: float
    reason: Optional[Text] = None


def local_moran(
    values: np.ndarray,
    neighbours: Neighbours,
    permutations: int = 999,
    fdr: bool = True,
    seed: int = 20260101,
    second: Optional[np.ndarray] = None,
    progress: Progress = Silent(),
) -> LocalMoranResult:
    """Compute local Moran's I of `values`, (n,), NaN left out; with a `second` (n,) of each unit against its neighbours' second."""
    x = np.asarray(values, float)
    y = x if second is None else np.asarray(second, float)
    known = ~np.isnan(x) & ~np.isnan(y)
    if not known.all():
        part = None if second is None else y[known]
        found = local_moran(x[known], restrict(neighbours, known), permutations, fdr, seed, part, progress)
        return _spread(found, known)
    n, counts = len(x), neighbours.counts
    if n < MINIMUM_UNITS or np.ptp(x) == 0 or np.ptp(y) == 0:
        few = n < MINIMUM_UNITS
        reason = Text(TOO_FEW, {"n": n, "minimum": MINIMUM_UNITS}) if few else Text(CONSTANT, {"n": n})
        return _nothing(n, counts, fdr, seed, reason)
    z_x, z_y = x - x.mean(), y - y.mean()
    scale = np.sqrt(np.mean(z_x**2) * np.mean(z_y**2))
    lag = np.divide(neighbours.sums(z_y), counts, out=np.zeros(n), where=counts > 0)
    i = z_x / scale * lag
    z = standard_deviates(z_x, z_y, i, counts)
    draws = draws_needed(n, fdr, permutations) if permutations else 0
    if draws:
        upper, lower = permutation_tails(y, neighbours, draws, seed, progress)
        p, high = np.minimum(1.0, 2 * np.minimum(upper, lower)), upper < lower
        smallest = 2.0 / (draws + 1)
    else:
        from scipy.special import ndtr

        p, high, smallest = np.where(counts > 0, 2 * ndtr(-np.abs(z)), 1.0), lag > 0, 0.0
    judged = benjamini_hochberg(p) if fdr else p
    kind = np.where(z_x > 0, np.where(high, HIGH_HIGH, HIGH_LOW), np.where(high, LOW_HIGH, LOW_LOW))
    cluster = np.where((judged <= 0.05) & (counts > 0) & (z_x != 0), kind, NOT_SIGNIFICANT).astype(np.int8)
    moran = morans_i(x, neighbours) if second is None else (float("nan"),) * 3
    return LocalMoranResult(
        i, z, p, cluster, counts, n, int((counts == 0).sum()), draws, smallest, fdr, seed, *moran
    )


def standard_deviates(z_x: np.ndarray, z_y: np.ndarray, i: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return I_i less its conditional mean by its conditional deviation, (n,); 0 where that is nil."""
    n = len(i)
    scale, m2 = np.sqrt(np.mean(z_x**2) * np.mean(z_y**2)), np.mean(z_y**2)
    others = np.maximum(counts, 1)
    mean = -z_x * z_y / ((n - 1) * scale)
    variance = (z_x / scale) ** 2 * n / (n - 2) * (1 / others - 1 / (n - 1)) * (m2 - z_y**2 / (n - 1))
    spread = np.sqrt(np.maximum(variance, 0.0))
    return np.divide(i - mean, spread, out=np.zeros(n), where=(spread > 0) & (counts > 0))


def morans_i(x: np.ndarray, neighbours: Neighbours) -> tuple[float, float, float]:
    """Return the global Moran's I with row-standardised weights, its z under randomisation, and the two-sided p."""
    from scipy.special import ndtr

    z = np.asarray(x, float) - np.mean(x)
    n, counts = len(z), neighbours.counts
    owner = np.repeat(np.arange(n), counts)
    weight = 1.0 / counts[owner]
    total = float(weight.sum())
    if total == 0:
        return float("nan"), float("nan"), float("nan")
    i = n / total * float((weight * z[owner] * z[neighbours.indices]).sum()) / float((z**2).sum())
    ours, theirs = owner * n + neighbours.indices, neighbours.indices * n + owner
    order = np.argsort(ours)
    place = np.minimum(np.searchsorted(ours, theirs, sorter=order), len(ours) - 1)
    back = np.where(ours[order[place]] == theirs, weight[order[place]], 0.0)
    one_way = back == 0
    s1 = 0.5 * float(((weight + back) ** 2).sum() + (weight[one_way] ** 2).sum())
    columns = np.bincount(neighbours.indices, weight, n)
    s2 = float(((np.where(counts > 0, 1.0, 0.0) + columns) ** 2).sum())
    kurtosis = float((z**4).sum() / n / ((z**2).sum() / n) ** 2)
    mean = -1.0 / (n - 1)
    first = n * ((n**2 - 3 * n + 3) * s1 - n * s2 + 3 * total**2)
    then = kurtosis * ((n**2 - n) * s1 - 2 * n * s2 + 6 * total**2)
    variance = (first - then) / ((n - 1) * (n - 2) * (n - 3) * total**2) - mean**2
    deviate = (i - mean) / np.sqrt(variance)
    return i, float(deviate), float(2 * ndtr(-abs(deviate)))


def _nothing(n: int, counts: np.ndarray, fdr: bool, seed: int, reason: Text) -> LocalMoranResult:
    empty = np.full(n, np.nan)
    islands, none = int((counts == 0).sum()), float("nan")
    return LocalMoranResult(
        empty,
        empty,
        empty,
        np.zeros(n, np.int8),
        counts,
        n,
        islands,
        0,
        1.0,
        fdr,
        seed,
        none,
        none,
        none,
        reason,
    )


def _spread(found: LocalMoranResult, known: np.ndarray) -> LocalMoranResult:
    n = len(known)
    i, z, p = (np.full(n, np.nan) for _ in range(3))
    cluster, counts = np.zeros(n, np.int8), np.zeros(n, np.int64)
    i[known], z[known], p[known] = found.i, found.z, found.p
    cluster[known], counts[known] = found.cluster, found.neighbours
    return LocalMoranResult(
        i, z, p, cluster, counts, found.units, found.islands, found.draws, found.smallest_p, found.fdr, found.seed,
        found.moran, found.moran_z, found.moran_p, found.reason,
    )  # fmt: skip
