"""Renderers of the style vocabulary, built on the data of a layer.

Each takes a vector layer and the style's settings (a mapping) and returns a renderer; nothing is changed. They read
the layer's values, so a layer must be used in the thread it belongs to.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Callable, Dict, Mapping, Sequence

import numpy as np
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsFeatureRenderer,
    QgsFeatureRequest,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ..core.errors import UserError
from ..core.standing import STEPS
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..translation import tr
from . import colours, symbols, wording
from .classes import class_limits, decimals_of, symmetric_limits

Settings = Mapping[str, Any]
NO_FIELD = QT_TRANSLATE_NOOP(
    "core", "The style “{style}” needs the field “{field}”, which the layer “{layer}” does not have."
)
CATEGORY_SAMPLE = 50_000
MISSING = -99
MANY_SHAPES = 1500
FEW_IN_CLASS = 4
LINE = colours.RAMPS["purple"][-1]


def values_of(layer: QgsVectorLayer, field: str) -> tuple[np.ndarray, bool]:
    """Return the numbers of a field (null: NaN) and whether any is null."""
    index = layer.fields().lookupField(field)
    request = QgsFeatureRequest()
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes([index])
    raw = (feature.attribute(index) for feature in layer.getFeatures(request))
    values = np.array(
        [np.nan if not isinstance(value, (int, float)) else value for value in raw], dtype=float
    )
    return values, bool(np.isnan(values).any())


def significance(layer: QgsVectorLayer, settings: Settings) -> QgsFeatureRenderer:
    """Hot and cold spots by confidence; "not significant" pale, "no data" hatched.

    Field: -3..3 (sign: hot or cold; 1, 2, 3: 90, 95, 99 %) or null.
    """
    field = _field(layer, settings, "gi_bin")
    geometry = layer.geometryType()
    edge = _edge(layer, settings)
    categories = []
    for value in (3, 2, 1, -1, -2, -3, 0):
        opacity = colours.NOT_SIGNIFICANT_OPACITY if value == 0 else 1.0
        symbol = symbols.for_geometry(geometry, colours.SIGNIFICANCE[value], opacity, edge)
        categories.append(QgsRendererCategory(value, symbol, tr(wording.SIGNIFICANCE[value])))
    categories.append(QgsRendererCategory(MISSING, symbols.no_data(geometry, edge), tr(wording.NO_DATA)))
    return QgsCategorizedSymbolRenderer(
        f"to_int(coalesce({QgsExpression.quotedColumnRef(field)}, {MISSING}))", categories
    )


def clusters(layer: QgsVectorLayer, settings: Settings) -> QgsFeatureRenderer:
    """Clusters and outliers: HH, LL, HL, LH, and what is not significant, pale. Field: one of these codes, or null."""
    field = _field(layer, settings, "lisa_cluster")
    geometry, edge = layer.geometryType(), _edge(layer, settings)
    categories = []
    for code, shade in colours.CLUSTERS.items():
        opacity = colours.NOT_SIGNIFICANT_OPACITY if not code else 1.0
        symbol = symbols.for_geometry(geometry, shade, opacity, edge)
        categories.append(QgsRendererCategory(code, symbol, tr(wording.CLUSTERS[code])))
    return QgsCategorizedSymbolRenderer(f"coalesce({QgsExpression.quotedColumnRef(field)}, '')", categories)


def patterns(layer: QgsVectorLayer, settings: Settings) -> QgsFeatureRenderer:
    """What became of hot and cold spots, such as `new hot`; only what occurs is in the legend. Field: one of these codes, or null."""
    field = _field(layer, settings, "pattern")
    geometry, edge = layer.geometryType(), _edge(layer, settings)
    there = {value or "" for value in layer.uniqueValues(layer.fields().lookupField(field))}
    categories = []
    for code, shade in colours.PATTERNS.items():
        if code in there:
            opacity = colours.NOT_SIGNIFICANT_OPACITY if not code else 1.0
            symbol = symbols.for_geometry(geometry, shade, opacity, edge)
            categories.append(QgsRendererCategory(code, symbol, tr(wording.PATTERNS[code])))
    return QgsCategorizedSymbolRenderer(f"coalesce({QgsExpression.quotedColumnRef(field)}, '')", categories)


def shares(layer: QgsVectorLayer, settings: Settings) -> QgsFeatureRenderer:
    """Few places that hold much: the first half, up to `part` percent of the settings, the rest, nothing. Field: 1, 2, 3 or 0."""
    field = _field(layer, settings, "part")
    geometry, edge = layer.geometryType(), _edge(layer, settings)
    told = {"part": int(settings.get("part") or 80)}
    categories = []
    for code, shade in colours.SHARES.items():
        opacity = 0.9 if code else colours.NOT_SIGNIFICANT_OPACITY
        symbol = symbols.for_geometry(geometry, shade, opacity, edge)
        categories.append(QgsRendererCategory(code, symbol, tr(Text(wording.SHARES[code], told))))
    return QgsCategorizedSymbolRenderer(field, categories)


def rate_classes(layer: QgsVectorLayer, settings: Settings) -> QgsFeatureRenderer:
    """Graduated classes, darker where the value is higher; "no data" is a class of its own.

    Settings: field, classes (5), rule (quantile, jenks, stddev, equal), ramp, direction (`high_is_good` gives a cool
    ramp where none is named), unit, low_is_dark (for distances: what is near stands out).
    """
    field = _field(layer, settings, "value")
    values, gaps = values_of(layer, field)
    good_when_high = settings.get("direction") == "high_is_good"
    ramp = settings.get("ramp") or ("teal" if good_when_high else "orange")
    limits = class_limits(values, int(settings.get("classes") or 5), settings.get("rule") or "quantile")
    shades = colours.ramp(ramp, len(limits) + 1)
    if settings.get("low_is_dark"):
        shades.reverse()
    return _graduated(layer, settings, field, values, limits, shades, gaps)


def published(layer: QgsVectorLayer, settings: Settings) -> QgsFeatureRenderer:
    """As `rate_classes`, where what is withheld, what is missing and what is zero are three classes of their own, always in the legend.

    Settings: those of `rate_classes`, and told, the field that says `suppressed` where the value is withheld.
    """
    field = _field(layer, settings, "value")
    told = QgsExpression.quotedColumnRef(str(settings["told"]))
    values, _ = values_of(layer, field)
    values = values[values > 0]
    # Where much is withheld few values are left: classes of one or two of them would have limits that nobody can read.
    classes = max(1, min(int(settings.get("classes") or 5), len(values) // FEW_IN_CLASS))
    limits = class_limits(values, classes, settings.get("rule") or "quantile")
    shades = colours.ramp(settings.get("ramp") or "orange", len(limits) + 1)
    renderer = _graduated(layer, settings, field, values, limits, shades, gaps=False, above_zero=True)
    root, name = renderer.rootRule(), QgsExpression.quotedColumnRef(field)
    if not len(values):
        root.removeChildAt(0)
    geometry, edge = layer.geometryType(), _edge(layer, settings)
    grey = colours.RULE
    _rule(root, symbols.fill(colours.ZERO, 1.0, grey), f"{name} = 0", tr(wording.ZERO))
    _rule(root, symbols.dotted(edge), f"{told} = 'suppressed'", tr(wording.WITHHELD))
    _rule(
        root,
        symbols.no_data(geometry, grey),
        f"{name} IS NULL AND {told} <> 'suppressed'",
        tr(wording.NO_DATA),
    )
    return renderer


def density(layer: QgsVectorLayer, settings: Settings) -> QgsFeatureRenderer:
    """Events per square kilometre (or another amount per place): classes of what is above zero; zero is not drawn.

    Settings: field, limits (between the classes) or classes (5) and rule, ramp, unit.
    """
    field = _field(layer, settings, "density")
    values, gaps = values_of(layer, field)
    values = values[values > 0]
    limits = [float(one) for one in settings.get("limits") or ()]
    if not limits:
        limits = class_limits(values, int(settings.get("classes") or 5), settings.get("rule") or "quantile")
    ramp = colours.ramp(settings.get("ramp") or "purple", len(limits) + 1)
    return _graduated(layer, settings, field, values, limits, ramp, gaps, above_zero=True)


def change(layer: QgsVectorLayer, settings: Settings) -> QgsFeatureRenderer:
    """More or fewer than before, around "about the same"; where there was nothing before: a class of its own.

    Settings: field (a percentage, or a difference in `unit`), breaks (sizes; percentages: 10, 25, 50),
    direction (`high_is_good` swaps the colours), p (the field of the p-values: a change that chance explains at 5 %
    gets a quiet class of its own, whatever its size).
    """
    field = _field(layer, settings, "change")
    values, gaps = values_of(layer, field)
    unit = settings.get("unit", "%")
    sizes = [float(size) for size in settings.get("breaks") or ()]
    if not sizes:
        sizes = [10.0, 25.0, 50.0] if unit == "%" else symmetric_limits(values)
    more, less = colours.CHANGE_MORE, colours.CHANGE_LESS
    if settings.get("direction") == "high_is_good":
        more, less = less, more
    more, less = more[-len(sizes) :], less[-len(sizes) :]
    name = QgsExpression.quotedColumnRef(field)
    decimals = decimals_of(sizes)
    told = [wording.with_unit(wording.number(size, decimals), unit) for size in sizes]
    rules = []
    for index in range(len(sizes) - 1, -1, -1):
        if index == len(sizes) - 1:
            rules.append(
                (f"{name} >= {sizes[index]!r}", more[index], Text(wording.MUCH_MORE, {"low": told[index]}))
            )
        else:
            test = f"{name} >= {sizes[index]!r} AND {name} < {sizes[index + 1]!r}"
            rules.append(
                (test, more[index], Text(wording.MORE, {"low": told[index], "high": told[index + 1]}))
            )
    if sizes:
        same = f"{name} > {-sizes[0]!r} AND {name} < {sizes[0]!r}"
        rules.append((same, colours.CHANGE_NONE, Text(wording.SAME, {"high": told[0]})))
    else:
        rules.append((f"{name} IS NOT NULL", colours.CHANGE_NONE, Text(wording.ALL_VALUES, {"low": "0"})))
    for index, size in enumerate(sizes):
        if index == len(sizes) - 1:
            rules.append((f"{name} <= {-size!r}", less[index], Text(wording.MUCH_LESS, {"low": told[index]})))
        else:
            test = f"{name} <= {-size!r} AND {name} > {-sizes[index + 1]!r}"
            rules.append(
                (test, less[index], Text(wording.LESS, {"low": told[index], "high": told[index + 1]}))
            )
    edge = _edge(layer, settings)
    if settings.get("p"):
        p_value = QgsExpression.quotedColumnRef(str(settings["p"]))
        rules = [(f"({test}) AND coalesce({p_value}, 0) <= 0.05", *rest) for test, *rest in rules]
        rules.append((f"{name} IS NOT NULL AND {p_value} > 0.05", colours.CHANGE_CHANCE, wording.CHANCE))
    root = QgsRuleBasedRenderer.Rule(None)
    for test, shade, label in rules:
        _rule(root, symbols.for_geometry(layer.geometryType(), shade, 0.9, edge), test, tr(label))
    if gaps:
        _rule(root, symbols.no_data(layer.geometryType(), edge), f"{name} IS NULL", tr(wording.NO_EARLIER))
    return QgsRuleBasedRenderer(root)


def standing(layer: QgsVectorLayer, settings: Settings) -> QgsFeatureRenderer:
    """Where an area stands among the others: five classes of standard deviations from the whole; no value is a class of its own.

    Settings: field, direction (`high_is_good` swaps the colours).
    """
    name = QgsExpression.quotedColumnRef(_field(layer, settings, "value"))
    high, low = colours.CHANGE_MORE[-2:], colours.CHANGE_LESS[-2:]
    if settings.get("direction") == "high_is_good":
        high, low = low, high
    near, far = (repr(step) for step in STEPS)
    edge, geometry = _edge(layer, settings), layer.geometryType()
    root = QgsRuleBasedRenderer.Rule(None)
    for test, shade, place in (
        (f"{name} >= {far}", high[1], "far above"),
        (f"{name} >= {near} AND {name} < {far}", high[0], "above"),
        (f"abs({name}) < {near}", colours.CHANGE_NONE, "as the whole"),
        (f"{name} <= -{near} AND {name} > -{far}", low[0], "below"),
        (f"{name} <= -{far}", low[1], "far below"),
    ):
        _rule(root, symbols.for_geometry(geometry, shade, 0.9, edge), test, tr(wording.STANDING[place]))
    _rule(root, symbols.no_data(geometry, edge), f"{name} IS NULL", tr(wording.NO_DATA))
    return QgsRuleBasedRenderer(root)


def points_by_category(layer: QgsVectorLayer, settings: Settings) -> QgsFeatureRenderer:
    """Small dots: the most frequent categories in colours of their own, the others grey.

    Settings: field, categories (most frequent first; counted on the first 50,000 rows when not given), titles
    (code -> what the reader sees), colours (code -> "#rrggbb", where they have a meaning), top (7), size in millimetres.
    """
    field = _field(layer, settings, "category")
    top = min(int(settings.get("top") or len(colours.CATEGORIES)), len(colours.CATEGORIES))
    names = list(settings.get("categories") or _frequent(layer, field))
    titles = settings.get("titles") or {}
    named = settings.get("colours") or {}
    size = float(settings.get("size") or 1.7)
    categories = [
        QgsRendererCategory(name, symbols.marker(named.get(name, shade), size), str(titles.get(name, name)))
        for name, shade in zip(names[:top], colours.CATEGORIES)
    ]
    if len(names) > top or not names:
        categories.append(
            QgsRendererCategory(None, symbols.marker(colours.OTHER, size, 0.7), tr(wording.OTHER))
        )
    return QgsCategorizedSymbolRenderer(field, categories)


def ranked_places(layer: QgsVectorLayer, settings: Settings) -> QgsFeatureRenderer:
    """Numbered discs for places in order of strength; the number is written by `labelling.number_points`."""
    return QgsSingleSymbolRenderer(symbols.disc())


def points(layer: QgsVectorLayer, settings: Settings) -> QgsFeatureRenderer:
    """Dots of one colour."""
    shade = settings.get("colour") or colours.CATEGORIES[0]
    return QgsSingleSymbolRenderer(symbols.marker(shade, float(settings.get("size") or 1.7)))


def lines(layer: QgsVectorLayer, settings: Settings) -> QgsFeatureRenderer:
    """Thin lines of one colour; `field` is written along them by `labelling.label_lines`."""
    return QgsSingleSymbolRenderer(symbols.line(LINE, 0.3))


def outline(layer: QgsVectorLayer, settings: Settings) -> QgsFeatureRenderer:
    """Borders only. Settings: strong (bool), width in millimetres."""
    shade = colours.BORDER_STRONG if settings.get("strong") else colours.BORDER
    return QgsSingleSymbolRenderer(symbols.border(shade, float(settings.get("width") or 0.25)))


def background(layer: QgsVectorLayer, settings: Settings) -> QgsFeatureRenderer:
    """The land under everything: pale, quiet."""
    return QgsSingleSymbolRenderer(symbols.fill(colours.LAND, 1.0, "#e3e2dc", 0.12))


RENDERERS: Dict[str, Callable[[QgsVectorLayer, Settings], QgsFeatureRenderer]] = {
    "significance": significance,
    "clusters": clusters,
    "patterns": patterns,
    "shares": shares,
    "rate_classes": rate_classes,
    "published": published,
    "change": change,
    "standing": standing,
    "density": density,
    "points_by_category": points_by_category,
    "ranked_places": ranked_places,
    "points": points,
    "lines": lines,
    "outline": outline,
    "background": background,
}


def _field(layer: QgsVectorLayer, settings: Settings, default: str) -> str:
    field = settings.get("field") or default
    if layer.fields().lookupField(field) < 0:
        values = {"style": settings.get("style", ""), "field": field, "layer": layer.name()}
        raise UserError(Text(NO_FIELD, values))
    return field


def _edge(layer: QgsVectorLayer, settings: Settings):
    """Areas have a thin light border, or the `edge` of the settings; cells, which are many and small, have none."""
    if settings.get("edge"):
        return str(settings["edge"])
    cells = settings.get("cells")
    if cells is None:
        cells = layer.fields().lookupField("cell") >= 0 or layer.featureCount() > MANY_SHAPES
    return None if cells else "#ffffff"


def _graduated(layer, settings, field, values, limits, ramp, gaps, above_zero=False) -> QgsFeatureRenderer:
    known = values[np.isfinite(values)]
    geometry, edge = layer.geometryType(), _edge(layer, settings)
    name = QgsExpression.quotedColumnRef(field)
    root = QgsRuleBasedRenderer.Rule(None)
    if len(known):
        whole = bool(np.all(known == np.round(known)))
        decimals = (
            0 if whole else max(decimals_of(limits), 0 if limits else int(settings.get("decimals") or 1))
        )
        unit = str(settings.get("unit") or "")
        labels = wording.class_labels(limits, decimals, unit, float(known.min()), float(known.max()), whole)
        for index, (shade, label) in enumerate(zip(ramp, labels)):
            tests = [f"{name} IS NOT NULL"]
            if index:
                tests = [f"{name} >= {limits[index - 1]!r}"]
            elif above_zero:
                tests = [f"{name} > 0"]
            if index < len(limits):
                tests.append(f"{name} < {limits[index]!r}")
            _rule(root, symbols.for_geometry(geometry, shade, 0.9, edge), " AND ".join(tests), label)
    if gaps or not len(known):
        _rule(root, symbols.no_data(geometry, edge), f"{name} IS NULL", tr(wording.NO_DATA))
    return QgsRuleBasedRenderer(root)


def _rule(root: QgsRuleBasedRenderer.Rule, symbol, test: str, label: str) -> QgsRuleBasedRenderer.Rule:
    rule = QgsRuleBasedRenderer.Rule(symbol)
    rule.setFilterExpression(test)
    rule.setLabel(label)
    root.appendChild(rule)
    return rule


def _frequent(layer: QgsVectorLayer, field: str) -> list[str]:
    index = layer.fields().lookupField(field)
    request = QgsFeatureRequest()
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes([index])
    request.setLimit(CATEGORY_SAMPLE)
    counted = Counter(feature.attribute(index) for feature in layer.getFeatures(request))
    names = [(n, name) for name, n in counted.items() if isinstance(name, str) and name]
    return [name for n, name in sorted(names, key=lambda item: (-item[0], item[1]))]


def by_group(layer: QgsVectorLayer, field: str, groups: Sequence[str]) -> None:
    """Draw a layer as it is drawn, group by group: each is a rule over the classes, and the first of them is switched on."""
    drawn = QgsRuleBasedRenderer.convertFromRenderer(layer.renderer())
    root = QgsRuleBasedRenderer.Rule(None)
    for group in groups:
        test = f"{QgsExpression.quotedColumnRef(field)} = {QgsExpression.quotedValue(group)}"
        rule = _rule(root, None, test, group)
        for child in drawn.rootRule().children():
            rule.appendChild(child.clone())
        rule.setActive(group == groups[0])
    layer.setRenderer(QgsRuleBasedRenderer(root))


def is_point(layer: QgsVectorLayer) -> bool:
    """Tell whether a layer holds points."""
    return layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry
