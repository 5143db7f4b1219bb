"""What figures are compared with, against the same counted in plain pandas: a year before, the whole, another area."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, norm

from igh_plugin.core.comparison import AREA, PERIOD_BEFORE, WHOLE, YEAR, Comparison
from igh_plugin.core.errors import UserError
from igh_plugin.core.selection import together
from igh_plugin.core.survival import log_rank
from igh_plugin.pipeline.combine import combine
from igh_plugin.themes.catalogue import parse_theme
from igh_plugin.themes.figures import compute_figures
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.qgis.test_figures_truth import put
from tests.unit.workspace_data import events_frame, fill_areas

pytestmark = pytest.mark.usefixtures("qgis_app")

FIRST, WEEKS = np.datetime64("2021-01-04"), 130  # a Monday
THEME = """
theme: compared
title: Compared
question: Is it more here?
counts:
  evening: {hours: [18, 24]}
indicators:
  - {id: events, title: Events, kind: total, numerator: events, direction: low_is_good}
  - {id: per_day, title: A day, kind: per_day, numerator: events, decimals: 1}
  - {id: good, title: Good, kind: share, numerator: good, denominator: seen, unit: "%", direction: high_is_good}
  - {id: per_km2, title: Per km2, kind: rate, numerator: events, denominator: "statistic:km2", direction: low_is_good}
  - {id: days, title: Days, kind: median, numerator: handling_time, direction: low_is_good}
  - {id: places, title: Reached, kind: coverage, numerator: evening}
lead: events
rank_by: per_km2
levels:
  operational: {period: week, periods: 4, trend_periods: 60, areas: finest}
  tactical: {period: week, periods: 4, trend_periods: 60, areas: middle}
"""
OF_SHARES = THEME.replace("lead: events", "lead: good").replace("rank_by: per_km2", "rank_by: good")
IN_Q1, IN_Q2 = ("N0", "N1"), ("N2", "N3")
Q1, Q2 = Comparison(AREA, "quarter", "Q1"), Comparison(AREA, "quarter", "Q2")
CITY = Comparison(WHOLE)


@pytest.fixture(scope="module")
def frame():
    """Two and a half years: N0 has most, N2 is seldom good and slow; all rise and fall together, week by week."""
    random = np.random.default_rng(6)
    weeks = np.arange(WEEKS)
    shock = random.gamma(20, 1 / 20, WEEKS)
    counts = random.poisson(60 * shock)
    week = np.repeat(weeks, counts)
    made = events_frame(len(week), 6).drop(columns=["m_items", "a_type"])
    made["area"] = random.choice(
        np.array(["N0", "N1", "N2", "N3"], object), len(week), p=(0.5, 0.2, 0.2, 0.1)
    )
    day = FIRST + week * 7 + random.integers(0, 7, len(week))
    day[0], day[-1] = FIRST, FIRST + WEEKS * 7 - 1
    made["occurred_local"] = day.astype("datetime64[s]") + np.timedelta64(12, "h")
    made["occurred_from"] = made["occurred_to"] = made["occurred_local"] - np.timedelta64(1, "h")
    made["local_day"] = day.astype("datetime64[D]").astype(np.int64).astype(float)
    made["local_hour"] = np.where(random.random(len(week)) < 0.2, 19.0, 12.0)
    made["m_seen"] = 1.0
    made["m_good"] = random.binomial(1, np.where(made["area"] == "N2", 0.3, 0.6)).astype(float)
    slow = np.where(made["area"] == "N2", 6, 2) * 86400
    reported = made["occurred_from"]
    took = pd.to_timedelta(random.exponential(slow).round() + 1, "s")
    closed = reported + took
    return made.assign(reported_at=reported, closed_at=closed.where(closed <= reported.max()))


@pytest.fixture(scope="module")
def path(qgis_app, frame, tmp_path_factory):
    target = tmp_path_factory.mktemp("compared") / "w.gpkg"
    with GeoPackageWorkspace.create(target, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        put(workspace, frame)
        combine(workspace)
    return target


def shown(path, comparison=PERIOD_BEFORE, text=THEME, level="operational", **options):
    theme = parse_theme(text, "theme.yaml", path.parent)
    return compute_figures(str(path), theme, level, comparison=comparison, **options)


def by_id(figures):
    return {item.id: item for item in figures.indicators}


def weekly(frame, areas, column="event_id"):
    rows = frame[frame["area"].isin(areas)]
    start = pd.to_datetime(rows["occurred_local"]).dt.to_period("W-SUN").dt.start_time
    found = rows.groupby(start)[column].agg("size" if column == "event_id" else "sum")
    return found.reindex(pd.date_range(str(FIRST), periods=WEEKS, freq="7D"), fill_value=0).to_numpy(float)


def roughness_of_shares(hits, base):
    """How much shares vary from week to week beyond the binomial, from the definition."""
    p = hits / base
    pooled = (hits[1:] + hits[:-1]) / (base[1:] + base[:-1])
    single = pooled * (1 - pooled) * (1 / base[1:] + 1 / base[:-1])
    return max(1.0, float(np.mean(np.diff(p) ** 2 / single)))


def chance_of_counts(one, other, size_one, size_other):
    """Two rates the same: of all events the part here, given its part of the area; wider by how rough that part is."""
    x, n = one[-4:].sum(), one[-4:].sum() + other[-4:].sum()
    part, rough = size_one / (size_one + size_other), roughness_of_shares(one, one + other)
    if rough > 1:
        return 2 * norm.cdf(-abs(x - n * part) / np.sqrt(rough * n * part * (1 - part)))
    return min(1.0, 2 * min(binom.cdf(x, n, part), binom.sf(x - 1, n, part)))


def chance_of_shares(good_one, all_one, good_other, all_other):
    """Two shares the same: the pooled z-test with the roughness of each in its own variance."""
    a, n, b, m = (part[-4:].sum() for part in (good_one, all_one, good_other, all_other))
    rough = [roughness_of_shares(good_one, all_one) / n, roughness_of_shares(good_other, all_other) / m]
    pooled = (a + b) / (n + m)
    return 2 * norm.cdf(-abs(a / n - b / m) / np.sqrt(pooled * (1 - pooled) * sum(rough)))


@pytest.mark.parametrize(
    ("comparison", "area_level", "area", "here", "there", "rest", "sizes"),
    [
        (CITY, "quarter", "Q1", IN_Q1, IN_Q1 + IN_Q2, IN_Q2, (3.0, 3.0)),
        (Q2, "quarter", "Q1", IN_Q1, IN_Q2, IN_Q2, (3.0, 3.0)),
        (Q1, "neighbourhood", "N1", ("N1",), IN_Q1, ("N0",), (1.5, 1.5)),
        (Q2, "neighbourhood", "N0", ("N0",), IN_Q2, IN_Q2, (1.5, 3.0)),
    ],
)
def test_rates_and_shares_are_compared_with_a_test_and_numbers_are_not(
    path, frame, comparison, area_level, area, here, there, rest, sizes
):
    figures = shown(path, comparison, area=area, area_level=area_level)
    plain, found = by_id(shown(path, area=area, area_level=area_level)), by_id(figures)
    assert figures.comparison == comparison
    counts = {
        name: weekly(frame, areas) for name, areas in (("here", here), ("there", there), ("rest", rest))
    }
    good = {
        name: weekly(frame, areas, "m_good")
        for name, areas in (("here", here), ("there", there), ("rest", rest))
    }
    number = found["events"].elsewhere
    assert number.value == counts["there"][-4:].sum()
    assert (number.change, number.p_value, number.better) == (None, None, None)
    inside = set(here) <= set(there)
    part = 100 * counts["here"][-4:].sum() / counts["there"][-4:].sum()
    assert number.part == (pytest.approx(part) if inside else None)
    assert found["per_day"].elsewhere.value == pytest.approx(counts["there"][-4:].sum() / 28)
    rate, size = found["per_km2"], 1.5 * len(there)
    assert rate.elsewhere.value == pytest.approx(counts["there"][-4:].sum() / size)
    assert rate.elsewhere.change == pytest.approx(100 * (rate.value / rate.elsewhere.value - 1))
    assert rate.elsewhere.p_value == pytest.approx(chance_of_counts(counts["here"], counts["rest"], *sizes))
    share = found["good"]
    assert share.elsewhere.value == pytest.approx(100 * good["there"][-4:].sum() / counts["there"][-4:].sum())
    assert share.elsewhere.change == pytest.approx(share.value - share.elsewhere.value)
    expected = chance_of_shares(good["here"], counts["here"], good["rest"], counts["rest"])
    assert share.elsewhere.p_value == pytest.approx(expected)
    for item in found.values():
        assert item.previous == plain[item.id].previous and item.year_before == plain[item.id].year_before


def test_days_are_compared_by_the_log_rank_test_of_the_rest(path, frame):
    figures = shown(path, CITY, area="N2", area_level="neighbourhood")
    found = by_id(figures)["days"]
    until = max(frame["reported_at"].max(), frame["closed_at"].max())
    rows = frame[frame["local_day"].between(*figures.days)]
    over = rows["closed_at"].notna().to_numpy()
    took = (rows["closed_at"].fillna(until) - rows["reported_at"]).dt.total_seconds().to_numpy() / 86400
    expected = log_rank(took, over, (rows["area"] == "N2").to_numpy())
    assert found.elsewhere.p_value == pytest.approx(expected) and expected < 0.01
    assert found.elsewhere.better is False and found.elsewhere.change > 20
    assert found.elsewhere.value == by_id(shown(path))["days"].value


def test_a_direction_makes_a_clear_difference_better_or_worse(path):
    found = by_id(shown(path, CITY, area="Q2", area_level="quarter"))
    assert found["per_km2"].elsewhere.better is True and found["good"].elsewhere.better is False
    reached = found["places"].elsewhere
    assert reached.value is not None and reached.p_value is None and reached.better is None


def test_the_whole_beside_an_area_is_the_area_beside_the_whole_turned(path):
    one, other = (
        by_id(shown(path, comparison, **where))["per_km2"]
        for comparison, where in ((Q2, {}), (CITY, {"area": "Q2", "area_level": "quarter"}))
    )
    assert one.value == other.elsewhere.value and one.elsewhere.value == other.value
    assert one.elsewhere.p_value == pytest.approx(other.elsewhere.p_value)


@pytest.mark.parametrize("seed", range(3))
def test_places_that_differ_by_chance_alone_are_seldom_told_apart(tmp_path, frame, seed):
    random = np.random.default_rng(seed)
    alike = frame.assign(area=random.choice(np.array(["N0", "N1", "N2", "N3"], object), len(frame)))
    target = tmp_path / "alike.gpkg"
    with GeoPackageWorkspace.create(target, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        put(workspace, alike)
        combine(workspace)
    p = [
        by_id(shown(target, CITY, area=f"N{n}", area_level="neighbourhood"))["per_km2"].elsewhere.p_value
        for n in range(4)
    ]
    assert min(p) > 0.004, "of twelve tests the smallest p is below this in one of twenty"


# ---------------------------------------------------------------- charts


def test_the_trend_has_the_same_weeks_a_year_before(path, frame):
    trend = shown(path, Comparison(YEAR), area="Q1", area_level="quarter").trend
    counts = weekly(frame, IN_Q1)
    assert trend.values.tolist() == counts[-60:].tolist()
    assert trend.other.tolist() == counts[-112:-52].tolist() and trend.other_scale is None


def test_where_the_data_do_not_reach_back_there_is_no_year_before(tmp_path, frame):
    target = tmp_path / "short.gpkg"
    with GeoPackageWorkspace.create(target, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        put(workspace, frame[frame["local_day"] > frame["local_day"].max() - 200])
        combine(workspace)
    figures = shown(target, Comparison(YEAR))
    assert figures.comparison == PERIOD_BEFORE and "reach back" in str(figures.compared_note)
    assert figures.trend.other is None


def test_numbers_elsewhere_are_drawn_to_the_same_total_and_shares_as_they_are(path, frame):
    trend = shown(path, CITY, area="N3", area_level="neighbourhood").trend
    counts, whole = weekly(frame, ("N3",))[-60:], weekly(frame, IN_Q1 + IN_Q2)[-60:]
    assert trend.other_scale == pytest.approx(counts.sum() / whole.sum())
    assert trend.other == pytest.approx(whole * counts.sum() / whole.sum())
    shares = shown(path, Q2, text=OF_SHARES, area="N0", area_level="neighbourhood").trend
    expected = weekly(frame, IN_Q2, "m_good")[-60:] / weekly(frame, IN_Q2)[-60:]
    assert shares.other == pytest.approx(100 * expected) and shares.other_scale is None


def test_a_selected_period_moves_values_and_leaves_the_line(path, frame):
    whole = shown(path, CITY, area="N3", area_level="neighbourhood")
    days = int(whole.trend.starts[20]), int(whole.trend.ends[23])
    selection = whole.selection.to({"days": days})
    early = shown(path, CITY, area="N3", area_level="neighbourhood", selection=selection)
    assert early.trend.other.tolist() == whole.trend.other.tolist()
    rows = frame[frame["local_day"].between(*days)]
    assert early.indicators[0].elsewhere.value == len(rows) != whole.indicators[0].elsewhere.value


def test_the_ranking_tells_the_value_of_the_place_and_which_bar_it_is(path, frame):
    ranking = shown(path, Comparison(AREA, "neighbourhood", "N2")).ranking
    assert ranking.other_code == "N2" and ranking.other == ranking.values[ranking.codes.index("N2")]
    ranking = shown(path, Q2).ranking
    assert ranking.other_code == "" and ranking.other == weekly(frame, IN_Q2)[-4:].sum() / 3
    numbers = THEME.replace("rank_by: per_km2", "rank_by: events")
    ranking = shown(path, CITY, text=numbers, area="N0", area_level="neighbourhood").ranking
    assert ranking.other is None and ranking.other_code == ""


# ---------------------------------------------------------------- what cannot be


def test_figures_are_not_compared_with_themselves(path):
    for comparison, where in ((CITY, {}), (Q1, {"area": "Q1", "area_level": "quarter"})):
        figures = shown(path, comparison, **where)
        assert figures.comparison == PERIOD_BEFORE and "This is" in str(figures.compared_note)
        assert all(item.elsewhere is None for item in figures.indicators)


def test_an_area_that_is_not_there_is_told(path):
    figures = shown(path, Comparison(AREA, "quarter", "Q9"))
    assert figures.comparison == PERIOD_BEFORE and "Q9" in str(figures.compared_note)


def test_what_a_user_does_not_wholly_see_is_not_compared_with(path, monkeypatch):
    monkeypatch.setattr(GeoPackageWorkspace, "seen_areas", lambda _self: ["N0", "N1", "N2"])
    here = {"area": "N0", "area_level": "neighbourhood"}
    for comparison in (CITY, Q2, Comparison(AREA, "neighbourhood", "N3")):
        figures = shown(path, comparison, **here)
        assert figures.comparison == PERIOD_BEFORE and "do not see" in str(figures.compared_note)
    for comparison in (Q1, Comparison(AREA, "neighbourhood", "N2")):
        assert shown(path, comparison, **here).comparison == comparison
    assert [code for _level, code, _name in figures.places] == ["Q1", "N0", "N1", "N2"]
    some = shown(path, area=together(["N1", "N2", "N3"]), area_level="neighbourhood")
    each = [shown(path, area=code, area_level="neighbourhood").events for code in ("N1", "N2")]
    assert some.events == sum(each) and str(some.area_title) == "N1 name, N2 name"
    with pytest.raises(UserError):
        shown(path, area=together(["Q2", "D"]), area_level="quarter")


def test_there_are_all_areas_to_choose_from_coarse_levels_first(path):
    places = shown(path).places
    assert places[:2] == (("district", "D", "D name"), ("quarter", "Q1", "Q1 name")) and len(places) == 7


def test_without_times_places_are_compared_all_the_same(tmp_path, frame):
    undated = frame.assign(local_day=np.nan, local_hour=np.nan)
    for column in ("occurred_from", "occurred_to", "occurred_local"):
        undated[column] = pd.NaT
    target = tmp_path / "undated.gpkg"
    with GeoPackageWorkspace.create(target, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        put(workspace, undated)
        combine(workspace)
    figures = shown(target, CITY, area="N2", area_level="neighbourhood")
    share = by_id(figures)["good"].elsewhere
    assert share.value == pytest.approx(100 * frame["m_good"].mean()) and share.better is False
    assert figures.trend.empty and figures.trend.other is None


def test_beside_a_place_without_any_events_there_is_no_line_of_numbers(tmp_path, frame):
    target = tmp_path / "none.gpkg"
    with GeoPackageWorkspace.create(target, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        put(workspace, frame[frame["area"] != "N3"])
        combine(workspace)
    trend = shown(target, CITY, area="N3", area_level="neighbourhood").trend
    assert not trend.empty and not trend.values.sum()
    assert trend.other is None and trend.other_scale is None


def test_events_behind_a_rate_of_several_areas_lie_in_these_where_one_lacks_the_statistic(tmp_path, frame):
    by_head = THEME.replace("statistic:km2", "statistic:inhabitants")
    target = tmp_path / "heads.gpkg"
    people = pd.DataFrame(
        [(code, 2021, "inhabitants", 1000.0) for code in ("N0", "N1", "N2")],
        columns=["code", "year", "name", "value"],
    )
    with GeoPackageWorkspace.create(target, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        with workspace.begin("statistics") as run:
            run.replace_area_statistics(people)
        put(workspace, frame)
        combine(workspace)
    some = shown(target, text=by_head, area=together(["N0", "N3"]), area_level="neighbourhood")
    item = by_id(some)["per_km2"]
    expected = int(weekly(frame, ("N0",))[-4:].sum())
    assert item.numerator == expected
    assert item.event_count == expected
    with GeoPackageWorkspace.open(target, read_only=True) as workspace:
        assert workspace.count_events(item.events) == expected
