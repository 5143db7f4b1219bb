"""Events x areas x periods x categories: the cubes that all analysis reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Sequence, Tuple

import numpy as np

from ..core import periods
from ..core.cube import Cube, count
from ..core.filters import EventFilter
from ..core.grid import coarsen
from ..core.progress import Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text

PLACE = "place"
CELL = "cell:"
STANDARD_KINDS = (periods.WEEK, periods.MONTH, periods.ALL)


@dataclass(frozen=True)
class CombineResult:
    """The run, and for each cube its source, division, kind of period, cells and events."""

    run: int
    cubes: Tuple[Dict[str, object], ...]


def standard_division(workspace) -> str:
    """Return the division that themes read: the finest areas, or the places of the mapping without areas."""
    levels = workspace.area_levels()
    return levels[0] if levels else PLACE


def read_columns(workspace, source: str, division: str) -> Dict[str, np.ndarray]:
    """Read what a cube of a division needs: place, local day (NaN: undated), category and the measures."""
    column = "cell" if division.startswith(CELL) else ("place" if division == PLACE else "area")
    measures = [str(item["name"]) for item in workspace.measures() if item["source"] == source]
    wanted = [column, "local_day", "category"] + [f"m_{name}" for name in measures]
    columns = workspace.events(wanted, EventFilter(sources=(source,)))
    place = columns[column]
    if column == "cell":
        place = coarsen(place, float(division[len(CELL) :])).astype(str).astype(object)
    out = {"place": place, "day": columns["local_day"].astype(float), "category": columns["category"]}
    out.update({f"m_{name}": columns[f"m_{name}"] for name in measures})
    return out


def cube_of(columns: Dict[str, np.ndarray], kind: str) -> Cube:
    """Count the columns of `read_columns` by one kind of period; undated events count only in `all`."""
    dated = ~np.isnan(columns["day"]) if kind != periods.ALL else np.ones(len(columns["day"]), bool)
    day = np.nan_to_num(columns["day"][dated]).astype(np.int64)
    measures = {name[2:]: values[dated] for name, values in columns.items() if name.startswith("m_")}
    return count(columns["place"][dated], periods.period_of(day, kind), columns["category"][dated], measures)


def combine(
    workspace,
    sources: Sequence[str] = (),
    divisions: Sequence[str] = (),
    kinds: Sequence[str] = STANDARD_KINDS,
    progress: Progress = Silent(),
) -> CombineResult:
    """Count every source by division and period and store the cubes in one run.

    Empty `sources` means all of the workspace, empty `divisions` the one that themes read. A cube replaces
    the earlier one of the same source, division and kind.
    """
    names = list(sources) or [str(item["source"]) for item in workspace.sources()]
    wanted = list(divisions) or [standard_division(workspace)]
    done: List[Dict[str, object]] = []
    with workspace.begin(
        kind="combine", parameters={"divisions": wanted, "kinds": list(kinds), "sources": names}
    ) as run:
        steps = len(names) * len(wanted) * len(kinds)
        for name in names:
            for division in wanted:
                columns = read_columns(workspace, name, division)
                for kind in kinds:
                    progress.check()
                    progress.step(
                        len(done) / steps,
                        Text(
                            QT_TRANSLATE_NOOP("core", "Counting {source} by {division}"),
                            {"source": name, "division": division},
                        ),
                    )
                    cube = cube_of(columns, kind)
                    run.replace_cube(name, division, kind, cube)
                    events = int(cube.values["events"].sum())
                    done.append(
                        {
                            "source": name,
                            "division": division,
                            "kind": kind,
                            "cells": len(cube),
                            "events": events,
                        }
                    )
        run.counts(
            read=sum(int(str(item["events"])) for item in done),
            kept=sum(int(str(item["cells"])) for item in done),
        )
    return CombineResult(run.id, tuple(done))
