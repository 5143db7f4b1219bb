"""What stands beside a key figure: a year before, what its own past leads one to expect of the last period, and its trend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Iterator, List, Mapping, Optional, Sequence

import numpy as np

from ..core import indicators as core_indicators
from ..core import periods, rates, trend
from ..core.figures import Latest, Slope
from ..core.indicators import COUNTED, PER_DAY, RATE, SHARE, STATISTIC, Indicator
from ..core.mann_kendall import seasonal_mann_kendall
from .totals import days_of
from .view import View

SIGNIFICANT = 0.05
WEEKS = 4
"""Weeks that are taken together for a trend."""


@dataclass(frozen=True)
class Series:
    """An indicator by period of the totals: `top` over `exposure` times `scale` is its value, (n,) each.

    `usable` are the numbers of the whole periods, up to the last of the window, from where the same sources cover all of them.
    `part` says that the numerator is a part of the exposure. `first` and `last` are the days of the last usable period.
    """

    top: np.ndarray
    exposure: np.ndarray
    scale: np.ndarray
    usable: np.ndarray
    part: bool
    first: int
    last: int

    @property
    def values(self) -> np.ndarray:
        """The value in each period, NaN where there is none; of a number exactly that."""
        return self.top * rates.divide(self.scale, self.exposure)


def series_of(
    view: View,
    indicator: Indicator,
    rows: Optional[np.ndarray],
    now: Optional[Mapping[str, np.ndarray]] = None,
) -> Optional[Series]:
    """Return the series of an indicator over all places, or the rows of some; None where it has none.

    A number that is divided by a statistic, such as inhabitants, is that by the statistic of today, over the places that have it;
    `now` are the totals by place with these, where they were read before.
    """
    if view.window is None or indicator.kind not in COUNTED or indicator.numerator.startswith(STATISTIC):
        return None
    by_statistic = indicator.denominator.startswith(STATISTIC)
    base = np.zeros(0)
    if by_statistic:
        found = (view.by_place() or {} if now is None else now).get(indicator.denominator)
        if found is None:
            return None
        rows = ~np.isnan(found) if rows is None else ~np.isnan(found) & rows
        base = found[rows]
    sums = view.totals.series(rows)
    number, starts, ends, complete = view.history()
    usable = np.flatnonzero(complete & (starts >= (view.even_since or 0)))
    if not len(usable):
        return None
    days = (ends - starts + 1).astype(float)
    top = core_indicators.counted(sums, indicator.numerator, indicator.denominator, len(number))
    exposure, scale, part = days, np.ones(len(number)), False
    if by_statistic:
        unit = 100.0 if indicator.kind == SHARE else indicator.per
        scale = days * unit / (base.sum() if base.sum() > 0 else np.nan)
    elif indicator.kind in (SHARE, RATE):
        exposure = core_indicators.counted(sums, indicator.denominator, indicator.numerator, len(number))
        scale = np.full(len(number), 100.0 if indicator.kind == SHARE else indicator.per)
        part = indicator.kind == SHARE and bool((top <= exposure).all())
    elif indicator.kind != PER_DAY:
        scale = days
    if np.isnan(top[usable]).any() or np.isnan(exposure[usable]).any() or np.isnan(scale[usable]).any():
        return None
    first, last = int(starts[usable[-1]]), int(ends[usable[-1]])
    return Series(top, exposure, scale, usable, part, first, last)


def latest_of(series: Sequence[Series], season: int) -> List[Optional[Latest]]:
    """Return of each series the last period beside what is expected of it; None where that cannot be told."""
    out: List[Optional[Latest]] = [None] * len(series)
    for part in (False, True):
        rows = [row for row, one in enumerate(series) if one.part == part]
        if rows:
            for row, found in zip(rows, _latest([series[row] for row in rows], part, season)):
                out[row] = found
    return out


def _latest(series: Sequence[Series], part: bool, season: int) -> Iterator[Optional[Latest]]:
    """Yield `latest_of` of series whose numerators are a part of the exposure, or none of which is."""
    tops = [one.top[one.usable] for one in series]
    exposures = [one.exposure[one.usable] for one in series]
    top, exposure = (np.array([values[-1] for values in each]) for each in (tops, exposures))
    found = trend.expected_last(tops, season, exposures, part)
    counted = None if part else np.array([trend.enough(values)[-1] for values in tops], bool)
    signal = trend.outside(top, found, counted)
    p = trend.surprise(top, found.expected, found.variance, exposure if part else None)
    p = np.where(np.isnan(found.aberration), p, trend.surprise_early(found.aberration))
    if counted is not None:
        with np.errstate(invalid="ignore"):
            p[(top > found.expected) & ~counted] = 1.0
    judged = trend.can_be_judged(found)
    highest = 100.0 if part else np.inf
    for row, one in enumerate(series):
        if np.isnan(found.expected[row]):
            yield None
            continue
        last = one.usable[-1]
        scale = one.scale[last] / exposure[row]
        yield Latest(
            first=one.first,
            last=one.last,
            value=float(one.values[last]),
            expected=float(found.expected[row] * scale),
            lower=float(found.lower[row] * scale),
            upper=float(min(found.upper[row] * scale, highest)),
            signal=int(signal[row]),
            p=float(p[row]) if judged[row] else None,
        )


def slope_of(series: Series, kind: str, shown: int) -> Optional[Slope]:
    """Return the trend over the last `shown` periods, each compared with the same one of other years; None under two years.

    Of weeks four are taken together: they are too much like their neighbours to be tested each. It ends before the periods of which
    nothing can be judged yet.
    """
    judged = np.flatnonzero(series.exposure[series.usable] > 0)
    usable = series.usable[: judged[-1] + 1] if len(judged) else series.usable
    together = WEEKS if kind == periods.WEEK else 1
    season = periods.per_year(kind) // together
    blocks = min(shown, len(usable)) // together
    if blocks < 2 * season:
        return None
    top, exposure = (
        part[usable[-blocks * together :]].reshape(blocks, together).sum(1)
        for part in (series.top, series.exposure)
    )
    values = rates.divide(top, exposure)
    if np.isnan(values).any():
        return None
    z, p = seasonal_mann_kendall(values, season, adjust=True)
    return Slope(int(np.sign(z)) if p <= SIGNIFICANT else 0, p, blocks // season)


def a_year_before(view: View):
    """Return the first and last number of the same periods a year before the window; None where the same sources do not reach back."""
    since = view.even_since
    if view.window is None or since is None:
        return None
    kind = view.window.kind
    back = periods.per_year(kind) * periods.step_of(kind)
    first, last = view.window.first - back, view.window.last - back
    return (first, last) if days_of(kind, first, last)[0] >= since and first >= view.totals.start else None


def dispersions(view: View, series: Mapping[str, np.ndarray]) -> Dict[str, np.ndarray]:
    """Return for each indicator how much more than chance explains it varies between whole periods.

    `series` holds sums (..., periods) over all periods of the totals.
    """
    _, starts, ends, complete = view.history()
    whole = {name: values[..., complete] for name, values in series.items()}
    days = (ends - starts + 1)[complete].astype(float)
    return {
        item.id: core_indicators.dispersion(item, whole, days)
        for item in view.indicators
        if item.kind in COUNTED and not item.numerator.startswith(STATISTIC)
    }
