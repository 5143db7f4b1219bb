"""Work of a dialog that may last, done in the background."""

from __future__ import annotations

from typing import Any, Callable

from qgis.core import QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from ..core.errors import UserError
from ..core.progress import Cancelled
from ..core.text import Text


class BackgroundTask(QgsTask):
    """Calls `work` in a thread of its own; `done` carries what it returned or None, and what went wrong.

    `work` is called with the task, which is its progress. `failed` is the sentence for an error that is no message to a
    user, with a place for the `{reason}`.
    """

    done = pyqtSignal(object, object)

    def __init__(self, work: Callable[[BackgroundTask], Any], failed: str):
        super().__init__("IGH", QgsTask.Flag.CanCancel)
        self._work, self._failed = work, failed
        self.result, self.problem = None, None

    def step(self, fraction: float, message="") -> None:
        self.setProgress(100 * fraction)
        self.check()

    def report(self, message) -> None:
        self.check()

    def is_cancelled(self) -> bool:
        return self.isCanceled()

    def check(self) -> None:
        if self.isCanceled():
            raise Cancelled

    def run(self) -> bool:
        """Work, in a thread of its own."""
        try:
            self.result = self._work(self)
        except Cancelled:
            return False
        except UserError as error:
            self.problem = error.message
        except Exception as error:  # a thread of QGIS must not raise
            self.problem = Text(self._failed, {"reason": str(error)})
        return self.result is not None

    def finished(self, fine: bool) -> None:
        """Hand on what came, in the thread of the interface."""
        if not self.isCanceled():
            self.done.emit(self.result, self.problem)
