"""Files that stand beside a workspace."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Mapping, Union

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text

UNWRITABLE = QT_TRANSLATE_NOOP("core", "The file {file} cannot be written: {reason}.")


def write_json(path: Union[str, Path], content: Mapping[str, Any]) -> None:
    """Write a file of JSON whole or not at all. Raises `UserError`."""
    write_text(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")


def write_text(path: Union[str, Path], content: str) -> None:
    """Write a file of text in UTF-8 whole or not at all. Raises `UserError`."""
    path = Path(path)
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(content, encoding="utf-8")
        os.replace(beside, path)
    except OSError as error:
        raise UserError(
            Text(UNWRITABLE, {"file": str(path), "reason": error.strerror or str(error)})
        ) from error
