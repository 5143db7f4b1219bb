"""Where areas stand among each other, in standard deviations of all of them from the whole."""

from __future__ import annotations

import numpy as np

STEPS = (0.5, 1.5)
"""Standard deviations at which an area is above or below the others, and far above or below them."""
LEAST_AREAS = 10


def standing(values: np.ndarray, whole: float) -> np.ndarray:
    """Return where values (n,) stand beside that of the whole, in standard deviations of all of them, (n,); NaN for fewer than ten."""
    values = np.asarray(values, float)
    known = values[~np.isnan(values)]
    deviation = known.std() if len(known) >= LEAST_AREAS else 0.0
    return (values - whole) / deviation if deviation > 0 else np.full(len(values), np.nan)


def standing_class(deviations: np.ndarray) -> np.ndarray:
    """Return the class of deviations (n,): -2 far below to 2 far above, 0 within half a standard deviation or unknown."""
    size = np.abs(np.nan_to_num(deviations))
    return (np.sign(np.nan_to_num(deviations)) * np.digitize(size, STEPS)).astype(np.int64)
