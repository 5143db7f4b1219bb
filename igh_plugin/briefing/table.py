"""The list of hot spots."""

from __future__ import annotations

from typing import List, Sequence, Tuple

from qgis.core import QgsLayoutItemManualTable, QgsLayoutTableColumn, QgsTableCell
from qgis.PyQt.QtCore import Qt

from ..charts.wording import Wording
from ..core.figures import HotSpot
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..translation import tr
from .sheet import Sheet
from .typesetting import fit

HEADS = (
    QT_TRANSLATE_NOOP("core", "No."),
    QT_TRANSLATE_NOOP("core", "Where"),
    QT_TRANSLATE_NOOP("core", "Value"),
    QT_TRANSLATE_NOOP("core", "Events"),
    QT_TRANSLATE_NOOP("core", "Cells"),
    QT_TRANSLATE_NOOP("core", "Confidence"),
)
SHARES = (0.06, 0.5, 0.13, 0.11, 0.09, 0.11)
MORE = QT_TRANSLATE_NOOP("core", "Shown are the first {shown} of {all}.")


def set_hotspots(sheet: Sheet, spots: Sequence[HotSpot], lead_title: str, wording: Wording, most: int) -> str:
    """Fill the table `hotspots` with as many rows as its frame holds; return a sentence when some are left out.

    QGIS makes a frame as wide as its columns, so the width is that from its left edge to the same margin on the right.
    """
    frame = sheet.frame("hotspots")
    if frame is None or not spots:
        sheet.hide("hotspots")
        return ""
    table = frame.multiFrame()
    if not isinstance(table, QgsLayoutItemManualTable):
        return ""
    page, left, _top = sheet.position(frame)
    width, height = sheet.page_width(page) - 2 * left, sheet.size(frame)[1]
    value_title = lead_title if any(spot.unit for spot in spots) else ""
    shares = list(SHARES) if value_title else _without_value(SHARES)
    widths = [share * width - 2 * table.cellMargin() for share in shares]
    shown = min(len(spots), most)
    font = table.contentTextFormat().font()
    size = table.contentTextFormat().size()
    table.setHeaders(_columns(value_title, widths))
    while True:
        rows = [_texts(spot, wording, bool(value_title)) for spot in spots[:shown]]
        table.setTableContents(
            [_row([texts[0], fit(texts[1], font, size, widths[1], 1.0)[0][0], *texts[2:]]) for texts in rows]
        )
        table.setColumnWidths(widths)
        table.refresh()
        if shown <= 1 or table.totalSize().height() <= height:
            break
        shown -= 1
    if shown == len(spots):
        return ""
    return tr(Text(MORE, {"shown": shown, "all": len(spots)}))


def _without_value(shares: Tuple[float, ...]) -> List[float]:
    kept = [share for index, share in enumerate(shares) if index != 2]
    kept[1] += shares[2]
    return kept


def _columns(value_title: str, widths: Sequence[float]) -> List[QgsLayoutTableColumn]:
    columns = []
    heads = [tr(head) for head in HEADS]
    if not value_title:
        del heads[2]
    for head, width in zip(heads, widths):
        column = QgsLayoutTableColumn(head)
        column.setWidth(width)
        column.setHAlignment(Qt.AlignmentFlag.AlignLeft)
        columns.append(column)
    return columns


def _texts(spot: HotSpot, wording: Wording, with_value: bool) -> List[str]:
    texts = [str(spot.rank), spot.name]
    if with_value:
        texts.append(wording.quantity(spot.value, spot.unit, 1))
    return texts + [wording.number(spot.events), wording.number(spot.cells), f"{spot.confidence}\u00a0%"]


def _row(texts: Sequence[str]) -> List[QgsTableCell]:
    cells = []
    for text in texts:
        cell = QgsTableCell(text)
        cell.setHorizontalAlignment(Qt.AlignmentFlag.AlignLeft)
        cells.append(cell)
    return cells
