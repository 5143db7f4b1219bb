"""The panel in QGIS: figures of a built city, panel and map in agreement, exactly the rows behind every figure."""

from __future__ import annotations

import re
import shutil
import sqlite3
import time
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from qgis.core import QgsApplication, QgsDateTimeRange, QgsProject
from qgis.PyQt.QtCore import QCoreApplication, QDateTime, QEvent, QModelIndex
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QWidget

from igh_plugin.charts.wording import Wording
from igh_plugin.core.filters import EventFilter
from igh_plugin.core.selection import Selection
from igh_plugin.dock import loading
from igh_plugin.dock.events_table import BATCH, EventsDialog, EventsModel
from igh_plugin.dock.map_events import events_test
from igh_plugin.dock.map_time import days_of as map_days
from igh_plugin.dock.map_time import range_of
from igh_plugin.dock.panel import IghPanel
from igh_plugin.themes.catalogue import find_theme
from igh_plugin.themes.figures import compute_figures
from igh_plugin.themes.grouping import theme_layer
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.qgis.built_city import THEMES, run_algorithm
from tests.qgis.panel_steps import Interface, all_rows, choose, texts, wait_for
from tests.unit.example_figures import example_figures, example_without_times

LEVELS = ("operational", "tactical", "strategic")


# ---------------------------------------------------------------- what is shown


def test_key_figures_and_hot_spots_are_shown(panel):
    figures = example_figures()
    panel.show_figures(figures, "")
    view = panel.view
    assert view.cards.count() == 4
    cards = [view.cards.itemAt(place).widget() for place in range(4)]
    shown = [not card.button.isHidden() for card in cards]
    assert shown == [bool(item.events and item.event_count) for item in figures.indicators]
    assert "12" in texts(cards[1]) and "better" in texts(cards[1])
    assert "No source tells when a report was closed." in texts(cards[3])
    assert view.spots.rowCount() == len(figures.hotspots) or view.spots.isHidden()
    assert panel.head.clear.isHidden()
    subtitle = view.charts["trend"][1].chart.subtitle()
    assert subtitle in view.charts["trend"][0].text()


def test_what_is_empty_says_why_and_takes_no_room(panel):
    figures = example_without_times()
    panel.show_figures(figures, "")
    for name in ("trend", "hours"):
        title, view = panel.view.charts[name]
        assert view.isHidden()
        assert str(getattr(figures, name).reason) in title.text()


def test_a_theme_without_data_says_so_and_draws_nothing(panel):
    panel.show_figures(replace(example_figures(), reason="There is nothing yet."), "")
    assert panel.view.isHidden()
    assert panel.message.text() == "There is nothing yet." and not panel.message.isHidden()


def test_a_theme_whose_source_was_never_collected(qgis_app, tmp_path):
    path = str(tmp_path / "empty.gpkg")
    GeoPackageWorkspace.create(path, crs="EPSG:28992").close()
    figures = compute_figures(path, find_theme("waste_beside_containers"), "tactical")
    assert "no events of this theme" in str(figures.reason)


def test_a_project_without_themes_says_what_to_do(panel):
    panel.show()
    wait_for(panel)
    assert "no theme in this project" in panel.message.text()
    assert panel.view.isHidden() and not panel.theme_box.isEnabled()


def test_dates_are_written_for_readers(panel):
    figures = replace(example_figures(), data_until="2026-09-30")
    panel.show_figures(figures, "")
    assert "30 Sep 2026" in panel.view.source.text() and "2026-09-30" not in texts(panel)


def test_charts_follow_a_dark_palette(panel):
    panel.show_figures(example_figures(), "")
    assert not panel.view.look.dark
    dark = QPalette()
    dark.setColor(QPalette.ColorRole.Window, QColor("#20262b"))
    dark.setColor(QPalette.ColorRole.WindowText, QColor("#e8eaec"))
    panel.setPalette(dark)
    QCoreApplication.processEvents()
    assert panel.view.look.dark
    view = panel.view.charts["ranking"][1]
    view.resize(400, view.height())
    view.draw()
    assert tuple(np.asarray(view.buffer_rgba())[1, -2, :3]) == (0x20, 0x26, 0x2B)


def test_figures_of_an_earlier_choice_are_dropped(panel):
    panel.number = 2
    panel._loaded(1, example_figures(), "")
    assert panel.figures is None


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


# ---------------------------------------------------------------- loading


def test_nothing_is_computed_while_hidden_and_nothing_heard_of_what_was_dropped(opened):
    opened.load()
    task = opened.task
    opened.hide()
    assert opened.task is None and not opened.poll.isActive() and not opened.link.layers
    end = time.monotonic() + 20
    while QgsApplication.taskManager().countActiveTasks() and time.monotonic() < end:
        QCoreApplication.processEvents()
    assert task is not None and not QgsApplication.taskManager().countActiveTasks()
    opened.show()
    assert opened.task is not None
    wait_for(opened)
    assert opened.view.isVisible()


def test_closing_while_it_loads_leaves_nothing_behind(qgis_app, city):
    assert QgsProject.instance().read(str(city.parent / "p.qgz"))
    made = IghPanel(Interface())
    made.show()
    made.load()
    made.close()
    made.setParent(None)
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    end = time.monotonic() + 20
    while QgsApplication.taskManager().countActiveTasks() and time.monotonic() < end:
        QCoreApplication.processEvents()
    assert not QgsApplication.taskManager().countActiveTasks()
    QgsProject.instance().clear()


def test_figures_follow_a_run_of_another_process_and_nothing_less(panel, city, tmp_path):
    for name in ("w.gpkg", "p.qgz"):
        shutil.copy(city.parent / name, tmp_path / name)
    assert QgsProject.instance().read(str(tmp_path / "p.qgz"))
    panel.show()
    wait_for(panel)
    assert panel.path == str(tmp_path / "w.gpkg")
    number, figures = panel.number, panel.figures
    (tmp_path / "w.gpkg").touch()
    panel.look_at_workspace()
    assert panel.task is None and panel.number == number
    area = figures.ranking.codes[0]
    with GeoPackageWorkspace.open(tmp_path / "w.gpkg") as workspace:
        level = workspace.area_levels()[0]
        with workspace.begin(kind="areas") as run:
            table = workspace.areas(level)
            names = ["Renamed" if code == area else name for code, name in zip(table["code"], table["name"])]
            frame = pd.DataFrame({"code": table["code"], "name": names, "parent": table["parent"]})
            frame = frame.assign(valid_from=None, valid_to=None, area_km2=table["area_km2"])
            run.replace_areas(level, frame, workspace.area_geometries(level))
    panel.look_at_workspace()
    assert panel.task is not None
    wait_for(panel)
    assert figures.ranking.names[0] != "Renamed" == panel.figures.ranking.names[0]


def test_what_cannot_be_computed_is_not_tried_again_until_there_is_something_new(panel, city, tmp_path):
    for name in ("w.gpkg", "p.qgz"):
        shutil.copy(city.parent / name, tmp_path / name)
    with sqlite3.connect(tmp_path / "w.gpkg") as connection:
        connection.execute("UPDATE igh_workspace SET value = '2' WHERE key = 'schema_version'")
    assert QgsProject.instance().read(str(tmp_path / "p.qgz"))
    panel.show()
    wait_for(panel)
    assert panel.figures is None and "older version" in panel.message.text()
    tries = []
    for _ in range(4):
        panel.look_at_workspace()
        tries.append(panel.task is not None)
        wait_for(panel)
    assert sum(tries) <= 1 and not any(tries[1:])


def test_an_error_is_a_sentence(opened, monkeypatch):
    def broken(*_arguments):
        raise ValueError("out of order")

    monkeypatch.setattr(loading, "compute_figures", broken)
    opened.load()
    wait_for(opened)
    assert "out of order" in opened.message.text() and opened.view.isHidden()


# ---------------------------------------------------------------- the rows behind a figure


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("where", ["whole", "ranked area", "coarse area"])
def test_the_rows_behind_every_figure_are_as_many_as_it_says(qgis_app, city, theme, level, where):
    chosen = find_theme(theme)
    with GeoPackageWorkspace.open(city, read_only=True) as workspace:
        code, area_level = "", ""
        if where == "ranked area":
            ranking = compute_figures(str(city), chosen, level).ranking
            code, area_level = ranking.codes[0], ranking.level
        elif where == "coarse area":
            area_level = workspace.area_levels()[-1]
            code = str(workspace.areas(area_level)["code"][0])
        figures = compute_figures(str(city), chosen, level, code, area_level=area_level)
        assert figures.area == code

        def rows(selection):
            model = EventsModel(workspace, selection)
            while model.canFetchMore(QModelIndex()):
                model.fetchMore(QModelIndex())
            assert model.rowCount() == model.total
            return model.total

        for item in figures.indicators:
            if item.value is None and item.events is None:
                assert not item.event_count and item.reason
                continue
            assert rows(item.events) == item.event_count, item.id
            if item.numerator is not None:
                assert item.event_count == item.numerator, item.id
        ranking = figures.ranking
        for place in (0, len(ranking.codes) - 1):
            assert rows(ranking.events(place)) == ranking.counts[place]
        trend, lead = figures.trend, chosen.indicator(chosen.lead)
        for place in (0, len(trend.values) // 2, len(trend.values) - 1):
            found, value = rows(trend.events(place)), trend.values[place]
            if lead.kind == "share":
                everything = rows(replace(trend.events(place), measure=None))
                value = 0.0 if np.isnan(value) else value * everything / 100
            assert found == pytest.approx(value)
        hours = figures.hours
        for place in np.argsort(hours.counts.ravel())[[0, -2, -1]]:
            assert rows(hours.events(int(place))) == hours.counts.flat[place]
        for spot in figures.hotspots[:3]:
            assert rows(spot.filter) == spot.events


def test_a_button_opens_the_rows_of_its_card(opened):
    choose(opened, "registrations", "tactical")
    for place, item in enumerate(opened.figures.indicators[:4]):
        opened.view.cards.itemAt(place).widget().button.click()
        assert all_rows(opened.dialog) == item.event_count
        assert item.title in opened.dialog.windowTitle()
        assert opened.wording.number(item.event_count) in opened.dialog.sentence.text()
    opened.dialog.reject()
    assert opened.dialog is None


def test_marks_of_charts_and_hot_spots_open_their_rows(opened):
    choose(opened, "registrations", "strategic")
    figures, view = opened.figures, opened.view
    view.charts["trend"][1].opened.emit(5)
    assert all_rows(opened.dialog) == figures.trend.values[5]
    view.charts["ranking"][1].opened.emit(1)
    assert all_rows(opened.dialog) == figures.ranking.counts[1]
    busiest = int(np.argmax(figures.hours.counts))
    view.charts["hours"][1].opened.emit(busiest)
    assert all_rows(opened.dialog) == figures.hours.counts.flat[busiest]
    assert figures.hotspots
    view.spots.cellActivated.emit(0, 1)
    assert all_rows(opened.dialog) == figures.hotspots[0].events
    assert figures.hotspots[0].name in opened.dialog.windowTitle()


@pytest.mark.parametrize("categories", [(), ("glass",)])
def test_the_table_fetches_while_one_scrolls(qgis_app, city, categories):
    with GeoPackageWorkspace.open(city, read_only=True) as workspace:
        every = workspace.count_by(EventFilter(), ("category",))
        category = str(every["category"][int(np.argmax(every["n"]))])
        selection = EventFilter(categories=(category,) if categories else ())
        expected = int(every["n"].max() if categories else every["n"].sum())
    dialog = EventsDialog(str(city), selection, Wording())
    assert expected > BATCH == dialog.model.rowCount()
    assert all_rows(dialog) == expected
    assert dialog.windowTitle() == f"{expected:,} events"
    heads = [dialog.model.headerData(n, 1) for n in range(dialog.model.columnCount())]
    assert heads[0] == "Happened (local time)"
    first = dialog.model.index(0, 0)
    assert first.data() and "T" not in first.data()
    dialog.reject()


def test_measures_add_up_under_the_table(qgis_app, city):
    figures = compute_figures(str(city), find_theme("waste_beside_containers"), "strategic")
    item = figures.indicators[1]
    parent = QWidget()
    dialog = EventsDialog(str(city), item.events, Wording(), item.title, parent)
    assert dialog.sentence.text().endswith(f"together: {item.value:,.0f}")
    dialog.reject()


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
