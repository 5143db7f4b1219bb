"""Spatial indexes filled in bulk: the nodes of SQLite's r-tree packed by numpy.

Filling the index row by row takes most of the time of writing a large layer. The boxes are sorted into tiles
(sort-tile-recursive: Leutenegger, Lopez & Edgington 1997) and written into the tables behind the virtual table,
in the format of https://sqlite.org/rtree.html: a node is a depth (root only) and a count, 2 bytes each, and cells
of an 8-byte id and four 4-byte floats, all big-endian. The result passes `rtreecheck`.
"""

from __future__ import annotations

import sqlite3
from typing import Iterable, Iterator, List, Optional, Tuple

import numpy as np

from . import sql
from .buckets import Buckets

CHUNK = 1_000
"""Nodes that are packed at a time."""
MOST = 500_000
"""Boxes that are sorted at a time: more are first divided into stripes, on disk."""
SAMPLE = 100_000
CELL = np.dtype([("id", ">i8"), ("box", ">f4", 4)])
ENTRY = np.dtype([("id", "<i8"), ("box", "<f4", 4)])
LINK = np.dtype([("id", "<i8"), ("node", "<i8")])
Extent = Tuple[Optional[float], ...]


def fill(
    connection: sqlite3.Connection, table: str, batches: Iterable[Tuple[np.ndarray, np.ndarray]]
) -> Extent:
    """Replace the content of a table's spatial index, if it has one; return what holds all boxes, `minx, miny, maxx, maxy`.

    `batches` are keys (n,) int64 and boxes (n, 4) float64 `minx, maxx, miny, maxy`; rows with NaN are left out, and
    without a box there is no extent.
    """
    held = Entries()
    for fids, boxes in batches:
        held.add(fids, boxes)
    rtree = sql.rtree_name(table)
    there = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
    if not connection.execute(there, (rtree,)).fetchone()[0]:
        return held.extent
    try:
        _fill_nodes(connection, rtree, held)
    except sqlite3.OperationalError as error:
        if "may not be modified" not in str(error):
            raise
        connection.execute(sql.delete(rtree))
        statement = sql.insert(rtree, ("id", "minx", "maxx", "miny", "maxy"))
        for entries in held.blocks():
            rows = zip(entries["id"].tolist(), *(entries["box"][:, side].tolist() for side in range(4)))
            connection.executemany(statement, rows)
    return held.extent


class Entries:
    """Keys and boxes on disk, with what must be known to divide them into stripes."""

    def __init__(self) -> None:
        self._all = Buckets(ENTRY)
        self._low, self._high = np.full(4, np.inf), np.full(4, -np.inf)
        self._sample: List[np.ndarray] = []
        self._stride = 1
        self.last_id = 0

    def __len__(self) -> int:
        return self._all.records

    def add(self, fids: np.ndarray, boxes: np.ndarray) -> None:
        """Add boxes (n, 4) float64; those with NaN are left out."""
        there = np.isfinite(boxes).all(axis=1)
        if not there.any():
            return
        entries = np.empty(int(there.sum()), ENTRY)
        entries["id"], entries["box"] = np.asarray(fids, np.int64)[there], outward(boxes[there])
        self._all.add(entries)
        self._low = np.minimum(self._low, boxes[there].min(axis=0))
        self._high = np.maximum(self._high, boxes[there].max(axis=0))
        self.last_id = max(self.last_id, int(entries["id"].max()))
        self._sample.append(_middle(entries)[:: self._stride])
        if sum(map(len, self._sample)) > SAMPLE:
            self._sample = [np.concatenate(self._sample)[::2]]
            self._stride *= 2

    @property
    def extent(self) -> Extent:
        """What holds all boxes, `minx, miny, maxx, maxy`; four times `None` when there is no box."""
        if not len(self):
            return (None,) * 4
        return float(self._low[0]), float(self._low[2]), float(self._high[1]), float(self._high[3])

    def blocks(self) -> Iterator[np.ndarray]:
        """Give all entries in the order in which they came, part after part."""
        return self._all.blocks()

    def stripes(self) -> Iterator[np.ndarray]:
        """Give the entries stripe after stripe from west to east, each as many as can be sorted at a time."""
        count = -(-len(self) // MOST)
        if count <= 1:
            yield from self._all
            return
        stripes = Buckets(ENTRY, count)
        bounds = np.quantile(np.concatenate(self._sample), np.arange(1, stripes.count) / stripes.count)
        for entries in self._all.blocks():
            stripes.add(entries, np.searchsorted(bounds, _middle(entries)))
        yield from stripes


def _middle(entries: np.ndarray) -> np.ndarray:
    return entries["box"][:, 0] + entries["box"][:, 1]


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


def _fill_nodes(connection: sqlite3.Connection, rtree: str, entries: Entries) -> None:
    node_table, rowid_table, parent_table = rtree + "_node", rtree + "_rowid", rtree + "_parent"
    root = connection.execute(sql.select(("data",), node_table, "nodeno = 1")).fetchone()[0]
    capacity = (len(root) - 4) // CELL.itemsize
    for emptied in (node_table, rowid_table, parent_table):
        connection.execute(sql.delete(emptied))

    def level(ids: np.ndarray, boxes: np.ndarray, first: int) -> Tuple[np.ndarray, ...]:
        """Write nodes from a number on that hold the boxes; return them, their boxes, and which holds each id, sorted."""
        order = tiles(boxes, capacity)
        ids, boxes = ids[order], boxes[order]
        starts = np.arange(0, len(ids), capacity)
        nodes = np.arange(first, first + len(starts))
        _write(connection, node_table, nodes, ids, boxes, starts, len(root))
        owners = np.repeat(nodes, np.diff(np.append(starts, len(ids))))
        around = [
            reduce.reduceat(boxes[:, side], starts)
            for side, reduce in enumerate((np.minimum, np.maximum) * 2)
        ]
        return nodes, np.column_stack(around), ids, owners

    rowids, parents = (rowid_table, "rowid", "nodeno"), (parent_table, "nodeno", "parentnode")
    depth, next_node = 0, 2
    if len(entries) <= capacity:
        held = np.concatenate([np.empty(0, ENTRY), *entries.blocks()])
        ids, boxes, target = held["id"], held["box"], rowids
    else:
        leaves, links = [], Buckets(LINK, -(-len(entries) // MOST))
        for held in entries.stripes():
            if len(held):
                *leaf, owned, owners = level(held["id"], held["box"], next_node)
                leaves.append(leaf)
                next_node += len(leaf[0])
                linked = np.empty(len(owned), LINK)
                linked["id"], linked["node"] = owned, owners
                links.add(linked, owned * links.count // (entries.last_id + 1))
        for linked in links:
            _link(connection, rowids, linked["id"], linked["node"])
        ids, boxes = (np.concatenate(part) for part in zip(*leaves))
        depth, target = 1, parents
    while len(ids) > capacity:
        ids, boxes, owned, owners = level(ids, boxes, next_node)
        _link(connection, parents, owned, owners)
        next_node, depth = next_node + len(ids), depth + 1
    _write(connection, node_table, np.array([1]), ids, boxes, np.zeros(1, np.int64), len(root), depth)
    _link(connection, target, ids, np.ones(len(ids), np.int64))


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
