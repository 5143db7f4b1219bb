"""Indicators: declared once, evaluated on totals of one place or of many, everywhere by the same function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Optional, Tuple, Union

import numpy as np

from . import rates
from .cube import without
from .text import QT_TRANSLATE_NOOP, Text

TOTAL, SHARE, RATE, PER_DAY, CONCENTRATION = "total", "share", "rate", "per_day", "concentration"
MEDIAN, P90, COVERAGE, QUOTIENT = "median", "p90", "coverage", "location_quotient"
INDEX, COMPOSITE = "index", "composite"
KINDS = (TOTAL, SHARE, RATE, PER_DAY, CONCENTRATION, MEDIAN, P90, COVERAGE, QUOTIENT, INDEX, COMPOSITE)
DURATIONS = {MEDIAN: 0.5, P90: 0.9}
"""Kinds that are a time within which this part is over."""
RELATIVE = (INDEX, COMPOSITE)
"""Kinds that tell where an area stands among the others; the whole has none."""
DIVIDED = (SHARE, RATE, QUOTIENT)
"""Kinds that need a denominator; coverage may have one."""
COUNTED = (TOTAL, SHARE, RATE, PER_DAY)
"""Kinds that are counts, alone or divided: chance alone makes them vary as such."""
IN_POINTS = (SHARE, CONCENTRATION, COVERAGE, *RELATIVE)
"""Kinds whose change is a difference, not a per cent."""
IN_TIME = (*COUNTED, *DURATIONS)
"""Kinds that have a value in each period, and can lead a theme."""
HANDLING = "handling_time"
LOW_IS_GOOD, HIGH_IS_GOOD = "low_is_good", "high_is_good"
DIRECTIONS = (LOW_IS_GOOD, HIGH_IS_GOOD, "neutral")
STATISTIC = "statistic:"
BUSIEST = 0.10
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Indicator:
    """What is measured, and how it reads.

    `numerator` and `denominator` name a measure, a part of the theme's events (`events`: all of them) or `statistic:<name>`.
    A `share` is in per cent, a `rate` per `per` units of its denominator, `per_day` per day of the period,
    `concentration` the per cent of the numerator that lies in the busiest tenth of the areas, `median` and `p90` days within which
    half, or nine tenths, of the events are handled, `coverage` the per cent of the denominator (without one: of the areas) in
    areas where the numerator is not zero, `location_quotient` the numerator by the denominator beside the same of the whole.
    `index` is where an area stands among the others by the indicator `of`, in standard deviations from the whole; `composite`
    the mean of these by `weights` (id and weight), each counted as worse the higher it is. With a `grain`
    it is shown for sources of that grain only (`event` or `place_summary`), with `levels` at these only. `target` is what it
    should be at most where low is good, at least where high is; with a `target_level` at that level only. `least` is the smallest
    denominator, or numerator without one, of which a value is shown.
    """

    id: str
    kind: str
    numerator: str
    denominator: str = ""
    per: float = 1.0
    decimals: int = 0
    direction: str = "neutral"
    grain: str = ""
    target: Optional[float] = None
    target_level: str = ""
    of: str = ""
    weights: Tuple[Tuple[str, float], ...] = ()
    least: float = 0.0
    levels: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Evaluation:
    """Values (n,) with 95 % limits; NaN where there is no value. `numerator`, `denominator` as used."""

    value: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    numerator: np.ndarray
    denominator: np.ndarray


def evaluate(indicator: Indicator, totals: Mapping[str, np.ndarray], days: Optional[int]) -> Evaluation:
    """Evaluate an indicator on totals per place, each (n,); a missing measure or denominator gives NaN.

    `days` is the length of the period, None when it is not known. Limits: Wilson for a share whose numerator
    is part of its denominator, Poisson for the others. What is divided is what both are known of (`counted`).
    """
    size = len(next(iter(totals.values()))) if totals else 0
    top = counted(totals, indicator.numerator, indicator.denominator, size)
    if indicator.kind == SHARE:
        base = counted(totals, indicator.denominator, indicator.numerator, size)
        return _share(top, base)
    scale, base = np.ones(size), np.ones(size)
    if indicator.kind == RATE:
        base = counted(totals, indicator.denominator, indicator.numerator, size)
        scale = indicator.per * rates.divide(np.ones(size), base)
    elif indicator.kind == PER_DAY:
        base = np.full(size, float(days) if days else np.nan)
        scale = rates.divide(np.ones(size), base)
    lower, upper = rates.count_interval(top)
    return Evaluation(top * scale, lower * scale, upper * scale, top, base)


def _share(top: np.ndarray, base: np.ndarray) -> Evaluation:
    lower, upper = rates.share_interval(np.clip(top, 0, base), base)
    return Evaluation(100 * rates.divide(top, base), 100 * lower, 100 * upper, top, base)


def location_quotient(
    indicator: Indicator, totals: Mapping[str, np.ndarray], whole: Mapping[str, np.ndarray]
) -> Evaluation:
    """Evaluate how much more of the numerator there is by the denominator than in the `whole` (1,): 1 is as much.

    Limits are those of the place; the whole is taken as known. Wilson where the numerator is a part of the denominator.
    """
    size = len(next(iter(totals.values()))) if totals else 0

    def sides(of: Mapping[str, np.ndarray], number: int) -> Tuple[np.ndarray, np.ndarray]:
        return (
            counted(of, indicator.numerator, indicator.denominator, number),
            counted(of, indicator.denominator, indicator.numerator, number),
        )

    top, base = sides(totals, size)
    all_top, all_base = sides(whole, 1)
    usual = float(rates.divide(all_top, all_base)[0])
    scale = 1 / usual if usual > 0 else float("nan")
    if indicator.denominator.startswith(STATISTIC) or bool((top > base).any()):
        lower, upper = (rates.divide(limit, base) for limit in rates.count_interval(top))
    else:
        lower, upper = rates.share_interval(top, base)
    return Evaluation(rates.divide(top, base) * scale, lower * scale, upper * scale, top, base)


def coverage(indicator: Indicator, totals: Mapping[str, np.ndarray]) -> Tuple[float, float, float]:
    """Return the per cent of the denominator in those of the n places where the numerator is not zero, its part, and its whole.

    Without a denominator places are counted. It is known of all of them, and has no limits.
    """
    size = len(next(iter(totals.values()))) if totals else 0
    top = counted(totals, indicator.numerator, indicator.denominator, size)
    base = (
        counted(totals, indicator.denominator, indicator.numerator, size)
        if indicator.denominator
        else np.where(np.isnan(top), np.nan, 1.0)
    )
    known = ~np.isnan(top) & ~np.isnan(base)
    reached, whole = float(base[known & (top > 0)].sum()), float(base[known].sum())
    return (100 * reached / whole if whole > 0 else float("nan")), reached, whole


def weighted(
    standings: Mapping[str, np.ndarray], indicators: Mapping[str, Indicator], composite: Indicator
) -> np.ndarray:
    """Return the mean of standings (n,) by the weights of a composite, each turned so that higher is worse; NaN where one is."""
    total = sum(weight for _, weight in composite.weights)
    parts = [
        weight * (-1 if indicators[name].direction == HIGH_IS_GOOD else 1) * standings[name]
        for name, weight in composite.weights
    ]
    return np.sum(parts, axis=0) / total


def enough(indicator: Indicator, found: Evaluation) -> Evaluation:
    """Return an evaluation without the values that rest on less than the indicator shows."""
    if not indicator.least:
        return found
    by = found.numerator if indicator.kind in (TOTAL, PER_DAY) else found.denominator
    few = np.nan_to_num(by) < indicator.least
    value, lower, upper = (np.where(few, np.nan, part) for part in (found.value, found.lower, found.upper))
    return Evaluation(value, lower, upper, found.numerator, found.denominator)


def counted(
    totals: Mapping[str, np.ndarray], name: str, needed: str, size: Union[int, Tuple[int, ...]]
) -> np.ndarray:
    """Return a measure (size,) less what comes from events or areas for which `needed` is not known; NaN if absent."""
    whole = np.asarray(totals.get(name, np.full(size, np.nan)), float)
    part = totals.get(without(name, needed))
    return whole if part is None else whole - np.asarray(part, float)


def concentration(counts: np.ndarray) -> Tuple[float, int, int]:
    """Return the per cent of all counts in the busiest tenth of the n places, their number and n.

    The number is n / 10 rounded up; NaN when nothing was counted.
    """
    n = len(counts)
    chosen = busiest(counts)
    total = float(np.sum(counts))
    if not total:
        return float("nan"), len(chosen), n
    return 100 * float(counts[chosen].sum()) / total, len(chosen), n


def busiest(counts: np.ndarray) -> np.ndarray:
    """Return the rows of the busiest tenth of places, rounded up; of equal ones the first."""
    return np.argsort(-counts, kind="stable")[: int(np.ceil(BUSIEST * len(counts)))]


def change(
    indicator: Indicator, before: Evaluation, after: Evaluation, index: int = 0, dispersion: float = 1.0
) -> Tuple[Optional[float], bool, Optional[float]]:
    """Return the change, whether it is in points, and its two-sided p; None where it cannot be told.

    Shares change in percentage points (pooled z-test), counts and rates relatively in per cent (exact conditional
    Poisson test; null when the earlier value is zero). With a `dispersion` above 1 the variance is that many times
    what independent events would have. Of the other kinds (`IN_POINTS` or relative) there is no p here.
    """
    was, now = float(before.value[index]), float(after.value[index])
    points = indicator.kind in IN_POINTS
    if np.isnan(was) or np.isnan(now):
        return None, points, None
    relative = 100 * (now - was) / was if was else None
    if indicator.kind not in COUNTED:
        return (now - was if points else relative), points, None
    top_was, top_now = float(before.numerator[index]), float(after.numerator[index])
    base_was, base_now = float(before.denominator[index]), float(after.denominator[index])
    if indicator.kind == SHARE:
        return now - was, True, rates.compare_shares(top_was, base_was, top_now, base_now, dispersion)
    p = rates.compare_counts(top_was, top_now, base_now / (base_was + base_now), dispersion)
    return relative, False, p


def is_better(indicator: Indicator, change: Optional[float], p: Optional[float]) -> Optional[bool]:
    """Tell whether a change is in the wanted direction; None where it has none, is not clear, or there is none."""
    if not change or p is None or p > SIGNIFICANT or indicator.direction == "neutral":
        return None
    return (change < 0) == (indicator.direction == LOW_IS_GOOD)


def distance(indicator: Indicator, value: float) -> Optional[float]:
    """Return how far a value is from the target of the indicator, 0 where it is reached; None without a target or a value."""
    if indicator.target is None or np.isnan(value):
        return None
    short = value - indicator.target if indicator.direction == LOW_IS_GOOD else indicator.target - value
    return float(short) if short > 1e-9 * max(1.0, abs(indicator.target)) else 0.0


def dispersion(indicator: Indicator, series: Mapping[str, np.ndarray], days: np.ndarray) -> np.ndarray:
    """Return how much more than chance explains an indicator varies from period to period, at least 1.

    `series` holds sums (..., periods), `days` (periods,) the length of each period; the result has the leading shape.
    """
    size = next((values.shape for values in series.values()), (len(days),))
    top = counted(series, indicator.numerator, indicator.denominator, size)
    if indicator.kind == SHARE:
        base = counted(series, indicator.denominator, indicator.numerator, size)
        if np.isnan(top).all() or np.isnan(base).all():
            return np.ones(size[:-1])
        return rates.dispersion_of_shares(top, base)
    return np.ones(size[:-1]) if np.isnan(top).all() else rates.dispersion_of_counts(top, days)


def why_absent(indicator: Indicator, known: Mapping[str, object]) -> Union[Text, str]:
    """Return the sentence why an indicator has no value, given what is known."""
    if indicator.kind in RELATIVE:
        return QT_TRANSLATE_NOOP(
            "core", "This tells where an area stands among ten or more others: choose an area of this level."
        )
    if indicator.kind in DURATIONS:
        return QT_TRANSLATE_NOOP(
            "core",
            "Too few reports of this period are handled so far, or the source does not tell when they are.",
        )
    for needed in (indicator.numerator, indicator.denominator):
        if not needed or needed in known:
            continue
        if needed == STATISTIC + "km2":
            return QT_TRANSLATE_NOOP(
                "core", "There are no areas to divide by their size: the job was run without areas."
            )
        if needed.startswith(STATISTIC):
            return Text(
                QT_TRANSLATE_NOOP("core", "No number of {name} is known for these areas."),
                {"name": needed[len(STATISTIC) :]},
            )
        return Text(QT_TRANSLATE_NOOP("core", "The source does not give {name}."), {"name": needed})
    if indicator.kind == PER_DAY:
        return QT_TRANSLATE_NOOP("core", "The source has no times of occurrence.")
    return QT_TRANSLATE_NOOP("core", "Nothing was counted that it could be divided by.")
