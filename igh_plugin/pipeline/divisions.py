"""By what events are counted: levels of areas, places of the mapping, cells; and where each event lies in it."""

from __future__ import annotations

from typing import Dict, Optional, Tuple

import numpy as np

from ..core import hexagons
from ..core.errors import UserError
from ..core.grid import coarsen, ratio
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..workspace import sql

PLACE = "place"
CELL, HEXAGON = "cell:", "hexagon:"
NO_CELL = 0
UNKNOWN = QT_TRANSLATE_NOOP(
    "core",
    "There is no level of areas “{division}” in the workspace: choose one of {levels}, or `cell` or `hexagon`.",
)
NO_SIZE = QT_TRANSLATE_NOOP(
    "core",
    "“{size}” is no size of cells in {division}: write a number of metres, such as `cell:125` or `hexagon:250`.",
)


def standard_division(workspace) -> str:
    """Return the division that themes read: the finest areas, or the places of the mapping without areas."""
    levels = workspace.area_levels()
    return levels[0] if levels else PLACE


def check_division(workspace, division: str) -> None:
    """Raise `UserError` for a level of areas that the workspace does not have, or a size no cell can have."""
    if division.startswith(CELL):
        ratio(_size(division))
        return
    if division.startswith(HEXAGON):
        hexagons.check_size(_size(division))
        return
    levels = workspace.area_levels()
    if division != PLACE and levels and division not in levels:
        raise UserError(Text(UNKNOWN, {"division": division, "levels": ", ".join(levels)}))


def columns_of(division: str) -> Tuple[str, ...]:
    """Return the columns of events that tell where an event lies in a division."""
    if division.startswith(HEXAGON):
        return ("x", "y")
    return ("cell",) if division.startswith(CELL) else (PLACE,) if division == PLACE else ("area",)


def places_in(workspace, division: str, columns: Dict[str, np.ndarray]) -> np.ndarray:
    """Return the name of the place of each event in a division, (n,) object with None for none."""
    if division.startswith(CELL):
        known = columns["cell"] != NO_CELL
        return _named(coarsen(columns["cell"][known], _size(division)), known)
    if division.startswith(HEXAGON):
        known = ~(np.isnan(columns["x"]) | np.isnan(columns["y"]))
        return _named(hexagons.cell_of(columns["x"][known], columns["y"][known], _size(division)), known)
    if division == PLACE:
        return columns[PLACE]
    if division not in workspace.area_levels()[1:]:
        return columns["area"]
    above = {
        leaf: code
        for code in workspace.areas(division)["code"].tolist()
        for leaf in workspace.finest_areas(division, code)
    }
    return np.array([above.get(code) for code in columns["area"].tolist()], object)


def place_of(workspace, division: str) -> Optional[str]:
    """Return the expression of `sql` for the name of the place of an event; None where it takes more than its columns."""
    if division.startswith(CELL):
        return sql.known_cell(int(_size(division)))
    if division.startswith(HEXAGON) or division in workspace.area_levels()[1:]:
        return None
    return sql.quote(PLACE if division == PLACE else "area")


def _size(division: str) -> float:
    """Return the size in metres of a division by cells such as `cell:125`; `UserError` when that is no number."""
    text = division.partition(":")[2]
    try:
        return float(text)
    except ValueError as error:
        raise UserError(Text(NO_SIZE, {"size": text, "division": division})) from error


def _named(cells: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Return packed cells as texts, None for the events without a known one."""
    cell, number = np.unique(cells, return_inverse=True)
    names = np.full(len(known), None, object)
    names[known] = cell.astype(str).astype(object)[number.reshape(-1)]
    return names
