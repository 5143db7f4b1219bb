"""Streets: pieces that add up, density that loses nothing, by every path of a small network, and distances along it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.streets import cut, near_along, network_density, shared

GRID = [
    np.array([(x * 100.0, y * 100.0), (x * 100.0 + dx, y * 100.0 + dy)])
    for x in range(7)
    for y in range(7)
    for dx, dy in ((100.0, 0.0), (0.0, 100.0))
]


def kernel(d, h):
    return 15 / (16 * h) * np.maximum(1 - (d / h) ** 2, 0) ** 2


@given(
    st.lists(
        st.lists(st.tuples(st.integers(-200, 200), st.integers(-200, 200)), min_size=2, max_size=5),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([7.0, 25.0, 1_000.0]),
)
def test_pieces_are_the_streets(streets, longest):
    lines = [np.array(one, float) for one in streets]
    pieces = cut(lines, longest)
    for number, line in enumerate(lines):
        own = np.flatnonzero(pieces.street == number)
        whole = np.hypot(*np.diff(line, axis=0).T).sum()
        assert pieces.length[own].sum() == pytest.approx(whole)
        if whole > 0:
            assert pieces.length[own].max() <= longest * (1 + 1e-6)
            assert tuple(pieces.lines[own[0]][0]) == tuple(line[0]) and tuple(
                pieces.lines[own[-1]][-1]
            ) == tuple(line[-1])
            assert (pieces.ends[own[1:], 0] == pieces.ends[own[:-1], 1]).all(), (
                "each piece begins where the last ends"
            )


def test_an_event_at_a_junction_is_shared_by_the_pieces_that_meet_there():
    pieces = cut(GRID, 50.0)
    nearest = {tuple(line.mean(0)): number for number, line in enumerate(pieces.lines)}
    middle, beside = nearest[(325.0, 300.0)], nearest[(300.0, 325.0)]
    at = [middle, middle, beside, middle]
    x, y = np.array([300.0, 320.0, 300.0, 350.0]), np.array([300.0, 304.0, 301.0, 309.0])
    row, on, part = shared(pieces, np.array(at), x, y, np.array([0.0, 4.0, 0.0, 9.0]))
    by_event = [
        sorted(zip([tuple(pieces.lines[n].mean(0)) for n in on[row == k]], part[row == k])) for k in range(4)
    ]
    around = [(275.0, 300.0), (300.0, 275.0), (300.0, 325.0), (325.0, 300.0)]
    assert by_event[0] == [(one, 0.25) for one in around], "four pieces meet"
    assert by_event[1] == [((325.0, 300.0), 1.0)] and by_event[2] == [((300.0, 325.0), 1.0)]
    assert by_event[3] == [((325.0, 300.0), 0.5), ((375.0, 300.0), 0.5)], "two pieces of one street"
    assert np.bincount(row, part) == pytest.approx(np.ones(4))


def test_nothing_is_lost_on_a_network_without_dead_ends_nearby():
    pieces = cut(GRID, 20.0)
    events = np.zeros(len(pieces.length))
    middle = int(np.argmin([np.hypot(*(line.mean(0) - (330, 300))) for line in pieces.lines]))
    events[middle] = 3.0
    for bandwidth in (30.0, 120.0, 250.0):
        density = network_density(pieces, events, bandwidth)
        assert (density * pieces.length).sum() == pytest.approx(3.0, rel=1e-6)
        assert density.argmax() == middle


def test_along_one_street_it_is_the_kernel():
    pieces = cut([np.array([(0.0, 0.0), (400.0, 0.0), (1_000.0, 0.0)])], 1.0)
    events = np.zeros(1_000)
    events[500] = 1.0
    density = network_density(pieces, events, 100.0)
    away = np.abs(np.arange(1_000) - 500.0)
    assert np.abs(density - kernel(away, 100.0)).max() < 1e-4 * kernel(0, 100.0) * 2
    assert density.sum() == pytest.approx(1.0)


def test_a_junction_divides_equally_and_a_dead_end_ends():
    star = [np.array([(0.0, 0.0), (100 * np.cos(a), 100 * np.sin(a))]) for a in np.arange(4) * np.pi / 2]
    pieces = cut(star, 100.0)
    density = network_density(pieces, np.array([1.0, 0, 0, 0]), 80.0)
    own, rest = density[0] * 100, density[1:] * 100
    half = 15 / 16 * (0.625 - 2 * 0.625**3 / 3 + 0.625**5 / 5)
    assert own == pytest.approx(2 * half)
    assert rest == pytest.approx(np.full(3, (0.5 - half) / 3))
    assert own + rest.sum() == pytest.approx(0.5 + half), "what would go beyond the dead end is not there"


def by_every_path(pieces, source, bandwidth):
    """The density of one event by walking every path, piece by piece."""
    at = [[] for _ in range(pieces.nodes)]
    for piece, (a, b) in enumerate(pieces.ends):
        at[a].append(piece)
        at[b].append(piece)

    def below(d):
        u = min(d / bandwidth, 1.0)
        return 15 / 16 * (u - 2 * u**3 / 3 + u**5 / 5)

    found = np.zeros(len(pieces.length))
    found[source] = 2 * below(pieces.length[source] / 2) / pieces.length[source]

    def walk(node, piece, away, share):
        others = [other for other in at[node] if other != piece]
        if not others or away >= bandwidth:
            return
        for other in others:
            end = away + pieces.length[other]
            found[other] += share / len(others) * (below(end) - below(away)) / pieces.length[other]
            a, b = pieces.ends[other]
            walk(b if a == node else a, other, end, share / len(others))

    for node in pieces.ends[source]:
        walk(node, source, pieces.length[source] / 2, 1.0)
    return found


@given(st.integers(0, 9_999), st.sampled_from([40.0, 90.0, 200.0]))
def test_it_is_the_sum_over_every_path(seed, bandwidth):
    random = np.random.default_rng(seed)
    corners = random.integers(0, 4, (10, 2, 2)) * 60.0
    pieces = cut([one for one in corners if (one[0] != one[1]).any()], 30.0)
    events = random.poisson(0.3, len(pieces.length)).astype(float)
    wanted = sum(
        (events[at] * by_every_path(pieces, at, bandwidth) for at in np.flatnonzero(events)),
        np.zeros(len(events)),
    )
    assert network_density(pieces, events, bandwidth) == pytest.approx(wanted, rel=2e-3, abs=1e-6)


def test_near_is_near_along_the_streets():
    two = [
        np.array([(0.0, 0.0), (500.0, 0.0)]),
        np.array([(0.0, 10.0), (500.0, 10.0)]),
        np.array([(500.0, 0.0), (500.0, 10.0)]),
    ]
    pieces = cut(two, 50.0)
    links = near_along(pieces, 100.0)
    first = links.indices[links.indptr[0] : links.indptr[1]]
    assert set(pieces.street[first]) == {0} and len(first) == 2, (
        "the street beside it is far along the network"
    )
    last = np.flatnonzero(pieces.street == 0)[-1]
    near = links.indices[links.indptr[last] : links.indptr[last + 1]]
    assert set(pieces.street[near]) == {0, 1, 2}
    for one in range(len(pieces.length)):
        for other in links.indices[links.indptr[one] : links.indptr[one + 1]].tolist():
            assert one in links.indices[links.indptr[other] : links.indptr[other + 1]]
    assert near_along(cut([], 10.0), 5.0).counts.tolist() == []


@pytest.mark.parametrize(("block", "bandwidth"), [(10.0, 200.0), (50.0, 500.0), (15.0, 100.0)])
def test_nothing_is_lost_where_junctions_are_close(block, bandwidth):
    side = int(2 * bandwidth / block) + 4
    lines = []
    for at in range(side + 1):
        along = np.arange(side + 1) * block
        for a, b in zip(along[:-1], along[1:]):
            lines += [
                np.array([(a, at * block), (b, at * block)]),
                np.array([(at * block, a), (at * block, b)]),
            ]
    pieces = cut(lines, 50.0)
    middle = int(np.argmin([np.hypot(*(line.mean(0) - side * block / 2)) for line in pieces.lines]))
    events = np.zeros(len(pieces.length))
    events[middle] = 1.0
    density = network_density(pieces, events, bandwidth)
    assert (density * pieces.length).sum() == pytest.approx(1.0, rel=1e-5)


def test_a_ring_is_gone_round_and_reached_both_ways():
    turn = np.linspace(0, 2 * np.pi, 25)
    ring = np.column_stack((6 * np.cos(turn), 6 * np.sin(turn)))
    ring[-1] = ring[0]
    street = np.array([(6.0, 0.0), (1_006.0, 0.0)])
    pieces = cut([ring, street], 50.0)
    assert (pieces.ends[:, 0] != pieces.ends[:, 1]).all() and (pieces.street == 0).sum() == 2
    events = np.zeros(len(pieces.length))
    events[0] = 1.0
    density = network_density(pieces, events, 200.0)
    assert (density * pieces.length).sum() == pytest.approx(1.0, rel=1e-3)
