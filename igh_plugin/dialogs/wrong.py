"""How a dialog shows that something is wrong."""

from __future__ import annotations

from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QLabel

WRONG, WRONG_ON_DARK = "#b00020", "#ff8a80"


def colour_as_wrong(label: QLabel, wrong: bool = True) -> None:
    """Colour a label as a mistake, readable on light and on dark, or as plain text again."""
    dark = label.palette().color(QPalette.ColorRole.Window).lightness() < 128
    label.setStyleSheet(f"color: {WRONG_ON_DARK if dark else WRONG};" if wrong else "")
