"""The main job without a screen: from raw files to workspace, project, map, panel and briefing in build/demo.

Without --events it makes the sample city first and builds both themes on it. Everything that computes runs
through qgis_process, as a nightly job would; only the picture of the panel needs the desktop, on a virtual screen.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from virtual_desktop import ROOT, Desktop, program, qgis_environment  # noqa: E402

OUT = ROOT / "build" / "demo"
CITY = OUT / "city"
SOURCES = "samplecity_reports;samplecity_inspections"
PLANTED_IN = "samplecity_reports"


class JobFailed(RuntimeError):
    """A step of the job ended with an error; its words were shown."""


def environment() -> dict[str, str]:
    """Environment of qgis_process with the plugin of this tree in a profile of its own."""
    found = qgis_environment()
    found.update(
        QGIS_PLUGINPATH=str(ROOT),
        QGIS_CUSTOM_CONFIG_PATH=str(OUT / "profile"),
        QT_QPA_PLATFORM="offscreen",
        XDG_RUNTIME_DIR=str(OUT / "run"),
    )
    return found


def enable_plugin() -> None:
    """Make the profile of the job, with the plugin on; qgis_process answers 1 when it is on already."""
    for folder in (OUT / "profile", OUT / "run"):
        folder.mkdir(parents=True, exist_ok=True)
    (OUT / "run").chmod(0o700)
    quiet = {"env": environment(), "check": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([program("qgis_process", "3.22"), "plugins", "enable", "igh_plugin"], **quiet)


def process(algorithm: str, **parameters: object) -> dict[str, str]:
    """Run an algorithm, show its messages, and return its outputs. Raises `JobFailed`."""
    begin = time.monotonic()
    print(f"\n== {algorithm}", flush=True)
    words = [f"{name}={value}" for name, value in parameters.items() if value not in (None, "")]
    command = [program("qgis_process", "3.22"), "run", algorithm, "--", *words]
    lines: list[str] = []
    with subprocess.Popen(
        command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        for line in running.stdout or ():
            lines.append(line.rstrip("\n"))
            if "XDG_RUNTIME_DIR" not in line and not line.startswith(("Warning 1:", "\t", "----", "SUMMARY")):
                print("  " + line[:300].rstrip(), flush=True)
    if running.returncode or any("Traceback" in line for line in lines):
        raise JobFailed(f"{algorithm} failed: its words stand above.")
    print(f"  ({time.monotonic() - begin:.1f} s)", flush=True)
    pairs = (line.split(":\t", 1) for line in lines if ":\t" in line)
    return {name.strip(): value for name, value in pairs}


def picture_of_panel() -> None:
    """Grab the panel in the real desktop, on a virtual screen."""
    print("\n== the panel in the QGIS desktop", flush=True)
    begin = time.monotonic()
    with Desktop(OUT / "desktop", project=OUT / "igh.qgz") as desktop:
        desktop.run("qgis.utils.plugins['igh_plugin'].set_panel_visible(True)")
        panel = "iface.mainWindow().findChild(QWidget, 'IghPanel')"
        desktop.run(f"{panel}.setMinimumWidth(460)")
        deadline = time.monotonic() + 30
        while not desktop.run(f"{panel}.figures is not None") and time.monotonic() < deadline:
            time.sleep(0.3)
        time.sleep(1.5)
        desktop.run(f"{panel}.grab().save({json.dumps(str(OUT / 'panel.png'))})")
        desktop.screenshot(OUT / "desktop.png")
    print(f"  ({time.monotonic() - begin:.1f} s)", flush=True)


def summary(workspace: Path, theme: str, counts: dict[str, dict], planted: dict[str, int]) -> None:
    """Say in words what came out; `planted` are the faults of the sample city, by reason."""
    print("\n== Summary")
    for source, item in counts.items():
        rejected = sum(item["rejected"].values())
        print(f"{source}: {item['read']:,} rows read, {item['kept']:,} kept, {rejected:,} rejected.")
        faults = planted if source == PLANTED_IN else {}
        for reason in sorted({*item["rejected"], *faults}, key=lambda one: -item["rejected"].get(one, 0)):
            of_planted = f" of {faults.get(reason, 0):,} planted" if faults else ""
            print(f"    {item['rejected'].get(reason, 0):>7,}{of_planted}  {reason.replace('_', ' ')}")
        if faults:
            good = sum(max(0, count - faults.get(reason, 0)) for reason, count in item["rejected"].items())
            print(f"    {good:>7,} good rows rejected")
        for note in item["notes"]:
            print(f"    note: {note}")
    with sqlite3.connect(f"file:{workspace}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "SELECT level, metadata FROM results WHERE theme = ? AND name = 'hotspot_places'", (theme,)
        ).fetchall()
    found = {level: json.loads(metadata) for level, metadata in rows}
    for level in ("tactical", "strategic", "operational"):
        if level in found and found[level]["places"]:
            break
    places = found.get(level, {}).get("places", [])
    print(
        f"The five strongest hot spots of {theme} ({level}):"
        if places
        else f"No place of {theme} stands out."
    )
    for place in places[:5]:
        print(
            f"    {place['rank']}. {place['name']} ({place['events']:,} events, {place['confidence']} % confidence)"
        )
    print("Files:")
    for name in ("igh.gpkg", "igh.qgz", "map.png", "panel.png", "briefing.pdf"):
        path = OUT / name
        if path.exists():
            print(f"    {path.relative_to(ROOT)}  {path.stat().st_size / 1e6:.1f} MB")


def main() -> int:
    """Run the job; 0 when all of it came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", default="", help="file or folder with events; without it the sample city")
    parser.add_argument("--areas", default="", help="file with polygon layers")
    parser.add_argument("--mapping", default="", help="mapping (YAML), or id of a source; guessed without it")
    parser.add_argument("--theme", default="", help="theme; registrations without it")
    parser.add_argument("--n", type=int, default=200_000, help="events of the sample city")
    options = parser.parse_args()
    begin = time.monotonic()
    enable_plugin()
    workspace, project = OUT / "igh.gpkg", OUT / "igh.qgz"
    try:
        if options.events:
            theme = options.theme or "registrations"
            themes = [theme]
            events, mapping = os.path.abspath(options.events), options.mapping
            areas = os.path.abspath(options.areas) if options.areas else ""
            if mapping and os.path.exists(mapping):
                mapping = os.path.abspath(mapping)
        else:
            theme = options.theme or "registrations"
            themes = [theme] if options.theme else ["waste_beside_containers", "registrations"]
            process("igh:samplecity", FOLDER=CITY, EVENTS=options.n)
            events, mapping, areas = str(CITY / "raw"), SOURCES, str(CITY / "areas.gpkg")
        if options.events or not _holds_only_sample(workspace):
            for path in (workspace, project):
                path.unlink(missing_ok=True)
        counts: dict[str, dict] = {}
        for number, name in enumerate(themes):
            chosen = {"EVENTS": events, "MAPPING": mapping, "AREAS": areas} if not number else {}
            out = process("igh:buildtheme", WORKSPACE=workspace, THEME=name, PROJECT=project, **chosen)
            counts.update(json.loads(out.get("SUMMARY", "{}")))
        process(
            "igh:briefing", WORKSPACE=workspace, THEME=theme, OUTPUT=OUT / "briefing.pdf", MAP=OUT / "map.png"
        )
        picture_of_panel()
    except JobFailed as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    planted: dict[str, int] = {}
    if not options.events:
        planted = json.loads((CITY / "truth.json").read_text(encoding="utf-8"))["raw"]["expected_rejects"]
    summary(workspace, theme, counts, planted)
    print(f"Done in {time.monotonic() - begin:.0f} s.")
    return 0


def _holds_only_sample(workspace: Path) -> bool:
    """Tell whether the demo's workspace is that of the sample city, so that a second run can build on it."""
    if not workspace.exists():
        return False
    try:
        with sqlite3.connect(f"file:{workspace}?mode=ro", uri=True) as connection:
            names = {row[0] for row in connection.execute("SELECT source FROM sources")}
    except sqlite3.Error:
        return False
    return names == set(SOURCES.split(";"))


if __name__ == "__main__":
    sys.exit(main())
