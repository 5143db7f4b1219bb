"""Whether a zone held when an event happened: validity dates, weekdays and hours of the day, on arrays.

A zone holds at a moment when the calendar and the clock on the wall say so: the day lies between its dates, both
included, and the clock shows a time within its hours, of which the last is not included. Hours may reach across
midnight; the weekday is that on which they begin, so that Friday 22:00-06:00 includes Saturday at 05:00. When clocks
change, that which the clock shows decides: of an hour that is repeated both hold.

An event is a moment, or an interval in which it happened at a time that is not known. A zone that held all the time is
`YES`, one that never did `NO`, one that held for a part of it `PARTLY`. Seconds that count are added up as differences of
a function that gives the seconds of the weekly pattern up to a moment, apart for each stretch in which the zone's offset
from UTC is the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Set, Tuple

import numpy as np

from .cleaning.times import date_order, formats_for, read_moments, to_local

YES, PARTLY, UNKNOWN, NO, OUTSIDE = "yes", "partly", "unknown", "no", "outside"
STATES = (OUTSIDE, NO, UNKNOWN, PARTLY, YES)
"""From the weakest to the strongest: of several zones around an event the strongest counts."""
_MINUTES, _DAY, _WEEK = 10_080, 86_400, 604_800
_MONDAY = 3 * _DAY
"""Seconds from the Monday before it to 1970-01-01."""
_QUARTER = 900
_RANGE = re.compile(r"\s*(?:t/m|\btot en met\b|-|–|\btot\b|\bto\b)\s*")
_LISTED = re.compile(r"\s*(?:[,;/&+]|\ben\b|\band\b)\s*")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:\s*(?:uur|u|h))?")
_DAYS = (
    ("monday", "maandag"), ("tuesday", "dinsdag"), ("wednesday", "woensdag"), ("thursday", "donderdag"),
    ("friday", "vrijdag"), ("saturday", "zaterdag"), ("sunday", "zondag"),
)  # fmt: skip
Window = Tuple[int, int]


@dataclass(frozen=True)
class Validity:
    """When k zones hold.

    `first`, `last` (k,) float64 are local days since 1970-01-01, NaN for no bound; `pattern` (k,) int64 is the row of
    `week` (p, 10080) bool, the minutes of a week from Monday 00:00; `known` (k,) bool is False where it cannot be told.
    """

    first: np.ndarray
    last: np.ndarray
    pattern: np.ndarray
    week: np.ndarray
    known: np.ndarray


Texts = Optional[Sequence[Optional[str]]]


def read_validity(
    count: int, first: Texts = None, last: Texts = None, days: Texts = None, hours: Texts = None
) -> Tuple[Validity, Dict[str, List[str]]]:
    """Read when `count` zones hold from texts, each list (count,) or None; also return what could not be read, by list.

    Dates are ISO or day first, days such as `fri-sun`, `ma, wo` or `1-5` (Monday is 1), hours such as `22:00-06:00` or
    `12-14, 18-24`, in English or Dutch. An empty text is no bound: any date, all days, all hours. A zone one of whose
    texts cannot be read, or of which nothing is stated by any list, is not known.
    """
    unread: Dict[str, List[str]] = {}
    known = np.full(count, any(texts is not None for texts in (first, last, days, hours)))
    bounds = []
    for name, texts in (("first", first), ("last", last)):
        found, bad = _days_of(texts, count)
        bounds.append(found)
        _note(unread, name, texts, bad)
        known &= ~bad
    patterns: Dict[Tuple[Tuple[int, ...], Tuple[Window, ...]], int] = {}
    number = np.zeros(count, np.int64)
    for zone in range(count):
        weekdays = read_weekdays(_text(days, zone))
        windows = read_hours(_text(hours, zone))
        for name, texts, read in (("days", days, weekdays), ("hours", hours, windows)):
            if read is None:
                known[zone] = False
                _note(unread, name, texts, np.arange(count) == zone)
        number[zone] = patterns.setdefault((weekdays or (), windows or ()), len(patterns))
    week = np.array([_week(*pattern) for pattern in patterns], bool).reshape(-1, _MINUTES)
    return Validity(bounds[0], bounds[1], number, week, known), unread


def read_weekdays(text: str) -> Optional[Tuple[int, ...]]:
    """Return the weekdays of a text, 0 is Monday, sorted; all for an empty one, None for one that is not understood."""
    if not text.strip():
        return tuple(range(7))
    found: Set[int] = set()
    for words in _stretches(text):
        ends = [number for number in map(_weekday, words) if number is not None]
        if len(ends) != len(words) or len(ends) > 2:
            return None
        found.update((ends[0] + step) % 7 for step in range((ends[-1] - ends[0]) % 7 + 1))
    return tuple(sorted(found))


def read_hours(text: str) -> Optional[Tuple[Window, ...]]:
    """Return the stretches of a day in a text as minutes since midnight, (begin, end); the end may lie before the begin.

    The whole day for an empty text, None for one that is not understood: also for a begin that is the end.
    """
    if not text.strip():
        return ((0, 1440),)
    found = []
    for words in _stretches(text):
        ends = [minute for minute in map(_minute, words) if minute is not None]
        if len(ends) != 2 or len(words) != 2 or ends[0] in (ends[1], 1440):
            return None
        found.append((ends[0], ends[1]))
    return tuple(found)


def applied(
    validity: Validity, zone: np.ndarray, begin: np.ndarray, end: np.ndarray, timezone: str
) -> np.ndarray:
    """Return for each pair of a zone and an event whether the zone held, (n,) int8: an index of `STATES`.

    `zone` (n,) are rows of the validity; `begin`, `end` (n,) datetime64[s] in UTC: between these the event happened,
    an end that is not later is the moment `begin`. `UNKNOWN` where begin is NaT or the zone's validity is not known.
    """
    zone = np.asarray(zone, np.int64)
    states = np.full(len(zone), STATES.index(UNKNOWN), np.int8)
    rows = np.flatnonzero(~np.isnat(begin) & validity.known[zone])
    if not len(rows):
        return states
    start = begin[rows].astype("datetime64[s]").astype(np.int64)
    until = np.where(np.isnat(end[rows]), begin[rows], end[rows]).astype("datetime64[s]").astype(np.int64)
    until = np.maximum(until, start + 1)
    held = _seconds_held(validity, zone[rows], start, until, timezone)
    states[rows] = np.where(
        held == until - start, STATES.index(YES), np.where(held > 0, STATES.index(PARTLY), STATES.index(NO))
    )
    return states


def strongest(event: np.ndarray, states: np.ndarray, measurable: np.ndarray) -> np.ndarray:
    """Return the state of each event, (n,) int8, of the states of pairs `event` (p,): the strongest of its zones.

    `measurable` (n,) bool tells which events have a position; those without are `UNKNOWN`, those in no zone `OUTSIDE`.
    """
    found = np.where(measurable, STATES.index(OUTSIDE), STATES.index(UNKNOWN)).astype(np.int8)
    np.maximum.at(found, event, states)
    return found


def offsets_of(first: int, last: int, timezone: str) -> Tuple[np.ndarray, np.ndarray]:
    """Return the moments from which offsets hold, (k,) seconds UTC, and the offsets, (k,) seconds, from `first` to `last`."""
    days = np.arange(first // _DAY - 1, last // _DAY + 3) * _DAY
    changing = np.flatnonzero(np.diff(_offset(days, timezone)))
    fine = (days[changing][:, None] + np.arange(0, _DAY + 1, _QUARTER)[None, :]).ravel()
    moments = np.unique(np.concatenate((days[:1], fine)))
    offsets = _offset(moments, timezone)
    new = np.flatnonzero(np.diff(offsets, prepend=offsets[0] - 1))
    return moments[new], offsets[new]


def _offset(utc: np.ndarray, timezone: str) -> np.ndarray:
    return to_local(utc.astype("datetime64[s]"), timezone).astype(np.int64) - utc


def _seconds_held(
    validity: Validity, zone: np.ndarray, start: np.ndarray, until: np.ndarray, timezone: str
) -> np.ndarray:
    """Return for how many seconds of each interval its zone held, (n,) int64."""
    begins, offsets = offsets_of(int(start.min()), int(until.max()), timezone)
    ends = np.append(begins[1:], np.iinfo(np.int64).max)
    sums = np.zeros((len(validity.week), _MINUTES + 1), np.int64)
    np.cumsum(validity.week * 60, axis=1, out=sums[:, 1:])
    held = np.zeros(len(zone), np.int64)
    here, at = start.copy(), np.searchsorted(begins, start, "right") - 1
    open_ = np.arange(len(zone))
    while len(open_):
        stop = np.minimum(until[open_], ends[at[open_]])
        offset = offsets[at[open_]]
        held[open_] += _on_the_wall(validity, sums, zone[open_], here[open_] + offset, stop + offset)
        here[open_] = stop
        at[open_] += 1
        open_ = open_[here[open_] < until[open_]]
    return held


def _on_the_wall(
    validity: Validity, sums: np.ndarray, zone: np.ndarray, start: np.ndarray, until: np.ndarray
) -> np.ndarray:
    """Return the seconds held between two wall times in seconds, (n,) int64."""
    first, last = validity.first[zone], validity.last[zone]
    start = np.where(np.isnan(first), start, np.maximum(start, np.nan_to_num(first) * _DAY)).astype(np.int64)
    until = np.where(np.isnan(last), until, np.minimum(until, (np.nan_to_num(last) + 1) * _DAY)).astype(
        np.int64
    )
    until = np.maximum(until, start)
    return _up_to(validity, sums, zone, until) - _up_to(validity, sums, zone, start)


def _up_to(validity: Validity, sums: np.ndarray, zone: np.ndarray, wall: np.ndarray) -> np.ndarray:
    pattern = validity.pattern[zone]
    week, second = np.divmod(wall + _MONDAY, _WEEK)
    minute, rest = np.divmod(second, 60)
    return week * sums[pattern, -1] + sums[pattern, minute] + rest * validity.week[pattern, minute]


def _week(weekdays: Tuple[int, ...], windows: Tuple[Window, ...]) -> np.ndarray:
    week = np.zeros(_MINUTES, bool)
    for day in weekdays:
        for begin, end in windows:
            length = end - begin if end > begin else end - begin + 1440
            week[(day * 1440 + begin + np.arange(length)) % _MINUTES] = True
    return week


def _days_of(texts: Texts, count: int) -> Tuple[np.ndarray, np.ndarray]:
    """Return local days since 1970-01-01, (count,) float64 with NaN where empty, and which texts are no date."""
    if texts is None or not count:
        return np.full(count, np.nan), np.zeros(count, bool)
    listed = [(text or "").strip() for text in texts]
    found = read_moments(listed, formats_for(date_order(listed)), dates_only=True)
    known = ~np.isnat(found.local)
    days = found.local.astype("datetime64[D]").astype(np.int64).astype(float)
    return np.where(known, days, np.nan), found.bad


def _note(unread: Dict[str, List[str]], name: str, texts: Texts, bad: np.ndarray) -> None:
    if texts is not None and bad.any():
        unread.setdefault(name, []).extend(str(texts[zone]) for zone in np.flatnonzero(bad))


def _text(texts: Texts, zone: int) -> str:
    return "" if texts is None else texts[zone] or ""


def _stretches(text: str) -> List[List[str]]:
    """Return the parts of a list such as `a-b, c`, each with its one or two ends."""
    return [part.split("-") for part in _LISTED.split(_RANGE.sub("-", text.strip().casefold()))]


def _weekday(word: str) -> Optional[int]:
    word = word.strip().rstrip(".")
    if word.isdigit():
        return int(word) - 1 if 1 <= int(word) <= 7 else None
    for number, names in enumerate(_DAYS):
        if len(word) >= 2 and any(name.startswith(word) for name in names):
            return number
    return None


def _minute(word: str) -> Optional[int]:
    match = _TIME.fullmatch(word.strip())
    if match is None:
        return None
    minute = int(match[1]) * 60 + int(match[2] or 0)
    return minute if minute <= 1440 and int(match[2] or 0) < 60 else None
