"""Further categories of reports in the synthetic city, for the themes: where, when, and how long they take.

Slugs are those of the municipal report system Signalen. Every number here is invented.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .profiles import (
    DAYTIME,
    EVENING,
    FLAT,
    LATE,
    MORNING,
    NIGHT,
    SUMMER,
    TERRACE,
    WINTER,
    Bumps,
    Category,
    every_day,
)


@dataclass(frozen=True)
class Matter:
    """A category and how it is handled: median days from report to end, spread (sigma of the logarithm), share that stays
    open, and share that repeats another report near by."""

    category: Category
    days: float
    sigma: float
    stays_open: float
    repeats: float

    @property
    def slug(self) -> str:
        return self.category.slug


WASTE, CLEAN = "afval", "schoon"
VENUES, STREET = "overlast-bedrijven-en-horeca", "overlast-in-de-openbare-ruimte"
WATER, ANIMALS = "overlast-op-het-water", "overlast-van-dieren"
PEOPLE, GREEN = "overlast-van-en-door-personen-of-groepen", "openbaar-groen-en-water"
ROADS, HOUSING = "wegen-verkeer-straatmeubilair", "wonen"

_BUILD: Bumps = ((7.2, 0.9, 1.3), (10.0, 2.0, 1.0), (15.0, 2.5, 0.8), (20.5, 1.5, 0.3))
_SATURDAY: Bumps = ((8.5, 1.5, 1.0), (13.0, 3.0, 0.7))
_HOME_IMPROVEMENT: Bumps = ((11.0, 3.0, 1.0), (15.0, 3.0, 1.0))
_COMMUTE: Bumps = ((8.2, 1.0, 1.3), (17.3, 1.3, 1.4), (12.5, 3.0, 0.4))
_MARKET: Bumps = ((8.0, 1.5, 0.6), (16.8, 1.6, 1.4))
_DUSK: Bumps = ((19.5, 2.5, 1.0), (6.8, 1.2, 0.5))
_AFTERNOON: Bumps = ((15.5, 2.8, 1.0), (20.0, 2.0, 0.7))
_SPRING = (0.7, 0.8, 1.1, 1.4, 1.5, 1.3, 1.1, 1.0, 0.9, 0.8, 0.7, 0.7)
_AUTUMN = (0.7, 0.6, 0.6, 0.6, 0.6, 0.7, 0.8, 1.0, 1.3, 1.9, 2.1, 1.1)
_DARK = (1.7, 1.4, 1.0, 0.7, 0.5, 0.4, 0.4, 0.6, 0.9, 1.3, 1.6, 1.8)
_FROST = (3.6, 3.0, 0.8, 0.1, 0.02, 0.02, 0.02, 0.02, 0.02, 0.1, 0.9, 3.0)
_INSECTS = (0.05, 0.05, 0.1, 0.5, 2.2, 3.6, 2.6, 1.5, 0.7, 0.2, 0.05, 0.05)
_COLD = (1.1, 1.1, 1.0, 1.0, 1.0, 0.9, 0.9, 0.9, 1.0, 1.0, 1.0, 1.1)
_STORM = (2.0, 2.2, 1.3, 0.8, 0.5, 0.5, 0.7, 0.6, 0.7, 1.1, 1.4, 1.6)
_WORK = (1.15, 1.1, 1.1, 1.1, 1.05, 0.6, 0.3)
_OUT = (0.85, 0.85, 0.9, 1.0, 1.3, 1.3, 0.9)
_CLUB = (0.5, 0.5, 0.6, 0.9, 1.5, 1.9, 1.1)
_MARKET_WEEK = (0.5, 0.6, 0.9, 0.7, 1.0, 2.6, 0.3)
_WEEKEND = (0.8, 0.8, 0.85, 0.9, 1.0, 1.4, 1.4)
_ALIKE = (1.0,) * 7
_HOMES = {"people": 1.0}
_SHOPS = {"shops": 0.6, "people": 0.25, "centre": 0.15}
_NIGHTLIFE = {"nightlife": 0.75, "centre": 0.15, "people": 0.1}
_QUAYS = {"water": 0.85, "people": 0.15}


def _matter(
    slug: str,
    main: str,
    share: float,
    where: dict[str, float],
    day: Bumps | tuple[Bumps, ...],
    days: float,
    season: tuple[float, ...] = FLAT,
    week: tuple[float, ...] = _ALIKE,
    growth: float = 0.0,
    sigma: float = 0.9,
    stays_open: float = 0.02,
    repeats: float = 0.10,
) -> Matter:
    bumps = day if isinstance(day[0][0], tuple) else every_day(day)
    return Matter(
        Category(slug, main, share, where, season, bumps, week, growth), days, sigma, stays_open, repeats
    )


_CLUBS = (NIGHT, NIGHT, LATE, LATE)
_TERRACES = (EVENING, NIGHT, NIGHT, EVENING)

MATTERS = (
    _matter("huisafval", WASTE, 5.0, {"people": 0.9, "shops": 0.1}, MORNING, 1.6, week=(1.3, 1.1, 1.0, 1.0, 1.0, 0.8, 0.7)),
    _matter("bruin-en-witgoed", WASTE, 1.2, _HOMES, DAYTIME, 2.2, week=_WORK),
    _matter("container-is-vol", WASTE, 6.0, {"people": 0.85, "shops": 0.15}, MORNING, 1.2, SUMMER, (1.5, 1.0, 0.9, 0.9, 0.9, 1.1, 1.2), 0.05),
    _matter("container-glas-vol", WASTE, 1.6, _HOMES, DAYTIME, 2.0, (1.6, 1.0, 0.9, 1.0, 1.0, 1.0, 0.9, 0.9, 0.9, 0.9, 1.0, 1.2)),
    _matter("container-voor-papier-is-vol", WASTE, 2.2, {"people": 0.7, "shops": 0.3}, DAYTIME, 2.0, week=(1.4, 1.1, 1.0, 0.9, 0.9, 1.0, 1.0)),
    _matter("puin-sloopafval", WASTE, 1.5, {"people": 0.5, "industry": 0.3, "roads": 0.2}, DAYTIME, 3.5, _SPRING, (1.3, 1.1, 1.0, 0.9, 0.9, 0.9, 0.9)),
    _matter("asbest-accu", WASTE, 0.5, {"people": 0.3, "industry": 0.5, "parks": 0.2}, DAYTIME, 1.5, week=_WORK),
    _matter("bedrijfsafval", WASTE, 2.0, {"shops": 0.75, "nightlife": 0.15, "industry": 0.1}, MORNING, 2.4, week=(1.2, 1.1, 1.0, 1.0, 1.1, 1.1, 0.5), growth=0.04),
    _matter("veegzwerfvuil", CLEAN, 7.0, {"people": 0.45, "shops": 0.25, "centre": 0.15, "parks": 0.15}, DAYTIME, 1.8, SUMMER, (1.2, 1.0, 1.0, 1.0, 1.0, 0.9, 0.9)),
    _matter("prullenbak-vol", CLEAN, 3.0, {"shops": 0.3, "centre": 0.3, "parks": 0.4}, _AFTERNOON, 1.2, SUMMER, _WEEKEND),
    _matter("uitwerpselen", CLEAN, 1.4, {"people": 0.7, "parks": 0.3}, MORNING, 6.0, _SPRING),
    _matter("graffitiwildplak", CLEAN, 3.2, {"centre": 0.3, "roads": 0.3, "shops": 0.2, "people": 0.2}, DAYTIME, 7.0, week=_WORK, growth=0.06),
    _matter("gladheid-winterdienst", CLEAN, 0.8, {"roads": 0.6, "people": 0.4}, _COMMUTE, 0.6, _FROST, repeats=0.2),
    _matter("gladheid-bladeren", CLEAN, 0.8, {"people": 0.7, "parks": 0.3}, DAYTIME, 2.5, _AUTUMN),
    _matter("geluidsoverlast-installaties", VENUES, 1.4, {"shops": 0.4, "industry": 0.2, "people": 0.4}, EVENING, 12.0, SUMMER, sigma=1.1, stays_open=0.05),
    _matter("overlast-door-bezoekers-niet-op-terras", VENUES, 3.0, _NIGHTLIFE, _CLUBS, 5.0, SUMMER, _CLUB),
    _matter("overlast-terrassen", VENUES, 2.0, {"nightlife": 0.5, "shops": 0.3, "centre": 0.2}, _TERRACES, 6.0, TERRACE, (0.7, 0.7, 0.8, 1.0, 1.4, 1.6, 1.1), 0.05),
    _matter("stankoverlast", VENUES, 1.6, {"industry": 0.45, "shops": 0.3, "people": 0.25}, EVENING, 9.0, SUMMER, sigma=1.1),
    _matter("auto-scooter-bromfietswrak", STREET, 2.2, {"people": 0.6, "industry": 0.3, "roads": 0.1}, DAYTIME, 17.0, week=_WORK, stays_open=0.08),
    _matter("bouw-sloopoverlast", STREET, 2.4, {"people": 0.8, "centre": 0.2}, (_BUILD, _BUILD, _SATURDAY, _HOME_IMPROVEMENT), 6.0, _SPRING, (1.1, 1.1, 1.1, 1.1, 1.0, 0.7, 0.25)),
    _matter("deelfiets", STREET, 2.6, {"centre": 0.35, "shops": 0.25, "station": 0.25, "people": 0.15}, _COMMUTE, 3.0, SUMMER, growth=0.28),
    _matter("lozing-dumping-bodemverontreiniging", STREET, 0.6, {"industry": 0.6, "water": 0.2, "people": 0.2}, DAYTIME, 4.0, week=_WORK, sigma=1.2),
    _matter("markten", STREET, 0.9, {"market": 1.0}, _MARKET, 3.0, week=_MARKET_WEEK),
    _matter("overig-openbare-ruimte", STREET, 2.0, {"people": 0.6, "shops": 0.2, "centre": 0.2}, DAYTIME, 8.0),
    _matter("overlast-op-het-water-geluid", WATER, 1.4, _QUAYS, _TERRACES, 2.0, TERRACE, _WEEKEND),
    _matter("overlast-op-het-water-snel-varen", WATER, 0.7, _QUAYS, _AFTERNOON, 2.0, TERRACE, _WEEKEND),
    _matter("overlast-op-het-water-vaargedrag", WATER, 0.6, _QUAYS, _AFTERNOON, 2.5, TERRACE, _WEEKEND),
    _matter("overlast-op-het-water-gezonken-boot", WATER, 0.7, {"water": 1.0}, DAYTIME, 65.0, _STORM, sigma=0.8, stays_open=0.18),
    _matter("overig-boten", WATER, 0.7, {"water": 1.0}, DAYTIME, 30.0, _SPRING, sigma=1.0, stays_open=0.10),
    _matter("ratten", ANIMALS, 3.4, {"waste": 0.9, "parks": 0.05, "water": 0.05}, EVENING, 6.0, (0.8, 0.8, 0.9, 1.0, 1.0, 1.0, 1.1, 1.2, 1.3, 1.2, 1.0, 0.9), growth=0.06),
    _matter("ratten-in-en-rond-woning", ANIMALS, 1.8, {"waste": 0.5, "people": 0.5}, EVENING, 9.0, WINTER, growth=0.06),
    _matter("duiven", ANIMALS, 0.5, {"centre": 0.5, "people": 0.5}, DAYTIME, 8.0),
    _matter("meeuwen", ANIMALS, 0.8, {"water": 0.4, "centre": 0.3, "people": 0.3}, MORNING, 8.0, _INSECTS),
    _matter("ganzen", ANIMALS, 0.3, {"parks": 0.7, "water": 0.3}, DAYTIME, 9.0, _SPRING),
    _matter("wespen", ANIMALS, 0.5, {"people": 0.8, "parks": 0.2}, _AFTERNOON, 3.0, (0.02, 0.02, 0.05, 0.3, 0.9, 1.6, 2.8, 3.4, 1.8, 0.4, 0.05, 0.02)),
    _matter("daklozen-bedelen", PEOPLE, 2.0, {"centre": 0.45, "station": 0.3, "shops": 0.15, "parks": 0.1}, (_DUSK, _DUSK, DAYTIME, DAYTIME), 4.0, _COLD, growth=0.08, repeats=0.2),
    _matter("loslopende-agressieve-honden", PEOPLE, 0.9, {"parks": 0.55, "people": 0.45}, ((8.0, 1.5, 1.0), (18.5, 2.5, 1.2)), 5.0, _SPRING, _WEEKEND),
    _matter("overige-overlast-door-personen", PEOPLE, 3.6, {"nightlife": 0.3, "centre": 0.2, "station": 0.15, "people": 0.35}, (EVENING, NIGHT, LATE, LATE), 4.0, SUMMER, _OUT),
    _matter("overlast-van-taxis-bussen-en-fietstaxis", PEOPLE, 1.3, {"centre": 0.35, "station": 0.35, "nightlife": 0.3}, (_AFTERNOON, NIGHT, LATE, _AFTERNOON), 5.0, SUMMER, _WEEKEND),
    _matter("boom-illegale-kap", GREEN, 0.5, {"people": 0.8, "parks": 0.2}, DAYTIME, 7.0, (1.6, 1.7, 1.2, 0.8, 0.7, 0.6, 0.6, 0.6, 0.8, 1.0, 1.2, 1.4), _WORK, sigma=1.1),
    _matter("boom", GREEN, 1.6, {"people": 0.8, "parks": 0.2}, DAYTIME, 14.0, _SPRING, _WORK, stays_open=0.06),
    _matter("boom-stormschade", GREEN, 0.7, {"people": 0.7, "parks": 0.3}, MORNING, 1.0, _STORM, repeats=0.25),
    _matter("eikenprocessierups", GREEN, 0.7, {"parks": 0.4, "people": 0.6}, DAYTIME, 5.0, _INSECTS),
    _matter("japanse-duizendknoop", GREEN, 0.5, {"parks": 0.4, "water": 0.3, "roads": 0.3}, DAYTIME, 40.0, (0.1, 0.1, 0.4, 1.2, 1.9, 2.0, 1.8, 1.5, 1.2, 0.7, 0.3, 0.1), sigma=1.1, stays_open=0.20),
    _matter("lantaarnpaal-straatverlichting", ROADS, 3.6, {"people": 0.7, "roads": 0.3}, _DUSK, 4.0, _DARK, sigma=1.0),
    _matter("verkeerssituaties", ROADS, 1.8, {"roads": 0.7, "people": 0.3}, _COMMUTE, 20.0, week=_WORK, sigma=1.1, stays_open=0.08),
    _matter("fietsrek-nietje", ROADS, 1.0, {"centre": 0.4, "station": 0.2, "people": 0.4}, DAYTIME, 9.0, _SPRING),
    _matter("omleiding", ROADS, 0.9, {"roads": 0.8, "people": 0.2}, _COMMUTE, 5.0, _SPRING, _WORK),
    _matter("onderhoud-stoep-straat-en-fietspad", ROADS, 4.0, {"people": 0.7, "roads": 0.3}, DAYTIME, 12.0, week=_WORK, sigma=1.0, stays_open=0.05),
    _matter("vakantieverhuur", HOUSING, 0.9, {"centre": 0.55, "people": 0.45}, EVENING, 21.0, SUMMER, stays_open=0.08, growth=-0.06),
    _matter("woningdelen-spookburgers", HOUSING, 0.6, {"flats": 0.5, "people": 0.5}, DAYTIME, 28.0, stays_open=0.10),
    _matter("onderhuur-en-adreskwaliteit", HOUSING, 0.5, {"flats": 0.4, "people": 0.6}, DAYTIME, 25.0, stays_open=0.08),
    _matter("leegstand", HOUSING, 0.3, {"people": 0.7, "centre": 0.3}, DAYTIME, 30.0, stays_open=0.10),
    _matter("verkeersbord-verkeersafzetting", ROADS, 1.0, {"roads": 0.7, "people": 0.3}, DAYTIME, 3.0, week=_WORK),
    _matter("put-riool-kapot", ROADS, 0.8, {"people": 0.8, "roads": 0.2}, DAYTIME, 5.0, _STORM, _WORK, sigma=1.0),
    _matter("onderhoud-fietspad", ROADS, 0.6, {"roads": 0.8, "parks": 0.2}, DAYTIME, 14.0, _SPRING, _WORK, stays_open=0.05),
)  # fmt: skip
MATTER_SLUGS = tuple(matter.slug for matter in MATTERS)
MAIN_OF_MATTER = {matter.slug: matter.category.main for matter in MATTERS}


def handling_days(matter: Matter) -> dict[str, float]:
    """True median and 90 % quantile (days) of the handling time of what does not stay open, a lognormal."""
    return {
        "median": matter.days,
        "p90": round(float(matter.days * np.exp(1.2815515655446004 * matter.sigma)), 3),
    }
