"""Refresh: fetch a source from where it lives, whole or since the last time, into the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Dict, List, Optional, Union

import numpy as np

from ..core.cleaning.times import date_order, formats_for, parse_now, read_moments, to_local
from ..core.errors import UserError
from ..core.progress import Part, Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.csv_download import CsvDownload
from ..sources.database import DatabaseRows
from ..sources.definition import SourceDefinition, parse_source
from ..sources.dso import DsoTable
from ..sources.network.body import Limits
from ..sources.network.door import Door, Surroundings
from ..sources.ogc_features import OgcFeatures
from ..sources.paged_json import PagedJson
from ..sources.paging import TYPES as PAGED
from ..sources.paging import paging_for
from ..sources.postgis import PostgisTable
from ..sources.records import Connector
from ..sources.remote import Remote
from ..sources.spool import Spool
from ..sources.statistics import StatisticsDefinition
from ..sources.wfs import Wfs
from ..workspace import sql
from .collect import CollectResult, software, store_records
from .download import download, spool_path
from .statistics import collect_statistics

_SHRUNK = 0.5
_ENOUGH = 100


@dataclass(frozen=True)
class Last:
    """What is known of the last runs of a source: when they were, the day reached, rows of the last whole one."""

    finished: Optional[datetime] = None
    whole: Optional[datetime] = None
    reached: str = ""
    rows: int = 0
    definition: str = ""


Definition = Union[SourceDefinition, StatisticsDefinition]


def remote_of(definition: Definition) -> Remote:
    """Return where a source is fetched from; `UserError` when its definition does not say."""
    if definition.remote is None:
        template = QT_TRANSLATE_NOOP(
            "core", "{source} has no connection in its definition: collect it from files."
        )
        raise UserError(Text(template, {"source": definition.source}))
    return definition.remote


def connector_for(definition: SourceDefinition, door: Door, progress: Progress = Silent()) -> Connector:
    """Return what fetches a source; `UserError` when its definition names no connection."""
    remote, mapping = remote_of(definition), definition.mapping
    if remote.type == "postgis":
        return PostgisTable(door, definition.source, remote, progress)
    if remote.type == "database":
        return DatabaseRows(door, definition.source, remote, sql, progress)
    if remote.type in PAGED:
        paging = paging_for(remote.type, remote.address, remote.paging)
        return PagedJson(door, definition.source, remote, paging, mapping.crs, mapping.id_columns)
    if remote.type == "csv":
        return CsvDownload(door, definition.source, remote, definition.encoding, definition.separator)
    if remote.type == "wfs":
        return Wfs(door, definition.source, remote, mapping.crs, definition.layer, mapping.id_columns)
    if remote.type == "ogcapi":
        return OgcFeatures(door, definition.source, remote, mapping.crs)
    return DsoTable(door, definition.source, remote, mapping.crs, bool(mapping.id_columns))


def last_runs(workspace, source: str) -> Last:
    """Return what the workspace says of the earlier runs of a source."""
    runs = [run for run in workspace.runs(source) if run["kind"] == "collect" and _about(run).get("address")]
    if not runs:
        return Last()
    whole = [run for run in runs if _about(run).get("whole")]
    stored = next((item["definition"] for item in workspace.sources() if item["source"] == source), "")
    return Last(
        finished=_moment(runs[-1]["finished"]),
        whole=_moment(whole[-1]["finished"]) if whole else None,
        reached=max((_about(run).get("reached") or "" for run in runs), default=""),
        rows=whole[-1]["read"] or 0 if whole else 0,
        definition=stored or "",
    )


def is_due(definition: Definition, last: Last, now: Optional[np.datetime64] = None) -> bool:
    """Whether a source is to be fetched again: its interval has passed, or it never was."""
    if definition.remote is None or definition.remote.every is None:
        return False
    return last.finished is None or _days_since(last.finished, now) >= definition.remote.every


def collect_source(
    workspace,
    definition: SourceDefinition,
    surroundings: Optional[Surroundings] = None,
    progress: Optional[Progress] = None,
    whole: bool = False,
    now: Optional[np.datetime64] = None,
    limits: Optional[Limits] = None,
) -> CollectResult:
    """Fetch a source and store it: what came since the last run, or with `whole` everything.

    Everything is fetched as well when there was no run before, the definition changed, the source has no date to ask
    by, or the days in which vanished records may stay unnoticed have passed. Raises `NetworkError` or `UserError`;
    the workspace then holds what it held.
    """
    progress = progress or Silent()
    remote = remote_of(definition)
    last = last_runs(workspace, definition.source)
    with Door(definition.source, surroundings, progress, limits, software().get("igh", "")) as door:
        connector = connector_for(definition, door, progress)
        since = "" if whole else _since(remote, definition, last, now)
        columns = [*definition.mapping.columns(), *([remote.field] if remote.field else [])]
        with Spool(spool_path(workspace.path, definition.source), definition.source) as spool:
            begin = datetime.now(timezone.utc)
            download(connector, spool, columns, since, Part(progress, 0.0, 0.6))
            if not since:
                _check_size(definition.source, remote, spool.rows, last)
            about: Dict[str, Any] = {
                "address": remote.address,
                "whole": not since,
                "since": since or None,
                "reached": max(_reached(remote, definition, spool, now), last.reached if since else "")
                or None,
                "bytes": door.bytes,
                "seconds": round((datetime.now(timezone.utc) - begin).total_seconds(), 1),
                "licence": definition.licence or None,
            }
            part = Part(progress, 0.6, 1.0)
            result = store_records(workspace, definition, [spool], about, (), part, now, whole=not since)
            spool.remove()
    return result


def collect_any(
    workspace,
    definition: Definition,
    surroundings: Optional[Surroundings] = None,
    progress: Optional[Progress] = None,
    whole: bool = False,
    now: Optional[np.datetime64] = None,
) -> CollectResult:
    """Fetch a source of events or of statistics of areas."""
    if isinstance(definition, StatisticsDefinition):
        return collect_statistics(workspace, definition, surroundings, progress)
    return collect_source(workspace, definition, surroundings, progress, whole, now)


def refresh(
    workspace,
    surroundings_for,
    progress: Progress = Silent(),
    everything: bool = False,
    now: Optional[np.datetime64] = None,
) -> Dict[str, Any]:
    """Fetch all sources of a workspace that are due (with `everything`: all); return result or error by source.

    `surroundings_for` makes the surroundings for a definition. A source that fails does not hold up the others.
    """
    definitions = _due(workspace, everything, now)
    outcome: Dict[str, Any] = {}
    for number, definition in enumerate(definitions):
        part = Part(progress, number / len(definitions), (number + 1) / len(definitions))
        try:
            with surroundings_for(definition) as around:
                outcome[definition.source] = collect_any(workspace, definition, around, part, now=now)
        except UserError as error:
            outcome[definition.source] = error
            progress.report(error.message)
    return outcome


def needs_credentials(workspace, everything: bool = False, now: Optional[np.datetime64] = None) -> bool:
    """Whether a source that is to be fetched shows credentials."""
    return any(remote_of(one).credentials for one in _due(workspace, everything, now))


def _due(workspace, everything: bool, now: Optional[np.datetime64]) -> List[Definition]:
    found = [parse_source(item["definition"], item["source"]) for item in workspace.sources()]
    return [
        one for one in found
        if one.remote is not None and (everything or is_due(one, last_runs(workspace, one.source), now))
    ]  # fmt: skip


def _since(remote: Remote, definition: SourceDefinition, last: Last, now: Optional[np.datetime64]) -> str:
    """Return the day from which records are asked for, empty for all."""
    if not remote.field or not last.reached or last.definition != definition.text:
        return ""
    if last.whole is None or _days_since(last.whole, now) >= remote.whole:
        return ""
    return str(np.datetime64(last.reached, "D") - np.timedelta64(int(np.ceil(remote.overlap)), "D"))


def _reached(remote: Remote, definition: SourceDefinition, spool: Spool, now: Optional[np.datetime64]) -> str:
    """Return the last day in the date the source is refreshed by, days to come left out; empty for none."""
    mapping = definition.mapping
    if not remote.field:
        return ""
    today = to_local(np.array([parse_now(now)]).astype("datetime64[s]"), mapping.local_zone)[0].astype(
        "datetime64[D]"
    )
    latest = np.datetime64("NaT", "D")
    for batch in spool.batches(0, [remote.field], whole=False):
        values = batch.columns.get(remote.field, [])
        found = read_moments(values, formats_for(date_order(values)), mapping.stored_zone, mapping.local_zone)
        days = found.local[~np.isnat(found.local)].astype("datetime64[D]")
        days = days[days <= today]
        if len(days):
            latest = days.max() if np.isnat(latest) else max(latest, days.max())
    return "" if np.isnat(latest) else str(latest)


def _check_size(source: str, remote: Remote, rows: int, last: Last) -> None:
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


def _days_since(moment: datetime, now: Optional[np.datetime64]) -> float:
    passed = parse_now(now).astype("datetime64[s]") - np.datetime64(moment.replace(tzinfo=None), "s")
    return passed / np.timedelta64(86400, "s")
