"""The zip in the real QGIS: it loads cleanly, offers what it should, works unattended, and leaves no trace."""

from __future__ import annotations

import json
import os
import subprocess

import pytest
from virtual_desktop import program, qgis_environment

ALGORITHMS = [
    "briefing", "buildtheme", "checksources", "clusters", "collect", "collectfile", "combine", "correspondence", "emerginghotspots", "enrich", "erase",
    "getisord", "grantaccess", "grid", "hotsegments", "hottimes", "indicators",
    "joinsources", "kerneldensity", "knownat", "linkduplicates", "listthemes", "localmoran", "moveworkspace", "nearrepeat", "nightly", "pareto", "percentchange", "publish", "qualityreport",
    "refresh", "risk", "samplecity", "scan", "weeklyhotspots",
]  # fmt: skip
NAMES = [
    *("IghAction_change_source", "IghAction_edit_theme", "IghAction_options", "IghAction_panel"),
    *("IghAction_sample", "IghAction_source", "IghAction_theme"),
    *("IghLiveLayers", "IghToolBar"),
]

TRACES = """
import gc, sys
from qgis.PyQt.QtCore import QEvent, QCoreApplication, QObject, QTimer

def in_qgis():
    QCoreApplication.sendPostedEvents(None, 52)  # 52: QEvent.DeferredDelete
    gc.collect()
    window, project = iface.mainWindow(), QgsProject.instance()
    menu = [action.menu() for action in iface.pluginMenu().actions() if action.text() == "IGH"]
    return {
        "named": sorted(o.objectName() for o in window.findChildren(QObject) if o.objectName().startswith("Igh")),
        "menu": [action.objectName() for found in menu for action in found.actions()],
        "providers": [p.id() for p in QgsApplication.processingRegistry().providers() if p.id() == "igh"],
        "messages": len(iface.messageBar().findChildren(QWidget, "IghMessage")),
        "tasks": QgsApplication.taskManager().count(),
        "signals": [
            project.receivers(signal)
            for signal in (project.readProject, project.cleared, project.layersAdded, project.layersRemoved)
        ],
        "toolbars": len(window.findChildren(QToolBar)),
        "docks": len(window.findChildren(QDockWidget)),
        "timers": len(window.findChildren(QTimer)),
        "alive": sorted(
            type(o).__name__
            for o in gc.get_objects()
            if isinstance(o, QObject) and type(o).__module__.startswith("igh_plugin")
        ),
        "modules": sorted(name for name in sys.modules if name.split(".")[0] == "igh_plugin"),
    }
"""

PAGES = """
from qgis.PyQt.QtCore import QTimer
found = {}

def look():
    dialog = QApplication.activeModalWidget()
    stack = dialog.findChild(QStackedWidget, "mOptionsStackedWidget")
    found["pages"] = [stack.widget(index).objectName() for index in range(stack.count())]
    current = stack.currentWidget()
    page = current.findChild(QWidget, "IghOptionsPage")
    found["ours"] = current.objectName() == "IghOptionsPage" or page is not None
    dialog.reject()
"""


def open_options(desktop, opening: str) -> dict:
    """Open QGIS's options by a piece of code, and tell what pages there are and whether ours is in front."""
    desktop.run(PAGES)
    desktop.run(f"QTimer.singleShot(800, look)\n{opening}")
    return desktop.wait_until("found")


def complaints(desktop) -> list:
    """Errors of Python, and whatever is said about the plugin above the level of information."""
    ours = [
        item["text"] for item in desktop.log() if item["level"] in (1, 2) and "igh" in item["text"].lower()
    ]
    return desktop.python_complaints() + ours


def test_it_loads_offers_everything_and_leaves_no_trace(start, profile, version):
    desktop = start(version)
    desktop.run(TRACES)
    assert desktop.run("qgis.utils.plugins['igh_plugin'].__module__") == "igh_plugin.plugin"
    assert desktop.run("sys.modules['igh_plugin'].__file__").startswith(str(profile))
    loaded = desktop.run("in_qgis()")
    assert loaded["named"] == NAMES
    assert len(loaded["menu"]) == 7
    assert loaded["messages"] == 0
    provider = "QgsApplication.processingRegistry().providerById('igh')"
    assert sorted(desktop.run(f"[item.name() for item in {provider}.algorithms()]")) == ALGORITHMS
    toolbar = "iface.mainWindow().findChild(QToolBar, 'IghToolBar')"
    assert desktop.run(f"[item.objectName() for item in {toolbar}.actions()]") == [
        "IghAction_panel",
        "IghAction_theme",
    ]

    general = open_options(desktop, "iface.showOptionsDialog(iface.mainWindow(), 'mOptionsPageGeneral')")
    assert not general["ours"]
    assert "IghOptionsPage" in general["pages"]
    assert open_options(desktop, "plugin().show_options()")["ours"]

    desktop.click(f"{toolbar}.widgetForAction(plugin().panel_action)")
    desktop.wait_until("plugin().panel is not None and plugin().panel.isVisible()")
    assert "IghPanel" in desktop.run("in_qgis()")["named"]

    desktop.run("qgis.utils.unloadPlugin('igh_plugin')")
    desktop.wait_until("not in_qgis()['named']", 10)
    first = desktop.run("in_qgis()")
    for what in ("menu", "providers", "alive", "modules"):
        assert first[what] == [], (what, first[what])
    assert first["messages"] == first["tasks"] == 0
    assert "IghOptionsPage" not in open_options(desktop, "iface.showOptionsDialog()")["pages"]

    desktop.run("qgis.utils.loadPlugin('igh_plugin') and qgis.utils.startPlugin('igh_plugin')")
    desktop.run("plugin().show_panel() is not None")
    for _ in range(2):
        desktop.run("qgis.utils.reloadPlugin('igh_plugin')")
        desktop.run("plugin().show_panel() is not None")
    again = desktop.run("in_qgis()")
    assert again["named"].count("IghPanel") == 1
    assert [name for name in again["named"] if name in NAMES] == NAMES
    assert again["providers"] == ["igh"]
    desktop.run("qgis.utils.unloadPlugin('igh_plugin')")
    desktop.wait_until("not in_qgis()['named']", 10)
    assert desktop.run("in_qgis()") == first
    assert complaints(desktop) == []
    assert desktop.stop() == 0


def test_it_works_unattended(profile, tmp_path, version):
    environment = qgis_environment(version)
    environment.update(
        QGIS_CUSTOM_CONFIG_PATH=str(profile.parents[1]),
        QT_QPA_PLATFORM="offscreen",
        XDG_RUNTIME_DIR=str(tmp_path),
        HOME=str(tmp_path),
    )

    def process(*words: str) -> dict:
        done = subprocess.run(
            [program("qgis_process", version), "--json", *words],
            env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout[done.stdout.index("{") :])

    listed = process("list")["providers"]["igh"]["algorithms"]
    assert sorted(listed) == [f"igh:{name}" for name in ALGORITHMS]
    folder = tmp_path / "city"
    made = process("run", "igh:samplecity", f"--FOLDER={folder}", "--EVENTS=400", "--NEIGHBOURHOODS=30")
    assert made["results"]["REPORTS"] == 400
    workspace = tmp_path / "city.gpkg"
    collected = process(
        "run", "igh:collectfile", f"--WORKSPACE={workspace}", f"--EVENTS={folder / 'raw'}",
        "--MAPPING=samplecity_reports", f"--AREAS={folder / 'areas.gpkg'}",
    )  # fmt: skip
    assert 300 < collected["results"]["KEPT"] <= 400
    compiled = profile / "python" / "plugins" / "igh_plugin" / "pipeline" / "__pycache__"
    assert [name for name in os.listdir(compiled) if name.startswith("ingest.")]


# --- a package is missing ---------------------------------------------------------------------------------------------
GETIS_ORD = """
import processing
from qgis.core import QgsFeature, QgsGeometry, QgsRectangle, QgsVectorLayer

layer = QgsVectorLayer("Polygon?crs=EPSG:28992&field=n:integer", "cells", "memory")
for number in range(64):
    feature = QgsFeature(layer.fields())
    x, y = 100 * (number % 8), 100 * (number // 8)
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle(x, y, x + 100, y + 100)))
    feature.setAttributes([50 if x < 300 and y < 300 else number % 3])
    layer.dataProvider().addFeature(feature)
done = processing.run("igh:getisord", {"INPUT": layer, "FIELD": "n", "OUTPUT": "memory:"})
[done["OUTPUT"].featureCount(), any(feature["gi_bin"] > 0 for feature in done["OUTPUT"].getFeatures())]
"""
COLLECT = """
import processing
done = processing.run("igh:collectfile", {{"WORKSPACE": {workspace!r}, "EVENTS": {events!r}}})
done["KEPT"]
"""
SAMPLE = """
import processing
done = processing.run("igh:samplecity", {{"FOLDER": {folder!r}, "EVENTS": 300, "NEIGHBOURHOODS": 30}})
done["REPORTS"]
"""
NEEDED_BY = {
    "pandas": set(ALGORITHMS) - {"clusters", "correspondence", "emerginghotspots", "getisord", "grid", "hotsegments", "kerneldensity", "localmoran", "nearrepeat", "pareto",
        "percentchange", "risk", "scan", "weeklyhotspots"},
    "scipy": {
        "briefing", "buildtheme", "clusters", "emerginghotspots", "getisord", "hotsegments", "hottimes", "indicators", "kerneldensity", "linkduplicates", "listthemes",
        "localmoran", "nearrepeat", "nightly", "percentchange", "publish", "qualityreport", "risk", "samplecity", "scan", "weeklyhotspots",
    },
    "matplotlib": {"briefing", "nightly"},
}  # fmt: skip


def go_on(package: str, tmp_path) -> tuple[str, object]:
    """A piece of code that needs not the package, and the value it must give."""
    if package == "pandas":
        return GETIS_ORD, [64, True]
    if package == "scipy":
        events = tmp_path / "events.csv"
        rows = [
            f"{n},{121000 + 10 * n},{487000 + 7 * n},2026-03-{1 + n % 28:02d} 10:00,glass" for n in range(40)
        ]
        events.write_text("\n".join(["id,x,y,datum,categorie", *rows]), encoding="utf-8")
        return COLLECT.format(workspace=str(tmp_path / "w.gpkg"), events=str(events)), 40
    return SAMPLE.format(folder=str(tmp_path / "city")), 300


@pytest.mark.parametrize("package", sorted(NEEDED_BY))
def test_without_a_package_it_says_so_and_the_rest_goes_on(start, tmp_path, version, package):
    desktop = start(version, blocked=[package])
    desktop.run(TRACES)
    assert desktop.run("in_qgis()")["named"] == sorted([*NAMES, "IghMessage"])
    sentence = desktop.run("plugin().message.text()")
    assert sentence.startswith(f"IGH needs {package}, which this computer does not have.")
    assert f"apt install python3-{package})" in sentence

    provider = "QgsApplication.processingRegistry().providerById('igh')"
    possible = dict(desktop.run(f"[[item.name(), item.canExecute()] for item in {provider}.algorithms()]"))
    assert {name for name, (able, _why) in possible.items() if not able} == NEEDED_BY[package]
    assert all(package in why for able, why in possible.values() if not able)

    desktop.run("plugin().panel_action.trigger()")
    assert desktop.run("[plugin().panel is None, plugin().panel_action.isChecked()]") == [True, False]
    after = desktop.run("in_qgis()")
    assert after["messages"] == 1

    code, expected = go_on(package, tmp_path)
    assert desktop.run(code) == expected
    desktop.run("qgis.utils.unloadPlugin('igh_plugin')")
    desktop.wait_until("not in_qgis()['named']", 10)
    assert desktop.run("in_qgis()['messages']") == 0
    assert [text for text in complaints(desktop) if sentence not in text] == []
