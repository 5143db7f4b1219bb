"""Delimited text as it comes in from a server: rows in batches, and nothing taken for the end that is not."""

from __future__ import annotations

import csv
import io
import re
from itertools import chain, islice
from typing import BinaryIO, Callable, Iterable, Iterator, List, Sequence

import numpy as np

from ..core.cleaning.records import RawBatch
from .network import errors
from .records import BATCH

_END = "\ufdd0 end"
_ABORTED = re.compile(r"Aborted by .{0,200} during rendering!")
Refuse = Callable[..., errors.NetworkError]


def csv_batches(
    stream: BinaryIO, name: str, columns: Sequence[str], refuse: Refuse, separator: str = ","
) -> Iterator[RawBatch]:
    """Give batches of the named columns of comma-separated text in UTF-8; at least one, so that the header is known.

    Fingerprints hold within one session: a stream cannot be taken up again in another.

    Raises `Broken` when the last line is not ended, a quote stays open, or the server says that it gave up.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    reader = csv.reader(chain(_watched(text, refuse), (_END,)), delimiter=separator, strict=False)
    try:
        header = tuple(next(filter(None, reader), ()))
        if not header or header == (_END,):
            raise refuse(errors.Broken, "empty", "later")
        wanted = [name for name in header if name in columns] if columns else list(header)
        places = [header.index(one) for one in wanted]
        record, more = 0, True
        while more:
            rows = list(islice(reader, BATCH))
            more = len(rows) == BATCH and rows[-1] != [_END]
            if not more and (not rows or rows.pop() != [_END]):
                raise refuse(errors.Broken, "cut_row", "later")
            rows = [row for row in rows if row]
            if rows or not record:
                yield _batch(name, header, rows, record, wanted, places)
            record += len(rows)
    except (UnicodeDecodeError, csv.Error) as error:
        raise refuse(errors.Broken, "damaged", "later") from error


def _watched(text: Iterable[str], refuse: Refuse) -> Iterator[str]:
    """Give the lines; at their end, look whether it is one."""
    last = "\n"
    for line in text:
        last = line
        yield line.replace("\0", "\ufffd")
    found = _ABORTED.search(last)
    if found:
        raise refuse(errors.Broken, "aborted", "later", said=found[0])
    if not last.endswith("\n"):
        raise refuse(errors.Broken, "cut_row", "later")


def _batch(name, header, rows: List[List[str]], record: int, wanted, places) -> RawBatch:
    lengths = np.fromiter(map(len, rows), np.int64, len(rows))
    numbers = np.arange(record + 1, record + 1 + len(rows), dtype=np.int64)
    right = lengths == len(header)
    broken = tuple(numbers[~right].tolist())
    if broken:
        rows = [row for row, fine in zip(rows, right.tolist()) if fine]
    columns = {one: [row[place] for row in rows] for one, place in zip(wanted, places)}
    fingerprints = np.fromiter(map(hash, map(tuple, rows)), np.int64, len(rows))
    return RawBatch(name, 0, header, columns, numbers[right], fingerprints, broken)
