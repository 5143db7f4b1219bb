"""The panel shows figures, says why something is empty, and lists exactly the events behind a figure."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from qgis.PyQt.QtWidgets import QLabel, QPushButton

from igh_plugin.core.filters import EventFilter
from igh_plugin.dock.events_table import BATCH, EventsDialog
from igh_plugin.dock.panel import IghPanel
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.unit.example_figures import example_figures, example_without_times


@pytest.fixture
def panel(qgis_app):
    made = IghPanel(None)
    yield made
    made.deleteLater()


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel)]


def test_key_figures_and_hot_spots_are_shown(panel):
    figures = example_figures()
    panel.show_figures(figures, "")
    assert panel.cards.count() == 4
    buttons = [b for b in panel.findChildren(QPushButton) if b is not panel.clear]
    assert len(buttons) == sum(bool(i.events and i.event_count) for i in figures.indicators)
    assert any("12" in text and "better" in text for text in texts(panel))
    assert "No source tells when a report was closed." in texts(panel)
    assert panel.spots.rowCount() == len(figures.hotspots)
    assert panel.spots.item(0, 1).text() == figures.hotspots[0].name
    assert panel.clear.isHidden()


def test_what_is_empty_says_why(panel):
    figures = example_without_times()
    panel.show_figures(figures, "")
    title, view = panel.charts["trend"]
    assert view.isHidden()
    assert str(figures.trend.reason) in title.text()


def test_figures_of_an_earlier_choice_are_dropped(panel):
    panel.number = 2
    panel._loaded(1, example_figures(), "")
    assert panel.figures is None


@pytest.fixture
def workspace(tmp_path):
    path = str(tmp_path / "events.gpkg")
    count = BATCH + 50
    moment = np.full(count, np.datetime64("2026-03-02T10:00:00", "s"))
    frame = pd.DataFrame(
        {
            "event_id": [f"s:{n}" for n in range(count)],
            "category": ["glass" if n % 5 == 0 else "paper" for n in range(count)],
            "occurred_from": moment,
            "occurred_local": moment,
            "x": 121000.0,
            "y": 487000.0,
            "row_hash": np.arange(count, dtype=np.int64),
        }
    )
    with GeoPackageWorkspace.create(path, crs="EPSG:28992") as made:
        with made.begin(kind="collect", source="s", parameters={}) as run:
            run.put_source({"source": "s", "title": "S", "kind": "report", "grain": "event"})
            run.store_events("s", frame)
    return path


@pytest.mark.parametrize("categories", [(), ("glass",)])
def test_the_table_lists_as_many_events_as_the_filter_counts(qgis_app, workspace, categories):
    selection = EventFilter(categories=categories)
    dialog = EventsDialog(workspace, selection)
    expected = dialog.workspace.count_events(selection)
    assert expected == ((BATCH + 50) // 5 if categories else BATCH + 50)
    assert dialog.windowTitle() == f"{expected} events"
    model = dialog.table.model()
    while model.canFetchMore(model.index(-1, -1)):
        model.fetchMore(model.index(-1, -1))
    assert model.rowCount() == expected
    dialog.reject()
