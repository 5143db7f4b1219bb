"""Sentences that can be translated after they were made.

`core` knows no Qt, so it hands on a sentence as a template and its values; the rooms above translate the
template and fill it in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Mapping


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - the name the extraction looks for
    """Mark a literal for extraction by the translation tools; returns it unchanged."""
    return text


@dataclass(frozen=True)
class Text:
    """A template in English with `{named}` places, and the values that fill them."""

    template: str
    values: Dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.values) if self.values else self.template


def localized(texts: Mapping[str, str], language: str) -> str:
    """Return the text in the language, else in English, else any."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
