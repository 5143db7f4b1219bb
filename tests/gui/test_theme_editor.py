"""A newcomer makes a theme with the editor alone, in the real QGIS, by mouse and keys; pictures and times in build/gui."""

from __future__ import annotations

import json
import time

import pytest

from scripts.virtual_desktop import Desktop, write_profile
from tests.gui.conftest import PANEL, PICTURES, Screen

EDITOR = "iface.mainWindow().findChild(QDialog, 'IghThemeEditor')"
BUILD = (
    "[w for w in QApplication.topLevelWidgets() if type(w).__name__ == 'AlgorithmDialog' and w.isVisible()]"
)
SMALL_SCREEN = (1366, 768)
TEN_MINUTES = 600
WORDS = {
    "en": ("Number of events", "Events per 1,000 inhabitants", "Low", "Bulky waste"),
    "nl": ("Aantal registraties", "Registraties per 1.000 inwoners", "Laag", "Grofvuil"),
}


class Newcomer(Screen):
    """What a newcomer does in the editor, and how long each step took."""

    def __init__(self, desktop, language):
        super().__init__(desktop)
        self.language, self.times, self._since = language, {}, time.monotonic()

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
        self.desktop.xdotool("type", "--delay", "12", text)
        self.wait_until(f"{widget}.text() == {text!r}", 10)

    def goes_on(self, at: int) -> None:
        """Press Next."""
        self.desktop.click(f"{EDITOR}.forth")
        self.wait_until(f"{EDITOR}.pages.currentIndex() == {at}", 10)

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


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_new_theme_is_made_saved_and_built_in_less_than_ten_minutes(own_copy, new_folder, language):
    city, folder = own_copy(), new_folder("editor")
    number, rate, low, title = WORDS[language]
    write_profile(folder / "profile", ("igh_plugin", "processing"), language)
    with Desktop(folder, project=city / "p.qgz", language=language, size=SMALL_SCREEN) as desktop:
        user = Newcomer(desktop, language)
        user.run("from qgis.PyQt.QtCore import QPoint")
        user.wait_until("len(QgsProject.instance().mapLayers()) > 0", 30)
        begun = time.monotonic()
        user.run("[a for a in plugin().actions if a.objectName() == 'IghAction_edit_theme'][0].trigger()")
        user.wait_until(f"{EDITOR} is not None and {EDITOR}.isVisible()")
        user.wait_until(f"{EDITOR}._task is None", 20)
        assert user.run(f"{EDITOR}.stock.place"), user.run(
            f"[{EDITOR}.workspace.filePath(), {EDITOR}.workspace_said.text()]"
        )
        left, top, width, height = user.run(
            f"_g = {EDITOR}.frameGeometry()\n[_g.x(), _g.y(), _g.width(), _g.height()]"
        )
        assert left >= 0 and top >= 0 and left + width <= SMALL_SCREEN[0] and top + height <= SMALL_SCREEN[1]
        for line, text in (
            ("title.lines['en']", "Bulky waste"),
            ("title.lines['nl']", "Grofvuil"),
            ("question.lines['en']", "Where is bulky waste reported, and is it becoming less?"),
            ("question.lines['nl']", "Waar wordt grofvuil gemeld, en wordt het minder?"),
        ):
            user.writes(f"{EDITOR}.question.{line}", text)
        user.done("1_question")
        user.goes_on(1)
        user.writes(f"{EDITOR}.sources.search", "grofv")
        user.ticks(f"{EDITOR}.sources.lists['categories']", "grofvuil")
        user.done("2_sources")
        user.goes_on(2)
        user.done("3_parts")
        user.goes_on(3)
        user.adds(f"{EDITOR}.indicators.add", number)
        form = f"{EDITOR}.indicators.form"
        user.selects(f"{form}.direction", "low_is_good")
        user.adds(f"{EDITOR}.indicators.add", rate)
        user.selects(f"{EDITOR}.indicators.roles['map_by']", "events_per_1_000_inhabitants")
        user.done("4_indicators")
        user.goes_on(4)
        user.selects(f"{EDITOR}.levels.ramp", "greens")
        user.done("5_layers")
        user.goes_on(5)
        user.desktop.click(f"{EDITOR}.charts.add")
        user.desktop.xdotool("type", "--delay", "12", "No report does not mean that nothing is wrong.")
        user.desktop.xdotool("key", "Return")
        user.wait_until(f"'cautions' in {EDITOR}.draft", 10)
        user.done("6_charts")
        user.goes_on(6)
        user.wait_until(f"{EDITOR}.preview.figures is not None", 30)
        user.done("7_preview")
        assert user.run(f"{EDITOR}.preview.figures.indicators[0].value") > 0
        user.desktop.click(f"{EDITOR}.build_button")
        user.wait_until(f"bool({BUILD})", 20)
        saved = user.run(f"{EDITOR}._began")
        user.done("8_build")
        button = "buttonBox().button(QDialogButtonBox.StandardButton.Ok)"
        user.desktop.click(f"{BUILD}[0].{button} or {BUILD}[0].runButton()")
        user.wait_until(f"not {BUILD}[0].cancelButton().isEnabled() and {BUILD}[0].results() != {{}}", 60)
        user.run(f"{BUILD}[0].close()\n{EDITOR}.close()")
        groups = "[g.name() for g in QgsProject.instance().layerTreeRoot().children()]"
        user.wait_until(f"{title!r} in {groups}", 20)
        user.run("plugin().show_panel()")
        user.choose("theme_box", title)
        user.figures_there("p.figures.theme == 'bulky_waste'")
        assert user.panel("p.figures.indicators[0].value") > 0
        user.done("9_panel")
        assert time.monotonic() - begun < TEN_MINUTES
        (PICTURES / f"theme_times_{language}.json").write_text(json.dumps(user.times, indent=1))
        assert saved.endswith("themes/bulky_waste")
        user.no_complaints()
    text = (folder / "profile/profiles/default/igh/themes/bulky_waste/theme.yaml").read_text(encoding="utf-8")
    assert "categories: [grofvuil]" in text and "map_by: events_per_1_000_inhabitants" in text
    assert PANEL and low
