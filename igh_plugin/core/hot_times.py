"""When in the week events happen, by hour and weekday, and where that differs from the whole.

Events known as from-to are spread over the hours in which they can have happened (`core.aoristic`), in millionths.

The test asks of each hour of the week whether a part (an area, a selection) has more or fewer of its events in it than the
whole has. Given how many events the part has, and how many of the whole lie in that hour, the number of the part in that hour
is hypergeometric when its events are a draw of those of the whole (Fisher's exact test). Two-sided p = min(1, 2 min(upper,
lower)), ties counted in both tails; false discovery rate over all hours of all parts: Benjamini & Hochberg (1995). Events
that are spread are counted in whole ones, rounded, for the test.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

import numpy as np

from .aoristic import WHOLE, spread
from .getis_ord import benjamini_hochberg

HOURS = 168
HOUR, DAY = 3600, 86_400
SEASONS = 4


@dataclass(frozen=True)
class HotTimes:
    """Parts of a whole by hour of the week, (parts, 168) each, Monday 0:00 first.

    `events` float64, `expected` by the profile of the whole, `p` two-sided, `peak` int8: 1 more, -1 fewer than the whole, 0
    neither. `expected` and `p` are NaN where there is nothing to compare.
    """

    events: np.ndarray
    expected: np.ndarray
    p: np.ndarray
    peak: np.ndarray


def week_hours(begin: np.ndarray, end: np.ndarray) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return event, hour of the week and share in millionths of intervals in local time, (m,) int64 each.

    `begin`, `end` (n,) in seconds since 1970-01-01 of wall time, `begin <= end`. Each event adds up to a million.
    """
    if not len(begin):
        return tuple(np.zeros(0, np.int64) for _ in range(3))  # type: ignore[return-value]
    hours = np.arange(int(begin.min()) // HOUR, int(end.max()) // HOUR + 1)
    parts = list(spread(begin, end, np.append(hours, hours[-1] + 1) * HOUR, hours))
    event, hour, share = (np.concatenate([part[at] for part in parts]) for at in range(3))
    return event, (hour // 24 + 3) % 7 * 24 + hour % 24, share


def profiles(
    parts: np.ndarray, count: int, event: np.ndarray, hour: np.ndarray, share: np.ndarray
) -> np.ndarray:
    """Return events by part and hour of the week, (count, 168) int64 in millionths; `parts` (n,) is -1 for none."""
    part = parts[event]
    known = part >= 0
    cell = part[known] * HOURS + hour[known]
    found = np.zeros(count * HOURS, np.int64)
    np.add.at(found, cell, share[known])
    return found.reshape(count, HOURS)


def season_of(begin: np.ndarray) -> np.ndarray:
    """Return the meteorological season of moments in seconds, (n,) int64: 0 winter (December to February) to 3 autumn."""
    month = np.asarray(begin, "datetime64[s]").astype("datetime64[M]").astype(np.int64) % 12
    return (month + 1) % 12 // 3


def hot_times(counts: np.ndarray, whole: np.ndarray, alpha: float = 0.05, within: bool = True) -> HotTimes:
    """Compare parts (parts, 168) with a whole (parts, 168) or (168,), int64 in millionths each.

    `within` says that the parts are in the whole; else the whole is other events, and both together are drawn from.
    """
    from scipy.stats import hypergeom

    events = counts / WHOLE
    whole = np.broadcast_to(np.asarray(whole), counts.shape) / WHOLE
    pool = whole if within else whole + events
    rounded, drawn = np.rint(events).astype(np.int64), np.rint(pool).astype(np.int64)
    drawn = np.maximum(drawn, rounded)
    size, total = rounded.sum(1, keepdims=True), drawn.sum(1, keepdims=True)
    lower = hypergeom.cdf(rounded, total, drawn, size)
    upper = hypergeom.sf(rounded - 1, total, drawn, size)
    p = np.minimum(1.0, 2 * np.minimum(lower, upper))
    comparable = (size > 0) & (total > size)
    p = np.where(comparable, p, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = np.where(
            comparable, events.sum(1, keepdims=True) * pool / pool.sum(1, keepdims=True), np.nan
        )
    judged = benjamini_hochberg(p.ravel()).reshape(p.shape)
    side = np.where(upper < lower, 1, -1)
    peak = np.where(np.nan_to_num(judged, nan=1.0) <= alpha, side, 0).astype(np.int8)
    return HotTimes(events, expected, p, peak)
