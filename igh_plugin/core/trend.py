"""What a series leads one to expect of each of its periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from .text import QT_TRANSLATE_NOOP, Text

MINIMUM_HISTORY = 8
QUANTILES = np.array([0.025, 0.975])


@dataclass(frozen=True)
class Expectation:
    """Expected value and its 95 % band for each of n periods; NaN where the history is too short."""

    expected: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    reason: Optional[Text] = None


def expected_counts(
    counts: np.ndarray, season: int, exposure: Optional[np.ndarray] = None, share: bool = False
) -> Expectation:
    """Expect each period from the periods before it only, with overdispersion.

    The level is the mean of the last half season (at least 8 periods) before a period; where a full season
    and its surroundings have been seen, it is multiplied by the ratio of the same time last year (five
    periods around it) to the level then. The band holds the 2.5 and 97.5 % quantiles of a negative binomial
    with that mean and the dispersion of the earlier Pearson residuals (quasi-Poisson phi >= 1 by moments); of a share
    those of a binomial, beta-binomial when phi > 1.

    Parameters
    ----------
    counts : (n,) counts per period, no NaN
    season : periods in a year (12 or 52)
    exposure : (n,) what the counts arise from, such as inspections; None for time alone
    share : the counts are a part of the exposure, none larger than it
    """
    y = np.asarray(counts, float)
    base = np.ones(len(y)) if exposure is None else np.asarray(exposure, float)
    n = len(y)
    expected = np.full(n, np.nan)
    window = max(MINIMUM_HISTORY, season // 2)
    for t in range(MINIMUM_HISTORY, n):
        level = _ratio(y, base, max(0, t - window), t)
        if np.isnan(level):
            continue
        expected[t] = level * base[t] * _seasonal(y, base, t, season, window)
    lower, upper = _band(y, expected, base if share else None)
    reason = None
    if n <= MINIMUM_HISTORY:
        reason = Text(
            QT_TRANSLATE_NOOP(
                "core", "{n} periods are too few to say what is usual; a band needs more than {minimum}."
            ),
            {"n": n, "minimum": MINIMUM_HISTORY},
        )
    return Expectation(expected, lower, upper, reason)


def _ratio(y: np.ndarray, base: np.ndarray, start: int, stop: int) -> float:
    total = base[start:stop].sum()
    return float(y[start:stop].sum() / total) if total > 0 else float("nan")


def _seasonal(y: np.ndarray, base: np.ndarray, t: int, season: int, window: int) -> float:
    around = 1 if season <= 12 else 2
    ratios = []
    year = t - season
    while year - around >= 0 and year - window >= 0:
        then = _ratio(y, base, year - around, year + around + 1)
        level = _ratio(y, base, year - window, year)
        if level > 0 and not np.isnan(then):
            ratios.append(then / level)
        year -= season
    return float(np.mean(ratios)) if ratios else 1.0


def _band(y: np.ndarray, expected: np.ndarray, trials: Optional[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    lower, upper = np.full(len(y), np.nan), np.full(len(y), np.nan)
    variance = np.maximum(expected, 0.5)
    if trials is not None:
        variance = np.maximum(expected * (1 - expected / np.maximum(trials, 1)), 0.5)
    with np.errstate(invalid="ignore", divide="ignore"):
        squared = (y - expected) ** 2 / variance
    for t in np.flatnonzero(~np.isnan(expected)):
        earlier = squared[:t]
        earlier = earlier[~np.isnan(earlier)]
        phi = max(1.0, float(np.median(earlier) / 0.4549)) if len(earlier) >= MINIMUM_HISTORY else 1.5
        mean = max(float(expected[t]), 1e-9)
        if trials is None:
            lower[t], upper[t] = _limits_of_count(mean, phi)
        elif trials[t] > 0:
            lower[t], upper[t] = _limits_of_part(mean, int(round(trials[t])), phi)
    return lower, upper


def _limits_of_count(mean: float, phi: float) -> np.ndarray:
    from scipy.stats import nbinom, poisson

    if phi <= 1.0:
        return poisson.ppf(QUANTILES, mean)
    return nbinom.ppf(QUANTILES, mean / (phi - 1.0), 1.0 / phi)


def _limits_of_part(mean: float, trials: int, phi: float) -> np.ndarray:
    """Return the limits of a part of `trials`, whose variance is phi times the binomial one (at most all alike)."""
    from scipy.stats import beta, binom

    share = min(max(mean / max(trials, 1), 1e-9), 1 - 1e-9)
    alike = min((phi - 1.0) / (trials - 1), 0.99) if trials > 1 else 0.0
    if alike <= 0:
        return binom.ppf(QUANTILES, trials, share)
    size = trials / (1 + (trials - 1) * alike) - 1
    if size <= 0:
        return np.array([0.0, float(trials)])
    low, high = beta.ppf(QUANTILES, share * size, (1 - share) * size)
    return np.array([np.floor(trials * low), np.ceil(trials * high)])
