"""The panel follows the view of the map, and several areas selected there, taken together."""

from __future__ import annotations

import shutil
import time

import numpy as np
import pandas as pd
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QCoreApplication

from igh_plugin.core.comparison import WHOLE, Comparison
from igh_plugin.core.errors import UserError
from igh_plugin.core.selection import Selection, codes_of, together
from igh_plugin.themes.catalogue import find_theme
from igh_plugin.themes.figures import compute_figures
from igh_plugin.themes.grouping import theme_layer
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.qgis.panel_steps import all_rows, choose, wait_for

THEME, LEVEL = "registrations", "tactical"
EDGE = 20_037_508  # of the world in Web Mercator, in metres
WORLD = {"EPSG:3857": QgsRectangle(-EDGE, -EDGE, EDGE, EDGE), "EPSG:4326": QgsRectangle(-180, -90, 180, 90)}


def areas_of(panel):
    return theme_layer(QgsProject.instance(), THEME, panel.figures.level, "areas")


def looked(panel, seconds=15):
    """Wait until the view of the map was looked at, and its figures are there."""
    end = time.monotonic() + seconds
    while panel.looked_at.rested.isActive() or panel.looked_at.task is not None:
        QCoreApplication.processEvents()
        time.sleep(0.005)
        assert time.monotonic() < end
    wait_for(panel)


def go_to(panel, box):
    panel.iface.canvas.setExtent(box)
    looked(panel)


@pytest.fixture
def followed(opened):
    """The panel at a level, its map with a size, and all of the city in view."""
    return follow(opened)


def follow(panel):
    choose(panel, THEME, LEVEL)
    panel.iface.canvas.resize(500, 500)
    canvas = panel.iface.canvas
    canvas.setDestinationCrs(areas_of(panel).crs())
    canvas.setExtent(areas_of(panel).extent())
    panel.view_action.setChecked(True)
    looked(panel)
    return panel


def box_around(panel, code, part=1.2):
    with GeoPackageWorkspace.open(panel.path, read_only=True) as workspace:
        level = panel.figures.ranking.level
        shapes = dict(zip(map(str, workspace.areas(level)["code"]), workspace.area_geometries(level)))
    shape = QgsGeometry()
    shape.fromWkb(shapes[code])
    box = shape.boundingBox()
    box.scale(part)
    return box


def met_by(panel):
    """The areas of the level that the view of the map meets, one by one."""
    shape = QgsGeometry.fromRect(panel.iface.canvas.mapSettings().visibleExtent())
    met = []
    with GeoPackageWorkspace.open(panel.path, read_only=True) as workspace:
        level = panel.figures.ranking.level
        for code, wkb in zip(workspace.areas(level)["code"], workspace.area_geometries(level)):
            area = QgsGeometry()
            area.fromWkb(wkb)
            met += [str(code)] if area.intersects(shape) else []
    return met


def test_the_view_is_not_followed_until_asked(opened):
    choose(opened, THEME, LEVEL)
    canvas, number = opened.iface.canvas, opened.number
    canvas.resize(500, 500)
    canvas.setExtent(areas_of(opened).extent().buffered(-2_000))
    looked(opened)
    assert opened.number == number and not opened.figures.area


def test_figures_and_ranking_are_those_of_the_areas_in_view(followed):
    whole = followed.figures
    assert not whole.area and "taken together" not in followed.head.label.text()
    code = whole.ranking.codes[2]
    go_to(followed, box_around(followed, code))
    met = met_by(followed)
    assert len(met) > 1
    figures = followed.figures
    assert code in met and 0 < len(met) < len(whole.ranking.codes)
    assert set(figures.ranking.codes) == set(met)
    assert (
        figures.events
        == figures.ranking.counts.sum()
        == figures.hours.counts.sum() + figures.hours.without_hour
    )
    assert figures.events == sum(int(whole.ranking.counts[whole.ranking.codes.index(one)]) for one in met)
    assert "taken together" in followed.head.label.text()
    assert (
        followed.selection == Selection() and followed.head.clear.isHidden() and not followed.history.can_undo
    )
    assert not areas_of(followed).selectedFeatureCount()
    followed.show_events(figures.indicators[0].events)
    assert all_rows(followed.dialog) == figures.indicators[0].event_count == figures.events
    go_to(followed, areas_of(followed).extent())
    assert followed.figures.events == whole.events and not followed.figures.area


def test_one_area_in_view_is_that_area_among_the_others(followed):
    whole, code = followed.figures, followed.figures.ranking.codes[2]
    go_to(followed, box_around(followed, code, 0.05))
    assert met_by(followed) == [code] == [followed.figures.area]
    assert followed.figures.events == whole.ranking.counts[2]
    assert followed.figures.ranking.codes == whole.ranking.codes
    assert "The area in the map view" in followed.head.label.text() and not followed.area


def test_beside_all_areas_the_whole_is_shown_and_that_is_said(followed):
    box = areas_of(followed).extent()
    go_to(
        followed,
        QgsRectangle(
            box.xMaximum() + 9_000, box.yMaximum() + 9_000, box.xMaximum() + 9_500, box.yMaximum() + 9_500
        ),
    )
    assert "No area lies in the map view" in followed.head.label.text() and not followed.figures.area


def test_an_area_that_was_chosen_stays_wherever_the_map_goes(followed):
    codes = followed.figures.ranking.codes
    followed.set_area(followed.figures.ranking.level, codes[0])
    wait_for(followed)
    go_to(followed, box_around(followed, codes[5]))
    assert followed.figures.area == codes[0] and not followed.head.clear.isHidden()
    followed.head.clear.click()
    looked(followed)
    assert codes[5] in followed.figures.ranking.codes and len(followed.figures.ranking.codes) < len(codes)
    followed.undo()
    wait_for(followed)
    assert followed.figures.area == codes[0]


def test_other_levels_have_their_own_areas_in_view(followed):
    go_to(followed, box_around(followed, followed.figures.ranking.codes[1]))
    choose(followed, level="strategic")
    looked(followed)
    met = met_by(followed)
    shown = followed.figures.ranking.codes if len(met) > 1 else [followed.figures.area]
    assert 0 < len(met) < 7 and set(shown) == set(met)


def test_following_is_kept_in_the_project_and_ends_when_switched_off(followed, tmp_path):
    whole = followed.figures.events
    box = box_around(followed, followed.figures.ranking.codes[0])
    go_to(followed, box)
    inside = followed.figures.events
    assert inside < whole
    project = QgsProject.instance()
    assert project.readBoolEntry("igh", "follow_view", False)[0]
    assert project.write(str(tmp_path / "kept.qgz"))
    project.clear()
    wait_for(followed)
    assert not followed.view_action.isChecked()
    assert project.read(str(tmp_path / "kept.qgz"))
    wait_for(followed)
    looked(followed)
    assert followed.view_action.isChecked()
    go_to(followed, box)
    assert followed.figures.events == inside
    followed.view_action.setChecked(False)
    wait_for(followed)
    assert followed.figures.events == whole
    number = followed.number
    followed.iface.canvas.setExtent(areas_of(followed).extent())
    looked(followed)
    assert followed.number == number


def test_while_hidden_the_map_is_not_followed(followed):
    followed.hide()
    number = followed.number
    followed.iface.canvas.setExtent(box_around(followed, followed.figures.ranking.codes[0]))
    looked(followed)
    assert followed.number == number and not followed.looked_at.following
    followed.show()
    looked(followed)
    assert len(followed.figures.ranking.codes) < 12


def test_a_map_in_another_crs_finds_the_same_areas(followed):

    code = followed.figures.ranking.codes[2]
    go_to(followed, box_around(followed, code))
    here = set(followed.figures.ranking.codes)
    degrees = QgsCoordinateReferenceSystem("EPSG:4326")
    way = QgsCoordinateTransform(areas_of(followed).crs(), degrees, QgsProject.instance())
    box = way.transformBoundingBox(box_around(followed, code))
    followed.iface.canvas.setDestinationCrs(degrees)
    go_to(followed, box)
    assert code in followed.figures.ranking.codes
    assert len(set(followed.figures.ranking.codes) ^ here) <= 3, "the window has other proportions in degrees"


def test_areas_that_were_replaced_since_are_looked_for_anew(panel, city, tmp_path):
    for name in ("w.gpkg", "p.qgz"):
        shutil.copy(city.parent / name, tmp_path / name)
    assert QgsProject.instance().read(str(tmp_path / "p.qgz"))
    panel.show()
    wait_for(panel)
    follow(panel)
    go_to(panel, box_around(panel, panel.figures.ranking.codes[2]))
    assert panel.figures.area
    with GeoPackageWorkspace.open(tmp_path / "w.gpkg") as workspace, workspace.begin("areas") as run:
        for level in workspace.area_levels():
            frame = pd.DataFrame(workspace.areas(level))
            frame["geometry"] = workspace.area_geometries(level)
            frame["code"] = "new " + frame["code"].astype(str)
            frame["parent"] = frame["parent"].map(lambda above: f"new {above}" if above else None)
            run.replace_areas(level, frame)
    panel.look_at_workspace()
    wait_for(panel)
    looked(panel)
    assert panel.figures is not None and panel.message.isHidden()
    met = met_by(panel)
    assert len(met) > 1 and set(panel.figures.ranking.codes) == set(met)


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:4326"])
def test_from_afar_all_areas_are_in_view_in_any_crs(followed, crs):
    whole = followed.figures.events
    go_to(followed, box_around(followed, followed.figures.ranking.codes[0]))
    assert followed.figures.events < whole
    followed.iface.canvas.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    looked(followed)
    go_to(followed, WORLD[crs])
    assert followed.figures.events == whole and not followed.figures.area
    assert followed.looked_at.words() == []


# ---------------------------------------------------------------- several areas


def test_areas_selected_on_the_map_are_taken_together(opened):
    choose(opened, THEME, LEVEL)
    whole, layer = opened.figures, areas_of(opened)
    level = whole.ranking.level
    codes = [whole.ranking.codes[n] for n in (0, 3, 7)]
    layer.selectByExpression(f'"code" IN ({", ".join(map(repr, codes))})')
    wait_for(opened)
    figures = opened.figures
    assert opened.selection.area == together(codes) and opened.selection.area_level == level
    assert figures.events == sum(int(whole.ranking.counts[n]) for n in (0, 3, 7))
    names = {whole.ranking.names[n] for n in (0, 3, 7)}
    assert set(str(figures.area_title).split(", ")) == names
    assert set(figures.ranking.codes) == set(codes)
    opened.show_events(figures.indicators[0].events)
    assert all_rows(opened.dialog) == figures.events
    opened.head.clear.click()
    wait_for(opened)
    assert not layer.selectedFeatureCount() and opened.figures.events == whole.events
    opened.undo()
    wait_for(opened)
    assert {feature["code"] for feature in layer.selectedFeatures()} == set(codes)


@pytest.mark.parametrize("theme", ["registrations", "waste_beside_containers"])
@pytest.mark.parametrize("level", ["operational", "tactical", "strategic"])
def test_all_parts_of_an_area_together_are_that_area(qgis_app, city, theme, level):
    chosen = find_theme(theme)
    with GeoPackageWorkspace.open(city, read_only=True) as workspace:
        of = workspace.area_levels()
        district = str(workspace.areas(of[-1])["code"][0])
        parts_of = workspace.finest_areas(of[-1], district)
    assert len(parts_of) > 1
    one = compute_figures(str(city), chosen, level, district, area_level=of[-1], comparison=Comparison(WHOLE))
    parts = compute_figures(
        str(city), chosen, level, together(parts_of), area_level=of[0], comparison=Comparison(WHOLE)
    )
    for left, right in zip(one.indicators, parts.indicators):
        same = (
            "id",
            "value",
            "previous",
            "change",
            "p_value",
            "event_count",
            "year_before",
            "latest",
            "slope",
            "elsewhere",
        )
        if left.value is None or right.value is None:
            continue  # where an area stands among the others is told of one area of the level
        assert [getattr(left, name) for name in same] == [getattr(right, name) for name in same]
    assert np.array_equal(one.trend.values, parts.trend.values, equal_nan=True)
    assert np.array_equal(one.trend.upper, parts.trend.upper, equal_nan=True)
    assert np.array_equal(one.hours.counts, parts.hours.counts)
    assert [spot.name for spot in one.hotspots] == [spot.name for spot in parts.hotspots]
    if level != "strategic":
        assert one.ranking.codes == parts.ranking.codes
    assert parts.selection.area == together(parts_of) and parts.selection.area_level == of[0]
    with GeoPackageWorkspace.open(city, read_only=True) as workspace:
        for item in parts.indicators:
            if item.events is not None:
                assert workspace.count_events(item.events) == item.event_count


def test_codes_that_are_not_there_are_left_out(qgis_app, city):
    theme = find_theme(THEME)
    ranking = compute_figures(str(city), theme, LEVEL).ranking
    code = ranking.codes[0]
    found = compute_figures(str(city), theme, LEVEL, together([code, "gone"]), area_level=ranking.level)
    assert (found.area, found.area_level) == (code, ranking.level) and found.events == ranking.counts[0]
    with pytest.raises(UserError):
        compute_figures(str(city), theme, LEVEL, together(["gone", "away"]), area_level=ranking.level)


def test_codes_are_put_together_and_taken_apart():
    assert (
        codes_of("") == () and codes_of("a") == ("a",) and codes_of(together(["b", "a", "b"])) == ("a", "b")
    )
