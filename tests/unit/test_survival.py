"""Durations of which some are not over: plain quantiles where all are, never shorter where some are not."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.survival import log_rank, quantile, survival

times = st.lists(st.integers(0, 40), min_size=1, max_size=60).map(lambda values: np.array(values, float))


@given(times)
def test_without_anything_open_a_median_is_the_plain_one(duration):
    value, low, high = quantile(duration, np.ones(len(duration), bool), 0.5)
    assert value == np.median(duration)
    assert math.isnan(low) or low <= value <= high


@given(times)
def test_p90_is_the_averaged_quantile(duration):
    value = quantile(duration, np.ones(len(duration), bool), 0.9)[0]
    ordered = np.sort(duration)
    at = 0.9 * len(ordered)
    if abs(at - round(at)) < 1e-9 and round(at) < len(ordered):
        expected = (ordered[round(at) - 1] + ordered[round(at)]) / 2
    else:
        expected = ordered[math.ceil(at - 1e-9) - 1]
    assert value == expected


@given(times, st.data())
def test_what_is_open_makes_nothing_shorter(duration, data):
    ended = np.array(data.draw(st.lists(st.booleans(), min_size=len(duration), max_size=len(duration))))
    with_open = quantile(duration, ended, 0.5)[0]
    as_if_over = quantile(duration, np.ones(len(duration), bool), 0.5)[0]
    assert math.isnan(with_open) or with_open >= as_if_over
    _, lasting, _ = survival(duration, ended)
    assert (np.diff(lasting) <= 0).all() and (lasting >= 0).all()


def test_nothing_over_tells_nothing():
    value, low, high = quantile(np.array([1.0, 2.0, 9.0]), np.zeros(3, bool), 0.5)
    assert math.isnan(value) and math.isnan(low) and math.isnan(high)


def test_limits_hold_the_truth_about_as_often_as_they_say():
    random = np.random.default_rng(7)
    held = 0
    for _ in range(400):
        took = random.exponential(1.0, 80)
        until = random.uniform(0.5, 3.0, 80)
        _, low, high = quantile(np.minimum(took, until), took <= until, 0.5)
        held += low <= math.log(2) <= high
    assert 0.93 <= held / 400 <= 0.985


def test_two_groups_alike_are_told_apart_one_time_in_twenty_and_others_nearly_always():
    random = np.random.default_rng(8)
    group = np.arange(120) % 2 == 1
    alike = [log_rank(random.exponential(1.0, 120), np.ones(120, bool), group) < 0.05 for _ in range(600)]
    twice = [
        log_rank(random.exponential(1.0, 120) * np.where(group, 2.0, 1.0), np.ones(120, bool), group) < 0.05
        for _ in range(200)
    ]
    assert 0.03 <= np.mean(alike) <= 0.075
    assert np.mean(twice) > 0.9


@pytest.mark.parametrize("group", [np.zeros(4, bool), np.ones(4, bool)])
def test_one_group_alone_is_not_compared(group):
    assert log_rank(np.arange(4.0), np.ones(4, bool), group) == 1.0
