"""A theme written as the text of a `theme.yaml`, and the place in it that an error is about."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

import yaml

from ..core.errors import UserError
from ..core.text import Text
from ..sources.nodes import Node
from .catalogue import HOTSPOT_KEYS, INDICATOR_KEYS, KEYS, LEVEL_KEYS, TARGET_KEYS, parse_theme
from .counts import KEYS as PART_KEYS
from .model import LEVEL_TITLES, Theme

FILE = "theme.yaml"
Place = Tuple[Union[str, int], ...]
"""Keys and numbers of members that lead to a piece of a theme, such as ("indicators", 2, "title")."""
MISSING = "“{name}” is missing"
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,15})?")
_WIDTH = 96
PART = "counts."
"""Instead of the key of a part of the events, which is a name of its own."""
_ORDER: Dict[str, Sequence[str]] = {
    "": KEYS,
    "indicators": INDICATOR_KEYS,
    "target": TARGET_KEYS,
    "hotspots": HOTSPOT_KEYS,
    PART: PART_KEYS,
    "levels": tuple(LEVEL_TITLES),
    **dict.fromkeys(LEVEL_TITLES, LEVEL_KEYS),
}
"""In which order the keys of a mapping under a key are written; other keys follow as they come."""


def plain_theme(text: str, file: str = FILE) -> Dict[str, Any]:
    """Return the keys of a theme's YAML as dicts, lists and texts as written; `UserError` for a double key or a tag."""
    root = Node.load(text, file)
    root.mapping()
    return root.plain()


def theme_text(theme: Mapping[str, Any]) -> str:
    """Return the YAML of the keys of a theme, in the order of the reference; `parse_theme` reads it back.

    `theme` holds dicts, lists and texts, as `plain_theme` returns them.
    """
    return yaml.dump(
        _ordered(theme, ""), Dumper=_Writer, sort_keys=False, allow_unicode=True, width=_WIDTH * 1000
    )


def check_theme(theme: Mapping[str, Any], folder: Path = Path()) -> Theme:
    """Return the theme of the keys; `ThemeFault` with the place of what is wrong."""
    text = theme_text(theme)
    try:
        return parse_theme(text, FILE, folder)
    except UserError as error:
        raise ThemeFault(error, _place_of(error, text)) from error


class ThemeFault(UserError):
    """What is wrong with a theme, without file and line, and the `place` it is about."""

    def __init__(self, error: UserError, place: Place):
        super().__init__(error.message.values.get("reason", error.message) if _told(error) else error.message)
        self.place = place


def _told(error: UserError) -> bool:
    return isinstance(error.message, Text)


def _place_of(error: UserError, text: str) -> Place:
    """Return the place of an error: of the pieces on its line the one whose keys it names, and within it what is missing."""
    values = error.message.values if isinstance(error.message, Text) else {}
    reason = values.get("reason")
    said = reason.values if isinstance(reason, Text) else {}
    on_line = [where for where, node in Node.load(text, FILE).walk() if node.line == values.get("line")]
    named = [where for where in on_line if _keys(where) == said.get("path")]
    if said.get("path") == FILE:
        named = [()]
    place = max(named or on_line or [()], key=len)
    missing = "name" in said and isinstance(reason, Text) and reason.template == MISSING
    return (*place, said["name"]) if missing else place


def _keys(place: Place) -> str:
    return ".".join(str(key) for key in place if isinstance(key, str))


def _ordered(value: Any, under: str) -> Any:
    if isinstance(value, Mapping):
        order = _ORDER.get(under, ())
        known = [key for key in order if key in value]
        named = [*known, *(key for key in value if key not in order)]
        return {key: _ordered(value[key], PART if under == "counts" else key) for key in named}
    if isinstance(value, (list, tuple)):
        return [_ordered(item, under) for item in value]
    return value


class _Writer(yaml.SafeDumper):
    """Writes as the themes of the package are written: short mappings and lists of words on one line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Optional[bool]:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_list(self, data: List[Any]) -> yaml.Node:
        plain = all(isinstance(item, str) for item in data)
        return self.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=plain)

    def represent_dict(self, data: Dict[str, Any]) -> yaml.Node:
        short = all(isinstance(value, str) or _is_words(value) for value in data.values())
        short = short and sum(len(key) + len(str(value)) + 4 for key, value in data.items()) <= _WIDTH
        return self.represent_mapping("tag:yaml.org,2002:map", data, flow_style=short)

    def represent_text(self, text: str) -> yaml.Node:
        kind = "str"
        if _NUMBER.fullmatch(text):
            kind = "float" if "." in text else "int"
        elif text in ("true", "false"):
            kind = "bool"
        # In other styles PyYAML loses some of the characters that break a line.
        style = None if text.isprintable() else '"'
        return self.represent_scalar(f"tag:yaml.org,2002:{kind}", text, style=style)


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_Writer.add_representer(str, _Writer.represent_text)
_Writer.add_representer(list, _Writer.represent_list)
_Writer.add_representer(dict, _Writer.represent_dict)
