"""Areas of different size beside the whole: which of them differ by more than chance.

Funnel limits are those of Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statistics in Medicine 24:
what an area of that size would have with the rate of the whole, with 95 and 99.8 %. With more than thirty areas chance is not the
only thing in which they differ; then the variance is multiplied by phi, the mean square of z winsorised by a tenth at both ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from .trend import limits

NEAR, FAR = 0.025, 0.001
"""Tails of the limits of 95 and 99.8 %."""
ENOUGH, WINSORISED = 30, 0.1


@dataclass(frozen=True)
class Funnel:
    """Of n areas: `place` (n,) int64, -2 far below, -1 below, 0 as the whole, 1 above, 2 far above; with the limits in numbers of
    the numerator, (n,) each, NaN without a base. `phi` is the overdispersion that was allowed for.
    """

    place: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray
    phi: float


def funnel(top: np.ndarray, base: np.ndarray, share: bool = False) -> Funnel:
    """Compare areas that have `top` (n,) of a `base` (n,) with the rate of all; with `share` the top is a part of the base."""
    top, base = np.asarray(top, float), np.asarray(base, float)
    known = (base > 0) & ~np.isnan(top)
    whole = top[known].sum() / base[known].sum() if known.any() else np.nan
    expected = np.where(known, np.maximum(whole * base, 0.0), np.nan)
    phi = _phi(top[known], expected[known], base[known] if share else None)
    spread = np.full(len(top), phi)
    trials = base if share else None
    lower, upper = limits(expected, spread, NEAR, trials)
    lowest, highest = limits(expected, spread, FAR, trials)
    with np.errstate(invalid="ignore"):
        up = (top > upper).astype(np.int64) + (top > highest)
        down = (top < lower).astype(np.int64) + (top < lowest)
    return Funnel(up - down, lower, upper, lowest, highest, phi)


def _phi(top: np.ndarray, expected: np.ndarray, trials: Optional[np.ndarray]) -> float:
    if len(top) <= ENOUGH:
        return 1.0
    variance = expected if trials is None else expected * (1 - expected / trials)
    z = np.sort((top - expected) / np.sqrt(np.maximum(variance, 1e-9)))
    cut = int(WINSORISED * len(z))
    return max(1.0, float((np.clip(z, z[cut], z[-1 - cut]) ** 2).mean()))
