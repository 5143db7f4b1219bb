"""Records with an address only, end to end: from files and fetched, each address asked once, and nothing else sent."""

import json

import numpy as np
import pytest

from igh_plugin.core.errors import UserError
from igh_plugin.core.progress import Cancelled, Silent
from igh_plugin.pipeline import geocode
from igh_plugin.pipeline.collect import collect
from igh_plugin.pipeline.erase import erase
from igh_plugin.pipeline.refresh import collect_source
from igh_plugin.sources.definition import parse_definition
from igh_plugin.sources.network import errors
from igh_plugin.sources.network.body import Limits
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.servers.locatieserver import Locatieserver, place
from tests.servers.web import Answer, Site

pytestmark = pytest.mark.one_qgis(2)

QUICK = Limits(connect=2, read=2, pause=0.01, tries=2, longest_wait=3)
NOW = np.datetime64("2026-06-01T12:00:00")
COUNT = 60
YAML = """
source: letters
kind: report
licence: CC0
format: {{separator: semicolon, encoding: utf-8}}
timezone: {{stored: Europe/Amsterdam, local: Europe/Amsterdam}}
{geocode}
id: number
fields:
  occurred_from: moment
  category: {{column: sort}}
{fields}
personal: [reporter]
{more}
"""
COLUMNS = "geocode: {{service: locatieserver, address: '{address}', columns: [street, house, postcode, town]{more}}}"
FIELD = "geocode: {{service: locatieserver, address: '{address}'{more}}}"
SECRET = "jan.jansen@example.org"
HEADER = ("number", "moment", "sort", "street", "house", "postcode", "town", "reporter")


def rows(count=COUNT):
    """Records at 20 addresses, written in three ways, one street that nobody knows, and one without an address."""
    for at in range(count):
        house = at % 20 + 1
        street = ["Damrak", "DAMRAK", " damrak  "][at % 3]
        yield (
            str(at),
            f"2026-05-{1 + at % 28:02d} 10:00",
            "letter",
            street,
            str(house),
            "1012 LG",
            "Amsterdam",
            SECRET,
        )
    yield (str(count), "2026-05-01 10:00", "letter", "Nergensstraat", "5", "", "", SECRET)
    yield (str(count + 1), "2026-05-01 10:00", "letter", "", "", "", "", SECRET)


def write(path, some=None):
    lines = [HEADER, *(rows() if some is None else some)]
    path.write_text("\n".join(";".join(row) for row in lines) + "\n", encoding="utf-8")
    return path


def definition(server, said=COLUMNS, more="", fields="", rest=""):
    text = YAML.format(geocode=said.format(address=server.address, more=more), fields=fields, more=rest)
    return parse_definition(text)


@pytest.fixture
def server():
    places = {
        f"damrak {house} 1012 lg amsterdam": [
            place(f"Damrak {house}, 1012LG Amsterdam", 121_500 + house, 487_600)
        ]
        for house in range(1, 21)
    }
    with Locatieserver(places) as running:
        yield running


@pytest.fixture
def files(tmp_path):
    return write(tmp_path / "letters.csv")


def store(workspace, one, paths, **options):
    return collect(
        workspace, one, paths, options.pop("progress", None), options.pop("now", NOW), limits=QUICK, **options
    )


def points(workspace):
    found = workspace.events(["event_id", "x", "y", "location_quality", "a_geocode_score"])
    return sorted(zip(*(found[name].tolist() for name in found)))


def cached(workspace):
    return workspace._connection.execute(
        "SELECT address, x, y, crs, score, type FROM geocodes ORDER BY address"
    ).fetchall()


def test_each_address_is_asked_once_and_only_addresses_are_sent(empty_workspace, server, files):
    result = store(empty_workspace, definition(server), files)
    assert (result.read, result.kept) == (COUNT + 2, COUNT)
    assert result.rejected == {"address_not_found": 1, "missing_coordinates": 1}
    found = points(empty_workspace)
    assert found[0] == ("letters:0", 121_501.0, 487_600.0, "address", "12.3") and len(found) == COUNT
    assert len(set(server.asked)) == len(server.asked) == 21
    assert {(name, value) for parameters, _ in server.sent for name, value in parameters if name != "q"} == {
        ("fq", "type:adres"), ("rows", "1"), ("fl", "weergavenaam,type,score,centroide_rd"),
    }  # fmt: skip
    sent = json.dumps(server.sent)
    assert not [word for word in ("jan", "example", "letter", "2026-05", "reporter") if word in sent.lower()]
    assert len(cached(empty_workspace)) == 21
    assert cached(empty_workspace)[-1] == ("nergensstraat 5", None, None, None, None, None)
    about = empty_workspace.runs("letters")[-1]["parameters"]["geocoding"]
    assert about == {
        "service": server.address, "filters": ["type:adres"], "least_score": 0.0,
        "addresses": 21, "asked": 21, "cached": 0, "found": 20,
    }  # fmt: skip
    assert [run["kind"] for run in empty_workspace.runs("letters")] == ["geocode", "collect"]
    assert SECRET.encode() not in empty_workspace.path.read_bytes()


def test_the_same_files_again_send_nothing_and_change_nothing(empty_workspace, server, files):
    store(empty_workspace, definition(server), files)
    before, asked = empty_workspace.fingerprint(), len(server.sent)
    result = store(empty_workspace, definition(server), files)
    assert (result.new, result.changed, result.unchanged) == (0, 0, COUNT)
    assert len(server.sent) == asked and empty_workspace.fingerprint() == before
    about = empty_workspace.runs("letters")[-1]["parameters"]["geocoding"]
    assert (about["asked"], about["cached"], about["found"]) == (0, 21, 20)


def test_without_the_key_nothing_is_sent(empty_workspace, server, tmp_path):
    files = write(tmp_path / "letters.csv", [(*row, "121000", "487000") for row in rows()])
    files.write_text(files.read_text().replace(";reporter", ";reporter;x;y", 1))
    text = YAML.format(
        geocode="crs: EPSG:28992", fields="  address: {column: street}\n  x: x\n  y: y", more=""
    )
    assert store(empty_workspace, parse_definition(text), files).kept == COUNT + 2
    assert server.sent == [] and cached(empty_workspace) == []
    with pytest.raises(UserError, match="must say where a record lies"):
        parse_definition(YAML.format(geocode="crs: EPSG:28992", fields="  address: street", more=""))


def test_records_with_coordinates_are_not_looked_up(empty_workspace, server, tmp_path):
    some = [(*row, *(("121000", "487000") if at % 2 else ("", ""))) for at, row in enumerate(rows())]
    files = write(tmp_path / "letters.csv", some)
    files.write_text(files.read_text().replace(";reporter", ";reporter;x;y", 1))
    one = definition(
        server, "crs: EPSG:28992\n" + COLUMNS, fields="  x: x\n  y: y\n  location_quality: {constant: exact}"
    )
    result = store(empty_workspace, one, files)
    assert len(server.asked) == 11 and result.rejected == {"address_not_found": 1}
    assert {(quality, bool(score)) for *_, quality, score in points(empty_workspace)} == {
        ("exact", False), ("address", True),
    }  # fmt: skip


def test_the_crs_of_the_source_does_not_matter(empty_workspace, server, files, tmp_path):
    store(empty_workspace, definition(server), files)
    other = definition(server, "crs: EPSG:4326\nextent: [4.8, 52.3, 5.0, 52.4]\n" + COLUMNS)
    with GeoPackageWorkspace.create(tmp_path / "degrees.gpkg", "EPSG:28992") as second:
        assert store(second, other, files).kept == COUNT
        for mine, theirs in zip(points(empty_workspace), points(second)):
            np.testing.assert_allclose(mine[1:3], theirs[1:3], atol=0.01)


def test_files_and_fetched_records_give_the_same(empty_workspace, server, files, tmp_path):
    store(empty_workspace, definition(server), files)
    with Site({"/letters.csv": lambda request: Answer(files.read_bytes(), kind="text/csv")}) as site:
        connection = f"connection: {{type: csv, address: '{site.address('/letters.csv')}'}}"
        fetched = definition(server, rest=connection)
        asked = len(server.sent)
        with GeoPackageWorkspace.create(tmp_path / "fetched.gpkg", "EPSG:28992") as second:
            result = collect_source(second, fetched, None, None, now=NOW, limits=QUICK)
            assert (result.kept, result.rejected["address_not_found"]) == (COUNT, 1)
            assert points(second) == points(empty_workspace) and cached(second) == cached(empty_workspace)
            assert server.asked[asked:] == server.asked[:asked]
            collect_source(second, fetched, None, None, now=NOW, limits=QUICK)
            assert len(server.sent) == 2 * asked
            about = second.runs("letters")[-1]["parameters"]
            assert about["address"] == site.address("/letters.csv") and about["geocoding"]["cached"] == 21


def test_scores_and_kinds_that_are_not_good_enough(empty_workspace, server, files):
    for house in (1, 2):
        server.places[f"damrak {house} 1012 lg amsterdam"][0]["score"] = 7.9
    server.places["nergensstraat 5"] = [place("Nergensstraat, Amsterdam", 121_510, 487_590, "weg", 9.0)]
    result = store(empty_workspace, definition(server, more=", least_score: 8"), files)
    assert result.rejected == {"address_not_found": 7, "missing_coordinates": 1}
    asked = len(server.sent)
    result = store(empty_workspace, definition(server, more=", least_score: 7"), files)
    assert result.rejected["address_not_found"] == 1 and len(server.sent) == asked
    result = store(empty_workspace, definition(server, more=", type: [adres, weg]"), files)
    assert result.rejected == {"missing_coordinates": 1} and len(server.sent) == asked + 21
    assert points(empty_workspace)[-1][3] == "address" and len(cached(empty_workspace)) == 42
    assert [quality for *_, quality, _ in points(empty_workspace)].count("street") == 1


def test_an_answer_far_from_all_others_is_not_believed(empty_workspace, server, files):
    server.places["nergensstraat 5"] = [place("Nergensstraat 5, Elders", 200_000, 400_000)]
    result = store(empty_workspace, definition(server), files)
    assert result.rejected == {"far_outside": 1, "missing_coordinates": 1}


def test_a_service_that_stops_changes_nothing_and_the_next_try_goes_on(empty_workspace, server, files):
    before = empty_workspace.fingerprint()
    server.always, server.fine = Answer("", 503), 8
    with pytest.raises(
        errors.Unavailable, match="letters, Locatieserver: the server answers 503.*Try again later"
    ) as caught:
        store(empty_workspace, definition(server), files)
    assert "damrak" not in str(caught.value)
    assert empty_workspace.fingerprint() == before and empty_workspace.count_events() == 0
    assert len(cached(empty_workspace)) == 8 and empty_workspace.sources() == []
    server.always, first = None, server.asked[:8]
    assert store(empty_workspace, definition(server), files).kept == COUNT
    assert not set(first) & set(server.asked[10:]) and len(set(server.asked)) == 21


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Answer("<html><title>Log in</title></html>", kind="text/html"), errors.WrongContent),
        (Answer('{"response": {}}', kind="application/json"), errors.WrongContent),
        (Answer("", 429, {"Retry-After": "600"}), errors.Unavailable),
    ],
)
def test_what_is_no_answer_changes_nothing(empty_workspace, server, files, fault, kind):
    store(empty_workspace, definition(server), files)
    before = empty_workspace.fingerprint()
    server.always = fault
    write(files, [*rows(), ("99", "2026-05-01 10:00", "letter", "Rokin", "1", "", "", SECRET)])
    with pytest.raises(kind):
        store(empty_workspace, definition(server), files)
    assert empty_workspace.fingerprint() == before and len(cached(empty_workspace)) == 21


def test_cancelling_keeps_what_was_looked_up(empty_workspace, server, files, monkeypatch):
    monkeypatch.setattr(geocode, "_TOGETHER", 4)

    class Stopping(Silent):
        def check(self):
            if len(server.sent) >= 10:
                raise Cancelled

    before = empty_workspace.fingerprint()
    with pytest.raises(Cancelled):
        store(empty_workspace, definition(server), files, progress=Stopping())
    assert empty_workspace.fingerprint() == before and 9 <= len(cached(empty_workspace)) <= 10


def test_answers_are_forgotten_after_a_year_and_asked_anew(empty_workspace, server, files):
    store(empty_workspace, definition(server), files)
    later = NOW + geocode.RETENTION + np.timedelta64(1, "D")
    some = [row for row in rows() if row[4] in ("1", "2")]
    store(empty_workspace, definition(server), write(files, some), now=later)
    assert len(server.sent) == 23 and len(cached(empty_workspace)) == 2
    assert b"nergensstraat 5" not in empty_workspace.path.read_bytes()


def test_a_part_of_the_address_that_a_file_lacks_is_an_error_before_anything_is_sent(
    empty_workspace, server, files
):
    files.write_text(files.read_text().replace(";house;", ";nr;", 1))
    with pytest.raises(UserError, match="no column house, which the mapping names for geocode"):
        store(empty_workspace, definition(server), files)
    assert server.sent == []


def test_from_the_toolbox(tmp_path, run, server):
    """A new workspace, in RD New; the field `address` is what is looked up; refreshed without sending again."""
    server.places = {"damrak 1": [place("Damrak 1, 1012LG Amsterdam", 121_501, 487_600)]}
    files = write(tmp_path / "letters.csv", list(rows())[:1])
    files.write_text(files.read_text().replace("Damrak;1;", "Damrak 1;;"))
    with Site({"/letters.csv": lambda request: Answer(files.read_bytes(), kind="text/csv")}) as site:
        rest = f"refresh: {{every: 1}}\nconnection: {{type: csv, address: '{site.address('/letters.csv')}'}}"
        mapping = tmp_path / "letters.yaml"
        mapping.write_text(
            definition(server, FIELD, fields="  address: street", rest=rest).text, encoding="utf-8"
        )
        done = run("collectfile", WORKSPACE=str(tmp_path / "a.gpkg"), EVENTS=str(files), MAPPING=str(mapping))
        assert (done["KEPT"], done["REJECTED"]) == (1, 0)
        said = "\n".join(done["said"])
        assert f"letters: 1 addresses of records without coordinates are sent to {server.address}" in said
        assert f"1 of 1 addresses were found ({server.address}); 1 were asked now, 0 were known" in said
        assert run("collect", WORKSPACE=str(tmp_path / "b.gpkg"), SOURCE=str(mapping))["NEW"] == 1
        assert server.asked == ["damrak 1"] * 2
        done = run("refresh", WORKSPACE=str(tmp_path / "b.gpkg"), ALL=True)
        assert (done["DONE"], done["FAILED"]) == (1, 0) and len(server.sent) == 2
    for name in ("a.gpkg", "b.gpkg"):
        with GeoPackageWorkspace.open(tmp_path / name) as workspace:
            assert workspace.crs == "EPSG:28992" and points(workspace)[0][1:3] == (121_501.0, 487_600.0)


def test_the_address_of_erased_records_is_forgotten_and_never_asked_again(empty_workspace, server, files):
    """Its columns are no part of the event: it is known by the point that was found."""
    store(empty_workspace, definition(server), files)
    asked = len(server.site.asked)
    erased = [f"letters:{at}" for at in (0, 20, 40)]  # all at Damrak 1
    gone = erase(empty_workspace, erased)
    assert (gone.counts["events"], gone.counts["addresses"]) == (3, 1)
    known = [row[0] for row in cached(empty_workspace)]
    assert len(known) == 20 and "damrak 1 1012 lg amsterdam" not in known
    result = store(empty_workspace, definition(server), files)
    assert result.rejected["erased"] == 3 and len(server.site.asked) == asked
    assert [row[0] for row in cached(empty_workspace)] == known
    rejected = erase(empty_workspace, [f"letters:{COUNT}"])  # its address was looked up, and not found
    assert (rejected.counts["rejects"], rejected.counts["addresses"]) == (1, 1)
    assert b"nergensstraat" not in empty_workspace.path.read_bytes().lower()
