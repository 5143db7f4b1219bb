"""What the figures of a theme are made of: the theme opened at a level, its window, areas and totals."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from ..core import periods
from ..core.cleaning.model import PLACE_SUMMARY
from ..core.cube import without
from ..core.figures import Sentence
from ..core.filters import EventFilter, Part
from ..core.indicators import DIVIDED, SHARE, Indicator, counted
from ..core.selection import NOTHING, Selection
from ..core.text import QT_TRANSLATE_NOOP, Text, localized
from ..pipeline.combine import PLACE, left_behind
from ..pipeline.quality import sudden_drops
from ..workspace.workspace import Workspace
from .counts import things_of
from .memory import Memory
from .model import Level, Theme
from .totals import (
    Areas,
    Coverage,
    Totals,
    Window,
    coverage_of,
    days_of,
    grain_of,
    statistics_of,
    theme_filter,
    window_of,
    with_statistics,
)

NO_TIMES = QT_TRANSLATE_NOOP(
    "core",
    "The source sums up many events per place and gives no times of occurrence, so there is no trend and there are no hours.",
)
UNTIMED = QT_TRANSLATE_NOOP(
    "core", "The source gives no times of occurrence, so there is no trend and there are no hours."
)
UNDATED = QT_TRANSLATE_NOOP(
    "core", "{n} of the {total} events have no date: they are in no period, no trend and no hour."
)
PARTLY = QT_TRANSLATE_NOOP(
    "core", "{source} has events from {first} to {last} only: it does not cover the whole time shown."
)
STRAYS = QT_TRANSLATE_NOOP(
    "core",
    "{n} events of {source} lie before {first} or after {last}, half a year or more from all others: wrong dates? They are in no trend.",
)
LEFT_OUT = QT_TRANSLATE_NOOP(
    "core", "“{indicator}” leaves out {n} of {total}: for these not both sides of the division are known."
)
TOO_YOUNG = QT_TRANSLATE_NOOP(
    "core",
    "“{indicator}” leaves out {n} of {total}: too young to be judged (term: {days} d), or not known.",
)
SEEN_AGAIN = QT_TRANSLATE_NOOP(
    "core",
    "You see a part of the city: what returned in an area that you do not see is not counted as returned.",
)
LEFT_BEHIND = QT_TRANSLATE_NOOP(
    "core",
    "Events of {source} changed after they were counted, and not everything shown here has them: use igh:combine, or build the theme again.",
)
BUILT_BEFORE = QT_TRANSLATE_NOOP(
    "core",
    "The theme was changed after its layers and hot spots were made: build it again, or they show what it declared before.",
)
SEEN = 0.02
"""Part of the events of a day that a source must have for its beginning or end to look like a change."""
ALL_DATA = QT_TRANSLATE_NOOP("core", "All data, without times")
NO_EARLIER = QT_TRANSLATE_NOOP("core", "no earlier period to compare with")


@dataclass(frozen=True)
class View:
    """What is looked at: the opened theme at a level, its window, hierarchy and totals.

    Narrowed to a `selection` (`themes.narrowing`), `opened` is the view as it was before; `memory` is theirs together.
    """

    workspace: Workspace
    theme: Theme
    level: Level
    language: str
    areas: Areas
    totals: Totals
    window: Optional[Window]
    base: EventFilter
    coverage: Tuple[Coverage, ...]
    selection: Selection = NOTHING
    opened: Optional[View] = field(default=None, compare=False, repr=False)
    memory: Memory = field(default_factory=Memory, compare=False)

    @property
    def day_range(self) -> Optional[Tuple[int, int]]:
        """First and last local day of the history; None without times."""
        return span_of(self.coverage)

    @property
    def delay_from(self) -> Optional[int]:
        """The first local day of which a source that goes on may yet have more events: it lies within its reporting delay."""
        begin = self.window.days[0] if self.window else 0
        days = [item.last + 1 for item in self.coverage if item.delayed and (item.newest or 0) >= begin]
        return min(days, default=None)

    @property
    def even_since(self) -> Optional[int]:
        """The local day from which on the same sources cover all up to the end of the window; None without times.

        A source that began later, or stopped before the end, does so where its silence cannot be chance (`Coverage.misses`), and
        where it has so large a part of the events of a day that this would be seen (`SEEN`).
        """
        if self.window is None or not self.coverage:
            return None
        begin, end = min(item.first for item in self.coverage), self.window.days[1]
        days = [begin]
        a_day = [item.events / (item.last - item.first + 1) for item in self.coverage]
        for item, rate in zip(self.coverage, a_day):
            if item.first > end or rate < SEEN * sum(a_day):
                continue
            if item.last < end and item.misses(item.first, end):
                days.append(item.last + 1)
            elif item.misses(begin, max(item.last, begin)):
                days.append(item.first)
        return max(days)

    @property
    def place_summary(self) -> bool:
        """Tell whether every source sums up events per place."""
        return grain_of(self.totals.sources) == PLACE_SUMMARY

    @property
    def indicators(self) -> Tuple[Indicator, ...]:
        """The indicators of the theme that fit the grain of its sources."""
        return self.theme.indicators_for(grain_of(self.totals.sources), self.level.id)

    @property
    def ranking_level(self) -> str:
        """The level of areas that is ranked; the mapping's places without areas."""
        return self.areas.level_for(self.level.areas) if self.areas.levels else PLACE

    def rows_of(self, area_level: str, area: str) -> Optional[np.ndarray]:
        """Return which places of the totals lie in an area, None for all."""
        if not area:
            return None
        inside = {area} if area_level == PLACE else set(self.areas.leaves(area_level, area))
        return np.array([name in inside for name in self.totals.places], bool)

    def span(self, previous: bool = False) -> Optional[Tuple[int, int]]:
        """Return the first and last period of the window, or of the one before it; None without times, or without one."""
        if self.window is None:
            return None
        if not previous:
            return self.window.first, self.window.last
        if self.window.previous_first is None or self.window.previous_last is None:
            return None
        return self.window.previous_first, self.window.previous_last

    def by_place(self, previous: bool = False) -> Optional[Dict[str, np.ndarray]]:
        """Return totals with statistics per place in the window, or in the one before it (None without one)."""
        span = self.span(previous)
        return None if previous and span is None else self.within(span)

    def within(self, span: Optional[Tuple[int, int]]) -> Dict[str, np.ndarray]:
        """Return totals with statistics per place in the periods from the first to the last of a span; None: without times."""
        part = self.totals.kind, self.base, span
        return self.memory.of(("within", *part), lambda: self._within(span))

    def _within(self, span: Optional[Tuple[int, int]]) -> Dict[str, np.ndarray]:
        year, places, kind = None, self.totals.places, self.totals.kind
        if span is not None:
            _, until = periods.bounds(np.array([span[1]]), kind)
            year = int(np.datetime64(int(until[0]), "D").astype("datetime64[Y]").astype(int)) + 1970
        known = self.memory.of(
            ("statistics", kind, year),
            lambda: statistics_of(self.workspace, self.areas, places, year),
        )
        return with_statistics(self.totals.by_place(*(span or (0, 0))), known)

    def built(self) -> List[Dict[str, Any]]:
        """Return the results of the theme at the level, as `Workspace.results` does."""
        found = self.memory.of("results", lambda: self.workspace.results(self.theme.id))
        return [item for item in found if item["level"] == self.level.id]

    def history(self) -> Tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return number, first day, last day and completeness of every period of the totals, each (periods,)."""
        kind = self.totals.kind
        number = self.totals.start + np.arange(self.totals.periods) * periods.step_of(kind)
        starts, ends = periods.bounds(number, kind)
        complete = number <= self.window.last if self.window else np.ones(len(number), bool)
        complete[:1] &= starts[:1] >= self.day_range[0] if self.day_range else True
        return number, starts, ends, complete

    def days_in(self, span: Optional[Tuple[int, int]]) -> Optional[int]:
        """Return the length in days of the periods of a span; None without times."""
        if span is None:
            return None
        first, last = days_of(self.totals.kind, *span)
        return last - first + 1


def open_view(
    workspace: Workspace, theme: Theme, level: str, language: str = "en", memory: Optional[Memory] = None
) -> View:
    """Read what the figures of a theme at a level are made of; not again what its `memory` holds."""
    memory = Memory() if memory is None else memory
    chosen = theme.level(level)
    base = theme_filter(workspace, theme)
    coverage = memory.of("coverage", lambda: tuple(coverage_of(workspace, base)))
    window = window_of(chosen, coverage)
    areas = memory.of("areas", lambda: Areas(workspace))
    kind = window.kind if window else periods.ALL
    span = None if not coverage else (span_of(coverage)[0], newest_of(coverage))
    totals = memory.of(("totals", kind), lambda: Totals(workspace, theme, kind, areas, span))
    return View(workspace, theme, chosen, language, areas, totals, window, base, coverage, memory=memory)


def newest_of(coverage: Sequence[Coverage]) -> int:
    """Return the last local day that any source has events of, those of which more are to come in included."""
    return max(max(item.last, item.newest or item.last) for item in coverage)


def span_of(coverage: Sequence[Coverage]) -> Optional[Tuple[int, int]]:
    """Return the first and last local day that any source covers; None without times."""
    if not coverage:
        return None
    return min(item.first for item in coverage), max(item.last for item in coverage)


def period_title(view: View) -> Sentence:
    """Return the days of the window."""
    return ALL_DATA if view.window is None else periods.span_title(*view.window.days)


def previous_title(view: View) -> Sentence:
    """Return the days of the period compared with, or that there is none."""
    span = view.window.previous_days if view.window else None
    return NO_EARLIER if span is None else periods.span_title(*span)


def source_title(item: Mapping[str, object], language: str) -> str:
    """Return the title of a source as readers see it."""
    title = item.get("title")
    return localized(title, language) if isinstance(title, dict) else str(title or item["source"])


def no_times(view: View) -> str:
    """Say why there is no trend where no event has a time."""
    return NO_TIMES if view.place_summary else UNTIMED


def cautions_of(view: View) -> Tuple[Sentence, ...]:
    """Return what a reader must know: the theme's own cautions, and what the data do not tell."""
    out: List[Sentence] = [localized(texts, view.language) for texts in view.theme.cautions]
    out += view.memory.of(("not built", view.level.id, view.language), lambda: _not_built(view))
    if view.window is None and not view.totals.empty:
        out.append(no_times(view))
    elif view.window is not None:
        undated, total = view.memory.of(("undated", view.base), lambda: _undated(view))
        if undated:
            out.append(Text(UNDATED, {"n": undated, "total": total}))
        out += _coverage_cautions(view, view.window)
        titles = {item["source"]: source_title(item, view.language) for item in view.totals.sources}
        out += view.memory.of(("drops", view.language), lambda: sudden_drops(view.workspace, titles))
    if things_of(view.totals.counts) and view.workspace.seen_areas() is not None:
        out.append(SEEN_AGAIN)
    return (*out, *_unknown_cautions(view))


def _not_built(view: View) -> List[Sentence]:
    """Say where the numbers, or the layers, are of events or of a declaration that was another one."""
    out: List[Sentence] = []
    titles = {str(item["source"]): source_title(item, view.language) for item in view.totals.sources}
    for source in left_behind(view.workspace, list(titles), view.totals.division, view.totals.kind):
        out.append(Text(LEFT_BEHIND, {"source": titles[source]}))
    built = {item["metadata"].get("declared", view.theme.fingerprint) for item in view.built()}
    return [*out, BUILT_BEFORE] if built - {view.theme.fingerprint} else out


def _undated(view: View) -> Tuple[int, int]:
    undated = view.workspace.count_events(replace(view.base, undated=True))
    return undated, view.workspace.count_events(view.base) if undated else 0


def _coverage_cautions(view: View, window: Window) -> List[Sentence]:
    titles = {item["source"]: source_title(item, view.language) for item in view.totals.sources}
    _, starts, _, _ = view.history()
    begin = min(item.first for item in view.coverage)
    first, last = max(int(starts[-view.level.trend_periods :][0]), begin), window.days[1]
    out: List[Sentence] = []
    for item in view.coverage:
        values = {
            "source": titles.get(item.source, item.source),
            "first": periods.date_text(item.first),
            "last": periods.date_text(item.last),
            "n": item.strays,
        }
        if len(view.coverage) > 1 and item.misses(first, last):
            out.append(Text(PARTLY, values))
        if item.strays:
            out.append(Text(STRAYS, values))
    return out


def _unknown_cautions(view: View) -> List[Sentence]:
    """Say what a share or rate leaves out because the other half of the division is not known there."""
    now = view.by_place() or {}
    out: List[Sentence] = []
    for indicator in view.indicators:
        if indicator.kind not in DIVIDED:
            continue
        left_out, needed = indicator.numerator, indicator.denominator
        if indicator.kind == SHARE or waits_of(view, left_out, needed):
            left_out, needed = needed, left_out
        if np.isnan(now.get(needed, np.full(1, np.nan))).all():
            continue
        part = float(np.sum(now.get(without(left_out, needed), 0.0)))
        if part > 0:
            days = waits_of(view, needed, left_out)
            values = {
                "indicator": view.theme.indicator_title(indicator.id, view.language),
                "n": round(part),
                "total": round(float(now[left_out].sum())),
                "days": days,
            }
            out.append(Text(TOO_YOUNG if days else LEFT_OUT, values))
    return out


def waits_of(view: View, part: str, of: str) -> float:
    """Return the days that events must be old before they are judged for a part of others; 0 for none, or where none ever is."""
    days = view.theme.counts.get(part, Part()).waits
    if days < 0 or not np.any(counted(view.totals.sums, of, part, ()) > 0):
        return 0
    return int(days) if days == int(days) else days
