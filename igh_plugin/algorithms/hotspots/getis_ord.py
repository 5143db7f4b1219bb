"""igh:getisord: Getis-Ord Gi* on areas or cells."""

from __future__ import annotations

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsProcessing,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
)

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import IghAlgorithm, new_field

RULES = ("queen", "rook", "distance")
RULE_TITLES = (
    QT_TRANSLATE_NOOP("core", "Queen: a shared border or corner"),
    QT_TRANSLATE_NOOP("core", "Rook: a shared border"),
    QT_TRANSLATE_NOOP("core", "Distance between centres"),
)
GEOGRAPHIC = QT_TRANSLATE_NOOP(
    "core", "The layer is in degrees ({crs}). Reproject it to a CRS in metres first, such as EPSG:28992."
)


class _Styler(QgsProcessingLayerPostProcessorInterface):
    def postProcessLayer(self, layer, context, feedback):  # noqa: N802
        from ...layers.styles import apply_style

        apply_style(layer, {"style": "significance", "field": "gi_bin"})


class GetisOrd(IghAlgorithm):
    """Hot and cold spots of a number, or of a rate when a denominator is given."""

    NAME = "getisord"
    TITLE = QT_TRANSLATE_NOOP("core", "Hot spots (Getis-Ord Gi*)")
    GROUP = "hotspots"
    NEEDS = ("numpy", "scipy")
    INPUT, FIELD, DENOMINATOR, RULE, DISTANCE = "INPUT", "FIELD", "DENOMINATOR", "RULE", "DISTANCE"
    PERMUTATIONS, FDR, SEED, OUTPUT = "PERMUTATIONS", "FDR", "SEED", "OUTPUT"

    def __init__(self):
        super().__init__()
        self._styler = None

    def initAlgorithm(self, config=None):  # noqa: N802
        numeric = QgsProcessingParameterField.DataType.Numeric
        layer = QgsProcessingParameterFeatureSource(
            self.INPUT, tr("Areas or cells"), [QgsProcessing.SourceType.TypeVectorPolygon]
        )
        layer.setHelp(tr("Polygons in a CRS in metres, such as neighbourhoods or the cells of a grid."))
        field = QgsProcessingParameterField(self.FIELD, tr("Number"), None, self.INPUT, numeric)
        field.setHelp(
            tr("The field with the number of events. Empty values are left out, they are not zero.")
        )
        base = QgsProcessingParameterField(
            self.DENOMINATOR, tr("Denominator"), None, self.INPUT, numeric, optional=True
        )
        base.setHelp(
            tr(
                "A field to divide by, such as inspections or inhabitants; rates are shrunk by empirical Bayes."
            )
        )
        rule = QgsProcessingParameterEnum(
            self.RULE, tr("Neighbours"), [tr(title) for title in RULE_TITLES], defaultValue=0, optional=True
        )
        rule.setHelp(tr("Which polygons count as neighbours. Each is its own neighbour too (Gi*)."))
        distance = QgsProcessingParameterNumber(
            self.DISTANCE,
            tr("Distance in metres"),
            QgsProcessingParameterNumber.Type.Double,
            500.0,
            True,
            0.0,
        )
        distance.setHelp(tr("Used with the distance rule only."))
        draws = QgsProcessingParameterNumber(
            self.PERMUTATIONS,
            tr("Permutations"),
            defaultValue=999,
            optional=True,
            minValue=0,
            maxValue=999_999,
        )
        draws.setHelp(
            tr(
                "0 takes the normal approximation. With the false discovery rate the number is raised until one finding can pass."
            )
        )
        fdr = QgsProcessingParameterBoolean(
            self.FDR, tr("Control the false discovery rate"), defaultValue=True, optional=True
        )
        fdr.setHelp(tr("Benjamini-Hochberg over all polygons: of many tests some come out by chance."))
        seed = QgsProcessingParameterNumber(
            self.SEED, tr("Seed"), defaultValue=20260101, optional=True, minValue=0
        )
        seed.setHelp(tr("The seed of the permutations: the same seed gives the same result."))
        output = QgsProcessingParameterFeatureSink(self.OUTPUT, tr("Hot spots"))
        output.setHelp(
            tr(
                "The polygons with z (gi_z), p (gi_p), the class from -3 to 3 (gi_bin) and the number of neighbours, strongest first."
            )
        )
        for parameter in (layer, field, base, rule, distance, draws, fdr, seed, output):
            self.addParameter(parameter)

    def checkParameterValues(self, parameters, context):  # noqa: N802
        source = self.parameterAsSource(parameters, self.INPUT, context)
        if source is not None and source.sourceCrs().isGeographic():
            return False, tr(Text(GEOGRAPHIC, {"crs": source.sourceCrs().authid()}))
        return super().checkParameterValues(parameters, context)

    def compute(self, parameters, context, progress):
        import numpy as np

        from ...core.getis_ord import getis_ord_g_star
        from ...core.progress import Part
        from ...core.rates import empirical_bayes

        source = self.parameterAsSource(parameters, self.INPUT, context)
        field = self.parameterAsString(parameters, self.FIELD, context)
        base = self.parameterAsString(parameters, self.DENOMINATOR, context)
        features, wkb, values, bases = self._read(source, field, base, Part(progress, 0.0, 0.3))
        neighbours = self._neighbours(parameters, context, wkb)
        rate = values
        if base:
            known = ~np.isnan(values) & ~np.isnan(bases)
            share = bool((values[known] <= bases[known]).all())
            rate = empirical_bayes(values, np.nan_to_num(bases), share)
        result = getis_ord_g_star(
            rate,
            neighbours,
            self.parameterAsInt(parameters, self.PERMUTATIONS, context),
            self.parameterAsBool(parameters, self.FDR, context),
            self.parameterAsInt(parameters, self.SEED, context),
            Part(progress, 0.3, 0.8),
        )
        if result.reason is not None:
            raise UserError(result.reason)
        self._report(progress, result)
        fields = source.fields()
        for name, kind in (
            ("gi_z", "real"),
            ("gi_p", "real"),
            ("gi_bin", "whole"),
            ("neighbours", "whole"),
        ):
            fields.append(new_field(name, kind))
        sink, target = self.parameterAsSink(
            parameters, self.OUTPUT, context, fields, source.wkbType(), source.sourceCrs()
        )
        order = np.argsort(-np.nan_to_num(result.z, nan=-np.inf), kind="stable")
        for done, number in enumerate(order):
            if done % 10_000 == 0:
                progress.step(0.8 + 0.2 * done / len(order))
            missing = np.isnan(result.z[number])
            feature = QgsFeature(features[number])
            feature.setAttributes(
                features[number].attributes()
                + [
                    None if missing else float(result.z[number]),
                    None if missing else float(result.p[number]),
                    None if missing else int(result.bins[number]),
                    int(result.neighbours[number]),
                ]
            )
            sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)
        if context.willLoadLayerOnCompletion(target):
            self._styler = _Styler()
            context.layerToLoadOnCompletionDetails(target).setPostProcessor(self._styler)
        return {
            self.OUTPUT: target,
            "DRAWS": result.draws,
            "SMALLEST_P": result.smallest_p,
            "UNITS": result.units,
        }

    def _read(self, source, field, base, progress):
        import numpy as np

        features, wkb = [], []
        values, bases = [], []
        count = max(source.featureCount(), 1)
        for number, feature in enumerate(source.getFeatures()):
            if number % 5_000 == 0:
                progress.check()
                progress.step(min(number / count, 1.0))
            geometry = feature.geometry()
            if geometry.isEmpty():
                raise UserError(
                    Text(
                        QT_TRANSLATE_NOOP(
                            "core", "The feature with id {id} has no geometry: remove it first."
                        ),
                        {"id": feature.id()},
                    )
                )
            features.append(feature)
            wkb.append(bytes(geometry.asWkb()))
            values.append(_number(feature[field]))
            bases.append(_number(feature[base]) if base else np.nan)
        return features, wkb, np.array(values, float), np.array(bases, float)

    def _neighbours(self, parameters, context, wkb):
        import numpy as np

        from ...core import neighbours
        from ...core.assignment import vertices_of_wkb

        rule = RULES[self.parameterAsEnum(parameters, self.RULE, context)]
        vertices = vertices_of_wkb(wkb)
        if rule != "distance":
            owner = np.stack((vertices.polygon, vertices.ring), 1)
            return neighbours.of_polygons(vertices.xy, owner, len(wkb), rule)
        count = np.maximum(np.bincount(vertices.polygon, minlength=len(wkb)), 1)
        x, y = (np.bincount(vertices.polygon, vertices.xy[:, axis], len(wkb)) / count for axis in (0, 1))
        return neighbours.within_distance(x, y, self.parameterAsDouble(parameters, self.DISTANCE, context))

    def _report(self, progress, result) -> None:
        hot, cold = int((result.bins > 0).sum()), int((result.bins < 0).sum())
        progress.report(
            Text(
                QT_TRANSLATE_NOOP(
                    "core", "{units} places, {hot} hot and {cold} cold at 90 % confidence or more."
                ),
                {"units": result.units, "hot": hot, "cold": cold},
            )
        )
        if result.draws:
            progress.report(
                Text(
                    QT_TRANSLATE_NOOP(
                        "core", "{draws} permutations; the smallest p that can come out is {p}."
                    ),
                    {"draws": result.draws, "p": f"{result.smallest_p:.2g}"},
                )
            )
        if result.islands:
            progress.report(
                Text(
                    QT_TRANSLATE_NOOP("core", "{n} places have no neighbour and are never significant."),
                    {"n": result.islands},
                )
            )


def _number(value) -> float:
    try:
        return float(value)
    except (TypeError, ValueError):
        return float("nan")
