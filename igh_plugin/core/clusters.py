"""Hot spots as places: significant cells that touch, taken together and ranked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List

import numpy as np

from .neighbours import Neighbours


@dataclass(frozen=True)
class Cluster:
    """Members (indices of units) that touch; `weight` the sum of their values, `peak` the strongest member."""

    members: np.ndarray
    weight: float
    peak: int
    z: float


def significant_clusters(bins: np.ndarray, z: np.ndarray, weight: np.ndarray, neighbours: Neighbours, least: int = 2) -> List[Cluster]:
    """Join hot units (bin >= `least`) that are neighbours, strongest first.

    `bins`, `z`, `weight` are (n,). The order is by the highest z of the members, then by weight.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import connected_components

    hot = np.flatnonzero(np.asarray(bins) >= least)
    if not len(hot):
        return []
    n = len(bins)
    links = csr_matrix((np.ones(len(neighbours.indices), np.int8), neighbours.indices, neighbours.indptr), (n, n))
    _, label = connected_components(links[hot][:, hot], directed=False)
    clusters = []
    for number in range(int(label.max()) + 1):
        members = hot[label == number]
        peak = members[np.argmax(z[members])]
        clusters.append(Cluster(members, float(np.nansum(weight[members])), int(peak), float(z[peak])))
    return sorted(clusters, key=lambda cluster: (-cluster.z, -cluster.weight, cluster.peak))
