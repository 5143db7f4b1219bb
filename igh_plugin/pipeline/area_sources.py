"""Areas fetched from a service: their levels and statistics into a workspace, in the place of those it has."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import Any, Dict, List, Optional, Set

import pandas as pd
from osgeo import ogr

from ..core.cleaning.coordinates import parse_numbers
from ..core.cleaning.records import Rejects
from ..core.errors import UserError
from ..core.progress import Part, Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.areas import AreaLevel, AreasDefinition
from ..sources.network.body import Limits
from ..sources.network.door import Surroundings
from ..sources.spool import Spool
from .areas import Level, store_areas
from .collect import CollectResult, tell
from .download import fetched, remote_of
from .geometries import GeometryReader, put_in_order, wkb_of
from .history import check_size, last_runs
from .reference import check_header, chosen_rows
from .software import software
from .statistics import SUPPRESSED, with_other_years

NO_AREAS = QT_TRANSLATE_NOOP(
    "core", "The level {level} of {source} has no areas that can be used. Nothing was changed."
)
PARTS = QT_TRANSLATE_NOOP(
    "core", "{count} areas of the level {level} come in several parts, which were put together."
)


def collect_areas(
    workspace,
    definition: AreasDefinition,
    surroundings: Optional[Surroundings] = None,
    progress: Optional[Progress] = None,
    limits: Optional[Limits] = None,
) -> CollectResult:
    """Fetch all levels of areas and put them in the place of those of the workspace, in one transaction.

    Raises `NetworkError`, or `UserError` when a column is missing or a level is empty; the workspace then holds what
    it held.
    """
    progress = progress or Silent()
    remote = remote_of(definition)
    result, rejects = CollectResult(), Rejects()
    levels: List[Level] = []
    statistics: List[pd.DataFrame] = []
    about: Dict[str, Any] = {}
    header: List[str] = []
    with ExitStack() as stack:
        for number, wanted in enumerate(definition.levels):
            wanted = replace(wanted, remote=replace(wanted.remote, credentials=remote.credentials))
            columns = [*wanted.columns(), *definition.statistics.values()]
            part = Part(
                progress, 0.8 * number / len(definition.levels), 0.8 * (number + 1) / len(definition.levels)
            )
            spool, said = stack.enter_context(
                fetched(
                    workspace.path,
                    wanted.wanted(definition.source, definition.crs),
                    columns,
                    "",
                    surroundings,
                    part,
                    limits,
                    wanted.name,
                )  # fmt: skip
            )
            about = {
                **said,
                "bytes": said["bytes"] + about.get("bytes", 0),
                "licence": definition.licence or None,
            }
            above = definition.levels[number + 1].remove if number + 1 < len(definition.levels) else ""
            level = _Level(definition, wanted, above, workspace.crs, rejects, result)
            level.read(spool)
            header += spool.header
            levels.append(level.level())
            statistics += level.statistics()
        check_header(definition.source, list(definition.statistics.values()), header)
        check_size(definition.source, remote, result.read, last_runs(workspace, definition.source))
        levels.sort(key=lambda one: (-len(one.codes), one.name))
        frame = rejects.take()
        result.rejected = frame["reason"].value_counts().to_dict()
        result.kept = sum(len(one.codes) for one in levels)
        with workspace.begin(
            "collect", definition.source, {**about, "address": remote.address}, software()
        ) as run:
            result.run = run.id
            run.put_source(definition.as_record())
            _compare(workspace, levels, result)
            numbers = with_other_years(workspace, pd.concat(statistics)) if statistics else None
            store_areas(workspace, run, levels, numbers, Part(progress, 0.8, 1.0))
            run.store_rejects(definition.source, frame)
            result.count(run)
            progress.check()
    tell(result, progress)
    return result


class _Level:
    """One level as it comes in; parts under one code are put together."""

    def __init__(
        self,
        definition: AreasDefinition,
        wanted: AreaLevel,
        above: str,
        crs: str,
        rejects: Rejects,
        result: CollectResult,
    ):
        self._definition, self._wanted, self._above = definition, wanted, above
        self._reader = GeometryReader(definition.crs, crs, "polygon")
        self._rejects, self._result = rejects, result
        self._shapes: Dict[str, ogr.Geometry] = {}
        self._names: Dict[str, str] = {}
        self._parents: Dict[str, str] = {}
        self._numbers: Dict[str, Dict[str, float]] = {name: {} for name in definition.statistics}
        self._several: Set[str] = set()

    def read(self, spool: Spool) -> None:
        """Take the rows that were fetched."""
        wanted = self._wanted
        check_header(self._definition.source, wanted.columns(), spool.header)
        for batch in spool.batches(0, None, whole=False):
            self._result.read += len(batch) + len(batch.broken)
            self._rejects.add_broken(batch)
            texts = {
                name: parse_numbers(batch.columns[column])[0] for name, column in self._held(batch).items()
            }
            codes, outlines, titles, parents = (
                batch.columns.get(column, [""] * len(batch))  # a zip may hold files of other columns
                for column in (wanted.code, wanted.geometry, wanted.title, wanted.parent)
            )
            for row in chosen_rows(dict(wanted.where), batch).tolist():
                code = _without(codes[row].strip(), wanted.remove)
                shape, reason = self._reader.read(outlines[row])
                if shape is None or not code:
                    self._rejects.add(
                        batch, [row], reason or "missing_code", wanted.code if not code else wanted.geometry
                    )
                    continue
                if code in self._shapes:
                    self._several.add(code)
                    both = put_in_order(self._shapes[code]).Union(put_in_order(shape))
                    shape = ogr.ForceToMultiPolygon(both)
                self._shapes[code] = shape
                self._names[code] = titles[row].strip() if wanted.title else code
                self._parents[code] = _without(parents[row].strip(), self._above)
                for name, values in texts.items():
                    self._numbers[name][code] = float(values[row])
        if not self._shapes:
            raise UserError(Text(NO_AREAS, {"level": wanted.name, "source": self._definition.source}))
        if self._several:
            values = {"count": len(self._several), "level": wanted.name}
            self._result.notes.append(Text(PARTS, values))

    def _held(self, batch) -> Dict[str, str]:
        """Return the columns of statistics that this level has; a level may lack what another one has."""
        held = set(batch.header) & set(batch.columns)
        return {name: one for name, one in self._definition.statistics.items() if one in held}

    def level(self) -> Level:
        shapes = list(self._shapes.values())
        return Level(
            self._wanted.name,
            list(self._shapes),
            list(self._names.values()),
            {"parent": list(self._parents.values())} if self._wanted.parent else {},
            [wkb_of(one) for one in shapes],
            [one.GetArea() / 1e6 for one in shapes],
        )

    def statistics(self) -> List[pd.DataFrame]:
        """Return code, year, name and value; what the publisher keeps to himself is NaN."""
        found = []
        for name, numbers in self._numbers.items():
            frame = pd.DataFrame(
                {
                    "code": list(numbers),
                    "year": self._definition.year,
                    "name": name,
                    "value": list(numbers.values()),
                }
            )
            hidden = frame["value"].isin(self._definition.unknown)
            frame.loc[hidden, "value"] = float("nan")
            if hidden.any():
                self._result.notes.append(Text(SUPPRESSED, {"statistic": name, "count": int(hidden.sum())}))
            if len(frame):
                found.append(frame)
        return found


def _without(code: str, beginning: str) -> str:
    return code[len(beginning) :] if beginning and code.startswith(beginning) else code


def _compare(workspace, levels: List[Level], result: CollectResult) -> None:
    """Count what is new, changed, unchanged and gone, by level, code, name and outline."""
    before = {
        (level, str(code)): (str(name), outline)
        for level in workspace.area_levels()
        for code, name, outline in zip(
            workspace.areas(level)["code"], workspace.areas(level)["name"], workspace.area_geometries(level)
        )
    }
    after = {
        (one.name, code): (name, outline)
        for one in levels
        for code, name, outline in zip(one.codes, one.names, one.wkb)
    }
    result.new = len(after.keys() - before.keys())
    result.unchanged = sum(1 for key, value in after.items() if before.get(key) == value)
    result.changed = len(after) - result.new - result.unchanged
    result.withdrawn = len(before.keys() - after.keys())
