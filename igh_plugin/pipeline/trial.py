"""A trial: what a mapping makes of the first records of a source, by what cleans all of them; nothing is stored."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

import numpy as np
import pandas as pd

from ..core.cleaning.columns import Reader
from ..core.cleaning.coordinates import impossible, inside_box
from ..core.cleaning.mapping import SWAPPED, Cleaner
from ..core.cleaning.model import Entry, EventMapping
from ..core.cleaning.records import REASONS, RawBatch, parsed_record
from ..core.progress import Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.definition import SourceDefinition
from .collect import check_columns, check_crs, clean_all, surroundings_in
from .crs import NETHERLANDS, Transformer, is_geographic, is_metric, valid_bounds
from .survey import Survey, look, metric_crs

_FIELDS_FIRST = ("occurred_to", "category", "subcategory")
_FIELDS_LAST = ("place", "address", "status", "reported_at", "closed_at", "location_quality")
_MOST = 0.5
_TOGETHER = {
    "x": ("x", "y"),
    "closed_at": ("occurred_from", "closed_at"),
    "occurred_to": ("occurred_from", "occurred_to"),
}
"""Fields that are wrong only beside another."""
_SECTIONS = {"m_": "measures", "a_": "attributes"}
ADDRESS = "address_not_found"

WAITING = QT_TRANSLATE_NOOP(
    "core", "no coordinates: its address is looked up when the source is collected, not here"
)
SWAP_FIELDS = QT_TRANSLATE_NOOP(
    "core",
    "{count} of {known} points would lie where they are expected if their two coordinates changed places. If the source "
    "has them the wrong way round, write under “fields”: {x} and {y}.",
)
SWAP_AXES = QT_TRANSLATE_NOOP(
    "core",
    "{count} of {known} points would lie where they are expected if their two coordinates changed places. If the source "
    "has them the wrong way round, write “axes: {axes}” in the entry of {field}.",
)


@dataclass(frozen=True)
class Sample:
    """The first records, in memory: what cleaning asks of a file."""

    batch: RawBatch

    @property
    def name(self) -> str:
        return self.batch.file

    @property
    def header(self) -> Tuple[str, ...]:
        return self.batch.header

    def batches(
        self, number: int, columns: Optional[Sequence[str]] = None, whole: bool = True
    ) -> Iterator[RawBatch]:
        """Give the one batch there is, with the named columns that it has."""
        held = self.batch.columns
        kept = {name: values for name, values in held.items() if columns is None or name in columns}
        yield replace(self.batch, number=number, columns=kept, share=1.0)


@dataclass(frozen=True)
class Fault:
    """A record that becomes no event: its number among the records (0 for a broken line), its line, and why in words.

    `field` is the part of the definition at fault, `value` what stands in its columns, `kept` the number of the record
    that is kept in its place, 0 where there is none.
    """

    record: int
    line: int
    reason: str
    field: str
    value: str
    kept: int = 0


@dataclass(frozen=True)
class Trial:
    """What became of `read` records: events, and faults.

    `events` has the columns the mapping fills, and `local_hour`; x and y are in the `crs` of the source, which is
    `geographic` or not. `rejected` counts by reason, in words, the most frequent first; `waiting` counts records whose
    address is to be looked up. `unknown` counts for each field with a code list the values it does not know. `swap`
    proposes to exchange the coordinates, where most would lie better then.
    """

    read: int
    events: pd.DataFrame
    crs: str
    geographic: bool
    faults: List[Fault] = field(default_factory=list)
    rejected: Dict[str, int] = field(default_factory=dict)
    waiting: int = 0
    unknown: Dict[str, Dict[str, int]] = field(default_factory=dict)
    swap: Optional[Text] = None
    notes: List[Text] = field(default_factory=list)


def try_out(definition: SourceDefinition, batch: RawBatch, now: Optional[np.datetime64] = None) -> Trial:
    """Clean the first records of a source as collecting does into a workspace without areas.

    Addresses are not looked up. A column that these records lack is told. Raises `UserError` for what collecting refuses.
    """
    mapping = definition.mapping
    sample = Sample(batch)
    check_crs(definition)
    dates = (definition.remote.field,) if definition.remote is not None and definition.remote.field else ()
    notes = check_columns(definition, [sample], dates, strict=False)
    survey = look(definition, [sample], True, True, Silent())
    crs = mapping.crs if is_metric(mapping.crs) or not len(survey.x) else metric_crs(definition, survey)
    free = survey if mapping.extent is None else Survey(habits=survey.habits)
    around, told = surroundings_in(definition, free, crs, now)
    cleaner = Cleaner(mapping, around)
    frames = list(clean_all(cleaner, [sample], survey.repeated))
    events = pd.concat([frame for frame in frames if len(frame)] or frames[:1], ignore_index=True)
    events["x"], events["y"] = Transformer(crs, mapping.crs)(events["x"].to_numpy(), events["y"].to_numpy())
    rejects = cleaner.rejects.take()
    swap = _swap(definition, batch)
    notes += told if cleaner.reasons["far_outside"] else []
    notes += [note for note in cleaner.notes() if swap is None or note.template != SWAPPED]
    counts = {REASONS[reason]: count for reason, count in cleaner.reasons.most_common() if reason != ADDRESS}
    return Trial(
        read=cleaner.read,
        events=events[_columns(mapping)],
        crs=mapping.crs,
        geographic=is_geographic(mapping.crs),
        faults=_faults(mapping, batch, rejects),
        rejected=counts,
        waiting=cleaner.reasons[ADDRESS],
        unknown=_unknown(Reader(mapping, definition.codelists), next(sample.batches(0, mapping.columns()))),
        swap=swap,
        notes=notes,
    )


def _columns(mapping: EventMapping) -> List[str]:
    """Return the columns of events that the mapping fills, as they are read."""
    begin = ["occurred_local", "local_hour"] if "occurred_from" in mapping.fields else []
    return [
        "event_id",
        *begin,
        *(name for name in _FIELDS_FIRST if name in mapping.fields),
        *(f"m_{name}" for name in mapping.measures),
        *(f"a_{name}" for name in mapping.attributes),
        *(name for name in _FIELDS_LAST if name in mapping.fields),
        "x",
        "y",
    ]


def _faults(mapping: EventMapping, batch: RawBatch, rejects: pd.DataFrame) -> List[Fault]:
    number = {int(line): at for at, line in enumerate(batch.lines, 1)}
    found = []
    for _, line, reason, name, text in rejects.itertuples(index=False):
        record = parsed_record(text)
        found.append(
            Fault(
                number.get(line, 0),
                int(line),
                WAITING if reason == ADDRESS else REASONS[reason],
                _path(name),
                _value(mapping, name, record),
                number.get(record.get("kept_row"), 0),
            )
        )
    return sorted(found, key=lambda one: one.line)


def _path(name: str) -> str:
    """Return where a field stands in the definition."""
    if name in ("", "id"):
        return name
    section = _SECTIONS.get(name[:2])
    return f"{section}.{name[2:]}" if section else f"fields.{name}"


def _value(mapping: EventMapping, name: str, record: Mapping[str, Any]) -> str:
    """Return what stands in the columns of a field, as `column: value`; empty columns are told too."""
    entries = mapping.entries()
    columns: List[str] = list(mapping.id_columns) if name == "id" else []
    if name == "address" and mapping.geocode is not None:
        columns += mapping.geocode.columns
    for one in _TOGETHER.get(name, (name,)):
        if one in entries:
            columns += (*entries[one].columns, *entries[one].clock)
    return ", ".join(f"{column}: {record.get(column, '')}" for column in dict.fromkeys(columns))


def _unknown(reader: Reader, batch: RawBatch) -> Dict[str, Dict[str, int]]:
    found = {}
    for name in ("category", "subcategory"):
        coded, texts = reader.coded(batch, name), reader.text(batch, name)
        if coded is not None and texts is not None and coded[1].any():
            found[name] = dict(Counter(texts[coded[1]].tolist()).most_common())
    return found


def _swap(definition: SourceDefinition, batch: RawBatch) -> Optional[Text]:
    """Propose to exchange the coordinates where most points lie wrong as they are, and right the other way round.

    Right is what the extent of the mapping holds, or else where its CRS is valid. That says little of degrees, so there
    a point that would come to lie in the Netherlands, and does not, counts as well.
    """
    mapping = definition.mapping
    x, y, missing, bad, name = Reader(mapping).point(batch)
    known = ~missing & ~bad
    better = known & ~_fits(mapping, x, y) & _fits(mapping, y, x)
    if mapping.extent is None and is_geographic(mapping.crs):
        better |= known & ~inside_box(x, y, NETHERLANDS) & inside_box(y, x, NETHERLANDS)
    if not better.sum() > _MOST * known.sum():
        return None
    values: Dict[str, Any] = {"count": int(better.sum()), "known": int(known.sum())}
    if name != "x":
        axes = "xy" if mapping.fields[name].axes == "yx" else "yx"
        return Text(SWAP_AXES, {**values, "axes": axes, "field": name})
    x_entry, y_entry = (mapping.fields[axis] for axis in "xy")
    return Text(SWAP_FIELDS, {**values, "x": f"x: {_yaml(y_entry)}", "y": f"y: {_yaml(x_entry)}"})


def _fits(mapping: EventMapping, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    fine = ~impossible(x, y, valid_bounds(mapping.crs))
    return fine if mapping.extent is None else fine & inside_box(x, y, mapping.extent)


def _yaml(entry: Entry) -> str:
    """Return an entry of a coordinate as it is written in a definition."""
    parts: List[str] = []
    if entry.columns:
        columns = entry.columns[0] if len(entry.columns) == 1 else list(entry.columns)
        parts.append(f"column: {json.dumps(columns, ensure_ascii=False)}")
    if entry.constant is not None:
        parts.append(f"constant: {json.dumps(entry.constant, ensure_ascii=False)}")
    return f"{{{', '.join(parts)}}}"
