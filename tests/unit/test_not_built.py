"""Numbers and layers of events, or of a declaration, that are no longer: a caution says so until they are made anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Tuple

import numpy as np
import pandas as pd
import pytest

from igh_plugin.core.filters import Part
from igh_plugin.core.selection import together
from igh_plugin.core.text import Text
from igh_plugin.pipeline.combine import combine, left_behind, standard_division
from igh_plugin.themes.building import build_theme
from igh_plugin.themes.catalogue import parse_theme
from igh_plugin.themes.figures import figures_in
from igh_plugin.themes.view import BUILT_BEFORE, LEFT_BEHIND

from .workspace_data import SQUARE, events_frame, put, store

THEME = """
theme: small
title: Small
question: What is counted?
indicators:
  - {id: reports, title: Reports, kind: total, numerator: events}
  - {id: per_dwelling, title: Per dwelling, kind: rate, numerator: events, denominator: "statistic:dwellings"}
  - {id: waste_rate, title: Waste, kind: rate, numerator: waste, denominator: "statistic:dwellings"}
counts:
  waste: {categories: [waste]}
lead: reports
levels:
  operational: {period: week, periods: 4, trend_periods: 30, areas: finest}
"""
AREAS = ("N0", "N1", "N2", "N3")


@pytest.fixture
def workspace(places):
    with places.make() as workspace:
        with workspace.begin("areas") as run:
            table = pd.DataFrame({"code": AREAS, "parent": None, "name": AREAS, "area_km2": 1.0})
            table["geometry"] = [SQUARE] * len(table)
            run.replace_areas("neighbourhood", table)
            known = pd.DataFrame(
                {"code": AREAS[1:], "year": 2020, "name": "dwellings", "value": [100.0, 50.0, 25.0]}
            )
            run.replace_area_statistics(known)
        put(workspace, events_frame(2000, 3))
        combine(workspace)
        yield workspace


def seen(workspace, text=THEME, **options):
    return figures_in(workspace, parse_theme(text, "theme.yaml", "."), "operational", **options)


def told(workspace, text=THEME):
    templates = [one.template if isinstance(one, Text) else one for one in seen(workspace, text).cautions]
    return LEFT_BEHIND in templates, BUILT_BEFORE in templates


def test_events_that_came_after_combining_are_told_until_it_is_done_again(workspace):
    assert told(workspace) == (False, False)
    store(workspace, events_frame(50, 4, start=5000))
    assert told(workspace) == (True, False)
    combine(workspace)
    assert told(workspace) == (False, False)


def test_what_a_later_version_can_declare_and_a_theme_does_not_leaves_it_as_it_was():
    @dataclass(frozen=True)
    class Later(Part):
        weather: Tuple[str, ...] = ()

    theme = parse_theme(THEME, "theme.yaml", ".")
    part = vars(theme.counts["waste"])
    same, other = (replace(theme, counts={"waste": Later(**part, weather=wet)}) for wet in ((), ("rain",)))
    assert same.fingerprint == theme.fingerprint != other.fingerprint
    assert replace(theme, lead="waste_rate").fingerprint != theme.fingerprint


def test_withdrawn_events_are_told_too(workspace):
    store(workspace, events_frame(2000, 3).iloc[:1500], withdraw=True)
    assert told(workspace) == (True, False)


def test_a_calendar_puts_only_what_was_counted_by_its_days_out_of_date(workspace):
    for days in ([10_000, 10_001], [10_001, 10_002]):
        with workspace.begin("collect", "kalender") as run:
            run.replace_calendar("kalender", {"school": days})
        assert told(workspace) == (False, False)
        division = standard_division(workspace)
        assert left_behind(workspace, ["city"], division, "calendar:school") == ("city",)
        combine(workspace, kinds=("calendar:school",))
        assert left_behind(workspace, ["city"], division, "calendar:school") == ()


def test_a_theme_that_was_changed_is_told_until_it_is_built_again(workspace):
    build_theme(workspace, parse_theme(THEME, "theme.yaml", "."))
    assert told(workspace) == (False, False)
    other = THEME.replace("categories: [waste]", "categories: [noise]")
    assert told(workspace, other) == (False, True)
    build_theme(workspace, parse_theme(other, "theme.yaml", "."))
    assert told(workspace, other) == (False, False) and told(workspace) == (False, True)


def test_events_behind_a_rate_are_those_of_areas_that_have_the_statistic(workspace):
    figures = {item.id: item for item in seen(workspace).indicators}
    first, last = seen(workspace).days
    for name, chosen in (("per_dwelling", None), ("waste_rate", "waste")):
        found = figures[name]
        rows = workspace.events(["area", "local_day", "category"])
        inside = (rows["local_day"] >= first) & (rows["local_day"] <= last)
        inside &= np.isin(rows["area"].astype(str), AREAS[1:])
        inside &= (rows["category"] == chosen) if chosen else True
        assert found.numerator == found.event_count == workspace.count_events(found.events) == inside.sum()
        assert found.value == pytest.approx(inside.sum() / 175)
    two = seen(workspace, area=together(("N0", "N2")), area_level="neighbourhood").indicators
    assert two[1].event_count == workspace.count_events(two[1].events) == two[1].numerator
    alone = {item.id: item for item in seen(workspace, area="N2").indicators}["per_dwelling"]
    assert alone.numerator == two[1].numerator
    assert alone.event_count == workspace.count_events(alone.events) == alone.numerator > 0
