"""The hot spot statistics beside their peers on the same data in one run: seconds and memory, and the answers compared.

    build/venv/bin/python benchmarks/hotspots.py [--cells 10000 100000 1000000] [--points 1000000] [--reach 50 400]
                                                [--events 50000] [--seed 7]

Every side runs in a process of its own that measures itself, on one core; reading the data and finding neighbours is not measured, nor
importing packages. esda compiles its permutations when it is first asked for them: it is asked once before. A ratio is printed
only for answers that agree: analytic z to 1e-9, p of permutations to what chance allows (amounts without ties, of which esda counts only one tail), core points and clusters exactly.

analytic     Gi* of skewed amounts in square cells, normal approximation; peer: esda G_Local with binary weights
permuted     the same with 999 conditional permutations, without correction
dbscan       DBSCAN of points in clusters, within 50 m (some ten others) and within 400 m (many hundreds), and 10 points; peers: native:dbscanclustering, scikit-learn
knox         5 bands of 100 m and 4 of 7 days, 999 permutations: seconds and pairs
emerging     20,000 cells in 60 steps, 999 permutations with the false discovery rate controlled
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
from typing import Dict, List

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.density import write_points  # noqa: E402
from benchmarks.run import ORACLES, start_qgis  # noqa: E402

MINIMUM = 10
GOALS = {
    ("analytic", "analytic_esda"): 20,
    ("permuted", "permuted_esda"): 50,
    ("dbscan", "dbscan_qgis"): 10,
}


# ---------------------------------------------------------------- the sides: each returns what is measured and the answer


def timed(work):
    started = time.perf_counter()
    answer = work()
    return time.perf_counter() - started, answer


def cells_of(folder: Path):
    with np.load(folder / "cells.npz") as held:
        return held["cells"], held["counts"]


def analytic(folder: Path):
    from igh_plugin.core.getis_ord import analytic_z
    from igh_plugin.core.neighbours import of_cells

    cells, counts = cells_of(folder)
    links = of_cells(cells)
    return timed(lambda: analytic_z(counts, links))


def permuted(folder: Path):
    from igh_plugin.core.getis_ord import permutation_p
    from igh_plugin.core.neighbours import of_cells

    cells, counts = cells_of(folder)
    links = of_cells(cells)
    return timed(lambda: permutation_p(counts, links, 999, 7))


def esda_weights(folder: Path):
    """The same neighbours, as libpysal's weights."""
    from libpysal.weights import W

    with np.load(folder / "links.npz") as held:
        indptr, indices = held["indptr"], held["indices"]
    parts = np.split(indices, indptr[1:-1])
    return W({at: part.tolist() for at, part in enumerate(parts)}, silence_warnings=True)


def analytic_esda(folder: Path):
    from esda.getisord import G_Local

    counts = cells_of(folder)[1].astype(float)
    weights = esda_weights(folder)
    return timed(lambda: G_Local(counts, weights, star=True, transform="B", permutations=0).Zs)


def permuted_esda(folder: Path):
    from esda.getisord import G_Local

    counts = cells_of(folder)[1].astype(float)
    weights = esda_weights(folder)
    G_Local(counts[:100], _small(), star=True, transform="B", permutations=9)

    def work():
        found = G_Local(
            counts,
            weights,
            star=True,
            transform="B",
            permutations=999,
            seed=7,
            keep_simulations=False,
            n_jobs=1,
        )
        return np.minimum(1.0, 2 * found.p_sim)

    return timed(work)


def _small():
    from libpysal.weights import lat2W

    return lat2W(10, 10, rook=False)


def reach_in(folder: Path) -> float:
    return float((folder / "reach").read_text())


def dbscan(folder: Path):
    from igh_plugin.core.st_dbscan import st_dbscan

    x, y = np.load(folder / "points.npy").T
    seconds, found = timed(lambda: st_dbscan(x, y, reach_in(folder), MINIMUM))
    return seconds, np.stack((found.label, found.core))


def dbscan_qgis(folder: Path):
    import processing
    from qgis.core import NULL

    given = {
        "INPUT": f"{folder / 'points.gpkg'}|layername=points", "EPS": reach_in(folder), "MIN_SIZE": MINIMUM, "DBSCAN*": False,
        "OUTPUT": "memory:",
    }  # fmt: skip
    seconds, made = timed(lambda: processing.run("native:dbscanclustering", given)["OUTPUT"])
    found = [
        (one["fid"], -1 if one["CLUSTER_ID"] == NULL else one["CLUSTER_ID"]) for one in made.getFeatures()
    ]
    return seconds, np.array([label for _, label in sorted(found)])


def dbscan_sklearn(folder: Path):
    from sklearn.cluster import DBSCAN

    xy = np.load(folder / "points.npy")
    return timed(lambda: DBSCAN(eps=reach_in(folder), min_samples=MINIMUM).fit(xy).labels_)


def knox(folder: Path):
    from igh_plugin.core.near_repeat import near_repeat

    x, y, t = np.load(folder / "events.npy").T
    bands = [100.0 * at for at in range(1, 6)], [7.0 * at for at in range(1, 5)]
    seconds, found = timed(lambda: near_repeat(x, y, t, *bands, 999, 7))
    return seconds, np.array([len(found.pairs)])


def emerging(folder: Path):
    from igh_plugin.core.emerging import emerging_hot_spots
    from igh_plugin.core.neighbours import of_cells

    with np.load(folder / "cube.npz") as held:
        cells, counts = held["cells"], held["counts"]
    links = of_cells(cells)
    seconds, found = timed(lambda: emerging_hot_spots(counts, links))
    return seconds, np.array([counts.shape[0], counts.shape[1], (found.pattern != "").sum()])


SIDES = {
    one.__name__: one
    for one in (
        analytic, analytic_esda, permuted, permuted_esda, dbscan, dbscan_qgis, dbscan_sklearn, knox, emerging,
    )
}  # fmt: skip
ORACLE = ("analytic_esda", "permuted_esda", "dbscan_sklearn")
PACKAGES = {"dbscan_qgis": ("processing",)}
OURS = ("scipy.sparse.csgraph", "scipy.special", "scipy.spatial", "igh_plugin.core.getis_ord")
THEIRS = ("esda.getisord", "libpysal.weights", "sklearn.cluster")


# ---------------------------------------------------------------- preparing


def prepare_cells(folder: Path, size: int, seed: int) -> None:
    """Skewed amounts in a square of cells, and their neighbours."""
    from igh_plugin.core import grid
    from igh_plugin.core.neighbours import of_cells

    random = np.random.default_rng(seed)
    side = int(np.ceil(np.sqrt(size)))
    ix, iy = np.meshgrid(np.arange(side), np.arange(side))
    cells = np.sort(grid.pack(ix.ravel(), iy.ravel()))[:size]
    np.savez(folder / "cells.npz", cells=cells, counts=random.gamma(0.7, 2.0, size))
    links = of_cells(cells)
    np.savez(folder / "links.npz", indptr=links.indptr, indices=links.indices)


def prepare_points(folder: Path, count: int, seed: int) -> None:
    """Points in clusters, as a layer and as an array in the order of its features."""
    from osgeo import ogr

    write_points(folder / "points.gpkg", count, seed)
    store = ogr.Open(str(folder / "points.gpkg"))
    np.save(
        folder / "points.npy", np.array([one.GetGeometryRef().GetPoint_2D() for one in store.GetLayer(0)])
    )


def prepare_events(folder: Path, count: int, seed: int) -> None:
    """Events in clusters over three years, in days."""
    random = np.random.default_rng(seed)
    middle = random.uniform(0, 15_000, (400, 2))
    xy = middle[random.integers(0, len(middle), count)] + random.normal(0, 500, (count, 2))
    np.save(folder / "events.npy", np.column_stack((xy, random.uniform(0, 1_095, count))))


def prepare_cube(folder: Path, seed: int) -> None:
    """Counts of 20,000 cells in 60 steps."""
    from igh_plugin.core import grid

    random = np.random.default_rng(seed)
    ix, iy = np.meshgrid(np.arange(160), np.arange(125))
    cells = np.sort(grid.pack(ix.ravel(), iy.ravel()))
    rate = random.gamma(0.7, 1.5, (len(cells), 1))
    np.savez(folder / "cube.npz", cells=cells, counts=random.poisson(rate, (len(cells), 60)))


# ---------------------------------------------------------------- measuring


def run_side(name: str, folder: Path) -> None:
    if name == "dbscan_qgis":
        start_qgis()
    for package in PACKAGES.get(name, THEIRS if name in ORACLE else OURS):
        importlib.import_module(package)
    seconds, answer = SIDES[name](folder)
    np.save(folder / f"{name}.npy", answer)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "mib": peak}), flush=True)


def apart(name: str, folder: Path) -> Dict[str, float]:
    python = str(ORACLES) if name in ORACLE else sys.executable
    command = [python, str(Path(__file__).resolve()), "--side", name, "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode and '"seconds"' not in done.stdout:
        raise SystemExit(f"{name} failed:\n{done.stderr or done.stdout}")
    return json.loads(next(line for line in done.stdout.splitlines() if line.startswith('{"seconds"')))


def differ(ours: str, peer: str, folder: Path) -> str:
    """Return what is not the same, empty when all is."""
    mine, theirs = np.load(folder / f"{ours}.npy"), np.load(folder / f"{peer}.npy")
    if ours == "analytic":
        worst = float(np.abs(mine - theirs).max())
        return "" if worst <= 1e-9 else f"z differs by {worst:.1e}"
    if ours == "permuted":
        # Of 999 draws each p of one tail, here doubled, has a standard error of 0.016 at most.
        apart_by = float(np.median(np.abs(mine - theirs)))
        return "" if apart_by <= 0.05 else f"p differs by {apart_by:.3f} in the middle"
    label, core = mine[0], mine[1].astype(bool)
    noise = int(((label < 0) != (theirs < 0)).sum())
    joined = len(set(zip(label[core].tolist(), theirs[core].tolist())))
    clusters = int(label.max()) + 1, len(set(theirs.tolist()) - {-1})
    # A point at the edge of two clusters may be of either: only core points are compared.
    same = not noise and clusters[0] == clusters[1] == joined
    return (
        ""
        if same
        else f"{noise} points are noise for one alone, {clusters} clusters, {joined} pairs of these"
    )


def measure(folder: Path, names: List[str], told: str) -> Dict[str, Dict[str, float]]:
    print(f"\n{told}", flush=True)
    took = {}
    for name in names:
        took[name] = apart(name, folder)
        print(f"  {name:<16}{took[name]['seconds']:>9.3f} s{took[name]['mib']:>8.0f} MiB", flush=True)
    ours = names[0]
    for peer in names[1:]:
        if peer.split("_")[0] != ours:
            ours = peer
            continue
        wrong = differ(ours, peer, folder)
        goal = GOALS.get((ours, peer))
        ratio = f"{took[peer]['seconds'] / took[ours]['seconds']:.1f} times faster"
        print(
            f"  {ours} against {peer}: " + (wrong or ratio + (f" (goal {goal})" if goal else "")), flush=True
        )
        if wrong:
            raise SystemExit(f"{ours} against {peer}: {wrong}")
    return took


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cells", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--reach", type=float, nargs="*", default=[50, 400])
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--side", choices=list(SIDES), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        run_side(options.side, options.folder)
        return
    if not ORACLES.exists():
        raise SystemExit("build/oracles is absent: run `make bench-hotspots`, which makes it")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for size in options.cells:
            prepare_cells(folder, size, options.seed)
            names = ["analytic", "analytic_esda", "permuted", "permuted_esda"]
            measure(folder, names, f"{size} cells")
        prepare_points(folder, options.points, options.seed)
        names = ["dbscan", "dbscan_qgis", "dbscan_sklearn"]
        for reach in options.reach:
            (folder / "reach").write_text(str(reach))
            measure(folder, names, f"{options.points} points, {reach:g} m, {MINIMUM} points")
        prepare_events(folder, options.events, options.seed)
        measure(folder, ["knox"], f"{options.events} events, 5 x 100 m, 4 x 7 days, 999 permutations")
        print(f"  {int(np.load(folder / 'knox.npy')[0])} close pairs")
        prepare_cube(folder, options.seed)
        measure(
            folder, ["emerging"], "20000 cells x 60 steps, 999 permutations, false discovery rate controlled"
        )


if __name__ == "__main__":
    main()
