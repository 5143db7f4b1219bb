"""igh:collect: one source, fetched from where it lives, into the workspace."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterString,
)

from ...core.text import QT_TRANSLATE_NOOP
from ...translation import tr
from ..base import IghAlgorithm, areas_parameter, workspace_parameter


class Collect(IghAlgorithm):
    """Fetches a source over the network, cleans it and stores events and rejects."""

    NAME = "collect"
    TITLE = QT_TRANSLATE_NOOP("core", "Collect a source")
    GROUP = "collect"
    NEEDS = ("numpy", "pandas", "yaml", "requests")
    WORKSPACE, SOURCE, AREAS, WHOLE, CREDENTIALS = "WORKSPACE", "SOURCE", "AREAS", "WHOLE", "CREDENTIALS"

    def initAlgorithm(self, config=None):  # noqa: N802
        source = QgsProcessingParameterString(self.SOURCE, tr("Source"))
        source.setHelp(
            tr("The YAML file of a source with a connection, or the id of a source of the package.")
        )
        whole = QgsProcessingParameterBoolean(self.WHOLE, tr("Fetch everything"), False, optional=True)
        whole.setHelp(
            tr(
                "Off: what is new since the last time, where the source has a date to ask by. On: everything; what is "
                "no longer there is withdrawn."
            )
        )
        credentials = QgsProcessingParameterAuthConfig(self.CREDENTIALS, tr("Credentials"), "", optional=True)
        credentials.setHelp(tr("From QGIS's authentication store. Empty: those the source names, or none."))
        for parameter in (
            workspace_parameter(self.WORKSPACE, new=True),
            source,
            areas_parameter(self.AREAS),
            whole,
            credentials,
        ):
            self.addParameter(parameter)
        self.add_numbers(
            READ=QT_TRANSLATE_NOOP("core", "Records read"),
            NEW=QT_TRANSLATE_NOOP("core", "New events"),
            CHANGED=QT_TRANSLATE_NOOP("core", "Changed events"),
            UNCHANGED=QT_TRANSLATE_NOOP("core", "Unchanged events"),
            WITHDRAWN=QT_TRANSLATE_NOOP("core", "Withdrawn events"),
            REJECTED=QT_TRANSLATE_NOOP("core", "Rows rejected"),
        )

    def compute(self, parameters, context, progress):
        from ...pipeline.fetch import fetch

        path = self.parameterAsString(parameters, self.WORKSPACE, context)
        result = fetch(
            path,
            self.parameterAsString(parameters, self.SOURCE, context),
            self.parameterAsFile(parameters, self.AREAS, context),
            self.parameterAsBool(parameters, self.WHOLE, context),
            self.parameterAsString(parameters, self.CREDENTIALS, context),
            progress,
        )
        return {
            self.WORKSPACE: path,
            "READ": result.read,
            "NEW": result.new,
            "CHANGED": result.changed,
            "UNCHANGED": result.unchanged,
            "WITHDRAWN": result.withdrawn,
            "REJECTED": result.rejected_total,
        }
