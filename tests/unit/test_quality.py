"""Figures on the quality of a source: right where they can be told, and silent where they cannot."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igh_plugin.core import drift, periods, quality
from igh_plugin.core.quality import ATTENTION, BAD, BOTH, FINE, INFO, LOW, UNKNOWN, Norm

NAT = np.datetime64("NaT", "s")
START = np.datetime64("2026-03-01T00:00:00")


def hours(*numbers):
    return np.array([NAT if one is None else START + np.timedelta64(int(one * 3600), "s") for one in numbers])


def by_key(figures):
    return {one.key: one for one in figures}


@pytest.mark.parametrize(
    ("norm", "fine", "attention", "bad"),
    [(Norm(1, 10), 1, 10, 10.1), (Norm(99, 95, LOW), 99, 95, 94.9), (Norm(25, 50, BOTH), -25, -50, -50.1)],
)
def test_a_norm_has_a_direction(norm, fine, attention, bad):
    assert [norm.judge(one) for one in (fine, attention, bad)] == [FINE, ATTENTION, BAD]


@given(
    st.integers(0, 500),
    st.dictionaries(st.sampled_from(["category", "place", "closed_at"]), st.integers(0, 500)),
)
def test_what_is_filled_is_a_share_and_nothing_is_told_of_nothing(count, filled):
    figures = quality.completeness({name: min(number, count) for name, number in filled.items()}, count)
    assert len(figures) == len(filled)
    for one in figures:
        assert (one.value is None) == (one.state == UNKNOWN) == (count == 0)
        assert one.value is None or 0 <= one.value <= 100
        assert str(one.sentence)


def test_a_field_that_may_be_empty_has_no_norm():
    found = by_key(quality.completeness({"closed_at": 5, "category": 96, "place": 40}, 100))
    assert found["filled:closed_at"].state == INFO
    assert (found["filled:category"].state, found["filled:place"].state) == (ATTENTION, BAD)


@given(
    st.integers(1, 10_000),
    st.dictionaries(
        st.sampled_from(
            ["bad_time", "outside_area", "exact_duplicate", "duplicate_id", "erased", "past_retention"]
        ),
        st.integers(0, 10_000),
    ),
)
def test_rejected_rows_are_counted_once_and_duplicates_apart(kept, reasons):
    read = kept + sum(reasons.values())
    found = by_key(quality.validity("s", read, reasons))
    faults = reasons.get("bad_time", 0) + reasons.get("outside_area", 0)
    assert found["rejected"].value == pytest.approx(100 * faults / read)
    parts = [one.value for key, one in found.items() if ":" in key]
    assert sum(parts) == pytest.approx(found["rejected"].value)
    twice = by_key(quality.uniqueness("s", read, reasons, True))
    assert twice["exact_duplicates"].value == pytest.approx(100 * reasons.get("exact_duplicate", 0) / read)
    assert twice["repeated_ids"].value == pytest.approx(100 * reasons.get("duplicate_id", 0) / read)


def test_without_rows_or_ids_nothing_is_told():
    assert [one.state for one in quality.validity("s", 0, {})] == [UNKNOWN]
    found = by_key(quality.uniqueness("s", 10, {"exact_duplicate": 5}, False))
    assert (found["exact_duplicates"].state, found["repeated_ids"].state) == (BAD, UNKNOWN)


def test_the_reporting_delay_is_measured_against_what_the_source_states():
    occurred, reported = hours(*[0] * 10), hours(1, 2, 3, 4, 5, 6, 7, 8, 9, 100)
    found = by_key(quality.reporting(occurred, reported, 0.5))
    assert found["reporting_delay_median"].value == 5.5 and found["reporting_delay_median"].state == INFO
    assert found["reporting_delay_p90"].value == pytest.approx(18.1)
    assert found["reporting_delay_p90"].state == FINE and found["reporting_delay_p90"].norm.attention == 24
    assert by_key(quality.reporting(occurred, hours(*[40] * 10), 1))["reporting_delay_p90"].state == ATTENTION
    assert by_key(quality.reporting(occurred, reported))["reporting_delay_p90"].state == INFO


@pytest.mark.parametrize("reported", [hours(None, None), hours(0, 5)])
def test_a_delay_that_cannot_be_told_is_not_zero(reported):
    figures = quality.reporting(hours(0, 5), reported)
    assert {one.state for one in figures} == {UNKNOWN} and {one.value for one in figures} == {None}


def test_a_report_of_the_same_day_is_not_early_and_one_of_the_day_before_is():
    found = by_key(quality.reporting(hours(10, 10, 34), hours(0, 12, 10)))
    assert found["reported_before"].value == pytest.approx(100 / 3)
    assert found["reporting_delay_median"].value == 0


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 400)), min_size=1, max_size=60))
def test_with_all_closed_the_closing_time_is_the_lower_median(pairs):
    begun = np.array([START + np.timedelta64(one, "h") for one, _ in pairs])
    closed = begun + np.array([lasts for _, lasts in pairs]).astype("timedelta64[h]")
    found = quality.closing(begun, closed, START + np.timedelta64(10_000, "h"))
    assert found.value == pytest.approx(
        np.quantile([lasts / 24 for _, lasts in pairs], 0.5, method="inverted_cdf")
    )


def test_open_events_lengthen_the_closing_time_and_too_many_leave_it_open():
    begun, now = hours(*[0] * 6), START + np.timedelta64(240, "h")
    shut = quality.closing(begun[:3], hours(24, 48, 72), now)
    half = quality.closing(begun[:5], hours(24, 48, 72, None, None), now)
    assert shut.value == 2 and half.value == 3
    assert quality.closing(begun, hours(24, 48, None, None, None, None), now).state == UNKNOWN
    assert quality.closing(begun, hours(*[None] * 6), now).state == UNKNOWN


def test_the_newest_event_is_judged_by_interval_and_delay():
    assert quality.freshness(3, 1, 2).state == FINE
    assert quality.freshness(5, 1, 2).state == ATTENTION
    assert quality.freshness(30, 1, 2).state == BAD
    assert quality.freshness(900, None, None).state == INFO
    assert quality.freshness(None, 1, None).state == UNKNOWN
    assert quality.collected("s", None, "", 1).state == BAD
    assert [quality.collected("s", days, "2026-01-01", 7).state for days in (7, 12, 15)] == [
        FINE,
        ATTENTION,
        BAD,
    ]


def test_a_default_point_is_found_and_few_points_say_nothing():
    dice = np.random.default_rng(1)
    x, y = dice.uniform(0, 1e4, 400), dice.uniform(0, 1e4, 400)
    assert quality.most_used_point(x, y).state == FINE
    x[:100], y[:100] = 121_000.04, 487_000
    found = quality.most_used_point(x, y)
    assert (found.state, found.value) == (BAD, 25) and "121000 487000" in str(found.sentence)
    x[:50] = np.nan
    assert quality.most_used_point(x, y).value == pytest.approx(100 * 50 / 350)
    assert quality.most_used_point(x[100:110], y[100:110]).state == UNKNOWN


def test_the_quality_of_points_is_told_only_where_it_is_stated():
    found = by_key(quality.position({"exact": 80, "displaced": 15, "": 5}, 110, 10))
    assert (found["coarse"].value, found["coarse"].state) == (15, ATTENTION)
    assert found["quality:none"].state == FINE and found["outside"].state == ATTENTION
    assert by_key(quality.position({"": 5}, 5, 0))["quality"].state == UNKNOWN
    assert by_key(quality.position({}, 0, 0))["outside"].state == UNKNOWN


# ---------------------------------------------------------------- from period to period


def monthly(table, categories=("a", "b", "c"), until=None):
    """A history of months since January 2020, `table` (categories, periods), all complete."""
    table = np.asarray(table)
    number = 600 + np.arange(table.shape[1])
    complete = np.ones(table.shape[1], bool)
    if until is not None:
        complete[until:] = False
    return drift.History(table, tuple(categories[: len(table)]), number, periods.MONTH, complete)


def steady(seed, size=30, mean=(200, 100, 50)):
    dice = np.random.default_rng(seed)
    return dice.poisson(np.array(mean)[:, None], (len(mean), size))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(9, 60), st.sampled_from([periods.WEEK, periods.MONTH]))
def test_every_event_of_the_span_is_counted_once(seed, size, kind):
    dice = np.random.default_rng(seed)
    day = dice.integers(18_000, 18_400, size)
    category = dice.choice(np.array(["x", "y", None], object), size)
    first, last = int(day.min()), int(day.max()) + 40
    found = drift.history_of(day, category, np.ones(size), kind, first, last - 40, last)
    assert found.counts.sum() == size
    assert (np.diff(found.number) == periods.step_of(kind)).all()
    starts, ends = periods.bounds(found.number, kind)
    assert starts[0] <= first and ends[-1] >= last
    assert (
        not found.complete[ends > last - 40].any()
        and found.complete[(starts >= first) & (ends <= last - 40)].all()
    )


def test_a_sudden_drop_is_bad_and_an_ordinary_month_is_fine():
    table = steady(1)
    fine = drift.drop("s", monthly(table), 29)
    assert fine.state == FINE
    table[:, 29] = table[:, 29] // 5
    found = drift.drop("s", monthly(table), 29)
    assert found.state == BAD and found.value < -75 and "2022-06" in str(found.sentence)
    table[:, 29] = 0
    assert drift.drop("s", monthly(table), 29).value == pytest.approx(-100)


def test_a_source_that_stays_away_in_its_first_year_is_told_for_weeks():
    counts = np.where(np.arange(52) < 40, 300, 60) + np.random.default_rng(1).integers(-20, 21, 52)
    number = 2600 * 7 + 7 * np.arange(52)
    history = drift.History(counts[None], ("a",), number, periods.WEEK, np.ones(52, bool))
    assert all(drift.drop("s", history, at).state == FINE for at in range(12, 40))
    assert all(drift.drop("s", history, at).state == BAD for at in range(40, 46))


def test_a_month_that_has_not_ended_or_has_no_past_drops_nowhere():
    table = steady(2)
    table[:, 29] = 0
    assert drift.drop("s", monthly(table, until=29), 29).state == UNKNOWN
    assert drift.drop("s", monthly(table), 3).state == UNKNOWN
    assert {one.state for one in drift.drift(monthly(table, until=29), 29)} == {UNKNOWN}
    year = by_key(drift.drift(monthly(table), 5))
    assert year["change_year"].state == UNKNOWN and year["change_before"].state == FINE


def test_chance_alone_hardly_ever_raises_a_flag():
    """At one per cent for each test: of 200 ordinary months, each with four tests on the whole, few are flagged."""
    flags = 0
    for seed in range(200):
        figures = by_key(drift.drift(monthly(steady(seed)), 29))
        flags += sum(figures[key].state in (ATTENTION, BAD) for key in figures)
        assert drift.drop("s", monthly(steady(seed)), 29).state != BAD
    assert flags < 20


def test_an_uneven_source_is_not_flagged_for_its_unevenness():
    """Negative binomial counts with ten times the variance of chance: a plain Poisson test would flag most months."""
    flagged = plain = 0
    for seed in range(100):
        dice = np.random.default_rng(seed)
        counts = dice.negative_binomial(200 / 9, 1 / 10, (1, 40))
        found = by_key(drift.drift(monthly(counts), 39))["change_before"]
        flagged += found.state != FINE
        plain += drift.rates.compare_counts(*map(float, counts[0, 38:40])) < drift.ALPHA
    assert plain > 25 and flagged <= 6


def test_a_shift_between_categories_shows_though_the_total_stays():
    table = steady(3)
    table[0, 29], table[1, 29] = 60, 240
    found = by_key(drift.drift(monthly(table), 29))
    assert found["mix_before"].state == BAD and found["change_before"].state == FINE
    assert found["category_before:a"].value < -50 and found["category_before:b"].value > 100
    assert "category_before:c" not in found


def test_new_and_vanished_categories_are_named():
    table = steady(4)
    table[1, :29], table[2, 29] = 0, 0
    found = by_key(drift.drift(monthly(table), 29))
    assert found["new_category:b"].state == ATTENTION
    assert found["vanished_before:c"].state == found["vanished_year:c"].state == BAD


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 30), st.floats(0.1, 400))
def test_figures_of_any_history_are_sound(seed, size, mean):
    history = monthly(np.random.default_rng(seed).poisson(mean, (3, size)))
    for one in [drift.drop("s", history, size - 1), *drift.drift(history, size - 1)]:
        assert (one.value is None) == (one.state == UNKNOWN)
        assert one.value is None or np.isfinite(one.value)
        assert "{" not in str(one.sentence)


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        ("2026-03-15", periods.MONTH, "2026-03"), ("2027-01-02", periods.WEEK, "2026-W53"), ("2026-05-01", periods.QUARTER, "2026-Q2"),
        ("2026-05-01", periods.YEAR, "2026"), ("2026-05-01", periods.DAY, "2026-05-01"), ("2026-05-01", periods.ALL, ""),
    ],
)  # fmt: skip
def test_periods_have_iso_names(day, kind, name):
    period = periods.period_of(np.array([np.datetime64(day).astype(int)]), kind)[0]
    assert periods.name_of(int(period), kind) == name
