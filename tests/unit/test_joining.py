"""Sources side by side: null is not zero, and each has its own denominator."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core import periods
from igh_plugin.core.errors import UserError
from igh_plugin.core.joining import Side, join
from igh_plugin.pipeline.joining import join_sources, read_sides
from tests.unit.workspace_data import events_frame, fill_areas

DAY = lambda text: int(np.datetime64(text, "D").astype(int))  # noqa: E731


def put(workspace, source, days, areas, delay=None):
    frame = events_frame(len(days), seed=1).drop(columns=["m_items", "a_type"])
    frame["event_id"] = [f"{source}:{number}" for number in range(len(days))]
    frame["local_day"], frame["area"] = np.asarray(days, float), np.asarray(areas, object)
    with workspace.begin("collect", source) as run:
        run.put_source({"source": source, "kind": "report", "grain": "event", "reporting_delay": delay})
        run.store_events(source, frame)


@pytest.fixture
def workspace(places):
    with places.make() as made:
        fill_areas(made)
        january = list(range(DAY("2024-01-01"), DAY("2024-04-01")))
        put(made, "reports", january, ["N0", "N1"] * 45 + ["N0"])
        late = list(range(DAY("2024-02-15"), DAY("2024-04-01")))
        put(made, "sanctions", late, ["N0"] * (len(late) - 1) + [None])
        statistics = [
            ("N0", 2023, "inhabitants", 500.0),
            ("N0", 2025, "inhabitants", 9.0),
            ("N1", 2024, "inhabitants", 0.0),
        ]
        with made.begin("areas") as run:
            run.replace_area_statistics(pd.DataFrame(statistics, columns=["code", "year", "name", "value"]))
        yield made


def test_each_source_is_divided_by_its_own(workspace):
    table = join_sources(workspace, [("reports", "inhabitants"), ("sanctions", "reports")])
    assert table.places == ["N0", "N1", "N2", "N3"]
    assert periods.texts(table.period, "month")[0] == ["2024-01-01", "2024-02-01", "2024-03-01"]
    reports, sanctions = table.joined.events["reports"], table.joined.events["sanctions"]
    assert reports[:2].tolist() == [[16, 14, 16], [15, 15, 15]] and not reports[2:].any()
    assert reports.sum() == 91
    assert np.isnan(sanctions[:, 0]).all() and sanctions[0, 1:].tolist() == [15, 30]
    assert not sanctions[1:, 1:].any()
    assert table.joined.complete["sanctions"][0].tolist() == [False, False, True]
    rate = table.joined.rate
    np.testing.assert_allclose(rate["reports"][0], np.array([16, 14, 16]) / 500 * 1000)
    assert np.isnan(rate["reports"][1:]).all()
    np.testing.assert_allclose(rate["sanctions"][0], [np.nan, 15 / 14 * 100, 30 / 16 * 100])
    assert table.per == {"reports": (1000.0, "inhabitants"), "sanctions": (100.0, "reports")}
    assert [str(note) for note in table.notes] == [
        "1 events of sanctions lie in no area of “neighbourhood” and are left out."
    ]


def test_a_coarser_level_and_all_together(workspace):
    table = join_sources(workspace, [("reports", "km2"), ("sanctions", "")], "district", "all")
    assert table.places == ["D"] and table.joined.events["reports"].tolist() == [[91]]
    assert table.joined.rate["reports"].tolist() == [[91 / 1.5]] and "sanctions" not in table.joined.rate
    assert table.joined.events["sanctions"].tolist() == [[45]]


def test_a_stray_year_makes_no_thousand_periods(workspace):
    put(workspace, "strays", [-700_000] + list(range(DAY("2024-01-01"), DAY("2024-07-01"))), ["N0"] * 183)
    table = join_sources(workspace, [("reports", ""), ("strays", "")], kind="week")
    assert len(table.period) == 26 and table.joined.events["strays"][0].sum() == 182


@pytest.mark.parametrize(
    ("sides", "level", "sentence"),
    [
        ([("other", "")], "", "no source other"), ([("reports", "people")], "", "cannot be divided by “people”"),
        ([("reports", "reports")], "", "cannot be divided"), ([("reports", "sanctions")], "", "cannot be divided"),
        ([("reports", "")], "street", "no level “street”"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_told(workspace, sides, level, sentence):
    before = workspace.last_run()
    with pytest.raises(UserError, match=sentence):
        join_sources(workspace, sides, level)
    assert workspace.last_run() == before


def test_the_text_of_sides():
    assert read_sides("a: inhabitants; b ;\nc: a;") == [("a", "inhabitants"), ("b", ""), ("c", "a")]
    for text in ("", ";", ": x", "a; a: b"):
        with pytest.raises(UserError, match="no list of sources"):
            read_sides(text)


@given(st.integers(-3, 3), st.integers(-3, 3), st.lists(st.integers(0, 5), min_size=4, max_size=4))
def test_a_period_that_is_not_touched_has_no_number(first, last, counts):
    side = Side("s", first, max(first, last), np.array([counts]), np.array([[2.0, 0, np.nan, 4]]), 10)
    made = join([side], np.arange(-2, 2), periods.DAY)
    for at, day in enumerate(range(-2, 2)):
        inside = first <= day <= max(first, last)
        value, rate = made.events["s"][0, at], made.rate["s"][0, at]
        assert (value == counts[at]) if inside else np.isnan(value)
        assert made.complete["s"][0, at] == inside
        known = inside and at in (0, 3)
        assert (rate == 10 * counts[at] / (2, 0, 0, 4)[at]) if known else np.isnan(rate)
