"""Every kind of indicator against the same counted in plain pandas: whole, area, layer of areas, both kinds of workspace."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from igh_plugin.core.errors import UserError
from igh_plugin.core.selection import Selection
from igh_plugin.pipeline.combine import combine
from igh_plugin.themes.beside import Series, slope_of
from igh_plugin.themes.building import build_theme
from igh_plugin.themes.catalogue import parse_theme
from igh_plugin.themes.figures import compute_figures
from igh_plugin.workspace.opening import open_workspace

from .workspace_data import SQUARE, events_frame, put

THEME = """
theme: kinds
title: Kinds
question: Is every kind right?
categories: [waste, noise, parking]
counts:
  evening: {hours: [18, 24]}
  night: {hours: [22, 6]}
  weekend: {weekdays: [sat, sun]}
  noise: {categories: [noise]}
  in_time: {closed_within: 3}
  waiting: {open: true}
  bags: {attribute: type, values: [bag]}
indicators:
  - {id: events, title: Events, kind: total, numerator: events, direction: low_is_good}
  - {id: evening_share, title: Evening, kind: share, numerator: evening, denominator: events, unit: "%", direction: low_is_good}
  - {id: night_share, title: Night, kind: share, numerator: night, denominator: events, unit: "%"}
  - {id: weekends, title: Weekend, kind: total, numerator: weekend}
  - {id: in_time_share, title: In time, kind: share, numerator: in_time, denominator: events, unit: "%", direction: high_is_good}
  - {id: bags_by_noise, title: Bags, kind: rate, numerator: bags, denominator: noise, decimals: 2}
  - {id: typical, title: Median, kind: median, numerator: handling_time, unit: days, direction: low_is_good}
  - {id: slow, title: P90, kind: p90, numerator: handling_time, unit: days}
  - {id: reached, title: Reached, kind: coverage, numerator: noise, unit: "%"}
  - {id: reached_km2, title: Reached, kind: coverage, numerator: noise, denominator: "statistic:km2", unit: "%"}
  - {id: quotient, title: LQ, kind: location_quotient, numerator: noise, denominator: events}
  - {id: density, title: Density, kind: rate, numerator: events, denominator: "statistic:km2", decimals: 1, direction: low_is_good}
  - {id: place, title: Place, kind: index, of: density}
  - {id: pressure, title: Pressure, kind: composite, weights: {density: 2, in_time_share: 1}}
  - {id: rare, title: Rare, kind: share, numerator: waiting, denominator: events, unit: "%", least: 100000}
lead: events
rank_by: quotient
map_by: place
levels:
  operational: {period: week, periods: 4, trend_periods: 30, areas: finest}
"""
AREAS = [f"N{number:02d}" for number in range(12)]
FIRST, WEEKS = np.datetime64("2023-01-02"), 30


@pytest.fixture(scope="module")
def frame():
    """Thirty weeks of events in twelve areas; some without an hour, some open, some without the attribute, some in no area."""
    random = np.random.default_rng(11)
    size = 3000
    made = events_frame(size, 11).drop(columns=["m_items"])
    day = FIRST + random.integers(0, WEEKS * 7, size)
    day[0], day[-1] = FIRST, FIRST + WEEKS * 7 - 1
    hour = random.integers(0, 24, size)
    made["occurred_local"] = day.astype("datetime64[s]") + (hour * 3600).astype("timedelta64[s]")
    made["occurred_from"] = made["occurred_to"] = made["occurred_local"] - np.timedelta64(1, "h")
    made["local_day"] = day.astype("datetime64[D]").astype(np.int64).astype(float)
    made["local_hour"] = np.where(random.random(size) < 0.1, np.nan, hour.astype(float))
    made["reported_at"] = made["occurred_from"] + np.timedelta64(1800, "s")
    took = (random.lognormal(0.6, 1.0, size) * 86400).astype("timedelta64[s]")
    end = pd.Timestamp("2023-08-01").to_datetime64()
    made["closed_at"] = made["reported_at"] + took
    made.loc[(random.random(size) < 0.1) | (made["closed_at"] > end), "closed_at"] = np.datetime64("NaT")
    made["a_type"] = random.choice(np.array(["bag", "sofa", None], object), size)
    weights = np.arange(1, 13) / 78
    made["area"] = random.choice(np.array(AREAS, object), size, p=weights)
    made.loc[random.random(size) < 0.03, "area"] = None
    last = made["local_day"] > made["local_day"].max() - 28
    made.loc[last & (made["area"] == "N00") & (made["category"] == "noise"), "category"] = "waste"
    return made


@pytest.fixture(scope="module")
def place(places, frame):
    return filled(places, frame)


def filled(places, frame):
    with places.make() as workspace:
        levels = {"district": [("D", None)], "neighbourhood": [(code, "D") for code in AREAS]}
        with workspace.begin("areas") as run:
            for level, codes in levels.items():
                table = pd.DataFrame(codes, columns=["code", "parent"])
                table["name"], table["area_km2"] = table["code"] + " name", np.arange(1.0, len(table) + 1)
                table["geometry"] = [SQUARE] * len(table)
                run.replace_areas(level, table)
        put(workspace, frame)
        combine(workspace)
        where = workspace.place
    return where


def theme(tmp_path="."):
    return parse_theme(THEME, "theme.yaml", tmp_path)


def varied(old, new):
    return parse_theme(THEME.replace(old, new), "theme.yaml", ".")


def found_in(place, area=None):
    figures = compute_figures(str(place), theme(), "operational", area=area)
    return {item.id: item for item in figures.indicators}


def windowed(frame, area=None, back=0):
    """The events of four weeks, the last ones or those before."""
    last = frame["local_day"].max() - 28 * back
    chosen = frame[(frame["local_day"] > last - 28) & (frame["local_day"] <= last)]
    return chosen if area is None else chosen[chosen["area"] == area]


@pytest.mark.parametrize("area", [None, "N07", "N00"])
def test_shares_of_parts_leave_out_what_is_not_known(place, frame, area):
    found, now = found_in(place, area), windowed(frame, area)
    known = now["local_hour"].notna()
    evening = known & (now["local_hour"] >= 18)
    assert found["evening_share"].value == pytest.approx(100 * evening.sum() / known.sum())
    assert found["evening_share"].denominator == known.sum()
    assert found["evening_share"].event_count == evening.sum()
    night = known & ((now["local_hour"] >= 22) | (now["local_hour"] < 6))
    assert found["night_share"].value == pytest.approx(100 * night.sum() / known.sum())
    weekday = pd.to_datetime(now["occurred_local"]).dt.dayofweek
    assert found["weekends"].value == (weekday >= 5).sum() == found["weekends"].event_count
    took = now["closed_at"] - now["reported_at"]
    told = now["reported_at"] + pd.Timedelta(days=3) < pd.to_datetime(frame["local_day"].max(), unit="D")
    in_time = told & (took <= pd.Timedelta(days=3))
    assert found["in_time_share"].value == pytest.approx(100 * in_time.sum() / told.sum())
    noise = int(((now["category"] == "noise") & now["a_type"].notna()).sum())
    bags = int((now["a_type"] == "bag").sum())
    assert found["bags_by_noise"].value == (pytest.approx(bags / noise) if noise else None)


def kaplan_meier(now, until, part):
    """Walk through the moments one by one, as the textbook has it."""
    over = now["closed_at"].notna()
    took = (now["closed_at"].fillna(until) - now["reported_at"]).dt.total_seconds() / 86400
    lasting = 1.0
    moments = sorted(took[over].unique())
    for number, moment in enumerate(moments):
        lasting *= 1 - ((took == moment) & over).sum() / (took >= moment).sum()
        if abs(lasting - (1 - part)) < 1e-12:
            return (moment + moments[number + 1]) / 2
        if lasting < 1 - part:
            return moment
    return None


@pytest.mark.parametrize("area", [None, "N11", "D"])
def test_half_and_nine_tenths_are_handled_within(place, frame, area):
    now = windowed(frame, None if area == "D" else area)
    now = now[now["area"].notna()] if area == "D" else now
    until = max(frame["closed_at"].max(), frame["reported_at"].max())
    found = found_in(place, area)
    for name, part in (("typical", 0.5), ("slow", 0.9)):
        assert found[name].value == pytest.approx(kaplan_meier(now, until, part))
        assert found[name].numerator == now["closed_at"].notna().sum() == found[name].event_count
        assert found[name].denominator == len(now)
    assert found["typical"].p_value is not None and found["typical"].change is not None


def test_coverage_counts_areas_or_what_lies_in_them(place, frame):
    now = windowed(frame)
    reached = {code for code in now[now["category"] == "noise"]["area"] if isinstance(code, str)}
    assert "N00" not in reached
    found = found_in(place)
    assert found["reached"].value == pytest.approx(100 * len(reached) / 12)
    km2 = {code: number + 1 for number, code in enumerate(AREAS)}
    assert found["reached_km2"].value == pytest.approx(100 * sum(km2[code] for code in reached) / 78)


def relative(frame):
    """Location quotient, density and standing of every area, in pandas."""
    now = windowed(frame)
    inside = now[now["area"].notna()]
    table = pd.DataFrame(
        {
            "events": inside.groupby("area").size(),
            "noise": inside[inside["category"] == "noise"].groupby("area").size(),
        }
    )
    table = table.reindex(AREAS).fillna(0)
    table["quotient"] = (table["noise"] / table["events"]) / ((now["category"] == "noise").sum() / len(now))
    table["density"] = table["events"] / np.arange(1.0, 13)
    whole = len(inside) / 78
    table["place"] = (table["density"] - whole) / table["density"].std(ddof=0)
    return table


@pytest.mark.parametrize("area", ["N03", "N10"])
def test_an_area_beside_the_others(place, frame, area):
    found, table = found_in(place, area), relative(frame)
    for name in ("quotient", "density", "place"):
        assert found[name].value == pytest.approx(table.loc[area, name])
    assert found["place"].events is not None and found["pressure"].events is None
    assert [weight for _, weight in found["pressure"].weights] == [2.0, 1.0]


def test_the_trend_of_a_number_is_the_number_to_the_last_bit(place, frame):
    figures = compute_figures(str(place), theme(), "operational")
    week = (frame["local_day"] - frame["local_day"].min()) // 7
    assert figures.trend.values.tolist() == week.value_counts().sort_index().tolist()


def test_the_whole_stands_nowhere_among_the_areas_and_is_as_itself(place):
    found = found_in(place)
    assert found["quotient"].value == pytest.approx(1.0)
    for name in ("place", "pressure"):
        assert found[name].value is None and "choose an area" in str(found[name].reason)


def test_what_rests_on_too_little_is_not_told(place):
    rare = found_in(place)["rare"]
    assert rare.value is None and "fewer than 100000" in str(rare.reason)
    assert rare.latest is None and rare.slope is None


def test_what_is_divided_is_ranked_by_the_lower_end_of_its_margin_and_numbers_by_themselves(place):
    divided = compute_figures(str(place), theme(), "operational").ranking
    assert divided.by_lower and (np.diff(divided.lower) <= 0).all() and (np.diff(divided.values) > 0).any()
    counted = varied("rank_by: quotient", "rank_by: events")
    plain = compute_figures(str(place), counted, "operational").ranking
    assert not plain.by_lower and (np.diff(plain.values) <= 0).all()


def test_a_period_that_is_too_young_to_be_judged_says_so(place):
    slow = varied("closed_within: 3", "closed_within: 60")
    figures = compute_figures(str(place), slow, "operational")
    [share] = [item for item in figures.indicators if item.id == "in_time_share"]
    assert share.value is None and share.event_count == 0
    assert "old enough" in str(share.reason)


def test_a_source_that_never_tells_closings_is_not_called_too_young(places, frame):
    never = filled(places, frame.assign(closed_at=np.datetime64("NaT")))
    for days in (3, 60):
        slow = varied("closed_within: 3", f"closed_within: {days}")
        figures = compute_figures(str(never), slow, "operational")
        [share] = [item for item in figures.indicators if item.id == "in_time_share"]
        assert share.value is None and "old enough" not in str(share.reason)
        assert not any("too young" in str(text) for text in figures.cautions)


def test_what_is_left_out_as_too_young_is_told_with_its_term(place, frame):
    two_weeks = varied("closed_within: 3", "closed_within: 14")
    found = [
        text
        for text in compute_figures(str(place), two_weeks, "operational").cautions
        if "too young" in str(text)
    ]
    now = windowed(frame)
    young = ~(now["reported_at"] + pd.Timedelta(days=14) < pd.to_datetime(frame["local_day"].max(), unit="D"))
    assert [(text.values["n"], text.values["total"], text.values["days"]) for text in found] == [
        (young.sum(), len(now), 14)
    ]


def test_a_rate_of_what_is_left_out_tells_it_as_a_share_does(place):
    text = THEME.replace("closed_within: 3", "closed_within: 14").replace(
        "kind: share, numerator: in_time, denominator: events",
        "kind: rate, numerator: in_time, denominator: events",
    )
    told = [
        found.values
        for found in compute_figures(str(place), parse_theme(text, "theme.yaml", "."), "operational").cautions
        if "too young" in str(found)
    ]
    assert [(one["indicator"], one["days"]) for one in told] == [("In time", 14)] and 0 < told[0]["n"] < told[
        0
    ]["total"]


def test_a_period_that_goes_on_tells_no_number_of_what_is_judged_later(places, frame):
    midweek = filled(places, frame[frame["local_day"] <= frame["local_day"].max() - 4])
    for lead, told in (("evening_share", True), ("in_time_share", False)):
        theme = varied("lead: events", f"lead: {lead}")
        trend = compute_figures(str(midweek), theme, "operational").trend
        assert (trend.so_far is not None) == told, lead


def test_the_trend_of_years_ends_before_what_is_not_judged_yet():
    random = np.random.default_rng(5)
    exposure = random.integers(80, 120, 160).astype(float)
    top = np.round(exposure * (0.3 + 0.002 * np.arange(160)))
    whole = Series(top, exposure, np.full(160, 100.0), np.arange(160), True, 0, 0)
    exposure[157:], top[157:] = 0.0, 0.0
    cut = replace(whole, top=top[:157], exposure=exposure[:157], usable=np.arange(157))
    assert slope_of(whole, "week", 156) == slope_of(cut, "week", 156)
    assert slope_of(whole, "week", 156).direction == 1


def test_the_layer_of_areas_and_the_ranking_have_the_same_numbers(place, frame):
    with open_workspace(place) as workspace:
        build_theme(workspace, theme())
        [item] = [one for one in workspace.results("kinds") if one["name"] == "areas"]
        columns = workspace.result(item["table_name"])
    assert item["metadata"]["style"]["style"] == "standing"
    table, figures = relative(frame), compute_figures(str(place), theme(), "operational")
    for code in AREAS:
        row = columns["code"].tolist().index(code)
        for name in ("quotient", "density", "place"):
            assert columns[name][row] == pytest.approx(table.loc[code, name])
        found = found_in(place, code)
        for name in ("evening_share", "typical", "slow", "pressure", "reached", "in_time_share"):
            told = found[name].value
            assert (
                math.isnan(columns[name][row]) if told is None else columns[name][row] == pytest.approx(told)
            )
    ranked = dict(zip(figures.ranking.codes, figures.ranking.values))
    assert {code: pytest.approx(value) for code, value in ranked.items()} == table["quotient"].to_dict()
    assert figures.ranking.reference == pytest.approx(1.0)


def test_a_composite_turns_what_is_good_when_high(place, frame):
    now, table = windowed(frame), relative(frame)
    told = now["reported_at"] + pd.Timedelta(days=3) < pd.to_datetime(frame["local_day"].max(), unit="D")
    in_time = told & (now["closed_at"] - now["reported_at"] <= pd.Timedelta(days=3))
    share = 100 * in_time.groupby(now["area"]).sum() / told.groupby(now["area"]).sum()
    share, whole = share.reindex(AREAS), 100 * in_time.sum() / told.sum()
    standing = (share - whole) / share.std(ddof=0)
    for area in ("N02", "N09"):
        expected = (2 * table.loc[area, "place"] - standing[area]) / 3
        assert found_in(place, area)["pressure"].value == pytest.approx(expected)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("hours: [18, 24]", "hours: [18, 25]", "from 0 to 24"),
        ("hours: [18, 24]", "hours: [18]", "two hours"),
        ("hours: [22, 6]", "hours: [6, 6]", "two hours"),
        ("weekdays: [sat, sun]", "weekdays: [zat]", "possible are"),
        ("noise: {categories: [noise]}", "events: {categories: [noise]}", "named with small letters"),
        ("noise: {categories: [noise]}", "noise: {}", "needs a condition"),
        ("closed_within: 3", "closed_within: 0", "more than 0"),
        ("{attribute: type, values: [bag]}", "{attribute: type}", "together"),
        ("kind: median, numerator: handling_time", "kind: median, numerator: events", "handling_time"),
        ("kind: total, numerator: weekend", "kind: total, numerator: handling_time", "median or p90"),
        ("kind: index, of: density", "kind: index, of: pressure", "possible are"),
        ("kind: index, of: density", "kind: index, of: nothing", "possible are"),
        ("kind: index, of: density", "kind: index, numerator: events", "is missing"),
        ("weights: {density: 2,", "weights: {density: -2,", "more than 0"),
        ("weights: {density: 2, in_time_share: 1}", "of: density", "is missing"),
        ("lead: events", "lead: place", "one of these kinds"),
        ("kind: total, numerator: weekend", "kind: total, numerator: in_time", "only after some days"),
        (
            "numerator: in_time, denominator: events",
            "numerator: in_time, denominator: items",
            "only after some days",
        ),
        (
            "numerator: in_time, denominator: events",
            "numerator: items, denominator: in_time",
            "only after some days",
        ),
        (
            "kind: share, numerator: in_time, denominator: events",
            'kind: share, numerator: in_time, denominator: "statistic:km2"',
            "only after some days",
        ),
        ("lead: events", "lead: events\nhotspots: {value: in_time}", "judged later"),
        ("in_time: {closed_within: 3}", "in_time: {again_within: 400}", "1 to 366"),
        ("in_time: {closed_within: 3}", "in_time: {again_at: type}", "within how many days"),
        (
            "kind: location_quotient, numerator: noise, denominator: events",
            "kind: location_quotient, numerator: noise",
            "denominator",
        ),
        ("least: 100000", "least: -1", "whole number"),
        ("id: weekends", "id: lower", "name of a column"),
        ("id: weekends", "id: Geom", "name of a column"),
        ("id: weekends", "id: Events", "id of its own"),
        ("evening: {hours", "code: {hours", "named with small letters"),
        ("kind: index, of: density", "kind: index, of: density, least: 5", "does not belong"),
    ],
)
def test_mistakes_in_kinds_and_counts_are_told(old, new, words):
    text = THEME.replace(old, new, 1)
    assert text != THEME
    with pytest.raises(UserError, match="line ") as caught:
        parse_theme(text, "theme.yaml", ".")
    assert words in str(caught.value)


MORE = """
theme: more
title: More
question: What else?
indicators:
  - {id: reports, title: Reports, kind: total, numerator: events}
  - {id: open_share, title: Open, kind: share, numerator: waiting, denominator: events, unit: "%"}
  - {id: waiting, title: Waiting, kind: total, numerator: waiting}
  - {id: typical, title: Median, kind: median, numerator: handling_time}
  - {id: busiest, title: Busiest, kind: concentration, numerator: events, unit: "%"}
  - {id: per_visit, title: Per visit, kind: rate, numerator: events, denominator: visits}
  - {id: visit_share, title: Visits, kind: share, numerator: visits, denominator: events, unit: "%"}
  - {id: place, title: Place, kind: index, of: reports}
counts:
  waiting: {open: true}
lead: reports
levels:
  operational: {period: week, periods: 4, trend_periods: 30, areas: finest}
"""


def more_of(place, **options):
    figures = compute_figures(str(place), parse_theme(MORE, "theme.yaml", "."), "operational", **options)
    return {item.id: item for item in figures.indicators}


def test_a_source_that_never_closes_anything_is_in_no_handling_time(places, frame):
    """Reports of another source, none of which is ever closed, change neither the median nor what is open."""
    with places.make() as workspace:
        put(workspace, frame)
        before = more_of_workspace(workspace)
        other = frame.assign(
            event_id=[f"other:{number}" for number in range(len(frame))],
            closed_at=np.datetime64("NaT"),
            reported_at=frame["reported_at"] + pd.Timedelta(days=40),
        )
        with workspace.begin("collect", "other") as run:
            run.put_source({"source": "other", "title": "Other", "kind": "report", "grain": "event"})
            run.store_events("other", other)
        after = more_of_workspace(workspace)
    for name in ("typical", "waiting", "open_share"):
        assert after[name].value == before[name].value, name
        assert after[name].event_count == before[name].event_count
    assert after["reports"].value == 2 * before["reports"].value


def more_of_workspace(workspace):
    combine(workspace)
    return more_of(workspace.place)


def test_one_date_that_is_yet_to_come_makes_nothing_late(places, frame):
    with places.make() as workspace:
        put(workspace, frame)
        before = more_of_workspace(workspace)
    wrong = frame.copy()
    row = wrong.index[(wrong["local_day"] < wrong["local_day"].max() - 60) & wrong["closed_at"].notna()][0]
    wrong.loc[row, "closed_at"] = np.datetime64("2099-01-01")
    with places.make() as workspace:
        put(workspace, wrong)
        assert more_of_workspace(workspace)["typical"].value == before["typical"].value


def test_what_lies_in_no_area_is_no_area(place, frame):
    found, now = more_of(place)["busiest"], windowed(frame)
    by_area = now["area"].value_counts()
    assert found.value == pytest.approx(100 * by_area.nlargest(2).sum() / by_area.sum())
    assert found.event_count == found.numerator == by_area.nlargest(2).sum()


def test_a_measure_that_no_source_gives_is_told_and_stops_nothing(place):
    for selection in (Selection(), Selection(hours=tuple(range(20)))):
        found = more_of(place, selection=selection)
        for name in ("per_visit", "visit_share"):
            assert found[name].value is None and "visits" in str(found[name].reason)
    with open_workspace(place) as workspace:
        build_theme(workspace, parse_theme(MORE, "theme.yaml", "."))


def test_an_index_of_a_number_compares_with_the_mean_of_the_areas(place, frame):
    counts = windowed(frame)["area"].value_counts().reindex(AREAS).fillna(0)
    expected = (counts - counts.mean()) / counts.std(ddof=0)
    for area in ("N00", "N11"):
        assert more_of(place, area=area)["place"].value == pytest.approx(expected[area])
