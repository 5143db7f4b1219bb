"""Points counted from the spatial index of a GeoPackage: the same cells as their coordinates give, or none at all."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest
from osgeo import ogr, osr
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsVectorLayer

from igh_plugin.core import grid
from igh_plugin.core.progress import Cancelled, Silent
from igh_plugin.layers.arrays import spatial_index
from igh_plugin.layers.arrays.reading import direct_access
from igh_plugin.layers.arrays.spatial_index import tally_points
from tests.qgis.test_grid import run  # noqa: F401

SIZE = 50


def write(path, xy, indexed=True, kind=ogr.wkbPoint):
    """A GeoPackage of points; None has no geometry."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(28992)
    store = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = store.CreateLayer('odd "name', reference, kind, [f"SPATIAL_INDEX={'YES' if indexed else 'NO'}"])
    layer.StartTransaction()
    for at in xy:
        feature = ogr.Feature(layer.GetLayerDefn())
        if at is not None:
            feature.SetGeometry(
                ogr.CreateGeometryFromWkt(at if isinstance(at, str) else "POINT ({!r} {!r})".format(*at))
            )
        layer.CreateFeature(feature)
    layer.CommitTransaction()
    return path


def opened(path):
    layer = QgsVectorLayer(f"{path}", "points", "ogr")
    assert layer.isValid()
    return layer


def tallied(layer, size=SIZE):
    tally = tally_points(direct_access(layer), size, Silent())
    return None if tally is None else dict(zip(*(part.tolist() for part in tally.counts())))


def expected(layer, size=SIZE):
    """The cells by the coordinates themselves."""
    places = [
        one.geometry().asPoint()
        for one in layer.getFeatures()
        if one.hasGeometry() and not one.geometry().isEmpty()
    ]
    x, y = np.array([(at.x(), at.y()) for at in places]).reshape(-1, 2).T
    return dict(zip(*(part.tolist() for part in np.unique(grid.cell_of(x, y, size), return_counts=True))))


def places(count, seed=5):
    """Points of which many lie on the lines between cells, or within a rounding of them."""
    random = np.random.default_rng(seed)
    xy = random.uniform((118_000, 484_000), (122_000, 488_000), (count, 2))
    xy[::3] = np.round(xy[::3] / SIZE) * SIZE
    xy[1::6] = np.nextafter(np.round(xy[1::6] / SIZE) * SIZE, -np.inf)
    xy[2::6] = np.round(xy[2::6] / SIZE) * SIZE + random.choice([-0.004, 0.004], (len(xy[2::6]), 2))
    return [tuple(at) for at in xy.tolist()]


@pytest.mark.parametrize("count", [1, 40, 3_000])
@pytest.mark.parametrize("size", [25, SIZE, 1_000])
def test_the_index_gives_the_cells_that_the_coordinates_give(qgis_app, tmp_path, count, size):
    layer = opened(write(tmp_path / "points.gpkg", places(count)))
    assert tallied(layer, size) == expected(layer, size)


def test_part_after_part_gives_the_same(qgis_app, tmp_path, monkeypatch):
    layer = opened(write(tmp_path / "points.gpkg", places(3_000)))
    monkeypatch.setattr(spatial_index, "NODES", 3)
    assert tallied(layer) == expected(layer)


def test_after_edits_in_qgis_too(qgis_app, tmp_path):
    layer = opened(write(tmp_path / "points.gpkg", places(2_000)))
    ids = [one.id() for one in layer.getFeatures()]
    assert layer.startEditing()
    layer.deleteFeatures(ids[::2])
    for number in ids[1::40]:
        layer.changeGeometry(number, QgsGeometry.fromPointXY(QgsPointXY(130_000, 480_000 + number)))
    added = QgsFeature(layer.fields())
    added.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(1, 1)))
    layer.addFeature(added)
    assert direct_access(layer) is None, "what is edited is not in the file"
    assert layer.commitChanges()
    found = tallied(layer)
    assert found == expected(layer) and sum(found.values()) == 1_001


def test_without_geometry_a_point_is_in_no_cell(qgis_app, tmp_path, run):  # noqa: F811
    layer = opened(write(tmp_path / "points.gpkg", [*places(100), None, "POINT EMPTY"]))
    assert sum(tallied(layer).values()) == 100
    found = run(INPUT=layer, CELL_SIZE=SIZE)
    assert (found["EVENTS"], found["LEFT_OUT"]) == (100, 2)


def test_nobody_is_told_what_the_index_does_not_know(qgis_app, tmp_path):
    assert tallied(opened(write(tmp_path / "bare.gpkg", places(50), indexed=False))) is None
    several = ["MULTIPOINT ((1 1), (400 400))"]
    assert tallied(opened(write(tmp_path / "several.gpkg", several, kind=ogr.wkbMultiPoint))) is None
    assert tallied(opened(write(tmp_path / "any.gpkg", places(5), kind=ogr.wkbUnknown))) is None
    assert tally_points(None, SIZE, Silent()) is None
    gone = opened(write(tmp_path / "gone.gpkg", places(5)))
    known = direct_access(gone)
    (tmp_path / "gone.gpkg").write_bytes(b"no database")
    assert tally_points(known, SIZE, Silent()) is None


def test_damaged_nodes_are_not_believed(qgis_app, tmp_path):
    path = write(tmp_path / "points.gpkg", places(500))
    known = direct_access(opened(path))
    with sqlite3.connect(path) as connection:
        table = 'rtree_odd ""name_geom_node'
        connection.execute(f"UPDATE \"{table}\" SET data = x'0000ffff' || substr(data, 5) WHERE nodeno = 3")
    connection.close()
    assert tally_points(known, SIZE, Silent()) is None


def test_it_can_be_cancelled(qgis_app, tmp_path, monkeypatch):
    class Stopped(Silent):
        def step(self, part, sentence=None):
            raise Cancelled

    known = direct_access(opened(write(tmp_path / "points.gpkg", places(500))))
    with pytest.raises(Cancelled):
        tally_points(known, SIZE, Stopped())


@pytest.mark.parametrize("size", [None, 100])
def test_the_grid_is_the_same_from_the_index_and_from_the_points(qgis_app, tmp_path, run, monkeypatch, size):  # noqa: F811
    layer = opened(write(tmp_path / "points.gpkg", places(3_000)))
    given = {"INPUT": layer, **({} if size is None else {"CELL_SIZE": size})}
    rows = []
    for index in (True, False):
        if not index:
            monkeypatch.setattr(spatial_index, "tally_points", lambda *_: None)
        found = run(OUTPUT=str(tmp_path / f"{index}.gpkg"), **given)
        cells = [
            one.attributes()[1:] + [one.geometry().asWkb().data()] for one in found["layer"].getFeatures()
        ]
        rows.append((cells, found["EVENTS"], found["LEFT_OUT"], found["USED_SIZE"], found["told"]))
    assert rows[0] == rows[1]


@pytest.mark.parametrize("moved", [False, True])
def test_an_index_that_nothing_keeps_in_step_is_not_believed(qgis_app, tmp_path, moved):
    path = write(tmp_path / "points.gpkg", places(500))
    known = direct_access(opened(path))
    with sqlite3.connect(path) as connection:
        triggers = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        for name in triggers:
            connection.execute(f'DROP TRIGGER "{name.replace(chr(34), chr(34) * 2)}"')
        if moved:
            blob = connection.execute('SELECT geom FROM "odd ""name" WHERE fid = 1').fetchone()[0]
            connection.execute('UPDATE "odd ""name" SET geom = ?', (blob,))
            for text in triggers.values():
                connection.execute(text)
    connection.close()
    assert tally_points(known, SIZE, Silent()) is None
