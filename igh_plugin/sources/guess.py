"""A proposal for the mapping of a file that has none: by column names and by what the columns hold.

Everything proposed is said, as sentences and as YAML that the user can save and correct.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np

from ..core.cleaning.coordinates import parse_numbers, parse_points, split_pairs
from ..core.cleaning.formats import DAY_FIRST, ISO, ISO_COMPACT, MONTH_FIRST, byte_matrix, parse
from ..core.cleaning.records import RawBatch
from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from .definition import SourceDefinition, parse_definition

SAMPLE = 5_000
RD_BOX = (-7_000.0, 289_000.0, 300_000.0, 630_000.0)
LONLAT_BOX = (-180.0, -90.0, 180.0, 90.0)
_LON = ("lon", "lng", "long", "longitude", "lengtegraad")
_LAT = ("lat", "latitude", "breedtegraad")
_X = (
    "x",
    "x_rd",
    "rd_x",
    "x_coord",
    "coord_x",
    "xcoord",
    "x_coordinaat",
    "xcoordinaat",
    "easting",
    "x_coordinate",
)
_Y = (
    "y",
    "y_rd",
    "rd_y",
    "y_coord",
    "coord_y",
    "ycoord",
    "y_coordinaat",
    "ycoordinaat",
    "northing",
    "y_coordinate",
)
_ID = (
    "id", "event_id", "meldingsnummer", "melding_id", "zaaknummer", "zaak_id", "case_number", "case_id", "incident_id",
    "incident_number", "report_id", "service_request_id", "objectid", "uuid", "kenmerk", "nummer",
)  # fmt: skip
_CATEGORY = (
    "category", "categorie", "subcategorie", "sub_slug", "hoofdcategorie", "main_category", "primary_type",
    "incident_type", "crime_type", "offense", "offence", "overtreding", "delict", "onderwerp", "subject", "soort",
    "type_melding", "soort_melding", "complaint_type", "service_name", "event_type", "type",
)  # fmt: skip
_SUBCATEGORY = ("subcategory", "subcategorie", "sub_category", "sub_slug", "subtype", "sub", "descriptor")
_STATUS = ("status", "state", "externe_status", "status_melding")
_PLACE = (
    "straat", "straatnaam", "street", "street_name", "openbare_ruimte", "place", "plaats", "beat", "locatie", "location",
    "block", "buurt", "wijk", "neighbourhood", "neighborhood", "district", "quadrant", "zone",
)  # fmt: skip
_ADDRESS = ("address", "adres", "full_address", "volledig_adres", "incident_address")
_TIMES: Dict[str, Tuple[str, ...]] = {
    "closed_at": ("clos", "gesloten", "afgehandeld", "afgerond", "afgesloten", "resolved", "sluit"),
    "occurred_to": ("_to", "end_", "_end", "einde", "eind", "_tot"),
    "occurred_from": (
        "occur", "incident", "overlast", "waarneming", "pleeg", "start", "begin", "voorval", "gebeurtenis", "event",
    ),
    "reported_at": ("report", "melding", "gemeld", "created", "aangemaakt", "ontvangst", "ontvangen", "received"),
}  # fmt: skip
_DATE = re.compile(r"(^|_)(datum|date|dag|day)(?=_|$)")
_CLOCK = re.compile(r"(^|_)(tijdstip|tijd|time|clock|uur)(?=_|$)")
_CLOCK_VALUE = re.compile(r"\s*([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?\s*")
_PERSONAL = re.compile(
    r"(^|_)(melder|naam_melder|email|e_mail|mail|telefoon|telefoonnummer|phone|mobiel|bsn|burgerservicenummer|"
    r"geboortedatum|birth|date_of_birth|voornaam|achternaam|surname|first_name|last_name|reporter|victim|suspect|"
    r"slachtoffer|verdachte|kenteken|license_plate|iban|ip_address|handhaver|medewerker)(_|$)"
)
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
TAKEN = QT_TRANSLATE_NOOP("core", "{field} is taken from “{column}”.")
_INSPECTION = re.compile(r"schouw|inspect|controle|waarneming")


@dataclass
class Proposal:
    """A proposed mapping: YAML text, the definition it makes, and in words what was taken and why."""

    text: str
    definition: SourceDefinition
    notes: List[Text] = field(default_factory=list)


def propose(sample: RawBatch, source: str, timezone: str = "", crs: str = "") -> Proposal:
    """Propose a mapping for the file a sample comes from.

    `timezone` is a local zone, or `stored/local` zones separated by a comma; `crs` goes before what the
    coordinates suggest. Raises `UserError` when no coordinates are found.
    """
    names = {_plain(name): name for name in reversed(sample.header)}
    notes: List[Text] = []
    taken: Dict[str, str] = {}
    point, crs = _propose_point(sample, names, crs, notes)
    personal = [name for name in sample.header if _PERSONAL.search(_plain(name))]
    free = {key: name for key, name in names.items() if name not in personal and name not in point.values()}
    taken.update(_propose_times(sample, free))
    for name, wanted, test in (
        ("id", _ID, _looks_unique),
        ("category", _CATEGORY, _looks_coded),
        ("subcategory", _SUBCATEGORY, _looks_coded),
        ("status", _STATUS, _looks_coded),
        ("place", _PLACE, _looks_filled),
        ("address", _ADDRESS, _looks_filled),
    ):
        used = set(taken.values())
        column = next(
            (
                free[key]
                for key in wanted
                if key in free and free[key] not in used and test(sample.columns[free[key]])
            ),
            None,
        )
        if column is not None:
            taken[name] = column
    kind = "inspection" if _INSPECTION.search(" ".join(names)) else "report"
    notes += [_said(name, column) for name, column in {**point, **taken}.items() if name != "separator"]
    if "category" not in taken:
        notes.append(
            Text(
                QT_TRANSLATE_NOOP("core", "No column looks like a category: all events are of one category.")
            )
        )
    if "occurred_from" not in taken:
        notes.append(Text(QT_TRANSLATE_NOOP("core", "No column looks like a time: the events are undated.")))
    elif not timezone:
        notes.append(
            Text(
                QT_TRANSLATE_NOOP(
                    "core",
                    "No time zone is stated: the times are taken as local wall time, as they are written. State the "
                    "zones in the mapping if the file holds UTC.",
                )
            )
        )
    if personal:
        template = QT_TRANSLATE_NOOP("core", "Taken for personal, and never stored: {columns}.")
        notes.append(Text(template, {"columns": ", ".join(personal)}))
    clocks = _propose_clocks(sample, free, taken)
    text = _yaml(source, kind, point, crs, taken, clocks, personal, timezone)
    return Proposal(text, parse_definition(text, "proposed mapping"), notes)


def source_name(file: str) -> str:
    """Return a name for a source made from a file name."""
    stem = re.sub(r"(\.(csv|txt|tsv|gz|zip))+$", "", file.split("/")[0].lower())
    name = re.sub(r"[^a-z0-9]+", "_", stem).strip("_")
    return name[:60] if name[:1].isalpha() else f"source_{name}"[:60].rstrip("_")


def _propose_point(
    sample: RawBatch, names: Dict[str, str], crs: str, notes: List[Text]
) -> Tuple[Dict[str, str], str]:
    pairs = [(names.get(x), names.get(y)) for x, y in zip(_X, _Y)]
    pairs += [
        (
            next((names[x] for x in _LON if x in names), None),
            next((names[y] for y in _LAT if y in names), None),
        )
    ]
    found: List[Tuple[Dict[str, str], np.ndarray, np.ndarray]] = []
    for x_name, y_name in pairs:
        if x_name and y_name:
            x, _ = parse_numbers(sample.columns[x_name])
            y, _ = parse_numbers(sample.columns[y_name])
            found.append(({"x": x_name, "y": y_name}, x, y))
    for name in sample.header:
        values = [value for value in sample.columns[name] if value.strip()][:200]
        if values and sum("POINT" in value.upper()[:30] for value in values) > len(values) / 2:
            x, y, srid = parse_points(values)
            found.append(({"wkt": name}, x, y))
            known = srid[~np.isnan(srid)]
            crs = crs or (f"EPSG:{int(known[0])}" if len(known) else "")
        for separator in ("|", ";", ",", " "):
            if values and all(value.count(separator) == 1 for value in values):
                x, y, bad = split_pairs(values, separator)
                if not bad.any() and (_share(x, y, RD_BOX) > 0.9 or _share(x, y, LONLAT_BOX) > 0.9):
                    found.append(({"xy": name, "separator": separator}, x, y))
                    break
    for box, authority in ((RD_BOX, "EPSG:28992"), (LONLAT_BOX, "EPSG:4326")):
        for point, x, y in found:
            if _share(x, y, box) > 0.5:
                return point, _crs_said(crs, authority, notes)
    if found and crs:
        return found[0][0], crs
    if found:
        template = QT_TRANSLATE_NOOP(
            "core",
            "{file}: the coordinates in {columns} are neither degrees nor Dutch RD metres. State the CRS.",
        )
        raise UserError(Text(template, {"file": sample.file, "columns": ", ".join(found[0][0].values())}))
    template = QT_TRANSLATE_NOOP(
        "core",
        "{file}: no columns with coordinates were recognised among: {columns}. Write a mapping that names them.",
    )
    raise UserError(Text(template, {"file": sample.file, "columns": ", ".join(sample.header[:40])}))


def _crs_said(stated: str, seen: str, notes: List[Text]) -> str:
    if stated:
        return stated
    template = QT_TRANSLATE_NOOP("core", "The coordinates are taken as {crs}, by their range.")
    notes.append(Text(template, {"crs": seen}))
    return seen


def _share(x: np.ndarray, y: np.ndarray, box: Tuple[float, float, float, float]) -> float:
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return 0.0
    x, y = x[known], y[known]
    return float(((x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])).mean())


def _propose_times(sample: RawBatch, free: Dict[str, str]) -> Dict[str, str]:
    """Find the columns that hold times; one with an hour goes before one with a date only."""
    times: List[Tuple[str, str, bool]] = []
    for key, name in free.items():
        values = [value for value in sample.columns[name] if value.strip()][:1000]
        if not values or not any(not value.strip().isdigit() for value in values):
            continue
        parsed = parse(byte_matrix(values), (ISO, ISO_COMPACT, DAY_FIRST, MONTH_FIRST))
        if parsed.read.mean() >= 0.8:
            times.append((key, name, bool(parsed.has_time.mean() > 0.5)))
    taken: Dict[str, str] = {}
    for target, words in _TIMES.items():
        fits = [
            time
            for time in times
            if any(word in f"_{time[0]}_" for word in words) and time[1] not in taken.values()
        ]
        fits.sort(key=lambda time: not time[2])
        if fits:
            taken[target] = fits[0][1]
    rest = sorted((time for time in times if time[1] not in taken.values()), key=lambda time: not time[2])
    if "occurred_from" not in taken and rest:
        taken["occurred_from"] = rest[0][1]
    elif "occurred_from" not in taken and "reported_at" in taken:
        taken["occurred_from"] = taken["reported_at"]
    return taken


def _propose_clocks(sample: RawBatch, free: Dict[str, str], taken: Dict[str, str]) -> Dict[str, str]:
    """Find for each column of dates the one with the time of day: `datumMelding` has `tijdstipMelding`."""
    hours = {
        _CLOCK.sub("", key, count=1).strip("_"): name
        for key, name in reversed(list(free.items()))
        if _CLOCK.search(key) and _looks_clock(sample.columns[name])
    }
    found = {}
    for field_ in _TIMES:
        column = taken.get(field_, "")
        key = _plain(column)
        dated = _DATE.search(key) and not any(":" in value for value in sample.columns[column])
        clock = hours.get(_DATE.sub("", key, count=1).strip("_")) if dated else None
        if clock is not None and clock not in taken.values():
            found[column] = clock
    return found


def _said(name: str, column: str) -> Text:
    return Text(TAKEN, {"field": name, "column": column})


def _looks_unique(values: Sequence[str]) -> bool:
    filled = [value for value in values if value.strip()]
    return len(filled) > 0.95 * len(values) and len(set(filled)) > 0.95 * len(filled)


def _looks_clock(values: Sequence[str]) -> bool:
    filled = [value for value in values if value.strip()][:1000]
    return bool(filled) and sum(bool(_CLOCK_VALUE.fullmatch(value)) for value in filled) >= 0.8 * len(filled)


def _looks_coded(values: Sequence[str]) -> bool:
    filled = [value for value in values if value.strip()]
    return bool(filled) and len(set(filled)) <= max(50, 0.1 * len(filled))


def _looks_filled(values: Sequence[str]) -> bool:
    return sum(1 for value in values if value.strip()) > 0.5 * len(values)


def _plain(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)
    return re.sub(r"[^a-z0-9]+", "_", spaced.lower()).strip("_")


def _yaml(
    source: str,
    kind: str,
    point: Dict[str, str],
    crs: str,
    taken: Dict[str, str],
    clocks: Dict[str, str],
    personal: List[str],
    timezone: str,
) -> str:
    lines = [f"source: {source}", f"kind: {kind}", "grain: event", f"crs: {crs}"]
    if timezone:
        stored, _, local = timezone.partition(",")
        lines.append(f"timezone: {{stored: {stored.strip()}, local: {(local or stored).strip()}}}")
    if "id" in taken:
        lines.append(f"id: {_quoted(taken['id'])}")
    lines.append("fields:")
    for name, column in taken.items():
        if name != "id":
            clock = f", clock: {_quoted(clocks[column])}" if name in _TIMES and column in clocks else ""
            lines.append(f"  {name}: {{column: {_quoted(column)}{clock}}}")
    if "category" not in taken:
        lines.append(f"  category: {{constant: {kind}}}")
    separator: Optional[str] = point.get("separator")
    for name, column in point.items():
        if name != "separator":
            extra = f", separator: {_quoted(separator)}" if separator else ""
            lines.append(f"  {name}: {{column: {_quoted(column)}{extra}}}")
    if personal:
        lines.append("personal: [" + ", ".join(map(_quoted, personal)) + "]")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return a text as YAML in double quotes; what YAML takes for the end of a line or refuses is escaped."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
