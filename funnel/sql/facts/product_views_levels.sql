-- row: one product one visit saw: whether it was in stock then, and dearer than the competitor's by over the limit; null when no fresh level is known
-- parameters: $stock_days, $price_above_percent
-- tables: product_views, stock_levels
with sought as (
    select distinct
        product,
        moment
    from product_views
),

level_moment as (
    select
        v.product as product,
        v.moment as seen_at,
        max(s.moment) as moment
    from sought as v
    inner join stock_levels as s on v.product = s.product and s.moment <= v.moment
    group by v.product, v.moment
)

select
    v.product as product,
    v.day as day,
    v.added as added,
    case
        when s.available_at < v.moment - interval ($stock_days) day then null
        when s.available > 0 then 1
        when s.available <= 0 then 0
    end as in_stock,
    case
        when s.price_at < v.moment - interval ($stock_days) day then null
        when s.competitor_price_at < v.moment - interval ($stock_days) day then null
        when s.competitor_price > 0 and s.price * 100 > s.competitor_price * (100 + $price_above_percent) then 1
        when s.competitor_price > 0 and s.price is not null then 0
    end as dear
from product_views as v
left join level_moment as m on v.product = m.product and v.moment = m.seen_at
left join stock_levels as s on v.product = s.product and m.moment = s.moment
