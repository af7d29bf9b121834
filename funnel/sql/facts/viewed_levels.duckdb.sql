-- row: one visit that saw a product, and what the stock exports said of the first one when it was seen; null when nothing yet
-- parameters: none
-- tables: first_views, stock_levels
select
    v.feed,
    v.visit,
    v.moment,
    v.product,
    s.available,
    s.available_at,
    s.price,
    s.price_at,
    s.competitor_price,
    s.competitor_price_at,
    s.category,
    s.photos,
    s.description_length
from first_views as v
asof left join stock_levels as s on v.product = s.product and v.moment >= s.moment
