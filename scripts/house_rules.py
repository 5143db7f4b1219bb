"""Rules of the house that a parser can judge: what must not stand in the plugin's code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

SQL = re.compile(
    r"\s*(SELECT\b.*\bFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|CREATE\s+(VIRTUAL\s+)?(TABLE|INDEX|TRIGGER|VIEW)"
    r"|DROP\s+(TABLE|INDEX|TRIGGER|VIEW)|ALTER\s+TABLE|PRAGMA|ATTACH|VACUUM\s+INTO)\b",
    re.DOTALL,
)
EXECUTES = {"execute", "executemany", "executescript", "executeSql", "ExecuteSQL"}
REQUESTS = {"get", "post", "put", "patch", "delete", "head", "options", "request"}
SENDERS = {"requests", "session", "_session"}
UNSAFE_CALLS = {
    "eval": "eval runs any text as code",
    "exec": "exec runs any text as code",
    "os.system": "a shell reads the text",
    "os.popen": "a shell reads the text",
    "pickle.load": "a pickle runs code",
    "pickle.loads": "a pickle runs code",
    "marshal.loads": "bytes become code",
    "yaml.load": "use yaml.safe_load",
    "yaml.unsafe_load": "use yaml.safe_load",
    "tempfile.mktemp": "another process can take the name first",
}
XML = ("xml.etree", "xml.dom", "xml.sax", "lxml")


def broken(code: str) -> Iterator[tuple[int, str, str]]:
    """Yield line, rule and reason for every rule of the house that a module breaks."""
    for node in ast.walk(ast.parse(code)):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Assert):
            yield line, "assert", "python -O drops it: raise an error with a sentence"
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [_from(node)]
            for name in names:
                if name.startswith(XML):
                    yield line, "xml", f"{name}: read XML with Qt's readers"
        elif isinstance(node, ast.ExceptHandler):
            yield from _handler(node)
        elif isinstance(node, ast.Call):
            yield from _call(node)
        elif isinstance(node, ast.JoinedStr) and _starts_as_sql(node):
            yield line, "f-string SQL", "identifiers go through workspace/sql.py, values are bound"


def _handler(node: ast.ExceptHandler) -> Iterator[tuple[int, str, str]]:
    if node.type is None:
        yield node.lineno, "bare except", "name what is expected"
    broad = node.type is None or _name(node.type) in {"Exception", "BaseException"}
    if broad and all(isinstance(item, (ast.Pass, ast.Continue)) for item in node.body):
        yield node.lineno, "silent except", "an error of any kind is dropped without a word"


def _call(node: ast.Call) -> Iterator[tuple[int, str, str]]:
    name = _name(node.func)
    method = name.rpartition(".")[2]
    owner = name.rpartition(".")[0].rpartition(".")[2]
    given = {keyword.arg for keyword in node.keywords}
    if name in UNSAFE_CALLS:
        yield node.lineno, "unsafe call", f"{name}: {UNSAFE_CALLS[name]}"
    sends = (method in REQUESTS and owner in SENDERS) or method in {"urlopen", "create_connection"}
    if sends and not given & {"timeout", None}:
        yield node.lineno, "no timeout", f"{name} waits for ever"
    if any(keyword.arg == "verify" and _is(keyword.value, False) for keyword in node.keywords):
        yield node.lineno, "unverified", f"{name} accepts any certificate"
    if any(keyword.arg == "shell" and not _is(keyword.value, False) for keyword in node.keywords):
        yield node.lineno, "shell", f"{name} lets a shell read the text"
    if method in EXECUTES and node.args and _formats(node.args[0]):
        yield node.lineno, "formatted SQL", "identifiers go through workspace/sql.py, values are bound"


def _formats(node: ast.expr) -> bool:
    """Whether a text is put together on the spot: f-string, % or format."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod))


def _starts_as_sql(node: ast.JoinedStr) -> bool:
    parts = [part.value if isinstance(part, ast.Constant) else "x" for part in node.values]
    return SQL.match("".join(map(str, parts))) is not None


def _name(node: ast.AST) -> str:
    """The dotted name of an expression, without the calls in it."""
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def _from(node: ast.ImportFrom) -> str:
    return "" if node.level else f"{node.module}.{node.names[0].name}"


def _is(node: ast.expr, value: object) -> bool:
    return isinstance(node, ast.Constant) and node.value is value
