"""The last periods of a key figure as a small line, for paper: with its target, its signals, and the last one as a dot."""

from __future__ import annotations

from pathlib import Path
from typing import Tuple

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ..core.figures import Recent
from .look import Look, plot_area


def recent_limits(recent: Recent) -> Tuple[float, float]:
    """Return the lowest and the highest value to be seen, the target included; from zero unless all lies far above it."""
    shown = recent.values[np.isfinite(recent.values)]
    if recent.target is not None:
        shown = np.append(shown, recent.target)
    low, high = float(shown.min()), float(shown.max())
    return (0.0 if 0 < low < high / 2 else low), high


def save_recent(recent: Recent, path: Path, width_mm: float, height_mm: float, look: Look, dpi: int) -> None:
    """Draw the last periods, of which some have a value, to a file of a size in millimetres."""
    figure = Figure(figsize=(width_mm / 25.4, height_mm / 25.4), dpi=dpi)
    FigureCanvasAgg(figure)
    axes = plot_area(figure, look, 4, 4, 4, 4)
    axes.set_axis_off()
    low, high = recent_limits(recent)
    gap = (high - low) or max(abs(high), 1.0)
    axes.set_xlim(0, max(len(recent.values) - 1, 1))
    axes.set_ylim(low - 0.02 * gap, high + 0.02 * gap)
    if recent.target is not None:
        axes.axhline(recent.target, color=look.muted, lw=0.8, ls=(0, (4, 3)))
    place = np.arange(len(recent.values))
    known = np.isfinite(recent.values)
    axes.plot(place, recent.values, color=look.line, lw=1.2, solid_joinstyle="round", clip_on=False)
    beside = np.append(known[1:], False) | np.insert(known[:-1], 0, False)
    dots = known & (recent.signal == 0) & (~beside | (place == place[-1]))
    for marks, marker, colour, size in (
        (dots, "o", look.line, 3.4),
        (known & (recent.signal > 0), "^", look.warm, 5.0),
        (known & (recent.signal < 0), "v", look.cool, 5.0),
    ):
        axes.plot(
            place[marks], recent.values[marks], ls="none", marker=marker, ms=size, color=colour, mew=0,
            clip_on=False, zorder=4,
        )  # fmt: skip
    figure.savefig(str(path), dpi=dpi, facecolor=look.background)
