"""Rates, shares and their uncertainty.

Byar's approximation for Poisson counts of 10 and more and exact chi-square limits below (Breslow & Day 1987);
Wilson (1927) for shares; empirical Bayes by moments (Marshall 1991); overdispersion from successive differences
(von Neumann 1941, with the variance of counts and of shares).
"""

from __future__ import annotations

from typing import Tuple

import numpy as np

Z95 = 1.959963984540054
LEAST_PAIRS = 8


def divide(numerator: np.ndarray, denominator: np.ndarray) -> np.ndarray:
    """Divide, with NaN where the denominator is zero, negative or NaN (no rate, not 0)."""
    top, bottom = np.asarray(numerator, float), np.asarray(denominator, float)
    top, bottom = np.broadcast_arrays(top, bottom)
    return np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0)


def count_interval(count: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """Return the 95 % limits of Poisson means given counts, (n,): exact below 10, Byar from there."""
    from scipy.special import gammaincinv

    c = np.asarray(count, float)
    safe = np.maximum(c, 1.0)
    low_byar = c * (1 - 1 / (9 * safe) - Z95 / (3 * np.sqrt(safe))) ** 3
    high_byar = (c + 1) * (1 - 1 / (9 * (c + 1)) + Z95 / (3 * np.sqrt(c + 1))) ** 3
    few = c < 10
    # Half a quantile of chi-squared with 2 c degrees of freedom is that of the gamma distribution with shape c.
    low_byar[few] = np.where(c[few] > 0, gammaincinv(safe[few], 0.025), 0.0)
    high_byar[few] = gammaincinv(c[few] + 1, 0.975)
    return low_byar, high_byar


def share_interval(successes: np.ndarray, trials: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """Return the 95 % Wilson limits of shares, (n,); NaN without trials."""
    n = np.asarray(trials, float)
    p = divide(successes, n)
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
        half = Z95 * np.sqrt(np.maximum(p * (1 - p), 0) / n + Z95**2 / (4 * n**2)) / (1 + Z95**2 / n)
        return np.maximum(centre - half, 0), np.minimum(centre + half, 1)


def empirical_bayes(events: np.ndarray, base: np.ndarray, share: bool = False) -> np.ndarray:
    """Shrink rates to the global mean by how little they rest on (Marshall 1991, global).

    m = sum e / sum n; A = s2 - v / nbar (at least 0), s2 the weighted variance of the rates;
    theta_i = m + (r_i - m) A / (A + v / n_i). v is the variance of one unit of the base: m for counts
    (Poisson), m (1 - m) when the events are a share of the base (binomial). Units without a base are NaN.
    """
    e, n = np.asarray(events, float), np.asarray(base, float)
    known = (n > 0) & ~np.isnan(e)
    out = np.full(len(e), np.nan)
    if not known.any():
        return out
    e, n = e[known], n[known]
    rate = e / n
    mean = e.sum() / n.sum()
    variance = float((n * (rate - mean) ** 2).sum() / n.sum())
    single = mean * (1 - mean) if share else mean
    between = max(variance - single / n.mean(), 0.0)
    weight = between / (between + single / n) if between > 0 else np.zeros(len(n))
    out[known] = mean + weight * (rate - mean)
    return out


def empirical_bayes_standardised(events: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Return rates as deviates from the global one that have the same variance whatever they rest on, (n,).

    Assuncao & Reis (1999), "A new proposal to adjust Moran's I for population density", Statistics in Medicine 18:
    z_i = (r_i - b) / sqrt(a + b / n_i), b = sum e / sum n, a = s2 - b / nbar, s2 the weighted variance of the rates; where
    a + b / n_i is below zero, b / n_i. Units without a base are NaN.
    """
    e, n = np.asarray(events, float), np.asarray(base, float)
    known = (n > 0) & ~np.isnan(e)
    out = np.full(len(e), np.nan)
    if not known.any():
        return out
    e, n = e[known], n[known]
    rate = e / n
    b = e.sum() / n.sum()
    a = float((n * (rate - b) ** 2).sum() / n.sum()) - b / n.mean()
    variance = a + b / n
    out[known] = divide(rate - b, np.sqrt(np.where(variance < 0, b / n, variance)))
    return out


def dispersion_of_counts(counts: np.ndarray, exposure: np.ndarray) -> np.ndarray:
    """Return by how much the variance of counts exceeds the Poisson one, (...,), at least 1; 1 for under 9 periods.

    phi = sum (y[t+1] - y[t])^2 / sum (y[t+1] + y[t]) over neighbouring periods, with y the counts (..., periods) scaled
    to the mean exposure (periods,). A steady rise hardly adds to it; the seasons do, as they do to what is compared.
    """
    y, base = np.asarray(counts, float), np.asarray(exposure, float)
    if y.shape[-1] <= LEAST_PAIRS:
        return np.ones(y.shape[:-1])
    y = y * (base.mean() / base)
    squares = (np.diff(y, axis=-1) ** 2).sum(-1)
    sums = (y[..., 1:] + y[..., :-1]).sum(-1)
    return np.fmax(divide(squares, sums), 1.0)


def dispersion_of_shares(hits: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Return by how much the variance of shares exceeds the binomial one, (...,), at least 1; 1 for under 8 pairs.

    The mean over neighbouring periods of (p[t+1] - p[t])^2 / (p (1 - p) (1/n[t+1] + 1/n[t])), p their common share,
    `hits` and `base` (..., periods); pairs without a base or with a common share of 0 or 1 do not count.
    """
    x, n = np.asarray(hits, float), np.asarray(base, float)
    both = n[..., 1:] + n[..., :-1]
    pooled = divide(x[..., 1:] + x[..., :-1], both)
    step = np.diff(divide(x, n), axis=-1)
    single = pooled * (1 - pooled) * (divide(np.ones(()), n[..., 1:]) + divide(np.ones(()), n[..., :-1]))
    ratio = divide(step**2, single)
    usable = ~np.isnan(ratio)
    pairs = usable.sum(-1)
    mean = divide(np.where(usable, ratio, 0.0).sum(-1), pairs)
    return np.where(pairs >= LEAST_PAIRS, np.fmax(mean, 1.0), 1.0)


def compare_counts(before: float, after: float, share_after: float = 0.5, dispersion: float = 1.0) -> float:
    """Return the two-sided p that two counts have the same rate.

    Given the total, the later count is binomial with `share_after`, the later period's share of the exposure (exact
    test). With a `dispersion` above 1 the normal approximation with that many times the variance (quasi-Poisson).
    """
    from scipy.special import ndtr
    from scipy.stats import binom

    total = int(round(before + after))
    if total == 0:
        return 1.0
    if dispersion > 1:
        spread = np.sqrt(dispersion * total * share_after * (1 - share_after))
        return float(2 * ndtr(-abs(after - total * share_after) / spread))
    seen = int(round(after))
    lower = binom.cdf(seen, total, share_after)
    upper = binom.sf(seen - 1, total, share_after)
    return float(min(1.0, 2 * min(lower, upper)))


def compare_shares(
    hits_before: float, base_before: float, hits_after: float, base_after: float, dispersion: float = 1.0
) -> float:
    """Return the two-sided p that two shares are equal (pooled z-test); 1 where one has no base.

    `dispersion` times the binomial variance is taken.
    """
    from scipy.special import ndtr

    if base_before <= 0 or base_after <= 0:
        return 1.0
    pooled = (hits_before + hits_after) / (base_before + base_after)
    spread = np.sqrt(dispersion * max(pooled * (1 - pooled), 0.0) * (1 / base_before + 1 / base_after))
    if spread == 0:
        return 1.0
    return float(2 * ndtr(-abs(hits_after / base_after - hits_before / base_before) / spread))
