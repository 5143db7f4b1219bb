"""Hours of the week: nothing lost, the right hour, and a test that finds what is there and nothing else."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.aoristic import WHOLE
from igh_plugin.core.hot_times import HOUR, HOURS, hot_times, profiles, season_of, week_hours

MONDAY = int(np.datetime64("2024-01-01T00:00:00", "s").astype(np.int64))


def seconds(text):
    return int(np.datetime64(text, "s").astype(np.int64))


@pytest.mark.parametrize(
    ("moment", "hour"),
    [("2024-01-01T00:00:00", 0), ("2024-01-01T00:59:59", 0), ("2024-01-07T23:30:00", 167), ("1969-12-31T12:00:00", 60)],
)  # fmt: skip
def test_a_moment_lies_in_its_hour(moment, hour):
    at = np.array([seconds(moment)])
    ((event, found, share),) = week_hours(at, at)
    assert (event.tolist(), found.tolist(), share.tolist()) == ([0], [hour], [WHOLE])


def test_an_interval_is_spread_by_the_time_it_lies_in_an_hour():
    ((_, hour, share),) = week_hours(np.array([MONDAY + 1800]), np.array([MONDAY + 2 * HOUR]))
    assert hour.tolist() == [0, 1] and share.tolist() == [333_334, 666_666]


@given(st.integers(0, 60), st.integers(0, 9_999))
def test_every_event_adds_up_whatever_it_is_split_by(count, seed):
    random = np.random.default_rng(seed)
    begin = MONDAY + random.integers(-(10**7), 10**7, count)
    end = begin + random.choice([0, 1, 600, 5_000, 90_000, 10**6], count)
    parts = random.integers(-1, 3, count)
    found, timed = profiles(parts, 3, begin, end)
    assert found.shape == timed.shape == (3, HOURS) and (timed * WHOLE <= found).all()
    assert found.sum(1).tolist() == [int((parts == one).sum()) * WHOLE for one in range(3)]


def drawn(parts, count, slot, others=None):
    """Compare parts by the hours of their events."""
    begin = MONDAY + slot * HOUR
    counts, timed = profiles(parts, count, begin, begin)
    if others is None:
        return hot_times(counts, timed, timed.sum(0))
    begin = MONDAY + others * HOUR
    return hot_times(counts, timed, profiles(np.zeros(len(others), int), 1, begin, begin)[1], within=False)


@pytest.mark.long
def test_dates_without_a_time_make_no_peaks():
    for seed in range(5):
        random = np.random.default_rng(seed)
        slot = random.choice([140, 141, 142, 143], 20_000)
        begin = MONDAY + slot * HOUR
        dated = random.random(20_000) < 0.5
        begin = np.where(dated, MONDAY + random.integers(0, 7, 20_000) * 24 * HOUR, begin)
        end = begin + np.where(dated, 24 * HOUR, 0)
        parts = random.integers(0, 200, 20_000)
        counts, timed = profiles(parts, 200, begin, end)
        found = hot_times(counts, timed, timed.sum(0))
        assert (found.peak != 0).sum() == 0 and found.events.sum() == pytest.approx(20_000)
        assert timed.sum() == (~dated).sum()


def test_seasons():
    months = [seconds(f"2024-{month:02d}-15") for month in range(1, 13)]
    assert season_of(np.array(months)).tolist() == [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0]


def test_p_is_that_of_every_draw():
    whole = np.zeros(HOURS, np.int64)
    whole[[0, 1, 2]] = [3, 4, 2]
    part = np.zeros((1, HOURS), np.int64)
    part[0, [0, 1]] = [3, 1]
    found = hot_times(part * WHOLE, part, whole)
    labels = [0] * 3 + [1] * 4 + [2] * 2
    draws = [[labels[one] for one in chosen] for chosen in combinations(range(9), 4)]
    for hour, seen in ((0, 3), (1, 1), (2, 0)):
        upper = np.mean([draw.count(hour) >= seen for draw in draws])
        lower = np.mean([draw.count(hour) <= seen for draw in draws])
        assert found.p[0, hour] == pytest.approx(min(1, 2 * min(upper, lower)), rel=1e-9)
        assert found.expected[0, hour] == pytest.approx(4 * labels.count(hour) / 9)


@pytest.mark.long
def test_what_is_planted_is_found_and_its_direction():
    random = np.random.default_rng(1)
    slot = random.integers(0, HOURS, 24_000)
    parts = random.integers(0, 8, 24_000)
    extra = np.full(120, 140)
    slot, parts = np.append(slot, extra), np.append(parts, np.full(120, 3))
    slot[(parts == 5) & (slot == 12)] = 13
    found = drawn(parts, 8, slot)
    assert found.peak[3, 140] == 1 and found.peak[5, 12] == -1
    assert (found.peak != 0).sum() <= 4
    assert found.events[3, 140] > 4 * found.expected[3, 140]


@pytest.mark.long
@pytest.mark.parametrize("within", [True, False])
def test_without_a_difference_hardly_any_map_has_a_finding(within):
    findings, low, hours = 0, 0, 0
    for seed in range(40):
        random = np.random.default_rng(seed)
        slot = np.minimum(random.exponential(40, 4_000).astype(int), HOURS - 1)
        parts = random.integers(0, 5, 4_000)
        other = np.minimum(random.exponential(40, 4_000).astype(int), HOURS - 1)
        found = drawn(parts, 5, slot, None if within else other)
        findings += bool((found.peak != 0).any())
        low += int((found.p <= 0.05).sum())
        hours += found.p.size
    assert findings <= 0.05 * 40 + 2 * np.sqrt(40 * 0.05 * 0.95)
    assert low / hours <= 0.05


def test_nothing_to_compare_is_no_number():
    counts = np.zeros((2, HOURS), np.int64)
    counts[0, 5] = 3
    found = hot_times(counts * WHOLE, counts, counts.sum(0))
    assert np.isnan(found.p).all() and np.isnan(found.expected).all() and (found.peak == 0).all()
