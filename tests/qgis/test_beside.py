"""What stands beside the key figures of a theme, against the same counted in plain pandas: a year before, the last period, trend, target."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from qgis.core import NULL, QgsProcessingContext, QgsVectorLayer

from igh_plugin.algorithms.indicators.indicators import Indicators
from igh_plugin.core.errors import UserError
from igh_plugin.core.funnel import funnel
from igh_plugin.core.getis_ord import benjamini_hochberg
from igh_plugin.core.indicators import Evaluation, Indicator, distance, evaluate
from igh_plugin.core.rates import empirical_bayes
from igh_plugin.core.trend import expected_counts, surprise
from igh_plugin.pipeline.combine import combine
from igh_plugin.themes.building import build_theme
from igh_plugin.themes.catalogue import parse_theme
from igh_plugin.themes.figures import compute_figures
from igh_plugin.themes.standing import beside_the_whole
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.qgis.test_figures_truth import put
from tests.qgis.test_getis_ord_algorithm import Feedback
from tests.unit.workspace_data import events_frame, fill_areas

pytestmark = pytest.mark.usefixtures("qgis_app")

FIRST, WEEKS = np.datetime64("2021-01-04"), 164  # a Monday
THEME = """
theme: beside
title: Beside
question: Is it usual?
indicators:
  - {id: events, title: Events, kind: total, numerator: events, direction: low_is_good, target: {value: 100, source: City plan, level: operational}}
  - {id: per_day, title: A day, kind: per_day, numerator: events, decimals: 1}
  - {id: good, title: Good, kind: share, numerator: good, denominator: seen, unit: "%", direction: high_is_good, decimals: 1, target: {value: 40, source: {en: City plan, nl: Stadsplan}}}
  - {id: per_km2, title: Per km2, kind: rate, numerator: events, denominator: "statistic:km2", decimals: 1}
lead: events
levels:
  operational: {period: week, periods: 4, trend_periods: 156, areas: finest}
"""


@pytest.fixture(scope="module")
def frame():
    """Three years that grow by a tenth a year, with a season; twice as many in the last week, and half of it good."""
    random = np.random.default_rng(4)
    weeks = np.arange(WEEKS)
    mean = 60 * (1 + 0.3 * np.sin(2 * np.pi * weeks / 52)) * 1.1 ** (weeks / 52)
    mean[-1] *= 2
    counts = random.poisson(mean)
    week = np.repeat(weeks, counts)
    made = events_frame(len(week), 4).drop(columns=["m_items", "a_type"])
    day = FIRST + week * 7 + random.integers(0, 7, len(week))
    day[0], day[-1] = FIRST, FIRST + WEEKS * 7 - 1
    made["occurred_local"] = day.astype("datetime64[s]") + np.timedelta64(12, "h")
    made["occurred_from"] = made["occurred_to"] = made["occurred_local"] - np.timedelta64(1, "h")
    made["local_day"] = day.astype("datetime64[D]").astype(np.int64).astype(float)
    made["local_hour"] = 12.0
    made["m_seen"] = 1.0
    made["m_good"] = random.binomial(1, np.where(week == WEEKS - 1, 0.3, 0.5)).astype(float)
    return made


@pytest.fixture(scope="module")
def path(frame, tmp_path_factory):
    target = tmp_path_factory.mktemp("beside") / "w.gpkg"
    with GeoPackageWorkspace.create(target, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        put(workspace, frame)
        combine(workspace)
    return target


def figures_of(path, **options):
    theme = parse_theme(THEME, "theme.yaml", path.parent)
    return {item.id: item for item in compute_figures(str(path), theme, "operational", **options).indicators}


def weekly(frame):
    """Return counts, good ones and seen ones of every week, by pandas alone."""
    start = pd.to_datetime(frame["occurred_local"]).dt.to_period("W-SUN").dt.start_time
    table = frame.assign(week=start).groupby("week").agg(events=("event_id", "size"), good=("m_good", "sum"))
    return table["events"].to_numpy(float), table["good"].to_numpy(float)


@pytest.mark.parametrize("area", [None, "Q1"])
def test_a_year_before_is_the_same_four_weeks_then(path, frame, area):
    chosen = frame if area is None else frame[frame["area"].isin(["N0", "N1"])]
    counts, good = weekly(chosen)
    found = figures_of(path, area=area)
    now, then = counts[-4:].sum(), counts[-56:-52].sum()
    assert (found["events"].value, found["events"].year_before.value) == (now, then)
    assert found["events"].year_before.change == pytest.approx(100 * (now / then - 1))
    assert found["per_day"].year_before.value == pytest.approx(then / 28)
    share = 100 * good[-56:-52].sum() / then
    assert found["good"].year_before.value == pytest.approx(share)
    assert found["good"].year_before.change == pytest.approx(100 * good[-4:].sum() / now - share)


def test_the_last_week_stands_beside_what_its_past_leads_one_to_expect(path, frame):
    counts, good = weekly(frame)
    found = figures_of(path)
    days = np.full(WEEKS, 7.0)
    wanted = expected_counts(counts, 52, days, since=WEEKS - 1)
    latest = found["events"].latest
    assert latest.value == counts[-1] and latest.signal == 1
    assert latest.expected == pytest.approx(wanted.expected[-1])
    assert (latest.lower, latest.upper) == pytest.approx((wanted.lower[-1], wanted.upper[-1]))
    assert np.datetime64(latest.first, "D") == FIRST + 7 * (WEEKS - 1) and latest.last == latest.first + 6
    assert found["per_day"].latest.upper == pytest.approx(latest.upper / 7)
    share = expected_counts(good, 52, counts, share=True, since=WEEKS - 1)
    assert found["good"].latest.lower == pytest.approx(100 * share.lower[-1] / counts[-1])
    assert found["good"].latest.signal == -1 and found["good"].latest.value == pytest.approx(
        100 * good[-1] / counts[-1]
    )
    assert found["per_km2"].latest.value / latest.value == pytest.approx(
        found["per_km2"].value / found["events"].value
    )


def test_a_trend_is_told_with_its_season(path):
    found = figures_of(path)
    assert found["events"].slope.direction == 1 and found["events"].slope.years == 3
    assert found["good"].slope.direction in (0, -1) and found["per_km2"].slope == found["events"].slope


def test_the_distance_to_a_target_counts_in_the_wanted_direction(path):
    found = figures_of(path, language="nl")
    events, good = found["events"], found["good"]
    assert events.target.distance == events.value - 100 and events.target.source == "City plan"
    assert good.value > 40 and good.target.distance == 0 and good.target.source == "Stadsplan"
    assert found["per_day"].target is None


def test_where_the_data_do_not_reach_back_nothing_is_said(tmp_path, frame):
    target = tmp_path / "short.gpkg"
    with GeoPackageWorkspace.create(target, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        put(workspace, frame[frame["local_day"] >= frame["local_day"].max() - 90])
        combine(workspace)
    found = figures_of(target)
    assert found["events"].year_before is None and found["events"].slope is None
    assert found["events"].latest.expected > 0


def test_the_table_holds_what_the_figures_hold(path, tmp_path):
    folder = tmp_path / "beside"
    folder.mkdir()
    (folder / "theme.yaml").write_text(THEME, encoding="utf-8")
    algorithm, context, feedback = Indicators().create(), QgsProcessingContext(), Feedback()
    given = {"WORKSPACE": str(path), "THEME": str(folder), "LEVEL": 0, "OUTPUT": str(tmp_path / "table.gpkg")}
    outputs, fine = algorithm.run(given, context, feedback)
    assert fine, feedback.errors
    rows = {one["indicator"]: one for one in QgsVectorLayer(outputs["OUTPUT"], "", "ogr").getFeatures()}
    found = figures_of(path)
    assert json.loads(outputs["VALUES"]) == {name: item.value for name, item in found.items()}
    for name, item in found.items():
        row = rows[name]
        assert (row["year_before"], row["year_change"]) == (item.year_before.value, item.year_before.change)
        assert [row[column] for column in ("latest", "expected", "lower", "upper", "signal")] == [
            item.latest.value, item.latest.expected, item.latest.lower, item.latest.upper, item.latest.signal,
        ]  # fmt: skip
        assert (row["trend"], row["trend_p"]) == (item.slope.direction, item.slope.p)
        wanted = (NULL, NULL) if item.target is None else (item.target.value, item.target.distance)
        assert (row["target"], row["to_target"]) == wanted


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("{value: 5}", "“source” is missing"),
        ("{value: many, source: City, level: operational}", "numbers only"),
        ("{value: 5, source: City}", "“level” is missing"),
        ("{value: 5, source: City, level: daily}", "daily"),
        ("{value: 5, source: City, level: operational, until: 2030}", "until"),
    ],
)
def test_a_target_needs_a_value_and_its_source(tmp_path, target, told):
    text = THEME.replace("{value: 100, source: City plan, level: operational}", target)
    with pytest.raises(UserError) as refused:
        parse_theme(text, "theme.yaml", tmp_path)
    assert told in str(refused.value.message)


def test_a_target_needs_a_direction(tmp_path):
    text = THEME.replace("direction: low_is_good, target", "direction: neutral, target")
    with pytest.raises(UserError) as refused:
        parse_theme(text, "theme.yaml", tmp_path)
    assert "needs a direction" in str(refused.value.message)


# ---------------------------------------------------------------- areas judged together


@pytest.fixture(scope="module")
def areas(frame, tmp_path_factory):
    """The built theme, with a rate by area as what colours the map: one area is three times as busy in the last week alone."""
    folder = tmp_path_factory.mktemp("areas")
    busy = frame.copy()
    last = busy["local_day"] >= busy["local_day"].max() - 6
    more = busy[last & (busy["area"] == "N2")]
    copies = [more.assign(event_id=more["event_id"] + f"_{n}", row_hash=more["row_hash"] + n) for n in (1, 2)]
    busy = pd.concat([busy[~last], busy[last].sample(frac=0.5, random_state=1), *copies])
    text = THEME.replace("lead: events", "lead: events\nmap_by: per_km2").replace(
        "areas: finest}", "areas: finest, layers: [areas, change]}"
    )
    with GeoPackageWorkspace.create(folder / "w.gpkg", crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        put(workspace, busy)
        combine(workspace)
        build_theme(workspace, parse_theme(text, "theme.yaml", folder))
    layer = QgsVectorLayer(f"{folder / 'w.gpkg'}|layername=beside_operational_areas", "", "ogr")
    assert layer.isValid()
    return busy, {one["code"]: one for one in layer.getFeatures()}


def test_only_the_area_that_changed_is_a_signal(areas):
    busy, rows = areas
    assert {code: row["signal"] for code, row in rows.items()}["N2"] == "more"
    judged = []
    for code, row in sorted(rows.items()):
        counts, _ = weekly(busy[busy["area"] == code])
        found = expected_counts(counts, 52, np.full(len(counts), 7.0), since=len(counts) - 1)
        judged.append(surprise(counts[-1:], found.expected[-1:], found.variance[-1:])[0])
        scale = row["latest"] / counts[-1]
        assert row["expected"] == pytest.approx(found.expected[-1] * scale)
    wanted = benjamini_hochberg(np.array(judged))
    assert [row["signal_p"] for _, row in sorted(rows.items())] == pytest.approx(wanted)
    for p, (_, row) in zip(wanted, sorted(rows.items())):
        assert (row["signal"] == "as usual") == (p > 0.05)


def test_areas_stand_beside_the_whole_by_their_size(areas):
    _, rows = areas
    codes = sorted(rows)
    top, size = (np.array([float(rows[code][name]) for code in codes]) for name in ("events", "area_km2"))
    place = funnel(top, size).place
    words = {-2: "far below", -1: "below", 0: "as the whole", 1: "above", 2: "far above"}
    assert [rows[code]["funnel"] for code in codes] == [words[one] for one in place.tolist()]
    assert [rows[code]["shrunk"] for code in codes] == pytest.approx(empirical_bayes(top, size))
    assert {rows[code]["standing"] for code in codes} == {NULL}  # fewer than ten areas tell nothing


# ---------------------------------------------------------------- what must not look like a change


def stored(folder, *sources, name="w.gpkg"):
    folder.mkdir(exist_ok=True)
    with GeoPackageWorkspace.create(folder / name, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        for number, one in enumerate(sources):
            own = one.assign(event_id=f"s{number}:" + one["event_id"], source=f"s{number}")
            put(workspace, own, f"s{number}")
        combine(workspace)
    return folder / name


@pytest.fixture(scope="module")
def even():
    """Ten events a day, without a change, for three years."""
    random = np.random.default_rng(21)
    day = np.repeat(np.arange(WEEKS * 7), random.poisson(10, WEEKS * 7))
    made = events_frame(len(day), 21).drop(columns=["m_items", "a_type"])
    moment = (FIRST + day).astype("datetime64[s]") + np.timedelta64(9, "h")
    made["occurred_local"] = moment
    made["occurred_from"] = made["occurred_to"] = moment - np.timedelta64(1, "h")
    made["local_day"] = (FIRST + day).astype("datetime64[D]").astype(np.int64).astype(float)
    made["local_hour"], made["m_seen"], made["m_good"] = 9.0, 1.0, 1.0
    return made


def days_of(frame, first, last):
    """Return the events of some weeks of the three years, from the first up to the last."""
    start = int(FIRST.astype("datetime64[D]").astype(np.int64))
    return frame[(frame["local_day"] >= start + 7 * first) & (frame["local_day"] < start + 7 * last)]


def second(even):
    other = even.copy()
    other["row_hash"] += 1
    other["event_id"] = other["event_id"] + "b"
    return other


@pytest.mark.parametrize(("first", "last"), [(0, WEEKS - 9), (WEEKS - 3, WEEKS), (110, WEEKS)])
def test_a_source_that_stops_or_begins_is_no_signal_no_trend_and_no_change(tmp_path, even, first, last):
    path = stored(tmp_path / "w", even, days_of(second(even), first, last))
    found = figures_of(path)["events"]
    assert found.year_before is None or last == WEEKS and first < 100
    assert found.latest is None or found.latest.signal == 0
    assert found.slope is None or found.slope.direction == 0


def test_a_second_source_over_all_the_time_changes_nothing_of_that(tmp_path, even):
    found = figures_of(stored(tmp_path / "w", even, second(even)))["events"]
    assert found.year_before.value > 0 and found.slope is not None and found.latest is not None


def test_a_rate_leaves_out_of_the_last_period_what_it_leaves_out_of_the_whole(tmp_path, frame):
    some = frame.copy()
    some.loc[some.index[::2], "area"] = None
    path = stored(tmp_path / "w", some)
    inside = some[some["area"].notna()]
    counts, _ = weekly(inside)
    found = figures_of(path)["per_km2"]
    assert found.latest.value * found.denominator == pytest.approx(counts[-1])
    assert found.value * found.denominator == pytest.approx(counts[-4:].sum())


def test_a_target_of_a_number_is_that_of_the_whole(path):
    assert figures_of(path)["events"].target.distance > 0
    part = figures_of(path, area="N1")
    assert part["events"].target.distance is None and part["good"].target.distance is not None


@pytest.mark.parametrize("period", ["week", "month"])
def test_a_workspace_without_one_whole_period_has_its_theme(tmp_path, even, period):
    path = stored(tmp_path / "w", even[even["local_day"] < even["local_day"].min() + 3])
    text = THEME.replace("period: week", f"period: {period}")
    figures = compute_figures(str(path), parse_theme(text, "theme.yaml", tmp_path), "operational")
    assert figures.events >= 0 and all(item.latest is None for item in figures.indicators)


@pytest.mark.parametrize("days", [[WEEKS * 7 - 22], [WEEKS * 7 - 40, WEEKS * 7 - 30, WEEKS * 7 - 20]])
def test_a_stray_source_takes_no_past_away(tmp_path, even, days):
    other = second(even).iloc[: len(days)].copy()
    start = int(FIRST.astype("datetime64[D]").astype(np.int64))
    other["local_day"] = [float(start + day) for day in days]
    other["occurred_local"] = [FIRST.astype("datetime64[s]") + np.timedelta64(day, "D") for day in days]
    other["occurred_from"] = other["occurred_to"] = other["occurred_local"]
    found = figures_of(stored(tmp_path / "w", even, other))["events"]
    assert found.latest is not None and found.slope is not None and found.year_before is not None


def test_a_source_that_begins_after_the_window_takes_no_past_away(tmp_path, even):
    path = stored(tmp_path / "w", days_of(even, 0, WEEKS - 1), days_of(second(even), WEEKS - 1, WEEKS))
    found = figures_of(path)["events"]
    assert found.year_before is not None and found.slope is not None


def test_areas_of_a_first_year_are_held_beside_seven_weeks(tmp_path, frame):
    some = frame[frame["local_day"] >= frame["local_day"].max() - 7 * 40]
    path = stored(tmp_path / "w", some)
    text = THEME.replace("lead: events", "lead: events\nmap_by: per_km2").replace(
        "areas: finest}", "areas: finest, layers: [areas]}"
    )
    with GeoPackageWorkspace.open(path) as workspace:
        build_theme(workspace, parse_theme(text, "theme.yaml", tmp_path))
    layer = QgsVectorLayer(f"{path}|layername=beside_operational_areas", "", "ogr")
    rows = list(layer.getFeatures())
    for row in rows:
        counts, _ = weekly(some[some["area"] == row["code"]])
        before = counts[-10:-3]
        assert row["latest"] / row["expected"] == pytest.approx(counts[-1] / before.mean())
        off = (counts[-1] - before.mean()) / max(before.std(ddof=1), before.mean() ** 0.5)
        assert (row["signal"] == "more") <= (off > 3) and row["signal"] != NULL
    assert "more" in {row["signal"] for row in rows}


def test_areas_beside_the_whole_tell_only_what_is_known():
    size = 12
    base = np.full(size, 100.0)
    top = np.full(size, 10.0)
    base[0], top[1] = 0.0, np.nan
    value = 100 * top / np.where(base > 0, base, np.nan)
    share = Indicator("s", "share", "good", "seen")
    found = beside_the_whole(share, Evaluation(value, value, value, top, base))
    assert found["funnel"].tolist() == [None, None, *["as the whole"] * 10]
    assert found["standing"].tolist() == [None] * size  # all the same
    top[2:] = [300, 30, 20, 25, 18, 22, 21, 19, 24, 23]
    value = 100 * top / np.where(base > 0, base, np.nan)
    found = beside_the_whole(share, Evaluation(value, value, value, top, base))
    whole = 100 * top[2:].sum() / base[2:].sum()
    for shrunk, own in zip(found["shrunk"][2:], value[2:]):
        assert min(whole, own) - 1e-9 <= shrunk <= max(whole, own) + 1e-9
    assert found["standing"][2] == "far above"


@pytest.mark.parametrize("direction", ["low_is_good", "high_is_good"])
def test_a_target_that_is_met_exactly_is_reached(direction):
    for part in range(1, 100):
        totals = {"good": np.array([float(part)]), "seen": np.array([100.0])}
        share = Indicator("s", "share", "good", "seen", direction=direction, target=float(part))
        assert distance(share, float(evaluate(share, totals, 7).value[0])) == 0.0


def test_an_indicator_is_not_called_as_a_column_of_the_areas(tmp_path):
    with pytest.raises(UserError) as refused:
        parse_theme(THEME.replace("id: per_km2", "id: latest"), "theme.yaml", tmp_path)
    assert "column of the layer of areas" in str(refused.value.message)
