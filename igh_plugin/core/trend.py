"""What a series leads one to expect of each of its periods, and which periods are a signal.

Every period is predicted from those before it by a quasi-likelihood regression: of counts a log-linear one whose variance is
phi times the mean, of shares a logistic one whose variance is phi times the binomial one (McCullagh & Nelder 1989, "Generalized
Linear Models", ch. 9). It has a level; one pair of harmonics of the season from one and a quarter seasons on, two from two; and a
trend from one and a half, where this is significant and leads to no more than there ever was. Each of these needs five periods in
which anything was counted. Older periods count less, by half after two seasons. As in the improved algorithm of Farrington
(Farrington et al. 1996; Noufaily et al. 2013, Statistics in Medicine 32) earlier peaks are given less weight by their Anscombe
residual, and there is no signal above while hardly anything is counted, nor any before the season is known. The band holds what the
negative binomial, or the beta-binomial, expects with that mean, and the variance that comes of phi and of the uncertainty of the
mean. A peak much narrower than a quarter of a year is not modelled, and is a signal each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional, Tuple

import numpy as np

from .text import QT_TRANSLATE_NOOP, Text

MINIMUM_HISTORY = 8
COVERED = 0.95
HALF_LIFE = 2.0
"""Seasons after which a period counts half."""
TREND_FROM, HARMONICS = 1.5, ((1.25, 1), (2.0, 2))
"""Seasons of history from which on there is a trend, and so many harmonics."""
FAR = 2.58
"""Anscombe residual above which an earlier peak counts less (Noufaily et al. 2013)."""
LEAST, LEAST_OVER = 5, 4
"""Fewer events than this in so many periods up to one are no signal above (Farrington et al. 1996)."""
PERIODS_EACH = 5
"""Periods with a count that each coefficient needs."""
SURE = 1.96
BEYOND = 1.5
"""How many times the largest rate there was a prediction may be; farther it is that of the level alone."""
STEPS, SMALL, LITTLE = 50, 1e-9, 0.5


@dataclass(frozen=True)
class Expectation:
    """Expected value and the limits of its band for each of n periods; NaN where the history is too short.

    `variance` is that of what is predicted, over that of plain chance (Poisson, or binomial of the `trials`). `seasonal` tells
    where the season is known.
    """

    expected: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    variance: np.ndarray
    seasonal: np.ndarray
    reason: Optional[Text] = None


def expected_counts(
    counts: np.ndarray,
    season: int,
    exposure: Optional[np.ndarray] = None,
    share: bool = False,
    covered: float = COVERED,
    since: int = 0,
) -> Expectation:
    """Expect each period from the periods before it only.

    Parameters
    ----------
    counts : (n,) counts per period, no NaN
    season : periods in a year (12 or 52)
    exposure : (n,) what the counts arise from, such as inspections or days; None for time alone
    share : the counts are a part of the exposure, none larger than it
    covered : part of what is expected that lies within the band
    since : the first period that is asked for; those before it have NaN
    """
    y = np.asarray(counts, float)
    base = np.ones(len(y)) if exposure is None else np.asarray(exposure, float)
    n = len(y)
    expected, variance = np.full(n, np.nan), np.full(n, np.nan)
    for t in range(max(MINIMUM_HISTORY, since), n):
        if base[t] > 0 and (base[:t] > 0).any():
            expected[t], variance[t] = _expected(y[:t], base[: t + 1], season, share)
    lower, upper = limits(expected, variance, (1 - covered) / 2, base if share else None)
    reason = None
    if n <= MINIMUM_HISTORY:
        told = {"n": n, "minimum": MINIMUM_HISTORY}
        reason = Text(
            QT_TRANSLATE_NOOP(
                "core", "{n} periods are too few to say what is usual; a band needs more than {minimum}."
            ),
            told,
        )
    seasonal = np.arange(n) >= HARMONICS[0][0] * season
    return Expectation(expected, lower, upper, variance, seasonal, reason)


def signals(counts: np.ndarray, found: Expectation, share: bool = False) -> np.ndarray:
    """Return which periods lie outside their band, (n,): 1 above, -1 below, 0 within.

    Only periods that can be judged are one (`can_be_judged`), and of counts those above where `enough` was counted.
    """
    y, judged = np.asarray(counts, float), can_be_judged(found)
    with np.errstate(invalid="ignore"):
        above, below = judged & (y > found.upper), judged & (y < found.lower)
    if not share:
        above &= enough(y)
    return above.astype(np.int64) - below


def enough(counts: np.ndarray) -> np.ndarray:
    """Return in which periods `LEAST` or more were counted in the `LEAST_OVER` up to it, (n,) bool."""
    return (
        np.convolve(counts, np.ones(LEAST_OVER))[: len(counts)] >= LEAST if len(counts) else np.zeros(0, bool)
    )


def can_be_judged(found: Expectation) -> np.ndarray:
    """Return for which periods the season is known, and the band holds what is expected to within one event, (n,) bool."""
    with np.errstate(invalid="ignore"):
        held = (found.lower - 1 <= found.expected) & (found.expected <= found.upper + 1)
    return found.seasonal & held


def surprise(
    counts: np.ndarray, expected: np.ndarray, variance: np.ndarray, trials: Optional[np.ndarray] = None
) -> np.ndarray:
    """Return how often chance gives a count as far from what is expected, or farther: two-sided p (n,), NaN where nothing is.

    `variance` is as in `Expectation`; with `trials` the counts are a part of these.
    """
    from scipy.stats import betabinom, binom

    p = np.full(len(expected), np.nan)
    known = np.flatnonzero(~np.isnan(expected))
    y, mean, spread = np.round(counts[known]), np.maximum(expected[known], SMALL), variance[known]
    if trials is None:
        chances = [_of_counts(mean, spread)]
        plain = np.ones(len(known), bool)
    else:
        size = np.maximum(np.round(trials[known]), 1)
        share = np.clip(mean / size, 1e-9, 1 - 1e-9)
        alike = np.clip((spread - 1) / np.maximum(size - 1, 1), 1e-6, 0.99)
        plain = alike <= 1e-6
        together = 1 / alike - 1
        chances = [binom(size, share), betabinom(size, share * together, (1 - share) * together)]
    both = [2 * np.minimum(chance.cdf(y), chance.sf(y - 1)) for chance in chances]
    p[known] = np.minimum(1.0, np.where(plain, both[0], both[-1]))
    return p


def _expected(y: np.ndarray, base: np.ndarray, season: int, share: bool) -> Tuple[float, float]:
    """Return the mean of the period after those of `y` (t,), and its variance over that of plain chance; `base` is (t + 1,)."""
    t = len(y)
    weight = 0.5 ** ((t - 1 - np.arange(t)) / (HALF_LIFE * season)) * (base[:-1] > 0)
    seen = base[:-1] > 0
    most = float((y[seen] / base[:-1][seen]).max())
    counted = np.count_nonzero((y > 0) & (y < base[:-1]) if share else y > 0)
    pairs, trend = _terms(t, season, max(counted // PERIODS_EACH, 1))
    found = _predicted(y, base, _design(t, season, pairs, trend), weight, share)
    if trend and not (found[2] and found[0] <= most * base[-1]):
        found = _predicted(y, base, _design(t, season, pairs, False), weight, share)
    if pairs and found[0] > BEYOND * most * base[-1]:
        found = _predicted(y, base, _design(t, season, 0, False), weight, share)
    return found[0], found[1]


def _terms(t: int, season: int, most: int) -> Tuple[int, bool]:
    """Return how many pairs of harmonics there are after t periods, and whether there is a trend, with `most` coefficients."""
    pairs = max((number for least, number in HARMONICS if t >= least * season), default=0)
    pairs = min(pairs, (most - 1) // 2)
    return pairs, t >= TREND_FROM * season and 2 + 2 * pairs <= most


def _design(t: int, season: int, pairs: int, trend: bool) -> np.ndarray:
    """Return the regressors of periods 0 to t, (t + 1, p): the level, the trend, which is 0 in the last, and the harmonics."""
    time = np.arange(t + 1) / season
    columns = [np.ones(t + 1)]
    if trend:
        columns.append(time - time[-1])
    for pair in range(1, pairs + 1):
        columns += [np.sin(2 * np.pi * pair * time), np.cos(2 * np.pi * pair * time)]
    return np.stack(columns, 1)


def _predicted(
    y: np.ndarray, base: np.ndarray, design: np.ndarray, weight: np.ndarray, share: bool
) -> Tuple[float, float, bool]:
    """Return the mean of the last row of the design, its variance over that of plain chance, and whether the second coefficient is sure."""
    seen, row, known = design[:-1], design[-1], base[:-1]
    weight = weight * (np.count_nonzero(weight) / weight.sum())
    for again in (False, True):
        beta = _fitted(y, known, seen, weight, share)
        mean, chance = _mean(seen @ beta, known, share)
        size = weight.sum() ** 2 / (weight**2).sum()
        pearson = (weight * (y - mean) ** 2 / np.maximum(chance, LITTLE)).sum() / weight.sum()
        phi = max(1.0, float(pearson) * size / max(size - len(row), 1.0))
        if again or share:
            break
        residual = 1.5 * (y ** (2 / 3) * mean ** (-1 / 6) - np.sqrt(mean)) / np.sqrt(phi)
        far = residual > FAR
        if not far.any():
            break
        weight = np.where(far, weight * residual**-2.0, weight)
        weight = weight * (np.count_nonzero(weight) / weight.sum())
    bread = np.linalg.pinv((seen.T * (weight * chance)) @ seen)
    cover = phi * bread @ ((seen.T * (weight**2 * chance)) @ seen) @ bread
    there, by_chance = _mean(np.array([row @ beta]), base[-1:], share)
    sure = len(beta) > 1 and abs(beta[1]) > SURE * np.sqrt(max(cover[1, 1], 0.0))
    return float(there[0]), phi + float(by_chance[0]) * max(float(row @ cover @ row), 0.0), bool(sure)


def _fitted(
    y: np.ndarray, base: np.ndarray, design: np.ndarray, weight: np.ndarray, share: bool
) -> np.ndarray:
    """Return the coefficients (p,) of the regression, by iteratively reweighted least squares."""
    part = (weight * y).sum() / (weight * base).sum()
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(max(part, SMALL)) - (np.log(max(1 - part, SMALL)) if share else 0.0)
    for _ in range(STEPS):
        line = design @ beta
        mean, chance = _mean(line, base, share)
        chance = np.maximum(chance, SMALL)
        scaled = design.T * (weight * chance)
        matrix = scaled @ design
        matrix[np.diag_indices_from(matrix)] += SMALL * np.trace(matrix) / len(matrix)
        better = np.linalg.solve(matrix, scaled @ (line + (y - mean) / chance))
        done = np.abs(better - beta).max() < 1e-10 * (1 + np.abs(beta).max())
        beta = better
        if done:
            break
    return beta


def _mean(line: np.ndarray, base: np.ndarray, share: bool) -> Tuple[np.ndarray, np.ndarray]:
    """Return the mean at a linear predictor and its variance by plain chance, (n,) each."""
    line = np.clip(line, -30, 30)
    if share:
        part = 1 / (1 + np.exp(-line))
        return base * part, base * part * (1 - part)
    mean = np.maximum(base * np.exp(line), SMALL)
    return mean, mean


def limits(
    expected: np.ndarray, variance: np.ndarray, tail: float, trials: Optional[np.ndarray] = None
) -> Tuple[np.ndarray, np.ndarray]:
    """Return the limits (n,) that leave out a `tail` on each side: of counts, or of a part of `trials` (n,)."""
    lower, upper = np.full(len(expected), np.nan), np.full(len(expected), np.nan)
    known = np.flatnonzero(~np.isnan(expected))
    mean, spread = np.maximum(expected[known], SMALL), variance[known]
    if trials is None:
        lower[known], upper[known] = (_of_counts(mean, spread).ppf(part) for part in (tail, 1 - tail))
    else:
        lower[known], upper[known] = _part(tail, mean, np.round(trials[known]), spread)
    return lower, upper


def _of_counts(mean: np.ndarray, spread: np.ndarray) -> Any:
    """Return the negative binomial with a mean (n,) and a variance of so many times that."""
    from scipy.stats import nbinom

    more = np.maximum(spread - 1, 1e-6)
    return nbinom(mean / more, 1 / (1 + more))


def _part(
    tail: float, mean: np.ndarray, trials: np.ndarray, spread: np.ndarray
) -> Tuple[np.ndarray, np.ndarray]:
    """Return the limits of a part of `trials`, whose variance is so many times the binomial one (at most all alike)."""
    from scipy.stats import beta, binom

    size = np.maximum(trials, 1)
    share = np.clip(mean / size, 1e-9, 1 - 1e-9)
    alike = np.clip((spread - 1) / np.maximum(size - 1, 1), 0, 0.99) * (size > 1)
    plain = alike <= 1e-9
    together = np.maximum(size / (1 + (size - 1) * np.maximum(alike, 1e-9)) - 1, 1e-9)
    low, high = (
        np.where(
            plain,
            binom.ppf(at, size, share),
            whole(size * beta.ppf(at, share * together, (1 - share) * together)),
        )
        for at, whole in ((tail, np.floor), (1 - tail, np.ceil))
    )
    few = size / (1 + (size - 1) * alike) - 1 <= 0
    return np.where(few, 0.0, low), np.where(few, size, high)
