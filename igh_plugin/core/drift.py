"""How the events of a source change from period to period: in number, in what they are about, and all of a sudden.

A series is uneven by itself: every test takes as much unrest for chance as the series had before (overdispersion).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Optional, Tuple

import numpy as np

from . import periods, rates
from .getis_ord import benjamini_hochberg
from .quality import ATTENTION, BAD, BOTH, DRIFT, FINE, HIGH, LOW, PER_CENT, Figure, Norm, told, untold
from .text import QT_TRANSLATE_NOOP, Text
from .trend import expected_counts

ALPHA = 0.01
LEAST = 20
"""Events in the two periods together below which a difference says nothing."""

BEFORE, YEAR = "before", "year"
NOT_ENDED = QT_TRANSLATE_NOOP("core", "The period has not ended, or its events have not all come in.")
NOTHING_EARLIER = QT_TRANSLATE_NOOP("core", "There is no whole period to compare with.")
FEW = QT_TRANSLATE_NOOP("core", "{now} events, {then} in {period}: too few to compare.")
CHANGED = QT_TRANSLATE_NOOP("core", "{now} events, {then} in {period} ({change} % per day).")
UNREST = QT_TRANSLATE_NOOP(
    "core",
    "{now} events, {then} in {period} ({change} % per day): no more than the source's own unrest explains.",
)
MIX = QT_TRANSLATE_NOOP(
    "core", "{share} % of the events would need another category to be divided as in {period}."
)
MIX_UNREST = QT_TRANSLATE_NOOP(
    "core",
    "{share} % of the events would need another category to be divided as in {period}: no more than usual.",
)
ONE_CATEGORY = QT_TRANSLATE_NOOP("core", "There is only one category, or none: nothing can shift.")
OF_CATEGORY = QT_TRANSLATE_NOOP(
    "core", "“{category}”: {now} events, {then} in {period} ({change} % per day)."
)
VANISHED = QT_TRANSLATE_NOOP(
    "core", "The category “{category}” has vanished: {then} events in {period}, none now."
)
NEW = QT_TRANSLATE_NOOP("core", "The category “{category}” is new: {now} events, none in any period before.")
DROPPED = QT_TRANSLATE_NOOP(
    "core",
    "{source}: {now} events in {period}, where {expected} were to be expected ({change} %). If they come later, "
    "state the reporting_delay of the source.",
)
STEADY = QT_TRANSLATE_NOOP(
    "core", "{source}: {now} events in {period}, where {expected} were to be expected ({change} %)."
)
TOO_SHORT = QT_TRANSLATE_NOOP("core", "The history is too short to say how many events are usual.")


@dataclass(frozen=True)
class History:
    """Events of a source by category and period.

    `counts` (categories, periods) integers over consecutive periods, `categories` their names, `number` (periods,) as in
    `core.periods`, `kind` that of the periods, `complete` (periods,) bool: the period has ended and all of it came in.
    """

    counts: np.ndarray
    categories: Tuple[str, ...]
    number: np.ndarray
    kind: str
    complete: np.ndarray

    @property
    def days(self) -> np.ndarray:
        """The length of each period in days, (periods,)."""
        starts, ends = periods.bounds(self.number, self.kind)
        return (ends - starts + 1).astype(float)

    @property
    def season(self) -> int:
        return periods.per_year(self.kind)


def history_of(
    day: np.ndarray, category: np.ndarray, count: np.ndarray, kind: str, first: int, until: int, last: int
) -> History:
    """Count events by period from the one that holds `first` to the one that holds `last`, also where there are none.

    `day` (n,) local days, `category` (n,) texts or None, `count` (n,) events. All events until the day `until` are in.
    """
    inside = (day >= first) & (day <= last)
    day, category, count = day[inside].astype(np.int64), category[inside], count[inside]
    step = periods.step_of(kind)
    begin, end = periods.period_of(np.array([first, max(first, last)]), kind)
    number = np.arange(begin, end + 1, step)
    names = sorted({str(name or "") for name in category})
    row = {name: at for at, name in enumerate(names)}
    counts = np.zeros((len(names), len(number)), np.int64)
    where = np.array([row[str(name or "")] for name in category], np.int64)
    np.add.at(counts, (where, (periods.period_of(day, kind) - begin) // step), count.astype(np.int64))
    starts, ends = periods.bounds(number, kind)
    return History(counts, tuple(names), number, kind, (ends <= until) & (starts >= first))


def drop(source: str, history: History, at: int) -> Figure:
    """Return by how many per cent a period lies from what the source's own history lets expect (`core.trend`)."""
    name = "drop"
    if not history.complete[at]:
        return untold(DRIFT, name, PER_CENT, Text(NOT_ENDED))
    usable = np.flatnonzero(history.complete[: at + 1])
    series = history.counts.sum(0)[usable]
    # Beside the last weeks only, a source that stays away would soon be as it always was.
    found = expected_counts(series, history.season, history.days[usable], early=False)
    expected, lower = float(found.expected[-1]), float(found.lower[-1])
    if not expected > 0:
        return untold(DRIFT, name, PER_CENT, Text(TOO_SHORT))
    now, norm = int(series[-1]), Norm(-25, -50, LOW)
    change = 100 * (now - expected) / expected
    values = {
        "source": source, "now": now, "expected": round(expected), "change": round(change), "period": _title(history, at),
    }  # fmt: skip
    state = norm.judge(change) if now < lower else FINE
    sentence = Text(STEADY if state == FINE else DROPPED, values)
    return Figure(DRIFT, name, change, PER_CENT, state, sentence, norm)


def drift(history: History, at: int) -> List[Figure]:
    """Return what changed in a period against the one before and the same one a year earlier."""
    return [*_against(history, at, at - 1, BEFORE), *_against(history, at, at - history.season, YEAR)]


def _against(history: History, at: int, then: int, name: str) -> List[Figure]:
    total, mix = f"change_{name}", f"mix_{name}"
    why: Optional[str] = None
    if not history.complete[at]:
        why = NOT_ENDED
    elif then < 0 or not history.complete[then]:
        why = NOTHING_EARLIER
    if why is not None:
        return [untold(DRIFT, one, PER_CENT, Text(why)) for one in (total, mix)]
    now, was = history.counts[:, at], history.counts[:, then]
    values = {"now": int(now.sum()), "then": int(was.sum()), "period": _title(history, then)}
    if now.sum() + was.sum() < LEAST:
        return [untold(DRIFT, one, PER_CENT, Text(FEW, values)) for one in (total, mix)]
    return [
        _total(history, at, then, total, values),
        _mix(history, at, then, mix),
        *_categories(history, at, then, name),
    ]


def _total(history: History, at: int, then: int, name: str, values: Dict[str, object]) -> Figure:
    counts, days = history.counts.sum(0), history.days
    if not counts[then]:
        return untold(DRIFT, name, PER_CENT, Text(FEW, values))
    change = _change(counts[at], counts[then], days[at], days[then])
    p = _p(counts, history, at, then)
    norm = Norm(25, 50, BOTH)
    values = {**values, "change": f"{change:+.0f}"}
    if p >= ALPHA:
        return Figure(DRIFT, name, change, PER_CENT, FINE, Text(UNREST, values), norm)
    return told(DRIFT, name, change, PER_CENT, norm, Text(CHANGED, values))


def _mix(history: History, at: int, then: int, name: str) -> Figure:
    """Return the share of events that would need another category (half the sum of the differences of shares)."""
    now, was = history.counts[:, at].astype(float), history.counts[:, then].astype(float)
    if np.count_nonzero(now + was) < 2:
        return untold(DRIFT, name, PER_CENT, Text(ONE_CATEGORY))
    values = {"period": _title(history, then)}
    if not now.sum() or not was.sum():
        return untold(
            DRIFT, name, PER_CENT, Text(FEW, {"now": int(now.sum()), "then": int(was.sum()), **values})
        )
    share = 50 * float(np.abs(now / now.sum() - was / was.sum()).sum())
    values["share"] = str(round(share, 1))
    norm = Norm(10, 25, HIGH)
    usual = [statistic for statistic in _neighbouring(history, at) if statistic[1]]
    phi = (
        max(1.0, float(np.mean([chi / free for chi, free in usual])))
        if len(usual) >= rates.LEAST_PAIRS
        else 1.0
    )
    chi, free = _homogeneity(now, was)
    if _chi_tail(chi / phi, free) >= ALPHA:
        return Figure(DRIFT, name, share, PER_CENT, FINE, Text(MIX_UNREST, values), norm)
    return told(DRIFT, name, share, PER_CENT, norm, Text(MIX, values))


def _categories(history: History, at: int, then: int, name: str) -> List[Figure]:
    """Return the categories that changed more than chance explains (false discovery rate 1 %), and those that came or went."""
    enough = np.flatnonzero(history.counts[:, at] + history.counts[:, then] >= LEAST / 2)
    p = benjamini_hochberg(np.array([_p(history.counts[row], history, at, then) for row in enough], float))
    found = []
    for row in enough[p < ALPHA].tolist():
        now, was = int(history.counts[row, at]), int(history.counts[row, then])
        category = history.categories[row]
        values = {"category": category, "now": now, "then": was, "period": _title(history, then)}
        if not was:
            if name == BEFORE and not history.counts[row, :at].any():
                sentence = Text(NEW, values)
                found.append(
                    Figure(DRIFT, "new_category", 100.0, PER_CENT, ATTENTION, sentence, None, category)
                )
            continue
        if not now:
            sentence = Text(VANISHED, values)
            key = f"vanished_{name}"
            found.append(Figure(DRIFT, key, -100.0, PER_CENT, BAD, sentence, None, category))
            continue
        change = _change(now, was, history.days[at], history.days[then])
        sentence = Text(OF_CATEGORY, {**values, "change": f"{change:+.0f}"})
        # One category may well change: it is worth a look, and no fault of the source by itself.
        norm = Norm(25, np.inf, BOTH)
        found.append(told(DRIFT, f"category_{name}", change, PER_CENT, norm, sentence, category))
    return found


def _change(now: float, was: float, days_now: float, days_was: float) -> float:
    """Return the change of the number per day, in per cent."""
    return float(100 * (now / days_now - was / days_was) / (was / days_was))


def _p(series: np.ndarray, history: History, at: int, then: int) -> float:
    """Return the two-sided p that a series has the same rate in two periods, with its dispersion before the later one."""
    days = history.days
    usable = np.flatnonzero(history.complete[:at])
    phi = float(rates.dispersion_of_counts(series[usable], days[usable]))
    share = days[at] / (days[at] + days[then])
    return rates.compare_counts(float(series[then]), float(series[at]), share, phi)


def _neighbouring(history: History, at: int) -> List[Tuple[float, int]]:
    """Return how much the mix of categories differed between neighbouring periods before one: chi squares, degrees."""
    pairs = [two for two in range(1, at) if history.complete[two] and history.complete[two - 1]]
    return [
        _homogeneity(history.counts[:, two].astype(float), history.counts[:, two - 1].astype(float))
        for two in pairs
    ]


def _homogeneity(now: np.ndarray, was: np.ndarray) -> Tuple[float, int]:
    """Return Pearson's chi square that two samples are divided alike, and its degrees of freedom."""
    both = now + was
    used = both > 0
    total = both.sum()
    if used.sum() < 2 or not now.sum() or not was.sum():
        return 0.0, 0
    expected_now, expected_was = both[used] * now.sum() / total, both[used] * was.sum() / total
    chi = (
        (now[used] - expected_now) ** 2 / expected_now + (was[used] - expected_was) ** 2 / expected_was
    ).sum()
    return float(chi), int(used.sum()) - 1


def _chi_tail(chi: float, free: int) -> float:
    from scipy.stats import chi2

    return float(chi2.sf(chi, free)) if free else 1.0


def _title(history: History, at: int) -> str:
    return periods.name_of(int(history.number[at]), history.kind)
