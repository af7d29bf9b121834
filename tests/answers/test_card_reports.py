"""Reports of the same days are the same cards: no day counts twice, and as many days as can be count."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from funnel.answers.card_reports import CardReport, counted_reports

FIRST = date(2026, 10, 1)


def report(first: int, days: int = 1, feed: str = "a", products: int = 1, marketplace: str = "ozon") -> CardReport:
    start = FIRST + timedelta(days=first)
    return CardReport(marketplace, feed, start, start + timedelta(days=days - 1), products, 5)


REPORTS = st.lists(
    st.builds(report, st.integers(0, 20), st.integers(1, 10), st.sampled_from("abc"), st.integers(1, 3)), max_size=12
)


def always(_: CardReport) -> bool:
    return True


def covered(reports: tuple[CardReport, ...]) -> list[date]:
    return [day for one in reports for day in one.days]


@given(REPORTS, st.randoms())
def test_no_day_counts_twice_whatever_the_order(reports: list[CardReport], chance) -> None:
    counted = counted_reports(reports, always)
    days = covered(counted)
    assert len(days) == len(set(days))
    shuffled = list(reports)
    chance.shuffle(shuffled)
    assert counted_reports(shuffled, always) == counted


@given(REPORTS)
def test_a_day_with_a_report_of_its_own_is_covered(reports: list[CardReport]) -> None:
    days = set(covered(counted_reports(reports, always)))
    assert {one.day for one in reports if one.is_of_a_day} <= days


def test_reports_of_days_count_before_a_sum_they_cover_whole() -> None:
    of_days = [report(number) for number in range(7)]
    assert counted_reports([*of_days, report(0, 7, "sum")], always) == tuple(of_days)


def test_a_sum_counts_where_days_are_missing_and_days_beside_it_stay() -> None:
    reports = [report(0), report(3), report(9), report(0, 7, "sum")]
    assert counted_reports(reports, always) == (report(0, 7, "sum"), report(9))


def test_of_a_day_the_report_with_most_cards_counts() -> None:
    assert counted_reports([report(0, feed="a", products=2), report(0, feed="b", products=9)], always) == (
        report(0, feed="b", products=9),
    )


def test_a_report_that_only_beats_a_beaten_one_does_not_keep_others_out() -> None:
    longest, middle, last = report(0, 20), report(15, 10), report(22, 5)
    assert counted_reports([longest, middle, last], always) == (longest, last)


def test_marketplaces_do_not_stand_in_each_others_way() -> None:
    both = [report(0, 7, marketplace="ozon"), report(0, 7, marketplace="allegro")]
    assert set(counted_reports(both, always)) == set(both)
