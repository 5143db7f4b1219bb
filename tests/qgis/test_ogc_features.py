"""OGC API Features collected through its faults: all pages or a clear error, and no row lost."""

import random

import numpy as np
import pytest

from igh_plugin.pipeline.refresh import collect_source
from igh_plugin.sources.definition import parse_definition
from igh_plugin.sources.network import errors
from igh_plugin.sources.network.body import Limits
from tests.servers.ogcapi import OgcApi
from tests.servers.web import Answer

pytestmark = pytest.mark.one_qgis(2)

QUICK = Limits(connect=2, read=2, pause=0.01, tries=2)
COUNT = 1_050
NOW = np.datetime64("2026-11-20T12:00:00")
YAML = """
source: features
kind: report
crs: {crs}
licence: CC0
timezone: {{local: Europe/Amsterdam}}
connection: {{type: ogcapi, address: "{address}"}}
id: feature_id
fields:
  occurred_from: moment
  category: category.slug
  place: remark
  wkt: geometry
"""


@pytest.fixture
def server():
    with OgcApi(COUNT) as running:
        yield running


@pytest.fixture
def workspace(empty_workspace):
    return empty_workspace


def collect(workspace, server, crs="EPSG:28992"):
    definition = parse_definition(YAML.format(crs=crs, address=server.address))
    return collect_source(workspace, definition, None, None, now=NOW, limits=QUICK)


def test_every_page_comes_in_the_crs_that_was_asked(workspace, server):
    result = collect(workspace, server)
    assert (result.read, result.kept, result.rejected) == (COUNT, COUNT, {})
    events = workspace.events(["event_id", "x", "y", "place", "category"])
    assert sorted(events["event_id"]) == sorted(f"features:m.{at}" for at in range(COUNT))
    assert set(events["category"]) == {"afval"} and min(events["x"]) == 120_000.5
    # A property that is absent from the first page's features is not lost.
    assert sum(one is not None for one in events["place"]) == len(range(7, COUNT, 10))
    again = collect(workspace, server)
    assert (again.new, again.unchanged) == (0, COUNT)


def test_degrees_are_longitude_before_latitude(workspace, server):
    assert collect(workspace, server, "EPSG:4326").kept == COUNT
    events = workspace.events(["x", "y"])
    assert 120_000 < np.median(events["x"]) < 124_000 and 480_000 < np.median(events["y"]) < 495_000
    assert "crs" not in server.site.queries[0][1]


def test_a_server_that_ignores_the_crs_is_not_believed(workspace, server):
    server.content_crs = server.heeds_crs = False
    with pytest.raises(errors.WrongContent, match="in CRS84, not in EPSG:28992"):
        collect(workspace, server)
    with pytest.raises(errors.Refused, match="unsupported crs"):
        collect(workspace, server, "EPSG:25831")


def test_a_download_that_stops_goes_on_with_the_page_that_did_not_come(workspace, server):
    server.fails = {
        6: Answer('{"detail":"database is away","status":500,"title":"Internal Server Error"}', 500)
    }
    with pytest.raises(errors.Unavailable, match="Internal Server Error; database is away"):
        collect(workspace, server)
    assert not len(workspace.events(["event_id"])["event_id"])
    server.fails, server.asked_pages = {}, []
    assert collect(workspace, server).read == COUNT
    assert server.asked_pages == [6, 7, 8, 9, 10]


def test_another_question_begins_anew(workspace, server):
    server.fails = {6: Answer("", 500)}
    with pytest.raises(errors.Unavailable):
        collect(workspace, server)
    server.fails, server.asked_pages = {}, []
    assert collect(workspace, server, "EPSG:4326").read == COUNT
    assert server.asked_pages == list(range(11))


def test_pages_cut_at_a_random_byte_a_hundred_times(workspace, server):
    dice = random.Random(5)
    server.count = count = 310
    whole = 0
    for _ in range(100):
        page = dice.randrange(4)
        body = server.items.__func__(OgcApi(count), _question(page)).body
        server.fails = {page: Answer(body, cut=dice.randrange(len(body)), kind="application/geo+json")}
        server.times = dice.choice([1, 99])
        try:
            whole += collect(workspace, server).read == count
        except errors.NetworkError:
            pass
        assert len(workspace.events(["event_id"])["event_id"]) in (0, count)
    assert 20 < whole < 100


def _question(page):
    import base64

    class Question:
        query = {"limit": "100", "crs": "http://www.opengis.net/def/crs/EPSG/0/28992",
                 "cursor": base64.urlsafe_b64encode(str(page * 100).encode()).decode()}  # fmt: skip

    return Question


@pytest.mark.parametrize(
    "links, said",
    [("elsewhere", "another host \\(other.example\\)"), ("circle", "leads back to one that was read")],
)
def test_next_pages_that_lead_astray(workspace, server, links, said):
    server.links = links
    with pytest.raises(errors.WrongContent, match=said):
        collect(workspace, server)


def test_a_server_behind_another_that_names_itself_wrongly(workspace, server):
    server.links = "scheme"
    assert collect(workspace, server).read == COUNT


def test_fewer_than_it_says(workspace, server):
    server.matched = COUNT + 3
    with pytest.raises(errors.Broken, match=f"only {COUNT} of {COUNT + 3}"):
        collect(workspace, server)
    server.matched = COUNT
    assert collect(workspace, server).read == COUNT


@pytest.mark.parametrize(
    "answer, kind, said",
    [
        (
            Answer("<html><title>Inloggen</title>", kind="text/html"),
            errors.WrongContent,
            "web page.*Inloggen",
        ),
        (Answer('{"type": "FeatureCollection"}'), errors.WrongContent, "no collection of features"),
        (Answer('{"features": [{"type": "Fea'), errors.Broken, "not whole JSON"),
        (Answer("slow", 429, {"Retry-After": "0"}), errors.Unavailable, "429"),
    ],
)
def test_answers_that_are_no_page(workspace, server, answer, kind, said):
    server.fails = {3: answer}
    before = workspace.fingerprint()
    with pytest.raises(kind, match=said):
        collect(workspace, server)
    assert workspace.fingerprint() == before
