"""igh:qualityreport: how good the sources of a workspace are."""

from __future__ import annotations

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from ...core.text import QT_TRANSLATE_NOOP
from ...translation import tr
from ..base import IghAlgorithm, new_field, workspace_parameter

PERIODS = {"month": QT_TRANSLATE_NOOP("core", "Month"), "week": QT_TRANSLATE_NOOP("core", "Week")}


class QualityReport(IghAlgorithm):
    """Looks at the events and rejected rows of every source, period by period; changes nothing."""

    NAME = "qualityreport"
    TITLE = QT_TRANSLATE_NOOP("core", "Quality of the sources")
    GROUP = "clean"
    NEEDS = ("numpy", "pandas", "scipy", "yaml")
    WORKSPACE, SOURCE, PERIOD, REPORT, OUTPUT = "WORKSPACE", "SOURCE", "PERIOD", "REPORT", "OUTPUT"

    def initAlgorithm(self, config=None):  # noqa: N802
        workspace = workspace_parameter(self.WORKSPACE)
        source = QgsProcessingParameterString(self.SOURCE, tr("Source"), "", optional=True)
        source.setHelp(tr("The id of one source; empty for all."))
        period = QgsProcessingParameterEnum(
            self.PERIOD, tr("Period"), [tr(title) for title in PERIODS.values()], False, 0, True
        )
        period.setHelp(tr("What is compared: the latest thirteen months, or weeks."))
        report = QgsProcessingParameterFileDestination(
            self.REPORT, tr("Report"), "HTML (*.html)", None, True, True
        )
        report.setHelp(tr("A page to read or to print."))
        output = QgsProcessingParameterFeatureSink(
            self.OUTPUT, tr("Figures"), QgsProcessing.SourceType.TypeVector, None, True, False
        )
        output.setHelp(
            tr(
                "A table with a row for each figure of each source and period; without a period for all its events."
            )
        )
        for parameter in (workspace, source, period, report, output):
            self.addParameter(parameter)
        self.add_numbers(
            BAD=QT_TRANSLATE_NOOP("core", "Figures that are bad"),
            ATTENTION=QT_TRANSLATE_NOOP("core", "Figures that call for attention"),
        )

    def compute(self, parameters, context, progress):
        from datetime import date

        from ...core.quality import ATTENTION, BAD
        from ...delivery.quality_page import quality_page
        from ...pipeline.quality import quality_of
        from ...workspace.files import write_text
        from ...workspace.opening import open_workspace

        path = self.parameterAsString(parameters, self.WORKSPACE, context)
        source = self.parameterAsString(parameters, self.SOURCE, context).strip()
        kind = list(PERIODS)[self.parameterAsEnum(parameters, self.PERIOD, context)]
        with open_workspace(path, read_only=True) as workspace:
            found = quality_of(workspace, source, kind, progress=progress)
        sink, target = self.parameterAsSink(
            parameters, self.OUTPUT, context, _fields(), QgsWkbTypes.Type.NoGeometry
        )
        told = {BAD: 0, ATTENTION: 0}
        for one in found:
            latest = one.latest.name if one.latest is not None else ""
            for name, figures in [("", one.whole), *((item.name, item.figures) for item in one.periods)]:
                for figure in figures:
                    if name in ("", latest) and figure.state in told:
                        told[figure.state] += 1
                        progress.report(figure.sentence)
                    if sink is not None:
                        sink.addFeature(_feature(one.source, name, figure), QgsFeatureSink.Flag.FastInsert)
        outputs = {"BAD": told[BAD], "ATTENTION": told[ATTENTION]}
        file = self.parameterAsFileOutput(parameters, self.REPORT, context)
        if file:
            write_text(file, quality_page(found, path, date.today().isoformat()))
            outputs[self.REPORT] = file
        if sink is not None:
            outputs[self.OUTPUT] = target
        return outputs


def _fields() -> QgsFields:
    fields = QgsFields()
    text, number = "text", "real"
    for name, kind in (
        ("source", text), ("period", text), ("figure", text), ("value", number), ("unit", text), ("state", text), ("sentence", text),
    ):  # fmt: skip
        fields.append(new_field(name, kind))
    return fields


def _feature(source: str, period: str, figure) -> QgsFeature:
    feature = QgsFeature()
    feature.setAttributes(
        [source, period, figure.key, figure.value, figure.unit, figure.state, tr(figure.sentence)]
    )
    return feature
