"""A layer kept for reference: objects, zones, streets or masks, which are no events and are replaced as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Dict, List, Mapping, Optional, Tuple

from ..core.text import QT_TRANSLATE_NOOP
from .nodes import Node
from .records import GEOMETRY
from .remote import KEYS as REMOTE_KEYS
from .remote import Remote
from .stated import KEYS as STATED_KEYS
from .stated import Stated, read_stated
from .wanted import Wanted

KEYS = (
    *STATED_KEYS, *REMOTE_KEYS, "pattern", "layer", "crs", "year", "id", "geometry", "where", "fields", "statistics",
    "personal",
)  # fmt: skip
NEEDED = ("source", "crs", "geometry")
SHAPES = ("point", "line", "polygon", "any")
TYPES = ("text", "number")
ANY = "*"
"""In place of a value in `where`: whatever is not empty."""
MEASURES = ("count", "sum", "length", "area")
_TAKEN = ("fid", "geom", "id")
"""Names of columns that a layer has of its own."""


@dataclass(frozen=True)
class Field:
    """A column that is kept, and whether it is a number."""

    column: str
    number: bool = False


@dataclass(frozen=True)
class Measured:
    """A statistic of areas made of the layer: how many, the sum of a field, kilometres of lines, km2 of polygons."""

    measure: str
    of: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""


@dataclass(frozen=True)
class ReferenceDefinition(Stated):
    """A layer: which columns are kept, which rows, its shape, and the statistics of areas that are made of it.

    `where` keeps the rows whose column has one of the values. `year` is the year the layer and its statistics are of;
    0 is that in which it was fetched.
    """

    GRAIN: ClassVar[str] = "reference"
    crs: str = ""
    geometry: str = GEOMETRY
    shape: str = "any"
    id_columns: Tuple[str, ...] = ()
    layer: str = ""
    pattern: str = ""
    year: int = 0
    where: Mapping[str, Tuple[str, ...]] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)
    statistics: Mapping[str, Measured] = field(default_factory=dict)

    def columns(self) -> List[str]:
        """Return the columns that are taken; no other is ever stored."""
        named = (one.column for one in self.fields.values())
        return list(dict.fromkeys((*self.id_columns, self.geometry, *self.where, *named)))

    def wanted(self, remote: Remote) -> Wanted:
        return Wanted(self.source, remote, self.crs, self.id_columns, self.layer)


def read_reference(
    keys: Dict[str, Node], source: str, remote: Optional[Remote], text: str
) -> ReferenceDefinition:
    """Return the definition in the YAML of a source whose grain is `reference`."""
    about = keys["geometry"].mapping(("column", "shape"))
    named = keys["fields"].named(_TAKEN) if "fields" in keys else {}
    fields = {name: _field(child) for name, child in named.items()}
    measured = keys["statistics"].named() if "statistics" in keys else {}
    where = where_of(keys.get("where"))
    definition = ReferenceDefinition(
        **read_stated(keys, source, remote, text),
        crs=keys["crs"].filled().upper(),
        geometry=about["column"].filled() if "column" in about else GEOMETRY,
        shape=about["shape"].choice(SHAPES) if "shape" in about else "any",
        id_columns=tuple(one.filled() for one in keys["id"].items()) if "id" in keys else (),
        layer=keys["layer"].filled() if "layer" in keys else "",
        pattern=keys["pattern"].filled() if "pattern" in keys else "",
        year=keys["year"].whole() if "year" in keys else 0,
        where=where,
        fields=fields,
        statistics={name: _measured(child, fields) for name, child in measured.items()},
    )
    refuse_personal(keys.get("personal"), definition.columns())
    return definition


def where_of(node: Optional[Node]) -> Dict[str, Tuple[str, ...]]:
    """Return the values a column must have for a row to be taken, by column."""
    return {name: child.texts() for name, child in node.mapping().items()} if node is not None else {}


def refuse_personal(node: Optional[Node], columns: List[str]) -> None:
    """Refuse a column that is named as personal and taken as well."""
    both = sorted(set(node.texts()) & set(columns)) if node is not None else []
    if node is not None and both:
        raise node.wrong(
            QT_TRANSLATE_NOOP(
                "core", "“{name}” is named as personal and mapped as well; a personal column is never taken"
            ),
            name=both[0],
        )


def _field(node: Node) -> Field:
    if not node.is_mapping():
        return Field(node.filled())
    keys = node.mapping(("column", "type"), ("column",))
    return Field(keys["column"].filled(), "type" in keys and keys["type"].choice(TYPES) == "number")


def _measured(node: Node, fields: Mapping[str, Field]) -> Measured:
    keys = node.mapping(("measure", "field", "title", "unit"), ("measure",))
    measure = keys["measure"].choice(MEASURES)
    name = keys["field"].text() if "field" in keys else ""
    if (measure == "sum") != (name in fields and fields[name].number):
        raise node.wrong(
            QT_TRANSLATE_NOOP(
                "core", "“{path}”: a sum needs a field of the type number, and nothing else has one"
            )
        )
    return Measured(
        measure=measure,
        of=name,
        title=keys["title"].titles() if "title" in keys else {},
        unit=keys["unit"].text() if "unit" in keys else "",
    )
