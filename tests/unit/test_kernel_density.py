"""Kernel density: the sum over all events, what it adds up to, and the border."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.kernel_density import (
    EPANECHNIKOV,
    GAUSSIAN,
    KERNELS,
    QUARTIC,
    REACH,
    SPREAD,
    Raster,
    difference,
    kernel_density,
    raster_around,
    ratio,
    scott_bandwidth,
)

WITHIN = {QUARTIC: 0.004, EPANECHNIKOV: 0.02, GAUSSIAN: 0.0005}
"""Part of the peak by which a pixel may differ from the sum over events: the Epanechnikov kernel ends with a kink."""


def by_definition(x, y, raster, bandwidth, kernel, weights=None):
    """The formula of the module, event by event."""
    column, row = raster.centres()
    squared = ((column[:, None] - x) ** 2 + (row[:, None] - y) ** 2) / bandwidth**2
    values = {
        QUARTIC: 3 / np.pi * np.maximum(1 - squared, 0) ** 2,
        EPANECHNIKOV: 2 / np.pi * np.maximum(1 - squared, 0),
        GAUSSIAN: np.exp(-squared / 2) / (2 * np.pi),
    }[kernel]
    weights = np.ones(len(x)) if weights is None else weights
    return ((values * weights).sum(1) / bandwidth**2 * 1e6).reshape(raster.rows, raster.columns)


def events(count=300, seed=1, side=3000.0):
    return np.random.default_rng(seed).uniform(0, side, (2, count))


@pytest.mark.long
@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize(("pixel", "bandwidth"), [(50, 300), (50, 200), (25, 400), (100, 300), (10, 300)])
def test_each_pixel_holds_the_sum_over_all_events(kernel, pixel, bandwidth):
    side = min(3000.0, 80.0 * pixel)
    x, y = events(side=side)
    weights = np.random.default_rng(2).uniform(0, 5, len(x))
    raster = raster_around((0, 0), (side, side), pixel, REACH[kernel] * bandwidth)
    found = kernel_density(x, y, raster, bandwidth, kernel, weights)
    expected = by_definition(x, y, raster, bandwidth, kernel, weights)
    assert np.abs(found.values - expected).max() <= WITHIN[kernel] * expected.max()
    assert found.events == pytest.approx(weights.sum(), rel=1e-12) and found.outside == pytest.approx(
        0, abs=1e-9
    )


@pytest.mark.parametrize("kernel", KERNELS)
def test_one_event_is_a_kernel(kernel):
    raster = raster_around((0, 0), (0, 0), 10, 4 * 200)
    found = kernel_density(np.array([5.0]), np.array([5.0]), raster, 200, kernel)
    height = {QUARTIC: 3 / np.pi, EPANECHNIKOV: 2 / np.pi, GAUSSIAN: 1 / (2 * np.pi)}[kernel] / 0.04
    assert found.values.max() == pytest.approx(height, rel=0.002)
    top, left = (raster.top - 5) / 10, (5 - raster.left) / 10
    assert found.values[int(top), int(left)] == found.values.max()
    column, row = raster.centres()
    away = np.hypot(column - 5, row - 5).reshape(found.values.shape)
    assert (found.values[away > REACH[kernel] * 200 + 10] == 0).all()
    spread = (found.values * ((column - 5) ** 2).reshape(away.shape)).sum() / found.values.sum()
    if kernel != GAUSSIAN:  # cut off at four deviations
        assert spread == pytest.approx(200**2 / SPREAD[kernel], rel=0.01)


@given(
    st.integers(1, 60),
    st.integers(0, 10_000),
    st.sampled_from(KERNELS),
    st.sampled_from((25, 50, 100)),
    st.floats(1.0, 12.0),
    st.booleans(),
)
def test_the_pixels_add_up_to_the_events_within_the_border(count, seed, kernel, pixel, pixels, bordered):
    random = np.random.default_rng(seed)
    x, y = random.uniform(-1000, 1000, (2, count))
    weights = random.integers(1, 9, count).astype(float)
    bandwidth = pixel * pixels
    raster = raster_around((-1000, -1000), (1000, 1000), pixel, REACH[kernel] * bandwidth)
    inside, held = None, np.ones(count, bool)
    if bordered:
        inside = random.random((raster.rows, raster.columns)) < 0.7
        column = np.floor((x - raster.left) / pixel).astype(int)
        row = raster.rows - 1 - np.floor((y - raster.bottom) / pixel).astype(int)
        held = inside[row, column]
    found = kernel_density(x, y, raster, bandwidth, kernel, weights, inside)
    assert found.events == pytest.approx(weights[held].sum(), abs=1e-9)
    assert found.outside == pytest.approx(weights[~held].sum(), abs=1e-9)
    total = np.nansum(found.values) * pixel**2 / 1e6
    assert total == pytest.approx(weights[held].sum(), rel=1e-9, abs=1e-9)
    assert np.nanmin(found.values, initial=0) >= 0
    if bordered:
        assert (np.isnan(found.values) == ~inside).all()


def test_the_border_is_corrected_and_the_middle_is_left_alone():
    random = np.random.default_rng(5)
    x, y = random.uniform(0, 4000, (2, 200_000))
    raster = raster_around((0, 0), (3999, 3999), 50, 400)
    column, row = raster.centres()
    inside = ((column > 0) & (column < 4000) & (row > 0) & (row < 4000)).reshape(raster.rows, raster.columns)
    plain = kernel_density(x, y, raster, 400)
    mended = kernel_density(x, y, raster, 400, inside=inside)
    even = 200_000 / 16
    edge = inside & (column < 50).reshape(inside.shape)
    assert np.mean(plain.values[edge]) < 0.6 * even
    assert 0.7 * even < np.mean(mended.values[edge]) < even  # less than all of it, at the very edge
    assert np.nanmean(mended.values) == pytest.approx(even, rel=1e-9)
    middle = ((abs(column - 2000) < 1100) & (abs(row - 2000) < 1100)).reshape(inside.shape)
    assert np.allclose(plain.values[middle], mended.values[middle], rtol=1e-9)


@given(st.floats(-1e5, 1e5), st.floats(0, 5e3), st.sampled_from((25, 50, 250)), st.floats(0, 2e3))
def test_a_raster_covers_its_box_and_lies_on_the_pixels_of_every_other(low, side, size, margin):
    raster = raster_around((low, low), (low + side, low + side), size, margin)
    assert raster.left % size == 0 and raster.bottom % size == 0
    assert raster.left <= low - margin and raster.left + raster.columns * size > low + side + margin
    column, row = raster.centres()
    assert len(column) == raster.rows * raster.columns
    assert (
        column[0] == raster.left + size / 2
        and row[0] == raster.top - size / 2
        and row[-1] == raster.bottom + size / 2
    )


def test_events_beyond_the_raster_are_told():
    raster = Raster(0.0, 0.0, 10, 10, 50.0)
    found = kernel_density(np.array([25.0, -1.0, 500.0]), np.array([25.0, 25.0, 25.0]), raster, 100)
    assert (found.events, found.outside) == (1, 2)


def test_scott_is_that_of_scipy_for_round_clouds():
    from scipy.stats import gaussian_kde

    x, y = np.random.default_rng(3).normal(0, 700, (2, 5_000))
    x, y = (x - x.mean()) / x.std() * 700, (y - y.mean()) / y.std() * 700
    expected = gaussian_kde(np.stack((x, y))).factor * 700
    assert scott_bandwidth(x, y, GAUSSIAN) == pytest.approx(expected, rel=1e-9)
    assert scott_bandwidth(x, y, QUARTIC) == pytest.approx(expected * np.sqrt(8), rel=1e-9)
    assert scott_bandwidth(x[:0], y[:0]) == scott_bandwidth(np.ones(5), np.ones(5)) == 0


def test_a_difference_and_a_ratio_of_two_surfaces():
    raster = raster_around((0, 0), (3000, 3000), 50, 300)
    first = kernel_density(*events(600, 1), raster, 300)
    second = kernel_density(*events(200, 2), raster, 300)
    assert np.nansum(difference(first, second, 3.0)) * 0.0025 == pytest.approx(0, abs=1e-6)
    shown = ratio(first, second, 0.05)
    known = ~np.isnan(shown)
    assert known.any() and (second.values[known] > 0.05 * second.values.max()).all()
    assert np.allclose(shown[known] * second.values[known], first.values[known])
