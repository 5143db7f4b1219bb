"""Columns by a loop over features: the way that every provider knows."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, Optional, Tuple

import numpy as np
from qgis.core import QgsFeatureRequest, QgsFeatureSource
from qgis.PyQt.QtCore import QDate, QDateTime, QTime, QVariant

from ...core.progress import Progress
from .columns import (
    BOOLEAN,
    DTYPES,
    FEATURES,
    NONE,
    REAL,
    TEXT,
    TIME,
    WHOLE,
    Columns,
    Gathered,
    objects,
)  # fmt: skip

BATCH = 5_000
DAY_MS, EPOCH_JULIAN = 86_400_000, 2_440_588


def from_features(
    source: QgsFeatureSource, kinds: Dict[str, str], geometry: str, progress: Progress
) -> Columns:
    """Read columns of any source, feature by feature."""
    request = QgsFeatureRequest()
    request.setSubsetOfAttributes(list(kinds), source.fields())
    if geometry == NONE:
        request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    at = {name: source.fields().indexOf(name) for name in kinds}
    total, done = max(source.featureCount(), 1), 0
    out = Gathered(kinds, geometry, FEATURES)
    ids: List[int] = []
    rows: List[List[Any]] = []
    blobs: List[Optional[bytes]] = []

    def flush() -> None:
        listed = list(zip(*rows)) if rows else [()] * len(kinds)
        columns = {name: _shown(part, kind) for (name, kind), part in zip(kinds.items(), listed)}
        out.add(np.array(ids, np.int64), columns, blobs)
        progress.step(min(done / total, 1.0))
        ids.clear(), rows.clear(), blobs.clear()

    for feature in source.getFeatures(request):
        ids.append(feature.id())
        rows.append([feature.attribute(number) for number in at.values()])
        if geometry != NONE:
            shape = feature.geometry()
            blobs.append(None if shape.isNull() else bytes(shape.asWkb()))
        done += 1
        if len(ids) >= BATCH:
            flush()
    flush()
    return out.columns()


def _shown(part: Iterable[Any], kind: str) -> Tuple[np.ndarray, np.ndarray]:
    """Return attributes of features as values and mask."""
    plain = [_value(one, kind) for one in part]
    missing = np.fromiter((one is None for one in plain), bool, len(plain))
    if kind in (TEXT, TIME):
        return objects(plain), missing
    nothing = {BOOLEAN: False, WHOLE: 0, REAL: np.nan}.get(kind, int(np.iinfo(np.int64).min))
    filled = [nothing if one is None else one for one in plain]
    stored = {BOOLEAN: "?", REAL: "f8"}.get(kind, "i8")
    return np.array(filled, stored).view(DTYPES[kind]), missing


def _value(value: Any, kind: str) -> Any:
    if value is None or (isinstance(value, QVariant) and value.isNull()):
        return None
    if isinstance(value, QDateTime):
        return _milliseconds(value) if value.isValid() else None
    if isinstance(value, QDate):
        return value.toJulianDay() - EPOCH_JULIAN if value.isValid() else None
    if isinstance(value, QTime):
        return value.toString("HH:mm:ss.zzz") if value.isValid() else None
    if kind == REAL:
        return None if float(value) != float(value) else float(value)
    return str(value) if kind in (TEXT, TIME) else value


def _milliseconds(moment: QDateTime) -> int:
    """Return milliseconds since 1970 of a time as it is written, whatever its offset from UTC."""
    days = moment.date().toJulianDay() - EPOCH_JULIAN
    return days * DAY_MS + moment.time().msecsSinceStartOfDay()
