"""Sentences for the note codes of funnel/answers; {names} are the note's values."""

NOTES: dict[str, str] = {
    "stock_counted": "{marketplace}: stock as counted from {start} to {end}.",
    "sold_by_book": "{place}: paid orders by the order book.",
    "sold_by_analytics": "{place}: orders by analytics, for no order book is held for these days.",
    "sold_by_orders": "{place}: by its export of orders.",
    "sold_by_cards": "{place}: pieces and money by its report of cards; it does not state orders.",
    "sold_by_settlements": "{place}: sales as settled on these days; it does not state orders.",
    "filters_not_of_marketplaces": "Marketplaces know no visits: the filter by {dimension} does not reach this list.",
    "cohorts_of_book": "Counted over the order book from {start} to {end}, whatever days are chosen before that.",
    "orders_without_customer": "Orders that name no customer and stand in no row: {orders}.",
    "month_not_over": "The month of {day} is not over: its figures are still filling up.",
    "orders_not_filtered": "Customers are counted over all orders: the filter by {dimension} does not reach this list.",
    "clicks_not_filtered": "Ad reports here do not state: {dimension}. The filter by it does not reach this list.",
    "set_against": "Set against {start} to {end}, weekday by weekday; days still filling up are left out.",
    "nothing_earlier": "Nothing is held of the days before: there is nothing to set these days against.",
    "arms_unequal": (
        "The arms are not as large as they were meant to be (chance of that: {p}): the draw is broken, and nothing of "
        "this test is to be trusted."
    ),
    "test_running": "The test is planned until {day}. Ranges are wide enough to be looked at every day until then.",
    "test_short": "The test covers {days} days: less than a week, and weekdays differ.",
    "buyers_in_both": "{n} buyers were in both arms: they pull the arms together.",
    "one_order_matters": "One order of {value} makes much of the difference in money: look at the figures without it.",
    "visits_without_visitor": "{n} visits of the test name no visitor: each is counted as its own.",
    "nothing_to_compare_with": "Nothing to compare with: whatever else changed on that day is in it. Weak evidence.",
    "too_few_days": "{before} full days before and {after} after the fix; both sides need {fewest}.",
    "moved_apart_before": (
        "The segments moved apart before the fix already: the others do not show what would have happened without it."
    ),
    "split_by_visits": (
        "Each problem’s loss is shared by the visits that met it and were at risk of the step (after payment: by what "
        "they had paid). Single culprits are not tested by themselves."
    ),
    "set_against_like_days": (
        "Set against the same weekdays within {days} days before and after that had no promotion; days still filling "
        "up are left out."
    ),
    "laid_days": (
        "Losses in the rows are of all full days from {start} to {end}; the block on top may state them a week."
    ),
    "only_met": "Only visits that met “{problem}”.",
    "only_met_by": "Only visits that met “{problem}”, {kind}: {culprit}.",
    "landing_cost_shared": "Ad reports know no landing pages: a campaign's cost is shared equally among its visits.",
    "paid_not_kept": (
        "Orders after {day} can still be cancelled or returned: both periods are compared in money paid, not kept."
    ),
    "losses_by_step_only": "These files hold daily sums: losses are known by step, not by cause.",
    "kept_provisional": "Orders after {day} can still be cancelled or returned: their money is what is left so far.",
    "hole": "{feed} does not measure “{step}”: a hole, not a zero.",
    "stand_in": "{feed} does not state “{step}”; “{stand_in}” stands in for it.",
    "not_counted": "{feed} covers these days too and is not counted: two sources of the same visits are never added.",
    "counted_by_source": "{feed} gives daily sums: its steps are counted the way that source counts them.",
    "clicks_from_ads_only": "Clicks are ad clicks; “of previous” at the visit sets only visits from ads against them.",
    "kept_until": "Kept orders are known up to {day}; later ones can still be cancelled or returned.",
    "judged_until": "Orders count up to {day}; later ones can still be cancelled or returned.",
    "clock_never_stops": (
        "Times to the first answer are on the clock that never stops: nights, weekends and holidays count."
    ),
    "clock_of_service": (
        "Times to the first answer are on the shop's hours, {first}–{last} {hours}: outside them the clock "
        "stands, so that an answer given then adds no wait. Holidays are not known."
    ),
    "no_order_book": "No order book is imported: what was really paid and kept is not measured.",
    "visitors_by_first_entry": (
        "Visitors whose very first visit lies in the period; each is followed for {days} days from it."
    ),
    "card_hole": "{marketplace} does not measure “{step}”: a hole, not a zero.",
    "cards_not_counted": "{feed} covers these days too and is not counted: the same cards are never counted twice.",
    "card_sum_left_out": (
        "{feed} states one sum for {start} to {end}, which these days or another report cut; it is left out."
    ),
    "outcome_until": "{marketplace}: what became of orders is known up to {day}; they settle within {days} days.",
    "outcome_of_settled": (
        "{marketplace}: for orders up to {day}, bought out is a share of what was bought out and cancelled within "
        "{days} days after; its report does not follow single orders."
    ),
    "products_not_filtered": "Products are not counted by {dimension}: that filter changes nothing in this list.",
    "stock_at_cost": "Stock is valued at cost.",
    "stock_at_price": "Stock is valued at price: no cost is stated.",
    "stock_at_cost_or_price": "Stock is valued at cost, and at price where no cost is stated.",
    "cover_target": "Over-stock is what lasts longer than {days} days at the usual pace.",
    "slow_from": "A stock is slow when it lasts longer than {days} days at the usual pace.",
    "weak_cards": (
        "Weak cards: fewer than {photos} photos, a description under {letters} characters, a rating under 4. Below "
        "comparable: put into the cart more seldom than they, beyond chance, all products judged together."
    ),
    "views_known": "Product views are known from {start} to {end} only.",
    "carts_known": "Carts are known from {start} to {end} only.",
    "orders_known": "Orders of products are known from {start} to {end} only.",
    "stock_known": "Stock is known from {start} to {end} only.",
    "no_outcome_yet": "{marketplace}: no order is {days} days old yet, or none is followed; buyouts are not judged.",
}
