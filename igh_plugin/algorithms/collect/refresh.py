"""igh:refresh: all sources of a workspace that are due."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingParameterBoolean,
)

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import IghAlgorithm, workspace_parameter


class Refresh(IghAlgorithm):
    """Fetches every source of a workspace whose interval has passed; one that fails does not hold up the others."""

    NAME = "refresh"
    TITLE = QT_TRANSLATE_NOOP("core", "Refresh the sources")
    GROUP = "collect"
    NEEDS = ("numpy", "pandas", "yaml", "requests")
    WORKSPACE, ALL = "WORKSPACE", "ALL"

    def initAlgorithm(self, config=None):  # noqa: N802
        everything = QgsProcessingParameterBoolean(self.ALL, tr("Also what is not due"), False, optional=True)
        everything.setHelp(tr("On: every source with a connection, however short ago it was fetched."))
        for parameter in (workspace_parameter(self.WORKSPACE), everything):
            self.addParameter(parameter)
        self.add_numbers(
            DONE=QT_TRANSLATE_NOOP("core", "Sources refreshed"),
            FAILED=QT_TRANSLATE_NOOP("core", "Sources that failed"),
            NEW=QT_TRANSLATE_NOOP("core", "New events"),
            CHANGED=QT_TRANSLATE_NOOP("core", "Changed events"),
            WITHDRAWN=QT_TRANSLATE_NOOP("core", "Withdrawn events"),
        )

    def compute(self, parameters, context, progress):
        from ...pipeline.refresh import refresh
        from ...sources.network.qgis import surroundings_of
        from ...workspace.opening import open_workspace

        path = self.parameterAsString(parameters, self.WORKSPACE, context)
        with open_workspace(path) as workspace:
            everything = self.parameterAsBool(parameters, self.ALL, context)
            outcome = refresh(workspace, surroundings_of, progress, everything)
        failed = {source: one for source, one in outcome.items() if isinstance(one, UserError)}
        done = [one for source, one in outcome.items() if source not in failed]
        if not outcome:
            progress.report(QT_TRANSLATE_NOOP("core", "No source of this workspace is due."))
        if failed and not done:
            template = QT_TRANSLATE_NOOP("core", "No source could be refreshed. {reason}")
            raise UserError(Text(template, {"reason": next(iter(failed.values())).message}))
        return {
            self.WORKSPACE: path,
            "DONE": len(done),
            "FAILED": len(failed),
            "NEW": sum(one.new for one in done),
            "CHANGED": sum(one.changed for one in done),
            "WITHDRAWN": sum(one.withdrawn for one in done),
        }
