"""igh:listthemes: the themes there are, what each needs, and what a workspace has of it."""

from __future__ import annotations

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsProcessing,
    QgsProcessingOutputString,
    QgsProcessingParameterFeatureSink,
    QgsWkbTypes,
)

from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import language, tr
from ..base import IghAlgorithm, new_field, workspace_parameter

SEPARATOR = "; "
LISTED = QT_TRANSLATE_NOOP("core", "{theme}: {title}")
LACKING = QT_TRANSLATE_NOOP("core", "{theme}: {said}")
FIELDS = (
    ("theme", "text"), ("title", "text"), ("question", "text"), ("levels", "text"), ("indicators", "whole"), ("categories", "text"),
    ("sources", "text"), ("statistics", "text"), ("cautions", "text"), ("folder", "text"), ("present", "text"), ("built", "text"),
    ("missing", "text"),
)  # fmt: skip


class ListThemes(IghAlgorithm):
    """Lists all themes; with a workspace also which of their sources it holds, what is missing, and which are built."""

    NAME = "listthemes"
    TITLE = QT_TRANSLATE_NOOP("core", "List the themes")
    GROUP = "deliver"
    NEEDS = ("numpy", "pandas", "scipy", "yaml")
    WORKSPACE, OUTPUT = "WORKSPACE", "OUTPUT"

    def initAlgorithm(self, config=None):  # noqa: N802
        self.addParameter(workspace_parameter(self.WORKSPACE, optional=True))
        output = QgsProcessingParameterFeatureSink(
            self.OUTPUT, tr("Themes"), QgsProcessing.SourceType.TypeVector, None, True
        )
        output.setHelp(
            tr("A row for each theme: what it asks, what it needs, and with a workspace what that has of it.")
        )
        self.addParameter(output)
        self.add_numbers(
            THEMES=QT_TRANSLATE_NOOP("core", "Number of themes"),
            READY=QT_TRANSLATE_NOOP("core", "Themes the workspace has events of"),
        )
        self.addOutput(QgsProcessingOutputString("LIST", tr("Themes as JSON")))

    def compute(self, parameters, context, progress):
        import json
        from pathlib import Path

        from ...settings import Settings
        from ...sources.catalogue import known_sources
        from ...themes.catalogue import list_themes

        settings = Settings.load()
        themes = list_themes(Path(settings.user_folder))
        definitions = known_sources(settings.sources_folder)
        rows = [_told(theme, definitions) for theme in themes]
        path = self.parameterAsString(parameters, self.WORKSPACE, context)
        if path:
            self._look(path, themes, definitions, rows, progress)
        outputs = {"THEMES": len(rows), "READY": sum(bool(row["present"]) for row in rows)}
        outputs["LIST"] = json.dumps(rows, ensure_ascii=False)
        sink, target = self.parameterAsSink(
            parameters, self.OUTPUT, context, _fields(), QgsWkbTypes.Type.NoGeometry
        )
        for row in rows:
            progress.report(_line(row))
            if sink is not None:
                feature = QgsFeature()
                feature.setAttributes([row[name] for name, _ in FIELDS])
                sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        if sink is not None:
            outputs[self.OUTPUT] = target
        return outputs

    def _look(self, path, themes, definitions, rows, progress) -> None:
        """Fill in what a workspace has of each theme, what is built, and what is missing with where to get it."""
        from ...themes import needs
        from ...workspace.opening import open_workspace

        with open_workspace(path, read_only=True) as workspace:
            held = needs.categories_by_source(workspace)
            for number, (theme, row) in enumerate(zip(themes, rows)):
                progress.step(number / len(themes))
                said = needs.what_is_missing(workspace, theme, held, definitions, language())
                levels = {str(item["level"]) for item in workspace.results(theme.id)}
                row["present"] = SEPARATOR.join(needs.present(workspace, theme, held))
                row["built"] = SEPARATOR.join(level.id for level in theme.levels if level.id in levels)
                row["missing"] = " ".join(tr(sentence) for sentence in said)


def _told(theme, definitions) -> dict:
    """Return what is told of a theme without a workspace."""
    from ...themes.needs import needs_of

    chosen, needs = language(), needs_of(theme, definitions)
    cautions = [caution.get(chosen) or caution.get("en", "") for caution in theme.cautions]
    return {
        "theme": theme.id,
        "title": theme.title(chosen),
        "question": theme.question(chosen),
        "levels": SEPARATOR.join(level.id for level in theme.levels),
        "indicators": len(theme.indicators),
        "categories": SEPARATOR.join(theme.categories),
        "sources": SEPARATOR.join(item.source for item in needs.sources),
        "statistics": SEPARATOR.join(needs.statistics),
        "cautions": "\n".join(cautions),
        "folder": str(theme.folder),
        "present": "",
        "built": "",
        "missing": "",
    }


def _line(row) -> Text:
    if row["missing"]:
        return Text(LACKING, {"theme": row["theme"], "said": row["missing"]})
    return Text(LISTED, {"theme": row["theme"], "title": row["title"]})


def _fields() -> QgsFields:
    fields = QgsFields()
    for name, kind in FIELDS:
        fields.append(new_field(name, kind))
    return fields
