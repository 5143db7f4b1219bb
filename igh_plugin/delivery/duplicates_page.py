"""The report of igh:linkduplicates as a page: why two rows were taken as one."""

from __future__ import annotations

from html import escape
from typing import Iterable, List, Sequence

import numpy as np

from ..core.duplicates import REASONS
from ..core.text import QT_TRANSLATE_NOOP, Text, localized
from ..translation import language, reader_locale, tr

LARGEST = 50
TITLE = QT_TRANSLATE_NOOP("core", "Reports of the same thing")
SUMMARY = QT_TRANSLATE_NOOP(
    "core",
    "{events} events are {incidents} incidents: {several} of them stand in the data more than once, {linked} events belong to "
    "those. No event was changed or deleted; without the links every event is an incident of its own again.",
)
LEFT_OUT = QT_TRANSLATE_NOOP(
    "core",
    "Took no part: {no_point} events without an exact point, {no_time} without a time (or without a time of day where "
    "minutes count), {no_rule} without a rule for their category and kind.",
)
HOW = QT_TRANSLATE_NOOP(
    "core",
    "Two events of one category are linked when they are within the distance and within the time of their rule; chains of "
    "links are one incident, up to the limits of the rule. Two registrations of different sources are one when each is the "
    "nearest of the other source to the other.",
)
RULES = QT_TRANSLATE_NOOP("core", "Links by rule and reason")
LARGE = QT_TRANSLATE_NOOP("core", "The largest incidents")
EXAMPLES = QT_TRANSLATE_NOOP("core", "The most doubtful links of each rule")
DOUBT = QT_TRANSLATE_NOOP(
    "core",
    "Those that go furthest towards the bounds. If these are not the same thing, the bounds are too wide.",
)
COLUMNS = {
    "rule": QT_TRANSLATE_NOOP("core", "Rule"),
    "reason": QT_TRANSLATE_NOOP("core", "Reason"),
    "within": QT_TRANSLATE_NOOP("core", "Within"),
    "links": QT_TRANSLATE_NOOP("core", "Links"),
    "cut": QT_TRANSLATE_NOOP("core", "Chains cut"),
    "incident": QT_TRANSLATE_NOOP("core", "Id of the first report"),
    "category": QT_TRANSLATE_NOOP("core", "Category"),
    "reports": QT_TRANSLATE_NOOP("core", "Reports"),
    "first": QT_TRANSLATE_NOOP("core", "First time (local)"),
    "last": QT_TRANSLATE_NOOP("core", "Last time (local)"),
    "sources": QT_TRANSLATE_NOOP("core", "Sources"),
    "one": QT_TRANSLATE_NOOP("core", "Event"),
    "other": QT_TRANSLATE_NOOP("core", "Linked to"),
    "source": QT_TRANSLATE_NOOP("core", "Source"),
    "time": QT_TRANSLATE_NOOP("core", "Happened (local time)"),
    "metres": QT_TRANSLATE_NOOP("core", "Metres apart"),
    "minutes": QT_TRANSLATE_NOOP("core", "Minutes apart"),
}
BOUNDS = QT_TRANSLATE_NOOP("core", "{metres} m, {minutes} minutes")
STYLE = (
    "body{font-family:sans-serif;max-width:70em;margin:2em auto;padding:0 1em;color:#222}"
    "table{border-collapse:collapse;margin:1em 0}th,td{border-bottom:1px solid #ccc;padding:.25em .7em;text-align:left}"
    "td.n{text-align:right}"
)


def page(made, table) -> str:
    """Return the report on links (`pipeline.duplicates.Linked`, its `incident_table`) as HTML, in the user's language."""
    incidents, left_out = made.incidents, made.left_out
    counts = {
        "events": _number(len(incidents.incident)),
        "incidents": _number(incidents.count),
        "several": _number(int((incidents.sizes > 1).sum())),
        "linked": _number(int(made.linked.sum())),
    }
    absent = {name: _number(getattr(left_out, name)) for name in ("no_point", "no_time", "no_rule")}
    parts = [
        f"<h1>{escape(tr(TITLE))}</h1>",
        _paragraph(Text(SUMMARY, counts)),
        _paragraph(Text(LEFT_OUT, absent)),
        _paragraph(Text(HOW)),
        *(_paragraph(note) for note in made.notes),
        f"<h2>{escape(tr(RULES))}</h2>",
        _table(("rule", "reason", "within", "links", "cut"), _rule_rows(made)),
        f"<h2>{escape(tr(LARGE))}</h2>",
        _table(("incident", "category", "reports", "first", "last", "sources"), _large_rows(table)),
        f"<h2>{escape(tr(EXAMPLES))}</h2>",
        _paragraph(Text(DOUBT)),
        _table(
            ("rule", "one", "source", "time", "other", "source", "time", "metres", "minutes"),
            _example_rows(made),
        ),
    ]
    head = f'<meta charset="utf-8"><title>{escape(tr(TITLE))}</title><style>{STYLE}</style>'
    return (
        f'<!DOCTYPE html><html lang="{language()}"><head>{head}</head><body>{"".join(parts)}</body></html>\n'
    )


def _rule_rows(made) -> Iterable[Sequence[object]]:
    links = np.bincount(made.incidents.reason[made.incidents.reason >= 0], minlength=len(made.series))
    for number, one in enumerate(made.series):
        bounds = Text(BOUNDS, {"metres": f"{one.metres:g}", "minutes": f"{one.minutes:g}"})
        yield _name(one), tr(REASONS[one.reason]), tr(bounds), int(links[number]), one.cut


def _large_rows(table) -> Iterable[Sequence[object]]:
    for row in range(min(LARGEST, len(table["incident"]))):
        if table["reports"][row] < 2:
            return
        yield (
            table["incident"][row],
            table["category"][row],
            int(table["reports"][row]),
            _moment(table["first"][row]),
            _moment(table["last"][row]),
            table["sources"][row],
        )


def _example_rows(made) -> Iterable[Sequence[object]]:
    from ..pipeline.duplicates import doubtful_links

    events, incidents = made.events, made.incidents
    for number, one in enumerate(made.series):
        for event in doubtful_links(made, number):
            sides: List[object] = []
            for row in (event, incidents.other[event]):
                sides += [
                    events["event_id"][row],
                    events["source"][row],
                    _moment(events["occurred_local"][row]),
                ]
            yield (_name(one), *sides, float(incidents.metres[event]), float(incidents.minutes[event]))


def _name(series) -> str:
    return localized(series.title, language()) if series.title else series.name


def _moment(time) -> str:
    return "" if np.isnat(time) else str(time.astype("datetime64[m]")).replace("T", " ")


def _number(value: object) -> str:
    if isinstance(value, float):
        return reader_locale().toString(value, "f", 1)
    return reader_locale().toString(int(value))


def _paragraph(text: Text) -> str:
    return f"<p>{escape(tr(text))}</p>"


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    head = "".join(f"<th>{escape(tr(COLUMNS[name]))}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _cell(value: object) -> str:
    if isinstance(value, (int, float)):
        return f'<td class="n">{escape(_number(value))}</td>'
    return f"<td>{escape('' if value is None else str(value))}</td>"
