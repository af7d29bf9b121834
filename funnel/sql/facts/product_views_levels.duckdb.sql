-- row: one product one visit saw: whether it was in stock then, and dearer than the competitor's by over the limit; null when no fresh level is known
-- parameters: $stock_days, $price_above_percent
-- tables: product_views, stock_levels
with told as (
    select distinct product
    from stock_levels
),

-- What the stock exports never name is not sorted to be sought in them.
sought as (
    select v.*
    from product_views as v
    semi join told as t on v.product = t.product
)

select
    v.product,
    v.day,
    v.added,
    case
        when s.available_at < v.moment - $stock_days * interval '1' day then null
        when s.available > 0 then 1
        when s.available <= 0 then 0
    end as in_stock,
    case
        when s.price_at < v.moment - $stock_days * interval '1' day then null
        when s.competitor_price_at < v.moment - $stock_days * interval '1' day then null
        when s.competitor_price > 0 and s.price * 100 > s.competitor_price * (100 + $price_above_percent) then 1
        when s.competitor_price > 0 and s.price is not null then 0
    end as dear
from sought as v
asof left join stock_levels as s on v.product = s.product and v.moment >= s.moment
union all
select
    v.product,
    v.day,
    v.added,
    null as in_stock,
    null as dear
from product_views as v
anti join told as t on v.product = t.product
