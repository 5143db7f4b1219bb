"""From loading to unloading, without a desktop: what the plugin puts into QGIS, asks of Python, and takes out again."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsSettings,
)
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QDockWidget, QMainWindow, QWidget

from igh_plugin import classFactory, dependencies, plugin
from igh_plugin.dialogs.options import OptionsPage
from igh_plugin.provider import ALGORITHMS, IghProvider
from igh_plugin.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ROOT / "igh_plugin"
IDS = (
    "briefing", "buildtheme", "checksources", "clusters", "collect", "collectfile", "combine", "correspondence", "emerginghotspots", "enrich", "erase",
    "getisord", "grantaccess", "grid", "hotsegments", "hottimes", "indicators",
    "joinsources", "kerneldensity", "knownat", "linkduplicates", "listthemes", "localmoran", "moveworkspace", "nearrepeat", "nightly", "pareto", "percentchange", "publish", "qualityreport",
    "refresh", "risk", "samplecity", "scan", "weeklyhotspots",
)  # fmt: skip
HEAVY = ("pandas", "scipy", "matplotlib", "requests", "yaml", "psycopg2")
KNOWN_PACKAGES = {*HEAVY, "numpy"}
OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional


class FakeIface:
    """What of QGIS's interface the plugin uses, with a memory of what is in it."""

    def __init__(self):
        self.window = QMainWindow()
        self.window.show()
        self.bar = QgsMessageBar(self.window)
        self.menu, self.factories, self.shown = [], [], []

    def mainWindow(self):  # noqa: N802
        return self.window

    def messageBar(self):  # noqa: N802
        return self.bar

    def mapCanvas(self):  # noqa: N802
        return None

    def addToolBar(self, title):  # noqa: N802
        return self.window.addToolBar(title)

    def addDockWidget(self, area, dock):  # noqa: N802
        self.window.addDockWidget(area, dock)

    def removeDockWidget(self, dock):  # noqa: N802
        self.window.removeDockWidget(dock)

    def addPluginToMenu(self, menu, action):  # noqa: N802
        self.menu.append((menu, action))

    def removePluginMenu(self, menu, action):  # noqa: N802
        self.menu.remove((menu, action))

    def registerOptionsWidgetFactory(self, factory):  # noqa: N802
        self.factories.append(factory)

    def unregisterOptionsWidgetFactory(self, factory):  # noqa: N802
        self.factories.remove(factory)

    def showOptionsDialog(self, parent, page):  # noqa: N802
        self.shown.append(page)

    def of_ours(self) -> list:
        """Every object in the window whose name is the plugin's."""
        deleted = getattr(QEvent, "Type", QEvent).DeferredDelete
        QCoreApplication.sendPostedEvents(None, int(getattr(deleted, "value", deleted)))
        found = self.window.findChildren(QWidget, "IghMessage") + self.window.findChildren(QDockWidget)
        return found + [item for item in self.window.children() if item.objectName().startswith("Igh")]


@pytest.fixture
def iface(qgis_app):
    QgsSettings().remove("igh")
    made = FakeIface()
    yield made
    for provider in QgsApplication.processingRegistry().providers():
        if provider.id() == "igh":
            QgsApplication.processingRegistry().removeProvider(provider)
    made.window.deleteLater()
    QgsSettings().remove("igh")


def providers() -> list:
    return [item.id() for item in QgsApplication.processingRegistry().providers() if item.id() == "igh"]


def test_what_goes_in_comes_out(iface):
    for _ in range(2):
        loaded = classFactory(iface)
        loaded.initGui()
        assert providers() == ["igh"]
        assert [action.objectName() for _menu, action in iface.menu] == [
            "IghAction_panel",
            "IghAction_theme",
            "IghAction_edit_theme",
            "IghAction_source",
            "IghAction_change_source",
            "IghAction_sample",
            "IghAction_options",
        ]
        assert len(iface.factories) == 1
        panel = loaded.show_panel()
        assert panel in iface.of_ours()
        assert loaded.panel_action.isChecked()
        panel.close()
        assert not loaded.panel_action.isChecked()
        assert loaded.show_panel() is panel
        loaded.show_options()
        assert iface.shown.pop() == "IGH"
        loaded.unload()
        assert providers() == []
        assert iface.menu == iface.factories == iface.of_ours() == []


def test_a_missing_package_is_told_once_and_the_telling_goes_too(iface, monkeypatch):
    monkeypatch.setattr(plugin, "missing_sentence", lambda: "IGH needs pandas.")
    loaded = classFactory(iface)
    loaded.initGui()
    assert [item.text() for item in iface.bar.findChildren(QWidget, "IghMessage")] == ["IGH needs pandas."]
    assert loaded.show_panel() is None
    assert not loaded.panel_action.isChecked()
    own = sorted(item.objectName() for item in iface.of_ours() if item not in loaded.actions)
    assert own == ["IghLiveLayers", "IghMessage", "IghToolBar"]
    loaded.unload()
    assert iface.of_ours() == []


def test_a_warning_the_user_closed_does_not_hinder_unloading(iface, monkeypatch):
    monkeypatch.setattr(plugin, "missing_sentence", lambda: "IGH needs pandas.")
    loaded = classFactory(iface)
    loaded.initGui()
    iface.bar.clearWidgets()
    assert not iface.window.findChildren(QWidget, "IghToolBar") == []
    loaded.unload()
    assert iface.of_ours() == []


def test_the_translator_comes_and_goes(qgis_app, monkeypatch):
    catalogue = ElementTree.parse(PLUGIN / "resources" / "i18n" / "igh_nl.ts")
    pairs = ((item.findtext("source"), item.findtext("translation")) for item in catalogue.iter("message"))
    sentence, dutch = next((source, target) for source, target in pairs if target and target != source)
    monkeypatch.setattr(plugin, "language", lambda: "nl")
    loaded = classFactory(None)
    loaded.initProcessing()
    assert QCoreApplication.translate("core", sentence) == dutch
    loaded.unload()
    assert QCoreApplication.translate("core", sentence) == sentence


LOADING = """
import sys
from qgis.core import QgsApplication
app = QgsApplication([], False)
app.initQgis()
before = set(sys.modules)
import igh_plugin
plugin = igh_plugin.classFactory(None)
plugin.initProcessing()
provider = QgsApplication.processingRegistry().providerById("igh")
for algorithm in provider.algorithms():
    algorithm.canExecute(), algorithm.shortHelpString(), algorithm.icon()
print("LOADED", sorted({name.split(".")[0] for name in set(sys.modules) - before}))
plugin.unload()
app.exitQgis()
"""


def test_loading_imports_no_heavy_package():
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    done = subprocess.run(
        [sys.executable, "-c", LOADING], env=environment, capture_output=True, text=True, timeout=120
    )
    line = next((line for line in done.stdout.splitlines() if line.startswith("LOADED")), "")
    assert line, done.stdout + done.stderr
    loaded = ast.literal_eval(line.removeprefix("LOADED "))
    assert "igh_plugin" in loaded
    assert not set(loaded) & set(HEAVY)


# --- the options page -------------------------------------------------------------------------------------------------
def test_the_options_page_keeps_what_is_set(iface, tmp_path):
    page = OptionsPage()
    assert page.objectName() == "IghOptionsPage"
    page.basemap.setFilePath(str(tmp_path / "base.tif"))
    page.use_pdok_grey.setChecked(True)
    page.basemap_timeout.setValue(33)
    page.user_folder.setFilePath(str(tmp_path))
    page.apply()
    assert Settings.load() == Settings(str(tmp_path / "base.tif"), True, 33, str(tmp_path))
    again = OptionsPage()
    assert again.basemap.filePath() == str(tmp_path / "base.tif")
    assert again.use_pdok_grey.isChecked()
    assert again.basemap_timeout.value() == 33
    assert again.user_folder.filePath() == str(tmp_path)


def test_emptied_options_are_the_defaults_again_and_nothing_is_stored(iface, tmp_path):
    Settings(str(tmp_path), True, 33, str(tmp_path)).save()
    page = OptionsPage()
    page.basemap.setFilePath("")
    page.use_pdok_grey.setChecked(False)
    page.basemap_timeout.setValue(Settings().basemap_timeout_s)
    page.user_folder.setFilePath("")
    page.apply()
    assert Settings.load() == Settings()
    assert [key for key in QgsSettings().allKeys() if key.startswith(PREFIX)] == []


# --- the algorithms ---------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def algorithms(qgis_app):
    provider = IghProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    yield {item.name(): item for item in provider.algorithms()}
    QgsApplication.processingRegistry().removeProvider(provider)


def test_ids_are_fixed_and_lower_case(algorithms):
    assert sorted(algorithms) == sorted(IDS)
    assert all(re.fullmatch("[a-z0-9]+", name) for name in algorithms)
    assert all(item.id() == f"igh:{name}" for name, item in algorithms.items())


@pytest.mark.parametrize("name", IDS)
def test_an_algorithm_explains_itself_and_each_parameter(algorithms, name):
    algorithm = algorithms[name]
    assert len(algorithm.shortHelpString()) > 200
    assert (PLUGIN / "resources" / "help" / f"{name}.md").is_file()
    assert algorithm.displayName()
    assert algorithm.group()
    silent = [item.name() for item in algorithm.parameterDefinitions() if not item.help()]
    assert not silent
    assert not [item.name() for item in algorithm.outputDefinitions() if not item.description()]


@pytest.mark.parametrize("name", IDS)
def test_what_has_a_default_is_optional(algorithms, name):
    required = [
        item.name()
        for item in algorithms[name].parameterDefinitions()
        if item.defaultValue() is not None and not item.flags() & OPTIONAL
    ]
    assert not required


def test_sinks_that_may_be_left_out_are_not_made_by_default(algorithms):
    """An optional table is no temporary layer in every run."""
    for algorithm in algorithms.values():
        for item in algorithm.parameterDefinitions():
            if isinstance(item, QgsProcessingParameterFeatureSink) and item.flags() & OPTIONAL:
                assert item.defaultValue() is None


def reached(module: str) -> set[str]:
    """The packages of the scientific set that a module of ours imports, itself or through others, at any depth."""
    seen, packages, waiting = set(), set(), [module]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        path = ROOT / (name.replace(".", "/") + ".py")
        path = path if path.is_file() else ROOT / name.replace(".", "/") / "__init__.py"
        if not path.is_file():
            continue
        parents = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                packages |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level:
                base = parents[: len(parents) - node.level + 1] + ([node.module] if node.module else [])
                waiting += [".".join(base), *(".".join([*base, alias.name]) for alias in node.names)]
            elif isinstance(node, ast.ImportFrom):
                packages.add(node.module.split(".")[0])
    return packages & KNOWN_PACKAGES


@pytest.mark.parametrize("algorithm", ALGORITHMS, ids=lambda item: item.NAME)
def test_an_algorithm_names_the_packages_it_needs(algorithm):
    assert set(algorithm.NEEDS) == reached(algorithm.__module__)


def test_the_panel_asks_for_the_packages_it_needs():
    assert reached("igh_plugin.dock.panel") <= set(dependencies.SCIENTIFIC)
    assert set(dependencies.SCIENTIFIC) == set().union(*(reached(item.__module__) for item in ALGORITHMS))


@pytest.mark.parametrize("package", dependencies.SCIENTIFIC)
def test_a_missing_package_stops_only_what_needs_it(algorithms, monkeypatch, package):
    monkeypatch.setattr(dependencies, "is_missing", lambda name: name == package)
    for algorithm in ALGORITHMS:
        possible, sentence = algorithms[algorithm.NAME].canExecute()
        assert possible == (package not in algorithm.NEEDS)
        assert (package in sentence) != possible
