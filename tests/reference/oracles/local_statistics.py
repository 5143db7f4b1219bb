"""Runs in build/oracles: what esda, libpysal and shapely say about their own example data; written as JSON."""

import json
import sys
import warnings

warnings.filterwarnings("ignore")

import geopandas  # noqa: E402
import numpy as np  # noqa: E402
import shapely  # noqa: E402
from esda.getisord import G_Local  # noqa: E402
from esda.moran import Moran, Moran_Local  # noqa: E402
from esda.smoothing import Empirical_Bayes, assuncao_rate  # noqa: E402
from libpysal import examples  # noqa: E402
from libpysal.weights import KNN, DistanceBand, Queen, Rook  # noqa: E402

NEAREST = 7
CASES = (("columbus", "columbus.shp", "CRIME"), ("sids2", "sids2.shp", "SID74"))


def polygons():
    for name, file, field in CASES:
        frame = geopandas.read_file(examples.load_example(name).get_path(file))
        values = frame[field].to_numpy(float)
        for rule, build in (("queen", Queen), ("rook", Rook)):
            weights = build.from_dataframe(frame, use_index=False, silence_warnings=True)
            yield name, rule, weights, values, [geometry.wkb_hex for geometry in frame.geometry]


def case(name, rule, weights, values):
    local = G_Local(values, weights, transform="B", star=True, permutations=0, island_weight=0)
    return {
        "name": name,
        "rule": rule,
        "values": values.tolist(),
        "neighbours": [sorted(int(j) for j in weights.neighbors[i]) for i in range(weights.n)],
        "z": np.asarray(local.Zs, float).tolist(),
        **moran(weights, values),
    }


def moran(weights, values):
    """Local and global Moran's I; esda divides by n - 1 where the paper divides by n."""
    local = Moran_Local(values, weights, transformation="r", permutations=0)
    whole = Moran(values, weights, transformation="r", permutations=0)
    return {
        "lisa": (np.asarray(local.Is, float) * len(values) / (len(values) - 1)).tolist(),
        "quadrant": np.asarray(local.q, int).tolist(),
        "moran": [float(whole.I), float(whole.z_rand), float(whole.p_rand)],
    }


def main(path):
    out = {"getis_ord": [], "empirical_bayes": [], "points": []}
    for name, rule, weights, values, wkb in polygons():
        out["getis_ord"].append({**case(name, rule, weights, values), "wkb": wkb})
    frame = geopandas.read_file(examples.load_example("baltim").get_path("baltim.shp"))
    xy = np.column_stack((frame.geometry.x, frame.geometry.y))
    weights = DistanceBand(xy, 10.0, binary=True, silence_warnings=True)
    out["getis_ord"].append(
        {
            **case("baltim", "distance", weights, frame["PRICE"].to_numpy(float)),
            "xy": xy.tolist(),
            "distance": 10.0,
        }
    )
    xy = xy + np.random.default_rng(1).uniform(-0.01, 0.01, xy.shape)  # libpysal takes any of equal distances
    weights = KNN.from_array(xy, k=NEAREST, silence_warnings=True)
    out["getis_ord"].append(
        {**case("baltim", "nearest", weights, frame["PRICE"].to_numpy(float)), "xy": xy.tolist()}
    )
    sids = geopandas.read_file(examples.load_example("sids2").get_path("sids2.shp"))
    for field, base in (("SID74", "BIR74"), ("SID79", "BIR79")):
        events, population = sids[field].to_numpy(float), sids[base].to_numpy(float)
        smoothed = np.asarray(Empirical_Bayes(events, population).r, float).ravel()
        out["empirical_bayes"].append(
            {
                "events": events.tolist(),
                "base": population.tolist(),
                "smoothed": smoothed.tolist(),
                "standardised": np.asarray(assuncao_rate(events, population), float).ravel().tolist(),
            }  # fmt: skip
        )
    rng = np.random.default_rng(0)
    for name, file, _ in CASES:
        shapes = geopandas.read_file(examples.load_example(name).get_path(file)).geometry.to_numpy()
        left, bottom, right, top = shapely.total_bounds(shapes)
        x, y = rng.uniform(left, right, 50_000), rng.uniform(bottom, top, 50_000)
        tree = shapely.STRtree(shapes)
        point, area = tree.query(shapely.points(x, y), predicate="within")
        found = np.full(len(x), -1)
        found[point] = area
        out["points"].append(
            {
                "wkb": [shape.wkb_hex for shape in shapes],
                "x": x.tolist(),
                "y": y.tolist(),
                "area": found.tolist(),
            }
        )
    with open(path, "w") as file:
        json.dump(out, file)


main(sys.argv[1])
