-- row: one visit that saw a product: whether the first one had no piece in stock at that moment; null when no fresh level is known
-- parameters: $stock_days
-- tables: viewed_levels
select
    feed,
    visit,
    case
        when available_at < moment - interval ($stock_days) day then null
        when available <= 0 then 1
        when available > 0 then 0
    end as met
from viewed_levels
