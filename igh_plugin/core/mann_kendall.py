"""The Mann-Kendall test for a trend, of many series at once.

    S = sum_{i < j} sgn(x_j - x_i),  Var S = (n (n - 1) (2 n + 5) - sum_t t (t - 1) (2 t + 5)) / 18,
    Z = (S - sgn S) / sqrt(Var S)

with t the sizes of groups of equal values (Mann 1945, Econometrica 13; Kendall 1975, "Rank Correlation Methods"). Values that
follow each other are often alike, which makes trends look surer than they are; the variance is then multiplied by

    1 + 2 / (n (n - 1) (n - 2)) sum_k (n - k) (n - k - 1) (n - k - 2) r_k

over the autocorrelations r_k, of the ranks of the series without its trend, that are significant at 5 % (Hamed & Rao 1998, "A
modified Mann-Kendall trend test for autocorrelated data", Journal of Hydrology 204).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

import numpy as np

from .progress import Progress, Silent

AT_A_TIME = 2_000_000
"""Differences of pairs that are held at a time."""
SIGNIFICANT = 1.959963984540054


@dataclass(frozen=True)
class Trend:
    """Of m series: `s` (n - 1) n / 2 at most, `z` and two-sided `p`, (m,) float64 each; z is 0 and p 1 for a constant series.

    `adjusted_p` (m,) allows for autocorrelation.
    """

    s: np.ndarray
    z: np.ndarray
    p: np.ndarray
    adjusted_p: np.ndarray


def mann_kendall(series: np.ndarray, adjust: bool = True, progress: Progress = Silent()) -> Trend:
    """Test each row of `series`, (m, n) of n values without NaN at equal steps, for a trend.

    Unless `adjust`, `adjusted_p` is NaN.
    """
    from scipy.special import ndtr

    series = np.asarray(series, float)
    m, n = series.shape
    s, variance, correction = np.zeros(m), np.zeros(m), np.ones(m)
    size = max(AT_A_TIME // max(n * (n - 1) // 2, 1), 1)
    for start in range(0, m, size):
        progress.step(start / m)
        rows = slice(start, start + size)
        s[rows] = _score(series[rows])
        variance[rows] = _variance(series[rows])
        correction[rows] = _correction(series[rows]) if adjust else np.nan
    trend = s - np.sign(s)
    z = np.divide(trend, np.sqrt(variance), out=np.zeros(m), where=variance > 0)
    adjusted = np.divide(trend, np.sqrt(variance * correction), out=np.zeros(m), where=variance > 0)
    return Trend(s, z, 2 * ndtr(-np.abs(z)), 2 * ndtr(-np.abs(adjusted)))


def seasonal_mann_kendall(series: np.ndarray, season: int, adjust: bool = False) -> Tuple[float, float]:
    """Return z and two-sided p of a series (n,) without NaN, in which each step is compared with the same one of other seasons.

    S and its variance are the sums of those of the steps (Hirsch, Slack & Smith 1982, "Techniques of trend analysis for monthly
    water quality data", Water Resources Research 18). With `adjust` the variance is multiplied for autocorrelation as above, of the
    series less the median of each step. z is 0 and p 1 where no two values can be compared.
    """
    from scipy.special import ndtr

    series = np.asarray(series, float)
    s = variance = 0.0
    level = np.empty(len(series))
    rounds, more = divmod(len(series), season)
    for steps, times in ((np.arange(more), rounds + 1), (np.arange(more, season), rounds)):
        at = steps[:, None] + season * np.arange(times)
        if at.size:
            own = series[at]
            s += float(_score(own).sum())
            variance += float(_variance(own).sum())
            level[at] = np.median(own, axis=1)[:, None]
    if adjust:
        variance *= max(float(_correction((series - level)[None])[0]), 1.0)
    z = (s - np.sign(s)) / np.sqrt(variance) if variance > 0 else 0.0
    return float(z), float(2 * ndtr(-abs(z)))


def _score(series: np.ndarray) -> np.ndarray:
    total = np.zeros(len(series))
    for lag in range(1, series.shape[1]):
        total += np.sign(series[:, lag:] - series[:, :-lag]).sum(1)
    return total


def _variance(series: np.ndarray) -> np.ndarray:
    """Return the variance of S; of each group of t equal values the k-th adds its part of t (t - 1) (2 t + 5)."""
    n = series.shape[1]
    ranked = np.sort(series, 1)
    tied = np.zeros(len(series))
    place = np.ones(len(series))
    for at in range(1, n):
        place = np.where(ranked[:, at] == ranked[:, at - 1], place + 1, 1.0)
        tied += _ties(place) - np.where(place > 1, _ties(place - 1), 0.0)
    return (n * (n - 1) * (2 * n + 5) - tied) / 18


def _ties(size: np.ndarray) -> np.ndarray:
    return size * (size - 1) * (2 * size + 5)


def _correction(series: np.ndarray) -> np.ndarray:
    """Return by what the variance is multiplied for autocorrelation; 1 where that would leave none."""
    n = series.shape[1]
    if n < 4:
        return np.ones(len(series))
    time = np.arange(n)
    early, late = np.triu_indices(n, 1)
    slope = np.median((series[:, late] - series[:, early]) / (late - early), axis=1)
    ranks = _ranks(series - slope[:, None] * time)
    ranks -= ranks.mean(1, keepdims=True)
    whole = (ranks**2).sum(1)
    found = np.zeros(len(series))
    for lag in range(1, n):
        r = np.divide(
            (ranks[:, lag:] * ranks[:, :-lag]).sum(1), whole, out=np.zeros(len(series)), where=whole > 0
        )
        weight = (n - lag) * (n - lag - 1) * (n - lag - 2)
        found += np.where(np.abs(r) > SIGNIFICANT / np.sqrt(n), weight * r, 0.0)
    factor = 1 + 2 * found / (n * (n - 1) * (n - 2))
    return np.where(factor > 0, factor, 1.0)


def _ranks(series: np.ndarray) -> np.ndarray:
    """Return the rank of each value in its row, from 1; equal values get the mean of theirs."""
    n = series.shape[1]
    order = np.argsort(series, 1, kind="stable")
    ranked = np.take_along_axis(series, order, 1)
    starts = np.ones(series.shape, bool)
    starts[:, 1:] = ranked[:, 1:] != ranked[:, :-1]
    ends = np.ones(series.shape, bool)
    ends[:, :-1] = starts[:, 1:]
    at = np.arange(n)
    first = np.maximum.accumulate(np.where(starts, at, 0), 1)
    last = np.minimum.accumulate(np.where(ends, at, n)[:, ::-1], 1)[:, ::-1]
    found = np.empty(series.shape)
    np.put_along_axis(found, order, (first + last) / 2 + 1, 1)
    return found
