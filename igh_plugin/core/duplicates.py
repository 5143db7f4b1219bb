"""Rules that say which reports are reports of the same thing, and which events fall under which rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

import numpy as np
import pandas as pd

from .cleaning.codes import Codelist, normal
from .text import QT_TRANSLATE_NOOP

SAME_THING = "same_thing"
TWO_SOURCES = "two_sources"
REASONS = {
    SAME_THING: QT_TRANSLATE_NOOP("core", "Reported again, near and soon after"),
    TWO_SOURCES: QT_TRANSLATE_NOOP("core", "The same registration in two sources"),
}
TIMES = ("occurred_from", "reported_at")
DAY_MINUTES = 1440.0
UNPLACED = ("street", "area")
DISPLACED = "displaced"
"""Qualities of a location that put all events of a street or an area on one point."""


@dataclass(frozen=True)
class DuplicateRule:
    """Reports of one category, of these kinds, within `metres` and `minutes` are reports of the same thing.

    It holds for the `categories` (as `normal` spells them) and for the `mains` of the code list. `mixed`: reports of
    different categories of the rule may be of the same thing too. `time` is the time that counts.
    """

    name: str
    metres: float
    minutes: float
    categories: frozenset = frozenset()
    mains: frozenset = frozenset()
    kinds: Tuple[str, ...] = ("report",)
    limit_metres: float = np.inf
    limit_minutes: float = np.inf
    mixed: bool = False
    time: str = "occurred_from"
    title: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SourcePair:
    """Two sources that hold the same registrations; `categories` maps those of the first to those of the second."""

    first: str
    second: str
    metres: float
    minutes: float
    categories: Mapping[str, str] = field(default_factory=dict)
    time: str = "occurred_from"

    @property
    def name(self) -> str:
        return f"{self.first} + {self.second}"


@dataclass(frozen=True)
class CategoryTree:
    """A code list with its main categories: `mains` their spellings, `main_of` the main category of a code."""

    codelist: Codelist = field(default_factory=lambda: Codelist(""))
    mains: Mapping[str, str] = field(default_factory=dict)
    main_of: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, name: str, rows: Iterable[Mapping[str, str]]) -> CategoryTree:
        """Build from rows of main_slug, main_name, sub_slug, sub_name."""
        rows = list(rows)
        codelist = Codelist.from_rows(name, rows)
        mains = {normal(row[key]): row["main_slug"] for row in rows for key in ("main_slug", "main_name")}
        main_of = {}
        for row in rows:
            code = row["sub_slug"] if row["sub_slug"] in codelist.titles else ""
            main_of[code or f"{row['main_slug']}/{row['sub_slug']}"] = row["main_slug"]
        return cls(codelist, mains, main_of)

    def place(self, category: str, subcategory: str) -> Tuple[str, str]:
        """Return the code of the finest category, or how it is spelled, and the main category, empty when unknown."""
        main = self.mains.get(normal(category), "")
        code = self.codelist.code(f"{main}/{subcategory or category}") if main else ""
        code = code or self.codelist.code(subcategory or category)
        label = code or normal(category) + ("/" + normal(subcategory) if subcategory else "")
        return label, main or self.main_of.get(code, "")


@dataclass(frozen=True)
class DuplicateRules:
    """All rules, of which the first that names a category holds, and the pairs of sources."""

    rules: Tuple[DuplicateRule, ...]
    pairs: Tuple[SourcePair, ...] = ()
    tree: CategoryTree = field(default_factory=CategoryTree)


@dataclass(frozen=True)
class Categories:
    """The categories of events: `number` (n,) int64 points into the lists `labels` and `spelled`.

    `spelled` holds the spelling of the finest category and that of the one above it.
    """

    number: np.ndarray
    labels: List[str]
    mains: List[str]
    spelled: List[Tuple[str, str]]

    @classmethod
    def of(cls, tree: CategoryTree, category: np.ndarray, subcategory: np.ndarray) -> Categories:
        """Read the categories of events, (n,) objects, None where missing."""
        kinds = pd.MultiIndex.from_arrays(
            [pd.Series(part, dtype=object).fillna("") for part in (category, subcategory)]
        )
        number, distinct = pd.factorize(kinds)
        labels, mains, spelled = [], [], []
        for coarse, fine in distinct:
            label, main = tree.place(coarse, fine)
            labels.append(label)
            mains.append(main)
            spelled.append((normal(fine or coarse), normal(coarse)))
        return cls(number.astype(np.int64), labels, mains, spelled)

    def rules(self, rules: Sequence[DuplicateRule]) -> np.ndarray:
        """Return the number of the rule of each event, -1 for none, (n,) int64."""
        found = [self._rule(number, rules) for number in range(len(self.labels))]
        return np.array(found, np.int64)[self.number]

    def _rule(self, number: int, rules: Sequence[DuplicateRule]) -> int:
        for position, rule in enumerate(rules):
            if rule.categories.intersection(self.spelled[number]) or self.mains[number] in rule.mains:
                return position
        return -1

    def same(self) -> np.ndarray:
        """Return a number for each event that is equal for equal categories, whatever their spelling, (n,) int64."""
        return _numbers(self.labels)[self.number]

    def through(self, categories: Mapping[str, str], second: np.ndarray) -> np.ndarray:
        """Return numbers as `same` does, those of events not of the `second` source through a mapping to its own."""
        mapping = {normal(key): normal(value) for key, value in categories.items()}
        targets = set(mapping.values())
        mapped: List[str] = []
        own: List[str] = []
        for label, spelled in zip(self.labels, self.spelled):
            mapped.append(_first((mapping.get(text) for text in spelled), label))
            own.append(_first((text if text in targets else None for text in spelled), label))
        joint = _numbers(mapped + own)
        return np.where(second, joint[self.number + len(mapped)], joint[self.number])


def _numbers(texts: Sequence[str]) -> np.ndarray:
    numbers: Dict[str, int] = {}
    return np.array([numbers.setdefault(text, len(numbers)) for text in texts], np.int64)


def _first(texts: Iterable[Optional[str]], otherwise: str) -> str:
    return next((text for text in texts if text is not None), otherwise)
