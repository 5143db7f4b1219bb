"""Events by weekday and hour as one page of HTML."""

from __future__ import annotations

from html import escape
from typing import Any, List, Sequence, Tuple

import numpy as np

from ..core.hot_times import HotTimes
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..layers.colours import RAMPS
from ..layers.wording import number
from .page import Page, as_html, made_page

MOST = 60
"""Parts that are shown: those with most events."""
SHADES = RAMPS["purple"]
LIGHT = "#ffffff"
TITLE = QT_TRANSLATE_NOOP("core", "Hot times")
ABOUT = QT_TRANSLATE_NOOP("core", "Events by weekday and hour, in local time.")
LEGEND = QT_TRANSLATE_NOOP(
    "core",
    "The darker, the more events of that part. ▲ more and ▼ fewer events than the profile of the whole gives, by more than "
    "chance explains (false discovery rate 5 %). Nothing is compared where a part is the whole.",
)
PART = QT_TRANSLATE_NOOP("core", "{events} events")
TIP = QT_TRANSLATE_NOOP("core", "{events} events whose hour is known, {expected} expected, p = {p}")
REST = QT_TRANSLATE_NOOP("core", "{n} parts with fewer events are in the table only.")
TOTAL = QT_TRANSLATE_NOOP("core", "Total")


def hot_times_page(
    name: str, day: str, parts: Sequence[Tuple[str, str]], weekdays: Sequence[str], found: HotTimes
) -> Page:
    """Return the page; `parts` are name and season of each row of what was found, `day` is when it was made."""
    total = found.events.sum(1)
    order = [row for row in np.argsort(-total, kind="stable").tolist() if total[row] > 0]
    sections = [_section(parts[row], weekdays, found, row) for row in order[:MOST]]
    rest = f"<p>{as_html(Text(REST, {'n': len(order) - MOST}))}</p>" if len(order) > MOST else ""
    body = f'<p class="quiet">{as_html(LEGEND)}</p>{"".join(sections)}{rest}'
    return made_page(TITLE, name, day, ABOUT, body)


def _section(part: Tuple[str, str], weekdays: Sequence[str], found: HotTimes, row: int) -> str:
    events = found.events[row].reshape(7, 24)
    heads = "".join(f"<th>{hour}</th>" for hour in range(24))
    lines: List[str] = []
    for at, title in enumerate(weekdays):
        cells = "".join(_cell(found, row, at * 24 + hour, float(events.max())) for hour in range(24))
        lines.append(
            f"<tr><th>{escape(title)}</th>{cells}<td class=total>{_number(events[at].sum())}</td></tr>"
        )
    sums = "".join(f"<td class=total>{_number(value)}</td>" for value in events.sum(0).tolist())
    lines.append(f"<tr><th>{as_html(TOTAL)}</th>{sums}<td class=total>{_number(events.sum())}</td></tr>")
    told = as_html(Text(PART, {"events": _number(events.sum())}))
    return (
        f"<section><h2>{escape(part[0])}</h2><p class=quiet>{escape(part[1])}; {told}</p>"
        f"<table><thead><tr><th></th>{heads}<th>{as_html(TOTAL)}</th></tr></thead><tbody>{''.join(lines)}</tbody></table></section>"
    )


def _cell(found: HotTimes, row: int, hour: int, most: float) -> str:
    value, peak = float(found.events[row, hour]), int(found.peak[row, hour])
    step = int(np.ceil(value / most * len(SHADES))) if most and value else 0
    ground, ink = (SHADES[step - 1] if step else LIGHT), ("#fff" if step > 3 else "#22262b")
    mark = {1: "▲", -1: "▼"}.get(peak, "")
    tip = ""
    if found.p[row, hour] == found.p[row, hour]:
        told = {
            "events": number(int(found.timed[row, hour]), 0),
            "expected": number(float(found.expected[row, hour]), 1),
            "p": f"{found.p[row, hour]:.2g}",
        }
        tip = f' title="{as_html(Text(TIP, told))}"'
    shown = _number(value) if value >= 0.5 else ""
    return f'<td style="background:{ground};color:{ink}"{tip}>{shown}{mark}</td>'


def _number(value: Any) -> str:
    return number(float(value), 0)
