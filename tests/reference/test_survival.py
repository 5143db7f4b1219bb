"""Agreement with statsmodels on durations of which some are not over; files are exchanged, never imported."""

import numpy as np

from igh_plugin.core.survival import log_rank, quantile, survival

ORACLE = "survival"


def test_survival_limits_and_test_are_those_of_statsmodels(oracle):
    worst, limits = {"lasting": 0.0, "error": 0.0, "p": 0.0}, 0
    for case in oracle:
        time, ended = np.array(case["time"]), np.array(case["ended"])
        moments, lasting, error = survival(time, ended)
        assert moments.tolist() == case["moments"]
        worst["lasting"] = max(worst["lasting"], np.abs(lasting - case["lasting"]).max())
        known = np.isfinite(error) & np.isfinite(np.array(case["error"], float))
        worst["error"] = max(worst["error"], np.abs(error - np.array(case["error"], float))[known].max())
        worst["p"] = max(worst["p"], abs(log_rank(time, ended, np.array(case["group"])) - case["p"]))
        for part, (low, high) in case["limits"].items():
            found = quantile(time, ended, float(part))[1:]
            assert np.array_equal(found, (low, high), equal_nan=True), (part, len(time))
            limits += 1
    told = ", ".join(f"{name} {value:.1e}" for name, value in worst.items())
    print(f"{len(oracle)} sets of durations, {limits} pairs of limits equal; largest differences: {told}")
    assert max(worst.values()) < 1e-10
