"""What figures are compared with, and what a project keeps of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.comparison import AREA, KINDS, PERIOD_BEFORE, Comparison, as_text, from_text
from igh_plugin.core.indicators import Indicator, is_better

NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12)
COMPARISONS = st.sampled_from([kind for kind in KINDS if kind != AREA]).map(Comparison)
COMPARISONS |= st.builds(Comparison, st.just(AREA), NAMES, NAMES)


@given(COMPARISONS)
def test_what_is_kept_is_what_was_chosen(comparison):
    assert from_text(as_text(comparison)) == comparison


@given(st.text())
def test_any_text_is_a_comparison(text):
    assert from_text(text) in (PERIOD_BEFORE, from_text(as_text(from_text(text))))


@pytest.mark.parametrize(
    "text", ["", "area", "area\nquarter", "area\nquarter\n", "year\nquarter\nQ1", "later"]
)
def test_what_cannot_be_read_is_the_period_before(text):
    assert from_text(text) == PERIOD_BEFORE


@pytest.mark.parametrize(
    ("direction", "change", "p", "told"),
    [
        ("low_is_good", -3.0, 0.01, True),
        ("low_is_good", 3.0, 0.01, False),
        ("high_is_good", 3.0, 0.05, True),
        ("high_is_good", 3.0, 0.051, None),
        ("neutral", 3.0, 0.0, None),
        ("low_is_good", 0.0, 0.0, None),
        ("low_is_good", None, None, None),
        ("low_is_good", 3.0, None, None),
    ],
)
def test_a_change_is_better_where_it_is_clear_and_wanted(direction, change, p, told):
    assert is_better(Indicator("x", "rate", "events", direction=direction), change, p) is told
