"""Class limits that read well: where a map's classes end, rounded so that nothing moves but the decimals."""

from __future__ import annotations

import math

import numpy as np

RULES = ("quantile", "jenks", "stddev", "equal")
JENKS_LIMIT = 600


def class_limits(values: np.ndarray, classes: int = 5, rule: str = "quantile") -> list[float]:
    """Return the inner limits of at most `classes` classes, rising; a value on a limit belongs above it.

    `values` is a float array; NaN and infinite values are left out. Limits are rounded to as few significant digits as
    leave every class with about the same members. An empty list means one class.
    """
    data = np.sort(values[np.isfinite(values)])
    distinct = np.unique(data)
    if len(distinct) <= 1:
        return []
    if len(distinct) <= classes:
        return [float(v) for v in distinct[1:]]
    if rule == "jenks":
        raw = _jenks(data, classes)
    elif rule == "stddev":
        raw = data.mean() + data.std() * (np.arange(1, classes) - classes / 2)
    elif rule == "equal":
        raw = np.linspace(data[0], data[-1], classes + 1)[1:-1]
    else:
        raw = np.quantile(data, np.arange(1, classes) / classes)
    raw = np.unique(raw[(raw > data[0]) & (raw <= data[-1])])
    if not len(raw):
        raw = distinct[1:2]
    return _rounded(raw, data)


def symmetric_limits(values: np.ndarray, steps: int = 3) -> list[float]:
    """Return `steps` rising limits for the size of a change, the same on both sides of zero."""
    sizes = np.sort(np.abs(values[np.isfinite(values)]))
    sizes = sizes[sizes > 0]
    if len(sizes) == 0:
        return []
    raw = np.unique(np.quantile(sizes, [0.25, 0.6, 0.9][:steps]))
    return _rounded(raw, sizes)


def decimals_of(limits: list[float], most: int = 6) -> int:
    """Return the decimals needed to write the limits as they are."""
    for decimals in range(most):
        if all(abs(limit - round(limit, decimals)) < 1e-9 * max(1.0, abs(limit)) for limit in limits):
            return decimals
    return most


def _rounded(raw: np.ndarray, data: np.ndarray) -> list[float]:
    whole = bool(np.all(data == np.round(data)))
    if whole:
        raw = np.unique(np.ceil(raw))
    wanted = np.diff(np.searchsorted(data, raw), prepend=0, append=len(data))
    slack = max(1.0, 0.04 * len(data))
    for digits in range(1, 7):
        limits = np.array([_significant(value, digits) for value in raw])
        if whole:
            limits = np.ceil(limits)
        if len(np.unique(limits)) < len(raw) or limits[0] <= data[0]:
            continue
        members = np.diff(np.searchsorted(data, limits), prepend=0, append=len(data))
        if np.all(np.abs(members - wanted) <= slack) and np.all(members > 0):
            return [float(value) for value in limits]
    return [float(value) for value in raw]


def _significant(value: float, digits: int) -> float:
    if value == 0:
        return 0.0
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))


def _jenks(data: np.ndarray, classes: int) -> np.ndarray:
    """Natural breaks: least squared deviation within classes (Fisher 1958), on quantiles where data are many."""
    if len(data) > JENKS_LIMIT:
        data = np.quantile(data, np.linspace(0, 1, JENKS_LIMIT))
    n = len(data)
    total = np.concatenate([[0.0], np.cumsum(data)])
    square = np.concatenate([[0.0], np.cumsum(data * data)])
    first = np.arange(n)[:, None]
    last = np.arange(1, n + 1)[None, :]
    count = np.maximum(last - first, 1)
    cost = square[last] - square[first] - (total[last] - total[first]) ** 2 / count
    cost = np.where(last > first, np.maximum(cost, 0.0), np.inf)
    best = cost[0]
    cuts = []
    for _ in range(classes - 1):
        through = np.full((n, n), np.inf)
        through[1:, :] = best[:-1, None] + cost[1:, :]
        start = np.argmin(through, axis=0)
        cuts.append(start)
        best = through[start, np.arange(n)]
    limits = []
    end = n - 1
    for start in reversed(cuts):
        begin = int(start[end])
        limits.append(data[begin])
        end = begin - 1
        if end < 0:
            break
    return np.array(sorted(limits))
