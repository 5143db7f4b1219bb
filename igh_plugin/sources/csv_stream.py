"""Delimited text as it comes in from a server: rows in batches, and nothing taken for the end that is not."""

from __future__ import annotations

import csv
import io
import re
from contextlib import contextmanager
from itertools import chain, islice
from typing import BinaryIO, Callable, Iterator, List, Sequence

import numpy as np

from ..core.cleaning.records import RawBatch
from ..core.garbage import without_search_for_circles
from .network import errors
from .records import BATCH, batch_of_rows

_END = "\ufdd0 end"
_LONGEST = 64 * 2**20
"""Characters of the longest field: the outline of a city in WKT is longer than the module allows by itself."""
_CHUNK = 1 << 16
_TAIL = 4_000
"""Bytes at the end that are looked at."""
ABORTED = re.compile(r"Aborted by .{0,200} during rendering!")
Refuse = Callable[..., errors.NetworkError]


def csv_batches(
    stream: BinaryIO,
    name: str,
    columns: Sequence[str],
    refuse: Refuse,
    separator: str = ",",
    encoding: str = "utf-8-sig",
    open_end: bool = False,
) -> Iterator[RawBatch]:
    """Give batches of the named columns (all when none are named); at least one, so that the header is known.

    With `open_end` the last line may lack its end: for answers that are known to be whole by their length. Fingerprints hold within one session: a stream cannot be taken up again in another.

    Raises `Broken` when the last line is not ended, a quote stays open, or the server says that it gave up.
    """
    watched = _Watched(stream, encoding)
    text = io.TextIOWrapper(watched, encoding=encoding, newline="")
    text._CHUNK_SIZE = _CHUNK
    reader = csv.reader(chain(text, (_END,)), delimiter=separator, strict=False)
    try:
        header = tuple(next(filter(None, reader), ()))
        if not header or header == (_END,):
            raise refuse(errors.Broken, "empty", "later")
        record, more = 0, True
        while more:
            with _long_fields(), without_search_for_circles():
                rows = list(islice(reader, BATCH))
            more = len(rows) == BATCH and rows[-1] != [_END]
            if not more:
                _check_end(watched, encoding, refuse, open_end)
                if not rows or rows.pop() != [_END]:
                    raise refuse(errors.Broken, "cut_row", "later")
            rows = [row for row in rows if row]
            if rows or not record:
                yield _batch(name, header, rows, record, columns)
            record += len(rows)
    except (UnicodeDecodeError, csv.Error) as error:
        raise refuse(errors.Broken, "damaged", "later") from error


@contextmanager
def _long_fields() -> Iterator[None]:
    before = csv.field_size_limit(_LONGEST)
    try:
        yield
    finally:
        csv.field_size_limit(before)


class _Watched(io.BufferedIOBase):
    """A stream that remembers how it ended; a zero byte, which ends the work of the module for rows, becomes a sign."""

    def __init__(self, stream: BinaryIO, encoding: str):
        super().__init__()
        self._stream, self._wide = stream, encoding.lower().startswith(("utf-16", "utf-32"))
        self._sign = "\ufffd".encode() if encoding.lower().startswith("utf-8") else b"?"
        self.tail = b""

    def readable(self) -> bool:
        return True

    def read1(self, size: int = -1) -> bytes:
        piece = self._stream.read(_CHUNK)
        self.tail = (self.tail + piece)[-_TAIL:]
        return piece if self._wide or b"\0" not in piece else piece.replace(b"\0", self._sign)


def _check_end(watched: _Watched, encoding: str, refuse: Refuse, open_end: bool) -> None:
    """Look at the end of a text, whether it is one."""
    last = watched.tail.decode(encoding, "replace")
    found = ABORTED.search(last.rstrip().rpartition("\n")[2])
    if found:
        raise refuse(errors.Broken, "aborted", "later", said=found[0])
    if last and not last.endswith("\n") and not open_end:
        raise refuse(errors.Broken, "cut_row", "later")


def _batch(name: str, header, rows: List[List[str]], record: int, columns) -> RawBatch:
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    numbers = np.arange(record + 1, record + 1 + len(rows), dtype=np.int64)
    right = lengths == len(header)
    broken = tuple(numbers[~right].tolist())
    if broken:
        rows = [row for row, fine in zip(rows, right.tolist()) if fine]
    return batch_of_rows(name, 0, header, rows, numbers[right], columns or None, broken)
