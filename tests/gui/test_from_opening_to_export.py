"""From an empty screen to a file: QGIS is opened, a theme loaded, narrowed by clicks and taken elsewhere; with the time of each step."""

from __future__ import annotations

import csv
import time
from contextlib import contextmanager

from scripts.virtual_desktop import Desktop
from tests.gui.conftest import PANEL, PICTURES, Screen

SLOWEST_S = 60.0
"""Far more than any step takes, on a busy machine too: a step that waits for what never comes ends here."""


class Times:
    """How long each step took, and the table of it."""

    def __init__(self):
        self.steps: list[tuple[str, float]] = []

    @contextmanager
    def of(self, step: str):
        begun = time.monotonic()
        yield
        self.steps.append((step, time.monotonic() - begun))

    def __str__(self) -> str:
        width = max(len(step) for step, _ in self.steps)
        return "\n".join(f"{step:{width}} {seconds:6.2f} s" for step, seconds in self.steps)


def test_from_opening_to_export(own_copy, new_folder, capsys):
    folder, times = own_copy(), Times()
    desktop = Desktop(new_folder("flow"), project=folder / "p.qgz")
    with times.of("open QGIS with the project"):
        desktop.__enter__()
    try:
        screen = Screen(desktop)
        walk_through(screen, times, folder)
        screen.no_complaints()
    finally:
        desktop.stop()
        table = str(times)
        (PICTURES / "times.txt").write_text(table + "\n", encoding="utf-8")
        with capsys.disabled():
            print("\n" + table)
    assert len(times.steps) == 10 and max(seconds for _, seconds in times.steps) < SLOWEST_S


def walk_through(screen: Screen, times: Times, folder):
    toolbar = "iface.mainWindow().findChild(QToolBar, 'IghToolBar')"
    with times.of("open the panel by its button"):
        screen.desktop.click(f"{toolbar}.widgetForAction(plugin().panel_action)")
        screen.wait_until(f"{PANEL} is not None and {PANEL}.isVisible()", 20)
        screen.figures_there()
    with times.of("load another theme"):
        screen.choose("theme_box", "Waste beside containers")
        screen.figures_there("p.figures.theme == 'waste_beside_containers'")
    with times.of("switch the level"):
        screen.choose("level_box", "Strategic")
        screen.figures_there("p.figures.level == 'strategic'")
    whole = screen.panel("p.figures.events")
    months = screen.panel("p.figures.trend.period_kind"), screen.panel("len(p.figures.trend.values)")
    assert months[0] == "month"
    first = months[1] - 8
    with times.of("brush two months"):
        screen.drag("trend", first, first + 1)
        screen.figures_there(
            f"p.figures.days == (int(p.figures.trend.starts[{first}]), int(p.figures.trend.ends[{first + 1}]))"
        )
    assert 0 < screen.panel("p.figures.events") < whole
    with times.of("click an area in a chart"):
        code = screen.panel("p.view.charts['ranking'][1].chart.code(1)")
        screen.click_mark("ranking", 1)
        screen.figures_there(f"p.figures.area == {code!r}")
    in_area = screen.panel("p.figures.events")
    assert 0 < in_area < whole
    with times.of("compare it with the whole area"):
        screen.panel("p.scroll.verticalScrollBar().setValue(0)")
        screen.choose("compare.kind_box", "Whole area")
        screen.figures_there("p.figures.comparison.kind == 'whole'")
    screen.picture("flow_compared")
    picture, numbers = folder / "ranking.png", folder / "trend.csv"
    with times.of("save the picture of a chart by its button"):
        screen.press(f"{PANEL}.view.buttons['ranking']")
        screen.choose_from_menu("Save the picture…")
        screen.save_as(picture)
        screen.wait_until("not QApplication.activeModalWidget()", 10)
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" and picture.stat().st_size > 10_000
    with times.of("save the numbers of a chart by its menu"):
        screen.click_at(screen.chart("trend"), f"w.point({first})", button=3)
        screen.choose_from_menu("Save the numbers…")
        screen.save_as(numbers)
    with open(numbers, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == months[1] and {row["compared_with"] for row in rows} == {"Whole area"}
    shown = screen.panel("[None if v != v else v for v in p.figures.trend.values.tolist()]")
    assert [float(row["value"]) if row["value"] else None for row in rows] == shown
    with times.of("back to the whole"):
        screen.panel("p.scroll.verticalScrollBar().setValue(0)")
        screen.desktop.click(f"{PANEL}.head.clear")
        screen.figures_there("not p.figures.area")
