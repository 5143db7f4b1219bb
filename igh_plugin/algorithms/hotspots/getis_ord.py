"""igh:getisord: Getis-Ord Gi* on areas or cells, or on points counted by cell."""

from __future__ import annotations

from functools import partial

from ...core.text import QT_TRANSLATE_NOOP
from .neighbourhood import NeighbourhoodAlgorithm
from .presentation import finish, report, texts_of


class GetisOrd(NeighbourhoodAlgorithm):
    """Hot and cold spots of a number, or of a rate when a denominator is given."""

    NAME = "getisord"
    TITLE = QT_TRANSLATE_NOOP("core", "Hot spots (Getis-Ord Gi*)")
    RESULT = (("gi_z", "real"), ("gi_p", "real"), ("gi_bin", "whole"), ("neighbours", "whole"))
    RULE_HELP = QT_TRANSLATE_NOOP(
        "core", "Which polygons count as neighbours. Each is its own neighbour too (Gi*)."
    )
    BASE_HELP = QT_TRANSLATE_NOOP(
        "core",
        "A field to divide by, such as inspections or inhabitants; rates are shrunk by empirical Bayes.",
    )
    OUTPUT_TITLE = QT_TRANSLATE_NOOP("core", "Hot spots")
    OUTPUT_HELP = QT_TRANSLATE_NOOP(
        "core",
        "The polygons, or the cells, with z (gi_z), p (gi_p), the class from -3 to 3 (gi_bin) and the number of neighbours.",
    )

    def rate(self, values, base):
        """Return rates shrunk by empirical Bayes; as a share where no value exceeds its base."""
        import numpy as np

        from ...core.rates import empirical_bayes

        known = ~np.isnan(values) & ~np.isnan(base)
        share = bool((values[known] <= base[known]).all())
        return empirical_bayes(values, np.nan_to_num(base), share)

    def judge(self, parameters, context, units, progress):
        """Return Gi* of the units."""
        from ...core.getis_ord import getis_ord_g_star

        return getis_ord_g_star(
            units.rate,
            units.neighbours,
            self.parameterAsInt(parameters, self.PERMUTATIONS, context),
            self.parameterAsBool(parameters, self.FDR, context),
            self.parameterAsInt(parameters, self.SEED, context),
            progress,
        )

    def rows(self, result):
        """Return z, p and class of each unit, None where it has no value, and its number of neighbours; strength is z."""
        columns = (result.z.tolist(), result.p.tolist(), result.bins.tolist(), result.neighbours.tolist())
        found = [[z, p, bin_, n] if z == z else [None, None, None, n] for z, p, bin_, n in zip(*columns)]
        return found, result.z

    def present(self, source, result, units, rule, progress):
        """Tell how many places are hot; the layer is drawn by confidence."""
        report(progress, result, units)
        texts = texts_of(source, result, rule)
        numbers = {"DRAWS": result.draws, "SMALLEST_P": result.smallest_p, "UNITS": result.units}
        return numbers, texts["name"], partial(finish, texts=texts)
