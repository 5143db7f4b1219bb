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
        self._whole_number(self.SEED, tr(QT_TRANSLATE_NOOP("core", "Seed")), 0, 2**31 - 1)
        self._whole_number(
            self.NEIGHBOURHOODS, tr(QT_TRANSLATE_NOOP("core", "Number of neighbourhoods")), 30, 2000
        )
        self._whole_number(self.EVENTS, tr(QT_TRANSLATE_NOOP("core", "Number of reports")), 0, 20_000_000)
        self.addParameter(
            QgsProcessingParameterFolderDestination(
                self.FOLDER, tr(QT_TRANSLATE_NOOP("core", "Folder to write to"))
            )
        )
        self.addOutput(QgsProcessingOutputNumber("REPORTS", tr(QT_TRANSLATE_NOOP("core", "Reports drawn"))))
        self.addOutput(
            QgsProcessingOutputNumber("INSPECTIONS", tr(QT_TRANSLATE_NOOP("core", "Inspections drawn")))
        )
        self.addOutput(
            QgsProcessingOutputString("TRUTH", tr(QT_TRANSLATE_NOOP("core", "File with what is true")))
        )

    def _whole_number(self, name: str, title: str, lowest: int, highest: int) -> None:
        self.addParameter(
            QgsProcessingParameterNumber(
                name,
                title,
                QgsProcessingParameterNumber.Type.Integer,
                defaultValue=DEFAULTS[name],
                optional=True,
                minValue=lowest,
                maxValue=highest,
            )
        )

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
