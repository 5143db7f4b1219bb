"""Services of JSON through their faults: Signalen, Socrata, CKAN, Opendatasoft, ArcGIS, and what can be described."""

import json
import random

import numpy as np
import pytest

from igh_plugin.core.errors import UserError
from igh_plugin.pipeline.check import check_source
from igh_plugin.pipeline.refresh import collect_source
from igh_plugin.sources.definition import parse_definition
from igh_plugin.sources.network import errors
from igh_plugin.sources.network.body import Limits
from tests.servers.paged import STYLES, Paged
from tests.servers.web import Answer, Site

pytestmark = pytest.mark.one_qgis(2)

QUICK = Limits(connect=2, read=2, pause=0.01, tries=2)
COUNT = 950
NOW = np.datetime64("2026-11-20T12:00:00")
SAID = {
    "signalen": "type: signalen",
    "geography": "type: signalen, parameters: {bbox: '4.7,52.2,5.1,52.5'}",
    "socrata": "type: socrata",
    "ckan": "type: ckan",
    "opendatasoft": "type: opendatasoft",
    "arcgis": "type: arcgis",
    "numbered": "type: json, rows: data.items, total: n, paging: {kind: page, parameter: page}, since: created_after",
    "cursor": "type: json, rows: items, paging: {kind: link, link: next}, since: created_after",
}
UNDATED = ("ckan", "geography")
"""Services that cannot be asked for a part by date."""
FEATURES = ("geography", "opendatasoft", "arcgis")
YAML = """
source: rows
kind: report
crs: EPSG:4326
licence: CC0
timezone: {{local: Europe/Amsterdam}}
connection: {{{said}, address: "{address}"}}
refresh: {{every: 1{field}, overlap: 1, whole: 30}}
id: {id}
fields:
  occurred_from: created_at
  category: category.main_slug
  place: remark
  wkt: {point}
"""


@pytest.fixture
def workspace(empty_workspace):
    return empty_workspace


def collect(workspace, server, said="", id="id", now=NOW, **options):
    point = "geometry" if server.style in FEATURES else "location.geometrie"
    field = "" if server.style in UNDATED else ", field: created_at"
    text = YAML.format(
        said=said or SAID[server.style], address=server.address, point=point, id=id, field=field
    )
    return collect_source(workspace, parse_definition(text), None, None, now=now, limits=QUICK, **options)


def held(workspace):
    return len(workspace.events(["event_id"])["event_id"])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("most", [100, 95, 1_000])
def test_every_row_comes(workspace, style, most):
    with Paged(style, COUNT, most) as server:
        result = collect(workspace, server)
        assert (result.read, result.kept, result.rejected) == (COUNT, COUNT, {})
        events = workspace.events(["event_id", "x", "y", "category"])
        assert sorted(events["event_id"]) == sorted(f"rows:{at}" for at in range(COUNT))
        assert set(events["category"]) == {"afval"}
        assert 120_000 < np.median(events["x"]) < 124_000 and 480_000 < np.median(events["y"]) < 495_000
        again = collect(workspace, server, whole=True)
        assert (again.new, again.changed, again.withdrawn) == (0, 0, 0)
    files = [file for file in workspace.path.parent.rglob("*") if file.is_file()]
    assert not [file for file in files if b"@example.org" in file.read_bytes()]


@pytest.mark.parametrize("style", [one for one in STYLES if one not in UNDATED])
def test_the_next_day_only_what_is_new_is_asked_for(workspace, style):
    with Paged(style, COUNT) as server:
        collect(workspace, server)
        result = collect(workspace, server, now=NOW + np.timedelta64(1, "D"))
        assert result.read == (np.arange(COUNT) % 28 + 1 >= 27).sum() and held(workspace) == COUNT


@pytest.mark.parametrize("style", [one for one in STYLES if one not in UNDATED])
def test_a_day_on_which_nothing_came_is_no_error(workspace, style):
    with Paged(style, COUNT) as server:
        collect(workspace, server)
        server.count = 0
        result = collect(workspace, server, now=NOW + np.timedelta64(1, "D"))
        assert (result.read, result.withdrawn) == (0, 0) and held(workspace) == COUNT
        with pytest.raises(UserError, match="gave 0 records, where at least 475 were expected"):
            collect(workspace, server, whole=True)
        assert held(workspace) == COUNT


@pytest.mark.parametrize("style", [one for one in STYLES if one not in ("cursor",)])
def test_fewer_than_it_says_is_an_error(workspace, style):
    with Paged(style, COUNT) as server:
        server.missing = 3
        with pytest.raises(errors.Broken, match="only 947 of 950 records came"):
            collect(workspace, server)
        assert held(workspace) == 0


@pytest.mark.parametrize("style", ["socrata", "ckan", "arcgis", "numbered", "signalen"])
def test_rows_that_move_between_pages_are_seen(workspace, style):
    with Paged(style, COUNT) as server:
        server.shifts = True
        with pytest.raises(errors.Broken, match="came on two pages"):
            collect(workspace, server)
        assert held(workspace) == 0


@pytest.mark.parametrize("style", ["socrata", "ckan", "arcgis", "numbered"])
def test_a_service_that_gives_its_first_page_for_ever(workspace, style):
    with Paged(style, COUNT) as server:
        server.ignores = True
        with pytest.raises(errors.Broken, match="came on two pages"):
            collect(workspace, server)


def test_without_a_number_of_rows_a_short_page_is_the_end(workspace):
    with Paged("numbered", COUNT) as server:
        server.counted = False
        assert collect(workspace, server).read == COUNT
    with Paged("numbered", 900) as server:
        server.counted = False
        assert collect(workspace, server, whole=True).read == 900


@pytest.mark.parametrize("style", ["signalen", "socrata", "cursor"])
def test_a_download_that_stops_goes_on_where_pages_keep_their_order(workspace, style):
    with Paged(style, COUNT) as server:
        server.fails = {5: Answer('{"detail":"database is away"}', 500, kind="application/json")}
        with pytest.raises(errors.Unavailable, match="database is away"):
            collect(workspace, server)
        assert held(workspace) == 0
        server.fails, server.answers = {}, 0
        assert collect(workspace, server).read == COUNT
        assert server.answers == (10 if style == "cursor" else 5)


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (Answer('{"error":{"code":400,"message":"Invalid URL","details":[]}}'), errors.Refused, "the server says: Invalid URL"),
        (Answer('{"success":false,"error":{"message":"Not found: Resource"}}'), errors.Refused, "Not found: Resource"),
        (Answer('{"message":"nothing here"}'), errors.WrongContent, "no rows where they were expected"),
        (Answer("<html><title>Log in</title></html>", kind="text/html"), errors.WrongContent, "Log in"),
        (Answer('{"result": {"records": [{"id": 1'), errors.Broken, "not whole JSON"),
    ],
)  # fmt: skip
def test_an_error_said_with_200_is_an_error(workspace, answer, kind, said):
    with Paged("ckan", COUNT) as server:
        server.fails = {3: answer, 4: answer, 5: answer}
        with pytest.raises(kind, match=said):
            collect(workspace, server)
        assert held(workspace) == 0


def test_socrata_that_is_not_ready_is_asked_again(workspace):
    with Paged("socrata", COUNT) as server:
        server.fails = {2: Answer("", 202)}
        assert collect(workspace, server).read == COUNT


def test_a_bounding_box_has_to_be_named(workspace):
    with Paged("geography", COUNT) as server, pytest.raises(errors.Refused, match="answers 400"):
        collect(workspace, server, said="type: signalen")


class Asked:
    """A question to our own server, to see what it would answer."""


@pytest.mark.parametrize("style", STYLES)
def test_a_page_cut_at_any_byte_is_whole_the_next_time_or_an_error(workspace, style):
    dice = random.Random(5)
    with Paged(style, 300) as server:
        for number in range(13):
            server.answers = 0
            request = Asked()
            request.path = (
                "/data/exports/geojson" if style == "opendatasoft" else "/data/FeatureServer/0/query"
            )
            query = {"$order": ":id", "bbox": "1", "page": "2", "outFields": "*"}
            body = getattr(server, style)(request, query, [server.row(at) for at in range(300)], 300).body
            at = dice.randrange(1, len(body))
            how = [{"cut": at}, {"length": None, "cut": at}, {"chunked": True, "cut": at}][number % 3]
            cut = Answer(body, kind="application/json", **how)
            server.fails = {0: cut} if number % 2 else dict.fromkeys(range(50), cut)
            try:
                assert collect(workspace, server, whole=True).read == 300
            except errors.NetworkError:
                assert not number % 2
            assert held(workspace) in (0, 300)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("type: json, paging: {kind: cursor}", "possible are: none, offset, page, link, header"),
        ("type: json, paging: {kind: offset, parameter: o}", "“size_parameter” is missing"),
        ("type: json, paging: {kind: page, parameter: p, size: 0}", "whole number"),
        ("type: dso, rows: a", "not for the type dso"),
        ("type: csv, paging: {kind: none}", "not for the type csv"),
        ("type: csv", "needs the parameter that asks for a part by date"),
        ("type: ckan", "needs the parameter that asks for a part by date"),
    ],
)
def test_a_connection_that_is_wrong_says_where(said, reason):
    with pytest.raises(UserError, match=reason):
        parse_definition(
            YAML.format(said=said, address="https://a.nl", point="g", id="id", field=", field: created_at")
        )


CSV = """
source: rows
kind: report
crs: EPSG:28992
licence: CC0
format: {{encoding: windows-1252, separator: semicolon}}
timezone: {{local: Europe/Amsterdam}}
connection: {{type: csv, address: "{address}"}}
id: id
fields: {{occurred_from: dag, category: soort, x: x, y: y}}
"""


@pytest.mark.parametrize("end", ["", "\r\n"])
def test_delimited_text_as_a_city_writes_it(workspace, end):
    lines = ["id;dag;soort;x;y;mail"] + [
        f"{at};2026-01-{1 + at % 28:02d};café;{120_000 + at},5;487000;jan@example.org" for at in range(500)
    ]
    body = ("\r\n".join(lines) + end).encode("windows-1252")
    with Site({"/export.csv": lambda request: Answer(body, kind="text/csv")}) as site:
        definition = parse_definition(CSV.format(address=site.address("/export.csv")))
        result = collect_source(workspace, definition, now=NOW, limits=QUICK)
        assert (result.read, result.kept) == (500, 500)
        assert set(workspace.events(["category"])["category"]) == {"café"}
        site.pages["/export.csv"] = lambda request: Answer(body[:9_000], kind="text/csv", length=None)
        with pytest.raises(errors.WrongContent, match="does not say how long its answer is"):
            collect_source(workspace, definition, now=NOW, limits=QUICK)
        told = parse_definition(definition.text + "expected_size: [100, 600]\n")
        with pytest.raises(errors.Broken, match="ends in the middle of a row"):
            collect_source(workspace, told, now=NOW, limits=QUICK)
        assert held(workspace) == 500
        site.pages["/export.csv"] = lambda request: Answer(body + b"\r\n", kind="text/csv", length=None)
        assert collect_source(workspace, told, now=NOW, limits=QUICK).kept == 500


@pytest.mark.parametrize("total", ["", ", total: n"])
def test_a_service_that_does_not_heed_where_a_page_begins_is_not_believed(workspace, total):
    said = f"type: json, rows: data.items{total}, paging: {{kind: page, parameter: page}}"
    with Paged("numbered", COUNT) as server:
        server.ignores = True
        with pytest.raises(errors.WrongContent, match="leads back to one that was read"):
            text = YAML.format(
                said=said, address=server.address, point="location.geometrie", id="none", field=""
            )
            collect_source(workspace, parse_definition(text.replace("id: none\n", "")), limits=QUICK)
    assert server.answers == 2 and held(workspace) == 0


def test_half_a_sign_at_the_end_of_a_text_costs_no_row(workspace):
    rows = [
        {"id": at, "created_at": "2026-01-01", "category": {"main_slug": "afval"}, "remark": f"zwerfvuil {text}", "at": place}
        for at, (text, place) in enumerate([("\ud83d", "POINT (4.9 52.3)"), ("\U0001f5d1", "POINT (4.9 52.3)"), ("\ud83d", "")])
    ]  # fmt: skip
    with Site({"/rows": lambda _: Answer(json.dumps(rows), kind="application/json")}) as site:
        text = YAML.format(said="type: json", address=site.address("/rows"), point="at", id="id", field="")
        result = collect_source(workspace, parse_definition(text), now=NOW, limits=QUICK)
    assert (result.read, result.kept, result.rejected) == (3, 2, {"missing_coordinates": 1})
    assert list(workspace.events(["place"])["place"]) == ["zwerfvuil \ufffd", "zwerfvuil \U0001f5d1"]


def test_rows_of_one_id_may_lie_on_two_pages_where_these_keep_their_order(workspace):
    rows = [
        {
            "id": at // 2,
            "day": f"2026-01-0{1 + at % 2}",
            "place": {"type": "Point", "coordinates": [4.9, 52.37]},
        }
        for at in range(9)
    ]

    def answer(request):
        if "$select" in request.query:
            return Answer(json.dumps([{"count": "9"}]), kind="application/json")
        start = int(request.query.get("$offset", 0))
        return Answer(json.dumps(rows[start : start + 5]), kind="application/json")

    with Site({"/rows": answer}) as site:
        text = YAML.format(
            said="type: socrata", address=site.address("/rows"), point="place", id="id", field=""
        )
        text = text.replace("  place: remark", "  reported_at: day").replace("category.main_slug", "id")
        text = text.replace("created_at", "day")
        result = collect_source(workspace, parse_definition(text), now=NOW, limits=QUICK)
    assert (result.read, result.kept, result.rejected) == (9, 5, {"duplicate_id": 4})


def test_an_export_is_read_as_it_comes_in_and_not_held_as_a_whole(workspace):
    small = Limits(connect=2, read=2, pause=0.01, tries=2, whole=10_000)
    with Paged("opendatasoft", COUNT) as server:
        text = YAML.format(
            said="type: opendatasoft", address=server.address, point="geometry", id="id", field=""
        )
        definition = parse_definition(text)
        assert collect_source(workspace, definition, now=NOW, limits=small).kept == COUNT
        assert check_source(definition, limits=small).state == "fine"
        server.missing = 3
        with pytest.raises(errors.Broken, match="only 947 of 950 records came"):
            collect_source(workspace, definition, now=NOW, limits=small)
