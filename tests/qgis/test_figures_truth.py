"""Figures of a theme from hand-made events: what is divided, compared and left out, and what is said about it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from igh_plugin.core import grid
from igh_plugin.core.errors import UserError
from igh_plugin.core.filters import EventFilter
from igh_plugin.pipeline.combine import combine
from igh_plugin.themes.building import build_theme
from igh_plugin.themes.catalogue import find_theme, parse_theme
from igh_plugin.themes.figures import compute_figures
from igh_plugin.themes.totals import Areas, statistics_of, theme_filter, with_statistics
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.unit.workspace_data import events_frame, fill_areas

from .paper_workspace import square

pytestmark = pytest.mark.usefixtures("qgis_app")

SHARES = """
theme: shares
title: Shares
question: How many are good?
indicators:
  - {id: good_share, title: Good, kind: share, numerator: good, denominator: seen, unit: "%", direction: high_is_good}
  - {id: per_inhabitant, title: Per inhabitant, kind: rate, numerator: events, denominator: "statistic:inhabitants"}
lead: good_share
hotspots: {value: good, denominator: seen}
levels:
  strategic: {period: month, periods: 3, areas: finest}
"""


def inspections(size=4_000, unknown=1_000, seed=1, start=0):
    """Every inspection saw something; half of those with a result are good; `unknown` have no result."""
    frame = events_frame(size, seed, start).drop(columns=["m_items", "a_type"])
    frame["kind"] = "inspection"
    frame["m_seen"] = 1.0
    frame["m_good"] = np.where(np.arange(size) % 2 == 0, 1.0, 0.0)
    frame.loc[frame.index[:unknown], "m_good"] = np.nan
    return frame


def put(workspace, frame, source="city", delay=None):
    with workspace.begin("collect", source, {"file": "x"}, "test") as run:
        record = {"source": source, "title": {"en": source.title()}, "kind": "inspection", "grain": "event"}
        run.put_source({**record, "reporting_delay": delay})
        for name in (column[2:] for column in frame.columns if column.startswith("m_")):
            run.declare_measure(source, name, name, {"en": name})
        run.store_events(source, frame)


def made(tmp_path, *sources, statistics=None):
    tmp_path.mkdir(exist_ok=True)
    path = tmp_path / "w.gpkg"
    with GeoPackageWorkspace.create(path, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        if statistics is not None:
            with workspace.begin("areas") as run:
                run.replace_area_statistics(
                    pd.DataFrame(statistics, columns=["code", "year", "name", "value"])
                )
        for number, frame in enumerate(sources):
            put(workspace, frame, f"city{number or ''}")
        combine(workspace)
    return path


def shown(path, **options):
    return compute_figures(str(path), parse_theme(SHARES, "theme.yaml", path.parent), "strategic", **options)


def said(figures):
    return " ".join(map(str, figures.cautions))


def test_an_inspection_without_a_result_is_in_no_share(tmp_path):
    path = made(tmp_path, inspections())
    figures = shown(path)
    share = figures.indicators[0]
    with GeoPackageWorkspace.open(path, read_only=True) as workspace:
        window = EventFilter(first_day=share.events.first_day, last_day=share.events.last_day)
        columns = workspace.events(["m_good", "m_seen", "area"], window)
    known = ~np.isnan(columns["m_good"])
    assert 0 < (~known).sum() < known.sum()
    assert share.denominator == known.sum() and share.numerator == np.nansum(columns["m_good"])
    assert share.value == pytest.approx(100 * np.nanmean(columns["m_good"]))
    assert share.event_count == share.numerator
    last = np.flatnonzero(figures.trend.complete)[-1]
    assert 40 < figures.trend.values[last] < 60
    for code, value in zip(figures.ranking.codes, figures.ranking.values):
        here = columns["area"] == code
        assert value == pytest.approx(100 * np.nanmean(columns["m_good"][here]))
    assert f"“Good” leaves out {(~known).sum()} of {len(known)}" in said(figures)
    with GeoPackageWorkspace.open(path) as workspace:
        build_theme(workspace, parse_theme(SHARES, "theme.yaml", tmp_path))
        (table,) = [item["table_name"] for item in workspace.results("shares") if item["name"] == "hotspots"]
        cells = workspace.result(table)
    assert cells["seen"].sum() == known.sum() and cells["events"].sum() <= len(known)


def test_a_source_that_never_tells_the_result_is_in_no_share(tmp_path):
    silent = inspections(seed=2, start=10_000).drop(columns=["m_good"])
    silent["event_id"] = "b" + silent["event_id"]
    alone = shown(made(tmp_path, inspections(unknown=0)))
    both = shown(made(tmp_path / "both", inspections(unknown=0), silent))
    assert both.events > alone.events
    assert both.indicators[0].value == alone.indicators[0].value
    assert "leaves out" in said(both) and "leaves out" not in said(alone)


def test_each_area_has_its_own_latest_statistic_and_events_without_one_are_in_no_rate(tmp_path):
    statistics = [
        ("N0", 2018, "inhabitants", 100.0), ("N0", 2020, "inhabitants", 110.0), ("N0", 2031, "inhabitants", 999.0),
        ("N1", 2018, "inhabitants", 200.0), ("N1", 2019, "inhabitants", None),
        ("N2", 2030, "inhabitants", 300.0), ("N2", 2031, "inhabitants", 333.0),
    ]  # fmt: skip
    path = made(tmp_path, inspections(), statistics=statistics)
    with GeoPackageWorkspace.open(path, read_only=True) as workspace:
        places = ["N0", "N1", "N2", "N3"]
        out = with_statistics(
            {"events": np.array([1.0, 2, 3, 4])}, statistics_of(workspace, Areas(workspace), places, 2020)
        )
    assert out["statistic:inhabitants"][:3].tolist() == [110, 200, 300]
    assert np.isnan(out["statistic:inhabitants"][3])
    figures = shown(path)
    rate = figures.indicators[1]
    counts = dict(zip(figures.ranking.codes, figures.ranking.counts))
    assert rate.denominator == 610 and rate.numerator == figures.events - counts["N3"]
    assert f"“Per inhabitant” leaves out {counts['N3']} of {figures.events}" in said(figures)


def test_a_source_that_stopped_or_is_slow_is_said_so(tmp_path):
    old, new = inspections(), inspections(seed=3, start=10_000)
    new["event_id"] = "b" + new["event_id"]
    late = new["local_day"] > new["local_day"].max() - 45
    path = made(tmp_path, old, new[~late])
    both, alone = shown(path), shown(made(tmp_path / "one", old))
    assert both.trend.ends[both.trend.complete].max() < alone.trend.ends[alone.trend.complete].max()
    gone = new["local_day"] > new["local_day"].min() + 100
    stopped = shown(made(tmp_path / "two", old, new[~gone]))
    assert stopped.trend.ends[stopped.trend.complete].max() == alone.trend.ends[alone.trend.complete].max()
    assert "City1 has events from" in said(stopped) and "does not cover" not in said(alone)


def test_a_reporting_delay_holds_the_period_back(tmp_path):
    path = made(tmp_path, inspections())
    before = shown(path)
    with GeoPackageWorkspace.open(path) as workspace:
        put(workspace, inspections(), delay=20)
        combine(workspace)
    after = shown(path)
    assert after.trend.ends[after.trend.complete].max() < before.trend.ends[before.trend.complete].max()


def test_a_wrong_year_is_no_history(tmp_path):
    frame = inspections()
    plain = shown(made(tmp_path, frame))
    frame.loc[frame.index[:3], "local_day"] = -20_000.0
    strayed = shown(made(tmp_path / "one", frame))
    assert len(strayed.trend.values) == len(plain.trend.values)
    assert strayed.trend.starts[0] == plain.trend.starts[0]
    assert "3 events of City lie before" in said(strayed) and "lie before" not in said(plain)
    assert "no date" not in said(strayed)


DEFINED = """
source: city
kind: inspection
timezone: {stored: UTC, local: Europe/Amsterdam}
crs: EPSG:28992
id: id
fields: {occurred_from: {column: at}, category: {column: category}, x: {column: x}, y: {column: y}}
"""


def test_a_source_that_drops_all_of_a_sudden_is_flagged(tmp_path):
    told = []
    for name, share in (("steady", 1.0), ("dropped", 0.1)):
        frame = inspections(12_000)
        last = frame["local_day"].max()
        monday = last - (last + 3) % 7
        stays = (frame["local_day"] < monday - 7) | (np.random.default_rng(0).random(len(frame)) < share)
        path = made(tmp_path / name, frame[stays | (frame["local_day"] == last)])
        with GeoPackageWorkspace.open(path) as workspace:
            with workspace.begin("collect", "city") as run:
                record = {"source": "city", "title": {"en": "City"}, "kind": "inspection", "grain": "event"}
                run.put_source({**record, "definition": DEFINED})
            combine(workspace)
        told.append(said(shown(path)))
    assert "were to be expected" not in told[0]
    assert "City: " in told[1] and "were to be expected (-" in told[1]


def test_a_theme_whose_sources_are_not_there_reads_nothing(tmp_path):
    path = made(tmp_path, inspections())
    theme = parse_theme(SHARES + "sources: [other]\n", "theme.yaml", tmp_path)
    with GeoPackageWorkspace.open(path, read_only=True) as workspace:
        assert workspace.count_events(theme_filter(workspace, theme)) == 0
    figures = compute_figures(str(path), theme, "strategic")
    assert figures.events == 0 and "no events of this theme" in str(figures.reason)
    assert all(item.event_count == 0 for item in figures.indicators)


def test_two_areas_of_one_name_must_be_told_apart(tmp_path):
    path = made(tmp_path, inspections())
    with GeoPackageWorkspace.open(path) as workspace:
        table = pd.DataFrame({"code": ["Q1", "Q2"], "parent": ["D", "D"], "name": ["Centre", "Centre"]})
        square = workspace.area_geometries("quarter")[0]
        table["area_km2"], table["geometry"] = 1.5, [square, square]
        with workspace.begin("areas") as run:
            run.replace_areas("quarter", table)
    with pytest.raises(UserError, match="Several areas are called centre. Give the code .*: Q1, Q2"):
        shown(path, area="centre")
    assert shown(path, area="q2").area == "Q2"


def test_areas_without_events_are_ranked_too(tmp_path):
    frame = inspections()
    figures = compute_figures(
        str(made(tmp_path, frame[frame["area"] != "N2"])), find_theme("registrations"), "tactical"
    )
    assert dict(zip(figures.ranking.codes, figures.ranking.counts))["N2"] == 0
    assert figures.ranking.codes[-1] == "N2" and len(figures.ranking.codes) == 4


def test_events_without_times_and_places_say_so_and_are_no_summary(tmp_path):
    frame = inspections(size=400, unknown=0)
    frame[["occurred_from", "occurred_to", "occurred_local"]] = np.datetime64("NaT")
    frame[["local_day", "local_hour"]] = np.nan
    frame["place"], frame["area"] = None, None
    path = tmp_path / "w.gpkg"
    with GeoPackageWorkspace.create(path, crs="EPSG:28992") as workspace:
        put(workspace, frame)
        combine(workspace)
    figures = compute_figures(str(path), find_theme("registrations"), "tactical")
    assert figures.events == 400
    assert str(figures.trend.reason).startswith("The source gives no times of occurrence")
    assert "The source gives no times of occurrence" in said(figures) and "sums up" not in said(figures)
    assert figures.ranking.empty and "nothing to rank" in str(figures.ranking.reason)


def test_sources_that_begin_and_end_together_miss_nothing(tmp_path):
    other = inspections(seed=4, start=10_000)
    other["event_id"] = "b" + other["event_id"]
    assert "does not cover" not in said(shown(made(tmp_path, inspections(), other)))


def test_land_where_nothing_ever_happened_is_no_cold_spot(tmp_path):
    """Twenty kilometres of land, events in the middle two: the rest is not compared with."""
    path = made(tmp_path, inspections())
    squares = [square(x, y, 10_000) for x in (93_000, 103_000) for y in (440_000, 450_000)]
    table = pd.DataFrame({"code": ["N0", "N1", "N2", "N3"], "parent": ["Q1", "Q1", "Q2", "Q2"]})
    table["name"], table["area_km2"], table["geometry"] = table["code"], 100.0, squares
    with GeoPackageWorkspace.open(path) as workspace:
        with workspace.begin("areas") as run:
            run.replace_areas("neighbourhood", table)
        combine(workspace)
        build_theme(workspace, find_theme("registrations"))
        (stored,) = [
            item
            for item in workspace.results("registrations")
            if (item["level"], item["name"]) == ("strategic", "hotspots")
        ]
        size = stored["metadata"]["cell_size"]
        cells = workspace.result(stored["table_name"])["cell"]
        seen = workspace.count_by(EventFilter(), ["cell"])["cell"].astype(np.int64)
    near = grid.dilate(np.unique(grid.coarsen(seen, size)))
    assert 50 < len(cells) <= len(near) < (20_000 / size) ** 2 / 4
    assert np.isin(cells, near).all()
