"""By what events are counted: levels of areas, places of the mapping, cells; and where each event lies in it."""

from __future__ import annotations

from typing import Dict, Tuple

import numpy as np

from ..core.errors import UserError
from ..core.grid import coarsen, ratio
from ..core.text import QT_TRANSLATE_NOOP, Text

PLACE = "place"
CELL = "cell:"
UNKNOWN = QT_TRANSLATE_NOOP(
    "core", "There is no level of areas “{division}” in the workspace: choose one of {levels}, or `cell`."
)


def standard_division(workspace) -> str:
    """Return the division that themes read: the finest areas, or the places of the mapping without areas."""
    levels = workspace.area_levels()
    return levels[0] if levels else PLACE


def check_division(workspace, division: str) -> None:
    """Raise `UserError` for a level of areas that the workspace does not have, or a size no cell can have."""
    if division.startswith(CELL):
        ratio(float(division[len(CELL) :]))
        return
    levels = workspace.area_levels()
    if division != PLACE and levels and division not in levels:
        raise UserError(Text(UNKNOWN, {"division": division, "levels": ", ".join(levels)}))


def columns_of(division: str) -> Tuple[str, ...]:
    """Return the columns of events that tell where an event lies in a division."""
    return ("cell",) if division.startswith(CELL) else (PLACE,) if division == PLACE else ("area",)


def places_in(workspace, division: str, columns: Dict[str, np.ndarray]) -> np.ndarray:
    """Return the name of the place of each event in a division, (n,) object with None for none."""
    if division.startswith(CELL):
        return coarsen(columns["cell"], float(division[len(CELL) :])).astype(str).astype(object)
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
