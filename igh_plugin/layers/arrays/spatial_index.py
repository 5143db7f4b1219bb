"""Points of a GeoPackage in square cells, from the nodes of its spatial index: a twentieth of the bytes of its rows.

The index holds a box of 4-byte floats around each point, rounded outward by SQLite (https://sqlite.org/rtree.html: a node is
a depth and a count, 2 bytes each, and cells of an 8-byte id and four floats, all big-endian). A box that lies in one cell says
where its point is counted; of the few that touch two, the point itself is read. GDAL keeps the index in step with the rows by
triggers; where these are gone, or a box does not hold the point of its row, the index is not believed.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Iterator, Optional, Tuple

import numpy as np

from ...core.cells import Tally
from ...core.progress import Progress
from .columns import DirectAccess, Untrusted
from .geopackage import quoted, wkb_of
from .points import points_of_wkb

NODES = 1_000
"""Nodes taken at a time."""
CELL = np.dtype([("id", ">i8"), ("box", ">f4", 4)])
HEAD = 4
TRIED = 20
"""Points of each part that are compared with their box."""


def tally_points(direct: Optional[DirectAccess], size: float, progress: Progress) -> Optional[Tally]:
    """Count the points of a layer in squares of `size` metres; None when its file has no index that tells.

    Points without geometry are in no cell. Raises `UserError` for a size that no square has.
    """
    if direct is None or direct.format != "GPKG":
        return None
    try:
        connection = sqlite3.connect(Path(direct.path).resolve().as_uri() + "?mode=ro", uri=True, timeout=5.0)
    except sqlite3.Error:
        return None
    try:
        connection.execute("BEGIN")
        return _tally(connection, direct.layer, size, progress)
    except (Untrusted, sqlite3.Error):
        return None
    finally:
        connection.close()


def _tally(connection: sqlite3.Connection, table: str, size: float, progress: Progress) -> Tally:
    key, geometry = _columns(connection, table)
    index = f"rtree_{table}_{geometry}"
    kept = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? AND name IN (?, ?)"
    if connection.execute(kept, (table, index + "_insert", index + "_delete")).fetchone()[0] < 2:
        raise Untrusted
    tally = Tally(size)
    for done, boxes in _boxes(connection, index):
        progress.step(done)
        left, right, low, high = (boxes["box"][:, side].astype(float) for side in range(4))
        tried = slice(None, None, max(len(boxes) // TRIED, 1))
        x, y = _coordinates(connection, table, key, geometry, boxes["id"][tried])
        if ((x < left[tried]) | (x > right[tried]) | (y < low[tried]) | (y > high[tried])).any():
            raise Untrusted
        unsure = tally.add_boxes(left, right, low, high)
        if unsure.any():
            tally.add(*_coordinates(connection, table, key, geometry, boxes["id"][unsure]))
    return tally


def _columns(connection: sqlite3.Connection, table: str) -> Tuple[str, str]:
    """Return the key and the geometry column of a table of single points that has an index."""
    found = connection.execute(
        "SELECT g.column_name FROM gpkg_geometry_columns g JOIN gpkg_extensions e ON e.table_name = g.table_name"
        " AND e.column_name = g.column_name WHERE g.table_name = ? AND e.extension_name = 'gpkg_rtree_index'"
        " AND upper(g.geometry_type_name) = 'POINT'",
        (table,),
    ).fetchall()
    keys = [
        name
        for name, primary in connection.execute("SELECT name, pk FROM pragma_table_info(?)", (table,))
        if primary
    ]
    if len(found) != 1 or len(keys) != 1:
        raise Untrusted
    return keys[0], found[0][0]


def _boxes(connection: sqlite3.Connection, index: str) -> Iterator[Tuple[float, np.ndarray]]:
    """Give how far the reading is, 0 to 1, and the entries of the leaves of an index, part after part."""
    node, parent = quoted(index + "_node"), quoted(index + "_parent")
    total, done = connection.execute(" ".join(("SELECT max(nodeno) FROM", node))).fetchone()[0] or 1, 0
    cursor = connection.execute(
        " ".join(("SELECT data FROM", node, "WHERE nodeno NOT IN (SELECT parentnode FROM", parent, ")"))
    )
    while True:
        blobs = [row[0] for row in cursor.fetchmany(NODES)]
        if not blobs:
            return
        if len(set(map(len, blobs))) > 1:
            raise Untrusted
        nodes = np.frombuffer(b"".join(blobs), np.uint8).reshape(len(blobs), -1)
        capacity = (nodes.shape[1] - HEAD) // CELL.itemsize
        held = nodes[:, 2].astype(np.int64) * 256 + nodes[:, 3]
        if held.max(initial=0) > capacity:
            raise Untrusted
        entries = np.ascontiguousarray(nodes[:, HEAD : HEAD + capacity * CELL.itemsize]).view(CELL)
        yield done / total, entries[np.arange(capacity) < held[:, None]]
        done += len(blobs)


def _coordinates(
    connection: sqlite3.Connection, table: str, key: str, geometry: str, ids: np.ndarray
) -> Tuple[np.ndarray, np.ndarray]:
    """Return x and y of rows."""
    statement = " ".join(("SELECT", quoted(geometry), "FROM", quoted(table), "WHERE", quoted(key), "= ?"))
    blobs = []
    for number in ids.tolist():
        row = connection.execute(statement, (number,)).fetchone()
        if row is None:
            raise Untrusted
        blobs.append(wkb_of(row[0]))
    x, y = points_of_wkb(blobs, ids).T
    if not np.isfinite(x).all():
        raise Untrusted
    return x, y
