"""Wall time of Europe/Amsterdam to UTC by the European rule (summer time from the last Sunday of March,
01:00 UTC, to the last Sunday of October, 01:00 UTC; Directive 2000/84/EC). Valid from 1996 on.
"""

from __future__ import annotations

import numpy as np

HOUR = np.timedelta64(3600, "s")


def last_sunday(year: int, month: int) -> np.datetime64:
    """The last Sunday of a month of 31 days, as a day."""
    last = np.datetime64(f"{year:04d}-{month:02d}-31", "D")
    weekday = (last.astype(np.int64) + 3) % 7
    return last - np.timedelta64(int((weekday + 1) % 7), "D")


def is_summer(local: np.ndarray) -> np.ndarray:
    """Whether wall times (datetime64[s]) are summer time; the hour that comes twice counts as summer time."""
    local = np.asarray(local, dtype="datetime64[s]")
    years = local.astype("datetime64[Y]").astype(np.int64) + 1970
    summer = np.zeros(local.shape, dtype=bool)
    for year in np.unique(years[~np.isnat(local)]):
        start = last_sunday(int(year), 3).astype("datetime64[s]") + 2 * HOUR
        end = last_sunday(int(year), 10).astype("datetime64[s]") + 3 * HOUR
        summer |= (local >= start) & (local < end)
    return summer


def to_utc(local: np.ndarray) -> np.ndarray:
    """UTC (datetime64[s]) of wall times (datetime64[s]); NaT stays NaT."""
    local = np.asarray(local, dtype="datetime64[s]")
    return local - HOUR - is_summer(local) * HOUR


def to_local(utc: np.ndarray) -> np.ndarray:
    """Wall time (datetime64[s]) of UTC (datetime64[s]); NaT stays NaT."""
    utc = np.asarray(utc, dtype="datetime64[s]")
    years = utc.astype("datetime64[Y]").astype(np.int64) + 1970
    summer = np.zeros(utc.shape, dtype=bool)
    for year in np.unique(years[~np.isnat(utc)]):
        start = last_sunday(int(year), 3).astype("datetime64[s]") + HOUR
        end = last_sunday(int(year), 10).astype("datetime64[s]") + HOUR
        summer |= (utc >= start) & (utc < end)
    return utc + HOUR + summer * HOUR


def gap_slots(first: np.datetime64, last: np.datetime64) -> np.ndarray:
    """The hours (datetime64[h]) between two days that do not exist: 02:00 on the day summer time begins."""
    years = range(int(str(first)[:4]), int(str(last)[:4]) + 1)
    return np.array([last_sunday(y, 3).astype("datetime64[h]") + np.timedelta64(2, "h") for y in years])


def in_repeated_hour(local: np.ndarray) -> np.ndarray:
    """Whether wall times lie in the hour that comes twice at the end of summer time."""
    local = np.asarray(local, dtype="datetime64[s]")
    repeated = np.zeros(local.shape, dtype=bool)
    years = local.astype("datetime64[Y]").astype(np.int64) + 1970
    for year in np.unique(years[~np.isnat(local)]):
        start = last_sunday(int(year), 10).astype("datetime64[s]") + 2 * HOUR
        repeated |= (local >= start) & (local < start + HOUR)
    return repeated
