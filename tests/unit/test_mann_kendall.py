"""Mann-Kendall of many series at once: by hand, by every order, and by one series at a time."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core import mann_kendall as module
from igh_plugin.core.mann_kendall import mann_kendall


def by_hand(x):
    """S and its variance as they are defined."""
    n = len(x)
    s = sum(np.sign(x[late] - x[early]) for early in range(n) for late in range(early + 1, n))
    ties = sum(t * (t - 1) * (2 * t + 5) for t in np.unique(x, return_counts=True)[1])
    return s, (n * (n - 1) * (2 * n + 5) - ties) / 18


@given(st.integers(1, 6), st.integers(2, 25), st.integers(0, 9_999), st.booleans())
def test_each_series_is_as_defined(count, length, seed, tied):
    random = np.random.default_rng(seed)
    series = (
        random.integers(0, 5, (count, length)).astype(float) if tied else random.normal(size=(count, length))
    )
    found = mann_kendall(series)
    for row, x in enumerate(series):
        s, variance = by_hand(x)
        z = (s - np.sign(s)) / np.sqrt(variance) if variance else 0.0
        assert found.s[row] == s and found.z[row] == pytest.approx(z, abs=1e-12)
    alone = [mann_kendall(series[row : row + 1]) for row in range(count)]
    for name in ("s", "z", "p", "adjusted_p"):
        assert np.array_equal(getattr(found, name), np.concatenate([getattr(one, name) for one in alone]))


def test_the_variance_is_that_of_every_order():
    for x in ((1.0, 2.0, 3.0, 4.0, 5.0, 6.0), (1.0, 1.0, 2.0, 2.0, 2.0, 5.0)):
        every = np.array(list(permutations(x)))
        s = mann_kendall(every).s
        assert s.mean() == pytest.approx(0, abs=1e-12)
        assert s.var() == pytest.approx(by_hand(np.array(x))[1])


def test_part_after_part_gives_the_same(monkeypatch):
    series = np.random.default_rng(1).normal(size=(50, 20)).cumsum(1)
    whole = mann_kendall(series)
    monkeypatch.setattr(module, "AT_A_TIME", 600)
    parts = mann_kendall(series)
    assert np.array_equal(whole.p, parts.p) and np.array_equal(whole.adjusted_p, parts.adjusted_p)


def test_autocorrelation_makes_a_trend_less_sure():
    random = np.random.default_rng(4)
    series = np.zeros((400, 60))
    for step in range(1, 60):
        series[:, step] = 0.7 * series[:, step - 1] + random.normal(size=400)
    found = mann_kendall(series)
    plain, adjusted = ((p <= 0.05).mean() for p in (found.p, found.adjusted_p))
    assert plain > 0.3 and adjusted < 0.75 * plain  # it helps, and does not set everything right


def test_a_constant_series_has_no_trend():
    found = mann_kendall(np.full((2, 12), 3.0))
    assert found.z.tolist() == [0, 0] and found.p.tolist() == found.adjusted_p.tolist() == [1, 1]
