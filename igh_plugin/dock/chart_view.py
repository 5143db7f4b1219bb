"""A chart as a widget: mouse and keys choose marks and open the events behind one."""

from __future__ import annotations

from typing import Optional, Tuple

from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from qgis.PyQt.QtCore import QPoint, QRectF, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QColor, QPainter, QPainterPath, QPen
from qgis.PyQt.QtWidgets import QApplication, QMenu, QSizePolicy, QToolTip

from ..translation import tr

STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
PICTURE, NUMBERS, COPY = "picture", "numbers", "copy"
RESTED_MS = 400
"""After so long without another key what was marked with Shift is chosen."""
VEIL, EDGE = (
    150,
    1.5,
)  # opacity (0 to 255) of what lies over the marks that are not chosen, width of the edge in pixels


class ChartView(FigureCanvasQTAgg):
    """Shows one chart of `charts`, drawn anew whenever its size changes.

    `clicked` waits until no second click can follow, so that a double click only opens and nothing moves before it. A drag, or
    Shift with arrows, spreads over several marks: `brushed` carries them. `cleared` asks to choose none: Escape, or a double
    click beside the marks. `exported` says what of the chart is to be taken elsewhere. What is chosen, or about to be, is painted over the chart, which is not drawn anew for it.
    """

    clicked = pyqtSignal(int)
    opened = pyqtSignal(int)
    brushed = pyqtSignal(object)
    cleared = pyqtSignal()
    exported = pyqtSignal(str)

    def __init__(self, choice: str = ""):
        """`choice` says what a click on a mark does, if it does more than tell about it."""
        super().__init__(Figure())
        self.chart, self.selected, self.current, self.choice = None, None, None, choice
        self.marked: Tuple[int, ...] = ()
        self.brush: Tuple[int, ...] = ()
        self.start: Optional[int] = None
        self.pressed, self.outdated, self.painting = False, False, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(260)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.waiting, self.rested = QTimer(self), QTimer(self)
        for timer, interval, slot in (
            (self.waiting, QApplication.doubleClickInterval(), self._choose),
            (self.rested, RESTED_MS, self._end_brush),
        ):
            timer.setSingleShot(True)
            timer.setInterval(interval)
            timer.timeout.connect(slot)
        self.mpl_connect("button_press_event", self._press)
        self.mpl_connect("motion_notify_event", self._hover)
        self.mpl_connect("button_release_event", self._release)

    def show_chart(self, chart, selected: Optional[int] = None, marked: Tuple[int, ...] = ()) -> None:
        """Show a chart, with one mark selected, or several marked."""
        self.waiting.stop()
        drawn = self.chart is not None and self.selected == selected and _draws_the_same(self.chart, chart)
        self.mark(marked)
        if drawn:
            return
        self.chart, self.selected = chart, selected
        if self.current is not None and self.current >= chart.count:
            self.current = None
        self._redraw()

    def mark(self, marked: Tuple[int, ...]) -> None:
        """Show which marks are chosen; the chart stays as it is drawn."""
        self.marked, self.brush, self.start = tuple(marked), (), None
        self.rested.stop()
        self.update()

    def index_at(self, x: float, y: float) -> Optional[int]:
        """Return the mark at a place of the widget, in its pixels from the upper left corner."""
        ratio = self.device_pixel_ratio
        return self._index(x * ratio, (self.height() - y) * ratio)

    def point(self, index: int) -> QPoint:
        """Return where a mark is in the widget."""
        self.figure.canvas.draw()
        x, y = self.chart.axes.transData.transform(self.chart.centre(index))
        ratio = self.device_pixel_ratio
        return QPoint(round(x / ratio), round(self.height() - y / ratio))

    def draw(self) -> None:
        """Draw the chart and paint it at once: of several charts each is there before the next is drawn."""
        if self.outdated:
            self.outdated = False
            self.chart.draw(self.figure, False, self.selected, self.current if self.hasFocus() else None)
        super().draw()
        if not self.painting:  # matplotlib draws from within painting, too
            self.repaint()

    # ------------------------------------------------------------ Qt

    def wheelEvent(self, event) -> None:  # noqa: N802
        """Leave the wheel to the scroll area."""
        event.ignore()

    def resizeEvent(self, event) -> None:  # noqa: N802
        """Draw anew: the charts are laid out in points."""
        super().resizeEvent(event)
        self._redraw()

    def paintEvent(self, event) -> None:  # noqa: N802
        """Lay a veil over the marks that are not chosen, where some are."""
        self.painting = True
        super().paintEvent(event)
        self.painting = False
        marks = self.brush or self.marked
        axes = None if self.chart is None else self.chart.axes
        if axes is None or not marks or not self.narrows:
            return
        boxes = [self._rectangle(box) for box in self.chart.boxes(marks)]
        if not boxes:
            return
        look, box = self.chart.look, axes.bbox
        veil, chosen = QPainterPath(), QPainterPath()
        veil.addRect(self._widget_rectangle(box.x0, box.y0, box.x1, box.y1))
        chosen.setFillRule(Qt.FillRule.WindingFill)
        for one in boxes:
            chosen.addRect(one)
        ground = QColor(look.background)
        ground.setAlpha(VEIL)
        painter = QPainter(self)
        painter.fillPath(veil.subtracted(chosen), ground)
        painter.setPen(QPen(QColor(look.focus), EDGE))
        painter.drawPath(chosen.simplified())
        painter.end()

    def keyPressEvent(self, event) -> None:  # noqa: N802
        """Arrows move from mark to mark, with Shift over several; Space chooses, Enter opens, Escape chooses none."""
        key = event.key()
        if self.chart is None:
            event.ignore()
        elif key in STEPS:
            start = self.selected if self.current is None else self.current
            self._go_to(self.chart.move(start, *STEPS[key]))
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.narrows:
                self._spread_by_key(self.current if start is None else start)
            self._tell()
        elif key == Qt.Key.Key_Space and self.current is not None:
            self._choose()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
        elif key == Qt.Key.Key_Escape and (self.brush or self.marked):
            self._clear()
        else:
            event.ignore()

    def keyReleaseEvent(self, event) -> None:  # noqa: N802
        """Choose what was marked when Shift is let go."""
        if event.key() == Qt.Key.Key_Shift and self.rested.isActive():
            self._end_brush()
        super().keyReleaseEvent(event)

    def focusInEvent(self, event) -> None:  # noqa: N802
        """Show where the keyboard is."""
        super().focusInEvent(event)
        if self.current is not None:
            self._redraw()

    def focusOutEvent(self, event) -> None:  # noqa: N802
        """Hide where the keyboard was."""
        super().focusOutEvent(event)
        if self.current is not None:
            self._redraw()

    def contextMenuEvent(self, event) -> None:  # noqa: N802
        """Offer in words what clicks and keys do."""
        index = self.index_at(event.pos().x(), event.pos().y())
        index = self.current if index is None else index
        if self.chart is None:
            event.ignore()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if index is not None:
            self._go_to(index)
            menu.addAction(tr("Show the events")).triggered.connect(lambda *_: self.opened.emit(index))
            if self.choice:
                menu.addAction(self.choice).triggered.connect(lambda *_: self.clicked.emit(index))
            menu.addSeparator()
        self.add_exports(menu)
        menu.popup(event.globalPos())

    def add_exports(self, menu: QMenu) -> None:
        """Add to a menu the ways to take the chart elsewhere; `exported` tells which was chosen."""
        for what, title in (
            (PICTURE, tr("Save the picture…")),
            (NUMBERS, tr("Save the numbers…")),
            (COPY, tr("Copy the numbers")),
        ):
            menu.addAction(title).triggered.connect(lambda *_, what=what: self.exported.emit(what))

    # ------------------------------------------------------------

    @property
    def narrows(self) -> Tuple[str, ...]:
        """What of a selection the marks of the chart narrow; nothing of a chart that only tells."""
        return getattr(self.chart, "narrows", ())

    def _redraw(self) -> None:
        if self.chart is None:
            return
        points = 72.0 / self.figure.dpi * self.device_pixel_ratio
        height = int(self.chart.height(self.width() * points) / points)
        if height != self.height():
            self.setFixedHeight(height)
        # Two sizes set within one another leave the figure with the first of them.
        pixels = self.device_pixel_ratio / self.figure.dpi
        self.figure.set_size_inches(self.width() * pixels, self.height() * pixels, forward=False)
        self.outdated = True
        self.draw_idle()

    def _rectangle(self, box) -> QRectF:
        """Return where a part of the plot is in the widget."""
        to_pixels = self.chart.axes.transData.transform
        return self._widget_rectangle(*to_pixels(box[:2]), *to_pixels(box[2:]))

    def _widget_rectangle(self, left: float, bottom: float, right: float, top: float) -> QRectF:
        """Return a rectangle in pixels of the picture, from its lower left corner, as one of the widget."""
        ratio = self.device_pixel_ratio
        upper, lower = (self.height() - max(bottom, top) / ratio), (self.height() - min(bottom, top) / ratio)
        return QRectF(left / ratio, upper, (right - left) / ratio, lower - upper)

    def _index(self, x: float, y: float, nearest: bool = False) -> Optional[int]:
        """Return the mark at a place in pixels of the picture, from its lower left corner, or `nearest` to it."""
        axes = None if self.chart is None else self.chart.axes
        if axes is None:
            return None
        box = axes.bbox
        if nearest:
            x, y = min(max(x, box.x0 + 0.5), box.x1 - 0.5), min(max(y, box.y0 + 0.5), box.y1 - 0.5)
        if not (self.chart.labels_count or box.contains(x, y)):
            return None
        return self.chart.hit(*axes.transData.inverted().transform((x, y)))

    def _go_to(self, index: Optional[int]) -> None:
        if index != self.current:
            self.current = index
            self._redraw()

    def _choose(self) -> None:
        if self.current is not None:
            self.clicked.emit(self.current)

    def _clear(self) -> None:
        self.brush, self.start = (), None
        self.rested.stop()
        self.update()
        if self.marked:
            self.cleared.emit()

    def _spread_by_key(self, start: int) -> None:
        """Spread from where Shift was pressed to where the keyboard is."""
        self.start = start if self.start is None else self.start
        self.brush = self.chart.spread(self.start, self.current)
        self.update()
        self.rested.start()

    def _end_brush(self) -> None:
        """Choose what was spread over."""
        self.rested.stop()
        marks, self.start = self.brush, None
        if marks:
            self.brushed.emit(marks)

    def _press(self, event) -> None:
        if event.button != 1:
            return
        index = self._index(event.x, event.y)
        if event.dblclick:
            self.waiting.stop()
            self.start, self.pressed = None, False
            if index is not None:
                self._go_to(index)
                self.opened.emit(index)
            elif self.marked:
                self._clear()
        elif index is not None:
            self.start, self.pressed = index, True
            if (
                QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
                and self.current is not None
            ):
                self.start = self.current
                self.brush = self.chart.spread(self.start, index) if self.narrows else ()
                self.update()
            self._go_to(index)

    def _release(self, event) -> None:
        if event.button != 1 or not self.pressed:
            return
        self.pressed = False
        if self.brush:
            self._end_brush()
        else:
            self.start = None
            self.waiting.start()

    def _hover(self, event) -> None:
        index = self._index(event.x, event.y)
        if self.pressed and self.narrows:
            self._drag(self._index(event.x, event.y, nearest=True))
            return
        self.setToolTip("" if index is None else self._told(index))
        if index is None:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _drag(self, index: Optional[int]) -> None:
        """Spread from where the button was pressed to a mark; the first one alone is a click until it was left."""
        if index is None or (index == self.start and not self.brush):
            return
        brush = self.chart.spread(self.start, index)
        if brush != self.brush:
            self.brush = brush
            self.update()

    def _told(self, index: int) -> str:
        lines = [self.chart.describe(index)]
        if self.chart.events(index) is not None:
            lines.append(tr("Double click or Enter: the events behind it"))
        return "\n".join(lines)

    def _tell(self) -> None:
        if self.current is not None:
            text = self._told(self.current)
            self.setAccessibleDescription(text)
            QToolTip.showText(self.mapToGlobal(self.point(self.current)), text, self)


def _draws_the_same(one, other) -> bool:
    """Tell whether two charts are of the same numbers in the same look."""
    before, after = ({**vars(chart), "axes": type(chart)} for chart in (one, other))
    plain = (bool, int, float, str, list)
    return before.keys() == after.keys() and all(
        value is after[name] or (isinstance(value, plain) and value == after[name])
        for name, value in before.items()
    )
