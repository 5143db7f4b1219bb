"""A page of HTML: no scripts, nothing loaded, fit for print."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Sequence

from ..core.text import QT_TRANSLATE_NOOP, Text
from ..translation import tr

ABOUT = QT_TRANSLATE_NOOP("core", "{name}, {day}. {about}")
_STYLE = Path(__file__).resolve().parent.parent / "resources" / "styles" / "heat_table.css"


@dataclass(frozen=True)
class Page:
    """The title of a page, already translated, and its body as HTML."""

    title: str
    body: str


def made_page(title: str, name: str, day: str, about: str, body: str) -> Page:
    """Return a page that begins with its title, and what it is of (`name`), when it was made, and what it is about."""
    told = as_html(Text(ABOUT, {"name": name, "day": day, "about": tr(about)}))
    return Page(tr(title), f'<h1>{as_html(title)}</h1><p class="quiet">{told}</p>{body}')


def html_of(pages: Sequence[Page]) -> str:
    """Return pages with one title as one document, each on paper of its own."""
    bodies = '<div style="page-break-before:always"></div>'.join(page.body for page in pages)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(pages[0].title)}</title>'
        f"<style>{_STYLE.read_text(encoding='utf-8')}</style></head><body>{bodies}</body></html>"
    )


def as_html(text: Any) -> str:
    """Return a text, translated, as HTML."""
    return escape(tr(text))
