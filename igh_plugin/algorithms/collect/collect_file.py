"""igh:collectfile: one source from files into the workspace."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingParameterString,
)

from ...core.text import QT_TRANSLATE_NOOP
from ...translation import tr
from ..base import EVENT_FILES, IghAlgorithm, areas_parameter, file_parameter, workspace_parameter


class CollectFile(IghAlgorithm):
    """Reads a file or a folder through a mapping, cleans it and stores events and rejects."""

    NAME = "collectfile"
    TITLE = QT_TRANSLATE_NOOP("core", "Collect events from files")
    GROUP = "collect"
    NEEDS = ("numpy", "pandas", "yaml", "requests")
    WORKSPACE, EVENTS, MAPPING, AREAS = "WORKSPACE", "EVENTS", "MAPPING", "AREAS"

    def initAlgorithm(self, config=None):  # noqa: N802
        workspace = workspace_parameter(self.WORKSPACE, new=True)
        events = file_parameter(
            self.EVENTS,
            tr("Files with events"),
            tr(
                "A delimited text file, a spreadsheet or a layer file (GeoPackage, Shapefile, GeoJSON, FlatGeobuf), plain "
                "or zipped, or the path of a folder with such files."
            ),
            tr(EVENT_FILES),
        )
        mapping = QgsProcessingParameterString(self.MAPPING, tr("Mapping"), "", optional=True)
        mapping.setHelp(
            tr(
                "How the files become events: a YAML file, or the id of a source of the package. "
                "Empty: a mapping is guessed from the columns, and told."
            )
        )
        for parameter in (workspace, events, mapping, areas_parameter(self.AREAS)):
            self.addParameter(parameter)
        self.add_numbers(
            READ=QT_TRANSLATE_NOOP("core", "Rows read"),
            KEPT=QT_TRANSLATE_NOOP("core", "Events kept"),
            REJECTED=QT_TRANSLATE_NOOP("core", "Rows rejected"),
            DUPLICATES=QT_TRANSLATE_NOOP("core", "Exact duplicates"),
        )

    def compute(self, parameters, context, progress):
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
        return {
            self.WORKSPACE: path,
            "READ": result.read,
            "KEPT": result.kept,
            "REJECTED": result.rejected_total,
            "DUPLICATES": result.exact_duplicates,
        }
