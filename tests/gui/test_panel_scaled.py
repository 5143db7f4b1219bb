"""The panel on a screen of 200 %: sharp, nothing cut, and clicks land where they should; narrow and wide, light and dark, in Dutch."""

from __future__ import annotations

import pytest

from scripts.virtual_desktop import Desktop
from tests.gui.conftest import PANEL, Screen

WIDTHS, COLOURS = (400, 900), ("default", "Night Mapping")
RESIZE = (
    "from qgis.PyQt.QtCore import Qt\n"
    "_p = {panel}\n"
    "_p.setMinimumWidth({width})\n"
    "iface.mainWindow().resizeDocks([_p], [{width}], Qt.Orientation.Horizontal)"
)


@pytest.fixture(scope="module")
def scaled(own_copy, new_folder):
    """QGIS in Dutch with the panel open, two pixels of the screen to one of Qt's in both directions."""
    folder, size = own_copy(), (2800, 2000)
    with Desktop(
        new_folder("scaled"), project=folder / "p.qgz", size=size, scale=2, language="nl"
    ) as desktop:
        screen = Screen(desktop)
        toolbar = "iface.mainWindow().findChild(QToolBar, 'IghToolBar')"
        desktop.click(f"{toolbar}.widgetForAction(plugin().panel_action)")
        screen.wait_until(f"{PANEL} is not None and {PANEL}.isVisible()", 20)
        screen.figures_there()
        desktop.run("for _d in ('Browser', 'Layers'): iface.mainWindow().findChild(QDockWidget, _d).hide()")
        yield screen


@pytest.mark.parametrize("width", WIDTHS)
def test_the_panel_at_two_hundred_per_cent(scaled, width):
    scaled.run(RESIZE.format(panel=PANEL, width=width))
    scaled.wait_until(f"abs({PANEL}.width() - {width}) < 30", 10)
    for colours in COLOURS:
        scaled.run(f"QgsApplication.setUITheme({colours!r})")
        scaled.wait_until(f"{PANEL}.view.look.dark is {colours != 'default'}", 10)
        scaled.panel("p.scroll.verticalScrollBar().setValue(0)")
        scaled.run("QApplication.processEvents()")
        scaled.picture(f"scaled_{width}_{'light' if colours == 'default' else 'dark'}")
        room = scaled.panel("[p.view.minimumSizeHint().width(), p.scroll.viewport().width()]")
        assert room[0] <= room[1], "something is cut at the right edge"
    scaled.run("QgsApplication.setUITheme('default')")
    shown = "[v for _t, v in p.view.charts.values() if v.isVisible()]"
    sizes = scaled.panel(
        f"[[v.device_pixel_ratio, v.width(), v.buffer_rgba().shape[1], v.height(), v.buffer_rgba().shape[0]] for v in {shown}]"
    )
    assert len(sizes) >= 4
    for ratio, wide, pixels_wide, high, pixels_high in sizes:
        assert ratio == 2 and abs(pixels_wide - 2 * wide) <= 2 and abs(pixels_high - 2 * high) <= 2


def test_clicks_land_on_their_marks(scaled):
    code = scaled.panel("p.view.charts['ranking'][1].chart.code(2)")
    scaled.click_mark("ranking", 2)
    scaled.figures_there(f"p.figures.area == {code!r}")
    scaled.panel("p.scroll.verticalScrollBar().setValue(0)")
    scaled.desktop.click(f"{PANEL}.head.clear")
    scaled.figures_there("not p.figures.area")
    scaled.no_complaints()
