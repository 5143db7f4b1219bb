"""Geocoding: addresses of records without coordinates, each looked up once and remembered in the workspace.

What was answered is committed apart from the events, so that a lookup that broke off goes on where it stopped.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Sequence

import numpy as np

from ..core.cleaning.addresses import Answer, Place, has_its_number
from ..core.cleaning.columns import Reader
from ..core.cleaning.coordinates import impossible
from ..core.cleaning.model import POINT_FIELDS, EventMapping, Geocode
from ..core.cleaning.times import parse_now
from ..core.progress import Part, Progress
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.definition import SourceDefinition
from ..sources.geocode import CRS, QUALITY
from ..sources.locatieserver import Locatieserver, filters
from ..sources.network.body import Limits
from ..sources.network.door import Door, Surroundings
from ..sources.records import Records
from .crs import Transformer, valid_bounds

RETENTION = np.timedelta64(365, "D")
"""How long an answer is remembered; then it is deleted, and the address is asked anew when it is needed again."""
_TOGETHER = 500
"""Answers that are committed together."""

SENDING = QT_TRANSLATE_NOOP(
    "core",
    "{source}: {count} addresses of records without coordinates are sent to {service}, as the mapping says, and "
    "nothing else of the records.",
)
LOOKING_UP = QT_TRANSLATE_NOOP("core", "Looking up addresses: {done} of {count}")
LOOKED_UP = QT_TRANSLATE_NOOP(
    "core",
    "{found} of {count} addresses were found ({service}); {asked} were asked now, {cached} were known from before.",
)
KEPT = QT_TRANSLATE_NOOP(
    "core", "{done} of {count} addresses had been looked up; they are kept and will not be asked again."
)


@dataclass
class Geocoded:
    """What came of looking up the addresses of a source: `count` different ones, `asked` of them now."""

    wanted: Geocode
    count: int = 0
    asked: int = 0
    places: Dict[str, Place] = field(default_factory=dict)

    def as_record(self) -> Dict[str, Any]:
        """Return what the run's record says of it."""
        return {
            "service": self.wanted.address,
            "filters": list(filters(self.wanted)),
            "least_score": self.wanted.least_score,
            "addresses": self.count,
            "asked": self.asked,
            "cached": self.count - self.asked,
            "found": len(self.places),
        }

    def said(self) -> Text:
        """Return the same in words."""
        values = {"count": self.count, "asked": self.asked, "cached": self.count - self.asked}
        return Text(LOOKED_UP, {**values, "found": len(self.places), "service": self.wanted.address})


def addresses_sought(
    workspace, mapping: EventMapping, wanted: Geocode, files: Sequence[Records], progress: Progress
) -> List[str]:
    """Return the different addresses of records without possible coordinates, in order, but of erased events."""
    reader, bounds = Reader(mapping), valid_bounds(mapping.crs)
    fields = [mapping.fields[name] for name in (*POINT_FIELDS, "address") if name in mapping.fields]
    columns = [*(name for entry in fields for name in entry.columns), *wanted.columns, *mapping.id_columns]
    different: Dict[str, None] = {}
    erased = workspace.erased(mapping.source)
    for number, file in enumerate(files):
        for batch in file.batches(number, columns, whole=False):
            looking = QT_TRANSLATE_NOOP("core", "Looking through the files")
            progress.step((number + batch.share) / len(files), looking)
            x, y, _, bad, _ = reader.point(batch)
            without = bad | impossible(x, y, bounds)
            own = reader.ids(batch)
            if len(erased) and own is not None:
                without &= ~erased.among([f"{mapping.source}:{one}" for one in own])
            different.update(dict.fromkeys(reader.addresses(batch)[without].tolist()))
    different.pop("", None)
    return list(different)


class Geocoder:
    """Looks up the addresses of one source: in the workspace first, the others at the service its mapping names.

    `software` is what the run's record says of who asked. Answers older than `RETENTION` at `now` are not used.
    """

    def __init__(
        self,
        workspace,
        definition: SourceDefinition,
        wanted: Geocode,
        software: Mapping[str, str],
        surroundings: Optional[Surroundings] = None,
        limits: Optional[Limits] = None,
        now: Optional[np.datetime64] = None,
    ):
        self._workspace, self._mapping, self._wanted = workspace, definition.mapping, wanted
        self._software, self._surroundings, self._limits = software, surroundings, limits
        self._now = parse_now(now)
        self._scope = " ".join(filters(wanted))

    def locate(self, files: Sequence[Records], progress: Progress) -> Geocoded:
        """Look up the addresses of all records without possible coordinates.

        Raises `NetworkError` when the service does not answer as it should, `Cancelled` when the user stops; what was
        answered until then is remembered.
        """
        sought = (self._workspace, self._mapping, self._wanted, files)
        addresses = addresses_sought(*sought, Part(progress, 0.0, 0.2))
        since = self._now - RETENTION
        answers = self._workspace.geocodes(self._wanted.address, self._scope, addresses, since)
        unknown = [one for one in addresses if one not in answers]
        if unknown:
            values = {"source": self._mapping.source, "count": len(unknown), "service": self._wanted.address}
            progress.report(Text(SENDING, values))
            answers.update(self._ask(unknown, Part(progress, 0.2, 1.0)))
        return Geocoded(self._wanted, len(addresses), len(unknown), self._places(answers))

    def _ask(self, addresses: Sequence[str], progress: Progress) -> Dict[str, Optional[Answer]]:
        """Ask for addresses one by one and commit the answers now and then, and when it breaks off."""
        answers: Dict[str, Optional[Answer]] = {}
        fresh: Dict[str, Optional[Answer]] = {}
        name, version = f"{self._mapping.source}, Locatieserver", self._software.get("igh", "")
        try:
            with Door(name, self._surroundings, progress, self._limits, version) as door:
                service = Locatieserver(door, self._wanted, progress)
                for done, address in enumerate(addresses):
                    values = {"done": done, "count": len(addresses)}
                    progress.step(done / len(addresses), Text(LOOKING_UP, values))
                    fresh[address] = service.look_up(address)
                    if len(fresh) == _TOGETHER:
                        self._remember(fresh)
                        answers.update(fresh)
                        fresh = {}
        finally:
            self._remember(fresh)
            answers.update(fresh)
            if len(answers) < len(addresses):
                progress.report(Text(KEPT, {"done": len(answers), "count": len(addresses)}))
        return answers

    def _remember(self, answers: Mapping[str, Optional[Answer]]) -> None:
        if not answers:
            return
        about = {"service": self._wanted.address, "filters": list(filters(self._wanted))}
        source = self._mapping.source
        with self._workspace.begin("geocode", source, about, self._software) as run:
            run.store_geocodes(self._wanted.address, self._scope, answers, CRS, self._now)
            run.counts(read=len(answers), kept=sum(one is not None for one in answers.values()))

    def _places(self, answers: Mapping[str, Optional[Answer]]) -> Dict[str, Place]:
        """Return the answers that are good enough, in the CRS of the source."""
        least = self._wanted.least_score
        good = {address: one for address, one in answers.items() if one is not None and one.score >= least}
        x, y = (np.array([getattr(one, axis) for one in good.values()], float) for axis in "xy")
        x, y = Transformer(CRS, self._mapping.crs)(x, y)
        return {
            address: Place(float(x[at]), float(y[at]), _quality(address, one), one.score)
            for at, (address, one) in enumerate(good.items())
        }


def _quality(address: str, answer: Answer) -> str:
    """Return how good a point is: a house with another number than was asked tells the street only."""
    quality = QUALITY[answer.type]
    return "street" if quality == "address" and not has_its_number(address, answer.name) else quality
