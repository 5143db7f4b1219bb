"""The steps of the levels: what each shows on the map, and which charts and cautions stand beside it."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional, Tuple

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ...core.cube import EVENTS as COUNTED_EVENTS
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...themes.catalogue import RAMPS
from ...themes.model import CHARTS, COARSEST, FINEST, LAYERS, LEVEL_TITLES, MIDDLE
from ...themes.stock import shown
from ...translation import language, tr
from . import wording
from .draft import LEVELS, merged, put
from .fields import LANGUAGES, Choice, describe, row_of
from .step import Step

OF_LEVEL = QT_TRANSLATE_NOOP("core", "{what} ({level})")
AS_LAYER = "layer_"
CELL_SIZES = ("50", "100", "125", "250", "500", "1000")


class LevelGrid(QGridLayout):
    """Rows of properties by columns of levels."""

    def __init__(self):
        super().__init__()
        self.boxes: Dict[Tuple[str, str], QWidget] = {}
        for at, title in enumerate(LEVEL_TITLES.values()):
            head = QLabel(f"<b>{tr(title)}</b>")
            self.addWidget(head, 0, at + 1)
            self.setColumnStretch(at + 1, 1)

    def add(self, key: str, title: str, tip: str, make: Callable[[], QWidget]) -> None:
        """Add a row with a widget for each level."""
        row = self.rowCount()
        self.addWidget(QLabel(title), row, 0)
        for at, (level, name) in enumerate(LEVEL_TITLES.items()):
            box = make()
            describe(box, tr(Text(OF_LEVEL, {"what": title, "level": Text(name)})), tip)
            self.boxes[key, level] = box
            self.addWidget(box, row, at + 1)


class LevelsStep(Step):
    """The levels beside each other, with their periods, areas and layers; and how hot spots are found."""

    TITLE = QT_TRANSLATE_NOOP("core", "Layers")
    INTRODUCTION = QT_TRANSLATE_NOOP(
        "core",
        "The same question read three ways: this week on the street, this quarter in the district, the years for the board. "
        "Each level has its own periods, areas and layers on the map.",
    )
    KEYS = ("levels", "default_level", "hotspots", "ramp")

    def __init__(self, parent: Optional[QWidget] = None):
        super().__init__(parent)
        self.grid = LevelGrid()
        self._fill_grid()
        self.column.addLayout(self.grid)
        self.faults.add_line(self.column, ("levels",))
        form = QFormLayout()
        self.default, self.ramp = (
            Choice(parent=self),
            Choice({name: wording.RAMPS[name] for name in RAMPS}, self),
        )
        self.faults.add_row(
            form,
            ("default_level",),
            tr("Switched on at first"),
            self.default,
            tr("The level that opens with the theme"),
        )
        self.faults.add_row(
            form, ("ramp",), tr("Colours of the areas"), self.ramp, tr("From light to dark for low to high")
        )
        spots = QGroupBox(tr("Hot spots"), self)
        inner = QFormLayout(spots)
        self.value, self.denominator, self.cell_size = (Choice(parent=self) for _ in range(3))
        self.cell_size.setEditable(True)
        self.cell_size.offer({size: size for size in CELL_SIZES}, "125")
        self.permutations = QSpinBox(self)
        self.permutations.setRange(1, 1_000_000)
        self.fdr = QCheckBox(tr("Keep false ones to one in twenty"), self)
        for key, title, widget, tip in (
            ("value", tr("Made of"), self.value, tr("What is counted in each cell")),
            ("denominator", tr("Divided by"), self.denominator, tr("Hot spots are then sought in rates; empty: in numbers")),
            ("cell_size", tr("Cell (metres)"), self.cell_size, tr("The side of a square; doubled where there are too few events")),
            ("permutations", tr("Permutations"), self.permutations, tr("More take longer and tell small chances better")),
            ("fdr", "", self.fdr, tr("Control the false discovery rate over all cells")),
        ):  # fmt: skip
            self.faults.add_row(inner, ("hotspots", key), title, widget, tip)
        self.column.addLayout(form)
        self.column.addWidget(spots)
        self.column.addStretch(1)
        for box in (self.default, self.ramp, self.value, self.denominator):
            box.currentIndexChanged.connect(lambda *_: self.note_change())
        self.cell_size.currentTextChanged.connect(lambda *_: self.note_change())
        self.permutations.valueChanged.connect(lambda *_: self.note_change())
        self.fdr.toggled.connect(lambda *_: self.note_change())

    def _fill_grid(self) -> None:
        def spin() -> QWidget:
            made = QSpinBox(self)
            made.setRange(1, 520)
            made.valueChanged.connect(lambda *_: self.note_change())
            return made

        def choice(words: Dict[str, str]) -> Callable[[], QWidget]:
            def make() -> QWidget:
                made = Choice(words, self)
                made.currentIndexChanged.connect(lambda *_: self.note_change())
                return made

            return make

        ranks = {rank: wording.RANKS[rank] for rank in (FINEST, MIDDLE, COARSEST)}
        self.grid.add("there", tr("In the theme"), tr("Whether the theme has this level"), self._tick)
        self.grid.add("period", tr("Counted by"), tr("Whole weeks or whole months"), choice(wording.PERIODS))
        self.grid.add(
            "periods", tr("Periods shown"), tr("So many whole periods, compared with as many before"), spin
        )
        self.grid.add(
            "trend_periods", tr("Periods in the trend"), tr("So many periods in the chart of the trend"), spin
        )
        self.grid.add("areas", tr("Areas"), tr("Which areas are coloured and ranked"), choice(ranks))
        for layer in LAYERS:
            self.grid.add(
                AS_LAYER + layer,
                tr(wording.LAYERS[layer]),
                tr("Whether the level has this layer"),
                self._tick,
            )

    def _tick(self) -> QWidget:
        made = QCheckBox(self)
        made.toggled.connect(lambda *_: self.note_change())
        return made

    def fill(self) -> None:
        """Fill the fields with what the draft says."""
        draft, boxes = self.draft, self.grid.boxes
        for level in LEVEL_TITLES:
            keys = draft.get("levels", {}).get(level)
            boxes["there", level].setChecked(keys is not None)
            told = {**LEVELS[level], **(keys or {})}
            boxes["period", level].choose(told["period"])
            boxes["areas", level].choose(told["areas"])
            for key in ("periods", "trend_periods"):
                boxes[key, level].setValue(int(told[key]))
            for layer in LAYERS:
                boxes[AS_LAYER + layer, level].setChecked(layer in told["layers"])
        rule = draft.get("hotspots", {})
        titles = {name: shown(name, title, language()) for name, title in self.stock.measures.items()}
        self.value.offer({COUNTED_EVENTS: tr(wording.EVENTS), **titles}, rule.get("value", COUNTED_EVENTS))
        self.denominator.offer(
            {"": tr("Nothing: hot spots of numbers"), **titles}, rule.get("denominator", "")
        )
        self.cell_size.setCurrentText(rule.get("cell_size", "125"))
        self.permutations.setValue(int(rule.get("permutations", "999")))
        self.fdr.setChecked(rule.get("fdr", "true") == "true")
        self.ramp.choose(draft.get("ramp", RAMPS[0]))
        self._offer_levels()

    def write(self) -> None:
        """Write what the fields say into the draft."""
        boxes, before = self.grid.boxes, self.draft.get("levels", {})
        levels: Dict[str, Any] = {}
        for level in LEVEL_TITLES:
            there = boxes["there", level].isChecked()
            self._enable(level, there)
            if not there:
                continue
            told = dict(before.get(level, {"charts": list(LEVELS[level]["charts"])}))
            told.update(period=boxes["period", level].name(), areas=boxes["areas", level].name())
            for key in ("periods", "trend_periods"):
                told[key] = str(boxes[key, level].value())
            ticked = [layer for layer in LAYERS if boxes[AS_LAYER + layer, level].isChecked()]
            told["layers"] = merged(told.get("layers", []), ticked, LAYERS)
            levels[level] = told
        put(self.draft, "levels", levels)
        rule = self.draft.setdefault("hotspots", {})
        rule.update(
            value=self.value.name(),
            cell_size=self.cell_size.currentText().strip(),
            permutations=str(self.permutations.value()),
            fdr="true" if self.fdr.isChecked() else "false",
        )
        put(rule, "denominator", self.denominator.name())
        put(self.draft, "ramp", self.ramp.name())
        chosen = self.default.name()
        put(self.draft, "default_level", chosen if chosen in levels else next(iter(levels), ""))
        self._offer_levels()

    def _offer_levels(self) -> None:
        there = self.draft.get("levels", {})
        words = {level: tr(title) for level, title in LEVEL_TITLES.items() if level in there}
        self.default.offer(words, self.draft.get("default_level", next(iter(words), "")))
        for level in LEVEL_TITLES:
            self._enable(level, level in there)

    def _enable(self, level: str, on: bool) -> None:
        for (key, of), box in self.grid.boxes.items():
            if of == level and key != "there":
                box.setEnabled(on)


class ChartsStep(Step):
    """Which charts each level has, and the sentences that a reader must know."""

    TITLE = QT_TRANSLATE_NOOP("core", "Charts and cautions")
    INTRODUCTION = QT_TRANSLATE_NOOP(
        "core",
        "Tick the charts that answer the question at each level. Write as cautions what could be misread: where figures come "
        "from, what they do not show.",
    )
    KEYS = ("levels", "cautions")

    def __init__(self, parent: Optional[QWidget] = None):
        super().__init__(parent)
        self.grid = LevelGrid()
        for chart in CHARTS:
            self.grid.add(
                chart, tr(wording.CHARTS[chart]), tr("Whether the level shows this chart"), self._tick
            )
        self.column.addLayout(self.grid)
        self.faults.add_line(self.column, ("levels",))
        self.cautions = QTableWidget(0, len(LANGUAGES), self)
        self.cautions.setObjectName("IghThemeCautions")
        self.cautions.setHorizontalHeaderLabels([tr(title) for _, title in LANGUAGES])
        self.cautions.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.cautions.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.cautions.setTabKeyNavigation(False)
        self.cautions.setWordWrap(True)
        describe(
            self.cautions,
            tr("Cautions"),
            tr("One sentence a row, in English and in Dutch; F2 or a double click changes it"),
        )
        self.cautions.itemChanged.connect(lambda *_: self.note_change())
        self.add, self.remove = QPushButton(tr("Add a caution"), self), QPushButton(tr("Remove it"), self)
        self.add.setToolTip(tr("Add an empty row for a sentence"))
        self.remove.setToolTip(tr("Remove the chosen sentence"))
        self.add.clicked.connect(lambda *_: self.add_caution())
        self.remove.clicked.connect(lambda *_: self._remove())
        self.column.addWidget(QLabel(f"<b>{tr('Cautions')}</b>"))
        self.column.addWidget(self.cautions, 1)
        self.faults.add_line(self.column, ("cautions",))
        line = row_of(self.add, self.remove)
        line.addStretch(1)
        self.column.addLayout(line)

    def _tick(self) -> QWidget:
        made = QCheckBox(self)
        made.toggled.connect(lambda *_: self.note_change())
        return made

    def add_caution(self) -> None:
        """Add a row and begin to write in it."""
        self._add({})
        row = self.cautions.rowCount() - 1
        self.cautions.setCurrentCell(row, 0)
        self.cautions.editItem(self.cautions.item(row, 0))

    def fill(self) -> None:
        """Fill the fields with what the draft says."""
        there = self.draft.get("levels", {})
        for (chart, level), box in self.grid.boxes.items():
            box.setEnabled(level in there)
            box.setChecked(chart in there.get(level, LEVELS[level]).get("charts", CHARTS))
        self.cautions.setRowCount(0)
        for texts in self.draft.get("cautions", []):
            self._add(texts)

    def write(self) -> None:
        """Write what the fields say into the draft."""
        for level, told in self.draft.get("levels", {}).items():
            ticked = [chart for chart in CHARTS if self.grid.boxes[chart, level].isChecked()]
            told["charts"] = merged(told.get("charts", []), ticked, CHARTS)
        cautions: List[Dict[str, str]] = []
        for row in range(self.cautions.rowCount()):
            texts = dict(self.cautions.item(row, 0).data(Qt.ItemDataRole.UserRole) or {})
            for column, (code, _) in enumerate(LANGUAGES):
                item = self.cautions.item(row, column)
                put(texts, code, item.text().strip() if item is not None else "")
            if texts:
                cautions.append(texts)
        put(self.draft, "cautions", cautions)

    def _add(self, texts: Dict[str, str]) -> None:
        before, self._filling = self._filling, True
        row = self.cautions.rowCount()
        self.cautions.insertRow(row)
        for column, (code, _) in enumerate(LANGUAGES):
            self.cautions.setItem(row, column, QTableWidgetItem(texts.get(code, "")))
        others = {code: text for code, text in texts.items() if code not in dict(LANGUAGES)}
        self.cautions.item(row, 0).setData(Qt.ItemDataRole.UserRole, others)
        self._filling = before

    def _remove(self) -> None:
        if self.cautions.currentRow() >= 0:
            self.cautions.removeRow(self.cautions.currentRow())
            self.note_change()
