"""DBSCAN and ST-DBSCAN: as they are defined, whatever the order of the events and however the pairs are divided."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core import st_dbscan as module
from igh_plugin.core.errors import UserError
from igh_plugin.core.progress import Cancelled, Silent
from igh_plugin.core.st_dbscan import NOISE, st_dbscan


def by_definition(x, y, reach, minimum, t=None, span=0.0):
    """Core events, the groups of them that are connected, and the label of every event; by all pairs."""
    near = (x[:, None] - x) ** 2 + (y[:, None] - y) ** 2 <= reach**2
    if t is not None:
        near &= np.abs(t[:, None] - t) <= span
    core = near.sum(1) >= minimum
    label = np.full(len(x), NOISE)
    for number, start in enumerate(np.flatnonzero(core)):
        if label[start] != NOISE:
            continue
        stack = [start]
        label[start] = number
        while stack:
            one = stack.pop()
            for other in np.flatnonzero(near[one] & core & (label == NOISE)):
                label[other] = number
                stack.append(other)
    reached = label.copy()
    for one in np.flatnonzero(~core):
        others = np.flatnonzero(near[one] & core)
        if len(others):
            squared = (x[others] - x[one]) ** 2 + (y[others] - y[one]) ** 2
            reached[one] = label[others[np.lexsort((others, squared))[0]]]
    return core, reached


def same_parts(ours, theirs):
    pairs = set(zip(ours.tolist(), theirs.tolist()))
    return len(pairs) == len(set(ours.tolist())) == len(set(theirs.tolist()))


def drawn(count, seed, spread):
    """Events in clumps, many of them in the very same place, or exactly a reach apart."""
    random = np.random.default_rng(seed)
    middle = random.uniform(0, 60 * spread, (4, 3))
    xyt = middle[random.integers(0, 4, count)] + random.normal(0, 6 * spread, (count, 3))
    whole = random.random(count) < 0.5
    xyt[whole] = np.round(xyt[whole] / 5) * 5
    return xyt.T


@given(
    st.integers(1, 120),
    st.integers(0, 9_999),
    st.integers(1, 8),
    st.sampled_from([1.0, 5.0, 12.5]),
    st.sampled_from([0.3, 1.0, 3.0]),
    st.sampled_from([None, 0.0, 5.0, 20.0]),
)
def test_it_is_as_defined(count, seed, minimum, reach, spread, span):
    x, y, t = drawn(count, seed, spread)
    t = None if span is None else t
    found = st_dbscan(x, y, reach, minimum, t, span or 0.0)
    core, label = by_definition(x, y, reach, minimum, t, span or 0.0)
    assert (found.core == core).all()
    assert ((found.label == NOISE) == (label == NOISE)).all()
    assert same_parts(found.label, label)
    assert found.number == len(set(label.tolist()) - {NOISE})
    first = [int(np.flatnonzero(found.label == number)[0]) for number in range(found.number)]
    assert first == sorted(first)


@pytest.mark.long
@given(st.integers(0, 9_999), st.booleans())
def test_neither_order_nor_division_makes_a_difference(seed, timed):
    x, y, t = drawn(200, seed, 1.0)
    given_t = t if timed else None
    whole = st_dbscan(x, y, 6.0, 4, given_t, 10.0)
    order = np.random.default_rng(seed).permutation(len(x))
    mixed = st_dbscan(x[order], y[order], 6.0, 4, None if given_t is None else t[order], 10.0)
    assert (mixed.core == whole.core[order]).all()
    places = np.unique(np.stack((x, y)), axis=1).shape[1] == len(x)
    if places:
        assert same_parts(mixed.label, whole.label[order])
    before = module.PAIRS, module.HELD
    try:
        module.PAIRS, module.HELD = 7, 0
        parts = st_dbscan(x, y, 6.0, 4, given_t, 10.0)
    finally:
        module.PAIRS, module.HELD = before
    assert (parts.label == whole.label).all() and (parts.core == whole.core).all()


def test_many_events_in_one_place_take_no_pairs():
    x = np.repeat([0.0, 1_000.0], 30_000)
    found = st_dbscan(x, np.zeros(60_000), 50.0, 10)
    assert found.number == 2 and found.core.all()


def test_time_divides_what_lies_together():
    x = np.zeros(20)
    t = np.repeat([0.0, 40.0], 10)
    assert st_dbscan(x, x, 10.0, 5).number == 1
    assert st_dbscan(x, x, 10.0, 5, t, 7.0).number == 2
    assert st_dbscan(x, x, 10.0, 5, t, 40.0).number == 1


def test_nothing_and_far_away_are_taken():
    none = np.zeros(0)
    assert st_dbscan(none, none, 10.0, 3).number == 0
    far = st_dbscan(np.array([1.0, 6e6, 6e6]), np.array([5e5, 6e6, 6e6]), 10.0, 2)
    assert far.label.tolist() == [NOISE, 0, 0]


def test_gaps_between_cells_do_not_matter(monkeypatch):
    x, y, t = drawn(300, 4, 3.0)
    found = st_dbscan(x, y, 5.0, 4, t, 9.0)
    monkeypatch.setattr(module, "MOST_CELLS", 2.0**24)
    assert (st_dbscan(x, y, 5.0, 4, t, 9.0).label == found.label).all()
    with pytest.raises(UserError, match="too small"):
        st_dbscan(np.arange(9_000.0) * 9, np.arange(9_000.0) * 9, 5.0, 4)


def test_it_can_be_cancelled():
    class Stopped(Silent):
        def step(self, fraction, message=""):
            raise Cancelled

    with pytest.raises(Cancelled):
        st_dbscan(np.zeros(5), np.zeros(5), 1.0, 9, progress=Stopped())


def test_a_reach_that_is_nothing_beside_the_distances_is_refused():
    with pytest.raises(UserError):
        st_dbscan(np.array([0.0, 1e6, 1e6]), np.zeros(3), 1e-14, 2)
