"""The real registrations of Houston published twice: what the attack on the files leaves of what is withheld."""

from __future__ import annotations

from pathlib import Path

import pytest
from osgeo import ogr, osr

from igh_plugin.workspace.opening import open_workspace
from tests.qgis.built_city import run_algorithm
from tests.qgis.publication_attack import counts_in, widths

pytestmark = pytest.mark.usefixtures("qgis_app")

WEST, SOUTH, EAST, NORTH = 225_000, 3_260_000, 305_000, 3_340_000
"""Metres in UTM zone 15."""


def write_squares(path: Path) -> None:
    """Sixty-four squares over the city in sixteen larger ones."""
    file = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    metres = osr.SpatialReference()
    metres.ImportFromEPSG(32615)
    for name, many in (("beats", 8), ("districts", 4)):
        layer = file.CreateLayer(name, metres, ogr.wkbPolygon)
        for column in ("code", "name"):
            layer.CreateField(ogr.FieldDefn(column, ogr.OFTString))
        wide, high = (EAST - WEST) / many, (NORTH - SOUTH) / many
        for row in range(many):
            for column in range(many):
                x, y = WEST + column * wide, SOUTH + row * high
                ring = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)]
                square = ogr.Feature(layer.GetLayerDefn())
                square["code"] = square["name"] = f"{name[0].upper()}{row}{column}"
                corners = ", ".join(f"{one} {other}" for one, other in ring)
                square.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON (({corners}))"))
                layer.CreateFeature(square)


@pytest.fixture(scope="module")
def published(real_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("houston")
    write_squares(folder / "areas.gpkg")
    mapping = Path(__file__).parents[1] / "data" / "sources" / "houston_2010.yaml"
    run_algorithm(
        "buildtheme", WORKSPACE=str(folder / "w.gpkg"), THEME="registrations", PROJECT=str(folder / "p.qgz"),
        EVENTS=str(real_data / "events" / "houston_2010.csv.gz"), MAPPING=str(mapping), AREAS=str(folder / "areas.gpkg"),
    )  # fmt: skip
    for audience, name in ((2, "public"), (1, "district")):
        run_algorithm(
            "publish", WORKSPACE=str(folder / "w.gpkg"), THEME="registrations", LEVEL=2, AUDIENCE=audience,
            UNLICENSED=True, OUTPUT=str(folder / name),
        )  # fmt: skip
    return folder


def test_an_attack_on_real_counts_leaves_every_withheld_one_its_interval(published):
    readings = [counts_in(published / name) for name in ("public", "district")]
    with open_workspace(str(published / "w.gpkg"), read_only=True) as workspace:
        assert 80_000 < readings[0]["whole", "", ""] <= workspace.count_events()
    for known, threshold in ((readings[:1], 10), (readings, 5)):
        found = widths(known)
        print(
            f"{len(found)} withheld of {len(known[0])}; the narrowest interval is {min(found.values()):g} wide, asked {threshold}"
        )
        assert len(found) > 20 and min(found.values()) >= threshold - 1e-6
