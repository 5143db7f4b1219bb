"""The events of a theme as arrays, read once for the last run of a workspace: for what no cube can tell."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Dict, Mapping, Sequence, Tuple

import numpy as np
import pandas as pd

from ..core.filters import EventFilter
from ..pipeline.combine import PLACE

KEPT = 4
"""Themes whose events are kept in memory: about 40 bytes an event each."""
_kept: OrderedDict[Tuple[object, ...], Microdata] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Microdata:
    """Events, one a row, in the order of the workspace.

    `place` (n,) int32 is a position in `places`, -1 for none; `day` (n,) the local day since 1970 and `hour` (n,) the local
    hour, NaN where not known; `category` and `status` (n,) int16 are positions in their names, -1 for none; `reported` and
    `closed` (n,) seconds since 1970 (UTC), NaN where not known. `until` is the last moment that any of them tells.
    `attributes` holds those that were asked for, (n,) of texts or None.
    """

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
    until: float
    attributes: Mapping[str, np.ndarray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.day)

    def columns(self) -> Dict[str, np.ndarray]:
        """Return the columns that `core.parts.holds` reads."""
        return {
            "day": self.day,
            "hour": self.hour,
            "reported": self.reported,
            "closed": self.closed,
            "category": _named(self.categories, self.category),
            "status": _named(self.statuses, self.status),
            **self.attributes,
        }


def microdata_of(workspace, division: str, base: EventFilter, attributes: Sequence[str] = ()) -> Microdata:
    """Return the events of a filter; those of the last few filters are kept until the workspace has another run.

    `division` is the level of areas of `Microdata.places`, or the places of the mapping.
    """
    key = (workspace.place, workspace.last_run(), division, base, tuple(sorted(attributes)))
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = _read(workspace, division, base, attributes)
    with _lock:
        _kept[key] = found
        for old in [one for one in _kept if one[0] == key[0] and one[1] != key[1]]:
            del _kept[old]
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def _read(workspace, division: str, base: EventFilter, attributes: Sequence[str]) -> Microdata:
    declared = {str(item["name"]) for item in workspace.attributes()}
    column = PLACE if division == PLACE else "area"
    names = [column, "local_day", "local_hour", "category", "status", "reported_at", "closed_at"]
    wanted = [name for name in attributes if name in declared]
    rows = workspace.events(names + [f"a_{name}" for name in wanted], base)
    places, place = _coded(rows[column])
    categories, category = _coded(rows["category"])
    statuses, status = _coded(rows["status"])
    reported, closed = _seconds(rows["reported_at"]), _seconds(rows["closed_at"])
    size = len(place)
    return Microdata(
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
        until=float(np.nanmax(np.concatenate([reported, closed, [-np.inf]]))),
        attributes={
            name: rows[f"a_{name}"] if name in wanted else np.full(size, None, object) for name in attributes
        },
    )


def _coded(texts: np.ndarray) -> Tuple[Tuple[str, ...], np.ndarray]:
    code, names = pd.factorize(texts, sort=True)
    return tuple(str(name) for name in names), code


def _named(names: Sequence[str], code: np.ndarray) -> np.ndarray:
    return np.array([*names, None], object)[code]


def _seconds(times: np.ndarray) -> np.ndarray:
    moments = times.astype("datetime64[s]")
    return np.where(np.isnat(moments), np.nan, moments.astype(np.int64).astype(float))
