"""Reading declared things (themes, sources) from YAML, with the line of every value for messages."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Tuple, Union

from .core.errors import UserError
from .core.text import QT_TRANSLATE_NOOP, Text

LARGEST = 1_000_000
Key = Union[str, int]
_MISSING = object()


class Declaration:
    """A YAML document and where each of its values stands.

    `data` is what `yaml.safe_load` gives. `fail` raises a `UserError` with file, line and reason.
    """

    def __init__(self, text: str, name: str):
        import yaml

        self.name = name
        try:
            self.data: Any = yaml.safe_load(text)
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            raise _error(name, line, str(getattr(error, "problem", None) or error)) from error
        self._lines: Dict[Tuple[Key, ...], int] = {}
        if node is not None:
            self._walk(node, ())
        if not isinstance(self.data, dict):
            raise _error(name, 1, Text(QT_TRANSLATE_NOOP("core", "a list of `key: value` lines was expected")))

    def _walk(self, node: Any, path: Tuple[Key, ...]) -> None:
        import yaml

        self._lines.setdefault(path, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                self._lines[path + (key.value,)] = key.start_mark.line + 1
                self._walk(value, path + (key.value,))
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                self._walk(value, path + (number,))

    def line(self, *path: Key) -> int:
        """Return the line of a value, or of the nearest thing around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def fail(self, reason: Union[Text, str], *path: Key) -> UserError:
        """Return the error to raise for a value, naming file and line."""
        return _error(self.name, self.line(*path), reason)

    def get(self, *path: Key, kind: Any = str, default: Any = _MISSING) -> Any:
        """Return the value at a path, checked to be of `kind`; without a default it must be there."""
        value = self.data
        for key in path:
            try:
                value = value[key]
            except (KeyError, IndexError, TypeError):
                value = _MISSING
                break
        if value is _MISSING or value is None:
            if default is _MISSING:
                raise self.fail(Text(QT_TRANSLATE_NOOP("core", "`{key}` is missing"), {"key": path[-1]}), *path)
            return default
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            wanted = getattr(kind, "__name__", str(kind))
            names = {"str": "text", "int": "a whole number", "float": "a number", "dict": "a mapping", "list": "a list", "bool": "true or false"}
            raise self.fail(
                Text(QT_TRANSLATE_NOOP("core", "`{key}` must be {wanted}"), {"key": path[-1], "wanted": names.get(wanted, wanted)}), *path
            )
        return value

    def choice(self, options: Any, *path: Key, default: Any = _MISSING) -> str:
        """Return a text that must be one of the options."""
        value = self.get(*path, kind=str, default=default)
        if value not in options:
            raise self.fail(
                Text(
                    QT_TRANSLATE_NOOP("core", "`{key}` is {value}; possible are {options}"),
                    {"key": path[-1], "value": value, "options": ", ".join(str(item) for item in options)},
                ),
                *path,
            )
        return str(value)

    def only(self, allowed: Any, *path: Key) -> None:
        """Refuse keys of a mapping that nobody reads: they are typing errors."""
        table = self.get(*path, kind=dict) if path else self.data
        for key in table:
            if key not in allowed:
                raise self.fail(
                    Text(
                        QT_TRANSLATE_NOOP("core", "`{key}` is not known here; possible are {options}"),
                        {"key": key, "options": ", ".join(allowed)},
                    ),
                    *path,
                    key,
                )

    def texts(self, *path: Key, default: Any = _MISSING) -> Dict[str, str]:
        """Return a text by language; a plain text counts for every language (`en`)."""
        value = self.get(*path, kind=(str, dict), default=default)
        if isinstance(value, str):
            return {"en": value}
        if value is default:
            return dict(value)
        if not value or not all(isinstance(key, str) and isinstance(text, str) for key, text in value.items()):
            raise self.fail(Text(QT_TRANSLATE_NOOP("core", "`{key}` must be text by language, such as en and nl"), {"key": path[-1]}), *path)
        return dict(value)

    def words(self, *path: Key, default: Any = ()) -> Tuple[str, ...]:
        """Return a list of texts; one text counts as a list of one."""
        value = self.get(*path, kind=(str, list), default=default)
        items = [value] if isinstance(value, str) else list(value)
        for number, item in enumerate(items):
            if not isinstance(item, str):
                raise self.fail(Text(QT_TRANSLATE_NOOP("core", "`{key}` must be a list of texts"), {"key": path[-1]}), *path, number)
        return tuple(items)


def read_declaration(path: Path) -> Declaration:
    """Read a YAML file; `UserError` when it cannot be read, is too large or is not valid."""
    try:
        if path.stat().st_size > LARGEST:
            raise _error(str(path), 1, Text(QT_TRANSLATE_NOOP("core", "the file is larger than a megabyte")))
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _error(str(path), 1, str(error)) from error
    return Declaration(text, str(path))


def _error(name: str, line: int, reason: Union[Text, str]) -> UserError:
    return UserError(Text(QT_TRANSLATE_NOOP("core", "{file}, line {line}: {reason}"), {"file": name, "line": line, "reason": reason}))
