"""Which events belong to a part of them, on arrays; `workspace.sql` selects the same events in a database."""

from __future__ import annotations

from typing import Mapping, Tuple

import numpy as np

from .filters import Part

SECONDS = 86400.0


def holds(part: Part, columns: Mapping[str, np.ndarray], until: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """Return which events are in a part, and of which that is known, (n,) bool each; none is in it unknown.

    `columns` are category, status and the attribute as `a_<name>` (object), day and hour (NaN: not known), reported and closed
    (seconds since 1970, NaN), and closing: whether the source tells when anything is closed. An event that is open at `until` (n,),
    the last moment its source knows, may yet be closed within its time.
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
        limit = part.closed_within * SECONDS
        with np.errstate(invalid="ignore"):
            inside &= closed - reported <= limit
            known &= (
                columns["closing"] & ~np.isnan(reported) & (~np.isnan(closed) | (until - reported > limit))
            )
    return inside & known, known
