"""Records on their way into a workspace: a file beside it, kept until they are in.

Only the columns a mapping names are written. Every batch is committed with its mark, so that a download that was cut,
killed or switched off goes on where it stopped; while one program holds the file no other can.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import time
from pathlib import Path
from typing import Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np

from ..core.cleaning.records import RawBatch
from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text

FRESH = 3600.0
"""Seconds after which a download that stopped begins anew: what it has may no longer fit what is to come."""
_COLUMN, _NEXT = "\x1e", "\x1f"
"""Before a column, and before each of its values."""
_LAYOUT = (
    "CREATE TABLE IF NOT EXISTS about (key TEXT PRIMARY KEY, value TEXT)",
    "CREATE TABLE IF NOT EXISTS batches (id INTEGER PRIMARY KEY, rows INTEGER, columns BLOB, lines BLOB, "
    "fingerprints BLOB, broken TEXT)",
)
BUSY = QT_TRANSLATE_NOOP(
    "core",
    "{source} is being collected by another program at this moment. Wait until it is done; nothing was changed.",
)


class Spool:
    """The records of one source, written once and then read like a file. Use as context manager."""

    def __init__(self, path: Path, source: str):
        self.path, self.name = path, source
        self._connection = _open(path, source)
        about = dict(self._connection.execute("SELECT key, value FROM about"))
        if "salt" not in about:
            about = {"salt": secrets.token_hex(16)}
            self._say(**about)
        self.salt = bytes.fromhex(about["salt"])
        self.header: Tuple[str, ...] = tuple(json.loads(about.get("header", "[]")))

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, kind, error, trace) -> None:
        self._connection.close()

    @property
    def rows(self) -> int:
        """The number of records that are here."""
        return self._connection.execute("SELECT coalesce(sum(rows), 0) FROM batches").fetchone()[0]

    def begin(self, question: str) -> str:
        """Make ready for the answer to a question; return the mark to go on from, empty to begin at the beginning."""
        about = dict(self._connection.execute("SELECT key, value FROM about"))
        age = time.time() - float(about.get("time", 0))
        if about.get("question") == question and about.get("mark") and 0 <= age < FRESH:
            return about["mark"]
        self.clear()
        self._say(question=question)
        return ""

    def clear(self) -> None:
        """Forget what came so far."""
        self._connection.execute("DELETE FROM batches")
        self._say(mark="", question="", header="[]")
        self.header = ()
        self._connection.execute("VACUUM")

    def add(self, batch: RawBatch, mark: str) -> None:
        """Keep a batch and the mark after it, both or neither."""
        with self._connection:
            self._connection.execute("BEGIN")
            self._connection.execute(
                "INSERT INTO batches (rows, columns, lines, fingerprints, broken) VALUES (?, ?, ?, ?, ?)",
                (
                    len(batch),
                    _packed(batch.columns),
                    np.ascontiguousarray(batch.lines, "<i8").tobytes(),
                    np.ascontiguousarray(batch.fingerprints, "<i8").tobytes(),
                    json.dumps(list(map(int, batch.broken))),
                ),
            )
            header = tuple(dict.fromkeys((*self.header, *batch.header)))
            self._say(mark=mark, header=json.dumps(header), time=str(time.time()))
        self.header = header

    def said(self) -> Text:
        template = QT_TRANSLATE_NOOP("core", "{file}: {rows} records, {columns} columns.")
        return Text(template, {"file": self.name, "rows": self.rows, "columns": len(self.header)})

    def batches(
        self, number: int, columns: Optional[Sequence[str]] = None, whole: bool = True
    ) -> Iterator[RawBatch]:
        """Give the batches in the order in which they came."""
        total = max(self.rows, 1)
        done = 0
        for (key,) in self._connection.execute("SELECT id FROM batches ORDER BY id").fetchall():
            statement = "SELECT columns, lines, fingerprints, broken FROM batches WHERE id = ?"
            texts, lines, fingerprints, broken = self._connection.execute(statement, (key,)).fetchone()
            held = _unpacked(texts)
            rows = np.frombuffer(lines, "<i8").astype(np.int64)
            done += len(rows)
            yield RawBatch(
                self.name,
                number,
                self.header,
                {name: values for name, values in held.items() if columns is None or name in columns},
                rows,
                np.frombuffer(fingerprints, "<i8").astype(np.int64),
                tuple(json.loads(broken)),
                done / total,
            )

    def remove(self) -> None:
        """Close and delete the file, and its folder when nothing else is in it."""
        self._connection.close()
        for tail in ("", "-journal"):
            Path(str(self.path) + tail).unlink(missing_ok=True)
        if not any(self.path.parent.iterdir()):
            self.path.parent.rmdir()

    def _say(self, **about: str) -> None:
        self._connection.executemany("INSERT OR REPLACE INTO about (key, value) VALUES (?, ?)", about.items())


def _packed(columns: Mapping[str, Sequence[str]]) -> bytes:
    """Return columns of texts as bytes: joined by signs that no text has, else as JSON, which takes twice as long."""
    joined = [_NEXT.join((name, *values)) for name, values in columns.items()]
    signs = sum(len(values) for values in columns.values())
    text = _COLUMN + _COLUMN.join(joined)
    if not joined or text.count(_NEXT) != signs or text.count(_COLUMN) != len(joined):
        text = json.dumps(columns)
    return text.encode("utf-8", "surrogatepass")


def _unpacked(data: Union[bytes, str]) -> Dict[str, List[str]]:
    """Return the columns in what `_packed` gives, or in the text that earlier versions wrote."""
    text = data if isinstance(data, str) else data.decode("utf-8", "surrogatepass")
    if not text.startswith(_COLUMN):
        return json.loads(text)
    columns = [column.split(_NEXT) for column in text[1:].split(_COLUMN)]
    return {column[0]: column[1:] for column in columns}


def _open(path: Path, source: str, again: bool = False) -> sqlite3.Connection:
    """Open the file for this program alone; one that is damaged begins anew."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(path, timeout=0.2, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN EXCLUSIVE")
        for statement in _LAYOUT:
            connection.execute(statement)
        connection.execute("COMMIT")
        return connection
    except sqlite3.DatabaseError as error:
        connection.close()
        if "locked" in str(error) or "busy" in str(error):
            raise UserError(Text(BUSY, {"source": source})) from error
        if again:
            raise
        path.unlink(missing_ok=True)
        return _open(path, source, again=True)
