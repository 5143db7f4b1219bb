"""A newcomer makes a theme with the editor alone, in the real QGIS, by mouse and keys; pictures and times in build/gui."""

from __future__ import annotations

import json
import time

import pytest

from scripts.virtual_desktop import Desktop, write_profile
from tests.gui.conftest import PICTURES, Screen

EDITOR = "iface.mainWindow().findChild(QDialog, 'IghThemeEditor')"
BUILD = (
    "[w for w in QApplication.topLevelWidgets() if type(w).__name__ == 'AlgorithmDialog' and w.isVisible()]"
)
SMALL_SCREEN = (1366, 768)
TEN_MINUTES = 600
WORDS = {
    "en": ("Number of events", "Events per 1,000 inhabitants", "Bulky waste"),
    "nl": ("Aantal registraties", "Registraties per 1.000 inwoners", "Grofvuil"),
}
HEART = """
import time
from qgis.PyQt.QtCore import QPoint, QTimer
class Heart:
    last, longest = time.monotonic(), 0.0
    @classmethod
    def beat(cls):
        now = time.monotonic()
        cls.longest, cls.last = max(cls.longest, now - cls.last), now
_timer = QTimer(); _timer.setInterval(10); _timer.timeout.connect(Heart.beat); _timer.start()
"""
"""Measures in QGIS how long its main thread was busy at one go."""
LONGEST_PAUSE = 5.0
"""Seconds, on a machine that does other things as well."""


class Newcomer(Screen):
    """What a newcomer does in the editor, and how long each step took."""

    def __init__(self, desktop, language, key_ms=12, reading_s=0.0):
        super().__init__(desktop)
        self.language, self.times, self._since = language, {}, time.monotonic()
        self.key_ms, self.reading_s = key_ms, reading_s

    def done(self, step: str) -> None:
        """Note the seconds a step took, and take a picture of its end."""
        now = time.monotonic()
        self.times[step], self._since = round(now - self._since, 1), now
        self.desktop.screenshot(PICTURES / f"theme_{step}_{self.language}.png")
        self._since = time.monotonic()

    def writes(self, widget: str, text: str) -> None:
        """Click into a field and type."""
        self.desktop.click(widget)
        self.desktop.xdotool("key", "ctrl+a")
        self.desktop.xdotool("type", "--delay", str(self.key_ms), text)
        self.wait_until(f"{widget}.text() == {text!r}", 10)

    def goes_on(self, at: int) -> None:
        """Press Next."""
        self.desktop.click(f"{EDITOR}.forth")
        self.wait_until(f"{EDITOR}.pages.currentIndex() == {at}", 10)
        time.sleep(self.reading_s)

    def ticks(self, box: str, name: str) -> None:
        """Click on the box before a name."""
        row = self.run(f"[{box}.item(r).data(256) for r in range({box}.count())].index({name!r})")
        self.run(f"{box}.scrollToItem({box}.item({row}))")
        self.click_at(
            f"{box}.viewport()", f"{box}.visualItemRect({box}.item({row})).topLeft() + QPoint(9, 9)"
        )
        self.wait_until(f"{name!r} in {box}.ticked()", 10)

    def adds(self, button: str, text: str) -> None:
        """Choose from the menu of a button."""
        self.desktop.click(button)
        self.wait_until("QApplication.activePopupWidget() is not None", 10)
        menu = f"{button}.menu()"
        action = f"[a for a in {menu}.actions() if a.text() == {text!r}][0]"
        self.click_at(menu, f"{menu}.actionGeometry({action}).center()")

    def selects(self, box: str, name: str) -> None:
        """Choose an entry of a list that opens, with the keys."""
        self.desktop.click(box)
        self.wait_until(f"{box}.view().isVisible()", 10)
        row, now = self.run(f"[{box}.findData({name!r}), {box}.currentIndex()]")
        for _ in range(abs(row - now)):
            self.desktop.xdotool("key", "Down" if row > now else "Up")
        self.desktop.xdotool("key", "Return")
        self.wait_until(f"{box}.name() == {name!r}", 10)

    def makes_a_theme(self) -> None:
        """Go through all steps, from the empty theme to its preview."""
        number, rate, _ = WORDS[self.language]
        self.run("[a for a in plugin().actions if a.objectName() == 'IghAction_edit_theme'][0].trigger()")
        self.wait_until(f"{EDITOR} is not None and {EDITOR}.isVisible()")
        self.wait_until(f"{EDITOR}._task is None", 60)
        self.run("Heart.longest = 0.0")
        time.sleep(self.reading_s)
        for line, text in (
            ("title.lines['en']", "Bulky waste"),
            ("title.lines['nl']", "Grofvuil"),
            ("question.lines['en']", "Where is bulky waste reported, and is it becoming less?"),
            ("question.lines['nl']", "Waar wordt grofvuil gemeld, en wordt het minder?"),
        ):
            self.writes(f"{EDITOR}.question.{line}", text)
        self.done("1_question")
        self.goes_on(1)
        self.writes(f"{EDITOR}.sources.search", "grofv")
        self.ticks(f"{EDITOR}.sources.lists['categories']", "grofvuil")
        self.done("2_sources")
        self.goes_on(2)
        self.done("3_parts")
        self.goes_on(3)
        self.adds(f"{EDITOR}.indicators.add", number)
        self.selects(f"{EDITOR}.indicators.form.direction", "low_is_good")
        self.adds(f"{EDITOR}.indicators.add", rate)
        self.selects(f"{EDITOR}.indicators.roles['map_by']", "events_per_1_000_inhabitants")
        self.done("4_indicators")
        self.goes_on(4)
        self.selects(f"{EDITOR}.levels.ramp", "greens")
        self.done("5_layers")
        self.goes_on(5)
        self.desktop.click(f"{EDITOR}.charts.add")
        self.desktop.xdotool(
            "type", "--delay", str(self.key_ms), "No report does not mean that nothing is wrong."
        )
        self.desktop.xdotool("key", "Return")
        self.wait_until(f"'cautions' in {EDITOR}.draft", 10)
        self.done("6_charts")
        self.goes_on(6)
        self.wait_until(f"{EDITOR}.preview.figures is not None", 60)
        self.done("7_preview")

    def builds_it(self) -> None:
        """Save and build, and look at the theme in the panel."""
        self.desktop.click(f"{EDITOR}.build_button")
        self.wait_until(f"bool({BUILD})", 20)
        time.sleep(self.reading_s)
        self.done("8_save")
        button = "buttonBox().button(QDialogButtonBox.StandardButton.Ok)"
        self.desktop.click(f"{BUILD}[0].{button} or {BUILD}[0].runButton()")
        self.wait_until(f"not {BUILD}[0].cancelButton().isEnabled() and {BUILD}[0].results() != {{}}", 120)
        self.run(f"{BUILD}[0].close()\n{EDITOR}.close()")
        title = WORDS[self.language][2]
        groups = "[g.name() for g in QgsProject.instance().layerTreeRoot().children()]"
        self.wait_until(f"{title!r} in {groups}", 20)
        self.run("plugin().show_panel()")
        self.choose("theme_box", title)
        self.figures_there("p.figures.theme == 'my_bulky_waste'")
        self.done("9_panel")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_new_theme_is_made_saved_and_built_in_less_than_ten_minutes(own_copy, new_folder, language):
    city, folder = own_copy(), new_folder("editor")
    write_profile(folder / "profile", ("igh_plugin", "processing"), language)
    with Desktop(folder, project=city / "p.qgz", language=language, size=SMALL_SCREEN) as desktop:
        user = Newcomer(desktop, language)
        user.run(HEART)
        user.wait_until("len(QgsProject.instance().mapLayers()) > 0", 30)
        begun = time.monotonic()
        user.makes_a_theme()
        assert user.run(f"{EDITOR}.stock.place") == str((city / "w.gpkg").resolve())
        left, top, width, height = user.run(
            f"_g = {EDITOR}.frameGeometry()\n[_g.x(), _g.y(), _g.width(), _g.height()]"
        )
        assert left >= 0 and top >= 0 and left + width <= SMALL_SCREEN[0] and top + height <= SMALL_SCREEN[1]
        assert user.run(f"{EDITOR}.preview.figures.indicators[0].value") > 0
        pause = user.run("Heart.longest")
        assert pause < LONGEST_PAUSE, f"QGIS did nothing else for {pause:.2f} s"
        user.builds_it()
        assert user.panel("p.figures.indicators[0].value") > 0
        assert time.monotonic() - begun < TEN_MINUTES
        times = {**user.times, "longest_pause": round(pause, 2)}
        (PICTURES / f"theme_times_{language}.json").write_text(json.dumps(times, indent=1))
        user.no_complaints()
    text = (folder / "profile/profiles/default/igh/themes/my_bulky_waste/theme.yaml").read_text(
        encoding="utf-8"
    )
    assert "categories: [grofvuil]" in text and "map_by: events_per_1_000_inhabitants" in text
