"""What figures are compared with, in words, in the trend and in the ranking."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

pytest.importorskip("matplotlib")

from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

from igh_plugin.charts.look import Look  # noqa: E402
from igh_plugin.charts.numbers import numbers_of  # noqa: E402
from igh_plugin.charts.ranking import RankingChart  # noqa: E402
from igh_plugin.charts.trend import TrendChart  # noqa: E402
from igh_plugin.charts.wording import Wording, compared_text  # noqa: E402
from igh_plugin.core.comparison import AREA, PERIOD_BEFORE, WHOLE, YEAR, Comparison  # noqa: E402
from igh_plugin.core.figures import Compared  # noqa: E402
from tests.unit.example_figures import example_figures, example_ranking, example_trend  # noqa: E402

QUARTER = Comparison(AREA, "quarter", "WK013")


def said(indicator, comparison, title=""):
    return compared_text(indicator, comparison, title, Wording())


def drawn(chart):
    figure = Figure(figsize=(5, chart.height(360) / 72), dpi=72)
    FigureCanvasAgg(figure)
    chart.draw(figure)
    return figure


def legend(chart):
    return [key.text for row in chart._legend(3000) for key, _ in row]


def test_the_period_before_is_told_with_its_value():
    share, number = example_figures().indicators[:2]
    assert said(number, PERIOD_BEFORE) == [("\u25bc\xa0\u221212\xa0%, better (before: 3,266)", "better")]
    assert said(share, PERIOD_BEFORE) == [("\u25b2\xa0+1.2 points, worse (before: 55.1\xa0%)", "worse")]
    bare = dataclasses.replace(number, previous=None, change=None)
    assert said(bare, PERIOD_BEFORE) == [("no earlier period to compare with", "none")]


def test_a_year_before_comes_first_and_is_not_told_twice():
    number = dataclasses.replace(
        example_figures().indicators[1], year_before=Compared(2_800.0, 2.6, 0.4, None)
    )
    assert said(number, Comparison(YEAR)) == [
        ("\u25b2\xa0+3\xa0%, no clear change (a year before: 2,800)", "unclear"),
        ("against the period before: \u25bc\xa0\u221212\xa0%, better", "better"),
    ]
    unknown = dataclasses.replace(number, year_before=Compared(0.0))
    assert said(unknown, Comparison(YEAR))[0] == ("a year before: 0", "none")
    none = dataclasses.replace(number, year_before=Compared(None))
    assert said(none, Comparison(YEAR))[0] == ("a year before: no value", "none")


def test_elsewhere_a_rate_has_a_difference_and_a_number_only_its_part():
    _share, number, rate, _speed = example_figures().indicators
    rate = dataclasses.replace(rate, elsewhere=Compared(10.1, 22.8, 0.001, False))
    assert said(rate, Comparison(WHOLE), "Whole area")[0] == (
        "Whole area: 10.1, here \u25b2\xa0+23\xa0%, worse",
        "worse",
    )
    clear = dataclasses.replace(rate, elsewhere=Compared(10.1, 22.8, 0.001, None))
    assert said(clear, QUARTER, "De Vest")[0][0].endswith("clear difference")
    unclear = dataclasses.replace(rate, elsewhere=Compared(10.1, 22.8, 0.2, None))
    assert said(unclear, QUARTER, "De Vest")[0] == (
        "De Vest: 10.1, here \u25b2\xa0+23\xa0%, no clear difference",
        "unclear",
    )
    part = dataclasses.replace(number, elsewhere=Compared(48_000.0, part=5.99))
    assert said(part, Comparison(WHOLE), "Whole area")[0] == (
        "Whole area: 48,000, of which 6.0\xa0% here",
        "none",
    )
    apart = dataclasses.replace(number, elsewhere=Compared(1_200.0))
    assert said(apart, QUARTER, "De Vest")[0] == ("De Vest: 1,200", "none")
    none = dataclasses.replace(number, elsewhere=Compared(None))
    assert said(none, QUARTER, "De Vest")[0] == ("De Vest: no value", "none")


def test_the_trend_has_a_second_line_that_fits_and_is_named():
    trend = example_trend()
    high = dataclasses.replace(trend, other=trend.values * 3, other_title="a year before")
    chart = TrendChart(high, Look(), Wording())
    figure = drawn(chart)
    lines = [line for line in figure.axes[0].lines if line.get_color() == Look().other]
    assert len(lines) == 1 and np.array_equal(lines[0].get_ydata(), high.other)
    assert figure.axes[0].get_ylim()[1] > high.other.max()
    assert "a year before" in legend(chart) and chart.describe(3).count("a year before: ") == 1
    assert "a year before" not in legend(TrendChart(trend, Look(), Wording()))


def test_what_is_drawn_to_the_same_total_says_so_and_tells_what_it_is():
    trend = example_trend()
    scaled = dataclasses.replace(trend, other=trend.values / 2, other_title="Whole area", other_scale=0.01)
    chart = TrendChart(scaled, Look(), Wording())
    assert "Whole area, drawn to the same total" in legend(chart)
    value = Wording().number(trend.values[5] / 2 / 0.01)
    assert f"Whole area: {value}" in chart.describe(5)
    names, rows = numbers_of(scaled)
    assert names[-1] == "compared_with_value" and rows[5][-1] == pytest.approx(trend.values[5] * 50)
    assert "compared_with_value" not in numbers_of(trend)[0]


def test_missing_values_of_the_second_line_are_left_out():
    trend = example_trend()
    other = np.where(np.arange(52) < 50, np.nan, 10.0)
    chart = TrendChart(
        dataclasses.replace(trend, other=other, other_title="a year before"), Look(), Wording()
    )
    drawn(chart)
    assert "a year before" not in chart.describe(3) and "a year before: 10" in chart.describe(50)


def test_the_ranking_marks_the_area_compared_with_wherever_it_is():
    ranking = dataclasses.replace(example_ranking(), other=70.5, other_title="De Vest", other_code="WK012")
    chart = RankingChart(ranking, Look(), Wording())
    assert chart.rows[-1] == 12 and chart.index_of("WK012") == 12
    figure = drawn(chart)
    assert "De Vest: 70.5\xa0%" in legend(chart)
    bars = figure.axes[0].collections[0]
    assert [width > 0 for width in bars.get_linewidths()] == [False] * 12 + [True]
    assert [line.get_xdata()[0] for line in figure.axes[0].lines] == [56.3, 70.5]
    both = RankingChart(ranking, Look(), Wording(), also="WK013")
    assert both.rows[-2:] == [12, 13]


def test_numbers_of_an_area_have_a_mark_and_no_line():
    ranking = dataclasses.replace(
        example_ranking(), reference=None, other_title="De Vest", other_code="WK004"
    )
    chart = RankingChart(ranking, Look(), Wording())
    assert "De Vest" in legend(chart) and not drawn(chart).axes[0].lines


def test_the_whole_has_one_line_whether_compared_with_or_not():
    ranking = dataclasses.replace(example_ranking(), other=56.3, other_title="Whole area")
    chart = RankingChart(ranking, Look(), Wording(), reference_title="Whole area")
    assert [text for text in legend(chart) if text.startswith("Whole area")] == ["Whole area: 56.3\xa0%"]
    assert len(drawn(chart).axes[0].lines) == 1
