"""What scikit-learn's DBSCAN says of events: `dbscan.py OUTPUT.json`."""

import json
import sys

import numpy as np
from sklearn.cluster import DBSCAN

random = np.random.default_rng(20261126)
cases = []
for count, reach, minimum, spread in (
    (400, 30.0, 4, 60),
    (3_000, 50.0, 10, 120),
    (3_000, 25.0, 5, 80),
    (20_000, 40.0, 12, 250),
):
    middle = random.uniform((111_000, 478_000), (121_000, 488_000), (20, 2))
    xy = middle[random.integers(0, 20, count)] + random.normal(0, spread, (count, 2))
    xy[::3] = np.round(xy[::3] / 10) * 10
    found = DBSCAN(eps=reach, min_samples=minimum).fit(xy)
    cases.append(
        {
            "xy": xy.tolist(), "reach": reach, "minimum": minimum, "core": found.core_sample_indices_.tolist(),
            "labels": found.labels_.tolist(),
        }
    )  # fmt: skip
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(cases, file)
