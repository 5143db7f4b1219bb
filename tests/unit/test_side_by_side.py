"""Commands side by side: each has its own folders, says its words in one piece, and none is forgotten."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "side_by_side.py"
TALKS = "import time; [print('{0}', number, flush=True) or time.sleep(0.03) for number in range(10)]"
PLACES = (
    "import os, tempfile; print(os.environ['HOME'], tempfile.gettempdir(), os.environ['XDG_RUNTIME_DIR'])"
)
LINGERS = """
import subprocess, sys, time
child = subprocess.Popen(["sleep", "600"])
open(sys.argv[1], "w").write(str(child.pid))
try:
    time.sleep(600)
finally:
    open(sys.argv[1] + ".tidy", "w").close()
"""


def python(code, *words):
    return shlex.join([sys.executable, "-c", code, *words])


def beside(tmp_path, *commands):
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    return subprocess.run(
        [sys.executable, str(SCRIPT), *commands], env=environment, capture_output=True, text=True, timeout=60
    )


def test_what_each_says_stands_in_one_piece(tmp_path):
    done = beside(tmp_path, python(TALKS.format("one")), python(TALKS.format("two")))
    assert done.returncode == 0 and done.stderr == ""
    lines = [line for line in done.stdout.splitlines() if line[:3] in ("one", "two")]
    first, second = lines[0][:3], lines[-1][:3]
    assert {first, second} == {"one", "two"}
    assert lines == [f"{first} {number}" for number in range(10)] + [
        f"{second} {number}" for number in range(10)
    ]
    assert list(tmp_path.iterdir()) == []


def test_they_run_at_the_same_time(tmp_path):
    """Each ends only when the other has begun."""
    code = (
        "import pathlib, sys, time\npathlib.Path(sys.argv[1]).touch()\n"
        "while not pathlib.Path(sys.argv[2]).exists(): time.sleep(0.01)"
    )
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    assert beside(tmp_path, python(code, one, two), python(code, two, one)).returncode == 0


def test_the_worst_code_counts_and_nothing_is_cut_short(tmp_path):
    killed = python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    for commands, code in (
        ([python("raise SystemExit(3)"), python(TALKS.format("one"))], 3),
        ([python(TALKS.format("one")), python("raise SystemExit(3)"), python("raise SystemExit(2)")], 3),
        ([killed, python(TALKS.format("one"))], 137),
    ):
        done = beside(tmp_path, *commands)
        assert done.returncode == code and f"FAILED (exit {code})" in done.stdout and "one 9" in done.stdout
        assert Path(done.stdout.splitlines()[-1].rpartition(" ")[2]).is_dir()


def test_each_has_its_own_places(tmp_path, monkeypatch):
    monkeypatch.setenv("QGIS_CUSTOM_CONFIG_PATH", "/of/the/user")
    more = "; print(os.environ.get('QGIS_CUSTOM_CONFIG_PATH'))"
    done = beside(tmp_path, python(PLACES + more), python(PLACES + more))
    words = [line.split() for line in done.stdout.splitlines() if line[:1] not in "=-"]
    assert [one for one in words if len(one) == 1] == [["None"], ["None"]]
    places = [place for one in words for place in one if len(one) == 3]
    assert len(set(places)) == 6 and all(place.startswith(str(tmp_path)) for place in places)


def test_what_is_stopped_leaves_nothing_running(tmp_path):
    marks = [tmp_path / "one", tmp_path / "two"]
    commands = [python(LINGERS, str(mark)) for mark in marks]
    # A shell that starts it in the background would have it ignore an interrupt, and its children with it.
    job = subprocess.Popen(
        [sys.executable, str(SCRIPT), *commands], env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    end = time.monotonic() + 30
    while not all(mark.exists() and mark.read_text() for mark in marks):
        assert time.monotonic() < end, "they did not start"
        time.sleep(0.02)
    job.terminate()
    assert job.wait(30) == 130
    for mark in marks:
        assert mark.with_suffix(".tidy").exists()
        assert not alive(int(mark.read_text()))


def alive(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
