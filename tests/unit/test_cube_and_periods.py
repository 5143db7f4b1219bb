from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core import periods
from igh_plugin.core.cube import count, roll_up

days = st.lists(st.integers(-20_000, 40_000), min_size=1, max_size=50)
EPOCH = date(1970, 1, 1)


@given(days)
def test_periods_are_those_of_the_calendar(values):
    day = np.array(values)
    for number, kind in enumerate(("week", "month", "quarter", "year")):
        first, last = periods.bounds(periods.period_of(day, kind), kind)
        assert ((first <= day) & (day <= last)).all()
        for value, start in zip(values, first):
            there, begin = EPOCH + timedelta(days=value), EPOCH + timedelta(days=int(start))
            if kind == "week":
                assert begin.weekday() == 0 and begin.isocalendar()[:2] == there.isocalendar()[:2]
            else:
                assert begin.day == 1 and begin.year == there.year
                assert (
                    number == 3
                    or (begin.month - 1) // (1, 1, 3)[number] == (there.month - 1) // (1, 1, 3)[number]
                )
    assert (periods.weekday(day) == [(EPOCH + timedelta(days=value)).weekday() for value in values]).all()


rows = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", None, ""]),
        st.integers(-3, 3),
        st.sampled_from(["x", "y"]),
        st.integers(0, 9),
    ),
    max_size=60,
)


@given(rows)
def test_every_total_of_the_cube_equals_the_rows(items):
    place = np.array([item[0] for item in items], object)
    period = np.array([item[1] for item in items], np.int64)
    category = np.array([item[2] for item in items], object)
    amount = np.array([item[3] for item in items], float)
    cube = count(place, period, category, {"minutes": amount})
    assert cube.values["events"].sum() == len(items)
    assert cube.values["minutes"].sum() == amount.sum()
    seen = dict(zip(zip(cube.place, cube.period.tolist(), cube.category), cube.values["events"].tolist()))
    wanted = {}
    for name, when, kind, _ in items:
        wanted[name or "", when, kind] = wanted.get((name or "", when, kind), 0) + 1
    assert seen == wanted
    assert list(seen) == sorted(seen)


def test_missing_amounts_add_nothing_and_weights_count():
    place, period, category = np.array(["a", "a"], object), np.array([1, 1]), np.array(["x", "x"], object)
    cube = count(place, period, category, {"items": np.array([np.nan, 2.0])}, np.array([3, 4]))
    assert cube.values["items"].tolist() == [2.0] and cube.values["events"].tolist() == [7]


def test_rolling_up_keeps_the_totals():
    place = np.array(["aa", "ab", "ba"], object)
    cube = count(place, np.zeros(3, np.int64), np.array(["x"] * 3, object), {"n": np.array([1.0, 2.0, 4.0])})
    above = roll_up(cube, {"aa": "a", "ab": "a", "ba": "b"})
    assert dict(zip(above.place, above.values["n"])) == {"a": 3.0, "b": 4.0}
    assert dict(zip(above.place, above.values["events"])) == {"a": 2, "b": 1}
