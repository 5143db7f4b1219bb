"""Knox ratios by distance and time as one page of HTML."""

from __future__ import annotations

from html import escape
from typing import Sequence

import numpy as np

from ..core.near_repeat import NearRepeat
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..layers.colours import RAMPS
from ..layers.wording import number
from .page import Page, as_html, made_page

SHADES = RAMPS["orange"]
STEPS = (1.2, 1.5, 2.0, 3.0)
"""Ratios at which the next shade begins."""
TITLE = QT_TRANSLATE_NOOP("core", "Near repeats")
ABOUT = QT_TRANSLATE_NOOP("core", "Pairs of events by how far and how long they are apart.")
LEGEND = QT_TRANSLATE_NOOP(
    "core",
    "The number is how many times as many pairs there are as when the times are dealt out anew; below it the pairs and p. "
    "Coloured: at least 1.2 times as many, and p of 0.05 or less.",
)
SHOWN = QT_TRANSLATE_NOOP("core", "{pairs} pairs, p = {p}")


def near_repeat_page(
    name: str, day: str, distances: Sequence[str], times: Sequence[str], found: NearRepeat, near: np.ndarray
) -> Page:
    """Return the page; `near` (distances, times) bool marks the bands with more pairs than chance explains."""
    heads = "".join(f"<th>{escape(title)}</th>" for title in times)
    lines = []
    for row, title in enumerate(distances):
        cells = "".join(_cell(found, near, row, column) for column in range(len(times)))
        lines.append(f"<tr><th>{escape(title)}</th>{cells}</tr>")
    table = f"<table><thead><tr><th></th>{heads}</tr></thead><tbody>{''.join(lines)}</tbody></table>"
    return made_page(TITLE, name, day, ABOUT, f'<p class="quiet">{as_html(LEGEND)}</p>{table}')


def _cell(found: NearRepeat, near: np.ndarray, row: int, column: int) -> str:
    ratio = float(found.ratio[row, column])
    step = int(np.searchsorted(STEPS, ratio, "right")) if near[row, column] else 0
    ground, ink = (SHADES[step] if step else "#f4f4f2"), ("#fff" if step > 3 else "#22262b")
    shown = number(ratio, 2) if ratio == ratio else "–"
    told = as_html(
        Text(SHOWN, {"pairs": number(found.observed[row, column], 0), "p": number(found.p[row, column], 3)})
    )
    return f'<td style="background:{ground};color:{ink};padding:.4rem .8rem"><b>{shown}</b><br><small>{told}</small></td>'
