"""Statistics of CBS and police through their traps: padded keys, totals, suppressed values, months, drifting names."""

import numpy as np
import pandas as pd
import pytest
from osgeo import ogr

from igh_plugin.core.errors import UserError
from igh_plugin.pipeline.refresh import refresh
from igh_plugin.pipeline.statistics import collect_statistics
from igh_plugin.sources.definition import parse_source
from igh_plugin.sources.network import errors
from igh_plugin.sources.network.body import Limits
from igh_plugin.sources.network.door import Plain
from tests.servers.cbs import Cbs

QUICK = Limits(connect=2, read=2, pause=0.01, tries=2)
POLICE = """
source: police
grain: area_statistics
title: {{en: Registered crime, nl: Geregistreerde misdrijven}}
licence: CC BY 4.0
connection: {{type: odata, address: "{address}/ODataApi/odata/{table}"}}
refresh: {{every: 30}}
areas: {{dimension: WijkenEnBuurten, starts_with: [BU0363], remove: BU0363}}
years: {{dimension: Perioden, latest: 2}}
statistics:
  burglaries: {{property: GeregistreerdeMisdrijven, where: {{SoortMisdrijf: "1.1.1"}}}}
  vandalism: {{property: GeregistreerdeMisdrijven, where: {{SoortMisdrijf: "2.2.1"}}}}
"""
PEOPLE = """
source: people
grain: area_statistics
connection: {{type: odata, address: "{address}{table}"}}
areas: {{dimension: WijkenEnBuurten, starts_with: BU0363, remove: BU0363}}
years: {{year: 2025}}
statistics: {{inhabitants: {property}}}
"""


class Around(Plain):
    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


@pytest.fixture
def cbs():
    with Cbs() as running:
        yield running


@pytest.fixture
def workspace(empty_workspace):
    square = ogr.CreateGeometryFromWkt("MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))").ExportToWkb(ogr.wkbNDR)
    codes = ["AA01", "AA02", "AB01"]
    frame = pd.DataFrame(
        {"code": codes, "name": codes, "parent": "", "area_km2": 1.0, "geometry": [bytes(square)] * 3}
    )
    with empty_workspace.begin(kind="areas") as run:
        run.replace_areas("buurten", frame)
    return empty_workspace


def collect(workspace, cbs, text=POLICE, table="47018NED", **values):
    definition = parse_source(text.format(address=cbs.site.address(), table=table, **values))
    return collect_statistics(workspace, definition, limits=QUICK)


def held(workspace, name):
    table = workspace.area_statistics(name)
    return {
        (str(code), int(year)): value
        for code, year, value in zip(table["code"], table["year"], table["value"])
    }


def test_one_offence_of_the_last_years_by_neighbourhood_and_nothing_twice(workspace, cbs):
    result = collect(workspace, cbs)
    assert (result.read, result.kept, result.new) == (12, 12, 12)
    assert held(workspace, "burglaries") == {
        (code, year): cbs.number("47018NED", "1.1.1 ", f"BU0363{code}", str(year))
        for code in ("AA01", "AA02", "AB01") for year in (2023, 2024)
    }  # fmt: skip
    asked = [query["$filter"] for path, query in cbs.site.queries if path.endswith("TypedDataSet")]
    assert all("ODataFeed" in path for path, _ in cbs.site.queries if path.endswith("TypedDataSet"))
    assert "SoortMisdrijf eq '1.1.1 '" in asked[0] and "startswith(WijkenEnBuurten,'BU0363')" in asked[0]
    again = collect(workspace, cbs)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 12)


def test_suppressed_is_unknown_and_no_zero(workspace, cbs):
    cbs.values = {("47018NED", "1.1.1", "BU0363AA01", "2024JJ00"): None}
    result = collect(workspace, cbs)
    assert np.isnan(held(workspace, "burglaries")["AA01", 2024])
    assert any("1 values are suppressed" in str(note) for note in result.notes)
    cbs.values = {}
    again = collect(workspace, cbs)
    assert (again.changed, again.unchanged) == (1, 11)


def test_months_make_a_year_when_all_are_there(workspace, cbs):
    cbs.values = {("47022NED", "1.1.1", "BU0363AA02", "2024MM05"): None}
    result = collect(workspace, cbs, table="47022NED")
    burglaries = held(workspace, "burglaries")
    assert {year for _, year in burglaries} == {2024}
    assert burglaries["AA01", 2024] == 12 * cbs.number("47022NED", "1.1.1 ", "BU0363AA01", "2024MM01")
    assert np.isnan(burglaries["AA02", 2024])
    assert any("2025 is left out" in str(note) for note in result.notes)


@pytest.mark.parametrize("suffix", ["_1", "_17"])
def test_names_that_drift_from_year_to_year_are_found(workspace, cbs, suffix):
    cbs.suffix = suffix
    assert collect(workspace, cbs).kept == 12


@pytest.mark.parametrize(
    ("table", "property"),
    [("/ODataApi/odata/86165NED", "AantalInwoners"), ("/odata/v1/CBS/86165NED", "T001036"), ("/odata/v1/CBS/86165NED", "Aantal inwoners")],
)  # fmt: skip
def test_a_table_of_one_year_in_both_versions(workspace, cbs, table, property):
    collect(workspace, cbs, PEOPLE, table=table, property=property)
    key = "" if "ODataApi" in table else "T001036"
    assert held(workspace, "inhabitants") == {
        (code, 2025): cbs.number("86165NED", key, f"BU0363{code}", "") for code in ("AA01", "AA02", "AB01")
    }


def test_a_property_of_words_is_named_and_nothing_changes(workspace, cbs):
    cbs.values = {("86165NED", "", "BU0363AA02", ""): "Amsterdam   "}
    before = workspace.fingerprint()
    with pytest.raises(errors.WrongContent, match="AantalInwoners of BU0363AA02 is “Amsterdam”, which is no"):
        collect(workspace, cbs, PEOPLE, table="/ODataApi/odata/86165NED", property="AantalInwoners")
    assert workspace.fingerprint() == before


def test_other_statistics_stay(workspace, cbs):
    collect(workspace, cbs, PEOPLE, table="/odata/v1/CBS/86165NED", property="T001036")
    collect(workspace, cbs)
    assert len(held(workspace, "inhabitants")) == 3 and len(held(workspace, "burglaries")) == 6


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("GeregistreerdeMisdrijven", "Geregistreerd", "has no property Geregistreerd; it has: GeregistreerdeMisdrijven_1"),
        (', where: {{SoortMisdrijf: "1.1.1"}}', "", "burglaries does not say which member of the dimension SoortMisdrijf .* 0.0.0, 1.1.1, 2.2.1"),
        ('"1.1.1"', '"9.9.9"', "SoortMisdrijf has no member 9.9.9; it has: 0.0.0, 1.1.1, 2.2.1"),
        ("dimension: WijkenEnBuurten", "dimension: RegioS", "no dimension RegioS; it has: SoortMisdrijf, WijkenEnBuurten, Perioden"),
        ("[BU0363]", "[BU9999]", "no numbers of areas that begin with BU9999"),
        (", remove: BU0363", "", "codes such as BU0363AA01, BU0363AA02, BU0363AB01, the workspace such as AA01"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_and_nothing_changes(workspace, cbs, old, new, said):
    before = workspace.fingerprint()
    with pytest.raises(UserError, match=said):
        collect(workspace, cbs, POLICE.replace(old, new, 1))
    assert workspace.fingerprint() == before


def test_a_link_to_elsewhere_or_in_a_circle_is_not_followed(workspace, cbs):
    cbs.next_link = "http://other.example/x"
    with pytest.raises(errors.WrongContent, match="on another host"):
        collect(workspace, cbs, table="47022NED")
    cbs.next_link = cbs.site.address("/ODataApi/odata/47022NED/Perioden?from=0")
    with pytest.raises(errors.WrongContent, match="leads back"):
        collect(workspace, cbs, table="47022NED")


def test_without_areas_there_is_no_place_for_them(empty_workspace, cbs):
    with pytest.raises(UserError, match="has no areas"):
        collect(empty_workspace, cbs)


def test_refreshed_with_the_rest_and_kept_when_it_fails(workspace, cbs):
    collect(workspace, cbs)
    later = np.datetime64("now") + np.timedelta64(40, "D")
    assert refresh(workspace, lambda one: Around()) == {}
    assert refresh(workspace, lambda one: Around(), now=later)["police"].unchanged == 12
    cbs.suffix = "_gone"
    cbs.periods = {"47018NED": []}
    assert isinstance(refresh(workspace, lambda one: Around(), now=later)["police"], UserError)
    assert len(held(workspace, "burglaries")) == 6


def test_collected_from_the_toolbox(run, workspace, cbs, tmp_path):
    path = tmp_path / "police.yaml"
    path.write_text(POLICE.format(address=cbs.site.address(), table="47018NED"), encoding="utf-8")
    workspace.close()
    results = run("collect", WORKSPACE=str(workspace.path), SOURCE=str(path))
    assert (results["READ"], results["NEW"], results["REJECTED"]) == (12, 12, 0)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("type: odata", "type: dso", "line 6: .*read from a connection of the type odata"),
        ("starts_with: [BU0363], ", "", "“starts_with” is missing"),
        ("dimension: Perioden, latest: 2", "latest: 2", "needs a dimension, or the one year"),
        ("latest: 2", "latest: 0", "whole number, 1 or more"),
        ("grain: area_statistics", "grain: event\nkind: report\nfields: {{wkt: x}}", "“areas” is not known here"),
        ("  burglaries", "  Burglaries", "small letters"),
    ],
)  # fmt: skip
def test_a_definition_that_is_wrong_says_where(old, new, said):
    with pytest.raises(UserError, match=said):
        parse_source(POLICE.replace(old, new, 1).format(address="https://a.nl", table="1"))
