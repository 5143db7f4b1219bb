"""The step of the parts of the events: evenings, weekends, what was handled in time; named, for indicators to count."""

from __future__ import annotations

import copy
from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QFormLayout,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from ...core.text import QT_TRANSLATE_NOOP
from ...themes.counts import WEEKDAYS
from ...themes.stock import most_first, shown
from ...themes.writing import ThemeFault
from ...translation import language, reader_locale, tr
from . import wording
from .draft import merged, put, rename_part
from .fields import CheckList, Choice, Faults, describe, row_of, scrolled
from .step import Step

PRESETS: Tuple[Tuple[str, str, Mapping[str, Any]], ...] = (
    ("evening", QT_TRANSLATE_NOOP("core", "Evening, 18 to 24 hours"), {"hours": ["18", "24"]}),
    ("night", QT_TRANSLATE_NOOP("core", "Night, 22 to 6 hours"), {"hours": ["22", "6"]}),
    ("weekend", QT_TRANSLATE_NOOP("core", "Saturday and Sunday"), {"weekdays": ["sat", "sun"]}),
    ("summer", QT_TRANSLATE_NOOP("core", "June, July and August"), {"months": ["6", "7", "8"]}),
    ("in_time", QT_TRANSLATE_NOOP("core", "Closed within three days"), {"closed_within": "3"}),
    ("again", QT_TRANSLATE_NOOP("core", "Followed by another within two weeks"), {"again_within": "14"}),
    ("still_open", QT_TRANSLATE_NOOP("core", "Not closed yet"), {"open": "true"}),
)
OPEN = {
    "": QT_TRANSLATE_NOOP("core", "Open and closed"),
    "true": QT_TRANSLATE_NOOP("core", "Open only"),
    "false": QT_TRANSLATE_NOOP("core", "Closed only"),
}
LISTS = ("weekdays", "months", "categories", "status", "values")


class PartsStep(Step):
    """A list of the parts with the form of the one that is chosen."""

    TITLE = QT_TRANSLATE_NOOP("core", "Parts")
    INTRODUCTION = QT_TRANSLATE_NOOP(
        "core",
        "Only where an indicator counts a part of the events, such as the share in the evening or what was handled in time: name the "
        "part here. All that is said of a part must hold. Most themes need none: go on then.",
    )
    SCROLLS = False
    KEYS = ("counts",)

    def __init__(self, parent: Optional[QWidget] = None):
        super().__init__(parent)
        self.list = QListWidget(self)
        self.list.setObjectName("IghThemeParts")
        describe(self.list, tr("Parts"), tr("The parts of the events that indicators can count"))
        self.list.currentRowChanged.connect(lambda *_: self._show_current())
        self.add, self.remove = QPushButton(tr("Add"), self), QPushButton(tr("Remove"), self)
        self.add.setToolTip(tr("Add a part that is often wanted, or an empty one"))
        self.add.setMenu(self._menu())
        self.remove.setToolTip(tr("Remove the chosen part"))
        self.remove.clicked.connect(lambda *_: self._remove())
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row_of(self.add, self.remove))
        column.addWidget(self.list, 1)
        self.form = QWidget(self)
        self.form_faults = Faults()
        inner, form = QVBoxLayout(self.form), QFormLayout()
        inner.setContentsMargins(6, 0, 0, 0)
        inner.addLayout(form)
        inner.addStretch(1)
        self._make_form(form)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(left)
        scroll = scrolled(self.form)
        scroll.setMinimumWidth(self.fontMetrics().averageCharWidth() * 46)
        split.addWidget(scroll)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 3)
        self.column.addWidget(split, 1)
        self.faults.add_line(self.column, ())

    @property
    def parts(self) -> Dict[str, Any]:
        """The parts of the draft by name."""
        return self.draft.get("counts", {})

    def add_part(self, name: str, conditions: Mapping[str, Any]) -> None:
        """Add a part and choose it."""
        number, free = 2, name
        while free in self.parts:
            free, number = f"{name}_{number}", number + 1
        self.draft.setdefault("counts", {})[free] = copy.deepcopy(dict(conditions))
        self._list(len(self.parts) - 1)
        self.note_change()
        self.name.setFocus()

    def fill(self) -> None:
        """Fill the fields with what the draft says."""
        self._list(max(self.list.currentRow(), 0))

    def write(self) -> None:
        """Write what the fields say into the draft."""
        row = self.list.currentRow()
        if not 0 <= row < len(self.parts):
            return
        before = list(self.parts)[row]
        part, now = self.parts[before], self.name.text().strip()
        hours = [self.first.name(), self.after.name()]
        put(part, "hours", [hour for hour in hours if hour])
        for key in LISTS:
            put(part, key, merged(part.get(key, []), self.lists[key].ticked(), ()))
        put(part, "open", self.open.name())
        put(part, "closed_within", self.within.text().strip())
        put(part, "attribute", self.attribute.name())
        put(part, "measure", self.measure.name())
        put(part, "again_within", self.again.text().strip())
        put(part, "again_at", self.again_at.name())
        if now != before and now and now not in self.parts:
            rename_part(self.draft, before, now)
            self.list.item(row).setText(now)

    def show_fault(self, fault: Optional[ThemeFault]) -> None:
        """Say what is wrong beside the field, or below where it is of another part."""
        self.form_faults.show(None)
        self.faults.show(None)
        if fault is None:
            return
        item = self.list.currentItem()
        place = fault.place[1:]
        if (
            item is None
            or place[:1] != (item.text(),)
            or not self.form_faults.show(fault, place[1:] or ("name",))
        ):
            self.faults.show(fault)

    def _make_form(self, form: QFormLayout) -> None:
        self.name, self.within, self.again = (QLineEdit(self) for _ in range(3))
        self.first, self.after, self.open = (Choice(parent=self) for _ in range(3))
        self.attribute, self.measure, self.again_at = (Choice(parent=self) for _ in range(3))
        for box, hours in ((self.first, range(24)), (self.after, range(1, 25))):
            box.offer({"": "", **{str(hour): str(hour) for hour in hours}}, "")
        describe(
            self.first,
            tr("From this hour"),
            tr("Local hours, from the first up to the second; 22 to 6 passes midnight"),
        )
        describe(
            self.after,
            tr("Up to this hour"),
            tr("Local hours, from the first up to the second; 22 to 6 passes midnight"),
        )
        self.open.offer({name: tr(text) for name, text in OPEN.items()}, "")
        self.within.setPlaceholderText(tr("Any time"))
        self.again.setPlaceholderText(tr("Not asked"))
        self.lists = {key: CheckList(self) for key in LISTS}
        hours = QWidget(self)
        line = row_of(self.first, self.after, stretch=(1, 1))
        line.setContentsMargins(0, 0, 0, 0)
        hours.setLayout(line)
        for place, title, widget, tip in (
            ("name", tr("Name"), self.name, tr("Small letters, digits and underscores; indicators name it")),
            ("hours", tr("Hours, from and up to"), hours, ""),
            ("weekdays", tr("Weekdays"), self.lists["weekdays"], tr("None ticked: all.")),
            ("months", tr("Months"), self.lists["months"], tr("None ticked: all.")),
            ("closed_within", tr("Closed within (days)"), self.within, tr("Days from being reported to being closed; events that are younger are not judged")),
            ("again_within", tr("Again within (days)"), self.again, tr("Days until the same source has another event at the same place, on a later day; events that are younger are not judged")),
            ("again_at", tr("The same place is"), self.again_at, tr("What tells that two events are at the same place")),
            ("open", tr("Open or closed"), self.open, tr("Whether the event has been closed")),
            ("status", tr("Status"), self.lists["status"], tr("None ticked: all.")),
            ("measure", tr("Measure"), self.measure, tr("Only events of which this number is not zero")),
            ("categories", tr("Categories"), self.lists["categories"], tr("None ticked: all.")),
            ("attribute", tr("Attribute"), self.attribute, tr("Something else that the source tells of each event")),
            ("values", tr("Its values"), self.lists["values"], tr("The values of the attribute that count")),
        ):  # fmt: skip
            self.form_faults.add_row(form, (place,), title, widget, tip)
        rows = {"weekdays": 7, "months": 6, "status": 4, "categories": 6, "values": 4}
        for key, box in self.lists.items():
            box.setFixedHeight((self.fontMetrics().height() + 2) * rows[key] + 6)
            box.changed.connect(self.note_change)
        for box in (self.first, self.after, self.open, self.measure, self.again_at):
            box.currentIndexChanged.connect(lambda *_: self.note_change())
        self.attribute.currentIndexChanged.connect(lambda *_: self._attribute_chosen())
        for field in (self.name, self.within, self.again):
            field.textChanged.connect(lambda *_: self.note_change())

    def _menu(self) -> QMenu:
        menu = QMenu(self.add)
        for name, title, conditions in PRESETS:
            action = menu.addAction(tr(title))
            action.triggered.connect(lambda *_, name=name, part=conditions: self.add_part(name, part))
        menu.addSeparator()
        menu.addAction(tr("An empty one")).triggered.connect(lambda *_: self.add_part("part", {}))
        return menu

    def _list(self, row: int) -> None:
        before, self._filling = self._filling, True
        self.list.clear()
        self.list.addItems(list(self.parts))
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self._filling = before
        self._show_current()

    def _show_current(self) -> None:
        before, self._filling = self._filling, True
        item = self.list.currentItem()
        self.form.setVisible(item is not None)
        self.remove.setEnabled(item is not None)
        if item is not None:
            self._fill_form(item.text(), self.parts[item.text()])
        self._filling = before
        if not self._filling:
            self.changed.emit()

    def _fill_form(self, name: str, part: Mapping[str, Any]) -> None:
        stock, locale = self.stock, reader_locale()
        self.name.setText(name)
        hours = [*part.get("hours", []), "", ""]
        self.first.choose(hours[0])
        self.after.choose(hours[1])
        self.open.choose(part.get("open", ""))
        self.within.setText(part.get("closed_within", ""))
        counts = stock.by("category")
        offered: Dict[str, Iterable[Tuple[str, str]]] = {
            "weekdays": [(day, tr(wording.WEEKDAYS[day])) for day in WEEKDAYS],
            "months": [(str(month), locale.standaloneMonthName(month)) for month in range(1, 13)],
            "status": [(name, name) for name in stock.statuses],
            "categories": [
                (name, shown(name, stock.categories[name], language()))
                for name in most_first(list(stock.categories), counts)
            ],
        }
        for key, words in offered.items():
            self.lists[key].offer(words, part.get(key, []))
        self.attribute.offer(
            {"": tr("None"), **{name: name for name in stock.attributes}}, part.get("attribute", "")
        )
        self._offer_values(part.get("values", []))
        measures = {name: shown(name, titles, language()) for name, titles in stock.measures.items()}
        self.measure.offer({"": tr("Any"), **measures}, part.get("measure", ""))
        self.again.setText(part.get("again_within", ""))
        self.again_at.offer(
            {"": tr("The place of the source"), **{name: name for name in stock.attributes}},
            part.get("again_at", ""),
        )

    def _offer_values(self, ticked: List[str]) -> None:
        values = self.stock.attributes.get(self.attribute.name(), ())
        self.lists["values"].offer([(value, value) for value in values], ticked)
        self.lists["values"].setEnabled(bool(self.attribute.name()))

    def _attribute_chosen(self) -> None:
        if not self._filling:
            self._offer_values([])
            self.note_change()

    def _remove(self) -> None:
        row = self.list.currentRow()
        self.parts.pop(list(self.parts)[row])
        put(self.draft, "counts", self.parts)
        self._list(row)
        self.note_change()
