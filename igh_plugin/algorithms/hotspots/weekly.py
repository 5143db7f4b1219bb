"""igh:weeklyhotspots: a model of the Model Designer that is shipped with the plugin."""

from __future__ import annotations

from qgis.core import QgsProcessingModelAlgorithm
from qgis.PyQt.QtGui import QIcon

from ...core.text import QT_TRANSLATE_NOOP
from ...dependencies import missing_sentence
from ...translation import language, tr
from ..base import GROUPS, RESOURCES
from .event_clusters import EventClusters
from .getis_ord import GetisOrd

MODEL = RESOURCES / "models" / "weekly_hot_spots.model3"
TITLES = {
    "events": QT_TRANSLATE_NOOP("core", "Events"),
    "time": QT_TRANSLATE_NOOP("core", "Time"),
    "boundary": QT_TRANSLATE_NOOP("core", "Boundary"),
    "boundary_name": QT_TRANSLATE_NOOP("core", "Name in the boundary"),
    "days": QT_TRANSLATE_NOOP("core", "Days up to the last event"),
    "cell_size": QT_TRANSLATE_NOOP("core", "Cell size in metres"),
    "hot_spots:Hot spots of the week": QT_TRANSLATE_NOOP("core", "Hot spots of the week"),
    "clusters:Clusters of the week": QT_TRANSLATE_NOOP("core", "Clusters of the week"),
}
HELPS = {
    "events": QT_TRANSLATE_NOOP("core", "Points in a CRS in metres; a selection of them is taken alone."),
    "time": QT_TRANSLATE_NOOP("core", "When each happened, in local time."),
    "boundary": QT_TRANSLATE_NOOP(
        "core",
        "Polygons within which points are counted, and every cell counts, also one without points. Without it: the cells with points and those around them.",
    ),
    "boundary_name": QT_TRANSLATE_NOOP("core", "A column with the name of the area, which each cell gets."),
    "days": QT_TRANSLATE_NOOP("core", "How many days, the one of the last event among them, are taken."),
    "cell_size": QT_TRANSLATE_NOOP("core", "Width of a cell; of squares a multiple of 25 m."),
    "hot_spots:Hot spots of the week": QT_TRANSLATE_NOOP("core", "The cells, hot, cold or neither (Gi*)."),
    "clusters:Clusters of the week": QT_TRANSLATE_NOOP("core", "A hull for each cluster, the largest first."),
}


class WeeklyHotSpots(QgsProcessingModelAlgorithm):
    """Hot spots and clusters of the last days, as a model that can be opened, copied and changed in the Model Designer."""

    NAME = "weeklyhotspots"
    GROUP = "hotspots"
    NEEDS = tuple(sorted({*GetisOrd.NEEDS, *EventClusters.NEEDS}))

    def __init__(self):
        super().__init__()
        self.fromFile(str(MODEL))
        for parameter in self.parameterDefinitions():
            if parameter.name() in TITLES:
                parameter.setDescription(tr(TITLES[parameter.name()]))
                parameter.setHelp(tr(HELPS[parameter.name()]))

    def createInstance(self):  # noqa: N802
        return type(self)()

    def name(self) -> str:
        return self.NAME

    def displayName(self) -> str:  # noqa: N802
        return tr(QT_TRANSLATE_NOOP("core", "Hot spots of the week (model)"))

    def groupId(self) -> str:  # noqa: N802
        return self.GROUP

    def group(self) -> str:
        return tr(GROUPS[self.GROUP])

    def icon(self) -> QIcon:
        return QIcon(str(RESOURCES / "icons" / "igh.svg"))

    def canExecute(self):  # noqa: N802
        sentence = missing_sentence(self.NEEDS)
        return (not sentence, tr(sentence) if sentence else "")

    def shortHelpString(self) -> str:  # noqa: N802
        folder = RESOURCES / "help"
        translated = folder / f"{self.NAME}.{language()}.md"
        return (translated if translated.exists() else folder / f"{self.NAME}.md").read_text(encoding="utf-8")
