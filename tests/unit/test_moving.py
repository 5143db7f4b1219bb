"""A workspace that is moved and moved back is what it was, to the last key."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from igh_plugin.core.cleaning.addresses import Answer
from igh_plugin.core.errors import UserError
from igh_plugin.core.progress import Cancelled, Silent
from igh_plugin.pipeline.combine import combine
from igh_plugin.pipeline.moving import move_workspace
from igh_plugin.workspace.opening import create_workspace, is_there, open_workspace
from igh_plugin.workspace.schema import TABLES
from tests.unit.workspace_data import SQUARE, events_frame, fill_areas, put, store

NUMBERS = itertools.count()
texts = st.one_of(st.none(), st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))


@pytest.fixture
def address(postgis):
    return f"{postgis}?schema=m{next(NUMBERS)}"


def fill(workspace, frame):
    """Something of everything a workspace can hold."""
    fill_areas(workspace)
    put(workspace, frame)
    frame = frame.copy()
    frame.loc[:1, "row_hash"] += 1
    frame.loc[:1, "status"] = "reopened"
    put(workspace, frame)
    combine(workspace, kinds=("month", "all"), attribute="type")
    with workspace.begin("rest", "city", {"key": "é"}, "test") as run:
        rejects = {"file": "f", "row": [1, None], "reason": ["a", "b"], "field": [None, "x"], "record": "{}"}
        run.store_rejects("city", pd.DataFrame(rejects))
        run.store_geocodes("s", "t", {"Dam 1": Answer(1.5, 2.5, 0.1, "adres", "Dam"), "x": None}, "EPSG:28992",
                           np.datetime64("2026-01-01T12:00:00"))  # fmt: skip
        run.remember_erased("city", ["city:gone"])
        run.replace_calendar("days", {"school_holiday": [18_000, 18_001]})
        columns = {"code": np.array(["a", None], object), "n": np.array([1, 2]), "z": np.array([0.1, np.nan])}
        run.store_result("t", "l", "plain", columns)
        run.store_result("t", "l", "areas", columns, [SQUARE, None], "Polygon", {"title": "T"})
        run.store_layer("objects", {"name": np.array(["x"], object)}, [SQUARE], np.array([[0.0, 10, 0, 10]]),
                        "POLYGON", 2024, "Objects")  # fmt: skip
        run.replace_area_statistics(
            pd.DataFrame({"code": ["N0"], "year": [2024], "name": ["n"], "value": [1.25]})
        )


def content(workspace):
    """Every row of every table, keys and runs too."""
    database = workspace._database
    tables = [table.name for table in TABLES] + [
        one["table_name"] for one in workspace.results() + workspace.layers()
    ]
    found = {}
    for name in tables:
        columns = sorted(database.columns_of(name))
        key = "fid" if "fid" in columns else "id"
        selected = ", ".join(f'"{column}"' for column in columns)
        rows = database.execute(f'SELECT {selected} FROM "{name}" ORDER BY {key}').fetchall()
        geom = columns.index("geom") if "geom" in columns else None
        found[name] = (
            columns,
            [
                tuple(bytes(value)[-93:] if at == geom and value else value for at, value in enumerate(row))
                for row in rows
            ],
        )
    found["igh_workspace"] = sorted(row[1:] for row in found["igh_workspace"][1])
    return found


@pytest.mark.long
@settings(max_examples=10, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.integers(0, 30), st.integers(0, 2**31), st.lists(texts, min_size=1, max_size=5))
def test_there_and_back_changes_nothing(tmp_path_factory, postgis, size, seed, places):
    folder, address = tmp_path_factory.mktemp("move"), f"{postgis}?schema=m{next(NUMBERS)}"
    frame = events_frame(size, seed)
    frame["place"] = [places[number % len(places)] for number in range(size)]
    frame.loc[::3, ["x", "y"]] = np.nan
    frame.loc[::4, ["local_day", "local_hour"]] = np.nan
    with create_workspace(folder / "a.gpkg", "EPSG:28992") as first:
        fill(first, frame)
        expected, print_ = content(first), first.fingerprint()
    counts = move_workspace(folder / "a.gpkg", address)
    assert counts["events"] == size and counts["erased"] == 1 and counts["t_l_areas"] == 2
    with open_workspace(address) as shared:
        assert content(shared) == expected and shared.fingerprint() == print_
    move_workspace(address, folder / "b.gpkg")
    with open_workspace(folder / "a.gpkg") as first, open_workspace(folder / "b.gpkg") as last:
        assert content(last) == expected and last.fingerprint() == print_
        for workspace in (first, last):
            store(workspace, events_frame(size + 5, seed + 1))
        assert content(last)["events"] == content(first)["events"]
        assert last.erased("city").among(["city:gone"]).tolist() == [True]


def test_what_moved_goes_on_as_it_would_have(tmp_path, address):
    with create_workspace(tmp_path / "a.gpkg", "EPSG:28992") as first:
        fill(first, events_frame(20, 1))
    move_workspace(tmp_path / "a.gpkg", address)
    with open_workspace(tmp_path / "a.gpkg") as first, open_workspace(address) as other:
        for workspace in (first, other):
            changes = store(workspace, events_frame(30, 2))
            assert (changes.new, changes.changed) == (10, 20)
            combine(workspace, kinds=("month", "all"), attribute="type")
        assert other.fingerprint() == first.fingerprint()
        assert other.last_run() == first.last_run()


class StopsAt(Silent):
    def __init__(self, fraction):
        self.fraction = fraction

    def step(self, fraction, message=""):
        if fraction >= self.fraction:
            raise Cancelled


@pytest.mark.parametrize("fraction", [0.0, 0.3, 0.6, 0.99])
def test_a_move_that_is_stopped_leaves_nothing(tmp_path, address, fraction):
    with create_workspace(tmp_path / "a.gpkg", "EPSG:28992") as first:
        fill(first, events_frame(20, 1))
    for target in (tmp_path / "b.gpkg", address):
        with pytest.raises(Cancelled):
            move_workspace(tmp_path / "a.gpkg", target, StopsAt(fraction))
    assert not (tmp_path / "b.gpkg").exists()
    with open_workspace(address) as empty:
        assert empty.last_run() == 0 and empty.count_events() == 0 and empty.results() == []
    assert move_workspace(tmp_path / "a.gpkg", address)["events"] == 20


def test_a_place_with_data_is_refused(tmp_path, address):
    for name in ("a", "b"):
        with create_workspace(tmp_path / f"{name}.gpkg", "EPSG:28992") as made:
            store(made, events_frame(3, 1))
    with pytest.raises(UserError, match="data already"):
        move_workspace(tmp_path / "a.gpkg", tmp_path / "b.gpkg")
    create_workspace(address, "EPSG:32631").close()
    with pytest.raises(UserError, match="counts in EPSG:32631"):
        move_workspace(tmp_path / "a.gpkg", address)
    with pytest.raises(UserError, match="no workspace"):
        move_workspace(tmp_path / "none.gpkg", address)
    assert is_there(tmp_path / "a.gpkg")
