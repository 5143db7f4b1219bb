"""Looking up addresses, without QGIS: how they are written, what a mapping may say, what answers are taken for."""

import json
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.cleaning.addresses import LONGEST, Answer, Place, has_its_number, normal_address
from igh_plugin.core.cleaning.mapping import Cleaner, Surroundings
from igh_plugin.core.cleaning.records import RawBatch
from igh_plugin.core.errors import UserError
from igh_plugin.core.progress import Cancelled, Silent
from igh_plugin.sources.definition import parse_definition

YAML = """\
source: letters
kind: report
geocode: {service: locatieserver}
fields:
  category: {column: sort}
  address: {column: where}
"""
COLUMNS = YAML.replace(
    "{service: locatieserver}", "{service: locatieserver, columns: [street, number, town]}"
)
POINTS = YAML.replace("geocode:", "crs: EPSG:28992\ngeocode:") + "  x: x\n  y: y\n"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("  Nieuwe  ACHTERGRACHT 72, 1018 XZ\tAmsterdam ", "nieuwe achtergracht 72 1018 xz amsterdam"),
        ("Geuzenkade 58-1", "geuzenkade 58-1"),
        ("Damrak 1 - Amsterdam", "damrak 1 amsterdam"),
        ("Damrak -1 +2", "damrak 1 2"),
        ("\u2019s-Gravenhekje 1/2", "'s-gravenhekje 1 2"),
        ("Café de l\u2019Église", "café de l'église"),
        ("Cafe\u0301 1", "café 1"),
        ("Dr. Kuyperplein 3", "dr kuyperplein 3"),
        ('type:gemeente OR "Damrak" (1) [a TO b]~*?^{}\\!&|', "type gemeente or damrak 1 a to b"),
        ("12", ""),
        (" -,. ", ""),
        ("", ""),
        ("a" * (LONGEST + 1), ""),
    ],
)
def test_addresses_are_written_one_way(written, sent):
    assert normal_address(written) == sent


@given(st.text())
def test_what_is_sent_holds_nothing_that_a_search_engine_obeys(text):
    sent = normal_address(text)
    assert normal_address(sent) == sent and len(sent) <= LONGEST
    assert not set(sent) & set('":()[]{}*?~^!&|\\+/<>=@#,;')
    assert not any(word.startswith(("-", ".")) for word in sent.split())


def error(text):
    with pytest.raises(UserError) as caught:
        parse_definition(text, "mine.yaml")
    return str(caught.value)


def test_what_a_mapping_may_say():
    mapping = parse_definition(YAML).mapping
    assert mapping.geocode.address == "https://api.pdok.nl/bzk/locatieserver/search/v3_1"
    assert (mapping.geocode.types, mapping.geocode.within, mapping.geocode.least_score) == (("adres",), (), 0)
    assert mapping.crs == "EPSG:28992" and mapping.columns() == ("sort", "where")
    assert parse_definition(COLUMNS).mapping.columns() == ("sort", "where", "street", "number", "town")
    said = "{service: locatieserver, type: [adres, weg], within: 'gemeentenaam: Den Haag', least_score: 7.5}"
    wanted = parse_definition(YAML.replace("{service: locatieserver}", said)).mapping.geocode
    assert (wanted.types, wanted.within, wanted.least_score) == (
        ("adres", "weg"),
        ("gemeentenaam", "Den Haag"),
        7.5,
    )
    assert parse_definition(POINTS.replace("crs: EPSG:28992\n", "")).mapping.crs == ""
    assert parse_definition(POINTS.replace("geocode: {service: locatieserver}\n", "")).mapping.geocode is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{service: locatieserver}", "{type: adres}", "line 3: “service” is missing"),
        ("service: locatieserver", "service: google", "“geocode.service” is “google”; possible are: locatieserver"),
        ("locatieserver}", "locatieserver, type: perceel}", "possible are: adres, postcode, weg, woonplaats"),
        ("locatieserver}", "locatieserver, within: Amsterdam}", "must be written like “gemeentenaam:Amsterdam”"),
        ("locatieserver}", "locatieserver, within: 'id:x'}", "must be written like “gemeentenaam:Amsterdam”"),
        ("locatieserver}", "locatieserver, within: 'gemeentenaam:x\" OR'}", "must be written like"),
        ("locatieserver}", "locatieserver, least_score: -1}", "“geocode.least_score” must be 0 or more"),
        ("locatieserver}", "locatieserver, address: 'ftp://a.nl'}", "“geocode.address” must begin with https://"),
        ("locatieserver}", "locatieserver, address: 'https://a.nl/?key=1'}", "hold no user, password or key"),
        ("  address: {column: where}\n", "", "line 3: “geocode” needs the columns of the address"),
        ("  address:", "  x: x\n  address:", "must say where a record lies"),
        ("geocode: {service: locatieserver}\n", "", "must say where a record lies"),
        ("fields:", "attributes: {geocode_score: a}\nfields:", "geocode_score is kept for the score"),
        ("fields:", "personal: [where]\nfields:", "“where” is named as personal and mapped as well"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(old, new, said):
    assert YAML.count(old) == 1
    assert said in error(YAML.replace(old, new))


def test_a_personal_column_is_no_part_of_an_address():
    assert "“street” is named as personal" in error(COLUMNS + "personal: [street]\n")


def cleaned(text, places, **columns):
    definition = parse_definition(text)
    lines = np.arange(2, 2 + len(next(iter(columns.values()))))
    batch = RawBatch("letters.csv", 0, tuple(columns), columns, lines, lines * 7919)
    around = Surroundings(
        transform=lambda x, y: (x, y), now=np.datetime64("2026-01-01"), places=places,
        bounds=(0, 300_000, 300_000, 650_000),
    )  # fmt: skip
    cleaner = Cleaner(definition.mapping, around)
    return cleaner.clean(batch).events, cleaner


PLACES = {
    "damrak 1": Place(121_500.0, 487_600.0, "address", 12.34),
    "dam": Place(121_400.0, 487_300.0, "street", 8),
}


def test_records_get_the_point_of_their_address():
    events, cleaner = cleaned(YAML, PLACES, sort=["a"] * 5, where=["Damrak  1", "DAM", "Nergens 5", "", "12"])
    assert events[["x", "y"]].to_numpy().tolist() == [[121_500.0, 487_600.0], [121_400.0, 487_300.0]]
    assert events["location_quality"].tolist() == ["address", "street"]
    assert events["a_geocode_score"].tolist() == ["12.3", "8.0"]
    assert events["address"].tolist() == ["Damrak 1", "DAM"]
    assert cleaner.reasons == {"address_not_found": 1, "missing_coordinates": 2}
    rejects = cleaner.rejects.take()
    assert rejects[["row", "reason", "field"]].to_numpy().tolist()[0] == [5, "missing_coordinates", ""]
    assert json.loads(rejects["record"][2]) == {"sort": "a", "where": "Nergens 5"}


def test_a_point_of_its_own_goes_before_the_address_unless_it_cannot_be():
    events, cleaner = cleaned(
        POINTS + "  location_quality: {constant: exact}\n", PLACES, sort=["a"] * 6, where=["Damrak 1"] * 5 + ["Weg 9"],
        x=["100000", "", "0", "onzin", "", "0"], y=["400000", "", "0", "400000", "", "0"],
    )  # fmt: skip
    assert events["x"].tolist() == [100_000.0] + [121_500.0] * 4
    assert events["location_quality"].tolist() == ["exact"] + ["address"] * 4
    assert events["a_geocode_score"].fillna("none").tolist() == ["none"] + ["12.3"] * 4
    assert cleaner.reasons == {"address_not_found": 1} and cleaner.swapped == 0


def test_an_address_of_several_columns():
    columns = {"sort": ["a", "a"], "street": ["Dam", ""], "number": ["", "7"], "town": ["", ""]}
    events, cleaner = cleaned(COLUMNS, PLACES, **columns)
    assert len(events) == 1 and cleaner.reasons == {"missing_coordinates": 1}


def test_an_address_outside_the_extent_is_rejected():
    text = YAML.replace("geocode:", "extent: [121450, 400000, 200000, 500000]\ngeocode:")
    events, cleaner = cleaned(text, PLACES, sort=["a", "a"], where=["Damrak 1", "Dam"])
    assert len(events) == 1 and cleaner.reasons == {"outside_extent": 1}


# ---------------------------------------------------------------- remembered


ANSWERS = {
    "damrak 1": Answer(121_500.5, 487_600.25, 12.34, "adres", "Damrak 1, 1012LG Amsterdam"),
    "x 1": None,
}
THEN = np.datetime64("2026-01-01T12:00:00")


def test_answers_are_remembered_by_service_and_scope_and_forgotten_for_good(places):
    with places.make() as workspace:
        before = workspace.fingerprint()
        with workspace.begin("geocode") as run:
            run.store_geocodes("s", "type:adres", ANSWERS, "EPSG:28992", THEN)
        assert workspace.geocodes("s", "type:adres", ["damrak 1", "x 1", "y"], THEN) == ANSWERS
        assert workspace.geocodes("t", "type:adres", ANSWERS, THEN) == {}
        assert workspace.geocodes("s", "type:weg", ANSWERS, THEN) == {}
        assert workspace.geocodes("s", "type:adres", ANSWERS, THEN + 1) == {}
        if places.kind == "geopackage":
            assert b"Damrak 1, 1012LG" in workspace.path.read_bytes()
        with workspace.begin("geocode") as run:
            run.store_geocodes("s", "type:adres", {"x 1": ANSWERS["damrak 1"]}, "EPSG:28992", THEN + 60)
        assert workspace.geocodes("s", "type:adres", ANSWERS, THEN)["x 1"] == ANSWERS["damrak 1"]
        with workspace.begin("collect") as run:
            assert run.forget_geocodes(THEN) == 0
            assert run.forget_geocodes(THEN + 61) == 2
        assert workspace.geocodes("s", "type:adres", ANSWERS, THEN) == {}
        assert workspace.fingerprint() == before
        path = workspace.path
    if places.kind == "geopackage":
        content = b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))
        assert b"Damrak" not in content and b"damrak" not in content


# ---------------------------------------------------------------- asked


def ask(server, addresses, said="", progress=None, pause=0.0, limits=None):
    pytest.importorskip("requests", reason="this Python has no requests")
    from igh_plugin.sources.locatieserver import Locatieserver
    from igh_plugin.sources.network.body import Limits
    from igh_plugin.sources.network.door import Door

    text = YAML.replace("locatieserver}", f"locatieserver, address: '{server.address}'{said}}}")
    limits = limits or Limits(connect=2, read=2, pause=0.01, tries=2, longest_wait=3)
    with Door("letters", None, progress, limits) as door:
        service = Locatieserver(door, parse_definition(text).mapping.geocode, progress or Silent(), pause)
        return [service.look_up(one) for one in addresses]


@pytest.fixture
def server():
    from tests.servers.locatieserver import Locatieserver, place

    places = {
        "damrak 1": [place("Damrak 1, 1012LG Amsterdam", 121_500.5, 487_600.25), place("Damrak 1a", 1, 2)],
        "dorpsstraat 1": [place("Dorpsstraat 1, Elders", 100_000, 400_000, town="Elders")],
        "dam": [place("Dam, Amsterdam", 121_400, 487_300, "weg", 8.25)],
    }
    with Locatieserver(places) as running:
        yield running


def test_an_address_is_asked_with_known_parameters_and_nothing_else(server):
    assert ask(server, ["damrak 1", "dam", "nergens"], ", within: 'gemeentenaam:Amsterdam'") == [
        Answer(121_500.5, 487_600.25, 12.3, "adres", "Damrak 1, 1012LG Amsterdam"),
        None,
        None,
    ]
    parameters, headers = server.sent[0]
    assert parameters == [
        ("q", "damrak 1"), ("fq", "type:adres"), ("fq", 'gemeentenaam:("Amsterdam")'), ("rows", "1"),
        ("fl", "weergavenaam,type,score,centroide_rd"),
    ]  # fmt: skip
    assert set(headers) == {"Host", "User-Agent", "Accept-Encoding", "Accept", "Connection"}


def test_kinds_and_municipality_narrow_what_is_found(server):
    assert ask(server, ["dam"], ", type: [adres, weg]")[0].type == "weg"
    assert dict(server.sent[0][0][1:2]) == {"fq": "type:(adres OR weg)"}
    assert ask(server, ["dorpsstraat 1"])[0].x == 100_000
    assert ask(server, ["dorpsstraat 1"], ", within: 'gemeentenaam:Amsterdam'") == [None]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"response": None},
        {"response": {"docs": []}},
        {"response": {"numFound": 3, "docs": []}},
        {"response": {"numFound": 0, "docs": {}}},
        {"response": {"numFound": 1, "docs": ["Damrak 1"]}},
        *(
            {"response": {"numFound": 1, "docs": [{"type": "adres", "weergavenaam": "D", "score": 9, "centroide_rd": "POINT(1 2)", **wrong}]}}
            for wrong in ({"centroide_rd": None}, {"centroide_rd": "POINT(a b)"}, {"centroide_rd": [1, 2]}, {"score": "9"},
                          {"score": True}, {"score": None}, {"type": "perceel"}, {"type": None}, {"weergavenaam": 1})
        ),
    ],
    ids=repr,
)  # fmt: skip
def test_an_answer_of_another_shape_is_an_error(server, body):
    from igh_plugin.sources.network import errors
    from tests.servers.web import Answer as Page

    server.always = Page(json.dumps(body), kind="application/json")
    with pytest.raises(errors.WrongContent, match="the answer is none that Locatieserver gives"):
        ask(server, ["damrak 1"])


def test_faults_are_sentences_without_the_address(server):
    from igh_plugin.sources.network import errors
    from tests.servers.locatieserver import problem
    from tests.servers.web import Answer as Page

    address = "geheimstraat 12-3 1011 ab " + "lang " * 30
    for fault, kind, said in (
        (Page("<!doctype html><title>Log in</title>", kind="text/html"), errors.WrongContent, "Log in"),
        (Page('{"response": {"numFo', kind="application/json"), errors.Broken, "not whole JSON"),
        (problem(400, "Bad Request", f"cannot parse '{address.strip()}'"), errors.Refused, "400"),
        (problem(503, "Service Unavailable"), errors.Unavailable, "503"),
        (Page("", 429, {"Retry-After": "900"}), errors.Unavailable, "come back in 900 seconds"),
    ):
        server.always = fault
        with pytest.raises(kind, match=said) as caught:
            ask(server, [address.strip()])
        assert "geheimstraat" not in str(caught.value) and "lang" not in str(caught.value)
    server.site.__exit__()
    with pytest.raises(errors.Unreachable) as caught:
        ask(server, [address.strip()])
    assert "geheimstraat" not in str(caught.value)


def test_a_busy_service_is_waited_for(server):
    from tests.servers.web import Answer as Page

    server.answers = [Page("", 429, {"Retry-After": "1"})]
    begin = time.monotonic()
    assert ask(server, ["damrak 1"])[0].type == "adres"
    assert time.monotonic() - begin >= 1 and server.asked == ["damrak 1"] * 2


def test_questions_keep_their_pace(server):
    begin = time.monotonic()
    ask(server, [f"straat {number}" for number in range(9)], pause=0.1)
    assert time.monotonic() - begin >= 0.8


def test_cancelling_is_heard_within_a_second(server):
    class Stopping(Silent):
        def check(self):
            if time.monotonic() > begin + 0.2:
                raise Cancelled

    begin = time.monotonic()
    with pytest.raises(Cancelled):
        ask(server, ["damrak 1", "dam"], progress=Stopping(), pause=30)
    assert time.monotonic() - begin < 1.2


@pytest.mark.parametrize(
    ("asked", "found", "fits"),
    [
        ("damrak 5 1012 lg amsterdam", "Damrak 5, 1012LG Amsterdam", True),
        ("damrak 5 1012lg", "Damrak 7, 1012LG Amsterdam", False),
        ("damrak 5a", "Damrak 5A, 1012LG Amsterdam", True),
        ("damrak 5", "Damrak 55, 1012LG Amsterdam", False),
        ("damrak amsterdam", "Damrak 1, 1012LG Amsterdam", True),
        ("1e constantijn huygensstraat 20", "Eerste Constantijn Huygensstraat 20, 1054BT Amsterdam", True),
        ("1012 lg 5", "Damrak 5-2, 1012LG Amsterdam", True),
    ],
)
def test_a_neighbour_is_told_from_the_house_that_was_asked(asked, found, fits):
    assert has_its_number(asked, found) is fits
