"""Visits of enforcement officers in the synthetic city: often where it is busy, and in some neighbourhoods never."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .city import City
from .clock import in_repeated_hour, to_utc
from .events import identities, place_on
from .mess import time_text
from .profiles import DAYS, FIRST_DAY

FILE = "patrols.csv"
SHARE = 0.12
NEVER = 0.15
CATEGORY = "surveillance"
_HOURS = np.array(
    [
        0.5,
        0.2,
        0,
        0,
        0,
        0,
        0,
        0.3,
        0.8,
        1.1,
        1.2,
        1.0,
        0.6,
        1.1,
        1.2,
        1.0,
        0.7,
        0.8,
        1.0,
        1.1,
        1.0,
        1.0,
        0.9,
        0.7,
    ]
)
_WEEK = np.array([0.9, 0.95, 0.95, 1.0, 1.15, 1.25, 0.8])
_BY = np.array(["te voet", "fiets", "auto"], dtype=object)


@dataclass(frozen=True)
class Patrols:
    """The visits as clean events, as the raw file, and what is true of them (ready for JSON)."""

    events: pd.DataFrame
    raw: pd.DataFrame
    truth: dict


def draw_patrols(city: City, count: int) -> Patrols:
    """Draw so many visits of 2023 to 2025, in order of time; the same city and number give the same.

    Columns of the events as of `inspection_frame`, with m_visits (1), m_minutes, m_warnings, m_fines and a_by.
    """
    rng = np.random.default_rng([city.seed, 19])
    streets, codes = city.streets, city.ground.areas["neighbourhoods"].codes
    places = city.plan.places
    weight = (
        0.35 * places["nightlife"] + 0.25 * places["shops"] + 0.2 * places["centre"] + 0.2 * places["people"]
    )
    outside = np.flatnonzero(city.ground.district_of != 0)
    never = np.sort(rng.choice(outside, size=min(int(NEVER * len(codes)), len(outside)), replace=False))
    weight = np.where(np.isin(streets.area, never), 0.0, weight)
    days = FIRST_DAY + np.arange(DAYS)
    week = _WEEK[(days.astype(np.int64) + 3) % 7]
    day = np.minimum(np.searchsorted(np.cumsum(week), rng.random(count) * week.sum(), side="right"), DAYS - 1)
    hour = np.minimum(np.searchsorted(np.cumsum(_HOURS), rng.random(count) * _HOURS.sum(), side="right"), 23)
    minute = np.sort(day * 1440 + hour * 60 + rng.integers(0, 60, count))
    local = (FIRST_DAY.astype("datetime64[m]") + minute).astype("datetime64[s]")
    local = local + in_repeated_hour(local) * np.timedelta64(3600, "s")
    frontage = rng.choice(len(weight), size=count, p=weight / weight.sum())
    x, y = place_on(streets, frontage, rng.uniform(0.05, 0.95, count), rng.uniform(2.5, 4.0, count))
    minutes = np.clip(np.round(rng.lognormal(2.9, 0.5, count)), 5, 120)
    warnings = rng.poisson(0.22, count).astype(float)
    fines = rng.poisson(0.12, count).astype(float)
    by = _BY[rng.choice(len(_BY), size=count, p=(0.5, 0.35, 0.15))]
    utc, nothing = to_utc(local), np.full(count, None, dtype=object)
    events = pd.DataFrame(
        {
            "event_id": identities("VP", count),
            "kind": np.full(count, "inspection", dtype=object),
            "category": np.full(count, CATEGORY, dtype=object),
            "subcategory": nothing,
            "occurred_from": utc,
            "occurred_to": np.full(count, np.datetime64("NaT", "s")),
            "occurred_local": local,
            "reported_at": utc,
            "closed_at": np.full(count, np.datetime64("NaT", "s")),
            "status": nothing,
            "location_quality": np.full(count, "exact", dtype=object),
            "place": np.array(streets.names, dtype=object)[streets.street[frontage]],
            "address": nothing,
            "area": np.array(codes, dtype=object)[streets.area[frontage]],
            "local_day": local.astype("datetime64[D]").astype(np.int64),
            "local_hour": local.astype("datetime64[h]").astype(np.int64) % 24,
            "x": x,
            "y": y,
            "m_visits": np.ones(count),
            "m_minutes": minutes,
            "m_warnings": warnings,
            "m_fines": fines,
            "a_by": by,
        }
    )
    raw = pd.DataFrame(
        {
            "bezoek_id": events["event_id"],
            "tijdstip": time_text(local, np.ones(count, np.int64)),
            "straat": events["place"],
            "minuten": minutes.astype(np.int64),
            "waarschuwingen": warnings.astype(np.int64),
            "processen_verbaal": fines.astype(np.int64),
            "vervoer": by,
            "x": x,
            "y": y,
        }
    )
    visited = events["area"].value_counts()
    truth = {
        "total": count,
        "minutes": int(minutes.sum()),
        "warnings": int(warnings.sum()),
        "fines": int(fines.sum()),
        "never_visited": [codes[area] for area in never],
        "visits": {code: int(visited.get(code, 0)) for code in codes},
    }
    return Patrols(events, raw, truth)
