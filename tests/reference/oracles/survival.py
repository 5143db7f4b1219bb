"""What statsmodels says of durations that are partly open: `survival.py OUTPUT.json`."""

import json
import sys

import numpy as np
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

random = np.random.default_rng(20261127)


def durations():
    """Give durations, which of them ended, and a group: few and many, with ties, with much and with nothing open."""
    for size in (8, 30, 200, 2000):
        for whole in (False, True):
            for open_share in (0.0, 0.2, 0.6):
                time = random.lognormal(1.0, 1.1, size)
                time = np.ceil(time) if whole else time
                yield time, random.random(size) >= open_share, random.random(size) < 0.4


cases = []
for time, ended, group in durations():
    if not ended.any():
        continue
    found = SurvfuncRight(time, ended.astype(int))
    limits = {}
    for part in (0.5, 0.9):
        # Where the last moment leaves nothing its error is not a number, which statsmodels takes for outside.
        with np.errstate(all="ignore"):
            limits[str(part)] = [
                float(value) for value in found.quantile_ci(part, alpha=0.05, method="cloglog")
            ]
    chi, p = (
        survdiff(time, ended.astype(int), group.astype(int)) if group.any() and not group.all() else (0, 1)
    )
    cases.append(
        {
            "time": time.tolist(), "ended": ended.tolist(), "group": group.tolist(), "moments": found.surv_times.tolist(),
            "lasting": found.surv_prob.tolist(), "error": found.surv_prob_se.tolist(), "limits": limits, "p": float(p),
        }
    )  # fmt: skip
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(cases, file)
