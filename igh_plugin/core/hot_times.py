"""When in the week events happen, by hour and weekday, and where that differs from the whole.

Events known as from-to are spread over the hours in which they can have happened (`core.aoristic`), in millionths.

The test asks of each hour of the week whether a part (an area, a selection) has more or fewer of its events in it than the
whole has. Only events take part whose hour is known: what is spread thinly over many hours is no evidence for one of them.
Given how many of these the part has, and how many of the whole lie in that hour, the number of the part in that hour is
hypergeometric when its events are a draw of those of the whole (Fisher's exact test). Two-sided p = min(1, 2 min(upper,
lower)), ties counted in both tails; false discovery rate over all hours of all parts: Benjamini & Hochberg (1995).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Tuple

import numpy as np

from .aoristic import WHOLE, spread
from .getis_ord import benjamini_hochberg
from .progress import Progress, Silent

HOURS = 168
HOUR = 3600


@dataclass(frozen=True)
class HotTimes:
    """Parts of a whole by hour of the week, (parts, 168) each, Monday 0:00 first.

    `events` float64, with what is spread; `timed` int64 those whose hour is known, `expected` how many of these by the profile
    of the whole, `p` two-sided, `peak` int8: 1 more, -1 fewer than the whole, 0 neither. `expected` and `p` are NaN where
    there is nothing to compare.
    """

    events: np.ndarray
    timed: np.ndarray
    expected: np.ndarray
    p: np.ndarray
    peak: np.ndarray


def week_hours(begin: np.ndarray, end: np.ndarray) -> Iterator[Tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Give event, hour of the week and share in millionths of intervals in local time, (m,) int64 each, part after part.

    `begin`, `end` (n,) in seconds since 1970-01-01 of wall time, `begin <= end`. Each event adds up to a million.
    """
    if len(begin):
        hours = np.arange(int(begin.min()) // HOUR, int(end.max()) // HOUR + 1)
        for event, hour, share in spread(begin, end, np.append(hours, hours[-1] + 1) * HOUR, hours):
            yield event, (hour // 24 + 3) % 7 * 24 + hour % 24, share


def profiles(
    parts: np.ndarray, count: int, begin: np.ndarray, end: np.ndarray, progress: Progress = Silent()
) -> Tuple[np.ndarray, np.ndarray]:
    """Return events by part and hour of the week, (count, 168) int64 in millionths, and those whose hour is known.

    `parts` (n,) is -1 for none; `begin`, `end` as of `week_hours`.
    """
    found, timed = np.zeros(count * HOURS, np.int64), np.zeros(count * HOURS, np.int64)
    for event, hour, share in week_hours(begin, end):
        progress.check()
        part = parts[event]
        known = part >= 0
        cell, amount = (part * HOURS + hour)[known], share[known]
        # Whole millionths are exact in floating point: no sum comes near 2 ** 53.
        found += np.bincount(cell, amount, len(found)).astype(np.int64)
        timed += np.bincount(cell[amount == WHOLE], minlength=len(timed))
    return found.reshape(count, HOURS), timed.reshape(count, HOURS)


def season_of(begin: np.ndarray) -> np.ndarray:
    """Return the meteorological season of moments in seconds, (n,) int64: 0 winter (December to February) to 3 autumn."""
    month = np.asarray(begin, "datetime64[s]").astype("datetime64[M]").astype(np.int64) % 12
    return (month + 1) % 12 // 3


def hot_times(
    counts: np.ndarray, timed: np.ndarray, whole: np.ndarray, alpha: float = 0.05, within: bool = True
) -> HotTimes:
    """Compare the events of parts whose hour is known, `timed` (parts, 168), with those of the `whole`, (parts, 168) or (168,).

    `counts` (parts, 168) are all events of the parts in millionths. `within` says that the parts are in the whole; else the
    whole is other events, and both together are drawn from.
    """
    from scipy.stats import hypergeom

    whole = np.broadcast_to(np.asarray(whole, np.int64), timed.shape)
    pool = whole if within else whole + timed
    size, total = timed.sum(1, keepdims=True), pool.sum(1, keepdims=True)
    lower = hypergeom.cdf(timed, total, pool, size)
    upper = hypergeom.sf(timed - 1, total, pool, size)
    comparable = (size > 0) & (total > size)
    p = np.where(comparable, np.minimum(1.0, 2 * np.minimum(lower, upper)), np.nan)
    expected = np.where(comparable, size * pool / np.maximum(total, 1), np.nan)
    judged = benjamini_hochberg(p.ravel()).reshape(p.shape)
    peak = np.where(np.nan_to_num(judged, nan=1.0) <= alpha, np.where(upper < lower, 1, -1), 0)
    return HotTimes(counts / WHOLE, timed, expected, p, peak.astype(np.int8))
