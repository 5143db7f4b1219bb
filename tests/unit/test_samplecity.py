"""The sample city: areas that nest, events where and when they should be, planted truth in the data."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
import pytest

from igh_plugin.core.errors import UserError
from igh_plugin.core.samplecity import build_city, draw_sample, expected_by_cell, make_mess, truth_of
from igh_plugin.core.samplecity.clock import last_sunday, to_local, to_utc
from igh_plugin.core.samplecity.mesh import ring_area, ring_contains
from igh_plugin.core.samplecity.mess import FAULTS
from igh_plugin.core.samplecity.profiles import FIREWORKS, SLUGS

EVENTS = 60_000


@pytest.fixture(scope="module")
def city():
    return build_city(20260101, 120)


@pytest.fixture(scope="module")
def sample(city):
    return draw_sample(city, EVENTS)


@pytest.fixture(scope="module")
def truth(sample):
    return truth_of(sample)


def digest(table: pd.DataFrame) -> str:
    return hashlib.sha256(table.to_csv(index=False).encode()).hexdigest()


def edges(polygons):
    for rings in polygons:
        for ring in rings:
            yield from zip(ring, ring[1:] + ring[:1])


@pytest.mark.long
@pytest.mark.parametrize("seed, count", [(20260101, 120), (7, 518), (3, 30)])
def test_areas_nest_exactly(seed, count):
    ground = build_city(seed, count).ground
    tables = ground.areas
    assert len(tables["neighbourhoods"].codes) == count
    assert len(tables["districts"].codes) == 7
    for table in tables.values():
        assert len(set(table.codes)) == len(table.codes) and len(set(table.names)) == len(table.names)
    for fine, coarse in (("neighbourhoods", "quarters"), ("quarters", "districts")):
        parents = tables[fine].parents
        for code, km2, polygons in zip(tables[coarse].codes, tables[coarse].km2, tables[coarse].polygons):
            own = [i for i, parent in enumerate(parents) if parent == code]
            assert tables[fine].km2[own].sum() == pytest.approx(km2, abs=1e-9)
            directed = {edge for i in own for edge in edges(tables[fine].polygons[i])}
            outer = {(a, b) for a, b in directed if (b, a) not in directed}
            assert outer == set(edges(polygons))
    every = [edge for polygons in tables["neighbourhoods"].polygons for edge in edges(polygons)]
    assert len(set(every)) == len(every)
    border = {(a, b) for a, b in set(every) if (b, a) not in set(every)}
    city_edge = [edge for polygons in tables["districts"].polygons for edge in edges(polygons)]
    assert border == {(a, b) for a, b in city_edge if (b, a) not in set(city_edge)}


@pytest.mark.long
def test_the_same_seed_gives_the_same_tables(city, sample):
    again = draw_sample(build_city(20260101, 120), EVENTS)
    assert digest(again.reports) == digest(sample.reports)
    assert digest(again.inspections) == digest(sample.inspections)
    assert digest(again.city.statistics) == digest(city.statistics)
    assert digest(draw_sample(build_city(1, 120), 500).reports) != digest(draw_sample(city, 500).reports)


def test_events_lie_in_their_neighbourhood_and_not_in_the_river(city, sample):
    ground = city.ground
    for table in (sample.reports, sample.inspections):
        x, y = table["x"].to_numpy(), table["y"].to_numpy()
        for rings in ground.water:
            assert not ring_contains(ground.vertices[rings[0]], x, y).any()
        areas = table["area"].to_numpy()
        shapes = ground.areas["neighbourhoods"]
        for code, polygons in zip(shapes.codes, shapes.polygons):
            own = areas == code
            assert ring_contains(ground.vertices[polygons[0][0]], x[own], y[own]).all()


def test_streets_have_names_of_their_own(city):
    streets = city.streets
    pairs = set(zip(streets.names, streets.neighbourhood.tolist()))
    assert len(pairs) == len(streets.names)
    assert {"main", "bridge", "quay", "residential"} <= set(streets.classes)


@pytest.mark.parametrize("events", [0, 1, 2, 999])
def test_any_number_of_events(city, events):
    sample = draw_sample(city, events)
    assert len(sample.reports) == events
    truth_of(sample)
    assert make_mess(sample).truth["rows_reports"] >= events


def test_totals_per_category(sample, truth):
    found = sample.reports["category"].value_counts()
    assert {slug: int(found[slug]) for slug in SLUGS} == truth["reports"]["by_category"]
    assert sum(truth["reports"]["by_category"].values()) == EVENTS == len(sample.reports)
    assert truth["inspections"]["total"] == len(sample.inspections) == round(0.15 * EVENTS)


def test_no_event_in_the_hour_that_does_not_exist(sample):
    local = sample.reports["occurred_local"].to_numpy().astype("datetime64[s]")
    for year in (2023, 2024, 2025):
        start = last_sunday(year, 3).astype("datetime64[s]") + np.timedelta64(2, "h")
        assert not ((local >= start) & (local < start + np.timedelta64(1, "h"))).any()
    assert local.min() >= np.datetime64("2023-01-01") and local.max() < np.datetime64("2026-01-01")


def test_wall_time_agrees_with_the_time_zone_database(sample):
    utc = sample.reports["occurred_from"].to_numpy().astype("datetime64[s]")
    local = sample.reports["occurred_local"].to_numpy().astype("datetime64[s]")
    known = pd.DatetimeIndex(utc.astype("datetime64[ns]")).tz_localize("UTC").tz_convert("Europe/Amsterdam")
    assert (known.tz_localize(None).to_numpy().astype("datetime64[s]") == local).all()
    assert (to_local(utc) == local).all() and (to_utc(local) == utc).all()


def test_seasons_and_hours_differ_by_category(sample):
    table = sample.reports
    fireworks = table[table["category"] == FIREWORKS]["occurred_local"]
    new_year = fireworks.dt.strftime("%m-%d").isin(["12-31", "01-01"])
    two_days_a_year = 6 / 1096
    assert new_year.mean() > 15 * two_days_a_year
    night = table["local_hour"].isin([22, 23, 0, 1, 2, 3])
    assert night[table["category"] == "wildplassen-poepen-overgeven"].mean() > 0.6
    assert night[table["category"] == "parkeeroverlast"].mean() < 0.1
    terraces = table[table["category"] == "hinderlijk-geplaatst-object"]["occurred_local"].dt.month
    assert terraces.isin([5, 6, 7, 8]).mean() > 0.5


def test_hot_spots_are_in_the_data(sample, truth):
    stable = [spot for spot in truth["hotspots"] if spot["kind"] == "stable"]
    assert len(stable) >= 6
    for spot in truth["hotspots"]:
        own = sample.reports[sample.reports["category"] == spot["category"]]
        found = int(
            (np.hypot(own["x"] - spot["centre"][0], own["y"] - spot["centre"][1]) <= spot["radius_m"]).sum()
        )
        assert 0.75 * spot["expected"] - 25 < found < 1.15 * spot["expected"] + 25
        assert len(spot["cells"]) >= 6
        if spot["kind"] == "stable":
            assert found > 4 * spot["expected_without"]


def test_growing_and_fading_hot_spots(sample, truth):
    for kind, early_is_more in (("emerging", False), ("cooling", True)):
        spot = next(s for s in truth["hotspots"] if s["kind"] == kind)
        own = sample.reports[sample.reports["category"] == spot["category"]]
        near = own[np.hypot(own["x"] - spot["centre"][0], own["y"] - spot["centre"][1]) <= spot["radius_m"]]
        early = (near["occurred_local"] < "2024-01-01").sum() / 365
        late = (near["occurred_local"] >= "2025-10-01").sum() / 92
        assert (early > 2 * late) if early_is_more else (late > 2 * early)


def test_the_intervention_works_in_its_quarter_only(city):
    sample = draw_sample(city, 400_000, 0)
    told = truth_of(sample)["intervention"]
    own = sample.reports[sample.reports["category"] == told["category"]]
    year = own["occurred_local"].dt.year
    quarter = own["area"].str[:2]
    before, after = ((quarter == told["quarter"]) & (year == y) for y in (2024, 2025))
    control = [((quarter == told["control_quarter"]) & (year == y)).sum() for y in (2024, 2025)]
    change = (after.sum() / before.sum()) / (control[1] / control[0]) - 1
    assert change == pytest.approx(told["effect"], abs=0.12)


def test_repeats_are_near_in_space_and_time(sample, truth):
    drawn = sample.drawn
    child = np.flatnonzero(drawn.repeats >= 0)
    parent = drawn.repeats[child]
    assert len(child) == truth["near_repeats"]["total"] > 0
    assert (drawn.category[child] == drawn.category[parent]).all()
    assert np.hypot(drawn.x[child] - drawn.x[parent], drawn.y[child] - drawn.y[parent]).max() <= 200
    assert np.abs(drawn.minute[child] - drawn.minute[parent]).max() <= 14 * 1440


def test_expected_by_cell_adds_up(city):
    table = expected_by_cell(city, EVENTS)
    assert table["expected"].sum() == pytest.approx(EVENTS)
    assert table["expected_without"].sum() == pytest.approx(EVENTS)


def test_counts_of_inspections_mislead_and_rates_do_not(sample, truth):
    told = truth["inspections"]
    districts = told["by_district"]
    assert districts["A"] / told["total"] == pytest.approx(0.75, abs=0.03)
    share = told["true_share_below_grade"]
    assert max(share, key=share.get)[0] != "A"
    assert max(told["found_below_grade"], key=told["found_below_grade"].get)[0] == "A"
    centre = sample.inspections["area"].str[0] == "A"
    expected = np.array([share[code] for code in sample.inspections["area"]])
    below = sample.inspections["m_below_grade"]
    assert below[centre].mean() == pytest.approx(expected[centre].mean(), abs=0.03)
    assert below[~centre].mean() == pytest.approx(expected[~centre].mean(), abs=0.04)


def test_statistics_of_parents_are_sums(city):
    table = city.statistics
    people = table[(table["name"] == "inhabitants") & (table["year"] == 2024)].set_index("code")["value"]
    assert people["A"] == sum(v for code, v in people.items() if len(code) == 4 and code[0] == "A")
    assert sorted(table["year"].unique()) == [2023, 2024, 2025, 2026]


def test_raw_tables_hold_the_faults_that_the_truth_tells(sample):
    mess = make_mess(sample)
    faults = mess.truth["faults"]
    raw = pd.concat(
        [t.rename(columns={"datum_overlast": "tijdstip_overlast"}) for t in mess.reports.values()]
    )
    x, y = raw["x_rd"], raw["y_rd"]
    assert x.isna().sum() == faults["coordinates_missing"] > 0
    assert ((x == 0) & (y == 0)).sum() == faults["coordinates_zero"]
    assert (x > 400_000).sum() == faults["coordinates_swapped"]
    assert ((x > 3) & (x < 8)).sum() == faults["coordinates_in_degrees"]
    assert raw["tijdstip_overlast"].str.contains("2099").sum() == faults["time_in_future"]
    assert (raw["tijdstip_overlast"] == "").sum() == faults["date_missing"]
    assert (raw["subcategorie"] == "").sum() == faults["category_missing"]
    assert raw.duplicated().sum() == faults["exact_duplicate"]
    same_id = raw["meldingsnummer"].duplicated().sum()
    assert same_id == faults["exact_duplicate"] + faults["same_id_other_content"]
    assert "datum_overlast" in mess.reports[2023] and "tijdstip_overlast" in mess.reports[2025]
    assert sum(mess.truth["expected_rejects"].values()) == sum(n for k, n in faults.items() if FAULTS[k][1])
    assert 0.02 < sum(faults.values()) / len(raw) < 0.03


def test_area_of_a_ring():
    assert ring_area(np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 3.0], [0.0, 3.0]])) == 6.0


@pytest.mark.parametrize("seed, count", [(-1, 120), (1, 29), (1, 2001)])
def test_numbers_out_of_range_are_refused(seed, count):
    with pytest.raises(UserError):
        build_city(seed, count)


def test_a_negative_number_of_events_is_refused(city):
    with pytest.raises(UserError):
        draw_sample(city, -1)
