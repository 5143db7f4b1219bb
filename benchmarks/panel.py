"""The panel on a million events: how long a switch of theme and a brush take until charts are painted, and the map after that.

    build/venv/bin/python benchmarks/panel.py [--events 1000000] [--brushes 20] [--folder FOLDER]

The sample city is made with so many reports (and their inspections), both themes are built, and the panel is shown in QGIS without
a screen, 420 pixels wide. A brush is a range of periods in the trend, another one each time; it ends when the button is let go.
`first` is when the first chart is painted with the new figures, `all` when every part of the panel is; `mark` is what is
selected, painted over the chart that was brushed. Comparisons are with a year before and with other areas; the map is followed to
six views of a third to a half of its width. The map is measured apart: from when its layer of events is given the selection
until the canvas has drawn it. `block` is the longest time in which QGIS answered nothing. Goals: a switch 1 s; first 100 ms and
all 300 ms, each the median. With --folder the city is kept there, and taken from there the next time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable, Dict, List

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.run import start_qgis  # noqa: E402

GOALS = {"switch": 1000, "first": 100, "all": 300}
THEME, OTHER = "registrations", "waste_beside_containers"
WAIT_S, MAP_S = 900, 5


def prepare(folder: Path, events: int) -> None:
    """Make the city and build both themes; untimed."""
    from igh_plugin.pipeline.sample_city import write_sample_city
    from tests.qgis.built_city import SOURCES, run_algorithm

    write_sample_city(folder / "city", seed=7, neighbourhoods=518, events=events)
    data = {
        "EVENTS": str(folder / "city" / "raw"),
        "MAPPING": SOURCES,
        "AREAS": str(folder / "city" / "areas.gpkg"),
    }
    for theme in (THEME, OTHER):
        run_algorithm(
            "buildtheme", WORKSPACE=str(folder / "w.gpkg"), THEME=theme, PROJECT=str(folder / "p.qgz"), **data
        )
        data = {}


class Clock:
    """Runs the event loop until something holds, and keeps the longest time in which the loop did not turn."""

    def __init__(self) -> None:
        self.block = 0.0

    def until(self, done: Callable[[], bool]) -> None:
        from qgis.PyQt.QtCore import QCoreApplication

        end = time.perf_counter() + WAIT_S
        while not done():
            begun = time.perf_counter()
            QCoreApplication.processEvents()
            self.block = max(self.block, time.perf_counter() - begun)
            if time.perf_counter() > end:
                raise SystemExit("the panel did not answer")
            time.sleep(0.0005)


class Interface:
    """What the panel asks of QGIS's interface."""

    def __init__(self) -> None:
        from qgis.core import QgsProject
        from qgis.gui import QgsLayerTreeMapCanvasBridge, QgsMapCanvas

        self.canvas = QgsMapCanvas()
        self.canvas.resize(900, 700)
        self.bridge = QgsLayerTreeMapCanvasBridge(QgsProject.instance().layerTreeRoot(), self.canvas)

    def mapCanvas(self):  # noqa: N802
        return self.canvas


class Painted:
    """Remembers when charts and cards were painted last, in seconds of the clock."""

    def __init__(self, panel) -> None:
        from igh_plugin.dock.chart_view import ChartView

        self.panel, self.at = panel, []
        kept, paints = ChartView.paintEvent, self.at

        def paint(view, event):
            kept(view, event)
            paints.append((time.perf_counter(), view))

        ChartView.paintEvent = paint

    def clear(self) -> None:
        self.at.clear()

    def pending(self) -> bool:
        """Tell whether a chart that is in sight is still to be drawn."""
        return any(view._draw_pending for _title, view in self.panel.view.charts.values() if view.isVisible())


def measure(folder: Path, brushes: int) -> Dict[str, List[float]]:
    """Return the milliseconds of each switch of theme and of each brush."""
    from qgis.core import QgsApplication, QgsProject, QgsRectangle
    from qgis.PyQt.QtCore import QCoreApplication

    from igh_plugin.core.comparison import AREA, PERIOD_BEFORE, YEAR, Comparison
    from igh_plugin.dock.panel import IghPanel
    from igh_plugin.layers.live import LiveLayers
    from igh_plugin.themes.grouping import followed_place, theme_layer
    from igh_plugin.themes.project import POINTS_FROM_SCALE
    from igh_plugin.workspace.address import title_of
    from igh_plugin.workspace.watch import watch_of

    interface, clock = Interface(), Clock()
    # As in the plugin: it opens layers anew that QGIS opened before the panel looked at their file.
    live = LiveLayers(QgsProject.instance(), None, watch_of, followed_place, title_of)
    if not QgsProject.instance().read(str(folder / "p.qgz")):
        raise SystemExit("the project cannot be read")
    interface.canvas.show()
    interface.canvas.zoomScale(POINTS_FROM_SCALE / 2)
    panel = IghPanel(interface)
    panel.resize(420, 2600)  # all charts are in sight, so all are painted
    painted = Painted(panel)
    begun = time.perf_counter()
    panel.show()
    clock.until(lambda: panel.task is None and panel.figures is not None and not painted.pending())
    told: Dict[str, List[float]] = {"opened": [1000 * (time.perf_counter() - begun)]}
    clock.until(lambda: panel.ahead.task is None)
    told["read ahead"] = [1000 * (time.perf_counter() - begun)]

    refreshed: List[float] = []
    interface.canvas.mapCanvasRefreshed.connect(lambda: refreshed.append(time.perf_counter()))

    def rest() -> None:
        clock.until(
            lambda: (
                panel.task is None
                and not panel.events_on_map.soon.isActive()
                and not interface.canvas.isDrawing()
            )
        )
        clock.until(lambda: not QgsApplication.taskManager().countActiveTasks())

    def change(act: Callable[[], None], names: Dict[str, str]) -> None:
        rest()
        shown = panel.figures
        painted.clear()
        clock.block = 0.0
        refreshed.clear()
        start = time.perf_counter()
        act()
        clock.until(lambda: panel.figures is not shown and panel.task is None)
        arrived = time.perf_counter()
        clock.until(lambda: any(at >= arrived for at, _ in painted.at))
        first = next(at for at, _ in painted.at if at >= arrived)
        clock.until(lambda: not painted.pending())
        QCoreApplication.processEvents()
        for name, value in (("first", first), ("all", time.perf_counter())):
            if name in names:
                told.setdefault(names[name], []).append(1000 * (value - start))
        told.setdefault("block", []).append(1000 * clock.block)
        if "map" in names:
            quiet = time.perf_counter() + MAP_S
            clock.until(lambda: time.perf_counter() > quiet or (refreshed and refreshed[-1] > arrived))
            rest()
            if refreshed:
                told.setdefault("map", []).append(1000 * (refreshed[-1] - start))

    def choose_theme(row: int) -> None:
        panel.theme_box.setCurrentIndex(row)
        panel.theme_box.activated.emit(row)

    themes = [panel.theme_box.itemData(row)[1].id for row in range(panel.theme_box.count())]
    for number in range(6):
        row = themes.index((OTHER, THEME)[number % 2])
        change(lambda row=row: choose_theme(row), {"all": "switch"})
    events = theme_layer(QgsProject.instance(), panel.figures.theme, panel.figures.level, "events")
    QgsProject.instance().layerTreeRoot().findLayer(events.id()).setItemVisibilityCheckedParentRecursive(True)
    view = panel.view.charts["trend"][1]
    rng = np.random.default_rng(7)
    for _ in range(brushes):
        start = int(rng.integers(4, view.chart.count - 16))
        marks = view.chart.spread(start, start + int(rng.integers(2, 12)))
        begun = time.perf_counter()
        view.brush = marks
        view.repaint()
        told.setdefault("mark", []).append(1000 * (time.perf_counter() - begun))
        change(lambda marks=marks: view.brushed.emit(marks), {"first": "first", "all": "all", "map": "map"})
    hours = panel.view.charts["hours"][1]
    for number in range(6):
        marks = hours.chart.spread(24 * (number % 5) + 8 + number, 24 * (number % 5 + 2) + 18)
        change(lambda marks=marks: hours.brushed.emit(marks), {"first": "hours first", "all": "hours all"})
    areas = [Comparison(AREA, level, code) for level, code, _name in panel.figures.places]
    for number in range(6):
        other = (Comparison(YEAR), areas[number * 7 % len(areas)])[number % 2]
        change(
            lambda other=other: panel.compare_with(other), {"first": "compare first", "all": "compare all"}
        )
    panel.compare_with(PERIOD_BEFORE)
    rest()
    panel.view_action.setChecked(True)
    whole = interface.canvas.extent()
    for number in range(6):
        view = QgsRectangle(whole)
        view.scale(0.3 + 0.05 * number)

        def look(view=view) -> None:
            interface.canvas.setExtent(view)
            panel.looked_at.rested.stop()
            panel.looked_at.look()  # not the time it waits for the map to come to rest

        change(look, {"first": "follow first", "all": "follow all"})
    panel.close()
    live.stop()
    return told


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--brushes", type=int, default=20)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    start_qgis()
    if options.prepare:
        prepare(options.folder, options.events)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        if not (folder / "p.qgz").exists():
            # In a process of its own: layers that QGIS has open keep the file in the journal mode of writers.
            command = [sys.executable, __file__, "--prepare", "--folder", str(folder)]
            subprocess.run([*command, "--events", str(options.events)], check=True, cwd=ROOT)
        told = measure(folder, options.brushes)
    print(f"{options.events} events; milliseconds, median of so many (least to most)")
    for name, values in told.items():
        goal = f"   goal {GOALS[name]}" if name in GOALS else ""
        print(
            f"  {name:<12}{np.median(values):>8.0f}   {len(values)} ({min(values):.0f} to {max(values):.0f}){goal}",
            flush=True,
        )
    (ROOT / "build" / "bench_panel.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    os._exit(0)  # QGIS crashes when Python lets go of its widgets


if __name__ == "__main__":
    main()
