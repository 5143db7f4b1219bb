"""igh:buildtheme: the whole chain for one theme, from files to a project with styled layers."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP
from ...translation import language, tr
from ..base import EVENT_FILES, IghAlgorithm, areas_parameter, file_parameter, workspace_parameter

SEPARATOR = ";"


class BuildTheme(IghAlgorithm):
    """Imports areas, collects sources, combines, computes the theme and loads it into a project."""

    NAME = "buildtheme"
    TITLE = QT_TRANSLATE_NOOP("core", "Build a theme")
    GROUP = "deliver"
    NEEDS = ("numpy", "pandas", "scipy", "yaml", "requests")
    WORKSPACE, THEME, EVENTS, MAPPING, AREAS, SEED, PROJECT = (
        "WORKSPACE", "THEME", "EVENTS", "MAPPING", "AREAS", "SEED", "PROJECT",
    )  # fmt: skip

    def __init__(self):
        super().__init__()
        self._built = None

    def initAlgorithm(self, config=None):  # noqa: N802
        workspace = workspace_parameter(self.WORKSPACE, new=True)
        theme = QgsProcessingParameterString(self.THEME, tr("Theme"), "registrations", optional=True)
        theme.setHelp(tr("The id of a theme, or the folder it stands in."))
        events = file_parameter(
            self.EVENTS,
            tr("Files with events"),
            tr(
                "A file to collect first, or the path of a folder with files. Empty: the theme is built on what the workspace holds."
            ),
            tr(EVENT_FILES),
            optional=True,
        )
        mapping = QgsProcessingParameterString(self.MAPPING, tr("Mappings"), "", optional=True)
        mapping.setHelp(
            tr(
                "How the files become events: YAML files, or ids of sources of the package, separated by semicolons. Empty: a mapping is guessed from the columns, and told."
            )
        )
        seed = QgsProcessingParameterNumber(
            self.SEED, tr("Seed"), defaultValue=20260101, optional=True, minValue=0
        )
        seed.setHelp(tr("The seed of the permutations: the same seed gives the same result."))
        project = QgsProcessingParameterFileDestination(
            self.PROJECT, tr("Project"), tr("QGIS project (*.qgz)"), None, True, False
        )
        project.setHelp(
            tr(
                "A project to write or to refresh, with the theme as a group of layers. Empty: the group comes into the project that is open."
            )
        )
        for parameter in (workspace, theme, events, mapping, areas_parameter(self.AREAS), seed, project):
            self.addParameter(parameter)
        self.add_numbers(
            READ=QT_TRANSLATE_NOOP("core", "Rows read"),
            KEPT=QT_TRANSLATE_NOOP("core", "Events kept"),
            REJECTED=QT_TRANSLATE_NOOP("core", "Rows rejected"),
        )
        self.addOutput(QgsProcessingOutputString("SUMMARY", tr("Summary as JSON")))

    def compute(self, parameters, context, progress):
        import json
        from pathlib import Path

        from ...core.progress import Part
        from ...pipeline.combine import combine
        from ...pipeline.ingest import ingest
        from ...settings import Settings
        from ...sources.catalogue import known_sources
        from ...themes.building import build_theme
        from ...themes.catalogue import find_theme
        from ...themes.needs import categories_by_source, what_is_missing
        from ...workspace.opening import open_workspace

        path = self.parameterAsString(parameters, self.WORKSPACE, context)
        settings = Settings.load()
        theme = find_theme(
            self.parameterAsString(parameters, self.THEME, context), Path(settings.user_folder)
        )
        mappings = [
            item.strip()
            for item in self.parameterAsString(parameters, self.MAPPING, context).split(SEPARATOR)
            if item.strip()
        ]
        collected = ingest(
            path,
            self.parameterAsString(parameters, self.EVENTS, context),
            mappings,
            self.parameterAsFile(parameters, self.AREAS, context),
            Part(progress, 0.0, 0.6),
        )
        with open_workspace(path) as workspace:
            combine(workspace, progress=Part(progress, 0.6, 0.7))
            build_theme(
                workspace,
                theme,
                language(),
                self.parameterAsInt(parameters, self.SEED, context),
                Part(progress, 0.7, 1.0),
            )
            held, known = categories_by_source(workspace), known_sources(settings.sources_folder)
            for sentence in what_is_missing(workspace, theme, held, known, language()):
                progress.report(sentence)
        self._built = (path, theme, self.parameterAsFileOutput(parameters, self.PROJECT, context))
        summary = {
            name: {
                "read": item.read,
                "kept": item.kept,
                "rejected": item.rejected,
                "notes": [tr(note) for note in item.notes],
            }
            for name, item in collected.items()
        }
        results = list(collected.values())
        return {
            self.WORKSPACE: path,
            "READ": sum(item.read for item in results),
            "KEPT": sum(item.kept for item in results),
            "REJECTED": sum(item.rejected_total for item in results),
            "SUMMARY": json.dumps(summary, ensure_ascii=False),
        }

    def postProcessAlgorithm(self, context, feedback):  # noqa: N802
        """Load the theme into a project: here, because a project belongs to the main thread."""
        if self._built is None:
            return {}
        try:
            self._load(context)
        except UserError as error:
            raise QgsProcessingException(tr(error.message)) from error
        return {}

    def _load(self, context) -> None:
        from ...themes.project import load_theme, write_project

        workspace, theme, target = self._built
        if target:
            write_project(target, workspace, [theme], language())
        elif context.project() is not None:
            load_theme(context.project(), workspace, theme, language())
