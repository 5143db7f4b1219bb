"""The figures of one view of a theme: cards, charts and hot spots, each with the way to its events."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional, Tuple

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..charts.look import Look
from ..charts.render import chart_of
from ..charts.wording import Wording, chance_text
from ..core.figures import Figures
from ..core.selection import nothing_of
from ..core.text import Text
from ..themes.background import title_of
from ..translation import tr
from .card import Card, coloured, escaped, wrapped
from .chart_view import ChartView

SPOTS_SEEN = 10


class FiguresView(QWidget):
    """Shows `Figures`. `narrowed` carries the fields of a selection that were chosen in a chart, `events_wanted` a filter and
    what it is of, `export_wanted` the name of a chart and what of it is to be taken elsewhere.
    """

    narrowed = pyqtSignal(object)
    export_wanted = pyqtSignal(str, str)
    events_wanted = pyqtSignal(object, str)

    def __init__(self, look: Look, wording: Wording):
        super().__init__()
        self.look, self.wording = look, wording
        self.figures: Optional[Figures] = None
        self.buttons: Dict[str, QToolButton] = {}
        self.listed: List[Tuple[str, ...]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 4, 0)
        self.since = wrapped()
        self.since.setObjectName("since")
        self.since.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.since.linkActivated.connect(lambda link: self._news_chosen(int(link)))
        column.addWidget(self.since)
        self.cards = QGridLayout()
        for place in (0, 1):
            self.cards.setColumnStretch(place, 1)
        column.addLayout(self.cards)
        self.chance = wrapped()
        column.addWidget(self.chance)
        self.charts = {
            "trend": (wrapped(), ChartView(tr("Show this period only"))),
            "ranking": (wrapped(), ChartView(tr("Show this area on the map and in the panel"))),
            "categories": (wrapped(), ChartView(tr("Show this category only"))),
            "handling": (wrapped(), ChartView(tr("Show this period only"))),
            "hours": (wrapped(), ChartView(tr("Show this hour of the week only"))),
            "pareto": (wrapped(), ChartView(tr("Show this area on the map and in the panel"))),
        }
        for name, (title, view) in self.charts.items():
            view.setObjectName(f"chart_{name}")
            view.opened.connect(lambda index, name=name: self._mark_opened(name, index))
            view.clicked.connect(lambda index, view=view: self._narrow(view, (index,)))
            view.brushed.connect(lambda marks, view=view: self._narrow(view, marks))
            view.cleared.connect(lambda view=view: self.narrowed.emit(nothing_of(view.narrows)))
            view.exported.connect(lambda what, name=name: self.export_wanted.emit(name, what))
            column.addSpacing(6)
            line = QHBoxLayout()
            line.addWidget(title, 1)
            line.addWidget(self._export_button(name, view), 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(line)
            column.addWidget(view)
        self.spots_title, self.spots = wrapped(), self._spots_table()
        self.cautions, self.source = wrapped(), wrapped()
        column.addSpacing(6)
        for widget in (self.spots_title, self.spots, self.cautions, self.source):
            column.addWidget(widget)
        column.addStretch(1)
        self.hide()

    def _export_button(self, name: str, view: ChartView) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"export_{name}")
        button.setAutoRaise(True)
        button.setIcon(QgsApplication.getThemeIcon("/mActionSharingExport.svg"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        view.add_exports(menu)
        button.setMenu(menu)
        self.buttons[name] = button
        return button

    def _spots_table(self) -> QTableWidget:
        table = QTableWidget(0, 4)
        table.setObjectName("spots")
        table.setHorizontalHeaderLabels([tr("Rank"), tr("Hot spot"), tr("Value"), tr("Events")])
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 8)
        _fit_columns(table.horizontalHeader())
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setToolTip(tr("Double click or Enter: the events behind it"))
        table.cellActivated.connect(self._spot_opened)
        return table

    def set_look(self, look: Look) -> None:
        """Draw in other colours."""
        if look != self.look:
            self.look = look
            if self.figures is not None:
                self.show_figures(self.figures)

    def show_figures(self, figures: Figures) -> None:
        """Show figures; of a theme without data, nothing."""
        self.figures = figures
        self._show_since()
        for index, indicator in enumerate(figures.indicators):
            compared = figures.comparison, figures.compared_title
            self._card(index).show_indicator(indicator, self.look, self.wording, *compared)
        while self.cards.count() > len(figures.indicators):
            card = self.cards.takeAt(self.cards.count() - 1).widget()
            card.hide()
            card.deleteLater()
        told = chance_text(figures.indicators, self.wording)
        self.chance.setText(coloured(told, self.look.muted))
        self.chance.setVisible(bool(told))
        chosen = figures.area if figures.area_level == figures.ranking.level else ""
        for name in self.charts:
            options = {"reference_title": tr("Whole area"), "also": chosen} if name == "ranking" else {}
            self._show_chart(name, options)
        self._show_spots()
        told = [figures.trend.reason, figures.hours.reason]
        told += [one.sentence for one in figures.since.news] if figures.since else []
        warnings = [tr(text) for text in figures.cautions + figures.licence_warnings if text not in told]
        self.cautions.setText("\n".join(warnings))
        self.cautions.setVisible(bool(warnings))
        sources = ", ".join(dict.fromkeys(figures.sources + figures.attributions))
        words = [tr(Text("Source: {sources}", {"sources": sources}))]
        if figures.data_until:
            until = self.wording.iso_day(figures.data_until)
            words.append(tr(Text("data until {day}", {"day": until})))
        self.source.setText(coloured(" \u00b7 ".join(words), self.look.muted))
        for name, (_title, view) in self.charts.items():
            view.mark(view.chart.marks(figures.selection) if view.narrows else ())
            told = tr(Text("Save or copy “{chart}”", {"chart": view.accessibleName()}))
            self.buttons[name].setToolTip(told)
            self.buttons[name].setAccessibleName(told)
            self.buttons[name].setVisible(not view.isHidden())
        self.setVisible(not figures.reason)

    def _card(self, index: int) -> Card:
        """Return the card at a place, a new one where there is none: making them takes longer than filling them."""
        known = self.cards.itemAtPosition(index // 2, index % 2)
        if known is not None:
            return known.widget()
        card = Card()
        card.opened.connect(lambda: self.events_wanted.emit(card.indicator.events, card.indicator.title))
        self.cards.addWidget(card, index // 2, index % 2)
        return card

    def _show_since(self) -> None:
        since, link = self.figures.since, f'<span style="color:{self.look.cool}">'
        self.since.setVisible(since is not None)
        if since is None:
            return
        lines = [f"<b>{escaped(self.wording.dated(since.title))}</b>"]
        for number, news in enumerate(since.news):
            told = escaped(self.wording.dated(news.sentence))
            if news.events is not None or news.area:
                told = f"<a href='{number}'>{link}{told}</span></a>"
            lines.append(f"\u2022 {told}")
        self.since.setText("<br>".join(lines))
        self.since.setAccessibleDescription(
            "\n".join(self.wording.dated(news.sentence) for news in since.news)
        )

    def _news_chosen(self, number: int) -> None:
        news = self.figures.since.news[number]
        if news.area:
            self.narrowed.emit({"area_level": news.area_level, "area": news.area})
        else:
            self._want(news.events, self.wording.dated(news.sentence))

    def _show_chart(self, name: str, options: Mapping[str, str]) -> None:
        (title, view), part = self.charts[name], getattr(self.figures, name)
        wanted = part is not None and (name in self.figures.charts or not self.figures.charts)
        title.setVisible(wanted)
        if part is None:
            view.hide()
            return
        chart = chart_of(part, self.look, self.wording, **options)
        view.setVisible(wanted and not part.empty)
        heading = tr(part.title)
        if name == "ranking" and not part.empty:
            heading = f"{heading} \u00b7 {title_of(part.level)}"
        lines = [f"<b>{escaped(heading)}</b>"]
        if not part.empty:
            lines.append(coloured(chart.subtitle(), self.look.muted))
        if part.reason:
            lines.append(escaped(tr(part.reason)))
        title.setText("<br>".join(lines))
        if not part.empty:
            view.setAccessibleName(tr(part.title))
            view.show_chart(chart, chart.index_of(options["also"]) if options.get("also") else None)

    def _show_spots(self) -> None:
        figures, number = self.figures, self.wording.number
        spots = figures.hotspots
        wanted = "hotspots" in figures.charts or not figures.charts
        sentence = self.wording.dated(figures.hotspot_explanation)
        if figures.area and not spots:
            sentence = tr(Text("No hot spot lies in {area}.", {"area": tr(figures.area_title)}))
        self.spots_title.setText(f"<b>{escaped(tr('Hot spots'))}</b><br>{escaped(sentence)}")
        self.spots_title.setVisible(wanted)
        self.spots.setVisible(wanted and bool(spots))
        lines = []
        for spot in spots:
            value = self.wording.quantity(spot.value, spot.unit, 1 if spot.unit == "%" else 0)
            lines.append((str(spot.rank), spot.name, value, number(spot.events)))
        if lines != self.listed:
            self._list_spots(lines)
        self.spots.setColumnHidden(2, all(spot.value == spot.events for spot in spots))
        head = self.spots.horizontalHeader().sizeHint().height()
        rows = sum(self.spots.rowHeight(row) for row in range(min(len(spots), SPOTS_SEEN)))
        self.spots.setFixedHeight(head + rows + 2 * self.spots.frameWidth())

    def _list_spots(self, lines: List[Tuple[str, ...]]) -> None:
        """Write the table of hot spots; its columns are measured once, not after each cell."""
        self.listed, header = lines, self.spots.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.spots.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for place, text in enumerate(line):
                self.spots.setItem(row, place, QTableWidgetItem(text))
            self.spots.item(row, 1).setToolTip(line[1])
        _fit_columns(header)

    def _narrow(self, view: ChartView, marks) -> None:
        part = view.chart.part(marks) if view.narrows else {}
        if part:
            self.narrowed.emit(part)
        else:
            view.mark(view.marked)

    def _mark_opened(self, name: str, index: int) -> None:
        title, (_label, view) = tr(getattr(self.figures, name).title), self.charts[name]
        self._want(view.chart.events(index), f"{title} \u00b7 {view.chart.label(index)}")

    def _spot_opened(self, row: int, _column: int) -> None:
        spot = self.figures.hotspots[row]
        self._want(spot.filter, f"{tr('Hot spot')} \u00b7 {spot.name}")

    def _want(self, selection, title: str) -> None:
        if selection is not None:
            self.events_wanted.emit(selection, title)


def _fit_columns(header: QHeaderView) -> None:
    """Let columns be as wide as what is in them, and the second as wide as there is room."""
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
