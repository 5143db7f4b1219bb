"""Where a reader chooses what figures are compared with."""

from __future__ import annotations

from typing import Tuple

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QCompleter, QHBoxLayout, QLabel, QWidget

from ..core.comparison import AREA, BEFORE, KINDS, PERIOD_BEFORE, WHOLE, YEAR, Comparison
from ..core.text import QT_TRANSLATE_NOOP
from ..themes.background import title_of
from ..translation import tr

TITLES = {
    BEFORE: QT_TRANSLATE_NOOP("core", "Period before"),
    YEAR: QT_TRANSLATE_NOOP("core", "A year before"),
    WHOLE: QT_TRANSLATE_NOOP("core", "Whole area"),
    AREA: QT_TRANSLATE_NOOP("core", "Another area"),
}


class ComparisonBox(QWidget):
    """Offers the kinds of comparison, and the areas where it is with one of them; `chosen` carries the `Comparison`."""

    chosen = pyqtSignal(object)

    def __init__(self):
        super().__init__()
        self.comparison = PERIOD_BEFORE
        self.places: Tuple[Tuple[str, str, str], ...] = ()
        self.kind_box, self.area_box = QComboBox(), QComboBox()
        for box, name, title in (
            (self.kind_box, "compare", tr("Compare with")),
            (self.area_box, "compare_area", tr("Area to compare with")),
        ):
            box.setObjectName(name)
            box.setAccessibleName(title)
            box.setToolTip(title)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(7)
        for kind in KINDS:
            self.kind_box.addItem(tr(TITLES[kind]), kind)
        self.area_box.setEditable(True)
        self.area_box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.area_box.completer().setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.area_box.completer().setFilterMode(Qt.MatchFlag.MatchContains)
        self.area_box.lineEdit().setPlaceholderText(tr("Choose an area"))
        self.area_box.lineEdit().editingFinished.connect(self._settle)
        self.area_box.hide()
        self.kind_box.activated.connect(self._kind_chosen)
        self.area_box.activated.connect(self._area_chosen)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        label = QLabel(tr("Compare with"))
        label.setBuddy(self.kind_box)
        line.addWidget(label)
        line.addWidget(self.kind_box, 1)
        line.addWidget(self.area_box, 1)

    def show_comparison(self, comparison: Comparison) -> None:
        """Show what was chosen."""
        self.comparison = comparison
        self.kind_box.setCurrentIndex(self.kind_box.findData(comparison.kind))
        self.area_box.setVisible(comparison.kind == AREA)
        self._show_area()

    def show_places(self, places: Tuple[Tuple[str, str, str], ...]) -> None:
        """Offer areas, each a level, a code and a name; without any there is none to choose."""
        self.kind_box.model().item(KINDS.index(AREA)).setEnabled(bool(places))
        if places == self.places:
            return
        self.places = places
        several = len({level for level, _code, _name in places}) > 1
        self.area_box.clear()
        for level, code, name in places:
            self.area_box.addItem(f"{name} ({title_of(level)})" if several else name, code)
        self._show_area()

    def _show_area(self) -> None:
        wanted = self.comparison.area_level, self.comparison.area
        rows = [row for row, place in enumerate(self.places) if place[:2] == wanted]
        self.area_box.setCurrentIndex(rows[0] if rows else -1)
        if not rows:
            self.area_box.setEditText("")

    def _kind_chosen(self, _row: int) -> None:
        kind = self.kind_box.currentData()
        self.area_box.setVisible(kind == AREA)
        if kind != AREA:
            self._choose(Comparison(kind))
        else:
            self.area_box.setFocus()

    def _area_chosen(self, row: int) -> None:
        if 0 <= row < len(self.places):
            level, code, _name = self.places[row]
            self._choose(Comparison(AREA, level, code))

    def _settle(self) -> None:
        """Show the area that is chosen again where what was typed is none."""
        if self.area_box.findText(self.area_box.currentText()) < 0:
            self._show_area()

    def _choose(self, comparison: Comparison) -> None:
        if comparison != self.comparison:
            self.comparison = comparison
            self.chosen.emit(comparison)
