"""igh:risk: surroundings as explanation, how many times as many events there are near objects of a kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import List

from qgis.core import (
    QgsCoordinateTransform,
    QgsFeatureRequest,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsVectorLayerFeatureSource,
    QgsWkbTypes,
)

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import new_field
from .events import EventsAlgorithm
from .given import (
    NO_POINTS,
    SHAPES,
    check_extent,
    polygons_in,
    put_all,
    straight,
    titled,
)
from .presentation import told_p

BLOCK, FEW_BLOCKS = 1_000, 20
"""Metres of the squares whose cells are taken together, and under how many of these intervals are said to be rough."""
NO_OBJECTS = QT_TRANSLATE_NOOP("core", "“{layer}” has no features with a place: choose another layer.")
NO_LAYERS = QT_TRANSLATE_NOOP(
    "core", "Choose the layers of objects whose surroundings may explain the events."
)
LEFT_OUT = QT_TRANSLATE_NOOP("core", "{n} events are left out: no place, or outside the boundary.")
SPAN = QT_TRANSLATE_NOOP(
    "core", "{events} events in {cells} cells of {size} m; surroundings: within {radius} m."
)
FOUND = QT_TRANSLATE_NOOP(
    "core",
    "{layer}: {ratio} times as many events as elsewhere ({lower} to {upper}, p {p}), with the others held the same {adjusted}.",
)
ONLY = QT_TRANSLATE_NOOP(
    "core", "{layer}: {ratio} times as many events as elsewhere ({lower} to {upper}, p {p})."
)
UNKNOWN = QT_TRANSLATE_NOOP(
    "core",
    "{layer}: cannot be told, as there are no events on one of both sides, or its surroundings are everywhere or nowhere.",
)
ROUGH = QT_TRANSLATE_NOOP(
    "core",
    "Caution: the events lie in {n} squares of a kilometre, fewer than {least}: the intervals are rough.",
)
CAUTION = QT_TRANSLATE_NOOP(
    "core",
    "What goes along with events need not cause them: bars lie where people are. Choose the radius before looking, not the one that gives most.",
)
TABLE = QT_TRANSLATE_NOOP("core", "Relative risk of surroundings")
CELLS = QT_TRANSLATE_NOOP("core", "Risk by surroundings")
ABSTRACT = QT_TRANSLATE_NOOP(
    "core",
    "How many times as many events there are within {radius} m of objects as elsewhere: {events} events.",
)
METHOD = QT_TRANSLATE_NOOP(
    "core",
    "Events by {shape} of {size} m, near: centre within {radius} m of an object; Poisson regression (McCullagh and Nelder 1989) with robust "
    "variance by squares of {block} m (Liang and Zeger 1986); {left_out} events left out",
)
LIMITS = (1.2, 2, 4)
"""Risks between the classes of the map."""
UNIT = QT_TRANSLATE_NOOP("core", "times the events without any of these near")
FIELDS = (
    ("layer", "text"), ("radius", "real"), ("objects", "whole"), ("near_share", "real"), ("events", "whole"), ("expected", "real"),
    ("ratio", "real"), ("lower", "real"), ("upper", "real"), ("p", "real"), ("adj_ratio", "real"), ("adj_lower", "real"),
    ("adj_upper", "real"), ("adj_p", "real"),
)  # fmt: skip
ALIASES = {
    "layer": QT_TRANSLATE_NOOP("core", "Objects"),
    "radius": QT_TRANSLATE_NOOP("core", "Radius (m)"),
    "objects": QT_TRANSLATE_NOOP("core", "Number of objects"),
    "near_share": QT_TRANSLATE_NOOP("core", "Share of the cells near (%)"),
    "events": QT_TRANSLATE_NOOP("core", "Events near"),
    "expected": QT_TRANSLATE_NOOP("core", "Expected events"),
    "ratio": QT_TRANSLATE_NOOP("core", "Times as many as elsewhere"),
    "lower": QT_TRANSLATE_NOOP("core", "Lower limit (95 %)"),
    "upper": QT_TRANSLATE_NOOP("core", "Upper limit (95 %)"),
    "p": QT_TRANSLATE_NOOP("core", "p"),
    "adj_ratio": QT_TRANSLATE_NOOP("core", "The same, others held the same"),
    "adj_lower": QT_TRANSLATE_NOOP("core", "Lower limit, others held the same"),
    "adj_upper": QT_TRANSLATE_NOOP("core", "Upper limit, others held the same"),
    "adj_p": QT_TRANSLATE_NOOP("core", "p, others held the same"),
    "risk": QT_TRANSLATE_NOOP("core", "Times the events without any of these near"),
    "near": QT_TRANSLATE_NOOP("core", "Near"),
}


@dataclass(frozen=True)
class Objects:
    """A layer of objects as it can be read in the background."""

    name: str
    features: QgsVectorLayerFeatureSource
    crs: object


class Risk(EventsAlgorithm):
    """A row for each kind of object with its relative risk, and cells by the risk of their surroundings."""

    NAME = "risk"
    TITLE = QT_TRANSLATE_NOOP("core", "Risk of surroundings")
    NEEDS = ("numpy", "scipy")
    LAYERS, RADIUS, BOUNDARY = "LAYERS", "RADIUS", "BOUNDARY"
    SHAPE, CELL_SIZE, OUTPUT, CELLS = "SHAPE", "CELL_SIZE", "OUTPUT", "CELLS"

    def __init__(self):
        super().__init__()
        self._objects: List[Objects] = []

    def initAlgorithm(self, config=None):  # noqa: N802
        kinds = QgsProcessing.SourceType
        numbers = QgsProcessingParameterNumber
        self.add_layer(self.INPUT, tr("Events"), tr("Points in a CRS in metres; a selection of them is taken alone."), kinds.TypeVectorPoint)  # fmt: skip
        self.add_group_by()
        layers = QgsProcessingParameterMultipleLayers(self.LAYERS, tr("Objects"), kinds.TypeVectorAnyGeometry)
        layers.setHelp(
            tr(
                "Layers such as bars, schools, containers or parks: each is one kind of surroundings. Points, lines or polygons."
            )
        )
        radius = numbers(self.RADIUS, tr("Radius in metres"), numbers.Type.Double, 100.0, True, 0.0)
        radius.setHelp(tr("A cell is near an object when its centre is within this distance of it."))
        self.addParameter(layers)
        self.addParameter(radius)
        self.add_layer(
            self.BOUNDARY, tr("Boundary"),
            tr("Polygons within which events are counted, and every cell counts, also one without events. Without it: the cells with events and those around them."),
            kinds.TypeVectorPolygon, True,
        )  # fmt: skip
        shape = QgsProcessingParameterEnum(
            self.SHAPE, tr("Shape"), [tr(title) for title in SHAPES.values()], False, 0, True
        )
        shape.setHelp(tr("Squares or hexagons in which events are counted."))
        size = numbers(self.CELL_SIZE, tr("Cell size in metres"), defaultValue=50, optional=True, minValue=25)
        size.setHelp(tr("Width of a cell; of squares a multiple of 25 m. Smaller than the radius."))
        output = QgsProcessingParameterFeatureSink(self.OUTPUT, tr(TABLE), kinds.TypeVector)
        output.setHelp(
            tr(
                "A row for each layer: relative risk with interval and p, by itself and with the others held the same."
            )
        )
        cells = QgsProcessingParameterFeatureSink(
            self.CELLS, tr(CELLS), kinds.TypeVectorPolygon, None, True, False
        )
        cells.setHelp(tr("The cells with what is near them and the risk that follows from it."))
        for parameter in (shape, size, output, cells):
            self.addParameter(parameter)
        self.add_numbers(
            EVENTS=QT_TRANSLATE_NOOP("core", "Events"), LEFT_OUT=QT_TRANSLATE_NOOP("core", "Events left out")
        )

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """Refuse a size that no cell of the shape has."""
        from ...core.cells import KINDS

        try:
            KINDS[self._shape(parameters, context)].check(
                self.parameterAsInt(parameters, self.CELL_SIZE, context)
            )
        except UserError as error:
            return False, tr(error.message)
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        super().prepareAlgorithm(parameters, context, feedback)
        for layer in self.parameterAsLayerList(parameters, self.LAYERS, context):
            self._objects.append(Objects(layer.name(), QgsVectorLayerFeatureSource(layer), layer.crs()))
        return True

    def _shape(self, parameters, context) -> str:
        return list(SHAPES)[self.parameterAsEnum(parameters, self.SHAPE, context)]

    def analyse(self, parameters, context, progress):
        import numpy as np

        from ...core.progress import Part
        from ...core.surroundings import all_together, each_alone

        if not self._objects:
            raise UserError(NO_LAYERS)
        source = self.parameterAsSource(parameters, self.INPUT, context)
        crs = source.sourceCrs()
        cells, centres, events, left_out = self._cells(parameters, context, source, Part(progress, 0.0, 0.3))
        radius = self.parameterAsDouble(parameters, self.RADIUS, context)
        near, numbers = [], []
        for done, objects in enumerate(self._objects):
            part = Part(
                progress, 0.3 + 0.4 * done / len(self._objects), 0.3 + 0.4 * (done + 1) / len(self._objects)
            )
            close, number = self._near(objects, crs, context, centres, radius, part)
            near.append(close)
            numbers.append(number)
        near = np.column_stack(near)
        block = (np.floor(centres[0] / BLOCK) * 1e7 + np.floor(centres[1] / BLOCK)).astype(np.int64)
        alone, together = each_alone(near, events, block), all_together(near, events, block)
        progress.step(0.8)
        if left_out:
            progress.report(Text(LEFT_OUT, {"n": left_out}))
        size = self.parameterAsInt(parameters, self.CELL_SIZE, context)
        told = {"events": int(events.sum()), "cells": len(cells), "size": size, "radius": radius}
        progress.report(Text(SPAN, told))
        for sentence in self._sentences(alone, together, block[events > 0]):
            progress.report(sentence)
        texts = {
            "table": titled(TABLE, source), "cells": titled(CELLS, source), "abstract": tr(Text(ABSTRACT, told)),
            "method": tr(Text(METHOD, {**told, "shape": Text(SHAPES[self._shape(parameters, context)]), "block": BLOCK, "left_out": left_out})),
        }  # fmt: skip
        outputs = {"EVENTS": int(events.sum()), "LEFT_OUT": left_out}
        outputs[self.OUTPUT] = self._write_table(
            parameters, context, near, numbers, events, radius, alone, together, texts
        )
        outputs.update(
            self._write_cells(
                parameters, context, source, cells, size, near, events, together, texts, progress
            )
        )
        return outputs

    def _cells(self, parameters, context, source, progress):
        """Return the cells, their centres x and y, the events in each, and how many events do not count."""
        import numpy as np

        from ...core.assignment import AreaIndex
        from ...core.cells import KINDS, place_in_cells
        from ...layers.arrays.columns import POINTS

        columns = self.read(source, [], POINTS, progress)
        keep = np.isfinite(columns.x) & np.isfinite(columns.y)
        size, index = self.parameterAsInt(parameters, self.CELL_SIZE, context), None
        boundary = self.parameterAsSource(parameters, self.BOUNDARY, context)
        if boundary is not None:
            index = AreaIndex(polygons_in(boundary, source.sourceCrs(), context))
            check_extent(index, size)
            keep[keep] = index.locate(columns.x[keep], columns.y[keep]) >= 0
        if not keep.any():
            raise UserError(NO_POINTS)
        kind = KINDS[self._shape(parameters, context)]
        cells, at = place_in_cells(kind, size, columns.x[keep], columns.y[keep], index)
        return cells, kind.centres(cells, size), np.bincount(at, minlength=len(cells)), int((~keep).sum())

    def _near(self, objects, crs, context, centres, radius, progress):
        """Return which centres are within the radius of an object, and how many objects there are; raises `UserError` without any."""
        from ...core.proximity import ObjectIndex

        transform = QgsCoordinateTransform(objects.crs, crs, context.transformContext())
        wkbs = []
        request = QgsFeatureRequest().setSubsetOfAttributes([])
        for done, feature in enumerate(objects.features.getFeatures(request)):
            if done % 1_000 == 0:
                progress.check()
            geometry = QgsGeometry(feature.geometry())
            if not geometry.isEmpty():
                geometry.transform(transform)
                wkbs.append(straight(geometry))
        if not wkbs:
            raise UserError(Text(NO_OBJECTS, {"layer": objects.name}))
        away, _ = ObjectIndex(wkbs).nearest(*centres, progress)
        return away <= radius, len(wkbs)

    def _sentences(self, alone, together, blocks):
        """Give the relative risk of each layer, the highest first."""
        import numpy as np

        order = np.argsort(-np.nan_to_num(alone.ratio, nan=-1.0), kind="stable")
        for row in order.tolist():
            if np.isnan(alone.ratio[row]):
                yield Text(UNKNOWN, {"layer": self._objects[row].name})
                continue
            told = {name: round(float(getattr(alone, name)[row]), 2) for name in ("ratio", "lower", "upper")}
            told = {**told, "layer": self._objects[row].name, "p": told_p(float(alone.p[row]))}
            if len(order) > 1 and np.isfinite(together.ratio[row]):
                yield Text(FOUND, {**told, "adjusted": round(float(together.ratio[row]), 2)})
            else:
                yield Text(ONLY, told)
        there = len(np.unique(blocks))
        if there < FEW_BLOCKS:
            yield Text(ROUGH, {"n": there, "least": FEW_BLOCKS})
        yield CAUTION

    def _write_table(self, parameters, context, near, numbers, events, radius, alone, together, texts) -> str:
        import numpy as np

        from ...core.progress import Silent

        fields = QgsFields()
        for name, kind in FIELDS:
            fields.append(new_field(name, kind))
        sink, target = self.sink(parameters, self.OUTPUT, context, fields, QgsWkbTypes.Type.NoGeometry)
        order = np.argsort(-np.nan_to_num(alone.ratio, nan=-1.0), kind="stable").tolist()
        rows = []
        for row in order:
            inside, outside = near[:, row], ~near[:, row]
            expected = float(events[outside].mean() * inside.sum()) if outside.any() else None
            found = [
                float(getattr(risk, name)[row])
                for risk in (alone, together)
                for name in ("ratio", "lower", "upper", "p")
            ]
            rows.append(
                [
                    self._objects[row].name, float(radius), numbers[row], float(100 * inside.mean()), int(events[inside].sum()),
                    expected, *(one if one == one else None for one in found),
                ]
            )  # fmt: skip
        put_all(sink, None, rows, len(rows), Silent())
        self.finish(context, target, texts["table"], partial(_finish_table, texts=texts), styled=False)
        return target

    def _write_cells(self, parameters, context, source, cells, size, near, events, together, texts, progress):
        """Write the cells with what is near them, where that is asked for, those of the highest risk first."""
        import numpy as np

        from ...core.cells import KINDS
        from ...core.progress import Part

        fields = QgsFields()
        for name, kind in (("cell", "whole"), ("events", "whole"), ("risk", "real"), ("near", "text")):
            fields.append(new_field(name, kind))
        polygon = QgsWkbTypes.Type.Polygon
        sink, target = self.sink(parameters, self.CELLS, context, fields, polygon, source.sourceCrs())
        if sink is None:
            return {}
        risk = np.exp(near @ np.nan_to_num(np.log(together.ratio)))
        order = np.lexsort((cells, -events, -risk))
        names = [objects.name for objects in self._objects]
        lists = {
            tuple(row): ", ".join(name for name, there in zip(names, row) if there)
            for row in np.unique(near, axis=0).tolist()
        }
        rows = (
            [int(cells[row]), int(events[row]), float(risk[row]), lists[tuple(near[row].tolist())] or None]
            for row in order.tolist()
        )
        shapes = KINDS[self._shape(parameters, context)].wkb(cells[order], size).tolist()
        put_all(sink, shapes, rows, len(order), Part(progress, 0.8, 1.0))
        finish = partial(_finish_cells, texts=texts)
        self.finish(context, target, texts["cells"], finish)
        return {self.CELLS: target}


def _finish_table(layer, texts) -> None:
    """Name and describe the table."""
    from ...layers.fields import name_fields
    from ...layers.metadata import describe

    layer.setName(texts["table"])
    name_fields(layer, {name: tr(title) for name, title in ALIASES.items()})
    describe(layer, texts["table"], texts["abstract"], texts["method"], tr(CAUTION))


def _finish_cells(layer, texts) -> None:
    """Name, style and describe the cells."""
    from ...layers.fields import name_fields, set_map_tip
    from ...layers.metadata import describe
    from ...layers.styles import apply_style

    layer.setName(texts["cells"])
    apply_style(
        layer, {"style": "density", "field": "risk", "unit": tr(UNIT), "ramp": "orange", "limits": LIMITS}
    )
    titles = {name: tr(ALIASES[name]) for name in ("risk", "near")}
    name_fields(layer, titles)
    set_map_tip(layer, "risk", titles=titles, more=("near",))
    describe(layer, texts["cells"], texts["abstract"], texts["method"], tr(CAUTION))
