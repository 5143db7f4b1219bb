"""A theme handed on as a zip comes back equal; a zip that holds anything else is refused and leaves nothing behind."""

import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from igh_plugin.core.errors import UserError
from igh_plugin.themes import sharing
from igh_plugin.themes.catalogue import PACKAGED, read_theme
from igh_plugin.themes.sharing import (
    LARGEST_OF,
    check_icon,
    own_theme,
    parcel,
    put_theme,
    read_folder,
    read_zip,
    write_zip,
)

TEXT = (PACKAGED / "registrations" / "theme.yaml").read_bytes()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">%s</svg>'
ICON = SVG % b'<path d="M0 0h1" style="fill:url(#g)"/>'


def zipped(path, *entries, **how):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data, **how)
    return path


def entry(name, mode=0, folder=False):
    made = zipfile.ZipInfo(name)
    made.external_attr = mode << 16
    return made


@pytest.mark.parametrize(
    "folder", sorted(path.parent for path in PACKAGED.glob("*/theme.yaml")), ids=lambda f: f.name
)
def test_every_theme_of_the_package_is_sent_and_taken_over(folder, tmp_path):
    sent = read_folder(folder)
    write_zip(sent, tmp_path / "a.zip")
    write_zip(sent, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "b.zip"]
    taken = read_zip(tmp_path / "a.zip")
    assert taken.files == sent.files
    there = put_theme(taken, tmp_path / "igh")
    assert there == tmp_path / "igh" / "themes" / sent.theme.id
    for name in ("theme.yaml", "icon.svg"):
        assert (there / name).read_bytes() == (folder / name).read_bytes()
    assert list((tmp_path / "igh").iterdir()) == [tmp_path / "igh" / "themes"]


def test_a_zip_that_a_file_manager_made_is_read(tmp_path):
    flat = zipped(tmp_path / "flat.zip", ("theme.yaml", TEXT), ("icon.svg", ICON))
    assert read_zip(flat).theme.id == "registrations"
    path = zipped(
        tmp_path / "folder.zip", (entry("mine/", stat.S_IFDIR | 0o755), b""), ("mine/theme.yaml", TEXT)
    )
    assert set(read_zip(path).files) == {"theme.yaml"}


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([("/theme.yaml", TEXT)], "leads outside"),
        ([("../theme.yaml", TEXT)], "leads outside"),
        ([("mine/../../theme.yaml", TEXT)], "leads outside"),
        ([("..\\theme.yaml", TEXT)], "leads outside"),
        ([("C:theme.yaml", TEXT)], "leads outside"),
        ([(entry("theme.yaml", stat.S_IFLNK | 0o777), b"/etc/passwd")], "no plain file"),
        ([(entry("theme.yaml", stat.S_IFIFO | 0o644), b"")], "no plain file"),
        ([("theme.yaml", TEXT), ("run.py", b"")], "“run.py”"),
        ([("theme.yaml", TEXT), ("style.qml", b"")], "“style.qml”"),
        ([("theme.yaml", TEXT), ("THEME.yaml", TEXT)], "“THEME.yaml”"),
        ([("theme.yaml", TEXT), ("mine/icon.svg", ICON)], "one folder only"),
        ([("a/b/theme.yaml", TEXT)], "one folder only"),
        ([("theme.yaml", TEXT)] + [(f"{n}/", b"") for n in range(8)], "holds 9 files"),
        ([("icon.svg", ICON)], "no theme.yaml"),
        ([], "no theme.yaml"),
        ([("theme.yaml", b" " * 1_000_001)], "larger than 1000000"),
        ([("theme.yaml", TEXT), ("icon.svg", b" " * 100_001)], "larger than 100000"),
        ([("theme.yaml", TEXT.replace(b"lead: reg", b"lead: nog"))], "line "),
        ([("theme.yaml", b"\xff\xfe\x00")], "UTF-8"),
        ([("theme.yaml", b"theme: !!python/object:os.system x")], "only plain data"),
        ([("theme.yaml", TEXT.replace(b"theme: registrations", b"theme: ../up"))], "small letters"),
        ([("theme.yaml", TEXT), ("icon.svg", SVG % b"<script>1</script>")], "<script>"),
    ],
)  # fmt: skip
def test_a_zip_with_anything_else_is_refused(entries, words, tmp_path):
    path = zipped(tmp_path / "theirs.zip", *entries)
    with pytest.raises(UserError, match=words):
        read_zip(path)
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_file_twice_is_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        path = zipped(tmp_path / "x.zip", ("theme.yaml", TEXT), ("theme.yaml", TEXT))
    with pytest.raises(UserError, match="twice"):
        read_zip(path)


def test_what_a_zip_says_of_its_sizes_is_not_believed(tmp_path):
    path = zipped(tmp_path / "bomb.zip", ("theme.yaml", TEXT + b"#" * 50_000_000))
    assert path.stat().st_size < 100_000
    with pytest.raises(UserError, match="larger than"):
        read_zip(path)
    data = bytearray(path.read_bytes())
    for sign, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        data[data.index(sign) + at : data.index(sign) + at + 4] = struct.pack("<I", 500)
    path.write_bytes(bytes(data))
    assert zipfile.ZipFile(path).infolist()[0].file_size == 500
    with pytest.raises(UserError, match="bomb.zip"):
        read_zip(path)


def test_damaged_locked_and_oddly_packed_zips_are_refused(tmp_path):
    path = tmp_path / "x.zip"
    with pytest.raises(UserError, match="cannot be read|can be read"):
        read_zip(path)
    path.write_bytes(b"no zip at all")
    with pytest.raises(UserError, match="is no zip"):
        read_zip(path)
    zipped(path, ("theme.yaml", TEXT))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UserError, match="is no zip"):
        read_zip(path)
    damaged = bytearray(whole)
    damaged[200] ^= 0xFF
    path.write_bytes(bytes(damaged))
    with pytest.raises(UserError, match="is no zip"):
        read_zip(path)
    locked = bytearray(whole)
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(locked))
    with pytest.raises(UserError, match="password"):
        read_zip(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("theme.yaml", TEXT)
    with pytest.raises(UserError, match="unusual"):
        read_zip(path)
    path.write_bytes(b"PK" + b" " * sharing.LARGEST_ZIP)
    with pytest.raises(UserError, match="larger than"):
        read_zip(path)


@pytest.mark.parametrize(
    "drawn",
    [
        b"<script>alert(1)</script>",
        b'<image href="http://x/y.png"/>',
        b'<use href="#a"/>',
        b'<a href="http://x"><path d="M0 0"/></a>',
        b"<foreignObject/>",
        b"<style>@import url(http://x)</style>",
        b'<animate attributeName="x"/>',
        b'<set attributeName="onclick" to="x"/>',
        b'<path onclick="x" d="M0 0"/>',
        b'<path ONLOAD="x" d="M0 0"/>',
        b'<path style="fill:url(http://x/y#z)"/>',
        b'<path style="fill:url( \'//x/y\')"/>',
        b'<path style="fill:u\\72l(http://x)"/>',
        b'<linearGradient href="other.svg#a"/>',
        b'<g xml:base="http://x"/>',
        b'<?xml-stylesheet href="x.css"?>',
        b"<g>" * 40 + b"</g>" * 40,
        b"<g>",
        b"&unknown;",
    ],
)  # fmt: skip
def test_an_icon_that_is_more_than_a_drawing_is_refused(drawn):
    with pytest.raises(UserError, match="icon.svg"):
        check_icon(SVG % drawn, "icon.svg")


def test_entities_are_refused_before_they_are_read():
    bomb = b'<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>' + SVG % b"<title>&b;</title>"
    with pytest.raises(UserError, match="DOCTYPE"):
        check_icon(bomb, "icon.svg")
    with pytest.raises(UserError, match="DOCTYPE"):
        check_icon(b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + ICON, "icon.svg")
    with pytest.raises(UserError, match="no SVG"):
        check_icon(b"<html/>".replace(b"html", b"g"), "icon.svg")
    with pytest.raises(UserError, match="no SVG"):
        check_icon(b"", "icon.svg")
    check_icon(b'<?xml version="1.0" encoding="UTF-8"?><!-- drawn -->' + ICON, "icon.svg")


def test_a_theme_that_is_there_is_replaced_only_when_asked(tmp_path):
    first, other = parcel(TEXT, ICON), parcel(TEXT.replace(b"en: Registrations,", b"en: Ours,", 1))
    folder = put_theme(first, tmp_path)
    assert own_theme("registrations", tmp_path) == folder
    with pytest.raises(UserError, match="already a theme registrations"):
        put_theme(other, tmp_path)
    assert read_theme(folder).title() == "Registrations" and (folder / "icon.svg").exists()
    (folder / "notes.txt").write_text("mine")
    assert put_theme(other, tmp_path, replace=True) == folder
    assert read_theme(folder).title() == "Ours"
    assert sorted(path.name for path in folder.iterdir()) == ["notes.txt", "theme.yaml"]


def test_the_same_id_in_another_folder_and_a_broken_one_are_seen(tmp_path):
    (tmp_path / "themes" / "mine").mkdir(parents=True)
    (tmp_path / "themes" / "mine" / "theme.yaml").write_bytes(TEXT)
    (tmp_path / "themes" / "broken").mkdir()
    (tmp_path / "themes" / "broken" / "theme.yaml").write_bytes(b"theme: [")
    assert own_theme("registrations", tmp_path).name == "mine"
    assert own_theme("broken", tmp_path).name == "broken"
    assert own_theme("other", tmp_path) is None
    assert put_theme(parcel(TEXT), tmp_path, replace=True).name == "mine"


@pytest.mark.parametrize("there", [False, True])
def test_what_fails_half_way_leaves_the_theme_of_before(there, tmp_path, monkeypatch):
    if there:
        put_theme(parcel(TEXT, ICON), tmp_path)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UserError, match="No space left"):
        put_theme(parcel(TEXT.replace(b"en: Registrations,", b"en: Ours,", 1)), tmp_path, replace=True)
    found = own_theme("registrations", tmp_path)
    assert (found is not None) == there
    if there:
        assert read_theme(found).title() == "Registrations"
    assert [path.name for path in tmp_path.iterdir()] == ["themes"]


def test_a_zip_that_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    sent = parcel(TEXT, ICON)
    with pytest.raises(UserError, match="could not be saved"):
        write_zip(sent, tmp_path / "no" / "folder.zip")
    (tmp_path / "x.zip").write_bytes(b"of before")

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(UserError, match="No space left"):
        write_zip(sent, tmp_path / "x.zip")
    assert [path.name for path in tmp_path.iterdir()] == ["x.zip"]
    assert (tmp_path / "x.zip").read_bytes() == b"of before"


def test_a_folder_with_more_than_a_theme_sends_only_the_theme(tmp_path):
    (tmp_path / "theme.yaml").write_bytes(TEXT)
    (tmp_path / "private.gpkg").write_bytes(b"events")
    assert set(read_folder(tmp_path).files) == {"theme.yaml"}
    (tmp_path / "icon.svg").write_bytes(b" " * (LARGEST_OF["icon.svg"] + 1))
    with pytest.raises(UserError, match="larger than"):
        read_folder(tmp_path)
