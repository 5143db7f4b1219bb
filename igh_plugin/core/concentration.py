"""How much few places hold of all: the curve of Lorenz (Pareto), Gini's coefficient, and what each share of places holds.

    G = max(1 / c, 1 / n) (2 sum_i i y_i - n - 1) - max(n / c, 1) + 1

for n places with shares y_i in rising order and c events (Bernasco & Steenbeek 2017, "More places than crimes: implications for
evaluating the law of crime concentration at place", Journal of Quantitative Criminology 33). Where there are fewer events than
places even the most even spread leaves places empty; this counts that as none, and is Gini's own where there are more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Concentration:
    """Of n places: `order` (n,) their positions from most to least, `share` (n,) of the whole in that order, `cumulated` (n,)
    the sum of shares so far, `gini` and the generalised `gini_events`, NaN when all is zero.
    """

    order: np.ndarray
    share: np.ndarray
    cumulated: np.ndarray
    gini: float
    gini_events: float

    def places_for(self, part: float) -> int:
        """Return how few places hold a part of the whole, 0 to 1."""
        if not len(self.share) or not self.cumulated[-1] > 0:
            return 0
        return int(np.searchsorted(self.cumulated, part * (1 - 1e-12))) + 1

    def part_of(self, places: float) -> float:
        """Return which part of the whole the first part of the places, 0 to 1, holds; between two places in proportion."""
        at = np.arange(len(self.share) + 1) / max(len(self.share), 1)
        return float(np.interp(places, at, np.append(0.0, self.cumulated)))


def concentration(amounts: np.ndarray, counts: bool = True) -> Concentration:
    """Measure how amounts, (n,) of zero or more such as numbers of events, are divided over places.

    Unless the amounts are `counts` there is no `gini_events`. Places with the same amount are in the order in which they are given.
    """
    amounts = np.asarray(amounts, float)
    n, total = len(amounts), float(amounts.sum())
    order = np.argsort(-amounts, kind="stable")
    if not total > 0:
        return Concentration(order, np.zeros(n), np.zeros(n), np.nan, np.nan)
    share = amounts[order] / total
    cumulated = np.minimum(np.cumsum(amounts[order]) / total, 1.0)
    inner = 2 * float((np.arange(n, 0, -1) * share).sum()) - n - 1
    gini = inner / n
    few = max(1 / total, 1 / n) * inner - max(n / total, 1.0) + 1 if counts else np.nan
    return Concentration(order, share, cumulated, gini, few)
