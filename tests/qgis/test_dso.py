"""The DSO API collected through its faults: a clear error or a complete result, and no row lost."""

import random
import sqlite3

import numpy as np
import pytest

from igh_plugin.core.errors import UserError
from igh_plugin.core.progress import Cancelled, Silent
from igh_plugin.pipeline.download import spool_path
from igh_plugin.pipeline.refresh import collect_source, refresh
from igh_plugin.sources.definition import parse_definition
from igh_plugin.sources.network import errors
from igh_plugin.sources.network.body import Limits
from igh_plugin.sources.network.door import Plain
from igh_plugin.sources.spool import Spool
from tests.servers.dso import Dso, reports

pytestmark = pytest.mark.one_qgis(2)

QUICK = Limits(connect=2, read=2, pause=0.01, tries=2)
COUNT = 3_000
NOW = np.datetime64("2026-11-20T12:00:00")
YAML = """
source: meldingen
kind: report
crs: EPSG:28992
licence: CC BY 4.0
timezone: {{stored: Europe/Amsterdam, local: Europe/Amsterdam}}
connection: {{type: dso, address: "{address}"{more}}}
refresh: {{every: 1, field: datumMelding, overlap: 2, whole: 7}}
id: id
fields:
  reported_at: datumMelding
  occurred_from: datumMelding
  category: {{column: hoofdcategorie}}
  subcategory: {{column: subcategorie}}
  status: {{column: externeStatus}}
  wkt: geometrieVisualisatie
  location_quality: {{constant: displaced}}
personal: [melderEmail]
"""


class Key(Plain):
    def __init__(self, value):
        self.value = value

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def authorise(self, credentials, address, renew):
        return {"X-Api-Key": self.value}


@pytest.fixture
def dso():
    with Dso(reports(COUNT)) as running:
        yield running


@pytest.fixture
def workspace(empty_workspace):
    return empty_workspace


def definition(dso, more=""):
    return parse_definition(YAML.format(address=dso.address, more=more))


def collect(workspace, dso, now=NOW, around=None, more="", **options):
    return collect_source(
        workspace,
        definition(dso, more),
        around,
        options.pop("progress", None),
        now=now,
        limits=QUICK,
        **options,
    )


def ids(workspace):
    return sorted(int(one.split(":")[1]) for one in workspace.events(["event_id"])["event_id"])


def test_every_row_comes_and_only_what_is_mapped(workspace, dso):
    result = collect(workspace, dso)
    assert (result.read, result.kept, result.new, result.rejected) == (COUNT, COUNT, COUNT, {})
    assert ids(workspace) == list(range(1, COUNT + 1))
    bulk = [
        query for _, query in dso.site.queries if query.get("_format") == "csv" and "_pageSize" not in query
    ]
    assert len(bulk) == 1 and "melderEmail" not in bulk[0]["_fields"]
    about = workspace.runs("meldingen")[-1]["parameters"]
    assert about["address"] == dso.address and about["whole"] and about["bytes"] > 100_000
    assert about["reached"] == "2026-10-27" and about["licence"] == "CC BY 4.0"
    files = [file for file in workspace.path.parent.rglob("*") if file.is_file()]
    assert not [file for file in files if b"@example.org" in file.read_bytes()]
    assert not spool_path(workspace.path, "meldingen").parent.exists()


def test_the_next_day_only_what_is_new_is_asked_for(workspace, dso):
    collect(workspace, dso)
    dso.rows[-1]["externeStatus"] = "Afgehandeld"
    dso.rows += [{**row, "id": str(COUNT + int(row["id"]))} for row in reports(10, "2026-10-28")]
    result = collect(workspace, dso)
    assert (result.read, result.new, result.changed, result.withdrawn) == (40, 10, 1, 0)
    assert ids(workspace) == list(range(1, COUNT + 11))
    assert dso.site.queries[-1][1]["datumMelding[gte]"] == "2026-10-25"
    again = collect(workspace, dso)
    assert (again.new, again.changed) == (0, 0)


def test_what_vanished_is_seen_when_everything_is_asked_for_again(workspace, dso):
    first = collect(workspace, dso).run
    del dso.rows[100]
    later = np.datetime64("2026-12-10T12:00:00")
    result = collect(workspace, dso, now=later)
    assert (result.read, result.withdrawn, result.unchanged) == (COUNT - 1, 1, COUNT - 1)
    assert "meldingen:101" in workspace.state_at(first) and "meldingen:101" not in workspace.state_at(
        result.run
    )
    assert dso.site.queries[-1][1].get("datumMelding[gte]") is None


@pytest.mark.parametrize("fault", ["aborts", "drops", "cuts"])
@pytest.mark.parametrize("times", [1, 99])
def test_a_stream_that_fails_comes_whole_the_next_time_or_changes_nothing(workspace, dso, fault, times):
    setattr(dso, fault, {"aborts": 1_234, "drops": 7, "cuts": 50_000}[fault])
    dso.times = times
    if times == 1:
        assert collect(workspace, dso).read == COUNT
        assert ids(workspace) == list(range(1, COUNT + 1))
        return
    before = workspace.fingerprint()
    said = {
        "aborts": "gave up halfway: Aborted by OperationalError",
        "drops": "only 2993 of 3000",
        "cuts": "broke off",
    }
    with pytest.raises(errors.Broken, match=said[fault]):
        collect(workspace, dso)
    assert workspace.fingerprint() == before


def test_a_stream_cut_at_a_random_byte_a_hundred_times(workspace, dso):
    """Cut by closing the connection, with and without the server noticing: never a row too few without a word."""
    dice = random.Random(11)
    outcomes = []
    for _ in range(100):
        dso.cuts, dso.times = dice.randrange(1, 200_000), dice.choice([1, 99])
        try:
            outcomes.append(collect(workspace, dso, whole=True).read)
        except errors.NetworkError:
            outcomes.append(None)
        assert ids(workspace) in ([], list(range(1, COUNT + 1)))
    assert set(outcomes) == {COUNT, None}


def test_what_the_service_refuses_is_told(workspace, dso):
    with pytest.raises(errors.Refused, match="400: Invalid input.; kleur: Field does not exist"):
        collect(workspace, dso, more=", parameters: {kleur: rood}")
    dso.hidden = ("datumMelding",)
    with pytest.raises(UserError, match="no column datumMelding"):
        collect(workspace, dso)
    dso.hidden = ()
    dso.content_crs = "EPSG:4326"
    with pytest.raises(errors.WrongContent, match="in EPSG:4326, not in EPSG:28992"):
        collect(workspace, dso)
    assert ids(workspace) == []


def test_a_key_is_shown_and_a_wrong_one_told(workspace):
    with Dso(reports(50), key="sleutel-van-de-stad") as dso:
        with pytest.raises(errors.Refused, match="401: API key missing.*Authentication"):
            collect(workspace, dso)
        with pytest.raises(errors.Refused, match="400: invalid API key"):
            collect(workspace, dso, around=Key("verkeerd"), more=", credentials: abc")
        assert (
            collect(workspace, dso, around=Key("sleutel-van-de-stad"), more=", credentials: abc").read == 50
        )
    assert b"sleutel-van-de-stad" not in workspace.path.read_bytes()


def test_half_a_source_is_not_believed(workspace, dso):
    collect(workspace, dso)
    dso.rows = dso.rows[:1_000]
    with pytest.raises(UserError, match="gave 1000 records, where at least 1500 were expected"):
        collect(workspace, dso, whole=True)
    assert ids(workspace) == list(range(1, COUNT + 1))


def test_rejects_of_days_not_asked_for_stay_and_mended_ones_go(workspace, dso):
    dso.rows[10]["geometrieVisualisatie"] = ""
    dso.rows[-5]["geometrieVisualisatie"] = ""
    assert collect(workspace, dso).rejected == {"missing_coordinates": 2}
    dso.rows[-5]["geometrieVisualisatie"] = "SRID=28992;POINT (120100 487100)"
    result = collect(workspace, dso)
    assert result.new == 1 and result.rejected == {}
    assert workspace.rejects_summary("meldingen") == [("meldingen", "missing_coordinates", 1)]


def test_two_at_the_same_time(workspace, dso):
    with (
        Spool(spool_path(workspace.path, "meldingen"), "meldingen"),
        pytest.raises(UserError, match="another program"),
    ):
        collect(workspace, dso)
    assert collect(workspace, dso).read == COUNT


def test_a_damaged_download_begins_anew(workspace, dso):
    path = spool_path(workspace.path, "meldingen")
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)
    assert collect(workspace, dso).read == COUNT


def test_cancelling_leaves_the_workspace_alone(workspace, dso):
    class Stopping(Silent):
        def step(self, fraction, message=""):
            if fraction > 0.3:
                raise Cancelled

    before = workspace.fingerprint()
    with pytest.raises(Cancelled):
        collect(workspace, dso, progress=Stopping())
    assert workspace.fingerprint() == before


def test_refresh_fetches_what_is_due_and_goes_on_after_a_failure(impatient, workspace, dso):
    collect(workspace, dso)
    with Dso(reports(30)) as other:
        text = YAML.format(address=other.address, more="").replace("source: meldingen", "source: others")
        collect_source(workspace, parse_definition(text), None, None, now=NOW, limits=QUICK)
    tomorrow = NOW + np.timedelta64(30, "D")
    assert refresh(workspace, lambda one: Key(""), now=np.datetime64("now")) == {}
    outcome = refresh(workspace, lambda one: Key(""), now=tomorrow)
    assert outcome["meldingen"].unchanged == COUNT
    assert isinstance(outcome["others"], errors.Unreachable)
    assert len(ids(workspace)) == COUNT + 30
    assert sqlite3.connect(workspace.path).execute(
        "select count(*) from runs where source = 'others'"
    ).fetchone() == (1,)


def test_a_definition_that_is_no_longer_understood_does_not_hold_up_the_others(impatient, workspace, dso):
    collect(workspace, dso)
    with workspace.begin("collect", "old") as run:
        run.put_source(
            {"source": "old", "definition": "source: old\nkind: report\nolder: key\nfields: {wkt: g}\n"}
        )
    outcome = refresh(workspace, lambda one: Key(""), now=NOW + np.timedelta64(30, "D"))
    assert outcome["meldingen"].unchanged == COUNT
    assert isinstance(outcome["old"], UserError) and "“older” is not known here" in str(outcome["old"])


def test_collected_and_refreshed_from_the_toolbox(tmp_path, run, dso):
    path, source = tmp_path / "t.gpkg", tmp_path / "meldingen.yaml"
    source.write_text(YAML.format(address=dso.address, more=""), encoding="utf-8")
    first = run("collect", WORKSPACE=str(path), SOURCE=str(source))
    assert (first["READ"], first["NEW"], first["REJECTED"]) == (COUNT, COUNT, 0)
    assert run("refresh", WORKSPACE=str(path))["DONE"] == 0
    dso.rows += [{**row, "id": str(COUNT + int(row["id"]))} for row in reports(10, "2026-10-28")]
    second = run("refresh", WORKSPACE=str(path), ALL=True)
    assert (second["DONE"], second["FAILED"], second["NEW"], second["WITHDRAWN"]) == (1, 0, 10, 0)
    dso.hidden = ("datumMelding",)
    said = run("refresh", fails=True, WORKSPACE=str(path), ALL=True)
    assert "No source could be refreshed. meldingen: the server answers 403" in said
    assert "Traceback" not in said


def test_date_and_clock_in_columns_of_their_own(workspace, dso):
    text = YAML.replace(
        "occurred_from: datumMelding", "occurred_from: {{column: datumMelding, clock: tijdstipMelding}}"
    )
    one = parse_definition(text.format(address=dso.address, more=""))
    assert collect_source(workspace, one, None, None, now=NOW, limits=QUICK).kept == COUNT
    times = workspace.events(["event_id", "occurred_from"])
    at = times["event_id"].tolist().index("meldingen:2")
    assert str(times["occurred_from"][at]) == "2026-01-01T00:01:00"
