"""The panel and its table of events under PyQt6: computed, narrowed, compared, undone and taken elsewhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import QModelIndex, Qt
from PyQt6.QtGui import QColor, QPalette
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from igh_plugin.charts.look import Look
from igh_plugin.charts.wording import Wording
from igh_plugin.core.comparison import AREA, YEAR, Comparison, as_text
from igh_plugin.core.filters import EventFilter
from igh_plugin.core.selection import NOTHING, Selection
from tests.qt6.fake_qgis import QgsApplication, QgsProject
from tests.qt6.steps import Workspace, drag, no_second_click
from tests.unit.example_figures import (
    example_figures,
    example_since,
    example_without_times,
)

# ---------------------------------------------------------------- tables


def test_the_table_of_events(app, monkeypatch):
    from igh_plugin.dock import events_table

    monkeypatch.setattr(events_table, "open_workspace", Workspace.open)
    dialog = events_table.EventsDialog("w.gpkg", EventFilter(measure="items"), Wording(), "Reports")
    dialog.show()
    model = dialog.model
    assert dialog.windowTitle() == "Reports: 450 events"
    assert dialog.sentence.text() == "450 events; Items together: 900"
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    assert model.rowCount() == 450
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    row = dict(zip(heads, (model.index(7, n).data() for n in range(model.columnCount()))))
    assert row["Area"] == "Old town" and row["Items"] == "2" and row["Event"] == "s:7"
    assert "10" in row["Happened (local time)"] and row["Happened until (UTC)"] == ""
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.workspace.closed


# ---------------------------------------------------------------- the panel

PLACES = (("district", "A", "Noord"), ("quarter", "WK000", "Oude Stad"), ("quarter", "WK001", "De Vest"))


@pytest.fixture
def panel(app, monkeypatch):
    from igh_plugin.dock import events_table, loading
    from igh_plugin.dock import panel as house

    def computed(workspace, theme, level, area, language, progress, area_level, selection, own, comparison):
        progress.step(0.5)
        figures = replace(example_figures(), theme=theme.id, level=level, area_level=area_level)
        figures = replace(figures, comparison=comparison, compared_title=comparison.area, places=PLACES)
        return replace(figures, area=area or "", area_title=area or "Whole area", selection=selection)

    monkeypatch.setattr(loading, "figures_in", computed)
    monkeypatch.setattr(house, "project_themes", lambda _project: [("w.gpkg", "registrations")])
    monkeypatch.setattr(loading, "open_workspace", Workspace.open)
    monkeypatch.setattr(events_table, "open_workspace", Workspace.open)
    QgsProject.instance().entries.clear()
    made = house.IghPanel(None)
    made.resize(420, 900)
    made.show()
    QApplication.processEvents()
    yield made
    made.close()
    QgsApplication.manager.tasks.clear()


def test_the_panel_computes_and_shows(panel):
    assert panel.task is not None and "Computing" in panel.message.text()
    QgsApplication.manager.work()
    assert panel.task is None and panel.view.isVisible() and not panel.message.isVisible()
    assert panel.theme_box.count() == 1 and panel.level_box.count() == 3
    assert panel.view.cards.count() == 4
    assert panel.view.minimumSizeHint().width() <= panel.scroll.viewport().width()


def test_news_lead_to_their_events_and_areas(panel):
    QgsApplication.manager.work()
    view = panel.view
    assert view.since.isHidden()
    view.show_figures(replace(panel.figures, since=example_since()))
    told = view.since.text()
    assert "Since the last briefing, 21 Sep 2026" in told and "Kadeweg &lt;Noord>" in told
    assert (
        told.count("<a href") == 2 and "from 21 Sep 2026 to 27 Sep 2026" in view.since.accessibleDescription()
    )
    events, fields = [], []
    view.events_wanted.disconnect()
    view.narrowed.disconnect()
    view.events_wanted.connect(lambda selection, title: events.append((selection, title)))
    view.narrowed.connect(fields.append)
    view.since.linkActivated.emit("0")
    view.since.linkActivated.emit("1")
    assert events == [(example_since().news[0].events, "New hot spot: Kadeweg <Noord>, 31 events")]
    assert fields == [{"area_level": "quarter", "area": "WK002"}]


def test_the_last_periods_are_drawn_small_and_told(app):
    from igh_plugin.dock.sparkline import Sparkline

    look = Look()
    line = Sparkline()
    line.show_indicator(example_figures().indicators[0], look, Wording())
    line.resize(160, 30)
    assert len(line.points()) == 12 and "more than expected" in line.accessibleDescription()
    assert line.accessibleName() == "Inspections below grade"
    picture = line.grab().toImage()
    marks = [line.points()[index] for index in (3, 8)]
    colours = [picture.pixelColor(round(at.x()), round(at.y())).name() for at in marks]
    assert colours == [look.warm, look.cool]
    line.recent = replace(line.recent, target=None, values=np.full(13, 5.0))
    assert {point.y() for point in line.points()} == {15.0}
    line.recent = replace(line.recent, values=np.full(13, np.nan))
    line.grab()
    assert line.points() == []


def test_a_bar_chooses_its_area_and_the_button_goes_back(panel):
    QgsApplication.manager.work()
    view = panel.view.charts["ranking"][1]
    code = view.chart.code(2)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.point(2))
    no_second_click(view)
    QgsApplication.manager.work()
    assert panel.figures.area == code and view.selected == 2 and panel.head.clear.isVisible()
    assert QgsProject.instance().entries["igh", "area"] == code
    QTest.mouseClick(panel.head.clear, Qt.MouseButton.LeftButton)
    QgsApplication.manager.work()
    assert panel.figures.area == "" and not panel.head.clear.isVisible()


def test_periods_and_hours_are_selected_said_and_taken_away(panel):
    QgsApplication.manager.work()
    trend, hours = (panel.view.charts[name][1] for name in ("trend", "hours"))
    drag(trend, 10, 14)
    QgsApplication.manager.work()
    days = int(trend.chart.trend.starts[10]), int(trend.chart.trend.ends[14])
    assert panel.selection == Selection(days=days) and trend.marked == (10, 11, 12, 13, 14)
    assert panel.head.chips.isVisible() and panel.wording.span(*days) in panel.head.chips.text()
    assert QgsProject.instance().entries["igh", "days"] == f"{days[0]} {days[1]}"
    drag(hours, 24 + 9, 48 + 11)
    QgsApplication.manager.work()
    assert panel.selection.hours == (33, 34, 35, 57, 58, 59)
    assert "Tue, Wed 09:00\u201312:00" in panel.head.chips.text()
    panel.head.chips.linkActivated.emit("days")
    assert panel.selection.days is None and panel.selection.hours
    panel.choose({"hours": panel.selection.hours})
    assert panel.selection == NOTHING and not panel.head.chips.isVisible()


def test_what_is_compared_with_is_chosen_by_keys_and_kept(panel):
    QgsApplication.manager.work()
    box = panel.compare
    assert box.kind_box.isVisible() and not box.area_box.isVisible()
    box.kind_box.setFocus()
    QTest.keyClick(box.kind_box, Qt.Key.Key_Down)
    QgsApplication.manager.work()
    assert panel.figures.comparison == Comparison(YEAR)
    assert QgsProject.instance().entries["igh", "compare"] == "year"
    QTest.keyClick(box.kind_box, Qt.Key.Key_End)
    assert box.area_box.isVisible() and panel.figures.comparison == Comparison(YEAR)
    assert [box.area_box.itemText(row) for row in range(3)][0] == "Noord (District)"
    QTest.keyClicks(box.area_box.lineEdit(), "de vest (Quarter)")
    QTest.keyClick(box.area_box.lineEdit(), Qt.Key.Key_Return)
    QgsApplication.manager.work()
    chosen = Comparison(AREA, "quarter", "WK001")
    assert panel.figures.comparison == chosen and "compared with WK001" in panel.head.label.text()
    assert QgsProject.instance().entries["igh", "compare"] == as_text(chosen)
    box.show_places(())
    assert not box.kind_box.model().item(3).isEnabled()


def test_undo_and_redo_by_button_and_key(panel):
    QgsApplication.manager.work()
    assert not panel.undo_button.isEnabled() and not panel.redo_button.isEnabled()
    for hours in ((1, 2), (3, 4)):
        panel.choose({"hours": hours})
        QgsApplication.manager.work()
    QTest.mouseClick(panel.undo_button, Qt.MouseButton.LeftButton)
    assert panel.selection.hours == (1, 2) and panel.redo_button.isEnabled()
    view = panel.view.charts["trend"][1]
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert panel.selection == NOTHING and not panel.undo_button.isEnabled()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(view, Qt.Key.Key_Z, both)
    assert panel.selection.hours == (1, 2)
    QTest.mouseClick(panel.redo_button, Qt.MouseButton.LeftButton)
    assert panel.selection.hours == (3, 4)


@pytest.mark.parametrize(
    "hours, words",
    [
        ((0,), "Mon 00:00\u201301:00"),
        (tuple(day * 24 + hour for day in range(4, 7) for hour in (22, 23)), "Fri\u2013Sun 22:00\u201324:00"),
        ((5, 7), "2 hours of the week"),
        ((5, 30), "2 hours of the week"),
    ],
)
def test_hours_in_words(hours, words):
    from igh_plugin.dock.selected import hours_words

    assert hours_words(hours, Wording()) == words


def test_every_chart_is_saved_as_picture_and_numbers_and_copied(panel, tmp_path, monkeypatch):
    QgsApplication.manager.work()
    asked = []
    from igh_plugin.dock import saving as house

    def answer(_parent, _title, name, filters):
        asked.append((name, filters))
        suffix = name.rpartition(".")[2]
        return str(tmp_path / name.replace(f".{suffix}", "")), filters.split(";;")[-1]

    monkeypatch.setattr(house.QFileDialog, "getSaveFileName", staticmethod(answer))
    for name in ("trend", "ranking", "hours"):
        button = panel.view.buttons[name]
        assert button.isVisible() and panel.view.charts[name][1].accessibleName() in button.accessibleName()
        for action in button.menu().actions():
            action.trigger()
        picture = (tmp_path / f"registrations_{name}.svg").read_text(encoding="utf-8")
        assert picture.startswith("<?xml") and "</svg>" in picture
        rows = (tmp_path / f"registrations_{name}.csv").read_text(encoding="utf-8").splitlines()
        part = getattr(panel.figures, name)
        marks = {"trend": 52, "ranking": 14, "hours": 168}[name]
        assert len(rows) == marks + 1 and rows[0].endswith(
            "theme,area,period,selection,compared_with,source,data_until"
        )
        assert not part.empty and "Sample city: reports" in rows[1]
        copied = QApplication.clipboard().text().splitlines()
        assert len(copied) == marks + 1 and copied[0].replace("\t", ",") == rows[0]
    assert asked[0] == ("registrations_trend.png", "PNG (*.png);;SVG (*.svg)")


def test_a_picture_says_where_it_comes_from(panel, tmp_path):
    import matplotlib

    from igh_plugin.dock.export import note_of, save_chart

    QgsApplication.manager.work()
    with matplotlib.rc_context({"svg.fonttype": "none"}):
        save_chart(panel.figures, "hours", str(tmp_path / "x.svg"), panel.wording)
    picture = (tmp_path / "x.svg").read_text(encoding="utf-8")
    note = note_of(panel.figures, panel.wording)
    for word in (
        "Synthetic data, IGH",
        "data until 30 Sep 2026",
        panel.figures.title,
        panel.figures.period_title,
    ):
        assert word in note
    assert all(word in picture for word in note.split() if word.isalpha())
    save_chart(panel.figures, "hours", str(tmp_path / "x.png"), panel.wording)
    assert (tmp_path / "x.png").read_bytes().startswith(b"\x89PNG")


def test_the_panel_goes_on_paper_with_charts_as_vectors(panel, tmp_path, monkeypatch):
    QgsApplication.manager.work()
    from igh_plugin.dock import saving as house

    path = tmp_path / "all.pdf"
    monkeypatch.setattr(
        house.QFileDialog, "getSaveFileName", staticmethod(lambda *_: (str(path), "PDF (*.pdf)"))
    )
    panel.show_figures(replace(panel.figures, charts=("trend", "ranking", "hours", "pareto")), "w.gpkg")
    panel.pdf_action.trigger()
    written = path.read_bytes()
    assert written.startswith(b"%PDF") and b"/Subtype /Image" not in written and len(written) > 20_000


def test_what_cannot_be_written_is_told(panel, monkeypatch):
    QgsApplication.manager.work()
    from igh_plugin.dock import saving as house

    monkeypatch.setattr(
        house.QFileDialog, "getSaveFileName", staticmethod(lambda *_: ("/nowhere/at/all.svg", "SVG (*.svg)"))
    )
    panel.view.charts["trend"][1].exported.emit("picture")
    assert "/nowhere/at/all.svg could not be written" in panel.message.text() and panel.message.isVisible()
    panel.message.hide()
    panel.pdf_action.trigger()
    assert "could not be written" in panel.message.text() and panel.message.isVisible()


def test_a_card_and_a_hot_spot_open_their_rows(panel):
    QgsApplication.manager.work()
    card = panel.view.cards.itemAt(0).widget()
    QTest.mouseClick(card.button, Qt.MouseButton.LeftButton)
    assert panel.dialog.model.selection == panel.figures.indicators[0].events
    spots = panel.view.spots
    spots.setCurrentCell(1, 1)
    QTest.keyClick(spots, Qt.Key.Key_Return)
    assert panel.dialog.model.selection == panel.figures.hotspots[1].filter
    panel.dialog.reject()
    assert panel.dialog is None


def test_without_times_the_reason_takes_the_place_of_the_chart(panel):
    QgsApplication.manager.work()
    panel.show_figures(example_without_times(), "w.gpkg")
    title, view = panel.view.charts["hours"]
    assert not view.isVisible() and "has no times" in title.text()


def test_the_colours_follow_the_palette(panel):
    QgsApplication.manager.work()
    dark = QPalette()
    dark.setColor(QPalette.ColorRole.Window, QColor("#202428"))
    dark.setColor(QPalette.ColorRole.WindowText, QColor("#f0f0f0"))
    panel.setPalette(dark)
    QApplication.processEvents()
    assert panel.view.look.dark and panel.view.look.muted in panel.view.source.text()


def test_what_is_hidden_is_not_heard(panel):
    task = panel.task
    panel.hide()
    assert task.isCanceled() and panel.task is None
    QgsApplication.manager.work()
    assert panel.figures is None
    panel.show()
    QgsApplication.manager.work()
    assert panel.figures is not None and panel.view.isVisible()
