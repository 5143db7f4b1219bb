"""Whether a zone held: by the calendar and the clock on the wall, for moments and for intervals, when clocks change too."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igh_plugin.core.zones import (
    NO,
    OUTSIDE,
    PARTLY,
    STATES,
    UNKNOWN,
    YES,
    applied,
    offsets_of,
    read_hours,
    read_validity,
    read_weekdays,
    strongest,
)

AMSTERDAM = "Europe/Amsterdam"
CITY = ZoneInfo(AMSTERDAM)
NAT = np.datetime64("NaT", "s")


def held(begin, end="NaT", zone=AMSTERDAM, **texts):
    """The state of one zone at a time given in UTC."""
    validity, _ = read_validity(1, **{name: [text] for name, text in texts.items()})
    found = applied(
        validity, np.zeros(1, int), np.array([begin], "datetime64[s]"), np.array([end], "datetime64[s]"), zone
    )
    return STATES[found[0]]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", (0, 1, 2, 3, 4, 5, 6)), ("fri-sun", (4, 5, 6)), ("Fri, Sat", (4, 5)), ("1-5", (0, 1, 2, 3, 4)), ("7", (6,)),
        ("ma t/m vr", (0, 1, 2, 3, 4)), ("za en zo", (5, 6)), ("sat-mon", (0, 5, 6)), ("Monday to Wednesday", (0, 1, 2)),
        ("vrijdag – zondag", (4, 5, 6)), ("di., do.", (1, 3)), ("wo/vr", (2, 4)), ("ma tot en met wo; zo", (0, 1, 2, 6)),
        ("someday", None), ("0-3", None), ("8", None), ("mon-wed-fri", None), ("m", None), ("fri-", None), ("fri,,sat", None),
    ],
)  # fmt: skip
def test_weekdays_in_words(text, days):
    assert read_weekdays(text) == days


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        ("", ((0, 1440),)), ("22:00-06:00", ((1320, 360),)), ("22 - 6", ((1320, 360),)), ("22.00 tot 6.00 uur", ((1320, 360),)),
        ("00:00-24:00", ((0, 1440),)), ("12-14, 18:30–24", ((720, 840), (1110, 1440))), ("9 uur t/m 17 uur", ((540, 1020),)),
        ("8u to 10h", ((480, 600),)),
        ("at night", None), ("22:00", None), ("22:00-22:00", None), ("24:00-06:00", None), ("25-26", None), ("10:75-11", None),
        ("1-2-3", None), ("22:00-06:00,", None),
    ],
)  # fmt: skip
def test_hours_in_words(text, windows):
    assert read_hours(text) == windows


@pytest.mark.parametrize(
    ("utc", "state"),
    [
        ("2026-01-16T20:59:59", NO),  # Friday, 21:59:59 in Amsterdam
        ("2026-01-16T21:00:00", YES),
        ("2026-01-17T04:59:59", YES),  # Saturday, 05:59:59: the night that began on Friday
        ("2026-01-17T05:00:00", NO),
        ("2026-01-17T21:00:00", NO),  # Saturday evening
        ("2026-01-16T02:00:00", NO),  # Friday, 03:00: Thursday's night
        ("2026-07-17T20:00:00", YES),  # in summer an hour earlier in UTC
        ("2026-07-17T19:59:59", NO),
    ],
)
def test_hours_across_midnight_belong_to_the_day_they_begin_on(utc, state):
    assert held(utc, days="fri", hours="22:00-06:00") == state


def test_the_night_from_sunday_to_monday_is_the_end_of_the_week():
    assert held("2026-01-19T01:00:00", days="sun", hours="22-6") == YES  # Monday, 02:00
    assert held("2026-01-19T01:00:00", days="mon", hours="22-6") == NO


@pytest.mark.parametrize(
    ("utc", "state"),
    [
        ("2026-03-29T00:59:59", YES),  # 01:59:59, one second before clocks go to 03:00
        ("2026-03-29T01:00:00", NO),  # 03:00
        ("2026-10-25T00:30:00", YES),  # 02:30 for the first time
        ("2026-10-25T01:30:00", YES),  # 02:30 again
        ("2026-10-25T02:00:00", NO),  # 03:00
    ],
)
def test_the_clock_on_the_wall_decides_when_clocks_change(utc, state):
    assert held(utc, hours="01:00-03:00") == state


def test_a_night_in_which_clocks_go_forward_is_held_whole():
    """From 22:00 to 06:00 are seven hours; the one that is skipped is in no event."""
    assert held("2026-03-28T21:00:00", "2026-03-29T04:00:00", hours="22:00-06:00") == YES
    assert held("2026-03-28T21:00:00", "2026-03-29T04:00:01", hours="22:00-06:00") == PARTLY
    assert held("2026-10-24T20:00:00", "2026-10-25T05:00:00", hours="22:00-06:00") == YES
    assert held("2026-10-25T00:00:00", "2026-10-25T02:00:00", hours="02:00-02:30") == PARTLY


def test_dates_are_days_on_the_wall_both_included():
    bounds = {"first": "2026-01-10", "last": "20-01-2026"}
    assert held("2026-01-09T22:59:59", **bounds) == NO
    assert held("2026-01-09T23:00:00", **bounds) == YES
    assert held("2026-01-20T22:59:59", **bounds) == YES
    assert held("2026-01-20T23:00:00", **bounds) == NO
    assert held("2026-01-20T22:00:00", "2026-01-21T01:00:00", **bounds) == PARTLY
    assert held("1999-01-01T00:00:00", first="", last="2026-01-20") == YES


def test_a_year_in_which_the_zone_held_once_is_partly():
    assert held("2026-01-01T00:00:00", "2027-01-01T00:00:00", first="2026-05-05", last="2026-05-05") == PARTLY
    assert held("2026-01-01T00:00:00", "2027-01-01T00:00:00", hours="00:00-24:00") == YES
    assert held("2026-01-01T00:00:00", "2026-04-01T00:00:00", first="2026-05-05") == NO


def test_what_cannot_be_told_is_unknown_and_not_no():
    assert held("NaT", hours="22:00-06:00") == UNKNOWN
    assert held("2026-01-01T00:00:00") == UNKNOWN  # nothing is stated
    assert held("2026-01-01T00:00:00", hours="daily until dawn") == UNKNOWN
    assert held("2026-01-01T00:00:00", first="before summer") == UNKNOWN
    assert held("2026-01-01T00:00:00", hours="") == YES  # a column that says no bound


def test_what_is_not_understood_is_handed_back():
    validity, unread = read_validity(
        3, first=["2026-01-01", "spring", None], days=["1-7", None, "x"], hours=["at night", None, None]
    )
    assert unread == {"first": ["spring"], "days": ["x"], "hours": ["at night"]}
    assert validity.known.tolist() == [False, False, False]
    assert read_validity(0)[0].week.shape == (0, 10_080)


def test_of_several_zones_the_strongest_counts():
    pairs, states = (
        np.array([0, 0, 1, 1, 2]),
        np.array([STATES.index(one) for one in (NO, YES, UNKNOWN, NO, PARTLY)]),
    )
    measurable = np.array([True, True, True, True, False])
    found = [STATES[one] for one in strongest(pairs, states, measurable)]
    assert found == [YES, UNKNOWN, PARTLY, OUTSIDE, UNKNOWN]


def by_the_minute(begin, end, days, windows, first, last):
    """The state by looking at each minute of the interval in Python's own calendar."""
    answers = set()
    moment = begin
    while moment < max(end, begin + timedelta(minutes=1)):
        wall = moment.astimezone(CITY)
        day, minute = wall.date(), wall.hour * 60 + wall.minute
        inside = False
        for low, high in windows:
            if low < high:
                inside |= day.weekday() in days and low <= minute < high
            else:
                inside |= day.weekday() in days and minute >= low
                inside |= (day - timedelta(days=1)).weekday() in days and minute < high
        answers.add(inside and (first is None or first <= day) and (last is None or day <= last))
        moment += timedelta(minutes=1)
    return PARTLY if len(answers) == 2 else YES if answers.pop() else NO


CHANGES = [datetime(2026, 3, 28, 12, tzinfo=timezone.utc), datetime(2026, 10, 24, 12, tzinfo=timezone.utc)]


@settings(max_examples=150)
@given(
    start=st.sampled_from(CHANGES), after=st.integers(0, 3 * 1440), length=st.sampled_from([0, 1, 30, 61, 200, 1500, 2880]),
    days=st.sets(st.integers(0, 6), min_size=1), low=st.integers(0, 23), high=st.integers(0, 23),
    bounds=st.tuples(st.integers(-1, 3), st.integers(-1, 3)), stated=st.booleans(),
)  # fmt: skip
def test_it_is_what_a_calendar_says_minute_by_minute(start, after, length, days, low, high, bounds, stated):
    high = (high + 1) % 24 if high == low else high
    begin = start + timedelta(minutes=after)
    end = begin + timedelta(minutes=length)
    first, last = (start.date() + timedelta(days=number) for number in bounds) if stated else (None, None)
    expected = by_the_minute(begin, end, days, [(low * 60, high * 60)], first, last)
    found = held(
        begin.replace(tzinfo=None), end.replace(tzinfo=None),
        days=",".join(str(day + 1) for day in days), hours=f"{low}-{high}",
        first=str(first or ""), last=str(last or ""),
    )  # fmt: skip
    assert found == expected


def test_offsets_of_six_decades_are_those_of_the_calendar():
    low, high = (int(datetime(year, 1, 1, tzinfo=timezone.utc).timestamp()) for year in (1975, 2037))
    begins, offsets = offsets_of(low, high, AMSTERDAM)
    for moment in np.random.default_rng(2).integers(low, high, 500).tolist():
        true = datetime.fromtimestamp(moment, CITY).utcoffset().total_seconds()
        assert offsets[np.searchsorted(begins, moment, "right") - 1] == true
    assert offsets_of(low, high, "")[1].tolist() == [0]


def test_a_million_pairs_take_seconds():
    random = np.random.default_rng(0)
    validity, _ = read_validity(50, hours=["22:00-06:00"] * 50, first=["2020-01-01"] * 50)
    begin = np.datetime64("2019-06-01", "s") + random.integers(0, 5 * 365 * 86_400, 1_000_000)
    states = applied(validity, random.integers(0, 50, len(begin)), begin, np.full(len(begin), NAT), AMSTERDAM)
    share = (states == STATES.index(YES)).mean()
    assert 0.27 < share < 0.31 and set(np.unique(states)) == {STATES.index(NO), STATES.index(YES)}
