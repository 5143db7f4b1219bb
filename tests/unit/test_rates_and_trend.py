import numpy as np
import pytest

from igh_plugin.core import indicators, rates, trend
from igh_plugin.core.clusters import significant_places
from igh_plugin.core.cube import count, roll_up, without
from igh_plugin.core.indicators import Indicator


def test_poisson_limits_are_exact_for_small_counts_and_close_for_large():
    low, high = rates.count_interval(np.array([0, 1, 5, 100]))
    assert low[:3] == pytest.approx([0, 0.0253178, 1.6234864], abs=1e-6)
    assert high[:3] == pytest.approx([3.6888795, 5.5716434, 11.6683321], abs=1e-6)
    assert (low[3], high[3]) == (pytest.approx(81.36, abs=0.02), pytest.approx(121.63, abs=0.02))


def test_wilson_limits_of_a_published_case():
    """Newcombe (1998), table I: 81 of 263 gives 0.2553 to 0.3662; 0 of 20 gives 0 to 0.1611."""
    low, high = rates.share_interval(np.array([81, 0]), np.array([263, 20]))
    assert low == pytest.approx([0.2553, 0.0], abs=1e-4) and high == pytest.approx([0.3662, 0.1611], abs=1e-4)


def test_no_denominator_gives_no_rate_and_not_zero():
    assert np.isnan(rates.divide(np.array([5.0]), np.array([0.0]))).all()
    assert np.isnan(rates.share_interval(np.array([0.0]), np.array([0.0]))[0]).all()


def test_empirical_bayes_shrinks_small_places_most_and_fully_when_there_is_no_spread():
    shrunk = rates.empirical_bayes(np.array([0, 50, 500, 900]), np.array([1, 100, 1000, 1000]))
    plain = np.array([0, 0.5, 0.5, 0.9])
    mean = 1450 / 2101
    assert abs(shrunk[0] - mean) < abs(plain[0] - mean)
    even = rates.empirical_bayes(np.array([10, 10]), np.array([100, 100]))
    assert even == pytest.approx([0.1, 0.1])
    assert np.isnan(rates.empirical_bayes(np.array([1.0, 2.0]), np.array([0.0, 5.0]))[0])


def test_comparing_counts_is_symmetric_and_holds_its_level():
    assert rates.compare_counts(20, 40) == pytest.approx(rates.compare_counts(40, 20))
    assert rates.compare_counts(0, 0) == 1.0
    rng = np.random.default_rng(0)
    false = np.mean([rates.compare_counts(*rng.poisson(30, 2)) <= 0.05 for _ in range(800)])
    assert false <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 800)


def test_the_band_holds_most_of_a_series_without_change_and_not_a_jump():
    rng = np.random.default_rng(3)
    outside, n = 0, 0
    for _ in range(20):
        counts = rng.poisson(60 * (1 + 0.3 * np.sin(np.arange(156) * 2 * np.pi / 52)))
        found = trend.expected_counts(counts, 52)
        known = ~np.isnan(found.expected)
        outside += ((counts < found.lower) | (counts > found.upper))[known].sum()
        n += known.sum()
    assert outside / n < 0.10
    counts[-1] = 200
    found = trend.expected_counts(counts, 52)
    assert counts[-1] > found.upper[-1]


def test_a_short_series_says_so():
    found = trend.expected_counts(np.arange(5), 12)
    assert np.isnan(found.expected).all() and "too few" in str(found.reason)


def test_expectation_follows_the_exposure():
    exposure = np.array([100.0] * 20 + [300.0])
    found = trend.expected_counts(exposure * 0.2, 52, exposure)
    assert found.expected[-1] == pytest.approx(60)


def test_indicators_of_every_kind():
    totals = {
        "events": np.array([10.0, 0.0]),
        "bad": np.array([4.0, 0.0]),
        "seen": np.array([8.0, 0.0]),
        "statistic:km2": np.array([2.0, np.nan]),
    }
    share = indicators.evaluate(Indicator("s", "share", "bad", "seen"), totals, 30)
    assert (
        share.value[0] == 50 and np.isnan(share.value[1]) and 15 < share.lower[0] < 50 < share.upper[0] < 85
    )
    rate = indicators.evaluate(Indicator("r", "rate", "events", "statistic:km2", per=1), totals, 30)
    assert rate.value[0] == 5 and np.isnan(rate.value[1])
    assert indicators.evaluate(Indicator("d", "per_day", "events"), totals, 5).value.tolist() == [2.0, 0.0]
    assert np.isnan(indicators.evaluate(Indicator("d", "per_day", "events"), totals, None).value).all()
    assert np.isnan(indicators.evaluate(Indicator("m", "total", "absent"), totals, 5).value).all()
    assert indicators.concentration(np.array([90.0] + [0.0] * 18 + [10.0]))[0] == 100.0


def test_a_change_from_nothing_has_no_percentage():
    before = indicators.evaluate(Indicator("t", "total", "events"), {"events": np.array([0.0])}, 7)
    after = indicators.evaluate(Indicator("t", "total", "events"), {"events": np.array([9.0])}, 7)
    change, points, p = indicators.change(Indicator("t", "total", "events"), before, after)
    assert change is None and not points and p < 0.01


def test_a_hot_quarter_becomes_places_of_bounded_size_the_strongest_first():
    x, y = np.arange(8) * 125.0, np.zeros(8)
    z = np.array([2.5, 3.5, 4.0, 3.6, 3.4, 3.3, 9.0, 1.0])
    found = significant_places(np.array([2, 3, 3, 3, 3, 3, 1, 0]), z, np.arange(8.0), x, y, 250)
    assert [place.members.tolist() for place in found] == [[0, 1, 2, 3, 4], [5]]
    assert found[0].peak == 2 and found[0].weight == 10 and found[0].z == 4.0


def test_a_share_is_shrunk_by_the_binomial_variance():
    rng = np.random.default_rng(1)
    truth = rng.beta(8, 10, 2_000)
    base = rng.integers(2, 12, 2_000)
    events = rng.binomial(base, truth)
    by_share, by_count = (rates.empirical_bayes(events, base, share) for share in (True, False))
    error = [np.mean((estimate - truth) ** 2) for estimate in (by_share, by_count, events / base)]
    assert error[0] < error[1] < error[2]


def test_short_months_are_expected_to_hold_less():
    """A thousand a day for four years: February is as usual when its days count, and below the band when not."""
    months = np.arange("2020-01", "2024-01", dtype="datetime64[M]")
    days = (months + 1).astype("datetime64[D]").astype(int) - months.astype("datetime64[D]").astype(int)
    found = trend.expected_counts(1000.0 * days, 12, days.astype(float))
    known = ~np.isnan(found.expected)
    assert found.expected[known] == pytest.approx(1000.0 * days[known])
    without = trend.expected_counts(1000.0 * days, 12)
    february = 13
    assert 1000 * days[february] < without.lower[february]


def test_overdispersion_is_found_and_plain_chance_is_not():
    rng = np.random.default_rng(5)
    days = np.full(150, 7.0)
    plain = rates.dispersion_of_counts(rng.poisson(40, (200, 150)), days)
    rough = rates.dispersion_of_counts(rng.negative_binomial(10, 0.2, (200, 150)), days)
    assert plain.shape == (200,) and plain.min() >= 1 and plain.mean() < 1.1
    assert rough.mean() == pytest.approx(5, abs=0.5)
    uneven = rng.integers(28, 32, 150).astype(float)
    assert rates.dispersion_of_counts(uneven * 1000, uneven) == 1.0
    assert rates.dispersion_of_counts(np.zeros(150), days) == 1.0
    assert rates.dispersion_of_counts(np.array([1, 90, 1, 90]), np.ones(4)) == 1.0

    trials = rng.integers(20, 60, (200, 150))
    binomial = rng.binomial(trials, 0.6)
    varying = rng.binomial(trials, rng.beta(6, 4, (200, 150)))
    assert rates.dispersion_of_shares(binomial, trials).mean() < 1.15
    assert rates.dispersion_of_shares(varying, trials).mean() > 3
    assert rates.dispersion_of_shares(np.zeros(150), np.zeros(150)) == 1.0


def test_a_change_within_its_own_unrest_is_not_called_one():
    """Counts that vary five times as much as independent events: the exact test cries wolf, the other does not."""
    rng = np.random.default_rng(6)
    plain, aware = [], []
    for _ in range(400):
        series = rng.negative_binomial(10, 0.2, 104)
        before, after = float(series[-8:-4].sum()), float(series[-4:].sum())
        phi = float(rates.dispersion_of_counts(series, np.ones(104)))
        plain.append(rates.compare_counts(before, after) <= 0.05)
        aware.append(rates.compare_counts(before, after, dispersion=phi) <= 0.05)
    assert np.mean(plain) > 0.2 and np.mean(aware) < 0.09
    assert rates.compare_shares(50, 100, 60, 100, 4.0) > rates.compare_shares(50, 100, 60, 100)


def test_the_band_of_a_share_is_that_of_a_binomial():
    rng = np.random.default_rng(7)
    outside = wide = n = 0
    for _ in range(30):
        trials = rng.integers(80, 160, 104).astype(float)
        hits = rng.binomial(trials.astype(int), 0.7).astype(float)
        part, count = (trend.expected_counts(hits, 52, trials, share) for share in (True, False))
        known = part.seasonal
        outside += ((hits < part.lower) | (hits > part.upper))[known].sum()
        wide += ((hits < count.lower) | (hits > count.upper))[known].sum()
        n += known.sum()
        assert (part.upper[known] <= trials[known]).all() and (part.lower[known] >= 0).all()
    assert 0.02 < outside / n < 0.06
    assert wide / n < 0.03


def test_a_share_counts_only_what_knows_both_sides():
    """Three inspections, one without a result: two of two good is 100 %, not 67 %."""
    cube = count(
        np.array(["a", "a", "a"], object),
        np.zeros(3, int),
        np.array(["", "", ""], object),
        {"good": np.array([1.0, 1.0, np.nan]), "seen": np.ones(3)},
    )
    share = indicators.evaluate(Indicator("s", "share", "good", "seen"), cube.values, None)
    assert (share.value[0], share.numerator[0], share.denominator[0]) == (100.0, 2.0, 2.0)
    assert cube.values[without("events", "good")].tolist() == [1]
    assert without("good", "seen") not in cube.values
    of_events = indicators.evaluate(Indicator("s", "share", "good", "events"), cube.values, None)
    assert of_events.denominator[0] == 2.0
    again = roll_up(cube, {"a": "b"})
    assert again.values[without("seen", "good")].tolist() == [1.0]
