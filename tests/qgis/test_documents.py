"""Documents on a server (text, GeoJSON, files) and the GeoJSON of the DSO API, through their faults."""

import csv
import errno
import gzip
import io
import json
import random
import shutil
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr, osr

from igh_plugin.core.errors import UserError
from igh_plugin.pipeline.areas import import_areas
from igh_plugin.pipeline.check import check_source
from igh_plugin.pipeline.collect import collect as collect_files
from igh_plugin.pipeline.refresh import collect_any, collect_source
from igh_plugin.sources import spool
from igh_plugin.sources.definition import parse_definition, parse_source
from igh_plugin.sources.network import errors
from igh_plugin.sources.network.body import Limits
from tests.servers.dso import Dso, reports
from tests.servers.web import Answer, Site

pytestmark = pytest.mark.one_qgis(2)

QUICK = Limits(connect=2, read=2, pause=0.01, tries=2)
COUNT = 1_000
NOW = np.datetime64("2026-11-20T12:00:00")
YAML = """
source: rows
kind: report
crs: EPSG:28992
licence: CC0
timezone: {{local: Europe/Amsterdam}}
connection: {{type: {type}, address: "{address}"{more}}}
refresh: {{every: 1}}
id: id
fields: {{occurred_from: day, category: kind, wkt: {wkt}}}
personal: [name]
"""
HEADER = ("id", "day", "kind", "name", "geometry")


def record(n):
    day = str(np.datetime64("2026-01-01") + n % 300)
    return (str(n), day, "afval", f"geheim-{n}", f"POINT ({120_000 + n % 97} {487_000 + n % 83})")


def as_csv(count=COUNT):
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *map(record, range(count))])
    return out.getvalue().encode()


def as_geojson(count=COUNT):
    features = []
    for n in range(count):
        values = dict(zip(HEADER, record(n)))
        x, y = values.pop("geometry")[7:-1].split()
        place = {"type": "Point", "coordinates": [float(x), float(y)]}
        features.append({"type": "Feature", "properties": values, "geometry": place})
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def as_geopackage(count=COUNT):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.gpkg"
        reference = osr.SpatialReference()
        reference.ImportFromEPSG(28992)
        dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
        layer = dataset.CreateLayer("rows", reference, ogr.wkbPoint)
        for name in HEADER[:-1]:
            layer.CreateField(ogr.FieldDefn(name))
        layer.StartTransaction()
        for n in range(count):
            feature = ogr.Feature(layer.GetLayerDefn())
            *values, place = record(n)
            for name, value in zip(HEADER, values):
                feature[name] = value
            feature.SetGeometry(ogr.CreateGeometryFromWkt(place))
            layer.CreateFeature(feature)
        layer.CommitTransaction()
        del layer, dataset
        return path.read_bytes()


def zipped(body, name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, body)
    return out.getvalue()


KINDS = {
    "csv": ("csv", "/rows.csv", as_csv, "text/csv"),
    "geojson": ("geojson", "/rows.geojson", as_geojson, "application/geo+json"),
    "zip of text": ("file", "/bulk/rows.csv.zip", lambda: zipped(as_csv(), "rows.csv"), "application/zip"),
    "gzip": ("file", "/rows.csv.gz", lambda: gzip.compress(as_csv()), "application/gzip"),
    "geopackage": ("file", "/rows.gpkg", as_geopackage, "application/geopackage+sqlite3"),
    "zip of a geopackage": (
        "file",
        "/rows.zip",
        lambda: zipped(as_geopackage(), "rows.gpkg"),
        "application/zip",
    ),
}


@pytest.fixture(autouse=True)
def own_place(tmp_path_factory, monkeypatch):
    """A folder for temporary files in which nobody else has any."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("tmp")))


@pytest.fixture(scope="module")
def bodies():
    return {name: make() for name, (_, _, make, _) in KINDS.items()}


@pytest.fixture
def workspace(empty_workspace):
    return empty_workspace


class Serving:
    """One document; a test changes what is answered. `tag` and `changed` are what it is known by."""

    def __init__(self, path, body, kind):
        self.body, self.kind, self.tag, self.changed = body, kind, "", ""
        self.answer = None
        self.sent = 0
        self.site = Site({path: self._answer})
        self.path = path

    def _answer(self, request):
        if self.answer is not None:
            return self.answer
        headers = {
            name: value for name, value in (("ETag", self.tag), ("Last-Modified", self.changed)) if value
        }
        asked = request.headers.get("If-None-Match"), request.headers.get("If-Modified-Since")
        if (self.tag and asked[0] == self.tag) or (self.changed and asked[1] == self.changed):
            return Answer(b"", 304, headers)
        self.sent += 1
        return Answer(self.body, headers=headers, kind=self.kind)


@pytest.fixture(params=list(KINDS))
def served(request, bodies):
    type_, path, _, kind = KINDS[request.param]
    server = Serving(path, bodies[request.param], kind)
    with server.site:
        wkt = "geometry"
        server.definition = parse_definition(
            YAML.format(type=type_, address=server.site.address(path), wkt=wkt, more="")
        )
        yield server


def collect(workspace, server, **options):
    return collect_source(workspace, server.definition, now=NOW, limits=QUICK, **options)


def leftovers():
    return list(Path(tempfile.gettempdir()).glob("igh-*"))


def test_every_row_comes_and_nothing_personal_stays(workspace, served):
    result = collect(workspace, served)
    assert (result.read, result.kept, result.rejected) == (COUNT, COUNT, {})
    assert sorted(workspace.events(["event_id"])["event_id"]) == sorted(f"rows:{n}" for n in range(COUNT))
    files = [path for path in workspace.path.parent.rglob("*") if path.is_file()]
    assert files and not any(b"geheim-" in path.read_bytes() for path in files)
    assert not leftovers()


def test_a_document_cut_at_random_bytes_is_whole_or_an_error(workspace, served):
    dice = random.Random(5)
    size = len(served.body)
    for _ in range(20):
        cut = dice.randrange(0, size)
        served.answer = Answer(served.body, kind=served.kind, cut=cut, length=dice.choice(["true", None]))
        with pytest.raises(UserError):
            collect(workspace, served)
        assert workspace.count_events() == 0
    assert not leftovers()
    served.answer = None
    assert collect(workspace, served).read == COUNT


def test_a_login_page_is_no_document(workspace, served):
    served.answer = Answer("<!DOCTYPE html><title>Inloggen</title>", kind="text/html")
    with pytest.raises(errors.WrongContent, match="web page instead of data.*Inloggen"):
        collect(workspace, served)
    served.answer = Answer("geen toegang", 403)
    with pytest.raises(errors.Refused, match="403"):
        collect(workspace, served)
    assert workspace.count_events() == 0


@pytest.mark.parametrize("mark", ["tag", "changed"])
def test_a_document_that_did_not_change_is_not_fetched_again(workspace, served, mark):
    setattr(served, mark, '"abc"' if mark == "tag" else "Wed, 21 Oct 2026 07:28:00 GMT")
    collect(workspace, served)
    before = workspace.fingerprint()
    again = collect(workspace, served)
    assert (again.read, again.unchanged, served.sent) == (0, COUNT, 1)
    assert workspace.runs("rows")[-1]["parameters"]["not_modified"] and workspace.fingerprint() == before
    assert any("as it was the last time" in str(note) for note in again.notes)
    assert collect(workspace, served).unchanged == COUNT and served.sent == 1
    assert collect(workspace, served, whole=True).read == COUNT and served.sent == 2
    setattr(served, mark, '"def"' if mark == "tag" else "Thu, 22 Oct 2026 07:28:00 GMT")
    assert collect(workspace, served).read == COUNT and served.sent == 3
    shorter = parse_definition(served.definition.text.replace("category: kind, ", ""))
    assert collect_source(workspace, shorter, now=NOW, limits=QUICK).changed == COUNT


def test_an_unchanged_document_is_read_again_where_rows_were_rejected_or_areas_are_new(
    workspace, served, tmp_path
):
    served.tag = '"abc"'
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(28992)
    path = tmp_path / "areas.gpkg"
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer("a", reference, ogr.wkbPolygon)
    layer.CreateField(ogr.FieldDefn("code"))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature["code"] = "A"
    outline = "POLYGON ((119000 486000, 120050 486000, 120050 488000, 119000 488000, 119000 486000))"
    feature.SetGeometry(ogr.CreateGeometryFromWkt(outline))
    layer.CreateFeature(feature)
    del feature, layer, dataset
    collect(workspace, served)
    import_areas(workspace, str(path))
    result = collect(workspace, served)
    assert served.sent == 2 and result.rejected["outside_area"] > 0
    assert collect(workspace, served).read == COUNT and served.sent == 3


def test_what_files_replaced_is_fetched_again_as_a_whole(workspace, served, tmp_path):
    served.tag = '"abc"'
    collect(workspace, served)
    path = tmp_path / "few.csv"
    path.write_bytes(as_csv(3))
    collect_files(workspace, served.definition, path, now=NOW)
    assert workspace.count_events() == 3
    assert collect(workspace, served).read == COUNT and workspace.count_events() == COUNT


def test_a_layer_that_did_not_change_is_not_fetched_again(workspace, bodies):
    server = Serving("/rows.geojson", bodies["geojson"], "application/geo+json")
    server.tag = '"abc"'
    with server.site:
        text = f"""
source: rows
grain: reference
crs: EPSG:28992
connection: {{type: geojson, address: "{server.site.address(server.path)}"}}
id: id
geometry: {{shape: point}}
"""
        assert collect_any(workspace, parse_source(text)).kept == COUNT
        again = collect_any(workspace, parse_source(text))
        assert (again.read, again.unchanged, server.sent) == (0, COUNT, 1)
        assert collect_any(workspace, parse_source(text), whole=True).read == COUNT and server.sent == 2


def test_a_file_of_an_unknown_kind_is_refused(workspace, bodies):
    with Site({"/rows.exe": lambda _: Answer(b"MZ", kind="application/octet-stream")}) as site:
        text = YAML.format(type="file", address=site.address("/rows.exe"), wkt="geometry", more="")
        with pytest.raises(errors.WrongContent, match="does not end in the name of a file that can be read"):
            collect_source(workspace, parse_definition(text), limits=QUICK)


# ---------------------------------------------------------------- GeoJSON of the DSO API


@pytest.fixture
def dso():
    with Dso(reports(COUNT)) as running:
        yield running


def collect_dso(workspace, dso, whole=False):
    text = YAML.format(
        type="dso", address=dso.address, wkt="geometry", more=", parameters: {_format: geojson}"
    )
    text = text.replace("{every: 1}", "{every: 1, field: datumMelding, overlap: 2}").replace(
        "{occurred_from: day, category: kind", "{occurred_from: datumMelding, category: hoofdcategorie"
    )
    return collect_source(workspace, parse_definition(text), now=NOW, limits=QUICK, whole=whole)


def test_geojson_of_the_dso_api(workspace, dso):
    assert collect_dso(workspace, dso).kept == COUNT
    events = workspace.events(["x", "y"])
    assert events["x"].min() == 120_000 and events["y"].min() == 487_000
    dso.rows += [{**row, "id": str(COUNT + int(row["id"]))} for row in reports(10, "2026-04-11")]
    result = collect_dso(workspace, dso)
    assert (result.new, result.read) == (10, 40)


@pytest.mark.parametrize(
    ("fault", "value", "said"),
    [
        ("aborts", 123, "gave up halfway: Aborted by OperationalError"),
        ("drops", 7, "only 993 of 1000"),
        ("cuts", 9_000, "broke off"),
    ],
)
def test_geojson_that_fails_midway_with_http_200(workspace, dso, fault, value, said):
    setattr(dso, fault, value)
    dso.times = 1
    assert collect_dso(workspace, dso).read == COUNT
    before = workspace.fingerprint()
    dso.times = 99
    with pytest.raises(errors.Broken, match=said):
        collect_dso(workspace, dso, whole=True)
    assert workspace.fingerprint() == before


def test_geojson_in_another_crs_is_refused(workspace, dso):
    dso.content_crs = "EPSG:4326"
    with pytest.raises(errors.WrongContent, match="in EPSG:4326, not in EPSG:28992"):
        collect_dso(workspace, dso)


@pytest.mark.parametrize("type_", ["geojson", "ogcapi", "arcgis"])
def test_outlines_in_degrees_where_metres_were_asked_are_refused(workspace, type_):
    ring = [[4.9, 52.37], [4.91, 52.37], [4.91, 52.38], [4.9, 52.37]]
    shapes = [
        None,
        {"type": "Polygon", "coordinates": [ring]},
        {"type": "MultiPolygon", "coordinates": [[ring]]},
    ]
    features = [{"type": "Feature", "properties": {}, "geometry": one} for one in shapes]
    page = json.dumps({"type": "FeatureCollection", "features": features, "links": [], "count": 3})
    with Site({"/*": lambda _: Answer(page, kind="application/geo+json")}) as site:
        text = f"""
source: rows
grain: reference
crs: EPSG:28992
connection: {{type: {type_}, address: "{site.address("/rows")}"}}
geometry: {{shape: polygon}}
"""
        with pytest.raises(errors.WrongContent, match="CRS84, not in EPSG:28992"):
            collect_any(workspace, parse_source(text), limits=QUICK)


def test_a_zip_may_hold_a_file_that_is_something_else(workspace):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("days.csv", "day,holiday,name\n2026-01-01,J,Nieuwjaar\n2026-01-02,N,\n")
        archive.writestr("readme.txt", "About,this file\nThe days,of a year\n")
        archive.writestr(
            "areas.csv",
            'code,geometry,name\nA,"POLYGON ((120000 487000, 120100 487000, 120000 487100, 120000 487000))",a\n',
        )
    with Site({"/all.zip": lambda _: Answer(out.getvalue(), kind="application/zip")}) as site:
        connection = f'connection: {{type: file, address: "{site.address("/all.zip")}"}}'
        calendar = parse_source(
            f"source: c\ngrain: calendar\n{connection}\nday: day\nkinds: {{free: {{column: holiday, is: J}}}}\n"
        )
        result = collect_any(workspace, calendar, limits=QUICK)
        assert (result.read, result.kept, result.rejected) == (4, 2, {"bad_time": 2})
        areas = parse_source(
            f"source: a\ngrain: areas\ncrs: EPSG:28992\n{connection}\nlevels: {{hoods: {{code: code, name: name}}}}\n"
        )
        result = collect_any(workspace, areas, limits=QUICK)
        assert (result.read, result.kept, result.rejected) == (4, 1, {"missing_geometry": 3})


def test_a_file_without_rows_is_seen_by_its_columns(workspace):
    with Site({"/rows.csv": lambda _: Answer(",".join(HEADER) + "\n", kind="text/csv")}) as site:
        text = YAML.format(type="file", address=site.address("/rows.csv"), wkt="geometry", more="")
        assert check_source(parse_definition(text), limits=QUICK).state == "fine"
        gone = check_source(parse_definition(text.replace("wkt: geometry", "wkt: place")), limits=QUICK)
        assert gone.state == "drifted" and "place" in str(gone.sentences[0])
        with pytest.raises(UserError, match="hold no rows"):
            collect_source(workspace, parse_definition(text), limits=QUICK)


def test_a_full_disk_is_told_and_changes_nothing(workspace, served, monkeypatch):
    opened = spool._open

    def small(*path):
        connection = opened(*path)
        connection.execute("PRAGMA max_page_count = 8")
        return connection

    monkeypatch.setattr(spool, "_open", small)
    with pytest.raises(UserError, match="database or disk is full"):
        collect(workspace, served)
    monkeypatch.undo()
    assert workspace.count_events() == 0 and collect(workspace, served).kept == COUNT


@pytest.mark.parametrize("served", ["gzip", "geopackage"], indirect=True)
def test_a_full_folder_for_temporary_files_is_told(workspace, served, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(UserError, match="cannot be kept in .* while it is read: No space left on device"):
        collect(workspace, served)
    assert workspace.count_events() == 0
