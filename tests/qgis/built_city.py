"""A small sample city with both themes built, in a workspace and a project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Union

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject

from igh_plugin.pipeline.sample_city import write_sample_city
from igh_plugin.provider import IghProvider

THEMES = ("registrations", "waste_beside_containers")
SOURCES = "samplecity_reports;samplecity_inspections"


def build_city(folder: Path, place: Union[str, Path] = "", events: int = 5_000) -> Union[str, Path]:
    """Write the city and build both themes through igh:buildtheme; returns the workspace, and in `folder` is `p.qgz`.

    Without a place it is a GeoPackage in the folder.
    """
    city, workspace = folder / "city", place or folder / "w.gpkg"
    write_sample_city(city, seed=7, neighbourhoods=40, events=events)
    data = {"EVENTS": str(city / "raw"), "MAPPING": SOURCES, "AREAS": str(city / "areas.gpkg")}
    for theme in THEMES:
        run_algorithm(
            "buildtheme", WORKSPACE=str(workspace), THEME=theme, PROJECT=str(folder / "p.qgz"), **data
        )
        data = {}
    return workspace


def run_algorithm(name: str, **parameters) -> dict:
    """Run an algorithm of ours that is not registered; its outputs. Fails with what it said."""
    provider = IghProvider()
    provider.loadAlgorithms()
    algorithm = provider.algorithm(name).create()
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(QgsProject())
    right, message = algorithm.checkParameterValues(parameters, context)
    assert right, message
    results, fine = algorithm.run(parameters, context, feedback)
    assert fine, json.dumps(parameters) + feedback.textLog()
    return results
