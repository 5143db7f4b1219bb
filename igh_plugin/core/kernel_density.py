"""Kernel density of events on a raster that is aligned to the origin of a projected CRS, in events per square kilometre.

    f(s) = sum_i w_i K(|s - x_i| / h) / (h^2 e_i)

with the kernels in two dimensions (Silverman 1986, "Density Estimation for Statistics and Data Analysis", 4.2)

    quartic        K(u) = 3 / pi (1 - u^2)^2     u < 1
    Epanechnikov   K(u) = 2 / pi (1 - u^2)       u < 1
    Gaussian       K(u) = exp(-u^2 / 2) / (2 pi) cut off at u = 4

and the edge correction e_i, the part of the kernel of event i that lies inside the border (Diggle 1985, "A kernel method
for smoothing point process data", Applied Statistics 34): what would lie outside is given back to the inside, so that the
density integrates to the number of events within the border. Without a border e_i = 1.

Each event is shared out over the four nearest of the parts into which pixels are divided (linear binning: Wand 1994, "Fast
computation of multivariate kernel estimators", JCGS 3), which are no larger than a fifteenth of the bandwidth (where the raster is so large that these would be too many, than a
pixel); what lies in
the same part of all pixels is smoothed together by FFT, with the kernel as seen from that part, scaled to one. So the pixels
add up to the events exactly, and each holds the density at its centre.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Optional, Tuple

import numpy as np

from .progress import Progress, Silent

QUARTIC, EPANECHNIKOV, GAUSSIAN = "quartic", "epanechnikov", "gaussian"
KERNELS = (QUARTIC, EPANECHNIKOV, GAUSSIAN)
REACH = {QUARTIC: 1.0, EPANECHNIKOV: 1.0, GAUSSIAN: 4.0}
"""How many bandwidths a kernel reaches."""
SPREAD = {QUARTIC: 8.0, EPANECHNIKOV: 6.0, GAUSSIAN: 1.0}
"""The square of the bandwidth over the variance of a kernel along an axis."""
FINE, MOST_PARTS, MOST_BINS = 15, 8, 40_000_000
AT_A_TIME = 1_000_000
KM2 = 1e6


@dataclass(frozen=True)
class Raster:
    """Pixels of `size` metres, `columns` x `rows`, whose lower left corner lies at (`left`, `bottom`), multiples of it."""

    left: float
    bottom: float
    columns: int
    rows: int
    size: float

    @property
    def top(self) -> float:
        """Upper edge in metres."""
        return self.bottom + self.rows * self.size

    def centres(self) -> Tuple[np.ndarray, np.ndarray]:
        """Return x and y of the pixels, (rows * columns,) each, row by row from the top down."""
        x = self.left + (np.arange(self.columns) + 0.5) * self.size
        y = self.top - (np.arange(self.rows) + 0.5) * self.size
        return np.tile(x, self.rows), np.repeat(y, self.columns)


@dataclass(frozen=True)
class Density:
    """A density in events per square kilometre, (rows, columns) float64 from the top down, NaN outside the border.

    `events` is the weight that is in it, `outside` that of events outside the border or the raster; `bordered` whether
    there is a border at which it was corrected.
    """

    values: np.ndarray
    raster: Raster
    kernel: str
    bandwidth: float
    events: float
    outside: float
    bordered: bool


def raster_around(
    low: Tuple[float, float], high: Tuple[float, float], size: float, margin: float = 0.0
) -> Raster:
    """Return the raster aligned to the origin that covers a box in metres and a margin around it."""
    left, bottom = (int(np.floor((value - margin) / size)) for value in low)
    right, top = (int(np.floor((value + margin) / size)) + 1 for value in high)
    return Raster(left * size, bottom * size, right - left, top - bottom, size)


def pixels_with(x: np.ndarray, y: np.ndarray, raster: Raster) -> np.ndarray:
    """Return which pixels, (rows, columns) bool, have a point in them."""
    column = np.floor((x - raster.left) / raster.size).astype(np.int64)
    row = np.ceil((raster.top - y) / raster.size).astype(np.int64) - 1
    there = (row >= 0) & (row < raster.rows) & (column >= 0) & (column < raster.columns)
    found = np.zeros((raster.rows, raster.columns), bool)
    found[row[there], column[there]] = True
    return found


def scott_bandwidth(x: np.ndarray, y: np.ndarray, kernel: str = QUARTIC) -> float:
    """Return the bandwidth in metres by Scott's rule; 0 where all places are the same, or there is none.

    Scott (1992), "Multivariate Density Estimation", 6.3.1: `n^(-1/6)` times the standard deviation along an axis, for a
    Gaussian kernel; for the others the bandwidth that gives the kernel the same variance.
    """
    if not len(x):
        return 0.0
    deviation = np.sqrt((np.var(x) + np.var(y)) / 2)
    return float(deviation * len(x) ** (-1 / 6) * np.sqrt(SPREAD[kernel]))


def kernel_density(
    x: np.ndarray,
    y: np.ndarray,
    raster: Raster,
    bandwidth: float,
    kernel: str = QUARTIC,
    weights: Optional[np.ndarray] = None,
    inside: Optional[np.ndarray] = None,
    progress: Progress = Silent(),
) -> Density:
    """Return the density of events at `x`, `y` (n,) metres, each with a weight (n,) of zero or more, or one.

    `inside` (rows, columns) bool says which pixels lie within the border: what is outside counts no event and gets no
    density. Without it, what reaches beyond the raster is lost: let its margin be the reach of the kernel.
    """
    weights = np.ones(len(x)) if weights is None else np.asarray(weights, float)
    most = max(int(np.sqrt(MOST_BINS / (raster.rows * raster.columns))), 1)
    parts = int(min(max(np.ceil(FINE * raster.size / bandwidth), 1), MOST_PARTS, most))
    bins = _bins(np.asarray(x, float), np.asarray(y, float), weights, raster, parts, inside, progress)
    given, kept = float(weights.sum()), float(bins.sum())
    smoothing = _Smoothing(raster, kernel, bandwidth / raster.size, inside)
    for number, (row, column) in enumerate(np.ndindex(parts, parts)):
        progress.step(number / parts**2)
        smoothing.add(bins[:, row, :, column], (row + 0.5) / parts - 0.5, (column + 0.5) / parts - 0.5)
    values = smoothing.surface()
    values[values < values.max() * 1e-12] = 0.0  # what is left of rounding in the FFT
    if inside is not None:
        values[~inside] = np.nan
    return Density(
        values / (raster.size**2 / KM2), raster, kernel, bandwidth, kept, given - kept, inside is not None
    )


def difference(first: Density, second: Density, times: float = 1.0) -> np.ndarray:
    """Return how much denser the first is than `times` the second, in events per square kilometre."""
    return first.values - times * second.values


def ratio(first: Density, second: Density, least: float = 0.01) -> np.ndarray:
    """Return the first divided by the second; NaN where the second is under the part `least` of its highest density."""
    enough = np.nan_to_num(second.values) > least * np.nanmax(second.values)
    return np.divide(first.values, second.values, out=np.full(first.values.shape, np.nan), where=enough)


class _Smoothing:
    """Adds up bins that were smoothed with a kernel, in the frequency domain; `pixels` is the bandwidth in pixels."""

    def __init__(self, raster: Raster, kernel: str, pixels: float, inside: Optional[np.ndarray]):
        from scipy.fft import irfft2, next_fast_len, rfft2

        self._shape = raster.rows, raster.columns
        self._kernel, self._pixels = kernel, pixels
        self._reach = int(np.ceil(REACH[kernel] * pixels + 0.5))
        self._padded = tuple(next_fast_len(side + 2 * self._reach, True) for side in self._shape)
        self._forth = lambda values: rfft2(values, self._padded)
        self._back = lambda waves: irfft2(waves, self._padded)
        self._window = None if inside is None else self._forth(inside.astype(float))
        self._sum = np.zeros((self._padded[0], self._padded[1] // 2 + 1), complex)

    def add(self, bins: np.ndarray, down: float, across: float) -> None:
        """Add bins (rows, columns) whose events lie so far off the centres of their pixels, in pixels."""
        if not bins.any():
            return
        kernel = self._forth(self._seen_from(down, across))
        if self._window is not None:
            held = self._cut(self._back(self._window * self._forth(self._seen_from(-down, -across))))
            bins = np.divide(bins, held, out=np.zeros(self._shape), where=bins > 0)
        self._sum += self._forth(bins) * kernel

    def surface(self) -> np.ndarray:
        """Return the sum, (rows, columns)."""
        return self._cut(self._back(self._sum))

    def _cut(self, values: np.ndarray) -> np.ndarray:
        low, (rows, columns) = self._reach, self._shape
        return values[low : low + rows, low : low + columns]

    def _seen_from(self, down: float, across: float) -> np.ndarray:
        """Return the shares that the pixels around get of an event, adding up to one."""
        steps = np.arange(-self._reach, self._reach + 1)
        squared = ((steps - down)[:, None] ** 2 + (steps - across)[None, :] ** 2) / self._pixels**2
        if self._kernel == GAUSSIAN:
            values = np.where(squared < REACH[GAUSSIAN] ** 2, np.exp(-squared / 2), 0.0)
        else:
            values = np.maximum(1 - squared, 0.0) ** (2 if self._kernel == QUARTIC else 1)
        return values / values.sum()


def _bins(
    x: np.ndarray,
    y: np.ndarray,
    weights: np.ndarray,
    raster: Raster,
    parts: int,
    inside: Optional[np.ndarray],
    progress: Progress,
) -> np.ndarray:
    """Return the weight in each part of each pixel, (rows, parts, columns, parts), from the top down.

    Of an event inside nothing goes to a pixel outside: its own part keeps that.
    """
    rows, columns = raster.rows * parts, raster.columns * parts
    open_ = np.ones((raster.rows, raster.columns), bool) if inside is None else inside
    amid = _eroded(open_).reshape(-1)
    found = np.zeros(rows * columns)
    for start in range(0, len(x), AT_A_TIME):
        progress.check()
        chunk = slice(start, start + AT_A_TIME)
        down = (raster.top - y[chunk]) * (parts / raster.size)
        across = (x[chunk] - raster.left) * (parts / raster.size)
        row, column = np.ceil(down).astype(np.int64) - 1, np.floor(across).astype(np.int64)
        there = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        if not there.all():
            down, across, row, column = down[there], across[there], row[there], column[there]
        pixel = row // parts * raster.columns + column // parts
        weight = weights[chunk][there]
        free = amid[pixel]
        bound = ~free & open_.reshape(-1)[pixel]
        for chosen, careful in ((free, False), (bound, True)):
            if chosen.any():
                every = slice(None) if chosen.all() else chosen
                own = row[every] * columns + column[every]
                parted = _shared_out(down[every] - 0.5, across[every] - 0.5, weight[every], columns)
                for near, share in parted:
                    if careful:
                        near_row, near_column = near // columns, near % columns
                        fits = (near >= 0) & (near_row < rows) & (abs(near_column - own % columns) <= 1)
                        fits[fits] = open_[near_row[fits] // parts, near_column[fits] // parts]
                        near = np.where(fits, near, own)
                    found += np.bincount(near, share, len(found))
    return found.reshape(raster.rows, parts, raster.columns, parts)


def _shared_out(
    down: np.ndarray, across: np.ndarray, weight: np.ndarray, columns: int
) -> Iterator[Tuple[np.ndarray, np.ndarray]]:
    """Give the number of each of the four parts around events, and what of their weight it gets."""
    row, column = np.floor(down), np.floor(across)
    low, right = (down - row) * weight, across - column
    first = (row * columns + column).astype(np.int64)
    both = low * right
    yield first, weight - low - weight * right + both
    yield first + 1, weight * right - both
    yield first + columns, low - both
    yield first + columns + 1, both


def _eroded(inside: np.ndarray) -> np.ndarray:
    """Return which pixels are inside with all eight around them."""
    from scipy.ndimage import binary_erosion

    return binary_erosion(inside, np.ones((3, 3), bool))
