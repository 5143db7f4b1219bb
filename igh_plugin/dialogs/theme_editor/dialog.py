"""The editor of themes: steps at the left, the chosen one at the right, the workspace above, saving below."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

from qgis.core import QgsApplication
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...themes.catalogue import PACKAGED, own_themes, packaged_themes
from ...themes.model import Theme
from ...themes.sharing import Parcel, own_theme, parcel, put_theme, read_folder, read_zip, write_zip
from ...themes.stock import Stock, offered, stock_of
from ...themes.writing import ThemeFault, plain_theme, theme_text
from ...translation import tr
from ..background import BackgroundTask
from ..wrong import colour_as_wrong
from .draft import Draft, draft_of, fault_in, fault_of, new_draft, own_id
from .fields import describe, plain_label, row_of, scrolled
from .indicators import IndicatorsStep
from .levels import ChartsStep, LevelsStep
from .parts import PartsStep
from .preview import PreviewStep
from .question import QuestionStep
from .sources import SourcesStep
from .step import Step

CHECK_AFTER, READ_AFTER = 300, 600
"""Milliseconds after the last change."""
WIDTH, HEIGHT, ROOM = 1060, 760, 80
"""Pixels: the size of the dialog, and what it leaves free of a small screen."""
DONE, TO_DO, FAULTY = "✓", "○", "!"
MARKED = QT_TRANSLATE_NOOP("core", "{number} {title}  {mark}")
STATES = {
    DONE: QT_TRANSLATE_NOOP("core", "{title}: complete"),
    TO_DO: QT_TRANSLATE_NOOP("core", "{title}: still to do"),
    FAULTY: QT_TRANSLATE_NOOP("core", "{title}: something is missing or wrong"),
}
READY = QT_TRANSLATE_NOOP("core", "The theme is complete and can be saved.")
NEXT = QT_TRANSLATE_NOOP("core", "Still to do at “{step}”: {reason}.")
READING = QT_TRANSLATE_NOOP("core", "Reading what the workspace holds…")
NOT_LISTED = QT_TRANSLATE_NOOP("core", "The themes could not be listed: {reason}")
NOT_READ = QT_TRANSLATE_NOOP("core", "The workspace could not be read: {reason}")
SAVED = QT_TRANSLATE_NOOP(
    "core",
    "Saved as {folder}. Wherever a theme is asked for, its name is {theme}. Build it to see its layers.",
)
ZIPPED = QT_TRANSLATE_NOOP("core", "Written to {file}: send it to whom you like. It holds no events.")
OPENED = QT_TRANSLATE_NOOP(
    "core", "This is the theme from {file}. Look at it, and save it: only then it is among yours."
)
REPLACE = QT_TRANSLATE_NOOP("core", "There is already a theme {theme}, in {folder}. Replace it?")
HIDE_PACKAGED = QT_TRANSLATE_NOOP(
    "core",
    "{theme} is a theme that comes with the plugin. Yours will take its place wherever it is asked for. Save it?",
)
LEAVE = QT_TRANSLATE_NOOP("core", "The theme was changed and not saved. Discard the changes?")
NO_FILE = QT_TRANSLATE_NOOP("core", "zip (*.zip)")


class ThemeEditor(QDialog):
    """Makes a theme or changes one, and saves it among the user's own or as a zip.

    `make_view` makes what shows figures in the preview, `build` opens the building of a theme: a workspace and an id.
    """

    def __init__(
        self,
        user_folder: Path,
        own_sources: Path,
        make_view: Callable[[Any, Any], Any],
        build: Callable[[str, str], None],
        workspace: str = "",
        parent: Optional[QWidget] = None,
    ):
        super().__init__(parent)
        self.setObjectName("IghThemeEditor")
        self.setWindowTitle(tr("Theme editor"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        screen = self.screen().availableGeometry()
        self.resize(min(WIDTH, screen.width() - ROOM), min(HEIGHT, screen.height() - ROOM))
        self._user_folder, self._own_sources, self._build = Path(user_folder), Path(own_sources), build
        self._icon: Optional[bytes] = None
        self._saved_text = ""
        self._visited = {0}
        self._task: Optional[BackgroundTask] = None
        self._listing: Optional[BackgroundTask] = None
        self._cache: Dict[int, Tuple[str, Optional[ThemeFault]]] = {}
        self.faults: List[Optional[ThemeFault]] = []
        self.stock = offered(self._own_sources)
        self.draft: Draft = new_draft()
        self.preview = PreviewStep(make_view)
        self.question = QuestionStep()
        self.sources, self.parts, self.indicators = SourcesStep(), PartsStep(), IndicatorsStep()
        self.levels, self.charts = LevelsStep(), ChartsStep()
        self.steps: Tuple[Step, ...] = (
            self.question, self.sources, self.parts, self.indicators, self.levels, self.charts, self.preview,
        )  # fmt: skip
        self._make_timers()
        self._make_widgets()
        self._lay_out()
        self._show_draft(new_draft(), None)
        self.list_themes()
        self.workspace.setFilePath(workspace)
        self.read_workspace()

    # ------------------------------------------------------------ the draft

    def begin(self, folder: str) -> None:
        """Begin with the theme in a folder, or with a new one; a theme of the package becomes one of the user's own."""
        if not self._may_leave():
            return self.question.start.choose(self._began)
        if not folder:
            return self._show_draft(new_draft(), None)
        try:
            found = read_folder(Path(folder))
        except UserError as error:
            self.question.start.choose(self._began)
            return self._say(tr(error.message), wrong=True)
        self._take(found, own_id(found.theme.id) if Path(folder).parent == PACKAGED else "")
        self._began = folder
        self.question.start.choose(folder)

    def open_zip(self, path: str = "") -> None:
        """Look at a theme in a zip; it is not among the user's own until it is saved."""
        path = path or QFileDialog.getOpenFileName(self, tr("Open zip…"), "", tr(NO_FILE))[0]
        if not path or not self._may_leave():
            return
        try:
            self._take(read_zip(Path(path)))
        except UserError as error:
            return self._say(tr(error.message), wrong=True)
        self.question.start.choose("")
        self._say(tr(Text(OPENED, {"file": path})))

    def save(self) -> Optional[Path]:
        """Save the theme among the user's own; return its folder, None when it was not saved."""
        made = self._parcel()
        if made is None:
            return None
        theme = made.theme.id
        there = own_theme(theme, self._user_folder)
        if there is not None and str(there) != self._began:
            question = Text(REPLACE, {"theme": theme, "folder": str(there)})
            if not self._agrees(tr(question), tr("Replace")):
                return None
        packaged = there is None and (PACKAGED / theme).is_dir()
        if packaged and not self._agrees(tr(Text(HIDE_PACKAGED, {"theme": theme})), tr("Save")):
            return None
        try:
            folder = put_theme(made, self._user_folder, replace=there is not None)
        except UserError as error:
            self._say(tr(error.message), wrong=True)
            return None
        self._saved_text, self._began = theme_text(self.draft), str(folder)
        self.list_themes()
        self._say(tr(Text(SAVED, {"folder": str(folder), "theme": theme})))
        return folder

    def save_and_build(self) -> None:
        """Save the theme, and open the building of it on the workspace."""
        if self.save() is not None:
            self._build(self.workspace.filePath().strip(), self.draft["theme"])

    def save_zip(self, path: str = "") -> None:
        """Write the theme as a zip for somebody else."""
        made = self._parcel()
        if made is None:
            return
        name = f"{made.theme.id}.zip"
        path = path or QFileDialog.getSaveFileName(self, tr("Save as zip…"), name, tr(NO_FILE))[0]
        if not path:
            return
        target = Path(path if path.lower().endswith(".zip") else f"{path}.zip")
        try:
            write_zip(made, target)
        except UserError as error:
            return self._say(tr(error.message), wrong=True)
        self._say(tr(Text(ZIPPED, {"file": str(target)})))

    def check(self) -> bool:
        """Say at each step what is wrong there, and whether the whole can be saved."""
        self._timer.stop()
        self.faults = [self._fault_at(at) for at in range(len(self.steps))]
        whole = self._tried(-1, list(self.draft), fault_of)
        if whole is not None and not any(self.faults):
            self.faults[self._step_of(whole)] = whole
        for at, step in enumerate(self.steps):
            step.show_fault(self.faults[at] if at in self._visited else None)
        self._mark_steps()
        for button in (self.save_button, self.zip_button, self.build_button):
            button.setEnabled(whole is None)
        if whole is None:
            self._say(tr(READY))
        else:
            at = next((at for at, fault in enumerate(self.faults) if fault is not None), 0)
            fault = self.faults[at] or whole
            self._say(tr(Text(NEXT, {"step": Text(self.steps[at].TITLE), "reason": fault.message})))
        return whole is None

    def go_to(self, at: int) -> None:
        """Show a step."""
        self.list.setCurrentRow(at)

    def list_themes(self) -> None:
        """Read in the background which themes there are, to begin with one of them."""
        self._stop(self._listing)
        folder = self._user_folder
        self._listing = BackgroundTask(
            lambda progress: (list(own_themes(folder)), list(packaged_themes())), NOT_LISTED
        )
        self._listing.done.connect(self._themes_listed)
        QgsApplication.taskManager().addTask(self._listing)

    def _themes_listed(self, found: Optional[Tuple[List[Theme], List[Theme]]], problem) -> None:
        self._listing = None
        if found is None:
            return self._say(tr(problem), wrong=True)
        self.question.offer_themes(*found, self._began)

    # ------------------------------------------------------------ the workspace

    def read_workspace(self) -> None:
        """Read in the background what the chosen workspace holds."""
        self._reading.stop()
        place = self.workspace.filePath().strip()
        self._stop(self._task)
        self._task = None
        if not place:
            self._take_stock(offered(self._own_sources))
            return self.workspace_said.hide()
        self._tell_workspace(tr(READING))
        own = self._own_sources
        self._task = BackgroundTask(lambda progress: stock_of(place, own, progress), NOT_READ)
        self._task.done.connect(self._workspace_read)
        QgsApplication.taskManager().addTask(self._task)

    def _workspace_read(self, stock: Optional[Stock], problem) -> None:
        self._task = None
        if stock is None:
            self._take_stock(offered(self._own_sources))
            return self._tell_workspace(tr(problem), wrong=True)
        self.workspace_said.hide()
        self._take_stock(stock)

    def _take_stock(self, stock: Stock) -> None:
        self.stock = stock
        self._fill(self.list.currentRow())

    @staticmethod
    def _stop(task: Optional[BackgroundTask]) -> None:
        """Drop work that goes on, if any: what it still says is heard by nobody."""
        if task is not None:
            task.done.disconnect()
            task.cancel()

    def _tell_workspace(self, text: str, wrong: bool = False) -> None:
        self.workspace_said.setText(text)
        colour_as_wrong(self.workspace_said, wrong)
        self.workspace_said.show()

    # ------------------------------------------------------------ inside

    def done(self, result: int) -> None:
        """Close, when nothing is lost, and stop what runs."""
        if not self._may_leave():
            return
        self._stop(self._task)
        self._stop(self._listing)
        self._task = self._listing = None
        self.preview.stop()
        self._timer.stop()
        super().done(result)

    def discard(self) -> None:
        """Close without asking, as when the plugin is taken out."""
        self._saved_text = theme_text(self.draft)
        self.close()

    def _take(self, found: Parcel, theme_id: str = "") -> None:
        """Show a theme, under another id if given."""
        draft = draft_of(plain_theme(found.files["theme.yaml"].decode("utf-8")))
        if theme_id:
            draft["theme"] = theme_id
        self._show_draft(draft, found.files.get("icon.svg"))

    def _show_draft(self, draft: Draft, icon: Optional[bytes]) -> None:
        self.draft, self._icon, self._began = draft, icon, ""
        self._cache.clear()
        self._visited = {0} if "theme" not in draft else set(range(len(self.steps)))
        self._saved_text = theme_text(draft)
        self._fill(self.list.currentRow())
        self.go_to(0)
        self.check()

    def _fill(self, at: int) -> None:
        """Fill a step: what it shows may depend on what was changed at the others."""
        step = self.steps[max(at, 0)]
        step.show_draft(self.draft, self.stock)
        if step is self.preview:
            self.preview.look()

    def _changed(self) -> None:
        self._timer.start()

    def _show_step(self, at: int) -> None:
        if at < 0:
            return
        self._visited.add(at)
        self._fill(at)
        self.pages.setCurrentIndex(at)
        self.back.setEnabled(at > 0)
        self.forth.setEnabled(at < len(self.steps) - 1)
        self.check()

    def _fault_at(self, at: int) -> Optional[ThemeFault]:
        keys = self.steps[at].KEYS
        return self._tried(at, keys, lambda draft: fault_in(draft, keys)) if keys else None

    def _tried(
        self, at: int, keys: Sequence[str], check: Callable[[Draft], Optional[ThemeFault]]
    ) -> Optional[ThemeFault]:
        """Return what a check of some keys finds; it is made again only when they changed."""
        text = repr([(key, self.draft.get(key)) for key in keys])
        if at not in self._cache or self._cache[at][0] != text:
            self._cache[at] = text, check(self.draft)
        return self._cache[at][1]

    def _step_of(self, fault: ThemeFault) -> int:
        key = fault.place[0] if fault.place else ""
        return next((at for at, step in enumerate(self.steps) if key in step.KEYS), 0)

    def _mark_steps(self) -> None:
        for at, step in enumerate(self.steps):
            fine = self.faults[at] is None
            mark = DONE if fine else FAULTY if at in self._visited and at != self.list.currentRow() else TO_DO
            if step is self.preview:
                mark = DONE if not any(self.faults) else TO_DO
            item = self.list.item(at)
            item.setText(tr(Text(MARKED, {"number": at + 1, "title": Text(step.TITLE), "mark": mark})))
            said = tr(Text(STATES[mark], {"title": Text(step.TITLE)}))
            item.setToolTip(said)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)

    def _parcel(self) -> Optional[Parcel]:
        """Return the theme with its files; where it is wrong say so and return None."""
        if not self.check():
            return None
        try:
            return parcel(theme_text(self.draft).encode("utf-8"), self._icon)
        except UserError as error:
            self._say(tr(error.message), wrong=True)
            return None

    def _may_leave(self) -> bool:
        return theme_text(self.draft) == self._saved_text or self._agrees(tr(LEAVE), tr("Discard"))

    def _agrees(self, question: str, answer: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, self.windowTitle(), question, parent=self)
        agree = box.addButton(answer, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is agree

    def _say(self, text: str, wrong: bool = False) -> None:
        self.message.setText(text)
        colour_as_wrong(self.message, wrong)

    def _make_timers(self) -> None:
        self._timer, self._reading = QTimer(self), QTimer(self)
        for timer, after, slot in (
            (self._timer, CHECK_AFTER, self.check),
            (self._reading, READ_AFTER, self.read_workspace),
        ):
            timer.setSingleShot(True)
            timer.setInterval(after)
            timer.timeout.connect(slot)

    def _make_widgets(self) -> None:
        self._began = ""
        self.workspace = QgsFileWidget(self)
        self.workspace.setObjectName("IghThemeWorkspace")
        tip = tr(
            "The GeoPackage, or the address of a schema in PostgreSQL, whose events are counted and previewed"
        )
        describe(self.workspace, tr("Workspace"), tip)
        self.workspace.fileChanged.connect(lambda *_: self._reading.start())
        self.workspace_said = plain_label()
        self.workspace_said.hide()
        self.list = QListWidget(self)
        self.list.setObjectName("IghThemeSteps")
        describe(self.list, tr("Steps"), tr("The steps of making a theme; go to any of them at any time"))
        self.pages = QStackedWidget(self)
        for step in self.steps:
            self.list.addItem(tr(step.TITLE))
            self.pages.addWidget(scrolled(step) if step.SCROLLS else step)
            step.changed.connect(self._changed)
        self.list.currentRowChanged.connect(self._show_step)
        self.question.begun.connect(self.begin)
        self.question.opened.connect(lambda: self.open_zip())
        self.message = plain_label()
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.back, self.forth = QPushButton(tr("Back"), self), QPushButton(tr("Next"), self)
        self.back.setToolTip(tr("To the step before"))
        self.forth.setToolTip(tr("To the next step"))
        self.back.clicked.connect(lambda *_: self.go_to(self.list.currentRow() - 1))
        self.forth.clicked.connect(lambda *_: self.go_to(self.list.currentRow() + 1))
        self.buttons = QDialogButtonBox(self)
        add = self.buttons.addButton
        role = QDialogButtonBox.ButtonRole
        self.save_button = add(tr("Save as my theme"), role.ActionRole)
        self.build_button = add(tr("Save and build…"), role.ActionRole)
        self.zip_button = add(tr("Save as zip…"), role.ActionRole)
        add(tr("Close"), role.RejectRole)
        for button, tip, slot in (
            (self.save_button, tr("Save the theme in your profile"), self.save),
            (self.build_button, tr("Save the theme, and make its layers and hot spots"), self.save_and_build),
            (self.zip_button, tr("Write the theme into a file for somebody else"), self.save_zip),
        ):
            button.setToolTip(tip)
            button.clicked.connect(lambda *_, slot=slot: slot())
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter in a field must not press one
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        label = QLabel(tr("Workspace"), self)
        label.setBuddy(self.workspace)
        layout.addLayout(row_of(label, self.workspace, stretch=(0, 1)))
        layout.addWidget(self.workspace_said)
        middle = QHBoxLayout()
        middle.addWidget(self.list)
        middle.addWidget(self.pages, 1)
        letters = max(
            self.fontMetrics().horizontalAdvance(f"9 {tr(step.TITLE)}  {DONE}") for step in self.steps
        )
        self.list.setFixedWidth(letters + 24)
        layout.addLayout(middle, 1)
        layout.addWidget(self.message)
        bottom = row_of(self.back, self.forth)
        bottom.addStretch(1)
        bottom.addWidget(self.buttons)
        layout.addLayout(bottom)
