"""A user makes a source in the dialog, looks at its records, saves and collects it, in the real QGIS."""

import sqlite3

import pytest

from scripts.virtual_desktop import Desktop
from tests.gui.conftest import PICTURES
from tests.servers.dso import Dso, reports

DIALOG = "iface.mainWindow().findChild(QDialog, 'IghSourceDialog')"
COLLECT = "[w for w in QApplication.topLevelWidgets() if type(w).__name__ == 'AlgorithmDialog' and w.isVisible()][0]"
COUNT = 300


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_source_is_made_previewed_and_collected(new_folder, language):
    folder = new_folder("source")
    workspace = folder / "w.gpkg"
    with Dso(reports(COUNT)) as dso, Desktop(folder, language=language) as desktop:
        desktop.run("[a for a in plugin().actions if a.objectName() == 'IghAction_source'][0].trigger()")
        desktop.wait_until(f"{DIALOG} is not None and {DIALOG}.isVisible()")
        desktop.click(f"{DIALOG}.name")
        desktop.xdotool("type", "--delay", "5", "klachten")
        desktop.run(f"{DIALOG}.kind.setCurrentIndex(1)")
        desktop.click(f"{DIALOG}.address")
        desktop.xdotool("type", "--delay", "5", dso.address)
        desktop.click(f"{DIALOG}.fetch")
        desktop.wait_until(f"{DIALOG}.table.rowCount() == 50")
        assert "melderEmail" in desktop.run(f"{DIALOG}.text.toPlainText()")
        desktop.screenshot(PICTURES / f"source_{language}.png")
        desktop.click(f"{DIALOG}.collect_button")
        desktop.wait_until(
            "any(type(w).__name__ == 'AlgorithmDialog' for w in QApplication.topLevelWidgets())"
        )
        desktop.run(
            f"from qgis.gui import QgsFileWidget\n{COLLECT}.findChildren(QgsFileWidget)[0].setFilePath({str(workspace)!r})"
        )
        desktop.click(
            f"{COLLECT}.buttonBox().button(QDialogButtonBox.StandardButton.Ok) or {COLLECT}.runButton()"
        )
        desktop.wait_until(f"__import__('os').path.exists({str(workspace)!r})")
        desktop.wait_until(f"not {COLLECT}.cancelButton().isEnabled()")
        desktop.screenshot(PICTURES / f"source_collected_{language}.png")
        desktop.run(f"{COLLECT}.close()")
        desktop.run(f"{DIALOG}.close()")
        assert desktop.python_complaints() == []
    with sqlite3.connect(workspace) as connection:
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (COUNT,)
