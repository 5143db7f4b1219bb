"""A small sample city with both themes, and the real QGIS on a virtual screen with it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from scripts.virtual_desktop import ROOT, Desktop, DesktopError, program, qgis_environment

PICTURES = ROOT / "build" / "gui"
SOURCES = "samplecity_reports;samplecity_inspections"
PANEL = "iface.mainWindow().findChild(QWidget, 'IghPanel')"


def qgis_process(folder: Path, *words: str) -> str:
    """Run qgis_process with a profile in `folder`; what it printed."""
    environment = qgis_environment("3.22")
    environment.update(
        QGIS_PLUGINPATH=str(ROOT),
        QGIS_CUSTOM_CONFIG_PATH=str(folder / "batch"),
        QT_QPA_PLATFORM="offscreen",
        XDG_RUNTIME_DIR=str(folder),
    )
    command = [program("qgis_process", "3.22"), *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def new_folder():
    """Make an empty folder in build/gui: in a folder for temporary files QGIS asks at its end what to save."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    top = Path(tempfile.mkdtemp(prefix="work", dir=PICTURES))

    def make(name: str) -> Path:
        folder = top / f"{name}{len(list(top.iterdir()))}"
        folder.mkdir()
        return folder

    yield make
    shutil.rmtree(top, ignore_errors=True)


@pytest.fixture(scope="session")
def city(new_folder) -> Path:
    """The folder with the city's workspace w.gpkg and project p.qgz."""
    folder = new_folder("city")
    (folder / "batch").mkdir()
    made, data = folder / "city", {"AREAS": folder / "city" / "areas.gpkg", "MAPPING": SOURCES}
    qgis_process(folder, "plugins", "enable", "igh_plugin")
    small = {"FOLDER": made, "EVENTS": 6000, "NEIGHBOURHOODS": 40, "SEED": 7}
    qgis_process(folder, "run", "igh:samplecity", "--", *(f"{key}={value}" for key, value in small.items()))
    data["EVENTS"] = made / "raw"
    for theme in ("waste_beside_containers", "registrations"):
        data.update(WORKSPACE=folder / "w.gpkg", THEME=theme, PROJECT=folder / "p.qgz")
        qgis_process(
            folder, "run", "igh:buildtheme", "--", *(f"{key}={value}" for key, value in data.items())
        )
        data = {}
    return folder


class Screen:
    """A desktop with words for what a user of the panel does."""

    def __init__(self, desktop: Desktop):
        self.desktop = desktop
        self.run, self.wait_until = desktop.run, desktop.wait_until

    def panel(self, expression: str):
        """Value of an expression in which `p` is the panel."""
        return self.run(f"p = {PANEL}\n{expression}")

    def figures_there(self, condition: str = "True", timeout_s: float = 15):
        """Wait until the panel shows figures for which a condition on `p` holds, and computes nothing."""
        self.run(f"p = {PANEL}")
        busy = "p.task is None and not p.debounce.isActive() and p.figures is not None"
        return self.wait_until(f"{busy} and bool({condition})", timeout_s)

    def click_at(self, widget: str, point: str, *, double: bool = False, button: int = 1) -> None:
        """Click on the place (a QPoint in the widget, both expressions) with the real mouse."""
        x, y = self.run(f"w = {widget}\n_g = w.mapToGlobal({point})\n[_g.x(), _g.y()]")
        twice = ("--repeat", "2", "--delay", "60") if double else ()
        self.desktop.click_screen(x, y, *twice, str(button))

    def chart(self, name: str) -> str:
        """Expression of a chart; it is scrolled into sight."""
        widget = f"{PANEL}.view.charts['{name}'][1]"
        self.run(f"{PANEL}.scroll.ensureWidgetVisible({widget}, 0, 60)")
        return widget

    def press(self, widget: str) -> None:
        """Click on a widget inside the panel, scrolled into sight."""
        self.run(f"{PANEL}.scroll.ensureWidgetVisible({widget})")
        self.desktop.click(widget)

    def click_mark(self, name: str, index: int, **how) -> None:
        """Click on a bar, point or cell."""
        widget = self.chart(name)
        self.click_at(widget, f"w.point({index})", **how)

    def drag(self, name: str, start: int, end: int) -> None:
        """Press on a mark of a chart, move to another one and let go, with the real mouse."""
        widget = self.chart(name)
        places = self.run(
            f"w = {widget}\n_a, _b = (w.mapToGlobal(w.point(n)) for n in ({start}, {end}))\n[_a.x(), _a.y(), _b.x(), _b.y()]"
        )
        desktop = self.desktop
        desktop.move_mouse(*places[:2])
        desktop.xdotool("mousedown", "1")
        for x, y in (((places[0] + places[2]) // 2, (places[1] + places[3]) // 2), places[2:]):
            desktop.move_mouse(x, y)
            time.sleep(0.05)
        desktop.xdotool("mouseup", "1")

    def choose_from_menu(self, text: str) -> None:
        """Click on an entry of the menu that is open."""
        self.wait_until("QApplication.activePopupWidget() is not None", 5)
        action = f"[a for a in w.actions() if a.text() == {text!r}][0]"
        self.click_at("QApplication.activePopupWidget()", f"w.actionGeometry({action}).center()")

    def save_as(self, path: Path) -> None:
        """Write a path into the dialog that asks where to save, and agree."""
        dialog = "QApplication.activeModalWidget()"
        self.wait_until(f"isinstance({dialog}, QFileDialog) and {dialog}.isVisible()", 10)
        self.desktop.xdotool("key", "ctrl+a")
        self.desktop.xdotool("type", "--delay", "4", str(path))
        self.key("Return")
        self.wait_until(f"{dialog} is None", 10)

    def choose(self, box: str, text: str) -> None:
        """Choose an entry of a picker with mouse and keys."""
        widget = f"{PANEL}.{box}"
        row = self.run(f"{widget}.findText({text!r})")
        self.desktop.click(widget)
        try:
            self.wait_until(f"{widget}.view().isVisible()", 5)
        except DesktopError:  # a click while the panel lays itself out anew falls beside the box
            self.desktop.click(widget)
            self.wait_until(f"{widget}.view().isVisible()", 20)
        view = f"{widget}.view()"
        # An entry may be wider than its list is where the panel is narrow.
        place = f"type(w.pos())(12, {view}.visualRect({widget}.model().index({row}, 0)).center().y())"
        self.click_at(f"{view}.viewport()", place)
        self.wait_until(f"{widget}.currentText() == {text!r}", 5)

    def key(self, name: str) -> None:
        """Press a key."""
        self.desktop.xdotool("key", name)
        time.sleep(0.15)

    def events(self) -> dict:
        """Title, sentence and number of rows of the open table of events, scrolled to its end; then close it."""
        self.wait_until(f"{PANEL}.dialog is not None and {PANEL}.dialog.isVisible()", 10)
        found = self.run(
            f"d = {PANEL}.dialog\n"
            "from qgis.PyQt.QtCore import QModelIndex\n"
            "while d.model.canFetchMore(QModelIndex()): d.model.fetchMore(QModelIndex())\n"
            "{'title': d.windowTitle(), 'sentence': d.sentence.text(), 'rows': d.model.rowCount()}"
        )
        self.key("Escape")
        self.wait_until(f"{PANEL}.dialog is None", 10)
        return found

    def picture(self, name: str) -> Path:
        """A picture of the screen in build/gui."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        return self.desktop.screenshot(PICTURES / f"{name}.png")

    def no_complaints(self) -> None:
        """Fail when Python complained since QGIS started."""
        assert not self.desktop.python_complaints(), json.dumps(self.desktop.python_complaints(), indent=1)


@pytest.fixture(scope="session")
def own_copy(city, new_folder):
    """Make a copy of the city that a test may change."""

    def copy() -> Path:
        folder = new_folder("copy")
        for name in ("w.gpkg", "p.qgz"):
            shutil.copy(city / name, folder / name)
        return folder

    return copy


@pytest.fixture(scope="session")
def running(own_copy, new_folder):
    """QGIS 3.22 with the city, the panel opened from the toolbar by a click; one for all tests."""
    folder = own_copy()
    with Desktop(new_folder("desktop"), project=folder / "p.qgz") as desktop:
        screen = Screen(desktop)
        screen.folder = folder
        toolbar = "iface.mainWindow().findChild(QToolBar, 'IghToolBar')"
        desktop.click(f"{toolbar}.widgetForAction(plugin().panel_action)")
        time.sleep(1)
        screen.no_complaints()
        screen.wait_until(f"{PANEL} is not None and {PANEL}.isVisible()", 20)
        desktop.run(f"{PANEL}.setMinimumWidth(460)")
        screen.figures_there()
        yield screen


@pytest.fixture
def screen(running):
    """The desktop with the whole of one theme shown; after the test, Python must not have complained."""
    running.panel("p._close_dialog()")
    if running.panel("p.head.clear.isVisible()"):
        running.desktop.click(f"{PANEL}.head.clear")
    running.panel("p.select(type(p.selection)(p.area_level, p.area))")
    for box, text in (("theme_box", "Registrations"), ("level_box", "Tactical")):
        if running.panel(f"p.{box}.currentText()") != text:
            running.choose(box, text)
    running.figures_there("p.figures.theme == 'registrations' and not p.figures.area")
    yield running
    running.no_complaints()


def pytest_collection_modifyitems(items):
    """Refuse to pass where a virtual screen cannot be had."""
    if items and not shutil.which("Xvfb", path=os.environ.get("PATH", "") + ":/usr/bin"):
        raise pytest.UsageError("Xvfb is missing: run make install")
