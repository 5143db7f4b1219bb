"""Files of every kind GDAL reads give the same events as a text file with the same rows."""

import random
import shutil
import zipfile

import numpy as np
import pytest
from osgeo import gdal, ogr, osr

from igh_plugin.core.errors import UserError
from igh_plugin.pipeline.collect import collect, guess_definition
from igh_plugin.sources.definition import parse_definition
from igh_plugin.workspace.geopackage import GeoPackageWorkspace

pytestmark = pytest.mark.one_qgis(2)

NOW = np.datetime64("2026-06-01")
MAPPING = """
source: reports
kind: report
crs: EPSG:28992
licence: CC0
timezone: {{stored: Europe/Amsterdam, local: Europe/Amsterdam}}
id: number
fields:
  occurred_from: moment
  category: {{column: sort}}
  {point}
measures:
  items: {{column: items}}
personal: [reporter]
"""
SPATIAL = "wkt: geometry"
PLAIN = "x: x\n  y: y"
SECRET = "jan.jansen@example.org"
FORMATS = {
    "reports.xlsx": ("XLSX", PLAIN), "reports.ods": ("ODS", PLAIN), "reports.gpkg": ("GPKG", SPATIAL),
    "reports.shp": ("ESRI Shapefile", SPATIAL), "reports.geojson": ("GeoJSON", SPATIAL),
    "reports.fgb": ("FlatGeobuf", SPATIAL), "reports.parquet": ("Parquet", SPATIAL),
}  # fmt: skip


def rows(count=300):
    dice = random.Random(3)
    for at in range(count):
        moment = f"2026-0{1 + at % 5}-1{at % 10} 0{at % 9}:3{at % 7}:00"
        items = None if at % 11 == 0 else dice.randrange(1, 36) / 4
        yield (
            at + 1,
            moment,
            dice.choice(["Groféuil", "zwerfvuil"]),
            items,
            120_000 + at * 1.5,
            487_000.25 - at,
        )


def write(path, driver, spatial):
    """Write the rows as GDAL would: typed fields, a point where the format has geometry."""
    made = gdal.GetDriverByName(driver)
    if made is None:
        pytest.skip(f"this GDAL has no {driver}")
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(28992)
    dataset = made.Create(str(path), 0, 0, 0, gdal.GDT_Unknown)
    layer = dataset.CreateLayer(path.stem, reference if spatial else None, ogr.wkbPoint if spatial else ogr.wkbNone,
                                ["ENCODING=UTF-8"] if driver == "ESRI Shapefile" else [])  # fmt: skip
    text = driver == "ESRI Shapefile"
    kinds = [("number", ogr.OFTInteger), ("moment", ogr.OFTString if text else ogr.OFTDateTime), ("sort", ogr.OFTString),
             ("items", ogr.OFTReal), ("reporter", ogr.OFTString)]  # fmt: skip
    kinds += [] if spatial else [("x", ogr.OFTReal), ("y", ogr.OFTReal)]
    for name, kind in kinds:
        layer.CreateField(ogr.FieldDefn(name, kind))
    for number, moment, sort, items, x, y in rows():
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["number"], feature["sort"], feature["reporter"] = number, sort, SECRET
        feature["moment"] = moment if text else moment.replace("-", "/")
        if items is not None:
            feature["items"] = items
        if spatial:
            feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POINT ({x} {y})"))
        else:
            feature["x"], feature["y"] = x, y
        layer.CreateFeature(feature)
    feature = layer = dataset = None


def write_csv(path):
    with open(path, "w", encoding="utf-8", newline="") as stream:
        stream.write("number,moment,sort,items,reporter,x,y\n")
        for number, moment, sort, items, x, y in rows():
            stream.write(f"{number},{moment},{sort},{'' if items is None else items},{SECRET},{x},{y}\n")


def collected(tmp_path, source, point, name="w.gpkg"):
    with GeoPackageWorkspace.open_or_create(tmp_path / name, "EPSG:28992") as workspace:
        result = collect(workspace, parse_definition(MAPPING.format(point=point)), source, now=NOW)
        columns = ["event_id", "occurred_from", "category", "x", "y", "m_items", "row_hash"]
        events = workspace.events(columns)
        return result, sorted(zip(*(map(str, values) for values in events.values())))


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("csv")
    write_csv(folder / "reports.csv")
    return collected(folder, folder / "reports.csv", PLAIN)[1]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_events(tmp_path, told, name, packed):
    driver, point = FORMATS[name]
    folder = tmp_path / "files"
    folder.mkdir()
    write(folder / name, driver, point == SPATIAL)
    source = folder / name
    if packed:
        source = tmp_path / "packed.zip"
        with zipfile.ZipFile(source, "w") as archive:
            for file in folder.iterdir():
                archive.write(file, file.name)
    result, events = collected(tmp_path, source, point)
    assert (result.read, result.kept, result.rejected) == (300, 300, {})
    assert events == told
    again, _ = collected(tmp_path, source, point)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 300)
    assert SECRET.encode() not in (tmp_path / "w.gpkg").read_bytes()


def test_a_folder_of_files_of_several_kinds_is_one_source(tmp_path, told):
    write(tmp_path / "reports.gpkg", "GPKG", True)
    shutil.copy(tmp_path / "reports.gpkg", tmp_path / "others.gpkg")
    with pytest.raises(UserError, match="has no file"):
        collected(tmp_path, tmp_path / "files", SPATIAL) if (tmp_path / "files").mkdir() is None else None
    shutil.move(tmp_path / "reports.gpkg", tmp_path / "files")
    shutil.move(tmp_path / "others.gpkg", tmp_path / "files")
    result, events = collected(tmp_path, tmp_path / "files", SPATIAL)
    assert result.read == 600 and result.rejected == {"exact_duplicate": 300}
    assert events == told


def test_a_mapping_is_guessed_from_a_spreadsheet_and_a_layer(tmp_path):
    write(tmp_path / "reports.xlsx", "XLSX", False)
    write(tmp_path / "reports.gpkg", "GPKG", True)
    sheet = guess_definition(tmp_path / "reports.xlsx").definition.mapping
    assert (sheet.crs, sheet.fields["x"].columns, sheet.fields["occurred_from"].columns) == (
        "EPSG:28992",
        ("x",),
        ("moment",),
    )
    layer = guess_definition(tmp_path / "reports.gpkg").definition.mapping
    assert (layer.crs, layer.fields["wkt"].columns) == ("EPSG:28992", ("geometry",))


def test_another_crs_than_the_mapping_says_is_no_silent_shift(tmp_path):
    write(tmp_path / "reports.gpkg", "GPKG", True)
    gdal.VectorTranslate(
        str(tmp_path / "moved.gpkg"), str(tmp_path / "reports.gpkg"), dstSRS="EPSG:25831", layerName="moved"
    )
    with pytest.raises(UserError, match="None of the 300 rows"):
        collected(tmp_path, tmp_path / "moved.gpkg", SPATIAL)


def test_several_sheets_ask_which_one(tmp_path):
    write(tmp_path / "reports.gpkg", "GPKG", True)
    gdal.VectorTranslate(
        str(tmp_path / "reports.gpkg"),
        str(tmp_path / "reports.gpkg"),
        accessMode="update",
        layerName="second",
    )
    with pytest.raises(UserError, match="several layers with records: reports, second. State in the mapping"):
        collected(tmp_path, tmp_path / "reports.gpkg", SPATIAL)
    chosen = parse_definition(MAPPING.format(point=SPATIAL) + "layer: second\n")
    with GeoPackageWorkspace.create(tmp_path / "v.gpkg", "EPSG:28992") as workspace:
        assert collect(workspace, chosen, tmp_path / "reports.gpkg", now=NOW).kept == 300
    wrong = parse_definition(MAPPING.format(point=SPATIAL) + "layer: third\n")
    with (
        GeoPackageWorkspace.open(tmp_path / "v.gpkg") as workspace,
        pytest.raises(UserError, match="no layer third"),
    ):
        collect(workspace, wrong, tmp_path / "reports.gpkg", now=NOW)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_a_file_cut_short_changes_nothing_or_is_whole(tmp_path, name, part):
    driver, point = FORMATS[name]
    write(tmp_path / name, driver, point == SPATIAL)
    collected(tmp_path, tmp_path / name, point)
    with GeoPackageWorkspace.open(tmp_path / "w.gpkg") as workspace:
        before = workspace.fingerprint()
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: int(len(data) * part)])
    try:
        result, _ = collected(tmp_path, tmp_path / name, point)
        assert result.read == 300, "rows were lost without a word"
    except UserError as error:
        assert name.split(".")[0] in str(error)
    with GeoPackageWorkspace.open(tmp_path / "w.gpkg") as workspace:
        assert workspace.fingerprint() == before
