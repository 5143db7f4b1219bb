"""A calendar as a source: which days are school holidays or public holidays."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar, Dict, List, Mapping, Optional, Tuple

from ..core.text import QT_TRANSLATE_NOOP
from .connectors import Wanted
from .nodes import Node
from .remote import KEYS as REMOTE_KEYS
from .remote import Remote
from .stated import KEYS as STATED_KEYS
from .stated import Stated, read_stated

KEYS = (*STATED_KEYS, *REMOTE_KEYS, "id", "day", "kinds")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


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
    keys: Dict[str, Node], root: Node, source: str, remote: Optional[Remote], text: str
) -> CalendarDefinition:
    """Return the definition in the YAML of a source whose grain is `calendar`."""
    for name in ("connection", "day", "kinds"):
        if name not in keys:
            raise root.wrong(QT_TRANSLATE_NOOP("core", "“{name}” is missing"), name=name)
    kinds = {}
    for name, child in keys["kinds"].mapping().items():
        if not _NAME.fullmatch(name):
            raise child.wrong(
                QT_TRANSLATE_NOOP("core", "“{path}” must be named with small letters, digits and underscores")
            )
        said = child.mapping(("column", "is", "title"))
        for needed in ("column", "is"):
            if needed not in said:
                raise child.wrong(QT_TRANSLATE_NOOP("core", "“{name}” is missing"), name=needed)
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
