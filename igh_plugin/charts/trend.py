"""A trend with the band in which its own history expects it."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..core.figures import SoFar, Trend
from ..core.filters import EventFilter
from ..core.selection import Selection
from ..core.text import Text
from .frame import chosen_marks, draw_frame, draw_span, draw_time_axis, draw_value_axis, legend_height
from .look import Box, Key, Look, blend, legend_rows, size_in_points
from .spans import days_part, periods_within
from .wording import MINUS, NO_BREAK_SPACE, WITHHELD, Wording

PERIODS = {
    "day": Text("by day"),
    "week": Text("by week"),
    "month": Text("by month"),
    "quarter": Text("by quarter"),
    "year": Text("by year"),
}


class TrendChart:
    """Draws a `Trend`; remembers where it drew, so that a point can be told from a place in the plot."""

    labels_count = False
    narrows = ("days",)

    def __init__(self, trend: Trend, look: Look, wording: Wording):
        self.trend, self.look, self.wording = trend, look, wording
        self.axes: Optional[Axes] = None

    @property
    def count(self) -> int:
        """Number of periods."""
        return len(self.trend.values)

    def subtitle(self) -> str:
        """The unit and the length of the periods."""
        say = self.wording.say
        unit = self.trend.unit or say(Text("number"))
        period = PERIODS.get(self.trend.period_kind)
        return say(Text("{unit}, {by_period}", {"unit": unit, "by_period": say(period)})) if period else unit

    def height(self, width: float) -> float:
        """Height in points that suits a width in points."""
        return min(max(140.0, width * 0.36), 200.0) + legend_height(self.look, self._legend(width))

    def draw(
        self,
        figure: Figure,
        titled: bool = False,
        selected: Optional[int] = None,
        current: Optional[int] = None,
    ) -> None:
        """Draw on an empty figure; `selected` is the mark chosen, `current` the one the keyboard is at."""
        look, trend = self.look, self.trend
        width, _height = size_in_points(figure)
        decimals = self._decimals()
        low, high = self._limits()
        ticks = value_ticks(low, high, decimals)
        labels = [self.wording.number(tick, decimals) for tick in ticks]
        last = self._last_complete()
        last_label = self.wording.number(trend.values[last], decimals) if last is not None else ""
        left = 8 + max(look.width(label, 0.95) for label in labels)
        right = 10 + look.width(last_label, 1.0, bold=True)
        rows = self._legend(width)
        title = (trend.title, self.subtitle()) if titled else None
        axes = draw_frame(figure, look, title, rows, (left, right, look.size * 3.5), 8)
        self.axes = axes

        middle = (trend.starts + trend.ends + 1) / 2.0
        days = float(trend.starts[0]), float(trend.ends[-1] + 1)
        axes.set_xlim(*days)
        axes.set_ylim(low, high)
        draw_value_axis(axes, look, ticks, labels)
        draw_time_axis(axes, look, self.wording, days, (width, left, right))

        if self._delayed(self.count - 1):
            axes.axvspan(
                max(float(trend.delay_from), float(trend.starts[0])),
                float(trend.ends[-1] + 1),
                facecolor="none",
                edgecolor=blend(look.background, look.text, 0.3),
                hatch="////",
                lw=0,
                zorder=0.4,
            )
        axes.fill_between(middle, trend.lower, trend.upper, color=look.band, lw=0)
        axes.plot(middle, trend.expected, color=look.line, lw=1, ls=(0, (4, 3)), alpha=0.75)
        if trend.other is not None:
            axes.plot(middle, trend.other, color=look.other, lw=1)
        self._draw_series(axes, middle)
        self._draw_withheld(axes, middle)
        if last is not None:
            axes.annotate(
                last_label,
                (float(trend.ends[-1]) + 1, trend.values[last]),
                xytext=(4, 0),
                textcoords="offset points",
                va="center",
                color=look.line,
                fontproperties=look.font(1.0, bold=True),
                annotation_clip=False,
            )
        for mark, edge in chosen_marks(look, selected, current, self.count):
            draw_span(axes, look, float(trend.starts[mark]), float(trend.ends[mark]) + 1, edge)

    def hit(self, x: float, _y: float) -> Optional[int]:
        """Return the period at a place in the plot (x in days since 1970)."""
        index = int(np.searchsorted(self.trend.starts, x, side="right")) - 1
        return index if 0 <= index < self.count and x < self.trend.ends[index] + 1 else None

    def move(self, index: Optional[int], columns: int, rows: int) -> Optional[int]:
        """Return the period reached from another one with the arrow keys."""
        if index is None:
            return self.count - 1
        return min(max(index + columns - rows, 0), self.count - 1)

    def centre(self, index: int) -> Tuple[float, float]:
        """Return a point's place in the plot."""
        value = float(self.trend.values[index])
        low = self._limits()[0]
        return float(self.trend.starts[index] + self.trend.ends[index] + 1) / 2, value if math.isfinite(
            value
        ) else low

    def events(self, index: int) -> Optional[EventFilter]:
        """Return the filter of the events behind a point."""
        return self.trend.events(index)

    def spread(self, start: int, end: int) -> Tuple[int, ...]:
        """Return the periods from one to another."""
        return tuple(range(min(start, end), max(start, end) + 1))

    def part(self, marks: Sequence[int]) -> Dict[str, Any]:
        """Return what periods narrow a selection to: their days, those of periods that have not ended left out."""
        return days_part(marks, self.trend.starts, self.trend.ends, self.trend.complete)

    def marks(self, selection: Selection) -> Tuple[int, ...]:
        """Return the periods of a selection."""
        return tuple(periods_within(selection, self.trend.starts, self.trend.ends))

    def boxes(self, marks: Sequence[int]) -> List[Box]:
        """Return where periods are in the plot, all as one."""
        low, high = self._limits()
        if not marks:
            return []
        return [(float(self.trend.starts[min(marks)]), low, float(self.trend.ends[max(marks)]) + 1, high)]

    def label(self, index: int) -> str:
        """Name a period."""
        return self.wording.span(int(self.trend.starts[index]), int(self.trend.ends[index]))

    def describe(self, index: int) -> str:
        """Say what a period holds, and whether that is as expected."""
        trend, wording = self.trend, self.wording
        say, decimals = wording.say, self._decimals()
        period = self.label(index)
        if self._withheld()[index]:
            return say(Text("{name}: withheld", {"name": period}))
        if not math.isfinite(trend.values[index]):
            return say(Text("{period}: no value", {"period": period}))
        lines = [
            say(
                Text(
                    "{period}: {value}",
                    {"period": period, "value": wording.quantity(trend.values[index], trend.unit, decimals)},
                )
            )
        ]
        if math.isfinite(trend.lower[index]) and math.isfinite(trend.upper[index]):
            limits = {
                "lower": wording.number(trend.lower[index], max(decimals, 0)),
                "upper": wording.number(trend.upper[index], max(decimals, 0)),
            }
            lines.append(say(Text("expected between {lower} and {upper}", limits)))
        if trend.other is not None and math.isfinite(trend.other[index]):
            lines.append(self._other(trend.other[index] / (trend.other_scale or 1.0)))
        if self._delayed(index):
            lines.append(say(Text("within the reporting delay of a source: more events are to come in")))
        elif not trend.complete[index]:
            lines.append(say(Text("this period has not ended yet")))
        elif trend.signal[index]:
            lines.append(say(Text("outside the expected range")))
        if trend.so_far is not None and trend.so_far.index == index:
            lines.append(self._so_far(trend.so_far))
        return "\n".join(lines)

    def _other(self, value: float) -> str:
        told = self.wording.quantity(value, self.trend.unit, self._decimals())
        return self.wording.say(
            Text("{name}: {value}", {"name": self.wording.say(self.trend.other_title), "value": told})
        )

    def _so_far(self, so_far: SoFar) -> str:
        wording = self.wording
        told = {
            "day": wording.day(so_far.until),
            "n": wording.number(so_far.now),
            "before": wording.number(so_far.before),
        }
        if not so_far.before:
            return wording.say(
                Text("until {day}: {n} events, none on the same days of the period before", told)
            )
        size = round(100 * (so_far.now - so_far.before) / so_far.before)
        told["change"] = (
            f"{'+' if size > 0 else MINUS if size < 0 else ''}{wording.number(abs(size))}{NO_BREAK_SPACE}%"
        )
        words = Text(
            "until {day}: {n} events, {before} on the same days of the period before ({change})", told
        )
        return wording.say(words)

    def _delayed(self, index: int) -> bool:
        return self.trend.delay_from is not None and bool(self.trend.ends[index] >= self.trend.delay_from)

    def _draw_series(self, axes: Axes, middle: np.ndarray) -> None:
        look, trend = self.look, self.trend
        complete = trend.complete.astype(bool)
        signal = trend.signal.astype(bool) & complete
        above = signal & (trend.values > np.where(np.isfinite(trend.expected), trend.expected, -np.inf))
        below = signal & ~above
        solid = np.where(complete, trend.values, np.nan)
        axes.plot(middle, solid, color=look.line, lw=1.5, solid_joinstyle="round")
        open_ends = np.flatnonzero(~complete)
        if len(open_ends):
            from_index = max(int(open_ends[0]) - 1, 0)
            axes.plot(middle[from_index:], trend.values[from_index:], color=look.line, lw=1, ls=(0, (1, 2)))
            axes.plot(
                middle[open_ends],
                trend.values[open_ends],
                ls="none",
                marker="o",
                ms=4.5,
                mfc=look.background,
                mec=look.line,
                clip_on=False,
                zorder=4,
            )
        if self.count <= 60:
            axes.plot(
                middle[complete], trend.values[complete], ls="none", marker="o", ms=2.6, color=look.line
            )
        for marks, marker, colour in ((above, "^", look.warm), (below, "v", look.cool)):
            if marks.any():
                axes.plot(
                    middle[marks],
                    trend.values[marks],
                    ls="none",
                    marker=marker,
                    ms=6.5,
                    color=colour,
                    mec=look.background,
                    mew=0.7,
                    clip_on=False,
                    zorder=5,
                )

    def _withheld(self) -> np.ndarray:
        withheld = self.trend.withheld
        return np.zeros(self.count, bool) if withheld is None else withheld.astype(bool)

    def _draw_withheld(self, axes: Axes, middle: np.ndarray) -> None:
        places = middle[self._withheld()]
        if len(places):
            low = np.full(len(places), self._limits()[0])
            axes.plot(
                places, low, ls="none", marker="x", ms=4.5, color=self.look.muted, clip_on=False, zorder=4
            )

    def _legend(self, width: float) -> List[List[Tuple[Key, float]]]:
        look, trend, say = self.look, self.trend, self.wording.say
        keys = [Key("line", look.line, say(Text("measured")))]
        if self._withheld().any():
            keys.append(Key("x", look.muted, say(WITHHELD)))
        if np.isfinite(trend.lower).any():
            keys.append(Key("box", look.band, say(Text("expected range"))))
        if trend.other is not None:
            told = {"name": say(trend.other_title)}
            scaled = Text("{name}, drawn to the same total", told)
            keys.append(Key("line", look.other, say(scaled) if trend.other_scale else told["name"]))
        signal = trend.signal.astype(bool) & trend.complete.astype(bool)
        if (signal & (trend.values > trend.expected)).any():
            keys.append(Key("^", look.warm, say(Text("above it"))))
        if (signal & ~(trend.values > trend.expected)).any():
            keys.append(Key("v", look.cool, say(Text("below it"))))
        if not trend.complete.all():
            keys.append(Key("o", look.line, say(Text("not complete yet")), hollow=True))
        if self._delayed(self.count - 1):
            keys.append(Key("hatch", blend(look.background, look.text, 0.3), say(Text("more to come in"))))
        return legend_rows(keys, look, width - 40)

    def _decimals(self) -> int:
        values = self.trend.values[np.isfinite(self.trend.values)]
        if len(values) == 0 or np.allclose(values, np.round(values), rtol=0, atol=1e-6):
            return 0
        return 1 if np.max(np.abs(values)) >= 1 else 2

    def _last_complete(self) -> Optional[int]:
        known = np.flatnonzero(self.trend.complete.astype(bool) & np.isfinite(self.trend.values))
        return int(known[-1]) if len(known) else None

    def _limits(self) -> Tuple[float, float]:
        parts = [self.trend.values, self.trend.lower, self.trend.upper]
        parts += [] if self.trend.other is None else [self.trend.other]
        finite = np.concatenate([part[np.isfinite(part)] for part in parts])
        if len(finite) == 0:
            return 0.0, 1.0
        low, high = float(finite.min()), float(finite.max())
        if low >= 0 and (self.trend.unit != "%" or low < 0.6 * high):
            low = 0.0
        gap = (high - low) or max(abs(high), 1.0)
        return (low - 0.06 * gap if low != 0 else 0.0), high + 0.08 * gap


def value_ticks(low: float, high: float, decimals: int) -> List[float]:
    """Three to six round values between two limits; whole numbers where the values are."""
    rough = (high - low) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    if decimals == 0:
        step = max(1.0, float(math.ceil(step)))
    first = math.ceil(low / step - 1e-9)
    return [step * n for n in range(first, int(math.floor(high / step + 1e-9)) + 1)]
