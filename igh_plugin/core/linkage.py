"""Links between events that are near in space and in time.

**Single linkage.** Two events of one group are near when they lie at most `metres` apart *and* happened at most
`minutes` apart, both bounds included; nearness on one side alone counts for nothing. Events belong together when a
chain of such steps leads from one to the other. So events of one chain can be much further apart than the bounds: ten
reports along a street, each 40 m from the next, are one chain of 360 m with a bound of 50 m, and a place that is
reported every day for a year is one chain of a year with a bound of two days. `limit_metres` and `limit_minutes` cut
such chains: see `same_thing`.

Not all near pairs are returned, which may be n²/2 of them, but enough to lead from each event to every other of its
chain. They are found through square cells so small that two events of one cell are always near in space: there, in
order of time, each is compared with the next alone. Events of neighbouring cells are compared inside a window of time,
and where a window holds so many that this would explode, by nearest neighbours. Time is O(n log² n), memory O(n).
Nothing depends on the order of the events, but for events equal in place and time, of which the earlier in the arrays
comes first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional, Tuple

import numpy as np

from .progress import Progress, Silent

FINER = 1.4143
REACH = 2
CHUNK = 2_000_000
DENSE = 16
FEW = 4096
OFFSETS = [(0, 1), (0, 2), *((column, row) for column in (1, 2) for row in range(-2, 3))]
"""Half of the cells around one: the other half looks back. `FINER` is a bit more than the root of two."""


@dataclass(frozen=True)
class Links:
    """Pairs of positions, (k,) int64 each: `first` and `second` are near each other."""

    first: np.ndarray
    second: np.ndarray

    def __len__(self) -> int:
        return len(self.first)

    def where(self, chosen: np.ndarray) -> Links:
        """Return the links of a mask or of positions."""
        return Links(self.first[chosen], self.second[chosen])

    def of(self, positions: np.ndarray) -> Links:
        """Return links between members of a part as links of the whole, of which the part has these positions."""
        return Links(positions[self.first], positions[self.second])


def joined(parts: List[Links]) -> Links:
    """Put links together, in order."""
    empty = np.zeros(0, np.int64)
    return Links(
        np.concatenate([empty, *(part.first for part in parts)]),
        np.concatenate([empty, *(part.second for part in parts)]),
    )


def chains(count: int, links: Links) -> np.ndarray:
    """Return for each of `count` events the number of its chain, (n,) int64."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    graph = coo_matrix((np.ones(len(links), bool), (links.first, links.second)), shape=(count, count))
    return connected_components(graph, directed=False)[1].astype(np.int64)


def canonical_order(x: np.ndarray, y: np.ndarray, seconds: np.ndarray) -> np.ndarray:
    """Return the positions in order of time, then of place, then as they stand."""
    return np.lexsort((y, x, seconds))


def same_thing(
    x: np.ndarray,
    y: np.ndarray,
    seconds: np.ndarray,
    group: np.ndarray,
    metres: float,
    minutes: float,
    limit_metres: float = np.inf,
    limit_minutes: float = np.inf,
    progress: Progress = Silent(),
) -> Tuple[Links, int]:
    """Return links that join events by single linkage, and how many chains were cut.

    `x`, `y` (n,) float64 in metres, `seconds` (n,) int64, `group` (n,) int64: only equal groups are linked, and a
    negative one takes no part (its other values may be anything). `metres` is above zero.

    A chain that lasts longer than `limit_minutes` is cut at whole multiples of it after its first event; one whose
    bounding box has a diagonal above `limit_metres` is cut along squares with that diagonal, its first event in the
    middle of one. Inside each piece events are linked anew, so that no piece is longer or wider than the limits, and
    what held together only through another piece comes apart.
    """
    found = _linked(x, y, seconds, group, metres, minutes, progress)
    if np.isinf(limit_metres) and np.isinf(limit_minutes) or not len(found):
        return found, 0
    pieces, cut = _pieces(x, y, seconds, found, limit_metres, limit_minutes)
    again = np.flatnonzero(pieces >= 0)
    if not len(again):
        return found, 0
    inside = _linked(x[again], y[again], seconds[again], pieces[again], metres, minutes, progress)
    return joined([found.where(pieces[found.first] < 0), inside.of(again)]), cut


def _pieces(
    x: np.ndarray,
    y: np.ndarray,
    seconds: np.ndarray,
    links: Links,
    limit_metres: float,
    limit_minutes: float,
) -> Tuple[np.ndarray, int]:
    """Return the piece of each event of a chain beyond the limits, -1 for all others, and the number of such chains."""
    pieces = np.full(len(x), -1, np.int64)
    linked = np.unique(np.concatenate((links.first, links.second)))
    x, y, seconds = x[linked], y[linked], seconds[linked]
    ends = Links(np.searchsorted(linked, links.first), np.searchsorted(linked, links.second))
    chain = chains(len(linked), ends)
    order = canonical_order(x, y, seconds)
    order = order[np.argsort(chain[order], kind="stable")]
    starts = np.flatnonzero(np.diff(chain[order], prepend=-1))
    spans = [
        (np.maximum.reduceat(values[order], starts) - np.minimum.reduceat(values[order], starts))
        for values in (x, y, seconds)
    ]
    first = order[starts][chain]
    wide = (np.hypot(spans[0], spans[1]) > limit_metres)[chain]
    long = (spans[2] > 60 * limit_minutes)[chain]
    parts = np.zeros((len(linked), 4), np.int64)
    parts[:, 0] = chain
    if long.any():
        parts[long, 1] = (seconds - seconds[first])[long] // max(1, int(60 * limit_minutes))
    if wide.any():
        side = limit_metres / FINER
        for column, values in ((2, x), (3, y)):
            parts[wide, column] = np.floor((values - values[first])[wide] / side + 0.5).astype(np.int64)
    beyond = wide | long
    pieces[linked[beyond]] = np.unique(parts[beyond], axis=0, return_inverse=True)[1].reshape(-1)
    return pieces, len(np.unique(chain[beyond]))


@dataclass(frozen=True)
class _Cells:
    """Events in order of cell, time and place. `clock` rises through all of them: `cell * span + time`."""

    x: np.ndarray
    y: np.ndarray
    time: np.ndarray
    cell: np.ndarray
    clock: np.ndarray
    block: np.ndarray
    starts: np.ndarray
    span: int
    metres: float
    window: int

    def near(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Whether events are near in space."""
        return np.hypot(self.x[first] - self.x[second], self.y[first] - self.y[second]) <= self.metres


def _linked(
    x: np.ndarray,
    y: np.ndarray,
    seconds: np.ndarray,
    group: np.ndarray,
    metres: float,
    minutes: float,
    progress: Progress,
) -> Links:
    """Return links that join all events of one chain, without limits."""
    use = np.flatnonzero(group >= 0)
    if len(use) < 2:
        return joined([])
    window = int(np.floor(60 * minutes + 1e-6))
    side = metres / FINER
    column, row = (_squeezed(np.floor(values[use] / side)) for values in (x, y))
    height, width = int(row.max()) + REACH + 1, int(column.max()) + REACH + 1
    number = np.unique(group[use], return_inverse=True)[1].reshape(-1).astype(np.int64)
    key = (number * width + column) * height + row
    order = np.lexsort((y[use], x[use], seconds[use], key))
    use, key = use[order], key[order]
    time = seconds[use].astype(np.int64)
    time -= time.min() - window
    keys, starts, cell = np.unique(key, return_index=True, return_inverse=True)
    cell = cell.reshape(-1)
    follows = (cell[1:] == cell[:-1]) & (np.diff(time) <= window)
    block = np.concatenate(([0], np.cumsum(~follows)))
    span = int(time.max()) + window + 1
    starts = np.flatnonzero(np.diff(block, prepend=-1, append=block[-1] + 1))
    cells = _Cells(x[use], y[use], time, cell, cell * span + time, block, starts, span, metres, window)
    inside = np.flatnonzero(follows)
    found = [Links(inside, inside + 1)]
    for step, (right, up) in enumerate(OFFSETS):
        progress.step(step / len(OFFSETS))
        found.append(_across(cells, keys, right * height + up))
    return joined(found).of(use)


def _squeezed(values: np.ndarray) -> np.ndarray:
    """Return whole numbers from `REACH` on, in which distances up to `REACH` are kept and longer ones stay longer."""
    distinct, number = np.unique(values, return_inverse=True)
    gaps = np.minimum(np.diff(distinct), REACH + 1).astype(np.int64)
    return (REACH + np.concatenate(([0], np.cumsum(gaps))))[number.reshape(-1)]


def _across(cells: _Cells, keys: np.ndarray, offset: int) -> Links:
    """Return a link for each two blocks of cells that lie `offset` apart and hold a near pair.

    A block is a run of events of one cell of which each is near the next; so one link joins two blocks.
    """
    target = np.minimum(np.searchsorted(keys, keys + offset), len(keys) - 1)
    there = keys[target] == keys + offset
    who = np.flatnonzero(there[cells.cell])
    now = target[cells.cell[who]] * cells.span + cells.time[who]
    low = np.searchsorted(cells.clock, now - cells.window, "left")
    high = np.searchsorted(cells.clock, now + cells.window, "right")
    some = low < high
    who, low, high, now = who[some], low[some], high[some], now[some]
    # Before and after the event itself: each half of its window lies in one block.
    middle = np.searchsorted(cells.clock, now, "left")
    who = np.concatenate((who, who))
    low, high = np.concatenate((low, middle)), np.concatenate((middle, high))
    some = low < high
    who, low, high = who[some], low[some], high[some]
    blocks = len(cells.starts) - 1
    pairs, pair = np.unique(cells.block[who] * blocks + cells.block[low], return_inverse=True)
    pair = pair.reshape(-1)
    work = np.bincount(pair, high - low, len(pairs))
    size = np.diff(cells.starts)
    one, other = pairs // blocks, pairs % blocks
    dense = work > np.maximum(DENSE * (size[one] + size[other]), FEW)
    met = [_meeting(cells, one[number], other[number]) for number in np.flatnonzero(dense)]
    links = [link for link in met if link is not None]
    plain = ~dense[pair]
    return joined([_compared(cells, who[plain], low[plain], high[plain], pair[plain]), *links])


def _compared(cells: _Cells, who: np.ndarray, low: np.ndarray, high: np.ndarray, pair: np.ndarray) -> Links:
    """Compare each event with those of its window; return the nearest near one for each pair of blocks."""
    count = high - low
    ends = np.cumsum(count)
    found: List[Tuple[np.ndarray, ...]] = []
    begin = 0
    while begin < len(who):
        before = ends[begin] - count[begin]
        end = max(begin + 1, int(np.searchsorted(ends, before + CHUNK, "right")))
        times = count[begin:end]
        first = np.repeat(who[begin:end], times)
        position = np.arange(int(times.sum())) - np.repeat(ends[begin:end] - times - before, times)
        second = np.repeat(low[begin:end], times) + position
        near = np.flatnonzero(cells.near(first, second))
        owner = np.repeat(pair[begin:end], times)[near]
        found.append(_nearest(cells, owner, first[near], second[near]))
        begin = end
    if not found:
        return joined([])
    _, first, second = _nearest(cells, *(np.concatenate(part) for part in zip(*found)))
    return Links(first, second)


def _nearest(
    cells: _Cells, pair: np.ndarray, first: np.ndarray, second: np.ndarray
) -> Tuple[np.ndarray, ...]:
    """Keep of each pair of blocks the link that is least apart, space and time each measured by its bound."""
    space = np.hypot(cells.x[first] - cells.x[second], cells.y[first] - cells.y[second]) / cells.metres
    apart = space + np.abs(cells.time[first] - cells.time[second]) / max(cells.window, 1)
    order = np.lexsort((second, first, apart, pair))
    best = order[np.flatnonzero(np.diff(pair[order], prepend=-1))]
    return pair[best], first[best], second[best]


def _meeting(cells: _Cells, one: int, other: int) -> Optional[Links]:
    """Return a near pair of two large blocks, or None: events of one slice of time are all near in time."""
    width = cells.window + 1
    parts = []
    for block in (one, other):
        members = np.arange(cells.starts[block], cells.starts[block + 1])
        slices = cells.time[members] // width
        bounds = np.flatnonzero(np.diff(slices, prepend=-1))
        parts.append(dict(zip(slices[bounds].tolist(), np.split(members, bounds[1:]))))
    ours, theirs = parts
    for number, members in ours.items():
        found = _closest(cells, members, theirs.get(number))
        found = found or _followed(cells, members, theirs.get(number + 1))
        found = found or _followed(cells, theirs.get(number - 1), members)
        if found:
            return found
    return None


def _followed(cells: _Cells, early: Optional[np.ndarray], late: Optional[np.ndarray]) -> Optional[Links]:
    """Return a near pair of events and later ones, of which some come too late; both in order of time."""
    waiting = [(early, late)]
    while waiting:
        early, late = waiting.pop()
        if early is None or late is None or not len(early) or not len(late):
            continue
        until, time = cells.time[early] + cells.window, cells.time[late]
        middle = np.sort(np.concatenate((until, time)))[(len(early) + len(late)) // 2]
        # Whatever waits until the middle or longer meets whatever came by then.
        found = _closest(cells, early[until >= middle], late[time <= middle])
        if found:
            return found
        waiting.append((early[until > middle], late[time > middle]))
        waiting.append((early[until < middle], late[time < middle]))
    return None


def _closest(cells: _Cells, first: np.ndarray, second: Optional[np.ndarray]) -> Optional[Links]:
    """Return the two events that are nearest in space, None when they are not near."""
    from scipy.spatial import cKDTree

    if second is None or not len(first) or not len(second):
        return None
    # A tree of many equal points is slow, so each place stands in it once.
    places, earliest = np.unique(
        np.column_stack((cells.x[second], cells.y[second])), axis=0, return_index=True
    )
    bound = cells.metres * (1 + 1e-9)
    distance, at = cKDTree(places).query(
        np.column_stack((cells.x[first], cells.y[first])), distance_upper_bound=bound
    )
    best = int(np.argmin(distance))
    if not np.isfinite(distance[best]):
        return None
    pair = Links(first[[best]], second[[earliest[at[best]]]])
    return pair if cells.near(pair.first, pair.second)[0] else None
