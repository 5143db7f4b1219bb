"""The last periods of an indicator, for the small chart beside its value: what they were, and which were a signal."""

from __future__ import annotations

from typing import Optional

import numpy as np

from ..core import periods, trend
from ..core.figures import Recent
from ..core.indicators import DURATIONS, PER_DAY, RATE, SHARE, STATISTIC, Indicator
from .beside import series_of
from .evaluating import durations_by_period, whole_of
from .narrowing import apart_from
from .view import View

SHOWN = 13
"""Periods in the small chart: a quarter of weeks, or a year of months and the same one a year before."""


def recent_of(view: View, indicator: Indicator, area_level: str, area: str) -> Optional[Recent]:
    """Return the last whole periods of an indicator for an area (empty: the whole), whichever periods are selected.

    Each is judged by those before it only. Durations are not judged; what has no value by period has none.
    """
    at = ("recent", view.level.id, indicator, area_level, area, view.base)
    return view.memory.of(
        at, lambda: _recent(apart_from(view, "days"), indicator, view.rows_of(area_level, area))
    )


def _recent(view: View, indicator: Indicator, rows: Optional[np.ndarray]) -> Optional[Recent]:
    if view.window is None:
        return None
    _, starts, ends, complete = view.history()
    if indicator.kind in DURATIONS:
        whole = np.flatnonzero(complete & (starts >= (view.even_since or 0)))[-SHOWN:]
        values = durations_by_period(view, indicator, whole_of(view, rows)).value[whole]
        none = np.zeros(len(whole), np.int64)
        return Recent(starts[whole], ends[whole], values, none, none.astype(bool), indicator.target)
    series = series_of(view, indicator, rows)
    if series is None:
        return None
    shown, since = series.usable[-SHOWN:], max(len(series.usable) - SHOWN, 0)
    top, exposure = series.top[series.usable], series.exposure[series.usable]
    season = periods.per_year(view.totals.kind)
    found = trend.expected_counts(top, season, exposure, series.part, since=since)
    return Recent(
        starts=starts[shown],
        ends=ends[shown],
        values=series.values[shown],
        signal=trend.signals(top, found, series.part)[since:],
        judged=trend.can_be_judged(found)[since:] & ~np.isnan(found.expected[since:]),
        target=indicator.target if _is_alike(indicator) else None,
    )


def _is_alike(indicator: Indicator) -> bool:
    """Tell whether the value of one period can be held beside the target, which is that of the whole window."""
    return indicator.kind in (SHARE, RATE, PER_DAY) and not indicator.denominator.startswith(STATISTIC)
