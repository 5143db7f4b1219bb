"""Real servers as sources: QGIS Server, pygeoapi, and django-gisserver, the software behind Amsterdam's WFS."""

import numpy as np
import pytest
from osgeo import ogr, osr
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsVectorLayer

from igh_plugin.pipeline.area_sources import collect_areas
from igh_plugin.pipeline.refresh import collect_source
from igh_plugin.sources.definition import parse_definition, parse_source
from tests.servers import peers, postgres

COUNT = 7_500
NOW = np.datetime64("2026-11-20T12:00:00")
YAML = """
source: peer
kind: report
crs: {crs}
licence: CC0
timezone: {{stored: {stored}, local: Europe/Amsterdam}}
layer: {layer}
connection: {{type: {type}, address: "{address}"}}
refresh: {{every: 1{field}}}
id: number
fields: {{occurred_from: moment, category: category, wkt: geometry}}
"""
TABLE = f"""
CREATE TABLE reports AS SELECT lpad(n::text, 8, '0') AS number, CASE n % 3 WHEN 0 THEN 'afval & <zo>' ELSE 'parkeren' END AS category,
  timestamptz '2026-01-01 10:00Z' + n % 300 * interval '1 day' AS moment, date '2026-01-01' + n % 300 AS reported,
  ST_SetSRID(ST_MakePoint(120000.125 + n % 997, 487000.5 + n % 883), 28992) AS geom FROM generate_series(1, {COUNT}) AS n;
ALTER TABLE reports ADD PRIMARY KEY (number)
"""
ZONES = {
    f"Z{n:02d}": (
        f"MULTIPOLYGON (((%(x)d 487000, %(x)d 487080.5, {120_080 + 100 * n} 487000, %(x)d 487000)%(hole)s)%(island)s)"
        % {
            "x": 120_000 + 100 * n,
            "hole": f", ({120_010 + 100 * n} 487010, {120_020 + 100 * n} 487010, {120_010 + 100 * n} 487020, {120_010 + 100 * n} 487010)" if n % 2 else "",
            "island": f", (({120_000 + 100 * n} 488000, {120_010 + 100 * n} 488000, {120_000 + 100 * n} 488010, {120_000 + 100 * n} 488000))" if n % 3 else "",
        }
    )
    for n in range(40)
}  # fmt: skip
"""Code and outline of zones, with holes and islands."""
ZONE_YAML = """
source: zones
grain: areas
crs: EPSG:28992
connection: {{type: {type}, address: "{address}"}}
levels: {{zones: {{layer: {layer}, code: code, name: name{id}}}}}
"""


@pytest.fixture(scope="module")
def geopackage(tmp_path_factory):
    path = tmp_path_factory.mktemp("peer") / "reports.gpkg"
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(28992)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = dataset.CreateLayer("reports", reference, ogr.wkbPoint)
    kinds = {
        "number": ogr.OFTString,
        "category": ogr.OFTString,
        "moment": ogr.OFTDateTime,
        "reported": ogr.OFTDate,
    }
    for name, kind in kinds.items():
        layer.CreateField(ogr.FieldDefn(name, kind))
    layer.StartTransaction()
    for n in range(1, COUNT + 1):
        feature = ogr.Feature(layer.GetLayerDefn())
        day = str(np.datetime64("2026-01-01") + n % 300)
        values = (f"{n:08d}", "parkeren" if n % 3 else "afval & <zo>", day + "T10:00:00", day)
        for name, value in zip(kinds, values):
            feature[name] = value
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({120000.125 + n % 997} {487000.5 + n % 883})"))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    layer = dataset.CreateLayer("zones", reference, ogr.wkbMultiPolygon)
    for name in ("code", "name"):
        layer.CreateField(ogr.FieldDefn(name, ogr.OFTString))
    for code, outline in ZONES.items():
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["code"], feature["name"] = code, f"Zone <{code}>"
        feature.SetGeometry(ogr.CreateGeometryFromWkt(outline))
        layer.CreateFeature(feature)
    return path


@pytest.fixture(scope="module")
def qgis_server(geopackage, qgis_app):
    if not peers.QGIS_SERVER:
        pytest.skip("there is no QGIS Server on this machine")
    project = QgsProject()
    layers = [QgsVectorLayer(f"{geopackage}|layername={name}", name, "ogr") for name in ("reports", "zones")]
    project.addMapLayers(layers)
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:28992"))
    project.writeEntry("WFSLayers", "/", [layer.id() for layer in layers])
    for layer in layers:
        project.writeEntry("WFSLayersPrecision", "/" + layer.id(), 8)
    project.writeEntry("WMSCrsList", "/", ["EPSG:28992", "EPSG:4326"])
    path = geopackage.with_name("project.qgs")
    assert project.write(str(path))
    project.clear()
    with peers.qgis_server(path) as address:
        yield address


@pytest.fixture(scope="module")
def pygeoapi(geopackage, tmp_path_factory):
    if not peers.PYTHON.exists():
        pytest.skip("build/peers is not there: make build/peers.stamp")
    with peers.pygeoapi(
        geopackage, ["reports", "zones"], "fid", tmp_path_factory.mktemp("pygeoapi")
    ) as address:
        yield address


@pytest.fixture(scope="module")
def gisserver(tmp_path_factory):
    psycopg2 = pytest.importorskip("psycopg2")
    if not peers.PYTHON.exists():
        pytest.skip("build/peers is not there: make build/peers.stamp")
    if postgres.programs() is None or not postgres.has_postgis():
        pytest.skip("there is no PostgreSQL with PostGIS on this machine")
    with postgres.database() as (host, port):
        login = (host, port, "postgres", "gis", postgres.PASSWORD)
        connection = psycopg2.connect(
            host=host, port=port, dbname="postgres", user="gis", password=postgres.PASSWORD
        )
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION postgis")
            cursor.execute(TABLE)
            cursor.execute(
                "CREATE TABLE zones (code text PRIMARY KEY, name text, geom geometry(MultiPolygon, 28992))"
            )
            for code, outline in ZONES.items():
                values = (code, f"Zone <{code}>", outline)
                cursor.execute("INSERT INTO zones VALUES (%s, %s, ST_GeomFromText(%s, 28992))", values)
        connection.close()
        with peers.gisserver(login, tmp_path_factory.mktemp("gisserver")) as address:
            yield address


@pytest.fixture
def collect(empty_workspace):
    def call(type, address, crs):
        text = YAML.format(type=type, address=address, crs=crs, layer="reports", field="", stored="UTC")
        return collect_source(empty_workspace, parse_definition(text), now=NOW)

    return call


def check(workspace, result, crs):
    assert (result.read, result.kept, result.rejected) == (COUNT, COUNT, {})
    events = workspace.events(["event_id", "x", "y", "category", "occurred_from"])
    assert sorted(events["event_id"]) == [f"peer:{n:08d}" for n in range(1, COUNT + 1)]
    order = np.argsort(events["event_id"].astype(str))
    n = np.arange(1, COUNT + 1)
    far = 0.001 if crs == "EPSG:28992" else 0.2  # QGIS Server rounds degrees to six digits
    assert np.abs(events["x"][order] - (120_000.125 + n % 997)).max() < far
    assert np.abs(events["y"][order] - (487_000.5 + n % 883)).max() < far
    assert set(events["category"]) == {"parkeren", "afval & <zo>"}
    days = np.datetime64("2026-01-01T10:00:00") + (n % 300).astype("timedelta64[D]")
    assert (events["occurred_from"][order].astype("datetime64[s]") == days).all()


SYSTEMS = pytest.mark.parametrize("crs", ["EPSG:28992", "EPSG:4326"])


@SYSTEMS
@pytest.mark.parametrize("kind", ["wfs", "ogcapi"])
def test_qgis_server(collect, empty_workspace, qgis_server, kind, crs):
    address = qgis_server if kind == "wfs" else qgis_server + "wfs3/collections/reports"
    check(empty_workspace, collect(kind, address, crs), crs)


@SYSTEMS
def test_pygeoapi(collect, empty_workspace, pygeoapi, crs):
    check(empty_workspace, collect("ogcapi", f"{pygeoapi}/reports", crs), crs)


@SYSTEMS
def test_django_gisserver(empty_workspace, gisserver, crs):
    text = YAML.format(type="wfs", address=gisserver, crs=crs, layer="report", field=", field: reported, overlap: 2", stored="UTC")  # fmt: skip
    definition = parse_definition(text)
    check(empty_workspace, collect_source(empty_workspace, definition, now=NOW), crs)
    again = collect_source(empty_workspace, definition, now=NOW + np.timedelta64(1, "D"))
    assert (again.read, again.new, again.withdrawn) == (3 * COUNT // 300, 0, 0)


@pytest.mark.parametrize(
    "server", ["qgis_server wfs", "qgis_server ogcapi", "pygeoapi ogcapi", "gisserver wfs"]
)
def test_polygons_with_holes_and_islands_as_areas(request, empty_workspace, server):
    name, kind = server.split()
    address = request.getfixturevalue(name)
    if kind == "ogcapi":
        address += "/zones" if name == "pygeoapi" else "wfs3/collections/zones"
    layer, id_ = ("zone", "") if name == "gisserver" else ("zones", ", id: feature_id")
    text = ZONE_YAML.format(type=kind, address=address, layer=layer, id=id_)
    result = collect_areas(empty_workspace, parse_source(text))
    assert (result.read, result.kept, result.rejected) == (40, 40, {})
    areas = empty_workspace.areas("zones")
    assert dict(zip(areas["code"], areas["name"])) == {code: f"Zone <{code}>" for code in ZONES}
    for code, wkb, km2 in zip(areas["code"], empty_workspace.area_geometries("zones"), areas["area_km2"]):
        true = ogr.CreateGeometryFromWkt(ZONES[code])
        assert km2 == pytest.approx(true.GetArea() / 1e6, rel=1e-3)
        assert ogr.CreateGeometryFromWkb(wkb).SymmetricDifference(true).GetArea() < 1e-3 * true.GetArea()
