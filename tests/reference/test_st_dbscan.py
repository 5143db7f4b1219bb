"""Agreement with scikit-learn's DBSCAN; files are exchanged, never imported."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from igh_plugin.core.st_dbscan import NOISE, st_dbscan

ROOT = Path(__file__).resolve().parents[2]
ORACLES = ROOT / "build" / "oracles" / "bin" / "python"


@pytest.fixture(scope="module")
def oracle(tmp_path_factory):
    if not ORACLES.exists():
        pytest.skip("build/oracles is absent: `make install` makes it")
    path = tmp_path_factory.mktemp("oracle") / "dbscan.json"
    script = Path(__file__).parent / "oracles" / "dbscan.py"
    subprocess.run([str(ORACLES), str(script), str(path)], check=True, cwd=path.parent)
    return json.loads(path.read_text())


def test_the_same_events_are_core_and_noise_and_the_same_are_together(oracle):
    for case in oracle:
        x, y = np.array(case["xy"]).T
        found = st_dbscan(x, y, case["reach"], case["minimum"])
        core, labels = np.zeros(len(x), bool), np.array(case["labels"])
        core[case["core"]] = True
        assert (found.core == core).all()
        assert ((found.label == NOISE) == (labels == NOISE)).all()
        pairs = set(zip(found.label[core].tolist(), labels[core].tolist()))
        assert len(pairs) == found.number == labels.max() + 1
        print(
            f"{len(x)} events: {core.sum()} core, {(labels == NOISE).sum()} noise, {found.number} clusters: no difference"
        )
