"""YAML read as nodes that know their line, so that an error names the place."""

from __future__ import annotations

import math
import re
from typing import Any, Dict, Iterator, List, Optional, Tuple, Union

import yaml

from ..core.errors import UserError
from ..core.text import QT_TRANSLATE_NOOP, Text

_PLAIN = {
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
}


NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


class Node:
    """A piece of a YAML file: what it holds, its path in words, and its line.

    Nothing is constructed: a tag other than those of plain data is an error, and an alias is read where it stands.
    """

    def __init__(self, node: yaml.Node, file: str, path: str = ""):
        self._node, self._file, self.path = node, file, path
        if node.tag not in _PLAIN:
            raise self.wrong(
                QT_TRANSLATE_NOOP("core", "“{path}” has the tag {tag}; only plain data are read"),
                tag=node.tag,
            )

    @classmethod
    def load(cls, text: str, file: str) -> Node:
        """Parse one document; `UserError` with file and line when it is no YAML or empty."""
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            reason = getattr(error, "problem", None) or str(error)
            raise _error(file, mark.line + 1 if mark else 1, reason) from error
        except RecursionError as error:
            raise _error(file, 1, Text(QT_TRANSLATE_NOOP("core", "it is nested too deeply"))) from error
        if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
            raise _error(file, 1, Text(QT_TRANSLATE_NOOP("core", "the file is empty")))
        return cls(node, file)

    @property
    def line(self) -> int:
        return self._node.start_mark.line + 1

    def wrong(self, reason: str, **values) -> UserError:
        """Return an error about this piece, with file, line and reason."""
        return _error(self._file, self.line, Text(reason, {**values, "path": self.path or self._file}))

    def mapping(
        self, allowed: Optional[Tuple[str, ...]] = None, needed: Tuple[str, ...] = ()
    ) -> Dict[str, Node]:
        """Return the keys and values; `UserError` for another thing, a double key, or one not `allowed` or `needed`."""
        if not isinstance(self._node, yaml.MappingNode):
            raise self.wrong(QT_TRANSLATE_NOOP("core", "“{path}” must be a list of key: value"))
        found: Dict[str, Node] = {}
        for key, value in self._node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self.wrong(QT_TRANSLATE_NOOP("core", "a key of “{path}” is not plain text"))
            child = Node(value, self._file, f"{self.path}.{key.value}" if self.path else key.value)
            where = Node(key, self._file, child.path)
            if key.value in found:
                raise where.wrong(QT_TRANSLATE_NOOP("core", "“{path}” stands here a second time"))
            if allowed is not None and key.value not in allowed:
                raise where.wrong(
                    QT_TRANSLATE_NOOP("core", "“{path}” is not known here; possible are: {allowed}"),
                    allowed=", ".join(allowed),
                )
            found[key.value] = child
        for name in needed:
            if name not in found:
                raise self.wrong(QT_TRANSLATE_NOOP("core", "“{name}” is missing"), name=name)
        return found

    def named(self, taken: Tuple[str, ...] = ()) -> Dict[str, Node]:
        """Return the keys and values, where a key is a name of the user's own: it becomes that of a column or a table."""
        found = self.mapping()
        for name, child in found.items():
            if not NAME.fullmatch(name) or name in taken:
                raise child.wrong(
                    QT_TRANSLATE_NOOP(
                        "core", "“{path}” must be named with small letters, digits and underscores"
                    )
                )
        return found

    def items(self) -> List[Node]:
        """Return the members of a list, or the piece itself when it is a single value."""
        if isinstance(self._node, yaml.SequenceNode):
            return [Node(value, self._file, self.path) for value in self._node.value]
        return [self]

    def is_mapping(self) -> bool:
        return isinstance(self._node, yaml.MappingNode)

    def plain(self) -> Any:
        """Return what it holds as dicts, lists and texts as written."""
        if self.is_mapping():
            return {key: child.plain() for key, child in self.mapping().items()}
        if isinstance(self._node, yaml.SequenceNode):
            return [child.plain() for child in self.items()]
        return self.text()

    def walk(
        self, where: Tuple[Union[str, int], ...] = ()
    ) -> Iterator[Tuple[Tuple[Union[str, int], ...], Node]]:
        """Give this piece and all within it, each with the keys and the numbers of members that lead to it."""
        yield where, self
        if self.is_mapping():
            for key, child in self.mapping().items():
                yield from child.walk((*where, key))
        elif isinstance(self._node, yaml.SequenceNode):
            for number, child in enumerate(self.items()):
                yield from child.walk((*where, number))

    def text(self) -> str:
        """Return the text as written in the file (`no` stays `no`)."""
        if not isinstance(self._node, yaml.ScalarNode):
            raise self.wrong(QT_TRANSLATE_NOOP("core", "“{path}” must be a single value"))
        return self._node.value

    def filled(self) -> str:
        """Return a text that may not be empty."""
        text = self.text().strip()
        if not text:
            raise self.wrong(QT_TRANSLATE_NOOP("core", "“{path}” is empty"))
        return text

    def texts(self) -> Tuple[str, ...]:
        """Return one text or a list of texts."""
        return tuple(item.text() for item in self.items())

    def choice(self, allowed: Tuple[str, ...]) -> str:
        """Return a text that is one of `allowed`."""
        text = self.text()
        if text not in allowed:
            raise self.wrong(
                QT_TRANSLATE_NOOP("core", "“{path}” is “{text}”; possible are: {allowed}"),
                text=text,
                allowed=", ".join(allowed),
            )
        return text

    def numbers(self, count: int) -> Tuple[float, ...]:
        """Return a list of exactly `count` numbers."""
        try:
            values = tuple(float(text) for text in self.texts())
        except ValueError as error:
            raise self.wrong(QT_TRANSLATE_NOOP("core", "“{path}” must hold numbers only")) from error
        if not all(map(math.isfinite, values)):
            raise self.wrong(QT_TRANSLATE_NOOP("core", "“{path}” must hold numbers only"))
        if len(values) != count:
            raise self.wrong(QT_TRANSLATE_NOOP("core", "“{path}” must be {count} numbers"), count=count)
        return values

    def whole(self) -> int:
        """Return a whole number, 1 or more."""
        (number,) = self.numbers(1)
        if number < 1 or number != int(number):
            raise self.wrong(QT_TRANSLATE_NOOP("core", "“{path}” must be a whole number, 1 or more"))
        return int(number)

    def between(self, least: int, most: int) -> int:
        """Return a whole number between two bounds, both included."""
        text = self.text()
        if not re.fullmatch(r"\d{1,9}", text) or not least <= int(text) <= most:
            raise self.wrong(
                QT_TRANSLATE_NOOP("core", "“{path}” must be a whole number from {least} to {most}"),
                least=least,
                most=most,
            )
        return int(text)

    def titles(self) -> Dict[str, str]:
        """Return a text per language: `{en: ..., nl: ...}`, or one text for all."""
        if not self.is_mapping():
            return {"en": self.filled()}
        return {language: node.filled() for language, node in self.mapping().items()}

    def pairs(self) -> Iterator[Tuple[str, str]]:
        """Return keys and values as texts."""
        for key, node in self.mapping().items():
            yield key, node.text()


def _error(file: str, line: int, reason) -> UserError:
    template = QT_TRANSLATE_NOOP("core", "{file}, line {line}: {reason}.")
    return UserError(Text(template, {"file": file, "line": line, "reason": reason}))
