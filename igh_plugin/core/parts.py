"""Which events belong to a part of them, on arrays; `workspace.sql` selects the same events in a database."""

from __future__ import annotations

from typing import Mapping, Tuple

import numpy as np

from .filters import Part

SECONDS = 86400.0


def holds(part: Part, columns: Mapping[str, np.ndarray]) -> Tuple[np.ndarray, np.ndarray]:
    """Return which events are in a part, and of which that is known, (n,) bool each; none is in it unknown.

    `columns` are category, status and the attribute as `a_<name>` (object), day and hour (NaN: not known), reported and closed
    (seconds since 1970, NaN), and closing: whether the source tells when anything is closed; the measure as `m_<name>` (NaN: not
    known); of parts with `again_within` `again_<at>` (see `days_until_next`); and last_day: the last complete local day of the source of
    each. What is not older on that day than the time it has is not judged, however it ended: of the young only those that were
    quick have an end, and counting these alone would make all of them so.
    """
    size = len(columns["day"])
    inside, known = np.ones(size, bool), np.ones(size, bool)
    for name, texts in (
        ("category", part.categories),
        ("status", part.statuses),
        ("a_" + part.attribute, part.values),
    ):
        if texts:
            values = columns[name]
            told = np.array([value is not None for value in values.tolist()], bool)
            known &= told
            inside &= np.isin(np.where(told, values, "").astype(str), texts) & told
    day = columns["day"]
    dated = ~np.isnan(day)
    if part.hours:
        inside &= np.isin(columns["hour"], part.hours)
        known &= ~np.isnan(columns["hour"])
    whole = np.where(dated, day, 0).astype(np.int64)
    if part.weekdays:
        inside &= np.isin((whole + 3) % 7, part.weekdays) & dated
        known &= dated
    if part.months:
        month = whole.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1
        inside &= np.isin(month, part.months) & dated
        known &= dated
    if part.open is not None:
        inside &= np.isnan(columns["closed"]) == part.open
        known &= columns["closing"]
    if part.timed:
        with np.errstate(invalid="ignore"):
            inside &= columns["closed"] >= columns["reported"]
    if part.closed_within is not None:
        closed, reported = columns["closed"], columns["reported"]
        limit = whole_seconds(part.closed_within)
        with np.errstate(invalid="ignore"):
            inside &= closed - reported <= limit
            known &= columns["closing"] & (reported < columns["last_day"] * SECONDS - limit)
    if part.measure:
        amount = columns["m_" + part.measure]
        inside &= np.nan_to_num(amount) != 0
        known &= ~np.isnan(amount)
    if part.again_within is not None:
        later = columns["again_" + part.again_at]
        with np.errstate(invalid="ignore"):
            inside &= later <= part.again_within
            known &= ~np.isnan(later) & (day < columns["last_day"] - part.again_within)
    return inside & known, known


def whole_seconds(days: float) -> int:
    """Return days as whole seconds, in which events have their times."""
    return round(days * SECONDS)


def days_until_next(day: np.ndarray, thing: np.ndarray) -> np.ndarray:
    """Return after how many days each event is followed by one on a later day at the same thing, (n,).

    `day` (n,) are whole days, NaN where not known, `thing` (n,) numbers, -1 for none: NaN for those, infinite where none follows.
    """
    out = np.full(len(day), np.nan)
    rows = np.flatnonzero(~np.isnan(day) & (thing >= 0))
    if not len(rows):
        return out
    rows = rows[np.lexsort((day[rows], thing[rows]))]
    when, what = day[rows], thing[rows]
    begins = np.flatnonzero(np.append(True, (when[1:] != when[:-1]) | (what[1:] != what[:-1])))
    follows = np.full(len(begins), np.inf)
    same = what[begins[1:]] == what[begins[:-1]]
    follows[:-1][same] = (when[begins[1:]] - when[begins[:-1]])[same]
    out[rows] = np.repeat(follows, np.diff(np.append(begins, len(rows))))
    return out
