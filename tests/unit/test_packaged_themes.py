"""The themes of the package: whole in both languages, each its own, of known categories and numbers, with an icon."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
import yaml

from igh_plugin.core.filters import Part
from igh_plugin.core.samplecity import build_city
from igh_plugin.core.samplecity.matters import MATTER_SLUGS
from igh_plugin.core.samplecity.profiles import SLUGS
from igh_plugin.sources.catalogue import known_sources
from igh_plugin.sources.definition import SourceDefinition, read_codelist
from igh_plugin.themes.catalogue import PACKAGED, list_themes
from igh_plugin.themes.needs import STATISTICS, counted_of, needs_of, statistics_of

THEMES = list_themes()
DEFINITIONS = known_sources()
DOCS = Path(__file__).resolve().parents[2] / "docs"
LANGUAGES = {"en", "nl"}
ONLY_ENGLISH = (
    r"\b(the|and|with|than|from|which|where|are|is|not|share|reports?|within|handled|inside|areas?)\b"
)
ONLY_DUTCH = r"\b(de|het|een|en|met|dan|van|welke|waar|zijn|niet|aandeel|meldingen|binnen|afgehandeld|gebieden|wordt|voor)\b"
SVG = "{http://www.w3.org/2000/svg}"


def by_id(theme) -> str:
    return theme.id


def texts_of(theme):
    """Give every text of a theme that readers see, by language, with where it stands."""
    yield "title", theme.titles
    yield "question", theme.questions
    for item in theme.indicators:
        yield f"{item.id} title", theme.indicator_titles[item.id]
        if theme.indicator_units[item.id]:
            yield f"{item.id} unit", theme.indicator_units[item.id]
    for number, caution in enumerate(theme.cautions):
        yield f"caution {number}", caution


def test_there_are_thirty_themes_or_more_each_in_a_folder_of_its_name():
    assert len(THEMES) >= 30
    assert [theme.id for theme in THEMES] == [theme.folder.name for theme in THEMES]
    assert len({theme.title(language) for theme in THEMES for language in LANGUAGES}) >= 2 * len(THEMES) - 5


@pytest.mark.parametrize("theme", THEMES, ids=by_id)
def test_every_text_is_in_both_languages_and_in_no_other(theme):
    for place, texts in texts_of(theme):
        assert set(texts) == LANGUAGES, place
        assert all(text.strip() == text != "" for text in texts.values()), place
        english, dutch = re.sub("“.*?”", "", texts["en"]), re.sub("“.*?”", "", texts["nl"])
        found = re.findall(ONLY_DUTCH, english.casefold()), re.findall(ONLY_ENGLISH, dutch.casefold())
        found = (
            [word for word in found[0] if word != "van"],
            [word for word in found[1] if word not in ("is",)],
        )
        assert found == ([], []), (place, texts)
    assert theme.questions["en"].endswith("?") and theme.questions["nl"].endswith("?")


@pytest.mark.parametrize("theme", THEMES, ids=by_id)
def test_a_theme_says_what_a_reader_must_know_and_how_its_figures_read(theme):
    assert len(theme.cautions) >= 1 and len(theme.levels) == 3
    assert {level.id for level in theme.levels} == {"operational", "tactical", "strategic"}
    directed = [item for item in theme.indicators if item.direction != "neutral"]
    divided = [
        item
        for item in theme.indicators
        if item.denominator or item.kind in ("median", "p90", "concentration")
    ]
    assert divided, "a count alone compares nothing"
    assert directed or theme.id in ("registrations", "housing", "animals", "shifts", "rough_sleeping"), (
        "nothing is good or bad"
    )
    for item in theme.indicators:
        if item.kind == "share":
            assert theme.indicator_units[item.id] == {"en": "%", "nl": "%"}
        if item.kind in ("rate", "location_quotient", "median", "p90", "index", "composite"):
            assert theme.indicator_units[item.id], item.id


def test_no_two_themes_say_the_same():
    """Neither the same figures of the same events, nor the same question, parts or set of cautions."""
    seen: dict[object, str] = {}
    for theme in THEMES:
        figures = frozenset((item.kind, item.numerator, item.denominator) for item in theme.indicators)
        said = {
            "figures": (figures, theme.categories, theme.kinds),
            "english": theme.question("en"),
            "dutch": theme.question("nl"),
            "categories": (theme.categories, theme.kinds),
            "cautions": tuple(caution["en"] for caution in theme.cautions),
            "parts": tuple(theme.counts.items()) or theme.id,
        }
        for key in said.items():
            assert key not in seen, (theme.id, seen[key])
            seen[key] = theme.id


@pytest.mark.parametrize("theme", THEMES, ids=by_id)
def test_categories_are_of_the_code_list_or_what_a_source_calls_all_of_its_events(theme):
    codelist = read_codelist("signalen")
    entries = [
        item.mapping.fields.get("category") for item in DEFINITIONS if isinstance(item, SourceDefinition)
    ]
    constants = {str(entry.constant) for entry in entries if entry is not None and entry.constant is not None}
    for category in theme.categories:
        assert category in codelist.titles or category in constants, category
    for name, part in theme.counts.items():
        inside = set(theme.categories) or set(codelist.titles)
        assert set(part.categories) <= inside, name
        assert not part.categories or set(part.categories) != inside, f"{name} is all of the events"


@pytest.mark.parametrize("theme", THEMES, ids=by_id)
def test_the_sample_city_has_events_of_it(theme):
    assert not theme.categories or set(theme.categories) & {*SLUGS, *MATTER_SLUGS}
    sources = {item.source: item for item in needs_of(theme, DEFINITIONS).sources}
    ours = [item for name, item in sources.items() if name.startswith("samplecity")]
    assert ours
    given = {*(name for item in ours for name in item.mapping.measures)}
    given |= {f"a_{name}" for item in ours for name in item.mapping.attributes}
    assert counted_of(theme, "event") <= given


def test_numbers_of_areas_are_known_to_the_sample_city_and_to_a_source_of_the_package_and_have_words():
    known = set(build_city(7, 30).statistics["name"])
    told = {name for item in DEFINITIONS for name in getattr(item, "statistics", {})}
    used = {name for theme in THEMES for name in statistics_of(theme)}
    assert used <= known and used <= told and used <= set(STATISTICS)


def test_every_part_is_used_and_every_side_is_known():
    for theme in THEMES:
        sides = {side for item in theme.indicators for side in (item.numerator, item.denominator)}
        assert set(theme.counts) <= sides, theme.id
        assert all(part != Part() for part in theme.counts.values())


@pytest.mark.parametrize("theme", THEMES, ids=by_id)
def test_an_icon_is_a_small_drawing_and_nothing_else(theme):
    path = theme.icon_path
    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert (
        len(text) < 3000 and "<!" not in text and "http" not in text.replace("http://www.w3.org/2000/svg", "")
    )
    root = ElementTree.fromstring(text)
    assert root.tag == SVG + "svg" and root.get("viewBox") == "0 0 24 24"
    for part in root.iter():
        assert part.tag.removeprefix(SVG) in ("svg", "path", "rect", "circle"), part.tag
        names = {name for name in part.attrib if name not in ("d", "fill", "viewBox")}
        assert names <= {
            "x",
            "y",
            "cx",
            "cy",
            "r",
            "rx",
            "width",
            "height",
            "stroke",
            "stroke-width",
            "stroke-linecap",
            "stroke-linejoin",
        }
        assert part.get("fill", "none") in ("none", "#4a6785", "#d2691e", "#fff")


def test_icons_differ():
    assert len({theme.icon_path.read_text(encoding="utf-8") for theme in THEMES}) == len(THEMES)


@pytest.mark.parametrize("path", sorted(PACKAGED.glob("*/theme.yaml")), ids=lambda path: path.parent.name)
def test_nothing_else_stands_in_a_folder_and_the_file_is_plain(path):
    assert {entry.name for entry in path.parent.iterdir()} == {"theme.yaml", "icon.svg"}
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["theme"] == path.parent.name


def test_the_documentation_lists_every_theme():
    page = (DOCS / "themes.md").read_text(encoding="utf-8")
    rows = dict(
        re.findall(
            r"^\| `([a-z0-9_]+)` \| (.*?) \|$", page[page.index("## Themes of the package") :], re.MULTILINE
        )
    )
    assert rows == {theme.id: f"{theme.title('en')} | {theme.question('en')}" for theme in THEMES}
