"""The look of all charts: colours that a colour-blind reader can tell apart, fonts, measures in points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import List, Optional, Sequence, Tuple

import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import text_to_path

Box = Tuple[float, float, float, float]
"""Left, bottom, right and top of a part of a plot, in the numbers of its axes."""
PLOT = "igh_plot"
LINE = 1.55  # height of a row of a legend, in font sizes
BAR = 0.62  # height of a bar, in rows
HEAD = 3.6  # height of title and subtitle, in font sizes
FONTS = ("Open Sans", "Segoe UI", "Noto Sans", "Helvetica Neue", "DejaVu Sans")


def blend(first: str, second: str, share: float) -> str:
    """Mix two colours: `share` 0 is the first, 1 the second."""
    one, two = to_rgb(first), to_rgb(second)
    return to_hex(tuple(a + (b - a) * share for a, b in zip(one, two)))


def lightness(colour: str) -> float:
    """Relative luminance of a colour, 0 to 1 (WCAG 2)."""
    channels = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def contrast(first: str, second: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2)."""
    high, low = sorted((lightness(first), lightness(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=8)
def font_family(preferred: str = "") -> str:
    """Return the first of the preferred fonts that this machine has; DejaVu Sans comes with matplotlib."""
    present = {font.name for font in font_manager.fontManager.ttflist}
    for name in (preferred, *FONTS):
        if name in present:
            return name
    return FONTS[-1]


@dataclass(frozen=True)
class Look:
    """Colours as hex, font size in points. Made from the text and background colour of the window."""

    text: str = "#26323a"
    background: str = "#ffffff"
    size: float = 8.5
    family: str = ""

    @property
    def dark(self) -> bool:
        """Tell whether the background is a dark one."""
        return lightness(self.background) < lightness(self.text)

    @property
    def muted(self) -> str:
        """Secondary text."""
        return blend(self.text, self.background, 0.32)

    @property
    def grid(self) -> str:
        """Lines that guide the eye."""
        return blend(self.background, self.text, 0.13)

    @property
    def plain(self) -> str:
        """Bars and bands that say nothing special."""
        return blend(self.background, "#8fb0c6" if self.dark else "#5d8199", 0.62)

    @property
    def line(self) -> str:
        """The measured series."""
        return "#9cc4dd" if self.dark else "#2d5d7c"

    @property
    def other(self) -> str:
        """A series that the measured one is compared with."""
        return blend(self.text, self.background, 0.3)

    @property
    def band(self) -> str:
        """The range that a series is expected in."""
        return blend(self.background, self.line, 0.2)

    @property
    def warm(self) -> str:
        """Higher than expected, hot, worse."""
        return "#f59a6c" if self.dark else "#b8431e"

    @property
    def cool(self) -> str:
        """Lower than expected, cold, better."""
        return "#7fb8ee" if self.dark else "#1b6ca8"

    @property
    def focus(self) -> str:
        """The outline of what is chosen."""
        return self.text

    def state(self, state: str) -> str:
        """Colour of a change: worse warm, better cool, unclear as secondary text."""
        return {"worse": self.warm, "better": self.cool}.get(state, self.muted)

    @property
    def ramp(self) -> LinearSegmentedColormap:
        """From nothing (close to the background) to most (deep warm), in one hue, even in lightness."""
        return _ramp(self)

    def font(self, scale: float = 1.0, bold: bool = False) -> FontProperties:
        """Return the font at a size relative to the body text."""
        return _font(self.family or font_family(), round(self.size * scale, 2), bold)

    def width(self, text: str, scale: float = 1.0, bold: bool = False) -> float:
        """Width of a text in points."""
        return _width(text, self.family or font_family(), round(self.size * scale, 2), bold)

    def elide(self, text: str, room: float, scale: float = 1.0, bold: bool = False) -> str:
        """Shorten a text to a width in points."""
        if self.width(text, scale, bold) <= room:
            return text
        for length in range(len(text) - 1, 0, -1):
            short = text[:length].rstrip(" ,-") + "\u2026"
            if self.width(short, scale, bold) <= room:
                return short
        return "\u2026"


@lru_cache(maxsize=16)
def _ramp(look: Look) -> LinearSegmentedColormap:
    if look.dark:
        stops = [blend(look.background, "#f7c9a0", 0.06), "#6b3a26", "#b85c32", "#f0a060", "#ffe3b8"]
    else:
        stops = [blend(look.background, "#f6e3cf", 0.42), "#fbd9a8", "#f2a25f", "#d9652e", "#8c2a0e"]
    return LinearSegmentedColormap.from_list("igh_warm", stops)


@lru_cache(maxsize=64)
def _font(family: str, size: float, bold: bool) -> FontProperties:
    return FontProperties(family=family, size=size, weight="bold" if bold else "normal")


@lru_cache(maxsize=4096)
def _width(text: str, family: str, size: float, bold: bool) -> float:
    return text_to_path.get_text_width_height_descent(text, _font(family, size, bold), False)[0]


def size_in_points(figure: Figure) -> Tuple[float, float]:
    """Width and height of a figure in points."""
    width, height = figure.get_size_inches()
    return max(width * 72, 1.0), max(height * 72, 1.0)


def wipe(figure: Figure, look: Look) -> None:
    """Empty a figure. `Figure.clear` first rebuilds every axes it drops, which costs half of a redraw."""
    for axes in list(figure.axes):
        figure.delaxes(axes)
    _wipe_around(figure, look)


def _wipe_around(figure: Figure, look: Look) -> None:
    for artists in (figure.texts, figure.lines, figure.patches, figure.artists):
        artists.clear()
    figure.set_facecolor(look.background)


def _emptied(figure: Figure) -> Optional[Axes]:
    """Return the plot of a figure that `plot_area` gave it, without what was drawn there; None where it has another or none."""
    if len(figure.axes) != 1 or figure.axes[0].get_label() != PLOT:
        return None
    axes = figure.axes[0]
    for artist in (*axes.collections, *axes.lines, *axes.patches, *axes.texts, *axes.images):
        artist.remove()
    axes.containers.clear()
    axes.set_axis_on()
    return axes


def plot_area(figure: Figure, look: Look, left: float, right: float, top: float, bottom: float) -> Axes:
    """Clear a figure and give it one plain plot with fixed margins in points.

    The plot it had from here is used again: making one anew, with its ticks, costs more than half of a redraw.
    """
    width, height = size_in_points(figure)
    place = (
        left / width,
        bottom / height,
        max(width - left - right, 10) / width,
        max(height - top - bottom, 10) / height,
    )
    axes = _emptied(figure)
    if axes is None:
        wipe(figure, look)
        axes = figure.add_axes(place, label=PLOT)
    else:
        _wipe_around(figure, look)
        axes.set_position(place)
    axes.set_facecolor(look.background)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, colors=look.muted, pad=3)
    return axes


def style_ticks(axes: Axes, look: Look, scale: float = 0.95) -> None:
    """Give the tick labels of both axes the font of the charts."""
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(look.font(scale))


@dataclass(frozen=True)
class Key:
    """An entry of a legend: `mark` is box, hatch, line, dashes or a marker of matplotlib."""

    mark: str
    colour: str
    text: str
    hollow: bool = False


def legend_rows(keys: Sequence[Key], look: Look, width: float) -> List[List[Tuple[Key, float]]]:
    """Break a legend into rows that fit a width in points; each key comes with its left end."""
    rows: List[List[Tuple[Key, float]]] = []
    left = 0.0
    for key in keys:
        needed = 14 + look.width(key.text, 0.92) + 12
        if not rows or (left > 0 and left + needed - 12 > width):
            rows.append([])
            left = 0.0
        rows[-1].append((key, left))
        left += needed
    return rows


def draw_legend(figure: Figure, look: Look, rows: Sequence, left: float, top: float) -> None:
    """Draw a legend from `legend_rows` with its first row `top` points under the upper edge."""
    width, height = size_in_points(figure)
    step = look.size * LINE
    for index, row in enumerate(rows):
        middle = height - top - step * (index + 0.5)
        for key, offset in row:
            _draw_mark(figure, look, key, left + offset, middle, width, height)
            figure.text(
                (left + offset + 14) / width,
                middle / height,
                key.text,
                va="center_baseline",
                color=look.muted,
                fontproperties=look.font(0.92),
            )


def _draw_mark(figure: Figure, look: Look, key: Key, x: float, y: float, width: float, height: float) -> None:
    if key.mark == "box":
        face, edge = ("none", key.colour) if key.hollow else (key.colour, "none")
        figure.add_artist(
            Rectangle((x / width, (y - 3.5) / height), 9 / width, 7 / height, facecolor=face, edgecolor=edge)
        )
    elif key.mark == "hatch":
        corner, size = (x / width, (y - 4) / height), (10 / width, 8 / height)
        figure.add_artist(
            Rectangle(corner, *size, facecolor="none", edgecolor=key.colour, hatch="//////", lw=0)
        )
    elif key.mark in ("line", "dashes"):
        style = "-" if key.mark == "line" else (0, (3, 2))
        figure.add_artist(
            Line2D([x / width, (x + 10) / width], [y / height] * 2, color=key.colour, lw=1.6, linestyle=style)
        )
    else:
        fill = look.background if key.hollow else key.colour
        figure.add_artist(
            Line2D(
                [(x + 5) / width], [y / height], marker=key.mark, ms=5.5, mfc=fill, mec=key.colour, ls="none"
            )
        )


def draw_withheld(axes: Axes, look: Look, places: np.ndarray, longest: float) -> None:
    """Give bars whose length is not told a short dotted stub, which none that is missing or zero has."""
    if len(places):
        axes.barh(
            places, 0.07 * longest, height=BAR, facecolor="none", edgecolor=look.muted, hatch="....", lw=0
        )


def draw_title(figure: Figure, look: Look, title: str, subtitle: str) -> None:
    """Write title and subtitle at the top of a figure, `HEAD` font sizes high."""
    width, height = size_in_points(figure)
    figure.text(
        4 / width,
        (height - look.size * 1.1) / height,
        look.elide(title, width - 8, 1.12, bold=True),
        va="center",
        color=look.text,
        fontproperties=look.font(1.12, bold=True),
    )
    figure.text(
        4 / width,
        (height - look.size * 2.6) / height,
        look.elide(subtitle, width - 8, 0.92),
        va="center",
        color=look.muted,
        fontproperties=look.font(0.92),
    )


def broken(text: str, look: Look, room: float, scale: float = 1.0) -> List[str]:
    """Break a text into lines of a width in points."""
    lines: List[str] = []
    for word in text.split():
        if lines and look.width(f"{lines[-1]} {word}", scale) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def draw_sentence(figure: Figure, look: Look, sentence: str) -> None:
    """Fill a figure with a sentence that says why there is nothing to draw."""
    wipe(figure, look)
    width, _height = size_in_points(figure)
    figure.text(
        0.5,
        0.5,
        "\n".join(broken(sentence, look, width - 24)),
        ha="center",
        va="center",
        color=look.muted,
        fontproperties=look.font(),
        linespacing=1.5,
    )
