import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core import grid, neighbours


def lattice_cells(columns, rows):
    ix, iy = np.meshgrid(np.arange(columns), np.arange(rows))
    return grid.pack(ix.ravel(), iy.ravel())


def test_cells_know_their_queens_and_rooks():
    cells = lattice_cells(4, 3)
    assert neighbours.of_cells(cells).counts.tolist() == [3, 5, 5, 3, 5, 8, 8, 5, 3, 5, 5, 3]
    assert neighbours.of_cells(cells, "rook").counts.tolist() == [2, 3, 3, 2, 3, 4, 4, 3, 2, 3, 3, 2]


def test_the_order_of_the_cells_does_not_matter():
    cells = lattice_cells(5, 5)
    shuffled = np.random.default_rng(0).permutation(25)
    plain, mixed = neighbours.of_cells(cells), neighbours.of_cells(cells[shuffled])
    for position, original in enumerate(shuffled):
        seen = shuffled[mixed.indices[mixed.indptr[position] : mixed.indptr[position + 1]]]
        wanted = plain.indices[plain.indptr[original] : plain.indptr[original + 1]]
        assert sorted(seen) == wanted.tolist()


def square(x, y):
    return [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]


def test_polygons_share_corners_or_edges():
    rings = [square(0, 0), square(1, 0), square(1, 1), square(5, 5)]
    vertices = np.array([point for ring in rings for point in ring], float)
    owner = np.repeat(np.arange(4), 5)
    pairs = np.stack((owner, owner), 1)
    assert neighbours.of_polygons(vertices, pairs, 4).counts.tolist() == [2, 2, 2, 0]
    assert neighbours.of_polygons(vertices, pairs, 4, "rook").counts.tolist() == [1, 2, 1, 0]


def test_distance_includes_its_bound():
    found = neighbours.within_distance(np.array([0.0, 100.0, 300.0]), np.zeros(3), 100.0)
    assert found.counts.tolist() == [1, 1, 0]


@given(st.integers(1, 40), st.integers(1, 8), st.integers(0, 9_999), st.booleans())
def test_the_nearest_are_the_nearest(count, k, seed, crowded):
    random = np.random.default_rng(seed)
    x, y = random.integers(0, 4 if crowded else 10**6, (2, count)).astype(float)
    found = neighbours.k_nearest(x, y, k)
    taken = min(k, count - 1)
    for one in range(count):
        own = found.indices[found.indptr[one] : found.indptr[one + 1]]
        assert one not in own and (np.diff(own) > 0).all()
        away = np.hypot(x - x[one], y - y[one])
        others = np.sort(np.delete(away, one))
        reach = others[taken - 1] if taken else -1.0
        assert own.tolist() == [at for at in range(count) if at != one and away[at] <= reach]


def test_the_nearest_do_not_depend_on_the_order():
    ix, iy = np.meshgrid(np.arange(12.0), np.arange(12.0))
    x, y = ix.ravel(), iy.ravel()
    order = np.random.default_rng(1).permutation(144)
    found, again = neighbours.k_nearest(x, y, 6), neighbours.k_nearest(x[order], y[order], 6)
    for place, one in enumerate(order.tolist()):
        ours = set(found.indices[found.indptr[one] : found.indptr[one + 1]].tolist())
        theirs = again.indices[again.indptr[place] : again.indptr[place + 1]]
        assert ours == set(order[theirs].tolist())
    assert found.counts.reshape(12, 12)[5, 5] == 8


def test_units_without_a_value_have_no_neighbours():
    part = neighbours.k_nearest(np.array([0.0, 1, 3]), np.zeros(3), 1)
    found = neighbours.expanded(part, np.array([True, False, True, True]))
    assert found.counts.tolist() == [1, 0, 1, 1] and found.indices.tolist() == [2, 0, 2]


def test_sums_over_neighbours():
    links = neighbours.from_pairs(np.array([0, 1]), np.array([1, 2]), 4, "chain")
    assert links.sums(np.array([1.0, 10.0, 100.0, 1000.0])).tolist() == [10.0, 101.0, 10.0, 0.0]
    assert links.sums(np.array([1, 10, 100, 1000])).tolist() == [10, 101, 10, 0]
