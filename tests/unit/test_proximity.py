"""Distances and numbers of objects are those of the definition, whatever the objects, and memory stays flat."""

import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igh_plugin.core import proximity
from igh_plugin.core.progress import Cancelled, Silent
from igh_plugin.core.proximity import ObjectIndex
from tests.unit.shapes_data import box, collection, line, measured, point, polygon, wkb_of

PLACE = st.integers(0, 40)
VERTEX = st.tuples(PLACE, PLACE)
POINT = VERTEX.map(lambda at: ("point", [[at]]))
LINE = st.lists(VERTEX, min_size=1, max_size=4).map(lambda vertices: ("line", [vertices]))
RING = st.tuples(PLACE, PLACE, st.integers(1, 15), st.integers(1, 15), st.booleans())


def ring_of(left, bottom, width, height, slanted):
    right, top = left + width, bottom + height
    return [(left, bottom), (right, bottom), (left, top)] if slanted else box(left, bottom, right, top)


POLYGON = RING.map(lambda made: ("polygon", [ring_of(*made)]))
OBJECT = st.lists(st.one_of(POINT, LINE, POLYGON), min_size=1, max_size=3)


@settings(max_examples=200)
@given(
    objects=st.lists(OBJECT, min_size=1, max_size=12),
    points=st.lists(st.tuples(st.integers(-10, 110), st.integers(-10, 110)), min_size=1, max_size=60),
    radius=st.sampled_from([0.0, 1.0, 5.0, 13.0, 80.0]),
    small=st.booleans(),
)
def test_it_is_what_the_definition_says(objects, points, radius, small):
    """Points lie on half a lattice, so that many are equally near, on edges, or exactly at the radius."""
    before = proximity._FEW_POINTS, proximity._PAIRS
    if small:
        proximity._FEW_POINTS, proximity._PAIRS = 0, 7
    try:
        x, y = np.array(points, float).T / 2
        index = ObjectIndex([wkb_of(one) for one in objects])
        distance, number = index.nearest(x, y)
        within = index.within(x, y, radius)
    finally:
        proximity._FEW_POINTS, proximity._PAIRS = before
    true = np.array([[measured(one, *at) for one in objects] for at in zip(x.tolist(), y.tolist())])
    assert np.allclose(distance, true.min(1), rtol=0, atol=1e-12)
    assert (true[np.arange(len(x)), number] <= true.min(1) + 1e-12).all()
    exact = np.abs(true - radius) > 1e-12
    sure = (true <= radius) & (exact | (true == radius))
    assert ((sure & exact).sum(1) <= within).all() and (within <= (true <= radius + 1e-12).sum(1)).all()


@pytest.fixture(scope="module")
def town():
    """Objects of every kind over 5 km; points at random, some of them several times at one place; the distances of all."""
    random = np.random.default_rng(3)
    objects = []
    for at in random.uniform(0, 5_000, (150, 2)):
        vertices = at + random.normal(0, 60, (random.integers(2, 9), 2))
        kind = ("point", "line", "polygon")[random.integers(0, 3)]
        if kind == "polygon":
            angle = np.sort(random.uniform(0, 2 * np.pi, 12))
            vertices = at + random.uniform(20, 200, (12, 1)) * np.column_stack((np.cos(angle), np.sin(angle)))
        chosen = vertices[:1] if kind == "point" else vertices
        objects.append([(kind, [[tuple(v) for v in chosen.tolist()]])])
    xy = random.uniform(-500, 5_500, (150, 2))
    true = np.array([[measured(one, *at) for one in objects] for at in xy.tolist()])
    times = random.integers(1, 40, len(xy))
    return [wkb_of(one) for one in objects], np.repeat(xy, times, 0), np.repeat(true, times, 0)


@pytest.mark.parametrize("radius", [10.0, 100.0, 1_500.0])
def test_in_a_town_no_point_is_measured_wrongly(town, radius):
    objects, xy, true = town
    index = ObjectIndex(objects)
    distance, number = index.nearest(*xy.T)
    assert np.allclose(distance, true.min(1), rtol=0, atol=1e-9)
    inside = true.min(1) == 0
    assert inside.any() and (number[~inside] == true.argmin(1)[~inside]).all()
    assert (number[inside] == (true == 0).argmax(1)[inside]).all()
    assert (index.within(*xy.T, radius) == (true <= radius).sum(1)).all()


def test_points_alone_are_those_of_a_kd_tree():
    spatial = pytest.importorskip("scipy.spatial")
    random = np.random.default_rng(5)
    objects, events = random.uniform(0, 9_000, (2_000, 2)), random.normal(4_500, 1_500, (20_000, 2))
    tree = spatial.cKDTree(objects)
    index = ObjectIndex([point(*at) for at in objects.tolist()])
    distance, number = index.nearest(*events.T)
    away, who = tree.query(events)
    assert np.allclose(distance, away, rtol=0, atol=1e-9) and (number == who).all()
    assert (index.within(*events.T, 250.0) == tree.query_ball_point(events, 250.0, return_length=True)).all()


def test_a_hole_is_outside_and_a_polygon_far_from_its_edge_counts():
    ring = polygon(box(0, 0, 100, 100), box(40, 40, 60, 60))
    index = ObjectIndex([ring])
    distance, _ = index.nearest(np.array([50.0, 20, 110]), np.array([50.0, 50, 50]))
    assert distance.tolist() == [10, 0, 10]
    assert index.within(np.array([50.0, 20, 110]), np.array([50.0, 50, 50]), 5).tolist() == [0, 1, 0]


def test_several_parts_are_one_object_and_overlapping_polygons_all_count():
    parts = collection(6, polygon(box(0, 0, 10, 10)), polygon(box(5, 5, 20, 20)))
    index = ObjectIndex([parts, polygon(box(0, 0, 30, 30)), collection(4, point(7, 7), point(8, 8))])
    assert index.within(np.array([7.0, 25]), np.array([7.0, 25]), 0).tolist() == [3, 1]
    event, owner = index.holding(np.array([7.0, 25]), np.array([7.0, 25]))
    assert (event.tolist(), owner.tolist()) == ([0, 0, 1], [0, 1, 1])


def test_of_equally_near_objects_the_first_is_named():
    objects = [point(20, 0), point(0, 0), polygon(box(8, -5, 12, 5)), line((10, 0), (10, 9)), point(10, 0)]
    distance, number = ObjectIndex(objects[:2]).nearest(np.array([10.0]), np.array([0.0]))
    assert (distance[0], number[0]) == (10, 0)
    assert ObjectIndex(objects).nearest(np.array([10.0]), np.array([0.0]))[1].tolist() == [2]
    assert ObjectIndex(objects[::-1]).nearest(np.array([10.0]), np.array([0.0]))[1].tolist() == [0]


def test_no_objects_no_points_and_points_without_coordinates():
    nothing = np.zeros(0)
    lost = np.array([np.nan, 1.0, np.inf]), np.array([1.0, 1.0, 1.0])
    empty = ObjectIndex([])
    assert [part.tolist() for part in empty.nearest(*lost)[1:]] == [[-1, -1, -1]]
    assert np.isnan(empty.nearest(*lost)[0]).all()
    assert empty.within(*lost, 5).tolist()[1] == 0 and np.isnan(empty.within(*lost, 5)[[0, 2]]).all()
    one = ObjectIndex([point(1, 4)])
    assert len(one.nearest(nothing, nothing)[0]) == len(one.within(nothing, nothing, 5)) == 0
    distance, number = one.nearest(*lost)
    assert np.isnan(distance[[0, 2]]).all() and (distance[1], number.tolist()) == (3, [-1, 0, -1])
    assert np.isnan(one.within(*lost, 5)[[0, 2]]).all() and one.within(*lost, 3)[1] == 1


def test_geometries_without_a_coordinate_are_near_to_nothing():
    hollow = [collection(4), struct.pack("<BIdd", 1, 1, np.nan, np.nan), polygon(), b"", point(3, 0)]
    distance, number = ObjectIndex(hollow).nearest(np.array([0.0]), np.array([0.0]))
    assert (distance[0], number[0]) == (3, 4)


def test_heights_and_byte_orders_are_read_and_curves_refused():
    high = struct.pack(">BIddd", 0, 1001, 3.0, 4.0, 99.0)
    assert ObjectIndex([high]).nearest(np.zeros(1), np.zeros(1))[0].tolist() == [5]
    with pytest.raises(ValueError, match="type 8"):
        ObjectIndex([struct.pack("<BII", 1, 8, 0)])


def test_memory_does_not_grow_with_points_times_objects():
    """60,000 points in one block around 3,000 objects would be 180 million pairs, 1.4 GB for one number of each."""
    random = np.random.default_rng(8)
    index = ObjectIndex([point(*at) for at in random.uniform(0, 1_000, (3_000, 2)).tolist()])
    x, y = random.uniform(0, 1_000, (2, 60_000))
    tracemalloc.start()
    counts = index.within(x, y, 400.0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert counts.mean() > 500
    assert peak < 200e6


class Watched(Silent):
    """Keeps how far it was told to be, and asks to stop after some steps."""

    def __init__(self, patience):
        self.steps, self._patience = [], patience

    def step(self, fraction, message=""):
        self.steps.append(fraction)
        self.check()

    def check(self):
        if len(self.steps) > self._patience:
            raise Cancelled


@pytest.mark.parametrize("what", ["nearest", "within"])
def test_it_tells_how_far_it_is_and_stops_when_asked(town, what):
    objects, xy, _ = town
    index = ObjectIndex(objects)
    arguments = (300.0,) if what == "within" else ()
    watched, impatient = Watched(1_000_000), Watched(3)
    getattr(index, what)(*xy.T, *arguments, watched)
    assert watched.steps == sorted(watched.steps) and watched.steps[-1] == 1.0 and len(watched.steps) > 4
    with pytest.raises(Cancelled):
        getattr(index, what)(*xy.T, *arguments, impatient)
    assert len(impatient.steps) == 4
