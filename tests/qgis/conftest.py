"""What every test in QGIS leaves behind."""

from __future__ import annotations

import gc

import pytest
from qgis.core import QgsProject


@pytest.fixture(scope="session", autouse=True)
def closed_projects(qgis_app):
    """Clear the projects that outlive their tests: QGIS crashes when Python lets go of one after QGIS has ended."""
    yield
    for project in [item for item in gc.get_objects() if isinstance(item, QgsProject)]:
        project.clear()
