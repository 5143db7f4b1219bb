"""igh:buildtheme when the project cannot be made: a sentence, no traceback, and the workspace is as it should be."""

from __future__ import annotations

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

from igh_plugin.algorithms.deliver.build_theme import BuildTheme
from igh_plugin.core.errors import UserError
from igh_plugin.core.text import Text
from igh_plugin.themes import project as theme_project
from igh_plugin.workspace.geopackage import GeoPackageWorkspace


class Feedback(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.errors = []

    def reportError(self, error, fatalError=False):  # noqa: N802, N803
        self.errors.append(error)


@pytest.fixture(scope="module")
def workspace(city):
    return city


def run(workspace, **parameters):
    algorithm = BuildTheme().create()
    context, feedback = QgsProcessingContext(), Feedback()
    project = QgsProject()
    context.setProject(project)
    outputs, fine = algorithm.run({"WORKSPACE": str(workspace), **parameters}, context, feedback)
    return outputs, fine, feedback.errors


def test_a_file_that_is_no_project_is_named_and_kept(workspace, tmp_path):
    target = tmp_path / "p.qgz"
    target.write_text("no project", encoding="utf-8")
    outputs, _, errors = run(workspace, PROJECT=str(target))
    assert any(f"The project {target} cannot be read" in error for error in errors)
    assert not any("Traceback" in error for error in errors)
    assert target.read_text(encoding="utf-8") == "no project"
    assert outputs["WORKSPACE"] == str(workspace)


def test_a_project_that_cannot_be_written_is_named(workspace, tmp_path):
    target = tmp_path / "nowhere" / "p.qgz"
    _, _, errors = run(workspace, PROJECT=str(target))
    assert any(f"The project {target} could not be written" in error for error in errors)


def test_what_loading_says_is_told(workspace, tmp_path, monkeypatch):
    def refuse(*_):
        raise UserError(Text("There is nothing to load from {file}.", {"file": "here"}))

    monkeypatch.setattr(theme_project, "load_theme", refuse)
    _, _, errors = run(workspace, PROJECT=str(tmp_path / "p.qgz"))
    assert any("There is nothing to load from here." in error for error in errors)
    assert not any("Traceback" in error or "UserError" in error for error in errors)
    with GeoPackageWorkspace.open(workspace, read_only=True) as opened:
        assert opened.results("registrations")
