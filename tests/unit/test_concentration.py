"""Concentration: Gini by its definition, and what must hold whatever the amounts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.concentration import concentration

AMOUNTS = st.lists(st.integers(0, 50), min_size=1, max_size=60).filter(any)


@given(AMOUNTS)
def test_gini_is_half_the_mean_difference_over_the_mean(amounts):
    x = np.array(amounts, float)
    wanted = np.abs(x[:, None] - x).mean() / (2 * x.mean())
    found = concentration(x)
    assert found.gini == pytest.approx(wanted, abs=1e-12)
    if x.sum() >= len(x):
        assert found.gini_events == pytest.approx(found.gini, abs=1e-12)
    assert -1e-12 <= found.gini_events <= 1


@given(st.integers(1, 60), st.integers(1, 60))
def test_as_even_as_can_be_is_no_concentration(places, events):
    x = np.zeros(places)
    np.add.at(x, np.arange(events) % places, 1)
    found = concentration(x)
    if events <= places or events % places == 0:
        assert found.gini_events == pytest.approx(0, abs=1e-12)


@given(AMOUNTS, st.floats(0, 1), st.integers(1, 9))
def test_the_curve_rises_to_one_and_answers_both_ways(amounts, part, times):
    found = concentration(np.array(amounts))
    assert found.cumulated[-1] == pytest.approx(1)
    assert (np.diff(found.share) <= 0).all() and (np.diff(found.cumulated) >= 0).all()
    few = found.places_for(part)
    assert found.cumulated[few - 1] >= part * (1 - 1e-9)
    if few > 1:
        assert found.cumulated[few - 2] < part
    assert found.part_of(few / len(amounts)) == pytest.approx(found.cumulated[few - 1])
    assert concentration(np.array(amounts) * times).gini == pytest.approx(found.gini, abs=1e-12)


def test_examples():
    found = concentration(np.array([0, 0, 0, 0, 10]))
    assert found.gini == pytest.approx(0.8) and found.places_for(0.8) == 1 and found.part_of(0.2) == 1
    assert found.order.tolist() == [4, 0, 1, 2, 3]
    assert concentration(np.array([3, 3, 3])).gini == pytest.approx(0)
    # Two events in one of four places: as concentrated as two events can be, half as they would lie by Gini's own.
    assert concentration(np.array([2, 0, 0, 0])).gini_events == pytest.approx(0.5)
    none = concentration(np.zeros(3))
    assert np.isnan(none.gini) and none.places_for(0.5) == 0 and none.part_of(0.5) == 0


def test_weights_have_no_number_of_events():
    found = concentration(np.array([0.05, 0.05, 0.0]), counts=False)
    assert np.isnan(found.gini_events) and found.gini == pytest.approx(1 / 3)
