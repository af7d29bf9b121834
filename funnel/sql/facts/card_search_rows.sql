-- row: one search term of one card over the days of one report; the latest export of the same card and days
-- parameters: none
-- tables: card_searches
with latest as (
    select
        feed,
        day,
        day_to,
        product,
        max(recency) as recency
    from card_searches
    group by feed, day, day_to, product
)

select
    s.feed,
    s.marketplace,
    s.day,
    s.day_to,
    s.product,
    s.seller_sku,
    s.brand,
    s.search_term,
    s.searches,
    s.card_opens,
    s.add_to_cart,
    s.orders,
    s.visibility,
    s.search_position
from card_searches as s
inner join latest as l
    on
        s.feed = l.feed
        and s.day = l.day
        and s.day_to = l.day_to
        and s.product = l.product
        and s.recency = l.recency
