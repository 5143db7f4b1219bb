"""Events of a source counted by place, period and category: from their columns to a cube."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional, Tuple

import numpy as np

from ..core import periods
from ..core.aoristic import WHOLE, edges_of, spread
from ..core.cleaning.times import is_again, to_local, to_utc
from ..core.cube import EVENTS, Cube, count
from ..core.filters import EventFilter
from .divisions import columns_of, place_of, places_in

Columns = Dict[str, np.ndarray]


class Reading:
    """The events of a source as a cube of a division needs them, each column read once.

    Columns are place, day (NaN: undated), category and the measures `m_<name>`; where asked also `attribute`, with None
    for a source that does not declare it, `hour` (NaN: not known), and `begin` and `end` (datetime64[s], NaT: undated)
    in UTC.
    """

    def __init__(
        self,
        workspace,
        source: str,
        division: str,
        attribute: str = "",
        hours: bool = False,
        intervals: bool = False,
    ):
        self.source, self.division = source, division
        self.zone = zone_of(workspace, source)
        self.measures = [str(item["name"]) for item in workspace.measures() if item["source"] == source]
        self._workspace = workspace
        self._attribute, self._hours, self._intervals = attribute, hours, intervals
        declared = {str(item["name"]) for item in workspace.attributes() if item["source"] == source}
        wanted = [*columns_of(division), "local_day", "category"] + [f"m_{name}" for name in self.measures]
        if attribute in declared:
            wanted.append(f"a_{attribute}")
        if hours or intervals:
            wanted += ["local_hour", "occurred_from", "occurred_local", "occurred_to"]
        self._wanted = list(dict.fromkeys(wanted))
        self._all: Optional[Columns] = None
        self._since: Dict[int, Tuple[Columns, Columns]] = {}

    def all(self) -> Columns:
        """Return the columns of all events."""
        if self._all is None:
            self._all = self._shaped(
                self._workspace.events(self._wanted, EventFilter(sources=(self.source,)))
            )
        return self._all

    def counted(self, kind: str) -> Optional[Tuple[Cube, Dict[str, Any]]]:
        """Return the plain cube by a kind of period as the database counts it, and of what; None where it cannot."""
        place = None if self._all is not None or self._intervals else place_of(self._workspace, self.division)
        if place is None or (self._attribute and f"a_{self._attribute}" not in self._wanted):
            return None
        return self._workspace.count_cube(self.source, place, kind, self.measures, self._attribute)

    def since(self, run: int) -> Tuple[Columns, Columns]:
        """Return the columns of the events that changed after a run, as they were then and as they are now."""
        if run not in self._since:
            before, now = self._workspace.changes_since(run, self.source, self._wanted)
            self._since[run] = self._shaped(before), self._shaped(now)
        return self._since[run]

    def _shaped(self, columns: Columns) -> Columns:
        day = columns["local_day"].astype(float)
        out = {
            "place": places_in(self._workspace, self.division, columns),
            "day": day,
            "category": columns["category"],
        }
        out.update({f"m_{name}": columns[f"m_{name}"] for name in self.measures})
        if self._attribute:
            out["attribute"] = columns.get(f"a_{self._attribute}", np.full(len(day), None, object))
        if self._hours:
            out["hour"] = _hours(columns, self.zone)
        if self._intervals:
            out["begin"], out["end"] = intervals_of(columns, self.zone)
        return out


def read_columns(workspace, source: str, division: str) -> Columns:
    """Read what a plain cube of a division needs of all events of a source."""
    return Reading(workspace, source, division).all()


def zone_of(workspace, source: str) -> str:
    """Return the time zone in which the events of a source have their wall time; empty when it states none."""
    zones = next((item["timezone"] for item in workspace.sources() if item["source"] == source), None)
    zones = json.loads(zones) if zones else {}
    return str(zones.get("local") or zones.get("stored") or "")


def _hours(columns: Columns, zone: str) -> np.ndarray:
    utc, local = columns["occurred_from"], columns["occurred_local"]
    known = ~np.isnan(columns["local_hour"].astype(float)) & ~np.isnat(utc) & ~np.isnat(local)
    hour = np.full(len(local), np.nan)
    hour[known] = periods.hour_of(local[known], is_again(utc[known], local[known], zone))
    return hour


def intervals_of(columns: Columns, zone: str) -> Tuple[np.ndarray, np.ndarray]:
    """Return from when to when each event can have happened: a date without a time of day lasts to its end."""
    begin, end = columns["occurred_from"], columns["occurred_to"]
    end = np.where(np.isnat(end) | (end < begin), begin, end)
    dates = np.flatnonzero(np.isnan(columns["local_hour"].astype(float)) & ~np.isnat(begin))
    after = to_local(end[dates], zone).astype("datetime64[D]") + 1
    end[dates] = to_utc(after.astype("datetime64[s]"), zone)[0]
    return begin, end


def cube_of(columns: Columns, kind: str, days: Optional[np.ndarray] = None) -> Cube:
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


def aoristic_cube_of(columns: Columns, kind: str, zone: str, days: Optional[np.ndarray] = None) -> Cube:
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


def _weighted(labels: Columns, period: np.ndarray, share: np.ndarray) -> Cube:
    return count(labels["place"], period, labels["category"], {}, share, labels.get("attribute"))
