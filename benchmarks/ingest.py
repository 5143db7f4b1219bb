"""One file of text to events that can be used, beside programs that clean nothing, in one run: seconds and memory.

    build/venv/bin/python benchmarks/ingest.py [--rows 1000000] [--sides ours shared ogr2ogr qgis] [--seed 7]

The file has an id, two moments, category, street, status, coordinates in RD and a column that is personal and not taken.
One row in a thousand has no date, one no coordinates. Every side runs in a process of its own that measures itself, with
its children; starting Python and QGIS, and importing packages, is not measured. The rows that have a point are compared.

ours      cleaned, assigned to the 518 neighbourhoods of Amsterdam (without the folder `IGH_SHARED_DATA`, to as many of
          the sample city), rejects kept, indexed by place, id, source and day: a workspace in a GeoPackage
shared    the same into PostgreSQL
ogr2ogr   every column as text, and points with a spatial index, in a GeoPackage
qgis      native:createpointslayerfromtable to a GeoPackage
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
from pathlib import Path
from typing import Callable, Dict

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.run import start_qgis  # noqa: E402

SHARED = Path(os.environ.get("IGH_SHARED_DATA", ROOT.parent / "shared" / "data"))
AREAS = SHARED / "areas" / "amsterdam_gebieden_2022_rd.gpkg"
HEADER = "id;reported;closed;category;street;status;x;y;email\n"
MAPPING = """
source: bench
title: Bench
kind: report
timezone: {stored: Europe/Amsterdam, local: Europe/Amsterdam}
crs: EPSG:28992
id: id
fields:
  occurred_from: {column: reported, format: ["%Y-%m-%d %H:%M:%S"]}
  closed_at: {column: closed, format: ["%Y-%m-%d %H:%M:%S"]}
  category: {column: category}
  place: {column: street}
  status: {column: status}
  x: {column: x}
  y: {column: y}
personal: [email]
"""
CHUNK = 200_000


def write(path: Path, rows: int, seed: int) -> int:
    """Write the file; return how many rows have coordinates."""
    rng = np.random.default_rng(seed)
    there = 0
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEADER)
        for start in range(0, rows, CHUNK):
            size = min(CHUNK, rows - start)
            begin = np.datetime64("2021-01-01", "s") + rng.integers(0, 3 * 365 * 86_400, size).astype(
                "timedelta64[s]"
            )
            end = begin + rng.integers(60, 30 * 86_400, size).astype("timedelta64[s]")
            texts = [np.char.replace(np.datetime_as_string(one), "T", " ").tolist() for one in (begin, end)]
            x, y = rng.normal(121_000, 2_500, size), rng.normal(487_000, 2_500, size)
            category, street = rng.integers(0, 12, size), rng.integers(0, 3_000, size)
            gone = rng.random((2, size)) < 0.001
            there += int((~gone[1]).sum())
            file.writelines(
                f"{start + i};{'' if gone[0, i] else texts[0][i]};{texts[1][i]};category {category[i]};Street {street[i]};"
                + ("closed;;;" if gone[1, i] else f"closed;{x[i]:.1f};{y[i]:.1f};")
                + f"a{i}@b.nl\n"
                for i in range(size)
            )
    return there


def _ingest(folder: Path, place: str) -> Dict[str, int]:
    from igh_plugin.pipeline.ingest import ingest

    areas = AREAS if AREAS.exists() else folder / "city" / "areas.gpkg"
    found = ingest(place, str(folder / "rows.csv"), [str(folder / "bench.yaml")], str(areas))["bench"]
    return {"read": found.read, "points": found.kept, "rejected": sum(found.rejected.values())}


def ours(folder: Path) -> Dict[str, int]:
    return _ingest(folder, str(folder / "ours.gpkg"))


def shared(folder: Path) -> Dict[str, int]:
    return _ingest(folder, os.environ["BENCH_POSTGIS"] + f"?schema=ingest_{os.getpid()}")


def ogr2ogr(folder: Path) -> Dict[str, int]:
    command = ["ogr2ogr", "-f", "GPKG", str(folder / "peer.gpkg"), str(folder / "rows.csv"), "-nln", "events"]
    command += ["-oo", "X_POSSIBLE_NAMES=x", "-oo", "Y_POSSIBLE_NAMES=y", "-oo", "KEEP_GEOM_COLUMNS=NO"]
    subprocess.run([*command, "-a_srs", "EPSG:28992"], check=True)
    return _counted(folder / "peer.gpkg", "events")


def qgis(folder: Path) -> Dict[str, int]:
    import processing

    source = f"file://{folder / 'rows.csv'}?delimiter=;&detectTypes=no&geomType=none"
    from qgis.core import QgsVectorLayer

    table = QgsVectorLayer(source, "rows", "delimitedtext")
    processing.run(
        "native:createpointslayerfromtable",
        {"INPUT": table, "XFIELD": "x", "YFIELD": "y", "TARGET_CRS": "EPSG:28992", "OUTPUT": str(folder / "qgis.gpkg")},
    )  # fmt: skip
    return _counted(folder / "qgis.gpkg", "qgis")


def _counted(path: Path, layer: str) -> Dict[str, int]:
    import sqlite3

    connection = sqlite3.connect(path)
    count = connection.execute(f'SELECT count(*), count(geom) FROM "{layer}"').fetchone()
    return {"read": count[0], "points": count[1], "rejected": 0}


Side = Callable[[Path], Dict[str, int]]
OURS = ("pandas", "igh_plugin.pipeline.ingest", "igh_plugin.workspace.opening")
SIDES: Dict[str, Side] = {one.__name__: one for one in (ours, shared, ogr2ogr, qgis)}


def run_side(name: str, folder: Path) -> None:
    if name != "ogr2ogr":
        start_qgis()
        for package in ("processing",) if name == "qgis" else OURS:
            importlib.import_module(package)
    started = time.perf_counter()
    found = SIDES[name](folder)
    seconds = time.perf_counter() - started
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps({**found, "seconds": seconds, "peak_mib": peak / 1024}))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--sides", nargs="+", choices=list(SIDES), default=list(SIDES))
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--side", choices=list(SIDES), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.side:
        run_side(options.side, options.folder)
        return
    from tests.servers.postgres import with_postgis

    with tempfile.TemporaryDirectory() as temporary, with_postgis() as address:
        folder = Path(temporary)
        os.environ["BENCH_POSTGIS"] = address
        if not AREAS.exists():
            from igh_plugin.pipeline.sample_city import write_sample_city

            write_sample_city(folder / "city", seed=7, neighbourhoods=518, events=5_000)
        there = write(folder / "rows.csv", options.rows, options.seed)
        (folder / "bench.yaml").write_text(MAPPING, encoding="utf-8")
        size = (folder / "rows.csv").stat().st_size / 2**20
        print(f"{options.rows} rows, {size:.0f} MiB, {there} with coordinates")
        print(f"  {'':<9}{'seconds':>9}{'MiB':>7}{'points':>10}{'rejected':>10}{'of ogr2ogr':>12}")
        took: Dict[str, Dict[str, float]] = {}
        for name in options.sides:
            command = [sys.executable, str(Path(__file__).resolve()), "--side", name, "--folder", temporary]
            done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
            lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
            if not lines:
                raise SystemExit(f"{name} failed:\n{done.stderr or done.stdout}")
            took[name] = json.loads(lines[-1])
        for name, one in took.items():
            peer = took.get("ogr2ogr")
            ratio = f"{one['seconds'] / peer['seconds']:.2f}x" if peer else "-"
            print(
                f"  {name:<9}{one['seconds']:>9.1f}{one['peak_mib']:>7.0f}{one['points']:>10}{one['rejected']:>10}{ratio:>12}"
            )
            if one["read"] != options.rows or one["points"] + one["rejected"] < there:
                raise SystemExit(f"{name} lost rows: {one}")


if __name__ == "__main__":
    main()
