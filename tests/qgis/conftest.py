"""What every test in QGIS leaves behind."""

from __future__ import annotations

import contextlib
import gc
import inspect
import shutil
from pathlib import Path
from types import FrameType

import pytest
from qgis.core import (
    QgsApplication,
    QgsAuthMethodConfig,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt.QtCore import QCoreApplication, QEvent

from igh_plugin.provider import IghProvider
from igh_plugin.sources.network import door
from igh_plugin.sources.network.body import Limits
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from tests.qgis.built_city import build_city
from tests.qgis.panel_steps import Interface, wait_for

SUSPENDED = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
"""Frames that go on later, such as those of fixtures."""


def pytest_addoption(parser):
    parser.addoption(
        "--half",
        type=int,
        choices=(1, 2),
        help="of the tests that run in one of two versions of QGIS only this half",
    )


def pytest_collection_modifyitems(config, items):
    """Leave the tests marked `one_qgis` of the other half to the other version; without --half all run."""
    half = config.getoption("--half", None)
    if half is None:
        return
    marks = [item.get_closest_marker("one_qgis") for item in items]
    others = [item for item, mark in zip(items, marks) if mark is not None and mark.args != (half,)]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in set(others)]


@pytest.fixture(scope="session", autouse=True)
def closed_projects(qgis_app):
    """Clear the projects and layers that outlive their tests: QGIS crashes when Python lets go of one after QGIS has ended.

    QGIS never lets go of an exception that a processing algorithm raised, and so not of the frames of the tests that ran it.
    """
    yield
    for frame in [item for item in gc.get_objects() if isinstance(item, FrameType)]:
        if not frame.f_code.co_flags & SUSPENDED:
            with contextlib.suppress(RuntimeError):
                frame.clear()
    gc.collect()
    for project in [item for item in gc.get_objects() if isinstance(item, QgsProject)]:
        project.clear()


class Feedback(QgsProcessingFeedback):
    """Keeps what was said."""

    def __init__(self):
        super().__init__(False)
        self.said = []

    def pushInfo(self, info):  # noqa: N802
        self.said.append(info)

    def reportError(self, error, fatalError=False):  # noqa: N802, N803
        self.said.append(error)


@pytest.fixture(scope="module")
def store(qgis_app):
    """Put credentials of a kind into QGIS's authentication store, and return their id; they are gone afterwards."""
    manager = QgsApplication.authManager()
    if manager.isDisabled():
        pytest.skip("the authentication store is switched off: " + manager.disabledMessage())
    if not manager.masterPasswordIsSet():
        manager.setMasterPassword("hoofdwachtwoord", True)
    made = []

    def add(kind, **values):
        config = QgsAuthMethodConfig(kind)
        config.setName("test " + kind)
        for name, value in values.items():
            config.setConfig(name.replace("_", "-"), value)
        done = manager.storeAuthenticationConfig(config)
        done, config = done if isinstance(done, tuple) else (done, config)
        made.append(config.id())
        return config.id()

    yield add
    for one in made:
        manager.removeAuthenticationConfig(one)


@pytest.fixture(scope="session")
def built_once(qgis_app, qgis_processing, tmp_path_factory) -> Path:
    return build_city(tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def city(built_once, tmp_path_factory) -> Path:
    """The workspace of a city with both themes, beside it `p.qgz`; each file of tests has a copy of its own."""
    folder = tmp_path_factory.mktemp("city") / "copy"
    shutil.copytree(built_once.parent, folder)
    return folder / built_once.name


@pytest.fixture
def panel(qgis_app):
    """The panel with a map and an empty project."""
    from igh_plugin.dock.panel import IghPanel

    made = IghPanel(Interface())
    yield made
    made.close()
    made.deleteLater()
    QgsProject.instance().clear()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def opened(panel, city):
    """The panel with the project of the city open, and its figures there."""
    assert QgsProject.instance().read(str(city.parent / "p.qgz"))
    panel.show()
    wait_for(panel)
    return panel


@pytest.fixture
def impatient(monkeypatch):
    """Where no limits are given, servers are asked as often as ever, but without the long pauses between."""
    monkeypatch.setattr(door, "Limits", lambda: Limits(pause=0.01))


@pytest.fixture(scope="module")
def provider(qgis_app, qgis_processing):
    registry = QgsApplication.processingRegistry()
    added = IghProvider()
    registry.addProvider(added)
    yield added
    registry.removeProvider(added)


@pytest.fixture(scope="module")
def run(provider):
    """Run an algorithm of ours as Processing does; give its outputs and what was said, with `fails` the latter alone."""

    def call(name, fails=False, **parameters):
        algorithm = provider.algorithm(name).create()
        context, feedback = QgsProcessingContext(), Feedback()
        context.setProject(QgsProject())
        right, message = algorithm.checkParameterValues(parameters, context)
        assert right, message
        results, fine = algorithm.run(parameters, context, feedback)
        assert fine is not fails, "\n".join(feedback.said)
        return "\n".join(feedback.said) if fails else {**results, "said": feedback.said}

    return call


@pytest.fixture
def empty_workspace(qgis_app, tmp_path):
    with GeoPackageWorkspace.create(tmp_path / "w.gpkg", "EPSG:28992") as made:
        yield made


@pytest.fixture
def either_workspace(qgis_app, places, tmp_path, monkeypatch):
    """An empty workspace in a GeoPackage, and in PostgreSQL; what waits beside the latter lies in a folder of the test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with places.make() as made:
        yield made


def pytest_terminal_summary(terminalreporter):
    """Print what happened to each connector under each fault."""
    from tests.qgis import fault_table

    if fault_table.ROWS:
        terminalreporter.section("connector x fault")
        for line in fault_table.lines():
            terminalreporter.line(line)
