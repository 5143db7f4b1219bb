"""Links in space and time equal a brute force, whatever the order; every event is in exactly one incident."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core import linkage
from igh_plugin.core.incidents import incidents_of, two_sources
from igh_plugin.core.linkage import Links, canonical_order, chains, joined, same_thing
from igh_plugin.core.progress import Cancelled, Silent

METRES, MINUTES = 50.0, 60.0
EVENTS = st.lists(
    st.tuples(
        st.one_of(st.integers(-3, 3).map(lambda n: 25.0 * n), st.floats(-200, 200)),
        st.one_of(st.sampled_from([0.0, 30.0, 40.0]), st.floats(-90, 90)),
        st.one_of(st.integers(-4, 4).map(lambda n: 3600 * n), st.integers(-20_000, 20_000)),
        st.integers(-1, 2),
    ),
    max_size=50,
)


def columns(events):
    table = np.array(events, float).reshape(-1, 4)
    x, y, seconds, group = table.T
    return x.copy(), y.copy(), seconds.astype(np.int64), group.astype(np.int64)


def near(x, y, seconds, group, metres=METRES, minutes=MINUTES):
    """All near pairs as a matrix."""
    space = np.hypot(x[:, None] - x, y[:, None] - y) <= metres
    time = np.abs(seconds[:, None] - seconds) <= 60 * minutes
    return space & time & (group[:, None] == group) & (group[:, None] >= 0)


def partition(chain):
    """The chain of each event, called by the first event in it."""
    return [int(np.flatnonzero(chain == one)[0]) for one in chain]


def brute_force(x, y, seconds, group, limit_metres=np.inf, limit_minutes=np.inf):
    """Chains by comparing all with all, cut as `same_thing` says."""
    matrix = near(x, y, seconds, group)
    chain = chains(len(x), Links(*np.nonzero(matrix)))
    pieces = np.zeros((len(x), 3), np.int64)
    for one in set(chain.tolist()):
        members = np.flatnonzero(chain == one)
        first = members[canonical_order(x[members], y[members], seconds[members])[0]]
        if np.ptp(seconds[members]) > 60 * limit_minutes:
            pieces[members, 0] = (seconds[members] - seconds[first]) // (60 * limit_minutes)
        if np.hypot(np.ptp(x[members]), np.ptp(y[members])) > limit_metres:
            for column, values in ((1, x), (2, y)):
                steps = (values[members] - values[first]) / (limit_metres / linkage.FINER)
                pieces[members, column] = np.floor(steps + 0.5)
    matrix &= (pieces[:, None] == pieces).all(axis=2)
    return chains(len(x), Links(*np.nonzero(matrix)))


def linked(events, **limits):
    return same_thing(*columns(events), METRES, MINUTES, **limits)[0]


def incidents(events, links):
    x, y, seconds, _ = columns(events)
    return incidents_of(x, y, seconds, [links], [np.abs(seconds[links.first] - seconds[links.second]) / 60])


@given(EVENTS)
def test_chains_equal_a_brute_force_and_every_link_is_near(events):
    links = linked(events)
    assert partition(chains(len(events), links)) == partition(brute_force(*columns(events)))
    assert near(*columns(events))[links.first, links.second].all()


@given(EVENTS)
def test_dense_cells_give_the_same_by_nearest_neighbours(events):
    few, dense = linkage.FEW, linkage.DENSE
    linkage.FEW, linkage.DENSE = 0, 0
    try:
        links = linked(events)
    finally:
        linkage.FEW, linkage.DENSE = few, dense
    assert partition(chains(len(events), links)) == partition(brute_force(*columns(events)))
    assert near(*columns(events))[links.first, links.second].all()


@given(EVENTS)
def test_comparing_in_pieces_gives_the_same(events):
    chunk = linkage.CHUNK
    linkage.CHUNK = 1
    try:
        links = linked(events)
    finally:
        linkage.CHUNK = chunk
    assert (links.first.tolist(), links.second.tolist()) == (
        linked(events).first.tolist(),
        linked(events).second.tolist(),
    )


@given(EVENTS, st.sampled_from([60.0, 100.0, np.inf]), st.sampled_from([60.0, 90.0, np.inf]))
def test_limits_cut_as_they_say(events, limit_metres, limit_minutes):
    x, y, seconds, group = columns(events)
    links = linked(events, limit_metres=limit_metres, limit_minutes=limit_minutes)
    chain = chains(len(events), links)
    assert partition(chain) == partition(brute_force(x, y, seconds, group, limit_metres, limit_minutes))
    for one in set(chain.tolist()):
        members = np.flatnonzero(chain == one)
        assert np.ptp(seconds[members]) <= 60 * limit_minutes
        assert np.hypot(np.ptp(x[members]), np.ptp(y[members])) <= limit_metres + 1e-9


@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_events_does_not_matter(events, random):
    order = list(range(len(events)))
    random.shuffle(order)
    shuffled = [events[position] for position in order]
    links, again = (linked(one, limit_metres=80, limit_minutes=80) for one in (events, shuffled))
    # Of equal events the earlier comes first: called by their values, the links are the same.
    names = [sorted((events[a], events[b]) for a, b in zip(links.first, links.second))]
    names.append(sorted((shuffled[a], shuffled[b]) for a, b in zip(again.first, again.second)))
    assert names[0] == names[1]
    chain, other = chains(len(events), links), chains(len(events), again)
    back = np.argsort(order)
    assert partition(chain) == partition(other[back]) or len(set(events)) < len(events)


@given(EVENTS)
def test_every_event_is_in_one_incident_and_its_links_lead_to_the_first(events):
    x, y, seconds, _ = columns(events)
    links = linked(events)
    found = incidents(events, links)
    assert partition(found.incident) == partition(chains(len(events), links))
    assert found.sizes.sum() == len(events) and (found.sizes > 0).all()
    matrix = near(*columns(events))
    for event in range(len(events)):
        members = np.flatnonzero(found.incident == found.incident[event])
        assert sorted(found.number[members]) == list(range(1, len(members) + 1))
        ranked = members[np.argsort(found.number[members])]
        assert (np.diff(seconds[ranked]) >= 0).all()
        steps, at = 0, event
        while found.other[at] >= 0:
            assert matrix[at, found.other[at]] and found.reason[at] == 0
            assert found.metres[at] == np.hypot(x[at] - x[found.other[at]], y[at] - y[found.other[at]])
            assert found.minutes[at] == abs(seconds[at] - seconds[found.other[at]]) / 60
            at, steps = found.other[at], steps + 1
            assert steps < len(members)
        assert at == ranked[0] and found.reason[at] == -1 and np.isnan(found.metres[at])
    opening = np.flatnonzero(found.number == 1)
    ranked = opening[np.argsort(found.incident[opening])]
    assert ranked.tolist() == [n for n in canonical_order(x, y, seconds) if found.number[n] == 1]


def test_bounds_are_included_and_one_side_alone_does_not_do():
    for second, expected in (
        ((30.0, 40.0, 3600, 0), 1),
        ((30.0, 40.001, 3600, 0), 0),
        ((30.0, 40.0, 3601, 0), 0),
        ((0.0, 0.0, 3601, 0), 0),
        ((0.0, 0.0, 0, 1), 0),
        ((30.0, 40.0, -3600, 0), 1),
    ):
        assert len(linked([(0.0, 0.0, 0, 0), second])) == expected


def test_a_chain_is_one_incident_however_long_unless_a_limit_cuts_it():
    street = [(40.0 * n, 0.0, 600 * n, 0) for n in range(10)]
    assert incidents(street, linked(street)).count == 1
    x, y, seconds, group = columns(street)
    links, cut = same_thing(x, y, seconds, group, METRES, MINUTES, 100.0, np.inf)
    assert cut == 1 and incidents(street, links).count == 6
    links, cut = same_thing(x, y, seconds, group, METRES, MINUTES, np.inf, 60.0)
    found = incidents(street, links)
    assert found.incident.tolist() == [0] * 6 + [1] * 4


@pytest.mark.parametrize("time", [0, 10_000_000])
def test_very_many_events_at_one_point_are_linked_one_by_one(time):
    count = 200_000
    seconds = np.random.default_rng(1).integers(0, time + 1, count)
    zero = np.zeros(count)
    links, _ = same_thing(zero, zero, seconds, zero.astype(np.int64), METRES, MINUTES)
    assert len(links) == count - 1


def test_two_dense_places_that_never_meet_are_told_apart_without_comparing_all():
    count = 40_000
    random = np.random.default_rng(2)
    x = random.uniform(0, 5, count) + 56.0 * random.integers(0, 2, count)
    links, _ = same_thing(
        x, np.zeros(count), random.integers(0, 3000, count), np.zeros(count, int), METRES, 60
    )
    assert np.unique(chains(count, links)).size == 2


def test_cancelling_ends_it():
    class Stopped(Silent):
        def step(self, fraction, message=""):
            raise Cancelled

    with pytest.raises(Cancelled):
        same_thing(*columns([(0, 0, 0, 0), (1, 1, 1, 0)]), METRES, MINUTES, progress=Stopped())


# ---------------------------------------------------------------- two sources

PAIRED = st.lists(
    st.tuples(EVENTS.map(lambda rows: rows[0] if rows else (0.0, 0.0, 0, 0)), st.booleans()), max_size=30
)


def pairs_of(rows):
    x, y, seconds, group = columns([row for row, _ in rows])
    second = np.array([side for _, side in rows], bool)
    return two_sources(x, y, seconds, group, second, METRES, MINUTES)


@given(PAIRED)
def test_a_registration_has_at_most_one_partner_which_is_its_nearest(rows):
    links = pairs_of(rows)
    x, y, seconds, group = columns([row for row, _ in rows])
    second = np.array([side for _, side in rows], bool)
    assert len(set(links.first.tolist()) | set(links.second.tolist())) == 2 * len(links)
    assert not second[links.first].any() and second[links.second].all()
    apart = np.hypot(
        np.hypot(x[:, None] - x, y[:, None] - y) / METRES, (seconds[:, None] - seconds) / (60 * MINUTES)
    )
    apart[(second[:, None] == second) | (group[:, None] != group) | (group[:, None] < 0)] = np.inf
    for one, other in zip(links.first, links.second):
        assert apart[one, other] <= 1 + 1e-9
        assert apart[one, other] <= min(apart[one].min(), apart[other].min()) + 1e-9
    least = apart.min(axis=1, initial=np.inf)
    for one in np.flatnonzero(~second & (least < 1 - 1e-9)):
        nearest = np.flatnonzero(apart[one] <= least[one] + 1e-9)
        if (
            len(nearest) == 1
            and (apart[nearest[0]] <= least[one] + 1e-9).sum() == 1
            and least[nearest[0]] == least[one]
        ):
            assert one in links.first


@given(PAIRED)
def test_pairs_are_the_same_from_either_side(rows):
    links, other = pairs_of(rows), pairs_of([(row, not side) for row, side in rows])
    assert sorted(zip(links.first, links.second)) == sorted(zip(other.second, other.first))


def test_a_pair_goes_before_other_reasons_and_counts_in_the_tree():
    events = [(0.0, 0.0, 0, 0), (1.0, 0.0, 60, 0), (2.0, 0.0, 120, 0)]
    x, y, seconds, _ = columns(events)
    pair, chain = Links(np.array([0]), np.array([2])), linked(events)
    apart = [np.abs(seconds[one.first] - seconds[one.second]) / 60 for one in (pair, chain)]
    found = incidents_of(x, y, seconds, [pair, chain], apart)
    assert found.reason.tolist() == [-1, 1, 0] and found.other.tolist()[2] == 0
    assert found.minutes[2] == 2.0 and found.metres[2] == 2.0


def test_nothing_to_link_gives_incidents_of_one():
    none = joined([])
    assert incidents_of(*(np.zeros(0) for _ in range(3)), [], []).count == 0
    found = incidents([(0.0, 0.0, 0, 0)], none)
    assert found.count == 1 and found.other.tolist() == [-1]
