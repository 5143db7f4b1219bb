"""Hot spots as places one can go to: significant units gathered around their peaks and ranked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List

import numpy as np


@dataclass(frozen=True)
class Cluster:
    """Members (indices of units) around a peak; `weight` the sum of their values, `z` that of the peak."""

    members: np.ndarray
    weight: float
    peak: int
    z: float


def significant_places(
    bins: np.ndarray,
    z: np.ndarray,
    weight: np.ndarray,
    x: np.ndarray,
    y: np.ndarray,
    reach: float,
    least: int = 2,
) -> List[Cluster]:
    """Gather hot units (bin >= `least`) into places of a bounded size, strongest first.

    All arrays are (n,), `x`, `y` centres in metres. The hot unit with the highest z (then weight, then number)
    is a peak and takes every free hot unit within `reach` metres along both axes; then the next free one, until
    none is left. A whole hot quarter so becomes several places that a patrol can walk, not one that it cannot.
    """
    hot = np.flatnonzero(np.asarray(bins) >= least)
    order = hot[np.lexsort((hot, -weight[hot], -z[hot]))]
    free = np.zeros(len(bins), bool)
    free[hot] = True
    places = []
    for peak in order:
        if not free[peak]:
            continue
        near = hot[(np.abs(x[hot] - x[peak]) <= reach) & (np.abs(y[hot] - y[peak]) <= reach)]
        members = near[free[near]]
        free[members] = False
        places.append(Cluster(members, float(np.nansum(weight[members])), int(peak), float(z[peak])))
    return places
