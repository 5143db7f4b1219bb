"""What became of the events of each period: closed and open ones as bars, and the days it took below them."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from ..core.figures import Handling
from ..core.filters import EventFilter
from ..core.selection import Selection
from ..core.text import Text
from .frame import (
    chosen_marks,
    draw_frame,
    draw_span,
    draw_time_axis,
    draw_value_axis,
    head_height,
    legend_height,
)
from .look import Box, Key, Look, blend, draw_legend, legend_rows, size_in_points, style_ticks
from .spans import days_part, periods_within
from .trend import PERIODS, value_ticks
from .wording import Wording

NAMED = 4  # statuses that have a shade of their own, most events first
GAP = 2.0  # font sizes between the bars and the days below them


class HandlingChart:
    """Draws a `Handling`. A mark is numbered period * 2, and one more for the open events of that period."""

    labels_count = False
    narrows = ("days",)

    def __init__(self, handling: Handling, look: Look, wording: Wording):
        self.handling, self.look, self.wording = handling, look, wording
        self.axes: Optional[Axes] = None

    @property
    def count(self) -> int:
        """Number of marks: closed and open of each period."""
        return 2 * len(self.handling.starts)

    def subtitle(self) -> str:
        """What is counted, by how long periods, and what stands below."""
        say = self.wording.say
        by_period = {"by_period": say(PERIODS[self.handling.period_kind])}
        return say(Text("number of events {by_period}, and below the days until they were closed", by_period))

    def height(self, width: float) -> float:
        """Height in points that suits a width in points."""
        legend = legend_height(self.look, self._legend(width), self._days_legend(width))
        return min(max(190.0, width * 0.44), 250.0) + legend

    def draw(
        self,
        figure: Figure,
        titled: bool = False,
        selected: Optional[int] = None,
        current: Optional[int] = None,
    ) -> None:
        """Draw on an empty figure; `selected` is the mark chosen, `current` the one the keyboard is at."""
        look, handling = self.look, self.handling
        width, height = size_in_points(figure)
        rows, days_rows = self._legend(width), self._days_legend(width)
        high = self._high()
        ticks = value_ticks(0.0, high, 0)
        longest = self._longest()
        days_ticks = value_ticks(0.0, longest, 0 if longest >= 4 else 1)
        labels = [self.wording.number(tick) for tick in ticks]
        days_labels = [self.wording.number(tick, 0 if longest >= 4 else 1) for tick in days_ticks]
        left = 8 + max(look.width(label, 0.95) for label in (*labels, *days_labels))
        head = head_height(look, titled) + legend_height(look, rows) + 6
        foot, between = look.size * 3.5, look.size * GAP + legend_height(look, days_rows)
        room = max(height - head - foot - between, 20.0)
        right = 12.0
        title = (handling.title, self.subtitle()) if titled else None
        axes = draw_frame(figure, look, title, rows, (left, right, foot + between + room * 0.42), 6)
        self.axes = axes
        start, end = float(handling.starts[0]), float(handling.ends[-1] + 1)
        axes.set_xlim(start, end)
        axes.set_ylim(0, high)
        draw_value_axis(axes, look, ticks, labels)
        axes.set_xticks([])
        self._draw_bars(axes)
        style_ticks(axes, look)

        below = figure.add_axes(
            [left / width, foot / height, max(width - left - right, 10) / width, room * 0.42 / height]
        )
        below.set_facecolor(look.background)
        for side in below.spines.values():
            side.set_visible(False)
        below.tick_params(length=0, colors=look.muted, pad=3)
        below.set_xlim(start, end)
        below.set_ylim(0, longest)
        draw_value_axis(below, look, days_ticks, days_labels)
        draw_legend(
            figure, look, days_rows, left, height - foot - room * 0.42 - between + look.size * GAP * 0.6
        )
        self._draw_days(below)
        draw_time_axis(below, look, self.wording, (start, end), (width, left, right))
        for mark, edge in chosen_marks(look, selected, current, self.count):
            first, last = float(handling.starts[mark // 2]), float(handling.ends[mark // 2]) + 1
            for plot in (axes, below):
                draw_span(plot, look, first, last, edge, zorder=0.5)

    def hit(self, x: float, y: float) -> Optional[int]:
        """Return the closed or open events at a place in the plot (x in days since 1970)."""
        handling = self.handling
        period = int(np.searchsorted(handling.starts, x, side="right")) - 1
        if not (0 <= period < len(handling.starts) and x < handling.ends[period] + 1):
            return None
        closed, is_open = handling.closed[:, period].sum(), handling.open[:, period].sum()
        return 2 * period + int(is_open > 0 and y > closed)

    def move(self, index: Optional[int], columns: int, rows: int) -> Optional[int]:
        """Return the mark reached from another one: left and right to another period, up to the open events, down to the closed."""
        if index is None:
            return self.count - 2
        period = min(max(index // 2 + columns, 0), self.count // 2 - 1)
        side = index % 2 if not rows else int(rows < 0)
        return 2 * period + side

    def centre(self, index: int) -> Tuple[float, float]:
        """Return the middle of the closed or the open part of a bar."""
        period, is_open = divmod(index, 2)
        handling = self.handling
        closed, still = float(handling.closed[:, period].sum()), float(handling.open[:, period].sum())
        x = float(handling.starts[period] + handling.ends[period] + 1) / 2
        return x, closed + still / 2 if is_open and still else closed / 2

    def spread(self, start: int, end: int) -> Tuple[int, ...]:
        """Return both marks of the periods from one to another."""
        first, last = min(start, end) // 2, max(start, end) // 2
        return tuple(range(2 * first, 2 * last + 2))

    def part(self, marks: Sequence[int]) -> Dict[str, Any]:
        """Return what periods narrow a selection to: their days, those of periods that have not ended left out."""
        places = [mark // 2 for mark in marks]
        return days_part(places, self.handling.starts, self.handling.ends, self.handling.complete)

    def marks(self, selection: Selection) -> Tuple[int, ...]:
        """Return the marks of the periods of a selection."""
        found = periods_within(selection, self.handling.starts, self.handling.ends)
        return tuple(mark for period in found for mark in (2 * period, 2 * period + 1))

    def boxes(self, marks: Sequence[int]) -> List[Box]:
        """Return where periods are in the plot, all as one."""
        if not marks:
            return []
        first, last = min(marks) // 2, max(marks) // 2
        return [(float(self.handling.starts[first]), 0.0, float(self.handling.ends[last]) + 1, self._high())]

    def events(self, index: int) -> Optional[EventFilter]:
        """Return the filter of the closed or the open events of a period."""
        return self.handling.events(index // 2, bool(index % 2))

    def label(self, index: int) -> str:
        """Name the period, and whether its closed or open events."""
        parts = {"period": self._period(index // 2)}
        words = Text("{period}, still open", parts) if index % 2 else Text("{period}, closed", parts)
        return self.wording.say(words)

    def describe(self, index: int) -> str:
        """Say how many events of a period are closed or open, by status, and how long it took."""
        handling, wording, say = self.handling, self.wording, self.wording.say
        period, is_open = divmod(index, 2)
        counts = (handling.open if is_open else handling.closed)[:, period]
        told = {"what": self.label(index), "n": wording.number(float(counts.sum()))}
        lines = [say(Text("{what}: {n} events", told))]
        if len(handling.statuses) > 1 or handling.statuses[0]:
            for row in np.argsort(-counts, kind="stable"):
                if counts[row]:
                    status = {"status": self._status(row), "n": wording.number(float(counts[row]))}
                    lines.append(say(Text("{status}: {n}", status)))
        lines += self._times(period)
        if not handling.complete[period]:
            lines.append(say(Text("this period has not ended yet")))
        return "\n".join(lines)

    def _times(self, period: int) -> List[str]:
        say, handling = self.wording.say, self.handling
        lines = []
        for value, words, none in (
            (
                handling.median[period],
                Text("half closed within {n} days"),
                Text("less than half are closed so far"),
            ),
            (
                handling.p90[period],
                Text("nine in ten closed within {n} days"),
                Text("less than nine in ten are closed so far"),
            ),
        ):
            if math.isfinite(value):
                lines.append(say(Text(words.template, {"n": self._days(float(value))})))
            else:
                lines.append(say(none))
        return lines

    def _draw_bars(self, axes: Axes) -> None:
        look, handling = self.look, self.handling
        length = (handling.ends - handling.starts + 1).astype(float)
        left, right = handling.starts + 0.1 * length, handling.starts + 0.9 * length
        bottom = np.zeros(len(length))
        for counts, colour, hatch in self._parts():
            top = bottom + counts
            corners = np.stack([left, bottom, left, top, right, top, right, bottom], 1).reshape(-1, 4, 2)
            faint = blend(colour, look.background, 0.45)
            tints = [colour if whole else faint for whole in handling.complete]
            edges = look.background if hatch else "none"
            bars = PolyCollection(
                corners, facecolors=tints, edgecolors=edges, hatch=hatch or None, linewidths=0
            )
            axes.add_collection(bars, autolim=False)
            bottom = top

    def _draw_days(self, axes: Axes) -> None:
        look, handling = self.look, self.handling
        middle = (handling.starts + handling.ends + 1) / 2.0
        for values, marker, style in ((handling.p90, "s", (0, (3, 2))), (handling.median, "o", "-")):
            axes.plot(middle, values, color=look.line, lw=1.4, ls=style, marker=marker, ms=2.8, clip_on=False)

    def _parts(self) -> List[Tuple[np.ndarray, str, str]]:
        """Return the parts of the bars from below: counts (n,), colour and hatch; the closed ones first."""
        look, parts = self.look, []
        for table, colour, hatch in (
            (self.handling.closed, look.plain, ""),
            (self.handling.open, look.warm, "////"),
        ):
            named, rest = self._named(table)
            for shade, row in enumerate(named):
                parts.append((table[row], blend(colour, look.background, 0.55 * shade / NAMED), hatch))
            if len(rest):
                parts.append((table[rest].sum(0), blend(colour, look.background, 0.6), hatch))
        return parts

    def _named(self, table: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
        """Return the statuses that have a shade of their own, most events first, and the others."""
        order = np.argsort(-table.sum(1), kind="stable")
        order = order[table[order].sum(1) > 0]
        return order[:NAMED], order[NAMED:]

    def _high(self) -> float:
        return max(float((self.handling.closed + self.handling.open).sum(0).max()), 1.0) * 1.06

    def _longest(self) -> float:
        values = np.concatenate([self.handling.p90, self.handling.median])
        values = values[np.isfinite(values)]
        return max(float(values.max()) * 1.1, 1.0) if len(values) else 1.0

    def _period(self, period: int) -> str:
        return self.wording.span(int(self.handling.starts[period]), int(self.handling.ends[period]))

    def _status(self, row: int) -> str:
        return self.handling.statuses[row] or self.wording.say(Text("without a status"))

    def _days(self, value: float) -> str:
        return self.wording.number(value, 1 if value < 10 else 0)

    def _legend(self, width: float) -> List[List[Tuple[Key, float]]]:
        look, say, handling = self.look, self.wording.say, self.handling
        keys, parts = [], iter(self._parts())
        plain = len(handling.statuses) == 1 and not handling.statuses[0]
        for table, alone, words, others in (
            (handling.closed, Text("closed"), Text("{status}"), Text("closed, other")),
            (handling.open, Text("still open"), Text("{status}, still open"), Text("still open, other")),
        ):
            named, rest = self._named(table)
            for row in named:
                told = alone if plain else Text(words.template, {"status": self._status(row)})
                keys.append(Key("box", next(parts)[1], say(told)))
            if len(rest):
                keys.append(Key("box", next(parts)[1], say(others)))
        return legend_rows(keys, look, width - 40)

    def _days_legend(self, width: float) -> List[List[Tuple[Key, float]]]:
        look, say = self.look, self.wording.say
        keys = [
            Key("line", look.line, say(Text("half closed within so many days"))),
            Key("dashes", look.line, say(Text("nine in ten"))),
        ]
        return legend_rows(keys, look, width - 40)
