"""Step counting from paths against counting straight from what happened, for every counting and list of steps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from funnel.paths import LETTERS, path_of, steps_counted
from funnel.terms import STEP_LETTER, Counting, Step

WALKED = tuple(STEP_LETTER)
sequences = st.builds(
    "".join,
    st.tuples(st.sampled_from("." + LETTERS[1:]), st.text(alphabet=LETTERS[1:], max_size=9)),
)
step_lists = st.sets(st.sampled_from(WALKED), min_size=1).map(
    lambda steps: tuple(step for step in WALKED if step in steps)
)


def counted_by_hand(sequence: str, steps: tuple[Step, ...], counting: Counting) -> tuple[bool, ...]:
    """The same question asked of the events themselves; the first event opens the visit."""
    did = {"s", *sequence.replace(".", "")}
    letters = [STEP_LETTER[step] for step in steps]
    if counting is Counting.ALONE:
        return tuple(letter in did for letter in letters)
    if counting is Counting.REACHED:
        furthest = max(LETTERS.index(letter) for letter in did)
        return tuple(LETTERS.index(letter) <= furthest for letter in letters)
    if counting is Counting.CLOSED:
        return tuple(set(letters[: place + 1]) <= did for place in range(len(letters)))
    return tuple(_walked_in_order(sequence, letters[: place + 1]) for place in range(len(letters)))


def _walked_in_order(sequence: str, letters: list[str]) -> bool:
    """Whether every step has an event of its own, in order; `s` is the first event, whatever it is."""
    place = 0
    for letter in letters:
        if letter == "s":
            place = 1
            continue
        found = sequence.find(letter, place)
        if found < 0:
            return False
        place = found + 1
    return True


@given(sequences, step_lists, st.sampled_from(Counting))
@settings(max_examples=700, deadline=None)
def test_a_path_counts_as_the_events_do(sequence: str, steps: tuple[Step, ...], counting: Counting) -> None:
    assert steps_counted(path_of(sequence), steps, counting) == counted_by_hand(sequence, steps, counting)


@given(sequences)
@settings(max_examples=300, deadline=None)
def test_a_repeated_step_in_a_row_changes_no_path(sequence: str) -> None:
    doubled = sequence[0] + "".join(letter * 2 for letter in sequence[1:])
    assert path_of(doubled) == path_of(sequence)


@given(sequences, step_lists)
@settings(max_examples=300, deadline=None)
def test_ordered_within_closed_within_alone_and_reached_never_rises(sequence: str, steps: tuple[Step, ...]) -> None:
    path = path_of(sequence)
    ordered, closed, alone, reached = (
        steps_counted(path, steps, counting)
        for counting in (Counting.ORDERED, Counting.CLOSED, Counting.ALONE, Counting.REACHED)
    )
    assert all(o <= c <= a <= r for o, c, a, r in zip(ordered, closed, alone, reached, strict=True))
    assert list(reached) == sorted(reached, reverse=True)
    assert list(closed) == sorted(closed, reverse=True)


@pytest.mark.parametrize(
    ("sequence", "path"),
    [
        (".", "s"),
        (".va", "sva"),
        ("v", "s|v"),
        ("vv", "sv"),
        (".vapv", "svap"),
        (".av", "sa|sv"),
        (".vavap", "svap"),
        ("o", "o|s"),
        (".vpa", "sva|svp"),
    ],
)
def test_paths_written_out(sequence: str, path: str) -> None:
    assert path_of(sequence) == path


def test_one_event_never_stands_for_two_steps() -> None:
    steps = (Step.SESSION_START, Step.VIEW_ITEM)
    assert steps_counted(path_of("v"), steps, Counting.ORDERED) == (True, False)
    assert steps_counted(path_of("vv"), steps, Counting.ORDERED) == (True, True)
    assert steps_counted(path_of("v"), steps, Counting.CLOSED) == (True, True)


def test_a_letter_that_no_step_has_is_refused() -> None:
    with pytest.raises(KeyError):
        path_of(".x")
