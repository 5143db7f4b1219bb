"""The charts of the panel under PyQt6: clicked, brushed and steered by keys."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QEvent, QPoint, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QMenu

from igh_plugin.charts.categories import CategoriesChart
from igh_plugin.charts.handling import HandlingChart
from igh_plugin.charts.hours import HoursChart
from igh_plugin.charts.look import Look
from igh_plugin.charts.pareto import ParetoChart
from igh_plugin.charts.ranking import RankingChart
from igh_plugin.charts.trend import TrendChart
from igh_plugin.charts.wording import Wording
from igh_plugin.core.selection import NOTHING
from tests.qt6.steps import drag, no_second_click
from tests.unit.example_figures import (
    example_categories,
    example_handling,
    example_hours,
    example_pareto,
    example_ranking,
    example_trend,
)

CHARTS = {
    "trend": lambda: TrendChart(example_trend(), Look(), Wording()),
    "ranking": lambda: RankingChart(example_ranking(), Look(), Wording()),
    "hours": lambda: HoursChart(example_hours(), Look(), Wording()),
    "categories": lambda: CategoriesChart(example_categories(), Look(), Wording()),
    "handling": lambda: HandlingChart(example_handling(), Look(), Wording()),
    "pareto": lambda: ParetoChart(example_pareto(), Look(), Wording()),
}


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
