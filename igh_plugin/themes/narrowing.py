"""A view narrowed to what a reader selected: the same figures of fewer periods, hours of the week or categories."""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Dict, Optional, Tuple

import numpy as np

from ..core import periods
from ..core.cube import EVENTS, is_part, parts_of
from ..core.filters import EventFilter
from ..core.parts import holds
from ..core.selection import HOURS_OF_WEEK, NOTHING, Selection
from .counts import things_of
from .microdata import Microdata, kept_microdata, microdata_of
from .totals import ByCategory, Totals, Window, days_of
from .view import View


def narrow(view: View, selection: Selection) -> View:
    """Return a view of the selected periods, hours and categories; its area is that of the figures asked for.

    What is not there to be selected is not: periods that hold no whole one, hours where there are no times, categories that are
    not the theme's. `View.selection` tells what was.
    """
    made, opened = NOTHING, view.opened or view
    view = opened
    hours = selection.hours if view.window is not None else ()
    of_theme = view.theme.categories
    categories = tuple(name for name in selection.categories if not of_theme or name in of_theme)
    if (hours or categories) and not view.totals.empty:
        base = replace(view.base, week_hours=hours, categories=categories or view.base.categories)
        key, whole = ("counted", view.totals.kind, hours, categories), view
        totals = view.memory.of(key, lambda: _counted(whole, hours, categories))
        view = replace(view, base=base, totals=totals)
        made = made.to({"hours": hours, "categories": categories})
    window = None if selection.days is None else window_within(view, *selection.days)
    if window is not None:
        view = replace(view, window=window)
        made = made.to({"days": window.days})
    return replace(view, selection=made, opened=opened)


def apart_from(view: View, name: str) -> View:
    """Return a view that is narrowed to all of its selection but one field: a chart shows what else it could be narrowed to."""
    if view.opened is None or view.selection.has({name: getattr(NOTHING, name)}):
        return view
    return narrow(view.opened, view.selection.to({name: getattr(NOTHING, name)}))


def window_within(view: View, first_day: int, last_day: int) -> Optional[Window]:
    """Return the whole periods that local days from `first_day` to `last_day` lie in, with as many before; None for none.

    There are none to compare with where the same sources do not reach back over all of them.
    """
    if view.window is None:
        return None
    number, starts, ends, complete = view.history()
    chosen = number[complete & (starts <= last_day) & (ends >= first_day)]
    if not len(chosen):
        return None
    kind, first, last = view.window.kind, int(chosen[0]), int(chosen[-1])
    if (first, last) == (view.window.first, view.window.last):
        return view.window
    step = periods.step_of(kind)
    before = first - (last - first + step)
    alone = Window(kind, first, last, None, None)
    since = replace(view, window=alone).even_since
    if since is None or before < view.totals.start or days_of(kind, before, before)[0] < since:
        return alone
    return Window(kind, first, last, before, first - step)


def events_of(view: View) -> Microdata:
    """Return the events of a view that is not narrowed, in memory; read where they are not kept."""
    return microdata_of(*view.totals.asked(view.workspace, view.theme))


def kept_events_of(view: View) -> Optional[Microdata]:
    """Return `events_of` where they are in memory already, else None."""
    return kept_microdata(*view.totals.asked(view.workspace, view.theme))


def inside(view: View, events: Microdata, hours: Tuple[int, ...], categories: Tuple[str, ...]) -> np.ndarray:
    """Return which events are at hours of the week and of categories, (n,) bool; without either that does not matter."""
    chosen = np.ones(len(events), bool)
    if categories:
        wanted = np.isin(np.array([*events.categories, ""]), categories)
        wanted[-1] = False
        chosen &= wanted[events.category]
    if hours:
        wanted = np.zeros(HOURS_OF_WEEK + 1, bool)
        wanted[list(hours)] = True
        chosen &= wanted[hour_of_week(view, events)]
    return chosen


def hour_of_week(view: View, events: Microdata) -> np.ndarray:
    """Return the hour of the week of events, weekday * 24 + hour, (n,) int16; `HOURS_OF_WEEK` where it is not known."""
    key = ("hour of week", id(events))
    of, found = view.memory.of(key, lambda: (events, _hour_of_week(events)))
    return found if of is events else _hour_of_week(events)


def _hour_of_week(events: Microdata) -> np.ndarray:
    known = ~(np.isnan(events.day) | np.isnan(events.hour))
    day = np.where(known, events.day, 0).astype(np.int64)
    hour = np.where(known, events.hour, 0).astype(np.int64)
    return np.where(known, periods.weekday(day) * 24 + hour, HOURS_OF_WEEK).astype(np.int16)


def _counted(view: View, hours: Tuple[int, ...], categories: Tuple[str, ...]) -> Totals:
    """Return the totals of a view as its events at these hours and of these categories make them."""
    events, totals = events_of(view), view.totals
    index, seen = totals.index_of(events)
    rows = np.flatnonzero(seen & inside(view, events, hours, categories))
    at, counts = index[rows], totals.counts
    columns = events.columns(things_of(counts)) if counts else {}
    parts = {
        name: holds(part, {key: column[rows] for key, column in columns.items()})
        for name, part in counts.items()
    }

    def amounts(name: str) -> np.ndarray:
        if name == EVENTS:
            return np.ones(len(rows))
        if name in parts:
            return parts[name][0].astype(float)
        return np.nan_to_num(events.measures[name][rows])

    def unknown(name: str) -> np.ndarray:
        if name == EVENTS:
            return np.zeros(len(rows), bool)
        if name in parts:
            return ~parts[name][1]
        found = events.measures.get(name)
        return np.ones(len(rows), bool) if found is None else np.isnan(found[rows])

    found = copy.copy(totals)
    found.sums = {}
    for name in totals.sums:
        counted, needed = parts_of(name) if is_part(name) else (name, "")
        added = amounts(counted) * unknown(needed) if needed else amounts(counted)
        found.sums[name] = totals.table(at, added)
    names = tuple(sorted({*events.categories, ""}))
    position = np.array([names.index(name) for name in (*events.categories, "")], np.int64)
    width = max(totals.periods, 1)
    found.categories = ByCategory(
        names, position[events.category[rows]], at // width, at % width, np.ones(len(rows)), totals.periods
    )
    return found


def hours_in_memory(view: View, events: Microdata, rows: Optional[np.ndarray]) -> Tuple[np.ndarray, int]:
    """Return what `Workspace.hours` returns for the window of a view, at some places of its totals (None: all)."""
    first, last = view.window.days if view.window else (0, -1)
    chosen = (events.day >= first) & (events.day <= last)
    chosen &= inside(view, events, view.selection.hours, view.selection.categories)
    if rows is not None:
        here: Dict[str, bool] = dict(zip(view.totals.places, rows.tolist()))
        chosen &= np.array([here.get(name, False) for name in (*events.places, "")], bool)[events.place]
    counts = np.bincount(hour_of_week(view, events)[chosen], minlength=HOURS_OF_WEEK + 1)
    return counts[:HOURS_OF_WEEK].reshape(7, 24).astype(np.int64), int(counts[HOURS_OF_WEEK])


def count_of(view: View, selection: EventFilter) -> int:
    """Return how many events a filter selects of those of a view; without reading where they are in memory."""
    events = kept_events_of(view)
    others = (selection.part, selection.cell_size, selection.undated, selection.weekday, selection.hour)
    if events is None or any(one is not None for one in others):
        return view.workspace.count_events(selection)
    chosen = inside(view, events, selection.week_hours, selection.categories)
    with np.errstate(invalid="ignore"):
        if selection.first_day is not None:
            chosen &= events.day >= selection.first_day
        if selection.last_day is not None:
            chosen &= events.day <= selection.last_day
    here = set(selection.areas) | set(selection.places)
    if selection.area is not None:
        here |= set(view.areas.leaves(selection.area_level or view.areas.levels[0], selection.area))
    here |= {selection.place} if selection.place is not None else set()
    if here:
        chosen &= np.array([*(name in here for name in events.places), False], bool)[events.place]
    if selection.measure is not None:
        chosen &= np.nan_to_num(events.measures.get(selection.measure, np.zeros(len(events)))) != 0
    for name in selection.known:
        chosen &= ~np.isnan(events.measures.get(name, np.full(len(events), np.nan)))
    return int(chosen.sum())
