"""The definition of a source in YAML: its model, and validation that names file, line and reason."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Callable, Dict, Mapping, Optional, Tuple, Union

from ..core.cleaning.codes import Codelist
from ..core.cleaning.formats import SUPPORTED
from ..core.cleaning.model import (
    AXES,
    FIELDS,
    GRAINS,
    KEEP,
    KINDS,
    POINT_FIELDS,
    REJECT,
    TIME_FIELDS,
    Entry,
    EventMapping,
)
from ..core.cleaning.times import check_format, check_zone
from ..core.cube import EVENTS
from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from . import areas, calendar_days, reference, statistics
from .areas import AreasDefinition
from .calendar_days import CalendarDefinition
from .geocode import CRS as GEOCODE_CRS
from .geocode import check_geocode, read_geocode
from .nodes import NAME, Node
from .reference import ReferenceDefinition
from .remote import KEYS as REMOTE_KEYS
from .remote import Remote, read_remote
from .retention import Retention, read_retention
from .statistics import StatisticsDefinition
from .wanted import Wanted

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
_KEYS = (
    "source", "title", "kind", "grain", "pattern", "layer", "format", "timezone", "crs", "extent", "licence", "attribution",
    "reporting_delay", "id", "fields", "measures", "attributes", "personal", "geocode", "retention", *REMOTE_KEYS,
)  # fmt: skip
_ENTRY_KEYS = (
    "column", "format", "clock", "constant", "values", "is", "codelist", "above", "unknown", "separator", "axes", "unit",
    "title",
)  # fmt: skip
_CRS = re.compile(r"[A-Za-z]+:\d+")
_SEPARATORS = {"tab": "\t", "\\t": "\t", "semicolon": ";", "comma": ",", "pipe": "|"}


@dataclass(frozen=True)
class SourceDefinition:
    """A source: what it is called, how its files are written, and the mapping to events.

    `encoding` and `separator` are empty when they are to be detected. `text` is the YAML it came from.
    """

    mapping: EventMapping
    title: Mapping[str, str]
    pattern: str = ""
    layer: str = ""
    encoding: str = ""
    separator: str = ""
    licence: str = ""
    attribution: str = ""
    reporting_delay: Optional[float] = None
    remote: Optional[Remote] = None
    retention: Retention = Retention()
    text: str = ""
    codelists: Mapping[str, Codelist] = field(default_factory=dict)

    @property
    def source(self) -> str:
        return self.mapping.source

    def wanted(self, remote: Remote) -> Wanted:
        mapping = self.mapping
        return Wanted(
            self.source, remote, mapping.crs, mapping.id_columns, self.layer, self.encoding, self.separator
        )

    def as_record(self) -> Dict[str, object]:
        """Return what the workspace keeps of a source."""
        mapping = self.mapping
        zones = {"stored": mapping.stored_zone, "local": mapping.local_zone}
        return {
            "source": mapping.source,
            "title": json.dumps(dict(self.title), ensure_ascii=False, sort_keys=True),
            "kind": mapping.kind,
            "grain": mapping.grain,
            "licence": self.licence or None,
            "attribution": self.attribution or None,
            "timezone": json.dumps(zones) if mapping.stored_zone or mapping.local_zone else None,
            "reporting_delay": self.reporting_delay,
            "definition": self.text,
        }


Definition = Union[
    SourceDefinition, StatisticsDefinition, AreasDefinition, ReferenceDefinition, CalendarDefinition
]
_GRAINS: Dict[str, Tuple[Tuple[str, ...], Tuple[str, ...], Callable[..., Definition]]] = {
    StatisticsDefinition.GRAIN: (statistics.KEYS, statistics.NEEDED, statistics.read_statistics),
    AreasDefinition.GRAIN: (areas.KEYS, areas.NEEDED, areas.read_areas),
    ReferenceDefinition.GRAIN: (reference.KEYS, reference.NEEDED, reference.read_reference),
    CalendarDefinition.GRAIN: (calendar_days.KEYS, calendar_days.NEEDED, calendar_days.read_calendar),
}
"""The grains that are no events: the keys of their YAML, those that it needs, and what reads them."""


def read_definition(path: Union[str, Path]) -> SourceDefinition:
    """Read and validate the YAML file of a source."""
    path = Path(path)
    return parse_definition(text_of(path), path.name)


def read_source(path: Union[str, Path]) -> Definition:
    """Read and validate the YAML file of a source of any grain."""
    path = Path(path)
    return parse_source(text_of(path), path.name)


def source_path(name: str, own: Optional[Path] = None) -> Path:
    """Return the path of a YAML file, or of that of a source by its id: of the user's `own` folder, or of the package."""
    for folder in filter(None, (own, RESOURCES / "sources")):
        named = folder / f"{name}.yaml"
        if named.parent == folder and named.is_file():
            return named
    return Path(name)


def text_of(path: Path) -> str:
    """Return the text of a definition; `UserError` where there is none."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        template = QT_TRANSLATE_NOOP("core", "There is no mapping file {file}.")
        raise UserError(Text(template, {"file": str(path)})) from error
    except UnicodeDecodeError as error:
        template = QT_TRANSLATE_NOOP("core", "{file} is not text in UTF-8. Save the mapping as UTF-8.")
        raise UserError(Text(template, {"file": path.name})) from error


def parse_source(text: str, file: str = "source") -> Definition:
    """Validate the YAML text of a source of any grain."""
    root = Node.load(text, file)
    grain = root.mapping().get("grain")
    found = _GRAINS.get(grain.text()) if grain is not None else None
    if found is None:
        return parse_definition(text, file)
    known, needed, read = found
    keys = root.mapping(known, needed)
    return read(keys, _name(keys["source"]), read_remote(keys), text)


def parse_definition(text: str, file: str = "mapping") -> SourceDefinition:
    """Validate the YAML text of a source; `UserError` with file, line and reason."""
    root = Node.load(text, file)
    keys = root.mapping(_KEYS, ("source", "kind", "fields"))
    formats = keys["format"].mapping(("encoding", "separator", "decimal")) if "format" in keys else {}
    zones = keys["timezone"].mapping(("stored", "local")) if "timezone" in keys else {}
    grain = keys["grain"].choice(GRAINS) if "grain" in keys else "event"
    mapping = EventMapping(
        source=_name(keys["source"]),
        kind=keys["kind"].choice(KINDS),
        grain=grain,
        id_columns=_columns(keys["id"]) if "id" in keys else (),
        fields=_entries(keys["fields"], FIELDS),
        measures=_measures(keys["measures"]) if "measures" in keys else {},
        attributes=_entries(keys["attributes"]) if "attributes" in keys else {},
        personal=keys["personal"].texts() if "personal" in keys else (),
        stored_zone=_zone(zones.get("stored")),
        local_zone=_zone(zones.get("local")),
        crs=_crs(keys["crs"]) if "crs" in keys else _crs_of_answers(keys),
        extent=_extent(keys["extent"]) if "extent" in keys else None,
        decimal=formats["decimal"].choice((".", ",")) if "decimal" in formats else "",
        geocode=read_geocode(keys["geocode"]) if "geocode" in keys else None,
    )
    _check_fields(keys, mapping)
    _check_personal(keys, mapping)
    check_geocode(keys, mapping)
    remote = read_remote(keys)
    if remote is not None and remote.type == "odata":
        raise keys["connection"].wrong(
            QT_TRANSLATE_NOOP(
                "core", "“{path}” of the type odata gives statistics of areas: state grain: area_statistics"
            )
        )
    if remote is not None and remote.type == "wfs" and "layer" not in keys:
        raise keys["connection"].wrong(
            QT_TRANSLATE_NOOP("core", "“{path}” of the type wfs needs the name of a layer: layer")
        )
    return SourceDefinition(
        mapping=mapping,
        title=keys["title"].titles() if "title" in keys else {"en": mapping.source.replace("_", " ")},
        pattern=_pattern(keys["pattern"]) if "pattern" in keys else "",
        layer=keys["layer"].filled() if "layer" in keys else "",
        encoding=_encoding(formats.get("encoding")),
        separator=_separator(formats.get("separator")),
        licence=keys["licence"].text() if "licence" in keys else "",
        attribution=keys["attribution"].text() if "attribution" in keys else "",
        reporting_delay=keys["reporting_delay"].numbers(1)[0] if "reporting_delay" in keys else None,
        remote=remote,
        retention=read_retention(keys["retention"]) if "retention" in keys else Retention(),
        text=text,
        codelists=_codelists(keys["fields"], mapping),
    )


@cache
def read_codelist(name: str) -> Codelist:
    """Read a code list that comes with the plugin."""
    with open(RESOURCES / "codelists" / f"{name}.csv", encoding="utf-8", newline="") as stream:
        return Codelist.from_rows(name, csv.DictReader(stream))


def _entries(node: Node, allowed: Optional[Tuple[str, ...]] = None) -> Dict[str, Entry]:
    entries = {}
    for name, child in (node.named() if allowed is None else node.mapping(allowed)).items():
        entries[name] = _entry(child, name)
    return entries


def _measures(node: Node) -> Dict[str, Entry]:
    taken = node.mapping().get(EVENTS)
    if taken is not None:
        raise taken.wrong(
            QT_TRANSLATE_NOOP("core", "“{path}”: this name is kept for the number of events; choose another")
        )
    return _entries(node)


def _entry(node: Node, name: str) -> Entry:
    if not node.is_mapping():
        return Entry(columns=_columns(node))
    keys = node.mapping(_ENTRY_KEYS)
    if "column" not in keys and "constant" not in keys:
        raise node.wrong(QT_TRANSLATE_NOOP("core", "“{path}” needs a column or a constant"))
    if "format" in keys and name not in TIME_FIELDS:
        raise keys["format"].wrong(QT_TRANSLATE_NOOP("core", "“{path}”: only times have a format"))
    if "clock" in keys and name not in TIME_FIELDS:
        raise keys["clock"].wrong(QT_TRANSLATE_NOOP("core", "“{path}”: only times have a clock"))
    if "codelist" in keys and name not in ("category", "subcategory"):
        raise keys["codelist"].wrong(
            QT_TRANSLATE_NOOP("core", "“{path}”: only category and subcategory have a code list")
        )
    for key in ("above", "unknown"):
        if key in keys and "codelist" not in keys:
            raise keys[key].wrong(QT_TRANSLATE_NOOP("core", "“{path}” needs a code list beside it: codelist"))
    if "axes" in keys and name not in ("xy", "wkt"):
        raise keys["axes"].wrong(QT_TRANSLATE_NOOP("core", "“{path}”: only xy and wkt have axes"))
    return Entry(
        columns=_columns(keys["column"]) if "column" in keys else (),
        formats=_formats(keys["format"]) if "format" in keys else (),
        clock=_columns(keys["clock"]) if "clock" in keys else (),
        constant=keys["constant"].text() if "constant" in keys else None,
        values=dict(keys["values"].pairs()) if "values" in keys else {},
        equals=keys["is"].texts() if "is" in keys else (),
        codelist=keys["codelist"].filled() if "codelist" in keys else "",
        above=_columns(keys["above"]) if "above" in keys else (),
        unknown=keys["unknown"].choice((REJECT, KEEP)) if "unknown" in keys else REJECT,
        separator=keys["separator"].text() if "separator" in keys else "",
        axes=keys["axes"].choice(AXES) if "axes" in keys else "xy",
        unit=keys["unit"].text() if "unit" in keys else "",
        title=keys["title"].titles() if "title" in keys else {},
    )


def _columns(node: Node) -> Tuple[str, ...]:
    return tuple(item.filled() for item in node.items())


def _formats(node: Node) -> Tuple[str, ...]:
    for item in node.items():
        try:
            check_format(item.filled())
        except ValueError as error:
            raise item.wrong(
                QT_TRANSLATE_NOOP(
                    "core", "“{path}”: {directive} is not known in a time format; possible are: {allowed}"
                ),
                directive=str(error),
                allowed=SUPPORTED,
            ) from error
    return node.texts()


def _name(node: Node) -> str:
    if not NAME.fullmatch(node.text()):
        raise node.wrong(
            QT_TRANSLATE_NOOP(
                "core", "“{text}” is no name for a source: use small letters, digits and underscores"
            ),
            text=node.text(),
        )
    return node.text()


def _zone(node: Optional[Node]) -> str:
    if node is None:
        return ""
    try:
        check_zone(node.filled())
    except UserError as error:
        raise node.wrong(
            QT_TRANSLATE_NOOP(
                "core", "the time zone “{text}” is not known; use a name such as Europe/Amsterdam or UTC"
            ),
            text=node.text(),
        ) from error
    return node.filled()


def _crs(node: Node) -> str:
    if not _CRS.fullmatch(node.filled()):
        raise node.wrong(QT_TRANSLATE_NOOP("core", "“{text}” is no CRS such as EPSG:28992"), text=node.text())
    return node.filled().upper()


def _crs_of_answers(keys: Dict[str, Node]) -> str:
    """Return the CRS of a source that states none: that of the service, where no coordinates are but its answers."""
    return GEOCODE_CRS if "geocode" in keys and not set(POINT_FIELDS) & set(keys["fields"].mapping()) else ""


def _extent(node: Node) -> Tuple[float, float, float, float]:
    left, bottom, right, top = node.numbers(4)
    if left >= right or bottom >= top:
        raise node.wrong(QT_TRANSLATE_NOOP("core", "“{path}” must be [xmin, ymin, xmax, ymax]"))
    return left, bottom, right, top


def _pattern(node: Node) -> str:
    text = node.filled()
    if "/" in text or "\\" in text or ".." in text or ":" in text:
        raise node.wrong(QT_TRANSLATE_NOOP("core", "“{path}” must be a file name without a folder"))
    return text


def _encoding(node: Optional[Node]) -> str:
    if node is None:
        return ""
    try:
        "".encode(node.filled())
    except (LookupError, ValueError) as error:
        raise node.wrong(
            QT_TRANSLATE_NOOP("core", "the encoding “{text}” is not known"), text=node.text()
        ) from error
    return node.filled()


def _separator(node: Optional[Node]) -> str:
    if node is None:
        return ""
    text = _SEPARATORS.get(node.text().lower(), node.text())
    if len(text) != 1 or text in '"\r\n\0':
        raise node.wrong(QT_TRANSLATE_NOOP("core", "“{path}” must be a single character, or “tab”"))
    return text


def _check_fields(keys: Dict[str, Node], mapping: EventMapping) -> None:
    fields = mapping.fields
    points = ("x" in fields and "y" in fields) + ("wkt" in fields) + ("xy" in fields)
    least = 0 if mapping.geocode is not None else 1
    if not least <= points <= 1 or ("x" in fields) != ("y" in fields):
        raise keys["fields"].wrong(
            QT_TRANSLATE_NOOP(
                "core", "“{path}” must say where a record lies: x and y together, or wkt, or xy"
            )
        )
    times = [name for name in TIME_FIELDS if name in fields]
    if mapping.grain == "place_summary" and times:
        raise keys["fields"].wrong(
            QT_TRANSLATE_NOOP(
                "core", "a place_summary sums up many events and has no time: “{name}” cannot be mapped"
            ),
            name=times[0],
        )


def _check_personal(keys: Dict[str, Node], mapping: EventMapping) -> None:
    both = sorted(set(mapping.personal) & set(mapping.columns()))
    if both:
        raise keys["personal"].wrong(
            QT_TRANSLATE_NOOP(
                "core", "“{name}” is named as personal and mapped as well; a personal column is never taken"
            ),
            name=both[0],
        )


def _codelists(node: Node, mapping: EventMapping) -> Dict[str, Codelist]:
    found = {}
    available = tuple(sorted(path.stem for path in (RESOURCES / "codelists").glob("*.csv")))
    for name, child in node.mapping().items():
        wanted = mapping.fields[name].codelist
        if wanted and wanted not in available:
            raise child.wrong(
                QT_TRANSLATE_NOOP("core", "there is no code list “{text}”; possible are: {allowed}"),
                text=wanted,
                allowed=", ".join(available),
            )
        if wanted and wanted not in found:
            found[wanted] = read_codelist(wanted)
    return found
