"""Panel and map in agreement: areas, brushed periods and hours, the time of the map, and places where there are no areas."""

from __future__ import annotations

import re
import time

import pytest
from qgis.core import QgsDateTimeRange, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QDateTime

from igh_plugin.core.selection import Selection
from igh_plugin.dock.map_events import events_test
from igh_plugin.dock.map_time import days_of as map_days
from igh_plugin.dock.map_time import range_of
from igh_plugin.themes.grouping import theme_layer
from tests.qgis.built_city import THEMES, run_algorithm
from tests.qgis.panel_steps import all_rows, choose, texts, wait_for

LEVELS = ("operational", "tactical", "strategic")


# ---------------------------------------------------------------- themes, levels, areas


def test_theme_and_level_are_switched_and_kept_in_the_project(opened):
    assert {opened.theme_box.itemData(n)[1].id for n in range(opened.theme_box.count())} == set(THEMES)
    for theme in THEMES:
        for level in LEVELS:
            choose(opened, theme, level)
            assert (opened.figures.theme, opened.figures.level) == (theme, level)
            assert not opened.view.isHidden() and opened.message.isHidden()
            project = QgsProject.instance()
            assert project.readEntry("igh", "theme", "")[0] == theme
            assert project.readEntry("igh", "level", "")[0] == level
            layer = theme_layer(project, theme, level, "areas")
            group = project.layerTreeRoot().findLayer(layer.id()).parent()
            assert group.isVisible()


def test_the_share_of_inspections_is_read_over_its_denominator(opened):
    choose(opened, "waste_beside_containers", "strategic")
    share, found, made = opened.figures.indicators[:3]
    assert share.unit == "%" and share.value == pytest.approx(100 * found.value / made.value)
    card = texts(opened.view.cards.itemAt(0).widget())
    say = opened.wording.number
    assert f"{say(found.value)} of {say(made.value)}" in card
    ranking = opened.view.charts["ranking"][1].chart
    assert "Whole area" in "".join(key.text for row in ranking._legend(400) for key, _left in row)


def test_a_bar_leads_to_the_map_and_to_the_panel_and_back(opened):
    choose(opened, "registrations", "tactical")
    canvas, whole = opened.iface.canvas, opened.figures.events
    view = opened.view.charts["ranking"][1]
    code, level = view.chart.code(2), opened.figures.ranking.level
    before = canvas.extent()
    view.clicked.emit(2)
    layer = theme_layer(QgsProject.instance(), "registrations", "tactical", "areas")
    assert [feature["code"] for feature in layer.selectedFeatures()] == [code]
    assert canvas.extent() != before
    wait_for(opened)
    figures = opened.figures
    assert (figures.area_level, figures.area) == (level, code)
    assert figures.events == int(figures.ranking.counts[figures.ranking.codes.index(code)]) < whole
    assert view.selected == 2 and view.chart.code(2) == code
    assert len(figures.ranking.codes) > 12
    assert not opened.head.clear.isHidden()
    opened.head.clear.click()
    wait_for(opened)
    assert opened.figures.events == whole and not layer.selectedFeatureCount()
    assert canvas.extent() == before and opened.head.clear.isHidden()


def test_an_area_beyond_the_first_bars_has_its_own(opened):
    choose(opened, "registrations", "tactical")
    last = len(opened.figures.ranking.codes) - 1
    opened.set_area(opened.figures.ranking.level, opened.figures.ranking.codes[last])
    wait_for(opened)
    view = opened.view.charts["ranking"][1]
    assert view.chart.rows[-1] == last and view.selected == view.chart.count - 1
    assert view.chart._name(view.selected).startswith(f"{last + 1}. ")


def test_a_selection_on_any_layer_of_areas_filters_the_panel(opened):
    choose(opened, "registrations", "tactical")
    project = QgsProject.instance()
    borders = [
        layer for layer in project.mapLayers().values() if layer.customProperty("igh/name") == "borders"
    ]
    assert len(borders) == 2
    for layer in [*borders, theme_layer(project, "registrations", "tactical", "areas")]:
        feature = next(layer.getFeatures())
        layer.selectByIds([feature.id()])
        wait_for(opened)
        assert opened.figures.area == str(feature["code"])
        selected = [other for other in borders if other.selectedFeatureCount()]
        assert selected == [
            other for other in borders if other.customProperty("igh/level") == opened.area_level
        ]
        layer.removeSelection()
        wait_for(opened)
        assert opened.figures.area == ""


def test_a_layer_that_is_read_anew_keeps_the_choice(opened):
    choose(opened, "registrations", "tactical")
    code = opened.figures.ranking.codes[1]
    opened.set_area(opened.figures.ranking.level, code)
    wait_for(opened)
    layer = theme_layer(QgsProject.instance(), "registrations", "tactical", "areas")
    layer.reload()
    wait_for(opened)
    assert opened.figures.area == code
    assert [feature["code"] for feature in layer.selectedFeatures()] == [code]


# ---------------------------------------------------------------- brushing


def days_of(layer):
    return {feature["local_day"] for feature in layer.getFeatures()}


def shown_on_map(panel):
    end = time.monotonic() + 10
    while panel.events_on_map.soon.isActive():
        QCoreApplication.processEvents()
        assert time.monotonic() < end
    return theme_layer(QgsProject.instance(), panel.figures.theme, panel.figures.level, "events")


def test_periods_brushed_in_the_trend_are_those_of_panel_map_and_project(opened):
    choose(opened, "registrations", "tactical")
    whole, layer = opened.figures, shown_on_map(opened)
    source, all_days = layer.source(), days_of(layer)
    view = opened.view.charts["trend"][1]
    marks = view.chart.spread(20, 24)
    days = int(whole.trend.starts[20]), int(whole.trend.ends[24])
    view.brushed.emit(marks)
    wait_for(opened)
    figures = opened.figures
    assert figures.days == days and view.marked == marks
    assert figures.events == whole.trend.values[20:25].sum() != whole.events
    assert opened.wording.span(*days) in opened.head.label.text()
    assert QgsProject.instance().readEntry("igh", "days", "")[0] == f"{days[0]} {days[1]}"
    assert shown_on_map(opened) is layer and layer.isValid()
    assert days_of(layer) <= set(range(days[0], days[1] + 1)) and days_of(layer) - all_days
    assert sum(1 for _ in layer.getFeatures()) == figures.events
    opened.show_events(figures.indicators[0].events)
    assert all_rows(opened.dialog) == figures.indicators[0].event_count
    opened.undo_button.click()
    wait_for(opened)
    assert opened.figures.events == whole.events and view.marked == ()
    assert shown_on_map(opened).source() == source and not layer.customProperty("igh/narrowed", "")


def test_hours_and_an_area_narrow_together_and_come_back_with_the_project(opened, tmp_path):
    choose(opened, "registrations", "tactical")
    hours = opened.view.charts["hours"][1]
    marks = hours.chart.spread(24 * 4 + 16, 24 * 6 + 23)
    hours.brushed.emit(marks)
    wait_for(opened)
    inside = opened.figures.events
    assert inside == int(opened.figures.hours.counts[4:, 16:].sum()) > 0
    layer = shown_on_map(opened)
    assert sum(1 for _ in layer.getFeatures()) == inside
    opened.view.charts["ranking"][1].clicked.emit(0)
    wait_for(opened)
    assert 0 < opened.figures.events < inside
    selection, events = opened.selection, opened.figures.events
    assert selection.area and selection.hours == marks
    project = QgsProject.instance()
    kept = str(tmp_path / "kept.qgz")
    assert project.write(kept)
    project.clear()
    wait_for(opened)
    assert project.read(kept)
    wait_for(opened)
    assert opened.selection == selection and opened.figures.events == events
    assert hours.marked == marks and not opened.history.can_undo
    opened.choose({"hours": ()})
    opened.choose({"area": "", "area_level": ""})
    wait_for(opened)
    layer = shown_on_map(opened)
    assert "local_hour" not in layer.source() and "BETWEEN" in layer.subsetString()


def test_the_other_layers_of_events_show_all_again(opened):
    choose(opened, "registrations", "tactical")
    opened.choose({"hours": (100, 101)})
    wait_for(opened)
    layer = shown_on_map(opened)
    assert "local_hour" in layer.source()
    choose(opened, level="strategic")
    assert opened.selection == Selection()
    shown_on_map(opened)
    assert "local_hour" not in layer.source()


def test_a_layer_that_was_built_anew_in_between_is_kept_as_it_was_built(opened):
    choose(opened, "registrations", "tactical")
    layer = shown_on_map(opened)
    source = layer.source()
    opened.choose({"hours": (100, 101)})
    wait_for(opened)
    shown_on_map(opened)
    built = re.sub(r"BETWEEN -?\d+", "BETWEEN 19999", source)
    layer.setDataSource(built, layer.name(), "ogr", False)
    opened.choose({"hours": ()})
    wait_for(opened)
    assert shown_on_map(opened).source() == built


def test_a_test_on_rows_holds_what_was_selected_and_nothing_else():
    whole = '"source" IN (\'a\') AND "local_day" BETWEEN 1 AND 9'
    assert events_test(whole, Selection(area="x")) is None
    assert (
        events_test(whole, Selection(days=(-3, 4))) == '"source" IN (\'a\') AND "local_day" BETWEEN -3 AND 4'
    )
    assert events_test("", Selection(days=(3, 4))) == '"local_day" BETWEEN 3 AND 4'
    found = events_test(whole, Selection(hours=(5,), categories=("it's",)))
    assert found.startswith(whole + " AND ") and found.endswith("\"category\" IN ('it''s')")


# ---------------------------------------------------------------- the time of the map


def moved(panel, days):
    """Let the user move the time of the map to local days."""
    panel.iface.canvas.setTemporalRange(range_of(days))
    end = time.monotonic() + 10
    while panel.time.rested.isActive():
        QCoreApplication.processEvents()
        assert time.monotonic() < end
    wait_for(panel)


def test_days_and_ranges_of_time_are_each_other():
    for days in ((20_000, 20_000), (-5, 3), (20_360, 20_450)):
        assert map_days(range_of(days)) == days
    assert map_days(range_of(None)) is None
    noon = QDateTime(2026, 3, 2, 12, 0, 0)
    assert (
        map_days(QgsDateTimeRange(noon, noon.addDays(2)))[1] == map_days(QgsDateTimeRange(noon, noon))[1] + 2
    )


def test_the_time_of_the_map_and_the_period_of_the_panel_are_one_only_when_asked(opened):
    choose(opened, "registrations", "tactical")
    trend, canvas = opened.figures.trend, opened.iface.canvas
    days = [(int(trend.starts[place]), int(trend.ends[place + 3])) for place in (10, 20, 30)]
    moved(opened, days[0])
    assert opened.selection.days is None, "nobody asked"
    opened.choose({"days": days[1]})
    wait_for(opened)
    assert map_days(canvas.temporalRange()) == days[0], "nobody asked"
    opened.time_action.setChecked(True)
    assert map_days(canvas.temporalRange()) == days[1]
    assert QgsProject.instance().readBoolEntry("igh", "follow_time", False)[0]
    number = opened.number
    moved(opened, days[1])
    assert opened.number == number, "its own echo"
    moved(opened, days[2])
    assert opened.figures.days == days[2] == opened.selection.days
    moved(opened, (days[0][0] + 1, days[0][0] + 2))
    assert opened.figures.days == (int(trend.starts[10]), int(trend.ends[10])), "the whole week"
    assert map_days(canvas.temporalRange()) == (days[0][0] + 1, days[0][0] + 2), "the map is not pulled along"
    opened.undo()
    wait_for(opened)
    assert opened.selection.days == days[1] == map_days(canvas.temporalRange())
    opened.choose({"days": None})
    wait_for(opened)
    assert canvas.temporalRange().isInfinite() and opened.selection.days is None
    opened.time_action.setChecked(False)
    moved(opened, days[0])
    assert opened.selection.days is None


# ---------------------------------------------------------------- without areas


@pytest.fixture(scope="module")
def streets(city, tmp_path_factory):
    """The same reports in a workspace without areas: the places of the mapping are ranked."""
    path = tmp_path_factory.mktemp("streets") / "w.gpkg"
    run_algorithm(
        "buildtheme",
        WORKSPACE=str(path),
        THEME="registrations",
        EVENTS=str(city.parent / "city" / "raw"),
        MAPPING="samplecity_reports",
        PROJECT=str(path.parent / "p.qgz"),
    )
    return path


def test_without_areas_a_bar_is_a_place_and_its_events_are_selected(panel, streets):
    assert QgsProject.instance().read(str(streets.parent / "p.qgz"))
    panel.show()
    wait_for(panel)
    whole, ranking = panel.figures.events, panel.figures.ranking
    assert ranking.level == "place"
    panel.view.charts["ranking"][1].clicked.emit(0)
    wait_for(panel)
    assert panel.figures.area == ranking.codes[0] and panel.view.charts["ranking"][1].selected == 0
    assert panel.figures.events == ranking.counts[0] < whole
    layer = theme_layer(QgsProject.instance(), "registrations", panel.figures.level, "events")
    assert {feature["place"] for feature in layer.selectedFeatures()} == {ranking.codes[0]}
    for item in panel.figures.indicators:
        if item.value is not None and item.events is not None:
            panel.show_events(item.events, item.title)
            assert all_rows(panel.dialog) == item.event_count
    panel.head.clear.click()
    wait_for(panel)
    assert panel.figures.events == whole and not layer.selectedFeatureCount()
    spread = next(item for item in panel.figures.indicators if item.id == "concentration")
    panel.show_events(spread.events)
    assert all_rows(panel.dialog) == spread.event_count == spread.numerator
