"""Every connector that speaks HTTP under every fault: a whole result or an error in words, and never a row less in silence.

The server is right and its answers are damaged on their way. IGH_CUTS is how often an answer is cut at a random byte.
"""

import contextlib
import json
import os
import random
import time

import numpy as np
import pandas as pd
import pytest
from osgeo import ogr

from igh_plugin.core.errors import UserError
from igh_plugin.pipeline.collect import collect
from igh_plugin.pipeline.refresh import collect_any
from igh_plugin.sources.definition import parse_source
from igh_plugin.sources.network.body import Limits
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.qgis import fault_table
from tests.servers.cbs import Cbs
from tests.servers.dso import Dso, reports
from tests.servers.locatieserver import Locatieserver, place
from tests.servers.ogcapi import OgcApi
from tests.servers.paged import Paged
from tests.servers.web import Answer, Service
from tests.servers.wfs import Wfs

pytestmark = pytest.mark.one_qgis(1)

CUTS = int(os.environ.get("IGH_CUTS", 10))
COUNT, FEW = 60, 12
QUICK = Limits(connect=2, read=2, pause=0.01, tries=2)
IMPATIENT = Limits(connect=2, read=0.4, slowest=20_000, pause=0.01, tries=2)
NOW = np.datetime64("2026-11-20T12:00:00")
EVENTS = """
source: rows
kind: report
crs: {crs}
licence: CC0
timezone: {{local: Europe/Amsterdam}}
layer: meldingen
connection: {{{connection}}}
id: {id}
fields: {fields}
"""
STATISTICS = """
source: people
grain: area_statistics
connection: {{type: odata, address: "{address}{table}"}}
areas: {{dimension: WijkenEnBuurten, starts_with: BU0363, remove: BU0363}}
years: {{year: 2025}}
statistics: {{inhabitants: {property}}}
"""
LETTERS = """
source: letters
kind: report
licence: CC0
geocode: {{service: locatieserver, address: "{address}", columns: [street]}}
id: number
fields: {{category: sort}}
"""


class Document(Service):
    """A document with all rows, as delimited text or GeoJSON."""

    def __init__(self, path, body, kind):
        self.PATH = path
        super().__init__({path: lambda _: Answer(body, kind=kind)})


def csv_rows():
    return "id,day,kind,geometry\r\n" + "".join(
        f"{n},2026-01-{1 + n % 28:02d},afval,POINT ({120_000 + n} 487000)\r\n" for n in range(COUNT)
    )


def geojson_rows():
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": {"id": n, "day": f"2026-01-{1 + n % 28:02d}", "kind": "afval"},
                 "geometry": {"type": "Point", "coordinates": [120_000.0 + n, 487_000.0]}}
                for n in range(COUNT)
            ],
        }
    )  # fmt: skip


def wfs(formats):
    server = Wfs(COUNT, most=25)
    server.formats, server.counted = formats, True
    return server


def streets():
    return Locatieserver({f"straat {n}": [place(f"Straat {n}", 120_000 + n, 487_000)] for n in range(FEW)})


DSO_FIELDS = "{occurred_from: datumMelding, category: hoofdcategorie, wkt: %s}"
DOCUMENT = "{occurred_from: day, category: kind, wkt: geometry}"
WFS_FIELDS = "{occurred_from: datum, category: soort, wkt: geometry}"
PAGED_FIELDS = "{occurred_from: created_at, category: category.main_slug, wkt: %s}"
GML = "text/xml; subtype=gml/3.2.1"


def events(make, connection, fields, id_="id", crs="EPSG:28992"):
    return make, lambda server: EVENTS.format(
        connection=connection.format(address=server.address), fields=fields, id=id_, crs=crs
    )


def paged(style, said, geometry="location.geometrie"):
    connection = f'{said}, address: "{{address}}"'
    return events(lambda: Paged(style, COUNT, most=25), connection, PAGED_FIELDS % geometry, crs="EPSG:4326")


CONNECTORS = {
    "DSO, text": events(lambda: Dso(reports(COUNT)), 'type: dso, address: "{address}"', DSO_FIELDS % "geometrieVisualisatie"),
    "DSO, GeoJSON": events(
        lambda: Dso(reports(COUNT)), 'type: dso, address: "{address}", parameters: {{_format: geojson}}', DSO_FIELDS % "geometry"
    ),
    "OGC API Features": events(
        lambda: OgcApi(COUNT, page=25), 'type: ogcapi, address: "{address}"',
        "{occurred_from: moment, category: category.slug, wkt: geometry}", "feature_id",
    ),
    "WFS, GML": events(lambda: wfs([GML]), 'type: wfs, address: "{address}"', WFS_FIELDS, "nummer"),
    "WFS, GeoJSON": events(lambda: wfs([GML, "application/json"]), 'type: wfs, address: "{address}"', WFS_FIELDS, "nummer"),
    "Signalen, private": paged("signalen", "type: signalen"),
    "Signalen, public": paged("geography", "type: signalen, parameters: {{bbox: '4,52,5,53'}}", "geometry"),
    "Socrata": paged("socrata", "type: socrata"),
    "CKAN": paged("ckan", "type: ckan"),
    "Opendatasoft": paged("opendatasoft", "type: opendatasoft", "geometry"),
    "ArcGIS": paged("arcgis", "type: arcgis", "geometry"),
    "JSON, numbered pages": paged("numbered", "type: json, rows: data.items, total: n, paging: {{kind: page, parameter: page}}"),
    "JSON, cursor": paged("cursor", "type: json, rows: items, paging: {{kind: link, link: next}}"),
    "CSV": events(lambda: Document("/rows.csv", csv_rows(), "text/csv"), 'type: csv, address: "{address}"', DOCUMENT),
    "GeoJSON": events(
        lambda: Document("/rows.geojson", geojson_rows(), "application/geo+json"), 'type: geojson, address: "{address}"', DOCUMENT
    ),
    "File": events(lambda: Document("/rows.csv", csv_rows(), "text/csv"), 'type: file, address: "{address}"', DOCUMENT),
    "CBS OData 3": (Cbs, lambda server: STATISTICS.format(address=server.address, table="/ODataApi/odata/86165NED", property="AantalInwoners")),
    "CBS OData 4": (Cbs, lambda server: STATISTICS.format(address=server.address, table="/odata/v1/CBS/86165NED", property="Aantal inwoners")),
    "Locatieserver": (streets, lambda server: LETTERS.format(address=server.address)),
}  # fmt: skip
WHOLE = {"CBS OData 3": 3, "CBS OData 4": 3, "Locatieserver": FEW}
"""How many rows a connector gives where it is not `COUNT`."""


def body_of(answer):
    return answer.body if isinstance(answer.body, bytes) else b"".join(answer.body)


def slowly(body):
    for at in range(len(body)):
        time.sleep(0.05)
        yield body[at : at + 1]


def _gzip_cut(_, answer):
    return Answer(body_of(answer), answer.status, answer.headers, answer.kind).packed(cut=9)


def _aborted(_, answer):
    body = body_of(answer)
    sentence = b"Aborted by OperationalError during rendering!\r\n"
    if "csv" not in answer.kind:
        sentence = b"\n\n/* " + sentence.strip() + b" */"
    return Answer(body[: len(body) // 2] + sentence, 200, answer.headers, answer.kind)


def always(*given, **more):
    return lambda _, answer: Answer(*given, **more)


FAULTS = {
    "truncated gzip": (_gzip_cut, QUICK),
    "aborted with HTTP 200": (_aborted, QUICK),
    "login page with HTTP 200": (always("<!DOCTYPE html><html><title>Inloggen</title></html>", kind="text/html"), QUICK),
    "another kind of content": (always(b"%PDF-1.7\n\x00\xff\xfe", kind="application/pdf"), QUICK),
    "empty answer": (always(b""), QUICK),
    "error told with HTTP 200": (always('{"error": {"code": 499, "message": "Token Required"}}', kind="application/json"), QUICK),
    "429 for ever": (always("slow down", 429, {"Retry-After": "0"}), QUICK),
    "429 asking for an hour": (always("slow down", 429, {"Retry-After": "3600"}), QUICK),
    "500": (always("database is gone", 500), QUICK),
    "one byte at a time": (lambda _, answer: Answer(slowly(body_of(answer)), 200, answer.headers, answer.kind), IMPATIENT),
}  # fmt: skip
PASSING = {
    "429 once": (always("slow down", 429, {"Retry-After": "0"}), QUICK),
    "503 once": (always("maintenance", 503), QUICK),
    "connection dropped once": (lambda _, answer: Answer(body_of(answer), 200, answer.headers, answer.kind, cut=len(body_of(answer)) // 2), QUICK),
}  # fmt: skip


class Case:
    """A connector with its server and a workspace of its own."""

    def __init__(self, name, server, workspace, folder):
        self.name, self.server, self.workspace = name, server, workspace
        self.definition = parse_source(CONNECTORS[name][1](server))
        self.whole = WHOLE.get(name, COUNT)
        self.letters = None
        if name == "Locatieserver":
            self.letters = folder / "letters.csv"
            self.letters.write_text(
                "number,sort,street\n" + "".join(f"{n},x,Straat {n}\n" for n in range(self.whole))
            )

    def collect(self, limits):
        if self.letters is not None:
            return collect(self.workspace, self.definition, self.letters, now=NOW, limits=limits)
        return collect_any(self.workspace, self.definition, whole=True, now=NOW, limits=limits)

    def forget(self):
        """Forget the answers of before, so that the server is asked again."""
        with self.workspace.begin("geocode") as run:
            run.forget_geocodes(NOW + np.timedelta64(1, "D"))

    def held(self):
        if self.name.startswith("CBS"):
            return len(self.workspace.area_statistics()["code"])
        return self.workspace.count_events()


@pytest.fixture(params=list(CONNECTORS))
def case(request, qgis_app, tmp_path):
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(CONNECTORS[request.param][0]())
        workspace = stack.enter_context(GeoPackageWorkspace.create(tmp_path / "w.gpkg", "EPSG:28992"))
        if request.param.startswith("CBS"):
            square = bytes(ogr.CreateGeometryFromWkt("MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))").ExportToWkb())
            codes = ["AA01", "AA02", "AB01"]
            frame = pd.DataFrame(
                {"code": codes, "name": codes, "parent": "", "area_km2": 1.0, "geometry": [square] * 3}
            )
            with workspace.begin("areas") as run:
                run.replace_areas("buurten", frame)
        yield Case(request.param, server, workspace, tmp_path)


def note(case, fault, happened, lost):
    fault_table.ROWS.append((case.name, fault, happened, str(lost)))
    assert lost == 0


def test_without_a_fault_every_row_comes(case):
    case.collect(QUICK)
    note(case, "none", "whole", case.whole - case.held())


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_fault_that_stays_is_an_error_and_changes_nothing(case, fault):
    """Empty at first, then over a whole result of before: what is there stays as it was."""
    damage, limits = FAULTS[fault]
    for _ in range(2):
        case.forget()
        before = case.workspace.fingerprint()
        case.server.site.fault = damage
        with pytest.raises(UserError) as caught:
            case.collect(limits)
        assert case.workspace.fingerprint() == before
        case.server.site.fault = None
        case.collect(QUICK)
    said = str(caught.value)
    assert "Traceback" not in said and 20 < len(said) < 900, said
    note(case, fault, f"{type(caught.value).__name__}; unchanged", case.whole - case.held())


@pytest.mark.parametrize("fault", list(PASSING))
def test_a_fault_that_passes_is_asked_again(case, fault):
    damage, limits = PASSING[fault]
    left = [1]

    def once(request, answer):
        left[0] -= 1
        return damage(request, answer) if left[0] == 0 else answer

    case.server.site.fault = once
    case.collect(limits)
    note(case, fault, "asked again, then whole", case.whole - case.held())


def test_a_connection_dropped_at_a_random_byte(case):
    """Any answer, any byte, with and without a stated length, once or for ever."""
    dice = random.Random(case.name)
    case.collect(QUICK)
    answers = len(case.server.site.asked)
    full = case.workspace.fingerprint()
    outcomes = {"whole": 0, "an error": 0}
    for _ in range(CUTS):
        target, stays, length, share = (
            dice.randrange(answers),
            dice.random() < 0.5,
            dice.choice(["true", None]),
            dice.random(),
        )
        came = []

        def cut(_, answer, target=target, stays=stays, length=length, share=share, came=came):
            came.append(1)
            number = len(came) - 1
            if number < target or (number > target and not stays):
                return answer
            body = body_of(answer)
            return Answer(
                body, answer.status, answer.headers, answer.kind, cut=int(share * len(body)), length=length
            )

        case.forget()
        case.server.site.fault = cut
        try:
            case.collect(QUICK)
            outcomes["whole"] += 1
        except UserError:
            outcomes["an error"] += 1
        assert case.workspace.fingerprint() == full
        case.server.site.fault = None
    assert case.held() == case.whole
    happened = ", ".join(f"{count} times {what}" for what, count in outcomes.items() if count)
    note(case, f"cut at a random byte, {CUTS} times", happened, case.whole - case.held())
