"""A user works with the panel: real clicks and keys in the real QGIS; pictures in build/gui."""

from __future__ import annotations

import os
import sqlite3

import pytest

from scripts.virtual_desktop import Desktop
from tests.gui.conftest import PANEL, Screen

SELECTED = (
    "{layer.customProperty('igh/level'): [f['code'] for f in layer.selectedFeatures()]"
    " for layer in QgsProject.instance().mapLayers().values()"
    " if layer.customProperty('igh/name') == 'borders'}"
)
EXTENT = "iface.mapCanvas().extent().toString()"


def test_the_panel_opens_from_the_toolbar_with_figures(screen):
    screen.picture("panel")
    assert screen.panel("p.figures.events") > 100
    assert screen.panel("p.view.cards.count()") == 4
    assert not screen.panel("p.message.isVisible()")
    room = screen.panel("[p.view.minimumSizeHint().width(), p.scroll.viewport().width()]")
    assert room[0] <= room[1], "something is cut at the right edge"


def test_a_click_on_a_bar_and_back(screen):
    before, whole = screen.run(EXTENT), screen.panel("p.figures.events")
    code = screen.panel("p.view.charts['ranking'][1].chart.code(1)")
    screen.click_mark("ranking", 1)
    screen.figures_there(f"p.figures.area == {code!r}")
    assert [code] in screen.run(SELECTED).values()
    assert screen.run(EXTENT) != before
    assert 0 < screen.panel("p.figures.events") < whole
    screen.picture("bar_clicked")
    screen.desktop.click(f"{PANEL}.head.clear")
    screen.figures_there("not p.figures.area")
    assert not any(screen.run(SELECTED).values())
    assert screen.run(EXTENT) == before


def test_an_area_selected_with_the_tool_of_qgis_filters_the_panel(screen):
    screen.run(
        "layer = [l for l in QgsProject.instance().mapLayers().values()"
        " if l.customProperty('igh/name') == 'borders'][-1]\n"
        "iface.setActiveLayer(layer)\n"
        "iface.actionSelect().trigger()\n"
        "_f = next(layer.getFeatures())"
    )
    code = screen.run("_f['code']")
    place = (
        "iface.mapCanvas().getCoordinateTransform()"
        ".transform(_f.geometry().pointOnSurface().asPoint()).toQPointF().toPoint()"
    )
    screen.click_at("iface.mapCanvas().viewport()", place)
    screen.figures_there(f"p.figures.area == {code!r}")
    screen.picture("area_selected")
    assert screen.panel("p.head.clear.isVisible()")
    screen.run("layer.removeSelection()\niface.actionPan().trigger()")
    screen.figures_there("not p.figures.area")


def test_the_panel_follows_the_view_of_the_map_while_asked(screen):
    whole, before = screen.panel("p.figures.events"), screen.run(EXTENT)
    screen.desktop.click(f"{PANEL}.more")
    screen.choose_from_menu("Follow the map view")
    screen.wait_until(f"{PANEL}.looked_at.looked", 10)
    screen.desktop.click("iface.mapCanvas().viewport()", button=4)
    screen.desktop.click("iface.mapCanvas().viewport()", button=4)
    screen.wait_until(f"{PANEL}.looked_at.areas[1]", 10)
    screen.figures_there("p.figures.area")
    assert 0 < screen.panel("p.figures.events") < whole and not screen.panel("p.area")
    assert screen.panel("len(p.figures.ranking.codes)") == screen.panel(
        "p.looked_at.areas[1].count('\\n') + 1"
    )
    screen.picture("in_view")
    screen.desktop.click(f"{PANEL}.more")
    screen.choose_from_menu("Follow the map view")
    screen.figures_there(f"p.figures.events == {whole}")
    screen.run("iface.mapCanvas().zoomToPreviousExtent()\niface.mapCanvas().zoomToPreviousExtent()")
    screen.wait_until(f"{EXTENT} == {before!r}", 10)


def test_two_months_are_brushed_an_hour_is_chosen_and_both_are_undone(screen):
    whole = screen.panel("p.figures.events")
    layer = "[l for l in QgsProject.instance().mapLayers().values() if"
    layer += " [l.customProperty('igh/' + k) for k in ('name', 'theme', 'level')]"
    layer += " == ['events', 'registrations', 'tactical']][0]"
    source = screen.run(f"{layer}.source()")
    first, last = screen.panel("[int(p.figures.trend.starts[20]), int(p.figures.trend.ends[28])]")
    screen.drag("trend", 20, 28)
    screen.figures_there(f"p.figures.days == ({first}, {last})")
    assert screen.panel("p.figures.events == p.figures.trend.values[20:29].sum()")
    screen.wait_until(f"'BETWEEN {first} AND {last}' in {layer}.source()", 5)
    screen.drag("hours", 9, 24 * 4 + 16)
    screen.figures_there("p.selection.hours")
    assert 0 < screen.panel("p.figures.events") < screen.panel("int(p.figures.trend.values[20:29].sum())") + 1
    screen.panel("p.scroll.verticalScrollBar().setValue(0)")
    screen.picture("brushed")
    screen.panel("p.scroll.verticalScrollBar().setValue(600)")
    screen.picture("brushed_below")
    screen.run(f"{screen.chart('trend')}.setFocus()")
    screen.key("ctrl+z")
    screen.figures_there(f"not p.selection.hours and p.figures.days == ({first}, {last})")
    screen.desktop.click(f"{PANEL}.undo_button")
    screen.figures_there(f"p.figures.events == {whole}")
    screen.wait_until(f"{layer}.source() == {source!r}", 5)


def test_shift_with_arrows_brushes_and_escape_takes_it_away(screen):
    widget = screen.chart("trend")
    screen.run(f"{widget}.setFocus()\n{widget}.current = 30")
    screen.desktop.xdotool("keydown", "shift", "key", "Right", "key", "Right", "keyup", "shift")
    screen.figures_there("p.selection.days is not None")
    assert screen.panel(
        "p.selection.days == (int(p.figures.trend.starts[30]), int(p.figures.trend.ends[32]))"
    )
    screen.key("Escape")
    screen.figures_there("p.selection.days is None")


def test_a_double_click_opens_the_rows_and_moves_nothing(screen):
    before = screen.run(EXTENT)
    count = screen.panel("int(p.figures.ranking.counts[2])")
    screen.click_mark("ranking", 2, double=True)
    screen.wait_until(f"{PANEL}.dialog is not None", 10)
    screen.picture("events")
    found = screen.events()
    assert found["rows"] == count
    assert screen.run(EXTENT) == before and not screen.panel("p.area")


def test_cells_and_points_open_their_rows(screen):
    cell = screen.panel("int(p.figures.hours.counts.argmax())")
    screen.click_mark("hours", cell, double=True)
    assert screen.events()["rows"] == screen.panel(f"int(p.figures.hours.counts.flat[{cell}])")
    screen.click_mark("trend", 40, double=True)
    assert screen.events()["rows"] == screen.panel("int(p.figures.trend.values[40])")


def test_the_keyboard_alone_reaches_the_rows(screen):
    widget = screen.chart("ranking")
    screen.run(f"{widget}.setFocus()\n{widget}.current = None")
    for _ in range(4):
        screen.key("Down")
    assert screen.run(f"{widget}.current") == 3
    screen.picture("keyboard")
    screen.key("Return")
    assert screen.events()["rows"] == screen.panel("int(p.figures.ranking.counts[3])")
    screen.key("space")
    screen.figures_there("p.figures.area == p.figures.ranking.codes[3]")


def test_buttons_of_cards_and_rows_of_hot_spots(screen):
    for place in range(4):
        screen.press(f"{PANEL}.view.cards.itemAt({place}).widget().button")
        assert screen.events()["rows"] == screen.panel(f"p.figures.indicators[{place}].event_count")
    table = f"{PANEL}.view.spots"
    screen.run(f"{PANEL}.scroll.ensureWidgetVisible({table})")
    item = f"{table}.visualItemRect({table}.item(0, 1)).center()"
    screen.click_at(f"{table}.viewport()", item, double=True)
    assert screen.events()["rows"] == screen.panel("p.figures.hotspots[0].events")
    screen.picture("hot_spots")


def test_the_other_button_of_the_mouse_offers_the_same_in_words(screen):
    widget = screen.chart("ranking")
    screen.click_at(widget, "w.point(0)", button=3)
    screen.wait_until("QApplication.activePopupWidget() is not None", 5)
    screen.picture("menu")
    assert screen.run("len([a for a in QApplication.activePopupWidget().actions() if a.text()])") == 5
    screen.key("Escape")


def test_level_and_theme_are_switched(screen):
    screen.choose("level_box", "Strategic")
    screen.figures_there("p.figures.level == 'strategic'")
    screen.choose("theme_box", "Waste beside containers")
    screen.figures_there("p.figures.theme == 'waste_beside_containers'")
    assert screen.panel("p.figures.level") == "strategic"
    screen.picture("waste")
    group = "QgsProject.instance().layerTreeRoot().findGroup('Waste beside containers').isVisible()"
    assert screen.run(group)
    share = "[i.event_count for i in p.figures.indicators if i.unit == '%'][0]"
    count = screen.panel(share)
    screen.press(f"{PANEL}.view.cards.itemAt(0).widget().button")
    found = screen.events()
    assert found["rows"] == count and "together" in found["sentence"]


def test_figures_follow_another_process(screen):
    screen.run(f"{PANEL}.poll.setInterval(300)")
    screen.click_mark("ranking", 1)
    screen.figures_there("p.figures.area")
    area, number = screen.panel("p.figures.area"), screen.panel("p.number")
    with sqlite3.connect(screen.folder / "w.gpkg") as other:
        columns = [row[1] for row in other.execute("PRAGMA table_info(runs)") if row[1] != "id"]
        listed = ", ".join(f'"{name}"' for name in columns)
        last = "(SELECT max(id) FROM runs)"
        other.execute(f"INSERT INTO runs ({listed}) SELECT {listed} FROM runs WHERE id = {last}")
    screen.wait_until(f"{PANEL}.number > {number}", 10)
    screen.run("plugin().live_layers.look()")
    screen.figures_there()
    assert screen.panel("p.figures.area") == area, "the reloaded layers unsettled the choice"
    assert [area] in screen.run(SELECTED).values()
    screen.picture("new_data")
    screen.run(f"{PANEL}.poll.setInterval(5000)\niface.messageBar().clearWidgets()")


def test_the_dark_theme_of_qgis_can_be_read(screen):
    screen.run("QgsApplication.setUITheme('Night Mapping')")
    try:
        screen.wait_until(f"{PANEL}.view.look.dark", 10)
        screen.panel("p.scroll.verticalScrollBar().setValue(0)")
        screen.desktop.click(f"{PANEL}.head.label")
        screen.picture("dark")
        screen.panel("p.scroll.verticalScrollBar().setValue(100000)")
        screen.desktop.click(f"{PANEL}.view.source")
        screen.picture("dark_below")
    finally:
        screen.run("QgsApplication.setUITheme('default')")
    screen.wait_until(f"not {PANEL}.view.look.dark", 10)


def test_the_dialog_that_builds_a_theme_opens_from_the_menu(screen):
    screen.run(
        "_menu = [a.menu() for a in iface.pluginMenu().actions() if a.text().replace('&', '') == 'IGH'][0]"
    )
    texts = screen.run("[action.text() for action in _menu.actions()]")
    assert len(texts) == len(screen.run("[a.objectName() for a in plugin().actions]")) == 7
    screen.run(
        "_bar = iface.mainWindow().menuBar()\n_at = _bar.actionGeometry(iface.pluginMenu().menuAction()).center()"
    )
    screen.click_at("_bar", "_at")
    screen.wait_until("iface.pluginMenu().isVisible()", 5)
    screen.click_at("iface.pluginMenu()", "w.actionGeometry(_menu.menuAction()).center()")
    screen.wait_until("_menu.isVisible()", 5)
    screen.picture("menu_of_plugin")
    screen.click_at("_menu", "w.actionGeometry([a for a in w.actions() if 'Build' in a.text()][0]).center()")
    dialog = "[d for d in QApplication.topLevelWidgets() if d.isVisible() and 'build a theme' in d.windowTitle().lower()]"
    screen.wait_until(f"bool({dialog})", 15)
    screen.picture("build_a_theme")
    screen.run(f"{dialog}[0].close()")


def test_the_page_of_options_opens(screen):
    opened = "QApplication.activeModalWidget() is not None"
    screen.run("from qgis.PyQt.QtCore import QTimer\nQTimer.singleShot(0, plugin().show_options)")
    screen.wait_until(opened, 15)
    screen.wait_until("QApplication.activeModalWidget().findChild(QWidget, 'IghOptionsPage') is not None", 10)
    screen.picture("options")
    assert screen.run("QApplication.activeModalWidget().findChild(QWidget, 'IghOptionsPage').isVisible()")
    screen.run("QApplication.activeModalWidget().reject()")
    screen.wait_until(f"not ({opened})", 10)


def test_closing_the_panel_while_it_loads(screen):
    action = "iface.mainWindow().findChild(QToolBar, 'IghToolBar').widgetForAction(plugin().panel_action)"
    screen.panel("p.load()")
    screen.desktop.click(action)
    screen.wait_until(f"not {PANEL}.isVisible()", 10)
    assert screen.panel("p.task is None and not p.poll.isActive()")
    screen.wait_until("QgsApplication.taskManager().countActiveTasks() == 0", 30)
    screen.desktop.click(action)
    screen.figures_there("p.isVisible() and p.view.isVisible()")


def test_switching_the_plugin_off_and_on_while_it_loads(screen):
    screen.panel("p.load()")
    screen.run("qgis.utils.unloadPlugin('igh_plugin')")
    assert screen.run("iface.mainWindow().findChild(QWidget, 'IghPanel') is None")
    screen.wait_until("QgsApplication.taskManager().countActiveTasks() == 0", 30)
    screen.run("qgis.utils.loadPlugin('igh_plugin') and qgis.utils.startPlugin('igh_plugin')")
    screen.run("plugin().show_panel()")
    screen.figures_there("p.isVisible()")
    screen.run(f"{PANEL}.setMinimumWidth(460)")


def test_in_qgis_3_40(own_copy, new_folder):
    if os.environ.get("QGIS340") == "off":
        pytest.skip("QGIS 3.40 is off: QGIS340=off")
    folder = own_copy()
    with Desktop(new_folder("desktop"), version="3.40", project=folder / "p.qgz") as desktop:
        screen = Screen(desktop)
        toolbar = "iface.mainWindow().findChild(QToolBar, 'IghToolBar')"
        desktop.click(f"{toolbar}.widgetForAction(plugin().panel_action)")
        screen.wait_until(f"{PANEL} is not None and {PANEL}.isVisible()", 20)
        screen.figures_there()
        code = screen.panel("p.view.charts['ranking'][1].chart.code(1)")
        screen.click_mark("ranking", 1)
        screen.figures_there(f"p.figures.area == {code!r}")
        assert [code] in screen.run(SELECTED).values()
        screen.picture("qgis_3_40")
        screen.click_mark("ranking", 0, double=True)
        assert screen.events()["rows"] == screen.panel("int(p.figures.ranking.counts[0])")
        screen.no_complaints()
