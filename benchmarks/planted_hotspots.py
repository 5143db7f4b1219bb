"""How many of the planted hot spots Gi* finds, over many seeds of the sample city.

A planted hot spot counts as found when at least half of its cells are significant at a false discovery rate of
5 %. Precision: the share of the cells found that lie on or touch a place where the truth expects clearly more
than without the planting, or whose expected number is itself high (ordinary busy places are hot too, and true:
`precision` counts cells in the top of the true intensity). Recall: the share of the planted cells found.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from igh_plugin.core import grid  # noqa: E402
from igh_plugin.core.getis_ord import getis_ord_g_star  # noqa: E402
from igh_plugin.core.neighbours import of_cells  # noqa: E402
from igh_plugin.core.samplecity import build_city, draw_sample, truth_of  # noqa: E402
from igh_plugin.core.samplecity.truth import expected_by_cell  # noqa: E402

SIZE = 125


def local_expectation(cells: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """The true intensity in a cell and its eight neighbours: what Gi* is a statement about."""
    links = of_cells(cells)
    return links.sums(expected) + expected


def judge(seed: int, events: int, neighbourhoods: int) -> dict:
    """Counts of one city: hot spots planted and found, cells planted and found, cells flagged and rightly so."""
    city = build_city(seed, neighbourhoods)
    sample = draw_sample(city, events, 0)
    truth = truth_of(sample)
    table = expected_by_cell(city, events, SIZE)
    streets = np.unique(grid.pack(table["cell_x"].to_numpy(), table["cell_y"].to_numpy()))
    out = {"planted": 0, "found": 0, "cells": 0, "hit": 0, "flagged": 0, "right": 0}
    reports = sample.reports
    for category in sorted({spot["category"] for spot in truth["hotspots"] if spot["kind"] == "stable"}):
        rows = reports[reports["category"] == category]
        seen = grid.cell_of(rows["x"].to_numpy(), rows["y"].to_numpy(), SIZE)
        cells = np.union1d(streets, seen)
        counts = np.bincount(np.searchsorted(cells, seen), minlength=len(cells))
        result = getis_ord_g_star(counts, of_cells(cells), 999, True, seed)
        flagged = result.bins >= 2
        part = table[table["category"] == category]
        expected = np.zeros(len(cells))
        expected[np.searchsorted(cells, grid.pack(part["cell_x"].to_numpy(), part["cell_y"].to_numpy()))] = (
            part["expected"]
        )
        around = local_expectation(cells, expected)
        size = of_cells(cells).counts + 1
        out["flagged"] += int(flagged.sum())
        out["right"] += int((flagged & (around > size * expected.mean())).sum())
        for spot in truth["hotspots"]:
            if spot["kind"] != "stable" or spot["category"] != category:
                continue
            planted = np.searchsorted(cells, grid.pack(*np.array(spot["cells"]).T))
            hits = int(flagged[planted].sum())
            out["planted"] += 1
            out["found"] += hits * 2 >= len(planted)
            out["cells"] += len(planted)
            out["hit"] += hits
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--events", type=int, default=200_000)
    parser.add_argument("--neighbourhoods", type=int, default=120)
    options = parser.parse_args()
    total: dict = {}
    for seed in range(1, options.seeds + 1):
        found = judge(seed, options.events, options.neighbourhoods)
        total = {name: total.get(name, 0) + value for name, value in found.items()}
        print(
            f"seed {seed:3}: {found['found']} of {found['planted']} found, cells {found['hit']} of {found['cells']}"
        )
    print(
        f"planted hot spots found: {total['found']} of {total['planted']}; "
        f"recall of planted cells {total['hit'] / total['cells']:.3f}; "
        f"precision {total['right'] / total['flagged']:.3f} "
        f"({total['right']} of {total['flagged']} significant cells lie where the true intensity is above the city's mean)"
    )


if __name__ == "__main__":
    main()
