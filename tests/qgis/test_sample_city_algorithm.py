"""igh:samplecity and the files it writes."""

from __future__ import annotations

import csv
import json

import pytest
from osgeo import ogr
from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from igh_plugin.algorithms.collect.sample_city import SampleCity
from igh_plugin.core.errors import UserError
from igh_plugin.core.progress import Cancelled, Silent
from igh_plugin.pipeline.sample_city import write_sample_city


class StopAt(Silent):
    """Progress that is cancelled once the job is so far."""

    def __init__(self, share: float) -> None:
        self._share = share

    def step(self, fraction, message=""):
        if fraction >= self._share:
            raise Cancelled


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return write_sample_city(tmp_path_factory.mktemp("city") / "sample", neighbourhoods=40, events=3000)


def test_the_algorithm_writes_the_city(tmp_path):
    algorithm = SampleCity()
    algorithm.initAlgorithm()
    parameters = {"FOLDER": str(tmp_path / "city"), "NEIGHBOURHOODS": 40, "EVENTS": 500}
    outputs = algorithm.processAlgorithm(parameters, QgsProcessingContext(), QgsProcessingFeedback())
    assert outputs["REPORTS"] == 500 and outputs["INSPECTIONS"] == 75
    assert (tmp_path / "city" / "truth.json").exists()
    assert algorithm.shortHelpString()


def test_layers_have_their_rows(written):
    source = ogr.Open(str(written["areas"]))
    assert source.GetLayerByName("neighbourhoods").GetFeatureCount() == 40
    assert source.GetLayerByName("districts").GetFeatureCount() == 7
    layer = source.GetLayerByName("neighbourhoods")
    assert [field.name for field in layer.schema] == ["code", "name", "parent"]
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "28992"
    assert all(feature.GetGeometryRef().IsValid() for feature in layer)
    assert source.GetLayerByName("area_statistics").GetFeatureCount() > 0


def test_raw_files_agree_with_the_truth(written):
    told = json.loads(written["truth"].read_text(encoding="utf-8"))
    for name, rows in told["raw"]["rows"].items():
        with open(written["raw"] / name, encoding="cp1252", newline="") as file:
            table = list(csv.DictReader(file, delimiter=";"))
        assert len(table) == rows
        assert all("." not in row["x_rd"] for row in table)
    assert told["synthetic"] is True
    assert "SYNTHETIC" in written["readme"].read_text(encoding="utf-8")


def test_the_same_parameters_give_the_same_bytes(written, tmp_path):
    again = write_sample_city(tmp_path / "again", neighbourhoods=40, events=3000)
    first = {
        p.relative_to(written["folder"]): p.read_bytes() for p in written["folder"].rglob("*") if p.is_file()
    }
    second = {
        p.relative_to(again["folder"]): p.read_bytes() for p in again["folder"].rglob("*") if p.is_file()
    }
    assert first == second


@pytest.mark.parametrize("share", [0.0, 0.3, 0.52, 0.7])
def test_cancelling_leaves_nothing(tmp_path, share):
    with pytest.raises(Cancelled):
        write_sample_city(tmp_path / "city", neighbourhoods=40, events=500, progress=StopAt(share))
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_city_is_replaced_and_other_files_are_not(tmp_path):
    write_sample_city(tmp_path / "city", neighbourhoods=40, events=10)
    write_sample_city(tmp_path / "city", neighbourhoods=40, events=20)
    told = json.loads((tmp_path / "city" / "truth.json").read_text(encoding="utf-8"))
    assert told["reports"]["total"] == 20
    (tmp_path / "city" / "mine.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(UserError):
        write_sample_city(tmp_path / "city", neighbourhoods=40, events=10)
    assert (tmp_path / "city" / "mine.txt").read_text(encoding="utf-8") == "keep"
