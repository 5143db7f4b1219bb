"""The dialog in which a source is made or changed: its first records, its definition, and what that makes of them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Callable, Dict, Optional, Sequence

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem
from qgis.gui import QgsAuthConfigSelect, QgsFileWidget, QgsProjectionSelectionWidget
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ..core.cleaning.records import RawBatch
from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..pipeline.draft import FILE, FORMS, NO_ADDRESS, Wish, draft, first_look, is_name, saved_look
from ..pipeline.trial import try_out
from ..sources.definition import Definition, SourceDefinition, parse_source, text_of
from ..sources.guess import source_name
from ..sources.network.qgis import QgisSurroundings, surroundings_of
from ..sources.remote import DATABASES
from ..sources.saved import Saved
from ..translation import tr
from .background import BackgroundTask
from .saved_box import SavedBox
from .trial_view import TrialView
from .wrong import colour_as_wrong

TYPES = (
    (FILE, QT_TRANSLATE_NOOP("core", "File: delimited text, spreadsheet or layer")),
    ("dso", QT_TRANSLATE_NOOP("core", "DSO API of Amsterdam")),
    ("ogcapi", QT_TRANSLATE_NOOP("core", "OGC API Features")),
    ("wfs", QT_TRANSLATE_NOOP("core", "Web Feature Service (WFS)")),
    ("csv", QT_TRANSLATE_NOOP("core", "Delimited text on a server")),
    ("geojson", QT_TRANSLATE_NOOP("core", "GeoJSON on a server")),
    ("file", QT_TRANSLATE_NOOP("core", "File on a server (zip, GeoPackage, spreadsheet…)")),
    ("socrata", "Socrata"),
    ("ckan", "CKAN"),
    ("opendatasoft", "Opendatasoft"),
    ("arcgis", QT_TRANSLATE_NOOP("core", "ArcGIS FeatureServer")),
    ("json", QT_TRANSLATE_NOOP("core", "JSON on a server")),
    ("postgis", "PostgreSQL / PostGIS"),
    ("database", QT_TRANSLATE_NOOP("core", "Database: SQL Server, Oracle, SQLite, ODBC")),
)
CHECK_AFTER = 400
WIDTH, HEIGHT, ROOM = 980, 700, 80
"""Pixels: the size of the dialog, and what it leaves free of a small screen."""
LAYERED = (FILE, "wfs", "file")
"""Kinds of sources that can have several layers."""
RD, DEGREES = "EPSG:28992", "EPSG:4326"
ASKED_IN = {
    "dso": RD, "ogcapi": RD, "wfs": RD, "arcgis": RD, "geojson": DEGREES, "socrata": DEGREES, "opendatasoft": DEGREES,
}  # fmt: skip
"""The CRS a service is asked for at first, or usually answers in; of other kinds the coordinates tell it."""
ANSWER_AS_ASKED = ("dso", "ogcapi", "wfs", "arcgis")
_SOURCE = re.compile(r"^source:.*$", re.MULTILINE)
BEGIN = QT_TRANSLATE_NOOP(
    "core",
    "Say where the records are, and show the first of them: a definition of the source is then proposed.",
)
FETCHING = QT_TRANSLATE_NOOP("core", "Fetching the first records…")
SHOWN_ROWS = QT_TRANSLATE_NOOP(
    "core",
    "{rows} records were read for a proposal, {shown} of them are shown. Read the definition below them, correct it, and "
    "save it.",
)
CHOOSE = QT_TRANSLATE_NOOP(
    "core", "Choose a source above: its definition and its first records are shown, to be changed and saved."
)
CHOOSE_FILE = QT_TRANSLATE_NOOP(
    "core", "This source is read from files. Choose one of them to see what becomes of its records."
)
OPENED = QT_TRANSLATE_NOOP(
    "core",
    "{rows} records were read, {shown} of them are shown. What is changed in the definition is seen at once under Events "
    "and Rejected.",
)
COPIED = QT_TRANSLATE_NOOP(
    "core", "This definition comes with the plugin: it is saved among your own, and used in its place then."
)
NO_EVENTS = QT_TRANSLATE_NOOP("core", "This definition is not of a source of events, so none can be shown.")
OTHER_CRS = QT_TRANSLATE_NOOP(
    "core",
    "The service was asked for these records in {asked}, and the definition says {crs}. Show the first records again, in "
    "that CRS.",
)
LEAVE = QT_TRANSLATE_NOOP("core", "The definition was changed and not saved. Discard the changes?")
FILL_IN = QT_TRANSLATE_NOOP(
    "core", "The definition below the records is a beginning: name their columns in it."
)
CHANGED = QT_TRANSLATE_NOOP(
    "core",
    "What is said above has changed; the records and the definition are still those of before. Show the first records again.",
)
STOPPED = QT_TRANSLATE_NOOP("core", "Stopped.")
RIGHT = QT_TRANSLATE_NOOP("core", "The definition is right.")
SAVED = QT_TRANSLATE_NOOP(
    "core", "Saved as {file}. Wherever a source or mapping is asked for, its name is {source}."
)
THERE = QT_TRANSLATE_NOOP("core", "There is already a source {source}, in {file}. Replace it?")
NOT_SAVED = QT_TRANSLATE_NOOP("core", "The definition could not be saved: {reason}")
FAILED = QT_TRANSLATE_NOOP("core", "The records could not be shown: {reason}")


class SourceDialog(QDialog):
    """Makes the definition of a source, or changes a saved one, and saves it into a folder.

    `collect` opens the collecting of the definition in a file, from a file with records if it is one of those.
    """

    def __init__(self, folder: Path, collect: Callable[[str, str], None], parent: Optional[QWidget] = None):
        super().__init__(parent)
        self.setObjectName("IghSourceDialog")
        self.setWindowTitle(tr("New source"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        screen = self.screen().availableGeometry()
        self.resize(min(WIDTH, screen.width() - ROOM), min(HEIGHT, screen.height() - ROOM))
        self._folder, self._collect = Path(folder), collect
        self._task: Optional[BackgroundTask] = None
        self._shown: Optional[Wish] = None
        self._opened: Optional[Saved] = None
        self._of_files = False
        self._sample: Optional[RawBatch] = None
        self._asked_crs = ""
        self._tried: Optional[str] = None
        self._saved: Optional[Path] = None
        self._saved_text = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_AFTER)
        self._timer.timeout.connect(self.check)
        self._make_widgets()
        self._lay_out()
        self._show_type()
        self._say(tr(BEGIN))

    def wish(self) -> Wish:
        """Return what the upper half says."""
        type_ = self.kind.currentData()
        address = self.file.filePath() if type_ == FILE else self.address.text()
        return Wish(
            source=self.name.text().strip(),
            type=type_,
            address=address.strip(),
            layer=self.layer.text().strip() if type_ in LAYERED else "",
            table=self.table_name.text().strip() if type_ in DATABASES else "",
            rows=self.rows.text().strip() if type_ == "json" else "",
            credentials="" if type_ == FILE else self.credentials.configId(),
            crs=self.crs.crs().authid() or ASKED_IN.get(type_, ""),
        )

    def begin_new(self) -> None:
        """Begin a new source in the place of a saved one that is shown."""
        if self._opened is not None:
            self.chosen.setCurrentIndex(0)
            self._choose()

    def choose(self) -> None:
        """Ask which saved source is to be changed."""
        self.chosen.setFocus()
        if self._opened is None and not self.text.toPlainText().strip():
            self._say(tr(CHOOSE))

    def open_saved(self, saved: Saved) -> None:
        """Show a saved definition, and what it makes of the first records where it says where those are."""
        self._begin(saved)
        try:
            self.text.setPlainText(text_of(saved.path))
        except (UserError, OSError) as error:
            reason = getattr(error, "message", None) or error.strerror or str(error)
            return self._say(tr(reason), wrong=True)
        self._saved = saved.path if saved.own else None
        self._timer.stop()
        self.check()
        definition = self._definition()
        if isinstance(definition, SourceDefinition) and definition.remote is not None:
            self.preview()
        elif isinstance(definition, SourceDefinition):
            self._say(tr(CHOOSE_FILE))

    def preview(self) -> None:
        """Fetch the first records in the background and show them; for a new source a definition is proposed."""
        task = self._new_task() if self._opened is None else self._saved_task()
        if task is None:
            return
        self.stop()
        self.fetch.setText(tr("Stop"))
        self._say(tr(FETCHING))
        self._task = task
        self._task.done.connect(self._show if self._opened is None else self._show_saved)
        QgsApplication.taskManager().addTask(self._task)

    def check(self) -> bool:
        """Say whether the definition in the lower half is right, and show what it makes of the records."""
        definition = self._definition()
        if definition is not None:
            self._say(tr(RIGHT))
            self._try(definition)
            self._of_files = isinstance(definition, SourceDefinition) and definition.remote is None
            if self._opened is not None and self._of_files is self.file.isHidden():
                self._show_rows()
        else:
            self.trial.hold(True)
        self.save_button.setEnabled(definition is not None)
        self.collect_button.setEnabled(definition is not None)
        return definition is not None

    def save(self) -> Optional[Path]:
        """Write the definition into the folder of own sources; return its path, None when it was not written."""
        if not self.check():
            return None
        text = self.text.toPlainText()
        source = parse_source(text).source
        path = self._folder / f"{source}.yaml"
        if self._opened is not None and self._opened.own and self._opened.source == source:
            path = self._opened.path
        if path != self._saved and path.exists() and not self._may_replace(path, source):
            return None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")
        except OSError as error:
            self._say(tr(Text(NOT_SAVED, {"reason": error.strerror or str(error)})), wrong=True)
            return None
        self._saved, self._saved_text = path, text
        if self._opened is not None:
            self._opened = Saved(path, True, source)
        self._list_saved()
        self._say(tr(Text(SAVED, {"file": str(path), "source": path.stem})))
        return path

    def save_and_collect(self) -> None:
        """Save, and open the dialog that collects the source."""
        path = self.save()
        if path is not None:
            self._collect(str(path), "" if self.file.isHidden() else self.file.filePath().strip())

    def stop(self) -> None:
        """Stop fetching."""
        if self._task is not None:
            self._task.done.disconnect()
            self._task.cancel()
            self._ended()

    def done(self, result: int) -> None:
        """Close, and stop what runs."""
        self.stop()
        super().done(result)

    def _fetch_or_stop(self) -> None:
        if self._task is None:
            return self.preview()
        self.stop()
        self._say(tr(STOPPED))

    def _new_task(self) -> Optional[BackgroundTask]:
        wish = self.wish()
        lack = wish.lack()
        if lack:
            self._say(tr(lack), wrong=True)
            return None
        if self._is_other(wish):
            self._clear()
        return _task(partial(first_look, wish), QgisSurroundings())

    def _saved_task(self) -> Optional[BackgroundTask]:
        definition, file = self._definition(), self.file.filePath().strip()
        if definition is None:
            return None
        lack = "" if isinstance(definition, SourceDefinition) else NO_EVENTS
        if not lack and definition.remote is None and not file:
            lack = NO_ADDRESS
        if lack:
            self._say(tr(lack), wrong=True)
            return None

        def fetch(around, progress):
            return (*saved_look(definition, file, around, progress), definition.mapping.crs)

        return _task(fetch, surroundings_of(definition))

    def _definition(self) -> Optional[Definition]:
        """Return what stands in the lower half; where it is wrong say so and return None."""
        text = self.text.toPlainText()
        if not text.strip():
            return None
        try:
            return parse_source(text, self._name() or "source")
        except UserError as error:
            self._say(tr(error.message), wrong=True)
            return None

    def _name(self) -> str:
        return self.name.text().strip() if self._opened is None else self._opened.path.stem

    def _try(self, definition: Definition) -> None:
        """Show what a definition makes of the first records, unless that is shown."""
        text = self.text.toPlainText()
        self.trial.hold(False)
        if self._sample is None or text == self._tried:
            return
        self._tried = text
        if not isinstance(definition, SourceDefinition):
            return self.trial.show_problem(tr(NO_EVENTS))
        remote, crs = definition.remote, definition.mapping.crs
        if remote is not None and remote.type in ANSWER_AS_ASKED and crs != self._asked_crs:
            return self.trial.show_problem(tr(Text(OTHER_CRS, {"asked": self._asked_crs, "crs": crs})))
        try:
            self.trial.show_trial(try_out(definition, self._sample))
        except UserError as error:
            self.trial.show_problem(tr(error.message))

    def _choose(self) -> None:
        """Show what was chosen: a saved source, or the beginning of a new one."""
        saved = self.chosen.currentData()
        if self._changed() and not self._agrees(tr(LEAVE), tr("Discard")):
            return self._list_saved()
        if saved is not None:
            return self.open_saved(saved)
        self._begin(None)
        self._show_type()
        self._say(tr(BEGIN))

    def _changed(self) -> bool:
        text = self.text.toPlainText()
        return self.text.document().isModified() and bool(text.strip()) and text != self._saved_text

    def _begin(self, saved: Optional[Saved]) -> None:
        """Forget what was shown."""
        self.stop()
        self._clear()
        self.file.setFilePath("")
        self.name.clear()
        self._opened, self._saved, self._saved_text, self._of_files = saved, None, "", False
        self.setWindowTitle(
            tr("New source") if saved is None else tr(Text("Source {name}", {"name": saved.path.stem}))
        )
        self.save_button.setEnabled(False)
        self.collect_button.setEnabled(False)
        self._show_rows()

    def _list_saved(self) -> None:
        self.chosen.list(self._opened.path if self._opened is not None else None)

    def _ended(self) -> None:
        self._task = None
        self.fetch.setText(tr("Show the first records"))

    def _show(self, look, problem) -> None:
        self._ended()
        if look is None:
            return self._say(tr(problem), wrong=True)
        self._shown, sample, said = look
        self._show_sample(sample, self._shown.crs)
        self._propose(sample, said)

    def _show_saved(self, look, problem) -> None:
        self._ended()
        if look is None:
            return self._say(tr(problem), wrong=True)
        sample, said, crs = look
        self._show_sample(sample, crs)
        self._timer.stop()
        if not self.check():
            return
        shown = Text(OPENED, {"rows": len(sample), "shown": self.table.model().rowCount()})
        copied = [] if self._opened is None or self._opened.own else [COPIED]
        self._say(" ".join(map(tr, (shown, *copied, *said))))

    def _show_sample(self, sample: RawBatch, crs: str) -> None:
        self._sample, self._asked_crs, self._tried = sample, crs, None
        self.trial.show_records(sample)

    def _propose(self, sample, said: Sequence[Text]) -> None:
        """Put a definition for the records into the lower half, unless the user corrected the one that is there.

        What it does not say by itself is said below it.
        """
        if self.text.document().isModified():
            self.check()
            return
        problem = None
        try:
            proposal = draft(self._shown, sample)
            self.text.setPlainText(proposal.text)
        except UserError as error:
            problem = error.message
            self.text.setPlainText(self._shown.skeleton())
        self._timer.stop()
        self.check()
        if problem is not None:
            return self._say(f"{tr(problem)} {tr(FILL_IN)}", wrong=True)
        shown = Text(SHOWN_ROWS, {"rows": len(sample), "shown": self.table.model().rowCount()})
        self._say(" ".join(map(tr, (shown, *said, *proposal.notes))))

    def _may_replace(self, path: Path, source: str) -> bool:
        return self._agrees(tr(Text(THERE, {"source": source, "file": str(path)})), tr("Replace"))

    def _agrees(self, question: str, answer: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, self.windowTitle(), question, parent=self)
        agree = box.addButton(answer, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is agree

    def _rename(self, name: str) -> None:
        """Put a name that was changed afterwards into the definition too."""
        text = self.text.toPlainText()
        if is_name(name.strip()) and text:
            corrected = self.text.document().isModified()
            self.text.setPlainText(_SOURCE.sub(f"source: {name.strip()}", text, count=1))
            self.text.document().setModified(corrected)

    def _take_file(self, path: str) -> None:
        """Name a new source by its file; of a saved one show the records of the file."""
        if self._opened is not None:
            if Path(path.strip()).is_file():
                self.preview()
        elif not self.name.text().strip() and Path(path).is_file():
            self.name.setText(source_name(Path(path).stem))

    def _note_change(self) -> None:
        """Say that records and definition are no longer of what the upper half says."""
        if self._task is None and self._is_other(self.wish()):
            self._say(tr(CHANGED), wrong=True)

    def _is_other(self, wish: Wish) -> bool:
        """Whether a wish asks for other records than those that are shown."""
        shown = self._shown
        return shown is not None and shown != replace(wish, source=shown.source, separator=shown.separator)

    def _clear(self) -> None:
        self._shown = self._sample = self._tried = None
        self.trial.clear()
        self.text.clear()
        self._timer.stop()

    def _say(self, text: str, wrong: bool = False) -> None:
        self.message.setText(text)
        self.message.setProperty("wrong", wrong)
        colour_as_wrong(self.message, wrong)

    def _show_type(self) -> None:
        """Show what applies to the kind of source, and forget the CRS chosen for another kind."""
        type_ = self.kind.currentData()
        self._show_rows()
        self.address.setPlaceholderText("   ".join(FORMS.get(type_, ())))
        several = QT_TRANSLATE_NOOP("core", "Only where there are several")
        which = QT_TRANSLATE_NOOP("core", "Leave empty to be told which there are")
        self.layer.setPlaceholderText(tr(which if type_ == "wfs" else several))
        unset = QgsProjectionSelectionWidget.CrsOption.CrsNotSet
        self.crs.setOptionVisible(unset, type_ not in ASKED_IN)
        self.crs.setCrs(QgsCoordinateReferenceSystem(ASKED_IN.get(type_, "")))
        self._note_change()

    def _show_rows(self) -> None:
        """Show what is to be said of a new source of the kind, or of a saved one; two to a row."""
        type_ = self.kind.currentData()
        new = self._opened is None
        shown: Dict[QWidget, bool] = {
            self.chosen: True, self.name: new, self.kind: new, self.file: type_ == FILE, self.address: type_ != FILE,
            self.layer: type_ in LAYERED, self.table_name: type_ in DATABASES, self.rows: type_ == "json", self.crs: True,
            self.credentials: type_ != FILE, self.fetch: True,
        }  # fmt: skip
        if not new:
            needed = [self.chosen, self.fetch, *([self.file] if self._of_files else [])]
            shown = {one: one in needed for one in shown}
        place = 0
        for widget, there in shown.items():
            label = self._labels.get(widget)
            for one in filter(None, (label, widget)):
                one.setVisible(there)
                self._form.removeWidget(one)
            if not there:
                continue
            row, column = place // 2, place % 2 * 2
            if label is not None:
                self._form.addWidget(label, row, column)
                self._form.addWidget(widget, row, column + 1)
            else:
                self._form.addWidget(widget, row, column, 1, 4 - column)
            place += 1

    def _make_widgets(self) -> None:
        self.chosen = SavedBox(self._folder, self)
        self.chosen.activated.connect(lambda *_: self._choose())
        self.name = QLineEdit(self)
        self.name.setObjectName("IghSourceName")
        self.name.setPlaceholderText(tr("noise_reports"))
        self.name.textEdited.connect(self._rename)
        self.kind = QComboBox(self)
        for type_, title in TYPES:
            self.kind.addItem(tr(title), type_)
        self.kind.currentIndexChanged.connect(self._show_type)
        self.file = QgsFileWidget(self)
        self.address = QLineEdit(self)
        self.layer = QLineEdit(self)
        self.table_name = QLineEdit(self)
        self.table_name.setPlaceholderText("schema.table")
        self.rows = QLineEdit(self)
        self.rows.setPlaceholderText(
            tr("Where they stand in the answer, such as results; empty: it is a list")
        )
        self.crs = QgsProjectionSelectionWidget(self)
        self.crs.setNotSetText(tr("Told by the coordinates"))
        self.credentials = QgsAuthConfigSelect(self)
        self.fetch = QPushButton(tr("Show the first records"), self)
        self.fetch.clicked.connect(lambda *_: self._fetch_or_stop())
        self._watch_changes()
        self.trial = TrialView(self)
        self.table = self.trial.records
        self.text = QPlainTextEdit(self)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._timer.start)
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = QDialogButtonBox(self)
        self.save_button = self.buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.ActionRole)
        self.collect_button = self.buttons.addButton(
            tr("Save and collect…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.save_button.setEnabled(False)
        self.collect_button.setEnabled(False)
        self.save_button.clicked.connect(lambda *_: self.save())
        self.collect_button.clicked.connect(lambda *_: self.save_and_collect())
        self.buttons.rejected.connect(self.reject)

    def _watch_changes(self) -> None:
        self.file.fileChanged.connect(self._take_file)
        for signal in (
            self.file.fileChanged, self.address.textEdited, self.layer.textEdited, self.table_name.textEdited,
            self.rows.textEdited, self.crs.crsChanged, self.credentials.selectedConfigIdChanged,
        ):  # fmt: skip
            signal.connect(lambda *_: self._note_change())

    def _lay_out(self) -> None:
        self._form = form = QGridLayout()
        self._labels = {
            widget: QLabel(label, self)
            for label, widget in (
                (tr("Definition"), self.chosen), (tr("Name"), self.name), (tr("Kind of source"), self.kind),
                (tr("File"), self.file), (tr("Address"), self.address), (tr("Layer"), self.layer),
                (tr("Table"), self.table_name), (tr("Rows"), self.rows), ("CRS", self.crs),
                (tr("Credentials"), self.credentials),
            )
        }  # fmt: skip
        form.setColumnStretch(1, 2)
        form.setColumnStretch(3, 3)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.trial)
        split.addWidget(self.text)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(split, 1)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)


def _task(fetch: Callable[..., Any], surroundings: QgisSurroundings) -> BackgroundTask:
    """Return what fetches the first records in the background: `fetch` is called with surroundings and progress."""

    def work(progress):
        with surroundings as around:
            return fetch(around, progress)

    return BackgroundTask(work, FAILED)
