"""Workspaces of both kinds for the tests that must hold for both."""

from __future__ import annotations

import itertools

import pytest

from igh_plugin.workspace.opening import create_workspace

CRS = "EPSG:28992"


class Places:
    """Gives places for new workspaces of one kind."""

    def __init__(self, kind, give):
        self.kind, self._give = kind, give

    def new(self):
        """Return the path or address of a workspace that is not there yet."""
        return self._give()

    def make(self, crs=CRS):
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
