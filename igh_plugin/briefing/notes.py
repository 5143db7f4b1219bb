"""How to read the briefing, what to be careful about, how it was made, and from what."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Mapping, Sequence, Tuple

from qgis.core import QgsLayoutItemLabel

from ..core.figures import Figures
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..themes.publication import Publication
from ..translation import tr
from .sheet import TOP_OF_NEXT_PAGE, Sheet

Section = Tuple[str, List[str]]
READ = QT_TRANSLATE_NOOP("core", "How to read this")
CARE = QT_TRANSLATE_NOOP("core", "Be careful")
METHOD = QT_TRANSLATE_NOOP("core", "How it was made")
SOURCES = QT_TRANSLATE_NOOP("core", "Sources and licences")
READ_MAP = QT_TRANSLATE_NOOP(
    "core",
    "Map: a red cell has high values around it more often than chance explains, a blue one low values. Grey cells do "
    "not stand out.",
)
READ_CONFIDENCE = QT_TRANSLATE_NOOP(
    "core", "99 % confidence: chance alone does this to a cell once in a hundred times."
)
READ_CONFIDENCE_FDR = QT_TRANSLATE_NOOP(
    "core",
    "99 % confidence: of the cells marked so about one in a hundred is chance.",
)
READ_RATE = QT_TRANSLATE_NOOP(
    "core",
    "The map compares rates, not numbers: a place with few finds can be hot, one with many can be not.",
)
READ_RANKING = QT_TRANSLATE_NOOP(
    "core",
    "Bars: the thin line is the 95 % margin. Where margins overlap widely, the order may be chance.",
)
READ_ORDER = QT_TRANSLATE_NOOP(
    "core",
    "They stand in the order of the lower end of their margin: what few events make high by chance is not first.",
)
READ_TREND = QT_TRANSLATE_NOOP(
    "core",
    "Trend: the band is what its own past leads one to expect; a dot outside it deserves a question.",
)
READ_HOURS = QT_TRANSLATE_NOOP("core", "Hours are local time; the darker, the more.")
READ_CHANGE = QT_TRANSLATE_NOOP(
    "core", "Better or worse is said only where the change is larger than chance explains (5 % level)."
)
METHOD_GI = QT_TRANSLATE_NOOP(
    "core", "Hot spots: {method}, on {cells} cells of {size} m with their eight neighbours, {significance}."
)
METHOD_PERMUTED = QT_TRANSLATE_NOOP("core", "p from {permutations} permutations (seed {seed})")
METHOD_NORMAL = QT_TRANSLATE_NOOP("core", "p from the normal approximation")
METHOD_FDR = QT_TRANSLATE_NOOP("core", "corrected for testing many cells (false discovery rate)")
METHOD_NO_FDR = QT_TRANSLATE_NOOP("core", "not corrected for testing many cells")
METHOD_BAYES = QT_TRANSLATE_NOOP(
    "core",
    "Rates of cells with few observations are drawn towards the mean (empirical Bayes, Marshall 1991).",
)
METHOD_AREAS = QT_TRANSLATE_NOOP("core", "Margins of areas: {method}.")
METHOD_WINDOW = QT_TRANSLATE_NOOP("core", "Counted: {events} registrations in the period shown.")
SOURCE_LINE = QT_TRANSLATE_NOOP("core", "{title}. {attribution} ({licence})")
SOURCE_SHORT = QT_TRANSLATE_NOOP("core", "{title} ({licence})")
NO_LICENCE = QT_TRANSLATE_NOOP("core", "no licence stated")
READ_WITHHELD = QT_TRANSLATE_NOOP(
    "core",
    "Withheld is neither zero nor missing. On the map withheld areas are dotted, those without data hatched, and those that have zero "
    "white; in the charts a withheld bar is a dotted stub, a withheld period a cross.",
)
READ_PUBLISHED = QT_TRANSLATE_NOOP(
    "core",
    "A withheld count may be small, or it covers a small one beside it: which of the two is not told.",
)
METHOD_RUN = QT_TRANSLATE_NOOP(
    "core",
    "This is publication {run} of the workspace. Later ones are protected together with it.",
)
TITLE_GAP = 1.0
SECTION_GAP = 2.6


def sections(
    figures: Figures,
    hotspots: Mapping[str, Any],
    areas: Mapping[str, Any],
    sources: Sequence[Mapping[str, Any]],
    language: str,
    number,
) -> List[Section]:
    """Return headings with paragraphs; `hotspots` and `areas` are the metadata of those results, {} without."""
    reading = []
    if hotspots:
        certain = READ_CONFIDENCE_FDR if hotspots.get("fdr") else READ_CONFIDENCE
        reading.append(f"{tr(READ_MAP)} {tr(certain)}")
        if hotspots.get("empirical_bayes"):
            reading.append(tr(READ_RATE))
    if not figures.ranking.empty:
        reading.append(tr(READ_RANKING))
        reading += [tr(READ_ORDER)] if figures.ranking.by_lower else []
    if not figures.trend.empty:
        reading += [tr(READ_TREND), tr(READ_CHANGE)]
    if not figures.hours.empty:
        reading.append(tr(READ_HOURS))
    care = list(dict.fromkeys(tr(text) for text in figures.cautions))
    made = [tr(Text(METHOD_WINDOW, {"events": number(figures.events)}))]
    made += _method(hotspots, areas, number)
    listed = [source_line(item, language) for item in sources]
    found = [(READ, reading), (CARE, care), (METHOD, made), (SOURCES, listed)]
    return [(tr(title), texts) for title, texts in found if texts]


def published_sections(made: Publication) -> List[Section]:
    """Return headings with paragraphs for a publication: nothing in them is computed from what it withholds."""
    care = list(dict.fromkeys(tr(text) for text in (*made.notes, *made.cautions)))
    listed = [*made.sources, *made.attributions, *made.licences]
    found = [
        (READ, [tr(READ_WITHHELD), tr(READ_PUBLISHED)]),
        (CARE, care),
        (METHOD, [tr(Text(METHOD_RUN, {"run": made.run}))]),
        (SOURCES, list(dict.fromkeys(listed))),
    ]
    return [(tr(title), texts) for title, texts in found if texts]


def source_line(source: Mapping[str, Any], language: str) -> str:
    """Name a source with its attribution and licence."""
    title = source.get("title") or source["source"]
    if isinstance(title, str) and title.startswith("{"):
        title = json.loads(title)
    if isinstance(title, Mapping):
        title = title.get(language) or title.get("en") or next(iter(title.values()))
    values: Dict[str, Any] = {"title": str(title), "licence": source.get("licence") or Text(NO_LICENCE)}
    attribution = str(source.get("attribution") or "").rstrip(". ")
    if not attribution or attribution in str(title):
        return tr(Text(SOURCE_SHORT, values))
    return tr(Text(SOURCE_LINE, {**values, "attribution": attribution}))


def _method(hotspots: Mapping[str, Any], areas: Mapping[str, Any], number) -> List[str]:
    made = []
    if hotspots:
        draws = int(hotspots.get("permutations") or 0)
        how = Text(METHOD_PERMUTED, {"permutations": number(draws), "seed": hotspots.get("seed", "")})
        parts = [
            tr(how if draws else METHOD_NORMAL),
            tr(METHOD_FDR if hotspots.get("fdr") else METHOD_NO_FDR),
        ]
        values = {
            "method": str(hotspots.get("method") or "Gi*"),
            "cells": number(int(hotspots.get("cells") or 0)),
            "size": int(hotspots.get("cell_size") or 0),
            "significance": ", ".join(parts),
        }
        made.append(tr(Text(METHOD_GI, values)))
        if hotspots.get("empirical_bayes"):
            made.append(tr(METHOD_BAYES))
    if areas.get("method"):
        made.append(tr(Text(METHOD_AREAS, {"method": str(areas["method"])})))
    return made


def set_notes(sheet: Sheet, found: Sequence[Section]) -> None:
    """Flow the sections over the boxes `notes_1` and `notes_2`, and over further pages where they are long.

    The boxes give type, width and height; the columns are balanced while both suffice.
    """
    boxes = [box for box in (sheet.item(f"notes_{n}", QgsLayoutItemLabel) for n in (1, 2)) if box is not None]
    if not boxes:
        return
    like = boxes[0]
    line = sheet.line(like)
    columns = [(*sheet.position(box), sheet.size(box)[1]) for box in boxes]
    pieces = [_pieces(sheet, like, title, texts) for title, texts in found]
    total = sum(_height(piece, line) for piece in pieces)
    limit = columns[0][3]
    if total <= 2 * limit and len(columns) > 1:
        limit = _balanced(pieces, line, limit)
    for box in boxes:
        sheet.write_into(box, "")
        sheet.hide(box.id())
    column, used = 0, 0.0
    for title, lines in pieces:
        rest = list(lines)
        first = True
        while rest or first:
            room = (limit if column == 0 else columns[column][3]) - used
            fitting = int((room - (line + TITLE_GAP if first else 0)) / line)
            if fitting < min(2, len(rest)) and used > 0:
                column, used = _next(sheet, columns, column), 0.0
                continue
            fitting = max(fitting, 1)
            page, x, y, _height_of = columns[column]
            if first:
                sheet.add_label(like, [title], True, (page, x, y + used))
                used += line + TITLE_GAP
            sheet.add_label(like, rest[:fitting], False, (page, x, y + used))
            used += line * len(rest[:fitting]) + SECTION_GAP
            rest, first = rest[fitting:], False


def _pieces(
    sheet: Sheet, like: QgsLayoutItemLabel, title: str, texts: Sequence[str]
) -> Tuple[str, List[str]]:
    lines: List[str] = []
    for text in texts:
        lines += sheet.wrapped(like, text)
    return title, lines


def _height(piece: Tuple[str, List[str]], line: float) -> float:
    return line * (1 + len(piece[1])) + TITLE_GAP + SECTION_GAP


def _balanced(pieces: Sequence[Tuple[str, List[str]]], line: float, most: float) -> float:
    """Return where the first column ends: after the section that leaves the columns most alike."""
    heights = [_height(piece, line) for piece in pieces]
    total = sum(heights)
    ends = [sum(heights[: index + 1]) for index in range(len(heights))]
    fitting = [end for end in ends if end <= most and total - end <= most]
    return min(fitting, key=lambda end: abs(total - 2 * end)) if fitting else most


def _next(sheet: Sheet, columns: List[Tuple[int, float, float, float]], column: int) -> int:
    if column + 1 == len(columns):
        page, _x, y, height = columns[-1]
        bottom = y + height
        new = sheet.add_page()
        for x in [item[1] for item in columns[-2:]]:
            columns.append((new, x, TOP_OF_NEXT_PAGE, bottom - TOP_OF_NEXT_PAGE))
    return column + 1
