"""Arrows point one way: a module imports its own room and lower ones, never a sibling."""

import ast
from pathlib import Path

import pytest

PLUGIN = Path(__file__).resolve().parents[2] / "igh_plugin"
RANK = {
    "core": 0,
    "sources": 1, "workspace": 1, "layers": 1, "charts": 1,
    "pipeline": 2,
    "themes": 3,
    "briefing": 4,
    "delivery": 5,
    "algorithms": 6, "dock": 6, "dialogs": 6,
    "provider": 7,
    "plugin": 8,
}  # fmt: skip
FREE = {"translation", "dependencies"}
SETTINGS_FROM = 2
MODULES = sorted(path for path in PLUGIN.rglob("*.py") if path.parent != PLUGIN or path.stem in RANK)


def room_of(path: Path) -> str:
    parts = path.relative_to(PLUGIN).parts
    return parts[0].removesuffix(".py")


def imported_rooms(path: Path):
    """Yield line and room of every import of ours, wherever in the module it stands."""
    package = ("igh_plugin", *path.relative_to(PLUGIN).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = list(package[: len(package) - node.level + 1]) if node.level else []
            whole = base + (node.module.split(".") if node.module else [])
            names = [whole + [alias.name] for alias in node.names] if len(whole) < 2 else [whole]
        else:
            continue
        for parts in names:
            if parts[0] == "igh_plugin" and len(parts) > 1:
                yield node.lineno, parts[1]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PLUGIN)))
def test_imports_point_down(path):
    own = room_of(path)
    wrong = []
    for line, room in imported_rooms(path):
        allowed = room == own or (room in FREE and own != "core")
        allowed |= room == "settings" and RANK[own] >= SETTINGS_FROM
        allowed |= room in RANK and RANK[room] < RANK[own]
        if not allowed:
            wrong.append(f"line {line} imports {room}")
    assert not wrong


@pytest.mark.parametrize("path", sorted((PLUGIN / "core").rglob("*.py")), ids=lambda path: path.name)
def test_core_knows_neither_qgis_nor_files_nor_network(path):
    forbidden = {"qgis", "PyQt5", "PyQt6", "osgeo", "requests", "sqlite3", "urllib", "pathlib", "os", "yaml"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names.append(node.module or "")
        assert not {name.split(".")[0] for name in names} & forbidden


def test_no_module_is_too_long_for_its_room():
    long = {path.name: len(path.read_text().splitlines()) for path in PLUGIN.rglob("*.py")}
    assert not {name: lines for name, lines in long.items() if lines > 600}
