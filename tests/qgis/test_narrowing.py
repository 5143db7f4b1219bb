"""Figures narrowed to periods, hours of the week and categories: what pandas counts of the same events, and the rows behind."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from igh_plugin.core import periods
from igh_plugin.core.filters import Part
from igh_plugin.core.indicators import TOTAL, Indicator
from igh_plugin.core.selection import NOTHING, Selection
from igh_plugin.themes import memory, microdata
from igh_plugin.themes.catalogue import find_theme
from igh_plugin.themes.categories import categories_of
from igh_plugin.themes.figures import compute_figures, count_of
from igh_plugin.themes.narrowing import events_of, hours_in_memory, kept_events_of, narrow, window_within
from igh_plugin.themes.view import open_view
from igh_plugin.translation import tr
from igh_plugin.workspace.opening import open_workspace

EVENING = tuple(day * 24 + hour for day in range(7) for hour in (18, 19, 20, 21))
MORNING = tuple(day * 24 + hour for day in range(7) for hour in range(7, 12))


@pytest.fixture
def workspace(city):
    microdata._kept.clear()
    memory._kept.clear()
    with open_workspace(str(city), read_only=True) as opened:
        yield opened


def view_of(workspace, theme="registrations", level="tactical"):
    return open_view(workspace, find_theme(theme), level)


def frame_of(view):
    columns = ["local_day", "local_hour", "category", "area", "m_inspections", "m_below_grade"]
    known = {f"m_{item['name']}" for item in view.workspace.measures()}
    names = [name for name in columns if name in known or not name.startswith("m_")]
    frame = pd.DataFrame(view.workspace.events(names, view.base))
    return frame.assign(week_hour=(frame["local_day"] + 3) % 7 * 24 + frame["local_hour"])


def kept(frame, selection, days):
    chosen = frame["local_day"].between(*days)
    if selection.hours:
        chosen &= frame["week_hour"].isin(selection.hours)
    if selection.categories:
        chosen &= frame["category"].isin(selection.categories)
    return frame[chosen]


def selections(view):
    number, starts, ends, complete = view.history()
    some = np.flatnonzero(complete)[-40:-30]
    days = int(starts[some[0]]), int(ends[some[-1]])
    common = pd.Series(view.workspace.events(["category"], view.base)["category"]).value_counts().index
    return (
        Selection(days=days),
        Selection(hours=EVENING),
        Selection(categories=(common[0], common[2])),
        Selection(days=days, hours=EVENING, categories=(common[1],)),
    )


def alike(figures):
    return [replace(item, recent=None) for item in figures.indicators]


def test_what_was_found_and_visited_again_is_what_pandas_counts_and_what_the_rows_are(city, workspace):
    view = view_of(workspace, "waste_beside_containers")
    names = ["local_day", "local_hour", "m_below_grade", "a_container", "area"]
    frame = pd.DataFrame(workspace.events(names, view.base))
    days = frame.groupby("a_container")["local_day"].unique().to_dict()
    seen = [np.asarray(days[name]) - day for name, day in zip(frame["a_container"], frame["local_day"])]
    again = np.array([((gap > 0) & (gap <= 14)).any() for gap in seen])
    old = frame["local_day"] < frame["local_day"].max() - 14
    found, whole = frame["m_below_grade"] > 0, view.day_range
    of_week = (frame["local_day"] + 3) % 7 * 24 + frame["local_hour"]
    for selection in (Selection(days=whole), Selection(days=whole, hours=MORNING), NOTHING):
        figures = compute_figures(str(city), view.theme, "tactical", selection=selection)
        [rate] = [item for item in figures.indicators if item.id == "revisit_rate"]
        here = found & old & frame["local_day"].between(*figures.days)
        if selection.hours:
            here &= of_week.isin(MORNING)
        assert (rate.numerator, rate.denominator) == ((here & again).sum(), here.sum())
        assert selection == NOTHING or 0 < rate.numerator < rate.denominator
        assert rate.value == pytest.approx(100 * (here & again).sum() / here.sum())
        assert rate.event_count == rate.numerator == workspace.count_events(rate.events)


def test_hot_spots_say_of_which_period_they_are_once_something_is_selected(city, workspace):
    theme, window = find_theme("registrations"), view_of(workspace).window.days

    def told(selection):
        return tr(compute_figures(str(city), theme, "tactical", selection=selection).hotspot_explanation)

    assert "does not change them" not in told(NOTHING) + told(Selection(days=window))
    later = f"{periods.date_text(window[0])} to {periods.date_text(window[1])}: what was selected since"
    for selection in (Selection(hours=EVENING), Selection(days=(window[0], window[0] + 20))):
        assert told(selection).startswith(told(NOTHING)) and later in told(selection)


def test_what_was_selected_is_what_pandas_counts_and_what_the_rows_are(city, workspace):
    view = view_of(workspace)
    frame = frame_of(view)
    for selection in selections(view):
        figures = compute_figures(str(city), view.theme, view.level.id, selection=selection)
        days = selection.days or view.window.days
        assert figures.days == days and figures.selection == selection
        rows = kept(frame, selection, days)
        assert len(rows) and figures.events == len(rows)
        for item in figures.indicators:
            if item.events is not None:
                assert workspace.count_events(item.events) == item.event_count
        lead = {item.id: item for item in figures.indicators}[view.theme.lead]
        assert lead.value == len(rows)
        of_hours = kept(frame, selection.to({"hours": ()}), days)
        assert figures.hours.counts.sum() + figures.hours.without_hour == len(of_hours)
        cell = int(figures.hours.counts.argmax())
        assert workspace.count_events(figures.hours.events(cell)) == figures.hours.counts.flat[cell]
        by_area = rows["area"].value_counts()
        by_area = by_area.groupby(view.areas.parents(figures.ranking.level)).sum()
        for place, code in enumerate(figures.ranking.codes):
            assert figures.ranking.counts[place] == by_area.get(code, 0)
            assert workspace.count_events(figures.ranking.events(place)) == by_area.get(code, 0)
        trend = figures.trend
        for place in range(0, len(trend.values), 7):
            spell = int(trend.starts[place]), int(trend.ends[place])
            assert trend.values[place] == len(kept(frame, selection, spell))
            assert workspace.count_events(trend.events(place)) == trend.values[place]


def test_a_period_is_compared_with_as_many_before(city, workspace):
    view = view_of(workspace)
    frame = frame_of(view)
    selection = selections(view)[0]
    figures = compute_figures(str(city), view.theme, view.level.id, selection=selection)
    first, last = selection.days
    before = first - (last - first + 1), first - 1
    lead = {item.id: item for item in figures.indicators}[view.theme.lead]
    assert lead.previous == len(kept(frame, NOTHING, before))
    assert str(periods.date_text(before[0])) in str(figures.previous_title)


def test_the_trend_stays_whole_whatever_period_is_selected(city, workspace):
    view = view_of(workspace)
    whole = compute_figures(str(city), view.theme, view.level.id).trend
    found = compute_figures(str(city), view.theme, view.level.id, selection=selections(view)[0]).trend
    for name in ("starts", "values", "expected", "lower", "upper", "signal", "complete"):
        np.testing.assert_array_equal(getattr(whole, name), getattr(found, name))


def test_the_periods_of_the_level_give_the_figures_of_the_level(city, workspace):
    view = view_of(workspace)
    whole = compute_figures(str(city), view.theme, view.level.id)
    found = compute_figures(str(city), view.theme, view.level.id, selection=Selection(days=view.window.days))
    assert alike(found) == alike(whole) and found.previous_title == whole.previous_title


@pytest.mark.parametrize("level", ["tactical", "strategic"])
def test_shares_of_inspections_at_some_hours(city, workspace, level):
    view = view_of(workspace, "waste_beside_containers", level)
    frame = frame_of(view)
    selection = Selection(hours=tuple(range(9, 15)))
    figures = compute_figures(str(city), view.theme, level, selection=selection)
    rows = kept(frame, selection, view.window.days)
    share = figures.indicators[0]
    both = rows[rows["m_inspections"].notna() & rows["m_below_grade"].notna()]
    assert share.numerator == both["m_below_grade"].sum() > 0
    assert share.denominator == both["m_inspections"].sum()
    assert workspace.count_events(share.events) == share.event_count


@pytest.mark.parametrize("theme", ["registrations", "waste_beside_containers"])
@pytest.mark.parametrize("level", ["tactical", "strategic"])
def test_all_categories_counted_from_the_events_are_the_cube(workspace, theme, level):
    view = view_of(workspace, theme, level)
    every = tuple(sorted(set(workspace.events(["category"], view.base)["category"].tolist())))
    found = narrow(view, Selection(categories=every)).totals
    assert list(found.sums) == list(view.totals.sums)
    for name, table in view.totals.sums.items():
        np.testing.assert_allclose(found.sums[name], table, rtol=1e-12)


def test_parts_of_events_are_counted_in_a_selection_as_in_all(workspace):
    counts = {
        "evening": Part(hours=(18, 19, 20, 21)),
        "soon": Part(closed_within=3.0),
        "open": Part(open=True),
    }
    theme = find_theme("registrations")
    counted = tuple(Indicator(name, TOTAL, name) for name in counts)
    theme = replace(theme, counts=counts, indicators=(*theme.indicators, *counted))
    view = open_view(workspace, theme, "tactical")
    every = tuple(sorted(set(workspace.events(["category"], view.base)["category"].tolist())))
    found = narrow(view, Selection(categories=every)).totals
    assert set(counts) < set(found.sums)
    for name, table in view.totals.sums.items():
        np.testing.assert_array_equal(found.sums[name], table)
    evening = narrow(view, Selection(hours=EVENING)).totals
    np.testing.assert_array_equal(evening.sums["events"], view.totals.sums["evening"])


def test_the_categories_of_some_hours_are_all_there_whichever_are_selected(workspace):
    view = view_of(workspace)
    whole = selections(view)[3]
    looked = narrow(view, whole)
    found = categories_of(looked)
    rows = kept(frame_of(view), whole.to({"categories": ()}), whole.days)
    expected = rows["category"].value_counts()
    counts = dict(zip(found.slugs, found.counts.tolist()))
    assert {name: count for name, count in counts.items() if count} == expected.to_dict()
    first = found.slugs.index(whole.categories[0])
    assert workspace.count_events(found.events(first)) == found.counts[first]


def test_counts_in_memory_are_those_of_the_database(workspace):
    rng = np.random.default_rng(5)
    view = view_of(workspace)
    whole = selections(view)[3]
    codes = view.areas.table(view.areas.levels[-1])["code"]
    for selection in (NOTHING, *selections(view)):
        for area in ("", *rng.choice(codes, 3)):
            rows = view.rows_of(view.areas.levels[-1], area)
            looked = narrow(view, selection)
            filtered = replace(
                looked.base,
                first_day=looked.window.days[0],
                last_day=looked.window.days[1],
                area_level=view.areas.levels[-1] if area else None,
                area=area or None,
            )
            expected = workspace.hours(filtered), workspace.count_events(filtered)
            counts, without = hours_in_memory(looked, events_of(view), rows)
            np.testing.assert_array_equal(counts, expected[0][0])
            assert without == expected[0][1] and count_of(looked, filtered) == expected[1]
    assert kept_events_of(narrow(view, whole)) is events_of(view)


def test_what_is_not_there_cannot_be_selected(city, workspace):
    view = view_of(workspace)
    first = view.day_range[0]
    nowhere = Selection(days=(first - 900, first - 800), categories=("no such category",))
    theme = replace(view.theme, categories=tuple(view.workspace.events(["category"])["category"][:1]))
    found = compute_figures(str(city), theme, "tactical", selection=nowhere)
    assert found.selection == NOTHING
    assert window_within(view, first - 900, first - 800) is None


def test_a_period_that_is_not_over_is_no_whole_one(workspace):
    view = view_of(workspace)
    number, starts, ends, complete = view.history()
    window = window_within(view, int(starts[-3]), int(ends[-1]) + 50)
    assert window.days[1] == int(ends[complete][-1])


def test_the_first_periods_have_none_to_be_compared_with(workspace):
    view = view_of(workspace)
    number, starts, ends, complete = view.history()
    first = int(np.flatnonzero(complete)[0])
    window = window_within(view, int(starts[first]), int(ends[first + 2]))
    assert window.previous_days is None


def test_the_memory_of_a_theme_reads_nothing_again_and_gives_the_same(city, workspace, monkeypatch):
    theme = find_theme("registrations")
    one = compute_figures(str(city), theme, "tactical")
    monkeypatch.setattr(type(workspace), "cube", None)
    monkeypatch.setattr(type(workspace), "days_of", None)
    again = compute_figures(str(city), theme, "tactical")
    assert alike(again) == alike(one) and again.cautions == one.cautions
    np.testing.assert_array_equal(again.trend.values, one.trend.values)


def test_a_new_run_is_seen(city, workspace, tmp_path):
    theme = find_theme("registrations")
    before = memory.memory_of(workspace, theme)
    assert memory.memory_of(workspace, theme) is before
    begun = workspace.last_run_begun()
    workspace.last_run_begun = lambda: (begun[0] + 1, "later")
    assert memory.memory_of(workspace, theme) is not before
    other = replace(theme, titles={"en": "Another"})
    first = memory.memory_of(workspace, other)
    assert first is not memory.memory_of(workspace, theme)
