"""A theme as a group of layers: marks, order, levels, refresh, and what the user changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from qgis.core import QgsProject, QgsSingleSymbolRenderer

from igh_plugin.core.errors import UserError
from igh_plugin.layers import symbols
from igh_plugin.settings import Settings
from igh_plugin.themes.catalogue import find_theme
from igh_plugin.themes.project import load_theme, project_themes, theme_layer
from igh_plugin.workspace.geopackage import GeoPackageWorkspace

from .paper_workspace import make_workspace, store_results


@pytest.fixture
def workspace(tmp_path):
    return make_workspace(tmp_path / "igh.gpkg")


@pytest.fixture
def project():
    made = QgsProject()
    yield made
    made.clear()


@pytest.fixture
def theme():
    return find_theme("registrations")


def test_the_group_has_the_levels_and_only_the_default_one_is_on(project, workspace, theme):
    group = load_theme(project, str(workspace), theme, "en", Settings())
    assert group.name() == "Registrations"
    levels = group.findGroups()
    assert [level.name() for level in levels] == ["Operational", "Tactical", "Strategic"]
    assert [level.itemVisibilityChecked() for level in levels] == [False, True, False]
    levels[2].setItemVisibilityChecked(True)
    assert [level.itemVisibilityChecked() for level in levels] == [False, False, True]
    assert project.crs().authid() == "EPSG:28992"


@pytest.mark.parametrize(
    ("layers", "shown"),
    [(("hotspots", "areas", "events"), "areas"), (("hotspots", "events"), "hotspots")],
)
def test_without_a_place_that_stands_out_there_is_something_to_see(project, workspace, theme, layers, shown):
    with GeoPackageWorkspace.open(str(workspace)) as opened:
        assert not any(
            item["metadata"].get("places") for item in opened.results(theme.id) if item["name"] == "hotspots"
        )
        with opened.begin("theme") as run:
            run.remove_result(theme.id, "tactical", "hotspot_places")
    level = replace(theme.level("tactical"), layers=layers)
    group = load_theme(project, str(workspace), replace(theme, levels=(level,)), "en", Settings())
    on = [node.layer() for node in group.findLayers() if node.itemVisibilityChecked()]
    assert on == [theme_layer(project, theme.id, "tactical", shown)]


def test_layers_are_found_by_their_marks_and_are_valid(project, workspace, theme):
    load_theme(project, str(workspace), theme, "en", Settings())
    hot = theme_layer(project, "registrations", "tactical", "hotspots")
    hot.setName("Renamed by hand")
    assert theme_layer(project, "registrations", "tactical", "hotspots") is hot
    assert theme_layer(project, "registrations", "tactical", "change") is None
    assert project_themes(project) == [(str(workspace.resolve()), "registrations")]
    assert all(layer.isValid() and len(layer.fields()) for layer in project.mapLayers().values())
    assert "Byar" in theme_layer(project, "registrations", "tactical", "areas").metadata().abstract()


def test_borders_are_over_and_land_is_under_and_come_once(project, workspace, theme):
    load_theme(project, str(workspace), theme, "en", Settings())
    load_theme(project, str(workspace), theme, "en", Settings())
    names = [child.name() for child in project.layerTreeRoot().children()]
    assert names == ["Borders and names", "Registrations", "Background"]


def test_a_new_theme_comes_on_top_and_switches_the_others_off(project, workspace, theme):
    with GeoPackageWorkspace.open(str(workspace)) as opened:
        store_results(opened, theme="waste_beside_containers")
    first = load_theme(project, str(workspace), theme, "en", Settings())
    second = load_theme(project, str(workspace), find_theme("waste_beside_containers"), "en", Settings())
    assert [first.itemVisibilityChecked(), second.itemVisibilityChecked()] == [False, True]
    first.setItemVisibilityChecked(True)
    load_theme(project, str(workspace), find_theme("waste_beside_containers"), "en", Settings())
    assert first.itemVisibilityChecked(), "a refresh leaves the switches as the user set them"


def test_refresh_reads_new_rows_and_builds_the_style_anew(project, workspace, theme):
    load_theme(project, str(workspace), theme, "en", Settings())
    hot = theme_layer(project, "registrations", "tactical", "hotspots")
    before = hot.featureCount()
    with GeoPackageWorkspace.open(str(workspace)) as opened:
        store_results(opened, (3, 2, 1))
    load_theme(project, str(workspace), theme, "en", Settings())
    assert theme_layer(project, "registrations", "tactical", "hotspots") is hot
    assert (before, hot.featureCount()) == (12, 3)


def test_a_style_changed_by_hand_stays_and_others_do_not(project, workspace, theme):
    load_theme(project, str(workspace), theme, "en", Settings())
    hot = theme_layer(project, "registrations", "tactical", "hotspots")
    hot.setRenderer(QgsSingleSymbolRenderer(symbols.fill("#123456")))
    load_theme(project, str(workspace), theme, "en", Settings())
    assert hot.renderer().type() == "singleSymbol"
    assert theme_layer(project, "registrations", "tactical", "areas").renderer().type() == "RuleRenderer"


def test_a_saved_project_opens_with_relative_paths_and_known_styles(project, workspace, theme, tmp_path):
    load_theme(project, str(workspace), theme, "en", Settings())
    assert project.write(str(tmp_path / "igh.qgs"))
    text = (tmp_path / "igh.qgs").read_text(encoding="utf-8")
    assert "./igh.gpkg|layername=" in text and f"{tmp_path}/igh.gpkg" not in text
    again = QgsProject()
    assert again.read(str(tmp_path / "igh.qgs"))
    hot = theme_layer(again, "registrations", "tactical", "hotspots")
    with GeoPackageWorkspace.open(str(workspace)) as opened:
        store_results(opened, (3, 2, 1))
    load_theme(again, str(workspace), theme, "en", Settings())
    assert hot.featureCount() == 3
    assert [child.name() for child in again.layerTreeRoot().children()].count("Registrations") == 1
    again.clear()


def test_a_theme_that_was_not_built_is_said(project, tmp_path, theme):
    path = tmp_path / "empty.gpkg"
    GeoPackageWorkspace.create(str(path), "EPSG:28992").close()
    with pytest.raises(UserError, match="has not been built"):
        load_theme(project, str(path), theme, "en", Settings())
