"""Cleaning: a batch of raw records becomes events, and rejects with their reasons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Callable, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np
import pandas as pd

from ..grid import cell_of
from ..text import QT_TRANSLATE_NOOP, Text
from .addresses import Place
from .codes import Codelist
from .columns import Reader
from .coordinates import Fence, impossible, inside_box
from .forgotten import Among, Forgotten
from .habits import Habits
from .identity import OwnIds, Seen, content_hash, text_hash
from .model import GEOCODE_SCORE, REJECT, TIME_FIELDS, EventMapping
from .records import RawBatch, Rejects, line_of
from .times import NOT_A_TIME, Moments, days_and_hours

ASTRAY = ("impossible_coordinates", "outside_extent", "outside_area", "far_outside")
"""Reasons of rows whose point lies where it cannot be."""
SWAPPED = QT_TRANSLATE_NOOP(
    "core",
    "{count} of the rejected points would lie among the others if their two coordinates changed places: is the mapping "
    "or the source the wrong way round?",
)
Transform = Callable[[np.ndarray, np.ndarray], Tuple[np.ndarray, np.ndarray]]
EVENT_COLUMNS = (
    "event_id", "source", "kind", "category", "subcategory", "occurred_from", "occurred_to", "occurred_local",
    "reported_at", "closed_at", "status", "location_quality", "place", "address", "area", "cell", "local_day",
    "local_hour", "x", "y", "row_hash",
)  # fmt: skip


@dataclass(frozen=True)
class Surroundings:
    """What cleaning must know besides the mapping.

    `transform` turns source coordinates into metres of the workspace; `bounds` is where the source's CRS is
    valid; `locate` gives the code of the finest area per point, `None` for none (absent when there are no
    areas); `fence` holds all believable points when nothing else says so; `places` are the addresses that were
    found, as `Reader.addresses` gives them; `erased` tells which ids of events were erased, `oldest` is the first
    moment whose events are kept; `now` and `oldest` are UTC. `habits` are
    what a first look over all files told of how they write times.
    """

    transform: Transform
    now: np.datetime64
    bounds: Optional[Sequence[float]] = None
    locate: Optional[Callable[[np.ndarray, np.ndarray], np.ndarray]] = None
    fence: Optional[Fence] = None
    codelists: Mapping[str, Codelist] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    erased: Optional[Among] = None
    oldest: Optional[np.datetime64] = None
    habits: Habits = field(default_factory=Habits)


@dataclass(frozen=True)
class Cleaned:
    """Events of one batch, and the rows of the batch they come from."""

    events: pd.DataFrame
    batch: RawBatch
    rows: np.ndarray

    def take(self, chosen: np.ndarray) -> Cleaned:
        """Return the events at the given positions."""
        return Cleaned(self.events.iloc[chosen].reset_index(drop=True), self.batch, self.rows[chosen])

    def alone(self) -> Cleaned:
        """Return the same without the rows of the batch that are no events."""
        return Cleaned(self.events, self.batch.take(self.rows), np.arange(len(self.rows)))


class Cleaner:
    """Applies a mapping to one batch after another; holds what must be known over batches.

    `rejects` gathers what was not taken; `reasons` counts it; `read` counts the records.
    """

    def __init__(self, mapping: EventMapping, around: Surroundings):
        self.mapping = mapping
        self.around = around
        self.reader = Reader(mapping, around.codelists, around.habits)
        self.rejects = Rejects(mapping.personal)
        self.reasons: Counter = Counter()
        self.read = 0
        self.without_id = 0
        self.swapped = 0
        self._seen = Seen()
        self._own_ids = OwnIds()
        self._looking: Optional[Cleaner] = None
        self._forgotten = Forgotten(mapping, around.erased, around.oldest, around.habits)

    def fresh(self, batch: RawBatch, hashes: np.ndarray) -> Tuple[RawBatch, np.ndarray]:
        """Return the batch without rows that equal an earlier row in every column, and which of its ids come again.

        Counts what was read. `hashes` are the sorted hashes of ids that come more than once: a row with another id equals
        no other.
        """
        self.read += len(batch) + len(batch.broken)
        self.rejects.add_broken(batch)
        self.reasons.update({"bad_row": len(batch.broken)} if batch.broken else {})
        batch = self._without_forgotten(batch)
        named, again = self._named_and_again(batch, hashes)
        alike = np.flatnonzero(~named | again)
        earlier = np.full(len(batch), -1, np.int64)
        earlier[alike] = self._seen.first_rows(batch.fingerprints[alike], batch.keys[alike])
        double = np.flatnonzero(earlier >= 0)
        if not len(double):
            return batch, again
        self._reject(batch, double, "exact_duplicate", kept=[line_of(key) for key in earlier[double]])
        rest = np.flatnonzero(earlier < 0)
        return batch.take(rest), again[rest]

    def _without_forgotten(self, batch: RawBatch) -> RawBatch:
        """Return the batch without what is not to be kept; of the erased the rejects say that there was one."""
        erased = self._forgotten.erased(batch, self._content)
        past = self._forgotten.past(batch) & ~erased
        for reason, rows in (("erased", erased), ("past_retention", past)):
            if rows.any():
                self.reasons[reason] += int(rows.sum())
        if not (erased.any() or past.any()):
            return batch
        self.rejects.add_nothing_of(batch, np.flatnonzero(erased).tolist(), "erased")
        return batch.take(np.flatnonzero(~(erased | past)))

    def _content(self, batch: RawBatch) -> Tuple[np.ndarray, np.ndarray]:
        """Return the hashes of those records that can become events, and their rows, leaving no trace of looking."""
        if self._looking is None:
            self._looking = Cleaner(self.mapping, replace(self.around, erased=None, oldest=None))
        cleaned = self._looking.clean(batch)
        self._looking.rejects.take()
        return cleaned.events["row_hash"].to_numpy(np.int64), cleaned.rows

    def _named_and_again(self, batch: RawBatch, hashes: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
        """Return which rows have an id, and which have one whose hash is among the sorted `hashes`, (n,) bool each."""
        ids = self.reader.ids(batch)
        if ids is None:
            return np.zeros(len(batch), bool), np.zeros(len(batch), bool)
        named = np.fromiter((bool(one) for one in ids), bool, len(ids))
        if not len(hashes):
            return named, np.zeros(len(batch), bool)
        own = text_hash(ids)
        at = np.minimum(np.searchsorted(hashes, own), len(hashes) - 1)
        return named, named & (hashes[at] == own)

    def sort_out(self, batch: RawBatch, hashes: np.ndarray) -> Tuple[pd.DataFrame, Cleaned]:
        """Clean a batch; return its events, and apart those whose id has a hash among the sorted `hashes`.

        The batch is read as a whole, so that what is decided on a file's first batch rests on all of it.
        """
        fresh, again = self.fresh(batch, hashes)
        cleaned = self.clean(fresh)
        again = again[cleaned.rows]
        return cleaned.take(np.flatnonzero(~again)).events, cleaned.take(np.flatnonzero(again)).alone()

    def clean(self, batch: RawBatch) -> Cleaned:
        """Return the events of a batch; its other rows go to `rejects`."""
        verdict = _Verdict(len(batch))
        columns: Dict[str, np.ndarray] = {}
        self._times(batch, columns, verdict)
        places = self._place(batch, columns, verdict)
        self._codes(batch, columns, verdict)
        self._geocoded(columns, places)
        self._numbers(batch, columns, verdict)
        for code, (reason, name) in enumerate(verdict.kinds):
            self._reject(batch, np.flatnonzero(verdict.code == code), reason, name)
        rows = np.flatnonzero(verdict.code < 0)
        kept = {name: values[rows] for name, values in columns.items()}
        return Cleaned(self._frame(batch, rows, kept), batch, rows)

    def settle(self, parts: Sequence[Cleaned]) -> List[pd.DataFrame]:
        """Return, of events whose ids occur more than once, the last by report time and place in the file.

        The earlier ones go to rejects, with the line of the one kept.
        """
        parts = [part for part in parts if len(part.events)]
        if not parts:
            return []
        order = pd.DataFrame(
            {
                "id": np.concatenate([part.events["event_id"].to_numpy() for part in parts]),
                "time": np.concatenate([_as_int(part.events["reported_at"]) for part in parts]),
                "key": np.concatenate([part.batch.keys[part.rows] for part in parts]),
                "part": np.repeat(np.arange(len(parts)), [len(part.events) for part in parts]),
                "at": np.concatenate([np.arange(len(part.events)) for part in parts]),
            }
        ).sort_values(["id", "time", "key"], kind="stable")
        last = ~order["id"].duplicated(keep="last")
        order["kept"] = order["key"].where(last).bfill()
        frames = []
        for number, part in enumerate(parts):
            mine = order[order["part"] == number]
            losers = mine[~last[mine.index]].sort_values("key")
            kept = [line_of(key) for key in losers["kept"].to_numpy(np.int64)]
            self._reject(part.batch, part.rows[losers["at"].to_numpy()], "duplicate_id", "id", kept)
            frames.append(part.take(np.sort(mine[last[mine.index]]["at"].to_numpy())).events)
        return frames

    def notes(self) -> List[Text]:
        """Return in words what was decided while cleaning."""
        found = list(self.reader.notes)
        for count, template in (
            (
                self.reader.ambiguous,
                QT_TRANSLATE_NOOP(
                    "core",
                    "{count} times fall in the hour that clocks going back repeat; each is taken as the first "
                    "occurrence unless the order of the rows tells otherwise.",
                ),
            ),
            (
                self.reader.nonexistent,
                QT_TRANSLATE_NOOP(
                    "core",
                    "{count} times fall in the hour that clocks going forward skip; they are moved to its end.",
                ),
            ),
            (
                self.without_id,
                QT_TRANSLATE_NOOP(
                    "core", "{count} rows have an empty id; they got one made of their content."
                ),
            ),
            (self.swapped, SWAPPED),
        ):
            if count:
                found.append(Text(template, {"count": count}))
        return found

    def _reject(
        self, batch: RawBatch, rows: np.ndarray, reason: str, name: str = "", kept: Sequence[int] = ()
    ) -> None:
        if len(rows):
            self.reasons[reason] += len(rows)
            self.rejects.add(batch, rows.tolist(), reason, name, kept)

    def _times(self, batch: RawBatch, columns: Dict[str, np.ndarray], verdict: _Verdict) -> None:
        found: Dict[str, Moments] = {}
        for name in TIME_FIELDS:
            moments = None if self.mapping.grain == "place_summary" else self.reader.moments(batch, name)
            columns[name] = np.full(len(batch), NOT_A_TIME) if moments is None else moments.utc
            if moments is not None:
                found[name] = moments
                verdict.mark(moments.bad, "bad_time", name)
        nothing = np.full(len(batch), NOT_A_TIME)
        begin = found.get(
            "occurred_from", Moments(nothing, nothing, np.zeros(len(batch), bool), verdict.none)
        )
        columns["occurred_local"] = begin.local
        columns["local_day"], columns["local_hour"] = days_and_hours(begin)
        for name in TIME_FIELDS:
            if name in found:
                verdict.mark(_later(found[name], self.around.now), "future_time", name)
        for name, reason in (
            ("closed_at", "closed_before_occurred"),
            ("occurred_to", "ended_before_occurred"),
        ):
            if name in found:
                verdict.mark(_before(found[name], begin), reason, name)

    def _place(self, batch: RawBatch, columns: Dict[str, np.ndarray], verdict: _Verdict) -> np.ndarray:
        """Say where the records lie; return the places of those located by their address, `None` for the others."""
        x, y, missing, bad, name = self.reader.point(batch)
        wrong = ~missing & (bad | impossible(x, y, self.around.bounds))
        places, sought = self._look_up(batch, missing | wrong)
        found = places != np.array(None)
        x[found] = [place.x for place in places[found]]
        y[found] = [place.y for place in places[found]]
        verdict.mark(missing & ~sought, "missing_coordinates", name)
        verdict.mark(wrong & ~sought, "impossible_coordinates", name)
        verdict.mark(sought & ~found, "address_not_found", "address")
        usable = found | ~(missing | wrong)
        if self.mapping.extent is not None:
            verdict.mark(usable & ~inside_box(x, y, self.mapping.extent), "outside_extent", name)
        metres = np.full((2, len(batch)), np.nan)
        metres[:, usable] = self.around.transform(x[usable], y[usable])
        verdict.mark(usable & ~np.isfinite(metres).all(0), "impossible_coordinates", name)
        columns["x"], columns["y"] = metres
        if self.around.fence is not None:
            verdict.mark(usable & self.around.fence.outside(*metres), "far_outside", name)
        columns["area"] = np.full(len(batch), None, object)
        if self.around.locate is not None:
            codes = self.around.locate(*metres)
            columns["area"] = codes
            verdict.mark(
                usable & np.fromiter((code is None for code in codes), bool, len(codes)), "outside_area", name
            )
        columns["cell"] = cell_of(*np.where(np.isfinite(metres), metres, 0))
        self._count_swapped(x, y, ~missing & ~bad & verdict.has(*ASTRAY))
        return places

    def _look_up(self, batch: RawBatch, without: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
        """Return the places found for records `without` coordinates, (n,) object, and whose address was sought."""
        places = np.full(len(batch), None, object)
        addresses = self.reader.addresses(batch)
        sought = without & (addresses != "")
        for at in np.flatnonzero(sought):
            places[at] = self.around.places.get(addresses[at])
        return places, sought

    def _geocoded(self, columns: Dict[str, np.ndarray], places: np.ndarray) -> None:
        """Say of records located by their address how good the point is, and keep the score."""
        if self.mapping.geocode is None:
            return
        scores = columns[f"a_{GEOCODE_SCORE}"] = np.full(len(places), None, object)
        for at in np.flatnonzero(places != np.array(None)):
            columns["location_quality"][at] = places[at].quality
            scores[at] = f"{places[at].score:.1f}"

    def _count_swapped(self, x: np.ndarray, y: np.ndarray, rows: np.ndarray) -> None:
        """Count rejected points that would be believable with their coordinates exchanged."""
        x, y = y[rows], x[rows]
        fine = ~impossible(x, y, self.around.bounds)
        if self.mapping.extent is not None:
            fine &= inside_box(x, y, self.mapping.extent)
        x, y = self.around.transform(x[fine], y[fine])
        fine = np.isfinite(x) & np.isfinite(y)
        x, y = x[fine], y[fine]
        if self.around.locate is not None:
            self.swapped += sum(code is not None for code in self.around.locate(x, y))
        elif self.around.fence is not None:
            self.swapped += int((~self.around.fence.outside(x, y)).sum())
        elif self.mapping.extent is not None:
            self.swapped += len(x)

    def _codes(self, batch: RawBatch, columns: Dict[str, np.ndarray], verdict: _Verdict) -> None:
        for name in ("category", "subcategory"):
            coded = self.reader.coded(batch, name)
            if coded is None:
                columns[name] = np.full(len(batch), None, object)
                continue
            columns[name], unknown = coded
            if name == "category":
                missing = np.fromiter((value is None for value in columns[name]), bool, len(batch)) & ~unknown
                verdict.mark(missing, "missing_category", name)
            if self.mapping.fields[name].unknown == REJECT:
                verdict.mark(unknown, "unknown_category", name)
        for name in ("status", "location_quality", "place", "address"):
            texts = self.reader.text(batch, name)
            columns[name] = np.full(len(batch), None, object) if texts is None else texts
        for name in self.mapping.attributes:
            columns[f"a_{name}"] = self.reader.attribute(batch, name)

    def _numbers(self, batch: RawBatch, columns: Dict[str, np.ndarray], verdict: _Verdict) -> None:
        for name in self.mapping.measures:
            columns[f"m_{name}"], bad = self.reader.measure(batch, name)
            verdict.mark(bad, "bad_number", f"m_{name}")

    def _frame(self, batch: RawBatch, rows: np.ndarray, columns: Dict[str, np.ndarray]) -> pd.DataFrame:
        count = len(rows)
        said = {name: values for name, values in columns.items() if name not in ("area", "cell")}
        columns["row_hash"] = content_hash(said, count)
        ids = self.reader.ids(batch)
        own = (
            np.full(count, "", object)
            if ids is None
            else np.array([ids[at] for at in rows.tolist()] or [], object)
        )
        empty = np.flatnonzero(np.fromiter((not text for text in own), bool, count))
        if len(empty):
            self.without_id += len(empty) if ids is not None else 0
            own[empty] = self._own_ids.ids(columns["row_hash"][empty])
        columns["event_id"] = np.array([f"{self.mapping.source}:{text}" for text in own] or [], object)
        columns["source"] = np.full(count, self.mapping.source, object)
        columns["kind"] = np.full(count, self.mapping.kind, object)
        extra = [name for name in columns if name[:2] in ("m_", "a_")]
        return pd.DataFrame({name: columns[name] for name in (*EVENT_COLUMNS, *extra)})


class _Verdict:
    """Why rows are rejected: the first reason that is given counts."""

    def __init__(self, count: int):
        self.code = np.full(count, -1, np.int16)
        self.kinds: List[Tuple[str, str]] = []
        self.none = np.zeros(count, bool)

    def mark(self, rows: np.ndarray, reason: str, name: str) -> None:
        self.kinds.append((reason, name))
        self.code[rows & (self.code < 0)] = len(self.kinds) - 1

    def has(self, *reasons: str) -> np.ndarray:
        codes = [number for number, (reason, _) in enumerate(self.kinds) if reason in reasons]
        return np.isin(self.code, codes)


def _later(moments: Moments, now: np.datetime64) -> np.ndarray:
    return ~np.isnat(moments.utc) & (moments.utc > now)


def _before(end: Moments, begin: Moments) -> np.ndarray:
    """Whether something ends before it begins; where one of the two is a date only, days are compared."""
    known = ~np.isnat(end.utc) & ~np.isnat(begin.utc)
    exact = end.has_time & begin.has_time
    day = end.local.astype("datetime64[D]") < begin.local.astype("datetime64[D]")
    return known & np.where(exact, end.utc < begin.utc, day)


def _as_int(times: pd.Series) -> np.ndarray:
    return times.to_numpy().astype("datetime64[s]").astype(np.int64)
