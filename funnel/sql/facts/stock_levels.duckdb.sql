-- row: one product at one moment, all its places together; what this export leaves out stays as last known, with its moment
-- parameters: none
-- tables: stock
with stated as (
    select
        product,
        moment,
        recency,
        sum(available) as available,
        max(price) as price,
        max(competitor_price) as competitor_price,
        max(category) as category,
        max(photos) as photos,
        max(description_length) as description_length,
        max(day) as day,
        max(cost) as cost,
        max(rating) as rating,
        max(reviews) as reviews
    from stock
    group by product, moment, recency
),

filled as (
    select
        product,
        moment,
        last_value(available ignore nulls) over so_far as available,
        max(case when available is not null then moment end) over so_far as available_at,
        last_value(price ignore nulls) over so_far as price,
        max(case when price is not null then moment end) over so_far as price_at,
        last_value(competitor_price ignore nulls) over so_far as competitor_price,
        max(case when competitor_price is not null then moment end) over so_far as competitor_price_at,
        last_value(category ignore nulls) over so_far as category,
        last_value(photos ignore nulls) over so_far as photos,
        last_value(description_length ignore nulls) over so_far as description_length,
        day,
        last_value(cost ignore nulls) over so_far as cost,
        last_value(rating ignore nulls) over so_far as rating,
        last_value(reviews ignore nulls) over so_far as reviews,
        row_number() over (partition by product, moment order by recency desc) as place
    from stated
    window so_far as (partition by product order by moment, recency rows unbounded preceding)
)

select
    product,
    moment,
    available,
    available_at,
    price,
    price_at,
    competitor_price,
    competitor_price_at,
    category,
    photos,
    description_length,
    day,
    cost,
    rating,
    reviews
from filled
where place = 1
