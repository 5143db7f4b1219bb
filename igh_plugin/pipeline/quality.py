"""How good the sources of a workspace are, as a whole and period by period."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from ..core import periods
from ..core import quality as core
from ..core.cleaning.columns import Reader
from ..core.cleaning.model import GEOCODE_SCORE, POINT_FIELDS
from ..core.cleaning.records import WITHOUT_CONTENT, RawBatch, parsed_record
from ..core.cleaning.times import parse_now, to_local
from ..core.drift import History, drift, drop, history_of
from ..core.errors import UserError
from ..core.filters import EventFilter
from ..core.progress import Progress, Silent
from ..core.quality import Figure
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.definition import SourceDefinition, parse_source
from .history import days_since, definitions_of, last_runs
from .known import NO_SOURCE

KEPT = 32
"""Histories of sources that are kept in memory: reading one goes over all its events."""
_kept: OrderedDict[Tuple[object, ...], Optional[History]] = OrderedDict()
_lock = Lock()
SHOWN = {periods.MONTH: 13, periods.WEEK: 13}
"""How many of the latest periods are looked at: with months a year and the same month of the year before."""
OF_SOURCE = QT_TRANSLATE_NOOP("core", "{source}: {told}")
NO_EVENT_SOURCES = QT_TRANSLATE_NOOP(
    "core", "The workspace has no source with events yet: collect one first."
)


@dataclass(frozen=True)
class PeriodQuality:
    """The figures of one period; `name` as in `periods.name_of`, `first` and `last` its local days, `count` its events."""

    name: str
    first: int
    last: int
    count: int
    complete: bool
    figures: Tuple[Figure, ...]


@dataclass(frozen=True)
class SourceQuality:
    """The figures of a source over all its events, and of its latest periods, the newest first."""

    source: str
    title: Any
    count: int
    collected: str
    whole: Tuple[Figure, ...]
    periods: Tuple[PeriodQuality, ...]

    @property
    def latest(self) -> Optional[PeriodQuality]:
        """The newest period that has ended."""
        return next((one for one in self.periods if one.complete), None)


@dataclass(frozen=True)
class _Rejected:
    """Rejected rows: their reasons and the local days on which they occurred, NaN where that cannot be read."""

    reason: np.ndarray
    day: np.ndarray

    def reasons(self, inside: Optional[np.ndarray] = None) -> Dict[str, int]:
        names, number = np.unique(self.reason if inside is None else self.reason[inside], return_counts=True)
        return dict(zip(names.tolist(), number.tolist()))


def quality_of(
    workspace,
    source: str = "",
    kind: str = periods.MONTH,
    now: Optional[np.datetime64] = None,
    progress: Progress = Silent(),
) -> List[SourceQuality]:
    """Return the quality of all sources of events, or of one. Raises `UserError` when there is none."""
    workspace.must_see()
    chosen = [one for one in definitions_of(workspace) if source in ("", one.source)]
    if not chosen:
        names = ", ".join(str(item["source"]) for item in workspace.sources())
        raise UserError(
            Text(NO_SOURCE, {"source": source, "sources": names or "-"}) if source else Text(NO_EVENT_SOURCES)
        )
    found = []
    for number, definition in enumerate(chosen):
        progress.step(
            number / len(chosen),
            Text(QT_TRANSLATE_NOOP("core", "Looking at {source}"), {"source": definition.source}),
        )
        found.append(_of_source(workspace, definition, kind, parse_now(now)))
    progress.step(1.0)
    return found


def night_sentences(workspace, outcome: Mapping[str, Any], now: Optional[np.datetime64] = None) -> List[Text]:
    """Return what a reader should know of the sources after a night: what came and was bad, what did not, what dropped.

    `outcome` holds the result, or the error, of every source that was fetched.
    """
    found: List[Figure] = []
    for item in workspace.sources():
        if not item["definition"]:
            continue
        try:
            definition = parse_source(item["definition"], item["source"])
        except UserError:  # told as the error of the source
            continue
        result = outcome.get(definition.source)
        if result is not None and not isinstance(result, UserError):
            found += core.validity(definition.source, result.read, result.rejected)[:1]
            found += core.uniqueness(definition.source, result.read, result.rejected, False)[:1]
        found += _collected(workspace, definition, parse_now(now))
        if isinstance(definition, SourceDefinition):
            found += _drop(workspace, definition, definition.source)
    return [one.sentence for one in found if one.state == core.BAD]


def sudden_drops(workspace, titles: Mapping[str, str]) -> List[Text]:
    """Return a sentence for each of the sources, by its title, whose last whole week has far fewer events than usual."""
    found: List[Figure] = []
    for item in workspace.sources():
        if item["definition"] and item["source"] in titles:
            try:
                definition = parse_source(item["definition"], item["source"])
            except UserError:  # the definition is told where the source is collected
                continue
            if isinstance(definition, SourceDefinition):
                found += _drop(workspace, definition, titles[item["source"]])
    return [one.sentence for one in found if one.state == core.BAD]


def late_or_drifting(workspace, titles: Mapping[str, str], now: Optional[np.datetime64] = None) -> List[Text]:
    """Return a sentence for each of the sources, by its title, that is late against its interval, or that changed all of a sudden.

    A change is far fewer events in its last whole week than usual, or another mix of categories than the week, or the year, before.
    """
    found: List[Text] = []
    for definition in definitions_of(workspace):
        if definition.source not in titles:
            continue
        title = titles[definition.source]
        remote = definition.remote
        if remote is not None and remote.every is not None:
            last = last_runs(workspace, definition.source).finished
            days = None if last is None else days_since(last, parse_now(now))
            late = core.collected(title, days, "" if last is None else str(last.date()), remote.every)
            found += [late.sentence] if late.state in (core.ATTENTION, core.BAD) else []
        history = _history(workspace, definition, periods.WEEK)
        ended = np.flatnonzero(history.complete) if history is not None else []
        if history is None or not len(ended):
            continue
        at = int(ended[-1])
        found += [one.sentence for one in (drop(title, history, at),) if one.state == core.BAD]
        found += [
            Text(OF_SOURCE, {"source": title, "told": one.sentence})
            for one in drift(history, at)
            if one.state == core.BAD and not one.name.startswith("change_")
        ]
    return found


def _drop(workspace, definition: SourceDefinition, title: str) -> List[Figure]:
    history = _history(workspace, definition, periods.WEEK)
    ended = np.flatnonzero(history.complete) if history is not None else []
    return [drop(title, history, int(ended[-1]))] if history is not None and len(ended) else []


def _of_source(workspace, definition: SourceDefinition, kind: str, now: np.datetime64) -> SourceQuality:
    source = definition.source
    base = EventFilter(sources=(source,))
    fields = _fields(definition)
    filled = workspace.filled(base, fields)
    rejected = _rejected(workspace, definition)
    history = _history(workspace, definition, kind)
    shown: Sequence[int] = ()
    if history is not None:
        shown = range(len(history.number) - 1, -1, -1)[: SHOWN[kind]]
        starts, ends = periods.bounds(history.number, kind)
    wanted = ["local_day", "occurred_from", "reported_at", "closed_at", "x", "y", "location_quality", "area"]
    events = workspace.events(wanted, base)
    item = next(one for one in workspace.sources() if one["source"] == source)
    around = _Around(definition, bool(workspace.area_levels()), now)
    everything = np.ones(len(filled["n"]), bool)
    whole = around.figures(filled, everything, events, rejected, None, fields)
    whole += _collected(workspace, definition, now)
    whole.append(_freshness(definition, events["occurred_from"], now))
    parts = []
    for at in shown if history is not None else ():
        first, last = int(starts[at]), int(ends[at])
        days = (filled["local_day"] >= first) & (filled["local_day"] <= last)
        dated = [name for name in fields if name != "occurred_from"]
        figures = around.figures(filled, days, events, rejected, (first, last), dated)
        figures += [drop(source, history, at), *drift(history, at)]
        count = int(filled["n"][days].sum())
        name = periods.name_of(int(history.number[at]), kind)
        parts.append(PeriodQuality(name, first, last, count, bool(history.complete[at]), tuple(figures)))
    runs = [run for run in workspace.runs(source) if run["kind"] == "collect" and run["finished"]]
    return SourceQuality(
        source, item["title"], int(filled["n"].sum()), runs[-1]["finished"][:10] if runs else "", tuple(whole), tuple(parts)
    )  # fmt: skip


@dataclass(frozen=True)
class _Around:
    """What figures of any part of a source's events need."""

    definition: SourceDefinition
    has_areas: bool
    now: np.datetime64

    def figures(
        self,
        filled: Mapping[str, np.ndarray],
        days: np.ndarray,
        events: Mapping[str, np.ndarray],
        rejected: _Rejected,
        span: Optional[Tuple[int, int]],
        fields: Sequence[str],
    ) -> List[Figure]:
        """Return the figures of the events and rejected rows of a span of local days, of all with None."""
        source, mapping = self.definition.source, self.definition.mapping
        inside = _within(events["local_day"], span)
        count = int(filled["n"][days].sum())
        reasons = rejected.reasons(_within(rejected.day, span))
        read = count + sum(number for reason, number in reasons.items() if reason not in WITHOUT_CONTENT)
        found = core.completeness({name: int(filled[name][days].sum()) for name in fields}, count)
        found += core.validity(source, read, reasons)
        if mapping.grain == "event":
            occurred, reported = events["occurred_from"][inside], events["reported_at"][inside]
            found += core.reporting(occurred, reported, self.definition.reporting_delay)
            begun = np.where(np.isnat(reported), occurred, reported)
            found.append(core.closing(begun, events["closed_at"][inside], self.now))
        found += core.uniqueness(source, read, reasons, bool(mapping.id_columns))
        qualities = _counted(events["location_quality"][inside])
        outside = sum(reasons.get(reason, 0) for reason in core.OUTSIDE)
        if self.has_areas:
            outside += sum(code is None for code in events["area"][inside])
        found += core.position(qualities, read, outside)
        if mapping.grain == "event":
            found.append(core.most_used_point(events["x"][inside], events["y"][inside]))
        return found


def _within(day: np.ndarray, span: Optional[Tuple[int, int]]) -> np.ndarray:
    return np.ones(len(day), bool) if span is None else (day >= span[0]) & (day <= span[1])


def _counted(names: np.ndarray) -> Dict[str, int]:
    found: Dict[str, int] = {}
    for name in names.tolist():
        found[name or ""] = found.get(name or "", 0) + 1
    return found


def _fields(definition: SourceDefinition) -> List[str]:
    """Return the columns of events that the mapping fills from a column of the source."""
    names = [
        name
        for name, entry in definition.mapping.entries().items()
        if entry.columns and entry.constant is None and name not in POINT_FIELDS
    ]
    return [*names, f"a_{GEOCODE_SCORE}"] if definition.mapping.geocode is not None else names


def _history(workspace, definition: SourceDefinition, kind: str) -> Optional[History]:
    """Return `_read_history`, that of the last few sources kept until the workspace has another run."""
    seen = workspace.seen_areas()
    state = workspace.last_run_begun(), None if seen is None else tuple(seen)
    key = (workspace.place, *state, definition.source, kind)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = _read_history(workspace, definition, kind)
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def _read_history(workspace, definition: SourceDefinition, kind: str) -> Optional[History]:
    """Return the events of a source by category and period; None without times.

    A source that is fetched again and again must have events until it was fetched the last time, one that comes in files
    until its newest event; both less the reporting delay.
    """
    counted = workspace.days_of(EventFilter(sources=(definition.source,)), by_category=True)
    if not len(counted["n"]):
        return None
    days, at = np.unique(counted["local_day"].astype(np.int64), return_inverse=True)
    first, newest = periods.main_span(days, np.bincount(at.reshape(-1), weights=counted["n"]))
    until = newest
    remote = definition.remote
    if remote is not None and remote.every is not None:
        last = last_runs(workspace, definition.source).finished
        if last is not None:
            moment = np.array([last.replace(tzinfo=None)], "datetime64[s]")
            day = to_local(moment, definition.mapping.local_zone)[0].astype("datetime64[D]").astype(int)
            until = max(newest, int(day) - 1)
    whole = until - int(np.ceil(definition.reporting_delay or 0))
    return history_of(counted["local_day"], counted["category"], counted["n"], kind, first, whole, until)


def _rejected(workspace, definition: SourceDefinition) -> _Rejected:
    """Return the rejected rows of a source, dated by what their records say."""
    held: Dict[str, Tuple[List[str], List[Dict[str, Any]]]] = {}
    for file, reason, record in workspace.rejects(definition.source):
        reasons, records = held.setdefault(file or "", ([], []))
        reasons.append(reason)
        records.append(parsed_record(record))
    if not held:
        return _Rejected(np.empty(0, object), np.empty(0))
    reader = Reader(definition.mapping)
    found = [np.full(0, np.nan)]
    for file, (_, records) in held.items():
        names = {name for record in records for name in record if name in definition.mapping.columns()}
        columns = {name: [str(record.get(name, "")) for record in records] for name in names}
        number = np.arange(len(records))
        batch = RawBatch(file, 0, tuple(columns), columns, number, number)
        moments = reader.moments(batch, "occurred_from")
        day = np.full(len(records), np.nan)
        if moments is not None:
            known = ~np.isnat(moments.local)
            day[known] = moments.local[known].astype("datetime64[D]").astype(np.int64)
        found.append(day)
    reasons = np.array([reason for names, _ in held.values() for reason in names], object)
    return _Rejected(reasons.astype(str), np.concatenate(found))


def _collected(workspace, definition, now: np.datetime64) -> List[Figure]:
    """Return how long ago a source was collected that has an interval."""
    remote = definition.remote
    if remote is None or remote.every is None:
        return []
    last = last_runs(workspace, definition.source).finished
    days = None if last is None else days_since(last, now)
    return [core.collected(definition.source, days, "" if last is None else str(last.date()), remote.every)]


def _freshness(definition: SourceDefinition, occurred: np.ndarray, now: np.datetime64) -> Figure:
    known = occurred[~np.isnat(occurred)]
    age = (now - known.max()) / np.timedelta64(86400, "s") if len(known) else None
    every = definition.remote.every if definition.remote is not None else None
    return core.freshness(None if age is None else float(age), every, definition.reporting_delay)
