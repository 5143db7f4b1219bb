"""The E-test: do two counts differ, in times that need not be equally long, more than chance explains?

    T(k1, k2) = |k1 / t1 - k2 / t2| / sqrt(k1 / t1^2 + k2 / t2^2),    p = P(T(X1, X2) >= T(k1, k2))

where X1, X2 are Poisson with the mean that both counts give together, (k1 + k2) / (t1 + t2) for a unit of time, each times its
own t (Krishnamoorthy & Thomson 2004, "A more powerful test for comparing two Poisson means", Journal of Statistical Planning and
Inference 119). It is more powerful than the conditional test of one count given the sum, which is conservative for small counts.

For each X1 what X2 gives at least T lies below one bound or above another, so that a sum over X1 alone is left.
"""

from __future__ import annotations

import numpy as np

from .progress import Progress, Silent

TAIL = 1e-15
TOLERANCE = 1e-11


def e_test(
    first: np.ndarray,
    second: np.ndarray,
    first_time: float = 1.0,
    second_time: float = 1.0,
    progress: Progress = Silent(),
) -> np.ndarray:
    """Return the two-sided p of each pair of counts, (n,) whole numbers of zero or more; 1 where both are zero."""
    pairs, inverse = np.unique(
        np.stack((np.asarray(first, np.int64), np.asarray(second, np.int64))), axis=1, return_inverse=True
    )
    p = np.ones(pairs.shape[1])
    for number, (k1, k2) in enumerate(pairs.T.tolist()):
        if number % 256 == 0:
            progress.step(number / len(p))
        p[number] = _p(k1, k2, first_time, second_time)
    return p[inverse.reshape(-1)]


def _p(k1: int, k2: int, t1: float, t2: float) -> float:
    from scipy.special import pdtr, pdtrc
    from scipy.stats import poisson

    seen = (k1 / t1 - k2 / t2) ** 2
    if seen == 0:
        return 1.0
    bound = seen / (k1 / t1**2 + k2 / t2**2) * (1 - TOLERANCE)
    mean = (k1 + k2) / (t1 + t2)
    low, high = poisson.ppf((TAIL, 1 - TAIL), mean * t1)
    x = np.arange(low, high + 1)
    # (x / t1 - y / t2)^2 >= bound (x / t1^2 + y / t2^2), as y^2 - 2 b y + c >= 0
    half = x * t2 / t1 + bound / 2
    root = np.sqrt(half**2 - (x * t2 / t1) ** 2 + bound * x * (t2 / t1) ** 2)
    below, above = np.floor(half - root + TOLERANCE), np.ceil(half + root - TOLERANCE)
    other = mean * t2
    lower = np.where(below >= 0, pdtr(np.maximum(below, 0), other), 0.0)
    upper = np.where(above >= 1, pdtrc(np.maximum(above - 1, 0), other), 1.0)
    # Where both counts are zero T is nil.
    nothing = (x == 0) & (below >= 0)
    lower = np.where(nothing, lower - np.exp(-other), lower)
    return float(min((poisson.pmf(x, mean * t1) * (lower + upper)).sum(), 1.0))
