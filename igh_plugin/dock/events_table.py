"""The events that a figure is made of, fetched while one scrolls."""

from __future__ import annotations

import re
from typing import Dict, List

from qgis.PyQt.QtCore import QAbstractTableModel, QDateTime, QLocale, QModelIndex, Qt
from qgis.PyQt.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTableView, QVBoxLayout

from ..charts.wording import Wording
from ..core.filters import EventFilter
from ..core.text import QT_TRANSLATE_NOOP, Text, localized
from ..translation import language, reader_locale, tr
from ..workspace.opening import open_workspace
from ..workspace.workspace import Workspace
from .card import events_text

BATCH = 200
WIDEST = 260  # pixels

COLUMNS = {
    "occurred_local": QT_TRANSLATE_NOOP("core", "Happened (local time)"),
    "category": QT_TRANSLATE_NOOP("core", "Category"),
    "subcategory": QT_TRANSLATE_NOOP("core", "Subcategory"),
    "place": QT_TRANSLATE_NOOP("core", "Place"),
    "address": QT_TRANSLATE_NOOP("core", "Address"),
    "area": QT_TRANSLATE_NOOP("core", "Area"),
    "status": QT_TRANSLATE_NOOP("core", "Status"),
    "reported_at": QT_TRANSLATE_NOOP("core", "Reported (UTC)"),
    "closed_at": QT_TRANSLATE_NOOP("core", "Closed (UTC)"),
    "source": QT_TRANSLATE_NOOP("core", "Source"),
    "kind": QT_TRANSLATE_NOOP("core", "Kind"),
    "occurred_from": QT_TRANSLATE_NOOP("core", "Happened from (UTC)"),
    "occurred_to": QT_TRANSLATE_NOOP("core", "Happened until (UTC)"),
    "location_quality": QT_TRANSLATE_NOOP("core", "Quality of the location"),
    "x": QT_TRANSLATE_NOOP("core", "X"),
    "y": QT_TRANSLATE_NOOP("core", "Y"),
    "event_id": QT_TRANSLATE_NOOP("core", "Event"),
}
"""Known columns in the order in which they are shown; measures and attributes come after the status."""
FIRST = 7
INTERNAL = ("local_day", "local_hour", "run")
KINDS = {
    "report": QT_TRANSLATE_NOOP("core", "report"),
    "observation": QT_TRANSLATE_NOOP("core", "observation"),
    "incident": QT_TRANSLATE_NOOP("core", "incident"),
    "inspection": QT_TRANSLATE_NOOP("core", "inspection"),
    "sanction": QT_TRANSLATE_NOOP("core", "sanction"),
}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


class EventsModel(QAbstractTableModel):
    """The rows of a filter, `BATCH` at a time, as people read them."""

    def __init__(self, workspace: Workspace, selection: EventFilter, parent=None):
        super().__init__(parent)
        self.workspace, self.selection, self.locale = workspace, selection, reader_locale()
        self.total = workspace.count_events(selection)
        self.names, self.rows = workspace.event_rows(selection, BATCH, 0)
        self.titles = _titles(workspace)
        known = list(COLUMNS)
        own = [name for name in self.names if name not in COLUMNS and name not in INTERNAL]
        ordered = known[:FIRST] + own + known[FIRST:]
        self.shown: List[int] = [self.names.index(name) for name in ordered if name in self.names]
        self.words: Dict[str, Dict[str, str]] = {
            "area": _area_names(workspace),
            "kind": {kind: tr(word) for kind, word in KINDS.items()},
            "source": {str(item["source"]): _title(item, "source") for item in workspace.sources()},
        }

    def rowCount(self, parent=QModelIndex()) -> int:  # noqa: N802, B008
        """Return how many rows were fetched."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent=QModelIndex()) -> int:  # noqa: N802, B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.shown)

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        """Return the text of a cell; missing is empty."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        column = self.shown[index.column()]
        return self._text(self.names[column], self.rows[index.row()][column])

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):  # noqa: N802
        """Return the name of a column or the number of a row."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1)
        name = self.names[self.shown[section]]
        return self.titles.get(name) or tr(COLUMNS.get(name, name))

    def canFetchMore(self, parent) -> bool:  # noqa: N802
        """Tell whether there are rows not fetched yet."""
        return not parent.isValid() and len(self.rows) < self.total

    def fetchMore(self, _parent) -> None:  # noqa: N802
        """Fetch the next rows."""
        start = len(self.rows)
        _names, more = self.workspace.event_rows(self.selection, BATCH, start)
        if not more:
            self.total = start
            return
        self.beginInsertRows(QModelIndex(), start, start + len(more) - 1)
        self.rows.extend(more)
        self.endInsertRows()

    def empty_columns(self) -> List[int]:
        """Return the columns without any value, once all rows are there."""
        if len(self.rows) < self.total:
            return []
        return [
            place for place, column in enumerate(self.shown) if all(row[column] is None for row in self.rows)
        ]

    def _text(self, name: str, value) -> str:
        if value is None:
            return ""
        if isinstance(value, float):
            return self.locale.toString(value, "g", 10)
        text = str(value)
        if name in self.words:
            return self.words[name].get(text, text)
        if TIME.match(text):
            moment = QDateTime.fromString(text[:19], Qt.DateFormat.ISODate)
            return self.locale.toString(moment, QLocale.FormatType.ShortFormat)
        return text


class EventsDialog(QDialog):
    """A table of the events of a filter, under a sentence of what they are and how many there are."""

    def __init__(
        self, workspace_path: str, selection: EventFilter, wording: Wording, title: str = "", parent=None
    ):
        super().__init__(parent)
        self.setObjectName("IghEvents")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.workspace = open_workspace(workspace_path, read_only=True)
        self.finished.connect(lambda _result: self.workspace.close())
        self.model = EventsModel(self.workspace, selection, self)
        count = events_text(self.model.total, wording)
        self.setWindowTitle(f"{title}: {count}" if title else count)
        self.sentence = QLabel(self._sentence(selection, count, wording))
        self.sentence.setWordWrap(True)
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        for column in self.model.empty_columns():
            self.table.hideColumn(column)
        self.table.resizeColumnsToContents()
        for column in range(self.model.columnCount()):
            if self.table.columnWidth(column) > WIDEST:
                self.table.setColumnWidth(column, WIDEST)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(tr("Close"))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self.sentence, self.table, buttons):
            column.addWidget(widget)
        self.resize(960, 520)

    def _sentence(self, selection: EventFilter, count: str, wording: Wording) -> str:
        """Say how many rows there are and, of a measure, what they add up to."""
        if selection.measure is None:
            return count
        name = f"m_{selection.measure}"
        found = self.workspace.count_by(selection, (), (selection.measure,))
        total = float(found[name].sum()) if len(found[name]) else 0.0
        values = {
            "count": count,
            "measure": self.model.titles.get(name, selection.measure),
            "sum": wording.number(total),
        }
        return tr(Text("{count}; {measure} together: {sum}", values))


def _titles(workspace: Workspace) -> Dict[str, str]:
    """Return what the columns of measures and attributes are called."""
    titles = {f"m_{item['name']}": _title(item, "name") for item in workspace.measures()}
    titles.update({f"a_{item['name']}": _title(item, "name") for item in workspace.attributes()})
    return titles


def _title(item, fallback: str) -> str:
    title = item.get("title")
    if isinstance(title, dict) and title:
        return localized(title, language())
    return str(title or str(item[fallback]).replace("_", " "))


def _area_names(workspace: Workspace) -> Dict[str, str]:
    levels = workspace.area_levels()
    if not levels:
        return {}
    table = workspace.areas(levels[0])
    return {str(code): str(name or code) for code, name in zip(table["code"], table["name"])}
