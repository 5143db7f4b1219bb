"""Runs in build/oracles: what pointpats' Knox test counts; written as JSON."""

import json
import sys
import warnings

warnings.filterwarnings("ignore")

import numpy as np  # noqa: E402
from pointpats.spacetime import Knox  # noqa: E402


def main(path):
    out = []
    for seed, delta, tau in ((1, 100.0, 7.0), (2, 300.0, 20.0), (3, 50.0, 1.5)):
        random = np.random.default_rng(seed)
        xy, t = random.uniform(0, 3_000, (900, 2)), random.uniform(0, 200, 900)
        xy[450:600], t[450:600] = (
            xy[:150] + random.normal(0, 20, (150, 2)),
            t[:150] + random.normal(0, 1, 150),
        )
        found = Knox(xy, t.reshape(-1, 1), delta, tau, permutations=99)
        (close, far), (late, rest) = found.observed
        out.append(
            {
                "x": xy[:, 0].tolist(), "y": xy[:, 1].tolist(), "t": t.tolist(), "delta": delta, "tau": tau,
                "observed": float(found.statistic_), "table": [float(close), float(far), float(late), float(rest)],
                "expected": float(found.expected[0][0]),
            }
        )  # fmt: skip
    with open(path, "w") as file:
        json.dump(out, file)


main(sys.argv[1])
