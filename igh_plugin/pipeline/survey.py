"""A first look over all files of a source: what must be known before the first record is cleaned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Iterable, List, Sequence, Tuple

import numpy as np

from ..core.cleaning.addresses import Place
from ..core.cleaning.columns import Reader
from ..core.cleaning.coordinates import impossible
from ..core.cleaning.habits import Habits
from ..core.cleaning.identity import Repeated, text_hash
from ..core.cleaning.model import POINT_FIELDS, TIME_FIELDS
from ..core.errors import UserError
from ..core.progress import Progress
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.definition import SourceDefinition
from ..sources.records import Records
from .crs import Transformer, projected_crs_for, valid_bounds

_MOST_POINTS = 400_000
_LEAST_DISTINCT = 0.1
NO_ID = QT_TRANSLATE_NOOP(
    "core",
    "The column {column} is no id: {rows} rows have only {distinct} different values in it. Name another "
    "column as id in the mapping, or none.",
)


@dataclass
class Survey:
    """What the first look found: how many records, which ids come again, and a sample of the points.

    `repeated` are sorted hashes of ids; `x` and `y` are in the CRS of the source, possible coordinates only; `habits` are
    how the columns write their times.
    """

    rows: int = 0
    repeated: np.ndarray = field(default_factory=lambda: np.zeros(0, np.uint64))
    x: np.ndarray = field(default_factory=lambda: np.zeros(0))
    y: np.ndarray = field(default_factory=lambda: np.zeros(0))
    habits: Habits = field(default_factory=Habits)

    def add(self, places: Iterable[Place]) -> None:
        """Add the points of addresses that were looked up, each once."""
        points = np.array([(place.x, place.y) for place in places], float).reshape(-1, 2)
        self.x, self.y = np.append(self.x, points[:, 0]), np.append(self.y, points[:, 1])


def look(
    definition: SourceDefinition, files: Sequence[Records], points: bool, ids: bool, progress: Progress
) -> Survey:
    """Read ids and times and, if asked for, points of all files."""
    mapping = definition.mapping
    times = [mapping.fields[name] for name in TIME_FIELDS if name in mapping.fields] if ids else []
    columns = [name for entry in times for name in (*entry.columns, *entry.clock)]
    columns += mapping.id_columns if ids else ()
    if points:
        columns += [
            name for key in POINT_FIELDS if key in mapping.fields for name in mapping.fields[key].columns
        ]
    if not columns:
        return Survey()
    reader = Reader(mapping)
    bounds = valid_bounds(mapping.crs)
    hashes = Repeated()
    places: List[Tuple[np.ndarray, np.ndarray]] = []
    stride, held = 1, 0
    found = Survey(habits=reader.habits)
    for number, file in enumerate(files):
        for batch in file.batches(number, columns, whole=False):
            progress.step(
                (number + batch.share) / len(files), QT_TRANSLATE_NOOP("core", "Looking through the files")
            )
            found.rows += len(batch)
            if ids:
                reader.learn(batch)
            own = reader.ids(batch)
            if own is not None:
                filled = np.fromiter((bool(text) for text in own), bool, len(own))
                hashes.add(text_hash(own)[filled])
            if points:
                x, y, _, bad, _ = reader.point(batch)
                good = np.flatnonzero(~bad & ~impossible(x, y, bounds))[::stride]
                places.append((x[good], y[good]))
                held += len(good)
            if held > _MOST_POINTS:
                places = [(x[::2], y[::2]) for x, y in places]
                stride, held = stride * 2, sum(len(x) for x, _ in places)
    if hashes.count > 1000 and hashes.distinct < _LEAST_DISTINCT * hashes.count:
        values = {"column": mapping.id_columns[0], "rows": hashes.count, "distinct": hashes.distinct}
        raise UserError(Text(NO_ID, values))
    found.repeated = hashes.hashes
    if places:
        found.x, found.y = (np.concatenate(part) for part in zip(*places))
    return found


def metric_crs(definition: SourceDefinition, survey: Survey) -> str:
    """Return the CRS in metres for where the points of a survey lie; `UserError` when there are none."""
    if not len(survey.x):
        template = QT_TRANSLATE_NOOP(
            "core",
            "No record has coordinates that are possible in {crs}. Check the columns and the CRS of the mapping.",
        )
        raise UserError(Text(template, {"crs": definition.mapping.crs}))
    middle = np.array([np.median(survey.x)]), np.array([np.median(survey.y)])
    longitude, latitude = Transformer(definition.mapping.crs, "EPSG:4326")(*middle)
    return projected_crs_for(float(longitude[0]), float(latitude[0]))
