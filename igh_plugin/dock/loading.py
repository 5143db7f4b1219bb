"""Computing figures in the background."""

from __future__ import annotations

from typing import Optional, Sequence, Tuple

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..core.comparison import PERIOD_BEFORE, Comparison
from ..core.errors import UserError
from ..core.progress import Cancelled
from ..core.selection import Selection
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..settings import Settings
from ..themes.figures import compute_figures, figures_in
from ..themes.memory import memory_of
from ..themes.model import Theme
from ..themes.narrowing import events_of
from ..themes.view import open_view
from ..translation import language
from ..workspace.opening import open_workspace

OTHERS = 5  # themes that are read besides the one that is shown
QUIETLY = ("Hidden", "Silent")  # since QGIS 3.26: no word of it in the window
FAILED = QT_TRANSLATE_NOOP("core", "The figures could not be computed: {reason}")


class _TaskProgress:
    """Hands the progress of the computation to the task."""

    def __init__(self, task: QgsTask):
        self.task = task

    def step(self, fraction: float, message="") -> None:
        self.task.setProgress(100 * fraction)
        self.check()

    def report(self, message) -> None:
        self.check()

    def is_cancelled(self) -> bool:
        return self.task.isCanceled()

    def check(self) -> None:
        if self.task.isCanceled():
            raise Cancelled()


class FiguresTask(QgsTask):
    """Computes the figures of a view; `done` carries its number, the figures or None, and what went wrong.

    `last_run` is that of the workspace when the computing began, None when it cannot be read.
    """

    done = pyqtSignal(int, object, object)

    def __init__(
        self,
        number: int,
        path: str,
        theme,
        level: str,
        language: str,
        selection: Selection,
        comparison: Comparison = PERIOD_BEFORE,
    ):
        super().__init__("IGH", QgsTask.Flag.CanCancel)
        self.number, self.selection, self.comparison = number, selection, comparison
        self.path, self.arguments = path, (theme, level, selection.area or None, language)
        self.figures, self.problem, self.last_run = None, "", None

    def run(self) -> bool:
        """Compute, in a thread of its own."""
        try:
            with open_workspace(self.path, read_only=True) as workspace:
                self.last_run = workspace.last_run()
                level = self.selection.area_level if self.selection.area else ""
                own, progress = Settings.load().sources_folder, _TaskProgress(self)
                asked = (progress, level, self.selection, own, self.comparison)
                self.figures = figures_in(workspace, *self.arguments, *asked)
        except Cancelled:
            return False
        except UserError as error:
            self.problem = error.message
        except Exception as error:  # a thread of QGIS must not raise
            self.problem = Text(FAILED, {"reason": str(error)})
        return self.figures is not None

    def finished(self, _result: bool) -> None:
        """Hand over, in the main thread."""
        self.done.emit(self.number, self.figures, self.problem)


class MemoryTask(QgsTask):
    """Reads what the next look will need, while nobody waits: the events and all levels of the first of some themes, and
    the level of the others that is shown first.

    What goes wrong is not told here: whoever looks at it will be.
    """

    def __init__(self, path: str, themes: Sequence[Theme], language: str):
        known = QgsTask.Flag
        flags = known.CanCancel
        for name in QUIETLY:
            flags |= getattr(known, name, flags)
        super().__init__("IGH", flags)
        self.path, self.themes, self.language = path, themes, language

    def run(self) -> bool:
        """Read, in a thread of its own."""
        progress = _TaskProgress(self)
        try:
            for number, theme in enumerate(self.themes):
                if not number:
                    self._keep_events(theme)
                levels = [level.id for level in theme.levels] if not number else [theme.default_level]
                for level in levels:
                    progress.check()
                    compute_figures(self.path, theme, level, None, self.language, progress)
        except Exception:  # a thread of QGIS must not raise
            return False
        return True

    def _keep_events(self, theme: Theme) -> None:
        with open_workspace(self.path, read_only=True) as workspace:
            view = open_view(
                workspace, theme, theme.default_level, self.language, memory_of(workspace, theme)
            )
            events_of(view)


class ReadingAhead(QObject):
    """Has what the next look will need read once for a run of a workspace and the theme that is shown."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.task: Optional[MemoryTask] = None
        self.known: Optional[Tuple[str, Optional[int], str]] = None

    def read(self, path: str, run: Optional[int], themes: Sequence[Theme]) -> None:
        """Read ahead for themes of a workspace, of which the first is shown; nothing where that was done after this run."""
        wanted = path, run, themes[0].id
        if wanted == self.known:
            return
        self.stop()
        self.known = wanted
        task = self.task = MemoryTask(path, themes[: 1 + OTHERS], language())
        for ended in (task.taskCompleted, task.taskTerminated):
            ended.connect(lambda: self._forget(task))
        QgsApplication.taskManager().addTask(task, 0)

    def stop(self) -> None:
        """Read no more."""
        self.known = None
        if self.task is not None:
            self.task.cancel()

    def _forget(self, task: MemoryTask) -> None:
        if self.task is task:
            self.task = None
