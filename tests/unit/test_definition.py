"""The definition of a source: what it says, and errors that name file, line and reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.errors import UserError
from igh_plugin.sources.definition import parse_definition, read_codelist, read_definition

GOOD = """\
source: city_reports
title: {en: Reports, nl: Meldingen}
kind: report
grain: event
pattern: "reports_*.csv"
format: {encoding: windows-1252, separator: semicolon, decimal: ","}
timezone: {stored: UTC, local: Europe/Amsterdam}
crs: epsg:28992
extent: [100000, 470000, 140000, 500000]
licence: CC BY 4.0
reporting_delay: 2
id: [number, nummer]
fields:
  occurred_from: {column: [seen, date], format: ["%d-%m-%Y %H:%M", "%Y-%m-%d"]}
  category: {column: sub, codelist: signalen}
  status: {column: status, values: {O: open, no: closed}}
  x: x_rd
  y: {column: y_rd}
measures:
  minutes: {column: minutes, unit: min, title: {en: Minutes}}
  below: {column: score, is: [B, C, D]}
  visits: {constant: 1}
attributes:
  score: score
personal: [name, email]
"""


def error(text, file="mine.yaml"):
    with pytest.raises(UserError) as caught:
        parse_definition(text, file)
    return str(caught.value)


def changed(old, new):
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def line_of(text):
    return 1 + GOOD[: GOOD.index(text)].count("\n")


def test_everything_that_a_definition_can_say():
    found = parse_definition(GOOD)
    mapping = found.mapping
    assert (found.source, mapping.kind, mapping.grain) == ("city_reports", "report", "event")
    assert (found.encoding, found.separator, mapping.decimal) == ("windows-1252", ";", ",")
    assert (mapping.stored_zone, mapping.local_zone, mapping.crs) == ("UTC", "Europe/Amsterdam", "EPSG:28992")
    assert mapping.extent == (100000, 470000, 140000, 500000) and mapping.id_columns == ("number", "nummer")
    assert mapping.fields["occurred_from"].columns == ("seen", "date")
    assert mapping.fields["x"].columns == ("x_rd",)
    assert mapping.fields["status"].values == {"O": "open", "no": "closed"}
    assert mapping.measures["below"].equals == ("B", "C", "D")
    assert mapping.measures["visits"].constant == "1"
    assert mapping.personal == ("name", "email") and found.reporting_delay == 2
    assert set(found.codelists) == {"signalen"}
    assert not {"name", "email"} & set(mapping.columns())
    assert found.as_record()["definition"] == GOOD


@pytest.mark.parametrize(
    "old,new,said",
    [
        ("source: city_reports", "source: City Reports", "no name for a source"),
        ("source: city_reports", "source: ../reports", "no name for a source"),
        ("kind: report", "kind: complaint", "possible are: report, observation"),
        ("grain: event", "grain: events", "possible are: event, place_summary"),
        ('pattern: "reports_*.csv"', 'pattern: "../*.csv"', "without a folder"),
        ('pattern: "reports_*.csv"', "pattern: C:reports", "without a folder"),
        ("encoding: windows-1252", "encoding: windows-9999", "encoding “windows-9999” is not known"),
        ("encoding: windows-1252", 'encoding: "a\\0b"', "is not known"),
        ("separator: semicolon", 'separator: ";;"', "single character"),
        ("separator: semicolon", "separator: '\"'", "single character"),
        ("separator: semicolon", 'separator: "\\n"', "single character"),
        ('decimal: ","', 'decimal: "_"', "possible are"),
        ("local: Europe/Amsterdam", "local: Europe/Mokum", "time zone “Europe/Mokum” is not known"),
        ("crs: epsg:28992", "crs: RD", "no CRS"),
        ("[100000, 470000, 140000, 500000]", "[100000, 470000, 140000]", "must be 4 numbers"),
        ("[100000, 470000, 140000, 500000]", "[1, 2, three, 4]", "numbers only"),
        ("[100000, 470000, 140000, 500000]", "[1, 2, .nan, 4]", "numbers only"),
        ("[100000, 470000, 140000, 500000]", "[1, 2, 3, inf]", "numbers only"),
        ("[100000, 470000, 140000, 500000]", "[5, 2, 3, 4]", "xmin, ymin, xmax, ymax"),
        ("reporting_delay: 2", "reporting_delay: soon", "numbers only"),
        ("licence: CC BY 4.0", "license: CC BY 4.0", "“license” is not known here"),
        ("licence: CC BY 4.0", "licence: [a, b]", "single value"),
        ("licence: CC BY 4.0", "source: twice", "a second time"),
        ("id: [number, nummer]", 'id: [number, ""]', "is empty"),
        ('"%d-%m-%Y %H:%M"', '"%d-%m-%Q"', "%Q is not known"),
        ("codelist: signalen", "codelist: ../themes", "no code list"),
        ("{column: status, values: {O: open, no: closed}}", "{colum: status}", "not known here"),
        ("{column: status, values: {O: open, no: closed}}", "{values: {O: open}}", "needs a column or a constant"),
        ("{column: status, values: {O: open, no: closed}}", "{column: s, values: [1]}", "key: value"),
        ("{column: status, values: {O: open, no: closed}}", "{column: s, format: '%Y'}", "only times"),
        ("{column: status, values: {O: open, no: closed}}", "{column: s, axes: yx}", "only xy and wkt have axes"),
        ("{column: status, values: {O: open, no: closed}}", "{column: s, codelist: signalen}", "code list"),
        ("{column: status, values: {O: open, no: closed}}", "{column: s, unknown: keep}", "needs a code list beside it"),
        ("{column: status, values: {O: open, no: closed}}", "{column: s, above: main}", "needs a code list beside it"),
        ("codelist: signalen", "codelist: signalen, unknown: drop", "possible are: reject, keep"),
        ("  y: {column: y_rd}", "  yy: {column: y_rd}", "not known here"),
        ("visits: {constant: 1}", "Visits: {constant: 1}", "small letters"),
        ("visits: {constant: 1}", "events: {constant: 1}", "“measures.events”"),
        ("[name, email]", "[name, sub]", "named as personal and mapped as well"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_line_and_reason(old, new, said):
    message = error(changed(old, new))
    assert message.startswith(f"mine.yaml, line {line_of(old)}: ") and said in message, message


@pytest.mark.parametrize("name", ["source", "kind", "fields"])
def test_what_is_missing_is_named(name):
    start = GOOD.index(f"{name}:")
    end = GOOD.index("measures:") if name == "fields" else GOOD.index("\n", start) + 1
    assert f"“{name}” is missing" in error(GOOD[:start] + GOOD[end:])


@pytest.mark.parametrize(
    "fields",
    ["{x: a}", "{y: a}", "{category: a}", "{x: a, y: b, wkt: c}", "{wkt: a, xy: b}", "{x: a, wkt: b}"],
)
def test_a_record_lies_somewhere_and_in_one_way(fields):
    assert "must say where a record lies" in error(f"source: a\nkind: report\nfields: {fields}\n")


def test_a_place_summary_has_no_time():
    text = "source: a\nkind: inspection\ngrain: place_summary\nfields: {x: a, y: b, reported_at: c}\n"
    assert "cannot be mapped" in error(text)


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_an_empty_file_is_said_to_be_empty(text):
    assert error(text) == "mine.yaml, line 1: the file is empty."


@pytest.mark.parametrize(
    "text,line",
    [
        ("source: [a\nkind: b\n", 2),
        ("source: a\n\tkind: b\n", 2),
        ("source: a\n---\nsource: b\n", 2),
        ("source: a\nkind: *nothing\n", 2),
        ("- source\n- kind\n", 1),
        ("just words\n", 1),
        ("source: a\n? [complex]\n: b\n", 1),
    ],
)
def test_what_is_no_mapping_in_yaml_is_an_error_with_a_line(text, line):
    assert error(text).startswith(f"mine.yaml, line {line}: ")


@pytest.mark.parametrize(
    "piece",
    [
        "!!python/object/apply:os.system [touch /tmp/never]",
        "!!python/name:os.system x",
        "!!binary aGVsbG8=",
        "!custom report",
    ],
)
def test_tags_are_refused(piece):
    for name in ("kind: report", "licence: CC BY 4.0"):
        message = error(changed(name, f"{name.split(':')[0]}: {piece}"))
        assert message.startswith(f"mine.yaml, line {line_of(name)}: ") and "tag" in message


def test_a_bomb_of_anchors_does_not_grow():
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for name, earlier in zip("bcdefghi", "abcdefgh"):
        lines.append(f"{name}: &{name} [" + ", ".join([f"*{earlier}"] * 9) + "]")
    assert "not known here" in error("\n".join(lines))
    inside = "source: s\nkind: report\nfields:\n  x: {column: *i}\n  y: b\n"
    bomb = "\n".join(["title:"] + ["  " + line for line in lines]) + "\n" + inside
    assert "line " in error(bomb)


def test_a_list_that_holds_itself_and_one_without_end_are_errors():
    assert "line 1" in error("source: &a [*a]\nkind: report\nfields: {x: a, y: b}\n")
    assert "mine.yaml, line 1: " in error("source: " + "[" * 20_000)


@given(st.text(max_size=200))
def test_any_text_is_a_definition_or_an_error_in_words(text):
    try:
        parse_definition(text, "any")
    except UserError as wrong:
        assert str(wrong).startswith("any, line ")


@given(st.integers(0, len(GOOD) - 1), st.sampled_from(list(":{}[]#\n\t\"'&*!%-x,") + ["\u2028", "\x00"]))
def test_one_wrong_character_is_a_definition_or_an_error_in_words(at, character):
    try:
        parse_definition(GOOD[:at] + character + GOOD[at + 1 :], "any")
    except UserError as wrong:
        assert str(wrong).startswith("any, line ")


def test_files_that_are_absent_or_no_text(tmp_path):
    with pytest.raises(UserError, match="There is no mapping file"):
        read_definition(tmp_path / "absent.yaml")
    (tmp_path / "old.yaml").write_bytes("source: caf\xe9".encode("latin-1"))
    with pytest.raises(UserError, match="UTF-8"):
        read_definition(tmp_path / "old.yaml")
    (tmp_path / "bom.yaml").write_text(GOOD, encoding="utf-8-sig")
    assert read_definition(tmp_path / "bom.yaml").source == "city_reports"


def test_the_code_list_that_comes_along_is_complete():
    codelist = read_codelist("signalen")
    assert len(codelist.codes) == len(set(codelist.codes)) > 100
    assert all(codelist.code(code) == code for code in codelist.codes)
    assert all(codelist.code(codelist.titles[code]) in (code, "") for code in codelist.codes)


def test_the_code_list_that_comes_along_is_named_in_english_too():
    codelist = read_codelist("signalen")
    english = codelist.translations["en"]
    assert set(english) == set(codelist.codes) and all(english.values())
    assert english["grofvuil"] == "Bulky waste" and codelist.titles["grofvuil"] == "Grofvuil"
    assert codelist.code("Bulky waste") == ""
