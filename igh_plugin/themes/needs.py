"""What a theme needs and a workspace lacks: sources of its events, numbers of areas, and where to get them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Sequence, Set, Tuple, Union

from ..core.cube import EVENTS
from ..core.filters import EventFilter
from ..core.indicators import HANDLING, STATISTIC
from ..core.text import QT_TRANSLATE_NOOP, Text, localized
from ..sources.catalogue import known_sources
from ..sources.definition import Definition, SourceDefinition
from .counts import amounts_of, attributes_of
from .model import Theme
from .series import NO_DATA
from .totals import theme_sources

SHOWN = 3
"""Sources that a sentence names."""
SEPARATOR = ", "
STATISTICS = {
    "km2": "km²",
    "inhabitants": QT_TRANSLATE_NOOP("core", "inhabitants"),
    "households": QT_TRANSLATE_NOOP("core", "households"),
    "dwellings": QT_TRANSLATE_NOOP("core", "dwellings"),
    "addresses": QT_TRANSLATE_NOOP("core", "addresses"),
    "waste_containers": QT_TRANSLATE_NOOP("core", "waste containers"),
    "litter_bins": QT_TRANSLATE_NOOP("core", "litter bins"),
    "licensed_venues": QT_TRANSLATE_NOOP("core", "licensed venues"),
    "terraces_km2": QT_TRANSLATE_NOOP("core", "km² of terraces"),
    "shopping_km2": QT_TRANSLATE_NOOP("core", "km² of shopping areas"),
    "parking_bays": QT_TRANSLATE_NOOP("core", "parking bays"),
    "streets_km": QT_TRANSLATE_NOOP("core", "km of streets"),
    "trees": QT_TRANSLATE_NOOP("core", "trees"),
    "green_km2": QT_TRANSLATE_NOOP("core", "km² of green"),
    "water_km2": QT_TRANSLATE_NOOP("core", "km² of water"),
}
"""Numbers of areas that themes of the package divide by, in words."""
NO_EVENTS = QT_TRANSLATE_NOOP(
    "core",
    "The workspace has no events of this theme. These sources give them: {sources}. Use “Collect a source” (igh:collect) with its id, "
    "or “Collect events from files” (igh:collectfile) with the id as mapping.",
)
NO_SOURCE = QT_TRANSLATE_NOOP(
    "core",
    "The workspace has no events of this theme, and no source that is known here gives them. It needs a source of your own with "
    "the kinds {kinds} and categories such as {categories}.",
)
NO_NUMBERS = QT_TRANSLATE_NOOP(
    "core",
    "How many {statistics} the areas have is not known, so what is divided by it is left out. These sources tell it: {sources}. Use "
    "“Collect a source” (igh:collect) with its id.",
)
NO_NUMBERS_KNOWN = QT_TRANSLATE_NOOP(
    "core",
    "How many {statistics} the areas have is not known, so what is divided by it is left out. Put it into the table "
    "area_statistics of the file with areas.",
)


@dataclass(frozen=True)
class Needs:
    """What a theme reads: `sources` are the definitions that give its events, those that give all it counts first.

    `statistics` are the numbers of areas it divides by, besides km².
    """

    sources: Tuple[SourceDefinition, ...]
    statistics: Tuple[str, ...]


def needs_of(theme: Theme, definitions: Sequence[Definition]) -> Needs:
    """Find among definitions the sources of a theme's events, and name the statistics it divides by."""
    able = [item for item in definitions if isinstance(item, SourceDefinition) and gives(theme, item)]

    def lacking(item: SourceDefinition) -> Tuple[int, bool, str]:
        has = set(item.mapping.measures) | {f"a_{name}" for name in item.mapping.attributes}
        return len(counted_of(theme, item.mapping.grain) - has), item.remote is None, item.source

    return Needs(tuple(sorted(able, key=lacking)), statistics_of(theme))


def gives(theme: Theme, definition: SourceDefinition) -> bool:
    """Tell whether a source can hold events of a theme, by its id or else by kind and categories."""
    mapping = definition.mapping
    if theme.sources:
        return mapping.source in theme.sources
    if theme.kinds and mapping.kind not in theme.kinds:
        return False
    if not theme.categories:
        return True
    entry = mapping.fields.get("category")
    if entry is None:
        return False
    if entry.constant is not None and not entry.columns:
        return str(entry.constant) in theme.categories
    codelist = definition.codelists.get(entry.codelist)
    if codelist is not None:
        return any(codelist.code(category) for category in theme.categories)
    return bool(set(theme.categories) & set(entry.values.values()))


def counted_of(theme: Theme, grain: str) -> Set[str]:
    """Return the measures, and the attributes as `a_<name>`, that the figures and hot spots of sources of a grain are made of."""
    counts = theme.counts_for(grain)
    others = theme.sides_for(grain) - {EVENTS, HANDLING, "", *counts}
    measures = {side for side in others if not side.startswith(STATISTIC)} | set(amounts_of(counts))
    return measures | {f"a_{name}" for name in attributes_of(counts) if name}


def statistics_of(theme: Theme) -> Tuple[str, ...]:
    """Return the numbers of areas that a theme uses besides km², sorted."""
    sides = {side for item in theme.indicators for side in (item.numerator, item.denominator)}
    names = {side[len(STATISTIC) :] for side in sides if side.startswith(STATISTIC)}
    return tuple(sorted(names - {"km2"}))


def categories_by_source(workspace) -> Dict[str, Set[str]]:
    """Return the categories of the events of each source of a workspace, empty texts for events without one."""
    rows = workspace.count_by(EventFilter(), ["source", "category"])
    found: Dict[str, Set[str]] = {}
    for source, category in zip(rows["source"], rows["category"]):
        found.setdefault(str(source), set()).add(str(category or ""))
    return found


def present(workspace, theme: Theme, held: Mapping[str, Set[str]]) -> Tuple[str, ...]:
    """Return the sources of a workspace that hold events of a theme; `held` are the categories of each source."""
    names = [str(item["source"]) for item in theme_sources(workspace, theme)]
    wanted = set(theme.categories)
    return tuple(name for name in names if held.get(name) and (not wanted or held[name] & wanted))


def lacking_statistics(workspace, theme: Theme) -> Tuple[str, ...]:
    """Return the statistics that a theme uses and the areas of a workspace do not have."""
    known = set(workspace.area_statistics()["name"].astype(str).tolist())
    return tuple(name for name in statistics_of(theme) if name not in known)


def without_events(theme: Theme, definitions: Sequence[Definition], language: str) -> Text:
    """Say that there is nothing to show, and which sources would give it."""
    sources = needs_of(theme, definitions).sources
    if not sources:
        kinds, categories = theme.kinds or ("report",), theme.categories[:SHOWN]
        return Text(
            NO_SOURCE, {"kinds": SEPARATOR.join(kinds), "categories": SEPARATOR.join(categories) or "-"}
        )
    return Text(NO_EVENTS, {"sources": _named(sources, language)})


def without_statistics(names: Sequence[str], definitions: Sequence[Definition], language: str) -> List[Text]:
    """Say which numbers of areas are not known, a sentence for each, and which sources would give them."""
    out = []
    for name in names:
        sources = [item for item in definitions if name in getattr(item, "statistics", {})]
        words = Text(STATISTICS[name]) if name in STATISTICS else name.replace("_", " ")
        values = {"statistics": words, "sources": _named(sources, language)}
        out.append(Text(NO_NUMBERS if sources else NO_NUMBERS_KNOWN, values))
    return out


def what_is_missing(
    workspace, theme: Theme, held: Mapping[str, Set[str]], definitions: Sequence[Definition], language: str
) -> List[Text]:
    """Say what a workspace lacks of a theme and where to get it, in sentences: its events, and numbers of areas."""
    events = [] if present(workspace, theme, held) else [without_events(theme, definitions, language)]
    return events + without_statistics(lacking_statistics(workspace, theme), definitions, language)


def nothing_to_show(workspace, theme: Theme, language: str, own: Optional[Path] = None) -> Union[Text, str]:
    """Return the sentence why a theme shows nothing: no source of it in the workspace, or not combined yet."""
    if present(workspace, theme, categories_by_source(workspace)):
        return NO_DATA
    return without_events(theme, known_sources(own), language)


def _named(definitions: Sequence[Definition], language: str) -> str:
    """Return ids with titles, `SHOWN` at most."""
    return SEPARATOR.join(
        f"{item.source} ({localized(item.title, language)})" for item in definitions[:SHOWN]
    )
