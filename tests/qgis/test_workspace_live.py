"""Layers of QGIS on a workspace, while other processes write it and are killed: the right rows, or a message.

Every count goes through `rows_of`, which reads the features themselves: the number a layer says it has may be older.
"""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from qgis.core import QgsProject, QgsVectorLayer
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent, QTimer
from qgis.PyQt.QtWidgets import QLabel, QWidget

from igh_plugin import classFactory
from igh_plugin.layers.live import LiveLayers
from igh_plugin.themes.grouping import followed_place, source_of
from igh_plugin.workspace.address import title_of
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from igh_plugin.workspace.watch import Watch, watch_of
from tests.unit.workspace_data import events_frame, store

from .paper_workspace import make_workspace
from .test_plugin_life import FakeIface

ROOT = Path(__file__).resolve().parents[2]
BEFORE = {"hot": 12, "events": 500, "waste": 173}
WASTE = "\"category\" = 'waste'"

WRITER = """
import sys, time
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.unit.workspace_data import events_frame, store
from tests.qgis.paper_workspace import store_results
path, size, whole = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "commit"
with GeoPackageWorkspace.open(path) as workspace:
    if whole:
        store(workspace, events_frame(size, seed=1))
        store_results(workspace, range(size % 10))
    else:
        workspace._connection.execute("PRAGMA cache_size = 100")
        with workspace.begin("collect", "city") as run:
            run.declare_measure("city", "items", "items", {"en": "Items"})
            run.declare_attribute("city", "type", {"en": "Type"})
            for batch in range(4):
                run.store_events("city", events_frame(size, seed=9, start=batch * size))
            print("open", flush=True)
            time.sleep(600)
"""


def writer(path, size, what):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    command = [sys.executable, "-c", WRITER, str(path), str(size), what]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def commit(path, size):
    """Another process commits two runs: `size` events of a fixed series, and `size % 10` hot cells."""
    process = writer(path, size, "commit")
    process.communicate(timeout=120)
    assert process.returncode == 0
    waste = int((events_frame(size, seed=1)["category"] == "waste").sum())
    return {"hot": size % 10, "events": size, "waste": waste}


class Killed:
    """Another process that is killed inside a transaction larger than SQLite's cache."""

    def __init__(self, path, size=2000):
        self.path, self.process = path, writer(path, size, "kill")
        spilled = Path(f"{path}-wal")
        assert self.process.stdout.readline().strip() == "open"
        assert spilled.stat().st_size > 1_000_000, "the transaction is in the file, not in memory"

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def rows_of(layers):
    return {name: sum(1 for _ in layer.getFeatures()) for name, layer in layers.items()}


def spin(seconds=0.15):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.005)


class Desk:
    """A project with layers on a workspace, and what follows them, as the plugin has it in QGIS."""

    def __init__(self, path, bar):
        self.path, self.project, self.bar = path, QgsProject(), bar
        self.live = LiveLayers(self.project, bar, watch_of, followed_place, title_of, every_ms=30)
        self.layers = {}
        self.open()

    def open(self):
        for name, table, test in (
            ("hot", "registrations_tactical_hotspots", ""),
            ("events", "events", ""),
            ("waste", "events", WASTE),
        ):
            layer = QgsVectorLayer(source_of(str(self.path), table, test)[0], name, "ogr")
            assert layer.isValid()
            self.layers[name] = layer
            self.project.addMapLayer(layer, False)
        self.counts()

    def close_layers(self):
        self.layers.clear()
        self.project.removeAllMapLayers()
        gc.collect()

    def reopen(self):
        self.close_layers()
        self.open()

    def counts(self):
        return rows_of(self.layers)

    def messages(self):
        delete_later()
        items = self.bar.findChildren(QWidget, "IghMessage")
        return [" ".join(label.text() for label in item.findChildren(QLabel)) + item.text() for item in items]

    def clear(self):
        self.close_layers()
        self.live.stop()
        delete_later()


def delete_later():
    deleted = getattr(QEvent, "Type", QEvent).DeferredDelete
    QCoreApplication.sendPostedEvents(None, int(getattr(deleted, "value", deleted)))


@pytest.fixture
def workspace(qgis_app, tmp_path):
    path = make_workspace(tmp_path / "igh.gpkg")
    with GeoPackageWorkspace.open(path) as opened:
        store(opened, events_frame(500, seed=1))
    return path


@pytest.fixture
def bar(qgis_app):
    made = QgsMessageBar()
    yield made
    made.deleteLater()


@pytest.fixture
def iface(qgis_app):
    made = FakeIface()
    yield made
    QgsProject.instance().clear()
    made.window.deleteLater()


@pytest.fixture
def desk(workspace, bar):
    made = Desk(workspace, bar)
    spin()
    yield made
    made.clear()
    with sqlite3.connect(made.path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


# ---------------------------------------------------------------- right counts


def test_layers_show_a_commit_of_another_process_at_once_and_never_nothing(desk):
    assert desk.counts() == BEFORE
    for size in (706, 807):
        expected = commit(desk.path, size)
        assert desk.counts() == expected, "before any timer has run"
        spin()
        assert desk.counts() == expected
        assert {name: layer.featureCount() for name, layer in desk.layers.items()} == expected


def test_layers_keep_the_state_before_while_a_writer_works_and_after_it_was_killed(desk):
    expected = commit(desk.path, 706)
    for _ in range(2):
        running = Killed(desk.path)
        assert desk.counts() == expected
        spin()
        assert desk.counts() == expected
        running.kill()
        assert desk.counts() == expected
        spin()
        assert desk.counts() == expected
    expected = commit(desk.path, 808)
    assert desk.counts() == expected


def test_layers_that_were_closed_and_opened_again_show_what_is_there(desk):
    desk.reopen()
    assert desk.counts() == BEFORE
    expected = commit(desk.path, 706)
    assert desk.counts() == expected
    desk.reopen()
    spin()
    assert desk.counts() == expected
    running = Killed(desk.path)
    desk.reopen()
    assert desk.counts() == expected
    running.kill()
    assert desk.counts() == expected
    desk.close_layers()
    spin()
    desk.open()
    spin()
    assert desk.counts() == expected
    expected = commit(desk.path, 809)
    assert desk.counts() == expected


def test_a_test_on_rows_changed_by_hand_is_kept_when_layers_are_reloaded(desk):
    layer = desk.layers["waste"]
    assert layer.setSubsetString("\"category\" = 'noise'")
    commit(desk.path, 706)
    spin()
    noise = int((events_frame(706, seed=1)["category"] == "noise").sum())
    assert (rows_of({"": layer})[""], layer.featureCount()) == (noise, noise)


def test_without_the_watch_the_same_commit_empties_the_layers(workspace, bar):
    """What this is all for; when QGIS no longer does it, the watch can go."""
    alone = Desk(workspace, bar)
    alone.live.stop()
    commit(workspace, 706)
    assert alone.counts() == {"hot": 0, "events": 0, "waste": 0}
    alone.close_layers()


def test_the_journal_goes_when_the_last_layer_goes(desk):
    commit(desk.path, 706)
    desk.close_layers()
    spin()
    assert [item.name for item in desk.path.parent.iterdir()] == ["igh.gpkg"]


# ---------------------------------------------------------------- messages


def test_a_run_of_another_process_is_told_once_and_no_run_is_not_told(desk):
    spin(0.3)
    assert desk.messages() == []
    commit(desk.path, 706)
    spin(0.3)
    (told,) = desk.messages()
    assert "igh.gpkg has new data" in told
    with GeoPackageWorkspace.open(desk.path, read_only=True) as opened:
        assert f"run {opened.last_run()}" in told
    desk.bar.clearWidgets()
    Killed(desk.path).kill()
    spin(0.3)
    assert desk.messages() == []


def test_a_layer_that_is_edited_is_reloaded_when_its_user_is_done(desk):
    hot = desk.layers["hot"]
    heard = []
    hot.repaintRequested.connect(lambda *_: heard.append(1))
    assert hot.startEditing()
    heard.clear()
    expected = commit(desk.path, 706)
    spin()
    assert hot.isEditable()
    assert desk.layers["events"].featureCount() == expected["events"]
    assert hot.featureCount() == BEFORE["hot"]
    assert hot.rollBack()
    spin()
    assert hot.featureCount() == expected["hot"]
    assert heard


def test_a_workspace_that_goes_is_told_once_and_its_return_makes_the_layers_whole(desk):
    aside = desk.path.parent / "aside"
    aside.mkdir()
    copy = aside / "copy.gpkg"
    shutil.copy(desk.path, copy)
    expected = desk.counts()
    for item in desk.path.parent.glob("igh.gpkg*"):
        item.unlink()
    spin(0.3)
    (told,) = desk.messages()
    assert "igh.gpkg is no longer in" in told
    desk.bar.clearWidgets()
    spin(0.3)
    assert desk.messages() == []
    os.replace(copy, desk.path)
    spin(0.3)
    assert desk.counts() == expected
    assert commit(desk.path, 706) == desk.counts()


def test_another_workspace_in_its_place_is_read(desk, tmp_path):
    other = make_workspace(tmp_path / "other.gpkg")
    expected = commit(other, 604)
    os.replace(other, desk.path)
    for rest in desk.path.parent.glob("igh.gpkg-*"):
        rest.unlink()
    spin(0.3)
    assert desk.counts() == expected


def test_a_file_that_broke_is_told_and_nothing_is_raised(desk, capfd):
    size = desk.path.stat().st_size
    garbage = desk.path.parent / "garbage"
    garbage.write_bytes(b"no database, " * (size // 13))
    kept = desk.path.parent / "kept"
    shutil.copy(desk.path, kept)
    os.replace(garbage, desk.path)
    spin(0.3)
    (told,) = desk.messages()
    assert "igh.gpkg" in told
    assert "Traceback" not in capfd.readouterr().err
    os.replace(kept, desk.path)
    spin(0.3)
    assert desk.messages() == []


def test_a_geopackage_that_is_no_workspace_is_left_alone(workspace, bar, tmp_path):
    other = tmp_path / "other.gpkg"
    shutil.copy(workspace, other)
    with sqlite3.connect(other) as connection:
        connection.execute("DROP TABLE igh_workspace")
    connection.close()
    project = QgsProject()
    live = LiveLayers(project, bar, watch_of, followed_place, title_of, every_ms=30)
    project.addMapLayer(QgsVectorLayer(source_of(str(other), "areas")[0], "areas", "ogr"))
    before = other.stat().st_mtime_ns
    spin()
    assert other.stat().st_mtime_ns == before
    assert not [timer for timer in live.findChildren(QTimer) if timer.isActive()]
    live.stop()
    project.clear()


def test_a_workspace_that_cannot_be_held_is_still_looked_at(workspace, bar, monkeypatch):
    """On a network share the plugin does not write; QGIS reads there, and what another computer wrote is told."""
    monkeypatch.setitem(Watch.look.__globals__, "network_share", lambda path: "nfs4")
    desk = Desk(workspace, bar)
    spin()
    assert not desk.live._followed[str(workspace)].watch.holds
    expected = commit(workspace, 706)
    spin(0.3)
    assert desk.counts() == expected
    (told,) = desk.messages()
    assert "has new data" in told
    desk.clear()


# ---------------------------------------------------------------- coming and going


def test_it_comes_with_the_plugin_and_goes_with_it(workspace, iface):
    project = QgsProject.instance()
    loaded = classFactory(iface)
    loaded.initGui()
    project.addMapLayer(QgsVectorLayer(source_of(str(workspace), "events")[0], "events", "ogr"))
    spin()
    timers = loaded.live_layers.findChildren(QTimer)
    assert [timer.interval() for timer in timers if timer.isActive()] == [5000]
    (watch,) = [followed.watch for followed in loaded.live_layers._followed.values()]
    assert watch.holds
    gone = []
    for thing in (loaded.live_layers, *timers):
        thing.destroyed.connect(lambda *_: gone.append(1))
    loaded.unload()
    assert iface.of_ours() == []
    assert len(gone) == 1 + len(timers)
    assert not watch.holds


def test_layers_stay_when_the_plugin_goes_and_nothing_is_looked_at_any_more(workspace, iface):
    project = QgsProject.instance()
    loaded = classFactory(iface)
    loaded.initGui()
    layer = QgsVectorLayer(source_of(str(workspace), "events")[0], "events", "ogr")
    project.addMapLayer(layer)
    spin()
    loaded.unload()
    commit(workspace, 706)
    project.layersAdded.emit([layer])
    spin()
    assert iface.bar.findChildren(QWidget, "IghMessage") == []
    assert layer.isValid()
    project.clear()
