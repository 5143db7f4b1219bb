"""A million events: generated, ingested, combined and linked, with seconds and peak memory of each step.

Each step runs in a process of its own, so that its peak memory is its own:

    build/venv/bin/python benchmarks/million.py [--events 1000000] [--areas 120 518] [--folder DIR]

The sample city is drawn with so many events and neighbourhoods and written as messy files; the reports among them
are collected into a new workspace, with the areas; they are combined by neighbourhood, month and category, and those of
the same thing are linked to incidents. The combined table is checked: its sum must be the number of events that were
kept and have a date. So are the links: incidents read back must be as many as were made.
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

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

STEPS = ("generate", "ingest", "combine", "link")
SOURCE = "samplecity_reports"
MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024
LIMIT_GIB = 1.5


def generate(folder: Path, events: int, areas: int) -> dict:
    """Write the sample city as files."""
    from igh_plugin.pipeline.sample_city import write_sample_city

    paths = write_sample_city(folder / "city", neighbourhoods=areas, events=events)
    told = json.loads(paths["truth"].read_text(encoding="utf-8"))
    return {"rows": told["reports"]["total"], "what": "events drawn"}


def ingest(folder: Path, events: int, areas: int) -> dict:
    """Collect the reports into a new workspace."""
    from igh_plugin.pipeline.ingest import ingest as run

    city = folder / "city"
    result = run(str(folder / "igh.gpkg"), str(city / "raw"), [SOURCE], str(city / "areas.gpkg"))[SOURCE]
    return {"rows": result.kept, "what": f"kept of {result.read} rows read"}


def combine(folder: Path, events: int, areas: int) -> dict:
    """Count the events by neighbourhood, month and category."""
    import numpy as np

    from igh_plugin.core import periods
    from igh_plugin.core.filters import EventFilter
    from igh_plugin.pipeline.combine import combine as run
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    with GeoPackageWorkspace.open(folder / "igh.gpkg") as workspace:
        level = workspace.area_levels()[0]
        run(workspace, (SOURCE,), (level,), (periods.MONTH,))
        took = time.perf_counter()
        cube = workspace.cube((SOURCE,), level, periods.MONTH)
        counted = int(cube["value"][cube["measure"] == "events"].sum())
        days = workspace.count_by(EventFilter(), ["local_day"])
        dated = int(days["n"][~np.isnan(days["local_day"])].sum())
        if counted != dated:
            raise SystemExit(f"the cube counts {counted} events, the workspace holds {dated} with a date")
        checking = time.perf_counter() - took
    shape = " x ".join(str(len(set(cube[name]))) for name in ("place", "period", "category"))
    return {
        "rows": len(cube["value"]),
        "what": f"cells of {shape}, {counted} dated events",
        "untimed": checking,
    }


def link(folder: Path, events: int, areas: int) -> dict:
    """Link reports of the same thing by the rules of the package."""
    from igh_plugin.pipeline.duplicates import link_duplicates
    from igh_plugin.sources.duplicates import read_duplicate_rules
    from igh_plugin.workspace.geopackage import GeoPackageWorkspace

    with GeoPackageWorkspace.open(folder / "igh.gpkg") as workspace:
        made = link_duplicates(workspace, read_duplicate_rules(), (SOURCE,))
        linked, incidents = int(made.linked.sum()), made.incidents.count
        took = time.perf_counter()
        counted = int(workspace.events_in_incidents([])["first"].sum())
        if counted != incidents:
            raise SystemExit(f"{incidents} incidents were made, the workspace tells of {counted}")
        checking = time.perf_counter() - took
    what = f"incidents, {linked} events in company; read back in {checking:.1f} s"
    return {"rows": incidents, "what": what, "untimed": checking}


def run_step(step: str, folder: Path, events: int, areas: int) -> None:
    """Do one step in this process and print what it took as JSON."""
    started = time.perf_counter()
    found = globals()[step](folder, events, areas)
    seconds = time.perf_counter() - started - found.pop("untimed", 0.0)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MEMORY_UNIT
    print(json.dumps({**found, "seconds": seconds, "peak": peak}))


def measure(folder: Path, events: int, areas: int) -> float:
    """Run all steps, print a line for each, and return the highest peak memory in GiB."""
    highest = 0.0
    print(f"{events} events, {areas} neighbourhoods")
    print(f"  {'step':<10}{'seconds':>9}{'peak GiB':>10}{'rows':>11}")
    for step in STEPS:
        command = [sys.executable, str(Path(__file__).resolve()), "--events", str(events)]
        command += ["--areas", str(areas), "--folder", str(folder), "--step", step]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        if done.returncode:
            raise SystemExit(f"{step} failed:\n{done.stderr or done.stdout}")
        found = json.loads(done.stdout.splitlines()[-1])
        peak = found["peak"] / 2**30
        highest = max(highest, peak)
        print(
            f"  {step:<10}{found['seconds']:>9.1f}{peak:>10.2f}{found['rows']:>11}  {found['what']}",
            flush=True,
        )
    return highest


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--areas", type=int, nargs="+", default=[120, 518])
    parser.add_argument("--folder", type=Path, help="where the files go and stay; else they are temporary")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        run_step(options.step, options.folder, options.events, options.areas[0])
        return
    highest = 0.0
    for areas in options.areas:
        with tempfile.TemporaryDirectory() as temporary:
            folder = (options.folder or Path(temporary)) / str(areas)
            folder.mkdir(parents=True, exist_ok=True)
            for name in ("igh.gpkg", "igh.gpkg-wal", "igh.gpkg-shm"):
                (folder / name).unlink(missing_ok=True)
            highest = max(highest, measure(folder, options.events, areas))
    print(f"highest peak {highest:.2f} GiB, the limit is {LIMIT_GIB} GiB")
    sys.exit(highest > LIMIT_GIB)


if __name__ == "__main__":
    main()
