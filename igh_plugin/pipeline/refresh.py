"""Refresh: fetch a source from where it lives, whole or since the last time, into the workspace."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional, Tuple

import numpy as np

from ..core.cleaning.times import date_order, formats_for, parse_now, read_moments, to_local
from ..core.errors import UserError
from ..core.filters import EventFilter
from ..core.progress import Part, Progress, Silent
from ..sources.areas import AreasDefinition
from ..sources.calendar_days import CalendarDefinition
from ..sources.definition import Definition, SourceDefinition, parse_source
from ..sources.network.body import Limits
from ..sources.network.door import Surroundings
from ..sources.network.errors import NotModified
from ..sources.reference import ReferenceDefinition
from ..sources.remote import Remote
from ..sources.spool import Spool
from ..sources.statistics import StatisticsDefinition
from .area_sources import collect_areas
from .calendar_days import collect_calendar
from .collect import CollectResult, store_records, tell
from .download import fetched, note_unchanged, remote_of
from .history import Last, check_size, have_passed, is_due, last_runs
from .reference import collect_reference
from .statistics import collect_statistics


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
    since = "" if whole else _since(remote, definition, last, now)
    columns = [*definition.mapping.columns(), *([remote.field] if remote.field else [])]
    known = last.mark if not whole and not since and last.definition == definition.text else ""
    fetching, storing = Part(progress, 0.0, 0.6), Part(progress, 0.6, 1.0)
    try:
        with fetched(
            workspace.path,
            definition.wanted(remote),
            columns,
            since,
            surroundings,
            fetching,
            limits,
            known=known,
        ) as (spool, about):
            if not since:
                check_size(definition.source, remote, spool.rows, last)
            reached = max(_reached(remote, definition, spool, now), last.reached if since else "")
            about.update(reached=reached or None, licence=definition.licence or None)
            return store_records(
                workspace, definition, [spool], about, (), storing, now, not since, surroundings, limits
            )
    except NotModified:
        count = workspace.count_events(EventFilter(sources=(definition.source,)))
        result = note_unchanged(workspace, definition, last, count)
        tell(result, progress)
        return result


def collect_any(
    workspace,
    definition: Definition,
    surroundings: Optional[Surroundings] = None,
    progress: Optional[Progress] = None,
    whole: bool = False,
    now: Optional[np.datetime64] = None,
    limits: Optional[Limits] = None,
) -> CollectResult:
    """Fetch a source of any grain."""
    if isinstance(definition, SourceDefinition):
        return collect_source(workspace, definition, surroundings, progress, whole, now, limits)
    if isinstance(definition, ReferenceDefinition):
        return collect_reference(workspace, definition, surroundings, progress, limits, whole)
    return _COLLECT[type(definition)](workspace, definition, surroundings, progress, limits)


_COLLECT: Dict[type, Callable[..., CollectResult]] = {
    StatisticsDefinition: collect_statistics,
    AreasDefinition: collect_areas,
    CalendarDefinition: collect_calendar,
}


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
    outcome: Dict[str, Any] = {}
    definitions, unread = _due(workspace, everything, now)
    for source, error in unread.items():
        outcome[source] = error
        progress.report(error.message)
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
    return any(remote_of(one).credentials for one in _due(workspace, everything, now)[0])


def _due(
    workspace, everything: bool, now: Optional[np.datetime64]
) -> Tuple[List[Definition], Dict[str, UserError]]:
    """Return the sources to be fetched, and what is wrong with definitions that an older version may have let through."""
    found: List[Definition] = []
    unread: Dict[str, UserError] = {}
    for item in workspace.sources():
        try:
            one = parse_source(item["definition"] or "", item["source"])
        except UserError as error:
            unread[item["source"]] = error
            continue
        if one.remote is not None and (
            everything or is_due(one.remote, last_runs(workspace, one.source), now)
        ):
            found.append(one)
    return found, unread


def _since(remote: Remote, definition: SourceDefinition, last: Last, now: Optional[np.datetime64]) -> str:
    """Return the day from which records are asked for, empty for all."""
    if not remote.field or not last.reached or last.definition != definition.text:
        return ""
    if last.whole is None or have_passed(remote.whole, last.whole, now):
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
