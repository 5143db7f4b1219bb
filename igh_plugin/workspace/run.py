"""One execution that changes a workspace: a single transaction, whole or not at all."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timezone
from itertools import zip_longest
from typing import (
    Any,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Sequence,
    Set,
    Tuple,
    Union,
)

import numpy as np
import pandas as pd

from ..core.cleaning.addresses import Answer
from ..core.cleaning.records import REJECT_COLUMNS, WITHOUT_CONTENT
from ..core.cube import Cube
from ..core.periods import CALENDAR
from . import cubes, erasing, geocodes, geometry, incidents, sql, values
from .changes import FEW_ROWS, EventChanges, SourceEvents, as_json
from .database import Database
from .erasing import Traces
from .schema import BY_NAME, Column, Table

MULTIPLE = {"POLYGON": "MULTIPOLYGON"}
LONGEST = 50
"""Letters of the name of a table, so that its indexes have names that every database takes."""
UNINDEXED = 20_000
"""Rows up to which a result has no spatial index: they are looked through faster than a file of many tables is opened."""
COUNTED = ("read", "kept", "rejected", "new", "changed", "unchanged", "withdrawn")
SQL_TYPES = {"i": "INTEGER", "u": "INTEGER", "b": "INTEGER", "f": "REAL", "M": "DATETIME"}


def now() -> str:
    """Return this moment in UTC as GeoPackage text."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


class Run:
    """What a run may write. Use as context manager: an exception takes everything back.

    Where the content to write equals what is there, nothing is written: a repeated run changes only `runs`.
    """

    def __init__(
        self,
        database: Database,
        kind: str,
        source: Optional[str] = None,
        parameters: Optional[Mapping[str, Any]] = None,
        software: Any = None,
    ):
        self._database = database
        self._about = (
            kind,
            source,
            as_json(dict(parameters or {})),
            software if isinstance(software, str) else as_json(software),
        )
        self._sources: Dict[str, SourceEvents] = {}
        self._rejecting: Set[str] = set()
        self._stay: Dict[str, Callable[[str], bool]] = {}
        self._counts: Dict[str, Any] = {}
        self._notes: Dict[str, Any] = {}
        self.id = 0

    def __enter__(self) -> Run:
        self._database.begin()
        try:
            with self._database.errors():
                self._database.open("runs")
                columns = ("kind", "source", "parameters", "software", "started")
                self.id = self._database.insert("runs", dict(zip(columns, (*self._about, now()))))
        except BaseException:
            self._database.rollback()
            raise
        return self

    def __exit__(self, kind, error, trace) -> None:
        if kind is not None:
            self._database.rollback()
            with self._database.errors():
                raise error
        try:
            with self._database.errors():
                self._finish()
                self._database.commit()
        except BaseException:
            self._database.rollback()
            raise

    def _finish(self) -> None:
        for events in self._sources.values():
            events.finish()
        for source in sorted(self._rejecting):
            self._settle_rejects(source)
        stored = {**self._counts, "finished": now(), "notes": as_json(self._notes)}
        self._database.execute(sql.update("runs", tuple(stored), "id"), (*stored.values(), self.id))

    # ---------------------------------------------------------------- sources and events

    def put_source(self, definition: Mapping[str, Any]) -> None:
        """Store what a source is, under its id `source`; texts that are mappings are kept as JSON."""
        columns = BY_NAME["sources"].column_names
        row = tuple(_text(definition.get(name)) for name in columns)
        self._put("sources", columns, [row], sql.equal(source=definition["source"]))

    def declare_measure(self, source: str, name: str, unit: str, title: Any) -> None:
        """Give events a column `m_<name>` for a number that adds up."""
        self._database.add_column("events", Column(sql.declared_column(sql.MEASURE_PREFIX, name), "REAL"))
        row = (source, name, unit, _text(title))
        self._put("measures", ("source", "name", "unit", "title"), [row], sql.equal(source=source, name=name))

    def declare_attribute(self, source: str, name: str, title: Any) -> None:
        """Give events a column `a_<name>` for a coded text."""
        self._database.add_column("events", Column(sql.declared_column(sql.ATTRIBUTE_PREFIX, name), "TEXT"))
        row = (source, name, _text(title))
        self._put("attributes", ("source", "name", "title"), [row], sql.equal(source=source, name=name))

    def store_events(self, source: str, frame: pd.DataFrame) -> EventChanges:
        """Store a batch of a source's events by `event_id` and `row_hash`; earlier versions are kept."""
        return self._events_of(source).store(frame)

    def withdraw_missing(self, source: str) -> int:
        """After the last batch of a full file: withdraw the events that did not come in this run."""
        return self._events_of(source).withdraw_missing()

    def _events_of(self, source: str) -> SourceEvents:
        if source not in self._sources:
            for other in self._sources.values():
                other.finish()
            self._sources[source] = SourceEvents(self._database, source, self.id)
        return self._sources[source]

    def set_event_areas(self, fids: np.ndarray, codes: Sequence[Optional[str]]) -> None:
        """Assign events to areas of the finest level; None is outside every area."""
        self._database.open("events")
        rows = zip(values.to_sql(np.asarray(codes, object)), np.asarray(fids, np.int64).tolist())
        self._database.executemany(sql.update("events", ("area",), "fid"), rows)
        if len(fids):
            cubes.forget(self._database)

    def store_rejects(self, source: str, frame: pd.DataFrame) -> None:
        """Store records that were not taken, with the reason; they replace those of the source's earlier runs."""
        self._rejecting.add(source)
        if len(frame):
            listed = [values.to_sql(frame[name]) for name in REJECT_COLUMNS]
            listed[1] = values.integers_to_sql(frame["row"])
            self._database.open("rejects")
            about = {"run": self.id, "source": source}
            self._database.insert_all("rejects", REJECT_COLUMNS, zip(*listed), about)

    def keep_rejects(self, source: str, stays: Callable[[str], bool]) -> None:
        """Keep the earlier rejects of a source of which this run reads only a part: those whose record `stays`."""
        self._stay[source] = stays

    def _settle_rejects(self, source: str) -> None:
        """Delete the rejects of earlier runs, but those that stay; where all are the same, those of this run instead."""
        earlier = sql.all_of([sql.equal(source=source), ("run <> ?", [self.id])])
        ours = sql.equal(source=source, run=self.id)
        if source in self._stay:
            gone = self._outdated(source, earlier, ours)
            doomed = [
                sql.in_list("id", gone[start : start + FEW_ROWS]) for start in range(0, len(gone), FEW_ROWS)
            ]
        else:
            sides = [self._rejects(REJECT_COLUMNS, condition) for condition in (earlier, ours)]
            same = _same(*sides)
            for side in sides:
                side.close()
            doomed = [ours if same else earlier]
        for clause, bound in doomed:
            self._database.open("rejects")
            self._database.execute(sql.delete("rejects", clause), bound)

    def _outdated(self, source: str, earlier: sql.Condition, ours: sql.Condition) -> List[int]:
        """Return the keys of earlier rejects that came again or need not stay."""
        fresh = set(map(hash, self._rejects(REJECT_COLUMNS, ours)))
        return [
            key
            for key, *row in self._rejects(("id", *REJECT_COLUMNS), earlier)
            if hash(tuple(row)) in fresh or row[2] in WITHOUT_CONTENT or not self._stay[source](row[-1])
        ]

    def _rejects(self, columns: Sequence[str], condition: sql.Condition) -> Any:
        return self._database.stream(sql.select(columns, "rejects", condition[0], ("id",)), condition[1])

    def store_geocodes(
        self,
        service: str,
        scope: str,
        answers: Mapping[str, Optional[Answer]],
        crs: str,
        asked_at: np.datetime64,
    ) -> None:
        """Remember what a service answered to addresses at a moment (UTC), None where it found nothing."""
        geocodes.store(self._database, service, scope, answers, crs, asked_at)

    def forget_geocodes(self, before: np.datetime64) -> int:
        """Delete the addresses that were looked up before a moment (UTC); return how many."""
        return geocodes.forget(self._database, before)

    def replace_incidents(self, columns: Mapping[str, Any]) -> None:
        """Replace all links of events to incidents (arrays by `incidents.COLUMNS`); the events stay as they are."""
        rows = incidents.rows_of(columns)
        self._put(incidents.TABLE, incidents.COLUMNS, rows, sql.EVERYTHING, {"run": self.id})

    # ---------------------------------------------------------------- erasing

    def erase_events(self, event_ids: Sequence[str], score: str) -> Traces:
        """Delete events with all their versions and links for good; `score` is the attribute of located addresses."""
        return erasing.erase(self._database, event_ids, score)

    def erase_versions_before(self, source: str, moment: np.datetime64) -> int:
        """Delete what events of a source were until runs before a moment (UTC); return how many versions."""
        old = sql.run_before("run_to", str(values.times_to_sql([moment])[0]))
        condition = sql.all_of([sql.of_source(source), old])
        return erasing.delete(self._database, "event_history", condition)

    def erase_rejects(
        self, source: str, is_one: Callable[[str, Dict[str, Any]], bool]
    ) -> List[Dict[str, Any]]:
        """Delete the rejected rows of a source whose reason and record `is_one`; return their records."""
        return erasing.erase_rejects(self._database, source, is_one)

    def erase_rejects_before(self, source: str, moment: np.datetime64) -> int:
        """Delete the rejected rows of a source that came in runs before a moment (UTC); return how many."""
        old = sql.run_before("run", str(values.times_to_sql([moment])[0]))
        condition = sql.all_of([sql.equal(source=source), old])
        return erasing.delete(self._database, "rejects", condition)

    def erase_addresses(self, addresses: Iterable[str]) -> int:
        """Delete what was answered to addresses; return how many answers that were."""
        return geocodes.forget_addresses(self._database, addresses)

    def remember_erased(self, source: str, event_ids: Sequence[str]) -> None:
        """Keep that events were erased, so that they are not stored again."""
        erasing.remember(self._database, self.id, source, event_ids)

    # ---------------------------------------------------------------- areas

    def replace_areas(
        self, level: str, frame: pd.DataFrame, geometries: Optional[geometry.Wkbs] = None
    ) -> bool:
        """Replace the areas of a level; tell whether that changed anything.

        `frame` has code, name, parent, valid_from, valid_to, area_km2 and, unless given apart, `geometry`: WKB
        polygons or multi-polygons in the workspace's CRS.
        """
        wkbs = list(frame["geometry"]) if geometries is None else geometries
        blobs, _ = geometry.pack(wkbs, "MultiPolygon", self._database.srs_id)
        columns = ("code", "name", "parent", "valid_from", "valid_to", "area_km2")
        absent = [None] * len(frame)
        listed = [values.to_sql(frame[name]) if name in frame.columns else absent for name in columns]
        return self._put(
            "areas", ("geom", *columns), list(zip(blobs, *listed)), sql.equal(level=level), {"level": level}
        )

    def replace_area_statistics(self, frame: pd.DataFrame, names: Iterable[str] = ()) -> None:
        """Replace the statistics of areas of the names in a frame (code, year, name, value), and of `names`."""
        for name in sorted({*frame["name"].astype(str), *names}):
            rows = frame[frame["name"] == name]
            listed = [
                values.to_sql(rows["code"]),
                values.integers_to_sql(rows["year"]),
                values.to_sql(rows["value"].astype(float)),
            ]
            condition = sql.equal(name=name)
            columns = ("code", "year", "value")
            self._put("area_statistics", columns, list(zip(*listed)), condition, {"name": name})

    def replace_calendar(self, source: str, days: Mapping[str, Sequence[int]]) -> None:
        """Replace the days that a source knows, by kind, as days since 1970-01-01."""
        rows = [(kind, int(day)) for kind, found in days.items() for day in sorted(set(found))]
        known = sql.equal(source=source)
        if self._put("calendar", ("kind", "day"), rows, known, {"source": source}):
            cubes.forget(self._database, kinds=CALENDAR)

    def store_layer(
        self,
        source: str,
        columns: Mapping[str, Any],
        wkbs: Sequence[bytes],
        envelopes: np.ndarray,
        geometry_type: str,
        year: int,
        title: str,
    ) -> str:
        """Replace the layer a source is, and return the name of its table.

        `columns` are arrays of texts and numbers, `wkbs` little-endian WKB in the workspace's CRS, `envelopes` (n, 4)
        float64 `minx, maxx, miny, maxy`, `geometry_type` such as `MULTIPOLYGON` or `GEOMETRY`.
        """
        known = sql.equal(source=source)
        statement = sql.select(("table_name", "year"), "layers", known[0])
        found = self._database.execute(statement, known[1]).fetchone()
        table = found[0] if found else self._free_table_name("layer", source)
        stored = tuple(Column(name, _sql_type(array)) for name, array in columns.items())
        wanted = Table(table, stored, geometry_type, (), title)
        blobs = geometry.pack_any(wkbs, envelopes, self._database.srs_id)
        listed = [blobs, *(values.to_sql(array) for array in columns.values())]
        rows = [(number, *row) for number, row in enumerate(zip(*listed), 1)]
        changed = self._replace_table(wanted, (wanted.key, "geom", *wanted.column_names), rows, envelopes)
        if changed or not found or found[1] != year:
            row = {
                "source": source,
                "table_name": table,
                "geometry": geometry_type,
                "year": year,
                "run": self.id,
            }
            self._database.open("layers")
            self._database.execute(sql.delete("layers", known[0]), known[1])
            self._database.execute(sql.insert("layers", tuple(row)), tuple(row.values()))
        return table

    # ---------------------------------------------------------------- cube and results

    def replace_cube(
        self,
        source: str,
        division: str,
        period_kind: str,
        cube: Cube,
        attribute: str = "",
        weighting: str = "",
        basis: Optional[Mapping[str, Any]] = None,
    ) -> None:
        """Replace one part of the cube: the counts and sums of a source by division and kind of period.

        A cube that is split by an `attribute`, or whose events have a weight, stands beside the one that is not. `basis`
        is what it was counted from, for `patch_cube` later.
        """
        columns = {
            "place": values.to_sql(cube.place),
            "period": np.asarray(cube.period, np.int64).tolist(),
            "category": values.to_sql(cube.category),
        }
        if cube.attribute is not None:
            columns["attribute_value"] = values.to_sql(cube.attribute)
        columns = {name: listed * len(cube.values) for name, listed in columns.items()}
        columns["measure"] = [measure for measure in cube.values for _ in range(len(cube))]
        columns["value"] = values.to_sql(np.concatenate([*cube.values.values(), np.zeros(0)]))
        part = cubes.Part(source, division, period_kind, attribute, weighting)
        known = cubes.basis(self._database, part)
        changed = self._put(
            "cube", tuple(columns), _Rows(*columns.values()), sql.equal(**part.columns), part.columns
        )
        if changed or (known and known[1]) != basis:
            cubes.put_basis(self._database, part, self.id, basis)

    def patch_cube(
        self,
        part: cubes.Part,
        changed: Sequence[Tuple[float, int]],
        gone: Sequence[int],
        added: List[Tuple[Any, ...]],
        basis: Mapping[str, Any],
    ) -> None:
        """Change a part of the cube where events changed (`cubes.patch`); `basis` is what it is counted from now."""
        if changed or gone or added:
            cubes.patch(self._database, part, changed, gone, added)
        cubes.put_basis(self._database, part, self.id, basis)

    def store_result(
        self,
        theme: str,
        level: str,
        name: str,
        columns: Mapping[str, Any],
        wkb: Optional[geometry.Wkbs] = None,
        geometry_type: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
    ) -> str:
        """Store a result as a table of its own, a layer when it has geometries, and return the table's name.

        Integer, floating, time and text arrays of equal length become columns; rows are numbered from 1. A
        polygon result may be given as polygons, it is stored as multi-polygons.
        """
        spatial = MULTIPLE.get(geometry_type.upper(), geometry_type.upper()) if geometry_type else None
        about = as_json(dict(metadata or {}))
        known = sql.equal(theme=theme, level=level, name=name)
        found = self._database.execute(
            sql.select(("table_name", "metadata"), "results", known[0]), known[1]
        ).fetchone()
        table = found[0] if found else self._free_table_name(theme, level, name)
        listed = [values.to_sql(array) for array in columns.values()]
        wanted = Table(
            table, tuple(Column(column, _sql_type(array)) for column, array in columns.items()), spatial, (),
            " ".join((theme, level, name)), indexed=max(map(len, listed), default=0) > UNINDEXED,
        )  # fmt: skip
        boxes = np.empty((0, 4))
        names: Tuple[str, ...] = wanted.column_names
        if spatial and geometry_type:
            blobs, boxes = geometry.pack(wkb if wkb is not None else [], geometry_type, self._database.srs_id)
            listed, names = [blobs, *listed], ("geom", *names)
        size = len(listed[0]) if listed else 0
        if any(len(column) != size for column in listed):
            raise ValueError("the columns of a result differ in length")
        rows = [(number, *row) for number, row in enumerate(zip(*listed), 1)]
        changed = self._replace_table(wanted, (wanted.key, *names), rows, boxes)
        if changed or not found or found[1] != about:
            columns_of_result = ("theme", "level", "name", "table_name", "run", "created", "metadata")
            self._database.open("results")
            self._database.execute(sql.delete("results", known[0]), known[1])
            result = (theme, level, name, table, self.id, now(), about)
            self._database.execute(sql.insert("results", columns_of_result), result)
        return table

    def remove_result(self, theme: str, level: str, name: str) -> None:
        """Remove a result and its table."""
        known = sql.equal(theme=theme, level=level, name=name)
        found = self._database.execute(sql.select(("table_name",), "results", known[0]), known[1]).fetchone()
        if found:
            self._database.open("results")
            self._database.drop(found[0])
            self._database.execute(sql.delete("results", known[0]), known[1])

    def _free_table_name(self, *parts: str) -> str:
        plain = re.sub(r"[^a-z0-9]+", "_", "_".join(parts).lower()).strip("_")
        taken = {name.lower() for name in self._database.table_names()}
        if len(plain) > LONGEST:
            plain = plain[: LONGEST - 9] + "_" + hashlib.sha256(plain.encode()).hexdigest()[:8]
        candidate, number = plain, 2
        while candidate in taken:
            candidate, number = plain + "_" + str(number), number + 1
        return candidate

    def _replace_table(
        self, wanted: Table, names: Sequence[str], rows: List[Tuple[Any, ...]], boxes: np.ndarray
    ) -> bool:
        """Make a result's table hold exactly these rows; tell whether that changed anything."""
        there = self._database.columns_of(wanted.name)
        types = {wanted.key: "INTEGER", **({"geom": wanted.geometry} if wanted.geometry else {})}
        types.update((column.name, column.type) for column in wanted.columns)
        if there == types:
            if _same(self._database.execute(sql.select(names, wanted.name, order=(wanted.key,))), rows):
                return False
        elif there:
            self._database.drop(wanted.name)
            there = {}
        if not there:
            self._database.create(wanted)
        self._database.open(wanted.name)
        self._database.execute(sql.delete(wanted.name))
        self._database.insert_all(wanted.name, names, rows)
        if wanted.geometry:
            self._database.moved(wanted.name, np.arange(1, len(rows) + 1), boxes)
        return True

    # ---------------------------------------------------------------- lineage

    def counts(self, notes: Optional[Mapping[str, Any]] = None, **numbers: int) -> None:
        """Keep how many records were read, kept, rejected, new, changed, unchanged, withdrawn, and notes."""
        unknown = set(numbers) - set(COUNTED)
        if unknown:
            raise ValueError("not counted: " + ", ".join(sorted(unknown)))
        self._counts.update({name: int(number) for name, number in numbers.items()})
        self._notes.update(notes or {})

    def _put(
        self,
        table: str,
        columns: Sequence[str],
        rows: Union[List[Tuple[Any, ...]], _Rows],
        condition: sql.Condition,
        constants: Optional[Mapping[str, Any]] = None,
    ) -> bool:
        """Make the rows under a condition exactly these, and tell whether they were not already.

        `constants` go into every row.
        """
        key = BY_NAME[table].key
        there = self._database.execute(sql.select(columns, table, condition[0], (key,)), condition[1])
        same = _same(there, rows)
        there.close()
        if same:
            return False
        self._database.open(table)
        if BY_NAME[table].geometry:
            self._database.moved(table)
        self._database.execute(sql.delete(table, condition[0]), condition[1])
        constant = {name: value for name, value in (constants or {}).items() if value is not None}
        others = self._database.execute(sql.select_raw(["count(*)"], table)).fetchone()[0]
        in_bulk = len(rows) > max(FEW_ROWS, others)
        if in_bulk:
            self._database.drop_indexes(BY_NAME[table].indexes)
        self._database.insert_all(table, columns, rows, constant)
        if in_bulk:
            self._database.create_indexes(BY_NAME[table])
        if table in cubes.OUTDATED_BY:
            of_all = cubes.OUTDATED_BY[table]
            cubes.forget(self._database, None if of_all else condition[1][0])
        return True


class _Rows:
    """Columns of one length as rows, each made when it is taken."""

    def __init__(self, *columns: List[Any]):
        self._columns = columns

    def __len__(self) -> int:
        return len(self._columns[0])

    def __iter__(self) -> Iterator[Tuple[Any, ...]]:
        return zip(*self._columns)


def _same(there: Iterable[Tuple[Any, ...]], rows: Iterable[Tuple[Any, ...]]) -> bool:
    """Tell whether two series of rows are equal in content and order; of geometries the envelope does not count."""
    return all(a == b or _plain(a) == _plain(b) for a, b in zip_longest(there, rows))


def _plain(row: Optional[Tuple[Any, ...]]) -> Optional[Tuple[Any, ...]]:
    if row is None:
        return None
    return tuple(geometry.wkb_of(value) if isinstance(value, bytes) else value for value in row)


def _sql_type(array: Any) -> str:
    dtype = getattr(array, "dtype", None)
    if dtype is None:
        dtype = np.asarray(array).dtype
    return SQL_TYPES.get(getattr(dtype, "kind", "O"), "TEXT")


def _text(value: Any) -> Optional[str]:
    return value if value is None or isinstance(value, str) else as_json(value)
