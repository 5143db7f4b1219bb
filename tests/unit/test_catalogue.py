from pathlib import Path

import pytest

from igh_plugin.core.errors import UserError
from igh_plugin.themes.catalogue import PACKAGED, find_theme, list_themes, parse_theme

TEXT = (PACKAGED / "registrations" / "theme.yaml").read_text(encoding="utf-8")


def test_the_packaged_themes_are_valid_and_speak_english_and_dutch():
    themes = {theme.id: theme for theme in list_themes()}
    assert {"registrations", "waste_beside_containers"} <= set(themes)
    for theme in themes.values():
        assert theme.folder.name == theme.id and theme.icon_path is not None
        texts = [theme.titles, theme.questions, *theme.indicator_titles.values(), *theme.cautions]
        texts += [unit for unit in theme.indicator_units.values() if unit]
        for text in texts:
            assert set(text) == {"en", "nl"} and all(text.values())
        assert [level.id for level in theme.levels] == ["operational", "tactical", "strategic"]
    assert themes["waste_beside_containers"].title("nl") == "Afval naast containers"


@pytest.mark.parametrize(
    ("old", "new", "words", "line_of"),
    [
        ("lead: registrations", "lead: nothing", "possible are", "lead:"),
        ("kind: rate", "kind: ratio", "possible are", "kind: ratio"),
        ("    denominator: statistic:km2\n", "", "denominator", "- id: per_km2"),
        ("cell_size: 125", "cell_size: 60", "multiple of 25", "hotspots:"),
        ("permutations: 999", "permutations: many", "whole number", "hotspots:"),
        ("period: month", "period: moon", "possible are", "period: moon"),
        ("theme: registrations", "theme: Re gi", "small letters", "theme:"),
        ("ramp: oranges", "ramps: oranges", "not known here", "ramps:"),
        ("- id: per_day", "- id: registrations", "id of its own", "- id: registrations"),
    ],
)
def test_a_mistake_is_told_with_file_line_and_reason(old, new, words, line_of):
    text = TEXT.replace(old, new, 1)
    assert text != TEXT
    with pytest.raises(UserError) as caught:
        parse_theme(text, "mine/theme.yaml", Path("mine"))
    message = str(caught.value)
    assert words in message and "mine/theme.yaml, line " in message
    line = int(message.split("line ")[1].split(":")[0])
    assert line_of.split(":")[0] in text.splitlines()[line - 1]


def test_no_theme_of_that_name_lists_those_there_are():
    with pytest.raises(UserError, match="registrations"):
        find_theme("absent")


def test_a_theme_of_the_user_takes_the_place_of_the_packaged_one(tmp_path):
    folder = tmp_path / "themes" / "registrations"
    folder.mkdir(parents=True)
    (folder / "theme.yaml").write_text(TEXT.replace("en: Registrations,", "en: Ours,", 1), encoding="utf-8")
    themes = {theme.id: theme for theme in list_themes(tmp_path)}
    assert themes["registrations"].title("en") == "Ours" and len(themes) == len(list_themes())
    assert find_theme(str(folder)).title("en") == "Ours"


def test_a_wrong_theme_of_the_user_stops_no_other_and_tells_what_is_wrong_when_asked_for(tmp_path):
    folder = tmp_path / "themes" / "mine"
    folder.mkdir(parents=True)
    (folder / "theme.yaml").write_text(TEXT.replace("ramp: oranges", "ramp: pinks"), encoding="utf-8")
    assert len(list_themes(tmp_path)) == len(list_themes())
    assert find_theme("registrations", tmp_path).id == "registrations"
    with pytest.raises(UserError, match="pinks"):
        find_theme("mine", tmp_path)
    (folder / "theme.yaml").write_text(TEXT.replace("theme: registrations", "theme: other"), encoding="utf-8")
    assert find_theme("other", tmp_path).folder == folder
    with pytest.raises(UserError, match="no theme mine"):
        find_theme("mine", tmp_path)
