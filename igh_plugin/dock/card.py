"""A key figure: its value, what it is made of, how it changed, and the way to its events."""

from __future__ import annotations

from typing import Optional

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
    """Shows one `IndicatorValue` and what it is compared with; another one is shown in the same widgets."""

    opened = pyqtSignal()

    def __init__(self):
        super().__init__()
        self.indicator: Optional[IndicatorValue] = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        column = QVBoxLayout(self)
        column.setContentsMargins(9, 7, 9, 8)
        column.setSpacing(2)
        self.title, self.value, self.made, self.told = (wrapped() for _ in range(4))
        self.recent, self.button = Sparkline(), QPushButton()
        for widget in (self.title, self.value, self.made, self.recent, self.told):
            column.addWidget(widget)
        column.addStretch(1)
        self.button.setToolTip(tr("Show the events behind this figure"))
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.button.clicked.connect(lambda *_: self.opened.emit())
        column.addWidget(self.button)

    def show_indicator(
        self,
        indicator: IndicatorValue,
        look: Look,
        wording: Wording,
        comparison: Comparison = PERIOD_BEFORE,
        compared_title: Sentence = "",
    ) -> None:
        """Show a figure, or the reason why there is none."""
        self.indicator, there = indicator, indicator.value is not None
        self.setObjectName(f"card_{indicator.id}")
        self.title.setText(indicator.title)
        size = 1.9 * self.font().pointSizeF()
        value = f'<span style="font-size:{size:.0f}pt">{escaped(value_text(indicator, wording))}</span>'
        unit = indicator.unit if indicator.unit != "%" and there else ""
        self.value.setText(f"{value} {coloured(unit, look.muted)}")
        made = made_of(indicator, wording) if there else tr(indicator.reason)
        self.made.setText(coloured(made, look.muted) if there else made)
        self.made.setVisible(bool(made))
        recent = there and indicator.recent is not None and len(indicator.recent.values) > 1
        if recent:
            self.recent.show_indicator(indicator, look, wording)
        self.recent.setVisible(recent)
        lines = compared_text(indicator, comparison, compared_title, wording) if there else []
        told = (
            f'<p style="margin:2px 0 0 0">{coloured(text, look.state(state))}</p>' for text, state in lines
        )
        self.told.setText("".join(told))
        self.told.setVisible(bool(lines))
        self.button.setText(events_text(indicator.event_count, wording))
        self.button.setVisible(indicator.events is not None and indicator.event_count > 0)


def events_text(count: int, wording: Wording) -> str:
    """Say how many events there are."""
    return tr("1 event") if count == 1 else tr(Text("{n} events", {"n": wording.number(count)}))


def wrapped(text: str = "") -> QLabel:
    """Return a label that breaks its lines."""
    label = QLabel(text)
    label.setWordWrap(True)
    return label


def coloured(text: str, colour: str) -> str:
    """Return a text as rich text of a colour."""
    return f'<span style="color:{colour}">{escaped(text)}</span>'


def escaped(text: str) -> str:
    """Return a text as rich text."""
    return text.replace("&", "&amp;").replace("<", "&lt;")
