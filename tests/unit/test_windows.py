"""Which periods a level looks at, given the days that the data reach."""

from __future__ import annotations

import numpy as np
import pytest

from igh_plugin.core import periods
from igh_plugin.themes.catalogue import find_theme
from igh_plugin.themes.totals import Coverage, window_of


def day(text):
    return int(np.datetime64(text, "D").astype(int))


def covered(first, last, events=100_000, source="a"):
    return Coverage(source, first, last, events)


LEVELS = find_theme("registrations").levels


@pytest.mark.parametrize("level", LEVELS, ids=[level.id for level in LEVELS])
@pytest.mark.parametrize("first", ["2023-01-01", "2023-01-18", "2023-02-28"])
@pytest.mark.parametrize("last", ["2025-12-31", "2026-01-01", "2026-02-11"])
def test_a_window_holds_whole_periods_only(level, first, last):
    window = window_of(level, [covered(day(first), day(last))])
    low, high = window.days
    assert day(first) <= low <= high <= day(last)
    for number in (low, high + 1):
        (period,) = periods.period_of(np.array([number]), level.period)
        assert periods.bounds(np.array([period]), level.period)[0][0] == number
    before = window.previous_days
    if before is not None:
        assert day(first) <= before[0] <= before[1] == low - 1


def test_a_period_compared_with_is_not_one_that_the_data_begin_in():
    level = next(level for level in LEVELS if level.period == "month")
    step = periods.step_of("month")
    last = day("2026-01-31")
    (number,) = periods.period_of(np.array([last]), "month")
    first_needed = number - (2 * level.periods - 1) * step
    start = int(periods.bounds(np.array([first_needed]), "month")[0][0])
    assert window_of(level, [covered(start, last)]).previous_days is not None
    assert window_of(level, [covered(start + 9, last)]).previous_days is None


def test_a_single_unfinished_period_is_shown_as_it_is():
    level = next(level for level in LEVELS if level.period == "month")
    window = window_of(level, [covered(day("2026-01-10"), day("2026-01-20"))])
    assert window.first == window.last and window.previous_days is None
    assert window_of(level, []) is None


@pytest.fixture(params=LEVELS, ids=[level.id for level in LEVELS])
def level(request):
    return request.param


START, END = day("2022-01-01"), day("2026-01-31")


def test_the_window_ends_where_every_current_source_is_complete(level):
    alone = window_of(level, [covered(START, END)])
    late = window_of(level, [covered(START, END), covered(START, END - 20, source="b")])
    assert late.days[1] <= END - 20 < alone.days[1]
    assert window_of(level, [covered(START, END - 20, source="b")]).days == late.days


def test_a_source_that_ended_long_ago_does_not_hold_the_window_back(level):
    alone = window_of(level, [covered(START, END)])
    assert window_of(level, [covered(START, END), covered(START, START + 400, source="old")]) == alone


def test_a_rare_source_does_not_hold_the_window_back(level):
    alone = window_of(level, [covered(START, END)])
    rare = covered(START, END - 20, events=40, source="rare")
    assert window_of(level, [covered(START, END), rare]) == alone


def test_a_source_that_began_lately_leaves_nothing_to_compare_with(level):
    alone = window_of(level, [covered(START, END)])
    joined = window_of(level, [covered(START, END), covered(alone.days[0] - 3, END, source="new")])
    assert joined.days == alone.days and alone.previous_days is not None and joined.previous_days is None


def test_strays_far_from_all_other_days_are_no_history():
    days = np.concatenate([[-25_000], np.arange(0, 1_000), [1_500]])
    counts = np.full(len(days), 5)
    assert periods.main_span(days, counts) == (0, 999)
    assert periods.main_span(days[1:-1], counts[1:-1]) == (0, 999)
    assert periods.main_span(np.array([4]), np.array([1])) == (4, 4)
    split = np.concatenate([np.arange(0, 100), np.arange(400, 500)])
    assert periods.main_span(split, np.ones(200)) == (0, 499)


def test_a_rare_source_misses_nothing_where_chance_explains_its_silence():
    assert covered(START, END).misses(START - 1, END)
    assert not covered(START, END, events=40).misses(START - 30, END + 30)
    assert not covered(START, END).misses(START + 10, END - 10)
