"""Every colour of maps, legends and paper, named once.

The pairs were chosen to stay apart for the three common kinds of colour blindness and in greyscale: hot is red and
cold is blue (the scheme GIS users know from hot spot analysis), change is orange against teal, so that the two
kinds of map are not taken for one another.
"""

from __future__ import annotations

INK = "#22262b"
MUTED = "#5f666d"
RULE = "#c9cdd1"
PAPER = "#ffffff"
ACCENT = "#1f3a5f"
WARNING = "#9a5b00"

LAND = "#f4f3ef"
BORDER = "#8b8b86"
BORDER_STRONG = "#55565a"
SELECTED_AREA = "#1f3a5f"
LABEL = "#3b3f45"
HALO = "#ffffff"
HATCH = "#9a9a95"
WITHHELD = "#dfe2e6"
ZERO = "#ffffff"

SIGNIFICANCE = {
    3: "#b2182b",
    2: "#e0604c",
    1: "#f6b79c",
    0: "#d8d8d3",
    -1: "#b5d0e6",
    -2: "#6aa2cf",
    -3: "#2166ac",
}
"""Fill by `gi_bin`: the sign is hot or cold, the size the confidence (1: 90 %, 2: 95 %, 3: 99 %)."""

CLUSTERS = {"HH": "#b2182b", "LL": "#2166ac", "HL": "#f4a582", "LH": "#92c5de", "": "#d8d8d3"}
"""Fill by cluster or outlier of local Moran: a place and its neighbours, high or low."""

PATTERNS = {
    "new hot": "#e6007e",
    "intensifying hot": "#67000d",
    "consecutive hot": "#ef5a28",
    "persistent hot": "#b2182b",
    "diminishing hot": "#e79a8d",
    "oscillating hot": "#f6b13c",
    "sporadic hot": "#ffd9a0",
    "historical hot": "#b9a3a0",
    "new cold": "#00b3c7",
    "intensifying cold": "#08306b",
    "consecutive cold": "#3f8fd6",
    "persistent cold": "#2166ac",
    "diminishing cold": "#9fbfe0",
    "oscillating cold": "#6dbfa8",
    "sporadic cold": "#c3e6ea",
    "historical cold": "#a0abbc",
    "": "#d8d8d3",
}
"""Fill by what became of a hot or cold spot; the order of the legend."""

SHARES = {1: "#4a2c7a", 2: "#9d83c4", 3: "#dcd2e8", 0: "#eeeeec"}
"""Fill by what part of the whole a place belongs to."""

NOT_SIGNIFICANT_OPACITY = 0.35

RAMPS = {
    "orange": ("#fdeacb", "#fbc97f", "#f29a3f", "#d0651b", "#8c3a0c"),
    "red": ("#fde3da", "#f8b9a3", "#ec8168", "#c94a3c", "#8a1c24"),
    "purple": ("#efe8f4", "#cfbfe0", "#a58cc7", "#7a58a6", "#4a2c7a"),
    "blue": ("#e3eef8", "#b5d3ea", "#7bb0d8", "#3f83bd", "#1a4f8a"),
    "teal": ("#dff1ee", "#a9d9d0", "#66b8ab", "#2b8c80", "#0b5a52"),
    "green": ("#e7f3df", "#bfe0ad", "#88c274", "#4c994a", "#1f6529"),
    "grey": ("#eeeeec", "#cfcfcb", "#a3a39f", "#6f6f6c", "#3a3a39"),
}
"""Light to dark, in five steps."""

CHANGE_MORE = ("#fcd9a8", "#f0964a", "#b4510f")
CHANGE_LESS = ("#bfe3dc", "#64b5a8", "#13706a")
CHANGE_NONE = "#ecebe6"
CHANGE_CHANCE = "#f1f1ee"
"""From little to much, away from "about the same"."""

CATEGORIES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6a3d9a")
"""Okabe and Ito's palette without yellow and black (unreadable on a light base), and a purple."""

OTHER = "#9b9fa4"
ZONE_STATES = {
    "yes": "#d55e00",
    "partly": "#e69f00",
    "no": "#0072b2",
    "unknown": "#6f6f6c",
    "outside": "#c4c6c4",
}
"""Whether a zone held when an event happened."""


def ramp(name: str, steps: int) -> list[tuple[int, int, int]]:
    """Return `steps` colours of a named ramp, light to dark, as (red, green, blue).

    A plural ("oranges") is the same ramp; unknown names give orange.
    """
    stops = [rgb(value) for value in RAMPS.get(name) or RAMPS.get(name.rstrip("s"), RAMPS["orange"])]
    if steps <= 1:
        return [stops[-2]]
    colours = []
    for step in range(steps):
        at = step * (len(stops) - 1) / (steps - 1)
        low = min(int(at), len(stops) - 2)
        part = at - low
        colours.append(tuple(round(a + (b - a) * part) for a, b in zip(stops[low], stops[low + 1])))
    return colours


def rgb(value: str) -> tuple[int, int, int]:
    """Turn "#rrggbb" into numbers."""
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)
