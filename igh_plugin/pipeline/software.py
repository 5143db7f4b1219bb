"""Which version of the plugin is at work, for the record of a run."""

from __future__ import annotations

import configparser
from pathlib import Path
from typing import Dict

_METADATA = Path(__file__).resolve().parent.parent / "metadata.txt"


def software() -> Dict[str, str]:
    """Return which version of the plugin is at work."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(_METADATA, encoding="utf-8")
    return {"igh": parser.get("general", "version", fallback="")}
