"""Areas in order of an indicator, as bars with their margins of uncertainty."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..core.figures import Ranking
from ..core.filters import EventFilter
from ..core.selection import Selection
from ..core.text import Text
from .frame import bars_height, draw_bars, draw_frame, draw_lines, lay_rows
from .look import Box, Key, Look, blend, draw_withheld, legend_rows, size_in_points
from .wording import WITHHELD, Wording

MARK = 10.0  # points that a mark beside a value takes
FUNNEL = {
    2: Text("far above the whole for its size (outside the 99.8 % limits of the funnel)"),
    1: Text("above the whole for its size (outside the 95 % limits of the funnel)"),
    -1: Text("below the whole for its size (outside the 95 % limits of the funnel)"),
    -2: Text("far below the whole for its size (outside the 99.8 % limits of the funnel)"),
}
SIGNAL = {
    1: Text("the last whole period is more than its own past leads one to expect"),
    -1: Text("the last whole period is less than its own past leads one to expect"),
}


class RankingChart:
    """Draws the first `limit` bars of a `Ranking`, and with their rank the area `also` and the one compared with if these are not
    among them.

    A bar is numbered by where it is drawn, from above; `rows` are their places in the ranking.
    """

    labels_count = True  # the name beside a bar belongs to it
    narrows = ("area_level", "area")

    def __init__(
        self,
        ranking: Ranking,
        look: Look,
        wording: Wording,
        limit: int = 12,
        reference_title: str = "",
        also: str = "",
    ):
        self.ranking, self.look, self.wording = ranking, look, wording
        self.limit = min(limit, len(ranking.codes))
        self.rows = list(range(self.limit))
        beyond = ranking.codes[self.limit :]
        self.rows += sorted(
            {ranking.codes.index(code) for code in (also, ranking.other_code) if code in beyond}
        )
        self.shown = len(self.rows)
        self.reference_title = reference_title
        self.axes: Optional[Axes] = None

    @property
    def count(self) -> int:
        """Number of bars drawn."""
        return self.shown

    def subtitle(self) -> str:
        """The unit, how many of the areas are shown, and by what they are ordered."""
        say, ranking = self.wording.say, self.ranking
        unit = ranking.unit or say(Text("number"))
        if self.limit == len(ranking.codes):
            return (
                say(Text("{unit}, by the lower end of the margin", {"unit": unit}))
                if ranking.by_lower
                else unit
            )
        parts = {
            "unit": unit,
            "shown": self.wording.number(self.limit),
            "all": self.wording.number(len(ranking.codes)),
        }
        if ranking.by_lower:
            return say(Text("{unit}, first {shown} of {all} by the lower end of the margin", parts))
        return say(Text("{unit}, first {shown} of {all}", parts))

    def height(self, width: float) -> float:
        """Height in points that the bars need."""
        return bars_height(self.look, self.shown, self._legend(width))

    def draw(
        self,
        figure: Figure,
        titled: bool = False,
        selected: Optional[int] = None,
        current: Optional[int] = None,
    ) -> None:
        """Draw on an empty figure; `selected` is the mark chosen, `current` the one the keyboard is at."""
        look, ranking = self.look, self.ranking
        width, _height = size_in_points(figure)
        values = np.asarray(ranking.values, dtype=float)[self.rows]
        texts = [self._amount(index) for index in range(self.shown)]
        names = [self._name(index) for index in range(self.shown)]
        chosen = selected if selected is not None and 0 <= selected < self.shown else None
        widths = [look.width(name, bold=index == chosen) for index, name in enumerate(names)]
        left = min(max(widths) + 4, width * 0.42) + 10
        columns = self._marks()
        value_room = max(look.width(text, bold=True) for text in texts) + 10
        right = value_room + MARK * len(columns)
        rows = self._legend(width)
        title = (ranking.title, self.subtitle()) if titled else None
        axes = draw_frame(figure, look, title, rows, (left, right, 0), 4, indent=8)
        self.axes = axes

        places = np.arange(self.shown)
        high = self._longest()
        axes.set_xlim(0, high)
        lines = lay_rows(axes, figure, look, self.shown, current)
        colours = [self._colour(index, chosen) for index in range(self.shown)]
        other = self.index_of(ranking.other_code)
        edges = [1.2 if index == other else 0.0 for index in range(self.shown)]
        draw_bars(axes, np.nan_to_num(values), colours, edgecolors=look.text, linewidths=edges)
        draw_withheld(axes, look, places[[self._withheld(index) for index in range(self.shown)]], high)
        lower = np.asarray(ranking.lower, dtype=float)[self.rows]
        upper = np.asarray(ranking.upper, dtype=float)[self.rows]
        bounded = np.isfinite(lower) & np.isfinite(upper) & np.isfinite(values)
        if bounded.any():
            ends = (np.clip(limits[bounded], 0, high) for limits in (lower, upper))
            low, up = (np.stack((end, places[bounded]), 1) for end in ends)
            draw_lines(axes, low, up, blend(look.text, look.background, 0.25), 0.9)
        if ranking.reference is not None and 0 < ranking.reference <= high:
            axes.axvline(ranking.reference, color=look.text, lw=0.9, ls=(0, (3, 2)))
        if self._other_line and 0 < (ranking.other or 0) <= high:
            axes.axvline(ranking.other, color=look.other, lw=1)
        for index, (name, text) in enumerate(zip(names, texts)):
            y = lines.middle(index)
            bold = index == chosen
            figure.text(
                (left - 5) / width,
                y,
                look.elide(name, left - 9, bold=bold),
                ha="right",
                va="center_baseline",
                color=look.text,
                fontproperties=look.font(bold=bold),
            )
            figure.text(
                axes.get_position().x1 + 5 / width,
                y,
                text,
                va="center_baseline",
                color=look.text if math.isfinite(values[index]) else look.muted,
                fontproperties=look.font(bold=bold),
            )
            for column, mark in enumerate(columns):
                if index in mark:
                    x = width - right + value_room + MARK * (column + 0.5) - 3
                    self._draw_mark(figure, mark[index], x / width, y)

    def hit(self, _x: float, y: float) -> Optional[int]:
        """Return the bar at a height in the plot."""
        index = int(round(y))
        return index if 0 <= index < self.shown else None

    def move(self, index: Optional[int], columns: int, rows: int) -> Optional[int]:
        """Return the bar reached from another one with the arrow keys."""
        if index is None:
            return 0
        return min(max(index + rows + columns, 0), self.shown - 1)

    def index_of(self, code: str) -> Optional[int]:
        """Return the bar of an area, if it is drawn."""
        codes = [self.ranking.codes[row] for row in self.rows]
        return codes.index(code) if code in codes else None

    def centre(self, index: int) -> Tuple[float, float]:
        """Return the middle of a bar in the plot."""
        value = float(self.ranking.values[self.rows[index]])
        return (value / 2 if math.isfinite(value) else 0.0), float(index)

    def code(self, index: int) -> str:
        """Return the code of the area of a bar."""
        return self.ranking.codes[self.rows[index]]

    def events(self, index: int) -> Optional[EventFilter]:
        """Return the filter of the events behind a bar."""
        return self.ranking.events(self.rows[index])

    def spread(self, _start: int, end: int) -> Tuple[int, ...]:
        """Return the bar at the end of a way over bars: one area is shown at a time."""
        return (end,)

    def part(self, marks: Sequence[int]) -> Dict[str, Any]:
        """Return what a bar narrows a selection to: its area."""
        return {"area_level": self.ranking.level, "area": self.code(marks[-1])} if marks else {}

    def marks(self, selection: Selection) -> Tuple[int, ...]:
        """Return the bar of a selection."""
        bar = self.index_of(selection.area) if selection.area_level == self.ranking.level else None
        return () if bar is None else (bar,)

    def boxes(self, _marks: Sequence[int]) -> List[Box]:
        """Return nothing: a chosen bar is drawn so."""
        return []

    def label(self, index: int) -> str:
        """Name a bar."""
        row = self.rows[index]
        return self.ranking.names[row] or self.ranking.codes[row]

    def describe(self, index: int) -> str:
        """Say what a bar stands for, how sure it is and what it is made of."""
        ranking, wording = self.ranking, self.wording
        row = self.rows[index]
        say, value = wording.say, float(ranking.values[row])
        name = self._name(index)
        if self._withheld(index):
            return say(Text("{name}: withheld", {"name": name}))
        if not math.isfinite(value):
            lines = [say(Text("{name}: no value, for want of a denominator", {"name": name}))]
        else:
            amount = wording.quantity(value, ranking.unit, ranking.decimals)
            lines = [say(Text("{name}: {value}", {"name": name, "value": amount}))]
        lower, upper = float(ranking.lower[row]), float(ranking.upper[row])
        if math.isfinite(lower) and math.isfinite(upper):
            limits = {
                "lower": wording.number(lower, ranking.decimals),
                "upper": wording.number(upper, ranking.decimals),
            }
            lines.append(say(Text("95 % sure between {lower} and {upper}", limits)))
        lines.append(say(Text("{n} events", {"n": wording.number(float(ranking.counts[row]))})))
        for found, words in ((ranking.funnel, FUNNEL), (ranking.signal, SIGNAL)):
            if found is not None and found[row]:
                lines.append(say(words[int(found[row])]))
        return "\n".join(lines)

    def standing(self, index: int) -> str:
        """Tell whether a bar is clearly above or below the whole: above, below or level."""
        reference, ranking = self.ranking.reference, self.ranking
        if reference is None:
            return "level"
        lower, upper = (float(limits[self.rows[index]]) for limits in (ranking.lower, ranking.upper))
        if math.isfinite(lower) and lower > reference:
            return "above"
        if math.isfinite(upper) and upper < reference:
            return "below"
        return "level"

    def _marks(self) -> List[Dict[int, Key]]:
        """Return columns of marks by bar, those of which there are any: outside the funnel, and the signal of the last period."""
        look, ranking, say = self.look, self.ranking, self.wording.say
        good, bad = (look.warm, look.cool) if ranking.direction == "high_is_good" else (look.cool, look.warm)
        keys = (
            (
                ranking.funnel,
                Key("D", bad, say(Text("above what its size explains"))),
                Key("D", good, say(Text("below what its size explains")), hollow=True),
            ),
            (
                ranking.signal,
                Key("^", look.warm, say(Text("last period above its own past"))),
                Key("v", look.cool, say(Text("last period below its own past"))),
            ),
        )
        columns = [
            {index: more if found[row] > 0 else less for index, row in enumerate(self.rows) if found[row]}
            for found, more, less in keys
            if found is not None
        ]
        return [column for column in columns if column]

    def _draw_mark(self, figure: Figure, key: Key, x: float, y: float) -> None:
        fill = self.look.background if key.hollow else key.colour
        size = 5.0 if key.mark == "D" else 6.0
        figure.add_artist(
            Line2D([x], [y], marker=key.mark, ms=size, mfc=fill, mec=key.colour, mew=1.1, ls="none")
        )

    def _colour(self, index: int, chosen: Optional[int]) -> str:
        look = self.look
        standing = self.standing(index)
        low_is_good = self.ranking.direction != "high_is_good"
        tint = {
            "above": look.warm if low_is_good else look.cool,
            "below": look.cool if low_is_good else look.warm,
            "level": look.plain,
        }[standing]
        colour = tint if standing == "level" else blend(look.background, tint, 0.82)
        return colour if chosen is None or index == chosen else blend(colour, look.background, 0.55)

    def _name(self, index: int) -> str:
        row = self.rows[index]
        return self.label(index) if row < self.limit else f"{row + 1}. {self.label(index)}"

    def _withheld(self, index: int) -> bool:
        withheld = self.ranking.withheld
        return withheld is not None and bool(withheld[self.rows[index]])

    def _amount(self, index: int) -> str:
        if self._withheld(index):
            return self.wording.say(WITHHELD)
        return self._value(float(self.ranking.values[self.rows[index]]))

    def _value(self, value: float) -> str:
        if not math.isfinite(value):
            return self.wording.say(Text("no value"))
        unit = "%" if self.ranking.unit == "%" else ""
        return self.wording.quantity(value, unit, self.ranking.decimals)

    def _longest(self) -> float:
        values = np.asarray(self.ranking.values, dtype=float)[self.rows]
        upper = np.asarray(self.ranking.upper, dtype=float)[self.rows]
        values, upper = values[np.isfinite(values)], upper[np.isfinite(upper)]
        longest = float(values.max()) if len(values) else 1.0
        if len(upper):
            longest = max(longest, min(float(upper.max()), longest * 1.5))
        for line in (self.ranking.reference, self.ranking.other):
            if line is not None and math.isfinite(line):
                longest = max(longest, line)
        return longest * 1.01 if longest > 0 else 1.0

    @property
    def _other_line(self) -> bool:
        """Tell whether what is compared with has a line of its own, beside that of the whole."""
        return self.ranking.other is not None and self.ranking.other != self.ranking.reference

    def _legend(self, width: float) -> List[List[Tuple[Key, float]]]:
        look, say, ranking = self.look, self.wording.say, self.ranking
        keys: List[Key] = []
        standings = {self.standing(index) for index in range(self.shown)}
        low_is_good = ranking.direction != "high_is_good"
        if "above" in standings:
            tint = look.warm if low_is_good else look.cool
            keys.append(Key("box", blend(look.background, tint, 0.82), say(Text("clearly above"))))
        if "below" in standings:
            tint = look.cool if low_is_good else look.warm
            keys.append(Key("box", blend(look.background, tint, 0.82), say(Text("clearly below"))))
        if ranking.reference is not None:
            amount = self._value(ranking.reference)
            title = self.reference_title or say(Text("the whole"))
            keys.append(
                Key("dashes", look.text, say(Text("{name}: {value}", {"name": title, "value": amount})))
            )
        told = {"name": say(ranking.other_title)}
        if self._other_line:
            told["value"] = self._value(ranking.other)
            keys.append(Key("line", look.other, say(Text("{name}: {value}", told))))
        elif self.index_of(ranking.other_code) is not None:
            keys.append(Key("box", look.text, told["name"], hollow=True))
        if np.isfinite(np.asarray(ranking.lower, dtype=float)[self.rows]).any():
            keys.append(Key("line", blend(look.text, look.background, 0.25), say(Text("95 % margin"))))
        for column in self._marks():
            keys += sorted(set(column.values()), key=lambda key: (key.hollow, key.mark))
        return legend_rows(keys, look, width - 16)
