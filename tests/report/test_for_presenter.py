"""What the presenter's notes say: whether a rate moved, what is late, what nobody answers for."""

from typing import Any

from funnel.report import for_presenter
from funnel.words import Words

EN = Words()


def numbers(paid: int | None, before: int | None) -> dict[str, Any]:
    steps = {"session_start": 10_000, "purchase": paid}
    return {"funnel": {"total": {"steps": steps, "before": {"session_start": 10_000, "purchase": before}}}}


def test_a_rate_within_chance_is_no_news() -> None:
    assert "no news" in for_presenter.of_numbers(numbers(300, 310), EN)[0]
    assert "outside chance" in for_presenter.of_numbers(numbers(300, 400), EN)[0]
    assert len(for_presenter.of_numbers(numbers(300, None), EN)) == 1


def test_late_and_unowned_promises_are_named() -> None:
    promises = [
        {"title": "Payment", "stage": "test", "owner": "Anna", "due": "2026-11-20"},
        {"title": "Cart", "stage": "done", "owner": "Anna", "due": "2026-11-01"},
        {"title": "Chat", "stage": "backlog", "owner": None, "due": None},
    ]
    notes = for_presenter.of_promises(promises, "2026-11-22T09:00:00+01:00", EN)
    assert notes[:2] == ("Past their day: Payment.", "Nobody answers for: Chat.")


def test_only_lines_beyond_chance_are_news() -> None:
    rows = [{"sure": True}, {"sure": False}]
    assert for_presenter.of_change(rows, ["visits", "mix"], EN)[0] == "Beyond chance: visits."
    assert "nothing to explain" in for_presenter.of_change(rows[1:], ["mix"], EN)[0]


def test_running_tests_are_not_decided_on() -> None:
    found = [{"title": "A", "finished": False}, {"title": "B", "finished": True}]
    told = for_presenter.of_experiments(found, EN)
    assert ("A" in told[0], "B" in told[1]) == (True, True)


def test_many_names_are_counted() -> None:
    loose = [{"text": f"D{number}", "owner": None, "due": None} for number in range(5)]
    assert "D2, and 2 more" in for_presenter.of_decisions(loose, EN)[0]
