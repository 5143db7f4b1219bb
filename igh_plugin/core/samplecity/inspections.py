"""Inspections of waste containers: many in the centre, while the worst places lie elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .clock import to_utc
from .events import identities, place_on
from .geography import Geography
from .population import frontage_people
from .profiles import DAYS, FIRST_DAY
from .streets import Streets

GRADES = ("A+", "A", "B", "C", "D")
CENTRE_SHARE = 0.75
CATEGORY = "container-bijplaatsing"
_BELOW = np.array([0.46, 0.30, 0.16, 0.08])
_HOURS = np.array(
    [0, 0, 0, 0, 0, 0, 0.2, 1.0, 1.6, 1.8, 1.7, 1.3, 0.9, 1.4, 1.2, 0.6, 0.2, 0, 0, 0, 0, 0, 0, 0]
)
_WEEK = np.array([1.1, 1.0, 1.0, 1.0, 0.95, 0.35, 0.05])


@dataclass(frozen=True)
class Containers:
    """Fixed places: own id, x, y (m), street and neighbourhood numbers, and how often one is visited
    (relative).
    """

    ids: list[str]
    x: np.ndarray
    y: np.ndarray
    street: np.ndarray
    area: np.ndarray
    weight: np.ndarray


def place_containers(city: Geography, streets: Streets) -> Containers:
    """About 1,900 containers where people live; three quarters of the visits go to district A."""
    rng = np.random.default_rng([city.seed, 8])
    people = frontage_people(city, streets)
    count = min(1900, int((people > 0).sum()))
    frontage = np.sort(rng.choice(len(people), size=count, replace=False, p=people / people.sum()))
    x, y = place_on(streets, frontage, rng.uniform(0.1, 0.9, count), rng.uniform(2.5, 4.0, count))
    area = streets.area[frontage]
    weight = np.exp(rng.normal(0, 0.35, count))
    centre = city.district_of[area] == 0
    weight[centre] *= CENTRE_SHARE / weight[centre].sum()
    weight[~centre] *= (1 - CENTRE_SHARE) / weight[~centre].sum()
    return Containers(
        [f"VB-C{n:04d}" for n in range(1, count + 1)], x, y, streets.street[frontage], area, weight
    )


def true_shares(city: Geography) -> tuple[np.ndarray, list[int]]:
    """(n,) chance that an inspection finds less than A+, per neighbourhood, and the quarters that were made
    worst.

    The centre is ordinary (0.36 to 0.50); two quarters outside it are the worst (0.74 to 0.88).
    """
    rng = np.random.default_rng([city.seed, 9])
    u, v = city.plan_centres.T / 1000.0
    phase = rng.uniform(0, 2 * np.pi, 4)
    field = np.sin(1.1 * u + phase[0]) * np.cos(0.9 * v + phase[1]) + 0.6 * np.sin(
        0.7 * u - 1.3 * v + phase[2]
    )
    field = (field - field.min()) / np.ptp(field)
    share = 0.22 + 0.34 * field + rng.uniform(-0.03, 0.03, len(field))
    centre = city.district_of == 0
    share[centre] = np.clip(share[centre], 0.36, 0.50)
    inhabited = [k in ("old", "flats", "suburb") for k in city.kinds]
    outside = [q for q in range(city.quarter_of.max() + 1) if not centre[city.quarter_of == q].any()]
    lived_in = np.array([np.mean(np.array(inhabited)[city.quarter_of == q]) for q in outside])
    best = np.array(outside)[lived_in >= np.sort(lived_in)[-min(8, len(outside))]]
    worst = sorted(int(q) for q in rng.choice(best, size=min(2, len(best)), replace=False))
    for quarter in worst:
        own = city.quarter_of == quarter
        share[own] = rng.uniform(0.74, 0.88, int(own.sum()))
    return np.round(share, 4), worst


def inspection_frame(city: Geography, streets: Streets, containers: Containers, count: int) -> pd.DataFrame:
    """So many inspections as clean events, in order of time.

    Columns as of reports, with container (own id of the place), m_inspections (1), m_below_grade (1 when less
    than A+), m_items (number of items beside the container) and a_crow_score.
    """
    rng = np.random.default_rng([city.seed, 10])
    share, _ = true_shares(city)
    days = FIRST_DAY + np.arange(DAYS)
    weekday = (days.astype(np.int64) + 3) % 7
    day = np.searchsorted(np.cumsum(_WEEK[weekday]), rng.random(count) * _WEEK[weekday].sum(), side="right")
    hour = np.searchsorted(np.cumsum(_HOURS), rng.random(count) * _HOURS.sum(), side="right")
    second = np.sort(
        np.minimum(day, DAYS - 1) * 86400 + np.minimum(hour, 16) * 3600 + rng.integers(0, 3600, count)
    )
    running = np.cumsum(containers.weight)
    place = np.minimum(
        np.searchsorted(running, rng.random(count) * running[-1], side="right"), len(running) - 1
    )
    below = rng.random(count) < share[containers.area[place]]
    worse = np.searchsorted(np.cumsum(_BELOW), rng.random(count) * _BELOW.sum(), side="right")
    grade = np.where(below, 1 + np.minimum(worse, 3), 0)
    items = np.where(below, 1 + rng.poisson(np.array([0.0, 0.6, 2.2, 5.0, 11.0])[grade]), 0)
    local = FIRST_DAY.astype("datetime64[s]") + second
    empty = np.full(count, None, dtype=object)
    area = containers.area[place]
    return pd.DataFrame(
        {
            "event_id": identities("VI", count),
            "kind": np.full(count, "inspection", dtype=object),
            "category": np.full(count, CATEGORY, dtype=object),
            "subcategory": empty,
            "occurred_from": to_utc(local),
            "occurred_to": np.full(count, np.datetime64("NaT", "s")),
            "occurred_local": local,
            "reported_at": to_utc(local),
            "closed_at": np.full(count, np.datetime64("NaT", "s")),
            "status": empty,
            "location_quality": np.full(count, "exact", dtype=object),
            "place": np.array(streets.names, dtype=object)[containers.street[place]],
            "address": empty,
            "area": np.array(city.areas["neighbourhoods"].codes, dtype=object)[area],
            "local_day": FIRST_DAY.astype(np.int64) + second // 86400,
            "local_hour": second // 3600 % 24,
            "x": containers.x[place],
            "y": containers.y[place],
            "container": np.array(containers.ids, dtype=object)[place],
            "m_inspections": np.ones(count),
            "m_below_grade": below.astype(float),
            "m_items": items.astype(float),
            "a_crow_score": np.array(GRADES, dtype=object)[grade],
        }
    )
