"""A step of the editor: a page that shows some keys of a theme and writes them back."""

from __future__ import annotations

from typing import Optional, Tuple

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ...themes.stock import Stock
from ...themes.writing import ThemeFault
from ...translation import tr
from .draft import Draft
from .fields import Faults, plain_label


class Step(QWidget):
    """Shows the keys `KEYS` of a theme; `changed` is sent when the user changed one of them.

    Each step has a `fill`, which fills the fields with what the draft says, and a `write`, which writes what they say into the draft.
    """

    TITLE = ""
    INTRODUCTION = ""
    KEYS: Tuple[str, ...] = ()
    SCROLLS = True
    """Whether the page as a whole is scrolled where there is no room; else parts of it are."""
    changed = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None):
        super().__init__(parent)
        self.faults = Faults()
        self.draft: Draft = {}
        self.stock = Stock()
        self._filling = False
        self.column = QVBoxLayout(self)
        self.column.addWidget(plain_label(tr(self.INTRODUCTION)))

    def show_draft(self, draft: Draft, stock: Stock) -> None:
        """Show a draft, which the step changes from now on, and what can be chosen."""
        self.draft, self.stock = draft, stock
        self._filling = True
        try:
            self.fill()
        finally:
            self._filling = False

    def note_change(self) -> None:
        """Take what the user changed into the draft, and tell so."""
        if not self._filling:
            self.write()
            self.changed.emit()

    def show_fault(self, fault: Optional[ThemeFault]) -> None:
        """Say what is wrong beside its field, or that nothing is."""
        self.faults.show(fault)
