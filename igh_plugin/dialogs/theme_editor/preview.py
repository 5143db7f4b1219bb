"""The last step: the figures of the theme as they will be, before it is saved."""

from __future__ import annotations

from typing import Any, Callable, Dict, Optional

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from ...charts.look import Look
from ...charts.window import look_of
from ...charts.wording import Wording
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...settings import Settings
from ...themes.figures import compute_figures
from ...themes.model import LEVEL_TITLES
from ...themes.writing import check_theme
from ...translation import language, reader_locale, tr
from ..background import BackgroundTask
from ..wrong import colour_as_wrong
from .draft import fault_of
from .fields import Choice, describe, plain_label, scrolled
from .step import Step

FAILED = QT_TRANSLATE_NOOP("core", "The figures could not be computed: {reason}")
COMPUTING = QT_TRANSLATE_NOOP("core", "Computing the figures…")
NO_WORKSPACE = QT_TRANSLATE_NOOP(
    "core", "Choose a workspace above: the figures are computed from its events."
)
NOT_READY = QT_TRANSLATE_NOOP("core", "The theme is not complete yet: {reason}.")
SHOWN = QT_TRANSLATE_NOOP(
    "core", "{period}. Hot spots and layers come when the theme is built: save it, then build it."
)
STOPPED = QT_TRANSLATE_NOOP("core", "Stopped.")


class PreviewStep(Step):
    """Computes the figures of a level in the background and shows them as the panel will.

    `make_view` makes what shows figures (`show_figures`), of a look and a wording.
    """

    TITLE = QT_TRANSLATE_NOOP("core", "Preview and save")
    INTRODUCTION = QT_TRANSLATE_NOOP(
        "core",
        "These are the figures of your theme on the workspace above. Go back where they do not answer the question; save the theme "
        "when they do.",
    )

    SCROLLS = False

    def __init__(self, make_view: Callable[[Look, Wording], Any], parent: Optional[QWidget] = None):
        super().__init__(parent)
        self.task: Optional[BackgroundTask] = None
        self.figures = None
        self._computed: Optional[Dict[str, Any]] = None
        self.level = Choice(parent=self)
        self.level.activated.connect(lambda *_: self.compute())
        describe(self.level, tr("Level"), tr("The level whose figures are shown"))
        self.button = QPushButton(tr("Compute again"), self)
        self.button.setToolTip(tr("Compute the figures again, or stop"))
        self.button.clicked.connect(lambda *_: self._compute_or_stop())
        line = QHBoxLayout()
        line.addWidget(QLabel(tr("Level")))
        line.addWidget(self.level, 1)
        line.addWidget(self.button)
        self.column.addLayout(line)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        self.progress.setAccessibleName(tr("Progress"))
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.progress.hide()
        self.column.addWidget(self.progress)
        self.said = plain_label()
        self.column.addWidget(self.said)
        locale = reader_locale()
        self.wording = Wording(tr, str(locale.decimalPoint()), str(locale.groupSeparator()))
        self.view = make_view(look_of(self), self.wording)
        self.scroll = scrolled(self.view)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.column.addWidget(self.scroll, 1)

    def fill(self) -> None:
        """Offer the levels of the draft, and forget the figures of another one."""
        self._offer_levels()

    def write(self) -> None:
        """Nothing of a draft is changed here."""

    def look(self) -> None:
        """Show the figures of the draft, computed anew where it or the workspace changed."""
        self._offer_levels()
        if self._wanted() != self._computed:
            self.compute()

    def compute(self) -> None:
        """Compute the figures in the background; a computation that goes on is dropped."""
        self.stop()
        self.figures, self._computed = None, None
        self.view.hide()
        fault = fault_of(self.draft)
        if fault is not None:
            return self._say(tr(Text(NOT_READY, {"reason": fault.message})), wrong=True)
        if not self.stock.place:
            return self._say(tr(NO_WORKSPACE), wrong=True)
        wanted = self._wanted()
        own = Settings.load().sources_folder
        place, theme, level = self.stock.place, check_theme(self.draft), self.level.name()

        def work(progress):
            return compute_figures(place, theme, level, None, language(), progress, own_sources=own)

        self.task = BackgroundTask(work, FAILED)
        self.task.done.connect(lambda figures, problem: self._show(wanted, figures, problem))
        self.task.progressChanged.connect(self._progressed)
        self.button.setText(tr("Stop"))
        self.progress.setValue(0)
        self.progress.show()
        self._say(tr(COMPUTING))
        QgsApplication.taskManager().addTask(self.task)

    def stop(self) -> None:
        """Drop the computation that goes on, if any: what it still says is heard by nobody."""
        if self.task is not None:
            task, self.task = self.task, None
            task.done.disconnect()
            task.progressChanged.disconnect(self._progressed)
            task.cancel()
            self._ended()

    def _compute_or_stop(self) -> None:
        if self.task is None:
            return self.compute()
        self.stop()
        self._say(tr(STOPPED))

    def _wanted(self) -> Dict[str, Any]:
        return {"draft": repr(self.draft), "place": self.stock.place, "level": self.level.name()}

    def _offer_levels(self) -> None:
        there = self.draft.get("levels", {})
        words = {level: tr(title) for level, title in LEVEL_TITLES.items() if level in there}
        chosen = self.level.name() if self.level.name() in words else self.draft.get("default_level", "")
        self.level.offer(words, chosen if chosen in words else next(iter(words), ""))

    def _progressed(self, percent: float) -> None:
        self.progress.setValue(int(percent))

    def _ended(self) -> None:
        self.progress.hide()
        self.button.setText(tr("Compute again"))

    def _show(self, wanted: Dict[str, Any], figures, problem) -> None:
        self.task = None
        self._ended()
        if figures is None:
            return self._say(tr(problem), wrong=True)
        self.figures, self._computed = figures, wanted
        period = self.wording.period(figures.period_title)
        self._say(tr(figures.reason or Text(SHOWN, {"period": period})), bool(figures.reason))
        self.view.show_figures(figures)

    def _say(self, text: str, wrong: bool = False) -> None:
        self.said.setText(text)
        colour_as_wrong(self.said, wrong)
