"""Reports beside inspections beside sanctions: the cubes of several sources as one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Sequence, Tuple

import numpy as np

from ..core import periods
from ..core.cube import EVENTS
from ..core.errors import UserError
from ..core.filters import EventFilter
from ..core.joining import Joined, Side, grid_of, join
from ..core.progress import Part, Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..core.yearly import value_of_year
from .combine import combine
from .divisions import standard_division

KM2 = "km2"
PER_STATISTIC, PER_SOURCE, PER_KM2 = 1_000.0, 100.0, 1.0

UNREAD = QT_TRANSLATE_NOOP(
    "core",
    "“{text}” is no list of sources: write source: denominator; source: denominator, such as {example}.",
)
NO_SOURCE = QT_TRANSLATE_NOOP("core", "The workspace has no source {source}; it has: {sources}.")
NO_DENOMINATOR = QT_TRANSLATE_NOOP(
    "core",
    "{source} cannot be divided by “{name}”: that is no statistic of the areas and no source beside it. There are: {names}.",
)
NO_AREAS = QT_TRANSLATE_NOOP(
    "core", "The workspace has no areas, or no level “{level}”: import areas first. Levels: {levels}."
)
OUTSIDE = QT_TRANSLATE_NOOP(
    "core", "{count} events of {source} lie in no area of “{level}” and are left out."
)


@dataclass(frozen=True)
class SideBySide:
    """The table: `places` (codes) and their `names`, `period` numbers, and by source what `core.joining.Joined` tells.

    `per` says of each source with a rate what it is per: the number and the name of the denominator.
    """

    level: str
    kind: str
    places: List[str]
    names: List[str]
    period: np.ndarray
    joined: Joined
    per: Dict[str, Tuple[float, str]]
    notes: Tuple[Text, ...] = ()


def read_sides(text: str) -> List[Tuple[str, str]]:
    """Return source and denominator (perhaps empty) of a text such as `reports: inhabitants; sanctions: inspections`."""
    sides = []
    for part in text.replace("\n", ";").split(";"):
        source, _, denominator = (one.strip() for one in part.partition(":"))
        if source:
            sides.append((source, denominator))
        elif denominator:
            raise UserError(Text(UNREAD, {"text": part.strip(), "example": "reports: inhabitants"}))
    if not sides or len({source for source, _ in sides}) < len(sides):
        raise UserError(
            Text(UNREAD, {"text": text.strip(), "example": "reports: inhabitants; sanctions: inspections"})
        )
    return sides


def join_sources(
    workspace,
    sides: Sequence[Tuple[str, str]],
    level: str = "",
    kind: str = periods.MONTH,
    progress: Progress = Silent(),
) -> SideBySide:
    """Count the sources by the same areas and periods, and divide each by its own denominator.

    A denominator is a statistic of the areas (a rate per 1,000, of the year of the period or the latest before it), `km2`,
    or another of the sources (a rate per 100). Raises `UserError` for what is not there.
    """
    workspace.must_see()
    levels = workspace.area_levels()
    level = level or (standard_division(workspace) if levels else "")
    if level not in levels:
        raise UserError(Text(NO_AREAS, {"level": level, "levels": ", ".join(levels) or "-"}))
    known = [str(item["source"]) for item in workspace.sources()]
    names = [source for source, _ in sides]
    for source in names:
        if source not in known:
            raise UserError(Text(NO_SOURCE, {"source": source, "sources": ", ".join(known) or "-"}))
    statistics = workspace.area_statistics()
    choices = sorted({*map(str, statistics["name"]), KM2, *names})
    for source, denominator in sides:
        if denominator and (denominator not in choices or denominator == source):
            values = {"source": source, "name": denominator, "names": ", ".join(choices)}
            raise UserError(Text(NO_DENOMINATOR, values))
    combine(workspace, names, (level,), (kind,), Part(progress, 0.0, 0.8))
    areas = workspace.areas(level)
    places = [str(code) for code in areas["code"]]
    cube = workspace.cube(names, level, kind)
    cube = {name: column[cube["measure"] == EVENTS] for name, column in cube.items()}
    counts, spans, notes = {}, {source: _span(workspace, source) for source in names}, []
    period = _periods(kind, spans)
    for source in names:
        rows = (cube["source"] == source) & np.isin(cube["period"], period)
        counts[source], outside = grid_of(
            cube["place"][rows], cube["period"][rows], cube["value"][rows], places, period
        )
        if outside:
            notes.append(Text(OUTSIDE, {"count": outside, "source": source, "level": level}))
    year = _years(period, kind, spans)
    made, per = [], {}
    for source, denominator in sides:
        below, amount = None, 1.0
        if denominator == KM2:
            below, amount = np.repeat(np.asarray(areas["area_km2"], float)[:, None], len(period), 1), PER_KM2
        elif denominator in names:
            below, amount = _known(counts[denominator], spans[denominator], period, kind), PER_SOURCE
        elif denominator:
            rows = statistics["name"].astype(str) == denominator
            known = (np.asarray(statistics[name])[rows] for name in ("code", "year", "value"))
            wanted = np.repeat(np.array(places, object), len(year)), np.tile(year.astype(float), len(places))
            below = value_of_year(*wanted, *known)[0].reshape(len(places), len(year))
            amount = PER_STATISTIC
        if denominator:
            per[source] = (amount, denominator)
        made.append(Side(source, *spans[source], counts[source], below, amount))
    titles = [str(code if name is None else name) for code, name in zip(areas["code"], areas["name"])]
    return SideBySide(level, kind, places, titles, period, join(made, period, kind), per, tuple(notes))


def _span(workspace, source: str) -> Tuple[int, int]:
    """Return the first and last local day for which a source is complete: less its reporting delay."""
    counted = workspace.count_by(EventFilter(sources=(source,), undated=False), ["local_day"])
    if not len(counted["n"]):
        return 1, 0
    first, last = periods.main_span(counted["local_day"].astype(np.int64), counted["n"])
    delay = next(item["reporting_delay"] for item in workspace.sources() if item["source"] == source)
    return first, max(first, last - int(np.ceil(float(delay or 0))))


def _periods(kind: str, spans: Dict[str, Tuple[int, int]]) -> np.ndarray:
    """Return the periods from the first to the last day that any source covers; strays far from all others are in none."""
    if kind == periods.ALL:
        return np.zeros(1, np.int64)
    there = [span for span in spans.values() if span[1] >= span[0]]
    if not there:
        return np.zeros(0, np.int64)
    ends = np.array([min(span[0] for span in there), max(span[1] for span in there)])
    first, last = periods.period_of(ends, kind)
    return np.arange(first, last + 1, periods.step_of(kind))


def _known(counts: np.ndarray, span: Tuple[int, int], period: np.ndarray, kind: str) -> np.ndarray:
    """Return counts that a rate may divide by: those of whole periods, as the others would make it too high."""
    side = Side("", *span, counts)
    whole = join([side], period, kind).complete[""]
    return np.where(whole, counts, np.nan)


def _years(period: np.ndarray, kind: str, spans: Dict[str, Tuple[int, int]]) -> np.ndarray:
    last = np.full(len(period), max((span[1] for span in spans.values()), default=0), np.int64)
    if kind != periods.ALL:
        last = periods.bounds(period, kind)[1]
    return last.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
