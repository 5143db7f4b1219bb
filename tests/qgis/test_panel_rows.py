"""Exactly the rows behind every figure of the panel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from qgis.PyQt.QtCore import QModelIndex
from qgis.PyQt.QtWidgets import QWidget

from igh_plugin.charts.wording import Wording
from igh_plugin.core.filters import EventFilter
from igh_plugin.dock.events_table import BATCH, EventsDialog, EventsModel
from igh_plugin.themes.catalogue import find_theme
from igh_plugin.themes.figures import compute_figures
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.qgis.built_city import THEMES
from tests.qgis.panel_steps import all_rows, choose

LEVELS = ("operational", "tactical", "strategic")


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
