"""What memory does not hold for the while of a run: a temporary file that nobody else sees."""

from __future__ import annotations

import tempfile
import weakref
from contextlib import contextmanager
from typing import Iterator

from .errors import UserError
from .text import QT_TRANSLATE_NOOP, Text

NO_ROOM = QT_TRANSLATE_NOOP(
    "core",
    "The folder for temporary files, {folder}, does not take what has to wait there: {reason}. Make room in it, or let the "
    "environment variable TMPDIR name another one. Nothing was changed.",
)


class Scratch:
    """Bytes that are added at the end and read from anywhere; they go with the object.

    Raises `UserError` where the folder for temporary files is full or cannot be written.
    """

    def __init__(self) -> None:
        with _sentences():
            self._file = tempfile.TemporaryFile()
        weakref.finalize(self, self._file.close)
        self.size = 0

    def add(self, content: bytes) -> int:
        """Add bytes and return where they begin."""
        with _sentences():
            self._file.seek(self.size)
            self._file.write(content)
            self._file.flush()
        begin, self.size = self.size, self.size + len(content)
        return begin

    def read(self, begin: int, count: int) -> bytes:
        """Return as many bytes from a place on, fewer at the end."""
        self._file.seek(begin)
        return self._file.read(count)


@contextmanager
def _sentences() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        values = {"folder": tempfile.gettempdir(), "reason": error.strerror or str(error)}
        raise UserError(Text(NO_ROOM, values)) from error
