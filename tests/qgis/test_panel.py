"""The panel in QGIS: what it shows of a built city, and when it computes."""

from __future__ import annotations

import shutil
import sqlite3
import time
from dataclasses import replace

import numpy as np
import pandas as pd
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtGui import QColor, QPalette

from igh_plugin.dock import loading
from igh_plugin.dock.panel import IghPanel
from igh_plugin.themes.catalogue import find_theme
from igh_plugin.themes.figures import compute_figures
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.qgis.panel_steps import Interface, texts, wait_for
from tests.unit.example_figures import example_figures, example_without_times

# ---------------------------------------------------------------- what is shown


def test_key_figures_and_hot_spots_are_shown(panel):
    figures = example_figures()
    panel.show_figures(figures, "")
    view = panel.view
    assert view.cards.count() == 4
    cards = [view.cards.itemAt(place).widget() for place in range(4)]
    shown = [not card.button.isHidden() for card in cards]
    assert shown == [bool(item.events and item.event_count) for item in figures.indicators]
    assert "12" in texts(cards[1]) and "better" in texts(cards[1])
    assert "No source tells when a report was closed." in texts(cards[3])
    assert view.spots.rowCount() == len(figures.hotspots) or view.spots.isHidden()
    assert panel.head.clear.isHidden()
    subtitle = view.charts["trend"][1].chart.subtitle()
    assert subtitle in view.charts["trend"][0].text()


def test_what_is_empty_says_why_and_takes_no_room(panel):
    figures = example_without_times()
    panel.show_figures(figures, "")
    for name in ("trend", "hours"):
        title, view = panel.view.charts[name]
        assert view.isHidden()
        assert str(getattr(figures, name).reason) in title.text()


def test_a_theme_without_data_says_so_and_draws_nothing(panel):
    panel.show_figures(replace(example_figures(), reason="There is nothing yet."), "")
    assert panel.view.isHidden()
    assert panel.message.text() == "There is nothing yet." and not panel.message.isHidden()


def test_a_theme_whose_source_was_never_collected(qgis_app, tmp_path):
    path = str(tmp_path / "empty.gpkg")
    GeoPackageWorkspace.create(path, crs="EPSG:28992").close()
    figures = compute_figures(path, find_theme("waste_beside_containers"), "tactical")
    assert "no events of this theme" in str(figures.reason)


def test_a_project_without_themes_says_what_to_do(panel):
    panel.show()
    wait_for(panel)
    assert "no theme in this project" in panel.message.text()
    assert panel.view.isHidden() and not panel.theme_box.isEnabled()


def test_dates_are_written_for_readers(panel):
    figures = replace(example_figures(), data_until="2026-09-30")
    panel.show_figures(figures, "")
    assert "30 Sep 2026" in panel.view.source.text() and "2026-09-30" not in texts(panel)


def test_charts_follow_a_dark_palette(panel):
    panel.show_figures(example_figures(), "")
    assert not panel.view.look.dark
    dark = QPalette()
    dark.setColor(QPalette.ColorRole.Window, QColor("#20262b"))
    dark.setColor(QPalette.ColorRole.WindowText, QColor("#e8eaec"))
    panel.setPalette(dark)
    QCoreApplication.processEvents()
    assert panel.view.look.dark
    view = panel.view.charts["ranking"][1]
    view.resize(400, view.height())
    view.draw()
    assert tuple(np.asarray(view.buffer_rgba())[1, -2, :3]) == (0x20, 0x26, 0x2B)


def test_figures_of_an_earlier_choice_are_dropped(panel):
    panel.number = 2
    panel._loaded(1, example_figures(), "")
    assert panel.figures is None


# ---------------------------------------------------------------- loading


def test_nothing_is_computed_while_hidden_and_nothing_heard_of_what_was_dropped(opened):
    opened.load()
    task = opened.task
    opened.hide()
    assert opened.task is None and not opened.poll.isActive() and not opened.link.layers
    end = time.monotonic() + 20
    while QgsApplication.taskManager().countActiveTasks() and time.monotonic() < end:
        QCoreApplication.processEvents()
    assert task is not None and not QgsApplication.taskManager().countActiveTasks()
    opened.show()
    assert opened.task is not None
    wait_for(opened)
    assert opened.view.isVisible()


def test_closing_while_it_loads_leaves_nothing_behind(qgis_app, city):
    assert QgsProject.instance().read(str(city.parent / "p.qgz"))
    made = IghPanel(Interface())
    made.show()
    made.load()
    made.close()
    made.setParent(None)
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    end = time.monotonic() + 20
    while QgsApplication.taskManager().countActiveTasks() and time.monotonic() < end:
        QCoreApplication.processEvents()
    assert not QgsApplication.taskManager().countActiveTasks()
    QgsProject.instance().clear()


def test_figures_follow_a_run_of_another_process_and_nothing_less(panel, city, tmp_path):
    for name in ("w.gpkg", "p.qgz"):
        shutil.copy(city.parent / name, tmp_path / name)
    assert QgsProject.instance().read(str(tmp_path / "p.qgz"))
    panel.show()
    wait_for(panel)
    assert panel.path == str(tmp_path / "w.gpkg")
    number, figures = panel.number, panel.figures
    (tmp_path / "w.gpkg").touch()
    panel.look_at_workspace()
    assert panel.task is None and panel.number == number
    area = figures.ranking.codes[0]
    with GeoPackageWorkspace.open(tmp_path / "w.gpkg") as workspace:
        level = workspace.area_levels()[0]
        with workspace.begin(kind="areas") as run:
            table = workspace.areas(level)
            names = ["Renamed" if code == area else name for code, name in zip(table["code"], table["name"])]
            frame = pd.DataFrame({"code": table["code"], "name": names, "parent": table["parent"]})
            frame = frame.assign(valid_from=None, valid_to=None, area_km2=table["area_km2"])
            run.replace_areas(level, frame, workspace.area_geometries(level))
    panel.look_at_workspace()
    assert panel.task is not None
    wait_for(panel)
    assert figures.ranking.names[0] != "Renamed" == panel.figures.ranking.names[0]


def test_what_cannot_be_computed_is_not_tried_again_until_there_is_something_new(panel, city, tmp_path):
    for name in ("w.gpkg", "p.qgz"):
        shutil.copy(city.parent / name, tmp_path / name)
    with sqlite3.connect(tmp_path / "w.gpkg") as connection:
        connection.execute("UPDATE igh_workspace SET value = '2' WHERE key = 'schema_version'")
    assert QgsProject.instance().read(str(tmp_path / "p.qgz"))
    panel.show()
    wait_for(panel)
    assert panel.figures is None and "older version" in panel.message.text()
    tries = []
    for _ in range(4):
        panel.look_at_workspace()
        tries.append(panel.task is not None)
        wait_for(panel)
    assert sum(tries) <= 1 and not any(tries[1:])


def test_an_error_is_a_sentence(opened, monkeypatch):
    def broken(*_arguments):
        raise ValueError("out of order")

    monkeypatch.setattr(loading, "figures_in", broken)
    opened.load()
    wait_for(opened)
    assert "out of order" in opened.message.text() and opened.view.isHidden()
