"""The pages after the overview: what is new, key figures beside their past, and the charts that the first two pages have no room for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import List, Optional, Sequence, Tuple

from qgis.core import QgsLayoutItemLabel

from ..charts.look import Look
from ..charts.recent import save_recent
from ..charts.wording import Wording, beside, chance_text, change_text, value_text
from ..core.figures import Figures, IndicatorValue
from ..core.text import QT_TRANSLATE_NOOP
from ..translation import tr
from .filling import CHART_SIZE, DPI, fill_chart
from .sheet import TOP_OF_NEXT_PAGE, Sheet, label_font
from .typesetting import cut

CHARTS = ("categories", "handling", "pareto")
"""Those of a level's list that have no place of their own in the template."""
CHART_HEIGHT, LINE_HEIGHT = 72.0, 8.0  # mm: a chart, and the small line of a key figure
GAP, SMALL_GAP = 4.0, 1.5
BESIDE = QT_TRANSLATE_NOOP("core", "Key figures beside their past and their target")
READ_RECENT = QT_TRANSLATE_NOOP(
    "core",
    "The small lines are the last whole periods; a triangle is a period outside what its own past leads one to expect.",
)
READ_TARGET = QT_TRANSLATE_NOOP("core", "Dashes are the target.")
Line = Tuple[str, bool, str]
"""A text, whether it is bold, and its colour (empty: that of the notes)."""


@dataclass
class Flow:
    """Where the next thing stands: on which page, at which height. `left` are the two columns, each of a `width`; `like` gives the type."""

    sheet: Sheet
    like: QgsLayoutItemLabel
    left: Tuple[float, float]
    width: float
    bottom: float
    page: int = -1
    y: float = 0.0

    @property
    def full(self) -> float:
        """The width of both columns together."""
        return self.left[1] + self.width - self.left[0]

    def need(self, height: float) -> None:
        """Go on to a further page where a height does not fit on this one."""
        if self.page < 0 or self.y + height > self.bottom:
            self.page, self.y = self.sheet.add_page(), TOP_OF_NEXT_PAGE

    def columns(self, heads: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float]) -> None:
        """Write a table over both columns of each page, as many pages as it takes; `shares` of a column's width, together 1."""
        line = self.sheet.line(self.like)
        broken = [
            self.sheet.wrapped(self.like, head, True, share * self.width - SMALL_GAP)
            for head, share in zip(heads, shares)
        ]
        head = line * max(map(len, broken)) + SMALL_GAP
        while rows:
            self.need(head + 2 * line)
            room = min(int((self.bottom - self.y - head) / line), (len(rows) + 1) // 2)
            for x in self.left:
                if rows:
                    self._column(broken, rows[:room], shares, x, self.y + head)
                rows = rows[room:]
            self.y = self.bottom

    def _column(
        self,
        heads: Sequence[List[str]],
        rows: Sequence[Sequence[str]],
        shares: Sequence[float],
        x: float,
        under: float,
    ) -> None:
        """Write rows under their heads: each cell on one line, so that the lines of all columns stand beside one another."""
        font, size = label_font(self.like)
        for column, share in enumerate(shares):
            width = share * self.width
            cells = [cut(row[column], font, size, width - SMALL_GAP) for row in rows]
            self.sheet.add_label(self.like, heads[column], True, (self.page, x, self.y), width)
            self.sheet.add_label(self.like, cells, False, (self.page, x, under), width)
            x += width

    def height(self, lines: List[Line], width: float) -> float:
        """Return how high lines are when they are broken to a width."""
        return sum(
            self.sheet.label_height(self.like, self.sheet.wrapped(self.like, text, bold, width), bold)
            for text, bold, _ in lines
        )

    def write(self, lines: List[Line], x: float, y: float, width: float) -> float:
        """Write lines, broken to a width, from x and y on; return where they end."""
        for text, bold, colour in lines:
            broken = self.sheet.wrapped(self.like, text, bold, width)
            y += self.sheet.add_label(self.like, broken, bold, (self.page, x, y), width, colour)
        return y


def flow_of(sheet: Sheet) -> Optional[Flow]:
    """Return where further pages begin, in the type and the columns of the notes; None where the template lacks these."""
    boxes = [sheet.item(name, QgsLayoutItemLabel) for name in ("notes_1", "notes_2")]
    foot = sheet.item("attribution_2")
    if None in boxes or foot is None:
        return None
    left = (sheet.position(boxes[0])[1], sheet.position(boxes[1])[1])
    return Flow(sheet, boxes[0], left, sheet.size(boxes[0])[0], sheet.position(foot)[2] - SMALL_GAP)


def fill_further_pages(sheet: Sheet, figures: Figures, wording: Wording, folder: Path) -> None:
    """Add as many pages as it takes, none where there is nothing more to show."""
    flow = flow_of(sheet)
    if flow is not None:
        _write_since(flow, figures, wording)
        _draw_key_figures(flow, figures, wording, folder)
        _draw_charts(flow, figures, wording, folder)


def _write_since(flow: Flow, figures: Figures, wording: Wording) -> None:
    if figures.since is None:
        return
    lines = [(wording.dated(figures.since.title), True, "")]
    lines += [(f"\u2022 {wording.dated(news.sentence)}", False, "") for news in figures.since.news]
    for line in lines:
        flow.need(flow.height([line], flow.full))
        flow.y = flow.write([line], flow.left[0], flow.y, flow.full)
    flow.y += GAP


def _draw_key_figures(flow: Flow, figures: Figures, wording: Wording, folder: Path) -> None:
    found = [item for item in figures.indicators if _has_past(item) or beside(item, wording)]
    if not found:
        return
    look = Look(size=CHART_SIZE)
    drawn = [item.recent for item in found if _has_past(item)]
    read = [tr(READ_RECENT)] if drawn else []
    read += [tr(READ_TARGET)] if any(one.target is not None for one in drawn) else []
    told = [(" ".join(read), False, look.muted)] if read else []
    chance = chance_text(figures.indicators, wording)
    told += [(chance, False, look.muted)] if chance else []
    cards = [(item, *_card(item, look, wording)) for item in found]
    heights = [
        flow.height(head, flow.width) + flow.height(lines, flow.width) + _has_past(item) * LINE_HEIGHT
        for item, head, lines in cards
    ]
    title = [(tr(BESIDE), True, "")]
    flow.need(flow.height(title, flow.full) + max(heights[:2]) + SMALL_GAP)
    flow.y = flow.write(title, flow.left[0], flow.y, flow.full) + SMALL_GAP
    for first in range(0, len(cards), 2):
        height = max(heights[first : first + 2])
        flow.need(height)
        for (item, head, lines), x in zip(cards[first : first + 2], flow.left):
            y = flow.write(head, x, flow.y, flow.width)
            if _has_past(item):
                path = folder / f"recent_{item.id}.png"
                save_recent(item.recent, path, flow.width, LINE_HEIGHT, look, DPI)
                flow.sheet.add_picture(path.stem, (flow.page, x, y), (flow.width, LINE_HEIGHT))
                flow.sheet.show_picture(path.stem, path)
                y += LINE_HEIGHT
            flow.write(lines, x, y, flow.width)
        flow.y += height + SMALL_GAP
    if told:
        flow.need(flow.height(told, flow.full))
        flow.y = flow.write(told, flow.left[0], flow.y, flow.full)
    flow.y += GAP


def _has_past(indicator: IndicatorValue) -> bool:
    """Tell whether there is a small line to draw, as the panel has it."""
    recent = indicator.recent
    if indicator.value is None or recent is None:
        return False
    return len(recent.values) > 1 and bool((recent.values == recent.values).any())


def _card(indicator: IndicatorValue, look: Look, wording: Wording) -> Tuple[List[Line], List[Line]]:
    """Return what stands above and under the small line of a key figure."""
    value = value_text(indicator, wording)
    change = change_text(indicator, wording)
    lines = [(indicator.title + ": " + value, True, "")]
    under = [(change.words, look.state(change.state))] if change.arrow else []
    under += [(text, look.state(state)) for text, state in beside(indicator, wording)]
    return lines, [(text, False, colour) for text, colour in under]


def _draw_charts(flow: Flow, figures: Figures, wording: Wording, folder: Path) -> None:
    """Draw charts two in a row, each as large as the other."""
    parts = [(name, getattr(figures, name)) for name in CHARTS]
    found = [(name, part) for name, part in parts if part is not None and name in figures.charts]
    for first in range(0, len(found), 2):
        flow.need(CHART_HEIGHT)
        for (name, part), x in zip(found[first : first + 2], flow.left):
            flow.sheet.add_picture(name, (flow.page, x, flow.y), (flow.width, CHART_HEIGHT))
            shown = replace(part, title=tr(part.title), reason=tr(part.reason))
            fill_chart(flow.sheet, name, shown, folder, wording)
        flow.y += CHART_HEIGHT + GAP
