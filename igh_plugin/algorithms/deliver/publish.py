"""igh:publish: aggregates of a theme for an audience, small counts withheld."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFolderDestination,
)

from ...core.progress import Part
from ...core.text import QT_TRANSLATE_NOOP
from ...translation import language, tr
from ..base import (
    AUDIENCES,
    FOR_ALL,
    LEVELS,
    TACTICAL,
    IghAlgorithm,
    audience_parameter,
    level_parameter,
    theme_parameter,
    unlicensed_parameter,
    workspace_parameter,
)


class Publish(IghAlgorithm):
    """Writes the tables and the map of a theme, protected for those who read them."""

    NAME = "publish"
    TITLE = QT_TRANSLATE_NOOP("core", "Publish a theme")
    GROUP = "deliver"
    NEEDS = ("numpy", "pandas", "scipy", "yaml")
    WORKSPACE, THEME, LEVEL, AUDIENCE, UNLICENSED, PAGE, OUTPUT = (
        "WORKSPACE", "THEME", "LEVEL", "AUDIENCE", "UNLICENSED", "PAGE", "OUTPUT",
    )  # fmt: skip

    def initAlgorithm(self, config=None):  # noqa: N802
        workspace = workspace_parameter(self.WORKSPACE)
        theme, level = theme_parameter(self.THEME), level_parameter(self.LEVEL)
        audience = audience_parameter(self.AUDIENCE, FOR_ALL)
        unlicensed = unlicensed_parameter(self.UNLICENSED)
        page = QgsProcessingParameterBoolean(self.PAGE, tr("Also write a page of HTML"), True, optional=True)
        page.setHelp(tr("One page with all tables, which loads nothing and needs nothing else."))
        output = QgsProcessingParameterFolderDestination(self.OUTPUT, tr("Publication"))
        output.setHelp(
            tr(
                "A folder for a GeoPackage with a styled layer of areas and tables, and a CSV file of each. Files of an earlier publication in it are replaced."
            )
        )
        for parameter in (workspace, theme, level, audience, unlicensed, page, output):
            self.addParameter(parameter)
        self.addOutput(QgsProcessingOutputNumber("RUN", tr("Run")))
        self.addOutput(QgsProcessingOutputNumber("WITHHELD", tr("Counts withheld")))
        self.addOutput(QgsProcessingOutputNumber("SHOWN", tr("Counts shown")))

    def compute(self, parameters, context, progress):
        from datetime import date

        from ...delivery.publication import write_publication
        from ...settings import Settings
        from ...themes.catalogue import find_theme
        from ...themes.publication import publish
        from ...workspace.opening import open_workspace

        theme = find_theme(
            self.parameterAsString(parameters, self.THEME, context) or "registrations",
            Path(Settings.load().user_folder),
        )
        level = self.chosen(parameters, context, self.LEVEL, LEVELS, TACTICAL)
        audience = self.chosen(parameters, context, self.AUDIENCE, AUDIENCES, FOR_ALL)
        folder = self.parameterAsString(parameters, self.OUTPUT, context)
        with open_workspace(self.parameterAsString(parameters, self.WORKSPACE, context)) as workspace:
            made = publish(
                workspace,
                theme,
                level,
                audience,
                language(),
                self.parameterAsBool(parameters, self.UNLICENSED, context),
                Part(progress, 0.0, 0.9),
            )
        page = (
            self.parameterAsBool(parameters, self.PAGE, context)
            if parameters.get(self.PAGE) is not None
            else True
        )
        write_publication(made, folder, date.today().isoformat(), page)
        for sentence in (made.rule, *made.notes):
            progress.report(sentence)
        return {self.OUTPUT: folder, "RUN": made.run, "WITHHELD": made.withheld, "SHOWN": made.shown}
