"""Rows to and from PostgreSQL's COPY, in its CSV.

In: texts stand in quotes, numbers do not, and missing is an unquoted `nan`. Out: missing is a word that is drawn for
each question, so that no text can be it.
"""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Sequence, Tuple

import numpy as np
import pandas as pd

from . import geometry, values

ROWS = 20_000
BYTES = 8_000_000
MISSING = "nan"
_NAN = float("nan")


def texts_of(
    rows: Iterable[Sequence[Any]], types: Sequence[str], empty_is_null: Sequence[bool]
) -> Iterator[Tuple[bytes, List[Sequence[Any]]]]:
    """Give rows as CSV, some thousands at a time, with their columns; `types` are GeoPackage types."""
    rows = iter(rows)
    while True:
        chunk = list(islice(rows, ROWS))
        if not chunk:
            return
        columns = [
            _column(column, kind, empty) for column, kind, empty in zip(zip(*chunk), types, empty_is_null)
        ]
        text = io.StringIO()
        csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n").writerows(zip(*columns))
        yield plain(text.getvalue()).encode("utf-8"), columns


def plain(text: str) -> str:
    """Return a text without what PostgreSQL cannot keep: the null character, and halves of characters."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def _column(column: Sequence[Any], kind: str, empty_is_null: bool) -> Sequence[Any]:
    if kind == "INTEGER":
        return [_NAN if one is None or one != one else int(one) for one in column]
    if kind == "REAL":
        return [_NAN if one is None else one for one in column] if None in column else column
    if kind in ("TEXT", "DATETIME"):
        if empty_is_null or kind == "DATETIME":
            return [one or _NAN for one in column]
        return [_NAN if one is None else one for one in column] if None in column else column
    return [_NAN if blob is None else geometry.ewkb_of(bytes(blob)).hex() for blob in column]


class Reading:
    """Takes the rows of a COPY as they come, and makes arrays of them."""

    def __init__(self, names: Sequence[str], types: Mapping[str, str], missing: str):
        self._names, self._types, self._missing = list(names), types, missing
        self._lines: List[bytes] = []
        self._size = 0
        self._shared: Dict[str, str] = {}
        self._parts: Dict[str, List[np.ndarray]] = {name: [] for name in names}

    def write(self, line: bytes) -> int:
        """Take a row."""
        self._lines.append(line)
        self._size += len(line)
        if self._size > BYTES:
            self._parse()
        return len(line)

    def arrays(self) -> Dict[str, np.ndarray]:
        """Return all rows."""
        self._parse()
        return {name: np.concatenate(parts) for name, parts in self._parts.items()}

    def _parse(self) -> None:
        data, self._lines, self._size = b"".join(self._lines), [], 0
        if not data and self._parts[self._names[0]]:
            return
        exact = [
            name for name in self._names if self._types[name] == "INTEGER" and name in values.EXACT_INTEGERS
        ]
        dtypes = {
            name: np.int64 if name in exact else object if self._types[name] == "TEXT" else np.float64
            for name in self._names
        }
        if not data:
            frame = pd.DataFrame({name: np.empty(0, dtypes[name]) for name in self._names})
        else:
            frame = self._read(data, dtypes)
        for name in self._names:
            self._parts[name].append(self._array(frame[name], self._types[name]))

    def _read(self, data: bytes, dtypes: Dict[str, Any]) -> pd.DataFrame:
        return pd.read_csv(
            io.BytesIO(data), header=None, names=self._names, dtype=dtypes, na_values=[self._missing],
            keep_default_na=False, float_precision="round_trip", encoding="utf-8",
            skip_blank_lines=False,
        )  # fmt: skip

    def _array(self, column: pd.Series, kind: str) -> np.ndarray:
        found = column.to_numpy()
        if kind == "DATETIME":
            there = np.isfinite(found)
            times = np.full(len(found), np.datetime64("NaT"), "datetime64[s]")
            times[there] = found[there].astype(np.int64).astype("datetime64[s]")
            return times
        if kind == "TEXT":
            codes, texts = pd.factorize(found)
            shared = np.array([self._shared.setdefault(text, text) for text in texts] + [None], object)
            return shared[codes]
        return found
