"""The dialog in which a source is made: where it lives, its first records, and its definition to correct and save."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsTask
from qgis.gui import QgsAuthConfigSelect, QgsFileWidget, QgsProjectionSelectionWidget
from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QFontDatabase
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
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
from ..pipeline.draft import FILE, Wish, draft, fetch_sample, is_name
from ..sources.database_address import SHAPES as DATABASE_SHAPES
from ..sources.definition import parse_source
from ..sources.network.qgis import QgisSurroundings
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
SHAPES = {"postgis": ("postgresql://host:5432/database",), "database": DATABASE_SHAPES}
"""The forms of an address, for kinds of sources that do not stand on a web server."""
SHOWN = 50
CHECK_AFTER = 400
WIDEST = 260
LAYERED = (FILE, "wfs", "file")
"""Kinds of sources that can have several layers."""
WEB = "https://"
FAILED = QT_TRANSLATE_NOOP("core", "The records could not be shown: {reason}")
BAD_NAME = QT_TRANSLATE_NOOP(
    "core", "Give the source a name of small letters, digits and underscores, such as noise_reports."
)
NO_ADDRESS = QT_TRANSLATE_NOOP("core", "Say where the records are: an address or a file.")
FETCHING = QT_TRANSLATE_NOOP("core", "Fetching the first records…")
SHOWN_ROWS = QT_TRANSLATE_NOOP(
    "core", "{rows} records, {columns} columns. Below is a proposal: read it, correct it, and save it."
)
RIGHT = QT_TRANSLATE_NOOP("core", "The definition is right.")
SAVED = QT_TRANSLATE_NOOP("core", "Saved as {file}. Collect it with the source {source}.")
THERE = QT_TRANSLATE_NOOP("core", "There is already a source {source}; saved over it. {file}")


class SampleTask(QgsTask):
    """Fetches the first records, in a thread of its own; `done` carries them or None, and what went wrong."""

    done = pyqtSignal(object, object)

    def __init__(self, wish: Wish):
        super().__init__("IGH", QgsTask.Flag.CanCancel)
        self.wish, self.sample, self.problem = wish, None, None

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
                self.sample = fetch_sample(self.wish, around, self)
        except Cancelled:
            return False
        except UserError as error:
            self.problem = error.message
        except Exception as error:  # a thread of QGIS must not raise
            self.problem = Text(FAILED, {"reason": str(error)})
        return self.sample is not None

    def finished(self, fine: bool) -> None:
        """Hand on what came, in the thread of the interface."""
        if not self.isCanceled():
            self.done.emit(self.sample, self.problem)


class SourceDialog(QDialog):
    """Makes the definition of a source and saves it into a folder; `collect` opens the collecting of a file."""

    def __init__(self, folder: Path, collect: Callable[[str], None], parent: Optional[QWidget] = None):
        super().__init__(parent)
        self.setObjectName("IghSourceDialog")
        self.setWindowTitle(tr("New source"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(980, 760)
        self._folder, self._collect = Path(folder), collect
        self._task: Optional[SampleTask] = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_AFTER)
        self._timer.timeout.connect(self.check)
        self._make_widgets()
        self._lay_out()
        self._show_type()

    def wish(self) -> Wish:
        """Return what the upper half says."""
        type_ = self.kind.currentData()
        address = self.file.filePath() if type_ == FILE else self.address.text()
        return Wish(
            source=self.name.text().strip(),
            type=type_,
            address=address.strip(),
            layer=self.layer.text().strip() if type_ in LAYERED else "",
            table=self.table_name.text().strip() if type_ in SHAPES else "",
            credentials="" if type_ == FILE else self.credentials.configId(),
            crs=self.crs.crs().authid() or "EPSG:28992",
        )

    def preview(self) -> None:
        """Fetch the first records in the background, show them, and propose a definition."""
        wish = self.wish()
        if not is_name(wish.source):
            return self._say(tr(BAD_NAME), wrong=True)
        if not wish.address:
            return self._say(tr(NO_ADDRESS), wrong=True)
        self.stop()
        self.fetch.setEnabled(False)
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
        """Write the definition into the folder of own sources; return its path, None when it is not right."""
        if not self.check():
            return None
        text = self.text.toPlainText()
        source = parse_source(text).source
        path = self._folder / f"{source}.yaml"
        there = path.exists()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text if text.endswith("\n") else text + "\n", encoding="utf-8")
        except OSError as error:
            self._say(tr(Text(FAILED, {"reason": error.strerror or str(error)})), wrong=True)
            return None
        self._say(tr(Text(THERE if there else SAVED, {"file": str(path), "source": source})))
        return path

    def save_and_collect(self) -> None:
        """Save, and open the dialog that collects the source."""
        path = self.save()
        if path is not None:
            self._collect(str(path))

    def stop(self) -> None:
        """Stop fetching."""
        if self._task is not None:
            self._task.done.disconnect(self._show)
            self._task.cancel()
            self._task = None

    def done(self, result: int) -> None:
        """Close, and stop what runs."""
        self.stop()
        super().done(result)

    def _show(self, sample, problem) -> None:
        self._task = None
        self.fetch.setEnabled(True)
        if sample is None:
            return self._say(tr(problem), wrong=True)
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
        try:
            self.text.setPlainText(draft(self.wish(), sample).text)
        except UserError as error:
            return self._say(tr(error.message), wrong=True)
        self._timer.stop()
        self.check()
        self._say(tr(Text(SHOWN_ROWS, {"rows": len(sample), "columns": len(sample.header)})))

    def _say(self, text: str, wrong: bool = False) -> None:
        self.message.setText(text)
        self.message.setProperty("wrong", wrong)
        self.message.setStyleSheet("color: #b00020;" if wrong else "")

    def _show_type(self) -> None:
        is_file = self.kind.currentData() == FILE
        layered = self.kind.currentData() in LAYERED
        for widget, shown in (
            (self.file, is_file), (self.address, not is_file), (self.layer, layered),
            (self.table_name, self.kind.currentData() in SHAPES), (self.credentials, not is_file),
            (self.crs, not is_file),
        ):  # fmt: skip
            widget.setVisible(shown)
            self.form.labelForField(widget).setVisible(shown)
        self.address.setPlaceholderText("   ".join(SHAPES.get(self.kind.currentData(), (WEB,))))

    def _make_widgets(self) -> None:
        self.name = QLineEdit(self)
        self.name.setObjectName("IghSourceName")
        self.name.setPlaceholderText("noise_reports")
        self.kind = QComboBox(self)
        for type_, title in TYPES:
            self.kind.addItem(tr(title), type_)
        self.kind.currentIndexChanged.connect(self._show_type)
        self.file = QgsFileWidget(self)
        self.address = QLineEdit(self)
        self.layer = QLineEdit(self)
        self.layer.setPlaceholderText(tr("Only where there are several"))
        self.table_name = QLineEdit(self)
        self.table_name.setPlaceholderText("schema.table")
        self.credentials = QgsAuthConfigSelect(self)
        self.crs = QgsProjectionSelectionWidget(self)
        self.crs.setCrs(QgsCoordinateReferenceSystem("EPSG:28992"))
        self.fetch = QPushButton(tr("Show the first records"), self)
        self.fetch.clicked.connect(lambda *_: self.preview())
        self.table = QTableWidget(self)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAlternatingRowColors(True)
        self.table.verticalHeader().setDefaultSectionSize(22)
        self.text = QPlainTextEdit(self)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.textChanged.connect(self._timer.start)
        self.message = QLabel(self)
        self.message.setWordWrap(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.save_button = self.buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.ActionRole)
        self.collect_button = self.buttons.addButton(
            tr("Save and collect…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        self.save_button.setEnabled(False)
        self.collect_button.setEnabled(False)
        self.save_button.clicked.connect(lambda *_: self.save())
        self.collect_button.clicked.connect(lambda *_: self.save_and_collect())
        self.buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        self.form = QFormLayout()
        self.form.addRow(tr("Name"), self.name)
        self.form.addRow(tr("Kind of source"), self.kind)
        self.form.addRow(tr("File"), self.file)
        self.form.addRow(tr("Address"), self.address)
        self.form.addRow(tr("Layer"), self.layer)
        self.form.addRow(tr("Table"), self.table_name)
        self.form.addRow("CRS", self.crs)
        self.form.addRow(tr("Credentials"), self.credentials)
        self.form.addRow("", self.fetch)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.table)
        split.addWidget(self.text)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        layout = QVBoxLayout(self)
        layout.addLayout(self.form)
        layout.addWidget(split, 1)
        layout.addWidget(self.message)
        layout.addWidget(self.buttons)
