"""Incidents: what was reported once or several times, made of links between events.

An incident is a set of events that links join; an event without a link is an incident of its own. Nothing is deleted
and nothing changed: the events stay what they are, the incident says which of them tell of the same thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from .linkage import Links, canonical_order, chains, joined


@dataclass(frozen=True)
class Incidents:
    """Each event in its incident, all (n,).

    `incident` numbers the incidents from 0 in order of their first event, `number` counts the events of one from 1 in
    order of time. `other` is the event that each is linked to, -1 for the first of an incident: following it leads
    to the first. `reason` is the number of the series of links which that link is of, `metres` and `minutes` how far
    apart the two are by that series; -1 and NaN for the first.
    """

    incident: np.ndarray
    number: np.ndarray
    other: np.ndarray
    reason: np.ndarray
    metres: np.ndarray
    minutes: np.ndarray

    @property
    def count(self) -> int:
        """How many incidents there are."""
        return int(self.incident.max(initial=-1)) + 1

    @property
    def sizes(self) -> np.ndarray:
        """Number of events of each incident, (count,) int64."""
        return np.bincount(self.incident, minlength=self.count)


def two_sources(
    x: np.ndarray,
    y: np.ndarray,
    seconds: np.ndarray,
    group: np.ndarray,
    second: np.ndarray,
    metres: float,
    minutes: float,
) -> Links:
    """Return the pairs of events of two sources that are one registration in both.

    `x`, `y` (n,) float64 in metres, `seconds` (n,) int64, `group` (n,) int64 (a negative one takes no part), `second`
    (n,) bool: of the second source. Two events of one group, of different sources, `d` metres and `t` minutes apart
    are as far apart as sqrt((d / metres)² + (t / minutes)²). They are a pair when that is at most 1 and each is the
    nearest of the other source to the other: so no event has two partners, and one whose nearest prefers another has
    none. Of events of one source equal in place and time the first in the arrays stands for all.
    """
    from scipy.spatial import cKDTree

    sides = [np.flatnonzero((group >= 0) & (second == side)) for side in (False, True)]
    if not len(sides[0]) or not len(sides[1]):
        return joined([])
    begin = [min(float(values[side].min()) for side in sides) for values in (x, y, seconds)]
    scaled = []
    for number, side in enumerate(sides):
        places = np.column_stack(
            (
                # Groups lie so far from each other that nothing of two of them is near.
                4.0 * group[side],
                (seconds[side] - begin[2]) / (60.0 * minutes),
                (x[side] - begin[0]) / metres,
                (y[side] - begin[1]) / metres,
            )
        )
        distinct, earliest = np.unique(places, axis=0, return_index=True)
        scaled.append(distinct)
        sides[number] = side[earliest]
    nearest = []
    for own, others in (scaled, scaled[::-1]):
        distance, at = cKDTree(others).query(own, distance_upper_bound=1 + 1e-9)
        nearest.append(np.where(distance <= 1 + 1e-12, at, -1))
    there, back = nearest
    chosen = np.flatnonzero(there >= 0)
    chosen = chosen[back[there[chosen]] == chosen]
    return Links(sides[0][chosen], sides[1][there[chosen]])


def incidents_of(
    x: np.ndarray,
    y: np.ndarray,
    seconds: np.ndarray,
    series: Sequence[Links],
    minutes: Sequence[np.ndarray],
) -> Incidents:
    """Return the incidents that series of links make, and for each event the link that says why it is in its own.

    `x`, `y` (n,) float64 in metres, `seconds` (n,) int64: the time by which events are put in order; of events without
    a link they may be anything. `minutes` is for each series how far apart its links are, (k,) float64. Of the links
    that hold an incident together, those of an earlier series are taken before those of a later one.
    """
    count = len(x)
    links = joined(list(series))
    of_series = np.repeat(np.arange(len(series)), [len(part) for part in series])
    order = canonical_order(x, y, seconds)
    place = np.empty(count, np.int64)
    place[order] = np.arange(count)
    # From here on events are called by their place in the order of time.
    first, second = place[links.first], place[links.second]
    chain = chains(count, Links(first, second))
    opening, incident = np.unique(chain, return_index=True, return_inverse=True)[1:]
    rank = np.empty(len(opening), np.int64)
    rank[np.argsort(opening)] = np.arange(len(opening))
    incident = rank[incident.reshape(-1)]
    grouped = np.argsort(incident, kind="stable")
    begins = np.flatnonzero(np.diff(incident[grouped], prepend=-1))
    number = np.empty(count, np.int64)
    number[grouped] = np.arange(count) - np.repeat(begins, np.diff(np.append(begins, count))) + 1
    keys, earliest = np.unique(
        np.minimum(first, second) * count + np.maximum(first, second), return_index=True
    )
    other = _towards_first(Links(keys // count, keys % count), of_series[earliest], number)
    child = np.flatnonzero(other >= 0)
    parent = other[child]
    at = np.searchsorted(keys, np.minimum(child, parent) * count + np.maximum(child, parent))
    reason = np.full(count, -1, np.int64)
    reason[child] = of_series[earliest[at]]
    metres, apart = np.full(count, np.nan), np.full(count, np.nan)
    mine, its = order[child], order[parent]
    metres[child] = np.hypot(x[mine] - x[its], y[mine] - y[its])
    apart[child] = np.concatenate([np.zeros(0), *minutes])[earliest[at]]
    other[child] = its
    return Incidents(*(values[place] for values in (incident, number, other, reason, metres, apart)))


def _towards_first(links: Links, series: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Return for each event the next one on the way to the first of its incident, -1 for that.

    The way goes along a spanning tree that takes links of earlier series first; no pair is given twice.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import breadth_first_order, minimum_spanning_tree

    other = np.full(len(number), -1, np.int64)
    linked = np.unique(np.concatenate((links.first, links.second)))
    if not len(linked):
        return other
    size = len(linked)
    ends = (np.searchsorted(linked, links.first), np.searchsorted(linked, links.second))
    tree = minimum_spanning_tree(coo_matrix((series + 1, ends), shape=(size, size)).tocsr()).tocoo()
    # A root above the first events of all incidents: one search reaches every event.
    tops = np.flatnonzero(number[linked] == 1)
    ends = (
        np.concatenate((tree.row, tree.col, np.full(len(tops), size))),
        np.concatenate((tree.col, tree.row, tops)),
    )
    rooted = coo_matrix((np.ones(len(ends[0]), np.int8), ends), shape=(size + 1, size + 1)).tocsr()
    before = breadth_first_order(rooted, size, directed=True)[1][:size]
    inner = before < size
    other[linked[inner]] = linked[before[inner]]
    return other
