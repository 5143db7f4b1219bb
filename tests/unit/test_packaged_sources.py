"""The sources of the package: every file is valid, and names only columns its table has."""

import csv
import re
from pathlib import Path

import pytest

from igh_plugin.sources.definition import RESOURCES, read_source
from igh_plugin.sources.statistics import StatisticsDefinition

FILES = sorted((RESOURCES / "sources").glob("*.yaml"))
TABLES = Path(__file__).resolve().parents[3] / "shared" / "facts" / "dso_enforcement_tables.csv"


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


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_table_of_the_dso_api_has_the_columns(path):
    definition = read_source(path)
    if isinstance(definition, StatisticsDefinition):
        pytest.skip("statistics of areas")
    if not definition.remote or definition.remote.type != "dso":
        pytest.skip("not fetched from the DSO API")
    if not TABLES.exists():
        pytest.skip("the list of tables is not here")
    dataset, table = definition.remote.address.split("/")[-2:]
    with open(TABLES, encoding="utf-8", newline="") as stream:
        fields = [
            row["fields"].split("|") for row in csv.DictReader(stream)
            if (snake(row["dataset"]), snake(row["table"])) == (dataset, table) and row["auth"] == "OPENBAAR"
        ]  # fmt: skip
    assert fields
    wanted = {*definition.mapping.columns(), *([definition.remote.field] if definition.remote.field else [])}
    assert all(wanted <= set(one) for one in fields)
