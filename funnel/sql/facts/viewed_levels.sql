-- row: one visit that saw a product, and what the stock exports said of the first one when it was seen; null when nothing yet
-- parameters: none
-- tables: first_views, stock_levels
with level_moment as (
    select
        v.feed,
        v.visit,
        max(s.moment) as moment
    from first_views as v
    inner join stock_levels as s on v.product = s.product and s.moment <= v.moment
    group by v.feed, v.visit
)

select
    v.feed as feed,
    v.visit as visit,
    v.moment as moment,
    v.product as product,
    s.available as available,
    s.available_at as available_at,
    s.price as price,
    s.price_at as price_at,
    s.competitor_price as competitor_price,
    s.competitor_price_at as competitor_price_at,
    s.category as category,
    s.photos as photos,
    s.description_length as description_length
from first_views as v
left join level_moment as m on v.feed = m.feed and v.visit = m.visit
left join stock_levels as s on v.product = s.product and m.moment = s.moment
