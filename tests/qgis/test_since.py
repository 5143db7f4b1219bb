"""What is new since the last briefing: hot spots that came, grew and ended, areas out of their band, late and drifting sources."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from igh_plugin.core import grid
from igh_plugin.core.selection import Selection
from igh_plugin.pipeline.combine import combine
from igh_plugin.pipeline.quality import late_or_drifting
from igh_plugin.themes import since
from igh_plugin.themes.building import build_theme
from igh_plugin.themes.catalogue import parse_theme
from igh_plugin.themes.figures import compute_figures
from igh_plugin.themes.since import keep_briefing
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.unit.workspace_data import events_frame, put

from .paper_workspace import square

pytestmark = pytest.mark.usefixtures("qgis_app")

THEME = """
theme: reports
title: Reports
question: How many?
indicators:
  - {id: reports, title: Reports, kind: total, numerator: events, direction: low_is_good}
lead: reports
hotspots: {value: events, cell_size: 250, fdr: false}
levels:
  operational: {period: week, periods: 4, trend_periods: 30, areas: finest}
  tactical: {period: week, periods: 4, trend_periods: 30, areas: finest}
"""
STREETS = {"Ash": (103_900, 450_900), "Birch": (102_100, 449_100), "Cedar": (103_900, 449_100)}
BEGIN = 18_071  # a Monday
FIRST = BEGIN + 7 * 78 - 1  # the Sunday a year and a half later


def crowd(street, size, first, last, start):
    """Events around one place, evenly over some days; in no area, so that none is out of its band by them."""
    frame, random = events_frame(size, 4, start), np.random.default_rng(start)
    x, y = (random.normal(middle, 150, size) for middle in STREETS[street])
    day = np.linspace(first, last, size).round()
    return frame.assign(x=x, y=y, local_day=day, place=street, area=None, cell=grid.cell_of(x, y))


def background(last):
    """Ten thousand events all over, evenly until two weeks after the first look."""
    frame, random = events_frame(10_000, 1), np.random.default_rng(3)
    x, y = random.uniform(101_500, 104_500, len(frame)), random.uniform(448_500, 451_500, len(frame))
    day = np.linspace(BEGIN, FIRST + 14, len(frame)).round()
    frame = frame.assign(x=x, y=y, local_day=day, cell=grid.cell_of(x, y))
    return frame[frame["local_day"] <= last]


def add(workspace, *frames):
    put(workspace, pd.concat(frames, ignore_index=True))
    combine(workspace)
    build_theme(workspace, theme_of())


def theme_of(text=THEME):
    return parse_theme(text, "theme.yaml", ".")


def shown(path, level="operational", **options):
    return compute_figures(str(path), theme_of(), level, **options)


def said(figures):
    return [str(one.sentence) for one in figures.since.news]


@pytest.fixture
def path(tmp_path):
    """Two crowded streets: Ash until now, Birch two weeks ago."""
    place = tmp_path / "w.gpkg"
    with GeoPackageWorkspace.create(place, crs="EPSG:28992") as workspace:
        table = pd.DataFrame({"code": ["N0", "N1", "N2", "N3"], "name": ["West", "North", "East", "South"]})
        table["parent"], table["area_km2"] = "", 9.0
        table["geometry"] = [square(x, y, 3_000) for x in (100_000, 103_000) for y in (447_000, 450_000)]
        with workspace.begin("areas") as run:
            run.replace_areas("neighbourhood", table)
        add(workspace, background(FIRST), *crowds())
    return place


def crowds():
    return (
        crowd("Ash", 300, FIRST - 27, FIRST, 20_000),
        crowd("Birch", 300, FIRST - 27, FIRST - 15, 21_000),
    )


def go_on(path):
    """Two weeks later: Ash is more crowded than before, Birch no more, Cedar is."""
    with GeoPackageWorkspace.open(path) as workspace:
        more = (
            crowd("Ash", 260, FIRST + 1, FIRST + 14, 22_000),
            crowd("Cedar", 400, FIRST + 1, FIRST + 14, 23_000),
        )
        add(workspace, background(FIRST + 14), *crowds(), *more)


def test_hot_spots_that_came_grew_and_ended_since_the_last_briefing(path):
    first = shown(path)
    assert {spot.name.split(",")[0] for spot in first.hotspots} >= {"Ash", "Birch"}
    assert said(first)[0].startswith("No briefing of this theme is kept")
    with GeoPackageWorkspace.open(path) as workspace:
        keep_briefing(workspace, first)
    assert said(shown(path)) == ["Nothing new."]
    go_on(path)
    figures = shown(path)
    assert str(figures.since.title).startswith("Since the last briefing, 20")
    found = {sentence.split(":")[0]: sentence for sentence in said(figures)}
    assert found["New hot spot"].startswith("New hot spot: Cedar") and found["No longer a hot spot"].endswith(
        "Birch, West"
    )
    assert found["Growing"].startswith("Growing: Ash") and "in 14 days since" in found["Growing"]
    with GeoPackageWorkspace.open(path, read_only=True) as workspace:
        for news in figures.since.news:
            if "n" in news.sentence.values:
                assert workspace.count_events(news.events) == news.sentence.values["n"]
        grown = next(one for one in figures.since.news if str(one.sentence).startswith("Growing"))
        rows = workspace.events(["local_day", "place"], grown.events)
    assert (
        set(rows["local_day"]) <= set(range(FIRST + 1, FIRST + 15)) and (rows["place"] == "Ash").sum() > 200
    )


def test_news_stay_until_the_next_briefing_of_the_same_level(path):
    with GeoPackageWorkspace.open(path) as workspace:
        keep_briefing(workspace, shown(path))
    go_on(path)
    before = said(shown(path))
    with GeoPackageWorkspace.open(path) as workspace:
        keep_briefing(workspace, replace(shown(path), level="tactical"))
        keep_briefing(workspace, replace(shown(path), theme="another"))
        keep_briefing(workspace, replace(shown(path), area_level="neighbourhood", area="N1"))
    assert said(shown(path)) == before
    with GeoPackageWorkspace.open(path) as workspace:
        keep_briefing(workspace, shown(path))
    assert said(shown(path)) == ["Nothing new."]


def test_other_levels_and_selections_have_no_news(path):
    assert shown(path, "tactical").since is None
    assert shown(path, selection=Selection(hours=(9,))).since is None


def test_what_is_not_built_anew_is_not_called_unchanged(path):
    with GeoPackageWorkspace.open(path) as workspace:
        keep_briefing(workspace, shown(path))
        put(workspace, pd.concat([background(FIRST + 14), *crowds()], ignore_index=True))
        combine(workspace)
    assert any("build the theme anew" in sentence for sentence in said(shown(path)))


def test_cells_of_another_size_are_not_compared(path, monkeypatch):
    with GeoPackageWorkspace.open(path) as workspace:
        figures = shown(path)
        spots = tuple(replace(spot, filter=replace(spot.filter, cell_size=500)) for spot in figures.hotspots)
        keep_briefing(workspace, replace(figures, hotspots=spots))
    assert said(shown(path)) == [
        "The hot spots of the last briefing were of cells of 500 m, these are of 250 m: not compared."
    ]


def test_an_area_out_of_its_band_leads_to_it(path):
    with GeoPackageWorkspace.open(path) as workspace:
        many = [events_frame(150, 8, 30_000).assign(area="N2", local_day=FIRST - 2.0, place="Elm")]
        add(workspace, background(FIRST), *crowds(), *many)
    (news,) = [one for one in shown(path).since.news if one.area]
    assert (news.area_level, news.area) == ("neighbourhood", "N2")
    values = news.sentence.values
    rows = pd.concat([background(FIRST), *crowds(), *many])
    week = rows[(rows["area"] == "N2") & rows["local_day"].between(FIRST - 6, FIRST)]
    assert values["value"] == len(week) and 0 < values["expected"] < 100 and values["area"] == "East"
    assert str(news.sentence).startswith(f"East: {len(week)} from 20")


def test_more_news_than_can_be_read_are_counted():
    news = [since.News(f"news {n}") for n in range(9)]
    assert [str(one.sentence) for one in since._some(news)] == [
        "news 0",
        "news 1",
        "news 2",
        "news 3",
        "and 5 more",
    ]
    assert since._some(news[:5]) == news[:5]


def test_a_briefing_is_kept_and_a_workspace_that_may_only_be_read_says_so(path, tmp_path, monkeypatch):
    from igh_plugin.briefing import document

    figures, told = shown(path), []

    class Log(document.Silent):
        def report(self, message):
            told.append(message)

    document._keep(str(path), figures, Log())
    with GeoPackageWorkspace.open(path, read_only=True) as workspace:
        (run,) = workspace.runs(kind="briefing")
        assert run["parameters"]["theme"] == "reports" and len(run["notes"]["hotspots"]) == len(
            figures.hotspots
        )
    assert told == []
    document._keep(str(tmp_path / "elsewhere.gpkg"), figures, Log())
    assert "is not kept in the workspace" in told[0].template
    if os.geteuid():
        path.chmod(0o400)
        document._keep(str(path), figures, Log())
        assert len(told) == 2


DEFINED = """
source: city
kind: report
timezone: {stored: UTC, local: Europe/Amsterdam}
crs: EPSG:28992
id: id
fields: {occurred_from: {column: at}, category: {column: category}, x: {column: x}, y: {column: y}}
"""


def test_a_source_whose_categories_shift_is_drifting(path):
    with GeoPackageWorkspace.open(path) as workspace:
        for shifted in (False, True):
            frame = background(FIRST + 1)
            if shifted:
                frame.loc[frame["local_day"].between(FIRST - 6, FIRST), "category"] = "waste"
                frame["row_hash"] += 1
            put(workspace, frame)
            with workspace.begin("collect", "city") as run:
                record = {"source": "city", "title": "City", "kind": "report", "grain": "event"}
                run.put_source({**record, "definition": DEFINED})
            combine(workspace)
            found = [str(sentence) for sentence in late_or_drifting(workspace, {"city": "City"})]
            assert any("another category" in one and one.startswith("City: ") for one in found) == shifted
        assert late_or_drifting(workspace, {"other": "Other"}) == []


def test_a_source_that_was_not_fetched_in_time_is_late(path):
    text = DEFINED + "refresh: {every: 7}\nconnection: {type: csv, address: 'https://example.org/city.csv'}\n"
    with GeoPackageWorkspace.open(path) as workspace:
        with workspace.begin(
            "collect", "city", {"address": "https://example.org/city.csv", "whole": True}
        ) as run:
            record = {"source": "city", "title": "City", "kind": "report", "grain": "event"}
            run.put_source({**record, "definition": text})
        today = np.datetime64("now")
        assert late_or_drifting(workspace, {"city": "City"}, today) == []
        (late,) = late_or_drifting(workspace, {"city": "City"}, today + np.timedelta64(20, "D"))
    assert str(late).startswith("City was last collected on") and str(late).endswith("every 7 days.")


def test_the_history_of_a_source_is_read_once_until_there_is_another_run(path, monkeypatch):
    read = []
    whole = GeoPackageWorkspace.days_of
    monkeypatch.setattr(
        GeoPackageWorkspace, "days_of", lambda *asked, **options: read.append(1) or whole(*asked, **options)
    )
    with GeoPackageWorkspace.open(path) as workspace:
        with workspace.begin("collect", "city") as run:
            record = {"source": "city", "title": "City", "kind": "report", "grain": "event"}
            run.put_source({**record, "definition": DEFINED})
        assert late_or_drifting(workspace, {"city": "City"}) == late_or_drifting(workspace, {"city": "City"})
        assert len(read) == 1
        with workspace.begin("collect", "city"):
            pass
        late_or_drifting(workspace, {"city": "City"})
        assert len(read) == 2
