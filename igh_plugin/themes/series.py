"""A theme in time: the trend of its leading indicator with what is expected, and the hours of its events."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

import numpy as np

from ..core import periods, rates, trend
from ..core.cube import EVENTS
from ..core.figures import HourTable, Sentence, SoFar, Trend
from ..core.filters import EventFilter, Part
from ..core.indicators import DURATIONS, QUOTIENT, RATE, SHARE, STATISTIC, Indicator
from ..core.text import QT_TRANSLATE_NOOP
from .beside import series_of
from .evaluating import closing_sources, durations_by_period, whole_of
from .narrowing import apart_from, count_of, hours_in_memory, kept_events_of
from .totals import NO_SOURCE, narrowed
from .view import View, newest_of, no_times

NO_DATA = QT_TRANSLATE_NOOP(
    "core", "There are no events of this theme in the workspace yet: collect its source first."
)


def trend_of(view: View, area_level: str = "", area: str = "") -> Trend:
    """Compute the series of the leading indicator with the band its own history expects, whichever periods are selected."""
    view = apart_from(view, "days")
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
    rows, kind = view.rows_of(area_level, area), view.window.kind
    number, starts, ends, complete = view.history()
    values, expected, lower, upper = (np.full(len(number), np.nan) for _ in range(4))
    signal = np.zeros(len(number), bool)
    reason: Sentence = ""
    series = series_of(view, indicator, rows)
    if indicator.kind in DURATIONS:
        values = durations_by_period(view, indicator, whole_of(view, rows)).value
    elif series is not None:
        values, usable = series.values, series.usable
        top, exposure = series.top[usable], series.exposure[usable]
        since = len(usable) - view.level.trend_periods
        found = trend.expected_counts(top, periods.per_year(kind), exposure, series.part, since=since)
        scale = rates.divide(series.scale[usable], exposure)
        highest = 100.0 if series.part else np.inf
        expected[usable], lower[usable] = found.expected * scale, found.lower * scale
        upper[usable] = np.minimum(found.upper * scale, highest)
        signal[usable] = trend.signals(top, found, series.part) != 0
        reason = found.reason or ""
    delay_from = view.delay_from
    if delay_from is not None:
        signal &= ends < delay_from
    base = numerator_of(view, indicator, narrowed(view.base, None, area_level, area))
    shown = slice(-view.level.trend_periods, None)
    return Trend(
        title, unit, starts[shown], ends[shown], values[shown], expected[shown], lower[shown], upper[shown],
        (signal & complete)[shown], complete[shown], kind, reason, base,
        delay_from, _so_far(view, indicator, base, starts[shown], ends[shown]),
    )  # fmt: skip


def _so_far(
    view: View, indicator: Indicator, base: EventFilter, starts: np.ndarray, ends: np.ndarray
) -> Optional[SoFar]:
    """Count the events of the period that holds the newest day, where that is not its last, and of the same days of the one before."""
    newest = newest_of(view.coverage)
    at = int(np.searchsorted(starts, newest, side="right")) - 1
    if indicator.numerator not in (EVENTS, *view.theme.counts) or at < 1 or newest >= ends[at]:
        return None
    if view.theme.counts.get(indicator.numerator, Part()).waits >= 0:
        return None  # of the newest days nothing is judged yet
    days = newest - int(starts[at])
    now, before = (
        count_of(view, replace(base, first_day=int(start), last_day=int(start) + days))
        for start in (starts[at], starts[at - 1])
    )
    return SoFar(at, newest, now, before)


def numerator_of(view: View, indicator: Indicator, selection: EventFilter) -> EventFilter:
    """Return the filter of the events that an indicator counts, within a selection; of a duration, those that are closed."""
    counts, base = view.theme.counts, indicator.denominator
    if base.startswith(STATISTIC) and indicator.kind in (RATE, SHARE, QUOTIENT):
        selection = _where_known(view, base, selection)
    plain = ("", EVENTS, *counts)
    known = (base,) if base not in plain and not base.startswith(STATISTIC) else ()
    if indicator.numerator == EVENTS:
        return replace(selection, known=known)
    part = Part(open=False, timed=True) if indicator.kind in DURATIONS else counts.get(indicator.numerator)
    if part is None:
        return replace(selection, measure=indicator.numerator, known=known)
    if part.open:
        selection = replace(selection, sources=closing_sources(view) or (NO_SOURCE,))
    return replace(selection, part=part)


def _where_known(view: View, statistic: str, selection: EventFilter) -> EventFilter:
    """Return a filter without the events of areas of which a statistic is not known, that is selected by it or not."""
    known = (view.by_place() or {}).get(statistic)
    if known is None or not view.areas.levels or not np.isnan(known).any():
        return selection
    rows, inside = ~np.isnan(known), view.rows_of(selection.area_level or "", selection.area or "")
    if inside is not None:
        rows &= inside
    if selection.areas:
        rows &= np.isin(view.totals.places, selection.areas)
    return (
        replace(selection, areas=tuple(np.array(view.totals.places, object)[rows]))
        if rows.any()
        else selection
    )


def hours_of(view: View, area_level: str = "", area: str = "") -> HourTable:
    """Count the events of the window by weekday and local hour, whichever hours are selected."""
    title = QT_TRANSLATE_NOOP("core", "Hour and weekday")
    view = apart_from(view, "hours")
    if view.totals.empty or view.window is None:
        reason = NO_DATA if view.totals.empty else no_times(view)
        return HourTable(title, np.zeros((7, 24), np.int64), 0, None, reason)
    base = narrowed(view.base, view.window, area_level, area)
    events = kept_events_of(view)
    if events is None:
        counts, without = view.workspace.hours(base)
    else:
        counts, without = hours_in_memory(view, events, view.rows_of(area_level, area))
    reason: Sentence = ""
    if not int(np.sum(counts)):
        reason = QT_TRANSLATE_NOOP("core", "No event in this period has an hour.")
    return HourTable(title, counts, without, base, reason)
