"""How much few places hold of a theme: the curve of Pareto over the finest areas, or the places of the mapping."""

from __future__ import annotations

from dataclasses import replace
from typing import Tuple

import numpy as np

from ..core.concentration import concentration
from ..core.cube import EVENTS
from ..core.figures import Pareto, Sentence
from ..core.filters import EventFilter
from ..core.indicators import TOTAL
from ..core.text import QT_TRANSLATE_NOOP
from ..pipeline.combine import PLACE
from .series import NO_DATA, numerator_of
from .totals import narrowed
from .view import View

TITLE = QT_TRANSLATE_NOOP("core", "Concentration")
LEAST = 3
"""Places below which a curve says nothing."""
FEW = QT_TRANSLATE_NOOP("core", "Fewer than three areas: there is nothing to compare.")
NOTHING = QT_TRANSLATE_NOOP("core", "Nothing was counted in these areas in this period.")


def pareto_of(view: View, area_level: str = "", area: str = "") -> Pareto:
    """Order the finest areas by what the hot spots of the theme are made of, most first, and add up their shares.

    What lies in no area is left out. Without areas the places are those that the events name. One of the places themselves is shown
    among all of them.
    """
    if view.totals.empty:
        return _nothing(NO_DATA)
    measure, title, counted = _counted(view)
    level = view.areas.levels[0] if view.areas.levels else PLACE
    rows = None if area_level == level else view.rows_of(area_level, area)
    known = np.array([name != "" for name in view.totals.places], bool)
    inside = np.flatnonzero(known if rows is None else known & rows)
    if len(inside) < LEAST:
        return _nothing(FEW)
    amounts = view.within(view.span())[measure][inside]
    if not amounts.sum() > 0:
        return _nothing(NOTHING)
    found = concentration(amounts, counts=bool((amounts == np.round(amounts)).all()))
    order = inside[found.order]
    codes = tuple(view.totals.places[row] for row in order)
    return Pareto(
        title=TITLE,
        what=title,
        level=level,
        codes=codes,
        names=tuple(view.areas.name.get((level, code), code) for code in codes),
        areas=level != PLACE,
        amounts=amounts[found.order],
        cumulated=found.cumulated,
        gini=found.gini if np.isnan(found.gini_events) else found.gini_events,
        base=counted,
    )


def _counted(view: View) -> Tuple[str, Sentence, EventFilter]:
    """Return the measure, what a reader calls it, empty for events, and the filter of the events that have it."""
    base = narrowed(view.base, view.window)
    measure = view.theme.hotspots.value
    if measure == EVENTS or measure not in view.totals.sums:
        return EVENTS, "", base
    for item in view.indicators:
        if item.kind == TOTAL and item.numerator == measure:
            return (
                measure,
                view.theme.indicator_title(item.id, view.language),
                numerator_of(view, item, base),
            )
    if measure in view.theme.counts:
        return measure, measure.replace("_", " "), replace(base, part=view.theme.counts[measure])
    return measure, measure.replace("_", " "), replace(base, measure=measure)


def _nothing(reason: Sentence) -> Pareto:
    nothing = np.zeros(0)
    return Pareto(TITLE, "", "", (), (), True, nothing, nothing, float("nan"), None, reason)
