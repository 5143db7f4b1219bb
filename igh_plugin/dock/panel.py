"""The panel: the figures of a theme beside the map."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Optional

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QEvent, Qt, QTimer
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDockWidget,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..charts.window import look_of
from ..charts.wording import Wording
from ..core.comparison import Comparison, as_text, from_text
from ..core.errors import UserError
from ..core.selection import ENTRIES, History, Selection, as_entries, from_entries, nothing_of
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..settings import Settings
from ..themes.catalogue import find_theme
from ..themes.grouping import project_themes
from ..translation import language, reader_locale, tr
from ..workspace.watch import Seen, watch_of
from .card import wrapped
from .comparison_box import ComparisonBox
from .events_table import EventsDialog
from .figures_view import FiguresView
from .head import Head
from .loading import FiguresTask, ReadingAhead
from .map_events import EventsOnMap
from .map_link import MapLink
from .map_time import MapTime
from .map_view import MapView
from .saving import Saving

POLL_MS, DEBOUNCE_MS = 5000, 250
NARROWEST = 340  # pixels
SEVERAL = QT_TRANSLATE_NOOP(
    "core", "{n} places are selected on the map, and the panel shows one at a time: select one."
)
RESTYLED = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange)


class IghPanel(QDockWidget):
    """Shows the figures of a theme in the project, and follows the area selected on the map.

    What is chosen in a chart, on the map or by a button ends in `select`: afterwards panel and map show the same, and there
    is a way back. Only while visible does the panel follow the project and the file, and compute.
    """

    def __init__(self, iface):
        super().__init__("IGH")
        self.setObjectName("IghPanel")
        self.iface, self.figures, self.path = iface, None, ""
        self.history, self.ahead = History(), ReadingAhead(self)
        self.number, self.task, self.connected, self.known = 0, None, False, []
        self.watched, self.run, self.tried, self.dialog = None, None, None, None
        locale = reader_locale()
        self.wording = Wording(tr, str(locale.decimalPoint()), str(locale.groupSeparator()))
        self.saving = Saving(self.wording, self)
        self.saving.failed.connect(self._tell)
        self.link = MapLink(iface, self)
        self.events_on_map = EventsOnMap(self)
        self.time, self.led = MapTime(iface, self), False
        self.time.moved.connect(self._time_moved)
        self.looked_at = MapView(iface, self)
        self.looked_at.moved.connect(self._view_moved)
        self.link.picked.connect(self._picked_on_map)
        self.link.several.connect(self._several_on_map)
        self._build()
        self.debounce = QTimer(self)
        self.debounce.setSingleShot(True)
        self.debounce.setInterval(DEBOUNCE_MS)
        self.debounce.timeout.connect(self.refresh_themes)
        self.poll = QTimer(self)
        self.poll.setInterval(POLL_MS)
        self.poll.timeout.connect(self.look_at_workspace)

    def _build(self) -> None:
        whole = QWidget()
        column = QVBoxLayout(whole)
        self.theme_box, self.level_box = QComboBox(), QComboBox()
        for box, name, title in (
            (self.theme_box, "theme", tr("Theme")),
            (self.level_box, "level", tr("Level")),
        ):
            box.setObjectName(name)
            box.setAccessibleName(title)
            box.setToolTip(title)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(7)
        self.theme_box.activated.connect(self._theme_chosen)
        self.level_box.activated.connect(self._level_chosen)
        self.undo_button = self._tool(
            "undo", "/mActionUndo.svg", tr("Undo the last selection (Ctrl+Z)"), self.undo
        )
        self.redo_button = self._tool(
            "redo", "/mActionRedo.svg", tr("Redo the selection (Ctrl+Shift+Z)"), self.redo
        )
        line = QHBoxLayout()
        line.addWidget(self.theme_box, 2)
        line.addWidget(self.level_box, 1)
        line.addWidget(self.undo_button)
        line.addWidget(self.redo_button)
        self.more = self._tool("more", "/mActionOptions.svg", tr("More of the panel"), lambda: None)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setEnabled(True)
        self.menu = QMenu(self.more)
        self.pdf_action = self.menu.addAction(tr("Save the panel as PDF…"))
        self.pdf_action.triggered.connect(lambda *_: self._save_panel())
        self.time_action = self.menu.addAction(tr("Follow the temporal controller"))
        self.time_action.setCheckable(True)
        self.time_action.setToolTip(tr("The time of the map and the period of the panel are one"))
        self.time_action.toggled.connect(self._follow_time)
        self.view_action = self.menu.addAction(tr("Follow the map view"))
        self.view_action.setCheckable(True)
        self.view_action.setToolTip(
            tr("Figures and ranking are of the areas in the map view, until one is chosen")
        )
        self.view_action.toggled.connect(self._follow_view)
        self.more.setMenu(self.menu)
        line.addWidget(self.more)
        column.addLayout(line)
        self.compare = ComparisonBox()
        self.compare.chosen.connect(self.compare_with)
        column.addWidget(self.compare)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(4)
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.progress.hide()
        column.addWidget(self.progress)
        self.head, self.message = Head(self.wording), wrapped()
        self.head.widened.connect(self.choose)
        column.addWidget(self.head)
        column.addWidget(self.message)
        self.view = FiguresView(look_of(self), self.wording)
        self.view.narrowed.connect(self.choose)
        self.view.export_wanted.connect(lambda name, what: self.saving.save_chart(self.figures, name, what))
        self.view.events_wanted.connect(self.show_events)
        self.scroll = QScrollArea()
        self.scroll.setWidgetResizable(True)
        self.scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self.scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll.setWidget(self.view)
        column.addWidget(self.scroll, 1)
        self.setWidget(whole)
        self.setMinimumWidth(NARROWEST)

    def _tool(self, name: str, icon: str, title: str, slot) -> QToolButton:
        button = QToolButton()
        button.setObjectName(name)
        button.setAutoRaise(True)
        button.setIcon(QgsApplication.getThemeIcon(icon))
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.clicked.connect(lambda *_: slot())
        button.setEnabled(False)
        return button

    def _restyle(self) -> None:
        self.view.set_look(look_of(self))
        if self.figures is not None:
            self._show_head()
            self._show_selection()

    # ------------------------------------------------------------ following the project

    def changeEvent(self, event) -> None:  # noqa: N802
        """Draw in the colours and the font that QGIS has now."""
        super().changeEvent(event)
        if event.type() in RESTYLED and hasattr(self, "view"):
            self._restyle()

    def showEvent(self, event) -> None:  # noqa: N802
        """Follow the project while visible."""
        super().showEvent(event)
        if self.connected:
            return
        project = QgsProject.instance()
        for signal in self._signals(project):
            signal.connect(self._project_changed)
        self.connected = True
        self.time.follow(self.time_action.isChecked())
        self.looked_at.follow(self.view_action.isChecked())
        self.poll.start()
        self._restyle()
        self.refresh_themes()

    def hideEvent(self, event) -> None:  # noqa: N802
        """Let go of the project, and of a computation that goes on."""
        super().hideEvent(event)
        if event.spontaneous() or not self.connected:
            return
        for signal in self._signals(QgsProject.instance()):
            signal.disconnect(self._project_changed)
        self.connected = False
        self.poll.stop()
        self.debounce.stop()
        self.events_on_map.stop()
        self.time.follow(False)
        self.looked_at.follow(False)
        self.ahead.stop()
        self.link.release()
        self._watch("")
        if self.task is not None:
            self.known = []  # so that it is computed when the panel is shown again
        self._cancel()

    def closeEvent(self, event) -> None:  # noqa: N802
        """Close the table of events too."""
        self._close_dialog()
        super().closeEvent(event)

    @staticmethod
    def _signals(project: QgsProject) -> tuple:
        return project.readProject, project.cleared, project.layersAdded, project.layersRemoved

    def _project_changed(self, *_args) -> None:
        self.debounce.start()

    def refresh_themes(self) -> None:
        """Read which themes the project has; when that changed, restore the choice and load."""
        project = QgsProject.instance()
        known = [(project.fileName(), *theme) for theme in project_themes(project)]
        if known == self.known and self.figures is not None:
            self._agree_with_map()
            self.look_at_workspace()
            return
        self.known = known
        wanted, level = (project.readEntry("igh", name, "")[0] for name in ("theme", "level"))
        self.time_action.setChecked(project.readBoolEntry("igh", "follow_time", False)[0])
        self.looked_at.forget()
        self.view_action.setChecked(project.readBoolEntry("igh", "follow_view", False)[0])
        kept = {name: project.readEntry("igh", name, "")[0] for name in ENTRIES}
        self.history = History(from_entries(kept))
        self.compare.show_comparison(from_text(project.readEntry("igh", "compare", "")[0]))
        problem = self._fill_themes(wanted)
        if not self.theme_box.count():
            self._cancel()
            self._watch("")
            self.figures, self.path = None, ""
            self.link.release()
            nothing = tr("There is no theme in this project yet: build one with “Build a theme”.")
            self._say(problem or nothing)
            return
        self._fill_levels(level)
        self.load()

    def _fill_themes(self, wanted: str) -> str:
        """Fill the picker; returns what is wrong with a theme of the project, if anything."""
        problem, own = "", Path(Settings.load().user_folder)
        self.theme_box.clear()
        for _project, path, name in self.known:
            try:
                theme = find_theme(name, own)
            except UserError as error:
                problem = tr(error.message)
                continue
            self.theme_box.addItem(theme.title(language()), (path, theme))
            if name == wanted:
                self.theme_box.setCurrentIndex(self.theme_box.count() - 1)
        self.level_box.clear()
        for box in (self.theme_box, self.level_box):
            box.setEnabled(self.theme_box.count() > 0)
        self.compare.setEnabled(self.theme_box.count() > 0)
        return problem

    def _fill_levels(self, wanted: str) -> None:
        theme = self.theme_box.currentData()[1]
        self.theme_box.setToolTip(theme.question(language()))
        self.level_box.clear()
        for level in theme.levels:
            self.level_box.addItem(tr(level.title), level.id)
        found = self.level_box.findData(wanted)
        self.level_box.setCurrentIndex(found if found >= 0 else self.level_box.findData(theme.default_level))

    def _theme_chosen(self, _index: int) -> None:
        self._fill_levels(self.level_box.currentData() or "")
        self._view_chosen()

    def _level_chosen(self, _index: int) -> None:
        self._view_chosen()

    def _view_chosen(self) -> None:
        self.history = History()
        self.scroll.verticalScrollBar().setValue(0)
        self.link.choose("", "")
        self.link.show_level(self.theme_box.currentData()[1].id, self.level_box.currentData())
        self._store_and_load()

    @property
    def selection(self) -> Selection:
        """What panel and map are narrowed to."""
        return self.history.now

    @property
    def area(self) -> str:
        """The code of the area that is shown, empty for the whole."""
        return self.selection.area

    @property
    def area_level(self) -> str:
        """The level of the area that is shown."""
        return self.selection.area_level

    def choose(self, part) -> None:
        """Narrow to fields of a selection that were chosen in a chart; those that are narrowed so are widened again."""
        if self.selection.has(part):
            part = nothing_of(part)
        selection = self.selection.to(part)
        if selection.area != self.area:
            self.link.choose(selection.area_level, selection.area, zoom=True)
            if not selection.area:
                self.link.go_back()
        self.select(selection)

    def set_area(self, level: str, area: str) -> None:
        """Show one area of a level on the map and in the panel, or the whole for an empty code."""
        self.link.choose(level, area)
        self.select(self.selection.to({"area_level": level, "area": area}))

    def select(self, selection: Selection) -> None:
        """Show a selection in the panel and on the map, and remember the one before."""
        if self.history.add(selection):
            self.led = False
            self.time.show(selection.days)
            self._store_and_load()

    def compare_with(self, comparison: Comparison) -> None:
        """Compare the figures with something else, and keep that in the project."""
        self.compare.show_comparison(comparison)
        QgsProject.instance().writeEntry("igh", "compare", as_text(comparison))
        if self.theme_box.count():
            self.load()

    def undo(self) -> None:
        """Go back to the selection before."""
        self._go(self.history.undo())

    def redo(self) -> None:
        """Go forth to the selection that was undone."""
        self._go(self.history.redo())

    def _go(self, selection: Selection) -> None:
        self.link.choose(selection.area_level, selection.area)
        if not selection.area:
            self.link.go_back()
        self.led = False
        self.time.show(selection.days)
        self._store_and_load()

    def event(self, event) -> bool:
        """Keep the keys of undo and redo from QGIS while something in the panel has the keyboard."""
        if event.type() == QEvent.Type.ShortcutOverride and self._history_key(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event) -> None:  # noqa: N802
        """Undo and redo the selection."""
        step = self._history_key(event)
        if step is None:
            super().keyPressEvent(event)
        else:
            step()

    def _history_key(self, event):
        if event.matches(QKeySequence.StandardKey.Undo):
            return self.undo
        return self.redo if event.matches(QKeySequence.StandardKey.Redo) else None

    def _store_and_load(self) -> None:
        if not self.theme_box.count():
            return
        project = QgsProject.instance()
        project.writeEntry("igh", "theme", self.theme_box.currentData()[1].id)
        project.writeEntry("igh", "level", self.level_box.currentData())
        for name, text in as_entries(self.selection).items():
            project.writeEntry("igh", name, text)
        self._show_selection()
        self.load()

    # ------------------------------------------------------------ loading

    def load(self) -> None:
        """Compute the figures in the background; a computation that goes on for another choice is dropped."""
        self._cancel()
        self.path, theme = self.theme_box.currentData()
        self._watch(self.path)
        level = self.level_box.currentData()
        selection = self.selection if self.area else self.looked_at.narrow(self.selection)
        compared = self.compare.comparison
        self.task = FiguresTask(self.number, self.path, theme, level, language(), selection, compared)
        self.task.done.connect(self._loaded)
        self.task.progressChanged.connect(self._progressed)
        self.progress.setValue(0)
        self.progress.show()
        if self.figures is None:
            self._say(tr("Computing the figures…"))
        QgsApplication.taskManager().addTask(self.task)

    def _cancel(self) -> None:
        """Drop the computation that goes on, if any: what it still says is heard by nobody."""
        self.number += 1
        self.progress.hide()
        if self.task is not None:
            task, self.task = self.task, None
            task.done.disconnect(self._loaded)
            task.progressChanged.disconnect(self._progressed)
            task.cancel()

    def _progressed(self, percent: float) -> None:
        self.progress.setValue(int(percent))

    def _loaded(self, number: int, figures, problem) -> None:
        if number != self.number:
            return
        self.task, self.run = None, self.task.last_run
        self.progress.hide()
        if figures is None and not problem:
            return
        if figures is None and self._forget_areas():
            self.debounce.start()  # not at once: a task that is added while one ends may never begin
            return
        if figures is None:
            self.figures = None
            self.head.clear.setVisible(bool(self.area))
            self._say(tr(problem))
            return
        where = {} if self.area else nothing_of(("area_level", "area"))
        self.history.now = figures.selection.to(where)
        self.show_figures(figures, self.path)
        self._agree_with_map()
        listed = [self.theme_box.itemData(row) for row in range(self.theme_box.count())]
        chosen = self.theme_box.currentData()[1]
        others = [theme for path, theme in listed if path == self.path and theme.id != chosen.id]
        self.ahead.read(self.path, self.run, [chosen, *others])

    def _forget_areas(self) -> bool:
        """Forget the areas in the map view where they are of another workspace or run; tells whether figures were of them."""
        others = self.looked_at.wanted[:2] != (self.path, self.run)
        return others and not self.area and self.looked_at.forget()

    def look_at_workspace(self) -> None:
        """Compute anew when another process has written to the workspace."""
        self._watch(self.path)
        seen = None if self.task is not None else self._seen()
        if seen is not None and seen.run != self.run and seen != self.tried:
            self.tried = seen  # what cannot be computed is not tried again until there is something new
            self.load()

    def _watch(self, place: str) -> None:
        """Look at the workspace at a place from now on, and no longer at another; an empty one: at none."""
        if self.watched is not None and self.watched[0] != place:
            self.watched[1].close()
            self.watched = None
        if place and self.watched is None:
            self.watched = place, watch_of(place)

    def _seen(self) -> Optional[Seen]:
        try:
            return None if self.watched is None else self.watched[1].look()
        except (UserError, ValueError, sqlite3.Error, OSError):  # what follows the layers tells it
            return None

    # ------------------------------------------------------------ showing

    def show_figures(self, figures, path: str) -> None:
        """Show figures that were computed from the workspace at `path`."""
        self.figures, self.path = figures, path
        self.compare.show_places(figures.places)
        self._show_head()
        self._show_selection()
        self.head.clear.setVisible(bool(self.area))
        self.message.setText(tr(figures.reason))
        self.message.setVisible(bool(figures.reason))
        self.view.show_figures(figures)

    def _show_head(self) -> None:
        if self.figures is not None:
            followed = [] if self.area else self.looked_at.words()
            self.head.show_figures(self.figures, self.view.look, followed)

    def _show_selection(self) -> None:
        """Say what is selected, and whether there is a way back and forth."""
        self.head.show_selection(self.selection, self.view.look)
        self.undo_button.setEnabled(self.history.can_undo)
        self.redo_button.setEnabled(self.history.can_redo)

    def _say(self, sentence: str) -> None:
        """Show a sentence instead of figures."""
        self.view.hide()
        self.head.label.setText("")
        self.message.setText(sentence)
        self.message.show()

    def _tell(self, sentence: str) -> None:
        """Show a sentence above the figures."""
        self.message.setText(sentence)
        self.message.show()

    def _save_panel(self) -> None:
        if self.figures is not None and not self.figures.reason:
            self.saving.save_panel(self.figures)

    def show_events(self, selection, title: str = "") -> None:
        """Open the table of the events of a filter."""
        self._close_dialog()
        try:
            self.dialog = EventsDialog(self.path, selection, self.wording, title, self)
        except UserError as error:
            self._tell(tr(error.message))
            return
        self.dialog.finished.connect(self._dialog_closed)
        self.dialog.show()

    def _close_dialog(self) -> None:
        if self.dialog is not None:
            self.dialog.reject()

    def _dialog_closed(self, _result: int) -> None:
        self.dialog = None

    # ------------------------------------------------------------ the map

    def _agree_with_map(self) -> None:
        figures = self.figures
        self.link.watch(self.path, figures.theme, figures.level, figures.ranking.level)
        self.link.choose(self.area_level, self.area)
        self.events_on_map.show(figures.theme, figures.level, figures.selection)
        self.looked_at.watch(self.path, self.run, figures.ranking.level)
        self._show_head()

    def _follow_time(self, on: bool) -> None:
        """Let the time of the map and the period of the panel be one; the map's is taken where it has one."""
        QgsProject.instance().writeEntryBool("igh", "follow_time", on)
        self.time.follow(on and self.connected)
        if on and self.selection.days is not None:
            self.time.show(self.selection.days)
        elif on:
            self.time.rested.start()

    def _follow_view(self, on: bool) -> None:
        """Let the figures be those of the areas in the view of the map, or of the whole again."""
        QgsProject.instance().writeEntryBool("igh", "follow_view", on)
        self.looked_at.follow(on and self.connected)
        if not on and self.looked_at.forget() and self.theme_box.count():
            self.load()
        self._show_head()

    def _view_moved(self, others: bool) -> None:
        """Show the figures of the areas that the map came to, where no area was chosen."""
        if others and not self.area:
            self.load()
        self._show_head()

    def _time_moved(self, days) -> None:
        """Show the periods that the map's time came to; one step back goes to before it began to move."""
        selection = self.selection.to({"days": days})
        if selection == self.selection:
            return
        if self.led:
            self.history.now = selection
        else:
            self.history.add(selection)
        self.led = True
        self._store_and_load()

    def _picked_on_map(self, level: str, code: str) -> None:
        self.message.setVisible(bool(self.figures is not None and self.figures.reason))
        self.set_area(level, code)

    def _several_on_map(self, count: int) -> None:
        self._tell(tr(Text(SEVERAL, {"n": count})))
