"""Publications over the life of a workspace, in both kinds of it: what was withheld stays so when events are corrected."""

from __future__ import annotations

import numpy as np
import pytest

from igh_plugin.core.errors import UserError
from igh_plugin.pipeline.combine import combine
from igh_plugin.themes.catalogue import find_theme
from igh_plugin.themes.editions import earlier
from igh_plugin.themes.publication import publish
from igh_plugin.themes.view import open_view
from tests.unit.workspace_data import events_frame, fill_areas, store

THEME = find_theme("registrations")


@pytest.fixture
def counted(places):
    """Four neighbourhoods with some hundred events, counted."""
    with places.make() as workspace:
        frame = events_frame(400, seed=11)
        store(workspace, frame)
        fill_areas(workspace)
        combine(workspace)
        yield workspace, frame


def kept(workspace):
    return sorted(workspace.results("publication of registrations"), key=lambda one: one["run"])


def test_a_publication_is_a_run_with_its_counts_and_nothing_of_what_it_withheld(counted):
    workspace, _ = counted
    made = publish(workspace, THEME, "tactical", "district")
    item = kept(workspace)[0]
    assert item["run"] == made.run and workspace.runs()[-1]["kind"] == "publication"
    columns = workspace.result(item["table_name"])
    assert made.withheld and (np.isnan(columns["value"]) == (columns["suppressed"] == 1)).all()
    shown = columns["value"][columns["suppressed"] == 0]
    assert ((shown == 0) | (shown >= 5)).all()


def test_the_counts_of_an_earlier_publication_are_those_of_then(counted):
    workspace, frame = counted
    publish(workspace, THEME, "tactical", "district")
    before = kept(workspace)[0]
    changed = frame.copy()
    late = changed["local_day"] > changed["local_day"].max() - 60
    changed.loc[late, "area"] = "N0"
    changed.loc[late, "row_hash"] += 1
    store(workspace, changed)
    combine(workspace)
    view = open_view(workspace, THEME, "tactical")
    found, lost = earlier(view, ["district"])
    told = workspace.result(before["table_name"])
    table, gone = found[0].edition.table(), found[0].suppressed
    assert not lost and (table.ravel()[~gone.ravel()] == told["value"][told["suppressed"] == 0]).all()
    again = publish(workspace, THEME, "tactical", "district")
    assert again.run > before["run"] and len(kept(workspace)) == 2


def test_the_same_publication_again_tells_the_same(counted):
    workspace, _ = counted
    first, second = (publish(workspace, THEME, "tactical", "district") for _ in range(2))
    for one in ("totals", "categories", "spans"):
        assert (getattr(first, one).told == getattr(second, one).told).all()


def test_counts_older_than_the_events_are_refused(counted):
    workspace, frame = counted
    more = events_frame(5, seed=12, start=1_000)
    more["local_day"] = frame["local_day"].max() - 30
    store(workspace, more)
    with pytest.raises(UserError, match="build the theme again"):
        publish(workspace, THEME, "tactical", "district")


def test_without_areas_or_events_there_is_nothing_to_publish(places):
    with places.make() as workspace:
        store(workspace, events_frame(50, seed=3))
        combine(workspace)
        with pytest.raises(UserError, match="no areas"):
            publish(workspace, THEME, "tactical", "district")
    with places.make() as workspace:
        fill_areas(workspace)
        with pytest.raises(UserError, match="nothing to publish"):
            publish(workspace, THEME, "tactical", "district")
