"""Figures beside what a reader compares them with: the same period a year before, the whole, or another area.

Shares, rates and the like are compared between places of any size; numbers are not: one that is larger elsewhere may only be that of
a larger area. A test is between what both do not share: an area with the rest of the whole, as the whole holds the area itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Dict, Optional, Tuple

import numpy as np

from ..core import indicators as core_indicators
from ..core import periods, rates, survival
from ..core.comparison import AREA, BEFORE, YEAR, Comparison
from ..core.figures import Compared, Figures, Ranking, Sentence, Trend
from ..core.indicators import DURATIONS, PER_DAY, RATE, SHARE, TOTAL, Evaluation, Indicator
from ..core.text import QT_TRANSLATE_NOOP, Text
from .beside import a_year_before, dispersions, series_of
from .evaluating import Span, durations_by_period, evaluate, handled, whole_of
from .narrowing import apart_from
from .totals import days_of
from .view import View

WHOLE = QT_TRANSLATE_NOOP("core", "Whole area")
A_YEAR_BEFORE = QT_TRANSLATE_NOOP("core", "a year before")
NO_YEAR = QT_TRANSLATE_NOOP("core", "The data do not reach back a year: compared with the period before.")
THE_WHOLE = QT_TRANSLATE_NOOP(
    "core", "This is the whole area: compared with the period before until an area is chosen."
)
THE_SAME = QT_TRANSLATE_NOOP(
    "core", "This is {area} itself: compared with the period before until another area is chosen."
)
NOT_THERE = QT_TRANSLATE_NOOP(
    "core", "There is no area {area} to compare with: compared with the period before."
)
NOT_SEEN = QT_TRANSLATE_NOOP(
    "core", "You do not see all rows of what this is compared with: compared with the period before."
)
SIZES = QT_TRANSLATE_NOOP("core", "Areas differ in size: numbers are told and not judged.")
NUMBERS = (TOTAL, PER_DAY)
"""Kinds that grow with the size of an area."""


@dataclass(frozen=True)
class _Places:
    """Which places of the totals lie here and there, (places,) bool each, and what of each the other does not hold."""

    here: np.ndarray
    there: np.ndarray

    @property
    def same(self) -> bool:
        return bool(np.array_equal(self.here, self.there))

    @property
    def within(self) -> bool:
        """Tell whether all of here lies there."""
        return not (self.here & ~self.there).any()

    @property
    def apart(self) -> Tuple[np.ndarray, np.ndarray]:
        """Two sets of places without one in common: the larger one without the smaller."""
        if (self.there & ~self.here).any():
            return self.here, self.there & ~self.here
        return self.here & ~self.there, self.there


def compared(view: View, figures: Figures, comparison: Comparison) -> Figures:
    """Return figures of a view beside what they are compared with; what that cannot be is said, and the period before stays."""
    if view.totals.empty:
        return figures
    figures = replace(figures, places=places_to_compare(view))
    if comparison.kind == BEFORE:
        return figures
    if comparison.kind == YEAR:
        return _with_a_year_before(view, figures)
    return _with_elsewhere(view, figures, comparison)


def places_to_compare(view: View) -> Tuple[Tuple[str, str, str], ...]:
    """Return level, code and name of the areas of which the user sees all, coarse levels first, by name."""

    def look() -> Tuple[Tuple[str, str, str], ...]:
        seen, found = view.workspace.seen_areas(), []
        for level in reversed(view.areas.levels):
            parents = view.areas.parents(level)
            partly = set() if seen is None else {parents[leaf] for leaf in parents.keys() - set(seen)}
            named = sorted((name, code) for (of, code), name in view.areas.name.items() if of == level)
            found += [(level, code, name) for name, code in named if code not in partly]
        return tuple(found)

    return view.memory.of(("places to compare",), look)


# ---------------------------------------------------------------- a year before


def _with_a_year_before(view: View, figures: Figures) -> Figures:
    span = a_year_before(view)
    if span is None:
        return replace(figures, compared_note=NO_YEAR)
    return replace(
        figures,
        comparison=Comparison(YEAR),
        compared_title=periods.span_title(*days_of(view.totals.kind, *span)),
        trend=_trend_a_year_before(view, figures),
    )


def _trend_a_year_before(view: View, figures: Figures) -> Trend:
    """Return a trend with the values of the same periods a year before, from where the same sources cover all."""
    view = apart_from(view, "days")
    values = None if figures.trend.empty else _by_period(view, figures.area_level, figures.area)
    if values is None:
        return figures.trend
    _, starts, _, _ = view.history()
    values = np.where(starts >= (view.even_since or 0), values, np.nan)
    back = periods.per_year(view.totals.kind)
    earlier = np.full(len(values), np.nan)
    earlier[back:] = values[: max(len(values) - back, 0)]
    earlier = earlier[-len(figures.trend.values) :]
    if np.isnan(earlier).all():
        return figures.trend
    return replace(figures.trend, other=earlier, other_title=A_YEAR_BEFORE)


def _by_period(view: View, area_level: str, area: str) -> Optional[np.ndarray]:
    """Return the leading indicator of an area (empty: the whole) in each period of the totals, (periods,); None where it has none."""
    indicator, rows = view.theme.indicator(view.theme.lead), view.rows_of(area_level, area)

    def look() -> Optional[np.ndarray]:
        if indicator.kind in DURATIONS:
            return durations_by_period(view, indicator, whole_of(view, rows)).value
        series = series_of(view, indicator, rows)
        return None if series is None else series.values

    return view.memory.of(("by period", view.level.id, area_level, area, view.base), look)


# ---------------------------------------------------------------- the whole, or another area


def _with_elsewhere(view: View, figures: Figures, comparison: Comparison) -> Figures:
    level, code = comparison.area_level, comparison.area
    if comparison.kind == AREA and (level, code) not in view.areas.name:
        return replace(figures, compared_note=Text(NOT_THERE, {"area": code}))
    title: Sentence = view.areas.name[level, code] if comparison.kind == AREA else WHOLE
    seen = view.workspace.seen_areas()
    if seen is not None and (comparison.kind != AREA or not set(view.areas.leaves(level, code)) <= set(seen)):
        return replace(figures, compared_note=NOT_SEEN)
    everywhere = np.ones(len(view.totals.places), bool)
    rows = (view.rows_of(figures.area_level, figures.area), view.rows_of(level, code))
    places = _Places(*(everywhere if inside is None else inside for inside in rows))
    if places.same:
        note = Text(THE_SAME, {"area": title}) if comparison.kind == AREA else THE_WHOLE
        return replace(figures, compared_note=note)
    at = (view.level.id, figures.area_level, figures.area, comparison, view.base, view.span())
    values = view.memory.of(("elsewhere", *at), lambda: _values_elsewhere(view, places))
    numbers = any(indicator.kind in NUMBERS for indicator in view.indicators)
    return replace(
        figures,
        comparison=comparison,
        compared_title=title,
        compared_note=SIZES if numbers else "",
        indicators=tuple(replace(item, elsewhere=values[item.id]) for item in figures.indicators),
        trend=_trend_elsewhere(view, figures.trend, comparison, title),
        ranking=_ranking_beside(view, figures.ranking, comparison, places, title),
    )


def _values_elsewhere(view: View, places: _Places) -> Dict[str, Compared]:
    """Return by indicator its value in the same period there, and how far that of here is from it."""
    out, span = {}, view.span()
    for indicator in view.indicators:
        here, there = (
            evaluate(view, indicator, whole_of(view, rows), 1, span) for rows in (places.here, places.there)
        )
        value = _number(there.value[0])
        if indicator.kind in NUMBERS:
            part = rates.divide(100 * here.value, there.value)[0] if places.within else np.nan
            out[indicator.id] = Compared(value, part=_number(part))
            continue
        change = core_indicators.change(indicator, there, here)[0]
        p = None if change is None else _chance(view, indicator, places, span)
        out[indicator.id] = Compared(value, change, p, core_indicators.is_better(indicator, change, p))
    return out


def _chance(view: View, indicator: Indicator, places: _Places, span: Span) -> Optional[float]:
    """Return how often chance alone gives so large a difference between here and there; None where that is not tested."""
    here, there = places.apart
    owner = np.where(here, 0, np.where(there, 1, -1))
    if indicator.kind in DURATIONS:
        number, took, over = handled(view, owner, span)
        return (
            survival.log_rank(took, over, number == 0) if 0 < np.count_nonzero(number) < len(number) else None
        )
    if indicator.kind not in (RATE, SHARE):
        return None
    found = evaluate(view, replace(indicator, least=0.0), owner, 2, span)
    one, other = (Evaluation(*(part[row : row + 1] for part in _columns(found))) for row in (0, 1))
    rough = _dispersion(view, indicator, here, there, found.denominator)
    return core_indicators.change(indicator, other, one, 0, rough)[2]


def _columns(found: Evaluation) -> Tuple[np.ndarray, ...]:
    return found.value, found.lower, found.upper, found.numerator, found.denominator


def _dispersion(
    view: View, indicator: Indicator, here: np.ndarray, there: np.ndarray, base: np.ndarray
) -> float:
    """Return how much more than chance the difference of two places varies, at least 1; `base` (2,) is what is divided by.

    Of a rate, how much their parts of what both count vary from period to period: what makes both rise at once does not count. Of
    a share phi / n of each add up, so that phi is (phi_1 n_2 + phi_2 n_1) / (n_1 + n_2). Without times that is not known: 1.
    """
    if view.window is None:
        return 1.0
    sums = [view.totals.series(rows) for rows in (here, there)]
    both = {name: np.stack([one[name] for one in sums]) for name in sums[0]}
    if indicator.kind == SHARE:
        phi = dispersions(view, both).get(indicator.id, np.ones(2))
        return float(phi @ base[::-1] / base.sum()) if base.sum() > 0 else 1.0
    complete = view.history()[3]
    top = core_indicators.counted(both, indicator.numerator, indicator.denominator, (2, len(complete)))
    top = top[:, complete]
    return 1.0 if np.isnan(top).any() else float(rates.dispersion_of_shares(top[0], top.sum(0)))


def _trend_elsewhere(view: View, trend: Trend, comparison: Comparison, title: Sentence) -> Trend:
    """Return a trend with the values there; those of a number multiplied so that the whole periods shown have the same total, if both have any."""
    view = apart_from(view, "days")
    values = None if trend.empty else _by_period(view, comparison.area_level, comparison.area)
    if values is None:
        return trend
    values, scale = values[-len(trend.values) :], None
    if view.theme.indicator(view.theme.lead).kind in NUMBERS:
        known = trend.complete & np.isfinite(trend.values) & np.isfinite(values)
        if not (values[known].sum() > 0 and trend.values[known].sum() > 0):
            return trend
        scale = float(trend.values[known].sum() / values[known].sum())
        values = values * scale
    return replace(trend, other=values, other_title=title, other_scale=scale)


def _ranking_beside(
    view: View, ranking: Ranking, comparison: Comparison, places: _Places, title: Sentence
) -> Ranking:
    """Return a ranking with the value of the place compared with, of a number only where that is one of its areas."""
    indicator = view.theme.indicator(view.theme.rank_by)
    here = comparison.area_level == ranking.level and comparison.area in ranking.codes
    code = comparison.area if here else ""
    value = None
    if indicator.kind not in NUMBERS:
        value = _number(evaluate(view, indicator, whole_of(view, places.there), 1, view.span()).value[0])
    return replace(ranking, other=value, other_title=title, other_code=code)


def _number(value: float) -> Optional[float]:
    return None if np.isnan(value) else float(value)
