"""The dialog in which a source is made: where it lives, its first records, and its definition to correct and save."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Callable, Optional, Sequence

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsTask
from qgis.gui import QgsAuthConfigSelect, QgsFileWidget, QgsProjectionSelectionWidget
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
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
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..core.errors import UserError
from ..core.progress import Cancelled
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..pipeline.draft import FILE, FORMS, Wish, draft, first_look, is_name
from ..sources.definition import parse_source
from ..sources.guess import source_name
from ..sources.network.qgis import QgisSurroundings
from ..sources.remote import DATABASES
from ..translation import tr

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
SHOWN = 50
CHECK_AFTER = 400
WIDEST = 260
WIDTH, HEIGHT, ROOM = 980, 700, 80
"""Pixels: the size of the dialog, and what it leaves free of a small screen."""
LAYERED = (FILE, "wfs", "file")
"""Kinds of sources that can have several layers."""
RD, DEGREES = "EPSG:28992", "EPSG:4326"
ASKED_IN = {
    "dso": RD, "ogcapi": RD, "wfs": RD, "arcgis": RD, "geojson": DEGREES, "socrata": DEGREES, "opendatasoft": DEGREES,
}  # fmt: skip
"""The CRS a service is asked for at first, or usually answers in; of other kinds the coordinates tell it."""
_SOURCE = re.compile(r"^source:.*$", re.MULTILINE)
WRONG, WRONG_ON_DARK = "#b00020", "#ff8a80"
FAILED = QT_TRANSLATE_NOOP("core", "The records could not be shown: {reason}")
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


class SampleTask(QgsTask):
    """Fetches the first records, in a thread of its own; `done` carries a first look or None, and what went wrong."""

    done = pyqtSignal(object, object)

    def __init__(self, wish: Wish):
        super().__init__("IGH", QgsTask.Flag.CanCancel)
        self.wish, self.look, self.problem = wish, None, None

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
            with QgisSurroundings() as around:
                self.look = first_look(self.wish, around, self)
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


class SourceDialog(QDialog):
    """Makes the definition of a source and saves it into a folder.

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
        self._task: Optional[SampleTask] = None
        self._shown: Optional[Wish] = None
        self._saved: Optional[Path] = None
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

    def preview(self) -> None:
        """Fetch the first records in the background, show them, and propose a definition."""
        wish = self.wish()
        lack = wish.lack()
        if lack:
            return self._say(tr(lack), wrong=True)
        self.stop()
        if self._is_other(wish):
            self._clear()
        self.fetch.setText(tr("Stop"))
        self._say(tr(FETCHING))
        self._task = SampleTask(wish)
        self._task.done.connect(self._show)
        QgsApplication.taskManager().addTask(self._task)

    def check(self) -> bool:
        """Say whether the definition in the lower half is right."""
        text = self.text.toPlainText()
        fine = bool(text.strip())
        if fine:
            try:
                parse_source(text, self.name.text().strip() or "source")
                self._say(tr(RIGHT))
            except UserError as error:
                fine = False
                self._say(tr(error.message), wrong=True)
        self.save_button.setEnabled(fine)
        self.collect_button.setEnabled(fine)
        return fine

    def save(self) -> Optional[Path]:
        """Write the definition into the folder of own sources; return its path, None when it was not written."""
        if not self.check():
            return None
        text = self.text.toPlainText()
        source = parse_source(text).source
        path = self._folder / f"{source}.yaml"
        if path != self._saved and path.exists() and not self._may_replace(path, source):
            return None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")
        except OSError as error:
            self._say(tr(Text(NOT_SAVED, {"reason": error.strerror or str(error)})), wrong=True)
            return None
        self._saved = path
        self._say(tr(Text(SAVED, {"file": str(path), "source": source})))
        return path

    def save_and_collect(self) -> None:
        """Save, and open the dialog that collects the source."""
        path = self.save()
        if path is not None:
            wish = self.wish()
            self._collect(str(path), wish.address if wish.type == FILE else "")

    def stop(self) -> None:
        """Stop fetching."""
        if self._task is not None:
            self._task.done.disconnect(self._show)
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

    def _ended(self) -> None:
        self._task = None
        self.fetch.setText(tr("Show the first records"))

    def _show(self, look, problem) -> None:
        self._ended()
        if look is None:
            return self._say(tr(problem), wrong=True)
        self._shown, sample, said = look
        rows = min(len(sample), SHOWN)
        self.table.setColumnCount(len(sample.header))
        self.table.setHorizontalHeaderLabels(list(sample.header))
        self.table.setRowCount(rows)
        for column, name in enumerate(sample.header):
            for row, value in enumerate(sample.columns.get(name, [])[:rows]):
                self.table.setItem(row, column, QTableWidgetItem(value))
        self.table.resizeColumnsToContents()
        for column in range(self.table.columnCount()):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), WIDEST))
        self._propose(sample, said)

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
        shown = Text(SHOWN_ROWS, {"rows": len(sample), "shown": self.table.rowCount()})
        self._say(" ".join(map(tr, (shown, *said, *proposal.notes))))

    def _may_replace(self, path: Path, source: str) -> bool:
        question = tr(Text(THERE, {"source": source, "file": str(path)}))
        box = QMessageBox(QMessageBox.Icon.Question, self.windowTitle(), question, parent=self)
        agree = box.addButton(tr("Replace"), QMessageBox.ButtonRole.AcceptRole)
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

    def _suggest_name(self, path: str) -> None:
        if not self.name.text().strip() and Path(path).is_file():
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
        self._shown = None
        self.table.setRowCount(0)
        self.table.setColumnCount(0)
        self.text.clear()

    def _say(self, text: str, wrong: bool = False) -> None:
        self.message.setText(text)
        self.message.setProperty("wrong", wrong)
        dark = self.palette().window().color().lightness() < 128
        self.message.setStyleSheet(f"color: {WRONG_ON_DARK if dark else WRONG};" if wrong else "")

    def _show_type(self) -> None:
        """Show the rows that apply to the kind of source, and forget the CRS chosen for another kind."""
        type_ = self.kind.currentData()
        for widget, shown in (
            (self.file, type_ == FILE), (self.address, type_ != FILE), (self.layer, type_ in LAYERED),
            (self.table_name, type_ in DATABASES), (self.rows, type_ == "json"), (self.credentials, type_ != FILE),
        ):  # fmt: skip
            widget.setVisible(shown)
            self._labels[widget].setVisible(shown)
        self.address.setPlaceholderText("   ".join(FORMS.get(type_, ())))
        several = QT_TRANSLATE_NOOP("core", "Only where there are several")
        which = QT_TRANSLATE_NOOP("core", "Leave empty to be told which there are")
        self.layer.setPlaceholderText(tr(which if type_ == "wfs" else several))
        unset = QgsProjectionSelectionWidget.CrsOption.CrsNotSet
        self.crs.setOptionVisible(unset, type_ not in ASKED_IN)
        self.crs.setCrs(QgsCoordinateReferenceSystem(ASKED_IN.get(type_, "")))
        self._note_change()

    def _make_widgets(self) -> None:
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
        self.table = QTableWidget(self)
        self.table.setTabKeyNavigation(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().setDefaultSectionSize(22)
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
        self.file.fileChanged.connect(self._suggest_name)
        for signal in (
            self.file.fileChanged, self.address.textEdited, self.layer.textEdited, self.table_name.textEdited,
            self.rows.textEdited, self.crs.crsChanged, self.credentials.selectedConfigIdChanged,
        ):  # fmt: skip
            signal.connect(lambda *_: self._note_change())

    def _lay_out(self) -> None:
        self._labels = {}
        form = QGridLayout()
        for row, (label, widget) in enumerate(
            (
                (tr("Name"), self.name), (tr("Kind of source"), self.kind), (tr("File"), self.file),
                (tr("Address"), self.address), (tr("Layer"), self.layer), (tr("Table"), self.table_name),
                (tr("Rows"), self.rows), ("CRS", self.crs), (tr("Credentials"), self.credentials), ("", self.fetch),
            )
        ):  # fmt: skip
            self._labels[widget] = QLabel(label, self)
            form.addWidget(self._labels[widget], row, 0)
            form.addWidget(widget, row, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.table)
        split.addWidget(self.text)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addWidget(split, 1)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)
