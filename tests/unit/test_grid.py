import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core import grid
from igh_plugin.core.errors import UserError

coordinates = st.lists(st.floats(-2e6, 2e7, allow_nan=False), min_size=1, max_size=20)


@given(coordinates, st.sampled_from([25, 50, 100, 125, 250, 500, 1000]))
def test_coarsening_the_stored_cell_is_the_cell_of_the_point(values, size):
    x, y = np.array(values), np.array(values[::-1])
    assert (grid.coarsen(grid.cell_of(x, y), size) == grid.cell_of(x, y, size)).all()


@given(coordinates, st.sampled_from([50, 125, 1000]))
def test_the_formula_for_databases_gives_the_same_cell(values, size):
    stored = grid.cell_of(np.array(values), np.array(values))
    r = grid.ratio(size)
    shift = grid.OFFSET - grid.OFFSET // r
    by_sql = (stored // grid.SPAN // r + shift) * grid.SPAN + (stored % grid.SPAN) // r + shift
    assert (by_sql == grid.coarsen(stored, size)).all()


def test_pack_and_unpack_are_inverse():
    ix, iy = np.array([-5, 0, 7_000]), np.array([3, -1, 19_000])
    back = grid.unpack(grid.pack(ix, iy))
    assert (back[0] == ix).all() and (back[1] == iy).all()


def test_a_point_on_a_border_belongs_to_the_cell_right_of_and_above_it():
    assert grid.cell_of(np.array([250.0]), np.array([125.0]), 125) == grid.pack(np.array([2]), np.array([1]))


@pytest.mark.parametrize("size", [0, 10, 60, 25 * 11, -125])
def test_sizes_that_do_not_fit_are_refused_in_words(size):
    with pytest.raises(UserError, match="multiple of 25"):
        grid.ratio(size)


def test_squares_are_counter_clockwise_polygons_of_the_right_size():
    wkb = grid.square_wkb(np.array([grid.pack(np.array([2]), np.array([3]))[0]]), 100)[0].tobytes()
    ring = np.frombuffer(wkb, "<f8", offset=13).reshape(5, 2)
    assert ring.tolist() == [[200, 300], [300, 300], [300, 400], [200, 400], [200, 300]]


def test_dilating_adds_the_eight_neighbours():
    assert len(grid.dilate(grid.pack(np.array([0]), np.array([0])))) == 9
