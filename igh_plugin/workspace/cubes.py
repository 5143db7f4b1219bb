"""Cubes as they are stored: what each was counted from, and the few rows of one that a change concerns.

The register `cubes` says after which run a part of the cube was counted, and of what. It is forgotten for a part when
something else than events changes that the part depends on: then it has to be counted anew.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Collection, Dict, List, Mapping, Optional, Sequence, Tuple

from . import sql
from .database import Database

REGISTER, CUBE = "cubes", "cube"
KEYS = ("place", "period", "category", "attribute_value", "measure")
Cell = Tuple[str, int, str, str]
"""Place, period, category and value of the attribute, empty without one."""
# What else than events a cube depends on: every cube, or those of a source. On a calendar those by its days depend.
OUTDATED_BY: Dict[str, bool] = {
    "areas": True,
    "sources": False,
    "measures": False,
    "attributes": False,
}


@dataclass(frozen=True)
class Part:
    """One part of the cube: a source by division and kind of period, perhaps split by an attribute or weighted."""

    source: str
    division: str
    period_kind: str
    attribute: str = ""
    weighting: str = ""

    @property
    def columns(self) -> Dict[str, Optional[str]]:
        """The columns that all its rows have in common."""
        return {
            "source": self.source,
            "division": self.division,
            "period_kind": self.period_kind,
            "attribute": self.attribute or None,
            "weighting": self.weighting or None,
        }


def basis(database: Database, part: Part) -> Optional[Tuple[int, Dict[str, Any]]]:
    """Return the run after which a part was counted, and of what; None when that is not known."""
    clause, bound = sql.equal(**part.columns)
    found = database.execute(sql.select(("run", "basis"), REGISTER, clause), bound).fetchone()
    return None if found is None else (found[0], json.loads(found[1]))


def put_basis(
    database: Database,
    part: Part,
    run: int,
    counted_from: Optional[Mapping[str, Any]],
) -> None:
    """Say after which run a part was counted, and of what; None: that is not known."""
    database.open(REGISTER)
    clause, bound = sql.equal(**part.columns)
    database.execute(sql.delete(REGISTER, clause), bound)
    if counted_from is not None:
        row = {**part.columns, "run": run, "basis": json.dumps(counted_from, sort_keys=True)}
        database.execute(sql.insert(REGISTER, tuple(row)), tuple(row.values()))


def forget(database: Database, source: Optional[str] = None, kinds: str = "") -> None:
    """Forget what the cubes were counted from, of one source if given, and of kinds of period that begin so."""
    clause, bound = sql.equal(source=source) if source is not None else sql.EVERYTHING
    if kinds:
        clause, bound = sql.all_of([(clause, bound), ("period_kind LIKE ?", [kinds + "%"])])
    if database.execute(sql.select(("id",), REGISTER, clause), bound).fetchone():
        database.open(REGISTER)
        database.execute(sql.delete(REGISTER, clause), bound)


def rows(database: Database, part: Part, cells: Collection[Cell]) -> Dict[Cell, Dict[str, Tuple[int, float]]]:
    """Return by cell and measure the `id` and value of the rows of a part that lie in some of its cells."""
    places, periods = ({cell[side] for cell in cells} for side in (0, 1))
    condition = sql.all_of(
        [sql.equal(**part.columns), sql.in_list("period", periods), sql.in_list("place", places)]
    )
    found: Dict[Cell, Dict[str, Tuple[int, float]]] = {}
    cursor = database.execute(sql.select(("id", *KEYS, "value"), CUBE, condition[0]), condition[1])
    for number, place, period, category, attribute, measure, value in cursor:
        cell = (place, period, category, attribute or "")
        if cell in cells:
            found.setdefault(cell, {})[measure] = (number, value or 0.0)
    return found


def patch(
    database: Database,
    part: Part,
    changed: Sequence[Tuple[float, int]],
    gone: Sequence[int],
    added: List[Tuple[Any, ...]],
) -> None:
    """Change the values of rows (value, id), take rows away, and add rows (`KEYS` and value)."""
    database.open(CUBE)
    database.executemany(sql.update(CUBE, ("value",), "id"), changed)
    database.executemany(sql.delete(CUBE, sql.equal(id=0)[0]), ((number,) for number in gone))
    database.insert_all(CUBE, (*KEYS, "value"), added, part.columns)
