"""The answers of the reference implementations, from scripts in an environment of their own; files are exchanged, never imports."""

import json
import subprocess
from pathlib import Path

import pytest

ORACLES = Path(__file__).resolve().parents[2] / "build" / "oracles" / "bin" / "python"


@pytest.fixture(scope="module")
def oracle(request, tmp_path_factory):
    """What the script that the module names as `ORACLE` says."""
    if not ORACLES.exists():
        pytest.skip("build/oracles is absent: `make install` makes it")
    name = request.module.ORACLE
    path = tmp_path_factory.mktemp("oracle") / f"{name}.json"
    script = Path(__file__).parent / "oracles" / f"{name}.py"
    subprocess.run([str(ORACLES), str(script), str(path)], check=True, cwd=path.parent)
    return json.loads(path.read_text())
