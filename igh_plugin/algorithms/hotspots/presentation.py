"""What a reader sees of hot spots: the sentences of the run, and the layer named, styled and described."""

from __future__ import annotations

from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from .given import titled

TITLE = QT_TRANSLATE_NOOP("core", "Hot spots (Gi*)")
ABSTRACT = QT_TRANSLATE_NOOP(
    "core", "Where high (hot) or low (cold) values lie together more than chance explains, of {units} places."
)
METHOD = QT_TRANSLATE_NOOP(
    "core",
    "{formula}; neighbours: {rule}; {draws} conditional permutations, seed {seed}; false discovery rate controlled: {fdr}",
)
HELD = QT_TRANSLATE_NOOP("core", "{n} hot places, {places} % of all, hold {held} % of the whole.")
HELD_WHERE = QT_TRANSLATE_NOOP(
    "core", "{n} hot places, {places} % of all, hold {held} % of the whole; strongest in {areas}."
)
ISLANDS = QT_TRANSLATE_NOOP("core", "{n} places have no neighbour and are never significant.")
YES, NO = QT_TRANSLATE_NOOP("core", "yes"), QT_TRANSLATE_NOOP("core", "no")
STYLE = {"style": "significance", "field": "gi_bin"}


SMALLEST_P = 0.0001


def told_p(p: float):
    """Return a p-value as a sentence says it: four decimals, or less than that."""
    from ...layers.wording import number

    return round(p, 4) if p >= SMALLEST_P else "< " + number(SMALLEST_P, 4)


def texts_of(source, result, rule):
    """Return name, abstract and method of the layer of a result."""
    from ...core.getis_ord import FORMULA

    values = {"formula": FORMULA, "rule": rule, "draws": result.draws, "seed": result.seed}
    return {
        "name": titled(TITLE, source),
        "abstract": tr(Text(ABSTRACT, {"units": result.units})),
        "method": tr(Text(METHOD, {**values, "fdr": Text(YES if result.fdr else NO)})),
    }


def finish(layer, texts) -> None:
    """Name, style and describe a layer of hot spots."""
    from ...layers.fields import name_fields, set_map_tip
    from ...layers.metadata import describe
    from ...layers.styles import apply_style

    layer.setName(texts["name"])
    apply_style(layer, STYLE)
    name_fields(layer, {})
    set_map_tip(layer, "hotspots")
    describe(layer, texts["name"], texts["abstract"], texts["method"])


def report(progress, result, units) -> None:
    """Say how many places are hot and cold, what they hold, and what the test could see."""
    hot, cold = int((result.bins > 0).sum()), int((result.bins < 0).sum())
    progress.report(
        Text(
            QT_TRANSLATE_NOOP(
                "core", "{units} places, {hot} hot and {cold} cold at 90 % confidence or more."
            ),
            {"units": result.units, "hot": hot, "cold": cold},
        )
    )
    if hot:
        progress.report(_held(result, units))
    if result.draws:
        progress.report(
            Text(
                QT_TRANSLATE_NOOP("core", "{draws} permutations; the smallest p that can come out is {p}."),
                {"draws": result.draws, "p": float(f"{result.smallest_p:.2g}")},
            )
        )
    if result.islands:
        progress.report(Text(ISLANDS, {"n": result.islands}))


def _held(result, units) -> Text:
    """Return what the hot places are of all places, what they hold of the whole, and where the strongest lie."""
    import numpy as np

    hot = np.flatnonzero(result.bins > 0)
    weight = np.nan_to_num(units.weight)
    total = float(weight.sum())
    values = {
        "n": len(hot),
        "places": round(100 * len(hot) / result.units, 1),
        "held": round(100 * float(weight[hot].sum()) / total, 1) if total else 0,
    }
    if units.names is None:
        return Text(HELD, values)
    strongest = hot[np.argsort(-result.z[hot], kind="stable")]
    names = list(dict.fromkeys(units.names[row] for row in strongest if units.names[row]))
    if not names:
        return Text(HELD, values)
    return Text(HELD_WHERE, {**values, "areas": ", ".join(names[:3])})
