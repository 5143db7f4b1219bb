"""From one division of areas to another: how much of each old area lies in each new one, and series carried across.

Weights are whole millionths of the old area. They are shared out by the largest remainder (Hamilton's method; of equal
remainders the one that comes first), so that an area that is wholly covered adds up to `WHOLE` exactly and a series keeps
its total. A count of an old area is spread over the new ones by these weights: as if it were spread evenly over the old
area, or over its addresses when these were counted (areal interpolation, Goodchild & Lam 1980, "Areal interpolation: a
variant of the traditional spatial problem", Geo-Processing 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

import numpy as np

WHOLE = 1_000_000
SLIVER = 0.001
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Correspondence:
    """The part of old areas in new ones.

    `old`, `new` (m,) int64 are numbers of areas, in order, `weight` (m,) int64 millionths of the old area, `amount` (m,)
    what they share, in the unit that was given. Of the `count` old areas, `covered` (count,) float64 is the part that lies
    in the new ones before slivers were dropped, NaN for an area without an amount. `slivers` (s, 2) int64 are the pairs
    that were dropped.
    """

    old: np.ndarray
    new: np.ndarray
    weight: np.ndarray
    amount: np.ndarray
    covered: np.ndarray
    slivers: np.ndarray

    @property
    def count(self) -> int:
        """Number of old areas."""
        return len(self.covered)

    @property
    def sums(self) -> np.ndarray:
        """What the weights of each old area add up to, (count,) int64: `WHOLE` for one that is wholly covered."""
        return _sums(self.old, self.weight, self.count)


def correspondence_of(
    old: np.ndarray,
    new: np.ndarray,
    amount: np.ndarray,
    old_whole: np.ndarray,
    new_whole: np.ndarray,
    sliver: float = SLIVER,
) -> Correspondence:
    """Return the correspondence of what pairs of areas share.

    `old`, `new` (p,) are the numbers of the areas of a pair, each pair once; `amount` (p,) is what they share: square
    metres, or a number of addresses; `old_whole` (o,) and `new_whole` (n,) what each area has in all. A pair that is less
    than the part `sliver` of its old and of its new area is dropped. An old area is wholly covered when no more than
    that part of it lies outside the new areas; what is dropped inside it goes to its other pairs.
    """
    old, new, amount = np.asarray(old, np.int64), np.asarray(new, np.int64), np.asarray(amount, float)
    order = np.lexsort((new, old))
    order = order[amount[order] > 0]
    old, new, amount = old[order], new[order], amount[order]
    old_whole, new_whole = np.asarray(old_whole, float), np.asarray(new_whole, float)
    small = (amount < sliver * old_whole[old]) & (amount < sliver * new_whole[new])
    with np.errstate(invalid="ignore", divide="ignore"):
        covered = np.where(old_whole > 0, _sums(old, amount, len(old_whole)) / old_whole, np.nan)
    kept = ~small
    rows, shared = old[kept], amount[kept]
    total = _sums(rows, shared, len(old_whole))
    target = np.where(
        covered >= 1 - max(sliver, _ROUNDING), WHOLE, np.floor(np.nan_to_num(covered) * WHOLE)
    ).astype(np.int64)
    exact = shared * target[rows] / total[rows]
    weight = np.floor(exact).astype(np.int64)
    missing = np.where(total > 0, target, 0) - _sums(rows, weight, len(old_whole))
    by_rest = np.lexsort((np.arange(len(rows)), -(exact - weight), rows))
    place = np.arange(len(rows)) - np.searchsorted(rows, rows)
    weight[by_rest] += place < missing[rows]
    return Correspondence(rows, new[kept], weight, shared, covered, np.column_stack((old[small], new[small])))


def carried(
    table: Correspondence, old: np.ndarray, values: np.ndarray, new_count: int
) -> Tuple[np.ndarray, int]:
    """Return whole numbers of old areas carried to the new ones, (new_count,) int64 in millionths, and what has no place.

    `old` (v,) int64 are numbers of old areas, -1 for one that is not known, `values` (v,) int64. What has no place, in
    millionths too, and the sum of what has one are the sum of the values exactly.
    """
    old, values = np.asarray(old, np.int64), np.asarray(values, np.int64)
    known = old >= 0
    totals = np.zeros(table.count, np.int64)
    np.add.at(totals, old[known], values[known])
    found = np.zeros(new_count, np.int64)
    np.add.at(found, table.new, totals[table.old] * table.weight)
    return found, int(values.sum()) * WHOLE - int(found.sum())


def _sums(rows: np.ndarray, values: np.ndarray, count: int) -> np.ndarray:
    out = np.zeros(count, values.dtype)
    np.add.at(out, rows, values)
    return out
