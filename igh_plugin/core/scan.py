"""The prospective space-time scan statistic: which clusters of events are alive now, and how often chance makes one as strong.

A cylinder is a circle of places and the last so many days; its likelihood ratio is

    LLR = c ln(c / mu) + (C - c) ln((C - c) / (C - mu))        where c > mu, else 0

with c of all C events in it where mu are expected (Kulldorff 1997, "A spatial scan statistic"; 2001, "Prospective time periodic
geographical disease surveillance using a scan statistic", JRSS A 164). What is expected is, by model,

    permutation   C_z C_w / C, of the events C_z of the circle at any time and C_w of these days anywhere: what is busy anyway, and
                  when, makes no difference (Kulldorff, Heffernan, Hartman, Assuncao & Mostashari 2005, PLoS Medicine 2)
    Poisson       the part of the population in the circle, times the part of the days

p is the rank of the strongest cluster among the strongest of data made anew: times dealt out over the events, or events over the
population. So all cylinders are allowed for at once; weaker clusters, which share no place with a stronger one, are ranked among the
same. Of daily scans one as strong comes by chance once in 1 / p days (recurrence interval).

Places equally far from the middle come one at a time, from west to east and then from south to north, as in SaTScan, so that parts of
a ring are looked at too. Circles hold half of the events, or of the population, at most; clusters two events at least.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, List, Optional, Tuple

import numpy as np

from .progress import Part, Progress, Silent

PERMUTATION, POISSON = "permutation", "poisson"
HALF, LEAST = 0.5, 2
DECIMALS = 6
"""Digits after which distances in metres count as equal."""


@dataclass(frozen=True)
class LiveCluster:
    """A cluster that reaches to the last day: its `places` (k,), the middle first, `radius` in metres, how many `days`, `observed`
    and `expected` events, the likelihood ratio `llr`, `p`, and the recurrence interval in days.
    """

    places: np.ndarray
    radius: float
    days: int
    observed: int
    expected: float
    llr: float
    p: float

    @property
    def recurrence(self) -> float:
        """In how many days of scanning every day chance makes a cluster as strong once."""
        return 1 / self.p


@dataclass(frozen=True)
class Scan:
    """Live clusters, the strongest first, and the strongest of each simulation, (simulations,) float64."""

    clusters: List[LiveCluster]
    simulated: np.ndarray


def scan(
    x: np.ndarray,
    y: np.ndarray,
    counts: np.ndarray,
    radius: float,
    most_days: int,
    population: Optional[np.ndarray] = None,
    simulations: int = 999,
    seed: int = 20260101,
    most: int = 20,
    progress: Progress = Silent(),
) -> Scan:
    """Scan counts (m, t) of events by place and day, places at `x`, `y` (m,) metres, for clusters up to the last day.

    Circles reach `radius` metres at most, days go back `most_days` at most. With a `population` (m,) the model is Poisson, else
    the permutation of times. `most` clusters are returned at most; there is none without two events in `most_days`.
    """
    counts = np.asarray(counts, np.int64)
    cylinders = _Cylinders(x, y, counts, radius, most_days, population, Part(progress, 0.0, 0.1))
    llr = cylinders.llr(cylinders.recent(counts))
    rng = np.random.default_rng(seed)
    simulated = np.zeros(simulations)
    watched = Part(progress, 0.1, 1.0)
    for number, recent in enumerate(cylinders.drawn(counts, rng, simulations)):
        watched.step(number / simulations)
        simulated[number] = cylinders.strongest(recent)
    found = []
    for at, days, value in _apart(cylinders, llr, most):
        p = (1 + int((simulated >= value - 1e-9).sum())) / (simulations + 1)
        found.append(cylinders.cluster(at, days, value, p, counts))
    return Scan(found, simulated)


class _Cylinders:
    """Circles as runs of places: `near` (e,) the places of all circles, circle after circle, each run up to an entry being one.

    `start` (m,) is where the circles of a middle begin; entry e and window w, of w + 1 days, are one cylinder.
    """

    def __init__(
        self,
        x: np.ndarray,
        y: np.ndarray,
        counts: np.ndarray,
        radius: float,
        most_days: int,
        population: Optional[np.ndarray],
        progress: Progress,
    ) -> None:
        total = int(counts.sum())
        self.total, self.windows, self.days = total, min(most_days, counts.shape[1]), counts.shape[1]
        weight = counts.sum(1).astype(float) if population is None else np.asarray(population, float)
        self.population = None if population is None else weight / weight.sum()
        near, away, start = [], [], []
        begin = 0
        for middle, (places, far) in enumerate(_around(x, y, radius)):
            if middle % 256 == 0:
                progress.step(middle / len(x))
            fits = np.cumsum(weight[places]) <= HALF * weight.sum()
            fits[0] = True
            size = len(places) if fits.all() else int(np.argmin(fits))
            near.append(places[:size])
            away.append(far[:size])
            start.append(begin)
            begin += size
        self.near, self.away, self.start = np.concatenate(near), np.concatenate(away), np.array(start)
        self.first = np.repeat(self.start, np.diff(np.append(self.start, begin)))
        inside = self.within(weight)
        by_window = counts[:, ::-1].sum(0)[: self.windows].cumsum()
        if population is None:
            self.expected = inside[:, None] * by_window / max(total, 1)
        else:
            part = np.arange(1, self.windows + 1) / self.days
            self.expected = inside[:, None] / weight.sum() * (total * part)

    def within(self, values: np.ndarray) -> np.ndarray:
        """Return the sums of values by place, (m,) or (m, w), over each circle, (e,) or (e, w)."""
        sums = np.cumsum(values[self.near], 0)
        before = np.concatenate((np.zeros_like(sums[:1]), sums))[self.first]
        return sums - before

    def recent(self, counts: np.ndarray) -> np.ndarray:
        """Return the events of each place in the last day, the last two, and so on, (m, windows)."""
        return counts[:, ::-1][:, : self.windows].cumsum(1)

    def llr(self, recent: np.ndarray) -> np.ndarray:
        """Return the likelihood ratio of each cylinder, (e, windows)."""
        seen = self.within(recent)
        found = np.zeros(seen.shape)
        high = (seen >= LEAST) & (seen > self.expected)
        found[high] = self._ratio(seen[high], self.expected[high])
        return found

    def strongest(self, recent: np.ndarray) -> float:
        """Return the largest likelihood ratio there is."""
        seen = self.within(recent)
        high = (seen >= LEAST) & (seen > self.expected)
        return float(self._ratio(seen[high], self.expected[high]).max(initial=0.0))

    def _ratio(self, seen: np.ndarray, expected: np.ndarray) -> np.ndarray:
        rest = self.total - seen
        outside = np.divide(rest, self.total - expected, out=np.ones(len(rest)), where=rest > 0)
        return seen * np.log(seen / expected) + rest * np.log(outside)

    def drawn(self, counts: np.ndarray, rng: np.random.Generator, times: int) -> Iterator[np.ndarray]:
        """Give the recent events of data made anew by the model, (m, windows) each."""
        m = len(counts)
        place = np.repeat(np.arange(m), counts.sum(1))
        ago = np.repeat(np.arange(self.windows), counts[:, ::-1].sum(0)[: self.windows])
        for _ in range(times):
            if self.population is None:
                where, when = rng.permutation(place)[: len(ago)], ago
            else:
                size = rng.binomial(self.total, self.windows / self.days)
                where = rng.choice(m, size, p=self.population)
                when = rng.integers(0, self.windows, size)
            made = np.bincount(where * self.windows + when, minlength=m * self.windows)
            yield made.reshape(m, self.windows).cumsum(1)

    def cluster(self, at: int, window: int, llr: float, p: float, counts: np.ndarray) -> LiveCluster:
        """Return the cylinder of an entry and a window."""
        places = self.near[self.first[at] : at + 1]
        seen = int(counts[places, self.days - window - 1 :].sum())
        expected = float(self.expected[at, window])
        return LiveCluster(places, float(self.away[at]), window + 1, seen, expected, llr, p)


def _around(x: np.ndarray, y: np.ndarray, radius: float) -> Iterator[Tuple[np.ndarray, np.ndarray]]:
    """Give for each place those within a radius, itself first, the nearest first, and how far each is."""
    from scipy.spatial import cKDTree

    points = np.column_stack((x, y))
    tree = cKDTree(points)
    for middle, found in enumerate(tree.query_ball_point(points, radius * (1 + 1e-12))):
        places = np.asarray(found, np.int64)
        far = np.round(np.hypot(x[places] - x[middle], y[places] - y[middle]), DECIMALS)
        order = np.lexsort((y[places], x[places], places != middle, far))
        yield places[order], far[order]


def _apart(cylinders: _Cylinders, llr: np.ndarray, most: int) -> Iterator[Tuple[int, int, float]]:
    """Give entry, window and likelihood ratio of the strongest cylinders that share no place, the strongest first."""
    best = llr.max(1, initial=0.0)
    used = np.zeros(len(cylinders.start), np.int64)
    for _ in range(most):
        at = int(best.argmax()) if len(best) else 0
        if not len(best) or best[at] <= 0:
            return
        window = int(llr[at].argmax())
        yield at, window, float(best[at])
        used[cylinders.near[cylinders.first[at] : at + 1]] = 1
        best = np.where(cylinders.within(used) > 0, 0.0, best)
