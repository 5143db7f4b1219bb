"""The bench prints a ratio only for answers that are the same."""

import numpy as np
import pytest

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
