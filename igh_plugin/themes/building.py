"""Building a theme: hot spots, areas and their change computed and stored as layers, all in one run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Dict, List, Optional, Set, Tuple

import numpy as np

from ..core import grid, rates
from ..core import indicators as core_indicators
from ..core.assignment import AreaIndex, cells_inside
from ..core.clusters import Cluster, significant_places
from ..core.cube import EVENTS, is_part
from ..core.filters import EventFilter
from ..core.getis_ord import FORMULA, MINIMUM_UNITS, GetisOrdResult, getis_ord_g_star
from ..core.indicators import CONCENTRATION, RELATIVE, TOTAL
from ..core.neighbours import of_cells
from ..core.progress import Part, Progress, Silent
from ..core.text import QT_TRANSLATE_NOOP, Text
from .beside import dispersions
from .evaluating import areas_of_places, changes, evaluate
from .model import Theme
from .standing import METHOD, judged
from .totals import group, narrowed
from .view import View, open_view

METHODS = {
    **dict.fromkeys(core_indicators.COUNTED, "Wilson (1927); Byar (Breslow & Day 1987)"),
    core_indicators.QUOTIENT: "Wilson (1927); Byar (Breslow & Day 1987)",
    **dict.fromkeys(
        core_indicators.DURATIONS, "Kaplan & Meier (1958); Brookmeyer & Crowley (1982); Mantel (1966)"
    ),
}
CONFIDENCE = {3: 99, 2: 95, 1: 90}
LEAST_EVENTS, LEAST_BASE, COARSEST_CELL = 2.0, 10.0, 8
REACH = 2
"""Cells from the peak of a hot spot to its edge: at 125 m a place of at most 625 m across."""
HOT, LEAST_TO_GO = 2, 5
"""The bin from which on a cell is hot (95 %), and the events that a place must hold to send anybody there."""


@dataclass(frozen=True)
class Grid:
    """Cells of a window with their counts: `cells` (n,) packed at `size` m, `values`, `base` (or None), `events`."""

    cells: np.ndarray
    size: int
    values: np.ndarray
    base: Optional[np.ndarray]
    events: np.ndarray
    rate: np.ndarray


def build_theme(
    workspace, theme: Theme, language: str = "en", seed: int = 20260101, progress: Progress = Silent()
) -> int:
    """Compute and store the layers of every level, remove those of an earlier build that no longer hold; returns the run.

    Reads the cube (`pipeline.combine` must have run) and the cells of the events.
    """
    with workspace.begin(
        kind="theme", parameters={"theme": theme.id, "seed": seed, "language": language}
    ) as run:
        index: Optional[AreaIndex] = None
        seen: Optional[np.ndarray] = None
        levels = workspace.area_levels()
        if levels:
            index = AreaIndex(workspace.area_geometries(levels[0]))
            seen = workspace.count_by(EventFilter(), ["cell"])["cell"].astype(np.int64)
        before = {(str(item["level"]), str(item["name"])) for item in workspace.results(theme.id)}
        stored: Set[Tuple[str, str]] = set()
        for number, level in enumerate(theme.levels):
            part = Part(progress, number / len(theme.levels), (number + 1) / len(theme.levels))
            part.step(
                0, Text(QT_TRANSLATE_NOOP("core", "Computing level {level}"), {"level": Text(level.title)})
            )
            view = open_view(workspace, theme, level.id, language)
            if view.totals.empty:
                continue
            names = _store_hotspots(run, view, index, seen, seed, part)
            if levels:
                names += _store_areas(run, view)
            stored.update((level.id, name) for name in names)
        for level_id, name in sorted(before - stored):
            run.remove_result(theme.id, level_id, name)
        run.counts(read=0, kept=len(stored))
    return run.id


def _store_hotspots(
    run, view: View, index: Optional[AreaIndex], seen: Optional[np.ndarray], seed: int, progress: Progress
) -> Tuple[str, ...]:
    rule = view.theme.hotspots
    cells = grid_of(view, index, seen)
    if not len(cells.cells):
        return ()
    neighbours = of_cells(cells.cells)
    result = getis_ord_g_star(cells.rate, neighbours, rule.permutations, rule.fdr, seed, progress)
    area_codes = _areas_of_cells(view, index, cells)
    places = _places(view, cells, result, area_codes)
    common = _metadata(view, cells, result)
    columns: Dict[str, np.ndarray] = {
        "cell": cells.cells,
        "area": np.array(area_codes, object),
        "area_name": np.array([_area_name(view, code) for code in area_codes], object),
        EVENTS: cells.events.astype(np.int64),
        rule.value if rule.value != EVENTS else "value": cells.values,
        "gi_z": result.z,
        "gi_p": result.p,
        "gi_bin": _nullable(result),
        "neighbours": result.neighbours.astype(np.int64),
    }
    if cells.base is not None:
        columns[rule.denominator] = cells.base
        columns["rate"] = 100 * cells.rate
    order = np.lexsort((cells.cells, -np.nan_to_num(result.z, nan=-np.inf)))
    run.store_result(
        view.theme.id,
        view.level.id,
        "hotspots",
        {name: values[order] for name, values in columns.items()},
        wkb=grid.square_wkb(cells.cells, cells.size)[order],
        geometry_type="Polygon",
        metadata={
            **common,
            "title": QT_TRANSLATE_NOOP("core", "Hot spots (Gi*)"),
            "style": {"style": "significance", "field": "gi_bin"},
        },
    )
    point = np.dtype([("order", "u1"), ("type", "<u4"), ("xy", "<f8", 2)])
    points = np.zeros(len(places), point)
    points["order"], points["type"] = 1, 1
    points["xy"] = np.array([(item["x"], item["y"]) for item in places], float).reshape(-1, 2)
    run.store_result(
        view.theme.id,
        view.level.id,
        "hotspot_places",
        {
            "rank": np.array([item["rank"] for item in places], np.int64),
            "name": np.array([item["name"] for item in places], object),
            "area": np.array([item["area"] for item in places], object),
            "value": np.array([item["value"] for item in places], float),
            EVENTS: np.array([item["events"] for item in places], np.int64),
            "cells": np.array([len(item["cell_ids"]) for item in places], np.int64),
            "gi_z": np.array([item["z"] for item in places], float),
            "confidence": np.array([item["confidence"] for item in places], np.int64),
        },
        wkb=points.view(f"V{point.itemsize}"),
        geometry_type="Point",
        metadata={
            **common,
            "title": QT_TRANSLATE_NOOP("core", "Strongest hot spots"),
            "style": {"style": "ranked_places", "field": "rank", "label": "name"},
            "places": places,
            "cell_size": cells.size,
            "explanation": explanation(view, cells, result, places),
        },
    )
    return "hotspots", "hotspot_places"


def grid_of(view: View, index: Optional[AreaIndex], seen: Optional[np.ndarray]) -> Grid:
    """Count the window's events by cell, at the theme's cell size or a coarser one when the data are thin.

    The cell is doubled, up to `COARSEST_CELL` times, while a cell holds fewer than `LEAST_EVENTS` events (or
    fewer than `LEAST_BASE` of the denominator) on average: thinner counts than that carry no local statistic.
    """
    rule = view.theme.hotspots
    plain = ("", EVENTS, *view.theme.counts)
    names = [name for name in (rule.value, rule.denominator) if name not in plain]
    selection = replace(narrowed(view.base, view.window), part=view.theme.counts.get(rule.value))
    known = replace(selection, known=tuple(names)) if rule.denominator else selection
    rows = view.workspace.count_by(selection, ["cell"])
    sums = view.workspace.count_by(known, ["cell"], measures=names)
    times = 1
    while True:
        cells = _gridded(view, rows, sums, rule.cell_size * times, index, seen)
        per_cell = cells.events if cells.base is None else cells.base
        thin = len(per_cell) and per_cell.mean() < (LEAST_EVENTS if cells.base is None else LEAST_BASE)
        if not thin or times >= COARSEST_CELL or len(per_cell) < 4 * MINIMUM_UNITS:
            return cells
        times *= 2


def _gridded(
    view: View,
    rows: Dict[str, np.ndarray],
    sums: Dict[str, np.ndarray],
    size: int,
    index: Optional[AreaIndex],
    seen: Optional[np.ndarray],
) -> Grid:
    """Sum events by cell of a size; the cells are those where events can be.

    With areas: every cell whose centre lies in an area and in or next to which the workspace ever had an event of any
    source (`seen`), and every cell with an event: empty land and water are no cold spots. Without: every cell with an
    event and its eight neighbours. For a rate only cells where value and denominator are known (`sums`).
    """
    rule = view.theme.hotspots
    occupied = np.unique(grid.coarsen(np.asarray(rows["cell"], np.int64), size))
    if rule.denominator:
        domain = np.unique(grid.coarsen(np.asarray(sums["cell"], np.int64), size))
    elif index is None or seen is None:
        domain = grid.dilate(occupied)
    else:
        inhabited = grid.dilate(np.unique(grid.coarsen(seen, size)))
        domain = np.union1d(occupied, np.intersect1d(cells_inside(index, size), inhabited))

    def spread(table: Dict[str, np.ndarray], column: str) -> np.ndarray:
        cell = grid.coarsen(np.asarray(table["cell"], np.int64), size)
        known = np.isin(cell, domain)
        amounts = np.nan_to_num(np.asarray(table[column], float)[known])
        return np.bincount(np.searchsorted(domain, cell[known]), amounts, len(domain))

    events = spread(rows, "n")
    if not rule.denominator:
        plain = (EVENTS, *view.theme.counts)
        values = events if rule.value in plain else spread(sums, f"m_{rule.value}")
        return Grid(domain, size, values, None, events, values)
    values = spread(sums, "n" if rule.value == EVENTS else f"m_{rule.value}")
    base = spread(sums, "n" if rule.denominator == EVENTS else f"m_{rule.denominator}")
    share = bool((values <= base).all())
    return Grid(domain, size, values, base, events, rates.empirical_bayes(values, base, share=share))


def _areas_of_cells(view: View, index: Optional[AreaIndex], cells: Grid) -> List[str]:
    if index is None:
        return [""] * len(cells.cells)
    codes = [str(code) for code in view.areas.table(view.areas.levels[0])["code"]]
    return [
        codes[number] if number >= 0 else ""
        for number in index.locate(*grid.centres(cells.cells, cells.size))
    ]


def _area_name(view: View, code: str) -> str:
    return view.areas.name.get((view.areas.levels[0], code), "") if code and view.areas.levels else ""


def _nullable(result: GetisOrdResult) -> np.ma.MaskedArray:
    """Return the bins as integers, masked where a cell has no value."""
    return np.ma.masked_array(result.bins.astype(np.int64), np.isnan(result.z))


def _places(view: View, cells: Grid, result: GetisOrdResult, area_codes: List[str]) -> List[Dict[str, Any]]:
    """Describe the places that are hot at 95 % or more and hold `LEAST_TO_GO` events, named by their commonest street and area.

    A cell is hot by its neighbours too: one amid busy ones may hold hardly anything itself.
    """
    centre_x, centre_y = grid.centres(cells.cells, cells.size)
    found = significant_places(
        result.bins, result.z, cells.values, centre_x, centre_y, REACH * cells.size, HOT
    )
    clusters = [one for one in found if cells.events[one.members].sum() >= LEAST_TO_GO]
    streets = _streets(view, cells, clusters) if clusters else []
    out = []
    for rank, (cluster, street) in enumerate(zip(clusters, streets), start=1):
        members = cluster.members
        weight = np.maximum(cells.values[members], 1e-9)
        area = area_codes[cluster.peak]
        name = ", ".join(part for part in (street, _area_name(view, area)) if part)
        value = float(cells.values[members].sum())
        if cells.base is not None:
            value = 100 * value / max(float(cells.base[members].sum()), 1e-9)
        left, bottom = (int(item[0]) for item in grid.corners(cells.cells[[cluster.peak]], cells.size))
        out.append(
            {
                "rank": rank,
                "name": name or f"{left} {bottom}",
                "area": area,
                "areas": sorted({area_codes[row] for row in members}),
                "value": value,
                "events": int(cells.events[members].sum()),
                "cell_ids": [int(cell) for cell in cells.cells[members]],
                "z": float(result.z[cluster.peak]),
                "p": float(result.p[cluster.peak]),
                "confidence": CONFIDENCE[int(result.bins[members].max())],
                "x": float(np.average(centre_x[members], weights=weight)),
                "y": float(np.average(centre_y[members], weights=weight)),
            }
        )
    return out


def _streets(view: View, cells: Grid, clusters: List[Cluster]) -> List[str]:
    """Return for each cluster the place named most often by its events, empty where none is."""
    rows = view.workspace.count_by(narrowed(view.base, view.window), ["cell", "place"], measures=[])
    owner_of = {
        int(cell): number for number, cluster in enumerate(clusters) for cell in cells.cells[cluster.members]
    }
    tallies: List[Dict[str, int]] = [{} for _ in clusters]
    coarse = grid.coarsen(np.asarray(rows["cell"], np.int64), cells.size)
    for cell, place, count in zip(coarse.tolist(), rows["place"], rows["n"].tolist()):
        number = owner_of.get(cell)
        if number is not None and place:
            tallies[number][str(place)] = tallies[number].get(str(place), 0) + int(count)
    return [min(tally, key=lambda name: (-tally[name], name)) if tally else "" for tally in tallies]


def explanation(
    view: View, cells: Grid, result: GetisOrdResult, places: List[Dict[str, Any]]
) -> Tuple[str, Dict[str, Any]]:
    """Return template and values of the sentence that says what the hot spots are."""
    if cells.base is not None and len(cells.rate) and np.ptp(cells.rate) == 0:
        return (
            QT_TRANSLATE_NOOP(
                "core",
                "The rates of the {units} cells with a denominator differ no more than by chance: no place stands out.",
            ),
            {"units": result.units},
        )
    if result.reason is not None:
        return result.reason.template, dict(result.reason.values)
    if not places and (result.bins >= HOT).any():
        return (
            QT_TRANSLATE_NOOP(
                "core",
                "No place stands out: where cells of {size} m are significant they hold fewer than {least} events.",
            ),
            {"size": cells.size, "least": LEAST_TO_GO},
        )
    if not places:
        return (
            QT_TRANSLATE_NOOP(
                "core",
                "No place stands out: none of the {units} cells of {size} m is significant after correction.",
            ),
            {"units": result.units, "size": cells.size},
        )
    hot = np.isin(cells.cells, [cell for place in places for cell in place["cell_ids"]])
    total = float(cells.values.sum())
    one = QT_TRANSLATE_NOOP(
        "core",
        "One hot spot, {area} % of the {units} cells of {size} m, holds {share} % of the total: {name}.",
    )
    several = QT_TRANSLATE_NOOP(
        "core",
        "{places} hot spots, {area} % of the {units} cells of {size} m, hold {share} % of the total; strongest: {name}.",
    )
    return (
        one if len(places) == 1 else several,
        {
            "places": len(places),
            "area": round(100 * float(hot.sum()) / result.units, 1),
            "units": result.units,
            "size": cells.size,
            "share": round(100 * float(cells.values[hot].sum()) / total) if total else 0,
            "name": places[0]["name"],
        },
    )


def _metadata(view: View, cells: Grid, result: GetisOrdResult) -> Dict[str, Any]:
    first, last = view.window.days if view.window else (None, None)
    return {
        "method": FORMULA,
        "neighbours": "queen",
        "cells": result.units,
        "cell_size": cells.size,
        "islands": result.islands,
        "permutations": result.draws,
        "smallest_p": result.smallest_p,
        "fdr": result.fdr,
        "seed": result.seed,
        "empirical_bayes": cells.base is not None,
        "first_day": first,
        "last_day": last,
        "declared": view.theme.fingerprint,
        "attribution": "; ".join(
            sorted({str(item["attribution"]) for item in view.totals.sources if item.get("attribution")})
        ),
        "reason": [result.reason.template, dict(result.reason.values)] if result.reason else None,
    }


def _store_areas(run, view: View) -> Tuple[str, ...]:
    """Store the level's areas with every measure and indicator, their limits and the change of the leading one."""
    level = view.ranking_level
    codes, owner = areas_of_places(view, level)
    now, before = view.span(), view.span(previous=True)
    table = view.areas.table(level)
    theme = view.theme
    columns: Dict[str, np.ndarray] = {
        "code": np.array(codes, object),
        "name": np.array([view.areas.name[level, code] for code in codes], object),
        "area_km2": np.asarray(table["area_km2"], float),
    }
    for name, values in group(view.within(now), owner, len(codes)).items():
        if not name.startswith(core_indicators.STATISTIC) and not is_part(name):
            columns[name] = values.astype(np.int64) if name == EVENTS else values
    lead = theme.indicator(theme.map_by)
    for indicator in view.indicators:
        if indicator.kind == CONCENTRATION:
            continue
        found = evaluate(view, indicator, owner, len(codes), now)
        if indicator.kind != TOTAL or indicator.id != indicator.numerator:
            columns[indicator.id] = found.value
        if indicator.id == lead.id:
            columns["lower"], columns["upper"] = found.lower, found.upper
            columns["previous"], columns["change"], columns["change_p"] = _changes(view, lead, found, owner)
            columns.update(judged(view, lead, found))
    common = {
        "area_level": level,
        "declared": theme.fingerprint,
        "first_day": view.window.days[0] if view.window else None,
        "last_day": view.window.days[1] if view.window else None,
        "attribution": "; ".join(
            sorted({str(item["attribution"]) for item in view.totals.sources if item.get("attribution")})
        ),
        "method": "; ".join(filter(None, (METHODS.get(lead.kind, ""), METHOD))),
    }
    geometry = view.workspace.area_geometries(level)
    run.store_result(
        theme.id,
        view.level.id,
        "areas",
        columns,
        wkb=geometry,
        geometry_type="MultiPolygon",
        metadata={
            **common,
            "title": theme.indicator_title(lead.id, view.language),
            "style": {
                "style": "standing" if lead.kind in RELATIVE else "rate_classes",
                "field": lead.id,
                "ramp": theme.ramp,
                "unit": theme.indicator_unit(lead.id, view.language),
                "decimals": lead.decimals,
                "rule": "quantile",
                "direction": lead.direction,
            },
        },
    )
    if before is None or "change" not in view.level.layers:
        return ("areas",)
    keep = ("code", "name", "previous", lead.id, "change", "change_p")
    run.store_result(
        theme.id,
        view.level.id,
        "change",
        {name: columns[name] for name in keep},
        wkb=geometry,
        geometry_type="MultiPolygon",
        metadata={
            **common,
            "title": QT_TRANSLATE_NOOP("core", "Change on the period before"),
            "visible": False,
            "style": {
                "style": "change",
                "field": "change",
                "p": "change_p",
                "unit": "%-points" if lead.kind in core_indicators.IN_POINTS else "%",
                "direction": lead.direction,
            },
        },
    )
    return "areas", "change"


def _changes(view: View, indicator, now, owner: np.ndarray) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the value of the period before, the change since then and its p, (areas,) each."""
    size, before = len(now.value), view.span(previous=True)
    if before is None:
        return (*(np.full(size, np.nan) for _ in range(3)),)
    earlier = evaluate(view, indicator, owner, size, before), before
    series = {name: np.zeros((size, table.shape[1])) for name, table in view.totals.sums.items()}
    for name, table in view.totals.sums.items():
        np.add.at(series[name], owner[owner >= 0], table[owner >= 0])
    spread = dispersions(view, series).get(indicator.id, np.ones(size))
    return (earlier[0].value, *changes(view, indicator, earlier, (now, view.span()), owner, spread))
