"""The Knox test: every pair in its band, margins, p of every permutation, and what is planted."""

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core import near_repeat as module
from igh_plugin.core.errors import UserError
from igh_plugin.core.near_repeat import EUCLIDEAN, MANHATTAN, near_repeat


def by_hand(x, y, moment, distances, times, metric, same_place):
    """Count the pairs one by one."""
    bounds = ([same_place] if same_place else []) + list(distances)
    found = np.zeros((len(bounds), len(times)), int)
    margins = np.zeros(len(times), int)
    for one in range(len(x)):
        for other in range(one):
            dx, dy = abs(x[one] - x[other]), abs(y[one] - y[other])
            apart = dx + dy if metric == MANHATTAN else np.hypot(dx, dy)
            since = abs(moment[one] - moment[other])
            if same_place and apart <= same_place:
                row = 0
            else:
                row = next((at for at, bound in enumerate(bounds) if apart < bound), None)
            column = next((at for at, bound in enumerate(times) if since < bound), None)
            if column is not None:
                margins[column] += 1
                if row is not None:
                    found[row, column] += 1
    return found, margins


@given(
    st.integers(2, 25), st.integers(0, 9_999), st.sampled_from((MANHATTAN, EUCLIDEAN)), st.sampled_from((0.0, 1.0, 5.0)), st.booleans()
)  # fmt: skip
def test_every_pair_is_in_its_band(count, seed, metric, same_place, crowded):
    random = np.random.default_rng(seed)
    x, y = random.integers(0, 8 if crowded else 400, (2, count)).astype(float)
    moment = random.integers(0, 30, count).astype(float)
    distances, times = (10.0, 100.0, 200.0), (1.0, 7.0, 14.0)
    found = near_repeat(x, y, moment, distances, times, 3, seed, metric, same_place)
    expected, margins = by_hand(x, y, moment, distances, times, metric, same_place)
    assert found.observed.tolist() == expected.tolist()
    inside = found.time >= 0
    again = np.zeros(expected.shape, int)
    np.add.at(again, (found.distance[inside], found.time[inside]), 1)
    assert again.tolist() == expected.tolist()
    rows = np.bincount(found.distance, minlength=len(expected))
    assert found.margin == pytest.approx(rows[:, None] * margins / (count * (count - 1) / 2))


def test_p_is_that_of_every_permutation():
    x, y = np.array([0.0, 10, 500, 510, 1_000, 2_000]), np.zeros(6)
    moment = np.array([0.0, 1, 30, 32, 60, 90])
    found = near_repeat(x, y, moment, (50.0,), (5.0,), 20_000, 1)
    seen = []
    for dealt in permutations(moment):
        seen.append(sum(abs(dealt[one] - dealt[other]) < 5 for one, other in ((0, 1), (2, 3))))
    assert found.observed[0, 0] == 2
    assert found.expected[0, 0] == pytest.approx(np.mean(seen), abs=0.02)
    assert found.p[0, 0] == pytest.approx(np.mean(np.array(seen) >= 2), abs=0.005)
    assert found.expected[0, 0] == pytest.approx(found.margin[0, 0], abs=0.02)


def test_what_is_planted_is_found_in_its_band():
    random = np.random.default_rng(2)
    x, y = random.uniform(0, 10_000, (2, 1_500))
    moment = random.uniform(0, 365, 1_500)
    repeated = random.choice(1_500, 120, replace=False)
    x = np.append(x, x[repeated] + random.uniform(-40, 40, 120))
    y = np.append(y, y[repeated] + random.uniform(-40, 40, 120))
    moment = np.append(moment, moment[repeated] + random.uniform(0, 6, 120))
    found = near_repeat(x, y, moment, (100.0, 200.0, 300.0), (7.0, 14.0, 21.0), 999, 3)
    assert found.p[0, 0] == 0.001 and found.ratio[0, 0] > 5
    assert (found.p[1:, 1:] > 0.01).all()


def test_without_interaction_p_is_uniform():
    low = []
    for seed in range(200):
        random = np.random.default_rng(seed)
        x, y = random.uniform(0, 1_000, (2, 120))
        found = near_repeat(x, y, random.uniform(0, 100, 120), (100.0,), (10.0,), 99, seed)
        low.append(found.p[0, 0])
    low = np.array(low)
    assert (low <= 0.05).mean() <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 200)
    assert abs(low.mean() - 0.5) < 0.08


def test_the_same_seed_gives_the_same_and_too_many_pairs_are_refused(monkeypatch):
    random = np.random.default_rng(1)
    x, y, moment = random.uniform(0, 500, (3, 200))
    first, second = (near_repeat(x, y, moment, (100.0,), (50.0,), 50, 9) for _ in range(2))
    assert first.p.tolist() == second.p.tolist() and first.expected.tolist() == second.expected.tolist()
    monkeypatch.setattr(module, "MOST_PAIRS", 100)
    with pytest.raises(UserError, match="smaller distance"):
        near_repeat(x, y, moment, (100.0,), (50.0,))


def test_nothing_close_is_no_ratio():
    found = near_repeat(np.array([0.0, 9e5]), np.zeros(2), np.zeros(2), (100.0,), (7.0,), 9)
    assert found.observed.tolist() == [[0]] and np.isnan(found.ratio).all() and found.p.tolist() == [[1.0]]


PUBLISHED = Path(__file__).resolve().parents[1] / "data" / "published" / "chicago_arson_2016.csv"


def test_the_published_table_of_the_near_repeat_calculator():
    rows = [line.split(",") for line in PUBLISHED.read_text().splitlines() if not line.startswith("#")]
    x, y = np.array([[float(row[0]), float(row[1])] for row in rows]).T
    day = np.array([np.datetime64("2016-{:0>2}-{:0>2}".format(*row[2].split("/"))) for row in rows])
    # Bands of 200 m and 1 day, Manhattan, 99 iterations. Its "0 to 1 days" holds the pairs of the same day (METHODS: [a - 1, b)).
    observed = [[0, 2, 0, 8], [9, 1, 1, 45], [4, 0, 0, 140], [6, 0, 0, 234]]
    expected = np.array([[0.0101, 0.0707, 0.0909], [0.1212, 0.2727, 0.2525], [0.3434, 0.7677, 0.8384], [0.7778, 1.1616, 1.3535]])  # fmt: skip
    p = np.array([[1, 0.01, 1], [0.01, 0.27, 0.23], [0.01, 1, 1], [0.01, 1, 1]])
    found = near_repeat(
        x, y, day.astype(int).astype(float), (200, 400, 600), (1, 2, 3), 9_999, 1, MANHATTAN, 0.5
    )
    later = np.bincount(found.distance[found.time < 0], minlength=4)
    assert np.column_stack((found.observed, later)).tolist() == observed
    of_means = np.sqrt(found.margin / 99)
    assert (np.abs(found.expected - expected) <= 4 * of_means).all(), "as far as 99 iterations tell"
    assert (np.abs(found.p - p) <= 0.01 + 4 * np.sqrt(found.p * (1 - found.p) / 99)).all()
    print(
        f"observed: the same in 16 of 16 bands; p, ours and published: {list(zip(found.p.ravel().round(3), p.ravel()))}"
    )
