"""The synthetic city as a whole: build it once, then draw any number of events in it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import UserError
from ..progress import Part, Progress, Silent
from ..text import QT_TRANSLATE_NOOP, Text
from .denominators import Objects, object_statistics, place_objects
from .events import Drawn, draw_reports, report_frame
from .geography import Geography, build_geography
from .inspections import Containers, inspection_frame, place_containers
from .planting import Plan, make_plan
from .population import area_statistics
from .streets import Streets, build_streets

SEED = 20260101
NEIGHBOURHOODS = 120
EVENTS = 200_000
INSPECTION_SHARE = 0.15


@dataclass(frozen=True)
class City:
    """Everything but the events. RD New (EPSG:28992), metres. Synthetic: nothing of it exists."""

    seed: int
    ground: Geography
    streets: Streets
    plan: Plan
    containers: Containers
    objects: Objects
    statistics: pd.DataFrame


@dataclass(frozen=True)
class Sample:
    """A city and the events drawn in it, as clean tables."""

    city: City
    drawn: Drawn
    reports: pd.DataFrame
    inspections: pd.DataFrame


def build_city(seed: int = SEED, neighbourhoods: int = NEIGHBOURHOODS) -> City:
    """Build the city; the same seed and number of neighbourhoods (30 to 2,000) give the same city.

    Raises UserError for numbers out of range.
    """
    if seed < 0:
        message = QT_TRANSLATE_NOOP(
            "core", "The seed is {seed}, but it must be 0 or more: choose another number."
        )
        raise UserError(Text(message, {"seed": seed}))
    ground = build_geography(seed, neighbourhoods)
    streets = build_streets(ground)
    containers = place_containers(ground, streets)
    per_area = np.bincount(containers.area, minlength=len(ground.kinds))
    statistics = area_statistics(ground, streets, per_area)
    plan = make_plan(ground, streets)
    objects = place_objects(ground, streets, plan.places)
    more = object_statistics(ground, streets, plan.places, objects, statistics)
    statistics = pd.concat([statistics, more], ignore_index=True)
    return City(seed, ground, streets, plan, containers, objects, statistics)


def draw_sample(
    city: City, events: int = EVENTS, inspections: int | None = None, progress: Progress | None = None
) -> Sample:
    """Draw reports and inspections (15 % of the reports unless given) of 2023 to 2025.

    Raises UserError for negative numbers, Cancelled when asked to stop.
    """
    progress = progress or Silent()
    if events < 0 or (inspections is not None and inspections < 0):
        message = QT_TRANSLATE_NOOP("core", "The number of events is negative: choose 0 or more.")
        raise UserError(message)
    if inspections is None:
        inspections = int(round(INSPECTION_SHARE * events))
    drawn = draw_reports(city.ground, city.streets, city.plan, events, Part(progress, 0.0, 0.5))
    progress.step(0.5)
    reports = report_frame(city.ground, city.streets, drawn)
    progress.step(0.9)
    visits = inspection_frame(city.ground, city.streets, city.containers, inspections)
    progress.step(1.0)
    return Sample(city, drawn, reports, visits)


def clean_events(
    events: int = EVENTS, seed: int = SEED, neighbourhoods: int = NEIGHBOURHOODS, inspections: int = 0
) -> pd.DataFrame:
    """Reports (and, after them, inspections) of a fresh city as one table of clean events, for tests and
    benchmarks.
    """
    sample = draw_sample(build_city(seed, neighbourhoods), events, inspections)
    if not inspections:
        return sample.reports
    shared = [name for name in sample.inspections.columns if name in sample.reports.columns]
    return pd.concat([sample.reports, sample.inspections[shared]], ignore_index=True)
