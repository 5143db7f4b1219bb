"""igh:checksources: whether every source answers and still has its columns."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import IghAlgorithm, workspace_parameter

SEPARATOR = ";"
SAID = {
    "fine": QT_TRANSLATE_NOOP("core", "{source}: answers, {count} columns."),
    "drifted": QT_TRANSLATE_NOOP("core", "{source} has changed: {said}"),
    "silent": QT_TRANSLATE_NOOP("core", "{source} does not answer: {said}"),
}


class CheckSources(IghAlgorithm):
    """Asks sources for their first records and compares them with what their definitions name; changes nothing."""

    NAME = "checksources"
    TITLE = QT_TRANSLATE_NOOP("core", "Check the sources")
    GROUP = "collect"
    NEEDS = ("numpy", "pandas", "yaml", "requests")
    SOURCES, WORKSPACE, REPORT = "SOURCES", "WORKSPACE", "REPORT"

    def initAlgorithm(self, config=None):  # noqa: N802
        sources = QgsProcessingParameterString(self.SOURCES, tr("Sources"), "", optional=True)
        sources.setHelp(
            tr(
                "YAML files, or ids of sources of the package, separated by semicolons. Empty: those of the workspace, or "
                "without one all of the package that have an address and need no credentials."
            )
        )
        workspace = workspace_parameter(self.WORKSPACE, optional=True)
        report = QgsProcessingParameterFileDestination(
            self.REPORT, tr("Report"), "JSON (*.json)", None, True, False
        )
        report.setHelp(tr("A file for what was found, as JSON; empty for none."))
        for parameter in (sources, workspace, report):
            self.addParameter(parameter)
        self.add_numbers(
            FINE=QT_TRANSLATE_NOOP("core", "Sources that are fine"),
            DRIFTED=QT_TRANSLATE_NOOP("core", "Sources that have changed"),
            SILENT=QT_TRANSLATE_NOOP("core", "Sources that do not answer"),
        )

    def compute(self, parameters, context, progress):
        from ...core.progress import Part
        from ...pipeline.check import check_source
        from ...settings import Settings
        from ...sources.catalogue import chosen_sources
        from ...sources.network.qgis import surroundings_of
        from ...workspace.files import write_json

        names = self.parameterAsString(parameters, self.SOURCES, context).split(SEPARATOR)
        definitions = chosen_sources(
            [name.strip() for name in names if name.strip()], Settings.load().sources_folder
        )
        path = self.parameterAsString(parameters, self.WORKSPACE, context)
        if path and not any(name.strip() for name in names):
            definitions = self._of_workspace(path)
        checks = []
        for number, definition in enumerate(definitions):
            part = Part(progress, number / len(definitions), (number + 1) / len(definitions))
            with surroundings_of(definition) as around:
                checks.append(check_source(definition, around, part))
            one = checks[-1]
            said = " ".join(tr(sentence) for sentence in one.sentences)
            values = {"source": one.source, "count": len(one.columns), "said": said}
            progress.report(Text(SAID[one.state], values))
        report = self.parameterAsFileOutput(parameters, self.REPORT, context)
        if report:
            write_json(report, {one.source: self._record(one) for one in checks})
        counts = {state: sum(one.state == state for one in checks) for state in SAID}
        outputs = {"FINE": counts["fine"], "DRIFTED": counts["drifted"], "SILENT": counts["silent"]}
        return {**outputs, **({self.REPORT: report} if report else {})}

    def _of_workspace(self, path: str):
        from ...sources.definition import parse_source
        from ...workspace.opening import open_workspace

        with open_workspace(path, read_only=True) as workspace:
            found = [parse_source(item["definition"], item["source"]) for item in workspace.sources()]
        return [one for one in found if one.remote is not None]

    def _record(self, check):
        said = [tr(sentence) for sentence in check.sentences]
        return {"state": check.state, "columns": check.columns, "said": said}
