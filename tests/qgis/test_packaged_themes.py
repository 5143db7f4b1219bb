"""All themes of the package on a small sample city, igh:listthemes, and what is said where the events of a theme are missing."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from qgis.core import QgsProject, QgsVectorLayer

from igh_plugin.pipeline.combine import combine
from igh_plugin.pipeline.ingest import ingest
from igh_plugin.pipeline.sample_city import write_sample_city
from igh_plugin.themes.building import LEAST_TO_GO, build_theme
from igh_plugin.themes.catalogue import find_theme, list_themes
from igh_plugin.themes.figures import compute_figures
from igh_plugin.themes.grouping import theme_layer
from igh_plugin.themes.project import load_theme
from igh_plugin.workspace.opening import open_workspace

SOURCES = ["samplecity_reports", "samplecity_inspections", "samplecity_nuisance", "samplecity_patrols"]
THEMES = list_themes()


@pytest.fixture(scope="module")
def folder(qgis_app, tmp_path_factory):
    made = tmp_path_factory.mktemp("themes")
    write_sample_city(made / "city", seed=7, neighbourhoods=30, events=4_000)
    return made


@pytest.fixture(scope="module")
def collected(folder):
    """Collect all four sources; gives the path of the workspace and the results by source."""
    path = folder / "w.gpkg"
    found = ingest(str(path), str(folder / "city" / "raw"), SOURCES, str(folder / "city" / "areas.gpkg"))
    with open_workspace(str(path)) as workspace:
        combine(workspace)
    return str(path), found


@pytest.fixture(scope="module")
def bare(folder):
    """A workspace with inspections alone, and areas that know no numbers."""
    path = folder / "bare.gpkg"
    ingest(str(path), str(folder / "city" / "raw"), SOURCES[1:2], str(folder / "city" / "areas.gpkg"))
    with open_workspace(str(path)) as workspace:
        combine(workspace)
    return str(path)


def test_further_sources_are_collected_as_the_truth_says(folder, collected):
    truth = json.loads((folder / "city" / "truth.json").read_text(encoding="utf-8"))
    raw, found = truth["nuisance"]["raw"], collected[1]["samplecity_nuisance"]
    assert (found.read, found.kept) == (raw["rows"]["nuisance.csv"], raw["expected_kept"])
    assert found.rejected == {reason: count for reason, count in raw["expected_rejects"].items() if count}
    visits = collected[1]["samplecity_patrols"]
    assert visits.read == visits.kept == truth["patrols"]["total"] and not visits.rejected
    with open_workspace(collected[0], read_only=True) as workspace:
        rows = workspace.events(["source", "m_fines", "m_minutes", "a_camera_area", "a_venue_near"])
    assert rows["m_fines"][rows["source"] == "samplecity_patrols"].sum() == truth["patrols"]["fines"]
    zones = rows["a_camera_area"][rows["source"] == "samplecity_nuisance"]
    assert {str(zone) for zone in zones} == {"inside", "around", "outside"}
    assert {str(near) for near in rows["a_venue_near"] if near is not None} == {"yes", "no"}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.id)
def test_every_theme_builds_on_the_sample_city_and_has_a_value_for_its_lead(collected, theme):
    """At the level with most events, of the finest areas, however few the events; with few permutations."""
    level = replace(theme.level("strategic"), areas="finest")
    small = replace(
        theme,
        levels=(level,),
        default_level=level.id,
        indicators=tuple(replace(item, least=0.0) for item in theme.indicators),
        hotspots=replace(theme.hotspots, permutations=99),
    )
    with open_workspace(collected[0]) as workspace:
        build_theme(workspace, small)
        layers = {str(item["name"]): item["metadata"] for item in workspace.results(theme.id)}
    assert {"hotspots", "areas"} <= set(layers)
    places = layers["hotspot_places"]["places"]
    assert all(place["events"] >= LEAST_TO_GO for place in places)
    project = QgsProject()
    load_theme(project, collected[0], small, "en")
    seen = {
        name
        for name in ("hotspots", "areas")
        if project.layerTreeRoot()
        .findLayer(theme_layer(project, theme.id, level.id, name).id())
        .itemVisibilityChecked()
    }
    assert seen == {"hotspots" if places else "areas"}
    figures = compute_figures(collected[0], small, level.id)
    assert not figures.reason and figures.events > 0
    values = {item.id: item.value for item in figures.indicators}
    assert values[theme.lead] is not None and values[theme.lead] > 0
    assert len(figures.ranking.codes) >= 6 and not figures.trend.empty
    assert any(figures.ranking.values == figures.ranking.values), "no area has a value"
    for item in figures.indicators:
        assert "does not give" not in str(item.reason), item.id
        assert "No number of" not in str(item.reason), item.id


def test_shares_of_parts_are_those_of_the_events(collected):
    """The share of a theme in plain arithmetic over the rows of the workspace."""
    theme = find_theme("camera_areas")
    figures = compute_figures(collected[0], theme, "strategic")
    values = {item.id: item for item in figures.indicators}
    first, last = figures.days
    with open_workspace(collected[0], read_only=True) as workspace:
        rows = workspace.events(["category", "local_day", "local_hour", "a_camera_area"])
    inside = [
        (zone, hour)
        for category, day, hour, zone in zip(
            rows["category"], rows["local_day"], rows["local_hour"], rows["a_camera_area"]
        )
        if category in theme.categories and first <= day <= last and zone is not None
    ]
    own = [hour for zone, hour in inside if zone == "inside"]
    assert values["inside"].value == len(own)
    assert values["inside_share"].value == pytest.approx(100 * len(own) / len(inside))
    known = [hour for hour in own if hour == hour]
    night = [hour for hour in known if hour >= 22 or hour < 6]
    if len(known) >= 10:
        assert values["night_share"].value == pytest.approx(100 * len(night) / len(known))


def test_visits_are_no_inspections_of_containers(collected):
    figures = compute_figures(collected[0], find_theme("waste_beside_containers"), "strategic")
    values = {item.id: item.value for item in figures.indicators}
    assert values["inspections"] == figures.events


def test_themes_are_listed_with_what_a_workspace_has_of_them(run, collected, bare, tmp_path):
    out = run("listthemes", WORKSPACE=collected[0], OUTPUT=str(tmp_path / "themes.gpkg"))
    assert out["THEMES"] == out["READY"] == len(THEMES) >= 30
    rows = {row["theme"]: row for row in json.loads(out["LIST"])}
    assert all(row["missing"] == "" and row["present"] for row in rows.values())
    assert "samplecity_patrols" in rows["enforcement_coverage"]["present"]
    layer = QgsVectorLayer(out["OUTPUT"], "themes", "ogr")
    assert {feature["theme"] for feature in layer.getFeatures()} == set(rows)
    assert all(feature["question"] and feature["folder"] for feature in layer.getFeatures())

    out = run("listthemes", WORKSPACE=bare)
    rows = {row["theme"]: row for row in json.loads(out["LIST"])}
    assert {name for name, row in rows.items() if row["present"]} == {
        "registrations",
        "waste_beside_containers",
    }
    said = rows["youth"]["missing"]
    assert (
        "no events of this theme" in said and "amsterdam_meldingen" in said and "signalen_amsterdam (" in said
    )
    assert "igh:collect" in said and any(
        "youth" in line and "amsterdam_meldingen" in line for line in out["said"]
    )

    out = run("listthemes")
    assert out["THEMES"] == len(THEMES) and out["READY"] == 0
    rows = {row["theme"]: row for row in json.loads(out["LIST"])}
    assert rows["waste_beside_containers"]["sources"].split("; ")[0].startswith("amsterdam_bijplaatsingen")
    assert rows["enforcement_coverage"]["sources"].split("; ")[0] == "samplecity_patrols"
    assert rows["parking"]["statistics"] == "parking_bays"


def test_where_events_are_missing_it_is_said_where_to_get_them(run, bare, tmp_path):
    out = run("buildtheme", WORKSPACE=bare, THEME="rats", PROJECT=str(tmp_path / "p.qgz"))
    told = [line for line in out["said"] if "no events of this theme" in line]
    assert len(told) == 1 and "amsterdam_meldingen (" in told[0]
    figures = compute_figures(bare, find_theme("rats"), "tactical")
    assert "amsterdam_meldingen" in str(figures.reason)


def test_where_numbers_of_areas_are_missing_it_is_said_where_to_get_them(run, folder, tmp_path):
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    path = tmp_path / "numberless.gpkg"
    GeoPackageWorkspace.create(path, "EPSG:28992").close()
    ingest(str(path), str(folder / "city" / "raw"), SOURCES[:1])
    out = run("listthemes", WORKSPACE=str(path))
    rows = {row["theme"]: row for row in json.loads(out["LIST"])}
    assert rows["parking"]["present"] == "samplecity_reports"
    assert (
        "parking bays" in rows["parking"]["missing"]
        and "amsterdam_parkeervakken" in rows["parking"]["missing"]
    )


def test_a_theme_that_no_source_gives_says_what_it_needs(run, bare, tmp_path):
    text = (find_theme("dogs").folder / "theme.yaml").read_text(encoding="utf-8")
    own = tmp_path / "mine"
    own.mkdir()
    text = text.replace("theme: dogs", "theme: mine").replace(
        "categories: [loslopende-agressieve-honden]", "categories: [unicorns]"
    )
    (own / "theme.yaml").write_text(text, encoding="utf-8")
    out = run("buildtheme", WORKSPACE=bare, THEME=str(own), PROJECT=str(tmp_path / "p.qgz"))
    assert any("unicorns" in line and "source of your own" in line for line in out["said"])


def test_what_a_rate_is_divided_by_has_its_own_name(collected):
    """Numbers of areas by their words, measures by the title of the mapping in the reader's language, parts by their events."""
    figures = compute_figures(collected[0], find_theme("enforcement_coverage"), "strategic", language="nl")
    titles = {item.id: item.denominator_title for item in figures.indicators}
    assert titles["fines_per_visits"] == titles["minutes_per_visit"] == "bezoeken"
    assert titles["coverage"] == titles["evening_share"] == "" and titles["visits_per_reports"] == "events"
    figures = compute_figures(collected[0], find_theme("parking"), "strategic", language="nl")
    assert {item.id: item.denominator_title for item in figures.indicators}["per_bays"] == "parking bays"
