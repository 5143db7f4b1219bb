"""Areas: the polygon layers of a file become the levels of the workspace's hierarchy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Sequence

import numpy as np
import pandas as pd
from osgeo import gdal, ogr, osr

from ..core.assignment import AreaIndex
from ..core.errors import UserError
from ..core.progress import Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from .crs import is_metric, spatial_reference

NOT_READ = QT_TRANSLATE_NOOP("core", "{file} cannot be read as a file with polygon layers.")
NO_CRS = QT_TRANSLATE_NOOP("core", "The layer {layer} of {file} states no CRS: save it again with one.")
NOT_METRIC = QT_TRANSLATE_NOOP(
    "core",
    "The areas in {file} are in {crs}, which does not count in metres: save them in a projected CRS first.",
)
NO_CODE = QT_TRANSLATE_NOOP(
    "core", "The layer {layer} of {file} has no column whose values tell its areas apart: add a code."
)
STATISTICS = "area_statistics"
AGREEING = 0.9
"""The least part of the areas whose column of parents must say what the map says."""


@dataclass
class Level:
    """One level of areas: texts per area, WKB in the workspace's CRS, km2, and the columns parents are found by."""

    name: str
    codes: List[str]
    names: List[str]
    columns: Dict[str, List[str]]
    wkb: List[bytes]
    km2: List[float]

    def parents(self, above: Level) -> List[str]:
        """Return the code of each area's parent: by overlay, or by a column of codes that agrees with the map.

        A column agrees when it says what the overlay says for `AGREEING` of the areas; it then decides the others.
        """
        known = set(above.codes)
        index = AreaIndex(above.wkb)
        inside = [ogr.CreateGeometryFromWkb(item).PointOnSurface() for item in self.wkb]
        found = index.locate(
            np.array([point.GetX() for point in inside]), np.array([point.GetY() for point in inside])
        )
        overlay = [above.codes[number] if number >= 0 else "" for number in found]
        placed = [number for number, code in enumerate(overlay) if code]
        for values in self.columns.values():
            agreeing = sum(values[number] == overlay[number] for number in placed)
            if known.issuperset(values) and agreeing >= AGREEING * len(placed):
                return values
        return overlay


def areas_crs(path: str) -> str:
    """Return the authority code of the CRS of the areas in a file; `UserError` when it does not count in metres."""
    dataset = _open(path)
    layer = _polygon_layers(dataset, path)[0]
    reference = layer.GetSpatialRef()
    if reference is None:
        raise UserError(Text(NO_CRS, {"layer": layer.GetName(), "file": Path(path).name}))
    reference.AutoIdentifyEPSG()
    crs = f"{reference.GetAuthorityName(None)}:{reference.GetAuthorityCode(None)}"
    if not is_metric(crs):
        raise UserError(Text(NOT_METRIC, {"file": Path(path).name, "crs": crs}))
    return crs


def import_areas(workspace, path: str, progress: Progress = Silent()) -> Dict[str, int]:
    """Replace the areas of a workspace by the polygon layers of a file; returns the number per level.

    The layer with most features is the finest level; levels of an earlier file go, and every event is assigned
    anew where the finest level changed. Code and name are the columns that say so and tell the
    areas apart; sizes in km2 are measured in the workspace's CRS. A table `area_statistics` (code, year, name,
    value) in the file takes the place of the statistics of the same names. Raises `UserError` when there is no polygon layer.
    """
    dataset = _open(path)
    levels: List[Level] = []
    for layer in _polygon_layers(dataset, path):
        progress.check()
        levels.append(_read_level(layer, workspace.crs, path))
    levels.sort(key=lambda level: (-len(level.codes), level.name))
    statistics = _statistics(dataset)
    with workspace.begin(kind="areas", parameters={"file": Path(path).name}) as run:
        store_areas(workspace, run, levels, statistics, progress)
        run.counts(
            read=sum(len(level.codes) for level in levels), kept=sum(len(level.codes) for level in levels)
        )
    return {level.name: len(level.codes) for level in levels}


def store_areas(
    workspace, run, levels: Sequence[Level], statistics: Optional[pd.DataFrame], progress: Progress
) -> None:
    """Put levels, the finest first, in the place of all there are; where that one changed, every event is assigned anew."""
    moved = workspace.area_levels()[:1] != [levels[0].name]
    for number, level in enumerate(levels):
        progress.step(
            number / len(levels),
            Text(QT_TRANSLATE_NOOP("core", "Importing areas: {level}"), {"level": level.name}),
        )
        above = levels[number + 1] if number + 1 < len(levels) else None
        frame = pd.DataFrame(
            {
                "code": level.codes,
                "name": level.names,
                "parent": level.parents(above) if above else "",
                "valid_from": None,
                "valid_to": None,
                "area_km2": level.km2,
                "geometry": level.wkb,
            }
        )
        changed = run.replace_areas(level.name, frame)
        moved = moved or (changed and number == 0)
    for name in set(workspace.area_levels()) - {level.name for level in levels}:
        run.replace_areas(name, frame.iloc[:0])
    if moved:
        _assign_events(workspace, run, levels[0], progress)
    if statistics is not None:
        run.replace_area_statistics(statistics)


def _assign_events(workspace, run, finest: Level, progress: Progress) -> None:
    index = AreaIndex(finest.wkb)
    known = np.array([*finest.codes, None], object)
    for events in workspace.events_in_parts(["fid", "x", "y", "area"]):
        progress.check()
        codes = known[index.locate(events["x"], events["y"])]
        moved = codes != events["area"]
        if moved.any():
            run.set_event_areas(events["fid"][moved].astype(np.int64), codes[moved])


def _open(path: str) -> gdal.Dataset:
    try:
        dataset = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY)
    except RuntimeError:
        dataset = None
    if dataset is None:
        raise UserError(Text(NOT_READ, {"file": str(path)}))
    return dataset


def _polygon_layers(dataset: gdal.Dataset, path: str) -> List[ogr.Layer]:
    layers = [dataset.GetLayer(number) for number in range(dataset.GetLayerCount())]
    found = [
        layer
        for layer in layers
        if ogr.GT_Flatten(layer.GetGeomType()) in (ogr.wkbPolygon, ogr.wkbMultiPolygon)
    ]
    if not found:
        raise UserError(Text(NOT_READ, {"file": str(path)}))
    return found


def _read_level(layer: ogr.Layer, crs: str, path: str) -> Level:
    reference = layer.GetSpatialRef()
    if reference is None:
        raise UserError(Text(NO_CRS, {"layer": layer.GetName(), "file": Path(path).name}))
    reference.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    target = spatial_reference(crs)
    transform = None if reference.IsSame(target) else osr.CoordinateTransformation(reference, target)
    definition = layer.GetLayerDefn()
    names = [definition.GetFieldDefn(number).GetName() for number in range(definition.GetFieldCount())]
    columns: Dict[str, List[str]] = {name: [] for name in names}
    wkb: List[bytes] = []
    km2: List[float] = []
    layer.ResetReading()
    for feature in layer:
        geometry = feature.GetGeometryRef()
        if geometry is None or geometry.IsEmpty():
            continue
        geometry = geometry.Clone()
        geometry.FlattenTo2D()
        if transform is not None:
            geometry.Transform(transform)
        km2.append(geometry.GetArea() / 1e6)
        wkb.append(bytes(ogr.ForceToMultiPolygon(geometry).ExportToWkb(ogr.wkbNDR)))
        for number, name in enumerate(names):
            columns[name].append("" if feature.IsFieldNull(number) else feature.GetFieldAsString(number))
    code = _column(columns, layer.GetName(), ("code", "statcode"), "code", len(wkb))
    if code is None:
        raise UserError(Text(NO_CODE, {"layer": layer.GetName(), "file": Path(path).name}))
    name = _column(columns, layer.GetName(), ("name", "naam", "statnaam"), ("name", "naam"), 0) or code
    return Level(layer.GetName(), columns[code], columns[name], columns, wkb, km2)


def _column(
    columns: Dict[str, List[str]], layer: str, exact: Sequence[str], ending, distinct: int
) -> Optional[str]:
    """Return the column called so, else one that starts like the layer and ends so, else any that ends so.

    With `distinct` the values must be filled and all different.
    """

    def fits(name: str) -> bool:
        values = columns[name]
        return not distinct or (len(set(values)) == distinct and all(values))

    plain = {name.casefold(): name for name in reversed(list(columns))}
    candidates = [plain[name] for name in exact if name in plain]
    endings = (ending,) if isinstance(ending, str) else ending
    others = [name for name in columns if name.casefold().endswith(endings)]
    candidates += sorted(others, key=lambda name: name.casefold()[:3] != layer.casefold()[:3])
    if distinct:
        candidates += list(columns)
    return next((name for name in candidates if fits(name)), None)


def _statistics(dataset: gdal.Dataset) -> Optional[pd.DataFrame]:
    layer = dataset.GetLayerByName(STATISTICS)
    if layer is None:
        return None
    names = ("code", "year", "name", "value")
    definition = layer.GetLayerDefn()
    if any(definition.GetFieldIndex(name) < 0 for name in names):
        return None
    rows = [[feature.GetField(name) for name in names] for feature in layer]
    frame = pd.DataFrame(rows, columns=list(names))
    return frame.drop_duplicates(["code", "year", "name"])
