"""Columns of a GeoPackage by SQL: all kinds of columns but times of day."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Dict, Optional, Sequence, Tuple

import numpy as np

from ...core.progress import Progress
from .columns import (
    BOOLEAN,
    DATE,
    DTYPES,
    MOMENT,
    NONE,
    REAL,
    SQL,
    TEXT,
    TIME,
    WHOLE,
    Columns,
    DirectAccess,
    Gathered,
    Untrusted,
    batch_size,
    objects,
)  # fmt: skip

ENVELOPES = (0, 32, 48, 48, 64)


def from_geopackage(
    direct: DirectAccess, kinds: Dict[str, str], geometry: str, progress: Progress
) -> Columns:
    """Read columns of a GeoPackage by SQL; raises `Untrusted` where a value is not what its column says."""
    connection = sqlite3.connect(Path(direct.path).resolve().as_uri() + "?mode=ro", uri=True, timeout=5.0)
    table = quoted(direct.layer)
    try:
        about = connection.execute(_joined("PRAGMA table_info(", table, ")")).fetchall()
        held = {row[1] for row in about}
        keys = [row[1] for row in about if row[5]]
        if len(keys) != 1 or set(kinds) - held:
            raise Untrusted
        shape = connection.execute(
            "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (direct.layer,)
        ).fetchone()
        if geometry != NONE and shape is None:
            raise Untrusted
        wanted = [keys[0], *kinds, *([shape[0]] if geometry != NONE else [])]
        named = ", ".join(quoted(name) for name in wanted)
        total = connection.execute(_joined("SELECT count(*) FROM", table)).fetchone()[0]
        cursor = connection.execute(_joined("SELECT", named, "FROM", table, "ORDER BY", quoted(keys[0])))
        out, done = Gathered(kinds, geometry, SQL), 0
        size = batch_size(64, len(kinds), geometry)
        while True:
            rows = cursor.fetchmany(size)
            if not rows:
                return out.columns()
            listed = list(zip(*rows))
            columns = {name: _stored(part, kind) for (name, kind), part in zip(kinds.items(), listed[1:])}
            blobs = [wkb_of(blob) for blob in listed[-1]] if geometry != NONE else None
            out.add(np.array(listed[0], np.int64), columns, blobs)
            done += len(rows)
            progress.step(min(done / max(total, 1), 1.0))
    finally:
        connection.close()


def _joined(*parts: str) -> str:
    return " ".join(parts)


def quoted(name: str) -> str:
    """Return a name as SQL takes it."""
    return '"' + name.replace('"', '""') + '"'


def _stored(part: Sequence[Any], kind: str) -> Tuple[np.ndarray, np.ndarray]:
    """Return a column of SQLite as values and mask; a value of another type than the column's is not trusted."""
    allowed = {BOOLEAN: (int,), WHOLE: (int,), REAL: (int, float)}.get(kind, (str,))
    if any(value is not None and not isinstance(value, allowed) for value in part):
        raise Untrusted
    missing = np.fromiter((value is None for value in part), bool, len(part))
    if kind in (TEXT, TIME):
        if kind == TIME:
            raise Untrusted
        return objects(part), missing
    if kind == BOOLEAN:
        return np.array([bool(value) for value in part], bool), missing
    if kind == WHOLE:
        return np.array([0 if value is None else value for value in part], np.int64), missing
    if kind == REAL:
        return np.array([np.nan if value is None else value for value in part], float), missing
    try:
        if kind == DATE:
            if any(value is not None and len(value) != 10 for value in part):
                raise Untrusted
            return np.array([value or "NaT" for value in part], DTYPES[DATE]), missing
        return np.array([_moment(value) for value in part], "i8").view(DTYPES[MOMENT]), missing
    except ValueError as error:
        raise Untrusted from error


def _moment(text: Optional[str]) -> int:
    """Return milliseconds since 1970 of `YYYY-MM-DDTHH:MM[:SS[.SSS]]` as it is written, whatever offset from UTC follows it."""
    if text is None:
        return int(np.iinfo(np.int64).min)
    body = text
    if text.endswith("Z"):
        body = text[:-1]
    elif len(text) > 6 and text[-6] in "+-" and text[-3] == ":" and "T" in text[:-6]:
        int(text[-5:-3]), int(text[-2:])
        body = text[:-6]
    if len(body) < 16 or body[10] != "T" or not set("+-Z").isdisjoint(body[11:]):
        raise Untrusted
    return int(np.datetime64(body, "ms").astype(np.int64))


def wkb_of(blob: Any) -> Optional[bytes]:
    """Return the WKB in a GeoPackage geometry, None for none and for an empty one."""
    if blob is None:
        return None
    if not isinstance(blob, bytes) or blob[:2] != b"GP" or len(blob) < 8:
        raise Untrusted
    kind = (blob[3] >> 1) & 0b111
    if kind >= len(ENVELOPES) or blob[3] & 0b100000:
        raise Untrusted
    return None if blob[3] & 0b10000 else blob[8 + ENVELOPES[kind] :]
