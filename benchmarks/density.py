"""Kernel density at a million points beside QGIS's own: seconds, memory, and the surfaces compared.

    build/venv/bin/python benchmarks/density.py [--events 1000000] [--pixel 50] [--bandwidth 300] [--seed 7]

The points lie in clusters in a GeoPackage. Every side runs in a process of its own that measures itself: reading the layer
and writing the raster is part of it, starting QGIS and importing packages is not. Both make their raster twice and keep nothing
between: the second time is compared, as in a QGIS that is open, and the first is printed beside it.

ours     igh:kerneldensity, quartic
qgis     qgis:heatmapkerneldensityestimation, quartic, raw values: (1 - u^2)^2, which is scaled here to events per km2
         (its own scaling of that kernel does not integrate to one)

A ratio is printed when ours differs from the sum over all events by no more than half a percent of the peak, at pixels
drawn at random; by how much QGIS's does is printed beside it.
"""

from __future__ import annotations

import argparse
import importlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable, Dict

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.run import start_qgis  # noqa: E402

WITHIN = 0.005
PACKAGES = (
    "processing",
    "scipy.fft",
    "scipy.ndimage",
    "igh_plugin.algorithms.hotspots.kernel_density",
    "igh_plugin.core.kernel_density",
    "igh_plugin.layers.arrays.reading",
    "igh_plugin.layers.rasters",
    "igh_plugin.layers.metadata",
)
PIXELS = 300
GOAL = 10


def write_points(path: Path, count: int, seed: int) -> None:
    """Write points in clusters of a city's size."""
    from osgeo import ogr, osr

    random = np.random.default_rng(seed)
    centres = random.uniform((111_000, 478_000), (131_000, 494_000), (200, 2))
    xy = centres[random.integers(0, len(centres), count)] + random.normal(0, 600, (count, 2))
    reference = osr.SpatialReference()
    reference.ImportFromEPSG(28992)
    store = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = store.CreateLayer("points", reference, ogr.wkbPoint)
    layer.StartTransaction()
    for x, y in xy.tolist():
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkt(f"POINT ({x} {y})"))
        layer.CreateFeature(feature)
    layer.CommitTransaction()


def ours(folder: Path, pixel: float, bandwidth: float) -> None:
    import processing
    from qgis.core import QgsApplication

    from igh_plugin.provider import IghProvider

    provider = IghProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    twice(
        processing.run,
        "igh:kerneldensity",
        {"INPUT": f"{folder / 'points.gpkg'}|layername=points", "BANDWIDTH": bandwidth, "PIXEL": pixel, "OUTPUT": str(folder / "ours.tif")},
    )  # fmt: skip


def qgis(folder: Path, pixel: float, bandwidth: float) -> None:
    import processing

    twice(
        processing.run,
        "qgis:heatmapkerneldensityestimation",
        {
            "INPUT": f"{folder / 'points.gpkg'}|layername=points", "RADIUS": bandwidth, "PIXEL_SIZE": pixel, "KERNEL": 0,
            "OUTPUT_VALUE": 0, "OUTPUT": str(folder / "qgis.tif"),
        },
    )  # fmt: skip


def twice(run: Callable, algorithm: str, parameters: Dict[str, object]) -> None:
    """Run an algorithm twice and print what it took."""
    took = []
    for _ in range(2):
        started = time.perf_counter()
        run(algorithm, parameters)
        took.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took[1], "first": took[0], "mib": peak}))


SIDES = {"ours": ours, "qgis": qgis}


def apart(folder: Path, pixel: float, bandwidth: float, seed: int) -> Dict[str, float]:
    """Return by how much of the peak each surface differs at most from the sum over all events, at some of its pixels."""
    from osgeo import gdal, ogr

    store = ogr.Open(str(folder / "points.gpkg"))
    xy = np.array([feature.GetGeometryRef().GetPoint_2D() for feature in store.GetLayer(0)])
    found = {}
    for name, scale in (("ours", 1.0), ("qgis", 3 / np.pi / (bandwidth / 1000) ** 2)):
        raster = gdal.Open(str(folder / f"{name}.tif"))
        values = raster.ReadAsArray().astype(float) * scale
        left, _, _, top, _, _ = raster.GetGeoTransform()
        seen = np.flatnonzero(values > values.max() / 20)
        worst = 0.0
        for at in np.random.default_rng(seed).choice(seen, PIXELS):
            row, column = divmod(int(at), values.shape[1])
            x, y = left + (column + 0.5) * pixel, top - (row + 0.5) * pixel
            squared = ((xy[:, 0] - x) ** 2 + (xy[:, 1] - y) ** 2) / bandwidth**2
            exact = 3 / np.pi * (np.maximum(1 - squared, 0) ** 2).sum() / (bandwidth / 1000) ** 2
            worst = max(worst, abs(float(values[row, column]) - exact))
        found[name] = worst / float(values.max())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--pixel", type=float, default=50)
    parser.add_argument("--bandwidth", type=float, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--side", choices=list(SIDES), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        start_qgis()
        for package in PACKAGES:
            importlib.import_module(package)
        SIDES[options.side](options.folder, options.pixel, options.bandwidth)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_points(folder / "points.gpkg", options.events, options.seed)
        print(f"{options.events} points, pixels of {options.pixel:g} m, bandwidth {options.bandwidth:g} m")
        took = {}
        for name in SIDES:
            command = [sys.executable, __file__, "--side", name, "--folder", temporary]
            command += ["--pixel", str(options.pixel), "--bandwidth", str(options.bandwidth)]
            done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
            if done.returncode and '"seconds"' not in done.stdout:
                raise SystemExit(f"{name} failed:\n{done.stderr or done.stdout}")
            told = json.loads(
                next(line for line in done.stdout.splitlines() if line.startswith('{"seconds"'))
            )
            took[name] = told["seconds"]
            print(
                f"  {name:<6}{told['seconds']:>8.2f} s{told['mib']:>7.0f} MiB   first {told['first']:.2f} s",
                flush=True,
            )
        off = apart(folder, options.pixel, options.bandwidth, options.seed)
        told = ", ".join(f"{name} {part:.2%}" for name, part in off.items())
        if off["ours"] > WITHIN:
            raise SystemExit(f"off the sum over all events, of the peak: {told}")
        print(
            f"  {took['qgis'] / took['ours']:.1f} times faster (goal {GOAL}); off the sum over all events, of the peak: {told}"
        )


if __name__ == "__main__":
    main()
