"""A chart as a widget: it leaves the wheel to the scroll area and reports the mark that was clicked."""

from __future__ import annotations

from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
from matplotlib.figure import Figure
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QSizePolicy


class ChartView(FigureCanvasQTAgg):
    """Shows one chart of `charts`, drawn anew whenever its size changes."""

    clicked = pyqtSignal(int)
    opened = pyqtSignal(int)

    def __init__(self):
        super().__init__(Figure())
        self.chart, self.selected = None, None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(260)
        self.mpl_connect("button_press_event", self._press)
        self.mpl_connect("motion_notify_event", self._hover)

    def show_chart(self, chart, selected=None) -> None:
        """Show a chart, with one mark selected."""
        self.chart, self.selected = chart, selected
        self._redraw()

    def wheelEvent(self, event) -> None:  # noqa: N802
        """Leave the wheel to the scroll area."""
        event.ignore()

    def resizeEvent(self, event) -> None:  # noqa: N802
        """Draw anew: the charts are laid out in points."""
        super().resizeEvent(event)
        self._redraw()

    def _redraw(self) -> None:
        if self.chart is None:
            return
        points = 72.0 / self.figure.dpi * self.device_pixel_ratio
        height = int(self.chart.height(self.width() * points) / points)
        if height != self.height():
            self.setFixedHeight(height)
        self.figure.clear()
        self.figure.set_facecolor(self.chart.look.background)
        self.chart.draw(self.figure, False, self.selected)
        self.draw_idle()

    def _index(self, event):
        if self.chart is None or event.inaxes is None or event.xdata is None:
            return None
        return self.chart.hit(event.xdata, event.ydata)

    def _press(self, event) -> None:
        index = self._index(event)
        if index is not None:
            (self.opened if event.dblclick else self.clicked).emit(index)

    def _hover(self, event) -> None:
        index = self._index(event)
        self.setToolTip("" if index is None else self.chart.describe(index))
