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
        lead(day) over (partition by product order by day) as next_day
    from days
),

latest as (
    select
        p.product,
        p.day,
        p.counted,
        p.empty,
        least(
            coalesce(cast(p.next_day - interval '1' day as date), date '9999-12-31'),
            cast(p.day + ($stock_days - 1) * interval '1' day as date)
        ) as covers_to,
        s.available,
        s.available_at,
        s.price,
        s.price_at,
        s.competitor_price,
        s.competitor_price_at,
        s.cost,
        s.photos,
        s.description_length,
        s.rating,
        s.reviews,
        p.moment - $stock_days * interval '1' day as stale_before
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
