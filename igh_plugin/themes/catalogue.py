"""The themes there are: those of the package and those in the user's folder, read and checked."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Iterator, List, Mapping, Optional, Tuple

from ..core.cleaning.model import GRAINS
from ..core.cube import EVENTS
from ..core.errors import UserError
from ..core.filters import Part
from ..core.grid import BASE, ratio
from ..core.indicators import (
    COMPOSITE,
    CONCENTRATION,
    COVERAGE,
    DIRECTIONS,
    DIVIDED,
    DURATIONS,
    HANDLING,
    IN_TIME,
    INDEX,
    KINDS,
    PER_DAY,
    QUOTIENT,
    RELATIVE,
    TOTAL,
    Indicator,
)
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..sources.nodes import Node
from .counts import parts_of
from .model import (
    CHARTS,
    COARSEST,
    FINEST,
    LAYERS,
    LEVEL_TITLES,
    MIDDLE,
    HotSpotRule,
    Level,
    Theme,
)

PACKAGED = Path(__file__).resolve().parent.parent / "resources" / "themes"
ID = r"[a-z][a-z0-9_]*"
RAMPS = ("oranges", "blues", "greens", "purples", "greys")
KEYS = (
    "theme", "title", "question", "sources", "kinds", "categories", "indicators", "lead", "rank_by", "map_by",
    "hotspots", "ramp", "levels", "default_level", "cautions", "counts",
)  # fmt: skip
LARGEST = 1_000_000
OF_AREAS = tuple(kind for kind in KINDS if kind != CONCENTRATION)
"""Kinds that each area has."""
INDICATOR_KEYS = (
    "id", "title", "grain", "levels", "kind", "numerator", "denominator", "of", "weights", "per", "unit", "decimals",
    "direction", "target", "least",
)  # fmt: skip
RESERVED = (
    "fid", "geom", "code", "name", "area_km2", "lower", "upper", "previous", "change", "change_p",
    "shrunk", "funnel", "standing", "latest", "expected", "signal", "signal_p",
)  # fmt: skip
"""Columns of the layer of areas, which no indicator and no count may be called."""
TARGET_KEYS = ("value", "source", "level")
HOTSPOT_KEYS = ("value", "denominator", "cell_size", "permutations", "fdr")
LEVEL_KEYS = ("period", "periods", "trend_periods", "areas", "layers", "charts")


def list_themes(user_folder: Optional[Path] = None) -> List[Theme]:
    """Return all themes, those of the package first; a theme of the user with the same id takes its place.

    One of the user's that is wrong is left out, so that it does not stop all others; `find_theme` tells what is wrong with it.
    """
    found = {theme.id: theme for theme in packaged_themes()}
    found.update((theme.id, theme) for theme in own_themes(user_folder))
    return list(found.values())


def packaged_themes() -> Iterator[Theme]:
    """Give the themes of the package."""
    for path in sorted(PACKAGED.glob("*/theme.yaml")):
        yield read_theme(path.parent)


def own_themes(user_folder: Optional[Path]) -> Iterator[Theme]:
    """Give the themes of the user, without those that are wrong."""
    for path in sorted((user_folder / "themes").glob("*/theme.yaml")) if user_folder else ():
        try:
            yield read_theme(path.parent)
        except UserError:
            continue


def find_theme(name: str, user_folder: Optional[Path] = None) -> Theme:
    """Return a theme by its id, or by the folder it stands in; no more themes are read than need be.

    Raises `UserError` when there is none, naming those there are, or with what is wrong with it.
    """
    folder = Path(name)
    if (folder / "theme.yaml").is_file():
        return read_theme(folder)
    own = user_folder / "themes" / name if user_folder else folder
    if (own / "theme.yaml").is_file() and read_theme(own).id == name:
        return read_theme(own)
    mine = {theme.id: theme for theme in own_themes(user_folder)}
    if name in mine:
        return mine[name]
    if re.fullmatch(ID, name) and (PACKAGED / name / "theme.yaml").is_file():
        return read_theme(PACKAGED / name)
    raise UserError(
        Text(
            QT_TRANSLATE_NOOP("core", "There is no theme {theme}. There are: {themes}."),
            {"theme": name, "themes": ", ".join(theme.id for theme in list_themes(user_folder))},
        )
    )


def read_theme(folder: Path) -> Theme:
    """Read and check `theme.yaml` in a folder; `UserError` with file, line and reason."""
    path = folder / "theme.yaml"
    try:
        if path.stat().st_size > LARGEST:
            raise UserError(
                Text(
                    QT_TRANSLATE_NOOP("core", "{file} is larger than a megabyte: that is no theme."),
                    {"file": str(path)},
                )
            )
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            Text(
                QT_TRANSLATE_NOOP("core", "{file} cannot be read: {reason}"),
                {"file": str(path), "reason": str(error)},
            )
        ) from error
    return parse_theme(text, str(path), folder)


@lru_cache(maxsize=256)
def parse_theme(text: str, file: str, folder: Path) -> Theme:
    """Make a theme of YAML text, checking every value; `UserError` with file, line and reason.

    A text that was read before is not checked again, which takes some hundredths of a second.
    """
    root = Node.load(text, file)
    keys = root.mapping(KEYS)
    for name in ("theme", "title", "question", "indicators", "lead", "levels"):
        if name not in keys:
            raise root.wrong(QT_TRANSLATE_NOOP("core", "“{name}” is missing"), name=name)
    theme_id = keys["theme"].text()
    if not re.fullmatch(ID, theme_id):
        raise keys["theme"].wrong(
            QT_TRANSLATE_NOOP("core", "“{path}” may have small letters, digits and underscores only")
        )
    rows = [node.mapping(INDICATOR_KEYS) for node in keys["indicators"].items()]
    hotspots = _hotspots(keys["hotspots"]) if "hotspots" in keys else HotSpotRule()
    indicators = tuple(_indicator(node, row) for node, row in zip(keys["indicators"].items(), rows))
    by_id = {indicator.id: indicator for indicator in indicators}
    if len({name.casefold() for name in by_id}) != len(indicators):
        raise keys["indicators"].wrong(QT_TRANSLATE_NOOP("core", "each of “{path}” needs an id of its own"))
    for row, indicator in zip(rows, indicators):
        _check_others(row, indicator, by_id)
    categories = _words(keys, "categories")
    counts = parts_of(keys["counts"], RESERVED, categories) if "counts" in keys else {}
    for row, indicator in zip(rows, indicators):
        _check_waiting(row, indicator, counts)
    if hotspots.value in counts and counts[hotspots.value].waits >= 0:
        raise keys["hotspots"].wrong(
            QT_TRANSLATE_NOOP(
                "core", "“{path}” of a count that is judged later would leave out the newest events"
            )
        )
    if "hotspots" in keys and hotspots.denominator and {hotspots.value, hotspots.denominator} & counts.keys():
        raise keys["hotspots"].wrong(
            QT_TRANSLATE_NOOP(
                "core", "“{path}” of a count have no denominator: name the count as value alone"
            )
        )
    levels = tuple(_level(name, node) for name, node in keys["levels"].mapping(tuple(LEVEL_TITLES)).items())
    if not levels:
        raise keys["levels"].wrong(QT_TRANSLATE_NOOP("core", "“{path}” needs at least one level"))
    lead = _chosen_indicator(keys["lead"], by_id, IN_TIME)
    default = (
        keys["default_level"].choice(tuple(level.id for level in levels))
        if "default_level" in keys
        else levels[0].id
    )
    return Theme(
        id=theme_id,
        titles=keys["title"].titles(),
        questions=keys["question"].titles(),
        sources=_words(keys, "sources"),
        kinds=_words(keys, "kinds"),
        categories=categories,
        indicators=indicators,
        indicator_titles=_titles(indicators, rows, "title"),
        indicator_units=_titles(indicators, rows, "unit"),
        target_sources={
            item.id: row["target"].mapping(TARGET_KEYS)["source"].titles() if "target" in row else {}
            for item, row in zip(indicators, rows)
        },
        lead=lead,
        rank_by=_chosen_indicator(keys["rank_by"], by_id, OF_AREAS) if "rank_by" in keys else lead,
        map_by=_chosen_indicator(keys["map_by"], by_id, OF_AREAS) if "map_by" in keys else lead,
        hotspots=hotspots,
        levels=levels,
        default_level=default,
        ramp=keys["ramp"].choice(RAMPS) if "ramp" in keys else RAMPS[0],
        cautions=tuple(node.titles() for node in keys["cautions"].items()) if "cautions" in keys else (),
        counts=counts,
        folder=folder,
    )


def _check_waiting(row: Mapping[str, Node], indicator: Indicator, counts: Mapping[str, Part]) -> None:
    """Refuse a number of what is judged only after some days: the newest periods would have too few, and look like a fall.

    Divided by events or another count, or dividing them, it is judged with them.
    """
    sides = {"numerator": indicator.numerator, "denominator": indicator.denominator}
    known = {EVENTS, *counts}
    for key, name in sides.items():
        waits = name in counts and counts[name].waits >= 0
        if not waits or (indicator.kind in DIVIDED and known.issuperset(sides.values())):
            continue
        raise row[key].wrong(
            QT_TRANSLATE_NOOP(
                "core",
                "“{path}” is judged only after some days, and its newest periods would have too few: divide it by events or another count",
            )
        )


def _words(keys: Mapping[str, Node], name: str) -> Tuple[str, ...]:
    return keys[name].texts() if name in keys else ()


def _titles(
    indicators: Tuple[Indicator, ...], rows: List[Dict[str, Node]], key: str
) -> Dict[str, Dict[str, str]]:
    return {indicator.id: row[key].titles() if key in row else {} for indicator, row in zip(indicators, rows)}


def _chosen_indicator(node: Node, by_id: Mapping[str, Indicator], kinds: Tuple[str, ...]) -> str:
    chosen = node.choice(tuple(by_id))
    if by_id[chosen].kind not in kinds or by_id[chosen].grain or by_id[chosen].levels:
        raise node.wrong(
            QT_TRANSLATE_NOOP(
                "core", "“{path}” needs an indicator of one of these kinds, without grain and levels: {kinds}"
            ),
            kinds=", ".join(kinds),
        )
    return chosen


def _indicator(node: Node, keys: Mapping[str, Node]) -> Indicator:
    for name in ("id", "title", "kind"):
        if name not in keys:
            raise node.wrong(QT_TRANSLATE_NOOP("core", "“{name}” is missing"), name=name)
    if keys["id"].filled().casefold() in RESERVED:
        raise keys["id"].wrong(
            QT_TRANSLATE_NOOP(
                "core", "“{path}” is the name of a column of the layer of areas: choose another"
            )
        )
    kind = keys["kind"].choice(KINDS)
    _check_sides(node, keys, kind)
    direction = keys["direction"].choice(DIRECTIONS) if "direction" in keys else "neutral"
    decimals = {PER_DAY: 1, QUOTIENT: 2, INDEX: 1, COMPOSITE: 1, **dict.fromkeys(DURATIONS, 1)}
    return Indicator(
        id=keys["id"].filled(),
        kind=kind,
        numerator=keys["numerator"].filled() if "numerator" in keys else EVENTS,
        denominator=keys["denominator"].filled() if "denominator" in keys else "",
        per=keys["per"].numbers(1)[0] if "per" in keys else 1.0,
        decimals=_whole(keys, "decimals", decimals.get(kind, 0), 0, 6),
        direction=direction,
        grain=keys["grain"].choice(GRAINS) if "grain" in keys else "",
        of=keys["of"].filled() if "of" in keys else "",
        weights=_weights(keys["weights"]) if "weights" in keys else (),
        least=float(_whole(keys, "least", 0, 0, LARGEST)),
        levels=_chosen(keys, "levels", tuple(LEVEL_TITLES)) if "levels" in keys else (),
        **(_target(keys["target"], kind, direction) if "target" in keys else {}),
    )


def _check_sides(node: Node, keys: Mapping[str, Node], kind: str) -> None:
    """Hold that an indicator has what its kind is made of, and nothing else."""
    needed = {INDEX: "of", COMPOSITE: "weights"}.get(kind, "numerator")
    if needed not in keys:
        raise node.wrong(QT_TRANSLATE_NOOP("core", "“{name}” is missing"), name=needed)
    for name in {"of", "weights", "numerator"} - {needed}:
        if name in keys:
            raise keys[name].wrong(
                QT_TRANSLATE_NOOP("core", "“{path}” does not belong to an indicator of kind {kind}"),
                kind=kind,
            )
    if (
        kind in DIVIDED
        and "denominator" not in keys
        or (kind not in (*DIVIDED, COVERAGE) and "denominator" in keys)
    ):
        raise node.wrong(
            QT_TRANSLATE_NOOP(
                "core",
                "a share, a rate and a location quotient need a denominator, coverage may have one, other kinds have none",
            )
        )
    if kind in RELATIVE and "least" in keys:
        raise keys["least"].wrong(
            QT_TRANSLATE_NOOP("core", "“{path}” does not belong to an indicator of kind {kind}"), kind=kind
        )
    if kind in DURATIONS and keys["numerator"].filled() != HANDLING:
        raise keys["numerator"].wrong(
            QT_TRANSLATE_NOOP("core", "“{path}” of a median or p90 is {name}"), name=HANDLING
        )
    if kind not in DURATIONS and "numerator" in keys and keys["numerator"].filled() == HANDLING:
        raise keys["numerator"].wrong(
            QT_TRANSLATE_NOOP("core", "“{path}”: {name} belongs to a median or p90"), name=HANDLING
        )


def _weights(node: Node) -> Tuple[Tuple[str, float], ...]:
    """Return indicators and their weights, all above zero."""
    found = []
    for name, child in node.mapping().items():
        weight = child.numbers(1)[0]
        if not weight > 0:
            raise child.wrong(QT_TRANSLATE_NOOP("core", "“{path}” must be more than 0"))
        found.append((name, weight))
    if not found:
        raise node.wrong(QT_TRANSLATE_NOOP("core", "“{path}” needs an indicator and its weight"))
    return tuple(found)


def _check_others(keys: Mapping[str, Node], indicator: Indicator, by_id: Mapping[str, Indicator]) -> None:
    """Hold that an index and a composite are made of indicators of the theme that each area has."""
    node = keys.get("of") or keys.get("weights")
    names = [indicator.of] if indicator.of else [name for name, _ in indicator.weights]
    possible = [
        item.id for item in by_id.values() if item.kind not in (*RELATIVE, CONCENTRATION) and not item.grain
    ]
    for name in names:
        if node is not None and name not in possible:
            raise node.wrong(
                QT_TRANSLATE_NOOP("core", "“{path}” names {name}; possible are: {possible}"),
                name=name,
                possible=", ".join(possible) or "-",
            )


def _target(node: Node, kind: str, direction: str) -> Dict[str, Any]:
    """Return the value and the level of a target, which has a source, of an indicator that has a direction."""
    keys = node.mapping(TARGET_KEYS)
    for name in ("value", "source", *(["level"] if kind == TOTAL else [])):
        if name not in keys:
            raise node.wrong(QT_TRANSLATE_NOOP("core", "“{name}” is missing"), name=name)
    if direction == "neutral":
        raise node.wrong(QT_TRANSLATE_NOOP("core", "“{path}” needs a direction: low_is_good or high_is_good"))
    level = keys["level"].choice(tuple(LEVEL_TITLES)) if "level" in keys else ""
    return {"target": keys["value"].numbers(1)[0], "target_level": level}


def _whole(keys: Mapping[str, Node], name: str, default: int, least: int, most: int) -> int:
    return keys[name].between(least, most) if name in keys else default


def _hotspots(node: Node) -> HotSpotRule:
    keys = node.mapping(HOTSPOT_KEYS)
    size = _whole(keys, "cell_size", 125, 25, 10_000)
    try:
        ratio(size)
    except UserError as error:
        raise keys["cell_size"].wrong(
            QT_TRANSLATE_NOOP("core", "“{path}” must be a multiple of {base} m, such as 50, 100, 125, 250"),
            base=BASE,
        ) from error
    return HotSpotRule(
        value=keys["value"].filled() if "value" in keys else "events",
        denominator=keys["denominator"].text() if "denominator" in keys else "",
        cell_size=size,
        permutations=_whole(keys, "permutations", 999, 99, 99_999),
        fdr=keys["fdr"].choice(("true", "false")) == "true" if "fdr" in keys else True,
    )


def _level(name: str, node: Node) -> Level:
    keys = node.mapping(LEVEL_KEYS)
    return Level(
        id=name,
        period=keys["period"].choice(("week", "month")) if "period" in keys else "week",
        periods=_whole(keys, "periods", 4, 1, 520),
        trend_periods=_whole(keys, "trend_periods", 52, 1, 520),
        areas=keys["areas"].choice((FINEST, MIDDLE, COARSEST)) if "areas" in keys else FINEST,
        layers=_chosen(keys, "layers", LAYERS),
        charts=_chosen(keys, "charts", CHARTS),
    )


def _chosen(keys: Mapping[str, Node], name: str, options: Tuple[str, ...]) -> Tuple[str, ...]:
    return tuple(node.choice(options) for node in keys[name].items()) if name in keys else options
