"""What every briefing fills its sheets with: key figures, charts, maps with their legends, and the room that is left over."""

from __future__ import annotations

from pathlib import Path
from typing import Sequence, Tuple

from qgis.core import QgsLayoutItemLabel, QgsLayoutItemLegend, QgsLayoutItemMap, QgsLayoutItemScaleBar

from ..charts.look import Look
from ..charts.render import save_part
from ..charts.wording import Wording
from . import maps
from .legend import fill_legend
from .sheet import Sheet

CHART_SIZE = 7.2
KEY_FIGURES = 4
TABLE_ROWS = 10
RANKED = 18
GAP_BELOW_TABLE = 8.0  # mm
DPI = 300

KeyFigure = Tuple[str, str, str, str, str]
"""Title, value, change in words, note, and the state of the change."""


def fill_key_figures(sheet: Sheet, found: Sequence[KeyFigure]) -> None:
    """Write key figures into their boxes; a box without one is taken off."""
    look, parts = Look(size=CHART_SIZE), ("title", "value", "change", "note")
    for number in range(1, KEY_FIGURES + 1):
        if number > len(found):
            sheet.hide(f"key_{number}_box", *(f"key_{number}_{part}" for part in parts))
            continue
        *texts, state = found[number - 1]
        if not texts[2]:
            _make_room(sheet, f"key_{number}_change", f"key_{number}_note")
        for part, text in zip(parts, texts):
            sheet.write(f"key_{number}_{part}", text, look.state(state) if part == "change" else "")


def _make_room(sheet: Sheet, empty: str, below: str) -> None:
    """Let a label take the room of an empty one above it as well."""
    upper, lower = sheet.item(empty, QgsLayoutItemLabel), sheet.item(below, QgsLayoutItemLabel)
    if upper is None or lower is None:
        return
    (page, x, top), (_, _, y), (width, height) = (
        sheet.position(upper),
        sheet.position(lower),
        sheet.size(lower),
    )
    sheet.place(lower, page, x, top, width, y + height - top)


def fill_chart(sheet: Sheet, name: str, part, folder: Path, wording: Wording, **options) -> None:
    """Draw a part of the figures into the picture with an id, through a file in a folder."""
    picture = sheet.item(name)
    if picture is None:
        return
    width, height = sheet.size(picture)
    path = folder / f"{name}.png"
    save_part(part, path, width, height, Look(size=CHART_SIZE), wording, dpi=DPI, **options)
    sheet.show_picture(name, path)


def furnish_map(sheet: Sheet, item: QgsLayoutItemMap, legend_name: str, layers) -> None:
    """Give a map its legend, and the first one its scale bar."""
    legend = sheet.item(legend_name, QgsLayoutItemLegend)
    if legend is not None:
        width, _height = sheet.size(legend)
        fill_legend(legend, item, layers, width / max(legend.columnCount(), 1))
    bar = sheet.item("scalebar", QgsLayoutItemScaleBar)
    if bar is not None and legend_name == "legend":
        maps.scale_bar(bar, item)


def enlarge_table(sheet: Sheet, rows: int) -> None:
    """Make the frame of the table as high as so many rows need, where it holds fewer."""
    frame = sheet.frame("hotspots")
    if frame is not None and rows > TABLE_ROWS:
        width, height = sheet.size(frame)
        sheet.place(frame, *sheet.position(frame), width, height * (1 + rows) / (1 + TABLE_ROWS))


def use_rest_of_table(sheet: Sheet, rows: int) -> None:
    """Let the notes begin where the table ends, or where it would stand if it has no rows.

    The frame of the table holds its head and `TABLE_ROWS` rows, or as many as it was enlarged for.
    """
    frame = sheet.frame("hotspots")
    if frame is None:
        return
    end = sheet.position(frame)[2]
    if rows:
        end += sheet.size(frame)[1] * (1 + rows) / (1 + max(rows, TABLE_ROWS)) + GAP_BELOW_TABLE
    for name in ("notes_1", "notes_2"):
        box = sheet.item(name)
        if box is None:
            continue
        (page, x, y), (width, height) = sheet.position(box), sheet.size(box)
        if end < y or rows > TABLE_ROWS:
            sheet.place(box, page, x, end, width, height + y - end)
