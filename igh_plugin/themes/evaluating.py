"""An indicator evaluated on groups of places: the one function behind whole, area, ranking and map.

A group is an area, or all that is looked at: `owner` (places,) is the number of the group each place of the totals lies in, -1 for
none, and there are `size` groups. A span is the first and last period, both included; None for data without times.
"""

from __future__ import annotations

from dataclasses import replace
from typing import List, Mapping, Optional, Tuple

import numpy as np

from ..core import indicators as core_indicators
from ..core import survival
from ..core.filters import Part
from ..core.indicators import (
    CONCENTRATION,
    COVERAGE,
    DURATIONS,
    INDEX,
    PER_DAY,
    QUOTIENT,
    RELATIVE,
    TOTAL,
    Evaluation,
    Indicator,
)
from ..core.parts import SECONDS
from ..core.standing import standing
from ..pipeline.combine import PLACE
from .microdata import Microdata, microdata_of
from .narrowing import inside
from .totals import days_of, group
from .view import View

Span = Optional[Tuple[int, int]]
BESIDE_OTHERS = (QUOTIENT, *RELATIVE)
"""Kinds that need all areas: nobody who sees a part of them can be told."""
LEAST_PLACES = 10
"""Places of which a busiest tenth means something."""


def evaluate(view: View, indicator: Indicator, owner: np.ndarray, size: int, span: Span) -> Evaluation:
    """Evaluate an indicator on groups of places in the periods of a span."""
    return core_indicators.enough(indicator, _evaluate(view, indicator, owner, size, span))


def whole_of(view: View, rows: Optional[np.ndarray] = None) -> np.ndarray:
    """Return the owner of places that are looked at as one: all, or those of `rows` (places,)."""
    inside = np.ones(len(view.totals.places), bool) if rows is None else rows
    return np.where(inside, 0, -1).astype(np.int64)


def areas_of_places(view: View, level: str) -> Tuple[List[str], np.ndarray]:
    """Return the codes of a level and for each place of the totals the position of its area there, -1 for none."""
    if level == PLACE:
        return list(view.totals.places), np.arange(len(view.totals.places))
    codes = [str(code) for code in view.areas.table(level)["code"]]
    position = {code: number for number, code in enumerate(codes)}
    parents = view.areas.parents(level)
    return codes, np.array([position.get(parents.get(name, ""), -1) for name in view.totals.places], np.int64)


def _evaluate(view: View, indicator: Indicator, owner: np.ndarray, size: int, span: Span) -> Evaluation:
    nothing = np.full(size, np.nan)
    if indicator.kind in BESIDE_OTHERS and view.workspace.seen_areas() is not None:
        return Evaluation(nothing, nothing, nothing, nothing, nothing)
    if indicator.kind in DURATIONS:
        return _quantiles(indicator, handled(view, owner, span), size)
    if indicator.kind in RELATIVE:
        return _relative(view, indicator, owner, size, span)
    places = view.within(span)
    if indicator.kind in (CONCENTRATION, COVERAGE):
        return _spread(view, indicator, places, owner, size)
    totals = group(places, owner, size)
    if indicator.kind == QUOTIENT:
        return core_indicators.location_quotient(indicator, totals, group(places, whole_of(view), 1))
    return core_indicators.evaluate(indicator, totals, view.days_in(span))


def _spread(
    view: View, indicator: Indicator, places: Mapping[str, np.ndarray], owner: np.ndarray, size: int
) -> Evaluation:
    """Evaluate how an indicator is spread over the places of each group."""
    value, top, base = (np.full(size, np.nan) for _ in range(3))
    named = np.array([bool(name) for name in view.totals.places], bool)
    for number in range(size):
        within = owner == number
        if indicator.kind == COVERAGE:
            here = {name: amounts[within & named] for name, amounts in places.items()}
            value[number], top[number], base[number] = core_indicators.coverage(indicator, here)
            continue
        counts = places.get(indicator.numerator, np.zeros(len(owner)))[within & named]
        if len(counts) >= LEAST_PLACES:
            value[number] = core_indicators.concentration(counts)[0]
        top[number] = counts[core_indicators.busiest(counts)].sum()
        base[number] = counts.sum()
    return Evaluation(value, value, value, top, base)


def handled(view: View, owner: np.ndarray, span: Span) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return of the events in the periods of a span, by group of their place: the group, the days from report to close, or until
    the last moment the data know, and whether they are closed; each (n,), in the order of the groups.
    """
    data, chosen = handling_events(view)
    number = np.where(chosen, _groups_of(view, data, owner), -1)
    if span is not None:
        first, last = days_of(view.totals.kind, *span)
        with np.errstate(invalid="ignore"):
            number = np.where((data.day >= first) & (data.day <= last), number, -1)
    return _taken(data, number)


def durations_by_period(view: View, indicator: Indicator, owner: np.ndarray) -> Evaluation:
    """Evaluate a duration on the places that have an owner, in each period of the totals, (periods,)."""
    data, chosen = handling_events(view)
    index, seen = view.totals.index_of(data)
    seen &= chosen & (_groups_of(view, data, owner) >= 0)
    number = np.where(seen, index % max(view.totals.periods, 1), -1)
    return durations_of(indicator, data, number, view.totals.periods)


def closing_sources(view: View) -> Tuple[str, ...]:
    """Return the sources of a theme that have closed any event."""

    def look() -> Tuple[str, ...]:
        closed = replace((view.opened or view).base, part=Part(open=False))
        return tuple(sorted(map(str, view.workspace.count_by(closed, ["source"])["source"])))

    return view.memory.of(("closing",), look)


def handling_events(view: View) -> Tuple[Microdata, np.ndarray]:
    """Return the events of a theme, and which of them are selected and of a source that tells when they are closed, (n,) bool."""
    data = microdata_of(view.workspace, view.totals.division, (view.opened or view).base)
    return data, data.closing & inside(view, data, view.selection.hours, view.selection.categories)


def durations_of(indicator: Indicator, data: Microdata, number: np.ndarray, size: int) -> Evaluation:
    """Evaluate a duration on `size` groups of events; `number` (n,) is the group of each, -1 for none."""
    return _quantiles(indicator, _taken(data, number), size)


def _groups_of(view: View, data: Microdata, owner: np.ndarray) -> np.ndarray:
    """Return the group of each event, (n,), -1 for none; `owner` is that of each place of the totals."""
    of = dict(zip(view.totals.places, owner.tolist()))
    return np.array([of.get(name, -1) for name in (*data.places, "")], np.int64)[data.place]


def _taken(data: Microdata, number: np.ndarray) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    over = ~np.isnan(data.closed)
    took = (np.where(over, data.closed, data.until) - data.reported) / SECONDS
    with np.errstate(invalid="ignore"):
        rows = np.flatnonzero((number >= 0) & (took >= 0))
    rows = rows[np.argsort(number[rows], kind="stable")]
    return number[rows], took[rows], over[rows]


def _quantiles(
    indicator: Indicator, events: Tuple[np.ndarray, np.ndarray, np.ndarray], size: int
) -> Evaluation:
    number, took, over = events
    bounds = np.searchsorted(number, np.arange(size + 1))
    value, lower, upper, ended, all_of = (np.full(size, np.nan) for _ in range(5))
    for row in range(size):
        here = slice(bounds[row], bounds[row + 1])
        ended[row], all_of[row] = int(over[here].sum()), bounds[row + 1] - bounds[row]
        if ended[row]:
            part = DURATIONS[indicator.kind]
            value[row], lower[row], upper[row] = survival.quantile(took[here], over[here], part)
    return Evaluation(value, lower, upper, ended, all_of)


def _relative(view: View, indicator: Indicator, owner: np.ndarray, size: int, span: Span) -> Evaluation:
    """Evaluate where groups stand among the areas of the level: those that are one of these areas, with all its places."""
    codes, areas = areas_of_places(view, view.ranking_level)
    by_id = {item.id: item for item in view.theme.indicators}

    def stand(of: Indicator) -> np.ndarray:
        found = evaluate(view, of, areas, len(codes), span)
        if of.kind in (TOTAL, PER_DAY):
            return standing(found.value, float(np.nanmean(np.append(found.value, np.nan))))
        whole = evaluate(view, of, whole_of(view), 1, span)
        return standing(found.value, float(whole.value[0]))

    if indicator.kind == INDEX:
        standings = stand(by_id[indicator.of])
    else:
        each = {name: stand(by_id[name]) for name, _ in indicator.weights}
        standings = core_indicators.weighted(each, by_id, indicator)
    value = np.full(size, np.nan)
    for number in range(size):
        found = np.unique(areas[owner == number])
        if len(found) == 1 and found[0] >= 0 and np.array_equal(owner == number, areas == found[0]):
            value[number] = standings[found[0]]
    nothing = np.full(size, np.nan)
    return Evaluation(value, value, value, nothing, nothing)


def changes(
    view: View,
    indicator: Indicator,
    before: Tuple[Evaluation, Span],
    after: Tuple[Evaluation, Span],
    owner: np.ndarray,
    dispersion: np.ndarray,
) -> Tuple[np.ndarray, np.ndarray]:
    """Return the change of each group from one span to another and its p, NaN where it cannot be told, (groups,) each.

    `dispersion` (groups,) is how much more than chance explains counts and shares vary; durations are compared by the log-rank
    test, the other kinds have no p.
    """
    size = len(after[0].value)
    delta, p = np.full(size, np.nan), np.full(size, np.nan)
    for row in range(size):
        told, _, chance = core_indicators.change(indicator, before[0], after[0], row, float(dispersion[row]))
        delta[row] = np.nan if told is None else told
        p[row] = np.nan if chance is None else chance
    if indicator.kind in DURATIONS:
        (was, took_was, over_was), (now, took_now, over_now) = (
            handled(view, owner, span) for _, span in (before, after)
        )
        first, second = (np.searchsorted(number, np.arange(size + 1)) for number in (was, now))
        for row in np.flatnonzero(~np.isnan(delta)):
            earlier, later = slice(first[row], first[row + 1]), slice(second[row], second[row + 1])
            took = np.concatenate([took_was[earlier], took_now[later]])
            over = np.concatenate([over_was[earlier], over_now[later]])
            in_second = np.arange(len(took)) >= first[row + 1] - first[row]
            p[row] = survival.log_rank(took, over, in_second)
    return delta, p
