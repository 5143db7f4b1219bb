"""Files in a folder: which are meant, and what they hold in one number."""

from __future__ import annotations

import fnmatch
import hashlib
from pathlib import Path
from typing import List, Tuple, Union

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text

_CHUNK = 1 << 20


def find_files(path: Union[str, Path], suffixes: Tuple[str, ...], pattern: str = "") -> List[Path]:
    """Return the files meant by a file, or by a folder and a pattern, in order of their names.

    Without a pattern those of a folder count whose names end in one of the `suffixes`.
    """
    path = Path(path)
    if path.is_file():
        return [path]
    if not path.is_dir():
        template = QT_TRANSLATE_NOOP("core", "There is no file or folder {path}.")
        raise UserError(Text(template, {"path": str(path)}))
    found = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
    if pattern:
        chosen = [one for one in found if fnmatch.fnmatch(one.name, pattern)]
        what = pattern
    else:
        chosen = [one for one in found if one.name.lower().endswith(suffixes)]
        what = ", ".join(f"*{suffix}" for suffix in suffixes)
    if not chosen:
        template = QT_TRANSLATE_NOOP("core", "The folder {path} has no file {pattern}.")
        raise UserError(Text(template, {"path": str(path), "pattern": what}))
    return chosen


def digest_of(path: Path) -> str:
    """Return the SHA-256 of what a file holds."""
    total = hashlib.sha256()
    with open(path, "rb") as opened:
        for chunk in iter(lambda: opened.read(_CHUNK), b""):
            total.update(chunk)
    return total.hexdigest()
