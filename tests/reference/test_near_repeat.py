"""Agreement with pointpats' Knox test; files are exchanged, never imported."""

import numpy as np
import pytest

from igh_plugin.core.near_repeat import EUCLIDEAN, near_repeat

ORACLE = "near_repeat"


def test_pairs_and_what_is_expected_by_the_margins(oracle):
    for case in oracle:
        x, y, t = (np.array(case[name]) for name in ("x", "y", "t"))
        found = near_repeat(x, y, t, (case["delta"],), (case["tau"],), 199, 1, EUCLIDEAN)
        assert found.observed[0, 0] == case["observed"] == case["table"][0]
        assert found.margin[0, 0] == pytest.approx(case["expected"], rel=1e-12)
        assert found.expected[0, 0] == pytest.approx(case["expected"], rel=0.05)
        print(
            f"observed {case['observed']:.0f}, expected {case['expected']:.6f}: difference {abs(found.margin[0, 0] - case['expected']):.1e}"
        )
