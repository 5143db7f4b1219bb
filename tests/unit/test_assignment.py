import struct

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from igh_plugin.core.assignment import AreaIndex, vertices_of_wkb


def polygon_wkb(*rings):
    out = struct.pack("<BII", 1, 3, len(rings))
    for ring in rings:
        out += struct.pack("<I", len(ring)) + b"".join(struct.pack("<dd", *point) for point in ring)
    return out


def multi_wkb(*polygons):
    return struct.pack("<BII", 1, 6, len(polygons)) + b"".join(polygons)


def box(left, bottom, right, top):
    return [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]


def checkerboard(side, step=10.0):
    return [
        polygon_wkb(box(column * step, row * step, (column + 1) * step, (row + 1) * step))
        for row in range(side)
        for column in range(side)
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 59), st.integers(0, 59)), min_size=1, max_size=80))
def test_points_on_corners_and_edges_belong_to_the_area_right_of_and_above_them(points):
    """Coordinates on a 5 m lattice: every other one lies on an edge or a corner of the 10 m boxes."""
    index = AreaIndex(checkerboard(6), resolution=32)
    x, y = np.array(points, float).T * 1.0
    expected = (y // 10).astype(int) * 6 + (x // 10).astype(int)
    assert (index.locate(x, y) == expected).all()


def test_every_point_in_a_slanted_division_belongs_to_exactly_one_area():
    """A fan of triangles around a centre, on a square: no gap, no overlap."""
    rng = np.random.default_rng(0)
    corner = [(0, 0), (37, 0), (100, 0), (100, 61), (100, 100), (12, 100), (0, 100), (0, 44)]
    centre = (41.3, 52.9)
    fan = [polygon_wkb([centre, a, b, centre]) for a, b in zip(corner, corner[1:] + corner[:1])]
    alone = [AreaIndex([part], resolution=16) for part in fan]
    x, y = rng.uniform(0.001, 99.999, (2, 20_000))
    x, y = np.append(x, [41.3, 20.65]), np.append(y, [52.9, 26.45])
    hits = sum((one.locate(x, y) == 0).astype(int) for one in alone)
    assert (hits == 1).all()
    assert (AreaIndex(fan).locate(x, y) >= 0).all()


def test_a_point_a_single_number_beside_a_slanted_edge_lies_on_its_own_side():
    """Products of such coordinates round to the same number: their difference says that all lie on the edge."""
    above = polygon_wkb([(0, 0), (24, 24), (0, 24), (0, 0)])
    below = polygon_wkb([(0, 0), (24, 0), (24, 24), (0, 0)])
    ulp = np.spacing(12.0)
    column, row = (part.ravel() for part in np.meshgrid(np.arange(-8, 9), np.arange(-8, 9)))
    x, y = 12 + column * ulp, 12 + row * ulp
    assert ((24 * y == 24 * x) & (row != column)).any()
    assert (AreaIndex([above, below], resolution=8).locate(x, y) == np.where(row > column, 0, 1)).all()


def test_holes_parts_and_the_first_of_overlapping_areas():
    ring_with_hole = polygon_wkb(box(0, 0, 10, 10), box(4, 4, 6, 6)[::-1])
    two_parts = multi_wkb(polygon_wkb(box(20, 0, 25, 5)), polygon_wkb(box(30, 0, 35, 5)))
    over = polygon_wkb(box(4.5, 4.5, 30, 5.5))
    index = AreaIndex([ring_with_hole, two_parts, over])
    found = index.locate(np.array([1, 5, 22, 33, 27, 4.2, 28, 100]), np.array([1, 5, 2, 2, 2, 5, 5, 5]))
    assert found.tolist() == [0, 2, 1, 1, -1, -1, 2, -1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 12)] * 4), min_size=1, max_size=12), st.integers(0, 2**31))
def test_all_overlapping_areas_are_found_and_the_first_is_that_of_locate(corners, seed):
    """Boxes over each other, on a lattice of which many points lie on edges."""
    boxes = [(a, b, a + c + 1, b + d + 1) for a, b, c, d in corners]
    index = AreaIndex([polygon_wkb(box(*one)) for one in boxes], resolution=16)
    x, y = np.random.default_rng(seed).integers(-4, 54, (2, 70)) / 2
    point, polygon = index.locate_all(x, y)
    expected = [
        (n, number)
        for n in range(len(x))
        for number, (left, bottom, right, top) in enumerate(boxes)
        if left <= x[n] < right and bottom <= y[n] < top
    ]
    assert list(zip(point.tolist(), polygon.tolist())) == expected
    first = np.full(len(x), -1)
    first[point[::-1]] = polygon[::-1]
    assert (first == index.locate(x, y)).all()


def test_not_a_number_and_no_area_at_all():
    assert AreaIndex(checkerboard(2)).locate(np.array([np.nan, 5.0]), np.array([5.0, np.nan])).tolist() == [
        -1,
        -1,
    ]
    assert AreaIndex([]).locate(np.array([1.0]), np.array([1.0])).tolist() == [-1]
    for index in (AreaIndex(checkerboard(2)), AreaIndex([])):
        point, polygon = index.locate_all(np.array([np.nan, 999.0]), np.array([5.0, 5.0]))
        assert len(point) == len(polygon) == 0


def test_both_byte_orders_and_z_are_read():
    big = (
        b"\x00" + struct.pack(">II", 3, 1) + struct.pack(">I", 4) + struct.pack(">8d", 0, 0, 1, 0, 0, 1, 0, 0)
    )
    z = (
        struct.pack("<BII", 1, 1003, 1)
        + struct.pack("<I", 4)
        + struct.pack("<12d", 0, 0, 9, 1, 0, 9, 0, 1, 9, 0, 0, 9)
    )
    assert np.array_equal(vertices_of_wkb([big]).xy, vertices_of_wkb([z]).xy)
