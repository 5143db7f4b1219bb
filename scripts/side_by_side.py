#!/usr/bin/python3
"""Commands side by side, each with a home and a folder for temporary files of its own, and what each said in one piece.

usage: side_by_side.py COMMAND COMMAND...   (each one argument, such as "make test-qgis")

All go on to their end, whatever the others do; what a command said is shown when it has ended. Ends with the worst
exit code. Ctrl-C stops all of them.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

GLANCE_S = 0.1
PATIENCE_S = 20
"""How long a command may take to clean up after Ctrl-C."""
OF_THE_USER = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "QGIS_CUSTOM_CONFIG_PATH")
"""Places that two programs would share although each has its own home."""


class Lane:
    """A command that runs, and the folder in which its home, its temporary files and its words are."""

    def __init__(self, command: str, folder: Path):
        self.command, self.folder = command, folder
        self.words = folder / "words.txt"
        self._begun = time.monotonic()
        with open(self.words, "wb") as words:
            # A group of its own: a signal reaches all that it started.
            self._process = subprocess.Popen(
                shlex.split(command), env=self._environment(), stdin=subprocess.DEVNULL, stdout=words,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def _environment(self) -> dict[str, str]:
        places = {"HOME": "home", "TMPDIR": "tmp", "XDG_RUNTIME_DIR": "run"}
        kept = {name: value for name, value in os.environ.items() if name not in OF_THE_USER}
        for name, place in places.items():
            path = self.folder / place
            path.mkdir()
            # PostgreSQL comes in as a user of its own; Qt wants no guest in the last one.
            path.chmod(0o700 if place == "run" else 0o755)
            kept[name] = str(path)
        return kept

    def ended(self) -> bool:
        return self._process.poll() is not None

    @property
    def code(self) -> int:
        """Exit code as a shell gives it: 128 and more where a signal ended the command."""
        code = self._process.wait()
        return 128 - code if code < 0 else code

    def show(self) -> None:
        """Print all that the command said, and how it ended."""
        with open(self.words, "rb") as words:
            shutil.copyfileobj(words, sys.stdout.buffer)
        ending = "" if self.code == 0 else f", FAILED (exit {self.code})"
        sys.stdout.buffer.write(
            f"-- {self.command}: {time.monotonic() - self._begun:.0f} s{ending}\n".encode()
        )
        sys.stdout.buffer.flush()

    def signal(self, how: signal.Signals) -> None:
        """Send a signal to the command and all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, how)


def stop(lanes: Sequence[Lane]) -> None:
    """Interrupt all commands as Ctrl-C does; kill what has not ended in time."""
    for lane in lanes:
        lane.signal(signal.SIGINT)
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and not all(lane.ended() for lane in lanes):
        time.sleep(GLANCE_S)
    for lane in lanes:
        lane.signal(signal.SIGKILL)


def run(commands: Sequence[str], folder: Path) -> int:
    """Run the commands at the same time; return the worst exit code."""
    lanes: list[Lane] = []
    try:
        for number, command in enumerate(commands):
            place = folder / str(number + 1)
            place.mkdir(mode=0o755)
            lanes.append(Lane(command, place))
        running = list(lanes)
        while running:
            for lane in [one for one in running if one.ended()]:
                lane.show()
                running.remove(lane)
            time.sleep(GLANCE_S)
    except BaseException:
        stop(lanes)
        raise
    return max(lane.code for lane in lanes)


def main(commands: Sequence[str]) -> int:
    """Run the commands; their folders are removed unless one failed."""
    if not commands:
        print(__doc__)
        return 2
    # What ends a job from outside ends its parts too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="igh-"))
    folder.chmod(0o755)
    print(f"== side by side: {', '.join(commands)}", flush=True)
    try:
        code = run(commands, folder)
    except KeyboardInterrupt:
        code = 130
    if code:
        print(f"What they left is in {folder}", flush=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
