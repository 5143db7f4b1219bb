"""Agreement with pymannkendall; files are exchanged, never imported."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from igh_plugin.core.mann_kendall import mann_kendall, seasonal_mann_kendall

ROOT = Path(__file__).resolve().parents[2]
ORACLES = ROOT / "build" / "oracles" / "bin" / "python"


@pytest.fixture(scope="module")
def oracle(tmp_path_factory):
    if not ORACLES.exists():
        pytest.skip("build/oracles is absent: `make install` makes it")
    path = tmp_path_factory.mktemp("oracle") / "mann_kendall.json"
    script = Path(__file__).parent / "oracles" / "mann_kendall.py"
    subprocess.run([str(ORACLES), str(script), str(path)], check=True, cwd=path.parent)
    return json.loads(path.read_text())


def test_every_series_is_judged_alike(oracle):
    worst = dict.fromkeys(("s", "z", "p", "adjusted_p"), 0.0)
    for case in oracle["cases"]:
        found = mann_kendall(np.array([case["series"]]))
        for name in worst:
            if np.isfinite(case[name]):
                worst[name] = max(worst[name], abs(getattr(found, name)[0] - case[name]))
    print("largest differences:", ", ".join(f"{name} {value:.1e}" for name, value in worst.items()))
    assert max(worst.values()) <= 1e-9


def test_every_series_with_a_season_is_judged_alike(oracle):
    worst = dict.fromkeys(("z", "p"), 0.0)
    for case in oracle["seasonal"]:
        z, p = seasonal_mann_kendall(np.array(case["series"]), case["season"])
        worst = {"z": max(worst["z"], abs(z - case["z"])), "p": max(worst["p"], abs(p - case["p"]))}
    print(
        "largest differences with a season:",
        ", ".join(f"{name} {value:.1e}" for name, value in worst.items()),
    )
    assert max(worst.values()) <= 1e-9
