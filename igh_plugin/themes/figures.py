"""The figures of a theme for one level, period and area: the one function behind map, panel, briefing and batch."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from ..core import indicators as core_indicators
from ..core import periods
from ..core.comparison import PERIOD_BEFORE, Comparison
from ..core.cube import EVENTS
from ..core.figures import NOT_BUILT, Compared, Figures, HotSpot, IndicatorValue, Ranking, Sentence, Target
from ..core.filters import EventFilter
from ..core.indicators import (
    COMPOSITE,
    CONCENTRATION,
    COVERAGE,
    DIVIDED,
    DURATIONS,
    IN_POINTS,
    INDEX,
    PER_DAY,
    QUOTIENT,
    RATE,
    SHARE,
    STATISTIC,
    TOTAL,
    Evaluation,
    Indicator,
)
from ..core.progress import Progress, Silent
from ..core.selection import NOTHING, Selection, codes_of, together
from ..core.text import QT_TRANSLATE_NOOP, Text, localized
from ..pipeline.combine import PLACE
from ..workspace.opening import open_workspace
from ..workspace.workspace import Workspace
from .beside import a_year_before, dispersions, latest_of, series_of, slope_of
from .categories import categories_of
from .comparing import WHOLE, compared
from .evaluating import BESIDE_OTHERS, Span, areas_of_places, changes, evaluate, whole_of
from .handling import handling_of
from .memory import memory_of
from .model import Theme
from .narrowing import count_of, narrow
from .needs import STATISTICS, nothing_to_show
from .pareto import pareto_of
from .recent import recent_of
from .series import NO_DATA, hours_of, numerator_of, trend_of
from .since import since_of
from .standing import PLACES, SIGNALS, judged
from .totals import SEVERAL, group, narrowed
from .view import View, cautions_of, open_view, period_title, previous_title, source_title, waits_of

NO_PLACES = QT_TRANSLATE_NOOP(
    "core", "There are no areas, and the events name no street or place: there is nothing to rank."
)
DAYS = QT_TRANSLATE_NOOP("core", "days")
OF_THE_PERIOD = QT_TRANSLATE_NOOP(
    "core", "{told} They are those of {first} to {last}: what was selected since does not change them."
)
OF_ALL = QT_TRANSLATE_NOOP(
    "core", "{told} They are those of all events: what was selected does not change them."
)
NOT_OLD = QT_TRANSLATE_NOOP(
    "core",
    "Nothing of this period is old enough to be judged (term: {days} d): choose a longer one.",
)
AREAS_TOGETHER = QT_TRANSLATE_NOOP("core", "{n} areas together")
NAMED = 3
"""Areas looked at together that are named one by one."""


def compute_figures(workspace_path: str, *arguments, **options) -> Figures:
    """Compute the figures of the workspace at a path: `figures_in` of it. Opens it itself, so it may run in any thread."""
    with open_workspace(workspace_path, read_only=True) as workspace:
        return figures_in(workspace, *arguments, **options)


def figures_in(
    workspace: Workspace,
    theme: Theme,
    level: str,
    area: Optional[str] = None,
    language: str = "en",
    progress: Progress = Silent(),
    area_level: str = "",
    selection: Selection = NOTHING,
    own_sources: Optional[Path] = None,
    comparison: Comparison = PERIOD_BEFORE,
) -> Figures:
    """Compute all figures of a theme at a level, for the whole, for one area given by code or name, or for several together.

    Levels may share codes: `area_level` tells which is meant; without it the coarsest level that knows it. Several areas are given
    by their codes and level (`core.selection.together`); those that the user does not see are left out. A `selection`
    narrows them to its days, hours and categories (its area is not read). They are compared with the period before, or what a
    `comparison` names. A theme without events names the sources that would give them, those in the folder `own_sources` too.
    Raises `UserError` for an unknown area.
    """
    if not area or workspace.seen_areas() == []:
        workspace.must_see()
    view = narrow(open_view(workspace, theme, level, language, memory_of(workspace, theme)), selection)
    progress.step(0.05)
    found_level, code = _find_area(view, area, area_level)
    if found_level != SEVERAL:
        workspace.must_see(found_level, code)
    figures = compared(view, figures_of(view, found_level, code, progress), comparison)
    if found_level == SEVERAL:
        asked = figures.selection.to({"area_level": area_level, "area": area})
        title = _title_of_areas(view, area_level, _known_areas(view, area_level, codes_of(str(area))))
        figures = replace(figures, selection=asked, area_title=title)
    if not view.totals.empty:
        return figures
    return replace(figures, reason=nothing_to_show(workspace, theme, language, own_sources))


def _find_area(view: View, area: Optional[str], area_level: str = "") -> Tuple[str, str]:
    if not area:
        return "", ""
    if len(codes_of(area)) > 1:
        return _find_areas(view, area_level, codes_of(area))
    if (area_level, area) in view.areas.name:
        return area_level, area
    if not view.areas.levels and area in view.totals.places:
        return PLACE, area
    return view.areas.find(area)


def _find_areas(view: View, level: str, codes: Sequence[str]) -> Tuple[str, str]:
    known = _known_areas(view, level, codes)
    if not known:
        view.workspace.must_see()
        return view.areas.find(codes[0])
    if len(known) == 1:
        return level, known[0]
    return SEVERAL, together(leaf for code in known for leaf in view.areas.leaves(level, code))


def _known_areas(view: View, level: str, codes: Sequence[str]) -> List[str]:
    """Return the areas that are there and of which the user sees all."""
    seen = view.workspace.seen_areas()
    known = [code for code in codes if (level, code) in view.areas.name]
    return [code for code in known if seen is None or set(view.areas.leaves(level, code)) <= set(seen)]


def _title_of_areas(view: View, level: str, codes: Sequence[str]) -> Sentence:
    """Name areas that are looked at together: how many they are, or each where these are few."""
    names = [view.areas.name[level, code] for code in codes]
    return ", ".join(names) if len(names) <= NAMED else Text(AREAS_TOGETHER, {"n": len(names)})


def figures_of(view: View, area_level: str = "", area: str = "", progress: Progress = Silent()) -> Figures:
    """Compute the figures of an opened view for an area (empty: the whole)."""
    progress.step(0.1)
    indicators = key_figures(view, area_level, area)
    progress.step(0.5)
    at = (view.level.id, view.language, area_level, area, view.base)
    series = view.memory.of(("trend", *at), lambda: trend_of(view, area_level, area))
    order = ranking_of(view, area_level, area)
    progress.step(0.7)
    hours = hours_of(view, area_level, area)
    spots, explanation = hotspots_of(view, area_level, area)
    progress.step(1.0)
    theme, language, sources = view.theme, view.language, view.totals.sources
    rows = view.rows_of(area_level, area)
    counted = view.by_place() or {}
    events = counted.get(EVENTS, np.zeros(0))
    total = int(events.sum() if rows is None else events[rows].sum())
    return Figures(
        theme=theme.id,
        title=theme.title(language),
        question=theme.question(language),
        level=view.level.id,
        level_title=view.level.title,
        area=area,
        area_level=area_level,
        area_title=view.areas.name.get((area_level, area), area) if area else WHOLE,
        period_title=period_title(view),
        previous_title=previous_title(view),
        data_until=periods.date_text(view.day_range[1]) if view.day_range else "",
        sources=tuple(source_title(item, language) for item in sources),
        attributions=tuple(
            dict.fromkeys(str(item["attribution"]) for item in sources if item.get("attribution"))
        ),
        licence_warnings=tuple(
            Text(
                QT_TRANSLATE_NOOP("core", "{source} states no licence: do not publish."),
                {"source": source_title(item, language)},
            )
            for item in sources
            if not item.get("licence")
        ),
        events=total,
        indicators=indicators,
        trend=series,
        ranking=order,
        hours=hours,
        hotspots=spots,
        hotspot_explanation=explanation,
        cautions=cautions_of(view),
        charts=view.level.charts,
        categories=categories_of(view, area_level, area) if "categories" in view.level.charts else None,
        pareto=pareto_of(view, area_level, area) if "pareto" in view.level.charts else None,
        handling=handling_of(view, area_level, area) if "handling" in view.level.charts else None,
        since=since_of(view, spots, order, area_level, area),
        days=None if view.window is None else view.window.days,
        selection=replace(view.selection, area_level=area_level, area=area),
    )


def key_figures(view: View, area_level: str = "", area: str = "") -> Tuple[IndicatorValue, ...]:
    """Compute every indicator of the theme for an area, with its change on the period before."""
    rows = view.rows_of(area_level, area)
    owner = whole_of(view, rows)
    now, before, year = view.span(), view.span(previous=True), a_year_before(view)
    compared = before is not None or year is not None
    spread = dispersions(view, view.totals.series(rows)) if compared else {}
    values: List[IndicatorValue] = []
    for indicator in view.indicators:
        after = evaluate(view, indicator, owner, 1, now), now
        rough = np.array([spread.get(indicator.id, 1.0)])

        def since(span, after=after, rough=rough, indicator=indicator) -> Compared:
            earlier = evaluate(view, indicator, owner, 1, span), span
            return _compared(
                indicator, earlier, after, changes(view, indicator, earlier, after, owner, rough)
            )

        earlier = Compared(None) if before is None else since(before)
        value = _value(view, indicator, after[0], earlier, area_level, area)
        if year is not None:
            value = replace(value, year_before=since(year))
        if value.value is not None or not indicator.least:
            value = replace(value, recent=recent_of(view, indicator, area_level, area))
        values.append(replace(value, target=_target(view, indicator, value, rows)))
    return tuple(_beside(view, values, rows))


def _whole_window(view: View, indicator: Indicator, rows) -> bool:
    """Tell whether a target can be compared with: that of a number holds for the whole, and for all periods of the level."""
    if indicator.kind not in (TOTAL, PER_DAY):
        return True
    window = view.window
    step = periods.step_of(view.totals.kind)
    full = window is not None and (window.last - window.first) // step + 1 == view.level.periods
    narrowed_too = bool(view.selection.hours or view.selection.categories)
    return full and rows is None and not narrowed_too and view.workspace.seen_areas() is None


def _target(view: View, indicator: Indicator, value: IndicatorValue, rows) -> Optional[Target]:
    """Return the target of an indicator at the level of a view, and how far a value is from it where the two can be compared."""
    if indicator.target is None or indicator.target_level not in ("", view.level.id):
        return None
    number = float("nan") if value.value is None or not _whole_window(view, indicator, rows) else value.value
    told = view.theme.target_source(indicator.id, view.language)
    return Target(indicator.target, told, core_indicators.distance(indicator, number))


def _beside(view: View, values: Sequence[IndicatorValue], rows) -> Iterator[IndicatorValue]:
    """Set the last period and the trend beside the values of the indicators; beside one that rests on too little, nothing.

    The last periods are all expected at once: one by one takes most of the time of all figures.
    """
    kind, series = view.totals.kind, {}
    for indicator, value in zip(view.indicators, values):
        found = series_of(view, indicator, rows) if value.value is not None or not indicator.least else None
        if found is not None:
            series[indicator.id] = found
    latest = dict(zip(series, latest_of(list(series.values()), periods.per_year(kind))))
    for value in values:
        found = series.get(value.id)
        slope = None if found is None else slope_of(found, kind, view.level.trend_periods)
        yield replace(value, latest=latest.get(value.id), slope=slope)


def _busiest(view: View, indicator: Indicator, rows: Optional[np.ndarray]) -> EventFilter:
    """Return the filter of the events in the busiest tenth of the finest areas, or of the places."""
    counts = (view.by_place() or {}).get(indicator.numerator, np.zeros(0))
    inside = np.arange(len(counts)) if rows is None else np.flatnonzero(rows)
    inside = inside[[bool(view.totals.places[row]) for row in inside]]
    chosen = inside[core_indicators.busiest(counts[inside])]
    names = tuple(view.totals.places[row] for row in chosen)
    selection = narrowed(view.base, view.window)
    return replace(selection, areas=names) if view.areas.levels else replace(selection, places=names)


def _value(
    view: View, indicator: Indicator, now: Evaluation, earlier: Compared, area_level: str, area: str
) -> IndicatorValue:
    value = float(now.value[0])
    absent = bool(np.isnan(value))
    selection = _events_of(view, indicator, area_level, area)
    if absent and indicator.kind == CONCENTRATION:
        selection = None
    return IndicatorValue(
        id=indicator.id,
        title=view.theme.indicator_title(indicator.id, view.language),
        value=None if absent else value,
        unit=view.theme.indicator_unit(indicator.id, view.language),
        decimals=indicator.decimals,
        numerator=_number(now.numerator),
        denominator=None if indicator.kind == TOTAL else _number(now.denominator),
        direction=indicator.direction,
        previous=earlier.value,
        change=earlier.change,
        change_is_points=indicator.kind in IN_POINTS,
        p_value=earlier.p_value,
        better=earlier.better,
        reason=_why(indicator, now, view, area_level, area) if absent else "",
        events=selection,
        event_count=_number_of_events(view, indicator, selection, area_level, area),
        denominator_title=_denominator_title(view, indicator),
        weights=tuple(
            (view.theme.indicator_title(name, view.language), weight) for name, weight in indicator.weights
        ),
    )


def _events_of(view: View, indicator: Indicator, area_level: str, area: str) -> Optional[EventFilter]:
    """Return the filter of the events an indicator counts in the window; None for what is made of several."""
    if indicator.kind == COMPOSITE:
        return None
    if indicator.kind == INDEX:
        return _events_of(view, view.theme.indicator(indicator.of), area_level, area)
    selection = narrowed(view.base, view.window, area_level, area)
    if indicator.kind == CONCENTRATION:
        selection = _busiest(view, indicator, view.rows_of(area_level, area))
    return numerator_of(view, indicator, selection)


def _number_of_events(
    view: View, indicator: Indicator, selection: Optional[EventFilter], area_level: str, area: str
) -> int:
    if selection is None:
        return 0
    counted = (EVENTS, *view.theme.counts)
    if indicator.kind == INDEX or indicator.numerator not in counted or selection.known:
        return count_of(view, selection)
    rows = view.rows_of(area_level, area)
    if selection.areas or selection.places:
        rows = np.isin(view.totals.places, selection.areas or selection.places)
    found = view.within(view.span()).get(indicator.numerator, np.zeros(0))
    return int(found.sum() if rows is None else found[rows].sum())


def _compared(
    indicator: Indicator,
    before: Tuple[Evaluation, Span],
    now: Tuple[Evaluation, Span],
    found: Tuple[np.ndarray, np.ndarray],
) -> Compared:
    """Return the value of an earlier period and the change since then; `better` where that is clear and has a direction."""
    previous = _number(before[0].value)
    change, p_value = _number(found[0]), _number(found[1])
    if previous is None or np.isnan(now[0].value[0]):
        return Compared(previous)
    return Compared(previous, change, p_value, core_indicators.is_better(indicator, change, p_value))


def _denominator_title(view: View, indicator: Indicator) -> Sentence:
    """Name what a value is divided by; a share says it by being one."""
    if indicator.kind == PER_DAY:
        return DAYS
    if indicator.kind == COVERAGE and not indicator.denominator:
        return QT_TRANSLATE_NOOP("core", "areas")
    if indicator.denominator.startswith(STATISTIC) and indicator.kind in (RATE, QUOTIENT, COVERAGE):
        name = indicator.denominator[len(STATISTIC) :]
        return STATISTICS.get(name, name.replace("_", " "))
    if indicator.kind in (RATE, QUOTIENT) and indicator.denominator in (EVENTS, *view.theme.counts):
        return QT_TRANSLATE_NOOP("core", "events")
    if indicator.kind == RATE:
        titles = [
            item["title"] for item in view.workspace.measures() if item["name"] == indicator.denominator
        ]
        title = localized(titles[0], view.language) if titles and isinstance(titles[0], dict) else ""
        return title[:1].lower() + title[1:]
    return ""


def _why(indicator: Indicator, now: Evaluation, view: View, area_level: str, area: str) -> Sentence:
    rows = view.rows_of(area_level, area)
    if indicator.kind in BESIDE_OTHERS and view.workspace.seen_areas() is not None:
        return QT_TRANSLATE_NOOP("core", "This needs the rows of all areas, of which you see a part.")
    if indicator.kind == CONCENTRATION and now.denominator[0] == 0:
        return core_indicators.why_absent(replace(indicator, kind=TOTAL), {indicator.numerator: 0})
    if indicator.kind == CONCENTRATION and not view.totals.empty:
        return QT_TRANSLATE_NOOP("core", "Fewer than ten areas: a busiest tenth means nothing.")
    if indicator.kind == PER_DAY and view.window is None and not view.totals.empty:
        return QT_TRANSLATE_NOOP("core", "The source has no times of occurrence.")
    bare = evaluate(view, replace(indicator, least=0.0), whole_of(view, rows), 1, view.span())
    if indicator.least and not np.isnan(bare.value[0]):
        return Text(
            QT_TRANSLATE_NOOP("core", "It would rest on fewer than {least}: too few to tell."),
            {"least": int(indicator.least)},
        )
    days = waits_of(view, indicator.numerator, indicator.denominator)
    if days and view.window is not None:
        ends = view.memory.of("last days", view.workspace.last_days)
        last = max((ends.get(str(item["source"]), 0) for item in view.totals.sources), default=0)
        if last - view.window.days[0] <= days:
            return Text(NOT_OLD, {"days": days})
    return core_indicators.why_absent(indicator, group(view.within(view.span()), whole_of(view, rows), 1))


def _number(values: np.ndarray) -> Optional[float]:
    return None if not len(values) or np.isnan(values[0]) else float(values[0])


def ranking_of(view: View, area_level: str = "", area: str = "") -> Ranking:
    """Rank the areas of the level by the leading indicator, with 95 % limits; all are kept, highest first.

    What is divided is ranked by its lower limit: of three visits all can be in vain by chance, and such areas would be first.
    """
    theme, indicator = view.theme, view.theme.indicator(view.theme.rank_by)
    level = view.ranking_level
    title = theme.indicator_title(indicator.id, view.language)
    unit = theme.indicator_unit(indicator.id, view.language)
    if view.totals.empty:
        empty = np.zeros(0)
        return Ranking(
            title,
            unit,
            level,
            (),
            (),
            empty,
            empty,
            empty,
            empty,
            None,
            0,
            indicator.direction,
            reason=NO_DATA,
        )
    codes, owner = areas_of_places(view, level)
    result = evaluate(view, indicator, owner, len(codes), view.span())
    whole = evaluate(view, indicator, whole_of(view), 1, view.span())
    events = group(view.within(view.span()), owner, len(codes)).get(EVENTS, np.zeros(len(codes)))
    named = (events > 0) & (np.array(codes, object) != "")
    keep = np.flatnonzero(named) if level == PLACE else np.arange(len(codes))
    seen = view.workspace.seen_areas()
    if seen is not None and level != PLACE:
        wholly = [set(view.areas.leaves(level, code)) <= set(seen) for code in codes]
        keep = np.flatnonzero(wholly)
    if area and level != PLACE and area_level != level:
        inside = {view.areas.parents(level)[leaf] for leaf in view.areas.leaves(area_level, area)}
        keep = np.array([row for row in keep if codes[row] in inside], np.int64)
    by_lower = indicator.kind in DIVIDED
    if indicator.kind == SHARE:  # the limit of what is no part of its denominator ends at 100 %
        by_lower = not bool(np.any(result.numerator > result.denominator))
    keys = [result.value, *([result.lower] if by_lower else [])]
    falling = [-np.nan_to_num(values[keep], nan=-np.inf) for values in keys]
    order = keep[np.lexsort((np.array(codes)[keep], *falling))]
    level_line = indicator.kind in (SHARE, QUOTIENT, *DURATIONS)
    told = level_line and seen is None and not np.isnan(whole.value[0])
    reference = float(whole.value[0]) if told else None
    return Ranking(
        title=title,
        unit=unit,
        level=level,
        codes=tuple(codes[row] for row in order),
        names=tuple(view.areas.name.get((level, codes[row]), codes[row]) for row in order),
        values=result.value[order],
        counts=events[order].astype(np.int64),
        lower=result.lower[order],
        upper=result.upper[order],
        reference=reference,
        decimals=indicator.decimals,
        direction=indicator.direction,
        base=narrowed(view.base, view.window),
        by_place=level == PLACE,
        by_lower=by_lower,
        reason="" if len(order) else NO_PLACES,
        **({} if level == PLACE else _judged(view, indicator, result, order)),
    )


def _judged(view: View, indicator: Indicator, found: Evaluation, order: np.ndarray) -> Dict[str, np.ndarray]:
    """Return the funnel and the signals of the areas of a ranking, those that can be told."""
    columns = judged(view, indicator, found)
    out = {}
    for name, words in (("funnel", PLACES), ("signal", SIGNALS)):
        if name in columns and any(word is not None for word in columns[name]):
            number = {word: place for place, word in words.items()}
            out[name] = np.array([number.get(columns[name][row], 0) for row in order], np.int64)
    return out


def hotspots_of(view: View, area_level: str = "", area: str = "") -> Tuple[Tuple[HotSpot, ...], Sentence]:
    """Return the hot spots found when the theme was built at this level, those in the area, and what they mean."""
    stored = [item for item in view.built() if item["name"] == "hotspot_places"]
    if not stored:
        return (), NOT_BUILT
    metadata = stored[0]["metadata"]
    inside = None if not area or area_level == PLACE else set(view.areas.leaves(area_level, area))
    unit = (
        view.theme.indicator_unit(view.theme.lead, view.language) if view.theme.hotspots.denominator else ""
    )
    spots = []
    for item in metadata["places"]:
        if inside is not None and inside.isdisjoint(item.get("areas", [item["area"]])):
            continue
        if inside is None and area and item["name"] != area:
            continue
        selection = replace(
            (view.opened or view).base,
            part=view.theme.counts.get(view.theme.hotspots.value),
            first_day=metadata["first_day"],
            last_day=metadata["last_day"],
            cell_size=int(metadata["cell_size"]),
            cells=tuple(item["cell_ids"]),
        )
        spots.append(
            HotSpot(
                item["rank"], item["name"], item["area"], item["value"], unit, item["events"], len(item["cell_ids"]),
                item["z"], item["p"], item["confidence"], item["x"], item["y"], selection,
            )
        )  # fmt: skip
    template, values = metadata["explanation"]
    return tuple(spots), _of_the_period(view, metadata, Text(template, values))


def _of_the_period(view: View, metadata: Mapping[str, Any], told: Sentence) -> Sentence:
    """Add to what is told of hot spots of which period they are, where days, hours or categories were selected since."""
    chosen, days = view.selection, (metadata["first_day"], metadata["last_day"])
    if not (chosen.hours or chosen.categories or chosen.days not in (None, days)):
        return told
    if None in days:
        return Text(OF_ALL, {"told": told})
    first, last = map(periods.date_text, days)
    return Text(OF_THE_PERIOD, {"told": told, "first": first, "last": last})
