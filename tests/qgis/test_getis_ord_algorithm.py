"""igh:getisord on areas, cells and points: right values, the same as a theme's, nulls that are no zeros, refusals."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFeedback,
    QgsGeometry,
    QgsPointXY,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from igh_plugin.algorithms.base import new_field
from igh_plugin.algorithms.finishing import Finisher
from igh_plugin.algorithms.hotspots.getis_ord import GetisOrd
from igh_plugin.algorithms.hotspots.presentation import finish
from igh_plugin.core import grid
from igh_plugin.core.getis_ord import getis_ord_g_star
from igh_plugin.core.neighbours import of_cells
from igh_plugin.layers.arrays.reading import direct_access

SIDE, SIZE = 8, 100


class Feedback(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.errors, self.told = [], []

    def reportError(self, error, fatalError=False):  # noqa: N802, N803
        self.errors.append(error)

    def pushInfo(self, info):  # noqa: N802
        self.told.append(info)

    def pushWarning(self, warning):  # noqa: N802
        self.told.append(warning)


def run(**parameters):
    """Run the algorithm; return its outputs, the features of the result by row, and what was told."""
    algorithm = GetisOrd().create()
    context, feedback = QgsProcessingContext(), Feedback()
    context.setProject(QgsProject.instance())
    parameters.setdefault("OUTPUT", "memory:")
    fine, why = algorithm.checkParameterValues(parameters, context)
    assert fine, why
    outputs, fine = algorithm.run(parameters, context, feedback)
    if not fine:
        raise RuntimeError(" ".join(feedback.errors))
    layer = context.getMapLayer(outputs["OUTPUT"]) or QgsVectorLayer(outputs["OUTPUT"], "out", "ogr")
    context.temporaryLayerStore().takeMapLayer(layer)
    return outputs, layer, feedback


def refused(**parameters):
    parameters.setdefault("OUTPUT", "memory:")
    fine, why = GetisOrd().create().checkParameterValues(parameters, QgsProcessingContext())
    assert not fine
    return why


def memory(kind, fields, rows, crs="EPSG:28992"):
    """A memory layer of (geometry, attributes)."""
    layer = QgsVectorLayer(f"{kind}?crs={crs}", "given", "memory")
    layer.dataProvider().addAttributes([new_field(*field) for field in fields])
    layer.updateFields()
    features = []
    for geometry, attributes in rows:
        feature = QgsFeature(layer.fields())
        feature.setAttributes(list(attributes))
        if geometry is not None:
            feature.setGeometry(geometry)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def squares(values, base=None):
    """A board of SIDE x SIDE polygons with a number, row by row."""
    rows = []
    for number, value in enumerate(values):
        iy, ix = divmod(number, SIDE)
        shape = QgsGeometry.fromRect(QgsRectangle(ix * SIZE, iy * SIZE, (ix + 1) * SIZE, (iy + 1) * SIZE))
        rows.append((shape, (number, value) if base is None else (number, value, base[number])))
    fields = [("number", "whole"), ("n", "real")] + ([("base", "real")] if base is not None else [])
    return memory("Polygon", fields, rows)


def by_number(layer, name):
    return {feature["number"]: feature[name] for feature in layer.getFeatures()}


def point(x, y):
    return QgsGeometry.fromPointXY(QgsPointXY(x, y))


def known_answer(values, rook=False):
    """z by the definition, one unit after the other (Ord & Getis 1995, eq. 14)."""
    x = np.asarray(values, float)
    n, z = len(x), []
    spread = np.sqrt((x**2).sum() / n - x.mean() ** 2)
    for number in range(n):
        iy, ix = divmod(number, SIDE)
        near = []
        for other in range(n):
            dy, dx = abs(other // SIDE - iy), abs(other % SIDE - ix)
            near.append(dy + dx <= 1 if rook else max(dy, dx) <= 1)
        w = np.array(near, float)
        weight, squared = w.sum(), (w**2).sum()
        z.append(
            ((w * x).sum() - weight * x.mean()) / (spread * np.sqrt((n * squared - weight**2) / (n - 1)))
        )
    return np.array(z)


@pytest.fixture
def values():
    drawn = np.random.default_rng(4).poisson(3, SIDE * SIDE).astype(float)
    drawn[[9, 10, 17, 18]] += 25
    return drawn.tolist()


@pytest.mark.parametrize("rule", [0, 1])
def test_z_by_the_definition(values, rule):
    outputs, layer, _ = run(INPUT=squares(values), FIELD="n", RULE=rule, PERMUTATIONS=999, FDR=False)
    found = by_number(layer, "gi_z")
    expected = known_answer(values, rook=rule == 1)
    assert np.allclose([found[number] for number in range(len(values))], expected, rtol=0, atol=1e-10)
    assert outputs["UNITS"] == SIDE * SIDE and outputs["DRAWS"] == 999
    assert by_number(layer, "neighbours")[0] == (3 if rule == 0 else 2)
    assert by_number(layer, "gi_bin")[9] >= 2
    assert by_number(layer, "n")[9] == values[9]


def test_distance_between_centres_of_squares_is_queen_within_a_diagonal(values):
    _, queen, _ = run(INPUT=squares(values), FIELD="n", PERMUTATIONS=0)
    _, near, _ = run(INPUT=squares(values), FIELD="n", RULE=2, DISTANCE=142.0, PERMUTATIONS=0)
    assert by_number(queen, "neighbours") == by_number(near, "neighbours")
    assert by_number(queen, "gi_z") == by_number(near, "gi_z")


def test_ties_count_in_both_tails():
    values = [1.0 if number % 2 else 0.0 for number in range(SIDE * SIDE)]
    _, layer, _ = run(INPUT=squares(values), FIELD="n", PERMUTATIONS=199, FDR=False)
    p = by_number(layer, "gi_p")
    assert all(0.05 < p[number] <= 1 for number in p), "alternating columns: no place stands out"
    assert set(by_number(layer, "gi_bin").values()) <= {0, 1, -1}


def test_the_same_seed_gives_the_same_and_another_another(values):
    first, again, other = (
        by_number(run(INPUT=squares(values), FIELD="n", PERMUTATIONS=99, SEED=seed)[1], "gi_p")
        for seed in (1, 1, 2)
    )
    assert first == again and first != other


def test_null_is_not_zero(values):
    without = [None if number == 20 else value for number, value in enumerate(values)]
    outputs, layer, _ = run(INPUT=squares(without), FIELD="n", PERMUTATIONS=0)
    found = {feature["number"]: feature for feature in layer.getFeatures()}
    assert outputs["UNITS"] == SIDE * SIDE - 1 and len(found) == SIDE * SIDE
    assert all(
        found[20].attribute(name) in (None,) or not found[20].attribute(name) for name in ("gi_z", "gi_bin")
    )
    assert found[19]["neighbours"] == 7, "a neighbour without a value is none"
    zero = [0.0 if number == 20 else value for number, value in enumerate(values)]
    _, counted, _ = run(INPUT=squares(zero), FIELD="n", PERMUTATIONS=0)
    assert by_number(counted, "gi_z")[19] != found[19]["gi_z"]


def test_a_denominator_makes_rates_and_none_where_it_is_nil(values):
    base = [100.0] * len(values)
    base[5], base[6] = 0.0, None
    outputs, layer, _ = run(INPUT=squares(values, base), FIELD="n", DENOMINATOR="base", PERMUTATIONS=0)
    found = {feature["number"]: feature for feature in layer.getFeatures()}
    assert outputs["UNITS"] == SIDE * SIDE - 2
    assert found[9]["gi_bin"] == 3 and not found[5]["gi_z"] and not found[6]["gi_z"]


def test_a_file_read_through_arrow_gives_what_the_layer_gives(values, tmp_path):
    layer = squares(values)
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    path = str(tmp_path / "areas.gpkg")
    context = QgsProject.instance().transformContext()
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, context, options)
    stored = QgsVectorLayer(path, "areas", "ogr")
    assert direct_access(stored) is not None
    target = str(tmp_path / "out.gpkg")
    _, memory_result, _ = run(INPUT=layer, FIELD="n", PERMUTATIONS=99)
    _, file_result, _ = run(INPUT=stored, FIELD="n", PERMUTATIONS=99, OUTPUT=target)
    for name in ("gi_z", "gi_p", "gi_bin", "neighbours", "n"):
        assert by_number(file_result, name) == by_number(memory_result, name)


def test_a_result_run_again_replaces_its_own_columns(values):
    _, layer, _ = run(INPUT=squares(values), FIELD="n", PERMUTATIONS=0)
    _, again, _ = run(INPUT=layer, FIELD="n", PERMUTATIONS=0)
    assert again.fields().names() == layer.fields().names()
    assert by_number(again, "gi_z") == by_number(layer, "gi_z")


def test_a_selection_is_its_own_population(values):
    layer = squares(values)
    layer.selectByExpression('"number" < 40')
    QgsProject.instance().addMapLayer(layer, False)
    given = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    outputs, found, _ = run(INPUT=given, FIELD="n", PERMUTATIONS=0)
    assert outputs["UNITS"] == 40 and found.featureCount() == 40
    QgsProject.instance().removeMapLayer(layer.id())


@pytest.fixture
def scattered():
    drawn = np.random.default_rng(8)
    xy = np.concatenate([drawn.uniform(0, 2000, (300, 2)), drawn.uniform(500, 700, (120, 2))])
    return xy


def test_points_are_counted_on_cells_as_a_theme_counts_them(scattered):
    layer = memory("Point", [("n", "real")], [(point(*place), (1.0,)) for place in scattered])
    outputs, found, _ = run(INPUT=layer, CELL_SIZE=100, PERMUTATIONS=99)
    cells, count = np.unique(grid.cell_of(scattered[:, 0], scattered[:, 1], 100), return_counts=True)
    domain = grid.dilate(cells)
    counts = np.zeros(len(domain))
    counts[np.searchsorted(domain, cells)] = count
    expected = getis_ord_g_star(counts, of_cells(domain), 99, True, 20260101)
    told = {feature["cell"]: feature for feature in found.getFeatures()}
    assert sorted(told) == domain.tolist() and outputs["UNITS"] == len(domain)
    assert sum(feature["events"] for feature in told.values()) == len(scattered)
    for row, cell in enumerate(domain.tolist()):
        assert (told[cell]["gi_z"], told[cell]["gi_p"]) == (expected.z[row], expected.p[row])
        assert told[cell]["gi_bin"] == expected.bins[row]
    strongest = next(found.getFeatures())
    assert strongest["gi_z"] == expected.z.max() and strongest.geometry().area() == 100 * 100
    assert found.crs() == QgsCoordinateReferenceSystem("EPSG:28992")


def test_with_a_boundary_every_cell_in_it_counts_and_nothing_outside(scattered):
    layer = memory("Point", [("n", "real")], [(point(*place), (1.0,)) for place in scattered])
    ring = QgsGeometry.fromRect(QgsRectangle(0, 0, 1000, 1000))
    boundary = memory("Polygon", [], [(ring, ())])
    outputs, found, feedback = run(INPUT=layer, CELL_SIZE=100, BOUNDARY=boundary, PERMUTATIONS=0)
    inside = int((scattered <= 1000).all(1).sum())
    assert outputs["UNITS"] == 100
    assert sum(feature["events"] for feature in found.getFeatures()) == inside
    assert any(
        f"{len(scattered) - inside} of {len(scattered)} points are left out" in text for text in feedback.told
    )


def test_weights_add_up_and_empty_ones_are_left_out(scattered):
    rows = [(point(*place), (2.5,)) for place in scattered] + [(point(5, 5), (None,)), (None, (1.0,))]
    layer = memory("Point", [("n", "real")], rows)
    _, found, feedback = run(INPUT=layer, FIELD="n", CELL_SIZE=100, PERMUTATIONS=0)
    features = list(found.getFeatures())
    assert sum(feature["value"] for feature in features) == 2.5 * len(scattered)
    assert sum(feature["events"] for feature in features) == len(scattered)
    assert any(f"2 of {len(rows)} points" in text for text in feedback.told)
    _, plain, _ = run(
        INPUT=memory("Point", [], [(point(*one), ()) for one in scattered]), CELL_SIZE=100, PERMUTATIONS=0
    )
    z = {feature["cell"]: feature["gi_z"] for feature in plain.getFeatures()}
    assert all(abs(z[feature["cell"]] - feature["gi_z"]) < 1e-9 for feature in features)


def test_a_rate_of_points_knows_only_cells_with_a_denominator(scattered):
    rows = [(point(*place), (float(place[0] < 800), 1.0)) for place in scattered]
    layer = memory("Point", [("bad", "real"), ("seen", "real")], rows)
    outputs, found, _ = run(INPUT=layer, FIELD="bad", DENOMINATOR="seen", CELL_SIZE=200, PERMUTATIONS=0)
    cells = np.unique(grid.cell_of(scattered[:, 0], scattered[:, 1], 200))
    assert outputs["UNITS"] == len(cells)
    assert all(0 <= feature["rate"] <= 1 and feature["base"] > 0 for feature in found.getFeatures())


def test_the_result_in_a_geopackage_opens_styled_and_named(scattered, tmp_path):
    layer = memory("Point", [], [(point(*place), ()) for place in scattered])
    target = str(tmp_path / "hot.gpkg")
    run(INPUT=layer, CELL_SIZE=100, PERMUTATIONS=0, OUTPUT=target)
    opened = QgsVectorLayer(target, "again", "ogr")
    assert opened.renderer().type() != "singleSymbol"
    assert "gi_bin" in opened.renderer().filter() + str(
        opened.renderer().usedAttributes(_render_context(opened))
    )


def test_a_layer_that_is_loaded_is_styled_named_and_described(values):
    algorithm = GetisOrd().create()
    context, feedback = QgsProcessingContext(), Feedback()
    project = QgsProject()
    context.setProject(project)
    parameters = {"INPUT": squares(values), "FIELD": "n", "PERMUTATIONS": 99, "OUTPUT": "memory:"}
    outputs, fine = algorithm.run(parameters, context, feedback)
    assert fine
    layer = context.getMapLayer(outputs["OUTPUT"])
    texts = {"name": "Hot spots (Gi*): given", "abstract": "About.", "method": "How."}
    Finisher(partial(finish, texts=texts)).postProcessLayer(layer, context, feedback)
    assert layer.name() == "Hot spots (Gi*): given"
    assert "How." in layer.metadata().abstract()
    assert layer.renderer().type() != "singleSymbol"
    assert layer.attributeAlias(layer.fields().indexOf("gi_z")) == "Gi* (z)"


def test_what_cannot_be_is_refused_in_words(values):
    degrees = memory("Point", [], [(point(4, 52), ())], "EPSG:4326")
    assert "in degrees (EPSG:4326)" in refused(INPUT=degrees)
    feet = memory("Point", [], [(point(4, 52), ())], "EPSG:2263")
    assert "not in metres (EPSG:2263)" in refused(INPUT=feet)
    assert "Choose the field with the number" in refused(INPUT=squares(values))
    metres = memory("Point", [], [(point(4, 52), ())])
    assert "A cell of 30 m is not possible" in refused(INPUT=metres, CELL_SIZE=30)


def test_what_fails_later_is_told_in_words(values, scattered):
    with pytest.raises(RuntimeError, match="All 64 places have the same value"):
        run(INPUT=squares([3.0] * 64), FIELD="n")
    with pytest.raises(RuntimeError, match="Only 10 places have a value"):
        run(INPUT=squares(values[:10]), FIELD="n")
    with pytest.raises(RuntimeError, match="Only 9 places"):
        run(INPUT=memory("Point", [], [(point(1, 1), ())]))
    with pytest.raises(RuntimeError, match="No point is left"):
        run(INPUT=memory("Point", [], [(None, ())]))
    layer = memory("Polygon", [("n", "real")], [(None, (1.0,))])
    with pytest.raises(RuntimeError, match="id 1 has no geometry"):
        run(INPUT=layer, FIELD="n")
    far = memory("Polygon", [], [(QgsGeometry.fromRect(QgsRectangle(0, 0, 1e7, 1e7)), ())])
    points = memory("Point", [], [(point(*place), ()) for place in scattered])
    with pytest.raises(RuntimeError, match="choose a larger cell or a smaller boundary"):
        run(INPUT=points, BOUNDARY=far, CELL_SIZE=25)


def test_cancelling_ends_without_a_result(values):
    algorithm = GetisOrd().create()
    context, feedback = QgsProcessingContext(), Feedback()
    assert isinstance(feedback, QgsFeedback)
    feedback.cancel()
    outputs, _ = algorithm.run(
        {"INPUT": squares(values), "FIELD": "n", "OUTPUT": "memory:"}, context, feedback
    )
    assert "OUTPUT" not in outputs


def _render_context(layer):
    from qgis.core import QgsRenderContext

    context = QgsRenderContext()
    context.setExpressionContext(layer.createExpressionContext())
    return context


def test_the_nearest_centres_and_the_table_of_neighbours(values, tmp_path):
    outputs, layer, _ = run(
        INPUT=squares(values),
        FIELD="n",
        RULE=3,
        NEAREST=5,
        PERMUTATIONS=99,
        NEIGHBOURS=str(tmp_path / "links.gpkg"),
    )
    number = {feature["unit"]: feature["number"] for feature in layer.getFeatures()}
    counts = by_number(layer, "neighbours")
    assert counts[0] == 5 and counts[SIDE + 1] == 8, "all that are as near as the fifth"
    table = QgsVectorLayer(outputs["NEIGHBOURS"], "links", "ogr")
    links = {}
    for row in table.getFeatures():
        links.setdefault(number[row["unit"]], set()).add(number[row["neighbour"]])
    assert links[SIDE + 1] == {0, 1, 2, SIDE, SIDE + 2, 2 * SIDE, 2 * SIDE + 1, 2 * SIDE + 2}
    assert {one: len(near) for one, near in links.items()} == counts


def test_centres_do_not_depend_on_how_a_border_is_drawn(values):
    plain, drawn = [], []
    for number in range(SIDE * SIDE):
        iy, ix = divmod(number, SIDE)
        left, low = ix * SIZE, iy * SIZE
        corners = [
            (left, low),
            (left + SIZE, low),
            (left + SIZE, low + SIZE),
            (left, low + SIZE),
            (left, low),
        ]
        fine = corners[:2] + [(left + SIZE, low + step) for step in range(1, SIZE)] + corners[2:]
        for points_, rows in ((corners, plain), (fine if number % 2 else corners, drawn)):
            ring = [QgsPointXY(*at) for at in points_]
            rows.append((QgsGeometry.fromPolygonXY([ring]), (number, values[number])))
    fields = [("number", "whole"), ("n", "real")]
    found = [
        by_number(
            run(INPUT=memory("Polygon", fields, rows), FIELD="n", RULE=3, NEAREST=4, PERMUTATIONS=0)[1],
            "gi_z",
        )
        for rows in (plain, drawn)
    ]
    assert all(found[0][one] == pytest.approx(found[1][one], abs=1e-9) for one in found[0])


def test_the_nearest_are_sought_among_those_with_a_value(values):
    given = [None if number % 2 else value for number, value in enumerate(values)]
    _, layer, _ = run(INPUT=squares(given), FIELD="n", RULE=3, NEAREST=4, PERMUTATIONS=0, FDR=False)
    counts = by_number(layer, "neighbours")
    assert all(counts[one] >= 4 for one in range(0, SIDE * SIDE, 2))


def test_a_field_of_the_same_name_in_other_letters_gives_way(values, tmp_path):
    layer = squares(values)
    layer.dataProvider().addAttributes([new_field("Neighbours", "whole"), new_field("GI_Z", "real")])
    layer.updateFields()
    _, found, _ = run(INPUT=layer, FIELD="n", PERMUTATIONS=0, OUTPUT=str(tmp_path / "out.gpkg"))
    assert found.featureCount() == SIDE * SIDE
    assert [field.name() for field in found.fields()].count("neighbours") == 1


def test_a_boundary_without_polygons_is_refused(values):
    layer = memory("Point", [("n", "real")], [(point(n, n), (1.0,)) for n in range(40)])
    for rows in ([], [(None, ("a",))]):
        empty = memory("Polygon", [("name", "text")], rows)
        with pytest.raises(RuntimeError, match="has no polygons"):
            run(INPUT=layer, BOUNDARY=empty)


def test_points_on_hexagons_within_named_areas():
    random = np.random.default_rng(3)
    places = random.uniform(0, 2_000, (600, 2)).tolist() + random.normal(600, 60, (300, 2)).tolist()
    layer = memory("Point", [("n", "real")], [(point(*at), (1.0,)) for at in places])
    halves = [
        (QgsGeometry.fromRect(QgsRectangle(left, 0, left + 1_000, 2_000)), (name,))
        for left, name in ((0, "West"), (1_000, "East"))
    ]
    boundary = memory("Polygon", [("name", "text")], halves)
    outputs, found, feedback = run(
        INPUT=layer,
        SHAPE=1,
        CELL_SIZE=130,
        BOUNDARY=boundary,
        BOUNDARY_NAME="name",
        PERMUTATIONS=999,
        FDR=False,
    )
    rows = list(found.getFeatures())
    assert len(rows) == outputs["UNITS"] and sum(row["events"] for row in rows) == len(places)
    assert max(row["neighbours"] for row in rows) == 6
    first = rows[0]
    assert first["gi_z"] == max(row["gi_z"] for row in rows) and first["area_name"] == "West"
    assert first.geometry().contains(point(600, 600)) or first.geometry().distance(point(600, 600)) < 130
    hot = [row for row in rows if row["gi_bin"] > 0]
    held = 100 * sum(row["events"] for row in hot) / len(places)
    said = " ".join(feedback.told)
    assert f"{len(hot)} hot places" in said and f"{held:.1f} % of the whole" in said
    assert "strongest in West" in said


def test_hexagons_of_any_whole_size_and_squares_of_their_multiple():
    layer = memory("Point", [("n", "real")], [(point(n, n), (1.0,)) for n in range(40)])
    assert "multiple of 25" in refused(INPUT=layer, SHAPE=0, CELL_SIZE=130)
    assert "hexagon" in refused(INPUT=layer, SHAPE=1, CELL_SIZE=200_000)
