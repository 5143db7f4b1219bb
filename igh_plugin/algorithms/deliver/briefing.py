"""igh:briefing: a theme on paper, for the whole or for one area."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ...core.progress import Part
from ...core.text import QT_TRANSLATE_NOOP
from ...translation import language, tr
from ..base import (
    AUDIENCES,
    INTERNAL,
    LEVELS,
    TACTICAL,
    IghAlgorithm,
    audience_parameter,
    level_parameter,
    theme_parameter,
    unlicensed_parameter,
    workspace_parameter,
)


class Briefing(IghAlgorithm):
    """Writes the briefing of a theme as PDF. Layouts belong to the main thread, so it runs there."""

    NAME = "briefing"
    TITLE = QT_TRANSLATE_NOOP("core", "Make a briefing")
    GROUP = "deliver"
    NEEDS = ("numpy", "pandas", "scipy", "matplotlib", "yaml")
    WORKSPACE, THEME, AREA, LEVEL, AUDIENCE, UNLICENSED, OUTPUT, MAP = (
        "WORKSPACE", "THEME", "AREA", "LEVEL", "AUDIENCE", "UNLICENSED", "OUTPUT", "MAP",
    )  # fmt: skip

    def flags(self):
        """Layouts and projects are made in the thread of the interface."""
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def initAlgorithm(self, config=None):  # noqa: N802
        workspace = workspace_parameter(self.WORKSPACE)
        theme, level = theme_parameter(self.THEME), level_parameter(self.LEVEL)
        area = QgsProcessingParameterString(
            self.AREA, tr(QT_TRANSLATE_NOOP("core", "Area")), "", optional=True
        )
        area.setHelp(tr(QT_TRANSLATE_NOOP("core", "Code or name of an area. Empty: the whole city.")))
        audience = audience_parameter(self.AUDIENCE, INTERNAL)
        unlicensed = unlicensed_parameter(self.UNLICENSED)
        output = QgsProcessingParameterFileDestination(
            self.OUTPUT, tr(QT_TRANSLATE_NOOP("core", "Briefing")), "PDF (*.pdf)"
        )
        output.setHelp(tr("The PDF to write: map, key figures, charts and hot spots."))
        picture = QgsProcessingParameterFileDestination(
            self.MAP, tr("Map as a picture"), "PNG (*.png)", None, True, False
        )
        picture.setHelp(tr("A file for the map alone, as an A4 sheet; empty for none."))
        for parameter in (workspace, theme, area, level, audience, unlicensed, output, picture):
            self.addParameter(parameter)

    def compute(self, parameters, context, progress):
        from ...settings import Settings
        from ...themes.catalogue import find_theme

        settings = Settings.load()
        name = self.parameterAsString(parameters, self.THEME, context) or "registrations"
        workspace = self.parameterAsString(parameters, self.WORKSPACE, context)
        theme = find_theme(name, Path(settings.user_folder))
        level = self.chosen(parameters, context, self.LEVEL, LEVELS, TACTICAL)
        audience = self.chosen(parameters, context, self.AUDIENCE, AUDIENCES, INTERNAL)
        area = self.parameterAsString(parameters, self.AREA, context) or None
        output = self.parameterAsFileOutput(parameters, self.OUTPUT, context)
        picture = self.parameterAsFileOutput(parameters, self.MAP, context)
        if audience == AUDIENCES[INTERNAL]:
            self._for_internal_use(workspace, theme, level, area, output, picture, progress, settings)
        else:
            from ...briefing.published import brief_publication

            unlicensed = self.parameterAsBool(parameters, self.UNLICENSED, context)
            brief_publication(
                workspace,
                theme,
                level,
                audience,
                area,
                output,
                picture,
                language(),
                unlicensed,
                progress,
                settings,
            )
        return {self.OUTPUT: output, **({self.MAP: picture} if picture else {})}

    @staticmethod
    def _for_internal_use(workspace, theme, level, area, output, picture, progress, settings):
        from ...briefing.document import export_map, make_briefing

        make_briefing(workspace, theme, level, area, output, language(), Part(progress, 0.0, 0.7), settings)
        if picture:
            export_map(workspace, theme, picture, level, area, language(), Part(progress, 0.7, 1.0), settings)
