"""A theme while it is made: the keys of its file, which may still lack some, and what is wrong with them."""

from __future__ import annotations

import copy
import re
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence

from ...themes.catalogue import PACKAGED
from ...themes.writing import ThemeFault, check_theme

Draft = Dict[str, Any]
_LEVEL = {
    "period": "week",
    "periods": "4",
    "trend_periods": "52",
    "areas": "finest",
    "layers": ["hotspot_places", "hotspots", "areas", "events"],
    "charts": ["trend", "ranking", "categories", "hours", "hotspots"],
}
_ALL_LAYERS = ["hotspot_places", "hotspots", "areas", "change", "events"]
LEVELS: Dict[str, Dict[str, Any]] = {
    "operational": _LEVEL,
    "tactical": {**_LEVEL, "periods": "13", "trend_periods": "104", "layers": _ALL_LAYERS},
    "strategic": {
        **_LEVEL, "period": "month", "periods": "12", "trend_periods": "36", "areas": "coarsest", "layers": _ALL_LAYERS,
    },
}  # fmt: skip
"""The levels as a new theme has them."""
_SKELETON: Draft = {
    "theme": "skeleton",
    "title": "Skeleton",
    "question": "Skeleton",
    "indicators": [{"id": "skeleton", "title": "Skeleton", "kind": "total", "numerator": "events"}],
    "lead": "skeleton",
    "levels": {"tactical": {}},
}
"""A right theme, in which one step's keys at a time are tried."""


def new_draft() -> Draft:
    """Return an empty theme with its three levels."""
    hotspots = {"value": "events", "cell_size": "125", "permutations": "999", "fdr": "true"}
    return copy.deepcopy(
        {"hotspots": hotspots, "ramp": "oranges", "levels": LEVELS, "default_level": "tactical"}
    )


def draft_of(theme: Mapping[str, Any]) -> Draft:
    """Return the keys of a right theme in the one shape the steps know: texts by language, and lists."""
    made = copy.deepcopy(dict(theme))
    for name in ("title", "question"):
        made[name] = _texts(made[name])
    for name in ("sources", "kinds", "categories", "indicators", "cautions"):
        if name in made:
            made[name] = _listed(made[name])
    if "cautions" in made:
        made["cautions"] = [_texts(caution) for caution in made["cautions"]]
    for indicator in made["indicators"]:
        for name in ("title", "unit"):
            if name in indicator:
                indicator[name] = _texts(indicator[name])
        if "target" in indicator:
            indicator["target"]["source"] = _texts(indicator["target"]["source"])
        if "levels" in indicator:
            indicator["levels"] = _listed(indicator["levels"])
    for part in made.get("counts", {}).values():
        for name in ("categories", "hours", "weekdays", "months", "status", "values"):
            if name in part:
                part[name] = _listed(part[name])
    for level in made["levels"].values():
        for name in ("layers", "charts"):
            level[name] = _listed(level[name]) if name in level else list(LEVELS["tactical"][name])
    return made


def fault_in(draft: Draft, keys: Sequence[str]) -> Optional[ThemeFault]:
    """Return what is wrong with some keys of a draft by themselves, None when nothing is."""
    tried = {key: value for key, value in _SKELETON.items() if key not in keys}
    return fault_of({**tried, **{key: draft[key] for key in keys if key in draft}})


def fault_of(draft: Draft) -> Optional[ThemeFault]:
    """Return what is wrong with a draft as a whole, None when it is a theme."""
    try:
        check_theme(draft)
    except ThemeFault as fault:
        return fault
    return None


def put(mapping: Dict[str, Any], key: str, value: Any) -> None:
    """Set a key, or take it out where its value is empty."""
    if value:
        mapping[key] = value
    else:
        mapping.pop(key, None)


def rename_part(draft: Draft, before: str, now: str) -> None:
    """Give a part of the events another name, wherever the theme names it."""
    draft["counts"] = {now if name == before else name: part for name, part in draft["counts"].items()}
    for named in (*draft.get("indicators", []), draft.get("hotspots", {})):
        for key in ("numerator", "denominator", "value"):
            if named.get(key) == before:
                named[key] = now


def slug(texts: Mapping[str, str], taken: Iterable[str] = ()) -> str:
    """Return an id made of a title, one that is not taken."""
    words = re.sub(r"[^a-z0-9]+", "_", (texts.get("en") or texts.get("nl") or "").lower()).strip("_")
    words = re.sub(r"^[0-9_]+", "", words)[:50].rstrip("_")
    name, number, taken = words, 2, set(taken)
    while name and name in taken:
        name, number = f"{words}_{number}", number + 1
    return name


def own_id(name: str) -> str:
    """Return an id for a theme of the user's own: another than that of a theme of the package."""
    return f"my_{name}" if name and (PACKAGED / name).is_dir() else name


def merged(before: Sequence[str], chosen: Iterable[str], order: Sequence[str]) -> List[str]:
    """Return the chosen words, those of before in their order and new ones where they stand in `order`."""
    wanted = list(chosen)
    found = [word for word in before if word in wanted]
    for word in wanted:
        if word not in found:
            later = [
                at
                for at, other in enumerate(found)
                if other in order and word in order and order.index(other) > order.index(word)
            ]
            found.insert(later[0] if later else len(found), word)
    return found


def _texts(value: Any) -> Dict[str, str]:
    return dict(value) if isinstance(value, Mapping) else {"en": value}


def _listed(value: Any) -> List[Any]:
    return value if isinstance(value, list) else [value]
