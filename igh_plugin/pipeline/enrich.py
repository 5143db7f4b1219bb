"""Events with what lies around them: distance to objects, numbers of objects, zones and whether they held, statistics."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from ..core import periods
from ..core.duplicates import DISPLACED, UNPLACED
from ..core.errors import UserError
from ..core.filters import EventFilter
from ..core.progress import Part, Progress, Silent
from ..core.proximity import ObjectIndex
from ..core.text import QT_TRANSLATE_NOOP, Text, localized
from ..core.yearly import value_of_year
from ..core.zones import NO, PARTLY, STATES, UNKNOWN, YES, applied, read_validity, strongest
from ..translation import language
from .counting import intervals_of, zone_of
from .divisions import places_in
from .known import NO_SOURCE, columns_known

DISTANCE, NEAREST, WITHIN, VALUE, YEAR = "distance_", "nearest_", "within_", "stat_", "year_"
ZONE, ZONES, ZONE_APPLIED = "zone", "zones", "zone_applied"
SEPARATOR = "; "
_USED = ("area", "local_day", "local_hour", "location_quality", "occurred_from", "occurred_local", "occurred_to", "source",
         "x", "y")  # fmt: skip

NOTHING = QT_TRANSLATE_NOOP(
    "core",
    "Say what is to be added to the events. The workspace has the layers {layers} and the statistics {statistics}.",
)
NO_LAYER = QT_TRANSLATE_NOOP(
    "core", "The workspace has no layer for reference {layer}; it has: {layers}. Collect its source first."
)
NO_STATISTIC = QT_TRANSLATE_NOOP("core", "The workspace has no statistic {statistic}; it has: {statistics}.")
NO_LEVEL = QT_TRANSLATE_NOOP("core", "The workspace has no level of areas {level}; it has: {levels}.")
NO_POLYGONS = QT_TRANSLATE_NOOP(
    "core", "The layer {layer} has no polygons, so nothing lies inside its zones."
)
NO_COLUMN = QT_TRANSLATE_NOOP(
    "core",
    "“{given}” is neither a column of {layer} nor a value that can be read here. Its columns are: {columns}.",
)
UNPLACED_EVENTS = QT_TRANSLATE_NOOP(
    "core",
    "{count} of {all} events have no position to measure from: none at all, or that of a street or an area. Their distances, "
    "numbers and zones are left empty.",
)
DISPLACED_EVENTS = QT_TRANSLATE_NOOP(
    "core",
    "{count} events stand at a point displaced for display: distances and zones are those of that point.",
)
NEAR = QT_TRANSLATE_NOOP(
    "core",
    "{share} % of {count} events lie within {radius} m of “{layer}” ({objects} objects); half of the events lie within {median} m "
    "of the nearest.",
)
NO_EVENTS = QT_TRANSLATE_NOOP("core", "No event can be measured to “{layer}” ({objects} objects).")
IN_ZONES = QT_TRANSLATE_NOOP(
    "core",
    "{share} % of {count} events lie in a zone of “{layer}”: it held then for {yes}, did not for {no}, held for part of the time "
    "in which it can have happened for {partly}; for {unknown} it cannot be told.",
)
UNREAD = QT_TRANSLATE_NOOP(
    "core",
    "When {count} of {all} zones of “{layer}” hold cannot be read, from such as “{text}”: it is unknown.",
)
UNSTATED = QT_TRANSLATE_NOOP(
    "core",
    "Nothing was said about when the zones of “{layer}” hold, so it is unknown; for zones that always hold the hours are "
    "00:00-24:00.",
)
STATISTIC = QT_TRANSLATE_NOOP(
    "core",
    "{found} of {count} events have a value of {statistic} of their area (level {level}); for {earlier} of them it is of an earlier "
    "year than the event's.",
)
TITLES = {
    DISTANCE: QT_TRANSLATE_NOOP("core", "{layer}: metres to the nearest"),
    NEAREST: QT_TRANSLATE_NOOP("core", "{layer}: the nearest"),
    WITHIN: QT_TRANSLATE_NOOP("core", "{layer}: number within {radius} m"),
    ZONE: QT_TRANSLATE_NOOP("core", "{layer}: in zone"),
    ZONES: QT_TRANSLATE_NOOP("core", "{layer}: number of zones"),
    ZONE_APPLIED: QT_TRANSLATE_NOOP("core", "{layer}: held then"),
    VALUE: QT_TRANSLATE_NOOP("core", "{layer}: value of the area"),
    YEAR: QT_TRANSLATE_NOOP("core", "{layer}: year of the value"),
}


@dataclass(frozen=True)
class ZoneColumns:
    """A layer of zones, and its columns with name, first and last day, weekdays and hours, or a value for all zones."""

    layer: str
    name: str = ""
    first: str = ""
    last: str = ""
    days: str = ""
    hours: str = ""


@dataclass(frozen=True)
class Wanted:
    """What to add to the events of some sources (none: all): `radius` in metres, `level` empty for the finest that has values."""

    sources: Tuple[str, ...] = ()
    layers: Tuple[str, ...] = ()
    radius: float = 100.0
    zones: Optional[ZoneColumns] = None
    statistics: Tuple[str, ...] = ()
    level: str = ""


@dataclass
class Enriched:
    """Events as columns (n,), their names and kinds (text, whole, real, time) in order, titles of those added, and what to say.

    Missing is None, NaN or NaT; `x` and `y` are in metres in the workspace's CRS. `licences` and `attributions` are those
    of the sources that went into it.
    """

    columns: Dict[str, np.ndarray]
    fields: List[Tuple[str, str]]
    titles: Dict[str, Text] = field(default_factory=dict)
    sentences: List[Text] = field(default_factory=list)
    licences: List[str] = field(default_factory=list)
    attributions: List[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Number of events."""
        return len(self.columns["x"])

    def add(self, name: str, of: str, kind: str, values: np.ndarray, title: Text) -> None:
        """Add a column called by what it holds and of what."""
        self.columns[name + of] = values
        self.fields.append((name + of, kind))
        self.titles[name + of] = title


def enrich(workspace, wanted: Wanted, progress: Progress = Silent()) -> Enriched:
    """Return the events of a workspace with what is wanted added; the workspace is only read.

    Distances, numbers and zones are missing where the event has no position, or that of a street or an area. Raises
    `UserError` for what the workspace does not have, and when nothing is wanted.
    """
    _check(workspace, wanted)
    fields = _fields_of(workspace)
    names = list(dict.fromkeys((*(name for name, _ in fields), *_USED)))
    made = Enriched(workspace.events(names, EventFilter(sources=wanted.sources)), fields)
    asked = _layers_of(wanted)
    _credit(workspace, made, asked)
    located = _located(made, bool(asked))
    titles = _titles(workspace)
    steps = len(wanted.layers) + 2
    for number, layer in enumerate(wanted.layers):
        part = Part(progress, number / steps, (number + 1) / steps)
        _measure(workspace, made, located, layer, titles.get(layer, layer), wanted.radius, part)
    if wanted.zones is not None:
        title = titles.get(wanted.zones.layer, wanted.zones.layer)
        _place_in_zones(workspace, made, located, wanted.zones, title, progress)
    progress.step((steps - 1) / steps)
    for statistic in wanted.statistics:
        progress.check()
        _add_statistic(workspace, made, statistic, wanted.level)
    return made


def _check(workspace, wanted: Wanted) -> None:
    layers = [item["source"] for item in workspace.layers()]
    statistics = sorted(set(workspace.area_statistics()["name"].tolist()))
    asked = _layers_of(wanted)
    told = {"layers": ", ".join(layers) or "-", "statistics": ", ".join(statistics) or "-"}
    if not asked and not wanted.statistics:
        raise UserError(Text(NOTHING, told))
    for layer in asked:
        if layer not in layers:
            raise UserError(Text(NO_LAYER, {"layer": layer, **told}))
    for statistic in wanted.statistics:
        if statistic not in statistics:
            raise UserError(Text(NO_STATISTIC, {"statistic": statistic, **told}))
    levels = workspace.area_levels()
    if wanted.level and wanted.level not in levels:
        raise UserError(Text(NO_LEVEL, {"level": wanted.level, "levels": ", ".join(levels) or "-"}))
    sources = [item["source"] for item in workspace.sources()]
    for source in wanted.sources:
        if source not in sources:
            raise UserError(Text(NO_SOURCE, {"source": source, "sources": ", ".join(sources) or "-"}))


def _layers_of(wanted: Wanted) -> List[str]:
    """Return the layers that events are measured to or looked for in."""
    return [*wanted.layers, *([wanted.zones.layer] if wanted.zones is not None else [])]


def _fields_of(workspace) -> List[Tuple[str, str]]:
    """Return name and kind of the columns that events have."""
    stored, _ = workspace.event_rows(limit=0)
    return [(name, kind) for name, kind in columns_known(workspace) if name in stored]


def _titles(workspace) -> Dict[str, str]:
    found = {item["source"]: item["title"] or item["source"] for item in workspace.sources()}
    return {
        source: localized(title, language()) if isinstance(title, Mapping) else str(title)
        for source, title in found.items()
    }


def _credit(workspace, made: Enriched, layers: Sequence[str]) -> None:
    """Keep the licences and attributions of the layers and of the sources that have events."""
    used = {*layers, *made.columns["source"].tolist()}
    sources = [item for item in workspace.sources() if item["source"] in used]
    for found, key in ((made.licences, "licence"), (made.attributions, "attribution")):
        found += dict.fromkeys(item[key] for item in sources if item[key])


def _located(made: Enriched, tell: bool) -> np.ndarray:
    """Return which events have a position to measure from, (n,) bool, and `tell` of those that have none or another."""
    quality = made.columns["location_quality"].astype(str)
    located = np.isfinite(made.columns["x"]) & np.isfinite(made.columns["y"]) & ~np.isin(quality, UNPLACED)
    missing, displaced = int((~located).sum()), int((located & (quality == DISPLACED)).sum())
    if tell and missing:
        made.sentences.append(Text(UNPLACED_EVENTS, {"count": missing, "all": len(located)}))
    if tell and displaced:
        made.sentences.append(Text(DISPLACED_EVENTS, {"count": displaced}))
    return located


def _points(made: Enriched, located: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    return tuple(np.where(located, made.columns[name], np.nan) for name in ("x", "y"))  # type: ignore[return-value]


def _measure(
    workspace, made: Enriched, located: np.ndarray, layer: str, title: str, radius: float, progress: Progress
) -> None:
    columns, geometries = workspace.layer(layer)
    objects = ObjectIndex(geometries)
    x, y = _points(made, located)
    held = objects.holding(x, y)
    distance, number = objects.nearest(x, y, Part(progress, 0.0, 0.5), held)
    within = objects.within(x, y, radius, Part(progress, 0.5, 1.0), held)
    told: Dict[str, Any] = {"layer": title, "radius": _short(radius)}
    made.add(DISTANCE, layer, "real", np.round(distance, 2), Text(TITLES[DISTANCE], told))
    if "id" in columns:
        ids = np.append(columns["id"], None)
        made.add(NEAREST, layer, "text", ids[number], Text(TITLES[NEAREST], told))
    made.add(WITHIN, layer, "whole", within, Text(TITLES[WITHIN], told))
    told["objects"] = len(geometries)
    measured = distance[~np.isnan(distance)]
    if not len(measured):
        made.sentences.append(Text(NO_EVENTS, told))
        return
    told["count"], told["share"] = len(measured), _share((within[located] > 0).sum(), len(measured))
    told["median"] = _short(float(np.median(measured)))
    made.sentences.append(Text(NEAR, told))


def _place_in_zones(
    workspace, made: Enriched, located: np.ndarray, zones: ZoneColumns, title: str, progress: Progress
) -> None:
    columns, geometries = workspace.layer(zones.layer)
    kind = next(item["geometry"] for item in workspace.layers() if item["source"] == zones.layer)
    objects = ObjectIndex(geometries)
    if "POINT" in kind or "LINE" in kind or (geometries and not objects.has_polygons):
        raise UserError(Text(NO_POLYGONS, {"layer": zones.layer}))
    if zones.name and zones.name not in columns:
        raise _no_column(zones, zones.name, columns)
    given = {name: getattr(zones, name) for name in ("first", "last", "days", "hours")}
    texts = {name: _texts(columns, value, len(geometries)) for name, value in given.items()}
    validity, unread = read_validity(len(geometries), **texts)
    for name in unread:
        if given[name] not in columns:
            raise _no_column(zones, given[name], columns)
    event, zone = objects.holding(*_points(made, located))
    progress.check()
    state = strongest(event, _held(workspace, made, validity, event, zone), located)
    number = np.where(located, np.bincount(event, minlength=made.count), np.nan)
    named = _texts(columns, zones.name or ("id" if "id" in columns else ""), len(geometries))
    names = np.array([*(named or [str(row + 1) for row in range(len(geometries))]), None], object)
    told = {"layer": title}
    made.add(ZONE, "", "text", _joined(made.count, event, names[zone]), Text(TITLES[ZONE], told))
    made.add(ZONES, "", "whole", number, Text(TITLES[ZONES], told))
    words = np.array(STATES, object)[state]
    made.add(ZONE_APPLIED, "", "text", words, Text(TITLES[ZONE_APPLIED], told))
    _tell_zones(made, words, number, located, validity, unread, given, title)


def _held(workspace, made: Enriched, validity, event: np.ndarray, zone: np.ndarray) -> np.ndarray:
    """Return whether the zone held at the time of the event, of each pair of them, in the event's own time zone."""
    states = np.zeros(len(event), np.int8)
    source = made.columns["source"][event].astype(str)
    for name in np.unique(source):
        pairs = np.flatnonzero(source == name)
        rows, number = np.unique(event[pairs], return_inverse=True)
        timezone = zone_of(workspace, name)
        timed = ("occurred_from", "occurred_to", "local_hour")
        begin, end = intervals_of({key: made.columns[key][rows] for key in timed}, timezone)
        number = number.reshape(-1)
        states[pairs] = applied(validity, zone[pairs], begin[number], end[number], timezone)
    return states


def _tell_zones(
    made: Enriched,
    words: np.ndarray,
    number: np.ndarray,
    located: np.ndarray,
    validity,
    unread: Mapping[str, Sequence[str]],
    given: Mapping[str, str],
    title: str,
) -> None:
    inside = number > 0
    counts = {word: int((words[inside] == word).sum()) for word in (YES, NO, PARTLY, UNKNOWN)}
    told = {"layer": title, "count": int(located.sum()), "share": _share(inside.sum(), located.sum())}
    made.sentences.append(Text(IN_ZONES, {**told, **counts}))
    if not any(given.values()):
        made.sentences.append(Text(UNSTATED, {"layer": title}))
    elif unread:
        example = next(iter(unread.values()))[0]
        many = {"count": int((~validity.known).sum()), "all": len(validity.known)}
        made.sentences.append(Text(UNREAD, {**many, "layer": title, "text": example}))


def _add_statistic(workspace, made: Enriched, statistic: str, level: str) -> None:
    table = workspace.area_statistics(statistic)
    level = level or _level_of(workspace, table["code"])
    area = places_in(workspace, level, {"area": made.columns["area"]})
    day = made.columns["local_day"].astype(float)
    dated = ~np.isnan(day)
    year = np.full(made.count, np.nan)
    year[dated] = periods.period_of(day[dated].astype(np.int64), periods.YEAR) + 1970
    value, of = value_of_year(area, year, table["code"], table["year"].astype(float), table["value"])
    told = {"layer": statistic}
    made.add(VALUE, statistic, "real", value, Text(TITLES[VALUE], told))
    made.add(YEAR, statistic, "whole", of, Text(TITLES[YEAR], told))
    counts = {
        "found": int((~np.isnan(value)).sum()),
        "earlier": int((of < year).sum()),
        "count": made.count,
    }
    made.sentences.append(Text(STATISTIC, {**counts, "statistic": statistic, "level": level or "-"}))


def _level_of(workspace, codes: np.ndarray) -> str:
    """Return the finest level one of whose areas has a code; the finest of all where none has."""
    levels = workspace.area_levels()
    known = set(codes.tolist())
    return next(
        (level for level in levels if known.intersection(workspace.areas(level)["code"])),
        next(iter(levels), ""),
    )


def _texts(columns: Mapping[str, np.ndarray], given: str, count: int) -> Optional[List[Optional[str]]]:
    """Return the texts of a column, or a value as often; None where nothing is given."""
    if not given:
        return None
    if given not in columns:
        return [given] * count
    return [
        None if value is None or value != value else f"{value:g}" if isinstance(value, float) else str(value)
        for value in columns[given].tolist()
    ]


def _joined(count: int, event: np.ndarray, names: np.ndarray) -> np.ndarray:
    """Return the names of the zones of each event behind one another, None where it is in none, (count,) object."""
    found = np.full(count, None, object)
    for row, name in zip(event.tolist(), names.tolist()):
        name = name or "?"
        found[row] = name if found[row] is None else found[row] + SEPARATOR + name
    return found


def _no_column(zones: ZoneColumns, given: str, columns: Mapping[str, np.ndarray]) -> UserError:
    values = {"given": given, "layer": zones.layer, "columns": ", ".join(columns) or "-"}
    return UserError(Text(NO_COLUMN, values))


def _share(part: int, whole: int) -> float:
    """Return a part in per cent with one decimal, 0 of nothing."""
    return round(100 * float(part) / float(whole), 1) if whole else 0.0


def _short(metres: float) -> float:
    return round(metres, 1)
