"""Inhabitants, dwellings, addresses and waste containers of the areas, per year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .geography import LEVELS, Geography
from .streets import Streets

YEARS = (2023, 2024, 2025, 2026)
_PER_KM2 = {
    "centre": 11500.0,
    "old": 9800.0,
    "flats": 8200.0,
    "suburb": 4300.0,
    "villa": 1700.0,
    "industry": 90.0,
    "park": 60.0,
    "polder": 35.0,
}
_PER_DWELLING = {"centre": 1.55, "old": 1.75, "flats": 1.95, "suburb": 2.45, "villa": 2.6}
_WORK = {"centre": 0.34, "old": 0.13, "flats": 0.05, "suburb": 0.05, "villa": 0.06}


def area_statistics(city: Geography, streets: Streets, containers: np.ndarray) -> pd.DataFrame:
    """Numbers of every area of the three levels: columns level, code, year, name, value.

    Names: inhabitants, dwellings, addresses, containers (counts on 1 January) and area_km2. Numbers of a
    quarter or district are the sums of its neighbourhoods. containers: (n,) containers per neighbourhood.
    """
    rng = np.random.default_rng([city.seed, 3])
    count = len(city.kinds)
    dry = np.zeros(count)
    for number, area in city.block_area.items():
        if not city.block_water[number]:
            dry[area] += city.mesh.area(number) / 1e6
    density = np.array([_PER_KM2[k] for k in city.kinds]) * np.exp(rng.normal(0, 0.22, count))
    people = density * dry
    growth = rng.normal(0.006, 0.009, count)
    household = np.array([_PER_DWELLING.get(k, 2.2) for k in city.kinds])
    work = np.array([_WORK.get(k, 0.0) for k in city.kinds])
    extra = np.array([55.0 if k == "industry" else 4.0 for k in city.kinds]) * dry
    frames = []
    for step, year in enumerate(YEARS):
        inhabitants = np.round(people * (1 + growth) ** step).astype(np.int64)
        dwellings = np.round(inhabitants / household * (1 - 0.004 * step)).astype(np.int64)
        addresses = np.round(dwellings * (1 + work) + extra).astype(np.int64)
        numbers = {
            "inhabitants": inhabitants,
            "dwellings": dwellings,
            "addresses": addresses,
            "containers": containers,
        }
        for level in LEVELS:
            frames += _level(city, level, year, numbers)
    return pd.concat(frames, ignore_index=True)


def _level(city: Geography, level: str, year: int, numbers: dict[str, np.ndarray]) -> list[pd.DataFrame]:
    table = city.areas[level]
    km2 = _rows(level, table.codes, year, "area_km2", np.round(table.km2, 6))
    return [*level_sums(city, level, year, numbers), km2]


def level_sums(city: Geography, level: str, year: int, numbers: dict[str, np.ndarray]) -> list[pd.DataFrame]:
    """Numbers per neighbourhood, (n,) by name, summed for the areas of a level: a table per name."""
    table = city.areas[level]
    group = group_numbers(city, level)
    frames = []
    for name, values in numbers.items():
        total = np.round(np.bincount(group, values, len(table.codes)), 6)
        frames.append(_rows(level, table.codes, year, name, total))
    return frames


def _rows(level: str, codes: list[str], year: int, name: str, values: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame({"level": level, "code": codes, "year": year, "name": name, "value": values})


def group_numbers(city: Geography, level: str) -> np.ndarray:
    """For each neighbourhood, the position of the area of this level that it lies in."""
    codes = city.areas["neighbourhoods"].codes
    length = {"neighbourhoods": 4, "quarters": 2, "districts": 1}[level]
    place = {code: i for i, code in enumerate(city.areas[level].codes)}
    return np.array([place[code[:length]] for code in codes])


def frontage_people(city: Geography, streets: Streets) -> np.ndarray:
    """Relative number of residents behind each frontage (by length, kind of neighbourhood, size)."""
    per_km2 = np.array([_PER_KM2[k] for k in city.kinds])[streets.area]
    around = np.bincount(streets.block, weights=streets.length, minlength=int(streets.block.max()) + 1)
    return per_km2 * streets.block_m2 / 1e6 * streets.length / around[streets.block]
