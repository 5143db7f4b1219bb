"""igh:samplecity."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
)

from ...core.text import QT_TRANSLATE_NOOP
from ...translation import tr
from ..base import IghAlgorithm

DEFAULTS = {"SEED": 20260101, "NEIGHBOURHOODS": 120, "EVENTS": 200_000}


class SampleCity(IghAlgorithm):
    """Writes the synthetic sample city to a folder."""

    NAME = "samplecity"
    TITLE = QT_TRANSLATE_NOOP("core", "Make the sample city (synthetic)")
    GROUP = "collect"
    NEEDS = ("numpy", "pandas", "scipy")

    FOLDER = "FOLDER"
    SEED = "SEED"
    NEIGHBOURHOODS = "NEIGHBOURHOODS"
    EVENTS = "EVENTS"

    def initAlgorithm(self, config=None):  # noqa: N802
        self._whole_number(
            self.SEED,
            tr("Seed"),
            tr("The same seed gives the same city; another one another city."),
            0,
            2**31 - 1,
        )
        self._whole_number(
            self.NEIGHBOURHOODS,
            tr("Number of neighbourhoods"),
            tr("They nest in about 30 quarters and 7 districts."),
            30,
            2000,
        )
        self._whole_number(
            self.EVENTS,
            tr("Number of reports"),
            tr(
                "Over three years. On top come inspections (15 % of this number), further reports (50 %) and visits of officers (12 %)."
            ),
            0,
            20_000_000,
        )
        folder = QgsProcessingParameterFolderDestination(self.FOLDER, tr("Folder to write to"))
        folder.setHelp(
            tr("A new or empty folder, or one with an earlier sample city, which is then replaced.")
        )
        self.addParameter(folder)
        self.addOutput(QgsProcessingOutputNumber("REPORTS", tr(QT_TRANSLATE_NOOP("core", "Reports drawn"))))
        self.addOutput(
            QgsProcessingOutputNumber("INSPECTIONS", tr(QT_TRANSLATE_NOOP("core", "Inspections drawn")))
        )
        self.addOutput(
            QgsProcessingOutputString("TRUTH", tr(QT_TRANSLATE_NOOP("core", "File with what is true")))
        )

    def _whole_number(self, name: str, title: str, explanation: str, lowest: int, highest: int) -> None:
        parameter = QgsProcessingParameterNumber(
            name,
            title,
            QgsProcessingParameterNumber.Type.Integer,
            defaultValue=DEFAULTS[name],
            optional=True,
            minValue=lowest,
            maxValue=highest,
        )
        parameter.setHelp(explanation)
        self.addParameter(parameter)

    def compute(self, parameters, context, progress):
        import json

        from ...pipeline.sample_city import write_sample_city

        number = {name: self._value(parameters, name, context) for name in DEFAULTS}
        paths = write_sample_city(
            self.parameterAsString(parameters, self.FOLDER, context),
            seed=number[self.SEED],
            neighbourhoods=number[self.NEIGHBOURHOODS],
            events=number[self.EVENTS],
            progress=progress,
        )
        truth = json.loads(paths["truth"].read_text(encoding="utf-8"))
        return {
            self.FOLDER: str(paths["folder"]),
            "REPORTS": truth["reports"]["total"],
            "INSPECTIONS": truth["inspections"]["total"],
            "TRUTH": str(paths["truth"]),
        }

    def _value(self, parameters, name: str, context) -> int:
        if parameters.get(name) is None:
            return DEFAULTS[name]
        return self.parameterAsInt(parameters, name, context)
