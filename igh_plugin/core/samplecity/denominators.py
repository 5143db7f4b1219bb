"""What stands in the areas of the synthetic city, to divide by: venues, parking bays, streets, trees, green, water."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .events import place_on
from .geography import LEVELS, Geography
from .population import YEARS, level_sums
from .streets import Streets

_VENUES_PER_FRONTAGE = 0.03
_TERRACE_SHARE = 0.45
_BAYS_PER_METRE = {
    "centre": 0.06,
    "old": 0.11,
    "flats": 0.19,
    "suburb": 0.15,
    "villa": 0.12,
    "industry": 0.08,
    "park": 0.03,
}
_TREES_PER_METRE = {
    "centre": 0.04,
    "old": 0.05,
    "flats": 0.09,
    "suburb": 0.08,
    "villa": 0.12,
    "industry": 0.03,
    "park": 0.30,
}
_BINS_PER_METRE = {
    "centre": 0.012,
    "old": 0.006,
    "flats": 0.005,
    "suburb": 0.004,
    "villa": 0.003,
    "industry": 0.002,
    "park": 0.012,
}
_GREEN = {
    "centre": 0.03,
    "old": 0.06,
    "flats": 0.25,
    "suburb": 0.18,
    "villa": 0.30,
    "industry": 0.08,
    "park": 0.85,
    "polder": 0.70,
}
_SHOP_DEPTH = 18.0


@dataclass(frozen=True)
class Objects:
    """Licensed venues as points (n, 2), RD New metres, the neighbourhood of each, and the m2 of its terrace (0: none)."""

    venues: np.ndarray
    area: np.ndarray
    terrace_m2: np.ndarray


def place_objects(city: Geography, streets: Streets, places: dict[str, np.ndarray]) -> Objects:
    """Place the licensed venues: most where people go out, others in shopping streets; the same city gives the same."""
    rng = np.random.default_rng([city.seed, 18])
    weight = (
        0.4 * places["nightlife"] + 0.3 * places["shops"] + 0.2 * places["centre"] + 0.1 * places["people"]
    )
    count = max(40, int(_VENUES_PER_FRONTAGE * len(weight)))
    frontage = np.sort(rng.choice(len(weight), size=count, p=weight / weight.sum()))
    x, y = place_on(streets, frontage, rng.uniform(0.05, 0.95, count), rng.uniform(5.0, 8.0, count))
    terrace = np.where(rng.random(count) < _TERRACE_SHARE, np.round(rng.uniform(12.0, 70.0, count)), 0.0)
    return Objects(np.column_stack([x, y]), streets.area[frontage], terrace)


def object_statistics(
    city: Geography,
    streets: Streets,
    places: dict[str, np.ndarray],
    objects: Objects,
    statistics: pd.DataFrame,
) -> pd.DataFrame:
    """Numbers of every area of the three levels, as `area_statistics` gives them, the same in each year.

    Names: households, waste_containers, licensed_venues, terraces_km2, shopping_km2, parking_bays, litter_bins, trees,
    streets_km, green_km2, water_km2. Those of a quarter or district are the sums of its neighbourhoods.
    """
    count = len(city.kinds)
    kinds = np.array(city.kinds)[streets.area]
    classes = np.array(streets.classes)[streets.street]
    road = streets.length * (classes != "path")
    dry, wet = np.zeros(count), np.zeros(count)
    for number, area in city.block_area.items():
        part = wet if city.block_water[number] else dry
        part[area] += city.mesh.area(number) / 1e6

    def along(per_metre: dict[str, float], length: np.ndarray) -> np.ndarray:
        each = np.array([per_metre.get(kind, 0.01) for kind in kinds])
        return np.round(np.bincount(streets.area, each * length, count))

    first = statistics[(statistics["level"] == LEVELS[0]) & (statistics["year"] == YEARS[0])]
    known = {name: rows["value"].to_numpy() for name, rows in first.groupby("name", sort=False)}
    shops = streets.length * (places["shops"] > 0)
    numbers = {
        "households": np.round(0.97 * known["dwellings"]),
        "waste_containers": known["containers"],
        "licensed_venues": np.bincount(objects.area, minlength=count).astype(float),
        "terraces_km2": np.round(np.bincount(objects.area, objects.terrace_m2, count) / 1e6, 6),
        "shopping_km2": np.round(_SHOP_DEPTH * np.bincount(streets.area, shops, count) / 1e6, 6),
        "parking_bays": along(_BAYS_PER_METRE, road),
        "litter_bins": along(_BINS_PER_METRE, streets.length),
        "trees": along(_TREES_PER_METRE, streets.length),
        "streets_km": np.round(np.bincount(streets.area, road, count) / 2000.0, 3),
        "green_km2": np.round(dry * np.array([_GREEN[kind] for kind in city.kinds]), 6),
        "water_km2": np.round(wet, 6),
    }
    frames = [frame for year in YEARS for level in LEVELS for frame in level_sums(city, level, year, numbers)]
    return pd.concat(frames, ignore_index=True)
