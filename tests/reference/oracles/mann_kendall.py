"""What pymannkendall says of series, with and without ties, a trend and autocorrelation: `mann_kendall.py OUTPUT.json`."""

import json
import sys

import numpy as np
import pymannkendall

random = np.random.default_rng(20261126)
cases = []
for length in (10, 24, 60):
    for kind in range(6):
        series = random.normal(size=length)
        if kind == 1:
            series = np.round(series * 2)
        elif kind == 2:
            series += np.arange(length) * 0.08
        elif kind == 3:
            series = series.cumsum()
        elif kind == 4:
            series = random.poisson(0.5, length).astype(float)
        elif kind == 5:
            series = series[:] + np.roll(series, 1)
        plain, adjusted = (
            pymannkendall.original_test(series),
            pymannkendall.hamed_rao_modification_test(series),
        )
        cases.append(
            {
                "series": series.tolist(),
                "s": float(plain.s),
                "z": float(plain.z),
                "p": float(plain.p),
                "adjusted_p": float(adjusted.p),
            }
        )
seasonal = []
for length, season in ((24, 12), (36, 12), (40, 12), (156, 52), (104, 52)):
    for kind in range(3):
        series = 10 * np.sin(2 * np.pi * np.arange(length) / season) + random.normal(size=length)
        if kind == 1:
            series = np.round(series)
        elif kind == 2:
            series += np.arange(length) / season
        found = pymannkendall.seasonal_test(series, period=season)
        seasonal.append(
            {"series": series.tolist(), "season": season, "z": float(found.z), "p": float(found.p)}
        )
with open(sys.argv[1], "w", encoding="utf-8") as file:
    json.dump({"cases": cases, "seasonal": seasonal}, file)
