"""Looking at a workspace again and again: what its last run is, and whether layers opened on it can still read.

Measured with QGIS 3.22 and 3.40: when QGIS opens a layer it takes the write-ahead journal away from the file and
reads without locks; as soon as another program writes, such a layer shows no rows and no error. While somebody holds
the file open with that journal QGIS cannot take it away: layers opened then read the last committed state, whoever
writes or is killed. A watch is that somebody.

Nothing here opens the file but through SQLite: closing it in any other way would take the locks of this process.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Optional, Tuple, Union

from ..core.errors import UserError
from .address import is_address
from .connection import connect, in_use, network_share, open_file, plain_errors, use_journal

LAST_RUN = "SELECT coalesce(max(id), 0) FROM runs"
MARK = "SELECT count(*) FROM sqlite_master WHERE name = 'igh_workspace'"
Stamp = Tuple[int, int, int, int]


@dataclass(frozen=True)
class Seen:
    """What a look tells: the last run, and a number that grows when layers must be opened anew to be read.

    The number is 0 where those that are there can be read.
    """

    run: int
    opening: int


class Watch:
    """Holds a workspace open without a transaction, so that nobody waits for it; used by one thread, never waits."""

    def __init__(self, path: Union[str, Path]):
        self.path = Path(path)
        self._journal = Path(str(path) + "-wal")
        self._connection: Optional[sqlite3.Connection] = None
        self._held: Tuple[Optional[Stamp], Optional[Stamp]] = (None, None)
        self._looked: Tuple[Optional[Stamp], Optional[Stamp]] = (None, None)
        self._mode = ""
        self._opening = 0
        self._seen: Optional[Seen] = None

    @property
    def holds(self) -> bool:
        """Whether the file is held open; one on a network share or that cannot be written is only looked at."""
        return self._connection is not None

    def look(self) -> Optional[Seen]:
        """Return what there is now; as it was at the last look, or None, while another program keeps the file.

        Raises `FileNotFoundError` when the file is gone, `ValueError` when it is no workspace, `UserError` or
        `sqlite3.Error` when it cannot be read.
        """
        try:
            stamps = _stamp(self.path), _stamp(self._journal, missing=None)
        except FileNotFoundError:
            self.close()
            raise
        if self._connection is not None and _files(stamps) != _files(self._held):
            self.close()
        if stamps == self._looked and self._seen is not None:
            return self._seen
        try:
            if self._connection is None:
                self._hold()
            self._seen = Seen(self._last_run(), self._opening)
            self._looked = stamps
        except (sqlite3.OperationalError, UserError) as error:
            if not in_use(error.__cause__ or error):
                raise
        return self._seen

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._mode = ""
        self._looked = None, None

    def _hold(self) -> None:
        """Open the file with the write-ahead journal, where that is possible."""
        if network_share(str(self.path)) or not os.access(self.path, os.W_OK):
            return
        connection = open_file(self.path, "rw", seconds=0)
        try:
            _must_be_workspace(connection)
            if use_journal(connection) == "wal":
                connection.execute(LAST_RUN).fetchone()
                self._held = _stamp(self.path), _stamp(self._journal, missing=None)
                self._connection, connection = connection, None
                self._turned_to("wal")
        except sqlite3.OperationalError as error:
            if "readonly" not in str(error) and "unable to open" not in str(error):
                raise
        finally:
            if connection is not None:
                connection.close()

    def _last_run(self) -> int:
        if self._connection is not None:
            return self._connection.execute(LAST_RUN).fetchone()[0]
        connection = connect(self.path, read_only=True, seconds=0)
        try:
            with plain_errors(self.path):
                _must_be_workspace(connection)
                self._turned_to(connection.execute("PRAGMA journal_mode").fetchone()[0])
                return connection.execute(LAST_RUN).fetchone()[0]
        finally:
            connection.close()

    def _turned_to(self, mode: str) -> None:
        if mode != self._mode:
            self._mode = mode
            self._opening += 1


def _must_be_workspace(connection: sqlite3.Connection) -> None:
    if not connection.execute(MARK).fetchone()[0]:
        raise ValueError("not a workspace")


def _stamp(path: Path, missing: object = FileNotFoundError) -> Optional[Stamp]:
    """Return device, number, time of change and size of a file."""
    try:
        told = path.stat()
    except FileNotFoundError:
        if missing is None:
            return None
        raise
    return told.st_dev, told.st_ino, told.st_mtime_ns, told.st_size


def _files(stamps: Tuple[Optional[Stamp], Optional[Stamp]]) -> Tuple[object, object]:
    """Return which files the stamps are of, whatever is in them."""
    return tuple(stamp and stamp[:2] for stamp in stamps)  # type: ignore[return-value]


def watch_of(place: str):
    """Return what looks at the workspace at a path or an address: a `Watch`, or the same for a shared one."""
    if is_address(place):
        from .shared_watch import SharedWatch  # needs packages that may be missing when the plugin is loaded

        return SharedWatch(place)
    return Watch(place)
