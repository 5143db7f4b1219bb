"""A statistic of the event's area in its year: the nearest earlier year where that is missing, and never a zero for nothing."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.yearly import value_of_year


def known(area, year, rows):
    codes, years, values = (list(part) for part in zip(*rows)) if rows else ([], [], [])
    found = value_of_year(
        np.array(area, object), np.array(year, float), np.array(codes, object), np.array(years, float),
        np.array(values, float),
    )  # fmt: skip
    return [[None if value != value else value for value in part.tolist()] for part in found]


ROWS = [("A", 2022, 10.0), ("A", 2024, 0.0), ("A", 2025, np.nan), ("B", 2024, 7.0), ("C", np.nan, 3.0)]


def test_the_year_itself_or_the_nearest_earlier_one_and_never_a_later_one():
    value, year = known(["A"] * 5, [2021, 2022, 2023, 2024, 2026], ROWS)
    assert value == [None, 10, 10, 0, 0]
    assert year == [None, 2022, 2022, 2024, 2024]


def test_a_value_that_is_not_known_is_no_zero_and_a_zero_is_a_value():
    assert known(["A", "A"], [2025, 2024], ROWS) == [[0, 0], [2024, 2024]]
    assert known(["A"], [2025], [("A", 2025, np.nan)]) == [[None], [None]]


def test_events_without_area_or_year_and_areas_without_value():
    assert known([None, "X", "B", "B"], [2024, 2024, np.nan, 2023], ROWS) == [[None] * 4, [None] * 4]
    assert known(["A"], [2024], []) == [[None], [None]]
    assert known([], [], ROWS) == [[], []]


def test_a_value_without_a_year_holds_where_no_year_fits():
    rows = [*ROWS, ("A", np.nan, 99.0)]
    assert known(["C", "C", "A", "A"], [2024, np.nan, 2021, 2023], rows) == [
        [3, 3, 99, 10],
        [None, None, None, 2022],
    ]


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.integers(2018, 2026), st.sampled_from([0.0, 1.5, 8.0, None])), max_size=15,
             unique_by=lambda row: row[:2]),
    st.lists(st.tuples(st.sampled_from([*"ABCD", None]), st.one_of(st.none(), st.integers(2016, 2028))), min_size=1, max_size=20),
)  # fmt: skip
def test_it_is_what_looking_it_up_row_by_row_gives(rows, events):
    table = [(code, year, np.nan if value is None else value) for code, year, value in rows]
    value, of = known(
        [area for area, _ in events], [np.nan if year is None else year for _, year in events], table
    )
    for (area, year), found, found_year in zip(events, value, of):
        fitting = [
            (of_year, number)
            for code, of_year, number in rows
            if code == area and number is not None and year is not None and of_year <= year
        ]
        assert (found_year, found) == (max(fitting) if fitting else (None, None))
