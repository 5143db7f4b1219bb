"""The E-test of two counts: by every pair of counts, and what it must be whatever the counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson

from igh_plugin.core.poisson_test import e_test


def by_every_pair(k1, k2, t1, t2):
    """p as it is defined, over a square of counts that holds all but nothing."""
    mean = (k1 + k2) / (t1 + t2)
    size = int(poisson.ppf(1 - 1e-14, mean * max(t1, t2))) + 5
    x, y = np.arange(size)[:, None], np.arange(size)[None, :]

    def statistic(one, other):
        spread = one / t1**2 + other / t2**2
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(spread > 0, (one / t1 - other / t2) ** 2 / spread, 0.0)

    chance = poisson.pmf(x, mean * t1) * poisson.pmf(y, mean * t2)
    return chance[statistic(x, y) >= statistic(k1, k2) * (1 - 1e-11)].sum()


@given(
    st.integers(0, 60),
    st.integers(0, 60),
    st.sampled_from([1.0, 7.0, 28.0, 365.0]),
    st.sampled_from([1.0, 7.0, 30.0]),
)
def test_it_is_the_sum_over_every_pair_of_counts(k1, k2, t1, t2):
    found = e_test(np.array([k1]), np.array([k2]), t1, t2)[0]
    wanted = 1.0 if k1 + k2 == 0 else by_every_pair(k1, k2, t1, t2)
    assert found == pytest.approx(wanted, abs=1e-12)
    assert e_test(np.array([k2]), np.array([k1]), t2, t1)[0] == pytest.approx(found, abs=1e-12)


def test_equal_rates_do_not_differ_and_more_difference_is_surer():
    assert e_test(np.array([4, 0, 10]), np.array([4, 0, 10])).tolist() == [1, 1, 1]
    assert e_test(np.array([7]), np.array([1]), 7.0, 1.0).tolist() == [1]
    p = e_test(np.full(6, 10), np.array([10, 14, 18, 24, 40, 400]))
    assert (np.diff(p) < 0).all() and 0 <= p[-1] < 1e-80


def test_it_hardly_exceeds_what_is_asked_and_is_less_strict_than_the_conditional_test():
    random = np.random.default_rng(1)
    counts = random.poisson(3.0, (2, 20_000))
    assert 0.03 < (e_test(*counts) <= 0.05).mean() < 0.055


def test_many_places_are_as_each_alone():
    random = np.random.default_rng(2)
    first, second = random.poisson(5, (2, 500))
    whole = e_test(first, second, 28, 56)
    assert [e_test(first[at : at + 1], second[at : at + 1], 28, 56)[0] for at in range(0, 500, 50)] == whole[
        ::50
    ].tolist()
