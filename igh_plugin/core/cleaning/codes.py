"""Coded text: code lists, replacement of values, and clean spelling."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

import numpy as np
import pandas as pd

LANGUAGE = "nl"
"""The language of the names in a code list."""
IN_LANGUAGE = "sub_name_"


@dataclass(frozen=True)
class Codelist:
    """Categories of a code list: `codes` in order, and every spelling that stands for one of them.

    `titles` are their names, in the language of the list; `translations` are those in others, by language.

    A spelling that stands for two codes (the sub category “overig” of several main ones) stands for neither; a
    code written exactly stands for itself, even where another's name is spelled alike.
    """

    name: str
    codes: Tuple[str, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    _spellings: Mapping[str, str] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, name: str, rows: Iterable[Mapping[str, str]]) -> Codelist:
        """Build from rows of main_slug, main_name, sub_slug, sub_name; a code is the sub slug, or main/sub.

        A column sub_name_xx holds names in the language xx.
        """
        rows = list(rows)
        often = Counter(row["sub_slug"] for row in rows)
        titles: Dict[str, str] = {}
        spellings: Dict[str, set] = {}
        translations: Dict[str, Dict[str, str]] = {}
        for row in rows:
            main, sub = row["main_slug"], row["sub_slug"]
            code = sub if often[sub] == 1 else f"{main}/{sub}"
            titles[code] = row["sub_name"]
            for column, title in row.items():
                if column.startswith(IN_LANGUAGE) and title:
                    translations.setdefault(column[len(IN_LANGUAGE) :], {})[code] = title
            for spelling in (
                code,
                sub,
                f"{main}/{sub}",
                row["sub_name"],
                f"{row['main_name']}/{row['sub_name']}",
            ):
                spellings.setdefault(normal(spelling), set()).add(code)
        unique = {spelling: next(iter(found)) for spelling, found in spellings.items() if len(found) == 1}
        return cls(name, tuple(titles), titles, unique, translations)

    @property
    def names(self) -> Dict[str, Dict[str, str]]:
        """The names of each code by language."""
        others = self.translations.items()
        return {
            code: {LANGUAGE: title, **{spoken: told[code] for spoken, told in others if code in told}}
            for code, title in self.titles.items()
        }

    def code(self, text: str) -> str:
        """Return the code a text stands for, empty when none."""
        text = tidy(text)
        return text if text in self.titles else self._spellings.get(normal(text), "")


def normal(text: str) -> str:
    """Return a text as it is compared: small letters, one space or hyphen between words, none around slashes."""
    words = text.casefold().replace("-", " ").replace("_", " ").split()
    return "-".join(words).replace("-/", "/").replace("/-", "/")


def tidy(text: str) -> str:
    """Return a text without spaces around it and with single spaces inside."""
    return " ".join(text.split())


def tidy_all(values: Sequence[str]) -> List[str]:
    """Return texts tidied; where none holds a space, as ids mostly do, that is seen at once."""
    joined = "".join(values)
    return list(values) if joined.split(None, 1) == [joined] else [tidy(value) for value in values]


def map_unique(values: Sequence[str], change: Callable[[str], object]) -> np.ndarray:
    """Apply `change` once to every distinct text; return (n,) object."""
    array = np.empty(len(values), object)
    array[:] = values
    codes, distinct = pd.factorize(array)
    changed = np.empty(len(distinct) + 1, object)
    changed[:-1] = [change(text) for text in distinct]
    changed[-1] = change("")
    return changed[codes]


def recode(values: Sequence[str], mapping: Mapping[str, str]) -> np.ndarray:
    """Return texts tidied and replaced by `mapping`; `None` where empty, (n,) object.

    A key of the mapping is compared exactly first, then without regard to capitals.
    """
    folded = {str(key).casefold(): value for key, value in mapping.items()}

    def change(text: str) -> Optional[str]:
        text = tidy(text)
        if text in mapping:
            return str(mapping[text])
        return str(folded[text.casefold()]) if text.casefold() in folded else text or None

    return map_unique(values, change)


def is_one_of(values: Sequence[str], wanted: Sequence[str]) -> np.ndarray:
    """Return 1.0 where a text is one of `wanted`, 0.0 where another, NaN where empty, (n,) float64."""
    keys = {str(text).casefold() for text in wanted}

    def change(text: str) -> float:
        text = tidy(text).casefold()
        return np.nan if not text else float(text in keys)

    return map_unique(values, change).astype(float)
