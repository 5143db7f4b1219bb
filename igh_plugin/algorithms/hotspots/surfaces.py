"""Points with a weight as a density is made of them, and what a reader sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from .given import NO_POINTS, numbers_of, titled
from .grouping import COLUMN

DENSITY, DIFFERENCE, RATIO = "density", "difference", "ratio"
KERNELS = {
    "quartic": QT_TRANSLATE_NOOP("core", "Quartic"),
    "epanechnikov": QT_TRANSLATE_NOOP("core", "Epanechnikov"),
    "gaussian": QT_TRANSLATE_NOOP("core", "Gaussian"),
}
FEW = 30
NEGATIVE = QT_TRANSLATE_NOOP(
    "core", "The weight “{field}” is below zero at {n} points: a density has none of these."
)
NO_WEIGHT = QT_TRANSLATE_NOOP("core", "The weight “{field}” is zero everywhere: there is nothing to show.")
NAMES = {
    DENSITY: QT_TRANSLATE_NOOP("core", "Density of events"),
    DIFFERENCE: QT_TRANSLATE_NOOP("core", "Difference in density"),
    RATIO: QT_TRANSLATE_NOOP("core", "Ratio of densities"),
}
LINES = QT_TRANSLATE_NOOP("core", "Lines of equal density")
ABSTRACTS = {
    DENSITY: QT_TRANSLATE_NOOP("core", "Events per square kilometre, smoothed, of {events} events."),
    DIFFERENCE: QT_TRANSLATE_NOOP(
        "core",
        "Events per square kilometre more or fewer than in the second set: {events} events and {others}.",
    ),
    RATIO: QT_TRANSLATE_NOOP(
        "core", "How many times as dense as the second set: {events} events and {others}."
    ),
}
UNITS = {
    DENSITY: QT_TRANSLATE_NOOP("core", "events per km²"),
    DIFFERENCE: QT_TRANSLATE_NOOP("core", "events per km²"),
    RATIO: "",
}
METHOD = QT_TRANSLATE_NOOP(
    "core",
    "Kernel density (Silverman 1986); kernel: {kernel}; bandwidth {bandwidth} m; pixels of {size} m; correction at the "
    "border: {border}; {left_out} points left out",
)
DIGGLE = QT_TRANSLATE_NOOP("core", "Diggle (1985)")
OPEN = QT_TRANSLATE_NOOP("core", "none")
CAUTION = QT_TRANSLATE_NOOP(
    "core", "A density does not tell what is chance: test with hot spots (Gi*) before acting on it."
)
CAUTION_FEW = QT_TRANSLATE_NOOP("core", "Only {n} events: the map shows where each of them lies, no pattern.")
HALF = QT_TRANSLATE_NOOP(
    "core", "Half of the events lie in {share} % of the surface, {km2} km², where it is densest."
)
LEFT_OUT = QT_TRANSLATE_NOOP(
    "core", "{n} points are left out: no geometry, an empty weight, or outside the boundary."
)


@dataclass(frozen=True)
class Points:
    """Coordinates in metres and weights, (n,) each, of the points that count, and how many do not."""

    x: object
    y: object
    weights: object
    left_out: int


def points_of(columns, field, index) -> Points:
    """Return the points of columns, and their weight in a field, if any, that lie within an index of areas, if any.

    Raises `UserError` when none is left, or a weight is below zero.
    """
    import numpy as np

    weights = numbers_of(columns, field) if field else np.ones(len(columns))
    keep = np.isfinite(columns.x) & np.isfinite(columns.y) & np.isfinite(weights)
    if index is not None:
        keep[keep] = index.locate(columns.x[keep], columns.y[keep]) >= 0
    if not keep.any():
        raise UserError(NO_POINTS)
    below = int((weights[keep] < 0).sum())
    if below:
        raise UserError(Text(NEGATIVE, {"field": field, "n": below}))
    if not weights[keep].any():
        raise UserError(Text(NO_WEIGHT, {"field": field}))
    return Points(columns.x[keep], columns.y[keep], weights[keep], int((~keep).sum()))


@dataclass(frozen=True)
class Surface:
    """What is drawn of a `group`, None for all: `values` (rows, columns) made of a density and of the one that it is compared with, if any.

    `whole` is the value where both are as dense as their sums say; `left_out` points count in neither.
    """

    group: Optional[str]
    made: list
    values: object
    style: str
    whole: float
    left_out: int


def sentences_of(surface):
    """Give what to say of a surface."""
    import numpy as np

    first = surface.made[0]
    if surface.left_out:
        yield Text(LEFT_OUT, {"n": surface.left_out})
    if first.events < FEW:
        yield Text(CAUTION_FEW, {"n": _number(first.events)})
    if surface.style == DENSITY:
        dense = np.sort(surface.values[np.isfinite(surface.values)])[::-1]
        held = int(np.searchsorted(np.cumsum(dense), dense.sum() / 2)) + 1
        area = (first.raster.size / 1000) ** 2
        whole = len(dense) if first.bordered else int((dense > 0).sum())
        yield Text(HALF, {"share": round(100 * held / max(whole, 1), 1), "km2": round(held * area, 2)})


def _number(value: float):
    """Return a number of events as it is told: whole where it is, but for rounding."""
    return int(round(value)) if abs(value - round(value)) < 1e-6 else float(value)


def texts_of(source, surface):
    """Return name, abstract, method and caution of a surface, and the name of its lines."""
    first, style = surface.made[0], surface.style
    events = {"events": _number(first.events), "others": _number(surface.made[-1].events)}
    values = {
        "kernel": Text(KERNELS[first.kernel]),
        "bandwidth": float(first.bandwidth),
        "size": float(first.raster.size),
        "border": Text(DIGGLE if first.bordered else OPEN),
        "left_out": surface.left_out,
    }
    few = [tr(Text(CAUTION_FEW, {"n": events["events"]}))] if first.events < FEW else []
    return {
        "name": titled(NAMES[style], source),
        "lines": titled(LINES, source),
        "abstract": tr(Text(ABSTRACTS[style], events)),
        "method": tr(Text(METHOD, values)),
        "caution": " ".join([*few, tr(CAUTION)]),
    }


def finish_surface(layer, texts, style, limits) -> None:
    """Name, style and describe the raster."""
    from ...layers.metadata import describe
    from ...layers.rasters import style_raster

    layer.setName(texts["name"])
    style_raster(layer, {"style": style, "limits": limits, "unit": tr(UNITS[style])})
    describe(layer, texts["name"], texts["abstract"], texts["method"], texts["caution"])


def finish_lines(layer, texts, groups) -> None:
    """Name, style and describe the lines."""
    from ...layers.metadata import describe
    from ...layers.renderers import by_group
    from ...layers.styles import apply_style

    layer.setName(texts["lines"])
    apply_style(layer, {"style": "lines", "field": "value"})
    if groups:
        by_group(layer, COLUMN, groups)
    describe(layer, texts["lines"], texts["abstract"], texts["method"], texts["caution"])
