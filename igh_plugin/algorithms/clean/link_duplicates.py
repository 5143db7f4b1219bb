"""igh:linkduplicates: reports of the same thing become one incident, by links that can be removed."""

from __future__ import annotations

from functools import partial

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureSink,
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import IghAlgorithm, file_parameter, new_field, workspace_parameter
from ..points import finish_points, point_feature

SEPARATOR = ";"
RULE_FILES = QT_TRANSLATE_NOOP("core", "Rules (*.yaml *.yml);;All files (*)")
NAME_OF_LAYER = QT_TRANSLATE_NOOP("core", "Incidents and their reports")
ABSTRACT = QT_TRANSLATE_NOOP(
    "core",
    "{count} incidents of {least} reports or more, each at the point of its first report. {linked} of {events} events were "
    "linked to others in run {run}.",
)
DONE = QT_TRANSLATE_NOOP(
    "core",
    "{events} events are {incidents} incidents; {several} of them are of several events, {linked} in all.",
)
REMOVED = QT_TRANSLATE_NOOP(
    "core", "The links of {count} events were removed: each is an incident of its own again."
)
FIELDS = (
    ("incident", "text"), ("category", "text"), ("reports", "whole"), ("first", "time"), ("last", "time"), ("sources", "text"),
)  # fmt: skip


class LinkDuplicates(IghAlgorithm):
    """Links the events of a workspace that tell of the same thing, or removes all such links."""

    NAME = "linkduplicates"
    TITLE = QT_TRANSLATE_NOOP("core", "Link reports of the same thing")
    GROUP = "clean"
    NEEDS = ("numpy", "pandas", "scipy", "yaml")
    WORKSPACE, RULES, SOURCES, LEAST, UNLINK, OUTPUT, REPORT = (
        "WORKSPACE", "RULES", "SOURCES", "LEAST", "UNLINK", "OUTPUT", "REPORT",
    )  # fmt: skip

    def initAlgorithm(self, config=None):  # noqa: N802
        workspace = workspace_parameter(self.WORKSPACE)
        rules = file_parameter(
            self.RULES,
            tr("Rules"),
            tr(
                "A YAML file with rules for each category; empty for those of the package, which are a start."
            ),
            tr(RULE_FILES),
            True,
        )
        sources = QgsProcessingParameterString(self.SOURCES, tr("Sources"), "", optional=True)
        sources.setHelp(tr("The ids of sources, separated by semicolons; empty for all."))
        least = QgsProcessingParameterNumber(
            self.LEAST,
            tr("Fewest reports of an incident in the layer"),
            defaultValue=2,
            optional=True,
            minValue=1,
        )
        least.setHelp(
            tr("1: also events that were reported once, so that the layer holds every incident once.")
        )
        unlink = QgsProcessingParameterBoolean(self.UNLINK, tr("Remove all links"), False, True)
        unlink.setHelp(tr("Every event is an incident of its own again; nothing is linked."))
        output = QgsProcessingParameterFeatureSink(
            self.OUTPUT, tr("Incidents"), QgsProcessing.SourceType.TypeVectorPoint, None, True, False
        )
        output.setHelp(
            tr("A point for each incident, where it was first reported, with its number of reports.")
        )
        report = QgsProcessingParameterFileDestination(
            self.REPORT, tr("Report"), "HTML (*.html)", None, True, False
        )
        report.setHelp(tr("A page that says why rows were taken as one; empty for none."))
        for parameter in (workspace, rules, sources, least, unlink, output, report):
            self.addParameter(parameter)
        self.add_numbers(
            EVENTS=QT_TRANSLATE_NOOP("core", "Events looked at"),
            INCIDENTS=QT_TRANSLATE_NOOP("core", "Incidents"),
            SEVERAL=QT_TRANSLATE_NOOP("core", "Incidents of several events"),
            LINKED=QT_TRANSLATE_NOOP("core", "Events in those"),
            TWO_SOURCES=QT_TRANSLATE_NOOP("core", "Registrations in two sources"),
            LEFT_OUT=QT_TRANSLATE_NOOP("core", "Events that took no part"),
            RUN=QT_TRANSLATE_NOOP("core", "Run"),
        )

    def compute(self, parameters, context, progress):
        from ...pipeline.duplicates import link_duplicates, unlink_duplicates
        from ...sources.duplicates import read_duplicate_rules
        from ...workspace.opening import open_workspace

        path = self.parameterAsString(parameters, self.WORKSPACE, context)
        if self.parameterAsBool(parameters, self.UNLINK, context):
            with open_workspace(path) as workspace:
                run, count = unlink_duplicates(workspace)
            progress.report(Text(REMOVED, {"count": count}))
            return {"RUN": run}
        rules = read_duplicate_rules(self.parameterAsString(parameters, self.RULES, context).strip())
        names = self.parameterAsString(parameters, self.SOURCES, context).split(SEPARATOR)
        with open_workspace(path) as workspace:
            crs = workspace.crs
            made = link_duplicates(
                workspace, rules, [name.strip() for name in names if name.strip()], progress
            )
        outputs = _counts(made)
        told = {"several": outputs["SEVERAL"], "linked": outputs["LINKED"]}
        progress.report(Text(DONE, {"events": outputs["EVENTS"], "incidents": outputs["INCIDENTS"], **told}))
        for note in made.notes:
            progress.report(note)
        self._write_layer(parameters, context, progress, made, crs, outputs)
        self._write_report(parameters, context, made, outputs)
        return outputs

    def _write_layer(self, parameters, context, progress, made, crs, outputs) -> None:
        from ...pipeline.duplicates import incident_table

        fields = QgsFields()
        for name, kind in FIELDS:
            fields.append(new_field(name, kind))
        sink, target = self.parameterAsSink(
            parameters,
            self.OUTPUT,
            context,
            fields,
            QgsWkbTypes.Type.Point,
            QgsCoordinateReferenceSystem(crs),
        )
        if sink is None:
            return
        least = self.parameterAsInt(parameters, self.LEAST, context)
        table = incident_table(made, least)
        count = len(table["incident"])
        for row in range(count):
            if row % 5_000 == 0:
                progress.step(row / count)
            sink.addFeature(_feature(fields, table, row), QgsFeatureSink.Flag.FastInsert)
        told = {"count": count, "least": least, "linked": outputs["LINKED"], "events": outputs["EVENTS"]}
        name = tr(NAME_OF_LAYER)
        finish = partial(
            finish_points, tip="incidents", name=name, abstract=tr(Text(ABSTRACT, {**told, "run": made.run}))
        )
        self.finish(context, target, name, finish)
        outputs[self.OUTPUT] = target

    def _write_report(self, parameters, context, made, outputs) -> None:
        from ...delivery.duplicates_page import page
        from ...pipeline.duplicates import incident_table
        from ...workspace.files import write_text

        report = self.parameterAsFileOutput(parameters, self.REPORT, context)
        if report:
            write_text(report, page(made, incident_table(made)))
            outputs[self.REPORT] = report


def _counts(made):
    from ...core.duplicates import TWO_SOURCES

    pairs = [number for number, one in enumerate(made.series) if one.reason == TWO_SOURCES]
    left_out = made.left_out
    return {
        "EVENTS": len(made.incidents.incident),
        "INCIDENTS": made.incidents.count,
        "SEVERAL": int((made.incidents.sizes > 1).sum()),
        "LINKED": int(made.linked.sum()),
        "TWO_SOURCES": sum(int((made.incidents.reason == number).sum()) for number in pairs),
        "LEFT_OUT": left_out.no_point + left_out.no_time + left_out.no_rule,
        "RUN": made.run,
    }


def _feature(fields, table, row):
    values = ((table[name][row], kind) for name, kind in FIELDS)
    return point_feature(fields, values, float(table["x"][row]), float(table["y"][row]))
