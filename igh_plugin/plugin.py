"""Hangs IGH into QGIS: provider, panel, menu, toolbar and options page; and takes all of it out again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Dict, Optional

from qgis.core import Qgis, QgsApplication, QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QCoreApplication, Qt, QTranslator
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QAction

from .dependencies import missing_sentence
from .translation import language, tr

RESOURCES = Path(__file__).resolve().parent / "resources"
MENU = "IGH"
MESSAGE = "IghMessage"


class IghPlugin:
    """The plugin; `iface` is None where QGIS runs without a desktop."""

    def __init__(self, iface):
        self.iface = iface
        self.provider = None
        self.panel = None
        self.toolbar = None
        self.options_factory = None
        self.panel_action = None
        self.actions = []
        self.translator = None
        self.message = None
        self.live_layers = None
        self.source_dialog = None
        self.theme_editor = None

    def initProcessing(self) -> None:  # noqa: N802
        """Install the translation and the algorithms; all that `qgis_process` asks for."""
        from .provider import IghProvider

        self._install_translator()
        provider = IghProvider()
        if QgsApplication.processingRegistry().addProvider(provider):
            self.provider = provider

    def initGui(self) -> None:  # noqa: N802
        """Add everything a user sees, and say what is missing."""
        from .dialogs.options import OptionsFactory

        self.initProcessing()
        self.options_factory = OptionsFactory()
        self.iface.registerOptionsWidgetFactory(self.options_factory)
        self.toolbar = self.iface.addToolBar("IGH")
        self.toolbar.setObjectName("IghToolBar")
        self.panel_action = self._add_action(
            "panel", tr("IGH panel"), self.set_panel_visible, "igh.svg", checkable=True
        )
        self._add_action("theme", tr("Build a theme…"), self.build_theme, "theme.svg")
        self._add_action("edit_theme", tr("Theme editor…"), self.edit_theme)
        self._add_action("source", tr("New source…"), self.new_source)
        self._add_action("change_source", tr("Change a source…"), self.change_source)
        self._add_action("sample", tr("Make the sample city…"), self.make_sample_city)
        self._add_action("options", tr("Options of IGH…"), self.show_options)
        self._follow_layers()
        sentence = missing_sentence()
        if sentence:
            self._warn(tr(sentence))

    def unload(self) -> None:
        """Take out whatever `initGui` or `initProcessing` put in."""
        self._remove_panel()
        if self.live_layers is not None:
            self.live_layers.stop()
            self.live_layers = None
        self._take_back_warning()
        if self.source_dialog is not None and not sip.isdeleted(self.source_dialog):
            self.source_dialog.close()
        self.source_dialog = None
        if self.theme_editor is not None and not sip.isdeleted(self.theme_editor):
            self.theme_editor.discard()
        self.theme_editor = None
        for action in self.actions:
            self.iface.removePluginMenu(MENU, action)
            action.deleteLater()
        self.actions = []
        self.panel_action = None
        if self.toolbar is not None:
            self.iface.mainWindow().removeToolBar(self.toolbar)
            self.toolbar.deleteLater()
            self.toolbar = None
        if self.options_factory is not None:
            self.iface.unregisterOptionsWidgetFactory(self.options_factory)
            self.options_factory = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        if self.translator is not None:
            QCoreApplication.removeTranslator(self.translator)
            self.translator = None
        _forget_rooms()

    def set_panel_visible(self, visible: bool) -> None:
        """Show or hide the panel; it is made when first shown."""
        if visible and self.panel is None and not self._make_panel():
            self.panel_action.setChecked(False)
            return
        if self.panel is not None:
            self.panel.setVisible(visible)
        self.panel_action.setChecked(visible)

    def show_panel(self):
        """Show the panel and return it; None where packages it needs are missing."""
        self.set_panel_visible(True)
        return self.panel

    def build_theme(self) -> None:
        """Open the dialog that builds a theme from raw records to map."""
        self._open_algorithm("igh:buildtheme")

    def edit_theme(self) -> None:
        """Open the editor of themes, with the workspace of the first theme in the project."""
        sentence = missing_sentence()
        if sentence:
            self._warn(tr(sentence))
            return
        if self.theme_editor is not None and not sip.isdeleted(self.theme_editor):
            self.theme_editor.raise_()
            self.theme_editor.activateWindow()
            return
        from .dialogs.theme_editor.dialog import ThemeEditor
        from .dock.figures_view import FiguresView
        from .settings import Settings
        from .themes.grouping import project_themes

        settings = Settings.load()
        themes = project_themes(QgsProject.instance())
        self.theme_editor = ThemeEditor(
            Path(settings.user_folder),
            settings.sources_folder,
            FiguresView,
            self._build_theme_of,
            themes[0][0] if themes else "",
            self.iface.mainWindow(),
        )
        self.theme_editor.show()

    def _build_theme_of(self, workspace: str, theme: str) -> None:
        self._open_algorithm("igh:buildtheme", {"WORKSPACE": workspace, "THEME": theme})

    def new_source(self) -> None:
        """Open the dialog that makes the definition of a source."""
        if self._show_source_dialog():
            self.source_dialog.begin_new()

    def change_source(self) -> None:
        """Open the same dialog for the definition of a saved source."""
        if self._show_source_dialog():
            self.source_dialog.choose()

    def _show_source_dialog(self) -> bool:
        sentence = missing_sentence(("numpy", "pandas", "yaml", "requests"))
        if sentence:
            self._warn(tr(sentence))
            return False
        if self.source_dialog is not None and not sip.isdeleted(self.source_dialog):
            self.source_dialog.raise_()
            self.source_dialog.activateWindow()
            return True
        from .dialogs.source import SourceDialog
        from .settings import Settings

        folder = Settings.load().sources_folder
        self.source_dialog = SourceDialog(folder, self._collect_source, self.iface.mainWindow())
        self.source_dialog.show()
        return True

    def _collect_source(self, path: str, events: str) -> None:
        from .sources.definition import read_source

        if read_source(path).remote is not None:
            self._open_algorithm("igh:collect", {"SOURCE": path})
        else:
            self._open_algorithm("igh:collectfile", {"MAPPING": path, "EVENTS": events})

    def make_sample_city(self) -> None:
        """Open the dialog that makes the synthetic city."""
        self._open_algorithm("igh:samplecity")

    def show_options(self) -> None:
        """Open QGIS's options at the page of IGH."""
        self.iface.showOptionsDialog(self.iface.mainWindow(), "IGH")

    def _open_algorithm(self, algorithm_id: str, parameters: Optional[Dict[str, str]] = None) -> None:
        import processing

        processing.execAlgorithmDialog(algorithm_id, parameters or {})

    def _warn(self, text: str) -> None:
        """Show a warning until the user closes it; never two of them."""
        self._take_back_warning()
        bar = self.iface.messageBar()
        self.message = bar.createMessage("IGH", text)
        self.message.setObjectName(MESSAGE)
        bar.pushWidget(self.message, Qgis.MessageLevel.Warning, 0)

    def _take_back_warning(self) -> None:
        message, self.message = self.message, None
        if message is not None and not sip.isdeleted(message):
            self.iface.messageBar().popWidget(message)

    def _make_panel(self) -> bool:
        sentence = missing_sentence()
        if sentence:
            self._warn(tr(sentence))
            return False
        from .dock.panel import IghPanel

        self.panel = IghPanel(self.iface)
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.panel)
        self.panel.toggleViewAction().toggled.connect(self.panel_action.setChecked)
        return True

    def _follow_layers(self) -> None:
        from .layers.live import LiveLayers
        from .themes.grouping import followed_place
        from .workspace.address import title_of
        from .workspace.watch import watch_of

        bar, window = self.iface.messageBar(), self.iface.mainWindow()
        self.live_layers = LiveLayers(QgsProject.instance(), bar, watch_of, followed_place, title_of, window)

    def _remove_panel(self) -> None:
        if self.panel is None:
            return
        panel, self.panel = self.panel, None
        panel.close()
        self.iface.removeDockWidget(panel)
        panel.setParent(None)
        panel.deleteLater()

    def _add_action(self, name: str, text: str, slot, icon: str = "", checkable: bool = False) -> QAction:
        action = QAction(text, self.iface.mainWindow())
        action.setObjectName(f"IghAction_{name}")
        action.setCheckable(checkable)
        action.triggered.connect(slot if checkable else lambda *_: slot())
        if icon:
            action.setIcon(QIcon(str(RESOURCES / "icons" / icon)))
            self.toolbar.addAction(action)
        self.iface.addPluginToMenu(MENU, action)
        self.actions.append(action)
        return action

    def _install_translator(self) -> None:
        if self.translator is not None:
            return
        translator = QTranslator()
        if translator.load(str(RESOURCES / "i18n" / f"igh_{language()}.qm")):
            self.translator = translator
            QCoreApplication.installTranslator(translator)


def _forget_rooms() -> None:
    """Make Python forget the packages in the plugin; QGIS itself forgets their modules only.

    Else a newer version, installed without a restart, would find modules of the older one in them.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{__package__}.") and hasattr(module, "__path__"):
            del sys.modules[name]
