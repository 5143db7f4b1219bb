"""A selection, its history, and what a project keeps of it."""

from hypothesis import given
from hypothesis import strategies as st

from igh_plugin.core.selection import (
    ENTRIES,
    HOURS_OF_WEEK,
    NOTHING,
    History,
    Selection,
    as_entries,
    from_entries,
    nothing_of,
)

NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=12)
DAYS = st.tuples(st.integers(-40_000, 40_000), st.integers(0, 4_000)).map(lambda pair: (pair[0], sum(pair)))
SELECTIONS = st.builds(
    Selection,
    area_level=NAMES,
    area=NAMES,
    days=st.none() | DAYS,
    hours=st.frozensets(st.integers(0, HOURS_OF_WEEK - 1)).map(lambda hours: tuple(sorted(hours))),
    categories=st.lists(NAMES, unique=True, max_size=4).map(tuple),
)


def test_a_part_is_set_and_taken_away_again():
    narrowed = NOTHING.to({"days": (1, 7)}).to({"hours": (3, 4)})
    assert narrowed == Selection(days=(1, 7), hours=(3, 4))
    assert narrowed.has({"days": (1, 7)}) and not narrowed.has({"days": (1, 8)})
    assert narrowed.to(nothing_of(("days",))) == Selection(hours=(3, 4))


def test_undo_and_redo_and_what_a_new_choice_forgets():
    first, second, third = (Selection(area=name) for name in "abc")
    history = History()
    assert not history.can_undo and history.undo() == NOTHING == history.redo()
    assert history.add(first) and history.add(second) and not history.add(second)
    assert history.undo() == first and history.undo() == NOTHING and not history.can_undo
    assert history.redo() == first and history.can_redo
    assert history.add(third) and not history.can_redo
    assert history.undo() == first


@given(st.lists(SELECTIONS, min_size=1, max_size=8), st.integers(0, 8))
def test_so_many_times_back_and_forth_is_where_one_was(steps, times):
    history = History()
    made = [NOTHING]
    for step in steps:
        if history.add(step):
            made.append(step)
    for _ in range(times):
        history.undo()
    assert history.now == made[max(len(made) - 1 - times, 0)]
    for _ in range(times):
        history.redo()
    assert history.now == made[-1]


@given(SELECTIONS)
def test_a_project_gives_back_what_it_was_given(selection):
    entries = as_entries(selection)
    assert set(entries) == set(ENTRIES)
    assert from_entries(entries) == selection


@given(st.dictionaries(st.sampled_from(ENTRIES), st.text(max_size=30)))
def test_what_cannot_be_read_is_not_selected(entries):
    found = from_entries(entries)
    assert found.days is None or found.days[0] <= found.days[1]
    assert all(0 <= hour < HOURS_OF_WEEK for hour in found.hours)


def test_examples_of_what_cannot_be_read():
    assert from_entries({"days": "7 1", "hours": "-1 5 5 168 x"}) == NOTHING
    assert from_entries({"days": "1 2 3", "hours": "9 5 168"}) == Selection(hours=(5, 9))
