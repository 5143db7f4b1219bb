"""Which periods a level looks at, given the days that the data reach."""

from __future__ import annotations

import numpy as np
import pytest

from igh_plugin.core import periods
from igh_plugin.themes.catalogue import find_theme
from igh_plugin.themes.totals import window_of


def day(text):
    return int(np.datetime64(text, "D").astype(int))


LEVELS = find_theme("registrations").levels


@pytest.mark.parametrize("level", LEVELS, ids=[level.id for level in LEVELS])
@pytest.mark.parametrize("first", ["2023-01-01", "2023-01-18", "2023-02-28"])
@pytest.mark.parametrize("last", ["2025-12-31", "2026-01-01", "2026-02-11"])
def test_a_window_holds_whole_periods_only(level, first, last):
    window = window_of(level, (day(first), day(last)))
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
    assert window_of(level, (start, last)).previous_days is not None
    assert window_of(level, (start + 9, last)).previous_days is None


def test_a_single_unfinished_period_is_shown_as_it_is():
    level = next(level for level in LEVELS if level.period == "month")
    window = window_of(level, (day("2026-01-10"), day("2026-01-20")))
    assert window.first == window.last and window.previous_days is None
    assert window_of(level, None) is None
