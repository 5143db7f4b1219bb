"""The sources that come with the plugin."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional, Sequence

from .definition import RESOURCES, Definition, read_source, source_path


def packaged_sources() -> List[str]:
    """Return the ids of the sources of the package."""
    return sorted(path.stem for path in (RESOURCES / "sources").glob("*.yaml"))


def chosen_sources(names: Sequence[str], own: Optional[Path] = None) -> List[Definition]:
    """Return the definitions of these ids or YAML files; without any all of the package that can be asked by anyone."""
    if names:
        return [read_source(source_path(name, own)) for name in names]
    found = [read_source(source_path(name)) for name in packaged_sources()]
    return [one for one in found if one.remote is not None and not one.remote.key_header]
