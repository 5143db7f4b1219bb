"""A query that a definition states: one statement, which reads."""

from __future__ import annotations

import re

_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|\[[^\]]*\]|`[^`]*`|--[^\n]*|/\*.*?\*/", re.DOTALL)
_WRITES = re.compile(
    r"\b(INSERT|UPDATE|DELETE|MERGE|INTO|DROP|ALTER|CREATE|TRUNCATE|EXEC|EXECUTE|CALL|GRANT|REVOKE|ATTACH|PRAGMA)\b",
    re.IGNORECASE,
)


def is_one_select(text: str) -> bool:
    """Whether a text is one statement that begins with SELECT or WITH."""
    words = text.split(None, 1)
    return bool(words) and words[0].lower() in ("select", "with") and ";" not in text.rstrip().rstrip(";")


def writing_word(text: str) -> str:
    """Return a word of a query by which it would write, empty for none; quoted text and comments do not count.

    Where a backslash might end a quoted text otherwise than it seems, quoted text counts too.
    """
    found = _WRITES.search(text if "\\" in text else _QUOTED.sub(" ", text))
    return found[1].upper() if found else ""
