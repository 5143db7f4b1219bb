"""Fetches the first records of a source in the background."""

from __future__ import annotations

from typing import Any, Callable

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..core.errors import UserError
from ..core.progress import Cancelled
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.network.qgis import QgisSurroundings

FAILED = QT_TRANSLATE_NOOP("core", "The records could not be shown: {reason}")


class SampleTask(QgsTask):
    """Calls what fetches, in a thread of its own; `done` carries what it returned or None, and what went wrong.

    `fetch` is called with the surroundings and the task, which is its progress.
    """

    done = pyqtSignal(object, object)

    def __init__(self, fetch: Callable[[QgisSurroundings, SampleTask], Any], surroundings: QgisSurroundings):
        super().__init__("IGH", QgsTask.Flag.CanCancel)
        self._fetch, self._surroundings = fetch, surroundings
        self.look, self.problem = None, None

    def step(self, fraction: float, message="") -> None:
        self.check()

    def report(self, message) -> None:
        self.check()

    def is_cancelled(self) -> bool:
        return self.isCanceled()

    def check(self) -> None:
        if self.isCanceled():
            raise Cancelled

    def run(self) -> bool:
        """Fetch, in a thread of its own."""
        try:
            with self._surroundings as around:
                self.look = self._fetch(around, self)
        except Cancelled:
            return False
        except UserError as error:
            self.problem = error.message
        except Exception as error:  # a thread of QGIS must not raise
            self.problem = Text(FAILED, {"reason": str(error)})
        return self.look is not None

    def finished(self, fine: bool) -> None:
        """Hand on what came, in the thread of the interface."""
        if not self.isCanceled():
            self.done.emit(self.look, self.problem)
