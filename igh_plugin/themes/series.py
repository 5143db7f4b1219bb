"""A theme in time: the trend of its leading indicator with what is expected, and the hours of its events."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..core import indicators as core_indicators
from ..core import periods, rates, trend
from ..core.cube import EVENTS
from ..core.figures import HourTable, Sentence, Trend
from ..core.filters import EventFilter
from ..core.indicators import SHARE, STATISTIC, Indicator
from ..core.text import QT_TRANSLATE_NOOP
from .totals import narrowed
from .view import View, no_times

NO_DATA = QT_TRANSLATE_NOOP(
    "core", "There are no events of this theme in the workspace yet: collect its source first."
)


def trend_of(view: View, area_level: str = "", area: str = "") -> Trend:
    """Compute the series of the leading indicator with the band its own history expects."""
    theme, indicator = view.theme, view.theme.indicator(view.theme.lead)
    title = theme.indicator_title(indicator.id, view.language)
    unit = theme.indicator_unit(indicator.id, view.language)
    empty = np.zeros(0)
    if view.window is None or view.totals.empty:
        nothing = np.zeros(0, np.int64)
        reason = NO_DATA if view.totals.empty else no_times(view)
        return Trend(
            title,
            unit,
            nothing,
            nothing,
            empty,
            empty,
            empty,
            empty,
            np.zeros(0, bool),
            np.zeros(0, bool),
            "",
            reason,
        )
    sums = view.totals.series(view.rows_of(area_level, area))
    kind = view.window.kind
    number, starts, ends, complete = view.history()
    top = core_indicators.counted(sums, indicator.numerator, indicator.denominator, len(number))
    share = indicator.kind == SHARE
    exposure = (ends - starts + 1).astype(float)
    if share:
        exposure = core_indicators.counted(sums, indicator.denominator, indicator.numerator, len(number))
    usable = np.flatnonzero(complete & (starts >= (view.even_since or 0)))
    expected, lower, upper = (np.full(len(number), np.nan) for _ in range(3))
    signal = np.zeros(len(number), bool)
    reason: Sentence = ""
    if not np.isnan(top).any() and not np.isnan(exposure).any():
        part = share and bool((top <= exposure).all())
        since = len(usable) - view.level.trend_periods
        found = trend.expected_counts(
            top[usable], periods.per_year(kind), exposure[usable], part, since=since
        )
        expected[usable], lower[usable], upper[usable] = found.expected, found.lower, found.upper
        signal[usable] = trend.signals(top[usable], found, part) != 0
        reason = found.reason or ""
    if share:
        scale = 100 * rates.divide(np.ones(len(number)), exposure)
        top, expected, lower, upper = (
            top * scale,
            expected * scale,
            lower * scale,
            np.minimum(upper * scale, 100),
        )
    shown = slice(-view.level.trend_periods, None)
    return Trend(
        title, unit, starts[shown], ends[shown], top[shown], expected[shown], lower[shown], upper[shown],
        (signal & complete)[shown], complete[shown], kind, reason, numerator_of(indicator, narrowed(view.base, None, area_level, area)),
    )  # fmt: skip


def numerator_of(indicator: Indicator, selection: EventFilter) -> EventFilter:
    """Return the filter of the events that an indicator counts, within a selection."""
    if indicator.numerator == EVENTS:
        return selection
    base = indicator.denominator
    known = (base,) if base and base != EVENTS and not base.startswith(STATISTIC) else ()
    return replace(selection, measure=indicator.numerator, known=known)


def hours_of(view: View, area_level: str = "", area: str = "") -> HourTable:
    """Count the events of the window by weekday and local hour."""
    title = QT_TRANSLATE_NOOP("core", "Hour and weekday")
    if view.totals.empty or view.window is None:
        reason = NO_DATA if view.totals.empty else no_times(view)
        return HourTable(title, np.zeros((7, 24), np.int64), 0, None, reason)
    base = narrowed(view.base, view.window, area_level, area)
    counts, without = view.workspace.hours(base)
    reason: Sentence = ""
    if not int(np.sum(counts)):
        reason = QT_TRANSLATE_NOOP("core", "No event in this period has an hour.")
    return HourTable(title, counts, without, base, reason)
