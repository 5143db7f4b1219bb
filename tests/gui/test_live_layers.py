"""The project of the real QGIS while other processes write its workspace: rows at any moment, one message a run."""

from __future__ import annotations

from scripts.virtual_desktop import Desktop
from tests.gui.conftest import Screen, qgis_process
from tests.qgis.test_workspace_live import Killed

ROWS = (
    "{layer.customProperty('igh/level') + ' ' + layer.customProperty('igh/name') + ' ' + layer.id():"
    " sum(1 for _ in layer.getFeatures())"
    " for layer in QgsProject.instance().mapLayers().values() if layer.customProperty('igh/theme')}"
)
MESSAGES = "[item.text() for item in iface.messageBar().findChildren(QWidget, 'IghMessage')]"


def test_a_run_and_a_kill_elsewhere_leave_no_layer_empty(own_copy, new_folder, city):
    folder = own_copy()
    workspace = folder / "w.gpkg"
    with Desktop(new_folder("desktop"), project=folder / "p.qgz") as desktop:
        screen = Screen(desktop)
        screen.wait_until("plugin().live_layers is not None and iface.mapCanvas().layerCount() > 0", 20)
        before = screen.run(ROWS)
        assert sum(rows > 0 for rows in before.values()) > 20, before
        assert screen.run(MESSAGES) == []

        running = Killed(workspace)
        screen.run("iface.mapCanvas().refreshAllLayers()")
        assert screen.run(ROWS) == before
        running.kill()
        screen.run("iface.mapCanvas().refreshAllLayers()")
        assert screen.run(ROWS) == before
        assert screen.run(MESSAGES) == []

        words = ("run", "igh:buildtheme", "--", f"WORKSPACE={workspace}", "THEME=registrations")
        qgis_process(city, *words)
        assert screen.run(ROWS) == before, "the same data again"
        (told,) = screen.wait_until(MESSAGES, 15)
        assert "w.gpkg has new data" in told
        screen.picture("layers_reloaded")
        assert screen.run(ROWS) == before
        screen.no_complaints()
        desktop.stop()
        assert sorted(item.name for item in folder.glob("w.gpkg*")) == ["w.gpkg"]
