"""Every Qt name in the package comes through qgis.PyQt and exists in PyQt6; every enum is scoped."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ROOT / "igh_plugin"
FILES = sorted(PLUGIN.rglob("*.py"))
NAMED = re.compile(
    r"[A-Z][a-z]\w*$"
)  # as an enum's value or a nested class is written; constants are in capitals


def chain_of(node: ast.AST) -> list[str]:
    """The names of `a.b.c`; empty when it does not begin with a name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else []


def problems(code: str) -> list[str]:
    """What in a module would fail or change under Qt 6."""
    tree = ast.parse(code)
    found: list[str] = []
    qt: dict[str, object] = {}
    qgis: set[str] = set()
    other: set[str] = set()
    for node in ast.walk(tree):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            other.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
        if isinstance(node, ast.ImportFrom) and not node.level:
            modules = [node.module or ""]
        for module in modules:
            if module.split(".")[0] in ("PyQt5", "PyQt6", "PySide2", "PySide6", "sip"):
                found.append(f"line {node.lineno}: {module} is imported past qgis.PyQt")
        if not isinstance(node, ast.ImportFrom) or node.level:
            continue
        if (node.module or "").startswith("qgis.PyQt."):
            source = importlib.import_module(node.module)
            for alias in node.names:
                if not hasattr(source, alias.name):
                    found.append(f"line {node.lineno}: {node.module} has no {alias.name}")
                qt[alias.asname or alias.name] = getattr(source, alias.name, None)
        elif (node.module or "").split(".")[0] == "qgis":
            qgis.update(alias.asname or alias.name for alias in node.names)
    spared = _spared(tree)
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or id(node) in inner or id(node) in spared:
            continue
        chain = chain_of(node)
        where = f"line {node.lineno}: {'.'.join(chain) or node.attr}"
        if chain and chain[0] in qt:
            if not _resolves(qt[chain[0]], chain[1:]):
                found.append(f"{where} is not in PyQt6")
        elif chain and chain[0] in qgis:
            # A nested class is called (QgsLayerMetadata.Constraint(...)); a value has its enum before it.
            if len(chain) == 2 and NAMED.match(chain[1]) and id(node) not in called:
                found.append(f"{where} is not scoped")
        elif chain and chain[0] in other:
            continue
        elif NAMED.match(node.attr) and not _scoped(node.value) and id(node) not in called:
            found.append(f"{where} is taken from an object and not scoped")
    return found


def _spared(tree: ast.Module) -> set[int]:
    """Nodes that say nothing: annotations, names of enums whose values follow, and what old versions of QGIS run."""
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    bases = {node.value.id for node in attributes if isinstance(node.value, ast.Name)}
    found: list[ast.AST] = []
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            found += [getattr(node, name)] if getattr(node, name, None) is not None else []
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id in bases
        ):
            found.append(node.value)
        if isinstance(node, ast.If) and "QGIS_VERSION_INT >=" in ast.unparse(node.test):
            found += node.orelse
    return {id(inner) for node in found for inner in ast.walk(node)}


def _resolves(owner, names: list[str]) -> bool:
    for name in names:
        if isinstance(owner, type) and not hasattr(owner, name):
            return False
        owner = getattr(owner, name, None)
        if not isinstance(owner, type):
            return True
    return True


def _scoped(value: ast.AST) -> bool:
    """Whether what stands before a value is itself the name of an enum or a class."""
    name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
    return bool(NAMED.match(name)) or isinstance(value, ast.Name)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PLUGIN)))
def test_a_module_is_fit_for_qt_6(path):
    assert not problems(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "code, words",
    [
        ("from PyQt5.QtCore import Qt", "past qgis.PyQt"),
        ("import PyQt6.QtWidgets", "past qgis.PyQt"),
        ("from qgis.PyQt.QtCore import Qt\nQt.AlignLeft", "not in PyQt6"),
        ("from qgis.PyQt.QtWidgets import QSizePolicy as P\nf(P.Expanding, 1)", "not in PyQt6"),
        ("from qgis.PyQt.QtWidgets import QDialog\nx = QDialog.Accepted", "not in PyQt6"),
        ("from qgis.PyQt.QtWidgets import QDesktopWidget", "has no QDesktopWidget"),
        ("from qgis.core import Qgis\nf(Qgis.Warning)", "not scoped"),
        ("from qgis.core import QgsTask\nf(QgsTask.CanCancel)", "not scoped"),
        ("f(self.dialog.Accepted)", "not scoped"),
        ("from qgis.core import Qgis\nlevel = Qgis.Warning\nf(level)", "not scoped"),
    ],
)
def test_the_check_sees_what_qt_6_refuses(code, words):
    assert words in " ".join(problems(code))


@pytest.mark.parametrize(
    "code",
    [
        "from qgis.PyQt.QtCore import Qt\nf(Qt.AlignmentFlag.AlignLeft, Qt.ItemDataRole.DisplayRole)",
        "from qgis.core import Qgis, QgsLayerMetadata as M\nf(Qgis.MessageLevel.Warning, M.Constraint('a'))",
        "import numpy as np\nfrom . import sql\nf(np.inf, sql.EVERYTHING, self.SEED)",
    ],
)
def test_the_check_lets_the_rest_pass(code):
    assert not problems(code)
