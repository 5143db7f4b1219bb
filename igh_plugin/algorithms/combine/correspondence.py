"""igh:correspondence: two divisions of areas laid over each other, and a series carried from the old one to the new."""

from __future__ import annotations

from qgis.core import (
    NULL,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFields,
    QgsProcessing,
    QgsProcessingFeatureSource,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsWkbTypes,
)

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import IghAlgorithm, new_field

SLIVER = 0.1
NOT_METRIC = QT_TRANSLATE_NOOP(
    "core",
    "The layer with the old areas is in degrees, which measure no surface: save it in a projected CRS first.",
)
NO_FIELDS = QT_TRANSLATE_NOOP("core", "Name the columns with code and number of the series.")
NOT_WHOLE = QT_TRANSLATE_NOOP(
    "core",
    "The series has {value} in “{column}”, which is no whole number of zero or more: only counts can be carried.",
)
WITHOUT = QT_TRANSLATE_NOOP(
    "core", "{count} rows of the series have no code or no number and are left out; they are no zeros."
)


class CorrespondenceTable(IghAlgorithm):
    """Writes which part of each old area lies in which new one, and counts by old code as counts by new code."""

    NAME = "correspondence"
    TITLE = QT_TRANSLATE_NOOP("core", "Correspondence of two divisions of areas")
    GROUP = "combine"
    NEEDS = ("numpy",)
    OLD, OLD_CODE, NEW, NEW_CODE, POINTS, SLIVER = "OLD", "OLD_CODE", "NEW", "NEW_CODE", "POINTS", "SLIVER"
    SERIES, SERIES_CODE, SERIES_VALUE, SERIES_BY = "SERIES", "SERIES_CODE", "SERIES_VALUE", "SERIES_BY"
    OUTPUT, CARRIED = "OUTPUT", "CARRIED"

    def initAlgorithm(self, config=None):  # noqa: N802
        polygons, points = (
            QgsProcessing.SourceType.TypeVectorPolygon,
            QgsProcessing.SourceType.TypeVectorPoint,
        )
        table = QgsProcessing.SourceType.TypeVector
        of_any_kind = QgsProcessingParameterField.DataType.Any
        self.add_layer(
            self.OLD, tr("Old areas"), tr("A layer with the polygons of the old division."), polygons
        )
        self.add_field(
            self.OLD_CODE, tr("Old code"), self.OLD, of_any_kind,
            tr("The column with the code; rows of one code are one area."), False,
        )  # fmt: skip
        self.add_layer(
            self.NEW, tr("New areas"), tr("A layer with the polygons of the new division."), polygons
        )
        self.add_field(
            self.NEW_CODE, tr("New code"), self.NEW, of_any_kind,
            tr("The column with the code; rows of one code are one area."), False,
        )  # fmt: skip
        self.add_layer(
            self.POINTS,
            tr("Points to weigh by"),
            tr(
                "A layer with points such as addresses: areas share those that lie in both. Empty: they share surface."
            ),
            points,
            True,
        )
        kind = QgsProcessingParameterNumber.Type.Double
        sliver = QgsProcessingParameterNumber(
            self.SLIVER, tr("Slivers (%)"), kind, SLIVER, True, minValue=0.0, maxValue=10.0
        )
        sliver.setHelp(tr("An overlap of less than this part of both areas is left out and told."))
        self.addParameter(sliver)
        self.add_layer(
            self.SERIES,
            tr("Series"),
            tr("A table with counts by old code that is to be carried to the new codes; empty for none."),
            table,
            True,
        )
        for name, title, text, several in (
            (self.SERIES_CODE, tr("Series: old code"), tr("The column with the old code."), False),
            (self.SERIES_VALUE, tr("Series: number"), tr("The column with the count, a whole number."), False),
            (self.SERIES_BY, tr("Series: kept apart by"), tr("Columns such as year and category, whose values are kept apart."), True),
        ):  # fmt: skip
            self.add_field(name, title, self.SERIES, of_any_kind, text, True, several)
        output = QgsProcessingParameterFeatureSink(self.OUTPUT, tr("Correspondence"), table)
        output.setHelp(
            tr("A row for each pair of areas: the part of the old one in millionths, and what they share.")
        )
        carried = QgsProcessingParameterFeatureSink(
            self.CARRIED, tr("Series by new code"), table, None, True, False
        )
        carried.setHelp(
            tr("The series by new code; its total is that of the series, but for what has no place.")
        )
        self.addParameter(output)
        self.addParameter(carried)
        self.add_numbers(
            PAIRS=QT_TRANSLATE_NOOP("core", "Pairs of areas"),
            WHOLE=QT_TRANSLATE_NOOP("core", "Old areas that are wholly covered"),
            SLIVERS=QT_TRANSLATE_NOOP("core", "Slivers left out"),
        )

    def _strings(self, parameters, name, context):
        """Return the columns of a parameter; QGIS 3.40 changed the name of the call."""
        ask = getattr(self, "parameterAsStrings", None) or self.parameterAsFields
        return ask(parameters, name, context)

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """Refuse degrees, and a series of which the columns are not named, before any work."""
        old = self.parameterAsSource(parameters, self.OLD, context)
        if old is not None and old.sourceCrs().isGeographic():
            return False, tr(NOT_METRIC)
        named = all(
            self.parameterAsString(parameters, name, context)
            for name in (self.SERIES_CODE, self.SERIES_VALUE)
        )
        if self.parameterAsSource(parameters, self.SERIES, context) is not None and not named:
            return False, tr(NO_FIELDS)
        return super().checkParameterValues(parameters, context)

    def compute(self, parameters, context, progress):
        from ...core.correspondence import WHOLE
        from ...pipeline.correspondence import NEW, OLD, Division, compare

        crs = self.parameterAsSource(parameters, self.OLD, context).sourceCrs()
        old, new = (
            Division.of(*self._areas(parameters, layer, code, crs, context), which)
            for layer, code, which in ((self.OLD, self.OLD_CODE, OLD), (self.NEW, self.NEW_CODE, NEW))
        )
        sliver = self.parameterAsDouble(parameters, self.SLIVER, context) / 100
        points = self._points(parameters, crs, context)
        compared = compare(old, new, points, sliver, progress)
        for sentence in compared.sentences:
            progress.report(sentence)
        amount = "km2" if points is None else "points"
        fields = _fields(
            ("old", "text"), ("new", "text"), ("weight", "whole"), ("share", "real"), (amount, "real")
        )
        sink, target = self.parameterAsSink(
            parameters, self.OUTPUT, context, fields, QgsWkbTypes.Type.NoGeometry
        )
        table = compared.table
        shared = table.amount / (1e6 if points is None else 1)
        columns = (table.old, table.new, table.weight, shared)
        for one, other, weight, size in zip(*(column.tolist() for column in columns)):
            row = [compared.old[one], compared.new[other], weight, weight * 100 / WHOLE, size]
            _add(sink, fields, row)
        outputs = {
            self.OUTPUT: target,
            "PAIRS": len(table.old),
            "WHOLE": int((table.sums == WHOLE).sum()),
            "SLIVERS": len(table.slivers),
        }
        self._carry(parameters, context, compared, progress, outputs)
        return outputs

    def _areas(self, parameters, layer, code, crs, context):
        """Return codes and WKB of the features of a layer."""
        source = self.parameterAsSource(parameters, layer, context)
        field = self.parameterAsString(parameters, code, context)
        request = QgsFeatureRequest().setDestinationCrs(crs, context.transformContext())
        request.setSubsetOfAttributes([field], source.fields())
        codes, wkbs = [], []
        unchecked = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
        for feature in source.getFeatures(request, unchecked):  # what crosses itself is put in order
            if feature.hasGeometry() and not feature.geometry().isEmpty():
                codes.append("" if feature[field] in (None, NULL) else str(feature[field]))
                wkbs.append(bytes(feature.geometry().asWkb()))
        return codes, wkbs

    def _points(self, parameters, crs, context):
        import numpy as np

        source = self.parameterAsSource(parameters, self.POINTS, context)
        if source is None:
            return None
        request = QgsFeatureRequest().setDestinationCrs(crs, context.transformContext()).setNoAttributes()
        found = []
        for feature in source.getFeatures(request):
            found += [(vertex.x(), vertex.y()) for vertex in feature.geometry().vertices()]
        xy = np.array(found, float).reshape(-1, 2)
        return xy[:, 0], xy[:, 1]

    def _carry(self, parameters, context, compared, progress, outputs) -> None:
        import numpy as np

        from ...pipeline.correspondence import carry

        source = self.parameterAsSource(parameters, self.SERIES, context)
        if source is None:
            return
        code, value = (
            self.parameterAsString(parameters, name, context)
            for name in (self.SERIES_CODE, self.SERIES_VALUE)
        )
        by = self._strings(parameters, self.SERIES_BY, context)
        fields = _fields(*((name, "text") for name in by), ("code", "text"), ("value", "real"))
        sink, target = self.parameterAsSink(
            parameters, self.CARRIED, context, fields, QgsWkbTypes.Type.NoGeometry
        )
        codes, values, groups = [], [], []
        without = 0
        for feature in source.getFeatures(QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)):
            if feature[code] in (None, NULL) or feature[value] in (None, NULL):
                without += 1
                continue
            codes.append(str(feature[code]))
            values.append(_whole(feature[value], value))
            groups.append(tuple("" if feature[name] in (None, NULL) else str(feature[name]) for name in by))
        rows, sentences = carry(compared, codes, np.array(values, np.int64), groups)
        if without:
            sentences.append(Text(WITHOUT, {"count": without}))
        for sentence in sentences:
            progress.report(sentence)
        if sink is not None:
            for group, new, number in rows:
                _add(sink, fields, [*group, new, number])
            outputs[self.CARRIED] = target


def _whole(value, column: str) -> int:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = -1.0
    if number < 0 or number != int(number):
        raise UserError(Text(NOT_WHOLE, {"value": str(value), "column": column}))
    return int(number)


def _fields(*described) -> QgsFields:
    fields = QgsFields()
    for name, kind in described:
        fields.append(new_field(name, kind))
    return fields


def _add(sink, fields, row) -> None:
    feature = QgsFeature(fields)
    feature.setAttributes(row)
    sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
