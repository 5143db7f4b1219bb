"""The form of one indicator: what is counted, by what it is divided, how it reads and what it should be."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from ...core.cube import EVENTS as COUNTED_EVENTS
from ...core.indicators import DIRECTIONS, DURATIONS, HANDLING, STATISTIC
from ...core.indicators import KINDS as INDICATOR_KINDS
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...themes.catalogue import GRAINS, RESERVED
from ...themes.figures import STATISTICS
from ...themes.model import LEVEL_TITLES
from ...themes.stock import Stock, shown
from ...translation import language, tr
from . import wording
from .draft import merged, put, slug
from .fields import CheckList, Choice, Faults, Texts, plain_label
from .wording import DENOMINATOR, EVENTS, NUMERATOR, OF, PER, WEIGHTS

TO_CHOOSE = QT_TRANSLATE_NOOP("core", "Choose…")
AS_USUAL = -1
A_PART = QT_TRANSLATE_NOOP("core", "Part of the events: {name}")
OF_THE_AREA = QT_TRANSLATE_NOOP("core", "Of the area: {name}")
WEIGHED = QT_TRANSLATE_NOOP("core", "indicator: weight, indicator: weight")


class IndicatorForm(QWidget):
    """Shows one indicator and writes it back; `changed` is sent when the user changed it."""

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None):
        super().__init__(parent)
        self.faults = Faults()
        self.shown: Dict[str, Any] = {}
        self._others: List[Dict[str, Any]] = []
        self._filling, self._made = False, ""
        self._rows: Dict[str, List[QWidget]] = {}
        self._make_widgets()
        column, form = QVBoxLayout(self), QFormLayout()
        column.setContentsMargins(6, 0, 0, 0)
        column.addLayout(form)
        column.addStretch(1)
        self._lay_out(form)
        self._connect()

    def show_indicator(
        self, indicator: Dict[str, Any], others: List[Dict[str, Any]], stock: Stock, parts: Mapping[str, Any]
    ) -> None:
        """Show an indicator among all of its theme, with what can be counted: `parts` are the theme's parts of events."""
        self.shown, self._others = indicator, others
        self._filling = True
        try:
            self._offer(stock, parts)
            self._fill()
        finally:
            self._filling = False

    def write(self) -> None:
        """Write what the fields say into the indicator: the keys its kind has, and those the form does not know."""
        shown_, kind = self.shown, self.kind.name()
        has = wording.KINDS[kind].keys
        shown_["kind"] = kind
        put(shown_, "title", self.title.texts())
        put(shown_, "unit", self.unit.texts())
        put(shown_, "id", self.id.text().strip())
        for key, box in ((NUMERATOR, self.numerator), (DENOMINATOR, self.denominator), (OF, self.of)):
            put(shown_, key, box.name() if key in has else "")
        if kind in DURATIONS:
            shown_[NUMERATOR] = HANDLING
        put(shown_, PER, self.per.currentText().strip() if PER in has else "")
        if WEIGHTS in has:
            put(shown_, WEIGHTS, _weights(self.weights.text()))
        else:
            shown_.pop(WEIGHTS, None)
        decimals = self.decimals.value()
        put(shown_, "decimals", "" if decimals == AS_USUAL else str(decimals))
        put(shown_, "direction", self.direction.name())
        put(shown_, "grain", self.grain.name())
        put(shown_, "least", self.least.text().strip())
        put(shown_, "levels", merged(shown_.get("levels", []), self.levels.ticked(), ()))
        self._write_target()

    def _write_target(self) -> None:
        value = self.target.text().strip()
        if not value:
            self.shown.pop("target", None)
            return
        target = dict(self.shown.get("target", {}))
        target["value"] = value
        put(target, "source", self.target_source.texts())
        put(target, "level", self.target_level.name())
        self.shown["target"] = target

    def _offer(self, stock: Stock, parts: Mapping[str, Any]) -> None:
        counted = {COUNTED_EVENTS: tr(EVENTS)}
        counted.update((name, shown(name, title, language())) for name, title in stock.measures.items())
        counted.update((name, tr(Text(A_PART, {"name": name}))) for name in parts)
        of_areas = {}
        for name in stock.statistics:
            title = tr(STATISTICS[name]) if name in STATISTICS else name.replace("_", " ")
            of_areas[STATISTIC + name] = tr(Text(OF_THE_AREA, {"name": title}))
        self.numerator.offer({**counted, **of_areas}, self.shown.get(NUMERATOR, ""))
        self.denominator.offer({"": tr(TO_CHOOSE), **of_areas, **counted}, self.shown.get(DENOMINATOR, ""))
        self.of.offer({"": tr(TO_CHOOSE), **named(self._others, self.shown)}, self.shown.get(OF, ""))

    def _fill(self) -> None:
        one = self.shown
        self.title.show_texts(one.get("title", {}))
        self.unit.show_texts(one.get("unit", {}))
        self._made = indicator_id(one.get("title", {}), self._taken())
        self.id.setText(one.get("id", ""))
        self.kind.choose(one.get("kind", ""))
        self.per.setCurrentText(one.get(PER, "1"))
        self.weights.setText(", ".join(f"{name}: {weight}" for name, weight in one.get(WEIGHTS, {}).items()))
        decimals = one.get("decimals", "")
        self.decimals.setValue(int(decimals) if decimals.isdigit() else AS_USUAL)
        self.direction.choose(one.get("direction", "neutral"))
        self.grain.choose(one.get("grain", ""))
        self.least.setText(one.get("least", ""))
        self.levels.offer(((name, tr(title)) for name, title in LEVEL_TITLES.items()), one.get("levels", []))
        target = one.get("target", {})
        self.target.setText(target.get("value", ""))
        self.target_source.show_texts(target.get("source", {}))
        self.target_level.choose(target.get("level", ""))
        self._show_rows()

    def _show_rows(self) -> None:
        """Show what the chosen kind has, and of a target what there is to be said of it."""
        kind = wording.KINDS.get(self.kind.name())
        self.help.setText(tr(kind.help) if kind else "")
        for key in (NUMERATOR, DENOMINATOR, PER, OF, WEIGHTS):
            self._set_row(key, kind is not None and key in kind.keys)
        for key in ("target_source", "target_level"):
            self._set_row(key, bool(self.target.text().strip()))

    def _set_row(self, key: str, visible: bool) -> None:
        for widget in self._rows[key]:
            widget.setVisible(visible)

    def _note(self) -> None:
        if not self._filling:
            self._show_rows()
            self.write()
            self.changed.emit()

    def _name_by_title(self) -> None:
        made = indicator_id(self.title.texts(), self._taken())
        if not self._filling and self.id.text().strip() in ("", self._made):
            self.id.setText(made)
        self._made = made

    def _taken(self) -> List[str]:
        return [*RESERVED, *(other.get("id", "") for other in self._others if other is not self.shown)]

    def _make_widgets(self) -> None:
        self.title = Texts(
            tr("Name"), tr("What the figure is called on the panel, on charts and on paper"), self
        )
        self.kind = Choice({kind: wording.KINDS[kind].title for kind in INDICATOR_KINDS}, self)
        self.help = plain_label()
        self.numerator, self.denominator, self.of = (Choice(parent=self) for _ in range(3))
        self.per = Choice(parent=self)
        self.per.setEditable(True)
        self.per.offer({number: number for number in ("1", "100", "1000", "10000", "100000")}, "1")
        self.weights = QLineEdit(self)
        self.weights.setPlaceholderText(tr(WEIGHED))
        self.unit = Texts(tr("Unit"), tr("What stands behind the number; empty for plain counts"), self)
        self.decimals = QSpinBox(self)
        self.decimals.setRange(AS_USUAL, 6)
        self.decimals.setSpecialValueText(tr("As usual for the kind"))
        self.direction = Choice({name: wording.DIRECTIONS[name] for name in DIRECTIONS}, self)
        self.target, self.least, self.id = (QLineEdit(self) for _ in range(3))
        self.target.setPlaceholderText(tr("None"))
        self.target_source = Texts(
            tr("Source of the target"), tr("Who set the target, and in which paper"), self
        )
        self.target_level = Choice({"": QT_TRANSLATE_NOOP("core", "Every level"), **LEVEL_TITLES}, self)
        self.grain = Choice({name: wording.GRAINS[name] for name in ("", *GRAINS)}, self)
        self.levels = CheckList(self)
        self.levels.setMaximumHeight(self.fontMetrics().height() * 5)

    def _lay_out(self, form: QFormLayout) -> None:
        rows = (
            ("title", tr("Name"), self.title, ""),
            ("kind", tr("Kind"), self.kind, tr("How the figure is computed")),
            ("help", "", self.help, ""),
            (NUMERATOR, tr("What is counted"), self.numerator, tr("Events, a measure of the sources, or a part of the events")),
            (DENOMINATOR, tr("Divided by"), self.denominator, tr("What the areas or the sources know of how many there could be")),
            (PER, tr("Per"), self.per, tr("The figure is per so many of what it is divided by")),
            (OF, tr("Of the indicator"), self.of, tr("The indicator whose areas are compared")),
            (WEIGHTS, tr("Weights"), self.weights, tr("Ids of other indicators, each with its weight")),
            ("unit", tr("Unit"), self.unit, ""),
            ("decimals", tr("Decimals"), self.decimals, tr("Digits behind the decimal sign")),
            ("direction", tr("Direction"), self.direction, tr("Better and worse are said, and coloured, only where one is chosen")),
            ("target", tr("Target"), self.target, tr("At most this where low is good, at least this where high is good")),
            ("target_source", tr("Source of the target"), self.target_source, ""),
            ("target_level", tr("Level of the target"), self.target_level, tr("A target of a plain number holds at one level only")),
            ("least", tr("Smallest base"), self.least, tr("Below this denominator, or number, no value is shown; empty: always")),
            ("levels", tr("Only at"), self.levels, tr("The levels that show this indicator. None ticked: all.")),
            ("grain", tr("Only for"), self.grain, tr("A figure that makes no sense for the other sources is not shown for them")),
            ("id", tr("Id"), self.id, tr("Its name in map layers and tables; made of the English name")),
        )  # fmt: skip
        for key, title, widget, tip in rows:
            label: QLabel = self.faults.add_row(form, (key,), title, widget, tip)
            self._rows[key] = [label, widget]

    def _connect(self) -> None:
        self.title.changed.connect(self._name_by_title)
        for texts in (self.title, self.unit, self.target_source):
            texts.changed.connect(self._note)
        for box in (
            self.kind, self.numerator, self.denominator, self.of, self.direction, self.target_level, self.grain,
        ):  # fmt: skip
            box.currentIndexChanged.connect(lambda *_: self._note())
        self.per.currentTextChanged.connect(lambda *_: self._note())
        self.decimals.valueChanged.connect(lambda *_: self._note())
        self.levels.changed.connect(self._note)
        for line in (self.target, self.least, self.id, self.weights):
            line.textChanged.connect(lambda *_: self._note())


def indicator_id(texts: Mapping[str, str], taken: List[str]) -> str:
    """Return the id that an indicator has until the user gives another one."""
    return slug(texts, taken) or slug({"en": "indicator"}, taken)


def named(indicators: List[Dict[str, Any]], without: Optional[Dict[str, Any]] = None) -> Dict[str, str]:
    """Return the ids of indicators with what is shown of them."""
    return {
        one["id"]: shown(one["id"], one.get("title", {}), language())
        for one in indicators
        if one is not without and one.get("id")
    }


def _weights(text: str) -> Dict[str, str]:
    pairs = (part.partition(":") for part in text.split(",") if part.strip())
    return {name.strip(): weight.strip() for name, _, weight in pairs}
