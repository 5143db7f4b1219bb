"""What is written of a theme is read back as it was, and an error leads to the place it is about."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.errors import UserError
from igh_plugin.core.indicators import DIRECTIONS
from igh_plugin.themes import catalogue
from igh_plugin.themes.catalogue import KEYS, PACKAGED, RAMPS, parse_theme
from igh_plugin.themes.model import CHARTS, LAYERS, LEVEL_TITLES
from igh_plugin.themes.writing import ThemeFault, check_theme, plain_theme, theme_text

DOCS = Path(__file__).resolve().parents[2] / "docs"
EXAMPLE = re.search(
    r"```yaml\n(theme:.*?)```", (DOCS / "themes.md").read_text(encoding="utf-8"), re.DOTALL
).group(1)
FOLDERS = sorted(path.parent for path in PACKAGED.glob("*/theme.yaml"))

ids = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True).filter(
    lambda name: name not in catalogue.RESERVED and name != "events"
)
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(str.strip)
titles = st.one_of(words, st.dictionaries(st.sampled_from(["en", "nl", "no", "y"]), words, min_size=1))


@st.composite
def indicators(draw, name):
    kind = draw(st.sampled_from(["total", "share", "rate", "per_day"]))
    made = {"id": name, "title": draw(titles), "kind": kind, "numerator": draw(words)}
    if kind in ("share", "rate"):
        made["denominator"] = draw(words)
    direction = draw(st.sampled_from(DIRECTIONS))
    optional = {
        "unit": draw(titles),
        "decimals": str(draw(st.integers(0, 6))),
        "direction": direction,
        "per": repr(draw(st.floats(0.001, 1e12))),
    }
    if direction != "neutral":
        value = str(draw(st.integers(-(10**6), 10**6)))
        optional["target"] = {"value": value, "source": draw(titles), "level": "tactical"}
    chosen = draw(st.sets(st.sampled_from(sorted(optional))))
    made.update({key: optional[key] for key in chosen})
    if "target" in made:
        made["direction"] = direction
    return made


@st.composite
def levels(draw):
    made = {
        "period": draw(st.sampled_from(["week", "month"])),
        "periods": str(draw(st.integers(1, 520))),
        "areas": draw(st.sampled_from(["finest", "middle", "coarsest"])),
        "layers": draw(st.lists(st.sampled_from(LAYERS), unique=True)),
        "charts": draw(st.lists(st.sampled_from(CHARTS), unique=True)),
    }
    return {key: made[key] for key in draw(st.permutations(sorted(made)))}


@st.composite
def themes(draw):
    names = draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    made = {
        "theme": draw(ids),
        "title": draw(titles),
        "question": draw(titles),
        "indicators": [draw(indicators(name)) for name in names],
        "lead": draw(st.sampled_from(names)),
        "levels": {
            name: draw(levels()) for name in draw(st.sets(st.sampled_from(list(LEVEL_TITLES)), min_size=1))
        },
    }
    optional = {
        "sources": draw(st.lists(words, max_size=3)),
        "categories": draw(st.lists(words, max_size=30)),
        "ramp": draw(st.sampled_from(RAMPS)),
        "hotspots": {
            "cell_size": str(draw(st.sampled_from([25, 50, 125, 250, 10_000]))),
            "fdr": "false",
            "value": draw(words),
        },
        "cautions": draw(st.lists(titles, max_size=3)),
    }
    made.update({key: optional[key] for key in draw(st.sets(st.sampled_from(sorted(optional))))})
    return {key: made[key] for key in draw(st.permutations(sorted(made)))}


@given(themes())
def test_a_theme_that_is_written_is_read_back_equal(theme):
    text = theme_text(theme)
    assert plain_theme(text) == theme
    read = parse_theme(text, "theme.yaml", Path())
    told = theme["title"]
    assert read.titles == (
        {"en": told.strip()} if isinstance(told, str) else {key: value.strip() for key, value in told.items()}
    )
    assert [item.id for item in read.indicators] == [item["id"] for item in theme["indicators"]]
    assert read.lead == theme["lead"] and read.categories == tuple(theme.get("categories", ()))
    for level in read.levels:
        assert level.periods == int(theme["levels"][level.id]["periods"])
        assert level.layers == tuple(theme["levels"][level.id]["layers"])
    assert theme_text(plain_theme(text)) == text
    keys = re.findall(r"^(\w+):", text, re.MULTILINE)
    assert keys == [key for key in KEYS if key in theme]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_packaged_themes_are_written_and_read_back_equal(folder):
    text = (folder / "theme.yaml").read_text(encoding="utf-8")
    written = theme_text(plain_theme(text))
    assert parse_theme(written, "theme.yaml", folder) == parse_theme(text, "theme.yaml", folder)
    assert check_theme(plain_theme(text), folder) == parse_theme(text, "theme.yaml", folder)


def test_it_is_written_as_the_themes_of_the_package_are():
    text = (PACKAGED / "registrations" / "theme.yaml").read_text(encoding="utf-8")
    assert theme_text(plain_theme(text)) == text.replace('"', "'")


def test_words_of_yaml_stay_words_and_unicode_is_kept():
    theme = {
        **plain_theme(EXAMPLE),
        "title": {"en": "no", "nl": "Überlast ’s nachts 🌙"},
        "categories": ["null", "~"],
    }
    text = theme_text(theme)
    assert "Überlast ’s nachts 🌙" in text and "en: 'no'" in text
    assert check_theme(theme).titles == theme["title"] and check_theme(theme).categories == ("null", "~")


FIRST = plain_theme(EXAMPLE)["indicators"][0]


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        ({"lead": "nothing"}, ("lead",), "possible are"),
        ({"title": {"en": " ", "nl": "x"}}, ("title", "en"), "is empty"),
        ({"theme": "A b"}, ("theme",), "small letters"),
        ({"indicators": [FIRST, {"id": "b", "kind": "total"}]}, ("indicators", 1, "title"), "is missing"),
        (
            {"indicators": [FIRST, {**FIRST, "id": "b", "kind": "some"}]},
            ("indicators", 1, "kind"),
            "possible are",
        ),
        (
            {"indicators": [FIRST, {**FIRST, "id": "b", "target": {"value": "3"}}]},
            ("indicators", 1, "target", "source"),
            "is missing",
        ),
        ({"levels": {"tactical": {"periods": "0"}}}, ("levels", "tactical", "periods"), "from 1 to 520"),
        ({"hotspots": {"cell_size": "60"}}, ("hotspots", "cell_size"), "multiple of 25"),
        ({"cautions": [{"en": "Mind."}, {"en": ""}]}, ("cautions", 1, "en"), "is empty"),
    ],
)
def test_a_fault_names_its_place(change, place, words):
    with pytest.raises(ThemeFault, match=words) as caught:
        check_theme({**plain_theme(EXAMPLE), **change})
    assert caught.value.place == place
    assert "theme.yaml" not in str(caught.value)


@pytest.mark.parametrize("name", ["title", "question", "indicators", "lead", "levels", "theme"])
def test_what_is_missing_is_named_by_its_place(name):
    with pytest.raises(ThemeFault, match="is missing") as caught:
        check_theme({key: value for key, value in plain_theme(EXAMPLE).items() if key != name})
    assert caught.value.place == (name,)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("theme: a\ntheme: b\n", "second time"),
        ("theme: !!python/object:os.system a\n", "only plain data"),
        ("- a\n", "list of key: value"),
        ("", "empty"),
    ],
)
def test_what_is_no_theme_is_not_read(text, words):
    with pytest.raises(UserError, match=words):
        plain_theme(text)
