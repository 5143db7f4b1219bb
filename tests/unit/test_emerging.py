"""Emerging hot spots: the cube's neighbours and steps, each of the 17 classes on both sides of its thresholds, and what is planted."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core import emerging, grid, periods
from igh_plugin.core.emerging import PATTERNS, classify, emerging_hot_spots, steps_of, suggested_kind
from igh_plugin.core.getis_ord import getis_ord_g_star
from igh_plugin.core.neighbours import Neighbours, SpaceTimeNeighbours, from_pairs, of_cells

UP, LEVEL, DOWN = 1, 0, -1


def board(side):
    ix, iy = np.meshgrid(np.arange(side), np.arange(side))
    return of_cells(np.sort(grid.pack(ix.ravel(), iy.ravel())))


def day(text):
    return int(np.datetime64(text, "D").astype(int))


def listed(places: Neighbours, steps, before):
    """The neighbours of every bin, one by one."""
    found = []
    for place in range(len(places.counts)):
        near = [place, *places.indices[places.indptr[place] : places.indptr[place + 1]].tolist()]
        for step in range(steps):
            window = range(max(step - before, 0), step + 1)
            found.append({one * steps + then for one in near for then in window} - {place * steps + step})
    return found


@given(st.integers(1, 9), st.integers(1, 6), st.integers(0, 7), st.integers(0, 9_999))
def test_the_neighbours_of_a_bin_are_those_around_it_now_and_before(count, steps, before, seed):
    random = np.random.default_rng(seed)
    pairs = random.integers(0, count, (2, 12))
    places = from_pairs(pairs[0], pairs[1], count, "drawn")
    links, wanted = SpaceTimeNeighbours(places, steps, before), listed(places, steps, before)
    assert links.counts.tolist() == [len(one) for one in wanted]
    values = random.integers(0, 50, count * steps).astype(float)
    assert links.sums(values).tolist() == [sum(values[list(one)]) for one in wanted]


def test_gi_of_the_cube_is_gi_of_its_bins():
    places, steps = board(4), 5
    counts = np.random.default_rng(3).poisson(2, (16, steps))
    wanted = listed(places, steps, 1)
    first = np.repeat(np.arange(len(wanted)), [len(one) for one in wanted])
    indptr = np.concatenate(([0], np.cumsum([len(one) for one in wanted])))
    flat = Neighbours(indptr, np.array([other for one in wanted for other in sorted(one)]), "listed")
    assert len(first) == len(flat.indices)
    ours = emerging_hot_spots(counts, places, 1, 999, True, 5)
    theirs = getis_ord_g_star(counts.astype(float).ravel(), flat, 999, True, 5)
    assert np.abs(ours.z.ravel() - theirs.z).max() < 1e-12
    assert (ours.p.ravel() == theirs.p).all() and (ours.bins.ravel() == theirs.bins).all()


# ---------------------------------------------------------------- classes


def history(text):
    """A place by its steps: h hot, c cold, . neither."""
    return np.array([[one == "h" for one in text]]), np.array([[one == "c" for one in text]])


def class_of(text, trend=LEVEL):
    pattern, side = classify(*history(text), np.array([trend]))
    return side[0], pattern[0]


HOT_CASES = [
    ("...................h", LEVEL, "new"),
    ("...................h", UP, "new"),
    ("....c..............h", LEVEL, "new"),  # never hot before: new, though it was cold
    ("..................hh", LEVEL, "consecutive"),
    ("....c............hhh", LEVEL, "consecutive"),
    ("...hhhhhhhhhhhhhhhhh", UP, "consecutive"),  # 85 %
    ("..hhhhhhhhhhhhhhhhhh", UP, "intensifying"),  # 90 %: no run any more
    ("..hhhhhhhhhhhhhhhhhh", LEVEL, "persistent"),
    ("..hhhhhhhhhhhhhhhhhh", DOWN, "diminishing"),
    ("hhhhhhhhhhhhhhhhhhhh", LEVEL, "persistent"),
    ("hhhhhhhhhhhhhhhhhhh.", LEVEL, "historical"),
    ("hhhhhhhhhhhhhhhhhhh.", UP, "historical"),
    ("hhhhhhhhhhhhhhhhhh..", LEVEL, "historical"),  # 90 %
    ("hhhhhhhhhhhhhhhhh...", LEVEL, ""),  # 85 %
    ("h..................h", LEVEL, "sporadic"),
    ("h.................hh", LEVEL, "sporadic"),
    ("h.hhhhhhhhhhhhhhhh.h", UP, "intensifying"),  # 90 %
    ("h.hhhhhhhhhhhhhhh..h", UP, "sporadic"),  # 85 %
    ("h...c..............h", LEVEL, "oscillating"),
    ("hhhhhhhhhhhhhhhhhc.h", LEVEL, "persistent"),  # 90 %: what was cold once does not matter
    ("hhhhhhhhhhhhhhhhcc.h", LEVEL, "oscillating"),
    ("h...................", LEVEL, ""),
    ("hhhhhhhhhh..........", LEVEL, ""),
    ("....................", UP, ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trend", "wanted"), HOT_CASES)
def test_each_class_and_each_side_of_its_thresholds(text, trend, wanted):
    assert class_of(text, trend) == ("hot" if wanted else "", wanted)
    cold = text.translate(str.maketrans("hc", "ch"))
    assert class_of(cold, -trend) == ("cold" if wanted else "", wanted)


def test_all_seventeen_are_there():
    found = {class_of(text, trend) for text, trend, _ in HOT_CASES}
    found |= {class_of(text.translate(str.maketrans("hc", "ch")), -trend) for text, trend, _ in HOT_CASES}
    assert len(found) == 17 and {pattern for _, pattern in found} == {"", *PATTERNS}


@given(st.text("hc.", min_size=10, max_size=30), st.sampled_from([UP, LEVEL, DOWN]))
def test_hot_and_cold_are_alike_and_a_place_ends_on_its_side(text, trend):
    side, pattern = class_of(text, trend)
    mirrored = class_of(text.translate(str.maketrans("hc", "ch")), -trend)
    assert mirrored == ({"hot": "cold", "cold": "hot", "": ""}[side], pattern)
    if pattern and pattern != "historical":
        assert text[-1] == side[0]
    if text[-1] in "hc":
        assert side == {"h": "hot", "c": "cold"}[text[-1]]


# ---------------------------------------------------------------- steps


def test_only_whole_steps_count():
    days = np.array(
        [day("2024-01-15"), day("2024-02-01"), day("2024-02-29"), day("2024-03-01"), day("2024-04-29")]
    )
    steps = steps_of(days, periods.MONTH)
    assert [periods.date_text(one) for one in steps.first] == ["2024-02-01", "2024-03-01"]
    assert steps.of.tolist() == [-1, 0, 0, 1, -1]
    asked = steps_of(days, periods.MONTH, day("2024-01-01"), day("2024-04-30"))
    assert len(asked) == 4 and asked.of.tolist() == [0, 1, 1, 2, 3]
    assert steps_of(days, periods.DAY).of.tolist() == (days - days[0]).tolist()
    assert len(steps_of(np.array([day("2024-01-15")]), periods.MONTH)) == 0
    assert steps_of(np.array([day("2024-01-15")]), periods.MONTH).of.tolist() == [-1]


@given(st.lists(st.integers(18_000, 19_500), min_size=1, max_size=40), st.sampled_from(emerging.SUGGESTED))
def test_every_event_is_in_the_step_that_spans_it(days, kind):
    steps = steps_of(np.array(days), kind)
    assert (steps.first[1:] == steps.last[:-1] + 1).all()
    for one, step in zip(days, steps.of.tolist()):
        if step >= 0:
            assert steps.first[step] <= one <= steps.last[step]
        else:
            assert not len(steps) or one < steps.first[0] or one > steps.last[-1]


@pytest.mark.parametrize(
    ("until", "kind"),
    [
        ("2024-12-31", "month"),
        ("2024-12-30", "week"),
        ("2024-03-24", "week"),
        ("2024-03-23", "day"),
        ("2024-01-09", "day"),
    ],
)
def test_the_longest_step_is_suggested_of_which_there_are_enough(until, kind):
    assert suggested_kind(np.array([day("2024-01-01"), day(until)])) == kind
    assert date.fromisoformat(until)


# ---------------------------------------------------------------- the whole


def test_what_is_planted_is_found_under_its_name():
    side, steps = 40, 36
    random = np.random.default_rng(11)
    expected = np.full((side * side, steps), 1.0)
    row, column = np.divmod(np.arange(side * side), side)

    def around(middle):
        return (abs(row - middle[0]) <= 1) & (abs(column - middle[1]) <= 1)

    expected[around((3, 3))] = 8.0
    expected[np.ix_(around((3, 30)), np.arange(steps) >= 28)] = 8.0
    expected[np.ix_(around((30, 3)), np.arange(steps) == steps - 1)] = 9.0
    expected[around((30, 30))] = np.linspace(8, 20, steps)
    found = emerging_hot_spots(random.poisson(expected), board(side), 0, 999, True, 1)
    named = {
        place: found.pattern[place[0] * side + place[1]] for place in ((3, 3), (3, 30), (30, 3), (30, 30))
    }
    assert named == {(3, 3): "persistent", (3, 30): "consecutive", (30, 3): "new", (30, 30): "intensifying"}
    assert (found.side[found.pattern != ""] == "hot").all()


@pytest.mark.long
def test_noise_has_hardly_a_pattern_and_few_places_are_refused():
    random = np.random.default_rng(2)
    odd = 0
    for _ in range(40):
        found = emerging_hot_spots(random.poisson(2.0, (100, 12)), board(10), 1, 999, True, 7)
        odd += bool((found.pattern != "").any())
    assert odd <= 5  # 5 % and two standard errors
    assert emerging_hot_spots(np.ones((4, 5)), board(2)).reason is not None
    same = emerging_hot_spots(np.full((16, 10), 3.0), board(4))
    assert same.reason is not None and (same.pattern == "").all()
