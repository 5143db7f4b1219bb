"""The events that a figure is made of, fetched while one scrolls."""

from __future__ import annotations

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, Qt
from qgis.PyQt.QtWidgets import QDialog, QTableView, QVBoxLayout

from ..core.filters import EventFilter
from ..core.text import Text
from ..translation import tr
from ..workspace.geopackage import GeoPackageWorkspace

BATCH = 200


class EventsModel(QAbstractTableModel):
    """The rows of a filter, `BATCH` at a time."""

    def __init__(self, workspace: GeoPackageWorkspace, selection: EventFilter, parent=None):
        super().__init__(parent)
        self.workspace, self.selection = workspace, selection
        self.total = workspace.count_events(selection)
        self.names, self.rows = workspace.event_rows(selection, BATCH, 0)

    def rowCount(self, parent=QModelIndex()) -> int:  # noqa: N802, B008
        """Return how many rows were fetched."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent=QModelIndex()) -> int:  # noqa: N802, B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.names)

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        """Return the text of a cell; missing is empty."""
        if not index.isValid() or role != Qt.ItemDataRole.DisplayRole:
            return None
        value = self.rows[index.row()][index.column()]
        return "" if value is None else str(value)

    def headerData(self, section, orientation, role=Qt.ItemDataRole.DisplayRole):  # noqa: N802
        """Return the name of a column or the number of a row."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.names[section] if orientation == Qt.Orientation.Horizontal else str(section + 1)

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


class EventsDialog(QDialog):
    """A table of the events of a filter; the title tells how many there are."""

    def __init__(self, workspace_path: str, selection: EventFilter, parent=None):
        super().__init__(parent)
        self.workspace = GeoPackageWorkspace.open(workspace_path, read_only=True)
        self.model = EventsModel(self.workspace, selection, self)
        self.setWindowTitle(tr(Text("{n} events", {"n": f"{self.model.total:,}"})))
        self.table = QTableView()
        self.table.setModel(self.model)
        QVBoxLayout(self).addWidget(self.table)
        self.resize(900, 500)
        self.finished.connect(lambda _result: self.workspace.close())
