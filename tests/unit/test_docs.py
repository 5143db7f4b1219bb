"""The references of mappings and themes name every key that is accepted, and no other; their examples hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from igh_plugin.core.cleaning.formats import SUPPORTED
from igh_plugin.core.cleaning.model import FIELDS, GRAINS, KINDS
from igh_plugin.core.cleaning.records import REASONS
from igh_plugin.core.errors import UserError
from igh_plugin.core.indicators import DIRECTIONS
from igh_plugin.core.indicators import KINDS as INDICATOR_KINDS
from igh_plugin.sources.definition import parse_definition, parse_source
from igh_plugin.sources.duplicates import PAIR_KEYS, RULE_KEYS, parse_duplicate_rules
from igh_plugin.sources.reference import MEASURES, SHAPES, TYPES
from igh_plugin.themes.catalogue import RAMPS, parse_theme
from igh_plugin.themes.model import CHARTS, LAYERS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
MAPPING = (DOCS / "mapping.md").read_text(encoding="utf-8")
STATISTICS = (DOCS / "statistics.md").read_text(encoding="utf-8")
PLACES = (DOCS / "places.md").read_text(encoding="utf-8")
THEMES = (DOCS / "themes.md").read_text(encoding="utf-8")
UNKNOWN = "not_a_key_of_ours"


def example(page: str) -> str:
    return re.search(r"```yaml\n(.*?)```", page, re.DOTALL).group(1)


def table_after(page: str, words: str) -> list[str]:
    """First column of the first table after the words."""
    rest = page[page.index(words) :]
    table = re.search(r"^\|.*?\n(?!\|)", rest, re.DOTALL | re.MULTILINE).group(0)
    return [found for line in table.splitlines()[2:] for found in re.findall(r"^\| `([^`]+)` \|", line)]


def message(read, text: str, name: str) -> str:
    with pytest.raises(UserError) as caught:
        read(text, name)
    return str(caught.value)


def accepted(read, text: str, old: str, new: str) -> set[str]:
    """The keys the validator says it accepts, where an unknown one is put in."""
    assert text.count(old) >= 1
    said = message(read, text.replace(old, new, 1), "file")
    assert f"{UNKNOWN}” is not known here" in said
    return set(said.split("possible are: ")[1].rstrip(".").split(", "))


def read_mapping(text: str, name: str = "mapping.yaml"):
    return parse_definition(text, name)


def read_theme(text: str, name: str = "theme.yaml"):
    return parse_theme(text, name, Path("."))


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        ("## Keys of the file", "source: ", f"{UNKNOWN}: 1\nsource: "),
        ("`format`:", "{encoding:", f"{{{UNKNOWN}: 1, encoding:"),
        ("`timezone`:", "{stored:", f"{{{UNKNOWN}: 1, stored:"),
        ("`connection`,", "  type: dso\n", f"  type: dso\n  {UNKNOWN}: 1\n"),
        ("`geocode`,", "  service: locatieserver\n", f"  service: locatieserver\n  {UNKNOWN}: 1\n"),
        ("`refresh`:", "{every:", f"{{{UNKNOWN}: 1, every:"),
        ("`retention`,", "{events:", f"{{{UNKNOWN}: 1, events:"),
        ("## Fields of an event", "fields:\n", f"fields:\n  {UNKNOWN}: a\n"),
        ("## Keys of an entry", "{column: street}", f"{{{UNKNOWN}: 1, column: street}}"),
    ],
)
def test_the_reference_of_mappings_names_every_key_and_no_other(words, old, new):
    assert set(table_after(MAPPING, words)) == accepted(read_mapping, example(MAPPING), old, new)


def test_the_reference_of_addresses_in_a_layer_names_every_key_and_no_other():
    text = re.sub(
        r"geocode:.*?\n(?=\S)",
        "geocode: {layer: a, names: [b]}\n",
        example(MAPPING),
        count=1,
        flags=re.DOTALL,
    )
    found = accepted(read_mapping, text, "{layer: a,", f"{{{UNKNOWN}: 1, layer: a,")
    assert set(table_after(MAPPING, "names a layer of the workspace")) == found


def test_the_reference_of_statistics_names_every_key_and_no_other():
    found = accepted(parse_source, example(STATISTICS), "source: ", f"{UNKNOWN}: 1\nsource: ")
    assert set(table_after(STATISTICS, "# Statistics")) == found
    definition = parse_source(example(STATISTICS))
    assert definition.statistics["burglaries"].where == {"SoortMisdrijf": "1.1.1"} and definition.latest == 3
    for inner, keys in (("areas: {", "areas"), ("years: {", "years"), ("    property:", "statistics")):
        text = example(STATISTICS)
        new = inner.replace("    property", f"    {UNKNOWN}: 1\n    property").replace(
            "{", f"{{{UNKNOWN}: 1, "
        )
        row = next(line for line in STATISTICS.splitlines() if line.startswith(f"| `{keys}`"))
        assert all(f"`{key}`" in row for key in accepted(parse_source, text, inner, new))


def places(number: int) -> str:
    """The example of areas (0), layers (1) or calendars (2)."""
    return re.findall(r"```yaml\n(.*?)```", PLACES, re.DOTALL)[number]


@pytest.mark.parametrize(
    ("number", "words", "old", "new"),
    [
        (0, "## Areas", "source: ", f"{UNKNOWN}: 1\nsource: "),
        (0, "A level:", "    layer: buurten\n", f"    layer: buurten\n    {UNKNOWN}: 1\n"),
        (1, "## Layers for reference", "source: ", f"{UNKNOWN}: 1\nsource: "),
        (2, "## Calendars", "source: ", f"{UNKNOWN}: 1\nsource: "),
    ],
)
def test_the_reference_of_places_names_every_key_and_no_other(number, words, old, new):
    assert set(table_after(PLACES, words)) == accepted(parse_source, places(number), old, new)


@pytest.mark.parametrize(
    ("number", "old", "row"),
    [
        (1, "geometry: {", "geometry"),
        (1, "bays: {", "fields"),
        (1, "  parking_bays: {", "statistics"),
        (2, "  school_holiday: {", "kinds"),
    ],
)
def test_the_rows_of_places_name_the_keys_inside(number, old, row):
    found = accepted(parse_source, places(number), old, f"{old}{UNKNOWN}: 1, ")
    heading = ("## Areas", "## Layers", "## Calendars")[number]
    said = next(
        line for line in PLACES[PLACES.index(heading) :].splitlines() if line.startswith(f"| `{row}`")
    )
    assert all(f"`{key}`" in said for key in found)


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        ("## Keys of the file", "theme: ", f"{UNKNOWN}: 1\ntheme: "),
        ("## Keys of an indicator", "- id: reports\n", f"- id: reports\n    {UNKNOWN}: 1\n"),
        ("## Counts", "{hours:", f"{{{UNKNOWN}: 1, hours:"),
        ("## Keys of hotspots", "{value:", f"{{{UNKNOWN}: 1, value:"),
        ("## Keys of a level", "    period: week\n", f"    period: week\n    {UNKNOWN}: 1\n"),
    ],
)
def test_the_reference_of_themes_names_every_key_and_no_other(words, old, new):
    assert set(table_after(THEMES, words)) == accepted(read_theme, example(THEMES), old, new)


def test_words_that_can_be_chosen_are_named():
    assert set(table_after(MAPPING, "## Fields of an event")) == set(FIELDS)
    assert table_after(MAPPING, "## What is checked in each row") == list(REASONS)
    assert SUPPORTED in MAPPING
    assert set(table_after(THEMES, "| kind | is |")) == set(INDICATOR_KINDS)
    for page, words in (
        (MAPPING, (*KINDS, *GRAINS)),
        (PLACES, (*SHAPES, *MEASURES, *TYPES)),
        (THEMES, (*RAMPS, *LAYERS, *CHARTS, *DIRECTIONS, *KINDS, *GRAINS)),
    ):
        assert [word for word in words if f"`{word}`" not in page] == []


def test_the_examples_are_valid_and_use_every_key():
    definition = read_mapping(example(MAPPING))
    assert definition.separator == ";" and definition.mapping.measures["below_grade"].equals == (
        "B",
        "C",
        "D",
    )
    theme = read_theme(example(THEMES))
    assert theme.lead == "reports" and theme.indicator("per_inhabitants").per == 1000
    for page, words in ((MAPPING, "## Keys of the file"), (THEMES, "## Keys of the file")):
        for key in table_after(page, words):
            assert re.search(rf"^{key}:", example(page), re.MULTILINE), key


@pytest.mark.parametrize(
    ("read", "page", "old", "new"),
    [
        (read_mapping, MAPPING, "kind: report", "kind: complaint"),
        (read_mapping, MAPPING, "column: kind, values", "colum: kind, values"),
        (read_mapping, MAPPING, "stored: UTC", "stored: CET+1"),
        (read_mapping, MAPPING, "  y: {column: y_rd}\n", ""),
        (read_theme, THEMES, "lead: reports", "lead: report"),
        (read_theme, THEMES, "cell_size: 125", "cell_size: 60"),
        (read_theme, THEMES, "ramp: greens", "ramps: greens"),
    ],
)
def test_the_errors_that_are_shown_are_those_that_are_said(read, page, old, new):
    text = example(page)
    assert old in text
    name = "mapping.yaml" if page is MAPPING else "theme.yaml"
    assert f"    {message(read, text.replace(old, new, 1), name)}\n" in page


def test_links_between_the_pages_lead_somewhere():
    for page in (*DOCS.glob("*.md"), ROOT / "README.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_reference_of_duplicates_names_every_key_and_no_other():
    page = (DOCS / "duplicates.md").read_text(encoding="utf-8")
    assert tuple(table_after(page, "`rules`:")) == RULE_KEYS
    assert tuple(table_after(page, "`two_sources`:")) == PAIR_KEYS
    assert parse_duplicate_rules(example(page)).rules
