"""igh:getisord: Getis-Ord Gi* on areas or cells, or on points counted by cell."""

from __future__ import annotations

from qgis.core import (
    QgsCoordinateTransform,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingLayerPostProcessorInterface,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingUtils,
    QgsUnitTypes,
    QgsWkbTypes,
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
NOT_METRES = QT_TRANSLATE_NOOP(
    "core", "The CRS of the layer is not in metres ({crs}). Reproject it first, such as to EPSG:28992."
)
NO_NUMBER = QT_TRANSLATE_NOOP(
    "core",
    "Choose the field with the number: polygons are compared by it. Only points can be counted without.",
)
NO_GEOMETRY = QT_TRANSLATE_NOOP("core", "The feature with id {id} has no geometry: remove it first.")
CHANGED = QT_TRANSLATE_NOOP("core", "The layer changed while it was read: start again.")
NO_POINTS = QT_TRANSLATE_NOOP("core", "No point is left to count.")
LEFT_OUT = QT_TRANSLATE_NOOP(
    "core",
    "{n} of {total} points are left out: no geometry, an empty number or denominator, or outside the boundary.",
)
TOO_MANY = QT_TRANSLATE_NOOP(
    "core",
    "The boundary spans {n} cells of {size} m, more than {most}: choose a larger cell or a smaller boundary.",
)
TITLE = QT_TRANSLATE_NOOP("core", "Hot spots (Gi*)")
ABSTRACT = QT_TRANSLATE_NOOP(
    "core", "Where high (hot) or low (cold) values lie together more than chance explains, of {units} places."
)
METHOD = QT_TRANSLATE_NOOP(
    "core",
    "{formula}; neighbours: {rule}; {draws} conditional permutations, seed {seed}; false discovery rate controlled: {fdr}",
)
YES, NO = QT_TRANSLATE_NOOP("core", "yes"), QT_TRANSLATE_NOOP("core", "no")
RESULT = (("gi_z", "real"), ("gi_p", "real"), ("gi_bin", "whole"), ("neighbours", "whole"))
STYLE = {"style": "significance", "field": "gi_bin"}
MOST_CELLS = 4_000_000


class _Finisher(QgsProcessingLayerPostProcessorInterface):
    """Names, styles and describes the layer that comes into the project."""

    def __init__(self, texts):
        super().__init__()
        self._texts = texts

    def postProcessLayer(self, layer, context, feedback):  # noqa: N802
        _finish(layer, self._texts)


class GetisOrd(IghAlgorithm):
    """Hot and cold spots of a number, or of a rate when a denominator is given."""

    NAME = "getisord"
    TITLE = QT_TRANSLATE_NOOP("core", "Hot spots (Getis-Ord Gi*)")
    GROUP = "hotspots"
    NEEDS = ("numpy", "scipy")
    INPUT, FIELD, DENOMINATOR, RULE, DISTANCE = "INPUT", "FIELD", "DENOMINATOR", "RULE", "DISTANCE"
    CELL_SIZE, BOUNDARY = "CELL_SIZE", "BOUNDARY"
    PERMUTATIONS, FDR, SEED, OUTPUT = "PERMUTATIONS", "FDR", "SEED", "OUTPUT"

    def __init__(self):
        super().__init__()
        self._direct = None
        self._finisher = None
        self._written = None

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
        base.setHelp(
            tr(
                "A field to divide by, such as inspections or inhabitants; rates are shrunk by empirical Bayes."
            )
        )
        size = QgsProcessingParameterNumber(
            self.CELL_SIZE, tr("Cell size in metres"), defaultValue=125, optional=True, minValue=25
        )
        size.setHelp(tr("Used with points only: a multiple of 25 m."))
        boundary = QgsProcessingParameterFeatureSource(
            self.BOUNDARY, tr("Boundary"), [kinds.TypeVectorPolygon], optional=True
        )
        boundary.setHelp(
            tr(
                "Used with points only: polygons within which points are counted, and every cell counts, also one without points. Without it: the cells with points and those around them."
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
                "The polygons, or the cells, with z (gi_z), p (gi_p), the class from -3 to 3 (gi_bin) and the number of neighbours."
            )
        )
        for parameter in (layer, field, base, size, boundary, rule, distance, draws, fdr, seed, output):
            self.addParameter(parameter)

    def checkParameterValues(self, parameters, context):  # noqa: N802
        source = self.parameterAsSource(parameters, self.INPUT, context)
        if source is None:
            return super().checkParameterValues(parameters, context)
        crs = source.sourceCrs()
        if crs.isGeographic():
            return False, tr(Text(GEOGRAPHIC, {"crs": crs.authid()}))
        points = _is_points(source)
        rule = RULES[self.parameterAsEnum(parameters, self.RULE, context)]
        if (points or rule == "distance") and QgsUnitTypes.encodeUnit(crs.mapUnits()) != "meters":
            return False, tr(Text(NOT_METRES, {"crs": crs.authid() or "-"}))
        if not points and not self.parameterAsString(parameters, self.FIELD, context):
            return False, tr(NO_NUMBER)
        if points:
            from ...core.grid import ratio

            try:
                ratio(self.parameterAsInt(parameters, self.CELL_SIZE, context))
            except UserError as error:
                return False, tr(error.message)
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        from ...layers.arrays import direct_access

        given = parameters.get(self.INPUT)
        narrowed = isinstance(given, QgsProcessingFeatureSourceDefinition) and (
            given.selectedFeaturesOnly or given.featureLimit != -1 or getattr(given, "filterExpression", "")
        )
        if not narrowed:
            self._direct = direct_access(self.parameterAsVectorLayer(parameters, self.INPUT, context))
        return True

    def compute(self, parameters, context, progress):
        from ...core.getis_ord import getis_ord_g_star
        from ...core.progress import Part

        source = self.parameterAsSource(parameters, self.INPUT, context)
        read = self._cells if _is_points(source) else self._polygons
        units = read(parameters, context, source, Part(progress, 0.0, 0.3))
        result = getis_ord_g_star(
            units.rate,
            units.neighbours,
            self.parameterAsInt(parameters, self.PERMUTATIONS, context),
            self.parameterAsBool(parameters, self.FDR, context),
            self.parameterAsInt(parameters, self.SEED, context),
            Part(progress, 0.3, 0.8),
        )
        if result.reason is not None:
            raise UserError(result.reason)
        _report(progress, result)
        fields = QgsFields(units.fields)
        for name, kind in RESULT:
            fields.append(new_field(name, kind))
        sink, target = self.parameterAsSink(
            parameters, self.OUTPUT, context, fields, units.geometry_type, source.sourceCrs()
        )
        units.write(sink, result, Part(progress, 0.8, 1.0))
        texts = _texts(source, result, units.neighbours.rule)
        self._written = (target, texts)
        if context.willLoadLayerOnCompletion(target):
            self._finisher = _Finisher(texts)
            details = context.layerToLoadOnCompletionDetails(target)
            details.name = texts["name"]
            details.setPostProcessor(self._finisher)
        return {
            self.OUTPUT: target,
            "DRAWS": result.draws,
            "SMALLEST_P": result.smallest_p,
            "UNITS": result.units,
        }

    def postProcessAlgorithm(self, context, feedback):  # noqa: N802
        """Keep the style in a GeoPackage, so that it opens styled wherever it was made."""
        if self._written is None:
            return {}
        from ...layers.styles import save_default_style

        target, texts = self._written
        layer = QgsProcessingUtils.mapLayerFromString(target, context)
        if (
            layer is not None
            and layer.providerType() == "ogr"
            and layer.dataProvider().storageType() == "GPKG"
        ):
            try:
                _finish(layer, texts)
                save_default_style(layer)
            except UserError as error:
                feedback.reportError(tr(error.message))
        return {}

    def _rate(self, values, base):
        """Return rates shrunk by empirical Bayes; as a share where no value exceeds its base."""
        import numpy as np

        from ...core.rates import empirical_bayes

        known = ~np.isnan(values) & ~np.isnan(base)
        share = bool((values[known] <= base[known]).all())
        return empirical_bayes(values, np.nan_to_num(base), share)

    def _read(self, parameters, context, source, geometry, progress):
        """Return the columns of the input, its numbers (None without a field) and denominators (None)."""
        from ...layers.arrays import read_columns

        chosen = [
            self.parameterAsString(parameters, name, context) for name in (self.FIELD, self.DENOMINATOR)
        ]
        wanted = list(dict.fromkeys(name for name in chosen if name))
        columns = read_columns(source, wanted, geometry, self._direct, progress)
        return columns, *(columns.numbers(name) if name else None for name in chosen)

    def _polygons(self, parameters, context, source, progress):
        import numpy as np

        from ...core import neighbours
        from ...core.assignment import vertices_of_wkb
        from ...layers.arrays import WKB

        columns, values, base = self._read(parameters, context, source, WKB, progress)
        wkb = columns.wkb or []
        for number, one in zip(columns.ids.tolist(), wkb):
            if one is None:
                raise UserError(Text(NO_GEOMETRY, {"id": number}))
        rule = RULES[self.parameterAsEnum(parameters, self.RULE, context)]
        vertices = vertices_of_wkb(wkb)
        if rule != "distance":
            owner = np.stack((vertices.polygon, vertices.ring), 1)
            links = neighbours.of_polygons(vertices.xy, owner, len(wkb), rule)
        else:
            count = np.maximum(np.bincount(vertices.polygon, minlength=len(wkb)), 1)
            x, y = (np.bincount(vertices.polygon, vertices.xy[:, axis], len(wkb)) / count for axis in (0, 1))
            links = neighbours.within_distance(
                x, y, self.parameterAsDouble(parameters, self.DISTANCE, context)
            )
        rate = values if base is None else self._rate(values, base)
        return _Polygons(source, columns.ids, rate, links)

    def _cells(self, parameters, context, source, progress):
        import numpy as np

        from ...core import grid, neighbours
        from ...core.assignment import AreaIndex, cells_inside
        from ...layers.arrays import POINTS

        columns, values, base = self._read(parameters, context, source, POINTS, progress)
        x, y = columns.x, columns.y
        size = self.parameterAsInt(parameters, self.CELL_SIZE, context)
        index = None
        areas = self._boundary(parameters, context, source, size)
        keep = np.isfinite(x) & np.isfinite(y)
        if areas:
            index = AreaIndex(areas)
            keep[keep] = index.locate(x[keep], y[keep]) >= 0
        for known in (values, base):
            if known is not None:
                keep &= ~np.isnan(known)
        if not keep.any():
            raise UserError(NO_POINTS)
        if not keep.all():
            progress.report(Text(LEFT_OUT, {"n": int((~keep).sum()), "total": len(keep)}))
        occupied, owner = np.unique(grid.cell_of(x[keep], y[keep], size), return_inverse=True)
        owner = owner.reshape(-1)
        if base is not None:
            domain = occupied
        elif index is None:
            domain = grid.dilate(occupied)
        else:
            domain = np.union1d(occupied, cells_inside(index, size))
        position = np.searchsorted(domain, occupied)

        def spread(weights):
            out = np.zeros(len(domain))
            out[position] = np.bincount(owner, weights, len(occupied))
            return out

        counted = {"events": spread(np.ones(len(owner)))}
        rate = counted["events"]
        if values is not None:
            rate = counted["value"] = spread(values[keep])
        if base is not None:
            counted["base"] = spread(base[keep])
            rate = counted["rate"] = self._rate(rate, counted["base"])
        rule = RULES[self.parameterAsEnum(parameters, self.RULE, context)]
        if rule == "distance":
            reach = self.parameterAsDouble(parameters, self.DISTANCE, context)
            links = neighbours.within_distance(*grid.centres(domain, size), reach)
        else:
            links = neighbours.of_cells(domain, rule)
        return _Cells(domain, size, counted, rate, links)

    def _boundary(self, parameters, context, source, size):
        """Return the polygons of the boundary as WKB in the CRS of the points, empty without one."""
        boundary = self.parameterAsSource(parameters, self.BOUNDARY, context)
        if boundary is None:
            return []
        transform = QgsCoordinateTransform(
            boundary.sourceCrs(), source.sourceCrs(), context.transformContext()
        )
        box = transform.transformBoundingBox(boundary.sourceExtent())
        cells = (box.width() / size + 1) * (box.height() / size + 1)
        if not cells <= MOST_CELLS:
            raise UserError(Text(TOO_MANY, {"n": int(cells), "size": size, "most": MOST_CELLS}))
        areas = []
        for feature in boundary.getFeatures(QgsFeatureRequest().setSubsetOfAttributes([])):
            geometry = feature.geometry()
            if not geometry.isEmpty():
                geometry.transform(transform)
                areas.append(bytes(geometry.asWkb()))
        return areas


class _Polygons:
    """The polygons of a layer as units; written with the attributes they had, in the order they had."""

    def __init__(self, source, ids, rate, neighbours):
        self.rate, self.neighbours = rate, neighbours
        self.geometry_type = source.wkbType()
        taken = {name for name, _ in RESULT}
        self.fields = QgsFields()
        self._kept = [at for at, field in enumerate(source.fields()) if field.name() not in taken]
        for at in self._kept:
            self.fields.append(source.fields().at(at))
        self._source = source
        self._row = {number: row for row, number in enumerate(ids.tolist())}

    def write(self, sink, result, progress) -> None:
        for done, feature in enumerate(self._source.getFeatures()):
            if done % 10_000 == 0:
                progress.step(min(done / len(self._row), 1.0))
            row = self._row.get(feature.id())
            if row is None:
                raise UserError(CHANGED)
            found = QgsFeature()
            found.setGeometry(feature.geometry())
            found.setAttributes([feature.attribute(at) for at in self._kept] + _judged(result, row))
            sink.addFeature(found, QgsFeatureSink.Flag.FastInsert)


class _Cells:
    """Cells of a grid as units; written strongest first."""

    geometry_type = QgsWkbTypes.Type.Polygon

    def __init__(self, cells, size, counted, rate, neighbours):
        self.rate, self.neighbours = rate, neighbours
        self._cells, self._size, self._counted = cells, size, counted
        self.fields = QgsFields()
        for name, kind in (("cell", "whole"), ("events", "whole")):
            self.fields.append(new_field(name, kind))
        for name in list(counted)[1:]:
            self.fields.append(new_field(name, "real"))

    def write(self, sink, result, progress) -> None:
        import numpy as np

        from ...core.grid import square_wkb

        shapes = square_wkb(self._cells, self._size)
        others = list(self._counted.values())[1:]
        order = np.lexsort((self._cells, -np.nan_to_num(result.z, nan=-np.inf)))
        for done, row in enumerate(order.tolist()):
            if done % 10_000 == 0:
                progress.step(done / len(order))
            feature = QgsFeature()
            geometry = QgsGeometry()
            geometry.fromWkb(shapes[row].tobytes())
            feature.setGeometry(geometry)
            counts = [int(self._cells[row]), int(self._counted["events"][row])]
            sums = [None if np.isnan(part[row]) else float(part[row]) for part in others]
            feature.setAttributes(counts + sums + _judged(result, row))
            sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert)


def _is_points(source) -> bool:
    return QgsWkbTypes.geometryType(source.wkbType()) == QgsWkbTypes.GeometryType.PointGeometry


def _judged(result, row):
    """Return z, p and class of a unit, None where it has no value, and its number of neighbours."""
    if result.z[row] != result.z[row]:
        return [None, None, None, int(result.neighbours[row])]
    return [
        float(result.z[row]),
        float(result.p[row]),
        int(result.bins[row]),
        int(result.neighbours[row]),
    ]


def _texts(source, result, rule):
    from ...core.getis_ord import FORMULA

    values = {"formula": FORMULA, "rule": rule, "draws": result.draws, "seed": result.seed}
    return {
        "name": f"{tr(TITLE)}: {source.sourceName()}" if source.sourceName() else tr(TITLE),
        "abstract": tr(Text(ABSTRACT, {"units": result.units})),
        "method": tr(Text(METHOD, {**values, "fdr": Text(YES if result.fdr else NO)})),
    }


def _finish(layer, texts) -> None:
    from ...layers.fields import name_fields, set_map_tip
    from ...layers.metadata import describe
    from ...layers.styles import apply_style

    layer.setName(texts["name"])
    apply_style(layer, STYLE)
    name_fields(layer, {})
    set_map_tip(layer, "hotspots")
    describe(layer, texts["name"], texts["abstract"], texts["method"])


def _report(progress, result) -> None:
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
                QT_TRANSLATE_NOOP("core", "{draws} permutations; the smallest p that can come out is {p}."),
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
