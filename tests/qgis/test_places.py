"""Areas, layers for reference and calendars from services: what is stored is what they hold, and faults change nothing."""

import json

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import QgsVectorLayer

from igh_plugin.core.errors import UserError
from igh_plugin.core.filters import EventFilter
from igh_plugin.pipeline.area_sources import collect_areas
from igh_plugin.pipeline.calendar_days import collect_calendar
from igh_plugin.pipeline.check import check_source
from igh_plugin.pipeline.ingest import ingest
from igh_plugin.pipeline.reference import collect_reference
from igh_plugin.pipeline.refresh import collect_source, refresh
from igh_plugin.sources.definition import parse_definition, parse_source
from igh_plugin.sources.network import errors
from igh_plugin.sources.network.body import Limits
from igh_plugin.sources.network.door import Plain
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.servers.dso import Dso, reports
from tests.servers.features import Features
from tests.servers.web import Answer, Site

QUICK = Limits(connect=2, read=2, pause=0.01, tries=2)
SIZE = 500
"""Metres of the side of a neighbourhood of the small city, 4 by 4 of them from (120000, 487000)."""
AREAS = """
source: city_areas
grain: areas
title: {{en: Areas, nl: Gebieden}}
licence: CC0
crs: EPSG:28992
connection: {{type: dso, address: "{hoods}"}}
refresh: {{every: 90}}
year: 2025
levels:
  hoods: {{code: code, name: naam, parent: ligtIn, geometry: geometrie, remove: BU0363, where: {{water: NEE}}}}
  districts: {{address: "{districts}", code: code, name: naam, geometry: geometrie, remove: WK0363}}
statistics: {{inhabitants: inwoners}}
unknown: [-99997]
"""
BAYS = """
source: parking_bays
grain: reference
title: {{en: Parking bays, nl: Parkeervakken}}
crs: {crs}
connection: {{type: dso, address: "{address}"}}
refresh: {{every: 30}}
id: id
geometry: {{column: geometry, shape: {shape}}}
where: {{eigenaar: [gemeente]}}
fields: {{street: straatnaam, bays: {{column: aantal, type: number}}}}
statistics:
  parking_places: {{measure: count}}
  parking_bays: {{measure: sum, field: bays}}
personal: [houder]
"""
CALENDAR = """
source: holidays
grain: calendar
connection: {{type: dso, address: "{address}"}}
id: id
day: datum
kinds:
  public_holiday: {{column: feestdag, is: [J, "true"]}}
  school_holiday: {{column: vakantie, is: [J, "true"]}}
"""


def square(at, down, size=SIZE):
    x, y = 120_000 + at * size, 487_000 + down * size
    return f"SRID=28992;POLYGON (({x} {y}, {x + size} {y}, {x + size} {y + size}, {x} {y + size}, {x} {y}))"


def hoods():
    for number in range(16):
        at, down = number % 4, number // 4
        yield {
            "id": str(number), "code": f"BU0363A{number:02d}", "naam": f"Buurt {number}", "ligtIn": f"WK0363{'AB'[at // 2]}",
            "water": "NEE", "inwoners": "-99997" if number == 3 else str(100 * number), "geometrie": square(at, down),
        }  # fmt: skip
    yield {
        "id": "16", "code": "BU0363W0", "naam": "Water", "ligtIn": "", "water": "JA", "inwoners": "0", "geometrie": square(9, 9),
    }  # fmt: skip


def districts():
    for at, letter in enumerate("AB"):
        yield {
            "id": letter, "code": f"WK0363{letter}", "naam": f"Wijk {letter}", "inwoners": "", "geometrie":
            f"SRID=28992;POLYGON (({120_000 + 1000 * at} 487000, {121_000 + 1000 * at} 487000, {121_000 + 1000 * at} 489000, "
            f"{120_000 + 1000 * at} 489000, {120_000 + 1000 * at} 487000))",
        }  # fmt: skip


def bays(count=40):
    """Parking bays: number n lies in neighbourhood n % 16; a few rows are faulty or of somebody else."""
    for number in range(count):
        x, y = 120_000 + number % 4 * SIZE + 100, 487_000 + number % 16 // 4 * SIZE + 100
        shape = f"SRID=28992;POLYGON (({x} {y}, {x + 5} {y}, {x + 5} {y + 2}, {x} {y + 2}, {x} {y}))"
        yield {
            "id": str(number), "straatnaam": "Kade", "aantal": str(1 + number % 3), "eigenaar": "gemeente", "houder": "J. Jansen",
            "geometry": shape,
        }  # fmt: skip
    other = {"straatnaam": "Kade", "aantal": "1", "eigenaar": "gemeente", "houder": "P. Pietersen"}
    yield {**other, "id": "100", "geometry": ""}
    yield {**other, "id": "101", "geometry": "SRID=28992;POINT (120100 487100)"}
    yield {**other, "id": "102", "geometry": square(0, 0), "aantal": "veel"}
    yield {**other, "id": "0", "geometry": square(0, 0)}
    yield {**other, "id": "103", "geometry": "POLYGON ((rommel"}
    yield {**other, "id": "104", "geometry": square(0, 0), "eigenaar": "garage"}


@pytest.fixture
def workspace(empty_workspace):
    return empty_workspace


@pytest.fixture
def city(workspace):
    """The workspace with the areas of the small city."""
    with (
        Dso(hoods(), fields=("id", "code", "naam", "ligtIn", "water", "inwoners", "geometrie")) as fine,
        Dso(districts(), fields=("id", "code", "naam", "inwoners", "geometrie")) as coarse,
    ):
        definition = parse_source(AREAS.format(hoods=fine.address, districts=coarse.address))
        fine.coarse, fine.definition = coarse, definition
        collect_areas(workspace, definition, limits=QUICK)
        yield fine


def dso(rows):
    rows = list(rows)
    return Dso(rows, fields=tuple(rows[0]))


# ---------------------------------------------------------------- areas


def test_areas_come_with_codes_parents_sizes_and_statistics(workspace, city):
    assert workspace.area_levels() == ["hoods", "districts"]
    fine = workspace.areas("hoods")
    assert list(fine["code"]) == [f"A{number:02d}" for number in range(16)]
    assert list(fine["parent"]) == ["AB"[number % 4 // 2] for number in range(16)]
    assert np.allclose(fine["area_km2"], 0.25) and fine["name"][5] == "Buurt 5"
    people = workspace.area_statistics("inhabitants")
    held = dict(zip(people["code"], people["value"]))
    assert (
        held["A05"] == 500 and np.isnan(held["A03"]) and np.isnan(held["A"]) and set(people["year"]) == {2025}
    )
    assert workspace.sources()[0]["grain"] == "areas"


def test_areas_fetched_again_change_nothing_and_what_changed_is_counted(workspace, city):
    before = workspace.fingerprint()
    again = collect_areas(workspace, city.definition, limits=QUICK)
    assert (again.new, again.changed, again.unchanged, again.withdrawn) == (0, 0, 18, 0)
    assert workspace.fingerprint() == before
    city.rows = [
        {**row, "naam": "Anders"} if row["id"] == "2" else row for row in city.rows if row["id"] != "7"
    ]
    again = collect_areas(workspace, city.definition, limits=QUICK)
    assert (again.new, again.changed, again.unchanged, again.withdrawn) == (0, 1, 16, 1)


def test_events_follow_the_areas(workspace, city):
    with Dso(reports(50)) as server:
        text = (
            "source: r\nkind: report\ncrs: EPSG:28992\nlicence: CC0\nid: id\n"
            f'connection: {{type: dso, address: "{server.address}"}}\nfields: {{wkt: geometrieVisualisatie}}\n'
        )
        collect_source(workspace, parse_definition(text), limits=QUICK)
    assert set(workspace.events(["area"])["area"]) == {"A00"}
    city.rows = [{**row, "code": row["code"].replace("A", "Z")} for row in city.rows]
    collect_areas(workspace, city.definition, limits=QUICK)
    assert set(workspace.events(["area"])["area"]) == {"Z00"}


@pytest.mark.parametrize("fault", ["aborts", "drops", "cuts"])
def test_areas_cut_short_leave_those_of_before(workspace, city, fault):
    before = workspace.fingerprint()
    city.coarse.rows = [{**row, "naam": "Anders"} for row in city.coarse.rows]
    setattr(city, fault, 5)
    city.times = 99
    with pytest.raises(errors.Broken):
        collect_areas(workspace, city.definition, limits=QUICK)
    assert workspace.fingerprint() == before
    city.times = 0
    assert collect_areas(workspace, city.definition, limits=QUICK).changed == 2


def test_areas_without_what_the_definition_names_are_refused(workspace, city):
    before = workspace.fingerprint()
    city.rows = [{**row, "water": "JA"} for row in city.rows]
    with pytest.raises(UserError, match="The level hoods of city_areas has no areas that can be used"):
        collect_areas(workspace, city.definition, limits=QUICK)
    city.hidden = ("naam",)
    with pytest.raises(UserError, match="has no column naam"):
        collect_areas(workspace, city.definition, limits=QUICK)
    assert workspace.fingerprint() == before
    found = check_source(city.definition, limits=QUICK)
    assert found.state == "drifted" and "naam" in str(found.sentences[0])


def test_statistics_whose_column_is_gone_are_told_and_stay(workspace, city):
    before = workspace.fingerprint()
    city.hidden = city.coarse.hidden = ("inwoners",)
    with pytest.raises(UserError, match="has no column inwoners"):
        collect_areas(workspace, city.definition, limits=QUICK)
    assert workspace.fingerprint() == before
    assert check_source(city.definition, limits=QUICK).state == "drifted"
    city.hidden = ()
    collect_areas(workspace, city.definition, limits=QUICK)
    people = workspace.area_statistics("inhabitants")
    assert sorted(people["code"]) == [f"A{number:02d}" for number in range(16)]
    assert check_source(city.definition, limits=QUICK).state == "fine"


def test_an_area_in_parts_is_one_and_one_without_an_outline_is_kept_aside(workspace, city):
    lone = {"id": "20", "ligtIn": "WK0363A", "water": "NEE", "inwoners": "0"}
    city.rows += [
        {**lone, "code": "BU0363A00", "naam": "Buurt 0", "geometrie": square(20, 20)},
        {**lone, "code": "BU0363X1", "naam": "Leeg", "geometrie": ""},
        {**lone, "code": "", "naam": "Zonder code", "geometrie": square(30, 30)},
    ]
    result = collect_areas(workspace, city.definition, limits=QUICK)
    assert result.rejected == {"missing_geometry": 1, "missing_code": 1}
    assert any("come in several parts" in str(note) for note in result.notes)
    fine = workspace.areas("hoods")
    assert len(fine["code"]) == 16 and fine["area_km2"][0] == pytest.approx(0.5)
    assert {(reason, count) for _, reason, count in workspace.rejects_summary("city_areas")} == {
        ("missing_geometry", 1), ("missing_code", 1),
    }  # fmt: skip


# ---------------------------------------------------------------- layers


def test_a_layer_is_stored_with_its_fields_and_makes_statistics(workspace, city):
    with dso(bays()) as server:
        definition = parse_source(BAYS.format(address=server.address, shape="polygon", crs="EPSG:28992"))
        result = collect_reference(workspace, definition, limits=QUICK)
        assert (result.read, result.kept, result.new) == (46, 40, 40)
        assert result.rejected == {
            "missing_geometry": 1, "wrong_geometry": 2, "bad_number": 1, "duplicate_id": 1,
        }  # fmt: skip
        assert any("1 rows of parking_bays are left out" in str(note) for note in result.notes)
        again = collect_reference(workspace, definition, limits=QUICK)
        assert (again.new, again.changed, again.unchanged, again.withdrawn) == (0, 0, 40, 0)
        server.rows = [
            {**row, "aantal": "9"} if row["id"] == "1" else row for row in server.rows if row["id"] != "2"
        ]
        third = collect_reference(workspace, definition, limits=QUICK)
        assert (third.changed, third.unchanged, third.withdrawn) == (1, 38, 1)
    columns, wkbs = workspace.layer("parking_bays")
    assert (
        list(columns) == ["id", "street", "bays"]
        and len(wkbs) == 39
        and columns["bays"].sum() == 9 + sum(1 + number % 3 for number in range(40) if number not in (1, 2))
    )
    table = workspace.layers()[0]["table_name"]
    layer = QgsVectorLayer(f"{workspace.path}|layername={table}", "bays", "ogr")
    assert layer.isValid() and layer.featureCount() == 39
    assert layer.extent().xMinimum() == 120_100 and layer.crs().authid() == "EPSG:28992"
    assert sum(feature.geometry().area() for feature in layer.getFeatures()) == pytest.approx(390)


def test_counts_and_sums_by_area_equal_what_was_drawn(workspace, city):
    with dso(bays()) as server:
        collect_reference(
            workspace,
            parse_source(BAYS.format(address=server.address, shape="polygon", crs="EPSG:28992")),
            limits=QUICK,
        )
    for name, weight in (("parking_places", lambda n: 1), ("parking_bays", lambda n: 1 + n % 3)):
        held = workspace.area_statistics(name)
        found = dict(zip(held["code"], held["value"]))
        for hood in range(16):
            assert found[f"A{hood:02d}"] == sum(weight(n) for n in range(40) if n % 16 == hood)
        assert found["A"] + found["B"] == sum(map(weight, range(40)))


def test_a_year_of_statistics_leaves_the_others(workspace, city):
    with dso(bays()) as server:
        text = BAYS.format(address=server.address, shape="polygon", crs="EPSG:28992")
        for year in (2024, 2025, 2025):
            collect_reference(workspace, parse_source(f"{text}year: {year}\n"), limits=QUICK)
    held = workspace.area_statistics("parking_places")
    assert sorted(set(held["year"])) == [2024, 2025] and len(held["year"]) == 36
    assert workspace.layers()[0]["year"] == 2025


def test_lines_and_polygons_are_measured_where_they_lie(workspace, city):
    """A street of 1 km through two neighbourhoods, one outside the city, a pond over four."""
    streets = [
        {"id": "1", "geom": "LINESTRING (120250 487250, 121250 487250)"},
        {"id": "2", "geom": "LINESTRING (0 0, 1000 0)"},
        {"id": "3", "geom": "MULTILINESTRING ((119900 487100, 120100 487100))"},
    ]
    ponds = [
        {
            "id": "1",
            "geom": "POLYGON ((120400 487400, 120600 487400, 120600 487600, 120400 487600, 120400 487400))",
        }
    ]
    for rows, shape, measure in ((streets, "line", "length"), (ponds, "polygon", "area")):
        with dso(rows) as server:
            text = f"""
source: {shape}s
grain: reference
crs: EPSG:28992
connection: {{type: dso, address: "{server.address}"}}
id: id
geometry: {{column: geom, shape: {shape}}}
statistics: {{{shape}_total: {{measure: {measure}}}}}
"""
            collect_reference(workspace, parse_source(text), limits=QUICK)
    held = {name: workspace.area_statistics(name) for name in ("line_total", "polygon_total")}
    lines = dict(zip(held["line_total"]["code"], held["line_total"]["value"]))
    assert [lines[code] for code in ("A00", "A01", "A02", "A03")] == pytest.approx([0.25 + 0.1, 0.5, 0.25, 0])
    assert lines["A"] == pytest.approx(0.85) and lines["B"] == pytest.approx(0.25)
    water = dict(zip(held["polygon_total"]["code"], held["polygon_total"]["value"]))
    assert [water[code] for code in ("A00", "A01", "A04", "A05")] == pytest.approx([0.01] * 4)


def test_a_layer_may_have_fields_called_x_and_y(workspace, city):
    with dso(bays()) as server:
        text = BAYS.format(address=server.address, shape="polygon", crs="EPSG:28992")
        definition = parse_source(text.replace("street: straatnaam", "x: straatnaam, y: aantal"))
        collect_reference(workspace, definition, limits=QUICK)
        assert collect_reference(workspace, definition, limits=QUICK).unchanged == 40
    assert set(workspace.layer("parking_bays")[0]["x"]) == {"Kade"}


BOW = "POLYGON ((120400 487200, 120600 487400, 120600 487200, 120400 487400, 120400 487200))"
"""An outline that crosses itself: two triangles of 1 ha, one in A00 and one in A01."""


def test_what_crosses_itself_is_measured_too(workspace, city):
    spike = (
        "POLYGON ((120100 487100, 120200 487100, 120200 487200, 120100 487200, 120100 487050, 120100 487100))"
    )
    over = "MULTIPOLYGON (((121000 487100, 121100 487100, 121100 487200, 121000 487200, 121000 487100)), ((121050 487100, 121150 487100, 121150 487200, 121050 487200, 121050 487100)))"
    with dso([{"id": str(at), "geom": one} for at, one in enumerate((BOW, spike, over))]) as server:
        text = f"""
source: ponds
grain: reference
crs: EPSG:28992
connection: {{type: dso, address: "{server.address}"}}
id: id
geometry: {{column: geom, shape: polygon}}
statistics: {{water: {{measure: area}}}}
"""
        collect_reference(workspace, parse_source(text), limits=QUICK)
    held = workspace.area_statistics("water")
    water = dict(zip(held["code"], held["value"]))
    assert water["A00"] == pytest.approx(0.02) and water["A01"] == pytest.approx(0.01)
    assert water["A"] == pytest.approx(0.03) and water["A02"] == pytest.approx(0.015)


def test_a_part_of_an_area_may_cross_itself(workspace, city):
    lone = {"id": "20", "ligtIn": "WK0363A", "water": "NEE", "inwoners": "0", "naam": "Buurt 0"}
    city.rows.append({**lone, "code": "BU0363A00", "geometrie": BOW})
    assert collect_areas(workspace, city.definition, limits=QUICK).rejected == {}
    assert workspace.areas("hoods")["area_km2"][0] == pytest.approx(0.26)


def test_a_personal_column_is_never_stored(workspace, city, tmp_path):
    with dso(bays()) as server:
        text = BAYS.format(address=server.address, shape="polygon", crs="EPSG:28992")
        collect_reference(workspace, parse_source(text), limits=QUICK)
        with pytest.raises(UserError, match="“houder” is named as personal and mapped as well"):
            parse_source(text.replace("street: straatnaam", "street: houder"))
    files = [path for path in workspace.path.parent.rglob("*") if path.is_file()]
    assert files and not any(b"Jansen" in path.read_bytes() for path in files)


def test_a_layer_that_shrinks_to_nothing_or_breaks_off_stays(workspace, city):
    with dso(bays(300)) as server:
        definition = parse_source(BAYS.format(address=server.address, shape="polygon", crs="EPSG:28992"))
        collect_reference(workspace, definition, limits=QUICK)
        before = workspace.fingerprint()
        whole, server.rows = server.rows, server.rows[:100]
        with pytest.raises(UserError, match="gave 100 records, where at least 153 were expected"):
            collect_reference(workspace, definition, limits=QUICK)
        server.rows, server.aborts, server.times = whole, 100, 99
        with pytest.raises(errors.Broken, match="Aborted by"):
            collect_reference(workspace, definition, limits=QUICK)
        server.times, server.rows = 0, [{**row, "geometry": ""} for row in whole]
        with pytest.raises(UserError, match="None of the 306 rows of parking_bays could be kept"):
            collect_reference(workspace, definition, limits=QUICK)
        assert workspace.fingerprint() == before


@pytest.mark.parametrize("crs", ["EPSG:28992", "EPSG:4326"])
@pytest.mark.parametrize("kind", ["wfs-gml", "wfs-geojson", "ogcapi"])
def test_polygons_and_lines_of_services_keep_their_shape(workspace, kind, crs):
    """The same three shapes through GML, GeoJSON of a WFS, and OGC API Features; with a hole and in several parts."""
    with Features(kind, crs) as server:
        text = f"""
source: shapes
grain: reference
crs: {crs}
layer: shapes
connection: {{type: {"ogcapi" if kind == "ogcapi" else "wfs"}, address: "{server.address}"}}
id: feature_id
geometry: {{shape: any}}
fields: {{name: naam}}
"""
        result = collect_reference(workspace, parse_source(text), limits=QUICK)
    assert result.kept == 4 and not result.rejected
    columns, wkbs = workspace.layer("shapes")
    found = {name: ogr.CreateGeometryFromWkb(wkb) for name, wkb in zip(columns["name"], wkbs)}
    for name, wkt in server.shapes.items():
        true = ogr.CreateGeometryFromWkt(wkt)
        difference = found[name].SymmetricDifference(true)
        assert found[name].GetGeometryType() == true.GetGeometryType(), name
        if true.GetDimension() == 2:
            assert difference.Area() < 1e-6 * true.Area() + 0.5, name
        else:
            assert found[name].Length() == pytest.approx(true.Length(), rel=1e-5), name
            assert found[name].Distance(true) < 0.01


def test_a_layer_comes_from_a_file_too(tmp_path, qgis_app):
    page = {
        "type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}},
        "features": [
            {"type": "Feature", "properties": {"nr": str(at), "soort": "bar"}, "geometry": {"type": "Point", "coordinates": [120_000 + at, 487_000]}}
            for at in range(5)
        ],
    }  # fmt: skip
    (tmp_path / "bars.geojson").write_text(json.dumps(page))
    (tmp_path / "bars.yaml").write_text(
        "source: bars\ngrain: reference\ncrs: EPSG:28992\nid: nr\ngeometry: {shape: point}\nfields: {kind: soort}\n"
    )
    path = str(tmp_path / "w.gpkg")
    result = ingest(path, str(tmp_path / "bars.geojson"), [str(tmp_path / "bars.yaml")])["bars"]
    assert (result.read, result.kept) == (5, 5)
    with GeoPackageWorkspace.open(path, read_only=True) as workspace:
        columns, _ = workspace.layer("bars")
        assert list(columns["kind"]) == ["bar"] * 5 and workspace.count_events(EventFilter()) == 0


# ---------------------------------------------------------------- calendar


def days(count=30):
    for at in range(count):
        yield {
            "id": str(at), "datum": str(np.datetime64("2026-01-01") + at), "feestdag": "J" if at == 0 else "N",
            "vakantie": "True" if at < 4 else "False",
        }  # fmt: skip


def test_a_calendar_gives_its_days(workspace):
    with dso(days()) as server:
        definition = parse_source(CALENDAR.format(address=server.address))
        result = collect_calendar(workspace, definition, limits=QUICK)
        assert (result.read, result.kept) == (30, 30)
        first = np.datetime64("2026-01-01").astype(int)
        assert workspace.calendar("public_holiday").tolist() == [first]
        assert workspace.calendar("school_holiday").tolist() == [first, first + 1, first + 2, first + 3]
        before = workspace.fingerprint()
        other = parse_source(definition.text.replace("school_holiday", "vacation"))
        collect_calendar(workspace, other, limits=QUICK)
        assert len(workspace.calendar("school_holiday")) == 0 and len(workspace.calendar("vacation")) == 4
        collect_calendar(workspace, definition, limits=QUICK)
        assert workspace.fingerprint() == before
        server.rows = [{**row, "vakantie": "misschien"} for row in server.rows]
        with pytest.raises(UserError, match="no value of vakantie says yes .* it has: misschien"):
            collect_calendar(workspace, definition, limits=QUICK)
        assert workspace.fingerprint() == before
        server.rows = [*days(), {"id": "x", "datum": "gisteren", "feestdag": "J", "vakantie": "J"}]
        assert collect_calendar(workspace, definition, limits=QUICK).rejected == {"bad_time": 1}
        assert workspace.rejects_summary("holidays") == [("holidays", "bad_time", 1)]


def test_all_of_them_are_refreshed_when_they_are_due(workspace, city):
    class Around(Plain):
        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

    with dso(bays()) as server:
        text = BAYS.format(address=server.address, shape="polygon", crs="EPSG:28992")
        collect_reference(workspace, parse_source(text), limits=QUICK)
        outcome = refresh(workspace, lambda _: Around(), everything=True)
    assert set(outcome) == {"city_areas", "parking_bays"}
    assert [one.unchanged for one in outcome.values()] == [18, 40]
    assert refresh(workspace, lambda _: Around()) == {}


def test_a_service_of_json_without_a_column_of_statistics_leaves_them(workspace, city):
    """Its rows hold every column that is asked for, empty where there is none."""
    before = workspace.area_statistics("inhabitants")["value"]
    rows = [*hoods(), *({**row, "ligtIn": "", "water": ""} for row in districts())]
    gone = [{name: text for name, text in row.items() if name != "inwoners"} for row in rows]
    with Site({"/rows": lambda _: Answer(json.dumps(gone), kind="application/json")}) as site:
        text = AREAS.format(hoods=site.address("/rows"), districts=site.address("/rows"))
        with pytest.raises(UserError, match="has no column inwoners"):
            collect_areas(workspace, parse_source(text.replace("type: dso", "type: json")), limits=QUICK)
    assert np.array_equal(workspace.area_statistics("inhabitants")["value"], before, equal_nan=True)
