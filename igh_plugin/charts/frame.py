"""What stands around and under the marks of several charts: title and legend, the axis of time, the mark chosen, rows of bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Optional, Sequence, Tuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure

from .look import (
    BAR,
    HEAD,
    LINE,
    Look,
    blend,
    draw_legend,
    draw_title,
    plot_area,
    size_in_points,
    style_ticks,
)
from .wording import Wording, time_ticks

ROW = 2.15  # height of a bar with its gap, in font sizes
MOST_ROW = 3.2  # the same where there is more room than bars
SAMPLE_DATE = "30 Mar"
Margins = Tuple[float, float, float]
"""Points left of a plot, right of it and under it."""


def legend_height(look: Look, *legends: Sequence) -> float:
    """Return the height in points of legends from `legend_rows`."""
    return look.size * LINE * sum(map(len, legends))


def head_height(look: Look, titled: bool) -> float:
    """Return the height in points of title and subtitle, where there are any."""
    return look.size * HEAD if titled else 0.0


def draw_frame(
    figure: Figure,
    look: Look,
    title: Optional[Tuple[str, str]],
    legend: Sequence,
    margins: Margins,
    gap: float,
    indent: Optional[float] = None,
) -> Axes:
    """Clear a figure and give it title and subtitle, a legend below, and, a `gap` in points below that, one plain plot.

    The legend begins at the left of the plot, or an `indent` in points from the edge.
    """
    left, right, bottom = margins
    head = head_height(look, title is not None)
    axes = plot_area(figure, look, left, right, head + legend_height(look, legend) + gap, bottom)
    if title is not None:
        draw_title(figure, look, *title)
    draw_legend(figure, look, legend, left if indent is None else indent, head)
    return axes


def draw_time_axis(
    axes: Axes, look: Look, wording: Wording, days: Tuple[float, float], room: Tuple[float, float, float]
) -> None:
    """Label an axis of local days, from the first until the one after the last; `room` is width, left and right margin in points."""
    (start, end), (width, left, right) = days, room
    many = int((width - left - right) / (look.width(SAMPLE_DATE, 0.95) + 12))
    scale = (width - left - right) / (end - start)
    ticks = [
        (day, label)
        for day, label in time_ticks(int(start), int(end) - 1, many, wording)
        if left + scale * (day - start) + max(look.width(line, 0.95) for line in label.split("\n")) < width
    ]
    axes.set_xticks([day for day, _label in ticks])
    axes.set_xticklabels([label for _day, label in ticks], ha="left")
    axes.tick_params(axis="x", length=4, color=look.grid)
    style_ticks(axes, look)


def draw_value_axis(axes: Axes, look: Look, ticks: Sequence[float], labels: Sequence[str]) -> None:
    """Label the axis of values, with a line across the plot at each."""
    axes.set_yticks(ticks)
    axes.set_yticklabels(labels)
    axes.grid(axis="y", color=look.grid, lw=0.7)
    axes.set_axisbelow(True)


def chosen_marks(
    look: Look, selected: Optional[int], current: Optional[int], count: int
) -> Iterable[Tuple[int, str]]:
    """Return the mark chosen and the one the keyboard is at, those that are there, each with the colour of its edge."""
    for mark, edge in ((selected, "none"), (current, look.focus)):
        if mark is not None and 0 <= mark < count:
            yield mark, edge


def draw_span(axes: Axes, look: Look, start: float, end: float, edge: str, **options: float) -> None:
    """Shade a stretch of the plot, from below to above."""
    tint = blend(look.background, look.text, 0.12)
    axes.axvspan(start, end, facecolor=tint, edgecolor=edge, lw=0.8, **options)


@dataclass(frozen=True)
class Rows:
    """Where rows of bars lie in a figure: the upper end of the first and the height of each, as parts of the figure."""

    top: float
    step: float

    def middle(self, index: int) -> float:
        """Return the middle of a row."""
        return self.top - self.step * (index + 0.5)


def bars_height(look: Look, count: int, legend: Sequence) -> float:
    """Return the height in points that bars need with their legend."""
    return count * look.size * ROW + legend_height(look, legend) + 4


def lay_rows(axes: Axes, figure: Figure, look: Look, count: int, current: Optional[int]) -> Rows:
    """Make room for rows of bars from above, no higher than they need be, and shade the one the keyboard is at."""
    inner = axes.get_position()
    slots = max(count, int(inner.height * size_in_points(figure)[1] / (MOST_ROW * look.size)))
    axes.set_ylim(slots - 0.5, -0.5)
    axes.set_axis_off()
    if current is not None and 0 <= current < count:
        axes.axhspan(
            current - 0.5,
            current + 0.5,
            facecolor=look.grid,
            edgecolor=look.focus,
            lw=0.8,
            clip_on=False,
            zorder=0.5,
        )
    return Rows(inner.y1, inner.height / slots)


def draw_bars(axes: Axes, lengths: np.ndarray, colours: Sequence[str], **options: object) -> None:
    """Draw bars (n,) from the left, one in each row; all at once, as one by one takes ten times as long."""
    low, high = np.arange(len(lengths)) - BAR / 2, np.arange(len(lengths)) + BAR / 2
    start = np.zeros(len(lengths))
    corners = np.stack(
        [np.stack(pair, 1) for pair in ((start, low), (lengths, low), (lengths, high), (start, high))], 1
    )
    axes.add_collection(PolyCollection(corners, facecolors=colours, **options), autolim=False)


def draw_lines(
    axes: Axes, starts: np.ndarray, ends: np.ndarray, colour: str, lw: float, **options: object
) -> None:
    """Draw straight lines between points (n, 2) each."""
    lines = LineCollection(np.stack((starts, ends), 1), colors=colour, linewidths=lw, **options)
    axes.add_collection(lines, autolim=False)
