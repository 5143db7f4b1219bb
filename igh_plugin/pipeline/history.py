"""What a workspace tells of its sources: how they are read, when they were fetched, how far that reached, whether they are due."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Dict, List, Optional

import numpy as np

from ..core.cleaning.times import parse_now
from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.areas import AreasDefinition
from ..sources.definition import SourceDefinition, parse_source
from ..sources.remote import Remote

_SHRUNK = 0.5
_ENOUGH = 100
_EARLY = 0.25
"""How much earlier than after its days something may be done again, as a share of them and at most in days: a job that
starts at the same hour every night finds less than a whole day since the last one ended."""


@dataclass(frozen=True)
class Last:
    """What is known of the last times a source was fetched: when they were, the day reached, rows of the last whole one.

    `mark` tells the document of the last run from a newer one; empty where its rows are to be looked at again: some were
    rejected, or there are other areas since.
    """

    finished: Optional[datetime] = None
    whole: Optional[datetime] = None
    reached: str = ""
    rows: int = 0
    definition: str = ""
    mark: str = ""


def definitions_of(workspace) -> List[SourceDefinition]:
    """Return the sources of events of a workspace that say how they are read."""
    read = []
    for item in workspace.sources():
        with suppress(UserError):  # one that is no longer understood is told where it is to be fetched
            read.append(parse_source(item["definition"] or "", item["source"]))
    return [one for one in read if isinstance(one, SourceDefinition)]


def last_runs(workspace, source: str) -> Last:
    """Return what the workspace says of the earlier runs of a source."""
    runs: List[Dict[str, Any]] = []
    for run in workspace.runs(source):
        if run["kind"] == "collect":  # files take the place of all that was fetched before them
            runs = [*runs, run] if _about(run).get("address") else []
    if not runs:
        return Last()
    whole = [run for run in runs if _about(run).get("whole")]
    read = [run for run in whole if not _about(run).get("not_modified")]
    stored = next((item["definition"] for item in workspace.sources() if item["source"] == source), "")
    return Last(
        finished=_moment(runs[-1]["finished"]),
        whole=_moment(whole[-1]["finished"]) if whole else None,
        reached=max((_about(run).get("reached") or "" for run in runs), default=""),
        rows=read[-1]["read"] or 0 if read else 0,
        definition=stored or "",
        mark="" if _to_be_read_again(workspace, runs, read) else _about(runs[-1]).get("mark") or "",
    )


def _to_be_read_again(workspace, runs: List[Dict[str, Any]], read: List[Dict[str, Any]]) -> bool:
    """Whether the same rows could lead to something else than the last time."""
    layouts = {item["source"] for item in workspace.sources() if item["grain"] == AreasDefinition.GRAIN}
    since = [run for run in workspace.runs() if run["id"] > runs[-1]["id"]]
    return (
        not read
        or bool(read[-1]["rejected"])
        or any(run["kind"] == "areas" or run["source"] in layouts for run in since)
    )


def is_due(remote: Optional[Remote], last: Last, now: Optional[np.datetime64] = None) -> bool:
    """Whether a source is to be fetched again: its interval has passed, or it never was."""
    if remote is None or remote.every is None:
        return False
    return last.finished is None or have_passed(remote.every, last.finished, now)


def have_passed(days: float, moment: datetime, now: Optional[np.datetime64] = None) -> bool:
    """Whether so many days have passed since a moment, but for the hours by which one night differs from another."""
    return days_since(moment, now) >= days - _EARLY * min(1.0, days)


def days_since(moment: datetime, now: Optional[np.datetime64] = None) -> float:
    """Return the days from a moment to now."""
    passed = parse_now(now).astype("datetime64[s]") - np.datetime64(moment.replace(tzinfo=None), "s")
    return passed / np.timedelta64(86400, "s")


def check_size(source: str, remote: Remote, rows: int, last: Last) -> None:
    """Refuse a whole source that is far smaller than it should be: it would withdraw what is still true."""
    least = remote.expected[0] if remote.expected else _SHRUNK * last.rows if last.rows >= _ENOUGH else 0
    if rows < least:
        template = QT_TRANSLATE_NOOP(
            "core",
            "{source} gave {rows} records, where at least {least} were expected; nothing was changed. If that is right, "
            "state it in the definition: expected_size.",
        )
        raise UserError(Text(template, {"source": source, "rows": rows, "least": int(least)}))


def _about(run: Dict[str, Any]) -> Dict[str, Any]:
    return run["parameters"] if isinstance(run["parameters"], dict) else {}


def _moment(text: Optional[str]) -> Optional[datetime]:
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None
