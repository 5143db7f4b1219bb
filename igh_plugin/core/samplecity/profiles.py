"""The twelve categories of the synthetic city: how many, where, and when they happen.

Slugs are those of the municipal report system Signalen (main and sub category). Every number here is
invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

import numpy as np

from .clock import gap_slots

FIRST_DAY = np.datetime64("2023-01-01", "D")
LAST_DAY = np.datetime64("2025-12-31", "D")
DAYS = int((LAST_DAY - FIRST_DAY).astype(np.int64)) + 1

Bumps = Tuple[Tuple[float, float, float], ...]


@dataclass(frozen=True)
class Category:
    """A category: share of all reports; where (weights of people, centre, nightlife, roads, shops, parks);
    season (January to December); bumps of the day as (hour, width in hours, weight) for Monday to Thursday,
    Friday, Saturday and Sunday; factor per weekday; growth per year."""

    slug: str
    main: str
    share: float
    where: dict[str, float]
    season: tuple[float, ...]
    day: tuple[Bumps, ...]
    week: tuple[float, ...] = (1.0,) * 7
    growth: float = 0.0


FLAT = (1.0,) * 12
SUMMER = (0.55, 0.6, 0.8, 1.0, 1.25, 1.45, 1.5, 1.45, 1.15, 0.9, 0.65, 0.55)
TERRACE = (0.25, 0.3, 0.6, 1.1, 1.6, 1.9, 1.9, 1.8, 1.3, 0.7, 0.3, 0.25)
WINTER = (1.2, 1.1, 1.0, 0.95, 0.9, 0.9, 0.85, 0.85, 0.95, 1.05, 1.15, 1.2)
DAYTIME = ((9.0, 1.8, 1.0), (13.5, 3.0, 1.0), (17.5, 1.8, 0.7))
EVENING = ((16.0, 3.0, 0.5), (21.5, 2.2, 1.0))
NIGHT = ((22.5, 1.8, 1.0), (0.5, 1.5, 0.6))
LATE = ((23.5, 1.6, 1.0), (1.5, 1.8, 1.3))
MORNING = ((8.0, 1.5, 1.2), (11.0, 2.5, 0.8), (18.5, 2.0, 0.5))


def every_day(bumps: Bumps) -> tuple[Bumps, ...]:
    """The same bumps on every kind of day."""
    return (bumps, bumps, bumps, bumps)


CATEGORIES = (
    Category(
        "container-bijplaatsing",
        "afval",
        0.24,
        {"people": 0.85, "shops": 0.15},
        (1.05, 0.95, 1.0, 1.0, 1.05, 1.05, 1.0, 0.95, 1.0, 1.0, 1.0, 1.1),
        every_day(MORNING),
        (1.3, 1.05, 1.0, 1.0, 1.0, 0.9, 0.85),
        0.04,
    ),
    Category(
        "grofvuil",
        "afval",
        0.15,
        {"people": 1.0},
        (0.95, 0.85, 1.0, 1.05, 1.1, 1.1, 1.15, 1.15, 1.05, 1.0, 0.9, 0.85),
        every_day(MORNING),
        (1.25, 1.1, 1.0, 1.0, 0.95, 0.9, 0.8),
        0.02,
    ),
    Category(
        "parkeeroverlast",
        "overlast-in-de-openbare-ruimte",
        0.16,
        {"people": 0.45, "shops": 0.25, "centre": 0.15, "roads": 0.15},
        (0.95, 0.95, 1.0, 1.0, 1.05, 1.05, 0.9, 0.9, 1.1, 1.1, 1.05, 1.0),
        (DAYTIME, DAYTIME, ((13.0, 3.0, 1.0), (18.5, 2.5, 0.5)), ((13.5, 3.0, 1.0), (18.5, 2.5, 0.4))),
        (1.05, 1.05, 1.05, 1.1, 1.1, 0.95, 0.65),
        0.03,
    ),
    Category(
        "handhaving-op-afval",
        "afval",
        0.06,
        {"people": 0.8, "shops": 0.2},
        FLAT,
        every_day(DAYTIME),
        (1.2, 1.1, 1.1, 1.05, 1.0, 0.7, 0.5),
        0.0,
    ),
    Category(
        "fietswrak",
        "overlast-in-de-openbare-ruimte",
        0.07,
        {"people": 0.55, "centre": 0.35, "shops": 0.1},
        (0.7, 0.7, 1.1, 1.3, 1.2, 1.1, 1.0, 1.0, 1.2, 1.1, 0.9, 0.7),
        every_day(DAYTIME),
        (1.1, 1.1, 1.1, 1.1, 1.0, 0.8, 0.7),
        -0.03,
    ),
    Category(
        "hinderlijk-geplaatst-object",
        "overlast-in-de-openbare-ruimte",
        0.06,
        {"shops": 0.35, "centre": 0.35, "people": 0.3},
        TERRACE,
        every_day(DAYTIME),
        (0.95, 0.95, 1.0, 1.05, 1.15, 1.1, 0.8),
        0.02,
    ),
    Category(
        "verkeersoverlast",
        "wegen-verkeer-straatmeubilair",
        0.06,
        {"roads": 0.65, "people": 0.35},
        FLAT,
        (((8.2, 1.1, 1.2), (17.2, 1.4, 1.3), (12.5, 3.0, 0.5)),) * 2
        + (((14.0, 3.0, 1.0), (22.0, 2.0, 0.5)), ((14.5, 3.0, 1.0), (21.0, 2.0, 0.4))),
        (1.1, 1.1, 1.1, 1.1, 1.1, 0.8, 0.7),
        0.0,
    ),
    Category(
        "jongerenoverlast",
        "overlast-van-en-door-personen-of-groepen",
        0.06,
        {"people": 0.65, "parks": 0.2, "shops": 0.15},
        SUMMER,
        (EVENING, NIGHT, NIGHT, EVENING),
        (0.8, 0.85, 0.95, 1.0, 1.35, 1.35, 0.9),
        0.01,
    ),
    Category(
        "geluidsoverlast-muziek",
        "overlast-bedrijven-en-horeca",
        0.05,
        {"nightlife": 0.6, "people": 0.4},
        SUMMER,
        (NIGHT, NIGHT, LATE, LATE),
        (0.5, 0.5, 0.6, 0.9, 1.5, 1.9, 1.1),
        0.02,
    ),
    Category(
        "drank-en-drugsoverlast",
        "overlast-van-en-door-personen-of-groepen",
        0.04,
        {"nightlife": 0.35, "centre": 0.25, "parks": 0.15, "people": 0.25},
        SUMMER,
        (EVENING, NIGHT, LATE, LATE),
        (0.8, 0.8, 0.85, 1.0, 1.3, 1.4, 0.9),
        0.0,
    ),
    Category(
        "wildplassen-poepen-overgeven",
        "overlast-van-en-door-personen-of-groepen",
        0.02,
        {"nightlife": 0.85, "centre": 0.15},
        SUMMER,
        (NIGHT, LATE, LATE, LATE),
        (0.4, 0.4, 0.45, 0.9, 1.5, 2.2, 1.3),
        0.0,
    ),
    Category(
        "overlast-door-afsteken-vuurwerk",
        "overlast-van-en-door-personen-of-groepen",
        0.03,
        {"people": 0.9, "parks": 0.1},
        (0.35, 0.06, 0.04, 0.06, 0.05, 0.04, 0.04, 0.05, 0.05, 0.25, 0.6, 1.7),
        every_day(((20.5, 2.4, 1.0), (16.5, 2.0, 0.4))),
        (0.9, 0.9, 0.9, 0.95, 1.15, 1.2, 1.0),
        0.0,
    ),
)
SLUGS = tuple(category.slug for category in CATEGORIES)
MAIN_OF = {category.slug: category.main for category in CATEGORIES}
FIREWORKS = "overlast-door-afsteken-vuurwerk"


def slot_starts() -> np.ndarray:
    """(DAYS * 24,) wall hours of the three years as datetime64[h]."""
    return FIRST_DAY.astype("datetime64[h]") + np.arange(DAYS * 24)


def hour_weights(category: Category) -> np.ndarray:
    """(7, 24) relative weight of each hour by weekday, Monday first."""
    hours = np.arange(24) + 0.5
    kinds = np.empty((4, 24))
    for kind, bumps in enumerate(category.day):
        curve = np.full(24, 0.03)
        for centre, width, weight in bumps:
            gap = np.abs(hours - centre)
            curve += weight * np.exp(-0.5 * (np.minimum(gap, 24 - gap) / width) ** 2)
        kinds[kind] = curve / curve.sum()
    table = kinds[[0, 0, 0, 0, 1, 2, 3]] * np.asarray(category.week)[:, None]
    # The small hours belong to the night of the day before.
    table[:, :5] = np.roll(table[:, :5], 1, axis=0)
    return table


def slot_weights(category: Category, weather: np.ndarray) -> np.ndarray:
    """(DAYS * 24,) relative weight of each wall hour; an hour that does not exist has weight 0.

    weather: (DAYS,) factor per day that all categories share.
    """
    days = FIRST_DAY + np.arange(DAYS)
    weekday = (days.astype(np.int64) + 3) % 7
    start_of_year = days.astype("datetime64[Y]")
    year = start_of_year.astype(np.int64) + 1970
    day_of_year = (days - start_of_year.astype("datetime64[D]")).astype(np.int64)
    middles = np.array([-15.5, 15, 45, 74.5, 105, 135.5, 166, 196.5, 227.5, 258, 288.5, 319, 349.5, 380.5])
    season = np.array((category.season[-1], *category.season, category.season[0]))
    if category.slug == FIREWORKS:
        month = days.astype("datetime64[M]").astype(np.int64) % 12
        seasonal = np.asarray(category.season)[month]
    else:
        seasonal = np.interp(day_of_year, middles, season)
    per_day = seasonal * (1 + category.growth) ** (year - 2023) * weather
    table = per_day[:, None] * hour_weights(category)[weekday]
    if category.slug == FIREWORKS:
        _new_year(table, days)
    table = table.reshape(-1)
    slots = slot_starts()
    table[np.isin(slots, gap_slots(FIRST_DAY, LAST_DAY))] = 0.0
    return table


def _new_year(table: np.ndarray, days: np.ndarray) -> None:
    """The last days of December build up to New Year's Eve; the night itself carries most of the reports."""
    label = days.astype(str)
    month_day = np.array([text[5:] for text in label])
    base = float(table.mean() * 24)
    for offset, day in enumerate(("12-26", "12-27", "12-28", "12-29", "12-30")):
        table[month_day == day] *= 2.0 + offset
    eve = np.zeros(24)
    eve[10:24] = (1, 1, 2, 2, 3, 4, 5, 6, 8, 9, 10, 11, 13, 16)
    morning = np.zeros(24)
    morning[:6] = (40, 22, 10, 4, 2, 1)
    table[month_day == "12-31"] = base * 40 * eve / eve.sum()
    table[month_day == "01-01"] = base * 36 * morning / morning.sum()
    table[month_day == "01-02"] = base * 0.5 / 24
