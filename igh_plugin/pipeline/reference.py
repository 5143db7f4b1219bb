"""Layers for reference into a workspace: objects, zones, streets and masks, and the statistics of areas made of them."""

from __future__ import annotations

import hashlib
from datetime import datetime, timezone
from typing import Any, Dict, Iterator, List, Optional, Sequence, Set, Tuple

import numpy as np
import pandas as pd
from osgeo import ogr

from ..core.assignment import AreaIndex
from ..core.cleaning.coordinates import parse_numbers
from ..core.cleaning.records import RawBatch, Rejects
from ..core.errors import UserError
from ..core.progress import Part, Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.network.body import Limits
from ..sources.network.door import Surroundings
from ..sources.network.errors import NotModified
from ..sources.records import Records
from ..sources.reference import ANY, ReferenceDefinition
from .collect import CollectResult, check_kept, tell
from .download import fetched, note_unchanged, remote_of
from .geometries import STORED, GeometryReader, put_in_order, wkb_of
from .history import check_size, last_runs
from .software import software
from .statistics import with_other_years

NO_COLUMN = QT_TRANSLATE_NOOP(
    "core", "{source} has no column {columns}, which its definition names. It has: {header}."
)
LEFT_OUT = QT_TRANSLATE_NOOP("core", "{count} rows of {source} are left out, as its definition says: where.")
STORED_AS = QT_TRANSLATE_NOOP(
    "core", "{source} is the layer {table} of the workspace, with {count} features."
)


def collect_reference(
    workspace,
    definition: ReferenceDefinition,
    surroundings: Optional[Surroundings] = None,
    progress: Optional[Progress] = None,
    limits: Optional[Limits] = None,
    whole: bool = False,
) -> CollectResult:
    """Fetch a layer and put it in the place of what the workspace has of it; with `whole` also one that did not change.

    Raises `NetworkError`, or `UserError` as `store_reference`; the workspace then holds what it held.
    """
    progress = progress or Silent()
    remote = remote_of(definition)
    last = last_runs(workspace, definition.source)
    known = last.mark if not whole and last.definition == definition.text else ""
    part = Part(progress, 0.0, 0.6)
    wanted = definition.wanted(remote)
    try:
        with fetched(
            workspace.path, wanted, definition.columns(), "", surroundings, part, limits, known=known
        ) as (spool, about):
            check_size(definition.source, remote, spool.rows, last)
            about["licence"] = definition.licence or None
            return store_reference(workspace, definition, [spool], about, Part(progress, 0.6, 1.0))
    except NotModified:
        result = note_unchanged(workspace, definition, last, len(workspace.layer(definition.source)[1]))
        tell(result, progress)
        return result


def store_reference(
    workspace,
    definition: ReferenceDefinition,
    files: Sequence[Records],
    about: Dict[str, Any],
    progress: Progress = Silent(),
) -> CollectResult:
    """Make the layer of a source hold exactly these records, and its statistics of areas follow, in one transaction.

    Rows without a geometry that can be used go to the rejects. Raises `UserError` when a column is missing or nothing
    can be kept.
    """
    result = CollectResult(detected=[file.said() for file in files])
    check_header(definition.source, definition.columns(), [name for file in files for name in file.header])
    layer = _Layer(definition, workspace.crs)
    for number, file in enumerate(files):
        for batch in file.batches(number, definition.columns(), whole=False):
            progress.step(0.6 * (number + batch.share) / len(files))
            layer.add(batch)
    result.read, result.kept = layer.read, len(layer.wkbs)
    rejects = layer.rejects()
    result.rejected = rejects["reason"].value_counts().to_dict()
    check_kept(definition.source, result)
    if layer.left_out:
        result.notes.append(Text(LEFT_OUT, {"count": layer.left_out, "source": definition.source}))
    year = definition.year or datetime.now(timezone.utc).year
    with workspace.begin("collect", definition.source, about, software()) as run:
        result.run = run.id
        run.put_source(definition.as_record())
        _compare(workspace, definition, layer, result)
        title = definition.title.get("en", definition.source)
        columns = layer.columns()
        table = run.store_layer(
            definition.source, columns, layer.wkbs, layer.boxes(), STORED[definition.shape], year, title
        )
        values = {"source": definition.source, "table": table, "count": result.kept}
        result.notes.append(Text(STORED_AS, values))
        run.store_rejects(definition.source, rejects)
        statistics = list(_statistics(workspace, definition, layer, columns, year, Part(progress, 0.6, 0.95)))
        if statistics:
            run.replace_area_statistics(with_other_years(workspace, pd.concat(statistics)))
        result.count(run)
        progress.check()
    tell(result, progress)
    return result


def check_header(source: str, wanted: Sequence[str], header: Sequence[str]) -> None:
    """Raise `UserError` when a column is in none of the headers."""
    missing = [name for name in wanted if name not in header]
    if missing and header:
        values = {
            "source": source,
            "columns": ", ".join(missing),
            "header": ", ".join(dict.fromkeys(header[:40])),
        }
        raise UserError(Text(NO_COLUMN, values))


def chosen_rows(where: Dict[str, Sequence[str]], batch: RawBatch) -> np.ndarray:
    """Return the rows of a batch whose columns have the values that are asked for, (n,) int64."""
    keep = np.ones(len(batch), bool)
    for column, allowed in where.items():
        values = batch.columns.get(column, [""] * len(batch))
        any_at_all = ANY in allowed
        keep &= np.fromiter(
            (value in allowed or (any_at_all and value != "") for value in values), bool, len(batch)
        )
    return np.flatnonzero(keep)


class _Layer:
    """The rows of a layer as they come together."""

    def __init__(self, definition: ReferenceDefinition, crs: str):
        self._definition = definition
        self._reader = GeometryReader(definition.crs, crs, definition.shape)
        self._rejects = Rejects()
        self.read = self.left_out = 0
        self.ids: List[str] = []
        self.wkbs: List[bytes] = []
        self._boxes: List[Tuple[float, ...]] = []
        self._texts: Dict[str, List[str]] = {name: [] for name in definition.fields}
        self._seen: Set[str] = set()

    def add(self, batch: RawBatch) -> None:
        self.read += len(batch) + len(batch.broken)
        self._rejects.add_broken(batch)
        definition = self._definition
        rows = chosen_rows(dict(definition.where), batch)
        self.left_out += len(batch) - len(rows)
        shapes = batch.columns.get(definition.geometry, [""] * len(batch))
        id_column = next((name for name in definition.id_columns if name in batch.columns), None)
        wrong = self._bad_numbers(batch)
        for row in rows.tolist():
            name = batch.columns[id_column][row] if id_column else ""
            geometry, reason = self._reader.read(shapes[row])
            field = definition.geometry
            if name and name in self._seen:
                reason, field = "duplicate_id", id_column or ""
            elif not reason and row in wrong:
                reason, field = "bad_number", wrong[row]
            if geometry is None or reason:
                self._rejects.add(batch, [row], reason, field)
                continue
            self._seen.add(name)
            self.ids.append(name)
            self.wkbs.append(wkb_of(geometry))
            self._boxes.append(geometry.GetEnvelope())
            for field, one in definition.fields.items():
                values = batch.columns.get(one.column)
                self._texts[field].append(values[row] if values else "")

    def rejects(self) -> pd.DataFrame:
        """Return the rows that cannot be used, each with its reason."""
        return self._rejects.take()

    def columns(self) -> Dict[str, np.ndarray]:
        """Return the columns as they are stored: texts, None where empty, and numbers, NaN where empty."""
        found: Dict[str, np.ndarray] = {}
        if self._definition.id_columns:
            found["id"] = _texts(self.ids)
        for name, field in self._definition.fields.items():
            texts = self._texts[name]
            found[name] = parse_numbers(texts)[0] if field.number else _texts(texts)
        return found

    def boxes(self) -> np.ndarray:
        return np.array(self._boxes, float).reshape(-1, 4)

    def digests(self) -> Dict[str, bytes]:
        """Return a hash of each row by its id, or by itself where the source has no ids."""
        return _digests(self.columns(), self.wkbs)

    def _bad_numbers(self, batch: RawBatch) -> Dict[int, str]:
        found: Dict[int, str] = {}
        for field in self._definition.fields.values():
            if field.number and field.column in batch.columns:
                _, bad = parse_numbers(batch.columns[field.column])
                found.update({int(row): field.column for row in np.flatnonzero(bad)})
        return found


def _texts(values: List[str]) -> np.ndarray:
    return np.array([value or None for value in values], object)


def _digests(columns: Dict[str, np.ndarray], wkbs: Sequence[bytes]) -> Dict[str, bytes]:
    listed = [column.tolist() for column in columns.values()]
    found = {}
    for number, wkb in enumerate(wkbs):
        row = [values[number] for values in listed]
        row = [None if value != value else value for value in row]
        digest = hashlib.blake2b(repr(row).encode() + wkb, digest_size=16).digest()
        found[str(columns["id"][number]) if "id" in columns else digest.hex()] = digest
    return found


def _compare(workspace, definition: ReferenceDefinition, layer: _Layer, result: CollectResult) -> None:
    """Count what is new, changed, unchanged and gone."""
    before, after = _digests(*workspace.layer(definition.source)), layer.digests()
    result.new = len(after.keys() - before.keys())
    result.unchanged = sum(1 for name, digest in after.items() if before.get(name) == digest)
    result.changed = len(after) - result.new - result.unchanged
    result.withdrawn = len(before.keys() - after.keys())


def _statistics(
    workspace,
    definition: ReferenceDefinition,
    layer: _Layer,
    columns: Dict[str, np.ndarray],
    year: int,
    progress: Progress,
) -> Iterator[pd.DataFrame]:
    """Give code, year, name and value of the statistics made of a layer, for every level."""
    if not definition.statistics:
        return
    geometries = [put_in_order(ogr.CreateGeometryFromWkb(wkb)) for wkb in layer.wkbs]
    points = np.array([_inside(one) for one in geometries]).reshape(-1, 2)
    for level in workspace.area_levels():
        outlines = workspace.area_geometries(level)
        codes = [str(code) for code in workspace.areas(level)["code"]]
        number = AreaIndex(outlines).locate(points[:, 0], points[:, 1])
        inside = number >= 0
        for name, one in definition.statistics.items():
            if one.measure in ("length", "area"):
                total = _extents(geometries, layer.boxes(), outlines, one.measure, progress)
            else:
                amount = columns[one.of] if one.measure == "sum" else np.ones(len(points))
                amount = np.nan_to_num(amount[inside])
                total = np.bincount(number[inside], weights=amount, minlength=len(codes))
            yield pd.DataFrame({"code": codes, "year": year, "name": name, "value": total})


def _inside(geometry: ogr.Geometry) -> Tuple[float, float]:
    """Return a point that stands for a geometry: a point itself, the middle of a line, a point on a polygon."""
    while geometry.GetGeometryCount() and ogr.GT_Flatten(geometry.GetGeometryType()) not in (
        ogr.wkbPolygon, ogr.wkbMultiPolygon,
    ):  # fmt: skip
        parts = [geometry.GetGeometryRef(at) for at in range(geometry.GetGeometryCount())]
        geometry = max(parts, key=lambda part: part.Length())
    kind = geometry.GetGeometryType()
    point = geometry
    if kind == ogr.wkbLineString:
        point = geometry.Value(geometry.Length() / 2)
    elif kind != ogr.wkbPoint:
        point = geometry.PointOnSurface() or geometry.Centroid()
    return point.GetX(), point.GetY()


def _extents(
    geometries: Sequence[ogr.Geometry],
    boxes: np.ndarray,
    outlines: Sequence[bytes],
    measure: str,
    progress: Progress,
) -> np.ndarray:
    """Return kilometres of lines or km2 of polygons inside each area, (m,) float64: what crosses an edge is cut there."""
    areas = [put_in_order(ogr.CreateGeometryFromWkb(wkb)) for wkb in outlines]
    prepared = [one.CreatePreparedGeometry() for one in areas]
    around = np.array([one.GetEnvelope() for one in areas]).reshape(-1, 4)
    size = (lambda one: one.Length() / 1e3) if measure == "length" else (lambda one: one.Area() / 1e6)
    total = np.zeros(len(areas))
    for at, (geometry, box) in enumerate(zip(geometries, boxes)):
        if at % 1_000 == 0:
            progress.step(at / len(geometries))
        near = (
            (around[:, 0] <= box[1])
            & (around[:, 1] >= box[0])
            & (around[:, 2] <= box[3])
            & (around[:, 3] >= box[2])
        )
        for number in np.flatnonzero(near).tolist():
            if prepared[number].Contains(geometry):
                total[number] += size(geometry)
                break
            shared = areas[number].Intersection(geometry)
            if shared is not None:
                total[number] += size(shared)
    return total
