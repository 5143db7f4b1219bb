"""Layers and panel on a workspace in PostgreSQL follow its runs, and nothing waits for a server that is silent."""

from __future__ import annotations

import contextlib
import socket
import time

import pytest
from qgis.core import QgsApplication, QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QLabel, QWidget

from igh_plugin.core.errors import UserError
from igh_plugin.dock import panel as dock_panel
from igh_plugin.layers.live import LiveLayers
from igh_plugin.pipeline.moving import move_workspace
from igh_plugin.themes.grouping import THEME, followed_place, place_of, source_of
from igh_plugin.workspace import shared_watch
from igh_plugin.workspace.address import read_address, title_of
from igh_plugin.workspace.opening import open_workspace
from igh_plugin.workspace.postgres import APPLICATION
from igh_plugin.workspace.watch import watch_of
from tests.unit.workspace_data import events_frame

AT_ONCE = 1.0


@pytest.fixture(scope="module")
def shared(postgis, city, tmp_path_factory):
    """The address of the city, moved to PostgreSQL."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        address = str(read_address(f"{postgis}?schema=live"))
        move_workspace(str(city), address)
        yield address


@pytest.fixture
def silent():
    """The address of a server that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(read_address(f"postgresql://127.0.0.1:{server.getsockname()[1]}/db?schema=igh"))


class Desk:
    """A project with a layer of a theme on the shared workspace, and what follows it."""

    def __init__(self, address):
        self.project, self.bar, self.drawn = QgsProject(), QgsMessageBar(), 0
        source, provider = source_of(address, "events")
        self.layer = QgsVectorLayer(source, "Events", provider)
        assert self.layer.isValid()
        self.layer.setCustomProperty(THEME, "registrations")
        self.layer.repaintRequested.connect(self._draw)
        self.live = LiveLayers(self.project, self.bar, watch_of, followed_place, title_of, every_ms=30)
        self.project.addMapLayer(self.layer, False)

    def _draw(self, *_):
        self.drawn += 1

    def messages(self):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        items = self.bar.findChildren(QWidget, "IghMessage")
        return [" ".join(label.text() for label in item.findChildren(QLabel)) + item.text() for item in items]

    def clear(self):
        self.live.stop()
        self.layer = None
        self.project.clear()
        self.bar.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def desk(shared):
    made = Desk(shared)
    yield made
    made.clear()


def until(true, seconds=10):
    end = time.monotonic() + seconds
    while not true():
        QCoreApplication.processEvents()
        time.sleep(0.005)
        assert time.monotonic() < end, "it did not come"


def spin(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QCoreApplication.processEvents()
        time.sleep(0.005)


def add_events(address, start):
    with open_workspace(address) as workspace:
        with workspace.begin("collect", "city") as run:
            run.put_source({"source": "city", "title": "City", "kind": "report", "grain": "event"})
            run.declare_measure("city", "items", "items", {"en": "Items"})
            run.declare_attribute("city", "type", {"en": "Type"})
            run.store_events("city", events_frame(20, seed=1, start=start))
        return workspace.last_run()


def connections(address):
    """Return the processes of the server that serve us, but for this question."""
    with open_workspace(address, read_only=True) as workspace:
        return workspace._database.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = ? AND pid <> pg_backend_pid()",
            (APPLICATION,),
        ).fetchall()


def seen_by(watch):
    found = []

    def answered():
        found[:] = [watch.look()]
        return found[0] is not None

    until(answered)
    return found[0]


# ---------------------------------------------------------------- layers


def test_layers_are_drawn_anew_and_a_run_of_somebody_else_is_told_once(desk, shared):
    before = desk.layer.dataProvider().featureCount()
    until(lambda: connections(shared))
    spin(0.3)
    assert desk.messages() == [] and desk.drawn == 0
    number = add_events(shared, 90_000)
    until(desk.messages)
    (told,) = desk.messages()
    assert "postgres.live has new data" in told and f"run {number}" in told
    assert desk.drawn == 1
    assert sum(1 for _ in desk.layer.getFeatures()) == before + 20
    desk.bar.clearWidgets()
    spin(0.3)
    assert desk.messages() == [] and desk.drawn == 1


def test_a_connection_that_broke_is_told_and_made_again(desk, shared):
    until(lambda: connections(shared))
    spin(0.2)
    with open_workspace(shared, read_only=True) as workspace:
        workspace._database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ? AND pid <> pg_backend_pid()",
            (APPLICATION,),
        )
    until(lambda: desk.drawn)
    assert desk.messages() == [], "what was told is taken back"
    number = add_events(shared, 91_000)
    until(desk.messages)
    assert f"run {number}" in desk.messages()[0]


def test_other_layers_of_a_database_are_left_alone(desk):
    assert followed_place(desk.layer) == place_of(desk.layer) != ""
    desk.layer.removeCustomProperty(THEME)
    assert followed_place(desk.layer) == "" != place_of(desk.layer)
    desk.live.look()
    assert not desk.live._followed and not desk.live._timer.isActive()


def test_the_connection_goes_when_the_last_layer_goes(desk, shared):
    until(lambda: connections(shared))
    desk.layer = None
    desk.project.removeAllMapLayers()
    until(lambda: not connections(shared))


# ---------------------------------------------------------------- a silent server


def test_a_look_never_waits(silent):
    watch = watch_of(silent)
    began = time.monotonic()
    for _ in range(5):
        assert watch.look() is None
    watch.close()
    assert time.monotonic() - began < AT_ONCE


def test_no_answer_is_a_sentence_at_the_next_look(postgis):
    watch = watch_of(f"{postgis}?schema=nowhere")
    with pytest.raises(UserError, match="no workspace at"):
        until(lambda: watch.look() is not None)
    watch.close()


def test_a_server_without_an_answer_is_asked_ever_more_rarely(postgis, monkeypatch):
    asked = []
    monkeypatch.setattr(shared_watch.PostgisWorkspace, "open", lambda *_, **__: asked.append(1) or refuse())
    monkeypatch.setattr(shared_watch.time, "monotonic", lambda: clock[0])
    clock = [0.0]

    def refuse():
        raise UserError("no answer")

    watch = watch_of(f"{postgis}?schema=nowhere")
    for second in range(0, 120, 5):
        clock[0] = float(second)
        with contextlib.suppress(UserError):
            watch.look()
        if watch._asking is not None:
            watch._asking.join()
    assert len(asked) == 6, "at 0, 5, 10, 20, 40 and 80 seconds"


def test_a_locked_store_is_not_opened_for_a_look(shared, monkeypatch):
    class Manager:
        def masterPasswordIsSet(self):  # noqa: N802
            return False

    watch = watch_of(shared + "&authcfg=abc1234")
    monkeypatch.setattr(QgsApplication, "authManager", lambda: Manager())
    assert watch.look() is None and watch._asking is None


# ---------------------------------------------------------------- the panel


class Interface:
    def __init__(self):
        self.canvas = QgsMapCanvas()

    def mapCanvas(self):  # noqa: N802
        return self.canvas


@pytest.fixture
def panel_on(qgis_app, monkeypatch):
    """Show a panel whose project has the theme of registrations on a workspace."""
    made = []

    def show(address):
        monkeypatch.setattr(dock_panel, "project_themes", lambda _project: [(address, "registrations")])
        made.append(dock_panel.IghPanel(Interface()))
        made[0].show()
        return made[0]

    yield show
    for one in made:
        one.close()
        one.deleteLater()
    QgsProject.instance().clear()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_panel_computes_anew_after_a_run_and_not_before(panel_on, shared):
    panel = panel_on(shared)
    until(lambda: panel.figures is not None, 60)
    first = panel.run
    seen_by(panel.watched[1])
    panel.look_at_workspace()
    assert panel.task is None
    number = add_events(shared, 92_000)

    def looked():
        panel.look_at_workspace()
        return panel.task is not None

    until(looked)
    until(lambda: panel.task is None, 60)
    assert panel.run == number > first
    panel.hide()
    assert panel.watched is None
    until(lambda: not connections(shared))
    panel.show()
    spin(0.3)
    panel.look_at_workspace()
    assert panel.task is None and panel.watched is not None


def test_the_window_does_not_wait_for_a_silent_server(panel_on, silent):
    began = time.monotonic()
    panel = panel_on(silent)
    QCoreApplication.processEvents()
    panel.look_at_workspace()
    assert panel.task is not None and "Computing" in panel.message.text()
    panel.hide()
    assert time.monotonic() - began < 3 * AT_ONCE
