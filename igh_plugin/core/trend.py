"""What a series leads one to expect of each of its periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from .text import QT_TRANSLATE_NOOP, Text

MINIMUM_HISTORY = 8


@dataclass(frozen=True)
class Expectation:
    """Expected value and its 95 % band for each of n periods; NaN where the history is too short."""

    expected: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    reason: Optional[Text] = None


def expected_counts(counts: np.ndarray, season: int, exposure: Optional[np.ndarray] = None) -> Expectation:
    """Expect each period from the periods before it only, with overdispersion.

    The level is the mean of the last half season (at least 8 periods) before a period; where a full season
    and its surroundings have been seen, it is multiplied by the ratio of the same time last year (five
    periods around it) to the level then. The band holds the 2.5 and 97.5 % quantiles of a negative binomial
    with that mean and the dispersion of the earlier Pearson residuals (quasi-Poisson phi >= 1 by moments).

    Parameters
    ----------
    counts : (n,) counts per period, no NaN
    season : periods in a year (12 or 52)
    exposure : (n,) what the counts arise from, such as inspections; None for time alone
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
    lower, upper = _band(y, expected)
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


def _band(y: np.ndarray, expected: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    from scipy.stats import nbinom, poisson

    lower, upper = np.full(len(y), np.nan), np.full(len(y), np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        squared = (y - expected) ** 2 / np.maximum(expected, 0.5)
    for t in np.flatnonzero(~np.isnan(expected)):
        earlier = squared[:t]
        earlier = earlier[~np.isnan(earlier)]
        phi = max(1.0, float(np.median(earlier) / 0.4549)) if len(earlier) >= MINIMUM_HISTORY else 1.5
        mean = max(float(expected[t]), 1e-9)
        if phi <= 1.0:
            lower[t], upper[t] = poisson.ppf((0.025, 0.975), mean)
        else:
            size = mean / (phi - 1.0)
            lower[t], upper[t] = nbinom.ppf((0.025, 0.975), size, 1.0 / phi)
    return lower, upper
