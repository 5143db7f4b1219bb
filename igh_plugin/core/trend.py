"""What a series leads one to expect of each of its periods, and which periods are a signal.

Every period is predicted from those before it by a quasi-likelihood regression: of counts a log-linear one whose variance is
phi times the mean, of shares a logistic one whose variance is phi times the binomial one (McCullagh & Nelder 1989, "Generalized
Linear Models", ch. 9). It has a level, a trend from one and a half seasons on, and one pair of harmonics of the season from
one and a quarter, two from two seasons on. Older periods count less, by half after two seasons. As in the improved algorithm of
Farrington (Noufaily et al. 2013, Statistics in Medicine 32) earlier peaks are given less weight by their Anscombe
residual, and there is no signal above while hardly anything is counted. The band holds what the negative binomial, or the
beta-binomial, expects with that mean, and the variance that comes of phi and of the uncertainty of the mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

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
STEPS, SMALL = 50, 1e-9


@dataclass(frozen=True)
class Expectation:
    """Expected value and the limits of its band for each of n periods; NaN where the history is too short.

    `variance` is that of what is predicted, over that of plain chance (Poisson, or binomial of the `trials`).
    """

    expected: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    variance: np.ndarray
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
    start = None
    for t in range(max(MINIMUM_HISTORY, since), n):
        if base[t] <= 0 or not (base[:t] > 0).any():
            continue
        design = _design(t, season)
        weight = 0.5 ** ((t - 1 - np.arange(t)) / (HALF_LIFE * season))
        start, mean, spread = _predicted(y[:t], base[:t], design, weight, share, base[t], start)
        expected[t], variance[t] = mean, spread
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
    return Expectation(expected, lower, upper, variance, reason)


def signals(counts: np.ndarray, found: Expectation, share: bool = False) -> np.ndarray:
    """Return which periods lie outside their band, (n,): 1 above, -1 below, 0 within.

    Of counts nothing is a signal above while fewer than `LEAST` were counted in `LEAST_OVER` periods.
    """
    y = np.asarray(counts, float)
    with np.errstate(invalid="ignore"):
        above, below = y > found.upper, y < found.lower
    if not share:
        sums = np.convolve(y, np.ones(LEAST_OVER))[: len(y)]
        above &= sums >= LEAST
    return above.astype(np.int64) - below


def surprise(
    counts: np.ndarray, expected: np.ndarray, variance: np.ndarray, trials: Optional[np.ndarray] = None
) -> np.ndarray:
    """Return how often chance gives a count as far from what is expected, or farther: two-sided p (n,), NaN where nothing is.

    `variance` is as in `Expectation`; with `trials` the counts are a part of these.
    """
    from scipy.stats import betabinom, binom, nbinom

    p = np.full(len(expected), np.nan)
    known = np.flatnonzero(~np.isnan(expected))
    y, mean, spread = np.round(counts[known]), np.maximum(expected[known], SMALL), variance[known]
    if trials is None:
        more = np.maximum(spread - 1, 1e-6)
        chances = [nbinom(mean / more, 1 / (1 + more))]
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


def _design(t: int, season: int) -> np.ndarray:
    """Return the regressors of periods 0 to t, (t + 1, p); the trend is 0 in the last."""
    time = np.arange(t + 1) / season
    columns = [np.ones(t + 1)]
    if t >= TREND_FROM * season:
        columns.append(time - time[-1])
    pairs = max((number for least, number in HARMONICS if t >= least * season), default=0)
    for pair in range(1, pairs + 1):
        columns += [np.sin(2 * np.pi * pair * time), np.cos(2 * np.pi * pair * time)]
    return np.stack(columns, 1)


def _predicted(
    y: np.ndarray,
    base: np.ndarray,
    design: np.ndarray,
    weight: np.ndarray,
    share: bool,
    ahead: float,
    start: Optional[np.ndarray],
) -> Tuple[np.ndarray, float, float]:
    """Return the coefficients (p,), the mean of the period `ahead` is the exposure of, and its variance over that of plain chance."""
    seen, row = design[:-1], design[-1]
    weight = weight * (base > 0)
    weight = weight * (np.count_nonzero(weight) / weight.sum())
    for again in (False, True):
        beta = _fitted(y, base, seen, weight, share, start)
        mean, chance = _mean(seen @ beta, base, share)
        size = weight.sum() ** 2 / (weight**2).sum()
        pearson = (weight * (y - mean) ** 2 / np.maximum(chance, SMALL)).sum() / weight.sum()
        phi = max(1.0, float(pearson) * size / max(size - len(row), 1.0))
        if again or share:
            break
        residual = 1.5 * (y ** (2 / 3) * mean ** (-1 / 6) - np.sqrt(mean)) / np.sqrt(phi)
        far = residual > FAR
        if not far.any():
            break
        weight = np.where(far, weight * residual**-2.0, weight)
        weight, start = weight * (np.count_nonzero(weight) / weight.sum()), beta
    bread = np.linalg.pinv((seen.T * (weight * chance)) @ seen)
    uncertain = phi * float(row @ bread @ ((seen.T * (weight**2 * chance)) @ seen) @ bread @ row)
    there, by_chance = _mean(np.array([row @ beta]), np.array([ahead]), share)
    return beta, float(there[0]), phi + float(by_chance[0]) * uncertain


def _fitted(
    y: np.ndarray,
    base: np.ndarray,
    design: np.ndarray,
    weight: np.ndarray,
    share: bool,
    start: Optional[np.ndarray],
) -> np.ndarray:
    """Return the coefficients (p,) of the regression, by iteratively reweighted least squares."""
    part = (weight * y).sum() / (weight * base).sum()
    level = np.log(max(part, SMALL)) - (np.log(max(1 - part, SMALL)) if share else 0.0)
    beta = np.zeros(design.shape[1])
    beta[0] = level
    if start is not None and len(start) == len(beta):
        beta = start
    for _ in range(STEPS):
        line = design @ beta
        mean, chance = _mean(line, base, share)
        chance = np.maximum(chance, SMALL)
        scaled = design.T * (weight * chance)
        matrix = scaled @ design
        matrix[np.diag_indices_from(matrix)] += SMALL * np.trace(matrix) / len(matrix)
        better = np.linalg.solve(matrix, scaled @ (np.clip(line, -20, 20) + (y - mean) / chance))
        done = np.abs(better - beta).max() < 1e-10 * (1 + np.abs(beta).max())
        beta = better
        if done:
            break
    return beta


def _mean(line: np.ndarray, base: np.ndarray, share: bool) -> Tuple[np.ndarray, np.ndarray]:
    """Return the mean at a linear predictor and its variance by plain chance, (n,) each."""
    line = np.clip(line, -20, 20)
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
        lower[known], upper[known] = (_count(part, mean, spread) for part in (tail, 1 - tail))
    else:
        lower[known], upper[known] = _part(tail, mean, np.round(trials[known]), spread)
    return lower, upper


def _count(part: float, mean: np.ndarray, spread: np.ndarray) -> np.ndarray:
    from scipy.stats import nbinom

    more = np.maximum(spread - 1, 1e-6)
    return nbinom.ppf(part, mean / more, 1 / (1 + more))


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
