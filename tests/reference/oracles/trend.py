"""What statsmodels and scipy expect of the last period of series, by the regression `core.trend` describes: `trend.py OUTPUT.json`."""

import json
import sys

import numpy as np
import statsmodels.api as sm
from scipy import stats

TAIL = 0.025
random = np.random.default_rng(20261126)


def series():
    """Give a season, counts, exposure or None, and whether they are a share, of short and long histories."""
    for season, length in ((12, 14), (52, 70), (52, 90), (52, 160), (12, 20), (12, 60)):
        time = np.arange(length) / season
        level = 20 * (1 + 0.4 * np.sin(2 * np.pi * time)) * np.exp(0.1 * time)
        counts = random.poisson(level).astype(float)
        yield season, counts, None, False
        rough = random.negative_binomial(level / 2, 1 / 3).astype(float)
        rough[length // 2] *= 6
        yield season, rough, None, False
        days = random.integers(28, 32, length).astype(float)
        yield season, random.poisson(level * days / 30).astype(float), days, False
        trials = random.integers(30, 90, length).astype(float)
        part = 1 / (1 + np.exp(0.5 - np.sin(2 * np.pi * time)))
        yield season, random.binomial(trials.astype(int), part).astype(float), trials, True


def regressors(t, season, pairs, trend):
    time = np.arange(t + 1) / season
    design = [np.ones(t + 1)]
    if trend:
        design.append(time - time[-1])
    for pair in range(1, pairs + 1):
        design += [np.sin(2 * np.pi * pair * time), np.cos(2 * np.pi * pair * time)]
    return np.column_stack(design)


def predicted(counts, base, share, design, weight):
    """Return mean, variance over that of chance, and z of the second coefficient."""
    t = len(counts) - 1
    seen, row, y = design[:-1], design[-1], counts[:-1]
    weight = weight * t / weight.sum()
    for again in (False, True):
        if share:
            answer = np.column_stack((y, base[:-1] - y))
            model = sm.GLM(answer, seen, family=sm.families.Binomial(), var_weights=weight)
        else:
            model = sm.GLM(
                y, seen, family=sm.families.Poisson(), var_weights=weight, offset=np.log(base[:-1])
            )
        fit = model.fit(tol=1e-13, maxiter=300)
        mean = base[:-1] * fit.mu if share else fit.mu
        chance = mean * (1 - mean / base[:-1]) if share else mean
        size = weight.sum() ** 2 / (weight**2).sum()
        pearson = (weight * (y - mean) ** 2 / np.maximum(chance, 0.5)).sum() / weight.sum()
        phi = max(1.0, pearson * size / max(size - len(row), 1))
        if again or share:
            break
        residual = fit.family.resid_anscombe(y, fit.mu) / np.sqrt(phi)
        far = residual > 2.58
        if not far.any():
            break
        weight = np.where(far, weight / residual**2, weight)
        weight *= t / weight.sum()
    bread = np.linalg.inv(seen.T @ (seen * (weight * chance)[:, None]))
    cover = phi * bread @ (seen.T @ (seen * (weight**2 * chance)[:, None])) @ bread
    line = row @ fit.params
    ahead = base[-1] / (1 + np.exp(-line)) if share else base[-1] * np.exp(line)
    by_chance = ahead * (1 - ahead / base[-1]) if share else ahead
    z = abs(fit.params[1]) / np.sqrt(cover[1, 1]) if len(row) > 1 else 0.0
    return float(ahead), float(phi + by_chance * float(row @ cover @ row)), z


def expected(season, counts, exposure, share):
    t = len(counts) - 1
    base = np.ones(t + 1) if exposure is None else exposure
    weight = 0.5 ** ((t - 1 - np.arange(t)) / (2 * season))
    pairs = 2 if t >= 2 * season else 1 if t >= 1.25 * season else 0
    trend = t >= 1.5 * season
    ahead, spread, z = predicted(counts, base, share, regressors(t, season, pairs, trend), weight)
    if trend and (z <= 1.96 or ahead > (counts[:-1] / base[:-1]).max() * base[-1]):
        ahead, spread, _ = predicted(counts, base, share, regressors(t, season, pairs, False), weight)
    if share:
        return ahead, spread, None, None
    lower, upper = stats.nbinom.ppf((TAIL, 1 - TAIL), ahead / (spread - 1), 1 / spread)
    return ahead, spread, float(lower), float(upper)


cases = []
for season, counts, exposure, share in series():
    mean, spread, lower, upper = expected(season, counts, exposure, share)
    cases.append(
        {
            "season": season, "counts": counts.tolist(), "exposure": None if exposure is None else exposure.tolist(),
            "share": share, "expected": mean, "variance": spread, "lower": lower, "upper": upper,
        }
    )  # fmt: skip
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump(cases, file)
