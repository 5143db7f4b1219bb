"""Writes the synthetic city to a folder: areas, streets, water, messy source files and the truth."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from osgeo import ogr

from ..core.errors import UserError
from ..core.progress import Part, Progress, Silent
from ..core.samplecity import (
    EVENTS,
    NEIGHBOURHOODS,
    SEED,
    City,
    Nuisance,
    Patrols,
    build_city,
    draw_nuisance,
    draw_patrols,
    draw_sample,
    make_mess,
    truth_of,
)
from ..core.samplecity.geography import LEVELS
from ..core.samplecity.names import CITY, RIVER
from ..core.samplecity.nuisance import FILE as NUISANCE_FILE
from ..core.samplecity.nuisance import SHARE as NUISANCE_SHARE
from ..core.samplecity.patrols import FILE as PATROLS_FILE
from ..core.samplecity.patrols import SHARE as PATROLS_SHARE
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..layers.package import Package

CRS = "EPSG:28992"
_MADE = "2026-01-01T00:00:00.000Z"
_ROWS_AT_ONCE = 50_000
_README = f"""{CITY}: SYNTHETIC DATA / SYNTHETISCHE GEGEVENS

This city does not exist. Areas, streets, people, reports and inspections were drawn by IGH for QGIS from the
seed that stands in truth.json; any likeness to a real place or person is chance. The persons named in the raw
files ("marker-...") are made up, to show that such columns are not taken.
Deze stad bestaat niet: alle gegevens zijn verzonnen.

areas.gpkg         neighbourhoods, quarters, districts; area_statistics per year (RD New, EPSG:28992)
streets.gpkg       streets
water.gpkg         the river
raw/reports_*.csv  reports as a registration system hands them over, with faults (Windows-1252, semicolons)
raw/inspections.csv  inspections of waste containers (UTF-8, commas)
raw/nuisance.csv   reports of more than fifty further categories, with a camera area and handling times (UTF-8, semicolons)
raw/patrols.csv    visits of enforcement officers (UTF-8, semicolons)
truth.json         what is true: what was planted, and which faults the raw files hold
"""


def write_sample_city(
    folder: str | Path,
    seed: int = SEED,
    neighbourhoods: int = NEIGHBOURHOODS,
    events: int = EVENTS,
    progress: Progress | None = None,
) -> dict[str, Path]:
    """Write the synthetic city into `folder` and return its paths (folder, areas, streets, water, raw,
    truth, readme).

    The folder must be new, empty, or hold an earlier synthetic city, which is replaced once all is written;
    on failure or when cancelled nothing is left behind. The same parameters give the same files. Raises
    UserError for a folder that holds other files or cannot be written, or for numbers out of range;
    Cancelled.
    """
    progress = progress or Silent()
    folder = Path(folder).absolute()
    _check_folder(folder)
    progress.step(0.0, QT_TRANSLATE_NOOP("core", "Laying out the city"))
    city = build_city(seed, neighbourhoods)
    progress.step(0.12, QT_TRANSLATE_NOOP("core", "Drawing reports and inspections"))
    sample = draw_sample(city, events, progress=Part(progress, 0.12, 0.32))
    nuisance = draw_nuisance(city, int(round(NUISANCE_SHARE * events)), Part(progress, 0.32, 0.42))
    patrols = draw_patrols(city, int(round(PATROLS_SHARE * events)))
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        truth = truth_of(sample)
        mess = make_mess(sample)
        truth["raw"] = mess.truth
        truth["nuisance"] = nuisance.truth
        truth["patrols"] = patrols.truth
        progress.step(0.5, QT_TRANSLATE_NOOP("core", "Writing areas and streets"))
        _write_areas(work / "areas.gpkg", city)
        _write_streets(work / "streets.gpkg", city)
        _write_water(work / "water.gpkg", city)
        progress.step(0.55, QT_TRANSLATE_NOOP("core", "Writing the source files"))
        _write_raw(work / "raw", mess, nuisance, patrols, Part(progress, 0.55, 0.98))
        _write_text(work / "truth.json", json.dumps(truth, ensure_ascii=False, indent=1) + "\n")
        _write_text(work / "README.txt", _README)
        progress.check()
        _put_in_place(work, folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    progress.step(1.0)
    return {
        "folder": folder,
        "areas": folder / "areas.gpkg",
        "streets": folder / "streets.gpkg",
        "water": folder / "water.gpkg",
        "raw": folder / "raw",
        "truth": folder / "truth.json",
        "readme": folder / "README.txt",
    }


def _write_text(path: Path, text: str) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _unwritable(folder: Path, error: OSError) -> UserError:
    message = QT_TRANSLATE_NOOP(
        "core", "The sample city cannot be written to {folder} ({reason}): choose a folder you may write to."
    )
    return UserError(Text(message, {"folder": str(folder), "reason": error.strerror or str(error)}))


def _check_folder(folder: Path) -> None:
    if folder.is_dir():
        if not any(folder.iterdir()) or _is_sample_city(folder):
            return
    elif not folder.exists():
        return
    message = QT_TRANSLATE_NOOP(
        "core",
        "{folder} holds other files: choose a new or empty folder, so that nothing is lost.",
    )
    raise UserError(Text(message, {"folder": str(folder)}))


def _is_sample_city(folder: Path) -> bool:
    ours = {"areas.gpkg", "streets.gpkg", "water.gpkg", "raw", "truth.json", "README.txt"}
    kept = (".gpkg-wal", ".gpkg-shm", ".gpkg-journal")
    names = {entry.name for entry in folder.iterdir() if not entry.name.endswith(kept)}
    if not names <= ours or "truth.json" not in names:
        return False
    try:
        return json.loads((folder / "truth.json").read_text(encoding="utf-8")).get("synthetic") is True
    except (OSError, ValueError, AttributeError):
        return False


def _put_in_place(work: Path, folder: Path) -> None:
    """Swap the finished folder in; the old one is put back when that fails."""
    work.chmod(0o755)
    if not folder.exists():
        work.rename(folder)
        return
    old = work.with_name(work.name + "-old")
    folder.rename(old)
    try:
        work.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _write_raw(folder: Path, mess, nuisance: Nuisance, patrols: Patrols, progress: Progress) -> None:
    folder.mkdir()
    done = 0
    jobs = [(f"reports_{year}.csv", table, ";", ",", "cp1252") for year, table in mess.reports.items()]
    jobs.append(("inspections.csv", mess.inspections, ",", ".", "utf-8"))
    jobs.append((NUISANCE_FILE, nuisance.raw, ";", ",", "utf-8"))
    jobs.append((PATROLS_FILE, patrols.raw, ";", ",", "utf-8"))
    total = max(1, sum(len(job[1]) for job in jobs))
    for name, table, separator, decimal, encoding in jobs:
        with open(folder / name, "w", encoding=encoding, newline="") as file:
            for start in range(0, max(1, len(table)), _ROWS_AT_ONCE):
                progress.step(done / total)
                part = table.iloc[start : start + _ROWS_AT_ONCE]
                _csv(part, file, separator, decimal, start == 0)
                done += len(part)


def _csv(table: pd.DataFrame, file, separator: str, decimal: str, header: bool) -> None:
    table.to_csv(
        file,
        sep=separator,
        decimal=decimal,
        header=header,
        index=False,
        float_format="%.9g",
        lineterminator="\n",
    )


def _write_areas(path: Path, city: City) -> None:
    text = (("code", ogr.OFTString), ("name", ogr.OFTString), ("parent", ogr.OFTString))
    with Package(path, CRS, _MADE) as package:
        for level in LEVELS:
            table = city.ground.areas[level]
            rows = (
                ((code, name, parent or None), multipolygon(city.ground.vertices, polygons))
                for code, name, parent, polygons in zip(
                    table.codes, table.names, table.parents, table.polygons
                )
            )
            package.layer(level, ogr.wkbMultiPolygon, text, f"{CITY} (synthetic): {level}", rows)
        numbers = city.statistics
        rows = (
            ((code, int(year), name, float(value)), None)
            for code, year, name, value in zip(
                numbers["code"], numbers["year"], numbers["name"], numbers["value"]
            )
        )
        fields = (
            ("code", ogr.OFTString),
            ("year", ogr.OFTInteger),
            ("name", ogr.OFTString),
            ("value", ogr.OFTReal),
        )
        package.layer("area_statistics", ogr.wkbNone, fields, f"{CITY} (synthetic): statistics", rows)


def _write_streets(path: Path, city: City) -> None:
    streets = city.streets
    codes = city.ground.areas["neighbourhoods"].codes
    fields = (("name", ogr.OFTString), ("neighbourhood", ogr.OFTString), ("class", ogr.OFTString))
    rows = (
        ((name, codes[area], kind), multiline(city.ground.vertices, lines))
        for name, area, kind, lines in zip(
            streets.names, streets.neighbourhood, streets.classes, streets.lines
        )
    )
    with Package(path, CRS, _MADE) as package:
        package.layer("streets", ogr.wkbMultiLineString, fields, f"{CITY} (synthetic): streets", rows)


def _write_water(path: Path, city: City) -> None:
    rows = [((RIVER,), multipolygon(city.ground.vertices, city.ground.water))]
    with Package(path, CRS, _MADE) as package:
        package.layer(
            "water", ogr.wkbMultiPolygon, (("name", ogr.OFTString),), f"{CITY} (synthetic): water", rows
        )


def multipolygon(vertices: np.ndarray, polygons: list[list[list[int]]]) -> bytes:
    """WKB (little endian) of polygons of open rings of vertex numbers."""
    parts = []
    for rings in polygons:
        parts.append(np.array([1], "u1").tobytes() + np.array([3, len(rings)], "<u4").tobytes())
        for ring in rings:
            parts.append(np.array([len(ring) + 1], "<u4").tobytes() + _points(vertices, ring + ring[:1]))
    return np.array([1], "u1").tobytes() + np.array([6, len(polygons)], "<u4").tobytes() + b"".join(parts)


def multiline(vertices: np.ndarray, lines: list[list[int]]) -> bytes:
    """WKB (little endian) of lines of vertex numbers."""
    parts = []
    for line in lines:
        parts.append(np.array([1], "u1").tobytes() + np.array([2, len(line)], "<u4").tobytes())
        parts.append(_points(vertices, line))
    return np.array([1], "u1").tobytes() + np.array([5, len(lines)], "<u4").tobytes() + b"".join(parts)


def _points(vertices: np.ndarray, numbers: list[int]) -> bytes:
    return vertices[numbers].astype("<f8").tobytes()
