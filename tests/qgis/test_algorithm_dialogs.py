"""Paths in the dialogs of the algorithms: browsed for or typed, of a folder, or of a file that is yet to be made."""

from __future__ import annotations

import pytest
from qgis.core import QgsProcessingContext
from qgis.gui import QgsFileWidget, QgsGui, QgsProcessingGui
from qgis.PyQt.QtWidgets import QWidget

from igh_plugin.provider import IghProvider

PATHS = [
    ("collectfile", "WORKSPACE"), ("collectfile", "EVENTS"), ("collectfile", "AREAS"),
    ("buildtheme", "WORKSPACE"), ("buildtheme", "EVENTS"), ("buildtheme", "AREAS"),
    ("briefing", "WORKSPACE"), ("combine", "WORKSPACE"), ("indicators", "WORKSPACE"), ("listthemes", "WORKSPACE"), ("publish", "WORKSPACE"),
]  # fmt: skip


@pytest.fixture
def algorithms(qgis_app, qgis_processing):
    provider = IghProvider()
    provider.loadAlgorithms()
    return provider


@pytest.mark.parametrize("algorithm,name", PATHS)
def test_a_path_has_a_button_to_browse(algorithms, algorithm, name):
    chosen = algorithms.algorithm(algorithm).create()
    dialog_type = QgsProcessingGui.WidgetType.Standard
    registry = QgsGui.processingGuiRegistry()
    wrapper = registry.createParameterWidgetWrapper(chosen.parameterDefinition(name), dialog_type)
    parent = QWidget()
    widget = wrapper.createWrappedWidget(QgsProcessingContext())
    widget.setParent(parent)
    files = widget if isinstance(widget, QgsFileWidget) else widget.findChild(QgsFileWidget)
    assert files is not None and files.fileWidgetButtonVisible()
    wrapper.setParameterValue("/some/where/new.gpkg", QgsProcessingContext())
    assert wrapper.parameterValue() == "/some/where/new.gpkg"
    parent.deleteLater()


@pytest.mark.parametrize("algorithm", ["collectfile", "buildtheme"])
def test_a_folder_and_a_workspace_yet_to_be_made_are_taken(algorithms, algorithm, tmp_path):
    chosen = algorithms.algorithm(algorithm).create()
    parameters = {"WORKSPACE": str(tmp_path / "new.gpkg"), "EVENTS": str(tmp_path)}
    right, message = chosen.checkParameterValues(parameters, QgsProcessingContext())
    assert right, message


@pytest.mark.parametrize("algorithm", ["collectfile", "buildtheme", "briefing"])
def test_a_workspace_is_asked_for(algorithms, algorithm):
    chosen = algorithms.algorithm(algorithm).create()
    right, message = chosen.checkParameterValues({"EVENTS": "reports.csv"}, QgsProcessingContext())
    assert not right and "workspace" in message.casefold()
