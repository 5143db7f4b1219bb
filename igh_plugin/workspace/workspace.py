"""A workspace, wherever it lives: what can be read of it, and runs that change it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Iterator, Mapping, Optional, TypeVar

from .changes import rows_at
from .fingerprint import fingerprint
from .reader import Reader
from .run import Run

Self = TypeVar("Self", bound="Workspace")


class Workspace(Reader):
    """What workspaces in a GeoPackage and in PostgreSQL have in common. One object is used by one thread at a time.

    `crs` is the authid of the workspace's CRS, `place` where it can be opened again (`opening.open_workspace`), `path`
    its file, or the path beside which files wait that go into it.
    """

    crs: str
    place: str
    path: Path
    read_only: bool

    def begin(
        self,
        kind: str,
        source: Optional[str] = None,
        parameters: Optional[Mapping[str, Any]] = None,
        software: Any = None,
    ) -> Run:
        """Return a run to use as context manager: one transaction, taken back on any exception.

        Raises `UserError` on entering when another program, or somebody else, keeps writing.
        """
        if self.read_only:
            raise ValueError("the workspace was opened for reading")
        return Run(self._database, kind, source, parameters, software)

    def state_at(self, run: int, source: Optional[str] = None) -> Dict[str, Dict[str, Any]]:
        """Return the events as they were known after a run: event id to the values of its columns."""
        return {row["event_id"]: row for row in self.rows_at(run, source)}

    def rows_at(self, run: int, source: Optional[str] = None) -> Iterator[Dict[str, Any]]:
        """Give the events as they were known after a run, one by one, without what is missing in them."""
        return rows_at(self._database, run, source)

    def fingerprint(self) -> str:
        """Return a hash of all content: equal for equal content, whenever and in however many runs it came."""
        return fingerprint(self._database)

    def shred(self) -> None:
        """Leave nothing of what was deleted in the files of the workspace. Raises `UserError` when that cannot be."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the file or the connection."""
        raise NotImplementedError

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, kind, error, trace) -> None:
        self.close()
