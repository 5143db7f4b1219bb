"""Opening the database of a workspace: settings, locks, network shares, in words a user can act on.

Journal: write-ahead, set again for every run because QGIS takes it back when it closes a layer. Measured on QGIS
3.22 and 3.40 with layers open: a rollback journal larger than SQLite's cache makes every open layer show no rows
and no error, while the writer works and after it was killed; with WAL the layers keep showing the last committed
state (tests/qgis/test_workspace_live.py).
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Iterator, List, Optional, Tuple

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text

TWICE = QT_TRANSLATE_NOOP(
    "core",
    "An id came twice while the source was read: its files or records changed meanwhile. Nothing was changed; start again.",
)
JOURNAL_MODE = "WAL"
BUSY_SECONDS = 5.0
CACHE_KIB = 32 * 1024
NETWORK_FILE_SYSTEMS = {
    "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4",
    "smb2", "smb3", "smbfs", "vboxsf",
}  # fmt: skip
NETWORK_FUSE = {
    "sshfs",
    "rclone",
    "glusterfs",
    "s3fs",
    "davfs2",
    "gvfsd-fuse",
    "ceph-fuse",
    "smbnetfs",
    "curlftpfs",
}
DRIVE_REMOTE = 4

NETWORK_SHARE = QT_TRANSLATE_NOOP(
    "core",
    "{path} is on a network share ({kind}). A workspace cannot be written there: two programs could damage it. "
    "Choose a folder on this computer.",
)
BUSY = QT_TRANSLATE_NOOP(
    "core",
    "Another program is writing to {path}. Wait until it is done and start this again; nothing was changed.",
)
UNREADABLE = QT_TRANSLATE_NOOP("core", "{path} cannot be opened as a GeoPackage: {reason}.")
NOT_WRITABLE = QT_TRANSLATE_NOOP(
    "core", "{path} cannot be written: the file or its folder is read-only, or the disk is full ({reason})."
)


def connect(path: Path, read_only: bool, seconds: Optional[float] = None) -> sqlite3.Connection:
    """Open a database with explicit transactions; wait `seconds` (`BUSY_SECONDS`) for other programs that use it.

    Raises `UserError` when it is on a network share and not `read_only`, cannot be opened, or is no database.
    """
    if not read_only:
        refuse_network_share(path)
    with plain_errors(path):
        connection = open_file(path, "ro" if read_only else "rwc", seconds)
        try:
            _settle(connection, read_only)
        except sqlite3.OperationalError:
            connection.close()
            if not read_only or Path(str(path) + "-wal").exists():
                raise
            # A folder that cannot be written holds no lock files; without a journal nothing can change either.
            connection = open_file(path, "ro", seconds, immutable=True)
            _settle(connection, read_only)
    return connection


def open_file(
    path: Path, mode: str, seconds: Optional[float] = None, immutable: bool = False
) -> sqlite3.Connection:
    """Open a database in a mode of SQLite's addresses (`ro`, `rw`, `rwc`)."""
    uri = path.resolve().as_uri() + "?mode=" + mode + ("&immutable=1" if immutable else "")
    wait = BUSY_SECONDS if seconds is None else seconds
    return sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)


def _settle(connection: sqlite3.Connection, read_only: bool) -> None:
    connection.execute("PRAGMA cache_size = -" + str(CACHE_KIB))
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if not read_only:
        connection.execute(
            "PRAGMA synchronous = NORMAL" if JOURNAL_MODE == "WAL" else "PRAGMA synchronous = FULL"
        )


def use_journal(connection: sqlite3.Connection) -> str:
    """Choose the journal for the next transaction and return the one in use, in lower case.

    Raises `sqlite3.OperationalError` when another program uses the file.
    """
    return connection.execute("PRAGMA journal_mode = " + JOURNAL_MODE).fetchone()[0]


def settle_journal(connection: sqlite3.Connection) -> None:
    """Bring the committed changes into the file itself, and empty the journal, as far as readers allow."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says about locks and files into sentences."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        reason = str(error)
        if "UNIQUE" in reason and "event_id" in reason:
            raise UserError(Text(TWICE)) from error
        if in_use(error):
            raise UserError(Text(BUSY, {"path": str(path)})) from error
        sealed = "unable to open" in reason and not os.access(path.parent, os.W_OK)
        if sealed or "readonly" in reason or "full" in reason or "I/O" in reason:
            raise UserError(Text(NOT_WRITABLE, {"path": str(path), "reason": reason})) from error
        if "unable to open" in reason or "not a database" in reason or "malformed" in reason:
            raise UserError(Text(UNREADABLE, {"path": str(path), "reason": reason})) from error
        raise


def in_use(error: Optional[BaseException]) -> bool:
    """Whether another program keeps SQLite from doing what was asked."""
    return "locked" in str(error) or "busy" in str(error)


# ---------------------------------------------------------------- network shares


def refuse_network_share(path: Path) -> None:
    """Raise `UserError` when a path lies on a network share."""
    kind = network_share(str(path))
    if kind:
        raise UserError(Text(NETWORK_SHARE, {"path": str(path), "kind": kind}))


def network_share(
    path: str,
    platform: str = sys.platform,
    mounts: Optional[str] = None,
    drive_type: Optional[Callable[[str], int]] = None,
) -> Optional[str]:
    """Return what kind of network share holds a path, or None for a disk of this computer.

    `mounts` is the text of `/proc/mounts`, `drive_type` the function that Windows asks for the type of a drive.
    """
    if platform.startswith("win"):
        return _windows_share(path, drive_type or _windows_drive_type)
    if mounts is None:
        table = Path("/proc/mounts")
        mounts = table.read_text(encoding="utf-8", errors="replace") if table.exists() else ""
        path = os.path.realpath(path)
    return _mounted_share(path, parse_mounts(mounts))


def _windows_share(path: str, drive_type: Callable[[str], int]) -> Optional[str]:
    plain = path.replace("/", "\\")
    if plain.startswith("\\\\?\\UNC\\") or (plain.startswith("\\\\") and plain[2:3] not in ("?", ".")):
        return "UNC"
    drive = re.match(r"(?:\\\\\?\\)?([A-Za-z]:)", plain)
    if drive and drive_type(drive.group(1) + "\\") == DRIVE_REMOTE:
        return drive.group(1)
    return None


def _windows_drive_type(root: str) -> int:
    import ctypes

    return int(ctypes.windll.kernel32.GetDriveTypeW(root))  # type: ignore[attr-defined]


def parse_mounts(mounts: str) -> List[Tuple[str, str]]:
    """Return mount point and file system type of each line of `/proc/mounts`."""
    parsed = []
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) >= 3:
            point = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match.group(1), 8)), fields[1])
            parsed.append((point, fields[2]))
    return parsed


def _mounted_share(path: str, mounts: List[Tuple[str, str]]) -> Optional[str]:
    holding = [
        (len(point), order, kind)
        for order, (point, kind) in enumerate(mounts)
        if path == point or path.startswith(point.rstrip("/") + "/")
    ]
    if not holding:
        return None
    kind = max(holding)[2]
    main, _, helper = kind.partition(".")
    if main in NETWORK_FILE_SYSTEMS or (main == "fuse" and helper in NETWORK_FUSE):
        return kind
    return None
