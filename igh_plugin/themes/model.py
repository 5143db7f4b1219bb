"""A theme as data: a question with its sources, indicators, levels, layers and charts."""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Dict, Mapping, Optional, Set, Tuple

from ..core.filters import Part
from ..core.indicators import Indicator
from ..core.text import QT_TRANSLATE_NOOP, localized

OPERATIONAL, TACTICAL, STRATEGIC = "operational", "tactical", "strategic"
LEVEL_TITLES = {
    OPERATIONAL: QT_TRANSLATE_NOOP("core", "Operational"),
    TACTICAL: QT_TRANSLATE_NOOP("core", "Tactical"),
    STRATEGIC: QT_TRANSLATE_NOOP("core", "Strategic"),
}
CHARTS = ("trend", "ranking", "categories", "handling", "hours", "pareto", "hotspots")
LAYERS = ("hotspot_places", "hotspots", "areas", "change", "events")
FINEST, MIDDLE, COARSEST = "finest", "middle", "coarsest"


@dataclass(frozen=True)
class HotSpotRule:
    """What hot spots are made of: Gi* of a measure on cells, as a rate when a denominator is named."""

    value: str = "events"
    denominator: str = ""
    cell_size: int = 125
    permutations: int = 999
    fdr: bool = True


@dataclass(frozen=True)
class Level:
    """One reading of the theme: `periods` periods of `period` (week or month), areas of a rank, what appears."""

    id: str
    period: str
    periods: int
    trend_periods: int
    areas: str
    layers: Tuple[str, ...]
    charts: Tuple[str, ...]

    @property
    def title(self) -> str:
        """English source text of the level's name."""
        return LEVEL_TITLES[self.id]


@dataclass(frozen=True)
class Theme:
    """A theme as its `theme.yaml` declares it; texts are by language (`en`, `nl`)."""

    id: str
    titles: Mapping[str, str]
    questions: Mapping[str, str]
    sources: Tuple[str, ...]
    kinds: Tuple[str, ...]
    categories: Tuple[str, ...]
    indicators: Tuple[Indicator, ...]
    indicator_titles: Mapping[str, Mapping[str, str]]
    indicator_units: Mapping[str, Mapping[str, str]]
    target_sources: Mapping[str, Mapping[str, str]]
    lead: str
    rank_by: str
    map_by: str
    hotspots: HotSpotRule
    levels: Tuple[Level, ...]
    default_level: str
    ramp: str
    cautions: Tuple[Mapping[str, str], ...] = ()
    counts: Mapping[str, Part] = field(default_factory=dict)
    folder: Path = field(default_factory=Path)

    def title(self, language: str = "en") -> str:
        """Return the name of the theme."""
        return localized(self.titles, language)

    def question(self, language: str = "en") -> str:
        """Return the question the theme answers."""
        return localized(self.questions, language)

    def level(self, level: str) -> Level:
        """Return a level by id; `KeyError` when the theme has none."""
        return {item.id: item for item in self.levels}[level]

    def indicator(self, indicator: str) -> Indicator:
        """Return an indicator by id; `KeyError` when the theme has none."""
        return {item.id: item for item in self.indicators}[indicator]

    def indicators_for(self, grain: str, level: str) -> Tuple[Indicator, ...]:
        """Return the indicators shown for sources of a grain at a level."""
        return tuple(
            item
            for item in self.indicators
            if item.grain in ("", grain) and (not item.levels or level in item.levels)
        )

    def sides_for(self, grain: str) -> Set[str]:
        """Return the numerators and denominators of hot spots, and of indicators for sources of a grain."""
        sides = {self.hotspots.value, self.hotspots.denominator}
        for item in self.indicators:
            if item.grain in ("", grain):
                sides |= {item.numerator, item.denominator}
        return sides

    def counts_for(self, grain: str) -> Dict[str, Part]:
        """Return the parts among `sides_for` a grain."""
        sides = self.sides_for(grain)
        return {name: part for name, part in self.counts.items() if name in sides}

    def indicator_title(self, indicator: str, language: str) -> str:
        """Return the name of an indicator."""
        return localized(self.indicator_titles[indicator], language)

    def indicator_unit(self, indicator: str, language: str) -> str:
        """Return the unit of an indicator, empty for plain counts."""
        return localized(self.indicator_units.get(indicator, {}), language)

    def target_source(self, indicator: str, language: str) -> str:
        """Return who set the target of an indicator, empty without one."""
        return localized(self.target_sources.get(indicator, {}), language)

    @property
    def fingerprint(self) -> str:
        """A short text that is another one when anything the theme declares is; what it leaves as it is by itself does not count."""
        return sha256(repr(_declared(replace(self, folder=Path()))).encode()).hexdigest()[:16]

    @property
    def icon_path(self) -> Optional[Path]:
        """Path of the theme's icon, None without one."""
        path = self.folder / "icon.svg"
        return path if path.exists() else None


def _declared(value: object) -> object:
    """Return what a value of a theme says, without the fields that have their default: those a later version adds."""
    if is_dataclass(value):
        said = ((one, getattr(value, one.name)) for one in fields(value))
        return [(one.name, _declared(part)) for one, part in said if part != _default_of(one)]
    if isinstance(value, Mapping):
        return [(name, _declared(part)) for name, part in value.items()]
    if isinstance(value, tuple):
        return [_declared(part) for part in value]
    return value


def _default_of(one: Field) -> object:
    return one.default if one.default_factory is MISSING else one.default_factory()
