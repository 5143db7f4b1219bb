"""Runs in build/oracles: where geopandas and shapely put points among areas, and the cube geopandas counts of them.

Arguments: a file with areas, its layer, an .npz with random points (x, y, month, category, amount) and hard ones
(hard_x, hard_y), and the .npz to write.
"""

import sys
import time

import geopandas
import numpy as np
import shapely

BESIDE = (1e-4, 1e-8)
"""Metres to the right and up, to see what lies on that side of an edge."""


def pairs(tree, x, y, predicate):
    """Return the pairs of point and area of which the predicate holds."""
    return tree.query(shapely.points(x, y), predicate=predicate)


def main(areas_path, layer, points_path, out_path):
    areas = geopandas.read_file(areas_path, layer=layer)
    given = np.load(points_path)
    started = time.perf_counter()
    points = geopandas.GeoDataFrame(
        {name: given[name] for name in ("month", "category", "amount")},
        geometry=geopandas.points_from_xy(given["x"], given["y"]),
        crs=areas.crs,
    )
    joined = points.sjoin(areas[["geometry"]], predicate="within")
    joined = joined[~joined.index.duplicated()]
    sums = joined.groupby(["index_right", "month", "category"])["amount"].agg(["size", "sum"]).reset_index()
    seconds = time.perf_counter() - started
    area = np.full(len(points), -1)
    area[joined.index] = joined["index_right"]
    tree = shapely.STRtree(areas.geometry.to_numpy())
    hard = given["hard_x"], given["hard_y"]
    within, covered = pairs(tree, *hard, "within"), pairs(tree, *hard, "covered_by")
    beside = pairs(tree, hard[0] + BESIDE[0], hard[1] + BESIDE[1], "within")
    np.savez(
        out_path,
        area=area,
        cube=sums.to_numpy(float),
        within=within,
        covered=covered,
        beside=beside,
        seconds=seconds,
    )


main(*sys.argv[1:])
