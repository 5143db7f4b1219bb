"""igh:nightly: the night's work in one run."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import language, tr
from ..base import IghAlgorithm, workspace_parameter

SEPARATOR = ";"
NOTHING = QT_TRANSLATE_NOOP("core", "Nothing of the night's work could be done. {reason}")


class Nightly(IghAlgorithm):
    """Refreshes what is due, counts, builds themes, project and briefings, and reports. Layouts need the main thread."""

    NAME = "nightly"
    TITLE = QT_TRANSLATE_NOOP("core", "Do the night's work")
    GROUP = "deliver"
    NEEDS = ("numpy", "pandas", "scipy", "matplotlib", "yaml", "requests")
    WORKSPACE, THEMES, PROJECT, BRIEFINGS, REPORT, ALL = (
        "WORKSPACE", "THEMES", "PROJECT", "BRIEFINGS", "REPORT", "ALL",
    )  # fmt: skip

    def flags(self):
        """Layouts and projects are made in the thread of the interface."""
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def initAlgorithm(self, config=None):  # noqa: N802
        workspace = workspace_parameter(self.WORKSPACE)
        themes = QgsProcessingParameterString(self.THEMES, tr("Themes"), "registrations", optional=True)
        themes.setHelp(tr("Ids of themes, or the folders they stand in, separated by semicolons."))
        project = QgsProcessingParameterFileDestination(
            self.PROJECT, tr("Project"), tr("QGIS project (*.qgz)"), None, True, False
        )
        project.setHelp(tr("A project to write or to refresh, with the themes as groups; empty for none."))
        briefings = QgsProcessingParameterFolderDestination(
            self.BRIEFINGS, tr("Folder for briefings"), None, True, False
        )
        briefings.setHelp(tr("One PDF per theme for the whole and for each district; empty for none."))
        report = QgsProcessingParameterFileDestination(
            self.REPORT, tr("Report"), "JSON (*.json)", None, True, False
        )
        report.setHelp(
            tr(
                "What was done, as JSON; its exit_code is 0 when all was done, 1 when nothing was, 2 when a part was."
            )
        )
        everything = QgsProcessingParameterBoolean(self.ALL, tr("Also what is not due"), False, optional=True)
        everything.setHelp(tr("On: every source with a connection, however short ago it was fetched."))
        for parameter in (workspace, themes, project, briefings, report, everything):
            self.addParameter(parameter)
        self.add_numbers(
            EXIT_CODE=QT_TRANSLATE_NOOP("core", "0 whole, 1 failed, 2 partly"),
            DONE=QT_TRANSLATE_NOOP("core", "Steps done"),
            FAILED=QT_TRANSLATE_NOOP("core", "Steps that failed"),
        )

    def compute(self, parameters, context, progress):
        from ...delivery.nightly import FAILED, Night, run_night
        from ...sources.network.qgis import open_store, surroundings_of
        from ...workspace.files import write_json

        names = self.parameterAsString(parameters, self.THEMES, context).split(SEPARATOR)
        night = Night(
            workspace=self.parameterAsString(parameters, self.WORKSPACE, context),
            themes=[name.strip() for name in names if name.strip()],
            language=language(),
            project=self.parameterAsFileOutput(parameters, self.PROJECT, context),
            briefings=self.parameterAsString(parameters, self.BRIEFINGS, context),
            everything=self.parameterAsBool(parameters, self.ALL, context),
        )
        report = run_night(night, surroundings_of, open_store, progress)
        file = self.parameterAsFileOutput(parameters, self.REPORT, context)
        if file:
            write_json(file, report.as_json(night.workspace))
        if report.steps() and report.exit_code == FAILED:
            raise UserError(Text(NOTHING, {"reason": report.first_error()}))
        done = [step["done"] for step in report.steps()]
        return {"EXIT_CODE": report.exit_code, "DONE": sum(done), "FAILED": len(done) - sum(done)}
