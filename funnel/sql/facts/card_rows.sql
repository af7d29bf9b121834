-- row: one card of a marketplace over one day, or over one longer period of a report without days; the latest export of the same card and days
-- parameters: none
-- tables: card_daily
with latest as (
    select
        feed,
        day,
        day_to,
        product,
        max(recency) as recency
    from card_daily
    group by feed, day, day_to, product
)

select
    c.feed,
    c.marketplace,
    c.day,
    c.day_to,
    c.product,
    c.seller_sku,
    c.title,
    c.category,
    c.brand,
    c.impressions,
    c.card_opens,
    c.add_to_cart,
    c.orders,
    c.ordered_money,
    c.buyouts,
    c.buyout_money,
    c.cancelled,
    c.cancelled_money,
    c.returned,
    c.returned_money,
    c.orders_bought,
    c.orders_bought_money,
    c.orders_cancelled,
    c.orders_returned,
    c.available,
    c.price,
    c.rating,
    c.delivery_hours,
    c.search_position
from card_daily as c
inner join latest as l
    on
        c.feed = l.feed
        and c.day = l.day
        and c.day_to = l.day_to
        and c.product = l.product
        and c.recency = l.recency
