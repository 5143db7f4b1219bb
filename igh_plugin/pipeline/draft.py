"""A new source: its first records are fetched, and a definition is proposed for them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional

from ..core.cleaning.records import RawBatch
from ..core.errors import UserError
from ..core.progress import Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.connectors import connector_for
from ..sources.definition import SourceDefinition, parse_definition
from ..sources.files import open_paths
from ..sources.guess import Proposal, propose
from ..sources.network.door import Door, Surroundings
from ..sources.nodes import NAME
from ..workspace import sql
from .collect import software
from .download import remote_of

FILE = "local"
ROWS = 500
_ONE_PLACE = "  wkt: geometry\n"

EMPTY = QT_TRANSLATE_NOOP("core", "{source} answers, but has no records: nothing can be proposed.")


@dataclass(frozen=True)
class Wish:
    """What a user knows of a source before its columns are known; `type` is `local` (files at hand) or a type of connection."""

    source: str
    type: str
    address: str
    layer: str = ""
    table: str = ""
    credentials: str = ""
    crs: str = "EPSG:28992"
    timezone: str = "Europe/Amsterdam"

    def heading(self) -> str:
        """Return the part of the definition that says where the records come from."""
        title = self.source.replace("_", " ").capitalize()
        lines = [f"title: {_quoted(title)}"]
        if self.layer:
            lines.append(f"layer: {_quoted(self.layer)}")
        if self.type == FILE:
            return "\n".join(lines) + "\n"
        lines += ["connection:", f"  type: {self.type}", f"  address: {_quoted(self.address)}"]
        for name in ("table", "credentials"):
            if getattr(self, name):
                lines.append(f"  {name}: {_quoted(getattr(self, name))}")
        return "\n".join([*lines, "refresh: {every: 1}"]) + "\n"

    def stub(self) -> SourceDefinition:
        """Return a definition that is enough to fetch the first records with. Raises `UserError`."""
        zone = f"timezone: {{local: {_quoted(self.timezone)}}}\n"
        text = f"source: {self.source}\nkind: report\ncrs: {_quoted(self.crs)}\n{zone}{self.heading()}fields:\n{_ONE_PLACE}"
        return parse_definition(text, self.source)


def fetch_sample(
    wish: Wish, surroundings: Optional[Surroundings] = None, progress: Optional[Progress] = None
) -> RawBatch:
    """Return the first records with all columns. Raises `NetworkError` or `UserError`."""
    progress = progress or Silent()
    if wish.type == FILE:
        first = open_paths(Path(wish.address), layer=wish.layer)[0]
        batch = next(first.batches(0, whole=False, size=ROWS), None)
    else:
        definition = wish.stub()
        with Door(wish.source, surroundings, progress, None, software().get("igh", "")) as door:
            batch = connector_for(definition.wanted(remote_of(definition)), door, sql, progress).preview(ROWS)
    if batch is None or not len(batch):
        raise UserError(Text(EMPTY, {"source": wish.source}))
    return batch


def draft(wish: Wish, sample: RawBatch) -> Proposal:
    """Propose the definition of a source by its first records. Raises `UserError` when no point is found in them."""
    proposal = propose(sample, wish.source, wish.timezone, "" if wish.type == FILE else wish.crs)
    lines: List[str] = []
    for line in proposal.text.splitlines(keepends=True):
        lines.append(line)
        if line.startswith("source:"):
            lines.append(wish.heading())
    text = "".join(lines)
    return Proposal(text, parse_definition(text, wish.source), proposal.notes)


def is_name(text: str) -> bool:
    """Whether a text can be the id of a source."""
    return bool(NAME.fullmatch(text))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
