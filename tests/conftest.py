"""What all tests share: where the real data are, workspaces of both kinds, and property tests that do not judge the machine's speed.

They try the same examples in every run, so that a change is judged by what it changed; HYPOTHESIS_PROFILE=explore
tries others, and more.
"""

import importlib.util
import itertools
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from igh_plugin.workspace.opening import create_workspace
from tests.servers import postgres

ROOT = Path(__file__).resolve().parents[1]

SLOW_IS_FINE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, **SLOW_IS_FINE)
settings.register_profile("explore", max_examples=1_000, **SLOW_IS_FINE)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with real data; a test that needs it skips where it is absent."""
    folder = Path(os.environ.get("IGH_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"the real data are absent: set IGH_SHARED_DATA (looked in {folder.name})")
    return folder


@pytest.fixture(scope="session")
def postgis():
    """The address of a database with PostGIS, without a schema; the login is in the environment."""
    if not importlib.util.find_spec("psycopg2"):
        pytest.skip("psycopg2 is absent here: it comes with QGIS")
    if not postgres.programs() or not postgres.has_postgis():
        pytest.skip("PostgreSQL with PostGIS is absent")
    with postgres.with_postgis() as address:
        yield address


class Places:
    """Gives places for new workspaces of one kind."""

    def __init__(self, kind, give):
        self.kind, self._give = kind, give

    def new(self):
        """Return the path or address of a workspace that is not there yet."""
        return self._give()

    def make(self, crs="EPSG:28992"):
        """Make an empty workspace."""
        return create_workspace(self.new(), crs)


@pytest.fixture(scope="session", params=["geopackage", "postgis"])
def places(request, tmp_path_factory):
    """Places for workspaces, in GeoPackages and in PostgreSQL."""
    numbers = itertools.count()
    if request.param == "geopackage":
        folder = tmp_path_factory.mktemp("workspaces")
        return Places("geopackage", lambda: folder / f"w{next(numbers)}.gpkg")
    address = request.getfixturevalue("postgis")
    return Places("postgis", lambda: f"{address}?schema=w{next(numbers)}")
