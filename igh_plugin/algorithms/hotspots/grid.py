"""igh:grid: points counted in square or hexagonal cells."""

from __future__ import annotations

from functools import partial

from qgis.core import (
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
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
    named_polygons_in,
    numbers_of,
    polygons_in,
    put_all,
    titled,
)
from .grouping import MOST_GROUPS, TOO_MANY_GROUPS
from .surfaces import LEFT_OUT

COARSE, FINE = 250, 100
"""Sides of squares in metres in which a surface is measured: those with points in them, or those within a boundary."""
SUGGESTED = QT_TRANSLATE_NOOP(
    "core",
    "Cells of {size} m, suggested by the rule 2A/n: of {n} points in {km2} km² a cell of that size holds two or so.",
)
CELLS = QT_TRANSLATE_NOOP("core", "{cells} cells of {size} m.")
MASKED = QT_TRANSLATE_NOOP(
    "core", "{cells} cells of {size} m remain; {dropped} without a point were left out by the mask."
)
HALF = QT_TRANSLATE_NOOP("core", "{n} cells, {share} % of all, hold half of the {events} events.")
STRONGEST = QT_TRANSLATE_NOOP("core", "Most events: {listed}.")
ONE = QT_TRANSLATE_NOOP("core", "{events} in {area}")
TITLE = QT_TRANSLATE_NOOP("core", "Events by cell")
ABSTRACT = QT_TRANSLATE_NOOP("core", "{events} events in {cells} cells of {size} m.")
METHOD = QT_TRANSLATE_NOOP(
    "core",
    "{shape} of {size} m aligned to the origin of the CRS; {dropped} cells left out by a mask; {left_out} points left out",
)
UNIT = QT_TRANSLATE_NOOP("core", "events")
ALIASES = {
    "value": QT_TRANSLATE_NOOP("core", "Sum of weights"),
    "density": QT_TRANSLATE_NOOP("core", "Events per km²"),
}


class Grid(EventsAlgorithm):
    """Counts points by cell, for maps and for the statistics that take cells."""

    NAME = "grid"
    TITLE = QT_TRANSLATE_NOOP("core", "Grid of events")
    NEEDS = ("numpy",)
    WEIGHT, CATEGORY, SHAPE, CELL_SIZE = "WEIGHT", "CATEGORY", "SHAPE", "CELL_SIZE"
    BOUNDARY, BOUNDARY_NAME, WITHOUT, OUTPUT = "BOUNDARY", "BOUNDARY_NAME", "WITHOUT", "OUTPUT"

    def initAlgorithm(self, config=None):  # noqa: N802
        kinds = QgsProcessing.SourceType
        fields = QgsProcessingParameterField.DataType
        self.add_layer(self.INPUT, tr("Points"), tr("Events, in a CRS in metres."), kinds.TypeVectorPoint)
        self.add_field(
            self.WEIGHT, tr("Weight"), self.INPUT, fields.Numeric,
            tr("What each point counts for; their sum stands beside the number of events. Points with an empty value are left out."),
        )  # fmt: skip
        self.add_field(
            self.CATEGORY, tr("Group by"), self.INPUT, fields.Any,
            tr("A column such as the category: the events of each of its values are counted in a column of their own."),
        )  # fmt: skip
        shape = QgsProcessingParameterEnum(
            self.SHAPE, tr("Shape"), [tr(title) for title in SHAPES.values()], False, 0, True
        )
        shape.setHelp(
            tr("Hexagons have six neighbours at the same distance; squares are counted faster and add up.")
        )
        self.addParameter(shape)
        size = QgsProcessingParameterNumber(
            self.CELL_SIZE,
            tr("Cell size in metres"),
            QgsProcessingParameterNumber.Type.Integer,
            None,
            True,
            10,
        )
        size.setHelp(
            tr(
                "Width of a cell; of squares a multiple of 25 m. Empty: suggested from the number of events, and told."
            )
        )
        self.addParameter(size)
        self.add_layer(
            self.BOUNDARY, tr("Boundary"),
            tr("Polygons within which points are counted, and every cell counts, also one without points. Without it: the cells with points and those around them."),
            kinds.TypeVectorPolygon, True,
        )  # fmt: skip
        self.add_field(
            self.BOUNDARY_NAME, tr("Name in the boundary"), self.BOUNDARY, fields.Any,
            tr("A column with the name of the area, which each cell gets."),
        )  # fmt: skip
        self.add_layer(
            self.WITHOUT, tr("Mask"),
            tr("Polygons such as water, where nothing can happen: cells with their centre in them are left out, but for those with a point."),
            kinds.TypeVectorPolygon, True,
        )  # fmt: skip
        output = QgsProcessingParameterFeatureSink(self.OUTPUT, tr("Cells"), kinds.TypeVectorPolygon)
        output.setHelp(tr("The cells, the one with most events first."))
        self.addParameter(output)
        self.add_numbers(
            CELLS=QT_TRANSLATE_NOOP("core", "Cells"),
            EVENTS=QT_TRANSLATE_NOOP("core", "Events"),
            LEFT_OUT=QT_TRANSLATE_NOOP("core", "Points left out"),
            USED_SIZE=QT_TRANSLATE_NOOP("core", "Cell size in metres"),
        )

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """Refuse a size that no cell of the shape has."""
        if parameters.get(self.CELL_SIZE) is not None:
            try:
                self._kind(parameters, context).check(
                    self.parameterAsInt(parameters, self.CELL_SIZE, context)
                )
            except UserError as error:
                return False, tr(error.message)
        return super().checkParameterValues(parameters, context)

    def _shape(self, parameters, context) -> str:
        return list(SHAPES)[self.parameterAsEnum(parameters, self.SHAPE, context)]

    def _kind(self, parameters, context):
        from ...core.cells import KINDS

        return KINDS[self._shape(parameters, context)]

    def compute(self, parameters, context, progress):
        import numpy as np

        from ...core.assignment import AreaIndex
        from ...core.cells import count_in_cells, counted_squares
        from ...core.progress import Part

        source = self.parameterAsSource(parameters, self.INPUT, context)
        crs = source.sourceCrs()
        kind = self._kind(parameters, context)
        mask = self.parameterAsSource(parameters, self.WITHOUT, context)
        without = None if mask is None else AreaIndex(polygons_in(mask, crs, context))
        inside, names = self._areas(parameters, context, crs)
        weights = None
        found = self._tally(parameters, context, source, Part(progress, 0, 0.5))
        if found is not None:
            tally, size, left_out = found
            counted = counted_squares(tally, size, without)
        else:
            x, y, weights, categories, left_out = self._points(
                parameters, context, source, inside, Part(progress, 0, 0.5)
            )
            size = self._size(parameters, context, x, y, inside, progress)
            if inside is not None:
                check_extent(inside, size)
            progress.step(0.55)
            counted = count_in_cells(kind, size, x, y, weights, categories, inside, without)
        areas = None
        if names:
            at = inside.locate(*kind.centres(counted.cells, size))
            areas = np.append(np.array(names, object), None)[at]
        for sentence in self._sentences(counted, size, left_out, areas, mask is not None):
            progress.report(sentence)
        return self._write(
            parameters,
            context,
            source,
            kind,
            size,
            counted,
            weights is not None,
            areas,
            left_out,
            Part(progress, 0.7, 1),
        )

    def _tally(self, parameters, context, source, progress):
        """Count all points in squares from the spatial index of their file: the tally, the size, how many are left out.

        None where the points themselves must be read.
        """
        from ...layers.arrays.spatial_index import tally_points

        asked = any(parameters.get(name) for name in (self.WEIGHT, self.CATEGORY, self.BOUNDARY))
        total = source.featureCount()
        if asked or total < 0 or self._shape(parameters, context) != "square":
            return None
        if parameters.get(self.CELL_SIZE) is not None:
            size = self.parameterAsInt(parameters, self.CELL_SIZE, context)
        else:
            coarse = tally_points(self._direct, COARSE, progress)
            if coarse is None:
                return None
            cells, events = coarse.counts()
            size = self._suggested(len(cells) * COARSE**2, int(events.sum()), progress)
        tally = tally_points(self._direct, size, progress)
        counted = -1 if tally is None else int(tally.counts()[1].sum())
        if not 0 < counted <= total:
            return None
        return tally, size, total - counted

    def _areas(self, parameters, context, crs):
        """Return the index of the boundary, None without one, and the names of its polygons, empty without a column."""
        from ...core.assignment import AreaIndex

        boundary = self.parameterAsSource(parameters, self.BOUNDARY, context)
        if boundary is None:
            return None, []
        field = self.parameterAsString(parameters, self.BOUNDARY_NAME, context)
        polygons, names = named_polygons_in(boundary, field, crs, context)
        return AreaIndex(polygons), names if field else []

    def _points(self, parameters, context, source, inside, progress):
        """Return x, y, weights and categories of the points that count, and how many do not."""
        import numpy as np

        from ...layers.arrays.columns import POINTS

        weight, category = (
            self.parameterAsString(parameters, name, context) for name in (self.WEIGHT, self.CATEGORY)
        )
        wanted = list(dict.fromkeys(name for name in (weight, category) if name))
        columns = self.read(source, wanted, POINTS, progress)
        keep = np.isfinite(columns.x) & np.isfinite(columns.y)
        weights = numbers_of(columns, weight) if weight else None
        if weights is not None:
            keep &= np.isfinite(weights)
            weights = weights[keep]
        if inside is not None:
            within = inside.locate(columns.x[keep], columns.y[keep]) >= 0
            weights = weights if weights is None else weights[within]
            keep[keep] = within
        if not keep.any():
            raise UserError(NO_POINTS)
        categories = None
        if category:
            values, missing = columns.values[category][keep], columns.missing[category][keep]
            categories = np.array(
                ["" if gone else str(value) for value, gone in zip(values, missing)], object
            )
            n = len(set(categories))
            if n > MOST_GROUPS:
                raise UserError(Text(TOO_MANY_GROUPS, {"field": category, "n": n, "most": MOST_GROUPS}))
        return columns.x[keep], columns.y[keep], weights, categories, int((~keep).sum())

    def _size(self, parameters, context, x, y, inside, progress) -> int:
        """Return the size of a cell, or suggest one."""
        import numpy as np

        from ...core import grid
        from ...core.assignment import cells_inside

        if parameters.get(self.CELL_SIZE) is not None:
            return self.parameterAsInt(parameters, self.CELL_SIZE, context)
        if inside is None:
            area = len(np.unique(grid.cell_of(x, y, COARSE))) * COARSE**2
        else:
            area = max(len(cells_inside(inside, FINE)), 1) * FINE**2
        return self._suggested(area, len(x), progress)

    @staticmethod
    def _suggested(area, events, progress) -> int:
        from ...core.cells import suggested_size

        size = suggested_size(area, events)
        progress.report(Text(SUGGESTED, {"size": size, "n": events, "km2": round(area / 1e6, 2)}))
        return size

    def _sentences(self, counted, size, left_out, areas, masked):
        import numpy as np

        if left_out:
            yield Text(LEFT_OUT, {"n": left_out})
        yield Text(
            MASKED if masked else CELLS,
            {"cells": len(counted.cells), "size": size, "dropped": counted.dropped},
        )
        order = np.argsort(-counted.events, kind="stable")
        total = int(counted.events.sum())
        held = int(np.searchsorted(np.cumsum(counted.events[order]), total / 2)) + 1
        yield Text(HALF, {"n": held, "share": round(100 * held / len(order), 1), "events": total})
        if areas is not None:
            first = [row for row in order[:3].tolist() if areas[row]]
            listed = [
                tr(Text(ONE, {"events": int(counted.events[row]), "area": areas[row]})) for row in first
            ]
            if listed:
                yield Text(STRONGEST, {"listed": "; ".join(listed)})

    def _write(self, parameters, context, source, kind, size, counted, weighted, areas, left_out, progress):
        import numpy as np

        km2 = kind.area(size) / 1e6
        order = np.lexsort((counted.cells, -counted.events))
        columns = [("cell", "whole", counted.cells), ("events", "whole", counted.events)]
        if weighted:
            columns.append(("value", "real", counted.value))
        columns.append(("density", "real", counted.events / km2))
        titles = {name: tr(title) for name, title in ALIASES.items()}
        for number, (name, events) in enumerate(sorted(counted.categories.items()), 1):
            columns.append((f"n_{number}", "whole", events))
            titles[f"n_{number}"] = name or "-"
        if areas is not None:
            columns.append(("area_name", "text", areas))
        fields = QgsFields()
        for name, form, _ in columns:
            fields.append(new_field(name, form))
        sink, target = self.parameterAsSink(
            parameters, self.OUTPUT, context, fields, QgsWkbTypes.Type.Polygon, source.sourceCrs()
        )
        shapes = kind.wkb(counted.cells[order], size).tolist()
        attributes = map(list, zip(*(values[order].tolist() for _, _, values in columns)))
        put_all(sink, shapes, attributes, len(order), progress)
        total = int(counted.events.sum())
        told = {
            "events": total, "cells": len(counted.cells), "size": size, "dropped": counted.dropped,
            "left_out": left_out, "shape": Text(SHAPES[self._shape(parameters, context)]),
        }  # fmt: skip
        texts = {
            "name": titled(TITLE, source),
            "abstract": tr(Text(ABSTRACT, told)),
            "method": tr(Text(METHOD, told)),
        }
        finish = partial(finish_cells, texts=texts, titles=titles)
        self.finish(context, target, texts["name"], finish)
        return {
            self.OUTPUT: target, "CELLS": len(counted.cells), "EVENTS": total, "LEFT_OUT": left_out, "USED_SIZE": size,
        }  # fmt: skip


def finish_cells(layer, texts, titles) -> None:
    """Name, style and describe a layer of cells."""
    from ...layers.fields import name_fields, set_map_tip
    from ...layers.metadata import describe
    from ...layers.styles import apply_style

    layer.setName(texts["name"])
    apply_style(layer, {"style": "density", "field": "events", "unit": tr(UNIT), "rule": "jenks"})
    name_fields(layer, titles)
    set_map_tip(layer, "cells")
    describe(layer, texts["name"], texts["abstract"], texts["method"])
