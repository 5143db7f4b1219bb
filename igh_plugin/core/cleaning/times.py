"""Times of events: from text to UTC and to local wall time, with what was decided on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable, Optional, Sequence, Tuple

import numpy as np
import pandas as pd

from ..errors import UserError
from ..text import QT_TRANSLATE_NOOP, Text
from .formats import DAY_FIRST, ISO, ISO_COMPACT, MONTH_FIRST, byte_matrix, parse, tokens

NOT_A_TIME = np.datetime64("NaT", "s")
DEFAULT_FORMATS = (ISO, ISO_COMPACT)
ANY_ORDER = (*DEFAULT_FORMATS, DAY_FIRST, MONTH_FIRST)
_FOLD_SECONDS = 3 * 3600
_OF_A_DAY = np.array([0, 43_200, 86_399], "timedelta64[s]")
_FRACTION = re.compile(r":\d\d[.,]0*[1-9]")


@dataclass(frozen=True)
class Moments:
    """Times of one column, (n,) each: `utc` and `local` as naive datetime64[s], NaT where empty or unreadable.

    `has_time` is False where only a date is known (then `local` is its midnight); `bad` marks text that no
    format reads. `ambiguous` counts wall times that occur twice when clocks go back, `nonexistent` those that
    clocks going forward skipped.
    """

    utc: np.ndarray
    local: np.ndarray
    has_time: np.ndarray
    bad: np.ndarray
    ambiguous: int = 0
    nonexistent: int = 0


@dataclass(frozen=True)
class DateOrder:
    """How many values of a column can only be day first, only month first, or either."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0

    def __add__(self, other: DateOrder) -> DateOrder:
        return DateOrder(
            self.day_first + other.day_first, self.month_first + other.month_first, self.either + other.either
        )

    @property
    def applies(self) -> bool:
        """Whether the column holds dates of which the order matters."""
        return bool(self.day_first or self.month_first or self.either)


def date_order(values: Sequence[str]) -> DateOrder:
    """Count the evidence for day first or month first among texts such as `3/12/2024`."""
    matrix = byte_matrix(values)
    day = parse(matrix, (DAY_FIRST,)).read
    month = parse(matrix, (MONTH_FIRST,)).read
    return DateOrder(int((day & ~month).sum()), int((month & ~day).sum()), int((day & month).sum()))


def formats_for(order: DateOrder) -> Tuple[str, ...]:
    """Return the patterns for a column without declared formats; `DateOrder` should come from the whole column.

    When the data cannot tell, day comes first; a column that holds both kinds reads each value the way it can
    be read, the more frequent order first.
    """
    if not order.applies:
        return DEFAULT_FORMATS
    if order.month_first > order.day_first:
        return (*DEFAULT_FORMATS, MONTH_FIRST)
    return (*DEFAULT_FORMATS, DAY_FIRST)


def check_format(pattern: str) -> None:
    """Raise `ValueError` naming the directive when a pattern cannot be read."""
    tokens(pattern)


def check_zone(name: str) -> None:
    """Raise `UserError` when a time zone is not known."""
    try:
        pd.Timestamp("2020-01-01").tz_localize(name)
    except Exception as error:
        raise UserError(
            Text(
                QT_TRANSLATE_NOOP(
                    "core", "The time zone “{zone}” is not known. Use a name such as Europe/Amsterdam or UTC."
                ),
                {"zone": name},
            )
        ) from error


def read_moments(
    values: Sequence[str], formats: Sequence[str], stored: str = "", local: str = "", dates_only: bool = False
) -> Moments:
    """Read a column of texts; times without an offset are wall times of the zone `stored`.

    Without zones the text is both UTC and local. An offset in the text goes before `stored`. A date without a
    time is a day of the local calendar. With `dates_only` the time of day is not believed.
    """
    matrix = byte_matrix(values)
    parsed = parse(matrix, formats)
    empty = matrix[:, 0] == 0
    seconds = np.where(parsed.read, parsed.seconds, np.iinfo(np.int64).min).view("datetime64[s]")
    has_time = parsed.has_time & (not dates_only)
    if dates_only:
        seconds = seconds.astype("datetime64[D]").astype("datetime64[s]")
    stored, local = stored or local, local or stored
    with_offset = parsed.read & ~np.isnan(parsed.offset) & has_time
    dates = parsed.read & ~has_time
    plain = parsed.read & has_time & ~with_offset
    utc = np.full(len(seconds), NOT_A_TIME)
    wall = np.full(len(seconds), NOT_A_TIME)
    utc[with_offset] = seconds[with_offset] - parsed.offset[with_offset].astype("timedelta64[s]")
    utc[plain], ambiguous, nonexistent = to_utc(seconds[plain], stored)
    known = plain | with_offset
    wall[known] = to_local(utc[known], local)
    utc[dates], _, _ = to_utc(seconds[dates], local)
    wall[dates] = seconds[dates]
    return Moments(utc, wall, has_time, ~parsed.read & ~empty, ambiguous, nonexistent)


def midnights(values: Sequence[str], formats: Sequence[str]) -> Tuple[np.ndarray, np.ndarray]:
    """Return which texts are read as a time with an hour, and which of those are midnight to the fraction of a second.

    (n,) bool each.
    """
    parsed = parse(byte_matrix(values), formats)
    timed = parsed.read & parsed.has_time
    midnight = timed & (parsed.seconds % 86400 == 0)
    at = np.flatnonzero(midnight)
    midnight[at] = [not _FRACTION.search(values[row]) for row in at]
    return timed, midnight


def _is_utc(zone: str) -> bool:
    return not zone or zone.upper() in ("UTC", "ETC/UTC", "GMT")


def to_utc(wall: np.ndarray, zone: str) -> Tuple[np.ndarray, int, int]:
    """Return UTC of wall times, how many were ambiguous and how many did not exist.

    An ambiguous time is its first occurrence, unless the times stand in order and step back within the hour
    that is repeated: then what comes after the step is the second. A time that does not exist is moved to the
    first that does.
    """
    if _is_utc(zone) or not len(wall):
        return wall.astype("datetime64[s]"), 0, 0
    wall = wall.astype("datetime64[s]")
    early, odd = _day_by_day(wall, lambda times: _plainly(*_localized(times, zone)))
    late, missing = early.copy(), np.zeros(len(wall), bool)
    early[odd], late[odd], missing[odd] = _localized(wall[odd], zone)
    ambiguous = early != late
    count = int(ambiguous.sum())
    if count:
        after = _after_step_back(wall, ambiguous)
        early = np.where(after, late, early)
    return early, count, int(missing.sum())


def _localized(wall: np.ndarray, zone: str) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the first and the second UTC of wall times, the same where there is one, and which do not exist."""
    index = pd.DatetimeIndex(wall)
    first = index.tz_localize(zone, ambiguous=np.ones(len(index), bool), nonexistent="shift_forward")
    second = index.tz_localize(zone, ambiguous=np.zeros(len(index), bool), nonexistent="shift_forward")
    missing = first.tz_localize(None).to_numpy().astype("datetime64[s]") != wall
    return _naive_utc(first), _naive_utc(second), missing


def _plainly(early: np.ndarray, late: np.ndarray, missing: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """Return the first UTC of wall times, and which of them exist and are not ambiguous."""
    return early, (early == late) & ~missing


def _day_by_day(
    times: np.ndarray, change: Callable[[np.ndarray], Tuple[np.ndarray, np.ndarray]]
) -> Tuple[np.ndarray, np.ndarray]:
    """Return times as a zone's other clock has them, and which have to be changed one by one, (n,) bool.

    `change` gives them changed, and which are plain. Where they are plain and as far apart at the begin, the middle and
    the end of a day, the clock does not change on it, and all times of that day are as far apart.
    """
    days, inverse = np.unique(times.astype("datetime64[D]"), return_inverse=True)
    if len(days) * 6 > len(times):
        return times.copy(), np.ones(len(times), bool)
    samples = (days.astype("datetime64[s]")[:, None] + _OF_A_DAY).reshape(-1)
    changed, plain = change(samples)
    shift = np.where(plain, changed - samples, np.timedelta64(0, "s")).reshape(-1, len(_OF_A_DAY))
    same = plain.reshape(shift.shape).all(axis=1) & (shift == shift[:, :1]).all(axis=1)
    inverse = inverse.reshape(-1)
    return times + shift[inverse, 0], ~same[inverse]


def to_local(utc: np.ndarray, zone: str) -> np.ndarray:
    """Return the wall time of UTC times in a zone."""
    if _is_utc(zone) or not len(utc):
        return utc.astype("datetime64[s]")
    utc = utc.astype("datetime64[s]")
    local, odd = _day_by_day(utc, lambda times: (_converted(times, zone), ~np.isnat(times)))
    local[odd] = _converted(utc[odd], zone)
    return local


def _converted(utc: np.ndarray, zone: str) -> np.ndarray:
    local = pd.DatetimeIndex(utc).tz_localize("UTC").tz_convert(zone).tz_localize(None)
    return local.to_numpy().astype("datetime64[s]")


def is_again(utc: np.ndarray, local: np.ndarray, zone: str) -> np.ndarray:
    """Tell which wall times are the second of two of the same name, when clocks go back; (n,) each, without NaT."""
    if _is_utc(zone) or not len(local):
        return np.zeros(len(local), bool)
    early, late, _ = _localized(local.astype("datetime64[s]"), zone)
    return (early != late) & (late == utc.astype("datetime64[s]"))


def days_and_hours(moments: Moments) -> Tuple[np.ndarray, np.ndarray]:
    """Return local days since 1970-01-01 and hours 0-23, (n,) float64 with NaN where not known."""
    known = ~np.isnat(moments.local)
    seconds = np.where(known, moments.local.astype("datetime64[s]").astype(np.int64), 0)
    day = np.where(known, seconds // 86400, np.nan)
    hour = np.where(known & moments.has_time, seconds % 86400 // 3600, np.nan)
    return day, hour


def parse_now(now: Optional[np.datetime64]) -> np.datetime64:
    """Return the given moment, or the present, in UTC."""
    if now is not None:
        return np.datetime64(now, "s")
    return np.datetime64(pd.Timestamp.now(tz="UTC").tz_localize(None).to_datetime64(), "s")


def _naive_utc(index: pd.DatetimeIndex) -> np.ndarray:
    return index.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[s]")


def _after_step_back(wall: np.ndarray, ambiguous: np.ndarray) -> np.ndarray:
    """Mark the ambiguous times after the one step back in otherwise ordered times; none when order tells nothing."""
    step = np.diff(wall.astype("datetime64[s]").astype(np.int64))
    back = np.flatnonzero(step < 0)
    after = np.zeros(len(wall), bool)
    folds = back[ambiguous[back] & ambiguous[back + 1] & (step[back] > -_FOLD_SECONDS)]
    days = wall[folds].astype("datetime64[D]")
    if len(back) != len(folds) or len(np.unique(days)) != len(days):
        return after
    for at in folds:
        after |= (
            ambiguous
            & (np.arange(len(wall)) > at)
            & (np.abs(wall - wall[at]) < np.timedelta64(_FOLD_SECONDS, "s"))
        )
    return after
