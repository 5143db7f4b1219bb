"""igh:grantaccess: what a role may see of a shared workspace."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterEnum, QgsProcessingParameterString

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import IghAlgorithm, workspace_parameter

SEPARATOR = ";"
MAY = (
    ("district", QT_TRANSLATE_NOOP("core", "The rows of some areas, and totals of the city")),
    ("city", QT_TRANSLATE_NOOP("core", "The rows of the whole city")),
    ("totals", QT_TRANSLATE_NOOP("core", "Totals of the city alone")),
    ("none", QT_TRANSLATE_NOOP("core", "Nothing: the rights are taken back")),
)
NOT_SHARED = QT_TRANSLATE_NOOP(
    "core", "{place} is a file: whoever has it sees all of it. Rights are those of a workspace in PostgreSQL."
)
DONE = QT_TRANSLATE_NOOP(
    "core", "{role} is given this right: {may}. Rights of groups it is a member of come on top."
)
OPEN = QT_TRANSLATE_NOOP(
    "core",
    "Anybody who can connect to the database can learn from PostGIS how many events lie where, though not which. Who "
    "manages it can end that: REVOKE EXECUTE ON FUNCTION {functions} FROM PUBLIC.",
)
OF_AREAS = QT_TRANSLATE_NOOP("core", "It sees the rows of {count} of the finest areas.")


class GrantAccess(IghAlgorithm):
    """Gives a role of the database one right on a shared workspace, in the place of what it had."""

    NAME = "grantaccess"
    TITLE = QT_TRANSLATE_NOOP("core", "Say who may see what")
    GROUP = "deliver"
    NEEDS = ("numpy", "pandas")
    WORKSPACE, ROLE, MAY, AREAS, LEVEL = "WORKSPACE", "ROLE", "MAY", "AREAS", "LEVEL"

    def initAlgorithm(self, config=None):  # noqa: N802
        role = QgsProcessingParameterString(self.ROLE, tr("Role"))
        role.setHelp(tr("The name of a role of the database: of a person, or of a group."))
        may = QgsProcessingParameterEnum(
            self.MAY, tr("May see"), [tr(title) for _, title in MAY], defaultValue=0, optional=True
        )
        may.setHelp(tr("Who collects is a member of the role that owns the workspace, and sees everything."))
        areas = QgsProcessingParameterString(self.AREAS, tr("Areas"), "", optional=True)
        areas.setHelp(tr("Codes of areas, such as districts, separated by semicolons."))
        level = QgsProcessingParameterString(self.LEVEL, tr("Level of areas"), "", optional=True)
        level.setHelp(tr("The level the codes are of; empty for the finest that has them."))
        for parameter in (workspace_parameter(self.WORKSPACE), role, may, areas, level):
            self.addParameter(parameter)
        self.add_numbers(COUNT=QT_TRANSLATE_NOOP("core", "Finest areas seen"))

    def compute(self, parameters, context, progress):
        from ...workspace.address import title_of
        from ...workspace.opening import open_workspace
        from ...workspace.postgis import PostgisWorkspace

        place, role, areas, level = (
            self.parameterAsString(parameters, name, context).strip()
            for name in (self.WORKSPACE, self.ROLE, self.AREAS, self.LEVEL)
        )
        kind, title = MAY[self.parameterAsEnum(parameters, self.MAY, context)]
        codes = [code.strip() for code in areas.split(SEPARATOR) if code.strip()]
        with open_workspace(place) as workspace:
            if not isinstance(workspace, PostgisWorkspace):
                raise UserError(Text(NOT_SHARED, {"place": title_of(place)}))
            count = workspace.grant_access(role, kind, codes, level or None)
            functions = workspace.open_to_all()
        progress.report(Text(DONE, {"role": role, "may": Text(title)}))
        if kind == "district":
            progress.report(Text(OF_AREAS, {"count": count}))
        if functions:
            progress.report(Text(OPEN, {"functions": ", ".join(functions)}))
        return {self.WORKSPACE: place, "COUNT": count}
