"""Numbers and coordinates from text, and which points cannot be right."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Optional, Sequence, Tuple

import numpy as np
import pandas as pd

_NUMBER = re.compile(
    r"[+-]?\d{1,3}(?:([ '.,\u00a0])\d{3}(?:\1\d{3})*)?(?:(?!\1)[.,]\d*)?|[+-]?\d*[.,]?\d+(?:[eE][+-]?\d+)?"
)
_PLAIN_COMMA = re.compile(r"[+-]?[0-9]{1,15},[0-9]{1,15}")
_POINT = re.compile(
    r"^\s*(?:SRID=(?P<srid>\d+);)?\s*POINT\s*(?:ZM|Z|M)?\s*\(\s*(?P<x>[-+.\deE]+)\s+(?P<y>[-+.\deE]+)(?:\s+[-+.\deE]+)*\s*\)\s*$",
    re.IGNORECASE,
)
_FENCE_MEDIAN, _FENCE_P95 = 4.0, 2.0


def parse_numbers(values: Sequence[str], decimal: str = "") -> Tuple[np.ndarray, np.ndarray]:
    """Read numbers from text; return (n,) float64 with NaN where empty or unreadable, and which are unreadable.

    `decimal` is the sign between whole and fraction when it was declared or detected; without it a value with
    one point or one comma has that as its decimal sign, and one with both has the last as its decimal sign.
    """
    array = np.empty(len(values), object)
    array[:] = values
    number = np.full(len(array), np.nan)
    empty = array == ""
    rest = ~empty
    if decimal == ",":
        plain = np.fromiter(map(bool, map(_PLAIN_COMMA.fullmatch, values)), bool, len(array))
        number[plain] = [float(value.replace(",", ".")) for value in array[plain]]
        rest &= ~plain
    number[rest] = pd.to_numeric(pd.Series(array[rest], dtype=object), errors="coerce")
    doubtful = ~np.isfinite(number) & rest
    if decimal == ",":
        doubtful[rest] |= np.fromiter(("." in value for value in array[rest]), bool, int(rest.sum()))
    bad = np.zeros(len(array), bool)
    for at in np.flatnonzero(doubtful):
        found = parse_number(array[at], decimal)
        number[at] = np.nan if found is None else found
        bad[at] = found is None and bool(array[at].strip())
    return number, bad


def parse_number(text: str, decimal: str = "") -> Optional[float]:
    """Read one number written with a decimal point or comma and optional thousands signs; `None` when it is none."""
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return None
    point, comma = text.rfind("."), text.rfind(",")
    if point >= 0 and comma >= 0:
        decimal = "." if point > comma else ","
    elif max(text.count("."), text.count(",")) > 1:
        decimal = "," if "." in text else "."
    elif not decimal or not _thousands(text, decimal):
        decimal = "," if comma >= 0 else "."
    grouping = "." if decimal == "," else ","
    for sign in (grouping, " ", "'", "\u00a0"):
        text = text.replace(sign, "")
    number = float(text.replace(decimal, "."))
    return number if math.isfinite(number) else None


def decimal_sign(values: Sequence[str]) -> str:
    """Return the decimal sign a sample of numbers uses: `.`, `,`, or empty when it holds whole numbers only."""
    points = commas = 0
    for value in values:
        text = value.strip()
        if not _NUMBER.fullmatch(text):
            continue
        point, comma = text.rfind("."), text.rfind(",")
        if point > comma and text.count(".") == 1:
            points += 1
        elif comma > point and text.count(",") == 1:
            commas += 1
    return "" if not points and not commas else "." if points >= commas else ","


def parse_points(values: Sequence[str]) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read points in WKT or EWKT; return x, y and the SRID, (n,) float64 each, NaN where not readable."""
    out = np.full((3, len(values)), np.nan)
    for at, value in enumerate(values):
        match = _POINT.match(value)
        if match is None:
            continue
        try:
            out[:2, at] = float(match["x"]), float(match["y"])
        except ValueError:
            continue
        if match["srid"]:
            out[2, at] = float(match["srid"])
    return out[0], out[1], out[2]


def split_pairs(
    values: Sequence[str], separator: str, decimal: str = ""
) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read `x<separator>y` texts; return x, y (n,) float64 and which texts are no pair."""
    parts = [value.split(None if separator == " " else separator) for value in values]
    pair = np.fromiter((len(part) == 2 for part in parts), bool, len(parts))
    x, x_bad = parse_numbers([part[0] if len(part) == 2 else "" for part in parts], decimal)
    y, y_bad = parse_numbers([part[1] if len(part) == 2 else "" for part in parts], decimal)
    empty = np.fromiter((not value.strip() for value in values), bool, len(parts))
    return x, y, ~empty & (~pair | x_bad | y_bad)


@dataclass(frozen=True)
class Fence:
    """A circle that holds every believable point: centre and radius in metres of the workspace CRS."""

    x: float
    y: float
    radius: float

    def outside(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return which points lie beyond the fence, (n,) bool."""
        return np.hypot(x - self.x, y - self.y) > self.radius


def robust_fence(x: np.ndarray, y: np.ndarray) -> Optional[Fence]:
    """Return the fence around points in metres; `None` for fewer than 20.

    Centre: the medians of x and y. Radius: four times the median distance to the centre, or twice the distance
    within which 95 % of the points lie, whichever is larger; so up to one point in twenty may be anywhere.
    """
    good = np.isfinite(x) & np.isfinite(y)
    if good.sum() < 20:
        return None
    x, y = x[good], y[good]
    centre_x, centre_y = float(np.median(x)), float(np.median(y))
    half, most = np.quantile(np.hypot(x - centre_x, y - centre_y), (0.5, 0.95))
    return Fence(centre_x, centre_y, float(max(_FENCE_MEDIAN * half, _FENCE_P95 * most)))


def inside_box(x: np.ndarray, y: np.ndarray, box: Sequence[float]) -> np.ndarray:
    """Return which points lie in (xmin, ymin, xmax, ymax), borders included, (n,) bool."""
    with np.errstate(invalid="ignore"):
        return (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])


def impossible(x: np.ndarray, y: np.ndarray, bounds: Optional[Sequence[float]]) -> np.ndarray:
    """Return which points cannot be: not finite, at 0/0, or outside the area for which their CRS is made."""
    wrong = ~np.isfinite(x) | ~np.isfinite(y) | ((x == 0) & (y == 0))
    if bounds is not None:
        wrong |= ~inside_box(x, y, bounds)
    return wrong


def _thousands(text: str, decimal: str) -> bool:
    """Whether the only sign in a number is the thousands sign, given the declared decimal sign."""
    other = "." if decimal == "," else ","
    head, sign, tail = text.lstrip("+-").partition(other)
    return bool(sign) and decimal not in text and len(tail) == 3 and 1 <= len(head) <= 3
