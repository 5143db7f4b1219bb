"""A stored cube brought up to date by the events that changed since it was counted, to the same as counting all anew.

What changed is counted as it was and as it is, and the difference put into the few rows of the cube that it concerns.
That is exact where every amount is a whole number: such sums do not depend on their order. What a cube was counted from
stands beside it (`workspace.cubes`); a part of which that does not fit any more is counted anew.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np

from ..core.cube import EVENTS, Cube, without
from ..workspace.cubes import Cell, Part
from .counting import Columns

COUNTING = 1
"""Grows when events are counted in another way, so that cubes of before are counted anew."""
MOST = 2.0**53


@dataclass(frozen=True)
class Basis:
    """What a part of the cube was counted from.

    `events` of the source, `cells` of the part, `counted` events in it (in millionths where they are weighted), `dated`
    events; of each measure that some counted events do not know, how many, in `unknown`; whether all amounts are `whole`.
    """

    events: int
    cells: int
    counted: int
    dated: int
    measures: Tuple[str, ...]
    unknown: Dict[str, int]
    whole: bool
    counting: int = COUNTING

    def record(self) -> Dict[str, Any]:
        """Return it as it is stored."""
        return {**asdict(self), "measures": list(self.measures)}

    def names(self) -> List[str]:
        """Return the measures that the part has a row for in every cell (`core.cube.count`)."""
        parts = [
            without(name, needed)
            for needed in self.unknown
            for name in (EVENTS, *self.measures)
            if name != needed
        ]
        return [EVENTS, *self.measures, *parts]


def basis_of(cube: Cube, columns: Columns) -> Basis:
    """Return what a cube was counted from."""
    measures = [name for name in cube.values if f"m_{name}" in columns]
    whole = all(_is_whole(columns[f"m_{name}"]) for name in measures)
    return basis_as_told(
        cube, measures, events=len(columns["day"]), dated=int((~np.isnan(columns["day"])).sum()), whole=whole
    )


def basis_as_told(cube: Cube, measures: Sequence[str], events: int, dated: int, whole: bool) -> Basis:
    """Return what a cube was counted from, when whoever counted tells it."""
    unknown = {name: int(cube.values.get(without(EVENTS, name), np.zeros(1)).sum()) for name in measures}
    return Basis(
        events=events,
        cells=len(cube),
        counted=int(cube.values[EVENTS].sum()),
        dated=dated,
        measures=tuple(measures),
        unknown={name: number for name, number in unknown.items() if number},
        whole=whole,
    )


def stored_basis(record: Dict[str, Any]) -> Optional[Basis]:
    """Return what is stored of a part; None when it was counted in another way than now."""
    if record.get("counting") != COUNTING:
        return None
    return Basis(**{**record, "measures": tuple(record["measures"])})


def _is_whole(amounts: np.ndarray) -> bool:
    known = amounts[~np.isnan(amounts)]
    return bool((known == np.floor(known)).all() and np.abs(known).sum() < MOST)


def patch(
    workspace, run, part: Part, basis: Basis, before: Tuple[Cube, Columns], now: Tuple[Cube, Columns]
) -> Optional[Basis]:
    """Bring a stored part up to date; return what it is counted from now.

    `before` and `now` are cube and columns of the events that changed, as they were and as they are. None, and nothing
    done, where counting all anew is the only way to the same result.
    """
    old, new = basis_of(*before), basis_of(*now)
    unknown = {
        name: basis.unknown.get(name, 0) + new.unknown.get(name, 0) - old.unknown.get(name, 0)
        for name in basis.measures
    }
    after = replace(
        basis,
        events=basis.events + new.events - old.events,
        counted=basis.counted + new.counted - old.counted,
        dated=basis.dated + new.dated - old.dated,
        unknown={name: number for name, number in unknown.items() if number},
    )
    same_rows = after.names() == basis.names() and new.measures == basis.measures
    if not (basis.whole and old.whole and new.whole and same_rows):
        return None
    names = basis.names()
    delta = _differences(now[0], before[0], names)
    if not delta:
        if after != basis:
            run.patch_cube(part, [], [], [], after.record())
        return after
    stored = workspace.cube_rows(part, delta)
    changed: List[Tuple[float, int]] = []
    gone: List[int] = []
    fresh: List[Tuple[Any, ...]] = []
    cells = basis.cells
    for cell, amounts in delta.items():
        there = stored.get(cell, {})
        values = [
            there[name][1] + amount if name in there else amount for name, amount in zip(names, amounts)
        ]
        if values[0] < 0 or (there and any(name not in there for name in names)):
            return None
        if values[0] == 0:
            gone += [there[name][0] for name in names if there]
            cells -= bool(there)
        elif there:
            changed += [
                (value, there[name][0]) for name, value, amount in zip(names, values, amounts) if amount
            ]
        else:
            key = cell if part.attribute else (*cell[:-1], None)
            fresh += [(*key, name, value) for name, value in zip(names, values)]
            cells += 1
    after = replace(after, cells=cells)
    run.patch_cube(part, changed, gone, fresh, after.record())
    return after


def _differences(now: Cube, before: Cube, names: List[str]) -> Dict[Cell, List[float]]:
    """Return by how much the measures of each cell differ that is not the same in two cubes; the first measure counts events."""
    found: Dict[Cell, List[float]] = {}
    for cube, sign in ((now, 1.0), (before, -1.0)):
        split = [""] * len(cube) if cube.attribute is None else cube.attribute.tolist()
        cells = zip(cube.place.tolist(), cube.period.tolist(), cube.category.tolist(), split)
        columns = [sign * np.asarray(cube.values.get(name, np.zeros(len(cube))), float) for name in names]
        for cell, *amounts in zip(cells, *(column.tolist() for column in columns)):
            known = found.get(cell)
            found[cell] = amounts if known is None else [one + other for one, other in zip(known, amounts)]
    return {cell: amounts for cell, amounts in found.items() if any(amounts)}
