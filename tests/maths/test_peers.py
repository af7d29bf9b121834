"""Rates beside comparable products: by hand, shrunk, and seldom called odd where all are alike."""

import numpy as np
import pytest

from funnel.maths.peers import Tried, compared, odd_ones, sums_of


def test_peers_are_all_others_together() -> None:
    group = [Tried("a", 10, 100), Tried("b", 20, 100), Tried("c", 30, 100), Tried("d", 10, 200)]
    told = compared(group)
    assert told["a"].peers == pytest.approx(60 / 400)
    assert told["d"].peers == pytest.approx(60 / 300)
    assert told["a"].low < told["a"].shrunk < told["a"].high


def test_few_views_are_drawn_almost_wholly_to_the_peers() -> None:
    group = [Tried("a", 0, 4), *(Tried(f"p{number}", 100, 1000) for number in range(5))]
    told = compared(group)["a"]
    # Peers differ no more than by chance: their rate weighs 2,000 views.
    assert told.shrunk == pytest.approx(2000 * 0.1 / 2004)
    assert not odd_ones([(group, compared(group))])


def test_a_group_without_one_product_adds_up_as_the_others_do() -> None:
    group = [Tried(f"p{number}", number % 7, 10 + number) for number in range(50)]
    for one in group:
        told, others = sums_of(group).without(one), sums_of([other for other in group if other is not one])
        assert (told.products, told.count, told.base) == (others.products, others.count, others.base)
        assert told.squared_bases == others.squared_bases
        assert told.scattered == pytest.approx(others.scattered)


def test_every_product_of_a_large_shop_is_compared_at_once() -> None:
    assert len(compared([Tried(str(number), 1, 10) for number in range(50_000)])) == 50_000


def test_a_product_far_below_its_peers_is_odd() -> None:
    group = [Tried("a", 20, 1000), *(Tried(f"p{number}", 100 + number, 1000) for number in range(6))]
    assert odd_ones([(group, compared(group))]) == {"a"}


def test_too_few_peers_compare_nothing() -> None:
    assert compared([Tried("a", 1, 10), Tried("b", 1, 10), Tried("c", 1, 10)]) == {}
    assert compared([Tried(name, 0, 10) for name in "abcd"]) == {}


@pytest.mark.parametrize("between", [0.0, 0.02])
def test_where_all_are_alike_odd_ones_are_seldom_named(between: float) -> None:
    draw = np.random.default_rng(3)
    shops = named = 0
    for _ in range(60):
        groups = []
        for place in range(8):
            rates = np.clip(0.12 + between * draw.standard_normal(12), 0.01, 0.9)
            bases = draw.integers(30, 600, 12)
            group = [
                Tried(f"{place}-{number}", int(draw.binomial(base, rate)), int(base))
                for number, (base, rate) in enumerate(zip(bases, rates, strict=True))
            ]
            groups.append((group, compared(group)))
        shops += 1
        named += bool(odd_ones(groups))
    assert named / shops < 0.25
