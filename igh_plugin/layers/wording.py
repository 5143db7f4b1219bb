"""Numbers and class names as a legend prints them."""

from __future__ import annotations

from qgis.PyQt.QtCore import QLocale

from ..core.text import QT_TRANSLATE_NOOP, Text
from ..translation import language, tr

NO_DATA = QT_TRANSLATE_NOOP("core", "No data")
NO_EARLIER = QT_TRANSLATE_NOOP("core", "No earlier events to compare with")
OTHER = QT_TRANSLATE_NOOP("core", "Other")
WITHHELD = QT_TRANSLATE_NOOP("core", "Withheld: small, or would tell what is small")
ZERO = QT_TRANSLATE_NOOP("core", "Zero")
SIGN, NOTHING = "\u00d7", "\u2013"
"""What stands for a number that is withheld, and for one that is missing."""

SIGNIFICANCE = {
    3: QT_TRANSLATE_NOOP("core", "Hot spot, 99 % confidence"),
    2: QT_TRANSLATE_NOOP("core", "Hot spot, 95 % confidence"),
    1: QT_TRANSLATE_NOOP("core", "Hot spot, 90 % confidence"),
    0: QT_TRANSLATE_NOOP("core", "Not significant"),
    -1: QT_TRANSLATE_NOOP("core", "Cold spot, 90 % confidence"),
    -2: QT_TRANSLATE_NOOP("core", "Cold spot, 95 % confidence"),
    -3: QT_TRANSLATE_NOOP("core", "Cold spot, 99 % confidence"),
}

CLUSTERS = {
    "HH": QT_TRANSLATE_NOOP("core", "High, neighbours high (cluster)"),
    "LL": QT_TRANSLATE_NOOP("core", "Low, neighbours low (cluster)"),
    "HL": QT_TRANSLATE_NOOP("core", "High, neighbours low (outlier)"),
    "LH": QT_TRANSLATE_NOOP("core", "Low, neighbours high (outlier)"),
    "": QT_TRANSLATE_NOOP("core", "Not significant"),
}

STANDING = {
    "far below": QT_TRANSLATE_NOOP("core", "far below"),
    "below": QT_TRANSLATE_NOOP("core", "below"),
    "as the whole": QT_TRANSLATE_NOOP("core", "as the whole"),
    "above": QT_TRANSLATE_NOOP("core", "above"),
    "far above": QT_TRANSLATE_NOOP("core", "far above"),
}
SIGNALS = {
    "fewer": QT_TRANSLATE_NOOP("core", "fewer than expected"),
    "as usual": QT_TRANSLATE_NOOP("core", "as usual"),
    "more": QT_TRANSLATE_NOOP("core", "more than expected"),
}
PATTERNS = {
    "new hot": QT_TRANSLATE_NOOP("core", "Hot, new (in the last step only)"),
    "intensifying hot": QT_TRANSLATE_NOOP("core", "Hot, intensifying (nearly always, and ever more)"),
    "consecutive hot": QT_TRANSLATE_NOOP("core", "Hot, consecutive (in the last steps, never before)"),
    "persistent hot": QT_TRANSLATE_NOOP("core", "Hot, persistent (nearly always)"),
    "diminishing hot": QT_TRANSLATE_NOOP("core", "Hot, diminishing (nearly always, and ever less)"),
    "oscillating hot": QT_TRANSLATE_NOOP("core", "Hot, oscillating (now, and cold before)"),
    "sporadic hot": QT_TRANSLATE_NOOP("core", "Hot, sporadic (now, and on and off before)"),
    "historical hot": QT_TRANSLATE_NOOP("core", "Hot no longer (nearly always before)"),
    "new cold": QT_TRANSLATE_NOOP("core", "Cold, new (in the last step only)"),
    "intensifying cold": QT_TRANSLATE_NOOP("core", "Cold, intensifying (nearly always, and ever more)"),
    "consecutive cold": QT_TRANSLATE_NOOP("core", "Cold, consecutive (in the last steps, never before)"),
    "persistent cold": QT_TRANSLATE_NOOP("core", "Cold, persistent (nearly always)"),
    "diminishing cold": QT_TRANSLATE_NOOP("core", "Cold, diminishing (nearly always, and ever less)"),
    "oscillating cold": QT_TRANSLATE_NOOP("core", "Cold, oscillating (now, and hot before)"),
    "sporadic cold": QT_TRANSLATE_NOOP("core", "Cold, sporadic (now, and on and off before)"),
    "historical cold": QT_TRANSLATE_NOOP("core", "Cold no longer (nearly always before)"),
    "": QT_TRANSLATE_NOOP("core", "No pattern"),
}

SHARES = {
    1: QT_TRANSLATE_NOOP("core", "Hold the first half"),
    2: QT_TRANSLATE_NOOP("core", "Hold the next, up to {part} %"),
    3: QT_TRANSLATE_NOOP("core", "Hold the rest"),
    0: QT_TRANSLATE_NOOP("core", "Hold nothing"),
}

UNDER = QT_TRANSLATE_NOOP("core", "under {high}")
BETWEEN = QT_TRANSLATE_NOOP("core", "{low} to under {high}")
RANGE = QT_TRANSLATE_NOOP("core", "{low} to {high}")
OR_MORE = QT_TRANSLATE_NOOP("core", "{low} or more")
ALL_VALUES = QT_TRANSLATE_NOOP("core", "{low}")
CHANCE = QT_TRANSLATE_NOOP("core", "Within what chance explains")
SAME = QT_TRANSLATE_NOOP("core", "About the same (less than {high} either way)")
MORE = QT_TRANSLATE_NOOP("core", "{low} to {high} more")
MUCH_MORE = QT_TRANSLATE_NOOP("core", "{low} or more above before")
LESS = QT_TRANSLATE_NOOP("core", "{low} to {high} fewer")
MUCH_LESS = QT_TRANSLATE_NOOP("core", "{low} or more below before")

SHORT_UNIT = 3
POINTS = QT_TRANSLATE_NOOP("core", "points")
UNITS = {"%-points": POINTS}
"""Units whose name is for the reader to be translated; they are written behind every number."""


def number(value: float, decimals: int = 0, short_language: str = "") -> str:
    """Write a number with the separators of the language (two letters; QGIS's own when empty)."""
    locale = QLocale(short_language or language())
    if locale.language() == QLocale.Language.C:
        locale = QLocale("en")
    return locale.toString(float(value), "f", decimals)


def with_unit(text: str, unit: str) -> str:
    """Put a short unit behind a number ("12 %"); a long one is left to the class that carries it."""
    if unit in UNITS:
        return f"{text} {tr(UNITS[unit])}"
    return f"{text} {unit}" if unit and len(unit) <= SHORT_UNIT else text


def class_labels(
    limits: list[float], decimals: int, unit: str, low: float, high: float, whole: bool
) -> list[str]:
    """Name the classes between inner `limits`; no two names share a value.

    Whole numbers are named by the first and last of a class, others by "under" the next limit. A unit too
    long to repeat ("per 1,000 inhabitants") stands behind the last class only.
    """

    def told(value: float) -> str:
        return number(value, decimals)

    tail = unit if len(unit) > SHORT_UNIT and unit not in UNITS else ""
    if not limits:
        return [_tailed(with_unit(tr(Text(ALL_VALUES, {"low": told(low)})), unit), tail)]
    labels = []
    for index in range(len(limits) + 1):
        start = limits[index - 1] if index else low
        end = limits[index] if index < len(limits) else high
        if index == len(limits):
            label = tr(Text(OR_MORE, {"low": with_unit(told(start), unit)}))
        elif whole:
            last = end - 1
            if last <= start:
                label = with_unit(told(start), unit)
            else:
                label = with_unit(tr(Text(RANGE, {"low": told(start), "high": told(last)})), unit)
        elif index == 0:
            label = tr(Text(UNDER, {"high": with_unit(told(end), unit)}))
        else:
            label = tr(Text(BETWEEN, {"low": told(start), "high": with_unit(told(end), unit)}))
        labels.append(label)
    labels[-1] = _tailed(labels[-1], tail)
    return labels


def _tailed(label: str, tail: str) -> str:
    return f"{label} {tail}" if tail else label
