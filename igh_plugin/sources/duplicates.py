"""The rules for reports of the same thing in YAML, validated with file, line and reason."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Dict, Optional, Tuple, Union

import numpy as np

from ..core.cleaning.codes import normal
from ..core.cleaning.model import KINDS
from ..core.duplicates import TIMES, CategoryTree, DuplicateRule, DuplicateRules, SourcePair
from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text
from .nodes import Node

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
DEFAULT = RESOURCES / "rules" / "duplicates.yaml"
CODELIST = "signalen"
KEYS = ("rules", "two_sources")
RULE_KEYS = (
    "title", "main", "categories", "kinds", "metres", "minutes", "limit_metres", "limit_minutes", "mixed", "time",
)  # fmt: skip
PAIR_KEYS = ("sources", "metres", "minutes", "categories", "time")
NO_FILE = QT_TRANSLATE_NOOP("core", "There is no file with rules at {file}.")
NO_TEXT = QT_TRANSLATE_NOOP("core", "{file} is not text in UTF-8. Save the rules as UTF-8.")


def read_duplicate_rules(path: Union[str, Path, None] = None) -> DuplicateRules:
    """Read a file of rules, those of the package without one. Raises `UserError`."""
    path = Path(path) if path else DEFAULT
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError) as error:
        raise UserError(Text(NO_FILE, {"file": str(path)})) from error
    except UnicodeDecodeError as error:
        raise UserError(Text(NO_TEXT, {"file": path.name})) from error
    return parse_duplicate_rules(text, path.name)


def parse_duplicate_rules(text: str, file: str = "rules") -> DuplicateRules:
    """Validate the YAML text of rules. Raises `UserError` with file, line and reason."""
    root = Node.load(text, file)
    keys = root.mapping(KEYS)
    with open(RESOURCES / "codelists" / f"{CODELIST}.csv", encoding="utf-8", newline="") as stream:
        tree = CategoryTree.from_rows(CODELIST, csv.DictReader(stream))
    taken: Dict[str, str] = {}
    rules = []
    if "rules" in keys:
        for name, node in keys["rules"].mapping().items():
            rules.append(_rule(name, node, tree, taken))
    pairs = []
    if "two_sources" in keys:
        pairs = [_pair(node) for node in keys["two_sources"].items()]
    if not rules and not pairs:
        raise root.wrong(QT_TRANSLATE_NOOP("core", "“{path}” holds no rule"))
    return DuplicateRules(tuple(rules), tuple(pairs), tree)


def _rule(name: str, node: Node, tree: CategoryTree, taken: Dict[str, str]) -> DuplicateRule:
    keys = node.mapping(RULE_KEYS)
    _need(node, keys, "metres", "minutes")
    if "main" not in keys and "categories" not in keys:
        raise node.wrong(QT_TRANSLATE_NOOP("core", "“{path}” needs “main” or “categories”"))
    known = tuple(sorted(set(tree.mains.values())))
    mains = [item.choice(known) for item in keys["main"].items()] if "main" in keys else []
    categories = (
        [normal(item.filled()) for item in keys["categories"].items()] if "categories" in keys else []
    )
    for key, found in (("main", mains), ("categories", categories)):
        for text in found:
            owner = taken.setdefault(f"{key} {text}", name)
            if owner != name:
                raise keys[key].wrong(
                    QT_TRANSLATE_NOOP(
                        "core", "“{path}” names {text}, which the rule “{owner}” names already"
                    ),
                    text=text,
                    owner=owner,
                )
    metres, minutes = _above_zero(keys["metres"]), _above_zero(keys["minutes"])
    kinds = tuple(item.choice(KINDS) for item in keys["kinds"].items()) if "kinds" in keys else ("report",)
    return DuplicateRule(
        name,
        metres,
        minutes,
        frozenset(categories),
        frozenset(mains),
        kinds,
        _limit(keys.get("limit_metres"), metres),
        _limit(keys.get("limit_minutes"), minutes),
        keys["mixed"].choice(("true", "false")) == "true" if "mixed" in keys else False,
        keys["time"].choice(TIMES) if "time" in keys else TIMES[0],
        keys["title"].titles() if "title" in keys else {},
    )


def _pair(node: Node) -> SourcePair:
    keys = node.mapping(PAIR_KEYS)
    _need(node, keys, "sources", "metres", "minutes")
    first, second = _two(keys["sources"])
    return SourcePair(
        first,
        second,
        _above_zero(keys["metres"]),
        _above_zero(keys["minutes"]),
        dict(keys["categories"].pairs()) if "categories" in keys else {},
        keys["time"].choice(TIMES) if "time" in keys else TIMES[0],
    )


def _need(node: Node, keys: Dict[str, Node], *names: str) -> None:
    for name in names:
        if name not in keys:
            raise node.wrong(QT_TRANSLATE_NOOP("core", "“{path}” needs “{name}”"), name=name)


def _two(node: Node) -> Tuple[str, str]:
    names = [item.filled() for item in node.items()]
    if len(names) != 2 or names[0] == names[1]:
        raise node.wrong(QT_TRANSLATE_NOOP("core", "“{path}” must be the ids of two sources"))
    return names[0], names[1]


def _above_zero(node: Node) -> float:
    (number,) = node.numbers(1)
    if number <= 0:
        raise node.wrong(QT_TRANSLATE_NOOP("core", "“{path}” must be a number above zero"))
    return number


def _limit(node: Optional[Node], bound: float) -> float:
    if node is None:
        return np.inf
    limit = _above_zero(node)
    if limit < bound:
        raise node.wrong(
            QT_TRANSLATE_NOOP(
                "core", "“{path}” is {limit}, less than the {bound} within which two reports are linked"
            ),
            limit=f"{limit:g}",
            bound=f"{bound:g}",
        )
    return limit
