"""What is true of the synthetic city, so that methods can be judged by it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import events as drawing
from .city import City, Sample
from .geography import ORIGIN
from .inspections import CENTRE_SHARE, GRADES, true_shares
from .names import CITY
from .planting import CELL, REPEAT_DAYS, REPEAT_METRES, REPEAT_SHARE, Planting, expected_weights
from .profiles import CATEGORIES, DAYS, FIRST_DAY, LAST_DAY, SLUGS, slot_weights


def day_weights(city: City, slug: str) -> np.ndarray:
    """(DAYS,) share of the category's events that is expected on each day without anything planted."""
    category = CATEGORIES[SLUGS.index(slug)]
    per_day = slot_weights(category, drawing.weather_of(city.seed)).reshape(DAYS, 24).sum(axis=1)
    return per_day / per_day.sum()


def expected_by_cell(city: City, events: int, size: int = CELL) -> pd.DataFrame:
    """Expected reports per cell and category over the three years, as planted and as if nothing were planted.

    Columns: cell_x, cell_y (column and row of a grid of `size` metres from the origin of the CRS), category,
    expected, expected_without. Near repeats are counted where the event stands that they repeat.
    """
    middle = 0.5 * (city.streets.a + city.streets.b)
    cell = np.floor(middle / size).astype(np.int64)
    keys, inverse = np.unique(cell, axis=0, return_inverse=True)
    inverse = inverse.reshape(-1)
    counts = drawing.category_counts(events)
    frames = []
    for number, category in enumerate(CATEGORIES):
        planted = expected_weights(city.plan, category, day_weights(city, category.slug))
        plain = city.plan.weights[number]
        frames.append(
            pd.DataFrame(
                {
                    "cell_x": keys[:, 0],
                    "cell_y": keys[:, 1],
                    "category": category.slug,
                    "expected": counts[number] * np.bincount(inverse, weights=planted, minlength=len(keys)),
                    "expected_without": counts[number]
                    * np.bincount(inverse, weights=plain, minlength=len(keys)),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def expected_at(
    city: City, planting: Planting, events: int, days: slice = slice(None)
) -> tuple[float, float]:
    """Expected reports of the planted category on the planted streets in some days: as planted, and without.

    Both of the same total per category: planting moves events, it adds none.
    """
    number = SLUGS.index(planting.category)
    count = float(drawing.category_counts(events)[number])
    per_day = day_weights(city, planting.category)
    base = city.plan.weights[number]
    mass = np.full(DAYS, base.sum())
    for other in city.plan.of(planting.category):
        mass += base[other.frontages].sum() * (other.factor - 1)
    total = float(np.sum(per_day * mass))
    own = base[planting.frontages].sum() * per_day
    return count * float(np.sum((own * planting.factor)[days])) / total, count * float(np.sum(own[days]))


def truth_of(sample: Sample) -> dict:
    """The whole truth as plain values, ready for JSON."""
    city = sample.city
    events = len(sample.reports)
    counts = drawing.category_counts(events)
    repeats = drawing.repeat_counts(counts)
    return {
        "synthetic": True,
        "city": f"{CITY} (synthetic, synthetisch: it does not exist)",
        "crs": "EPSG:28992",
        "origin": list(ORIGIN),
        "seed": city.seed,
        "neighbourhoods": len(city.ground.kinds),
        "quarters": len(city.ground.areas["quarters"].codes),
        "districts": len(city.ground.areas["districts"].codes),
        "period": {"first_day": str(FIRST_DAY), "last_day": str(LAST_DAY), "local": "Europe/Amsterdam"},
        "reports": {
            "total": events,
            "by_category": {slug: int(n) for slug, n in zip(SLUGS, counts)},
            "by_year": _by_year(sample.reports),
            "by_district": _by_district(sample.reports),
        },
        "near_repeats": {
            "share": REPEAT_SHARE,
            "within_metres": REPEAT_METRES,
            "within_days": REPEAT_DAYS,
            "not_in": [drawing.FIREWORKS],
            "by_category": {slug: int(n) for slug, n in zip(SLUGS, repeats)},
            "total": int(repeats.sum()),
        },
        "nightlife_centre": [round(v, 1) for v in city.plan.nightlife],
        "hotspots_note": "Near repeats may fall outside their hot spot: up to a tenth less is found.",
        "hotspots": [_spot(city, p, events) for p in city.plan.plantings if p.kind != "intervention"],
        "intervention": _intervention(city, events),
        "inspections": _inspections(sample),
    }


def _by_year(table: pd.DataFrame) -> dict[str, int]:
    years = table["occurred_local"].to_numpy().astype("datetime64[Y]").astype(np.int64) + 1970
    return {str(year): int((years == year).sum()) for year in (2023, 2024, 2025)}


def _by_district(table: pd.DataFrame) -> dict[str, int]:
    return {str(k): int(v) for k, v in table["area"].str[0].value_counts().sort_index().items()}


def _spot(city: City, planting: Planting, events: int) -> dict:
    expected, without = expected_at(city, planting, events)
    changed = np.flatnonzero(np.diff(planting.factor))
    spot = {
        "name": planting.name,
        "kind": planting.kind,
        "category": planting.category,
        "centre": list(planting.centre or ()),
        "radius_m": planting.radius,
        "relative_risk": planting.relative_risk,
        "place": planting.place,
        "quarter": planting.quarter,
        "cell_size_m": CELL,
        "cells": [list(cell) for cell in planting.cells],
        "expected": round(expected, 1),
        "expected_without": round(without, 1),
    }
    if len(changed):
        first, last = FIRST_DAY + int(changed[0]), FIRST_DAY + int(changed[-1]) + 1
        spot["from"], spot["until"] = str(first), str(min(last, LAST_DAY))
        spot["risk_before"] = float(planting.factor[0])
        spot["risk_after"] = float(planting.factor[-1])
    return spot


def _intervention(city: City, events: int) -> dict:
    planting = next(p for p in city.plan.plantings if p.kind == "intervention")
    start = int(np.flatnonzero(np.diff(planting.factor))[0]) + 1
    year = slice(start - 365, start)
    after = slice(start, DAYS)
    return {
        "category": planting.category,
        "quarter": planting.quarter,
        "control_quarter": city.plan.control,
        "date": str(FIRST_DAY + start),
        "effect": round(planting.relative_risk - 1, 4),
        "expected_year_before": round(expected_at(city, planting, events, year)[0], 1),
        "expected_year_after": round(expected_at(city, planting, events, after)[0], 1),
        "note": "Near repeats (14 days, 200 m) blur the first days and the border a little.",
    }


def _inspections(sample: Sample) -> dict:
    city, table = sample.city, sample.inspections
    share, worst = true_shares(city.ground)
    codes = city.ground.areas["neighbourhoods"].codes
    done = table.groupby("area")["m_inspections"].sum()
    below = table.groupby("area")["m_below_grade"].sum()
    quarters = city.ground.areas["quarters"].codes
    return {
        "total": len(table),
        "below_grade": int(table["m_below_grade"].sum()),
        "below_grade_means": "worse than A+: A, B, C or D",
        "grades": {grade: int((table["a_crow_score"] == grade).sum()) for grade in GRADES},
        "by_year": _by_year(table),
        "by_district": _by_district(table),
        "centre_district": "A",
        "centre_share": CENTRE_SHARE,
        "containers": len(city.containers.ids),
        "worst_quarters": [quarters[q] for q in worst],
        "true_share_below_grade": {code: float(s) for code, s in zip(codes, share)},
        "inspected": {code: int(done.get(code, 0)) for code in codes},
        "found_below_grade": {code: int(below.get(code, 0)) for code in codes},
    }
