"""Agreement with statsmodels of what is expected of a period; files are exchanged, never imported."""

import numpy as np

from igh_plugin.core.trend import expected_counts

ORACLE = "trend"


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
