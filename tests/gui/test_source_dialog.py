"""A user makes a source in the dialog, looks at its records, corrects, saves and collects it, in the real QGIS."""

import sqlite3

import pytest

from scripts.virtual_desktop import Desktop, write_profile
from tests.gui.conftest import PICTURES
from tests.servers.dso import Dso, reports

DIALOG = "iface.mainWindow().findChild(QDialog, 'IghSourceDialog')"
COLLECT = (
    "[w for w in QApplication.topLevelWidgets() if type(w).__name__ == 'AlgorithmDialog' and w.isVisible()]"
)
COUNT = 300
SMALL_SCREEN = (1366, 768)
WORDS = {
    "en": ("New source…", "DSO", "Collect a Source", "Close"),
    "nl": ("Nieuwe bron…", "DSO", "Een bron verzamelen", "Sluiten"),
}


class User:
    """What a user does with mouse and keys in the dialog for a new source."""

    def __init__(self, desktop):
        self.desktop, self.run, self.wait_until = desktop, desktop.run, desktop.wait_until

    def type(self, widget, text):
        self.desktop.click(widget)
        self.desktop.xdotool("key", "ctrl+a")
        self.desktop.xdotool("type", "--delay", "5", text)

    def opens(self):
        self.run("[a for a in plugin().actions if a.objectName() == 'IghAction_source'][0].trigger()")
        self.wait_until(f"{DIALOG} is not None and {DIALOG}.isVisible()")

    def chooses(self, kind):
        self.desktop.click(f"{DIALOG}.kind")
        self.wait_until(f"{DIALOG}.kind.view().isVisible()")
        self.desktop.xdotool("type", kind)
        self.desktop.xdotool("key", "Return")
        self.wait_until(f"{DIALOG}.kind.currentText().startswith({kind!r})")

    def sees_records(self):
        self.desktop.click(f"{DIALOG}.fetch")
        self.wait_until(f"{DIALOG}.table.model().rowCount() == 50")
        return self.run(f"{DIALOG}.text.toPlainText()")

    def collects(self, workspace):
        """Save and collect into a new workspace; give the number of events that QGIS then shows of it."""
        self.desktop.click(f"{DIALOG}.collect_button")
        self.wait_until(f"bool({COLLECT})")
        title = self.run(f"{COLLECT}[0].windowTitle()")
        self.run(f"from qgis.gui import QgsFileWidget\n_file = {COLLECT}[0].findChildren(QgsFileWidget)[0]")
        self.type("_file.lineEdit()", str(workspace))
        button = "buttonBox().button(QDialogButtonBox.StandardButton.Ok)"
        self.desktop.click(f"{COLLECT}[0].{button} or {COLLECT}[0].runButton()")
        self.wait_until(f"__import__('os').path.exists({str(workspace)!r})")
        self.wait_until(f"not {COLLECT}[0].cancelButton().isEnabled()")
        self.desktop.screenshot(PICTURES / f"source_collected_{workspace.stem}.png")
        self.run(f"{COLLECT}[0].close()")
        layer = f"iface.addVectorLayer({str(workspace)!r} + '|layername=events', 'events', 'ogr')"
        count = self.run(f"{layer}.featureCount()")
        self.run("QgsProject.instance().clear()")
        return title, count


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_source_is_made_previewed_and_collected(new_folder, language):
    folder = new_folder("source")
    action, kind, title, close = WORDS[language]
    with Dso(reports(COUNT)) as dso, Desktop(folder, language=language, size=SMALL_SCREEN) as desktop:
        user = User(desktop)
        user.opens()
        assert action in desktop.run("[a.text() for a in plugin().actions]")
        left, top, width, height = desktop.run(
            f"_g = {DIALOG}.frameGeometry()\n[_g.x(), _g.y(), _g.width(), _g.height()]"
        )
        assert left >= 0 and top >= 0 and width <= SMALL_SCREEN[0] - 40 and height <= SMALL_SCREEN[1] - 40
        user.type(f"{DIALOG}.name", "klachten")
        user.chooses(kind)
        user.type(f"{DIALOG}.address", dso.address)
        text = user.sees_records()
        assert "melderEmail" in text
        desktop.screenshot(PICTURES / f"source_{language}.png")
        desktop.run(f"{DIALOG}.text.setPlainText({text.replace('kind: report', 'kind: complaint')!r})")
        desktop.wait_until(f"not {DIALOG}.save_button.isEnabled()")
        desktop.run(f"{DIALOG}.text.setPlainText({text.replace('kind: report', 'kind: observation')!r})")
        desktop.wait_until(f"{DIALOG}.save_button.isEnabled()")
        desktop.click(f"{DIALOG}.save_button")
        desktop.wait_until(f"'klachten.yaml' in {DIALOG}.message.text()")
        workspace = folder / f"dso_{language}.gpkg"
        assert user.collects(workspace) == (title, COUNT)
        assert close in desktop.run(f"[b.text() for b in {DIALOG}.buttons.buttons()]")
        desktop.run(f"{DIALOG}.close()")
        assert desktop.python_complaints() == []
    with sqlite3.connect(workspace) as connection:
        assert connection.execute("SELECT kind, count(*) FROM events").fetchone() == ("observation", COUNT)


MINE = """source: klachten
title: {{en: Complaints, nl: Klachten}}
kind: report
crs: EPSG:28992
extent: [110000, 470000, 140000, 500000]
timezone: {{stored: Europe/Amsterdam, local: Europe/Amsterdam}}
connection: {{type: dso, address: "{address}"}}
id: id
fields:
  occurred_from: {{column: datumMelding, clock: tijdstipMelding}}
  category: {{column: subcategorie, codelist: signalen}}
  subcategory: {{column: hoofdcategorie}}
  status: {{column: externeStatus}}
  wkt: geometrieVisualisatie
personal: [melderEmail]
"""
TABS = {
    "en": ["First records (300)", "Events (200)", "Rejected (100)"],
    "nl": ["Eerste records (300)", "Registraties (200)", "Afgekeurd (100)"],
}
MENDED = {"en": "300 of 300 records become events.", "nl": "300 van 300 records worden registraties."}


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_saved_source_is_mended_while_one_sees_what_becomes_of_its_records(new_folder, language):
    folder = new_folder("mend")
    sources = folder / "profile" / "profiles" / "default" / "igh" / "sources"
    with Dso(reports(COUNT)) as dso:
        sources.mkdir(parents=True)
        write_profile(folder / "profile", ("igh_plugin", "processing"), language)
        (sources / "klachten.yaml").write_text(MINE.format(address=dso.address), encoding="utf-8")
        with Desktop(folder, language=language, size=SMALL_SCREEN) as desktop:
            user = User(desktop)
            desktop.run(
                "[a for a in plugin().actions if a.objectName() == 'IghAction_change_source'][0].trigger()"
            )
            desktop.wait_until(f"{DIALOG} is not None and {DIALOG}.isVisible()")
            desktop.screenshot(PICTURES / f"source_choose_{language}.png")
            desktop.click(f"{DIALOG}.chosen")
            desktop.wait_until(f"{DIALOG}.chosen.view().isVisible()")
            desktop.screenshot(PICTURES / f"source_list_{language}.png")
            desktop.xdotool("key", "Down", "Return")
            desktop.wait_until(f"{DIALOG}.table.model().rowCount() == 50")
            tabs = f"{DIALOG}.trial.tabs"
            assert desktop.run(f"[{tabs}.tabText(at) for at in range(3)]") == TABS[language]
            desktop.screenshot(PICTURES / f"source_records_{language}.png")
            for at, name in ((1, "events"), (2, "faults")):
                bar = f"{tabs}.tabBar()"
                left, top, width, height = desktop.run(
                    f"_r = {bar}.tabRect({at})\n_p = {bar}.mapToGlobal(_r.topLeft())\n"
                    "[_p.x(), _p.y(), _r.width(), _r.height()]"
                )
                assert 0 <= left and left + width <= SMALL_SCREEN[0]
                desktop.click_screen(left + width // 2, top + height // 2, "1")
                desktop.wait_until(f"{tabs}.currentIndex() == {at}")
                desktop.screenshot(PICTURES / f"source_{name}_{language}.png")
            assert desktop.run(f"{DIALOG}.trial.faults.model().rows[0][2]") == "fields.category"
            text = f"{DIALOG}.text"
            desktop.run(
                f"_c = {text}.document().find('codelist')\n_c.setPosition(_c.selectionStart())\n{text}.setTextCursor(_c)"
            )
            desktop.run(f"{text}.setFocus()")
            desktop.xdotool("type", "--delay", "5", "values: {'Huisafval; \"los\"': huisafval}, ")
            desktop.wait_until(f"{DIALOG}.trial.said.text() == {MENDED[language]!r}")
            desktop.screenshot(PICTURES / f"source_mended_{language}.png")
            for button in ("save_button", "collect_button"):
                x, y = desktop.position(f"{DIALOG}.{button}")
                assert 0 < x < SMALL_SCREEN[0] and 0 < y < SMALL_SCREEN[1]
            assert user.collects(folder / f"mended_{language}.gpkg")[1] == COUNT
            desktop.run(f"{DIALOG}.close()")
            assert desktop.python_complaints() == []
        assert "values:" in (sources / "klachten.yaml").read_text(encoding="utf-8")


def test_a_file_is_collected_without_naming_it_twice(new_folder):
    folder = new_folder("file")
    file, workspace = folder / "Meldingen 2026.csv", folder / "file.gpkg"
    rows = [
        f"{at};2026-01-{1 + at % 28:02d};afval;{121_000 + at};487000;m@example.org" for at in range(COUNT)
    ]
    file.write_text("\n".join(["id;datum;soort;x;y;reporter_email", *rows]) + "\n")
    with Desktop(folder, size=SMALL_SCREEN) as desktop:
        user = User(desktop)
        user.opens()
        user.type(f"{DIALOG}.file.lineEdit()", str(file))
        desktop.xdotool("key", "Tab")
        desktop.wait_until(f"{DIALOG}.name.text() == 'meldingen_2026'")
        assert 'personal: ["reporter_email"]' in user.sees_records()
        assert user.collects(workspace) == ("Collect Events From Files", COUNT)
        desktop.run(f"{DIALOG}.close()")
        assert desktop.python_complaints() == []
    assert b"@example.org" not in workspace.read_bytes()
