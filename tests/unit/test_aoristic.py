"""Events known only as from-to: every event adds up to a million millionths, in every split and order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core import aoristic, periods
from igh_plugin.core.aoristic import WHOLE, edges_of, spread
from igh_plugin.core.cleaning.times import to_local, to_utc
from igh_plugin.pipeline.combine import AORISTIC, combine
from tests.unit.workspace_data import ZONE, fill_areas, put, sums, timed

KINDS = (*periods.KINDS, "calendar:school_holiday")
MARKED = np.array([19_800, 19_801, 19_802, 20_022, 20_023], np.int64)
START = np.datetime64("2024-01-01T00:00", "s").astype(np.int64)
intervals = st.lists(
    st.tuples(st.integers(0, 366 * 86_400), st.one_of(st.just(0), st.integers(0, 40 * 86_400))),
    min_size=1,
    max_size=15,
)


def shares(begin, end, kind, zone=ZONE):
    edges = edges_of(kind, int(begin.min()), int(end.max()), zone, MARKED)
    parts = list(spread(begin, end, *edges))
    return [np.concatenate(column) for column in zip(*parts)]


@given(intervals, st.sampled_from(KINDS), st.sampled_from([ZONE, "", "Asia/Kolkata", "Australia/Lord_Howe"]))
def test_every_event_adds_up_to_a_million_in_every_split(pairs, kind, zone):
    begin = START + np.array([pair[0] for pair in pairs])
    end = begin + np.array([pair[1] for pair in pairs])
    event, period, share = shares(begin, end, kind, zone)
    assert share.dtype == np.int64 and (share >= 0).all()
    assert (np.bincount(event, share, len(pairs)) == WHOLE).all()
    backwards = shares(begin[::-1], end[::-1], kind, zone)
    swapped = (len(pairs) - 1 - backwards[0], *backwards[1:])
    assert sorted(zip(*map(np.ndarray.tolist, (event, period, share)))) == sorted(
        zip(*map(np.ndarray.tolist, swapped))
    )


@given(intervals, st.sampled_from(KINDS))
def test_an_event_without_duration_lies_in_the_period_of_its_local_time(pairs, kind):
    begin = START + np.array([pair[0] for pair in pairs])
    event, period, share = shares(begin, begin, kind)
    local = to_local(begin.astype("datetime64[s]"), ZONE)
    day = local.astype("datetime64[D]").astype(np.int64)
    if kind == periods.HOUR:
        assert (period // 2 == local.astype("datetime64[h]").astype(np.int64)).all()
    elif kind in periods.KINDS:
        assert (period == periods.period_of(day, kind)).all()
    else:
        assert (period == periods.stretch_of(day, MARKED)).all()
    assert event.tolist() == list(range(len(pairs))) and (share == WHOLE).all()


@given(intervals)
def test_the_shares_of_days_are_those_of_their_hours(pairs):
    """To the rounding of each hour: days are counted by elapsed time, also when clocks change."""
    begin = START + np.array([pair[0] for pair in pairs])
    end = begin + np.array([pair[1] for pair in pairs])
    by_day, by_hour = {}, {}
    for into, kind in ((by_day, periods.DAY), (by_hour, periods.HOUR)):
        for one, period, share in zip(*shares(begin, end, kind)):
            day = int(periods.bounds(np.array([period]), kind)[0][0])
            into[one, day] = into.get((one, day), 0) + int(share)
    hours = 24 * (int((end - begin).max()) // 86_400 + 3)
    assert set(by_day) == set(by_hour)
    assert all(abs(by_day[key] - by_hour[key]) <= hours for key in by_day)


@pytest.mark.parametrize(("day", "hours"), [("2024-03-31", 23), ("2024-07-01", 24), ("2024-10-27", 25)])
def test_a_whole_day_is_spread_evenly_over_its_hours(day, hours):
    midnights = np.array([day, np.datetime64(day) + 1], "datetime64[s]")
    begin, end = to_utc(midnights, ZONE)[0].astype(np.int64)
    _, period, share = shares(np.array([begin]), np.array([end]), periods.HOUR)
    assert len(set(period.tolist())) == hours and share.sum() == WHOLE
    assert set(share[1:].tolist()) == {WHOLE // hours} and share[0] - share[1] < hours


def test_the_remainder_goes_to_the_first_period():
    edges = np.array([0, 10, 20, 30])
    ((event, period, share),) = spread(np.array([0, 5]), np.array([30, 15]), edges, np.array([7, 8, 9]))
    assert event.tolist() == [0, 0, 0, 1, 1] and period.tolist() == [7, 8, 9, 7, 8]
    assert share.tolist() == [333_334, 333_333, 333_333, 500_000, 500_000]


def test_parts_that_fit_memory_give_the_same(monkeypatch):
    rng = np.random.default_rng(0)
    begin = START + rng.integers(0, 30 * 86_400, 200)
    end = begin + rng.integers(0, 5 * 86_400, 200)
    whole = shares(begin, end, periods.HOUR)
    monkeypatch.setattr(aoristic, "CHUNK", 50)
    assert all((one == two).all() for one, two in zip(whole, shares(begin, end, periods.HOUR)))


def test_the_cube_of_spread_events_stands_beside_the_other(places, monkeypatch):
    monkeypatch.setattr(aoristic, "CHUNK", 100)
    rng = np.random.default_rng(1)
    begin = np.datetime64("2024-10-20T00:00", "s") + rng.integers(0, 20 * 86_400, 300)
    frame = timed(begin)
    frame["occurred_to"] = begin + rng.integers(0, 4 * 86_400, 300).astype("timedelta64[s]")
    frame.loc[:49, "occurred_to"] = np.datetime64("NaT")
    frame.loc[:9, "local_hour"] = np.nan
    frame.loc[10:12, ["occurred_from", "occurred_to", "occurred_local"]] = np.datetime64("NaT")
    frame.loc[10:12, ["local_day", "local_hour"]] = np.nan
    with places.make() as workspace:
        fill_areas(workspace)
        put(workspace, frame)
        combine(workspace, kinds=("hour", "day", "all"), attribute="type")
        combine(workspace, kinds=("day", "all"))
        plain = workspace.cube(["city"], "neighbourhood", "day")
        combine(workspace, kinds=("hour", "day", "week", "all"), aoristic=True)
        combine(workspace, kinds=("hour", "day"), attribute="type", aoristic=True)
        again = workspace.cube(["city"], "neighbourhood", "day")
        assert all((plain[name] == again[name]).all() for name in plain)
        for kind, events in (("hour", 297), ("day", 297), ("week", 297), ("all", 300)):
            rows = workspace.cube(["city"], "neighbourhood", kind, None, AORISTIC)
            assert set(rows["measure"]) == {"events"} and rows["value"].sum() == events * WHOLE
            dated = frame if kind == "all" else frame[frame["local_day"].notna()]
            wanted = (dated.groupby(["area", "category"]).size() * WHOLE).to_dict()
            assert sums(rows, "place", "category") == wanted
        split = workspace.cube(["city"], "neighbourhood", "hour", "type", AORISTIC)
        assert set(split["attribute_value"]) == {"bag"} and split["value"].sum() == 297 * WHOLE
