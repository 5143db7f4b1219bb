"""Times from text: formats, offsets, the clock changes of two continents, and what may not be read."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.cleaning import times
from igh_plugin.core.cleaning.formats import DAY_FIRST, MONTH_FIRST
from igh_plugin.core.cleaning.times import (
    DEFAULT_FORMATS,
    DateOrder,
    check_format,
    check_zone,
    date_order,
    days_and_hours,
    formats_for,
    read_moments,
    to_local,
    to_utc,
)
from igh_plugin.core.errors import UserError

ZONES = ("Europe/Amsterdam", "America/Chicago")
AMSTERDAM, CHICAGO = ZONES


def read(values, formats=DEFAULT_FORMATS, stored="", local="", **options):
    return read_moments(values, formats, stored, local, **options)


def utc(*values, formats=DEFAULT_FORMATS, stored="", local=""):
    return [str(time) for time in read(list(values), formats, stored, local).utc]


def local(*values, formats=DEFAULT_FORMATS, stored="", local=""):
    return [str(time) for time in read(list(values), formats, stored, local).local]


@pytest.mark.parametrize(
    "text",
    [
        "2024-07-05 14:03",
        "2024-07-05T14:03",
        "2024-07-05t14:03:00",
        "2024/7/5 14:03",
        "2024.07.05 14:03:00.000",
        "20240705 14:03",
        "  2024-07-05 14:03  ",
        "2024-07-05, 14:03",
        "2024-07-05 2:03 PM",
        "2024-07-05 2:03:00pm",
        "2024-07-05T14:03:00Z",
        "2024-07-05T14:03:00+00:00",
        "2024-07-05T16:03:00+02:00",
        "2024-07-05T16:03:00 +0200",
        "2024-07-05T09:03:00-05",
        "2024-07-05T14:03:00,250",
    ],
)
def test_ways_of_writing_the_same_moment(text):
    found = read([text], stored="UTC", local=AMSTERDAM)
    assert str(found.utc[0]) == "2024-07-05T14:03:00"
    assert str(found.local[0]) == "2024-07-05T16:03:00"
    assert found.has_time[0] and not found.bad[0]


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2023-02-29 10:00",
        "2024-13-01",
        "2024-00-10",
        "2024-01-00",
        "2024-01-02 24:00",
        "2024-01-02 12:60",
        "2024-01-02 12:00:60",
        "2024-01-02 14:05 PM",
        "2024-01-02 0:05 AM",
        "2024-01-02 12:5",
        "2024-01-02 12",
        "2024-01-02 12:00 tomorrow",
        "2024-01-02x",
        "1799-01-02",
        "2201-01-02",
        "24-01-02",
        "1704067200",
        "1704067200000",
        "20240102140533",
        "45293",
        "45293.5",
        "0000-00-00 00:00:00",
        "unknown",
        "2024-01-02T12:00:00+25:00",
        "2024-01-02 12:00\u2013",
        "2024-01-02\x00 hidden",
        "\x00",
        "2024-01-02 " + "0" * 100,
    ],
)
def test_what_is_no_time_is_marked_and_not_guessed(text):
    """Numbers of an epoch or of a spreadsheet are no dates either: they must be declared, or are rejected."""
    found = read([text], stored=AMSTERDAM)
    assert found.bad[0] and np.isnat(found.utc[0]) and np.isnat(found.local[0]) and not found.has_time[0]


@pytest.mark.parametrize("text", ["", " ", "\t"])
def test_empty_is_empty_and_not_wrong(text):
    found = read([text, "2024-01-02"])
    assert not found.bad.any() and np.isnat(found.utc[0]) and not np.isnat(found.utc[1])


def test_a_leap_day_is_a_day_in_leap_years_only():
    found = read(["2024-02-29", "2000-02-29", "1900-02-29", "2023-02-29"])
    assert found.bad.tolist() == [False, False, True, True]


def test_two_digit_years_need_a_declared_format_and_then_turn_at_69():
    assert read(["01-02-24"]).bad.all()
    assert utc("01-02-24", "01-02-68", "01-02-69", "31-12-99", formats=("%d-%m-%y",)) == [
        "2024-02-01T00:00:00",
        "2068-02-01T00:00:00",
        "1969-02-01T00:00:00",
        "1999-12-31T00:00:00",
    ]


def test_declared_formats_are_tried_in_order_value_by_value():
    formats = ("%d-%m-%Y %H:%M", "%Y-%m-%dT%H:%M:%S", "%d %B %Y", "%m/%d/%Y %I:%M:%S %p")
    found = utc(
        "05-07-2024 14:03", "2024-07-05T14:03:09", "5 juli 2024", "07/05/2024 02:03:04 PM", formats=formats
    )
    assert found == [
        "2024-07-05T14:03:00",
        "2024-07-05T14:03:09",
        "2024-07-05T00:00:00",
        "2024-07-05T14:03:04",
    ]
    assert read(["2024/07/05"], formats).bad.all()


@pytest.mark.parametrize(
    "name,month", [("mrt", 3), ("maart", 3), ("Mar", 3), ("mei", 5), ("May", 5), ("okt.", 10)]
)
def test_months_are_read_in_dutch_and_english(name, month):
    pattern = "%d %b. %Y" if name.endswith(".") else "%d %b %Y"
    assert read([f"2 {name} 2024"], (pattern,)).utc[0] == np.datetime64(f"2024-{month:02}-02")


def test_midnight_and_noon_on_a_twelve_hour_clock():
    assert utc("2024-01-02 12:00:00 AM", "2024-01-02 12:00:00 PM", "2024-01-02 11:59 pm") == [
        "2024-01-02T00:00:00",
        "2024-01-02T12:00:00",
        "2024-01-02T23:59:00",
    ]


def test_a_date_alone_is_a_local_day_without_an_hour():
    found = read(["2024-07-05", "2024-07-05 00:30"], stored="UTC", local=AMSTERDAM)
    day, hour = days_and_hours(found)
    assert found.has_time.tolist() == [False, True]
    assert [str(time) for time in found.utc] == ["2024-07-04T22:00:00", "2024-07-05T00:30:00"]
    assert np.isnan(hour[0]) and hour[1] == 2 and day[0] == day[1] == 19909


def test_local_day_and_hour_are_those_of_the_wall_and_not_of_utc():
    found = read(["2024-07-04T22:30:00Z"], local=AMSTERDAM)
    day, hour = days_and_hours(found)
    assert (hour[0], np.datetime64(int(day[0]), "D")) == (0, np.datetime64("2024-07-05"))
    assert np.isnan(days_and_hours(read([""]))).all()


def test_days_before_1970_count_down():
    day, hour = days_and_hours(read(["1969-12-31 23:00"]))
    assert (day[0], hour[0]) == (-1, 23)


def test_only_one_zone_stated_means_both_and_none_means_as_written():
    assert utc("2024-07-05 14:00", stored=AMSTERDAM) == ["2024-07-05T12:00:00"]
    assert local("2024-07-05 14:00", stored=AMSTERDAM) == ["2024-07-05T14:00:00"]
    assert utc("2024-07-05 14:00", local=AMSTERDAM) == ["2024-07-05T12:00:00"]
    assert utc("2024-07-05 14:00") == local("2024-07-05 14:00") == ["2024-07-05T14:00:00"]


def test_an_offset_in_the_text_goes_before_the_stored_zone():
    assert utc("2024-07-05T14:00:00Z", "2024-07-05T14:00:00+05:30", stored=CHICAGO) == [
        "2024-07-05T14:00:00",
        "2024-07-05T08:30:00",
    ]


@pytest.mark.parametrize(
    "zone,skipped,moved",
    [
        (AMSTERDAM, "2024-03-31 02:30", "2024-03-31T03:00:00"),
        (CHICAGO, "2024-03-10 02:30", "2024-03-10T03:00:00"),
    ],
)
def test_the_hour_that_clocks_skip_is_moved_to_its_end_and_counted(zone, skipped, moved):
    found = read([skipped], stored=zone)
    assert [str(time) for time in found.local] == [moved]
    assert (found.nonexistent, found.ambiguous) == (1, 0) and not found.bad.any()


@pytest.mark.parametrize(
    "zone,twice,first",
    [
        (AMSTERDAM, "2024-10-27 02:30", "2024-10-27T00:30:00"),
        (CHICAGO, "2024-11-03 01:30", "2024-11-03T06:30:00"),
    ],
)
def test_the_hour_that_comes_twice_is_the_first_and_counted(zone, twice, first):
    found = read([twice, twice], stored=zone)
    assert [str(time) for time in found.utc] == [first, first]
    assert (found.nonexistent, found.ambiguous) == (0, 2)


def test_rows_in_order_that_step_back_tell_the_second_hour_from_the_first():
    walls = [
        "2024-10-27 01:50",
        "2024-10-27 02:10",
        "2024-10-27 02:50",
        "2024-10-27 02:05",
        "2024-10-27 02:55",
        "2024-10-27 03:01",
    ]
    assert utc(*walls, stored=AMSTERDAM) == [
        "2024-10-26T23:50:00",
        "2024-10-27T00:10:00",
        "2024-10-27T00:50:00",
        "2024-10-27T01:05:00",
        "2024-10-27T01:55:00",
        "2024-10-27T02:01:00",
    ]


def test_rows_without_an_order_tell_nothing():
    walls = ["2024-10-27 02:50", "2024-10-27 02:05", "2024-10-27 02:40", "2024-10-27 02:10"]
    assert all(time < "2024-10-27T01:00:00" for time in utc(*walls, stored=AMSTERDAM))


@pytest.mark.parametrize("zone,day", [(AMSTERDAM, "2024-10-27"), (CHICAGO, "2024-11-03")])
def test_every_second_of_a_change_of_clocks_written_with_an_offset_keeps_its_moment(zone, day):
    begin = np.datetime64(day, "s")
    moments = begin + np.arange(0, 12 * 3600, 600).astype("timedelta64[s]")
    there = [
        datetime.fromisoformat(str(one)).replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone))
        for one in moments
    ]
    found = read([one.isoformat() for one in there], stored="UTC", local=zone)
    assert (found.utc == moments).all() and found.ambiguous == 0
    assert [str(one) for one in found.local] == [
        one.replace(tzinfo=None).isoformat(timespec="seconds") for one in there
    ]


@given(st.integers(-2_000_000_000, 4_000_000_000), st.sampled_from(ZONES), st.booleans())
def test_utc_to_local_is_what_the_library_of_python_says(seconds, zone, zulu):
    moment = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=seconds)
    if moment.year >= 2037:
        moment = moment.replace(year=2036, day=min(moment.day, 28))
    text = moment.strftime("%Y-%m-%dT%H:%M:%S") + ("Z" if zulu else "")
    found = read([text], stored="UTC", local=zone)
    wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
    assert found.utc[0] == np.datetime64(moment.replace(tzinfo=None), "s")
    if moment.year >= 1970:
        assert found.local[0] == np.datetime64(wall, "s")


@given(st.datetimes(datetime(1990, 1, 1), datetime(2036, 1, 1)), st.sampled_from(ZONES))
def test_local_to_utc_and_back_is_the_same_unless_the_time_does_not_exist(wall, zone):
    walls = np.array([wall], "datetime64[s]")
    there, ambiguous, nonexistent = to_utc(walls, zone)
    back = to_local(there, zone)
    exact = wall.replace(microsecond=0, fold=0, tzinfo=ZoneInfo(zone))
    if nonexistent:
        assert back[0] > walls[0] and back[0] - walls[0] <= np.timedelta64(3600, "s")
    else:
        assert back[0] == walls[0]
        assert there[0] == np.datetime64(exact.astimezone(timezone.utc).replace(tzinfo=None), "s")
    assert ambiguous == (exact.utcoffset() != exact.replace(fold=1).utcoffset() and not nonexistent)


ODD_ZONES = ("Australia/Lord_Howe", "Africa/Casablanca", "America/St_Johns", "Pacific/Apia", "Europe/Dublin")


@pytest.mark.long
@pytest.mark.parametrize("zone", [*ZONES, *ODD_ZONES])
def test_a_day_changed_at_once_is_what_its_times_changed_one_by_one_are(zone):
    """Every fifty minutes of forty years, with the seconds beside them: far more times than days."""
    walls = np.datetime64("1995-01-01", "s") + np.arange(0, 40 * 366 * 86_400, 2_999).astype("timedelta64[s]")
    early, late, missing = times._localized(walls, zone)
    there, ambiguous, nonexistent = to_utc(walls, zone)
    assert (ambiguous, nonexistent) == ((early != late).sum(), missing.sum())
    assert (np.isin(there, early) | (there == late)).all() and (there == early)[early == late].all()
    assert (to_local(walls, zone) == times._converted(walls, zone)).all()


def test_a_moment_that_is_none_stays_none_among_many():
    walls = np.repeat(
        np.array(["2024-03-31T02:30:00", "NaT", "2024-10-27T02:30:00", "2024-05-01"], "datetime64[s]"), 50
    )
    assert (
        np.isnat(to_local(walls, AMSTERDAM)).sum() == 50 and np.isnat(to_utc(walls, AMSTERDAM)[0]).sum() == 50
    )


@given(st.datetimes(datetime(1800, 1, 1), datetime(2200, 12, 31)))
def test_what_strftime_writes_is_read_back(moment):
    for pattern in (
        "%Y-%m-%d %H:%M:%S",
        "%d%m%Y%H%M%S",
        "%m/%d/%Y %I:%M:%S %p",
        "%d %b %Y %H:%M:%S",
        "%FT%T",
    ):
        text = moment.strftime(pattern).replace("T", "T")
        if moment.year < 1000:
            continue
        found = read([text], (pattern,))
        assert found.utc[0] == np.datetime64(moment.replace(microsecond=0), "s"), (pattern, text)


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_is_empty_read_or_marked(values):
    found = read(values, (*DEFAULT_FORMATS, DAY_FIRST), stored=AMSTERDAM)
    blank = np.array([not value.strip() for value in values], bool)
    assert (found.bad == (np.isnat(found.utc) & ~blank)).all()
    assert (np.isnat(found.utc) == np.isnat(found.local)).all()
    assert not (found.has_time & np.isnat(found.utc)).any()


@given(
    st.lists(st.sampled_from(["2024-03-31 02:30", "2024-10-27 02:30", "", "x", "2024-05-01"]), max_size=12)
)
def test_a_column_is_read_as_its_values_are_when_none_is_ambiguous_by_order(values):
    together = read(values, stored=AMSTERDAM)
    apart = [read([value], stored=AMSTERDAM) for value in values]
    assert (together.bad == np.array([one.bad[0] for one in apart], bool)).all()
    assert together.nonexistent == sum(one.nonexistent for one in apart)
    assert together.ambiguous == sum(one.ambiguous for one in apart)


def test_the_order_of_day_and_month_is_told_by_values_that_allow_only_one():
    assert date_order(["13/12/2024", "01/02/2024", "12/13/2024", "", "2024-01-02"]) == DateOrder(1, 1, 1)
    assert formats_for(DateOrder(0, 0, 0)) == DEFAULT_FORMATS
    assert formats_for(DateOrder(0, 0, 5))[-1] == formats_for(DateOrder(3, 1, 5))[-1] == DAY_FIRST
    assert formats_for(DateOrder(1, 3, 5))[-1] == MONTH_FIRST
    assert (DateOrder(1, 2, 3) + DateOrder(1, 1, 1)) == DateOrder(2, 3, 4)


@pytest.mark.parametrize("pattern", ["%Q", "%Y-%j", "%", "%-d/%m/%Y"])
def test_directives_that_are_not_known_are_refused(pattern):
    with pytest.raises(ValueError, match="%"):
        check_format(pattern)


@pytest.mark.parametrize("zone", ["Europe/Rotterdam", "../../etc/passwd", "CETT", "12"])
def test_zones_that_are_not_known_are_refused_in_words(zone):
    with pytest.raises(UserError, match="time zone"):
        check_zone(zone)
