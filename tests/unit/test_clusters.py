"""Hot spots as places: every hot unit in exactly one, none wider than one can go to, the strongest first."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.clusters import significant_places

UNITS = st.lists(
    st.tuples(
        st.integers(-3, 3),
        st.floats(-6, 6),
        st.one_of(st.integers(0, 50).map(float), st.just(float("nan"))),
        st.integers(0, 8),
        st.integers(0, 8),
    ),
    max_size=60,
)


def places_of(units, reach=250.0, least=2):
    table = np.array(units, float).reshape(-1, 5)
    bins, z, weight, x, y = table.T
    return significant_places(bins.astype(int), z, weight, 125 * x, 125 * y, reach, least), table


@given(UNITS, st.integers(1, 3), st.sampled_from([0.0, 125.0, 250.0]))
def test_every_hot_unit_is_in_one_place_that_is_no_wider_than_its_reach(units, least, reach):
    places, table = places_of(units, reach, least)
    members = [int(row) for place in places for row in place.members]
    assert sorted(members) == np.flatnonzero(table[:, 0] >= least).tolist()
    for place in places:
        x, y = 125 * table[place.members, 3], 125 * table[place.members, 4]
        assert place.peak in place.members
        assert (np.abs(x - x[place.members == place.peak]) <= reach).all()
        assert (np.abs(y - y[place.members == place.peak]) <= reach).all()
        assert place.z == table[place.peak, 1] == table[place.members, 1].max()
        assert place.weight == np.nansum(table[place.members, 2])


@given(UNITS)
def test_places_come_strongest_first(units):
    places, _ = places_of(units)
    strengths = [place.z for place in places]
    assert strengths == sorted(strengths, reverse=True)


@given(UNITS.filter(len), st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_matter(units, random):
    unique = list({unit[3:]: unit for unit in units if unit[2] == unit[2]}.values())
    different = [(bin_, z + 1e-3 * number, w, x, y) for number, (bin_, z, w, x, y) in enumerate(unique)]
    shuffled = random.sample(different, len(different))
    here, there = places_of(different), places_of(shuffled)
    described = [
        [frozenset((table[row, 3], table[row, 4]) for row in place.members) for place in places]
        for places, table in (here, there)
    ]
    assert described[0] == described[1]


def test_of_equal_peaks_the_one_with_more_comes_first():
    places, _ = places_of([(3, 4.0, 5.0, 0, 0), (3, 4.0, 9.0, 8, 8)])
    assert [place.weight for place in places] == [9.0, 5.0]


def test_nothing_hot_is_no_place():
    assert places_of([])[0] == [] and places_of([(1, 2.0, 5.0, 0, 0), (-3, -5.0, 0.0, 1, 1)])[0] == []
