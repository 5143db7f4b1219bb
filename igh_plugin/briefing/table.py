"""The table of a briefing: hot spots, or areas."""

from __future__ import annotations

from typing import List, Sequence, Tuple

from qgis.core import QgsLayoutItemManualTable, QgsLayoutTableColumn, QgsTableCell
from qgis.PyQt.QtCore import Qt

from ..charts.wording import Wording
from ..core.figures import HotSpot
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..translation import tr
from .sheet import Sheet
from .typesetting import cut

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
    """Fill the table with the hot spots, as many as there is room for; return a sentence when some are left out."""
    value_title = lead_title if any(spot.unit for spot in spots) else ""
    heads = [tr(head) for head in HEADS]
    if not value_title:
        del heads[2]
    shares = list(SHARES) if value_title else _without_value(SHARES)
    rows = [_texts(spot, wording, bool(value_title)) for spot in spots]
    return more_than(fill_table(sheet, heads, shares, rows, 1, most), len(rows))


def more_than(shown: int, size: int) -> str:
    """Say that only the first rows of a table are shown; nothing where all are, or none can be."""
    return tr(Text(MORE, {"shown": shown, "all": size})) if 0 < shown < size else ""


def fill_table(
    sheet: Sheet,
    heads: Sequence[str],
    shares: Sequence[float],
    rows: Sequence[Sequence[str]],
    names: int,
    most: int,
) -> int:
    """Fill the table `hotspots` with as many rows as its frame holds, `most` at most; return how many these are.

    `shares` are the widths of the columns, together 1; the column of `names` is cut where it is too long. QGIS makes a frame as wide
    as its columns, so the width is that from its left edge to the same margin on the right.
    """
    frame = sheet.frame("hotspots")
    table = None if frame is None else frame.multiFrame()
    if not rows or not isinstance(table, QgsLayoutItemManualTable):
        sheet.hide("hotspots")
        return 0
    page, left, _top = sheet.position(frame)
    width, height = sheet.page_width(page) - 2 * left, sheet.size(frame)[1]
    widths = [share * width - 2 * table.cellMargin() for share in shares]
    font = table.contentTextFormat().font()
    size = table.contentTextFormat().size()
    head = table.headerTextFormat()
    fitting = [cut(text, head.font(), head.size(), room) for text, room in zip(heads, widths)]
    table.setHeaders(_columns(fitting, widths))
    shown = min(len(rows), most)
    while True:
        table.setTableContents(
            [
                _row(
                    [
                        cut(text, font, size, widths[at]) if at == names else text
                        for at, text in enumerate(texts)
                    ]
                )
                for texts in rows[:shown]
            ]
        )
        table.setColumnWidths(widths)
        table.refresh()
        if shown <= 1 or table.totalSize().height() <= height:
            return shown
        shown -= 1


def _without_value(shares: Tuple[float, ...]) -> List[float]:
    kept = [share for index, share in enumerate(shares) if index != 2]
    kept[1] += shares[2]
    return kept


def _columns(heads: Sequence[str], widths: Sequence[float]) -> List[QgsLayoutTableColumn]:
    columns = []
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
