"""What the panel shows, taken elsewhere: a chart as a picture, its numbers, and all of it on paper; each says what it is of."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import List, Tuple

from qgis.PyQt.QtCore import QMarginsF, QRectF, QSizeF
from qgis.PyQt.QtGui import QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument
from qgis.PyQt.QtSvg import QSvgRenderer
from qgis.PyQt.QtWidgets import QApplication

from ..charts.look import HEAD, Look
from ..charts.numbers import as_text, numbers_of
from ..charts.render import chart_of, save_part
from ..charts.wording import Wording, compared_text, made_of, value_text
from ..core.comparison import BEFORE
from ..core.errors import UserError
from ..core.figures import Figures
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..translation import tr
from .card import escaped
from .selected import selected_words

CHARTS = ("trend", "ranking", "categories", "handling", "hours", "pareto")
WIDTH_MM = 160.0  # of a picture
POINTS = 72 / 25.4
PAGE, MARGIN, GAP, RESOLUTION = (210.0, 297.0), 15.0, 4.0, 300  # millimetres, dots per inch
EMPTY_GLYPH = re.compile(r'<path id="([^"]*)" transform="[^"]*"/>')
HATCH = re.compile(r'<pattern id="([^"]*)".*?<rect[^>]*fill="([^"]*)".*?<path[^>]*fill: ([^;"]*)', re.S)
OPACITY = re.compile(r"(?<![-\w])opacity: ([\d.]+)")
NOT_WRITTEN = QT_TRANSLATE_NOOP("core", "{path} could not be written: {reason}")


def about(figures: Figures, wording: Wording) -> List[Tuple[str, str]]:
    """Return what exported numbers are about: names of columns, each with what it is the same in every row."""
    selected = "; ".join(
        words for name, words in selected_words(figures.selection, wording) if name != "days"
    )
    return [
        ("theme", figures.title),
        ("area", tr(figures.area_title)),
        ("period", wording.period(figures.period_title)),
        ("selection", selected),
        ("compared_with", _compared_with(figures, wording)),
        ("source", ", ".join(dict.fromkeys(figures.sources + figures.attributions))),
        ("data_until", figures.data_until),
    ]


def _compared_with(figures: Figures, wording: Wording) -> str:
    """Return the days or the place that figures are compared with."""
    return wording.period(figures.compared_title or figures.previous_title)


def note_of(figures: Figures, wording: Wording) -> str:
    """Return the line under an exported chart: theme, area, period, what else is selected, source and date of the data."""
    told = dict(about(figures, wording))
    parts = [told["theme"], told["area"], told["period"], told["selection"]]
    if figures.comparison.kind != BEFORE:
        parts.append(tr(Text("compared with {period}", {"period": told["compared_with"]})))
    parts.append(tr(Text("Source: {sources}", {"sources": told["source"]})))
    if figures.data_until:
        parts.append(tr(Text("data until {day}", {"day": wording.iso_day(figures.data_until)})))
    return " \u00b7 ".join(part for part in parts if part)


def shown_charts(figures: Figures) -> List[str]:
    """Return the names of the charts that a view has, in the order of the panel."""
    return [
        name
        for name in CHARTS
        if getattr(figures, name, None) is not None
        and not getattr(figures, name).empty
        and (name in figures.charts or not figures.charts)
    ]


def save_chart(figures: Figures, name: str, path: str, wording: Wording) -> None:
    """Write a chart to a PNG or SVG file, by its suffix. Raises `UserError` when it cannot be written."""
    look = Look()
    part, options = getattr(figures, name), _options(figures, name)
    try:
        height = _height(figures, name, WIDTH_MM, look, wording)
        save_part(
            part, Path(path), WIDTH_MM, height, look, wording, note=note_of(figures, wording), **options
        )
    except OSError as error:
        raise UserError(Text(NOT_WRITTEN, {"path": path, "reason": error.strerror or str(error)})) from error


def numbers_text(figures: Figures, name: str, wording: Wording, separator: str = ",") -> str:
    """Return the numbers of a chart as text, a line for every mark."""
    return as_text(numbers_of(getattr(figures, name)), about(figures, wording), separator)


def save_numbers(figures: Figures, name: str, path: str, wording: Wording) -> None:
    """Write the numbers of a chart to a CSV file. Raises `UserError` when it cannot be written."""
    try:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(numbers_text(figures, name, wording))
    except OSError as error:
        raise UserError(Text(NOT_WRITTEN, {"path": path, "reason": error.strerror or str(error)})) from error


def copy_numbers(figures: Figures, name: str, wording: Wording) -> None:
    """Put the numbers of a chart on the clipboard, with tabs, as tables of calculation take them."""
    QApplication.clipboard().setText(numbers_text(figures, name, wording, "\t"))


def save_panel(figures: Figures, path: str, wording: Wording) -> None:
    """Write all that a view shows to a PDF of A4 pages, charts as vectors. Raises `UserError` when it cannot be written."""
    writer = QPdfWriter(path)
    writer.setResolution(RESOLUTION)
    writer.setTitle(figures.title)
    writer.setCreator("IGH")
    margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            margins,
            QPageLayout.Unit.Millimeter,
        )
    )
    painter = QPainter()
    if not painter.begin(writer):
        raise UserError(Text(NOT_WRITTEN, {"path": path, "reason": tr("the file cannot be opened")}))
    try:
        _Pages(writer, painter).put(figures, wording)
    finally:
        painter.end()


class _Pages:
    """Lays texts and charts below one another, on a new page where there is no room."""

    def __init__(self, writer: QPdfWriter, painter: QPainter):
        self.writer, self.painter, self.y, self.look = writer, painter, 0.0, Look()
        self.dots = RESOLUTION / 25.4
        self.width, self.height = PAGE[0] - 2 * MARGIN, PAGE[1] - 2 * MARGIN

    def put(self, figures: Figures, wording: Wording) -> None:
        """Put the head, the key figures, the charts, the hot spots and the cautions of a view."""
        muted = self.look.muted
        self.text(
            f"<h2>{escaped(figures.title)} \u00b7 {escaped(tr(figures.level_title))}</h2>"
            f"<p>{escaped(figures.question)}</p>"
            f'<p style="color:{muted}">{escaped(note_of(figures, wording))}</p>'
        )
        self.text(_key_figures(figures, wording, self.look))
        with tempfile.TemporaryDirectory() as folder:
            for name in shown_charts(figures):
                self.chart(figures, name, Path(folder) / f"{name}.svg", wording)
        spots = [
            f"{spot.rank}. {escaped(spot.name)}: {wording.quantity(spot.value, spot.unit, 1 if spot.unit == '%' else 0)}"
            for spot in figures.hotspots
        ]
        if spots:
            self.text(f"<b>{escaped(tr('Hot spots'))}</b><br>" + "<br>".join(spots))
        cautions = [escaped(tr(text)) for text in figures.cautions + figures.licence_warnings]
        if cautions:
            self.text(f'<p style="color:{muted}">' + "<br>".join(cautions) + "</p>")

    def text(self, html: str) -> None:
        """Put a text as wide as the page."""
        document = QTextDocument()
        document.setDocumentMargin(0)
        font = QFont(QApplication.font())
        font.setPointSizeF(self.look.size)
        document.setDefaultFont(font)
        document.documentLayout().setPaintDevice(self.writer)
        document.setHtml(html)
        document.setPageSize(QSizeF(self.width * self.dots, 1e6))
        height = document.size().height() / self.dots
        self._room_for(height)
        self.painter.save()
        self.painter.translate(0, self.y * self.dots)
        document.drawContents(self.painter)
        self.painter.restore()
        self.y += height + GAP

    def chart(self, figures: Figures, name: str, path: Path, wording: Wording) -> None:
        """Put a chart as wide as the page, as it is drawn to an SVG file."""
        height = _height(figures, name, self.width, self.look, wording)
        options = _options(figures, name)
        save_part(getattr(figures, name), path, self.width, height, self.look, wording, **options)
        self._room_for(height)
        place = QRectF(0, self.y * self.dots, self.width * self.dots, height * self.dots)
        QSvgRenderer(for_qt(path.read_text(encoding="utf-8")).encode("utf-8")).render(self.painter, place)
        self.y += height + GAP

    def _room_for(self, height: float) -> None:
        if self.y and self.y + height > self.height:
            self.writer.newPage()
            self.y = 0.0


def for_qt(svg: str) -> str:
    """Return an SVG of matplotlib as Qt draws it with vectors: without spaces drawn as glyphs, which it misses, without groups that
    are seen through, which it draws as pixels, and without hatching, which Qt 5 leaves empty: its colour is there.
    """
    for name, ground, lines in HATCH.findall(svg):
        svg = svg.replace(f"fill: url(#{name})", f"fill: {lines if ground == 'none' else ground}")
    for empty in EMPTY_GLYPH.findall(svg):
        svg = re.sub(rf'<use xlink:href="#{re.escape(empty)}"[^>]*/>', "", svg)
    return OPACITY.sub(r"stroke-opacity: \1; fill-opacity: \1", EMPTY_GLYPH.sub("", svg))


def _options(figures: Figures, name: str) -> dict:
    return {"reference_title": tr("Whole area")} if name == "ranking" else {}


def _height(figures: Figures, name: str, width: float, look: Look, wording: Wording) -> float:
    """Return the height in millimetres that suits a chart with its title at a width in millimetres."""
    chart = chart_of(getattr(figures, name), look, wording, **_options(figures, name))
    return (chart.height(width * POINTS) + HEAD * look.size) / POINTS


def _key_figures(figures: Figures, wording: Wording, look: Look) -> str:
    rows = []
    for item in figures.indicators:
        unit = f" {item.unit}" if item.unit and item.unit != "%" and item.value is not None else ""
        words = [made_of(item, wording)] if item.value is not None else [tr(item.reason)]
        if item.value is not None:
            lines = compared_text(item, figures.comparison, figures.compared_title, wording)
            words += [text for text, _state in lines]
        told = "; ".join(escaped(word) for word in words if word)
        rows.append(
            f"<tr><td>{escaped(item.title)}&nbsp;&nbsp;</td>"
            f'<td align="right"><b>{escaped(value_text(item, wording))}</b>{escaped(unit)}&nbsp;&nbsp;</td>'
            f'<td style="color:{look.muted}">{told}</td></tr>'
        )
    return f"<table>{''.join(rows)}</table>"
