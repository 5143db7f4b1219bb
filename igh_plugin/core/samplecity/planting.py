"""What is planted in the synthetic city: hot spots that stay, grow and fade, an intervention with its
control.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

import numpy as np

from .geography import Geography
from .population import frontage_people, group_numbers
from .profiles import CATEGORIES, DAYS, FIRST_DAY, SLUGS, Category
from .streets import Streets

CELL = 125
REPEAT_SHARE = 0.12
REPEAT_METRES = 200.0
REPEAT_DAYS = 14
_STABLE = (
    ("container-bijplaatsing", 260.0, 9.0),
    ("grofvuil", 260.0, 9.0),
    ("parkeeroverlast", 250.0, 9.0),
    ("container-bijplaatsing", 230.0, 8.0),
    ("jongerenoverlast", 260.0, 14.0),
    ("fietswrak", 260.0, 12.0),
    ("verkeersoverlast", 260.0, 12.0),
    ("drank-en-drugsoverlast", 260.0, 14.0),
)
_EMERGING = ("grofvuil", 280.0, 14.0, np.datetime64("2025-07-01", "D"))
_COOLING = (
    "parkeeroverlast",
    270.0,
    11.0,
    np.datetime64("2024-04-01", "D"),
    np.datetime64("2025-04-01", "D"),
)
_INTERVENTION = ("container-bijplaatsing", -0.40, np.datetime64("2025-01-01", "D"))


@dataclass(frozen=True)
class Planting:
    """One planted thing: `factor` (DAYS,) multiplies the intensity of `category` on `frontages`, day by
    day.
    """

    name: str
    kind: str
    category: str
    centre: tuple[float, float] | None
    radius: float | None
    relative_risk: float
    frontages: np.ndarray
    factor: np.ndarray
    cells: list[tuple[int, int]]
    quarter: str | None
    place: str


@dataclass(frozen=True)
class Plan:
    """Weights of every frontage per category, (12, frontages), and what is planted on them.

    `places` (frontages,) are the kinds of places of which they are mixed, each of sum 1.
    """

    weights: np.ndarray
    places: dict[str, np.ndarray]
    plantings: tuple[Planting, ...]
    control: str
    nightlife: tuple[float, float]

    def of(self, category: str) -> list[Planting]:
        return [p for p in self.plantings if p.category == category]


def make_plan(city: Geography, streets: Streets) -> Plan:
    """Choose places and strengths of all that is planted; the same city gives the same plan."""
    rng = np.random.default_rng([city.seed, 4])
    middle = 0.5 * (streets.a + streets.b)
    angle = rng.uniform(0, 2 * np.pi)
    wanted = np.array(city.centre) + 260.0 * np.array([np.cos(angle), np.sin(angle)])
    nightlife = middle[int(np.argmin(np.hypot(*(middle - wanted).T)))]
    places = _places(rng, city, streets, middle, nightlife)
    weights = mixed_weights(rng, city, streets, CATEGORIES, places)
    spots = _spots(rng, city, streets, middle, weights, nightlife)
    quarter, control = _pair(city, streets, weights, spots)
    category, effect, since = _INTERVENTION
    factor = np.ones(DAYS)
    factor[int((since - FIRST_DAY).astype(np.int64)) :] = 1 + effect
    codes = city.areas["quarters"].codes
    within = np.flatnonzero(group_numbers(city, "quarters")[streets.area] == quarter)
    spots.append(
        Planting(
            "intervention",
            "intervention",
            category,
            None,
            None,
            1 + effect,
            within,
            factor,
            [],
            codes[quarter],
            city.areas["quarters"].names[quarter],
        )
    )
    return Plan(weights, places, tuple(spots), codes[control], (float(nightlife[0]), float(nightlife[1])))


def _places(
    rng: np.random.Generator, city: Geography, streets: Streets, middle: np.ndarray, nightlife: np.ndarray
) -> dict[str, np.ndarray]:
    """(frontages,) weights of sum 1: where people live, the centre, nightlife, roads, shops, parks."""
    people = frontage_people(city, streets)
    kinds = np.array(city.kinds)[streets.area]
    classes = np.array(streets.classes)[streets.street]
    built = np.isin(kinds, ("centre", "old", "flats", "suburb", "villa"))
    from_centre = np.hypot(*(middle - np.array(city.centre)).T)
    from_night = np.hypot(*(middle - nightlife).T)
    quarters = group_numbers(city, "quarters")[streets.area]
    shop_street = np.zeros(len(streets.names), dtype=bool)
    for quarter in range(quarters.max() + 1):
        own = np.unique(streets.street[(quarters == quarter) & (classes != "path") & built])
        if len(own):
            shop_street[rng.choice(own, size=max(1, len(own) // 20), replace=False)] = True
    base = {
        "people": people,
        "centre": streets.length * built * np.exp(-0.5 * (from_centre / 650.0) ** 2),
        "nightlife": streets.length * built * np.exp(-0.5 * (from_night / 230.0) ** 2),
        "roads": streets.length * (3.0 * (classes == "main") + (classes == "collector") + 0.15 * built),
        "shops": streets.length * shop_street[streets.street],
        "parks": streets.length * ((kinds == "park") + 0.3 * (classes == "quay")),
    }
    return {name: values / max(values.sum(), 1e-12) for name, values in base.items()}


def mixed_weights(
    rng: np.random.Generator,
    city: Geography,
    streets: Streets,
    categories: Sequence[Category],
    base: dict[str, np.ndarray],
) -> np.ndarray:
    """(categories, frontages) relative intensity of sum 1: places mixed as each says; streets differ (lognormal)."""
    common = np.exp(rng.normal(0, 0.30, len(streets.names)))
    local = np.exp(rng.normal(0, 0.18, len(city.kinds)))
    rows = []
    for category in categories:
        mixed = np.zeros(len(streets.length))
        for name, share in category.where.items():
            mixed = mixed + share * base[name]
        own = np.exp(rng.normal(0, 0.38, len(streets.names)))
        mixed = mixed * (common * own)[streets.street] * local[streets.area]
        rows.append(mixed / mixed.sum())
    return np.array(rows)


def _spots(
    rng: np.random.Generator,
    city: Geography,
    streets: Streets,
    middle: np.ndarray,
    weights: np.ndarray,
    nightlife: np.ndarray,
) -> list[Planting]:
    """Hot spots on ordinary streets, far from each other and from the centre of nightlife."""
    kinds = np.array(city.kinds)[streets.area]
    good = np.flatnonzero(np.isin(kinds, ("old", "flats", "suburb")))
    order = good[rng.permutation(len(good))]
    wanted: list[tuple] = [("stable", *row, None, None) for row in _STABLE]
    wanted.append(("emerging", *_EMERGING, None))
    wanted.append(("cooling", *_COOLING))
    taken: list[np.ndarray] = []
    spots = []
    for number, (kind, category, radius, risk, start, end) in enumerate(wanted):
        row = weights[SLUGS.index(category)]
        centre = _site(middle, streets.length, row, order, radius, taken, nightlife)
        taken.append(centre)
        frontages = np.flatnonzero(np.hypot(*(middle - centre).T) <= radius)
        spots.append(
            Planting(
                f"{kind}-{number + 1}",
                kind,
                category,
                (round(float(centre[0]), 1), round(float(centre[1]), 1)),
                radius,
                risk,
                frontages,
                _course(kind, risk, start, end),
                _cells(middle[frontages], streets.length[frontages], centre, radius),
                city.areas["quarters"].codes[
                    int(group_numbers(city, "quarters")[streets.area[frontages[0]]])
                ],
                streets.names[int(streets.street[frontages[np.argmax(row[frontages])]])],
            )
        )
    return spots


def _site(
    middle: np.ndarray,
    length: np.ndarray,
    row: np.ndarray,
    order: np.ndarray,
    radius: float,
    taken: list[np.ndarray],
    nightlife: np.ndarray,
) -> np.ndarray:
    """The first place, in random order, with an ordinary intensity, streets all around and room to the
    others.
    """
    full = 0.8 * np.pi * radius**2 / CELL**2
    usual = None
    for apart in (1000.0, 800.0, 650.0, 560.0):
        for frontage in order[:600]:
            centre = middle[frontage]
            if np.hypot(*(centre - nightlife)) < apart + 200.0:
                continue
            if any(np.hypot(*(centre - other)) < apart for other in taken):
                continue
            if usual is None:
                loads = [row[np.hypot(*(middle - middle[f]).T) <= radius].sum() for f in order[:80]]
                usual = (float(np.percentile(loads, 40)), float(np.percentile(loads, 85)))
            near = np.hypot(*(middle - centre).T) <= radius
            if not usual[0] <= row[near].sum() <= usual[1]:
                continue
            if len(_cells(middle[near], length[near], centre, radius)) >= full:
                return centre
    return middle[order[len(taken)]]


def _course(kind: str, risk: float, start: np.datetime64 | None, end: np.datetime64 | None) -> np.ndarray:
    """(DAYS,) factor: constant, growing from `start` to the last day, or fading between `start` and `end`."""
    day = np.arange(DAYS, dtype=float)
    if kind == "stable" or start is None:
        return np.full(DAYS, risk)
    first = float((start - FIRST_DAY).astype(np.int64))
    if kind == "emerging" or end is None:
        return 1 + (risk - 1) * np.clip((day - first) / (DAYS - 1 - first), 0, 1)
    last = float((end - FIRST_DAY).astype(np.int64))
    return risk - (risk - 1) * np.clip((day - first) / (last - first), 0, 1)


def _cells(
    places: np.ndarray, length: np.ndarray, centre: np.ndarray, radius: float
) -> list[tuple[int, int]]:
    """Cells of 125 m (column, row of the grid from the origin of the CRS) with their middle within the radius
    and at least 30 m of frontage in the hot spot."""
    cell = np.floor(places / CELL).astype(np.int64)
    keys, inverse = np.unique(cell, axis=0, return_inverse=True)
    total = np.bincount(inverse.reshape(-1), weights=length)
    middle = (keys + 0.5) * CELL
    keep = (np.hypot(*(middle - centre).T) <= radius) & (total >= 30.0)
    return [(int(x), int(y)) for x, y in keys[keep]]


def _pair(city: Geography, streets: Streets, weights: np.ndarray, spots: list[Planting]) -> tuple[int, int]:
    """Intervention and control: two quarters with about as many events and nothing else planted."""
    category = _INTERVENTION[0]
    row = weights[SLUGS.index(category)]
    quarters = group_numbers(city, "quarters")[streets.area]
    count = int(quarters.max()) + 1
    load = np.bincount(quarters, weights=row, minlength=count)
    free = np.ones(count, dtype=bool)
    for spot in spots:
        if spot.category == category:
            free[np.unique(quarters[spot.frontages])] = False
    of_area = group_numbers(city, "quarters")
    place = np.array([city.centres[of_area == q].mean(axis=0) for q in range(count)])
    free &= np.array([city.district_of[of_area == q][0] != 0 for q in range(count)])
    candidates = np.flatnonzero(free)
    if len(candidates) < 2:
        candidates = np.arange(count)
    first = int(candidates[np.argmax(load[candidates])])
    gap = np.abs(np.log(np.maximum(load[candidates], 1e-9) / max(load[first], 1e-9)))
    near = np.hypot(*(place[candidates] - place[first]).T) < 1500.0
    cost = gap + 5.0 * near + 100.0 * (candidates == first)
    return first, int(candidates[np.argmin(cost)])


def effective_factor(planting: Planting, per_day: np.ndarray) -> float:
    """Mean factor over the three years, days weighted by the season of the category (DAYS,)."""
    return float(np.sum(planting.factor * per_day) / per_day.sum())


def expected_weights(plan: Plan, category: Category, per_day: np.ndarray) -> np.ndarray:
    """(frontages,) share of the category's events that is expected on each frontage over the three years."""
    row = plan.weights[SLUGS.index(category.slug)].copy()
    for planting in plan.of(category.slug):
        row[planting.frontages] *= effective_factor(planting, per_day)
    return row / row.sum()
