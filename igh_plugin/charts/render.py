"""Charts to a file, for paper."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Optional, Type, Union

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from ..core.figures import Categories, Handling, HourTable, Pareto, Ranking, Trend
from .categories import CategoriesChart
from .handling import HandlingChart
from .hours import HoursChart
from .look import Look, broken, draw_sentence, draw_title, size_in_points
from .pareto import ParetoChart
from .ranking import RankingChart
from .trend import TrendChart
from .wording import Wording

Part = Union[Trend, Ranking, HourTable, Categories, Handling, Pareto]
Chart = Union[TrendChart, RankingChart, HoursChart, CategoriesChart, HandlingChart, ParetoChart]
CHARTS: Dict[type, Type[Chart]] = {
    Trend: TrendChart,
    Ranking: RankingChart,
    HourTable: HoursChart,
    Categories: CategoriesChart,
    Handling: HandlingChart,
    Pareto: ParetoChart,
}


def chart_of(part: Part, look: Look, wording: Wording, **options) -> Optional[Chart]:
    """Return the chart that draws a part of the figures, or None when it has nothing to draw (see its `reason`)."""
    return None if part.empty else CHARTS[type(part)](part, look, wording, **options)


def draw_part(figure: Figure, part: Part, look: Look, wording: Wording, **options) -> None:
    """Draw a part of the figures with its title and unit on an empty figure; where it is empty, its reason."""
    chart = chart_of(part, look, wording, **options)
    if chart is None:
        draw_sentence(figure, look, wording.say(part.reason))
        draw_title(figure, look, part.title, "")
    else:
        chart.draw(figure, titled=True)


def save_part(
    part: Part,
    path: Path,
    width_mm: float,
    height_mm: float,
    look: Look,
    wording: Wording,
    dpi: int = 200,
    note: str = "",
    **options,
) -> None:
    """Draw a part of the figures to a PNG, SVG or PDF file (by its suffix) of a size in millimetres; a note comes below that."""
    figure = Figure(figsize=(width_mm / 25.4, height_mm / 25.4), dpi=dpi)
    FigureCanvasAgg(figure)
    draw_part(figure, part, look, wording, **options)
    box = None
    if note:
        below = _write_note(figure, look, note)
        width, height = figure.get_size_inches()
        box = Bbox.from_bounds(0, -below, width, height + below)
    figure.savefig(str(path), dpi=dpi, facecolor=look.background, bbox_inches=box)


def _write_note(figure: Figure, look: Look, note: str) -> float:
    """Write a note under a figure, its lines broken at the edge; returns the height it takes, in inches."""
    width, height = size_in_points(figure)
    lines = broken(note, look, width - 16, 0.92)
    step = look.size * 1.35
    for number, line in enumerate(lines):
        y = -step * (number + 1) / height
        figure.text(8 / width, y, line, va="baseline", color=look.muted, fontproperties=look.font(0.92))
    return (step * len(lines) + look.size) / 72
