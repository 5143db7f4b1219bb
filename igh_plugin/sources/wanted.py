"""What a definition asks of the connectors, free of what they need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

from .remote import Remote


@dataclass(frozen=True)
class Wanted:
    """What is fetched: the connection, the CRS of the coordinates, the columns of the id, the layer, how text is written."""

    source: str
    remote: Remote
    crs: str
    ids: Tuple[str, ...] = ()
    layer: str = ""
    encoding: str = ""
    separator: str = ""
