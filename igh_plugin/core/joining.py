"""Several sources side by side: what each counted in the same place and period, divided by a denominator of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Optional, Sequence, Tuple

import numpy as np

from . import periods


@dataclass(frozen=True)
class Side:
    """One source of a join: from which to which local day it is complete, and its number of events, (places, periods).

    `denominator` (places, periods) is what its rate divides by, NaN where that is not known; None for a source without.
    A rate is per so many (`per`) of its denominator.
    """

    source: str
    first: int
    last: int
    events: np.ndarray
    denominator: Optional[np.ndarray] = None
    per: float = 1.0


@dataclass(frozen=True)
class Joined:
    """Sources side by side, all of (places, periods): events, NaN where a source tells nothing; whether they are of the
    whole period; the rate, NaN where events or denominator are not known or the denominator is 0.
    """

    events: Dict[str, np.ndarray]
    complete: Dict[str, np.ndarray]
    rate: Dict[str, np.ndarray]


def join(sides: Sequence[Side], period: np.ndarray, kind: str) -> Joined:
    """Put sources side by side over `period` (p,), numbers of `core.periods` of a kind.

    A period that a source does not touch has no number of its events, which is not zero; one that it reaches into has the
    number there is, and is not complete.
    """
    events, complete, rate = {}, {}, {}
    for side in sides:
        touched = whole = np.ones(len(period), bool)
        if kind != periods.ALL:
            first, last = periods.bounds(period, kind)
            touched = (last >= side.first) & (first <= side.last)
            whole = (first >= side.first) & (last <= side.last)
        shape = side.events.shape
        counted = np.where(np.broadcast_to(touched, shape), side.events.astype(float), np.nan)
        events[side.source] = counted
        complete[side.source] = np.broadcast_to(whole, shape)
        if side.denominator is not None:
            known = np.isfinite(side.denominator) & (side.denominator > 0)
            rate[side.source] = np.where(
                known, side.per * counted / np.where(known, side.denominator, 1), np.nan
            )
    return Joined(events, complete, rate)


def grid_of(
    place: np.ndarray, period: np.ndarray, value: np.ndarray, places: Sequence[str], wanted: np.ndarray
) -> Tuple[np.ndarray, int]:
    """Return rows of a cube as (places, wanted) float64, and how much of their value lies in no place."""
    at = {name: number for number, name in enumerate(places)}
    row = np.array([at.get(name, -1) for name in place], np.int64)
    column = np.searchsorted(wanted, period)
    inside = row >= 0
    out = np.zeros((len(places), len(wanted)))
    np.add.at(out, (row[inside], column[inside]), value[inside])
    return out, int(value[~inside].sum())
