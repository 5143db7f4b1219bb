"""What a theme can be made of: what a workspace holds, and which sources could still be collected into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from ..core.filters import EventFilter
from ..core.progress import Progress, Silent
from ..core.text import localized
from ..sources.definition import read_codelist
from ..sources.saved import saved_sources
from ..workspace.opening import open_workspace
from ..workspace.sql import ATTRIBUTE_PREFIX
from .categories import CODELIST

VALUES = 50
"""Values of an attribute that are offered, those of most events first."""


@dataclass(frozen=True)
class Held:
    """Events of one source, kind and category."""

    source: str
    kind: str
    category: str
    events: int


@dataclass(frozen=True)
class Stock:
    """What can be chosen from; names to titles (language to text), counts of events where a workspace was read."""

    place: str = ""
    sources: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    collected: Tuple[str, ...] = ()
    categories: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    measures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    attributes: Mapping[str, Tuple[str, ...]] = field(default_factory=dict)
    statuses: Tuple[str, ...] = ()
    statistics: Tuple[str, ...] = ("km2",)
    held: Tuple[Held, ...] = ()

    def count(
        self, sources: Sequence[str] = (), kinds: Sequence[str] = (), categories: Sequence[str] = ()
    ) -> int:
        """Return how many events of these there are; an empty sequence restricts nothing."""
        return sum(
            one.events
            for one in self.held
            if (not sources or one.source in sources)
            and (not kinds or one.kind in kinds)
            and (not categories or one.category in categories)
        )

    def by(self, name: str) -> Dict[str, int]:
        """Return the events by `source`, `kind` or `category`, most first."""
        sums: Dict[str, int] = {}
        for one in self.held:
            key = getattr(one, name)
            sums[key] = sums.get(key, 0) + one.events
        return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def offered(own_sources: Path) -> Stock:
    """Return what can be chosen without a workspace: the sources of the package and the user's own, and the code list."""
    sources = {one.source: one.title for one in saved_sources(own_sources) if one.source}
    return Stock(sources=sources, categories=read_codelist(CODELIST).names)


def stock_of(place: str, own_sources: Path, progress: Optional[Progress] = None) -> Stock:
    """Read what a workspace holds. Raises `UserError` where it cannot be opened."""
    progress = progress or Silent()
    bare = offered(own_sources)
    with open_workspace(place, read_only=True) as workspace:
        records = {str(item["source"]): _titles(item.get("title")) for item in workspace.sources()}
        counted = workspace.count_by(EventFilter(), ("source", "kind", "category"))
        progress.step(0.4)
        held = tuple(
            Held(str(source), str(kind or ""), str(category or ""), int(events))
            for source, kind, category, events in zip(
                counted["source"], counted["kind"], counted["category"], counted["n"]
            )
        )
        statuses = _values(workspace, "status")
        progress.step(0.6)
        attributes = {}
        names = sorted({str(item["name"]) for item in workspace.attributes()})
        for number, name in enumerate(names):
            attributes[name] = _values(workspace, ATTRIBUTE_PREFIX + name)
            progress.step(0.6 + 0.4 * (number + 1) / len(names))
        measures = {str(item["name"]): _titles(item.get("title")) for item in workspace.measures()}
        statistics = sorted({"km2", *map(str, workspace.area_statistics()["name"])})
    found = {one.category: bare.categories.get(one.category, {}) for one in held if one.category}
    return Stock(
        place=place,
        sources={**records, **{name: title for name, title in bare.sources.items() if name not in records}},
        collected=tuple(records),
        categories={**found, **bare.categories},
        measures=measures,
        attributes=attributes,
        statuses=statuses,
        statistics=tuple(statistics),
        held=held,
    )


def _values(workspace, column: str) -> Tuple[str, ...]:
    counted = workspace.count_by(EventFilter(), (column,))
    known = [(str(value), n) for value, n in zip(counted[column], counted["n"]) if value is not None]
    order = np.argsort([-n for _, n in known], kind="stable")[:VALUES]
    return tuple(known[row][0] for row in order)


def _titles(title: object) -> Mapping[str, str]:
    if isinstance(title, Mapping):
        return {str(key): str(value) for key, value in title.items()}
    return {"en": str(title)} if title else {}


def shown(name: str, titles: Mapping[str, str], language: str) -> str:
    """Return a name as it is offered: its title in the language, with the name behind it."""
    title = localized(titles, language)
    return f"{title} ({name})" if title and title != name else name


def most_first(names: Sequence[str], counts: Mapping[str, int]) -> List[str]:
    """Return names in the order of their counts; those without keep their order behind."""
    return sorted(names, key=lambda name: -counts.get(name, 0))
