"""Areas judged together: beside the whole, among each other, and in the last period, with false discoveries controlled."""

from __future__ import annotations

from typing import Dict, Mapping

import numpy as np

from ..core import periods, rates
from ..core.cube import EVENTS
from ..core.funnel import funnel
from ..core.getis_ord import benjamini_hochberg
from ..core.indicators import RATE, SHARE, Evaluation, Indicator
from ..core.standing import standing, standing_class
from .beside import Series, latest_of, series_of
from .evaluating import areas_of_places
from .narrowing import apart_from
from .view import View

FALSE = 0.05
PLACES = {-2: "far below", -1: "below", 0: "as the whole", 1: "above", 2: "far above"}
SIGNALS = {-1: "fewer", 0: "as usual", 1: "more"}
METHOD = "Spiegelhalter (2005); Marshall (1991); Noufaily et al. (2013); Hutwagner et al. (2003); Benjamini & Hochberg (1995)"


def judged(view: View, indicator: Indicator, found: Evaluation) -> Dict[str, np.ndarray]:
    """Return what stands beside the values `found` of the areas of the level, where the whole is seen, as columns (areas,).

    Counts of events over a base, and shares, have a funnel; what is counted by period has a signal.
    """
    if view.workspace.seen_areas() is not None:
        return {}
    counts = indicator.kind == RATE and indicator.numerator in (EVENTS, *view.theme.counts)
    columns = beside_the_whole(indicator, found) if counts or indicator.kind == SHARE else {}
    return {**columns, **signals_of(view, indicator)}


def signals_of(view: View, indicator: Indicator) -> Dict[str, np.ndarray]:
    """Return `last_periods` of the areas, whichever periods are selected; nothing where only some hours or categories are."""
    if view.selection.hours or view.selection.categories:
        return {}
    return view.memory.of(
        ("signals", view.level.id, view.ranking_level, indicator),
        lambda: _judged_by_their_past(apart_from(view, "days"), indicator),
    )


def _judged_by_their_past(view: View, indicator: Indicator) -> Dict[str, np.ndarray]:
    codes, owner = areas_of_places(view, view.ranking_level)
    now = view.by_place()
    series = {row: series_of(view, indicator, owner == row, now) for row in range(len(codes))}
    known = {row: one for row, one in series.items() if one is not None}
    return last_periods(known, len(codes), periods.per_year(view.totals.kind))


def beside_the_whole(indicator: Indicator, found: Evaluation) -> Dict[str, np.ndarray]:
    """Return columns (n,) of areas: the value `shrunk` by how little it rests on, `funnel`, and `standing` among the areas.

    None, or NaN, where that cannot be told: without a base, without a numerator, and of standing with fewer than ten areas.
    """
    top, base = found.numerator, found.denominator
    known = (base > 0) & ~np.isnan(top)
    part = indicator.kind == SHARE and bool((top <= base)[known].all())
    unit = 100.0 if indicator.kind == SHARE else indicator.per
    whole = unit * float(top[known].sum() / base[known].sum()) if known.any() else float("nan")
    where = standing(np.where(known, found.value, np.nan), whole)
    return {
        "shrunk": unit * rates.empirical_bayes(np.where(known, top, np.nan), base, part),
        "funnel": _words(funnel(top, base, part).place, PLACES, ~known),
        "standing": _words(standing_class(where), PLACES, np.isnan(where)),
    }


def last_periods(series: Mapping[int, Series], size: int, season: int) -> Dict[str, np.ndarray]:
    """Return columns (size,) of areas: the value of the `latest` period, what was `expected`, its p, and the `signal`.

    `series` are by row of the area; p is tested together (Benjamini-Hochberg): of
    all signals one in twenty is false.
    """
    latest, expected, p = (np.full(size, np.nan) for _ in range(3))
    for row, found in zip(series, latest_of(list(series.values()), season)):
        if found is not None:
            latest[row], expected[row] = found.value, found.expected
            p[row] = np.nan if found.p is None else found.p
    known = np.flatnonzero(~np.isnan(p))
    judged = np.full(size, np.nan)
    judged[known] = benjamini_hochberg(p[known])
    with np.errstate(invalid="ignore"):
        signal = np.where(judged <= FALSE, np.sign(latest - expected), 0)
    return {
        "latest": latest,
        "expected": expected,
        "signal_p": judged,
        "signal": _words(np.nan_to_num(signal).astype(np.int64), SIGNALS, np.isnan(p)),
    }


def _words(classes: np.ndarray, words: Mapping[int, str], missing: np.ndarray) -> np.ndarray:
    return np.array([None if gone else words[one] for one, gone in zip(classes.tolist(), missing)], object)
