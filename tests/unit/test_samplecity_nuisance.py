"""Further reports and visits of the sample city: where, when and how long, as the truth says; what was there is untouched."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd
import pytest

from igh_plugin.core.progress import Cancelled, Silent
from igh_plugin.core.samplecity import build_city, draw_nuisance, draw_patrols, draw_sample, make_mess
from igh_plugin.core.samplecity.matters import MAIN_OF_MATTER, MATTER_SLUGS, MATTERS
from igh_plugin.core.samplecity.mesh import ring_contains
from igh_plugin.core.samplecity.nuisance import CAMERA_RADIUS, NEAR_VENUE, nuisance_counts
from igh_plugin.core.samplecity.population import YEARS, area_statistics
from igh_plugin.core.samplecity.profiles import SLUGS
from igh_plugin.sources.definition import read_codelist
from igh_plugin.sources.duplicates import read_duplicate_rules

EVENTS = 120_000


@pytest.fixture(scope="module")
def city():
    return build_city(20260101, 120)


@pytest.fixture(scope="module")
def nuisance(city):
    return draw_nuisance(city, EVENTS)


@pytest.fixture(scope="module")
def patrols(city):
    return draw_patrols(city, 20_000)


def digest(table: pd.DataFrame) -> str:
    return hashlib.sha256(table.to_csv(index=False).encode()).hexdigest()


def of(nuisance, slug: str) -> pd.DataFrame:
    return nuisance.events[nuisance.events["category"] == slug]


def test_what_was_there_has_not_changed():
    """The first sources and statistics draw from streams of their own: what came later moves none of them."""
    city = build_city(7, 40)
    sample = draw_sample(city, 2_000)
    mess = make_mess(sample)
    by_district = [
        table["area"].str[0].value_counts().to_dict() for table in (sample.reports, sample.inspections)
    ]
    assert by_district == [
        {"A": 459, "B": 397, "C": 306, "D": 210, "E": 292, "F": 328, "G": 8},
        {"A": 223, "B": 25, "C": 15, "D": 11, "E": 16, "F": 10},
    ]
    assert mess.reports[2024].iloc[0].astype(str).tolist() == [
        "VB0000688", "2024-01-01T01:46:00+01:00", "2024-01-01T20:54:00+01:00", "2024-01-02T08:04:00+01:00",
        "overlast-van-en-door-personen-of-groepen", "overlast-door-afsteken-vuurwerk", "Beukenlaan", "170", "156236.22",
        "461859.88", "afgehandeld", "marker-17343@voorbeeld.invalid", "marker-tel-19828",
    ]  # fmt: skip
    assert mess.inspections.iloc[0].astype(str).tolist() == [
        "VI0000001", "2023-01-03T09:04:03Z", "VB-C0174", "Koolmeesgracht", "B", "4", "153740.31", "464366.75",
        "marker-inspecteur-18692",
    ]  # fmt: skip
    per_area = np.bincount(city.containers.area, minlength=len(city.ground.kinds))
    old = area_statistics(city.ground, city.streets, per_area)
    pd.testing.assert_frame_equal(city.statistics.iloc[: len(old)], old)
    of_2025 = old[(old["level"] == "districts") & (old["year"] == 2025)].groupby("name")["value"].sum()
    assert of_2025.round(3).to_dict() == {
        "addresses": 128898, "area_km2": 47.914, "containers": 1900, "dwellings": 112710, "inhabitants": 218127,
    }  # fmt: skip


@pytest.mark.long
def test_the_same_seed_gives_the_same_and_another_another(city, nuisance, patrols):
    again = build_city(20260101, 120)
    assert digest(draw_nuisance(again, EVENTS).raw) == digest(nuisance.raw)
    assert digest(draw_patrols(again, 20_000).raw) == digest(patrols.raw)
    other = build_city(1, 30)
    assert digest(draw_nuisance(other, 500).raw) != digest(draw_nuisance(city, 500).raw)


@pytest.mark.parametrize("events", [0, 1, 3, 200])
def test_any_number_of_reports_and_visits(city, events):
    found = draw_nuisance(city, events)
    assert len(found.events) == events == found.truth["total"] == nuisance_counts(events).sum()
    assert len(draw_patrols(city, events).raw) == events


def test_categories_are_of_the_code_list_and_none_is_of_the_first_twelve():
    codelist, tree = read_codelist("signalen"), read_duplicate_rules().tree
    assert len(MATTERS) == len(set(MATTER_SLUGS)) >= 40 and not set(MATTER_SLUGS) & set(SLUGS)
    for slug in MATTER_SLUGS:
        assert codelist.code(slug) == slug and tree.main_of[slug] == MAIN_OF_MATTER[slug]


def test_totals_per_category(nuisance):
    found = nuisance.events["category"].value_counts()
    assert {slug: int(found[slug]) for slug in MATTER_SLUGS} == nuisance.truth["by_category"]


def test_reports_and_visits_lie_in_their_neighbourhood(city, nuisance, patrols):
    shapes = city.ground.areas["neighbourhoods"]
    for table in (nuisance.events, patrols.events):
        x, y, areas = table["x"].to_numpy(), table["y"].to_numpy(), table["area"].to_numpy()
        for code, polygons in zip(shapes.codes, shapes.polygons):
            own = areas == code
            assert ring_contains(city.ground.vertices[polygons[0][0]], x[own], y[own]).all()


def test_hours_weekdays_and_seasons_fit_the_matter(nuisance):
    night = [22, 23, 0, 1, 2, 3, 4, 5]
    assert of(nuisance, "overlast-door-bezoekers-niet-op-terras")["local_hour"].isin(night).mean() > 0.6
    assert of(nuisance, "huisafval")["local_hour"].isin(night).mean() < 0.15
    assert of(nuisance, "bouw-sloopoverlast")["local_hour"].between(7, 18).mean() > 0.75
    commute = of(nuisance, "verkeerssituaties")["local_hour"].isin([7, 8, 9, 16, 17, 18])
    assert commute.mean() > 0.55
    assert of(nuisance, "markten")["occurred_local"].dt.dayofweek.eq(5).mean() > 0.3
    month = {slug: of(nuisance, slug)["occurred_local"].dt.month for slug in MATTER_SLUGS}
    assert month["gladheid-winterdienst"].isin([12, 1, 2]).mean() > 0.75
    assert month["eikenprocessierups"].isin([5, 6, 7, 8]).mean() > 0.8
    assert month["lantaarnpaal-straatverlichting"].isin([10, 11, 12, 1, 2]).mean() > 0.55
    assert month["overlast-op-het-water-geluid"].isin([5, 6, 7, 8, 9]).mean() > 0.65


def test_growth_is_what_the_truth_says(nuisance):
    told = nuisance.truth["growth_per_year"]["deelfiets"]
    years = of(nuisance, "deelfiets")["occurred_local"].dt.year.value_counts()
    assert (years[2025] / years[2023]) ** 0.5 - 1 == pytest.approx(told, abs=0.06)


@pytest.mark.parametrize("slug", ["container-is-vol", "graffitiwildplak", "veegzwerfvuil"])
def test_handling_times_are_what_the_truth_says(nuisance, slug):
    told = nuisance.truth["handling_days"][slug]
    own = of(nuisance, slug)
    own = own[own["occurred_local"] < "2025-06-01"]
    days = (own["closed_at"] - own["reported_at"]).dt.total_seconds() / 86400
    assert days.isna().mean() == pytest.approx(told["stays_open"], abs=0.01)
    assert days.median() == pytest.approx(told["median"], rel=0.08)
    assert days.quantile(0.9) == pytest.approx(told["p90"], rel=0.12)
    assert (own["status"].eq("afgehandeld") == own["closed_at"].notna()).all()


def test_nothing_is_closed_before_it_was_reported(nuisance):
    table = nuisance.events
    assert (table["reported_at"] >= table["occurred_from"]).all()
    known = table["closed_at"].notna()
    assert (table["closed_at"][known] > table["reported_at"][known]).all()


@pytest.mark.long
def test_cameras_change_what_the_truth_says(city):
    found = draw_nuisance(city, 400_000)
    told = found.truth["camera_area"]
    own = of(found, told["category"])
    away = np.hypot(own["x"] - told["centre"][0], own["y"] - told["centre"][1])
    assert (own["a_camera_area"].eq("inside") == (away <= CAMERA_RADIUS)).all()
    rest = own["a_camera_area"].eq("outside")
    since = own["occurred_local"] >= told["since"]
    for zone in ("inside", "around"):
        at = own["a_camera_area"].eq(zone)
        change = ((at & since).sum() / (at & ~since).sum()) / ((rest & since).sum() / (rest & ~since).sum())
        assert change == pytest.approx(told[f"factor_{zone}"], rel=0.12)


def test_venues_are_near_where_it_says_so(city, nuisance):
    sample = nuisance.events.sample(400, random_state=1)
    gap = np.hypot(
        sample["x"].to_numpy()[:, None] - city.objects.venues[:, 0],
        sample["y"].to_numpy()[:, None] - city.objects.venues[:, 1],
    ).min(axis=1)
    assert (sample["a_venue_near"].eq("yes").to_numpy() == (gap <= NEAR_VENUE)).all()
    share = nuisance.events.groupby("category")["a_venue_near"].agg(lambda column: column.eq("yes").mean())
    assert share["overlast-door-bezoekers-niet-op-terras"] > 3 * share["huisafval"]


def test_rats_are_where_waste_is(city, nuisance):
    codes = city.ground.areas["neighbourhoods"].codes
    weights = city.plan.weights[SLUGS.index(nuisance.truth["rats_follow"])]
    waste = np.bincount(city.streets.area, weights, len(codes))
    rats = of(nuisance, "ratten")["area"].value_counts().reindex(codes, fill_value=0)
    boats = of(nuisance, "overig-boten")["area"].value_counts().reindex(codes, fill_value=0)
    assert np.corrcoef(waste, rats)[0, 1] > 0.6 > np.corrcoef(waste, boats)[0, 1]


def test_the_raw_file_has_the_faults_that_the_truth_tells(nuisance):
    raw, told = nuisance.raw, nuisance.truth["raw"]
    faults = told["faults"]
    assert len(raw) == told["rows"]["nuisance.csv"] == EVENTS + faults["exact_duplicate"]
    assert raw["x"].isna().sum() == faults["coordinates_missing"] > 0
    assert raw["subcategorie"].eq("diversen-2019").sum() == faults["category_unknown"] > 0
    assert raw["moment"].str.len().eq(10).sum() == faults["date_only"] > 0
    assert raw.duplicated().sum() == faults["exact_duplicate"] == raw["nummer"].duplicated().sum()
    assert told["expected_kept"] == len(raw) - sum(told["expected_rejects"].values())


def test_visits_leave_neighbourhoods_out(patrols):
    told = patrols.truth
    assert len(told["never_visited"]) > 5
    assert all(told["visits"][code] == 0 for code in told["never_visited"])
    assert sum(told["visits"].values()) == told["total"] == len(patrols.raw)
    assert (
        int(patrols.events["m_fines"].sum()) == told["fines"]
        and patrols.events["m_minutes"].between(5, 120).all()
    )


def test_denominators_of_parents_are_sums(city):
    table = city.statistics
    names = {"licensed_venues", "terraces_km2", "shopping_km2", "parking_bays", "litter_bins", "trees", "streets_km", "green_km2",
             "water_km2", "households", "waste_containers"}  # fmt: skip
    assert names <= set(table["name"])
    for name in names:
        for year in YEARS:
            own = table[(table["name"] == name) & (table["year"] == year)]
            by_level = own.groupby("level")["value"].sum()
            assert by_level["neighbourhoods"] > 0
            assert by_level["neighbourhoods"] == pytest.approx(by_level["districts"], rel=1e-5)
            assert by_level["quarters"] == pytest.approx(by_level["districts"], rel=1e-5)
    venues = table[
        (table["name"] == "licensed_venues") & (table["level"] == "districts") & (table["year"] == 2024)
    ]
    assert int(venues["value"].sum()) == len(city.objects.venues)


def test_drawing_can_be_cancelled(city):
    class Stop(Silent):
        def step(self, fraction, message=""):
            if fraction >= 0.3:
                raise Cancelled

    with pytest.raises(Cancelled):
        draw_nuisance(city, 5_000, Stop())
