"""Locatieserver of PDOK: the point of an address in the Netherlands. Only the address is sent, and what to look among."""

from __future__ import annotations

import math
import time
from typing import Any, Mapping, Optional

from ..core.cleaning.addresses import Answer
from ..core.cleaning.coordinates import parse_points
from ..core.cleaning.model import Geocode
from ..core.progress import Progress
from .network import errors
from .network.door import Ask, Door, Reply

PAUSE = 0.05
_FIELDS = "weergavenaam,type,score,centroide_rd"
_LOOK = 0.1


class Locatieserver:
    """Looks up one address after another, with at least `pause` seconds from one question to the next."""

    def __init__(self, door: Door, wanted: Geocode, progress: Progress, pause: float = PAUSE):
        self._door, self._wanted, self._progress, self._pause = door, wanted, progress, pause
        self._next = 0.0

    def look_up(self, address: str) -> Optional[Answer]:
        """Return the best answer, coordinates in RD New, or None for none.

        Raises `WrongContent` when what comes is no answer of this service, and whatever else the door raises.
        """
        self._wait()
        parameters = (
            ("q", address),
            *(("fq", one) for one in filters(self._wanted)),
            ("rows", "1"),
            ("fl", _FIELDS),
        )
        reply = self._door.get(Ask(self._wanted.address.rstrip("/") + "/free", parameters, private=address))
        found = _response(reply)
        return self._answer(found[0], reply) if found else None

    def _answer(self, found: Any, reply: Reply) -> Answer:
        if not isinstance(found, Mapping):
            raise _wrong(reply)
        kind, name, score, point = (
            found.get(one) for one in ("type", "weergavenaam", "score", "centroide_rd")
        )
        texts = all(isinstance(one, str) for one in (kind, name, point))
        number = isinstance(score, (int, float)) and not isinstance(score, bool) and math.isfinite(score)
        if not texts or not number or kind not in self._wanted.types:
            raise _wrong(reply)
        (x,), (y,), _ = parse_points([point])
        if not math.isfinite(x) or not math.isfinite(y):
            raise _wrong(reply)
        return Answer(float(x), float(y), float(score), kind, name)

    def _wait(self) -> None:
        self._progress.check()
        while time.monotonic() < self._next:
            time.sleep(min(_LOOK, max(0.0, self._next - time.monotonic())))
            self._progress.check()
        self._next = time.monotonic() + self._pause


def filters(wanted: Geocode) -> tuple:
    """Return what the service is to look among: kinds of places and, if stated, a municipality or the like."""
    types = wanted.types[0] if len(wanted.types) == 1 else f"({' OR '.join(wanted.types)})"
    return (f"type:{types}", *([f'{wanted.within[0]}:("{wanted.within[1]}")'] if wanted.within else []))


def _response(reply: Reply) -> list:
    """Return the places in an answer, best first."""
    page = reply.json()
    response = page.get("response") if isinstance(page, Mapping) else None
    found = response.get("docs") if isinstance(response, Mapping) else None
    count = response.get("numFound") if isinstance(response, Mapping) else None
    if not isinstance(found, list) or not isinstance(count, int) or bool(count) != bool(found):
        raise _wrong(reply)
    return found


def _wrong(reply: Reply) -> errors.NetworkError:
    return reply.refuse(errors.WrongContent, "not_places", "address")
