"""Areas beside the whole: funnel limits by the quantiles themselves, overdispersion, standing, and the surprise of a count."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from igh_plugin.core.funnel import ENOUGH, funnel
from igh_plugin.core.standing import standing, standing_class
from igh_plugin.core.trend import surprise


def test_the_limits_are_the_quantiles_of_the_whole():
    base = np.array([10.0, 100.0, 1_000.0, 0.0])
    top = np.array([12.0, 20.0, 260.0, 0.0])
    found = funnel(top, base)
    expected = base[:3] * 292 / 1_110
    assert found.phi == 1.0 and found.place.tolist() == [2, 0, 0, 0]
    assert found.lower[:3] == pytest.approx(stats.poisson.ppf(0.025, expected))
    assert found.highest[:3] == pytest.approx(stats.poisson.ppf(0.999, expected))
    assert np.isnan(found.lower[3]) and np.isnan(found.highest[3])


def test_the_limits_of_a_share_are_binomial():
    base = np.array([20.0, 50.0, 400.0])
    top = np.array([3.0, 33.0, 160.0])
    found = funnel(top, base, share=True)
    assert found.upper == pytest.approx(stats.binom.ppf(0.975, base, 196 / 470))
    assert found.lowest == pytest.approx(stats.binom.ppf(0.001, base, 196 / 470))
    assert found.place.tolist() == [-1, 2, 0]


def test_without_differences_one_area_in_twenty_lies_outside():
    random = np.random.default_rng(7)
    outside, far = [], []
    for _ in range(200):
        base = random.uniform(200, 4_000, 100)
        found = funnel(random.poisson(0.05 * base), base)
        outside.append((found.place != 0).mean())
        far.append((np.abs(found.place) == 2).mean())
    assert 0.02 < np.mean(outside) <= 0.05 and np.mean(far) <= 0.003


def test_overdispersion_is_allowed_for_only_with_many_areas():
    random = np.random.default_rng(8)
    base = random.uniform(500, 4_000, 200)
    rough = random.negative_binomial(0.05 * base / 3, 1 / 4)
    found = funnel(rough, base)
    assert 2.5 < found.phi < 5 and (found.place != 0).mean() < 0.1
    assert funnel(rough[:ENOUGH], base[:ENOUGH]).phi == 1.0


def test_standing_is_in_standard_deviations_and_five_classes():
    values = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 9, 30, np.nan])
    found = standing(values, 5.0)
    assert found[:10] == pytest.approx((values[:10] - 5) / np.std(values[:10])) and np.isnan(found[10])
    assert standing_class(np.array([-1.6, -1.5, -0.6, -0.4, 0.0, 0.5, 1.4, 1.5, np.nan])).tolist() == [
        -2, -2, -1, 0, 0, 1, 1, 2, 0,
    ]  # fmt: skip
    assert np.isnan(standing(values[:9], 5.0)).all() and np.isnan(standing(np.full(12, 3.0), 3.0)).all()


def test_a_surprise_is_the_chance_of_a_count_as_far_away():
    one = np.ones(1)
    assert surprise(9 * one, 4 * one, one)[0] == pytest.approx(2 * stats.poisson.sf(8, 4), rel=1e-4)
    assert surprise(0 * one, 4 * one, one)[0] == pytest.approx(2 * stats.poisson.cdf(0, 4), rel=1e-4)
    rough = surprise(20 * one, 10 * one, 3 * one)[0]
    assert rough == pytest.approx(2 * stats.nbinom.sf(19, 5, 1 / 3))
    part = surprise(30 * one, 20 * one, one, 40 * one)[0]
    assert part == pytest.approx(2 * stats.binom.sf(29, 40, 0.5), rel=1e-4)
    assert surprise(4 * one, 4 * one, one)[0] == 1.0 and np.isnan(surprise(one, np.nan * one, one)[0])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 400)), max_size=50), st.booleans())
def test_any_areas_have_limits_in_order(rows, share):
    base = np.array([size for _, size in rows], float)
    top = np.array([min(part, size) if share else part for part, size in rows], float)
    found = funnel(top, base, share)
    known = base > 0
    for low, high in ((found.lowest, found.lower), (found.lower, found.upper), (found.upper, found.highest)):
        assert (low[known] <= high[known]).all()
    assert (found.place[~known] == 0).all() and found.phi >= 1
