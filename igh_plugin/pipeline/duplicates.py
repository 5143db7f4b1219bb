"""Reports of the same thing as one incident: links between events, stored beside them and taken away again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Sequence, Tuple

import numpy as np

from ..core.duplicates import (
    DAY_MINUTES,
    DISPLACED,
    SAME_THING,
    TWO_SOURCES,
    UNPLACED,
    Categories,
    DuplicateRule,
    DuplicateRules,
    SourcePair,
)
from ..core.errors import UserError
from ..core.filters import EventFilter
from ..core.incidents import Incidents, incidents_of, two_sources
from ..core.linkage import Links, same_thing
from ..core.progress import Part, Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..workspace.incidents import COLUMNS
from .known import NO_SOURCE

READ = (
    "event_id", "source", "kind", "category", "subcategory", "occurred_from", "occurred_local", "reported_at",
    "local_hour", "location_quality", "x", "y",
)  # fmt: skip
NO_EVENTS = QT_TRANSLATE_NOOP(
    "core", "There are no events to link: collect a source into the workspace first."
)
NOTHING_USABLE = QT_TRANSLATE_NOOP(
    "core",
    "None of the {count} events can be linked: {points} lack an exact point, {times} of the others a time, {rules} have no "
    "rule for their category and kind. Map what is missing, or add rules.",
)
LINKING = QT_TRANSLATE_NOOP("core", "Linking {name}")
MOVED = QT_TRANSLATE_NOOP(
    "core",
    "{count} of the events linked by distance have points that were displaced for display: distances between them say "
    "little.",
)
CUT = QT_TRANSLATE_NOOP("core", "{name}: {count} chains of reports went beyond the limits and were cut.")
NO_PAIR = QT_TRANSLATE_NOOP("core", "The pair {name} was passed over: the events hold no {source}.")


@dataclass(frozen=True)
class LeftOut:
    """Events that took no part, each counted once, for the first reason that holds."""

    no_point: int = 0
    no_time: int = 0
    no_rule: int = 0


@dataclass(frozen=True)
class Series:
    """The links of one rule: its name, its titles by language, why, and its bounds."""

    name: str
    title: Dict[str, str]
    reason: str
    metres: float
    minutes: float
    links: Links
    apart: np.ndarray
    cut: int = 0


@dataclass(frozen=True)
class Linked:
    """What was linked: the events in order of their id, their incidents, and the series of links that made them."""

    run: int
    events: Dict[str, np.ndarray]
    incidents: Incidents
    series: Tuple[Series, ...]
    left_out: LeftOut
    notes: List[Text] = field(default_factory=list)

    @property
    def linked(self) -> np.ndarray:
        """Whether each event has company, (n,) bool."""
        return self.incidents.sizes[self.incidents.incident] > 1

    @property
    def reports(self) -> np.ndarray:
        """Number of reports of each incident, (count,) int64: a registration in two sources counts once."""
        again = np.array([one.reason == TWO_SOURCES for one in self.series] + [False])
        once = ~again[self.incidents.reason]
        return np.bincount(self.incidents.incident[once], minlength=self.incidents.count)

    @property
    def firsts(self) -> np.ndarray:
        """The first event of each incident, (count,) int64."""
        found = np.empty(self.incidents.count, np.int64)
        first = np.flatnonzero(self.incidents.number == 1)
        found[self.incidents.incident[first]] = first
        return found


def link_duplicates(
    workspace, rules: DuplicateRules, sources: Sequence[str] = (), progress: Progress = Silent()
) -> Linked:
    """Link the events of a workspace by rules, in the place of all earlier links, in one run.

    Without `sources` all take part. Raises `UserError` for an unknown source and when no event can be linked.
    """
    known = [str(item["source"]) for item in workspace.sources()]
    for source in sources:
        if source not in known:
            raise UserError(Text(NO_SOURCE, {"source": source, "sources": ", ".join(known) or "-"}))
    events = workspace.events(READ, EventFilter(sources=tuple(sources)))
    if not len(events["event_id"]):
        raise UserError(Text(NO_EVENTS))
    # By their id, so that the same events are linked in the same way whatever order they came in.
    order = np.argsort(events["event_id"], kind="stable")
    events = {name: values[order] for name, values in events.items()}
    series, left_out, notes = _linked(events, rules, progress)
    occurred = events["occurred_from"]
    moment = _as_seconds(np.where(np.isnat(occurred), events["reported_at"], occurred))
    incidents = incidents_of(
        events["x"], events["y"], moment, [one.links for one in series], [one.apart for one in series]
    )
    for one in series:
        if one.cut:
            notes.append(Text(CUT, {"name": one.name, "count": one.cut}))
    progress.check()
    made = Linked(0, events, incidents, tuple(series), left_out, notes)
    moved = int((made.linked & (events["location_quality"] == DISPLACED)).sum())
    if moved:
        notes.append(Text(MOVED, {"count": moved}))
    told = {
        "sources": list(sources),
        "rules": [[one.name, one.reason, one.metres, one.minutes] for one in series],
    }
    with workspace.begin("linkduplicates", parameters=told) as run:
        run.replace_incidents(_rows(made))
        run.counts(read=len(order), kept=incidents.count)
    return Linked(run.id, events, incidents, tuple(series), left_out, notes)


def unlink_duplicates(workspace) -> Tuple[int, int]:
    """Remove all links, so that every event is an incident of its own again; return the run and how many were linked."""
    count = len(workspace.incident_links()["event_id"])
    with workspace.begin("unlinkduplicates") as run:
        run.replace_incidents({name: np.zeros(0, object) for name in COLUMNS})
        run.counts(read=count, kept=0)
    return run.id, count


def _linked(
    events: Dict[str, np.ndarray], rules: DuplicateRules, progress: Progress
) -> Tuple[List[Series], LeftOut, List[Text]]:
    x, y = events["x"], events["y"]
    categories = Categories.of(rules.tree, events["category"], events["subcategory"])
    located = np.isfinite(x) & np.isfinite(y) & ~np.isin(events["location_quality"].astype(str), UNPLACED)
    rule_of = categories.rules(rules.rules)
    timed, ruled = np.zeros(len(x), bool), np.zeros(len(x), bool)
    same = categories.same()
    series: List[Series] = []
    notes: List[Text] = []
    steps = max(len(rules.pairs) + len(rules.rules), 1)
    for number, pair in enumerate(rules.pairs):
        members = np.isin(events["source"], (pair.first, pair.second))
        absent = [name for name in (pair.first, pair.second) if not (events["source"] == name).any()]
        if absent:
            if len(absent) == 1:
                notes.append(Text(NO_PAIR, {"name": pair.name, "source": absent[0]}))
            continue
        progress.step(number / steps, Text(LINKING, {"name": pair.name}))
        ruled |= members
        seconds, known = _seconds(events, pair.time)
        timed |= members & known
        series.append(_paired(events, pair, categories, members & located & known, seconds))
    for number, rule in enumerate(rules.rules):
        begin = (len(rules.pairs) + number) / steps
        members = (rule_of == number) & np.isin(events["kind"].astype(str), rule.kinds)
        progress.step(begin, Text(LINKING, {"name": rule.name}))
        ruled |= members
        seconds, known = _seconds(events, rule.time, rule.minutes >= DAY_MINUTES)
        timed |= members & known
        part = Part(progress, begin, begin + 1 / steps)
        series.append(_of_rule(events, rule, same, members & located & known, seconds, part))
    left_out = LeftOut(
        int((~located).sum()), int((located & ruled & ~timed).sum()), int((located & ~ruled).sum())
    )
    if not (located & timed).any():
        counts = {"points": left_out.no_point, "times": left_out.no_time, "rules": left_out.no_rule}
        raise UserError(Text(NOTHING_USABLE, {"count": len(x), **counts}))
    return series, left_out, notes


def _paired(
    events: Dict[str, np.ndarray],
    pair: SourcePair,
    categories: Categories,
    takes_part: np.ndarray,
    seconds: np.ndarray,
) -> Series:
    second = events["source"] == pair.second
    group = np.where(takes_part, categories.through(pair.categories, second), -1)
    links = two_sources(events["x"], events["y"], seconds, group, second, pair.metres, pair.minutes)
    return Series(
        pair.name, {}, TWO_SOURCES, pair.metres, pair.minutes, links, _minutes_apart(seconds, links)
    )


def _of_rule(
    events: Dict[str, np.ndarray],
    rule: DuplicateRule,
    same: np.ndarray,
    takes_part: np.ndarray,
    seconds: np.ndarray,
    progress: Progress,
) -> Series:
    members = np.flatnonzero(takes_part)
    group = np.zeros(len(members), np.int64) if rule.mixed else same[members]
    links, cut = same_thing(
        events["x"][members],
        events["y"][members],
        seconds[members],
        group,
        rule.metres,
        rule.minutes,
        rule.limit_metres,
        rule.limit_minutes,
        progress,
    )
    links = links.of(members)
    apart = _minutes_apart(seconds, links)
    return Series(rule.name, dict(rule.title), SAME_THING, rule.metres, rule.minutes, links, apart, cut)


def _minutes_apart(seconds: np.ndarray, links: Links) -> np.ndarray:
    return np.abs(seconds[links.first] - seconds[links.second]) / 60.0


def _seconds(
    events: Dict[str, np.ndarray], time: str, day_will_do: bool = False
) -> Tuple[np.ndarray, np.ndarray]:
    """Return seconds (UTC) of each event, 0 where unknown, and whether they are known well enough.

    A time of report that is missing is taken from the occurrence. An occurrence known to the day alone stands at the
    beginning of that day, which only does for bounds of a day or more.
    """
    occurred = events["occurred_from"]
    exact = ~np.isnat(occurred) & (day_will_do | ~np.isnan(events["local_hour"].astype(float)))
    moment = occurred
    if time == "reported_at":
        reported = ~np.isnat(events["reported_at"])
        moment, exact = np.where(reported, events["reported_at"], occurred), reported | exact
    return _as_seconds(moment), exact


def _as_seconds(moment: np.ndarray) -> np.ndarray:
    return np.where(np.isnat(moment), 0, moment.astype("datetime64[s]").astype(np.int64))


def _rows(made: Linked) -> Dict[str, np.ndarray]:
    """Return the columns of `incidents` for the events that have company."""
    chosen = np.flatnonzero(made.linked)
    ids, incidents = made.events["event_id"], made.incidents
    other, reason = incidents.other[chosen], incidents.reason[chosen]
    names = np.array([one.name for one in made.series] + [None], object)
    reasons = np.array([one.reason for one in made.series] + [None], object)
    others = ids[np.maximum(other, 0)].copy()
    others[other < 0] = None
    return {
        "event_id": ids[chosen],
        "incident": ids[made.firsts[incidents.incident[chosen]]],
        "number": incidents.number[chosen],
        "rule": names[reason],
        "reason": reasons[reason],
        "metres": np.round(incidents.metres[chosen], 2),
        "minutes": np.round(incidents.minutes[chosen], 2),
        "other": others,
    }


def incident_table(made: Linked, least: int = 2) -> Dict[str, np.ndarray]:
    """Return a row for each incident of `least` reports or more, those of most reports first, then the earliest.

    Columns: incident (id of the first report), category, x, y of the first report, reports, first and last (wall time,
    NaT when unknown) and sources.
    """
    incidents, events = made.incidents, made.events
    order = np.argsort(incidents.incident, kind="stable")
    begins = np.flatnonzero(np.diff(incidents.incident[order], prepend=-1))
    local = events["occurred_local"].astype("datetime64[s]")
    known, number = ~np.isnat(local), local.astype(np.int64)
    most = np.iinfo(np.int64).max
    first = np.minimum.reduceat(np.where(known, number, most)[order], begins)
    last = np.maximum.reduceat(np.where(known, number, -most)[order], begins)
    dated = first < most
    reports = made.reports
    chosen = np.flatnonzero(reports >= least)
    chosen = chosen[np.lexsort((chosen, -reports[chosen]))]
    ends = np.append(begins, len(order))
    opening = made.firsts[chosen]
    sources = np.empty(len(chosen), object)
    sources[:] = [
        ", ".join(sorted(set(events["source"][order[ends[row] : ends[row + 1]]]))) for row in chosen.tolist()
    ]
    times = [np.where(dated, part, 0).astype("datetime64[s]") for part in (first, last)]
    for part in times:
        part[~dated] = np.datetime64("NaT")
    return {
        "incident": events["event_id"][opening],
        "category": events["category"][opening],
        "x": events["x"][opening],
        "y": events["y"][opening],
        "reports": reports[chosen],
        "first": times[0][chosen],
        "last": times[1][chosen],
        "sources": sources,
    }


def doubtful_links(made: Linked, series: int, most: int = 5) -> np.ndarray:
    """Return the events whose link of a series goes furthest towards its bounds: the first to be looked at."""
    chosen = np.flatnonzero(made.incidents.reason == series)
    bounds = made.series[series]
    share = made.incidents.metres[chosen] / bounds.metres + made.incidents.minutes[chosen] / bounds.minutes
    return chosen[np.argsort(-share, kind="stable")[:most]]
