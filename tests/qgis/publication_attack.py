"""An attack on the files of publications: what can be worked out of the counts that are withheld."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Dict, List, Optional, Sequence, Set, Tuple

import numpy as np
from scipy.optimize import linprog

Key = Tuple[str, str, str]
Told = Dict[Key, Optional[int]]


def rows_of(folder: Path, name: str) -> List[Dict[str, str]]:
    with open(folder / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def counts_in(folder: Path) -> Told:
    """Return by (area, category, days) what a reader of the files knows: a number, or None for withheld."""
    told: Told = {}
    for row in rows_of(folder, "areas_all"):
        told[row["code"], "", ""] = int(row["events"]) if row["told"] == "shown" else None
    for row in rows_of(folder, "areas_by_category"):
        told[row["code"], row["category"], ""] = int(row["events"]) if row["told"] == "shown" else None
    for row in rows_of(folder, "areas_by_period"):
        told[row["code"], "", row["first_day"]] = int(row["events"]) if row["told"] == "shown" else None
    return told


def widths(readings: Sequence[Told]) -> Dict[Key, float]:
    """Return how far apart the least and the most lie that each count withheld from a reader of all readings can be.

    Unknown are the events by area, category and period; what one reading tells is no longer withheld by another.
    """
    codes = sorted({code for code, _, _ in readings[0]} - {"whole"})
    kinds = sorted({kind for _, kind, day in readings[0] if not day} - {""})
    days = sorted({day for _, _, day in readings[0]} - {""})
    index = np.arange(len(codes) * len(kinds) * len(days)).reshape(len(codes), len(kinds), len(days))

    def row(key: Key) -> np.ndarray:
        code, kind, day = key
        chosen = (
            slice(None) if code == "whole" else codes.index(code),
            kinds.index(kind) if kind else slice(None),
            days.index(day) if day else slice(None),
        )
        out = np.zeros(index.size)
        out[np.atleast_1d(index[chosen]).ravel()] = 1
        return out

    numbers: Told = {}
    hidden: Set[Key] = set()
    for reading in readings:
        numbers.update({key: value for key, value in reading.items() if value is not None})
        hidden |= {key for key, value in reading.items() if value is None}
    hidden -= set(numbers)
    equal, right = np.array([row(key) for key in numbers]), list(numbers.values())
    least = np.array([-row(key) for key in hidden])
    found = {}
    for key in sorted(hidden):
        ends = []
        for sign in (1, -1):
            end = linprog(sign * row(key), least, -np.ones(len(least)), equal, right, method="highs")
            ends.append(np.inf if end.status in (3, 4) and sign < 0 else sign * end.fun)
        found[key] = ends[1] - ends[0]
    return found
