"""One figure on the map, in the panel, in the briefing and by qgis_process: the same number."""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.gui.conftest import qgis_process

LAYER = (
    "[l for l in QgsProject.instance().mapLayers().values() if l.customProperty('igh/theme') == {theme!r}"
    " and l.customProperty('igh/level') == 'strategic' and l.customProperty('igh/name') == 'areas'][0]"
)
STRATEGIC = "2"


@pytest.mark.parametrize(
    ("title", "theme"),
    [("Registrations", "registrations"), ("Waste beside containers", "waste_beside_containers")],
)
def test_map_panel_briefing_and_batch_tell_the_same(screen, city, new_folder, title, theme):
    screen.choose("theme_box", title)
    screen.choose("level_box", "Strategic")
    screen.figures_there(f"p.figures.theme == {theme!r} and p.figures.level == 'strategic'")
    code = screen.panel("p.figures.ranking.codes[0]")
    screen.panel(f"p.set_area(p.figures.ranking.level, {code!r})")
    screen.figures_there(f"p.figures.area == {code!r}")
    panel = screen.panel("{item.id: item.value for item in p.figures.indicators}")
    shown = screen.panel(
        "__import__('igh_plugin.charts.wording', fromlist=['value_text']) and"
        " {item.id: __import__('igh_plugin.charts.wording', fromlist=['value_text']).value_text(item, p.wording)"
        " for item in p.figures.indicators}"
    )
    cards = screen.panel(
        "[label.text() for card in p.view.findChildren(QFrame) if card.objectName().startswith('card_')"
        " for label in card.findChildren(QLabel)]"
    )
    lead = {"registrations": "per_km2", "waste_beside_containers": "below_grade_share"}[theme]
    assert any(shown[lead] in text for text in cards)

    columns = screen.run(
        f"layer = {LAYER.format(theme=theme)}\n"
        f"[row] = [f for f in layer.getFeatures() if f['code'] == {code!r}]\n"
        "{name: row[name] for name in layer.fields().names() if isinstance(row[name], (int, float))}"
    )
    on_map = {name: columns[name] for name in panel if name in columns}
    assert lead in on_map
    assert on_map == {name: panel[name] for name in on_map}

    common = [f"WORKSPACE={screen.folder / 'w.gpkg'}", f"THEME={theme}", f"LEVEL={STRATEGIC}", f"AREA={code}"]
    printed = qgis_process(city, "run", "igh:indicators", "--", *common)
    [values] = [line.split(":\t", 1)[1] for line in printed.splitlines() if line.startswith("VALUES:")]
    assert json.loads(values) == panel

    target = new_folder("briefing") / "briefing.pdf"
    qgis_process(city, "run", "igh:briefing", "--", *common, f"OUTPUT={target}")
    text = subprocess.run(
        ["pdftotext", "-layout", str(target), "-"], capture_output=True, check=True
    ).stdout.decode()
    plain = text.replace("\u00a0", " ")
    assert [name for name in list(panel)[:4] if shown[name].replace("\u00a0", " ") not in plain] == []
