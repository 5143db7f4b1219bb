"""What the algorithms that compare places with their neighbours share: areas, cells, or points counted by cell."""

from __future__ import annotations

from typing import Tuple

from qgis.core import (
    QgsCoordinateTransform,
    QgsFeature,
    QgsFields,
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
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
    MOST_CELLS,
    SHAPES,
    TOO_MANY_CELLS,
    add_permutations,
    is_points,
    named_polygons_in,
    not_in_metres,
    numbers_of,
    put,
)
from .units import DISTANCE, NEAREST, QUEEN, ROOK, Rule, count_cells, read_polygons

RULES = (QUEEN, ROOK, DISTANCE, NEAREST)
RULE_TITLES = (
    QT_TRANSLATE_NOOP("core", "Queen: a shared border or corner"),
    QT_TRANSLATE_NOOP("core", "Rook: a shared border"),
    QT_TRANSLATE_NOOP("core", "Distance between centres"),
    QT_TRANSLATE_NOOP("core", "The nearest centres"),
)
NO_NUMBER = QT_TRANSLATE_NOOP(
    "core",
    "Choose the field with the number: polygons are compared by it. Only points can be counted without.",
)
HEXAGON = "hexagon"
ROWS = 10_000


class NeighbourhoodAlgorithm(EventsAlgorithm):
    """Places and their neighbours in, the places with what was found of them out.

    Subclasses set `RESULT`, the fields that are added (name, kind), `RULE_HELP`, `BASE_HELP`, `OUTPUT_TITLE` and
    `OUTPUT_HELP`, and implement

    * `rate(values, base)`: rates of values (n,) and what they rest on (n,);
    * `judge(parameters, context, units, progress)`: the result, with a `reason` when there is none;
    * `rows(result)`: the values of `RESULT` of each unit, and the strength (n,) by which cells are ordered;
    * `present(source, result, units, rule, progress)`: tells what was found, and returns the outputs that are numbers, the name of
      the layer, and what finishes it.
    """

    NEEDS = ("numpy", "scipy")
    RESULT: Tuple[Tuple[str, str], ...] = ()
    RULE_HELP = BASE_HELP = OUTPUT_TITLE = OUTPUT_HELP = ""
    FIELD, DENOMINATOR, RULE, DISTANCE = "FIELD", "DENOMINATOR", "RULE", "DISTANCE"
    CELL_SIZE, BOUNDARY, SHAPE, BOUNDARY_NAME = "CELL_SIZE", "BOUNDARY", "SHAPE", "BOUNDARY_NAME"
    NEAREST, NEIGHBOURS = "NEAREST", "NEIGHBOURS"
    PERMUTATIONS, FDR, SEED, OUTPUT = "PERMUTATIONS", "FDR", "SEED", "OUTPUT"

    def initAlgorithm(self, config=None):  # noqa: N802
        numeric = QgsProcessingParameterField.DataType.Numeric
        kinds = QgsProcessing.SourceType
        layer = QgsProcessingParameterFeatureSource(
            self.INPUT, tr("Areas, cells or points"), [kinds.TypeVectorPolygon, kinds.TypeVectorPoint]
        )
        layer.setHelp(
            tr(
                "In a CRS in metres. Polygons, such as neighbourhoods or the cells of a grid, are compared by a number of theirs; points are counted on a grid of cells."
            )
        )
        field = QgsProcessingParameterField(
            self.FIELD, tr("Number"), None, self.INPUT, numeric, optional=True
        )
        field.setHelp(
            tr(
                "Of polygons: the field with the number of events. Of points: what each counts for; without a field each counts for one. Empty values are left out, they are not zero."
            )
        )
        base = QgsProcessingParameterField(
            self.DENOMINATOR, tr("Denominator"), None, self.INPUT, numeric, optional=True
        )
        base.setHelp(tr(self.BASE_HELP))
        size = QgsProcessingParameterNumber(
            self.CELL_SIZE, tr("Cell size in metres"), defaultValue=125, optional=True, minValue=25
        )
        size.setHelp(tr("Used with points only; of squares a multiple of 25 m."))
        shape = QgsProcessingParameterEnum(
            self.SHAPE, tr("Shape"), [tr(title) for title in SHAPES.values()], False, 0, True
        )
        shape.setHelp(tr("Used with points only. Neighbours of hexagons are the six that share a side."))
        boundary = QgsProcessingParameterFeatureSource(
            self.BOUNDARY, tr("Boundary"), [kinds.TypeVectorPolygon], optional=True
        )
        boundary.setHelp(
            tr(
                "Used with points only: polygons within which points are counted, and every cell counts, also one without points. Without it: the cells with points and those around them."
            )
        )
        named = QgsProcessingParameterField(
            self.BOUNDARY_NAME, tr("Name in the boundary"), None, self.BOUNDARY, optional=True
        )
        named.setHelp(tr("A column with the name of the area, which each cell gets."))
        rule = QgsProcessingParameterEnum(
            self.RULE, tr("Neighbours"), [tr(title) for title in RULE_TITLES], defaultValue=0, optional=True
        )
        rule.setHelp(tr(self.RULE_HELP))
        distance = QgsProcessingParameterNumber(
            self.DISTANCE,
            tr("Distance in metres"),
            QgsProcessingParameterNumber.Type.Double,
            500.0,
            True,
            0.0,
        )
        distance.setHelp(tr("Used with the distance rule only."))
        nearest = QgsProcessingParameterNumber(
            self.NEAREST, tr("Number of nearest"), defaultValue=8, optional=True, minValue=1, maxValue=1_000
        )
        nearest.setHelp(tr("Used with the rule of the nearest centres only."))
        output = QgsProcessingParameterFeatureSink(self.OUTPUT, tr(self.OUTPUT_TITLE))
        output.setHelp(tr(self.OUTPUT_HELP))
        table = QgsProcessingParameterFeatureSink(
            self.NEIGHBOURS, tr("Neighbours"), kinds.TypeVector, None, True, False
        )
        table.setHelp(
            tr(
                "A row for each pair of neighbours: the unit of both, which stands beside the polygons, or the cell."
            )
        )
        for parameter in (layer, field, base):
            self.addParameter(parameter)
        self.add_group_by()
        for parameter in (shape, size, boundary, named, rule, distance, nearest):
            self.addParameter(parameter)
        add_permutations(
            self, tr("Benjamini-Hochberg over all polygons: of many tests some come out by chance.")
        )
        self.addParameter(output)
        self.addParameter(table)

    def checkParameterValues(self, parameters, context):  # noqa: N802
        source = self.parameterAsSource(parameters, self.INPUT, context)
        if source is None:
            return super(EventsAlgorithm, self).checkParameterValues(parameters, context)
        points = is_points(source)
        rule = RULES[self.parameterAsEnum(parameters, self.RULE, context)]
        refused = not_in_metres(source.sourceCrs())
        if refused and (points or rule in (DISTANCE, NEAREST) or source.sourceCrs().isGeographic()):
            return False, refused
        if not points and not self.parameterAsString(parameters, self.FIELD, context):
            return False, tr(NO_NUMBER)
        if points:
            from ...core.cells import KINDS

            try:
                KINDS[self._shape(parameters, context)].check(
                    self.parameterAsInt(parameters, self.CELL_SIZE, context)
                )
            except UserError as error:
                return False, tr(error.message)
        return super(EventsAlgorithm, self).checkParameterValues(parameters, context)

    def analyse(self, parameters, context, progress):
        from ...core.progress import Part

        source = self.parameterAsSource(parameters, self.INPUT, context)
        units = self._units(parameters, context, source, Part(progress, 0.0, 0.3))
        result = self.judge(parameters, context, units, Part(progress, 0.3, 0.8))
        if result.reason is not None:
            raise UserError(result.reason)
        rule = self._rule(parameters, context)
        hexagons = is_points(source) and self._shape(parameters, context) == HEXAGON
        numbers, name, finish = self.present(source, result, units, rule.told(hexagons), progress)
        fields = QgsFields(units.fields)
        for field, kind in self.RESULT:
            fields.append(new_field(field, kind))
        sink, target = self.sink(
            parameters, self.OUTPUT, context, fields, units.geometry_type, source.sourceCrs()
        )
        units.write(sink, *self.rows(result), Part(progress, 0.8, 0.9))
        self.finish(context, target, name, finish)
        links = self._write_neighbours(parameters, context, units, Part(progress, 0.9, 1.0))
        return {self.OUTPUT: target, **numbers, **links}

    def _write_neighbours(self, parameters, context, units, progress):
        """Write who is whose neighbour, where that is asked for."""
        import numpy as np

        fields = QgsFields()
        for name in ("unit", "neighbour"):
            fields.append(new_field(name, "whole"))
        sink, target = self.sink(parameters, self.NEIGHBOURS, context, fields, QgsWkbTypes.Type.NoGeometry)
        if sink is None:
            return {}
        links = units.neighbours
        owner = np.repeat(np.arange(len(units.numbers)), links.counts)
        pairs = np.column_stack((units.numbers[owner], units.numbers[links.indices]))
        for start in range(0, len(pairs), ROWS):
            progress.step(start / len(pairs))
            for row in pairs[start : start + ROWS].tolist():
                feature = QgsFeature()
                feature.setAttributes(row)
                put(sink, feature)
        return {self.NEIGHBOURS: target}

    def _rule(self, parameters, context) -> Rule:
        return Rule(
            RULES[self.parameterAsEnum(parameters, self.RULE, context)],
            self.parameterAsDouble(parameters, self.DISTANCE, context),
            self.parameterAsInt(parameters, self.NEAREST, context),
        )

    def _shape(self, parameters, context) -> str:
        return list(SHAPES)[self.parameterAsEnum(parameters, self.SHAPE, context)]

    def _units(self, parameters, context, source, progress):
        """Read the input: polygons, or points counted by cell."""
        from ...layers.arrays.columns import POINTS, WKB

        points = is_points(source)
        chosen = [
            self.parameterAsString(parameters, name, context) for name in (self.FIELD, self.DENOMINATOR)
        ]
        wanted = list(dict.fromkeys(name for name in chosen if name))
        columns = self.read(source, wanted, POINTS if points else WKB, progress)
        values, base = (numbers_of(columns, name) if name else None for name in chosen)
        rule = self._rule(parameters, context)
        if not points:
            taken = {name for name, _ in self.RESULT}
            numbered = bool(parameters.get(self.NEIGHBOURS))
            return read_polygons(
                source,
                columns,
                values,
                base,
                self.rate,
                rule,
                taken,
                numbered,
                self.ids() is not None,
                progress,
            )
        size = self.parameterAsInt(parameters, self.CELL_SIZE, context)
        areas, names = self._boundary(parameters, context, source, size)
        shape = self._shape(parameters, context)
        return count_cells(columns, values, base, self.rate, shape, size, areas, names, rule, progress)

    def _boundary(self, parameters, context, source, size):
        """Return the polygons of the boundary as WKB in the CRS of the points, and their names; empty without one."""
        boundary = self.parameterAsSource(parameters, self.BOUNDARY, context)
        if boundary is None:
            return [], []
        field = self.parameterAsString(parameters, self.BOUNDARY_NAME, context)
        areas, names = named_polygons_in(boundary, field, source.sourceCrs(), context)
        transform = QgsCoordinateTransform(
            boundary.sourceCrs(), source.sourceCrs(), context.transformContext()
        )
        box = transform.transformBoundingBox(boundary.sourceExtent())
        cells = (box.width() / size + 1) * (box.height() / size + 1)
        if not cells <= MOST_CELLS:
            raise UserError(Text(TOO_MANY_CELLS, {"n": int(cells), "size": size, "most": MOST_CELLS}))
        return areas, names if field else []
