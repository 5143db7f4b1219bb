"""The sources that come with the plugin."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional, Sequence

from ..core.errors import UserError
from .definition import RESOURCES, Definition, read_source, source_path


def packaged_sources() -> List[str]:
    """Return the ids of the sources of the package."""
    return sorted(path.stem for path in (RESOURCES / "sources").glob("*.yaml"))


def known_sources(own: Optional[Path] = None) -> List[Definition]:
    """Return the definitions of the package and of the user's `own` folder, which take the place of those with their id.

    One of the user's that is not valid is left out: it is told where it is used.
    """
    found = {name: read_source(source_path(name)) for name in packaged_sources()}
    for path in sorted(own.glob("*.yaml")) if own is not None and own.is_dir() else []:
        try:
            found[path.stem] = read_source(path)
        except UserError:
            continue
    return list(found.values())


def chosen_sources(names: Sequence[str], own: Optional[Path] = None) -> List[Definition]:
    """Return the definitions of these ids or YAML files; without any all of the package that can be asked by anyone."""
    if names:
        return [read_source(source_path(name, own)) for name in names]
    found = [read_source(source_path(name)) for name in packaged_sources()]
    return [one for one in found if one.remote is not None and not one.remote.key_header]
