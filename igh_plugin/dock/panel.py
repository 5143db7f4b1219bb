"""The panel: the figures of a theme beside the map."""

from __future__ import annotations

import dataclasses
import os

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QLocale, Qt, QTimer
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDockWidget,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..charts.hours import HoursChart
from ..charts.look import Look
from ..charts.ranking import RankingChart
from ..charts.trend import TrendChart
from ..charts.wording import Wording, change_text, made_of, value_text
from ..core.errors import UserError
from ..core.text import Text
from ..themes.background import borders_layer
from ..themes.catalogue import find_theme
from ..themes.grouping import project_themes, quoted, theme_layer
from ..translation import language, tr
from .chart_view import ChartView
from .events_table import EventsDialog
from .loading import FiguresTask

POLL_MS, DEBOUNCE_MS = 5000, 250


class IghPanel(QDockWidget):
    """Shows the figures of a theme in the project, and follows the area selected on the map."""

    def __init__(self, iface):
        super().__init__("IGH")
        self.setObjectName("IghPanel")
        self.iface, self.figures, self.path, self.area = iface, None, "", ""
        self.number, self.task, self.layers, self.connected = 0, None, [], False
        self.selecting, self.stamp, self.dialog = False, None, None
        locale = QLocale()
        self.wording = Wording(tr, str(locale.decimalPoint()), str(locale.groupSeparator()))
        palette = self.palette()
        self.look = Look(
            palette.color(QPalette.ColorRole.WindowText).name(),
            palette.color(QPalette.ColorRole.Window).name(),
        )
        self._build()
        self.debounce = QTimer(self)
        self.debounce.setSingleShot(True)
        self.debounce.setInterval(DEBOUNCE_MS)
        self.debounce.timeout.connect(self.refresh_themes)
        self.poll = QTimer(self)
        self.poll.setInterval(POLL_MS)
        self.poll.timeout.connect(self._look_at_file)

    def _build(self) -> None:
        inside = QWidget()
        column = self.column = QVBoxLayout(inside)
        self.theme_box, self.level_box = QComboBox(), QComboBox()
        self.theme_box.activated.connect(self._theme_chosen)
        self.level_box.activated.connect(self._level_chosen)
        line = QHBoxLayout()
        line.addWidget(self.theme_box, 2)
        line.addWidget(self.level_box, 1)
        column.addLayout(line)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        self.progress.setVisible(False)
        column.addWidget(self.progress)
        self.view_label, self.message = _label(), _label()
        self.clear = QPushButton(tr("Whole area"))
        self.clear.clicked.connect(lambda *_: self.set_area(""))
        line = QHBoxLayout()
        line.addWidget(self.view_label, 1)
        line.addWidget(self.clear)
        column.addLayout(line)
        column.addWidget(self.message)
        self.cards = QGridLayout()
        column.addLayout(self.cards)
        self.charts = {name: (_label(), ChartView()) for name in ("trend", "ranking", "hours")}
        for title, view in self.charts.values():
            column.addWidget(title)
            column.addWidget(view)
        self.charts["ranking"][1].clicked.connect(self._bar_clicked)
        self.charts["ranking"][1].opened.connect(self._bar_opened)
        self.charts["hours"][1].opened.connect(self._hour_opened)
        self.spots_title, self.spots = _label(), QTableWidget(0, 4)
        self.spots.setHorizontalHeaderLabels([tr("Rank"), tr("Hot spot"), tr("Value"), tr("Events")])
        self.spots.verticalHeader().hide()
        header = self.spots.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.spots.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.spots.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.spots.cellDoubleClicked.connect(
            lambda row, _column: self.show_events(self.figures.hotspots[row].filter)
        )
        self.cautions, self.source = _label(), _label()
        for widget in (self.spots_title, self.spots, self.cautions, self.source):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self.setWidget(scroll)
        self.setMinimumWidth(340)

    # ------------------------------------------------------------ following the project

    def showEvent(self, event) -> None:  # noqa: N802
        """Follow the project while visible."""
        super().showEvent(event)
        if not self.connected:
            project = QgsProject.instance()
            project.readProject.connect(self._project_changed)
            project.layersAdded.connect(self._project_changed)
            self.connected = True
            self.poll.start()
        self.refresh_themes()

    def hideEvent(self, event) -> None:  # noqa: N802
        """Let go of the project."""
        super().hideEvent(event)
        if self.connected:
            project = QgsProject.instance()
            project.readProject.disconnect(self._project_changed)
            project.layersAdded.disconnect(self._project_changed)
            self.connected = False
        self.poll.stop()
        self.debounce.stop()
        self._release_layers()
        self.number += 1
        if self.task is not None:
            self.task.cancel()
            self.task = None

    def _project_changed(self, *_args) -> None:
        self.debounce.start()

    def refresh_themes(self) -> None:
        """Read which themes the project has, restore the choice, and load."""
        project = QgsProject.instance()
        wanted = project.readEntry("igh", "theme", "")[0]
        level = project.readEntry("igh", "level", "")[0]
        self.area = project.readEntry("igh", "area", "")[0]
        self.theme_box.clear()
        for path, name in project_themes(project):
            try:
                theme = find_theme(name)
            except UserError as error:
                self.message.setText(tr(error.message))
                continue
            self.theme_box.addItem(theme.title(language()), (path, theme))
            if name == wanted:
                self.theme_box.setCurrentIndex(self.theme_box.count() - 1)
        if not self.theme_box.count():
            self.number += 1
            self.message.setText(tr("There is no theme in this project yet: build one with “Build a theme”."))
            self.message.show()
            return
        self._fill_levels(level)
        self.load()

    def _fill_levels(self, wanted: str) -> None:
        theme = self.theme_box.currentData()[1]
        self.level_box.clear()
        for level in theme.levels:
            self.level_box.addItem(tr(level.title), level.id)
        found = self.level_box.findData(wanted)
        self.level_box.setCurrentIndex(found if found >= 0 else self.level_box.findData(theme.default_level))

    def _theme_chosen(self, _index: int) -> None:
        self.area = ""
        self._fill_levels(self.level_box.currentData() or "")
        self._store_and_load()

    def _level_chosen(self, _index: int) -> None:
        self.area = ""
        self._store_and_load()

    def set_area(self, area: str) -> None:
        """Show one area, or the whole for an empty code."""
        if area != self.area:
            self.area = area
            self._store_and_load()

    def _store_and_load(self) -> None:
        project, (_path, theme) = QgsProject.instance(), self.theme_box.currentData() or ("", None)
        if theme is None:
            return
        project.writeEntry("igh", "theme", theme.id)
        project.writeEntry("igh", "level", self.level_box.currentData())
        project.writeEntry("igh", "area", self.area)
        self.load()

    def load(self) -> None:
        """Compute the figures in the background; a computation that goes on for another choice is dropped."""
        self.path, theme = self.theme_box.currentData()
        self.number += 1
        if self.task is not None:
            self.task.cancel()
        self.stamp = _stamp(self.path)
        level = self.level_box.currentData()
        self.task = FiguresTask(self.number, self.path, theme, level, self.area, language())
        self.task.done.connect(self._loaded)
        self.task.progressChanged.connect(self._progressed)
        self.progress.setValue(0)
        self.progress.show()
        QgsApplication.taskManager().addTask(self.task)

    def _progressed(self, percent: float) -> None:
        self.progress.setValue(int(percent))

    def _loaded(self, number: int, figures, problem) -> None:
        if number != self.number:
            return
        self.task = None
        self.progress.hide()
        if figures is None:
            self.message.setText(tr(problem))
            self.message.show()
            return
        self.show_figures(figures, self.path)
        self._watch_layers()

    def _look_at_file(self) -> None:
        if self.path and self.task is None and _stamp(self.path) != self.stamp:
            self.load()

    # ------------------------------------------------------------ showing

    def show_figures(self, figures, path: str) -> None:
        """Show figures that were computed from the workspace at `path`."""
        self.figures, self.path = figures, path
        until = tr(Text("data until {day}", {"day": figures.data_until})) if figures.data_until else ""
        parts = (tr(figures.period_title), tr(figures.area_title), until)
        self.view_label.setText(" · ".join(part for part in parts if part))
        self.clear.setVisible(bool(figures.area))
        self.message.setText(tr(figures.reason))
        self.message.setVisible(bool(figures.reason))
        while self.cards.count():
            self.cards.takeAt(0).widget().deleteLater()
        for index, indicator in enumerate(figures.indicators[:4]):
            self.cards.addWidget(self._card(indicator), index // 2, index % 2)
        ranking = RankingChart(figures.ranking, self.look, self.wording)
        selected = ranking.index_of(figures.area) if figures.area else None
        self._show_chart("trend", figures.trend, TrendChart(figures.trend, self.look, self.wording))
        self._show_chart("ranking", figures.ranking, ranking, selected)
        self._show_chart("hours", figures.hours, HoursChart(figures.hours, self.look, self.wording))
        self._show_spots()
        self.cautions.setText("\n".join(tr(text) for text in figures.cautions + figures.licence_warnings))
        sources = ", ".join(figures.sources + figures.attributions)
        self.source.setText(tr(Text("Source: {sources}", {"sources": sources})))

    def _card(self, indicator) -> QFrame:
        card, change = QFrame(), change_text(indicator, self.wording)
        card.setFrameShape(QFrame.Shape.StyledPanel)
        column = QVBoxLayout(card)
        value = _label(value_text(indicator, self.wording))
        font = value.font()
        font.setPointSizeF(font.pointSizeF() * 1.9)
        value.setFont(font)
        unit = indicator.unit if indicator.unit != "%" else ""
        amount = f"{change.arrow} {change.amount}".strip()
        words = ", ".join(part for part in (amount, change.verdict) if part)
        below = tr(indicator.reason) if indicator.value is None else words
        column.addWidget(_label(indicator.title))
        column.addWidget(value)
        for text in (unit, made_of(indicator, self.wording), below):
            if text:
                column.addWidget(_label(text))
        column.addStretch(1)
        if indicator.events is not None and indicator.event_count:
            button = QPushButton(tr("Show the events"))
            button.clicked.connect(lambda *_: self.show_events(indicator.events))
            column.addWidget(button)
        return card

    def _show_chart(self, name: str, part, chart, selected=None) -> None:
        title, view = self.charts[name]
        wanted = name in self.figures.charts or not self.figures.charts
        title.setVisible(wanted)
        view.setVisible(wanted and not part.empty)
        lines = [f"<b>{_html(tr(part.title))}</b>"]
        if part.empty or part.reason:
            lines.append(_html(tr(part.reason)))
        title.setText("<br>".join(lines))
        if not part.empty:
            view.show_chart(chart, selected)

    def _show_spots(self) -> None:
        spots = self.figures.hotspots
        heading = f"<b>{_html(tr('Hot spots'))}</b><br>{_html(tr(self.figures.hotspot_explanation))}"
        self.spots_title.setText(heading)
        self.spots.setVisible(bool(spots))
        self.spots.setRowCount(len(spots))
        number = self.wording.number
        for row, spot in enumerate(spots):
            value = self.wording.quantity(spot.value, spot.unit, 1 if spot.unit == "%" else 0)
            for place, text in enumerate((str(spot.rank), spot.name, value, number(spot.events))):
                self.spots.setItem(row, place, QTableWidgetItem(text))
            self.spots.item(row, 1).setToolTip(spot.name)
        self.spots.setFixedHeight(30 + sum(self.spots.rowHeight(row) for row in range(min(len(spots), 10))))

    def show_events(self, selection) -> None:
        """Open the table of the events of a filter."""
        if selection is None:
            return
        try:
            self.dialog = EventsDialog(self.path, selection, self)
        except UserError as error:
            self.message.setText(tr(error.message))
            self.message.show()
            return
        self.dialog.show()

    def _bar_opened(self, index: int) -> None:
        if index < len(self.figures.ranking.filters):
            self.show_events(self.figures.ranking.filters[index])

    def _hour_opened(self, index: int) -> None:
        if self.figures.hours.base is not None:
            weekday, hour = divmod(index, 24)
            self.show_events(dataclasses.replace(self.figures.hours.base, weekday=weekday, hour=hour))

    # ------------------------------------------------------------ the map

    def _bar_clicked(self, index: int) -> None:
        code = self.figures.ranking.codes[index]
        canvas = self.iface.mapCanvas() if self.iface else None
        self.selecting = True
        try:
            for position, layer in enumerate(self._area_layers()):
                layer.selectByExpression(f'"code" = {quoted(code)}')
                if position == 0 and canvas is not None and layer.selectedFeatureCount():
                    canvas.zoomToSelected(layer)
        finally:
            self.selecting = False

    def _area_layers(self) -> list:
        project = QgsProject.instance()
        found = (
            theme_layer(project, self.figures.theme, self.figures.level, "areas"),
            borders_layer(project, self.figures.ranking.level),
        )
        return [layer for layer in found if layer is not None]

    def _watch_layers(self) -> None:
        self._release_layers()
        for layer in self._area_layers():
            layer.selectionChanged.connect(self._selection_changed)
            layer.willBeDeleted.connect(self._layer_goes)
            self.layers.append(layer)

    def _release_layers(self) -> None:
        for layer in self.layers:
            layer.selectionChanged.disconnect(self._selection_changed)
            layer.willBeDeleted.disconnect(self._layer_goes)
        self.layers = []

    def _layer_goes(self) -> None:
        gone = self.sender()
        self.layers = [layer for layer in self.layers if layer is not gone]
        self.debounce.start()

    def _selection_changed(self, *_args) -> None:
        layer = self.sender()
        if self.selecting or layer is None or layer.selectedFeatureCount() != 1:
            return
        self.set_area(str(layer.selectedFeatures()[0]["code"]))


def _label(text: str = "") -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    return label


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _stamp(path: str):
    """Return what tells that a workspace was written: the time and size of the file and of its log."""
    found = []
    for name in (path, path + "-wal"):
        if os.path.exists(name):
            state = os.stat(name)
            found.append((state.st_mtime_ns, state.st_size))
    return tuple(found)
