"""Ours against a peer on the same data in one run: seconds, peak memory, and the answers compared.

    build/venv/bin/python benchmarks/run.py [--events 200000] [--areas 120] [--seed 7]

Every side runs in a process of its own that measures itself: reading its input is part of it, starting Python and
QGIS is not. A ratio is printed only when both give the same answer; else the run ends with an error. The numbers
are also written to build/bench.json.

ingest       raw text files to a cleaned workspace; peer: ogr2ogr to a GeoPackage, which cleans nothing
areas        events per neighbourhood; peer: QGIS native:countpointsinpolygon
read         five columns and the points of all events as arrays; peer: QgsVectorLayer.getFeatures
gi           Gi* of counts in cells of 250 m with 999 permutations, neighbours included; peer: esda G_Local
cube         events by neighbourhood, month and category; peer: pandas groupby
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable, Dict, List, Tuple

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

QGIS_PLUGINS = "/usr/share/qgis/python/plugins"
ORACLES = ROOT / "build" / "oracles" / "bin" / "python"
SOURCE = "samplecity_reports"
FIELDS = ("event_id", "category", "cell", "local_day", "occurred_from")
TOLERANCE = 1e-9
Answer = Dict[str, np.ndarray]


def ingest_ours(folder: Path) -> Answer:
    from igh_plugin.pipeline.ingest import ingest

    city = folder / "city"
    found = ingest(str(folder / "igh.gpkg"), str(city / "raw"), [SOURCE], str(city / "areas.gpkg"))[SOURCE]
    return {"rows": np.array(found.read)}


def ingest_peer(folder: Path) -> Answer:
    from osgeo import gdal

    gdal.UseExceptions()
    rows = 0
    for number, path in enumerate(sorted((folder / "city" / "raw").glob("reports_*.csv"))):
        gdal.VectorTranslate(
            str(folder / "peer.gpkg"), str(path), format="GPKG", layerName=f"reports_{number}",
            accessMode="update" if number else None,
        )  # fmt: skip
        dataset = gdal.OpenEx(str(folder / "peer.gpkg"))
        rows += dataset.GetLayerByName(f"reports_{number}").GetFeatureCount()
    return {"rows": np.array(rows)}


def areas_ours(folder: Path) -> Answer:
    from igh_plugin.core.assignment import AreaIndex
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    with GeoPackageWorkspace.open(folder / "igh.gpkg", read_only=True) as workspace:
        level = workspace.area_levels()[0]
        points = workspace.events(["x", "y"])
        number = AreaIndex(workspace.area_geometries(level)).locate(points["x"], points["y"])
        codes = np.asarray(workspace.areas(level)["code"]).astype(str)
    counts = np.bincount(number[number >= 0], minlength=len(codes))
    order = np.argsort(codes)
    return {"code": codes[order], "events": counts[order].astype(float)}


def areas_peer(folder: Path) -> Answer:
    processing = _processing()
    layer = _layer(folder, "areas")
    layer.setSubsetString(f"level = '{(folder / 'level').read_text()}'")
    found = processing.run(
        "native:countpointsinpolygon",
        {"POLYGONS": layer, "POINTS": _layer(folder, "events"), "FIELD": "n", "OUTPUT": "memory:"},
    )["OUTPUT"]
    rows = sorted((str(feature["code"]), float(feature["n"])) for feature in found.getFeatures())
    return {"code": np.array([code for code, _ in rows]), "events": np.array([n for _, n in rows])}


def read_ours(folder: Path) -> Answer:
    _processing()
    from igh_plugin.layers.arrays.columns import POINTS
    from igh_plugin.layers.arrays.reading import direct_access, read_columns

    layer = _layer(folder, "events")
    found = read_columns(layer, FIELDS, POINTS, direct_access(layer))
    days = found.values["local_day"].astype(float)
    days[found.missing["local_day"]] = np.nan
    return _read_answer(found.x, found.y, days, found.values["category"])


def read_peer(folder: Path) -> Answer:
    _processing()
    from qgis.core import NULL, QgsFeatureRequest

    layer = _layer(folder, "events")
    request = QgsFeatureRequest().setSubsetOfAttributes(list(FIELDS), layer.fields())
    columns: List[List] = [[] for _ in FIELDS]
    x, y = [], []
    for feature in layer.getFeatures(request):
        point = feature.geometry().asPoint()
        x.append(point.x())
        y.append(point.y())
        for column, name in zip(columns, FIELDS):
            column.append(feature[name])
    days = np.array([np.nan if value == NULL else value for value in columns[3]], float)
    categories = np.array([None if value == NULL else value for value in columns[1]], object)
    return _read_answer(np.array(x), np.array(y), days, categories)


def _read_answer(x: np.ndarray, y: np.ndarray, days: np.ndarray, categories: np.ndarray) -> Answer:
    names, counts = np.unique(categories.astype(str), return_counts=True)
    return {"xy": np.stack((x, y)), "days": days, "names": names, "counts": counts}


def gi_ours(folder: Path) -> Answer:
    from igh_plugin.core.getis_ord import getis_ord_g_star
    from igh_plugin.core.neighbours import of_cells

    with np.load(folder / "cells.npz") as given:
        values, cells = given["values"], given["cells"]
    return {"z": getis_ord_g_star(values, of_cells(cells), 999, fdr=False).z}


def gi_peer(folder: Path) -> Answer:
    from esda.getisord import G_Local
    from libpysal.weights import W

    with np.load(folder / "cells.npz") as given:
        values, indices, starts = given["values"], given["indices"], given["indptr"]
    links = {row: indices[starts[row] : starts[row + 1]].tolist() for row in range(len(values))}
    weights = W(links, silence_warnings=True)
    found = G_Local(values, weights, transform="B", star=True, permutations=999, n_jobs=1, island_weight=0)
    return {"z": np.asarray(found.Zs, float)}


def cube_ours(folder: Path) -> Answer:
    from igh_plugin.core import periods
    from igh_plugin.pipeline.combine import cube_of

    cube = cube_of(_cube_columns(folder), periods.MONTH)
    keys = np.array([f"{p}|{m}|{c}" for p, m, c in zip(cube.place, cube.period, cube.category)])
    order = np.argsort(keys)
    return {"keys": keys[order], "events": cube.values["events"][order].astype(float)}


def cube_peer(folder: Path) -> Answer:
    import pandas as pd

    columns = _cube_columns(folder)
    frame = pd.DataFrame({name: columns[name] for name in ("place", "day", "category")})
    frame = frame[frame["day"].notna()]
    days = frame["day"].to_numpy().astype("int64").astype("datetime64[D]")
    month = days.astype("datetime64[M]").astype("int64")
    frame = frame.fillna({"place": "", "category": ""})
    sums = frame.groupby(["place", month, "category"], observed=True).size()
    keys = np.array(["|".join(map(str, key)) for key in sums.index])
    order = np.argsort(keys)
    return {"keys": keys[order], "events": sums.to_numpy()[order].astype(float)}


def _cube_columns(folder: Path) -> Dict[str, np.ndarray]:
    from igh_plugin.pipeline.combine import read_columns
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    with GeoPackageWorkspace.open(folder / "igh.gpkg", read_only=True) as workspace:
        columns = read_columns(workspace, SOURCE, workspace.area_levels()[0])
    return {name: columns[name] for name in ("place", "day", "category")}


def _layer(folder: Path, name: str):
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(f"{folder / 'igh.gpkg'}|layername={name}", name, "ogr")
    if not layer.isValid():
        raise SystemExit(f"the layer {name} cannot be read")
    return layer


def _processing():
    """Start QGIS without a screen and return its Processing; untimed (see `side`)."""
    return _STARTED["processing"]


_STARTED: Dict[str, object] = {}


def start_qgis() -> None:
    """Start QGIS without a screen, with its native algorithms."""
    sys.path.insert(0, QGIS_PLUGINS)
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    import processing
    from processing.core.Processing import Processing

    Processing.initialize()
    _STARTED.update(application=application, processing=processing)


Side = Callable[[Path], Answer]
CASES: Dict[str, Tuple[Side, Side, str]] = {
    "ingest": (ingest_ours, ingest_peer, "ogr2ogr"),
    "areas": (areas_ours, areas_peer, "native:countpointsinpolygon"),
    "read": (read_ours, read_peer, "getFeatures"),
    "gi": (gi_ours, gi_peer, "esda G_Local"),
    "cube": (cube_ours, cube_peer, "pandas groupby"),
}
NEEDS_QGIS = {areas_peer, read_ours, read_peer}
PREPARE, PREPARE_CELLS = "prepare", "prepare_cells"


def side(name: str, which: int, folder: Path) -> None:
    """Run one side in this process, keep its answer, and print what it took as JSON."""
    run = CASES[name][which]
    if run in NEEDS_QGIS:
        start_qgis()
    started = time.perf_counter()
    answer = run(folder)
    seconds = time.perf_counter() - started
    np.savez(folder / f"{name}{which}.npz", **answer)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mib": peak}), flush=True)


def same(ours: Answer, peer: Answer) -> str:
    """Return what differs between two answers, empty when nothing does: texts exactly, numbers to 1e-9."""
    if set(ours) != set(peer):
        return f"ours has {sorted(ours)}, the peer {sorted(peer)}"
    for name, mine in ours.items():
        other = peer[name]
        if mine.shape != other.shape:
            return f"{name}: {mine.shape} against {other.shape}"
        if mine.dtype.kind in "UO" or other.dtype.kind in "UO":
            wrong = int((mine.astype(str) != other.astype(str)).sum())
        else:
            wrong = int((~np.isclose(mine, other, rtol=TOLERANCE, atol=TOLERANCE, equal_nan=True)).sum())
        if wrong:
            return f"{name}: {wrong} of {mine.size} values differ"
    return ""


def prepare(folder: Path, events: int, areas: int, seed: int) -> None:
    """Write the sample city; untimed."""
    from igh_plugin.pipeline.sample_city import write_sample_city

    write_sample_city(folder / "city", seed=seed, neighbourhoods=areas, events=events)


def prepare_cells(folder: Path) -> None:
    """Write what both sides of Gi* read: counts in cells of 250 m and their neighbours; and the finest level."""
    from igh_plugin.core import grid
    from igh_plugin.core.neighbours import of_cells
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    with GeoPackageWorkspace.open(folder / "igh.gpkg", read_only=True) as workspace:
        coarse = grid.coarsen(np.asarray(workspace.events(["cell"])["cell"], np.int64), 250)
        (folder / "level").write_text(workspace.area_levels()[0])
    occupied, counts = np.unique(coarse, return_counts=True)
    cells = grid.dilate(occupied)
    values = np.zeros(len(cells))
    values[np.searchsorted(cells, occupied)] = counts
    links = of_cells(cells)
    np.savez(folder / "cells.npz", cells=cells, values=values, indices=links.indices, indptr=links.indptr)


def in_process(name: str, which: int, folder: Path, *more: str, python: str = sys.executable) -> str:
    """Run a side, or a preparation, in a process of its own and return what it printed.

    A process begins with the memory of the one that started it, so the one that measures stays small.
    """
    command = [python, str(Path(__file__).resolve()), "--side", name, str(which), "--folder", str(folder)]
    done = subprocess.run([*command, *more], capture_output=True, text=True, cwd=ROOT)
    if done.returncode and '"seconds"' not in done.stdout:
        raise SystemExit(f"{name}, {'peer' if which else 'ours'}, failed:\n{done.stderr or done.stdout}")
    return done.stdout


def measure(name: str, which: int, folder: Path) -> Dict[str, float]:
    """Return seconds and peak memory of a side."""
    python = str(ORACLES) if CASES[name][which] is gi_peer else sys.executable
    printed = in_process(name, which, folder, python=python)
    return json.loads(next(line for line in printed.splitlines() if line.startswith('{"seconds"')))


def compare(folder: Path) -> Tuple[List[Dict[str, object]], int]:
    """Run all cases; returns their numbers and how many answers differ."""
    print(f"{'':<8}{'ours s':>9}{'MiB':>7}{'peer s':>9}{'MiB':>7}{'times faster':>14}  peer")
    rows: List[Dict[str, object]] = []
    wrong = 0
    for name, (_, _, peer) in CASES.items():
        mine, other = measure(name, 0, folder), measure(name, 1, folder)
        if name == "ingest":
            in_process(PREPARE_CELLS, 0, folder)
        with np.load(folder / f"{name}0.npz") as ours, np.load(folder / f"{name}1.npz") as theirs:
            difference = same(dict(ours), dict(theirs))
        ratio = f"{other['seconds'] / mine['seconds']:.2f}" if not difference else "DIFFER"
        wrong += bool(difference)
        print(
            f"{name:<8}{mine['seconds']:>9.2f}{mine['peak_mib']:>7.0f}{other['seconds']:>9.2f}"
            f"{other['peak_mib']:>7.0f}{ratio:>14}  {peer}{': ' + difference if difference else ''}",
            flush=True,
        )
        rows.append({"case": name, "peer": peer, "ours": mine, "theirs": other, "difference": difference})
    return rows, wrong


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--areas", type=int, default=120)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--side", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        name, which = options.side
        if name == PREPARE:
            prepare(options.folder, options.events, options.areas, options.seed)
        elif name == PREPARE_CELLS:
            prepare_cells(options.folder)
        else:
            side(name, int(which), options.folder)
        return
    if not ORACLES.exists():
        raise SystemExit("build/oracles is absent: run `make bench`, which makes it")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        print(f"{options.events} events, {options.areas} neighbourhoods, seed {options.seed}", flush=True)
        sizes = [f"--events={options.events}", f"--areas={options.areas}", f"--seed={options.seed}"]
        in_process(PREPARE, 0, folder, *sizes)
        rows, wrong = compare(folder)
    told = {"events": options.events, "areas": options.areas, "seed": options.seed, "cases": rows}
    (ROOT / "build" / "bench.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    if wrong:
        raise SystemExit(f"{wrong} of {len(rows)} answers differ from the peer's")


if __name__ == "__main__":
    main()
