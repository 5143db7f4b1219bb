"""Statistics of areas into a workspace: the denominators of rates, each with its year."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Dict, List, Optional, Tuple

import numpy as np
import pandas as pd

from ..core.errors import UserError
from ..core.progress import Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.network.body import Limits
from ..sources.network.door import Door, Surroundings
from ..sources.odata import ODataTable, year_of
from ..sources.statistics import StatisticsDefinition
from .collect import CollectResult, tell
from .software import software

PARTS = {"JJ": 1, "KW": 4, "MM": 12}

NO_AREAS = QT_TRANSLATE_NOOP(
    "core",
    "The workspace has no areas, so statistics of areas have no place in it. Import areas first.",
)
NO_MATCH = QT_TRANSLATE_NOOP(
    "core",
    "None of the {count} areas of {source} is an area of the workspace: it has codes such as {theirs}, the workspace "
    "such as {ours}. State in the definition what to leave out of the codes: areas, remove. Nothing was changed.",
)
UNKNOWN = QT_TRANSLATE_NOOP(
    "core", "{count} of {all} areas of {source} are no areas of the workspace, such as {codes}."
)
SUPPRESSED = QT_TRANSLATE_NOOP(
    "core", "{statistic}: {count} values are suppressed by the publisher; they stay unknown and are no zeros."
)
INCOMPLETE = QT_TRANSLATE_NOOP(
    "core", "{statistic}: {years} is left out, because not all of its {parts} parts have been published."
)


def collect_statistics(
    workspace,
    definition: StatisticsDefinition,
    surroundings: Optional[Surroundings] = None,
    progress: Optional[Progress] = None,
    limits: Optional[Limits] = None,
) -> CollectResult:
    """Fetch the statistics of a definition and put them in the place of those of the same names, in one transaction.

    Raises `NetworkError`, or `UserError` when no area is known; the workspace then holds what it held.
    """
    progress = progress or Silent()
    codes = {str(code) for level in workspace.area_levels() for code in workspace.areas(level)["code"]}
    if not codes:
        raise UserError(Text(NO_AREAS))
    result = CollectResult()
    begin = datetime.now(timezone.utc)
    frames: List[pd.DataFrame] = []
    with Door(definition.source, surroundings, progress, limits, software().get("igh", "")) as door:
        table = ODataTable(door, definition, progress)
        for number, name in enumerate(definition.statistics):
            values = {"source": definition.source}
            progress.step(
                0.9 * number / len(definition.statistics),
                Text(QT_TRANSLATE_NOOP("core", "Fetching {source}"), values),
            )
            frames.append(_frame(definition, name, list(table.statistic(name)), result))
        fetched = door.bytes
    frame = pd.concat(frames, ignore_index=True)
    known = frame["code"].isin(codes).to_numpy()
    _tell_unknown(definition, frame, known, codes, result)
    about = {
        "address": definition.remote.address, "whole": True, "since": None, "reached": None, "bytes": fetched,
        "seconds": round((datetime.now(timezone.utc) - begin).total_seconds(), 1), "licence": definition.licence or None,
    }  # fmt: skip
    with workspace.begin(
        kind="collect", source=definition.source, parameters=about, software=software()
    ) as run:
        result.run = run.id
        run.put_source(definition.as_record())
        before = workspace.area_statistics()
        mine = np.isin(np.asarray(before["name"], object).astype(str), list(definition.statistics))
        result.kept = int(known.sum())
        _compare(before, mine, frame[known], result)
        run.replace_area_statistics(frame[known], list(definition.statistics))
        result.count(run)
        progress.check()
    tell(result, progress)
    return result


def with_other_years(workspace, frame: pd.DataFrame) -> pd.DataFrame:
    """Return statistics together with what the workspace has of the same names for other years."""
    before = pd.DataFrame(dict(workspace.area_statistics()))
    held = set(zip(frame["name"], frame["year"]))
    others = [
        name in set(frame["name"]) and (name, year) not in held
        for name, year in zip(before["name"], before["year"])
    ]
    return pd.concat([before[np.array(others, bool)], frame], ignore_index=True)


def _frame(
    definition: StatisticsDefinition,
    name: str,
    rows: List[Tuple[str, str, Optional[float]]],
    result: CollectResult,
) -> pd.DataFrame:
    """Return code, year, name and value; months and quarters are added up to years of which none is missing."""
    result.read += len(rows)
    sums: Dict[Tuple[str, int], List[Optional[float]]] = {}
    parts: Dict[int, Dict[Tuple[str, int], str]] = {}
    for area, period, value in rows:
        year, kind, number = year_of(period) if period else (definition.year, "JJ", 0)
        parts.setdefault(year, {})[(kind, number)] = kind
        code = area[len(definition.remove) :] if area.startswith(definition.remove) else area
        sums.setdefault((code, year), []).append(value)
    needed = {year: PARTS[next(iter(found.values()))] for year, found in parts.items()}
    for year, found in sorted(parts.items()):
        if len(found) < needed[year]:
            values = {"statistic": name, "years": year, "parts": needed[year]}
            result.notes.append(Text(INCOMPLETE, values))
    table = [
        (code, year, name, float("nan") if None in values else sum(filter(None, values)))
        for (code, year), values in sums.items()
        if len(values) == needed[year]
    ]
    frame = pd.DataFrame(table, columns=["code", "year", "name", "value"])
    hidden = int(frame["value"].isna().sum())
    if hidden:
        result.notes.append(Text(SUPPRESSED, {"statistic": name, "count": hidden}))
    return frame


def _tell_unknown(definition, frame: pd.DataFrame, known: np.ndarray, codes, result: CollectResult) -> None:
    theirs = frame["code"].drop_duplicates()
    strange = sorted(set(frame["code"][~known]))
    if not known.any():
        values = {"source": definition.source, "count": len(theirs), "theirs": ", ".join(sorted(theirs)[:3])}
        raise UserError(Text(NO_MATCH, {**values, "ours": ", ".join(sorted(codes)[:3])}))
    if strange:
        values = {"count": len(strange), "all": len(theirs), "source": definition.source}
        result.notes.append(Text(UNKNOWN, {**values, "codes": ", ".join(strange[:3])}))


def _compare(before, mine: np.ndarray, frame: pd.DataFrame, result: CollectResult) -> None:
    """Count what is new, changed, unchanged and gone."""
    old = {
        (str(code), int(year), str(name)): value
        for code, year, name, value in zip(
            *(np.asarray(before[key])[mine] for key in ("code", "year", "name", "value"))
        )
    }
    new = {(code, year, name): value for code, year, name, value in frame.itertuples(index=False)}
    same = {
        key
        for key, value in new.items()
        if key in old and (old[key] == value or (value != value and old[key] != old[key]))
    }
    result.new = len(new.keys() - old.keys())
    result.unchanged = len(same)
    result.changed = len(new) - result.new - result.unchanged
    result.withdrawn = len(old.keys() - new.keys())
