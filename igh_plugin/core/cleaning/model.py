"""The mapping of a source as data: which column becomes which field of an event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Container, Dict, Mapping, Optional, Tuple

KINDS = ("report", "observation", "incident", "inspection", "sanction")
EVENT, PLACE_SUMMARY = "event", "place_summary"
GRAINS = (EVENT, PLACE_SUMMARY)
TIME_FIELDS = ("occurred_from", "occurred_to", "reported_at", "closed_at")
TEXT_FIELDS = ("category", "subcategory", "status", "location_quality", "place", "address")
POINT_FIELDS = ("x", "y", "wkt", "xy")
FIELDS = TIME_FIELDS + TEXT_FIELDS + POINT_FIELDS
AXES = ("xy", "yx")
REJECT, KEEP = "reject", "keep"
GEOCODE_SCORE = "geocode_score"
"""The attribute that events located by their address get. No measure: scores do not add up."""


@dataclass(frozen=True)
class Entry:
    """Where one field, measure or attribute comes from.

    `columns` are alternative names, the first present wins; `formats` are strptime patterns in order;
    `clock` are columns with the time of day that belongs to the date;
    `values` replaces raw values; `equals` makes a measure of 1 and 0; `separator` splits `xy`; `axes` is the order in
    which `xy` and `wkt` give the coordinates. Of a code list, `above` are columns with the main category, and
    `unknown` says what becomes of a value it does not know: `reject` or `keep`.
    """

    columns: Tuple[str, ...] = ()
    formats: Tuple[str, ...] = ()
    clock: Tuple[str, ...] = ()
    constant: Optional[object] = None
    values: Mapping[str, str] = field(default_factory=dict)
    equals: Tuple[str, ...] = ()
    codelist: str = ""
    above: Tuple[str, ...] = ()
    unknown: str = REJECT
    separator: str = ""
    axes: str = "xy"
    unit: str = ""
    title: Mapping[str, str] = field(default_factory=dict)

    def column_in(self, header: Container[str]) -> Optional[str]:
        """Return the first of `columns` that the header has."""
        return next((name for name in self.columns if name in header), None)


@dataclass(frozen=True)
class Geocode:
    """That addresses of records without coordinates are looked up: at a service, or in a layer of the workspace.

    `address` is where the service answers, or which layer it is; `names` are the columns of the layer that make an
    address. `columns` make what is looked up, joined by spaces; without them it is the
    field `address`. `types` are the kinds of answers to ask for, `within` is a field of the service and its value; an
    answer below `least_score` is not taken.
    """

    service: str
    address: str
    columns: Tuple[str, ...] = ()
    types: Tuple[str, ...] = ()
    within: Tuple[str, ...] = ()
    least_score: float = 0.0
    names: Tuple[str, ...] = ()


@dataclass(frozen=True)
class EventMapping:
    """What is taken of a source's records, and nothing besides it.

    `extent` is (xmin, ymin, xmax, ymax) in `crs`; `stored_zone` is the zone in which times without an offset
    are written, `local_zone` the one people live in; `decimal` is the decimal sign when it was declared.
    """

    source: str
    kind: str
    grain: str = "event"
    id_columns: Tuple[str, ...] = ()
    fields: Mapping[str, Entry] = field(default_factory=dict)
    measures: Mapping[str, Entry] = field(default_factory=dict)
    attributes: Mapping[str, Entry] = field(default_factory=dict)
    personal: Tuple[str, ...] = ()
    stored_zone: str = ""
    local_zone: str = ""
    crs: str = ""
    extent: Optional[Tuple[float, float, float, float]] = None
    decimal: str = ""
    geocode: Optional[Geocode] = None

    def entries(self) -> Dict[str, Entry]:
        """Return every entry by its name in messages: fields as they are, measures and attributes prefixed."""
        named = dict(self.fields)
        named.update({f"m_{name}": entry for name, entry in self.measures.items()})
        named.update({f"a_{name}": entry for name, entry in self.attributes.items()})
        return named

    def columns(self) -> Tuple[str, ...]:
        """Return every column name the mapping may read, alternatives included."""
        names = [
            name for entry in self.entries().values() for name in (*entry.columns, *entry.clock, *entry.above)
        ]
        names += self.id_columns
        names += self.geocode.columns if self.geocode is not None else ()
        return tuple(dict.fromkeys(names))
