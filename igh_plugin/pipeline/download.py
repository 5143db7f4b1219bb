"""Download: from a connector into the file beside the workspace; what breaks goes on, begins anew, or is told."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence

from ..core.progress import Progress
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.network.errors import Broken, Disordered
from ..sources.records import Connector
from ..sources.spool import Spool

TRIES = 3


def spool_path(workspace: Path, source: str) -> Path:
    """Return where the records of a source wait until they are in a workspace."""
    return workspace.with_name(f".{workspace.name}-downloads") / f"{source}.records"


def download(
    connector: Connector, spool: Spool, columns: Sequence[str], since: str, progress: Progress
) -> None:
    """Fetch all records since a day; the spool then holds them whole. Raises `NetworkError` when it cannot."""
    question = connector.question(columns, since)
    for number in range(1, TRIES + 1):
        mark = spool.begin(question)
        try:
            for batch, after in connector.read(columns, since, mark, spool.salt):
                values = {"source": spool.name}
                progress.step(batch.share, Text(QT_TRANSLATE_NOOP("core", "Fetching {source}"), values))
                spool.add(batch, after)
            return
        except Broken as error:
            if isinstance(error, Disordered):
                spool.clear()
            if number == TRIES:
                raise
            progress.report(error.message)
            progress.report(Text(QT_TRANSLATE_NOOP("core", "Trying once more.")))
