"""Agreement with scikit-learn's DBSCAN; files are exchanged, never imported."""

import numpy as np

from igh_plugin.core.st_dbscan import NOISE, st_dbscan

ORACLE = "dbscan"


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
