"""A publication as one page of HTML: its tables, what is withheld and why, and what it was made of."""

from __future__ import annotations

from html import escape
from typing import Any, List, Sequence

import numpy as np

from ..core import periods
from ..core.text import QT_TRANSLATE_NOOP
from ..layers.wording import NO_DATA, NOTHING, SIGN, WITHHELD, number
from ..themes.categories import titles_of
from ..themes.publication import MISSING, SUPPRESSED, Publication, Values
from ..translation import language, tr
from .page import Page, as_html, made_page

TOTAL = QT_TRANSLATE_NOOP("core", "Total")
AREA = QT_TRANSLATE_NOOP("core", "Area")
EVENTS = QT_TRANSLATE_NOOP("core", "Events")
BY_AREA = QT_TRANSLATE_NOOP("core", "By area")
BY_CATEGORY = QT_TRANSLATE_NOOP("core", "By area and category")
BY_PERIOD = QT_TRANSLATE_NOOP("core", "By area and period")
SIGNS = QT_TRANSLATE_NOOP("core", "What the signs mean")
SOURCES = QT_TRANSLATE_NOOP("core", "Sources and licences")


def publication_page(made: Publication, day: str) -> Page:
    """Return the page; names come from data and are escaped."""
    names = [
        tr(name) if not level else name for name, level in zip(made.names.tolist(), made.levels.tolist())
    ]
    decimals = {item.id: item.decimals for item in made.theme.indicators}
    heads = [tr(AREA), tr(EVENTS)]
    columns = [_told(made.totals)]
    for name, values in made.indicators.items():
        unit = made.units[name]
        heads.append(f"{made.titles[name]} ({unit})" if unit else made.titles[name])
        columns.append(_told(values, decimals[name]))
    coarse = [
        row
        for row, level in enumerate(made.levels.tolist())
        if level != made.level or made.level == made.levels[-3]
    ]
    titles = titles_of(language())
    labels = [titles.get(name) or tr(name) if name else NOTHING for name in made.category_names]
    spans = [f"{periods.date_text(first)} – {periods.date_text(last)}" for first, last in made.periods]
    every = list(range(len(names)))
    parts = [
        f"<p>{as_html(made.period)}. {escape(made.question)}</p>",
        f"<p>{as_html(made.rule)}</p>",
        *(f'<p class="quiet">{as_html(text)}</p>' for text in (*made.notes, *made.cautions)),
        _heading(BY_AREA),
        _table(heads, names, columns, every),
        _heading(BY_CATEGORY),
        _table([tr(AREA), *labels], names, _columns(made.categories), coarse),
        *(
            [_heading(BY_PERIOD), _table([tr(AREA), *spans], names, _columns(made.spans), coarse)]
            if spans
            else []
        ),
        _heading(SIGNS),
        f"<p>{SIGN} {as_html(WITHHELD)}<br>{NOTHING} {as_html(NO_DATA)}</p>",
        _heading(SOURCES),
        *(f"<p>{escape(text)}</p>" for text in (*made.sources, *made.attributions, *made.licences)),
    ]
    return made_page(made.title, tr(made.level_title), day, "", "".join(parts))


def shown(value: float, told: Any, decimals: int = 0) -> str:
    """Return a value as a reader sees it: a number, the sign of what is withheld, or that of what is missing."""
    if told == SUPPRESSED:
        return SIGN
    return NOTHING if told == MISSING else number(value, decimals)


def _told(values: Values, decimals: int = 0) -> List[str]:
    return [shown(value, told, decimals) for value, told in zip(values.value.tolist(), values.told.tolist())]


def _columns(values: Values) -> List[List[str]]:
    return [
        _told(Values(value, told))
        for value, told in zip(np.transpose(values.value), np.transpose(values.told))
    ]


def _heading(title: str) -> str:
    return f"<h2>{as_html(title)}</h2>"


def _table(
    heads: Sequence[str], names: Sequence[str], columns: Sequence[Sequence[str]], rows: Sequence[int]
) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    body = "".join(
        f"<tr><th>{escape(str(names[row]))}</th>{''.join(f'<td>{escape(column[row])}</td>' for column in columns)}</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
