-- row: one product whose stock is known on some days of the window: those days, how many of them it was empty, and what was ordered on days it was not
-- parameters: $start, $end
-- tables: product_levels, product_days
with shelf as (
    select
        product,
        greatest(day, $start) as first_day,
        least(covers_to, $end) as last_day,
        empty
    from product_levels
    where day <= $end and covers_to >= $start and empty is not null
),

shelf_days as (
    select
        product,
        sum(last_day - first_day + 1) as known_days,
        sum((last_day - first_day + 1) * empty) as empty_days
    from shelf
    group by product
),

sold as (
    select
        s.product,
        sum(d.pieces) as pieces,
        sum(d.pieces * d.pieces) as squares,
        cast(sum(d.money) as decimal(18, 2)) as money,
        max(d.day) as last_ordered
    from shelf as s
    inner join product_days as d on s.product = d.product and d.day between s.first_day and s.last_day
    where s.empty = 0 and d.pieces is not null
    group by s.product
)

select
    d.product,
    cast(d.known_days as bigint) as known_days,
    cast(d.empty_days as bigint) as empty_days,
    cast(s.pieces as bigint) as pieces,
    cast(s.squares as bigint) as squares,
    s.money,
    s.last_ordered
from shelf_days as d
left join sold as s on d.product = s.product
order by d.product
