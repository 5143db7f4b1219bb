"""A publication as files: a GeoPackage with a styled layer of areas and tables, a CSV of each, and perhaps a page of HTML."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np
from osgeo import ogr
from qgis.core import QgsVectorLayer

from ..core import periods
from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..layers.fields import name_fields
from ..layers.metadata import describe
from ..layers.package import Package
from ..layers.styles import apply_style, save_default_style
from ..themes.publication import AUDIENCE_TITLES, MISSING, SUPPRESSED, Publication, Values
from ..translation import tr
from .page import html_of
from .publication_page import publication_page

GEOPACKAGE, PAGE = "publication.gpkg", "publication.html"
AREAS, TOTALS, CATEGORIES, PERIODS, ABOUT = (
    "areas", "areas_all", "areas_by_category", "areas_by_period", "about",
)  # fmt: skip
TEXT, WHOLE, REAL = ogr.OFTString, ogr.OFTInteger64, ogr.OFTReal
UNWRITABLE = QT_TRANSLATE_NOOP("core", "The publication could not be written to {folder}: {reason}")
ABSTRACT = QT_TRANSLATE_NOOP("core", "Counts and indicators by area; no events, no places.")
Table = Tuple[Tuple[Tuple[str, int], ...], List[Tuple[Any, ...]]]


def write_publication(made: Publication, folder: str, day: str, page: bool = False) -> Dict[str, str]:
    """Write a publication into a folder, all of it or nothing; return the path of each file by its name.

    Files of an earlier publication are replaced. Raises `UserError` where that cannot be done.
    """
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".publication-", dir=target) as waiting:
            written = _write(made, Path(waiting), day, page)
            (target / PAGE).unlink(missing_ok=True)
            for name in written:
                (Path(waiting) / name).replace(target / name)
    except OSError as error:
        raise UserError(Text(UNWRITABLE, {"folder": folder, "reason": str(error)})) from error
    return {name: str(target / name) for name in written}


def _write(made: Publication, folder: Path, day: str, page: bool) -> List[str]:
    tables = {
        TOTALS: _all_areas(made),
        CATEGORIES: _by_category(made),
        PERIODS: _by_period(made),
        ABOUT: _about(made, day),
    }
    shown = np.flatnonzero(made.levels == made.level)
    fields, rows = _areas(made, shown)
    with Package(folder / GEOPACKAGE, made.crs) as package:
        package.layer(AREAS, ogr.wkbMultiPolygon, fields, made.title, zip(rows, made.geometries))
        for name, (its_fields, its_rows) in tables.items():
            package.layer(name, ogr.wkbNone, its_fields, made.title, ((row, None) for row in its_rows))
    _dress(made, folder / GEOPACKAGE, day)
    written = [GEOPACKAGE]
    for name, (its_fields, its_rows) in {AREAS: (fields, rows), **tables}.items():
        with open(folder / f"{name}.csv", "w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([field for field, _ in its_fields])
            writer.writerows([_harmless(value) for value in row] for row in its_rows)
        written.append(f"{name}.csv")
    if page:
        (folder / PAGE).write_text(html_of([publication_page(made, day)]), encoding="utf-8")
        written.append(PAGE)
    return written


def _harmless(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _values(values: Values, row: int, whole: bool = False) -> Tuple[Any, str]:
    value = values.value[row]
    told = str(values.told[row])
    if told in (SUPPRESSED, MISSING):
        return None, told
    return (int(value) if whole else float(value)), told


def _areas(made: Publication, rows: Sequence[int]) -> Table:
    fields = [("code", TEXT), ("name", TEXT), ("events", WHOLE), ("events_told", TEXT)]
    for name in made.indicators:
        fields += [(_column(name), REAL), (_column(name) + "_told", TEXT)]
    out = []
    for row in rows:
        line: List[Any] = [made.codes[row], made.names[row], *_values(made.totals, row, True)]
        for values in made.indicators.values():
            line += _values(values, row)
        out.append(tuple(line))
    return tuple(fields), out


def _column(indicator: str) -> str:
    """The column of an indicator; one that is called as a column of ours gets a letter more."""
    return (
        f"{indicator}_"
        if indicator in ("code", "name", "events", "events_told", "fid", "geom")
        else indicator
    )


def _name(made: Publication, row: int) -> Tuple[str, str, str]:
    level, name = str(made.levels[row]), str(made.names[row])
    return level, str(made.codes[row]), name if level else tr(name)


def _all_areas(made: Publication) -> Table:
    fields = (("level", TEXT), ("code", TEXT), ("name", TEXT), ("events", WHOLE), ("told", TEXT))
    return fields, [(*_name(made, row), *_values(made.totals, row, True)) for row in range(len(made.codes))]


def _by_category(made: Publication) -> Table:
    fields = (
        ("level", TEXT), ("code", TEXT), ("name", TEXT), ("category", TEXT), ("events", WHOLE), ("told", TEXT),
    )  # fmt: skip
    return fields, [
        (*_name(made, row), category, *_values(_of(made.categories, at), row, True))
        for row in range(len(made.codes))
        for at, category in enumerate(made.category_names)
    ]


def _by_period(made: Publication) -> Table:
    fields = (
        ("level", TEXT), ("code", TEXT), ("name", TEXT), ("first_day", TEXT), ("last_day", TEXT), ("events", WHOLE), ("told", TEXT),
    )  # fmt: skip
    return fields, [
        (
            *_name(made, row),
            periods.date_text(first),
            periods.date_text(last),
            *_values(_of(made.spans, at), row, True),
        )
        for row in range(len(made.codes))
        for at, (first, last) in enumerate(made.periods)
    ]


def _of(values: Values, at: int) -> Values:
    return Values(values.value[:, at], values.told[:, at])


def _about(made: Publication, day: str) -> Table:
    rows = [
        ("title", made.title), ("question", made.question), ("level", tr(made.level_title)), ("period", tr(made.period)),
        ("audience", tr(AUDIENCE_TITLES[made.audience])), ("threshold", str(made.threshold)), ("rule", tr(made.rule)),
        ("made", day), ("run", str(made.run)),
        *(("source", text) for text in made.sources), *(("attribution", text) for text in made.attributions),
        *(("licence", text) for text in made.licences),
        *(("note", tr(text)) for text in made.notes), *(("caution", tr(text)) for text in made.cautions),
    ]  # fmt: skip
    return (("key", TEXT), ("value", TEXT)), rows


def _dress(made: Publication, path: Path, day: str) -> None:
    """Give the layer of areas its style and metadata, in the file."""
    layer = QgsVectorLayer(f"{path}|layername={AREAS}", made.title, "ogr")
    mapped = made.mapped
    apply_style(layer, made.map_style(_column(mapped) if mapped else "events"))
    name_fields(layer, {_column(name): title for name, title in made.titles.items()})
    describe(
        layer,
        title=f"{made.title}: {made.titles.get(mapped, made.title)}",
        abstract=f"{tr(made.period)}. {tr(ABSTRACT)}",
        method=tr(made.rule),
        caution=" ".join(tr(text) for text in (*made.notes, *made.cautions)),
        licences=made.licences,
        attribution="; ".join(made.attributions),
        created=day,
    )
    save_default_style(layer)
    message, fine = layer.saveDefaultMetadata()
    if not fine:
        raise UserError(Text(UNWRITABLE, {"folder": str(path.parent), "reason": message}))
