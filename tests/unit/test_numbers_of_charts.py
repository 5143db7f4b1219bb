"""The numbers of every chart as a table with a row for each mark."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

pytest.importorskip("matplotlib")

from igh_plugin.charts.numbers import as_text, numbers_of  # noqa: E402
from igh_plugin.charts.render import CHARTS  # noqa: E402
from tests.unit.example_figures import (  # noqa: E402
    example_categories,
    example_handling,
    example_hours,
    example_pareto,
    example_ranking,
    example_trend,
)

PARTS = [
    (example_trend, 52),
    (example_ranking, 14),
    (example_hours, 168),
    (example_categories, 15),
    (example_pareto, 60),
]
ABOUT = (("area", "Old, town"), ("source", 'The "city"'), ("data_until", "2026-09-30"))


def read(text, **how):
    return list(csv.DictReader(io.StringIO(text), **how))


@pytest.mark.parametrize("example, count", PARTS)
def test_every_mark_has_a_row_that_says_what_it_is_about(example, count):
    rows = read(as_text(numbers_of(example()), ABOUT))
    assert len(rows) == count
    assert all(row["area"] == "Old, town" and row["source"] == 'The "city"' for row in rows)
    assert None not in rows[0] and None not in rows[0].values()


def test_every_chart_has_its_numbers():
    for part in CHARTS:
        assert numbers_of.__globals__["TABLES"][part]


def test_numbers_come_back_to_the_last_digit_and_what_is_missing_is_empty():
    trend = example_trend()
    rows = read(as_text(numbers_of(trend)))
    for place, row in enumerate(rows):
        assert float(row["value"]) == trend.values[place]
        expected = trend.expected[place]
        assert (row["expected"] == "") if np.isnan(expected) else float(row["expected"]) == expected
        assert row["signal"] == str(int(trend.signal[place]))
        assert row["complete"] == str(int(trend.complete[place]))
    assert rows[0]["first_day"] == "2025-02-24" and rows[0]["last_day"] == "2025-03-02"
    ranking = example_ranking()
    last = read(as_text(numbers_of(ranking)))[-1]
    assert last["value"] == "" and last["rank"] == "14" and last["name"] == ranking.names[-1]


def test_hours_are_those_of_the_table():
    hours = example_hours()
    for row in read(as_text(numbers_of(hours))):
        assert int(row["events"]) == hours.counts[int(row["weekday"]) - 1, int(row["hour"])]


def test_closed_and_open_events_of_each_status_add_up():
    handling = example_handling()
    rows = read(as_text(numbers_of(handling)))
    for name, table in (("0", handling.closed), ("1", handling.open)):
        assert sum(int(row["events"]) for row in rows if row["open"] == name) == table.sum()


def test_the_clipboard_has_tabs():
    rows = read(as_text(numbers_of(example_categories()), ABOUT, "\t"), delimiter="\t")
    assert len(rows) == 15 and rows[0]["area"] == "Old, town"
