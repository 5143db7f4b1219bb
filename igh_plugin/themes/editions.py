"""Publications of a theme as what their counts were: the one to be made, and those that were made before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from ..core.cube import EVENTS
from ..core.filters import EventFilter
from ..core.indicators import CONCENTRATION, SHARE, STATISTIC
from ..core.published import TOTAL, Edition, Family, Span
from ..workspace.sql import MEASURE_PREFIX
from .totals import Areas
from .view import View

KIND = "publication"
CATEGORY, SHARE_OF = "category", "share"
YES, REST, UNKNOWN = "yes", "rest", "unknown"
WHOLE, OUTSIDE = "whole", "outside"
TOTALS: Family = (EVENTS, TOTAL)
CATEGORIES: Family = (EVENTS, CATEGORY)
Columns = Dict[str, np.ndarray]


@dataclass(frozen=True)
class Plan:
    """What a publication tells, as it is kept with it.

    `areas` are keys `level/code`, and those of the whole and of what lies outside all areas; `parent` as in `Edition`. `spans` has the
    window first and then its periods. `families` names the parts of each family. `sources` and `categories` are those of the theme.
    """

    audience: str
    level: str
    area_level: str
    areas: Tuple[str, ...]
    parent: Tuple[int, ...]
    spans: Tuple[Span, ...]
    families: Tuple[Tuple[Family, Tuple[str, ...]], ...]
    sources: Tuple[str, ...]
    categories: Tuple[str, ...]

    def metadata(self) -> Dict[str, Any]:
        """Return it as what JSON can hold."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def read(cls, metadata: Mapping[str, Any]) -> Plan:
        """Return it from what `metadata` gave."""
        known = dict(metadata)
        known["spans"] = tuple((int(first), int(last)) for first, last in known["spans"])
        known["families"] = tuple(
            ((str(family[0]), str(family[1])), tuple(parts)) for family, parts in known["families"]
        )
        for name in ("areas", "parent", "sources", "categories"):
            known[name] = tuple(known[name])
        return cls(**{name: known[name] for name in cls.__dataclass_fields__})

    def spans_of(self, family: Family) -> Tuple[Span, ...]:
        """Return the spans that are told of a family: of events the periods too."""
        return tuple(dict.fromkeys(self.spans)) if family == TOTALS else self.spans[:1]


@dataclass(frozen=True)
class Earlier:
    """A publication that was made before: its run, plan, counts, and what it suppressed, (areas, columns) bool."""

    run: int
    plan: Plan
    edition: Edition
    suppressed: np.ndarray


def share_family(numerator: str, denominator: str, quantity: str) -> Family:
    """Return the family of a share: a quantity (the denominator, or what equals it) by whether it is in the numerator."""
    return quantity, f"{SHARE_OF}:{numerator}:{denominator}"


def plan_of(view: View, audience: str) -> Plan:
    """Return what a publication of a view tells; its families are those of events, categories, and the theme's indicators."""
    areas, parent = _tree(view.areas, view.ranking_level)
    base = view.base
    plan = Plan(
        audience,
        view.level.id,
        view.ranking_level,
        areas,
        parent,
        _spans(view),
        (),
        base.sources,
        base.categories,
    )
    rows = _rows(view, plan)
    names = sorted({str(name or "") for name in rows["category"]})
    families: List[Tuple[Family, Tuple[str, ...]]] = [(TOTALS, (TOTAL,)), (CATEGORIES, tuple(names))]
    same = {EVENTS: EVENTS}
    for name in _measures(view):
        amounts = rows.get(MEASURE_PREFIX + name)
        if amounts is None or not _counts(amounts):
            continue
        alike = bool((amounts == 1).all())
        same[name] = EVENTS if alike else name
        if not alike:
            families.append(((name, TOTAL), (TOTAL,)))
    for item in view.indicators:
        if item.kind != SHARE or item.numerator not in same or item.denominator not in same:
            continue
        family = share_family(item.numerator, item.denominator, same[item.denominator])
        parts = {part: _amount(rows, family, part) for part in (YES, REST, UNKNOWN)}
        if all((amount >= 0).all() for amount in parts.values()):
            told = (YES, REST, UNKNOWN) if parts[UNKNOWN].any() else (YES, REST)
            families.append((family, told))
            # What is in a share is told as its part alone: two totals of nearly the same are a difference that is small.
            families = [one for one in families if one[0] != (item.numerator, TOTAL)]
    return Plan(**{**plan.__dict__, "families": tuple(dict.fromkeys(families))})


def column_of(plan: Plan, name: str) -> Optional[Tuple[Family, str]]:
    """Return the family and the part under which a plan tells a measure; None when it does not."""
    told = dict(plan.families)
    if (name, TOTAL) in told:
        return (name, TOTAL), TOTAL
    shares = [family for family in told if family[1].startswith(SHARE_OF)]
    for family in shares:
        _, top, base = family[1].split(":")
        if name == top and UNKNOWN not in told[family]:
            return family, YES
        if name == base:
            return (family[0], TOTAL), TOTAL
    return None


def edition_of(view: View, plan: Plan) -> Edition:
    """Return the counts of a plan as the events are now."""
    return _edition(view.areas, plan, _rows(view, plan))


def earlier(view: View, audiences: Sequence[str]) -> Tuple[List[Earlier], List[int]]:
    """Return the publications of a theme for some audiences, oldest first, and the runs of those whose areas are gone.

    Their counts are those of the events as they were known then. Where these cannot be told any more, because events were erased or
    areas replaced since, they are those of the events as they are now.
    """
    found, lost = [], []
    for item in sorted(view.workspace.results(results_name(view.theme.id)), key=lambda one: one["run"]):
        plan = Plan.read(item["metadata"])
        if plan.audience not in audiences:
            continue
        if plan.area_level not in view.areas.levels:
            lost.append(int(item["run"]))
            continue
        stored = view.workspace.result(item["table_name"])
        shape = (len(plan.areas), -1)
        told, gone = stored["value"].reshape(shape), stored["suppressed"].astype(bool).reshape(shape)
        edition = _edition(view.areas, plan, _rows(view, plan, int(item["run"])))
        if not (np.where(gone, 0, edition.table()) == np.where(gone, 0, np.nan_to_num(told))).all():
            plan, gone = _with_all_categories(view, plan, gone)
            edition = _edition(view.areas, plan, _rows(view, plan))
        found.append(Earlier(int(item["run"]), plan, edition, gone))
    return found, lost


def results_name(theme: str) -> str:
    """Return under what name a workspace keeps the publications of a theme."""
    return f"{KIND} of {theme}"


def _with_all_categories(view: View, plan: Plan, gone: np.ndarray) -> Tuple[Plan, np.ndarray]:
    """Add the categories that events have now to a plan; of these nothing was told."""
    names = {str(name or "") for name in _rows(view, plan)["category"]}
    families, kept, at = [], [], 0
    for family, parts in plan.families:
        width = len(parts) * len(plan.spans_of(family))
        kept.append(gone[:, at : at + width])
        at += width
        fresh = tuple(sorted(names - set(parts))) if family == CATEGORIES else ()
        families.append((family, (*parts, *fresh)))
        kept.append(np.ones((len(gone), len(fresh) * len(plan.spans_of(family))), bool))
    return Plan(**{**plan.__dict__, "families": tuple(families)}), np.concatenate(kept, 1)


def _tree(areas: Areas, level: str) -> Tuple[Tuple[str, ...], Tuple[int, ...]]:
    """Return the areas of a level and of all coarser ones, what lies outside, and the whole; and in which each lies."""
    levels = areas.levels[areas.levels.index(level) :]
    keys = [f"{one}/{code}" for one in levels for code in areas.table(one)["code"]] + [OUTSIDE, WHOLE]
    position = {key: number for number, key in enumerate(keys)}
    parent = []
    for one, above in zip(levels, [*levels[1:], ""]):
        for name in areas.table(one)["parent"]:
            parent.append(position.get(f"{above}/{name}", position[WHOLE]))
    return tuple(keys), (*parent, position[WHOLE], -1)


def _spans(view: View) -> Tuple[Span, ...]:
    if view.window is None:
        return ((0, 0),)
    number, starts, ends, _ = view.history()
    inside = (number >= view.window.first) & (number <= view.window.last)
    return (view.window.days, *zip(starts[inside].tolist(), ends[inside].tolist()))


def _measures(view: View) -> List[str]:
    """Return the measures that the indicators of a theme are made of."""
    names = [
        name
        for item in view.indicators
        if item.kind != CONCENTRATION
        for name in (item.numerator, item.denominator)
    ]
    return sorted({name for name in names if name and name != EVENTS and not name.startswith(STATISTIC)})


def _counts(amounts: np.ndarray) -> bool:
    """Tell whether a measure counts something: whole numbers, none below zero."""
    known = amounts[~np.isnan(amounts)]
    return bool(len(known)) and bool((known >= 0).all()) and bool((known == np.round(known)).all())


def _needed(plan: Plan, view: View) -> List[str]:
    told = [name for (quantity, by), _ in plan.families for name in (quantity, *by.split(":")[1:])]
    return sorted({name for name in (*told, *_measures(view)) if name != EVENTS})


def _rows(view: View, plan: Plan, run: Optional[int] = None) -> Columns:
    """Return area, category, day and measures of the events of a plan within its window, as now or as known after a run."""
    measures = [MEASURE_PREFIX + name for name in _needed(plan, view)]
    timed = view.window is not None
    if run is None or not view.workspace.count_changes(run):
        selection = EventFilter(sources=plan.sources, categories=plan.categories)
        if timed:
            first, last = plan.spans[0]
            selection = EventFilter(
                sources=plan.sources, categories=plan.categories, first_day=first, last_day=last
            )
        declared = {MEASURE_PREFIX + str(item["name"]) for item in view.workspace.measures()}
        there = [name for name in measures if name in declared]
        found = view.workspace.events(["area", "category", "local_day", *there], selection)
        return {**found, "local_day": found["local_day"] if timed else np.zeros(len(found["area"]))}
    listed: Dict[str, List[Any]] = {name: [] for name in ("area", "category", "local_day", *measures)}
    for row in view.workspace.rows_at(run):
        if row["source"] not in plan.sources or (
            plan.categories and row.get("category") not in plan.categories
        ):
            continue
        day = row.get("local_day")
        if timed and (day is None or not plan.spans[0][0] <= day <= plan.spans[0][1]):
            continue
        for name, column in listed.items():
            column.append(row.get(name))
    numbers = {name: np.array(column, float) for name, column in listed.items() if name in measures}
    days = np.array(listed["local_day"], float) if timed else np.zeros(len(listed["area"]))
    texts = {name: np.array(listed[name], object) for name in ("area", "category")}
    return {**texts, **numbers, "local_day": days}


def _amount(rows: Columns, family: Family, part: str) -> np.ndarray:
    """Return what each event adds to a part of a family, (n,) int64."""
    quantity, by = family

    def of(name: str) -> np.ndarray:
        return np.ones(len(rows["area"])) if name == EVENTS else rows[MEASURE_PREFIX + name]

    if not by:
        amount = of(quantity)
    elif by == CATEGORY:
        amount = np.array([str(name or "") == part for name in rows["category"]], float)
    else:
        top, base = (of(name) for name in by.split(":")[1:])
        known = ~np.isnan(top) & ~np.isnan(base)
        amount = {YES: np.where(known, top, 0), REST: np.where(known, base - top, 0)}.get(
            part, np.where(known, 0, of(quantity))
        )
    return np.nan_to_num(amount).astype(np.int64)


def _edition(areas: Areas, plan: Plan, rows: Columns) -> Edition:
    position = {key: number for number, key in enumerate(plan.areas)}
    owner = {
        leaf: position[f"{plan.area_level}/{code}"]
        for leaf, code in areas.parents(plan.area_level).items()
        if f"{plan.area_level}/{code}" in position
    }
    at = np.array([owner.get(code, position[OUTSIDE]) for code in rows["area"]], np.int64)
    first, last = plan.spans[0]
    days = last - first + 1
    where = at * days + (rows["local_day"].astype(np.int64) - first)
    daily = {
        family: {
            part: _summed(np.bincount(where, _amount(rows, family, part), len(plan.areas) * days), plan, days)
            for part in parts
        }
        for family, parts in plan.families
    }
    spans = {family: plan.spans_of(family) for family, _ in plan.families}
    return Edition(plan.areas, np.array(plan.parent), first, daily, spans)


def _summed(flat: np.ndarray, plan: Plan, days: int) -> np.ndarray:
    """Sum what was counted in the finest areas into all larger ones."""
    table = np.rint(flat).astype(np.int64).reshape(len(plan.areas), days)
    for area, above in enumerate(plan.parent):
        if above >= 0:
            table[above] += table[area]
    return table
