"""Who a record is: exact duplicates, own ids, and a hash of what an event says."""

from __future__ import annotations

from typing import Mapping, Sequence

import numpy as np
import pandas as pd

from ..hash_index import HashIndex

_MIX = np.uint64(0x9E3779B97F4A7C15)
_KEY = "igh-event-hash-1"
_EMPTY = np.uint64(0x5851F42D4C957F2D)


class Seen:
    """Fingerprints met so far, to find rows that equal an earlier one.

    Fingerprints are 64-bit, go with this object and differ between sessions: nothing of a row can be read from them.
    """

    def __init__(self) -> None:
        self._rows = HashIndex()

    def first_rows(self, fingerprints: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Return for each record the number of the earlier record it equals, -1 when it is the first, (n,) int64.

        `rows` numbers the records of this batch over all files.
        """
        distinct, first, inverse = np.unique(fingerprints, return_index=True, return_inverse=True)
        inverse = inverse.reshape(-1)
        first_row = rows[first]
        there, known = self._rows.find(distinct)
        self._rows.add(distinct[~there], first_row[~there])
        earlier = np.where(there, known[:, 0], first_row)[inverse]
        return np.where(earlier == rows, -1, earlier)


class Repeated:
    """Finds the hashes that come more than once."""

    def __init__(self) -> None:
        self.count = 0
        self.distinct = 0
        self._known = HashIndex(width=0)
        self._again = [np.zeros(0, np.uint64)]

    def add(self, hashes: np.ndarray) -> None:
        """Look at a batch of hashes, (n,) uint64."""
        distinct, times = np.unique(hashes, return_counts=True)
        known, _ = self._known.find(distinct)
        self._known.add(distinct[~known], np.zeros((int((~known).sum()), 0), np.int64))
        self.count += len(hashes)
        self.distinct += int((~known).sum())
        self._again.append(distinct[known | (times > 1)])

    @property
    def hashes(self) -> np.ndarray:
        """The sorted hashes that came more than once, uint64."""
        return np.unique(np.concatenate(self._again))


def text_hash(values: Sequence, key: str = _KEY) -> np.ndarray:
    """Return a hash of each text that is the same in every session, (n,) uint64; `None` hashes as empty.

    Hashes by another key of 16 characters are independent of these.
    """
    array = np.empty(len(values), object)
    array[:] = ["" if value is None else value for value in values]
    return pd.util.hash_array(array, hash_key=key, categorize=len(array) > 1000)


def content_hash(columns: Mapping[str, np.ndarray], count: int) -> np.ndarray:
    """Return a hash of every row over the given columns, (count,) int64, the same in every session.

    Columns are taken in order of their names. A column that is empty in a row adds nothing, so that a column
    declared later does not change the rows that lack it.
    """
    total = np.full(count, _EMPTY, np.uint64)
    for name in sorted(columns):
        values = columns[name]
        seed = pd.util.hash_array(np.array([name], object), hash_key=_KEY, categorize=False)[0]
        if values.dtype == object:
            hashed = text_hash(values.tolist())
            empty = pd.isna(values)
        elif values.dtype.kind == "M":
            hashed = values.astype("datetime64[s]").astype(np.int64).view(np.uint64) * _MIX
            empty = np.isnat(values)
        else:
            numbers = np.asarray(values, float) + 0.0
            hashed = numbers.view(np.uint64) * _MIX
            empty = np.isnan(numbers)
        total ^= np.where(empty, np.uint64(0), _mixed(hashed ^ seed))
    return _mixed(total).view(np.int64)


class OwnIds:
    """Ids for a source that has none: a hash of what a record says, and its ordinal among equals."""

    def __init__(self) -> None:
        self._count = HashIndex()

    def ids(self, hashes: np.ndarray) -> np.ndarray:
        """Return ids in order of the records, (n,) object."""
        ordinal = np.zeros(len(hashes), np.int64)
        codes, distinct = pd.factorize(hashes)
        often = np.bincount(codes, minlength=len(distinct))
        before = np.maximum(self._count.find(distinct)[1][:, 0], 0)
        many = np.flatnonzero((often > 1)[codes])
        if len(many):
            ordinal[many] = pd.Series(codes[many]).groupby(codes[many]).cumcount().to_numpy()
        ordinal += before[codes]
        self._count.add(distinct, before + often)
        plain = [f"{value:016x}" for value in hashes.view(np.uint64).tolist()]
        out = np.empty(len(hashes), object)
        out[:] = [
            text if not number else f"{text}-{number + 1}" for text, number in zip(plain, ordinal.tolist())
        ]
        return out


def _mixed(values: np.ndarray) -> np.ndarray:
    """Finalise 64-bit values so that every bit depends on every other (splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
