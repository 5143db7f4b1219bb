"""Relative risk of surroundings: the ratio of densities, the score equations, intervals that hold what they should."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.surroundings import all_together, each_alone


def city(seed, side=40, ratio=2.0, clump=0.5):
    """Cells in blocks of 5 by 5 that share a rate of their own; near in whole patches; events `ratio` times as many near."""
    random = np.random.default_rng(seed)
    row, column = np.divmod(np.arange(side * side), side)
    block = row // 5 * side + column // 5
    near = np.column_stack([random.random(side * side) < 0.3, random.random(side * side) < 0.2])
    shared = random.gamma(1 / clump, clump, side * side)[block] if clump else 1.0
    events = random.poisson(0.5 * shared * np.where(near[:, 0], ratio, 1.0))
    return near, events, block


@given(st.integers(0, 9_999))
def test_alone_it_is_the_ratio_of_the_densities(seed):
    near, events, block = city(seed, side=15)
    found = each_alone(near, events, block)
    for kind in range(2):
        inside, outside = events[near[:, kind]], events[~near[:, kind]]
        assert found.ratio[kind] == pytest.approx(inside.mean() / outside.mean())
        assert found.lower[kind] < found.ratio[kind] < found.upper[kind]


def test_alone_the_variance_is_that_written_out():
    near, events, block = city(3, side=20)
    kind = near[:, 0]
    rate = np.where(kind, events[kind].mean(), events[~kind].mean())
    inside, outside = events[kind].sum(), events[~kind].sum()
    score = [
        ((events - rate) * kind / inside - (events - rate) * ~kind / outside)[block == one].sum()
        for one in np.unique(block)
    ]
    error = np.sqrt(np.square(score).sum() * len(score) / (len(score) - 1))
    found = each_alone(near[:, :1], events, block)
    assert np.log(found.upper[0] / found.ratio[0]) == pytest.approx(1.959963984540054 * error)
    assert np.log(found.ratio[0] / found.lower[0]) == pytest.approx(1.959963984540054 * error)


@given(st.integers(0, 9_999), st.integers(2, 4))
def test_together_what_is_expected_near_each_kind_is_what_there_is(seed, kinds):
    random = np.random.default_rng(seed)
    near = random.random((300, kinds)) < 0.3
    events = random.poisson(1.0, 300)
    found = all_together(near, events, np.arange(300) // 10)
    if np.isnan(found.ratio).any():
        return
    mean = np.exp(near @ np.log(found.ratio))
    mean *= events.sum() / mean.sum()
    assert near.T @ mean == pytest.approx(near.T @ events, rel=1e-6)


def test_intervals_hold_the_truth_as_often_as_they_say_though_events_come_in_clumps():
    held = [
        (found.lower[0] <= 2.0 <= found.upper[0])
        for found in (each_alone(*city(seed)) for seed in range(300))
    ]
    assert 0.90 <= np.mean(held) <= 0.985
    sure = [each_alone(*city(seed, ratio=1.0)).p[0] <= 0.05 for seed in range(300)]
    assert np.mean(sure) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 300)


def test_what_goes_along_with_another_is_told_apart():
    random = np.random.default_rng(1)
    bars = random.random(4_000) < 0.3
    stops = np.where(random.random(4_000) < 0.8, bars, random.random(4_000) < 0.3)
    events = random.poisson(np.where(bars, 2.0, 0.5))
    near = np.column_stack((bars, stops))
    alone, together = (
        each_alone(near, events, np.arange(4_000) // 20),
        all_together(near, events, np.arange(4_000) // 20),
    )
    assert (
        alone.ratio[1] > 2
        and together.ratio[1] == pytest.approx(1, abs=0.15)
        and together.ratio[0] == pytest.approx(4, rel=0.1)
    )


def test_what_cannot_be_told_is_not_a_number():
    events = np.array([1, 2, 0, 0, 3, 1])
    near = np.array(
        [[1, 0, 1, 1], [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0], [1, 0, 1, 1], [1, 0, 1, 1]], bool
    )
    found = all_together(near, events, np.arange(6))
    assert np.isnan(found.ratio).tolist() == [True, True, False, True]
    assert np.isnan(each_alone(np.ones((6, 1), bool), events, np.arange(6)).ratio).all()
