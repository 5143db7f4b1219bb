"""The night's work: whole, partly, failed; a report; and no secret anywhere."""

import json
from datetime import datetime, timezone

import numpy as np
import pytest
from qgis.core import QgsApplication, QgsProject

from igh_plugin.pipeline.areas import import_areas
from igh_plugin.pipeline.history import Last, is_due
from igh_plugin.pipeline.refresh import collect_source
from igh_plugin.pipeline.sample_city import write_sample_city
from igh_plugin.sources.definition import parse_source
from igh_plugin.sources.network.body import Limits
from igh_plugin.sources.remote import Remote
from igh_plugin.workspace.opening import open_workspace
from tests.qgis.test_dso import YAML
from tests.servers.dso import FIELDS, Dso

pytestmark = pytest.mark.one_qgis(1)

QUICK = Limits(connect=2, read=2, pause=0.01, tries=2)
COUNT = 2_000


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    folder = tmp_path_factory.mktemp("night") / "city"
    write_sample_city(folder, seed=7, neighbourhoods=40, events=100)
    return folder


def rows(extent):
    """Reports in the middle of the sample city, ten a day until yesterday."""
    dice = np.random.default_rng(1)
    today = np.datetime64("now", "D")
    for at in range(COUNT):
        day = str(today - 1 - (COUNT - 1 - at) // 10)
        x = dice.uniform(extent[0] + 0.4 * (extent[2] - extent[0]), extent[0] + 0.6 * (extent[2] - extent[0]))
        y = dice.uniform(extent[1] + 0.4 * (extent[3] - extent[1]), extent[1] + 0.6 * (extent[3] - extent[1]))
        values = (
            str(at),
            "Afval",
            "Grofvuil",
            day,
            "10:00:00",
            "Gemeld",
            "jan@example.org",
            f"SRID=28992;POINT ({x:.1f} {y:.1f})",
        )
        yield dict(zip(FIELDS, values))


@pytest.fixture
def night(city, qgis_app, places, tmp_path, monkeypatch):
    """A workspace in a file, and a shared one, with areas and two sources that were collected just now."""
    from osgeo import ogr

    dataset = ogr.Open(str(city / "areas.gpkg"))
    left, right, bottom, top = dataset.GetLayerByName("districts").GetExtent()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with Dso(rows((left, bottom, right, top))) as first, Dso(rows((left, bottom, right, top))) as second:
        with places.make() as workspace:
            place = workspace.place
            import_areas(workspace, str(city / "areas.gpkg"))
            for name, server in (("meldingen", first), ("others", second)):
                text = YAML.format(address=server.address, more="").replace(
                    "source: meldingen", f"source: {name}"
                )
                collect_source(workspace, parse_source(text), limits=QUICK)
        yield place, first, second


def outputs(tmp_path):
    return {
        "PROJECT": str(tmp_path / "city.qgz"), "BRIEFINGS": str(tmp_path / "briefings"), "REPORT": str(tmp_path / "report.json"),
    }  # fmt: skip


def test_everything_in_one_run(run, night, tmp_path):
    place, first, _ = night
    first.rows[-1]["externeStatus"] = "Afgehandeld"
    results = run("nightly", WORKSPACE=place, ALL=True, **outputs(tmp_path))
    report = json.loads((tmp_path / "report.json").read_text())
    assert (results["EXIT_CODE"], results["FAILED"]) == (0, 0)
    assert (report["exit_code"], report["state"]) == (0, "whole")
    assert report["sources"]["meldingen"]["changed"] == 1 and report["sources"]["others"]["changed"] == 0
    assert report["sources"]["meldingen"]["bytes"] > 1_000 and report["software"]["igh"]
    project = QgsProject()
    assert project.read(str(tmp_path / "city.qgz")) and len(project.mapLayers()) > 3
    assert all(layer.isValid() for layer in project.mapLayers().values())
    project.clear()
    made = sorted(file.name for file in (tmp_path / "briefings").glob("*.pdf"))
    assert "registrations_all.pdf" in made and len(made) == len(report["briefings"]) > 5
    assert all((tmp_path / "briefings" / name).read_bytes()[:5] == b"%PDF-" for name in made)
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert not [file for file in files if b"jan@example.org" in file.read_bytes()]


def test_a_source_that_fails_makes_it_partly(run, night, tmp_path):
    place, _, second = night
    second.hidden = ("datumMelding",)
    with open_workspace(place, read_only=True) as workspace:
        before = len(workspace.events(["fid"])["fid"])
    results = run("nightly", WORKSPACE=place, ALL=True, REPORT=str(tmp_path / "report.json"))
    report = json.loads((tmp_path / "report.json").read_text())
    assert results["EXIT_CODE"] == report["exit_code"] == 2 and report["state"] == "partly"
    assert report["sources"]["meldingen"]["done"] and not report["sources"]["others"]["done"]
    assert "403" in report["sources"]["others"]["error"] and report["themes"]["registrations"]["done"]
    with open_workspace(place, read_only=True) as workspace:
        assert len(workspace.events(["fid"])["fid"]) == before


def test_nothing_due_is_a_whole_night(run, night, tmp_path):
    place, first, _ = night
    asked = len(first.site.asked)
    results = run("nightly", WORKSPACE=place, REPORT=str(tmp_path / "report.json"))
    assert results["EXIT_CODE"] == 0 and json.loads((tmp_path / "report.json").read_text())["sources"] == {}
    assert len(first.site.asked) == asked


def test_when_nothing_can_be_done_it_fails_and_says_why(run, night, tmp_path):
    place, first, second = night
    first.hidden = second.hidden = ("datumMelding",)
    report = tmp_path / "report.json"
    said = run("nightly", fails=True, WORKSPACE=place, THEMES="", ALL=True, REPORT=str(report))
    assert "Nothing of the night's work could be done. meldingen: the server answers 403" in said
    assert json.loads(report.read_text())["exit_code"] == 1


def test_a_theme_that_is_not_there_ends_it_at_once(run, night):
    place, first, _ = night
    asked = len(first.site.asked)
    assert "no_such_theme" in run("nightly", fails=True, WORKSPACE=place, THEMES="no_such_theme", ALL=True)
    assert len(first.site.asked) == asked


def test_a_locked_store_ends_it_at_once(run, night, monkeypatch):
    monkeypatch.delenv("QGIS_AUTH_PASSWORD_FILE", raising=False)
    QgsApplication.authManager().clearMasterPassword()
    place, first, _ = night
    with open_workspace(place) as workspace:
        text = YAML.format(address=first.address, more=", credentials: abc1234").replace(
            "source: meldingen", "source: keyed"
        )
        with workspace.begin(kind="collect", source="keyed") as made:
            made.put_source(parse_source(text).as_record())
    asked = len(first.site.asked)
    said = run("nightly", fails=True, WORKSPACE=place, ALL=True)
    assert "QGIS_AUTH_PASSWORD_FILE" in said or "switched off" in said
    assert len(first.site.asked) == asked


@pytest.mark.parametrize(
    ("every", "soon", "due"), [(1, "02T09:00", "03T03:15"), (7, "08T20:00", "09T03:15"), (0.25, "02T07:30", "02T08:15")]
)  # fmt: skip
def test_what_took_its_time_last_night_is_due_at_the_same_hour_tonight(every, soon, due):
    last = Last(finished=datetime(2026, 1, 2, 3, 40, tzinfo=timezone.utc))
    remote = Remote("dso", "https://a.nl", every=every)
    assert not is_due(remote, last, np.datetime64(f"2026-01-{soon}"))
    assert is_due(remote, last, np.datetime64(f"2026-01-{due}"))


def test_what_is_past_its_retention_goes_at_the_end_of_the_night(run, night, tmp_path):
    place, first, _ = night
    with open_workspace(place) as workspace:
        text = YAML.format(address=first.address, more="") + "retention: {events: 100}\n"
        with workspace.begin(kind="definition", source="meldingen") as made:
            made.put_source(parse_source(text).as_record())
    results = run("nightly", WORKSPACE=place, REPORT=str(tmp_path / "report.json"))
    report = json.loads((tmp_path / "report.json").read_text())
    assert results["EXIT_CODE"] == 0 and report["retention"]["done"]
    gone = report["retention"]["events"]
    assert 1_000 <= gone <= 1_030  # ten a day for two hundred days, half of them older
    with open_workspace(place, read_only=True) as workspace:
        assert len(workspace.events(["fid"])["fid"]) == 2 * COUNT - gone
        cube = workspace.cube(["meldingen"], workspace.area_levels()[0], "all")
        assert cube["value"].sum() == COUNT - gone
