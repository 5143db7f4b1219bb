"""The events of a workspace as they were known at a moment: before they were closed, changed or withdrawn."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Optional, Tuple

import numpy as np

from ..core.cleaning.times import to_utc
from ..core.errors import UserError
from ..core.progress import Progress
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..workspace.schema import EVENT_COLUMNS

LEFT_OUT = ("cell", "run", "row_hash")
KINDS = {"TEXT": "text", "INTEGER": "whole", "REAL": "real", "DATETIME": "time"}
_STEP = 5_000

TOO_EARLY = QT_TRANSLATE_NOOP(
    "core", "Nothing was known at {moment}: the first run of this workspace ended at {first}."
)
NO_RUNS = QT_TRANSLATE_NOOP("core", "Nothing was ever collected into this workspace.")
NO_SOURCE = QT_TRANSLATE_NOOP("core", "The workspace has no source {source}; it has: {sources}.")


def columns_known(workspace) -> List[Tuple[str, str]]:
    """Return name and kind (text, whole, real, time) of the columns of events, with measures and attributes."""
    declared = [(f"m_{name}", "real") for name in dict.fromkeys(one["name"] for one in workspace.measures())]
    declared += [
        (f"a_{name}", "text") for name in dict.fromkeys(one["name"] for one in workspace.attributes())
    ]
    plain = [(one.name, KINDS[one.type]) for one in EVENT_COLUMNS if one.name not in LEFT_OUT]
    return [*plain, *declared]


def run_at(workspace, moment: Optional[np.datetime64], zone: str) -> int:
    """Return the last run that had ended at a moment (wall time of a zone; None: now).

    Raises `UserError` when there was none.
    """
    runs = [run for run in workspace.runs() if run["finished"]]
    if not runs:
        raise UserError(Text(NO_RUNS))
    if moment is None:
        return runs[-1]["id"]
    utc = to_utc(np.array([moment], "datetime64[s]"), zone)[0][0]
    ended = [run["id"] for run in runs if np.datetime64(run["finished"].rstrip("Z")) <= utc]
    if not ended:
        first = str(np.datetime64(runs[0]["finished"].rstrip("Z"), "m")).replace("T", " ")
        values = {"moment": str(moment).replace("T", " "), "first": f"{first} UTC"}
        raise UserError(Text(TOO_EARLY, values))
    return max(ended)


def rows_known(workspace, run: int, source: str, progress: Progress) -> Iterator[Dict[str, Any]]:
    """Give the events as they were known after a run, of one source if named. Raises `UserError` for an unknown one."""
    sources = [item["source"] for item in workspace.sources()]
    if source and source not in sources:
        raise UserError(Text(NO_SOURCE, {"source": source, "sources": ", ".join(sources) or "-"}))
    total = max(workspace.count_events(), 1)
    for number, row in enumerate(workspace.rows_at(run, source or None)):
        if number % _STEP == 0:
            progress.step(min(1.0, number / total))
        yield row
