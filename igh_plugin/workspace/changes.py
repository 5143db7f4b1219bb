"""How the events of a source change from run to run: new, changed, unchanged, withdrawn, and what they were before.

`events` holds what is known now, `event_history` what was known between two runs: an event's version holds from
`run_from` up to, and without, `run_to`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple

import numpy as np
import pandas as pd

from ..core.cleaning.identity import text_hash
from ..core.errors import UserError
from ..core.hash_index import HashIndex
from ..core.text import Text
from . import geometry, sql, values
from .connection import TWICE
from .database import Database
from .schema import BY_NAME

BATCH = 50_000
FEW_ROWS = 20_000
EVENTS = BY_NAME["events"]
NEEDED = ("event_id", "row_hash", "x", "y")
SECOND_KEY = "igh-event-hash-2"


@dataclass(frozen=True)
class EventChanges:
    """What a batch did."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: EventChanges) -> EventChanges:
        return EventChanges(
            self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged
        )


class SourceEvents:
    """The events of one source during one run, in which an id comes once.

    What is known of them is read at the start, sorted by a hash of the id, and a bit for each tells whether it came. By
    two hashes together, 128 bits, an id is taken for known.
    """

    def __init__(self, database: Database, source: str, run: int):
        self._database = database
        self._source = source
        self._run = run
        self._stored_before, last = database.execute(
            sql.select_raw(["count(*)", "max(fid)"], "events")
        ).fetchone()
        self._last = last or 0
        self._index = HashIndex(width=4)
        self._known = 0
        for ids, numbers in self._before():
            place = np.arange(self._known, self._known + len(ids))
            self._index.add(text_hash(ids), np.column_stack([_second_hash(ids), place, numbers]))
            self._known += len(ids)
        self._marks = np.zeros(self._known // 8 + 1, np.uint8)
        self._came = 0
        self._added = 0
        self._indexes_dropped = False
        self._withdrawn = False

    def store(self, frame: pd.DataFrame) -> EventChanges:
        """Store a batch; rows of a known id replace what was known when their `row_hash` differs.

        Raises `UserError` for an id that came before in this run; one that is new is refused by `finish` at the latest.
        """
        missing = [name for name in NEEDED if name not in frame.columns]
        if missing:
            raise ValueError("events need the columns " + ", ".join(missing))
        if self._withdrawn:
            raise ValueError("what did not come has been withdrawn: nothing more can be stored")
        if not len(frame):
            return EventChanges()
        known, place, fids, before = self._find(frame["event_id"].tolist())
        if self._marked(place[known]).any() or frame["event_id"].duplicated().any():
            raise UserError(Text(TWICE))
        np.bitwise_or.at(self._marks, place[known] >> 3, _bit(place[known]))
        self._came += int(known.sum())
        differs = known & (before != frame["row_hash"].to_numpy(np.int64))
        if differs.any():
            self._archive(np.sort(fids[differs]))
            self._update(frame.loc[differs], fids[differs])
        if not known.all():
            self._insert(frame.loc[~known] if known.any() else frame)
        return EventChanges(int((~known).sum()), int(differs.sum()), int((known & ~differs).sum()))

    def withdraw_missing(self) -> int:
        """Withdraw the events that were known before this run and did not come in it; return how many.

        Nothing more can be stored afterwards.
        """
        self._withdrawn = True
        if self._came == self._known:
            return 0
        place, gone = 0, [np.zeros(0, np.int64)]
        for ids, numbers in self._before():
            gone.append(numbers[~self._marked(np.arange(place, place + len(ids))), 0])
            place += len(ids)
        missing = np.concatenate(gone)
        self._archive(missing)
        self._database.open("events")
        self._database.moved("events")
        for start in range(0, len(missing), BATCH):
            condition = sql.in_list("fid", missing[start : start + BATCH].tolist())
            self._database.execute(sql.delete("events", condition[0]), condition[1])
        return len(missing)

    def finish(self) -> None:
        """Make the indexes again that were dropped for a large batch. Raises `UserError` for an id that came twice."""
        if self._added and not self._database.refuses_twice:
            condition = sql.equal(run=self._run, source=self._source)
            statement = sql.repeated("event_id", "events", condition[0])
            if self._database.execute(statement, condition[1]).fetchall():
                raise UserError(Text(TWICE))
        if self._indexes_dropped:
            self._database.create_indexes(EVENTS)
            self._indexes_dropped = False

    def _before(self) -> Iterator[Tuple[List[str], np.ndarray]]:
        """Give the ids of the events that were there before this run, and their key and `row_hash`, by their key."""
        condition = sql.all_of(
            [sql.in_list("source", [self._source], indexed=False), ("fid <= ?", [self._last])]
        )
        statement = sql.select(("event_id", "fid", "row_hash"), "events", condition[0], ["fid"])
        cursor = self._database.stream(statement, condition[1])
        while True:
            rows = cursor.fetchmany(BATCH)
            if not rows:
                return
            ids, *numbers = zip(*rows)
            yield list(ids), np.array(numbers, np.int64).T

    def _find(self, ids: List[str]) -> Tuple[np.ndarray, ...]:
        """Return which ids are of events known before, (n,) bool, and their place, key and `row_hash`, (n,) int64 each."""
        there, found = self._index.find(text_hash(ids))
        known = there & (found[:, 0] == _second_hash(ids))
        return known, found[:, 1], found[:, 2], found[:, 3]

    def _marked(self, places: np.ndarray) -> np.ndarray:
        return self._marks[places >> 3] & _bit(places) != 0

    def _insert(self, frame: pd.DataFrame) -> None:
        self._database.open("events")
        self._database.moved("events")
        self._added += len(frame)
        if not self._indexes_dropped and self._added > max(FEW_ROWS, self._stored_before // 4):
            self._database.drop_indexes(EVENTS.indexes)
            self._indexes_dropped = True
        columns, listed, empty_is_null = self._bindings(frame)
        self._database.insert_all("events", columns, zip(*listed), empty_is_null=empty_is_null)

    def _update(self, frame: pd.DataFrame, fids: np.ndarray) -> None:
        self._database.open("events")
        self._database.moved("events")
        columns, listed, empty_is_null = self._bindings(frame)
        absent = [name for name in self._stored_columns() if name not in columns]
        listed += [[None] * len(frame) for _ in absent]
        statement = sql.update("events", [*columns, *absent], "fid", empty_is_null)
        self._database.executemany(statement, zip(*listed, fids.tolist()))

    def _stored_columns(self) -> Dict[str, str]:
        """Return the columns of `events` beside the key, with their types."""
        return {name: kind for name, kind in self._database.columns_of("events").items() if name != "fid"}

    def _bindings(self, frame: pd.DataFrame) -> Tuple[List[str], List[Sequence[Any]], List[str]]:
        """Return the columns that hold something, their values, and those in which the empty text stands for NULL."""
        stored = self._stored_columns()
        declared = [
            name for name in frame.columns if name.startswith((sql.MEASURE_PREFIX, sql.ATTRIBUTE_PREFIX))
        ]
        unknown = [name for name in declared if name not in stored]
        if unknown:
            raise ValueError("measures or attributes that were not declared: " + ", ".join(unknown))
        x, y = frame["x"].to_numpy(float), frame["y"].to_numpy(float)
        columns: List[str] = ["geom", "source", "run"]
        listed: List[Sequence[Any]] = [
            [
                blob if blob is None else bytearray(blob)
                for blob in geometry.point_blobs(x, y, self._database.srs_id)
            ],
            [self._source] * len(frame),
            [self._run] * len(frame),
        ]
        empty_is_null: List[str] = []
        for name, kind in stored.items():
            if name in columns or name not in frame.columns or _is_empty(frame[name]):
                continue
            bound, has_empty = values.to_bind(frame[name], kind)
            columns.append(name)
            listed.append(bound)
            if has_empty:
                empty_is_null.append(name)
        return columns, listed, empty_is_null

    def _archive(self, fids: np.ndarray) -> None:
        """Keep what events were before this run, with the content of every column that has a value."""
        columns = ("event_id", "run_from", "run_to", "content")
        for start in range(0, len(fids), BATCH):
            condition = sql.in_list("fid", fids[start : start + BATCH].tolist())
            cursor = self._database.execute(
                sql.select_raw(["*"], "events", condition[0], ["fid"]), condition[1]
            )
            names = [column[0] for column in cursor.description]
            kept = []
            for row in cursor:
                content = content_of(dict(zip(names, row)))
                kept.append((content["event_id"], content.pop("run"), self._run, as_json(content)))
            self._database.insert_all("event_history", columns, kept)


def _is_empty(column: pd.Series) -> bool:
    return bool(pd.isna(column.iloc[0]) and column.isna().all())


def _bit(places: np.ndarray) -> np.ndarray:
    """Return the bit that stands for each place in its byte, (n,) uint8."""
    return np.left_shift(1, places & 7).astype(np.uint8)


def _second_hash(ids: Sequence[str]) -> np.ndarray:
    return text_hash(ids, SECOND_KEY).view(np.int64)


def content_of(row: Dict[str, Any]) -> Dict[str, Any]:
    """Return a row of `events` as plain values: without its key, with x and y for the geometry, without missing ones."""
    content = {
        name: value for name, value in row.items() if name not in ("fid", "geom") and value is not None
    }
    if row.get("geom") is not None:
        content["x"], content["y"] = geometry.point_of(row["geom"])
    return content


def as_json(content: Any) -> str:
    """Return JSON with sorted keys; numbers keep all their digits."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def rows_at(database: Database, run: int, source: Optional[str] = None) -> Iterator[Dict[str, Any]]:
    """Give the events as they were known after a run: the values of their columns, x and y, without what is missing."""
    history = sql.select(("content",), "event_history", "run_from <= ? AND run_to > ?", ("event_id",))
    for (content,) in database.stream(history, (run, run)):
        row = json.loads(content)
        if source in (None, row["source"]):
            yield row
    condition = sql.all_of([("run <= ?", [run]), sql.equal(source=source) if source else sql.EVERYTHING])
    names = list(database.columns_of("events"))
    cursor = database.stream(sql.select(names, "events", condition[0], ["event_id"]), condition[1])
    for row in cursor:
        content = content_of(dict(zip(names, row)))
        content.pop("run")
        yield content
