"""What every source states of itself, whatever comes from it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, ClassVar, Dict, Mapping, Optional

from .nodes import Node
from .remote import Remote

KEYS = ("source", "title", "grain", "licence", "attribution")


@dataclass(frozen=True)
class Stated:
    """Id, title, connection, licence and attribution of a source; `text` is the YAML it came from."""

    GRAIN: ClassVar[str] = ""
    source: str
    title: Mapping[str, str]
    remote: Optional[Remote] = None
    licence: str = ""
    attribution: str = ""
    text: str = ""

    def as_record(self) -> Dict[str, object]:
        """Return what the workspace keeps of the source."""
        return {
            "source": self.source,
            "title": json.dumps(dict(self.title), ensure_ascii=False, sort_keys=True),
            "kind": None,
            "grain": self.GRAIN,
            "licence": self.licence or None,
            "attribution": self.attribution or None,
            "timezone": None,
            "reporting_delay": None,
            "definition": self.text,
        }


def read_stated(keys: Dict[str, Node], source: str, remote: Optional[Remote], text: str) -> Dict[str, Any]:
    """Return the fields of `Stated` from the keys of a YAML file."""
    return {
        "source": source,
        "title": keys["title"].titles() if "title" in keys else {"en": source.replace("_", " ")},
        "remote": remote,
        "licence": keys["licence"].text() if "licence" in keys else "",
        "attribution": keys["attribution"].text() if "attribution" in keys else "",
        "text": text,
    }
