"""The reader of delimited files: encodings, separators, quotes, archives, and files that are broken."""

import csv
import gzip
import io
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.errors import UserError
from igh_plugin.sources.delimited import SUFFIXES, detect_separator, open_files, read_batches
from igh_plugin.sources.folder import find_files

TEXT = "id;naam;x\n1;café;121388,5\n2;€ 5;121400,0\n"


def write(folder, data, name="a.csv"):
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    return path


def opened(folder, data, name="a.csv", **options):
    files = open_files([write(folder, data, name)], **options)
    assert len(files) == 1
    return files[0]


def rows_of(file, size=1000, columns=None):
    """Return the values of all rows, their lines, and the broken lines."""
    rows, lines, broken = [], [], []
    for batch in read_batches(file, 0, columns, size):
        rows += list(zip(*batch.columns.values()))
        lines += batch.lines.tolist()
        broken += batch.broken
        assert len(batch) == len(batch.fingerprints) == len(batch.lines)
    return rows, lines, broken


def read(folder, data, name="a.csv", size=1000, **options):
    return rows_of(opened(folder, data, name, **options), size)


def error(folder, data, name="a.csv", **options):
    with pytest.raises(UserError) as caught:
        read(folder, data, name, **options)
    assert name in str(caught.value)
    return str(caught.value)


# --- encodings


@pytest.mark.parametrize(
    "encoding,detected",
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("windows-1252", "windows-1252"),
        ("utf-16", "utf-16"),
        ("utf-16-be-bom", "utf-16"),
    ],
)
def test_encodings_are_detected(tmp_path, encoding, detected):
    data = b"\xfe\xff" + TEXT.encode("utf-16-be") if encoding == "utf-16-be-bom" else TEXT.encode(encoding)
    file = opened(tmp_path, data)
    assert file.encoding == detected and file.header == ("id", "naam", "x")
    assert rows_of(file)[0] == [("1", "café", "121388,5"), ("2", "€ 5", "121400,0")]
    assert "semicolon" in str(file.said()) and detected in str(file.said())


def test_bytes_that_windows_1252_does_not_have_are_read_as_latin_1(tmp_path):
    assert opened(tmp_path, b"id,naam\n1,caf\xe9\x81\n").encoding == "latin-1"


def test_one_strange_byte_far_down_is_found_before_reading(tmp_path):
    data = b"id,naam\n" + b"1,abc\n" * 400_000 + b"2,caf\xe9\n"
    file = opened(tmp_path, data)
    assert file.encoding == "windows-1252"
    assert rows_of(file, 100_000)[0][-1] == ("2", "café")


def test_a_declared_encoding_that_is_wrong_is_said_with_the_line(tmp_path):
    said = error(tmp_path, b"id,naam\n1,ok\n2,caf\xe9\n", encoding="utf-8")
    assert "not written in utf-8" in said and "line" in said


# --- separators and quotes


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_detected_beside_quoted_ones(tmp_path, separator):
    lines = [
        ["id", "note", "x"],
        ["1", 'a, b; c\td | "e"', "1,5"],
        ["2", "", "2,5"],
        ["3", "two\nlines", "3,5"],
    ]
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n", quoting=csv.QUOTE_ALL).writerows(lines)
    file = opened(tmp_path, text.getvalue())
    assert file.separator == separator
    rows, numbers, broken = rows_of(file)
    assert [list(row) for row in rows] == lines[1:] and not broken
    assert numbers == [2, 3, 4]


def test_line_numbers_count_lines_inside_values(tmp_path):
    text = 'id,note\n1,"a\nb\nc"\n2,x\n3,"d\r\ne"\n4,y\n'
    for size in (1, 2, 100):
        assert read(tmp_path, text, size=size)[1] == [2, 5, 6, 8]


def test_a_declared_separator_goes_before_what_looks_better(tmp_path):
    assert opened(tmp_path, "a,b;c,d\n1,2;3,4\n", separator=";").header == ("a,b", "c,d")


def test_a_file_of_one_column_has_a_comma():
    assert detect_separator(["id\n", "1\n"]) == ","


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=8),
            min_size=3,
            max_size=3,
        ),
        max_size=12,
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.integers(1, 5),
)
def test_what_is_written_is_read_back_whatever_the_batches(tmp_path_factory, rows, separator, encoding, size):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(["first", "second", "third"])
    writer.writerows(rows)
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    file = open_files([path], separator=separator, known=["first"])[0]
    got, lines, broken = rows_of(file, size)
    assert [list(row) for row in got] == rows and not broken
    assert lines == sorted(set(lines))


# --- headers


def test_columns_that_are_wanted_and_present_are_read_and_no_others(tmp_path):
    file = opened(tmp_path, "id;name;x\n1;Jan;5\n")
    batch = next(read_batches(file, 0, ["x", "absent", "id"]))
    assert batch.columns == {"id": ["1"], "x": ["5"]}


def test_duplicate_and_empty_column_names_become_names_of_their_own(tmp_path):
    text = "status,status,,status_2, status ,column_3\na,b,c,d,e,f\n"
    file = opened(tmp_path, text, known=["status"])
    assert len(set(file.header)) == 6 and file.header[0] == "status"
    assert rows_of(file)[0] == [("a", "b", "c", "d", "e", "f")]
    assert opened(tmp_path, "x,x\n1,2\n").header == ("x", "x_2")


def test_a_file_without_a_header_gets_column_names(tmp_path):
    file = opened(tmp_path, "1,2024-01-01,4.9\n2,2024-01-02,4.8\n")
    assert not file.has_header and file.header == ("column_1", "column_2", "column_3")
    assert rows_of(file)[1] == [1, 2] and "no header" in str(file.said())


def test_a_header_with_a_number_for_a_name_is_known_by_the_mapping(tmp_path):
    data = "id,2024\n1,5\n"
    assert not opened(tmp_path, data).has_header
    assert opened(tmp_path, data, known=["id"]).header == ("id", "2024")


@pytest.mark.parametrize("lead", ["\n", "\r\n\r\n", "\n\n\n"])
def test_empty_lines_before_the_header_are_skipped(tmp_path, lead):
    rows, lines, broken = read(tmp_path, lead + "id,x\n1,5\n\n2,6\n\n")
    assert rows == [("1", "5"), ("2", "6")] and not broken
    assert lines[1] == lines[0] + 2 == lead.count("\n") + 4


def test_a_line_end_of_another_script_in_a_name_is_no_line_end(tmp_path):
    file = opened(tmp_path, "id,two\u2028parts,x\n1,a\u2028b,5\n")
    assert file.header == ("id", "two\u2028parts", "x") and rows_of(file)[0] == [("1", "a\u2028b", "5")]


def test_a_column_renamed_halfway_gives_each_file_its_own_header(tmp_path):
    write(tmp_path, "id,date\n1,2024-01-01\n", "r_1.csv")
    write(tmp_path, "id,seen\n2,2024-01-02\n", "r_2.csv")
    files = open_files(find_files(tmp_path, SUFFIXES, "r_*.csv"))
    assert [file.header for file in files] == [("id", "date"), ("id", "seen")]
    assert [rows_of(file, columns=["seen", "date"])[0] for file in files] == [
        [("2024-01-01",)],
        [("2024-01-02",)],
    ]


# --- rows that do not fit


def test_rows_of_another_length_are_named_and_not_read(tmp_path):
    rows, lines, broken = read(tmp_path, "id,x,y\n1,2,3\n4,5\n6,7,8,9\n\n10,11,12\n")
    assert rows == [("1", "2", "3"), ("10", "11", "12")] and lines == [2, 6] and broken == [3, 4]


def test_lines_swallowed_by_a_stray_quote_are_all_named(tmp_path):
    text = 'id,note,x\n1,"stray,5\n2,b,6\n3,c,7\n4,"end,8,8\n5,e,9\n'
    rows, _, broken = read(tmp_path, text)
    assert rows == [("5", "e", "9")] and broken == [2, 3, 4, 5]


@pytest.mark.parametrize(
    "text", ['id,x,note\n1,5,"never closed\n2,6,b\n3,7,c\n', 'id,x,note\n1,5,a\n2,6,"open']
)
def test_a_quote_that_never_closes_is_an_error_and_no_long_value(tmp_path, text):
    assert f"line {text.count(chr(10), 0, text.index(chr(34))) + 1}" in error(tmp_path, text)


def test_a_quoted_value_at_the_very_end_is_closed(tmp_path):
    assert read(tmp_path, 'id,x,note\n1,5,"two\nlines"')[0] == [("1", "5", "two\nlines")]


@pytest.mark.parametrize("where", [1, 900])
def test_a_field_without_end_is_an_error_in_words(tmp_path, where):
    data = "id,note\n" + "1,a\n" * where + "2," + "z" * 200_000 + "\n"
    assert "cannot be read" in error(tmp_path, data)


def test_zeros_in_a_text_are_made_visible(tmp_path):
    rows, _, broken = read(tmp_path, b"id,note\n1,a\x00b\n2,c\n")
    assert rows == [("1", "a\ufffdb"), ("2", "c")] and not broken


# --- empty files, archives, folders


@pytest.mark.parametrize("data", [b"", b"\n\n", b"  \r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_said_to_be_empty(tmp_path, data):
    assert error(tmp_path, data) == "a.csv is empty."


def test_a_header_alone_has_no_rows(tmp_path):
    file = opened(tmp_path, "id,x,y\n")
    assert file.header == ("id", "x", "y") and list(read_batches(file, 0)) == []


def test_more_columns_than_any_register_has_are_refused(tmp_path):
    assert "columns" in error(tmp_path, ",".join(f"c{at}" for at in range(3000)) + "\n")


def test_a_gzip_file_is_read_and_a_cut_or_spoilt_one_is_an_error(tmp_path):
    lines = "".join(f"{at},{at * 7919 % 1000}\n" for at in range(50_000))
    whole = gzip.compress(("id,x\n" + lines).encode(), mtime=0)
    assert len(read(tmp_path, whole, "a.csv.gz")[0]) == 50_000
    spoilt = bytearray(whole)
    spoilt[len(whole) // 2 : len(whole) // 2 + 200] = b"\xff" * 200
    for data in (whole[: len(whole) // 2], whole[:-4], bytes(spoilt), b"id,x\n1,2\n"):
        assert "cannot be read" in error(tmp_path, data, "a.csv.gz")


def test_a_zip_counts_as_the_text_files_in_it_and_nothing_leaves_it(tmp_path):
    inside = tmp_path / "deep" / "inside"
    inside.mkdir(parents=True)
    with zipfile.ZipFile(inside / "all.zip", "w") as archive:
        archive.writestr("b.csv", "id,x\n2,6\n")
        archive.writestr("a.csv", "id;x\n1;5\n")
        archive.writestr("readme.pdf", "no")
        archive.writestr("__MACOSX/a.csv", "no")
        archive.writestr("../../escaped.csv", "id,x\n3,7\n")
        archive.writestr("/absolute.txt", "id,x\n4,8\n")
    before = sorted(tmp_path.rglob("*"))
    files = open_files([inside / "all.zip"])
    assert sorted(rows_of(file)[0][0] for file in files) == [("1", "5"), ("2", "6"), ("3", "7"), ("4", "8")]
    assert sorted(tmp_path.rglob("*")) == before
    assert {file.name for file in files} >= {"all.zip/a.csv", "all.zip/b.csv"}


def test_zips_that_cannot_be_read_are_errors(tmp_path):
    assert "no zip file" in error(tmp_path, b"PK\x03\x04 broken", "a.zip")
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    with pytest.raises(UserError, match="no text file"):
        open_files([path])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "id,x\n" + "".join(f"{at},{at * 7919 % 1000}\n" for at in range(20_000)))
    data = bytearray(path.read_bytes())
    data[2000:2100] = b"\xff" * 100
    path.write_bytes(bytes(data))
    with pytest.raises(UserError, match="cannot be read"):
        open_files([path])
    locked = bytearray(zip_with_flag(0x1))
    path.write_bytes(bytes(locked))
    with pytest.raises(UserError, match="cannot be read"):
        open_files([path])


def zip_with_flag(flag):
    """A zip of one member whose headers say that it is encrypted."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.csv", "id,x\n1,2\n")
    data = bytearray(stream.getvalue())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= flag
    return bytes(data)


def test_folders_and_patterns(tmp_path):
    for name in ("b.csv", "a.csv", "notes.md", ".hidden.csv", "c.tsv"):
        write(tmp_path, "id\n1\n", name)
    assert [path.name for path in find_files(tmp_path, SUFFIXES)] == ["a.csv", "b.csv", "c.tsv"]
    assert [path.name for path in find_files(tmp_path, SUFFIXES, "b*")] == ["b.csv"]
    with pytest.raises(UserError, match="has no file z"):
        find_files(tmp_path, SUFFIXES, "z*")
    with pytest.raises(UserError, match="no file or folder"):
        find_files(tmp_path / "absent", SUFFIXES)


def test_equal_rows_have_equal_fingerprints_unmapped_columns_included(tmp_path):
    file = opened(tmp_path, "id,name\n1,a\n1,a\n1,b\n")
    prints = next(read_batches(file, 0, ["id"])).fingerprints
    assert prints[0] == prints[1] != prints[2]
    assert not np.any(next(read_batches(file, 0, ["id"], whole=False)).fingerprints)


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_an_error_in_words(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    try:
        for file in open_files([path]):
            assert len(set(file.header)) == len(file.header)
            rows_of(file, 3)
    except UserError as wrong:
        assert "any.csv" in str(wrong)
