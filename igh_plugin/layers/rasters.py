"""Arrays as GeoTIFFs and lines of equal value, and what such a raster looks like."""

from __future__ import annotations

from typing import Any, Iterator, List, Mapping, Sequence, Tuple

import numpy as np
from osgeo import gdal, ogr
from qgis.core import QgsColorRampShader, QgsRasterLayer, QgsRasterShader, QgsSingleBandPseudoColorRenderer

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..translation import tr
from . import colours, wording
from .classes import class_limits, decimals_of, symmetric_limits
from .symbols import colour

DENSITY, DIFFERENCE, RATIO = "density", "difference", "ratio"
NOTHING = -9999.0
OPACITY = 0.75
FAINT = 0.02
"""Part of the highest value below which a raster is not drawn, or counts as about the same."""
RATIOS = [0.5, 0.67, 0.9, 1.1, 1.5, 2.0]
NOT_WRITTEN = QT_TRANSLATE_NOOP("core", "{path} cannot be written: {reason}.")
NOT_DRAWN = QT_TRANSLATE_NOOP("core", "under {high}: not drawn")
MUCH_MORE, MUCH_LESS = (
    QT_TRANSLATE_NOOP("core", "{low} or more above ({unit})"),
    QT_TRANSLATE_NOOP("core", "{low} or more below ({unit})"),
)
TIMES = QT_TRANSLATE_NOOP("core", "times")
Item = Tuple[float, Any, str]


def write_geotiff(
    path: str,
    values: np.ndarray,
    left: float,
    top: float,
    size: float,
    wkt: str,
    told: Mapping[str, str],
    names: Sequence[str] = (),
) -> None:
    """Write values (bands, rows, columns) from the top down as a GeoTIFF of 32-bit numbers, NaN as no data.

    The file keeps the texts that are `told`, and the names of its bands. Raises `UserError` where it cannot be written.
    """
    bands, rows, columns = values.shape
    options = ["COMPRESS=DEFLATE", "PREDICTOR=3", "TILED=YES", "INTERLEAVE=BAND"]
    raster = gdal.GetDriverByName("GTiff").Create(path, columns, rows, bands, gdal.GDT_Float32, options)
    if raster is None:
        raise UserError(Text(NOT_WRITTEN, {"path": path, "reason": gdal.GetLastErrorMsg()}))
    raster.SetGeoTransform((left, size, 0.0, top, 0.0, -size))
    raster.SetProjection(wkt)
    raster.SetMetadata(dict(told))
    wrong = 0
    for number in range(bands):
        band = raster.GetRasterBand(number + 1)
        band.SetNoDataValue(NOTHING)
        if names:
            band.SetDescription(names[number])
        filled = np.where(np.isnan(values[number]), NOTHING, values[number])
        wrong = wrong or band.WriteArray(filled.astype(np.float32))
    raster.FlushCache()
    if wrong or gdal.GetLastErrorType() >= gdal.CE_Failure:
        raise UserError(Text(NOT_WRITTEN, {"path": path, "reason": gdal.GetLastErrorMsg()}))


def lines_of_equal_value(
    values: np.ndarray, left: float, top: float, size: float, limits: List[float]
) -> Iterator[Tuple[float, bytes]]:
    """Give each line along which values (rows, columns) pass one of the limits, with that limit, as WKB."""
    rows, columns = values.shape
    raster = gdal.GetDriverByName("MEM").Create("", columns, rows, 1, gdal.GDT_Float64)
    raster.SetGeoTransform((left, size, 0.0, top, 0.0, -size))
    band = raster.GetRasterBand(1)
    band.SetNoDataValue(NOTHING)
    band.WriteArray(np.where(np.isnan(values), NOTHING, values))
    store = ogr.GetDriverByName("Memory").CreateDataSource("lines")
    lines = store.CreateLayer("lines", None, ogr.wkbLineString)
    lines.CreateField(ogr.FieldDefn("value", ogr.OFTReal))
    fixed = ",".join(repr(float(limit)) for limit in limits)
    gdal.ContourGenerateEx(
        band, lines, options=["FIXED_LEVELS=" + fixed, "ELEV_FIELD=0", f"NODATA={NOTHING}"]
    )
    for feature in lines:
        yield feature.GetField(0), bytes(feature.GetGeometryRef().ExportToWkb())


def limits_of(values: np.ndarray, style: str, whole: float = 1.0) -> List[float]:
    """Return the limits of the classes in which values, (rows, columns), are drawn, rising; none where all are nothing.

    Those of a ratio lie around one, or around that of the `whole` where this is less than half or more than double.
    """
    known = values[np.isfinite(values)]
    peak = float(np.abs(known).max(initial=0.0))
    if style == RATIO:
        middle = 1.0 if 0.5 <= whole <= 2 or not np.isfinite(whole) or whole <= 0 else whole
        return [float(f"{limit * middle:.3g}") for limit in RATIOS]
    seen = known[np.abs(known) > FAINT * peak]
    if not len(seen):
        return []
    if style == DIFFERENCE:
        sizes = symmetric_limits(seen)
        return sorted([-size for size in sizes] + sizes)
    return [float(f"{FAINT * peak:.1g}"), *class_limits(seen, 5, "jenks")]


def style_raster(layer: QgsRasterLayer, style: Mapping[str, Any]) -> None:
    """Draw a raster in classes with a legend in words.

    Settings: `style` (`density`: what is near nothing is not drawn; `difference`: above and below nothing; `ratio`: above
    and below one), `limits` of the classes, `unit`, which stands behind the last.
    """
    limits, unit = list(style["limits"]), str(style.get("unit") or "")
    items = (_density if style["style"] == DENSITY else _both_ways)(limits, unit, style["style"])
    function = QgsColorRampShader()
    function.setColorRampType(QgsColorRampShader.Type.Discrete)
    function.setColorRampItemList(
        [
            QgsColorRampShader.ColorRampItem(
                upto, colour(shade or colours.PAPER, 1.0 if shade else 0.0), label
            )
            for upto, shade, label in items
        ]
    )
    shader = QgsRasterShader()
    shader.setRasterShaderFunction(function)
    layer.setRenderer(QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader))
    layer.setOpacity(OPACITY)
    layer.triggerRepaint()


def _density(limits: List[float], unit: str, _style: str) -> List[Item]:
    if not limits:
        return [(np.inf, None, wording.number(0))]
    labels = wording.class_labels(limits, decimals_of(limits), unit, 0.0, limits[-1], False)
    first = tr(Text(NOT_DRAWN, {"high": wording.number(limits[0], decimals_of(limits))}))
    shades = [None, *colours.ramp("purple", len(limits))]
    return list(zip([*limits, np.inf], shades, [first, *labels[1:]]))


def _both_ways(limits: List[float], unit: str, style: str) -> List[Item]:
    half = len(limits) // 2
    shades = [*colours.CHANGE_LESS[:half][::-1], colours.CHANGE_NONE, *colours.CHANGE_MORE[:half]]
    if style == RATIO:
        labels = wording.class_labels(limits, decimals_of(limits), tr(TIMES), 0.0, limits[-1], False)
        return list(zip([*limits, np.inf], shades, labels))
    sizes = limits[half:]
    told = [wording.number(size, decimals_of(sizes)) for size in sizes]
    more = [tr(Text(wording.MORE, {"low": low, "high": high})) for low, high in zip(told, told[1:])]
    fewer = [tr(Text(wording.LESS, {"low": low, "high": high})) for low, high in zip(told, told[1:])]
    if not told:
        return [(np.inf, colours.CHANGE_NONE, wording.number(0))]
    same = tr(Text(wording.SAME, {"high": told[0]}))
    above, below = (tr(Text(words, {"low": told[-1], "unit": unit})) for words in (MUCH_MORE, MUCH_LESS))
    return list(zip([*limits, np.inf], shades, [below, *fewer[::-1], same, *more, above]))
