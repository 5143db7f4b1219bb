"""A cube brought up to date by what changed equals one counted anew, whatever changed and in whatever order."""

from __future__ import annotations

from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igh_plugin.core.cleaning.times import to_local
from igh_plugin.pipeline import combine as combining
from igh_plugin.pipeline.combine import AORISTIC, combine
from igh_plugin.pipeline.counting import Reading, aoristic_cube_of, cube_of
from tests.unit.workspace_data import SQUARE, ZONE, events_frame, fill_areas

HOLIDAYS = "calendar:school_holiday"
CUBES = (
    {"kinds": ("month", "all", "week")},
    {"kinds": ("month", "hour", HOLIDAYS), "attribute": "type"},
    {"kinds": ("day", "hour", "all"), "aoristic": True},
    {"kinds": ("all", "month"), "divisions": ("quarter",)},
    {"kinds": ("month",), "divisions": ("hexagon:250",)},
)
STEPS = (
    "new", "change", "change", "move", "withdraw", "return", "forget amounts", "split amounts", "areas", "calendar",
    "erase", "nothing",
)  # fmt: skip


class City:
    """A workspace and the file of its source, which changes step by step."""

    def __init__(self, places, seed, size=150):
        self.random = np.random.default_rng(seed)
        self.workspace = places.make()
        fill_areas(self.workspace)
        self.made, self.gone = 0, pd.DataFrame()
        self.file = self.drawn(size)
        self.do("calendar")
        self.collect()

    def drawn(self, size):
        frame = events_frame(size, int(self.random.integers(2**31)), self.made)
        self.made += size
        frame["a_type"] = self.random.choice(np.array(["bag", "box", None], object), size)
        utc = frame["occurred_from"].to_numpy().astype("datetime64[s]")
        long = self.random.integers(0, 3 * 86_400, size).astype("timedelta64[s]")
        frame["occurred_to"] = np.where(self.random.random(size) < 0.5, utc + long, np.datetime64("NaT"))
        return self.timed(frame)

    def timed(self, frame):
        local = to_local(frame["occurred_from"].to_numpy().astype("datetime64[s]"), ZONE)
        undated = self.random.random(len(frame)) < 0.05
        seconds = local.astype(np.int64).astype(float)
        frame["occurred_local"] = local
        frame["local_day"] = np.where(undated, np.nan, seconds // 86_400)
        frame["local_hour"] = np.where(undated, np.nan, seconds // 3600 % 24)
        frame.loc[undated, ["occurred_from", "occurred_to", "occurred_local"]] = np.datetime64("NaT")
        return frame

    def collect(self):
        with self.workspace.begin("collect", "city") as run:
            run.put_source(
                {
                    "source": "city",
                    "title": "City",
                    "kind": "report",
                    "grain": "event",
                    "timezone": {"local": ZONE},
                }
            )
            run.declare_measure("city", "items", "items", "Items")
            run.declare_attribute("city", "type", "Type")
            run.store_events("city", self.file)
            run.withdraw_missing("city")

    def some(self, share=0.1):
        return self.file.index[self.random.random(len(self.file)) < share]

    def rehash(self, rows):
        self.file.loc[rows, "row_hash"] = self.random.integers(-(2**62), 2**62, len(rows))

    def do(self, step):
        rows = self.some() if step not in ("calendar",) else []
        if step == "new":
            self.file = pd.concat(
                [self.file, self.drawn(int(self.random.integers(1, 12)))], ignore_index=True
            )
        elif step == "change" and len(rows):
            other = self.drawn(len(rows)).set_index(rows)
            for name in ("category", "area", "occurred_from", "occurred_to", "occurred_local", "local_day",
                         "local_hour", "m_items", "a_type"):  # fmt: skip
                self.file.loc[rows, name] = other[name]
            self.rehash(rows)
        elif step == "move":
            self.file.loc[rows, "x"] += 300
            self.rehash(rows)
        elif step == "withdraw":
            self.gone = self.file.loc[rows]
            self.file = self.file.drop(rows).reset_index(drop=True)
        elif step == "return":
            self.file = pd.concat([self.file, self.gone], ignore_index=True)
            self.gone = self.gone.iloc[:0]
        elif step in ("forget amounts", "split amounts"):
            rows = self.some(0.02)
            self.file.loc[rows, "m_items"] = np.nan if step == "forget amounts" else 0.1
            self.rehash(rows)
        elif step == "areas":
            self.new_areas()
        elif step == "calendar":
            days = self.random.choice(np.arange(18_050, 18_450), 60, replace=False)
            with self.workspace.begin("collect", "days") as run:
                run.replace_calendar("days", {"school_holiday": days.tolist()})
        elif step == "erase":
            with self.workspace.begin("erase") as run:
                run._database.open("events")
                run._database.moved("events")
                run._database.execute(
                    "DELETE FROM events WHERE fid = (SELECT max(fid) FROM events WHERE source = 'city')"
                )
        if step not in ("areas", "calendar", "erase", "nothing"):
            self.collect()

    def new_areas(self):
        """Another neighbourhood goes to the other quarter, and some events to another neighbourhood."""
        quarter = self.random.choice(np.array(["Q1", "Q2"], object), 4)
        frame = pd.DataFrame({"code": ["N0", "N1", "N2", "N3"], "parent": quarter, "geometry": [SQUARE] * 4})
        events = self.workspace.events(["fid", "area"])
        moved = self.random.random(len(events["fid"])) < 0.2
        with self.workspace.begin("areas") as run:
            run.replace_areas("neighbourhood", frame)
            run.set_event_areas(events["fid"][moved].astype(np.int64), ["N1"] * int(moved.sum()))

    def check(self, options):
        """Combine, and count all anew beside the workspace."""
        given = {"divisions": ("neighbourhood",), "attribute": "", "aoristic": False, **options}
        (division,), attribute, aoristic = given["divisions"], given["attribute"], given["aoristic"]
        result = combine(self.workspace, **given)
        for kind, told in zip(given["kinds"], result.cubes):
            reading = Reading(self.workspace, "city", division, attribute, kind == "hour", aoristic)
            days = self.workspace.calendar("school_holiday")
            if aoristic:
                cube = aoristic_cube_of(reading.all(), kind, ZONE, days)
            else:
                cube = cube_of(reading.all(), kind, days)
            weighting = AORISTIC if aoristic else None
            stored = self.workspace.cube(["city"], division, kind, attribute or None, weighting)
            assert rows_of(stored) == wanted_rows(cube)
            assert told["cells"] == len(cube)
            whole = 1_000_000 if aoristic else 1
            assert told["events"] == cube.values["events"].sum() // whole


def rows_of(stored):
    names = [name for name in stored if name != "source"]
    return list(zip(*(stored[name].tolist() for name in names)))


def wanted_rows(cube):
    split = () if cube.attribute is None else (cube.attribute.tolist(),)
    keys = list(zip(cube.place.tolist(), cube.period.tolist(), cube.category.tolist(), *split))
    return sorted(
        (*key, measure, value)
        for measure, values in cube.values.items()
        for key, value in zip(keys, np.asarray(values, float).tolist())
    )


USED = {"patched": 0, "anew": 0}


def counted(function, name):
    def call(*arguments):
        found = function(*arguments)
        USED[name] += found is not None
        return found

    return call


@pytest.mark.long
@settings(max_examples=40)
@given(
    st.integers(0, 2**31),
    st.lists(st.tuples(st.sampled_from(STEPS), st.booleans()), min_size=1, max_size=7),
    st.sampled_from(CUBES),
)
def test_after_any_sequence_of_changes_the_cube_is_the_one_counted_anew(places, seed, steps, options):
    city = City(places, seed)
    with (
        mock.patch.object(combining, "patch", counted(combining.patch, "patched")),
        mock.patch.object(combining, "_counted_anew", counted(combining._counted_anew, "anew")),
    ):
        city.check(options)
        for step, combined in steps:
            city.do(step)
            if combined:
                city.check(options)
        city.check(options)
    city.workspace.close()


@pytest.mark.long
def test_both_ways_were_tried_above():
    assert USED["patched"] > 20 and USED["anew"] > 20


@pytest.fixture
def city(places):
    made = City(places, 1)
    yield made
    made.workspace.close()


@pytest.mark.parametrize(
    ("step", "patched"),
    [
        ("nothing", True), ("new", True), ("change", True), ("move", True), ("withdraw", True),
        ("areas", False), ("calendar", True), ("erase", False), ("split amounts", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("options", CUBES[:1])
def test_only_what_changed_is_counted_where_that_gives_the_same(city, step, patched, options):
    city.check(options)
    city.do(step)
    with mock.patch.object(combining, "_counted_anew", side_effect=combining._counted_anew) as anew:
        combine(city.workspace, **options)
    assert (not anew.called) == patched


def test_what_was_counted_by_the_days_of_a_calendar_is_counted_anew_when_these_change(city):
    options = {"kinds": (HOLIDAYS,)}
    city.check(options)
    city.do("calendar")
    with mock.patch.object(combining, "_counted_anew", side_effect=combining._counted_anew) as anew:
        city.check(options)
    assert anew.called


def test_combining_again_without_a_change_writes_nothing_but_the_run(city):
    combine(city.workspace)
    before = (
        city.workspace.fingerprint(),
        city.workspace._database.execute("SELECT * FROM cubes").fetchall(),
    )
    combine(city.workspace)
    combine(city.workspace, anew=True)
    after = city.workspace.fingerprint(), city.workspace._database.execute("SELECT * FROM cubes").fetchall()
    assert before == after


def test_a_workspace_brought_up_to_date_has_the_fingerprint_of_one_counted_anew(city):
    combine(city.workspace)
    city.do("change")
    combine(city.workspace)
    patched = city.workspace.fingerprint()
    combine(city.workspace, anew=True)
    assert city.workspace.fingerprint() == patched


def test_a_cube_counted_in_another_way_is_counted_anew(city):
    combine(city.workspace, kinds=("month",))
    with (
        mock.patch("igh_plugin.pipeline.cube_changes.COUNTING", 2),
        mock.patch.object(combining, "_counted_anew", side_effect=combining._counted_anew) as anew,
    ):
        combine(city.workspace, kinds=("month",))
    assert anew.called
