"""The first records of a source: as they came, as the events a mapping makes of them, and those that become none."""

from __future__ import annotations

from typing import List, Sequence

import numpy as np
import pandas as pd
from qgis.PyQt.QtCore import QAbstractTableModel, QLocale, QModelIndex, Qt
from qgis.PyQt.QtWidgets import QAbstractItemView, QLabel, QTableView, QTabWidget, QVBoxLayout, QWidget

from ..core.cleaning.records import RawBatch
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..pipeline.trial import Fault, Trial
from ..translation import reader_locale, tr

SHOWN = 50
"""Records that are shown as they came."""
VALUES = 5
"""Values missing from a code list that are named."""
WIDEST, WIDEST_OF_FAULTS = 260, 520
DECIMALS, DECIMALS_OF_DEGREES = 1, 6
TIMES = ("occurred_local", "occurred_to", "reported_at", "closed_at")
RECORDS, EVENTS, FAULTS = range(3)

TITLES = {
    "event_id": QT_TRANSLATE_NOOP("core", "Event"),
    "occurred_local": QT_TRANSLATE_NOOP("core", "Happened (local time)"),
    "occurred_to": QT_TRANSLATE_NOOP("core", "Happened until (UTC)"),
    "category": QT_TRANSLATE_NOOP("core", "Category"),
    "subcategory": QT_TRANSLATE_NOOP("core", "Subcategory"),
    "place": QT_TRANSLATE_NOOP("core", "Place"),
    "address": QT_TRANSLATE_NOOP("core", "Address"),
    "status": QT_TRANSLATE_NOOP("core", "Status"),
    "reported_at": QT_TRANSLATE_NOOP("core", "Reported (UTC)"),
    "closed_at": QT_TRANSLATE_NOOP("core", "Closed (UTC)"),
    "location_quality": QT_TRANSLATE_NOOP("core", "Quality of the location"),
    "x": QT_TRANSLATE_NOOP("core", "X"),
    "y": QT_TRANSLATE_NOOP("core", "Y"),
}
DEGREES = {"x": QT_TRANSLATE_NOOP("core", "Longitude"), "y": QT_TRANSLATE_NOOP("core", "Latitude")}
FAULT_TITLES = (
    QT_TRANSLATE_NOOP("core", "Record number"),
    QT_TRANSLATE_NOOP("core", "Why it becomes no event"),
    QT_TRANSLATE_NOOP("core", "In the definition"),
    QT_TRANSLATE_NOOP("core", "In the record"),
)
TOTAL = QT_TRANSLATE_NOOP("core", "{kept} of {read} records become events")
PART = QT_TRANSLATE_NOOP("core", "{count} × {reason}")
UNKNOWN = QT_TRANSLATE_NOOP("core", "Not in the code list of {field}: {values}.")
MORE = QT_TRANSLATE_NOOP("core", "and {count} others")
STANDS = QT_TRANSLATE_NOOP("core", "the same as record {record}")
KEPT = QT_TRANSLATE_NOOP("core", "record {record} is kept")
BROKEN = QT_TRANSLATE_NOOP("core", "line {line}")
OUTDATED = QT_TRANSLATE_NOOP("core", "Events and rejected records are those of before the mistake.")


class Rows(QAbstractTableModel):
    """Rows of texts under titles."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.titles: List[str] = []
        self.rows: List[Sequence[str]] = []

    def show(self, titles: Sequence[str], rows: List[Sequence[str]]) -> None:
        """Take other rows in the place of those there are."""
        self.beginResetModel()
        self.titles, self.rows = list(titles), rows
        self.endResetModel()

    def rowCount(self, parent=QModelIndex()) -> int:  # noqa: N802, B008
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent=QModelIndex()) -> int:  # noqa: N802, B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.titles)

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        """Return the text of a cell."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self.rows[index.row()][index.column()]

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):  # noqa: N802
        """Return the title of a column or the number of a row."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        # A view asks for columns of before while there are fewer now.
        return self.titles[section] if section < len(self.titles) else None


class TrialView(QWidget):
    """Three tabs, and under them in words what becomes of the records."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.records, self.events, self.faults = (_table(self) for _ in range(3))
        self.said = QLabel(self)
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for table in (self.records, self.events, self.faults):
            self.tabs.addTab(table, "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.said)
        self._sentences = ""
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self._fill(self.records, [], [])
        self.tabs.setTabText(RECORDS, tr("First records"))
        self.show_problem("")

    def show_records(self, batch: RawBatch) -> None:
        """Show the first records as they came."""
        columns = [batch.columns.get(name, [])[:SHOWN] for name in batch.header]
        self._fill(self.records, list(batch.header), list(zip(*columns)))
        self.tabs.setTabText(RECORDS, tr(Text("First records ({count})", {"count": len(batch)})))

    def show_trial(self, trial: Trial) -> None:
        """Show what became of the records."""
        events = [_column(trial, name) for name in trial.events.columns if name != "local_hour"]
        self._fill(self.events, _titles(trial), list(zip(*events)))
        self._fill(self.faults, list(map(tr, FAULT_TITLES)), list(map(_fault_row, trial.faults)))
        self.tabs.setTabText(EVENTS, tr(Text("Events ({count})", {"count": len(trial.events)})))
        left = sum(trial.rejected.values()) + trial.waiting
        self.tabs.setTabText(FAULTS, tr(Text("Rejected ({count})", {"count": left})))
        self._sentences = "\n".join(sentences(trial))
        self._say(self._sentences)

    def show_problem(self, text: str) -> None:
        """Show no events, and why."""
        for at, table, title in ((EVENTS, self.events, tr("Events")), (FAULTS, self.faults, tr("Rejected"))):
            self._fill(table, [], [])
            self.tabs.setTabText(at, title)
        self._sentences = ""
        self._say(text)

    def hold(self, wrong: bool) -> None:
        """Keep what is shown while the definition is `wrong`, and say so."""
        there = self.events.model().columnCount() > 0
        for table in (self.events, self.faults):
            table.setEnabled(not wrong)
        if there:
            self._say(tr(OUTDATED) if wrong else self._sentences)

    def _say(self, text: str) -> None:
        self.said.setText(text)
        self.said.setVisible(bool(text))

    def _fill(self, table: QTableView, titles: List[str], rows: List[Sequence[str]]) -> None:
        bars = table.verticalScrollBar(), table.horizontalScrollBar()
        places = [bar.value() for bar in bars]
        table.model().show(titles, rows)
        table.resizeColumnsToContents()
        for bar, place in zip(bars, places):
            bar.setValue(place)
        for column in range(len(titles)):
            widest = WIDEST_OF_FAULTS if table is self.faults else WIDEST
            table.setColumnWidth(column, min(table.columnWidth(column), widest))


def sentences(trial: Trial) -> List[str]:
    """Return in words what became of the records: totals, what to change, what no code list knows, what was decided."""
    parts = [tr(Text(TOTAL, {"kept": len(trial.events), "read": trial.read}))]
    for reason, count in trial.rejected.items():
        parts.append(tr(Text(PART, {"count": count, "reason": Text(reason)})))
    if trial.waiting:
        waiting = QT_TRANSLATE_NOOP("core", "{count} have an address to be looked up")
        parts.append(tr(Text(waiting, {"count": trial.waiting})))
    said = [f"{'; '.join(parts)}.", *([tr(trial.swap)] if trial.swap is not None else [])]
    for name, values in trial.unknown.items():
        named = [f"“{value}” ({count})" for value, count in list(values.items())[:VALUES]]
        if len(values) > VALUES:
            named.append(tr(Text(MORE, {"count": len(values) - VALUES})))
        said.append(tr(Text(UNKNOWN, {"field": name, "values": ", ".join(named)})))
    return [*said, *map(tr, trial.notes)]


def _titles(trial: Trial) -> List[str]:
    named = {**TITLES, **(DEGREES if trial.geographic else {})}
    return [
        tr(named[name]) if name in named else name[2:]
        for name in trial.events.columns
        if name != "local_hour"
    ]


def _column(trial: Trial, name: str) -> List[str]:
    """Return a column of events as texts, numbers without signs between thousands; missing is empty."""
    locale = reader_locale()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    values = trial.events[name]
    if name in TIMES:
        dated = trial.events["local_hour"].isna().to_numpy() if name == "occurred_local" else None
        return [
            _moment(value, dated is not None and bool(dated[at]))
            for at, value in enumerate(values.to_numpy().astype("datetime64[s]"))
        ]
    if name in ("x", "y"):
        decimals = DECIMALS_OF_DEGREES if trial.geographic else DECIMALS
        return [locale.toString(float(value), "f", decimals) for value in values]
    if values.dtype.kind == "f":
        return ["" if pd.isna(value) else locale.toString(float(value), "g", 10) for value in values]
    return ["" if pd.isna(value) else str(value) for value in values]


def _moment(value: np.datetime64, dated: bool) -> str:
    """Return a moment as it stands in the workspace, without an hour where only the day is known."""
    if np.isnat(value):
        return ""
    day, _, clock = str(value).partition("T")
    return day if dated else f"{day} {clock}"


def _fault_row(fault: Fault) -> Sequence[str]:
    record = str(fault.record) if fault.record else tr(Text(BROKEN, {"line": fault.line}))
    kept = STANDS if not fault.field else KEPT
    value = [fault.value] if fault.value else []
    value += [tr(Text(kept, {"record": fault.kept}))] if fault.kept else []
    return record, tr(fault.reason), fault.field, "; ".join(value)


def _table(parent: QWidget) -> QTableView:
    table = QTableView(parent)
    table.setModel(Rows(table))
    table.setTabKeyNavigation(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setAlternatingRowColors(True)
    table.setWordWrap(False)
    table.horizontalHeader().setResizeContentsPrecision(SHOWN)
    table.verticalHeader().setDefaultSectionSize(22)
    return table
