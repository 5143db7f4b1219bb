"""Which events tell of the same thing: a row for each event of an incident of several reports.

An incident is called by the id of its first event, so that it keeps its name from run to run; an event without a row
is an incident of its own. `number` counts the reports of an incident in order of time, `other` is the event that one
is linked to, with the rule and the reason of that link, and how many metres and minutes the two are apart.
"""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Tuple

import numpy as np
import pandas as pd

from ..core.duplicates import TWO_SOURCES
from . import values
from .database import Database

TABLE = "incidents"
COLUMNS = ("event_id", "incident", "number", "rule", "reason", "metres", "minutes", "other")


def rows_of(columns: Mapping[str, Any]) -> List[Tuple[Any, ...]]:
    """Return the rows to store of arrays of equal length, one for each of `COLUMNS`, in order of their event."""
    listed = [
        values.integers_to_sql(columns[name]) if name == "number" else values.to_sql(columns[name])
        for name in COLUMNS
    ]
    return sorted(zip(*listed))


def known(database: Database, event_ids: np.ndarray) -> Dict[str, np.ndarray]:
    """Return of each event its `incident`, how many `reports` that has, and whether the event is its `first` one.

    Events that were withdrawn since they were linked do not count: the first is the earliest that is still there. Nor
    does a registration count again that is there in another source too.
    """
    found = database.execute(
        "SELECT incidents.event_id, incident, reason = ? FROM incidents JOIN events ON events.event_id = incidents.event_id"
        " ORDER BY incident, number",
        (TWO_SOURCES,),
    ).fetchall()
    ids, names, again = (np.array(part, object) for part in (zip(*found) if found else ((), (), ())))
    begins = np.flatnonzero(np.append(True, names[1:] != names[:-1])) if found else np.zeros(0, np.int64)
    sizes = np.diff(np.append(begins, len(ids)))
    reports = np.maximum(1, np.add.reduceat(again != 1, begins)) if found else sizes
    first = np.zeros(len(ids), bool)
    first[begins] = True
    at = pd.Index(ids).get_indexer(event_ids)
    linked = at >= 0
    told = {
        "incident": np.array(event_ids, object),
        "reports": np.ones(len(event_ids), np.int64),
        "first": np.ones(len(event_ids), bool),
    }
    told["incident"][linked] = names[at[linked]]
    told["reports"][linked] = np.repeat(reports, sizes)[at[linked]]
    told["first"][linked] = first[at[linked]]
    return told
