"""The themes there are: those of the package and those in the user's folder, read and checked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, List, Optional, Tuple

from ..core.errors import UserError
from ..core.grid import ratio
from ..core.indicators import CONCENTRATION, DIRECTIONS, KINDS, PER_DAY, RATE, SHARE, TOTAL, Indicator
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..declarations import Declaration, read_declaration
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
RAMPS = ("oranges", "blues", "greens", "purples", "greys")
KEYS = (
    "theme", "title", "question", "sources", "kinds", "categories", "indicators", "lead", "rank_by", "map_by",
    "hotspots", "ramp", "levels", "default_level", "cautions",
)  # fmt: skip
INDICATOR_KEYS = (
    "id", "title", "title_place_summary", "kind", "numerator", "denominator", "per", "unit", "decimals", "direction",
)  # fmt: skip
LEVEL_KEYS = ("period", "periods", "trend_periods", "areas", "layers", "charts")


def list_themes(user_folder: Optional[Path] = None) -> List[Theme]:
    """Return all themes, those of the package first; a theme of the user with the same id takes its place."""
    found: Dict[str, Theme] = {}
    for folder in (PACKAGED, user_folder / "themes" if user_folder else None):
        if folder is None or not folder.is_dir():
            continue
        for path in sorted(folder.glob("*/theme.yaml")):
            theme = read_theme(path.parent)
            found[theme.id] = theme
    return list(found.values())


def find_theme(name: str, user_folder: Optional[Path] = None) -> Theme:
    """Return a theme by its id, or by the folder it stands in.

    Raises `UserError` when there is none, naming those there are.
    """
    folder = Path(name)
    if (folder / "theme.yaml").is_file():
        return read_theme(folder)
    themes = {theme.id: theme for theme in list_themes(user_folder)}
    if name in themes:
        return themes[name]
    raise UserError(
        Text(QT_TRANSLATE_NOOP("core", "There is no theme {theme}. There are: {themes}."), {"theme": name, "themes": ", ".join(themes)})
    )


def read_theme(folder: Path) -> Theme:
    """Read and check `theme.yaml` in a folder; `UserError` with file, line and reason."""
    return parse_theme(read_declaration(folder / "theme.yaml"), folder)


def parse_theme(source: Declaration, folder: Path) -> Theme:
    """Make a theme of a declaration, checking every value."""
    source.only(KEYS)
    theme_id = source.get("theme")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", theme_id):
        raise source.fail(Text(QT_TRANSLATE_NOOP("core", "the id may have small letters, digits and underscores only")), "theme")
    count = len(source.get("indicators", kind=list))
    indicators = tuple(_indicator(source, number) for number in range(count))
    ids = [indicator.id for indicator in indicators]
    if not ids or len(set(ids)) != len(ids):
        raise source.fail(Text(QT_TRANSLATE_NOOP("core", "each indicator needs an id of its own")), "indicators")
    lead = source.choice(ids, "lead")
    rank_by = source.choice(ids, "rank_by", default=lead)
    map_by = source.choice(ids, "map_by", default=lead)
    for key, chosen in (("lead", lead), ("rank_by", rank_by), ("map_by", map_by)):
        if indicators[ids.index(chosen)].kind == CONCENTRATION:
            raise source.fail(
                Text(QT_TRANSLATE_NOOP("core", "`{key}` needs an indicator that each area has; a concentration is none"), {"key": key}), key
            )
    levels = tuple(_level(source, level) for level in source.get("levels", kind=dict))
    if not levels:
        raise source.fail(Text(QT_TRANSLATE_NOOP("core", "a theme needs at least one level")), "levels")
    titles = {number: source.texts("indicators", number, "title") for number in range(count)}
    return Theme(
        id=theme_id,
        titles=source.texts("title"),
        questions=source.texts("question"),
        sources=source.words("sources"),
        kinds=source.words("kinds"),
        categories=source.words("categories"),
        indicators=indicators,
        indicator_titles={name: titles[number] for number, name in enumerate(ids)},
        indicator_units={name: source.texts("indicators", number, "unit", default={}) for number, name in enumerate(ids)},
        summary_titles={
            name: source.texts("indicators", number, "title_place_summary", default={}) for number, name in enumerate(ids)
        },
        lead=lead,
        rank_by=rank_by,
        map_by=map_by,
        hotspots=_hotspots(source),
        levels=levels,
        default_level=source.choice([level.id for level in levels], "default_level", default=levels[0].id),
        ramp=source.choice(RAMPS, "ramp", default=RAMPS[0]),
        cautions=tuple(source.texts("cautions", number) for number in range(len(source.get("cautions", kind=list, default=[])))),
        folder=folder,
    )


def _indicator(source: Declaration, number: int) -> Indicator:
    at = ("indicators", number)
    source.get(*at, kind=dict)
    source.only(INDICATOR_KEYS, *at)
    kind = source.choice(KINDS, *at, "kind")
    denominator = source.get(*at, "denominator", default="")
    if (kind in (SHARE, RATE)) != bool(denominator):
        raise source.fail(
            Text(QT_TRANSLATE_NOOP("core", "an indicator of kind {kind} needs a denominator if it is a share or a rate, and only then"), {"kind": kind}),
            *at,
        )
    return Indicator(
        id=source.get(*at, "id"),
        kind=kind,
        numerator=source.get(*at, "numerator"),
        denominator=denominator,
        per=source.get(*at, "per", kind=float, default=1.0),
        unit=source.texts(*at, "unit", default={}).get("en", ""),
        decimals=source.get(*at, "decimals", kind=int, default=0 if kind == TOTAL else 1 if kind == PER_DAY else 0),
        direction=source.choice(DIRECTIONS, *at, "direction", default="neutral"),
    )


def _hotspots(source: Declaration) -> HotSpotRule:
    if source.get("hotspots", kind=dict, default=None) is None:
        return HotSpotRule()
    source.only(("value", "denominator", "cell_size", "permutations", "fdr"), "hotspots")
    size = source.get("hotspots", "cell_size", kind=int, default=125)
    try:
        ratio(size)
    except UserError as error:
        raise source.fail(error.message, "hotspots", "cell_size") from error
    draws = source.get("hotspots", "permutations", kind=int, default=999)
    if not 99 <= draws <= 99_999:
        raise source.fail(Text(QT_TRANSLATE_NOOP("core", "`permutations` must lie between 99 and 99999")), "hotspots", "permutations")
    return HotSpotRule(
        source.get("hotspots", "value", default="events"),
        source.get("hotspots", "denominator", default=""),
        size,
        draws,
        source.get("hotspots", "fdr", kind=bool, default=True),
    )


def _level(source: Declaration, level: str) -> Level:
    at = ("levels", level)
    if level not in LEVEL_TITLES:
        raise source.fail(
            Text(QT_TRANSLATE_NOOP("core", "`{key}` is not known here; possible are {options}"), {"key": level, "options": ", ".join(LEVEL_TITLES)}),
            *at,
        )
    source.only(LEVEL_KEYS, *at)
    lengths: List[int] = []
    for key, default in (("periods", 4), ("trend_periods", 52)):
        length = source.get(*at, key, kind=int, default=default)
        if length < 1:
            raise source.fail(Text(QT_TRANSLATE_NOOP("core", "`{key}` must be 1 or more"), {"key": key}), *at, key)
        lengths.append(length)
    return Level(
        level,
        source.choice(("week", "month"), *at, "period", default="week"),
        lengths[0],
        lengths[1],
        source.choice((FINEST, MIDDLE, COARSEST), *at, "areas", default=FINEST),
        _chosen(source, LAYERS, *at, "layers"),
        _chosen(source, CHARTS, *at, "charts"),
    )


def _chosen(source: Declaration, options: Tuple[str, ...], *path: str) -> Tuple[str, ...]:
    chosen = source.words(*path, default=options)
    for number, item in enumerate(chosen):
        if item not in options:
            raise source.fail(
                Text(QT_TRANSLATE_NOOP("core", "`{key}` is not known here; possible are {options}"), {"key": item, "options": ", ".join(options)}),
                *path,
                number,
            )
    return chosen
