"""The temporal controller of QGIS and the panel's periods: each can lead, and neither answers its own echo."""

from __future__ import annotations

from typing import Optional, Tuple

from qgis.core import QgsDateTimeRange, QgsTemporalNavigationObject
from qgis.PyQt.QtCore import QDate, QDateTime, QObject, Qt, QTime, QTimer, pyqtSignal

Days = Tuple[int, int]
EPOCH = QDate(1970, 1, 1)
RESTED_MS = 150


class MapTime(QObject):
    """Follows the time of the map while switched on; `moved` carries the first and last local day it came to, None for all time.

    Events carry their local time as if it were UTC (`workspace.schema`), so the days of the controller are local days.
    """

    moved = pyqtSignal(object)

    def __init__(self, iface, parent=None):
        super().__init__(parent)
        self.iface, self.following = iface, False
        self.shown: Optional[Days] = None
        self.rested = QTimer(self)
        self.rested.setSingleShot(True)
        self.rested.setInterval(RESTED_MS)
        self.rested.timeout.connect(self._tell)

    def follow(self, on: bool) -> None:
        """Follow the map's time, or do so no longer."""
        if self.iface is None or on == self.following:
            return
        self.following = on
        changed = self.iface.mapCanvas().temporalRangeChanged
        if on:
            changed.connect(self.rested.start)
        else:
            changed.disconnect(self.rested.start)
            self.rested.stop()

    def show(self, days: Optional[Days]) -> None:
        """Set the map's time to local days, None for all, where it is followed; nothing is told of that."""
        if not self.following or days == days_of(self.iface.mapCanvas().temporalRange()):
            return
        self.shown = days
        controller = self.iface.mapCanvas().temporalController()
        if isinstance(controller, QgsTemporalNavigationObject):
            modes = QgsTemporalNavigationObject.NavigationMode
            if days is None:
                controller.setNavigationMode(modes.NavigationOff)
            else:
                controller.setNavigationMode(modes.FixedRange)
                controller.setTemporalExtents(range_of(days))
        self.iface.mapCanvas().setTemporalRange(range_of(days))

    def _tell(self) -> None:
        days = days_of(self.iface.mapCanvas().temporalRange())
        if self.following and days != self.shown:
            self.shown = days
            self.moved.emit(days)


def range_of(days: Optional[Days]) -> QgsDateTimeRange:
    """Return local days as a range of time, up to the midnight after the last and without it; all time for None."""
    if days is None:
        return QgsDateTimeRange(QDateTime(), QDateTime())
    begin, end = (_midnight(day) for day in (days[0], days[1] + 1))
    return QgsDateTimeRange(begin, end, True, False)


def days_of(span: QgsDateTimeRange) -> Optional[Days]:
    """Return the first and last day that a range of time reaches; None for one without a beginning or an end."""
    begin, end = span.begin(), span.end()
    if span.isInfinite() or not begin.isValid() or not end.isValid():
        return None
    first, last = EPOCH.daysTo(begin.date()), EPOCH.daysTo(end.date())
    if end.time() == QTime(0, 0) and last > first and not span.includeEnd():
        last -= 1
    return first, last


def _midnight(day: int) -> QDateTime:
    return QDateTime(EPOCH.addDays(day), QTime(0, 0), Qt.TimeSpec.UTC)
