"""igh:linkduplicates on the sample city: planted repeats are found, the links come and go, the page says why."""

from __future__ import annotations

import re
import shutil

import numpy as np
import pandas as pd
import pytest
from qgis.core import QgsVectorLayer

from igh_plugin.core import grid
from igh_plugin.core.duplicates import Categories
from igh_plugin.sources.duplicates import read_duplicate_rules
from igh_plugin.workspace.geopackage import GeoPackageWorkspace

SOURCE = "samplecity_reports"
KEPT = ("event_id", "category", "occurred_from", "reported_at", "x", "y", "status")


@pytest.fixture
def copied(city, tmp_path):
    return str(shutil.copy(city, tmp_path / "copy.gpkg"))


def plant(path, share=0.1, seed=3):
    """Add reports of what others reported before, inside the bounds of their rule; return their ids and whose they are.

    Half a bound away at most in space and in time, so that they are links of their own and no chains.
    """
    random = np.random.default_rng(seed)
    rules = read_duplicate_rules()
    columns = ["event_id", "category", "occurred_from", "occurred_local", "local_hour", "x", "y"]
    with GeoPackageWorkspace.open(path) as workspace:
        found = workspace.events(columns)
        rule = Categories.of(rules.tree, found["category"], np.full(len(found["x"]), None, object)).rules(
            rules.rules
        )
        whole = ~np.isnat(found["occurred_from"]) & ~np.isnan(found["local_hour"])
        reports = np.char.startswith(found["event_id"].astype(str), SOURCE)
        able = np.flatnonzero((rule >= 0) & whole & reports)
        chosen = np.sort(random.choice(able, int(share * len(able)), replace=False))
        metres, minutes = (
            np.array([getattr(one, name) for one in rules.rules]) for name in ("metres", "minutes")
        )
        angle, away = random.uniform(0, 2 * np.pi, len(chosen)), random.uniform(0, 0.5, len(chosen))
        later = (random.uniform(0, 0.5, len(chosen)) * minutes[rule[chosen]] * 60).astype("timedelta64[s]")
        x = found["x"][chosen] + away * metres[rule[chosen]] * np.cos(angle)
        y = found["y"][chosen] + away * metres[rule[chosen]] * np.sin(angle)
        local = found["occurred_local"][chosen] + later
        frame = pd.DataFrame(
            {
                "event_id": [f"planted:{number}" for number in range(len(chosen))],
                "kind": "report",
                "category": found["category"][chosen],
                "occurred_from": found["occurred_from"][chosen] + later,
                "occurred_local": local,
                "local_day": local.astype("datetime64[D]").astype(np.int64),
                "local_hour": (local.astype(np.int64) // 3600 % 24).astype(float),
                "location_quality": "address",
                "cell": grid.cell_of(x, y),
                "row_hash": np.arange(len(chosen)),
                "x": x,
                "y": y,
            }
        )
        with workspace.begin("collect", "planted") as run:
            run.put_source({"source": "planted", "kind": "report", "grain": "event"})
            run.store_events("planted", frame)
    return frame["event_id"].to_numpy(), found["event_id"][chosen]


def test_planted_repeats_are_found_and_the_rest_is_counted(run, copied, capsys):
    """What was near another by chance, before anything was planted, is counted too: those links cannot be told apart."""
    before = run("linkduplicates", WORKSPACE=copied)
    planted, origin = plant(copied)
    after = run("linkduplicates", WORKSPACE=copied)
    with GeoPackageWorkspace.open(copied, read_only=True) as workspace:
        told = workspace.events_in_incidents(["event_id"])
    incident = dict(zip(told["event_id"], told["incident"]))
    found = sum(incident[one] == incident[other] for one, other in zip(planted, origin))
    extra = (after["EVENTS"] - after["INCIDENTS"]) - (before["EVENTS"] - before["INCIDENTS"]) - len(planted)
    with capsys.disabled():
        chance = before["EVENTS"] - before["INCIDENTS"]
        print(
            f"\nplanted {len(planted)}, found {found}; of {before['EVENTS']} events {chance} linked without planting; "
            f"{extra} more links than planted ones"
        )
    assert found == len(planted) > 300
    assert 0 <= extra <= 0.05 * len(planted)
    assert chance <= 0.02 * before["EVENTS"]


def test_the_exact_duplicates_and_double_ids_of_the_city_never_became_events(city):
    with GeoPackageWorkspace.open(city, read_only=True) as workspace:
        rejected = {reason: count for source, reason, count in workspace.rejects_summary(SOURCE)}
        ids = workspace.events(["event_id"])["event_id"]
    assert rejected["exact_duplicate"] == 20 and rejected["duplicate_id"] == 10
    assert len(set(ids)) == len(ids)


def test_links_come_and_go_and_the_events_stay(run, copied, tmp_path):
    with GeoPackageWorkspace.open(copied, read_only=True) as workspace:
        clean, events = workspace.fingerprint(), workspace.events(KEPT)
    target, report = tmp_path / "incidents.gpkg", tmp_path / "why.html"
    plant(copied)
    with GeoPackageWorkspace.open(copied, read_only=True) as workspace:
        planted = workspace.fingerprint()
    result = run("linkduplicates", WORKSPACE=copied, OUTPUT=str(target), REPORT=str(report))
    layer = QgsVectorLayer(str(target), "x", "ogr")
    assert layer.featureCount() == result["SEVERAL"] > 300 and layer.crs().authid() == "EPSG:28992"
    assert [field.name() for field in layer.fields()][1:] == [
        "incident", "category", "reports", "first", "last", "sources",
    ]  # fmt: skip
    assert layer.renderer().type() == "categorizedSymbol"
    counts = [one["reports"] for one in layer.getFeatures()]
    assert sum(counts) == result["LINKED"] and counts == sorted(counts, reverse=True)
    assert result["EVENTS"] - result["INCIDENTS"] == result["LINKED"] - result["SEVERAL"]
    with GeoPackageWorkspace.open(copied, read_only=True) as workspace:
        linked = workspace.fingerprint()
        told = workspace.events_in_incidents(["event_id", "x", "y", "occurred_local"])
        assert int(told["first"].sum()) == result["INCIDENTS"]
    at = {name: row for row, name in enumerate(told["event_id"])}
    for one in layer.getFeatures():
        row = at[one["incident"]]
        point = one.geometry().asPoint()
        assert told["first"][row] and told["reports"][row] == one["reports"]
        assert np.allclose((point.x(), point.y()), (told["x"][row], told["y"][row]))
        assert one["first"].toString("yyyy-MM-ddTHH:mm:ss") == str(told["occurred_local"][row])
    page = report.read_text(encoding="utf-8")
    assert page.count("<table>") == 3 and "Waste and litter" in page and "planted:" in page
    assert not re.search(r"\{\w+\}", re.sub(r"<style>.*</style>", "", page))

    again = run("linkduplicates", WORKSPACE=copied)
    with GeoPackageWorkspace.open(copied, read_only=True) as workspace:
        assert workspace.fingerprint() == linked and again["LINKED"] == result["LINKED"]
    removed = run("linkduplicates", WORKSPACE=copied, UNLINK=True)
    assert f"The links of {result['LINKED']} events were removed" in "\n".join(removed["said"])
    with GeoPackageWorkspace.open(copied, read_only=True) as workspace:
        assert workspace.fingerprint() == planted != clean
        after = workspace.events(KEPT)
        for name in KEPT:
            np.testing.assert_array_equal(events[name], after[name][: len(events[name])])


def test_the_layer_can_hold_every_incident_once(run, copied, tmp_path):
    target = tmp_path / "all.gpkg"
    result = run("linkduplicates", WORKSPACE=copied, SOURCES=SOURCE, LEAST=1, OUTPUT=str(target))
    layer = QgsVectorLayer(str(target), "x", "ogr")
    assert layer.featureCount() == result["INCIDENTS"]
    undated = [one for one in layer.getFeatures() if not one["first"]]
    assert 0 < len(undated) < 20 and all(one["reports"] == 1 for one in undated)


def test_own_rules_and_two_sources(run, copied, tmp_path):
    planted, _ = plant(copied)
    rules = tmp_path / "mine.yaml"
    rules.write_text(
        f"two_sources: [{{sources: [{SOURCE}, planted], metres: 100, minutes: 3000}}]\n", encoding="utf-8"
    )
    report = tmp_path / "why.html"
    result = run("linkduplicates", WORKSPACE=copied, RULES=str(rules), REPORT=str(report))
    assert 0.95 * len(planted) < result["TWO_SOURCES"] == result["SEVERAL"] <= len(planted)
    assert f"{SOURCE} + planted" in report.read_text(encoding="utf-8")


def test_what_is_wrong_is_said(run, copied, empty_workspace, tmp_path):
    assert "There are no events to link" in run(
        "linkduplicates", fails=True, WORKSPACE=str(empty_workspace.path)
    )
    said = run("linkduplicates", fails=True, WORKSPACE=copied, SOURCES="moldingen")
    assert "The workspace has no source moldingen; it has: " in said
    rules = tmp_path / "mine.yaml"
    rules.write_text("rules:\n  waste: {main: afval, metres: 50}\n", encoding="utf-8")
    said = run("linkduplicates", fails=True, WORKSPACE=copied, RULES=str(rules))
    assert "mine.yaml, line 2: “rules.waste” needs “minutes”." in said
    with GeoPackageWorkspace.open(copied, read_only=True) as workspace:
        assert not len(workspace.incident_links()["event_id"])
