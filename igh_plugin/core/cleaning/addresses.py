"""Addresses as they are looked up, and what is known of where they lie."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LONGEST = 200
"""A longer text is a story rather than an address: it is looked up nowhere."""
_NUMBER = re.compile(r"(?<![\w.])\d{1,5}(?=[a-df-z]?\b)(?! ?[a-z]{2}\b)")
"""A house number, with a letter or without; neither the digits of a Dutch postcode nor an ordinal (1e)."""
_APART = re.compile(r"[^\w'.\-]|_")
_LOOSE = re.compile(r"(?<!\w)[.\-]+|[.\-]+(?!\w)")


@dataclass(frozen=True)
class Answer:
    """What a service answers to an address: x and y in its own CRS, its score, the kind and the name of what it found."""

    x: float
    y: float
    score: float
    type: str
    name: str


@dataclass(frozen=True)
class Place:
    """Where an address lies: x and y in the CRS of the source, how good the point is, and the score of the service."""

    x: float
    y: float
    quality: str
    score: float


def normal_address(text: str) -> str:
    """Return an address as it is compared and sent: small letters, single spaces, no signs that search engines obey.

    Empty when no letter is in it or it is longer than `LONGEST`.
    """
    plain = unicodedata.normalize("NFC", text.lower()).replace("\u2019", "'")
    plain = " ".join(_LOOSE.sub(" ", _APART.sub(" ", plain)).split())
    return plain if len(plain) <= LONGEST and any(map(str.isalpha, plain)) else ""


def has_its_number(asked: str, found: str) -> bool:
    """Whether what was found has the house number that was asked; also true where none was asked.

    A service gives its best answer, which may be a neighbour.
    """
    numbers = _NUMBER.findall(asked.lower())
    return not numbers or numbers[0] in _NUMBER.findall(found.lower())
