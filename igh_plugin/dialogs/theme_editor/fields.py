"""The pieces that the steps of the editor are made of."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ...core.text import QT_TRANSLATE_NOOP, Text
from ...themes.writing import Place, ThemeFault
from ...translation import tr
from ..wrong import colour_as_wrong

LANGUAGES = (
    ("en", QT_TRANSLATE_NOOP("core", "English")),
    ("nl", QT_TRANSLATE_NOOP("core", "Dutch")),
)
IN_LANGUAGE = QT_TRANSLATE_NOOP("core", "{what} in {language}")
NOT_HERE = QT_TRANSLATE_NOOP("core", "{name} (not in this workspace)")
NAME = Qt.ItemDataRole.UserRole


class Texts(QWidget):
    """A text in English and in Dutch; texts in other languages are kept."""

    changed = pyqtSignal()

    def __init__(self, what: str, tip: str, parent: Optional[QWidget] = None):
        super().__init__(parent)
        self._others: Dict[str, str] = {}
        self.lines: Dict[str, QLineEdit] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(3)
        for row, (code, title) in enumerate(LANGUAGES):
            line = QLineEdit(self)
            line.setPlaceholderText(tr(title))
            line.setAccessibleName(tr(Text(IN_LANGUAGE, {"what": what, "language": Text(title)})))
            line.setToolTip(tip)
            line.textChanged.connect(lambda *_: self.changed.emit())
            self.lines[code] = line
            letters = QLabel(code.upper(), self)
            letters.setBuddy(line)
            grid.addWidget(letters, row, 0)
            grid.addWidget(line, row, 1)
        self.setFocusProxy(self.lines["en"])

    def texts(self) -> Dict[str, str]:
        """Return the texts that are filled in."""
        mine = {code: line.text().strip() for code, line in self.lines.items()}
        return {code: text for code, text in {**mine, **self._others}.items() if text}

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show other texts."""
        self._others = {code: text for code, text in texts.items() if code not in self.lines}
        for code, line in self.lines.items():
            if line.text().strip() != texts.get(code, ""):
                line.setText(texts.get(code, ""))


class CheckList(QListWidget):
    """Words of which some are ticked; with mouse or Space."""

    changed = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None):
        super().__init__(parent)
        self.setAlternatingRowColors(True)
        self.setUniformItemSizes(True)
        self.itemChanged.connect(lambda *_: self.changed.emit())

    def offer(self, words: Iterable[Tuple[str, str]], ticked: Iterable[str]) -> None:
        """Offer names with what is shown of them; of what is ticked and not among them the name is shown."""
        ticked, words = list(ticked), dict(words)
        self.blockSignals(True)
        self.clear()
        words.update((name, tr(Text(NOT_HERE, {"name": name}))) for name in ticked if name not in words)
        for name, text in words.items():
            item = QListWidgetItem(text, self)
            item.setData(NAME, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name in ticked else Qt.CheckState.Unchecked)
        self.blockSignals(False)

    def ticked(self) -> List[str]:
        """Return the names that are ticked, in their order."""
        items = (self.item(row) for row in range(self.count()))
        return [item.data(NAME) for item in items if item.checkState() == Qt.CheckState.Checked]

    def tick(self, name: str, on: bool = True) -> None:
        """Tick a name, as a click does."""
        for row in range(self.count()):
            if self.item(row).data(NAME) == name:
                self.item(row).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)

    def narrow(self, letters: str) -> None:
        """Show what holds these letters, and what is ticked."""
        for row in range(self.count()):
            item = self.item(row)
            fits = letters.strip().casefold() in item.text().casefold()
            item.setHidden(not fits and item.checkState() != Qt.CheckState.Checked)


class Choice(QComboBox):
    """One name of several; `chosen` is sent when the user chose."""

    def __init__(self, words: Optional[Mapping[str, str]] = None, parent: Optional[QWidget] = None):
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        if words is not None:
            self.offer({name: tr(text) for name, text in words.items()})

    def offer(self, words: Mapping[str, str], chosen: Optional[str] = None) -> None:
        """Offer names with what is shown of them, and choose one; another than these is shown by its name."""
        chosen = self.name() if chosen is None else chosen
        self.blockSignals(True)
        self.clear()
        for name, text in words.items():
            self.addItem(text, name)
        self.choose(chosen)
        self.blockSignals(False)

    def choose(self, name: str) -> None:
        """Choose a name."""
        if name and self.findData(name) < 0:
            self.addItem(tr(Text(NOT_HERE, {"name": name})), name)
        self.setCurrentIndex(self.findData(name))

    def name(self) -> str:
        """Return the name that is chosen, empty for none."""
        return self.currentData() or ""

    def wheelEvent(self, event) -> None:  # noqa: N802
        """Leave the wheel to what scrolls: it would change what is not looked at."""
        event.ignore()


class Faults:
    """Says beside a field what is wrong with it; each field has the place in the theme that it shows."""

    def __init__(self):
        self._labels: Dict[Place, QLabel] = {}

    def add_row(self, form: QFormLayout, place: Place, title: str, widget: QWidget, tip: str = "") -> QLabel:
        """Put a field under its title into a form, with a place for what is wrong below it; returns the title's label."""
        label, said = QLabel(title), fault_label()
        box = QVBoxLayout()
        box.setSpacing(2)
        box.addWidget(widget)
        box.addWidget(said)
        form.addRow(label, box)
        label.setBuddy(widget)
        describe(widget, title, tip)
        self._labels[place] = said
        return label

    def add_line(self, layout: Any, place: Place) -> None:
        """Put a place for what is wrong at the end of a layout."""
        said = fault_label()
        layout.addWidget(said)
        self._labels[place] = said

    def show(self, fault: Optional[ThemeFault], place: Optional[Place] = None) -> bool:
        """Say what is wrong beside the field of its place, or the next above it; `False` when there is no such field."""
        for label in self._labels.values():
            label.hide()
        if fault is None:
            return True
        place = fault.place if place is None else place
        near = [known for known in self._labels if place[: len(known)] == known]
        if not near:
            return False
        said = self._labels[max(near, key=len)]
        said.setText(tr(fault.message))
        colour_as_wrong(said)
        said.show()
        return True


def fault_label() -> QLabel:
    """Return a label for what is wrong, hidden until there is something."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.hide()
    return label


def describe(widget: QWidget, title: str, tip: str = "") -> None:
    """Name a widget for a screen reader, and explain it."""
    if not widget.accessibleName():
        widget.setAccessibleName(title)
    if tip:
        widget.setToolTip(tip)


def plain_label(text: str = "") -> QLabel:
    """Return a label of plain text that breaks its lines."""
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def scrolled(widget: QWidget) -> QScrollArea:
    """Return a widget with bars that appear where there is no room for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidget(widget)
    return area


def row_of(*widgets: QWidget, stretch: Sequence[int] = ()) -> QHBoxLayout:
    """Return widgets beside each other."""
    line = QHBoxLayout()
    for at, widget in enumerate(widgets):
        line.addWidget(widget, stretch[at] if stretch else 0)
    return line
