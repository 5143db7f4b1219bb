"""Open the demo in the real QGIS: the project of `make run`, the plugin of this tree on, the panel open.

QGIS runs on the screen of the user, with a profile of its own in build/demo/profile-desktop: nothing of the user's own
QGIS is read or changed. Ends when QGIS ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from virtual_desktop import ROOT, program, qgis_environment, write_profile  # noqa: E402

OUT = ROOT / "build" / "demo"
PROFILE = OUT / "profile-desktop"
VERSION = "3.22"

STARTUP = """from qgis.PyQt.QtCore import QTimer


def show_panel():
    import qgis.utils

    qgis.utils.plugins["igh_plugin"].show_panel()


QTimer.singleShot(0, show_panel)
"""

NO_SCREEN = """There is no screen to open QGIS on: neither DISPLAY nor WAYLAND_DISPLAY is set.
Run `make desktop` in a terminal of a graphical session, or log in with `ssh -X`.
Without a screen, `make run` does the whole job and puts pictures of map and panel into build/demo."""


def screen() -> dict[str, str] | None:
    """The variables that name the user's screen, None without one."""
    if os.environ.get("DISPLAY"):
        return {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "xcb")}
    return {} if os.environ.get("WAYLAND_DISPLAY") else None


def answers() -> bool:
    """Whether the X screen can be opened."""
    command = ["xdotool", "getdisplaygeometry"]
    return not subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode


def main() -> int:
    """Run the main job first where its project is absent, then QGIS; gives QGIS's exit code."""
    display = screen()
    if display is None:
        print(NO_SCREEN, file=sys.stderr)
        return 2
    if os.environ.get("DISPLAY") and not answers():
        print(f"The screen {os.environ['DISPLAY']} does not answer, or does not let you in.", file=sys.stderr)
        return 2
    project = OUT / "igh.qgz"
    if not project.exists():
        print("The demo project is not there yet: `make run` comes first.", flush=True)
        done = subprocess.run([sys.executable, str(ROOT / "scripts" / "demo.py")])
        if done.returncode:
            return done.returncode
    if not (PROFILE / "profiles").exists():
        write_profile(PROFILE, ["igh_plugin", "processing"])
    startup = PROFILE / "show_panel.py"
    startup.write_text(STARTUP, encoding="utf-8")
    environment = qgis_environment(VERSION)
    environment.update(display, QGIS_PLUGINPATH=str(ROOT), PYTHONDONTWRITEBYTECODE="1")
    command = [
        program("qgis", VERSION), "--profiles-path", str(PROFILE), "--nologo", "--noversioncheck",
        "--project", str(project), "--code", str(startup),
    ]  # fmt: skip
    print(f"QGIS opens {project.relative_to(ROOT)}; close its window to come back here.", flush=True)
    return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
