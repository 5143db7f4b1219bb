"""The gates of QGIS's plugin directory and of the house, on the built zip: all findings are printed, then 1 or 0.

usage: gates.py ZIP

What a tool finds wrongly stands with its reason in the table "Exceptions" of docs/security.md; an exception that
nothing needs any more is a finding too.
"""

from __future__ import annotations

import ast
import configparser
import fnmatch
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent))

import house_rules  # noqa: E402
import package  # noqa: E402
import translations  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / "build" / "tools" / "bin"
UNPACKED = ROOT / "build" / "gates"
REASONS = ROOT / "docs" / "security.md"
NAME = "igh_plugin"
GENERATED = {f"{NAME}/resources/i18n/igh_nl.qm"}
REQUIRED_KEYS = (
    "name", "qgisMinimumVersion", "qgisMaximumVersion", "description", "about", "version", "author", "email",
    "homepage", "repository", "tracker", "icon", "category", "tags", "license", "hasProcessingProvider",
)  # fmt: skip
FIXED_VALUES = {
    "qgisMinimumVersion": "3.22",
    "qgisMaximumVersion": "4.99",
    "license": "GPL-2.0-or-later",
    "hasProcessingProvider": "yes",
}
CATEGORIES = {"Raster", "Vector", "Database", "Mesh", "Web"}
DEAD_KEYS = {"supportsQt6"}
RESERVED = re.compile(r"\bexample\.(org|com|net)\b|\.(example|invalid)\b")
FORBIDDEN_NAMES = re.compile(r"(^|/)(tests?|__pycache__|\.[^/]*)(/|$)|\.(py[co]|ts|so|dll|pyd|exe|dylib|sh)$")
SILENCERS = re.compile(r"#\s*(nosec|pragma:\s*(allow|white)list|no-i18n)|<!--\s*pragma", re.IGNORECASE)
NOWHERE = "http://127.0.0.1:9"
ALWAYS_JUDGED = ("QT6_", "METADATA_")
"""Rules of the analyzer that count whatever their level; of the others only the level `high`."""


class Finding(NamedTuple):
    """What a gate found: rule, file in the plugin folder, line, in words."""

    rule: str
    file: str
    line: int
    text: str


class Exception_(NamedTuple):  # noqa: N801 - the word of docs/security.md
    """A row of the table of exceptions: rule, pattern of files, what the finding must contain, why."""

    rule: str
    files: str
    contains: str
    reason: str


@dataclass
class Judge:
    """Collects findings and weighs them against the exceptions."""

    exceptions: list[Exception_]
    left: list[Finding] = field(default_factory=list)
    used: Counter = field(default_factory=Counter)

    def take(self, findings: list[Finding]) -> None:
        for finding in findings:
            excuse = next((item for item in self.exceptions if _excuses(item, finding)), None)
            if excuse is None:
                self.left.append(finding)
            else:
                self.used[excuse] += 1

    def unused(self) -> list[Exception_]:
        return [item for item in self.exceptions if not self.used[item]]


def _excuses(item: Exception_, finding: Finding) -> bool:
    return (
        item.rule == finding.rule
        and any(fnmatch.fnmatch(finding.file, pattern) for pattern in item.files.split())
        and item.contains in finding.text
    )


def read_exceptions(page: str) -> list[Exception_]:
    """The rows of the table under the heading "Exceptions"; each must have its reason."""
    found = []
    for line in page.partition("## Exceptions")[2].splitlines():
        if line.startswith("| `"):
            cells = [cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
            cells = [cell.replace("\\|", "|") for cell in cells]
            if len(cells) != 4 or len(cells[3]) < 12:
                raise SystemExit(f"{REASONS.name}: an exception needs rule, files, text and a reason: {line}")
            found.append(Exception_(*cells))
    return found


# --- the zip itself ---------------------------------------------------------------------------------------------------
def archive_findings(archive: zipfile.ZipFile, size: int) -> Iterator[Finding]:
    """Paths that escape, links, files that do not belong in a plugin, and what must be there."""
    if size >= package.LIMIT_BYTES:
        yield Finding("size", "", 0, f"{size / 1e6:.1f} MB is not under the directory's 10 MB")
    names = archive.namelist()
    for entry in archive.infolist():
        path = entry.filename
        parts = path.split("/")
        if path.startswith("/") or ".." in parts or "\\" in path or ":" in path or parts[0] != NAME:
            yield Finding("path", path, 0, "does not stay in the plugin's folder")
        if not stat.S_ISREG(entry.external_attr >> 16):
            yield Finding("path", path, 0, "is not a plain file")
        if FORBIDDEN_NAMES.search(path.removeprefix(NAME + "/")):
            yield Finding("contents", path, 0, "does not belong in the zip")
    for path, number in Counter(name.lower() for name in names).items():
        if number > 1:
            yield Finding("path", path, 0, "stands twice in the zip, or differs in capitals only")
    for needed in ("LICENSE", "NOTICE", "metadata.txt", "__init__.py"):
        if f"{NAME}/{needed}" not in names:
            yield Finding("contents", needed, 0, "is missing")
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--", NAME],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    committed = set(listed.stdout.split("\0"))
    for path in sorted(set(names) - committed - GENERATED):
        yield Finding("contents", path, 0, "is neither committed nor made by the Makefile")
    for path in sorted((committed | GENERATED) - set(names) - {""}):
        if not path.endswith(".ts"):
            yield Finding("contents", path, 0, "is committed and not in the zip: was it packed too early?")
    for path in names:
        if (ROOT / path).is_file() and (ROOT / path).read_bytes() != archive.read(path):
            yield Finding("contents", path, 0, "differs from the file of this tree: pack again")


PACK_ELSEWHERE = """
import os, sys, time
os.umask(int(sys.argv[3], 8))
time.time = lambda: float(sys.argv[4])
now = time.gmtime(float(sys.argv[4]))
time.localtime = lambda *_: now
sys.path.insert(0, sys.argv[1])
sys.argv = ["package.py", sys.argv[2]]
import package
sys.exit(package.main())
"""


def reproducibility_findings(zip_file: Path) -> Iterator[Finding]:
    """Pack what was unpacked under another clock, umask, time zone and order of files: the bytes must be equal."""
    wanted = zip_file.read_bytes()
    for umask, clock, zone in (("022", 1_000_000_000, "UTC"), ("077", 1_900_000_000, "Pacific/Auckland")):
        with tempfile.TemporaryDirectory(prefix="igh-gates-") as folder:
            copy = Path(folder)
            paths = sorted((UNPACKED / NAME).rglob("*"), reverse=umask == "077")
            for path in paths:
                if path.is_file():
                    target = copy / path.relative_to(UNPACKED)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(path.read_bytes())
                    target.chmod(0o666 & ~int(umask, 8))
                    os.utime(target, (clock, clock))
            (copy / "scripts").mkdir()
            shutil.copy(ROOT / "scripts" / "package.py", copy / "scripts")
            for compiled in GENERATED:
                sentences = (ROOT / compiled).with_suffix(".ts")
                command = ["lrelease", "-silent", str(sentences), "-qm", str(copy / compiled)]
                subprocess.run(command, check=True)
            target = copy / "again.zip"
            command = [
                sys.executable,
                "-c",
                PACK_ELSEWHERE,
                str(copy / "scripts"),
                str(target),
                umask,
                str(clock),
            ]
            environment = {**os.environ, "TZ": zone, "PYTHONDONTWRITEBYTECODE": "1"}
            subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
            if target.read_bytes() != wanted:
                yield Finding(
                    "reproducible", "", 0, f"packing with umask {umask} in {zone} gives other bytes"
                )


# --- metadata ---------------------------------------------------------------------------------------------------------
def read_metadata(folder: Path) -> configparser.SectionProxy:
    """The section [general], read as QGIS reads it."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(folder / "metadata.txt", encoding="utf-8")
    return parser["general"]


def metadata_findings(folder: Path) -> Iterator[Finding]:
    """What the plugin directory asks of metadata.txt."""
    metadata = read_metadata(folder)
    for key in REQUIRED_KEYS:
        if not metadata.get(key, "").strip():
            yield Finding("metadata", "metadata.txt", 0, f"{key} is missing or empty")
    for key, value in FIXED_VALUES.items():
        if metadata.get(key) != value:
            yield Finding("metadata", "metadata.txt", 0, f"{key} must be {value}")
    for key in DEAD_KEYS & set(metadata):
        yield Finding("metadata", "metadata.txt", 0, f"{key} is a dead key")
    if "plugin" in metadata.get("name", "").lower():
        yield Finding("metadata", "metadata.txt", 0, "the name must not contain the word plugin")
    if not re.fullmatch(r"[A-Za-z][\w \-]{2,}", metadata.get("name", "")):
        yield Finding(
            "metadata", "metadata.txt", 0, "the name must be plain letters, digits, spaces and hyphens"
        )
    if not re.fullmatch(r"\d+\.\d+\.\d+", metadata.get("version", "")):
        yield Finding("metadata", "metadata.txt", 0, "version must be X.Y.Z")
    if metadata.get("category") not in CATEGORIES:
        yield Finding(
            "metadata", "metadata.txt", 0, f"category must be one of {', '.join(sorted(CATEGORIES))}"
        )
    if not (folder / metadata.get("icon", "absent")).is_file():
        yield Finding("metadata", "metadata.txt", 0, "the icon is not in the zip")
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", metadata.get("email", "")):
        yield Finding("metadata", "metadata.txt", 0, "email is no address")
    for key in ("homepage", "repository", "tracker"):
        if not re.fullmatch(r"https://[\w.-]+/\S*", metadata.get(key, "")):
            yield Finding("metadata", "metadata.txt", 0, f"{key} must be an https address")


def reserved_addresses(folder: Path) -> list[str]:
    """Keys whose address belongs to nobody yet."""
    metadata = read_metadata(folder)
    return [
        key
        for key in ("email", "homepage", "repository", "tracker")
        if RESERVED.search(metadata.get(key, ""))
    ]


# --- tools ------------------------------------------------------------------------------------------------------------
def _json_of(command: list[str], cwd: Path) -> dict:
    """Run a tool that writes JSON; stop with its words when it did not."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    # The analyzer calls at the addresses in the metadata: no gate may depend on the network.
    environment.update(http_proxy=NOWHERE, https_proxy=NOWHERE, no_proxy="")
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    try:
        return json.loads(done.stdout)
    except json.JSONDecodeError:
        words = (done.stdout + done.stderr)[-2000:]
        raise SystemExit(
            f"{Path(command[0]).name} gave no result (exit code {done.returncode}):\n{words}"
        ) from None


def bandit_findings(folder: Path) -> Iterator[Finding]:
    """Every finding of bandit, whatever its level; silenced lines do not count as found but as listed below."""
    report = _json_of(
        [str(TOOLS / "bandit"), "--quiet", "--format", "json", "--recursive", NAME], folder.parent
    )
    for problem in report["errors"]:
        yield Finding("bandit", problem["filename"], 0, problem["reason"])
    for item in report["results"]:
        file = item["filename"].removeprefix("./").removeprefix(NAME + "/")
        yield Finding(
            item["test_id"], file, item["line_number"], f"{item['issue_text']} {item['code'].strip()}"
        )


def secret_findings(folder: Path) -> Iterator[Finding]:
    """Whatever detect-secrets takes for a secret, in every file."""
    report = _json_of([str(TOOLS / "detect-secrets"), "scan", "--all-files", NAME], folder.parent)
    for file, items in report["results"].items():
        for item in items:
            yield Finding("secret", file.removeprefix(NAME + "/"), item["line_number"], item["type"])


def analyzer_findings(folder: Path) -> Iterator[Finding]:
    """QGIS plugin analyzer: all of Qt 6 and metadata, of the rest the level `high`, and its own verdicts.

    A sentence that stands in the translation catalogue is translated, though the analyzer does not know how; and the
    explanation under a constant is shown to nobody.
    """
    reports = folder.parent / "analyzer"
    command = [str(TOOLS / "qgis-analyzer"), "analyze", str(folder), "--output", str(reports)]
    report = _json_of([*command, "--linters", "none", "--no-cache", "--json"], folder.parent)
    modules = len(list(folder.rglob("*.py")))
    if report["metrics"]["total_files"] != modules:
        yield Finding("analyzer", "", 0, f"looked at {report['metrics']['total_files']} of {modules} modules")
    translated = {" ".join(sentence.split()) for sentence in translations.sentences()}
    for item in report["qgis_compliance"]["best_practices"]["issues"]:
        if item["severity"] != "high" and not item["type"].startswith(ALWAYS_JUDGED):
            continue
        if item["type"] == "MISSING_I18N":
            text = item["message"].partition("string: '")[2].rpartition("'. Use")[0]
            if " ".join(text.split()) in translated or item["line"] in explanations(folder / item["file"]):
                continue
        yield Finding(item["type"], item["file"], item["line"], item["message"])
    for item in report["security"]["findings"]:
        yield Finding(str(item.get("type")), str(item.get("file")), int(item.get("line") or 0), str(item))
    standards = report["qgis_compliance"]["repository_standards"]
    for key in ("structure", "metadata"):
        if not standards[key]["is_valid"]:
            yield Finding("analyzer", "", 0, f"{key} is not valid: {standards[key]}")
    for text in (
        report["repository_compliance"]["constraint_errors"] + report["repository_compliance"]["binaries"]
    ):
        yield Finding("analyzer", "", 0, str(text))


@cache
def explanations(module: Path) -> frozenset[int]:
    """Lines on which a text stands by itself, as docstrings of modules, functions and constants do."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    texts = [
        item.value
        for item in ast.walk(tree)
        if isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant)
    ]
    return frozenset(text.lineno for text in texts)


def silencer_findings(folder: Path) -> Iterator[Finding]:
    """Comments that make a tool look away: each is a listed exception, word for word."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".qm":
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if SILENCERS.search(line):
                    yield Finding("silenced", path.relative_to(folder).as_posix(), number, line.strip())


def rule_findings(folder: Path) -> Iterator[Finding]:
    """The rules of the house, module by module."""
    for path in sorted(folder.rglob("*.py")):
        for line, rule, text in house_rules.broken(path.read_text(encoding="utf-8")):
            yield Finding(rule, path.relative_to(folder).as_posix(), line, text)


def unpack(zip_file: Path) -> Path:
    """Unpack the zip afresh and return the plugin's folder."""
    shutil.rmtree(UNPACKED, ignore_errors=True)
    with zipfile.ZipFile(zip_file) as archive:
        archive.extractall(UNPACKED)
    return UNPACKED / NAME


def main() -> int:
    zip_file = Path(sys.argv[1]).resolve()
    judge = Judge(read_exceptions(REASONS.read_text(encoding="utf-8")))
    content = zip_file.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        judge.take(list(archive_findings(archive, len(content))))
    folder = unpack(zip_file)
    for title, gate in (
        ("metadata of the plugin directory", metadata_findings),
        ("rules of the house", rule_findings),
        ("silenced lines", silencer_findings),
        ("bandit", bandit_findings),
        ("detect-secrets", secret_findings),
        ("qgis-plugin-analyzer", analyzer_findings),
    ):
        before = len(judge.left), judge.used.total()
        judge.take(list(gate(folder)))
        found, excused = len(judge.left) - before[0], judge.used.total() - before[1]
        print(
            f"{title}: {found} findings" + (f", {excused} excepted with reason" if excused else ""),
            flush=True,
        )
    judge.take(list(reproducibility_findings(zip_file)))
    for finding in judge.left:
        print(f"  {finding.file}:{finding.line}: {finding.rule}: {finding.text[:300]}", file=sys.stderr)
    for item in judge.unused():
        print(f"  {REASONS.name}: nothing needs this exception: {item.rule} {item.files}", file=sys.stderr)
    for key in reserved_addresses(folder):
        print(
            f"note: {key} in metadata.txt is a reserved address: put the real one there before the first upload"
        )
    if judge.left or judge.unused():
        print(f"{len(judge.left) + len(judge.unused())} findings: the zip does not pass.", file=sys.stderr)
        return 1
    print(
        f"{zip_file.name} passes: {len(content) / 1e6:.2f} MB, the same bytes under another clock and umask."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
