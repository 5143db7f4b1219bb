"""Spatial indexes filled in bulk: the nodes of SQLite's r-tree packed by numpy.

Filling the index row by row takes most of the time of writing a large layer. The boxes are sorted into tiles
(sort-tile-recursive: Leutenegger, Lopez & Edgington 1997) and written into the tables behind the virtual table,
in the format of https://sqlite.org/rtree.html: a node is a depth (root only) and a count, 2 bytes each, and cells
of an 8-byte id and four 4-byte floats, all big-endian. The result passes `rtreecheck`.
"""

from __future__ import annotations

import sqlite3
from typing import Iterator, Tuple

import numpy as np

from . import sql

CHUNK = 1_000
"""Nodes that are packed at a time."""
CELL = np.dtype([("id", ">i8"), ("box", ">f4", 4)])


def fill(connection: sqlite3.Connection, table: str, fids: np.ndarray, boxes: np.ndarray) -> None:
    """Replace the content of a table's spatial index.

    `fids` (n,) int64, `boxes` (n, 4) float32 `minx, maxx, miny, maxy` (see `outward`); rows with NaN are left out.
    """
    there = np.isfinite(boxes).all(axis=1)
    if not there.all():
        fids, boxes = np.asarray(fids, np.int64)[there], boxes[there]
    rtree = sql.rtree_name(table)
    try:
        _fill_nodes(connection, rtree, fids, boxes)
    except sqlite3.OperationalError as error:
        if "may not be modified" not in str(error):
            raise
        connection.execute(sql.delete(rtree))
        rows = zip(fids.tolist(), *(boxes[:, side].tolist() for side in range(4)))
        connection.executemany(sql.insert(rtree, ("id", "minx", "maxx", "miny", "maxy")), rows)


def outward(boxes: np.ndarray) -> np.ndarray:
    """Return boxes (n, 4) as float32, rounded so that they still hold the given ones."""
    single = boxes.astype(np.float32)
    for side, direction in ((0, -np.inf), (1, np.inf), (2, -np.inf), (3, np.inf)):
        wrong = single[:, side] > boxes[:, side] if direction < 0 else single[:, side] < boxes[:, side]
        single[wrong, side] = np.nextafter(single[wrong, side], np.float32(direction))
    return single


def tiles(boxes: np.ndarray, capacity: int) -> np.ndarray:
    """Return the order of boxes, (n,) int64, in which each stretch of `capacity` lies close together."""
    x, y = boxes[:, 0] + boxes[:, 1], boxes[:, 2] + boxes[:, 3]
    order = np.argsort(x, kind="stable")
    leaves = -(-len(order) // capacity)
    slice_size = capacity * max(int(np.ceil(np.sqrt(leaves))), 1)
    stripe = np.empty(len(order), np.int64)
    stripe[order] = np.arange(len(order)) // slice_size
    return np.lexsort((y, stripe))


def _fill_nodes(connection: sqlite3.Connection, rtree: str, fids: np.ndarray, boxes: np.ndarray) -> None:
    node_table, rowid_table, parent_table = rtree + "_node", rtree + "_rowid", rtree + "_parent"
    root = connection.execute(sql.select(("data",), node_table, "nodeno = 1")).fetchone()[0]
    capacity = (len(root) - 4) // CELL.itemsize
    for emptied in (node_table, rowid_table, parent_table):
        connection.execute(sql.delete(emptied))
    ids, next_node, depth = fids, 2, 0
    while len(ids) > capacity:
        order = tiles(boxes, capacity)
        ids, boxes = ids[order], boxes[order]
        starts = np.arange(0, len(ids), capacity)
        nodes = np.arange(next_node, next_node + len(starts))
        owner = np.repeat(nodes, np.diff(np.append(starts, len(ids))))
        _write(connection, node_table, nodes, ids, boxes, starts, len(root))
        _link(
            connection,
            (rowid_table, "rowid", "nodeno") if depth == 0 else (parent_table, "nodeno", "parentnode"),
            ids,
            owner,
        )
        boxes = np.column_stack(
            [
                reduce.reduceat(boxes[:, side], starts)
                for side, reduce in enumerate((np.minimum, np.maximum) * 2)
            ]
        )
        ids, next_node, depth = nodes, next_node + len(starts), depth + 1
    _write(connection, node_table, np.array([1]), ids, boxes, np.zeros(1, np.int64), len(root), depth)
    _link(
        connection,
        (rowid_table, "rowid", "nodeno") if depth == 0 else (parent_table, "nodeno", "parentnode"),
        ids,
        np.ones(len(ids), np.int64),
    )


def _write(connection, node_table: str, nodes, ids, boxes, starts, size: int, depth: int = 0) -> None:
    """Write nodes that hold the cells from each start to the next."""
    ends = np.append(starts[1:], len(ids))

    def rows() -> Iterator[Tuple[int, bytes]]:
        for first in range(0, len(nodes), CHUNK):
            begin, stop = starts[first], ends[min(first + CHUNK, len(nodes)) - 1]
            cells = np.zeros(stop - begin, CELL)
            cells["id"], cells["box"] = ids[begin:stop], boxes[begin:stop]
            packed = cells.tobytes()
            for at in range(first, min(first + CHUNK, len(nodes))):
                start, end = int(starts[at] - begin), int(ends[at] - begin)
                head = depth.to_bytes(2, "big") + (end - start).to_bytes(2, "big")
                data = packed[start * CELL.itemsize : end * CELL.itemsize]
                yield int(nodes[at]), (head + data).ljust(size, b"\0")

    connection.executemany(sql.insert(node_table, ("nodeno", "data")), rows())


def _link(connection, target: Tuple[str, str, str], ids: np.ndarray, owners: np.ndarray) -> None:
    """Write which node holds each row or node, in the order of the ids: the fastest way into the table."""
    order = np.argsort(ids, kind="stable")
    table, key, value = target
    statement = sql.insert(table, (key, value))
    for start in range(0, len(order), CHUNK * 50):
        part = order[start : start + CHUNK * 50]
        connection.executemany(statement, zip(ids[part].tolist(), owners[part].tolist()))


def problems(connection: sqlite3.Connection, table: str) -> str:
    """Return what SQLite finds wrong with a table's spatial index: "ok" when it is sound."""
    return connection.execute("SELECT rtreecheck(?)", (sql.rtree_name(table),)).fetchone()[0]


def drop(connection: sqlite3.Connection, table: str) -> None:
    """Drop a table's spatial index."""
    connection.execute(sql.drop_table(sql.rtree_name(table)))
