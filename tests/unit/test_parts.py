"""Parts of events: the database, the arrays and pandas select the same events, and tell of which it is known."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.filters import EventFilter, Part
from igh_plugin.core.parts import days_until_next, holds
from igh_plugin.pipeline.combine import PLACE
from igh_plugin.themes.counts import amounts_of, attributes_of, things_of
from igh_plugin.themes.microdata import Microdata, microdata_of

from .workspace_data import events_frame, fill_areas, store

SOME = [
    Part(),
    Part(categories=("waste", "noise")),
    Part(hours=(22, 23, 0, 1)),
    Part(weekdays=(5, 6)),
    Part(months=(1, 12)),
    Part(months=(2,), hours=(9,)),
    Part(statuses=("open", "done")),
    Part(open=True),
    Part(open=False),
    Part(closed_within=3.0),
    Part(closed_within=0.7, categories=("parking",)),
    Part(attribute="type", values=("bag", "sofa")),
    Part(attribute="nobody_knows", values=("bag",)),
    Part(measure="items"),
    Part(measure="nobody_counts"),
    Part(again_within=1),
    Part(again_within=14),
    Part(again_within=14, again_at="type", measure="items"),
    Part(again_within=30, again_at="nobody_knows"),
    Part(again_within=7, among=("waste", "noise"), categories=("waste",)),
]


def made(size=600, seed=4):
    """Events of which a part has no hour, no day, no status, no attribute, and is not closed."""
    frame = events_frame(size, seed)
    random = np.random.default_rng(seed)
    frame["reported_at"] = frame["occurred_from"] + np.timedelta64(600, "s")
    took = (random.exponential(4 * 86400, size)).astype("timedelta64[s]")
    took[random.random(size) < 0.2] = np.timedelta64(3 * 86400, "s")
    frame["closed_at"] = frame["reported_at"] + took
    frame.loc[random.random(size) < 0.3, "closed_at"] = np.datetime64("NaT")
    frame.loc[random.random(size) < 0.1, "reported_at"] = np.datetime64("NaT")
    frame["status"] = random.choice(np.array(["open", "done", "new", None], object), size)
    frame.loc[random.random(size) < 0.2, "place"] = None
    frame.loc[random.random(size) < 0.4, "m_items"] = 0.0
    frame.loc[random.random(size) < 0.1, "m_items"] = np.nan
    frame["a_type"] = random.choice(np.array(["bag", "sofa", "tyre", None], object), size)
    frame.loc[random.random(size) < 0.1, "local_hour"] = np.nan
    undated = random.random(size) < 0.05
    frame.loc[undated, ["local_day", "local_hour"]] = np.nan
    frame.loc[undated, ["occurred_from", "occurred_to", "occurred_local"]] = np.datetime64("NaT")
    return frame


@pytest.fixture(scope="module")
def filled(places):
    """A workspace of events, with what it was made of."""
    frame = made()
    with places.make() as workspace:
        fill_areas(workspace)
        store(workspace, frame)
        yield workspace, frame


def expected(frame, part):
    """The same in pandas: what is in the part, and of what that is known."""
    inside = pd.Series(True, frame.index)
    known = inside.copy()
    for column, wanted in (("category", part.categories), ("status", part.statuses)):
        if wanted:
            inside &= frame[column].isin(wanted)
            known &= frame[column].notna()
    if part.attribute:
        column = (
            frame["a_" + part.attribute] if part.attribute == "type" else pd.Series(None, frame.index, object)
        )
        inside &= column.isin(part.values)
        known &= column.notna()
    local = pd.to_datetime(frame["local_day"], unit="D")
    for values, wanted in (
        (frame["local_hour"], part.hours),
        (local.dt.dayofweek, part.weekdays),
        (local.dt.month, part.months),
    ):
        if wanted:
            inside &= values.isin(wanted)
            known &= values.notna()
    if part.open is not None:
        inside &= frame["closed_at"].isna() == part.open
    if part.closed_within is not None:
        limit = pd.Timedelta(days=part.closed_within)
        inside &= (frame["closed_at"] - frame["reported_at"]) <= limit
        known &= frame["reported_at"] + limit < pd.to_datetime(frame["local_day"].max(), unit="D")
    if part.measure:
        amounts = frame.get("m_" + part.measure, pd.Series(np.nan, frame.index))
        inside &= amounts.fillna(0) != 0
        known &= amounts.notna()
    if part.again_within is not None:
        name = "a_" + part.again_at if part.again_at else "place"
        thing = frame.get(name, pd.Series(None, frame.index, object))
        days, last = frame["local_day"], frame["local_day"].max()
        others = frame["category"].isin(part.among) if part.among else thing.notna()
        later = pd.Series(False, frame.index)
        for row in frame.index[thing.notna() & days.notna()]:
            gap = days[others & (thing == thing[row])] - days[row]
            later[row] = ((gap > 0) & (gap <= part.again_within)).any()
        inside &= later
        known &= thing.notna() & days.notna() & (last - days > part.again_within)
    return inside & known, known


@pytest.mark.parametrize("part", SOME, ids=str)
def test_database_arrays_and_pandas_agree(filled, part):
    workspace, frame = filled
    inside, known = expected(frame, part)
    assert workspace.count_events(EventFilter(part=part)) == int(inside.sum())
    counts = {"part": part}
    base = EventFilter(categories=part.among)
    if part.among:
        inside, known = (column & frame["category"].isin(part.among) for column in (inside, known))
    for division in ("neighbourhood", PLACE):
        data = microdata_of(workspace, division, base, attributes_of(counts), amounts_of(counts))
        found, told = holds(part, data.columns(things_of(counts)))
        assert (int(found.sum()), int(told.sum())) == (int(inside.sum()), int(known.sum()))
    days = frame["local_day"].quantile(0.8), frame["local_day"].quantile(0.95)
    some = EventFilter(sources=("city",), first_day=int(days[0]), last_day=int(days[1]), part=part)
    assert workspace.count_events(some) == int((inside & frame["local_day"].between(*days)).sum())
    if part == Part(closed_within=3.0):
        assert 0 < inside.sum() < known.sum() < len(frame)


def test_what_was_read_is_kept_until_there_is_another_run(filled):
    workspace, frame = filled
    first = microdata_of(workspace, "neighbourhood", EventFilter())
    assert microdata_of(workspace, "neighbourhood", EventFilter()) is first
    assert microdata_of(workspace, "neighbourhood", EventFilter(), ("type",)) is not first
    assert len(first) == len(frame)
    with workspace.begin("collect", "city") as run:
        run.counts(read=0, kept=0)
    again = microdata_of(workspace, "neighbourhood", EventFilter())
    assert again is not first
    assert len(again) == len(frame)


def test_an_attribute_that_no_source_declares_is_known_of_no_event(filled):
    data = microdata_of(filled[0], "neighbourhood", EventFilter(), ("nobody_knows",))
    inside, known = holds(Part(attribute="nobody_knows", values=("x",)), data.columns())
    assert not inside.any() and not known.any()


@given(
    st.lists(
        st.tuples(st.one_of(st.just(np.nan), st.integers(0, 30).map(float)), st.integers(-1, 4)), max_size=40
    )
)
def test_the_next_day_at_a_thing_is_the_first_that_is_later(rows):
    day, thing = np.array([one[0] for one in rows]), np.array([one[1] for one in rows], np.int64)
    for row, found in enumerate(days_until_next(day, thing)):
        later = [other - day[row] for other in day[thing == thing[row]] if other > day[row]]
        if np.isnan(day[row]) or thing[row] < 0:
            assert np.isnan(found)
        else:
            assert found == min(later, default=np.inf)


def test_what_returns_is_counted_for_each_source_alone_and_judged_when_it_could_have():
    days = np.array([0.0, 3.0, 3.0, 9.0, 20.0, 28.0])
    data = Microdata(
        source=np.array([0, 0, 0, 1, 1, 0], np.int16), places=(), place=np.full(6, -1, np.int32), day=days, hour=days * np.nan,
        categories=(), category=np.full(6, -1, np.int16), statuses=(), status=np.full(6, -1, np.int16), reported=days * np.nan,
        closed=days * np.nan, until=days * np.nan, closing=np.zeros(6, bool), last_day=np.array([28.0, 28.0, 28.0, 20.0, 20.0, 28.0]),
        attributes={"": np.array(["a", "a", "a", "a", "a", None], object)},
    )  # fmt: skip
    inside, known = holds(Part(again_within=14), data.columns(("",)))
    assert inside.tolist() == [True, False, False, False, False, False]
    assert known.tolist() == [True, True, True, False, False, False]


def test_of_what_is_young_the_quick_alone_are_not_counted():
    """Half is closed within ten days, always: of the last fortnight too, where most is still open."""
    random, size = np.random.default_rng(8), 40_000
    reported = random.uniform(0, 200, size) * 86400
    closed = reported + random.exponential(10 / np.log(2), size) * 86400
    closed[closed > 200 * 86400] = np.nan
    columns = {
        "day": reported // 86400,
        "reported": reported,
        "closed": closed,
        "closing": np.ones(size, bool),
        "last_day": np.full(size, 199.0),
    }
    inside, known = holds(Part(closed_within=10), columns)
    for since in (0, 186):
        recent = reported >= since * 86400
        share = (inside & recent).sum() / (known & recent).sum()
        assert share == pytest.approx(0.5, abs=3 * 0.5 / np.sqrt((known & recent).sum()))


@given(st.integers(-200_000, 200_000))
def test_months_of_the_database_are_those_of_the_calendar(day):
    import sqlite3

    from igh_plugin.workspace import sql

    statement = sql.compose("SELECT", sql.MONTH, "FROM (SELECT ? AS local_day)")
    found = sqlite3.connect(":memory:").execute(statement, (day,)).fetchone()[0]
    assert int(found) == (np.datetime64(day, "D").astype("datetime64[M]").astype(int) % 12) + 1


def test_the_last_day_of_a_source_heeds_no_stray_and_its_delay(places):
    frame = events_frame(600, 4)
    last = int(frame["local_day"].max())
    stray = frame.iloc[:1].assign(event_id="city:stray", local_day=float(last + 400))
    undated = frame.assign(local_day=np.nan, reported_at=np.datetime64("2020-03-04T23:00:00"))
    record = {"source": "city", "title": "City", "kind": "report", "grain": "event"}
    with places.make() as workspace:
        assert workspace.last_days() == {}
        store(workspace, pd.concat([frame, stray]))
        assert workspace.last_days() == {"city": last}
        with workspace.begin("collect", "city") as run:
            run.put_source({**record, "reporting_delay": 2.5})
        assert workspace.last_days() == {"city": last - 3}
    with places.make() as workspace:
        store(workspace, undated)
        assert workspace.last_days() == {"city": int(np.datetime64("2020-03-04", "D").astype(int))}
