"""Addresses of records without coordinates looked up in a layer of the workspace: nothing leaves the computer.

Two addresses are the same when they are so in small letters and without signs (`core.cleaning.addresses`). One that the
layer has at places further apart than `SAME` metres is not taken: nobody can tell which of them is meant.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np

from ..core.cleaning.addresses import Place, normal_address
from ..core.cleaning.model import Geocode
from ..core.errors import UserError
from ..core.progress import Part, Progress
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.definition import SourceDefinition
from ..sources.records import Records
from .crs import Transformer
from .geocode import addresses_sought

SAME = 1.0
SCORE = 100.0
"""The score of an address that is written as it stands in the layer."""
_POINT = struct.Struct("<BIdd")

NO_LAYER = QT_TRANSLATE_NOOP(
    "core",
    "{source} looks up addresses in the layer “{layer}”, which the workspace does not have: collect it first. There are: "
    "{layers}.",
)
NO_COLUMN = QT_TRANSLATE_NOOP(
    "core",
    "{source} looks up addresses by “{column}”, which the layer “{layer}” does not have. It has: {columns}.",
)
NO_POINTS = QT_TRANSLATE_NOOP(
    "core",
    "{source} looks up addresses in the layer “{layer}”, which has no points: choose one of addresses.",
)
LOOKED_UP = QT_TRANSLATE_NOOP(
    "core",
    "{found} of {count} addresses were found in the layer “{layer}”; {several} more are in it at several places, and are not "
    "taken.",
)


@dataclass
class Located:
    """What came of it: `count` different addresses, `several` of them at more than one place."""

    layer: str
    count: int
    several: int
    places: Dict[str, Place] = field(default_factory=dict)

    def as_record(self) -> Dict[str, Any]:
        """Return what the run's record says of it."""
        told = {"layer": self.layer, "addresses": self.count}
        return {**told, "found": len(self.places), "at_several_places": self.several}

    def said(self) -> Text:
        """Return the same in words."""
        values = {"found": len(self.places), "count": self.count, "several": self.several}
        return Text(LOOKED_UP, {**values, "layer": self.layer})


class AddressLayer:
    """Looks up the addresses of one source in the layer its mapping names."""

    def __init__(self, workspace, definition: SourceDefinition, wanted: Geocode):
        self._workspace, self._mapping, self._wanted = workspace, definition.mapping, wanted

    def locate(self, files: Sequence[Records], progress: Progress) -> Located:
        """Look up the addresses of all records without possible coordinates.

        Raises `UserError` when the layer, or a column of it, is not there, or it has no points.
        """
        names, x, y = self._layer()
        sought = (self._workspace, self._mapping, self._wanted, files)
        addresses = addresses_sought(*sought, Part(progress, 0.0, 0.5))
        rows: Dict[str, List[int]] = {one: [] for one in addresses}
        for row, name in enumerate(names):
            if row % 20_000 == 0:
                progress.step(0.5 + 0.5 * row / len(names))
            address = normal_address(name)
            if address in rows:
                rows[address].append(row)
        several, found = 0, {}
        for address, at in rows.items():
            if at and np.ptp(x[at]) <= SAME and np.ptp(y[at]) <= SAME:
                found[address] = at[0]
            several += bool(at) and address not in found
        at_x, at_y = Transformer(self._workspace.crs, self._mapping.crs)(
            x[list(found.values())], y[list(found.values())]
        )
        places = {
            address: Place(float(one_x), float(one_y), "address", SCORE)
            for address, one_x, one_y in zip(found, at_x, at_y)
        }
        return Located(self._wanted.address, len(addresses), several, places)

    def _layer(self) -> Tuple[List[str], np.ndarray, np.ndarray]:
        """Return the address, and x and y in the workspace's CRS, of each point of the layer."""
        told = {"source": self._mapping.source, "layer": self._wanted.address}
        columns, wkbs = self._workspace.layer(self._wanted.address)
        if not columns:
            layers = ", ".join(str(one["source"]) for one in self._workspace.layers()) or "-"
            raise UserError(Text(NO_LAYER, {**told, "layers": layers}))
        for name in self._wanted.names:
            if name not in columns:
                raise UserError(Text(NO_COLUMN, {**told, "column": name, "columns": ", ".join(columns)}))
        if not all(len(wkb) == _POINT.size and wkb[1] == 1 for wkb in wkbs):
            raise UserError(Text(NO_POINTS, told))
        points = np.array([_POINT.unpack(wkb)[2:] for wkb in wkbs], float).reshape(-1, 2)
        texts = zip(*(columns[name].tolist() for name in self._wanted.names))
        names = [" ".join(_text(part) for part in parts if part is not None) for parts in texts]
        return names, points[:, 0], points[:, 1]


def _text(value: Any) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else "" if value != value else str(value)
