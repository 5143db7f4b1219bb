"""Each chart draws on a figure without a window and finds its marks again."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

pytest.importorskip("matplotlib")

from matplotlib import image as plt_image  # noqa: E402
from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

from igh_plugin.charts.categories import CategoriesChart  # noqa: E402
from igh_plugin.charts.handling import HandlingChart  # noqa: E402
from igh_plugin.charts.hours import HoursChart  # noqa: E402
from igh_plugin.charts.look import Look  # noqa: E402
from igh_plugin.charts.pareto import ParetoChart  # noqa: E402
from igh_plugin.charts.ranking import RankingChart  # noqa: E402
from igh_plugin.charts.recent import recent_limits, save_recent  # noqa: E402
from igh_plugin.charts.trend import TrendChart  # noqa: E402
from igh_plugin.charts.wording import Wording, beside, chance_text, change_text, recent_text  # noqa: E402
from igh_plugin.core.figures import Compared, Latest, Slope, SoFar, Target  # noqa: E402
from igh_plugin.core.selection import Selection  # noqa: E402
from tests.unit.example_figures import (  # noqa: E402
    example_categories,
    example_figures,
    example_handling,
    example_hours,
    example_pareto,
    example_ranking,
    example_recent,
    example_trend,
    example_without_times,
)

CHARTS = (
    (TrendChart, example_trend),
    (RankingChart, example_ranking),
    (HoursChart, example_hours),
    (CategoriesChart, example_categories),
    (ParetoChart, example_pareto),
    (HandlingChart, example_handling),
)


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


def test_areas_outside_the_funnel_or_their_own_past_have_marks_of_their_own_shape():
    chart = RankingChart(example_ranking(), Look(), Wording())
    funnel, signal = chart._marks()
    assert {index: key.hollow for index, key in funnel.items()} == {0: False, 1: False, 8: True, 9: True}
    assert {index: key.mark for index, key in signal.items()} == {3: "^", 6: "v"}
    figure = Figure(figsize=(5, chart.height(360) / 72), dpi=72)
    FigureCanvasAgg(figure)
    chart.draw(figure)
    legend = sum(len(row) for row in chart._legend(360))
    drawn = [
        line for line in figure.artists if line.__class__.__name__ == "Line2D" and line.get_marker() in "D^v"
    ]
    assert len(drawn) == 4 + 4 + 2 and legend == 4 + 4
    assert "far above the whole for its size" in chart.describe(0)
    assert "own past" in chart.describe(3) and "own past" not in chart.describe(0)
    plain = dataclasses.replace(example_ranking(), funnel=None, signal=np.zeros(14, int))
    assert RankingChart(plain, Look(), Wording())._marks() == []


def drawn_texts(chart):
    figure = Figure(figsize=(5, chart.height(360) / 72), dpi=72)
    canvas = FigureCanvasAgg(figure)
    chart.draw(figure)
    canvas.draw()
    return [text.get_text() for text in figure.texts]


def test_days_within_the_reporting_delay_are_hatched_and_told():
    trend = example_trend()
    slow = TrendChart(dataclasses.replace(trend, delay_from=int(trend.starts[-3]) + 2), Look(), Wording())
    hatched = drawn_texts(slow)
    assert "more to come in" in hatched and "more to come in" not in drawn_texts(
        TrendChart(trend, Look(), Wording())
    )
    assert "within the reporting delay" in slow.describe(
        49
    ) and "within the reporting delay" in slow.describe(51)
    assert "reporting delay" not in slow.describe(48)
    assert any(patch.get_hatch() for patch in slow.axes.patches)


def test_a_period_that_has_not_ended_is_told_beside_the_same_days_before():
    trend = example_trend()
    chart = TrendChart(dataclasses.replace(trend, so_far=SoFar(51, 20_513, 84, 70)), Look(), Wording())
    assert chart.describe(51).split("\n")[-2:] == [
        "this period has not ended yet",
        "until 1 Mar 2026: 84 events, 70 on the same days of the period before (+20\u00a0%)",
    ]
    none = TrendChart(dataclasses.replace(trend, so_far=SoFar(51, 20_513, 84, 0)), Look(), Wording())
    assert none.describe(51).endswith("none on the same days of the period before")
    assert "same days" not in chart.describe(50)


def test_numbers_that_are_whole_but_for_the_last_bit_are_written_whole():
    trend = example_trend()
    values = trend.values * 7 / 7.0 + 1e-10
    assert TrendChart(dataclasses.replace(trend, values=values), Look(), Wording())._decimals() == 0


# ---------------------------------------------------------------- what stands beside a value


def with_beside(direction="low_is_good", **parts):
    value = dataclasses.replace(example_figures().indicators[1], direction=direction)
    return dataclasses.replace(value, **parts)


def test_a_year_before_a_signal_a_trend_and_a_target_are_said_in_a_line_each():
    first = 20_454  # 1 January 2026
    value = with_beside(
        year_before=Compared(3_000.0, -4.2, 0.2, None),
        latest=Latest(first, first + 6, 1_340.0, 1_000.0, 905.0, 1_102.0, 1),
        slope=Slope(-1, 0.001, 3),
        target=Target(2_000.0, "City", 874.0),
    )
    assert beside(value, Wording()) == [
        ("874 above the target of 2,000 (City)", "worse"),
        ("against a year before: \u25bc\u00a0\u22124\xa0%, no clear change", "unclear"),
        ("1\u20137 Jan 2026: 1,340, more than the 905 to 1,102 expected", "worse"),
        ("falling over 3 years", "better"),
    ]
    neutral = dataclasses.replace(value, direction="neutral")
    assert [state for _, state in beside(neutral, Wording())][2:] == ["unclear", "unclear"]


def test_what_is_as_usual_is_not_said():
    value = with_beside(
        latest=Latest(0, 6, 10.0, 10.0, 4.0, 17.0, 0),
        slope=Slope(0, 0.6, 2),
        target=Target(3_000.0, "City", 0.0),
    )
    assert beside(value, Wording()) == [("target reached: 3,000 (City)", "better")]
    assert beside(with_beside(), Wording()) == []
    assert beside(with_beside(target=Target(5.0, "City", None)), Wording()) == []


@pytest.mark.parametrize(("signal", "direction", "state"), [(1, "high_is_good", "better"), (-1, "high_is_good", "worse"), (-1, "low_is_good", "better")])  # fmt: skip
def test_a_signal_is_better_or_worse_by_the_direction(signal, direction, state):
    value = with_beside(direction, latest=Latest(0, 6, 3.0, 10.0, 4.5, 9.5, signal))
    ((told, found),) = beside(value, Wording())
    assert found == state and "4 to 10 expected" in told


def test_numbers_that_differ_are_not_written_the_same():
    value = with_beside(latest=Latest(0, 6, 0.034, 0.01, 0.004, 0.021, 1), target=Target(2.5, "City", 0.04))
    target, signal = (told for told, _ in beside(value, Wording()))
    assert target == "0.04 above the target of 2.50 (City)"
    assert signal.endswith("0.03, more than the 0.00 to 0.02 expected")
    share = dataclasses.replace(
        with_beside(latest=Latest(0, 6, 61.0, 50.0, 42.0, 58.0, 1)), unit="%", decimals=1
    )
    ((told, _),) = beside(share, Wording())
    assert told.endswith("61.0\xa0%, more than the 42.0\xa0% to 58.0\xa0% expected")


def test_the_last_periods_are_told_in_words():
    value = example_figures().indicators[0]
    assert recent_text(value, Wording()).split("\n") == [
        "13 periods since 24 Feb 2025: between 38.0\u00a0% and 71.5\u00a0%",
        "17\u201323 Mar 2025: 71.5\u00a0%, more than expected",
        "28 Apr \u2013 4 May 2025: 38.0\u00a0%, less than expected",
        "target: 50.0\u00a0%",
    ]
    nothing = dataclasses.replace(example_recent(), values=np.full(13, np.nan))
    assert recent_text(dataclasses.replace(value, recent=nothing), Wording()) == "no values yet"


def test_how_many_signals_chance_would_give_is_told_beside_how_many_there_are():
    figures = example_figures().indicators
    assert chance_text(figures, Wording()) == (
        "12 periods of 1 figures were judged. Of these about 0.6 would be a signal by chance alone; 2 are."
    )
    unjudged = dataclasses.replace(example_recent(), judged=np.zeros(13, bool))
    assert chance_text([dataclasses.replace(figures[0], recent=unjudged)], Wording()) == ""
    assert chance_text(figures[1:], Wording()) == ""


# ---------------------------------------------------------------- categories


def test_a_change_is_marked_only_where_it_is_clear_and_not_by_colour_alone():
    chart = CategoriesChart(example_categories(), Look(), Wording())
    assert [chart.clear(index) for index in range(8)] == [0, 1, 0, 0, -1, 0, 1, 0]
    assert (
        chart.change(0) == "+4\u00a0%" and chart.change(4) == "\u221235\u00a0%" and chart.change(6) == "new"
    )
    figure = Figure(figsize=(5, chart.height(360) / 72), dpi=72)
    FigureCanvasAgg(figure)
    chart.draw(figure)
    drawn = [line.get_marker() for line in figure.artists if line.__class__.__name__ == "Line2D"]
    legend = ["|", "^", "v"]
    assert drawn == [*legend, "^", "v", "^"]
    assert "clearly more" in chart.describe(1) and "chance explains" in chart.describe(0)
    assert chart.subtitle().endswith("first 12 of 15 categories")


def test_events_without_a_category_have_a_name_and_no_filter():
    categories = example_categories()
    nameless = categories.slugs.index("")
    chart = CategoriesChart(categories, Look(), Wording())
    assert chart.label(nameless) == "without a category" and chart.events(nameless) is None
    assert chart.events(0) == dataclasses.replace(categories.base, categories=("afval-0",))
    assert categories.events(14) is None, "nothing in the window: nothing to list"


def test_without_a_period_before_there_is_no_change():
    alone = dataclasses.replace(
        example_categories(), before=None, change=np.full(15, np.nan), p=np.full(15, np.nan)
    )
    chart = CategoriesChart(alone, Look(), Wording())
    assert chart.change(0) == "" and chart.describe(0) == "afval-0: 1,200 events" and chart._legend(300) == []


# ---------------------------------------------------------------- the curve of Pareto


def test_the_curve_says_in_how_few_places_half_lies():
    pareto = example_pareto()
    chart = ParetoChart(pareto, Look(), Wording())
    running, places = 0.0, 0
    while running < pareto.amounts.sum() / 2:
        running, places = running + pareto.amounts[places], places + 1
    share = round(100 * places / 60)
    assert chart.subtitle() == f"half of the events lie in {places} of the 60 areas ({share}\u00a0%)"
    assert chart.count == 50 and chart.move(None, 0, 1) == places - 1
    waste = ParetoChart(dataclasses.replace(pareto, what="Times waste was found"), Look(), Wording())
    assert waste.subtitle().startswith("half of \u201cTimes waste was found\u201d lies in")


def test_a_place_stands_for_itself_and_all_that_hold_more():
    pareto = example_pareto()
    chart = ParetoChart(pareto, Look(), Wording())
    assert chart.events(2) == dataclasses.replace(pareto.base, areas=("BU000", "BU001", "BU002"))
    streets = ParetoChart(dataclasses.replace(pareto, areas=False), Look(), Wording())
    assert streets.events(0) == dataclasses.replace(pareto.base, places=("BU000",))
    share = round(100 * pareto.amounts[:3].sum() / pareto.amounts.sum())
    assert f"3 of 60 areas: {share}\u00a0% of the whole" in chart.describe(2)
    assert chart.describe(0).startswith("Havenkwartier 0: 400\nthe most of 60 areas")


@pytest.mark.parametrize("size", [3, 40, 900])
def test_a_place_is_found_where_it_is_drawn(size):
    amounts = np.arange(size, 0, -1.0)
    names = tuple(map(str, range(size)))
    pareto = dataclasses.replace(
        example_pareto(),
        codes=names,
        names=names,
        amounts=amounts,
        cumulated=np.cumsum(amounts) / amounts.sum(),
    )
    chart = ParetoChart(pareto, Look(), Wording())
    assert [chart.hit(*chart.centre(index)) for index in range(size)] == list(range(size))
    assert chart.hit(-1, 50) is None and chart.hit(50, 101) is None


# ---------------------------------------------------------------- status and handling time


def test_closed_and_open_events_of_a_period_are_two_marks():
    handling = example_handling()
    chart = HandlingChart(handling, Look(), Wording())
    assert chart.count == 52
    for mark in (0, 1, 40, 41, 50, 51):
        assert chart.hit(*chart.centre(mark)) == mark
    done = HandlingChart(dataclasses.replace(handling, open=0 * handling.open), Look(), Wording())
    assert done.hit(*done.centre(1)) == 0, "nothing of the first week is open"
    assert chart.hit(float(handling.starts[0]) - 1, 5) is None
    closed, still = chart.events(50), chart.events(51)
    assert (closed.part.open, still.part.open) == (False, True)
    assert (closed.first_day, closed.last_day) == (handling.starts[25], handling.ends[25])
    assert chart.move(50, 0, -1) == 51 and chart.move(51, 0, 1) == 50 and chart.move(51, -1, 0) == 49
    assert chart.move(None, 1, 0) == 50 and chart.move(50, 1, 0) == 50


def test_a_period_is_told_by_status_and_by_what_took_how_long():
    chart = HandlingChart(example_handling(), Look(), Wording())
    assert chart.describe(0).split("\n") == [
        "24 Feb \u2013 2 Mar 2025, closed: 209 events",
        "afgehandeld: 200",
        "geannuleerd: 9",
        "half closed within 3.2 days",
        "nine in ten closed within 11 days",
    ]
    last = chart.describe(51).split("\n")
    assert last[:3] == [
        "18\u201324 Aug 2025, still open: 140 events",
        "in behandeling: 100",
        "geannuleerd: 40",
    ]
    assert last[3:] == [
        "less than half are closed so far", "less than nine in ten are closed so far", "this period has not ended yet",
    ]  # fmt: skip


def test_statuses_beyond_the_first_are_taken_together():
    handling = example_handling()
    size = len(handling.starts)
    many = dataclasses.replace(
        handling,
        statuses=tuple(f"status {n}" for n in range(7)),
        closed=np.arange(7)[:, None] * np.ones((1, size), int),
        open=np.zeros((7, size), int),
    )
    chart = HandlingChart(many, Look(), Wording())
    (row,) = chart._legend(3000)
    assert [key.text for key, _ in row] == ["status 6", "status 5", "status 4", "status 3", "closed, other"]
    assert sum(counts[0] for counts, _, _ in chart._parts()) == 21
    nameless = dataclasses.replace(
        handling, statuses=("",), closed=handling.closed[:1], open=handling.open[2:]
    )
    chart = HandlingChart(nameless, Look(), Wording())
    assert [key.text for row in chart._legend(3000) for key, _ in row] == ["closed", "still open"]
    assert chart.describe(0).split("\n")[1].startswith("half closed")


# ---------------------------------------------------------------- what marks narrow a selection to


def test_categories_narrow_to_themselves_and_find_their_bars_again():
    chart = CategoriesChart(example_categories(), Look(), Wording())
    assert chart.part((0, 2)) == {"categories": ("afval-0", "parkeren-0")}
    nameless = chart.categories.slugs.index("")
    assert chart.part((nameless,)) == {} and chart.part((0, nameless)) == {"categories": ("afval-0",)}
    chosen = Selection(categories=("afval-0", "parkeren-0", "elsewhere"))
    assert chart.marks(chosen) == (0, 2) and chart.marks(Selection()) == ()
    assert chart.spread(3, 1) == (1, 2, 3)
    longest = chart._longest()
    assert chart.boxes((1, 2, 4)) == [(0.0, 0.5, longest, 2.5), (0.0, 3.5, longest, 4.5)]


def test_periods_of_handling_narrow_to_their_days_whichever_mark_is_taken():
    handling = example_handling()
    chart = HandlingChart(handling, Look(), Wording())
    days = (int(handling.starts[2]), int(handling.ends[4]))
    assert chart.spread(9, 4) == tuple(range(4, 10)) and chart.part(chart.spread(9, 4)) == {"days": days}
    assert chart.part((50, 51)) == {}, "a period that has not ended is not selected"
    assert chart.marks(Selection(days=days)) == tuple(range(4, 10)) and chart.marks(Selection()) == ()
    ((left, low, right, _high),) = chart.boxes((4, 9))
    assert (left, low, right) == (days[0], 0.0, days[1] + 1) and chart.boxes(()) == []


def test_a_place_of_the_curve_narrows_to_itself():
    chart = ParetoChart(example_pareto(), Look(), Wording())
    part = {"area_level": "neighbourhood", "area": "BU004"}
    assert chart.spread(2, 4) == (4,) and chart.part((4,)) == part and chart.part(()) == {}
    assert chart.marks(Selection(**part)) == (4,)
    assert chart.marks(Selection(area_level="district", area="BU004")) == ()
    assert chart.marks(Selection(area_level="neighbourhood", area="BU059")) == (), "it holds nothing"


# ---------------------------------------------------------------- drawn again


@pytest.mark.parametrize("name", ["trend", "ranking", "hours"])
def test_a_plot_that_is_used_again_looks_like_a_new_one(name):
    looks = Look(), Look(text="#e8eaec", background="#20262b"), Look(size=10.0)
    hours = example_hours()
    charts = {
        "trend": lambda n: TrendChart(example_trend(40 + 30 * n), looks[n], Wording()),
        "ranking": lambda n: RankingChart(example_ranking(4 + 6 * n), looks[n], Wording()),
        "hours": lambda n: HoursChart(
            dataclasses.replace(hours, counts=hours.counts * (n + 1)), looks[n], Wording()
        ),
    }
    used = Figure(dpi=100)
    canvas = FigureCanvasAgg(used)
    for number in (0, 1, 2, 0):
        used.set_size_inches(4 + number, 3)
        charts[name](number).draw(used, selected=number)
        canvas.draw()
        new = Figure(figsize=(4 + number, 3), dpi=100)
        fresh = FigureCanvasAgg(new)
        charts[name](number).draw(new, selected=number)
        fresh.draw()
        assert (np.asarray(canvas.buffer_rgba()) == np.asarray(fresh.buffer_rgba())).all()
        assert len(used.axes) == 1


# ---------------------------------------------------------------- marks and selections

BRUSHED = (
    (TrendChart, example_trend, 3, 9),
    (HoursChart, example_hours, 30, 61),
    (RankingChart, example_ranking, 2, 2),
    (CategoriesChart, example_categories, 5, 8),
    (HandlingChart, example_handling, 6, 13),
)


@pytest.mark.parametrize("chart_class, example, start, end", BRUSHED)
def test_marks_narrow_a_selection_which_has_these_marks(chart_class, example, start, end):
    chart = chart_class(example(), Look(), Wording())
    for begin, finish in ((start, end), (end, start), (start, start)):
        marks = chart.spread(begin, finish)
        assert {begin, finish} <= set(marks)
        selection = Selection().to(chart.part(marks))
        assert chart.marks(selection) == marks and selection != Selection()
    assert chart.marks(Selection()) == () and set(chart.part(marks)) == set(chart.narrows)


@pytest.mark.parametrize("chart_class, example, start, end", BRUSHED)
def test_the_boxes_of_marks_hold_their_middles_and_no_others(chart_class, example, start, end):
    chart = chart_class(example(), Look(), Wording())
    figure = Figure(figsize=(5, 4))
    FigureCanvasAgg(figure)
    chart.draw(figure)
    marks = chart.spread(start, end)
    boxes = [(min(x, z), min(y, w), max(x, z), max(y, w)) for x, y, z, w in chart.boxes(marks)]
    assert bool(boxes) == (chart_class is not RankingChart)
    for mark in range(chart.count):
        x, y = chart.centre(mark)
        held = any(left <= x <= right and low <= y <= high for left, low, right, high in boxes)
        assert held == (mark in marks) or not boxes


def test_a_category_without_a_name_narrows_nothing():
    categories = example_categories()
    chart = CategoriesChart(categories, Look(), Wording())
    assert chart.part((categories.slugs.index(""),)) == {}


def test_only_periods_that_have_ended_narrow():
    for chart_class, example in ((TrendChart, example_trend), (HandlingChart, example_handling)):
        chart = chart_class(example(), Look(), Wording())
        assert chart.part((chart.count - 1,)) == {}


# ---------------------------------------------------------------- the small line of a key figure


def test_the_small_line_begins_at_zero_unless_all_lies_far_above_it_and_shows_the_target():
    recent = example_recent(None)
    known = recent.values[np.isfinite(recent.values)]
    assert recent_limits(recent) == (known.min(), known.max()), "between 38 and 71.5"
    assert recent_limits(dataclasses.replace(recent, target=90.0)) == (0.0, 90.0)
    steady = dataclasses.replace(recent, values=np.full(13, 7.0))
    assert recent_limits(steady) == (7.0, 7.0)


@pytest.mark.parametrize("values", [[5.0] * 13, [np.nan] * 12 + [3.0], [0.0] * 13, [-2.0, *[1e6] * 12]])
def test_the_small_line_is_drawn_whatever_the_periods_are(values, tmp_path):
    recent = dataclasses.replace(example_recent(), values=np.array(values))
    save_recent(recent, tmp_path / "line.png", 80, 8, Look(), 150)
    pixels = plt_image.imread(tmp_path / "line.png")
    assert len(np.unique(pixels.reshape(-1, pixels.shape[2]), axis=0)) > 5


# ---------------------------------------------------------------- publications


def test_withheld_missing_and_zero_are_three_things_in_every_chart():
    none, gone = np.full(3, np.nan), np.array([False, True, False])
    values = np.array([0.0, np.nan, np.nan])
    ranking = dataclasses.replace(
        example_ranking(3), values=values, lower=none, upper=none, funnel=None, signal=None, withheld=gone
    )
    year = example_trend()
    trend = dataclasses.replace(
        year, starts=year.starts[:3], ends=year.ends[:3], values=values, lower=none, upper=none, expected=none,
        signal=np.zeros(3, bool), complete=np.ones(3, bool), withheld=gone,
    )  # fmt: skip
    categories = dataclasses.replace(
        example_categories(), slugs=("a", "b"), names=("a", "b"), counts=values[:2], before=None,
        change=none[:2], p=none[:2], withheld=gone[:2],
    )  # fmt: skip
    charts = [
        RankingChart(ranking, Look(), Wording()),
        TrendChart(trend, Look(), Wording()),
        CategoriesChart(categories, Look(), Wording()),
    ]
    for chart in charts:
        figure = Figure(figsize=(5, 3), dpi=72)
        canvas = FigureCanvasAgg(figure)
        chart.draw(figure, True)
        canvas.draw()
        told = [chart.describe(index).split(": ", 1)[1].split("\n")[0] for index in range(chart.count)]
        assert told[1] == "withheld" and len(set(told)) == chart.count, told
    for chart in (charts[0], charts[2]):
        stubs = [bar for bar in chart.axes.patches if bar.get_hatch()]
        assert [round(bar.get_y() + bar.get_height() / 2) for bar in stubs] == [1]
    crosses = [line for line in charts[1].axes.lines if line.get_marker() == "x"]
    assert [line.get_xdata().tolist() for line in crosses] == [[float(trend.starts[1]) + 3.5]]
