"""Surroundings as explanation: how many times as many events there are near objects of a kind as elsewhere.

Events y_i in cells of the same size are Poisson with

    log E(y_i) = b_0 + sum_k b_k x_ik,     x_ik = 1 where the cell is within a radius of an object of kind k, else 0,

fitted by iteratively reweighted least squares (Nelder & Wedderburn 1972; McCullagh & Nelder 1989, "Generalized Linear Models"). The
relative risk exp(b_k) of one kind alone is the ratio of the two densities; of all kinds together it is that with the others held
the same. Events come in clumps, and cells beside each other are alike, so the variance is not that of Poisson but the robust one
with blocks of cells as units (Liang & Zeger 1986, Biometrika 73; Zou 2004, Am. J. Epidemiology 159 for relative risks):

    V = A^-1 (sum_g s_g s_g') A^-1 G / (G - 1),    A = X' diag(mu) X,    s_g = sum_{i in block g} x_i (y_i - mu_i).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

import numpy as np

STEPS, CLOSE = 100, 1e-10
NORMAL_95 = 1.959963984540054


@dataclass(frozen=True)
class Risk:
    """Relative risks of k kinds, (k,) float64 each, with the limits of their 95 % interval and two-sided p; NaN where there are no
    events on one of both sides, or a kind is everywhere or nowhere.
    """

    ratio: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    p: np.ndarray


def each_alone(near: np.ndarray, events: np.ndarray, block: np.ndarray) -> Risk:
    """Return the relative risk of each kind by itself; `near` (n, k) bool, `events` (n,), `block` (n,) of each cell."""
    parts = [all_together(near[:, kind : kind + 1], events, block) for kind in range(near.shape[1])]
    nothing = np.zeros(0)
    return Risk(
        *(
            np.concatenate([nothing, *(getattr(part, name) for part in parts)])
            for name in Risk.__annotations__
        )
    )


def all_together(near: np.ndarray, events: np.ndarray, block: np.ndarray) -> Risk:
    """Return the relative risk of each kind with the others held the same; kinds that cannot be told apart are NaN."""
    near, events = np.asarray(near, bool), np.asarray(events, float)
    kinds = near.shape[1]
    told = np.flatnonzero(_both_sides(near, events))
    told = told[_independent(near[:, told])]
    ratio, lower, upper, p = (np.full(kinds, np.nan) for _ in range(4))
    if len(told):
        design = np.column_stack((np.ones(len(events)), near[:, told])).astype(float)
        beta, variance = _fit(design, events, block)
        from scipy.special import ndtr

        b, error = beta[1:], np.sqrt(np.diag(variance)[1:])
        ratio[told], lower[told], upper[told] = (
            np.exp(b),
            np.exp(b - NORMAL_95 * error),
            np.exp(b + NORMAL_95 * error),
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            p[told] = 2 * ndtr(-np.abs(b) / error)
    return Risk(ratio, lower, upper, p)


def _both_sides(near: np.ndarray, events: np.ndarray) -> np.ndarray:
    """Return of which kinds there are events near and elsewhere."""
    inside = events @ near
    return (inside > 0) & (events.sum() - inside > 0)


def _independent(near: np.ndarray) -> np.ndarray:
    """Return which columns say something that those before them do not."""
    kept: list = []
    held = np.ones((len(near), 1))
    for column in range(near.shape[1]):
        tried = np.column_stack((held, near[:, column]))
        if np.linalg.matrix_rank(tried) == tried.shape[1]:
            held = tried
            kept.append(column)
    return np.array(kept, np.int64)


def _fit(design: np.ndarray, events: np.ndarray, block: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """Return the coefficients, intercept first, and their robust variance."""
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(events.mean())
    for _ in range(STEPS):
        mean = np.exp(design @ beta)
        step = np.linalg.solve(design.T @ (design * mean[:, None]), design.T @ (events - mean))
        beta += np.clip(step, -2, 2)
        if np.abs(step).max() < CLOSE:
            break
    mean = np.exp(design @ beta)
    inverse = np.linalg.inv(design.T @ (design * mean[:, None]))
    _, number = np.unique(block, return_inverse=True)
    groups = int(number.max()) + 1
    scores = np.column_stack(
        [np.bincount(number.reshape(-1), one, groups) for one in (design * (events - mean)[:, None]).T]
    )
    return beta, inverse @ (scores.T @ scores) @ inverse * (groups / max(groups - 1, 1))
