"""Local Moran's I: the formula, every draw, the moments of all draws, clusters and outliers, and what is not computed."""

from itertools import combinations

import numpy as np
import pytest

from igh_plugin.core import grid, neighbours
from igh_plugin.core.local_moran import (
    HIGH_HIGH,
    HIGH_LOW,
    LOW_HIGH,
    LOW_LOW,
    local_moran,
    morans_i,
    standard_deviates,
)
from igh_plugin.core.rates import empirical_bayes_standardised


def lattice(side):
    ix, iy = np.meshgrid(np.arange(side), np.arange(side))
    return neighbours.of_cells(grid.pack(ix.ravel(), iy.ravel()))


def test_the_mean_of_the_local_ones_is_the_global_one():
    values = np.random.default_rng(1).gamma(2, 3, 100)
    found = local_moran(values, lattice(10), permutations=0)
    assert found.i.mean() == pytest.approx(found.moran, rel=1e-12)
    assert found.moran == pytest.approx(morans_i(values, lattice(10))[0])


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_moments_are_those_of_every_draw(k):
    values = np.array([3.0, 1, 4, 1, 5, 9, 2, 6])
    n, z = len(values), values - values.mean()
    m2 = np.mean(z**2)
    for one in range(n):
        others = [at for at in range(n) if at != one]
        drawn = np.array([z[one] / m2 * z[list(chosen)].mean() for chosen in combinations(others, k)])
        counts = np.full(n, k)
        found = standard_deviates(z, z, np.full(n, 1.0), counts)[one]
        assert found == pytest.approx((1.0 - drawn.mean()) / drawn.std(), rel=1e-12)


# Ii, E.Ii, Var.Ii, Z.Ii and the number of neighbours, which follows from Var.Ii: as `spdep::localmoran` prints them, with the
# conditional moments and row-standardised weights, for districts of Albuquerque (173 places) and parishes in Ecuador (32).
PRINTED = {
    173: [
        (0.012554818, -3.353600e-04, 1.424508e-02, 0.1080007, 4),
        (0.105027109, -1.511568e-04, 3.604109e-03, 1.7519716, 7),
        (0.326209527, -2.106733e-03, 5.013367e-02, 1.4663162, 7),
        (0.171580678, -4.801753e-04, 2.039344e-02, 1.2048606, 4),
        (0.258447585, -4.676453e-03, 1.302830e-01, 0.7289818, 6),
        (-0.005401055, -6.072014e-07, 3.460572e-05, -0.9180277, 3),
    ],
    32: [
        (-0.4285999, -0.328048576, 0.97970092, -0.1015876, 6),
        (0.2378125, -0.016763364, 0.16409098, 0.6284559, 3),
        (-0.1204737, -0.003510627, 0.01554801, -0.9380187, 6),
        (0.3872311, -0.011249951, 0.08008841, 1.4080654, 4),
        (0.3918755, -0.016386671, 0.11605066, 1.1984374, 4),
        (0.1948181, -0.003510627, 0.05410708, 0.8526261, 2),
    ],
}


@pytest.mark.parametrize("n", PRINTED)
def test_the_moments_are_those_that_spdep_prints(n):
    i, mean, variance, z, neighbours_of = map(np.array, zip(*PRINTED[n]))
    own = np.sqrt(-mean * (n - 1))
    rest = np.full(n - len(own), np.sqrt((n - (own**2).sum()) / (n - len(own))))
    values, counts = np.append(own, rest), np.append(neighbours_of, np.full(n - len(own), 2))
    assert np.mean(values**2) == pytest.approx(1)
    found = standard_deviates(values, values, np.append(i, np.zeros(len(rest))), counts)[: len(own)]
    print("difference from the printed z:", np.abs(found - z).max(), ", from the variance:", np.abs(((i - mean) / found) ** 2 / variance - 1).max())  # fmt: skip
    assert found == pytest.approx(z, rel=2e-6)
    assert ((i - mean) / found) ** 2 == pytest.approx(variance, rel=2e-6)


def test_p_is_that_of_every_draw():
    values = np.append(np.random.default_rng(3).poisson(2, 29).astype(float), 9.0)
    links = neighbours.from_pairs(np.array([0, 0, 5, 7]), np.array([1, 2, 6, 8]), 30, "some")
    found = local_moran(values, links, permutations=60_000, fdr=False, seed=1)
    for one, near in ((0, [1, 2]), (5, [6])):
        others = [at for at in range(30) if at != one]
        sums = np.array([values[list(chosen)].sum() for chosen in combinations(others, len(near))])
        seen = values[near].sum()
        exact = min(1.0, 2 * min((sums >= seen).mean(), (sums <= seen).mean()))
        assert found.p[one] == pytest.approx(exact, abs=0.01)
    assert (found.p[links.counts == 0] == 1).all() and (found.cluster[links.counts == 0] == 0).all()


def test_clusters_and_outliers_are_told_apart():
    random = np.random.default_rng(5)
    values = random.normal(10, 1, (20, 20))
    values[2:6, 2:6] += 9
    values[11:18, 2:9] -= 7
    values[4, 4] = -10
    values[14, 5] = 25
    found = local_moran(values.ravel(), lattice(20), 999, True, 1)
    cluster = found.cluster.reshape(20, 20)
    assert cluster[3, 3] == HIGH_HIGH and cluster[12, 3] == LOW_LOW
    assert cluster[4, 4] == LOW_HIGH and cluster[14, 5] == HIGH_LOW
    assert (cluster[:, 12:] == 0).mean() > 0.97 and found.moran_p < 0.001


def test_two_variables_ask_for_the_neighbours_second():
    random = np.random.default_rng(6)
    x = random.normal(size=400)
    links = lattice(20)
    y = random.normal(size=400)
    same = local_moran(x, links, 99, second=x)
    assert np.allclose(same.i, local_moran(x, links, 99).i)
    found = local_moran(x, links, 0, second=y)
    z_y = (y - y.mean()) / y.std()
    lag = links.sums(z_y) / links.counts
    assert np.allclose(found.i, (x - x.mean()) / x.std() * lag) and np.isnan(found.moran)


def test_what_has_no_value_is_no_unit_and_nonsense_is_refused():
    values = np.random.default_rng(2).normal(size=100)
    values[7] = np.nan
    found = local_moran(values, lattice(10), 99)
    assert np.isnan(found.i[7]) and found.units == 99 and np.isnan(found.p[7]) and found.neighbours[7] == 0
    assert "same value" in str(local_moran(np.ones(100), lattice(10)).reason)
    assert "at least 30" in str(local_moran(np.arange(9.0), lattice(3)).reason)


@pytest.mark.long
def test_on_noise_few_maps_have_a_finding():
    links, findings = lattice(12), 0
    for seed in range(100):
        values = np.random.default_rng(seed).poisson(1.5, 144).astype(float)
        findings += bool((local_moran(values, links, 999, True, seed).cluster > 0).any())
    assert findings <= 100 * 0.05 + 2 * np.sqrt(100 * 0.05 * 0.95)


def test_rates_rest_on_their_base():
    events, base = np.array([0.0, 5, 50, 7]), np.array([10.0, 100, 1_000, 0])
    found = empirical_bayes_standardised(events, base)
    assert np.isnan(found[3]) and abs(found[0]) < 1 and not np.isnan(found[:3]).any()
