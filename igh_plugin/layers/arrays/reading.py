"""Columns and geometry of a vector layer as numpy arrays: the one way from a layer to arrays.

Three ways lead there, and they give the same arrays:

* Arrow (`ogr.Layer.GetArrowStreamAsNumPy`, GDAL 3.6 and newer): whole numbers, reals, dates and geometry of a file.
  Measured on GDAL 3.6: booleans come back wrong, offsets of times are lost, one long text swells a batch, and dates
  before 1970 are a day late but for GeoPackages. So none of these goes through it, masks are kept, and batches are
  bounded in rows and bytes.
* SQL on a GeoPackage: everything else that its columns hold. (Times are taken as they are written, as QGIS shows them; QGIS 3.22 drops the offset that follows.)
* A loop over features: every other provider, and any layer of which the file does not tell all: filters, selections,
  edits, joins, virtual fields, or a value that is not what its column says.

The first two open the file themselves, so that a job in the background touches no layer of the main thread: ask
`direct_access` for a `DirectAccess` there, and hand it to `read_columns`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Callable, Dict, Iterator, Optional, Sequence

from qgis.core import QgsFeatureSource, QgsProviderRegistry, QgsVectorLayer

from ...core.errors import UserError
from ...core.progress import Progress, Silent
from ...core.text import QT_TRANSLATE_NOOP, Text
from .arrow import THROUGH_ARROW, from_arrow
from .columns import KINDS, NONE, TEXT, Columns, DirectAccess, Untrusted
from .features import from_features
from .geopackage import from_geopackage

NO_COLUMN = QT_TRANSLATE_NOOP("core", "The layer has no column “{column}”. It has: {columns}.")


def direct_access(layer: Optional[QgsVectorLayer]) -> Optional[DirectAccess]:
    """Return where a layer's features can be read without it, `None` when only the layer knows them.

    Call it where the layer lives: in `prepareAlgorithm` or the main thread.
    """
    if layer is None or not layer.isValid() or layer.providerType() != "ogr":
        return None
    if layer.isEditable() or layer.subsetString() or layer.vectorJoins():
        return None
    parts = QgsProviderRegistry.instance().decodeUri("ogr", layer.source())
    path, name = str(parts.get("path") or ""), str(parts.get("layerName") or "")
    told = {key for key, value in parts.items() if value not in (None, "", [], {})}
    if told - {"path", "layerName", "layerId"} or not Path(path).is_file():
        return None
    form = layer.dataProvider().storageType()
    if not name and ("layerId" in told or form == "GPKG"):
        sublayers = layer.dataProvider().subLayers()
        if len(sublayers) != 1:
            return None
        name = sublayers[0].split(layer.dataProvider().sublayerSeparator())[1]
    return DirectAccess(path, name, form)


def read_columns(
    source: QgsFeatureSource,
    columns: Sequence[str],
    geometry: str = NONE,
    direct: Optional[DirectAccess] = None,
    progress: Progress = Silent(),
) -> Columns:
    """Read columns and, with `geometry` POINTS or WKB, geometry of all features of a source, in its order.

    `direct` must stand for the whole of the source: leave it out for a selection or a filtered source. Raises
    `UserError` for a column that is not there, and with POINTS for a feature that is no single point.
    """
    kinds = _kinds(source, columns)
    for way in _ways(direct, kinds):
        try:
            found = way(direct, kinds, geometry, progress)
            if source.featureCount() not in (-1, len(found)):
                raise Untrusted
            return found
        except (Untrusted, RuntimeError, sqlite3.Error, ImportError, OverflowError, UnicodeDecodeError):
            continue
    return from_features(source, kinds, geometry, progress)


def _kinds(source: QgsFeatureSource, columns: Sequence[str]) -> Dict[str, str]:
    fields = source.fields()
    kinds = {}
    for name in columns:
        at = fields.indexOf(name)
        if at < 0:
            values = {"column": name, "columns": ", ".join(one.name() for one in fields)}
            raise UserError(Text(NO_COLUMN, values))
        kind = fields.at(at).type()
        kinds[name] = KINDS.get(int(getattr(kind, "value", kind)), TEXT)
    return kinds


def _ways(direct: Optional[DirectAccess], kinds: Dict[str, str]) -> Iterator[Callable[..., Columns]]:
    if direct is None:
        return
    if direct.format in THROUGH_ARROW and set(kinds.values()) <= set(THROUGH_ARROW[direct.format]):
        yield from_arrow
    if direct.format == "GPKG":
        yield from_geopackage
