"""Indicators on the real registrations of Houston, recomputed from the file in plain pandas."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from igh_plugin.pipeline.combine import combine
from igh_plugin.themes.catalogue import read_theme
from igh_plugin.themes.figures import compute_figures
from igh_plugin.workspace.opening import open_workspace
from tests.qgis.built_city import run_algorithm

pytestmark = pytest.mark.usefixtures("qgis_app")

THEME = """
theme: houston
title: Houston
question: Is every figure that of the file?
counts:
  evening: {hours: [18, 24]}
  weekend_night: {weekdays: [sat, sun], hours: [0, 6]}
  burglary: {categories: [burglary]}
  theft: {categories: [theft]}
indicators:
  - {id: registered, title: Registered, kind: total, numerator: events, direction: low_is_good}
  - {id: per_day, title: A day, kind: per_day, numerator: events, decimals: 1}
  - {id: evening_share, title: Evening, kind: share, numerator: evening, denominator: events, unit: "%", decimals: 1}
  - {id: weekend_nights, title: Weekend nights, kind: total, numerator: weekend_night}
  - {id: burglary_by_theft, title: Burglary by theft, kind: rate, numerator: burglary, denominator: theft, per: 100, decimals: 1}
  - {id: busiest, title: Busiest tenth, kind: concentration, numerator: events, unit: "%"}
  - {id: with_burglary, title: Beats with a burglary, kind: coverage, numerator: burglary, unit: "%"}
lead: registered
levels:
  tactical: {period: month, periods: 3, trend_periods: 8, areas: finest}
"""


@pytest.fixture(scope="module")
def place(real_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("houston")
    (folder / "theme.yaml").write_text(THEME, encoding="utf-8")
    mapping = Path(__file__).parents[1] / "data" / "sources" / "houston_2010.yaml"
    run_algorithm(
        "collectfile", WORKSPACE=str(folder / "w.gpkg"), EVENTS=str(real_data / "events" / "houston_2010.csv.gz"),
        MAPPING=str(mapping),
    )  # fmt: skip
    with open_workspace(str(folder / "w.gpkg")) as workspace:
        combine(workspace)
    return folder


@pytest.fixture(scope="module")
def table(real_data):
    """The rows of June to August 2010 by the local clock of the file, without doubles and without those that lie elsewhere."""
    rows = pd.read_csv(real_data / "events" / "houston_2010.csv.gz").drop_duplicates()
    rows = rows[rows["lon"].between(-95.9, -94.9) & rows["lat"].between(29.3, 30.25)]
    local = pd.to_datetime(rows["time"]).dt.tz_localize("UTC").dt.tz_convert("America/Chicago")
    rows = rows.assign(hour=local.dt.hour, weekday=local.dt.dayofweek, month=local.dt.month)
    return rows[rows["month"].between(6, 8)]


def expected(rows, beats):
    weekend = rows["weekday"].isin([5, 6]) & (rows["hour"] < 6)
    offences = rows["offense"].value_counts()
    by_beat = rows["beat"].value_counts().reindex(beats).fillna(0)
    with_burglary = rows[rows["offense"] == "burglary"]["beat"].nunique()
    return {
        "registered": len(rows),
        "per_day": len(rows) / 92,
        "evening_share": 100 * (rows["hour"] >= 18).mean(),
        "weekend_nights": int(weekend.sum()),
        "burglary_by_theft": 100 * offences["burglary"] / offences["theft"],
        "busiest": 100 * by_beat.nlargest(int(np.ceil(len(beats) / 10))).sum() / by_beat.sum(),
        "with_burglary": 100 * with_burglary / len(beats),
    }


def test_seven_indicators_are_those_of_the_file(place, table, real_data):
    theme = read_theme(place)
    found = compute_figures(str(place / "w.gpkg"), theme, "tactical")
    beats = pd.read_csv(real_data / "events" / "houston_2010.csv.gz")["beat"].dropna().unique()
    wanted = expected(table, beats)
    told = {item.id: item.value for item in found.indicators}
    print({name: (told[name], value) for name, value in wanted.items()})
    assert told == {name: pytest.approx(value, rel=1e-12) for name, value in wanted.items()}
    batch = run_algorithm("indicators", WORKSPACE=str(place / "w.gpkg"), THEME=str(place), LEVEL=1)
    assert json.loads(batch["VALUES"]) == told


def test_a_beat_has_the_figures_of_its_rows(place, table):
    theme, beat = read_theme(place), table["beat"].value_counts().index[0]
    found = {
        item.id: item for item in compute_figures(str(place / "w.gpkg"), theme, "tactical", beat).indicators
    }
    rows = table[table["beat"] == beat]
    assert found["registered"].value == len(rows) == found["registered"].event_count
    assert found["evening_share"].value == pytest.approx(100 * (rows["hour"] >= 18).mean())
    assert found["evening_share"].event_count == int((rows["hour"] >= 18).sum())
