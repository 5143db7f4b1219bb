"""Indicators: declared once, evaluated on totals of one place or of many, everywhere by the same function."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Optional, Tuple, Union

import numpy as np

from . import rates
from .cube import without
from .text import QT_TRANSLATE_NOOP, Text

TOTAL, SHARE, RATE, PER_DAY, CONCENTRATION = "total", "share", "rate", "per_day", "concentration"
KINDS = (TOTAL, SHARE, RATE, PER_DAY, CONCENTRATION)
LOW_IS_GOOD, HIGH_IS_GOOD = "low_is_good", "high_is_good"
DIRECTIONS = (LOW_IS_GOOD, HIGH_IS_GOOD, "neutral")
STATISTIC = "statistic:"
BUSIEST = 0.10


@dataclass(frozen=True)
class Indicator:
    """What is measured, and how it reads.

    `numerator` and `denominator` name a measure (`events` counts the events) or `statistic:<name>`.
    A `share` is in per cent, a `rate` per `per` units of its denominator, `per_day` per day of the period,
    `concentration` the per cent of the numerator that lies in the busiest tenth of the areas. With a `grain`
    it is shown for sources of that grain only (`event` or `place_summary`). `target` is what it should be at most where low is
    good, at least where high is; with a `target_level` at that level only.
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
        value = 100 * rates.divide(top, base)
        part = np.clip(top, 0, base)
        lower, upper = rates.share_interval(part, base)
        return Evaluation(value, 100 * lower, 100 * upper, top, base)
    scale, base = np.ones(size), np.ones(size)
    if indicator.kind == RATE:
        base = counted(totals, indicator.denominator, indicator.numerator, size)
        scale = indicator.per * rates.divide(np.ones(size), base)
    elif indicator.kind == PER_DAY:
        base = np.full(size, float(days) if days else np.nan)
        scale = rates.divide(np.ones(size), base)
    lower, upper = rates.count_interval(top)
    return Evaluation(top * scale, lower * scale, upper * scale, top, base)


def counted(totals: Mapping[str, np.ndarray], name: str, needed: str, size: int) -> np.ndarray:
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

    Shares change in percentage points (pooled z-test), all else relatively in per cent (exact conditional
    Poisson test; null when the earlier value is zero). With a `dispersion` above 1 the variance is that many times
    what independent events would have.
    """
    was, now = float(before.value[index]), float(after.value[index])
    if np.isnan(was) or np.isnan(now):
        return None, indicator.kind == SHARE, None
    top_was, top_now = float(before.numerator[index]), float(after.numerator[index])
    base_was, base_now = float(before.denominator[index]), float(after.denominator[index])
    if indicator.kind == SHARE:
        return now - was, True, rates.compare_shares(top_was, base_was, top_now, base_now, dispersion)
    p = rates.compare_counts(top_was, top_now, base_now / (base_was + base_now), dispersion)
    return (100 * (now - was) / was if was else None), False, p


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
    size = len(days)
    top = counted(series, indicator.numerator, indicator.denominator, size)
    if indicator.kind == SHARE:
        return rates.dispersion_of_shares(
            top, counted(series, indicator.denominator, indicator.numerator, size)
        )
    return rates.dispersion_of_counts(top, days)


def why_absent(indicator: Indicator, known: Mapping[str, object]) -> Union[Text, str]:
    """Return the sentence why an indicator has no value, given what is known."""
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
