"""igh:kerneldensity: how densely events lie, smoothed; or where two sets of events differ."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from qgis.core import (
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterField,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsWkbTypes,
)

from ...core.errors import UserError
from ...core.progress import Part
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import new_field
from ..finishing import finish_loaded, keep_raster_style
from .events import EventsAlgorithm
from .given import direct_access_of, polygons_in, put
from .grouping import COLUMN, Groups, Told, by_field, texts_of_all
from .surfaces import (
    DENSITY,
    DIFFERENCE,
    KERNELS,
    RATIO,
    Surface,
    finish_lines,
    finish_surface,
    points_of,
    sentences_of,
    texts_of,
)

COMPARISONS = (DIFFERENCE, RATIO)
COMPARISON_TITLES = (
    QT_TRANSLATE_NOOP("core", "Difference: the first less the second"),
    QT_TRANSLATE_NOOP("core", "Ratio: the first divided by the second"),
)
MOST_PIXELS = 10_000_000
OTHER_CRS = QT_TRANSLATE_NOOP(
    "core", "The second layer has another CRS ({other}) than the first ({crs}): reproject one of them."
)
TOO_NARROW = QT_TRANSLATE_NOOP(
    "core",
    "The bandwidth ({bandwidth} m) is smaller than a pixel ({size} m): choose smaller pixels or a larger one.",
)
ONE_PLACE = QT_TRANSLATE_NOOP(
    "core", "All points lie in one place, which suggests no bandwidth: give one in metres."
)
TOO_MANY = QT_TRANSLATE_NOOP(
    "core", "The points span {n} pixels of {size} m, more than {most}: choose larger pixels, or a boundary."
)
NOT_TIF = QT_TRANSLATE_NOOP("core", "The raster is written as a GeoTIFF: let the name of {file} end in .tif.")
SUGGESTED = QT_TRANSLATE_NOOP(
    "core",
    "Bandwidth {bandwidth} m, suggested by Scott's rule: the spread of {n} points times n to the power -1/6. Of points in "
    "several centres it is wide: try half of it too, and keep it the same where periods are compared.",
)


class KernelDensity(EventsAlgorithm):
    """A raster of events per square kilometre, or of how two sets of events differ."""

    NAME = "kerneldensity"
    TITLE = QT_TRANSLATE_NOOP("core", "Kernel density")
    NEEDS = ("numpy", "scipy")
    WEIGHT, BANDWIDTH, KERNEL, PIXEL = "WEIGHT", "BANDWIDTH", "KERNEL", "PIXEL"
    BOUNDARY, SECOND, SECOND_WEIGHT, TIMES = "BOUNDARY", "SECOND", "SECOND_WEIGHT", "TIMES"
    COMPARISON, OUTPUT, CONTOURS = "COMPARISON", "OUTPUT", "CONTOURS"

    def __init__(self):
        super().__init__()
        self._compared = None
        self._surface = None

    def initAlgorithm(self, config=None):  # noqa: N802
        points = QgsProcessing.SourceType.TypeVectorPoint
        polygons = QgsProcessing.SourceType.TypeVectorPolygon
        numeric = QgsProcessingParameterField.DataType.Numeric
        self.add_layer(self.INPUT, tr("Points"), tr("Events, in a CRS in metres."), points)
        self.add_field(
            self.WEIGHT, tr("Weight"), self.INPUT, numeric,
            tr("What each point counts for; without a field each counts for one. Points with an empty value are left out."),
        )  # fmt: skip
        self.add_field(
            self.GROUP_BY, tr("Group by"), self.INPUT, QgsProcessingParameterField.DataType.Any,
            tr("A column such as the category: the raster gets a band for each of its values, named after it, with one bandwidth and the same classes."),
        )  # fmt: skip
        self._number(
            self.BANDWIDTH, tr("Bandwidth in metres"), None,
            tr("How far an event reaches. Empty: suggested by Scott's rule, and told. Keep it the same where maps are compared."),
        )  # fmt: skip
        kernel = QgsProcessingParameterEnum(
            self.KERNEL, tr("Kernel"), [tr(title) for title in KERNELS.values()], False, 0, True
        )
        kernel.setHelp(
            tr("Quartic and Epanechnikov end at the bandwidth; of the Gaussian it is the standard deviation.")
        )
        self.addParameter(kernel)
        self._number(
            self.PIXEL, tr("Pixel size in metres"), 50.0, tr("Pixels are aligned to the origin of the CRS.")
        )
        self.add_layer(
            self.BOUNDARY, tr("Boundary"),
            tr("Polygons within which events are counted. At their border the density is corrected for what lies beyond."),
            polygons, True,
        )  # fmt: skip
        self.add_layer(
            self.SECOND, tr("Compare with"),
            tr("Points of an earlier period, or of what can have events such as inhabitants or addresses; empty for none."),
            points, True,
        )  # fmt: skip
        self.add_field(
            self.SECOND_WEIGHT, tr("Weight of the second"), self.SECOND, numeric,
            tr("What each of the second points counts for, such as a number of inhabitants."),
        )  # fmt: skip
        self._number(
            self.TIMES, tr("The second times"), 1.0,
            tr("The second is multiplied by this: 1/12 when a month is compared with the year before it."),
        )  # fmt: skip
        comparison = QgsProcessingParameterEnum(
            self.COMPARISON, tr("Comparison"), [tr(title) for title in COMPARISON_TITLES], False, 0, True
        )
        comparison.setHelp(tr("Used with a second layer only."))
        self.addParameter(comparison)
        output = QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Density"))
        output.setHelp(tr("A GeoTIFF with events per square kilometre, or what was compared."))
        self.addParameter(output)
        lines = QgsProcessingParameterFeatureSink(
            self.CONTOURS,
            tr("Lines of equal density"),
            QgsProcessing.SourceType.TypeVectorLine,
            None,
            True,
            False,
        )
        lines.setHelp(tr("Lines along the limits of the classes that are drawn."))
        self.addParameter(lines)
        self.add_numbers(
            EVENTS=QT_TRANSLATE_NOOP("core", "Events in the density"),
            LEFT_OUT=QT_TRANSLATE_NOOP("core", "Points left out"),
            USED_BANDWIDTH=QT_TRANSLATE_NOOP("core", "Bandwidth in metres"),
            PEAK=QT_TRANSLATE_NOOP("core", "Highest value"),
        )

    def _number(self, name, title, default, text):
        kind = QgsProcessingParameterNumber.Type.Double
        parameter = QgsProcessingParameterNumber(name, title, kind, default, True, minValue=0.000001)
        parameter.setHelp(text)
        self.addParameter(parameter)

    def checkParameterValues(self, parameters, context):  # noqa: N802
        """Refuse two layers that do not lie on each other."""
        first, second = (
            self.parameterAsSource(parameters, name, context) for name in (self.INPUT, self.SECOND)
        )
        fine, refused = super().checkParameterValues(parameters, context)
        if fine and second is not None and second.sourceCrs() != first.sourceCrs():
            told = {"crs": first.sourceCrs().authid(), "other": second.sourceCrs().authid()}
            return False, tr(Text(OTHER_CRS, told))
        return fine, refused

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        self._compared = direct_access_of(self, parameters, self.SECOND, context)
        return super().prepareAlgorithm(parameters, context, feedback)

    def compute(self, parameters, context, progress):
        path = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        if Path(path).suffix.lower() not in (".tif", ".tiff"):
            raise UserError(Text(NOT_TIF, {"file": Path(path).name}))
        source = self.parameterAsSource(parameters, self.INPUT, context)
        index = self._boundary(parameters, context, source)
        groups, first = self._first(parameters, context, source, index, Part(progress, 0.0, 0.3))
        given = [*first, *self._second(parameters, context, index, Part(progress, 0.3, 0.5))]
        surfaces = self._surfaces(parameters, context, groups, first, given, index, progress)
        return self._write(parameters, context, source, path, surfaces, sum(one.left_out for one in given))

    def _first(self, parameters, context, source, index, progress):
        """Return the groups with points, None for all points, and the points of each; raises `UserError` when none is left."""
        from ...layers.arrays.columns import POINTS

        weight = self.parameterAsString(parameters, self.WEIGHT, context)
        field = self.parameterAsString(parameters, self.GROUP_BY, context)
        wanted = [weight] if weight else []
        groups = Groups(source, field, self._direct, progress) if field else None
        if groups is None or not groups.names:
            return [None], [points_of(self.read(source, wanted, POINTS, progress), weight, index)]

        def points_in(_number, _name):
            return points_of(groups.read(source, wanted, POINTS, progress), weight, index)

        points = groups.each(points_in, progress)
        return [groups.names[number] for number in groups.kept], points

    def _second(self, parameters, context, index, progress):
        """Return the points that are compared with in a list, empty without."""
        from ...layers.arrays.columns import POINTS
        from ...layers.arrays.reading import read_columns

        source = self.parameterAsSource(parameters, self.SECOND, context)
        if source is None:
            return []
        weight = self.parameterAsString(parameters, self.SECOND_WEIGHT, context)
        columns = read_columns(source, [weight] if weight else [], POINTS, self._compared, progress)
        return [points_of(columns, weight, index)]

    def _surfaces(self, parameters, context, groups, first, given, index, progress):
        """Return the surface of each group; `given` are all points, those that are compared with last."""
        from ...core.kernel_density import REACH, difference, kernel_density, ratio

        kernel = list(KERNELS)[self.parameterAsEnum(parameters, self.KERNEL, context)]
        bandwidth = self._bandwidth(parameters, context, first, kernel, progress)
        reach = bandwidth * REACH[kernel]
        raster, inside = self._raster(parameters, context, given, reach, index, len(first))
        step = 0.4 / len(given)
        made = [
            kernel_density(
                one.x, one.y, raster, bandwidth, kernel, one.weights, inside,
                Part(progress, 0.5 + step * number, 0.5 + step * (number + 1)),
            )
            for number, one in enumerate(given)
        ]  # fmt: skip
        compared = made[len(first) :]
        missed = sum(one.left_out for one in given[len(first) :])
        style = (
            COMPARISONS[self.parameterAsEnum(parameters, self.COMPARISON, context)] if compared else DENSITY
        )
        times = self.parameterAsDouble(parameters, self.TIMES, context)
        surfaces = []
        for group, points, one in zip(groups, first, made):
            values, whole = one.values, 1.0
            if compared:
                whole = one.events / (times * compared[0].events) if compared[0].events else 1.0
                values = (
                    difference(one, compared[0], times)
                    if style == DIFFERENCE
                    else ratio(one, compared[0]) / times
                )
            surface = Surface(group, [one, *compared], values, style, whole, points.left_out + missed)
            told = progress if group is None else Told(progress, group)
            for sentence in sentences_of(surface):
                told.report(sentence)
            surfaces.append(surface)
        return surfaces

    def _boundary(self, parameters, context, source):
        """Return the index of the polygons within which events count; None without a boundary."""
        from ...core.assignment import AreaIndex

        boundary = self.parameterAsSource(parameters, self.BOUNDARY, context)
        return None if boundary is None else AreaIndex(polygons_in(boundary, source.sourceCrs(), context))

    def _bandwidth(self, parameters, context, first, kernel, progress) -> float:
        """Return the bandwidth in metres that is asked for, or suggested by the points of all groups."""
        import numpy as np

        from ...core.kernel_density import scott_bandwidth

        pixel = self.parameterAsDouble(parameters, self.PIXEL, context)
        if parameters.get(self.BANDWIDTH) is not None:
            bandwidth = self.parameterAsDouble(parameters, self.BANDWIDTH, context)
        else:
            x, y = (np.concatenate([getattr(one, axis) for one in first]) for axis in "xy")
            exact = scott_bandwidth(x, y, kernel)
            if exact == 0:
                raise UserError(ONE_PLACE)
            bandwidth = max(round(exact, 1 - len(str(int(exact)))), pixel)
            progress.report(Text(SUGGESTED, {"bandwidth": bandwidth, "n": len(x)}))
        if bandwidth < pixel:
            raise UserError(Text(TOO_NARROW, {"bandwidth": bandwidth, "size": pixel}))
        return bandwidth

    def _raster(self, parameters, context, given, reach, index, bands):
        """Return the raster, that may have so many `bands`, and which of its pixels lie within the boundary: by their centre, or by an event in them."""
        import numpy as np

        from ...core.kernel_density import pixels_with, raster_around

        pixel = self.parameterAsDouble(parameters, self.PIXEL, context)
        corners = [np.column_stack((one.x, one.y)) for one in given]
        margin = reach
        if index is not None:
            corners, margin = [*corners, index.vertices.xy], 0.0
        low = np.min([part.min(0) for part in corners], 0)
        high = np.max([part.max(0) for part in corners], 0)
        count = np.prod((high - low + 2 * margin) / pixel + 1) * bands
        if count > MOST_PIXELS:
            raise UserError(Text(TOO_MANY, {"n": int(count), "size": pixel, "most": MOST_PIXELS}))
        raster = raster_around(tuple(low), tuple(high), pixel, margin)
        if index is None:
            return raster, None
        inside = (index.locate(*raster.centres()) >= 0).reshape(raster.rows, raster.columns)
        for one in given:
            inside |= pixels_with(one.x, one.y, raster)
        return raster, inside

    def _write(self, parameters, context, source, path, surfaces, left_out):
        import numpy as np

        from ...layers.rasters import limits_of, lines_of_equal_value, write_geotiff

        crs, first = source.sourceCrs(), surfaces[0]
        raster = first.made[0].raster
        groups = [surface.group for surface in surfaces if surface.group is not None]
        texts = texts_of_all([(surface.group, texts_of(source, surface)) for surface in surfaces])
        if groups:
            field = self.parameterAsString(parameters, self.GROUP_BY, context)
            texts = {**texts, **{name: by_field(texts[name], field) for name in ("name", "lines")}}
        values = np.stack([surface.values for surface in surfaces])
        write_geotiff(path, values, raster.left, raster.top, raster.size, crs.toWkt(), texts, groups)
        limits = limits_of(values, first.style, first.whole)
        finish = partial(finish_surface, texts=texts, style=first.style, limits=limits)
        finish_loaded(context, path, texts["name"], finish)
        self._surface = (path, finish)
        outputs = {
            self.OUTPUT: path,
            "EVENTS": sum(surface.made[0].events for surface in surfaces),
            "LEFT_OUT": left_out,
            "USED_BANDWIDTH": first.made[0].bandwidth,
            "PEAK": float(np.nanmax(values, initial=-np.inf)) if np.isfinite(values).any() else 0.0,
        }
        fields = QgsFields()
        for name, kind in ([(COLUMN, "text")] if groups else []) + [("value", "real")]:
            fields.append(new_field(name, kind))
        sink, target = self.parameterAsSink(
            parameters, self.CONTOURS, context, fields, QgsWkbTypes.Type.LineString, crs
        )
        if sink is None:
            return outputs
        for surface in surfaces:
            own = [surface.group] if groups else []
            lines = lines_of_equal_value(surface.values, raster.left, raster.top, raster.size, limits)
            for value, wkb in lines:
                feature, geometry = QgsFeature(fields), QgsGeometry()
                geometry.fromWkb(wkb)
                feature.setGeometry(geometry)
                feature.setAttributes([*own, value])
                put(sink, feature)
        finish = partial(finish_lines, texts=texts, groups=groups)
        self.finish(context, target, texts["lines"], finish)
        return {**outputs, self.CONTOURS: target}

    def postProcessAlgorithm(self, context, feedback):  # noqa: N802
        """Keep the styles in the files, so that they open styled wherever they were made."""
        if self._surface is not None:
            keep_raster_style(feedback, *self._surface)
        return super().postProcessAlgorithm(context, feedback)
