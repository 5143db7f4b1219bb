"""What the workspace says after its areas or its theme changed: nothing of before stays behind."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest
from osgeo import ogr, osr

from igh_plugin.briefing.sentences import hotspot_sentence, summary, wording_for
from igh_plugin.core.errors import UserError
from igh_plugin.core.figures import NOT_BUILT
from igh_plugin.core.indicators import STATISTIC
from igh_plugin.pipeline import areas
from igh_plugin.pipeline.areas import import_areas
from igh_plugin.pipeline.combine import combine
from igh_plugin.pipeline.crs import is_metric
from igh_plugin.pipeline.ingest import ingest
from igh_plugin.themes.building import build_theme
from igh_plugin.themes.catalogue import find_theme
from igh_plugin.themes.figures import compute_figures
from igh_plugin.themes.totals import group
from igh_plugin.workspace import reader
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.unit.example_figures import example_figures
from tests.unit.workspace_data import events_frame, fill_areas, store


def box(west, south, east, north, clockwise=False):
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    ring = ", ".join(f"{x} {y}" for x, y in (reversed(corners) if clockwise else corners))
    return f"(({ring}))"


def write_areas(path, **levels):
    """Each level is a list of (code, text column `other`, WKT of a polygon)."""
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(28992)
    dataset = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    for name, rows in levels.items():
        layer = dataset.CreateLayer(name, reference, ogr.wkbPolygon)
        for field in ("code", "other"):
            layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
        for code, other, wkt in rows:
            feature = ogr.Feature(layer.GetLayerDefn())
            feature["code"], feature["other"] = code, other
            feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
            layer.CreateFeature(feature)
    return str(path)


def test_a_layer_that_a_new_build_does_not_make_is_removed(city):
    with GeoPackageWorkspace.open(city) as workspace:
        with workspace.begin(kind="test") as run:
            columns = {"code": np.array(["a"], object)}
            run.store_result("registrations", "tactical", "of_before", columns, None, None, {})
        before = {(item["level"], item["name"]) for item in workspace.results("registrations")}
        build_theme(workspace, find_theme("registrations"))
        after = {(item["level"], item["name"]) for item in workspace.results("registrations")}
    assert before - after == {("tactical", "of_before")}


def test_hot_spots_keep_their_rank_in_an_area_and_belong_to_every_area_they_touch(city):
    theme = find_theme("registrations")
    whole = compute_figures(str(city), theme, "tactical")
    assert whole.hotspots
    with GeoPackageWorkspace.open(city, read_only=True) as workspace:
        (stored,) = [
            item["metadata"]["places"]
            for item in workspace.results("registrations")
            if (item["level"], item["name"]) == ("tactical", "hotspot_places")
        ]
        finest = workspace.area_levels()[0]
    touched = sorted({code for place in stored for code in place["areas"] if code})
    for code in touched:
        here = compute_figures(str(city), theme, "tactical", code, area_level=finest).hotspots
        assert [spot.rank for spot in here] == [item["rank"] for item in stored if code in item["areas"]]


def test_an_area_that_is_not_there_is_a_message(city, tmp_path):
    theme = find_theme("registrations")
    with pytest.raises(UserError, match="There is no area Nowhere"):
        compute_figures(str(city), theme, "tactical", "Nowhere")
    bare = tmp_path / "bare.gpkg"
    GeoPackageWorkspace.create(bare, crs="EPSG:28992").close()
    with pytest.raises(UserError, match="There is no area Nowhere"):
        compute_figures(str(bare), theme, "tactical", "Nowhere")


def test_no_place_counts_nothing_and_knows_no_statistic():
    totals = {"events": np.array([1.0, 2.0]), "m": np.array([np.nan, np.nan]), STATISTIC + "km2": np.ones(2)}
    none, both = np.full(2, -1), np.zeros(2, np.int64)
    empty = group(totals, none, 1)
    assert empty["events"][0] == 0 and empty["m"][0] == 0 and np.isnan(empty[STATISTIC + "km2"][0])
    full = group(totals, both, 1)
    assert full["events"][0] == 3 and np.isnan(full["m"][0]) and full[STATISTIC + "km2"][0] == 2


def test_other_areas_take_the_events_and_the_levels_with_them(city, tmp_path, monkeypatch):
    workspace_path = shutil.copytree(city.parent, tmp_path / "own") / city.name
    with GeoPackageWorkspace.open(workspace_path) as workspace:
        events = workspace.events(["fid", "x", "y", "area"])
        middle = float(np.median(events["x"]))
        low, high = float(events["y"].min()) - 1, float(events["y"].max()) + 1
        west = float(events["x"].min()) - 1
        path = write_areas(tmp_path / "two.gpkg", halves=[
            ("west", "", "POLYGON " + box(west, low, middle, high)),
            ("far", "", "POLYGON " + box(0, 0, 1, 1)),
        ])  # fmt: skip
        import_areas(workspace, path)
        assert workspace.area_levels() == ["halves"]
        after = workspace.events(["fid", "x", "area"])
        inside = after["x"] < middle
        assert set(after["area"][inside]) == {"west"} and set(after["area"][~inside]) == {None}
        last = workspace.last_run()
        monkeypatch.setattr(areas, "AreaIndex", None)  # the same areas again: nothing is assigned
        import_areas(workspace, path)
        assert workspace.runs()[-1]["id"] == last + 1
        monkeypatch.undo()
        # A level that was there and is the finest now, as the finer one went, assigns anew; in parts of a few events.
        monkeypatch.setattr(reader, "PART", 7)
        west_and_east = {"halves": [("west", "", "POLYGON " + box(west, low, middle, high))]}
        quarters = [(str(n), "", "POLYGON " + box(n, low, n + 1, low + 1)) for n in range(3)]
        import_areas(workspace, write_areas(tmp_path / "fine.gpkg", quarters=quarters, **west_and_east))
        assert set(workspace.events(["area"])["area"]) == {None}
        import_areas(workspace, write_areas(tmp_path / "coarse.gpkg", **west_and_east))
        assert (workspace.events(["area"])["area"] == after["area"]).all()


def test_a_column_that_happens_to_hold_codes_is_not_the_parent(qgis_app, tmp_path):
    path = write_areas(
        tmp_path / "a.gpkg",
        fine=[
            ("1", "A", "POLYGON " + box(0, 0, 10, 10)),
            ("2", "A", "POLYGON " + box(20, 0, 30, 10)),
            ("3", "B", "POLYGON " + box(22, 2, 24, 4)),
        ],
        coarse=[
            ("A", "", "POLYGON " + box(0, 0, 15, 15, clockwise=True)),
            ("B", "", "POLYGON " + box(15, 0, 40, 15)),
        ],
    )
    with GeoPackageWorkspace.create(tmp_path / "w.gpkg", crs="EPSG:28992") as workspace:
        import_areas(workspace, path)
        fine, coarse = workspace.areas("fine"), workspace.areas("coarse")
    assert dict(zip(fine["code"], fine["parent"])) == {"1": "A", "2": "B", "3": "B"}
    assert dict(zip(coarse["code"], coarse["area_km2"])) == pytest.approx({"A": 225e-6, "B": 375e-6})


def test_the_metres_of_web_maps_are_no_metres():
    assert [is_metric(crs) for crs in ("EPSG:28992", "EPSG:32631", "EPSG:3857", "EPSG:3395", "EPSG:4326")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_hot_spots_that_were_never_computed_are_not_said_to_be_absent():
    here = replace(example_figures(), area="BU01", area_title="Koningshof", hotspots=())
    assert hotspot_sentence(here) == "No hot spot lies in Koningshof."
    unbuilt = replace(here, hotspot_explanation=NOT_BUILT)
    assert hotspot_sentence(unbuilt) == "Hot spots appear after the theme is built."


def test_a_rise_from_nothing_is_not_said_to_have_nothing_to_compare_with():
    figures = example_figures()
    lead = replace(figures.indicators[0], value=12.0, previous=0.0, change=None, p_value=None, better=None)
    said = summary(replace(figures, indicators=(lead,)), lead.id, wording_for("en"))
    assert "In the period before there were none." in said and "no earlier period" not in said
    lead = replace(lead, previous=None)
    said = summary(replace(figures, indicators=(lead,)), lead.id, wording_for("en"))
    assert "There is no earlier period" in said


def test_events_without_a_date_are_counted_aloud(qgis_app, tmp_path):
    path = tmp_path / "w.gpkg"
    frame = events_frame(300, seed=1)
    with GeoPackageWorkspace.create(path, crs="EPSG:28992") as workspace:
        fill_areas(workspace)
        store(workspace, frame)
        combine(workspace)
    assert not any("no date" in str(caution) for caution in figures_of_all(path).cautions)
    frame.loc[:9, ["occurred_from", "occurred_to", "occurred_local"]] = np.datetime64("NaT")
    frame.loc[:9, ["local_day", "local_hour"]] = np.nan
    frame["row_hash"] += 1
    with GeoPackageWorkspace.open(path) as workspace:
        store(workspace, frame)
        combine(workspace)
    assert "10 of the 300 events have no date" in " ".join(map(str, figures_of_all(path).cautions))


def figures_of_all(path):
    return compute_figures(str(path), find_theme("registrations"), "strategic")


def test_a_file_that_comes_again_under_another_name_is_told(qgis_app, tmp_path):
    rows = [f"{121000 + 10 * n};{487000 + 7 * n};2024-07-{1 + n % 28:02d}" for n in range(60)]
    first, second = tmp_path / "reports.csv", tmp_path / "reports_new.csv"
    first.write_text("x_rd;y_rd;datum\n" + "\n".join(rows) + "\n", encoding="utf-8")
    second.write_bytes(first.read_bytes())
    workspace = str(tmp_path / "w.gpkg")

    def told(file):
        (result,) = ingest(workspace, str(file)).values()
        return [str(note) for note in result.notes if "has also been collected" in str(note)]

    assert told(first) == [] and told(first) == []
    (note,) = told(second)
    assert note.startswith("reports_new.csv has also been collected as reports: ")
    first.write_text("x_rd;y_rd;datum\n" + "\n".join(rows[:-1]) + "\n", encoding="utf-8")
    assert told(first) == []
    assert told(second) == []
