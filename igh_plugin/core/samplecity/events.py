"""Reports of the synthetic city: drawn from planted intensities in space and time, with near repeats."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Sequence

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from ..progress import Progress
from .clock import HOUR, gap_slots, in_repeated_hour, to_local, to_utc
from .geography import Geography
from .planting import REPEAT_DAYS, REPEAT_METRES, REPEAT_SHARE, Plan, Planting
from .profiles import (
    CATEGORIES,
    DAYS,
    FIREWORKS,
    FIRST_DAY,
    LAST_DAY,
    SLUGS,
    Category,
    hour_weights,
    slot_weights,
)
from .streets import Streets

LAST_CLOSED = np.datetime64("2026-01-31T22:00:00", "s")
_NEIGHBOURS = 12


@dataclass(frozen=True)
class Drawn:
    """Drawn reports in order of time: category number, frontage, x, y (m), wall minute since FIRST_DAY,
    and the position of the event it repeats (-1: none)."""

    category: np.ndarray
    frontage: np.ndarray
    x: np.ndarray
    y: np.ndarray
    minute: np.ndarray
    repeats: np.ndarray


def weather_of(seed: int) -> np.ndarray:
    """(DAYS,) factor that all categories share: days differ."""
    return np.exp(np.random.default_rng([seed, 5]).normal(0, 0.10, DAYS))


def share_out(total: int, shares: np.ndarray) -> np.ndarray:
    """Whole numbers that add up to `total`, by the largest remainders."""
    exact = total * np.asarray(shares, dtype=float) / np.sum(shares)
    whole = np.floor(exact).astype(np.int64)
    rest = total - int(whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:rest]] += 1
    return whole


def category_counts(events: int) -> np.ndarray:
    """(12,) reports per category."""
    return share_out(events, np.array([c.share for c in CATEGORIES]))


def repeat_counts(counts: np.ndarray) -> np.ndarray:
    """(12,) how many of the reports of each category are near repeats of another."""
    share = np.array([0.0 if slug == FIREWORKS else REPEAT_SHARE for slug in SLUGS])
    return np.floor(counts * share).astype(np.int64)


def draw_reports(city: Geography, streets: Streets, plan: Plan, events: int, progress: Progress) -> Drawn:
    """Draw so many reports; the same city and number give the same reports. Raises Cancelled."""
    counts = category_counts(events)
    return draw_categories(
        (city.seed, 6), streets, CATEGORIES, plan.weights, plan.of, (counts, repeat_counts(counts)), progress
    )


def draw_categories(
    stream: tuple[int, int],
    streets: Streets,
    categories: Sequence[Category],
    weights: np.ndarray,
    plantings: Callable[[str], list[Planting]],
    wanted: tuple[np.ndarray, np.ndarray],
    progress: Progress,
) -> Drawn:
    """Draw events of categories from weights (categories, frontages) and what is planted; raises Cancelled.

    stream: seed of the city and number of the random stream. wanted: how many of each category there are, and how many of
    these are near repeats of another.
    """
    weather = weather_of(stream[0])
    middle = 0.5 * (streets.a + streets.b)
    around = cKDTree(middle).query(middle, k=min(_NEIGHBOURS, len(middle)))[1]
    counts, children = wanted
    parts = []
    offset = 0
    for number, category in enumerate(categories):
        progress.step(number / len(categories))
        rng = np.random.default_rng([*stream, number])
        first = int(counts[number] - children[number])
        slots = slot_weights(category, weather)
        frontage, minute = _draw(rng, weights[number], plantings(category.slug), slots, first)
        along = rng.uniform(0.03, 0.97, first)
        x, y = place_on(streets, frontage, along, rng.uniform(4.0, 11.0, first))
        repeats = np.full(first, -1, dtype=np.int64)
        if children[number]:
            more = _repeat(
                rng, streets, category, around, (frontage, along, x, y, minute), int(children[number])
            )
            frontage, x, y, minute = (
                np.concatenate(pair) for pair in zip((frontage, x, y, minute), more[:4])
            )
            repeats = np.concatenate([repeats, more[4] + offset])
        parts.append((np.full(len(x), number, dtype=np.int8), frontage, x, y, minute, repeats))
        offset += len(x)
    columns = [np.concatenate([part[i] for part in parts]) for i in range(6)]
    order = np.argsort(columns[4], kind="stable")
    position = np.empty(len(order), dtype=np.int64)
    position[order] = np.arange(len(order))
    columns = [column[order] for column in columns]
    repeated = columns[5] >= 0
    columns[5][repeated] = position[columns[5][repeated]]
    return Drawn(*columns)


def _draw(
    rng: np.random.Generator, row: np.ndarray, plantings: list[Planting], slots: np.ndarray, count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Frontages and wall minutes of `count` independent events, by thinning of the highest intensity."""
    planted = np.full(len(row), -1, dtype=np.int64)
    highest = row.copy()
    factors = np.ones((len(plantings) + 1, DAYS))
    for number, planting in enumerate(plantings):
        planted[planting.frontages] = number
        top = planting.factor.max()
        factors[number] = planting.factor / top
        highest[planting.frontages] = row[planting.frontages] * top
    place_sum = np.cumsum(highest)
    slot_sum = np.cumsum(slots)
    frontages, minutes, have = [], [], 0
    while have < count:
        ask = int((count - have) * 1.08) + 64
        frontage = _pick(rng, place_sum, ask)
        slot = _pick(rng, slot_sum, ask)
        keep = rng.random(ask) < factors[planted[frontage], slot // 24]
        frontages.append(frontage[keep])
        minutes.append(slot[keep] * 60 + rng.integers(0, 60, int(keep.sum())))
        have += len(frontages[-1])
    if not frontages:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    return np.concatenate(frontages)[:count], np.concatenate(minutes)[:count]


def _pick(rng: np.random.Generator, running: np.ndarray, count: int) -> np.ndarray:
    spot = np.searchsorted(running, rng.random(count) * running[-1], side="right")
    return np.minimum(spot, len(running) - 1)


def place_on(
    streets: Streets, frontage: np.ndarray, along: np.ndarray, depth: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """x, y (m, whole centimetres) beside the street: `along` (0 to 1) the frontage, up to `depth` m behind
    it.
    """
    a, b, inside = streets.a[frontage], streets.b[frontage], streets.inside[frontage]
    point = a + along[:, None] * (b - a)
    inward = inside - point
    share = np.minimum(0.35, depth / np.maximum(np.hypot(inward[:, 0], inward[:, 1]), 1e-9))
    point = point + share[:, None] * inward
    return np.round(point[:, 0], 2), np.round(point[:, 1], 2)


def _repeat(
    rng: np.random.Generator,
    streets: Streets,
    category: Category,
    around: np.ndarray,
    events: tuple[np.ndarray, ...],
    count: int,
) -> tuple[np.ndarray, ...]:
    """Near repeats: another event within 200 m and 14 days of one that was drawn, in the same category."""
    frontage, along, x, y, minute = events
    parent = rng.integers(0, len(frontage), count)
    place = around[frontage[parent], rng.integers(0, around.shape[1], count)]
    share = rng.uniform(0.03, 0.97, count)
    depth = rng.uniform(4.0, 11.0, count)
    new_x, new_y = place_on(streets, place, share, depth)
    far = np.hypot(new_x - x[parent], new_y - y[parent]) > REPEAT_METRES - 1.0
    own = frontage[parent[far]]
    step = rng.uniform(-60.0, 60.0, int(far.sum())) / np.maximum(streets.length[own], 1.0)
    place[far] = own
    new_x[far], new_y[far] = place_on(
        streets, own, np.clip(along[parent[far]] + step, 0.03, 0.97), depth[far]
    )
    chance = 0.8 ** np.arange(REPEAT_DAYS)
    lag = _pick(rng, np.cumsum(chance), count)
    day = minute[parent] // 1440
    day = np.where(day + lag < DAYS, day + lag, day - lag)
    weekday = ((FIRST_DAY.astype(np.int64) + day) + 3) % 7
    running = np.cumsum(hour_weights(category), axis=1)
    running /= running[:, -1:]
    hour = np.minimum((rng.random(count)[:, None] > running[weekday]).sum(axis=1), 23)
    first_hour = FIRST_DAY.astype("datetime64[h]").astype(np.int64)
    gaps = gap_slots(FIRST_DAY, LAST_DAY).astype(np.int64) - first_hour
    hour = np.where(np.isin(day * 24 + hour, gaps), hour + 1, hour)
    return place, new_x, new_y, day * 1440 + hour * 60 + rng.integers(0, 60, count), parent


def report_frame(city: Geography, streets: Streets, drawn: Drawn) -> pd.DataFrame:
    """The reports as clean events, one row each, in order of time.

    Columns: event_id (own id), kind, category, subcategory, occurred_from, occurred_to, reported_at,
    closed_at (UTC), occurred_local (wall time), status, location_quality, place, address, area, local_day,
    local_hour, x, y.
    """
    count = len(drawn.x)
    rng = np.random.default_rng([city.seed, 7])
    _, utc = times_of(drawn)
    reported = once(
        utc + (60 * (2 + rng.exponential(300.0, count).astype(np.int64))).astype("timedelta64[s]")
    )
    took = (60 * (30 + (rng.lognormal(7.6, 1.1, count)).astype(np.int64))).astype("timedelta64[s]")
    closed = once(reported + took)
    is_open = (rng.random(count) < 0.02) | (closed > LAST_CLOSED)
    closed[is_open] = np.datetime64("NaT", "s")
    status = np.where(is_open, "in behandeling", "afgehandeld").astype(object)
    return event_frame(city, streets, drawn, SLUGS, "VB", (reported, closed, status))


def event_frame(
    city: Geography,
    streets: Streets,
    drawn: Drawn,
    slugs: Sequence[str],
    prefix: str,
    course: tuple[np.ndarray, np.ndarray, np.ndarray],
) -> pd.DataFrame:
    """Drawn reports with when they were reported and closed (UTC) and their status, as `report_frame` gives them."""
    count = len(drawn.x)
    local, utc = times_of(drawn)
    reported, closed, status = course
    names = np.array(streets.names, dtype=object)
    codes = np.array(city.areas["neighbourhoods"].codes, dtype=object)
    return pd.DataFrame(
        {
            "event_id": identities(prefix, count),
            "kind": _constant("report", count),
            "category": np.array(slugs, dtype=object)[drawn.category],
            "subcategory": _constant(None, count),
            "occurred_from": utc,
            "occurred_to": np.full(count, np.datetime64("NaT", "s")),
            "occurred_local": local,
            "reported_at": reported,
            "closed_at": closed,
            "status": status,
            "location_quality": _constant("address", count),
            "place": names[streets.street[drawn.frontage]],
            "address": _constant(None, count),
            "area": codes[streets.area[drawn.frontage]],
            "local_day": FIRST_DAY.astype(np.int64) + drawn.minute // 1440,
            "local_hour": (drawn.minute // 60 % 24).astype(np.int64),
            "x": drawn.x,
            "y": drawn.y,
        }
    )


def times_of(drawn: Drawn) -> tuple[np.ndarray, np.ndarray]:
    """Wall times and UTC (datetime64[s]) of drawn reports."""
    local = (FIRST_DAY.astype("datetime64[m]") + drawn.minute).astype("datetime64[s]")
    return local, to_utc(local)


def identities(prefix: str, count: int) -> np.ndarray:
    """Own ids: a prefix and seven figures, as objects."""
    return np.array([f"{prefix}{number:07d}" for number in range(1, count + 1)], dtype=object)


def once(utc: np.ndarray) -> np.ndarray:
    """An hour later where the wall time would come twice, so that it can be written without an offset."""
    return utc + in_repeated_hour(to_local(utc)) * HOUR


def _constant(value: str | None, count: int) -> np.ndarray:
    column = np.empty(count, dtype=object)
    column[:] = value
    return column
