"""How long things take when some are not finished yet: quantiles of durations, their limits, and a test between two groups.

Leaving out what is still open makes every duration look short. Kaplan & Meier (1958) takes an open one as longer than it has
lasted until now; limits of a quantile after Brookmeyer & Crowley (1982) on the scale log(-log S), with the variance of Greenwood
(1926); two groups are compared by the log-rank test (Mantel 1966).
"""

from __future__ import annotations

from typing import Tuple

import numpy as np

from .rates import Z95, divide

SAME = 1e-12
"""Parts that are as near to each other are the same: they are products of many fractions."""


def survival(duration: np.ndarray, ended: np.ndarray) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the distinct moments at which anything ended, the part that lasts longer than each, and its standard error, (k,).

    `duration` (n,) of what ended, or how long it has lasted so far where `ended` is False.
    """
    order = np.argsort(duration, kind="stable")
    time, over = np.asarray(duration, float)[order], np.asarray(ended, bool)[order]
    moments, first = np.unique(time, return_index=True)
    at_risk = len(time) - first
    ends = np.add.reduceat(over.astype(float), first) if len(time) else np.zeros(0)
    counted = ends > 0
    moments, at_risk, ends = moments[counted], at_risk[counted].astype(float), ends[counted]
    lasting = np.cumprod(1 - ends / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.cumsum(ends / (at_risk * (at_risk - ends)))
        error = lasting * np.sqrt(spread)
    return moments, lasting, error


def quantile(duration: np.ndarray, ended: np.ndarray, part: float) -> Tuple[float, float, float]:
    """Return the time within which a `part` has ended, and its 95 % limits.

    Where exactly that part has ended between two moments the middle of these is taken, as in a plain median. NaN when no more than
    that have ended so far; the upper limit is infinite where the data do not reach it.
    """
    moments, lasting, error = survival(duration, ended)
    reached = np.flatnonzero(lasting <= 1 - part + SAME)
    if not len(reached):
        value = float("nan")
    else:
        at = reached[0]
        value = float(moments[at])
        if abs(lasting[at] - (1 - part)) <= SAME:
            after = moments[at + 1] if at + 1 < len(moments) else np.nan
            value = float(moments[at] + after) / 2
    within = np.flatnonzero(_apart(lasting, error, part) <= Z95)
    if not len(within):
        return value, float("nan"), float("nan")
    above = float(moments[within[-1] + 1]) if within[-1] + 1 < len(moments) else float("inf")
    return value, float(moments[within[0]]), above


def _apart(lasting: np.ndarray, error: np.ndarray, part: float) -> np.ndarray:
    """Return how many standard errors each part lies from the one sought, on the scale log(-log)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = np.log(-np.log(lasting)) - np.log(-np.log(1 - part))
        slope = error / np.abs(lasting * np.log(lasting))
        return np.nan_to_num(np.abs(scaled / slope), nan=np.inf)


def log_rank(duration: np.ndarray, ended: np.ndarray, second: np.ndarray, dispersion: float = 1.0) -> float:
    """Return the two-sided p that durations of two groups, `second` False and True, come from one; 1 where nothing tells.

    With a `dispersion` above 1 the variance is that many times what independent durations would have.
    """
    from scipy.stats import chi2

    duration, over, group = np.asarray(duration, float), np.asarray(ended, bool), np.asarray(second, bool)
    moments = np.unique(duration[over])
    if not len(moments) or group.all() or not group.any():
        return 1.0

    def left(values: np.ndarray) -> np.ndarray:
        return len(values) - np.searchsorted(np.sort(values), moments, "left").astype(float)

    def ends(values: np.ndarray) -> np.ndarray:
        counted = np.sort(values)
        found = np.searchsorted(counted, moments, "right") - np.searchsorted(counted, moments, "left")
        return found.astype(float)

    at_risk, risk_second = left(duration), left(duration[group])
    died, died_second = ends(duration[over]), ends(duration[over & group])
    share = risk_second / at_risk
    surprise = float((died_second - died * share).sum())
    spread = died * share * (1 - share) * divide(at_risk - died, at_risk - 1)
    variance = float(np.nansum(spread)) * dispersion
    return 1.0 if variance <= 0 else float(chi2.sf(surprise**2 / variance, 1))
