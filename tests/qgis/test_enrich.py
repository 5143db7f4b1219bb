"""igh:enrich on the sample city: what is added is what looking at each event alone gives, and missing stays missing."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import timezone
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from osgeo import ogr
from qgis.core import (
    NULL,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsVectorLayer,
)

from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.qgis.conftest import Feedback
from tests.unit.shapes_data import box, collection, line, point, polygon

ogr.UseExceptions()
CITY = ZoneInfo("Europe/Amsterdam")
RADIUS = 120.0
NIGHT = {
    "ZONE_NAME": "code",
    "ZONE_FROM": "since",
    "ZONE_TO": "until",
    "ZONE_DAYS": "days",
    "ZONE_HOURS": "hours",
}


def layers_of(low, high):
    """Containers, streets and zones over a box: kind, columns and geometries."""
    random = np.random.default_rng(4)
    side = high - low
    containers = [point(*at) for at in random.uniform(low, high, (60, 2)).tolist()]
    lines = [line(*at.tolist()) for at in random.uniform(low, high, (8, 3, 2))]
    middle, quarter = (low + high) / 2, side / 4
    around = polygon(box(*(middle - quarter), *(middle + quarter)))
    overlapping = polygon(box(*middle, *high), box(*(middle + quarter / 2), *(middle + quarter)))
    corner = polygon(box(*low, *(low + quarter)))
    zones = {
        "id": np.array(["1", "2", "3"], object), "code": np.array(["NIGHT", "SUMMER", "TEXT"], object),
        "since": np.array([None, "2025-06-01", None], object), "until": np.array([None, "2025-08-31", None], object),
        "days": np.array(["fri-sat", None, None], object),
        "hours": np.array(["22:00-06:00", "", "from dusk"], object),
    }  # fmt: skip
    return {
        "containers": ("POINT", {"id": np.array([f"c{n}" for n in range(60)], object)}, containers),
        "streets": ("MULTILINESTRING", {"name": np.array(["s"] * 8, object)}, [collection(5, one) for one in lines]),
        "zones": ("MULTIPOLYGON", zones, [collection(6, one) for one in (around, overlapping, corner)]),
    }  # fmt: skip


@pytest.fixture(scope="module")
def given(city, tmp_path_factory):
    """A workspace with three layers, statistics of two years, and events that lack position, precision or time."""
    path = tmp_path_factory.mktemp("enrich") / "w.gpkg"
    shutil.copy(city, path)
    with GeoPackageWorkspace.open(path) as workspace:
        events = workspace.events(["x", "y"])
        xy = np.column_stack((events["x"], events["y"]))
        low, high = np.nanmin(xy, 0), np.nanmax(xy, 0)
        codes = workspace.areas(workspace.area_levels()[0])["code"]
        made = layers_of(low, high)
        with workspace.begin("collect", "containers") as run:
            for source, (kind, columns, wkbs) in made.items():
                title = {"en": source.title(), "nl": f"{source} (nl)"}
                credit = {"licence": "CC BY 4.0", "attribution": f"City, {source}"}
                run.put_source({"source": source, "title": title, "grain": "reference", **credit})
                boxes = np.array([ogr.CreateGeometryFromWkb(one).GetEnvelope() for one in wkbs])
                run.store_layer(source, columns, wkbs, boxes, kind, 2025, source)
            import pandas as pd

            rows = [(code, 2024, "people", 10.0 * n) for n, code in enumerate(codes)]
            rows += [(code, 2025, "people", np.nan if n % 3 else 5.0 * n) for n, code in enumerate(codes)]
            run.replace_area_statistics(
                pd.DataFrame(rows, columns=["code", "year", "name", "value"]), ["people"]
            )
    with sqlite3.connect(path) as connection:
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        ids = [row[0] for row in connection.execute("SELECT fid FROM events ORDER BY fid LIMIT 30")]
        for fid in ids[:10]:
            connection.execute("UPDATE events SET geom = NULL WHERE fid = ?", (fid,))
        for fid in ids[10:20]:
            connection.execute("UPDATE events SET location_quality = 'area' WHERE fid = ?", (fid,))
        for fid in ids[20:25]:
            connection.execute(
                "UPDATE events SET occurred_from = NULL, occurred_to = NULL, occurred_local = NULL, local_day = NULL,"
                " local_hour = NULL WHERE fid = ?", (fid,),
            )  # fmt: skip
        connection.execute("UPDATE events SET location_quality = 'displaced' WHERE fid = ?", (ids[25],))
    connection.close()
    return path, made


@pytest.fixture(scope="module")
def enriched(run, given, tmp_path_factory):
    path, made = given
    target = tmp_path_factory.mktemp("enriched") / "out.gpkg"
    result = run(
        "enrich", WORKSPACE=str(path), LAYERS="containers; streets;zones", RADIUS=RADIUS, ZONES="zones", **NIGHT,
        STATISTICS="people", OUTPUT=str(target),
    )  # fmt: skip
    layer = QgsVectorLayer(str(target), "x", "ogr")
    return result, layer, {one["event_id"]: one for one in layer.getFeatures()}


def measurable(feature):
    return not feature.geometry().isEmpty() and feature["location_quality"] not in ("area", "street")


def test_distances_and_numbers_are_those_ogr_measures_one_by_one(enriched, given):
    _, _, found = enriched
    sample = [one for one in found.values() if measurable(one)][::40]
    assert len(sample) > 100
    for name, (_, columns, wkbs) in given[1].items():
        shapes = [ogr.CreateGeometryFromWkb(one) for one in wkbs]
        for one in sample:
            at = one.geometry().asPoint()
            away = [shape.Distance(ogr.CreateGeometryFromWkb(point(at.x(), at.y()))) for shape in shapes]
            assert one[f"distance_{name}"] == pytest.approx(min(away), abs=0.006)
            assert one[f"within_{name}"] == sum(distance <= RADIUS for distance in away)
            if "id" in columns:
                assert one[f"nearest_{name}"] == columns["id"][int(np.argmin(away))]


def expected_state(feature, at):
    """The state of the zones around an event as told by hand: its moment on the wall of Amsterdam."""
    x, y = at
    inside = [
        number
        for number, zone in enumerate(feature["shapes"])
        if zone.Contains(ogr.CreateGeometryFromWkb(point(x, y)))
    ]
    if not inside:
        return "outside"
    begin = feature["begin"]
    states = []
    for number in inside:
        if number == 2 or begin is None:
            states.append("unknown")
            continue
        wall = begin.replace(tzinfo=timezone.utc).astimezone(CITY)
        if number == 1:
            states.append(
                "yes" if (2025, 6, 1) <= (wall.year, wall.month, wall.day) <= (2025, 8, 31) else "no"
            )
        else:
            night = wall.weekday() if wall.hour >= 22 else (wall.weekday() - 1) % 7 if wall.hour < 6 else -1
            states.append("yes" if night in (4, 5) else "no")
    return next(one for one in ("yes", "unknown", "no") if one in states)


def test_zones_and_whether_they_held(enriched, given):
    _, _, found = enriched
    codes = given[1]["zones"][1]["code"]
    shapes = [ogr.CreateGeometryFromWkb(one) for one in given[1]["zones"][2]]
    seen = {}
    for one in (one for one in found.values() if measurable(one)):
        at = one.geometry().asPoint()
        spot = ogr.CreateGeometryFromWkb(point(at.x(), at.y()))
        names = [codes[number] for number, zone in enumerate(shapes) if zone.Contains(spot)]
        assert one["zones"] == len(names)
        assert (one["zone"] or None) == ("; ".join(names) or None) or one["zone"] == NULL and not names
        known = one["occurred_from"] != NULL
        lasting = one["occurred_to"] not in (NULL, one["occurred_from"])
        if known and (one["local_hour"] == NULL or lasting):
            seen["interval"] = seen.get("interval", 0) + 1
            continue
        begin = one["occurred_from"].toPyDateTime() if known else None
        state = expected_state({"shapes": shapes, "begin": begin}, (at.x(), at.y()))
        assert one["zone_applied"] == state, (one["event_id"], begin, names)
        seen[state] = seen.get(state, 0) + 1
    assert all(seen.get(state, 0) > 20 for state in ("yes", "no", "unknown", "outside")), seen


def test_what_cannot_be_measured_is_empty_and_what_has_no_time_is_unknown(enriched):
    result, _, found = enriched
    lost = [one for one in found.values() if one.geometry().isEmpty()]
    coarse = [one for one in found.values() if one["location_quality"] == "area"]
    assert len(lost) >= 10 and len(coarse) == 10 and not any(one.geometry().isEmpty() for one in coarse)
    for one in (*lost, *coarse):
        for name in (
            "distance_containers",
            "within_containers",
            "nearest_containers",
            "distance_zones",
            "zone",
            "zones",
        ):
            assert one[name] == NULL, name
        assert one["zone_applied"] == "unknown"
        assert one["stat_people"] != NULL or one["area"] == NULL or one["year_people"] == NULL
    untimed = [
        one for one in found.values() if one["occurred_from"] == NULL and measurable(one) and one["zones"]
    ]
    assert all(one["zone_applied"] == "unknown" for one in untimed)
    said = "\n".join(result["said"])
    assert f"{len(lost) + 10} of {result['EVENTS']} events have no position to measure from" in said
    assert "1 events stand at a point displaced for display" in said


def test_the_statistic_is_that_of_the_year_or_of_an_earlier_one(enriched, given):
    _, _, found = enriched
    with GeoPackageWorkspace.open(given[0], read_only=True) as workspace:
        codes = workspace.areas(workspace.area_levels()[0])["code"].tolist()
    earlier = 0
    for one in found.values():
        known = one["area"] != NULL and one["local_day"] != NULL
        year = (
            int(np.datetime64(int(one["local_day"]), "D").astype("datetime64[Y]").astype(int)) + 1970
            if known
            else 0
        )
        if year < 2024:
            assert one["stat_people"] == NULL and one["year_people"] == NULL
            continue
        number = codes.index(one["area"])
        latest = year >= 2025 and number % 3 == 0
        assert (one["stat_people"], one["year_people"]) == (
            (5.0 * number, 2025) if latest else (10.0 * number, 2024)
        )
        earlier += one["year_people"] < year
    assert earlier > 100


def test_sentences_say_what_was_found(enriched):
    result, layer, found = enriched
    said = "\n".join(result["said"])
    near = [one for one in found.values() if measurable(one)]
    share = 100 * sum(one["within_containers"] > 0 for one in near) / len(near)
    assert (
        f"{round(share, 1):g} % of {len(near)} events lie within 120 m of “Containers” (60 objects)" in said
    )
    inside = [one for one in near if one["zones"] > 0]
    counts = {
        state: sum(one["zone_applied"] == state for one in inside)
        for state in ("yes", "no", "partly", "unknown")
    }
    assert (
        f"events lie in a zone of “Zones”: it held then for {counts['yes']}, did not for {counts['no']}"
        in said
    )
    assert "When 1 of 3 zones of “Zones” hold cannot be read, from such as “from dusk”" in said
    assert "events have a value of people of their area" in said
    assert len(found) == result["EVENTS"]


def test_the_layer_opens_styled_with_titles_and_tips(enriched):
    _, layer, found = enriched
    labels = [one.label() for one in layer.renderer().categories()]
    assert layer.renderer().classAttribute() == "zone_applied"
    assert labels[0] == "In a zone that held then" and labels[-1] == "In no zone"
    aliases = {field.name(): field.alias() for field in layer.fields()}
    assert aliases["distance_containers"] == "Containers: metres to the nearest"
    assert aliases["within_streets"] == "Streets: number within 120 m"
    assert "occurred_local" in layer.mapTipTemplate()
    near = next(one for one in found.values() if one["zone_applied"] == "yes")
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    context.setFeature(near)
    tip = QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context)
    assert "<b>In a zone that held then</b>" in tip and f"<b>{near['within_streets']}</b>" in tip
    assert f"<b>{near['distance_containers']:,.2f}</b>" in tip


def test_it_comes_into_a_project_named_styled_and_described(provider, given):
    algorithm = provider.algorithm("enrich").create()
    context, feedback, project = QgsProcessingContext(), Feedback(), QgsProject()
    context.setProject(project)
    target = QgsProcessingOutputLayerDefinition("memory:", project)
    parameters = {"WORKSPACE": str(given[0]), "LAYERS": "containers", "OUTPUT": target}
    assert algorithm.prepare(parameters, context, feedback)
    results = algorithm.runPrepared(parameters, context, feedback)
    (details,) = context.layersToLoadOnCompletion().values()
    assert details.name == "Events: Containers: metres to the nearest"
    layer = context.takeResultLayer(results["OUTPUT"])
    details.postProcessor().postProcessLayer(layer, context, feedback)
    assert layer.name() == "Events: Containers: metres to the nearest"
    rules = layer.renderer().rootRule().children()
    assert len(rules) == 6 and rules[-1].label() == "No data"
    lightness = [rule.symbol().color().lightness() for rule in rules[:-1]]
    assert lightness == sorted(lightness), "what is near is dark"
    assert "lie within 100 m of “Containers”" in layer.metadata().abstract()
    assert "CC BY 4.0" in layer.metadata().licenses()
    assert (
        "City, containers" in layer.metadata().rights()[0] and "streets" not in layer.metadata().rights()[0]
    )


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        (
            {},
            "Say what is to be added to the events. The workspace has the layers containers, streets, zones",
        ),
        (
            {"LAYERS": "trees"},
            "The workspace has no layer for reference trees; it has: containers, streets, zones.",
        ),
        ({"ZONES": "containers"}, "The layer containers has no polygons"),
        ({"ZONES": "zones", "ZONE_NAME": "naam"}, "“naam” is neither a column of zones nor a value"),
        ({"ZONES": "zones", "ZONE_HOURS": "at night"}, "“at night” is neither a column of zones"),
        ({"STATISTICS": "bicycles"}, "The workspace has no statistic bicycles; it has:"),
        ({"STATISTICS": "people", "LEVEL": "street"}, "The workspace has no level of areas street; it has:"),
        ({"LAYERS": "zones", "SOURCES": "moldingen"}, "The workspace has no source moldingen; it has:"),
    ],
)
def test_what_is_not_there_is_said(run, given, parameters, sentence):
    assert sentence in run("enrich", fails=True, WORKSPACE=str(given[0]), OUTPUT="memory:", **parameters)


def test_values_for_all_zones_and_nothing_said_about_time(run, given, tmp_path):
    always, silent = tmp_path / "a.gpkg", tmp_path / "s.gpkg"
    run("enrich", WORKSPACE=str(given[0]), ZONES="zones", ZONE_HOURS="00:00-24:00", OUTPUT=str(always))
    told = run("enrich", WORKSPACE=str(given[0]), ZONES="zones", OUTPUT=str(silent))
    assert "Nothing was said about when the zones of “Zones” hold" in "\n".join(told["said"])
    states = [
        {one["zone_applied"] for one in QgsVectorLayer(str(path), "x", "ogr").getFeatures()}
        for path in (always, silent)
    ]
    assert states == [{"yes", "unknown", "outside"}, {"unknown", "outside"}]


def test_the_workspace_stays_as_it_is_and_sources_can_be_chosen(run, given):
    with GeoPackageWorkspace.open(given[0], read_only=True) as workspace:
        before, reports = workspace.fingerprint(), workspace.count_events()
        one = [item["source"] for item in workspace.sources() if item["grain"] == "event"][0]
    result = run("enrich", WORKSPACE=str(given[0]), SOURCES=one, STATISTICS="people", OUTPUT="memory:")
    assert 0 < result["EVENTS"] < reports
    assert "position to measure from" not in "".join(result["said"]), "nothing was measured"
    with GeoPackageWorkspace.open(given[0], read_only=True) as workspace:
        assert workspace.fingerprint() == before


def test_a_workspace_without_events_gives_an_empty_layer(run, empty_workspace):
    with empty_workspace.begin("collect", "containers") as made:
        made.put_source({"source": "containers", "title": "Containers", "grain": "reference"})
        made.store_layer(
            "containers",
            {"id": np.array(["1"], object)},
            [point(1, 2)],
            np.array([[1.0, 1, 2, 2]]),
            "POINT",
            2025,
            "c",
        )
    result = run(
        "enrich", WORKSPACE=str(empty_workspace.path), LAYERS="containers", ZONES="", OUTPUT="memory:"
    )
    assert result["EVENTS"] == 0
    assert "No event can be measured to “Containers” (1 objects)." in result["said"]
