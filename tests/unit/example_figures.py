"""Made-up figures of a believable size, for the charts and the panel."""

from __future__ import annotations

import dataclasses
from typing import Optional

import numpy as np

from igh_plugin.core.figures import (
    Categories,
    Figures,
    Handling,
    HotSpot,
    HourTable,
    IndicatorValue,
    News,
    Pareto,
    Ranking,
    Recent,
    Since,
    Trend,
)
from igh_plugin.core.filters import EventFilter
from igh_plugin.core.text import Text

FIRST_MONDAY = 19723 + 7 * 60  # 2025-02-24
QUARTERS = (
    "Havenkwartier",
    "Grachtengordel-Zuid",
    "Oude Stad",
    "Stationsbuurt en Spoorzone-Noord",
    "Weverspark",
    "Molenwijk",
    "Rivierenbuurt",
    "Kanaaleiland",
    "Tuindorp-Oost",
    "De Vest",
    "Blauwkapel",
    "Zuiderpark",
    "Lage Weide",
    "Noordereiland",
)


def example_trend(periods: int = 52, unit: str = "events") -> Trend:
    """A year of weeks with a season, one week too high, one too low, and a last one that has not ended."""
    rng = np.random.default_rng(7)
    index = np.arange(periods)
    expected = 210 + 55 * np.sin(index / 52 * 2 * np.pi - 1.2)
    values = rng.poisson(expected).astype(float)
    values[34] += 95
    values[18] -= 80
    values[-1] = np.round(values[-1] * 0.4)
    signal = np.zeros(periods, dtype=bool)
    signal[[18, 34]] = True
    complete = np.ones(periods, dtype=bool)
    complete[-1] = False
    known = expected.copy()
    known[:6] = np.nan
    starts = FIRST_MONDAY + 7 * index
    return Trend(
        "Reports of waste beside containers",
        unit,
        starts,
        starts + 6,
        values,
        known,
        known - 2.6 * np.sqrt(expected),
        known + 2.6 * np.sqrt(expected),
        signal,
        complete,
        "week",
    )


def example_ranking(areas: int = 14) -> Ranking:
    """Shares below grade with margins; the last area was never inspected."""
    rng = np.random.default_rng(3)
    inspections = rng.integers(300, 4000, areas)
    shares = np.sort(rng.uniform(0.38, 0.74, areas))[::-1]
    margin = 196 * np.sqrt(shares * (1 - shares) / inspections)
    values = 100 * shares
    values[-1] = np.nan
    names = tuple((QUARTERS * (areas // len(QUARTERS) + 1))[:areas])
    codes = tuple(f"WK{n:03d}" for n in range(areas))
    return Ranking(
        "Inspections below grade by quarter",
        "%",
        "quarter",
        codes,
        names,
        values,
        (inspections // 15).astype(int),
        np.where(np.isnan(values), np.nan, values - margin),
        np.where(np.isnan(values), np.nan, values + margin),
        56.3,
        1,
        "low_is_good",
        EventFilter(),
        funnel=np.resize([2, 1, 0, 0, 0, 0, 0, 0, -1, -2, 0, 0], areas),
        signal=np.resize([0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0], areas),
    )


def example_hours() -> HourTable:
    """Late afternoons, and the nights of the weekend."""
    rng = np.random.default_rng(11)
    hours = np.arange(24)
    day = 30 * np.exp(-(((hours - 17) / 3.5) ** 2)) + 14 * np.exp(-(((hours - 9) / 2.5) ** 2)) + 2
    counts = np.stack([rng.poisson(day * (1.3 if weekday == 0 else 1.0)) for weekday in range(7)])
    counts[5, 0:4] += 35
    counts[6, 0:4] += 41
    base = EventFilter(sources=("samplecity_reports",), first_day=20300, last_day=20390)
    return HourTable("When it is reported", counts, 1204, base)


def example_categories() -> Categories:
    """Fifteen categories: one clearly more, one clearly fewer, one new, one gone, one of the events without any."""
    slugs = tuple(
        f"{name}-{n}" for n in range(3) for name in ("afval", "geluid", "parkeren", "vuurwerk", "bomen")
    )
    slugs = (*slugs[:9], "", *slugs[10:])
    counts = np.array([1200, 840, 610, 402, 390, 311, 250, 201, 144, 120, 96, 60, 31, 12, 0])
    before = np.array([1150, 520, 640, 398, 600, 300, 0, 210, 150, 100, 90, 66, 30, 15, 8])
    with np.errstate(divide="ignore"):
        change = np.where(before > 0, 100 * (counts - before) / np.maximum(before, 1), np.nan)
    p = np.full(15, 0.6)
    p[[1, 4, 6]] = 0.001
    base = EventFilter(sources=("samplecity_reports",), first_day=20300, last_day=20390)
    return Categories("Categories", slugs, slugs, counts, before, change, p, base)


def example_handling(periods: int = 26) -> Handling:
    """Half a year of weeks; the later the more is still open, in two statuses; of the last week less than half are closed."""
    starts = FIRST_MONDAY + 7 * np.arange(periods)
    late = np.maximum(np.arange(periods) - 15, 0)
    closed = np.stack([200 - 12 * late, 9 + 0 * late, 0 * late])
    still = np.stack([0 * late, 4 * late, 8 * late])
    still[2] += 20
    median, p90 = 3.2 + 0.1 * late, np.where(late > 6, np.nan, 11.0 + late)
    median[-1] = np.nan
    return Handling(
        "Status and handling time", ("afgehandeld", "geannuleerd", "in behandeling"), starts, starts + 6, closed, still,
        median, p90, np.arange(periods) < periods - 1, "week", EventFilter(sources=("samplecity_reports",)),
    )  # fmt: skip


def example_pareto(places: int = 60) -> Pareto:
    """Sixty areas, of which the last ten hold nothing."""
    amounts = np.round(400 / (1 + np.arange(places)) ** 0.8)
    amounts[-10:] = 0
    names = tuple(f"{QUARTERS[n % len(QUARTERS)]} {n}" for n in range(places))
    codes = tuple(f"BU{n:03d}" for n in range(places))
    base = EventFilter(sources=("samplecity_reports",), first_day=20300, last_day=20390)
    cumulated = np.cumsum(amounts) / amounts.sum()
    return Pareto("Concentration", "", "neighbourhood", codes, names, True, amounts, cumulated, 0.51, base)


def example_recent(target: Optional[float] = 50.0) -> Recent:
    """Thirteen weeks of a share: one too high, one too low, one in which nothing was inspected, the first not judged."""
    starts = FIRST_MONDAY + 7 * np.arange(13)
    values = np.array([52, 55, 54, 71.5, 56, 53, np.nan, 54, 57, 38, 55, 56, 58.0])
    signal = np.zeros(13, np.int64)
    signal[[3, 9]] = 1, -1
    return Recent(starts, starts + 6, values, signal, np.arange(13) > 0, target)


def example_since() -> Since:
    """A new hot spot, an area out of its band, and a source that is late."""
    spot = EventFilter(first_day=20300, last_day=20390, cell_size=125, cells=(7,))
    band = {"area": "Oude Stad", "value": 41, "expected": 20, "first": "2026-09-21", "last": "2026-09-27"}
    return Since(
        Text("Since the last briefing, {day}", {"day": "2026-09-21"}),
        (
            News(Text("New hot spot: {name}, {n} events", {"name": "Kadeweg <Noord>", "n": 31}), spot),
            News(
                Text("{area}: {value} from {first} to {last}, not {expected}", band), None, "quarter", "WK002"
            ),
            News(Text("{source} is late", {"source": "City"})),
        ),
    )


def example_figures() -> Figures:
    """A whole view of a theme."""
    rows = EventFilter(sources=("samplecity_inspections",), first_day=20300, last_day=20390)
    indicators = (
        IndicatorValue(
            "below_grade", "Inspections below grade", 56.3, "%", 1, 97109.0, 172573.0, "low_is_good",
            55.1, 1.2, True, 0.004, False, "", rows, 10297, recent=example_recent(),
        ),
        IndicatorValue(
            "reports", "Reports of waste beside containers", 2874.0, "", 0, 2874.0, None, "low_is_good",
            3266.0, -12.0, False, 0.0001, True, "", dataclasses.replace(rows, kinds=("report",)), 2874,
        ),
        IndicatorValue(
            "rate", "Reports", 12.4, "per 1,000 inhabitants", 1, 2874.0, 231774.0, "low_is_good",
            12.2, 1.6, False, 0.41, None, "", dataclasses.replace(rows, kinds=("report",)), 2874,
        ),
        IndicatorValue(
            "speed", "Cleared within two days", None, "%", 0, None, None, "high_is_good",
            reason=Text("No source tells when a report was closed."),
        ),
    )  # fmt: skip
    hotspots = tuple(
        HotSpot(
            n + 1, f"{street}, {quarter}", "WK003", value, "%", events, cells, z, p, confidence,
            121000.0 + 300 * n, 487000.0, dataclasses.replace(rows, cell_size=100, cells=(n,)),
        )
        for n, (street, quarter, value, events, cells, z, p, confidence) in enumerate(
            (
                ("Kadeweg", "Havenkwartier", 81.2, 143, 6, 6.41, 1e-9, 99),
                ("Lange Nieuwstraat", "Oude Stad", 78.9, 97, 4, 5.02, 1e-6, 99),
                ("Stationsplein", "Stationsbuurt", 74.0, 64, 3, 3.88, 1e-4, 99),
                ("Weverslaan", "Weverspark", 71.5, 41, 2, 2.71, 0.006, 95),
                ("Zuiderdijk", "Rivierenbuurt", 70.2, 38, 2, 2.33, 0.02, 95),
            )
        )
    )  # fmt: skip
    return Figures(
        "waste", "Waste beside containers", "Where and when does waste stand beside the containers?",
        "tactical", "Tactical", "", "quarter", "the whole city", "1 Jul \u2013 30 Sep 2026", "1 Apr \u2013 30 Jun 2026",
        "30 Sep 2026", ("Sample city: reports", "Sample city: inspections"), ("Synthetic data, IGH",), (), 97109,
        indicators, example_trend(), example_ranking(), example_hours(), hotspots,
        Text("Cells of {size} m where the share is clearly higher than chance.", {"size": 100}),
        (Text("{n} inspections have no street: they count in the total, not in a hot spot.", {"n": 41}),),
        ("trend", "ranking", "categories", "handling", "hours", "pareto"), categories=example_categories(), pareto=example_pareto(),
        handling=example_handling(),
    )  # fmt: skip


def example_without_times() -> Figures:
    """A source that sums up places: no times, so no trend and no hours."""
    whole = example_figures()
    none = np.zeros(0)
    flags = np.zeros(0, dtype=bool)
    reason = Text("This source sums up places and has no times, so there is no trend.")
    trend = Trend(whole.trend.title, "%", none, none, none, none, none, none, flags, flags, "week", reason)
    hours = HourTable(
        whole.hours.title,
        np.zeros((7, 24), dtype=int),
        reason=Text("This source has no times, so it cannot be told at which hours it happens."),
    )
    return dataclasses.replace(whole, trend=trend, hours=hours)
