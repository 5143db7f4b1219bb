"""A layout made from a template: items are found by their id, and an item the template lacks is not filled."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional, Tuple

from qgis.core import (
    QgsFontUtils,
    QgsLayoutFrame,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont
from qgis.PyQt.QtXml import QDomDocument

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..layers import symbols
from ..settings import Settings
from .typesetting import fit, line_height, wrap

TEMPLATES = Path(__file__).resolve().parent.parent / "resources" / "layouts"
HEAD_AND_FOOT = ("rule_top", "title", "meta", "attribution", "warning", "rule_bottom", "contact", "page")
"""Ids, each with the number of its page behind it, of what stands on every page after the first."""
TOP_OF_NEXT_PAGE = 26.0  # mm
NO_TEMPLATE = QT_TRANSLATE_NOOP(
    "core", "The layout template {file} cannot be read: open it in the layout designer."
)


def millimetres():
    """Return the layout unit in every version of QGIS."""
    return QgsUnitTypes.decodeLayoutUnit("mm")[0]


def template_path(name: str, settings: Settings) -> Path:
    """Return the user's own template (`layouts/<name>` in his folder) or the one of the plugin."""
    own = Path(settings.user_folder) / "layouts" / name
    return own if own.exists() else TEMPLATES / name


class Sheet:
    """A print layout whose items are filled by id. Positions and sizes in millimetres on a page."""

    def __init__(self, project: QgsProject, path: Path):
        self.layout = QgsPrintLayout(project)
        self.project = project  # a layout does not keep its project alive
        document = QDomDocument()
        if not document.setContent(path.read_text(encoding="utf-8"), False)[0]:
            raise UserError(Text(NO_TEMPLATE, {"file": str(path)}))
        _items, read = self.layout.loadFromTemplate(document, QgsReadWriteContext())
        if not read:
            raise UserError(Text(NO_TEMPLATE, {"file": str(path)}))
        self._use_present_fonts()

    def item(self, name: str, kind=QgsLayoutItem):
        """Return the item with an id when it is of the kind, else None."""
        for item in self.layout.items():
            if isinstance(item, QgsLayoutItem) and item.id() == name and isinstance(item, kind):
                return item
        return None

    def map(self, name: str) -> Optional[QgsLayoutItemMap]:
        """Return a map item."""
        return self.item(name, QgsLayoutItemMap)

    def legend(self, name: str) -> Optional[QgsLayoutItemLegend]:
        """Return a legend item."""
        return self.item(name, QgsLayoutItemLegend)

    def frame(self, name: str) -> Optional[QgsLayoutFrame]:
        """Return the frame of a table."""
        return self.item(name, QgsLayoutFrame)

    def labels(self, name: str) -> List[QgsLayoutItemLabel]:
        """Return the label with an id and its fellows on other pages (`name_1`, `name_2`, ...)."""
        found = [self.item(name, QgsLayoutItemLabel)]
        found += [self.item(f"{name}_{page}", QgsLayoutItemLabel) for page in (1, 2, 3)]
        return [item for item in found if item is not None]

    def write(self, name: str, text: str, colour: str = "") -> None:
        """Write a text into the label(s) with an id, as small as it needs to be to fit."""
        for label in self.labels(name):
            self.write_into(label, text, colour)

    def write_into(self, label: QgsLayoutItemLabel, text: str, colour: str = "") -> None:
        """Write a text into one label."""
        width, height = self.size(label)
        font, size = label_font(label)
        lines, fitted = fit(text, font, size, width, height)
        if fitted != size:
            set_label_font(label, font, fitted)
        if colour:
            set_label_colour(label, colour)
        label.setText("\n".join(lines))

    def show_picture(self, name: str, path: Path) -> None:
        """Put a picture file into the picture item with an id."""
        picture = self.item(name, QgsLayoutItemPicture)
        if picture is not None:
            picture.setPicturePath(str(path))

    def add_picture(self, name: str, at: Tuple[int, float, float], size: Tuple[float, float]) -> None:
        """Add an empty picture with an id at page, x, y, of a width and height."""
        picture = QgsLayoutItemPicture(self.layout)
        picture.setId(name)
        self.layout.addLayoutItem(picture)
        self.place(picture, *at, *size)

    def hide(self, *names: str) -> None:
        """Take items off the paper."""
        for name in names:
            item = self.item(name)
            if item is not None:
                item.setVisibility(False)
                item.setExcludeFromExports(True)

    def size(self, item: QgsLayoutItem) -> Tuple[float, float]:
        """Return width and height in millimetres."""
        size = self.layout.convertFromLayoutUnits
        return size(item.rect().width(), millimetres()).length(), size(
            item.rect().height(), millimetres()
        ).length()

    def position(self, item: QgsLayoutItem) -> Tuple[int, float, float]:
        """Return page, x and y in millimetres."""
        at = item.pagePositionWithUnits()
        return item.page(), at.x(), at.y()

    def place(
        self, item: QgsLayoutItem, page: int, x: float, y: float, width: float = 0, height: float = 0
    ) -> None:
        """Move (and size) an item on a page."""
        item.attemptMove(QgsLayoutPoint(x, y, millimetres()), True, False, page)
        if width and height:
            item.attemptResize(QgsLayoutSize(width, height, millimetres()))

    def add_label(
        self,
        like: QgsLayoutItemLabel,
        lines: List[str],
        bold: bool,
        at: Tuple[int, float, float],
        width: float = 0,
        colour: str = "",
    ) -> float:
        """Add a label in the type of another (and, if not given, in its width and colour) at page, x, y; return its height in mm."""
        font, size = label_font(like)
        font.setBold(bold)
        height = self.label_height(like, lines, bold)
        label = QgsLayoutItemLabel(self.layout)
        label.setMarginX(0)
        label.setMarginY(0)
        label.setHAlign(Qt.AlignmentFlag.AlignLeft)
        self.layout.addLayoutItem(label)
        set_label_font(label, font, size)
        set_label_colour(label, colour or label_colour(like))
        label.setText("\n".join(lines))
        self.place(label, at[0], at[1], at[2], width or self.size(like)[0], height)
        return height

    def label_height(self, like: QgsLayoutItemLabel, lines: List[str], bold: bool = False) -> float:
        """Return the height in millimetres that lines in the type of a label take."""
        font, size = label_font(like)
        font.setBold(bold)
        return line_height(font, size) * len(lines) + 0.5

    def wrapped(self, like: QgsLayoutItemLabel, text: str, bold: bool = False, width: float = 0) -> List[str]:
        """Break a text as a label in the type of another would, in its width if none is given."""
        font, size = label_font(like)
        font.setBold(bold)
        return wrap(text, font, size, width or self.size(like)[0])

    def line(self, like: QgsLayoutItemLabel) -> float:
        """Return the height of a line of a label in millimetres."""
        font, size = label_font(like)
        return line_height(font, size)

    def page_width(self, page: int) -> float:
        """Return the width of a page in millimetres."""
        return self.layout.pageCollection().page(page).pageSize().width()

    def page_count(self) -> int:
        """Return the number of pages."""
        return self.layout.pageCollection().pageCount()

    def add_page(self) -> int:
        """Add a page like the last one, with copies of its head and foot; return it."""
        pages = self.layout.pageCollection()
        last = pages.pageCount() - 1
        page = QgsLayoutItemPage(self.layout)
        page.setPageSize(pages.page(last).pageSize())
        pages.addPage(page)
        for name in HEAD_AND_FOOT:
            source = self.item(f"{name}_{last + 1}")
            if isinstance(source, (QgsLayoutItemLabel, QgsLayoutItemShape)):
                self._copy(source, f"{name}_{last + 2}", last + 1)
        return last + 1

    def number_pages(self, sentence) -> None:
        """Write page numbers; `sentence(number, count)` says them."""
        count = self.page_count()
        for page in range(count):
            label = self.item(f"page_{page + 1}", QgsLayoutItemLabel)
            if label is not None:
                self.write_into(label, sentence(page + 1, count))

    def _copy(self, source: QgsLayoutItem, name: str, page: int) -> None:
        _page, x, y = self.position(source)
        width, height = self.size(source)
        if isinstance(source, QgsLayoutItemLabel):
            font, size = label_font(source)
            made = QgsLayoutItemLabel(self.layout)
            made.setMarginX(0)
            made.setMarginY(0)
            made.setHAlign(source.hAlign())
            made.setVAlign(source.vAlign())
            self.layout.addLayoutItem(made)
            set_label_font(made, font, size)
            set_label_colour(made, label_colour(source))
            made.setText(source.text())
        else:
            made = QgsLayoutItemShape(self.layout)
            made.setShapeType(source.shapeType())
            made.setSymbol(source.symbol().clone())
            self.layout.addLayoutItem(made)
        made.setId(name)
        self.place(made, page, x, y, width, height)

    def _use_present_fonts(self) -> None:
        """Replace fonts this machine lacks, so that what is measured is what is printed."""
        for item in self.layout.items():
            if isinstance(item, QgsLayoutItemLabel):
                font, size = label_font(item)
                if not QgsFontUtils.fontFamilyOnSystem(font.family()):
                    font.setFamily(symbols.font().family())
                    set_label_font(item, font, size)
            elif isinstance(item, QgsLayoutItemScaleBar):
                form = item.textFormat()
                if not QgsFontUtils.fontFamilyOnSystem(form.font().family()):
                    font = form.font()
                    font.setFamily(symbols.font().family())
                    form.setFont(font)
                    item.setTextFormat(form)


def label_font(label: QgsLayoutItemLabel) -> Tuple[QFont, float]:
    """Return the font of a label and its size in points; labels have text formats from QGIS 3.24 on."""
    if hasattr(label, "textFormat"):
        form = label.textFormat()
        return QFont(form.font()), form.size()
    font = label.font()
    return QFont(font), font.pointSizeF()


def set_label_font(label: QgsLayoutItemLabel, font: QFont, size: float) -> None:
    """Set font and size in points of a label."""
    font = QFont(font)
    font.setPointSizeF(size)
    if hasattr(label, "textFormat"):
        form = label.textFormat()
        form.setFont(font)
        form.setSize(size)
        form.setSizeUnit(symbols.unit("Point"))
        label.setTextFormat(form)
    else:
        label.setFont(font)


def label_colour(label: QgsLayoutItemLabel) -> str:
    """Return the colour of a label as #rrggbb."""
    return (label.textFormat().color() if hasattr(label, "textFormat") else label.fontColor()).name()


def set_label_colour(label: QgsLayoutItemLabel, colour: str) -> None:
    """Set the colour of a label."""
    if hasattr(label, "textFormat"):
        form = label.textFormat()
        form.setColor(QColor(colour))
        label.setTextFormat(form)
    else:
        label.setFontColor(QColor(colour))
