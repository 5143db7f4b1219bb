"""Further reports of the synthetic city: more than fifty categories, a camera area with a ban area around it, and handling times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from ..progress import Part, Progress, Silent
from .city import City
from .clock import to_local
from .events import LAST_CLOSED, Drawn, draw_categories, event_frame, once, share_out, times_of
from .matters import MAIN_OF_MATTER, MATTER_SLUGS, MATTERS, handling_days
from .mess import time_text
from .planting import Planting, mixed_weights
from .population import frontage_people
from .profiles import DAYS, FIRST_DAY, SLUGS

FILE = "nuisance.csv"
SHARE = 0.5
CAMERA_RADIUS, AROUND_RADIUS, BAN_RADIUS = 260.0, 520.0, 700.0
NEAR_VENUE = 50.0
CAMERAS_SINCE = np.datetime64("2025-01-01", "D")
CAMERAS_INSIDE, CAMERAS_AROUND = 0.65, 1.12
CAMERAS_ON = "overige-overlast-door-personen"
_CHANNELS = np.array(["app", "website", "telefoon", "handhaver"], dtype=object)
FAULTS: dict[str, tuple[float, str | None]] = {
    "coordinates_missing": (0.0020, "missing_coordinates"),
    "category_unknown": (0.0010, "unknown_category"),
    "exact_duplicate": (0.0020, "exact_duplicate"),
    "date_only": (0.0020, None),
}


@dataclass(frozen=True)
class Nuisance:
    """The further reports: as drawn, as clean events, as the raw file, and what is planted in them (ready for JSON)."""

    drawn: Drawn
    events: pd.DataFrame
    raw: pd.DataFrame
    truth: dict


def nuisance_counts(events: int) -> np.ndarray:
    """(categories,) further reports per category."""
    return share_out(events, np.array([matter.category.share for matter in MATTERS]))


def draw_nuisance(city: City, events: int, progress: Progress | None = None) -> Nuisance:
    """Draw so many further reports of 2023 to 2025; the same city and number give the same. Raises Cancelled."""
    progress = progress or Silent()
    ground, streets = city.ground, city.streets
    counts = nuisance_counts(events)
    children = np.floor(counts * np.array([matter.repeats for matter in MATTERS])).astype(np.int64)
    categories = [matter.category for matter in MATTERS]
    weights = mixed_weights(
        np.random.default_rng([city.seed, 13]), ground, streets, categories, _places(city)
    )
    cameras = _cameras(city)
    drawn = draw_categories(
        (city.seed, 14), streets, categories, weights,
        lambda slug: cameras if slug == CAMERAS_ON else [], (counts, children), Part(progress, 0.0, 0.7),
    )  # fmt: skip
    table = _clean(city, drawn)
    progress.step(0.85)
    raw, faults = _raw(city, drawn, table)
    progress.step(1.0)
    return Nuisance(drawn, table, raw, _truth(city, table, raw, faults, (counts, children)))


def zones_of(city: City, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Whether points lie inside, around or outside the camera area, and inside or outside the ban area; (n,) objects."""
    away = np.hypot(x - city.plan.nightlife[0], y - city.plan.nightlife[1])
    camera = np.where(away <= CAMERA_RADIUS, "inside", np.where(away <= AROUND_RADIUS, "around", "outside"))
    return camera.astype(object), np.where(away <= BAN_RADIUS, "inside", "outside").astype(object)


def _places(city: City) -> dict[str, np.ndarray]:
    """(frontages,) weights of sum 1 of the kinds of places that further categories know, besides those of the plan."""
    ground, streets = city.ground, city.streets
    rng = np.random.default_rng([city.seed, 15])
    kinds = np.array(ground.kinds)[streets.area]
    classes = np.array(streets.classes)[streets.street]
    middle = 0.5 * (streets.a + streets.b)
    opposite = 2 * np.array(ground.centre) - np.array(city.plan.nightlife)
    shops = city.plan.places["shops"]
    shop_streets = np.unique(streets.street[shops > 0])
    markets = rng.choice(shop_streets, size=min(4, len(shop_streets)), replace=False)
    own = {
        "water": streets.length * (classes == "quay"),
        "industry": streets.length * (kinds == "industry"),
        "flats": frontage_people(ground, streets) * (kinds == "flats"),
        "station": streets.length * np.exp(-0.5 * (np.hypot(*(middle - opposite).T) / 200.0) ** 2),
        "market": streets.length * np.isin(streets.street, markets),
        "waste": city.plan.weights[SLUGS.index("container-bijplaatsing")],
    }
    people = city.plan.places["people"]
    out = dict(city.plan.places)
    for name, values in own.items():
        out[name] = values / values.sum() if values.sum() > 0 else people
    return {name: values if values.sum() > 0 else people for name, values in out.items()}


def _cameras(city: City) -> list[Planting]:
    """What the cameras do to reports of nuisance by persons: fewer inside since a day, some of them around instead."""
    middle = 0.5 * (city.streets.a + city.streets.b)
    camera, _ = zones_of(city, middle[:, 0], middle[:, 1])
    start = int((CAMERAS_SINCE - FIRST_DAY).astype(np.int64))
    made = []
    for zone, effect in (("inside", CAMERAS_INSIDE), ("around", CAMERAS_AROUND)):
        factor = np.ones(DAYS)
        factor[start:] = effect
        within = np.flatnonzero(camera == zone)
        made.append(
            Planting(
                f"cameras-{zone}", "cameras", CAMERAS_ON, None, None, effect, within, factor, [], None, zone
            )
        )
    return made


def _clean(city: City, drawn: Drawn) -> pd.DataFrame:
    """The reports as clean events, as `report_frame` gives them, with a_camera_area, a_ban_area, a_venue_near, a_channel."""
    rng = np.random.default_rng([city.seed, 16])
    count = len(drawn.x)
    number = drawn.category.astype(np.int64)
    days, sigma, stays = (
        np.array([getattr(matter, name) for matter in MATTERS])[number]
        for name in ("days", "sigma", "stays_open")
    )
    _, utc = times_of(drawn)
    reported = once(
        utc + (60 * (2 + rng.exponential(240.0, count).astype(np.int64))).astype("timedelta64[s]")
    )
    minutes = np.maximum(1440 * days * np.exp(sigma * rng.normal(size=count)), 20.0).astype(np.int64)
    closed = once(reported + (60 * minutes).astype("timedelta64[s]"))
    is_open = (rng.random(count) < stays) | (closed > LAST_CLOSED)
    closed[is_open] = np.datetime64("NaT", "s")
    started = rng.random(count) < 0.6
    status = np.where(is_open, np.where(started, "in behandeling", "gemeld"), "afgehandeld").astype(object)
    table = event_frame(city.ground, city.streets, drawn, MATTER_SLUGS, "VN", (reported, closed, status))
    table["a_camera_area"], table["a_ban_area"] = zones_of(city, drawn.x, drawn.y)
    table["a_venue_near"] = _near(city, drawn)
    table["a_channel"] = _CHANNELS[rng.choice(len(_CHANNELS), size=count, p=(0.42, 0.33, 0.19, 0.06))]
    return table


def _near(city: City, drawn: Drawn) -> np.ndarray:
    """`yes` for events within `NEAR_VENUE` metres of a licensed venue, else `no`; (n,) objects."""
    gap = cKDTree(city.objects.venues).query(np.column_stack([drawn.x, drawn.y]))[0]
    return np.where(gap <= NEAR_VENUE, "yes", "no").astype(object)


def _wall(column: pd.Series) -> np.ndarray:
    return to_local(column.to_numpy().astype("datetime64[s]"))


def _raw(city: City, drawn: Drawn, table: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """The raw file and how many rows have each fault; times are wall times with an offset."""
    rng = np.random.default_rng([city.seed, 17])
    count = len(table)
    faults = {name: int(count * share) for name, (share, _) in FAULTS.items()}
    local, _ = times_of(drawn)
    iso = np.ones(count, dtype=np.int64)
    raw = pd.DataFrame(
        {
            "nummer": table["event_id"].to_numpy(),
            "moment": time_text(local, iso),
            "gemeld": time_text(_wall(table["reported_at"]), iso),
            "afgehandeld": time_text(_wall(table["closed_at"]), iso),
            "hoofdcategorie": table["category"].map(MAIN_OF_MATTER).to_numpy(),
            "subcategorie": table["category"].to_numpy(copy=True),
            "straat": table["place"].to_numpy(),
            "x": table["x"].to_numpy(copy=True),
            "y": table["y"].to_numpy(copy=True),
            "status": table["status"].to_numpy(),
            "cameragebied": table["a_camera_area"].map({"inside": "binnen", "around": "rondom", "outside": "buiten"}).to_numpy(),
            "verbodsgebied": table["a_ban_area"].map({"inside": "binnen", "outside": "buiten"}).to_numpy(),
            "horeca_binnen_50_m": table["a_venue_near"].map({"yes": "ja", "no": "nee"}).to_numpy(),
            "kanaal": table["a_channel"].to_numpy(),
        }
    )  # fmt: skip
    order = rng.permutation(count)
    ends = np.cumsum(list(faults.values()))
    rows = {name: np.sort(order[end - faults[name] : end]) for name, end in zip(faults, ends)}
    raw.loc[rows["coordinates_missing"], ["x", "y"]] = np.nan
    raw.loc[rows["category_unknown"], "subcategorie"] = "diversen-2019"
    raw.loc[rows["date_only"], "moment"] = raw["moment"].iloc[rows["date_only"]].str[:10]
    again = rows["exact_duplicate"]
    at = np.argsort(np.concatenate([np.arange(count), again]), kind="stable")
    return pd.concat([raw, raw.iloc[again]], ignore_index=True).iloc[at].reset_index(drop=True), faults


def _truth(
    city: City,
    table: pd.DataFrame,
    raw: pd.DataFrame,
    faults: dict[str, int],
    wanted: tuple[np.ndarray, np.ndarray],
) -> dict:
    rejects: dict[str, int] = {}
    for name, number in faults.items():
        reason = FAULTS[name][1]
        if reason:
            rejects[reason] = rejects.get(reason, 0) + number
    zone = table["a_camera_area"].value_counts()
    return {
        "total": len(table),
        "by_category": {slug: int(n) for slug, n in zip(MATTER_SLUGS, wanted[0])},
        "near_repeats": {slug: int(n) for slug, n in zip(MATTER_SLUGS, wanted[1])},
        "growth_per_year": {m.slug: m.category.growth for m in MATTERS if m.category.growth},
        "handling_days": {m.slug: {**handling_days(m), "stays_open": m.stays_open} for m in MATTERS},
        "camera_area": {
            "centre": [round(v, 1) for v in city.plan.nightlife],
            "radius_m": CAMERA_RADIUS,
            "around_until_m": AROUND_RADIUS,
            "since": str(CAMERAS_SINCE),
            "category": CAMERAS_ON,
            "factor_inside": CAMERAS_INSIDE,
            "factor_around": CAMERAS_AROUND,
            "reports": {name: int(zone.get(name, 0)) for name in ("inside", "around", "outside")},
        },
        "ban_area": {"centre": [round(v, 1) for v in city.plan.nightlife], "radius_m": BAN_RADIUS},
        "venues": len(city.objects.venues),
        "rats_follow": "container-bijplaatsing",
        "raw": {
            "rows": {FILE: len(raw)},
            "faults": faults,
            "reason_of_fault": {name: reason for name, (_, reason) in FAULTS.items()},
            "expected_rejects": rejects,
            "expected_kept": len(raw) - sum(rejects.values()),
        },
    }
