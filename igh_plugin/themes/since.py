"""What is new since the last briefing: hot spots that came, grew or ended, areas out of their band, sources late or drifting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Dict, List, Mapping, Optional, Sequence

import numpy as np

from ..core import periods, rates
from ..core.cube import EVENTS
from ..core.figures import Figures, HotSpot, News, Ranking, Sentence, Since
from ..core.filters import EventFilter
from ..core.getis_ord import benjamini_hochberg
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..pipeline.quality import late_or_drifting
from ..pipeline.software import software
from .evaluating import areas_of_places
from .model import OPERATIONAL
from .narrowing import apart_from
from .standing import signals_of
from .view import View, source_title

RUN = "briefing"
LISTED = 5
"""News of a kind that are told one by one."""
SIGNIFICANT = 0.05
SINCE = QT_TRANSLATE_NOOP("core", "Since the last briefing, {day}")
NO_BRIEFING = QT_TRANSLATE_NOOP("core", "What is new")
FIRST = QT_TRANSLATE_NOOP(
    "core",
    "No briefing of this theme is kept in the workspace yet: once one is made, hot spots are compared with those it showed.",
)
NOT_KEPT = QT_TRANSLATE_NOOP(
    "core", "The briefing is not kept in the workspace to compare the next one with: {reason}"
)
NOTHING = QT_TRANSLATE_NOOP("core", "Nothing new.")
OUTDATED = QT_TRANSLATE_NOOP(
    "core",
    "The hot spots are those up to {day}, there are newer events: build the theme anew to see what changed.",
)
OTHER_CELLS = QT_TRANSLATE_NOOP(
    "core",
    "The hot spots of the last briefing were of cells of {then} m, these are of {now} m: not compared.",
)
NEW = QT_TRANSLATE_NOOP("core", "New hot spot: {name}, {n} events")
GROWN = QT_TRANSLATE_NOOP(
    "core", "Growing: {name}, {n} events in {days} days since, {before} in the {length} days before"
)
ENDED = QT_TRANSLATE_NOOP("core", "No longer a hot spot: {name}")
MORE_IN = QT_TRANSLATE_NOOP(
    "core", "{area}: {value} from {first} to {last}, more than its own past leads one to expect ({expected})"
)
LESS_IN = QT_TRANSLATE_NOOP(
    "core", "{area}: {value} from {first} to {last}, less than its own past leads one to expect ({expected})"
)
AND_MORE = QT_TRANSLATE_NOOP("core", "and {n} more")


def keep_briefing(workspace, figures: Figures) -> int:
    """Keep which hot spots a briefing showed, as a run, so that the next look can be compared with it; returns the run."""
    spots = [
        {
            "name": spot.name,
            "area": spot.area,
            "cells": [int(cell) for cell in spot.filter.cells],
            "cell_size": spot.filter.cell_size,
            "first_day": spot.filter.first_day,
            "last_day": spot.filter.last_day,
        }
        for spot in figures.hotspots
        if spot.filter is not None and spot.filter.cells
    ]
    about = {
        "theme": figures.theme,
        "level": figures.level,
        "area_level": figures.area_level,
        "area": figures.area,
    }
    with workspace.begin(RUN, None, about, software()) as run:
        run.counts(notes={"hotspots": spots})
    return run.id


def since_of(
    view: View, spots: Sequence[HotSpot], ranking: Ranking, area_level: str, area: str
) -> Optional[Since]:
    """Return the news of the operational level, of an area or the whole; None at another level and for a selection of events."""
    chosen = view.selection
    if view.level.id != OPERATIONAL or view.totals.empty or chosen.hours or chosen.categories:
        return None
    last = _last_briefing(view, area_level, area)
    title: Sentence = NO_BRIEFING
    news: List[News] = []
    if last is None:
        news.append(News(FIRST))
    else:
        title = Text(SINCE, {"day": str(last["finished"])[:10]})
        news += _hot_spots(view, spots, _lying_in(view, last["notes"]["hotspots"], area_level, area))
    news += _areas(view, ranking)
    titles = {str(item["source"]): source_title(item, view.language) for item in view.totals.sources}
    late = view.memory.of(("late", view.language), lambda: late_or_drifting(view.workspace, titles))
    news += [News(sentence) for sentence in late]
    if last is not None and not news:
        news.append(News(NOTHING))
    return Since(title, tuple(news))


def _lying_in(
    view: View, before: Sequence[Mapping[str, Any]], area_level: str, area: str
) -> List[Mapping[str, Any]]:
    """Return the hot spots of a briefing whose peak lies in an area; all of them for the whole, and where there are no areas."""
    if not area or not view.areas.levels:
        return list(before)
    inside = set(view.areas.leaves(area_level, area))
    return [one for one in before if one["area"] in inside]


def _last_briefing(view: View, area_level: str, area: str) -> Optional[Dict[str, Any]]:
    """Return the last briefing of the theme at the level, of the whole or of the same area."""
    found = None
    for run in view.workspace.runs(kind=RUN):
        about = run["parameters"]
        same = (about.get("theme"), about.get("level")) == (view.theme.id, view.level.id)
        here = about.get("area") in ("", area) and about.get("area_level") in ("", area_level)
        if same and here and run["finished"]:
            found = run
    return found


def _hot_spots(view: View, spots: Sequence[HotSpot], before: Sequence[Mapping[str, Any]]) -> List[News]:
    """Compare hot spots with those of the last briefing: the same where they share a cell."""
    now = {spot.filter.cell_size: spot for spot in spots if spot.filter is not None}
    sizes = {int(one["cell_size"]) for one in before}
    if now and sizes and set(now) != sizes:
        values = {"then": min(sizes), "now": min(now)}
        return [News(Text(OTHER_CELLS, values))]
    places = [(spot, set(spot.filter.cells) if spot.filter else set()) for spot in spots]
    earlier = [(one, set(one["cells"])) for one in before]
    old = set().union(*(cells for _, cells in earlier))
    new = [
        News(Text(NEW, {"name": spot.name, "n": spot.events}), spot.filter)
        for spot, cells in places
        if cells.isdisjoint(old)
    ]
    there = set().union(*(cells for _, cells in places))
    ended = [
        News(Text(ENDED, {"name": one["name"]}), _filter_of(view, one))
        for one, cells in earlier
        if cells.isdisjoint(there)
    ]
    staying = [one for one, cells in earlier if not cells.isdisjoint(there)]
    return [*_outdated(view, spots), *_some(new), *_some(_grown(view, staying)), *_some(ended)]


def _grown(view: View, staying: Sequence[Mapping[str, Any]]) -> List[News]:
    """Return the hot spots that had more events a day since the last briefing than before, by more than chance.

    Days that both saw count as before, so that nothing is counted twice; all are tested together. Hot spots of a rate are not
    judged: more events may be more inspections.
    """
    last = view.window.days[1] if view.window else None
    if view.theme.hotspots.denominator or last is None:
        return []
    found, p = [], []
    for one in staying:
        base = _filter_of(view, one)
        length, days = one["last_day"] - one["first_day"] + 1, last - one["last_day"]
        if days <= 0:
            continue
        since = replace(base, first_day=one["last_day"] + 1, last_day=last)
        before, now = (view.workspace.count_events(part) for part in (base, since))
        more = now / days > before / length
        p.append(rates.compare_counts(before, now, days / (days + length)) if more else 1.0)
        values = {"name": one["name"], "n": now, "days": days, "before": before, "length": length}
        found.append(News(Text(GROWN, values), since))
    judged = benjamini_hochberg(np.array(p, float))
    return [news for news, chance in zip(found, judged) if chance <= SIGNIFICANT]


def _filter_of(view: View, spot: Mapping[str, Any]) -> EventFilter:
    measure = view.theme.hotspots.value
    part = view.theme.counts.get(measure)
    return replace(
        view.base,
        first_day=spot["first_day"],
        last_day=spot["last_day"],
        cell_size=int(spot["cell_size"]),
        cells=tuple(spot["cells"]),
        part=part,
        measure=None if part is not None or measure == EVENTS else measure,
    )


def _outdated(view: View, spots: Sequence[HotSpot]) -> List[News]:
    days = [spot.filter.last_day for spot in spots if spot.filter is not None and spot.filter.last_day]
    if view.window is None or not days or max(days) >= view.window.days[1]:
        return []
    return [News(Text(OUTDATED, {"day": periods.date_text(max(days))}))]


def _areas(view: View, ranking: Ranking) -> List[News]:
    """Return the areas whose last whole period is a signal."""
    if ranking.signal is None or view.window is None:
        return []
    indicator = view.theme.indicator(view.theme.rank_by)
    columns = signals_of(view, indicator)
    codes, _ = areas_of_places(view, ranking.level)
    row = {code: number for number, code in enumerate(codes)}
    _, starts, ends, complete = apart_from(view, "days").history()
    last = np.flatnonzero(complete)[-1]
    days = {"first": periods.date_text(int(starts[last])), "last": periods.date_text(int(ends[last]))}
    news = []
    for at in np.flatnonzero(ranking.signal).tolist():
        code = ranking.codes[at]
        latest, expected = (
            _rounded(float(columns[name][row[code]]), indicator.decimals) for name in ("latest", "expected")
        )
        values = {"area": ranking.names[at], "value": latest, "expected": expected, **days}
        words = MORE_IN if ranking.signal[at] > 0 else LESS_IN
        news.append(News(Text(words, values), None, ranking.level, code))
    return _some(news)


def _rounded(value: float, decimals: int) -> Any:
    return round(value, decimals) if decimals else int(round(value))


def _some(news: List[News]) -> List[News]:
    """Return the first news, and how many more there are."""
    if len(news) <= LISTED:
        return news
    return [*news[: LISTED - 1], News(Text(AND_MORE, {"n": len(news) - LISTED + 1}))]
