"""The look of charts in a window: its colours and its font. The only part of this room that needs Qt."""

from __future__ import annotations

from qgis.PyQt.QtGui import QFontInfo, QPalette
from qgis.PyQt.QtWidgets import QWidget

from .look import Look, font_family

SMALLER, SMALLEST = 0.95, 6.0  # than the text of the window; points


def look_of(widget: QWidget) -> Look:
    """Return a look in the colours and, a little smaller, the font of a widget."""
    palette, font = widget.palette(), widget.font()
    return Look(
        palette.color(QPalette.ColorRole.WindowText).name(),
        palette.color(QPalette.ColorRole.Window).name(),
        max(font.pointSizeF() * SMALLER, SMALLEST),
        font_family(QFontInfo(font).family()),
    )
