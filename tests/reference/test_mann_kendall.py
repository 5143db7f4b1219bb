"""Agreement with pymannkendall; files are exchanged, never imported."""

import numpy as np

from igh_plugin.core.mann_kendall import mann_kendall, seasonal_mann_kendall

ORACLE = "mann_kendall"


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
