"""Rules for reports of the same thing, and their links in a workspace: stored, replaced, taken away."""

from __future__ import annotations

import zlib

import numpy as np
import pandas as pd
import pytest

from igh_plugin.core.duplicates import Categories
from igh_plugin.core.errors import UserError
from igh_plugin.core.filters import EventFilter
from igh_plugin.pipeline.duplicates import doubtful_links, incident_table, link_duplicates, unlink_duplicates
from igh_plugin.sources.duplicates import parse_duplicate_rules, read_duplicate_rules

RULES = """
rules:
  waste: {main: afval, metres: 50, minutes: 2880, limit_metres: 150, limit_minutes: 10080}
  noise: {categories: [Geluidsoverlast muziek, stank], metres: 100, minutes: 180, mixed: true}
two_sources:
  - {sources: [city, other], metres: 10, minutes: 30, categories: {bulky: grofvuil}}
"""
START = np.datetime64("2026-03-01T10:00:00", "s")


def frame(source, rows):
    """Events of (id, category, x, y, minutes after START or None, local hour or None)."""
    minutes = [row[4] for row in rows]
    times = np.array([START if value is None else START + np.timedelta64(value, "m") for value in minutes])
    times[[value is None for value in minutes]] = np.datetime64("NaT")
    return pd.DataFrame(
        {
            "event_id": [f"{source}:{row[0]}" for row in rows],
            "kind": "report",
            "category": np.array([row[1] for row in rows], object),
            "occurred_from": times,
            "occurred_local": times + np.timedelta64(1, "h"),
            "reported_at": np.full(len(rows), np.datetime64("NaT", "s")),
            "local_hour": [np.nan if len(row) > 5 else 11.0 for row in rows],
            "location_quality": "exact",
            "row_hash": [zlib.crc32(repr(row).encode()) for row in rows],
            "x": [float(row[2]) for row in rows],
            "y": [float(row[3]) for row in rows],
        }
    )


def store(workspace, source, events):
    with workspace.begin("collect", source) as run:
        run.put_source({"source": source, "kind": "report", "grain": "event"})
        run.store_events(source, events)
        run.withdraw_missing(source)


@pytest.fixture
def workspace(places):
    with places.make() as made:
        yield made


CITY = [
    ("a", "grofvuil", 0, 0, 60),
    ("b", "grofvuil", 30, 0, 0),
    ("c", "grofvuil", 30, 40, 2880 + 60),
    ("d", "huisafval", 0, 0, 60),
    ("e", "grofvuil", 500, 0, 0),
    ("f", "geluidsoverlast-muziek", 0, 0, 0),
    ("g", "stank", 0, 99, 170),
]


def test_the_same_thing_is_linked_and_says_why(workspace):
    store(workspace, "city", frame("city", CITY))
    before = workspace.events(["event_id", "x", "occurred_from", "run"])
    made = link_duplicates(workspace, parse_duplicate_rules(RULES))
    links = workspace.incident_links()
    rows = list(zip(*(links[name].tolist() for name in ("event_id", "incident", "number", "other", "rule"))))
    assert rows == [
        ("city:b", "city:b", 1.0, None, None),
        ("city:a", "city:b", 2.0, "city:b", "waste"),
        ("city:c", "city:b", 3.0, "city:a", "waste"),
        ("city:f", "city:f", 1.0, None, None),
        ("city:g", "city:f", 2.0, "city:f", "noise"),
    ]
    assert links["metres"].tolist()[1:3] == [30.0, 50.0] and links["minutes"].tolist()[1:3] == [60.0, 2880.0]
    assert links["reason"].tolist() == [None, "same_thing", "same_thing", None, "same_thing"]
    after = workspace.events(["event_id", "x", "occurred_from", "run"])
    assert all(np.array_equal(before[name], after[name]) for name in before)
    assert (made.incidents.count, int(made.linked.sum())) == (4, 5)
    table = incident_table(made)
    assert table["incident"].tolist() == ["city:b", "city:f"] and table["reports"].tolist() == [3, 2]
    assert (table["x"][0], table["y"][0], table["sources"][0]) == (30.0, 0.0, "city")
    assert str(table["first"][0]) == "2026-03-01T11:00:00" and str(table["last"][0]) == "2026-03-03T12:00:00"
    assert len(incident_table(made, 1)["incident"]) == 4
    assert made.events["event_id"][doubtful_links(made, 0)].tolist() == ["city:c", "city:a"]


def test_events_are_read_with_their_incident_and_each_counts_once(workspace):
    store(workspace, "city", frame("city", CITY))
    link_duplicates(workspace, parse_duplicate_rules(RULES))
    told = workspace.events_in_incidents(["event_id", "category"], EventFilter(categories=("grofvuil",)))
    assert dict(zip(told["event_id"], zip(told["incident"], told["reports"], told["first"]))) == {
        "city:a": ("city:b", 3, False),
        "city:b": ("city:b", 3, True),
        "city:c": ("city:b", 3, False),
        "city:e": ("city:e", 1, True),
    }
    store(workspace, "city", frame("city", [row for row in CITY if row[0] != "b"]))
    told = workspace.events_in_incidents(["event_id"])
    found = dict(zip(told["event_id"], zip(told["reports"], told["first"])))
    assert found["city:a"] == (2, True) and found["city:c"] == (2, False)
    assert set(told) == {"event_id", "incident", "reports", "first"}


def test_linking_again_replaces_and_removing_restores(workspace):
    store(workspace, "city", frame("city", CITY))
    empty = workspace.fingerprint()
    assert unlink_duplicates(workspace)[1] == 0
    link_duplicates(workspace, parse_duplicate_rules(RULES))
    first = workspace.fingerprint()
    assert first != empty
    runs = set(workspace._arrays("incidents", ("run",))["run"])
    again = link_duplicates(workspace, parse_duplicate_rules(RULES))
    assert workspace.fingerprint() == first and again.run not in runs
    assert set(workspace._arrays("incidents", ("run",))["run"]) == runs
    link_duplicates(workspace, parse_duplicate_rules(RULES.replace("metres: 50", "metres: 40")))
    assert workspace.incident_links()["event_id"].tolist() == ["city:b", "city:a", "city:f", "city:g"]
    assert unlink_duplicates(workspace)[1] == 4
    assert workspace.fingerprint() == empty
    assert workspace.events_in_incidents([])["first"].all()


def test_the_order_in_which_events_came_does_not_matter(places):
    prints = []
    for rows in (CITY, CITY[::-1]):
        with places.make() as made:
            store(made, "city", frame("city", rows))
            link_duplicates(made, parse_duplicate_rules(RULES))
            prints.append({name: values.tolist() for name, values in made.incident_links().items()})
    assert repr(prints[0]) == repr(prints[1])


def test_a_registration_in_two_sources_is_one_report(workspace):
    store(
        workspace,
        "city",
        frame("city", [("1", "bulky", 0, 0, 0), ("2", "bulky", 3, 0, 5), ("3", "huisafval", 0, 0, 0)]),
    )
    store(workspace, "other", frame("other", [("1", "Grofvuil", 0, 4, 1), ("9", "grofvuil", 400, 0, 0)]))
    made = link_duplicates(workspace, parse_duplicate_rules(RULES))
    links = workspace.incident_links()
    assert list(zip(links["event_id"], links["reason"])) == [("city:1", None), ("other:1", "two_sources")]
    assert made.reports.tolist() == [1] * 4 and incident_table(made)["incident"].tolist() == []
    told = workspace.events_in_incidents(["event_id"])
    assert told["reports"].tolist() == [1] * 5 and int(told["first"].sum()) == 4


def test_events_without_point_time_or_rule_take_no_part_and_are_counted(workspace):
    rows = [
        ("1", "grofvuil", 0, 0, 0),
        ("2", "grofvuil", np.nan, np.nan, 0),
        ("3", "grofvuil", 0, 0, None),
        ("4", "unheard-of", 0, 0, 0),
        ("5", "geluidsoverlast-muziek", 0, 0, 0, "day"),
        ("6", "geluidsoverlast-muziek", 0, 0, 0),
        ("7", "grofvuil", 0, 0, 700, "day"),
        ("8", "grofvuil", 0, 0, 0),
    ]
    events = frame("city", rows)
    events.loc[7, "location_quality"] = "street"
    events.loc[0, "location_quality"] = "displaced"
    store(workspace, "city", events)
    made = link_duplicates(workspace, parse_duplicate_rules(RULES))
    left = made.left_out
    assert (left.no_point, left.no_time, left.no_rule) == (2, 2, 1)
    assert workspace.incident_links()["event_id"].tolist() == ["city:1", "city:7"]
    passed, moved = map(str, made.notes)
    assert passed == "The pair city + other was passed over: the events hold no other."
    assert moved.startswith("1 of the events linked by distance have points that were displaced for display")


def test_bad_input_is_told_in_words(workspace):
    rules = parse_duplicate_rules(RULES)
    with pytest.raises(UserError, match="There are no events to link: collect a source"):
        link_duplicates(workspace, rules)
    store(workspace, "city", frame("city", [("1", "grofvuil", np.nan, 0, 0), ("2", "grofvuil", 0, 0, None)]))
    with pytest.raises(UserError, match="has no source town; it has: city"):
        link_duplicates(workspace, rules, ["town"])
    with pytest.raises(
        UserError,
        match="None of the 2 events can be linked: 1 lack an exact point, 1 of the others a time, 0",
    ):
        link_duplicates(workspace, rules)
    store(workspace, "city", frame("city", [("1", "unheard-of", 0, 0, 0)]))
    with pytest.raises(UserError, match="0 lack an exact point, 0 of the others a time, 1 have no"):
        link_duplicates(workspace, rules)


def test_other_kinds_than_reports_take_part_only_where_the_rule_says_so(workspace):
    events = frame("city", [("1", "grofvuil", 0, 0, 0), ("2", "grofvuil", 0, 0, 0)])
    events.loc[1, "kind"] = "inspection"
    store(workspace, "city", events)
    rules = "rules: {waste: {main: afval, metres: 50, minutes: 60}}"
    assert link_duplicates(workspace, parse_duplicate_rules(rules)).incidents.count == 2
    rules = "rules: {waste: {main: afval, metres: 50, minutes: 60, kinds: [report, inspection]}}"
    assert link_duplicates(workspace, parse_duplicate_rules(rules)).incidents.count == 1


# ---------------------------------------------------------------- rules


def test_the_rules_of_the_package_name_every_main_category_of_signalen_once():
    rules = read_duplicate_rules()
    mains = [main for rule in rules.rules for main in rule.mains]
    assert sorted(mains) == sorted(set(rules.tree.mains.values()))
    known = set(rules.tree.codelist.titles)
    for rule in rules.rules:
        assert {"en", "nl"} == set(rule.title)
        assert rule.metres <= rule.limit_metres < np.inf and rule.minutes <= rule.limit_minutes < np.inf
        assert all(rules.tree.codelist.code(text) in known for text in rule.categories)


@pytest.mark.parametrize(
    ("category", "subcategory", "rule"),
    [
        ("grofvuil", None, "waste"),
        ("Afval", "Grofvuil", "waste"),
        ("afval", None, "waste"),
        ("schoon", "Graffiti / wildplak", "waste"),
        ("overlast-in-de-openbare-ruimte", "Graffiti / wildplak", "public_space"),
        ("overlast-bedrijven-en-horeca", "geluidsoverlast-muziek", "noise"),
        ("overlast-bedrijven-en-horeca", "overlast-terrassen", "businesses"),
        ("parkeeroverlast", None, "parking"),
        ("unheard-of", None, ""),
        (None, None, ""),
    ],
)
def test_a_category_finds_its_rule_however_it_is_spelled(category, subcategory, rule):
    rules = read_duplicate_rules()
    found = Categories.of(rules.tree, np.array([category], object), np.array([subcategory], object))
    number = found.rules(rules.rules)[0]
    assert (rules.rules[number].name if number >= 0 else "") == rule


def test_the_same_category_is_the_same_in_the_words_of_any_source():
    rules = read_duplicate_rules()
    category = np.array(["grofvuil", "Afval", "afval", "schoon", "schoon"], object)
    finer = np.array([None, "Grofvuil", None, "Graffiti / wildplak", "graffitiwildplak"], object)
    same = Categories.of(rules.tree, category, finer).same()
    assert same[0] == same[1] != same[2] and same[3] == same[4]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "metres: 50",
            "meters: 50",
            "line 3: “rules.waste.meters” is not known here; possible are: title, main",
        ),
        ("metres: 50, ", "", "line 3: “rules.waste” needs “metres”"),
        ("main: afval, ", "", "line 3: “rules.waste” needs “main” or “categories”"),
        ("main: afval", "main: waste", "line 3: “rules.waste.main” is “waste”; possible are: afval, civiele"),
        ("metres: 50", "metres: 0", "line 3: “rules.waste.metres” must be a number above zero"),
        ("metres: 50", "metres: wide", "line 3: “rules.waste.metres” must hold numbers only"),
        (
            "limit_metres: 150",
            "limit_metres: 40",
            "“rules.waste.limit_metres” is 40, less than the 50 within which",
        ),
        ("mixed: true", "mixed: yes", "line 4: “rules.noise.mixed” is “yes”; possible are: true, false"),
        (
            "mixed: true",
            "main: [afval]",
            "line 4: “rules.noise.main” names afval, which the rule “waste” names already",
        ),
        (
            "mixed: true",
            "time: closed_at",
            "“rules.noise.time” is “closed_at”; possible are: occurred_from, reported_at",
        ),
        ("[city, other]", "[city, city]", "line 6: “two_sources.sources” must be the ids of two sources"),
        ("minutes: 30, ", "", "line 6: “two_sources” needs “minutes”"),
    ],
)
def test_a_mistake_in_the_rules_is_told_with_its_line(old, new, said):
    assert RULES.count(old) == 1
    with pytest.raises(UserError) as caught:
        parse_duplicate_rules(RULES.replace(old, new), "mine.yaml")
    assert str(caught.value).startswith("mine.yaml, line ") and said in str(caught.value)


def test_a_file_that_is_missing_empty_or_no_text_is_told(tmp_path):
    with pytest.raises(UserError, match="There is no file with rules at .*none.yaml"):
        read_duplicate_rules(tmp_path / "none.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"rules: {a: \xe9}")
    with pytest.raises(UserError, match="latin.yaml is not text in UTF-8"):
        read_duplicate_rules(tmp_path / "latin.yaml")
    with pytest.raises(UserError, match="“rules” holds no rule"):
        parse_duplicate_rules("two_sources: []")
