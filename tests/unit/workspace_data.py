"""Small workspaces for tests: events of one source, and areas in three levels."""

from __future__ import annotations

import struct

import numpy as np
import pandas as pd

from igh_plugin.core import grid
from igh_plugin.core.cleaning.times import to_local

ZONE = "Europe/Amsterdam"
SQUARE = struct.pack("<BIII10d", 1, 3, 1, 5, 0, 0, 10, 0, 10, 10, 0, 10, 0, 0)


def events_frame(size, seed, start=0):
    """Return events as the cleaner hands them over."""
    random = np.random.default_rng(seed)
    x, y = random.normal(103_000, 500, size), random.normal(450_000, 500, size)
    moment = np.datetime64("2019-06-01T00:00:00") + random.integers(0, 400 * 86400, size).astype(
        "timedelta64[s]"
    )
    return pd.DataFrame(
        {
            "event_id": [f"city:{number}" for number in range(start, start + size)],
            "kind": "report",
            "category": random.choice(np.array(["waste", "noise", "parking"], object), size),
            "subcategory": "other",
            "occurred_from": moment - np.timedelta64(2, "h"),
            "occurred_to": moment - np.timedelta64(2, "h"),
            "occurred_local": moment,
            "status": "closed",
            "place": np.array([f"Street {number}" for number in random.integers(0, 9, size)], object),
            "address": None,
            "area": np.array([f"N{number}" for number in random.integers(0, 4, size)], object),
            "cell": grid.cell_of(x, y),
            "local_day": moment.astype("datetime64[D]").astype(np.int64).astype(float),
            "local_hour": (moment.astype(np.int64) // 3600 % 24).astype(float),
            "row_hash": random.integers(-(2**62), 2**62, size),
            "x": x,
            "y": y,
            "m_items": random.integers(1, 5, size).astype(float),
            "a_type": "bag",
        }
    )


def store(workspace, frame, withdraw=False):
    """Store a frame in a run of its own and return the changes."""
    with workspace.begin("collect", "city", {"file": "x"}, "test") as run:
        run.put_source({"source": "city", "title": {"en": "City"}, "kind": "report", "grain": "event"})
        run.declare_measure("city", "items", "items", {"en": "Items"})
        run.declare_attribute("city", "type", {"en": "Type"})
        changes = run.store_events("city", frame)
        if withdraw:
            run.withdraw_missing("city")
    return changes


def fill_areas(workspace):
    """Store four neighbourhoods in two quarters in one district."""
    levels = {
        "district": [("D", None)],
        "quarter": [("Q1", "D"), ("Q2", "D")],
        "neighbourhood": [("N0", "Q1"), ("N1", "Q1"), ("N2", "Q2"), ("N3", "Q2")],
    }
    with workspace.begin("areas") as run:
        for level, codes in levels.items():
            frame = pd.DataFrame(codes, columns=["code", "parent"])
            frame["name"], frame["area_km2"] = frame["code"] + " name", 1.5
            frame["geometry"] = [SQUARE] * len(frame)
            run.replace_areas(level, frame)


def timed(utc):
    """Events at moments in UTC, with the wall time of Amsterdam."""
    utc = np.asarray(utc, "datetime64[s]")
    local = to_local(utc, ZONE)
    frame = events_frame(len(utc), seed=1)
    frame["occurred_from"], frame["occurred_to"], frame["occurred_local"] = utc, utc, local
    frame["local_day"] = local.astype("datetime64[D]").astype(np.int64).astype(float)
    frame["local_hour"] = (local.astype(np.int64) // 3600 % 24).astype(float)
    return frame


def put(workspace, frame):
    store(workspace, frame)
    with workspace.begin("collect", "city") as run:
        record = {"source": "city", "title": "City", "kind": "report", "grain": "event"}
        run.put_source({**record, "timezone": {"stored": "UTC", "local": ZONE}})


def sums(rows, *names):
    """Sums of a cube's events by columns."""
    events = rows["measure"] == "events"
    frame = pd.DataFrame({name: rows[name][events] for name in (*names, "value")})
    return frame.groupby(list(names))["value"].sum().to_dict()
