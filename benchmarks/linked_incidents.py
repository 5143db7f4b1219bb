"""Reports of the same thing in the sample city: how many planted ones are linked, how many others, in what time.

    build/venv/bin/python benchmarks/linked_incidents.py [--events 20000 200000 1000000] [--areas 120] [--seed 7]

A tenth of the reports is planted: each half a bound away at most, in space and in time, from one that is there, by the
rules of the package. Everything else in the city is a thing of its own, near repeats too, so every other link is wrong:
it joins what happened near and soon by chance. Links are counted as events less incidents. Each case runs in a process
of its own, so that its peak memory is its own; drawing the city is in neither number. At the end a million events at one
point, and in one block of 120 m.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024
SHARE = 0.1
WORST = ("one point", "one block")


def city(events: int, areas: int, seed: int) -> dict:
    """Link the reports of a city, without and with planted ones."""
    from igh_plugin.core.duplicates import Categories
    from igh_plugin.core.samplecity import build_city, draw_sample
    from igh_plugin.sources.duplicates import read_duplicate_rules

    reports = draw_sample(build_city(seed, areas), events, 0).reports
    rules = read_duplicate_rules()
    x, y = reports["x"].to_numpy(), reports["y"].to_numpy()
    seconds = reports["occurred_from"].to_numpy().astype("datetime64[s]").astype(np.int64)
    categories = Categories.of(rules.tree, reports["category"], reports["subcategory"])
    rule, same = categories.rules(rules.rules), categories.same()
    random = np.random.default_rng(seed)
    chosen = random.choice(np.flatnonzero(rule >= 0), int(SHARE * events), replace=False)
    metres, minutes = (
        np.array([getattr(one, name) for one in rules.rules])[rule[chosen]] for name in ("metres", "minutes")
    )
    angle, away = random.uniform(0, 2 * np.pi, len(chosen)), random.uniform(0, 0.5, len(chosen)) * metres
    planted = (
        np.append(x, x[chosen] + away * np.cos(angle)),
        np.append(y, y[chosen] + away * np.sin(angle)),
        np.append(seconds, seconds[chosen] + (random.uniform(0, 30, len(chosen)) * minutes).astype(np.int64)),
    )
    before = linked(x, y, seconds, rule, same, rules.rules)
    started = time.perf_counter()
    after = linked(*planted, np.append(rule, rule[chosen]), np.append(same, same[chosen]), rules.rules)
    took = time.perf_counter() - started
    found = int((after.incident[chosen] == after.incident[events:]).sum())
    return {
        "seconds": took,
        "what": f"{found} of {len(chosen)} planted found; {events - before.count} links without planting, "
        f"{events + len(chosen) - after.count - found} others with",
    }


def linked(x, y, seconds, rule, same, rules):
    """Link as the pipeline does."""
    from igh_plugin.core.incidents import incidents_of
    from igh_plugin.core.linkage import same_thing

    series = []
    for number, one in enumerate(rules):
        members = np.flatnonzero(rule == number)
        links, _ = same_thing(
            x[members], y[members], seconds[members], same[members],
            one.metres, one.minutes, one.limit_metres, one.limit_minutes,
        )  # fmt: skip
        series.append(links.of(members))
    apart = [np.abs(seconds[links.first] - seconds[links.second]) / 60 for links in series]
    return incidents_of(x, y, seconds, series, apart)


def worst(case: str, events: int, seed: int) -> dict:
    """Link events of one category that lie as close as can be."""
    from igh_plugin.core.linkage import same_thing

    random = np.random.default_rng(seed)
    x, y = random.uniform(0, 120, (2, events)) * (case == "one block")
    seconds = random.integers(0, 86_400, events)
    started = time.perf_counter()
    links, _ = same_thing(x, y, seconds, np.zeros(events, np.int64), 50.0, 2880.0)
    return {"seconds": time.perf_counter() - started, "what": f"{len(links)} links"}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, nargs="+", default=[20_000, 200_000, 1_000_000])
    parser.add_argument("--areas", type=int, default=120)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--case", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        most = max(options.events)
        found = (
            worst(options.case, most, options.seed)
            if options.case in WORST
            else city(most, options.areas, options.seed)
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MEMORY_UNIT
        print(json.dumps({**found, "peak": peak}))
        return
    print(f"{'case':<12}{'events':>9}{'seconds':>9}{'peak GiB':>10}")
    cases = [("city", events) for events in options.events] + [(case, max(options.events)) for case in WORST]
    for case, events in cases:
        command = [sys.executable, str(Path(__file__).resolve()), "--case", case, "--events", str(events)]
        command += ["--areas", str(options.areas), "--seed", str(options.seed)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        if done.returncode:
            raise SystemExit(f"{case} failed:\n{done.stderr or done.stdout}")
        told = json.loads(done.stdout.splitlines()[-1])
        print(
            f"{case:<12}{events:>9}{told['seconds']:>9.1f}{told['peak'] / 2**30:>10.2f}  {told['what']}",
            flush=True,
        )


if __name__ == "__main__":
    main()
