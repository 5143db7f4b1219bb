"""A small workspace with results of a theme, made directly, for tests of project and paper."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
from osgeo import ogr

from igh_plugin.workspace.geopackage import GeoPackageWorkspace

SIZE = 500.0
DISTRICTS = ("Noord aan de Rivier", "'s-Gravenkwartier", "Zuid", "Nieuwe Stationsomgeving-West")


def square(x: float, y: float, size: float = SIZE) -> bytes:
    """WKB of a square as a multipolygon."""
    x1, y1 = x + size, y + size
    text = f"MULTIPOLYGON((({x} {y},{x1} {y},{x1} {y1},{x} {y1},{x} {y})))"
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb())


def areas_frame(level_codes, names, parents):
    count = len(level_codes)
    return pd.DataFrame(
        {
            "code": level_codes,
            "name": names,
            "parent": parents,
            "valid_from": [None] * count,
            "valid_to": [None] * count,
            "area_km2": [0.25] * count,
        }
    )


def make_workspace(path: Path) -> Path:
    """Write areas (4 districts of 4 quarters), a source without licence, and hot spots and areas of one theme."""
    with GeoPackageWorkspace.create(str(path), "EPSG:28992") as workspace:
        with workspace.begin(kind="areas") as run:
            fine, coarse = [], []
            for number in range(16):
                fine.append((f"Q{number}", f"Quarter {number}", f"D{number // 4}"))
            for number, name in enumerate(DISTRICTS):
                coarse.append((f"D{number}", name, None))
            places = [square(100000 + SIZE * (n % 4), 450000 + SIZE * (n // 4)) for n in range(16)]
            tall = [_row(100000, 450000 + SIZE * n) for n in range(4)]
            run.replace_areas("quarters", areas_frame(*zip(*fine)), places)
            run.replace_areas("districts", areas_frame(*zip(*coarse)), tall)
        store_results(workspace)
    return path


def _row(x: float, y: float) -> bytes:
    x1, y1 = x + 4 * SIZE, y + SIZE
    text = f"MULTIPOLYGON((({x} {y},{x1} {y},{x1} {y1},{x} {y1},{x} {y})))"
    return bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb())


def store_results(
    workspace, values=(3, 3, 2, 1, 0, 0, 0, -1, -2, -3, 0, 0), theme: str = "registrations"
) -> None:
    """Store hot spots and areas of a theme at its tactical level."""
    with workspace.begin(kind="theme") as run:
        number = np.arange(len(values))
        cells = [square(100000 + 125 * n, 450000, 125) for n in range(len(values))]
        run.store_result(
            theme,
            "tactical",
            "hotspots",
            {
                "cell": number.astype(np.int64),
                "events": number.astype(np.int64) + 1,
                "gi_z": np.array(values, float),
                "gi_bin": np.array(values, float),
            },
            wkb=cells,
            geometry_type="MultiPolygon",
            metadata={"title": "Hot spots (Gi*)", "style": {"name": "significance", "field": "gi_bin"}},
        )
        run.store_result(
            theme,
            "tactical",
            "areas",
            {
                "code": np.array([f"Q{n}" for n in range(16)], object),
                "name": np.array([f"Quarter {n}" for n in range(16)], object),
                "per_day": np.array([np.nan, *range(1, 16)], float),
            },
            wkb=[square(100000 + SIZE * (n % 4), 450000 + SIZE * (n // 4)) for n in range(16)],
            geometry_type="MultiPolygon",
            metadata={
                "title": "Registrations per day",
                "style": {"name": "rate_classes", "field": "per_day", "ramp": "oranges", "unit": "a day"},
                "method": json.dumps("Byar")[1:-1],
            },
        )
