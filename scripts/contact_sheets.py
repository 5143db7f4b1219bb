"""Pictures of every theme, its map and its panel, on two contact sheets in build/contact: to be looked at.

Builds the sample city and all themes on it, or takes a project that is there, and takes the pictures in the real desktop on a virtual screen.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path[:0] = [str(folder) for folder in Path(__file__).resolve().parents[:2]]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from virtual_desktop import ROOT, Desktop  # noqa: E402

OUT = ROOT / "build" / "contact"
PANEL = "iface.mainWindow().findChild(QWidget, 'IghPanel')"
WIDTH, ACROSS, AT_ONCE = 460, 6, 8
SCREEN = (1900, 1200)


def build(events: int) -> list[Path]:
    """Build every theme on the sample city, and projects of some of them each, in this process; returns the projects."""
    from qgis.core import QgsApplication

    from igh_plugin.pipeline.combine import combine
    from igh_plugin.pipeline.ingest import ingest
    from igh_plugin.pipeline.sample_city import write_sample_city
    from igh_plugin.themes.building import build_theme
    from igh_plugin.themes.catalogue import list_themes
    from igh_plugin.themes.project import write_project
    from igh_plugin.workspace.opening import open_workspace

    workspace, city = OUT / "igh.gpkg", OUT / "city"
    for path in (workspace, *OUT.glob("*.qgz")):
        path.unlink(missing_ok=True)
    application = QgsApplication([], False)
    application.initQgis()
    write_sample_city(city, events=events)
    sources = sorted(path.stem for path in (ROOT / "igh_plugin/resources/sources").glob("samplecity_*.yaml"))
    ingest(str(workspace), str(city / "raw"), sources, str(city / "areas.gpkg"))
    themes = list_themes()
    with open_workspace(str(workspace)) as opened:
        combine(opened)
        for theme in themes:
            begin = time.monotonic()
            build_theme(opened, theme)
            print(f"  {theme.id}: {time.monotonic() - begin:.1f} s", flush=True)
    projects = []
    for first in range(0, len(themes), AT_ONCE):
        projects.append(OUT / f"{first:02d}.qgz")
        write_project(str(projects[-1]), str(workspace), themes[first : first + AT_ONCE], "en")
    application.exitQgis()
    return projects


def pictures(project: Path, language: str) -> list[str]:
    """Take a picture of the map and of the whole panel of each theme of a project; returns the ids of the themes."""
    with Desktop(OUT / "desktop", project=project, size=SCREEN, language=language) as desktop:
        desktop.run("qgis.utils.plugins['igh_plugin'].set_panel_visible(True)")
        desktop.run(f"{PANEL}.setMinimumWidth({WIDTH})")
        ready = f"{PANEL}.task is None and {PANEL}.figures is not None and not {PANEL}.debounce.isActive()"
        desktop.wait_until(ready, 180)
        names = desktop.run(
            f"[{PANEL}.theme_box.itemData(i)[1].id for i in range({PANEL}.theme_box.count())]"
        )
        for number, name in enumerate(names):
            desktop.run(f"{PANEL}.theme_box.setCurrentIndex({number})\n{PANEL}._theme_chosen({number})")
            desktop.wait_until(f"{ready} and {PANEL}.figures.theme == {name!r}", 60)
            desktop.run("iface.mapCanvas().refresh()")
            desktop.wait_until("not iface.mapCanvas().isDrawing()", 60)
            time.sleep(0.6)
            for kind, widget in (("panels", f"{PANEL}.view"), ("maps", "iface.mapCanvas()")):
                desktop.run(f"{widget}.grab().save({json.dumps(str(OUT / kind / (name + '.png')))})")
            print(f"  {name}", flush=True)
    return names


def sheet(kind: str, size: str) -> Path:
    """Put the pictures of a kind on one sheet, named."""
    target = OUT / f"{kind}.png"
    files = [str(path) for path in sorted((OUT / kind).glob("*.png"))]
    words = ["montage", "-label", "%t", *files, "-tile", f"{ACROSS}x", "-geometry", size, str(target)]
    subprocess.run(words, check=True)
    return target


def main() -> int:
    """Build, look, and put the sheets together."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=100_000, help="reports of the sample city")
    parser.add_argument(
        "--project", nargs="*", default=[], help="projects that are there, their themes built"
    )
    parser.add_argument("--language", default="en")
    options = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    for kind in ("maps", "panels"):
        (OUT / kind).mkdir(parents=True, exist_ok=True)
        for old in (OUT / kind).glob("*.png"):
            old.unlink()
    projects = [Path(name) for name in options.project] or build(options.n)
    names = [name for project in projects for name in pictures(project, options.language)]
    for kind, size in (("maps", "420x320+4+4"), ("panels", "300x900+4+4")):
        print(sheet(kind, size).relative_to(ROOT))
    print(f"{len(names)} themes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
