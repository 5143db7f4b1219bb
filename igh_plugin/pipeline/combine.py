"""Events x areas x periods x categories: the cubes that all analysis reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np

from ..core import periods
from ..core.aoristic import WHOLE, edges_of, spread
from ..core.cleaning.times import is_again, to_local, to_utc
from ..core.cube import EVENTS, Cube, count
from ..core.errors import UserError
from ..core.filters import EventFilter
from ..core.progress import Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from .divisions import CELL, PLACE, check_division, columns_of, places_in, standard_division

__all__ = ["CELL", "PLACE", "combine", "cube_of", "read_columns", "standard_division"]
AORISTIC = "aoristic"
STANDARD_KINDS = (periods.WEEK, periods.MONTH, periods.ALL)
NO_ATTRIBUTE = QT_TRANSLATE_NOOP(
    "core",
    "No source that is combined has an attribute “{attribute}”: choose one of {attributes}, or leave it empty.",
)
NO_CALENDAR = QT_TRANSLATE_NOOP(
    "core",
    "The workspace knows no days of the kind “{kind}”: collect a calendar first, or choose one of {kinds}.",
)
NO_HOUR = QT_TRANSLATE_NOOP(
    "core", "{source}: {events} events have a date but no time of day; they are in no hour."
)


@dataclass(frozen=True)
class CombineResult:
    """The run, and for each cube its source, division, kind of period, cells and events."""

    run: int
    cubes: Tuple[Dict[str, object], ...]


def read_columns(
    workspace,
    source: str,
    division: str,
    attribute: str = "",
    hours: bool = False,
    intervals: bool = False,
) -> Dict[str, np.ndarray]:
    """Read what a cube of a division needs: place, local day (NaN: undated), category and the measures.

    Where asked also `attribute`, with None for a source that does not declare it, `hour` (NaN: not known), and
    `begin` and `end` (datetime64[s], NaT: undated) in UTC.
    """
    measures = [str(item["name"]) for item in workspace.measures() if item["source"] == source]
    declared = {str(item["name"]) for item in workspace.attributes() if item["source"] == source}
    wanted = [*columns_of(division), "local_day", "category"] + [f"m_{name}" for name in measures]
    if attribute in declared:
        wanted.append(f"a_{attribute}")
    if hours or intervals:
        wanted += ["local_hour", "occurred_from", "occurred_local", "occurred_to"]
    columns = workspace.events(list(dict.fromkeys(wanted)), EventFilter(sources=(source,)))
    day = columns["local_day"].astype(float)
    out = {
        "place": places_in(workspace, division, columns),
        "day": day,
        "category": columns["category"],
    }
    out.update({f"m_{name}": columns[f"m_{name}"] for name in measures})
    if attribute:
        out["attribute"] = columns.get(f"a_{attribute}", np.full(len(day), None, object))
    if hours:
        out["hour"] = _hours(columns, zone_of(workspace, source))
    if intervals:
        out["begin"], out["end"] = _intervals(columns, zone_of(workspace, source))
    return out


def zone_of(workspace, source: str) -> str:
    """Return the time zone in which the events of a source have their wall time; empty when it states none."""
    zones = next((item["timezone"] for item in workspace.sources() if item["source"] == source), None)
    zones = json.loads(zones) if zones else {}
    return str(zones.get("local") or zones.get("stored") or "")


def _hours(columns: Dict[str, np.ndarray], zone: str) -> np.ndarray:
    utc, local = columns["occurred_from"], columns["occurred_local"]
    known = ~np.isnan(columns["local_hour"].astype(float)) & ~np.isnat(utc) & ~np.isnat(local)
    hour = np.full(len(local), np.nan)
    hour[known] = periods.hour_of(local[known], is_again(utc[known], local[known], zone))
    return hour


def _intervals(columns: Dict[str, np.ndarray], zone: str) -> Tuple[np.ndarray, np.ndarray]:
    """Return from when to when each event can have happened: a date without a time of day lasts to its end."""
    begin, end = columns["occurred_from"], columns["occurred_to"]
    end = np.where(np.isnat(end) | (end < begin), begin, end)
    dates = np.flatnonzero(np.isnan(columns["local_hour"].astype(float)) & ~np.isnat(begin))
    after = to_local(end[dates], zone).astype("datetime64[D]") + 1
    end[dates] = to_utc(after.astype("datetime64[s]"), zone)[0]
    return begin, end


def cube_of(columns: Dict[str, np.ndarray], kind: str, days: Optional[np.ndarray] = None) -> Cube:
    """Count the columns of `read_columns` by one kind of period; undated events count only in `all`.

    Events without a time of day are in no `hour`. `days` are those a calendar marks, for its kind of period: events
    outside them are counted too, in the period `OTHER`.
    """
    moment = columns["hour" if kind == periods.HOUR else "day"]
    dated = ~np.isnan(moment) if kind != periods.ALL else np.ones(len(moment), bool)
    number = np.nan_to_num(moment[dated]).astype(np.int64)
    if kind.startswith(periods.CALENDAR):
        number = periods.stretch_of(number, np.zeros(0) if days is None else days)
    elif kind != periods.HOUR:
        number = periods.period_of(number, kind)
    measures = {name[2:]: values[dated] for name, values in columns.items() if name.startswith("m_")}
    split = columns["attribute"][dated] if "attribute" in columns else None
    return count(columns["place"][dated], number, columns["category"][dated], measures, attribute=split)


def aoristic_cube_of(
    columns: Dict[str, np.ndarray], kind: str, zone: str, days: Optional[np.ndarray] = None
) -> Cube:
    """Spread the events of `read_columns` over one kind of period, in millionths (`core.aoristic`).

    Undated events count only in `all`. Measures are not spread: only events are counted.
    """
    dated = np.flatnonzero(~np.isnat(columns["begin"]))
    begin, end = (columns[name][dated].astype("datetime64[s]").astype(np.int64) for name in ("begin", "end"))
    names = ("place", "category", "attribute") if "attribute" in columns else ("place", "category")
    parts: List[Cube] = []
    if kind == periods.ALL or not len(dated):
        size = len(columns["begin"]) if kind == periods.ALL else 0
        rows, period, share = np.arange(size), np.zeros(size, np.int64), np.full(size, WHOLE, np.int64)
        parts.append(_weighted({name: columns[name][rows] for name in names}, period, share))
    else:
        edges = edges_of(kind, int(begin.min()), int(end.max()), zone, days)
        for event, period, share in spread(begin, end, *edges):
            rows = dated[event]
            parts.append(_weighted({name: columns[name][rows] for name in names}, period, share))
    if len(parts) == 1:
        return parts[0]
    labels = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return _weighted(
        labels,
        np.concatenate([part.period for part in parts]),
        np.concatenate([part.values[EVENTS] for part in parts]),
    )


def _weighted(labels: Dict[str, np.ndarray], period: np.ndarray, share: np.ndarray) -> Cube:
    return count(labels["place"], period, labels["category"], {}, share, labels.get("attribute"))


def combine(
    workspace,
    sources: Sequence[str] = (),
    divisions: Sequence[str] = (),
    kinds: Sequence[str] = STANDARD_KINDS,
    progress: Progress = Silent(),
    attribute: str = "",
    aoristic: bool = False,
) -> CombineResult:
    """Count every source by division and period, and by an attribute if given, and store the cubes in one run.

    Empty `sources` means all of the workspace, empty `divisions` the one that themes read. A cube replaces
    the earlier one of the same source, division, kind, attribute and weighting: with `aoristic`, events are spread over
    the periods in which they can have happened. Raises `UserError` for a level of areas, an
    attribute or a calendar that is not there.
    """
    names = list(sources) or [str(item["source"]) for item in workspace.sources()]
    wanted = list(divisions) or [standard_division(workspace)]
    for division in wanted:
        check_division(workspace, division)
    _check_attribute(workspace, names, attribute)
    marked = {kind: _marked(workspace, kind) for kind in kinds if kind.startswith(periods.CALENDAR)}
    parameters = {"divisions": wanted, "kinds": list(kinds), "sources": names}
    parameters.update({"attribute": attribute} if attribute else {})
    parameters.update({"weighting": AORISTIC} if aoristic else {})
    done: List[Dict[str, object]] = []
    with workspace.begin(kind="combine", parameters=parameters) as run:
        steps = len(names) * len(wanted) * len(kinds)
        for name in names:
            for division in wanted:
                hours = periods.HOUR in kinds and not aoristic
                columns = read_columns(workspace, name, division, attribute, hours, aoristic)
                for kind in kinds:
                    progress.check()
                    progress.step(
                        len(done) / steps,
                        Text(
                            QT_TRANSLATE_NOOP("core", "Counting {source} by {division}"),
                            {"source": name, "division": division},
                        ),
                    )
                    if aoristic:
                        cube = aoristic_cube_of(columns, kind, zone_of(workspace, name), marked.get(kind))
                    else:
                        cube = cube_of(columns, kind, marked.get(kind))
                    run.replace_cube(name, division, kind, cube, attribute, AORISTIC if aoristic else "")
                    events = int(cube.values[EVENTS].sum()) // (WHOLE if aoristic else 1)
                    if hours and kind == periods.HOUR:
                        _tell_without_hour(progress, name, columns, events)
                    done.append(
                        {
                            "source": name,
                            "division": division,
                            "kind": kind,
                            "cells": len(cube),
                            "events": events,
                        }
                    )
        run.counts(
            read=sum(int(str(item["events"])) for item in done),
            kept=sum(int(str(item["cells"])) for item in done),
        )
    return CombineResult(run.id, tuple(done))


def _check_attribute(workspace, sources: Sequence[str], attribute: str) -> None:
    known = {str(item["name"]) for item in workspace.attributes() if item["source"] in sources}
    if attribute and attribute not in known:
        listed = ", ".join(sorted(known)) or "-"
        raise UserError(Text(NO_ATTRIBUTE, {"attribute": attribute, "attributes": listed}))


def _marked(workspace, kind: str) -> np.ndarray:
    """Return the days of the calendar that a kind of period names."""
    name = kind[len(periods.CALENDAR) :]
    known = workspace.calendars()
    if name not in known:
        raise UserError(Text(NO_CALENDAR, {"kind": name, "kinds": ", ".join(known) or "-"}))
    return workspace.calendar(name)


def _tell_without_hour(progress: Progress, source: str, columns: Dict[str, np.ndarray], events: int) -> None:
    without = int((~np.isnan(columns["day"])).sum()) - events
    if without:
        progress.report(Text(NO_HOUR, {"source": source, "events": without}))
