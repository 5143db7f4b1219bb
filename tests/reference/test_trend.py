"""Agreement with statsmodels of what is expected of a period; files are exchanged, never imported."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from igh_plugin.core.trend import expected_counts

ROOT = Path(__file__).resolve().parents[2]
ORACLES = ROOT / "build" / "oracles" / "bin" / "python"


@pytest.fixture(scope="module")
def oracle(tmp_path_factory):
    if not ORACLES.exists():
        pytest.skip("build/oracles is absent: `make install` makes it")
    path = tmp_path_factory.mktemp("oracle") / "trend.json"
    script = Path(__file__).parent / "oracles" / "trend.py"
    subprocess.run([str(ORACLES), str(script), str(path)], check=True, cwd=path.parent)
    return json.loads(path.read_text())


def test_every_series_leads_to_the_same_expectation(oracle):
    worst = dict.fromkeys(("expected", "variance"), 0.0)
    for case in oracle:
        counts = np.array(case["counts"])
        exposure = None if case["exposure"] is None else np.array(case["exposure"])
        found = expected_counts(counts, case["season"], exposure, case["share"], since=len(counts) - 1)
        for name in worst:
            worst[name] = max(worst[name], abs(getattr(found, name)[-1] / case[name] - 1))
        if case["lower"] is not None:
            assert (found.lower[-1], found.upper[-1]) == (case["lower"], case["upper"])
    told = ", ".join(f"{name} {value:.1e}" for name, value in worst.items())
    print(f"{len(oracle)} series; largest relative differences: {told}")
    assert max(worst.values()) <= 1e-6
