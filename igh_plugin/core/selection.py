"""What a reader narrowed a theme to: an area, a period, hours of the week, categories; with the way back."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Iterable, Mapping, Optional, Tuple

HOURS_OF_WEEK = 7 * 24


@dataclass(frozen=True)
class Selection:
    """Each part narrows on its own, together they narrow as one; the empty selection is the whole.

    `days` are the first and the last local day since 1970, `hours` hours of the week numbered weekday * 24 + hour from
    Monday = 0, in order; `categories` are as events have them. `area` is the code of an area of `area_level`, or of several of
    them `together`.
    """

    area_level: str = ""
    area: str = ""
    days: Optional[Tuple[int, int]] = None
    hours: Tuple[int, ...] = ()
    categories: Tuple[str, ...] = ()

    def to(self, part: Mapping[str, Any]) -> Selection:
        """Return the selection with some of its fields set anew."""
        return replace(self, **part)

    def has(self, part: Mapping[str, Any]) -> bool:
        """Tell whether some fields are what they would be set to."""
        return all(getattr(self, name) == value for name, value in part.items())


NOTHING = Selection()


def together(codes: Iterable[str]) -> str:
    """Return the codes of areas that are looked at as one as a text."""
    return "\n".join(sorted(set(codes)))


def codes_of(area: str) -> Tuple[str, ...]:
    """Return the codes that were put `together`, of which there may be one, or none."""
    return tuple(area.split("\n")) if area else ()


def nothing_of(names: Iterable[str]) -> Mapping[str, Any]:
    """Return fields as they are where nothing is selected."""
    return {name: getattr(NOTHING, name) for name in names}


class History:
    """The selections that were made one after the other, with a place among them: undo goes back, redo forth."""

    def __init__(self, start: Selection = NOTHING):
        self._past: Tuple[Selection, ...] = ()
        self._future: Tuple[Selection, ...] = ()
        self.now = start

    def add(self, selection: Selection) -> bool:
        """Go on to a selection and forget what was undone; False where it is the one that is there."""
        if selection == self.now:
            return False
        self._past, self._future, self.now = (*self._past, self.now), (), selection
        return True

    @property
    def can_undo(self) -> bool:
        """Tell whether there was a selection before this one."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Tell whether one was undone."""
        return bool(self._future)

    def undo(self) -> Selection:
        """Go back to the selection before; the one that is there where there is none."""
        if self._past:
            self._future = (self.now, *self._future)
            *past, self.now = self._past
            self._past = tuple(past)
        return self.now

    def redo(self) -> Selection:
        """Go forth to the selection that was undone last; the one that is there where none was."""
        if self._future:
            self._past = (*self._past, self.now)
            self.now, *future = self._future
            self._future = tuple(future)
        return self.now


def as_entries(selection: Selection) -> Mapping[str, str]:
    """Return a selection as texts by name, for a project to keep."""
    days = "" if selection.days is None else "{} {}".format(*selection.days)
    return {
        "area": selection.area,
        "area_level": selection.area_level,
        "days": days,
        "hours": " ".join(map(str, selection.hours)),
        "categories": "\n".join(selection.categories),
    }


def from_entries(entries: Mapping[str, str]) -> Selection:
    """Return the selection that `as_entries` wrote; a part that cannot be read is not selected."""
    days = _numbers(entries.get("days", ""))
    hours = _numbers(entries.get("hours", ""))
    return Selection(
        area_level=entries.get("area_level", ""),
        area=entries.get("area", ""),
        days=(days[0], days[1]) if len(days) == 2 and days[0] <= days[1] else None,
        hours=tuple(sorted({hour for hour in hours if 0 <= hour < HOURS_OF_WEEK})),
        categories=tuple(text for text in entries.get("categories", "").split("\n") if text),
    )


ENTRIES = tuple(field.name for field in fields(Selection))


def _numbers(text: str) -> Tuple[int, ...]:
    try:
        return tuple(int(word) for word in text.split())
    except ValueError:
        return ()
