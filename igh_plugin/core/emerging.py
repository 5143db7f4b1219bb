"""Emerging hot spots: a cube of places and steps of time, Gi* in every bin, and what the history of each place is called.

Gi* (`core.getis_ord`) of a bin compares it, the bins of its neighbours in the same step, and those of all of these in the steps
just before, with the mean of the entire cube; the false discovery rate is controlled over all bins. A bin is hot, or cold, at
95 % confidence. The z of a place, step by step, is tested for a trend (`core.mann_kendall`).

The 17 classes are those of "Emerging Hot Spot Analysis" in ArcGIS Pro as its help defines them now (`VERSION`): eight of hot
spots, the same eight of cold spots, and none. Of older versions they differ in that `consecutive` takes a run of two or more, and that the last step of `sporadic` is hot.
Where several fit, the first in the order of `PATTERNS` holds: a last step that is hot after cold ones alone is `new`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

import numpy as np

from . import periods
from .getis_ord import getis_ord_g_star
from .mann_kendall import Trend, mann_kendall
from .neighbours import Neighbours, SpaceTimeNeighbours
from .progress import Part, Progress, Silent
from .text import Text

VERSION = "ArcGIS Pro 3.4"
NEW, CONSECUTIVE, INTENSIFYING, PERSISTENT = "new", "consecutive", "intensifying", "persistent"
DIMINISHING, SPORADIC, OSCILLATING, HISTORICAL = "diminishing", "sporadic", "oscillating", "historical"
PATTERNS = (NEW, CONSECUTIVE, INTENSIFYING, PERSISTENT, DIMINISHING, OSCILLATING, SPORADIC, HISTORICAL)
HOT, COLD, NONE = "hot", "cold", ""
SURE = 2
"""The bin of Gi* from which on a place counts as hot: 95 % confidence."""
MOSTLY = 0.9
TREND = 0.05
DECIMALS = 9
MOST_PAIRS = 500_000_000
"""Squares of steps, of all places, up to which trends are adjusted without being asked: it takes much longer than the rest."""
LEAST_STEPS = 10
ENOUGH_STEPS = 12
SUGGESTED = (periods.MONTH, periods.WEEK, periods.DAY)


@dataclass(frozen=True)
class Steps:
    """Complete steps of time, one after the other: `first` and `last` (t,) the local days they span, both included.

    `of` (n,) is the step of each event, -1 for one in no complete step; `kind` of `core.periods`.
    """

    kind: str
    first: np.ndarray
    last: np.ndarray
    of: np.ndarray

    def __len__(self) -> int:
        return len(self.first)


@dataclass(frozen=True)
class Emerging:
    """What became of m places in t steps.

    `z`, `p` (m, t) of Gi*, `bins` (m, t) -3 to 3; `trend` of z by place; `pattern` and `side` (m,) object: the class, such as
    `new` and `hot`, both empty for none. `draws` permutations, 0 for the normal approximation. `reason` is filled when nothing could
    be computed.
    """

    z: np.ndarray
    p: np.ndarray
    bins: np.ndarray
    trend: Trend
    pattern: np.ndarray
    side: np.ndarray
    draws: int
    smallest_p: float
    fdr: bool
    reason: Optional[Text] = None


def steps_of(day: np.ndarray, kind: str, since: Optional[int] = None, until: Optional[int] = None) -> Steps:
    """Return the steps of a kind that lie wholly between two days, both included: by default those of the first and last event.

    `day` (n,) are local days, n > 0.
    """
    day = np.asarray(day, np.int64)
    low = int(day.min()) if since is None else since
    high = int(day.max()) if until is None else until
    step = periods.step_of(kind)
    ends = periods.period_of(np.array([low, high]), kind)
    number = np.arange(ends[0], ends[1] + 1, step)
    first, last = periods.bounds(number, kind)
    whole = (first >= low) & (last <= high)
    first, last = first[whole], last[whole]
    of = np.searchsorted(first, day, "right") - 1
    if len(first):
        of[day > last[-1]] = -1
    return Steps(kind, first, last, of)


def suggested_kind(day: np.ndarray, since: Optional[int] = None, until: Optional[int] = None) -> str:
    """Return the longest kind of step of which there are `ENOUGH_STEPS`, days when there are not."""
    for kind in SUGGESTED:
        if len(steps_of(day, kind, since, until)) >= ENOUGH_STEPS:
            return kind
    return SUGGESTED[-1]


def emerging_hot_spots(
    counts: np.ndarray,
    places: Neighbours,
    before: int = 1,
    permutations: int = 999,
    fdr: bool = True,
    seed: int = 20260101,
    adjusted: bool = False,
    progress: Progress = Silent(),
) -> Emerging:
    """Class the history of each place by its counts, (m, t), and those of its neighbours up to `before` steps earlier.

    With `adjusted` a trend must hold with autocorrelation allowed for. Other parameters are those of Gi*.
    """
    m, t = counts.shape
    links = SpaceTimeNeighbours(places, t, before)
    found = getis_ord_g_star(
        np.asarray(counts, float).ravel(), links, permutations, fdr, seed, Part(progress, 0.0, 0.7)
    )
    z, p, bins = (part.reshape(m, t) for part in (found.z, found.p, found.bins))
    # Equal counts give z that are equal but for rounding: these are no step up or down.
    adjust = adjusted or m * t**2 <= MOST_PAIRS
    trend = mann_kendall(np.round(np.nan_to_num(z), DECIMALS), adjust, Part(progress, 0.7, 1.0))
    sure = (trend.adjusted_p if adjusted else trend.p) <= TREND
    direction = np.where(sure, np.sign(trend.s), 0)
    pattern, side = classify(bins >= SURE, bins <= -SURE, direction)
    return Emerging(z, p, bins, trend, pattern, side, found.draws, found.smallest_p, fdr, found.reason)


def classify(hot: np.ndarray, cold: np.ndarray, trend: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """Return the pattern and the side of places, (m,) object each, by which of their steps are hot and cold, (m, t) bool.

    `trend` (m,) is 1 where z rises, -1 where it falls, 0 where that cannot be told. What is cold intensifies as z falls.
    """
    pattern, side = np.full(len(hot), NONE, object), np.full(len(hot), NONE, object)
    for name, there, other, grows in ((COLD, cold, hot, -trend), (HOT, hot, cold, trend)):
        found = _patterns(there, other, grows)
        pattern = np.where(found != NONE, found, pattern)
        side = np.where(found != NONE, name, side)
    return pattern, side


def _patterns(there: np.ndarray, other: np.ndarray, grows: np.ndarray) -> np.ndarray:
    steps = there.shape[1]
    number = there.sum(1)
    last = there[:, -1]
    run = np.where(there.all(1), steps, there[:, ::-1].argmin(1))
    alone = number == run
    mostly = number >= MOSTLY * steps - 1e-9
    tests = {
        NEW: last & (number == 1),
        CONSECUTIVE: (run >= 2) & alone & ~mostly,
        INTENSIFYING: mostly & last & (grows > 0),
        PERSISTENT: mostly & last & (grows == 0),
        DIMINISHING: mostly & last & (grows < 0),
        OSCILLATING: last & ~mostly & other.any(1),
        SPORADIC: last & ~mostly & ~other.any(1),
        HISTORICAL: mostly & ~last,
    }
    found = np.full(len(there), NONE, object)
    for name in reversed(PATTERNS):
        found[tests[name]] = name
    return found
