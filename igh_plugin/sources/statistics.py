"""Statistics of areas as a source: numbers per area and year (inhabitants, dwellings, registered crime), no events."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Dict, Mapping, Optional, Tuple

from ..core.text import QT_TRANSLATE_NOOP
from .nodes import Node
from .remote import Remote
from .stated import KEYS as STATED_KEYS
from .stated import Stated, read_stated

KEYS = (*STATED_KEYS, "connection", "refresh", "areas", "years", "statistics")
NEEDED = ("source", "connection", "areas", "years", "statistics")


@dataclass(frozen=True)
class Statistic:
    """One statistic: the property of the table it is taken from, and the member of every other dimension."""

    property: str
    where: Mapping[str, str] = field(default_factory=dict)
    title: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""


@dataclass(frozen=True)
class StatisticsDefinition(Stated):
    """A table of statistics: which areas and years of it, and which numbers under which name.

    `starts` are the beginnings of the codes of areas (`BU0363`), `remove` what is left out of them (`BU0363AA01` ->
    `AA01`). `latest` is how many of the last years; a table without years has the one in `year`.
    """

    GRAIN: ClassVar[str] = "area_statistics"
    area_dimension: str = ""
    starts: Tuple[str, ...] = ()
    statistics: Mapping[str, Statistic] = field(default_factory=dict)
    remove: str = ""
    year_dimension: str = ""
    latest: int = 1
    year: int = 0


def read_statistics(
    keys: Dict[str, Node], source: str, remote: Optional[Remote], text: str
) -> StatisticsDefinition:
    """Return the definition in the YAML of a source whose grain is `area_statistics`."""
    if remote is None or remote.type != "odata":
        raise keys["connection"].wrong(
            QT_TRANSLATE_NOOP(
                "core", "“{path}”: statistics of areas are read from a connection of the type odata"
            )
        )
    areas = keys["areas"].mapping(("dimension", "starts_with", "remove"), ("dimension", "starts_with"))
    years = keys["years"].mapping(("dimension", "latest", "year"))
    if ("dimension" in years) == ("year" in years):
        raise keys["years"].wrong(
            QT_TRANSLATE_NOOP("core", "“{path}” needs a dimension, or the one year of the table: year")
        )
    return StatisticsDefinition(
        **read_stated(keys, source, remote, text),
        area_dimension=areas["dimension"].filled(),
        starts=tuple(one.filled() for one in areas["starts_with"].items()),
        remove=areas["remove"].filled() if "remove" in areas else "",
        year_dimension=years["dimension"].filled() if "dimension" in years else "",
        latest=years["latest"].whole() if "latest" in years else 1,
        year=years["year"].whole() if "year" in years else 0,
        statistics=_statistics(keys["statistics"]),
    )


def _statistics(node: Node) -> Dict[str, Statistic]:
    found = {}
    for name, child in node.named().items():
        if not child.is_mapping():
            found[name] = Statistic(child.filled())
            continue
        keys = child.mapping(("property", "where", "title", "unit"), ("property",))
        found[name] = Statistic(
            property=keys["property"].filled(),
            where=dict(keys["where"].pairs()) if "where" in keys else {},
            title=keys["title"].titles() if "title" in keys else {},
            unit=keys["unit"].text() if "unit" in keys else "",
        )
    return found
