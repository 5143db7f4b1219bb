"""What is expected of a period: how often there is a signal where nothing changed, how soon a rise is found, and the edges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from igh_plugin.core import trend
from igh_plugin.core.mann_kendall import seasonal_mann_kendall

WEEKS, SINCE, SERIES = 156, 117, 200


def drawn(rng, mean, spread):
    """Return counts with a mean (n,) and a variance of so many times the mean."""
    return rng.poisson(mean) if spread == 1 else rng.negative_binomial(mean / (spread - 1), 1 / spread)


def seasonal(level, size=WEEKS, growth=0.0):
    weeks = np.arange(size)
    return level * (1 + 0.3 * np.sin(2 * np.pi * weeks / 52)) * np.exp(growth * weeks / 52)


@pytest.mark.long
@pytest.mark.parametrize(
    ("level", "spread", "growth"), [(4, 1, 0.0), (20, 1, 0.2), (20, 3, 0.0), (60, 2, 0.1)]
)
def test_without_a_change_signals_are_as_rare_as_the_band_says(level, spread, growth):
    """200 series of three years: above and below come out in 2.5 % of the weeks each, or less where counts are small."""
    rng = np.random.default_rng(level + spread)
    above, below = [], []
    for _ in range(SERIES):
        counts = drawn(rng, seasonal(level, growth=growth), spread)
        found = trend.signals(counts, trend.expected_counts(counts, 52, since=SINCE))[SINCE:]
        above.append((found > 0).mean())
        below.append((found < 0).mean())
    margin = 2 * np.std(above) / np.sqrt(SERIES)
    print(f"{level} a week, variance {spread} times: {np.mean(above):.3f} above, {np.mean(below):.3f} below")
    assert 0.005 < np.mean(above) <= 0.025 + margin + 0.005
    assert np.mean(below) <= 0.025 + margin + 0.005


def test_a_rise_by_half_is_found_within_eight_weeks():
    rng, late = np.random.default_rng(3), []
    for _ in range(60):
        mean = seasonal(60)
        mean[-16:] *= 1.5
        counts = drawn(rng, mean, 2)
        found = trend.signals(counts, trend.expected_counts(counts, 52, since=WEEKS - 16))[-16:]
        late.append(np.flatnonzero(found > 0)[0] if (found > 0).any() else 99)
    late = np.array(late)
    print(f"found within 2 weeks {np.mean(late < 2):.2f}, within 8 {np.mean(late < 8):.2f}")
    assert np.mean(late < 2) > 0.6 and np.mean(late < 8) > 0.9


def test_a_past_peak_does_not_hide_the_next():
    rng = np.random.default_rng(8)
    counts = rng.poisson(seasonal(20)).astype(float)
    counts[100:103] = 90
    counts[-1] = 60
    found = trend.expected_counts(counts, 52, since=WEEKS - 1)
    calm = counts.copy()
    calm[100:103] = 20
    assert found.upper[-1] < 1.3 * trend.expected_counts(calm, 52, since=WEEKS - 1).upper[-1]
    assert trend.signals(counts, found)[-1] == 1


def test_a_lasting_fall_is_what_is_usual_after_a_while():
    rng, low = np.random.default_rng(5), []
    for _ in range(30):
        mean = seasonal(30, 208)
        mean[80:] *= 0.6
        counts = drawn(rng, mean, 2)
        low.append(trend.signals(counts, trend.expected_counts(counts, 52, since=80))[80:] < 0)
    low = np.mean(low, 0)
    assert low[:8].mean() > 0.1 > 0.05 > low[52:].mean()


def test_one_event_after_none_is_no_signal():
    counts = np.zeros(80)
    counts[-1] = 1
    found = trend.expected_counts(counts, 52)
    assert trend.signals(counts, found)[-1] == 0
    counts[-1] = 6
    assert trend.signals(counts, trend.expected_counts(counts, 52))[-1] == 1


def test_signals_of_shares_follow_their_number_of_trials():
    rng = np.random.default_rng(9)
    trials = rng.integers(60, 120, WEEKS)
    hits = rng.binomial(trials, 0.3).astype(float)
    hits[-1] = trials[-1] * 0.6
    found = trend.expected_counts(hits, 52, trials.astype(float), share=True, since=SINCE)
    assert trend.signals(hits, found, share=True)[-1] == 1
    assert (found.upper[SINCE:] <= trials[SINCE:]).all() and (found.lower[SINCE:] >= 0).all()


def test_a_period_without_exposure_has_no_band():
    exposure = np.append(np.full(30, 100.0), 0.0)
    found = trend.expected_counts(np.append(np.full(30, 20.0), 0.0), 52, exposure)
    assert np.isnan(found.expected[-1]) and np.isfinite(found.expected[-2])


@pytest.mark.long
@pytest.mark.parametrize(("level", "spread"), [(4, 1), (20, 1), (20, 3), (60, 2)])
def test_in_a_first_year_signals_are_rare_though_the_season_is_not_known(level, spread):
    """200 series of 60 weeks that rise and fall by 30 % with the season: above in 3.5 % of the weeks at most, and below too."""
    rng = np.random.default_rng(level + 10 * spread)
    found = []
    for _ in range(SERIES):
        counts = drawn(rng, np.roll(seasonal(level, 60), int(rng.integers(52))), spread)
        found.append(trend.signals(counts, trend.expected_counts(counts, 52))[trend.MINIMUM_HISTORY + 1 :])
    found = np.array(found)
    print(
        f"first year, {level} a week, spread {spread}: above {(found > 0).mean():.3f}, below {(found < 0).mean():.3f}"
    )
    assert (found > 0).mean() <= 0.035 and (found < 0).mean() <= 0.035


def test_in_a_first_year_a_doubling_is_found_within_two_weeks():
    rng = np.random.default_rng(8)
    soon = []
    for _ in range(SERIES):
        counts = rng.poisson(np.append(seasonal(30, 40), 2 * seasonal(30, 44)[40:]))
        soon.append((trend.signals(counts, trend.expected_counts(counts, 52, since=40))[40:42] > 0).any())
    print(f"a doubling of 30 a week after 40 weeks is found within two weeks in {np.mean(soon):.2f}")
    assert np.mean(soon) >= 0.8


def test_in_a_first_year_a_period_is_held_beside_seven_with_two_left_out():
    rng = np.random.default_rng(2)
    hits, trials = rng.binomial(200, 0.4, 40).astype(float), rng.integers(200, 260, 40).astype(float)
    trials[4], hits[4] = 0.0, 0.0
    for share in (False, True):
        found = trend.expected_counts(hits, 52, trials, share)
        for t in range(40):
            if t < 9 or not trials[t - 9 : t - 2].all():
                assert np.isnan(found.aberration[t]) and not trend.can_be_judged(found)[t]
                continue
            before = [hits[s] / trials[s] for s in range(t - 9, t - 2)]
            mean = sum(before) / 7
            spread = trials[t] * (sum((one - mean) ** 2 for one in before) / 6) ** 0.5
            spread = max(spread, (trials[t] * mean * ((1 - mean) if share else 1)) ** 0.5)
            assert found.expected[t] == pytest.approx(mean * trials[t])
            assert found.aberration[t] == pytest.approx((hits[t] - mean * trials[t]) / spread)
            assert found.upper[t] == pytest.approx(mean * trials[t] + 3 * spread)
            assert found.lower[t] == pytest.approx(max(mean * trials[t] - 3 * spread, 0.0))


def test_by_chance_p_of_a_first_year_is_even():
    """Normal series without a change: p under 0.05 comes in one of twenty."""
    rng = np.random.default_rng(12)
    series = rng.normal(1000, 90, (4000, 12))
    found = trend.expected_last(series, 52, np.ones_like(series))
    p = trend.surprise_early(found.aberration)
    assert abs((p < 0.05).mean() - 0.05) < 0.012 and abs((p < 0.5).mean() - 0.5) < 0.03


@example([0, 0, 1, 1, 2, 3, 2, 0, 0, 0], 52, False, 0.5)
@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 400), min_size=0, max_size=70), st.sampled_from([12, 52]), st.booleans(),
    st.floats(0.5, 0.999),
)  # fmt: skip
def test_any_series_has_a_band_in_order_or_none(counts, season, share, covered):
    counts = np.array(counts, float)
    exposure = counts + 10.0
    found = trend.expected_counts(counts, season, exposure, share, covered)
    known = ~np.isnan(found.expected)
    assert known.sum() == max(len(counts) - trend.MINIMUM_HISTORY, 0)
    assert (found.lower[known] <= found.upper[known]).all() and (found.lower[known] >= 0).all()
    assert (found.variance[known] >= 1).all()
    later = trend.expected_counts(counts, season, exposure, share, covered, since=20)
    if len(counts) > 20:
        assert later.expected[20:] == pytest.approx(found.expected[20:], rel=1e-4, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 60), min_size=1, max_size=80), min_size=1, max_size=5),
    st.sampled_from([12, 52]),
    st.booleans(),
)
def test_the_last_periods_of_many_series_are_those_of_each_alone(series, season, share):
    series = [np.array(one, float) for one in series]
    exposure = [np.where(one % 7 == 3, 0.0, one + 5.0) for one in series]
    series = [np.where(base > 0, one, 0.0) for one, base in zip(series, exposure)]
    found = trend.expected_last(series, season, exposure, share)
    for row, (top, base) in enumerate(zip(series, exposure)):
        alone = trend.expected_counts(top, season, base, share)
        for name in ("expected", "lower", "upper", "variance"):
            told, wanted = getattr(found, name)[row], getattr(alone, name)[-1]
            assert told == pytest.approx(wanted, rel=1e-6, abs=1e-9, nan_ok=True)
        assert found.seasonal[row] == alone.seasonal[-1]
        assert found.aberration[row] == pytest.approx(alone.aberration[-1], nan_ok=True)


def test_no_periods_have_no_signals():
    assert trend.signals(np.zeros(0), trend.expected_counts(np.zeros(0), 52)).tolist() == []


@pytest.mark.parametrize(
    "counts",
    [
        np.r_[np.zeros(100), 50, 50, 50],
        np.eye(1, 120, 110)[0] + np.eye(1, 120, 116)[0],
        np.r_[np.zeros(99), 400],
    ],
)
def test_nothing_is_expected_that_is_far_beyond_what_there_ever_was(counts):
    found = trend.expected_counts(np.append(counts, 0.0), 52)
    assert np.nanmax(found.expected) <= trend.BEYOND * counts.max()


def test_rare_events_lead_to_no_wild_expectation():
    rng = np.random.default_rng(1)
    for _ in range(20):
        counts = rng.poisson(0.02, WEEKS).astype(float)
        found = trend.expected_counts(counts, 52, since=60)
        assert np.nanmax(found.expected) <= trend.BEYOND * max(counts.max(), 1)
        assert (trend.signals(counts, found) == 0).all()


@pytest.mark.parametrize("before", [0, 1, 5])
def test_a_new_level_is_not_called_too_low_afterwards(before):
    """After a jump the level lies between old and new for a while; it is never predicted to go on rising."""
    rng, low = np.random.default_rng(2), []
    for _ in range(6):
        counts = np.r_[rng.poisson(before, 104), rng.poisson(50, 60)].astype(float)
        low.append(trend.signals(counts, trend.expected_counts(counts, 52, since=104))[104:] < 0)
    assert np.mean(low) < 0.05


def test_there_is_no_signal_before_the_season_is_known():
    months = np.arange(60)
    counts = 300 * (1 + 0.4 * np.sin(2 * np.pi * months / 12))
    found = trend.signals(counts, trend.expected_counts(counts, 12))
    assert (found[:15] == 0).all() and (found[24:] == 0).all()


@pytest.mark.parametrize(("season", "years", "rho"), [(13, 2, 0.0), (13, 3, 0.3), (12, 3, 0.0), (12, 3, 0.3)])
def test_a_trend_is_seldom_found_where_there_is_none(season, years, rho):
    """Series with a season whose neighbours are alike: at 5 %, with a margin for what two or three years can tell of that."""
    rng, found = np.random.default_rng(6), []
    for _ in range(400):
        series = np.zeros(season * years)
        noise = rng.normal(size=len(series))
        for at in range(len(series)):
            series[at] = (rho * series[at - 1] if at else 0.0) + noise[at]
        series += 3 * np.sin(2 * np.pi * np.arange(len(series)) / season)
        found.append(seasonal_mann_kendall(series, season, adjust=True)[1] <= 0.05)
    print(f"{season} x {years}, rho {rho}: {np.mean(found):.3f}")
    assert np.mean(found) <= 0.05 + (0.025 if not rho else 0.06)


def test_a_trend_under_a_season_is_found():
    steps = np.arange(39)
    series = 10 * np.sin(2 * np.pi * steps / 13) + 0.2 * steps + np.random.default_rng(1).normal(size=39)
    z, p = seasonal_mann_kendall(series, 13, adjust=True)
    assert z > 0 and p < 0.01
    assert seasonal_mann_kendall(np.full(26, 3.0), 13, adjust=True) == (0.0, 1.0)
