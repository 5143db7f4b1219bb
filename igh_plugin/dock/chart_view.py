"""A chart as a widget: mouse and keys choose a mark and open the events behind it."""

from __future__ import annotations

from typing import Optional

from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from qgis.PyQt.QtCore import QPoint, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QApplication, QMenu, QSizePolicy, QToolTip

from ..translation import tr

STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class ChartView(FigureCanvasQTAgg):
    """Shows one chart of `charts`, drawn anew whenever its size changes.

    `clicked` waits until no second click can follow, so that a double click only opens and nothing moves before it.
    """

    clicked = pyqtSignal(int)
    opened = pyqtSignal(int)

    def __init__(self, choice: str = ""):
        """`choice` says what a click on a mark does, if it does more than tell about it."""
        super().__init__(Figure())
        self.chart, self.selected, self.current, self.choice = None, None, None, choice
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(260)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.waiting = QTimer(self)
        self.waiting.setSingleShot(True)
        self.waiting.setInterval(QApplication.doubleClickInterval())
        self.waiting.timeout.connect(self._choose)
        self.mpl_connect("button_press_event", self._press)
        self.mpl_connect("motion_notify_event", self._hover)

    def show_chart(self, chart, selected: Optional[int] = None) -> None:
        """Show a chart, with one mark selected."""
        self.waiting.stop()
        self.chart, self.selected = chart, selected
        if self.current is not None and self.current >= chart.count:
            self.current = None
        self._redraw()

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

    # ------------------------------------------------------------ Qt

    def wheelEvent(self, event) -> None:  # noqa: N802
        """Leave the wheel to the scroll area."""
        event.ignore()

    def resizeEvent(self, event) -> None:  # noqa: N802
        """Draw anew: the charts are laid out in points."""
        super().resizeEvent(event)
        self._redraw()

    def keyPressEvent(self, event) -> None:  # noqa: N802
        """Arrows move from mark to mark, Space chooses one, Enter opens its events."""
        key = event.key()
        if self.chart is None:
            event.ignore()
        elif key in STEPS:
            start = self.selected if self.current is None else self.current
            self._go_to(self.chart.move(start, *STEPS[key]))
            self._tell()
        elif key == Qt.Key.Key_Space and self.current is not None:
            self._choose()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
        else:
            event.ignore()

    def focusInEvent(self, event) -> None:  # noqa: N802
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._redraw()

    def focusOutEvent(self, event) -> None:  # noqa: N802
        """Hide where the keyboard was."""
        super().focusOutEvent(event)
        self._redraw()

    def contextMenuEvent(self, event) -> None:  # noqa: N802
        """Offer in words what clicks and keys do."""
        index = self.index_at(event.pos().x(), event.pos().y())
        index = self.current if index is None else index
        if self.chart is None or index is None:
            event.ignore()
            return
        self._go_to(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Show the events")).triggered.connect(lambda *_: self.opened.emit(index))
        if self.choice:
            menu.addAction(self.choice).triggered.connect(lambda *_: self.clicked.emit(index))
        menu.popup(event.globalPos())

    # ------------------------------------------------------------

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
        self.figure.clear()
        self.figure.set_facecolor(self.chart.look.background)
        self.chart.draw(self.figure, False, self.selected, self.current if self.hasFocus() else None)
        self.draw_idle()

    def _index(self, x: float, y: float) -> Optional[int]:
        """Return the mark at a place in pixels of the picture, from its lower left corner."""
        axes = None if self.chart is None else self.chart.axes
        if axes is None or not (self.chart.labels_count or axes.bbox.contains(x, y)):
            return None
        return self.chart.hit(*axes.transData.inverted().transform((x, y)))

    def _go_to(self, index: Optional[int]) -> None:
        if index != self.current:
            self.current = index
            self._redraw()

    def _choose(self) -> None:
        if self.current is not None:
            self.clicked.emit(self.current)

    def _press(self, event) -> None:
        index = self._index(event.x, event.y)
        if index is None or event.button != 1:
            return
        self._go_to(index)
        if event.dblclick:
            self.waiting.stop()
            self.opened.emit(index)
        else:
            self.waiting.start()

    def _hover(self, event) -> None:
        index = self._index(event.x, event.y)
        self.setToolTip("" if index is None else self._told(index))
        if index is None:
            self.unsetCursor()
        else:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

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
