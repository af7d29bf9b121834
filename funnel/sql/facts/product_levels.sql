-- row: one product on one day of a stock export: what was last said of it that day, and the last day that holds for (until the next export, at most stock_days)
-- parameters: $stock_days
-- tables: stock_levels
with days as (
    select
        product,
        day,
        max(moment) as moment,
        sum(case when available_at = moment then 1 else 0 end) as counted,
        sum(case when available_at = moment and available <= 0 then 1 else 0 end) as empty
    from stock_levels
    group by product, day
),

placed as (
    select
        *,
        cast(day + interval ($stock_days) day - interval '1' day as date) as fresh_to,
        cast(lead(day) over (partition by product order by day) - interval '1' day as date) as next_eve
    from days
),

latest as (
    select
        p.product,
        p.day,
        p.counted,
        p.empty,
        least(coalesce(p.next_eve, p.fresh_to), p.fresh_to) as covers_to,
        s.available as available,
        s.available_at as available_at,
        s.price as price,
        s.price_at as price_at,
        s.competitor_price as competitor_price,
        s.competitor_price_at as competitor_price_at,
        s.cost as cost,
        s.photos as photos,
        s.description_length as description_length,
        s.rating as rating,
        s.reviews as reviews,
        p.moment - interval ($stock_days) day as stale_before
    from placed as p
    inner join stock_levels as s on p.product = s.product and p.moment = s.moment
)

select
    product,
    day,
    greatest(covers_to, day) as covers_to,
    case when available_at >= stale_before then available end as available,
    -- Empty when every count of the day says so; a day whose export counts nothing goes by the last count, if not stale.
    case
        when counted > 0 and empty = counted then 1
        when counted > 0 then 0
        when available_at < stale_before then null
        when available <= 0 then 1
        when available > 0 then 0
    end as empty,
    case when price_at >= stale_before then price end as price,
    case when competitor_price_at >= stale_before then competitor_price end as competitor_price,
    cost,
    photos,
    description_length,
    rating,
    reviews
from latest
