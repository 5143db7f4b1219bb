"""A workspace in PostgreSQL does what one in a GeoPackage does, with the same figures."""

from __future__ import annotations

import numpy as np
import pytest
from qgis.core import QgsProject, QgsVectorLayer

from igh_plugin.core.errors import UserError
from igh_plugin.themes.catalogue import find_theme
from igh_plugin.themes.figures import compute_figures
from igh_plugin.themes.grouping import NAME, THEME, place_of, project_themes
from igh_plugin.workspace.opening import open_workspace
from tests.qgis.built_city import THEMES, build_city
from tests.servers.postgres import PASSWORD

pytestmark = pytest.mark.one_qgis(2)


@pytest.fixture(scope="module")
def authcfg(store):
    """Credentials of the database in QGIS's authentication store."""
    credentials = store("Basic", username="gis", password=PASSWORD)
    assert credentials
    return credentials


@pytest.fixture(scope="module")
def shared(postgis, authcfg, qgis_processing, tmp_path_factory):
    """The city of `city`, built in PostgreSQL with credentials of the store alone; its address, and the folder."""
    folder = tmp_path_factory.mktemp("shared")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PGPASSWORD")
        patch.delenv("PGUSER")
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        yield build_city(folder, f"{postgis}?schema=city&authcfg={authcfg}"), folder


def test_it_holds_what_a_geopackage_holds(shared, city):
    with open_workspace(shared[0], read_only=True) as ours, open_workspace(city, read_only=True) as other:
        assert ours.fingerprint() == other.fingerprint()
        assert [run["kind"] for run in ours.runs()] == [run["kind"] for run in other.runs()]


@pytest.mark.parametrize("name", THEMES)
def test_the_figures_are_the_same_to_the_last_digit(shared, city, name):
    theme = find_theme(name)
    for level in theme.levels:
        ours, other = (compute_figures(str(place), theme, level.id) for place in (shared[0], city))
        assert ours.events == other.events > 0
        with np.printoptions(threshold=10**9, floatmode="unique"):
            assert repr(ours) == repr(other)


def test_every_layer_of_the_project_opens_and_shows_the_same(shared, city):
    told = {}
    for place, file in ((shared[0], shared[1] / "p.qgz"), (str(city), city.with_name("p.qgz"))):
        project = QgsProject()
        assert project.read(str(file))
        assert sorted(project_themes(project)) == sorted((place, theme) for theme in THEMES)
        layers = [
            layer
            for layer in project.mapLayers().values()
            if isinstance(layer, QgsVectorLayer) and layer.customProperty(NAME, "")
        ]
        assert all(layer.isValid() and place_of(layer) == place for layer in layers)
        told[place] = sorted(
            (
                str(layer.customProperty(THEME, "")),
                layer.name(),
                layer.featureCount(),
                layer.geometryType(),
                layer.crs().authid(),
                [layer.attributeDisplayName(at) for at in range(layer.fields().count())],
                layer.extent().toString(0) if layer.featureCount() else "",
            )
            for layer in layers
        )
        project.clear()
    ours, other = told.values()
    assert len(ours) > 10
    assert ours == other


def test_the_secret_of_the_database_is_in_no_file(shared):
    import zipfile

    place, folder = shared
    assert PASSWORD not in place
    with zipfile.ZipFile(folder / "p.qgz") as packed:
        contents = [packed.read(name) for name in packed.namelist()]
    contents += [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert len(contents) > 5
    assert not any(PASSWORD.encode() in content for content in contents)


def test_a_workspace_is_moved_there_and_read_by_a_role_of_one_district(
    shared, city, postgis, authcfg, run, tmp_path
):
    import psycopg2

    from igh_plugin.workspace.address import read_address

    target = f"{postgis}?schema=moved&authcfg={authcfg}"
    moved = run("moveworkspace", WORKSPACE=str(city), TARGET=target)
    with open_workspace(city, read_only=True) as first:
        assert moved["EVENTS"] == first.count_events()
        district = str(first.areas(first.area_levels()[-1])["code"][0])
        inside = first.finest_areas(first.area_levels()[-1], district)
        expected = int(np.isin(first.events(["area"])["area"].astype(str), inside).sum())
    assert any("checksum" in line for line in moved["said"])
    place = read_address(target)
    with psycopg2.connect(
        host=place.host, port=place.port, dbname=place.database, user="gis", password=PASSWORD
    ) as connection:
        connection.cursor().execute("CREATE ROLE mieke LOGIN PASSWORD 'only-hers'")
    connection.close()
    said = run("grantaccess", WORKSPACE=target, ROLE="mieke", MAY=0, AREAS=district)
    assert said["COUNT"] == len(inside)
    assert "owns the workspace" in run("grantaccess", fails=True, WORKSPACE=target, ROLE="gis", MAY=1)
    assert "is a file" in run("grantaccess", fails=True, WORKSPACE=str(city), ROLE="mieke", MAY=1)
    assert "data already" in run("moveworkspace", fails=True, WORKSPACE=str(city), TARGET=target)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PGUSER", "mieke")
        patch.setenv("PGPASSWORD", "only-hers")
        hers = f"{postgis}?schema=moved"
        with open_workspace(hers, read_only=True) as workspace:
            assert workspace.count_events() == expected > 0
        theme = find_theme("registrations")
        for level in theme.levels:
            figures = compute_figures(hers, theme, level.id, area=district)
            whole = compute_figures(str(city), theme, level.id, area=district)
            assert figures.events == whole.events > 0
            for name in (
                "period_title",
                "previous_title",
                "indicators",
                "trend",
                "hours",
                "data_until",
            ):
                assert repr(getattr(figures, name)) == repr(getattr(whole, name)), name
            ranked = dict(zip(figures.ranking.codes, figures.ranking.counts.tolist()))
            expected_rank = dict(zip(whole.ranking.codes, whole.ranking.counts.tolist()))
            assert ranked and ranked.items() <= expected_rank.items()
        with pytest.raises(UserError, match=f"Choose one of these areas: {district}"):
            compute_figures(hers, theme, "tactical")
        assert "part of the city" in run("qualityreport", fails=True, WORKSPACE=hers)
        taken = run("moveworkspace", WORKSPACE=hers, TARGET=str(tmp_path / "hers.gpkg"))
        assert taken["EVENTS"] == expected


def test_a_night_on_it_writes_project_and_briefings(shared, run, tmp_path):
    import json

    files = {"PROJECT": "night.qgz", "REPORT": "report.json", "BRIEFINGS": "briefings"}
    outputs = {name: str(tmp_path / file) for name, file in files.items()}
    results = run("nightly", WORKSPACE=shared[0], **outputs)
    report = json.loads((tmp_path / "report.json").read_text())
    assert (results["EXIT_CODE"], report["state"], report["workspace"]) == (0, "whole", "postgres.city")
    project = QgsProject()
    assert project.read(outputs["PROJECT"]) and project_themes(project) == [(shared[0], "registrations")]
    project.clear()
    with open_workspace(shared[0], read_only=True) as workspace:
        districts = len(workspace.areas(workspace.area_levels()[-1])["code"])
    briefings = sorted((tmp_path / "briefings").glob("*.pdf"))
    assert len(briefings) == districts + 1 and all(path.read_bytes()[:5] == b"%PDF-" for path in briefings)
    assert not any(PASSWORD.encode() in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
