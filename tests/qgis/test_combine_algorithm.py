"""igh:combine: the table Processing gives is the cube, by every period, attribute and division."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsVectorLayer

from igh_plugin.core import grid, hexagons
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.unit.workspace_data import events_frame, fill_areas, store

HOUR, CALENDAR, ALL = 6, 7, 5


@pytest.fixture
def frame():
    made = events_frame(800, seed=2)
    made["a_type"] = np.where(np.arange(800) % 3 == 0, "box", "bag")
    return made


@pytest.fixture
def path(tmp_path, qgis_app, frame):
    with GeoPackageWorkspace.create(tmp_path / "w.gpkg", "EPSG:28992") as made:
        fill_areas(made)
        store(made, frame)
        first = np.datetime64("2019-07-13", "D").astype(int)
        with made.begin("collect", "days") as run:
            run.replace_calendar("days", {"school_holiday": range(first, first + 44)})
    return str(tmp_path / "w.gpkg")


@pytest.fixture
def table(run, path, tmp_path):
    def call(**parameters):
        target = str(tmp_path / "out.gpkg")
        run("combine", WORKSPACE=path, OUTPUT=target, **parameters)
        layer = QgsVectorLayer(target, "x", "ogr")
        names = [field.name() for field in layer.fields() if field.name() != "fid"]
        return [
            {name: one[name] for name in names} for one in layer.getFeatures() if one["measure"] == "events"
        ]

    return call


def total(rows, **where):
    return sum(row["value"] for row in rows if all(row[name] == wanted for name, wanted in where.items()))


def test_by_an_attribute(table, frame):
    rows = table(PERIOD=ALL, ATTRIBUTE="type")
    assert list(rows[0]) == [
        "source", "place", "period_first", "period_last", "category", "attribute_value", "measure", "value",
    ]  # fmt: skip
    assert {value: total(rows, attribute_value=value) for value in ("bag", "box")} == {"bag": 533, "box": 267}


def test_by_hour(table, frame):
    rows = table(PERIOD=HOUR)
    assert total(rows) == 800
    hour = str(frame["occurred_local"].min())[:13].replace(" ", "T")
    assert min(row["period_first"] for row in rows) == f"{hour}:00"
    assert min(row["period_last"] for row in rows) == f"{hour}:59"


def test_by_days_of_a_calendar(table, frame):
    rows = table(PERIOD=CALENDAR)
    spans = {(row["period_first"], row["period_last"]) for row in rows}
    assert spans == {("2019-07-13", "2019-08-25"), ("other", "other")} and total(rows) == 800


@pytest.mark.parametrize(("division", "size"), [("hexagon", 400), ("cell", 250)])
def test_by_cells(table, frame, division, size):
    rows = table(PERIOD=ALL, DIVISION=division, CELL_SIZE=size)
    cells = {"hexagon": hexagons, "cell": grid}[division].cell_of(frame["x"], frame["y"], size)
    assert {row["place"] for row in rows} == set(cells.astype(str)) and total(rows) == 800


def test_events_spread_over_their_interval_count_as_many(table, frame):
    rows = table(PERIOD=HOUR, AORISTIC=True)
    assert total(rows) == pytest.approx(800, abs=1e-9)
    assert len(rows) >= len(table(PERIOD=HOUR))


def test_what_is_not_there_is_told(run, path):
    assert "choose one of type" in run("combine", fails=True, WORKSPACE=path, ATTRIBUTE="colour")
    told = run("combine", fails=True, WORKSPACE=path, PERIOD=CALENDAR, CALENDAR="ramadan")
    assert "choose one of school_holiday" in told
