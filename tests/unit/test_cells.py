"""Points counted in cells: nothing lost, the right cells, masks, and the size that is suggested."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core import grid, hexagons
from igh_plugin.core.assignment import AreaIndex
from igh_plugin.core.cells import KINDS, SIZES, Tally, count_in_cells, counted_squares, suggested_size
from igh_plugin.core.errors import UserError


def box(left, low, right, high):
    ring = [(left, low), (right, low), (right, high), (left, high), (left, low)]
    return (
        struct.pack("<BII", 1, 3, 1) + struct.pack("<I", 5) + b"".join(struct.pack("<2d", *at) for at in ring)
    )


def points(count, seed=1, side=2_000.0):
    return np.random.default_rng(seed).uniform(0, side, (2, count))


@pytest.mark.parametrize("name", KINDS)
@given(st.integers(1, 80), st.integers(0, 9_999), st.sampled_from((25, 50, 125, 250)), st.booleans())
def test_no_point_is_lost_and_every_split_adds_up(name, count, seed, size, bordered):
    kind, random = KINDS[name], np.random.default_rng(seed)
    x, y = random.uniform(-1_000, 1_000, (2, count))
    weights = random.integers(0, 9, count).astype(float)
    categories = random.choice(np.array(["a", "b", ""], object), count)
    inside = AreaIndex([box(-700, -700, 900, 900)]) if bordered else None
    found = count_in_cells(
        kind, size, x, y, weights, categories, inside, AreaIndex([box(-300, -300, 300, 300)])
    )
    assert found.events.sum() == count and found.value.sum() == weights.sum()
    assert (sum(found.categories.values()) == found.events).all()
    assert (np.diff(found.cells) > 0).all()
    own = kind.cell_of(x, y, size)
    at = np.searchsorted(found.cells, own)
    assert (found.cells[at] == own).all() and (found.events[at] > 0).all()


@pytest.mark.parametrize("name", KINDS)
def test_within_a_boundary_there_are_the_cells_with_their_centre_in_it(name):
    kind = KINDS[name]
    inside = AreaIndex([box(10, 10, 1_990, 1_410)])
    x, y = np.array([1_000.0]), np.array([700.0])
    found = count_in_cells(kind, 100, x, y, inside=inside)
    centres = np.column_stack(kind.centres(found.cells, 100))
    assert ((centres > 10) & (centres < (1_990, 1_410))).all()
    every = np.unique(kind.cell_of(*np.meshgrid(np.arange(10.0, 1990, 7), np.arange(10.0, 1410, 7)), 100))
    middles = np.column_stack(kind.centres(every, 100))
    assert set(found.cells) == set(every[((middles > 10) & (middles < (1_990, 1_410))).all(1)])
    assert len(found.cells) * kind.area(100) == pytest.approx(1_980 * 1_400, rel=0.06)


@pytest.mark.parametrize("name", KINDS)
def test_without_a_boundary_those_around_a_point_are_there(name):
    kind = KINDS[name]
    found = count_in_cells(kind, 100, np.array([1_055.0]), np.array([655.0]))
    assert len(found.cells) == {"square": 9, "hexagon": 7}[name] and found.events.max() == 1


@pytest.mark.parametrize("name", KINDS)
def test_a_mask_takes_out_empty_cells_and_no_point(name):
    kind = KINDS[name]
    x, y = points(30)
    boundary, water = AreaIndex([box(0, 0, 2_000, 2_000)]), AreaIndex([box(0, 0, 1_000, 2_000)])
    whole = count_in_cells(kind, 100, x, y, inside=boundary)
    found = count_in_cells(kind, 100, x, y, inside=boundary, without=water)
    assert found.dropped == len(whole.cells) - len(found.cells) > 100
    gone = np.setdiff1d(whole.cells, found.cells)
    assert (kind.centres(gone, 100)[0] < 1_000).all() and found.events.sum() == 30
    empty = found.cells[found.events == 0]
    assert (kind.centres(empty, 100)[0] >= 1_000).all()


def test_the_rule_of_thumb():
    assert suggested_size(2e8, 40_000) == 100
    assert suggested_size(2.2e8, 1_000) == 500 and suggested_size(2e8, 10) == 1_000
    assert suggested_size(1e6, 10**6) == SIZES[0] and suggested_size(1e6, 0) in SIZES


def test_sizes_that_no_cell_has_are_refused():
    assert KINDS["square"].check(125) == 125 and KINDS["hexagon"].check(130) == 130
    for name, size in (("square", 130), ("hexagon", 5)):
        with pytest.raises(UserError):
            KINDS[name].check(size)
    assert KINDS["square"].cell_of is grid.cell_of and KINDS["hexagon"].centres is hexagons.centres


@given(
    st.integers(0, 300),
    st.integers(0, 9_999),
    st.sampled_from((25, 50, 1000)),
    st.sampled_from((1.0, 5e5, 6e6)),
    st.integers(1, 9),
)
def test_boxes_around_points_count_what_the_points_count(count, seed, size, away, parts):
    random = np.random.default_rng(seed)
    spread = random.choice([10.0, 2_000.0, 300_000.0])
    x, y = random.uniform(away, away + spread, (2, count))
    x[::2] = np.round(x[::2] / size) * size
    tally = Tally(size)
    for chunk in np.array_split(np.arange(count), parts):
        sides = []
        for values in (x[chunk], y[chunk]):
            single = values.astype(np.float32)
            low = np.where(single > values, np.nextafter(single, np.float32(-np.inf)), single)
            sides += [
                low.astype(float),
                np.where(single < values, np.nextafter(single, np.float32(np.inf)), single).astype(float),
            ]
        unsure = tally.add_boxes(*sides)
        tally.add(x[chunk][unsure], y[chunk][unsure])
    cells, events = tally.counts()
    wanted, counts = np.unique(grid.cell_of(x, y, size), return_counts=True)
    assert (cells == wanted).all() and (events == counts).all()
    again = tally.counts()
    assert (again[0] == cells).all() and (again[1] == events).all()
    if count:
        mask = AreaIndex([box(away, away, away + spread / 2, away + spread / 2)])
        found = counted_squares(tally, size, mask)
        same = count_in_cells(KINDS["square"], size, x, y, without=mask)
        assert (found.cells == same.cells).all() and (found.events == same.events).all()
        assert (found.value == same.value).all() and found.dropped == same.dropped


def test_a_tally_takes_only_sizes_that_a_square_has():
    with pytest.raises(UserError, match="multiple"):
        Tally(30)
