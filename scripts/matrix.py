"""The tests in QGIS on several versions, one after the other, and a table of what came of each.

usage: matrix.py PYTHON...   (each a command that starts Python with one QGIS, such as "scripts/in_qgis.sh 3.40 python3")

All versions are run, whatever the earlier ones said. Ends with 1 when a version failed or did not start.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

VERSIONS = (
    "import sys; from qgis.core import Qgis; from qgis.PyQt.QtCore import QT_VERSION_STR; "
    "print(Qgis.QGIS_VERSION.split('-')[0], sys.version.split()[0], QT_VERSION_STR)"
)
TESTS = ("-m", "pytest", "-p", "no:cacheprovider", "tests/qgis")
HEADER = ("QGIS", "Python", "Qt", "passed", "failed", "skipped", "seconds", "result")


@dataclass(frozen=True)
class Outcome:
    """What one version did: its versions, tests counted by how they ended, seconds, exit code."""

    versions: tuple[str, str, str]
    passed: int
    failed: int
    skipped: int
    seconds: float
    code: int

    @property
    def fine(self) -> bool:
        """Tell whether tests ran and all passed."""
        return self.code == 0 and self.passed > 0 and self.failed == 0


def outcome_of(versions: tuple[str, str, str], output: str, code: int) -> Outcome:
    """Read pytest's last line, such as `3 failed, 210 passed, 2 skipped, 1 error in 250.31s (0:04:10)`."""
    lines = re.findall(r"^=* ?(\d+ \w+(?:, \d+ \w+)* in [\d.]+s.*)$", output, re.MULTILINE)
    counts = dict.fromkeys(("passed", "failed", "skipped", "error"), 0)
    seconds = 0.0
    if lines:
        for number, word in re.findall(r"(\d+) (\w+)", lines[-1].partition(" in ")[0]):
            name = "error" if word == "errors" else word
            counts[name] = counts.get(name, 0) + int(number)
        seconds = float(lines[-1].partition(" in ")[2].partition("s")[0])
    failed = counts["failed"] + counts["error"]
    return Outcome(versions, counts["passed"], failed, counts["skipped"], seconds, code)


def run(python: str) -> Outcome:
    """Run the tests with one Python, showing what they say meanwhile."""
    command = shlex.split(python)
    asked = subprocess.run([*command, "-c", VERSIONS], capture_output=True, text=True)
    words = asked.stdout.split()[-3:]
    if asked.returncode or len(words) != 3:
        print(asked.stderr, file=sys.stderr)
        return Outcome((python, "-", "-"), 0, 0, 0, 0.0, asked.returncode or 1)
    print(f"== QGIS {words[0]}", flush=True)
    lines = []
    with subprocess.Popen([*command, *TESTS], stdout=subprocess.PIPE, text=True) as job:
        for line in job.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    return outcome_of((words[0], words[1], words[2]), "".join(lines), job.returncode)


def table(outcomes: Sequence[Outcome]) -> str:
    """Return the outcomes as lines of a table."""
    rows = [HEADER] + [
        (*item.versions, str(item.passed), str(item.failed), str(item.skipped), f"{item.seconds:.0f}",
         "fine" if item.fine else f"FAILED (exit {item.code})")
        for item in outcomes
    ]  # fmt: skip
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADER))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip() for row in rows
    )


def main(pythons: Sequence[str]) -> int:
    """Run every version and print the table; 0 when all are fine."""
    if not pythons:
        print(__doc__)
        return 2
    outcomes = [run(python) for python in pythons]
    print("\n" + table(outcomes))
    return 0 if all(item.fine for item in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
