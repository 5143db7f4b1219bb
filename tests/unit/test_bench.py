"""The bench prints a ratio only for answers that are the same."""

import numpy as np
import pytest

from benchmarks import enrich
from benchmarks.cube import COMPARED, GOALS, NEEDS_QGIS, SIDES, grid_answer
from benchmarks.run import same

ANSWER = {"code": np.array(["a", "b"]), "events": np.array([1.0, np.nan])}


def test_equal_answers_do_not_differ():
    close = {"code": np.array(["a", "b"], object), "events": np.array([1.0 + 1e-12, np.nan])}
    assert same(ANSWER, ANSWER) == same(ANSWER, close) == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": np.array(["a", "c"])}, "code: 1 of 2"),
        ({"events": np.array([1.0, 2.0])}, "events: 1 of 2"),
        ({"events": np.array([1.001, np.nan])}, "events: 1 of 2"),
        ({"events": np.array([1.0])}, "events: (2,) against (1,)"),
        ({"more": np.array([1.0])}, "the peer"),
    ],
)
def test_what_differs_is_said(change, said):
    assert said in same(ANSWER, {**ANSWER, **change})


def test_what_the_bench_of_the_cube_compares_and_aims_at_is_measured():
    assert set(GOALS) <= set(COMPARED) and {name for pair in COMPARED for name in pair} <= set(SIDES)
    assert NEEDS_QGIS <= set(SIDES)


def test_the_same_cells_in_another_order_are_the_same_answer():
    one = grid_answer([0, 250.0], [250, 0], [3, 4])
    assert same(one, grid_answer([250, 0], [0, 250], [4, 3])) == ""
    assert "events: 1 of 2" in same(one, grid_answer([250, 0], [0, 250], [4, 2]))


def test_what_the_bench_of_what_lies_around_compares_is_measured_and_agrees_to_a_centimetre():
    assert {name for ours, peer, _ in enrich.COMPARED for name in (ours, peer)} == set(enrich.SIDES)
    assert enrich.NEEDS_QGIS < set(enrich.SIDES)
    ours = {enrich.NEAR: np.array([1.0, 2.0]), enrich.WITHIN: np.array([3.0, 4.0])}
    close = {enrich.NEAR: np.array([1.004, 2.0]), enrich.WITHIN: np.array([3.0, 4.01])}
    far = {enrich.NEAR: np.array([1.02, 2.0])}
    assert enrich.difference_of(ours, close, enrich.NEAR) == ""
    assert "1 of 2" in enrich.difference_of(ours, far, enrich.NEAR)
    assert "1 of 2" in enrich.difference_of(ours, close, enrich.WITHIN)
