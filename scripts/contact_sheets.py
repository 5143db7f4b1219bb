"""Pictures of every theme, its map and its panel, on two contact sheets in build/contact: to be looked at.

Builds the sample city and all themes on it by qgis_process, or takes a workspace and project that are there, and takes the
pictures in the real desktop on a virtual screen.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from demo import enable_plugin, process  # noqa: E402
from virtual_desktop import ROOT, Desktop  # noqa: E402

OUT = ROOT / "build" / "contact"
PANEL = "iface.mainWindow().findChild(QWidget, 'IghPanel')"
WIDTH, ACROSS = 460, 6
SCREEN = (1900, 1200)


def build(events: int) -> tuple[Path, Path]:
    """Build every theme on the sample city; returns workspace and project."""
    workspace, project, city = OUT / "igh.gpkg", OUT / "igh.qgz", OUT / "city"
    for path in (workspace, project):
        path.unlink(missing_ok=True)
    process("igh:samplecity", FOLDER=city, EVENTS=events)
    sources = sorted(path.stem for path in (ROOT / "igh_plugin/resources/sources").glob("samplecity_*.yaml"))
    given = {"EVENTS": city / "raw", "MAPPING": ";".join(sources), "AREAS": city / "areas.gpkg"}
    for folder in sorted((ROOT / "igh_plugin/resources/themes").iterdir()):
        process("igh:buildtheme", WORKSPACE=workspace, THEME=folder.name, PROJECT=project, **given)
        given = {}
    return workspace, project


def pictures(project: Path, language: str) -> list[str]:
    """Take a picture of the map and of the whole panel of each theme; returns the ids of the themes."""
    for kind in ("maps", "panels"):
        (OUT / kind).mkdir(parents=True, exist_ok=True)
        for old in (OUT / kind).glob("*.png"):
            old.unlink()
    with Desktop(OUT / "desktop", project=project, size=SCREEN, language=language) as desktop:
        desktop.run("qgis.utils.plugins['igh_plugin'].set_panel_visible(True)")
        desktop.run(f"{PANEL}.setMinimumWidth({WIDTH})")
        ready = f"{PANEL}.task is None and {PANEL}.figures is not None and not {PANEL}.debounce.isActive()"
        desktop.wait_until(ready, 60)
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
    parser.add_argument("--project", default="", help="a project that is there, with its themes built")
    parser.add_argument("--language", default="en")
    options = parser.parse_args()
    enable_plugin()
    OUT.mkdir(parents=True, exist_ok=True)
    project = Path(options.project) if options.project else build(options.n)[1]
    names = pictures(project, options.language)
    for kind, size in (("maps", "420x320+4+4"), ("panels", "300x900+4+4")):
        print(sheet(kind, size).relative_to(ROOT))
    print(f"{len(names)} themes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
