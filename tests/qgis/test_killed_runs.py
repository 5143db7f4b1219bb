"""igh:buildtheme killed at any instant: the workspace stays whole, and the next run comes out as an unkilled one.

Every run is a process of its own (qgis_process), stopped by SIGKILL. Half of the kills and more fall while a write
transaction is open: the process is halted, its lock on SQLite's write-ahead index is seen, and only then it is
killed. IGH_KILLS sets how many runs are killed; a few are, unless told.
"""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from virtual_desktop import program  # noqa: E402

from igh_plugin.pipeline.sample_city import write_sample_city  # noqa: E402
from igh_plugin.workspace.geopackage import GeoPackageWorkspace  # noqa: E402

pytestmark = pytest.mark.one_qgis(1)

KILLS = int(os.environ.get("IGH_KILLS", "3"))
VERSION = "3.40" if "qgis340" in os.environ.get("QGIS_PREFIX_PATH", "") else "3.22"
WRITE_LOCK = (
    120  # the byte of the -shm file that a writer locks (SQLite, "WAL-mode file format", section 2.3.1)
)
FLOCK = "hhqqi"
GLANCE_S = 0.002
TABLES_OF_A_RUN = ("events", "rejects", "areas", "cube", "results")


class BuildTheme:
    """One run of igh:buildtheme in a process of its own."""

    def __init__(self, profile: Path, city: Path, target: Path):
        self.workspace = target / "igh.gpkg"
        environment = {
            **os.environ,
            "QGIS_PLUGINPATH": str(ROOT),
            "QGIS_CUSTOM_CONFIG_PATH": str(profile),
            "QT_QPA_PLATFORM": "offscreen",
            "XDG_RUNTIME_DIR": str(profile),
        }
        command = [program("qgis_process", VERSION), "run", "igh:buildtheme", "--"]
        command += [f"WORKSPACE={self.workspace}", "THEME=registrations", f"EVENTS={city / 'raw'}"]
        command += ["MAPPING=samplecity_reports;samplecity_inspections", f"AREAS={city / 'areas.gpkg'}"]
        command += [f"PROJECT={target / 'igh.qgz'}"]
        self.begun = time.monotonic()
        with open(target / "words.txt", "ab") as words:
            self.process = subprocess.Popen(command, env=environment, stdout=words, stderr=words)

    def runs(self) -> bool:
        return self.process.poll() is None

    def writes(self) -> bool:
        """Tell whether the process holds the write lock of its workspace; no lock is taken to learn it."""
        try:
            with open(f"{self.workspace}-shm", "rb") as index:
                asked = struct.pack(FLOCK, fcntl.F_RDLCK, os.SEEK_SET, WRITE_LOCK, 1, 0)
                return struct.unpack(FLOCK, fcntl.fcntl(index, fcntl.F_GETLK, asked))[0] != fcntl.F_UNLCK
        except FileNotFoundError:
            return False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def kill_after(self, seconds: float) -> bool:
        """Kill after so many seconds; False when it had ended by itself."""
        try:
            self.process.wait(seconds)
            return False
        except subprocess.TimeoutExpired:
            self.kill()
            return True

    def kill_while_writing(self, seconds: float) -> bool:
        """Kill inside a write transaction, once such have been open for so many seconds in all."""
        written, last = 0.0, time.monotonic()
        while self.runs():
            now = time.monotonic()
            if self.writes():
                written += now - last
                if written >= seconds:
                    self.process.send_signal(signal.SIGSTOP)
                    time.sleep(GLANCE_S)
                    if self.writes():
                        self.kill()
                        return True
                    self.process.send_signal(signal.SIGCONT)
            last = now
            time.sleep(GLANCE_S)
        return False

    def finish(self) -> tuple[float, float]:
        """Wait for the end; seconds it took in all, and with a write transaction open."""
        written, last = 0.0, time.monotonic()
        while self.runs():
            now = time.monotonic()
            written += (now - last) * self.writes()
            last = now
            time.sleep(GLANCE_S)
        words = (self.workspace.parent / "words.txt").read_text(errors="replace")
        assert self.process.returncode == 0, words
        assert "Traceback" not in words, words
        return time.monotonic() - self.begun, written


class Case:
    """What a run starts from, the files it takes, and what comes out when nobody kills it."""

    def __init__(self, name: str, profile: Path, city: Path, before: Path | None, folder: Path):
        self.name, self.profile, self.city, self.before = name, profile, city, before
        target = self.start_in(folder / f"unkilled-{name}")
        self.seconds, self.writing = BuildTheme(profile, city, target).finish()
        self.expected = fingerprint(target)
        self.outcome = target

    def start_in(self, target: Path) -> Path:
        if self.before is None:
            target.mkdir()
        else:
            shutil.copytree(self.before, target)
        return target

    def run(self, target: Path) -> BuildTheme:
        return BuildTheme(self.profile, self.city, target)


def fingerprint(target: Path) -> str:
    with GeoPackageWorkspace.open(target / "igh.gpkg", read_only=True) as workspace:
        return workspace.fingerprint()


def whole(target: Path) -> None:
    """What a killed run left is a workspace (or nothing yet) in which every row belongs to a finished run."""
    path = target / "igh.gpkg"
    if not path.exists() or not path.stat().st_size:
        return
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if not names:
            return
        finished = {
            number for (number,) in connection.execute("SELECT id FROM runs WHERE finished IS NOT NULL")
        }
        for table in TABLES_OF_A_RUN:
            if "run" in {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}:
                used = {number for (number,) in connection.execute(f"SELECT DISTINCT run FROM {table}")}
                assert used <= finished, table
        told = dict(connection.execute("SELECT table_name, feature_count FROM gpkg_ogr_contents"))
        assert told["events"] == connection.execute("SELECT count(*) FROM events").fetchone()[0]
        assert told["events"] == connection.execute("SELECT count(*) FROM rtree_events_geom").fetchone()[0]


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    profile = folder / "profile"
    profile.mkdir(mode=0o700)
    subprocess.run(
        [program("qgis_process", VERSION), "plugins", "enable", "igh_plugin"],
        env={**os.environ, "QGIS_PLUGINPATH": str(ROOT), "QGIS_CUSTOM_CONFIG_PATH": str(profile)},
        check=False,
        capture_output=True,
    )
    older, newer = folder / "older", folder / "newer"
    write_sample_city(older, seed=7, neighbourhoods=40, events=5_000)
    write_sample_city(newer, seed=7, neighbourhoods=40, events=6_500)
    first = Case("new workspace", profile, older, None, folder)
    return folder, [first, Case("newer files", profile, newer, first.outcome, folder)]


def test_a_killed_run_leaves_no_half_and_the_next_one_comes_out_as_if_nothing_had_happened(
    cases, record_property
):
    folder, both = cases
    rng = random.Random(20260101)
    killed = {"in a transaction": 0, "anywhere": 0}
    wanted = {"in a transaction": -(-2 * KILLS // 3), "anywhere": KILLS // 3}
    attempts = 0
    while killed != wanted:
        attempts += 1
        assert attempts <= 3 * KILLS + 3, f"too few runs could be killed: {killed}"
        kind = next(kind for kind in killed if killed[kind] < wanted[kind])
        case = both[attempts % 2]
        target = case.start_in(folder / f"trial-{attempts}")
        running = case.run(target)
        if kind == "anywhere":
            done = running.kill_after(rng.uniform(0.0, case.seconds))
        else:
            done = running.kill_while_writing(rng.uniform(0.0, case.writing))
        if done:
            killed[kind] += 1
            whole(target)
            case.run(target).finish()
            whole(target)
            assert fingerprint(target) == case.expected, (case.name, kind, attempts)
        shutil.rmtree(target)
    record_property("killed", killed)
    print(f"{sum(killed.values())} runs killed and run again, all equal to unkilled ones: {killed}")
