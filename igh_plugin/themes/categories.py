"""The categories of a theme: how many events each has, and whether that changed since the period before."""

from __future__ import annotations

from typing import Dict, Tuple

import numpy as np

from ..core import rates
from ..core.cube import EVENTS
from ..core.figures import Categories, Sentence
from ..core.getis_ord import benjamini_hochberg
from ..core.indicators import TOTAL, Indicator, change, evaluate
from ..core.text import QT_TRANSLATE_NOOP, localized
from ..sources.definition import read_codelist
from .evaluating import Span
from .narrowing import apart_from
from .series import NO_DATA
from .totals import narrowed, spanned
from .view import View

TITLE = QT_TRANSLATE_NOOP("core", "Categories")
NO_CATEGORY = QT_TRANSLATE_NOOP("core", "No event in this period has a category.")
CODELIST = "signalen"
"""The code list that names categories."""
COUNTED = Indicator("categories", TOTAL, EVENTS)


def categories_of(view: View, area_level: str = "", area: str = "") -> Categories:
    """Count the events of the window by category, most first, with the change on the period before, whichever are selected.

    The change of a category is that of a key figure that counts its events alone; all of them are tested together
    (Benjamini-Hochberg), so that of the clear ones one in twenty is false.
    """
    view = apart_from(view, "categories")
    if view.totals.empty:
        return _nothing(NO_DATA)
    found = view.totals.categories
    series = found.series(view.rows_of(area_level, area))
    now = _within(view, series, view.span())
    earlier = view.span(previous=True)
    before = None if earlier is None else _within(view, series, earlier)
    kept = np.flatnonzero(now + (0 if before is None else before) > 0)
    named = np.array(found.names, object)[kept]
    if not (named != "").any():
        return _nothing(NO_CATEGORY)
    kept = kept[np.lexsort((named, -now[kept]))]
    changes, p = np.full(len(kept), np.nan), np.full(len(kept), np.nan)
    if before is not None:
        changes, p = _changes(view, series[kept], before[kept], now[kept])
    titles = titles_of(view.language)
    names = tuple(found.names[row] for row in kept)
    return Categories(
        title=TITLE,
        slugs=names,
        names=tuple(titles.get(name, name) for name in names),
        counts=now[kept].astype(np.int64),
        before=None if before is None else before[kept].astype(np.int64),
        change=changes,
        p=benjamini_hochberg(p),
        base=narrowed(view.base, view.window, area_level, area),
    )


def titles_of(language: str) -> Dict[str, str]:
    """Return the titles of categories by code in a language, in English where the code list has no names in it."""
    return {code: localized(names, language) for code, names in read_codelist(CODELIST).names.items()}


def _within(view: View, series: np.ndarray, span: Span) -> np.ndarray:
    return series[:, spanned(view.totals, *(span or (0, 0)))].sum(1)


def _changes(
    view: View, series: np.ndarray, before: np.ndarray, now: np.ndarray
) -> Tuple[np.ndarray, np.ndarray]:
    """Return of each category the change in per cent, NaN from nothing, and its p."""
    _, starts, ends, complete = view.history()
    days = (ends - starts + 1)[complete].astype(float)
    spread = rates.dispersion_of_counts(series[:, complete], days)
    was, became = (evaluate(COUNTED, {EVENTS: counts}, None) for counts in (before, now))
    found = [change(COUNTED, was, became, row, float(spread[row])) for row in range(len(now))]
    size = np.array([np.nan if one[0] is None else one[0] for one in found], float)
    return size, np.array([np.nan if one[2] is None else one[2] for one in found], float)


def _nothing(reason: Sentence) -> Categories:
    nothing = np.zeros(0)
    return Categories(TITLE, (), (), np.zeros(0, np.int64), None, nothing, nothing, None, reason)
