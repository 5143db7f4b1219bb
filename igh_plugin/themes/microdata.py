"""The events of a theme as arrays, read once for the last run of a workspace: for what no cube can tell."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Dict, Mapping, Optional, Sequence, Tuple

import numpy as np
import pandas as pd

from ..core.filters import EventFilter
from ..core.parts import days_until_next
from ..pipeline.combine import PLACE
from ..workspace.values import seconds_of

KEPT = 4
"""Themes whose events are kept in memory: about 40 bytes an event each."""
_kept: OrderedDict[Tuple[object, ...], Microdata] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Microdata:
    """Events, one a row, in the order of the workspace.

    `source` (n,) is a number for each source; `place` (n,) int32 is a position in `places`, -1 for none; `day` (n,) the local day
    since 1970 and `hour` (n,) the local hour, NaN where not known; `category` and `status` (n,) int16 are positions in their names,
    -1 for none; `reported` and `closed` (n,) seconds since 1970 (UTC), NaN where not known. `until` (n,) is the last moment, up to
    now, that the source of each tells, `last_day` (n,) its last complete local day (NaN: none), and `closing` (n,) bool whether it
    ever tells that anything was closed. `attributes` holds those that were asked for (an empty name: the place), (n,) of texts or
    None; `measures` those, (n,) with NaN where not known.
    """

    source: np.ndarray
    places: Tuple[str, ...]
    place: np.ndarray
    day: np.ndarray
    hour: np.ndarray
    categories: Tuple[str, ...]
    category: np.ndarray
    statuses: Tuple[str, ...]
    status: np.ndarray
    reported: np.ndarray
    closed: np.ndarray
    until: np.ndarray
    last_day: np.ndarray
    closing: np.ndarray
    attributes: Mapping[str, np.ndarray] = field(default_factory=dict)
    measures: Mapping[str, np.ndarray] = field(default_factory=dict)
    _later: Dict[str, np.ndarray] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.day)

    def columns(self, things: Sequence[str] = ()) -> Dict[str, np.ndarray]:
        """Return the columns that `core.parts.holds` reads; `things` are at what parts ask for another event."""
        return {
            "last_day": self.last_day,
            "day": self.day,
            "hour": self.hour,
            "reported": self.reported,
            "closed": self.closed,
            "category": _named(self.categories, self.category),
            "status": _named(self.statuses, self.status),
            "closing": self.closing,
            **{f"a_{name}": values for name, values in self.attributes.items()},
            **{f"m_{name}": values for name, values in self.measures.items()},
            **{f"again_{name}": self._again(name) for name in things},
        }

    def _again(self, name: str) -> np.ndarray:
        """Return after how many days there is another event of the same source at the same place, or with the same attribute."""
        if name not in self._later:
            at = _coded(self.attributes[name])[1].astype(np.int64)
            thing = np.where(at >= 0, at * (int(self.source.max(initial=0)) + 1) + self.source, -1)
            self._later[name] = days_until_next(self.day, thing)
        return self._later[name]


def microdata_of(
    workspace,
    division: str,
    base: EventFilter,
    attributes: Sequence[str] = (),
    measures: Sequence[str] = (),
) -> Microdata:
    """Return the events of a filter; those of the last few filters are kept until the workspace has another run.

    `division` is the level of areas of `Microdata.places`, or the places of the mapping.
    """
    key = _key(workspace, division, base, attributes, measures)
    found = _known(key)
    if found is not None:
        return found
    found = _read(workspace, division, base, attributes, measures)
    with _lock:
        _kept[key] = found
        for old in [one for one in _kept if one[0] == key[0] and one[1:3] != key[1:3]]:
            del _kept[old]
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def kept_microdata(
    workspace,
    division: str,
    base: EventFilter,
    attributes: Sequence[str] = (),
    measures: Sequence[str] = (),
) -> Optional[Microdata]:
    """Return what `microdata_of` returns where it is kept already, else None: without reading anything."""
    return _known(_key(workspace, division, base, attributes, measures))


def _key(
    workspace, division: str, base: EventFilter, attributes: Sequence[str], measures: Sequence[str]
) -> Tuple[object, ...]:
    named = tuple(sorted(attributes)), tuple(sorted(measures))
    seen = workspace.seen_areas()
    rights = None if seen is None else tuple(seen)
    return (workspace.place, workspace.last_run_begun(), rights, division, base, *named)


def _known(key: Tuple[object, ...]) -> Optional[Microdata]:
    """Return what is kept of the same events with at least these attributes and measures."""
    *events, attributes, measures = key
    with _lock:
        for one, found in reversed(_kept.items()):
            if (
                one[:5] == tuple(events)
                and found.attributes.keys() >= set(attributes)
                and found.measures.keys() >= set(measures)
            ):
                _kept.move_to_end(one)
                return found
    return None


def _read(
    workspace, division: str, base: EventFilter, attributes: Sequence[str], measures: Sequence[str]
) -> Microdata:
    declared = {str(item["name"]) for item in workspace.attributes()}
    column = PLACE if division == PLACE else "area"
    names = ["source", column, "local_day", "local_hour", "category", "status", "reported_at", "closed_at"]
    own = {name: f"a_{name}" if name else "place" for name in attributes if not name or name in declared}
    known = {str(item["name"]) for item in workspace.measures()}
    summed = [name for name in measures if name in known]
    asked = dict.fromkeys([*names, *own.values(), *(f"m_{name}" for name in summed)])
    rows = workspace.events(list(asked), base)
    places, place = _coded(rows[column])
    categories, category = _coded(rows["category"])
    statuses, status = _coded(rows["status"])
    sources, source = _coded(rows["source"])
    reported, closed = (seconds_of(rows[name]) for name in ("reported_at", "closed_at"))
    ends = workspace.last_days()
    last_day = np.array([ends.get(name, np.nan) for name in sources], float)[source]
    size = len(place)
    return Microdata(
        source=source.astype(np.int16),
        places=places,
        place=place.astype(np.int32),
        day=rows["local_day"].astype(float),
        hour=rows["local_hour"].astype(float),
        categories=categories,
        category=category.astype(np.int16),
        statuses=statuses,
        status=status.astype(np.int16),
        reported=reported,
        closed=closed,
        until=_until(source, reported, closed),
        last_day=last_day,
        closing=(np.bincount(source[~np.isnan(closed)], minlength=int(source.max(initial=0)) + 1) > 0)[
            source
        ],
        attributes={
            name: rows[own[name]] if name in own else np.full(size, None, object) for name in attributes
        },
        measures={
            name: rows[f"m_{name}"].astype(float) if name in summed else np.full(size, np.nan)
            for name in measures
        },
    )


def _coded(texts: np.ndarray) -> Tuple[Tuple[str, ...], np.ndarray]:
    code, names = pd.factorize(texts, sort=True)
    return tuple(str(name) for name in names), code


def _until(source: np.ndarray, reported: np.ndarray, closed: np.ndarray) -> np.ndarray:
    """Return the last moment that the source of each event tells, (n,); a date that is yet to come tells nothing."""
    now = float(np.datetime64("now", "s").astype(np.int64))
    last = np.full(int(source.max(initial=0)) + 1, -np.inf)
    for moments in (reported, closed):
        told = moments <= now
        np.maximum.at(last, source[told], moments[told])
    return last[source]


def _named(names: Sequence[str], code: np.ndarray) -> np.ndarray:
    return np.array([*names, None], object)[code]
