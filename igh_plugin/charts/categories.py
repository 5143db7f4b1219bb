"""Categories in order of their number of events, as bars with the period before and the change since then."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..core.figures import Categories
from ..core.filters import EventFilter
from ..core.selection import Selection
from ..core.text import Text
from .frame import bars_height, draw_bars, draw_frame, draw_lines, lay_rows
from .look import Box, Key, Look, blend, draw_withheld, legend_rows, size_in_points
from .wording import MINUS, NO_BREAK_SPACE, SIGNIFICANT, WITHHELD, Wording

MARK = 9.0  # points that the mark of a clear change takes


class CategoriesChart:
    """Draws the first `limit` bars of `Categories`. A bar is numbered by where it is drawn, from above.

    More than before is warm and fewer cool, with a mark, where that is clear; it is neither good nor bad by itself.
    """

    labels_count = True  # the name beside a bar belongs to it
    narrows = ("categories",)

    def __init__(
        self,
        categories: Categories,
        look: Look,
        wording: Wording,
        limit: int = 12,
    ):
        self.categories, self.look, self.wording = categories, look, wording
        self.shown = min(limit, len(categories.slugs))
        self.axes: Optional[Axes] = None

    @property
    def count(self) -> int:
        """Number of bars drawn."""
        return self.shown

    def subtitle(self) -> str:
        """The unit, and how many of the categories are shown."""
        say, size = self.wording.say, len(self.categories.slugs)
        if self.shown == size:
            return say(Text("number of events"))
        parts = {"shown": self.wording.number(self.shown), "all": self.wording.number(size)}
        return say(Text("number of events, first {shown} of {all} categories", parts))

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
        look, shown = self.look, self.shown
        width, _height = size_in_points(figure)
        counts = np.asarray(self.categories.counts[:shown], float)
        names = [self.label(index) for index in range(shown)]
        numbers = [self._amount(index) for index in range(shown)]
        changes = [self.change(index) for index in range(shown)]
        number_room = max(look.width(text, bold=True) for text in numbers)
        change_room = max(look.width(text, bold=True) for text in changes)
        change_room += MARK + 7 if change_room else 0
        left = min(max(look.width(name) for name in names) + 4, width * 0.38) + 10
        rows = self._legend(width)
        right = number_room + change_room + 12
        title = (self.categories.title, self.subtitle()) if titled else None
        axes = draw_frame(figure, look, title, rows, (left, right, 0), 4, indent=8)
        self.axes = axes

        places = np.arange(shown)
        axes.set_xlim(0, self._longest())
        lines = lay_rows(axes, figure, look, shown, current)
        chosen = selected if selected is not None and 0 <= selected < shown else None
        faint = blend(look.plain, look.background, 0.55)
        colours = [look.plain if chosen in (None, index) else faint for index in range(shown)]
        draw_bars(axes, np.nan_to_num(counts), colours, linewidths=0)
        draw_withheld(axes, look, places[[self._withheld(index) for index in range(shown)]], self._longest())
        if self.categories.before is not None:
            before = np.asarray(self.categories.before[:shown], float)
            upper, below = (np.stack((before, places + side), 1) for side in (-0.4, 0.4))
            draw_lines(axes, upper, below, look.text, 1.4, clip_on=False)
        for index, (name, number, change) in enumerate(zip(names, numbers, changes)):
            y = lines.middle(index)
            bold = index == chosen
            for x, text, side, colour, heavy in (
                (left - 5, look.elide(name, left - 9, bold=bold), "right", look.text, bold),
                (
                    width - change_room - 5,
                    number,
                    "right",
                    look.muted if self._withheld(index) else look.text,
                    bold,
                ),
                (width - 5, change, "right", self._colour(index), self.clear(index) != 0),
            ):
                figure.text(
                    x / width,
                    y,
                    text,
                    ha=side,
                    va="center_baseline",
                    color=colour,
                    fontproperties=look.font(bold=heavy),
                )
            if self.clear(index):
                at = width - 5 - look.width(change, bold=True) - MARK / 2 - 2
                figure.add_artist(
                    Line2D(
                        [at / width],
                        [y],
                        marker="^" if self.clear(index) > 0 else "v",
                        ms=5.5,
                        color=self._colour(index),
                        mec="none",
                        ls="none",
                    )
                )

    def hit(self, _x: float, y: float) -> Optional[int]:
        """Return the bar at a height in the plot."""
        index = int(round(y))
        return index if 0 <= index < self.shown else None

    def move(self, index: Optional[int], columns: int, rows: int) -> Optional[int]:
        """Return the bar reached from another one with the arrow keys."""
        if index is None:
            return 0
        return min(max(index + rows + columns, 0), self.shown - 1)

    def centre(self, index: int) -> Tuple[float, float]:
        """Return the middle of a bar in the plot."""
        return float(self.categories.counts[index]) / 2, float(index)

    def spread(self, start: int, end: int) -> Tuple[int, ...]:
        """Return the bars from one to another."""
        return tuple(range(min(start, end), max(start, end) + 1))

    def part(self, marks: Sequence[int]) -> Dict[str, Any]:
        """Return what bars narrow a selection to: their categories; what has none cannot be selected."""
        slugs = {self.categories.slugs[mark] for mark in marks} - {""}
        return {"categories": tuple(sorted(slugs))} if slugs else {}

    def marks(self, selection: Selection) -> Tuple[int, ...]:
        """Return the bars of a selection."""
        slugs = self.categories.slugs[: self.shown]
        return tuple(index for index, slug in enumerate(slugs) if slug and slug in selection.categories)

    def boxes(self, marks: Sequence[int]) -> List[Box]:
        """Return where bars are in the plot, those that touch as one."""
        found: List[Box] = []
        for mark in sorted(set(marks)):
            top = mark - 0.5
            if found and found[-1][3] == top:
                found[-1] = (*found[-1][:3], mark + 0.5)
            else:
                found.append((0.0, top, self._longest(), mark + 0.5))
        return found

    def events(self, index: int) -> Optional[EventFilter]:
        """Return the filter of the events of a category."""
        return self.categories.events(index)

    def label(self, index: int) -> str:
        """Name a category."""
        return self.categories.names[index] or self.wording.say(Text("without a category"))

    def clear(self, index: int) -> int:
        """Tell whether a category has clearly more (1) or fewer (-1) events than in the period before; 0 neither."""
        change, p = float(self.categories.change[index]), float(self.categories.p[index])
        if not p < SIGNIFICANT:
            return 0
        return -1 if change < 0 else 1

    def change(self, index: int) -> str:
        """Write the change of a category since the period before, empty without one."""
        categories = self.categories
        if categories.before is None:
            return ""
        change = float(categories.change[index])
        if not math.isfinite(change):
            return self.wording.say(Text("new"))
        size = round(change)
        sign = "+" if size > 0 else MINUS if size < 0 else ""
        return f"{sign}{self.wording.number(abs(size))}{NO_BREAK_SPACE}%"

    def describe(self, index: int) -> str:
        """Say how many events a category has, how many it had, and whether that is a clear change."""
        categories, wording = self.categories, self.wording
        say = wording.say
        if self._withheld(index):
            return say(Text("{name}: withheld", {"name": self.label(index)}))
        named = {"name": self.label(index), "n": wording.number(float(categories.counts[index]))}
        lines = [say(Text("{name}: {n} events", named))]
        if categories.before is not None:
            before = {
                "n": wording.number(float(categories.before[index])),
                "change": self.change(index),
            }
            lines.append(say(Text("{n} in the period before ({change})", before)))
            verdict = {
                1: Text("clearly more, all categories tested together"),
                -1: Text("clearly fewer, all categories tested together"),
                0: Text("no more change than chance explains"),
            }[self.clear(index)]
            lines.append(say(verdict))
        return "\n".join(lines)

    def _withheld(self, index: int) -> bool:
        return self.categories.withheld is not None and bool(self.categories.withheld[index])

    def _amount(self, index: int) -> str:
        if self._withheld(index):
            return self.wording.say(WITHHELD)
        return self.wording.number(float(self.categories.counts[index]))

    def _colour(self, index: int) -> str:
        look = self.look
        return {1: look.warm, -1: look.cool, 0: look.muted}[self.clear(index)]

    def _longest(self) -> float:
        longest = float(np.nan_to_num(self.categories.counts[: self.shown]).max())
        if self.categories.before is not None:
            longest = max(longest, float(self.categories.before[: self.shown].max()))
        return max(longest * 1.01, 1.0)

    def _legend(self, width: float) -> List[List[Tuple[Key, float]]]:
        look, say = self.look, self.wording.say
        keys = []
        if self.categories.before is not None:
            keys.append(Key("|", look.text, say(Text("the period before"))))
        clear = {self.clear(index) for index in range(self.shown)}
        if 1 in clear:
            keys.append(Key("^", look.warm, say(Text("clearly more"))))
        if -1 in clear:
            keys.append(Key("v", look.cool, say(Text("clearly fewer"))))
        return legend_rows(keys, look, width - 16)
