import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core import grid, hexagons
from igh_plugin.core.assignment import AreaIndex
from igh_plugin.core.errors import UserError
from igh_plugin.core.neighbours import of_hexagons

coordinates = st.lists(
    st.tuples(st.floats(-2e6, 2e7, allow_nan=False), st.floats(-2e6, 2e7, allow_nan=False)),
    min_size=1,
    max_size=20,
)
sizes = st.sampled_from([10, 25, 100, 125, 250, 333, 1000])
places = st.lists(st.tuples(st.integers(-400_000, 800_000), st.integers(-400_000, 800_000)), min_size=1)


def packed(pairs):
    return grid.pack(*np.array(pairs, np.int64).T)


@pytest.mark.long
@given(coordinates, sizes)
def test_a_point_lies_in_its_cell_and_in_no_other(points, size):
    """The polygons of the cell and its neighbours: exactly one holds the point, its own unless it is on the border."""
    x, y = np.array(points).T
    for number, cell in enumerate(hexagons.cell_of(x, y, size)):
        around = np.append(cell, hexagons.neighbours(np.array([cell]))[0])
        polygons = [wkb.tobytes() for wkb in hexagons.hexagon_wkb(around, size)]
        here = x[number : number + 1], y[number : number + 1]
        holding = [i for i, wkb in enumerate(polygons) if AreaIndex([wkb], 4).locate(*here)[0] == 0]
        assert len(holding) == 1
        centre_x, centre_y = hexagons.centres(around, size)
        distance = np.hypot(centre_x - here[0], centre_y - here[1])
        assert distance[0] <= distance.min() + 1e-7
        assert holding == [0] or abs(distance[0] - distance[holding[0]]) < 1e-7


@given(places, sizes)
def test_the_cell_of_a_centre_is_the_cell_itself(pairs, size):
    cells = packed(pairs)
    assert (hexagons.cell_of(*hexagons.centres(cells, size), size) == cells).all()
    assert (grid.pack(*grid.unpack(cells)) == cells).all()


@given(places, sizes)
def test_a_neighbour_is_one_size_away_and_has_the_cell_as_neighbour(pairs, size):
    cells = packed(pairs)
    around = hexagons.neighbours(cells)
    x, y = hexagons.centres(cells, size)
    for number, opposite in enumerate((3, 4, 5, 0, 1, 2)):
        there_x, there_y = hexagons.centres(around[:, number], size)
        assert np.allclose(np.hypot(there_x - x, there_y - y), size, rtol=1e-9, atol=1e-6)
        assert (hexagons.neighbours(around[:, number])[:, opposite] == cells).all()


@given(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), sizes)
def test_the_area_is_exact_and_corners_are_shared_to_the_last_digit(pair, size):
    cells = packed([pair])
    (wkb,) = hexagons.hexagon_wkb(cells, size)
    ring = np.frombuffer(wkb.tobytes(), "<f8", offset=13).reshape(7, 2)
    x, y = (ring - np.column_stack(hexagons.centres(cells, size))).T
    twice = (x[:-1] * y[1:] - x[1:] * y[:-1]).sum()
    assert twice / 2 == pytest.approx(hexagons.area(size), rel=1e-12)
    mine = set(map(tuple, ring))
    assert len(mine) == 6
    for other in hexagons.hexagon_wkb(hexagons.neighbours(cells)[0], size):
        theirs = set(map(tuple, np.frombuffer(other.tobytes(), "<f8", offset=13).reshape(7, 2)))
        assert len(mine & theirs) == 2


def test_cells_tile_the_plane():
    """A random point of a city lies in exactly one polygon of all cells that any point lies in."""
    rng = np.random.default_rng(3)
    x, y = rng.uniform(110_000, 135_000, 20_000), rng.uniform(476_000, 494_000, 20_000)
    found = hexagons.cell_of(x, y, 250)
    cells, counts = np.unique(found, return_counts=True)
    polygons = [wkb.tobytes() for wkb in hexagons.hexagon_wkb(cells, 250)]
    assert (cells[AreaIndex(polygons).locate(x, y)] == found).all() and counts.sum() == 20_000


@given(st.sets(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=1))
def test_neighbours_among_given_cells_are_those_that_share_a_side(pairs):
    cells = packed(sorted(pairs))
    links = of_hexagons(cells)
    for number, cell in enumerate(cells):
        mine = links.indices[links.indptr[number] : links.indptr[number + 1]]
        assert set(cells[mine]) == set(hexagons.neighbours(np.array([cell]))[0]) & set(cells)


@pytest.mark.parametrize("size", [0, 9, 12.5, -100, 100_001])
def test_sizes_that_do_not_fit_are_refused_in_words(size):
    with pytest.raises(UserError, match="whole number of metres from 10"):
        hexagons.check_size(size)
