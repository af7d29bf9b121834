-- row: one category with a product whose stock is known in the period: its products, those in stock at the end, days on which every product told of was empty
-- parameters: $start, $end
-- tables: products, product_levels
with stood as (
    select
        p.category,
        l.product,
        greatest(l.day, $start) as first_day,
        least(l.covers_to, $end) as last_day,
        l.empty,
        case when $end between l.day and l.covers_to then l.available end as available_at_end
    from product_levels as l
    inner join products as p on l.product = p.product
    where l.day <= $end and l.covers_to >= $start and l.empty is not null
),

-- A category is told of day by day at the days its exports begin to hold.
days as (
    select distinct
        category,
        first_day as day
    from stood
),

told as (
    select
        d.category,
        d.day,
        count(*) as products,
        sum(case when s.empty = 0 then 1 else 0 end) as in_stock
    from days as d
    inner join stood as s on d.category = s.category and d.day between s.first_day and s.last_day
    group by d.category, d.day
),

spans as (
    select
        category,
        day,
        products,
        in_stock,
        lead(day) over (partition by category order by day) as next_day
    from told
),

bare as (
    select
        category,
        sum(
            case when products > 1 and in_stock = 0 then coalesce(next_day, $end + 1) - day else 0 end
        ) as bare_days,
        min(in_stock) as fewest_in_stock
    from spans
    group by category
)

select
    s.category,
    count(distinct s.product) as products,
    sum(case when s.available_at_end > 0 then 1 else 0 end) as in_stock,
    sum(case when s.available_at_end <= 0 then 1 else 0 end) as empty,
    cast(min(b.bare_days) as bigint) as bare_days,
    min(b.fewest_in_stock) as fewest_in_stock
from stood as s
inner join bare as b on s.category = b.category
group by s.category
order by s.category
