-- row: one card at one warehouse of a marketplace at one moment; the latest export of the same card and moment
-- parameters: none
-- tables: marketplace_stock
with latest as (
    select
        feed,
        moment,
        product,
        max(recency) as recency
    from marketplace_stock
    group by feed, moment, product
)

select
    s.feed,
    s.marketplace,
    s.moment,
    s.day,
    s.product,
    s.seller_sku,
    s.location,
    s.available,
    s.reserved,
    s.price,
    s.competitor_price,
    s.title,
    s.category,
    s.brand,
    s.rating,
    s.reviews
from marketplace_stock as s
inner join latest as l
    on
        s.feed = l.feed
        and s.moment = l.moment
        and s.product = l.product
        and s.recency = l.recency
