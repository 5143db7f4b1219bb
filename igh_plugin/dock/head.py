"""What the figures are of, what they are compared with, and what is selected."""

from __future__ import annotations

from typing import Sequence

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ..charts.look import Look
from ..charts.wording import Wording
from ..core.comparison import BEFORE, WHOLE
from ..core.figures import Figures
from ..core.selection import Selection, nothing_of
from ..core.text import Text
from ..translation import tr
from .card import coloured, escaped, wrapped
from .selected import selected_words

CROSS = "\u2715"


class Head(QWidget):
    """Says in words what `FiguresView` shows; `widened` carries the fields of a selection that are to be taken away."""

    widened = pyqtSignal(object)

    def __init__(self, wording: Wording):
        super().__init__()
        self.wording = wording
        self.label, self.chips = wrapped(), wrapped()
        self.clear = QPushButton(tr("Whole area"))
        self.clear.setObjectName("whole")
        self.clear.setToolTip(tr("Back to the figures of the whole area"))
        self.clear.clicked.connect(lambda *_: self.widened.emit(nothing_of(("area_level", "area"))))
        policy = self.clear.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.clear.setSizePolicy(policy)
        self.clear.hide()
        self.chips.setObjectName("chips")
        self.chips.setAccessibleName(tr("Selection"))
        self.chips.setTextFormat(Qt.TextFormat.RichText)
        self.chips.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self.chips.linkActivated.connect(lambda names: self.widened.emit(nothing_of(names.split())))
        self.chips.hide()
        column, line = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.label, 1)
        line.addWidget(self.clear, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        column.addWidget(self.chips)

    def show_figures(self, figures: Figures, look: Look, also: Sequence[str] = ()) -> None:
        """Say what figures are of and compared with, and sentences that belong to it."""
        lines = [escaped(tr(figures.area_title)), escaped(self.wording.period(figures.period_title))]
        lines[0] = f"<b>{lines[0]}</b>"
        told = [*also]
        title = figures.previous_title if figures.comparison.kind == BEFORE else figures.compared_title
        if figures.comparison.kind == WHOLE:
            told.append(tr("compared with the whole area"))
        elif figures.comparison.kind != BEFORE or isinstance(title, Text):
            told.append(tr(Text("compared with {period}", {"period": self.wording.period(title)})))
        if figures.compared_note:
            told.append(tr(figures.compared_note))
        lines += [coloured(words, look.muted) for words in told]
        self.label.setText("<br>".join(lines))

    def show_selection(self, selection: Selection, look: Look) -> None:
        """Say what is selected, each with a cross that takes it away."""
        chips = []
        for name, words in selected_words(selection, self.wording):
            cross = f'<a href="{name}" style="color:{look.text};text-decoration:none">{CROSS}</a>'
            chips.append(
                f'<span style="background-color:{look.grid}">&nbsp;{escaped(words)}&nbsp;&nbsp;{cross}&nbsp;</span>'
            )
        self.chips.setText(" ".join(chips))
        self.chips.setVisible(bool(chips))
        self.chips.setToolTip(tr("The cross takes a part of the selection away"))
