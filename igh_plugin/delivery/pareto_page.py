"""The curve of a concentration, and its first places, as one page of HTML."""

from __future__ import annotations

from html import escape
from typing import Sequence

import numpy as np

from ..core.concentration import Concentration
from ..core.text import QT_TRANSLATE_NOOP
from ..layers.colours import RAMPS
from ..layers.wording import number
from .page import Page, as_html, made_page

INK, QUIET, FIRST = RAMPS["purple"][-1], "#9aa0a6", 20
WIDTH, HEIGHT, MARGIN = 560, 400, 46
STEPS = 400
"""Points of the curve that are drawn."""
TITLE = QT_TRANSLATE_NOOP("core", "Concentration of events")
ABOUT = QT_TRANSLATE_NOOP("core", "Places from most to least.")
PLACES = QT_TRANSLATE_NOOP("core", "Share of the places (%)")
EVENTS = QT_TRANSLATE_NOOP("core", "Share of the events (%)")
WEIGHT = QT_TRANSLATE_NOOP("core", "Share of the sum of weights (%)")
WEIGHTS = QT_TRANSLATE_NOOP("core", "Sum of weights")
EVEN = QT_TRANSLATE_NOOP("core", "All places the same")
HEADS = (
    QT_TRANSLATE_NOOP("core", "Rank"),
    QT_TRANSLATE_NOOP("core", "Area"),
    QT_TRANSLATE_NOOP("core", "Events"),
    QT_TRANSLATE_NOOP("core", "Share (%)"),
    QT_TRANSLATE_NOOP("core", "Share with all before it (%)"),
)


def pareto_page(
    name: str,
    day: str,
    lead: str,
    names: Sequence[str],
    amounts: np.ndarray,
    found: Concentration,
    weighted: bool = False,
) -> Page:
    """Return the page; `names` and `amounts`, events or their weights, are of each place, in the order in which `found` was measured."""
    titles = [WEIGHTS if weighted and title == HEADS[2] else title for title in HEADS]
    heads = "".join(f"<th>{as_html(title)}</th>" for title in titles)
    rows = []
    for rank, place in enumerate(found.order[:FIRST].tolist()):
        values = (
            number(amounts[place], 1 if weighted else 0),
            number(100 * found.share[rank], 1),
            number(100 * found.cumulated[rank], 1),
        )
        cells = "".join(f'<td style="padding:.2rem .8rem;text-align:right">{value}</td>' for value in values)
        rows.append(f"<tr><th>{rank + 1}</th><td>{escape(str(names[place] or ''))}</td>{cells}</tr>")
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return made_page(TITLE, name, day, ABOUT, f"<p>{escape(lead)}</p>{_curve(found, weighted)}{table}")


def _curve(found: Concentration, weighted: bool) -> str:
    """Return the curve as SVG, from the share of places to the share of events."""
    share = np.linspace(0, 1, STEPS + 1)
    held = np.interp(
        share, np.arange(len(found.share) + 1) / len(found.share), np.append(0.0, found.cumulated)
    )
    points = " ".join(f"{_x(x):.1f},{_y(y):.1f}" for x, y in zip(share, held))
    marks = []
    for at in range(0, 101, 20):
        x, y = _x(at / 100), _y(at / 100)
        marks.append(f'<line x1="{x:.1f}" y1="{_y(0):.1f}" x2="{x:.1f}" y2="{_y(1):.1f}" stroke="#e6e6e3"/>')
        marks.append(f'<line x1="{_x(0):.1f}" y1="{y:.1f}" x2="{_x(1):.1f}" y2="{y:.1f}" stroke="#e6e6e3"/>')
        marks.append(f'<text x="{x:.1f}" y="{_y(0) + 16:.1f}" text-anchor="middle">{at}</text>')
        marks.append(f'<text x="{_x(0) - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{at}</text>')
    middle = _y(0.5)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="sans-serif" font-size="12" '
        f'fill="#4a4f55" role="img" aria-label="{as_html(TITLE)}">{"".join(marks)}'
        f'<line x1="{_x(0):.1f}" y1="{_y(0):.1f}" x2="{_x(1):.1f}" y2="{_y(1):.1f}" stroke="{QUIET}" stroke-dasharray="4 3"/>'
        f'<text x="{_x(0.62):.1f}" y="{_y(0.55):.1f}" fill="{QUIET}">{as_html(EVEN)}</text>'
        f'<polyline points="{points}" fill="none" stroke="{INK}" stroke-width="2.2"/>'
        f'<text x="{_x(0.5):.1f}" y="{HEIGHT - 8}" text-anchor="middle">{as_html(PLACES)}</text>'
        f'<text x="12" y="{middle:.1f}" text-anchor="middle" transform="rotate(-90 12 {middle:.1f})">{as_html(WEIGHT if weighted else EVENTS)}</text></svg>'
    )


def _x(share: float) -> float:
    return MARGIN + share * (WIDTH - MARGIN - 14)


def _y(share: float) -> float:
    return HEIGHT - MARGIN - share * (HEIGHT - MARGIN - 14)
