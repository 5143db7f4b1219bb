"""The value a yearly statistic of areas has for events, each in its own area and year."""

from __future__ import annotations

from typing import Tuple

import numpy as np
import pandas as pd

_YEARS = 100_000


def value_of_year(
    area: np.ndarray, year: np.ndarray, codes: np.ndarray, years: np.ndarray, values: np.ndarray
) -> Tuple[np.ndarray, np.ndarray]:
    """Return for each event the value of its area in its year, and the year that value is of, (n,) float64 each.

    `area` (n,) object, None for none; `year` (n,) float64, NaN for none. `codes` (m,), `years` (m,) and `values` (m,) are
    the statistic; a value of NaN is not known and no zero. Where the year has no value, that of the nearest earlier year
    holds; a later year never does. A value without a year holds where no year fits, also for events without one, and
    its year is NaN.
    """
    known = ~np.isnan(values)
    names, number = np.unique(codes[known].astype(str), return_inverse=True)
    stated = np.nan_to_num(np.asarray(years, float)[known], nan=-1).astype(np.int64)
    keys = number.reshape(-1) * _YEARS + stated + 1
    order = np.argsort(keys, kind="stable")
    keys, stated, values = keys[order], stated[order], np.asarray(values, float)[known][order]
    rank = pd.Index(names).get_indexer(np.where(pd.isna(area), "", area).astype(str))
    # get_indexer compares whole texts: the empty one is a code only where a statistic has it.
    rank = np.where(pd.isna(area), -1, rank)
    wanted = rank * _YEARS + np.nan_to_num(np.asarray(year, float), nan=-1).astype(np.int64) + 1
    at = np.searchsorted(keys, wanted, "right") - 1
    found = (rank >= 0) & (at >= 0)
    found[found] = keys[at[found]] // _YEARS == rank[found]
    value, of = np.full(len(area), np.nan), np.full(len(area), np.nan)
    value[found] = values[at[found]]
    of[found] = np.where(stated[at[found]] < 0, np.nan, stated[at[found]])
    return value, of
