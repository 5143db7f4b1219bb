"""Two analysts refresh and read one workspace in PostgreSQL at once: no error, and no row is lost.

`IGH_MINUTES=5` lets them go on for five minutes; without it they do for some seconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from igh_plugin.core.filters import EventFilter
from igh_plugin.workspace.opening import create_workspace, open_workspace
from tests.unit.workspace_data import fill_areas

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60 * float(os.environ.get("IGH_MINUTES", "0.15"))
ANALYST = """
import json, sys, time
import numpy as np
root, place, source, seconds = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])
sys.path.insert(0, root)
from igh_plugin.core.filters import EventFilter
from igh_plugin.pipeline.combine import combine
from igh_plugin.workspace.opening import open_workspace
from tests.unit.workspace_data import ZONE, events_frame

end, refreshes, reads, expected = time.monotonic() + seconds, 0, 0, 0
rng = np.random.default_rng(sum(map(ord, source)))
while time.monotonic() < end or not refreshes:
    size = int(rng.integers(200, 1500))
    frame = events_frame(size, int(rng.integers(2**31)))
    frame["event_id"] = [f"{source}:{number}" for number in range(size)]
    frame["status"] = str(refreshes)
    with open_workspace(place) as workspace:
        with workspace.begin("collect", source) as run:
            run.put_source({"source": source, "kind": "report", "grain": "event",
                            "timezone": {"stored": "UTC", "local": ZONE}})
            run.declare_measure(source, "items", "items", "Items")
            run.declare_attribute(source, "type", "Type")
            changes = run.store_events(source, frame)
            run.withdraw_missing(source)
            run.counts(read=size, kept=size, new=changes.new, changed=changes.changed)
        combine(workspace, [source], kinds=("month", "all"))
    refreshes, expected = refreshes + 1, size
    with open_workspace(place, read_only=True) as workspace:
        for _ in range(3):
            mine = workspace.events(["event_id", "status", "x", "m_items"], EventFilter(sources=(source,)))
            assert len(mine["x"]) == size, (len(mine["x"]), size)
            assert set(mine["status"]) == {str(refreshes - 1)}
            both = workspace.count_by(EventFilter(), ["source", "run"])
            for name in set(both["source"]):
                runs = {run["id"] for run in workspace.runs(name)}
                assert set(both["run"][both["source"] == name].astype(int)) <= runs
            cube = workspace.cube([source], "neighbourhood", "all")
            assert cube["value"][cube["measure"] == "events"].sum() == size
            reads += 1
print(json.dumps({"source": source, "refreshes": refreshes, "reads": reads, "events": expected}))
"""


@pytest.mark.long
def test_two_analysts_at_once(postgis):
    place = f"{postgis}?schema=two_analysts"
    with create_workspace(place, "EPSG:28992") as workspace:
        fill_areas(workspace)
    command = [sys.executable, "-c", ANALYST, str(ROOT), place]
    analysts = [
        subprocess.Popen(
            [*command, name, str(SECONDS)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for name in ("city", "town")
    ]
    said = [one.communicate(timeout=SECONDS + 300) for one in analysts]
    assert [one.returncode for one in analysts] == [0, 0], "\n".join(error for _, error in said)
    told = [json.loads(out) for out, _ in said]
    print(f"\n{SECONDS:.0f} s, two analysts at once: " + json.dumps(told))
    with open_workspace(place, read_only=True) as workspace:
        for one in told:
            assert workspace.count_events(EventFilter(sources=(one["source"],))) == one["events"]
            runs = [run for run in workspace.runs(one["source"]) if run["kind"] == "collect"]
            assert len(runs) == one["refreshes"] and all(run["finished"] for run in runs)
            for run in runs[-3:]:
                assert len(workspace.state_at(run["id"], one["source"])) == run["kept"]
        ids = workspace.events(["event_id", "fid"])
        assert len(set(ids["event_id"])) == len(ids["event_id"]) == sum(one["events"] for one in told)
        assert len(np.unique(ids["fid"])) == len(ids["fid"])
