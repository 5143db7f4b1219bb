"""The real QGIS desktop on a virtual screen, driven from outside: for tests and for pictures.

    with Desktop(folder, project="city.qgz") as desktop:
        desktop.run("qgis.utils.plugins['igh_plugin'].show_panel()")
        desktop.click("iface.mainWindow().findChild(QPushButton, 'run')")
        desktop.screenshot(folder / "screen.png")

Each desktop has its own screen, window manager, profile and home, and ends by itself. Code given to `run` is executed
in QGIS's main thread, also while a dialog is open; its value comes back as JSON.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DRIVER = Path(__file__).resolve().parent / "in_desktop.py"
QGIS340 = ROOT / "build" / "qgis340"

STARTUP = f"""import importlib.util
import sys

if "in_desktop" not in sys.modules:
    specification = importlib.util.spec_from_file_location("in_desktop", {str(DRIVER)!r})
    sys.modules["in_desktop"] = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(sys.modules["in_desktop"])
"""

BLOCKER = '''"""Makes packages look as if they were not installed."""
import os
import sys


class Blocker:
    names = set(os.environ.get("IGH_BLOCKED", "").split(","))

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None


sys.meta_path.insert(0, Blocker())
'''


class DesktopError(RuntimeError):
    """The desktop did not start, did not answer, or reported an error."""


def qgis_environment(version: str = "3.22") -> dict[str, str]:
    """Environment variables under which `qgis.bin` and Python are those of a QGIS version (3.22 or 3.40)."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("QGIS", "PYTHON", "IGH_"))
    }
    # QGIS finds its Python beside the first python3 on the path: it must be the system's.
    environment["PATH"] = os.pathsep.join(["/usr/bin", "/bin", environment.get("PATH", "")])
    if version == "3.40":
        usr = QGIS340 / "usr"
        environment["QGIS_PREFIX_PATH"] = str(usr)
        environment["LD_LIBRARY_PATH"] = f"{usr}/lib:{usr}/lib/x86_64-linux-gnu"
        python = [
            usr / "lib/python3/dist-packages",
            usr / "share/qgis/python",
            usr / "share/qgis/python/plugins",
        ]
        environment["PYTHONPATH"] = os.pathsep.join(map(str, python))
        environment["PATH"] = f"{usr}/bin{os.pathsep}{environment['PATH']}"
    return environment


def program(name: str, version: str) -> str:
    """Path of a program of a QGIS version, such as `qgis` or `qgis_process`."""
    folder = QGIS340 / "usr" / "bin" if version == "3.40" else Path("/usr/bin")
    for candidate in (folder / f"{name}.bin", folder / name):
        if candidate.exists():
            return str(candidate)
    raise DesktopError(f"There is no {name} of QGIS {version} in {folder}")


def block_packages(environment: dict[str, str], packages: Iterable[str], folder: Path) -> None:
    """Make Python under `environment` behave as if `packages` were not installed."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(BLOCKER, encoding="utf-8")
    environment["IGH_BLOCKED"] = ",".join(packages)
    path = environment.get("PYTHONPATH")
    environment["PYTHONPATH"] = f"{folder}{os.pathsep}{path}" if path else str(folder)


def write_profile(profile: Path, plugins: Iterable[str], language: str = "en") -> None:
    """Write a fresh QGIS profile (a folder with profiles/default) with these plugins on."""
    ini = profile / "profiles" / "default" / "QGIS" / "QGIS3.ini"
    ini.parent.mkdir(parents=True, exist_ok=True)
    switched_on = "".join(f"{name}=true\n" for name in plugins)
    locale = f"[locale]\noverrideFlag=true\nuserLocale={language}\n"
    updates = "[app]\nplugin_installer\\checkOnStart=false\n"
    ini.write_text(f"[PythonPlugins]\n{switched_on}\n{locale}\n{updates}", encoding="utf-8")


class Desktop:
    """QGIS on a screen of its own.

    folder: where profile, home, logs and messages go. plugin_path: the folder that holds igh_plugin. size: of the screen in
    pixels, of which `scale` make one of Qt's, in which all places are given.
    """

    def __init__(
        self,
        folder: Path,
        *,
        version: str = "3.22",
        plugin_path: Path = ROOT,
        project: Path | str | None = None,
        blocked: Iterable[str] = (),
        plugins: Iterable[str] = ("igh_plugin", "processing"),
        size: tuple[int, int] = (1600, 1000),
        scale: int = 1,
        language: str = "en",
        timeout_s: float = 90.0,
    ):
        self.folder = Path(folder).resolve()
        self.version = version
        self.plugin_path = Path(plugin_path).resolve()
        self.project = project
        self.blocked = tuple(blocked)
        self.plugins = tuple(plugins)
        self.size = size
        self.scale = scale
        self.language = language
        self.timeout_s = timeout_s
        self._processes: list[subprocess.Popen] = []
        self._qgis: subprocess.Popen | None = None
        self._count = 0
        self._environment: dict[str, str] = {}

    def __enter__(self) -> Desktop:
        try:
            self.start()
        except BaseException:
            self._kill()
            raise
        return self

    def __exit__(self, *exception) -> None:
        self.stop()

    def start(self) -> None:
        """Start screen, window manager and QGIS, and wait until it answers."""
        messages = self.folder / "messages"
        shutil.rmtree(messages, ignore_errors=True)
        for path in (messages, self.folder / "home", self.folder / "run", self.folder / "tmp"):
            path.mkdir(parents=True, exist_ok=True)
        (self.folder / "run").chmod(0o700)
        startup = self.folder / "startup.py"
        startup.write_text(STARTUP, encoding="utf-8")
        profile = self.folder / "profile"
        if not profile.exists():
            write_profile(profile, self.plugins, self.language)

        environment = qgis_environment(self.version)
        if self.blocked:
            block_packages(environment, self.blocked, self.folder / "blocked")
        environment.update(
            DISPLAY=self._start_screen(),
            QT_QPA_PLATFORM="xcb",
            HOME=str(self.folder / "home"),
            XDG_RUNTIME_DIR=str(self.folder / "run"),
            TMPDIR=str(
                self.folder / "tmp"
            ),  # layers in it are temporary to QGIS, which then asks before it ends
            QGIS_PLUGINPATH=str(self.plugin_path),
            IGH_MESSAGES=str(messages),
            IGH_SIZE=f"{self.size[0] // self.scale}x{self.size[1] // self.scale}",
            QT_SCALE_FACTOR=str(self.scale),
            PYQGIS_STARTUP=str(startup),
            LANG="C.UTF-8",
            PYTHONDONTWRITEBYTECODE="1",
        )
        self._environment = environment
        self._processes.append(
            subprocess.Popen(
                ["matchbox-window-manager", "-use_titlebar", "no"],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        command = [
            program("qgis", self.version),
            "--profiles-path",
            str(profile),
            "--nologo",
            "--noversioncheck",
        ]
        if self.project:
            command += ["--project", str(Path(self.project).resolve())]
        with open(self.folder / "qgis.log", "wb") as log:
            self._qgis = subprocess.Popen(command, env=environment, cwd=self.folder, stdout=log, stderr=log)
        self._processes.append(self._qgis)
        self._wait_for(messages / "ready", self.timeout_s, "QGIS did not become ready")

    def run(self, code: str, timeout_s: float | None = None) -> Any:
        """Execute Python in QGIS; the value of its last expression comes back (what JSON cannot say: as text).

        Names at hand: iface, qgis, QgsProject, QgsApplication, the widgets of qgis.PyQt.QtWidgets, and `plugin()`.
        """
        self._count += 1
        request = self.folder / "messages" / f"{self._count:04d}.py"
        answer = request.with_suffix(".json")
        request.with_suffix(".tmp").write_text(code, encoding="utf-8")
        request.with_suffix(".tmp").rename(request)
        self._wait_for(answer, timeout_s or self.timeout_s, f"QGIS did not answer to: {code}")
        result = json.loads(answer.read_text(encoding="utf-8"))
        if "error" in result:
            raise DesktopError(f"{code}\n{result['error']}")
        return result["value"]

    def wait_until(self, expression: str, timeout_s: float = 60.0) -> Any:
        """Wait until an expression is true in QGIS; returns its value."""
        end = time.monotonic() + timeout_s
        while time.monotonic() < end:
            value = self.run(expression)
            if value:
                return value
            time.sleep(0.05)
        raise DesktopError(f"Not true within {timeout_s:.0f} s: {expression}")

    def position(self, widget: str) -> tuple[int, int]:
        """Middle of the widget that an expression gives, on the screen."""
        x, y = self.run(f"_w = {widget}\n_p = _w.mapToGlobal(_w.rect().center())\n[_p.x(), _p.y()]")
        return x, y

    def click(self, widget: str, button: int = 1, offset: tuple[int, int] | None = None) -> None:
        """Click on a widget with the real mouse: in its middle, or at an offset from its upper left corner."""
        if offset is None:
            x, y = self.position(widget)
        else:
            x, y = self.run(f"_w = {widget}\n_p = _w.mapToGlobal(_w.rect().topLeft())\n[_p.x(), _p.y()]")
            x, y = x + offset[0], y + offset[1]
        self.click_screen(x, y, str(button))
        time.sleep(0.2)

    def click_screen(self, x: int, y: int, *click: str) -> None:
        """Click on a place of the screen; `click` as xdotool takes it after the word click.

        Not with its --sync, which waits fifteen seconds for a mouse that is there already.
        """
        self.move_mouse(x, y)
        time.sleep(0.05)
        self.xdotool("click", *click)

    def move_mouse(self, x: int, y: int) -> None:
        """Move the real mouse to a place of the screen."""
        self.xdotool("mousemove", str(x * self.scale), str(y * self.scale))

    def xdotool(self, *arguments: str) -> None:
        """Mouse and keys, as `xdotool` takes them."""
        subprocess.run(["xdotool", *arguments], env=self._environment, check=True, timeout=20)

    def screenshot(self, path: Path) -> Path:
        """A picture of the whole screen."""
        command = ["import", "-window", "root", str(path)]
        subprocess.run(command, env=self._environment, check=True, timeout=30)
        return Path(path)

    def log(self) -> list[dict[str, str]]:
        """All messages of QGIS's message log since it started: tag, level, text."""
        path = self.folder / "messages" / "log.jsonl"
        if not path.exists():
            return []
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    def python_complaints(self) -> list[str]:
        """Errors and warnings of Python code since QGIS started, from the message log and the terminal."""
        found = [f"{item['tag']}: {item['text']}" for item in self.log() if item["tag"].startswith("Python")]
        terminal = (self.folder / "qgis.log").read_text(encoding="utf-8", errors="replace")
        return found + [line for line in terminal.splitlines() if "Traceback" in line or "Error:" in line]

    def stop(self) -> int | None:
        """End QGIS as a user does; returns its exit code, None if it had to be killed."""
        code = None
        if self._qgis is not None and self._qgis.poll() is None:
            (self.folder / "messages" / "quit").touch()
            try:
                code = self._qgis.wait(30)
            except subprocess.TimeoutExpired:
                code = None
        elif self._qgis is not None:
            code = self._qgis.returncode
        self._kill()
        return code

    def _start_screen(self) -> str:
        reader, writer = os.pipe()
        size = f"{self.size[0]}x{self.size[1]}x24"
        command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", size, "-dpi", "96", "-nolisten", "tcp"]
        with open(self.folder / "screen.log", "wb") as log:
            self._processes.append(subprocess.Popen(command, pass_fds=[writer], stdout=log, stderr=log))
        os.close(writer)
        with os.fdopen(reader) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise DesktopError(
                f"The virtual screen did not start: {(self.folder / 'screen.log').read_text()}"
            )
        return f":{number}"

    def _wait_for(self, path: Path, timeout_s: float, complaint: str) -> None:
        end = time.monotonic() + timeout_s
        while not path.exists():
            if self._qgis is not None and self._qgis.poll() is not None:
                tail = (self.folder / "qgis.log").read_text(errors="replace")[-2000:]
                raise DesktopError(f"{complaint}: QGIS ended with code {self._qgis.returncode}\n{tail}")
            if time.monotonic() > end:
                tail = (self.folder / "qgis.log").read_text(errors="replace")[-2000:]
                raise DesktopError(f"{complaint} within {timeout_s:.0f} s\n{tail}")
            time.sleep(0.01)

    def _kill(self) -> None:
        for process in reversed(self._processes):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self._processes.clear()
