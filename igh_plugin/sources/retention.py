"""The part `retention` of a source's YAML: how long events, their earlier versions and rejected rows are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np

from .nodes import Node

KEYS = ("events", "versions", "rejects")


@dataclass(frozen=True)
class Retention:
    """Days that something is kept; None for ever."""

    events: Optional[int] = None
    versions: Optional[int] = None
    rejects: Optional[int] = None

    def __bool__(self) -> bool:
        return any(getattr(self, name) is not None for name in KEYS)

    def oldest(self, now: np.datetime64) -> Optional[np.datetime64]:
        """Return the first moment whose events are kept."""
        return before(self.events, now)


def before(days: Optional[int], now: np.datetime64) -> Optional[np.datetime64]:
    """Return the moment so many days before another; None for None."""
    return None if days is None else now - np.timedelta64(days, "D")


def read_retention(node: Node) -> Retention:
    """Return what the YAML says of keeping."""
    return Retention(**{name: child.whole() for name, child in node.mapping(KEYS).items()})
