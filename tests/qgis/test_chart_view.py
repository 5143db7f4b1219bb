"""A chart is drawn as large as it is shown, however its height depends on its width."""

import pytest
from qgis.PyQt.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from igh_plugin.charts.look import Look
from igh_plugin.dock.chart_view import ChartView


class Chart:
    """A chart whose legend takes a row more where it is narrow; it remembers how large it was drawn."""

    count, labels_count, axes, look = 0, False, None, Look()

    def __init__(self, edge):
        self.edge = edge

    def height(self, width):
        return 168.0 if width < self.edge else 154.0

    def draw(self, figure, *_):
        self.drawn = figure.get_size_inches() * figure.dpi


@pytest.mark.parametrize("edge", [300, 400, 500])
def test_a_chart_is_drawn_as_large_as_it_is_shown(qgis_app, edge):
    area, inner, view, chart = QScrollArea(), QWidget(), ChartView(), Chart(edge)
    area.setWidgetResizable(True)
    QVBoxLayout(inner).addWidget(view)
    area.setWidget(inner)
    area.resize(380, 500)
    view.show_chart(chart)
    area.show()
    for width in (380, 420, 460, 400, 700, 396, 430, 900):
        area.resize(width, 500)
        QApplication.processEvents()
        ratio = view.device_pixel_ratio
        assert chart.drawn == pytest.approx([view.width() * ratio, view.height() * ratio], abs=1)
    area.close()
