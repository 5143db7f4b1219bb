"""The cube: counts and sums by place, period and category; sparse, and what all analysis reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Mapping, Optional, Tuple

import numpy as np

EVENTS = "events"
_WITHOUT = " without "


def without(counted: str, needed: str) -> str:
    """Return the name of the part of a measure that comes from events for which another one is not known.

    A share divides by what is left when that part is taken away: an inspection without a result is no good one.
    """
    return f"{counted}{_WITHOUT}{needed}"


def is_part(name: str) -> bool:
    """Tell whether a name is one that `without` gives."""
    return _WITHOUT in name


def parts_of(name: str) -> Tuple[str, str]:
    """Return what was counted and what was needed, of a name that `without` gives."""
    counted, _, needed = name.partition(_WITHOUT)
    return counted, needed


@dataclass(frozen=True)
class Cube:
    """The cells of a cube that hold anything, in the order of place, period, category, attribute.

    `place` and `category` (m,) object arrays of text, `period` (m,) int64 (`core.periods`), `values` a mapping
    of measure to (m,) numbers; the measure `events` counts the events, as integers. Where some events do not know a
    measure, the parts of the others that come from them stand beside, under the names of `without`. `attribute` (m,)
    object array of text is there when the events were split by an attribute, too.
    """

    place: np.ndarray
    period: np.ndarray
    category: np.ndarray
    values: Dict[str, np.ndarray]
    attribute: Optional[np.ndarray] = None

    def __len__(self) -> int:
        return len(self.period)


def count(
    place: np.ndarray,
    period: np.ndarray,
    category: np.ndarray,
    measures: Mapping[str, np.ndarray],
    weight: Optional[np.ndarray] = None,
    attribute: Optional[np.ndarray] = None,
) -> Cube:
    """Count events, and sum their measures, by place, period and category, and by an attribute where one is given.

    `place`, `category`, `attribute` are (n,) arrays of text (or None: the empty text), `period` (n,) integers; a measure's
    NaN adds nothing. `weight` (n,) integers is the number of events each row stands for, 1 by default.
    Sums of measures are taken in the order of the rows within each cell.
    """
    places, place_code = codes(place)
    categories, category_code = codes(category)
    splits, split_code = codes(np.zeros(0, object) if attribute is None else attribute)
    period = np.asarray(period, np.int64)
    low = int(period.min()) if len(period) else 0
    width = (int(period.max()) - low + 1) if len(period) else 1
    kinds, parts = max(len(categories), 1), max(len(splits), 1)
    key = (place_code * width + (period - low)) * kinds + category_code
    if attribute is not None:
        key = key * parts + split_code
    cell, inverse = _cells(key, max(len(places), 1) * width * kinds * parts)
    counts = _add(inverse, weight, len(cell))
    split, rest = cell % parts, cell // parts
    kind, rest = rest % kinds, rest // kinds
    values: Dict[str, np.ndarray] = {EVENTS: counts}
    for name, amounts in measures.items():
        values[name] = np.bincount(inverse, np.nan_to_num(np.asarray(amounts, float)), len(cell))
    for needed, amounts in measures.items():
        unknown = np.flatnonzero(np.isnan(np.asarray(amounts, float)))
        if is_part(needed) or not len(unknown):
            continue
        one = None if weight is None else np.asarray(weight)[unknown]
        values[without(EVENTS, needed)] = _add(inverse[unknown], one, len(cell))
        for name, others in measures.items():
            if name != needed and not is_part(name):
                part = np.nan_to_num(np.asarray(others, float)[unknown])
                values[without(name, needed)] = np.bincount(inverse[unknown], part, len(cell))
    found = None if attribute is None else splits[split]
    return Cube(places[rest // width], rest % width + low, categories[kind], values, found)


def codes(labels: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """Return the sorted unique labels, (k,) object, and the code of each row, (n,) int64; None is ''."""
    import pandas as pd

    code, unique = pd.factorize(np.asarray(labels, object))
    names = np.array([str(name) for name in unique] + ["" for _ in range(1)], object)
    code = np.where(code < 0, len(names) - 1, code).astype(np.int64)
    used, remap = np.unique(names.astype(str), return_inverse=True)
    remapped = remap.reshape(-1)[code]
    if not (code == len(names) - 1).any() and "" not in set(names[:-1]):
        used, remapped = used[1:], remapped - 1
    return used.astype(object), remapped


def _cells(key: np.ndarray, size: int) -> Tuple[np.ndarray, np.ndarray]:
    """Return the sorted cells that occur and the position of each row's cell among them."""
    if size <= 20_000_000:
        occurs = np.bincount(key, minlength=size) > 0
        position = np.cumsum(occurs) - 1
        return np.flatnonzero(occurs), position[key]
    cell, inverse = np.unique(key, return_inverse=True)
    return cell, inverse.reshape(-1)


def _add(inverse: np.ndarray, weight: Optional[np.ndarray], size: int) -> np.ndarray:
    if weight is None:
        return np.bincount(inverse, minlength=size).astype(np.int64)
    total = np.zeros(size, np.int64)
    np.add.at(total, inverse, np.asarray(weight, np.int64))
    return total


def roll_up(cube: Cube, parent: Mapping[str, str]) -> Cube:
    """Sum a cube's places into their parents; places without a parent keep the empty name."""
    place = np.array([parent.get(name, "") for name in cube.place], object)
    measures = {name: values for name, values in cube.values.items() if name != EVENTS}
    return count(place, cube.period, cube.category, measures, cube.values[EVENTS])
