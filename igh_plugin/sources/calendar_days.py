"""A calendar as a source: which days are school holidays or public holidays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Dict, List, Mapping, Optional, Tuple

from .nodes import Node
from .remote import KEYS as REMOTE_KEYS
from .remote import Remote
from .stated import KEYS as STATED_KEYS
from .stated import Stated, read_stated
from .wanted import Wanted

KEYS = (*STATED_KEYS, *REMOTE_KEYS, "id", "day", "kinds")
NEEDED = ("source", "connection", "day", "kinds")


@dataclass(frozen=True)
class DayKind:
    """A kind of day: the column that tells, and the values that say yes."""

    column: str
    yes: Tuple[str, ...]
    title: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CalendarDefinition(Stated):
    """A table with a row for each day, and the kinds of days it tells."""

    GRAIN: ClassVar[str] = "calendar"
    day: str = ""
    id_columns: Tuple[str, ...] = ()
    kinds: Mapping[str, DayKind] = field(default_factory=dict)

    def columns(self) -> List[str]:
        """Return the columns that are taken."""
        named = (one.column for one in self.kinds.values())
        return list(dict.fromkeys((*self.id_columns, self.day, *named)))

    def wanted(self, remote: Remote) -> Wanted:
        return Wanted(self.source, remote, "", self.id_columns or (self.day,))


def read_calendar(
    keys: Dict[str, Node], source: str, remote: Optional[Remote], text: str
) -> CalendarDefinition:
    """Return the definition in the YAML of a source whose grain is `calendar`."""
    kinds = {}
    for name, child in keys["kinds"].named().items():
        said = child.mapping(("column", "is", "title"), ("column", "is"))
        kinds[name] = DayKind(
            said["column"].filled(),
            tuple(text.lower() for text in said["is"].texts()),
            said["title"].titles() if "title" in said else {},
        )
    return CalendarDefinition(
        **read_stated(keys, source, remote, text),
        day=keys["day"].filled(),
        id_columns=tuple(one.filled() for one in keys["id"].items()) if "id" in keys else (),
        kinds=kinds,
    )
