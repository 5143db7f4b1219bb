"""igh:publish: aggregates only, small counts withheld, and nobody can work them out from the files."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
from qgis.core import QgsVectorLayer

from igh_plugin.core.errors import UserError
from igh_plugin.themes.catalogue import find_theme
from igh_plugin.themes.figures import compute_figures
from igh_plugin.themes.publication import publish
from igh_plugin.workspace.opening import open_workspace
from tests.qgis.publication_attack import counts_in, rows_of, widths

DISTRICT, PUBLIC, INTERNAL = 1, 2, 0
STRATEGIC = 2
TABLES = ("areas", "areas_all", "areas_by_category", "areas_by_period", "about")


@pytest.fixture(scope="module")
def published(city, run, tmp_path_factory):
    """Two publications of the same theme and period, for the public and then for a district, in that order."""
    folders = [tmp_path_factory.mktemp(name) for name in ("public", "district")]
    for folder, audience in zip(folders, (PUBLIC, DISTRICT)):
        run(
            "publish",
            WORKSPACE=str(city),
            LEVEL=STRATEGIC,
            AUDIENCE=audience,
            UNLICENSED=True,
            OUTPUT=str(folder),
        )
    return folders


def test_the_folder_holds_aggregates_and_nothing_else(published):
    names = {path.name for path in published[0].iterdir()}
    assert names == {"publication.gpkg", "publication.html", *(f"{name}.csv" for name in TABLES)}
    with sqlite3.connect(published[0] / "publication.gpkg") as file:
        told = {name for (name,) in file.execute("SELECT table_name FROM gpkg_contents")}
        geometries = {
            kind for (kind,) in file.execute("SELECT geometry_type_name FROM gpkg_geometry_columns")
        }
    assert told - {"layer_styles"} == set(TABLES) and geometries <= {"MULTIPOLYGON"}


def test_no_number_under_the_threshold_stands_in_any_table(published):
    for folder, threshold in zip(published, (10, 5)):
        for name in TABLES[:-1]:
            for row in rows_of(folder, name):
                told = row.get("told") or row["events_told"]
                assert (row["events"] == "") == (told != "shown")
                assert row["events"] == "" or int(row["events"]) == 0 or int(row["events"]) >= threshold


def test_an_attack_on_the_files_leaves_every_withheld_count_its_interval(published):
    """Who reads both, and who reads the public one, know from the files alone: unknown are events by district, category and month.

    What the public does not get to know a reader in the district may: then it is a number to him, and no longer withheld.
    """
    readings = [counts_in(folder) for folder in published]
    for known, threshold in ((readings[:1], 10), (readings, 5)):
        found = widths(known)
        assert found
        assert min(found.values()) >= threshold - 1e-6, min(found, key=found.get)


def test_what_the_public_may_not_know_a_district_may_and_not_the_other_way_round(published):
    for_all, for_district = (counts_in(folder) for folder in published)
    more = [key for key, value in for_district.items() if value is not None and for_all[key] is None]
    assert more and all(for_district[key] >= 5 for key in more)
    assert not [key for key, value in for_all.items() if value is not None and for_district[key] is None]


def test_what_is_shown_equals_the_figures_and_the_rest_is_not_there(city, published):
    theme = find_theme("registrations")
    shown = {row["code"]: row for row in rows_of(published[1], "areas") if row["events_told"] == "shown"}
    assert shown
    for code, row in shown.items():
        figures = compute_figures(str(city), theme, "strategic", code)
        values = {item.id: item.value for item in figures.indicators}
        assert int(row["events"]) == figures.events
        assert float(row["per_km2"]) == pytest.approx(values["per_km2"])
        assert float(row["per_day"]) == pytest.approx(values["per_day"])
    for row in rows_of(published[1], "areas"):
        if row["events_told"] == "suppressed":
            assert row["per_km2"] == "" and row["per_km2_told"] == "suppressed"


def test_withheld_missing_and_zero_are_three_classes_and_the_layer_says_how_it_was_made(published):
    layer = QgsVectorLayer(f"{published[0] / 'publication.gpkg'}|layername=areas", "areas", "ogr")
    labels = [rule.label() for rule in layer.renderer().rootRule().children()]
    assert labels[-3:] == ["Zero", "Withheld: small, or would tell what is small", "No data"]
    tests = [rule.filterExpression() for rule in layer.renderer().rootRule().children()]
    assert len(set(tests)) == len(tests)
    about = {row["key"]: row["value"] for row in rows_of(published[0], "about")}
    assert about["threshold"] == "10" and about["attribution"] and about["licence"]
    assert about["rule"] in layer.metadata().abstract() and layer.metadata().rights()


def test_publications_are_kept_with_what_was_withheld_and_no_value_of_it(city, published):
    with open_workspace(str(city), read_only=True) as workspace:
        kept = workspace.results("publication of registrations")
        runs = {item["id"]: item for item in workspace.runs() if item["kind"] == "publication"}
        assert [item["metadata"]["audience"] for item in sorted(kept, key=lambda one: one["run"])] == [
            "public",
            "district",
        ]
        assert all(runs[item["run"]]["parameters"]["theme"] == "registrations" for item in kept)
        for item in kept:
            columns = workspace.result(item["table_name"])
            assert (np.isnan(columns["value"]) == (columns["suppressed"] == 1)).all()
            assert columns["suppressed"].any() and not columns["suppressed"].all()


def test_building_the_theme_again_forgets_no_publication(city, run, published):
    run("buildtheme", WORKSPACE=str(city), THEME="registrations")
    with open_workspace(str(city), read_only=True) as workspace:
        assert len(workspace.results("publication of registrations")) == 2


def test_inside_nothing_is_withheld_and_nothing_kept(city, run, tmp_path):
    done = run(
        "publish",
        WORKSPACE=str(city),
        LEVEL=STRATEGIC,
        AUDIENCE=INTERNAL,
        PAGE=False,
        OUTPUT=str(tmp_path / "in"),
    )
    assert done["WITHHELD"] == 0 and not (tmp_path / "in" / "publication.html").exists()
    assert {row["told"] for row in rows_of(tmp_path / "in", "areas_all")} == {"shown"}


def test_a_share_is_withheld_with_what_it_is_made_of(city):
    with open_workspace(str(city)) as workspace:
        made = publish(workspace, find_theme("waste_beside_containers"), "strategic", "district")
    share = made.indicators["below_grade_share"]
    parts = made.indicators["below_grade"], made.indicators["inspections"]
    for one in parts:
        assert (share.told[one.told == "suppressed"] == "suppressed").all()
    known = (share.told == "shown") & (parts[1].told == "shown")
    found = share.value[known] * parts[1].value[known] / 100
    rest = parts[1].value[known] - found
    assert known.any() and all(v < 0.5 or v > 4.5 for v in (*found, *rest))


def test_a_source_without_a_licence_is_refused_for_the_public_alone(city, tmp_path):
    theme = find_theme("registrations")
    with open_workspace(str(city)) as workspace:
        stated = {item["source"]: item for item in workspace.sources()}
        with workspace.begin("test") as run:
            for item in stated.values():
                run.put_source({**item, "licence": None})
        with pytest.raises(UserError, match="states no licence"):
            publish(workspace, theme, "strategic", "public")
        assert publish(workspace, theme, "strategic", "district").threshold == 5
        with workspace.begin("test") as run:
            for item in stated.values():
                run.put_source(item)


def test_the_page_is_escaped_and_loads_nothing(city, tmp_path, monkeypatch):
    from igh_plugin.delivery.publication import write_publication

    theme = find_theme("registrations")
    with open_workspace(str(city)) as workspace:
        made = publish(workspace, theme, "strategic", "internal")
    made.names[0] = "<script>alert(1)</script>"
    made.codes[0] = "=1+1"
    write_publication(made, str(tmp_path / "page"), "2026-01-01", True)
    page = (tmp_path / "page" / "publication.html").read_text(encoding="utf-8")
    assert ">grofvuil<" not in page and ">Bulky waste<" in page
    assert "<script" not in page and "&lt;script&gt;" in page and "src=" not in page and "http" not in page
    assert rows_of(tmp_path / "page", "areas")[0]["code"] == "'=1+1"


def test_a_folder_that_cannot_be_written_is_told(city, tmp_path):
    from igh_plugin.delivery.publication import write_publication

    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with open_workspace(str(city)) as workspace:
        made = publish(workspace, find_theme("registrations"), "strategic", "internal")
    with pytest.raises(UserError, match="could not be written"):
        write_publication(made, str(tmp_path / "taken"), "2026-01-01")
