"""igh:moveworkspace: a workspace to another place, counted and compared."""

from __future__ import annotations

from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import IghAlgorithm, workspace_parameter

MOVED = QT_TRANSLATE_NOOP(
    "core",
    "{rows} rows in {tables} tables are in {target} now, {events} of them events; their number and their checksum are those "
    "of {place}, table by table. {place} is as it was: delete it when it is no longer needed.",
)


class MoveWorkspace(IghAlgorithm):
    """Copies a workspace from a file to a shared database, or back, and checks that nothing changed on the way."""

    NAME = "moveworkspace"
    TITLE = QT_TRANSLATE_NOOP("core", "Move a workspace")
    GROUP = "deliver"
    NEEDS = ("numpy", "pandas")
    WORKSPACE, TARGET = "WORKSPACE", "TARGET"

    def initAlgorithm(self, config=None):  # noqa: N802
        target = workspace_parameter(self.TARGET, new=True)
        target.setDescription(tr("New place"))
        target.setHelp(
            tr(
                "A new GeoPackage, or the address of a schema of PostgreSQL without a workspace in it: "
                "postgresql://server:5432/database?schema=igh&authcfg=id."
            )
        )
        for parameter in (workspace_parameter(self.WORKSPACE), target):
            self.addParameter(parameter)
        self.add_numbers(ROWS=QT_TRANSLATE_NOOP("core", "Rows"), EVENTS=QT_TRANSLATE_NOOP("core", "Events"))

    def compute(self, parameters, context, progress):
        from ...pipeline.moving import move_workspace
        from ...workspace.address import title_of

        place, target = (
            self.parameterAsString(parameters, name, context) for name in (self.WORKSPACE, self.TARGET)
        )
        counts = move_workspace(place, target, progress)
        told = {
            "rows": sum(counts.values()), "tables": len(counts), "events": counts["events"],
            "place": title_of(place), "target": title_of(target),
        }  # fmt: skip
        progress.report(Text(MOVED, told))
        return {self.TARGET: target, "ROWS": told["rows"], "EVENTS": counts["events"]}
