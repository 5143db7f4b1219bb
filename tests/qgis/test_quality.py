"""igh:qualityreport and the night's words: faults that were planted are found, and what is sound is left alone."""

import re
from html.parser import HTMLParser

import numpy as np
import pytest
from qgis.core import QgsVectorLayer

from igh_plugin.core import periods
from igh_plugin.pipeline.collect import collect
from igh_plugin.pipeline.quality import night_sentences, quality_of
from igh_plugin.pipeline.refresh import collect_source
from igh_plugin.sources.definition import parse_definition
from igh_plugin.sources.network.body import Limits
from tests.qgis.test_dso import YAML as FETCHED
from tests.servers.dso import Dso, reports

QUICK = Limits(connect=2, read=2, pause=0.01, tries=2)
NOW = np.datetime64("2026-05-01T12:00:00")
YAML = """
source: letters
title: {{en: "Letters & <b>notes</b>", nl: Brieven}}
kind: report
crs: EPSG:28992
licence: CC0
reporting_delay: {delay}
format: {{separator: semicolon, encoding: utf-8}}
timezone: {{stored: Europe/Amsterdam, local: Europe/Amsterdam}}
id: number
fields: {{occurred_from: moment, reported_at: reported, closed_at: closed, category: sort, place: street,
  location_quality: quality, x: x, y: y}}
"""
HEADER = "number;moment;reported;closed;sort;street;quality;x;y".split(";")


def rows(faults):
    """Ten letters a day from March 2025 to April 2026; the faults lie in the last month."""
    dice = np.random.default_rng(5)
    days = np.arange(np.datetime64("2025-03-01"), np.datetime64("2026-05-01"))
    for at, day in enumerate(np.repeat(days, 10)):
        last = faults and str(day) >= "2026-04"
        kind = ["waste", "noise", "<i>odd</i>"][at % 3]
        moment = day + np.timedelta64(9, "h") + np.timedelta64(int(dice.integers(0, 8 * 60)), "m")
        reported = moment + np.timedelta64(int(dice.integers(1, 20) * (8 if last else 1)), "h")
        reported = min(reported, NOW - np.timedelta64(3, "h"))
        x, y = dice.integers(118_000, 124_000), dice.integers(484_000, 490_000)
        if last and at % 4 == 0:
            x, y = 121_000, 487_000
        if last and at % 3 == 0:
            continue
        yield (
            at, f"{moment}".replace("T", " ")[:16], f"{reported}".replace("T", " ")[:16], "",
            "" if last and at % 10 == 1 else kind, "" if last else "Damrak", "displaced" if last else "exact", x, y,
        )  # fmt: skip


@pytest.fixture
def letters(either_workspace, tmp_path):
    def made(faults, delay=1):
        file = tmp_path / "letters.csv"
        lines = [";".join(map(str, row)) for row in (HEADER, *rows(faults))]
        lines += lines[-120:-20] if faults else []
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        collect(either_workspace, parse_definition(YAML.format(delay=delay)), str(file), now=NOW)
        return either_workspace

    return made


def states(figures):
    return {one.key: one.state for one in figures}


def test_a_sound_source_calls_for_no_attention(letters):
    (found,) = quality_of(letters(False), now=NOW)
    assert found.latest.name == "2026-03"  # the last day of April is within the reporting delay
    assert len(found.periods) == 13 and not found.periods[0].complete
    figures = [*found.whole, *(one for period in found.periods for one in period.figures)]
    assert [str(one.sentence) for one in figures if one.state in ("bad", "attention")] == []
    assert states(found.latest.figures)["closing_median"] == "unknown"
    assert sum(period.count for period in found.periods) == found.count - 31 * 10


def test_every_planted_fault_is_found_in_its_month(letters):
    (found,) = quality_of(letters(True, delay=0), now=NOW)
    assert found.latest.name == "2026-04"
    told = states(found.latest.figures)
    wrong = {key for key, state in told.items() if state in ("bad", "attention")}
    assert wrong == {
        "filled:place", "rejected", "rejected:missing_category", "reporting_delay_p90", "exact_duplicates", "coarse",
        "most_used_point", "drop", "change_before", "change_year", "mix_before", "mix_year", "vanished_before:waste",
        "vanished_year:waste",
    }  # fmt: skip
    assert told["filled:place"] == told["exact_duplicates"] == told["most_used_point"] == "bad"
    earlier = [one for period in found.periods[1:] for one in period.figures]
    assert not [one for one in earlier if one.state in ("bad", "attention")]


class Page(HTMLParser):
    """Tags that open and close in order, and what is loaded."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.loaded = [], set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.loaded += [value for name, value in attributes if name in ("src", "href") and value[:1] != "#"]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_algorithm_writes_a_page_and_a_table(run, letters, tmp_path):
    workspace = letters(True, delay=0)
    page, table = tmp_path / "report.html", tmp_path / "figures.gpkg"
    result = run("qualityreport", WORKSPACE=workspace.place, REPORT=str(page), OUTPUT=str(table))
    text = page.read_text(encoding="utf-8")
    read = Page(text)
    assert (
        read.open == []
        and read.loaded == []
        and not read.tags & {"script", "img", "link", "iframe", "i", "b"}
    )
    assert "Letters &amp; &lt;b&gt;notes" in text and "http" not in text
    assert "{" not in re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    layer = QgsVectorLayer(str(table), "x", "ogr")
    assert [field.name() for field in layer.fields()][1:] == [
        "source", "period", "figure", "value", "unit", "state", "sentence",
    ]  # fmt: skip
    found = {(one["period"] or "", one["figure"]): one for one in layer.getFeatures()}
    assert (
        found["2026-04", "most_used_point"]["state"] == "bad"
        and found["2026-04", "drop"]["value"] is not None
    )
    assert found["", "closing_median"]["state"] == "unknown" and not found["", "closing_median"]["value"]
    bad = [
        one["sentence"] for key, one in found.items() if key[0] in ("", "2026-04") and one["state"] == "bad"
    ]
    assert result["BAD"] == len(bad) and set(bad) <= set(result["said"])
    assert any(one.startswith("One point, 121000 487000, holds ") for one in bad)


def test_weeks_one_source_and_wrong_names(run, letters, empty_workspace, tmp_path):
    said = run(
        "qualityreport", fails=True, WORKSPACE=str(empty_workspace.path), REPORT=str(tmp_path / "r.html")
    )
    assert "The workspace has no source with events yet" in said
    workspace = letters(False)
    said = run(
        "qualityreport",
        fails=True,
        WORKSPACE=workspace.place,
        SOURCE="leters",
        REPORT=str(tmp_path / "r.html"),
    )
    assert "The workspace has no source leters; it has: letters." in said
    (found,) = quality_of(workspace, "letters", periods.WEEK, NOW)
    assert found.latest.name == "2026-W17" and {one.state for one in found.latest.figures} <= {
        "fine",
        "info",
        "unknown",
    }


def test_a_source_that_falls_silent_is_told_in_the_night(empty_workspace):
    """Two hundred days of ten reports, then hardly any while the source is still fetched every day."""
    with Dso(reports(2_000, "2025-10-01")) as server:
        definition = parse_definition(FETCHED.format(address=server.address, more=""))
        collect_source(empty_workspace, definition, now=np.datetime64("2026-04-19T03:00:00"), limits=QUICK)
        set_finished(empty_workspace, "2026-04-19T03:00:00.000Z")
        assert night_sentences(empty_workspace, {}, np.datetime64("2026-04-19T04:00:00")) == []
        collect_source(empty_workspace, definition, now=np.datetime64("2026-04-28T03:00:00"), limits=QUICK)
    set_finished(empty_workspace, "2026-04-28T03:00:00.000Z")
    said = [str(one) for one in night_sentences(empty_workspace, {}, np.datetime64("2026-04-28T04:00:00"))]
    assert said == [
        "meldingen: 0 events in 2026-W17, where 70 were to be expected (-100 %). If they come later, state the "
        "reporting_delay of the source."
    ]
    late = [str(one) for one in night_sentences(empty_workspace, {}, np.datetime64("2026-05-03T04:00:00"))]
    assert any(
        "meldingen was last collected on 2026-04-28, and is to be every 1 days." in one for one in late
    )


def set_finished(workspace, moment):
    workspace._connection.execute(
        "UPDATE runs SET finished = ? WHERE id = (SELECT max(id) FROM runs)", (moment,)
    )
