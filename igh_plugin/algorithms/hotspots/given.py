"""What the algorithms on hot spots are given: layers in metres, points with a weight, a boundary."""

from __future__ import annotations

from itertools import islice, repeat
from typing import List, Tuple

from qgis.core import (
    NULL,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeatureSink,
    QgsGeometry,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterNumber,
    QgsUnitTypes,
    QgsWkbTypes,
)

from ...core.errors import UserError
from ...core.text import QT_TRANSLATE_NOOP, Text
from ...translation import tr

SHAPES = {
    "square": QT_TRANSLATE_NOOP("core", "Squares"),
    "hexagon": QT_TRANSLATE_NOOP("core", "Hexagons"),
}
GEOGRAPHIC = QT_TRANSLATE_NOOP(
    "core", "The layer is in degrees ({crs}). Reproject it to a CRS in metres first, such as EPSG:28992."
)
MOST_CELLS = 4_000_000
AT_A_TIME = 2_000
"""Features that are written at a time."""
TOO_MANY_CELLS = QT_TRANSLATE_NOOP(
    "core",
    "The boundary spans {n} cells of {size} m, more than {most}: choose a larger cell or a smaller boundary.",
)
NO_POINTS = QT_TRANSLATE_NOOP("core", "No point is left to count.")
NO_TIMES = QT_TRANSLATE_NOOP("core", "“{column}” holds no dates or times: choose a column of that type.")
NO_TIME = QT_TRANSLATE_NOOP("core", "{n} events are left out: no time.")
NO_EVENTS = QT_TRANSLATE_NOOP("core", "No event with a time is left.")
NO_NUMBERS = QT_TRANSLATE_NOOP("core", "“{column}” holds no numbers: choose another column.")
STRAYS = QT_TRANSLATE_NOOP(
    "core",
    "Caution: {n} events are dated half a year or more from all others, between {earliest} and {latest}; the data are taken to span {first} to {last}.",
)
LATE = QT_TRANSLATE_NOOP(
    "core",
    "Caution: the last event of the layer is of {last}. Where the data end earlier than the days that are looked at, a fall is no fall.",
)
ENDLESS = QT_TRANSLATE_NOOP(
    "core", "“{column}” is infinite in {n} rows, as a division by zero is: make these empty, or numbers."
)
NOT_WRITTEN = QT_TRANSLATE_NOOP("core", "The result could not be written: {reason}.")
NO_POLYGONS = QT_TRANSLATE_NOOP(
    "core", "“{layer}” has no polygons, or none of them is selected: choose another layer, or leave it empty."
)
NOT_METRES = QT_TRANSLATE_NOOP(
    "core", "The CRS of the layer is not in metres ({crs}). Reproject it first, such as to EPSG:28992."
)


def add_permutations(algorithm, tests: str) -> None:
    """Declare PERMUTATIONS, FDR and SEED; `tests` says over what the false discovery rate is controlled."""
    draws = QgsProcessingParameterNumber(
        algorithm.PERMUTATIONS,
        tr("Permutations"),
        defaultValue=999,
        optional=True,
        minValue=0,
        maxValue=999_999,
    )
    draws.setHelp(
        tr(
            "0 takes the normal approximation. With the false discovery rate the number is raised, up to 999,999, until one finding can pass."
        )
    )
    fdr = QgsProcessingParameterBoolean(
        algorithm.FDR, tr("Control the false discovery rate"), defaultValue=True, optional=True
    )
    fdr.setHelp(tests)
    seed = QgsProcessingParameterNumber(
        algorithm.SEED, tr("Seed"), defaultValue=20260101, optional=True, minValue=0
    )
    seed.setHelp(tr("The seed of the permutations: the same seed gives the same result."))
    for parameter in (draws, fdr, seed):
        algorithm.addParameter(parameter)


def not_in_metres(crs) -> str:
    """Return the sentence that refuses a CRS in which no metres can be measured; empty for one in metres."""
    if crs.isGeographic():
        return tr(Text(GEOGRAPHIC, {"crs": crs.authid()}))
    if QgsUnitTypes.encodeUnit(crs.mapUnits()) != "meters":
        return tr(Text(NOT_METRES, {"crs": crs.authid() or "-"}))
    return ""


def direct_access_of(algorithm, parameters, name, context):
    """Return how the layer of a parameter can be read from its file, None for a part of one; ask where layers live."""
    from ...layers.arrays.reading import direct_access

    given = parameters.get(name)
    narrowed = isinstance(given, QgsProcessingFeatureSourceDefinition) and (
        given.selectedFeaturesOnly or given.featureLimit != -1 or getattr(given, "filterExpression", "")
    )
    return None if narrowed else direct_access(algorithm.parameterAsVectorLayer(parameters, name, context))


def numbers_of(columns, name):
    """Return a column as numbers (n,), NaN where missing; raises `UserError` for one that holds none, or endless ones."""
    import numpy as np

    if columns.values[name].dtype.kind not in "iufb":
        raise UserError(Text(NO_NUMBERS, {"column": name}))
    numbers = columns.numbers(name)
    endless = int(np.isinf(numbers).sum())
    if endless:
        raise UserError(Text(ENDLESS, {"column": name, "n": endless}))
    return numbers


def times_of(columns, name):
    """Return a column of dates or times as datetime64 (n,), NaT where missing; raises `UserError` for another one."""
    if columns.values[name].dtype.kind != "M":
        raise UserError(Text(NO_TIMES, {"column": name}))
    return columns.values[name]


def span_of(day, progress):
    """Return the first and the last day that data span; days (n,) that stand far from all others are told, and do not count."""
    import numpy as np

    from ...core.periods import date_text, main_span

    days, counts = np.unique(day, return_counts=True)
    first, last = main_span(days, counts)
    strays = int(counts[(days < first) | (days > last)].sum())
    if strays:
        told = {"n": strays, "first": date_text(first), "last": date_text(last)}
        progress.report(Text(STRAYS, {**told, "earliest": date_text(days[0]), "latest": date_text(days[-1])}))
    return first, last


def read_dated(algorithm, source, field, progress):
    """Return id, x, y (NaN without a place) and local day of the events that have a time, (n,) each; tells how many have none.

    Raises `UserError` when none has.
    """
    import numpy as np

    from ...core.progress import Part
    from ...layers.arrays.columns import POINTS

    columns = algorithm.read(source, [field], POINTS, Part(progress, 0.0, 0.2))
    days = times_of(columns, field).astype("datetime64[D]")
    dated = ~np.isnat(days)
    if not dated.any():
        raise UserError(NO_EVENTS)
    if not dated.all():
        progress.report(Text(NO_TIME, {"n": int((~dated).sum())}))
    return columns.ids[dated], columns.x[dated], columns.y[dated], days[dated].astype(np.int64)


class RunEnds(UserError):
    """An error that ends a run by group too: it is not one of the group at hand."""


def put(sink, feature) -> None:
    """Write a feature; raises `RunEnds` when that fails, such as on a full disk."""
    if not sink.addFeature(feature, QgsFeatureSink.Flag.FastInsert):
        raise RunEnds(Text(NOT_WRITTEN, {"reason": sink.lastError() or "-"}))


def put_all(sink, shapes, attributes, total, progress) -> None:
    """Write `total` features, part after part: their WKB, None for features without, and their attributes.

    Raises `RunEnds` when that fails.
    """
    rows, done = zip(repeat(None) if shapes is None else shapes, attributes), 0
    geometry = QgsGeometry()
    while part := list(islice(rows, AT_A_TIME)):
        progress.step(done / total)
        features = []
        for wkb, values in part:
            feature = QgsFeature()
            if wkb is not None:
                geometry.fromWkb(wkb)
                feature.setGeometry(geometry)
            feature.setAttributes(values)
            features.append(feature)
        if not sink.addFeatures(features, QgsFeatureSink.Flag.FastInsert):
            raise RunEnds(Text(NOT_WRITTEN, {"reason": sink.lastError() or "-"}))
        done += len(part)


def titled(title: str, source) -> str:
    """Return the name of a layer: its title, and the name of what it was made of where that has one."""
    name = source.sourceName()
    return f"{tr(title)}: {name}" if name else tr(title)


def check_extent(index, size) -> None:
    """Refuse areas, an `AreaIndex`, whose extent holds more cells of a size in metres than can be shown."""
    import numpy as np

    cells = float(np.prod(np.ptp(index.vertices.xy, 0) / size + 1))
    if cells > MOST_CELLS:
        raise UserError(Text(TOO_MANY_CELLS, {"n": int(cells), "size": size, "most": MOST_CELLS}))


def is_points(source) -> bool:
    """Return whether a source holds points."""
    return QgsWkbTypes.geometryType(source.wkbType()) == QgsWkbTypes.GeometryType.PointGeometry


def polygons_in(source, crs, context) -> List[bytes]:
    """Return the polygons of a source as WKB in a CRS; raises `UserError` when it has none."""
    return named_polygons_in(source, "", crs, context)[0]


def straight(geometry) -> bytes:
    """Return a geometry as WKB, its curves as straight segments."""
    if geometry.constGet().hasCurvedSegments():
        geometry = QgsGeometry(geometry.constGet().segmentize())
    return bytes(geometry.asWkb())


def named_numbers_in(source, field, ids=None):
    """Return a number of each feature that `named_polygons_in` takes, (n,) float64, NaN where it has none."""
    import numpy as np

    request = QgsFeatureRequest().setSubsetOfAttributes([field], source.fields())
    values = [
        feature[field]
        for feature in source.getFeatures(request)
        if (ids is None or feature.id() in ids) and not feature.geometry().isEmpty()
    ]
    return np.array([value if isinstance(value, (int, float)) else np.nan for value in values], float)


def named_polygons_in(source, field, crs, context, ids=None) -> Tuple[List[bytes], List[str]]:
    """Return `polygons_in` a source, those with one of the `ids` if given, and the text of a field of each, empty without a field."""
    transform = QgsCoordinateTransform(source.sourceCrs(), crs, context.transformContext())
    request = QgsFeatureRequest().setSubsetOfAttributes([field] if field else [], source.fields())
    found, names = [], []
    for feature in source.getFeatures(request):
        geometry = feature.geometry()
        if (ids is None or feature.id() in ids) and not geometry.isEmpty():
            geometry.transform(transform)
            found.append(straight(geometry))
            value = feature[field] if field else None
            names.append("" if value in (None, NULL) else str(value))
    if not found:
        raise UserError(Text(NO_POLYGONS, {"layer": source.sourceName()}))
    return found, names
