"""The first records of a source, new or saved, and for a new one a definition that is proposed for them."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Dict, List, Optional, Tuple, Union

from ..core.cleaning.records import RawBatch
from ..core.errors import UserError
from ..core.progress import Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.connectors import connector_for
from ..sources.database_address import SHAPES
from ..sources.definition import SourceDefinition, parse_definition
from ..sources.files import open_paths
from ..sources.guess import TAKEN, Proposal, propose
from ..sources.network.door import Door, Surroundings
from ..sources.nodes import NAME
from ..sources.remote import DATABASES, is_address
from ..workspace import sql
from .collect import source_files
from .download import remote_of
from .software import software

FILE = "local"
ROWS = 500
_ONE_PLACE = "  wkt: geometry\n"
_NO_PLACE = '  occurred_from: {column: ""}\n  x: {column: ""}\n  y: {column: ""}\n'
_UNNAMED = "?"
_ANY_SIZE = (0.0, math.inf)
"""For the first records nobody needs to know whether an answer is whole."""

FORMS: Dict[str, Tuple[str, ...]] = {
    "dso": ("https://api.data.amsterdam.nl/v1/dataset/table",),
    "ogcapi": ("https://server/collections/collection",),
    "wfs": ("https://server/wfs",),
    "csv": ("https://server/reports.csv",),
    "geojson": ("https://server/reports.geojson",),
    "file": ("https://server/reports.zip",),
    "socrata": ("https://server/resource/id.json",),
    "ckan": ("https://server/api/3/action/datastore_search?resource_id=id",),
    "opendatasoft": ("https://server/api/explore/v2.1/catalog/datasets/id",),
    "arcgis": ("https://server/rest/services/name/FeatureServer/0",),
    "json": ("https://server/reports",),
    "postgis": ("postgresql://host:5432/database",),
    "database": SHAPES,
}
"""What the address of each type of connection looks like."""
_SEPARATORS = {";": "semicolon", "\t": "tab", "|": "pipe"}

EMPTY = QT_TRANSLATE_NOOP("core", "{source} answers, but has no records: nothing can be proposed.")
BAD_NAME = QT_TRANSLATE_NOOP(
    "core", "Give the source a name of small letters, digits and underscores, such as noise_reports."
)
NO_ADDRESS = QT_TRANSLATE_NOOP("core", "Say where the records are: an address or a file.")
BAD_ADDRESS = QT_TRANSLATE_NOOP(
    "core",
    "This is no address for this kind of source. Write it as {forms}, without a user, a password or a key: those are "
    "chosen under Credentials.",
)
NO_TABLE = QT_TRANSLATE_NOOP("core", "Say which table of the database holds the records.")


@dataclass(frozen=True)
class Wish:
    """What a user knows of a source before its columns are known; `type` is `local` (files at hand) or a type of connection."""

    source: str
    type: str
    address: str
    layer: str = ""
    table: str = ""
    rows: str = ""
    separator: str = ""
    credentials: str = ""
    crs: str = "EPSG:28992"
    timezone: str = "Europe/Amsterdam"

    def lack(self) -> Union[str, Text]:
        """Return the sentence that says what is missing or wrong before anything can be fetched, empty when nothing is."""
        if not is_name(self.source):
            return BAD_NAME
        if not self.address:
            return NO_ADDRESS
        if self.type != FILE and not is_address(self.address, self.type):
            return Text(BAD_ADDRESS, {"forms": ", ".join(FORMS[self.type])})
        return NO_TABLE if self.type in DATABASES and not self.table else ""

    def heading(self) -> str:
        """Return the part of the definition that says where the records come from."""
        title = self.source.replace("_", " ").capitalize()
        lines = [f"title: {_quoted(title)}"]
        if self.layer:
            lines.append(f"layer: {_quoted(self.layer)}")
        if self.separator:
            lines.append(f"format: {{separator: {self.separator}}}")
        if self.type == FILE:
            return "\n".join(lines) + "\n"
        lines += ["connection:", f"  type: {self.type}", f"  address: {_quoted(self.address)}"]
        for name in ("table", "rows", "credentials"):
            if getattr(self, name):
                lines.append(f"  {name}: {_quoted(getattr(self, name))}")
        return "\n".join([*lines, "refresh: {every: 1}"]) + "\n"

    def stub(self) -> SourceDefinition:
        """Return a definition that is enough to fetch the first records with. Raises `UserError`."""
        asked = self if self.layer or self.type != "wfs" else replace(self, layer=_UNNAMED)
        return parse_definition(asked._text(_ONE_PLACE), self.source)

    def skeleton(self) -> str:
        """Return a definition to fill in, where none can be proposed."""
        return replace(self, crs=self.crs or "EPSG:28992")._text(_NO_PLACE)

    def _text(self, fields: str) -> str:
        crs = f"crs: {_quoted(self.crs)}\n" if self.crs else ""
        zones = f"timezone: {{stored: {_quoted(self.timezone)}, local: {_quoted(self.timezone)}}}\n"
        return f"source: {self.source}\n{self.heading()}kind: report\n{crs}{zones}fields:\n{fields}"


def fetch_sample(
    wish: Wish, surroundings: Optional[Surroundings] = None, progress: Optional[Progress] = None
) -> RawBatch:
    """Return the first records with all columns. Raises `NetworkError` or `UserError`."""
    progress = progress or Silent()
    if wish.type == FILE:
        first = open_paths(Path(wish.address), layer=wish.layer)[0]
        batch = next(first.batches(0, size=ROWS), None)
    else:
        batch = _fetched(wish.stub(), wish.layer, surroundings, progress)
    return _filled(batch, wish.source)


def saved_look(
    definition: SourceDefinition,
    path: str = "",
    surroundings: Optional[Surroundings] = None,
    progress: Optional[Progress] = None,
) -> Tuple[RawBatch, List[Text]]:
    """Return the first records of a source as its definition says, with all columns, and in words how a file is read.

    One without a connection is read from the first of its files at `path`. Raises `NetworkError` or `UserError`.
    """
    if definition.remote is None:
        first = source_files(definition, Path(path))[0]
        return _filled(next(first.batches(0, size=ROWS), None), definition.source), [first.said()]
    batch = _fetched(definition, definition.layer, surroundings, progress or Silent())
    return _filled(batch, definition.source), []


def first_look(
    wish: Wish, surroundings: Optional[Surroundings] = None, progress: Optional[Progress] = None
) -> Tuple[Wish, RawBatch, List[Text]]:
    """Fetch the first records; return them, the wish with what they taught of it, and in words how a file is read.

    Raises `NetworkError` or `UserError`.
    """
    sample = fetch_sample(wish, surroundings, progress)
    if wish.type == FILE:
        return wish, sample, [open_paths(Path(wish.address), layer=wish.layer)[0].said()]
    found = [name for sign, name in _SEPARATORS.items() if sign in sample.header[0]]
    if wish.type == "csv" and not wish.separator and len(sample.header) == 1 and found:
        wish = replace(wish, separator=found[0])
        sample = fetch_sample(wish, surroundings, progress)
    return wish, sample, []


def draft(wish: Wish, sample: RawBatch) -> Proposal:
    """Propose the definition of a source by its first records. Raises `UserError` when no point is found in them.

    Its notes are what the text of the definition does not say by itself.
    """
    proposal = propose(sample, wish.source, wish.timezone, wish.crs)
    lines: List[str] = []
    for line in proposal.text.splitlines(keepends=True):
        lines.append(line)
        if line.startswith("source:"):
            lines.append(wish.heading())
    text = "".join(lines)
    notes = [note for note in proposal.notes if note.template != TAKEN]
    return Proposal(text, parse_definition(text, wish.source), notes)


def is_name(text: str) -> bool:
    """Whether a text can be the id of a source."""
    return bool(NAME.fullmatch(text))


def _fetched(
    definition: SourceDefinition, layer: str, surroundings: Optional[Surroundings], progress: Progress
) -> RawBatch:
    with Door(definition.source, surroundings, progress, None, software().get("igh", "")) as door:
        remote = replace(remote_of(definition), expected=_ANY_SIZE)
        wanted = replace(definition.wanted(remote), layer=layer)
        return connector_for(wanted, door, sql, progress).preview(ROWS)


def _filled(batch: Optional[RawBatch], source: str) -> RawBatch:
    if batch is None or not len(batch):
        raise UserError(Text(EMPTY, {"source": source}))
    return batch


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
