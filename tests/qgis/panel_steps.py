"""What a user of the panel does, without a screen; the fixtures `panel` and `opened` are in conftest.py."""

from __future__ import annotations

import time

from qgis.core import QgsApplication
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QModelIndex
from qgis.PyQt.QtWidgets import QLabel


class Interface:
    """What the panel asks of QGIS's interface."""

    def __init__(self):
        self.canvas = QgsMapCanvas()

    def mapCanvas(self):
        return self.canvas


def wait_for(panel, seconds=30):
    """Wait until the panel computes nothing and is about to compute nothing."""
    QCoreApplication.processEvents()
    end = time.monotonic() + seconds
    while panel.task is not None or panel.debounce.isActive():
        QCoreApplication.processEvents()
        time.sleep(0.005)
        if time.monotonic() >= end:
            listed = [(type(one).__name__, one.status()) for one in QgsApplication.taskManager().tasks()]
            held = None if panel.task is None else panel.task.status()
            raise AssertionError(f"the figures did not come: {held}, {listed}, {panel.debounce.isActive()}")


def choose(panel, theme=None, level=None):
    """Choose a theme and a level by their ids."""
    for box, wanted in ((panel.theme_box, theme), (panel.level_box, level)):
        if wanted is not None:
            names = [box.itemData(n) for n in range(box.count())]
            names = [name if isinstance(name, str) else name[1].id for name in names]
            box.setCurrentIndex(names.index(wanted))
            box.activated.emit(box.currentIndex())
    wait_for(panel)


def texts(widget):
    """Return all that the labels of a widget say."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def all_rows(dialog):
    """Return the number of rows of a table of events, all fetched."""
    while dialog.model.canFetchMore(QModelIndex()):
        dialog.model.fetchMore(QModelIndex())
    return dialog.model.rowCount()
