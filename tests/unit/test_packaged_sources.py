"""The sources of the package: every file is valid, and names only columns its table has."""

import csv
import os
import re
from pathlib import Path

import pytest

from igh_plugin.sources.areas import AreasDefinition
from igh_plugin.sources.definition import RESOURCES, SourceDefinition, read_source

FILES = sorted((RESOURCES / "sources").glob("*.yaml"))
SHARED = Path(os.environ.get("IGH_SHARED_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
TABLES = SHARED.parent / "facts" / "dso_enforcement_tables.csv"


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_source_is_valid_and_called_as_its_file(path):
    definition = read_source(path)
    assert definition.source == path.stem
    assert set(definition.title) == {"en", "nl"}
    if definition.remote:
        assert definition.remote.every and definition.remote.address.startswith("https://")
        assert definition.attribution


def tables():
    """Give source, address and columns of every table of the DSO API that a source of the package names."""
    for path in FILES:
        definition = read_source(path)
        remote = definition.remote
        if remote is None or remote.type != "dso":
            continue
        if isinstance(definition, AreasDefinition):
            for level in definition.levels:
                yield path.stem, level.remote.address, set(level.columns())
        elif isinstance(definition, SourceDefinition):
            dates = [remote.field] if remote.field else []
            yield path.stem, remote.address, {*definition.mapping.columns(), *dates}
        else:
            yield path.stem, remote.address, set(definition.columns())


@pytest.mark.parametrize(("source", "address", "columns"), list(tables()))
def test_a_table_of_the_dso_api_has_the_columns(source, address, columns):
    if not TABLES.exists():
        pytest.skip("the list of tables is not here")
    dataset, table = address.split("/")[-2:]
    with open(TABLES, encoding="utf-8", newline="") as stream:
        fields = [
            row["fields"].split("|") for row in csv.DictReader(stream)
            if (snake(row["dataset"]), snake(row["table"])) == (dataset, table) and row["auth"] == "OPENBAAR"
        ]  # fmt: skip
    assert fields
    assert columns <= set(max(fields, key=lambda one: len(columns & set(one))))


def test_the_catalogue_is_what_was_promised():
    """25 tables of the DSO API or more, crime, areas and key figures, and what methods need as denominator or mask."""
    assert len({address for _, address, _ in tables()}) >= 25
    named = {path.stem for path in FILES}
    assert {
        "politie_misdrijven_amsterdam", "politie_misdrijven_maand_amsterdam", "cbs_gebieden_amsterdam",
        "cbs_kerncijfers_amsterdam", "rdw_parkeergebieden_amsterdam", "nwb_wegen_amsterdam", "bag_adressen_amsterdam",
        "amsterdam_parkeervakken", "amsterdam_horeca", "amsterdam_water", "cbs_bodemgebruik_amsterdam", "amsterdam_kalender",
    } <= named  # fmt: skip


@pytest.mark.parametrize(
    "source",
    ["amsterdam_meldingen", "signalen_amsterdam", "signalen_openbaar_amsterdam", "samplecity_reports", "samplecity_nuisance"],
)  # fmt: skip
def test_reports_are_categorised_alike_whatever_their_source(source):
    definition = read_source(RESOURCES / "sources" / f"{source}.yaml")
    entry = definition.mapping.fields["category"]
    assert entry.codelist == "signalen" and definition.codelists["signalen"].code("Grofvuil") == "grofvuil"
    assert bool(entry.above) == (entry.unknown == "keep") == (not source.startswith("samplecity"))
