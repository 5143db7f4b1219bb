"""What a series leads one to expect of each of its periods, and which periods are a signal.

Every period is predicted from those before it by a quasi-likelihood regression: of counts a log-linear one whose variance is
phi times the mean, of shares a logistic one whose variance is phi times the binomial one (McCullagh & Nelder 1989, "Generalized
Linear Models", ch. 9). It has a level; one pair of harmonics of the season from one and a quarter seasons on, two from two; and a
trend from one and a half, where this is significant and leads to no more than there ever was. Each of these needs five periods in
which anything was counted. Older periods count less, by half after two seasons. As in the improved algorithm of Farrington
(Farrington et al. 1996; Noufaily et al. 2013, Statistics in Medicine 32) earlier peaks are given less weight by their Anscombe
residual, and there is no signal above while hardly anything is counted. The band holds what the negative binomial, or the
beta-binomial, expects with that mean, and the variance that comes of phi and of the uncertainty of the mean. A peak much narrower
than a quarter of a year is not modelled, and is a signal each time.

Before the season is known each rise with it would be a signal. Until then what is expected is the mean rate of seven periods, two
before the one that is judged left out, and the band is three of their standard deviations wide on each side, as in EARS C2 (Hutwagner
et al. 2003, "The bioterrorism preparedness and response Early Aberration Reporting System", Journal of Urban Health 80); the standard
deviation is no less than that of plain chance. Months are too long for that, and have no signal until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, List, Optional, Sequence, Tuple

import numpy as np

from .text import QT_TRANSLATE_NOOP, Text

MINIMUM_HISTORY = 8
COVERED = 0.95
HALF_LIFE = 2.0
"""Seasons after which a period counts half."""
TREND_FROM, HARMONICS = 1.5, ((1.25, 1), (2.0, 2))
"""Seasons of history from which on there is a trend, and so many harmonics."""
FAR = 2.58
"""Anscombe residual above which an earlier peak counts less (Noufaily et al. 2013)."""
LEAST, LEAST_OVER = 5, 4
"""Fewer events than this in so many periods up to one are no signal above (Farrington et al. 1996)."""
PERIODS_EACH = 5
"""Periods with a count that each coefficient needs."""
SURE = 1.96
BEYOND = 1.5
"""How many times the largest rate there was a prediction may be; farther it is that of the level alone."""
BASELINE, GAP, ABERRANT = 7, 2, 3.0
"""EARS C2: periods that are compared with, those left out before the one that is judged, and the standard deviations of the band."""
SLOW = 4 * (BASELINE + GAP)
"""Periods of a season from which on it hardly changes over those of EARS: weeks of a year, not months."""
STEPS, SMALL, LITTLE = 50, 1e-9, 0.5
AT_A_TIME = 200_000
"""Periods of series that are fitted at a time."""


@dataclass(frozen=True)
class Expectation:
    """Expected value and the limits of its band for each of n periods; NaN where the history is too short.

    `variance` is that of what is predicted, over that of plain chance (Poisson, or binomial of the `trials`). `seasonal` tells
    where the season is known, `aberration` how many standard deviations a period is off where EARS C2 judges it, else NaN.
    """

    expected: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    variance: np.ndarray
    seasonal: np.ndarray
    aberration: np.ndarray
    reason: Optional[Text] = None


def expected_counts(
    counts: np.ndarray,
    season: int,
    exposure: Optional[np.ndarray] = None,
    share: bool = False,
    covered: float = COVERED,
    since: int = 0,
    early: bool = True,
) -> Expectation:
    """Expect each period from the periods before it only.

    Parameters
    ----------
    counts : (n,) counts per period, no NaN
    season : periods in a year (12 or 52)
    exposure : (n,) what the counts arise from, such as inspections or days; None for time alone
    share : the counts are a part of the exposure, none larger than it
    covered : part of what is expected that lies within the band
    since : the first period that is asked for; those before it have NaN
    early : weeks before the season is known are held beside seven others; or else beside all that came before
    """
    y = np.asarray(counts, float)
    base = np.ones(len(y)) if exposure is None else np.asarray(exposure, float)
    n = len(y)
    expected, variance = np.full(n, np.nan), np.full(n, np.nan)
    earlier: np.ndarray = np.cumsum(base > 0) - (base > 0)
    at = np.arange(max(MINIMUM_HISTORY, since), n)
    at = at[(base[at] > 0) & (earlier[at] > 0)]
    rows = np.ones((len(at), 1))
    expected[at], variance[at] = _expected(y * rows, base * rows, at, season, share)
    lower, upper = limits(expected, variance, (1 - covered) / 2, base if share else None)
    reason = None
    if n <= MINIMUM_HISTORY:
        told = {"n": n, "minimum": MINIMUM_HISTORY}
        reason = Text(
            QT_TRANSLATE_NOOP(
                "core", "{n} periods are too few to say what is usual; a band needs more than {minimum}."
            ),
            told,
        )
    seasonal = np.arange(n) >= HARMONICS[0][0] * season
    off = np.full(n, np.nan)
    held = np.flatnonzero(~seasonal & (np.arange(n) >= max(BASELINE + GAP, since)))
    if early and len(held) and season >= SLOW:
        windows = held[:, None] - np.arange(BASELINE + GAP, GAP, -1)
        found = _early(y[windows], base[windows], y[held], base[held], share)
        _put(found, held, (off, expected, lower, upper, variance))
    return Expectation(expected, lower, upper, variance, seasonal, off, reason)


def expected_last(
    counts: Sequence[np.ndarray], season: int, exposure: Sequence[np.ndarray], share: bool = False
) -> Expectation:
    """Expect of each of m series its last period, all at once: what `expected_counts` says of that alone, (m,).

    `counts` and `exposure` are the series, (n,) each, of any length from 1.
    """
    size = np.array([len(top) for top in counts], np.int64)
    trials = np.array([base[-1] for base in exposure], float)
    told = [n > MINIMUM_HISTORY and (base[:-1] > 0).any() for n, base in zip(size, exposure)]
    asked = np.array(told, bool) & (trials > 0)
    expected, variance = np.full(len(size), np.nan), np.full(len(size), np.nan)
    for n in np.unique(size[asked]):
        rows = np.flatnonzero(asked & (size == n))
        y, base = (np.array([whole[row] for row in rows], float) for whole in (counts, exposure))
        expected[rows], variance[rows] = _expected(y, base, np.full(len(rows), n - 1), season, share)
    lower, upper = limits(expected, variance, (1 - COVERED) / 2, trials if share else None)
    seasonal = size - 1 >= HARMONICS[0][0] * season
    off = np.full(len(size), np.nan)
    early = np.flatnonzero(~seasonal & (size > BASELINE + GAP))
    if len(early) and season >= SLOW:
        window = slice(-1 - GAP - BASELINE, -1 - GAP)
        y, base = (np.array([whole[row][window] for row in early], float) for whole in (counts, exposure))
        now = np.array([counts[row][-1] for row in early], float)
        found = _early(y, base, now, trials[early], share)
        _put(found, early, (off, expected, lower, upper, variance))
    return Expectation(expected, lower, upper, variance, seasonal, off)


def signals(counts: np.ndarray, found: Expectation, share: bool = False) -> np.ndarray:
    """Return which periods lie outside their band, (n,): 1 above, -1 below, 0 within.

    Only periods that can be judged are one (`can_be_judged`), and of counts those above where `enough` was counted.
    """
    y = np.asarray(counts, float)
    return outside(y, found, None if share else enough(y))


def outside(counts: np.ndarray, found: Expectation, counted: Optional[np.ndarray]) -> np.ndarray:
    """Return which counts are a signal, (n,) as in `signals`; `counted` (n,) tells where enough was for one above, None: everywhere."""
    judged = can_be_judged(found)
    with np.errstate(invalid="ignore"):
        above, below = judged & (counts > found.upper), judged & (counts < found.lower)
    if counted is not None:
        above &= counted
    return above.astype(np.int64) - below


def enough(counts: np.ndarray) -> np.ndarray:
    """Return in which periods `LEAST` or more were counted in the `LEAST_OVER` up to it, (n,) bool."""
    return (
        np.convolve(counts, np.ones(LEAST_OVER))[: len(counts)] >= LEAST if len(counts) else np.zeros(0, bool)
    )


def can_be_judged(found: Expectation) -> np.ndarray:
    """Return which periods can be judged, (n,) bool: the band holds what is expected to within one event, and the season is known or
    EARS C2 tells."""
    with np.errstate(invalid="ignore"):
        held = (found.lower - 1 <= found.expected) & (found.expected <= found.upper + 1)
    return held & (found.seasonal | ~np.isnan(found.aberration))


def _early(
    y: np.ndarray, base: np.ndarray, now: np.ndarray, trials: np.ndarray, share: bool
) -> Tuple[np.ndarray, ...]:
    """Judge counts `now` of `trials` (m,) by the seven periods of each, `y` of `base` (m, 7): by how many standard deviations they
    are off, what was expected, the limits of its band, and the variance over that of plain chance, (m,) each; NaN without exposure.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        rates = np.where(base > 0, y / base, np.nan)
    mean = rates.mean(1)
    expected = np.where(trials > 0, mean * trials, np.nan)
    plain = np.maximum(expected * (1 - mean) if share else expected, LITTLE)
    spread = np.fmax(rates.std(1, ddof=1) * trials, np.sqrt(plain))
    lower = np.maximum(expected - ABERRANT * spread, 0.0)
    upper = expected + ABERRANT * spread
    if share:
        upper = np.minimum(upper, trials)
    return (now - expected) / spread, expected, lower, upper, np.maximum(spread**2 / plain, 1.0)


def _put(found: Tuple[np.ndarray, ...], at: np.ndarray, columns: Sequence[np.ndarray]) -> None:
    """Put what `_early` found into columns (n,), at the places `at` (m,) where it can tell."""
    told = ~np.isnan(found[0])
    for column, values in zip(columns, found):
        column[at[told]] = values[told]


def surprise_early(aberration: np.ndarray) -> np.ndarray:
    """Return how often chance leads so many standard deviations of seven periods off, or farther: two-sided p (m,) of Student's t."""
    from scipy.special import stdtr

    return 2 * stdtr(BASELINE - 1, -np.abs(aberration) / np.sqrt(1 + 1 / BASELINE))


def surprise(
    counts: np.ndarray, expected: np.ndarray, variance: np.ndarray, trials: Optional[np.ndarray] = None
) -> np.ndarray:
    """Return how often chance gives a count as far from what is expected, or farther: two-sided p (n,), NaN where nothing is.

    `variance` is as in `Expectation`; with `trials` the counts are a part of these.
    """
    from scipy.stats import betabinom, binom, nbinom

    p = np.full(len(expected), np.nan)
    known = np.flatnonzero(~np.isnan(expected))
    y, mean, spread = np.round(counts[known]), np.maximum(expected[known], SMALL), variance[known]
    if trials is None:
        chances: List[Tuple[Any, Tuple[np.ndarray, ...]]] = [(nbinom, _of_counts(mean, spread))]
        plain = np.ones(len(known), bool)
    else:
        size = np.maximum(np.round(trials[known]), 1)
        share = np.clip(mean / size, 1e-9, 1 - 1e-9)
        alike = np.clip((spread - 1) / np.maximum(size - 1, 1), 1e-6, 0.99)
        plain = alike <= 1e-6
        together = 1 / alike - 1
        chances = [
            (binom, (size, share)),
            (betabinom, (size, share * together, (1 - share) * together)),
        ]
    both = [2 * np.minimum(chance.cdf(y, *shape), chance.sf(y - 1, *shape)) for chance, shape in chances]
    p[known] = np.minimum(1.0, np.where(plain, both[0], both[-1]))
    return p


def _expected(
    y: np.ndarray, base: np.ndarray, at: np.ndarray, season: int, share: bool
) -> Tuple[np.ndarray, np.ndarray]:
    """Return of each row of `y` and `base` (m, n) the mean of its period `at` (m,), and its variance over that of plain chance.

    Both come of the periods before that one; what a row holds from there on does not matter, but the base of that period.
    """
    mean, variance = np.empty(len(y)), np.empty(len(y))
    size = max(AT_A_TIME // max(y.shape[1], 1), 1)
    for start in range(0, len(y), size):
        rows = slice(start, start + size)
        mean[rows], variance[rows] = _of_rows(y[rows], base[rows], at[rows], season, share)
    return mean, variance


def _of_rows(
    y: np.ndarray, base: np.ndarray, at: np.ndarray, season: int, share: bool
) -> Tuple[np.ndarray, np.ndarray]:
    number = np.arange(y.shape[1])
    before = number < at[:, None]
    seen = before & (base > 0)
    weight = np.where(seen, 0.5 ** ((at[:, None] - 1 - number) / (HALF_LIFE * season)), 0.0)
    coming = np.take_along_axis(base, at[:, None], 1)[:, 0]
    most = np.divide(y, base, out=np.zeros(y.shape), where=seen).max(1) * coming
    counted = np.count_nonzero(before & (y > 0) & ((y < base) if share else True), 1)
    terms = [_terms(int(t), season, max(int(many) // PERIODS_EACH, 1)) for t, many in zip(at, counted)]
    pairs, trend = np.array([one[0] for one in terms]), np.array([one[1] for one in terms])
    mean, variance, sure = np.empty(len(y)), np.empty(len(y)), np.empty(len(y), bool)

    def predict(rows: np.ndarray, pairs: np.ndarray, trend: np.ndarray) -> None:
        for many, rising in sorted(set(zip(pairs[rows].tolist(), trend[rows].tolist()))):
            these = rows[(pairs[rows] == many) & (trend[rows] == rising)]
            design = _design(number, at[these], season, many, rising)
            mean[these], variance[these], sure[these] = _predicted(
                y[these], base[these], design, weight[these], at[these], share
            )

    level = np.zeros(len(y), np.int64)
    predict(np.arange(len(y)), pairs, trend)
    predict(np.flatnonzero(trend & ~(sure & (mean <= most))), pairs, level.astype(bool))
    predict(np.flatnonzero((pairs > 0) & (mean > BEYOND * most)), level, level.astype(bool))
    return mean, variance


def _terms(t: int, season: int, most: int) -> Tuple[int, bool]:
    """Return how many pairs of harmonics there are after t periods, and whether there is a trend, with `most` coefficients."""
    pairs = max((number for least, number in HARMONICS if t >= least * season), default=0)
    pairs = min(pairs, (most - 1) // 2)
    return pairs, t >= TREND_FROM * season and 2 + 2 * pairs <= most


def _design(number: np.ndarray, at: np.ndarray, season: int, pairs: int, trend: bool) -> np.ndarray:
    """Return the regressors of the periods of each row, (m, n, p): the level, the trend, which is 0 in period `at`, and the harmonics."""
    time = number / season
    columns = [np.ones(len(time))]
    for pair in range(1, pairs + 1):
        columns += [np.sin(2 * np.pi * pair * time), np.cos(2 * np.pi * pair * time)]
    design = np.empty((len(at), len(time), len(columns) + trend))
    design[:, :, 0] = 1.0
    if trend:
        design[:, :, 1] = time - (at / season)[:, None]
    design[:, :, 1 + trend :] = np.stack(columns[1:], 1) if pairs else 0.0
    return design


def _predicted(
    y: np.ndarray, base: np.ndarray, design: np.ndarray, weight: np.ndarray, at: np.ndarray, share: bool
) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return of each row the mean of its period `at`, its variance over that of plain chance, and whether the second coefficient is sure.

    `weight` (m, n) is that of the periods, 0 from the one that is asked for on.
    """
    weight = _evened(weight)
    beta = _fitted(y, base, design, weight, share)
    mean, chance, phi = _around(y, base, design, weight, beta, share)
    if not share:
        residual = 1.5 * (y ** (2 / 3) * mean ** (-1 / 6) - np.sqrt(mean)) / np.sqrt(phi)[:, None]
        far = (residual > FAR) & (weight > 0)
        rows = np.flatnonzero(far.any(1))
        if len(rows):
            less = np.divide(1.0, residual**2, out=np.ones(far.shape), where=far)
            weight[rows] = _evened((weight * less)[rows])
            beta[rows] = _fitted(y[rows], base[rows], design[rows], weight[rows], share)
            mean[rows], chance[rows], phi[rows] = _around(
                y[rows], base[rows], design[rows], weight[rows], beta[rows], share
            )
    turned = design.transpose(0, 2, 1)
    bread = np.linalg.pinv((turned * (weight * chance)[:, None]) @ design)
    cover = phi[:, None, None] * bread @ ((turned * (weight**2 * chance)[:, None]) @ design) @ bread
    row = np.take_along_axis(design, at[:, None, None], 1)
    there, by_chance = _mean(
        (row @ beta[:, :, None])[:, 0, 0], np.take_along_axis(base, at[:, None], 1)[:, 0], share
    )
    sure = np.zeros(len(y), bool)
    if beta.shape[1] > 1:
        sure = np.abs(beta[:, 1]) > SURE * np.sqrt(np.maximum(cover[:, 1, 1], 0.0))
    uncertain = (row @ cover @ row.transpose(0, 2, 1))[:, 0, 0]
    return there, phi + by_chance * np.maximum(uncertain, 0.0), sure


def _evened(weight: np.ndarray) -> np.ndarray:
    """Return weights (m, n) that are 1 in the mean of those of a row that are not 0."""
    return weight * (np.count_nonzero(weight, 1) / weight.sum(1))[:, None]


def _around(
    y: np.ndarray, base: np.ndarray, design: np.ndarray, weight: np.ndarray, beta: np.ndarray, share: bool
) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the fitted means and their variance by plain chance, (m, n) each, and by how much the counts vary more, phi (m,)."""
    mean, chance = _mean((design @ beta[:, :, None])[:, :, 0], base, share)
    size = weight.sum(1) ** 2 / (weight**2).sum(1)
    pearson = (weight * (y - mean) ** 2 / np.maximum(chance, LITTLE)).sum(1) / weight.sum(1)
    return mean, chance, np.maximum(1.0, pearson * size / np.maximum(size - beta.shape[1], 1.0))


def _fitted(
    y: np.ndarray, base: np.ndarray, design: np.ndarray, weight: np.ndarray, share: bool
) -> np.ndarray:
    """Return the coefficients (m, p) of the regressions, by iteratively reweighted least squares."""
    part = (weight * y).sum(1) / (weight * base).sum(1)
    beta = np.zeros((len(y), design.shape[2]))
    beta[:, 0] = np.log(np.maximum(part, SMALL)) - (np.log(np.maximum(1 - part, SMALL)) if share else 0.0)
    rows, diagonal = np.arange(len(y)), np.arange(design.shape[2])
    for _ in range(STEPS):
        line = (design @ beta[rows][:, :, None])[:, :, 0]
        mean, chance = _mean(line, base, share)
        chance = np.maximum(chance, SMALL)
        scaled = design.transpose(0, 2, 1) * (weight * chance)[:, None]
        matrix = scaled @ design
        matrix[:, diagonal, diagonal] += SMALL * np.trace(matrix, axis1=1, axis2=2)[:, None] / len(diagonal)
        better = np.linalg.solve(matrix, scaled @ (line + (y - mean) / chance)[:, :, None])[:, :, 0]
        moved = np.abs(better - beta[rows]).max(1) >= 1e-10 * (1 + np.abs(beta[rows]).max(1))
        beta[rows] = better
        if not moved.all():
            rows, y, base, design, weight = (kept[moved] for kept in (rows, y, base, design, weight))
        if not len(rows):
            break
    return beta


def _mean(line: np.ndarray, base: np.ndarray, share: bool) -> Tuple[np.ndarray, np.ndarray]:
    """Return the mean at linear predictors and its variance by plain chance, of the shape of `line` each."""
    line = np.clip(line, -30, 30)
    if share:
        part = 1 / (1 + np.exp(-line))
        return base * part, base * part * (1 - part)
    mean = np.maximum(base * np.exp(line), SMALL)
    return mean, mean.copy()


def limits(
    expected: np.ndarray, variance: np.ndarray, tail: float, trials: Optional[np.ndarray] = None
) -> Tuple[np.ndarray, np.ndarray]:
    """Return the limits (n,) that leave out a `tail` on each side: of counts, or of a part of `trials` (n,)."""
    from scipy.stats import nbinom

    lower, upper = np.full(len(expected), np.nan), np.full(len(expected), np.nan)
    known = np.flatnonzero(~np.isnan(expected))
    mean, spread = np.maximum(expected[known], SMALL), variance[known]
    if trials is None:
        shape = _of_counts(mean, spread)
        lower[known], upper[known] = nbinom.ppf([[tail], [1 - tail]], *shape)
    else:
        lower[known], upper[known] = _part(tail, mean, np.round(trials[known]), spread)
    return lower, upper


def _of_counts(mean: np.ndarray, spread: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """Return the shape (n,) of the negative binomial with a mean (n,) and a variance of so many times that, and its chance."""
    more = np.maximum(spread - 1, 1e-6)
    return mean / more, 1 / (1 + more)


def _part(
    tail: float, mean: np.ndarray, trials: np.ndarray, spread: np.ndarray
) -> Tuple[np.ndarray, np.ndarray]:
    """Return the limits of a part of `trials`, whose variance is so many times the binomial one (at most all alike)."""
    from scipy.stats import beta, binom

    size = np.maximum(trials, 1)
    share = np.clip(mean / size, 1e-9, 1 - 1e-9)
    alike = np.clip((spread - 1) / np.maximum(size - 1, 1), 0, 0.99) * (size > 1)
    plain = alike <= 1e-9
    together = np.maximum(size / (1 + (size - 1) * np.maximum(alike, 1e-9)) - 1, 1e-9)
    low, high = (
        np.where(
            plain,
            binom.ppf(at, size, share),
            whole(size * beta.ppf(at, share * together, (1 - share) * together)),
        )
        for at, whole in ((tail, np.floor), (1 - tail, np.ceil))
    )
    few = size / (1 + (size - 1) * alike) - 1 <= 0
    return np.where(few, 0.0, low), np.where(few, size, high)
