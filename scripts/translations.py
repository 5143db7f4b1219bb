"""Bring the sentences of the plugin into igh_nl.ts, keeping the translations that are there.

usage: translations.py             update the file; says how many sentences still lack a translation
       translations.py --missing   print the sentences without a translation as YAML (sentence: "")
       translations.py --fill F    take translations from such a YAML file

Sentences are literals in tr(...), QT_TRANSLATE_NOOP("core", ...), Text(...), UserError(...), and the messages of
progress.step(...) and progress.report(...). All of them are translated in the context "core".
"""

from __future__ import annotations

import ast
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import yaml

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = ROOT / "igh_plugin"
CATALOGUE = PLUGIN / "resources" / "i18n" / "igh_nl.ts"
CONTEXT = "core"

POSITIONS = {"tr": 0, "QT_TRANSLATE_NOOP": 1, "Text": 0, "UserError": 0, "step": 1, "report": 0}
"""Which argument of a call is the sentence."""


def literals(node: ast.expr) -> Iterator[str]:
    """The string literals an argument can be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def sentences_of(code: str) -> list[str]:
    """The sentences of one module, in order."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        position = POSITIONS.get(name)
        if position is not None and len(node.args) > position:
            found += [(node.lineno, text) for text in literals(node.args[position]) if text.strip()]
    return [text for _, text in sorted(found, key=lambda item: item[0])]


def sentences() -> list[str]:
    """Every sentence of the plugin once, in the order of files and lines."""
    ordered: dict[str, None] = {}
    for path in sorted(PLUGIN.rglob("*.py")):
        ordered.update(dict.fromkeys(sentences_of(path.read_text(encoding="utf-8"))))
    return list(ordered)


def translations() -> dict[str, str]:
    """The finished translations of the catalogue."""
    if not CATALOGUE.exists():
        return {}
    known = {}
    for message in ElementTree.parse(CATALOGUE).iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.text and translation.get("type") is None:
            known[message.findtext("source", "")] = translation.text
    return known


def write(known: dict[str, str]) -> list[str]:
    """Write the catalogue; returns the sentences that lack a translation."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE TS>"]
    lines += [
        '<TS version="2.1" language="nl_NL" sourcelanguage="en">',
        "<context>",
        f"<name>{CONTEXT}</name>",
    ]
    unfinished = []
    for text in sentences():
        lines += ["<message>", f"<source>{escape(text)}</source>"]
        if text in known:
            lines.append(f"<translation>{escape(known[text])}</translation>")
        else:
            lines.append('<translation type="unfinished"></translation>')
            unfinished.append(text)
        lines.append("</message>")
    lines += ["</context>", "</TS>", ""]
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text("\n".join(lines), encoding="utf-8")
    return unfinished


def main() -> int:
    known = translations()
    if sys.argv[1:2] == ["--missing"]:
        absent = {text: "" for text in sentences() if text not in known}
        yaml.safe_dump(absent, sys.stdout, allow_unicode=True, sort_keys=False, width=10_000)
        return 0
    if sys.argv[1:2] == ["--fill"]:
        given = yaml.safe_load(Path(sys.argv[2]).read_text(encoding="utf-8")) or {}
        known.update({text: translation for text, translation in given.items() if translation})
    unfinished = write(known)
    print(
        f"{CATALOGUE.relative_to(ROOT)}: {len(sentences())} sentences, {len(unfinished)} without a translation"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
