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
from .ids import IdIndex
from .schema import BY_NAME

BATCH = 50_000
FEW_ROWS = 20_000
EVENTS = BY_NAME["events"]
NEEDED = ("event_id", "row_hash", "x", "y")


@dataclass(frozen=True)
class EventChanges:
    """What a batch did. `repeated` counts rows whose id came before in the same run: the later one holds."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0

    def __add__(self, other: EventChanges) -> EventChanges:
        return EventChanges(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.repeated + other.repeated,
        )


class SourceEvents:
    """The events of one source during one run."""

    def __init__(self, database: Database, source: str, run: int):
        self._database = database
        self._source = source
        self._run = run
        condition = sql.equal(source=source)
        self._ids = IdIndex()
        hashes: List[np.ndarray] = []
        fids: List[np.ndarray] = []
        cursor = database.stream(
            sql.select(("event_id", "row_hash", "fid"), "events", condition[0]), condition[1]
        )
        while True:
            rows = cursor.fetchmany(BATCH)
            if not rows:
                break
            batch_ids, batch_hashes, batch_fids = zip(*rows)
            self._ids.add(batch_ids, np.arange(len(self._ids), len(self._ids) + len(rows)))
            hashes.append(np.array(batch_hashes, np.int64))
            fids.append(np.array(batch_fids, np.int64))
        self._hashes = np.concatenate(hashes) if hashes else np.empty(0, np.int64)
        self._fids = np.concatenate(fids) if fids else np.empty(0, np.int64)
        self._seen = np.zeros(len(self._ids), bool)
        self._added = IdIndex()
        self._stored_before = database.execute(sql.select_raw(["count(*)"], "events")).fetchone()[0]
        self._indexes_dropped = False
        self._withdrawn = False

    def store(self, frame: pd.DataFrame) -> EventChanges:
        """Store a batch; rows of a known id replace what was known when their `row_hash` differs."""
        missing = [name for name in NEEDED if name not in frame.columns]
        if missing:
            raise ValueError("events need the columns " + ", ".join(missing))
        if self._withdrawn:
            raise ValueError("what did not come has been withdrawn: nothing more can be stored")
        if not len(frame):
            return EventChanges()
        twice = frame["event_id"].duplicated(keep="last").to_numpy()
        repeated = int(twice.sum())
        if repeated:
            frame = frame.loc[~twice]
        ids = frame["event_id"].to_numpy(object)
        position = self._ids.find(ids)
        known = position >= 0
        is_again = self._added.find(ids) >= 0
        fresh = ~known & ~is_again

        at = position[known]
        before, seen = self._hashes[at], self._seen[at]
        now = frame["row_hash"].to_numpy(np.int64)[known]
        differs = before != now
        repeated += int(seen.sum()) + int(is_again.sum())
        self._archive(np.sort(self._fids[at[differs & ~seen]]))
        self._update(frame.loc[known].loc[differs], self._fids[at[differs]])
        self._hashes[at], self._seen[at] = now, True

        if is_again.any():
            self._update_added(frame.loc[is_again])
        if fresh.any():
            self._insert(frame if fresh.all() else frame.loc[fresh])
            self._added.add(ids[fresh], np.zeros(int(fresh.sum()), np.int64))
        return EventChanges(
            int(fresh.sum()), int((differs & ~seen).sum()), int((~differs & ~seen).sum()), repeated
        )

    def withdraw_missing(self) -> int:
        """Withdraw the events that were known before this run and did not come in it; return how many.

        Nothing more can be stored afterwards.
        """
        gone = np.sort(self._fids[~self._seen])
        self._archive(gone)
        if len(gone):
            self._database.open("events")
            self._database.moved("events")
            for start in range(0, len(gone), BATCH):
                condition = sql.in_list("fid", gone[start : start + BATCH].tolist())
                self._database.execute(sql.delete("events", condition[0]), condition[1])
        self._withdrawn = True
        self._ids, self._added = IdIndex(), IdIndex()
        return len(gone)

    def finish(self) -> None:
        """Make the indexes again that were dropped for a large batch."""
        if self._indexes_dropped:
            self._database.create_indexes(EVENTS)
            self._indexes_dropped = False

    def _insert(self, frame: pd.DataFrame) -> None:
        self._database.open("events")
        self._database.moved("events")
        many = len(self._added) + len(frame)
        if not self._indexes_dropped and many > max(FEW_ROWS, self._stored_before // 4):
            self._database.drop_indexes(EVENTS.indexes)
            self._indexes_dropped = True
        columns, listed, empty_is_null = self._bindings(frame)
        self._database.executemany(sql.insert("events", columns, empty_is_null), zip(*listed))

    def _update(self, frame: pd.DataFrame, fids: np.ndarray) -> None:
        if not len(frame):
            return
        self._database.open("events")
        self._database.moved("events")
        columns, listed, empty_is_null = self._bindings(frame)
        absent = [name for name in self._stored_columns() if name not in columns]
        listed += [[None] * len(frame) for _ in absent]
        statement = sql.update("events", [*columns, *absent], "fid", empty_is_null)
        self._database.executemany(statement, zip(*listed, fids.tolist()))

    def _update_added(self, frame: pd.DataFrame) -> None:
        """Replace rows that were added earlier in this run."""
        self.finish()
        fids = []
        for event_id in frame["event_id"]:
            condition = sql.equal(event_id=event_id)
            fids.append(
                self._database.execute(sql.select(("fid",), "events", condition[0]), condition[1]).fetchone()[
                    0
                ]
            )
        self._update(frame, np.array(fids, np.int64))

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
