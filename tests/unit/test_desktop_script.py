"""`make desktop` says in words that there is no screen, before it does anything."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "desktop.py"


@pytest.mark.parametrize(
    ("display", "words"), [(None, "There is no screen"), (":4711", "The screen :4711 does not answer")]
)
def test_without_a_screen_it_says_so(display, words):
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}
    }
    if display:
        environment["DISPLAY"] = display
    done = subprocess.run([sys.executable, str(SCRIPT)], env=environment, capture_output=True, text=True)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
