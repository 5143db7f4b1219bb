"""Events to a cube and to a grid, ours beside QGIS, geopandas and PostGIS on the same workspace in one run: seconds and memory.

    build/venv/bin/python benchmarks/cube.py [--events 100000 1000000] [--seed 7]

Events lie at random in the 518 neighbourhoods of Amsterdam (the folder `IGH_SHARED_DATA`; without it in as many of the
sample city), over 36 months and 12 categories. Every side begins at the workspace and runs in a process of its own that
measures itself; starting Python and QGIS, and importing packages, is not measured. A ratio is printed only for answers that are the same.
Grids are made twice by every side, which keep nothing between: the second time is compared, as in a QGIS that is open, and the first
is printed beside it.

cube         igh:combine by neighbourhood, month and category, the areas being assigned and stored at ingest
shared       the same in a workspace in PostgreSQL, moved there before
postgis      ST_Covers and GROUP BY there, without stored codes
assigned     the same with every point assigned to its area anew and ending in a table in memory, like the peers
qgis         native:joinattributesbylocation and pandas groupby
geopandas    sjoin and groupby, in build/oracles
grid         events by cells of 250 m in a layer, igh:grid through Processing; peer: native:creategrid and
             native:countpointsinpolygon
table        the same as a table of cells, without Processing and without making features
day          the cube brought up to date after one new day; peer: the same cube counted anew
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Callable, Dict, List, Tuple

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.run import ORACLES, Answer, same, start_qgis  # noqa: E402

SHARED = Path(os.environ.get("IGH_SHARED_DATA", ROOT.parent / "shared" / "data"))
AREAS = SHARED / "areas" / "amsterdam_gebieden_2022_rd.gpkg"
MONTHS, CATEGORIES, SIZE, SOURCE = 36, 12, 250, "city"
SECONDS = "seconds"
FIRST = np.datetime64("2021-01-01", "s")
GOALS = {
    ("cube", "qgis"): 10,
    ("cube", "geopandas"): 1,
    ("grid", "grid_qgis"): 40,
    ("table", "grid_qgis"): 40,
    ("day", "day_anew"): 20,
}


# ---------------------------------------------------------------- the sides


def cube(folder: Path) -> Answer:
    from igh_plugin.core import periods
    from igh_plugin.pipeline.combine import combine
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    with GeoPackageWorkspace.open(folder / "igh.gpkg") as workspace:
        level = workspace.area_levels()[0]
        combine(workspace, (SOURCE,), (level,), (periods.MONTH,))
        rows = workspace.cube([SOURCE], level, periods.MONTH)
    return cube_answer(rows["place"], rows["period"], rows["category"], rows["value"])


def shared(folder: Path) -> Answer:
    """The same in PostgreSQL: one statement over the codes stored there."""
    from igh_plugin.core import periods
    from igh_plugin.pipeline.combine import combine
    from igh_plugin.workspace.opening import open_workspace

    with open_workspace((folder / "address").read_text()) as workspace:
        level = workspace.area_levels()[0]
        combine(workspace, (SOURCE,), (level,), (periods.MONTH,))
        rows = workspace.cube([SOURCE], level, periods.MONTH)
    return cube_answer(rows["place"], rows["period"], rows["category"], rows["value"])


def postgis(folder: Path) -> Answer:
    """What one writes in PostGIS without stored codes: a spatial join, grouped."""
    import psycopg2

    from igh_plugin.workspace.address import read_address

    address = read_address((folder / "address").read_text())
    connection = psycopg2.connect(host=address.host, port=address.port, dbname=address.database)
    cursor = connection.cursor()
    cursor.execute(f"SET search_path TO {address.schema}, public")
    cursor.execute(
        "SELECT code, (extract(year FROM day) - 1970) * 12 + extract(month FROM day) - 1, category, count(*) FROM"
        " (SELECT areas.code, date '1970-01-01' + local_day::int AS day, category FROM events"
        " JOIN areas ON ST_Covers(areas.geom, events.geom) AND level = %s) AS joined GROUP BY 1, 2, 3",
        ((folder / "level").read_text(),),
    )
    code, month, category, n = zip(*cursor.fetchall())
    return cube_answer(code, [int(one) for one in month], category, n)


def assigned(folder: Path) -> Answer:
    from igh_plugin.core import periods
    from igh_plugin.core.assignment import AreaIndex
    from igh_plugin.core.cube import count
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    with GeoPackageWorkspace.open(folder / "igh.gpkg", read_only=True) as workspace:
        level = workspace.area_levels()[0]
        columns = workspace.events(["x", "y", "local_day", "category"])
        number = AreaIndex(workspace.area_geometries(level)).locate(columns["x"], columns["y"])
        place = np.append(workspace.areas(level)["code"], None)[number]
    month = periods.period_of(columns["local_day"].astype(np.int64), periods.MONTH)
    found = count(place, month, columns["category"], {})
    return cube_answer(found.place, found.period, found.category, found.values["events"])


def qgis(folder: Path) -> Answer:
    import pandas as pd
    import processing
    from qgis.core import QgsFeatureRequest

    areas = layer_of(folder, "areas")
    areas.setSubsetString(f"level = '{(folder / 'level').read_text()}'")
    joined = processing.run(
        "native:joinattributesbylocation",
        {
            "INPUT": layer_of(folder, "events"), "JOIN": areas, "PREDICATE": [5], "JOIN_FIELDS": ["code"],
            "METHOD": 1, "DISCARD_NONMATCHING": True, "OUTPUT": "memory:",
        },
    )["OUTPUT"]  # fmt: skip
    names = ("code", "local_day", "category")
    request = QgsFeatureRequest().setSubsetOfAttributes(list(names), joined.fields())
    at = [joined.fields().indexOf(name) for name in names]
    rows = [
        [attributes[i] for i in at]
        for attributes in (one.attributes() for one in joined.getFeatures(request))
    ]
    return grouped(pd.DataFrame(rows, columns=list(names)))


def geopandas(folder: Path) -> Answer:
    import geopandas as gpd

    level = (folder / "level").read_text()
    areas = gpd.read_file(folder / "igh.gpkg", layer="areas", where=f"level = '{level}'", columns=["code"])
    events = gpd.read_file(folder / "igh.gpkg", layer="events", columns=["local_day", "category"])
    return grouped(events.sjoin(areas, predicate="within"))


def grouped(frame) -> Answer:
    """Count a table of code, local_day and category by month, with pandas."""
    day = frame["local_day"].to_numpy().astype("int64").astype("datetime64[D]")
    frame["month"] = day.astype("datetime64[M]").astype("int64")
    sums = frame.groupby(["code", "month", "category"]).size().reset_index(name="n")
    return cube_answer(*(sums[name].to_numpy() for name in ("code", "month", "category", "n")))


def cube_answer(place, period, category, value) -> Answer:
    """Return the cells of a cube in an order of their own."""
    keys = np.array([f"{p}|{m}|{c}" for p, m, c in zip(place, period, category)])
    order = np.argsort(keys)
    return {"keys": keys[order], "events": np.asarray(value, float)[order]}


@cache
def our_provider():
    """Register our algorithms, once; whoever registers keeps them."""
    from qgis.core import QgsApplication

    from igh_plugin.provider import IghProvider

    provider = IghProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    return provider


def grid(folder: Path) -> Answer:
    import processing

    from igh_plugin.core import grid as squares

    our_provider()
    started = time.perf_counter()
    given = {"INPUT": layer_of(folder, "events"), "CELL_SIZE": SIZE, "OUTPUT": "memory:"}
    counted = processing.run("igh:grid", given)["OUTPUT"]
    rows = np.array(
        [(one["cell"], one["events"]) for one in counted.getFeatures() if one["events"]], np.int64
    )
    answer = grid_answer(*squares.corners(rows[:, 0], SIZE), rows[:, 1])
    return {**answer, SECONDS: np.array(time.perf_counter() - started)}


def table(folder: Path) -> Answer:
    from igh_plugin.core import grid as squares
    from igh_plugin.core.progress import Silent
    from igh_plugin.layers.arrays.columns import DirectAccess
    from igh_plugin.layers.arrays.spatial_index import tally_points

    cells, counts = tally_points(
        DirectAccess(str(folder / "igh.gpkg"), "events", "GPKG"), SIZE, Silent()
    ).counts()
    return grid_answer(*squares.corners(cells, SIZE), counts)


def grid_qgis(folder: Path) -> Answer:
    import processing

    events = layer_of(folder, "events")
    box = events.extent()
    low = np.floor(np.array([box.xMinimum(), box.yMinimum()]) / SIZE) * SIZE
    high = np.ceil(np.array([box.xMaximum(), box.yMaximum()]) / SIZE) * SIZE
    cells = processing.run(
        "native:creategrid",
        {
            "TYPE": 2, "EXTENT": f"{low[0]},{high[0]},{low[1]},{high[1]} [EPSG:28992]", "HSPACING": SIZE,
            "VSPACING": SIZE, "CRS": "EPSG:28992", "OUTPUT": "memory:",
        },
    )["OUTPUT"]  # fmt: skip
    counted = processing.run(
        "native:countpointsinpolygon",
        {"POLYGONS": cells, "POINTS": events, "FIELD": "n", "OUTPUT": "memory:"},
    )["OUTPUT"]
    rows = [(one["left"], one["bottom"], one["n"]) for one in counted.getFeatures() if one["n"]]
    return grid_answer(*np.array(rows, float).T)


def grid_answer(left, bottom, counts) -> Answer:
    keys = np.array([f"{x:.0f}|{y:.0f}" for x, y in zip(left, bottom)])
    order = np.argsort(keys)
    return {"keys": keys[order], "events": np.asarray(counts, float)[order]}


def day(folder: Path) -> Answer:
    return _after_a_day(folder / "day.gpkg", anew=False)


def day_anew(folder: Path) -> Answer:
    return _after_a_day(folder / "anew.gpkg", anew=True)


def _after_a_day(path: Path, anew: bool) -> Answer:
    from igh_plugin.core import periods
    from igh_plugin.pipeline.combine import combine
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    with GeoPackageWorkspace.open(path) as workspace:
        level = workspace.area_levels()[0]
        started = time.perf_counter()
        combine(workspace, (SOURCE,), (level,), (periods.MONTH,), anew=anew)
        seconds = time.perf_counter() - started
        rows = workspace.cube([SOURCE], level, periods.MONTH)
    answer = cube_answer(rows["place"], rows["period"], rows["category"], rows["value"])
    return {**answer, SECONDS: np.array(seconds)}


def layer_of(folder: Path, name: str):
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(f"{folder / 'igh.gpkg'}|layername={name}", name, "ogr")
    if not layer.isValid():
        raise SystemExit(f"the layer {name} cannot be read")
    return layer


Side = Callable[[Path], Answer]
SIDES: Dict[str, Side] = {
    side.__name__: side
    for side in (cube, shared, postgis, assigned, qgis, geopandas, grid, table, grid_qgis, day, day_anew)
}
NEEDS_QGIS = {"qgis", "grid", "grid_qgis"}
TWICE = {"grid", "grid_qgis", "table"}
OURS = ("pandas", "igh_plugin.pipeline.combine", "igh_plugin.workspace.opening")
PACKAGES = {
    "postgis": ("psycopg2",),
    "qgis": ("pandas", "processing"),
    "grid_qgis": ("processing",),
    "grid": (
        "processing", "igh_plugin.algorithms.hotspots.grid", "igh_plugin.core.assignment",
        "igh_plugin.layers.arrays.spatial_index",
    ),
    "table": ("igh_plugin.layers.arrays.spatial_index",),
    "geopandas": ("geopandas",),
}  # fmt: skip
COMPARED = (("cube", "qgis"), ("cube", "geopandas"), ("cube", "postgis"), ("shared", "postgis"), ("shared", "cube"), ("assigned", "qgis"), ("assigned", "geopandas"),
            ("grid", "grid_qgis"), ("table", "grid_qgis"), ("day", "day_anew"))  # fmt: skip


# ---------------------------------------------------------------- preparing


def prepare(folder: Path, events: int, seed: int) -> None:
    """Make the workspace all sides read; untimed."""
    from igh_plugin.core.assignment import AreaIndex
    from igh_plugin.pipeline.areas import import_areas
    from igh_plugin.pipeline.moving import move_workspace
    from igh_plugin.pipeline.sample_city import write_sample_city
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    areas = AREAS
    if not areas.exists():
        areas = write_sample_city(folder / "city", seed=seed, neighbourhoods=518, events=5_000)["areas"]
    with GeoPackageWorkspace.create(folder / "igh.gpkg", "EPSG:28992") as workspace:
        import_areas(workspace, str(areas))
        level = workspace.area_levels()[0]
        index = AreaIndex(workspace.area_geometries(level))
        codes = workspace.areas(level)["code"]
        frame = drawn(index, codes, events, seed, 0, FIRST + np.timedelta64(3 * 365, "D"))
        with workspace.begin("collect", SOURCE) as run:
            run.put_source({"source": SOURCE, "title": "City", "kind": "report", "grain": "event"})
            run.store_events(SOURCE, frame)
    (folder / "level").write_text(level)
    address = os.environ["BENCH_POSTGIS"] + f"?schema=bench_{events}"
    started = time.perf_counter()
    move_workspace(str(folder / "igh.gpkg"), address)
    moved = time.perf_counter() - started
    (folder / "address").write_text(address)
    print(f"{len(codes)} areas of {areas.name}; moved to PostgreSQL in {moved:.1f} s", flush=True)


def prepare_day(folder: Path, events: int, seed: int) -> None:
    """Add one day to two copies of the workspace, in which the cube was counted; untimed."""
    import shutil

    from igh_plugin.core.assignment import AreaIndex
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    for name in ("day", "anew"):
        shutil.copy(folder / "igh.gpkg", folder / f"{name}.gpkg")
        with GeoPackageWorkspace.open(folder / f"{name}.gpkg") as workspace:
            level = workspace.area_levels()[0]
            index = AreaIndex(workspace.area_geometries(level))
            last = FIRST + np.timedelta64(3 * 365 - 1, "D")
            size = max(events // (3 * 365), 1)
            codes = workspace.areas(level)["code"]
            frame = drawn(index, codes, size, seed + 1, events, last + np.timedelta64(1, "D"), last)
            with workspace.begin("collect", SOURCE) as run:
                run.store_events(SOURCE, frame)


def drawn(index, codes, size, seed, start, until, since=FIRST):
    """Return events at random in the areas and between two moments."""
    import pandas as pd

    from igh_plugin.core import grid as squares

    rng = np.random.default_rng(seed)
    low, high = index.vertices.xy.min(0), index.vertices.xy.max(0)
    parts: List[np.ndarray] = []
    while sum(map(len, parts)) < size:
        xy = rng.uniform(low, high, (size + 1_000, 2))
        parts.append(xy[index.locate(*xy.T) >= 0])
    x, y = np.concatenate(parts)[:size].T
    seconds = int((until - since).astype("timedelta64[s]").astype(np.int64))
    moment = since + rng.integers(0, seconds, size).astype("timedelta64[s]")
    return pd.DataFrame(
        {
            "event_id": [f"{SOURCE}:{number}" for number in range(start, start + size)],
            "kind": "report",
            "category": rng.choice(np.array([f"category {n}" for n in range(CATEGORIES)], object), size),
            "occurred_from": moment,
            "occurred_local": moment,
            "area": codes[index.locate(x, y)],
            "cell": squares.cell_of(x, y),
            "local_day": moment.astype("datetime64[D]").astype(np.int64),
            "local_hour": moment.astype(np.int64) // 3600 % 24,
            "row_hash": rng.integers(-(2**62), 2**62, size),
            "x": x,
            "y": y,
        }
    )


# ---------------------------------------------------------------- measuring


def run_side(name: str, folder: Path) -> None:
    """Run one side in this process, keep its answer, and print what it took as JSON."""
    if name in NEEDS_QGIS:
        start_qgis()
    for package in PACKAGES.get(name, OURS):
        importlib.import_module(package)
    took = []
    for _ in range(2 if name in TWICE else 1):
        started = time.perf_counter()
        answer = SIDES[name](folder)
        took.append(float(answer.pop(SECONDS, time.perf_counter() - started)))
    np.savez(folder / f"{name}.npz", **answer)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": took[-1], "peak_mib": peak, "first": took[0]}), flush=True)


def in_process(name: str, folder: Path, events: int, seed: int) -> str:
    """Run a side, or a preparation, in a process of its own and return what it printed."""
    python = str(ORACLES) if name == "geopandas" else sys.executable
    command = [python, str(Path(__file__).resolve()), "--side", name, "--folder", str(folder)]
    command += ["--events", str(events), "--seed", str(seed)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode and '"seconds"' not in done.stdout:
        raise SystemExit(f"{name} failed:\n{done.stderr or done.stdout}")
    return done.stdout


def measure(folder: Path, events: int, seed: int) -> Tuple[Dict[str, Dict[str, float]], List[str]]:
    """Run all sides at one number of events; return their numbers and what went wrong."""
    print(f"\n{events} events, " + in_process("prepare", folder, events, seed).strip(), flush=True)
    print(f"  {'':<12}{'seconds':>9}{'MiB':>7}")
    took: Dict[str, Dict[str, float]] = {}
    for name in SIDES:
        if name == "day":
            in_process("prepare_day", folder, events, seed)
        lines = in_process(name, folder, events, seed).splitlines()
        took[name] = json.loads(next(line for line in lines if line.startswith('{"seconds"')))
        first = f"   first {took[name]['first']:.3f}" if name in TWICE else ""
        print(f"  {name:<12}{took[name]['seconds']:>9.3f}{took[name]['peak_mib']:>7.0f}{first}", flush=True)
    wrong: List[str] = []
    for ours, peer in COMPARED:
        with np.load(folder / f"{ours}.npz") as mine, np.load(folder / f"{peer}.npz") as theirs:
            difference = same(dict(mine), dict(theirs))
        ratio = took[peer]["seconds"] / took[ours]["seconds"]
        goal = GOALS.get((ours, peer))
        told = difference or f"{ratio:.1f} times faster" + (f" (goal {goal})" if goal else "")
        wrong += [f"{ours} against {peer}: {difference}"] if difference else []
        print(f"  {ours} against {peer}: {told}", flush=True)
    return took, wrong


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--side", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side in SIDES:
        run_side(options.side, options.folder)
        return
    if options.side:
        preparing = {"prepare": prepare, "prepare_day": prepare_day}[options.side]
        preparing(options.folder, options.events[0], options.seed)
        return
    if not ORACLES.exists():
        raise SystemExit("build/oracles is absent: run `make bench-cube`, which makes it")
    wrong: List[str] = []
    told = {}
    from tests.servers.postgres import with_postgis

    with with_postgis() as address:
        os.environ["BENCH_POSTGIS"] = address
        for events in options.events:
            with tempfile.TemporaryDirectory() as temporary:
                told[events], differing = measure(Path(temporary), events, options.seed)
            wrong += differing
    (ROOT / "build" / "bench_cube.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    if wrong:
        raise SystemExit("\n".join(wrong))


if __name__ == "__main__":
    main()
