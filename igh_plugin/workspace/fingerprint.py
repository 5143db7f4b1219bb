"""A hash of what a workspace holds, to compare two ways that should lead to the same."""

from __future__ import annotations

import hashlib
from typing import Dict, List, Sequence

from . import geometry, sql
from .database import Database
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


def fingerprint(database: Database) -> str:
    """Return the SHA-256 of all content; run numbers, times of writing and order keys do not count.

    Runs, remembered addresses and erased events are left out: they tell how the content came, and nothing of what it is.
    """
    total = hashlib.sha256()
    for table in TABLES:
        if table.name not in NO_CONTENT:
            total.update(table_fingerprint(database, table.name, ORDER[table.name]).encode())
    made = database.execute("SELECT table_name FROM results ORDER BY theme, level, name").fetchall()
    made += database.execute("SELECT table_name FROM layers ORDER BY source").fetchall()
    for (name,) in made:
        key = "fid" if "fid" in database.columns_of(name) else "id"
        total.update(table_fingerprint(database, name, (key,)).encode())
    return total.hexdigest()


def table_fingerprint(database: Database, table: str, order: Sequence[str]) -> str:
    """Return the SHA-256 of one table's content; of geometries their WKB counts."""
    types = database.columns_of(table)
    columns: List[str] = sorted(name for name in types if name not in LEFT_OUT)
    digest = hashlib.sha256(repr((table, columns)).encode())
    cursor = database.stream(sql.select(columns, table, order=order))
    at = columns.index("geom") if "geom" in columns else None
    while True:
        rows = cursor.fetchmany(BATCH)
        if not rows:
            return digest.hexdigest()
        if at is not None:
            rows = [
                (*row[:at], row[at] if row[at] is None else geometry.wkb_of(row[at]), *row[at + 1 :])
                for row in rows
            ]
        digest.update(repr(rows).encode("utf-8", "surrogatepass"))
