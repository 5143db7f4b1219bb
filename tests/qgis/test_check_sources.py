"""Sources that drifted, answer nothing or are fine are told apart, and nothing is stored."""

import json
import re

import pytest

from igh_plugin.pipeline.check import check_source
from igh_plugin.sources.catalogue import chosen_sources, packaged_sources
from igh_plugin.sources.definition import parse_source
from igh_plugin.sources.network.body import Limits
from tests.qgis.test_dso import YAML as DSO
from tests.qgis.test_statistics import POLICE
from tests.qgis.test_wfs import YAML as WFS
from tests.servers.cbs import Cbs
from tests.servers.dso import Dso, reports
from tests.servers.wfs import Wfs

QUICK = Limits(connect=2, read=2, pause=0.01, tries=2)


def check(text):
    return check_source(parse_source(text), limits=QUICK)


@pytest.fixture
def dso():
    with Dso(reports(100)) as running:
        yield running


def test_a_source_that_is_fine(dso):
    found = check(DSO.format(address=dso.address, more=""))
    assert (found.state, found.sentences) == ("fine", []) and "datumMelding" in found.columns


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("column: externeStatus", "column: statusExtern", "no column statusExtern, which the mapping names for status"),
        ("wkt: geometrieVisualisatie", "wkt: geometrie", "no column geometrie, which the mapping names for wkt"),
        ("field: datumMelding", "field: datumGemeld", "no column datumGemeld, which the mapping names for refresh"),
    ],
)  # fmt: skip
def test_columns_that_are_gone_are_named(dso, old, new, said):
    found = check(DSO.replace(old, new).format(address=dso.address, more=""))
    assert found.state == "drifted"
    assert re.search(said, " ".join(map(str, found.sentences)))


def test_a_table_that_is_gone_does_not_answer(dso):
    found = check(DSO.format(address=dso.address + "_oud", more=""))
    assert found.state == "silent" and "404" in str(found.sentences[0])


def test_layers_and_statistics_too():
    with Wfs(10) as server:
        text = WFS.format(crs="EPSG:28992", address=server.address, id="nummer", layer="meldingen", more="")
        assert check(text).state == "fine"
        assert check(text.replace("layer: meldingen", "layer: klachten")).state == "drifted"
    with Cbs() as server:
        text = POLICE.format(address=server.site.address(), table="47018NED")
        assert check(text).state == "fine"
        assert "has no member 1.1.9" in str(check(text.replace("1.1.1", "1.1.9")).sentences[0])


def test_from_the_toolbox_into_a_report(run, dso, tmp_path):
    fine, gone = tmp_path / "fine.yaml", tmp_path / "gone.yaml"
    fine.write_text(DSO.format(address=dso.address, more=""), encoding="utf-8")
    gone.write_text(
        DSO.replace("source: m", "source: g").format(address=dso.address + "x", more=""), encoding="utf-8"
    )
    report = tmp_path / "report.json"
    results = run("checksources", SOURCES=f"{fine}; {gone}", REPORT=str(report))
    assert (results["FINE"], results["DRIFTED"], results["SILENT"]) == (1, 0, 1)
    assert json.loads(report.read_text())["meldingen"]["state"] == "fine"
    assert any("does not answer" in line for line in results["said"])


def test_the_sources_of_the_package_can_be_chosen():
    assert len(chosen_sources(packaged_sources())) == len(packaged_sources())
    asked = {one.source for one in chosen_sources([])}
    assert "amsterdam_meldingen" in asked and "signalen_amsterdam" not in asked
