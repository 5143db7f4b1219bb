"""igh:collectfile: one source from files into the workspace."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import TEXT_FILES, IghAlgorithm, file_parameter, workspace_parameter


class CollectFile(IghAlgorithm):
    """Reads a file or a folder through a mapping, cleans it and stores events and rejects."""

    NAME = "collectfile"
    TITLE = QT_TRANSLATE_NOOP("core", "Collect events from files")
    GROUP = "collect"
    NEEDS = ("numpy", "pandas", "yaml")
    WORKSPACE, EVENTS, MAPPING, AREAS = "WORKSPACE", "EVENTS", "MAPPING", "AREAS"

    def initAlgorithm(self, config=None):  # noqa: N802
        workspace = workspace_parameter(self.WORKSPACE)
        events = file_parameter(
            self.EVENTS,
            tr("Files with events"),
            tr(
                "A delimited text file, a spreadsheet or a layer file (GeoPackage, Shapefile, GeoJSON, FlatGeobuf), plain "
                "or zipped, or the path of a folder with such files."
            ),
            tr(TEXT_FILES),
        )
        mapping = QgsProcessingParameterString(self.MAPPING, tr("Mapping"), "", optional=True)
        mapping.setHelp(
            tr(
                "How the files become events: a YAML file, or the id of a source of the package. "
                "Empty: a mapping is guessed from the columns, and told."
            )
        )
        areas = QgsProcessingParameterFile(self.AREAS, tr("Areas"), optional=True)
        areas.setHelp(
            tr(
                "A file with polygon layers, each a level of areas. Empty: the areas of the workspace, or none."
            )
        )
        for parameter in (workspace, events, mapping, areas):
            self.addParameter(parameter)
        for name, title in (
            ("READ", QT_TRANSLATE_NOOP("core", "Rows read")),
            ("KEPT", QT_TRANSLATE_NOOP("core", "Events kept")),
            ("REJECTED", QT_TRANSLATE_NOOP("core", "Rows rejected")),
            ("DUPLICATES", QT_TRANSLATE_NOOP("core", "Exact duplicates")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, tr(title)))

    def compute(self, parameters, context, progress):
        from ...core.cleaning.records import REASONS
        from ...pipeline.ingest import ingest

        path = self.parameterAsString(parameters, self.WORKSPACE, context)
        mapping = self.parameterAsString(parameters, self.MAPPING, context)
        collected = ingest(
            path,
            self.parameterAsString(parameters, self.EVENTS, context),
            [mapping] if mapping else [],
            self.parameterAsFile(parameters, self.AREAS, context),
            progress,
        )
        (result,) = collected.values()
        for reason, count in result.rejected.items():
            values = {"count": count, "reason": Text(REASONS[reason])}
            progress.report(Text("{count} rows rejected: {reason}", values))
        return {
            self.WORKSPACE: path,
            "READ": result.read,
            "KEPT": result.kept,
            "REJECTED": result.rejected_total,
            "DUPLICATES": result.exact_duplicates,
        }
