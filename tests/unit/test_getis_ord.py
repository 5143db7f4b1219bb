from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from igh_plugin.core import grid, neighbours
from igh_plugin.core.getis_ord import (
    analytic_z,
    benjamini_hochberg,
    draws_needed,
    getis_ord_g_star,
    permutation_p,
)


def lattice(side):
    ix, iy = np.meshgrid(np.arange(side), np.arange(side))
    return neighbours.of_cells(grid.pack(ix.ravel(), iy.ravel()))


def test_z_follows_the_formula_written_out():
    rng = np.random.default_rng(1)
    links = lattice(6)
    x = rng.poisson(3, 36).astype(float)
    n, mean, s = 36, x.mean(), x.std()
    for i, z in enumerate(analytic_z(x, links)):
        members = [i, *links.indices[links.indptr[i] : links.indptr[i + 1]]]
        w = len(members)
        by_hand = (x[members].sum() - w * mean) / (s * np.sqrt((n * w - w * w) / (n - 1)))
        assert z == pytest.approx(by_hand, abs=1e-12)


def test_permutation_agrees_with_complete_enumeration():
    x = np.array([0, 0, 1, 5, 2, 0, 3, 1, 9, 4], float)
    links = neighbours.from_pairs(np.array([0, 0, 0, 3, 3]), np.array([1, 2, 8, 4, 8]), 10, "by hand")
    p = permutation_p(x, links, 200_000, 7)
    for i in (0, 3, 8):
        members = links.indices[links.indptr[i] : links.indptr[i + 1]]
        others = np.delete(x, i)
        sums = np.array([sum(chosen) for chosen in combinations(others, len(members))])
        seen = x[members].sum()
        exact = min(1.0, 2 * min((sums >= seen).mean(), (sums <= seen).mean()))
        assert p[i] == pytest.approx(exact, abs=0.006)


def test_the_unit_itself_is_never_drawn():
    """One value of 1,000 among zeros: its neighbours cannot hold it, so its p must be 1, not 1/n."""
    links = lattice(7)
    x = np.zeros(49)
    x[24] = 1000.0
    p = permutation_p(x, links, 9_999, 3)
    assert p[24] == 1.0
    beside = p[25]
    assert beside == pytest.approx(2 * 8 / 48, abs=0.02)


def test_p_is_uniform_on_continuous_noise_and_not_too_small_on_counts():
    from scipy.stats import kstest

    links = lattice(20)
    far_apart = np.arange(0, 400, 20 * 4 + 4)
    picked = []
    small = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        picked.extend(permutation_p(rng.normal(size=400), links, 499, seed)[far_apart])
        small.append((permutation_p(rng.poisson(0.2, 400).astype(float), links, 499, seed) <= 0.05).mean())
    assert kstest(picked, "uniform").pvalue > 0.001
    assert np.mean(small) <= 0.05 + 2 * np.std(small) / np.sqrt(len(small))


def test_the_same_seed_gives_the_same_and_another_order_of_units_changes_nothing_but_noise():
    links = lattice(12)
    x = np.random.default_rng(5).poisson(2, 144).astype(float)
    first, second = getis_ord_g_star(x, links, seed=11), getis_ord_g_star(x, links, seed=11)
    assert (first.p == second.p).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=60))
def test_benjamini_hochberg_rejects_as_the_step_up_rule_says(values):
    p = np.array(values)
    adjusted = benjamini_hochberg(p)
    ranked = np.sort(p)
    passing = np.flatnonzero(ranked <= 0.05 * np.arange(1, len(p) + 1) / len(p))
    cut = ranked[passing[-1]] if len(passing) else -1.0
    assert ((adjusted <= 0.05) == (p <= cut)).all() or np.isclose(adjusted, 0.05).any()


def test_draws_are_raised_until_one_finding_can_pass():
    draws = draws_needed(4_000, True, 999)
    assert 2 / (draws + 1) <= 0.05 / 4_000
    assert draws_needed(4_000, False, 999) == 999


def test_a_planted_cluster_is_found_and_noise_is_not():
    links = lattice(30)
    x = np.random.default_rng(2).poisson(2, 900).astype(float)
    quiet = getis_ord_g_star(x, links)
    assert (quiet.bins == 0).all()
    block = [row * 30 + column for row in range(10, 14) for column in range(10, 14)]
    x[block] += 8
    result = getis_ord_g_star(x, links)
    assert (result.bins[block] >= 2).all() and (result.bins[block] == 3).mean() > 0.6
    assert result.smallest_p == 2 / (result.draws + 1)


def test_too_few_units_constant_values_and_islands_are_reported():
    few = getis_ord_g_star(np.arange(9.0), lattice(3))
    assert "30" in str(few.reason) and np.isnan(few.z).all()
    flat = getis_ord_g_star(np.ones(36), lattice(6))
    assert "same value" in str(flat.reason)
    alone = neighbours.from_pairs(np.array([0]), np.array([1]), 40, "by hand")
    result = getis_ord_g_star(np.arange(40.0), alone)
    assert result.islands == 38 and (result.p[2:] == 1).all()


def test_missing_values_are_left_out_of_everything():
    links = lattice(8)
    x = np.random.default_rng(4).poisson(3, 64).astype(float)
    x[10] = np.nan
    result = getis_ord_g_star(x, links, permutations=0)
    assert np.isnan(result.z[10]) and result.units == 63
    n, known = 63, np.delete(x, 10)
    members = [0, 1, 2, 8, 9]
    by_hand = (x[members].sum() - len(members) * known.mean()) / (
        known.std() * np.sqrt((n * len(members) - len(members) ** 2) / (n - 1))
    )
    assert result.z[1] == pytest.approx(by_hand)


def test_a_busy_cell_among_quiet_neighbours_is_neither_hot_nor_cold():
    """Its z is high by its own value, its neighbours' sum is low: the p-value speaks of the other side."""
    links = lattice(15)
    x = 5.0 + np.random.default_rng(3).integers(0, 2, 225)
    middle = 112
    x[links.indices[links.indptr[middle] : links.indptr[middle + 1]]] = 0
    x[middle] = 500
    found = getis_ord_g_star(x, links, 999, fdr=False, seed=1)
    assert found.z[middle] > 0 and found.p[middle] < 0.05
    assert found.bins[middle] == 0


@pytest.mark.long
def test_of_two_hundred_maps_of_noise_hardly_any_has_a_finding():
    """With the default the share with any finding at all is 5 % at most, and two standard errors; the normal one stands beside it."""
    random = np.random.default_rng(20261126)
    links = lattice(20)
    maps, found = 200, {"permutation": 0, "normal": 0}
    for seed in range(maps):
        counts = random.poisson(0.7, 400)
        for name, draws in (("permutation", 999), ("normal", 0)):
            result = getis_ord_g_star(counts, links, draws, True, seed)
            found[name] += bool((np.abs(result.bins) >= 2).any())
    shares = {name: number / maps for name, number in found.items()}
    print(
        f"{maps} maps of noise with any finding:",
        ", ".join(f"{name} {share:.1%}" for name, share in shares.items()),
    )
    assert shares["permutation"] <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / maps) < shares["normal"]
