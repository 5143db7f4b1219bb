"""What a briefing tells of a publication: key figures, trend, ranking and categories, of nothing but what is published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Collection, List, Optional, Sequence, Tuple

import numpy as np

from ..charts.wording import Wording
from ..core.cube import EVENTS
from ..core.figures import Categories, Ranking, Trend
from ..core.indicators import TOTAL
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..layers.wording import NO_DATA, NOTHING, SIGN, WITHHELD
from ..themes.background import title_of
from ..themes.categories import NO_CATEGORY, TITLE, titles_of
from ..themes.publication import AUDIENCE_TITLES, MISSING, SHOWN, SUPPRESSED, Publication, Values
from ..translation import tr
from .filling import KEY_FIGURES, KeyFigure
from .sentences import LEAD_ALONE, PERIOD_LINE

NUMBER = QT_TRANSLATE_NOOP("core", "Events")
NO_PERIODS = QT_TRANSLATE_NOOP("core", "The source gives no times of occurrence, so there are no periods.")

AUDIENCE = QT_TRANSLATE_NOOP("core", "audience: {audience}")
WITHHELD_LEAD = QT_TRANSLATE_NOOP("core", "{title}: withheld.")
NONE_WITHHELD = QT_TRANSLATE_NOOP("core", "On the map all {all} areas are told.")
SOME_WITHHELD = QT_TRANSLATE_NOOP("core", "On the map {n} of the {all} areas are withheld.")
SIGNS = QT_TRANSLATE_NOOP("core", "\u00d7 is withheld, \u2013 is missing, 0 is zero.")
ALL_WITHHELD = QT_TRANSLATE_NOOP("core", "The events of all periods are withheld.")


@dataclass(frozen=True)
class Excerpt:
    """A publication as it is told of one of its areas (`row`); of the areas of its level those with codes `inside`, None for all."""

    made: Publication
    row: int
    inside: Optional[Collection[str]] = None

    def key_figures(self, wording: Wording) -> List[KeyFigure]:
        """Return the first indicators of the area as the boxes show them; with few of them, the number of events too."""
        made = self.made
        found = []
        for name, values in made.indicators.items():
            unit, decimals = made.units[name], made.theme.indicator(name).decimals
            found.append(self._box(made.titles[name], unit, values, decimals, wording))
        if not any(map(self._counts_events, made.indicators)):
            found.append(self._box(tr(NUMBER), "", made.totals, 0, wording))
        return found[:KEY_FIGURES]

    def _box(self, title: str, unit: str, values: Values, decimals: int, wording: Wording) -> KeyFigure:
        told = str(values.told[self.row])
        if told != SHOWN:
            return title, told_as(values, self.row, unit, decimals, wording), "", _why(told), "none"
        note = "" if unit == "%" else unit
        return title, told_as(values, self.row, unit, decimals, wording), "", note, "none"

    @property
    def area_title(self) -> str:
        """The name of the area that is told of."""
        name = str(self.made.names[self.row])
        return name if self.made.levels[self.row] else tr(name)

    def meta(self, wording: Wording) -> str:
        """Return area, level, period and audience in one line."""
        made = self.made
        values = {
            "area": self.area_title,
            "level": tr(made.level_title),
            "period": wording.period(made.period),
        }
        return f"{tr(Text(PERIOD_LINE, values))}  \u00b7  {self._audience}"

    def short_meta(self, wording: Wording) -> str:
        """Return area, period and audience, for the head of further pages."""
        return f"{self.area_title}  \u00b7  {wording.period(self.made.period)}  \u00b7  {self._audience}"

    @property
    def _audience(self) -> str:
        return tr(Text(AUDIENCE, {"audience": tr(AUDIENCE_TITLES[self.made.audience])}))

    def summary(self, wording: Wording) -> str:
        """Say what the theme's leading indicator is, how many areas are withheld, and by what rule."""
        made = self.made
        found: List[str] = []
        values = made.indicators.get(made.theme.lead)
        if values is not None and values.told[self.row] != MISSING:
            unit, decimals = made.units[made.theme.lead], made.theme.indicator(made.theme.lead).decimals
            told = told_as(values, self.row, unit, decimals, wording)
            template = WITHHELD_LEAD if values.told[self.row] == SUPPRESSED else LEAD_ALONE
            found.append(tr(Text(template, {"title": made.titles[made.theme.lead], "value": told})))
        withheld, told, size = self.on_map()
        counts = {"n": wording.number(withheld), "all": wording.number(size)}
        found.append(tr(Text(NONE_WITHHELD if told == size else SOME_WITHHELD, counts)))
        return " ".join([*found, tr(made.rule)])

    def trend(self) -> Trend:
        """Return the events of the area by period, as far as they are told."""
        made = self.made
        told = made.spans.told[self.row] if made.periods else np.zeros(0, object)
        reason = NO_PERIODS if not len(told) else "" if (told != SUPPRESSED).any() else ALL_WITHHELD
        size = 0 if reason else len(told)
        starts, ends = (np.array([span[end] for span in made.periods[:size]], np.int64) for end in (0, 1))
        nothing = np.full(size, np.nan)
        return Trend(
            title=tr(NUMBER),
            unit="",
            starts=starts,
            ends=ends,
            values=made.spans.value[self.row] if size else nothing,
            expected=nothing,
            lower=nothing,
            upper=nothing,
            signal=np.zeros(size, bool),
            complete=np.ones(size, bool),
            period_kind=made.theme.level(made.level_id).period,
            reason=tr(reason),
            withheld=told[:size] == SUPPRESSED,
        )

    def ranking(self) -> Ranking:
        """Return the areas of the level by what the theme ranks by, else by events: those told, those withheld, those without data."""
        made, rows = self.made, self.rows()
        name = made.theme.rank_by if made.theme.rank_by in made.indicators else ""
        values = made.indicators[name] if name else made.totals
        ranked = made.theme.indicator(name) if name else None
        order = rows[_order(values, rows, made.codes)]
        value, nothing = values.value[order], np.full(len(order), np.nan)
        return Ranking(
            title=f"{made.titles[name] if name else tr(NUMBER)} \u00b7 {title_of(made.level)}",
            unit=made.units[name] if name else "",
            level=made.level,
            codes=tuple(made.codes[order].tolist()),
            names=tuple(made.names[order].tolist()),
            values=value,
            counts=made.totals.value[order],
            lower=nothing,
            upper=nothing,
            reference=None,
            decimals=ranked.decimals if ranked else 0,
            direction=ranked.direction if ranked else "neutral",
            withheld=values.told[order] == SUPPRESSED,
        )

    def categories(self, language: str) -> Categories:
        """Return the events of the area by category: those told, most first, those withheld, and those that are none."""
        made, names = self.made, self.made.category_names
        value, told = made.categories.value[self.row], made.categories.told[self.row]
        if not any(names):
            names, value, told = (), value[:0], told[:0]
        group = np.select([(told == SHOWN) & (value > 0), told == SUPPRESSED], [0, 1], 2)
        order = np.lexsort((np.array(names, object).astype(str), -np.nan_to_num(value), group))
        titles, nothing = titles_of(language), np.full(len(order), np.nan)
        slugs = tuple(names[at] for at in order)
        return Categories(
            title=tr(TITLE),
            slugs=slugs,
            names=tuple(titles.get(slug, slug) for slug in slugs),
            counts=value[order],
            before=None,
            change=nothing,
            p=nothing,
            reason="" if slugs else tr(NO_CATEGORY),
            withheld=told[order] == SUPPRESSED,
        )

    def rows(self) -> np.ndarray:
        """Return the areas that the map shows, those inside the area told of."""
        found = np.flatnonzero(self.made.levels == self.made.level)
        if self.inside is None:
            return found
        return np.array([row for row in found if self.made.codes[row] in self.inside], np.int64)

    def on_map(self) -> Tuple[int, int, int]:
        """Return how many of these areas are withheld on the map, how many are told, and how many there are."""
        made, rows = self.made, self.rows()
        values = made.indicators[made.mapped] if made.mapped else made.totals
        told = values.told[rows]
        return int((told == SUPPRESSED).sum()), int((told == SHOWN).sum()), len(rows)

    def broad(self) -> List[int]:
        """Return the whole, what lies outside all areas, and the coarsest areas."""
        levels = self.made.levels
        return [
            *np.flatnonzero(levels == "")[::-1].tolist(),
            *np.flatnonzero(levels == self.coarsest).tolist(),
        ]

    def by_name(self) -> List[int]:
        """Return the areas that the map shows in the order of their names."""
        return sorted(
            self.rows().tolist(), key=lambda row: (str(self.made.names[row]), str(self.made.codes[row]))
        )

    def table(self, rows: Sequence[int], columns: int, wording: Wording) -> Tuple[List[str], List[List[str]]]:
        """Return heads and rows of a table of areas: names, events, and the first indicators that say something else."""
        made = self.made
        names = [name for name in made.indicators if not self._counts_events(name)][:columns]
        heads = [tr(QT_TRANSLATE_NOOP("core", "Area")), tr(NUMBER), *(made.titles[name] for name in names)]
        lines = []
        for row in rows:
            name = str(made.names[row])
            line = [name if made.levels[row] else tr(name), told_as(made.totals, row, "", 0, wording)]
            for one in names:
                item = made.theme.indicator(one)
                line.append(told_as(made.indicators[one], row, made.units[one], item.decimals, wording))
            lines.append(line)
        return heads, lines

    @property
    def coarsest(self) -> str:
        """The coarsest level of areas."""
        return [str(level) for level in self.made.levels if level][-1]

    def _counts_events(self, name: str) -> bool:
        item = self.made.theme.indicator(name)
        return (item.kind, item.numerator) == (TOTAL, EVENTS)


def told_as(values: Values, row: int, unit: str, decimals: int, wording: Wording) -> str:
    """Return a value as a reader sees it: a number, the sign of what is withheld, or that of what is missing."""
    told = values.told[row]
    if told == SHOWN:
        return wording.quantity(float(values.value[row]), "%" if unit == "%" else "", decimals)
    return SIGN if told == SUPPRESSED else NOTHING


def _why(told: str) -> str:
    return tr(NO_DATA if told == MISSING else WITHHELD)


def _order(values: Values, rows: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return the order of areas: those told by value, highest first, then those withheld and those missing, by code."""
    group = np.select([values.told[rows] == SHOWN, values.told[rows] == SUPPRESSED], [0, 1], 2)
    return np.lexsort((codes[rows].astype(str), -np.nan_to_num(values.value[rows]), group))
