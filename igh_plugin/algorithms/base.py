"""What every algorithm of the provider shares: identity, help from a file, missing packages, progress."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional, Tuple

from qgis.core import (
    Qgis,
    QgsField,
    QgsProcessingAlgorithm,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QMetaType, QVariant
from qgis.PyQt.QtGui import QIcon

from ..core.errors import UserError
from ..core.progress import Cancelled, Message
from ..core.text import QT_TRANSLATE_NOOP
from ..dependencies import missing_sentence
from ..translation import language, tr
from .finishing import Finish, finish_loaded, keep_style

JULIAN_1970 = 2_440_588
RESOURCES = Path(__file__).resolve().parent.parent / "resources"

GEOPACKAGES = QT_TRANSLATE_NOOP("core", "GeoPackage (*.gpkg);;All files (*)")
WORKSPACE = QT_TRANSLATE_NOOP(
    "core",
    "The GeoPackage that holds the events, or the address of a shared workspace: "
    "postgresql://server:5432/database?schema=igh&authcfg=id.",
)
NEW_WORKSPACE = QT_TRANSLATE_NOOP(
    "core",
    "The GeoPackage that holds the events, or the address of a shared workspace: "
    "postgresql://server:5432/database?schema=igh&authcfg=id. One that is not there yet is made.",
)
EVENT_FILES = QT_TRANSLATE_NOOP(
    "core",
    "Files with events (*.csv *.txt *.tsv *.gz *.zip *.xlsx *.ods *.gpkg *.shp *.geojson *.fgb *.parquet);;All files (*)",
)

SHAPEFILE = QT_TRANSLATE_NOOP(
    "core",
    "A shapefile cuts the names of columns to ten letters and the numbers of cells to fifteen digits, and keeps no style: write a GeoPackage.",
)
GROUPS = {
    "collect": QT_TRANSLATE_NOOP("core", "Collect"),
    "clean": QT_TRANSLATE_NOOP("core", "Clean"),
    "combine": QT_TRANSLATE_NOOP("core", "Combine"),
    "hotspots": QT_TRANSLATE_NOOP("core", "Hot spots"),
    "indicators": QT_TRANSLATE_NOOP("core", "Indicators"),
    "deliver": QT_TRANSLATE_NOOP("core", "Deliver"),
}


if Qgis.QGIS_VERSION_INT >= 33800:
    FIELD_TYPES = {
        "text": QMetaType.Type.QString,
        "real": QMetaType.Type.Double,
        "whole": QMetaType.Type.LongLong,
        "time": QMetaType.Type.QDateTime,
    }
else:
    FIELD_TYPES = {
        "text": QVariant.Type.String,
        "real": QVariant.Type.Double,
        "whole": QVariant.Type.LongLong,
        "time": QVariant.Type.DateTime,
    }


LEVELS = ("operational", "tactical", "strategic")
LEVEL_TITLES = (
    QT_TRANSLATE_NOOP("core", "Operational"),
    QT_TRANSLATE_NOOP("core", "Tactical"),
    QT_TRANSLATE_NOOP("core", "Strategic"),
)
TACTICAL = 1
AUDIENCES = ("internal", "district", "public")
AUDIENCE_TITLES = (
    QT_TRANSLATE_NOOP("core", "Internal: nothing is withheld"),
    QT_TRANSLATE_NOOP("core", "District: counts under 5 are withheld"),
    QT_TRANSLATE_NOOP("core", "Public: counts under 10 are withheld"),
)
INTERNAL, FOR_ALL = 0, 2


def new_field(name: str, kind: str) -> QgsField:
    """Return a field for `text`, `real` or `whole` numbers, or a `time`; QGIS 3.38 changed the names of the types."""
    return QgsField(name, FIELD_TYPES[kind])


def file_parameter(name: str, title: str, text: str, filters: str, optional: bool = False):
    """Return a parameter for a path with a button to browse; what is typed may also be a folder, or not there yet.

    `filters` are those of the file dialog. No extension is asked for: Processing would refuse a folder for it.
    """
    behaviour = QgsProcessingParameterFile.Behavior.File
    parameter = QgsProcessingParameterFile(name, title, behaviour, "", None, optional, filters)
    parameter.setHelp(text)
    return parameter


def workspace_parameter(name: str, new: bool = False, optional: bool = False):
    """Return the parameter for a workspace: a path or an address; `new` for an algorithm that makes it if need be."""
    return file_parameter(
        name, tr("Workspace"), tr(NEW_WORKSPACE if new else WORKSPACE), tr(GEOPACKAGES), optional
    )


def theme_parameter(name: str):
    """Return the parameter for a theme, the neutral one where none is given."""
    parameter = QgsProcessingParameterString(name, tr("Theme"), "registrations", optional=True)
    parameter.setHelp(tr("The id of a theme, or the folder it stands in."))
    return parameter


def level_parameter(name: str):
    """Return the parameter for one of `LEVELS`, `TACTICAL` where none is given."""
    titles = [tr(title) for title in LEVEL_TITLES]
    parameter = QgsProcessingParameterEnum(name, tr("Level"), titles, defaultValue=TACTICAL, optional=True)
    parameter.setHelp(
        tr("Operational: the last weeks. Tactical: the last quarter. Strategic: the last year.")
    )
    return parameter


def audience_parameter(name: str, default: int):
    """Return the parameter for one of `AUDIENCES`, and which it is where none is given."""
    titles = [tr(title) for title in AUDIENCE_TITLES]
    parameter = QgsProcessingParameterEnum(name, tr("Audience"), titles, defaultValue=default, optional=True)
    parameter.setHelp(
        tr(
            "Who reads it. The numbers are protected together with all that these readers got of the theme before."
        )
    )
    return parameter


def unlicensed_parameter(name: str):
    """Return the parameter that lets a publication for the public pass although a source states no licence."""
    title = tr("Publish although a source states no licence")
    parameter = QgsProcessingParameterBoolean(name, title, False, optional=True)
    parameter.setHelp(
        tr("Only for the public it matters: without it, a source that states no licence is refused.")
    )
    return parameter


def areas_parameter(name: str):
    """Return the parameter for a file with areas."""
    parameter = QgsProcessingParameterFile(name, tr(QT_TRANSLATE_NOOP("core", "Areas")), optional=True)
    parameter.setHelp(
        tr(
            QT_TRANSLATE_NOOP(
                "core",
                "A file with polygon layers, each a level of areas. Empty: the areas of the workspace, or none.",
            )
        )
    )
    return parameter


class FeedbackProgress:
    """Progress of a job, shown by Processing."""

    def __init__(self, feedback: QgsProcessingFeedback):
        self._feedback = feedback

    def step(self, fraction: float, message: Message = "") -> None:
        self.check()
        self._feedback.setProgress(100 * fraction)
        if message:
            self._feedback.setProgressText(tr(message))

    def report(self, message: Message) -> None:
        self._feedback.pushInfo(tr(message))

    def is_cancelled(self) -> bool:
        return self._feedback.isCanceled()

    def check(self) -> None:
        if self.is_cancelled():
            raise Cancelled


class IghAlgorithm(QgsProcessingAlgorithm):
    """An algorithm of IGH: subclasses set NAME, TITLE, GROUP and implement `initAlgorithm` and `compute`.

    `compute(parameters, context, progress)` returns the outputs; a `UserError` becomes the sentence Processing
    shows, cancelling ends without a result.
    """

    NAME = ""
    TITLE = ""
    GROUP = ""
    NEEDS: Tuple[str, ...] = ("numpy", "pandas")

    def __init__(self):
        super().__init__()
        self._finished: List[Tuple[str, Finish]] = []

    def createInstance(self):  # noqa: N802
        return type(self)()

    def add_numbers(self, **titles: str) -> None:
        """Declare outputs that are numbers, each with its title (marked for translation)."""
        for name, title in titles.items():
            self.addOutput(QgsProcessingOutputNumber(name, tr(title)))

    def add_layer(self, name: str, title: str, text: str, kind, optional: bool = False, also=None) -> None:
        """Declare a layer of a kind (`QgsProcessing.SourceType`), or also another, as input, with its help."""
        kinds = [kind] if also is None else [kind, also]
        parameter = QgsProcessingParameterFeatureSource(name, title, kinds, None, optional)
        parameter.setHelp(text)
        self.addParameter(parameter)

    def add_field(
        self,
        name: str,
        title: str,
        parent: str,
        kind,
        text: str,
        optional: bool = True,
        several: bool = False,
    ) -> None:
        """Declare a field of a layer, of a kind (`QgsProcessingParameterField.DataType`), with its help."""
        parameter = QgsProcessingParameterField(name, title, None, parent, kind, several, optional)
        parameter.setHelp(text)
        self.addParameter(parameter)

    def add_day(self, name: str, title: str, text: str) -> None:
        """Declare a day that may be left empty, with its help."""
        kind = QgsProcessingParameterDateTime.Type.Date
        parameter = QgsProcessingParameterDateTime(name, title, kind, None, True)
        parameter.setHelp(text)
        self.addParameter(parameter)

    def day(self, parameters, context, name: str) -> Optional[int]:
        """Return a day as days since 1970-01-01, None when it is left empty."""
        if not parameters.get(name):
            return None
        return self.parameterAsDateTime(parameters, name, context).date().toJulianDay() - JULIAN_1970

    def chosen(self, parameters, context, name: str, values: Tuple[str, ...], default: int) -> str:
        """Return which of some values was chosen, that at a default place where none was."""
        if parameters.get(name) is None:
            return values[default]
        return values[self.parameterAsEnum(parameters, name, context)]

    def name(self) -> str:
        return self.NAME

    def displayName(self) -> str:  # noqa: N802
        return tr(self.TITLE)

    def groupId(self) -> str:  # noqa: N802
        return self.GROUP

    def group(self) -> str:
        return tr(GROUPS[self.GROUP])

    def icon(self) -> QIcon:
        return QIcon(str(RESOURCES / "icons" / "igh.svg"))

    def shortHelpString(self) -> str:  # noqa: N802
        folder = RESOURCES / "help"
        translated = folder / f"{self.NAME}.{language()}.md"
        page = translated if translated.exists() else folder / f"{self.NAME}.md"
        return page.read_text(encoding="utf-8") if page.exists() else ""

    def canExecute(self) -> Tuple[bool, str]:  # noqa: N802
        sentence = missing_sentence(self.NEEDS)
        return (not sentence, tr(sentence) if sentence else "")

    def finish(self, context, target: str, name: str, finish: Finish, styled: bool = True) -> None:
        """See that the layer of an output is named, styled and described where it is loaded, and opens `styled` from a GeoPackage."""
        finish_loaded(context, target, name, finish)
        if styled:
            self._finished.append((target, finish))

    def postProcessAlgorithm(self, context, feedback):  # noqa: N802
        """Keep the styles in GeoPackages, so that layers open styled wherever they were made."""
        for target, finish in self._finished:
            keep_style(context, feedback, target, finish)
        return {}

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        try:
            outputs = self.compute(parameters, context, FeedbackProgress(feedback))
            if any(str(target).lower().endswith(".shp") for target in outputs.values()):
                feedback.pushWarning(tr(SHAPEFILE))
            return outputs
        except UserError as error:
            refused = tr(error.message)
        except Cancelled:
            return {}
        # QGIS holds what is raised, and the frame it is raised in, as long as it runs: nothing large may hang on these.
        del parameters, context, feedback
        raise QgsProcessingException(refused)
