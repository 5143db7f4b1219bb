"""Runs in build/oracles: distances to objects, objects within a radius and polygons around points, as shapely has them.

Arguments: a file with WKB in hexadecimal, one object a line, an .npz with points (x, y) and a radius, the .npz to write.
"""

import sys

import numpy as np
import shapely


def main(objects_path, points_path, out_path):
    with open(objects_path, encoding="ascii") as file:
        objects = shapely.from_wkb([bytes.fromhex(line) for line in file.read().split()])
    given = np.load(points_path)
    points = shapely.points(given["x"], given["y"])
    tree = shapely.STRtree(objects)
    point, _, distance = _nearest(tree, points)
    nearest = np.full(len(points), np.nan)
    nearest[point] = distance
    close, _ = tree.query(points, predicate="dwithin", distance=float(given["radius"]))
    within = tree.query(points, predicate="within")
    np.savez(out_path, nearest=nearest, counts=np.bincount(close, minlength=len(points)), within=within)


def _nearest(tree, points):
    (point, found), distance = tree.query_nearest(points, return_distance=True, all_matches=False)
    return point, found, distance


main(*sys.argv[1:])
