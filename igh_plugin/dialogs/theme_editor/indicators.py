"""The step of the figures: which there are, in which order, and which of them leads."""

from __future__ import annotations

import copy
from typing import Any, Dict, List, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QBrush, QColor
from qgis.PyQt.QtWidgets import (
    QFormLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ...core.indicators import KINDS as INDICATOR_KINDS
from ...core.text import QT_TRANSLATE_NOOP, Text, localized
from ...themes.catalogue import RESERVED
from ...themes.writing import ThemeFault
from ...translation import language, tr
from ..wrong import WRONG, WRONG_ON_DARK
from . import wording
from .draft import put
from .fields import NAME, Choice, Faults, describe, row_of, scrolled
from .indicator_form import IndicatorForm, indicator_id, named
from .step import Step

ROW = QT_TRANSLATE_NOOP("core", "{title}: {kind}")
UNNAMED = QT_TRANSLATE_NOOP("core", "(no name yet)")
ROLES = (
    ("lead", QT_TRANSLATE_NOOP("core", "Leads"), QT_TRANSLATE_NOOP("core", "Has the trend, and the first sentence of a briefing")),
    ("rank_by", QT_TRANSLATE_NOOP("core", "Ranks areas"), QT_TRANSLATE_NOOP("core", "Puts the areas in order")),
    ("map_by", QT_TRANSLATE_NOOP("core", "Colours the map"), QT_TRANSLATE_NOOP("core", "Colours the areas on the map")),
)  # fmt: skip
AS_LEAD = QT_TRANSLATE_NOOP("core", "The one that leads")


class IndicatorsStep(Step):
    """A list of the indicators with the form of the one that is chosen, and what they are used for."""

    TITLE = QT_TRANSLATE_NOOP("core", "Indicators")
    INTRODUCTION = QT_TRANSLATE_NOOP(
        "core",
        "Add the figures that answer the question; the first four stand on the panel. A number alone says little of areas of "
        "different size: add one that is divided by inhabitants, dwellings, square kilometres or inspections, and colour the map by it.",
    )
    SCROLLS = False
    KEYS = ("indicators", "lead", "rank_by", "map_by")

    def __init__(self, parent: Optional[QWidget] = None):
        super().__init__(parent)
        self.roles: Dict[str, Choice] = {}
        self.role_faults = Faults()
        self.list = QListWidget(self)
        self.list.setObjectName("IghThemeIndicators")
        describe(self.list, tr("Indicators"), tr("The figures in the order in which they are shown"))
        self.list.currentRowChanged.connect(self._show_current)
        self.add = QPushButton(tr("Add"), self)
        self.add.setToolTip(tr("Add a figure that is often wanted, or an empty one"))
        self.add.setMenu(QMenu(self.add))
        self.remove, self.up, self.down = (
            QPushButton(text, self) for text in (tr("Remove"), tr("Up"), tr("Down"))
        )
        for button, tip, slot in (
            (self.remove, tr("Remove the chosen indicator"), self._remove),
            (self.up, tr("Show it earlier"), lambda: self._move(-1)),
            (self.down, tr("Show it later"), lambda: self._move(1)),
        ):
            button.setToolTip(tip)
            button.clicked.connect(lambda *_, slot=slot: slot())
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row_of(self.add, self.remove))
        column.addLayout(row_of(self.up, self.down))
        column.addWidget(self.list, 1)
        uses = QFormLayout()
        for key, title, tip in ROLES:
            box = Choice(parent=self)
            box.currentIndexChanged.connect(lambda *_: self.note_change())
            self.roles[key] = box
            self.role_faults.add_row(uses, (key,), tr(title), box, tr(tip))
        column.addLayout(uses)
        self.form = IndicatorForm(self)
        self.form.changed.connect(self._changed_in_form)
        self.scroll = scrolled(self.form)
        self.scroll.setMinimumWidth(self.fontMetrics().averageCharWidth() * 46)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(left)
        split.addWidget(self.scroll)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        self.column.addWidget(split, 1)
        self.faults.add_line(self.column, ())

    @property
    def indicators(self) -> List[Dict[str, Any]]:
        """The indicators of the draft."""
        return self.draft.get("indicators", [])

    def fill(self) -> None:
        """Fill the fields with what the draft says."""
        self._fill_menu()
        self._list(max(self.list.currentRow(), 0))

    def write(self) -> None:
        """Write what the fields say into the draft."""
        if not self.indicators:
            self.draft.pop("indicators", None)
        for key, box in self.roles.items():
            put(self.draft, key, box.name())

    def add_preset(self, keys: Dict[str, Any]) -> None:
        """Add an indicator, choose it, and let the first of all lead."""
        made = copy.deepcopy(dict(keys))
        taken = [*RESERVED, *(one.get("id", "") for one in self.indicators)]
        made["id"] = indicator_id(made.get("title", {}), taken)
        self.draft["indicators"] = [*self.indicators, made]
        self.draft.setdefault("lead", made["id"])
        self._list(len(self.indicators) - 1)
        self.note_change()
        self.form.title.setFocus()

    def show_fault(self, fault: Optional[ThemeFault]) -> None:
        """Say what is wrong beside the field of its indicator, and mark that in the list."""
        place = fault.place if fault is not None else ()
        number = place[1] if place[:1] == ("indicators",) and len(place) > 1 else None
        dark = self.palette().window().color().lightness() < 128
        for row in range(self.list.count()):
            wrong = QBrush(QColor(WRONG_ON_DARK if dark else WRONG))
            self.list.item(row).setForeground(wrong if row == number else QBrush())
        self.form.faults.show(None)
        self.role_faults.show(None)
        self.faults.show(None)
        if fault is None:
            return
        if (
            number is not None
            and number == self.list.currentRow()
            and self.form.faults.show(fault, _field(place[2:]))
        ):
            return
        if number is None and self.role_faults.show(fault):
            return
        self.faults.show(fault)

    def _fill_menu(self) -> None:
        menu = self.add.menu()
        menu.clear()
        for preset in wording.PRESETS:
            if preset.keys["kind"] in INDICATOR_KINDS and (
                not preset.statistic or preset.statistic in self.stock.statistics
            ):
                action = menu.addAction(tr(preset.title))
                action.triggered.connect(lambda *_, keys=preset.keys: self.add_preset(keys))
        for name, titles in self.stock.measures.items():
            action = menu.addAction(localized(titles, language()) or name)
            keys = {"title": dict(titles) or {"en": name}, "kind": "total", "numerator": name}
            action.triggered.connect(lambda *_, keys=keys: self.add_preset(keys))
        menu.addSeparator()
        empty = {"kind": "total", "numerator": "events"}
        menu.addAction(tr("An empty one")).triggered.connect(lambda *_: self.add_preset(empty))

    def _list(self, row: int) -> None:
        """List the indicators anew, with one chosen."""
        self._filling, before = True, self._filling
        self.list.blockSignals(True)
        self.list.clear()
        for one in self.indicators:
            item = QListWidgetItem(_title(one), self.list)
            item.setData(NAME, one.get("id", ""))
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.list.blockSignals(False)
        self._offer_roles()
        self._filling = before
        self._show_current()

    def _offer_roles(self) -> None:
        names = named(self.indicators)
        for key, box in self.roles.items():
            empty = {} if key == "lead" and names else {"": "" if key == "lead" else tr(AS_LEAD)}
            box.offer({**empty, **names}, self.draft.get(key, ""))

    def _show_current(self, *_args) -> None:
        row = self.list.currentRow()
        there = 0 <= row < len(self.indicators)
        self.form.setVisible(there)
        for button in (self.remove, self.up, self.down):
            button.setEnabled(there)
        self.up.setEnabled(there and row > 0)
        self.down.setEnabled(there and row < len(self.indicators) - 1)
        if there:
            parts = self.draft.get("counts", {})
            self.form.show_indicator(self.indicators[row], self.indicators, self.stock, parts)
        if not self._filling:
            self.changed.emit()

    def _changed_in_form(self) -> None:
        """Let the list and the uses follow an indicator whose name or id changed."""
        row = self.list.currentRow()
        item = self.list.item(row)
        before, now = item.data(NAME), self.indicators[row].get("id", "")
        item.setText(_title(self.indicators[row]))
        self._filling = True
        if now:
            item.setData(NAME, now)
            self._rename(before, now)
            self.draft.setdefault("lead", now)
        self._offer_roles()
        self._filling = False
        self.note_change()

    def _rename(self, before: str, now: str) -> None:
        if not before or before == now:
            return
        for key in self.roles:
            if self.draft.get(key) == before:
                self.draft[key] = now
        for other in self.indicators:
            if other.get(wording.OF) == before:
                other[wording.OF] = now
            if before in other.get(wording.WEIGHTS, {}):
                weights = other[wording.WEIGHTS].items()
                other[wording.WEIGHTS] = {now if name == before else name: weight for name, weight in weights}

    def _remove(self) -> None:
        row = self.list.currentRow()
        gone = self.draft["indicators"].pop(row)
        for key in self.roles:
            if self.draft.get(key) == gone.get("id"):
                self.draft.pop(key)
        if self.indicators and "lead" not in self.draft:
            self.draft["lead"] = self.indicators[0].get("id", "")
        self._list(row)
        self.note_change()

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        kept = self.draft["indicators"].pop(row)
        self.draft["indicators"].insert(row + by, kept)
        self._list(row + by)
        self.note_change()


def _title(indicator: Dict[str, Any]) -> str:
    title = localized(indicator.get("title", {}), language()) or tr(UNNAMED)
    kind = wording.KINDS.get(indicator.get("kind", ""))
    return tr(Text(ROW, {"title": title, "kind": tr(kind.title) if kind else ""}))


def _field(place) -> tuple:
    """Return the field of the form for a place within an indicator."""
    if place[:1] == ("target",) and len(place) > 1 and place[1] != "value":
        return (f"target_{place[1]}",)
    return place or ("kind",)
