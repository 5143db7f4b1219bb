"""A key figure: its value, what it is made of, how it changed, and the way to its events."""

from __future__ import annotations

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from ..charts.look import Look
from ..charts.wording import Wording, compared_text, made_of, value_text
from ..core.comparison import PERIOD_BEFORE, Comparison
from ..core.figures import IndicatorValue, Sentence
from ..core.text import Text
from ..translation import tr
from .sparkline import Sparkline


class Card(QFrame):
    """Shows one `IndicatorValue` and what it is compared with."""

    opened = pyqtSignal()

    def __init__(
        self,
        indicator: IndicatorValue,
        look: Look,
        wording: Wording,
        comparison: Comparison = PERIOD_BEFORE,
        compared_title: Sentence = "",
    ):
        super().__init__()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setObjectName(f"card_{indicator.id}")
        column = QVBoxLayout(self)
        column.setContentsMargins(9, 7, 9, 8)
        column.setSpacing(2)
        column.addWidget(wrapped(indicator.title))
        size = self.font().pointSizeF()
        value = escaped(value_text(indicator, wording))
        unit = escaped(indicator.unit) if indicator.unit != "%" and indicator.value is not None else ""
        value = f'<span style="font-size:{1.9 * size:.0f}pt">{value}</span>'
        column.addWidget(wrapped(f'{value} <span style="color:{look.muted}">{unit}</span>'))
        if indicator.value is None:
            column.addWidget(wrapped(tr(indicator.reason)))
        else:
            self._add_made_of(column, indicator, look, wording)
            for text, state in compared_text(indicator, comparison, compared_title, wording):
                column.addWidget(wrapped(f'<span style="color:{look.state(state)}">{escaped(text)}</span>'))
        column.addStretch(1)
        self.button = QPushButton(events_text(indicator.event_count, wording))
        self.button.setToolTip(tr("Show the events behind this figure"))
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(lambda *_: self.opened.emit())
        self.button.setVisible(indicator.events is not None and indicator.event_count > 0)
        column.addWidget(self.button)

    @staticmethod
    def _add_made_of(column, indicator: IndicatorValue, look: Look, wording: Wording) -> None:
        made = made_of(indicator, wording)
        if made:
            column.addWidget(wrapped(f'<span style="color:{look.muted}">{escaped(made)}</span>'))
        if indicator.recent is not None and len(indicator.recent.values) > 1:
            column.addWidget(Sparkline(indicator, look, wording))


def events_text(count: int, wording: Wording) -> str:
    """Say how many events there are."""
    return tr("1 event") if count == 1 else tr(Text("{n} events", {"n": wording.number(count)}))


def wrapped(text: str = "") -> QLabel:
    """Return a label that breaks its lines."""
    label = QLabel(text)
    label.setWordWrap(True)
    return label


def escaped(text: str) -> str:
    """Return a text as rich text."""
    return text.replace("&", "&amp;").replace("<", "&lt;")
