"""What the words of a theme are called in the editor, and what they mean."""

from __future__ import annotations

from typing import Dict, Mapping, NamedTuple, Tuple

from ...core.indicators import HANDLING
from ...core.text import QT_TRANSLATE_NOOP

NUMERATOR, DENOMINATOR, PER, OF, WEIGHTS = "numerator", "denominator", "per", "of", "weights"


class Kind(NamedTuple):
    """The name of a kind of indicator, its sentence of help, the keys it has, and those it can also do without."""

    title: str
    help: str
    keys: Tuple[str, ...] = (NUMERATOR,)
    optional: Tuple[str, ...] = ()


KINDS: Dict[str, Kind] = {
    "total": Kind(
        QT_TRANSLATE_NOOP("core", "Number"),
        QT_TRANSLATE_NOOP("core", "The sum of what is counted, such as the number of reports."),
    ),
    "share": Kind(
        QT_TRANSLATE_NOOP("core", "Share (%)"),
        QT_TRANSLATE_NOOP(
            "core",
            "What is counted in per cent of what it is part of, such as finds in per cent of inspections.",
        ),
        (NUMERATOR, DENOMINATOR),
    ),
    "rate": Kind(
        QT_TRANSLATE_NOOP("core", "Rate"),
        QT_TRANSLATE_NOOP(
            "core", "What is counted by something of the area, such as reports per 1,000 inhabitants."
        ),
        (NUMERATOR, DENOMINATOR, PER),
    ),
    "per_day": Kind(
        QT_TRANSLATE_NOOP("core", "Number per day"),
        QT_TRANSLATE_NOOP(
            "core", "What is counted by the days of the period: months of 28 and 31 days compare."
        ),
    ),
    "concentration": Kind(
        QT_TRANSLATE_NOOP("core", "Concentration (%)"),
        QT_TRANSLATE_NOOP("core", "Per cent of what is counted that lies in the busiest tenth of the areas."),
    ),
    "median": Kind(
        QT_TRANSLATE_NOOP("core", "Median handling time"),
        QT_TRANSLATE_NOOP(
            "core",
            "Days within which half of the events were closed; those still open count as longer than until now.",
        ),
        (),
    ),
    "p90": Kind(
        QT_TRANSLATE_NOOP("core", "Handling time of 90 %"),
        QT_TRANSLATE_NOOP(
            "core",
            "Days within which nine in ten events were closed; those still open count as longer than until now.",
        ),
        (),
    ),
    "coverage": Kind(
        QT_TRANSLATE_NOOP("core", "Coverage (%)"),
        QT_TRANSLATE_NOOP(
            "core",
            "Per cent of a denominator, or else of the areas, that lies in areas where anything is counted, such as dwellings in "
            "areas with an inspection.",
        ),
        (NUMERATOR, DENOMINATOR),
        (DENOMINATOR,),
    ),
    "location_quotient": Kind(
        QT_TRANSLATE_NOOP("core", "Location quotient"),
        QT_TRANSLATE_NOOP(
            "core",
            "The share that an area has in what is counted, by its share in the denominator: 1 is as the whole.",
        ),
        (NUMERATOR, DENOMINATOR),
    ),
    "index": Kind(
        QT_TRANSLATE_NOOP("core", "Index of an indicator"),
        QT_TRANSLATE_NOOP(
            "core", "How many standard deviations an area is from the mean of the areas in another indicator."
        ),
        (OF,),
    ),
    "composite": Kind(
        QT_TRANSLATE_NOOP("core", "Composite of indicators"),
        QT_TRANSLATE_NOOP(
            "core",
            "The weighted mean of the standard scores of other indicators, each turned so that high is bad.",
        ),
        (WEIGHTS,),
    ),
}

DIRECTIONS = {
    "neutral": QT_TRANSLATE_NOOP("core", "Neither: say nothing of better or worse"),
    "low_is_good": QT_TRANSLATE_NOOP("core", "Low is good"),
    "high_is_good": QT_TRANSLATE_NOOP("core", "High is good"),
}
GRAINS = {
    "": QT_TRANSLATE_NOOP("core", "All sources"),
    "event": QT_TRANSLATE_NOOP("core", "Sources with single events"),
    "place_summary": QT_TRANSLATE_NOOP("core", "Sources that sum up events per place"),
}
EVENT_KINDS = {
    "report": QT_TRANSLATE_NOOP("core", "Reports"),
    "observation": QT_TRANSLATE_NOOP("core", "Observations"),
    "incident": QT_TRANSLATE_NOOP("core", "Incidents"),
    "inspection": QT_TRANSLATE_NOOP("core", "Inspections"),
    "sanction": QT_TRANSLATE_NOOP("core", "Sanctions"),
}
PERIODS = {"week": QT_TRANSLATE_NOOP("core", "Weeks"), "month": QT_TRANSLATE_NOOP("core", "Months")}
RANKS = {
    "finest": QT_TRANSLATE_NOOP("core", "The smallest areas"),
    "middle": QT_TRANSLATE_NOOP("core", "Areas in between"),
    "coarsest": QT_TRANSLATE_NOOP("core", "The largest areas"),
}
LAYERS = {
    "hotspot_places": QT_TRANSLATE_NOOP("core", "Hot spots by name"),
    "hotspots": QT_TRANSLATE_NOOP("core", "Hot spots as cells"),
    "areas": QT_TRANSLATE_NOOP("core", "Areas"),
    "change": QT_TRANSLATE_NOOP("core", "Change on the period before"),
    "events": QT_TRANSLATE_NOOP("core", "Events"),
}
CHARTS = {
    "trend": QT_TRANSLATE_NOOP("core", "Trend"),
    "ranking": QT_TRANSLATE_NOOP("core", "Ranking of areas"),
    "hours": QT_TRANSLATE_NOOP("core", "Hours by weekday"),
    "hotspots": QT_TRANSLATE_NOOP("core", "Table of hot spots"),
    "categories": QT_TRANSLATE_NOOP("core", "Categories and their change"),
    "handling": QT_TRANSLATE_NOOP("core", "Status and handling time"),
    "pareto": QT_TRANSLATE_NOOP("core", "Cumulative share of places"),
}
RAMPS = {
    "oranges": QT_TRANSLATE_NOOP("core", "Oranges"),
    "blues": QT_TRANSLATE_NOOP("core", "Blues"),
    "greens": QT_TRANSLATE_NOOP("core", "Greens"),
    "purples": QT_TRANSLATE_NOOP("core", "Purples"),
    "greys": QT_TRANSLATE_NOOP("core", "Greys"),
}
WEEKDAYS = {
    "mon": QT_TRANSLATE_NOOP("core", "Monday"),
    "tue": QT_TRANSLATE_NOOP("core", "Tuesday"),
    "wed": QT_TRANSLATE_NOOP("core", "Wednesday"),
    "thu": QT_TRANSLATE_NOOP("core", "Thursday"),
    "fri": QT_TRANSLATE_NOOP("core", "Friday"),
    "sat": QT_TRANSLATE_NOOP("core", "Saturday"),
    "sun": QT_TRANSLATE_NOOP("core", "Sunday"),
}
EVENTS = QT_TRANSLATE_NOOP("core", "Events")


class Preset(NamedTuple):
    """An indicator that is often wanted: what it is called in the menu, its keys, and the statistic it needs, if any."""

    title: str
    keys: Mapping[str, object]
    statistic: str = ""


PRESETS: Tuple[Preset, ...] = (
    Preset(
        QT_TRANSLATE_NOOP("core", "Number of events"),
        {"title": {"en": "Events", "nl": "Registraties"}, "kind": "total", "numerator": "events"},
    ),
    Preset(
        QT_TRANSLATE_NOOP("core", "Events per day"),
        {
            "title": {"en": "Events per day", "nl": "Registraties per dag"},
            "kind": "per_day",
            "numerator": "events",
            "unit": {"en": "a day", "nl": "per dag"},
            "decimals": "1",
        },
    ),
    Preset(
        QT_TRANSLATE_NOOP("core", "Events per 1,000 inhabitants"),
        {
            "title": {"en": "Events per 1,000 inhabitants", "nl": "Registraties per 1.000 inwoners"},
            "kind": "rate",
            "numerator": "events",
            "denominator": "statistic:inhabitants",
            "per": "1000",
            "unit": {"en": "per 1,000 inhabitants", "nl": "per 1.000 inwoners"},
            "decimals": "1",
        },
        "inhabitants",
    ),
    Preset(
        QT_TRANSLATE_NOOP("core", "Events per 1,000 dwellings"),
        {
            "title": {"en": "Events per 1,000 dwellings", "nl": "Registraties per 1.000 woningen"},
            "kind": "rate",
            "numerator": "events",
            "denominator": "statistic:dwellings",
            "per": "1000",
            "unit": {"en": "per 1,000 dwellings", "nl": "per 1.000 woningen"},
            "decimals": "1",
        },
        "dwellings",
    ),
    Preset(
        QT_TRANSLATE_NOOP("core", "Events per km²"),
        {
            "title": {"en": "Events per km²", "nl": "Registraties per km²"},
            "kind": "rate",
            "numerator": "events",
            "denominator": "statistic:km2",
            "per": "1",
            "unit": {"en": "per km²", "nl": "per km²"},
            "decimals": "1",
        },
        "km2",
    ),
    Preset(
        QT_TRANSLATE_NOOP("core", "Share in the busiest tenth of the areas"),
        {
            "title": {
                "en": "Share in the busiest tenth of the areas",
                "nl": "Aandeel in het drukste tiende van de gebieden",
            },
            "kind": "concentration",
            "numerator": "events",
            "unit": {"en": "%", "nl": "%"},
            "decimals": "0",
        },
    ),
    Preset(
        QT_TRANSLATE_NOOP("core", "Median handling time"),
        {
            "title": {"en": "Median handling time", "nl": "Mediane afhandeltijd"},
            "kind": "median",
            "numerator": HANDLING,
            "unit": {"en": "days", "nl": "dagen"},
            "decimals": "1",
            "direction": "low_is_good",
        },
    ),
)
