"""Areas as a source: districts, quarters and neighbourhoods with their statistics, which replace those of a workspace."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar, Dict, List, Mapping, Tuple

from ..core.text import QT_TRANSLATE_NOOP
from .nodes import Node
from .records import GEOMETRY
from .reference import where_of
from .remote import KEYS as REMOTE_KEYS
from .remote import Remote, read_address
from .stated import KEYS as STATED_KEYS
from .stated import Stated, read_stated
from .wanted import Wanted

KEYS = (*STATED_KEYS, *REMOTE_KEYS, "crs", "year", "levels", "statistics", "unknown")
NEEDED = ("source", "connection", "crs", "levels")
_LEVEL_KEYS = (
    "address",
    "layer",
    "parameters",
    "geometry",
    "id",
    "code",
    "remove",
    "name",
    "parent",
    "where",
)


@dataclass(frozen=True)
class AreaLevel:
    """One level: where its areas come from, and the columns with code, name, parent and polygon.

    `remove` is left out at the beginning of a code (`BU0363AA01` -> `AA01`); the parent's code is shortened as that of
    the level it belongs to.
    """

    name: str
    remote: Remote
    code: str
    title: str = ""
    parent: str = ""
    remove: str = ""
    geometry: str = GEOMETRY
    layer: str = ""
    id_columns: Tuple[str, ...] = ()
    where: Mapping[str, Tuple[str, ...]] = field(default_factory=dict)

    def columns(self) -> List[str]:
        """Return the columns that are taken of this level, without those of statistics."""
        named = filter(None, (*self.id_columns, self.code, self.title, self.parent, self.geometry))
        return list(dict.fromkeys((*named, *self.where)))

    def wanted(self, source: str, crs: str) -> Wanted:
        return Wanted(source, self.remote, crs, self.id_columns or (self.code,), self.layer)


@dataclass(frozen=True)
class AreasDefinition(Stated):
    """Areas: their levels, the finest first, and the columns that are statistics, with the numbers that say: not known."""

    GRAIN: ClassVar[str] = "areas"
    crs: str = ""
    levels: Tuple[AreaLevel, ...] = ()
    year: int = 0
    statistics: Mapping[str, str] = field(default_factory=dict)
    unknown: Tuple[float, ...] = ()


def read_areas(keys: Dict[str, Node], source: str, remote: Remote, text: str) -> AreasDefinition:
    """Return the definition in the YAML of a source whose grain is `areas`."""
    if "statistics" in keys and "year" not in keys:
        raise keys["statistics"].wrong(QT_TRANSLATE_NOOP("core", "“{path}” need the year they are of: year"))
    statistics = keys["statistics"].named() if "statistics" in keys else {}
    unknown = keys["unknown"].items() if "unknown" in keys else []
    return AreasDefinition(
        **read_stated(keys, source, remote, text),
        crs=keys["crs"].filled().upper(),
        levels=tuple(_level(name, child, remote) for name, child in keys["levels"].named().items()),
        year=keys["year"].whole() if "year" in keys else 0,
        statistics={name: child.filled() for name, child in statistics.items()},
        unknown=tuple(one.numbers(1)[0] for one in unknown),
    )


def _level(name: str, node: Node, remote: Remote) -> AreaLevel:
    keys = node.mapping(_LEVEL_KEYS, ("code",))
    if remote.type == "wfs" and "layer" not in keys:
        raise node.wrong(
            QT_TRANSLATE_NOOP("core", "“{path}” of the type wfs needs the name of a layer: layer")
        )
    if "address" in keys:
        remote = replace(remote, address=read_address(keys["address"], remote.type))
    if "parameters" in keys:
        remote = replace(remote, parameters={**remote.parameters, **dict(keys["parameters"].pairs())})
    texts = {
        one: keys[one].filled() for one in ("code", "parent", "remove", "geometry", "layer") if one in keys
    }
    return AreaLevel(
        name,
        remote,
        title=keys["name"].filled() if "name" in keys else "",
        id_columns=tuple(one.filled() for one in keys["id"].items()) if "id" in keys else (),
        where=where_of(keys.get("where")),
        **texts,
    )
