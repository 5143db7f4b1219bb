"""What a theme shows for one level, area and period: the figures behind map, panel and briefing alike."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Optional, Tuple, Union

import numpy as np

from .comparison import PERIOD_BEFORE, Comparison
from .filters import EventFilter, Part
from .selection import NOTHING, Selection
from .text import QT_TRANSLATE_NOOP, Text

Sentence = Union[str, Text]
NOT_BUILT = QT_TRANSLATE_NOOP("core", "Hot spots appear after the theme is built.")


@dataclass(frozen=True)
class Latest:
    """The last whole period, local days since 1970, beside what the periods before it lead one to expect (95 %).

    `signal` is 1 above that, -1 below, 0 within; `p` how often chance leads as far, None where it cannot be judged.
    """

    first: int
    last: int
    value: float
    expected: float
    lower: float
    upper: float
    signal: int
    p: Optional[float] = None


@dataclass(frozen=True)
class Slope:
    """A trend over some years, season allowed for: 1 rising, -1 falling, 0 neither; and its two-sided p."""

    direction: int
    p: float
    years: int


@dataclass(frozen=True)
class Compared:
    """The value that another one is compared with, how far that is from it, and its p; as `IndicatorValue` has them.

    Of a number the value may be a `part` of it, in per cent.
    """

    value: Optional[float]
    change: Optional[float] = None
    p_value: Optional[float] = None
    better: Optional[bool] = None
    part: Optional[float] = None


@dataclass(frozen=True)
class Target:
    """What a value should be at most, or at least, who says so, and how far it is from that; 0 where it is reached."""

    value: float
    source: str
    distance: Optional[float] = None


@dataclass(frozen=True)
class Recent:
    """The last whole periods of an indicator, (n,) each, oldest first: `starts` and `ends` are local days, `values` NaN where none.

    `signal` is 1 above what the periods before lead one to expect (95 %), -1 below, 0 within; `judged` tells where that can be said.
    The `target` is there where the value of one period can be held beside it.
    """

    starts: np.ndarray
    ends: np.ndarray
    values: np.ndarray
    signal: np.ndarray
    judged: np.ndarray
    target: Optional[float] = None


@dataclass(frozen=True)
class IndicatorValue:
    """One indicator in one period.

    `value` is None when it cannot be told, and `reason` says why (null is not zero). `unit` is the suffix a
    reader sees ("%", "per 1,000 inhabitants", ""). `previous` is the value of the period compared with,
    `change` the relative change (for a share: the difference in percentage points), `p_value` its
    significance; `better` tells whether the change goes in the wanted direction (None: no direction or no
    significant change). `events` selects exactly the rows of the numerator. `year_before`, `latest`, `slope`, `target` and
    `recent` stand beside it where they can be told, `elsewhere` is the whole or another area in the same period where it is
    compared with that. `weights` are the titles and weights of what a composite is made of.
    """

    id: str
    title: str
    value: Optional[float]
    unit: str
    decimals: int
    numerator: Optional[float]
    denominator: Optional[float]
    direction: str
    previous: Optional[float] = None
    change: Optional[float] = None
    change_is_points: bool = False
    p_value: Optional[float] = None
    better: Optional[bool] = None
    reason: Sentence = ""
    events: Optional[EventFilter] = None
    event_count: int = 0
    denominator_title: Sentence = ""
    year_before: Optional[Compared] = None
    latest: Optional[Latest] = None
    slope: Optional[Slope] = None
    target: Optional[Target] = None
    weights: Tuple[Tuple[str, float], ...] = ()
    recent: Optional[Recent] = None
    elsewhere: Optional[Compared] = None


@dataclass(frozen=True)
class SoFar:
    """The events of a period that has not ended, up to its last day with any, beside those of the same days of the one before."""

    index: int
    until: int
    now: int
    before: int


@dataclass(frozen=True)
class Trend:
    """A series of periods with the band in which its own history expects it.

    Arrays have the same length; `expected`, `lower`, `upper` are NaN where there is too little history;
    `signal` marks values outside the band, `complete` is False for a period that has not ended.
    `starts` and `ends` are the local days (since 1970) of each period's ends, both included. `base` selects the
    events of all periods; of a share, those of its numerator. From the local day `delay_from` on more events are to be expected, as
    they lie within the reporting delay of a source: there is no signal. `so_far` tells of the period that has not ended. `withheld`
    (n,) bool marks periods whose value a publication does not tell; NaN elsewhere is missing. `other` are the values of what it is
    compared with, where that is a series: `other_title` a year before, or elsewhere. Numbers from elsewhere are drawn to the same
    total, multiplied by `other_scale`.
    """

    title: str
    unit: str
    starts: np.ndarray
    ends: np.ndarray
    values: np.ndarray
    expected: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    signal: np.ndarray
    complete: np.ndarray
    period_kind: str
    reason: Sentence = ""
    base: Optional[EventFilter] = None
    delay_from: Optional[int] = None
    so_far: Optional[SoFar] = None
    withheld: Optional[np.ndarray] = None
    other: Optional[np.ndarray] = None
    other_title: Sentence = ""
    other_scale: Optional[float] = None

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to draw; `reason` then says why."""
        return len(self.values) == 0

    def events(self, index: int) -> Optional[EventFilter]:
        """Return the filter of the events behind a period."""
        if self.base is None:
            return None
        return replace(self.base, first_day=int(self.starts[index]), last_day=int(self.ends[index]))


@dataclass(frozen=True)
class Ranking:
    """Areas (or places, or cells) by the leading indicator, highest first; `by_lower`: those with the highest lower limit.

    `values` is NaN where the area has no value (no denominator); `lower` and `upper` bound the value at
    95 %; `counts` are the events behind each bar. `reference` is the value of the whole. `funnel` (n,) tells how far an area lies
    outside what its size explains (-2 far below to 2 far above, 0 within), `signal` (n,) whether its last whole period is more (1)
    or fewer (-1) than its own past leads one to expect, all areas tested together; None where that is not told of any area.
    `withheld` (n,) bool marks areas whose value a publication does not tell.
    `other` is the value of the place they are compared with, `other_title`; with `other_code` where it is one of the areas.
    """

    title: str
    unit: str
    level: str
    codes: Tuple[str, ...]
    names: Tuple[str, ...]
    values: np.ndarray
    counts: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    reference: Optional[float]
    decimals: int
    direction: str
    base: Optional[EventFilter] = None
    by_place: bool = False
    by_lower: bool = False
    reason: Sentence = ""
    funnel: Optional[np.ndarray] = None
    signal: Optional[np.ndarray] = None
    withheld: Optional[np.ndarray] = None
    other: Optional[float] = None
    other_title: Sentence = ""
    other_code: str = ""

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to draw; `reason` then says why."""
        return len(self.codes) == 0

    def events(self, index: int) -> Optional[EventFilter]:
        """Return the filter of the events behind a bar."""
        if self.base is None or index >= len(self.codes):
            return None
        code = self.codes[index]
        if self.by_place:
            return replace(self.base, place=code)
        return replace(self.base, area_level=self.level, area=code)


@dataclass(frozen=True)
class HourTable:
    """Events by weekday (7 rows, Monday first) and local hour (24 columns); `without_hour` have a date only."""

    title: Sentence
    counts: np.ndarray
    without_hour: int = 0
    base: Optional[EventFilter] = None
    reason: Sentence = ""

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to draw; `reason` then says why."""
        return self.counts.size == 0 or int(self.counts.sum()) == 0

    def events(self, index: int) -> Optional[EventFilter]:
        """Return the filter of the events in a cell, numbered weekday * 24 + hour."""
        if self.base is None:
            return None
        return replace(self.base, weekday=index // 24, hour=index % 24)


@dataclass(frozen=True)
class Categories:
    """Events by category, most first: `counts` (n,) and those of the period `before` (None without one).

    `change` is in per cent, NaN from nothing; `p` says how often chance gives as much, of all categories tested together, NaN where
    nothing was tested. A category without a slug holds the events that have none. `withheld` (n,) bool marks counts that a
    publication does not tell, NaN in `counts`.
    """

    title: Sentence
    slugs: Tuple[str, ...]
    names: Tuple[str, ...]
    counts: np.ndarray
    before: Optional[np.ndarray]
    change: np.ndarray
    p: np.ndarray
    base: Optional[EventFilter] = None
    reason: Sentence = ""
    withheld: Optional[np.ndarray] = None

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to draw; `reason` then says why."""
        return len(self.slugs) == 0

    def events(self, index: int) -> Optional[EventFilter]:
        """Return the filter of the events of a category; none selects those without one."""
        if self.base is None or not self.slugs[index] or not self.counts[index]:
            return None
        return replace(self.base, categories=(self.slugs[index],))


@dataclass(frozen=True)
class Handling:
    """What became of the events of n periods: `closed` and `open` (statuses, n), of a status without a name those that have none.

    `median` and `p90` (n,) are the days within which a half and nine tenths are closed, NaN where that is not reached or not known.
    `starts`, `ends` and `complete` are as in a `Trend`.
    """

    title: Sentence
    statuses: Tuple[str, ...]
    starts: np.ndarray
    ends: np.ndarray
    closed: np.ndarray
    open: np.ndarray
    median: np.ndarray
    p90: np.ndarray
    complete: np.ndarray
    period_kind: str
    base: Optional[EventFilter] = None
    reason: Sentence = ""

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to draw; `reason` then says why."""
        return len(self.statuses) == 0

    def events(self, period: int, is_open: bool) -> Optional[EventFilter]:
        """Return the filter of the open or the closed events of a period."""
        if self.base is None:
            return None
        first, last = int(self.starts[period]), int(self.ends[period])
        return replace(self.base, first_day=first, last_day=last, part=Part(open=is_open))


@dataclass(frozen=True)
class Pareto:
    """Places by what they hold, most first: `amounts` (n,) and the part of the whole `cumulated` (n,) so far, 0 to 1.

    Places are the finest `areas`, or those that events name, of a `level`. `what` names what is counted, empty for events. `gini` is 0 where all
    hold as much, 1 where one holds all.
    """

    title: Sentence
    what: Sentence
    level: str
    codes: Tuple[str, ...]
    names: Tuple[str, ...]
    areas: bool
    amounts: np.ndarray
    cumulated: np.ndarray
    gini: float
    base: Optional[EventFilter] = None
    reason: Sentence = ""

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to draw; `reason` then says why."""
        return len(self.codes) == 0

    @property
    def holding(self) -> int:
        """Number of places that hold anything."""
        return int(np.count_nonzero(self.amounts))

    def places_for(self, part: float) -> int:
        """Return how few places hold a part of the whole, 0 to 1."""
        return int(np.searchsorted(self.cumulated, part * (1 - 1e-12))) + 1

    def events(self, index: int) -> Optional[EventFilter]:
        """Return the filter of the events in a place and all that hold more."""
        if self.base is None:
            return None
        first = self.codes[: index + 1]
        return replace(self.base, areas=first) if self.areas else replace(self.base, places=first)


@dataclass(frozen=True)
class HotSpot:
    """A cluster of significant hot cells, named by where it lies; `x`, `y` in the workspace's CRS (metres)."""

    rank: int
    name: str
    area: str
    value: float
    unit: str
    events: int
    cells: int
    z: float
    p: float
    confidence: int
    x: float
    y: float
    filter: Optional[EventFilter] = None


@dataclass(frozen=True)
class News:
    """A sentence about something new, with the `events` it is about or the `area` of an `area_level`, where there are any."""

    sentence: Sentence
    events: Optional[EventFilter] = None
    area_level: str = ""
    area: str = ""


@dataclass(frozen=True)
class Since:
    """What is new since the last briefing, the most urgent first."""

    title: Sentence
    news: Tuple[News, ...]


@dataclass(frozen=True)
class Figures:
    """Everything one view of a theme shows."""

    theme: str
    title: str
    question: str
    level: str
    level_title: str
    area: str
    area_level: str
    area_title: Sentence
    period_title: Sentence
    previous_title: Sentence
    data_until: str
    sources: Tuple[str, ...]
    attributions: Tuple[str, ...]
    licence_warnings: Tuple[Sentence, ...]
    events: int
    indicators: Tuple[IndicatorValue, ...]
    trend: Trend
    ranking: Ranking
    hours: HourTable
    hotspots: Tuple[HotSpot, ...]
    hotspot_explanation: Sentence
    cautions: Tuple[Sentence, ...] = field(default_factory=tuple)
    charts: Tuple[str, ...] = ()
    reason: Sentence = ""
    categories: Optional[Categories] = None
    pareto: Optional[Pareto] = None
    handling: Optional[Handling] = None
    since: Optional[Since] = None
    days: Optional[Tuple[int, int]] = None
    """First and last local day of the periods shown; None without times."""
    selection: Selection = NOTHING
    """What the figures are narrowed to, as far as it was there to be selected."""
    comparison: Comparison = PERIOD_BEFORE
    """What the figures are compared with, as far as that can be."""
    compared_title: Sentence = ""
    """The days or the place of it; of the period before that is `previous_title`."""
    compared_note: Sentence = ""
    """What a reader must know of it: why it is not what was asked for, or what is not compared."""
    places: Tuple[Tuple[str, str, str], ...] = ()
    """Level, code and name of every area there is to compare with, coarse levels first."""
