-- row: one visit whose first product a competitor sells too: whether ours cost more by over the limit; null when the prices are stale
-- parameters: $price_above_percent, $stock_days
-- tables: viewed_levels
select
    feed,
    visit,
    case
        when price_at < moment - interval ($stock_days) day then null
        when competitor_price_at < moment - interval ($stock_days) day then null
        when price * 100 > competitor_price * (100 + $price_above_percent) then 1
        else 0
    end as met
from viewed_levels
where price is not null and competitor_price > 0
