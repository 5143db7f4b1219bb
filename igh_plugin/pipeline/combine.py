"""Events x areas x periods x categories: the cubes that all analysis reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np

from ..core import periods
from ..core.aoristic import WHOLE
from ..core.cube import Cube
from ..core.errors import UserError
from ..core.filters import EventFilter
from ..core.progress import Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..workspace.cubes import Part
from .counting import Columns, Reading, aoristic_cube_of, cube_of, read_columns
from .cube_changes import Basis, basis_as_told, basis_of, patch, stored_basis
from .divisions import CELL, PLACE, check_division, standard_division

__all__ = ["CELL", "PLACE", "combine", "cube_of", "read_columns", "standard_division"]
AORISTIC = "aoristic"
FEW = 4
"""Where more than one of so many events changed, counting all anew takes no longer."""
STANDARD_KINDS = (periods.WEEK, periods.MONTH, periods.ALL)
NO_ATTRIBUTE = QT_TRANSLATE_NOOP(
    "core",
    "No source that is combined has an attribute “{attribute}”: choose one of {attributes}, or leave it empty.",
)
NO_CALENDAR = QT_TRANSLATE_NOOP(
    "core",
    "The workspace knows no days of the kind “{kind}”: collect a calendar first, or choose one of {kinds}.",
)
NO_HOUR = QT_TRANSLATE_NOOP(
    "core", "{source}: {events} events have a date but no time of day; they are in no hour."
)


@dataclass(frozen=True)
class CombineResult:
    """The run, and for each cube its source, division, kind of period, cells and events."""

    run: int
    cubes: Tuple[Dict[str, object], ...]


def combine(
    workspace,
    sources: Sequence[str] = (),
    divisions: Sequence[str] = (),
    kinds: Sequence[str] = STANDARD_KINDS,
    progress: Progress = Silent(),
    attribute: str = "",
    aoristic: bool = False,
    anew: bool = False,
) -> CombineResult:
    """Count every source by division and period, and by an attribute if given, and store the cubes in one run.

    Empty `sources` means all of the workspace, empty `divisions` the one that themes read. A cube replaces the earlier
    one of the same source, division, kind, attribute and weighting: with `aoristic`, events are spread over the periods
    in which they can have happened. Only what changed since then is counted, unless `anew`; the result is the same.
    Raises `UserError` for a level of areas, an attribute or a calendar that is not there.
    """
    names = list(sources) or [str(item["source"]) for item in workspace.sources()]
    wanted = list(divisions) or [standard_division(workspace)]
    for division in wanted:
        check_division(workspace, division)
    _check_attribute(workspace, names, attribute)
    marked = {kind: _marked(workspace, kind) for kind in kinds if kind.startswith(periods.CALENDAR)}
    weighting = AORISTIC if aoristic else ""
    parameters = {"divisions": wanted, "kinds": list(kinds), "sources": names}
    parameters.update({"attribute": attribute} if attribute else {})
    parameters.update({"weighting": weighting} if weighting else {})
    done: List[Dict[str, object]] = []
    with workspace.begin(kind="combine", parameters=parameters) as run:
        steps = len(names) * len(wanted) * len(kinds)
        for name in names:
            for division in wanted:
                hours = periods.HOUR in kinds and not aoristic
                reading = Reading(workspace, name, division, attribute, hours, aoristic)
                for kind in kinds:
                    progress.check()
                    progress.step(
                        len(done) / steps,
                        Text(
                            QT_TRANSLATE_NOOP("core", "Counting {source} by {division}"),
                            {"source": name, "division": division},
                        ),
                    )
                    part = Part(name, division, kind, attribute, weighting)
                    basis = None if anew else _brought_up_to_date(workspace, run, reading, part, marked)
                    if basis is None:
                        basis = _counted_anew(run, reading, part, marked)
                    if hours and kind == periods.HOUR and basis.dated > basis.counted:
                        told = {"source": name, "events": basis.dated - basis.counted}
                        progress.report(Text(NO_HOUR, told))
                    done.append(
                        {
                            "source": name,
                            "division": division,
                            "kind": kind,
                            "cells": basis.cells,
                            "events": basis.counted // (WHOLE if aoristic else 1),
                        }
                    )
        run.counts(
            read=sum(int(str(item["events"])) for item in done),
            kept=sum(int(str(item["cells"])) for item in done),
        )
    return CombineResult(run.id, tuple(done))


def left_behind(workspace, sources: Sequence[str], division: str, kind: str) -> Tuple[str, ...]:
    """Return the sources whose events are others than those a kind of period of their cube was counted from, or not known to be.

    It is told to those who see all events: what they were counted from is the register of the whole.
    """
    found: List[str] = []
    if workspace.seen_areas() is not None:
        return ()
    for source in sources:
        basis = workspace.cube_basis(Part(source, division, kind))
        told = stored_basis(basis[1]) if basis else None
        there = workspace.count_events(EventFilter(sources=(source,)))
        if basis is None or told is None:
            behind = there > 0
        else:
            behind = told.events != there or workspace.changed_since(basis[0], source)
        if behind:
            found.append(source)
    return tuple(found)


def recount(workspace, run, source: str) -> bool:
    """Count all parts of the cube of a source anew, within a run; tell whether there are any."""
    parts = workspace.cube_parts(source)
    for part in parts:
        aoristic = part.weighting == AORISTIC
        hours = part.period_kind == periods.HOUR and not aoristic
        reading = Reading(workspace, source, part.division, part.attribute, hours, aoristic)
        kind = part.period_kind
        marked = {kind: _marked(workspace, kind)} if kind.startswith(periods.CALENDAR) else {}
        _counted_anew(run, reading, part, marked)
    return bool(parts)


def _count(columns: Columns, part: Part, zone: str, marked: Dict[str, np.ndarray]) -> Cube:
    days = marked.get(part.period_kind)
    if part.weighting == AORISTIC:
        return aoristic_cube_of(columns, part.period_kind, zone, days)
    return cube_of(columns, part.period_kind, days)


def _counted_anew(run, reading: Reading, part: Part, marked: Dict[str, np.ndarray]) -> Basis:
    found = None if part.weighting else reading.counted(part.period_kind)
    if found is not None:
        cube, about = found
        basis = basis_as_told(cube, reading.measures, **about)
    else:
        columns = reading.all()
        cube = _count(columns, part, reading.zone, marked)
        basis = basis_of(cube, columns)
    run.replace_cube(
        part.source, part.division, part.period_kind, cube, part.attribute, part.weighting, basis.record()
    )
    return basis


def _brought_up_to_date(
    workspace, run, reading: Reading, part: Part, marked: Dict[str, np.ndarray]
) -> Optional[Basis]:
    """Count what changed since a part was counted; None where all has to be counted."""
    found = workspace.cube_basis(part)
    basis = stored_basis(found[1]) if found else None
    if found is None or basis is None or workspace.count_changes(found[0]) * FEW > basis.events:
        return None
    before, now = reading.since(found[0])
    # Events that went without a trace, such as those erased, are in no version: then the numbers do not fit.
    there = workspace.count_events(EventFilter(sources=(part.source,)))
    if basis.events + len(now["day"]) - len(before["day"]) != there:
        return None
    counted = [(_count(columns, part, reading.zone, marked), columns) for columns in (before, now)]
    return patch(workspace, run, part, basis, counted[0], counted[1])


def _check_attribute(workspace, sources: Sequence[str], attribute: str) -> None:
    known = {str(item["name"]) for item in workspace.attributes() if item["source"] in sources}
    if attribute and attribute not in known:
        listed = ", ".join(sorted(known)) or "-"
        raise UserError(Text(NO_ATTRIBUTE, {"attribute": attribute, "attributes": listed}))


def _marked(workspace, kind: str) -> np.ndarray:
    """Return the days of the calendar that a kind of period names."""
    name = kind[len(periods.CALENDAR) :]
    known = workspace.calendars()
    if name not in known:
        raise UserError(Text(NO_CALENDAR, {"kind": name, "kinds": ", ".join(known) or "-"}))
    return workspace.calendar(name)
