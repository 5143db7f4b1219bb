"""The Dutch translation is whole: every marked sentence, finished, with its places; and nothing else beside it."""

from __future__ import annotations

import ast
import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ROOT / "igh_plugin"
RESOURCES = PLUGIN / "resources"
sys.path.insert(0, str(ROOT / "scripts"))

import translations  # noqa: E402

ALIKE = {
    "Id",
    "Per",
    "Trend",
    "zip (*.zip)",
    "Clusters",
    " in {area}",
    "Model",
    "Trend (p)",
    "Trend (z)",
    "Epanechnikov",
    "Diggle (1985)",
    "{events} in {area}",
    "winter",
    "{source} per {per} {denominator}",
    "Briefing",
    "Code",
    "Gi* (z)",
    "Land",
    "Project",
    "Status",
    "Week",
    "incident",
    "week",
}
"""Sentences that are the same in both languages: names, and words both languages write alike."""
PLACE = re.compile(r"\{\w*\}")
WORD = re.compile(r"[A-Za-z]{2,}")
MARKERS = {"tr": 0, "QT_TRANSLATE_NOOP": 1}
SPOKEN = {"tr": 0, "Text": 0, "UserError": 0, "wrong": 0}


def entries() -> list[tuple[str, str, str]]:
    """Source, translation and state of every entry of the catalogue."""
    tree = ElementTree.parse(translations.CATALOGUE)
    found = []
    for message in tree.iter("message"):
        translation = message.find("translation")
        found.append(
            (message.findtext("source", ""), translation.text or "", translation.get("type", "finished"))
        )
    return found


def modules() -> list[tuple[Path, ast.Module]]:
    return [
        (path, ast.parse(path.read_text(encoding="utf-8"), str(path)))
        for path in sorted(PLUGIN.rglob("*.py"))
    ]


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def formatted(node: ast.expr) -> bool:
    """Whether an argument is text that was put together before it is translated."""
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.IfExp):
        return formatted(node.body) or formatted(node.orelse)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, (ast.Mod, ast.Add))
    return isinstance(node, ast.Call) and name_of(node) in ("format", "join", "replace")


def formatted_calls(tree: ast.AST) -> list[int]:
    """Lines on which tr or QT_TRANSLATE_NOOP is called on formatted text."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node) in MARKERS:
            position = MARKERS[name_of(node)]
            if len(node.args) > position and formatted(node.args[position]):
                lines.append(node.lineno)
    return lines


def unmarked_constants(tree: ast.Module) -> dict[str, str]:
    """Plain literals kept under a name that is then said to the user."""
    plain = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            if isinstance(node.value.value, str) and node.value.value:
                plain.update(
                    {target.id: node.value.value for target in node.targets if isinstance(target, ast.Name)}
                )
    said = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node) in SPOKEN and node.args:
            argument = node.args[SPOKEN[name_of(node)]]
            if isinstance(argument, ast.Name) and argument.id in plain:
                said[argument.id] = plain[argument.id]
    return said


def test_the_catalogue_holds_every_sentence_of_the_code_and_no_other():
    sources = [source for source, _translation, _state in entries()]
    assert len(sources) == len(set(sources))
    code = set(translations.sentences())
    assert len(code) > 400
    assert sorted(code - set(sources)) == [], "run make translations, and translate what is new"
    assert sorted(set(sources) - code) == [], "run make translations: these are obsolete"


def test_every_sentence_is_translated():
    assert [source for source, text, state in entries() if not text or state != "finished"] == []


def test_the_places_are_the_same_on_both_sides():
    wrong = [
        source
        for source, text, _state in entries()
        if sorted(PLACE.findall(source)) != sorted(PLACE.findall(text))
    ]
    assert wrong == []


def test_no_sentence_is_a_copy_of_the_english():
    copies = {
        source for source, text, _state in entries() if text == source and WORD.search(PLACE.sub("", source))
    }
    assert copies == ALIKE


def test_spaces_and_marks_at_the_ends_are_kept():
    ends = re.compile(r"^[\s:]*|[\s…]*$")
    wrong = [source for source, text, _ in entries() if ends.findall(source) != ends.findall(text)]
    assert wrong == []


@pytest.mark.long
def test_nothing_is_translated_after_it_was_formatted():
    assert {path.name: lines for path, tree in modules() if (lines := formatted_calls(tree))} == {}


@pytest.mark.parametrize(
    "code",
    [
        'tr(f"{n} events")',
        'tr("{n} events".format(n=1))',
        'tr("%d events" % 3)',
        'tr("a" + name)',
        'QT_TRANSLATE_NOOP("core", f"{n} events")',
        'tr("a" if one else f"{n}")',
    ],
)
def test_formatted_text_is_found(code):
    assert formatted_calls(ast.parse(code)) == [1]


@pytest.mark.long
def test_what_is_said_by_the_name_of_a_constant_is_marked():
    known = set(translations.sentences())
    said = {}
    for path, tree in modules():
        said.update({f"{path.name}: {name}": text for name, text in unmarked_constants(tree).items()})
    assert {name: text for name, text in said.items() if text not in known} == {}


def test_an_unmarked_constant_is_found():
    tree = ast.parse('LOST = "Nobody translates this."\ntr(LOST)\nOTHER = "x"\nprint(OTHER)')
    assert unmarked_constants(tree) == {"LOST": "Nobody translates this."}


def texts_by_language(value: object, path: str = "") -> list[tuple[str, dict]]:
    """Every text by language in a YAML file, and every title that has no languages."""
    found = []
    if isinstance(value, dict):
        for key, child in value.items():
            where = f"{path}.{key}"
            if key in ("title", "question", "unit") and isinstance(child, dict):
                found.append((where, child))
            elif key in ("title", "question"):
                found.append((where, {"en": child}))
            elif key == "cautions":
                found += [(where, text if isinstance(text, dict) else {"en": text}) for text in child]
            else:
                found += texts_by_language(child, where)
    elif isinstance(value, list):
        for number, child in enumerate(value):
            found += texts_by_language(child, f"{path}[{number}]")
    return found


FILES = sorted([*RESOURCES.glob("themes/*/theme.yaml"), *RESOURCES.glob("sources/*.yaml")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_text_of_a_theme_or_source_is_english_and_dutch(path):
    texts = texts_by_language(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert texts
    assert [where for where, text in texts if set(text) != {"en", "nl"} or not all(text.values())] == []


FILLED_IN = {
    "Area, period", "Change", "Explanation", "Hot spots", "In short", "Key figure", "Made of", "Map of areas", "Notes",
    "Period", "Question", "Sources", "Title",
}  # fmt: skip
"""Words that show a designer what stands where; the plugin replaces each of them or leaves it out."""


@pytest.mark.parametrize("path", sorted(RESOURCES.glob("layouts/*.qpt")), ids=lambda path: path.name)
def test_a_layout_says_nothing_of_its_own_but_the_name(path):
    tree = ElementTree.parse(path)
    said = {item.get("labelText", "").strip() for item in tree.iter("LayoutItem")}
    assert {text for text in said if WORD.search(text)} - FILLED_IN == {"IGH for QGIS"}


HELP = RESOURCES / "help"


def test_every_algorithm_has_help_in_english_and_dutch():
    names = set()
    for path in (PLUGIN / "algorithms").rglob("*.py"):
        names |= set(re.findall(r'^    NAME = "(\w+)"', path.read_text(encoding="utf-8"), re.MULTILINE))
    assert len(names) >= 7
    assert {path.name for path in HELP.iterdir()} == {
        f"{name}{end}.md" for name in names for end in ("", ".nl")
    }
    for name in names:
        english, dutch = ((HELP / f"{name}{end}.md").read_text(encoding="utf-8") for end in ("", ".nl"))
        assert english != dutch and dutch.count("**") == english.count("**")
        assert 0.7 < len(dutch) / len(english) < 1.5
