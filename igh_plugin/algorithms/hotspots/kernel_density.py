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
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr
from ..base import IghAlgorithm, new_field
from ..finishing import finish_loaded, keep_raster_style
from .given import direct_access_of, not_in_metres, polygons_in, put
from .surfaces import (
    DIFFERENCE,
    KERNELS,
    RATIO,
    finish_lines,
    finish_surface,
    read_points,
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


class KernelDensity(IghAlgorithm):
    """A raster of events per square kilometre, or of how two sets of events differ."""

    NAME = "kerneldensity"
    TITLE = QT_TRANSLATE_NOOP("core", "Kernel density")
    GROUP = "hotspots"
    NEEDS = ("numpy", "scipy")
    INPUT, WEIGHT, BANDWIDTH, KERNEL, PIXEL = "INPUT", "WEIGHT", "BANDWIDTH", "KERNEL", "PIXEL"
    BOUNDARY, SECOND, SECOND_WEIGHT, TIMES = "BOUNDARY", "SECOND", "SECOND_WEIGHT", "TIMES"
    COMPARISON, OUTPUT, CONTOURS = "COMPARISON", "OUTPUT", "CONTOURS"

    def __init__(self):
        super().__init__()
        self._direct = {}
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
        """Refuse what has no metres, and two layers that do not lie on each other."""
        first, second = (
            self.parameterAsSource(parameters, name, context) for name in (self.INPUT, self.SECOND)
        )
        refused = not_in_metres(first.sourceCrs()) if first is not None else ""
        if not refused and second is not None and second.sourceCrs() != first.sourceCrs():
            told = {"crs": first.sourceCrs().authid(), "other": second.sourceCrs().authid()}
            refused = tr(Text(OTHER_CRS, told))
        return (False, refused) if refused else super().checkParameterValues(parameters, context)

    def prepareAlgorithm(self, parameters, context, feedback):  # noqa: N802
        for name in (self.INPUT, self.SECOND):
            self._direct[name] = direct_access_of(self, parameters, name, context)
        return True

    def compute(self, parameters, context, progress):
        from ...core.kernel_density import REACH, difference, kernel_density, ratio
        from ...core.progress import Part

        path = self.parameterAsOutputLayer(parameters, self.OUTPUT, context)
        if Path(path).suffix.lower() not in (".tif", ".tiff"):
            raise UserError(Text(NOT_TIF, {"file": Path(path).name}))
        source = self.parameterAsSource(parameters, self.INPUT, context)
        kernel = list(KERNELS)[self.parameterAsEnum(parameters, self.KERNEL, context)]
        index = self._boundary(parameters, context, source)
        given = [self._points(parameters, context, self.INPUT, self.WEIGHT, index, Part(progress, 0.0, 0.3))]
        if self.parameterAsSource(parameters, self.SECOND, context) is not None:
            part = Part(progress, 0.3, 0.5)
            given.append(self._points(parameters, context, self.SECOND, self.SECOND_WEIGHT, index, part))
        bandwidth = self._bandwidth(parameters, context, given[0], kernel, progress)
        raster, inside = self._raster(parameters, context, given, bandwidth * REACH[kernel], index)
        step = 0.4 / len(given)
        made = [
            kernel_density(
                one.x, one.y, raster, bandwidth, kernel, one.weights, inside,
                Part(progress, 0.5 + step * number, 0.5 + step * (number + 1)),
            )
            for number, one in enumerate(given)
        ]  # fmt: skip
        style, values, whole = "density", made[0].values, 1.0
        if len(made) > 1:
            style = COMPARISONS[self.parameterAsEnum(parameters, self.COMPARISON, context)]
            times = self.parameterAsDouble(parameters, self.TIMES, context)
            whole = made[0].events / (times * made[1].events) if made[1].events else 1.0
            values = (
                difference(made[0], made[1], times)
                if style == DIFFERENCE
                else ratio(made[0], made[1]) / times
            )
        left_out = sum(one.left_out for one in given)
        for sentence in sentences_of(made, values, style, left_out):
            progress.report(sentence)
        return self._write(parameters, context, source, path, raster, values, made, style, whole, left_out)

    def _boundary(self, parameters, context, source):
        """Return the index of the polygons within which events count; None without a boundary."""
        from ...core.assignment import AreaIndex

        boundary = self.parameterAsSource(parameters, self.BOUNDARY, context)
        return None if boundary is None else AreaIndex(polygons_in(boundary, source.sourceCrs(), context))

    def _points(self, parameters, context, layer, weight, index, progress):
        source = self.parameterAsSource(parameters, layer, context)
        field = self.parameterAsString(parameters, weight, context)
        return read_points(source, field, self._direct[layer], index, progress)

    def _bandwidth(self, parameters, context, points, kernel, progress) -> float:
        from ...core.kernel_density import scott_bandwidth

        pixel = self.parameterAsDouble(parameters, self.PIXEL, context)
        if parameters.get(self.BANDWIDTH) is not None:
            bandwidth = self.parameterAsDouble(parameters, self.BANDWIDTH, context)
        else:
            exact = scott_bandwidth(points.x, points.y, kernel)
            if exact == 0:
                raise UserError(ONE_PLACE)
            bandwidth = max(round(exact, 1 - len(str(int(exact)))), pixel)
            progress.report(Text(SUGGESTED, {"bandwidth": bandwidth, "n": len(points.x)}))
        if bandwidth < pixel:
            raise UserError(Text(TOO_NARROW, {"bandwidth": bandwidth, "size": pixel}))
        return bandwidth

    def _raster(self, parameters, context, given, reach, index):
        """Return the raster, and which of its pixels lie within the boundary: by their centre, or by an event in them."""
        import numpy as np

        from ...core.kernel_density import pixels_with, raster_around

        pixel = self.parameterAsDouble(parameters, self.PIXEL, context)
        corners = [np.column_stack((one.x, one.y)) for one in given]
        margin = reach
        if index is not None:
            corners, margin = [*corners, index.vertices.xy], 0.0
        low = np.min([part.min(0) for part in corners], 0)
        high = np.max([part.max(0) for part in corners], 0)
        count = np.prod((high - low + 2 * margin) / pixel + 1)
        if count > MOST_PIXELS:
            raise UserError(Text(TOO_MANY, {"n": int(count), "size": pixel, "most": MOST_PIXELS}))
        raster = raster_around(tuple(low), tuple(high), pixel, margin)
        if index is None:
            return raster, None
        inside = (index.locate(*raster.centres()) >= 0).reshape(raster.rows, raster.columns)
        for one in given:
            inside |= pixels_with(one.x, one.y, raster)
        return raster, inside

    def _write(self, parameters, context, source, path, raster, values, made, style, whole, left_out):
        import numpy as np

        from ...layers.rasters import limits_of, lines_of_equal_value, write_geotiff

        crs = source.sourceCrs()
        texts = texts_of(source, made, style, left_out)
        write_geotiff(path, values, raster.left, raster.top, raster.size, crs.toWkt(), texts)
        limits = limits_of(values, style, whole)
        finish = partial(finish_surface, texts=texts, style=style, limits=limits)
        finish_loaded(context, path, texts["name"], finish)
        self._surface = (path, finish)
        outputs = {
            self.OUTPUT: path,
            "EVENTS": made[0].events,
            "LEFT_OUT": left_out,
            "USED_BANDWIDTH": made[0].bandwidth,
            "PEAK": float(np.nanmax(values, initial=-np.inf)) if np.isfinite(values).any() else 0.0,
        }
        fields = QgsFields()
        fields.append(new_field("value", "real"))
        sink, target = self.parameterAsSink(
            parameters, self.CONTOURS, context, fields, QgsWkbTypes.Type.LineString, crs
        )
        if sink is None:
            return outputs
        for value, wkb in lines_of_equal_value(values, raster.left, raster.top, raster.size, limits):
            feature, geometry = QgsFeature(fields), QgsGeometry()
            geometry.fromWkb(wkb)
            feature.setGeometry(geometry)
            feature.setAttributes([value])
            put(sink, feature)
        finish = partial(finish_lines, texts=texts)
        self.finish(context, target, texts["lines"], finish)
        return {**outputs, self.CONTOURS: target}

    def postProcessAlgorithm(self, context, feedback):  # noqa: N802
        """Keep the styles in the files, so that they open styled wherever they were made."""
        if self._surface is not None:
            keep_raster_style(feedback, *self._surface)
        return super().postProcessAlgorithm(context, feedback)
