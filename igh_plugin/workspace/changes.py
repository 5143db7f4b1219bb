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

from . import geometry, sql, values
from .database import Database
from .schema import BY_NAME

BATCH = 50_000
FEW_ROWS = 20_000
EVENTS = BY_NAME["events"]
NEEDED = ("event_id", "row_hash", "x", "y")


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

    What is known is asked of the database, batch by batch; a bit for each row tells which came unchanged.
    """

    def __init__(self, database: Database, source: str, run: int):
        self._database = database
        self._source = source
        self._run = run
        self._stored_before, last = database.execute(
            sql.select_raw(["count(*)", "max(fid)"], "events")
        ).fetchone()
        condition = sql.equal(source=source)
        self._known = database.execute(
            sql.select_raw(["count(*)"], "events", condition[0]), condition[1]
        ).fetchone()[0]
        self._came = 0
        self._unchanged = np.zeros((last or 0) // 8 + 1 if self._known else 0, np.uint8)
        self._added = 0
        self._indexes_dropped = False
        self._withdrawn = False
        if self._known:
            database.create_indexes(EVENTS)

    def store(self, frame: pd.DataFrame) -> EventChanges:
        """Store a batch; rows of a known id replace what was known when their `row_hash` differs.

        Raises `ValueError` for an id that came before in this run; one that is new is refused by `finish` at the latest.
        """
        missing = [name for name in NEEDED if name not in frame.columns]
        if missing:
            raise ValueError("events need the columns " + ", ".join(missing))
        if self._withdrawn:
            raise ValueError("what did not come has been withdrawn: nothing more can be stored")
        if not len(frame):
            return EventChanges()
        fids, before, runs = self._find(frame["event_id"].tolist())
        known = fids >= 0
        if (runs == self._run).any() or self._is_marked(fids).any() or frame["event_id"].duplicated().any():
            raise ValueError("an id comes twice")
        differs = known & (before != frame["row_hash"].to_numpy(np.int64))
        same = fids[known & ~differs]
        np.bitwise_or.at(self._unchanged, same >> 3, _bit(same))
        if differs.any():
            self._archive(np.sort(fids[differs]))
            self._update(frame.loc[differs], fids[differs])
        if not known.all():
            self._insert(frame.loc[~known] if known.any() else frame)
        self._came += int(known.sum())
        return EventChanges(int((~known).sum()), int(differs.sum()), len(same))

    def withdraw_missing(self) -> int:
        """Withdraw the events that were known before this run and did not come in it; return how many.

        Nothing more can be stored afterwards.
        """
        self._withdrawn = True
        if self._came == self._known:
            return 0
        gone = self._missing()
        self._archive(gone)
        self._database.open("events")
        self._database.moved("events")
        for start in range(0, len(gone), BATCH):
            condition = sql.in_list("fid", gone[start : start + BATCH].tolist())
            self._database.execute(sql.delete("events", condition[0]), condition[1])
        return len(gone)

    def _missing(self) -> np.ndarray:
        """Return the keys of the events that did not come, sorted: of those of earlier runs, all that are not marked."""
        condition = sql.all_of([sql.equal(source=self._source), ("run <> ?", [self._run])])
        cursor = self._database.stream(sql.select(("fid",), "events", condition[0], ["fid"]), condition[1])
        gone = [np.zeros(0, np.int64)]
        while True:
            rows = cursor.fetchmany(BATCH)
            if not rows:
                return np.concatenate(gone)
            fids = np.fromiter((fid for (fid,) in rows), np.int64, len(rows))
            gone.append(fids[~self._is_marked(fids)])

    def _is_marked(self, fids: np.ndarray) -> np.ndarray:
        """Return which events came unchanged, (n,) bool; a key of -1 did not."""
        marked = fids >= 0
        marked[marked] = self._unchanged[fids[marked] >> 3] & _bit(fids[marked]) != 0
        return marked

    def _find(self, ids: List[str]) -> np.ndarray:
        """Return of each id the key of its event, else -1, its `row_hash`, and the run it is from, (3, n) int64."""
        found = np.full((3, len(ids)), -1, np.int64)
        if self._known:
            condition = sql.in_list("event_id", ids)
            columns = ("event_id", "fid", "row_hash", "run", "source")
            statement = sql.select(columns, "events", condition[0])
            rows = [row for row in self._database.execute(statement, condition[1]) if row[-1] == self._source]
            if rows:
                place = dict(zip(ids, range(len(ids))))
                texts, *numbers, _ = zip(*rows)
                found[:, [place[text] for text in texts]] = numbers
        return found

    def finish(self) -> None:
        """Make the indexes again that were dropped for a large batch. Raises `ValueError` for an id that came twice."""
        if self._added and not self._database.refuses_twice:
            condition = sql.equal(run=self._run, source=self._source)
            statement = sql.repeated("event_id", "events", condition[0])
            for (event_id,) in self._database.execute(statement, condition[1]):
                raise ValueError("an id comes twice: " + event_id)
        if self._indexes_dropped:
            self._database.create_indexes(EVENTS)
            self._indexes_dropped = False

    def _insert(self, frame: pd.DataFrame) -> None:
        self._database.open("events")
        self._database.moved("events")
        self._added += len(frame)
        if not self._indexes_dropped and self._added > max(FEW_ROWS, self._stored_before // 4):
            asked = "events_event_id" if self._known else None
            self._database.drop_indexes([index for index in EVENTS.indexes if index.name != asked])
            self._indexes_dropped = True
        columns, listed, empty_is_null = self._bindings(frame)
        self._database.executemany(sql.insert("events", columns, empty_is_null), zip(*listed))

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
        """Return the columns to write, their values, and those in which the empty text stands for NULL."""
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
            if name in columns or name not in frame.columns:
                continue
            bound, has_empty = values.to_bind(frame[name], kind)
            columns.append(name)
            listed.append(bound)
            if has_empty:
                empty_is_null.append(name)
        return columns, listed, empty_is_null

    def _archive(self, fids: np.ndarray) -> None:
        """Keep what events were before this run, with the content of every column that has a value."""
        statement = sql.insert("event_history", ("event_id", "run_from", "run_to", "content"))
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
            self._database.executemany(statement, kept)


def _bit(keys: np.ndarray) -> np.ndarray:
    """Return the bit that stands for each key in its byte, (n,) uint8."""
    return np.left_shift(1, keys & 7).astype(np.uint8)


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
