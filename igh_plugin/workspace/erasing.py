"""Erasing events so that nothing of them is left, and remembering that they were without knowing them.

Of an erased event a keyed hash of its id stays. The key lies in the same file: who has the file can test an id he
guesses, and read none from it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any, Callable, Collection, Dict, FrozenSet, List, Sequence, Set, Tuple

import numpy as np

from ..core.cleaning.records import parsed_record
from . import geometry, incidents, sql
from .database import Database
from .schema import EVENT_COLUMNS

TABLE, KEY = "erased", "erasure_key"
BATCH = 20_000
_CODED = ("event_id", "source", "kind", "area")
_KEPT_ELSEWHERE = ("events", "event_history")


class Erased:
    """The erased events of one source: tells of an id whether it is one of them."""

    def __init__(self, key: bytes, hashes: FrozenSet[str]):
        self._key, self._hashes = key, hashes

    def __len__(self) -> int:
        return len(self._hashes)

    def among(self, event_ids: Sequence[str]) -> np.ndarray:
        """Return which ids were erased, (n,) bool."""
        return np.array([hash_of(self._key, one) in self._hashes for one in event_ids], bool)


def hash_of(key: bytes, event_id: str) -> str:
    """Return the keyed hash of an id (BLAKE2b, 128 bits)."""
    return hashlib.blake2b(event_id.encode("utf-8", "surrogatepass"), key=key, digest_size=16).hexdigest()


def erased_of(database: Database, source: str) -> Erased:
    """Return the erased events of a source."""
    condition = sql.equal(source=source)
    found = database.execute(sql.select(("hash",), TABLE, condition[0]), condition[1])
    return Erased(_key(database), frozenset(row[0] for row in found))


def remember(database: Database, run: int, source: str, event_ids: Collection[str]) -> None:
    """Keep that events of a source were erased; the key is made with the first."""
    key = _key(database)
    if not key:
        key = secrets.token_bytes(32)
        database.open("igh_workspace")
        database.execute(sql.insert("igh_workspace", ("key", "value")), (KEY, key.hex()))
    known = erased_of(database, source)
    fresh = sorted({hash_of(key, one) for one in event_ids} - known._hashes)
    database.open(TABLE)
    database.insert_all(TABLE, ("hash",), ((one,) for one in fresh), {"source": source, "run": run})


def _key(database: Database) -> bytes:
    condition = sql.equal(key=KEY)
    found = database.execute(sql.select(("value",), "igh_workspace", condition[0]), condition[1]).fetchone()
    return bytes.fromhex(found[0]) if found else b""


@dataclass
class Traces:
    """What events left behind elsewhere: texts by column, and the points of those located by their address."""

    events: int = 0
    versions: int = 0
    texts: Dict[str, Set[str]] = field(default_factory=dict)
    points: Set[Tuple[float, float]] = field(default_factory=set)

    def add(self, row: Dict[str, Any], score: str) -> None:
        """Take what an event or one of its versions says; `score` is the attribute of events located by address."""
        for name, value in row.items():
            if isinstance(value, str) and value and name in self.texts:
                self.texts[name].add(value)
        if row.get(score) is not None and "x" in row:
            self.points.add((row["x"], row["y"]))

    def without(self, held: Callable[[str, Collection[str]], Collection[str]]) -> Set[str]:
        """Return the texts that no event holds any more; `held(column, texts)` gives those that one does."""
        return {
            text for name, texts in self.texts.items() if texts for text in texts - set(held(name, texts))
        }


def erase(database: Database, event_ids: Sequence[str], score: str) -> Traces:
    """Delete events, all their versions, and what any table says of them by `event_id`; return their traces."""
    types = database.columns_of("events")
    declared = [name for name in types if name.startswith(sql.ATTRIBUTE_PREFIX)]
    plain = [one.name for one in EVENT_COLUMNS if one.type == "TEXT" and one.name not in _CODED]
    found = Traces(texts={name: set() for name in (*plain, *declared)})
    linked = set(database.tables_with("event_id")) - {*_KEPT_ELSEWHERE, incidents.TABLE}
    for start in range(0, len(event_ids), BATCH):
        condition = sql.in_list("event_id", event_ids[start : start + BATCH])
        cursor = database.execute(sql.select_raw(["*"], "events", condition[0]), condition[1])
        names = [column[0] for column in cursor.description]
        for values in cursor:
            row = dict(zip(names, values))
            row["x"], row["y"] = geometry.point_of(row["geom"])
            found.add(row, score)
            found.events += 1
        history = database.execute(sql.select(("content",), "event_history", condition[0]), condition[1])
        for (content,) in history:
            found.add(json.loads(content), score)
            found.versions += 1
        # An incident is called by the id of its first event, and names others: all its links go.
        touched = database.execute(sql.select(("incident",), incidents.TABLE, condition[0]), condition[1])
        whole = sql.in_list("incident", sorted({name for (name,) in touched}))
        delete(database, incidents.TABLE, whole)
        for table in (*_KEPT_ELSEWHERE, *sorted(linked)):
            delete(database, table, condition)
    return found


def delete(database: Database, table: str, condition: sql.Condition) -> int:
    """Delete the rows under a condition; return how many."""
    count = database.execute(sql.select_raw(["count(*)"], table, condition[0]), condition[1]).fetchone()[0]
    if count:
        database.open(table)
        if "geom" in database.columns_of(table):
            database.moved(table)
        database.execute(sql.delete(table, condition[0]), condition[1])
    return count


def erase_rejects(
    database: Database,
    source: str,
    is_one: Callable[[str, Dict[str, Any]], bool],
) -> List[Dict[str, Any]]:
    """Delete the rejected rows of a source whose reason and record `is_one`; return their records."""
    condition = sql.equal(source=source)
    doomed, records = [], []
    for key, reason, record in database.execute(
        sql.select(("id", "reason", "record"), "rejects", condition[0]), condition[1]
    ):
        parsed = parsed_record(record)
        if is_one(reason, parsed):
            doomed.append(key)
            records.append(parsed)
    delete(database, "rejects", sql.in_list("id", doomed))
    return records
