"""The parts of a theme's events that its indicators count, as `theme.yaml` names them."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Tuple

from ..core.cube import EVENTS
from ..core.filters import Part
from ..core.indicators import HANDLING
from ..core.text import QT_TRANSLATE_NOOP
from ..sources.nodes import Node

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KEYS = (
    "categories", "hours", "weekdays", "months", "status", "open", "closed_within", "attribute", "values", "measure", "again_within",
    "again_at",
)  # fmt: skip
LONGEST = 366
"""Days after which a return is none."""


def parts_of(node: Node, taken: Tuple[str, ...] = (), categories: Tuple[str, ...] = ()) -> Dict[str, Part]:
    """Read the parts by name, none of them `taken`, of a theme of some categories (empty: all).

    Raises `UserError` with file, line and reason.
    """
    return {name: _part(child, categories) for name, child in node.named((EVENTS, HANDLING, *taken)).items()}


def _part(node: Node, categories: Tuple[str, ...]) -> Part:
    keys = node.mapping(KEYS)
    if not keys:
        raise node.wrong(
            QT_TRANSLATE_NOOP("core", "“{path}” needs a condition; possible are: {keys}"),
            keys=", ".join(KEYS),
        )
    if ("attribute" in keys) != ("values" in keys):
        raise node.wrong(QT_TRANSLATE_NOOP("core", "“{path}” needs attribute and values together"))
    made: Dict[str, Any] = {}
    for name, into in (("categories", "categories"), ("status", "statuses"), ("values", "values")):
        if name in keys:
            made[into] = keys[name].texts()
    if "hours" in keys:
        made["hours"] = _hours(keys["hours"])
    if "weekdays" in keys:
        made["weekdays"] = tuple(WEEKDAYS.index(item.choice(WEEKDAYS)) for item in keys["weekdays"].items())
    if "months" in keys:
        made["months"] = tuple(item.between(1, 12) for item in keys["months"].items())
    if "open" in keys:
        made["open"] = keys["open"].choice(("true", "false")) == "true"
    if "closed_within" in keys:
        made["closed_within"] = keys["closed_within"].numbers(1)[0]
        if not made["closed_within"] > 0:
            raise keys["closed_within"].wrong(QT_TRANSLATE_NOOP("core", "“{path}” must be more than 0 days"))
    for name in ("attribute", "measure", "again_at"):
        if name in keys:
            made[name] = keys[name].filled()
    if "again_within" in keys:
        made.update(again_within=keys["again_within"].between(1, LONGEST), among=categories)
    elif "again_at" in keys:
        raise keys["again_at"].wrong(
            QT_TRANSLATE_NOOP(
                "core", "“{path}” says where something returns: say within how many days, too (again_within)"
            )
        )
    return Part(**made)


def _hours(node: Node) -> Tuple[int, ...]:
    """Return the hours from one up to another; past midnight when the other one is not later."""
    ends = [item.between(0, 24) for item in node.items()]
    if len(ends) != 2 or ends[0] % 24 == ends[1] % 24 and ends != [0, 24]:
        raise node.wrong(
            QT_TRANSLATE_NOOP("core", "“{path}” are two hours, from and to, such as [18, 24] or [22, 6]")
        )
    first, after = ends[0] % 24, ends[1]
    return tuple(hour % 24 for hour in range(first, after if after > first else after + 24))


def attributes_of(counts: Mapping[str, Part]) -> Tuple[str, ...]:
    """Return the attributes that parts ask for, sorted; an empty text stands for the place."""
    asked = {part.attribute for part in counts.values() if part.attribute}
    return tuple(sorted(asked | set(things_of(counts))))


def amounts_of(counts: Mapping[str, Part]) -> Tuple[str, ...]:
    """Return the measures that parts ask for, sorted."""
    return tuple(sorted({part.measure for part in counts.values()} - {""}))


def things_of(counts: Mapping[str, Part]) -> Tuple[str, ...]:
    """Return at what parts ask for another event: attributes, an empty text for the place."""
    return tuple(sorted({part.again_at for part in counts.values() if part.again_within is not None}))
