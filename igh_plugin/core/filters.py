"""Which events a figure is made of: the same filter counts them and lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple


@dataclass(frozen=True)
class Part:
    """A part of events: all of its conditions hold. `None` and empty tuples mean no restriction.

    `hours` are local hours, `weekdays` count from Monday = 0, `months` from January = 1. `open` tells events without
    `closed_at` from the others; `closed_within` keeps those that are older than so many days and were closed within them of being
    reported, `timed` those closed at any time after it. `values` are those of `attribute`, and `measure` keeps events where that is
    not zero. `again_within` keeps those older than so many days whose place (or what `again_at` names, an attribute) has an event of
    the same source, of the categories `among` (empty: any), on a later day within them. How old an event is is told by the last
    complete day of its source (`Reader.last_days`).
    """

    categories: Tuple[str, ...] = ()
    hours: Tuple[int, ...] = ()
    weekdays: Tuple[int, ...] = ()
    months: Tuple[int, ...] = ()
    statuses: Tuple[str, ...] = ()
    open: Optional[bool] = None
    closed_within: Optional[float] = None
    timed: bool = False
    attribute: str = ""
    values: Tuple[str, ...] = ()
    measure: str = ""
    again_within: Optional[int] = None
    again_at: str = ""
    among: Tuple[str, ...] = ()

    @property
    def waits(self) -> float:
        """Days that an event must be older than before it is known whether it is in the part; -1 for none."""
        return max(-1 if days is None else days for days in (self.closed_within, self.again_within))


@dataclass(frozen=True)
class EventFilter:
    """A selection of events; `None` and empty tuples mean no restriction.

    Days are days since 1970-01-01 in local wall time, both ends included. `area` is a code of `area_level`
    (any level of the hierarchy); `areas` are codes of the finest level and `places` names, when there are several of
    them; `cells` are packed indices at `cell_size` metres (`core.grid`); `weekday` counts from Monday = 0, `week_hours`
    are hours of the week numbered weekday * 24 + hour. `measure` keeps only events where that measure is not zero, `known`
    those where each of these measures has a value. `part` keeps those of a named part of a theme's events.
    """

    sources: Tuple[str, ...] = ()
    kinds: Tuple[str, ...] = ()
    categories: Tuple[str, ...] = ()
    first_day: Optional[int] = None
    last_day: Optional[int] = None
    undated: Optional[bool] = None
    area_level: Optional[str] = None
    area: Optional[str] = None
    areas: Tuple[str, ...] = ()
    place: Optional[str] = None
    places: Tuple[str, ...] = ()
    cell_size: Optional[int] = None
    cells: Tuple[int, ...] = ()
    weekday: Optional[int] = None
    hour: Optional[int] = None
    week_hours: Tuple[int, ...] = ()
    measure: Optional[str] = None
    known: Tuple[str, ...] = ()
    part: Optional[Part] = None
