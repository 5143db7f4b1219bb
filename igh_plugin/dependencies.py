"""The scientific packages the plugin needs, and what a user does when one is missing.

Nothing is imported here: QGIS must start as fast with the plugin as without it, also where a package is absent.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterable

from .core.text import QT_TRANSLATE_NOOP, Text

SCIENTIFIC = ("numpy", "pandas", "scipy", "matplotlib", "yaml", "requests")

DEBIAN_NAMES = {"yaml": "python3-yaml"}

SENTENCES = {
    "windows": QT_TRANSLATE_NOOP(
        "core",
        "IGH needs {packages}, which this QGIS does not have. Run the OSGeo4W setup, choose the package 'qgis-full' "
        "(or install QGIS with the standalone installer, which contains it), and start QGIS again.",
    ),
    "macos": QT_TRANSLATE_NOOP(
        "core",
        "IGH needs {packages}, which this QGIS does not have. Install QGIS 4 for macOS from qgis.org, which contains "
        "it, and start QGIS again.",
    ),
    "flatpak": QT_TRANSLATE_NOOP(
        "core",
        "IGH needs {packages}, which QGIS as a Flatpak does not have. Install QGIS from the packages of your Linux "
        "distribution instead.",
    ),
    "linux": QT_TRANSLATE_NOOP(
        "core",
        "IGH needs {packages}, which this computer does not have. Install it with the package manager (Debian and "
        "Ubuntu: sudo apt install {debian}) and start QGIS again.",
    ),
}


def is_missing(package: str) -> bool:
    """Whether importing `package` would fail for want of it; it is not imported."""
    if package in sys.modules:
        return sys.modules[package] is None
    try:
        return importlib.util.find_spec(package) is None
    except (ImportError, ValueError):
        return True


def missing(packages: Iterable[str] = SCIENTIFIC) -> list[str]:
    """Those of `packages` that this Python does not have, in the order given."""
    return [package for package in packages if is_missing(package)]


def platform_kind() -> str:
    """`windows`, `macos`, `flatpak` or `linux`: what decides how a package is installed."""
    if sys.platform.startswith("win"):
        return "windows"
    if sys.platform == "darwin":
        return "macos"
    return "flatpak" if os.environ.get("FLATPAK_ID") else "linux"


def missing_sentence(packages: Iterable[str] = SCIENTIFIC) -> Text | None:
    """What the user of this platform must do about missing packages; None when nothing is missing."""
    absent = missing(packages)
    if not absent:
        return None
    debian = " ".join(DEBIAN_NAMES.get(package, f"python3-{package}") for package in absent)
    return Text(SENTENCES[platform_kind()], {"packages": ", ".join(absent), "debian": debian})
