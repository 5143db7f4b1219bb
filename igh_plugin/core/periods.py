"""Calendar periods of local days, on arrays.

A local day is the number of days since 1970-01-01 of the wall-clock date. A `week` is named by the day number
of its Monday (ISO 8601), a `month` by the number of months since 1970-01. An `hour` is named by twice the number of
wall-clock hours since 1970-01-01T00:00, plus one for the second of two hours of the same name, when clocks go back:
days have 23 or 25 of them when clocks change. A stretch of days that a calendar marks one after the other, such as a
school holiday (kind `calendar:school_holiday`), is named by its first day; all days outside are one period, `OTHER`.
"""

from __future__ import annotations

from typing import List, Optional, Tuple

import numpy as np

from .text import QT_TRANSLATE_NOOP, Text

WEEK, MONTH, QUARTER, YEAR, DAY, ALL, HOUR = "week", "month", "quarter", "year", "day", "all", "hour"
KINDS = (HOUR, DAY, WEEK, MONTH, QUARTER, YEAR, ALL)
CALENDAR = "calendar:"
OTHER = -(2**24)
OTHER_TITLE = "other"
STRAY_GAP, STRAY_SHARE = 182, 0.01
MONTHS_IN = {MONTH: 1, QUARTER: 3, YEAR: 12}


def weekday(day: np.ndarray) -> np.ndarray:
    """Return 0 (Monday) to 6; 1970-01-01 was a Thursday."""
    return (np.asarray(day, np.int64) + 3) % 7


def period_of(day: np.ndarray, kind: str) -> np.ndarray:
    """Return the period number of each local day, (n,) int64."""
    day = np.asarray(day, np.int64)
    if kind == ALL:
        return np.zeros(len(day), np.int64)
    if kind == DAY:
        return day
    if kind == WEEK:
        return day - weekday(day)
    months = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // MONTHS_IN[kind]


def hour_of(local: np.ndarray, again: np.ndarray) -> np.ndarray:
    """Return the hour of wall times, (n,) int64; `again` tells which lie in the second hour of the same name.

    `local` (n,) datetime64 without NaT.
    """
    return local.astype("datetime64[h]").astype(np.int64) * 2 + np.asarray(again, np.int64)


def stretch_of(day: np.ndarray, days: np.ndarray) -> np.ndarray:
    """Return the first day of the stretch each local day lies in, (n,) int64, `OTHER` for a day in none.

    `days` (d,) are the local days that a calendar marks, increasing.
    """
    day, days = np.asarray(day, np.int64), np.asarray(days, np.int64)
    if not len(days):
        return np.full(len(day), OTHER, np.int64)
    first = days[np.flatnonzero(np.diff(days, prepend=days[0] - 2) > 1)]
    at = np.searchsorted(days, day)
    marked = days[np.minimum(at, len(days) - 1)] == day
    return np.where(marked, first[np.searchsorted(first, day, "right") - 1], OTHER)


def bounds(period: np.ndarray, kind: str) -> Tuple[np.ndarray, np.ndarray]:
    """Return the first and the last local day of each period, both included."""
    period = np.asarray(period, np.int64)
    if kind == HOUR:
        return period // 48, period // 48
    if kind == DAY:
        return period, period
    if kind == WEEK:
        return period, period + 6
    step = MONTHS_IN[kind]
    first = (period * step).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    after = ((period + 1) * step).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return first, after - 1


def main_span(day: np.ndarray, counts: np.ndarray) -> Tuple[int, int]:
    """Return the first and the last day of a history without the few strays that stand half a year or more apart.

    `day` (n,) increasing, n > 0, `counts` (n,) the events on each. A part before the first or after the last gap of
    more than `STRAY_GAP` days is left out when it holds less than `STRAY_SHARE` of all events.
    """
    day, counts = np.asarray(day, np.int64), np.asarray(counts, float)
    so_far = np.cumsum(counts)
    few = STRAY_SHARE * float(so_far[-1])
    gaps = np.flatnonzero(np.diff(day) > STRAY_GAP)
    early = gaps[so_far[gaps] < few]
    late = gaps[so_far[-1] - so_far[gaps] < few]
    return int(day[early[-1] + 1 if len(early) else 0]), int(day[late[0] if len(late) else -1])


def step_of(kind: str) -> int:
    """Return by how much the number of a period grows to the next one."""
    return 7 if kind == WEEK else 1


def per_year(kind: str) -> int:
    """Return how many periods of the kind a year has (52 for weeks)."""
    return {HOUR: 8760, DAY: 365, WEEK: 52, MONTH: 12, QUARTER: 4, YEAR: 1, ALL: 1}[kind]


def date_text(day: int) -> str:
    """Return a local day as `YYYY-MM-DD`."""
    return str(np.datetime64(int(day), "D"))


def texts(period: np.ndarray, kind: str, days: Optional[np.ndarray] = None) -> Tuple[List[str], List[str]]:
    """Return the beginning and the last moment of each period in ISO form: days, or hours to the minute.

    Both are empty for `all` and `OTHER_TITLE` outside the stretches of a calendar, whose marked `days` are needed. The
    second of two hours of the same name has a B behind it.
    """
    period = np.asarray(period, np.int64)
    if kind == ALL:
        return [""] * len(period), [""] * len(period)
    if kind == HOUR:
        clock = np.datetime_as_string((period // 2).astype("datetime64[h]"), unit="h").tolist()
        behind = [" B" if second else "" for second in (period % 2 == 1).tolist()]
        return (
            [f"{hour}:00{mark}" for hour, mark in zip(clock, behind)],
            [f"{hour}:59{mark}" for hour, mark in zip(clock, behind)],
        )
    if kind.startswith(CALENDAR):
        days = np.zeros(0, np.int64) if days is None else days
        last = dict(zip(stretch_of(days, days).tolist(), days.tolist()))
        listed = period.tolist()
        return (
            [date_text(one) if one != OTHER else OTHER_TITLE for one in listed],
            [date_text(last.get(one, one)) if one != OTHER else OTHER_TITLE for one in listed],
        )
    first_days, last_days = bounds(period, kind)
    return [date_text(one) for one in first_days], [date_text(one) for one in last_days]


def name_of(period: int, kind: str) -> str:
    """Return a period in ISO form: `2026`, `2026-Q1`, `2026-03`, `2026-W10`, the date of a day; empty for `all`."""
    if kind == ALL:
        return ""
    if kind == WEEK:
        year, week, _ = (np.datetime64(int(period), "D").astype(object)).isocalendar()
        return f"{year}-W{week:02d}"
    if kind == DAY:
        return date_text(period)
    month = str(np.datetime64(int(period) * MONTHS_IN[kind], "M"))
    return {YEAR: month[:4], QUARTER: f"{month[:4]}-Q{int(month[5:]) // 3 + 1}"}.get(kind, month)


def span_title(first_day: int, last_day: int) -> Text:
    """Return the sentence part `from first to last`, dates in ISO form."""
    return Text(
        QT_TRANSLATE_NOOP("core", "{first} to {last}"),
        {"first": date_text(first_day), "last": date_text(last_day)},
    )
