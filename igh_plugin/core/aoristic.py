"""Events known only as from-to, spread over the periods in which they can have happened.

Aoristic weighting: the chance that an event happened in a period is the part of its interval that lies in the period
(Ratcliffe 2002, "Aoristic signatures and the spatio-temporal analysis of high volume crime patterns", Journal of
Quantitative Criminology 18). Time is elapsed time, so that an hour that clocks skip weighs nothing and one they repeat
weighs twice. Shares are whole millionths, what is left by rounding goes to the first period: every event adds up to
`WHOLE`, and sums do not depend on any order.
"""

from __future__ import annotations

from typing import Iterator, Optional, Tuple

import numpy as np

from . import periods
from .cleaning.times import is_again, to_local, to_utc

WHOLE = 1_000_000
CHUNK = 2_000_000
_QUARTER, _DAY = 900, 86_400


def edges_of(
    kind: str, first: int, last: int, zone: str, days: Optional[np.ndarray] = None
) -> Tuple[np.ndarray, np.ndarray]:
    """Return the moments at which periods begin, (k + 1,) in seconds since 1970-01-01 UTC, and their numbers, (k,).

    They reach over the moments `first` to `last`; `days` are those a calendar marks, for its kind of period.
    """
    if kind == periods.HOUR:
        # Offsets from UTC are whole quarters of an hour, so local hours begin on one.
        steps = np.arange(first // _QUARTER - 4, last // _QUARTER + 6) * _QUARTER
        utc = steps.astype("datetime64[s]")
        local = to_local(utc, zone)
        numbers = periods.hour_of(local, is_again(utc, local, zone))
    else:
        local_days = np.arange(first // _DAY - 1, last // _DAY + 3)
        midnights = (local_days * _DAY).astype("datetime64[s]")
        steps = to_utc(midnights, zone)[0].astype(np.int64)
        if kind.startswith(periods.CALENDAR):
            numbers = periods.stretch_of(local_days, np.zeros(0) if days is None else days)
        else:
            numbers = periods.period_of(local_days, kind)
    begins = np.flatnonzero(np.diff(numbers[:-1], prepend=numbers[0] - 1) != 0)
    return np.append(steps[begins], steps[-1]), numbers[begins]


def spread(
    begin: np.ndarray, end: np.ndarray, edges: np.ndarray, numbers: np.ndarray
) -> Iterator[Tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Yield event, period and share in millionths of intervals from `begin` up to `end`, in parts that fit memory.

    `begin`, `end` (n,) in seconds, `begin <= end`; `edges` and `numbers` as of `edges_of`. An event that has no
    duration lies in one period; where a share is less than a millionth there is none.
    """
    begin, end = np.asarray(begin, np.int64), np.asarray(end, np.int64)
    first = np.searchsorted(edges, begin, "right") - 1
    last = np.maximum(np.searchsorted(edges, end, "left") - 1, first)
    total = np.cumsum(last - first + 1)
    start = 0
    while start < len(begin):
        reach = (total[start - 1] if start else 0) + CHUNK
        stop = max(int(np.searchsorted(total, reach, "right")), start + 1)
        yield _shares(np.arange(start, stop), begin, end, first, last, edges, numbers)
        start = stop


def _shares(
    rows: np.ndarray,
    begin: np.ndarray,
    end: np.ndarray,
    first: np.ndarray,
    last: np.ndarray,
    edges: np.ndarray,
    numbers: np.ndarray,
) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    length = last[rows] - first[rows] + 1
    event = np.repeat(rows, length)
    heads = np.cumsum(length) - length
    period = np.arange(len(event)) - np.repeat(heads - first[rows], length)
    inside = np.minimum(end[event], edges[period + 1]) - np.maximum(begin[event], edges[period])
    share = inside * WHOLE // np.maximum(end - begin, 1)[event]
    share[heads] += WHOLE - np.add.reduceat(share, heads)
    some = share > 0
    return event[some], numbers[period[some]], share[some]
