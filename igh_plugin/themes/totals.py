"""The numbers of a theme, read once from the cube: by place and period, for every figure that is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Dict, List, Mapping, Optional, Sequence, Set, Tuple

import numpy as np

from ..core import periods
from ..core.cleaning.model import EVENT, PLACE_SUMMARY
from ..core.cube import EVENTS, codes, is_part, parts_of, without
from ..core.errors import UserError
from ..core.filters import EventFilter
from ..core.indicators import DIVIDED, STATISTIC
from ..core.parts import holds
from ..core.selection import codes_of
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..pipeline.combine import PLACE, standard_division
from .counts import amounts_of, attributes_of, things_of
from .microdata import Microdata, microdata_of
from .model import COARSEST, FINEST, Level, Theme

NO_SOURCE = ""
SEVERAL = "*"
"""Level of what is made of several areas: its code is those of the finest areas in it, put together."""
SILENT = 5.0


@dataclass(frozen=True)
class Window:
    """Periods from `first` to `last` (both included) of a kind, and the same number before them.

    `first_day` and `last_day` are local days; all is None for a source without times.
    """

    kind: str
    first: int
    last: int
    previous_first: Optional[int]
    previous_last: Optional[int]

    @property
    def days(self) -> Tuple[int, int]:
        """First and last local day."""
        return days_of(self.kind, self.first, self.last)

    @property
    def previous_days(self) -> Optional[Tuple[int, int]]:
        """First and last local day of the period compared with; None without one."""
        if self.previous_first is None or self.previous_last is None:
            return None
        return days_of(self.kind, self.previous_first, self.previous_last)


def days_of(kind: str, first: int, last: int) -> Tuple[int, int]:
    """Return the first local day of a period and the last of another one."""
    starts, ends = periods.bounds(np.array([first, last]), kind)
    return int(starts[0]), int(ends[1])


class Areas:
    """The hierarchy of areas of a workspace: which finest codes lie below a code."""

    def __init__(self, workspace):
        self.levels: List[str] = workspace.area_levels()
        self._tables = {level: workspace.areas(level) for level in self.levels}
        self.name: Dict[Tuple[str, str], str] = {}
        parent: Dict[Tuple[str, str], str] = {}
        for level, table in self._tables.items():
            for code, name, above in zip(table["code"], table["name"], table["parent"]):
                self.name[level, str(code)] = str(name or code)
                parent[level, str(code)] = str(above or "")
        self._up: Dict[str, Dict[str, str]] = {}
        if self.levels:
            lineage = {str(code): str(code) for code in self._tables[self.levels[0]]["code"]}
            self._up[self.levels[0]] = dict(lineage)
            for below, level in zip(self.levels, self.levels[1:]):
                lineage = {leaf: parent.get((below, code), "") for leaf, code in lineage.items()}
                self._up[level] = dict(lineage)

    def level_for(self, rank: str) -> str:
        """Return the level of a rank: finest, middle (the second finest) or coarsest."""
        if rank == FINEST or len(self.levels) == 1:
            return self.levels[0]
        return self.levels[-1] if rank == COARSEST else self.levels[1]

    def table(self, level: str) -> Dict[str, np.ndarray]:
        """Return code, name, parent and area_km2 of a level."""
        return self._tables[level]

    def parents(self, level: str) -> Dict[str, str]:
        """Return for each finest code the code of its area at a level."""
        return self._up[level]

    def find(self, text: str) -> Tuple[str, str]:
        """Return level and code of an area given by code or name, coarse levels first.

        Raises `UserError` when there is none, or when a level has several areas of that name.
        """
        wanted = text.strip().casefold()
        for level in reversed(self.levels):
            listed = [str(code) for code in self._tables[level]["code"]]
            found = [code for code in listed if code.casefold() == wanted]
            found = found or [code for code in listed if self.name[level, code].casefold() == wanted]
            if len(found) > 1:
                raise UserError(
                    Text(
                        QT_TRANSLATE_NOOP(
                            "core",
                            "Several areas are called {area}. Give the code of the one you mean: {codes}.",
                        ),
                        {"area": text, "codes": ", ".join(found)},
                    )
                )
            if found:
                return level, found[0]
        raise UserError(
            Text(
                QT_TRANSLATE_NOOP(
                    "core", "There is no area {area}. Give a code or a name from one of the levels: {levels}."
                ),
                {"area": text, "levels": ", ".join(self.levels) or "-"},
            )
        )

    def leaves(self, level: str, code: str) -> List[str]:
        """Return the finest codes that lie in an area, or in several."""
        if level == SEVERAL:
            return list(codes_of(code))
        return [leaf for leaf, above in self._up[level].items() if above == code]


@dataclass(frozen=True)
class ByCategory:
    """Events of a theme by category, as the cube has them: `names` of the categories, and for each of its m cells the positions of
    its `category`, `place` and `period`, and the number of `events`; `periods` are there in all.
    """

    names: Tuple[str, ...]
    category: np.ndarray
    place: np.ndarray
    period: np.ndarray
    events: np.ndarray
    periods: int

    def series(self, rows: Optional[np.ndarray] = None) -> np.ndarray:
        """Return the events by category and period, (categories, periods), over all places or the given ones."""
        use = slice(None) if rows is None else rows[self.place]
        width = max(self.periods, 1)
        index = self.category[use] * width + self.period[use]
        flat = np.bincount(index, self.events[use], len(self.names) * width)
        return flat.reshape(len(self.names), width)


class Totals:
    """Cube of one theme and kind of period as dense sums by place and period.

    With areas, `places` are all areas of the finest level, those without events too. `span` are the first and last
    local day of the history: whole periods outside it are left out.
    """

    def __init__(
        self, workspace, theme: Theme, kind: str, areas: Areas, span: Optional[Tuple[int, int]] = None
    ):
        self.sources = theme_sources(workspace, theme)
        self.division = standard_division(workspace)
        names = [str(item["source"]) for item in self.sources]
        rows = workspace.cube(names, self.division, kind, categories=theme.categories)
        keep = np.ones(len(rows["period"]), bool)
        if span is not None and kind != periods.ALL:
            first, last = periods.period_of(np.array(span), kind)
            keep &= (rows["period"] >= first) & (rows["period"] <= last)
        declared = {(str(item["source"]), str(item["name"])) for item in workspace.measures()}
        rows = _with_unknown(rows, theme, declared)
        keep = np.append(keep, keep[rows.pop("of")])
        self.empty = not keep.any()
        counted, place = codes(rows["place"][keep])
        everywhere = sorted(areas.parents(areas.levels[0])) if areas.levels else []
        places = np.union1d(np.array(counted, str), np.array(everywhere, str))
        place = np.searchsorted(places, np.array(counted, str))[place]
        self.places = places.tolist()
        period = np.asarray(rows["period"], np.int64)[keep]
        step = periods.step_of(kind)
        self.start = int(period.min()) if len(period) else 0
        self.periods = int((period.max() - self.start) // step + 1) if len(period) else 0
        self.kind = kind
        measure = rows["measure"][keep].astype(str)
        value = rows["value"][keep].astype(float)
        self.sums: Dict[str, np.ndarray] = {}
        index = place * max(self.periods, 1) + (period - self.start) // step
        for name in sorted({EVENTS, *measure}):
            at = measure == name
            self.sums[name] = self.table(index[at], value[at])
        at = measure == EVENTS
        kinds, kind_of = codes(rows["category"][keep][at])
        self.categories = ByCategory(
            tuple(map(str, kinds)),
            kind_of,
            place[at],
            (period[at] - self.start) // step,
            value[at],
            self.periods,
        )
        self.counts = theme.counts_for(grain_of(self.sources))
        if self.counts:
            self._count_parts(workspace, theme)

    def table(self, index: np.ndarray, value: np.ndarray) -> np.ndarray:
        """Sum values by place and period, whose number `index` (n,) is, as a (places, periods) table."""
        flat = np.bincount(index, value, len(self.places) * max(self.periods, 1))
        return flat.reshape(len(self.places), max(self.periods, 1))

    def _count_parts(self, workspace, theme: Theme) -> None:
        """Add the `counts`, parts of the theme's events, and what of another part, or of all, they cannot be told of (`core.cube.without`).

        A part and a measure, such as reports and visits, may be of different events: both are taken as they are.
        """
        data = microdata_of(*self.asked(workspace, theme))
        index, seen = self.index_of(data)
        columns = data.columns(things_of(self.counts))
        value = {EVENTS: seen.astype(float)}
        known = {EVENTS: np.ones(len(data), bool)}
        for name, part in self.counts.items():
            held, known[name] = holds(part, columns)
            value[name] = (held & seen).astype(float)
            for stale in [one for one in self.sums if is_part(one) and name in parts_of(one)]:
                del self.sums[stale]
            self.sums[name] = self.table(index[seen], value[name][seen])
        for counted, needed in sorted(divisions_of(theme)):
            if counted in value and needed in value:
                part_of = value[counted] * ~known[needed]
                if part_of.any():
                    self.sums[without(counted, needed)] = self.table(index[seen], part_of[seen])

    def asked(self, workspace, theme: Theme) -> Tuple:
        """Return what `microdata_of` is asked for the events of the theme, always the same, so that they are read once."""
        known = {str(item["name"]) for item in workspace.measures()}
        measures = sorted((known & self.sums.keys()) | {*amounts_of(self.counts)})
        return workspace, self.division, theme_filter(workspace, theme), attributes_of(self.counts), measures

    def index_of(self, data: Microdata) -> Tuple[np.ndarray, np.ndarray]:
        """Return of each event the number of its place and period in the tables, and whether it lies in them, (n,) each."""
        at = {name: number for number, name in enumerate(self.places)}
        position = np.array([at.get(name, -1) for name in (*data.places, "")], np.int64)[data.place]
        if self.kind == periods.ALL:
            return position, position >= 0
        dated = ~np.isnan(data.day)
        number = periods.period_of(np.where(dated, data.day, 0), self.kind)
        step = (number - self.start) // periods.step_of(self.kind)
        seen = dated & (position >= 0) & (step >= 0) & (step < self.periods)
        return position * max(self.periods, 1) + step, seen

    def series(self, rows: Optional[np.ndarray] = None) -> Dict[str, np.ndarray]:
        """Return the sums of each measure per period, (periods,), over all places or the given ones."""
        return {name: (table if rows is None else table[rows]).sum(0) for name, table in self.sums.items()}

    def by_place(self, first: int, last: int) -> Dict[str, np.ndarray]:
        """Return the sums of each measure per place, (places,), over periods `first` to `last`."""
        within = spanned(self, first, last)
        return {name: table[:, within].sum(1) for name, table in self.sums.items()}


def spanned(totals: Totals, first: int, last: int) -> slice:
    """Return which periods of totals lie from `first` to `last`, both included."""
    step = periods.step_of(totals.kind)
    low, high = (first - totals.start) // step, (last - totals.start) // step + 1
    return slice(max(low, 0), max(high, 0))


def divisions_of(theme: Theme) -> Set[Tuple[str, str]]:
    """Return both ways the two sides of every division of the theme, but for those by a statistic."""
    pairs = set()
    for item in theme.indicators:
        if item.kind in DIVIDED and not item.denominator.startswith(STATISTIC):
            pairs |= {(item.numerator, item.denominator), (item.denominator, item.numerator)}
    return pairs


def _with_unknown(
    rows: Dict[str, np.ndarray], theme: Theme, declared: Set[Tuple[str, str]]
) -> Dict[str, np.ndarray]:
    """Add to rows of the cube what comes from sources that do not have a measure at all (`core.cube.without`).

    `of` tells of which row each added one is a copy.
    """
    pairs = {pair for pair in divisions_of(theme) if not theme.counts.keys() & set(pair)}
    measure, source = rows["measure"].astype(str), rows["source"].astype(str)
    copied, names = [np.zeros(0, np.int64)], [np.zeros(0, object)]
    for name in np.unique(source):
        of_source = source == name
        for counted, needed in sorted(pairs):
            if needed != EVENTS and (str(name), needed) not in declared:
                copies = np.flatnonzero(of_source & (measure == counted))
                copied.append(copies)
                names.append(np.full(len(copies), without(counted, needed), object))
    of = np.concatenate(copied)
    out = {column: np.append(values, values[of]) for column, values in rows.items()}
    out["measure"] = np.append(rows["measure"], np.concatenate(names))
    return {**out, "of": of}


def grain_of(sources: Sequence[Mapping[str, object]]) -> str:
    """Return the grain of which indicators are shown: that of places where all sources sum up events by place."""
    summed = bool(sources) and all(item["grain"] == PLACE_SUMMARY for item in sources)
    return PLACE_SUMMARY if summed else EVENT


def theme_sources(workspace, theme: Theme) -> List[dict]:
    """Return the sources of the workspace that a theme reads: by name, by kind, or all."""
    return [
        item
        for item in workspace.sources()
        if (not theme.sources or item["source"] in theme.sources)
        and (not theme.kinds or item["kind"] in theme.kinds)
    ]


def theme_filter(workspace, theme: Theme) -> EventFilter:
    """Return the filter that selects exactly the events of a theme; none when the workspace has none of its sources."""
    names = tuple(str(item["source"]) for item in theme_sources(workspace, theme))
    return EventFilter(sources=names or (NO_SOURCE,), categories=theme.categories)


@dataclass(frozen=True)
class Coverage:
    """From which to which local day a source has events, how many, and how many strays far from the others.

    `last` is the last day of which all events have come in, `newest` the last day that has any: between them lie the days within its
    reporting delay.
    """

    source: str
    first: int
    last: int
    events: int
    strays: int = 0
    newest: Optional[int] = None

    @property
    def delayed(self) -> bool:
        """Tell whether events of its last days are still to come in."""
        return self.newest is not None and self.newest > self.last

    def misses(self, first: int, last: int) -> bool:
        """Tell whether it lacks more of the days from `first` to `last` than chance explains.

        So many days without events do so when `SILENT` events or more were to be expected on them, by what came between its first
        and its last; that of fewer events than these cannot be told.
        """
        if self.events < SILENT:
            return False
        days = max(self.first - first, 0) + max(last - self.last, 0)
        return (self.events - 1) / max(self.last - self.first, 1) * days >= SILENT


def coverage_of(workspace, base: EventFilter) -> List[Coverage]:
    """Return what each source of a filter covers; its last days within its reporting delay are not yet complete."""
    counted = workspace.days_of(base)
    delays = {item["source"]: float(item["reporting_delay"] or 0) for item in workspace.sources()}
    out = []
    for source in dict.fromkeys(counted["source"].tolist()):
        rows = counted["source"] == source
        days, number = counted["local_day"][rows].astype(np.int64), counted["n"][rows]
        first, last = periods.main_span(days, number)
        kept = int(number[(days >= first) & (days <= last)].sum())
        newest, last = last, max(first, last - int(np.ceil(delays.get(source, 0))))
        out.append(Coverage(str(source), first, last, kept, int(number.sum()) - kept, newest))
    return out


def window_of(level: Level, coverage: Sequence[Coverage]) -> Optional[Window]:
    """Return the last complete periods of a level that all current sources reach; None without times.

    A source is current when it reaches into the periods that the newest one reaches. It holds the window back when its
    silence since then cannot be chance (`Coverage.misses`). The last period counts as
    complete when the data reach its last day, the first when they begin on its first. The period compared with is None
    when a current source does not reach back over the whole of it.
    """
    if not coverage:
        return None
    step = periods.step_of(level.period)
    newest = max(item.last for item in coverage)
    back = int(periods.period_of(np.array([newest]), level.period)[0]) - level.periods * step
    current = [item for item in coverage if item.last >= days_of(level.period, back, back)[0]]
    until = min(item.last for item in current if item.last == newest or item.misses(item.first, newest))
    last = int(periods.period_of(np.array([until]), level.period)[0])
    if days_of(level.period, last, last)[1] > until:
        last -= step
    first = last - (level.periods - 1) * step
    start = _first_whole(level.period, min(item.first for item in coverage), last)
    if last < start:
        return Window(level.period, start, start, None, None)
    first = max(first, start)
    before = first - level.periods * step
    if before < _first_whole(level.period, max(item.first for item in current), last) or first - step < start:
        return Window(level.period, first, last, None, None)
    return Window(level.period, first, last, before, first - step)


def _first_whole(kind: str, day: int, last: int) -> int:
    """Return the first period that begins on a day or later; the one that holds it when it is the `last` or later."""
    period = int(periods.period_of(np.array([day]), kind)[0])
    return (
        period + periods.step_of(kind) if days_of(kind, period, period)[0] < day and period < last else period
    )


def statistics_of(workspace, areas: Areas, places: List[str], year: Optional[int]) -> Dict[str, np.ndarray]:
    """Return the size (km2) and the statistics of the finest areas, (places,) each, NaN where not known.

    A statistic is for each area that of its latest year up to `year`, or of its earliest when all are later.
    """
    out: Dict[str, np.ndarray] = {}
    position = {code: number for number, code in enumerate(places)}
    if areas.levels:
        table = areas.table(areas.levels[0])
        out[STATISTIC + "km2"] = _placed(table["code"], np.asarray(table["area_km2"], float), position)
    table = workspace.area_statistics()
    values = np.asarray(table["value"], float)
    kinds, years = np.asarray(table["name"]).astype(str), np.asarray(table["year"], np.int64)
    for name in np.unique(kinds):
        rows = np.flatnonzero((kinds == name) & ~np.isnan(values))
        later = rows[years[rows] > year] if year is not None else rows[:0]
        past = np.setdiff1d(rows, later)
        order = np.concatenate(
            [later[np.argsort(-years[later], kind="stable")], past[np.argsort(years[past], kind="stable")]]
        )
        out[STATISTIC + str(name)] = _placed(table["code"][order], values[order], position)
    return out


def with_statistics(
    totals: Dict[str, np.ndarray], statistics: Dict[str, np.ndarray]
) -> Dict[str, np.ndarray]:
    """Add to totals per finest area what is known of these areas (`statistics_of`).

    What was counted in areas that do not know a statistic stands beside, under the names of `core.cube.without`.
    """
    out = {**totals, **statistics}
    for needed in statistics:
        unknown = np.isnan(out[needed])
        for name in [name for name in totals if unknown.any() and not is_part(name)]:
            part = np.where(unknown, totals[name], 0.0)
            if part.any():
                out[without(name, needed)] = part
    return out


def _placed(codes_: np.ndarray, values: np.ndarray, position: Dict[str, int]) -> np.ndarray:
    out = np.full(len(position), np.nan)
    for code, value in zip(codes_, values):
        if str(code) in position:
            out[position[str(code)]] = value
    return out


def group(totals: Dict[str, np.ndarray], owner: np.ndarray, size: int) -> Dict[str, np.ndarray]:
    """Sum totals per place into `size` groups; `owner` is the group of each place, -1 for none.

    A group none of whose places knows a number stays NaN; in a group without places nothing was counted.
    """
    out = {}
    inside = np.bincount(owner[owner >= 0], minlength=size) > 0
    for name, values in totals.items():
        use = (owner >= 0) & ~np.isnan(values)
        sums = np.bincount(owner[use], values[use], size)
        known = np.bincount(owner[use], minlength=size) > 0
        out[name] = np.where(known if name.startswith(STATISTIC) else known | ~inside, sums, np.nan)
    return out


def narrowed(base: EventFilter, window: Optional[Window], level: str = "", area: str = "") -> EventFilter:
    """Return a filter restricted to a window and an area (of the mapping's places without areas)."""
    chosen = base
    if window is not None:
        first, last = window.days
        chosen = replace(chosen, first_day=first, last_day=last)
    if level == SEVERAL:
        return replace(chosen, areas=codes_of(area))
    if area:
        chosen = (
            replace(chosen, place=area) if level == PLACE else replace(chosen, area_level=level, area=area)
        )
    return chosen
