"""The built zip, installed as a user would: into a fresh profile of the real QGIS, of both versions."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from virtual_desktop import Desktop, write_profile  # noqa: E402


def pytest_generate_tests(metafunc):
    """Every test that takes `version` runs on both; QGIS340=off skips the newer one, and says so."""
    if "version" in metafunc.fixturenames:
        off = os.environ.get("QGIS340") == "off"
        newer = pytest.param("3.40", marks=pytest.mark.skipif(off, reason="QGIS 3.40 is off: QGIS340=off"))
        metafunc.parametrize("version", ["3.22", newer])


@pytest.fixture(scope="session")
def built_zip() -> Path:
    metadata = (ROOT / "igh_plugin" / "metadata.txt").read_text(encoding="utf-8")
    version = next(line for line in metadata.splitlines() if line.startswith("version=")).partition("=")[2]
    path = ROOT / "dist" / f"igh_plugin-{version}.zip"
    if not path.exists():
        pytest.fail("There is no zip to test: run `make package` first.")
    return path


@pytest.fixture
def profile(tmp_path, built_zip) -> Path:
    """A fresh QGIS profile with the plugin unpacked in it and switched on: the folder of the profile itself."""
    write_profile(tmp_path / "profile", ["igh_plugin", "processing"])
    folder = tmp_path / "profile" / "profiles" / "default"
    with zipfile.ZipFile(built_zip) as archive:
        archive.extractall(folder / "python" / "plugins")
    return folder


@pytest.fixture
def start(tmp_path, profile):
    """Start the desktop of a version on that profile, with packages blocked; it ends with the test."""
    (tmp_path / "no_plugins").mkdir()
    started = []

    def make(version: str, blocked: Iterable[str] = ()) -> Desktop:
        desktop = Desktop(tmp_path, version=version, plugin_path=tmp_path / "no_plugins", blocked=blocked)
        desktop.__enter__()
        started.append(desktop)
        return desktop

    yield make
    for desktop in started:
        desktop.stop()
