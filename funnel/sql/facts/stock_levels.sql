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

counted as (
    -- Rows from one known value to the next share its number.
    select
        *,
        max(case when available is not null then moment end) over so_far as available_at,
        max(case when price is not null then moment end) over so_far as price_at,
        max(case when competitor_price is not null then moment end) over so_far as competitor_price_at,
        count(available) over so_far as available_number,
        count(price) over so_far as price_number,
        count(competitor_price) over so_far as competitor_price_number,
        count(category) over so_far as category_number,
        count(photos) over so_far as photos_number,
        count(description_length) over so_far as description_length_number,
        count(cost) over so_far as cost_number,
        count(rating) over so_far as rating_number,
        count(reviews) over so_far as reviews_number,
        row_number() over (partition by product, moment order by recency desc) as place
    from stated
    window so_far as (partition by product order by moment, recency rows unbounded preceding)
),

filled as (
    select
        product,
        moment,
        day,
        place,
        available_at,
        price_at,
        competitor_price_at,
        max(available) over (partition by product, available_number) as available,
        max(price) over (partition by product, price_number) as price,
        max(competitor_price) over (partition by product, competitor_price_number) as competitor_price,
        max(category) over (partition by product, category_number) as category,
        max(photos) over (partition by product, photos_number) as photos,
        max(description_length) over (partition by product, description_length_number) as description_length,
        max(cost) over (partition by product, cost_number) as cost,
        max(rating) over (partition by product, rating_number) as rating,
        max(reviews) over (partition by product, reviews_number) as reviews
    from counted
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
