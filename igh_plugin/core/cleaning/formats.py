"""Reading times from text, a whole column at a time.

A strptime pattern is walked over a matrix of bytes with one cursor per row, so that a million values of one
format take a fraction of a second and values without leading zeros need no pattern of their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, List, Optional, Sequence, Tuple

import numpy as np

ISO = "%Y%/%m%/%d%~"
ISO_COMPACT = "%Y%m%d%~"
DAY_FIRST = "%d%/%m%/%Y%~"
MONTH_FIRST = "%m%/%d%/%Y%~"
SUPPORTED = "%Y %y %m %d %H %I %M %S %f %p %b %B %a %A %z %T %F %D %%"

_WIDTH = 48
_ALIASES = {"T": "%H:%M:%S", "F": "%Y-%m-%d", "D": "%m/%d/%y", "R": "%H:%M"}
_MONTHS = (
    ("jan", 1), ("feb", 2), ("mar", 3), ("maa", 3), ("mrt", 3), ("apr", 4), ("may", 5), ("mei", 5), ("jun", 6),
    ("jul", 7), ("aug", 8), ("sep", 9), ("oct", 10), ("okt", 10), ("nov", 11), ("dec", 12),
)  # fmt: skip


@dataclass(frozen=True)
class Parsed:
    """Times read from text, (n,) each.

    `seconds` since 1970-01-01 as written; `offset` in seconds east of UTC, NaN where none is written;
    `has_time` where an hour is written; `read` where a pattern fitted.
    """

    seconds: np.ndarray
    offset: np.ndarray
    has_time: np.ndarray
    read: np.ndarray


def byte_matrix(values: Sequence[str]) -> np.ndarray:
    """Return trimmed text as bytes, (n, width + 1), zero-padded; other characters than ASCII become `?`.

    A text that does not fit, or holds zeros itself, becomes question marks: no format reads those.
    """
    array = np.empty(len(values), object)
    array[:] = [value.strip() for value in values]
    try:
        text = array.astype("S")
    except UnicodeEncodeError:
        array[:] = [value.encode("ascii", "replace") for value in array]
        text = array.astype("S")
    width = min(text.dtype.itemsize, _WIDTH)
    matrix = np.zeros((len(array), width + 1), np.uint8)
    if len(array):
        matrix[:, :width] = text.astype(f"S{width}").view(np.uint8).reshape(len(array), width)
        lengths = np.fromiter(map(len, array), np.int64, len(array))
        matrix[np.count_nonzero(matrix, axis=1) != lengths, :width] = ord("?")
    return matrix


def parse(matrix: np.ndarray, patterns: Sequence[str]) -> Parsed:
    """Read each row with the first of the patterns that fits."""
    n = len(matrix)
    out = Parsed(np.zeros(n, np.int64), np.full(n, np.nan), np.zeros(n, bool), np.zeros(n, bool))
    remaining = np.flatnonzero(matrix[:, 0] != 0)
    for pattern in patterns:
        if not len(remaining):
            break
        rows = matrix if len(remaining) == n else matrix[remaining]
        walk = _Walk(rows)
        walk.follow(tokens(pattern))
        good = walk.finish()
        hit = remaining[good]
        out.seconds[hit] = walk.seconds()[good]
        out.offset[hit] = walk.offset[good]
        out.has_time[hit] = walk.has_time[good]
        out.read[hit] = True
        remaining = remaining[~good]
    return out


def tokens(pattern: str) -> List[Tuple[str, str]]:
    """Split a pattern into (kind, value) pairs: kind `%` for a directive, `=` for a literal.

    Raises `ValueError` with the directive that is not supported.
    """
    found: List[Tuple[str, str]] = []
    at = 0
    while at < len(pattern):
        if pattern[at] != "%":
            found.append(("=", pattern[at]))
            at += 1
            continue
        directive = pattern[at + 1 : at + 2]
        at += 2
        if directive in _ALIASES:
            found += tokens(_ALIASES[directive])
        elif directive == "%":
            found.append(("=", "%"))
        elif directive in _STEPS:
            found.append(("%", directive))
        else:
            raise ValueError("%" + directive)
    return found


class _Walk:
    """Cursors that walk over the rows of a byte matrix; a row that does not fit is no longer `alive`."""

    def __init__(self, matrix: np.ndarray):
        n, self.width = matrix.shape
        self.flat = np.ascontiguousarray(matrix).ravel()
        self.cursor = np.arange(n, dtype=np.int64) * self.width
        self.alive = np.ones(n, bool)
        self.part: Dict[str, np.ndarray] = {
            name: np.full(n, first, np.int64) for name, first in (("Y", 1970), ("m", 1), ("d", 1), ("H", 0))
        }
        self.part.update({name: np.zeros(n, np.int64) for name in "MS"})
        self.afternoon = np.full(n, -1, np.int8)
        self.twelve = np.zeros(n, bool)
        self.offset = np.full(n, np.nan)
        self.has_time = np.zeros(n, bool)
        self.fixed = False

    def follow(self, steps: Sequence[Tuple[str, str]]) -> None:
        for number, (kind, value) in enumerate(steps):
            if not self.alive.any():
                return
            following = steps[number + 1] if number + 1 < len(steps) else ("=", "")
            previous = steps[number - 1] if number else ("=", "")
            self.fixed = (
                following[0] == "%"
                and following[1] in "YmdHMS"
                or (previous[0] == "%" and previous[1] in "YmdHMS" and kind == "%")
            )
            if kind == "=":
                self.literal(value)
            else:
                _STEPS[value](self)

    def peek(self) -> np.ndarray:
        return self.flat[self.cursor]

    def literal(self, character: str) -> None:
        here = self.peek()
        wanted = ord(character) if ord(character) < 128 else ord("?")
        self.move(here == wanted)

    def move(self, fits: np.ndarray) -> None:
        self.alive &= fits
        self.cursor += self.alive

    def digits(
        self, most: int, least: int = 1, where: Optional[np.ndarray] = None
    ) -> Tuple[np.ndarray, np.ndarray]:
        """Read up to `most` digits; return the numbers and how many digits each has."""
        active = self.alive if where is None else self.alive & where
        taking = active.copy()
        number = np.zeros(len(active), np.int64)
        count = np.zeros(len(active), np.int64)
        for _ in range(most):
            digit = self.peek().astype(np.int64) - 48
            taking &= (digit >= 0) & (digit <= 9)
            if not taking.any():
                break
            number = np.where(taking, number * 10 + digit, number)
            count += taking
            self.cursor += taking
        self.alive &= ~active | (count >= least)
        return number, count

    def number(self, name: str, most: int, where: Optional[np.ndarray] = None) -> None:
        least = most if self.fixed or name == "Y" else 1
        value, _ = self.digits(most, least, where)
        self.part[name] = value if where is None else np.where(where, value, self.part[name])

    def finish(self) -> np.ndarray:
        """Return which rows were read to their end and hold a possible time."""
        year, month, day = self.part["Y"], self.part["m"], self.part["d"]
        good = self.alive & (self.peek() == 0)
        good &= (year >= 1800) & (year <= 2200) & (month >= 1) & (month <= 12) & (day >= 1)
        lengths = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
        leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0)) & (month == 2)
        good &= day <= lengths[np.clip(month, 0, 12)] + leap
        hour = self.part["H"]
        good &= ~self.twelve | ((hour >= 1) & (hour <= 12) & (self.afternoon >= 0))
        self.part["H"] = np.where(
            self.twelve | (self.afternoon >= 0) & (hour <= 12), _twelve(hour, self.afternoon), hour
        )
        return good & (self.part["H"] < 24) & (self.part["M"] < 60) & (self.part["S"] < 60)

    def seconds(self) -> np.ndarray:
        days = days_of(self.part["Y"], self.part["m"], self.part["d"])
        return days * 86400 + self.part["H"] * 3600 + self.part["M"] * 60 + self.part["S"]


def days_of(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Return days since 1970-01-01 in the Gregorian calendar (Hinnant, days_from_civil)."""
    year = year - (month <= 2)
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + np.where(month > 2, -3, 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


def _twelve(hour: np.ndarray, afternoon: np.ndarray) -> np.ndarray:
    return np.where(afternoon >= 0, hour % 12 + 12 * (afternoon == 1), hour)


def _year_short(walk: _Walk) -> None:
    value, _ = walk.digits(2, 2)
    walk.part["Y"] = np.where(value < 69, 2000 + value, 1900 + value)


def _hour(walk: _Walk) -> None:
    walk.number("H", 2)
    walk.has_time |= walk.alive


def _hour_twelve(walk: _Walk) -> None:
    _hour(walk)
    walk.twelve |= True


def _half(walk: _Walk) -> None:
    letter = walk.peek() | 32
    walk.move((letter == ord("a")) | (letter == ord("p")))
    walk.afternoon = np.where(walk.alive, letter == ord("p"), walk.afternoon).astype(np.int8)
    _optional(walk, ord("."))
    walk.move((walk.peek() | 32) == ord("m"))
    _optional(walk, ord("."))


def _optional(walk: _Walk, byte: int) -> None:
    walk.cursor += walk.alive & (walk.peek() == byte)


def _fraction(walk: _Walk) -> None:
    walk.digits(9)


def _month_name(walk: _Walk) -> None:
    letters = [walk.flat[np.minimum(walk.cursor + step, len(walk.flat) - 1)] | 32 for step in range(3)]
    month = np.zeros(len(walk.alive), np.int64)
    for name, number in _MONTHS:
        fits = (letters[0] == ord(name[0])) & (letters[1] == ord(name[1])) & (letters[2] == ord(name[2]))
        month[fits] = number
    walk.part["m"] = month
    walk.alive &= month > 0
    _letters(walk)


def _letters(walk: _Walk) -> None:
    for _ in range(12):
        letter = walk.peek() | 32
        more = walk.alive & (letter >= ord("a")) & (letter <= ord("z"))
        if not more.any():
            break
        walk.cursor += more


def _separator(walk: _Walk) -> None:
    here = walk.peek()
    walk.move((here == ord("-")) | (here == ord("/")) | (here == ord(".")))


def _zone(walk: _Walk, where: Optional[np.ndarray] = None) -> None:
    active = walk.alive if where is None else walk.alive & where
    here = walk.peek()
    utc = active & ((here == ord("Z")) | (here == ord("z")))
    signed = active & ((here == ord("+")) | (here == ord("-")))
    walk.alive &= ~active | utc | signed
    walk.cursor += utc | signed
    sign = np.where(here == ord("-"), -1, 1)
    hours, _ = walk.digits(2, 2, signed)
    walk.cursor += walk.alive & signed & (walk.peek() == ord(":"))
    minutes, count = walk.digits(2, 0, signed)
    walk.alive &= ~signed | ((count != 1) & (hours <= 15) & (minutes < 60))
    walk.offset = np.where(signed, sign * (hours * 3600 + minutes * 60), np.where(utc, 0, walk.offset))


def _tail(walk: _Walk) -> None:
    """An optional time of day: ` 14:05`, `T14:05:33.120Z`, `, 2:05:00 PM`, `+01:00`."""
    walk.fixed = False
    here = walk.peek()
    more = here != 0
    comma = walk.alive & (here == ord(","))
    walk.cursor += comma
    here = walk.peek()
    gap = (here == ord("T")) | (here == ord("t")) | (here == ord(" "))
    walk.alive &= ~more | gap
    walk.cursor += walk.alive & more
    walk.number("H", 2, more)
    walk.alive &= ~more | (walk.peek() == ord(":"))
    walk.cursor += walk.alive & more
    minutes, count = walk.digits(2, 0, more)
    walk.alive &= ~more | (count == 2)
    walk.part["M"] = minutes
    seconds = walk.alive & more & (walk.peek() == ord(":"))
    walk.cursor += seconds
    value, count = walk.digits(2, 0, seconds)
    walk.alive &= ~seconds | (count == 2)
    walk.part["S"] = value
    fraction = walk.alive & seconds & ((walk.peek() == ord(".")) | (walk.peek() == ord(",")))
    walk.cursor += fraction
    _, count = walk.digits(9, 0, fraction)
    walk.alive &= ~fraction | (count > 0)
    walk.has_time |= walk.alive & more
    walk.cursor += walk.alive & more & (walk.peek() == ord(" "))
    letter = walk.peek() | 32
    half = walk.alive & more & ((letter == ord("a")) | (letter == ord("p")))
    if half.any():
        walk.afternoon = np.where(half, letter == ord("p"), walk.afternoon).astype(np.int8)
        walk.twelve |= half
        walk.cursor += half
        walk.alive &= ~half | ((walk.peek() | 32) == ord("m"))
        walk.cursor += half & walk.alive
    zone = walk.alive & more & (walk.peek() != 0)
    if zone.any():
        _zone(walk, zone)


_STEPS: Dict[str, Callable[[_Walk], None]] = {
    "Y": lambda walk: walk.number("Y", 4),
    "y": _year_short,
    "m": lambda walk: walk.number("m", 2),
    "d": lambda walk: walk.number("d", 2),
    "H": _hour,
    "I": _hour_twelve,
    "M": lambda walk: walk.number("M", 2),
    "S": lambda walk: walk.number("S", 2),
    "f": _fraction,
    "p": _half,
    "b": _month_name,
    "B": _month_name,
    "a": _letters,
    "A": _letters,
    "z": _zone,
    "/": _separator,
    "~": _tail,
}
