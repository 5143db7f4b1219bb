"""Columns of a frame as SQLite values, and SQLite values as columns of numpy.

Times are `datetime64[s]` in arrays and `YYYY-MM-DDTHH:MM:SS.000Z` in the database. Missing is None in the
database; NaN, NaT or None in arrays.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, List, Sequence, Tuple

import numpy as np
import pandas as pd

NO_CELL = 0
MOST_DAYS = 100_000
SPAN = 512
"""Days whose texts are made at a time, to be used again for the next batch."""
EXACT_INTEGERS = ("fid", "id", "run", "row_hash", "cell")


def to_sql(values: Any) -> List[Any]:
    """Return a column, any array or series, as a list of int, float, str or None."""
    if isinstance(values, np.ma.MaskedArray):
        plain = to_sql(np.ma.getdata(values))
        mask = np.ma.getmaskarray(values)
        return [None if hidden else value for value, hidden in zip(plain, mask)]
    series = values if isinstance(values, pd.Series) else pd.Series(np.asarray(values))
    kind = getattr(series.dtype, "kind", "O")
    if isinstance(series.dtype, np.dtype) and kind == "M":
        return times_to_sql(series.to_numpy())
    if isinstance(series.dtype, np.dtype) and kind in "iu":
        return series.to_numpy().tolist()
    if isinstance(series.dtype, np.dtype) and kind == "b":
        return series.to_numpy().astype(int).tolist()
    if isinstance(series.dtype, np.dtype) and kind == "f":
        return _with_none(series.to_numpy().astype(float).tolist(), np.isnan(series.to_numpy()))
    if isinstance(series.dtype, pd.CategoricalDtype):
        series = series.astype(object)
    listed = series.astype(object).to_numpy()
    missing = pd.isna(listed)
    if not missing.any():
        return [_plain(value) for value in listed] if _has_scalars(listed) else listed.tolist()
    return [None if gone else _plain(value) for value, gone in zip(listed, missing)]


def integers_to_sql(values: Any) -> List[Any]:
    """Return a column of whole numbers, whatever type holds them, as a list of int or None."""
    return [None if value is None else int(value) for value in to_sql(values)]


def _has_scalars(listed: np.ndarray) -> bool:
    return len(listed) > 0 and not isinstance(listed[0], (str, int, float))


def _plain(value: Any) -> Any:
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, (str, int, float, bytes)) else str(value)


def _with_none(listed: List[Any], missing: np.ndarray) -> List[Any]:
    for row in np.flatnonzero(missing):
        listed[row] = None
    return listed


def times_to_sql(times: Any) -> List[Any]:
    """Return (n,) datetimes as GeoPackage texts; None for NaT."""
    times = np.asarray(times).astype("datetime64[s]")
    return _with_none(_time_texts(times), np.isnat(times))


def _time_texts(times: np.ndarray) -> List[str]:
    """Return datetimes as texts, put together from tables of days and of times of day; any text for NaT."""
    seconds = np.where(np.isnat(times), 0, times.astype(np.int64))
    day, second = seconds // 86400, seconds % 86400
    first, last = int(day.min(initial=0)) // SPAN, int(day.max(initial=0)) // SPAN
    if last - first >= MOST_DAYS // SPAN:
        return [text + ".000Z" for text in np.datetime_as_string(times, unit="s").tolist()]
    out = np.empty((len(times), 24), np.uint32)
    out[:, :10] = _days(first, last)[day - first * SPAN]
    out[:, 10:19] = _clock()[second]
    out[:, 19:] = _letters(np.array([".000Z"]), 5)
    return out.view("U24").reshape(-1).tolist()


@lru_cache(maxsize=4)
def _days(first: int, last: int) -> np.ndarray:
    """Return the days from the first of a span to the last of another one as (n, 10) code points."""
    days = np.arange(first * SPAN, (last + 1) * SPAN).astype("datetime64[D]")
    return _letters(np.datetime_as_string(days), 10)


@lru_cache(maxsize=1)
def _clock() -> np.ndarray:
    """Return the times of a day, `T00:00:00` and on, as (86400, 9) code points."""
    return _letters(np.datetime_as_string(np.arange(86400).astype("datetime64[s]")), 19)[:, 10:].copy()


def _letters(texts: np.ndarray, length: int) -> np.ndarray:
    """Return texts of equal length as (n, length) code points."""
    return np.ascontiguousarray(texts.astype("U" + str(length))).view(np.uint32).reshape(len(texts), length)


def to_bind(series: pd.Series, kind: str) -> Tuple[List[Any], bool]:
    """Return a column as values that bind fast, and whether the empty text stands for NULL among them.

    Python's sqlite3 takes several times as long to bind None and bytes as numbers, texts and bytearrays. NaN binds
    as NULL, and a whole float becomes an integer in an INTEGER column; missing texts become the empty text, which
    the statement turns into NULL (an empty text is stored as NULL too).
    """
    if kind == "DATETIME" and getattr(series.dtype, "kind", "") == "M":
        times = series.to_numpy().astype("datetime64[s]")
        missing = np.isnat(times)
        texts = _time_texts(times)
        for row in np.flatnonzero(missing):
            texts[row] = ""
        return texts, bool(missing.any())
    if kind in ("INTEGER", "REAL"):
        if getattr(series.dtype, "kind", "") in "iuf" and isinstance(series.dtype, np.dtype):
            return series.to_numpy().tolist(), False
        listed = to_sql(series)
        return listed, False
    listed = series.astype(object).to_numpy()
    missing = pd.isna(listed)
    if missing.any():
        listed = np.where(missing, "", listed)
    if _has_scalars(listed):
        listed = np.array([_plain(value) for value in listed], object)
    return listed.tolist(), bool((listed == "").any())


def times_from_sql(texts: Sequence[Any]) -> np.ndarray:
    """Return GeoPackage texts as (n,) `datetime64[s]`, NaT for None."""
    return np.array([text[:19] if text else "NaT" for text in texts], "datetime64[s]")


def from_sql(values: Sequence[Any], kind: str, name: str = "") -> np.ndarray:
    """Return a column of the database as an array by its GeoPackage type.

    DATETIME: datetime64[s]; REAL: float64; INTEGER: float64 with NaN for missing, but int64 for the columns whose
    numbers need all their digits (`EXACT_INTEGERS`; a missing cell is `NO_CELL`); anything else: object with None.
    """
    if kind == "DATETIME":
        return times_from_sql(values)
    if kind == "INTEGER" and name in EXACT_INTEGERS:
        return np.array([NO_CELL if value is None else value for value in values], np.int64)
    if kind in ("INTEGER", "REAL", "DOUBLE"):
        return np.array(values, float)
    found = np.empty(len(values), object)
    found[:] = values
    return found


def seconds_of(times: np.ndarray) -> np.ndarray:
    """Return datetimes (n,) as whole seconds since 1970, NaN where there is none."""
    moments = times.astype("datetime64[s]")
    return np.where(np.isnat(moments), np.nan, moments.astype(np.int64).astype(float))
