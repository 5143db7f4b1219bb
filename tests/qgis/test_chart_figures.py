"""What the charts of a theme show, from hand-made events, and recomputed in plain pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, norm

from igh_plugin.core.filters import EventFilter
from igh_plugin.core.selection import Selection
from igh_plugin.pipeline.combine import combine
from igh_plugin.themes.catalogue import find_theme, parse_theme
from igh_plugin.themes.figures import compute_figures
from igh_plugin.themes.standing import PLACES, SIGNALS
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.unit.workspace_data import events_frame, fill_areas, store

pytestmark = pytest.mark.usefixtures("qgis_app")

THEME = """
theme: reports
title: Reports
question: How many?
indicators:
  - {id: reports, title: Reports, kind: total, numerator: events, direction: low_is_good}
lead: reports
levels:
  operational: {period: week, periods: 4, trend_periods: 30, areas: finest}
  tactical: {period: month, periods: 3, trend_periods: 12, areas: middle}
"""
SLUGS = ("grofvuil", "parkeeroverlast", "geluidsoverlast-muziek")


def reports(size=6_000, seed=1):
    """Reports over 400 days; parking grows in the last two months, noise ends there, and a few have no category."""
    random = np.random.default_rng(seed)
    frame = events_frame(size, seed)
    late = frame["local_day"] > frame["local_day"].max() - 70
    category = random.choice(np.array(SLUGS, object), size, p=(0.6, 0.2, 0.2))
    category[late & (random.random(size) < 0.3)] = "parkeeroverlast"
    category[late & (category == SLUGS[2]) & (random.random(size) < 0.9)] = "grofvuil"
    category[random.random(size) < 0.01] = None
    frame["category"] = category
    return frame


@pytest.fixture(scope="module")
def frame():
    return reports()


@pytest.fixture(scope="module")
def workspace_path(qgis_app, frame, tmp_path_factory):
    path = tmp_path_factory.mktemp("reports") / "w.gpkg"
    with GeoPackageWorkspace.create(path, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        store(workspace, frame)
        combine(workspace)
    return path


def shown(path, level="operational", language="en", text=THEME, **options):
    return compute_figures(
        str(path), parse_theme(text, "theme.yaml", path.parent), level, language=language, **options
    )


def days(selection: EventFilter):
    return selection.first_day, selection.last_day


def within(frame, span):
    return frame[frame["local_day"].between(*span)]


# ---------------------------------------------------------------- categories


def adjusted(p):
    """Benjamini & Hochberg, by the book."""
    ranked = p.sort_values()
    scaled = ranked * len(p) / np.arange(1, len(p) + 1)
    return scaled[::-1].cummin().clip(upper=1.0).reindex(p.index)


def by_hand(frame, base, weeks):
    """Counts now and before, change and adjusted p by category, from the definition of each."""
    first, last = days(base)
    length = 7 * weeks
    frame = frame.assign(category=frame["category"].fillna(""))
    table = pd.DataFrame(
        {
            "now": within(frame, (first, last))["category"].value_counts(),
            "before": within(frame, (first - length, last - length))["category"].value_counts(),
        }
    ).fillna(0)
    table["change"] = 100 * (table["now"] - table["before"]) / table["before"].where(table["before"] > 0)
    monday = frame["local_day"].min() + (-(frame["local_day"].min() + 3)) % 7
    whole = frame[frame["local_day"].between(monday, last)]
    week = ((whole["local_day"] - monday) // 7).astype(int)
    series = whole.groupby([whole["category"], week]).size().unstack(fill_value=0)
    step = series.diff(axis=1).iloc[:, 1:]
    both = series.rolling(2, axis=1).sum().iloc[:, 1:]
    phi = (step**2).sum(axis=1).div(both.sum(axis=1)).clip(lower=1)
    p = {}
    for name, row in table.iterrows():
        total = row["now"] + row["before"]
        if phi[name] > 1:
            p[name] = 2 * norm.cdf(-abs(row["now"] - total / 2) / np.sqrt(phi[name] * total / 4))
        else:
            lower, upper = binom.cdf(row["now"], total, 0.5), binom.sf(row["now"] - 1, total, 0.5)
            p[name] = min(1.0, 2 * min(lower, upper))
    table["p"] = adjusted(pd.Series(p))
    return table


@pytest.mark.parametrize("area", [None, "N1"])
def test_categories_with_their_changes_are_those_of_pandas(workspace_path, frame, area):
    found = shown(workspace_path, area=area).categories
    expected = by_hand(frame if area is None else frame[frame["area"] == area], found.base, 4)
    assert list(found.slugs) == sorted(expected.index, key=lambda name: (-expected["now"][name], name))
    expected = expected.loc[list(found.slugs)]
    assert found.counts.tolist() == expected["now"].tolist()
    assert found.before.tolist() == expected["before"].tolist()
    assert found.change == pytest.approx(expected["change"].to_numpy(), nan_ok=True)
    assert found.p == pytest.approx(expected["p"].to_numpy())
    if area is None:
        assert found.p[found.slugs.index("grofvuil")] > 0.05


def test_a_category_that_grew_and_one_that_ended_are_clear(workspace_path):
    found = shown(workspace_path, "tactical").categories
    change = {slug: (found.change[at], found.p[at]) for at, slug in enumerate(found.slugs)}
    assert change["parkeeroverlast"][0] > 30 and change["parkeeroverlast"][1] < 0.05
    assert change[SLUGS[2]][0] < -40 and change[SLUGS[2]][1] < 0.05


def test_the_events_of_a_category_are_as_many_as_its_bar_says(workspace_path):
    found = shown(workspace_path, area="Q1", area_level="quarter").categories
    with GeoPackageWorkspace.open(workspace_path, read_only=True) as workspace:
        for index, slug in enumerate(found.slugs):
            if slug:
                assert workspace.count_events(found.events(index)) == found.counts[index]
            else:
                assert found.events(index) is None and found.counts[index] > 0


def test_categories_add_up_to_the_events_of_the_view(workspace_path):
    figures = shown(workspace_path)
    assert figures.categories.counts.sum() == figures.events


def test_categories_are_named_in_the_language_of_the_reader(workspace_path):
    dutch = shown(workspace_path, language="nl").categories
    names = dict(zip(dutch.slugs, dutch.names))
    assert names["geluidsoverlast-muziek"] == "Geluidsoverlast muziek" and names[""] == ""
    english = shown(workspace_path).categories
    assert dict(zip(english.slugs, english.names))["grofvuil"] == "Bulky waste"


def test_a_theme_of_some_categories_has_only_these(workspace_path):
    found = shown(workspace_path, text=THEME + "categories: [grofvuil]\n").categories
    assert found.slugs == ("grofvuil",)


def test_events_without_any_category_say_so(tmp_path, frame):
    path = tmp_path / "w.gpkg"
    with GeoPackageWorkspace.create(path, crs="EPSG:28992") as workspace:
        store(workspace, frame.assign(category=None))
        combine(workspace)
    found = shown(path).categories
    assert found.empty and "has a category" in str(found.reason)


def test_what_a_level_does_not_show_is_not_computed(workspace_path):
    text = THEME.replace("areas: finest", "areas: finest, charts: [trend]")
    assert shown(workspace_path, text=text).categories is None


# ---------------------------------------------------------------- concentration


def gini_by_pairs(amounts):
    """Half of the relative mean difference of all pairs."""
    amounts = np.asarray(amounts, float)
    return np.abs(amounts[:, None] - amounts).mean() / (2 * amounts.mean())


def uneven(frame):
    """Reports of which area N3 has none, N0 most."""
    area = np.array(["N0"] * 6 + ["N1"] * 3 + ["N2"], object)
    return frame.assign(area=area[np.arange(len(frame)) % 10])


@pytest.fixture(scope="module")
def uneven_path(qgis_app, frame, tmp_path_factory):
    path = tmp_path_factory.mktemp("uneven") / "w.gpkg"
    with GeoPackageWorkspace.create(path, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        store(workspace, uneven(frame))
        combine(workspace)
    return path


@pytest.mark.parametrize("measure", ["events", "items"])
def test_the_curve_of_concentration_is_that_of_pandas(uneven_path, frame, measure):
    text = THEME + f"hotspots: {{value: {measure}}}\n"
    found = shown(uneven_path, text=text).pareto
    rows = within(uneven(frame), days(found.base))
    expected = rows.groupby("area")["m_items"].agg("size" if measure == "events" else "sum")
    expected = expected.reindex(["N0", "N1", "N2", "N3"]).fillna(0)
    assert found.codes == ("N0", "N1", "N2", "N3") and found.names[0] == "N0 name"
    assert found.amounts.tolist() == expected.tolist()
    assert found.cumulated == pytest.approx((expected.cumsum() / expected.sum()).to_numpy())
    assert found.gini == pytest.approx(gini_by_pairs(expected))
    assert found.holding == 3 and found.places_for(0.5) == 1 and found.places_for(0.95) == 3
    with GeoPackageWorkspace.open(uneven_path, read_only=True) as workspace:
        for index in range(3):
            assert workspace.count_events(found.events(index)) == len(
                rows[rows["area"].isin(found.codes[: index + 1])]
            )


def test_the_curve_of_an_area_is_of_what_lies_in_it(workspace_path):
    one = shown(workspace_path, area="Q1", area_level="quarter").pareto
    assert one.empty and "Fewer than three areas" in str(one.reason)
    amid, whole = (
        shown(workspace_path, area="N1", area_level="neighbourhood").pareto,
        shown(workspace_path).pareto,
    )
    assert amid.codes == whole.codes and amid.level == "neighbourhood"


def test_without_areas_places_are_compared(tmp_path, frame):
    path = tmp_path / "w.gpkg"
    with GeoPackageWorkspace.create(path, crs="EPSG:28992") as workspace:
        store(workspace, frame.assign(area=None))
        combine(workspace)
    found = shown(path).pareto
    rows = within(frame, days(found.base))
    assert not found.areas and set(found.codes) == set(rows["place"]) and found.amounts.sum() == len(rows)
    with GeoPackageWorkspace.open(path, read_only=True) as workspace:
        expected = rows["place"].isin(found.codes[:2]).sum()
        assert workspace.count_events(found.events(1)) == expected == found.amounts[:2].sum()


# ---------------------------------------------------------------- narrowed


EVENINGS = tuple(day * 24 + hour for day in range(7) for hour in (18, 19, 20, 21))


def in_the_evening(rows):
    return rows[rows["local_hour"].between(18, 21)]


def test_charts_of_the_evenings_are_of_these_events_alone(workspace_path, frame):
    figures = shown(workspace_path, selection=Selection(hours=EVENINGS))
    rows = in_the_evening(within(frame, figures.days))
    counts = rows["category"].fillna("").value_counts()
    assert dict(zip(figures.categories.slugs, figures.categories.counts)) == counts.to_dict()
    assert dict(zip(figures.pareto.codes, figures.pareto.amounts)) == rows["area"].value_counts().to_dict()
    whole = shown(workspace_path)
    assert 0 < counts.sum() < whole.categories.counts.sum()
    with GeoPackageWorkspace.open(workspace_path, read_only=True) as workspace:
        assert workspace.count_events(figures.categories.events(0)) == counts.iloc[0]
        assert workspace.count_events(figures.pareto.events(1)) == figures.pareto.amounts[:2].sum()


def test_a_selected_category_leaves_the_others_to_be_chosen(workspace_path, frame):
    whole, one = shown(workspace_path), shown(workspace_path, selection=Selection(categories=("grofvuil",)))
    assert one.categories.slugs == whole.categories.slugs
    assert one.categories.counts.tolist() == whole.categories.counts.tolist()
    assert one.events == whole.categories.counts[0] == one.pareto.amounts.sum()


def test_handling_of_the_evenings_and_of_any_periods(handled_path):
    rows = in_the_evening(handled())
    selection = Selection(hours=EVENINGS, days=(18_200, 18_300))
    found = shown(handled_path, selection=selection).handling
    assert found.starts.tolist() == shown(handled_path).handling.starts.tolist()
    week = within(rows, (found.starts[3], found.ends[3]))
    assert found.closed[:, 3].sum() + found.open[:, 3].sum() == len(week) > 3
    until = max(handled()["closed_at"].max(), handled()["reported_at"].max())
    assert found.median[3] == pytest.approx(within_days(week, until, 0.5))
    with GeoPackageWorkspace.open(handled_path, read_only=True) as workspace:
        assert workspace.count_events(found.events(3, False)) == week["closed_at"].notna().sum()


def test_the_last_periods_stay_whichever_are_selected(workspace_path):
    whole, early = shown(workspace_path), shown(workspace_path, selection=Selection(days=(18_100, 18_150)))
    assert whole.days != early.days
    assert early.indicators[0].recent.starts.tolist() == whole.indicators[0].recent.starts.tolist()
    assert early.indicators[0].recent.values.tolist() == whole.indicators[0].recent.values.tolist()


# ---------------------------------------------------------------- the last periods


RECENT = """
theme: items
title: Items
question: How many?
indicators:
  - {id: reports, title: Reports, kind: total, numerator: events, direction: low_is_good}
  - {id: per_day, title: A day, kind: per_day, numerator: events, direction: low_is_good, target: {value: 9, source: City}}
  - {id: each, title: Items each, kind: rate, numerator: items, denominator: events}
lead: reports
levels:
  operational: {period: week, periods: 4, trend_periods: 30, areas: finest}
"""


def test_the_last_weeks_of_every_figure_are_those_of_pandas(tmp_path):
    frame = events_frame(4_000, 1)
    late = frame.iloc[:1_500].assign(
        event_id=[f"city:late{n}" for n in range(1_500)], local_day=frame["local_day"].max() - 12.0
    )
    frame = pd.concat([frame.assign(local_day=frame["local_day"] - 200), frame, late], ignore_index=True)
    frame["event_id"] = [f"city:{n}" for n in range(len(frame))]
    path = tmp_path / "w.gpkg"
    with GeoPackageWorkspace.create(path, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        store(workspace, frame)
        combine(workspace)
    figures = shown(path, text=RECENT)
    starts = figures.indicators[0].recent.starts
    assert len(starts) == 13 and starts[-1] + 6 == figures.indicators[0].events.last_day
    for item in figures.indicators:
        assert item.recent.starts.tolist() == starts.tolist()
    weeks = [within(frame, (start, start + 6)) for start in starts]
    number = np.array([len(week) for week in weeks], float)
    items = np.array([week["m_items"].sum() for week in weeks])
    reports_, per_day, each = (item.recent for item in figures.indicators)
    assert reports_.values.tolist() == number.tolist() and reports_.target is None
    assert per_day.values == pytest.approx(number / 7) and per_day.target == 9
    assert each.values == pytest.approx(items / number)
    planted = int(np.argmax(number))
    assert reports_.judged.all() and reports_.signal[planted] == 1 and np.abs(reports_.signal).sum() <= 3
    latest = figures.indicators[0].latest
    assert latest.signal == reports_.signal[-1]


# ---------------------------------------------------------------- areas beside the whole and their own past


SHARE = """
theme: shares
title: Shares
question: How many are good?
indicators:
  - {id: good_share, title: Good, kind: share, numerator: good, denominator: seen, unit: "%", direction: high_is_good}
lead: good_share
levels:
  operational: {period: week, periods: 4, trend_periods: 30, areas: finest}
"""


def seen(frame, share):
    """Each event is an inspection, good by the share of its area."""
    draw = np.random.default_rng(5).random(len(frame))
    good = (draw < frame["area"].map(share).astype(float)).astype(float)
    return frame.drop(columns=["m_items"]).assign(m_seen=1.0, m_good=good)


def test_areas_outside_the_funnel_are_those_outside_binomial_limits(tmp_path, frame):
    rows = seen(frame, {"N0": 0.9, "N1": 0.5, "N2": 0.46, "N3": 0.1})
    path = tmp_path / "w.gpkg"
    with GeoPackageWorkspace.create(path, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        with workspace.begin("collect", "city") as run:
            run.put_source({"source": "city", "title": {"en": "City"}, "kind": "report", "grain": "event"})
            for name in ("seen", "good"):
                run.declare_measure("city", name, name, {"en": name})
            run.declare_attribute("city", "type", {"en": "Type"})
            run.store_events("city", rows)
        combine(workspace)
    ranking = shown(path, text=SHARE).ranking
    window = days(ranking.events(0))
    by_area = within(rows, window).groupby("area")["m_good"].agg(["sum", "size"])
    part = by_area["sum"].sum() / by_area["size"].sum()
    expected = {}
    for code, row in by_area.iterrows():
        near, far = (binom.ppf((tail, 1 - tail), row["size"], part) for tail in (0.025, 0.001))
        expected[code] = sum(row["sum"] > limits[1] for limits in (near, far))
        expected[code] -= sum(row["sum"] < limits[0] for limits in (near, far))
    assert dict(zip(ranking.codes, ranking.funnel.tolist())) == expected
    assert expected["N0"] == 2 and expected["N3"] == -2


def test_an_area_with_a_planted_rise_has_a_signal_and_the_others_none(tmp_path):
    frame = events_frame(9_000, 1)
    last = frame["local_day"].max()
    frame = pd.concat([frame.assign(local_day=frame["local_day"] - 364), frame], ignore_index=True)
    sunday = last - (last + 4) % 7
    extra = frame.iloc[:90].assign(area="N2", local_day=sunday - 2.0)
    frame = pd.concat([frame, extra], ignore_index=True)
    frame["event_id"] = [f"city:{n}" for n in range(len(frame))]
    path = tmp_path / "w.gpkg"
    with GeoPackageWorkspace.create(path, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        store(workspace, frame)
        combine(workspace)
    ranking = shown(path).ranking
    assert ranking.events(0).last_day == sunday
    assert dict(zip(ranking.codes, ranking.signal.tolist())) == {"N0": 0, "N1": 0, "N2": 1, "N3": 0}
    assert ranking.funnel is None, "a count has no base"
    inside = shown(path, area="Q2", area_level="quarter").ranking
    assert dict(zip(inside.codes, inside.signal.tolist())) == {"N2": 1, "N3": 0}


def test_map_and_ranking_tell_the_same_of_an_area(city):
    theme = find_theme("waste_beside_containers")
    with GeoPackageWorkspace.open(city, read_only=True) as workspace:
        tables = {(item["level"], item["name"]): item["table_name"] for item in workspace.results(theme.id)}
        for level in ("operational", "strategic"):
            ranking = compute_figures(str(city), theme, level).ranking
            table = workspace.result(tables[level, "areas"])
            for name, words in (("funnel", PLACES), ("signal", SIGNALS)):
                on_map = dict(zip(table["code"].tolist(), table[name].tolist()))
                found = getattr(ranking, name)
                for code, number in zip(
                    ranking.codes, found.tolist() if found is not None else [0] * len(ranking.codes)
                ):
                    assert words[number] == (on_map[code] or words[0])


# ---------------------------------------------------------------- status and handling time


def handled(size=3_000, seed=9):
    """Reports that take two days or so; the last ones are open, and some are cancelled at once."""
    frame, random = events_frame(size, seed), np.random.default_rng(seed)
    reported = frame["occurred_from"] + pd.to_timedelta(random.integers(0, 3600, size), "s")
    took = pd.to_timedelta(random.exponential(2 * 86400, size).round(), "s")
    until = reported.max()
    status = np.where(random.random(size) < 0.1, "cancelled", "done").astype(object)
    open_ = reported + took > until
    status[open_] = "in hand"
    status[random.random(size) < 0.02] = None
    return frame.assign(reported_at=reported, closed_at=(reported + took).where(~open_), status=status)


def within_days(rows, until, part):
    """Kaplan and Meier by hand: the first moment at which less than 1 - part are still open, or amid two where just that are."""
    took = (rows["closed_at"].fillna(until) - rows["reported_at"]).dt.total_seconds() / 86400
    over = rows["closed_at"].notna()
    lasting, since = 1.0, None
    for moment in sorted(took[over].unique()):
        if since is not None:
            return (since + moment) / 2
        lasting *= 1 - (over & (took == moment)).sum() / (took >= moment).sum()
        if abs(lasting - (1 - part)) < 1e-9:
            since = moment
        elif lasting < 1 - part:
            return moment
    return np.nan


@pytest.fixture(scope="module")
def handled_path(qgis_app, tmp_path_factory):
    path = tmp_path_factory.mktemp("handled") / "w.gpkg"
    other = events_frame(500, 3, start=50_000)
    other["event_id"] = [f"other:{n}" for n in range(500)]
    with GeoPackageWorkspace.create(path, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        store(workspace, handled())
        with workspace.begin("collect", "other") as run:
            run.put_source({"source": "other", "title": {"en": "Other"}, "kind": "report", "grain": "event"})
            run.store_events("other", other.drop(columns=["m_items", "a_type"]))
        combine(workspace)
    return path


@pytest.mark.parametrize("area", [None, "N2"])
def test_status_and_handling_time_are_those_of_pandas(handled_path, area):
    found = shown(handled_path, area=area).handling
    rows = handled()
    until = max(rows["closed_at"].max(), rows["reported_at"].max())
    rows = rows if area is None else rows[rows["area"] == area]
    shown_rows = within(rows, (found.starts[0], found.ends[-1]))
    assert set(found.statuses) == set(shown_rows["status"].fillna(""))
    assert len(found.starts) == 26 and not found.complete[-1] and found.open[:, -1].sum() > 0
    for period, (start, end) in enumerate(zip(found.starts, found.ends)):
        week = within(rows, (start, end))
        for row, status in enumerate(found.statuses):
            of_status = week[week["status"].fillna("") == status]
            assert found.closed[row, period] == of_status["closed_at"].notna().sum()
            assert found.open[row, period] == of_status["closed_at"].isna().sum()
        for values, part in ((found.median, 0.5), (found.p90, 0.9)):
            assert values[period] == pytest.approx(within_days(week, until, part), nan_ok=True)


def test_the_events_of_a_period_are_those_that_are_open_or_closed(handled_path):
    found = shown(handled_path, area="Q2", area_level="quarter").handling
    with GeoPackageWorkspace.open(handled_path, read_only=True) as workspace:
        for period in (0, 12, 25):
            for is_open, counts in ((False, found.closed), (True, found.open)):
                assert workspace.count_events(found.events(period, is_open)) == counts[:, period].sum()


def test_a_source_that_never_closes_anything_is_left_out_and_alone_says_so(handled_path, workspace_path):
    assert shown(handled_path).handling.base.sources == ("city",)
    alone = shown(workspace_path).handling
    assert alone.empty and "does not tell when anything was closed" in str(alone.reason)


# ---------------------------------------------------------------- days that are not all there yet


def with_delay(path, frame, delay):
    with GeoPackageWorkspace.create(path, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        store(workspace, frame)
        with workspace.begin("collect", "city") as run:
            record = {"source": "city", "title": {"en": "City"}, "kind": "report", "grain": "event"}
            run.put_source({**record, "reporting_delay": delay})
        combine(workspace)
    return shown(path)


def test_days_within_the_reporting_delay_are_shown_and_are_no_signal(tmp_path):
    frame = events_frame(9_000, 1)
    frame = pd.concat([frame.assign(local_day=frame["local_day"] - 364), frame], ignore_index=True)
    newest = int(frame["local_day"].max())
    many = frame.iloc[:900].assign(local_day=newest - 16.0)
    frame = pd.concat([frame, many], ignore_index=True)
    frame["event_id"] = [f"city:{n}" for n in range(len(frame))]
    plain, slow = (with_delay(tmp_path / f"{n}.gpkg", frame, delay) for n, delay in enumerate((None, 20)))
    week = int(np.searchsorted(plain.trend.starts, newest - 16, side="right")) - 1
    assert plain.trend.signal[week] and plain.trend.delay_from is None
    trend = slow.trend
    assert trend.delay_from == newest - 19 and trend.ends[-1] >= newest
    assert trend.starts.tolist() == plain.trend.starts.tolist(), "the same periods are drawn"
    assert trend.values == pytest.approx(plain.trend.values)
    late = trend.ends >= trend.delay_from
    assert late.sum() >= 3 and not trend.signal[late].any() and not trend.complete[late].any()
    assert slow.days[1] < trend.delay_from


def test_a_period_that_has_not_ended_is_beside_the_same_days_of_the_one_before(workspace_path, frame):
    so_far = shown(workspace_path).trend.so_far
    trend = shown(workspace_path).trend
    newest = int(frame["local_day"].max())
    start = int(trend.starts[so_far.index])
    assert so_far.index == len(trend.starts) - 1 and so_far.until == newest < trend.ends[-1]
    assert so_far.now == len(within(frame, (start, newest)))
    assert so_far.before == len(within(frame, (start - 7, newest - 7)))
    area = shown(workspace_path, area="N1").trend.so_far
    assert area.now == len(within(frame[frame["area"] == "N1"], (start, newest)))
