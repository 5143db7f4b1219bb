"""Features of GeoJSON, or plain objects of JSON, as records: what stands inside another gets a dot, a geometry becomes EWKT."""

from __future__ import annotations

import json
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

import numpy as np

from ..core.cleaning.records import RawBatch
from .records import GEOMETRY, row_fingerprints, srid_prefix

FEATURE_ID = "feature_id"
"""The column with the id that stands beside the properties."""
_DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""How many lists are around a position in a geometry of GeoJSON."""


def feature_batch(
    features: Sequence[Any], name: str, columns: Sequence[str], salt: bytes, first: int, crs: str
) -> RawBatch:
    """Return features as a batch with the named columns (all when none are named), numbered from `first`.

    A column that a feature does not have is empty in it; the header holds what there is in any of them. What is no
    feature is named in `broken`.
    """
    srid = srid_prefix(crs)
    records: List[Dict[str, str]] = []
    numbers: List[int] = []
    broken: List[int] = []
    for number, feature in enumerate(features, first):
        if isinstance(feature, Mapping):
            records.append(_record(feature, srid))
            numbers.append(number)
        else:
            broken.append(number)
    header = tuple(dict.fromkeys(key for record in records for key in record))
    rows = [[f"{key}\x1e{record[key]}" for key in sorted(record)] for record in records]
    wanted = columns or header
    return RawBatch(
        name,
        0,
        header,
        {key: [record.get(key, "") for record in records] for key in wanted},
        np.array(numbers, np.int64),
        row_fingerprints(rows, salt),
        tuple(broken),
    )


def may_be_degrees(features: Sequence[Any]) -> bool:
    """Whether every geometry could be in degrees: then a server that does not name its CRS has ignored the one asked for."""
    found = first_positions(features)
    return bool(found) and all(abs(at[0]) <= 180 and abs(at[1]) <= 90 for at in found)


def first_positions(features: Sequence[Any]) -> List[List[float]]:
    """Return the first position of each geometry; those without one are left out."""
    geometries = [one.get("geometry") for one in features if isinstance(one, Mapping)]
    found = [first_position(one.get("coordinates")) for one in geometries if isinstance(one, Mapping)]
    return [
        at for at in found
        if isinstance(at, list) and len(at) >= 2 and all(isinstance(number, (int, float)) for number in at[:2])
    ]  # fmt: skip


def first_position(coordinates: Any) -> Any:
    """Return the first position in the coordinates of a geometry, however many lists are around it."""
    while isinstance(coordinates, list) and coordinates and isinstance(coordinates[0], list):
        coordinates = coordinates[0]
    return coordinates


def _record(feature: Mapping[str, Any], srid: str) -> Dict[str, str]:
    if feature.get("type") != "Feature":
        return dict(_flat(feature, "", srid))
    record: Dict[str, str] = {}
    if feature.get("id") is not None:
        record[FEATURE_ID] = as_text(feature["id"])
    properties = feature.get("properties")
    if isinstance(properties, Mapping):
        record.update(_flat(properties, "", srid))
    record[GEOMETRY] = _ewkt(feature.get("geometry"), srid)
    return record


def _flat(values: Mapping[str, Any], before: str, srid: str) -> Iterator[Tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, Mapping) and {"type", "coordinates"} <= set(value):
            yield f"{before}{key}", _ewkt(value, srid)
        elif isinstance(value, Mapping):
            yield from _flat(value, f"{before}{key}.", srid)
        else:
            yield f"{before}{key}", as_text(value)


def as_text(value: Any) -> str:
    """Return a value of JSON as text: null is the empty text, true and false are words, a list stays JSON.

    Half of a sign, which is left where a service cuts a text after so many units of UTF-16, becomes U+FFFD, and so does the
    character NUL, which databases take for the end.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    is_nested = isinstance(value, (list, dict))
    text = json.dumps(value, ensure_ascii=False, sort_keys=True) if is_nested else str(value)
    text = text.replace("\0", "\ufffd")
    return (
        text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    )


def _ewkt(geometry: Optional[Mapping[str, Any]], srid: str) -> str:
    """Return a geometry as EWKT, nothing as the empty text, what cannot be read as its name, which nobody takes."""
    if not isinstance(geometry, Mapping):
        return ""
    kind, at = geometry.get("type"), geometry.get("coordinates")
    if kind == "MultiPoint" and isinstance(at, list) and len(at) == 1:
        kind, at = "Point", at[0]
    if kind == "Point" and isinstance(at, list) and len(at) >= 2:
        return f"{srid}POINT ({at[0]!r} {at[1]!r})"
    if not at:
        return "" if kind in _DEPTHS else str(kind)
    try:
        return f"{srid}{str(kind).upper()} {_positions(at, _DEPTHS[kind])}"
    except (KeyError, TypeError, IndexError):
        return str(kind)


def _positions(at: Any, depth: int) -> str:
    """Return positions as WKT; `depth` is how many lists are around one."""
    if not depth:
        return f"{at[0]!r} {at[1]!r}"
    return f"({', '.join([_positions(one, depth - 1) for one in at])})"
