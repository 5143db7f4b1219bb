"""How much room a text takes, and how to make it fit: measured, so that nothing on paper overlaps."""

from __future__ import annotations

from typing import List, Tuple

from qgis.PyQt.QtGui import QFont, QFontMetricsF

MM_PER_POINT = 25.4 / 72
FINE = 10
SMALLEST = 0.72
STEP = 0.25
SPARE = 0.985
ELLIPSIS = "\u2026"


def _metrics(font: QFont, size: float) -> QFontMetricsF:
    large = QFont(font)
    large.setPixelSize(max(1, round(size * FINE)))
    return QFontMetricsF(large)


def text_width(text: str, font: QFont, size: float) -> float:
    """Return the width of a line in millimetres; `size` in points."""
    return _metrics(font, size).horizontalAdvance(text) / FINE * MM_PER_POINT


def line_height(font: QFont, size: float) -> float:
    """Return the distance of two lines in millimetres."""
    return _metrics(font, size).lineSpacing() / FINE * MM_PER_POINT


def wrap(text: str, font: QFont, size: float, width: float) -> List[str]:
    """Break a text into lines that fit a width in millimetres; a word too long for a line is broken."""
    metrics = _metrics(font, size)
    room = width * SPARE * FINE / MM_PER_POINT
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if metrics.horizontalAdvance(longer) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            line = word
            while metrics.horizontalAdvance(line) > room and len(line) > 1:
                cut = _longest_start(line, metrics, room)
                lines.append(line[:cut])
                line = line[cut:]
        lines.append(line)
    return lines


def _longest_start(word: str, metrics: QFontMetricsF, room: float) -> int:
    cut = len(word) - 1
    while cut > 1 and metrics.horizontalAdvance(word[:cut]) > room:
        cut -= 1
    return cut


def cut(text: str, font: QFont, size: float, width: float) -> str:
    """Return a text on one line that fits a width in millimetres, with an ellipsis where it is too long."""
    if text_width(text, font, size) <= width * SPARE:
        return text
    kept = text
    while kept and text_width(kept + ELLIPSIS, font, size) > width * SPARE:
        kept = kept[:-1]
    return kept.rstrip(" ,.;-") + ELLIPSIS


def fit(text: str, font: QFont, size: float, width: float, height: float) -> Tuple[List[str], float]:
    """Return lines and the size in points at which a text fits a box in millimetres.

    The size goes down to 72 % of the wanted one; what still does not fit is cut with an ellipsis.
    """
    wanted = size
    while True:
        lines = wrap(text, font, size, width)
        room = max(1, int(height / line_height(font, size) + 0.05))
        if len(lines) <= room:
            return lines, size
        if size - STEP < wanted * SMALLEST:
            kept = lines[:room]
            kept[-1] = cut(" ".join(lines[room - 1 :]), font, size, width)
            return kept, size
        size -= STEP
