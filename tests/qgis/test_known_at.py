"""igh:knownat: any moment since the first run can be asked for, and the answer is what was known then."""

import numpy as np
import pytest
from qgis.core import QgsVectorLayer

from igh_plugin.pipeline.refresh import collect_source
from igh_plugin.sources.definition import parse_definition
from tests.servers.dso import Dso, reports

pytestmark = pytest.mark.one_qgis(1)

YAML = """
source: meldingen
kind: report
crs: EPSG:28992
licence: CC0
timezone: {{stored: Europe/Amsterdam, local: Europe/Amsterdam}}
connection: {{type: dso, address: "{address}"}}
id: id
fields: {{occurred_from: datumMelding, category: hoofdcategorie, status: externeStatus, wkt: geometrieVisualisatie}}
measures: {{items: {{constant: 2}}}}
attributes: {{sub: subcategorie}}
"""
DAYS = ("2026-03-01T03:00:00.000Z", "2026-03-02T03:00:00.000Z", "2026-03-29T02:30:00.000Z")


@pytest.fixture
def history(either_workspace):
    """Three runs: 100 reports; one closed, one withdrawn and one new; the closed one open again."""
    with Dso(reports(100)) as server:
        definition = parse_definition(YAML.format(address=server.address))
        collect_source(either_workspace, definition)
        server.rows[4]["externeStatus"] = "Afgesloten"
        server.rows.append({**server.rows[0], "id": "101"})
        del server.rows[9]
        collect_source(either_workspace, definition)
        server.rows[4]["externeStatus"] = "Heropend"
        server.rows[4]["geometrieVisualisatie"] = "SRID=28992;POINT (120120 487040)"
        collect_source(either_workspace, definition)
    for run, day in zip((1, 2, 3), DAYS):
        either_workspace._database.execute("UPDATE runs SET finished = ? WHERE id = ?", (day, run))
    return either_workspace


def read(path):
    layer = QgsVectorLayer(str(path), "x", "ogr")
    rows = {one["event_id"]: one for one in layer.getFeatures()}
    return layer, {name.split(":")[1]: one for name, one in rows.items()}


@pytest.mark.parametrize(
    ("moment", "run_", "status", "gone", "new"),
    [
        ("2026-03-01T04:00:00", 1, "Gemeld", True, False),
        ("2026-03-02T03:59:59", 1, "Gemeld", True, False),
        ("2026-03-02T04:00:00", 2, "Afgesloten", False, True),
        ("2026-03-29T04:29:59", 2, "Afgesloten", False, True),  # summer time: 02:29:59 UTC
        ("2026-03-29T04:30:00", 3, "Heropend", False, True),
        ("", 3, "Heropend", False, True),
    ],
)
def test_what_was_known_at_a_moment(run, history, tmp_path, moment, run_, status, gone, new):
    target = tmp_path / "known.gpkg"
    result = run("knownat", WORKSPACE=history.place, MOMENT=moment or None, OUTPUT=str(target))
    assert (result["RUN"], result["EVENTS"]) == (run_, 100)
    layer, found = read(target)
    assert found["5"]["status"] == status and ("10" in found) is gone and ("101" in found) is new
    assert found["5"].geometry().asPoint().x() == (120_120 if run_ == 3 else 120_004)
    assert found["1"]["m_items"] == 2 and found["1"]["a_sub"] == 'Huisafval; "los"'
    assert found["1"]["occurred_local"].toString("yyyy-MM-dd") == "2026-01-01"
    assert layer.crs().authid() == "EPSG:28992"
    for name, row in history.state_at(run_).items():
        assert found[name.split(":")[1]]["status"] == row["status"]


def test_before_the_first_run_and_for_an_unknown_source_there_is_a_sentence(run, history, tmp_path):
    target = str(tmp_path / "known.gpkg")
    said = run("knownat", fails=True, WORKSPACE=history.place, MOMENT="2025-01-01T00:00:00", OUTPUT=target)
    assert (
        "Nothing was known at 2025-01-01 00:00:00: the first run of this workspace ended at 2026-03-01 03:00 UTC."
        in said
    )
    said = run("knownat", fails=True, WORKSPACE=history.place, SOURCE="moldingen", OUTPUT=target)
    assert "The workspace has no source moldingen; it has: meldingen." in said


def test_an_empty_workspace_has_nothing_to_tell(run, empty_workspace, tmp_path):
    said = run("knownat", fails=True, WORKSPACE=str(empty_workspace.path), OUTPUT=str(tmp_path / "k.gpkg"))
    assert "Nothing was ever collected into this workspace." in said


def test_today_equals_the_events_of_the_workspace(run, history, tmp_path):
    target = tmp_path / "known.gpkg"
    run("knownat", WORKSPACE=history.place, SOURCE="meldingen", OUTPUT=str(target))
    _, found = read(target)
    events = history.events(["event_id", "x", "y", "status"])
    assert {f"meldingen:{name}" for name in found} == set(events["event_id"])
    at = {name: n for n, name in enumerate(events["event_id"])}
    for name, one in found.items():
        n = at[f"meldingen:{name}"]
        assert one["status"] == events["status"][n]
        assert np.allclose(
            [one.geometry().asPoint().x(), one.geometry().asPoint().y()], [events["x"][n], events["y"][n]]
        )
