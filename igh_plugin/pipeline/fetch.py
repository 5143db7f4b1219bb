"""One source from where it lives into a workspace, which is made for it when it is not there yet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Optional

from ..core.errors import UserError
from ..core.progress import Part, Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..settings import Settings
from ..sources.definition import SourceDefinition, read_source, source_path
from ..sources.network.qgis import surroundings_of
from ..workspace.geopackage import GeoPackageWorkspace
from .areas import areas_crs, import_areas
from .collect import CollectResult
from .crs import is_metric
from .download import remote_of
from .refresh import collect_any


def fetch(
    path: str,
    name: str,
    areas: Optional[str] = None,
    whole: bool = False,
    credentials: str = "",
    progress: Progress = Silent(),
) -> CollectResult:
    """Import areas if given, then fetch the source of that name or YAML file; return what it did.

    `credentials` go before those the source names. A workspace that is not there is made, in the CRS of the areas or
    of the source. Raises `UserError` when neither counts in metres.
    """
    definition = read_source(source_path(name, Settings.load().sources_folder))
    if credentials:
        definition = replace(definition, remote=replace(remote_of(definition), credentials=credentials))
    if not Path(path).exists():
        crs = areas_crs(areas) if areas else _crs_of(definition)
        if not crs or not is_metric(crs):
            template = QT_TRANSLATE_NOOP(
                "core",
                "There is no workspace at {path}, and {crs} does not count in metres: give areas in a projected CRS to "
                "make one.",
            )
            raise UserError(Text(template, {"path": path, "crs": crs or "?"}))
        GeoPackageWorkspace.create(path, crs).close()
    with GeoPackageWorkspace.open(path) as workspace:
        if areas:
            import_areas(workspace, areas, Part(progress, 0.0, 0.1))
        with surroundings_of(definition) as around:
            return collect_any(workspace, definition, around, Part(progress, 0.1, 1.0), whole)


def _crs_of(definition) -> str:
    return (
        definition.mapping.crs if isinstance(definition, SourceDefinition) else getattr(definition, "crs", "")
    )
