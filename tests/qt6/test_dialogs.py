"""The dialogs under PyQt6: options, a new source, and the editor of themes; and every module is imported."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest

import igh_plugin
from tests.qt6.fake_qgis import QgsApplication, QgsSettings
from tests.unit.example_figures import (
    example_figures,
)

ROOMS = ("dock", "dialogs", "dialogs.theme_editor", "charts")


def modules():
    top = igh_plugin.__path__[0]
    for room in ROOMS:
        for found in pkgutil.iter_modules([f"{top}/{room.replace('.', '/')}"]):
            yield f"igh_plugin.{room}.{found.name}"


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_is_imported(name):
    importlib.import_module(name)


@pytest.mark.parametrize(
    "chain", ["Qt.AlignLeft", "QSizePolicy.Expanding", "QFrame.StyledPanel", "Qt.Key_Up"]
)
def test_the_bridge_has_no_enum_that_is_not_scoped(chain):
    from qgis.PyQt import QtCore, QtWidgets

    owner, name = chain.split(".")
    owner = getattr(QtCore, owner, None) or getattr(QtWidgets, owner)
    with pytest.raises(AttributeError):
        getattr(owner, name)


# ---------------------------------------------------------------- the options


def test_the_page_of_options_keeps_what_was_set(app):
    from igh_plugin.dialogs.options import OptionsFactory
    from igh_plugin.settings import Settings

    QgsSettings.stored.clear()
    page = OptionsFactory().createWidget(None)
    page.basemap.setFilePath("/maps/base.gpkg")
    QTest.mouseClick(
        page.use_pdok_grey, Qt.MouseButton.LeftButton, pos=QPoint(8, page.use_pdok_grey.height() // 2)
    )
    page.basemap_timeout.setValue(9)
    page.apply()
    stored = Settings.load()
    assert (stored.basemap, stored.use_pdok_grey, stored.basemap_timeout_s) == ("/maps/base.gpkg", True, 9)


# ---------------------------------------------------------------- a new source


def test_the_dialog_for_a_source_proposes_checks_and_saves(app, tmp_path):
    from igh_plugin.dialogs.source import SourceDialog

    (tmp_path / "x.csv").write_text(
        "id,datum,soort,x,y\n1,2026-01-01,afval,121000,487000\n", encoding="utf-8"
    )
    asked = []
    dialog = SourceDialog(tmp_path / "sources", lambda *what: asked.append(what))
    dialog.preview()
    assert "Give the source a name" in dialog.message.text()
    dialog.name.setText("klachten")
    dialog.text.setPlainText(
        "source: klachten\nkind: report\ncrs: EPSG:28992\nfields: {category: soort, x: x, y: y}\n"
    )
    assert dialog.check() and dialog.save_button.isEnabled()
    dialog.save_and_collect()
    assert asked == [(str(tmp_path / "sources" / "klachten.yaml"), "")]
    dialog.text.setPlainText("source: klachten\nkind: rapport\nfields: {x: x, y: y}")
    assert dialog.save() is None and "line 2" in dialog.message.text()
    dialog.close()


def test_what_becomes_of_records_is_shown_and_held_while_the_definition_is_wrong(app):
    from igh_plugin.dialogs.trial_view import TrialView
    from igh_plugin.pipeline.trial import Fault, Trial

    events = pd.DataFrame(
        {
            "event_id": ["mine:1", "mine:2"],
            "occurred_local": np.array(["2026-01-01T10:30:00", "NaT"], "datetime64[s]"),
            "local_hour": [10.0, np.nan],
            "category": ["waste", None],
            "m_items": [2.5, np.nan],
            "x": [4.9, 4.91],
            "y": [52.37, 52.38],
        }
    )
    fault = Fault(3, 4, "no coordinates", "fields.x", "x: ")
    view = TrialView()
    view.show_trial(Trial(3, events, "EPSG:4326", True, [fault], {"no coordinates": 1}))
    model = view.events.model()
    cells = [[model.data(model.index(row, at)) for at in range(model.columnCount())] for row in range(2)]
    assert cells[0][:4] == ["mine:1", "2026-01-01 10:30:00", "waste", "2.5"]
    assert cells[1][:4] == ["mine:2", "", "", ""] and model.titles[-2:] == ["Longitude", "Latitude"]
    assert view.faults.model().rows == [("3", "no coordinates", "fields.x", "x: ")]
    assert view.said.text() == "2 of 3 records become events; 1 × no coordinates."
    view.hold(True)
    assert not view.events.isEnabled() and "before the mistake" in view.said.text()
    view.hold(False)
    assert view.events.isEnabled() and "2 of 3" in view.said.text()
    view.clear()
    assert view.events.model().rowCount() == 0 and view.said.text() == ""


# ---------------------------------------------------------------- the editor of themes


@pytest.fixture
def editor(app, tmp_path, monkeypatch):
    from igh_plugin.dialogs.theme_editor import dialog, preview
    from igh_plugin.dock.figures_view import FiguresView
    from igh_plugin.themes.stock import Held, offered

    def stock(place, own, progress):
        held = (
            Held("samplecity_reports", "report", "grofvuil", 12),
            Held("samplecity_reports", "report", "", 3),
        )
        known = {"collected": ("samplecity_reports",), "statistics": ("inhabitants", "km2"), "held": held}
        return replace(offered(own), place=place, statuses=("open",), attributes={"zone": ("in",)}, **known)

    monkeypatch.setattr(dialog, "stock_of", stock)
    monkeypatch.setattr(preview, "compute_figures", lambda *_, **_named: example_figures())
    asked = []
    made = dialog.ThemeEditor(
        tmp_path / "igh", tmp_path / "sources", FiguresView, lambda *what: asked.append(what), "w.gpkg"
    )
    made.asked = asked
    QgsApplication.manager.work()
    made.show()
    yield made
    made.discard()
    QgsApplication.manager.tasks.clear()


def chosen_from(button, text):
    next(action for action in button.menu().actions() if action.text() == text).trigger()


def test_a_theme_is_made_step_by_step_previewed_and_saved(editor, tmp_path):
    from igh_plugin.themes.catalogue import read_theme

    QTest.keyClicks(editor.question.title.lines["en"], "Bulky waste")
    QTest.keyClicks(editor.question.question.lines["en"], "Where is it?")
    for step in (editor.sources, editor.parts, editor.indicators):
        QTest.mouseClick(editor.forth, Qt.MouseButton.LeftButton)
        assert step.isVisible()
    editor.go_to(1)
    categories = editor.sources.lists["categories"]
    categories.setFocus()
    categories.setCurrentRow(0)
    QTest.keyClick(categories, Qt.Key.Key_Space)
    assert categories.ticked() == ["grofvuil"] and "12 of the 15 events" in editor.sources.said.text()
    editor.go_to(2)
    chosen_from(editor.parts.add, "Saturday and Sunday")
    assert editor.parts.lists["weekdays"].ticked() == ["sat", "sun"]
    editor.go_to(3)
    chosen_from(editor.indicators.add, "Number of events")
    chosen_from(editor.indicators.add, "Events per 1,000 inhabitants")
    assert editor.check(), editor.message.text()
    editor.go_to(4)
    editor.levels.grid.boxes["there", "strategic"].click()
    editor.go_to(5)
    editor.charts.add_caution()
    editor.charts.cautions.item(0, 0).setText("Mind the gap.")
    editor.go_to(6)
    QgsApplication.manager.work()
    assert editor.preview.view.isVisible() and editor.preview.view.cards.count() == 4
    QTest.mouseClick(editor.build_button, Qt.MouseButton.LeftButton)
    assert editor.asked == [("w.gpkg", "my_bulky_waste")]
    theme = read_theme(tmp_path / "igh" / "themes" / "my_bulky_waste")
    assert theme.categories == ("grofvuil",) and list(theme.counts) == ["weekend"]
    assert [level.id for level in theme.levels] == ["operational", "tactical"]
    editor.save_zip(str(tmp_path / "x.zip"))
    editor.open_zip(str(tmp_path / "x.zip"))
    assert editor.question.id.text() == "my_bulky_waste" and "Look at it" in editor.message.text()


def test_a_fault_stands_beside_its_field(editor):
    editor.question.id.setText("No id")
    assert not editor.check() and not editor.save_button.isEnabled()
    title, said = (editor.question.faults._labels[key,] for key in ("title", "theme"))
    assert title.isVisible() and not said.isVisible() and "“title” is missing" in editor.message.text()
    editor.question.title.lines["nl"].setText("Grofvuil")
    editor.question.question.lines["nl"].setText("Waar?")
    editor.check()
    assert said.isVisible() and "small letters" in said.text() and not title.isVisible()
