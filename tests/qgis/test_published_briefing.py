"""igh:briefing for a district or the public: on paper stands what the publication tells, and nothing else."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from shutil import which

import numpy as np
import pytest
from qgis.core import NULL

from igh_plugin.briefing import filling, published
from igh_plugin.briefing.excerpt import Excerpt
from igh_plugin.charts.wording import Wording
from igh_plugin.core.figures import Categories, Ranking, Trend
from igh_plugin.themes.catalogue import find_theme
from igh_plugin.themes.publication import MISSING, SHOWN, SUPPRESSED, Values, publish
from igh_plugin.workspace.opening import open_workspace

INTERNAL, DISTRICT, PUBLIC = 0, 1, 2
TACTICAL, STRATEGIC = 1, 2
needs_pdftotext = pytest.mark.skipif(
    which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"
)


def pages_of(path):
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, check=True).stdout
    return text.decode().rstrip("\f").split("\f")


@pytest.fixture(scope="module")
def paper(city, run, tmp_path_factory):
    """A publication for the public, and after it the briefing of the same theme and level for them: its files and its parts."""
    with open_workspace(str(city)) as workspace:
        made = publish(workspace, find_theme("registrations"), "tactical", "public", "en", True)
    folder, drawn = tmp_path_factory.mktemp("paper"), []
    drawing = filling.save_part
    filling.save_part = lambda part, *rest, **options: drawn.append(part) or drawing(part, *rest, **options)
    try:
        run(
            "briefing",
            WORKSPACE=str(city),
            LEVEL=TACTICAL,
            AUDIENCE=PUBLIC,
            UNLICENSED=True,
            OUTPUT=str(folder / "briefing.pdf"),
            MAP=str(folder / "map.png"),
        )
    finally:
        filling.save_part = drawing
    return made, folder, {type(part): part for part in drawn}


def whole_of(made):
    return int(np.flatnonzero(made.codes == "whole")[0])


@needs_pdftotext
def test_the_text_tells_what_is_published_and_no_small_count_of_a_withheld_area(paper):
    made, folder, _ = paper
    text = "\n".join(pages_of(folder / "briefing.pdf"))
    hidden = [row for row in range(len(made.codes)) if made.totals.told[row] == SUPPRESSED]
    assert hidden
    for row in hidden:
        for line in text.splitlines():
            if str(made.names[row]) in line:
                told = line.split(str(made.names[row]), 1)[1].split("  " * 8)[0]
                assert not re.search(r"[1-9]", told), line
    excerpt = Excerpt(made, whole_of(made))
    heads, rows = excerpt.table(excerpt.broad(), published.COLUMNS, Wording())
    flat = [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]
    for cells in rows:
        assert " ".join(cells) in flat
    _, listed = excerpt.table(excerpt.by_name(), 1, Wording())
    assert len(listed) == 40
    for cells in listed:
        assert any(" ".join(cells) in line for line in flat), cells
    assert any("×" in cells for cells in rows) and heads[1] == "Events" and "Registrations" not in heads
    assert [row[0] for row in rows[:2]] == ["Whole area", "Outside all areas"]


@needs_pdftotext
def test_the_audience_and_the_rule_stand_on_the_paper_and_no_hot_spot(paper):
    made, folder, _ = paper
    first, second, third = pages_of(folder / "briefing.pdf")
    flat = re.sub(r"\s+", " ", first)
    assert "audience: Public" in flat and str(made.rule)[:60] in flat
    assert "audience: Public" in second and "Be careful" in second and "Hot spots" not in first + second
    assert "audience: Public" in third and "By area" in third
    assert f"publication {made.run + 1} " in re.sub(r"\s+", " ", second)


def test_every_number_drawn_is_one_of_the_publication_and_what_is_withheld_is_not_there(paper):
    made, _, parts = paper
    whole = whole_of(made)
    trend, ranking, categories = parts[Trend], parts[Ranking], parts[Categories]
    np.testing.assert_array_equal(trend.values, made.spans.value[whole])
    assert (np.isnan(trend.values) == trend.withheld).all() and np.isnan(trend.expected).all()
    ranked = made.indicators[made.theme.rank_by]
    by_code = {
        code: (value, told)
        for level, code, value, told in zip(made.levels, made.codes, ranked.value, ranked.told)
        if level == made.level
    }
    assert set(ranking.codes) == set(by_code) and ranking.withheld.any()
    for code, value, gone in zip(ranking.codes, ranking.values, ranking.withheld):
        assert gone == (by_code[code][1] == SUPPRESSED)
        assert np.isnan(value) if gone else value == by_code[code][0]
    told = ranking.values[~np.isnan(ranking.values)]
    assert (np.diff(told) <= 0).all() and np.isnan(ranking.values[len(told) :]).all()
    for slug, count, gone in zip(categories.slugs, categories.counts, categories.withheld):
        at = made.category_names.index(slug)
        assert gone == (made.categories.told[whole, at] == SUPPRESSED)
        assert np.isnan(count) if gone else count == made.categories.value[whole, at]
    assert set(parts) == {Trend, Ranking, Categories}


def test_the_map_is_a_picture_of_the_published_areas(paper):
    assert (paper[1] / "map.png").stat().st_size > 20_000


def test_a_layer_on_paper_holds_no_value_of_what_is_withheld(paper):
    made = paper[0]
    layer = published._areas_layer(made)
    values = made.indicators[made.mapped] if made.mapped else made.totals
    told = {
        code: one for level, code, one in zip(made.levels, made.codes, values.told) if level == made.level
    }
    features = list(layer.getFeatures())
    assert len(features) == len(told)
    for feature in features:
        assert feature["value_told"] == told[feature["code"]]
        assert (feature["value"] == NULL) == (told[feature["code"]] != SHOWN)
    labels = [rule.label() for rule in layer.renderer().rootRule().children()]
    assert labels[-3:] == ["Zero", "Withheld: small, or would tell what is small", "No data"]


def test_it_is_kept_as_a_publication_that_later_ones_are_protected_with(city, paper):
    with open_workspace(str(city), read_only=True) as workspace:
        kept = [item["metadata"]["audience"] for item in workspace.results("publication of registrations")]
        assert kept == ["public", "public"] and not list(workspace.runs(kind="briefing"))
    with open_workspace(str(city)) as workspace:
        later = publish(workspace, find_theme("registrations"), "tactical", "public", "en", True)
    assert later.rule.values["earlier"] == 2
    np.testing.assert_array_equal(later.totals.told, paper[0].totals.told)


@needs_pdftotext
def test_a_briefing_of_one_area_tells_that_area_and_those_in_it(city, paper, run, tmp_path):
    made = paper[0]
    district = int(np.flatnonzero(made.levels == made.levels[-3])[0])
    name = str(made.names[district])
    run(
        "briefing",
        WORKSPACE=str(city),
        LEVEL=TACTICAL,
        AUDIENCE=PUBLIC,
        UNLICENSED=True,
        AREA=name,
        OUTPUT=str(tmp_path / "one.pdf"),
    )
    text = pages_of(tmp_path / "one.pdf")[0]
    assert name in text and "Whole area" not in text
    excerpt = Excerpt(made, district)
    for title, value, _change, _note, _state in excerpt.key_figures(Wording()):
        assert value in text, title


def test_an_area_finer_than_what_is_published_is_refused_and_nothing_is_kept(city, run, tmp_path):
    with open_workspace(str(city), read_only=True) as workspace:
        fine = str(workspace.areas(workspace.area_levels()[0])["code"][0])
        before = len(workspace.runs())
    asked = {"WORKSPACE": str(city), "LEVEL": STRATEGIC, "AUDIENCE": DISTRICT, "AREA": fine}
    said = run("briefing", fails=True, OUTPUT=str(tmp_path / "no.pdf"), **asked)
    assert "is no area of this publication" in said and not (tmp_path / "no.pdf").exists()
    assert "There is no area" in run(
        "briefing", fails=True, OUTPUT=str(tmp_path / "no.pdf"), **{**asked, "AREA": "Nowhere"}
    )
    with open_workspace(str(city), read_only=True) as workspace:
        assert len(workspace.runs()) == before


def test_what_publishing_refuses_the_briefing_refuses_in_the_same_words(city, empty_workspace, run, tmp_path):
    with open_workspace(str(city)) as workspace:
        stated = list(workspace.sources())
        with workspace.begin("test") as writing:
            for item in stated:
                writing.put_source({**item, "licence": None})
    target = {"OUTPUT": str(tmp_path / "out.pdf")}
    try:
        for place, audience, level in (
            (str(city), PUBLIC, STRATEGIC),
            (empty_workspace.path, DISTRICT, STRATEGIC),
        ):
            asked = {"WORKSPACE": str(place), "AUDIENCE": audience, "LEVEL": level}
            refused = run("publish", fails=True, **{**asked, "OUTPUT": str(tmp_path / "folder")})
            assert refused and run("briefing", fails=True, **{**asked, **target}) == refused
    finally:
        with open_workspace(str(city)) as workspace, workspace.begin("test") as writing:
            for item in stated:
                writing.put_source(item)
    assert not (tmp_path / "out.pdf").exists()


@needs_pdftotext
def test_without_an_audience_it_is_internal_and_says_so(city, run, tmp_path):
    run("briefing", WORKSPACE=str(city), LEVEL=TACTICAL, OUTPUT=str(tmp_path / "in.pdf"))
    pages = pages_of(tmp_path / "in.pdf")
    assert all("this is for internal use only" in page for page in pages[:2])


def test_without_periods_or_with_all_of_them_withheld_there_is_a_sentence_and_no_trend(paper):
    made = paper[0]
    size, whole = len(made.codes), whole_of(made)
    untimed = replace(made, periods=(), spans=Values(np.zeros((size, 0)), np.zeros((size, 0), object)))
    trend = Excerpt(untimed, whole).trend()
    assert trend.empty and "no times" in trend.reason
    gone = Values(np.full_like(made.spans.value, np.nan), np.full_like(made.spans.told, SUPPRESSED))
    trend = Excerpt(replace(made, spans=gone), whole).trend()
    assert trend.empty and trend.reason == "The events of all periods are withheld."


def test_areas_without_data_are_not_said_to_be_told(paper):
    made = paper[0]
    name, whole = made.mapped, whole_of(made)
    values = made.indicators[name] if name else made.totals
    told = np.where(values.told == SUPPRESSED, SHOWN, values.told).astype(object)

    def summary(told):
        now = Values(np.nan_to_num(values.value), told)
        changed = {"indicators": {**made.indicators, name: now}} if name else {"totals": now}
        return Excerpt(replace(made, **changed), whole).summary(Wording())

    on_map = np.flatnonzero(made.levels == made.level)
    told[on_map] = SHOWN
    assert f"all {len(on_map)} areas are told" in summary(told)
    told[on_map[3]] = MISSING
    assert f"0 of the {len(on_map)} areas are withheld" in summary(told)
