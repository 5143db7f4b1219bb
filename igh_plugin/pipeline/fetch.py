"""One source from where it lives into a workspace, which is made for it when it is not there yet."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

from ..core.cleaning.columns import Reader
from ..core.cleaning.coordinates import impossible
from ..core.errors import UserError
from ..core.progress import Part, Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..settings import Settings
from ..sources.connectors import connector_for
from ..sources.definition import SourceDefinition, read_source, source_path
from ..sources.network.door import Door, Surroundings
from ..sources.network.qgis import surroundings_of
from ..workspace import sql
from ..workspace.opening import create_workspace, is_there, open_workspace
from .areas import areas_crs, import_areas
from .collect import CollectResult
from .crs import is_metric, valid_bounds
from .download import remote_of
from .refresh import collect_any
from .software import software
from .survey import Survey, metric_crs

FIRST = 500
"""Records by which the place of a source is told."""


def fetch(
    path: str,
    name: str,
    areas: Optional[str] = None,
    whole: bool = False,
    credentials: str = "",
    progress: Progress = Silent(),
) -> CollectResult:
    """Import areas if given, then fetch the source of that name or YAML file; return what it did.

    `credentials` go before those the source names. A workspace that is not there is made, in the CRS of the areas or of
    the source, or for one in degrees in metres for where its first events lie. Raises `UserError` when none counts in
    metres.
    """
    definition = read_source(source_path(name, Settings.load().sources_folder))
    if credentials:
        definition = replace(definition, remote=replace(remote_of(definition), credentials=credentials))
    with surroundings_of(definition) as around:
        if not is_there(path):
            _make(path, areas_crs(areas) if areas else _crs_of(definition, around, progress))
        with open_workspace(path) as workspace:
            if areas:
                import_areas(workspace, areas, Part(progress, 0.0, 0.1))
            return collect_any(workspace, definition, around, Part(progress, 0.1, 1.0), whole)


def _make(path: str, crs: str) -> None:
    if not crs or not is_metric(crs):
        template = QT_TRANSLATE_NOOP(
            "core",
            "There is no workspace at {path}, and {crs} does not count in metres: give areas in a projected CRS to "
            "make one.",
        )
        raise UserError(Text(template, {"path": path, "crs": crs or "?"}))
    create_workspace(path, crs).close()


def _crs_of(definition, around: Optional[Surroundings], progress: Progress) -> str:
    if not isinstance(definition, SourceDefinition):
        return getattr(definition, "crs", "")
    mapping = definition.mapping
    if not mapping.crs or is_metric(mapping.crs):
        return mapping.crs
    with Door(definition.source, around, progress, None, software().get("igh", "")) as door:
        wanted = definition.wanted(remote_of(definition))
        first = connector_for(wanted, door, sql, progress).preview(FIRST)
    x, y, _, bad, _ = Reader(mapping).point(first)
    good = ~bad & ~impossible(x, y, valid_bounds(mapping.crs))
    return metric_crs(definition, Survey(x=x[good], y=y[good]))
