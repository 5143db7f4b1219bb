"""Charts to a file, for paper."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Optional, Type, Union

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ..core.figures import Categories, Handling, HourTable, Pareto, Ranking, Trend
from .categories import CategoriesChart
from .handling import HandlingChart
from .hours import HoursChart
from .look import Look, draw_sentence, draw_title
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
    **options,
) -> None:
    """Draw a part of the figures to a PNG, SVG or PDF file (by its suffix) of a size in millimetres."""
    figure = Figure(figsize=(width_mm / 25.4, height_mm / 25.4), dpi=dpi)
    FigureCanvasAgg(figure)
    draw_part(figure, part, look, wording, **options)
    figure.savefig(str(path), dpi=dpi, facecolor=look.background)
