"""What lies around events, ours beside QGIS and geopandas on the same workspace in one run: seconds and memory.

    build/venv/bin/python benchmarks/enrich.py [--events 100000] [--objects 10000] [--seed 7]

Events lie at random on 15 by 15 km, as many points and polygons (parcels of 20 corners, 60 m across) of two layers for
reference too. Every side begins at the workspace and runs in a process of its own that measures itself; sides of QGIS
and igh:enrich end with a layer in a GeoPackage. Starting Python and QGIS is not measured, neither is reading the answer.
A ratio is printed only for answers that are the same. Events with an object within 0.2 % of the radius are left out, for
QGIS's circles are polygons.

points       igh:enrich: distance to the nearest point, which one, and points within 100 m
polygons     the same with polygons
near_qgis    native:joinbynearest to the points; near_polygons_qgis to the polygons
within_qgis  native:buffer around the events and native:countpointsinpolygon
zones        igh:enrich: the polygons each event lies in; zones_qgis: native:joinattributesbylocation, and counting its rows
arrays       distance to the nearest polygon as an array; geopandas: the same with sjoin_nearest, in build/oracles
"""

from __future__ import annotations

import argparse
import json
import resource
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable, Dict, List, Tuple

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.cube import SECONDS, drawn, layer_of  # noqa: E402
from benchmarks.run import ORACLES, Answer, same, start_qgis  # noqa: E402

SOURCE, RADIUS, SIDE, ACROSS, CORNERS = "city", 100.0, 15_000.0, 60.0, 20
LAYERS = {"bins": "POINT", "parcels": "MULTIPOLYGON"}
ORIGIN = np.array([115_000.0, 480_000.0])
NEAR, WITHIN, ZONES = "distance", "within", "zones"


# ---------------------------------------------------------------- the sides


def points(folder: Path) -> Answer:
    return enriched(folder, "points", LAYERS="bins", RADIUS=RADIUS)


def polygons(folder: Path) -> Answer:
    return enriched(folder, "polygons", LAYERS="parcels", RADIUS=RADIUS)


def zones(folder: Path) -> Answer:
    return enriched(folder, "zones", ZONES="parcels")


def enriched(folder: Path, name: str, **parameters) -> Answer:
    import processing
    from qgis.core import QgsApplication

    from igh_plugin.provider import IghProvider

    provider = IghProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    target = folder / f"{name}.gpkg"
    started = time.perf_counter()
    processing.run("igh:enrich", {"WORKSPACE": str(folder / "igh.gpkg"), "OUTPUT": str(target), **parameters})
    seconds = time.perf_counter() - started
    if "ZONES" in parameters:
        return {ZONES: column(target, "zones"), SECONDS: np.array(seconds)}
    layer = parameters["LAYERS"]
    return {
        NEAR: column(target, f"distance_{layer}"),
        WITHIN: column(target, f"within_{layer}"),
        SECONDS: np.array(seconds),
    }


def near_qgis(folder: Path) -> Answer:
    return _near(folder, "bins")


def near_polygons_qgis(folder: Path) -> Answer:
    return _near(folder, "parcels")


def _near(folder: Path, layer: str) -> Answer:
    import processing

    target = folder / f"near_{layer}.gpkg"
    started = time.perf_counter()
    processing.run(
        "native:joinbynearest",
        {
            "INPUT": layer_of(folder, "events"), "INPUT_2": layer_of(folder, f"layer_{layer}"), "NEIGHBORS": 1,
            "FIELDS_TO_COPY": ["id"], "PREFIX": "near_", "OUTPUT": str(target),
        },
    )  # fmt: skip
    seconds = time.perf_counter() - started
    # Of equally near objects, such as polygons over each other, the event has a row for each.
    return {NEAR: np.round(column(target, "min(distance)", "event_id"), 2), SECONDS: np.array(seconds)}


def within_qgis(folder: Path) -> Answer:
    import processing

    target = folder / "within.gpkg"
    started = time.perf_counter()
    circles = processing.run(
        "native:buffer",
        {"INPUT": layer_of(folder, "events"), "DISTANCE": RADIUS, "SEGMENTS": 32, "OUTPUT": "memory:"},
    )["OUTPUT"]
    processing.run(
        "native:countpointsinpolygon",
        {"POLYGONS": circles, "POINTS": layer_of(folder, "layer_bins"), "FIELD": "n", "OUTPUT": str(target)},
    )
    seconds = time.perf_counter() - started
    return {WITHIN: column(target, "n"), SECONDS: np.array(seconds)}


def zones_qgis(folder: Path) -> Answer:
    import processing

    target = folder / "zones_qgis.gpkg"
    started = time.perf_counter()
    processing.run(
        "native:joinattributesbylocation",
        {
            "INPUT": layer_of(folder, "events"), "JOIN": layer_of(folder, "layer_parcels"), "PREDICATE": [5],
            "JOIN_FIELDS": ["id"], "METHOD": 0, "DISCARD_NONMATCHING": False, "PREFIX": "zone_", "OUTPUT": str(target),
        },
    )  # fmt: skip
    seconds = time.perf_counter() - started
    return {ZONES: column(target, "count(zone_id)", "event_id"), SECONDS: np.array(seconds)}


def arrays(folder: Path) -> Answer:
    from igh_plugin.core.proximity import ObjectIndex
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    with GeoPackageWorkspace.open(folder / "igh.gpkg", read_only=True) as workspace:
        events = workspace.events(["event_id", "x", "y"])
        geometries = workspace.layer("parcels")[1]
    distance, _ = ObjectIndex(geometries).nearest(events["x"], events["y"])
    return {NEAR: distance[np.argsort(events["event_id"].astype(str))]}


def geopandas(folder: Path) -> Answer:
    import geopandas as gpd

    events = gpd.read_file(folder / "igh.gpkg", layer="events", columns=["event_id"])
    parcels = gpd.read_file(folder / "igh.gpkg", layer="layer_parcels", columns=["id"])
    joined = events.sjoin_nearest(parcels, distance_col="distance")
    joined = joined[~joined.index.duplicated()]
    return {NEAR: joined["distance"].to_numpy()[np.argsort(joined["event_id"].to_numpy().astype(str))]}


def column(path: Path, expression: str, group: str = "") -> np.ndarray:
    """Return a column of the only layer of a GeoPackage in the order of event_id, or one row for each event."""
    with sqlite3.connect(path) as connection:
        (table,) = connection.execute(
            "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'"
        ).fetchone()
        end = "GROUP BY event_id ORDER BY event_id" if group else "ORDER BY event_id"
        found = connection.execute(f'SELECT {expression} FROM "{table}" {end}').fetchall()
    return np.array(found, float)[:, 0]


Side = Callable[[Path], Answer]
SIDES: Dict[str, Side] = {
    side.__name__: side
    for side in (
        points, near_qgis, within_qgis, polygons, near_polygons_qgis, zones, zones_qgis, arrays, geopandas,
    )
}  # fmt: skip
NEEDS_QGIS = set(SIDES) - {"arrays", "geopandas"}
COMPARED = (
    ("points", "near_qgis", NEAR), ("points", "within_qgis", WITHIN), ("polygons", "near_polygons_qgis", NEAR),
    ("zones", "zones_qgis", ZONES), ("arrays", "geopandas", NEAR),
)  # fmt: skip


# ---------------------------------------------------------------- preparing


def prepare(folder: Path, events: int, objects: int, seed: int) -> None:
    """Make the workspace all sides read; untimed."""
    from igh_plugin.core.assignment import AreaIndex
    from igh_plugin.core.proximity import ObjectIndex
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    random = np.random.default_rng(seed)
    made = {
        "bins": [struct.pack("<BIdd", 1, 1, *at) for at in random.uniform(0, SIDE, (objects, 2)) + ORIGIN],
        "parcels": [_parcel(random, at) for at in random.uniform(0, SIDE, (objects, 2)) + ORIGIN],
    }
    ring = ORIGIN + SIDE * np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
    city = struct.pack("<BIII", 1, 3, 1, 5) + ring.astype("<f8").tobytes()
    moment = np.datetime64("2025-01-01", "s")
    frame = drawn(
        AreaIndex([city]), np.array(["A"], object), events, seed, 0, moment + np.timedelta64(365, "D"), moment
    )
    index = ObjectIndex(made["bins"])
    x, y = frame["x"].to_numpy(), frame["y"].to_numpy()
    frame = frame[index.within(x, y, 0.998 * RADIUS) == index.within(x, y, 1.002 * RADIUS)]
    with GeoPackageWorkspace.create(folder / "igh.gpkg", "EPSG:28992") as workspace:
        with workspace.begin("collect", SOURCE) as run:
            run.put_source({"source": SOURCE, "title": "City", "kind": "report", "grain": "event"})
            run.store_events(SOURCE, frame)
        for source, wkbs in made.items():
            with workspace.begin("collect", source) as run:
                run.put_source({"source": source, "title": source, "grain": "reference"})
                ids = np.array([str(number) for number in range(objects)], object)
                run.store_layer(source, {"id": ids}, wkbs, _boxes(wkbs), LAYERS[source], 2025, source)
    print(f"{len(frame)} events, {objects} points and polygons", flush=True)


def _parcel(random: np.random.Generator, at: np.ndarray) -> bytes:
    angle = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    ring = at + random.uniform(0.25, 0.5, (CORNERS, 1)) * ACROSS * np.column_stack(
        (np.cos(angle), np.sin(angle))
    )
    ring = np.concatenate((ring, ring[:1]))
    polygon = struct.pack("<BIII", 1, 3, 1, len(ring)) + ring.astype("<f8").tobytes()
    return struct.pack("<BII", 1, 6, 1) + polygon


def _boxes(wkbs: List[bytes]) -> np.ndarray:
    from osgeo import ogr

    ogr.UseExceptions()
    return np.array([ogr.CreateGeometryFromWkb(wkb).GetEnvelope() for wkb in wkbs])


# ---------------------------------------------------------------- measuring


def run_side(name: str, folder: Path) -> None:
    """Run one side in this process, keep its answer, and print what it took as JSON."""
    if name in NEEDS_QGIS:
        start_qgis()
    started = time.perf_counter()
    answer = SIDES[name](folder)
    seconds = float(answer.pop(SECONDS, time.perf_counter() - started))
    np.savez(folder / f"{name}.npz", **answer)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mib": peak}), flush=True)


def in_process(name: str, folder: Path, options: argparse.Namespace, events: int) -> str:
    """Run a side, or the preparation, in a process of its own and return what it printed."""
    python = str(ORACLES) if name == "geopandas" else sys.executable
    command = [python, str(Path(__file__).resolve()), "--side", name, "--folder", str(folder)]
    command += ["--events", str(events), "--objects", str(options.objects), "--seed", str(options.seed)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    if done.returncode and '"seconds"' not in done.stdout:
        raise SystemExit(f"{name} failed:\n{done.stderr or done.stdout}")
    return done.stdout


def difference_of(ours: Answer, peer: Answer, what: str) -> str:
    """Return what differs between two answers to one question; distances agree to a centimetre, as they are rounded."""
    mine, theirs = np.asarray(ours[what], float), np.asarray(peer[what], float)
    if what == NEAR and mine.shape == theirs.shape:
        theirs = np.where(np.abs(mine - theirs) < 0.0101, mine, theirs)
    return same({what: mine}, {what: theirs})


def measure(folder: Path, options: argparse.Namespace, events: int) -> Tuple[Dict[str, object], List[str]]:
    """Run all sides at one number of events; return their numbers and what went wrong."""
    print(f"\n{in_process('prepare', folder, options, events).strip()}", flush=True)
    print(f"  {'':<19}{'seconds':>9}{'MiB':>7}")
    took: Dict[str, Dict[str, float]] = {}
    for name in SIDES:
        lines = in_process(name, folder, options, events).splitlines()
        took[name] = json.loads(next(line for line in lines if line.startswith('{"seconds"')))
        print(f"  {name:<19}{took[name]['seconds']:>9.2f}{took[name]['peak_mib']:>7.0f}", flush=True)
    wrong: List[str] = []
    for ours, peer, what in COMPARED:
        with np.load(folder / f"{ours}.npz") as mine, np.load(folder / f"{peer}.npz") as theirs:
            difference = difference_of(dict(mine), dict(theirs), what)
        ratio = took[peer]["seconds"] / took[ours]["seconds"]
        wrong += [f"{ours} against {peer}: {difference}"] if difference else []
        print(f"  {ours} against {peer} ({what}): {difference or f'{ratio:.1f} times faster'}", flush=True)
    return dict(took), wrong


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, nargs="+", default=[100_000])
    parser.add_argument("--objects", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--side", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side in SIDES:
        run_side(options.side, options.folder)
        return
    if options.side:
        prepare(options.folder, options.events[0], options.objects, options.seed)
        return
    if not ORACLES.exists():
        raise SystemExit("build/oracles is absent: run `make bench-enrich`, which makes it")
    wrong: List[str] = []
    told = {}
    for events in options.events:
        with tempfile.TemporaryDirectory() as temporary:
            told[events], differing = measure(Path(temporary), options, events)
        wrong += differing
    (ROOT / "build" / "bench_enrich.json").write_text(json.dumps(told, indent=1), encoding="utf-8")
    if wrong:
        raise SystemExit("\n".join(wrong))


if __name__ == "__main__":
    main()
