"""igh:localmoran: local Moran's I on areas or cells, or on points counted by cell."""

from __future__ import annotations

from functools import partial

from qgis.core import QgsProcessingParameterField

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from .given import numbers_of, titled
from .neighbourhood import NeighbourhoodAlgorithm
from .presentation import ISLANDS, NO, YES, told_p

CODES = ("", "HH", "LL", "HL", "LH")
ONLY_POLYGONS = QT_TRANSLATE_NOOP(
    "core",
    "A second number is compared for polygons only: count the points in cells first, with “Grid of events”.",
)
LAYER = QT_TRANSLATE_NOOP("core", "Clusters and outliers")
ABSTRACT = QT_TRANSLATE_NOOP(
    "core",
    "Places that are like their neighbours (clusters) or stand out from them (outliers), of {units} places.",
)
METHOD = QT_TRANSLATE_NOOP(
    "core",
    "{formula}; neighbours: {rule}, row-standardised; {draws} conditional permutations, seed {seed}; false discovery rate "
    "controlled: {fdr}",
)
FOUND = QT_TRANSLATE_NOOP(
    "core",
    "{units} places: {hh} high among high, {ll} low among low, {hl} high among low, {lh} low among high neighbours.",
)
GLOBAL = QT_TRANSLATE_NOOP("core", "Global Moran's I {i}, z {z}, p {p}: {meaning}.")
CLUSTERED = QT_TRANSLATE_NOOP("core", "neighbours are alike")
DISPERSED = QT_TRANSLATE_NOOP("core", "neighbours differ")
NEITHER = QT_TRANSLATE_NOOP("core", "no more alike than chance explains")


class LocalMoran(NeighbourhoodAlgorithm):
    """Clusters and outliers of a number, of a rate, or of one number beside another of the neighbours."""

    NAME = "localmoran"
    TITLE = QT_TRANSLATE_NOOP("core", "Clusters and outliers (local Moran)")
    SECOND = "SECOND"
    RESULT = (
        ("lisa_i", "real"), ("lisa_z", "real"), ("lisa_p", "real"), ("lisa_cluster", "text"), ("neighbours", "whole"),
    )  # fmt: skip
    RULE_HELP = QT_TRANSLATE_NOOP("core", "Which polygons count as neighbours; each counts the same.")
    BASE_HELP = QT_TRANSLATE_NOOP(
        "core",
        "A field to divide by, such as inhabitants; rates become deviates with the same variance (Assuncao and Reis 1999).",
    )
    OUTPUT_TITLE = LAYER
    OUTPUT_HELP = QT_TRANSLATE_NOOP(
        "core",
        "The polygons, or the cells, with I (lisa_i), z (lisa_z), p (lisa_p), HH, LL, HL or LH where significant (lisa_cluster) "
        "and the number of neighbours.",
    )

    def initAlgorithm(self, config=None):  # noqa: N802
        super().initAlgorithm(config)
        kind = QgsProcessingParameterField.DataType.Numeric
        second = QgsProcessingParameterField(
            self.SECOND, tr("Second number"), None, self.INPUT, kind, False, True
        )
        second.setHelp(
            tr(
                "Of polygons: compare the number of each with this one of its neighbours; empty to compare the same number."
            )
        )
        self.addParameter(second)
        self.add_numbers(
            MORAN=QT_TRANSLATE_NOOP("core", "Global Moran's I"),
            MORAN_P=QT_TRANSLATE_NOOP("core", "p of the global I"),
        )

    def rate(self, values, base):
        """Return rates as deviates of the same variance."""
        import numpy as np

        from ...core.rates import empirical_bayes_standardised

        return empirical_bayes_standardised(values, np.nan_to_num(base))

    def judge(self, parameters, context, units, progress):
        """Return local Moran's I of the units."""
        from ...core.local_moran import local_moran
        from ...layers.arrays.columns import NONE

        second = None
        field = self.parameterAsString(parameters, self.SECOND, context)
        if field:
            if units.are_cells:
                raise UserError(ONLY_POLYGONS)
            source = self.parameterAsSource(parameters, self.INPUT, context)
            second = numbers_of(self.read(source, [field], NONE, progress), field)
        return local_moran(
            units.rate,
            units.neighbours,
            self.parameterAsInt(parameters, self.PERMUTATIONS, context),
            self.parameterAsBool(parameters, self.FDR, context),
            self.parameterAsInt(parameters, self.SEED, context),
            second,
            progress,
        )

    def rows(self, result):
        """Return I, z, p and cluster of each unit, None where it has no value, and its neighbours; strength is z."""
        columns = (one.tolist() for one in (result.i, result.z, result.p, result.cluster, result.neighbours))
        found = [
            [i, z, p, CODES[kind] or None, n] if i == i else [None, None, None, None, n]
            for i, z, p, kind, n in zip(*columns)
        ]
        return found, result.z

    def present(self, source, result, units, rule, progress):
        """Tell how many clusters and outliers there are, and the global I."""
        import numpy as np

        from ...core.local_moran import FORMULA

        hh, ll, hl, lh = (int((result.cluster == kind).sum()) for kind in range(1, 5))
        progress.report(Text(FOUND, {"units": result.units, "hh": hh, "ll": ll, "hl": hl, "lh": lh}))
        if not np.isnan(result.moran):
            meaning = NEITHER if result.moran_p > 0.05 else CLUSTERED if result.moran_z > 0 else DISPERSED
            told = {
                "i": round(result.moran, 4), "z": round(result.moran_z, 2), "p": told_p(result.moran_p),
                "meaning": Text(meaning),
            }  # fmt: skip
            progress.report(Text(GLOBAL, told))
        if result.islands:
            progress.report(Text(ISLANDS, {"n": result.islands}))
        values = {
            "formula": FORMULA, "rule": rule, "draws": result.draws, "seed": result.seed,
            "fdr": Text(YES if result.fdr else NO),
        }  # fmt: skip
        name = titled(LAYER, source)
        texts = {
            "name": name,
            "abstract": tr(Text(ABSTRACT, {"units": result.units})),
            "method": tr(Text(METHOD, values)),
        }
        numbers = {"DRAWS": result.draws, "SMALLEST_P": result.smallest_p, "UNITS": result.units}
        if not np.isnan(result.moran):
            numbers.update(MORAN=result.moran, MORAN_P=result.moran_p)
        return numbers, name, partial(_finish, texts=texts)


def _finish(layer, texts) -> None:
    """Name, style and describe a layer of clusters and outliers."""
    from ...layers.fields import name_fields, set_map_tip
    from ...layers.metadata import describe
    from ...layers.styles import apply_style

    layer.setName(texts["name"])
    apply_style(layer, {"style": "clusters", "field": "lisa_cluster"})
    name_fields(layer, {})
    set_map_tip(layer, "clusters")
    describe(layer, texts["name"], texts["abstract"], texts["method"])
