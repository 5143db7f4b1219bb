"""What is selected, in words that can be taken away one by one."""

from __future__ import annotations

from typing import List, Tuple

from ..charts.wording import WEEKDAYS, Wording
from ..core.selection import Selection
from ..core.text import Text
from ..translation import tr

MOST_NAMED = 3


def selected_words(selection: Selection, wording: Wording) -> List[Tuple[str, str]]:
    """Return the fields of a selection that narrow it, each with what it is narrowed to; its area has words elsewhere."""
    found = []
    if selection.days is not None:
        found.append(("days", wording.span(*selection.days)))
    if selection.hours:
        found.append(("hours", hours_words(selection.hours, wording)))
    if selection.categories:
        found.append(
            ("categories", _listed([category_words(name) for name in selection.categories], wording))
        )
    return found


def hours_words(hours: Tuple[int, ...], wording: Wording) -> str:
    """Say hours of the week: days and hours where each of these days has the same hours on end, else how many they are."""
    days = sorted({hour // 24 for hour in hours})
    of_day = sorted({hour % 24 for hour in hours})
    on_end = of_day == list(range(of_day[0], of_day[-1] + 1))
    if not on_end or len(hours) != len(days) * len(of_day):
        return tr(Text("{n} hours of the week", {"n": wording.number(len(hours))}))
    names = [wording.say(WEEKDAYS[day]) for day in days]
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        names = [f"{names[0]}\u2013{names[-1]}"]
    span = f"{of_day[0]:02d}:00\u2013{of_day[-1] + 1:02d}:00"
    return f"{', '.join(names)} {span}"


def category_words(name: str) -> str:
    """Return a category as it is read."""
    return name.replace("_", " ").replace("-", " ")


def _listed(names: List[str], wording: Wording) -> str:
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return tr(Text("{n} categories", {"n": wording.number(len(names))}))
