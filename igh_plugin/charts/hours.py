"""Events by weekday and hour, as a table of heat."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..core.figures import HourTable
from ..core.filters import EventFilter
from ..core.selection import Selection
from ..core.text import Text
from .frame import chosen_marks, draw_frame
from .look import Box, Look, contrast, size_in_points, style_ticks
from .wording import WEEKDAYS, WEEKDAYS_IN_FULL, Wording

HOURS = 24
SHADES = 16


class HoursChart:
    """Draws an `HourTable`: 7 rows from Monday, 24 columns, with the total of each day at the right.

    A cell is numbered weekday * 24 + hour. `numbers` writes the count in each cell where there is room: for
    paper, as 168 texts take a tenth of a second.
    """

    labels_count = False
    narrows = ("hours",)

    def __init__(self, hours: HourTable, look: Look, wording: Wording, numbers: bool = False):
        self.hours, self.look, self.wording, self.numbers = hours, look, wording, numbers
        self.axes: Optional[Axes] = None

    @property
    def count(self) -> int:
        """Number of cells."""
        return int(self.hours.counts.size)

    def subtitle(self) -> str:
        """What is counted, and what could not be."""
        say = self.wording.say
        if not self.hours.without_hour:
            return say(Text("number of events"))
        without = {"n": self.wording.number(self.hours.without_hour)}
        return say(Text("number of events; {n} more have a date but no hour", without))

    def height(self, _width: float) -> float:
        """Height in points that the table needs."""
        return 7 * self.look.size * 1.85 + self.look.size * 4.6

    def draw(
        self,
        figure: Figure,
        titled: bool = False,
        selected: Optional[int] = None,
        current: Optional[int] = None,
    ) -> None:
        """Draw on an empty figure; `selected` is the mark chosen, `current` the one the keyboard is at."""
        look, say, number = self.look, self.wording.say, self.wording.number
        width, height = size_in_points(figure)
        counts = np.asarray(self.hours.counts, dtype=float)
        days = [say(day) for day in WEEKDAYS]
        totals = [number(total) for total in counts.sum(axis=1)]
        left = 10 + max(look.width(day) for day in days)
        right = 12 + max(max(look.width(total) for total in totals), look.width(say(Text("total")), 0.92))
        title = (self.hours.title, self.subtitle()) if titled else None
        axes = draw_frame(figure, look, title, [], (left, right, look.size * 3.2), look.size * 1.7)
        self.axes = axes
        highest = max(float(counts.max()), 1.0)
        axes.pcolormesh(
            np.arange(HOURS + 1),
            np.arange(8),
            counts,
            cmap=look.ramp,
            vmin=0,
            vmax=highest,
            edgecolors=look.background,
            linewidth=0.8,
        )
        axes.set_xlim(0, HOURS)
        axes.set_ylim(7, 0)
        inner = width - left - right
        every = 3 if inner / 8 > look.width("00:00", 0.95) + 4 else 6
        marks = range(0, HOURS + 1, every)
        axes.set_xticks(list(marks))
        axes.set_xticklabels([f"{mark:02d}:00" if mark < HOURS else "24:00" for mark in marks])
        axes.tick_params(axis="x", length=3, color=look.grid)
        axes.set_yticks(np.arange(7) + 0.5)
        axes.set_yticklabels(days)
        style_ticks(axes, look)
        for label in axes.get_yticklabels():
            label.set_color(look.text)
        box = axes.get_position()
        for row, total in enumerate(totals):
            figure.text(
                1 - 4 / width,
                box.y1 - box.height * (row + 0.5) / 7,
                total,
                ha="right",
                va="center_baseline",
                color=look.text,
                fontproperties=look.font(0.95),
            )
        figure.text(
            1 - 4 / width,
            box.y1 + 0.55 * look.size / height,
            say(Text("total")),
            ha="right",
            color=look.muted,
            fontproperties=look.font(0.92),
        )
        if self.numbers and inner / HOURS > look.width(number(highest), 0.85) + 3:
            self._write_counts(axes, counts, highest)
        self._draw_scale(figure, left, highest)
        for mark, _edge in chosen_marks(look, selected, current, self.count):
            corner = (mark % HOURS, mark // HOURS)
            cell = Rectangle(corner, 1, 1, fill=False, edgecolor=look.focus, lw=1.8, clip_on=False)
            axes.add_patch(cell)

    def hit(self, x: float, y: float) -> Optional[int]:
        """Return the cell at a place in the plot."""
        if 0 <= x < HOURS and 0 <= y < 7:
            return int(y) * HOURS + int(x)
        return None

    def move(self, index: Optional[int], columns: int, rows: int) -> Optional[int]:
        """Return the cell reached from another one with the arrow keys."""
        if index is None:
            return int(np.argmax(self.hours.counts))
        weekday = min(max(index // HOURS + rows, 0), 6)
        return weekday * HOURS + min(max(index % HOURS + columns, 0), HOURS - 1)

    def centre(self, index: int) -> Tuple[float, float]:
        """Return the middle of a cell in the plot."""
        return index % HOURS + 0.5, index // HOURS + 0.5

    def events(self, index: int) -> Optional[EventFilter]:
        """Return the filter of the events in a cell."""
        return self.hours.events(index)

    def spread(self, start: int, end: int) -> Tuple[int, ...]:
        """Return the cells of the rectangle between two."""
        (one, left), (other, right) = divmod(start, HOURS), divmod(end, HOURS)
        days = range(min(one, other), max(one, other) + 1)
        return tuple(
            day * HOURS + hour for day in days for hour in range(min(left, right), max(left, right) + 1)
        )

    def part(self, marks: Sequence[int]) -> Dict[str, Any]:
        """Return what cells narrow a selection to: their hours of the week."""
        return {"hours": tuple(sorted(set(marks)))}

    def marks(self, selection: Selection) -> Tuple[int, ...]:
        """Return the cells of a selection."""
        return selection.hours

    def boxes(self, marks: Sequence[int]) -> List[Box]:
        """Return where cells are in the plot: those of a day that touch, as one."""
        found: List[Box] = []
        for mark in sorted(set(marks)):
            day, hour = divmod(mark, HOURS)
            if found and found[-1][1] == day and found[-1][2] == hour:
                found[-1] = (found[-1][0], float(day), hour + 1.0, day + 1.0)
            else:
                found.append((float(hour), float(day), hour + 1.0, day + 1.0))
        return found

    def label(self, index: int) -> str:
        """Name a cell."""
        return self.moment(index)

    def moment(self, index: int) -> str:
        """Name a cell: the weekday and the hour from and until."""
        weekday, hour = divmod(index, HOURS)
        parts = {
            "weekday": self.wording.say(WEEKDAYS_IN_FULL[weekday]),
            "start": f"{hour:02d}:00",
            "end": f"{hour + 1:02d}:00",
        }
        return self.wording.say(Text("{weekday} {start}\u2013{end}", parts))

    def describe(self, index: int) -> str:
        """Say what a cell holds."""
        parts = {"moment": self.moment(index), "n": self.wording.number(float(self.hours.counts.flat[index]))}
        return self.wording.say(Text("{moment}: {n} events", parts))

    def _write_counts(self, axes: Axes, counts: np.ndarray, highest: float) -> None:
        look = self.look
        for row in range(7):
            for hour in range(HOURS):
                red, green, blue, _alpha = look.ramp(counts[row, hour] / highest)
                ground = f"#{int(255 * red):02x}{int(255 * green):02x}{int(255 * blue):02x}"
                ink = max("#ffffff", "#26323a", key=lambda colour: contrast(colour, ground))
                axes.text(
                    hour + 0.5,
                    row + 0.5,
                    self.wording.number(counts[row, hour]),
                    ha="center",
                    va="center",
                    color=ink,
                    fontproperties=look.font(0.85),
                )

    def _draw_scale(self, figure: Figure, left: float, highest: float) -> None:
        look = self.look
        width, height = size_in_points(figure)
        start = left + look.width("0", 0.92) + 5
        bottom, step = 0.35 * look.size / height, 64 / SHADES
        for shade in range(SHADES):
            corner = ((start + shade * step) / width, bottom)
            size = (step * 1.03 / width, 0.62 * look.size / height)
            colour = look.ramp(shade / (SHADES - 1))
            figure.add_artist(Rectangle(corner, *size, facecolor=colour, edgecolor="none"))
        for x, text, side in ((start - 4, "0", "right"), (start + 68, self.wording.number(highest), "left")):
            figure.text(
                x / width,
                0.66 * look.size / height,
                text,
                ha=side,
                va="center_baseline",
                color=look.muted,
                fontproperties=look.font(0.92),
            )
        figure.text(
            (start + 74 + look.width(self.wording.number(highest), 0.92)) / width,
            0.66 * look.size / height,
            self.wording.say(Text("events in an hour of the week")),
            va="center_baseline",
            color=look.muted,
            fontproperties=look.font(0.92),
        )
