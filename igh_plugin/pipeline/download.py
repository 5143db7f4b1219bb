"""Download: from a connector into the file beside the workspace; what breaks goes on, begins anew, or is told."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict, Iterator, Optional, Sequence, Tuple

from ..core.errors import UserError
from ..core.progress import Progress
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.connectors import connector_for
from ..sources.network.body import Limits
from ..sources.network.door import Door, Surroundings
from ..sources.network.errors import Broken, Disordered
from ..sources.records import Connector
from ..sources.remote import Remote
from ..sources.spool import Spool
from ..sources.wanted import Wanted
from ..workspace import sql
from ..workspace.connection import plain_errors
from .collect import CollectResult
from .history import Last
from .software import software

TRIES = 3
SAME = QT_TRANSLATE_NOOP(
    "core", "The server says that {source} is as it was the last time; nothing was fetched."
)


def remote_of(definition) -> Remote:
    """Return where a source is fetched from; `UserError` when its definition does not say."""
    if definition.remote is None:
        template = QT_TRANSLATE_NOOP(
            "core", "{source} has no connection in its definition: collect it from files."
        )
        raise UserError(Text(template, {"source": definition.source}))
    return definition.remote


def spool_path(workspace: Path, source: str) -> Path:
    """Return where the records of a source wait until they are in a workspace."""
    return workspace.with_name(f".{workspace.name}-downloads") / f"{source}.records"


def discard_waiting(workspace: Path, source: str) -> None:
    """Delete the records of a source that wait beside a workspace. Raises `UserError` while they are being fetched."""
    first = spool_path(workspace, source)
    for path in sorted([*first.parent.glob(first.name), *first.parent.glob(f"{source}.*{first.suffix}")]):
        with Spool(path, source) as spool:
            spool.clear()
            spool.remove()


def download(
    connector: Connector, spool: Spool, columns: Sequence[str], since: str, progress: Progress
) -> None:
    """Fetch all records since a day; the spool then holds them whole.

    Raises `NetworkError` when they cannot be had, `UserError` when they cannot be kept, as on a full disk.
    """
    question = connector.question(columns, since)
    for number in range(1, TRIES + 1):
        mark = spool.begin(question)
        try:
            for batch, after in connector.read(columns, since, mark, spool.salt):
                values = {"source": spool.name}
                progress.step(batch.share, Text(QT_TRANSLATE_NOOP("core", "Fetching {source}"), values))
                with plain_errors(spool.path):
                    spool.add(batch, after)
            return
        except Broken as error:
            if isinstance(error, Disordered):
                spool.clear()
            if number == TRIES:
                raise
            progress.report(error.message)
            progress.report(Text(QT_TRANSLATE_NOOP("core", "Trying once more.")))


@contextmanager
def fetched(
    workspace: Path,
    wanted: Wanted,
    columns: Sequence[str],
    since: str,
    surroundings: Optional[Surroundings],
    progress: Progress,
    limits: Optional[Limits],
    part: str = "",
    known: str = "",
) -> Iterator[Tuple[Spool, Dict[str, Any]]]:
    """Fetch records since a day (empty: all) and give them, and what a run's record says of them; then they go.

    They stay beside the workspace when an exception comes out, so that the next try goes on with them. `part` tells
    apart what is fetched for one source in several pieces. Raises `NotModified` where the server says that its document
    is still the one that is `known` by a mark.
    """
    begin = datetime.now(timezone.utc)
    path = spool_path(workspace, ".".join(filter(None, (wanted.source, part))))
    with Door(wanted.source, surroundings, progress, limits, software().get("igh", ""), known) as door:
        connector = connector_for(wanted, door, sql, progress)
        with Spool(path, wanted.source) as spool:
            download(connector, spool, columns, since, progress)
            about = {
                "address": wanted.remote.address,
                "whole": not since,
                "since": since or None,
                "reached": None,
                "bytes": door.bytes,
                "seconds": round((datetime.now(timezone.utc) - begin).total_seconds(), 1),
                "mark": door.mark or None,
            }
            yield spool, about
            spool.remove()


def note_unchanged(workspace, definition, last: Last, count: int) -> CollectResult:
    """Keep in the runs that the server says that nothing changed; `count` is what the workspace has of the source."""
    result = CollectResult(unchanged=count, notes=[Text(SAME, {"source": definition.source})])
    about = {
        "address": definition.remote.address, "whole": True, "since": None, "reached": last.reached or None, "bytes": 0,
        "seconds": 0.0, "licence": definition.licence or None, "mark": last.mark, "not_modified": True,
    }  # fmt: skip
    with workspace.begin("collect", definition.source, about, software()) as run:
        result.run = run.id
        result.count(run)
    return result
