"""What there is to say of clusters of events: how many, of what weight, where, when, and whether they grow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

import numpy as np

from .poisson_test import e_test


@dataclass(frozen=True)
class Summary:
    """Of c clusters, (c,) each: `events`, `weight`, different `places`, and `x`, `y` of the middle in metres.

    Where times are known also `first` and `last` day, events in the `recent` days and in as many `before` them, both float64 with
    NaN where the time before is not wholly known, and `p` of the E-test that these differ.
    """

    events: np.ndarray
    weight: np.ndarray
    places: np.ndarray
    x: np.ndarray
    y: np.ndarray
    first: Optional[np.ndarray] = None
    last: Optional[np.ndarray] = None
    recent: Optional[np.ndarray] = None
    before: Optional[np.ndarray] = None
    p: Optional[np.ndarray] = None


def summarise(
    label: np.ndarray,
    number: int,
    x: np.ndarray,
    y: np.ndarray,
    weight: np.ndarray,
    day: Optional[np.ndarray] = None,
    recent_days: int = 28,
    span: Optional[Tuple[int, int]] = None,
) -> Summary:
    """Summarise events (n,) by their cluster, `label` (n,) with -1 for none; `day` (n,) is days since 1970-01-01.

    The recent days are the last of the `span` of the data, its first and last day: by default that of all events, those in no
    cluster too.
    """
    inside = np.flatnonzero(label >= 0)
    own = label[inside]
    events = np.bincount(own, minlength=number)
    place = np.unique(np.stack((x[inside], y[inside])), axis=1, return_inverse=True)[1].reshape(-1)
    pairs = np.unique(np.stack((own, place)), axis=1)
    found = Summary(
        events,
        np.bincount(own, weight[inside], number),
        np.bincount(pairs[0], minlength=number),
        np.bincount(own, x[inside], number) / np.maximum(events, 1),
        np.bincount(own, y[inside], number) / np.maximum(events, 1),
    )
    if day is None:
        return found
    when = day[inside]
    order = np.lexsort((when, own))
    ends = np.cumsum(events)
    first_day, last_day = (int(day.min()), int(day.max())) if span is None else span
    ago = last_day - when
    recent = np.bincount(own[(ago >= 0) & (ago < recent_days)], minlength=number).astype(float)
    before = np.bincount(own[(ago >= recent_days) & (ago < 2 * recent_days)], minlength=number).astype(float)
    p = np.full(number, np.nan)
    if last_day - first_day + 1 >= 2 * recent_days:
        p = e_test(before, recent)
    else:
        recent[:] = before[:] = np.nan
    return Summary(
        found.events, found.weight, found.places, found.x, found.y, when[order[ends - events]], when[order[ends - 1]],
        recent, before, p,
    )  # fmt: skip
