"""What a workspace says when a disk is full, a folder cannot be written, or another program has the file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
import traceback
from pathlib import Path

import pytest

from igh_plugin.core.errors import UserError
from igh_plugin.core.filters import EventFilter
from igh_plugin.workspace import rtree, schema
from igh_plugin.workspace.geopackage import GeoPackageWorkspace
from igh_plugin.workspace.watch import Watch
from tests.unit.test_workspace_parts import make_version_0
from tests.unit.workspace_data import events_frame, store

NOBODY = 65534


def as_a_plain_user(action):
    """Do something as a user whom permissions bind; the administrator of a computer may write anywhere."""
    if not hasattr(os, "geteuid") or os.geteuid():
        return action()
    child = os.fork()
    if child:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, "see the output of the child"
        return None
    try:
        os.setuid(NOBODY)
        action()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "w.gpkg"
    with GeoPackageWorkspace.create(made, "EPSG:28992") as workspace:
        store(workspace, events_frame(100, seed=1))
    return made


@pytest.fixture
def sealed(path):
    """A workspace that may be read and not written, in such a folder."""
    folder = Path(tempfile.mkdtemp())
    inside = folder / "w.gpkg"
    shutil.copy(path, inside)
    inside.chmod(0o444)
    folder.chmod(0o555)
    yield inside
    folder.chmod(0o755)
    shutil.rmtree(folder)


# ---------------------------------------------------------------- disks


@pytest.mark.parametrize("spare_pages", [0, 3, 40])
def test_a_full_disk_is_told_and_takes_the_run_back(path, spare_pages):
    with GeoPackageWorkspace.open(path) as workspace:
        before = workspace.fingerprint()
        pages = workspace._connection.execute("PRAGMA page_count").fetchone()[0]
        workspace._connection.execute("PRAGMA max_page_count = " + str(pages + spare_pages))
        with pytest.raises(UserError, match=r"w\.gpkg cannot be written: .*the disk is full"):
            store(workspace, events_frame(5000, seed=2))
        assert workspace.fingerprint() == before
        assert workspace.last_run() == 1
        workspace._connection.execute("PRAGMA max_page_count = 1000000")
        assert store(workspace, events_frame(5000, seed=2)).new == 4900
        assert rtree.problems(workspace._connection, "events") == "ok"


def test_a_read_only_workspace_is_read_and_not_written(sealed):
    def action():
        with GeoPackageWorkspace.open(sealed, read_only=True) as workspace:
            assert workspace.count_events(EventFilter()) == 100
        with pytest.raises(UserError, match="cannot be written: the file or its folder is read-only"):
            with GeoPackageWorkspace.open(sealed) as workspace, workspace.begin("collect"):
                raise AssertionError("a run began in a sealed folder")
        watch = Watch(sealed)
        assert (watch.look().run, watch.holds) == (1, False)

    as_a_plain_user(action)
    assert [item.name for item in sealed.parent.iterdir()] == ["w.gpkg"]


def test_a_read_only_file_in_an_open_folder_is_not_written(sealed):
    sealed.parent.chmod(0o777)

    def action():
        with GeoPackageWorkspace.open(sealed, read_only=True) as workspace:
            assert workspace.count_events(EventFilter()) == 100
        with pytest.raises(UserError, match="cannot be written: the file or its folder is read-only"):
            with GeoPackageWorkspace.open(sealed) as workspace, workspace.begin("collect"):
                raise AssertionError("a run began in a sealed file")
        watch = Watch(sealed)
        assert (watch.look().run, watch.holds) == (1, False)

    as_a_plain_user(action)


def test_a_file_of_ones_own_in_a_read_only_folder_is_not_written(sealed):
    sealed.chmod(0o666)

    def action():
        with GeoPackageWorkspace.open(sealed, read_only=True) as workspace:
            assert workspace.count_events(EventFilter()) == 100
        with pytest.raises(UserError, match="cannot be written: the file or its folder is read-only"):
            with GeoPackageWorkspace.open(sealed) as workspace, workspace.begin("collect"):
                raise AssertionError("a run began in a sealed folder")
        watch = Watch(sealed)
        assert (watch.look().run, watch.holds) == (1, False)

    as_a_plain_user(action)


def test_a_workspace_is_not_made_in_a_read_only_folder(sealed):
    def action():
        with pytest.raises(UserError, match="cannot be written: the file or its folder is read-only"):
            GeoPackageWorkspace.create(sealed.parent / "new.gpkg", "EPSG:28992")

    as_a_plain_user(action)
    assert [item.name for item in sealed.parent.iterdir()] == ["w.gpkg"]


def test_on_a_network_share_a_workspace_is_read_and_not_written(path, monkeypatch):
    before = path.read_bytes()
    monkeypatch.setattr("igh_plugin.workspace.connection.network_share", lambda name: "cifs")
    monkeypatch.setattr("igh_plugin.workspace.watch.network_share", lambda name: "cifs")
    with pytest.raises(UserError, match=r"network share \(cifs\).*Choose a folder on this computer"):
        GeoPackageWorkspace.open(path)
    with GeoPackageWorkspace.open(path, read_only=True) as workspace:
        assert workspace.count_events(EventFilter()) == 100
        with pytest.raises(ValueError, match="for reading"):
            workspace.begin("collect")
    watch = Watch(path)
    assert (watch.look().run, watch.holds) == (1, False)
    assert path.read_bytes() == before


# ---------------------------------------------------------------- other programs


def test_a_file_kept_by_another_program_is_told(path, monkeypatch):
    monkeypatch.setattr("igh_plugin.workspace.connection.BUSY_SECONDS", 0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    for read_only in (True, False):
        with pytest.raises(UserError, match="Another program .*Wait until it is done"):
            GeoPackageWorkspace.open(path, read_only=read_only)
    other.execute("ROLLBACK")
    other.close()
    with GeoPackageWorkspace.open(path) as workspace:
        assert workspace.count_events(EventFilter()) == 100


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_a_watch_never_waits_and_makes_nobody_wait(path, journal):
    other = sqlite3.connect(path, isolation_level=None, timeout=0)
    other.execute("PRAGMA journal_mode = " + journal)
    other.execute("PRAGMA locking_mode = " + ("NORMAL" if journal == "WAL" else "EXCLUSIVE"))
    other.execute("BEGIN EXCLUSIVE")
    other.execute("INSERT INTO runs (kind, started) VALUES ('test', 'now')")
    watch = Watch(path)
    begun = time.monotonic()
    seen = watch.look()
    assert time.monotonic() - begun < 1
    assert seen is None if journal == "DELETE" else seen.run == 1
    other.execute("COMMIT")
    other.close()
    assert watch.look().run == 2
    assert watch.holds
    with GeoPackageWorkspace.open(path) as workspace:
        store(workspace, events_frame(120, seed=1))
        assert watch.look().run == 3
    watch.close()
    assert [item.name for item in path.parent.iterdir()] == ["w.gpkg"]


def test_a_watch_keeps_the_journal_that_others_would_take_away(path):
    watch = Watch(path)
    first = watch.look()
    other = sqlite3.connect(path, timeout=0)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("PRAGMA journal_mode = DELETE")
    other.close()
    assert watch.look() == first
    watch.close()
    sqlite3.connect(path).execute("PRAGMA journal_mode = DELETE").connection.close()
    again = watch.look()
    assert (again.run, again.opening) == (first.run, first.opening + 1)
    watch.close()


def test_a_watch_tells_what_is_gone_and_what_came_in_its_place(path, tmp_path):
    watch = Watch(path)
    first = watch.look()
    kept = path.rename(tmp_path / "kept.gpkg")
    with pytest.raises(FileNotFoundError):
        watch.look()
    path.write_bytes(b"no database at all. " * 500)
    with pytest.raises((sqlite3.DatabaseError, UserError)):
        watch.look()
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE runs (id INTEGER)")
    other.close()
    with pytest.raises(ValueError, match="not a workspace"):
        watch.look()
    os.replace(kept, path)
    assert watch.look().opening > first.opening
    watch.close()


# ---------------------------------------------------------------- older layouts


def test_a_migration_that_fails_leaves_the_older_workspace_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "old.gpkg"
    make_version_0(path)
    before = content_of(path)
    last = max(schema.MIGRATIONS)
    broken = {**schema.MIGRATIONS, last: (*schema.MIGRATIONS[last], schema.Fill("UPDATE no_table SET a = 1"))}
    monkeypatch.setattr("igh_plugin.workspace.migration.MIGRATIONS", broken)
    with pytest.raises(sqlite3.OperationalError, match="no_table"):
        GeoPackageWorkspace.open(path)
    assert content_of(path) == before
    monkeypatch.undo()
    with GeoPackageWorkspace.open(path) as workspace:
        assert workspace.count_events(EventFilter()) == 2


def test_a_migration_waits_for_no_disk_and_says_so(tmp_path, monkeypatch):
    path = tmp_path / "old.gpkg"
    make_version_0(path)
    before = content_of(path)

    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("igh_plugin.workspace.migration._take", full)
    with pytest.raises(UserError, match="the disk is full"):
        GeoPackageWorkspace.open(path)
    assert content_of(path) == before


def test_there_is_a_way_from_every_older_layout_to_this_one():
    assert sorted(schema.MIGRATIONS) == list(range(schema.VERSION))


def test_a_migrated_workspace_has_the_tables_and_columns_of_a_new_one(tmp_path):
    make_version_0(tmp_path / "old.gpkg")
    GeoPackageWorkspace.open(tmp_path / "old.gpkg").close()
    GeoPackageWorkspace.create(tmp_path / "new.gpkg", "EPSG:28992").close()
    assert layout_of(tmp_path / "old.gpkg") == layout_of(tmp_path / "new.gpkg")


def content_of(path):
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def layout_of(path):
    """Return names of the objects of a database, with the columns of tables in any order."""
    connection = sqlite3.connect(path)
    try:
        names = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
        columns = "SELECT name, type, pk FROM pragma_table_info(?)"
        return {(kind, name): sorted(connection.execute(columns, (name,))) for kind, name in names}
    finally:
        connection.close()
