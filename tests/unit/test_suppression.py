"""Suppression of small counts: an attack of its own on all that is published leaves every suppressed count an interval."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from igh_plugin.core.published import TOTAL, Edition, together
from igh_plugin.core.suppression import System, protect

EVENTS = ("events", TOTAL)
CATEGORIES = ("events", "category")
WEEK = 7


@dataclass
class City:
    """Leaves in groups of `width`, these in one whole; `events` are (leaves, categories, days)."""

    leaves: int
    width: int

    @property
    def parents(self) -> np.ndarray:
        groups = -(-self.leaves // self.width)
        above = self.leaves + np.arange(self.leaves) // self.width
        return np.concatenate([above, np.full(groups, self.leaves + groups), [-1]])

    def members(self, area: int) -> list[int]:
        """The leaves in an area."""
        parents, out = self.parents, []
        for leaf in range(self.leaves):
            at = leaf
            while at >= 0 and at != area:
                at = int(parents[at])
            if at == area:
                out.append(leaf)
        return out

    def edition(self, events: np.ndarray, weeks: range) -> Edition:
        parents = self.parents
        whole = np.stack([events[self.members(area)].sum(0) for area in range(len(parents))])
        spans = [(WEEK * week, WEEK * week + WEEK - 1) for week in weeks]
        window = (spans[0][0], spans[-1][1])
        return Edition(
            areas=tuple(f"a{number}" for number in range(len(parents))),
            parent=parents,
            first_day=0,
            daily={
                EVENTS: {TOTAL: whole.sum(1)},
                CATEGORIES: {f"c{number}": whole[:, number] for number in range(whole.shape[1])},
            },
            spans={EVENTS: tuple(dict.fromkeys((window, *spans))), CATEGORIES: (window,)},
        )


def daily(weekly: np.ndarray) -> np.ndarray:
    """Put all that happened in a week on its first day."""
    out = np.zeros((*weekly.shape[:-1], weekly.shape[-1] * WEEK), np.int64)
    out[..., ::WEEK] = weekly
    return out


def publish(editions: list[Edition], threshold: int) -> list[np.ndarray]:
    """Publish one after the other; return what each suppressed, in the order of its table."""
    gone: list[np.ndarray] = []
    for number in range(len(editions)):
        joint = together(editions[: number + 1], gone, threshold)
        found = protect(joint.system, threshold)
        assert not found.exposed.any()
        assert (joint.system.sums @ joint.system.values == 0).all()
        hidden = found.suppressed | joint.system.hidden
        gone.append(hidden[joint.position[-1]])
    return gone


def attack(city: City, editions, weeklies, gone):
    """Yield the width of every suppressed count, from the numbers that were published and nothing else.

    The unknowns are the finest there are: events by leaf, category and week, of each edition, none below zero. That a count
    did not change between two editions is told to the attacker, and which suppressed counts are no zeros, too.
    """
    shape, size = weeklies[0].shape, weeklies[0].size
    total = size * len(editions)
    equal, right, least, low = [], [], [], []
    targets, same = [], {}
    for number, (edition, weekly, hidden) in enumerate(zip(editions, weeklies, gone)):
        index = np.arange(size).reshape(shape) + number * size
        table = edition.table()
        for area in range(len(edition.areas)):
            leaves = city.members(area)
            for column, (family, part, (first, last)) in enumerate(edition.cells()):
                kinds = range(shape[1]) if family == EVENTS else [int(part[1:])]
                weeks = range(first // WEEK, last // WEEK + 1)
                row = np.zeros(total)
                row[index[np.ix_(leaves, list(kinds), list(weeks))].ravel()] = 1
                value = int(table[area, column])
                assert value == weekly[np.ix_(leaves, list(kinds), list(weeks))].sum()
                key = (area, family, part, first, last, value)
                if key in same:
                    equal.append(row - same[key])
                    right.append(0)
                same.setdefault(key, row)
                if hidden[area, column]:
                    least.append(-row)
                    low.append(-min(value, 1))
                    targets.append(row)
                else:
                    equal.append(row)
                    right.append(value)
    equal, least = (csr_matrix(np.array(rows)) if rows else None for rows in (equal, least))
    for target in targets:
        ends = []
        for sign in (1, -1):
            found = linprog(
                sign * target, A_ub=least, b_ub=low or None, A_eq=equal, b_eq=right or None, method="highs"
            )
            unlimited = found.status == 3 or (found.status == 4 and sign < 0)
            assert found.status == 0 or unlimited, found.message
            ends.append(np.inf if unlimited else sign * found.fun)
        yield ends[1] - ends[0]


def narrowest(city, editions, weeklies, gone) -> float:
    return min(attack(city, editions, weeklies, gone), default=np.inf)


SPARSE = st.sampled_from([0, 0, 1, 1, 2, 3, 4, 6, 9, 15, 40])


@st.composite
def cities(draw, weeks=3):
    city = City(draw(st.integers(2, 6)), draw(st.integers(2, 3)))
    kinds = draw(st.integers(1, 3))
    size = city.leaves * kinds * weeks
    counts = draw(st.lists(SPARSE, min_size=size, max_size=size))
    return city, np.array(counts, np.int64).reshape(city.leaves, kinds, weeks)


@pytest.mark.long
@settings(max_examples=40)
@given(cities(), st.sampled_from([3, 5, 10]))
def test_no_suppressed_count_can_be_worked_out(made, threshold):
    city, weekly = made
    editions = [city.edition(daily(weekly), range(3))]
    gone = publish(editions, threshold)
    table = editions[0].table()
    assert gone[0][(table > 0) & (table < threshold)].all()
    assert not gone[0][table == 0].any()
    assert narrowest(city, editions, [weekly], gone) >= threshold - 1e-6


@pytest.mark.long
@settings(max_examples=25)
@given(cities(weeks=4), st.sampled_from([3, 5, 10]))
def test_nor_when_the_next_publication_is_a_week_later(made, threshold):
    city, weekly = made
    editions = [city.edition(daily(weekly), range(0, 3)), city.edition(daily(weekly), range(1, 4))]
    gone = publish(editions, threshold)
    assert narrowest(city, editions, [weekly, weekly], gone) >= threshold - 1e-6


@settings(max_examples=25)
@given(cities(), st.data(), st.sampled_from([3, 5, 10]))
def test_nor_when_counts_were_corrected_in_between(made, data, threshold):
    city, weekly = made
    later = weekly.copy()
    for _ in range(data.draw(st.integers(1, 3))):
        at = tuple(data.draw(st.integers(0, size - 1)) for size in weekly.shape)
        later[at] = max(0, later[at] + data.draw(st.sampled_from([-3, -1, 1, 2, 6])))
    editions = [city.edition(daily(one), range(3)) for one in (weekly, later)]
    gone = publish(editions, threshold)
    assert narrowest(city, editions, [weekly, later], gone) >= threshold - 1e-6


def line(*counts: int) -> System:
    """Counts and, last, their total."""
    values = np.array([*counts, sum(counts)], np.int64)
    signs = np.array([[1.0] * len(counts) + [-1.0]])
    none = np.zeros(len(values), bool)
    return System(values, csr_matrix(signs), ~none, none, np.zeros(len(values), np.int64), none, none)


def test_one_small_count_takes_another_with_it():
    found = protect(line(3, 0, 20, 40), 5)
    assert found.primary.tolist() == [True, False, False, False, False]
    assert found.suppressed.tolist() == [True, False, True, False, False]
    assert (found.upper - found.lower)[[0, 2]] == pytest.approx([5, 5])


def test_two_small_counts_that_leave_too_little_room_take_a_third():
    found = protect(line(1, 2, 8, 30), 5)
    assert found.suppressed.tolist() == [True, True, True, False, False]


def test_zeros_hide_nothing_and_the_total_goes_where_nothing_else_can():
    found = protect(line(2, 0, 0), 5)
    assert found.suppressed.tolist() == [True, False, False, True]


def test_without_small_counts_and_without_a_threshold_nothing_is_suppressed():
    assert not protect(line(5, 0, 20), 5).suppressed.any()
    assert not protect(line(1, 2, 20), 0).suppressed.any()


def test_what_was_told_before_is_no_cover():
    before = line(3, 20, 40)
    known = np.array([False, True, False, False])
    system = replace(before, open=~known)
    assert protect(system, 5).suppressed.tolist() == [True, False, True, False]


def test_a_count_that_is_known_already_is_exposed_and_said_to_be():
    before = line(3, 20)
    hidden = np.array([True, False, False])
    none, least = np.zeros(3, bool), np.ones(3, np.int64)
    system = System(before.values, before.sums, none, hidden, least, hidden, none)
    assert protect(system, 5).exposed.tolist() == [True, False, False]


def test_a_zero_is_suppressed_where_it_would_give_away_what_was_suppressed_before():
    """Nothing of c1 in the second window: all of the third week was c0, of which the sum was told."""
    weekly = np.array([[[0, 0, 3, 0], [1, 0, 0, 0]], [[0] * 4, [0] * 4]])
    city = City(2, 2)
    editions = [city.edition(daily(weekly), range(0, 3)), city.edition(daily(weekly), range(1, 4))]
    gone = publish(editions, 3)
    assert (gone[1] & (editions[1].table() == 0)).any()
    assert narrowest(city, editions, [weekly, weekly], gone) >= 3 - 1e-6


def test_the_same_counts_are_suppressed_every_time():
    random = np.random.default_rng(3)
    city, weekly = City(12, 4), random.poisson(3, (12, 4, 5))
    first, second = (publish([city.edition(daily(weekly), range(5))], 5)[0] for _ in range(2))
    assert (first == second).all()


def test_a_stretch_that_two_publications_tell_only_by_their_difference_is_guarded():
    """Six weeks, and five of them: what happened in the sixth is theirs to subtract."""
    random = np.random.default_rng(5)
    weekly = random.poisson(40, (4, 2, 6))
    weekly[:, :, 5] = [[1, 0], [2, 1], [30, 20], [25, 31]]
    city = City(4, 2)
    short, long = (city.edition(daily(weekly), range(weeks)) for weeks in (5, 6))
    gone = publish([short, long], 5)
    column = long.cells().index((CATEGORIES, "c0", (0, 41)))
    assert gone[1][0, column] and gone[1][1, column], "1 and 2 in the sixth week are the difference"
    assert narrowest(city, [short, long], [weekly, weekly], gone) >= 5 - 1e-6
