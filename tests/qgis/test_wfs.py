"""A Web Feature Service collected through its faults: every feature or a clear error, and no row lost."""

import random

import numpy as np
import pytest

from igh_plugin.core.errors import UserError
from igh_plugin.pipeline.refresh import collect_source
from igh_plugin.sources.definition import parse_definition
from igh_plugin.sources.features import feature_batch
from igh_plugin.sources.gml import features_of, parse_xml
from igh_plugin.sources.network import errors
from igh_plugin.sources.network.body import Limits
from tests.servers.web import Answer
from tests.servers.wfs import SPACES, Wfs

pytestmark = pytest.mark.one_qgis(2)

QUICK = Limits(connect=2, read=2, pause=0.01, tries=2)
COUNT = 1_050
NOW = np.datetime64("2026-11-20T12:00:00")
YAML = """
source: meldingen
kind: report
crs: {crs}
licence: CC0
timezone: {{local: Europe/Amsterdam}}
layer: {layer}
connection: {{type: wfs, address: "{address}"{more}}}
refresh: {{every: 1, field: datum, overlap: 1, whole: 30}}
id: {id}
fields:
  occurred_from: datum
  category: soort
  place: leeg
  wkt: geometry
attributes:
  number: nummer
"""
GML, GEOJSON = "text/xml; subtype=gml/3.2.1", "application/json; subtype=geojson; charset=utf-8"


@pytest.fixture
def server():
    with Wfs(COUNT, most=100) as running:
        yield running


@pytest.fixture
def workspace(empty_workspace):
    return empty_workspace


def collect(
    workspace, server, crs="EPSG:28992", id="feature_id", layer="meldingen", more="", now=NOW, **options
):
    text = YAML.format(crs=crs, address=server.address, id=id, layer=layer, more=more)
    return collect_source(workspace, parse_definition(text), None, None, now=now, limits=QUICK, **options)


def held(workspace):
    return len(workspace.events(["event_id"])["event_id"])


@pytest.mark.parametrize("version", ["2.0.0", "1.1.0"])
@pytest.mark.parametrize("formats", [[GML], [GML, GEOJSON]])
@pytest.mark.parametrize("crs", ["EPSG:28992", "EPSG:4326"])
def test_every_feature_comes_as_it_stands(workspace, server, version, formats, crs):
    server.version, server.formats = version, formats
    result = collect(workspace, server, crs)
    assert (result.read, result.kept, result.rejected) == (COUNT, COUNT, {})
    events = workspace.events(["event_id", "x", "y", "category", "place", "a_number"])
    assert sorted(events["event_id"]) == sorted(f"meldingen:meldingen.{at}" for at in range(COUNT))
    assert set(events["category"]) == {"Afval & <grof>"} and set(events["place"]) == {None}
    assert set(events["a_number"]) == {f"{at:06d}" for at in range(COUNT)}  # the zeros before it stay
    if crs == "EPSG:28992":
        assert min(events["x"]) == 120_000.5 and min(events["y"]) == 487_000.25
    else:
        assert 120_000 < np.median(events["x"]) < 124_000 and 480_000 < np.median(events["y"]) < 495_000
    again = collect(workspace, server, crs)
    assert (again.new, again.changed, again.withdrawn) == (0, 0, 0)


def test_geojson_in_degrees_whatever_was_asked_is_not_read(workspace, server):
    server.degrees = True
    assert collect(workspace, server).kept == COUNT
    assert min(workspace.events(["x"])["x"]) == 120_000.5
    pages = [query for _, query in server.site.queries if query.get("COUNT") == "5000"]
    assert pages and not any("OUTPUTFORMAT" in query for query in pages)


def test_pages_shorter_than_asked_are_not_the_end(workspace, server):
    server.most = 7
    assert collect(workspace, server).read == COUNT


def test_a_service_without_pages_is_asked_for_all_at_once(workspace, server):
    server.version, server.pages, server.most, server.counted = "1.1.0", False, COUNT, True
    assert collect(workspace, server).read == COUNT
    assert len(server.asked) == 1


def test_a_service_without_pages_that_cuts_is_not_believed_where_it_counts(workspace, server):
    server.pages, server.counted = False, True
    with pytest.raises(errors.Broken, match="only 100 of 1050 records came"):
        collect(workspace, server)
    server.counted = False
    with pytest.raises(errors.WrongContent, match="nobody can tell whether these are all"):
        collect(workspace, server)
    assert held(workspace) == 0


@pytest.mark.parametrize(("count", "named"), [(30, False), (1, True), (1, False)])
def test_a_service_without_pages_is_seen_without_ids_and_by_a_single_feature(workspace, count, named):
    with Wfs(count, most=1_000) as server:
        server.formats, server.pages, server.named = [GML], False, named
        with pytest.raises(errors.WrongContent, match="nobody can tell whether these are all"):
            collect(workspace, server, id="nummer")
        server.counted = True
        assert collect(workspace, server, id="nummer").kept == count


def test_features_that_are_all_alike_are_not_read_for_ever(workspace):
    with Wfs(30, most=30) as server:
        server.formats, server.pages, server.named = [GML], False, False
        server.record = lambda at, place: (
            "",
            {"nummer": "1", "datum": "2026-01-01", "soort": "a"},
            (120_000, 487_000),
        )
        with pytest.raises(errors.WrongContent, match="leads back to one that was read"):
            collect(workspace, server)


def test_pages_in_another_order_each_time_are_seen(workspace, server):
    server.shuffles = True
    with pytest.raises(errors.Broken, match="hold the same record twice"):
        collect(workspace, server)
    assert held(workspace) == 0
    assert collect(workspace, server, id="nummer").kept == COUNT


def test_fewer_than_it_says_is_an_error(workspace, server):
    server.counted, server.missing = True, 3
    with pytest.raises(errors.Broken, match="only 1047 of 1050 records came"):
        collect(workspace, server)
    assert held(workspace) == 0


def test_only_what_is_new_is_asked_for_the_next_day(workspace, server):
    own = "<fes:Filter xmlns:fes='http://www.opengis.net/fes/2.0'><fes:PropertyIsNull><fes:ValueReference>leeg</fes:ValueReference></fes:PropertyIsNull></fes:Filter>"
    more = f', parameters: {{filter: "{own}"}}'
    collect(workspace, server, more=more)
    result = collect(workspace, server, more=more, now=NOW + np.timedelta64(1, "D"))
    days = np.arange(COUNT) % 28 + 1
    assert result.read == (days >= 27).sum() and result.withdrawn == 0 and held(workspace) == COUNT
    asked = server.site.queries[-1][1]["FILTER"]
    assert "PropertyIsNull" in asked and "And>" in asked and "<fes:Literal>2026-01-27<" in asked


def test_a_day_on_which_nothing_came_is_no_error(workspace, server):
    collect(workspace, server)
    server.count = 0
    result = collect(workspace, server, now=NOW + np.timedelta64(1, "D"))
    assert (result.read, result.withdrawn) == (0, 0) and held(workspace) == COUNT


def test_a_download_that_stops_goes_on_with_the_page_that_did_not_come(workspace, server):
    server.fails = {600: server.exception("NoApplicableCode", "could not connect to server", 500)}
    with pytest.raises(errors.Unavailable, match="could not connect to server"):
        collect(workspace, server, id="nummer")
    assert held(workspace) == 0
    server.fails, server.asked = {}, []
    assert collect(workspace, server, id="nummer").read == COUNT
    assert server.asked[0] == 600


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (lambda one: one.exception("NoApplicableCode", "ERROR 57014: timeout", 200), errors.Refused, "the server says: ERROR 57014: timeout"),
        (lambda one: Answer("<html><title>Log in</title></html>", kind="text/html"), errors.WrongContent, "Log in"),
        (lambda one: Answer('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', kind="text/xml"), errors.Broken, "not whole XML"),
        (lambda one: Answer('{"features":[ /* Aborted by OperationalError during rendering! */'), errors.Broken, "gave up halfway: .*OperationalError"),
        (lambda one: Answer("{}", kind="application/json"), errors.WrongContent, "no collection of features"),
    ],
)  # fmt: skip
def test_an_error_said_with_200_is_an_error(workspace, server, answer, kind, said):
    server.fails = {300: answer(server)}
    with pytest.raises(kind, match=said):
        collect(workspace, server)
    assert held(workspace) == 0


@pytest.mark.parametrize("formats", [[GML], [GML, GEOJSON]])
def test_a_page_cut_at_any_byte_is_whole_the_next_time_or_an_error(workspace, server, formats):
    server.formats, server.count = formats, 310
    dice = random.Random(3)
    whole = server.features({"COUNT": "100", "STARTINDEX": "200", "SRSNAME": "urn:ogc:def:crs:EPSG::28992",
                             "OUTPUTFORMAT": formats[-1]}).body  # fmt: skip
    outcomes = set()
    for number in range(50):
        at = dice.randrange(1, len(whole))
        how = [{"cut": at}, {"length": None, "cut": at}, {"chunked": True, "cut": at}][number % 3]
        server.fails, server.times = {200: Answer(whole, kind="text/xml", **how)}, dice.choice([1, 99])
        try:
            assert collect(workspace, server, whole=True).read == server.count
            outcomes.add("whole")
        except errors.NetworkError:
            outcomes.add("error")
        assert held(workspace) in (0, server.count)
    assert outcomes == {"whole", "error"}


def test_what_is_not_there_is_named(workspace, server):
    with pytest.raises(errors.WrongContent, match="no layer klachten; it has: app:meldingen"):
        collect(workspace, server, layer="klachten")
    with pytest.raises(errors.WrongContent, match="not offered in EPSG:25831, but in: EPSG:28992, EPSG:4326"):
        collect(workspace, server, "EPSG:25831")
    with pytest.raises(UserError, match="needs the name of a layer"):
        parse_definition(YAML.replace("layer: {layer}\n", "").format(crs="EPSG:28992", address="https://a.nl/", id="x", more=""))  # fmt: skip


@pytest.mark.parametrize(
    ("gml", "said"),
    [
        ("<gml:Point/>", ""),
        ("<gml:Point><gml:pos> </gml:pos></gml:Point>", ""),
        ("<gml:LineString><gml:posList/></gml:LineString>", ""),
        ("<gml:MultiPoint><gml:pointMember><gml:Point/></gml:pointMember></gml:MultiPoint>", ""),
        ("<gml:Point><gml:pos>3 4</gml:pos></gml:Point>", "SRID=28992;POINT (3.0 4.0)"),
    ],
)
def test_an_empty_geometry_is_none_and_the_first_of_several_is_that_of_the_feature(gml, said):
    second = "<app:shown><gml:Point><gml:pos>1 2</gml:pos></gml:Point></app:shown>"
    inside = f'<app:m gml:id="m.1"><app:place>{gml}</app:place>{second}</app:m>'
    text = f"<wfs:FeatureCollection {SPACES}><wfs:member>{inside}</wfs:member></wfs:FeatureCollection>"
    features = features_of(parse_xml(text.encode()))
    columns = feature_batch(features, "m", (), b"", 1, "EPSG:28992").columns
    assert columns == {
        "feature_id": ["m.1"], "geometry": [said], "shown": ["SRID=28992;POINT (1.0 2.0)"],
    }  # fmt: skip
