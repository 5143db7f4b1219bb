"""The figures of a theme in sentences a team leader reads aloud."""

from __future__ import annotations

from typing import Any, List, Mapping, Sequence, Tuple

import numpy as np

from ..charts.wording import WEEKDAYS_IN_FULL, Wording, change_text, made_of, value_text
from ..core.figures import NOT_BUILT, Figures, IndicatorValue
from ..core.text import QT_TRANSLATE_NOOP, Text
from ..translation import tr

COMMA_LANGUAGES = ("nl", "de", "fr", "es", "it", "pt", "da", "nb", "pl")

LEAD_ALONE = QT_TRANSLATE_NOOP("core", "{title}: {value}.")
LEAD_MADE = QT_TRANSLATE_NOOP("core", "{title}: {value} ({made_of}).")
UP = QT_TRANSLATE_NOOP("core", "That is {size} more than in the period before ({previous}){verdict}.")
DOWN = QT_TRANSLATE_NOOP("core", "That is {size} less than in the period before ({previous}){verdict}.")
SAME = QT_TRANSLATE_NOOP("core", "That is the same as in the period before.")
WORSE = QT_TRANSLATE_NOOP("core", ": clearly worse")
BETTER = QT_TRANSLATE_NOOP("core", ": clearly better")
CLEAR = QT_TRANSLATE_NOOP("core", ": more than chance explains")
UNCLEAR = QT_TRANSLATE_NOOP("core", ": within what chance explains")
NO_EARLIER = QT_TRANSLATE_NOOP("core", "There is no earlier period to compare with.")
FROM_NONE = QT_TRANSLATE_NOOP("core", "In the period before there were none.")
SPOTS_HERE = QT_TRANSLATE_NOOP("core", "{count} hot spots lie in {area}; the strongest is {name}.")
SPOT_HERE = QT_TRANSLATE_NOOP("core", "One hot spot lies in {area}: {name}.")
NO_SPOT_HERE = QT_TRANSLATE_NOOP("core", "No hot spot lies in {area}.")
BUSIEST = QT_TRANSLATE_NOOP("core", "Busiest hour: {weekday} between {hour}:00 and {next}:00.")
ABOVE_BAND = QT_TRANSLATE_NOOP(
    "core", "The last full {period} lies above what its own past leads one to expect."
)
BELOW_BAND = QT_TRANSLATE_NOOP(
    "core", "The last full {period} lies below what its own past leads one to expect."
)
IN_BAND = QT_TRANSLATE_NOOP("core", "The last full {period} is as its own past leads one to expect.")
PERIODS = {
    "day": QT_TRANSLATE_NOOP("core", "day"),
    "week": QT_TRANSLATE_NOOP("core", "week"),
    "month": QT_TRANSLATE_NOOP("core", "month"),
    "quarter": QT_TRANSLATE_NOOP("core", "quarter"),
    "year": QT_TRANSLATE_NOOP("core", "year"),
}
PERIOD_LINE = QT_TRANSLATE_NOOP("core", "{area}  ·  {level}  ·  {period}")
COMPARED = QT_TRANSLATE_NOOP("core", "compared with {period}")
UNTIL = QT_TRANSLATE_NOOP("core", "data until {day}")
BY_SOURCES = QT_TRANSLATE_NOOP("core", "Sources: {sources}.")
BASE_MAP = QT_TRANSLATE_NOOP("core", "Base map: {attribution}.")
PAGE = QT_TRANSLATE_NOOP("core", "Page {number} of {count}")


def wording_for(language: str) -> Wording:
    """Return the translation and number separators of a language (two letters)."""
    if language in COMMA_LANGUAGES:
        return Wording(tr, ",", ".")
    return Wording(tr)


def meta_line(figures: Figures, wording: Wording) -> str:
    """Area, level, period, comparison and date of the data in one line."""
    values = {
        "area": tr(figures.area_title),
        "level": tr(figures.level_title),
        "period": wording.period(figures.period_title),
    }
    parts = [tr(Text(PERIOD_LINE, values))]
    previous = figures.previous_title
    if isinstance(previous, Text):
        parts.append(tr(Text(COMPARED, {"period": wording.period(previous)})))
    if figures.data_until:
        parts.append(tr(Text(UNTIL, {"day": wording.iso_day(figures.data_until)})))
    return "  ·  ".join(parts)


def short_meta(figures: Figures, wording: Wording) -> str:
    """Area and period, for the head of further pages."""
    return f"{tr(figures.area_title)}  ·  {wording.period(figures.period_title)}"


def key_figure(indicator: IndicatorValue, wording: Wording) -> Tuple[str, str, str, str, str]:
    """Return title, value, change in words, what it is made of, and the state of the change."""
    change = change_text(indicator, wording)
    note = made_of(indicator, wording)
    if indicator.value is None:
        return tr(indicator.title), "\u2013", "", tr(indicator.reason), "none"
    words = f"{change.arrow} {change.amount}  {change.verdict}" if change.arrow else change.verdict
    return tr(indicator.title), value_text(indicator, wording), words, note, change.state


def summary(figures: Figures, lead: str, wording: Wording) -> str:
    """Say in a few sentences what stands on the page."""
    if figures.reason:
        return tr(figures.reason)
    sentences: List[str] = []
    indicator = next((item for item in figures.indicators if item.id == lead), None)
    if indicator is not None and indicator.value is not None:
        sentences += _lead_sentences(indicator, wording)
    sentences += _trend_sentences(figures)
    sentences.append(hotspot_sentence(figures))
    sentences += _hour_sentences(figures)
    return " ".join(sentence for sentence in sentences if sentence)


def hotspot_sentence(figures: Figures) -> str:
    """Say what the hot spots are: of the whole as computed, of one area those that lie in it."""
    if not figures.area or figures.hotspot_explanation == NOT_BUILT:
        return tr(figures.hotspot_explanation)
    values: Mapping[str, Any] = {"area": tr(figures.area_title)}
    if not figures.hotspots:
        return tr(Text(NO_SPOT_HERE, dict(values)))
    template = SPOT_HERE if len(figures.hotspots) == 1 else SPOTS_HERE
    return tr(Text(template, {**values, "count": len(figures.hotspots), "name": figures.hotspots[0].name}))


def attribution_line(attributions: Sequence[str], sources: Sequence[str], base_map: str = "") -> str:
    """Name where the data come from; the attributions, else the titles of the sources; then the base map."""
    named = [text for text in dict.fromkeys(attributions) if text] or list(dict.fromkeys(sources))
    parts = [tr(Text(BY_SOURCES, {"sources": "; ".join(named)}))] if named else []
    if base_map:
        parts.append(tr(Text(BASE_MAP, {"attribution": base_map})))
    return " ".join(parts)


def _lead_sentences(indicator: IndicatorValue, wording: Wording) -> List[str]:
    unit = "" if indicator.unit == "%" else indicator.unit
    value = f"{value_text(indicator, wording)} {unit}".strip()
    made = made_of(indicator, wording)
    values = {"title": tr(indicator.title), "value": value, "made_of": made}
    sentences = [tr(Text(LEAD_MADE if made else LEAD_ALONE, values))]
    change = change_text(indicator, wording)
    if indicator.previous == 0 and indicator.change is None and indicator.value:
        return sentences + [tr(FROM_NONE)]
    if indicator.previous is None or not change.arrow:
        return sentences + [tr(NO_EARLIER)]
    size = change.amount.lstrip("+\u2212")
    if change.amount == size:
        return sentences + [tr(SAME)]
    significant = indicator.p_value is not None and indicator.p_value < 0.05
    verdict = {"worse": WORSE, "better": BETTER}.get(change.state, CLEAR if significant else UNCLEAR)
    previous = wording.quantity(indicator.previous, "%" if indicator.unit == "%" else "", indicator.decimals)
    template = UP if change.amount.startswith("+") else DOWN
    words = "" if indicator.p_value is None else tr(verdict)
    return sentences + [tr(Text(template, {"size": size, "previous": previous, "verdict": words}))]


def _trend_sentences(figures: Figures) -> List[str]:
    trend = figures.trend
    if trend.empty or "trend" not in figures.charts:
        return []
    known = np.flatnonzero(trend.complete & np.isfinite(trend.values) & np.isfinite(trend.upper))
    period = PERIODS.get(trend.period_kind)
    if not len(known) or period is None:
        return []
    last = int(known[-1])
    if last != np.flatnonzero(trend.complete)[-1]:
        return []  # the last whole period cannot be judged yet
    template = IN_BAND
    if trend.values[last] > trend.upper[last]:
        template = ABOVE_BAND
    elif trend.values[last] < trend.lower[last]:
        template = BELOW_BAND
    return [tr(Text(template, {"period": Text(period)}))]


def _hour_sentences(figures: Figures) -> List[str]:
    if figures.hours.empty or "hours" not in figures.charts:
        return []
    weekday, hour = np.unravel_index(int(np.argmax(figures.hours.counts)), figures.hours.counts.shape)
    values = {"weekday": WEEKDAYS_IN_FULL[int(weekday)], "hour": int(hour), "next": int(hour) + 1}
    return [tr(Text(BUSIEST, values))]
