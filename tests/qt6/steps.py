"""What a user does with a mouse, and a workspace without a file."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest


def no_second_click(view):
    """Wait until no second click can follow, on a busy machine too."""
    QTest.qWait(20)
    while view.waiting.isActive():
        QTest.qWait(20)


def drag(view, start, end):
    begin, finish = view.point(start), view.point(end)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=begin)
    for step in (1, 2, 3):
        QTest.mouseMove(view, begin + (finish - begin) * step / 3)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=finish)


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
