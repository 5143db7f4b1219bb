"""`make matrix`: every version is run and shown, and one that fails fails the whole."""

from __future__ import annotations

import sys

import pytest

from scripts import matrix

V = ("3.40.15", "3.11.2", "5.15.8")


@pytest.mark.parametrize(
    "last,counts",
    [
        ("225 passed, 1 warning in 264.30s (0:04:24)", (225, 0, 0, 264.3)),
        ("===== 3 failed, 210 passed, 2 skipped, 1 error in 25.31s =====", (210, 4, 2, 25.31)),
        ("2 errors in 0.50s", (0, 2, 0, 0.5)),
        ("1 skipped, 2 xfailed in 1.00s", (0, 0, 1, 1.0)),
        ("Segmentation fault", (0, 0, 0, 0.0)),
    ],
)
def test_the_last_line_of_pytest_is_read(last, counts):
    found = matrix.outcome_of(V, f"7 passed tests are named here\n{last}\n", 0)
    assert (found.passed, found.failed, found.skipped, found.seconds) == counts


def test_a_version_is_fine_only_when_tests_passed_and_none_failed():
    assert matrix.outcome_of(V, "2 passed in 1.0s", 0).fine
    assert not matrix.outcome_of(V, "2 passed in 1.0s", 139).fine
    assert not matrix.outcome_of(V, "1 failed, 2 passed in 1.0s", 1).fine
    assert not matrix.outcome_of(V, "", 0).fine


def test_all_versions_are_run_and_one_that_fails_fails_the_whole(tmp_path, capfd, monkeypatch):
    monkeypatch.setattr(matrix, "VERSIONS", "print('3.99.0 3.11.2 6.8.0')")
    monkeypatch.setattr(matrix, "TESTS", ("-c", "print('4 passed in 0.10s')"))
    here = sys.executable
    broken = tmp_path / "broken"
    broken.write_text("#!/bin/sh\necho no QGIS here >&2\nexit 3\n")
    broken.chmod(0o755)
    assert matrix.main([here]) == 0
    assert matrix.main([str(broken), here]) == 1
    shown = capfd.readouterr().out.splitlines()[-3:]
    assert shown[0].split() == list(matrix.HEADER)
    assert shown[1].startswith(str(broken)) and shown[1].endswith("FAILED (exit 3)")
    assert shown[2].split() == ["3.99.0", "3.11.2", "6.8.0", "4", "0", "0", "0", "fine"]
