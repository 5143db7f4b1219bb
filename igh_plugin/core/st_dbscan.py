"""Clusters of events that lie close together in space, and in time if asked: DBSCAN and ST-DBSCAN.

An event is a core one when at least `minimum` events, itself among them, lie within `reach` metres and `span` of time of it;
core events within reach of each other are in one cluster, with the other events within reach of one of theirs (Ester, Kriegel,
Sander & Xu 1996, "A density-based algorithm for discovering clusters", KDD-96; Birant & Kut 2007, "ST-DBSCAN", Data & Knowledge
Engineering 60). One that is within reach of core events of several clusters goes to that of the nearest, so that the result does not
depend on the order of the events.

Events lie in cells whose diagonal is the reach and whose depth is the span. All in a cell that holds `minimum` are core without a
distance being measured, and those of one cell are in one cluster (Gunawan 2013; de Berg, Gunawan & Roeloffzen 2019); between
cells a few pairs tell of most whether they are connected. So memory does not grow with the number of pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, product
from typing import Any, Iterator, List, Optional, Sequence, Tuple

import numpy as np

from .errors import UserError
from .progress import Part, Progress, Silent
from .text import QT_TRANSLATE_NOOP

NOISE = -1
PAIRS = 200_000
"""Pairs of events that are measured at a time: few enough to stay in the cache of the processor."""
FEW = 4
"""Events of a cell that are tried first against as many of another one."""
HELD = 30_000_000
"""Cells around cells that are kept once they were looked up; more are looked up again."""
MOST_CELLS = 2.0**62
TOO_WIDE = QT_TRANSLATE_NOOP(
    "core", "The distance or the time is too small for events so far apart: choose larger ones."
)
SLACK = 1e-7
"""By what part cells are smaller than they may be, so that rounding makes none too large."""


Step = Tuple[int, ...]
"""How many cells on along each axis."""


@dataclass(frozen=True)
class Clusters:
    """Of n events: `label` (n,) int64, -1 for noise, clusters numbered by their first event; `core` (n,) bool."""

    label: np.ndarray
    core: np.ndarray

    @property
    def number(self) -> int:
        """How many clusters there are."""
        return int(self.label.max(initial=NOISE)) + 1


def st_dbscan(
    x: np.ndarray,
    y: np.ndarray,
    reach: float,
    minimum: int,
    t: Optional[np.ndarray] = None,
    span: float = 0.0,
    progress: Progress = Silent(),
) -> Clusters:
    """Cluster events at `x`, `y` (n,) metres and, if given, times `t` (n,) in the unit of `span`; both bounds are included.

    Raises `UserError` when there are more cells than can be numbered.
    """
    n = len(x)
    if not n:
        return Clusters(np.zeros(0, np.int64), np.zeros(0, bool))
    index = _Index(x, y, t, reach, span)
    core = index.core_first(_core(index, minimum, Part(progress, 0.0, 0.5)))
    label = np.where(core, _connected(index, Part(progress, 0.5, 0.8))[index.cell_of], NOISE)
    _reached(index, core, label, Part(progress, 0.8, 1.0))
    found, was_core = np.empty(n, np.int64), np.empty(n, bool)
    found[index.order], was_core[index.order] = label, core
    return Clusters(_by_first(found), was_core)


class _Index:
    """Events sorted by cell: `order` (n,) where each was before, `cell_of` (n,) its cell; of each of the m cells where it
    starts, how many events it has, and how many of these are core, which come first: `start`, `count`, `core_count` (m,).

    Events are named by their position in this order. `steps` is how many cells a cell has around it.
    """

    def __init__(
        self, x: np.ndarray, y: np.ndarray, t: Optional[np.ndarray], reach: float, span: float
    ) -> None:
        values = [np.asarray(x, float), np.asarray(y, float)]
        self._reach, self._span = reach, span
        side = reach / np.sqrt(2) * (1 - SLACK)
        if any(float(np.ptp(one)) / side >= MOST_CELLS for one in values):
            raise UserError(TOO_WIDE)
        where = [np.floor((one - one.min()) / side).astype(np.int64) for one in values]
        self._side = side
        within = [one - one.min() - at * side for one, at in zip(values, where)]
        self._steps = [range(-2, 3), range(-2, 3)]
        if t is not None:
            values.append(np.asarray(t, float))
            depth = span * (1 - SLACK)
            where.append(
                np.floor((values[2] - values[2].min()) / depth).astype(np.int64)
                if span > 0
                else np.unique(values[2], return_inverse=True)[1].reshape(-1)
            )
            self._steps.append(range(-2, 3) if span > 0 else range(0, 1))
        axes, self._sizes = _compact(where)
        key = self._key([one + 2 for one in axes])
        self.order = np.argsort(key, kind="stable")
        ranked = key[self.order]
        self._values = [one[self.order] for one in values]
        self._within_cell = [one[self.order] for one in within]
        self.start = np.flatnonzero(np.append(True, ranked[1:] != ranked[:-1]))
        self._keys = ranked[self.start]
        self.count = np.diff(np.append(self.start, len(key)))
        self.cell_of = np.repeat(np.arange(len(self.start)), self.count)
        self.core_count = np.zeros(len(self.start), np.int64)
        self._held: List[Tuple[Step, np.ndarray]] = []
        self.steps = int(np.prod([len(one) for one in self._steps])) - 1

    def later(self) -> Iterator[Tuple[Step, np.ndarray]]:
        """Give those of `around` in which each pair of cells is there once."""
        for step, beside in self.around():
            if self._key(step) > 0:
                yield step, beside

    def may_reach(self, events: np.ndarray, step: Step) -> np.ndarray:
        """Return which events are within reach of the cell that a step leads to, (k,) bool, wherever in it others lie."""
        squared = np.zeros(len(events))
        for one, by in zip(self._within_cell, step):
            if by:
                gap = by * self._side - one[events] if by > 0 else one[events] - (by + 1) * self._side
                squared += np.maximum(gap, 0.0) ** 2
        return squared <= (self._reach * (1 + SLACK)) ** 2

    def _key(self, where: Sequence[Any]) -> Any:
        key = where[0]
        for one, size in zip(where[1:], self._sizes[1:]):
            key = key * size + one
        return key

    def around(self) -> Iterator[Tuple[Step, np.ndarray]]:
        """Give each step to a cell around, the nearest first, and the cell that each reaches by it, (m,), -1 for none."""
        if self._held:
            yield from self._held
            return
        held: List[Tuple[Step, np.ndarray]] = []
        hold = self.steps * len(self._keys) <= HELD
        steps = sorted(product(*self._steps), key=lambda step: sum(part * part for part in step))
        for step in steps[1:]:
            away = int(self._key(list(step)))
            wanted = self._keys + away
            at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
            found = step, np.where(self._keys[at] == wanted, at, NOISE).astype(np.int32)
            if hold:
                held.append(found)
            yield found
        self._held = held

    def core_first(self, core: np.ndarray) -> np.ndarray:
        """Sort the core events of each cell, (n,) bool, before its others, and count them; return which are core now."""
        order = np.lexsort((~core, self.cell_of))
        self.order, self._values = self.order[order], [one[order] for one in self._values]
        self._within_cell = [one[order] for one in self._within_cell]
        self.core_count = np.bincount(self.cell_of[core], minlength=len(self.start))
        return core[order]

    def pairs(
        self, events: np.ndarray, cells: np.ndarray, most: np.ndarray
    ) -> Iterator[Tuple[np.ndarray, np.ndarray, np.ndarray]]:
        """Give positions among `events`, the other events, and the square of their distance, for pairs within reach.

        Each event is measured against the first `most` of a cell; pairs come in the order of the events.
        """
        ends = np.cumsum(most)
        begin = 0
        while begin < len(events):
            done = ends[begin - 1] if begin else 0
            stop = max(int(np.searchsorted(ends, done + PAIRS, "right")), begin + 1)
            size = most[begin:stop]
            one = np.repeat(np.arange(begin, stop), size)
            before = ends[begin:stop] - size - done
            other = np.arange(len(one)) + np.repeat(self.start[cells[begin:stop]] - before, size)
            yield self._within(events, one, other)
            begin = stop

    def _within(
        self, events: np.ndarray, one: np.ndarray, other: np.ndarray
    ) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
        mine = events[one]
        x, y = self._values[:2]
        squared = (x[mine] - x[other]) ** 2 + (y[mine] - y[other]) ** 2
        near = squared <= self._reach**2
        if len(self._values) > 2:
            t = self._values[2]
            near &= np.abs(t[mine] - t[other]) <= self._span
        return one[near], other[near], squared[near]


def _compact(where: Sequence[np.ndarray]) -> Tuple[Sequence[np.ndarray], Sequence[int]]:
    """Return the numbers of cells along each axis and how many there can be, with gaps made small where all would be too many.

    Raises `UserError` where they are too many even then.
    """
    for attempt in range(2):
        sizes = [int(one.max()) + 6 for one in where]
        if float(np.prod(np.array(sizes, float))) < MOST_CELLS:
            return where, sizes
        if not attempt:
            where = [_closer(one) for one in where]
    raise UserError(TOO_WIDE)


def _closer(numbers: np.ndarray) -> np.ndarray:
    """Return numbers from 0 in the same order, of which two are at most two apart when the given ones were, by the same."""
    found, inverse = np.unique(numbers, return_inverse=True)
    return np.cumsum(np.minimum(np.diff(found, prepend=found[0]), 3))[inverse.reshape(-1)]


def _core(index: _Index, minimum: int, progress: Progress) -> np.ndarray:
    """Return which events have enough others within reach, (n,) bool."""
    possible = index.count.copy()
    for number, (_, beside) in enumerate(index.around()):
        progress.step(number / index.steps / 4)
        possible += np.where(beside >= 0, index.count[beside], 0)
    core = np.repeat(index.count >= minimum, index.count)
    undecided = np.repeat((index.count < minimum) & (possible >= minimum), index.count)
    for part, limit in enumerate((2 * minimum, len(core))):
        events = np.flatnonzero(undecided)
        found = index.count[index.cell_of[events]]
        for number, (step, beside) in enumerate(index.around()):
            progress.step(0.25 + 0.75 * (part + number / index.steps) / 2)
            still = found < minimum
            events, found = events[still], found[still]
            cells = beside[index.cell_of[events]]
            there = np.flatnonzero((cells >= 0) & index.may_reach(events, step))
            most = np.minimum(index.count[cells[there]], limit)
            for one, _, _ in index.pairs(events[there], cells[there], most):
                found += np.bincount(there[one], minlength=len(found))
            core[events[found >= minimum]] = True
        undecided &= ~core
    return core


def _connected(index: _Index, progress: Progress) -> np.ndarray:
    """Return to which group of cells, connected by core events within reach, each cell belongs, (m,) int64."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    size = len(index.start)
    joined = [np.zeros((2, 0), np.int64)]
    left = []
    for number, (step, beside) in enumerate(index.later()):
        progress.step(number / index.steps)
        first = np.flatnonzero((beside >= 0) & (index.core_count > 0) & (index.core_count[beside] > 0))
        pair = np.stack((first, beside[first]))
        near = _touch(index, pair[0], pair[1], step, FEW)
        joined.append(pair[:, near])
        left.append((step, pair[:, ~near]))
    for part in range(2):
        links = np.concatenate(joined, 1)
        matrix = coo_matrix((np.ones(links.shape[1], np.int8), (links[0], links[1])), (size, size))
        group = connected_components(matrix, directed=False)[1].astype(np.int64)
        if part:
            break
        for number, (step, pair) in enumerate(left):
            progress.step(0.5 + 0.5 * number / len(left))
            pair = pair[:, group[pair[0]] != group[pair[1]]]
            joined.append(pair[:, _touch(index, pair[0], pair[1], step, len(index.order))])
    return group


def _touch(index: _Index, first: np.ndarray, second: np.ndarray, step: Step, limit: int) -> np.ndarray:
    """Return which pairs of cells, a step apart, have core events within reach, of the first `limit` of each."""
    size = np.minimum(index.core_count[first], limit)
    owner = np.repeat(np.arange(len(first)), size)
    events = np.arange(len(owner)) + np.repeat(index.start[first] - (np.cumsum(size) - size), size)
    reaching = index.may_reach(events, step)
    owner, events = owner[reaching], events[reaching]
    most = np.minimum(index.core_count[second[owner]], limit)
    near = np.zeros(len(first), bool)
    for one, _, _ in index.pairs(events, second[owner], most):
        near[owner[one]] = True
    return near


def _reached(index: _Index, core: np.ndarray, label: np.ndarray, progress: Progress) -> None:
    """Give the events that are not core, and within reach of a core one, the label of the nearest."""
    events = np.flatnonzero(~core)
    nearest = np.full(len(events), np.inf)
    chosen = np.full(len(events), len(core))
    own: Tuple[Step, np.ndarray] = ((0, 0), np.arange(len(index.start)))
    for number, (step, beside) in enumerate(chain([own], index.around())):
        progress.step(number / (index.steps + 1))
        cells = beside[index.cell_of[events]]
        there = np.flatnonzero((cells >= 0) & (index.core_count[cells] > 0) & index.may_reach(events, step))
        for one, other, squared in index.pairs(events[there], cells[there], index.core_count[cells[there]]):
            one, before = there[one], index.order[other]
            order = np.lexsort((before, squared, one))
            first = order[np.flatnonzero(np.append(True, np.diff(one[order]) > 0))] if len(one) else order
            one, other, squared = one[first], other[first], squared[first]
            held = np.where(
                chosen[one] < len(core), index.order[np.minimum(chosen[one], len(core) - 1)], len(core)
            )
            better = (squared < nearest[one]) | ((squared == nearest[one]) & (index.order[other] < held))
            nearest[one[better]], chosen[one[better]] = squared[better], other[better]
    found = chosen < len(core)
    label[events[found]] = label[chosen[found]]


def _by_first(label: np.ndarray) -> np.ndarray:
    """Return labels numbered by the first event of each cluster."""
    names, first, inverse = np.unique(label, return_index=True, return_inverse=True)
    first = np.where(names == NOISE, -1, first)
    rank = np.empty(len(names), np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(names))
    return rank[inverse.reshape(-1)] - int((names == NOISE).any())
