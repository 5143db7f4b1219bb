"""Runs in build/oracles: square metres that areas share with the same areas turned by some degrees, by geopandas.

Arguments: a file with areas, its layer, degrees, the .npz to write.
"""

import sys

import geopandas
import numpy as np


def main(path, layer, degrees, out_path):
    areas = geopandas.read_file(path, layer=layer)[["geometry"]]
    middle = (areas.total_bounds[:2] + areas.total_bounds[2:]) / 2
    turned = geopandas.GeoDataFrame(
        geometry=areas.rotate(float(degrees), origin=tuple(middle)), crs=areas.crs
    )
    areas["old"], turned["new"] = np.arange(len(areas)), np.arange(len(turned))
    shared = areas.overlay(turned, how="intersection", keep_geom_type=True)
    np.savez(
        out_path,
        old=shared["old"], new=shared["new"], size=shared.area,
        turned=np.array([one.hex() for one in turned.geometry.to_wkb()]),
    )  # fmt: skip


main(*sys.argv[1:])
