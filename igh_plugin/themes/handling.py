"""What became of the events of each period: open or closed, by status, and how long that took."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..core.figures import Handling, Sentence
from ..core.indicators import HANDLING, MEDIAN, P90, Indicator
from ..core.text import QT_TRANSLATE_NOOP
from .evaluating import closing_sources, durations_of, handling_events
from .narrowing import apart_from
from .series import NO_DATA
from .totals import narrowed
from .view import View, no_times

TITLE = QT_TRANSLATE_NOOP("core", "Status and handling time")
NOT_CLOSED = QT_TRANSLATE_NOOP("core", "The source does not tell when anything was closed.")
SHOWN = 26
"""Periods in the chart at most: half a year of weeks, two years of months."""
QUANTILES = [Indicator(kind, kind, HANDLING) for kind in (MEDIAN, P90)]


def handling_of(view: View, area_level: str = "", area: str = "") -> Handling:
    """Count open and closed events by status and period, and tell within how many days a half and nine tenths are closed.

    Whichever periods are selected. Open events count as longer than until now (`core.survival`). Sources of which nothing was ever
    closed are left out.
    """
    at = ("handling", view.level.id, area_level, area, view.base)
    return view.memory.of(at, lambda: _handling(apart_from(view, "days"), area_level, area))


def _handling(view: View, area_level: str, area: str) -> Handling:
    if view.totals.empty or view.window is None:
        return _nothing(NO_DATA if view.totals.empty else no_times(view))
    sources = closing_sources(view)
    if not sources:
        return _nothing(NOT_CLOSED)
    data, chosen = handling_events(view)
    index, seen = view.totals.index_of(data)
    seen &= chosen
    width, rows = max(view.totals.periods, 1), view.rows_of(area_level, area)
    if rows is not None:
        seen &= rows[np.where(seen, index // width, 0)]
    period = np.where(seen, index % width, -1)
    # Without a status is the last one.
    status = data.status.astype(np.int64)
    status[status < 0] = len(data.statuses)
    number = (status * 2 + np.isnan(data.closed)) * width + period
    size = (len(data.statuses) + 1, 2, width)
    counts = np.bincount(number[seen], minlength=int(np.prod(size))).reshape(size)
    _, starts, ends, complete = view.history()
    shown = slice(-min(SHOWN, view.level.trend_periods), None)
    kept = np.flatnonzero(counts[:, :, shown].sum((1, 2)) > 0)
    median, p90 = (durations_of(one, data, period, width).value[shown] for one in QUANTILES)
    return Handling(
        title=TITLE,
        statuses=tuple((*data.statuses, "")[row] for row in kept),
        starts=starts[shown],
        ends=ends[shown],
        closed=counts[kept, 0, shown],
        open=counts[kept, 1, shown],
        median=median,
        p90=p90,
        complete=complete[shown],
        period_kind=view.totals.kind,
        base=narrowed(replace(view.base, sources=sources), None, area_level, area),
        reason="" if len(kept) else NO_DATA,
    )


def _nothing(reason: Sentence) -> Handling:
    days, counts, values = np.zeros(0, np.int64), np.zeros((0, 0), np.int64), np.zeros(0)
    return Handling(
        TITLE, (), days, days, counts, counts, values, values, np.zeros(0, bool), "", None, reason
    )
