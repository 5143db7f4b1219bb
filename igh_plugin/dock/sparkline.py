"""The last periods of a key figure as a small line, with its target and its signals."""

from __future__ import annotations

from typing import List, Optional

import numpy as np
from qgis.PyQt.QtCore import QPointF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ..charts.look import Look
from ..charts.recent import recent_limits
from ..charts.wording import Wording, recent_text
from ..core.figures import IndicatorValue, Recent

EDGE, MARK = 5.0, 3.6  # pixels: room around the line, and half the width of a mark


class Sparkline(QWidget):
    """Draws the `recent` periods of an `IndicatorValue` two lines of text high; says the same in words."""

    def __init__(self):
        super().__init__()
        self.recent: Optional[Recent] = None
        self.look: Optional[Look] = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_indicator(self, indicator: IndicatorValue, look: Look, wording: Wording) -> None:
        """Show the periods of a figure that has some."""
        self.recent, self.look = indicator.recent, look
        self.setObjectName(f"recent_{indicator.id}")
        self.setAccessibleName(indicator.title)
        told = recent_text(indicator, wording)
        self.setAccessibleDescription(told)
        self.setToolTip(told)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Two lines of text high, as wide as there is room."""
        return QSize(120, 2 * self.fontMetrics().height())

    def points(self) -> List[QPointF]:
        """Return where each period that has a value lies in the widget."""
        return [self._at(index) for index in np.flatnonzero(np.isfinite(self.recent.values)).tolist()]

    def paintEvent(self, _event) -> None:  # noqa: N802
        """Draw the line broken where a value is missing, the target dashed, signals as triangles, the last one as a dot."""
        recent, look = self.recent, self.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if recent.target is not None:
            pen = QPen(QColor(look.muted), 1.0, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            y = self._y(recent.target)
            painter.drawLine(QPointF(EDGE, y), QPointF(self.width() - EDGE, y))
        known = np.isfinite(recent.values)
        painter.setPen(QPen(QColor(look.line), 1.4))
        for run in _runs(known):
            painter.drawPolyline(QPolygonF([self._at(index) for index in run]))
        painter.setPen(Qt.PenStyle.NoPen)
        last = len(known) - 1
        for index in np.flatnonzero(known).tolist():
            signal = int(recent.signal[index])
            if signal:
                painter.setBrush(QColor(look.warm if signal > 0 else look.cool))
                painter.drawPolygon(_triangle(self._at(index), signal))
            elif index == last or not (known[index - 1 : index].any() or known[index + 1 : index + 2].any()):
                painter.setBrush(QColor(look.line))
                painter.drawEllipse(self._at(index), MARK - 1, MARK - 1)
        painter.end()

    def _at(self, index: int) -> QPointF:
        room = max(self.width() - 2 * EDGE, 1.0)
        return QPointF(
            EDGE + room * index / max(len(self.recent.values) - 1, 1),
            self._y(float(self.recent.values[index])),
        )

    def _y(self, value: float) -> float:
        low, high = recent_limits(self.recent)
        part = (value - low) / (high - low) if high > low else 0.5
        return self.height() - EDGE - part * max(self.height() - 2 * EDGE, 1.0)


def _runs(known: np.ndarray) -> List[List[int]]:
    """Return the stretches of periods that have a value."""
    found = np.flatnonzero(known)
    return [part.tolist() for part in np.split(found, np.flatnonzero(np.diff(found) > 1) + 1) if len(part)]


def _triangle(at: QPointF, up: int) -> QPolygonF:
    corners = ((-MARK, MARK * 0.8), (MARK, MARK * 0.8), (0.0, -MARK * 1.1))
    return QPolygonF([QPointF(at.x() + x, at.y() + up * y) for x, y in corners])
