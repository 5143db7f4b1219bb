"""What waits on disk comes back, leaves nothing, and says so where there is no room."""

import errno
import gc
import tempfile

import pytest

from igh_plugin.core.errors import UserError
from igh_plugin.core.scratch import Scratch


def test_bytes_come_back_from_anywhere_and_go_with_the_object(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    scratch = Scratch()
    assert [scratch.add(b"ab"), scratch.add(b""), scratch.add(b"cde")] == [0, 2, 2]
    assert (scratch.read(1, 3), scratch.read(4, 9), scratch.size) == (b"bcd", b"e", 5)
    file = scratch._file
    del scratch
    gc.collect()
    assert file.closed and list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_nothing_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(UserError, match="gone, does not take what has to wait there: No such file"):
        Scratch()


def test_a_full_disk_is_told(monkeypatch):
    scratch = Scratch()

    class Full:
        def seek(self, at):
            pass

        def write(self, content):
            raise OSError(errno.ENOSPC, "No space left on device")

    scratch._file = Full()
    with pytest.raises(UserError, match="No space left on device. Make room in it"):
        scratch.add(b"x")
