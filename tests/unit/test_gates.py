"""The gates find what they are there for: broken rules in code, and zips that must not be handed out."""

import io
import sys
import zipfile
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
sys.path.insert(0, str(SCRIPTS))

import gates  # noqa: E402
import house_rules  # noqa: E402

BROKEN = {
    "assert": "assert x",
    "no timeout": "import requests\nrequests.get('https://a')",
    "unverified": "requests.get('https://a', timeout=5, verify=False)",
    "f-string SQL": "q = f'SELECT a FROM {table}'",
    "formatted SQL": "cursor.execute('DELETE FROM a WHERE b = %s' % b)",
    "xml": "from xml.etree import ElementTree",
    "bare except": "try:\n    a()\nexcept:\n    raise",
    "silent except": "try:\n    a()\nexcept Exception:\n    pass",
    "unsafe call": "yaml.load(text)",
    "shell": "subprocess.run('ls', shell=True)",
}
ALLOWED = """
import requests
requests.get("https://a", timeout=(5, 30))
session.post(address, **options)
connection.execute("SELECT a FROM b WHERE c = ?", [1])
message = f"Select an area from {level}"
try:
    a()
except OSError:
    pass
dialog.exec()
yaml.safe_load(text)
"""


@pytest.mark.parametrize("rule", BROKEN)
def test_a_broken_rule_is_found(rule):
    assert rule in {found for _line, found, _text in house_rules.broken(BROKEN[rule])}


def test_what_is_allowed_passes():
    assert list(house_rules.broken(ALLOWED)) == []


def archive_of(**entries) -> zipfile.ZipFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, mode in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = mode << 16
            archive.writestr(entry, b"")
    return zipfile.ZipFile(packed)


@pytest.mark.parametrize(
    ("name", "mode", "rule"),
    [
        ("igh_plugin/../../evil.py", 0o100644, "path"),
        ("/etc/evil", 0o100644, "path"),
        ("other_folder/a.py", 0o100644, "path"),
        ("igh_plugin/link", 0o120777, "path"),
        ("igh_plugin/tests/test_a.py", 0o100644, "contents"),
        ("igh_plugin/a.pyc", 0o100644, "contents"),
        ("igh_plugin/.hidden", 0o100644, "contents"),
        ("igh_plugin/never_committed.py", 0o100644, "contents"),
    ],
)
def test_a_zip_that_must_not_go_out_is_found(name, mode, rule):
    with archive_of(**{name: mode}) as archive:
        found = {(item.rule, item.file) for item in gates.archive_findings(archive, 1000)}
    assert (rule, name) in found


def test_a_large_zip_is_found():
    with archive_of() as archive:
        assert "size" in {item.rule for item in gates.archive_findings(archive, 11 * 1024 * 1024)}


def metadata(tmp_path, **changes) -> set:
    text = (SCRIPTS.parent / "igh_plugin" / "metadata.txt").read_text(encoding="utf-8")
    for key, value in changes.items():
        lines = [line for line in text.splitlines() if not line.startswith(f"{key}=")]
        text = "\n".join(lines[:3] + ([f"{key}={value}"] if value is not None else []) + lines[3:])
    (tmp_path / "metadata.txt").write_text(text, encoding="utf-8")
    icon = tmp_path / "resources" / "icons" / "igh.svg"
    icon.parent.mkdir(parents=True, exist_ok=True)
    icon.write_text("<svg/>", encoding="utf-8")
    return {item.text for item in gates.metadata_findings(tmp_path)}


def test_metadata_of_the_project_pass(tmp_path):
    assert metadata(tmp_path) == set()


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("name", "IGH plugin", "the word plugin"),
        ("tracker", None, "tracker is missing"),
        ("category", "Analysis", "category must be one of"),
        ("qgisMaximumVersion", "3.99", "must be 4.99"),
        ("supportsQt6", "True", "dead key"),
        ("icon", "absent.svg", "icon is not in the zip"),
        ("version", "1.0", "X.Y.Z"),
    ],
)
def test_wrong_metadata_are_found(tmp_path, key, value, words):
    assert any(words in text for text in metadata(tmp_path, **{key: value}))


def test_an_exception_needs_a_reason_and_a_need():
    page = (
        "## Exceptions\n| rule | files | text | reason |\n|---|---|---|---|\n| `B608` | `a.py` | `x` | {} |\n"
    )
    with pytest.raises(SystemExit):
        gates.read_exceptions(page.format(""))
    judge = gates.Judge(gates.read_exceptions(page.format("A list of constants.")))
    judge.take([gates.Finding("B608", "b.py", 1, "x"), gates.Finding("B608", "a.py", 1, "y")])
    assert len(judge.left) == 2
    assert len(judge.unused()) == 1
    judge.take([gates.Finding("B608", "a.py", 3, "some x")])
    assert len(judge.left) == 2
    assert not judge.unused()
