"""Agreement with esda, libpysal and shapely on their own example data; files are exchanged, never imports."""

import numpy as np
import pytest

from igh_plugin.core import neighbours
from igh_plugin.core.assignment import AreaIndex
from igh_plugin.core.getis_ord import analytic_z
from igh_plugin.core.local_moran import HIGH_HIGH, HIGH_LOW, LOW_HIGH, LOW_LOW, local_moran
from igh_plugin.core.rates import empirical_bayes, empirical_bayes_standardised

ORACLE = "local_statistics"


def links_of(case):
    if case["rule"] == "distance":
        x, y = np.array(case["xy"]).T
        return neighbours.within_distance(x, y, case["distance"])
    if case["rule"] == "nearest":
        return neighbours.k_nearest(*np.array(case["xy"]).T, len(case["neighbours"][0]))
    vertices = AreaIndex([bytes.fromhex(text) for text in case["wkb"]]).vertices
    owner = np.stack((vertices.polygon, vertices.ring), 1)
    return neighbours.of_polygons(vertices.xy * 1e6, owner, len(case["values"]), case["rule"])


@pytest.mark.parametrize("number", range(6))
def test_gi_star_equals_esda_with_binary_weights(oracle, number):
    case = oracle["getis_ord"][number]
    links = links_of(case)
    ours = [links.indices[links.indptr[i] : links.indptr[i + 1]].tolist() for i in range(len(case["values"]))]
    assert ours == case["neighbours"]
    difference = np.abs(analytic_z(np.array(case["values"]), links) - np.array(case["z"]))
    print(f"{case['name']} {case['rule']}: largest difference {difference.max():.1e}")
    assert difference.max() <= 1e-9


@pytest.mark.parametrize("number", range(6))
def test_morans_i_equals_esda(oracle, number):
    case = oracle["getis_ord"][number]
    links, values = links_of(case), np.array(case["values"])
    ours = local_moran(values, links, permutations=0)
    islands = links.counts == 0
    difference = np.abs(ours.i - np.array(case["lisa"]))[~islands].max()
    print(f"{case['name']} {case['rule']}: largest difference {difference:.1e}")
    assert difference <= 1e-9
    whole = [ours.moran, ours.moran_z, ours.moran_p]
    assert np.abs(np.array(whole) - case["moran"]).max() <= 1e-9
    quadrants = {HIGH_HIGH: 1, LOW_HIGH: 2, LOW_LOW: 3, HIGH_LOW: 4}
    found = local_moran(values, links, permutations=999, fdr=False)
    told = found.cluster > 0
    assert [quadrants[one] for one in found.cluster[told].tolist()] == np.array(case["quadrant"])[
        told
    ].tolist()


def test_empirical_bayes_equals_esda(oracle):
    for case in oracle["empirical_bayes"]:
        ours = empirical_bayes_standardised(np.array(case["events"]), np.array(case["base"]))
        assert np.abs(ours - np.array(case["standardised"])).max() <= 1e-12
        ours = empirical_bayes(np.array(case["events"]), np.array(case["base"]))
        assert np.abs(ours - np.array(case["smoothed"])).max() <= 1e-12


def test_points_lie_in_the_areas_shapely_says(oracle):
    for case in oracle["points"]:
        index = AreaIndex([bytes.fromhex(text) for text in case["wkb"]])
        found = index.locate(np.array(case["x"]), np.array(case["y"]))
        assert (found != np.array(case["area"])).sum() == 0
