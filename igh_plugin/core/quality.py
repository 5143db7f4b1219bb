"""How good the events of a source are: figures, each with its norm, its state and a sentence for a reader.

Null is not zero: what cannot be told has the state `unknown`, no value, and the reason as its sentence. A figure for
which nothing says what is good has the state `info`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence

import numpy as np

from .cleaning.records import REASONS, WITHOUT_CONTENT
from .text import QT_TRANSLATE_NOOP, Text

FINE, ATTENTION, BAD, INFO, UNKNOWN = "fine", "attention", "bad", "info", "unknown"
STATES = {
    BAD: QT_TRANSLATE_NOOP("core", "bad"),
    ATTENTION: QT_TRANSLATE_NOOP("core", "attention"),
    FINE: QT_TRANSLATE_NOOP("core", "fine"),
    INFO: QT_TRANSLATE_NOOP("core", "no norm"),
    UNKNOWN: QT_TRANSLATE_NOOP("core", "cannot be told"),
}
"""The states, worst first, and how they read."""
COMPLETENESS, VALIDITY, TIMELINESS, UNIQUENESS, POSITION, DRIFT = (
    "completeness", "validity", "timeliness", "uniqueness", "position", "drift",
)  # fmt: skip
GROUPS = {
    COMPLETENESS: QT_TRANSLATE_NOOP("core", "Completeness"),
    VALIDITY: QT_TRANSLATE_NOOP("core", "Validity"),
    TIMELINESS: QT_TRANSLATE_NOOP("core", "Timeliness"),
    UNIQUENESS: QT_TRANSLATE_NOOP("core", "Uniqueness"),
    POSITION: QT_TRANSLATE_NOOP("core", "Position"),
    DRIFT: QT_TRANSLATE_NOOP("core", "Drift"),
}
PER_CENT, HOURS, DAYS = "%", "h", "d"
HIGH, LOW, BOTH = "high", "low", "both"

DUPLICATES = ("exact_duplicate", "duplicate_id")
NO_FAULTS = (*DUPLICATES, *WITHOUT_CONTENT)
"""Reasons that say nothing against a row: it is there already, or is not to be kept."""
OUTSIDE = ("outside_extent", "far_outside", "outside_area")
COARSE = ("area", "displaced")
ESSENTIAL = ("occurred_from", "category")
MAY_BE_EMPTY = ("occurred_to", "closed_at", "subcategory", "a_geocode_score")
LEAST_POINTS = 30
_DAY = 86400.0

NO_EVENTS = QT_TRANSLATE_NOOP("core", "There are no events: nothing can be told.")
FILLED = QT_TRANSLATE_NOOP("core", "{field} is filled in {share} % of {count} events.")
REJECTED = QT_TRANSLATE_NOOP("core", "{source}: {rejected} of {read} rows were rejected.")
REJECTED_FOR = QT_TRANSLATE_NOOP("core", "{rejected} of {read} rows were rejected: {reason}.")
NO_ROWS = QT_TRANSLATE_NOOP("core", "No rows came: what is wrong with them cannot be told.")
BACKWARDS = QT_TRANSLATE_NOOP(
    "core", "{early} of {count} events were reported a day or more before they occurred."
)
NO_REPORT = QT_TRANSLATE_NOOP(
    "core", "No event has both reported_at and occurred_from: no reporting delay can be told."
)
SAME_MOMENT = QT_TRANSLATE_NOOP(
    "core", "reported_at and occurred_from are the same in every event: no reporting delay can be told."
)
DELAY = QT_TRANSLATE_NOOP(
    "core", "Half of {count} events were reported within {value} hours after they occurred."
)
DELAY_MOST = QT_TRANSLATE_NOOP(
    "core", "Nine in ten of {count} events were reported within {value} hours after they occurred."
)
DELAY_STATED = QT_TRANSLATE_NOOP(
    "core",
    "Nine in ten of {count} events were reported within {value} hours after they occurred; the definition says "
    "{norm} hours (reporting_delay).",
)
NO_CLOSING = QT_TRANSLATE_NOOP("core", "No event has a closed_at: how long they stay open cannot be told.")
CLOSED = QT_TRANSLATE_NOOP(
    "core", "Half of {count} events were closed within {value} days; those still open are counted as such."
)
MOSTLY_OPEN = QT_TRANSLATE_NOOP(
    "core",
    "Of {count} events {closed} have been closed: too few to say within how many days half of them are.",
)
NEWEST = QT_TRANSLATE_NOOP("core", "The newest event is {value} days old.")
NEWEST_STATED = QT_TRANSLATE_NOOP(
    "core",
    "The newest event is {value} days old; fetched every {every} days with a delay of {delay}, {norm} can be expected.",
)
NO_TIME = QT_TRANSLATE_NOOP("core", "No event has a date: how old they are cannot be told.")
STALE = QT_TRANSLATE_NOOP("core", "{source} was last collected on {day}, and is to be every {every} days.")
NEVER = QT_TRANSLATE_NOOP("core", "{source} has never been collected.")
EXACT = QT_TRANSLATE_NOOP("core", "{source}: {rejected} of {read} rows equal an earlier one in every column.")
REPEATED = QT_TRANSLATE_NOOP("core", "{source}: {rejected} of {read} rows repeat the id of another row.")
NO_IDS = QT_TRANSLATE_NOOP("core", "The mapping names no id: whether rows repeat one cannot be told.")
NO_QUALITY = QT_TRANSLATE_NOOP(
    "core", "No event has a location_quality: how good the points are cannot be told."
)
OF_QUALITY = QT_TRANSLATE_NOOP("core", "{share} % of {count} events have a point of the quality “{quality}”.")
WITHOUT_QUALITY = QT_TRANSLATE_NOOP("core", "{share} % of {count} events do not say how good their point is.")
IN_NO_PLACE = QT_TRANSLATE_NOOP(
    "core",
    "{share} % of {count} events are placed by area only or displaced: within an area they say nothing.",
)
BEYOND = QT_TRANSLATE_NOOP("core", "{rejected} of {read} rows lie outside the areas or far from all others.")
FEW_POINTS = QT_TRANSLATE_NOOP(
    "core", "{count} points are too few to tell whether one of them stands for many events."
)
SPREAD = QT_TRANSLATE_NOOP("core", "The most used point holds {share} % of {count} events.")
ONE_POINT = QT_TRANSLATE_NOOP(
    "core",
    "One point, {x} {y}, holds {share} % of {count} events: is it what the source writes when it does not know where?",
)


@dataclass(frozen=True)
class Norm:
    """From which value on a figure asks for attention and is bad; `direction` says on which side."""

    attention: float
    bad: float
    direction: str = HIGH

    def judge(self, value: float) -> str:
        """Return the state of a value."""
        sign = -1.0 if self.direction == LOW else 1.0
        size = abs(value) if self.direction == BOTH else sign * value
        return BAD if size > sign * self.bad else ATTENTION if size > sign * self.attention else FINE


@dataclass(frozen=True)
class Figure:
    """One figure of a source in a period; `of` names the field, reason or category it is about."""

    group: str
    name: str
    value: Optional[float]
    unit: str
    state: str
    sentence: Text
    norm: Optional[Norm] = None
    of: str = ""

    @property
    def key(self) -> str:
        """The name in tables."""
        return f"{self.name}:{self.of}" if self.of else self.name


def told(
    group: str, name: str, value: float, unit: str, norm: Optional[Norm], sentence: Text, of: str = ""
) -> Figure:
    """Return a figure with the state its norm gives it."""
    state = INFO if norm is None else norm.judge(value)
    return Figure(group, name, float(value), unit, state, sentence, norm, of)


def untold(group: str, name: str, unit: str, sentence: Text, of: str = "") -> Figure:
    """Return a figure that cannot be told, and why."""
    return Figure(group, name, None, unit, UNKNOWN, sentence, None, of)


def worst(figures: Sequence[Figure]) -> str:
    """Return the worst state of figures, `unknown` only when nothing could be told of any."""
    found = {one.state for one in figures}
    return next((state for state in (BAD, ATTENTION, FINE, INFO) if state in found), UNKNOWN)


def completeness(filled: Mapping[str, int], count: int) -> List[Figure]:
    """Return the share of `count` events in which each field is filled, in per cent."""
    found = []
    for field, number in filled.items():
        if not count:
            found.append(untold(COMPLETENESS, "filled", PER_CENT, Text(NO_EVENTS), field))
            continue
        norm = (
            None if field in MAY_BE_EMPTY else Norm(99, 95, LOW) if field in ESSENTIAL else Norm(90, 50, LOW)
        )
        share = 100 * number / count
        values = {"field": field, "share": round(share, 1), "count": count}
        found.append(told(COMPLETENESS, "filled", share, PER_CENT, norm, Text(FILLED, values), field))
    return found


def validity(source: str, read: int, reasons: Mapping[str, int]) -> List[Figure]:
    """Return the share of rows that were rejected, in per cent, and for each reason there was the share of its own.

    Rows that repeat another one are no faults of this kind: see `uniqueness`.
    """
    if not read:
        return [untold(VALIDITY, "rejected", PER_CENT, Text(NO_ROWS))]
    faults = {reason: number for reason, number in reasons.items() if reason not in NO_FAULTS and number}
    total = sum(faults.values())
    values: Dict[str, Any] = {"source": source, "rejected": total, "read": read}
    found = [told(VALIDITY, "rejected", 100 * total / read, PER_CENT, Norm(1, 10), Text(REJECTED, values))]
    for reason, number in sorted(faults.items(), key=lambda item: (-item[1], item[0])):
        values = {"rejected": number, "read": read, "reason": Text(REASONS.get(reason, reason))}
        sentence = Text(REJECTED_FOR, values)
        found.append(told(VALIDITY, "rejected", 100 * number / read, PER_CENT, Norm(1, 10), sentence, reason))
    return found


def uniqueness(source: str, read: int, reasons: Mapping[str, int], has_ids: bool) -> List[Figure]:
    """Return the shares of rows that equal an earlier one, and that repeat an id, in per cent."""
    found = []
    for name, reason, template, norm in (
        ("exact_duplicates", DUPLICATES[0], EXACT, Norm(1, 10)),
        ("repeated_ids", DUPLICATES[1], REPEATED, Norm(5, 25)),
    ):
        if reason == DUPLICATES[1] and not has_ids:
            found.append(untold(UNIQUENESS, name, PER_CENT, Text(NO_IDS)))
            continue
        if not read:
            found.append(untold(UNIQUENESS, name, PER_CENT, Text(NO_ROWS)))
            continue
        number = reasons.get(reason, 0)
        values = {"source": source, "rejected": number, "read": read}
        found.append(told(UNIQUENESS, name, 100 * number / read, PER_CENT, norm, Text(template, values)))
    return found


def reporting(occurred: np.ndarray, reported: np.ndarray, stated: Optional[float] = None) -> List[Figure]:
    """Return median and ninth decile of the reporting delay in hours, and the share reported before, in per cent.

    `occurred` and `reported` are (n,) datetime64, NaT where not known; `stated` is the delay in days of the definition.
    A report may be known to the day only: up to a day before the event it counts as at once.
    """
    known = ~(np.isnat(occurred) | np.isnat(reported))
    count = int(known.sum())
    names = ("reporting_delay_median", "reporting_delay_p90")
    hours = (reported[known] - occurred[known]).astype("timedelta64[s]").astype(float) / 3600
    if not count or not hours.any():
        why = SAME_MOMENT if count else NO_REPORT
        return [untold(TIMELINESS, name, HOURS, Text(why)) for name in names]
    early = int((hours <= -24).sum())
    median, most = (float(value) for value in np.quantile(np.maximum(hours, 0), (0.5, 0.9)))
    norm = None if stated is None else Norm(24 * max(stated, 1), 72 * max(stated, 1))
    values: Dict[str, Any] = {"count": count, "value": round(most, 1)}
    sentence = (
        Text(DELAY_MOST, values) if norm is None else Text(DELAY_STATED, {**values, "norm": norm.attention})
    )
    middle = Text(DELAY, {"count": count, "value": round(median, 1)})
    backwards = Text(BACKWARDS, {"early": early, "count": count})
    return [
        told(TIMELINESS, names[0], median, HOURS, None, middle),
        told(TIMELINESS, names[1], most, HOURS, norm, sentence),
        told(TIMELINESS, "reported_before", 100 * early / count, PER_CENT, Norm(1, 5), backwards),
    ]


def closing(begun: np.ndarray, closed: np.ndarray, now: np.datetime64) -> Figure:
    """Return within how many days half of the events were closed (Kaplan & Meier 1958, the open ones censored at `now`).

    `begun` and `closed` are (n,) datetime64, NaT where not known.
    """
    name = "closing_median"
    known = ~np.isnat(begun)
    begun, closed = begun[known], closed[known]
    done = ~np.isnat(closed)
    if not done.any():
        return untold(TIMELINESS, name, DAYS, Text(NO_CLOSING))
    until = np.where(done, closed, np.datetime64(now, "s"))
    days = np.maximum((until - begun).astype("timedelta64[s]").astype(float), 0) / _DAY
    median = _median_duration(days, done)
    if median is None:
        values = {"count": len(done), "closed": int(done.sum())}
        return untold(TIMELINESS, name, DAYS, Text(MOSTLY_OPEN, values))
    sentence = Text(CLOSED, {"count": len(done), "value": round(median, 1)})
    return told(TIMELINESS, name, median, DAYS, None, sentence)


def _median_duration(durations: np.ndarray, ended: np.ndarray) -> Optional[float]:
    """Return the first duration at which at most half still last, None when that was not reached."""
    times, at = np.unique(durations, return_inverse=True)
    ends = np.bincount(at.reshape(-1), weights=ended, minlength=len(times))
    everyone = np.bincount(at.reshape(-1), minlength=len(times))
    at_risk = len(durations) - np.concatenate([[0], np.cumsum(everyone)[:-1]])
    lasting = np.cumprod(1 - ends / at_risk)
    half = np.flatnonzero(lasting <= 0.5 + 1e-12)
    return float(times[half[0]]) if len(half) else None


def freshness(newest: Optional[float], every: Optional[float], delay: Optional[float]) -> Figure:
    """Return how many days old the newest event is, beside what interval and delay (days) of the source let expect."""
    if newest is None:
        return untold(TIMELINESS, "newest", DAYS, Text(NO_TIME))
    if every is None:
        return told(TIMELINESS, "newest", newest, DAYS, None, Text(NEWEST, {"value": round(newest, 1)}))
    expected = every + (delay or 0.0) + 1
    values = {"value": round(newest, 1), "every": every, "delay": delay or 0.0, "norm": expected}
    norm = Norm(expected, 3 * expected)
    return told(TIMELINESS, "newest", newest, DAYS, norm, Text(NEWEST_STATED, values))


def collected(source: str, days: Optional[float], day: str, every: float) -> Figure:
    """Return how many days ago a source was collected that is to be every so many days; None: never."""
    if days is None:
        return Figure(TIMELINESS, "collected", None, DAYS, BAD, Text(NEVER, {"source": source}))
    norm = Norm(1.5 * max(every, 1), 2 * max(every, 1))
    sentence = Text(STALE, {"source": source, "day": day, "every": f"{every:g}"})
    return told(TIMELINESS, "collected", days, DAYS, norm, sentence)


def position(qualities: Mapping[str, int], read: int, outside: int) -> List[Figure]:
    """Return the shares of events by location quality, of those that are placed only roughly, and of rows outside.

    `qualities` counts the events by location quality, the empty text for those that do not say; all in per cent.
    """
    count = sum(qualities.values())
    found = []
    if not count:
        found.append(untold(POSITION, "quality", PER_CENT, Text(NO_EVENTS)))
    elif not any(number for name, number in qualities.items() if name):
        found.append(untold(POSITION, "quality", PER_CENT, Text(NO_QUALITY)))
    else:
        for name, number in sorted(qualities.items()):
            share = 100 * number / count
            values = {"share": round(share, 1), "count": count, "quality": name}
            norm = None if name else Norm(10, 50)
            template = OF_QUALITY if name else WITHOUT_QUALITY
            found.append(
                told(POSITION, "quality", share, PER_CENT, norm, Text(template, values), name or "none")
            )
        share = 100 * sum(qualities.get(name, 0) for name in COARSE) / count
        sentence = Text(IN_NO_PLACE, {"share": round(share, 1), "count": count})
        found.append(told(POSITION, "coarse", share, PER_CENT, Norm(10, np.inf), sentence))
    if not read:
        return [*found, untold(POSITION, "outside", PER_CENT, Text(NO_ROWS))]
    sentence = Text(BEYOND, {"rejected": outside, "read": read})
    return [*found, told(POSITION, "outside", 100 * outside / read, PER_CENT, Norm(1, 10), sentence)]


def most_used_point(x: np.ndarray, y: np.ndarray) -> Figure:
    """Return the share of events at the point that most of them have, in per cent; `x`, `y` (n,) metres, NaN for none."""
    known = np.isfinite(x) & np.isfinite(y)
    count = int(known.sum())
    if count < LEAST_POINTS:
        return untold(POSITION, "most_used_point", PER_CENT, Text(FEW_POINTS, {"count": count}))
    points, often = np.unique(np.round(x[known], 1) + 1j * np.round(y[known], 1), return_counts=True)
    most = int(np.argmax(often))
    share, norm = 100 * int(often[most]) / count, Norm(5, 20)
    values: Dict[str, Any] = {"share": round(share, 1), "count": count}
    sentence = Text(SPREAD, values)
    if norm.judge(share) != FINE:
        where = {"x": f"{points[most].real:.0f}", "y": f"{points[most].imag:.0f}"}
        sentence = Text(ONE_POINT, {**values, **where})
    return told(POSITION, "most_used_point", share, PER_CENT, norm, sentence)
