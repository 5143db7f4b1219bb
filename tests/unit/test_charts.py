"""Each chart draws on a figure without a window and finds its marks again."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("matplotlib")

from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

from igh_plugin.charts.hours import HoursChart  # noqa: E402
from igh_plugin.charts.look import Look  # noqa: E402
from igh_plugin.charts.ranking import RankingChart  # noqa: E402
from igh_plugin.charts.trend import TrendChart  # noqa: E402
from igh_plugin.charts.wording import Wording, change_text  # noqa: E402
from tests.unit.example_figures import (  # noqa: E402
    example_figures,
    example_hours,
    example_ranking,
    example_trend,
    example_without_times,
)

CHARTS = ((TrendChart, example_trend), (RankingChart, example_ranking), (HoursChart, example_hours))


@pytest.mark.parametrize("chart_class, example", CHARTS)
def test_a_chart_draws_and_describes_its_marks(chart_class, example):
    chart = chart_class(example(), Look(), Wording())
    figure = Figure(figsize=(5, chart.height(360) / 72), dpi=72)
    canvas = FigureCanvasAgg(figure)
    chart.draw(figure, False, 0)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba()).reshape(-1, 4)
    assert len(np.unique(pixels, axis=0)) > 10
    assert chart.describe(chart.count - 1)


def test_marks_are_found_where_they_are():
    trend = TrendChart(example_trend(), Look(), Wording())
    assert trend.hit(float(trend.trend.starts[3]) + 2, 0) == 3
    assert trend.hit(float(trend.trend.starts[0]) - 1, 0) is None
    ranking = RankingChart(example_ranking(), Look(), Wording())
    assert ranking.hit(0, 2.3) == 2
    assert ranking.hit(0, 12.6) is None
    assert ranking.index_of("WK002") == 2
    hours = HoursChart(example_hours(), Look(), Wording())
    assert hours.hit(5.5, 1.2) == 29
    assert hours.hit(24.5, 1) is None
    assert hours.moment(29).startswith("Tuesday 05:00")


def test_empty_parts_carry_a_sentence():
    figures = example_without_times()
    assert figures.trend.empty and "no trend" in str(figures.trend.reason)
    assert figures.hours.empty and "no times" in str(figures.hours.reason)


def test_a_change_in_per_cent_is_not_multiplied():
    change = change_text(example_figures().indicators[1], Wording())
    assert change.amount == "\u221212\u00a0%"
    assert change.state == "better"
