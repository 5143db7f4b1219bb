"""The same events as messy source files: what registration systems really hand over, with every fault
counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from .city import Sample
from .clock import in_repeated_hour, is_summer, to_local
from .geography import ORIGIN
from .profiles import MAIN_OF, SLUGS

YEARS = (2023, 2024, 2025)
# Fault: (share of the rows, reason to reject it, or None where the event is kept).
FAULTS: dict[str, tuple[float, str | None]] = {
    "coordinates_missing": (0.0030, "missing_coordinates"),
    "coordinates_zero": (0.0015, "impossible_coordinates"),
    "coordinates_swapped": (0.0015, "impossible_coordinates"),
    "coordinates_in_degrees": (0.0015, "impossible_coordinates"),
    "outside_the_city": (0.0015, "outside_area"),
    "time_in_future": (0.0005, "future_time"),
    "closed_before_opened": (0.0010, "closed_before_occurred"),
    "category_unknown": (0.0015, "unknown_category"),
    "category_missing": (0.0015, "missing_category"),
    "time_unreadable": (0.0005, "bad_time"),
    "exact_duplicate": (0.0040, "exact_duplicate"),
    "same_id_other_content": (0.0020, "duplicate_id"),
    "date_only": (0.0030, None),
    "date_missing": (0.0015, None),
}
_UNKNOWN = np.array(["zwerfvuil-oud-systeem", "ZZ-test", "diversen-2019"], dtype=object)
_UNREADABLE = np.array(["31-02-2024 10:15", "gisteren", "00-00-0000 00:00", "12:30"], dtype=object)
_DAY = np.timedelta64(86400, "s")


@dataclass(frozen=True)
class Mess:
    """Raw report tables per year, the raw inspections, and what is planted in them (ready for JSON)."""

    reports: dict[int, pd.DataFrame]
    inspections: pd.DataFrame
    truth: dict


def fault_counts(events: int) -> dict[str, int]:
    """How many rows of each fault there are among so many reports."""
    return {name: int(events * share) for name, (share, _) in FAULTS.items()}


def make_mess(sample: Sample) -> Mess:
    """Raw tables with planted faults; the same sample gives the same mess.

    Report columns: meldingsnummer, datum_overlast (2023) or tijdstip_overlast (from 2024), datum_melding,
    datum_afgehandeld, hoofdcategorie, subcategorie, straat, huisnummer, x_rd, y_rd, status, melder_email,
    melder_telefoon. Times are wall times: dd-mm-YYYY HH:MM in 2023, ISO with offset in 2024, three ways in
    2025.
    """
    clean = sample.reports
    count = len(clean)
    rng = np.random.default_rng([sample.city.seed, 11])
    counts = fault_counts(count)
    rows = _faulty_rows(rng, count, counts)
    occurred = _local(clean["occurred_local"])
    year = occurred.astype("datetime64[Y]").astype(np.int64) + 1970
    closed = to_local(_seconds(clean["closed_at"]))
    reported = to_local(_seconds(clean["reported_at"]))
    _shift_times(rng, rows, occurred, reported, closed)
    way = _ways(rng, year, occurred)
    raw = pd.DataFrame(
        {
            "meldingsnummer": clean["event_id"].to_numpy(),
            "overlast": time_text(occurred, way),
            "datum_melding": time_text(reported, way),
            "datum_afgehandeld": time_text(closed, way),
            "hoofdcategorie": clean["category"].map(MAIN_OF).to_numpy(),
            "subcategorie": clean["category"].to_numpy(),
            "straat": clean["place"].to_numpy(),
            "huisnummer": rng.integers(1, 180, count),
            "x_rd": clean["x"].to_numpy(copy=True),
            "y_rd": clean["y"].to_numpy(copy=True),
            "status": clean["status"].to_numpy(copy=True),
            "melder_email": _markers("marker-", "@voorbeeld.invalid", rng, count),
            "melder_telefoon": _markers("marker-tel-", "", rng, count),
        }
    )
    _spoil(rng, raw, rows, occurred, way)
    extra = _duplicates(rng, raw, rows)
    full = pd.concat([raw, *extra], ignore_index=True)
    origin = np.concatenate([np.arange(count), rows["exact_duplicate"], rows["same_id_other_content"]])
    behind = np.concatenate([np.zeros(count), rng.uniform(0.5, 400.0, len(origin) - count)])
    order = np.lexsort((np.arange(len(origin)), origin + behind))
    full, origin = full.iloc[order], origin[order]
    tables = {}
    for number in YEARS:
        part = full[year[origin] == number].reset_index(drop=True)
        column = "datum_overlast" if number == YEARS[0] else "tijdstip_overlast"
        tables[number] = part.rename(columns={"overlast": column})
    return Mess(tables, _raw_inspections(sample), _truth(tables, counts, len(sample.inspections)))


def _truth(tables: dict[int, pd.DataFrame], counts: dict[str, int], inspections: int) -> dict:
    rejects: dict[str, int] = {}
    for name, number in counts.items():
        reason = FAULTS[name][1]
        if reason:
            rejects[reason] = rejects.get(reason, 0) + number
    total = sum(len(table) for table in tables.values())
    return {
        "rows": {f"reports_{year}.csv": len(table) for year, table in tables.items()},
        "rows_reports": total,
        "rows_inspections": inspections,
        "faults": counts,
        "reason_of_fault": {name: reason for name, (_, reason) in FAULTS.items()},
        "expected_rejects": rejects,
        "expected_kept": total - sum(rejects.values()),
        "expected_undated": counts["date_missing"],
        "expected_without_hour": counts["date_only"],
        "renamed_column": {"until 2023": "datum_overlast", "from 2024": "tijdstip_overlast"},
        "personal_columns": ["melder_email", "melder_telefoon", "inspecteur"],
        "note": "Of rows with the same id the last stands: a correction; the earlier one is rejected.",
    }


def _faulty_rows(rng: np.random.Generator, count: int, counts: dict[str, int]) -> dict[str, np.ndarray]:
    """Rows of each fault; no row has two."""
    order = rng.permutation(count)
    rows, start = {}, 0
    for name, number in counts.items():
        rows[name] = np.sort(order[start : start + number])
        start += number
    return rows


def _local(column: pd.Series) -> np.ndarray:
    return column.to_numpy(copy=True).astype("datetime64[s]")


def _seconds(column: pd.Series) -> np.ndarray:
    return column.to_numpy().astype("datetime64[s]")


def _shift_times(
    rng: np.random.Generator,
    rows: dict[str, np.ndarray],
    occurred: np.ndarray,
    reported: np.ndarray,
    closed: np.ndarray,
) -> None:
    early = rows["closed_before_opened"]
    back = rng.integers(1, 10, len(early)).astype("timedelta64[D]").astype("timedelta64[s]")
    closed[early] = occurred[early] - back - 2 * _DAY
    future = rows["time_in_future"]
    year = occurred[future].astype("datetime64[Y]")
    into = occurred[future] - year.astype("datetime64[s]")
    occurred[future] = np.datetime64("2099-01-01T00:00:00", "s") + into
    reported[future] = occurred[future] + _DAY
    closed[future] = np.datetime64("NaT", "s")


def _ways(rng: np.random.Generator, year: np.ndarray, occurred: np.ndarray) -> np.ndarray:
    """How a row writes its times: 0 dd-mm-YYYY HH:MM, 1 ISO with offset, 2 YYYY-MM-DD HH:MM.

    A time in the hour that comes twice always has its offset, or nobody could read it.
    """
    way = np.where(year == 2024, 1, 0)
    mixed = rng.choice(3, size=len(year), p=(0.5, 0.35, 0.15))
    way = np.where(year == 2025, mixed, way)
    return np.where(in_repeated_hour(occurred), 1, way)


def time_text(times: np.ndarray, way: np.ndarray) -> np.ndarray:
    """Wall times as text, each in its way (as `_ways` has them); NaT is an empty text."""
    text = np.full(len(times), "", dtype=object)
    known = np.flatnonzero(~np.isnat(times))
    if not len(known):
        return text
    seconds = times[known].astype(np.int64)
    day, minute = seconds // 86400, seconds % 86400 // 60
    days, day_at = np.unique(day, return_inverse=True)
    iso_day = np.datetime_as_string(days.astype("datetime64[D]")).astype(object)
    dutch_day = np.array([f"{d[8:]}-{d[5:7]}-{d[:4]}" for d in iso_day], dtype=object)
    clock = np.array([f"{m // 60:02d}:{m % 60:02d}" for m in range(1440)], dtype=object)[minute]
    offset = np.where(is_summer(times[known]), ":00+02:00", ":00+01:00").astype(object)
    own = way[known]
    at = day_at.reshape(-1)
    made = dutch_day[at] + " " + clock
    made = np.where(own == 1, iso_day[at] + "T" + clock + offset, made)
    text[known] = np.where(own == 2, iso_day[at] + " " + clock, made)
    return text


def _markers(before: str, after: str, rng: np.random.Generator, count: int) -> np.ndarray:
    """Personal data that is plainly made up; whatever of it turns up later was taken wrongly."""
    people = [f"{before}{number:05d}{after}" for number in range(20000)]
    return np.array(people, dtype=object)[rng.integers(0, len(people), count)]


def _spoil(
    rng: np.random.Generator,
    raw: pd.DataFrame,
    rows: dict[str, np.ndarray],
    occurred: np.ndarray,
    way: np.ndarray,
) -> None:
    """Plant the faults that change a row in place."""
    x, y = raw["x_rd"].to_numpy(copy=True), raw["y_rd"].to_numpy(copy=True)
    missing, zero = rows["coordinates_missing"], rows["coordinates_zero"]
    x[missing] = y[missing] = np.nan
    x[zero] = y[zero] = 0.0
    swapped = rows["coordinates_swapped"]
    x[swapped], y[swapped] = y[swapped], x[swapped].copy()
    degrees = rows["coordinates_in_degrees"]
    x[degrees], y[degrees] = to_degrees(x[degrees], y[degrees])
    outside = rows["outside_the_city"]
    angle = rng.uniform(0, 2 * np.pi, len(outside))
    far = rng.uniform(14000, 40000, len(outside))
    x[outside] = np.round(ORIGIN[0] + far * np.cos(angle), 2)
    y[outside] = np.round(ORIGIN[1] + far * np.sin(angle), 2)
    raw["x_rd"], raw["y_rd"] = x, y
    category = raw["subcategorie"].to_numpy(copy=True)
    category[rows["category_missing"]] = ""
    unknown = rows["category_unknown"]
    category[unknown] = _UNKNOWN[rng.integers(0, len(_UNKNOWN), len(unknown))]
    raw["subcategorie"] = category
    text = raw["overlast"].to_numpy(copy=True)
    text[rows["date_missing"]] = ""
    bad = rows["time_unreadable"]
    text[bad] = _UNREADABLE[rng.integers(0, len(_UNREADABLE), len(bad))]
    short = rows["date_only"]
    text[short] = [value[:10] for value in time_text(occurred[short], way[short])]
    raw["overlast"] = text
    status = raw["status"].to_numpy(copy=True)
    status[rows["time_in_future"]] = "in behandeling"
    status[rows["closed_before_opened"]] = "afgehandeld"
    raw["status"] = status


def _duplicates(
    rng: np.random.Generator, raw: pd.DataFrame, rows: dict[str, np.ndarray]
) -> list[pd.DataFrame]:
    """Rows that come again: wholly the same, or the same id with another category and place."""
    again = raw.iloc[rows["exact_duplicate"]]
    other = raw.iloc[rows["same_id_other_content"]].copy()
    step = rng.integers(1, len(SLUGS), len(other))
    slugs = [SLUGS[(SLUGS.index(s) + int(k)) % len(SLUGS)] for s, k in zip(other["subcategorie"], step)]
    other["subcategorie"] = slugs
    other["hoofdcategorie"] = [MAIN_OF[slug] for slug in slugs]
    other["huisnummer"] = other["huisnummer"].to_numpy() + 1
    return [again, other]


def to_degrees(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude (WGS84 degrees) of RD New metres, by the leading terms of Schreutelkamp and
    Strang van Hees (2001); good to some metres around the origin, which is enough to look plausible.
    """
    dx, dy = (x - 155000.0) * 1e-5, (y - 463000.0) * 1e-5
    latitude = 3235.65389 * dy - 32.58297 * dx**2 - 0.24750 * dy**2 - 0.84978 * dx**2 * dy
    longitude = 5260.52916 * dx + 105.94684 * dx * dy + 2.45656 * dx * dy**2 - 0.81885 * dx**3
    return np.round(5.38720621 + longitude / 3600, 6), np.round(52.15517440 + latitude / 3600, 6)


def _raw_inspections(sample: Sample) -> pd.DataFrame:
    table = sample.inspections
    rng = np.random.default_rng([sample.city.seed, 12])
    utc = np.datetime_as_string(_seconds(table["occurred_from"]), unit="s").astype(object)
    return pd.DataFrame(
        {
            "inspectie_id": table["event_id"].to_numpy(),
            "tijdstip": utc + "Z" if len(utc) else utc,
            "container_id": table["container"].to_numpy(),
            "straat": table["place"].to_numpy(),
            "crow_score": table["a_crow_score"].to_numpy(),
            "aantal_items": table["m_items"].to_numpy().astype(np.int64),
            "x": table["x"].to_numpy(),
            "y": table["y"].to_numpy(),
            "inspecteur": _markers("marker-inspecteur-", "", rng, len(table)),
        }
    )
