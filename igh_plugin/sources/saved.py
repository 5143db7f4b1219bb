"""The saved definitions of sources of events: the user's own, and those of the package."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator, List, Mapping

from ..core.cleaning.model import GRAINS
from ..core.errors import UserError
from .definition import RESOURCES, parse_definition, text_of

_GRAIN = re.compile(r"^grain:\s*(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Saved:
    """A definition in a file; `source` is its id, empty where it cannot be read."""

    path: Path
    own: bool
    source: str = ""
    title: Mapping[str, str] = field(default_factory=dict)


def saved_sources(folder: Path) -> List[Saved]:
    """Return the definitions in the user's own `folder`, those that are wrong as well, and then those of the package."""
    return [*_in_folder(Path(folder), True), *_in_folder(RESOURCES / "sources", False)]


def _in_folder(folder: Path, own: bool) -> Iterator[Saved]:
    for path in sorted(folder.glob("*.yaml")):
        try:
            text = text_of(path)
            grain = _GRAIN.search(text)
            if grain is not None and grain[1] not in GRAINS:
                continue
            found = parse_definition(text, path.name)
            yield Saved(path, own, found.source, found.title)
        except (UserError, OSError):
            yield Saved(path, own)
