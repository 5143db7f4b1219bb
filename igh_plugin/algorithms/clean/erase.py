"""igh:erase: events that are to be gone for good."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterBoolean, QgsProcessingParameterString

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import IghAlgorithm, workspace_parameter


class Erase(IghAlgorithm):
    """Removes events everywhere in a workspace and from the file itself, and sees that they do not come back."""

    NAME = "erase"
    TITLE = QT_TRANSLATE_NOOP("core", "Erase events for good")
    GROUP = "clean"
    NEEDS = ("numpy", "pandas", "yaml", "requests")
    WORKSPACE, IDS, REASON, RETENTION = "WORKSPACE", "IDS", "REASON", "RETENTION"

    def initAlgorithm(self, config=None):  # noqa: N802
        workspace = workspace_parameter(self.WORKSPACE)
        ids = QgsProcessingParameterString(self.IDS, tr("Ids of the events"), "", True, True)
        ids.setHelp(
            tr(
                "As in the column event_id, separated by commas or line ends; or the path of a text file with them, so that "
                "they do not stay in the history of Processing."
            )
        )
        reason = QgsProcessingParameterString(self.REASON, tr("Reason"), "", optional=True)
        reason.setHelp(tr("Stays in the workspace with the run; it may name none of the ids."))
        retention = QgsProcessingParameterBoolean(
            self.RETENTION, tr("Also what is past its retention"), False, optional=True
        )
        retention.setHelp(tr("On: erases what the definitions of the sources say is to be kept no longer."))
        for parameter in (workspace, ids, reason, retention):
            self.addParameter(parameter)
        self.add_numbers(
            EVENTS=QT_TRANSLATE_NOOP("core", "Events erased"),
            VERSIONS=QT_TRANSLATE_NOOP("core", "Earlier versions erased"),
            REJECTS=QT_TRANSLATE_NOOP("core", "Rejected rows erased"),
            ADDRESSES=QT_TRANSLATE_NOOP("core", "Addresses erased"),
        )

    def compute(self, parameters, context, progress):
        from collections import Counter

        from ...core.progress import Part
        from ...pipeline.erase import NO_IDS, apply_retention, erase, read_ids
        from ...workspace.opening import open_workspace

        ids = read_ids(self.parameterAsString(parameters, self.IDS, context))
        retention = self.parameterAsBool(parameters, self.RETENTION, context)
        if not ids and not retention:
            raise UserError(Text(NO_IDS))
        path = self.parameterAsString(parameters, self.WORKSPACE, context)
        total: Counter = Counter()
        with open_workspace(path) as workspace:
            reason = self.parameterAsString(parameters, self.REASON, context).strip()
            done = [erase(workspace, ids, reason, Part(progress, 0.0, 0.5))] if ids else []
            if retention:
                done.append(apply_retention(workspace, progress=Part(progress, 0.5, 1.0)))
        for gone in done:
            if gone is None:
                progress.report(QT_TRANSLATE_NOOP("core", "No source of this workspace states a retention."))
                continue
            total.update(gone.counts)
            progress.report(gone.said())
            for note in gone.notes:
                progress.report(note)
        return {
            self.WORKSPACE: path,
            **{name.upper(): total[name] for name in ("events", "versions", "rejects", "addresses")},
        }
