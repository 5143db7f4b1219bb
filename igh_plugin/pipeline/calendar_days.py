"""Calendars into a workspace: which days are school holidays or public holidays."""

from __future__ import annotations

from typing import Dict, List, Optional

import numpy as np

from ..core.cleaning.records import Rejects
from ..core.cleaning.times import date_order, formats_for, read_moments
from ..core.errors import UserError
from ..core.progress import Part, Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.calendar_days import CalendarDefinition
from ..sources.network.body import Limits
from ..sources.network.door import Surroundings
from .collect import CollectResult, tell
from .download import fetched, remote_of
from .history import check_size, last_runs
from .reference import check_header
from .software import software

NO_DAYS = QT_TRANSLATE_NOOP(
    "core",
    "{source}: no value of {column} says yes in the way its definition expects; it has: {values}. Nothing was changed.",
)


def collect_calendar(
    workspace,
    definition: CalendarDefinition,
    surroundings: Optional[Surroundings] = None,
    progress: Optional[Progress] = None,
    limits: Optional[Limits] = None,
) -> CollectResult:
    """Fetch a calendar and put it in the place of what the workspace has of it.

    Raises `NetworkError`, or `UserError` when a column is missing or a kind has no day; the workspace then holds what
    it held.
    """
    progress = progress or Silent()
    remote = remote_of(definition)
    result, rejects = CollectResult(), Rejects()
    days: Dict[str, List[int]] = {name: [] for name in definition.kinds}
    said: Dict[str, set] = {name: set() for name in definition.kinds}
    part = Part(progress, 0.0, 0.9)
    with fetched(
        workspace.path, definition.wanted(remote), definition.columns(), "", surroundings, part, limits
    ) as (spool, about):
        check_size(definition.source, remote, spool.rows, last_runs(workspace, definition.source))
        check_header(definition.source, definition.columns(), spool.header)
        for batch in spool.batches(0, definition.columns(), whole=False):
            nothing = [""] * len(batch)
            texts = batch.columns.get(definition.day, nothing)
            local = read_moments(texts, formats_for(date_order(texts)), dates_only=True).local
            known = ~np.isnat(local)
            numbers = local.astype("datetime64[D]").astype(np.int64)
            result.read += len(batch) + len(batch.broken)
            result.kept += int(known.sum())
            rejects.add_broken(batch)
            rejects.add(batch, np.flatnonzero(~known).tolist(), "bad_time", definition.day)
            for name, kind in definition.kinds.items():
                values = batch.columns.get(kind.column, nothing)
                said[name].update(values)
                yes = known & np.fromiter((one.lower() in kind.yes for one in values), bool, len(values))
                days[name] += numbers[yes].tolist()
        for name, kind in definition.kinds.items():
            if not days[name]:
                values = {"source": definition.source, "column": kind.column}
                raise UserError(
                    Text(NO_DAYS, {**values, "values": ", ".join(sorted(said[name])[:10]) or "-"})
                )
        frame = rejects.take()
        result.rejected = frame["reason"].value_counts().to_dict()
        about["licence"] = definition.licence or None
        with workspace.begin("collect", definition.source, about, software()) as run:
            result.run = run.id
            run.put_source(definition.as_record())
            run.replace_calendar(definition.source, days)
            run.store_rejects(definition.source, frame)
            result.count(run)
            progress.check()
    tell(result, progress)
    return result
