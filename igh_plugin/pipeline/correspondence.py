"""Two divisions of areas laid over each other, and series carried from the one to the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np
from osgeo import ogr

from ..core.assignment import AreaIndex
from ..core.correspondence import SLIVER, WHOLE, Correspondence, carried, correspondence_of
from ..core.errors import UserError
from ..core.progress import Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from .geometries import put_in_order, wkb_of

EXAMPLES = 5
EMPTY = QT_TRANSLATE_NOOP("core", "The layer with the {which} areas has no area with a code and a polygon.")
OLD, NEW = QT_TRANSLATE_NOOP("core", "old"), QT_TRANSLATE_NOOP("core", "new")
TOLD = QT_TRANSLATE_NOOP(
    "core",
    "{old} old areas lie in {new} new ones: {same} as a whole in one, {several} are divided over several.",
)
SLIVERS = QT_TRANSLATE_NOOP(
    "core", "{count} overlaps of less than {share} % of both areas are left out, such as {examples}."
)
UNCOVERED = QT_TRANSLATE_NOOP(
    "core",
    "{count} old areas do not lie in new ones as a whole; what lies outside has no place in these: {examples}.",
)
NO_AMOUNT = QT_TRANSLATE_NOOP(
    "core", "{count} old areas hold no point to weigh by and have no weights: {examples}."
)
OUTSIDE = QT_TRANSLATE_NOOP("core", "{count} of {all} points lie in no old area.")
CARRIED = QT_TRANSLATE_NOOP(
    "core", "Of {total} in the series, {placed} have a place in the new areas and {lost} have none."
)
UNKNOWN = QT_TRANSLATE_NOOP("core", "{count} codes of the series are no old areas: {examples}.")


@dataclass(frozen=True)
class Division:
    """Areas of one division: codes, each once, and their polygons as WKB in a CRS in metres."""

    codes: List[str]
    wkbs: List[bytes]

    @staticmethod
    def of(codes: Sequence[str], wkbs: Sequence[bytes], which: str) -> Division:
        """Return the division of features with a code; several of one code are parts of one area.

        Polygons that cross themselves are put in order. `which` is `OLD` or `NEW`. Raises `UserError` without an area.
        """
        parts: Dict[str, List[ogr.Geometry]] = {}
        for code, wkb in zip(codes, wkbs):
            if code and wkb:
                geometry = ogr.CreateGeometryFromWkb(bytes(wkb))
                geometry.FlattenTo2D()
                parts.setdefault(str(code), []).append(put_in_order(geometry))
        areas = {code: _united(found) for code, found in sorted(parts.items())}
        areas = {code: area for code, area in areas.items() if not area.IsEmpty()}
        if not areas:
            raise UserError(Text(EMPTY, {"which": Text(which)}))
        return Division(list(areas), [wkb_of(area) for area in areas.values()])


@dataclass
class Compared:
    """The correspondence of two divisions, in the unit `square metres` or `points`, and what to say of it."""

    old: List[str]
    new: List[str]
    table: Correspondence
    sentences: List[Text] = field(default_factory=list)


def compare(
    old: Division,
    new: Division,
    points: Optional[Tuple[np.ndarray, np.ndarray]] = None,
    sliver: float = SLIVER,
    progress: Progress = Silent(),
) -> Compared:
    """Lay two divisions over each other: by what they share of the surface, or of `points` (x, y), (n,) each, in metres."""
    if points is None:
        one, other, amount = _overlay(old, new, progress)
        wholes = [_sizes(division) for division in (old, new)]
        sentences = []
    else:
        inside = [AreaIndex(division.wkbs).locate(*points) for division in (old, new)]
        both = (inside[0] >= 0) & (inside[1] >= 0)
        pairs, amount = np.unique(
            np.column_stack([part[both] for part in inside]), axis=0, return_counts=True
        )
        one, other = pairs.reshape(-1, 2).T
        wholes = [
            np.bincount(part[part >= 0], minlength=len(division.codes))
            for part, division in zip(inside, (old, new))
        ]
        lost = int((inside[0] < 0).sum())
        sentences = [Text(OUTSIDE, {"count": lost, "all": len(inside[0])})] if lost else []
    table = correspondence_of(one, other, amount, wholes[0], wholes[1], sliver)
    return Compared(old.codes, new.codes, table, _told(old, new, table, sliver) + sentences)


def carry(
    compared: Compared, codes: Sequence[str], values: np.ndarray, groups: Sequence[Tuple[str, ...]]
) -> Tuple[List[Tuple[Tuple[str, ...], str, float]], List[Text]]:
    """Carry whole numbers by old code to the new codes, each group (such as a year and a category) by itself.

    Returns the rows (group, new code, number) in order, without those of nothing, and what to say: what has no place.
    """
    number = {code: row for row, code in enumerate(compared.old)}
    old = np.array([number.get(code, -1) for code in codes], np.int64)
    groups_of: Dict[Tuple[str, ...], List[int]] = {}
    for row, group in enumerate(groups):
        groups_of.setdefault(group, []).append(row)
    rows: List[Tuple[Tuple[str, ...], str, float]] = []
    lost = 0
    for group, members in sorted(groups_of.items()):
        found, without = carried(compared.table, old[members], values[members], len(compared.new))
        lost += without
        rows += [(group, compared.new[at], int(found[at]) / WHOLE) for at in np.flatnonzero(found).tolist()]
    total = int(np.asarray(values, np.int64).sum())
    told = {"total": total, "placed": float(total - lost / WHOLE), "lost": lost / WHOLE}
    sentences = [Text(CARRIED, told)]
    strange = sorted({code for code, row in zip(codes, old) if row < 0})
    if strange:
        sentences.append(Text(UNKNOWN, {"count": len(strange), "examples": _some(strange)}))
    return rows, sentences


def _overlay(old: Division, new: Division, progress: Progress) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the pairs of areas that share a surface, and its square metres."""
    areas = [[ogr.CreateGeometryFromWkb(wkb) for wkb in division.wkbs] for division in (old, new)]
    around = np.array([one.GetEnvelope() for one in areas[1]])
    pairs: List[Tuple[int, int, float]] = []
    for number, area in enumerate(areas[0]):
        progress.step(number / len(areas[0]))
        left, right, low, high = area.GetEnvelope()
        near = (around[:, 0] < right) & (around[:, 1] > left) & (around[:, 2] < high) & (around[:, 3] > low)
        for other in np.flatnonzero(near).tolist():
            shared = area.Intersection(areas[1][other])
            if shared is not None and shared.GetDimension() == 2:
                pairs.append((number, other, shared.Area()))
    found = np.array(pairs, float).reshape(-1, 3)
    return found[:, 0].astype(np.int64), found[:, 1].astype(np.int64), found[:, 2]


def _sizes(division: Division) -> np.ndarray:
    return np.array([ogr.CreateGeometryFromWkb(wkb).Area() for wkb in division.wkbs])


def _united(parts: List[ogr.Geometry]) -> ogr.Geometry:
    surfaces = ogr.Geometry(ogr.wkbMultiPolygon)
    for part in parts:
        for polygon in ogr.ForceToMultiPolygon(part.Clone()):
            surfaces.AddGeometry(polygon)
    if len(parts) > 1 and not surfaces.IsEmpty():
        surfaces = ogr.ForceToMultiPolygon(surfaces.UnionCascaded())
    return surfaces


def _told(old: Division, new: Division, table: Correspondence, sliver: float) -> List[Text]:
    pieces = np.bincount(table.old, minlength=table.count)
    sums, empty = table.sums, np.isnan(table.covered)
    counts = {"same": int(((pieces == 1) & (sums == WHOLE)).sum()), "several": int((pieces > 1).sum())}
    sentences = [Text(TOLD, {"old": len(old.codes), "new": len(new.codes), **counts})]
    if len(table.slivers):
        examples = _some([f"{old.codes[one]}–{new.codes[other]}" for one, other in table.slivers.tolist()])
        share = round(100 * sliver, 4)
        sentences.append(Text(SLIVERS, {"count": len(table.slivers), "share": share, "examples": examples}))
    for rows, template in ((~empty & (sums < WHOLE), UNCOVERED), (empty, NO_AMOUNT)):
        if rows.any():
            codes = [old.codes[row] for row in np.flatnonzero(rows).tolist()]
            sentences.append(Text(template, {"count": len(codes), "examples": _some(codes)}))
    return sentences


def _some(names: Sequence[str]) -> str:
    """Return the first of names in words, with an ellipsis where there are more."""
    return ", ".join(names[:EXAMPLES]) + (" …" if len(names) > EXAMPLES else "")
