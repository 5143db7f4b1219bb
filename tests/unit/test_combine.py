"""The cube by every split counts every event once: attributes, hours of days of 23 and 25, days of a calendar."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core import grid, hexagons, periods
from igh_plugin.core.cleaning.times import is_again, to_local
from igh_plugin.core.errors import UserError
from igh_plugin.pipeline.combine import combine
from tests.unit.workspace_data import ZONE, events_frame, fill_areas, put, store, sums, timed


@pytest.fixture
def workspace(places):
    with places.make() as made:
        fill_areas(made)
        yield made


def test_a_cube_split_by_an_attribute_stands_beside_the_other_and_has_its_totals(workspace):
    frame = events_frame(3_000, seed=3)
    frame["a_type"] = np.random.default_rng(0).choice(np.array(["bag", "box", None], object), len(frame))
    store(workspace, frame)
    combine(workspace, kinds=("month",))
    plain = workspace.cube(["city"], "neighbourhood", "month")
    result = combine(workspace, kinds=("month",), attribute="type")
    split = workspace.cube(["city"], "neighbourhood", "month", "type")
    again = workspace.cube(["city"], "neighbourhood", "month")
    assert all((plain[name] == again[name]).all() for name in plain)
    assert result.cubes[0]["events"] == len(frame)
    assert sums(split, "attribute_value") == frame["a_type"].fillna("").value_counts().to_dict()
    keys = ("place", "period", "category")
    assert sums(split, *keys) == sums(plain, *keys)
    items = split["measure"] == "items"
    assert split["value"][items].sum() == frame["m_items"].sum()


def test_an_attribute_that_nobody_declared_is_told(workspace):
    store(workspace, events_frame(10, seed=1))
    with pytest.raises(UserError, match="has an attribute “colour”: choose one of type"):
        combine(workspace, attribute="colour")


@pytest.mark.parametrize(("day", "hours"), [("2024-03-31", 23), ("2024-07-01", 24), ("2024-10-27", 25)])
def test_days_have_as_many_hours_as_the_clock_says(workspace, day, hours):
    start = np.datetime64(day, "s") - np.timedelta64(4, "h")
    put(workspace, timed(start + np.arange(0, 32 * 3600, 1800).astype("timedelta64[s]")))
    combine(workspace, kinds=("hour", "day"))
    number = np.datetime64(day, "D").astype(int)
    by_hour = sums(workspace.cube(["city"], "neighbourhood", "hour"), "period")
    of_day = [period for period in by_hour if periods.bounds([period], "hour")[0] == number]
    assert len(of_day) == hours and {by_hour[period] for period in of_day} == {2}
    assert sums(workspace.cube(["city"], "neighbourhood", "day"), "period")[number] == 2 * hours
    first, last = periods.texts(np.array(of_day), "hour")
    assert first[0] == f"{day}T00:00" and last[-1] == f"{day}T23:59" and len(set(first)) == hours
    assert [text for text in first if text.endswith("B")] == ([f"{day}T02:00 B"] if hours == 25 else [])


@pytest.mark.parametrize(
    ("utc", "day"), [("2024-07-09T22:30", "2024-07-10"), ("2024-01-09T23:30", "2024-01-10")]
)
def test_half_past_midnight_lies_on_its_local_day_by_hour_day_and_week(workspace, utc, day):
    put(workspace, timed([utc]))
    combine(workspace, kinds=("hour", "day", "week"))
    number = np.datetime64(day, "D").astype(int)
    for kind in ("hour", "day", "week"):
        (period,) = sums(workspace.cube(["city"], "neighbourhood", kind), "period")
        first, last = periods.bounds(np.array([period]), kind)
        assert first <= number <= last
        assert kind == "week" or first == last
    assert periods.texts(np.array([2 * 24 * number]), "hour")[0] == [f"{day}T00:00"]


def test_events_without_an_hour_are_in_no_hour_and_that_is_told(workspace):
    frame = timed(["2024-05-01T10:00", "2024-05-01T11:00"])
    frame.loc[1, "local_hour"] = np.nan
    put(workspace, frame)

    class Listening:
        said = []

        def step(self, fraction, message=""):
            pass

        def report(self, message):
            self.said.append(str(message))

        def check(self):
            pass

    combine(workspace, kinds=("hour",), progress=Listening())
    assert sum(sums(workspace.cube(["city"], "neighbourhood", "hour"), "period").values()) == 1
    assert Listening.said == ["city: 1 events have a date but no time of day; they are in no hour."]


@given(st.lists(st.integers(0, 40)), st.lists(st.integers(-2, 42), min_size=1))
def test_a_day_lies_in_the_stretch_of_marked_days_around_it(marked, days):
    marked = sorted(set(marked))
    found = periods.stretch_of(np.array(days), np.array(marked, np.int64))
    for day, first in zip(days, found.tolist()):
        if day not in marked:
            assert first == periods.OTHER
        else:
            assert set(range(first, day + 1)) <= set(marked) and first - 1 not in marked


def test_holidays_are_periods_and_all_other_days_one(workspace):
    frame = events_frame(2_000, seed=5)
    frame.loc[:9, "local_day"] = np.nan
    store(workspace, frame)
    first = np.datetime64("2019-07-13", "D").astype(int)
    christmas = np.datetime64("2019-12-21", "D").astype(int)
    marked = [*range(first, first + 44), *range(christmas, christmas + 16)]
    with workspace.begin("collect", "days") as run:
        run.replace_calendar("days", {"school_holiday": marked})
    kind = "calendar:school_holiday"
    combine(workspace, kinds=(kind,))
    found = sums(workspace.cube(["city"], "neighbourhood", kind), "period")
    day = frame["local_day"]
    assert found[first] == day.between(first, first + 43).sum()
    assert found[christmas] == day.between(christmas, christmas + 15).sum()
    assert sum(found.values()) == 1_990 and set(found) == {first, christmas, periods.OTHER}
    texts = periods.texts(np.array([periods.OTHER, first, christmas]), kind, np.array(marked))
    assert texts == (["other", "2019-07-13", "2019-12-21"], ["other", "2019-08-25", "2020-01-05"])
    with pytest.raises(
        UserError, match="kind “ramadan”: collect a calendar first, or choose one of school_holiday"
    ):
        combine(workspace, kinds=("calendar:ramadan",))


def test_a_coarser_level_is_counted_by_its_own_areas(workspace):
    frame = events_frame(500, seed=6)
    frame.loc[:4, "area"] = None
    store(workspace, frame)
    combine(workspace, divisions=("quarter", "district"), kinds=("all",))
    quarters = {"N0": "Q1", "N1": "Q1", "N2": "Q2", "N3": "Q2"}
    wanted = frame["area"].map(quarters).fillna("").value_counts().to_dict()
    assert sums(workspace.cube(["city"], "quarter", "all"), "place") == wanted
    assert sums(workspace.cube(["city"], "district", "all"), "place") == {"": 5, "D": 495}
    with pytest.raises(
        UserError, match="level of areas “parish” in the workspace: choose one of neighbourhood"
    ):
        combine(workspace, divisions=("parish",))


@pytest.mark.parametrize("division", ["cell:250", "hexagon:250"])
def test_cells_hold_every_event_that_has_a_point(workspace, division):
    frame = events_frame(900, seed=8)
    store(workspace, frame)
    combine(workspace, divisions=(division,), kinds=("all",))
    found = sums(workspace.cube(["city"], division, "all"), "place")
    made = {"cell": grid, "hexagon": hexagons}[division.split(":")[0]].cell_of(frame["x"], frame["y"], 250)
    assert found == pd.Series(made.astype(str)).value_counts().to_dict() and sum(found.values()) == 900


@pytest.mark.parametrize(
    ("division", "told"),
    [
        ("cell:33", "multiple of 25"),
        ("hexagon:7", "from 10 to"),
        ("hexagon:wide", "write a number of metres"),
    ],
)
def test_sizes_that_no_cell_can_have_are_told(workspace, division, told):
    with pytest.raises(UserError, match=told):
        combine(workspace, divisions=(division,))


@given(st.lists(st.integers(0, 40_000), min_size=1, max_size=40))
def test_the_second_hour_of_a_name_is_known_from_the_utc_and_the_zone(minutes):
    utc = np.datetime64("2024-10-26T20:00", "s") + np.array(minutes) * np.timedelta64(60, "s")
    local = to_local(utc, ZONE)
    again = is_again(utc, local, ZONE)
    second = (utc >= np.datetime64("2024-10-27T01:00")) & (utc < np.datetime64("2024-10-27T02:00"))
    assert (again == second).all() and not is_again(utc, utc, "").any()
    numbers = periods.hour_of(local, again)
    order = np.argsort(utc, kind="stable")
    assert (np.diff(numbers[order]) >= 0).all()
    assert len(set(numbers.tolist())) == len(set((utc.astype(np.int64) // 3600).tolist()))
