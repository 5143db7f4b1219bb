"""Areas and sources into a workspace, which is made for them when it is not there yet."""

from __future__ import annotations

from typing import Dict, Optional, Sequence, Union

from ..core.errors import UserError
from ..core.progress import Part, Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..settings import Settings
from ..sources.definition import SourceDefinition, read_source, source_path
from ..sources.files import open_paths
from ..sources.network.qgis import surroundings_of
from ..sources.reference import ReferenceDefinition
from ..workspace.opening import create_workspace, is_there, open_workspace
from .areas import NOT_METRIC, areas_crs, import_areas
from .collect import CollectResult, collect, crs_for, guess_definition
from .crs import is_metric
from .reference import store_reference

FETCHED = QT_TRANSLATE_NOOP(
    "core", "{source} is not read from files but from a service: use “Collect a source”."
)


def find_definition(name: str) -> Union[SourceDefinition, ReferenceDefinition]:
    """Return the definition in a YAML file, or that of a source by its id: the user's own or the package's.

    Raises `UserError` for one whose records do not come in files.
    """
    found = read_source(source_path(name, Settings.load().sources_folder))
    if not isinstance(found, (SourceDefinition, ReferenceDefinition)):
        raise UserError(Text(FETCHED, {"source": found.source}))
    return found


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
    if not is_there(path):
        if not areas and not events:
            raise UserError(
                Text(
                    QT_TRANSLATE_NOOP(
                        "core", "There is no workspace at {path}: give the files with events to make one."
                    ),
                    {"path": path},
                )
            )
        crs = areas_crs(areas) if areas else _crs_for(definitions[0], events)
        create_workspace(path, crs).close()
    results: Dict[str, CollectResult] = {}
    with open_workspace(path) as workspace:
        if areas:
            import_areas(workspace, areas, Part(progress, 0.0, 0.1))
        if events:
            for number, definition in enumerate(definitions):
                share = 0.9 / len(definitions)
                part = Part(progress, 0.1 + number * share, 0.1 + (number + 1) * share)
                results[definition.source] = _collect(workspace, definition, events, part)
    return results


def _collect(workspace, definition, paths: str, progress: Progress) -> CollectResult:
    if isinstance(definition, SourceDefinition):
        with surroundings_of(definition) as around:
            return collect(workspace, definition, paths, progress, surroundings=around)
    files = open_paths(paths, definition.pattern, definition.layer, known=definition.columns())
    about = {"files": [file.name for file in files]}
    return store_reference(workspace, definition, files, about, progress)


def _crs_for(definition, paths: str) -> str:
    """Return the CRS in metres for a workspace that is made for these files alone."""
    if isinstance(definition, SourceDefinition):
        return crs_for(definition, paths)
    if not is_metric(definition.crs):
        raise UserError(Text(NOT_METRIC, {"file": definition.source, "crs": definition.crs}))
    return definition.crs
