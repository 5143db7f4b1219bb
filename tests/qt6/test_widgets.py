"""The panel, its charts and tables, and the dialogs under PyQt6: built, clicked and steered by keys."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PyQt6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PyQt6.QtGui import QColor, QKeyEvent, QPalette
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QMenu

import igh_plugin
from igh_plugin.charts.categories import CategoriesChart
from igh_plugin.charts.handling import HandlingChart
from igh_plugin.charts.hours import HoursChart
from igh_plugin.charts.look import Look
from igh_plugin.charts.pareto import ParetoChart
from igh_plugin.charts.ranking import RankingChart
from igh_plugin.charts.trend import TrendChart
from igh_plugin.charts.wording import Wording
from igh_plugin.core.comparison import AREA, YEAR, Comparison, as_text
from igh_plugin.core.filters import EventFilter
from igh_plugin.core.selection import NOTHING, Selection
from tests.qt6.fake_qgis import QgsApplication, QgsProject, QgsSettings
from tests.unit.example_figures import (
    example_categories,
    example_figures,
    example_handling,
    example_hours,
    example_pareto,
    example_ranking,
    example_since,
    example_trend,
    example_without_times,
)

ROOMS = ("dock", "dialogs", "dialogs.theme_editor", "charts")
CHARTS = {
    "trend": lambda: TrendChart(example_trend(), Look(), Wording()),
    "ranking": lambda: RankingChart(example_ranking(), Look(), Wording()),
    "hours": lambda: HoursChart(example_hours(), Look(), Wording()),
    "categories": lambda: CategoriesChart(example_categories(), Look(), Wording()),
    "handling": lambda: HandlingChart(example_handling(), Look(), Wording()),
    "pareto": lambda: ParetoChart(example_pareto(), Look(), Wording()),
}


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


# ---------------------------------------------------------------- charts


@pytest.fixture(params=sorted(CHARTS))
def view(app, request):
    from igh_plugin.dock.chart_view import ChartView

    made = ChartView("Show on the map")
    made.resize(420, 300)
    made.show()
    made.show_chart(CHARTS[request.param]())
    made.heard = {"clicked": [], "opened": []}
    made.clicked.connect(made.heard["clicked"].append)
    made.opened.connect(made.heard["opened"].append)
    made.spreads, made.cleared_times = [], []
    made.brushed.connect(made.spreads.append)
    made.cleared.connect(lambda: made.cleared_times.append(1))
    QApplication.processEvents()
    yield made
    made.close()


def test_every_mark_is_found_where_it_is_drawn(view):
    for index in range(0, view.chart.count, max(1, view.chart.count // 9)):
        point = view.point(index)
        assert view.index_at(point.x(), point.y()) == index


def no_second_click(view):
    """Wait until no second click can follow, on a busy machine too."""
    QTest.qWait(20)
    while view.waiting.isActive():
        QTest.qWait(20)


def test_a_click_chooses_once_no_second_click_can_follow(view):
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.point(3))
    assert view.heard["clicked"] == [] and view.current == 3
    no_second_click(view)
    assert view.heard == {"clicked": [3], "opened": []}


def test_a_double_click_only_opens(view):
    point = view.point(4)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=point)
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=point)
    no_second_click(view)
    assert view.heard == {"clicked": [], "opened": [4]}


def test_keys_go_from_mark_to_mark_and_open(view):
    view.setFocus()
    start = view.chart.move(None, 0, 1)
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.current == start
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.current == view.chart.move(view.chart.move(start, 1, 0), -1, 0)
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.heard == {"clicked": [view.current], "opened": [view.current]}
    assert view.chart.describe(view.current) in view.accessibleDescription()


def test_the_mark_under_the_keyboard_is_drawn(view):
    view.draw()
    without = np.array(view.buffer_rgba())
    view.current = 2
    view.hasFocus = lambda: True
    view._redraw()
    view.draw()
    assert (np.array(view.buffer_rgba()) != without).any()


def test_the_menu_says_what_clicks_do(view):
    QTest.mouseMove(view, view.point(1))
    from PyQt6.QtGui import QContextMenuEvent

    point = view.point(1)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, view.mapToGlobal(point))
    QApplication.sendEvent(view, event)
    menu = view.findChild(QMenu)
    exports = ["Save the picture…", "Save the numbers…", "Copy the numbers"]
    told = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert told == ["Show the events", "Show on the map", *exports]
    menu.actions()[0].trigger()
    menu.actions()[1].trigger()
    assert view.heard == {"clicked": [1], "opened": [1]}


def drag(view, start, end):
    begin, finish = view.point(start), view.point(end)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=begin)
    for step in (1, 2, 3):
        QTest.mouseMove(view, begin + (finish - begin) * step / 3)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=finish)


def test_a_drag_spreads_over_marks_and_is_no_click(view):
    drag(view, 2, 7)
    no_second_click(view)
    assert view.spreads == [view.chart.spread(2, 7)] and 7 in view.spreads[0]
    assert view.heard == {"clicked": [], "opened": []}


def test_a_drag_beyond_the_edge_ends_at_the_last_mark(view):
    end = view.point(5)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=view.point(3))
    QTest.mouseMove(view, QPoint(view.width() + 40, end.y()))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(view.width() + 40, end.y()))
    (marks,) = view.spreads
    assert marks == view.chart.spread(3, view.index_at(*_inner_edge(view, end.y())))


def _inner_edge(view, y):
    box = view.chart.axes.bbox
    return (box.x1 - 1) / view.device_pixel_ratio, y


def test_shift_with_arrows_spreads_and_rests(view):
    view.setFocus()
    view._go_to(3)
    shift = Qt.KeyboardModifier.ShiftModifier
    for _ in range(2):
        QApplication.sendEvent(view, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Down, shift))
    assert view.brush == view.chart.spread(3, view.current) and view.spreads == []
    QTest.keyRelease(view, Qt.Key.Key_Shift)
    assert view.spreads == [view.chart.spread(3, view.current)]
    QTest.qWait(500)
    assert len(view.spreads) == 1


def test_escape_and_a_double_click_beside_take_it_away(view):
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.cleared_times == []
    view.mark((1, 2))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.cleared_times == [1]
    view.mark((1, 2))
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(2, 1))
    assert view.cleared_times == [1, 1] and view.heard["opened"] == []


def test_what_is_chosen_is_painted_over_the_chart_which_is_not_drawn_anew(view, monkeypatch):
    before = view.grab().toImage()
    drawn = []
    monkeypatch.setattr(view, "draw", lambda: drawn.append(1))
    view.mark((1, 2, 3))
    boxes = view.chart.boxes((1, 2, 3))
    after = view.grab().toImage()
    assert (before != after) == bool(boxes) and not drawn


def test_the_same_chart_is_not_drawn_again(view, monkeypatch):
    drawn = []
    monkeypatch.setattr(type(view.chart), "draw", lambda *_: drawn.append(1))
    same = type(view.chart).__new__(type(view.chart))
    vars(same).update(vars(view.chart), axes=None)
    view.show_chart(same, None, (2,))
    view.draw()
    assert not drawn and view.marked == (2,)
    view.show_chart(same, 1, ())
    view.draw()
    assert drawn == [1]


def test_marks_lead_to_a_selection_and_back(view):
    chart = view.chart
    for marks in (chart.spread(1, 1), chart.spread(1, 5)):
        part = chart.part(marks)
        assert set(part) == set(chart.narrows)
        assert chart.marks(NOTHING.to(part)) == tuple(sorted(marks))
    assert chart.marks(NOTHING) == ()


def test_periods_that_are_not_over_narrow_nothing():
    chart = CHARTS["trend"]()
    last = chart.count - 1
    assert chart.part((last,)) == {}
    days = int(chart.trend.starts[last - 2]), int(chart.trend.ends[last - 1])
    assert chart.part((last - 2, last - 1, last)) == {"days": days}


def test_beside_the_marks_nothing_happens(view):
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(2, 1))
    no_second_click(view)
    assert view.heard == {"clicked": [], "opened": []} and view.current is None


def test_the_height_follows_the_width(view):
    view.resize(700, view.height())
    QApplication.processEvents()
    points = 72.0 / view.figure.dpi * view.device_pixel_ratio
    assert view.height() == int(view.chart.height(view.width() * points) / points)


def test_an_area_far_down_is_drawn_with_its_rank():
    ranking = example_ranking(40)
    chart = RankingChart(ranking, Look(), Wording(), also=ranking.codes[30])
    assert chart.count == 13 and chart.code(12) == ranking.codes[30]
    assert chart._name(12).startswith("31. ") and chart.index_of(ranking.codes[30]) == 12
    assert chart.events(12) == ranking.events(30)
    assert "12 of 40" in chart.subtitle().replace("first ", "")


# ---------------------------------------------------------------- tables


class Workspace:
    """Has as many events as it says."""

    total = 450

    @classmethod
    def open(cls, _path, read_only=False):
        return cls()

    def close(self):
        self.closed = True

    def count_events(self, _selection):
        return self.total

    def event_rows(self, _selection, limit, offset):
        names = ["event_id", "occurred_local", "occurred_to", "area", "m_items", "kind"]
        rows = [
            (f"s:{n}", "2026-03-02T10:00:00.000Z", None, "A1", 2.0, "report")
            for n in range(offset, min(offset + limit, self.total))
        ]
        return names, rows

    def count_by(self, _selection, _columns, measures):
        return {"n": np.array([self.total]), f"m_{measures[0]}": np.array([2.0 * self.total])}

    def measures(self):
        return [{"source": "s", "name": "items", "unit": "", "title": {"en": "Items"}}]

    def attributes(self):
        return []

    def sources(self):
        return [{"source": "s", "title": {"en": "Source"}}]

    def area_levels(self):
        return ["quarter"]

    def areas(self, _level):
        return {"code": np.array(["A1"], object), "name": np.array(["Old town"], object)}

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    def last_run(self):
        return 3


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
    line = Sparkline(example_figures().indicators[0], look, Wording())
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
