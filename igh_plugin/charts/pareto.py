"""How much few places hold: the cumulative share of the whole by the share of the places, most first."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.figures import Pareto
from ..core.filters import EventFilter
from ..core.selection import Selection
from ..core.text import Text
from .frame import chosen_marks, draw_frame, draw_span, legend_height
from .look import Box, Key, Look, blend, legend_rows, size_in_points, style_ticks
from .wording import NO_BREAK_SPACE, Wording

HALF = 0.5
NAMED = 3  # places that are named where several are told about


class ParetoChart:
    """Draws a `Pareto`. A mark is numbered by its place, most first; it stands for that place and all before it."""

    labels_count = False
    narrows = ("area_level", "area")

    def __init__(self, pareto: Pareto, look: Look, wording: Wording):
        self.pareto, self.look, self.wording = pareto, look, wording
        self.axes: Optional[Axes] = None

    @property
    def count(self) -> int:
        """Number of places that hold anything."""
        return self.pareto.holding

    def subtitle(self) -> str:
        """In how few places half of the whole lies."""
        pareto = self.pareto
        places = pareto.places_for(HALF)
        parts = {
            "n": self.wording.number(places),
            "all": self.wording.number(len(pareto.codes)),
            "kind": Text("areas") if pareto.areas else Text("places"),
            "share": self._percent(100 * places / len(pareto.codes)),
        }
        if not pareto.what:
            return self.wording.say(
                Text("half of the events lie in {n} of the {all} {kind} ({share})", parts)
            )
        parts["what"] = pareto.what
        return self.wording.say(Text("half of “{what}” lies in {n} of the {all} {kind} ({share})", parts))

    def height(self, width: float) -> float:
        """Height in points that suits a width in points."""
        return min(max(150.0, width * 0.42), 210.0) + legend_height(self.look, self._legend(width))

    def draw(
        self,
        figure: Figure,
        titled: bool = False,
        selected: Optional[int] = None,
        current: Optional[int] = None,
    ) -> None:
        """Draw on an empty figure; `selected` is the mark chosen, `current` the one the keyboard is at."""
        look, pareto = self.look, self.pareto
        width, _height = size_in_points(figure)
        labels = [self._percent(tick) for tick in range(0, 101, 25)]
        left, right = (
            8 + max(look.width(label, 0.95) for label in labels),
            12 + look.width(labels[-1], 0.95) / 2,
        )
        rows = self._legend(width)
        title = (pareto.title, self.subtitle()) if titled else None
        axes = draw_frame(figure, look, title, rows, (left, right, look.size * 3.2), 8)
        self.axes = axes
        axes.set_xlim(0, 100)
        axes.set_ylim(0, 100)
        axes.set_xticks(range(0, 101, 25))
        axes.set_xticklabels(labels)
        axes.set_yticks(range(0, 101, 25))
        axes.set_yticklabels(["", *labels[1:]])
        axes.grid(color=look.grid, lw=0.7)
        axes.set_axisbelow(True)
        axes.set_xlabel(
            self.wording.say(Text("of the areas") if pareto.areas else Text("of the places")),
            color=look.muted,
            fontproperties=look.font(0.92),
            labelpad=1,
        )
        style_ticks(axes, look)
        x = np.linspace(0, 100, len(pareto.codes) + 1)
        y = np.append(0.0, 100 * pareto.cumulated)
        axes.fill_between(x, x, y, color=look.band, lw=0)
        axes.plot([0, 100], [0, 100], color=look.muted, lw=0.9, ls=(0, (4, 3)))
        axes.plot(x, y, color=look.line, lw=1.7, clip_on=False)
        if len(x) <= 41:
            axes.plot(x[1:], y[1:], ls="none", marker="o", ms=2.6, color=look.line, clip_on=False)
        half = pareto.places_for(HALF)
        guide = blend(look.background, look.text, 0.55)
        axes.plot([0, x[half], x[half]], [y[half], y[half], 0], color=guide, lw=0.9, ls=(0, (1, 1.5)))
        axes.plot(x[half], y[half], marker="D", ms=5, color=look.warm, mec=look.background, mew=0.7, zorder=5)
        for mark, edge in chosen_marks(look, selected, current, self.count):
            draw_span(axes, look, 0, x[mark + 1], edge, zorder=0.5)
            axes.plot(
                x[mark + 1], y[mark + 1], marker="o", ms=6, mfc="none", mec=look.focus, mew=1.4, clip_on=False
            )

    def hit(self, x: float, y: float) -> Optional[int]:
        """Return the place at a spot in the plot, in per cent; beyond those that hold anything the last of them."""
        if not (0 <= x <= 100 and 0 <= y <= 100):
            return None
        index = max(math.ceil(x * len(self.pareto.codes) / 100 - 0.5) - 1, 0)
        return min(index, self.count - 1)

    def move(self, index: Optional[int], columns: int, rows: int) -> Optional[int]:
        """Return the place reached from another one with the arrow keys."""
        if index is None:
            return self.pareto.places_for(HALF) - 1
        return min(max(index + columns + rows, 0), self.count - 1)

    def centre(self, index: int) -> Tuple[float, float]:
        """Return a place's point in the plot."""
        return 100 * (index + 1) / len(self.pareto.codes), 100 * float(self.pareto.cumulated[index])

    def spread(self, _start: int, end: int) -> Tuple[int, ...]:
        """Return the place at the end of a way over places: one area is shown at a time."""
        return (end,)

    def part(self, marks: Sequence[int]) -> Dict[str, Any]:
        """Return what a place narrows a selection to: itself alone."""
        return {"area_level": self.pareto.level, "area": self.pareto.codes[marks[-1]]} if marks else {}

    def marks(self, selection: Selection) -> Tuple[int, ...]:
        """Return the place of a selection."""
        codes = self.pareto.codes[: self.count]
        here = selection.area_level == self.pareto.level and selection.area in codes
        return (codes.index(selection.area),) if here else ()

    def boxes(self, marks: Sequence[int]) -> List[Box]:
        """Return where places are in the plot."""
        step = 100 / max(len(self.pareto.codes), 1)
        return [(step * mark, 0.0, step * (mark + 1), 100.0) for mark in marks]

    def events(self, index: int) -> Optional[EventFilter]:
        """Return the filter of the events in a place and all that hold more."""
        return self.pareto.events(index)

    def label(self, index: int) -> str:
        """Name a place and those that hold more."""
        names = self.pareto.names[: index + 1]
        if index < NAMED:
            return ", ".join(names)
        return self.wording.say(Text("{n} places up to {name}", {"n": index + 1, "name": names[-1]}))

    def describe(self, index: int) -> str:
        """Say what a place holds, and what it and all before it hold together."""
        pareto, wording = self.pareto, self.wording
        named = {"name": pareto.names[index], "n": wording.number(float(pareto.amounts[index]))}
        together = {
            "n": wording.number(index + 1),
            "all": wording.number(len(pareto.codes)),
            "kind": Text("areas") if pareto.areas else Text("places"),
            "share": self._percent(100 * float(pareto.cumulated[index])),
        }
        words = Text("the most of {all} {kind}: {share} of the whole", together)
        if index:
            words = Text("it and those that hold more, {n} of {all} {kind}: {share} of the whole", together)
        return "\n".join((wording.say(Text("{name}: {n}", named)), wording.say(words)))

    def _percent(self, value: float) -> str:
        return f"{self.wording.number(value, 1 if 0 < value < 1 else 0)}{NO_BREAK_SPACE}%"

    def _legend(self, width: float) -> List[List[Tuple[Key, float]]]:
        look, say = self.look, self.wording.say
        gini = {"gini": self.wording.number(self.pareto.gini, 2)}
        keys = [
            Key("line", look.line, say(Text("share of the whole, Gini {gini}", gini))),
            Key("D", look.warm, say(Text("half"))),
            Key("dashes", look.muted, say(Text("everywhere as much"))),
        ]
        return legend_rows(keys, look, width - 40)
