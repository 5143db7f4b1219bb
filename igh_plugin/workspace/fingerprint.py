"""A hash of what a workspace holds, to compare two ways that should lead to the same."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Dict, List, Sequence

from . import sql, tables
from .schema import TABLES

BATCH = 50_000
# What depends on when and in which run something came, and keys that only say in which order.
NO_CONTENT = ("runs", "geocodes", "cubes", "erased")
LEFT_OUT = {"run", "run_from", "run_to", "created", "id"}
ORDER: Dict[str, Sequence[str]] = {
    "igh_workspace": ("key",),
    "sources": ("source",),
    "events": ("fid",),
    "event_history": ("event_id", "run_from"),
    "rejects": ("source", "id"),
    "measures": ("source", "name"),
    "attributes": ("source", "name"),
    "areas": ("level", "fid"),
    "area_statistics": ("id",),
    "layers": ("source",),
    "calendar": ("source", "kind", "day"),
    "incidents": ("event_id",),
    "cube": (
        "source", "division", "period_kind", "attribute", "weighting",
        "place", "period", "category", "attribute_value", "measure",
    ),
    "results": ("theme", "level", "name"),
}  # fmt: skip


def fingerprint(connection: sqlite3.Connection) -> str:
    """Return the SHA-256 of all content; run numbers, times of writing and order keys do not count.

    Runs, remembered addresses and erased events are left out: they tell how the content came, and nothing of what it is.
    """
    total = hashlib.sha256()
    for table in TABLES:
        if table.name not in NO_CONTENT:
            total.update(table_fingerprint(connection, table.name, ORDER[table.name]).encode())
    made = connection.execute("SELECT table_name FROM results ORDER BY theme, level, name").fetchall()
    made += connection.execute("SELECT table_name FROM layers ORDER BY source").fetchall()
    for (name,) in made:
        key = "fid" if "fid" in tables.columns_of(connection, name) else "id"
        total.update(table_fingerprint(connection, name, (key,)).encode())
    return total.hexdigest()


def table_fingerprint(connection: sqlite3.Connection, table: str, order: Sequence[str]) -> str:
    """Return the SHA-256 of one table's content."""
    columns: List[str] = sorted(name for name in tables.columns_of(connection, table) if name not in LEFT_OUT)
    digest = hashlib.sha256(repr((table, columns)).encode())
    cursor = connection.execute(sql.select(columns, table, order=order))
    while True:
        rows = cursor.fetchmany(BATCH)
        if not rows:
            return digest.hexdigest()
        digest.update(repr(rows).encode())
