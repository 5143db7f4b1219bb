"""igh:joinsources: a styled layer of areas and periods, each source with its own denominator."""

from __future__ import annotations

from qgis.core import QgsVectorLayer

from igh_plugin.core.filters import EventFilter
from igh_plugin.workspace.opening import open_workspace

SIDES = "samplecity_reports: inhabitants; samplecity_inspections: samplecity_reports"


def test_the_layer_holds_every_event_that_lies_in_an_area(run, city, tmp_path):
    target = str(tmp_path / "joined.gpkg")
    done = run("joinsources", WORKSPACE=str(city), SOURCES=SIDES, PERIOD=4, OUTPUT=target)
    layer = QgsVectorLayer(target, "x", "ogr")
    assert layer.isValid() and layer.featureCount() == done["ROWS"]
    names = [field.name() for field in layer.fields()]
    assert names[1:] == [
        "code", "name", "period_first", "period_last", "samplecity_reports_events", "samplecity_reports_rate",
        "samplecity_reports_complete", "samplecity_inspections_events", "samplecity_inspections_rate",
        "samplecity_inspections_complete",
    ]  # fmt: skip
    rows = [dict(zip(names, one.attributes())) for one in layer.getFeatures()]
    with open_workspace(city, read_only=True) as workspace:
        for source in ("samplecity_reports", "samplecity_inspections"):
            days = workspace.count_by(EventFilter(sources=(source,), undated=False), ["area"])
            inside = sum(int(n) for code, n in zip(days["area"], days["n"]) if code)
            assert sum(row[f"{source}_events"] or 0 for row in rows) == inside > 0
        levels = workspace.area_levels()
        assert {row["code"] for row in rows} == set(workspace.areas(levels[0])["code"].tolist())
    legend = [node.label() for node in layer.renderer().legendSymbolItems()]
    assert len(legend) >= 3 and "to under" in legend[1]
    assert layer.crs().authid() == "EPSG:28992" and not layer.extent().isEmpty()


def test_what_is_wrong_is_a_sentence(run, city, tmp_path):
    target = str(tmp_path / "joined.gpkg")
    assert "no source nobody" in run(
        "joinsources", True, WORKSPACE=str(city), SOURCES="nobody", OUTPUT=target
    )
    assert "no list of sources" in run("joinsources", True, WORKSPACE=str(city), SOURCES=";", OUTPUT=target)
    wrong = "samplecity_reports: people"
    assert "cannot be divided" in run("joinsources", True, WORKSPACE=str(city), SOURCES=wrong, OUTPUT=target)
