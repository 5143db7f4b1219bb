"""Areas and sources into a workspace, which is made for them when it is not there yet."""

from __future__ import annotations

from pathlib import Path
from typing import Dict, Optional, Sequence

from ..core.errors import UserError
from ..core.progress import Part, Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..settings import Settings
from ..sources.definition import SourceDefinition, read_definition, source_path
from ..sources.network.qgis import surroundings_of
from ..workspace.geopackage import GeoPackageWorkspace
from .areas import areas_crs, import_areas
from .collect import CollectResult, collect, crs_for, guess_definition


def find_definition(name: str) -> SourceDefinition:
    """Return the definition in a YAML file, or that of a source by its id: the user's own or the package's."""
    return read_definition(source_path(name, Settings.load().sources_folder))


def ingest(
    path: str,
    events: str,
    mappings: Sequence[str] = (),
    areas: Optional[str] = None,
    progress: Progress = Silent(),
) -> Dict[str, CollectResult]:
    """Import areas if given, then collect `events` through each mapping; returns the results by source.

    Without a mapping one is guessed and told. Without a workspace one is made, in the CRS of the areas, or else
    in metres for the place of the events. Raises `UserError` when there is nothing to make it from.
    """
    definitions = [find_definition(name) for name in mappings]
    if events and not definitions:
        proposal = guess_definition(events)
        for sentence in proposal.notes:
            progress.report(sentence)
        definitions = [proposal.definition]
    if not Path(path).exists():
        if not areas and not events:
            raise UserError(
                Text(
                    QT_TRANSLATE_NOOP(
                        "core", "There is no workspace at {path}: give the files with events to make one."
                    ),
                    {"path": path},
                )
            )
        crs = areas_crs(areas) if areas else crs_for(definitions[0], events)
        GeoPackageWorkspace.create(path, crs).close()
    results: Dict[str, CollectResult] = {}
    with GeoPackageWorkspace.open(path) as workspace:
        if areas:
            import_areas(workspace, areas, Part(progress, 0.0, 0.1))
        if events:
            for number, definition in enumerate(definitions):
                share = 0.9 / len(definitions)
                part = Part(progress, 0.1 + number * share, 0.1 + (number + 1) * share)
                with surroundings_of(definition) as around:
                    results[definition.source] = collect(
                        workspace, definition, events, part, surroundings=around
                    )
    return results
