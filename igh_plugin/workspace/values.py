"""Columns of a frame as SQLite values, and SQLite values as columns of numpy.

Times are `datetime64[s]` in arrays and `YYYY-MM-DDTHH:MM:SS.000Z` in the database. Missing is None in the
database; NaN, NaT or None in arrays.
"""

from __future__ import annotations

from typing import Any, List, Sequence

import numpy as np
import pandas as pd

NO_CELL = 0
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
    code, unique = pd.factorize(times.astype(np.int64))
    texts = np.datetime_as_string(unique.astype("datetime64[s]"), unit="s")
    found = np.array([text + ".000Z" for text in texts.tolist()] + [None], object)
    code[np.isnat(times)] = len(found) - 1
    return found[code].tolist()


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
