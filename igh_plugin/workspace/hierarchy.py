"""The levels of areas, and which areas of the finest level lie inside one of a coarser level."""

from __future__ import annotations

from typing import Dict, List, Optional

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from . import sql
from .database import Database

UNKNOWN_AREA = QT_TRANSLATE_NOOP("core", "The workspace has no area “{code}” on the level “{level}”.")


def area_levels(database: Database) -> List[str]:
    """Return the levels, the one with most areas first."""
    found = database.execute("SELECT level FROM areas GROUP BY level ORDER BY count(*) DESC, level")
    return [row[0] for row in found]


def level_of(database: Database, code: str) -> str:
    """Return the finest level that has an area of this code. Raises `UserError` when none has."""
    condition = sql.equal(code=code)
    holding = {
        level for (level,) in database.execute(sql.select(("level",), "areas", condition[0]), condition[1])
    }
    levels = area_levels(database)
    for level in levels:
        if level in holding:
            return level
    raise UserError(Text(UNKNOWN_AREA, {"code": code, "level": "/".join(levels)}))


def finest_areas(database: Database, level: Optional[str], code: str) -> Optional[List[str]]:
    """Return the codes of the finest level inside an area; None when the workspace has no areas.

    Without a level, the finest one that has the code is meant. Raises `UserError` for an unknown area.
    """
    levels = area_levels(database)
    if not levels:
        return None
    parents: Dict[str, Dict[str, Optional[str]]] = {name: {} for name in levels}
    for name, child, parent in database.execute("SELECT level, code, parent FROM areas ORDER BY fid"):
        parents[name][child] = parent
    holding = [name for name in levels if code in parents[name] and level in (None, name)]
    if not holding:
        raise UserError(Text(UNKNOWN_AREA, {"code": code, "level": level or "/".join(levels)}))
    wanted = {code}
    position = levels.index(holding[0])
    inside: Dict[str, set] = {holding[0]: wanted}
    for name in reversed(levels[:position]):
        above = levels[levels.index(name) + 1 : position + 1]
        inside[name] = {
            child
            for child, parent in parents[name].items()
            if any(
                parent in inside[upper] for upper in above if _owner(parent, name, levels, parents) == upper
            )
        }
    return sorted(inside[levels[0]])


def _owner(
    parent: Optional[str], level: str, levels: List[str], parents: Dict[str, Dict[str, Optional[str]]]
) -> Optional[str]:
    """Return the level a parent code belongs to: the nearest coarser one that has the code."""
    for upper in levels[levels.index(level) + 1 :]:
        if parent in parents[upper]:
            return upper
    return None
