"""Experiments on the sample shop and on small stores: who is compared, what is warned of, what cannot be told."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from funnel.answers.experiment_result import Design, Reads, SplitQuestion, StagedQuestion, Verdict
from funnel.answers.experiments import ask_split
from funnel.answers.experiments_told import experiment_text, split_as_json, staged_as_json
from funnel.answers.staged import ask_staged
from funnel.errors import WrongUse
from funnel.store import Store
from funnel.terms import Dimension, Kind
from tests.shop import published, shop
from tests.small_sample import small_store

START = date(2026, 9, 1)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The small sample shop, which runs a split test of its checkout."""
    return small_store(tmp_path_factory)


def visits(days: int, *, per_day: int = 60, lift: float = 0.0, unequal: int = 0) -> Iterator[dict[str, object]]:
    """A visit a visitor, on two devices, in two arms; phones buy less, with `lift` more from day 14 on."""
    for number in range(days * per_day):
        day, turn = divmod(number, per_day)
        phone, arm = turn % 2 == 0, "B" if turn % 4 < 2 or turn < unequal else "A"
        often = (14 if phone else 6) / (1 + lift * (phone and day >= 14))
        buys = int((number * 7919) % 1000 < 1000 / often)
        yield {
            "session_id": f"s{number}",
            "visitor_key": f"u{number}",
            "moment": f"{START + timedelta(days=day)}T{10 + turn // 60}:{turn % 60:02}:00",
            "device": "mobile" if phone else "desktop",
            "variant": arm,
            "orders": buys,
            "purchase": buys,
            "revenue": "100.00" if buys else None,
        }


def store_of(folder: object, rows: Iterator[dict[str, object]]) -> Store:
    return published(shop(folder), Kind.TRAFFIC_SESSIONS, rows)


def test_the_sample_names_its_arms_and_days(sample: Store) -> None:
    found = ask_split(sample, SplitQuestion())
    assert (found.control.code, found.treatment.code) == ("control", "one_page")
    assert found.control.steps[0][1] == found.control.visits
    assert found.sample_ratio_p > 0.001
    assert sum(visits for _, arm, visits, _, _ in found.days if arm == "control") == found.control.visits
    told = split_as_json(found)
    assert told["verdict"] == found.verdict.value
    assert experiment_text(told).startswith("split ")


def test_a_running_test_has_wider_ranges_and_says_so(sample: Store) -> None:
    over = ask_split(sample, SplitQuestion())
    running = ask_split(sample, SplitQuestion(planned_end=over.period.end + timedelta(days=14)))
    one, other = over.reading(Reads.ORDERS), running.reading(Reads.ORDERS)
    assert one is not None
    assert other is not None
    assert other.safe.high - other.safe.low > one.safe.high - one.safe.low
    assert not running.finished
    assert "test_running" in {note.code for note in running.warnings}


def test_arms_that_are_not_as_meant_are_not_to_be_trusted(tmp_path: object) -> None:
    found = ask_split(store_of(tmp_path, visits(20, unequal=20)), SplitQuestion())
    assert found.verdict is Verdict.NOT_TO_BE_TRUSTED
    assert found.warnings[0].code == "arms_unequal"


def test_a_store_without_arms_says_which_column_is_missing(tmp_path: object) -> None:
    rows = [{**visit, "variant": None} for visit in visits(2)]
    with pytest.raises(WrongUse, match="variant column"):
        ask_split(published(shop(tmp_path), Kind.TRAFFIC_SESSIONS, rows), SplitQuestion())


def test_a_misspelt_arm_is_named_with_its_neighbour(sample: Store) -> None:
    with pytest.raises(WrongUse) as refused:
        ask_split(sample, SplitQuestion(treatment="onepage"))
    assert refused.value.near == "one_page"


def test_a_staged_fix_is_set_against_the_other_segments(tmp_path: object) -> None:
    store = store_of(tmp_path, visits(28, per_day=240, lift=0.6))
    since = START + timedelta(days=14)
    phones = ((Dimension.DEVICE, ("mobile",)),)
    found = ask_staged(store, StagedQuestion(since, fixed=phones))
    assert found.design is Design.STAGED
    assert found.orders is not None
    assert found.orders.relative == pytest.approx(0.6, abs=0.2)
    assert found.verdict is Verdict.BETTER
    assert (found.visits_before, found.visits_after) == (14 * 120, 14 * 120)
    assert staged_as_json(found)["fixed"] == {"device": ["mobile"]}


def test_before_and_after_is_marked_weak(tmp_path: object) -> None:
    found = ask_staged(store_of(tmp_path, visits(28)), StagedQuestion(START + timedelta(days=14)))
    assert found.design is Design.BEFORE_AFTER
    assert found.warnings[0].code == "nothing_to_compare_with"


def test_a_few_days_after_the_fix_say_nothing_yet(tmp_path: object) -> None:
    found = ask_staged(store_of(tmp_path, visits(28)), StagedQuestion(START + timedelta(days=25)))
    assert found.verdict is Verdict.CANNOT_TELL
    assert found.orders is None
    assert "too_few_days" in {note.code for note in found.warnings}
