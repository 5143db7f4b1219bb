"""The main job in QGIS: sample city and real data to figures, layers and briefing, the same numbers everywhere."""

import csv
import json
import os
from pathlib import Path

import pytest
from qgis.core import QgsProcessingContext, QgsProject, QgsVectorLayer

from igh_plugin.workspace.geopackage import GeoPackageWorkspace


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    from igh_plugin.pipeline.sample_city import write_sample_city

    folder = tmp_path_factory.mktemp("made") / "city"
    write_sample_city(folder, seed=7, neighbourhoods=40, events=6_000)
    return folder


SOURCES = "samplecity_reports;samplecity_inspections"


def build(run, city, workspace, theme, project):
    return run(
        "buildtheme", WORKSPACE=str(workspace), THEME=theme, EVENTS=str(city / "raw"), MAPPING=SOURCES,
        AREAS=str(city / "areas.gpkg"), PROJECT=str(project),
    )  # fmt: skip


@pytest.fixture(scope="module")
def built(run, city, tmp_path_factory):
    """Build a theme in a folder of its own, once for all tests that only read it; gives the folder and the summary."""
    made = {}

    def give(theme="registrations"):
        if theme not in made:
            folder = tmp_path_factory.mktemp(theme)
            done = build(run, city, folder / "w.gpkg", theme, folder / "p.qgz")
            made[theme] = folder, json.loads(done["SUMMARY"])
        return made[theme]

    return give


def test_every_algorithm_has_a_title_and_a_help_text_for_each_parameter(provider):
    assert {algorithm.name() for algorithm in provider.algorithms()} >= {
        "samplecity", "collectfile", "combine", "getisord", "indicators", "buildtheme", "briefing",
    }  # fmt: skip
    for algorithm in provider.algorithms():
        assert algorithm.displayName() and algorithm.group() and algorithm.shortHelpString()


def test_planted_faults_are_rejected_as_the_truth_says_and_nothing_else(built, city):
    folder, summary = built()
    truth = json.loads((city / "truth.json").read_text())
    rejected = {**summary["samplecity_reports"]["rejected"]}
    expected = _expected_rejects(truth)
    assert rejected == {reason: count for reason, count in expected.items() if count}
    marker = b"voorbeeld.invalid"
    assert marker in b"".join(path.read_bytes() for path in (city / "raw").glob("reports_*.csv"))
    for path in folder.iterdir():
        assert marker not in path.read_bytes(), path.name


def _expected_rejects(node):
    """Find `expected_rejects` wherever it stands in the truth."""
    if isinstance(node, dict):
        if "expected_rejects" in node:
            return node["expected_rejects"]
        for value in node.values():
            found = _expected_rejects(value)
            if found is not None:
                return found
    return None


def test_a_second_run_changes_nothing(run, city, tmp_path):
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    path, project = tmp_path / "w.gpkg", tmp_path / "p.qgz"
    prints = []
    for _ in range(2):
        build(run, city, path, "registrations", project)
        with GeoPackageWorkspace.open(path, read_only=True) as workspace:
            prints.append(workspace.fingerprint())
    assert prints[0] == prints[1]


@pytest.mark.parametrize("theme", ["registrations", "waste_beside_containers"])
def test_map_figures_batch_and_rows_agree(run, built, theme):
    from igh_plugin.themes.catalogue import find_theme
    from igh_plugin.themes.figures import compute_figures
    from igh_plugin.themes.project import theme_layer
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    folder, _ = built(theme)
    path = folder / "w.gpkg"
    project = QgsProject()
    assert project.read(str(folder / "p.qgz"))
    chosen = find_theme(theme)
    for number, level in enumerate(chosen.levels):
        figures = compute_figures(str(path), chosen, level.id)
        batch = run("indicators", WORKSPACE=str(path), THEME=theme, LEVEL=number)
        assert json.loads(batch["VALUES"]) == {item.id: item.value for item in figures.indicators}
        layer = theme_layer(project, theme, level.id, "areas")
        assert layer is not None and layer.isValid()
        assert sum(feature["events"] for feature in layer.getFeatures()) == figures.events
        with GeoPackageWorkspace.open(path, read_only=True) as workspace:
            for item in figures.indicators:
                rows = workspace.event_rows(item.events, 1_000_000, 0)[1]
                assert len(rows) == item.event_count
            for row, count in enumerate(figures.ranking.counts):
                assert workspace.count_events(figures.ranking.events(row)) == count
            for spot in figures.hotspots:
                assert workspace.count_events(spot.filter) == spot.events


def test_gi_star_of_a_layer_equals_that_of_the_theme(run, built, tmp_path):
    path = built()[0] / "w.gpkg"
    layer = QgsVectorLayer(f"{path}|layername=registrations_strategic_hotspots", "cells", "ogr")
    out = run("getisord", INPUT=layer, FIELD="events", OUTPUT=str(tmp_path / "gi.gpkg"))
    again = QgsVectorLayer(out["OUTPUT"], "gi", "ogr")
    theirs = {feature["cell"]: feature["gi_z"] for feature in layer.getFeatures()}
    ours = {
        feature["cell"]: feature["gi_z_2"] if "gi_z_2" in feature.fields().names() else feature["gi_z"]
        for feature in again.getFeatures()
    }
    assert ours.keys() == theirs.keys()
    assert max(abs(ours[cell] - theirs[cell]) for cell in ours) < 1e-9


def test_hot_cells_are_red_in_a_project_opened_again(built):
    from qgis.core import QgsRenderContext

    from igh_plugin.themes.project import theme_layer

    project = QgsProject()
    assert project.read(str(built()[0] / "p.qgz"))
    layer = theme_layer(project, "registrations", "strategic", "hotspots")
    context = QgsRenderContext()
    context.setExpressionContext(layer.createExpressionContext())
    renderer = layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    drawn = 0
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        drawn += renderer.symbolForFeature(feature, context) is not None
    renderer.stopRender(context)
    assert drawn == layer.featureCount() > 0


def test_degrees_are_refused_in_words(provider):
    layer = QgsVectorLayer("Polygon?crs=EPSG:4326&field=n:int", "degrees", "memory")
    algorithm = provider.algorithm("getisord").create()
    fine, message = algorithm.checkParameterValues(
        {"INPUT": layer, "FIELD": "n", "OUTPUT": "memory:"}, QgsProcessingContext()
    )
    assert not fine and "degrees" in message


def test_amsterdam_inspections_have_the_known_totals_everywhere(run, real_data, tmp_path):
    path, target = tmp_path / "w.gpkg", tmp_path / "p.qgz"
    run(
        "buildtheme", WORKSPACE=str(path), THEME="waste_beside_containers",
        EVENTS=str(real_data / "amsterdam" / "bijplaatsingen_2025.csv"), MAPPING="amsterdam_bijplaatsingen",
        AREAS=str(real_data / "areas" / "amsterdam_gebieden_2022_rd.gpkg"), PROJECT=str(target),
    )  # fmt: skip
    from igh_plugin.themes.catalogue import find_theme
    from igh_plugin.themes.figures import compute_figures
    from igh_plugin.themes.project import theme_layer

    figures = compute_figures(str(path), find_theme("waste_beside_containers"), "tactical")
    values = {item.id: item.value for item in figures.indicators}
    assert (values["places"], values["inspections"], values["below_grade"]) == (10_297, 172_573, 97_109)
    assert round(values["below_grade_share"], 1) == 56.3
    assert values["inspections_per_place"] == pytest.approx(172_573 / 10_297) and "revisit_rate" not in values
    assert figures.trend.empty and figures.hours.empty
    assert "no times" in str(figures.trend.reason) and "no hours" in str(figures.hours.reason)
    project = QgsProject()
    assert project.read(str(target))
    layer = theme_layer(project, "waste_beside_containers", "tactical", "areas")
    sums = [
        sum(feature[name] for feature in layer.getFeatures())
        for name in ("events", "inspections", "below_grade")
    ]
    assert sums == [10_297, 172_573, 97_109]


def test_houston_hours_equal_the_file_s_own_and_nothing_is_dropped_in_silence(run, real_data, tmp_path):
    import gzip

    import numpy as np

    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    text = gzip.open(real_data / "events" / "houston_2010.csv.gz", "rt").read()
    mapping = tmp_path / "houston.yaml"
    given = Path(__file__).parents[1] / "data" / "sources" / "houston_2010.yaml"
    mapping.write_text(given.read_text(), encoding="utf-8")
    out = run(
        "collectfile", WORKSPACE=str(tmp_path / "w.gpkg"),
        EVENTS=str(real_data / "events" / "houston_2010.csv.gz"), MAPPING=str(mapping),
    )  # fmt: skip
    assert out["READ"] == 86_314 == text.count("\n") - 1
    assert out["DUPLICATES"] == 575
    with GeoPackageWorkspace.open(tmp_path / "w.gpkg", read_only=True) as workspace:
        reasons = {reason: count for _, reason, count in workspace.rejects_summary()}
        assert reasons["missing_coordinates"] == 5 and reasons["far_outside"] >= 200
        assert out["KEPT"] + sum(reasons.values()) == 86_314
        attributes = [item["name"] for item in workspace.attributes()]
        assert "file_hour" in attributes
        rows = workspace.events(["local_hour", "a_file_hour", "occurred_local"])
        derived, stated = rows["local_hour"].astype(int), rows["a_file_hour"].astype(int)
        differ = derived != stated
        # Nine rows state 2 o'clock on the morning that had none: the clock went from 1:59 to 3:00.
        assert differ.sum() == 9 and (stated[differ] == 2).all()
        assert (rows["occurred_local"][differ] == np.datetime64("2010-03-14T01:00:00")).all()
        assert len(np.unique(derived)) == 24


def test_a_briefing_of_one_district_is_written(run, built, tmp_path):
    path = built()[0] / "w.gpkg"
    for area in ("", "A"):
        pdf, png = tmp_path / f"briefing{area}.pdf", tmp_path / f"map{area}.png"
        run("briefing", WORKSPACE=str(path), THEME="registrations", AREA=area, OUTPUT=str(pdf), MAP=str(png))
        assert pdf.read_bytes().startswith(b"%PDF") and png.stat().st_size > 20_000


def test_the_raw_bulk_export_is_collected_through_its_mapping(run, real_data, tmp_path):
    raw = real_data / "amsterdam" / "bijplaatsingen_raw_first_rows.csv"
    workspace = tmp_path / "raw.gpkg"
    done = run(
        "collectfile", WORKSPACE=str(workspace), EVENTS=str(raw), MAPPING="amsterdam_bijplaatsingen_export"
    )
    assert (done["READ"], done["KEPT"], done["REJECTED"]) == (
        20,
        18,
        2,
    )  # two say "n.v.t." in place of a point
    with GeoPackageWorkspace.open(workspace, read_only=True) as opened:
        events = opened.events(["event_id", "x", "y", "occurred_from", "m_below_grade", "a_crow_score"])
    at = events["event_id"].tolist().index("amsterdam_bijplaatsingen_export:KfLyblTL2xLIY1ayWZjc")
    assert (events["x"][at], events["y"][at]) == (121152.497, 485243.531)
    assert str(events["occurred_from"][at]) == "2021-09-01T11:32:37"
    assert (events["m_below_grade"] == (events["a_crow_score"] != "A+")).all()


def test_the_personal_columns_of_the_sample_are_in_no_file(built, city):
    people = set()
    for path in (city / "raw").glob("reports*.csv"):
        with open(path, encoding="utf-8", errors="replace", newline="") as stream:
            for row in csv.DictReader(stream, delimiter=";"):
                people |= {row["melder_email"], row["melder_telefoon"]}
    people = {text.encode() for text in people if text and len(text) > 5}
    held = b"".join(file.read_bytes() for file in built()[0].rglob("*") if file.is_file())
    # All begin alike, so that one search finds any of them.
    begin = os.path.commonprefix(list(people))
    assert len(people) > 1_000 and begin == b"marker-" and begin not in held
