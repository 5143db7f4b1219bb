"""The report on the quality of sources as one page of HTML: no scripts, nothing loaded, fit for print."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence

from ..core.cleaning.records import REASONS
from ..core.quality import (
    ATTENTION,
    BAD,
    DAYS,
    DRIFT,
    FINE,
    GROUPS,
    HOURS,
    INFO,
    PER_CENT,
    STATES,
    UNKNOWN,
    Figure,
    worst,
)
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..pipeline.quality import PeriodQuality, SourceQuality
from ..themes.view import source_title
from ..translation import language, reader_locale, tr
from ..workspace.address import title_of

COLUMNS = 6
"""Periods beside each other: what fits on a page of A4."""
TITLE = QT_TRANSLATE_NOOP("core", "Quality of the sources")
MADE = QT_TRANSLATE_NOOP("core", "Workspace {workspace}, {day}.")
LEGEND = QT_TRANSLATE_NOOP(
    "core",
    "The colour of a figure is its state against its norm, of a group the worst of its figures in the last period that "
    "has ended. “No norm”: a figure that is told and not judged. What cannot be told is left empty, and is not zero.",
)
SOURCE = QT_TRANSLATE_NOOP("core", "Source")
ALL_EVENTS = QT_TRANSLATE_NOOP("core", "all events")
EVENTS = QT_TRANSLATE_NOOP("core", "Events")
FIGURE = QT_TRANSLATE_NOOP("core", "Figure")
ABOUT = QT_TRANSLATE_NOOP("core", "{count} events; last collected on {day}.")
NEVER = QT_TRANSLATE_NOOP("core", "{count} events.")
LOOK_AT = QT_TRANSLATE_NOOP("core", "What to look at: {period}")
NOTHING_WRONG = QT_TRANSLATE_NOOP("core", "Nothing calls for attention in {period}.")
WHAT_IT_SAYS = QT_TRANSLATE_NOOP("core", "In words: {period}")
STILL_OPEN = QT_TRANSLATE_NOOP("core", "not ended")
NAMES = {
    "filled": QT_TRANSLATE_NOOP("core", "Filled"),
    "rejected": QT_TRANSLATE_NOOP("core", "Rejected rows"),
    "reported_before": QT_TRANSLATE_NOOP("core", "Reported before they occurred"),
    "reporting_delay_median": QT_TRANSLATE_NOOP("core", "Reporting delay, median"),
    "reporting_delay_p90": QT_TRANSLATE_NOOP("core", "Reporting delay, nine in ten"),
    "closing_median": QT_TRANSLATE_NOOP("core", "Time until closed, median"),
    "newest": QT_TRANSLATE_NOOP("core", "Age of the newest event"),
    "collected": QT_TRANSLATE_NOOP("core", "Last collected"),
    "exact_duplicates": QT_TRANSLATE_NOOP("core", "Equal rows"),
    "repeated_ids": QT_TRANSLATE_NOOP("core", "Rows that repeat an id"),
    "quality": QT_TRANSLATE_NOOP("core", "Quality of points"),
    "coarse": QT_TRANSLATE_NOOP("core", "By area only, or displaced"),
    "outside": QT_TRANSLATE_NOOP("core", "Outside the areas"),
    "most_used_point": QT_TRANSLATE_NOOP("core", "At the most used point"),
    "drop": QT_TRANSLATE_NOOP("core", "Against what was to be expected"),
    "change_before": QT_TRANSLATE_NOOP("core", "Change since the period before"),
    "change_year": QT_TRANSLATE_NOOP("core", "Change since a year before"),
    "mix_before": QT_TRANSLATE_NOOP("core", "Shift between categories since the period before"),
    "mix_year": QT_TRANSLATE_NOOP("core", "Shift between categories since a year before"),
    "category_before": QT_TRANSLATE_NOOP("core", "Category, since the period before"),
    "category_year": QT_TRANSLATE_NOOP("core", "Category, since a year before"),
    "new_category": QT_TRANSLATE_NOOP("core", "New category"),
    "vanished_before": QT_TRANSLATE_NOOP("core", "Vanished category, since the period before"),
    "vanished_year": QT_TRANSLATE_NOOP("core", "Vanished category, since a year before"),
}
UNITS = {PER_CENT: "%", HOURS: QT_TRANSLATE_NOOP("core", "h"), DAYS: QT_TRANSLATE_NOOP("core", "d")}
_MARKS = {BAD: "!!", ATTENTION: "!", FINE: "", INFO: "", UNKNOWN: ""}
_STYLE = Path(__file__).resolve().parent.parent / "resources" / "styles" / "quality_report.css"


def quality_page(found: Sequence[SourceQuality], workspace: str, day: str) -> str:
    """Return the page; `workspace` is the name of its file, `day` the date it was looked at."""
    body = [
        f"<h1>{_t(TITLE)}</h1>",
        f'<p class="quiet">{_t(Text(MADE, {"workspace": title_of(workspace), "day": day}))}</p>',
    ]
    body += [_overview(found), _legend()]
    body += [_section(one) for one in found]
    head = (
        f'<meta charset="utf-8"><title>{_t(TITLE)}</title><style>{_STYLE.read_text(encoding="utf-8")}</style>'
    )
    return f'<!DOCTYPE html>\n<html lang="{language()}"><head>{head}</head>\n<body>{"".join(body)}</body></html>\n'


def _overview(found: Sequence[SourceQuality]) -> str:
    heads = "".join(f"<th>{_t(title)}</th>" for title in GROUPS.values())
    rows = []
    for one in found:
        figures = [*one.whole, *(one.latest.figures if one.latest else ())]
        cells = "".join(_state_cell([item for item in figures if item.group == group]) for group in GROUPS)
        rows.append(f'<tr><th><a href="#{escape(one.source)}">{_title(one)}</a></th>{cells}</tr>')
    return f'<table class="states"><thead><tr><th>{_t(SOURCE)}</th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _state_cell(figures: Sequence[Figure]) -> str:
    state = worst(figures)
    return f'<td class="{state}">{_t(STATES[state])}</td>'


def _legend() -> str:
    states = "".join(
        f'<span class="{state}">{_t(word)} {_MARKS[state]}</span>' for state, word in STATES.items()
    )
    return f'<p class="legend">{states}</p><p class="quiet">{_t(LEGEND)}</p>'


def _section(one: SourceQuality) -> str:
    about = Text(ABOUT if one.collected else NEVER, {"count": _number(one.count, 0), "day": one.collected})
    parts = [f'<section id="{escape(one.source)}"><h2>{_title(one)}</h2><p class="quiet">{_t(about)}</p>']
    parts.append(_sentences(tr(ALL_EVENTS), one.whole))
    if one.latest is not None:
        parts.append(_sentences(one.latest.name, one.latest.figures))
    parts.append(_table(one))
    shown = one.latest.figures if one.latest is not None else one.whole
    name = one.latest.name if one.latest is not None else tr(ALL_EVENTS)
    calm = [item for item in shown if item.state not in (BAD, ATTENTION)]
    parts.append(f"<h3>{_t(Text(WHAT_IT_SAYS, {'period': name}))}</h3>{_list(calm)}</section>")
    return "".join(parts)


def _sentences(name: str, figures: Sequence[Figure]) -> str:
    listed = [item for state in (BAD, ATTENTION) for item in figures if item.state == state]
    if not listed:
        return f"<p>{_t(Text(NOTHING_WRONG, {'period': name}))}</p>"
    return f"<h3>{_t(Text(LOOK_AT, {'period': name}))}</h3>{_list(listed)}"


def _list(figures: Sequence[Figure]) -> str:
    lines = dict.fromkeys(f'<li class="{item.state}">{_t(item.sentence)}</li>' for item in figures)
    return f"<ul>{''.join(lines)}</ul>"


def _table(one: SourceQuality) -> str:
    shown = one.periods[:COLUMNS]
    heads = "".join(f"<th>{_period(item)}</th>" for item in shown)
    columns: List[Dict[str, Figure]] = [
        {item.key: item for item in figures} for figures in (one.whole, *(part.figures for part in shown))
    ]
    counts = "".join(f"<td>{_number(item, 0)}</td>" for item in (one.count, *(part.count for part in shown)))
    rows = [f"<tr><th>{_t(EVENTS)}</th>{counts}</tr>"]
    for group, title in GROUPS.items():
        keys = {item.key: item for column in columns for item in column.values() if item.group == group}
        if not keys:
            continue
        rows.append(f'<tr class="group"><th colspan="{len(columns) + 1}">{_t(title)}</th></tr>')
        for key, item in sorted(keys.items(), key=lambda pair: _rank(pair[1])):
            cells = "".join(_cell(column.get(key)) for column in columns)
            rows.append(f"<tr><th>{_name(item)}</th>{cells}</tr>")
    head = f"<thead><tr><th>{_t(FIGURE)}</th><th>{_t(ALL_EVENTS)}</th>{heads}</tr></thead>"
    return f"<table>{head}<tbody>{''.join(rows)}</tbody></table>"


def _rank(item: Figure) -> Any:
    return list(NAMES).index(item.name), bool(item.of), item.of


def _cell(item: Optional[Figure]) -> str:
    if item is None:
        return "<td></td>"
    shown = ("–" if item.state == UNKNOWN else "") if item.value is None else _quantity(item)
    return f'<td class="{item.state}" title="{_t(item.sentence)}">{shown} {_MARKS[item.state]}</td>'


def _quantity(item: Figure) -> str:
    value = float(item.value or 0)
    if 0 < value < 0.05:
        number = f"&lt;&nbsp;{_number(0.1, 1)}"
    else:
        sign = "+" if item.group == DRIFT and not item.name.startswith("mix") and value > 0 else ""
        number = sign + _number(value, 1 if abs(value) < 100 and value != 0 else 0)
    return f"{number}&nbsp;{_t(UNITS[item.unit])}"


def _name(item: Figure) -> str:
    if item.name == "rejected" and item.of in REASONS:
        return f"{_t(NAMES[item.name])}: {_t(REASONS[item.of])}"
    return f"{_t(NAMES[item.name])}: {escape(item.of)}" if item.of else _t(NAMES[item.name])


def _period(item: PeriodQuality) -> str:
    return escape(item.name) if item.complete else f"{escape(item.name)}<br>{_t(STILL_OPEN)}"


def _title(one: SourceQuality) -> str:
    return escape(source_title({"title": one.title, "source": one.source}, language()))


def _number(value: float, decimals: int) -> str:
    return reader_locale().toString(float(value), "f", decimals)


def _t(text: Any) -> str:
    return escape(tr(text))
