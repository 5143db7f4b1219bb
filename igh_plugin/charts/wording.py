"""Numbers, days and verdicts in words, the same in panel and briefing.

A `Wording` carries the translation and the separators of the reader's language, so that this room needs no
Qt: the panel and the briefing hand them in, tests take the English default.
"""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass, replace
from typing import Any, Callable, List, Optional, Sequence, Tuple

import numpy as np

from ..core.comparison import YEAR, Comparison
from ..core.figures import Compared, IndicatorValue, Sentence
from ..core.text import Text

MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"
SIGNIFICANT = 0.05
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
WITHHELD = Text("withheld")
FALSE = 0.05
"""Part of the periods in which nothing changed that lies outside a band of 95 %."""

CLEAR, UNCLEAR = Text("clear change"), Text("no clear change")
MONTHS = (
    Text("Jan"),
    Text("Feb"),
    Text("Mar"),
    Text("Apr"),
    Text("May"),
    Text("Jun"),
    Text("Jul"),
    Text("Aug"),
    Text("Sep"),
    Text("Oct"),
    Text("Nov"),
    Text("Dec"),
)
WEEKDAYS = (Text("Mon"), Text("Tue"), Text("Wed"), Text("Thu"), Text("Fri"), Text("Sat"), Text("Sun"))
WEEKDAYS_IN_FULL = (
    Text("Monday"),
    Text("Tuesday"),
    Text("Wednesday"),
    Text("Thursday"),
    Text("Friday"),
    Text("Saturday"),
    Text("Sunday"),
)


def date_of(day: int) -> datetime.date:
    """Return the date of a day counted since 1970-01-01."""
    return datetime.date(1970, 1, 1) + datetime.timedelta(days=int(day))


def day_of(date: datetime.date) -> int:
    """Return the days since 1970-01-01 of a date."""
    return (date - datetime.date(1970, 1, 1)).days


def _iso(text: str) -> Optional[int]:
    try:
        return day_of(datetime.date.fromisoformat(text[:10]))
    except ValueError:
        return None


@dataclass(frozen=True)
class Wording:
    """Translation of sentences, and the separators of numbers."""

    say: Callable[[Sentence], str] = str
    decimal: str = "."
    group: str = ","

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with its separators; a value that rounds to zero has no sign."""
        text = f"{abs(value):,.{decimals}f}"
        text = text.replace(",", "\0").replace(".", self.decimal).replace("\0", self.group)
        return MINUS + text if round(value, decimals) < 0 else text

    def quantity(self, value: float, unit: str, decimals: int = 0) -> str:
        """Write a number with its unit."""
        text = self.number(value, decimals)
        if not unit:
            return text
        return f"{text}{NO_BREAK_SPACE}%" if unit == "%" else f"{text} {unit}"

    def month(self, month: int) -> str:
        """Name a month (1 to 12) in three letters."""
        return self.say(MONTHS[month - 1])

    def day(self, day: int) -> str:
        """Write a day as in 3 Mar 2026."""
        date = date_of(day)
        return f"{date.day} {self.month(date.month)} {date.year}"

    def iso_day(self, text: str) -> str:
        """Write an ISO date readably; anything else as it is."""
        found = _iso(text)
        return text if found is None else self.day(found)

    def period(self, sentence: Sentence) -> str:
        """Say a period; one from a first to a last ISO date becomes a readable span."""
        if isinstance(sentence, Text) and {"first", "last"} <= set(sentence.values):
            first, last = _iso(str(sentence.values["first"])), _iso(str(sentence.values["last"]))
            if first is not None and last is not None:
                return self.span(first, last)
        return self.say(sentence)

    def dated(self, sentence: Sentence) -> str:
        """Say a sentence with its ISO dates written readably."""
        if not isinstance(sentence, Text):
            return self.say(sentence)
        values = {name: self._readable(value) for name, value in sentence.values.items()}
        return self.say(Text(sentence.template, values))

    def _readable(self, value: Any) -> Any:
        return self.iso_day(value) if isinstance(value, str) and ISO_DAY.fullmatch(value) else value

    def span(self, first: int, last: int) -> str:
        """Write a period of whole days as short as it can be read: a day, a month, or from and until."""
        start, end = date_of(first), date_of(last)
        if start == end:
            return self.day(first)
        if start.day == 1 and (end + datetime.timedelta(days=1)).day == 1:
            if (start.year, start.month) == (end.year, end.month):
                return f"{self.month(start.month)} {start.year}"
            if start.month == 1 and end.month == 12 and start.year == end.year:
                return str(start.year)
        if (start.year, start.month) == (end.year, end.month):
            return f"{start.day}\u2013{self.day(last)}"
        if start.year == end.year:
            return f"{start.day} {self.month(start.month)} \u2013 {self.day(last)}"
        return f"{self.day(first)} \u2013 {self.day(last)}"


@dataclass(frozen=True)
class Change:
    """A change in words. `state` is worse, better, unclear or none; an arrow and a word go with every colour."""

    arrow: str
    amount: str
    verdict: str
    state: str

    @property
    def words(self) -> str:
        """Arrow and amount, which no line parts, and the verdict after a comma, as far as there are any."""
        sized = f"{self.arrow}{NO_BREAK_SPACE}{self.amount}".strip()
        return ", ".join(part for part in (sized, self.verdict) if part)


def value_text(indicator: IndicatorValue, wording: Wording) -> str:
    """Write the value of an indicator, or a dash where it cannot be told."""
    if indicator.value is None or not math.isfinite(indicator.value):
        return "\u2013"
    unit = indicator.unit if indicator.unit == "%" else ""
    return wording.quantity(indicator.value, unit, indicator.decimals)


def change_text(
    indicator: IndicatorValue, wording: Wording, clear: Text = CLEAR, unclear: Text = UNCLEAR
) -> Change:
    """Write the change since the period compared with, and whether it is one for better or worse, or else clear or not."""
    say = wording.say
    if indicator.change is None or not math.isfinite(indicator.change):
        return Change("", "", say(Text("no earlier period to compare with")), "none")
    if indicator.change_is_points:
        size = wording.number(abs(indicator.change), 1)
        amount = say(Text("{size} points", {"size": size}))
        visible = round(indicator.change, 1)
    else:
        visible = round(indicator.change)
        amount = f"{wording.number(abs(visible))}{NO_BREAK_SPACE}%"
    sign = "+" if visible > 0 else MINUS if visible < 0 else ""
    arrow = "\u25b2" if visible > 0 else "\u25bc" if visible < 0 else "\u25b6"
    if indicator.better is True:
        return Change(arrow, sign + amount, say(Text("better")), "better")
    if indicator.better is False:
        return Change(arrow, sign + amount, say(Text("worse")), "worse")
    if indicator.p_value is None:
        return Change(arrow, sign + amount, "", "unclear")
    if indicator.p_value < SIGNIFICANT:
        return Change(arrow, sign + amount, say(clear), "unclear")
    return Change(arrow, sign + amount, say(unclear), "unclear")


def compared_text(
    indicator: IndicatorValue, comparison: Comparison, title: Sentence, wording: Wording
) -> List[Tuple[str, str]]:
    """Write a value beside what it is compared with, of this title, then beside the period before where that is another, and what
    else stands beside it (`beside`); each with its state.
    """
    say, since = wording.say, change_text(indicator, wording)
    if comparison.elsewhere and indicator.elsewhere is not None:
        lines = [_elsewhere_text(indicator, indicator.elsewhere, title, wording)]
    elif comparison.kind == YEAR and indicator.year_before is not None:
        lines = [_year_text(indicator, indicator.year_before, wording)]
        indicator = replace(indicator, year_before=None)
    else:
        told = {"change": since.words, "value": _amount(indicator, indicator.previous, wording)}
        known = indicator.previous is not None and indicator.change is not None
        words = say(Text("{change} (before: {value})", told)) if known else since.words
        return [(words, since.state), *beside(indicator, wording)]
    if indicator.change is not None:
        told = {"change": since.words}
        lines.append((say(Text("against the period before: {change}", told)), since.state))
    return [*lines, *beside(indicator, wording)]


def _elsewhere_text(
    indicator: IndicatorValue, there: Compared, title: Sentence, wording: Wording
) -> Tuple[str, str]:
    say = wording.say
    told = {"place": say(title), "value": _amount(indicator, there.value, wording)}
    if there.value is None:
        return say(Text("{place}: no value", told)), "none"
    if there.part is not None:
        told["part"] = wording.quantity(there.part, "%", 0 if there.part >= 10 else 1)
        return say(Text("{place}: {value}, of which {part} here", told)), "none"
    if there.change is None:
        return say(Text("{place}: {value}", told)), "none"
    apart = replace(indicator, change=there.change, p_value=there.p_value, better=there.better)
    change = change_text(apart, wording, Text("clear difference"), Text("no clear difference"))
    told["change"] = change.words
    return say(Text("{place}: {value}, here {change}", told)), change.state


def _year_text(indicator: IndicatorValue, year: Compared, wording: Wording) -> Tuple[str, str]:
    then = replace(indicator, change=year.change, p_value=year.p_value, better=year.better)
    change = change_text(then, wording)
    told = {"change": change.words, "value": _amount(indicator, year.value, wording)}
    if year.value is None:
        return wording.say(Text("a year before: no value")), "none"
    if year.change is None:
        return wording.say(Text("a year before: {value}", told)), "none"
    return wording.say(Text("{change} (a year before: {value})", told)), change.state


def _amount(indicator: IndicatorValue, value: Optional[float], wording: Wording) -> str:
    return value_text(replace(indicator, value=value), wording)


def beside(indicator: IndicatorValue, wording: Wording) -> List[Tuple[str, str]]:
    """Write what stands beside a value, and the state of each: target, a year before, the last period where it is a signal, trend."""
    lines = []
    if indicator.target is not None and indicator.target.distance is not None:
        lines.append(_target_text(indicator, wording))
    year = indicator.year_before
    if year is not None and year.change is not None:
        then = replace(indicator, change=year.change, p_value=year.p_value, better=year.better)
        change = change_text(then, wording)
        told = wording.say(Text("against a year before: {change}", {"change": change.words}))
        lines.append((told, change.state))
    if indicator.latest is not None and indicator.latest.signal:
        lines.append(_signal_text(indicator, wording))
    if indicator.slope is not None and indicator.slope.direction:
        rising = indicator.slope.direction > 0
        words = Text("rising over {n} years") if rising else Text("falling over {n} years")
        told = wording.say(Text(words.template, {"n": indicator.slope.years}))
        lines.append((told, _state(indicator, indicator.slope.direction)))
    return lines


def recent_text(indicator: IndicatorValue, wording: Wording) -> str:
    """Write what the small chart of the last periods shows: from when, between which values, the last, target and signals."""
    recent, say = indicator.recent, wording.say
    known = recent.values[np.isfinite(recent.values)]
    if not len(known):
        return say(Text("no values yet"))
    decimals = indicator.decimals
    decimals = _apart(decimals, float(known.min()), float(known.max()))
    unit = indicator.unit if indicator.unit == "%" else ""
    lowest, highest = (wording.quantity(float(value), unit, decimals) for value in (known.min(), known.max()))
    told = {
        "n": len(recent.values),
        "since": wording.day(int(recent.starts[0])),
        "lowest": lowest,
        "highest": highest,
    }
    lines = [say(Text("{n} periods since {since}: between {lowest} and {highest}", told))]
    for index in np.flatnonzero(recent.signal):
        period = wording.span(int(recent.starts[index]), int(recent.ends[index]))
        told = {"period": period, "value": wording.quantity(float(recent.values[index]), unit, decimals)}
        more = recent.signal[index] > 0
        words = (
            Text("{period}: {value}, more than expected")
            if more
            else Text("{period}: {value}, less than expected")
        )
        lines.append(say(Text(words.template, told)))
    if recent.target is not None:
        decimals = _apart(decimals, recent.target, 0.0)
        lines.append(
            say(Text("target: {target}", {"target": wording.quantity(recent.target, unit, decimals)}))
        )
    return "\n".join(lines)


def chance_text(indicators: Sequence[IndicatorValue], wording: Wording) -> str:
    """Write how many signals chance alone would give among all periods judged, and how many there are; empty when none was."""
    recents = [item.recent for item in indicators if item.recent is not None]
    judged = sum(int(np.count_nonzero(recent.judged)) for recent in recents)
    if not judged:
        return ""
    told = {
        "n": wording.number(judged),
        "figures": wording.number(len([recent for recent in recents if recent.judged.any()])),
        "false": wording.number(judged * FALSE, 1),
        "found": wording.number(sum(int(np.count_nonzero(recent.signal)) for recent in recents)),
    }
    return wording.say(
        Text(
            "{n} periods of {figures} figures were judged. Of these about {false} would be a signal by chance alone; "
            "{found} are.",
            told,
        )
    )


def _target_text(indicator: IndicatorValue, wording: Wording) -> Tuple[str, str]:
    target = indicator.target
    unit = indicator.unit if indicator.unit == "%" else ""
    distance = target.distance or 0.0
    decimals = _apart(_apart(indicator.decimals, target.value, target.value + distance), distance, 0.0)
    decimals = next((more for more in range(decimals, 6) if round(target.value, more) == target.value), 6)
    told = {"target": wording.quantity(target.value, unit, decimals), "source": wording.say(target.source)}
    if not target.distance:
        return wording.say(Text("target reached: {target} ({source})", told)), "better"
    told["distance"] = wording.quantity(target.distance, unit, decimals)
    above = indicator.direction == "low_is_good"
    words = (
        Text("{distance} above the target of {target} ({source})")
        if above
        else Text("{distance} below the target of {target} ({source})")
    )
    return wording.say(Text(words.template, told)), "worse"


def _signal_text(indicator: IndicatorValue, wording: Wording) -> Tuple[str, str]:
    latest = indicator.latest
    unit = indicator.unit if indicator.unit == "%" else ""
    near = latest.upper if latest.signal > 0 else latest.lower
    decimals = _apart(indicator.decimals, latest.value, near)
    told = {
        "period": wording.span(latest.first, latest.last),
        "value": wording.quantity(latest.value, unit, decimals),
    }
    told["lower"], told["upper"] = (
        wording.quantity(limit, unit, decimals) for limit in (latest.lower, latest.upper)
    )
    more = Text("{period}: {value}, more than the {lower} to {upper} expected")
    less = Text("{period}: {value}, less than the {lower} to {upper} expected")
    words = more if latest.signal > 0 else less
    return wording.say(Text(words.template, told)), _state(indicator, latest.signal)


def _apart(decimals: int, one: float, other: float) -> int:
    """Return the decimals at which a number is itself and two numbers that differ are written apart, six at most."""
    while decimals < 6 and (
        (one != other and round(one, decimals) == round(other, decimals))
        or (one and not round(one, decimals))
    ):
        decimals += 1
    return decimals


def _state(indicator: IndicatorValue, up: int) -> str:
    """Return whether going up (1) or down (-1) is better or worse; unclear without a direction."""
    if indicator.direction == "neutral":
        return "unclear"
    return "better" if (up < 0) == (indicator.direction == "low_is_good") else "worse"


def made_of(indicator: IndicatorValue, wording: Wording) -> str:
    """Write what the value is made of: numerator and denominator, or weights; nothing for a plain count."""
    if indicator.weights:
        parts = [
            f"{wording.number(weight, _decimals_of(weight))} \u00d7 {title}"
            for title, weight in indicator.weights
        ]
        return " + ".join(parts)
    if indicator.numerator is None or not indicator.denominator:
        return ""
    whole = wording.number(indicator.denominator, _decimals_of(indicator.denominator))
    parts = {"part": wording.number(indicator.numerator), "whole": whole}
    if not indicator.denominator_title:
        return wording.say(Text("{part} of {whole}", parts))
    parts["what"] = wording.say(indicator.denominator_title)
    return wording.say(Text("{part} over {whole} {what}", parts))


def _decimals_of(value: float) -> int:
    """Return the decimals that show three digits of a number, none where they would be zeros."""
    decimals = 2 if value < 10 else 1 if value < 100 else 0
    return 0 if round(value, decimals) == round(value) else decimals


def time_ticks(first: int, last: int, room: int, wording: Wording) -> List[Tuple[int, str]]:
    """Choose at most `room` days between two days to label, at weeks, months or years; labels carry the year
    where it starts."""
    room = max(2, room)
    span = last - first
    if span <= 7 * room * 2 and span < 130:
        return _week_ticks(first, last, room, wording)
    for step in (1, 2, 3, 6, 12, 24, 60, 120):
        ticks = _month_ticks(first, last, step, wording)
        if len(ticks) <= room:
            return ticks
    return []


def _week_ticks(first: int, last: int, room: int, wording: Wording) -> List[Tuple[int, str]]:
    monday = first + (-(first + 3)) % 7
    weeks = max(1, (last - monday) // 7 + 1)
    step = 7 * max(1, math.ceil(weeks / room))
    ticks = []
    year: Optional[int] = None
    for day in range(monday, last + 1, step):
        date = date_of(day)
        label = f"{date.day} {wording.month(date.month)}"
        ticks.append((day, label if date.year == year else f"{label}\n{date.year}"))
        year = date.year
    return ticks


def _month_ticks(first: int, last: int, step: int, wording: Wording) -> List[Tuple[int, str]]:
    start = date_of(first)
    number = start.year * 12 + start.month - 1
    if start.day > 1:
        number += 1
    number += (-number) % step
    ticks = []
    year: Optional[int] = None
    while True:
        date = datetime.date(number // 12, number % 12 + 1, 1)
        day = day_of(date)
        if day > last:
            return ticks
        if step >= 12:
            label = str(date.year)
        elif date.year != year:
            label = f"{wording.month(date.month)}\n{date.year}"
        else:
            label = wording.month(date.month)
        year = date.year
        ticks.append((day, label))
        number += step
