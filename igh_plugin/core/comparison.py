"""What figures are compared with, as a reader chose it: an earlier period, the whole, or another area."""

from __future__ import annotations

from dataclasses import dataclass

BEFORE, YEAR, WHOLE, AREA = "before", "year", "whole", "area"
KINDS = (BEFORE, YEAR, WHOLE, AREA)
"""The period before, the same period a year before, the whole in the same period, another area in the same period."""


@dataclass(frozen=True)
class Comparison:
    """One of `KINDS`; the code of an area of a level where it is that."""

    kind: str = BEFORE
    area_level: str = ""
    area: str = ""

    @property
    def elsewhere(self) -> bool:
        """Tell whether it is the same period of another place."""
        return self.kind in (WHOLE, AREA)


PERIOD_BEFORE = Comparison()


def as_text(comparison: Comparison) -> str:
    """Return a comparison as a text, for a project to keep."""
    if comparison.kind != AREA:
        return comparison.kind
    return "\n".join((AREA, comparison.area_level, comparison.area))


def from_text(text: str) -> Comparison:
    """Return the comparison that `as_text` wrote; that with the period before where it cannot be read."""
    kind, *place = text.split("\n")
    if kind == AREA and len(place) == 2 and all(place):
        return Comparison(AREA, *place)
    return Comparison(kind) if kind in KINDS and kind != AREA and not place else PERIOD_BEFORE
